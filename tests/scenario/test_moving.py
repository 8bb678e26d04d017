"""Everything that memory holds moves again and again (DEBUG DEFRAG) while it is in use: random requests on
all types, fields that expire, waiting clients, work over several turns, transactions and eviction.

MOVING_ROUNDS=100 plays longer; MOVING_SEED=100 begins elsewhere.
"""

import os
import random

import pytest

from harness import load, requests
from harness.collection_requests import CollectionRequests
from harness.stream_requests import StreamRequests

pytestmark = pytest.mark.kvd_only

ROUNDS = int(os.environ.get("MOVING_ROUNDS", "12"))
FIRST_SEED = int(os.environ.get("MOVING_SEED", "0"))
ROUND = 200
BIG = 20_000   # elements of a value that is worked on over several turns

SMALL = {"hash-max-listpack-entries": 8, "zset-max-listpack-entries": 8, "set-max-listpack-entries": 8,
         "set-max-intset-entries": 8, "list-max-listpack-size": 4, "stream-node-max-entries": 4,
         "active-defrag-max-scan-fields": 20}


def configure(server):
    for name, value in SMALL.items():
        server.call("CONFIG", "SET", name, value)


def move_all(conn):
    """In one transaction, so that nothing but the moving can change what is compared."""
    for words in ("MULTI",), ("DEBUG", "DIGEST"), ("DEBUG", "DEFRAG"), ("DEBUG", "DIGEST"), (
            "DEBUG", "KEYSPACE-CHECK"):
        assert not conn.call(*words).is_error()
    before, moved, after, checked = conn.call("EXEC").items
    assert moved.value == checked.value == b"OK"
    assert before == after


class FieldRequests:
    """Hashes whose fields come, go and get deadlines of a few milliseconds; strings as bits and as
    HyperLogLogs; places."""

    KEYS = [b"a", b"b", b"c", b"h1", b"h2", b"h3"]

    def __init__(self, seed):
        self.random = random.Random(seed)

    def fields(self, most=6):
        names = [b"f%d" % self.random.randrange(40) for _ in range(self.random.randint(1, most))]
        return [b"FIELDS", b"%d" % len(names), *names], names

    def next(self):
        r = self.random
        key, other = r.choice(self.KEYS), r.choice(self.KEYS)
        some, names = self.fields()
        pairs = [w for name in names for w in (name, b"v" * r.choice([1, 20, 100]))]
        ms = b"%d" % r.choice([0, 1, 2, 5, 20, 100_000])
        return r.choice([
            [b"HSET", key, *pairs], [b"HSET", key, *pairs],
            [b"HPEXPIRE", key, ms, *some], [b"HPEXPIRE", key, ms, *some], [b"HPERSIST", key, *some],
            [b"HGETEX", key, b"PX", ms, *some], [b"HGETDEL", key, *some], [b"HDEL", key, *names],
            [b"HSETEX", key, b"PX", ms, b"FIELDS", b"%d" % len(names), *pairs], [b"HLEN", key],
            [b"HINCRBY", key, b"n", b"1"], [b"COPY", key, other, b"REPLACE"], [b"RENAME", key, other],
            [b"PEXPIRE", key, ms], [b"PERSIST", key], [b"DEL", key], [b"DUMP", key],
            [b"SETBIT", b"bits", b"%d" % r.randrange(4000), b"1"], [b"BITOP", b"NOT", b"bits", b"bits"],
            [b"SETRANGE", b"bits", b"%d" % r.randrange(900), b"x"], [b"APPEND", b"bits", b"y"],
            [b"DEL", b"bits"], [b"PEXPIRE", b"bits", ms],
            [b"PFADD", b"pf", *(b"%d" % r.randrange(10**6) for _ in range(200))],
            [b"PFMERGE", b"pf2", b"pf", b"pf2"], [b"PFCOUNT", b"pf", b"pf2"], [b"DEL", b"pf"],
            [b"GEOADD", b"geo", b"%d" % r.randrange(9), b"1", b"m%d" % r.randrange(30)],
            [b"GEOSEARCHSTORE", b"geo2", b"geo", b"FROMLONLAT", b"0", b"0", b"BYRADIUS", b"500", b"km"]])

    def many(self, count):
        return [self.next() for _ in range(count)]


def mixed(rng, sources, count):
    batch = []
    while len(batch) < count:
        batch += rng.choice(sources).many(3)
    return batch


def play(conn, batch):
    conn.send(requests.pipeline(batch))
    return [conn.read() for _ in batch]


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 3))
def test_random_requests(kvd, seed):
    configure(kvd)
    rng = random.Random(seed)
    sources = [CollectionRequests(seed), StreamRequests(seed), FieldRequests(seed)]
    conn, mover = kvd.connect(30), kvd.connect(30)
    for _ in range(ROUNDS):
        conn.send(requests.pipeline(batch := mixed(rng, sources, ROUND)))
        for _ in range(5):
            move_all(mover)
        for _ in batch:
            conn.read()
        for start in range(0, ROUND, 10):
            play(conn, mixed(rng, sources, 10))
            move_all(mover)
    conn.close()
    mover.close()


# ---- Work over several turns ---------------------------------------------------------------------

def fill_big(server):
    """Values that COPY, SORT and their like do not finish in one turn."""
    numbers = range(BIG)
    makers = {"set": lambda i: ("SADD", "set", f"m{i}"), "other": lambda i: ("SADD", "other", f"m{i * 2}"),
              "zset": lambda i: ("ZADD", "zset", i % 100, f"m{i}"),
              "hash": lambda i: ("HSET", "hash", f"f{i}", "v" * (i % 50)),
              "list": lambda i: ("RPUSH", "list", f"e{i}" + "x" * (i % 90)),
              "geo": lambda i: ("GEOADD", "geo", i % 170, i % 80, f"m{i}"),
              "stream": lambda i: ("XADD", "stream", f"{i + 1}-1", "f", "v" * (i % 50))}
    for make in makers.values():
        load.run_commands(server.address, (make(i) for i in numbers), batch=2000)
    load.run_commands(server.address, [("XGROUP", "CREATE", "stream", "g", "0"),
                                       ("XREADGROUP", "GROUP", "g", "c", "COUNT", BIG // 2, "STREAMS",
                                        "stream", ">")])


LONG = [("COPY", "set", "to1", "REPLACE"), ("COPY", "zset", "to2", "REPLACE"),
        ("COPY", "hash", "to3", "REPLACE"), ("COPY", "list", "to4", "REPLACE"),
        ("COPY", "stream", "to5", "REPLACE"), ("SUNIONSTORE", "to6", "set", "other"),
        ("ZUNIONSTORE", "to7", 2, "zset", "set"), ("SORT", "list", "ALPHA", "STORE", "to8"),
        ("GEOSEARCHSTORE", "to9", "geo", "FROMLONLAT", 0, 0, "BYRADIUS", 20000, "km"),
        ("DUMP", "zset"), ("DUMP", "stream"), ("SINTER", "set", "other"), ("KEYS", "*"),
        ("XPENDING", "stream", "g", "IDLE", 100_000, "-", "+", 10), ("SORT", "set", "ALPHA")]


def results(server):
    conn = server.connect(60)
    # SORT and GEOSEARCHSTORE are the same each time, and so is a digest.
    digest = conn.call("DEBUG", "DIGEST-VALUE", *(f"to{i}" for i in range(1, 10)))
    conn.close()
    return [item.value for item in digest.items]


def test_work_over_several_turns(kvd):
    configure(kvd)
    kvd.call("CONFIG", "SET", "stream-node-max-entries", 100)
    fill_big(kvd)
    conns = [kvd.connect(60) for _ in LONG]
    mover = kvd.connect(60)
    wanted = None
    for _ in range(3):
        for conn, words in zip(conns, LONG):
            conn.send(requests.pipeline([[str(word).encode() for word in words]]))
        for _ in range(3):
            assert mover.call("DEBUG", "DEFRAG").value == b"OK"
        for conn in conns:
            assert not conn.read().is_error()
        assert mover.call("DEBUG", "KEYSPACE-CHECK").value == b"OK"
        wanted = wanted or results(kvd)
        assert results(kvd) == wanted
    sources = mover.call("DEBUG", "DIGEST-VALUE", "set", "zset", "hash", "list", "stream")
    assert [item.value for item in sources.items] == wanted[:5]
    for conn in [*conns, mover]:
        conn.close()


@pytest.mark.parametrize("gone", [("DEL", "set", "zset", "hash", "list", "stream", "geo"),
                                  ("UNLINK", "set", "zset", "hash", "list", "stream", "geo"),
                                  ("FLUSHALL",), ("SWAPDB", 0, 1)])
def test_work_whose_values_go(kvd, gone):
    configure(kvd)
    fill_big(kvd)
    conns = [kvd.connect(60) for _ in LONG]
    mover, killer = kvd.connect(60), kvd.connect(60)
    for conn, words in zip(conns, LONG):
        conn.send(requests.pipeline([[str(word).encode() for word in words]]))
    for name in ("set", "zset", "hash", "list", "stream", "geo"):
        mover.send(requests.pipeline([[b"PEXPIRE", name.encode(), b"1"]]))
    killer.send(requests.pipeline([[str(word).encode() for word in gone]]))
    for conn in conns[::3]:
        conn.close()
    for conn in [c for i, c in enumerate(conns) if i % 3]:
        conn.read()
        conn.close()
    assert not killer.read().is_error()
    killer.close()
    mover.close()
    assert kvd.call("DEBUG", "DEFRAG") == "OK"
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


@pytest.mark.parametrize("words", [("COPY", "s", "to"), ("DUMP", "s"), ("XLEN", "s"),
                                   ("XRANGE", "s", "-", "+", "COUNT", 1)])
def test_nobody_sees_half_of_a_long_trim(kvd, words):
    """COPY and DUMP would go on reading, over turns, what XTRIM has freed."""
    count, value = 30_000, "v" * 3000
    kvd.call("CONFIG", "SET", "stream-node-max-entries", 1)
    load.run_commands(kvd.address, (("XADD", "s", f"{i + 1}-1", "f", value) for i in range(count)),
                      batch=1000)
    trimmer, reader = kvd.connect(60), kvd.connect(60)
    trimmer.send(requests.pipeline([[b"XTRIM", b"s", b"MAXLEN", b"1"]]))
    reply = reader.call(*words)
    assert trimmer.read().value == b"%d" % (count - 1)
    if words[0] == "COPY":
        reply = reader.call("XLEN", "to")
    if words[0] in ("COPY", "XLEN"):
        assert int(reply.value) in (1, count)
    if words[0] == "XRANGE":
        assert reply.items[0].items[0].value in (b"1-1", b"%d-1" % count)
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    trimmer.close()
    reader.close()


def test_a_value_that_comes_while_the_old_one_is_trimmed(kvd):
    """COPY, which began before, puts another stream to the key: XTRIM is not about that one."""
    kvd.call("CONFIG", "SET", "stream-node-max-entries", 1)
    for key, first, count, value in ("k", 1, 60_000, "v" * 3000), ("x", 100_000, 20_000, "v" * 500):
        load.run_commands(kvd.address, (("XADD", key, f"{first + i}-1", "f", value)
                                        for i in range(count)), batch=1000)
    copier, trimmer = kvd.connect(60), kvd.connect(60)
    copier.send(requests.pipeline([[b"COPY", b"x", b"k", b"REPLACE"]]))
    trimmed = int(trimmer.call("XTRIM", "k", "MAXLEN", 1).value)
    assert copier.read().value == b"1"
    # Where COPY was done before XTRIM began, it was about the new one.
    assert int(kvd.call("XLEN", "k")) == 20_000 or trimmed == 19_999
    copier.close()
    trimmer.close()


def test_work_over_several_turns_for_an_import_source(start):
    """What has expired, and only an import source sees, is there for all of the turns of its request."""
    server = start(import_mode="yes", stream_node_max_entries=1)
    conn, count = server.connect(60), 30_000
    load.run_commands(server.address, (("XADD", "s", f"{i + 1}-1", "f", "v" * 3000) for i in range(count)),
                      batch=1000)
    conn.call("CLIENT", "IMPORT-SOURCE", "ON")
    conn.call("PEXPIREAT", "s", 1000)
    assert conn.call("XLEN", "s").value == b"%d" % count
    assert conn.call("COPY", "s", "to").value == b"1"
    assert conn.call("XLEN", "to").value == b"%d" % count
    assert conn.call("XTRIM", "s", "MAXLEN", 1).value == b"%d" % (count - 1)
    assert conn.call("XLEN", "s").value == b"1"
    conn.close()
