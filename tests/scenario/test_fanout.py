"""Messages to many: clients at random that subscribe, track, publish, change keys, do not read, and go at any moment."""

import random
import socket

import pytest

from harness import resp
from harness.server import wait_until

CHANNELS = [f"c{i}" for i in range(12)]
KEYS = [f"{prefix}{i}" for prefix in "ku" for i in range(20)]
SIZES = [0, 1, 100, 3000, 20000]
LIMITS = {"client-output-buffer-limit": "pubsub 300kb 100kb 1", "busy-reply-threshold": "5"}
GONE = ["pubsub_clients", "pubsub_channels", "pubsub_patterns", "pubsubshard_channels",
        "tracking_clients", "tracking_total_keys", "tracking_total_prefixes", "watching_clients",
        "blocked_clients"]

# What it does is told to its own client too, and to others while it is left in the middle.
SCRIPT = """redis.call('PUBLISH', KEYS[1], ARGV[1]) redis.call('GET', KEYS[2])
redis.call('SET', KEYS[2], ARGV[1]) local t = redis.call('TIME')
repeat local u = redis.call('TIME') until (u[1] - t[1]) * 1000000 + u[2] - t[2] >= tonumber(ARGV[2])
redis.call('DEL', KEYS[2]) return redis.call('PUBLISH', KEYS[1], 'end')"""


class Requests:
    def __init__(self, rnd):
        self.rnd = rnd
        self.ids = [1]

    def one(self):
        """The bytes of a request, or of a few that belong together."""
        rnd = self.rnd
        if rnd.random() < 0.05:
            return (resp.encode("MULTI") + b"".join(self.one() for _ in range(3))
                    + resp.encode("EXEC"))
        return resp.encode(*rnd.choice([self.subscribing, self.publishing, self.tracking,
                                        self.data, self.data, self.client])())

    def key(self):
        return self.rnd.choice(KEYS)

    def channel(self):
        return self.rnd.choice(CHANNELS)

    def value(self):
        return "x" * self.rnd.choice(SIZES)

    def subscribing(self):
        return self.rnd.choice([
            ("SUBSCRIBE", self.channel(), self.channel()), ("SSUBSCRIBE", self.channel()),
            ("PSUBSCRIBE", self.rnd.choice(["c*", "*", "__key*", "c?", "c1*"])),
            ("UNSUBSCRIBE",), ("UNSUBSCRIBE", self.channel()), ("PUNSUBSCRIBE",),
            ("SUNSUBSCRIBE",)])

    def publishing(self):
        return self.rnd.choice([
            ("PUBLISH", self.channel(), self.value()), ("SPUBLISH", self.channel(), self.value()),
            ("EVAL", SCRIPT, "2", self.channel(), self.key(), self.value(),
             self.rnd.choice([0, 0, 15000])),
            ("PUBSUB", "CHANNELS"), ("PUBSUB", "NUMPAT")])

    def tracking(self):
        other = self.rnd.choice(self.ids)
        return self.rnd.choice([
            ("CLIENT", "TRACKING", "ON"), ("CLIENT", "TRACKING", "ON", "NOLOOP"),
            ("CLIENT", "TRACKING", "ON", "OPTIN"), ("CLIENT", "TRACKING", "ON", "BCAST", "NOLOOP"),
            ("CLIENT", "TRACKING", "ON", "BCAST", "PREFIX", "u", "PREFIX", "k1"),
            ("CLIENT", "TRACKING", "ON", "REDIRECT", other), ("CLIENT", "TRACKING", "OFF"),
            ("CLIENT", "CACHING", "YES"), ("MGET", *(self.key() for _ in range(10)))])

    def data(self):
        return self.rnd.choice([
            ("GET", self.key()), ("SET", self.key(), self.value()), ("DEL", self.key(), self.key()),
            ("SET", self.key(), "v", "PX", self.rnd.randrange(1, 50)), ("RPUSH", self.key(), "e"),
            ("RENAME", self.key(), self.key()), ("COPY", self.key(), self.key(), "REPLACE"),
            ("BLPOP", self.key(), "0.05"), ("WATCH", self.key()), ("FLUSHALL", "ASYNC"),
            ("SWAPDB", 0, 1)])

    def client(self):
        return self.rnd.choice([
            ("HELLO", self.rnd.choice("23")), ("RESET",), ("MONITOR",), ("PING",),
            ("CLIENT", "KILL", "ID", self.rnd.choice(self.ids)),
            ("CLIENT", "REPLY", self.rnd.choice(["OFF", "ON", "ON", "SKIP"])),
            ("CLIENT", "PAUSE", self.rnd.randrange(1, 20), "WRITE"),
            ("CONFIG", "SET", "notify-keyspace-events", self.rnd.choice(["", "KEA", "KEAmn"])),
            ("CONFIG", "SET", "tracking-table-max-keys", self.rnd.choice([3, 1000000]))])


class Peer:
    """A client that may be slow to read, and knows nothing of what it is told."""

    def __init__(self, server, rnd):
        self.sock = socket.create_connection(server.address)
        self.sock.setblocking(False)
        self.out = bytearray(resp.encode("HELLO", "3") if rnd.random() < 0.5 else b"")
        self.reads = 0.02 if rnd.random() < 0.15 else 1

    def go(self, rnd):
        """Sends and reads a little; False if the server has closed the connection."""
        try:
            if self.out:
                del self.out[:self.sock.send(self.out[:65536])]
        except BlockingIOError:
            pass
        except OSError:
            return False
        try:
            return rnd.random() >= self.reads or self.sock.recv(1 << 20) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False


def ask(server, *words):
    """The text of the reply; nothing if it is an error, as while a script runs."""
    conn = server.connect()
    try:
        reply = conn.call(*words)
    finally:
        conn.close()
    return "" if reply.is_error() else reply.value.decode()


def figures(server):
    lines = ask(server, "INFO", "everything").splitlines()
    return dict(line.split(":", 1) for line in lines if ":" in line)


def all_gone(server):
    ask(server, "FLUSHALL")
    now = figures(server)
    return now != {} and all(now.get(name, "0") == "0" for name in GONE)


@pytest.mark.parametrize("seed", range(2))
def test_a_storm_leaves_nothing(start, seed):
    rnd = random.Random(seed)
    server = start(**LIMITS)
    requests = Requests(rnd)
    peers = []
    opened = 0
    for _ in range(40000):
        while len(peers) < 40:
            peers.append(Peer(server, rnd))
            opened += 1
        requests.ids = range(max(1, opened - 60), opened + 1)
        peer = rnd.choice(peers)
        if len(peer.out) < 200000:
            peer.out += requests.one() * rnd.choice([1, 1, 1, 20])
        for peer in rnd.sample(peers, 4):
            if not peer.go(rnd) or rnd.random() < 0.001:
                peer.sock.close()
                peers.remove(peer)
    assert server.is_running()
    for peer in peers:
        peer.sock.close()
    assert wait_until(lambda: all_gone(server), timeout=20)
    assert int(figures(server)["total_commands_processed"]) > 5000 and opened > 200
