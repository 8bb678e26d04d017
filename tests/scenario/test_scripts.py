"""Scripts as real clients use them: registered scripts, locks, rate limits; and what others notice of a long one."""

import random
import signal
import threading
import time

import pytest
import redis

from harness import resp
from harness.server import ServerError, wait_until

BUSY_MS = 50


@pytest.fixture
def client(kvd):
    with redis.Redis(port=kvd.port, decode_responses=True) as r:
        yield r


def in_threads(count, function):
    """Runs function(number) in so many threads at once; what one of them raises is raised here."""
    failed = []

    def run(number):
        try:
            function(number)
        except Exception as error:      # pylint: disable=broad-except
            failed.append(error)

    threads = [threading.Thread(target=run, args=(i,)) for i in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if failed:
        raise failed[0]


def test_registered_scripts_are_loaded_when_they_are_missing(client):
    add = client.register_script("return redis.call('INCRBY', KEYS[1], ARGV[1])")
    assert add(keys=["n"], args=[5]) == 5
    client.script_flush()
    assert add(keys=["n"], args=[5]) == 10
    client.script_flush()
    with client.pipeline() as pipe:
        add(keys=["n"], args=[1], client=pipe)
        pipe.get("n")
        assert pipe.execute() == [11, "11"]


def test_locks_let_one_in_at_a_time(kvd, client):
    client.set("n", 0)

    def work(_):
        with redis.Redis(port=kvd.port, decode_responses=True) as r:
            for _ in range(25):
                with r.lock("lock", timeout=20, sleep=0.001):
                    r.set("n", int(r.get("n")) + 1)

    in_threads(6, work)
    assert client.get("n") == "150"
    assert not client.exists("lock")
    lock = client.lock("lock", timeout=20)
    assert lock.acquire(blocking=False)
    assert lock.extend(10) and lock.reacquire()
    lock.release()
    with pytest.raises(redis.exceptions.LockError):
        lock.release()


def test_a_rate_limit_lets_so_many_through(kvd, client):
    limit = """
    local n = redis.call('INCR', KEYS[1])
    if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
    return n <= tonumber(ARGV[1])
    """
    passed = []

    def work(_):
        with redis.Redis(port=kvd.port) as r:
            script = r.register_script(limit)
            passed.extend(bool(script(keys=["window"], args=[100, 60000])) for _ in range(50))

    in_threads(4, work)
    assert passed.count(True) == 100
    assert 0 < client.pttl("window") <= 60000


def test_money_is_neither_made_nor_lost(kvd, client):
    move = """
    local have = tonumber(redis.call('GET', KEYS[1]))
    if have < tonumber(ARGV[1]) then return redis.error_reply('POOR not enough') end
    redis.call('DECRBY', KEYS[1], ARGV[1])
    redis.call('INCRBY', KEYS[2], ARGV[1])
    return have
    """
    accounts = [f"account:{i}" for i in range(8)]
    client.mset({a: 100 for a in accounts})

    def work(number):
        rng = random.Random(number)
        with redis.Redis(port=kvd.port, decode_responses=True) as r:
            script = r.register_script(move)
            for _ in range(200):
                try:
                    script(keys=rng.sample(accounts, 2), args=[rng.randint(1, 60)])
                except redis.ResponseError as error:
                    assert str(error).startswith("POOR")
                total = sum(int(n) for n in r.mget(accounts))
                assert total == 800

    in_threads(5, work)


@pytest.mark.parametrize("proto", [2, 3])
def test_values_of_both_protocols(kvd, proto):
    conn = kvd.connect()
    conn.call("HELLO", str(proto))
    conn.call("HSET", "h", "f", "v")
    reply = conn.call("EVAL", "redis.setresp(3) return redis.call('HGETALL', 'h')", "0")
    assert reply.kind == ("%" if proto == 3 else "*")
    conn.close()


# ---- One that takes long ------------------------------------------------------------------------------

class Forever:
    """A script that does not end, on a connection of its own."""

    def __init__(self, server, text="while true do end"):
        self.conn = server.connect(timeout=30.0)
        self.conn.send(resp.encode("EVAL", text, "0"))

    def reply(self):
        return self.conn.read()


def busy(server):
    try:
        server.call("PING")
    except ServerError as error:
        assert str(error).startswith("BUSY")
        return True
    return False


@pytest.fixture
def impatient(start):
    server = start(busy_reply_threshold=BUSY_MS)
    yield server
    server.stop()


@pytest.mark.kvd_only
@pytest.mark.parametrize("lines", [600, 100_000])
def test_a_long_text_is_compiled_while_others_send(impatient, lines):
    text = "if false then redis.call('GET', 'k') end\n" * lines + "return KEYS[1] .. ARGV[1]"
    conns = [impatient.connect(timeout=30.0) for _ in range(3)]
    for _ in range(5):
        conns[0].send(resp.encode("EVAL", text + " .. '%d'" % random.getrandbits(60), "1", "key", "arg"))
        for other in conns[1:]:
            for _ in range(20):
                reply = other.call("SET", "k", "v" * 20000)
                assert reply.value == b"OK" or reply.value.startswith(b"BUSY")
        assert conns[0].read().value.startswith(b"keyarg")
    for conn in conns:
        conn.close()


def test_others_are_answered_soon(impatient):
    forever = Forever(impatient)
    assert wait_until(lambda: busy(impatient))
    waits = []
    for _ in range(50):
        begin = time.monotonic()
        assert busy(impatient)
        waits.append(time.monotonic() - begin)
    assert sorted(waits)[len(waits) // 2] < 0.5      # not the time of the script
    assert impatient.call("SCRIPT", "KILL") == "OK"
    assert forever.reply().is_error()
    assert not busy(impatient)


def test_its_client_may_go(impatient):
    forever = Forever(impatient)
    assert wait_until(lambda: busy(impatient))
    forever.conn.close()
    assert busy(impatient)
    assert impatient.call("SCRIPT", "KILL") == "OK"
    assert wait_until(lambda: not busy(impatient))
    assert wait_until(lambda: impatient.info("clients")["connected_clients"] == "1")


def test_one_in_a_transaction_is_killed_and_the_rest_runs(impatient):
    conn = impatient.connect(timeout=30.0)
    for words in (["MULTI"], ["INCR", "n"], ["EVAL", "while true do end", "0"], ["INCR", "n"]):
        conn.call(*words)
    conn.send(resp.encode("EXEC"))
    assert wait_until(lambda: busy(impatient))
    assert impatient.call("SCRIPT", "KILL") == "OK"
    assert conn.read().is_error() is False
    assert impatient.call("GET", "n") == "2"
    conn.close()


@pytest.mark.kvd_only
def test_one_long_command_of_a_script_does_not_hold_others(impatient):
    impatient.call("EVAL", "for i = 1, 50000 do redis.call('SADD', 's', 'member' .. i) end", "0")
    script = Forever(impatient, "local keys = {} for i = 1, 7000 do keys[i] = 's' end "
                                "return redis.call('SINTERCARD', #keys, unpack(keys))")
    assert wait_until(lambda: busy(impatient), 20)
    assert busy(impatient)
    assert impatient.call("SCRIPT", "KILL") == "OK"
    reply = script.reply()
    assert reply.is_error() and b"killed by user" in reply.value
    assert impatient.call("SCARD", "s") == "50000"


@pytest.mark.kvd_only
def test_scripts_of_a_transaction_do_not_begin_when_the_server_ends(start):
    server = start(busy_reply_threshold=3000)
    conn = server.connect(timeout=30.0)
    conn.call("MULTI")
    for _ in range(20):
        conn.call("EVAL", "while true do end", "0")
    conn.send(resp.encode("EXEC"))
    assert wait_until(lambda: busy(server), 20)
    control = server.connect()
    control.send(resp.encode("SHUTDOWN", "NOSAVE"))
    assert server.process.wait(20) == 0
    conn.close()


def test_nothing_happens_to_the_data_meanwhile(impatient):
    impatient.call("SET", "gone", "v", "PX", str(BUSY_MS * 2))
    waiting = impatient.connect(timeout=30.0)
    waiting.send(resp.encode("BLPOP", "q", "0"))
    script = Forever(impatient, "redis.call('RPUSH', 'q', 'x') for i = 1, 1.5e8 do end "
                                "return {redis.call('EXISTS', 'gone'), redis.call('LLEN', 'q')}")
    reply = script.reply()
    assert [e.value for e in reply.items] == [b"1", b"1"]
    assert [e.value for e in waiting.read().items] == [b"q", b"x"]
    assert wait_until(lambda: impatient.call("EXISTS", "gone") == "0")
    waiting.close()


@pytest.mark.parametrize("how", ["command", "signal"])
@pytest.mark.kvd_only
def test_the_server_ends_all_the_same(start, how):
    server = start(busy_reply_threshold=BUSY_MS)
    forever = Forever(server, "redis.call('SET', 'k', 'v') while true do pcall(function() while true do end end) end")
    assert wait_until(lambda: busy(server))
    if how == "command":
        conn = server.connect()
        conn.send(resp.encode("SHUTDOWN", "NOSAVE"))
    else:
        server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(20) == 0
    forever.conn.close()
