"""A hostile stranger: random requests compared with redis-server, garbled streams, clients that come
and go at any point of anything, random settings, ends under load. Everything random has a seed in the
name of its test.
"""

import os
import random
import re
import socket
import struct
import time

import pytest

from harness import load, requests, resp
from harness.requests import Requests
from harness.server import Server, wait_until

MB = 1024 * 1024
RESET = struct.pack("ii", 1, 0)


def used_memory(server):
    return int(server.info("memory")["used_memory"])


def is_alone(server):
    """True if the connection that asks is the only one, and nothing waits to be freed."""
    info = server.info()
    return info["connected_clients"] == "1" and info["lazyfree_pending_objects"] == "0"


def vanish(conn):
    """Closes by a reset: what is on its way is lost."""
    conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    conn.close()


def check_keyspace(server):
    if server.kind == "kvd":
        assert server.call("DEBUG", "KEYSPACE-CHECK") == "OK"


# ---- The same replies as redis-server ------------------------------------------------------------

def comparable(words, reply):
    """The reply without what may differ: time that passed, and the order of keys."""
    name = words[0]
    if name in (b"ttl", b"pttl", b"expiretime", b"pexpiretime") and reply.kind == ":":
        return "never" if int(reply.value) < 0 else "later"
    if name == b"keys" and reply.items is not None:
        return sorted(item.value for item in reply.items)
    if name == b"scan" and reply.items is not None:
        return sorted(item.value for item in reply.items[1].items)
    return reply


def is_known_to_differ(words, ours, theirs):
    name = words[0]
    if name == b"dbsize":
        return True   # redis-server counts a key that was SET with a deadline in the past
    if name == b"object":
        return ours.value == b"int"   # what INCRBYFLOAT left is held as an integer where it is one
    if name == b"scan" and words[1:2] != [b"0"]:
        return True   # cursors are each server's own
    if name == b"scan" and not ours.is_error() and not theirs.is_error():
        return ours.items[0].value != b"0" or theirs.items[0].value != b"0"
    if name == b"client":
        return words[1:2] == [b"list"]
    if ours.is_error() and ours.value.startswith(b"ERR Unsupported option"):
        return theirs.value.startswith(ours.value)   # we repeat no more than 128 bytes of it
    return False


def contents(conn):
    """All keys of all databases: value, and whether there is a deadline."""
    found = {}
    for db in range(16):
        conn.call("SELECT", db)
        for key in conn.call("KEYS", "*").items:
            ttl = int(conn.call("PTTL", key.value).value)
            found[db, key.value] = conn.call("GET", key.value).value, ttl >= 0
    return found


@pytest.mark.parametrize("seed", range(4))
def test_random_requests_are_answered_as_by_redis(kvd, oracle, seed):
    oracle.call("FLUSHALL")
    ours, theirs = kvd.connect(30), oracle.connect(30)
    source = Requests(seed)
    for _ in range(40):
        batch = source.many(100)
        ours.send(requests.pipeline(batch))
        theirs.send(requests.pipeline(batch))
        for words in batch:
            mine, wanted = ours.read(), theirs.read()
            if not is_known_to_differ(words, mine, wanted):
                assert comparable(words, mine) == comparable(words, wanted), words
    assert contents(ours) == contents(theirs)
    check_keyspace(kvd)
    ours.close()
    theirs.close()


# ---- Streams that are not the protocol -----------------------------------------------------------

def hostile_stream(seed):
    rnd, source = random.Random(seed), Requests(seed)
    batch = source.many(rnd.choice([1, 10, 100]))
    kind = rnd.randrange(4)
    if kind == 0:
        return rnd.randbytes(rnd.choice([10, 1000, 100_000]))
    if kind == 1:
        return requests.garble(rnd, requests.pipeline(batch))
    if kind == 2:
        count = rnd.choice([b"1048576", b"2147483647", b"2147483648", b"-5"])
        return b"*%b\r\n" % count + b"$3\r\nGET\r\n" * rnd.choice([0, 1, 20000])
    mixed = [requests.inline(w) if rnd.random() < 0.5 else resp.encode(*w) for w in batch]
    return b"".join(mixed)


def send_in_pieces(conn, rnd, data):
    """Cuts at random places. False if the server closed before the end."""
    try:
        while data:
            cut = rnd.choice([1, 7, 100, 5000, len(data)])
            conn.send(data[:cut])
            data = data[cut:]
    except resp.Closed:
        return False
    return True


@pytest.mark.parametrize("first", [0, 1000])
def test_garbled_streams_end_and_leave_nothing(kvd, first):
    """Each ends by an error and a close, or is answered and waited for; others never notice."""
    before = used_memory(kvd)
    for seed in range(first, first + 150):
        rnd = random.Random(seed)
        conn = kvd.connect()
        sent = send_in_pieces(conn, rnd, hostile_stream(seed))
        if rnd.random() < 0.3:
            vanish(conn)
            continue
        try:
            if sent:
                conn.half_close()
        except OSError:
            pass   # closed by the server in between
        while not conn.at_end():
            conn.buffer.clear()
        conn.close()
        if seed % 25 == 0:
            assert kvd.call("PING") == "PONG"
            check_keyspace(kvd)
    assert wait_until(lambda: is_alone(kvd))
    kvd.call("FLUSHALL", "SYNC")
    assert used_memory(kvd) < before + 2 * MB


# ---- Clients that come and go --------------------------------------------------------------------

class Crowd:
    """Clients that do whatever comes to their mind, and break off at any point."""

    def __init__(self, server, seed):
        self.server = server
        self.random = random.Random(seed)
        self.source = Requests(seed)
        self.conns = []
        self.most_id = 1

    def words(self):
        r = self.random
        return r.choice([
            ["KEYS", r.choice(["*", "*1*", "k?y*"])], ["KEYS", "*"],
            [r.choice(["FLUSHALL", "FLUSHDB"]), r.choice(["SYNC", "ASYNC"])],
            ["SWAPDB", r.randrange(3), r.randrange(3)], ["SELECT", r.randrange(3)],
            ["DEBUG", "POPULATE", r.choice([100, 30000]), r.choice("abc")],
            ["WAIT", 1, r.choice([1, 20, 100])], ["MONITOR"], ["RESET"],
            ["CLIENT", "KILL", "ID", r.randint(1, self.most_id)],
            ["CLIENT", "UNBLOCK", r.randint(1, self.most_id), r.choice(["TIMEOUT", "ERROR"])],
            ["CLIENT", "PAUSE", r.choice([0, 1, 10]), r.choice(["WRITE", "ALL"])],
            ["CLIENT", "UNPAUSE"], ["CLIENT", "REPLY", r.choice(["ON", "OFF", "SKIP"])],
            ["CLIENT", "NO-EVICT", "ON"], ["CLIENT", "LIST"],
            ["SET", "big", b"x" * r.choice([100, 70_000, 2_000_000])], ["GET", "big"],
            ["APPEND", "big", b"y" * 1000], ["SETRANGE", "big", 5, "zz"], ["DEL", "big"],
            ["UNLINK", "big"],
        ])

    def stream(self):
        r = self.random
        if r.random() < 0.3:
            return requests.pipeline(self.source.many(30))
        data = requests.pipeline(self.words() for _ in range(r.choice([1, 1, 3])))
        return data if r.random() < 0.8 else data[:r.randrange(len(data))]

    def leave(self, conn):
        self.conns.remove(conn)
        if self.random.random() < 0.5:
            vanish(conn)
        else:
            conn.close()

    def step(self):
        r = self.random
        if len(self.conns) < 30:
            self.conns.append(self.server.connect(20))
            self.most_id += 1
        conn = r.choice(self.conns)
        try:
            conn.send(self.stream())
            if r.random() < 0.05:
                conn.half_close()
        except (resp.Closed, OSError):
            self.leave(conn)
            return
        if r.random() < 0.1:
            self.leave(conn)
        for other in r.sample(self.conns, min(5, len(self.conns))):
            if not other.is_silent(0):
                other.buffer.clear()
                if other.at_end(0.001):
                    self.leave(other)

    def go_home(self):
        for conn in self.conns[:]:
            self.leave(conn)


@pytest.mark.parametrize("seed", range(2))
def test_a_crowd_leaves_nothing_behind(start, seed):
    server = start()
    before = used_memory(server)
    crowd = Crowd(server, seed)
    for _ in range(700):
        crowd.step()
    check_keyspace(server)
    crowd.go_home()
    server.call("CLIENT", "UNPAUSE")
    server.call("FLUSHALL", "SYNC", timeout=30)
    assert wait_until(lambda: is_alone(server), timeout=10)
    assert int(server.info("clients")["blocked_clients"]) == 0
    assert used_memory(server) < before + 4 * MB


@pytest.mark.parametrize("how", ["shutdown", "sigterm"])
def test_it_ends_cleanly_under_load(start, how):
    """Jobs, a flush and replies are on their way; the fixture looks at the exit code and for leaks."""
    server = start()
    server.call("DEBUG", "POPULATE", 100_000, timeout=30)
    server.call("SET", "big", b"x" * 4 * MB)
    crowd = Crowd(server, 9)
    for _ in range(100):
        crowd.step()
    conns = [server.connect() for _ in range(8)]
    try:
        for conn in conns:
            conn.send(requests.pipeline([["KEYS", "*"], ["GET", "big"], ["FLUSHALL", "SYNC"]]))
        if how == "shutdown":
            conns.append(server.connect())
            conns[-1].send(resp.encode("SHUTDOWN", "NOSAVE"))
            assert wait_until(lambda: not server.is_running(), timeout=20)
        else:
            server.stop()
    except resp.Closed:
        pass
    crowd.go_home()
    for conn in conns:
        conn.close()


@pytest.mark.kvd_only
@pytest.mark.parametrize("what", ["KEYS", "FLUSHALL"])
def test_a_half_closed_peer_gets_the_reply_of_long_work(kvd, what):
    kvd.call("DEBUG", "POPULATE", 200_000, timeout=30)
    conn = kvd.connect(timeout=30)
    conn.send(resp.encode("KEYS", "*1*") if what == "KEYS" else resp.encode("FLUSHALL", "SYNC"))
    conn.half_close()
    reply = conn.read()
    if what == "KEYS":
        assert len(reply.items) == sum("1" in str(i) for i in range(200_000))
    else:
        assert reply.value == b"OK"
    assert conn.at_end()


@pytest.mark.kvd_only
def test_populating_leaves_others_their_turn(kvd):
    conn, other = kvd.connect(timeout=60), kvd.connect(timeout=60)
    conn.call("SET", "k:7", "mine")
    begin, worst = time.monotonic(), 0.0
    conn.send(resp.encode("DEBUG", "POPULATE", 500_000, "k", 20) + resp.encode("DBSIZE"))
    while conn.is_silent(0):
        asked = time.monotonic()
        assert other.call("PING").value == b"PONG"
        worst = max(worst, time.monotonic() - asked)
    whole = time.monotonic() - begin
    assert conn.read().value == b"OK"
    assert conn.read().value == b"500000"
    assert other.call("MGET", "k:7", "k:499999").items[0].value == b"mine"
    assert other.call("STRLEN", "k:499999").value == b"20"
    assert worst < whole / 4
    conn.close()
    other.close()


# ---- Few requests that ask for much ---------------------------------------------------------------

@pytest.mark.kvd_only
def test_replies_of_one_pipeline_are_not_all_made_at_once(kvd):
    """Each of these small requests makes 8 MB of reply: without reading, only the first few are."""
    conn = kvd.connect(timeout=30)
    conn.call("SET", "big", b"x" * 8 * MB)
    before = used_memory(kvd)
    conn.send(resp.encode("GETRANGE", "big", 0, -1) * 40)
    wait_until(lambda: used_memory(kvd) > before + 16 * MB, timeout=2)
    assert used_memory(kvd) < before + 64 * MB
    for _ in range(40):
        assert len(conn.read().value) == 8 * MB
    conn.close()


@pytest.mark.kvd_only
def test_a_pipeline_of_slow_requests_leaves_others_their_turn(kvd):
    kvd.call("MSET", "a", os.urandom(8000), "b", os.urandom(8000))
    conn, other = kvd.connect(timeout=60), kvd.connect(timeout=60)
    begin = time.monotonic()
    conn.send(resp.encode("LCS", "a", "b", "LEN") * 200)
    worst, replies = 0.0, 0
    while replies < 200:
        asked = time.monotonic()
        assert other.call("PING").value == b"PONG"
        worst = max(worst, time.monotonic() - asked)
        while not conn.is_silent(0):
            assert conn.read().kind == ":"
            replies += 1
    whole = time.monotonic() - begin
    assert worst < whole / 4
    conn.close()
    other.close()


def requests_run(control, name):
    """How many requests each of the clients of this name has run."""
    lines = control.call("CLIENT", "LIST").value.decode().splitlines()
    return [int(re.search(r" tot-cmds=(\d+)", line).group(1)) for line in lines
            if f" name={name} " in line]


@pytest.mark.kvd_only
def test_slow_requests_of_many_clients_share_the_turns(kvd):
    """Replies are written between them, and no client waits for all requests of another."""
    clients, each = 40, 10
    kvd.call("MSET", "a", os.urandom(8000), "b", os.urandom(8000))
    conns = [kvd.connect(timeout=60) for _ in range(clients)]
    for conn in conns:
        conn.call("CLIENT", "SETNAME", "slow")
    control = kvd.connect(timeout=60)
    turns = int(kvd.info("stats")["eventloop_cycles"])
    control.call("CLIENT", "PAUSE", 2000)   # so that all begin together
    looks = 1
    for conn in conns:
        conn.send(resp.encode("LCS", "a", "b", "LEN") * each)
    while max(counts := requests_run(control, "slow")) < 1 + each:
        looks += 1
    assert min(counts) > 2   # the one that named it, and some more
    for conn in conns:
        assert [conn.read().kind for _ in range(each)] == [":"] * each
        conn.close()
    # Without a share all of them are one turn; a look has a turn of its own at most.
    turns = int(kvd.info("stats")["eventloop_cycles"]) - turns
    assert turns - looks > clients * each / 20
    control.close()


@pytest.mark.kvd_only
def test_big_arguments_survive_turns_without_time_for_them(kvd):
    kvd.call("MSET", "a", os.urandom(8000), "b", os.urandom(8000))
    value = os.urandom(4 * MB)
    busy = [kvd.connect(timeout=60) for _ in range(10)]
    writers = [kvd.connect(timeout=60) for _ in range(4)]
    for conn in busy:
        conn.send(resp.encode("LCS", "a", "b", "LEN") * 20)
    for i, conn in enumerate(writers):
        for _ in range(3):
            conn.send(resp.encode("SET", i, value) + resp.encode("STRLEN", i))
    for conn in writers:
        for _ in range(3):
            assert conn.read().value == b"OK"
            assert conn.read().value == b"%d" % len(value)
    for i, conn in enumerate(writers):
        assert conn.call("GET", i).value == value
    for conn in busy:
        assert [conn.read().kind for _ in range(20)] == [":"] * 20
    for conn in busy + writers:
        conn.close()


@pytest.mark.kvd_only
def test_many_arguments_leave_no_memory(kvd):
    before = used_memory(kvd)
    conn = kvd.connect(timeout=60)
    assert conn.call("EXISTS", *["k"] * 500_000).value == b"0"
    conn.close()
    assert wait_until(lambda: used_memory(kvd) < before + 2 * MB)


@pytest.mark.kvd_only
def test_many_keys_of_one_deadline_go_while_others_work(kvd):
    """Deleted within a second of their deadline, and nobody waits for all of them."""
    conn = kvd.connect(timeout=60)
    at_ms = int(time.time() * 1000) + 3000
    for first in range(0, 100_000, 10_000):
        batch = range(first, first + 10_000)
        conn.send(b"".join(resp.encode("SET", i, "v", "PXAT", at_ms) for i in batch))
        conn.read_exact(len(b"+OK\r\n") * len(batch))
    assert conn.call("SET", "stays", "v").value == b"OK"
    if time.time() * 1000 < at_ms - 100:
        assert conn.call("DBSIZE").value == b"100001"
    while time.time() * 1000 < at_ms + 1000 or conn.call("DBSIZE").value != b"1":
        assert conn.call("GET", "stays").value == b"v"
        assert time.time() * 1000 < at_ms + 10_000
    assert conn.call("GET", "5").value is None
    conn.close()


# ---- Settings -------------------------------------------------------------------------------------

SETTING_WORDS = [b"yes", b"no", b"YES", b"on", b"debug", b"warning", b"1mb", b"100k", b"-1mb", b"10%",
                 b"101%", b"allkeys-lru", b"noeviction", b"always", b"KEA", b"x y", b"a\nb", b"a\x00b",
                 b"\"q\" 'r'", b"#c", b"normal 1mb 2mb 60", b"normal 0 0", b"3600 1 300 100", b"local",
                 b"127.0.0.1", b"a" * 5000, b"\xff\xfe", b"{title}", b"%s%n", b"\\", b"a\\nb", b"'"]
# They would move the server, lock the test out, or end its connections.
SETTINGS_KEPT = {b"port", b"bind", b"dir", b"requirepass", b"maxclients", b"logfile", b"timeout",
                 b"maxmemory-clients"}


def settings(conn):
    items = conn.call("CONFIG", "GET", "*").items
    return {items[i].value: items[i + 1].value for i in range(0, len(items), 2)}


@pytest.mark.kvd_only
@pytest.mark.parametrize("seed", range(2))
def test_random_settings_survive_rewrite_and_restart(binary, seed):
    """Whatever CONFIG SET took, a server that starts from the rewritten file shows the same."""
    rnd = random.Random(seed)
    with Server(binary, config="# kept\nmaxclients 500\n") as first:
        conn = first.connect()
        names = sorted(set(settings(conn)) - SETTINGS_KEPT)
        for name in names:
            for _ in range(4):
                word = rnd.choice(SETTING_WORDS + requests.INTEGERS + requests.NOT_INTEGERS)
                conn.call("CONFIG", "SET", name, word)
        for _ in range(20):
            before = settings(conn)
            words = [w for n in rnd.sample(names, 3) for w in (n, rnd.choice(SETTING_WORDS))]
            if conn.call("CONFIG", "SET", *words).is_error():
                assert settings(conn) == before
        assert conn.call("CONFIG", "REWRITE").value == b"OK"
        wanted = settings(conn)
        with open(os.path.join(first.dir, "server.conf"), encoding="latin-1") as f:
            text = f.read()
        conn.close()
        assert text.startswith("# kept\n")
        with Server(binary, config=None) as second:
            restart(second, text)
            conn = second.connect()
            found = settings(conn)
            conn.close()
        assert second.complaint() is None
    assert first.complaint() is None
    for name in set(wanted) - {b"port", b"dir"}:
        assert found.get(name) == wanted[name], name


def restart(server, text):
    """Ends the server and starts it again from exactly this config file."""
    assert server.stop() == 0
    path = os.path.join(server.dir, "server.conf")
    with open(path, "w", encoding="latin-1") as f:
        f.write(text)
    server.exit_code = None
    server.command_line = lambda: [server.binary, path, "--port", str(server.port), "--dir", server.dir]
    server.start()
