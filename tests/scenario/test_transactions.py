"""Transactions of real clients: all or nothing, whoever else is there and whoever is closed meanwhile."""

import random
import threading
import time

import pytest
import redis

from harness import resp
from harness.server import wait_until
from harness.threads import in_threads

ACCOUNTS = 8


@pytest.fixture
def client(kvd):
    with redis.Redis(port=kvd.port, decode_responses=True) as r:
        yield r


def info(client, field):
    return client.info("clients")[field]


def test_python_transactions(client):
    with client.pipeline() as pipe:
        results = pipe.set("a", 1).incr("a").get("a").lrange("none", 0, -1).execute()
    assert results == [True, 2, "2", []]
    with client.pipeline() as pipe:
        for i in range(5000):
            pipe.set(f"k{i}", i)
            pipe.get(f"k{i}")
        assert pipe.execute()[1::2] == [str(i) for i in range(5000)]


def test_python_errors_while_it_runs(client):
    client.set("text", "abc")
    with client.pipeline() as pipe:
        results = pipe.set("a", 1).incr("text").set("b", 2).execute(raise_on_error=False)
    assert isinstance(results[1], redis.ResponseError)
    assert client.mget("a", "b") == ["1", "2"]


def test_python_errors_while_it_is_queued(client):
    with client.pipeline() as pipe:
        pipe.set("a", 1)
        pipe.execute_command("NOSUCH")
        with pytest.raises(redis.ResponseError):
            pipe.execute()
    assert client.get("a") is None
    assert client.ping()


def test_watches_of_contending_clients_lose_no_increment(kvd, client):
    lost = []

    def work(_):
        with redis.Redis(port=kvd.port) as r:
            for _ in range(60):
                with r.pipeline() as pipe:
                    while True:
                        try:
                            pipe.watch("counter", "unrelated")
                            value = int(pipe.get("counter") or 0)
                            pipe.multi()
                            pipe.set("counter", value + 1)
                            pipe.execute()
                            break
                        except redis.WatchError:
                            lost.append(1)

    in_threads(8, work)
    assert client.get("counter") == str(8 * 60)
    assert lost, "the clients did not contend"
    assert wait_until(lambda: info(client, "watching_clients") == 0)
    assert info(client, "total_watched_keys") == 0


def transfer(pipe):
    """Moves a little from one account to another, if nobody else touched the two meanwhile."""
    source, target = random.sample(range(ACCOUNTS), 2)
    pipe.watch(f"account:{source}", f"account:{target}")
    have = int(pipe.get(f"account:{source}"))
    pipe.multi()
    pipe.set(f"account:{source}", have - 1)
    pipe.incr(f"account:{target}")
    try:
        pipe.execute()
    except redis.WatchError:
        pass


def test_nobody_sees_a_transaction_half_done(kvd, client):
    client.mset({f"account:{i}": 100 for i in range(ACCOUNTS)})
    end = time.monotonic() + 1.5

    def work(number):
        with redis.Redis(port=kvd.port) as r:
            while time.monotonic() < end:
                with r.pipeline() as pipe:
                    if number < 5:
                        transfer(pipe)
                    else:
                        for i in range(ACCOUNTS):
                            pipe.get(f"account:{i}")
                        assert sum(map(int, pipe.execute())) == 100 * ACCOUNTS

    in_threads(8, work)


def test_clients_killed_at_any_time_leave_no_half(kvd, client):
    """Writers set x and y to the same value in one transaction, and are killed all the time."""
    end = time.monotonic() + 2
    done = []

    def write(number):
        r = redis.Redis(port=kvd.port, client_name="writer", retry_on_error=[])
        value = number
        while time.monotonic() < end:
            value += 10
            try:
                with r.pipeline() as pipe:
                    pipe.watch("z", f"w{value}")
                    pipe.multi()
                    pipe.set("x", value)
                    pipe.lpush("q", value)
                    pipe.ltrim("q", 0, 10)
                    pipe.set("y", value)
                    pipe.execute()
                done.append(1)
            except (redis.ConnectionError, redis.WatchError):
                pass
        r.close()

    def kill(_):
        with redis.Redis(port=kvd.port) as r:
            while time.monotonic() < end:
                writers = [c["id"] for c in r.client_list() if c["name"] == "writer"]
                if writers:
                    r.execute_command("CLIENT", "KILL", "ID", random.choice(writers))
                if random.random() < 0.1:
                    r.execute_command("FLUSHALL")
                time.sleep(0.002)

    def check(_):
        with redis.Redis(port=kvd.port) as r:
            while time.monotonic() < end:
                x, y = r.mget("x", "y")
                assert x == y

    workers = [write, write, write, kill, check]
    in_threads(len(workers), lambda i: workers[i](i))
    assert done
    assert wait_until(lambda: info(client, "watching_clients") == 0)
    assert info(client, "total_watched_keys") == 0


def test_long_work_in_a_transaction_is_atomic(kvd, client):
    """KEYS over so many keys takes several turns by itself, but none in a transaction."""
    for first in range(0, 300_000, 10_000):
        client.mset({f"key:{i}": i for i in range(first, first + 10_000)})
    stop = threading.Event()

    def add(_):
        with redis.Redis(port=kvd.port) as r:
            number = 0
            while not stop.is_set():
                number += 1
                r.set(f"more:{number}", number)

    def look(_):
        try:
            with redis.Redis(port=kvd.port) as r:
                for _ in range(5):
                    with r.pipeline() as pipe:
                        before, keys, after = pipe.dbsize().keys("*").dbsize().execute()
                    assert before == len(keys) == after
        finally:
            stop.set()

    workers = [add, look]
    in_threads(2, lambda i: workers[i](i))


def test_a_queue_has_a_limit(kvd, client):
    client.config_set("client-query-buffer-limit", 2_000_000)
    conn = kvd.connect()
    try:
        assert conn.call("MULTI").value == b"OK"
        replies = [conn.call("SET", f"k{i}", "v" * 10_000) for i in range(300)]
        assert replies[100].value == b"QUEUED"
        assert any(b"larger than client-query-buffer-limit" in r.value for r in replies)
        assert b"EXECABORT" in conn.call("EXEC").value
        assert client.dbsize() == 0
        assert conn.call("SET", "k", "v").value == b"OK"
    finally:
        conn.close()
        client.config_set("client-query-buffer-limit", "1gb")


def test_a_queue_counts_for_maxmemory_clients(kvd, client):
    client.config_set("maxmemory-clients", 5_000_000)
    greedy, modest = kvd.connect(), kvd.connect()
    try:
        modest.call("MULTI")
        modest.call("SET", "k", "v")
        greedy.call("MULTI")
        with pytest.raises(resp.Closed):
            for i in range(1000):
                greedy.call("SET", f"k{i}", "v" * 10_000)
        assert [reply.value for reply in modest.call("EXEC").items] == [b"OK"]
        assert client.dbsize() == 1
    finally:
        greedy.close()
        modest.close()
        client.config_set("maxmemory-clients", 0)


@pytest.mark.kvd_only
def test_a_client_that_goes_away_during_exec_leaves_nothing(kvd, client):
    """The rest of its transaction runs for nobody."""
    client.config_set("busy-reply-threshold", 5)
    conn, other = kvd.connect(), kvd.connect(timeout=30)
    try:
        conn.send(resp.encode("HELLO", 3) + resp.encode("MULTI") + resp.encode("EVAL", "while true do end", 0)
                  + resp.encode("CLIENT", "TRACKING", "ON") + resp.encode("SUBSCRIBE", "channel")
                  + resp.encode("SET", "k", "v") + resp.encode("EXEC"))
        assert wait_until(lambda: other.call("PING").value != b"PONG", 10)
        conn.close()
        assert wait_until(lambda: other.call("INFO").is_error())
        time.sleep(0.05)
        assert other.call("SCRIPT", "KILL").value == b"OK"
        assert wait_until(lambda: other.call("GET", "k").value == b"v")
        assert info(client, "tracking_clients") == 0
        assert info(client, "pubsub_clients") == 0
    finally:
        other.close()
        client.config_set("busy-reply-threshold", 5000)
