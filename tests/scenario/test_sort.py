"""SORT next to redis-server, in all its options; and big ones, which take several turns."""

import random
import threading
import time

import pytest

from harness import resp
from harness.server import wait_until

BIG = 60000


def fill(servers, *request):
    for server in servers:
        conn = server.connect(timeout=20)
        assert not conn.call(*request).is_error()
        conn.close()


def fill_many(servers, name, key, values):
    for i in range(0, len(values), 5000):
        fill(servers, name, key, *values[i:i + 5000])


# ---- The same as redis-server --------------------------------------------------------------------

def random_data(rng, servers):
    """Lists, sets and sorted sets of numbers and texts, weights and hashes for some of them."""
    count = rng.choice([3, 20, 200, 700])
    numbers = [rng.choice([str(rng.randrange(-50, 50)), f"{rng.uniform(-5, 5):.3f}"])
               for _ in range(count)]
    texts = [rng.choice(["", "user:", "user:000"]) + str(rng.randrange(300)) for _ in range(count)]
    for kind, values in (("n", numbers), ("t", texts)):
        fill(servers, "RPUSH", "list:" + kind, *values)
        fill(servers, "SADD", "set:" + kind, *values)
        fill(servers, "ZADD", "zset:" + kind,
             *[word for i, v in enumerate(values) for word in (i % 7, v)])
        for v in set(values):
            if rng.random() < 0.7:
                fill(servers, "SET", "w_" + v, rng.randrange(10 ** 6))
            if rng.random() < 0.7:
                fill(servers, "HSET", "h_" + v, "f", rng.uniform(0, 1), "g", "text")


def random_request(rng):
    kind = rng.choice("nt")
    key = rng.choice(["list:", "set:", "zset:"]) + kind
    words = ["SORT", key]
    alpha = kind == "t" or rng.random() < 0.3
    # Weights are distinct or fall back on the elements, so that the order is one of a kind: where
    # texts are equal redis-server leaves it open.
    by = rng.choice([None, None, "w_*", "h_*->f", "nosort"])
    if by == "nosort" and key.startswith("set:"):
        by = None    # their order differs between encodings
    if by is not None and by != "nosort":
        alpha = False
    if by:
        words += ["BY", by]
    if alpha:
        words += ["ALPHA"]
    if rng.random() < 0.5:
        words += [rng.choice(["ASC", "DESC"])]
    if rng.random() < 0.5:
        words += ["LIMIT", rng.randrange(-2, 50), rng.randrange(-2, 300)]
    for pattern in rng.sample(["#", "w_*", "h_*->g", "nosuch"], rng.choice([0, 0, 1, 3])):
        words += ["GET", pattern]
    return words


@pytest.mark.parametrize("seed", range(6))
def test_the_same_as_redis_server(kvd, oracle, seed):
    rng = random.Random(seed)
    servers = [kvd, oracle]
    fill(servers, "FLUSHALL")
    random_data(rng, servers)
    conns = [server.connect(timeout=20) for server in servers]
    for _ in range(150):
        words = random_request(rng)
        ours, theirs = [conn.call(*words) for conn in conns]
        assert ours == theirs, words
        words += ["STORE", "dst"]
        ours, theirs = [conn.call(*words) for conn in conns]
        assert ours == theirs, words
        assert [c.call("LRANGE", "dst", 0, -1) for c in conns][0] == \
            conns[1].call("LRANGE", "dst", 0, -1), words
    for conn in conns:
        conn.close()


def test_big_ones_are_the_same_too(kvd, oracle):
    rng = random.Random(1)
    servers = [kvd, oracle]
    fill(servers, "FLUSHALL")
    values = [str(rng.randrange(10 ** 9)) for _ in range(BIG)]
    fill_many(servers, "RPUSH", "l", values)
    fill_many(servers, "SADD", "s", values)
    fill_many(servers, "ZADD", "z", [word for v in values for word in (len(v), v)])
    for v in rng.sample(values, 3000):
        fill([kvd], "SET", "w_" + v, v[::-1])
        fill([oracle], "SET", "w_" + v, v[::-1])
    conns = [server.connect(timeout=20) for server in servers]
    for words in (["SORT", "l"], ["SORT", "s", "DESC"], ["SORT", "z", "ALPHA"],
                  ["SORT", "l", "LIMIT", 10, 10], ["SORT", "l", "LIMIT", 50000, 10, "DESC"],
                  ["SORT", "l", "BY", "w_*", "LIMIT", 0, 5000],
                  ["SORT", "l", "BY", "nosort", "GET", "w_*"],
                  ["SORT", "z", "BY", "nosort", "DESC", "LIMIT", 5, 50000],
                  ["SORT", "l", "GET", "w_*", "GET", "#", "LIMIT", 0, 30000],
                  ["SORT", "s", "STORE", "dst"], ["LRANGE", "dst", 0, -1],
                  ["SORT", "l", "DESC", "STORE", "l"], ["LRANGE", "l", 0, -1]):
        ours, theirs = [conn.call(*words) for conn in conns]
        assert ours == theirs, words
    fill(servers, "RPUSH", "l", "x")
    for conn in conns:
        assert conn.call("SORT", "l", "LIMIT", 0, 1).value.startswith(b"ERR One or more scores")
        conn.close()


# ---- Over several turns --------------------------------------------------------------------------

@pytest.fixture(name="big")
def big_fixture(kvd):
    values = [f"{(i * 7919) % 1000003}" for i in range(3 * BIG)]
    fill_many([kvd], "RPUSH", "l", values)
    return values


def test_others_are_served_meanwhile(kvd, big):
    sorter, other = kvd.connect(timeout=20), kvd.connect()
    pings = 0
    done = threading.Event()

    def sort():
        sorter.call("SORT", "l", "STORE", "dst")
        done.set()

    thread = threading.Thread(target=sort)
    thread.start()
    while not done.is_set():
        other.call("PING")
        pings += 1
    thread.join()
    assert kvd.call("LLEN", "dst") == str(len(big))
    if kvd.kind == "kvd":
        assert pings > 1            # one may have been on its way before


def test_the_list_does_not_change_meanwhile(kvd, big):
    """A write to what is being sorted waits; one to another key does not."""
    sorter, writer = kvd.connect(timeout=20), kvd.connect(timeout=20)
    sorter.send(resp.encode("SORT", "l", "DESC", "STORE", "dst"))
    time.sleep(0.01)
    writer.send(resp.encode("SET", "other", 1) + resp.encode("RPUSH", "l", 10 ** 7) +
                resp.encode("LLEN", "dst"))
    assert int(sorter.read().value) == len(big)
    assert writer.read().value == b"OK"
    assert int(writer.read().value) == len(big) + 1
    assert int(writer.read().value) == len(big)
    assert kvd.call("LINDEX", "dst", 0) != str(10 ** 7)


@pytest.mark.parametrize("way", ["kill", "close"])
def test_who_leaves_leaves_nothing_behind(kvd, big, way):
    sorter = kvd.connect()
    number = sorter.call("CLIENT", "ID").value
    sorter.send(resp.encode("SORT", "l", "STORE", "dst"))
    time.sleep(0.01)
    if way == "kill":
        kvd.call("CLIENT", "KILL", "ID", number)
    sorter.close()
    assert wait_until(lambda: kvd.info("clients")["blocked_clients"] == "0")
    assert kvd.call("RPUSH", "l", 1, timeout=20) == str(len(big) + 1)
    kvd.call("FLUSHALL")


def test_the_list_may_expire_meanwhile(kvd, big):
    sorter = kvd.connect(timeout=20)
    sorter.send(resp.encode("PEXPIRE", "l", 5) + resp.encode("SORT", "l", "STORE", "dst"))
    assert sorter.read().value == b"1"
    assert int(sorter.read().value) in (len(big), 0)
    assert wait_until(lambda: kvd.call("EXISTS", "l") == "0")
