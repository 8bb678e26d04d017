"""The transcript runner itself: what it reads, what it accepts, and above all what it refuses."""

import os
import socket
import subprocess
import sys
import threading

import pytest

from harness import resp, transcript

RUNNER = os.path.join(os.path.dirname(__file__), "run_transcripts.py")


def parsed(text):
    return transcript.Parser("a.t", text).parse()


class Scripted:
    """A server that answers every read with the next of some byte strings."""

    def __init__(self, *replies):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.replies = replies
        self.received = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        conn, _ = self.listener.accept()
        for reply in self.replies:
            self.received.append(conn.recv(65536))
            conn.sendall(reply)
        conn.close()

    def connect(self):
        return resp.Connection(self.listener.getsockname(), timeout=1.0)


def play(text, *replies, kind="kvd", version=(7, 2)):
    server = Scripted(*replies)
    player = transcript.Player(parsed(text), kind, version, server.connect, server.connect())
    player.play()
    return player


def outcome(text, *replies, **options):
    player = play(text, *replies, **options)
    return player.passed, len(player.failures)


@pytest.mark.parametrize("line, wire", [
    ("+OK", b"+OK\r\n"),
    ("-ERR no", b"-ERR no\r\n"),
    ("-ERR ends with a space\\x20", b"-ERR ends with a space \r\n"),
    (":-5", b":-5\r\n"),
    ('"a\\r\\n\\"\\x00"', b'$5\r\na\r\n"\x00\r\n'),
    ('""', b"$0\r\n\r\n"),
    ("nil", b"$-1\r\n"),
    ("*-1", b"*-1\r\n"),
    ("*0", b"*0\r\n"),
    ('*2 "a" *1 :1', b"*2\r\n$1\r\na\r\n*1\r\n:1\r\n"),
    ('%1 "k" _', b"%1\r\n$1\r\nk\r\n_\r\n"),
    ("~2 :1 :2", b"~2\r\n:1\r\n:2\r\n"),
    (">2 :1 :2", b">2\r\n:1\r\n:2\r\n"),
    (",1.5", b",1.5\r\n"),
    ("#t", b"#t\r\n"),
    ("(123", b"(123\r\n"),
    ('="txt:a\\nb"', b"=7\r\ntxt:a\nb\r\n"),
    ('!"ERR x"', b"!5\r\nERR x\r\n"),
])
def test_notation_of_each_type_is_read_and_shown(line, wire):
    assert outcome(f"> X\n< {line}", wire) == (1, 0)
    failure = play("> X\n< :42", wire).failures[0]
    assert " ".join(part.strip() for part in failure.got) == line


@pytest.mark.parametrize("line, wire", [
    ("+OK", b"+OKAY\r\n"),
    ("+OK", b"$2\r\nOK\r\n"),
    ("nil", b"$0\r\n\r\n"),
    ("nil", b"*-1\r\n"),
    ("nil", b"_\r\n"),
    ("*-1", b"*0\r\n"),
    ("*1 :1", b"*2\r\n:1\r\n:2\r\n"),
    ("*2 :1 :2", b"*2\r\n:2\r\n:1\r\n"),
    ("~1 :1", b"*1\r\n:1\r\n"),
    ("<~ :\\d", b":12\r\n"),
    ("<unordered *2 :1 :1", b"*2\r\n:1\r\n:2\r\n"),
    ("<unordered-pairs *4 :1 :2 :3 :4", b"*4\r\n:3\r\n:2\r\n:1\r\n:4\r\n"),
])
def test_another_reply_is_a_failure(line, wire):
    text = line if line[0] == "<" else "< " + line
    assert outcome("> X\n" + text, wire) == (0, 1)


def test_loose_expectations_accept_what_they_name():
    assert outcome("> X\n<any", b"*2\r\n:1\r\n*1\r\n+x\r\n") == (1, 0)
    assert outcome("> X\n<unordered *2 :1 :2", b"*2\r\n:2\r\n:1\r\n") == (1, 0)
    assert outcome("> X\n<unordered *2 :1\n<~ :\\d", b"*2\r\n:2\r\n:1\r\n") == (1, 0)
    assert outcome("> X\n<unordered %2 :1 :2 :3 :4", b"%2\r\n:3\r\n:4\r\n:1\r\n:2\r\n") == (1, 0)
    assert outcome("> X\n< *2\n<~ \"a+\"\n<any", b"*2\r\n$2\r\naa\r\n*0\r\n") == (1, 0)


def test_saved_values_are_used_in_requests_and_replies():
    player = play("> A\n<save id\n> B ${id}\n< *2 \"${id}\" :1\n> C\n<~ :(?P<n>\\d)\n> D ${n}\n< +d",
                  b"$2\r\nxy\r\n", b"*2\r\n$2\r\nxy\r\n:1\r\n", b":7\r\n", b"+d\r\n")
    assert (player.passed, player.failures) == (4, [])
    with pytest.raises(transcript.SyntaxProblem):
        play("> A ${none}\n< +x", b"+x\r\n")


def test_everything_a_server_sends_has_to_be_expected():
    assert outcome("> X\n< +a", b"+a\r\n+b\r\n") == (1, 1)
    assert outcome("> X", b"+a\r\n") == (0, 1)
    assert outcome("> X\n< nothing", b"+a\r\n") == (0, 1)
    assert outcome("> X\n< closed", b"+a\r\n") == (0, 1)
    assert outcome("> X\n< closed", b"") == (1, 0)
    assert outcome("> X\n< +a", b"") == (0, 1)
    assert outcome("> X\n<< \"+a\\r\\n\"", b"+b\r\n") == (0, 1)


def test_requests_of_one_connection_travel_together():
    server = Scripted(b"+a\r\n+b\r\n", b"+c\r\n")
    player = transcript.Player(parsed('> A\n>> "B" "C"*2\n< +a\n< +b\n> D\n< +c'), "kvd", (7,),
                               server.connect, server.connect())
    player.play()
    assert player.failures == []
    assert server.received == [b"*1\r\n$1\r\nA\r\nBCC", b"*1\r\n$1\r\nD\r\n"]


def test_differences_on_purpose_are_told_apart():
    text = "> X\n! differs: because\n! kvd\n< :1\n! redis\n< :2\n! end"
    assert outcome(text, b":1\r\n") == (1, 0)
    assert outcome(text, b":2\r\n") == (0, 1)
    assert outcome(text, b":2\r\n", kind="redis") == (1, 0)

    text = "! only kvd: because\n> X\n< :1\n! end\n> Y\n< :2"
    assert outcome(text, b":1\r\n", b":2\r\n") == (2, 0)
    player = play(text, b":2\r\n", kind="redis")
    assert (player.passed, player.skipped) == (1, {"because": 1})


def test_versions_decide_what_redis_plays():
    text = "> Y\n< :2\n! since 7.2\n> X\n< :1\n! end"
    assert outcome(text, b":2\r\n", b":1\r\n", kind="redis", version=(7, 2, 1)) == (2, 0)
    player = play(text, b":2\r\n", kind="redis", version=(7, 0, 15))
    assert (player.passed, player.skipped) == (1, {"new in 7.2": 1})
    player = play("! since V9.0: of Valkey\n> X\n< :1\n", kind="redis", version=(99,))
    assert (player.passed, player.skipped) == (0, {"of Valkey": 1})
    player = play("! kvd-only: ours\n> X\n< :1\n", kind="redis")
    assert (player.passed, player.skipped) == (0, {"ours": 1})


def test_a_repeated_block_counts_once():
    text = "! repeat 3\n> X ${i}\n< :1\n! end"
    assert outcome(text, b":1\r\n", b":1\r\n", b":1\r\n") == (1, 0)
    assert outcome(text, b":1\r\n", b":2\r\n", b":2\r\n") == (0, 1)


@pytest.mark.parametrize("text", [
    "X",
    ">",
    '> "open',
    '> "a"b',
    "> X\n<",
    "> X\n< OK",
    "> X\n< :1 :2",
    "> X\n< *2 :1",
    "> X\n< *2\n@b < :1\n< :2",
    "> X\n< *1\n> Y\n< :1",
    "> X\n<nonsense",
    "> X\n<unordered :1",
    "! nonsense",
    "! only kvd\n! end",
    "! only other: x\n! end",
    "! only kvd: x\n> X",
    "> X\n! since 7.2",
    "! differs: x\n! kvd\n< :1\n! end",
    "! end",
    "> X\n! config maxclients 1",
    "! kvd-only:",
])
def test_what_is_not_a_transcript_is_refused(text):
    with pytest.raises(transcript.SyntaxProblem):
        parsed(text)


def test_each_position_of_the_longest_raw_request_is_a_cut():
    assert list(transcript.positions(parsed('>> "abcd"\n> LONGER WORDS'))) == [1, 2, 3]
    assert transcript.SplitRaw(2).cut(0, b"abcd", True) == 2
    assert transcript.SplitRaw(4).cut(0, b"abcd", True) is None
    assert transcript.SplitRaw(2).cut(0, b"abcd", False) is None
    assert all(0 < transcript.SplitAll().cut(i, b"abc", False) < 3 for i in range(10))


def test_recording_keeps_what_matches_and_replaces_the_rest(tmp_path):
    path = tmp_path / "a.t"
    path.write_text("# note\n> SET k 1\n> INCR k\n\n> GET k\n<~ \"\\d\"\n> LPUSH k 1\n< :1\n"
                    "> CONFIG GET maxclients\n")
    done = subprocess.run([sys.executable, RUNNER, "--server", "redis-server", "--record",
                           str(path)], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout == (
        "# note\n> SET k 1\n< +OK\n> INCR k\n< :2\n\n> GET k\n<~ \"\\d\"\n> LPUSH k 1\n"
        "< -WRONGTYPE Operation against a key holding the wrong kind of value\n"
        "> CONFIG GET maxclients\n< *2 \"maxclients\" \"10000\"\n")


def test_the_runner_fails_if_anything_fails(tmp_path):
    path = tmp_path / "a.t"
    path.write_text("> PING\n< +PONG\n> PING\n< +PANG\n")
    done = subprocess.run([sys.executable, RUNNER, "--oracle", "redis-server", str(path)],
                          capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 1
    assert f"{path}:4" in done.stdout
    assert done.stdout.endswith("1 passed, 1 failed\n")
