"""HyperLogLogs that travel between kvd and redis-server in both directions, and counts that are kept."""

import random

import pytest

from harness import resp

SIZES = [0, 1, 2, 10, 100, 500, 1500, 3000, 20_000]
MOST = 500  # elements of one PFADD


def value(conn, *words):
    return conn.call(*words).value


def filled(conn, key, elements):
    assert value(conn, "PFADD", key) in (b"0", b"1")
    for i in range(0, len(elements), MOST):
        assert value(conn, "PFADD", key, *elements[i:i + MOST]) in (b"0", b"1")


def elements(r, count):
    return [r.randbytes(r.randint(0, 20)) for _ in range(count)]


def by_value(source, target, key):
    assert value(target, "SET", key, value(source, "GET", key)) == b"OK"


def by_dump(source, target, key):
    assert value(target, "RESTORE", key, 0, value(source, "DUMP", key), "REPLACE") == b"OK"


@pytest.mark.parametrize("travel", [by_value, by_dump])
@pytest.mark.parametrize("size", SIZES)
def test_values_travel_both_ways(kvd, oracle, travel, size):
    r = random.Random(size)
    ours, theirs = kvd.connect(timeout=60), oracle.connect(timeout=60)
    first, later = elements(r, size), elements(r, size // 3 + 1)
    for source, target in ((ours, theirs), (theirs, ours)):
        filled(source, "here", first)
        travel(source, target, "here")
        assert value(target, "GET", "here") == value(source, "GET", "here")
        assert value(target, "PFDEBUG", "ENCODING", "here") == value(source, "PFDEBUG", "ENCODING", "here")
        assert value(target, "PFCOUNT", "here") == value(source, "PFCOUNT", "here")
        # What is added at the other side gives the same bytes as at home.
        for conn in (source, target):
            filled(conn, "here", later)
        assert value(target, "GET", "here") == value(source, "GET", "here")
        assert value(target, "PFCOUNT", "here") == value(source, "PFCOUNT", "here")
        for conn in (source, target):
            filled(conn, "more", later)
            value(conn, "PFMERGE", "union", "here", "more")
        assert value(target, "GET", "union") == value(source, "GET", "union")
        for conn in (source, target):
            value(conn, "DEL", "here", "more", "union")
    ours.close()
    theirs.close()


def random_request(r):
    key = "k%d" % r.randrange(6)
    pick = r.random()
    if pick < 0.6:
        return ("PFADD", key, *(r.randrange(1 << r.choice([4, 10, 40]))
                                for _ in range(r.choice([0, 1, 1, 2, 5, r.randrange(300)]))))
    some = ["k%d" % r.randrange(6) for _ in range(r.choice([1, 1, 2, 5]))]
    if pick < 0.8:
        return ("PFCOUNT", *some)
    if pick < 0.9:
        return ("PFMERGE", *some)
    return (("DEL", key), ("PFDEBUG", "TODENSE", key), ("PFDEBUG", "DECODE", key))[r.randrange(3)]


@pytest.mark.parametrize("sparse_max", [0, 40, 3000, 100_000])
def test_the_same_requests_leave_the_same_bytes(kvd, oracle, sparse_max):
    r = random.Random("bytes %d" % sparse_max)
    ours, theirs = kvd.connect(timeout=60), oracle.connect(timeout=60)
    for conn in (ours, theirs):
        value(conn, "CONFIG", "SET", "hll-sparse-max-bytes", sparse_max)
    for _ in range(30):
        requests = []
        for _ in range(50):
            words = random_request(r)
            requests += words, ("GET", words[-1 if words[0] == "PFDEBUG" else 1])
        got = []
        for conn in (ours, theirs):
            conn.send(b"".join(resp.encode(*words) for words in requests))
            got.append([conn.read() for _ in requests])
        for words, our_reply, their_reply in zip(requests, *got):
            assert repr(our_reply) == repr(their_reply), words
    for conn in (ours, theirs):
        value(conn, "CONFIG", "SET", "hll-sparse-max-bytes", 3000)
        value(conn, "FLUSHALL")
        conn.close()


def test_a_reply_on_its_way_is_not_changed(kvd):
    """GET of a dense one is sent from where it lies; PFADD behind it in the same turn writes elsewhere."""
    conn = kvd.connect(timeout=60)
    filled(conn, "shared", [b"%d" % i for i in range(5000)])
    before = value(conn, "GET", "shared")
    words = []
    for i in range(200):
        words += [("GET", "shared"), ("PFADD", "shared", "new:%d" % i), ("PFCOUNT", "shared")]
    conn.send(b"".join(resp.encode(*w) for w in words))
    replies = [conn.read() for _ in words]
    assert replies[0].value == before
    for i in range(3, len(replies), 3):
        same = replies[i - 2].value == b"0"  # the PFADD in between said that nothing changed
        assert (replies[i].value[16:] == replies[i - 3].value[16:]) == same
    value(conn, "DEL", "shared")
    conn.close()


@pytest.mark.kvd_only
def test_a_union_of_sets_is_estimated_as_a_hyperloglog(kvd):
    conn = kvd.connect(timeout=60)
    for key, numbers in (("s1", range(0, 60_000)), ("s2", range(30_000, 90_000))):
        for i in numbers[::MOST]:
            value(conn, "SADD", key, *range(i, i + MOST))
            value(conn, "PFADD", "sketch", *range(i, i + MOST))
    expected = value(conn, "PFCOUNT", "sketch")
    assert value(conn, "SUNIONCARD", 2, "s1", "s2") == b"90000" != expected
    assert value(conn, "SUNIONCARD", 2, "s1", "s2", "APPROX") == expected
    assert value(conn, "SUNIONCARD", 2, "s1", "s2", "APPROX", "LIMIT", 70_000) == b"70000"
    assert value(conn, "SUNIONCARD", 2, "s1", "s2", "APPROX", "LIMIT", 1_000_000) == expected
    conn.send(b"".join(resp.encode(*w) for w in [
        ("MULTI",), ("SUNIONCARD", 2, "s1", "s2", "APPROX"), ("EXEC",)]))
    replies = [conn.read() for _ in range(3)]
    if replies[0].kind != "-":  # where there are transactions, a job in one runs to its end
        assert replies[2].items[0].value == expected
    conn.call("DEL", "s1", "s2", "sketch")
    conn.close()


def test_unions_of_very_many(kvd, oracle):
    """Thousands of keys, some of which are not there, sparse or the same, take several turns."""
    r = random.Random(7)
    servers = kvd.connect(timeout=60), oracle.connect(timeout=60)
    names = [f"many:{i}" for i in range(1500)]
    for i, name in enumerate(names):
        if i % 7:
            some = elements(r, 400 if i % 50 == 0 else 3)
            for conn in servers:
                filled(conn, name, some)
    both = [value(conn, "PFCOUNT", *names, *names) for conn in servers]
    assert both[0] == both[1] and int(both[0]) > 1000
    for target in ("new", names[1], names[0]):
        assert [value(conn, "PFMERGE", target, *names) for conn in servers] == [b"OK"] * 2
        both = [value(conn, "GET", target) for conn in servers]
        assert both[0] == both[1]
    for conn in servers:
        conn.call("RPUSH", "list", "x")
        conn.call("SET", "text", "x")
        conn.call("SET", "wrong", value(conn, "GET", names[1])[:20])
    for bad in ("list", "text", "wrong"):
        for request in (("PFCOUNT", *names, bad), ("PFMERGE", "target", *names, bad)):
            both = [conn.call(*request) for conn in servers]
            assert both[0].is_error() and both[0] == both[1]
        assert [value(conn, "EXISTS", "target") for conn in servers] == [b"0", b"0"]
    for conn in servers:
        conn.close()
