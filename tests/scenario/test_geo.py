"""Places: random searches answered by kvd as by redis-server, and searches that take several turns.

GEO_SEARCHES=10000 sends more of them for each seed.
"""

import os
import random
import threading

import pytest

from harness import load, resp
from harness.server import wait_until

SEARCHES = int(os.environ.get("GEO_SEARCHES", "400"))
BIG = 200_000


# ---- Next to redis-server ------------------------------------------------------------------------
#
# Around the date line, the poles and whole hemispheres redis-server misses members (the unit tests have
# these); without an order both are free to choose one.

def places(rng, count, lon, lat):
    for i in range(count):
        yield i, rng.uniform(-lon, lon), rng.uniform(-lat, lat)


def fill(server, members):
    load.run_commands(server.address, (
        ("GEOADD", "g", *(w for i, lon, lat in group for w in (repr(lon), repr(lat), f"m{i}")))
        for group in load.grouped(members, 100)))


def length(rng, most_m):
    """With its unit."""
    unit, metres = rng.choice([("m", 1), ("km", 1000), ("ft", 0.3048), ("mi", 1609.34)])
    return repr(10 ** rng.uniform(0, 1) * most_m * rng.random() ** 3 / 10 / metres), unit


def search_words(rng, count, lon, lat, most_m):
    """A search in GEOSEARCH's form, its center first; and whether its reply has an order."""
    if rng.random() < 0.5:
        words = ["FROMMEMBER", f"m{rng.randrange(count)}"]
    else:
        words = ["FROMLONLAT", repr(rng.uniform(-lon, lon)), repr(rng.uniform(-lat, lat))]
    first, unit = length(rng, most_m)
    if rng.random() < 0.5:
        words += ["BYRADIUS", first, unit]
    else:
        second = repr(float(first) * rng.uniform(0.2, 2))
        words += ["BYBOX", first, second, unit]
    order = rng.choice([[], ["ASC"], ["DESC"]])
    limit = rng.choice([[], [], ["COUNT", str(rng.randint(1, 20))]])
    return words + order + limit, bool(order or limit)


def with_options(rng):
    return [word for word in ("WITHCOORD", "WITHDIST", "WITHHASH") if rng.random() < 0.5]


def compare(ours, theirs, ordered, *words):
    mine, wanted = ours.call(*words), theirs.call(*words)
    if not ordered:
        mine, wanted = sorted(map(repr, mine.items)), sorted(map(repr, wanted.items))
    assert mine == wanted, words


@pytest.mark.parametrize("seed,count,lon,lat,most_m", [
    (1, 2000, 150, 60, 1_000_000),      # a continent
    (2, 2000, 1, 1, 50_000),            # a region
    (3, 2000, 0.01, 0.01, 1000),        # a quarter of a town
    (4, 60, 1, 1, 100_000),             # a listpack
])
def test_searches_find_what_redis_server_finds(kvd, oracle, seed, count, lon, lat, most_m):
    rng = random.Random(seed)
    members = list(places(rng, count, lon, lat))
    oracle.call("FLUSHALL")
    for server in kvd, oracle:
        fill(server, members)
    ours, theirs = kvd.connect(), oracle.connect()
    compare(ours, theirs, True, "ZRANGE", "g", 0, -1, "WITHSCORES")
    for i in range(SEARCHES):
        words, ordered = search_words(rng, count, lon, lat, most_m)
        compare(ours, theirs, ordered, "GEOSEARCH", "g", *words, *with_options(rng))
        if i % 10 == 0:
            for server in ours, theirs:
                server.call("GEOSEARCHSTORE", "d", "g", *words)
            compare(ours, theirs, True, "ZRANGE", "d", 0, -1, "WITHSCORES")
        a, b = (f"m{rng.randrange(count)}" for _ in range(2))
        compare(ours, theirs, True, "GEODIST", "g", a, b, rng.choice(["m", "km", "ft", "mi"]))
        compare(ours, theirs, True, "GEOPOS", "g", a, b)
        compare(ours, theirs, True, "GEOHASH", "g", a, b)


def test_distances_agree_to_the_last_bit(kvd, oracle):
    rng = random.Random(5)
    members = list(places(rng, 1000, 179, 85))
    oracle.call("FLUSHALL")
    for server in kvd, oracle:
        fill(server, members)
        server.call("GEOSEARCHSTORE", "d", "g", "FROMLONLAT", "12.5", "33.25", "BYRADIUS", 30000,
                    "km", "STOREDIST")
    found = []
    for server in kvd, oracle:
        reply = server.connect().call("ZRANGE", "d", 0, -1, "WITHSCORES").items
        found.append([(m.value, float(d.value)) for m, d in zip(reply[::2], reply[1::2])])
    assert len(found[0]) == 1000
    assert found[0] == found[1]


# ---- Several turns -------------------------------------------------------------------------------

EVERYWHERE = ("FROMLONLAT", 0, 0, "BYRADIUS", 30000, "km")


@pytest.fixture(name="big")
def big_fixture(kvd):
    fill(kvd, places(random.Random(1), BIG, 179, 85))
    return BIG


def test_others_are_served_meanwhile(kvd, big):
    searcher, other = kvd.connect(timeout=20), kvd.connect()
    pings = 0
    done = threading.Event()

    def search():
        searcher.call("GEOSEARCHSTORE", "dst", "g", *EVERYWHERE, "STOREDIST")
        done.set()

    thread = threading.Thread(target=search)
    thread.start()
    while not done.is_set():
        other.call("PING")
        pings += 1
    thread.join()
    if kvd.kind == "kvd":
        assert kvd.call("ZCARD", "dst") == str(big)
        assert pings > 1            # one may have been on its way before


def test_the_places_do_not_change_meanwhile(kvd, big):
    """A write to what is being searched waits; one to another key does not."""
    searcher, writer = kvd.connect(timeout=20), kvd.connect(timeout=20)
    searcher.send(resp.encode("GEOSEARCH", "g", *EVERYWHERE, "COUNT", 1, "WITHDIST"))
    searcher.send(resp.encode("GEOSEARCH", "g", *EVERYWHERE, "DESC", "WITHCOORD", "WITHHASH"))
    nearest = searcher.read()
    writer.send(resp.encode("SET", "other", 1) + resp.encode("DEL", "g") +
                resp.encode("EXISTS", "g"))
    found = searcher.read()
    assert [writer.read().value for _ in range(3)] == [b"OK", b"1", b"0"]
    if kvd.kind == "kvd":
        assert len(found.items) in (big, 0)     # 0: the write came first
        if found.items:
            assert found.items[-1].items[0] == nearest.items[0].items[0]


@pytest.mark.kvd_only
def test_long_searches_are_right(kvd, big):
    members = list(places(random.Random(1), BIG, 179, 85))
    conn = kvd.connect(timeout=20)
    reply = conn.call("GEOSEARCH", "g", *EVERYWHERE)
    assert sorted(m.value for m in reply.items) == sorted(b"m%d" % i for i, _, _ in members)
    reply = conn.call("GEOSEARCH", "g", *EVERYWHERE, "ASC", "WITHDIST")
    distances = [float(found.items[1].value) for found in reply.items]
    assert len(distances) == big
    assert distances == sorted(distances)
    far = conn.call("GEOSEARCH", "g", *EVERYWHERE, "DESC", "COUNT", 100)
    assert {m.value for m in far.items} == {f.items[0].value for f in reply.items[-100:]}
    assert conn.call("GEOSEARCHSTORE", "g", "g", *EVERYWHERE, "COUNT", 150_000).value == b"150000"
    assert kvd.call("ZCARD", "g") == "150000"
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


@pytest.fixture(name="shared", scope="module")
def shared_fixture(start):
    return start(enable_debug_command="yes")


@pytest.mark.parametrize("way", ["kill", "close"])
def test_who_leaves_leaves_nothing_behind(kvd, big, way):
    searcher = kvd.connect()
    number = searcher.call("CLIENT", "ID").value
    searcher.send(resp.encode("GEOSEARCHSTORE", "dst", "g", *EVERYWHERE, "STOREDIST"))
    if way == "kill":
        kvd.call("CLIENT", "KILL", "ID", number)
    searcher.close()
    assert wait_until(lambda: kvd.info("clients")["blocked_clients"] == "0")
    assert kvd.call("GEOADD", "g", 1, 1, "another", timeout=20) == "1"
    assert kvd.call("ZCARD", "g") == str(big + 1)


def test_the_places_may_expire_meanwhile(kvd, big):
    searcher = kvd.connect(timeout=20)
    searcher.send(resp.encode("PEXPIRE", "g", 5) +
                  resp.encode("GEOSEARCHSTORE", "dst", "g", *EVERYWHERE))
    assert searcher.read().value == b"1"
    found = int(searcher.read().value)
    if kvd.kind == "kvd":
        assert found in (big, 0)
    assert wait_until(lambda: kvd.call("EXISTS", "g") == "0")
