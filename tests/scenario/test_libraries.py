"""Libraries that live on scripts, pub/sub and blocking commands, unmodified from npm.

What is checked is in node/: each script says "ok <name>" for each of its checks.
"""

import os
import re

import pytest

HERE = os.path.dirname(os.path.abspath(__file__))

def checks_of(script):
    """The names of the checks that a script defines."""
    with open(os.path.join(HERE, "node", script), encoding="utf-8") as f:
        checks = f.read().split("const checks = {")[1].split("\n};")[0]
    found = re.findall(r"^    async (?:'([^']+)'|(\w+))\(", checks, re.MULTILINE)
    return [quoted or plain for quoted, plain in found]


def assert_all_hold(said, names):
    assert said.splitlines() == [f"ok {name}" for name in names]


@pytest.mark.parametrize("script, words", [
    ("ioredis_scripts.js", []),
    ("ioredis_pubsub.js", []),
    ("bottleneck.js", []),
    ("bull.js", []),
    ("bullmq.js", ["bullmq"]),
    ("bullmq.js", ["bullmq-6"]),
    ("bullmq_killed.js", ["bullmq"]),
    ("bullmq_killed.js", ["bullmq-6"]),
    ("redlock.js", []),
    ("rate_limiter.js", []),
    ("semaphore.js", []),
    ("socketio.js", ["plain", "ioredis"]),
    ("socketio.js", ["plain", "redis"]),
    ("socketio.js", ["sharded", "ioredis"]),
    ("socketio.js", ["sharded", "redis"]),
    ("socketio_streams.js", ["ioredis"]),
    ("socketio_streams.js", ["redis"]),
], ids=lambda value: value if isinstance(value, str) else "-".join(value))
def test_library(node, kvd, script, words):
    assert_all_hold(node(script, kvd, *words), checks_of(script))


@pytest.mark.parametrize("check", checks_of("node_redis.js"))
def test_node_redis(node, kvd, check):
    assert_all_hold(node("node_redis.js", kvd, check), [check])
