"""Streams as work queues with real clients, and random requests answered as by redis-server.

STREAM_REQUESTS=100000 sends more of them for each seed; STREAM_SEED=100 begins elsewhere.
"""

import os
import random
import threading
import time

import pytest
import redis

from harness import requests, resp
from harness.server import wait_until
from harness.stream_requests import KEYS, StreamRequests

REQUESTS = int(os.environ.get("STREAM_REQUESTS", "4000"))
FIRST_SEED = int(os.environ.get("STREAM_SEED", "0"))
ROUND = 400   # requests between looks at all there is


# ---- The same replies ----------------------------------------------------------------------------

# Times; what redis-server 7.0 counts wrongly after deletions; how a tree is built inside.
NOT_COMPARED = {b"idle", b"seen-time", b"lag", b"entries-read", b"radix-tree-keys", b"radix-tree-nodes"}
NEWER = {b"inactive", b"active-time"}


def plain(reply):
    """The reply as text, number, None or list of those."""
    if reply.items is not None:
        return [plain(item) for item in reply.items]
    return int(reply.value) if reply.kind == ":" else reply.value


def without_times(value):
    """Pairs that are not compared are left out, and so are the times of pending entries."""
    if not isinstance(value, list):
        return value
    out, at = [], 0
    while at < len(value):
        if isinstance(value[at], bytes) and value[at] in NOT_COMPARED | NEWER and at + 1 < len(value):
            at += 2
            continue
        out.append(without_times(value[at]))
        at += 1
    return [item for item in out if not isinstance(item, int) or item < 10**12]


def comparable(words, reply):
    if reply.is_error():
        return reply.value
    value = plain(reply)
    if words[0] == b"xpending" and len(words) > 3 and isinstance(value, list):
        return [item[:2] + item[3:] for item in value]
    return without_times(value) if words[0] == b"xinfo" else value


def is_known_to_differ(words, ours, theirs):
    if words[0] == b"xpending" and len(words) > 7:
        return True   # an argument too many, which redis-server 7.0 does not look at
    if theirs.value == b"ERR Elements are too large to be stored":
        return ours.value.startswith(b"ERR The ID specified in XADD is equal or smaller")
    return words[0] == b"xread" and b"+" in words   # Redis 7.4 has this ID


def contents(conn):
    """All that is in the streams."""
    found = {}
    for key in KEYS:
        if conn.call("TYPE", key).value != b"stream":
            continue
        info = [b"xinfo", b"stream", key, b"FULL", b"COUNT", b"0"]
        found[key] = comparable(info, conn.call(*info))
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
    """What the other dumps is taken over; and what a server dumps itself."""
    for key in KEYS:
        payload = theirs.call("DUMP", key).value
        if not payload:
            continue
        for conn in (ours, theirs):
            assert conn.call("RESTORE", b"from " + key, 0, payload, "REPLACE").value == b"OK"
            assert conn.call("RENAME", b"from " + key, key).value == b"OK"
        assert ours.call("RESTORE", key, 0, ours.call("DUMP", key).value, "REPLACE").value == b"OK"


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 6))
def test_streams_are_answered_as_by_redis(kvd, oracle, seed):
    oracle.call("FLUSHALL")
    for server in kvd, oracle:
        server.call("CONFIG", "SET", "stream-node-max-entries", (3, 10, 100)[seed % 3])
    ours, theirs = kvd.connect(30), oracle.connect(30)
    source = StreamRequests(seed)
    if seed % 2:
        for conn in (ours, theirs):
            conn.call("HELLO", "3")
    for _ in range(max(1, REQUESTS // ROUND)):
        play(ours, theirs, source.many(ROUND), (1, 16, 100)[seed % 3])
        assert contents(ours) == contents(theirs)
        exchange(ours, theirs)
        assert contents(ours) == contents(theirs)
        if kvd.kind == "kvd":
            assert kvd.call("DEBUG", "DEFRAG") == "OK"   # what was moved answers as before
            assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    ours.close()
    theirs.close()


# ---- A work queue --------------------------------------------------------------------------------

class Queue:
    """Producers, and for each group consumers that crash with work in their hands; others claim it."""

    STREAM = "jobs"
    GROUPS = ("bill", "ship")
    MIN_IDLE_MS = 30

    def __init__(self, server, jobs, seed):
        self.port = server.port
        self.jobs = jobs
        self.random = random.Random(seed)
        self.lock = threading.Lock()
        self.added = []
        self.given = {group: [] for group in self.GROUPS}      # by reading what is new
        self.claimed = {group: [] for group in self.GROUPS}
        self.done = {group: set() for group in self.GROUPS}
        self.failures = []
        with self.connect() as client:
            for group in self.GROUPS:
                client.xgroup_create(self.STREAM, group, id="0", mkstream=True)

    def connect(self):
        return redis.Redis(port=self.port, decode_responses=True)

    def run(self, target, *args):
        def guarded():
            try:
                target(*args)
            except Exception as problem:   # pylint: disable=broad-except
                self.failures.append(problem)
        thread = threading.Thread(target=guarded)
        thread.start()
        return thread

    def produce(self, producer, count):
        with self.connect() as client:
            for n in range(count):
                job = f"{producer}-{n}"
                entry = client.xadd(self.STREAM, {"job": job, "n": n})
                with self.lock:
                    self.added.append((entry, job))

    def is_done(self, group):
        with self.lock:
            return len(self.done[group]) == self.jobs

    def finish(self, client, group, entries, how):
        """Notes and acknowledges; sometimes the consumer crashes before. True if it lives on."""
        with self.lock:
            how[group] += [entry for entry, _ in entries]
        if self.random.random() < 0.15:
            return False
        for entry, fields in entries:
            client.xack(self.STREAM, group, entry)
            with self.lock:
                self.done[group].add((entry, fields["job"]))
        return True

    def consume(self, group, number):
        life = 0
        while not self.is_done(group):
            with self.connect() as client:
                name, alive = f"{group}-{number}-{life}", True
                while alive and not self.is_done(group):
                    found = client.xreadgroup(group, name, {self.STREAM: ">"}, count=5, block=20)
                    if found:
                        alive = self.finish(client, group, found[0][1], self.given)
            life += 1

    def rescue(self, group, number):
        with self.connect() as client:
            while not self.is_done(group):
                start, more = "0-0", True
                while more:
                    reply = client.execute_command("XAUTOCLAIM", self.STREAM, group, f"rescue-{number}",
                                                   self.MIN_IDLE_MS, start, "COUNT", 7)
                    start, entries, gone = reply[:3]
                    assert not gone
                    pairs = [(entry, dict(zip(flat[::2], flat[1::2])))
                             for entry, flat in self.as_flat(entries)]
                    self.finish(client, group, pairs, self.claimed)
                    more = start != "0-0"
                time.sleep(0.005)

    @staticmethod
    def as_flat(entries):
        for entry, fields in entries:
            yield entry, fields if isinstance(fields, list) else [w for p in fields.items() for w in p]

    def work(self):
        threads = [self.run(self.produce, n, self.jobs // 3) for n in range(3)]
        for group in self.GROUPS:
            threads += [self.run(self.consume, group, n) for n in range(3)]
            threads += [self.run(self.rescue, group, n) for n in range(2)]
        for thread in threads:
            thread.join(60)
            assert not thread.is_alive()
        assert not self.failures


@pytest.mark.parametrize("seed", range(2))
def test_a_work_queue_loses_nothing_and_doubles_nothing(kvd, seed):
    queue = Queue(kvd, 300, seed)
    queue.work()
    assert len(queue.added) == 300
    with queue.connect() as client:
        for group in queue.GROUPS:
            assert queue.done[group] == set(queue.added)
            assert len(queue.given[group]) == len(set(queue.given[group])) == 300
            assert set(queue.claimed[group]) <= set(queue.given[group])
            assert client.xpending(queue.STREAM, group)["pending"] == 0
            info = next(g for g in client.xinfo_groups(queue.STREAM) if g["name"] == group)
            assert info["entries-read"] == 300 and info["lag"] == 0
        assert client.xlen(queue.STREAM) == 300
    if kvd.kind == "kvd":
        assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


def test_redis_py_knows_streams(kvd):
    client = redis.Redis(port=kvd.port, decode_responses=True)
    first = client.xadd("s", {"a": 1, "b": "two"})
    assert client.xadd("s", {"a": 2}, maxlen=1, approximate=False) > first
    assert client.xadd("none", {"a": 1}, nomkstream=True) is None
    assert client.xlen("s") == 1
    [(second, fields)] = client.xrange("s")
    assert fields == {"a": "2"} and client.xrevrange("s", count=1)[0][0] == second
    assert client.xread({"s": "0"}, count=1) == [["s", [(second, {"a": "2"})]]]
    assert client.xread({"s": "$"}, block=10) == []
    assert client.xgroup_create("s", "g", id="0")
    with pytest.raises(redis.ResponseError, match="BUSYGROUP"):
        client.xgroup_create("s", "g")
    with pytest.raises(redis.ResponseError, match="NOGROUP"):
        client.xreadgroup("none", "c", {"s": ">"})
    assert client.xreadgroup("g", "c", {"s": ">"})[0][1][0][0] == second
    assert client.xpending("s", "g")["consumers"] == [{"name": "c", "pending": 1}]
    assert client.xpending_range("s", "g", "-", "+", 5)[0]["times_delivered"] == 1
    assert client.xclaim("s", "g", "d", 0, [second]) == [(second, {"a": "2"})]
    assert client.xinfo_stream("s")["last-generated-id"] == second
    assert client.xinfo_groups("s")[0]["consumers"] == 2
    assert {c["name"] for c in client.xinfo_consumers("s", "g")} == {"c", "d"}
    assert client.xack("s", "g", second) == 1
    assert client.xgroup_delconsumer("s", "g", "d") == 0
    assert client.xtrim("s", minid="99999999999999", approximate=False) == 1
    assert client.xgroup_destroy("s", "g") == 1
    client.close()


def test_ioredis_works_off_a_queue(node, kvd):
    assert node("streams.js", kvd).count("ok ") == 4


# ---- Many who wait -------------------------------------------------------------------------------

def blocked(server):
    return int(server.info("clients")["blocked_clients"])


def wait_all(server, conns, *request):
    for i, conn in enumerate(conns):
        conn.send(resp.encode(*request))
        if i % 50 == 49:
            assert wait_until(lambda: blocked(server) == i + 1, timeout=20)
    assert wait_until(lambda: blocked(server) == len(conns), timeout=20)


def test_all_readers_of_a_stream_get_each_entry(kvd):
    conns = [kvd.connect(timeout=20) for _ in range(1000)]
    wait_all(kvd, conns, "XREAD", "BLOCK", 0, "STREAMS", "s", "$")
    kvd.call("XADD", "s", "1-1", "f", "v")
    for conn in conns:
        assert plain(conn.read()) == [[b"s", [[b"1-1", [b"f", b"v"]]]]]
        conn.close()


def test_consumers_of_a_group_share_what_comes(kvd):
    count = 1000
    kvd.call("XGROUP", "CREATE", "s", "g", "$", "MKSTREAM")
    conns = [kvd.connect(timeout=20) for _ in range(count)]
    wait_all(kvd, conns, "XREADGROUP", "GROUP", "g", "c", "BLOCK", 0, "COUNT", 1, "STREAMS", "s", ">")
    if kvd.kind == "kvd":
        assert kvd.info("clients")["total_blocking_keys"] == "1"
        assert kvd.info("clients")["total_blocking_keys_on_nokey"] == "1"
    adder = kvd.connect(timeout=20)
    adder.send(requests.pipeline([["XADD", "s", f"1-{i + 1}", "f", "v"] for i in range(count - 1)]))
    got = [plain(conn.read())[0][1][0][0] for conn in conns[:-1]]
    assert got == [b"1-%d" % (i + 1) for i in range(count - 1)]   # who came first is served first
    assert conns[-1].is_silent(0.03)
    kvd.call("DEL", "s")
    assert conns[-1].read().is_error()
    for conn in conns:
        conn.close()
    adder.close()


# ---- Long work -----------------------------------------------------------------------------------

COUNT = 30_000


@pytest.fixture(scope="module")
def filled(shared):
    """filled(conn) gives s the entries 1-1 to 1-COUNT: the halves are pending for two consumers of g, and
    h has read and acknowledged all."""
    conn = shared.connect(60)
    conn.send(requests.pipeline([["SELECT", 1], *(["XADD", "s", f"1-{i + 1}", "f", i] for i in range(COUNT))]))
    for _ in range(COUNT + 1):
        conn.read()
    conn.call("XGROUP", "CREATE", "s", "g", 0)
    conn.call("XGROUP", "CREATE", "s", "h", 0)
    conn.call("XREADGROUP", "GROUP", "g", "left", "COUNT", COUNT // 2, "STREAMS", "s", ">")
    conn.call("XREADGROUP", "GROUP", "g", "right", "STREAMS", "s", ">")
    conn.call("XREADGROUP", "GROUP", "h", "c", "NOACK", "STREAMS", "s", ">")
    payload = conn.call("DUMP", "s").value
    conn.close()

    def fill(conn):
        assert conn.call("RESTORE", "s", 0, payload, "REPLACE").value == b"OK"

    return fill


@pytest.mark.kvd_only
def test_long_work_is_done_in_slices(kvd, filled):
    conn, other = kvd.connect(60), kvd.connect(60)
    filled(conn)
    conn.send(resp.encode("XTRIM", "s", "MAXLEN", COUNT - 10_000, "DELREF"))
    assert plain(other.call("XADD", "s", "2-1", "f", "v")) == b"2-1"   # waits for its end, or comes before
    assert plain(conn.read()) in (10_000, 10_001)
    assert plain(other.call("XPENDING", "s", "g"))[0] in (COUNT - 10_000, COUNT - 10_001)
    assert plain(conn.call("XPENDING", "s", "g", "IDLE", 3_600_000, "-", "+", 10)) == []
    conn.send(resp.encode("XGROUP", "DELCONSUMER", "s", "g", "right"))
    assert plain(other.call("XREADGROUP", "GROUP", "g", "late", "STREAMS", "s", ">")) == \
        [[b"s", [[b"2-1", [b"f", b"v"]]]]]
    assert plain(conn.read()) == COUNT // 2
    assert plain(other.call("XPENDING", "s", "g"))[0] in (COUNT // 2 - 10_000, COUNT // 2 - 9_999)
    conn.send(resp.encode("XDELEX", "s", "DELREF", "IDS", COUNT // 2, *(f"1-{i + 1}" for i in range(COUNT // 2))))
    other.call("XLEN", "s")
    assert sorted(set(plain(conn.read()))) == [-1, 1]
    assert plain(other.call("XPENDING", "s", "g"))[0] == 1
    assert plain(conn.call("XTRIM", "s", "MAXLEN", 0, "ACKED")) == COUNT // 2
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    conn.close()
    other.close()


@pytest.mark.kvd_only
def test_long_work_ends_with_its_client(kvd, filled):
    conn = kvd.connect(60)
    for words in (["XADD", "s", "MAXLEN", 10, "DELREF", "2-*", "f", "v"],
                  ["XTRIM", "s", "MAXLEN", 10, "DELREF"], ["XGROUP", "DELCONSUMER", "s", "g", "right"],
                  ["XDEL", "s", *(f"1-{i + 1}" for i in range(0, COUNT, 2))],
                  ["XPENDING", "s", "g", "IDLE", 1, "-", "+", 1_000_000]):
        filled(conn)
        worker = kvd.connect(60)
        client_id = plain(worker.call("CLIENT", "ID"))
        worker.send(resp.encode(*words))
        kvd.call("CLIENT", "KILL", "ID", client_id, timeout=60)
        worker.close()
        assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
        assert plain(conn.call("XADD", "s", "3-1", "f", "v")) == b"3-1"
    conn.close()


@pytest.mark.kvd_only
def test_long_work_ends_with_its_key(kvd, filled):
    conn = kvd.connect(60)
    for words in (["XADD", "s", "MAXLEN", 10, "DELREF", "2-*", "f", "v"], ["XTRIM", "s", "MINID", 9, "ACKED"],
                  ["XDEL", "s", *(f"1-{i + 1}" for i in range(COUNT))],
                  ["XGROUP", "DELCONSUMER", "s", "g", "left"]):
        filled(conn)
        conn.send(requests.pipeline([["PEXPIRE", "s", 1], words]))
        assert plain(conn.read()) == 1
        assert not conn.read().is_error()
        assert wait_until(lambda: kvd.call("EXISTS", "s") == "0")
        assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    conn.close()


@pytest.mark.kvd_only
def test_what_is_gone_does_not_keep_a_claiming_consumer_waiting(kvd):
    """Thousands of pending entries that were deleted lie before the one that is there."""
    kvd.call("XGROUP", "CREATE", "s", "g", 0, "MKSTREAM")
    conn = kvd.connect(20)
    count = 5000
    conn.send(requests.pipeline([["XADD", "s", f"1-{i + 1}", "f", "v"] for i in range(count)]))
    for _ in range(count):
        conn.read()
    conn.call("XREADGROUP", "GROUP", "g", "lost", "STREAMS", "s", ">")
    assert plain(conn.call("XTRIM", "s", "MAXLEN", 1)) == count - 1
    assert plain(conn.call("XNACK", "s", "g", "FAIL", "IDS", 1000, *(f"1-{i + 1}" for i in range(1000)))) == 1000
    last = f"1-{count}"
    conn.call("XCLAIM", "s", "g", "lost", 0, last, "IDLE", 10, "JUSTID")
    reply = plain(conn.call("XREADGROUP", "GROUP", "g", "c", "BLOCK", 0, "CLAIM", 20, "STREAMS", "s", ">"))
    assert reply[0][1][0][0] == last.encode()
    assert plain(conn.call("XPENDING", "s", "g"))[0] == 1
    conn.close()


def test_very_many_are_acknowledged_at_a_time(kvd, filled):
    conn, other = kvd.connect(timeout=60), kvd.connect(timeout=60)
    filled(conn)
    ids = [f"1-{i + 1}" for i in range(0, COUNT, 2)]
    conn.send(resp.encode("XACK", "s", "g", *ids))
    other.send(resp.encode("XPENDING", "s", "g"))
    assert plain(other.read())[0] in (COUNT, COUNT // 2)
    assert conn.read().value == b"%d" % (COUNT // 2)
    assert conn.call("XACK", "s", "g", *ids).value == b"0"
    left = [entry[0] for entry in plain(conn.call("XPENDING", "s", "g", "-", "+", COUNT))]
    assert left == [b"1-%d" % (i + 1) for i in range(1, COUNT, 2)]
    if kvd.kind == "kvd":
        assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    conn.close()
    other.close()
