#!/usr/bin/python3
"""Plays transcripts (tests/cmd/README.md) against running servers and compares every reply.

    run_transcripts.py --server build/release/kvd --oracle redis-server tests/cmd
    run_transcripts.py --server build/release/kvd --split-all tests/cmd
    run_transcripts.py --server redis-server --record new.t > written.t

All files of a run share one server process, emptied in between; a file with '! config' lines gets
a process of its own. A path may also be a folder. The exit code is 1 if anything failed.
"""

import argparse
import os
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from harness import resp, transcript                                    # noqa: E402
from harness.server import Server, ServerError, wait_until              # noqa: E402


class Target:
    """A server under test: the shared process, and processes of their own for files that ask."""

    def __init__(self, binary, timeout):
        self.binary = binary
        self.timeout = timeout
        self.shared = None
        self.version = (0,)
        self.settings = {}
        self.complaints = []

    @property
    def kind(self):
        return self.shared.kind

    def start(self):
        self.shared = Server(self.binary).start()
        self.settings = self.read_settings()
        version = self.shared.info("server").get("redis_version", "0")
        self.version = tuple(int(part) for part in version.split(".") if part.isdigit())

    def retire(self, server):
        server.stop()
        complaint = server.complaint()
        if complaint:
            self.complaints.append(complaint)
        server.clean()

    def read_settings(self):
        reply = self.shared.call("CONFIG", "GET", "*")
        pairs = iter(item.value for item in reply.items or ())
        return dict(zip(pairs, pairs))

    def restore_settings(self):
        """Undoes the CONFIG SETs of a file, so that files do not depend on their order."""
        for name, value in self.read_settings().items():
            before = self.settings.get(name)
            if before is not None and before != value:
                self.shared.call("CONFIG", "SET", name, before)

    def fresh_connection(self):
        """The default connection of the next file, on a server as empty as if it had just started.

        Connections of the file before are waited for: CLIENT LIST must not show them any more.
        """
        conn = self.shared.connect(self.timeout)
        for words in (("FLUSHALL",), ("SLOWLOG", "RESET"), ("SCRIPT", "FLUSH"),
                      ("FUNCTION", "FLUSH"), ("ACL", "LOG", "RESET")):
            conn.call(*words)
        wait_until(lambda: (conn.call("CLIENT", "LIST").value or b"\n").count(b"\n") <= 1, 1.0)
        conn.call("CONFIG", "RESETSTAT")
        return conn

    def play(self, script, **options):
        """One transcript, once. Returns the player, which knows the outcome."""
        config = [words for block, words in script.config
                  if block is None or block.kind != "only" or block.argument == self.kind]
        skipped = script.kvd_only and self.kind != "kvd"
        if config and not skipped:
            with_own = Server(self.binary, options=config)
            try:
                with_own.start()
                return self.play_on(script, with_own, with_own.connect(self.timeout), options)
            finally:
                self.retire(with_own)
        player = self.play_on(script, self.shared, self.fresh_connection(), options)
        if not self.shared.is_running():
            self.restart()
        elif not skipped and "config" in " ".join(script.source).lower():
            self.leave_as_it_was(player)
        return player

    def leave_as_it_was(self, player):
        """A file that failed may have left the server busy."""
        try:
            self.restore_settings()
        except ServerError:
            if not player.failures:
                raise
            self.restart()

    def restart(self):
        self.retire(self.shared)
        self.start()

    def play_on(self, script, server, default, options):
        player = transcript.Player(script, self.kind, self.version,
                                   lambda: server.connect(self.timeout), default, **options)
        player.play()
        return player


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = 0
        self.skipped = 0
        self.reasons = {}

    def add(self, player):
        self.passed += player.passed
        self.failed += len(player.failures)
        for reason, count in player.skipped.items():
            self.skipped += count
            self.reasons[reason] = self.reasons.get(reason, 0) + count
        for failure in player.failures:
            print(f"FAILED {player.kind}: {failure}\n", flush=True)

    def add_failure(self, text):
        self.failed += 1
        print(f"FAILED {text}\n", flush=True)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed" + \
            (f", {self.skipped} skipped" if self.skipped else "")


def files_below(paths):
    for path in paths:
        if not os.path.isdir(path):
            yield path
            continue
        for folder, _, names in sorted(os.walk(path)):
            yield from (os.path.join(folder, name) for name in sorted(names)
                        if name.endswith(".t"))


def splitters(script, args):
    """The ways in which a file is to be sent: a run of the file for each."""
    if args.split_all:
        return [transcript.SplitAll()]
    if args.split or script.split:
        return [None] + [transcript.SplitRaw(at) for at in transcript.positions(script)]
    return [None]


def play_file(target, script, ways):
    """One file in each of the ways of sending it, up to the first that fails. Counts as one run:
    returns the last player."""
    for splitter in ways:
        player = target.play(script, splitter=splitter)
        if player.failures:
            if splitter:
                print(f"{script.path} fails when sent in two parts: {splitter}")
            break
    return player


def play_all(target, scripts, args, total):
    """Every transcript against one server. Adds to total."""
    tally = Tally()
    start = time.monotonic()
    target.start()
    for script in scripts:
        try:
            player = play_file(target, script, splitters(script, args))
        except (ServerError, resp.Closed, resp.Timeout, resp.ProtocolError, OSError) as problem:
            tally.add_failure(f"{target.binary}: {script.path}: {problem}")
            target.restart()
            continue
        except transcript.SyntaxProblem as problem:
            tally.add_failure(f"{script.path}:{problem.line}: {problem}")
            continue
        tally.add(player)
        if args.verbose:
            print(f"{script.path}: {player.passed} passed, {len(player.failures)} failed")
    target.retire(target.shared)
    for complaint in target.complaints:
        tally.add_failure(complaint)
    for reason, count in sorted(tally.reasons.items()):
        print(f"skipped on {target.kind}: {count} of \"{reason}\"")
    print(f"{target.binary}: {tally} ({time.monotonic() - start:.1f} s)", flush=True)
    total.passed += tally.passed
    total.failed += tally.failed
    total.skipped += tally.skipped


def record(target, script):
    """Prints the file with the replies that the server gives."""
    target.start()
    recorder = transcript.Recorder(script)
    try:
        target.play(script, recorder=recorder)
    finally:
        target.retire(target.shared)
    sys.stdout.write(recorder.text())


def parse_args():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0],
                                     epilog="format of the files: tests/cmd/README.md")
    parser.add_argument("paths", nargs="+", metavar="FILE|FOLDER")
    parser.add_argument("--server", metavar="BINARY", help="the server under test")
    parser.add_argument("--oracle", metavar="BINARY",
                        help="a second server that has to give the same replies")
    parser.add_argument("--split", action="store_true",
                        help="play each file once more for every position at which its raw "
                             "requests can be cut in two, as files with '! split' always are")
    parser.add_argument("--split-all", action="store_true",
                        help="cut every request in two somewhere")
    parser.add_argument("--record", action="store_true",
                        help="print one file with the replies the server gives")
    parser.add_argument("--timeout", type=float, default=5.0, help="seconds to wait for a reply")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    for option in ("server", "oracle"):         # both take NAME=BINARY as well
        setattr(args, option, (getattr(args, option) or "").rpartition("=")[2])
    if not args.server and not args.oracle:
        parser.error("--server or --oracle is needed")
    if args.record and len(args.paths) != 1:
        parser.error("--record takes one file")
    return args


def main():
    args = parse_args()
    total = Tally()
    scripts = []
    for path in files_below(args.paths):
        try:
            scripts.append(transcript.parse(path))
        except transcript.SyntaxProblem as problem:
            total.add_failure(f"{path}:{problem.line}: {problem}")
        except (OSError, UnicodeDecodeError) as problem:
            total.add_failure(f"{path}: {problem}")
    if args.record and scripts:
        record(Target(args.server or args.oracle, args.timeout), scripts[0])
        return 0
    for binary in filter(None, (args.server, args.oracle)):
        try:
            play_all(Target(binary, args.timeout), scripts, args, total)
        except ServerError as problem:
            total.add_failure(str(problem))
    print(total)
    return 1 if total.failed or not total.passed else 0


if __name__ == "__main__":
    sys.exit(main())
