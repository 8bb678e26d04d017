"""Starts and stops a kvd or redis-server of its own for a test.

Each server has a temporary folder and a free port of 127.0.0.1, writes its log to a file in that
folder, and counts as ready when it answers PING. What differs between the two programs is told from
the name of the binary.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from . import proc, resp

START_TRIES = 3
SANITIZER_MARKS = ("ERROR: AddressSanitizer", "ERROR: LeakSanitizer", "runtime error:",
                   "WARNING: ThreadSanitizer")


class ServerError(Exception):
    pass


def free_port():
    """A port nobody listens on now. Another process may take it before we do; start() then retries."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def kind_of(binary):
    return "redis" if "redis" in os.path.basename(binary) else "kvd"


def wait_until(condition, timeout=5.0, step=0.005):
    """Polls until condition() is true; returns its value, or the last false one at the timeout."""
    deadline = time.monotonic() + timeout
    while True:
        value = condition()
        if value or time.monotonic() >= deadline:
            return value
        time.sleep(step)


class Server:
    """One server process.

    options: words as on the command line without dashes, [("maxclients", "10"), ...]
    config:  text of a config file, or None for the command line alone
    cpu:     the core it is pinned to, or None
    """

    def __init__(self, binary, options=(), config=None, cpu=None, ready_timeout=15.0):
        self.binary = shutil.which(binary) or os.path.abspath(binary)
        self.kind = kind_of(binary)
        self.options = list(options)
        self.config = config
        self.cpu = cpu
        self.ready_timeout = ready_timeout
        self.dir = tempfile.mkdtemp(prefix=f"{self.kind}-test-")
        self.log_path = os.path.join(self.dir, "server.out")
        self.process = None
        self.port = None
        self.exit_code = None

    # -- life ---------------------------------------------------------------------------------

    def command_line(self):
        words = [self.binary]
        if self.config is not None:
            path = os.path.join(self.dir, "server.conf")
            with open(path, "w", encoding="utf-8") as f:
                f.write(self.config)
            words.append(path)
        settings = [("port", str(self.port)), ("bind", "127.0.0.1"), ("dir", self.dir),
                    ("save", ""), ("appendonly", "no"), ("enable-debug-command", "yes")]
        for name, *values in settings + self.options:
            words += ["--" + name, *values]
        return words

    def start(self):
        for _ in range(START_TRIES):
            self.port = free_port()
            with open(self.log_path, "ab") as log:
                self.process = subprocess.Popen(self.command_line(), stdin=subprocess.DEVNULL,
                                                stdout=log, stderr=subprocess.STDOUT,
                                                cwd=self.dir, preexec_fn=self._before_exec)
            if self._wait_ready():
                return self
            code = self.process.wait()
            if "ddress already in use" not in self.log():
                raise ServerError(f"{self.binary} ended with {code} while starting:\n{self.log()}")
        raise ServerError(f"{self.binary} found no free port:\n{self.log()}")

    def _before_exec(self):
        if self.cpu is not None:
            os.sched_setaffinity(0, {self.cpu})

    def _wait_ready(self):
        """True when PING is answered, even by an error that asks to log in; False if it ended."""
        deadline = time.monotonic() + self.ready_timeout
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return False
            try:
                conn = self.connect(timeout=1.0)
            except OSError:
                time.sleep(0.005)
                continue
            try:
                reply = conn.call("PING")
                if not (reply.value or b"").startswith(b"LOADING"):
                    return True
            except (resp.Closed, resp.Timeout):
                pass
            finally:
                conn.close()
            time.sleep(0.005)
        self.kill()
        raise ServerError(f"{self.binary} did not answer PING in {self.ready_timeout} s:\n"
                          + self.log())

    def stop(self, timeout=10.0):
        """Asks the process to end, insists after the timeout, and returns its exit code."""
        if self.process is not None and self.exit_code is None:
            if self.process.poll() is None:
                self.process.send_signal(signal.SIGCONT)
                self.process.terminate()
            try:
                self.exit_code = self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.exit_code

    def kill(self):
        self.process.kill()
        self.exit_code = self.process.wait()

    def clean(self):
        """Stops the process and removes its folder."""
        self.stop()
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self.start()

    def __exit__(self, *exc):
        self.clean()

    # -- looking at it ------------------------------------------------------------------------

    @property
    def pid(self):
        return self.process.pid

    @property
    def address(self):
        return ("127.0.0.1", self.port)

    def connect(self, timeout=5.0):
        return resp.Connection(self.address, timeout)

    def call(self, *words, timeout=5.0):
        """One request on a connection of its own. Strings come back as str, the rest as Element."""
        conn = self.connect(timeout)
        try:
            reply = conn.call(*words)
        finally:
            conn.close()
        if reply.is_error():
            raise ServerError(reply.value.decode(errors="replace"))
        if reply.value is not None:
            return reply.value.decode(errors="surrogateescape")
        return reply

    def info(self, section="everything"):
        """INFO as a dictionary of strings."""
        lines = self.call("INFO", section).splitlines()
        return dict(line.split(":", 1) for line in lines if ":" in line and line[0] != "#")

    def rss(self):
        return proc.rss_bytes(self.pid)

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def log(self, last=4000):
        try:
            with open(self.log_path, encoding="utf-8", errors="replace") as f:
                return f.read()[-last:]
        except FileNotFoundError:
            return ""

    def complaint(self):
        """What went wrong over the life of a stopped server, or None: bad exit, sanitizer report."""
        log = self.log(last=1 << 20)
        for mark in SANITIZER_MARKS:
            at = log.find(mark)
            if at >= 0:
                line = log.rfind("\n", 0, at) + 1   # which says where
                return f"{self.kind} reported: {log[line:at + 3000]}"
        if self.exit_code not in (0, None):
            return f"{self.kind} ended with exit code {self.exit_code}:\n{log[-3000:]}"
        return None
