"""What the benchmark asks of collections, streams and bitmaps: data sets and workloads."""

import random

from harness import load

MEMBERS = 1_000_000
SMALL_KEYS = 100_000
SMALL_ELEMENTS = 10


def shuffled(count):
    numbers = list(range(count))
    random.Random(1).shuffle(numbers)
    return numbers


# ---- Data sets: name, elements, commands that load them, bytes per element that DESIGN.md allows -----

def big_hash():
    for group in load.grouped(range(MEMBERS), 100):
        yield ("HSET", "hash", *(w for i in group for w in (b"f%013d" % i, b"v%013d" % i)))


def big_set():
    for group in load.grouped(range(MEMBERS), 100):
        yield ("SADD", "set", *(b"m%014d" % i for i in group))


def big_sorted_set():
    for group in load.grouped(enumerate(shuffled(MEMBERS)), 100):
        yield ("ZADD", "zset", *(w for i, score in group for w in (score, b"m%014d" % i)))


def long_list():
    for group in load.grouped(range(MEMBERS), 100):
        yield ("RPUSH", "list", *(b"e%015d" % i for i in group))


def small_hashes():
    rng = random.Random(1)
    for key in range(SMALL_KEYS):
        words = [b"hash:%07d" % key]
        for i in range(SMALL_ELEMENTS):
            words += b"field%d" % i, b"v" * rng.randint(7, 13)
        yield ("HSET", *words)


def small_sorted_sets():
    rng = random.Random(1)
    for key in range(SMALL_KEYS):
        words = [b"zset:%07d" % key]
        for i in range(SMALL_ELEMENTS):
            words += rng.randint(0, 1000), b"m%d" % i + b"x" * rng.randint(3, 6)
        yield ("ZADD", *words)


def stream():
    for i in range(MEMBERS):
        yield ("XADD", "stream", b"%d-0" % (1_700_000_000_000 + i), "f1", i % 100, "f2", i % 90)


DATA_SETS = [
    ("hash of 1 M fields (14 B + 14 B), per field", MEMBERS, big_hash, 50),
    ("set of 1 M members (15 B)", MEMBERS, big_set, 34),
    ("sorted set of 1 M members (15 B)", MEMBERS, big_sorted_set, 64),
    ("list of 1 M elements (16 B)", MEMBERS, long_list, 18.5),
    ("small hashes, 10 fields, per field", SMALL_KEYS * SMALL_ELEMENTS, small_hashes, 26),
    ("small sorted sets, 10 members, per member", SMALL_KEYS * SMALL_ELEMENTS, small_sorted_sets,
     18),
    ("stream of 1 M entries, 2 fields per entry", MEMBERS, stream, 13),
]


# ---- Workloads ---------------------------------------------------------------------------------------

def random_members(command):
    """A million members as redis-benchmark's __rand_int__ spells them."""
    for group in load.grouped(enumerate(shuffled(MEMBERS)), 100):
        if command == "ZADD":
            yield ("ZADD", "bz", *(w for i, score in group for w in (score, b"m:%012d" % i)))
        else:
            yield ("RPUSH", "bl", *(b"element:%012d" % i for i, _ in group))


def sets_of_100k():
    for name, first in (("s1", 0), ("s2", 50_000)):
        for group in load.grouped(range(first, first + 100_000), 100):
            yield ("SADD", name, *(b"m%014d" % i for i in group))


def hash_of_100():
    yield ("HSET", "h100", *(w for i in range(100) for w in (b"field:%d" % i, b"value:%d" % i)))


def pop_list():
    for group in load.grouped(range(400_000), 100):
        yield ("RPUSH", "pl", *(b"element:%012d" % i for i in group))


MANY_LISTS = 100_000


def many_lists(first):
    """Lists enough for their number to matter, as there are many keys of GET and SET."""
    for i in range(MANY_LISTS):
        yield (b"RPUSH", b"%b:%012d" % (first, i), *(b"element:%012d" % j for j in range(50)))


def pop_sorted_set():
    for group in load.grouped(enumerate(shuffled(200_000)), 100):
        yield ("ZADD", "pz", *(w for i, score in group for w in (score, b"m:%012d" % i)))


def bitmaps():
    rng = random.Random(1)
    for name in ("bits1", "bits2"):
        yield ("SET", name, rng.randbytes(1024 * 1024))
    yield ("SET", "ones", b"\xff" * 1024 * 1024)
    yield ("SETBIT", "bm", 999_999, 1)
    yield ("BITFIELD", "bf", "SET", "u8", "#999999", 1)


def entries(key, count):
    for i in range(count):
        yield ("XADD", key, b"%d-0" % (i + 1), "f1", b"value:%d" % i, "f2", i)


def queue():
    """A stream with a group that has read nothing, enough for a round of reading 10 at a time."""
    yield ("DEL", "xq")
    yield from entries("xq", 200_000)
    yield ("XGROUP", "CREATE", "xq", "g", "0")


# name, words for redis-benchmark, budget, commands that prepare, what else a Workload takes
WORKLOADS = [
    ("ZADD on 1 M", ["ZADD", "bz", "__rand_int__", "m:__rand_int__"], 0.40,
     lambda: random_members("ZADD"), {}),
    ("ZRANK on 1 M", ["ZRANK", "bz", "m:__rand_int__"], 0.40, None, {}),
    ("LRANGE 100", ["LRANGE", "bl", "0", "99"], 0.35, lambda: random_members("RPUSH"), {}),
    ("HSET", ["HSET", "bh", "element:__rand_int__", "value:1234567890"], 0.60, None, {}),
    ("SADD", ["SADD", "bs", "element:__rand_int__"], 0.60, None, {}),
    ("LPUSH", ["LPUSH", "ll", "element:1234567890"], 0.60, None, {}),
    ("LPOP", ["LPOP", "pl"], 0.60, pop_list, {"refill": True, "requests": 400_000}),
    ("LPUSH to 100 k lists", ["LPUSH", "lm:__rand_int__", "element:1234567890"], 0.60,
     lambda: many_lists(b"lm"), {"keys": MANY_LISTS, "requests": 400_000}),
    ("LPOP of 100 k lists", ["LPOP", "pm:__rand_int__"], 0.60, lambda: many_lists(b"pm"),
     {"keys": MANY_LISTS, "requests": 400_000}),
    ("ZPOPMIN", ["ZPOPMIN", "pz"], 0.60, pop_sorted_set, {"refill": True, "requests": 200_000}),
    ("SINTER of 100 k", ["SINTER", "s1", "s2"], 0.50, sets_of_100k,
     {"requests": 16, "pipeline": 1, "clients": 1}),
    ("HGETALL of 100", ["HGETALL", "h100"], 0.50, hash_of_100, {}),
    ("BITCOUNT of 1 MB", ["BITCOUNT", "bits1"], 0.50, bitmaps, {"requests": 4000}),
    ("BITPOS past 1 MB", ["BITPOS", "ones", "0"], None, bitmaps, {"requests": 4000}),
    ("BITOP OR of 2 * 1 MB", ["BITOP", "OR", "bits", "bits1", "bits2"], None, bitmaps,
     {"requests": 4000}),
    ("SETBIT", ["SETBIT", "bm", "500000", "1"], None, bitmaps, {}),
    ("GETBIT", ["GETBIT", "bm", "500000"], None, bitmaps, {}),
    ("BITFIELD INCRBY", ["BITFIELD", "bf", "INCRBY", "u8", "#500000", "1"], None, bitmaps, {}),
    ("XADD", ["XADD", "bx", "*", "f1", "value:1234567890", "f2", "12"], 0.60, None, {}),
    ("XRANGE of 100", ["XRANGE", "xr", "-", "+", "COUNT", "100"], 0.40,
     lambda: entries("xr", 1000), {}),
    ("XREADGROUP of 10", ["XREADGROUP", "GROUP", "g", "c", "COUNT", "10", "STREAMS", "xq", ">"],
     0.60, queue, {"refill": True, "requests": 20_000}),
]
