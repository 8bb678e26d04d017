"""Scripts that mean no good: an endless loop, memory without end, deep recursion, a way out of the sandbox.

Each file of tests/data/hostile_scripts says in its first line what becomes of it: `ends` with a reply, ends
with an `error`, or has to be `killed`. Whatever it is, others are answered, and the next script finds
everything as it was.
"""

import glob
import os
import threading
import time

import pytest

from harness.server import ServerError

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = sorted(glob.glob(os.path.join(HERE, "..", "data", "hostile_scripts", "*.lua")))
PATIENCE_S = 20
MEMORY_LIMIT = 64 << 20

# Everything that a script might have changed for the next.
LOOK = """
local seen = {}
for _, name in ipairs({'_G', 'string', 'table', 'math', 'redis', 'cjson', 'bit', 'struct', 'cmsgpack'}) do
    local count = 0
    for k, v in pairs(_G[name]) do count = count + 1 end
    seen[#seen + 1] = name .. count
end
return {table.concat(seen, ' '), ('x'):rep(2), string.format('%d', 7),
        redis.call('PING').ok, tostring(rawget(_G, 'leak')), #redis,
        tostring(redis.err), tostring(redis.source), tostring(pcall(function() return err end)),
        tostring(getmetatable('').err)}
"""


class Run(threading.Thread):
    """A script that runs on a connection of its own."""

    def __init__(self, server, text):
        super().__init__(daemon=True)
        self.server, self.text = server, text
        self.outcome = None

    def run(self):
        try:
            self.server.call("EVAL", self.text, "0", timeout=2 * PATIENCE_S)
            self.outcome = "ends"
        except ServerError as error:
            self.outcome = "killed" if "Script killed by user" in str(error) else "error"


@pytest.fixture(name="server", scope="module")
def server_fixture(start):
    return start(busy_reply_threshold=20, lua_memory_limit=MEMORY_LIMIT, proto_max_bulk_len="16mb")


def is_busy(server):
    try:
        server.call("PING", timeout=PATIENCE_S)
    except ServerError as error:
        assert str(error).startswith("BUSY"), error
        return True
    return False


def kill(server):
    try:
        server.call("SCRIPT", "KILL", timeout=PATIENCE_S)
    except ServerError as error:
        assert str(error).startswith("NOTBUSY"), error


def first_words(path):
    with open(path, encoding="latin-1") as f:
        text = f.read()
    return text, text[3:text.index(":")]


def script_name(path):
    return os.path.splitext(os.path.basename(path))[0]


@pytest.mark.kvd_only
@pytest.mark.parametrize("path", SCRIPTS, ids=script_name)
def test_is_stopped_and_leaves_nothing_behind(server, path):
    text, expected = first_words(path)
    before = server.call("EVAL", LOOK, "0")
    run = Run(server, text)
    run.start()
    end = time.monotonic() + PATIENCE_S
    while run.is_alive() and time.monotonic() < end:
        if is_busy(server) and expected == "killed":
            kill(server)
        run.join(0.02)
    assert not run.is_alive(), "it cannot be stopped"
    assert run.outcome == expected
    assert server.is_running()
    assert server.call("PING") == "PONG"
    assert str(server.call("EVAL", LOOK, "0")) == str(before)
    server.call("FLUSHALL")


# Each instruction of these takes milliseconds: they are few, and somebody has to kill the script.
HEAVY = {"loop_of_comparisons", "loop_of_huge_concats", "loop_of_number_texts"}
LIGHT = [p for p in SCRIPTS if first_words(p)[1] == "killed" and script_name(p) not in HEAVY]


@pytest.fixture(name="limited", scope="module")
def limited_fixture(start):
    return start(lua_instruction_limit=3_000_000, busy_reply_threshold=20,
                 lua_memory_limit=MEMORY_LIMIT)


@pytest.mark.kvd_only
@pytest.mark.parametrize("path", LIGHT, ids=script_name)
def test_a_quota_of_instructions_stops_it(limited, path):
    """Nobody has to kill what would run for ever."""
    with pytest.raises(ServerError, match="lua-instruction-limit"):
        limited.call("EVAL", first_words(path)[0], "0", timeout=2 * PATIENCE_S)
    assert limited.call("EVAL", "return 'next'", "0") == "next"


@pytest.mark.kvd_only
def test_memory_comes_back(server):
    server.call("SCRIPT", "FLUSH", "SYNC")
    server.call("EVAL", LOOK, "0")
    assert int(server.info("memory")["used_memory_vm_eval"]) < 1 << 20
