"""Clients that ask for too much, send too slowly, or do not read. Memory follows the bytes that were
received, never those announced, and others are served meanwhile."""

import socket
import time

import pytest

from harness import load, proc, resp
from harness.server import wait_until

KB = 1024
MB = 1024 * KB


def growth(server, before):
    return server.rss() - before


def assert_serves(server, within_s=1.0):
    """Another client is answered, and soon."""
    begin = time.monotonic()
    assert server.call("PING") == "PONG"
    assert time.monotonic() - begin < within_s


@pytest.mark.parametrize("start_of_request", [
    b"*2\r\n$3\r\nGET\r\n$536870912\r\n",
    b"*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$536870912\r\nabc",
    b"*2147483647\r\n",
    b"*1048576\r\n$4\r\nMGET\r\n",
    b"*1048576\r\n$4\r\nMGET\r\n$1\r\nk\r\n",
])
def test_what_is_only_announced_costs_nothing(kvd, start_of_request):
    conns = [kvd.connect() for _ in range(200)]
    for conn in conns:
        assert conn.call("PING").value == b"PONG"
    before = kvd.rss()
    for conn in conns:
        conn.send(start_of_request)
    assert_serves(kvd)
    time.sleep(0.1)
    assert growth(kvd, before) < 200 * 64 * KB
    for conn in conns:
        conn.close()


def test_memory_follows_the_bytes_received(kvd):
    conn = kvd.connect(timeout=30)
    conn.call("PING")
    before = kvd.rss()
    conn.send(b"*3\r\n$3\r\nSET\r\n$3\r\nbig\r\n$536870912\r\n")
    sent = 0
    for step in (MB, 15 * MB, 48 * MB):
        conn.send(b"x" * step)
        sent += step
        assert_serves(kvd)
        time.sleep(0.2)
        assert growth(kvd, before) < sent * 1.3 + 8 * MB
    conn.close()
    assert wait_until(lambda: growth(kvd, before) < 16 * MB, timeout=20, step=0.1)
    assert kvd.call("EXISTS", "big") == "0"


def test_a_big_value_arrives_whole(kvd):
    conn = kvd.connect(timeout=30)
    value = bytes(range(256)) * (64 * MB // 256)
    assert conn.call("SET", "big", value).value == b"OK"
    assert conn.call("GET", "big").value == value
    assert conn.call("STRLEN", "big").value == b"%d" % len(value)
    conn.close()


def test_large_numbers_of_arguments_are_taken(kvd):
    conn = kvd.connect(timeout=30)
    keys = [b"k%d" % i for i in range(200_000)]
    assert conn.call("MSET", *(word for key in keys for word in (key, b"v"))).value == b"OK"
    assert conn.call("DBSIZE").value == b"200000"
    reply = conn.call("MGET", *keys)
    assert len(reply.items) == 200_000 and all(item.value == b"v" for item in reply.items)
    assert conn.call("DEL", *keys).value == b"200000"
    conn.close()


def test_slow_senders_are_waited_for(kvd):
    """One byte at a time on many connections, while another client is served."""
    request = b"*3\r\n$3\r\nSET\r\n$4\r\nslow\r\n$5\r\nvalue\r\nPING\r\n"
    conns = [kvd.connect() for _ in range(100)]
    for i in range(len(request)):
        for conn in conns:
            conn.send(request[i:i + 1])
        if i % 10 == 0:
            assert_serves(kvd)
    for conn in conns:
        assert conn.read().value == b"OK"
        assert conn.read().value == b"PONG"
        conn.close()


@pytest.mark.kvd_only
def test_half_closed_peers_get_all_their_replies(kvd):
    value = b"x" * MB
    kvd.connect().call("SET", "big", value)
    conn = kvd.connect(timeout=30)
    conn.send(resp.encode("GET", "big") * 50 + resp.encode("ECHO", "last"))
    conn.half_close()
    for _ in range(50):
        assert conn.read().value == value
    assert conn.read().value == b"last"
    assert conn.at_end()


def test_peers_that_vanish_leave_nothing_behind(kvd):
    """Connections reset in the middle of a request or of a reply."""
    kvd.connect().call("SET", "big", b"x" * MB)
    files = proc.open_files(kvd.pid)
    for i in range(300):
        conn = kvd.connect()
        conn.send(resp.encode("GET", "big") * 3 if i % 2 else b"*2\r\n$3\r\nGET\r\n$100\r\nab")
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        conn.close()
    assert wait_until(lambda: proc.open_files(kvd.pid) <= files)
    clients = kvd.call("CLIENT", "LIST").strip().splitlines()
    assert len(clients) == 1


def test_clients_that_never_read_are_closed_at_the_limit(start):
    limited = start(client_output_buffer_limit="normal 32mb 16mb 10")
    limited.connect().call("SET", "big", b"x" * MB)
    before = limited.rss()
    greedy = limited.connect(timeout=2)
    peak = 0
    with pytest.raises((resp.Closed, resp.Timeout)):
        for _ in range(400):
            greedy.sock.setblocking(True)
            greedy.sock.settimeout(2)
            try:
                greedy.sock.sendall(resp.encode("GET", "big") * 5)
            except (BrokenPipeError, ConnectionResetError):
                raise resp.Closed from None
            except TimeoutError:
                raise resp.Timeout from None
            peak = max(peak, growth(limited, before))
            assert_serves(limited)
    assert peak < 100 * MB
    assert wait_until(lambda: len(limited.call("CLIENT", "LIST").splitlines()) == 1)
    greedy.close()


@pytest.mark.kvd_only
def test_a_reply_over_the_limit_is_not_gathered_to_its_end(start):
    """Even for a client that would read it."""
    limited = start(client_output_buffer_limit="normal 2mb 0 0")
    limited.call("DEBUG", "POPULATE", 300_000, timeout=30)
    before = limited.rss()
    greedy = limited.connect(timeout=10)
    with pytest.raises(resp.Closed):
        greedy.call("KEYS", "*")
    greedy.close()
    assert growth(limited, before) < 8 * MB
    assert limited.info("stats")["client_output_buffer_limit_disconnections"] == "1"


def test_pipelines_without_reading_do_not_grow_without_bound(kvd):
    """A client that sends PINGs and never reads: once its socket is full the server may stop reading
    from it, but serves others."""
    conn = kvd.connect(timeout=1)
    before = kvd.rss()
    conn.sock.settimeout(0.5)
    sent = 0
    batch = resp.encode("PING") * 10000
    try:
        while sent < 64 * MB:
            sent += conn.sock.send(batch)
    except (TimeoutError, ConnectionError):
        pass
    assert_serves(kvd)
    assert growth(kvd, before) < 128 * MB
    conn.close()


def test_nobody_is_starved_by_a_deep_pipeline(kvd):
    kvd.call("SET", "k", "v")
    busy = [kvd.connect(timeout=30) for _ in range(3)]
    for conn in busy:
        conn.sock.setblocking(True)
        conn.sock.sendall(resp.encode("GET", "k") * 20000)
        assert_serves(kvd, within_s=0.5)
    for conn in busy:
        assert conn.read_exact(len(b"$1\r\nv\r\n") * 20000) == b"$1\r\nv\r\n" * 20000
        conn.close()


def test_idle_connections_are_small(start, capsys):
    """10 000 connections that were answered once and are idle now: at most 4 KiB each."""
    count = 10_000
    server = start(maxclients=count + 100)
    server.call("PING")
    before = proc.settled_rss_bytes(server.pid)
    socks = load.open_connections(server.address, count)
    time.sleep(3)
    each = (proc.settled_rss_bytes(server.pid) - before) / count
    assert server.info("clients")["connected_clients"] == str(count + 1)
    with capsys.disabled():
        print(f"\n  {each:.0f} bytes of resident memory per idle connection")
    assert_serves(server)
    for sock in socks:
        sock.close()
    assert wait_until(lambda: server.info("clients")["connected_clients"] == "1", timeout=10,
                      step=0.05)
    if server.kind == "kvd":
        assert each <= 4 * KB


def test_connect_storms_are_survived(start, capsys):
    """Connects as fast as one process can, while another client measures its round trips. The
    timings are shown and not judged: they depend on the machine."""
    server = start()
    storm = load.InBackground(load.connect_storm, server.address, 100_000, 2.0)
    observed = load.InBackground(load.ping_latencies_ms, server.address, 2.0)
    connects, latencies = storm.result(), observed.result()
    with capsys.disabled():
        print(f"\n  {connects / 2:.0f} connects per second; another client waited "
              f"{load.percentile(latencies, 0.5):.2f} ms at p50, "
              f"{load.percentile(latencies, 0.99):.2f} ms at p99, "
              f"{latencies[-1]:.2f} ms at most")
    assert connects > 1000
    assert_serves(server)


def test_more_clients_than_allowed_are_told_so(start):
    server = start(maxclients=20)
    conns = [server.connect() for _ in range(20)]
    assert all(conn.call("PING").value == b"PONG" for conn in conns)
    for _ in range(50):
        late = server.connect()
        assert late.read().value == b"ERR max number of clients reached"
        assert late.at_end()
        late.close()
    conns.pop().close()

    def is_served():
        with_room = server.connect()
        try:
            return with_room.call("PING").value == b"PONG"
        except resp.Closed:
            return False
        finally:
            with_room.close()

    assert wait_until(is_served)
