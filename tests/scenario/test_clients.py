"""Real clients against a real server: what they do every day has to work unchanged."""

import csv
import io
import os
import shutil
import subprocess
import threading
import time

import pytest
import redis

HERE = os.path.dirname(os.path.abspath(__file__))


def run(*words, stdin=None, timeout=60, **env):
    return subprocess.run(words, input=stdin, capture_output=True, text=True, timeout=timeout,
                          env={**os.environ, **env}, check=False)


# ---- redis-cli -----------------------------------------------------------------------------------

def cli(server, *words, stdin="", **env):
    return run("redis-cli", "-h", "127.0.0.1", "-p", str(server.port), *words, stdin=stdin, **env)


def test_redis_cli_one_shot(kvd):
    assert cli(kvd, "PING").stdout == "PONG\n"
    assert cli(kvd, "SET", "k", "v\n").stdout == "OK\n"
    assert cli(kvd, "--no-raw", "GET", "k").stdout == '"v\\n"\n'
    assert cli(kvd, "--no-raw", "MGET", "k", "none").stdout == '1) "v\\n"\n2) (nil)\n'
    assert cli(kvd, "--no-raw", "INCR", "n").stdout == "(integer) 1\n"
    assert "ERR" in cli(kvd, "--no-raw", "INCR", "k").stdout
    assert cli(kvd, "-e", "INCR", "k").returncode != 0


def test_redis_cli_reads_a_script(kvd):
    done = cli(kvd, stdin="SET a 1\nINCR a\nGET a\n")
    assert done.stdout == "OK\n2\n2\n"


def test_redis_cli_in_resp3(kvd):
    assert cli(kvd, "-3", "--no-raw", "GET", "none").stdout == "(nil)\n"
    assert cli(kvd, "-3", "--no-raw", "CONFIG", "GET", "databases").stdout == \
        '1# "databases" => "16"\n'


def test_redis_cli_pipes_in_a_file_of_requests(kvd):
    body = "".join(f"*3\r\n$3\r\nSET\r\n$6\r\nk{i:05d}\r\n$1\r\nv\r\n" for i in range(10000))
    done = cli(kvd, "--pipe", stdin=body)
    assert "errors: 0, replies: 10000" in done.stdout
    assert kvd.call("DBSIZE") == "10000"


def test_redis_cli_scans_and_reads_statistics(kvd):
    for i in range(300):
        kvd.call("SET", f"scan:{i}", "v" * i)
    found = cli(kvd, "--scan", "--pattern", "scan:*").stdout.split()
    assert sorted(found) == sorted(f"scan:{i}" for i in range(300))
    assert len(cli(kvd, "--bigkeys").stdout) > 0
    assert cli(kvd, "-r", "3", "-i", "0.01", "PING").stdout == "PONG\n" * 3


def test_redis_cli_knows_the_commands(kvd):
    """The hints of redis-cli come from COMMAND DOCS, which it reads when it starts."""
    done = cli(kvd, "COMMAND", "DOCS", "set")
    assert "SET" in done.stdout.upper() and "since" in done.stdout
    assert cli(kvd, "HELP", "SET").returncode == 0


def test_redis_cli_logs_in(start):
    locked = start(requirepass="a secret")
    assert "NOAUTH" in cli(locked, "GET", "k").stdout
    assert cli(locked, "-a", "a secret", "--no-auth-warning", "PING").stdout == "PONG\n"
    assert cli(locked, "PING", REDISCLI_AUTH="a secret").stdout == "PONG\n"


# ---- redis-benchmark -----------------------------------------------------------------------------

@pytest.mark.parametrize("options", [
    ["-t", "ping_inline,ping_mbulk,set,get,incr,mset"],
    ["-t", "set,get", "-P", "16", "-r", "10000"],
    ["-t", "set,get", "-d", "100000", "-n", "500"],
    ["-t", "get", "-c", "300", "-n", "2000"],
    ["-t", "set", "--threads", "2"],
    ["-t", "get", "-3"],
    ["-k", "0", "-t", "ping", "-n", "500"],
])
def test_redis_benchmark(kvd, options):
    count = [] if "-n" in options else ["-n", "5000"]
    done = run("redis-benchmark", "-h", "127.0.0.1", "-p", str(kvd.port), "--csv", *count,
               *options)
    assert done.returncode == 0, done.stdout + done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert rows and all(float(row["rps"]) > 0 for row in rows)
    assert "Error" not in done.stdout + done.stderr


# ---- python3-redis -------------------------------------------------------------------------------

class Resp3Parser(redis.connection.PythonParser):
    """Debian's redis-py asks for RESP2 and reads nothing else. This parser reads RESP3 and hands
    over what redis-py expects: maps as lists of keys and values, sets and pushes as lists."""

    def read_response(self, disable_decoding=False):
        line = self._buffer.readline()
        kind, rest = line[:1], line[1:]
        if kind in b"*%~>":
            count = int(rest) * (2 if kind == b"%" else 1)
            return [self.read_response(disable_decoding) for _ in range(count)]
        if kind == b"-":
            return self.parse_error(rest.decode())
        if kind in b":(":
            return int(rest)
        if kind == b"_":
            return None
        if kind == b"#":
            return rest == b"t"
        if kind in b"$=":
            rest = self._buffer.read(int(rest))
            if kind == b"=":
                rest = rest[len("txt:"):]
        else:
            assert kind in b"+,", line
        return rest if disable_decoding else self.encoder.decode(rest)


class Resp3Connection(redis.Connection):
    def __init__(self, **options):
        super().__init__(parser_class=Resp3Parser, **options)

    def on_connect(self):
        super().on_connect()
        self.send_command("HELLO", "3")
        hello = self.read_response()
        assert hello[hello.index("proto") + 1] == 3


@pytest.fixture(params=[redis.Connection, Resp3Connection], ids=["resp2", "resp3"])
def client(kvd, request):
    pool = redis.ConnectionPool(connection_class=request.param, host="127.0.0.1", port=kvd.port,
                                decode_responses=True)
    with redis.Redis(connection_pool=pool) as r:
        yield r


def test_python_strings(client):
    assert client.set("k", "grün") is True
    assert client.get("k") == "grün"
    assert client.get("none") is None
    assert client.set("k", "x", nx=True) is None
    assert client.set("k", "x", px=100000, get=True) == "grün"
    assert 0 < client.pttl("k") <= 100000
    assert client.getex("k", persist=True) == "x"
    assert client.ttl("k") == -1
    assert client.incrbyfloat("f", 1.5) == 1.5
    assert client.append("k", "yz") == 3
    assert client.getrange("k", 1, 2) == "yz"
    assert client.mset({"a": 1, "b": 2}) is True
    assert client.mget("a", "b", "none") == ["1", "2", None]
    assert client.delete("a", "b", "none") == 2


def test_python_bytes(kvd):
    with redis.Redis(port=kvd.port) as r:
        value = bytes(range(256)) * 5
        r.set(b"\x00\xff", value)
        assert r.get(b"\x00\xff") == value
        big = os.urandom(5_000_000)
        r.set("big", big)
        assert r.get("big") == big


def test_python_pipelines(client):
    with client.pipeline(transaction=False) as pipe:
        for i in range(2000):
            pipe.set(f"k{i}", i)
            pipe.get(f"k{i}")
        results = pipe.execute()
    assert results[1::2] == [str(i) for i in range(2000)]
    with client.pipeline(transaction=False) as pipe:
        pipe.set("s", "text").incr("s").get("s")
        results = pipe.execute(raise_on_error=False)
    assert isinstance(results[1], redis.ResponseError)
    assert results[2] == "text"


def test_python_scan_iter(client):
    client.mset({f"user:{i}": i for i in range(1000)})
    client.mset({f"other:{i}": i for i in range(100)})
    assert len(set(client.scan_iter("user:*", count=50))) == 1000
    assert set(client.scan_iter("user:99?")) == {f"user:99{i}" for i in range(10)}
    assert len(set(client.scan_iter(_type="string"))) == 1100
    assert not set(client.scan_iter(_type="hash"))


def test_python_client_list(client):
    client.client_setname("me")
    mine = client.client_id()
    entries = {entry["id"]: entry for entry in client.client_list()}
    assert entries[str(mine)]["name"] == "me"
    assert entries[str(mine)]["cmd"] == "client|list"
    assert entries[str(mine)]["addr"].startswith("127.0.0.1:")
    assert client.client_getname() == "me"
    assert client.client_info()["id"] == mine


def test_python_info(client):
    client.set("k", "v", ex=100)
    info = client.info()
    assert info["redis_version"].startswith("7.")
    assert info["connected_clients"] >= 1
    assert info["used_memory"] > 0
    assert info["db0"]["keys"] == 1 and info["db0"]["expires"] == 1
    assert set(client.info("clients")) >= {"connected_clients", "blocked_clients", "maxclients"}
    assert client.info("commandstats")["cmdstat_set"]["calls"] >= 1


def test_python_config(client):
    assert client.config_get("databases") == {"databases": "16"}
    assert client.config_get("maxmem*").keys() >= {"maxmemory", "maxmemory-policy"}
    assert client.config_set("timeout", "100") is True
    assert client.config_get("timeout") == {"timeout": "100"}
    client.config_set("timeout", "0")
    with pytest.raises(redis.ResponseError):
        client.config_set("port-of-call", "1")
    assert client.config_resetstat() is True


def test_python_server_commands(client):
    seconds, micros = client.time()
    assert abs(seconds - time.time()) < 5 and 0 <= micros < 1_000_000
    client.slowlog_reset()
    assert client.slowlog_len() == 0
    assert client.command_count() > 50
    assert client.command_getkeys("MSET", "a", 1, "b", 2) == ["a", "b"]
    assert client.object("encoding", "none") is None
    client.set("n", 5)
    assert client.object("encoding", "n") == "int"


def test_python_errors(client):
    with pytest.raises(redis.ResponseError, match="unknown command"):
        client.execute_command("NOSUCH", "a")
    with pytest.raises(redis.ResponseError, match="wrong number of arguments for 'get' command"):
        client.execute_command("GET")
    assert client.ping()


def test_python_databases(kvd):
    with redis.Redis(port=kvd.port, db=5) as five, redis.Redis(port=kvd.port) as zero:
        five.set("k", "5")
        assert zero.get("k") is None
        assert zero.swapdb(0, 5) is True
        assert zero.get("k") == b"5"
        with pytest.raises(redis.ResponseError, match="DB index is out of range"):
            redis.Redis(port=kvd.port, db=99).ping()


def test_python_pause_holds_others(kvd):
    """A request that has to wait ends when the wait does, and the client's timeout still counts."""
    with redis.Redis(port=kvd.port) as r, redis.Redis(port=kvd.port, socket_timeout=0.1) as hasty:
        hasty.ping()
        r.client_pause(400)
        begin = time.monotonic()
        with pytest.raises(redis.TimeoutError):
            hasty.get("k")
        patient = redis.Redis(port=kvd.port)
        patient.set("k", "v")
        assert 0.3 < time.monotonic() - begin < 2
        assert patient.wait(1, 100) == 0


def test_python_monitor(kvd):
    with redis.Redis(port=kvd.port) as r, r.monitor() as monitor:
        r.set("watched", "value")
        for event in monitor.listen():
            if event["command"].startswith("SET"):
                break
        assert event["command"] == "SET watched value"
        assert event["db"] == 0 and event["client_type"] == "tcp"


def test_python_logs_in(start):
    locked = start(requirepass="secret")
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=locked.port).ping()
    with pytest.raises(redis.ResponseError, match="WRONGPASS"):
        redis.Redis(port=locked.port, password="wrong").ping()
    assert redis.Redis(port=locked.port, password="secret").ping()
    assert redis.Redis(port=locked.port, username="default", password="secret").ping()


def test_python_threads_share_a_pool(kvd):
    pool = redis.Redis(port=kvd.port, max_connections=50)

    def add():
        for _ in range(200):
            pool.incr("n")

    threads = [threading.Thread(target=add) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert pool.get("n") == b"2000"


# ---- Node.js: ioredis ----------------------------------------------------------------------------

def test_ioredis(node, kvd):
    assert node("ioredis.js", kvd).count("ok ") == 8


def test_ioredis_logs_in(node, start):
    locked = start(requirepass="secret")
    assert node("ioredis.js", locked, "secret").count("ok ") == 8
