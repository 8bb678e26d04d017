"""Random requests on collections, answered by kvd as by redis-server while encodings change all the
time; and clients that pull keys away from under waiting clients and long work.

COLLECTION_REQUESTS=100000 sends more of them for each seed; COLLECTION_SEED=100 begins elsewhere.
"""

import os
import random
import time

import pytest

from harness import requests, resp
from harness.collection_requests import BLOCK, KEYS, WORDS, CollectionRequests

REQUESTS = int(os.environ.get("COLLECTION_REQUESTS", "4000"))
FIRST_SEED = int(os.environ.get("COLLECTION_SEED", "0"))
ROUND = 400   # requests between looks at the whole keyspace

SMALL = {"hash-max-listpack-entries": 8, "hash-max-listpack-value": 16, "set-max-intset-entries": 8,
         "zset-max-listpack-entries": 8, "zset-max-listpack-value": 16}
OWN = {"set-max-listpack-entries": 8}   # redis-server 7.0 has no listpacks of members


def configure(kvd, oracle, seed):
    settings = dict(SMALL)
    settings["list-max-listpack-size"] = (4, 10, -1)[seed % 3]
    settings["list-compress-depth"] = seed // 2 % 2
    for server, more in (kvd, OWN), (oracle, {}):
        for name, value in {**settings, **more}.items():
            server.call("CONFIG", "SET", name, value)


# ---- The same replies ----------------------------------------------------------------------------

UNORDERED = (b"smembers", b"sunion", b"sinter", b"sdiff", b"hkeys", b"hvals")
SCANS = (b"hscan", b"sscan", b"zscan")
RANDOM = (b"spop", b"srandmember", b"hrandfield", b"zrandmember")


def number(text):
    """A score in 15 digits: we write the shortest form as Redis 7.2 does, redis-server 7.0 17 digits;
    and it keeps the sign of a zero in one of its encodings."""
    try:
        return b"%.15g" % (float(text) + 0.0)
    except (TypeError, ValueError):
        return text


def with_numbers(reply):
    if reply.items is None:
        return resp.Element(reply.kind, number(reply.value))
    return resp.Element(reply.kind, None, [with_numbers(item) for item in reply.items])


def in_any_order(items, pairs=False):
    flat = [repr(item) for item in items]
    return sorted(zip(flat[::2], flat[1::2])) if pairs else sorted(flat)


def shape(reply):
    """The reply with its strings taken out."""
    if reply.items is None:
        return reply.kind, reply.value is None
    return reply.kind, [shape(item) for item in reply.items]


def comparable(words, reply):
    """The reply without what each server is free to choose: an order, members at random."""
    name = words[0]
    if reply.is_error():
        return reply
    if name in (b"ttl", b"pttl"):
        return int(reply.value) < 0
    if name in RANDOM:
        return shape(reply)
    if name.startswith((b"z", b"bz")):
        reply = with_numbers(reply)
    if reply.items is None:
        return reply
    if name in UNORDERED:
        return reply.kind, in_any_order(reply.items)
    if name == b"hgetall":
        return reply.kind, in_any_order(reply.items, pairs=True)
    if name in SCANS:
        return reply.items[0], in_any_order(reply.items[1].items, pairs=name != b"sscan")
    if name in (b"sort", b"sort_ro") and b"BY" in words:   # members of equal weight have no order
        return len(reply.items) if b"LIMIT" in words else (reply.kind, in_any_order(reply.items))
    return reply


def is_known_to_differ(words, ours, theirs):
    if words[:2] == [b"object", b"encoding"]:
        # Lists and sets are listpacks while they are small, as in Redis 7.2; and SORT converts no
        # sorted set.
        return ours.value == b"listpack" and theirs.value in (b"quicklist", b"hashtable", b"skiplist")
    if words[0] in (b"zrank", b"zrevrank") and len(words) == 4:
        return True   # Redis 7.2 has WITHSCORE
    if ours.value == b"ERR min or max is not a float":   # read by strtod() there
        return any(not word.strip(b"(") or word.strip(b"(")[:1] == b" " for word in words[2:])
    if words[0] == b"zincrby" and ours.value == b"ERR value is not a valid float":
        return words[2] in WORDS   # options of ZADD, looked for in ZINCRBY too
    if words[0] == b"lpos":
        return b"-9223372036854775808" in words   # whose sign redis-server 7.0 turns, with no effect
    return False


def contents(conn):
    """The value of each key, whatever its type, and whether it has a deadline."""
    found = {}
    for key in conn.call("KEYS", "*").items:
        kind = conn.call("TYPE", key.value).value
        value = conn.call(*{b"string": ("GET", key.value), b"list": ("LRANGE", key.value, 0, -1),
                            b"hash": ("HGETALL", key.value), b"set": ("SMEMBERS", key.value),
                            b"zset": ("ZRANGE", key.value, 0, -1, "WITHSCORES")}[kind])
        if kind == b"set":
            value = in_any_order(value.items)
        elif kind == b"zset":
            value = with_numbers(value)
        elif kind == b"hash":
            value = in_any_order(value.items, pairs=True)
        found[key.value] = kind, value, int(conn.call("PTTL", key.value).value) >= 0
    return found


def play(ours, theirs, batch, size):
    """Sends the batch to both in pipelines of this size, and compares all replies."""
    for start in range(0, len(batch), size):
        part = batch[start:start + size]
        ours.send(requests.pipeline(part))
        theirs.send(requests.pipeline(part))
        for words in part:
            mine, wanted = ours.read(), theirs.read()
            if not is_known_to_differ(words, mine, wanted):
                assert comparable(words, mine) == comparable(words, wanted), words


def exchange(ours, theirs):
    """Each takes over the value that the other dumps, of another key each."""
    for key in KEYS[:3]:
        for source, to in (ours, theirs), (theirs, ours):
            payload = source.call("DUMP", key).value
            if not payload:
                continue
            for conn in (ours, theirs):
                assert conn.call("RESTORE", b"from " + key, 0, payload, "REPLACE").value == b"OK"
            assert to.call("RENAME", b"from " + key, key).value == b"OK"
            source.call("RENAME", b"from " + key, key)


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 6))
def test_collections_are_answered_as_by_redis(kvd, oracle, seed):
    oracle.call("FLUSHALL")
    configure(kvd, oracle, seed)
    ours, theirs = kvd.connect(30), oracle.connect(30)
    source = CollectionRequests(seed)
    if seed % 2:
        for conn in (ours, theirs):
            conn.call("HELLO", "3")
    for _ in range(max(1, REQUESTS // ROUND)):
        play(ours, theirs, source.many(ROUND), (1, 16, 100)[seed % 3])
        assert contents(ours) == contents(theirs)
        exchange(ours, theirs)
        if kvd.kind == "kvd":
            assert kvd.call("DEBUG", "DEFRAG") == "OK"   # what was moved answers as before
            assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    ours.close()
    theirs.close()


# ---- Elements are neither lost nor doubled -------------------------------------------------------

class Movers:
    """Connections that push, pop and move elements of lists and sorted sets, most of them waiting.

    Every element is pushed once, so each must be popped once or lie in one place at the end.
    """

    LISTS = [b"l1", b"l2", b"l3"]
    ZSETS = [b"z1", b"z2"]

    def __init__(self, server, seed, count=12):
        self.random = random.Random(seed)
        self.conns = [server.connect(20) for _ in range(count)]
        self.expected = {conn: [] for conn in self.conns}
        self.pushed, self.popped = set(), []

    def fresh(self):
        element = b"%d" % len(self.pushed) + b"." * self.random.choice([0, 0, 20])
        self.pushed.add(element)
        return element

    def request(self):
        r = self.random
        lists, zsets = r.sample(self.LISTS, 2), r.sample(self.ZSETS, 2)
        ends = [r.choice([b"LEFT", b"RIGHT"]) for _ in range(2)]
        return r.choice([
            lambda: [b"rpush", lists[0], *(self.fresh() for _ in range(r.choice([1, 2, 7])))],
            lambda: [b"lpush", lists[0], self.fresh()],
            lambda: [b"zadd", zsets[0], b"%d" % r.randrange(9), self.fresh(), b"1", self.fresh()],
            lambda: [b"blpop", *lists, BLOCK], lambda: [b"brpop", *lists, BLOCK],
            lambda: [b"blmove", r.choice(lists), lists[0], *ends, BLOCK],
            lambda: [b"brpoplpush", *lists, BLOCK], lambda: [b"lmove", *lists, *ends],
            lambda: [b"blmpop", BLOCK, b"2", *lists, ends[0], b"COUNT", b"3"],
            lambda: [b"bzpopmin", *zsets, BLOCK], lambda: [b"bzpopmax", *zsets, BLOCK],
            lambda: [b"bzmpop", BLOCK, b"2", *zsets, b"MIN", b"COUNT", b"2"],
            lambda: [b"renamenx", *lists], lambda: [b"renamenx", *zsets],
        ])()

    def take(self, words, reply):
        """Notes what a reply says was popped."""
        name = words[0]
        assert not reply.is_error() or name == b"renamenx", (words, reply)
        if not reply.items:
            return
        if name in (b"blpop", b"brpop", b"bzpopmin", b"bzpopmax"):
            self.popped.append(reply.items[1].value)
        elif name == b"blmpop":
            self.popped += [item.value for item in reply.items[1].items]
        elif name == b"bzmpop":
            self.popped += [item.items[0].value for item in reply.items[1].items]

    def step(self):
        conn = self.random.choice(self.conns)
        batch = [self.request() for _ in range(self.random.choice([1, 1, 16]))]
        conn.send(requests.pipeline(batch))
        self.expected[conn] += batch
        for other in self.conns:
            while self.expected[other] and not other.is_silent(0):
                self.take(self.expected[other].pop(0), other.read())

    def finish(self):
        for conn in self.conns:
            for words in self.expected[conn]:
                self.take(words, conn.read())
        conn = self.conns[0]
        left = [item.value for key in self.LISTS for item in conn.call("LRANGE", key, 0, -1).items]
        left += [item.value for key in self.ZSETS for item in conn.call("ZRANGE", key, 0, -1).items]
        for conn in self.conns:
            conn.close()
        return left


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 2))
def test_waiting_loses_and_doubles_no_element(kvd, seed):
    movers = Movers(kvd, seed)
    for _ in range(REQUESTS // 20):
        movers.step()
    left = movers.finish()
    assert sorted(movers.popped + left) == sorted(movers.pushed)
    if kvd.kind == "kvd":
        assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


# ---- Long work whose keys are taken away ---------------------------------------------------------

def fill(conn, size):
    """Sets, hashes, sorted sets and lists that are too large for one turn; their members overlap."""
    for i, key in enumerate((b"s1", b"s2")):
        for start in range(i * size // 3, i * size // 3 + size, 5000):
            conn.call("SADD", key, *range(start, start + 5000))
    for start in range(0, size, 5000):
        pairs = [w for n in range(start, start + 5000) for w in (n, n)]
        conn.call("ZADD", "z1", *pairs)
        conn.call("HSET", "h1", *pairs)
        conn.call("HPEXPIRE", "h1", 20 + start // 500, "FIELDS", 100, *range(start, start + 100))
        conn.call("RPUSH", "l1", *range(start, start + 5000))


LONG = [
    ["SUNIONSTORE", "to", "s1", "s2"], ["SINTERSTORE", "to", "s1", "s2"],
    ["SDIFFSTORE", "to", "s2", "s1"], ["SUNIONSTORE", "s1", "s1", "s2"], ["SUNION", "s1", "s2"],
    ["SINTERCARD", 2, "s1", "s2"], ["ZUNIONSTORE", "to", 2, "z1", "s1"],
    ["ZINTERSTORE", "z1", 2, "z1", "s2"], ["ZDIFFSTORE", "to", 2, "z1", "s2"],
    ["ZUNION", 2, "z1", "s1", "WITHSCORES"], ["SORT", "l1", "STORE", "to"],
    ["SORT", "s1", "STORE", "s1"],
    ["SORT", "l1", "BY", "w*", "GET", "#"], ["DUMP", "h1"], ["COPY", "h1", "to", "REPLACE"],
    ["COPY", "z1", "to", "REPLACE"], ["SMEMBERS", "s1"], ["HGETALL", "h1"], ["LRANGE", "l1", 0, -1],
    ["ZRANGE", "z1", 0, -1], ["ZRANGESTORE", "z1", "z1", 10, -10], ["SDIFF", "s1", "s2"],
    ["HRANDFIELD", "h1", 5000], ["HVALS", "h1"], ["BLPOP", "to", "l1", BLOCK],
    ["BZPOPMIN", "to", "z1", BLOCK], ["BLMOVE", "l1", "to", "LEFT", "RIGHT", BLOCK],
    ["DEL", "s1"], ["RENAME", "s1", "to"], ["DEBUG", "DIGEST-VALUE", "h1", "s1", "z1", "l1"],
]


def taken_away(rnd):
    """A request that changes or removes what long work reads or is about to write."""
    keys = ["s1", "s2", "z1", "h1", "l1", "to"]
    key, other = rnd.sample(keys, 2)
    return rnd.choice([
        ["DEL", key], ["UNLINK", key], ["PEXPIRE", key, 1], ["RENAME", key, other], ["SET", key, "x"],
        ["SADD", key, "new"], ["SREM", key, 5], ["SPOP", key, 100], ["ZADD", key, 1, "new"],
        ["ZREMRANGEBYRANK", key, 0, 100], ["HSET", key, "new", 1], ["HDEL", key, 5], ["LPOP", key, 100],
        ["RPUSH", key, "new"], ["COPY", key, other, "REPLACE"], ["SUNIONSTORE", key, "s1", "s2"],
        ["MOVE", key, 1], ["SWAPDB", 0, 1], ["FLUSHALL", rnd.choice(["SYNC", "ASYNC"])], ["FLUSHDB"],
        ["HPEXPIRE", key, 1, "FIELDS", 3, 5000, 5001, 5002], ["EXISTS", key], ["SMOVE", key, other, 7], ["LMOVE", key, other, "LEFT", "RIGHT"], ["PING"],
    ])


DONE = b"$4\r\ndone\r\n"


def read_until_done(conn):
    """Reads replies, which may be long, up to that of ECHO done."""
    tail = b""
    while tail != DONE:
        tail = (tail + conn.read_exact(max(1, len(conn.buffer))))[-len(DONE):]


@pytest.mark.kvd_only
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 3))
def test_keys_are_taken_away_from_long_work(start, seed):
    """Whoever comes first: all replies come, and nothing of a killed client's work is left."""
    server, rnd = start(), random.Random(seed)
    control = server.connect(60)
    before = int(server.info("memory")["used_memory"])
    for _ in range(max(4, REQUESTS // 1000)):
        control.call("FLUSHALL", "SYNC")
        fill(control, rnd.choice([10_000, 30_000]))
        workers = [server.connect(60) for _ in range(3)]
        ids = [worker.call("CLIENT", "ID").value for worker in workers]
        for worker in workers:
            worker.send(requests.pipeline([*rnd.sample(LONG, 4), ["ECHO", "done"]]))
        asked = [taken_away(rnd) for _ in range(rnd.choice([1, 3, 10]))]
        control.send(requests.pipeline(asked))
        killed = set(rnd.sample(range(3), rnd.choice([0, 0, 1, 2])))
        for i in killed:
            server.call("CLIENT", "KILL", "ID", ids[i].decode(), timeout=60)
        for _ in asked:
            control.read()
        for i, worker in enumerate(workers):
            if i not in killed:
                read_until_done(worker)
            worker.close()
        assert control.call("DEBUG", "KEYSPACE-CHECK").value == b"OK"
    control.call("FLUSHALL", "SYNC")
    control.close()
    assert int(server.info("memory")["used_memory"]) < before + 4 * 1024 * 1024


# ---- Fields that expire on the way ---------------------------------------------------------------

def field_request(rnd):
    key, other = rnd.choice("abc"), rnd.choice("abc")
    fields = [rnd.randrange(12) for _ in range(rnd.randint(1, 4))]
    which = ["FIELDS", len(fields), *fields]
    soon = rnd.choice([1, 1, 2, 1000])
    return rnd.choice([
        ["HSET", key, *(w for f in fields for w in (f, rnd.choice(["1", "long" * 5])))],
        ["HPEXPIRE", key, soon, *which], ["HPEXPIRE", key, soon, *which],
        ["HPERSIST", key, *which], ["HPTTL", key, *which], ["HGETDEL", key, *which],
        ["HGETEX", key, "PX", soon, *which], ["HSETEX", key, "PX", soon, "FIELDS", 1, fields[0], "v"],
        ["HGET", key, fields[0]], ["HMGET", key, *fields], ["HDEL", key, *fields], ["HLEN", key],
        ["HINCRBY", key, fields[0], 1], ["HGETALL", key], ["HRANDFIELD", key, 5, "WITHVALUES"],
        ["HSCAN", key, 0, "COUNT", 100], ["COPY", key, other, "REPLACE"], ["RENAME", key, other],
        ["SORT", "list", "BY", f"{key}->*", "GET", f"{key}->*"], ["DUMP", key], ["DEL", key],
        ["HSTRLEN", key, fields[0]], ["HSETNX", key, fields[0], "1"], ["EXISTS", key],
        ["OBJECT", "ENCODING", key],
    ])


@pytest.mark.kvd_only
@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 2))
def test_fields_expire_in_the_middle_of_pipelines(kvd, seed):
    kvd.call("CONFIG", "SET", "hash-max-listpack-entries", 8)
    kvd.call("RPUSH", "list", *range(12))
    rnd, conn = random.Random(seed), kvd.connect(20)
    for _ in range(REQUESTS // 60):
        batch = [field_request(rnd) for _ in range(50)]
        conn.send(requests.pipeline(batch))
        replies = [(words, conn.read()) for words in batch]
        for words, reply in replies:
            assert not reply.is_error() or b"WRONGTYPE" not in reply.value, (words, reply)
            if words[0] == "HRANDFIELD":
                assert len(reply.items) % 2 == 0 and len(reply.items) <= 10
        time.sleep(rnd.choice([0, 0, 0.002]))
        assert conn.call("DEBUG", "KEYSPACE-CHECK").value == b"OK"
    time.sleep(0.01)
    for key in "abc":   # nothing that is over is seen
        fields = [item.value for item in conn.call("HKEYS", key).items]
        assert len(fields) == int(conn.call("HLEN", key).value)
        if fields:
            ttls = conn.call("HPTTL", key, "FIELDS", len(fields), *fields).items
            assert all(ttl.value not in (b"-2", b"0") for ttl in ttls)
    conn.close()
