"""The program and its surroundings: config files, background, supervisor, limits, log, crash."""

import json
import os
import re
import resource
import signal
import socket
import subprocess

import pytest

from harness.server import wait_until

STOCK = "/etc/redis/redis.conf"


@pytest.fixture
def launch(binary, tmp_path, free_port):
    """launch(words...) starts the program in tmp_path on free_port; it is killed after the test.

    What it says goes to the file "out" there.
    """
    started = []

    def launch(*words, **popen):
        command = [binary, *words, "--port", str(free_port), "--bind", "127.0.0.1"]
        with open(tmp_path / "out", "ab") as out:
            started.append(subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.DEVNULL,
                                            stdout=out, stderr=subprocess.STDOUT, **popen))
        return started[-1]

    yield launch
    for process in started:
        process.kill()
        process.wait()


def answers(port):
    """The reply to PING, or None while nobody listens."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as s:
            s.sendall(b"PING\r\n")
            return s.recv(100)
    except OSError:
        return None


def call(port, *words):
    """One request; the whole reply as text."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as s:
        s.sendall(b"*%d\r\n" % len(words) +
                  b"".join(b"$%d\r\n%s\r\n" % (len(w), w.encode()) for w in words))
        return s.recv(1 << 20).decode()


def wait_for_text(path, text):
    return wait_until(lambda: os.path.exists(path) and text in open(path, encoding="utf-8").read())


# ---- Configuration -------------------------------------------------------------------------------


@pytest.mark.skipif(not os.access(STOCK, os.R_OK), reason="no stock configuration here")
def test_a_stock_configuration_starts_the_server(launch, free_port, tmp_path):
    process = launch(STOCK, "--daemonize", "no", "--dir", str(tmp_path), "--logfile", "log",
                     "--pidfile", str(tmp_path / "pid"))
    assert wait_until(lambda: answers(free_port) == b"+PONG\r\n")
    assert (tmp_path / "pid").read_text() == f"{process.pid}\n"
    process.terminate()
    assert process.wait(10) == 0
    assert not (tmp_path / "pid").exists()


@pytest.mark.kvd_only
@pytest.mark.skipif(not os.access(STOCK, os.R_OK), reason="no stock configuration here")
def test_what_is_kept_for_later_is_named_once(launch, free_port, tmp_path):
    launch(STOCK, "--daemonize", "no", "--dir", str(tmp_path), "--logfile", "log", "--pidfile", "")
    assert wait_until(lambda: answers(free_port))
    log = (tmp_path / "log").read_text()
    assert log.count("kept for parts still to come") == 1
    assert re.search(r"kept for parts still to come: .*\bappendonly\b.*\breplica-read-only\b", log)


def test_a_rewritten_file_gives_the_same_values(launch, free_port, tmp_path):
    path = tmp_path / "c.conf"
    path.write_text("# mine\ntimeout 10\nsave 900 1\n")
    process = launch(str(path))
    assert wait_until(lambda: answers(free_port))
    assert call(free_port, "CONFIG", "SET", "timeout", "20", "save", "60 5") == "+OK\r\n"
    assert call(free_port, "CONFIG", "REWRITE") == "+OK\r\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    text = path.read_text()
    assert text.startswith("# mine\ntimeout 20\nsave 60 5\n")
    assert sorted(os.listdir(tmp_path)) == ["c.conf", "out"]
    launch(str(path))
    assert wait_until(lambda: answers(free_port))
    assert "\r\n20\r\n" in call(free_port, "CONFIG", "GET", "timeout")
    assert "\r\n60 5\r\n" in call(free_port, "CONFIG", "GET", "save")


def test_a_renamed_command_has_only_its_new_name(launch, free_port, tmp_path):
    (tmp_path / "c.conf").write_text('rename-command ECHO hidden\nrename-command TIME ""\n')
    launch("c.conf")
    assert wait_until(lambda: answers(free_port))
    assert call(free_port, "HIDDEN", "x") == "$1\r\nx\r\n"
    assert call(free_port, "ECHO", "x").startswith("-ERR unknown command 'ECHO'")
    assert call(free_port, "TIME").startswith("-ERR unknown command 'TIME'")


@pytest.mark.kvd_only
def test_a_bad_configuration_is_refused(binary, tmp_path):
    path = tmp_path / "c.conf"
    path.write_text("timeout 10\nmaxmemroy 10mb\n")
    process = subprocess.run([binary, str(path)], capture_output=True, text=True, timeout=10,
                             check=False)
    assert process.returncode == 1
    assert process.stdout == ""
    assert process.stderr == (f"kvd: {path}:2: directive 'maxmemroy 10mb': "
                              "unknown directive, did you mean 'maxmemory'?\n")


# ---- Background and supervisor -------------------------------------------------------------------


@pytest.mark.kvd_only
def test_a_daemon_is_ready_when_the_command_returns(launch, free_port, tmp_path):
    process = launch("--daemonize", "yes", "--dir", str(tmp_path), "--logfile", "log",
                     "--pidfile", "pid")
    assert process.wait(10) == 0
    pid = int((tmp_path / "pid").read_text())
    try:
        assert pid != process.pid
        assert answers(free_port) == b"+PONG\r\n"
        assert os.getsid(pid) not in (pid, os.getsid(0))
        for fd in 0, 1, 2:
            assert os.readlink(f"/proc/{pid}/fd/{fd}") == "/dev/null"
    finally:
        os.kill(pid, signal.SIGTERM)
    assert wait_for_text(tmp_path / "log", "bye bye")
    assert wait_until(lambda: not (tmp_path / "pid").exists())


@pytest.mark.kvd_only
def test_a_daemon_that_cannot_start_says_so(launch, free_port, tmp_path):
    with socket.create_server(("127.0.0.1", free_port)):
        process = launch("--daemonize", "yes", "--logfile", "log", "--pidfile", "pid")
        assert process.wait(10) == 1
    assert (tmp_path / "out").read_text() == "kvd: the start failed, the log says why\n"
    assert "Address already in use" in (tmp_path / "log").read_text()
    assert not (tmp_path / "pid").exists()


@pytest.mark.parametrize("supervised", ["systemd", "auto"])
def test_a_supervisor_is_told(launch, free_port, tmp_path, supervised):
    path = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(path)
        heard.settimeout(10)
        process = launch("--supervised", supervised, "--daemonize", "yes",
                         env=dict(os.environ, NOTIFY_SOCKET=path))
        told = b""
        while b"READY=1\n" not in told:
            told = heard.recv(1000)
        assert answers(free_port) == b"+PONG\r\n"
        process.terminate()
        assert process.wait(10) == 0


@pytest.mark.kvd_only
def test_the_title_shows_address_and_port(launch, free_port, binary):
    process = launch()
    assert wait_until(lambda: answers(free_port))
    with open(f"/proc/{process.pid}/cmdline", "rb") as f:
        assert f.read().split(b"\0")[0].decode() == f"{binary} 127.0.0.1:{free_port}"


# ---- Limits --------------------------------------------------------------------------------------


def test_maxclients_fits_the_open_files(launch, free_port):
    process = launch("--maxclients", "5000", preexec_fn=lambda: resource.setrlimit(
        resource.RLIMIT_NOFILE, (132, 132)))
    assert wait_until(lambda: answers(free_port))
    assert "\r\n100\r\n" in call(free_port, "CONFIG", "GET", "maxclients")
    assert call(free_port, "CONFIG", "SET", "maxclients", "5000").endswith(", try with 100\r\n")
    assert call(free_port, "CONFIG", "SET", "maxclients", "50") == "+OK\r\n"
    assert call(free_port, "CONFIG", "SET", "maxclients", "100") == "+OK\r\n"
    assert process.poll() is None


@pytest.mark.kvd_only
def test_too_few_open_files_are_refused(launch, tmp_path):
    process = launch(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (20, 20)))
    assert process.wait(10) == 1
    assert "the system allows 20 open files" in (tmp_path / "out").read_text()


# ---- Log -----------------------------------------------------------------------------------------


@pytest.mark.kvd_only
def test_a_moved_log_is_opened_again(launch, free_port, tmp_path):
    process = launch("--logfile", "log")
    assert wait_until(lambda: answers(free_port))
    os.rename(tmp_path / "log", tmp_path / "log.1")
    process.send_signal(signal.SIGHUP)
    assert wait_for_text(tmp_path / "log", "SIGHUP")
    process.terminate()
    assert process.wait(10) == 0
    assert "bye bye" in (tmp_path / "log").read_text()
    assert "bye bye" not in (tmp_path / "log.1").read_text()


@pytest.mark.kvd_only
def test_a_json_log_is_json(launch, free_port, tmp_path):
    process = launch("--log-format", "json", "--log-timestamp-format", "iso8601")
    assert wait_until(lambda: answers(free_port))
    process.terminate()
    assert process.wait(10) == 0
    lines = [json.loads(line) for line in (tmp_path / "out").read_text().splitlines()]
    assert any(line["message"].startswith("Ready to accept connections") for line in lines)
    assert all(line["level"] in ("notice", "warning") for line in lines)


# ---- Crash ---------------------------------------------------------------------------------------


@pytest.mark.kvd_only
def test_a_crash_leaves_a_report(launch, free_port, tmp_path):
    process = launch(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (0, 0)))
    assert wait_until(lambda: answers(free_port))
    process.send_signal(signal.SIGSEGV)
    code = process.wait(10)
    text = (tmp_path / "out").read_text()
    if "AddressSanitizer" not in text:
        assert code == -signal.SIGSEGV
        assert "=== KVD CRASH REPORT" in text
        assert "(server_run+0x" in text
        assert "=== END OF CRASH REPORT" in text


# ---- INFO ----------------------------------------------------------------------------------------


@pytest.mark.kvd_only
@pytest.mark.parametrize("section", ["server", "cpu"])
def test_info_has_every_field_of_redis(kvd, oracle, section):
    ours, theirs = kvd.info(section), oracle.info(section)
    assert set(theirs) <= set(ours)


@pytest.mark.kvd_only
def test_info_tells_what_runs(kvd, binary):
    info = kvd.info("server")
    assert info["redis_version"] == "7.2.4"
    assert info["redis_mode"] == "standalone"
    assert info["process_id"] == str(kvd.pid)
    assert info["executable"] == binary
    assert info["tcp_port"] == str(kvd.port)
    assert re.fullmatch(r"[0-9a-f]{40}", info["run_id"])
    assert re.fullmatch(r"\d+\.\d{6}", kvd.info("cpu")["used_cpu_user"])
