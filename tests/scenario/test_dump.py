"""DUMP and RESTORE between kvd and redis-server in both directions, payloads that nobody has made, and
payloads too large for one turn."""

import random
import time

import pytest

from harness import dump, load, resp

COUNT = 1000    # values of each kind
BATCH = 50      # of them at a time
FORGED_OF = 40  # values of each kind that are forged
FORGERIES = 60  # of each of them

BORDERS = [edge + d for bits in (7, 8, 12, 13, 15, 16, 23, 24, 31, 32, 63) for edge in (1 << bits,)
           for d in (-2, -1, 0, 1)]
INTEGERS = [n for b in [0, 1, 12, 13] + BORDERS for n in (b, -b) if -(1 << 63) <= n < 1 << 63]
SCORES = [0, 1, -1, 0.5, 0.1, 1e300, -1e300, 5e-324, 1.5e17, 3.0000000000000004, "inf", "-inf",
          (1 << 53) + 1, 17976931348623157e292]


def text(r, most):
    """A string of at most so many bytes: an integer, runs, noise, words, or nothing."""
    pick = r.random()
    if pick < 0.25 and most >= 20:
        return b"%d" % r.choice(INTEGERS)
    length = r.choice([0, 1, 2, most // 2, most - 1, most, r.randint(0, most)])
    if pick < 0.4:
        return bytes([r.randrange(256)]) * length
    if pick < 0.7:
        return r.randbytes(length)
    return (b"%x-" % r.randrange(1 << 32) * (length // 2 + 1))[:length]


def size(r, most):
    """How many elements: few most of the time, around the limit at times."""
    return r.choice([1, 2, 3, 5, 10, 20, 20, 30, 40]) if r.random() < 0.95 else most - r.randrange(3)


def distinct(r, count, most):
    """So many different strings, fewer if there are not so many."""
    return list({text(r, most): None for _ in range(count)})


def score(r):
    return r.choice(SCORES) if r.random() < 0.5 else r.uniform(-100, 100)


def strings(make):
    return lambda r: [("SET", make(r))]


def lists(count, most, least=b""):
    return lambda r: [("RPUSH", *(least + text(r, most) for _ in range(count(r))))]


def sets(make):
    return lambda r: [("SADD", *make(r))]


def hashes(make):
    return lambda r: [("HSET", *(word for f in make(r) for word in (f, text(r, 64))))]


def zsets(make):
    return lambda r: [("ZADD", *(word for m in make(r) for word in (score(r), m)))]


def integers(r):
    bits = r.choice([15, 31, 63])
    return {b"%d" % r.randrange(-1 << bits, 1 << bits) for _ in range(size(r, 513))}


def with_long(r, members):
    return members + [r.randbytes(r.choice([65, 66, 300]))]


def stream(r):
    """Entries, some deleted; groups that have read some of them, and acknowledged some. Every consumer
    got something when it asked last, so that a server that knows one time for each loses nothing."""
    count, at = size(r, 250), 1
    same = [text(r, 30) for _ in range(r.randrange(1, 4))]
    for i in range(count):
        fields = same if r.random() < 0.8 else [text(r, 30) for _ in range(r.randrange(1, 5))]
        at += r.choice([1, 1, 1, r.randrange(1, 1 << 40)])
        yield ("XADD", "%d-%d" % (at, r.choice([0, 0, 7, (1 << 64) - 1])),
               *(word for f in fields for word in (f, text(r, 64))))
    for group in r.sample(["g", "group", "h" * 70], r.randrange(4)):
        yield ("XGROUP", "CREATE", group, "0")
        for consumer in r.sample(["alice", "bob", "x" * 65], min(count, r.randrange(4))):
            yield ("XREADGROUP", "GROUP", group, consumer, "COUNT", r.randint(1, max(1, count // 3)),
                   "STREAMS", ">")
    yield ("XTRIM", "MAXLEN", count - r.randrange(1 + count // 4))
    if r.random() < 0.2:
        yield ("XSETID", "18446744073709551615-18446744073709551615")


# name: (commands that make it, the encoding that redis-server says, and kvd if that is another one)
KINDS = {
    "int": (strings(lambda r: b"%d" % r.choice(INTEGERS)), "int", None),
    "embstr": (strings(lambda r: b"." + text(r, 43)), "embstr", None),
    "raw": (strings(lambda r: b"." + r.choice([bytes, r.randbytes])(r.choice(
        [44, 45, 63, 64, 65, 191, 192, 193, 1000, 16383, 16384, 70000]))), "raw", None),
    "list in one node": (lists(lambda r: size(r, 100), 60), "quicklist", "listpack"),
    "list in many nodes": (lists(lambda r: r.randrange(90, 150), 24, b"x" * 99), "quicklist", None),
    "list of big elements": (lists(lambda r: r.randrange(1, 5), 20000, b"x" * 9000), "quicklist", None),
    "intset": (sets(integers), "intset", None),
    "set": (sets(lambda r: with_long(r, distinct(r, size(r, 200), 64))), "hashtable", None),
    "listpack hash": (hashes(lambda r: distinct(r, size(r, 513), 64)), "listpack", None),
    "hash": (hashes(lambda r: with_long(r, distinct(r, size(r, 600), 64))), "hashtable", None),
    "listpack zset": (zsets(lambda r: distinct(r, size(r, 129), 64)), "listpack", None),
    "zset": (zsets(lambda r: with_long(r, distinct(r, size(r, 300), 64))), "skiplist", None),
    "stream": (stream, "stream", None),
}
READ = {"string": ("GET",), "list": ("LRANGE", 0, -1), "set": ("SMEMBERS",),
        "hash": ("HGETALL",), "zset": ("ZRANGE", 0, -1, "WITHSCORES"),
        "stream": ("XINFO", "STREAM", "FULL", "COUNT", 0)}


def ask(conn, requests):
    """The replies to all of them, which travel together."""
    conn.send(b"".join(resp.encode(*words) for words in requests))
    return [conn.read() for _ in requests]


def on(key, words):
    """The command with its key: the first argument, or behind a subcommand, or the last but one."""
    if words[0] == "XREADGROUP":
        return (*words[:-1], key, words[-1])
    first = 2 if words[0] in ("XINFO", "XGROUP") else 1
    return (*words[:first], key, *words[first:])


def plain(reply):
    return [plain(item) for item in reply.items] if reply.items is not None else reply.value


def pairs(flat):
    return dict(zip(flat[::2], flat[1::2]))


def stream_content(flat):
    """All that XINFO STREAM FULL says but how memory is used, what only later servers know, and the lag,
    which redis-server 7.0 gets wrong behind trimmed entries."""
    whole = {name: value for name, value in pairs(flat).items()
             if b"radix" not in name and b"idmp" not in name and b"iids" not in name
             and b"pids" not in name}
    whole[b"groups"] = [{name: value for name, value in pairs(group).items()
                         if b"nacked" not in name and name != b"lag"} for group in whole[b"groups"]]
    for group in whole[b"groups"]:
        group[b"consumers"] = [{name: value for name, value in pairs(consumer).items()
                                if name != b"active-time"} for consumer in group[b"consumers"]]
    return whole


def content(kind, reply):
    """What a reply of READ says, in an order that does not depend on the server. Scores are numbers:
    redis-server 7.0 writes more digits than later ones."""
    if kind == "string":
        return reply.value
    if kind == "stream":
        return stream_content(plain(reply))
    items = [item.value for item in reply.items]
    if kind == "hash":
        return sorted(zip(items[::2], items[1::2]))
    if kind == "zset":
        return [(member, float(number)) for member, number in zip(items[::2], items[1::2])]
    return sorted(items) if kind == "set" else items


def contents(conn, keys):
    kinds = [reply.value.decode() for reply in ask(conn, [("TYPE", key) for key in keys])]
    replies = ask(conn, [on(key, READ[kind]) for key, kind in zip(keys, kinds)])
    return [content(kind, reply) for kind, reply in zip(kinds, replies)]


def dumped(conn, keys):
    return [reply.value for reply in ask(conn, [("DUMP", key) for key in keys])]


def assert_restored(conn, keys, payloads):
    replies = ask(conn, [("RESTORE", key, 0, payload, "REPLACE")
                         for key, payload in zip(keys, payloads)])
    assert [reply.value for reply in replies] == [b"OK"] * len(keys)


def make(conn, kind, r, keys):
    ask(conn, [("DEL", *keys)])
    ask(conn, [on(key, words) for key in keys for words in KINDS[kind][0](r)])


def connected(server):
    return server.connect(timeout=60)


@pytest.mark.parametrize("kind", KINDS)
def test_values_travel_both_ways(kvd, oracle, kind):
    r = random.Random("travel " + kind)
    ours, theirs = connected(kvd), connected(oracle)
    keys = ["k%d" % i for i in range(BATCH)]
    encodings = [("OBJECT", "ENCODING", key) for key in keys]
    _, usual, encoding = KINDS[kind]
    if encoding is None or kvd.kind == "redis":
        encoding = usual
    for _ in range(COUNT // BATCH):
        make(theirs, kind, r, keys)
        expected = contents(theirs, keys)
        assert_restored(ours, keys, dumped(theirs, keys))
        assert contents(ours, keys) == expected
        for theirs_says, ours_says in zip(ask(theirs, encodings), ask(ours, encodings)):
            if theirs_says.value.decode() == usual:
                assert ours_says.value.decode() == encoding
        assert_restored(theirs, keys, dumped(ours, keys))
        assert contents(theirs, keys) == expected
    ours.close()
    theirs.close()


@pytest.mark.parametrize("kind", KINDS)
def test_what_kvd_makes_redis_takes(kvd, oracle, kind):
    r = random.Random("made " + kind)
    ours, theirs = connected(kvd), connected(oracle)
    keys = ["k%d" % i for i in range(BATCH)]
    for compression in ("yes", "no"):
        kvd.call("CONFIG", "SET", "rdbcompression", compression)
        make(ours, kind, r, keys)
        assert_restored(theirs, keys, dumped(ours, keys))
        assert contents(theirs, keys) == contents(ours, keys)
    kvd.call("CONFIG", "SET", "rdbcompression", "yes")
    ours.close()
    theirs.close()


def make_hashes_with_deadlines(conn, r, keys):
    far = 33_177_117_420_000
    for key in keys:
        fields = with_long(r, distinct(r, size(r, 100), 64))
        conn.call("DEL", key)
        conn.call("HSET", key, *(word for f in fields for word in (f, text(r, 64))))
        for at_ms in (far, far + r.randrange(1 << 33)):
            some = r.sample(fields, r.randint(1, len(fields)))
            conn.call("HPEXPIREAT", key, at_ms, "FIELDS", len(some), *some)


@pytest.mark.kvd_only
def test_fields_keep_their_deadlines(kvd):
    r = random.Random("deadlines")
    conn = connected(kvd)
    keys = ["k%d" % i for i in range(BATCH)]
    make_hashes_with_deadlines(conn, r, keys)
    before = contents(conn, keys)
    ask_times = [("HPEXPIRETIME", key, "FIELDS", len(pairs), *(field for field, _ in pairs))
                 for key, pairs in zip(keys, before)]
    times = ask(conn, ask_times)
    payloads = dumped(conn, keys)
    assert {payload[-dump.FOOTER] for payload in payloads} == {12}
    conn.call("FLUSHALL")
    assert_restored(conn, keys, payloads)
    assert contents(conn, keys) == before
    assert ask(conn, ask_times) == times
    conn.close()


# -- Forged payloads --------------------------------------------------------------------------------

def forge(r, value):
    """The value with something wrong: bytes changed, lost, doubled, swapped; at times its type."""
    data = bytearray(value)
    for _ in range(r.randint(1, 3)):
        at = r.randrange(len(data))
        pick = r.random()
        if pick < 0.45:
            data[at] = r.choice([0, 1, 0x7f, 0x80, 0x81, 0xc0, 0xc3, 0xf0, 0xfe, 0xff, r.randrange(256)])
        elif pick < 0.65:
            data[at] ^= 1 << r.randrange(8)
        elif pick < 0.75:
            del data[at:at + r.randint(1, 4)]
        elif pick < 0.85:
            data[at:at] = data[at:at + r.randint(1, 8)]
        elif pick < 0.95:
            other = r.randrange(len(data))
            data[at], data[other] = data[other], data[at]
        else:
            data[0] = r.choice([0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 24,
                                25, 224])
        if not data:
            return b"\0"
    return bytes(data)


def values(reply):
    return [item.value for item in reply.items]


def check_string(conn, key):
    whole = conn.call("GET", key).value
    assert conn.call("STRLEN", key).value == b"%d" % len(whole)
    ask(conn, [("GETRANGE", key, 1, -2), ("INCR", key), ("APPEND", key, "x"), ("SETRANGE", key, 3, "y"),
               ("LCS", key, key, "LEN"), ("GETDEL", key)])


def check_list(conn, key):
    whole = values(conn.call("LRANGE", key, 0, -1))
    assert conn.call("LLEN", key).value == b"%d" % len(whole)
    for index in (0, len(whole) // 2, -1):
        assert conn.call("LINDEX", key, index).value == whole[index]
    for element in whole[:5]:
        assert conn.call("LPOS", key, element).value == b"%d" % whole.index(element)
    ask(conn, [("LSET", key, len(whole) // 2, "changed"), ("LINSERT", key, "BEFORE", whole[-1], "new"),
               ("LREM", key, 1, whole[0]), ("LPUSH", key, 5, "x" * 100), ("RPUSH", key, whole[0]),
               ("LMOVE", key, key, "LEFT", "RIGHT"), ("LTRIM", key, 1, -2), ("RPOP", key)])
    conn.call("LPOP", key, 1 << 30)


def check_set(conn, key):
    whole = values(conn.call("SMEMBERS", key))
    assert len(set(whole)) == len(whole)
    assert conn.call("SCARD", key).value == b"%d" % len(whole)
    assert values(conn.call("SMISMEMBER", key, *whole)) == [b"1"] * len(whole)
    assert set(values(conn.call("SSCAN", key, 0, "COUNT", 1 << 20).items[1])) == set(whole)
    assert set(values(conn.call("SINTER", key, key))) == set(whole)
    ask(conn, [("SRANDMEMBER", key, 5), ("SRANDMEMBER", key, -5), ("SADD", key, "new", 12345678901),
               ("SREM", key, whole[0]), ("SPOP", key), ("SDIFF", key, "none")])
    conn.call("SREM", key, "new", 12345678901, *whole)


def check_hash(conn, key):
    flat = values(conn.call("HGETALL", key))
    fields = flat[::2]
    assert len(set(fields)) == len(fields)
    assert conn.call("HLEN", key).value == b"%d" % len(fields)
    assert values(conn.call("HMGET", key, *fields)) == flat[1::2]
    assert set(values(conn.call("HSCAN", key, 0, "COUNT", 1 << 20).items[1])[::2]) == set(fields)
    ask(conn, [("HRANDFIELD", key, 5, "WITHVALUES"), ("HRANDFIELD", key, -5), ("HSTRLEN", key, fields[0]),
               ("HINCRBY", key, fields[0], 1), ("HINCRBYFLOAT", key, fields[-1], "0.5"),
               ("HSET", key, "new", "x", fields[0], "y"), ("HKEYS", key), ("HVALS", key)])
    conn.call("HDEL", key, "new", *fields)


def check_zset(conn, key):
    flat = values(conn.call("ZRANGE", key, 0, -1, "WITHSCORES"))
    members, scores = flat[::2], [float(s) for s in flat[1::2]]
    assert len(set(members)) == len(members)
    assert list(zip(scores, members)) == sorted(zip(scores, members))
    assert conn.call("ZCARD", key).value == b"%d" % len(members)
    assert values(conn.call("ZMSCORE", key, *members)) == flat[1::2]
    assert [conn.call("ZRANK", key, m).value for m in members[:5]] == \
        [b"%d" % i for i in range(len(members[:5]))]
    assert conn.call("ZCOUNT", key, "-inf", "+inf").value == b"%d" % len(members)
    ask(conn, [("ZRANGEBYSCORE", key, 0, 1), ("ZRANGEBYLEX", key, "-", "+"), ("ZRANDMEMBER", key, 5),
               ("ZADD", key, "0.25", "new", 7, members[0]), ("ZINCRBY", key, 1, members[-1]),
               ("ZPOPMIN", key), ("ZPOPMAX", key), ("ZUNION", 2, key, key), ("ZSCAN", key, 0)])
    conn.call("ZREMRANGEBYRANK", key, 0, -1)


def check_stream(conn, key):
    entries = plain(conn.call("XRANGE", key, "-", "+"))
    assert plain(conn.call("XREVRANGE", key, "+", "-")) == entries[::-1]
    assert conn.call("XLEN", key).value == b"%d" % len(entries)
    for group in plain(conn.call("XINFO", "GROUPS", key)):
        name = pairs(group)[b"name"]
        count = plain(conn.call("XPENDING", key, name))[0]
        assert len(plain(conn.call("XPENDING", key, name, "-", "+", 1000000))) == int(count)
        ask(conn, [("XREADGROUP", "GROUP", name, "new", "STREAMS", key, ">"),
                   ("XAUTOCLAIM", key, name, "other", 0, "0", "COUNT", 10),
                   ("XPENDING", key, name, "-", "+", 10), ("XGROUP", "DELCONSUMER", key, name, "new"),
                   ("XGROUP", "SETID", key, name, "0")])
    ask(conn, [("XADD", key, "*", "f", "v"), ("XTRIM", key, "MAXLEN", len(entries)),
               *(("XDEL", key, entry_id) for entry_id, _ in entries[:5]),
               ("XREAD", "COUNT", 3, "STREAMS", key, "0"), ("XINFO", "STREAM", key)])
    conn.call("DEL", key)


CHECKS = {"string": check_string, "list": check_list, "set": check_set, "hash": check_hash,
          "zset": check_zset, "stream": check_stream}


def check_accepted(conn, key):
    """A value out of a forged payload serves every command as any other value does."""
    kind = conn.call("TYPE", key).value.decode()
    if kind == "none":  # all its fields had deadlines in the past
        return
    before = contents(conn, [key])
    assert conn.call("COPY", key, "copy", "REPLACE").value == b"1"
    assert_restored(conn, ["again"], dumped(conn, [key]))
    assert contents(conn, ["copy", "again"]) == 2 * before
    CHECKS[kind](conn, key)
    assert conn.call("EXISTS", key).value == b"0"
    if kind == "list":
        conn.call("LPUSH", "again", "x")
    conn.call("UNLINK", "copy", "again")


def forge_all(conn, r, payloads):
    """Restores forgeries of the smaller half of the payloads, and uses what is accepted."""
    taken = 0
    for payload in sorted(payloads, key=len)[:FORGED_OF]:
        for _ in range(FORGERIES):
            forged = dump.sign(forge(r, dump.unsigned(payload)), 12)
            reply = conn.call("RESTORE", "forged", 0, forged, "REPLACE")
            assert reply.value in (b"OK", b"ERR Bad data format")
            if reply.value == b"OK":
                check_accepted(conn, "forged")
                taken += 1
    assert taken > 0
    assert conn.call("PING").value == b"PONG"


@pytest.mark.kvd_only
@pytest.mark.parametrize("kind", KINDS)
def test_forged_payloads_do_no_harm(kvd, oracle, kind):
    r = random.Random("forged " + kind)
    ours, theirs = connected(kvd), connected(oracle)
    keys = ["k%d" % i for i in range(2 * FORGED_OF)]
    make(theirs, kind, r, keys)
    forge_all(ours, r, dumped(theirs, keys))
    ours.close()
    theirs.close()


@pytest.mark.kvd_only
def test_forged_deadlines_do_no_harm(kvd):
    r = random.Random("forged deadlines")
    conn = connected(kvd)
    keys = ["k%d" % i for i in range(2 * FORGED_OF)]
    make_hashes_with_deadlines(conn, r, keys)
    forge_all(conn, r, dumped(conn, keys))
    conn.close()


# -- More than one turn can do ----------------------------------------------------------------------

@pytest.fixture(name="big", scope="module")
def big_fixture(shared):
    """The payload of a set of 300 000 members."""
    conn = connected(shared)
    for first in range(0, 300_000, 10_000):
        conn.call("SADD", "big", *(b"member%06d" % i for i in range(first, first + 10_000)))
    payload = conn.call("DUMP", "big").value
    conn.call("DEL", "big")
    conn.close()
    return payload


@pytest.mark.kvd_only
def test_others_are_served_while_a_big_value_is_restored(kvd, big):
    conn, other = connected(kvd), connected(kvd)
    conn.send(resp.encode("RESTORE", "big", 0, big))
    longest, pings = 0, 0
    while conn.is_silent(0):
        begin = time.monotonic()
        assert other.call("PING").value == b"PONG"
        longest = max(longest, time.monotonic() - begin)
        pings += 1
    assert conn.read().value == b"OK"
    assert other.call("SCARD", "big").value == b"300000"
    assert pings > 10
    assert longest < 0.25
    conn.close()
    other.close()


@pytest.mark.kvd_only
def test_a_key_that_comes_meanwhile_stays(kvd, big):
    conn = connected(kvd)
    conn.send(resp.encode("RESTORE", "big", 0, big))
    time.sleep(0.02)
    assert kvd.call("SET", "big", "mine") == "OK"
    reply = conn.read()
    if reply.value == b"OK":
        pytest.skip("it was restored before the key came")
    assert reply.value == b"BUSYKEY Target key name already exists."
    assert kvd.call("GET", "big") == "mine"
    conn.close()


@pytest.mark.kvd_only
def test_a_big_payload_that_is_wrong_at_its_end(kvd, big):
    conn = connected(kvd)
    assert conn.call("RESTORE", "big", 0, big[:-1] + b"?").value == \
        b"ERR DUMP payload version or checksum are wrong"
    assert kvd.call("EXISTS", "big") == "0"
    conn.close()


@pytest.mark.kvd_only
def test_a_client_that_leaves_takes_its_value_along(kvd, big):
    for _ in range(5):
        conn = connected(kvd)
        conn.send(resp.encode("RESTORE", "big", 0, big))
        conn.close()
    assert kvd.call("PING") == "PONG"
    assert kvd.call("DBSIZE") in ("0", "1")


LONG = {
    "list": lambda group: ("RPUSH", "long", *(b"element%06d" % i for i in group)),
    "set": lambda group: ("SADD", "long", *(b"member%06d" % i for i in group)),
    "zset": lambda group: ("ZADD", "long", *(w for i in group for w in (i % 777, b"m%06d" % i))),
    "hash": lambda group: ("HSET", "long", *(w for i in group for w in (b"f%06d" % i, i))),
}


def fill_long(address, kind):
    load.run_commands(address, (LONG[kind](g) for g in load.grouped(range(200_000), 500)))


@pytest.mark.parametrize("kind", LONG)
def test_a_long_value_travels(kvd, oracle, kind):
    for target in (kvd, oracle):
        target.call("DEL", "long", "copy")
        fill_long(target.address, kind)
    conn, other = connected(kvd), connected(oracle)
    payload = conn.call("DUMP", "long").value
    assert other.call("RESTORE", "copy", 0, payload).value == b"OK"
    assert other.call("DEBUG", "DIGEST-VALUE", "copy").items[0].value == \
        other.call("DEBUG", "DIGEST-VALUE", "long").items[0].value
    conn.close()
    other.close()


@pytest.mark.kvd_only
@pytest.mark.parametrize("kind", LONG)
def test_nobody_changes_what_is_dumped(kvd, kind):
    fill_long(kvd.address, kind)
    conn, other = connected(kvd), connected(kvd)
    conn.send(resp.encode("DUMP", "long"))
    other.send(resp.encode("DEL", "long") + resp.encode("EXISTS", "long"))
    payload = conn.read().value
    assert [other.read().value for _ in range(2)] == [b"1", b"0"]
    assert conn.call("RESTORE", "long", 0, payload).value == b"OK"
    count = {"list": "LLEN", "set": "SCARD", "zset": "ZCARD", "hash": "HLEN"}[kind]
    assert conn.call(count, "long").value == b"200000"
    conn.close()
    other.close()


@pytest.mark.kvd_only
@pytest.mark.parametrize("kind", LONG)
def test_a_value_that_is_dumped_may_expire(kvd, kind):
    fill_long(kvd.address, kind)
    whole = kvd.connect(timeout=20).call("DUMP", "long").value
    conn = connected(kvd)
    conn.send(resp.encode("PEXPIRE", "long", 2) + resp.encode("DUMP", "long"))
    assert conn.read().value == b"1"
    assert conn.read().value in (whole, None)
    conn.close()


@pytest.mark.kvd_only
def test_a_client_that_leaves_takes_its_dump_along(kvd):
    fill_long(kvd.address, "hash")
    for _ in range(5):
        conn = connected(kvd)
        conn.send(resp.encode("DUMP", "long"))
        conn.close()
    assert kvd.call("DEL", "long") == "1"


@pytest.mark.kvd_only
def test_fields_may_expire_while_a_hash_is_dumped(kvd):
    """The payload counts its fields before it shows them."""
    fill_long(kvd.address, "hash")
    conn, other = connected(kvd), connected(kvd)
    for first in range(0, 20_000, 1000):
        conn.call("HPEXPIRE", "long", 30, "FIELDS", 1000,
                  *(b"f%06d" % i for i in range(first, first + 1000)))
    conn.send(resp.encode("DUMP", "long"))
    while conn.is_silent(0):
        other.call("HGET", "long", "f000000")
    payload = conn.read().value
    assert conn.call("RESTORE", "copy", 0, payload).value == b"OK"
    assert int(conn.call("HLEN", "copy").value) >= 180_000
    conn.close()
    other.close()
