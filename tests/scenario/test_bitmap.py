"""Bitmaps of many megabytes: in slices, and still one operation."""

import random

import pytest

from harness import resp

MB = 1024 * 1024
LAST = 8 * 256 * MB - 1         # the last bit of 256 MB
OPERATIONS = {
    "AND": lambda x, y, z: x & y & z,
    "OR": lambda x, y, z: x | y | z,
    "XOR": lambda x, y, z: x ^ y ^ z,
    "DIFF": lambda x, y, z: x & ~(y | z),
    "DIFF1": lambda x, y, z: (y | z) & ~x,
    "ANDOR": lambda x, y, z: x & (y | z),
    "ONE": lambda x, y, z: (x ^ y ^ z) & ~(x & y & z),
}


@pytest.fixture(scope="module")
def shared(start):
    return start(enable_debug_command="yes")


def noise(size, seed):
    return random.Random(seed).randbytes(size)


def integer(data, size):
    """A string as BITOP sees it, zeros behind its end."""
    return int.from_bytes(data.ljust(size, b"\0"), "big")


def fill(kvd):
    """Three strings of different lengths."""
    data = [noise(size, seed) for seed, size in enumerate((12 * MB + 5, 9 * MB, 12 * MB))]
    for name, value in zip(("x", "y", "z"), data):
        kvd.call("SET", name, value)
    return data


@pytest.mark.parametrize("operation", [
    name if name in ("AND", "OR", "XOR") else pytest.param(name, marks=pytest.mark.kvd_only)
    for name in OPERATIONS])
def test_long_strings_are_combined(kvd, operation):
    data = fill(kvd)
    size = max(map(len, data))
    want = OPERATIONS[operation](*(integer(d, size) for d in data)).to_bytes(size, "big")
    assert kvd.call("BITOP", operation, "dst", "x", "y", "z") == str(size)
    assert kvd.connect(timeout=20).call("GET", "dst").value == want
    assert kvd.call("BITCOUNT", "dst") == str(int.from_bytes(want, "big").bit_count())


def test_the_destination_may_be_a_source(kvd):
    x = fill(kvd)[0]
    assert kvd.call("BITOP", "NOT", "x", "x") == str(len(x))
    assert kvd.connect(timeout=20).call("GET", "x").value == bytes(b ^ 0xff for b in x)


def test_the_only_bit_of_many_is_found(kvd):
    kvd.call("SETBIT", "k", LAST, 1)
    assert kvd.call("BITPOS", "k", 1) == str(LAST)
    assert kvd.call("BITPOS", "k", 1, 0, LAST - 1, "BIT") == "-1"
    assert kvd.call("BITPOS", "k", 0) == "0"
    assert kvd.call("BITCOUNT", "k") == "1"
    assert kvd.call("BITCOUNT", "k", 1, LAST - 1, "BIT") == "0"


def test_nobody_changes_what_is_being_read(start):
    """Writers of the key wait, and come after; others, and readers, do not."""
    kvd = start()
    kvd.call("SETBIT", "k", LAST, 1)
    readers = [kvd.connect(timeout=20) for _ in range(3)]
    for reader, request in zip(readers, (("BITCOUNT", "k"), ("BITPOS", "k", 1),
                                         ("BITOP", "NOT", "dst", "k"))):
        reader.send(resp.encode(*request))
    writer, other = kvd.connect(timeout=20), kvd.connect(timeout=20)
    writer.send(resp.encode("SETBIT", "k", 0, 1) + resp.encode("GETBIT", "k", 0))
    other.send(resp.encode("SETBIT", "other", 0, 1) + resp.encode("GETBIT", "k", LAST))
    assert [other.read().value for _ in range(2)] == [b"0", b"1"]
    found = [reader.read().value for reader in readers]
    assert found[0] in (b"1", b"2")
    assert found[1] in (b"%d" % LAST, b"0")
    assert found[2] == b"%d" % (256 * MB)
    assert kvd.call("BITCOUNT", "dst") in (str(LAST), str(LAST - 1))
    assert [writer.read().value for _ in range(2)] == [b"0", b"1"]
    assert kvd.call("BITCOUNT", "k") == "2"


def test_several_wait_for_one_another(kvd):
    fill(kvd)
    clients = [kvd.connect(timeout=20) for _ in range(6)]
    for i, client in enumerate(clients):
        client.send(resp.encode("BITOP", "OR", f"dst{i}", "x", "y", "z"))
    clients[0].close()          # whether it works or waits, it takes its work along
    for client in clients[1:]:
        assert client.read().value == b"%d" % (12 * MB + 5)
    counts = {kvd.call("BITCOUNT", f"dst{i}") for i in range(1, 6)}
    assert len(counts) == 1 and int(counts.pop()) > 40 * MB


def test_a_source_that_expires_meanwhile_is_still_read(kvd):
    fill(kvd)
    client = kvd.connect(timeout=20)
    client.send(resp.encode("PEXPIRE", "x", 2) + resp.encode("BITOP", "OR", "dst", "x", "y", "z") +
                resp.encode("EXISTS", "x"))
    assert client.read().value == b"1"
    assert client.read().value in (b"%d" % (12 * MB + 5), b"%d" % (12 * MB))
    client.read()
    assert kvd.call("STRLEN", "dst") != "0"


@pytest.mark.kvd_only
def test_clients_that_go_take_their_work_along(kvd):
    fill(kvd)
    kvd.call("SETBIT", "k", LAST, 1)
    for request in (("BITCOUNT", "k"), ("BITPOS", "k", 1), ("BITOP", "XOR", "dst", "x", "y")):
        client = kvd.connect()
        client.send(resp.encode(*request))
        client.close()
    assert kvd.call("DEL", "k", "x", "y", "z") == "4"       # waits while the keys are held
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
