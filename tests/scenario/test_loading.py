"""Libraries and scripts that take long to load: others go on meanwhile, and who needs scripts waits for them."""

import struct

import pytest
import redis

from harness import dump, resp
from harness.server import wait_until

TURNS = 5  # of others' requests, while something is loaded that takes far longer than so many turns


def slow(name, function, count=20_000_000):
    return (f"#!lua name={name}\nfor i = 1, {count:08} do end\n"
            f"redis.register_function('{function}', function() return '{name}' end)")


ENDLESS = "#!lua name=endless\nwhile true do end"
# It takes long to compile, and no time to run: nobody is told BUSY, however slow the machine.
LONG_SCRIPT = "local n = 1000000\nlocal function f()\n" + "n = n + 1\n" * 1_000_000 + "end\nreturn n"


@pytest.fixture(name="server", scope="module")
def server_fixture(start):
    return start(busy_reply_threshold=20, rdbcompression="no")


@pytest.fixture(name="empty", autouse=True)
def empty_fixture(server):
    yield
    server.call("FUNCTION", "FLUSH", "SYNC")
    server.call("SCRIPT", "FLUSH", "SYNC")
    server.call("FLUSHALL")


def begin(server, *words):
    """A connection on which the request has begun to run, and another."""
    loading, other = server.connect(timeout=60), server.connect(timeout=60)
    loading.send(resp.encode(*words))
    return loading, other


def others_requests_until(loading, other):
    """How many requests of the other are answered before the reply comes; and the reply."""
    count = 0
    while loading.is_silent(0):
        assert other.call("INCR", "n").value == b"%d" % (count + 1)
        count += 1
    return count, loading.read()


def payload_of(server, codes):
    for code in codes:
        server.call("FUNCTION", "LOAD", code)
    payload = server.connect().call("FUNCTION", "DUMP").value
    server.call("FUNCTION", "FLUSH", "SYNC")
    return payload


@pytest.mark.kvd_only
def test_others_go_on_while_a_library_is_loaded(server):
    loading, other = begin(server, "FUNCTION", "LOAD", slow("lib", "f"))
    count, reply = others_requests_until(loading, other)
    assert reply.value == b"lib"
    assert count >= TURNS
    assert other.call("FCALL", "f", 0).value == b"lib"


@pytest.mark.kvd_only
def test_one_that_never_ends_is_given_up(server):
    loading, other = begin(server, "FUNCTION", "LOAD", ENDLESS)
    count, reply = others_requests_until(loading, other)
    assert b"FUNCTION LOAD timeout" in reply.value
    assert count >= TURNS
    assert other.call("FUNCTION", "LIST").items == []


@pytest.mark.kvd_only
def test_others_go_on_while_libraries_are_restored(server):
    payload = payload_of(server, [slow(f"lib{i}", f"f{i}") for i in range(4)])
    for policy in "APPEND", "REPLACE", "FLUSH":
        loading, other = begin(server, "FUNCTION", "RESTORE", payload, policy)
        count, reply = others_requests_until(loading, other)
        assert reply.value == b"OK"
        assert count >= TURNS
        assert len(other.call("FUNCTION", "LIST").items) == 4
        server.call("DEL", "n")


@pytest.mark.kvd_only
def test_a_restore_that_takes_too_long_changes_nothing(server):
    payload = payload_of(server, [slow(f"lib{i}", f"f{i}", 1) for i in range(200)])
    payload = dump.sign(dump.unsigned(payload).replace(b"00000001", b"20000000"))
    server.call("FUNCTION", "LOAD", slow("old", "g", 1))
    loading, other = begin(server, "FUNCTION", "RESTORE", payload, "FLUSH")
    _, reply = others_requests_until(loading, other)
    assert reply.value == b"ERR FUNCTION RESTORE timeout"
    assert other.call("FCALL", "g", 0).value == b"old"
    assert len(other.call("FUNCTION", "LIST").items) == 1


@pytest.mark.kvd_only
def test_who_needs_scripts_waits(server):
    """The library is not there yet when its function is called."""
    loading, other = begin(server, "FUNCTION", "LOAD", slow("lib", "f"))
    assert other.call("PING").value == b"PONG"
    waiting = []
    for request, reply in ((("FCALL", "f", 0), b"lib"), (("EVAL", "return 7", 0), b"7"),
                           (("SCRIPT", "FLUSH"), b"OK"), (("FUNCTION", "DELETE", "lib"), b"OK")):
        conn = server.connect(timeout=60)
        conn.send(resp.encode(*request))
        waiting.append((conn, reply))
        assert other.call("SET", "k", "v").value == b"OK"
    for conn, reply in waiting:
        assert conn.read().value == reply
    assert loading.read().value == b"lib"
    assert other.call("FUNCTION", "LIST").items == []


@pytest.mark.kvd_only
def test_a_transaction_that_calls_waits_and_others_do_not(server):
    with redis.Redis(port=server.port) as r, r.pipeline() as calls, r.pipeline() as sets:
        loading, other = begin(server, "FUNCTION", "LOAD", slow("lib", "f"))
        assert other.call("PING").value == b"PONG"
        assert sets.set("a", 1).incr("a").execute() == [True, 2]
        assert calls.incr("a").fcall("f", 0).incr("a").execute() == [3, b"lib", 4]
        assert loading.read().value == b"lib"


@pytest.mark.kvd_only
def test_in_a_transaction_it_is_loaded_in_one_go(server):
    with redis.Redis(port=server.port) as r, r.pipeline() as pipe:
        pipe.execute_command("FUNCTION LOAD", slow("lib", "f"))
        assert pipe.fcall("f", 0).execute() == [b"lib", b"lib"]


@pytest.mark.kvd_only
def test_the_client_goes_away_while_it_loads(server):
    loading, other = begin(server, "FUNCTION", "LOAD", slow("lib", "f"))
    assert other.call("PING").value == b"PONG"
    loading.close()
    assert other.call("FCALL", "f", 0).value == b"lib"
    loading, other = begin(server, "FUNCTION", "LOAD", slow("killed", "g"))
    assert wait_until(lambda: b"cmd=function|load" in other.call("CLIENT", "LIST").value)
    other.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    assert loading.at_end(30)
    assert other.call("FCALL", "g", 0).value == b"killed"


@pytest.mark.kvd_only
def test_what_waits_goes_away(server):
    loading, other = begin(server, "FUNCTION", "LOAD", slow("lib", "f"))
    waiting = server.connect()
    waiting.send(resp.encode("EVAL", "return redis.call('SET', 'k', 1)", 0))
    assert other.call("PING").value == b"PONG"
    waiting.close()
    assert loading.read().value == b"lib"
    assert other.call("PING").value == b"PONG"


@pytest.mark.kvd_only
@pytest.mark.parametrize("words", [("FUNCTION", "LOAD", ENDLESS), ("SCRIPT", "LOAD", LONG_SCRIPT)],
                         ids=["library", "script"])
def test_the_server_ends_while_something_is_loaded(start, words):
    server = start()
    _, other = begin(server, *words)
    assert other.call("PING").value == b"PONG"
    assert server.stop(20) == 0


@pytest.mark.kvd_only
def test_the_server_ends_while_libraries_are_restored(start):
    server = start()
    payload = payload_of(server, [slow(f"lib{i}", f"f{i}") for i in range(20)])
    _, other = begin(server, "FUNCTION", "RESTORE", payload)
    assert other.call("PING").value == b"PONG"
    assert server.stop(20) == 0


@pytest.mark.kvd_only
def test_others_go_on_while_a_long_script_is_compiled(server):
    loading, other = begin(server, "SCRIPT", "LOAD", LONG_SCRIPT)
    count, reply = others_requests_until(loading, other)
    assert count >= TURNS
    assert other.call("EVALSHA", reply.value, 0).value == b"1000000"


@pytest.mark.kvd_only
def test_a_long_payload_is_checked_in_slices(server):
    payload = b"\0" * (256 << 20) + struct.pack("<HQ", 10, 1)
    loading, other = begin(server, "FUNCTION", "RESTORE", payload)
    count, reply = others_requests_until(loading, other)
    assert b"version or checksum are wrong" in reply.value
    assert count >= TURNS
    assert other.call("FUNCTION", "LIST").items == []


@pytest.mark.kvd_only
def test_others_go_on_while_a_long_script_is_compiled_to_run(server):
    loading, other = begin(server, "EVAL", LONG_SCRIPT, 0)
    count, reply = others_requests_until(loading, other)
    assert count >= TURNS
    assert reply.value == b"1000000"
    loading, other = begin(server, "EVAL", LONG_SCRIPT + " end", 0)
    assert other.call("PING").value == b"PONG"
    assert b"Error compiling script" in loading.read().value


@pytest.mark.kvd_only
def test_a_pause_that_begins_meanwhile_holds_the_script_back(server):
    loading, other = begin(server, "EVAL", LONG_SCRIPT.replace("return n", "return redis.call('SET', KEYS[1], n)"),
                           1, "k")
    assert other.call("CLIENT", "PAUSE", 100000, "WRITE").value == b"OK"
    before = other.call("GET", "k").value
    for _ in range(300):
        assert other.call("GET", "k").value == before
    assert other.call("CLIENT", "UNPAUSE").value == b"OK"
    assert loading.read().value == b"OK"
    assert other.call("GET", "k").value == b"1000000"


@pytest.mark.kvd_only
def test_the_server_ends_while_a_compiled_script_waits(start):
    server = start()
    loading, other = begin(server, "EVAL", LONG_SCRIPT, 0)
    assert other.call("CLIENT", "PAUSE", 100000, "WRITE").value == b"OK"
    for _ in range(300):
        other.call("PING")
    assert server.stop(20) == 0
    loading.close()


@pytest.mark.kvd_only
def test_what_a_compiled_script_calls_takes_its_own_time(server):
    """The others' time, which the compiling script has waited, is none of its commands'."""
    other = server.connect()
    other.call("SADD", "s", *range(2000))
    other.call("CONFIG", "RESETSTAT")
    loading, other = begin(server, "EVAL", LONG_SCRIPT + " + redis.call('SUNIONSTORE', KEYS[1], 's')", 1, "t")
    count, reply = others_requests_until(loading, other)
    assert count >= TURNS
    assert reply.value == b"1002000"
    stats = other.call("INFO", "commandstats").value.decode()
    assert int(stats.split("cmdstat_sunionstore:calls=1,usec=")[1].split(",")[0]) > 0


@pytest.mark.kvd_only
def test_who_waits_for_a_script_is_told_when_it_takes_long(server):
    loading, other = begin(server, "EVAL", LONG_SCRIPT.replace("return n", "while true do end"), 0)
    assert wait_until(lambda: other.call("CLIENT", "LIST").value.startswith(b"BUSY")
                      or b"cmd=eval" in other.call("CLIENT", "LIST").value)
    waiting = server.connect(timeout=30)
    waiting.send(resp.encode("EVAL", "return 1", 0))
    assert waiting.read().value.startswith(b"BUSY")
    assert other.call("SCRIPT", "KILL").value == b"OK"
    assert b"killed by user" in loading.read().value
    assert waiting.call("EVAL", "return 1", 0).value == b"1"


@pytest.mark.kvd_only
def test_a_compiled_script_waits_for_a_job_that_reads_its_key(server):
    """It might change the key, and runs when the job is over."""
    other = server.connect(timeout=60)
    sizes = [200_000, 300_000]
    for name, size in zip("ab", sizes):
        other.call("SADD", name, *(f"{name}:{i}" for i in range(size)))
    loading, other = begin(server, "EVAL", LONG_SCRIPT.replace("return n", "return redis.call('SCARD', 'union')"),
                           1, "a")
    storing = server.connect(timeout=60)
    storing.send(resp.encode("SUNIONSTORE", "union", "a", "b"))
    assert other.call("PING").value == b"PONG"
    assert loading.read().value == storing.read().value == b"%d" % sum(sizes)
