"""Functions as real clients use them: shared by many, replaced while they are called, killed, moved between servers."""

import random
import threading
import time

import pytest
import redis

from harness import dump, resp
from harness.server import wait_until
from harness.threads import in_threads

COUNTER = """#!lua name=counter
local calls = 0
redis.register_function('add', function(keys, args)
  calls = calls + 1
  return redis.call('INCRBY', keys[1], args[1])
end)
redis.register_function{function_name='calls', callback=function() return calls end,
                        flags={'no-writes'}, description='How often add was called.'}
"""
LOOPS = """#!lua name=loops
local function forever() while true do end end
redis.register_function('loop', forever)
redis.register_function('write_and_loop', function(keys) redis.call('SET', keys[1], 'v') forever() end)
redis.register_function('loop_and_catch', function() while true do pcall(forever) end end)
redis.register_function('for_ms', function(keys, args)
  local now = function() local t = redis.call('TIME') return t[1] * 1000 + t[2] / 1000 end
  local start = now()
  while now() < start + tonumber(args[1]) do end
  redis.call('SET', keys[1], 'done')
  return 'done'
end)
"""


@pytest.fixture(name="empty", autouse=True)
def empty_fixture(kvd):
    yield
    kvd.call("CONFIG", "SET", "busy-reply-threshold", 5000)
    kvd.call("FUNCTION", "FLUSH", "SYNC")


@pytest.fixture(name="client")
def client_fixture(kvd):
    with redis.Redis(port=kvd.port, decode_responses=True) as r:
        yield r


def library(name, function, value):
    return (f"#!lua name={name}\n"
            f"redis.register_function('{function}', function() return {value} end)")


# ---- Clients ---------------------------------------------------------------------------------------

def test_python_client(client):
    assert client.function_load(COUNTER) == "counter"
    with pytest.raises(redis.ResponseError, match="already exists"):
        client.function_load(COUNTER)
    assert client.function_load(COUNTER, replace=True) == "counter"
    assert client.fcall("add", 1, "k", 5) == 5
    assert client.fcall("add", 1, "k", 6) == 11
    assert client.fcall_ro("calls", 0) == 2
    with pytest.raises(redis.ResponseError, match="write flag"):
        client.fcall_ro("add", 1, "k", 5)
    listed = client.function_list("count*")
    assert listed[0][1] == "counter" and len(listed[0][5]) == 2
    payload = client.function_list(withcode=True)[0][7]
    assert payload == COUNTER
    assert client.function_delete("counter")
    assert client.function_list() == []


def test_counters_of_one_library_are_shared_by_all_clients(kvd, client):
    client.function_load(COUNTER)
    each, clients = 300, 6

    def work(number):
        with redis.Redis(port=kvd.port) as r, r.pipeline(transaction=False) as pipe:
            for i in range(each):
                pipe.fcall("add", 1, f"k{(number + i) % 3}", 2)
            pipe.execute()

    in_threads(clients, work)
    assert client.fcall_ro("calls", 0) == each * clients
    assert sum(int(v) for v in client.mget("k0", "k1", "k2")) == 2 * each * clients


def test_a_library_is_replaced_between_two_calls(kvd, client):
    """Whoever calls finds the old or the new one, with both of its functions, and never none."""
    def version(n):
        return (f"#!lua name=both\nlocal v = {n}\n"
                "redis.register_function('first', function() return v end)\n"
                "redis.register_function('second', function() return v end)")

    client.function_load(version(0))
    done = threading.Event()

    def work(number):
        with redis.Redis(port=kvd.port) as r:
            if number == 0:
                for n in range(1, 200):
                    r.function_load(version(n), replace=True)
                done.set()
                return
            last = 0
            while not done.is_set():
                first, second = r.pipeline().fcall("first", 0).fcall("second", 0).execute()
                assert first == second >= last
                last = first

    in_threads(4, work)
    assert client.fcall("first", 0) == 199


def test_transactions_call_functions(client):
    client.function_load(COUNTER)
    with client.pipeline() as pipe:
        assert pipe.set("k", 1).fcall("add", 1, "k", 2).get("k").execute() == [True, 3, "3"]
    with client.pipeline() as pipe:
        pipe.watch("k")
        client.fcall("add", 1, "k", 1)
        pipe.multi()
        pipe.set("k", 0)
        with pytest.raises(redis.WatchError):
            pipe.execute()
    assert client.get("k") == "4"


# ---- Long ones -------------------------------------------------------------------------------------

def busy(conn):
    reply = conn.call("PING")
    return reply.is_error() and reply.value.startswith(b"BUSY")


def start_long(kvd, *words):
    """A connection whose function runs, and another, which the server tells that it is busy."""
    kvd.call("FUNCTION", "LOAD", "REPLACE", LOOPS)
    kvd.call("CONFIG", "SET", "busy-reply-threshold", 50)
    running, other = kvd.connect(timeout=30), kvd.connect(timeout=30)
    running.send(resp.encode(*words))
    assert wait_until(lambda: busy(other), 10)
    return running, other


@pytest.mark.parametrize("name", ["loop", "loop_and_catch"])
def test_a_long_function_is_killed(kvd, name):
    running, other = start_long(kvd, "FCALL", name, 0)
    stats = other.call("FUNCTION", "STATS").items
    assert stats[1].items[1].value == name.encode()
    assert [i.value for i in stats[1].items[3].items] == [b"FCALL", name.encode(), b"0"]
    assert other.call("FUNCTION", "KILL").value == b"OK"
    assert b"killed by user" in running.read().value
    assert wait_until(lambda: other.call("PING").value == b"PONG")
    assert running.call("PING").value == b"PONG"
    assert other.call("FUNCTION", "KILL").value.startswith(b"NOTBUSY")


def test_a_long_function_ends_by_itself(kvd):
    running, other = start_long(kvd, "FCALL", "for_ms", 1, "k", 1000)
    assert running.read().value == b"done"
    assert other.call("GET", "k").value == b"done"


def test_what_has_written_is_not_killed(start):
    server = start()
    _, other = start_long(server, "FCALL", "write_and_loop", 1, "k")
    assert other.call("FUNCTION", "KILL").value.startswith(b"UNKILLABLE")
    assert busy(other)
    other.send(resp.encode("SHUTDOWN", "NOSAVE"))
    assert other.at_end(10)


def test_the_client_of_a_long_function_goes_away(kvd):
    running, other = start_long(kvd, "FCALL", "loop", 0)
    running.close()
    time.sleep(0.05)
    assert busy(other)
    assert other.call("FUNCTION", "KILL").value == b"OK"
    assert wait_until(lambda: other.call("PING").value == b"PONG")


HOSTILE = {
    "endless loop": "while true do end",
    "endless recursion": "local function f() return f() + 1 end f()",
    "endless arguments": "local function f(...) return f(1, ...) end f()",
    "string that doubles": "local s = 'x' while true do s = s .. s end",
    "long string": "local s = ('x'):rep(1000000000)",
    "long strings joined": "local s = ('x'):rep(100000000) s = s .. s .. s .. s",
    "table that grows": "local t = {} for i = 1, 1e9 do t[i] = {i} end",
    "pattern that backtracks": "local s = (('a'):rep(30)):find(('a?'):rep(30) .. ('a'):rep(30) .. 'b')",
    "replacement that grows": "local s = (('a'):rep(1000000)):gsub('a', ('b'):rep(100000))",
    "deep parentheses": "local a = " + "(" * 200000 + "1" + ")" * 200000,
    "deep tables": "local a = " + "{" * 200000 + "}" * 200000,
    "deep functions": "local f = " + "function() return " * 300 + "1" + " end" * 300,
    "many constants": "local t = {" + ",".join(str(i) for i in range(300000)) + "}",
    "long code": "--" + "x" * 17000000,
    "no end of a string": "local s = '" + "x" * 1000000,
    "bytecode": "\x1bLua",
}


@pytest.mark.kvd_only
@pytest.mark.parametrize("name", HOSTILE)
def test_a_library_that_cannot_be_loaded_leaves_what_is_there(client, name):
    client.function_load(library("lib", "f", 1))
    with pytest.raises(redis.ResponseError):
        client.function_load("#!lua name=lib\nredis.register_function('g', function() end)\n"
                             + HOSTILE[name], replace=True)
    assert client.fcall("f", 0) == 1
    with pytest.raises(redis.ResponseError, match="not found"):
        client.fcall("g", 0)
    assert client.info("memory")["used_memory_vm_functions"] < 8000000


@pytest.mark.kvd_only
def test_endless_registrations_are_given_up(client):
    with pytest.raises(redis.ResponseError):
        client.function_load("#!lua name=many\nlocal i = 0\nlocal text = ('x'):rep(1000000)\n"
                             "while true do i = i + 1 redis.register_function{function_name='f' .. i, "
                             "callback=function() end, description=text} end")
    assert client.function_list() == []


# ---- Memory ----------------------------------------------------------------------------------------

@pytest.mark.kvd_only
@pytest.mark.parametrize("how", ["SYNC", "ASYNC"])
def test_flush_gives_memory_back(client, how):
    before = client.info("memory")
    for i in range(20):
        client.function_load(library(f"lib{i}", f"f{i}", 1) + "\nlocal keep = {}\n"
                             "redis.register_function('hold%d', function() for i = 1, 20000 do "
                             "keep[i] = tostring(i) end return #keep end)" % i)
        assert client.fcall(f"hold{i}", 0) == 20000
    full = client.info("memory")
    assert full["number_of_libraries"] == 20
    assert full["number_of_functions"] == 40
    assert full["used_memory_vm_functions"] > before["used_memory_vm_functions"] + 20 * 20000 * 16
    assert full["used_memory_functions"] > before["used_memory_functions"]
    client.execute_command("FUNCTION", "FLUSH", how)
    assert client.info("memory")["number_of_functions"] == 0
    assert wait_until(lambda: client.info("memory")["used_memory_vm_functions"]
                      < before["used_memory_vm_functions"] + 200000)
    assert wait_until(lambda: client.info("memory")["used_memory"]
                      < before["used_memory"] + 1000000)


@pytest.mark.kvd_only
def test_flush_of_much_keeps_only_its_client_waiting(kvd, client):
    """+OK comes when the memory is free, and until then the others are served."""
    client.function_load(library("big", "f", 1) + "\nlocal keep = {}\n"
                         "redis.register_function('fill', function() for i = 1, 1000000 do "
                         "keep[i] = {i} end return #keep end)")
    assert client.fcall("fill", 0) == 1000000
    full = client.info("memory")["used_memory"]
    flushing = kvd.connect(timeout=30)
    flushing.send(resp.encode("FUNCTION", "FLUSH", "SYNC"))
    assert wait_until(lambda: client.info("memory")["number_of_functions"] == 0)
    assert flushing.read().value == b"OK"
    assert client.info("memory")["used_memory"] < full - 50000000
    assert flushing.call("PING").value == b"PONG"


# ---- Between servers -------------------------------------------------------------------------------

def code_of(conn):
    """The code of every library, and the names of its functions."""
    return {reply.items[1].value: (reply.items[7].value,
                                   sorted(f.items[1].value for f in reply.items[5].items))
            for reply in conn.call("FUNCTION", "LIST", "WITHCODE").items}


def random_libraries(r):
    """Libraries of many sizes, around the borders of the length encoding, compressible and not."""
    for i in range(r.randrange(1, 12)):
        size = r.choice([0, 1, 10, 63, 64, 200, 16200, 16383, 70000])
        noise = "".join(r.choice("abc" if r.random() < 0.5 else "0123456789abcdefghijklmnopqrstuvwxyz")
                        for _ in range(size))
        functions = "\n".join(f"redis.register_function('f{i}_{n}', function() return {n} end)"
                              for n in range(r.randrange(1, 5)))
        yield f"#!lua name=lib_{i}\n{functions}\n--{noise}"


def test_libraries_travel_both_ways(kvd, oracle):
    r = random.Random("libraries")
    ours, theirs = kvd.connect(timeout=60), oracle.connect(timeout=60)
    for turn in range(60):
        kvd.call("CONFIG", "SET", "rdbcompression", r.choice(["yes", "no"]))
        maker, taker = (ours, theirs) if turn % 2 else (theirs, ours)
        maker.call("FUNCTION", "FLUSH")
        for code in random_libraries(r):
            assert not maker.call("FUNCTION", "LOAD", code).is_error()
        payload = maker.call("FUNCTION", "DUMP").value
        assert taker.call("FUNCTION", "RESTORE", payload, "FLUSH").value == b"OK"
        assert code_of(taker) == code_of(maker)
        assert taker.call("FCALL", "f0_0", 0).value == b"0"
    oracle.call("FUNCTION", "FLUSH")
    ours.close()
    theirs.close()


def test_forged_payloads_change_nothing(kvd):
    """Bytes are changed and the payload is signed anew: it is refused, or what it holds is there."""
    r = random.Random("forged")
    conn = kvd.connect(timeout=60)
    kvd.call("CONFIG", "SET", "rdbcompression", "yes")
    conn.call("FUNCTION", "LOAD", library("a", "fa", 1))
    conn.call("FUNCTION", "LOAD", library("b", "fb", 2) + "\n--" + "x" * 300)
    body = dump.unsigned(conn.call("FUNCTION", "DUMP").value)
    conn.call("FUNCTION", "FLUSH")
    conn.call("FUNCTION", "LOAD", library("old", "f_old", 3))
    refused = 0
    for _ in range(1500):
        forged = bytearray(body)
        for _ in range(r.choice([1, 1, 1, 2, 8])):
            forged[r.randrange(len(forged))] = r.choice([0, 1, 0x7f, 0x80, 0xff, r.randrange(256)])
        if r.random() < 0.2:
            del forged[r.randrange(len(forged)):]
        before = code_of(conn)
        reply = conn.call("FUNCTION", "RESTORE", dump.sign(bytes(forged)),
                          r.choice(["APPEND", "REPLACE"]))
        if reply.is_error():
            refused += 1
            assert code_of(conn) == before
        else:
            assert code_of(conn).keys() >= before.keys()
            conn.call("FUNCTION", "FLUSH")
            conn.call("FUNCTION", "LOAD", library("old", "f_old", 3))
        assert conn.call("FCALL", "f_old", 0).value == b"3"
    assert refused > 500
    conn.close()
