"""Scripts, transactions, pub/sub and client-side caching, played at random against kvd and redis-server. Every seed
is a test of its own; the generators are tests/harness/script_requests.py and session_requests.py.
"""

import re

import pytest

from harness import resp
from harness.script_requests import SETUP, Scripts
from harness.server import wait_until
from harness.session_requests import CONNECTIONS, Sessions

VERSION = re.compile(rb"\$\d\r\n7\.\d\.\d+\r\n")
CLIENT_ID = re.compile(rb"(\$2\r\nid\r\n):\d+")


@pytest.mark.parametrize("protocol", [2, 3])
@pytest.mark.parametrize("seed", range(6))
def test_scripts_answer_as_in_redis(kvd, oracle, seed, protocol):
    ours, theirs = kvd.connect(10), oracle.connect(10)
    for conn in (ours, theirs):
        for words in SETUP + [["HELLO", protocol]]:
            conn.call(*words)
    source = Scripts(seed)
    for _ in range(150):
        for words in source.requests():
            assert ours.call(*words) == theirs.call(*words), words
    ours.close()
    theirs.close()


class Group:
    """Connections to one server, and another that tells when what was sent has been answered."""

    def __init__(self, server):
        self.members = [server.connect() for _ in range(CONNECTIONS)]
        self.received = [b""] * CONNECTIONS
        self.probe = server.connect()

    def play(self, i, batch):
        self.received = [b""] * CONNECTIONS
        self.members[i].send(b"".join(resp.encode(*words) for words in batch))
        self.probe.call("PING")
        self.probe.call("PING")   # when the first is answered, replies of the same turn may be on their way

    def answers(self):
        """What every member got. Lines in any order: in redis-server 7.0 a client's own messages come before its
        reply, all channels are left in no order, and BCAST sorts its keys."""
        for i, conn in enumerate(self.members):
            while not conn.is_silent(0):
                self.received[i] += conn.read_exact(max(1, len(conn.buffer)))
        return [sorted(CLIENT_ID.sub(rb"\1", VERSION.sub(b"", data)).split(b"\r\n")) for data in self.received]

    def close(self):
        for conn in self.members + [self.probe]:
            conn.close()


@pytest.mark.parametrize("seed", range(40))
def test_connections_see_each_other_as_in_redis(kvd, oracle, seed):
    oracle.call("FLUSHALL")
    ours, theirs = Group(kvd), Group(oracle)
    source = Sessions(seed)
    for _ in range(60):
        i, batch = source.step()
        ours.play(i, batch)
        theirs.play(i, batch)
        wait_until(lambda: ours.answers() == theirs.answers())   # one may be slow
        assert ours.answers() == theirs.answers(), (i, batch)
    ours.close()
    theirs.close()
