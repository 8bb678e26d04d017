"""Load that tests and the benchmark put on a server: many keys, many connections, a watch on latency.

Everything goes to a server on 127.0.0.1 that the caller started, and is bounded in count or time.
"""

import itertools
import multiprocessing
import os
import random
import resource
import socket
import struct
import time

from . import resp

PING = resp.encode("PING")
PONG = b"+PONG\r\n"
KEY_LEN = 16


def key_of(number):
    """The key redis-benchmark uses for a random number: 16 bytes."""
    return b"key:%012d" % number


def set_requests(numbers, value, ttl_s=None):
    """Requests that set one key each; value is a constant or a function of the number."""
    tail = b"" if ttl_s is None else b"$2\r\nEX\r\n$%d\r\n%d\r\n" % (len(str(ttl_s)), ttl_s)
    head = b"*%d\r\n$3\r\nSET\r\n$%d\r\n" % (3 if ttl_s is None else 5, KEY_LEN)
    for number in numbers:
        text = value(number) if callable(value) else value
        yield b"%bkey:%012d\r\n$%d\r\n%b\r\n%b" % (head, number, len(text), text, tail)


def load_keys(address, count, value, ttl_s=None, batch=5000):
    """Sets keys 0 to count - 1, in pipelines. Every reply has to be +OK."""
    conn = resp.Connection(address, timeout=60)
    try:
        for first in range(0, count, batch):
            numbers = range(first, min(count, first + batch))
            conn.send(b"".join(set_requests(numbers, value, ttl_s)))
            replies = conn.read_exact(len(b"+OK\r\n") * len(numbers))
            if replies != b"+OK\r\n" * len(numbers):
                raise resp.ProtocolError(f"loading keys: {replies[:80]!r}")
    finally:
        conn.close()


def run_commands(address, commands, batch=50):
    """Runs commands (tuples of words) in pipelines; an error reply raises."""
    conn = resp.Connection(address, timeout=60)
    waiting = 0
    try:
        for command in commands:
            conn.send(resp.encode(*command))
            waiting += 1
            if waiting == batch:
                check_replies(conn, waiting)
                waiting = 0
        check_replies(conn, waiting)
    finally:
        conn.close()


def check_replies(conn, count):
    for _ in range(count):
        reply = conn.read()
        if reply.is_error():
            raise resp.ProtocolError(f"loading: {reply}")


def grouped(words, size):
    """Tuples of so many words, the last one with what is left."""
    words = iter(words)
    while group := tuple(itertools.islice(words, size)):
        yield group


def allow_open_files(count):
    """Raises the limit of this process so that it can hold `count` connections."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count + 200
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(wanted, hard), hard))
    if hard != resource.RLIM_INFINITY and hard < wanted:
        raise OSError(f"{wanted} open files are needed, the limit is {hard}")


def open_connections(address, count):
    """Connections that have each been answered one PING, and are idle now."""
    allow_open_files(count)
    socks = []
    for _ in range(count):
        sock = socket.create_connection(address, 10)
        sock.sendall(PING)
        socks.append(sock)
    for sock in socks:
        if sock.recv(64) != PONG:
            raise resp.ProtocolError("an idle connection was refused")
    return socks


def connect_storm(address, most, seconds):
    """Connects, asks once, reads the answer and closes, over and over. Returns the number of times.

    The connections are reset at the end, or the ports would run out in TIME_WAIT.
    """
    reset = struct.pack("ii", 1, 0)
    end = time.monotonic() + seconds
    done = 0
    while done < most and time.monotonic() < end:
        socks = []
        for _ in range(20):
            sock = socket.socket()
            sock.connect(address)
            sock.send(PING)
            socks.append(sock)
        for sock in socks:
            if sock.recv(64) != PONG:
                raise resp.ProtocolError("a connection of the storm was refused")
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
            sock.close()
        done += len(socks)
    return done


def ping_latencies_ms(address, seconds, pause_s=0.0005):
    """Round trips of one well-behaved client, in milliseconds, sorted."""
    with socket.create_connection(address, 10) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        end = time.monotonic() + seconds
        found = []
        while time.monotonic() < end:
            begin = time.monotonic()
            sock.sendall(PING)
            sock.recv(64)
            found.append((time.monotonic() - begin) * 1000)
            time.sleep(pause_s)
    return sorted(found)


def transaction(numbers, value):
    """MULTI, a SET of each of these keys, EXEC."""
    return resp.encode("MULTI") + b"".join(set_requests(numbers, value)) + resp.encode("EXEC")


def receive(sock, size):
    """So many bytes, or fewer at the end of the stream."""
    parts = []
    while size > 0 and (part := sock.recv(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def run_transactions(address, count, keys, value, clients, pipeline, sets=10, cpu=None):
    """Runs at least `count` transactions of so many SETs: every client sends so many in one write, and
    again when all are answered. Returns how many there were, the seconds that took, and the round trips
    in milliseconds, sorted.
    """
    if cpu is not None:
        os.sched_setaffinity(0, {cpu})
    pick = random.Random(count)
    writes = [b"".join(transaction([pick.randrange(keys) for _ in range(sets)], value)
                       for _ in range(pipeline)) for _ in range(10_000 // pipeline)]
    expected = (b"+OK\r\n" + b"+QUEUED\r\n" * sets + b"*%d\r\n" % sets + b"+OK\r\n" * sets) * pipeline
    socks = [socket.create_connection(address, 10) for _ in range(clients)]
    done, found, begin = 0, [], time.monotonic()
    while done < count:
        sent = []
        for sock in socks:
            sent.append(time.monotonic())
            sock.sendall(pick.choice(writes))
        for sock, at in zip(socks, sent):
            if receive(sock, len(expected)) != expected:
                raise resp.ProtocolError("a transaction was not run")
            found.append((time.monotonic() - at) * 1000)
        done += pipeline * clients
    seconds = time.monotonic() - begin
    for sock in socks:
        sock.close()
    return done, seconds, sorted(found)


def percentile(ordered, share):
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


class InBackground:
    """Runs a function in a process of its own; result() waits for what it returned."""

    def __init__(self, function, *args):
        self.pool = multiprocessing.get_context("fork").Pool(1)
        self.call = self.pool.apply_async(function, args)

    def result(self, timeout=120):
        try:
            return self.call.get(timeout)
        finally:
            self.pool.terminate()
            self.pool.join()
