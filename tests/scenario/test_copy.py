"""COPY of big collections: in slices, and still one operation."""

import pytest

from harness import load, resp

COUNT = 100_000


def fill(kvd, kind):
    commands = {
        "hash": lambda group: ("HSET", "src", *(w for i in group for w in (f"f{i}", f"v{i}"))),
        "set": lambda group: ("SADD", "src", *(f"m{i}" for i in group)),
        "zset": lambda group: ("ZADD", "src", *(w for i in group for w in (i % 1000, f"m{i}"))),
        "list": lambda group: ("RPUSH", "src", *(f"e{i}" for i in group)),
    }
    load.run_commands(kvd.address, (commands[kind](g) for g in load.grouped(range(COUNT), 500)))


def digests(kvd, *keys):
    return [e.value for e in kvd.connect().call("DEBUG", "DIGEST-VALUE", *keys).items]


@pytest.mark.parametrize("kind", ["hash", "set", "zset", "list"])
def test_a_copy_equals_its_source(start, kind):
    kvd = start(enable_debug_command="yes")
    fill(kvd, kind)
    kvd.call("EXPIRE", "src", 1000)
    assert kvd.call("COPY", "src", "dst") == "1"
    source, copy = digests(kvd, "src", "dst")
    assert source == copy
    assert 0 < int(kvd.call("TTL", "dst")) <= 1000
    assert kvd.call("COPY", "src", "dst") == "0"
    assert kvd.call("COPY", "src", "dst", "DB", "1", "REPLACE") == "1"
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


@pytest.mark.parametrize("depth", [0, 2])
def test_a_copied_list_is_one_like_any_other(start, depth):
    kvd = start(enable_debug_command="yes", list_compress_depth=depth, list_max_listpack_size=5)
    fill(kvd, "list")
    assert kvd.call("COPY", "src", "dst") == "1"
    for key in ("src", "dst"):
        assert kvd.call("LPUSH", key, "first") == str(COUNT + 1)
        assert kvd.call("LSET", key, COUNT // 2, "other") == "OK"
        assert kvd.call("LTRIM", key, 0, -100) == "OK"
    source, copy = digests(kvd, "src", "dst")
    assert source == copy
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


@pytest.mark.parametrize("kind", ["hash", "set", "zset", "list"])
def test_nobody_changes_the_source_meanwhile(start, kind):
    """All writers wait, and come after the copy, whichever way they would change the source."""
    kvd = start(enable_debug_command="yes")
    fill(kvd, kind)
    before = digests(kvd, "src")[0]
    copier, other = kvd.connect(timeout=20), kvd.connect(timeout=20)
    copier.send(resp.encode("COPY", "src", "dst"))
    other.send(resp.encode("DEL", "src") + resp.encode("EXISTS", "src") +
               resp.encode("EXISTS", "dst"))
    assert copier.read().value == b"1"
    assert [other.read().value for _ in range(3)] == [b"1", b"0", b"1"]
    assert digests(kvd, "dst")[0] == before


@pytest.mark.parametrize("kind", ["hash", "set", "zset"])
def test_a_source_that_expires_meanwhile_is_still_read(start, kind):
    kvd = start(enable_debug_command="yes")
    fill(kvd, kind)
    copier = kvd.connect(timeout=20)
    copier.send(resp.encode("PEXPIRE", "src", 2) + resp.encode("COPY", "src", "dst") +
                resp.encode("EXISTS", "src", "dst"))
    assert copier.read().value == b"1"
    assert copier.read().value in (b"0", b"1")
    assert copier.read().value == b"0"
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"


def test_a_client_that_goes_takes_its_copy_along(start):
    kvd = start(enable_debug_command="yes")
    for kind in ("hash", "set", "zset", "list"):
        kvd.call("FLUSHALL")
        fill(kvd, kind)
        copier = kvd.connect()
        copier.send(resp.encode("COPY", "src", "dst"))
        copier.close()
        assert kvd.call("DEL", "src") == "1"        # waits while the key is held
    assert kvd.call("DEBUG", "KEYSPACE-CHECK") == "OK"
