"""Client-side caching: caches that follow the invalidations, whatever happens to the keys and the clients."""

import collections
import random
import time

import pytest
import redis

from harness import resp
from harness.server import wait_until

KEYS = [f"{prefix}{number}".encode() for prefix in ("u:", "v:") for number in range(15)]
MODES = ["", "", "NOLOOP", "OPTIN", "OPTOUT", "BCAST", "BCAST NOLOOP", "BCAST PREFIX u: PREFIX v:"]


def value_of(item):
    return None if item.kind == "_" else item.value


class Cache:
    """A connection that keeps what it has read until it is told that it is invalid."""

    def __init__(self, server, mode):
        self.conn = server.connect()
        self.conn.call("HELLO", "3")
        assert self.conn.call("CLIENT", "TRACKING", "ON", *mode.split()).value == b"OK"
        self.mode = mode
        self.values = {}
        self.waiting = collections.deque()      # what becomes of the replies to come
        self.told = 0

    def send(self, *words, then=None):
        self.conn.send(resp.encode(*words))
        self.waiting.append(then or (lambda reply: None))

    def get(self, *keys):
        if self.mode == "OPTIN":
            self.send("CLIENT", "CACHING", "YES")
        self.send("MGET", *keys, then=lambda reply: self.values.update(
            zip(keys, map(value_of, reply.items))))

    def get_in_transaction(self, key):
        if self.mode == "OPTIN":
            self.send("CLIENT", "CACHING", "YES")
        self.send("MULTI")
        self.send("GET", key)
        self.send("PING")
        self.send("EXEC",
                  then=lambda reply: self.values.__setitem__(key, value_of(reply.items[0])))

    def set(self, key, value, *options):
        """Its own change: with NOLOOP nobody else will say that what it had is no longer true."""
        self.send("SET", key, value, *options, then=lambda reply: self.values.pop(key, None))

    def read(self):
        """Follows what has come, up to the replies to all that was sent."""
        self.send("PING")
        while self.waiting:
            self.follow(self.conn.read())
        while not self.conn.is_silent(0):
            self.follow(self.conn.read())

    def follow(self, message):
        if message.kind != ">":
            self.waiting.popleft()(message)
            return
        assert message.items[0].value == b"invalidate"
        self.told += 1
        if message.items[1].items is None:
            self.values.clear()
        else:
            for key in message.items[1].items:
                self.values.pop(key.value, None)


class World:
    def __init__(self, server, seed):
        self.server = server
        self.rnd = random.Random(seed)
        self.plain = server.connect()
        self.caches = [Cache(server, mode) for mode in MODES]
        self.version = 0

    def value(self):
        self.version += 1
        return str(self.version)

    def change(self):
        """Something that changes keys, by a client without a cache."""
        key, other = self.rnd.sample(KEYS, 2)
        call = self.plain.call
        what = self.rnd.randrange(40)
        if what < 12:
            call("SET", key, self.value())
        elif what < 16:
            call("SET", key, self.value(), "PX", self.rnd.randrange(1, 60))
        elif what < 19:
            call("APPEND", key, self.value())
        elif what < 22:
            call("DEL", key, other)
        elif what < 24:
            call("RENAME", key, other)
        elif what < 26:
            call("COPY", key, other, "REPLACE")
        elif what < 28:
            call("PEXPIRE", key, self.rnd.randrange(1, 60))
        elif what < 30:
            call("GETEX", key, "PX", self.rnd.randrange(1, 60))
        elif what < 33:
            self.plain.send(b"".join(resp.encode(*words) for words in (
                ("MULTI",), ("SET", key, self.value()), ("INCR", key), ("DEL", other), ("EXEC",))))
            for _ in range(5):
                self.plain.read()
        else:
            call("MSET", *(word for k in self.rnd.sample(KEYS, 5) for word in (k, self.value())))

    def upset(self):
        """Something rarer, that concerns many keys or clients."""
        call = self.plain.call
        what = self.rnd.randrange(8)
        if what == 0:
            call("FLUSHALL")
        elif what == 1:
            call("SELECT", 1)
            call("FLUSHDB")
            call("SELECT", 0)
        elif what == 2 and self.server.kind == "kvd":
            call("SWAPDB", 0, 1)
        elif what == 3:
            call("CONFIG", "SET", "maxmemory-policy", "allkeys-random")
            call("CONFIG", "SET", "maxmemory", 1)
            call("GET", "nothing")
            call("CONFIG", "SET", "maxmemory", 0)
        elif what == 4:
            call("CONFIG", "SET", "tracking-table-max-keys", self.rnd.choice([0, 1, 8, 1000]))
        elif what == 5:
            number = self.rnd.randrange(len(MODES))
            self.caches[number].conn.close()
            self.caches[number] = Cache(self.server, MODES[number])
        elif what == 6:
            number = self.rnd.randrange(len(MODES))
            identity = self.caches[number].conn
            self.caches[number].read()
            call("CLIENT", "KILL", "ID", identity.call("CLIENT", "ID").value)
            self.caches[number] = Cache(self.server, MODES[number])
        else:
            call("DEBUG", "SET-ACTIVE-EXPIRE", self.rnd.randrange(2))

    def use(self, cache):
        """Requests of a client with a cache, in one go."""
        for _ in range(self.rnd.randrange(1, 6)):
            key = self.rnd.choice(KEYS)
            what = self.rnd.randrange(10)
            if what < 5:
                cache.get(*self.rnd.sample(KEYS, self.rnd.randrange(1, 4)))
            elif what < 6:
                cache.get_in_transaction(key)
            elif what < 8:
                cache.set(key, self.value())
            elif what < 9:
                cache.set(key, self.value(), "PX", self.rnd.randrange(1, 60))
            else:
                cache.send("RANDOMKEY")

    def step(self):
        if self.rnd.randrange(30) == 0:
            self.upset()
        elif self.rnd.randrange(2):
            self.change()
        else:
            self.use(self.rnd.choice(self.caches))
        if self.rnd.randrange(4) == 0:
            self.rnd.choice(self.caches).read()

    def stale(self):
        """What caches have that is not true now."""
        for cache in self.caches:
            cache.read()
        truth = dict(zip(KEYS, map(value_of, self.plain.call("MGET", *KEYS).items)))
        return [(cache.mode, key, value, truth[key]) for cache in self.caches
                for key, value in cache.values.items() if value != truth[key]]

    def end(self):
        self.plain.call("CONFIG", "SET", "tracking-table-max-keys", 1000000)
        self.plain.call("DEBUG", "SET-ACTIVE-EXPIRE", 1)


def assert_true_soon(world, seconds=3):
    """What expires just now may still be on its way to the caches, so a look may have to be repeated."""
    deadline = time.monotonic() + seconds
    while stale := world.stale():
        assert time.monotonic() < deadline, stale
        time.sleep(0.02)


@pytest.mark.parametrize("seed", range(8))
def test_caches_stay_true(kvd, seed):
    if kvd.kind == "redis":
        pytest.skip("redis-server does not tell a NOLOOP client what expires while it asks")
    world = World(kvd, seed)
    try:
        for _ in range(25):
            for _ in range(60):
                world.step()
            assert_true_soon(world)
        assert sum(cache.told for cache in world.caches) > 100
    finally:
        world.end()


def test_a_redirected_cache_of_redis_py(kvd):
    """Two connections, as redis-py has them: one that reads, one that is told."""
    with redis.Redis(port=kvd.port, decode_responses=True, single_connection_client=True) as reader, \
            redis.Redis(port=kvd.port, decode_responses=True) as writer:
        listener = writer.pubsub()
        listener.subscribe("__redis__:invalidate")
        assert listener.get_message(timeout=1)["type"] == "subscribe"
        clients = {int(c["id"]): c for c in writer.client_list()}
        ears = [number for number, c in clients.items() if c["sub"] == "1"]
        assert len(ears) == 1
        assert reader.client_tracking_on(clientid=ears[0])
        assert reader.client_getredir() == ears[0]
        writer.set("k", 1)
        assert reader.get("k") == "1"
        writer.set("k", 2)
        assert next(m for m in iter(lambda: listener.get_message(timeout=1), "never")
                    if m and m["type"] == "message")["data"] == ["k"]
        writer.flushall()
        assert listener.get_message(timeout=1)["data"] is None
        assert reader.client_tracking_off()
        listener.close()


def test_many_keys_and_clients(kvd):
    """What was read by many clients is counted, is forgotten by a flush, and when they are gone."""
    readers = [Cache(kvd, "") for _ in range(20)]
    for number, cache in enumerate(readers):
        for start in range(0, 20000, 1000):
            cache.conn.send(resp.encode("EXISTS", *(f"key:{number % 4}:{start + i}"
                                                    for i in range(1000))))
            assert cache.conn.read().value == b"0"
    stats = kvd.info("stats")
    assert stats["tracking_total_keys"] == "80000"
    assert stats["tracking_total_items"] == "400000"
    kvd.call("FLUSHALL")
    for cache in readers:
        assert cache.conn.read().items[1].kind == "_"
    assert kvd.info("stats")["tracking_total_keys"] == "0"
    for number, cache in enumerate(readers):
        cache.conn.call("EXISTS", f"key:{number}", "shared")
    for cache in readers[:19]:
        cache.conn.close()
    wait_until(lambda: kvd.info("clients")["tracking_clients"] == "1")
    if kvd.kind == "kvd":
        wait_until(lambda: kvd.info("stats")["tracking_total_keys"] == "2")
    kvd.call("SET", "shared", "x")
    assert readers[19].conn.read().items[1].items[0].value == b"shared"
    readers[19].conn.close()
