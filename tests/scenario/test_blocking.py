"""Clients that wait for keys: who is served, when, by which change, and how a wait ends."""

import random
import socket
import struct
import time

import pytest
import redis

from harness import resp
from harness.server import wait_until

RESET = struct.pack("ii", 1, 0)


def words(element):
    """A reply as text, number, None or list of those."""
    if element.items is not None:
        return [words(item) for item in element.items]
    if element.value is None:
        return None
    text = element.value.decode()
    return int(text) if element.kind == ":" else text


class Waiter:
    """A connection that waits in a command."""

    def __init__(self, server, *request):
        self.server = server
        self.conn = server.connect()
        self.id = int(self.conn.call("CLIENT", "ID").value)
        self.send(*request)

    def send(self, *request):
        """Sends the request, and returns when the server waits in it."""
        before = blocked(self.server)
        self.conn.send(resp.encode(*request))
        assert wait_until(lambda: blocked(self.server) > before), f"{request} does not wait"

    def reply(self):
        return words(self.conn.read())

    def hears_nothing(self):
        return self.conn.is_silent(0.03)

    def vanish(self):
        self.conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.conn.close()


def blocked(server):
    return int(server.info("clients")["blocked_clients"])


@pytest.fixture(autouse=True)
def nobody_is_left(kvd):
    yield
    kvd.call("CLIENT", "KILL", "TYPE", "normal")
    assert wait_until(lambda: blocked(kvd) == 0)
    if kvd.kind == "kvd":
        assert kvd.info("clients")["total_blocking_keys"] == "0"
        kvd.call("DEBUG", "KEYSPACE-CHECK")


# ---- Order ---------------------------------------------------------------------------------------

def test_who_came_first_is_served_first(kvd):
    waiters = [Waiter(kvd, "BLPOP", "k", 0) for _ in range(5)]
    for i in range(5):
        kvd.call("RPUSH", "k", f"v{i}")
        assert waiters[i].reply() == ["k", f"v{i}"]
    assert kvd.call("EXISTS", "k") == "0"


def test_one_push_of_many_serves_as_many(kvd):
    waiters = [Waiter(kvd, "BLPOP", "k", 0) for _ in range(5)]
    kvd.call("RPUSH", "k", "a", "b", "c")
    assert [w.reply() for w in waiters[:3]] == [["k", "a"], ["k", "b"], ["k", "c"]]
    assert waiters[3].hears_nothing()
    kvd.call("RPUSH", "k", "d", "e", "f")
    assert [w.reply() for w in waiters[3:]] == [["k", "d"], ["k", "e"]]
    assert kvd.call("LLEN", "k") == "1"


def test_commands_of_all_kinds_wait_in_one_queue(kvd):
    waiters = [Waiter(kvd, "BLPOP", "k", 0), Waiter(kvd, "BRPOP", "k", 0),
               Waiter(kvd, "BLMOVE", "k", "to", "LEFT", "RIGHT", 0),
               Waiter(kvd, "BRPOPLPUSH", "k", "to", 0),
               Waiter(kvd, "BLMPOP", 0, 1, "k", "LEFT", "COUNT", 2)]
    kvd.call("RPUSH", "k", "a", "b", "c", "d", "e", "f")
    assert [w.reply() for w in waiters] == [["k", "a"], ["k", "f"], "b", "e", ["k", ["c", "d"]]]


def test_each_key_has_its_own_order(kvd):
    a = Waiter(kvd, "BLPOP", "x", "y", 0)
    b = Waiter(kvd, "BLPOP", "y", "x", 0)
    c = Waiter(kvd, "BLPOP", "y", 0)
    kvd.call("RPUSH", "y", "1")
    assert a.reply() == ["y", "1"]
    kvd.call("RPUSH", "x", "2")
    assert b.reply() == ["x", "2"]
    kvd.call("RPUSH", "y", "3")
    assert c.reply() == ["y", "3"]


def test_a_key_named_twice_is_one(kvd):
    a = Waiter(kvd, "BLPOP", "k", "k", "k", 0)
    kvd.call("RPUSH", "k", "1", "2")
    assert a.reply() == ["k", "1"]
    assert kvd.call("LLEN", "k") == "1"


def test_a_chain_of_moves(kvd):
    count = 50
    waiters = [Waiter(kvd, "BLMOVE", f"k{i}", f"k{i + 1}", "LEFT", "RIGHT", 0)
               for i in range(count)]
    kvd.call("RPUSH", "k0", "v")
    assert [w.reply() for w in waiters] == ["v"] * count
    assert kvd.call("LINDEX", f"k{count}", 0) == "v"


def test_requests_sent_ahead_run_when_the_wait_is_over(kvd):
    conn = kvd.connect()
    conn.send(resp.encode("BLPOP", "k", 0) + resp.encode("PING") + resp.encode("BLPOP", "k", 0) +
              resp.encode("LLEN", "k"))
    assert wait_until(lambda: blocked(kvd) == 1)
    kvd.call("RPUSH", "k", "a")
    assert words(conn.read()) == ["k", "a"]
    assert words(conn.read()) == "PONG"
    assert wait_until(lambda: blocked(kvd) == 1)
    kvd.call("RPUSH", "k", "b", "c")
    assert [words(conn.read()) for _ in range(2)] == [["k", "b"], 1]


# ---- What wakes ----------------------------------------------------------------------------------

def payload(kvd):
    """DUMP of a list of one element."""
    conn = kvd.connect()
    conn.call("RPUSH", "source", "v")
    dump = conn.call("DUMP", "source").value
    conn.call("DEL", "source")
    return dump


WAYS = {
    "push": [("LPUSH", "k", "v")],
    "rename": [("RPUSH", "j", "v"), ("RENAME", "j", "k")],
    "renamenx": [("RPUSH", "j", "v"), ("RENAMENX", "j", "k")],
    "copy": [("RPUSH", "j", "v"), ("COPY", "j", "k")],
    "copy over a string": [("SET", "k", "x"), ("RPUSH", "j", "v"), ("COPY", "j", "k", "REPLACE")],
    "copy from another database": [("SELECT", "1"), ("RPUSH", "j", "v"), ("COPY", "j", "k", "DB", "0")],
    "move": [("SELECT", "1"), ("RPUSH", "k", "v"), ("MOVE", "k", "0")],
    "swapdb": [("SELECT", "1"), ("RPUSH", "k", "v"), ("SWAPDB", "0", "1")],
    "sort": [("RPUSH", "j", "v"), ("SORT", "j", "ALPHA", "STORE", "k")],
    "lmove": [("RPUSH", "j", "v"), ("LMOVE", "j", "k", "LEFT", "LEFT")],
    "rpoplpush": [("RPUSH", "j", "v"), ("RPOPLPUSH", "j", "k")],
    "linsert": [("RPUSH", "j", "w"), ("LINSERT", "j", "BEFORE", "w", "v"), ("RENAME", "j", "k")],
    "restore": [("RESTORE", "k", "0", payload)],
    "delete and push": [("SET", "k", "x"), ("DEL", "k"), ("RPUSH", "k", "v")],
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_brings_a_list_wakes(kvd, way):
    requests = [[word(kvd) if callable(word) else word for word in request]
                for request in WAYS[way]]
    waiter = Waiter(kvd, "BLPOP", "k", 0)
    conn = kvd.connect()
    for request in requests:
        reply = conn.call(*request)
        assert not reply.is_error(), reply.value
    assert waiter.reply() == ["k", "v"]
    assert blocked(kvd) == 0


def test_other_types_do_not_wake(kvd):
    lists, sorted_sets = Waiter(kvd, "BLPOP", "k", 0), Waiter(kvd, "BZPOPMIN", "k", 0)
    for request in (("SET", "k", "v"), ("DEL", "k"), ("SADD", "k", "v"), ("DEL", "k"),
                    ("HSET", "k", "f", "v"), ("DEL", "k")):
        kvd.call(*request)
    assert lists.hears_nothing() and sorted_sets.hears_nothing()
    kvd.call("ZADD", "k", 1, "m", 2, "n")
    assert sorted_sets.reply() == ["k", "m", "1"]
    assert lists.hears_nothing()
    kvd.call("DEL", "k")
    kvd.call("RPUSH", "k", "v")
    assert lists.reply() == ["k", "v"]


def test_other_databases_do_not_wake(kvd):
    waiter = Waiter(kvd, "BLPOP", "k", 0)
    conn = kvd.connect()
    conn.call("SELECT", 1)
    conn.call("RPUSH", "k", "v")
    assert waiter.hears_nothing()
    kvd.call("RPUSH", "k", "w")
    assert waiter.reply() == ["k", "w"]


def test_an_error_ends_the_wait_and_takes_nothing(kvd):
    kvd.call("SET", "to", "x")
    waiter = Waiter(kvd, "BLMOVE", "k", "to", "LEFT", "LEFT", 0)
    other = Waiter(kvd, "BLPOP", "k", 0)
    kvd.call("RPUSH", "k", "v")
    assert waiter.reply().startswith("WRONGTYPE")
    assert other.reply() == ["k", "v"]


# ---- Ends of waiting -----------------------------------------------------------------------------

@pytest.mark.parametrize("timeout", ["0.05", "0.2", "1"])
def test_a_wait_ends_in_time(kvd, timeout):
    conn = kvd.connect()
    start = time.monotonic()
    assert words(conn.call("BLPOP", "k", timeout)) is None
    took = time.monotonic() - start
    assert float(timeout) <= took < float(timeout) + 0.25


def test_many_waits_end_in_their_order(kvd):
    conns = [kvd.connect() for _ in range(10)]
    start = time.monotonic()
    for i, conn in enumerate(conns):
        conn.send(resp.encode("BLPOP", "k", (10 - i) * 0.05))
    for i, conn in reversed(list(enumerate(conns))):
        assert words(conn.read()) is None
        assert time.monotonic() - start >= (10 - i) * 0.05 - 0.01


def test_a_wait_in_vain_does_not_begin_anew(kvd):
    conn = kvd.connect()
    start = time.monotonic()
    conn.send(resp.encode("BLPOP", "k", 0.3))
    other = kvd.connect()
    while time.monotonic() < start + 0.25:
        other.call("SET", "k", "x")
        other.call("DEL", "k")
    assert words(conn.read()) is None
    assert time.monotonic() < start + 0.6


def test_unblock(kvd):
    a, b = Waiter(kvd, "BLPOP", "k", 0), Waiter(kvd, "BLPOP", "k", 0)
    assert kvd.call("CLIENT", "UNBLOCK", a.id) == "1"
    assert a.reply() is None
    assert kvd.call("CLIENT", "UNBLOCK", b.id, "ERROR") == "1"
    assert b.reply() == "UNBLOCKED client unblocked via CLIENT UNBLOCK"
    assert kvd.call("CLIENT", "UNBLOCK", a.id) == "0"
    kvd.call("RPUSH", "k", "v")
    assert kvd.call("LLEN", "k") == "1"
    assert a.conn.call("PING").value == b"PONG"


@pytest.mark.parametrize("way", ["kill", "close", "reset"])
def test_who_is_gone_takes_nothing(kvd, way):
    a, b = Waiter(kvd, "BLPOP", "k", 0), Waiter(kvd, "BLPOP", "k", 0)
    if way == "kill":
        assert kvd.call("CLIENT", "KILL", "ID", a.id) == "1"
    elif way == "close":
        a.conn.close()
    else:
        a.vanish()
    assert wait_until(lambda: blocked(kvd) == 1)
    kvd.call("RPUSH", "k", "v")
    assert b.reply() == ["k", "v"]


# ---- What is told of them ------------------------------------------------------------------------

def test_figures(kvd):
    kvd.call("CONFIG", "RESETSTAT")
    waiter = Waiter(kvd, "BLPOP", "x", "y", 0)
    info = kvd.info()
    assert info["blocked_clients"] == "1"
    if kvd.kind == "kvd":    # redis-server 7.0 does not have these
        assert info["total_blocking_keys"] == "2"
        assert info["total_blocking_keys_on_nokey"] == "0"
    line = next(x for x in kvd.call("CLIENT", "LIST").splitlines() if f"id={waiter.id} " in x)
    assert " flags=b " in line and " cmd=blpop " in line
    kvd.call("RPUSH", "x", "v")
    assert waiter.reply() == ["x", "v"]
    assert "calls=1," in kvd.info("commandstats")["cmdstat_blpop"]
    assert blocked(kvd) == 0


# ---- Many ----------------------------------------------------------------------------------------

def test_a_thousand_wait_for_one_key(kvd):
    count = 1000
    conns = [kvd.connect(timeout=20) for _ in range(count)]
    for i, conn in enumerate(conns):
        conn.send(resp.encode("BLPOP", "k", 0))
        if i % 100 == 99:
            assert wait_until(lambda: blocked(kvd) == i + 1, timeout=20)
    if kvd.kind == "kvd":
        assert kvd.info("clients")["total_blocking_keys"] == "1"
    kvd.call("RPUSH", "k", "first")
    assert words(conns[0].read()) == ["k", "first"]
    assert blocked(kvd) == count - 1
    kvd.call("RPUSH", "k", *range(1, count + 10), timeout=20)
    for i, conn in enumerate(conns[1:], 1):
        assert words(conn.read())[0] == "k"
    assert wait_until(lambda: blocked(kvd) == 0)
    assert kvd.call("LLEN", "k") == "10"


def test_a_thousand_keys_have_one_waiter_each(kvd):
    conn = kvd.connect()
    keys = [f"k{i}" for i in range(1000)]
    conn.send(resp.encode("BLPOP", *keys, 0))
    assert wait_until(lambda: blocked(kvd) == 1)
    kvd.call("RPUSH", "k777", "v")
    assert words(conn.read()) == ["k777", "v"]
    assert blocked(kvd) == 0


def test_nothing_is_lost_between_producers_and_consumers(kvd):
    rng = random.Random(5)
    consumers = [kvd.connect() for _ in range(20)]
    producer = kvd.connect()
    waiting, got, sent = set(), [], 0

    def collect(limit):
        for i in sorted(waiting):
            try:
                reply = words(consumers[i].read(timeout=limit))
            except resp.Timeout:
                continue
            waiting.discard(i)
            if reply is not None:
                got.append(int(reply[1]))

    for _ in range(1500):
        i = rng.randrange(len(consumers))
        if rng.random() < 0.5:
            keys = rng.sample(["a", "b", "c"], rng.randrange(1, 4))
            if i not in waiting:
                consumers[i].send(resp.encode("BLPOP", *keys, rng.choice([0.01, 0.05, 2])))
                waiting.add(i)
        else:
            count = rng.randrange(1, 4)
            producer.call("RPUSH", rng.choice("abc"), *range(sent, sent + count))
            sent += count
        if rng.random() < 0.1:
            collect(0.001)
    while waiting:
        collect(1.0)
    left = [int(x) for key in "abc" for x in words(producer.call("LRANGE", key, 0, -1))]
    assert sorted(got + left) == list(range(sent))
    assert len(got) > 100


# ---- A client library ----------------------------------------------------------------------------

def test_redis_py(kvd):
    client = redis.Redis(port=kvd.port, decode_responses=True)
    client.rpush("k", "a", "b")
    assert client.blpop("k", timeout=1) == ("k", "a")
    assert client.brpop(["x", "k"], timeout=1) == ("k", "b")
    assert client.blpop("k", timeout=0.05) is None
    client.rpush("k", "a")
    assert client.blmove("k", "to", 1, "LEFT", "RIGHT") == "a"
    assert client.blmpop(1, 1, "to", direction="LEFT") == ["to", ["a"]]
    client.zadd("z", {"m": 1})
    assert client.bzpopmax("z", timeout=1) == ("z", "m", 1.0)
    client.close()
