"""Keys and fields that expire among a million others, and in crowds: all of them go, each at its time.

How late they were is printed (pytest -s) and judged by nobody: tests/bench measures it.
EXPIRY_KEYS=100000 has fewer others.
"""

import os
import time

import pytest

from harness import load, resp

pytestmark = pytest.mark.kvd_only   # fields have deadlines, INFO tells of them

OTHERS = int(os.environ.get("EXPIRY_KEYS", "1000000"))
FAR_S = 100_000
CROWD = 200_000


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it does not come to pass"
        time.sleep(0.01)


def plain(reply):
    """Strings, None, and lists of them."""
    if not isinstance(reply, resp.Element):
        return reply
    if reply.items is not None:
        return [plain(item) for item in reply.items]
    return None if reply.value is None else reply.value.decode()


def ask(kvd, *words):
    return plain(kvd.call(*words))


def stats(kvd):
    found = kvd.info("stats")
    return int(found["expired_keys"]), int(found["expired_subkeys"])


def report(kvd, title):
    found = kvd.info("stats")
    print(f"\n{title}: keys late by {found['expire_lateness_usec']} us, fields by "
          f"{found['expire_field_lateness_usec']} us; longest slice "
          f"{found['expire_longest_slice_us']} us")


def scanned(kvd, key):
    """The whole of a hash, by HSCAN, which may do so much at a time as it likes."""
    cursor, found = "0", []
    while True:
        cursor, some = ask(kvd, "HSCAN", key, cursor, "COUNT", 100_000)
        found += some
        if cursor == "0":
            return found


def check(kvd):
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


def fields_until(key, count, at_ms):
    """Commands that give a hash so many fields with one deadline."""
    for group in load.grouped(range(count), 500):
        words = [w for i in group for w in (f"f{i}", f"v{i}")]
        yield ("HSETEX", key, "PXAT", at_ms, "FIELDS", len(group), *words)


def in_ms(milliseconds):
    return int(time.time() * 1000) + milliseconds


def test_all_go_among_many_others(start):
    kvd = start(enable_debug_command="yes")
    load.load_keys(kvd.address, OTHERS, b"other", FAR_S)
    ask(kvd, "CONFIG", "RESETSTAT")
    load.run_commands(kvd.address, (("SET", f"watched:{i}", "v", "PX", 500 + i % 1500)
                                    for i in range(3000)))
    load.run_commands(kvd.address, (("HSETEX", f"hash:{i}", "PX", 500 + 4 * i, "FIELDS", 1, "f", "v")
                                    for i in range(500)))
    load.run_commands(kvd.address, (("HSET", f"hash:{i}", "stays", "v") for i in range(0, 500, 2)))
    wait_until(lambda: stats(kvd) == (3000, 500))
    assert ask(kvd, "DBSIZE") == str(OTHERS + 250)
    assert ask(kvd, "EXISTS", "watched:7", "watched:2999", "hash:1") == "0"
    assert ask(kvd, "HGETALL", "hash:2") == ["stays", "v"]
    assert f"keys={OTHERS + 250},expires={OTHERS}," in str(kvd.info("keyspace"))
    report(kvd, f"among {OTHERS} others")
    check(kvd)


def test_a_crowd_of_keys_goes_and_others_are_served(start):
    kvd = start(enable_debug_command="yes")
    load.load_keys(kvd.address, CROWD, b"v" * 32)
    conn = kvd.connect(timeout=60)
    at_ms = in_ms(4000)
    for group in load.grouped(range(CROWD), 5000):
        conn.send(b"".join(resp.encode("PEXPIREAT", load.key_of(i), at_ms) for i in group))
        assert all(conn.read().value == b"1" for _ in group)
    ask(kvd, "SET", "stays", "v")
    assert ask(kvd, "DBSIZE") == str(CROWD + 1)
    wait_until(lambda: ask(kvd, "DBSIZE") == "1")
    assert stats(kvd)[0] == CROWD
    assert ask(kvd, "GET", "stays") == "v"
    report(kvd, f"{CROWD} keys at once")
    check(kvd)


def test_a_crowd_of_fields_is_hidden_at_once(start):
    """Between the deadline and the last of them gone, no command shows one, and all commands work."""
    kvd = start(enable_debug_command="yes")
    at_ms = in_ms(6000)
    load.run_commands(kvd.address, fields_until("h", CROWD, at_ms))
    ask(kvd, "HSET", "h", "stays", "v")
    assert ask(kvd, "HLEN", "h") == str(CROWD + 1)
    ask(kvd, "DEBUG", "SET-ACTIVE-EXPIRE", "0")
    wait_until(lambda: in_ms(0) > at_ms)
    assert ask(kvd, "HLEN", "h") == "1"
    assert ask(kvd, "HGET", "h", "f7") is None
    assert ask(kvd, "HGETALL", "h") == ["stays", "v"]
    assert ask(kvd, "HRANDFIELD", "h", "-3") == ["stays"] * 3
    assert ask(kvd, "HRANDFIELD", "h", "5") == ["stays"]
    assert scanned(kvd, "h") == ["stays", "v"]
    assert ask(kvd, "HSETNX", "h", "f7", "anew") == "1"
    assert ask(kvd, "HTTL", "h", "FIELDS", "3", "f7", "f8", "stays") == ["-1", "-2", "-1"]
    assert ask(kvd, "COPY", "h", "copy") == "1"
    assert ask(kvd, "HLEN", "copy") == "2"
    assert ask(kvd, "RENAME", "h", "g") == "OK"
    dump = kvd.connect()
    dump.send(resp.encode("DUMP", "g"))
    assert ask(kvd, "RESTORE", "restored", "0", dump.read().value) == "OK"
    assert ask(kvd, "HLEN", "restored") == "2"
    check(kvd)
    assert stats(kvd)[1] < CROWD
    ask(kvd, "DEBUG", "SET-ACTIVE-EXPIRE", "1")
    wait_until(lambda: stats(kvd)[1] == CROWD - 1)    # f7 was set anew
    assert sorted(ask(kvd, "HKEYS", "g")) == ["f7", "stays"]
    report(kvd, f"{CROWD} fields at once")
    check(kvd)


def test_a_hash_whose_fields_all_expire_while_it_is_copied(start):
    kvd = start(enable_debug_command="yes")
    load.run_commands(kvd.address, fields_until("src", CROWD, in_ms(100_000)))
    copier = kvd.connect(timeout=60)
    names = [f"f{i}" for i in range(CROWD)]
    copier.send(resp.encode("HPEXPIRE", "src", 3, "FIELDS", len(names), *names) +
                resp.encode("COPY", "src", "dst") + resp.encode("EXISTS", "src"))
    assert len(copier.read().items) == CROWD
    assert copier.read().value in (b"0", b"1")
    wait_until(lambda: ask(kvd, "DBSIZE") == "0")
    check(kvd)
