"""Memory: it goes back to the system, is freed where the directives say, and does not grow under a load
that comes and goes. KVD_CHURN_CYCLES makes the churn as long as one likes.
"""

import os
import random

import pytest

from harness import load, resp
from harness.server import wait_until

MB = 1024 * 1024
CYCLES = int(os.environ.get("KVD_CHURN_CYCLES", 36))


def populate(server, keys, value_len):
    server.call("DEBUG", "POPULATE", keys, "key", value_len, timeout=60)


def is_back(server, before, grown):
    """True when nine tenths of what the process grew by are the system's again."""
    return server.rss() <= before + (grown - before) // 10 + 2 * MB


def big_list(server, key, elements):
    load.run_commands(server.address, (("RPUSH", key, *["x" * 20000] * 10)
                                       for _ in range(elements // 10)))


# ---- Given back ----------------------------------------------------------------------------------

def flush(server):
    server.call("FLUSHALL")


def delete(server):
    conn = server.connect()
    while server.call("DBSIZE") != "0":
        keys = conn.call("SCAN", 0, "COUNT", 1000).items[1].items
        conn.call("UNLINK", *[key.value for key in keys])
    conn.close()


@pytest.mark.parametrize("empty", [flush, delete])
def test_memory_of_many_keys_goes_back(kvd, empty):
    before = kvd.rss()
    populate(kvd, 300_000, 100)
    grown = kvd.rss()
    assert grown > before + 30 * MB
    empty(kvd)
    assert wait_until(lambda: is_back(kvd, before, grown), 30)


def test_memory_of_keys_that_expire_goes_back(kvd):
    before = kvd.rss()
    load.load_keys(kvd.address, 200_000, b"v" * 100, ttl_s=2)
    grown = kvd.rss()
    assert grown > before + 20 * MB
    assert wait_until(lambda: kvd.call("DBSIZE") == "0", 30)
    assert wait_until(lambda: is_back(kvd, before, grown), 30)


def test_memory_of_one_big_value_goes_back(kvd):
    before = kvd.rss()
    big_list(kvd, "list", 4000)
    grown = kvd.rss()
    assert grown > before + 60 * MB
    kvd.call("DEL", "list")
    assert wait_until(lambda: is_back(kvd, before, grown), 30)


# ---- Freed where the directives say --------------------------------------------------------------

def by_del(server):
    server.call("DEL", "victim")


def by_overwriting(server):
    server.call("SET", "victim", "small")


def by_renaming(server):
    server.call("SET", "other", "small")
    server.call("RENAME", "other", "victim")


def by_expiring(server):
    server.call("PEXPIRE", "victim", 1)
    assert wait_until(lambda: server.call("EXISTS", "victim") == "0")


def by_flushing(server):
    server.call("FLUSHDB")


@pytest.mark.parametrize("directive, remove", [
    ("lazyfree-lazy-user-del", by_del),
    ("lazyfree-lazy-server-del", by_overwriting),
    ("lazyfree-lazy-server-del", by_renaming),
    ("lazyfree-lazy-expire", by_expiring),
    ("lazyfree-lazy-user-flush", by_flushing),
])
def test_directive_decides_who_frees(kvd, directive, remove):
    def freed_in_background(on):
        kvd.call("CONFIG", "SET", directive, on)
        kvd.call("DEL", "victim")
        load.run_commands(kvd.address, [("SADD", "victim", *range(1, 5000), "text")])
        kvd.call("CONFIG", "RESETSTAT")
        before = int(kvd.info("memory")["lazyfreed_objects"])
        remove(kvd)
        assert wait_until(lambda: kvd.info("memory")["lazyfree_pending_objects"] == "0")
        return int(kvd.info("memory")["lazyfreed_objects"]) - before

    try:
        assert freed_in_background("yes") > 0
        assert freed_in_background("no") == 0
    finally:
        kvd.call("CONFIG", "SET", directive, "yes" if kvd.kind == "kvd" else "no")


@pytest.mark.parametrize("words", [("UNLINK", "victim"), ("FLUSHDB", "ASYNC"), ("FLUSHALL", "ASYNC")])
def test_some_commands_always_free_in_the_background(kvd, words):
    load.run_commands(kvd.address, [("SADD", "victim", *range(1, 5000), "text")])
    before = int(kvd.info("memory")["lazyfreed_objects"])
    kvd.call(*words)
    assert wait_until(lambda: int(kvd.info("memory")["lazyfreed_objects"]) > before)


# ---- Advice --------------------------------------------------------------------------------------

@pytest.mark.kvd_only
def test_doctor_notices_a_peak(start):
    server = start()
    assert "next to nothing" in server.call("MEMORY", "DOCTOR")
    populate(server, 100_000, 200)
    assert "Peak" not in server.call("MEMORY", "DOCTOR")
    server.call("FLUSHALL")
    populate(server, 60_000, 100)
    assert wait_until(lambda: "Peak:" in server.call("MEMORY", "DOCTOR"))


@pytest.mark.kvd_only
def test_doctor_notices_clients_that_hold_much(start):
    server = start()
    server.call("SET", "big", "x" * 6 * MB)
    conn = server.connect()
    conn.send(b"".join(resp.encode("GETRANGE", "big", 0, MB + i) for i in range(16)))
    assert wait_until(lambda: "Clients:" in server.call("MEMORY", "DOCTOR"))
    conn.close()


# ---- Churn ---------------------------------------------------------------------------------------

class Churn:
    """Values of all types and sizes that grow, shrink, expire and are replaced."""

    KEYS = 2000

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.makers = [self.string, self.append, self.hash, self.set, self.zset, self.list,
                       self.shrink, self.remove, self.expire]

    def key(self, kind):
        return f"{kind}:{self.random.randrange(self.KEYS)}"

    def text(self, most):
        return "v" * int(most ** self.random.random())

    def string(self):
        return ("SET", self.key("s"), self.text(300_000))

    def append(self):
        return ("APPEND", self.key("s"), self.text(2000))

    def hash(self):
        pairs = [w for i in range(5) for w in (self.random.randrange(200), self.text(3000))]
        return ("HSET", self.key("h"), *pairs)

    def set(self):
        return ("SADD", self.key("S"), *[self.random.randrange(10 ** 9) for _ in range(5)], "text")

    def zset(self):
        pairs = [w for i in range(5) for w in (self.random.random(), self.text(100))]
        return ("ZADD", self.key("z"), *pairs)

    def list(self):
        return ("LPUSH", self.key("l"), *[self.text(5000) for _ in range(5)])

    def shrink(self):
        return self.random.choice([("LTRIM", self.key("l"), 0, 5), ("SPOP", self.key("S"), 20),
                                   ("ZPOPMIN", self.key("z"), 20),
                                   ("HDEL", self.key("h"), *range(100))])

    def remove(self):
        return ("DEL", *[self.key(kind) for kind in "shSzl"])

    def expire(self):
        return ("PEXPIRE", self.key(self.random.choice("shSzl")), self.random.randrange(1, 500))

    def cycle(self, server, count):
        load.run_commands(server.address,
                          (self.random.choice(self.makers)() for _ in range(count)))


def test_churn_does_not_grow(start):
    server = start()
    churn = Churn(seed=1)
    resident = []
    for _ in range(CYCLES):
        churn.cycle(server, 4000)
        for conn in [server.connect() for _ in range(50)]:
            conn.call("PING")
            conn.close()
        resident.append(server.rss())
    third = CYCLES // 3
    assert max(resident[-third:]) <= max(resident[third:-third]) * 1.1 + 4 * MB, resident
    server.call("FLUSHALL")
    assert wait_until(lambda: server.rss() < max(resident) / 2, 30)
