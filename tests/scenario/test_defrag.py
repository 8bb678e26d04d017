"""Values are moved together when deletions have left holes: memory goes back, nothing else changes."""

import random

import pytest

from harness import load
from harness.server import wait_until

pytestmark = pytest.mark.kvd_only
MB = 1024 * 1024
KEYS = 60_000


def values(rng):
    """Keys of all types, in an order that mixes them."""
    for i in range(KEYS):
        yield ("SET", f"s:{i}", "v" * rng.randrange(400))
        if i % 10 == 0:
            fields = [w for f in range(rng.randrange(100)) for w in (f"f{f}", "v" * 60)]
            yield ("HSET", f"h:{i}", "f", "v", *fields)
            yield ("SADD", f"S:{i}", "m", *[f"member-{m}" for m in range(rng.randrange(100))])
            yield ("ZADD", f"z:{i}", 0, "m",
                   *[w for m in range(rng.randrange(100)) for w in (m % 7, f"member-{m}")])
            yield ("RPUSH", f"l:{i}", "e", *["e" * 100 for _ in range(rng.randrange(100))])
        if i % 3 == 0:
            yield ("PEXPIRE", f"s:{i}", 10_000_000 + i)


def delete_most(server, rng):
    names = [f"s:{i}" for i in range(KEYS)]
    names += [f"{kind}:{i}" for kind in "hSzl" for i in range(0, KEYS, 10)]
    gone = [name for name in names if rng.random() < 0.75]
    load.run_commands(server.address, (("DEL", *group) for group in load.grouped(gone, 100)))


def free_places(server):
    memory = server.info("memory")
    return int(memory["allocator_frag_bytes"])


def test_memory_moves_together(start):
    server = start(active_defrag_ignore_bytes="1mb", active_defrag_cycle_min=20)
    rng = random.Random(4)
    load.run_commands(server.address, values(rng))
    load.run_commands(server.address, [("SADD", "big", *[f"member-{i}" for i in range(first, first + 500)])
                                       for first in range(0, 50_000, 500)])
    delete_most(server, rng)
    digest, sparse = server.call("DEBUG", "DIGEST"), free_places(server)
    assert sparse > 8 * MB
    assert server.info("memory")["active_defrag_running"] == "0"

    server.call("CONFIG", "SET", "activedefrag", "yes")
    assert wait_until(lambda: free_places(server) < sparse / 3, 30), free_places(server)
    assert server.call("DEBUG", "DIGEST") == digest
    assert server.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    stats = server.info("stats")
    assert int(stats["active_defrag_hits"]) > 1000
    assert int(stats["active_defrag_key_hits"]) > 1000
    # What is left is not worth the time.
    assert wait_until(lambda: server.info("memory")["active_defrag_running"] == "0", 30)


def test_it_is_used_and_stopped_while_running(start):
    server = start(active_defrag_ignore_bytes=1, active_defrag_threshold_lower=0,
                   active_defrag_cycle_max=75, activedefrag="yes")
    rng = random.Random(5)
    for _ in range(2):
        load.run_commands(server.address, values(rng))
        delete_most(server, rng)
        assert server.call("DEBUG", "KEYSPACE-CHECK") == "OK"
    assert int(server.info("stats")["active_defrag_hits"]) > 0
    server.call("CONFIG", "SET", "activedefrag", "no")
    assert server.info("memory")["active_defrag_running"] == "0"
    server.call("FLUSHALL")
