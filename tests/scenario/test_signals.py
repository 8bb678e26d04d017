"""The process as an operator meets it: signals, files, the command line, sockets."""

import os
import re
import signal
import socket
import stat
import subprocess
import time

import pytest

from harness import proc, resp
from harness.server import wait_until

STOCK_CONF = "/etc/redis/redis.conf"


class Launched:
    """A process with a command line of the test's own choosing."""

    def __init__(self, binary, words, folder, stdin=None, **env):
        self.out_path = folder / "out"
        with open(self.out_path, "ab") as out:
            self.process = subprocess.Popen(
                [binary, *words], cwd=folder, stdin=subprocess.PIPE, stdout=out,
                stderr=subprocess.STDOUT, env={**os.environ, **env})
        if stdin:
            self.process.stdin.write(stdin.encode())
        self.process.stdin.close()

    def output(self):
        return self.out_path.read_text(errors="replace")

    def wait(self, timeout=10):
        return self.process.wait(timeout)

    def signal(self, number):
        self.process.send_signal(number)


@pytest.fixture
def launch(binary, tmp_path):
    """launch(words, stdin) starts a process in tmp_path. What still runs at the end is killed."""
    processes = []

    def start(*words, stdin=None, **env):
        processes.append(Launched(binary, words, tmp_path, stdin, **env))
        return processes[-1]

    yield start
    for launched in processes:
        if launched.process.poll() is None:
            launched.process.kill()
            launched.process.wait()


def ask(address, *words):
    """The reply to one request, or None if nobody listens."""
    try:
        conn = resp.Connection(address, timeout=5)
    except OSError:
        return None
    try:
        return conn.call(*words)
    except (resp.Closed, resp.Timeout):
        return None
    finally:
        conn.close()


def ready(address):
    assert wait_until(lambda: ask(address, "PING"), timeout=10), f"nobody answers at {address}"
    return address


def at(port):
    return ("127.0.0.1", port)


def quiet(port, folder):
    """Words for a server that keeps to itself."""
    return ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]


# ---- Ending --------------------------------------------------------------------------------------

@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_term_and_int_end_it_in_order(launch, tmp_path, free_port, number):
    pidfile = tmp_path / "kvd.pid"
    server = launch(*quiet(free_port, tmp_path), "--pidfile", str(pidfile))
    client = resp.Connection(ready(at(free_port)))
    assert client.call("SET", "k", "v").value == b"OK"
    assert int(pidfile.read_text()) == server.process.pid
    server.signal(number)
    assert server.wait() == 0
    assert not pidfile.exists()
    assert client.at_end()
    assert ask(at(free_port), "PING") is None


def test_shutdown_ends_it_in_order(launch, tmp_path, free_port):
    server = launch(*quiet(free_port, tmp_path))
    client = resp.Connection(ready(at(free_port)))
    client.send(resp.encode("SHUTDOWN", "NOSAVE"))
    assert client.at_end()
    assert server.wait() == 0


def test_term_during_a_long_pipeline(launch, tmp_path, free_port):
    server = launch(*quiet(free_port, tmp_path))
    client = resp.Connection(ready(at(free_port)))
    client.sock.setblocking(True)
    client.sock.sendall(resp.encode("PING") * 20000)
    server.signal(signal.SIGTERM)
    assert server.wait() == 0


def test_a_crash_is_reported_with_its_stack(launch, tmp_path, free_port):
    server = launch(*quiet(free_port, tmp_path))
    ready(at(free_port))
    server.signal(signal.SIGSEGV)
    assert server.wait() != 0
    assert re.search(r"signal:? *11|SIGSEGV", server.output())
    assert re.search(r"0x[0-9a-f]{6,}|stack|backtrace", server.output(), re.IGNORECASE)


# ---- Logs ----------------------------------------------------------------------------------------

def test_tools_find_the_words_they_wait_for(launch, tmp_path, free_port):
    server = launch(*quiet(free_port, tmp_path))
    ready(at(free_port))
    assert "Server initialized" in server.output()
    assert "Ready to accept connections" in server.output()


def test_the_log_is_reopened_on_hup(launch, tmp_path, free_port):
    log = tmp_path / "kvd.log"
    server = launch(*quiet(free_port, tmp_path), "--logfile", str(log), "--enable-debug-command",
                    "yes")
    address = ready(at(free_port))
    rotated = log.rename(tmp_path / "kvd.log.1")
    server.signal(signal.SIGHUP)

    def logs_into_the_new_file():
        ask(address, "DEBUG", "LOG", "after the rotation")
        return log.exists() and "after the rotation" in log.read_text()

    assert wait_until(logs_into_the_new_file)
    assert "Ready to accept connections" in rotated.read_text()
    assert server.process.poll() is None


def test_levels_keep_lines_out(launch, tmp_path, free_port):
    server = launch(*quiet(free_port, tmp_path), "--loglevel", "warning")
    ready(at(free_port))
    assert "Ready to accept connections" not in server.output()


# ---- Into the background -------------------------------------------------------------------------

def test_daemonize_leaves_a_process_with_a_pidfile(launch, tmp_path, free_port):
    pidfile, log = tmp_path / "kvd.pid", tmp_path / "kvd.log"
    starter = launch(*quiet(free_port, tmp_path), "--daemonize", "yes", "--pidfile", str(pidfile),
                     "--logfile", str(log))
    assert starter.wait() == 0
    address = ready(at(free_port))
    pid = int(pidfile.read_text())
    try:
        assert pid != starter.process.pid
        assert b"process_id:%d\r\n" % pid in ask(address, "INFO", "server").value
        assert os.getsid(pid) != os.getsid(0)
    finally:
        os.kill(pid, signal.SIGTERM)
    assert wait_until(lambda: not proc.is_alive(pid))
    assert not pidfile.exists()
    assert "Ready to accept connections" in log.read_text()


def test_systemd_is_told(launch, tmp_path, free_port):
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notify:
        notify.bind(path)
        notify.settimeout(10)
        server = launch(*quiet(free_port, tmp_path), "--supervised", "systemd", NOTIFY_SOCKET=path)
        said = notify.recv(4096).decode()
        while "READY=1" not in said:
            said += notify.recv(4096).decode()
        server.signal(signal.SIGTERM)
        assert server.wait() == 0


# ---- Sockets -------------------------------------------------------------------------------------

def test_a_unix_socket_has_its_permissions_from_the_start(launch, tmp_path):
    path = str(tmp_path / "kvd.sock")
    server = launch("--port", "0", "--save", "", "--unixsocket", path, "--unixsocketperm", "700")
    assert wait_until(lambda: os.path.exists(path))
    ready(path)
    mode = os.stat(path).st_mode
    assert stat.S_ISSOCK(mode) and stat.S_IMODE(mode) == 0o700
    assert ask(path, "SET", "k", "v").value == b"OK"
    server.signal(signal.SIGTERM)
    assert server.wait() == 0
    assert not os.path.exists(path)


def test_a_dead_unix_socket_is_replaced(launch, tmp_path):
    path = str(tmp_path / "kvd.sock")
    server = launch("--port", "0", "--save", "", "--unixsocket", path)
    assert wait_until(lambda: os.path.exists(path))
    ready(path)
    server.signal(signal.SIGKILL)
    server.wait()
    launch("--port", "0", "--save", "", "--unixsocket", path)
    ready(path)


def test_a_port_in_use_is_an_error(launch, tmp_path, free_port):
    first = launch(*quiet(free_port, tmp_path))
    ready(at(free_port))
    second = launch(*quiet(free_port, tmp_path))
    assert second.wait() != 0
    assert "ddress already in use" in second.output()
    assert first.process.poll() is None


def test_it_listens_on_both_kinds_of_addresses(launch, tmp_path, free_port):
    launch("--port", str(free_port), "--bind", "127.0.0.1", "-::1", "--save", "", "--dir",
           str(tmp_path))
    ready(at(free_port))
    if socket.has_ipv6 and os.path.exists("/proc/net/if_inet6"):
        ready(("::1", free_port))


def test_idle_connections_time_out(launch, tmp_path, free_port):
    launch(*quiet(free_port, tmp_path), "--timeout", "1")
    client = resp.Connection(ready(at(free_port)))
    begin = time.monotonic()
    assert client.call("PING").value == b"PONG"
    assert client.at_end(timeout=5)
    assert 0.9 < time.monotonic() - begin < 4


# ---- Configuration -------------------------------------------------------------------------------

def test_the_stock_file_of_debian_starts_it(launch, tmp_path, free_port):
    """Only what has to be elsewhere than on a real machine is overridden."""
    server = launch(STOCK_CONF, "--port", str(free_port), "--dir", str(tmp_path), "--logfile",
                    str(tmp_path / "log"), "--pidfile", str(tmp_path / "pid"), "--daemonize", "no")
    address = ready(at(free_port))
    expected = {b"list-max-listpack-size": b"-2", b"hash-max-listpack-entries": b"512",
                b"appendfsync": b"everysec", b"tcp-keepalive": b"300", b"hz": b"10",
                b"client-output-buffer-limit":
                    b"normal 0 0 0 slave 268435456 67108864 60 pubsub 33554432 8388608 60"}
    for name, value in expected.items():
        assert [item.value for item in ask(address, "CONFIG", "GET", name).items] == [name, value]
    assert ask(address, "CONFIG", "GET", "save").items[1].value == b"3600 1 300 100 60 10000"
    server.signal(signal.SIGTERM)
    assert server.wait() == 0


def test_a_config_comes_from_stdin(launch, tmp_path, free_port):
    server = launch("-", "--save", "", stdin=f"port {free_port}\nbind 127.0.0.1\nhz 77\n"
                                            f"dir {tmp_path}\n")
    address = ready(at(free_port))
    assert ask(address, "CONFIG", "GET", "hz").items[1].value == b"77"
    server.signal(signal.SIGTERM)
    assert server.wait() == 0


def test_words_of_the_command_line_win_over_the_file(launch, tmp_path, free_port):
    (tmp_path / "more.conf").write_text("hz 20\ntimeout 99\n")
    (tmp_path / "kvd.conf").write_text('# a comment\nhz 50\ninclude "more.conf"\n')
    launch(str(tmp_path / "kvd.conf"), *quiet(free_port, tmp_path), "--timeout", "33")
    address = ready(at(free_port))
    assert ask(address, "CONFIG", "GET", "hz").items[1].value == b"20"
    assert ask(address, "CONFIG", "GET", "timeout").items[1].value == b"33"


def test_rewrite_keeps_the_comments_of_the_user(launch, tmp_path, free_port):
    conf = tmp_path / "kvd.conf"
    conf.write_text(f"# by hand\nport {free_port}\nbind 127.0.0.1\n\n# turns\nhz 20\nsave \"\"\n"
                    f"dir {tmp_path}\n")
    server = launch(str(conf))
    address = ready(at(free_port))
    assert ask(address, "CONFIG", "SET", "hz", "30", "maxclients", "500").value == b"OK"
    assert ask(address, "CONFIG", "REWRITE").value == b"OK"
    lines = conf.read_text().splitlines()
    assert lines[0] == "# by hand" and lines[lines.index("# turns") + 1] == "hz 30"
    assert "maxclients 500" in lines and "hz 20" not in lines
    server.signal(signal.SIGTERM)
    assert server.wait() == 0
    launch(str(conf))
    assert ask(ready(at(free_port)), "CONFIG", "GET", "maxclients").items[1].value == b"500"


def test_renamed_commands_answer_only_to_the_new_name(launch, tmp_path, free_port):
    (tmp_path / "kvd.conf").write_text('rename-command FLUSHALL ""\nrename-command GET fetch\n')
    launch(str(tmp_path / "kvd.conf"), *quiet(free_port, tmp_path))
    address = ready(at(free_port))
    assert ask(address, "FLUSHALL").value.startswith(b"ERR unknown command")
    assert ask(address, "GET", "k").value.startswith(b"ERR unknown command")
    assert ask(address, "fetch", "k").value is None


@pytest.mark.parametrize("line", ["port nope", "no-such-directive 1", "hz", "maxclients -5",
                                  'save "', "databases 0"])
def test_a_wrong_line_is_named(launch, tmp_path, line):
    (tmp_path / "kvd.conf").write_text(f"# one\n\n{line}\n")
    server = launch(str(tmp_path / "kvd.conf"))
    assert server.wait() != 0
    assert re.search(r"\b3\b", server.output())
    assert line.split()[0] in server.output()


def test_a_missing_file_is_an_error(launch, tmp_path):
    server = launch(str(tmp_path / "none.conf"))
    assert server.wait() != 0
    assert "none.conf" in server.output()


@pytest.mark.kvd_only
def test_the_nearest_directive_is_suggested(launch, tmp_path):
    (tmp_path / "kvd.conf").write_text("maxclient 10\n")
    server = launch(str(tmp_path / "kvd.conf"))
    assert server.wait() != 0
    assert "maxclients" in server.output()


@pytest.mark.kvd_only
def test_check_config_judges_a_file_and_starts_nothing(launch, tmp_path):
    good, bad = tmp_path / "good.conf", tmp_path / "bad.conf"
    good.write_text("port 0\nhz 20\n")
    bad.write_text("port 0\nhz many\n")
    assert launch("--check-config", str(good)).wait() == 0
    assert launch("--check-config", STOCK_CONF).wait() == 0
    wrong = launch("--check-config", str(bad))
    assert wrong.wait() != 0
    assert "hz" in wrong.output()
    assert "Ready to accept connections" not in wrong.output()


@pytest.mark.kvd_only
def test_directives_of_parts_to_come_are_named_once(launch, tmp_path, free_port):
    server = launch(*quiet(free_port, tmp_path), "--repl-timeout", "77")
    address = ready(at(free_port))
    assert ask(address, "CONFIG", "GET", "repl-timeout").items[1].value == b"77"
    assert server.output().count("repl-timeout") == 1


def test_version_and_help(launch, binary):
    for word in ("--version", "-v"):
        done = subprocess.run([binary, word], capture_output=True, text=True, timeout=10,
                              check=True)
        assert re.search(r"v?=?\d+\.\d+\.\d+", done.stdout)
    done = subprocess.run([binary, "--help"], capture_output=True, text=True, timeout=10,
                          check=False)
    assert "--port" in done.stdout + done.stderr
