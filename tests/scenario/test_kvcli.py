"""kvcli beside redis-cli: the same commands, options and replies must give the same output.

KVCLI names the program under test (default: build/release/kvcli). Both programs talk to the same
redis-server, or to a stub that answers with the bytes a test asks for. Where kvcli differs on
purpose, a table or a test of its own says what it does instead and why.
"""

import fcntl
import json
import os
import pty
import re
import select
import socketserver
import struct
import subprocess
import termios
import threading
import time

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
KVCLI = os.environ.get("KVCLI", os.path.join(ROOT, "build", "release", "kvcli"))
REDIS_CLI = "redis-cli"
FORMS = ["--raw", "--no-raw", "--csv", "--json", "--quoted-json"]
TIMEOUT = 10


def environment(**extra):
    env = {k: v for k, v in os.environ.items() if not k.startswith(("REDISCLI", "KVCLI"))}
    env.update(KVCLI_HISTFILE="/dev/null", REDISCLI_HISTFILE="/dev/null", TERM="xterm", **extra)
    return env


def run(program, *words, stdin=b"", **env):
    """Output and exit code, nothing being a terminal."""
    done = subprocess.run([program, *words], input=stdin, capture_output=True, timeout=TIMEOUT,
                          env=environment(**env), check=False)
    return done.stdout, done.returncode, done.stderr


class Terminal:
    """A program on a terminal of its own, without translation of its output."""

    def __init__(self, program, *words):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            time.sleep(0.05)  # until the parent has set up the terminal
            try:
                os.execvpe(program, [program, *words], environment())
            finally:
                os._exit(127)  # never back into the test runner
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
        modes = termios.tcgetattr(self.fd)
        modes[1] &= ~termios.OPOST
        termios.tcsetattr(self.fd, termios.TCSANOW, modes)
        self.seen = b""

    def read(self, limit=TIMEOUT):
        """Some more bytes; False at the end."""
        if not select.select([self.fd], [], [], limit)[0]:
            raise TimeoutError(f"nothing more after {self.seen!r}")
        try:
            data = os.read(self.fd, 65536)
        except OSError:
            return False
        self.seen += data
        return bool(data)

    def expect(self, text):
        """Reads until text was shown; what was shown up to it is forgotten and returned."""
        while text not in self.seen:
            assert self.read(), f"{text!r} is missing: {self.seen!r}"
        before, _, self.seen = self.seen.partition(text)
        return before

    def type(self, text):
        os.write(self.fd, text)

    def finish(self):
        """Everything until the program ends, and its exit code."""
        while self.read():
            pass
        os.close(self.fd)
        return self.seen, os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture(scope="module")
def server(oracle):
    return oracle


@pytest.fixture(name="both")
def both_fixture(server):
    """both(words...) runs both programs, each on an empty server, and returns their results."""

    def both(*words, stdin=b"", **env):
        results = []
        for program in (REDIS_CLI, KVCLI):
            server.call("FLUSHALL")
            results.append(run(program, "-p", str(server.port), *words, stdin=stdin, **env))
        return results

    return both


def assert_same(results):
    (their_out, their_code, _), (our_out, our_code, our_err) = results
    assert our_out == their_out, our_err
    assert our_code == their_code


class Stub(socketserver.ThreadingTCPServer):
    """Answers REPLY <bytes> with those bytes, HANGUP by closing, and everything else with OK."""

    allow_reuse_address = True
    daemon_threads = True

    class Handler(socketserver.StreamRequestHandler):
        def word(self):
            size = int(self.rfile.readline()[1:])
            return self.rfile.read(size + 2)[:-2]

        def handle(self):
            while header := self.rfile.readline():
                words = [self.word() for _ in range(int(header[1:]))]
                if words[0] == b"REPLY":
                    self.wfile.write(words[1])
                elif words[0] == b"HELLO":
                    self.wfile.write(b"%0\r\n")
                elif words[0] == b"HANGUP":
                    return
                else:
                    self.wfile.write(b"+OK\r\n")

    def __init__(self):
        super().__init__(("127.0.0.1", 0), self.Handler)
        self.port = str(self.server_address[1])
        self.thread = threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()


@pytest.fixture(scope="module")
def stub():
    with Stub() as s:
        yield s
        s.shutdown()


# ---- Replies of every shape -----------------------------------------------------------------------

REPLIES = [
    b"+OK\n", b"+\n", b"-ERR no\n", b":0\n", b":-9223372036854775808\n", b"$0\n\n", b"$-1\n",
    b"*-1\n", b"*0\n", b"_\n", b"#t\n", b"#f\n", b",1.50\n", b",1e10\n", b",-0\n", b"%0\n", b"~0\n",
    b"$9\n\x01\x7f\t\b\x0c\r\a\x1b/\n", b"$4\n\xff\xfe\x00\x80\n", b"$4\na\"\\b\n",
    b"$3\n\xc3\xa9!\n", b"=7\ntxt:a\nb\n", b"=4\ntxt:\n", b"=9\nmkd:a\"b\r\n\n",
    b"*1\n$-1\n", b"*1\n*-1\n", b"*1\n*0\n", b"*3\n*0\n~0\n%0\n",
    b"*3\n:1\n*2\n:2\n*2\n:3\n$1\na\n_\n",
    b"*12\n" + b"".join(b"*2\n:%d\n*1\n:1\n" % i for i in range(12)),
    b"*1\n*1\n*1\n*1\n*1\n*1\n*1\n*1\n:5\n",
    b"*2\n%2\n+a\n:1\n$1\nb\n*2\n:1\n:2\n~3\n:1\n*1\n:2\n%1\n$1\nk\n~1\n:3\n",
    b"%1\n*2\n:1\n:2\n%1\n+a\n%2\n+x\n+y\n+z\n*2\n:1\n:2\n",
    b"%1\n+a\n*1\n:1\n", b"%1\n+a\n*0\n", b"%1\n+a\n~2\n:1\n:2\n", b"%1\n+a\n%1\n:1\n:2\n",
    b"%1\n+a\n>2\n:1\n:2\n", b"*2\n%1\n+a\n*1\n*2\n:1\n:2\n:5\n",
    b"%1\n+a\n*2\n%1\n+k\n*2\n:1\n:2\n:3\n", b"%1\n+a\n%1\n+k\n*2\n:1\n:2\n",
    b"%1\n+a\n%1\n*2\n:1\n:2\n+k\n", b"%1\n+a\n=7\ntxt:x\ny\n", b"%1\n%1\n:1\n:2\n:5\n",
    b"%10\n" + b"".join(b":%d\n" % i for i in range(18)) + b":10\n*2\n:7\n:8\n",
    b"%1\n#t\n#f\n", b"%2\n_\n_\n,1.5\n,1.5\n", b"*2\n>2\n+a\n+b\n>0\n",
    b"*2\n-ERR foo\n+st\"at\n", b"%1\n-ERR\n-ERR\n",
    b">3\n+message\n+a\n+b\n+OK\n",
]

# What redis-cli cannot read at all (it ends with a message), and what we show.
READ_BY_US_ONLY = {
    b"(12345678901234567890123\n": (b"12345678901234567890123\n",
                                    b"(big number) 12345678901234567890123\n"),
    b"!5\nERR x\n": (b"ERR x\n\n", b"(error) ERR x\n"),
    b"|1\n+ttl\n:9\n:5\n": (b"5\n", b"1| ttl => (integer) 9\n(integer) 5\n"),
}

# redis-cli's JSON is not JSON in these cases: errors (error:"..."), quotes inside keys that are
# aggregates, bytes that are not UTF-8, infinite numbers, and quotes with --quoted-json. Ours is, and
# parses to this.
JSON_OF_OURS = {
    b"-ERR no\n": {"error": "ERR no"},
    b"*2\n-ERR foo\n+st\"at\n": [{"error": "ERR foo"}, "st\"at"],
    b"%1\n-ERR\n-ERR\n": {'{"error":"ERR"}': {"error": "ERR"}},
    b"$4\n\xff\xfe\x00\x80\n": "\\xff\\xfe\\x00\\x80",
    b"%1\n%1\n:1\n:2\n:5\n": {'{"1":2}': 5},
    b"*2\n,inf\n,-inf\n": ["inf", "-inf"],
}


def wire(text):
    """Lines of a reply end with \\n in the tables above; a payload's own are spared."""
    out, rest = b"", text
    while rest:
        line, _, rest = rest.partition(b"\n")
        out += line + b"\r\n"
        if line[:1] in b"$=!" and line[1:] != b"-1":
            size = int(line[1:])
            out += rest[:size] + b"\r\n"
            rest = rest[size + 1:]
    return out


def reply_argument(text):
    """The reply as a quoted word, since an argument cannot hold NUL."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in wire(text)) + '"'


@pytest.mark.parametrize("form", FORMS)
def test_replies_look_the_same(stub, form):
    for reply in REPLIES:
        if "json" in form and (reply in JSON_OF_OURS or b'"' in reply and form != "--json"):
            continue
        words = ["-3", "-p", stub.port, form, "--quoted-input", "REPLY", reply_argument(reply)]
        theirs, ours = run(REDIS_CLI, *words), run(KVCLI, *words)
        if form == "--json":
            # jansson writes \u001B where redis-cli writes \u001b.
            theirs = (theirs[0].replace(b"\\u001b", b"\\u001B"), *theirs[1:])
        assert ours[:2] == theirs[:2], (reply, ours[2])


@pytest.mark.parametrize("form", ["--json", "--quoted-json"])
def test_json_is_json(stub, form):
    for reply in REPLIES + list(JSON_OF_OURS):
        out, code, _ = run(KVCLI, "-p", stub.port, form, "--quoted-input", "REPLY",
                           reply_argument(reply))
        value = json.loads(out.decode())
        assert code == 0
        if form == "--json" and reply in JSON_OF_OURS:
            assert value == JSON_OF_OURS[reply]


def test_resp3_types_redis_cli_cannot_read(stub):
    for reply, (raw, human) in READ_BY_US_ONLY.items():
        for form, expected in (("--raw", raw), ("--no-raw", human)):
            out, code, _ = run(KVCLI, "-3", "-p", stub.port, form, "REPLY", wire(reply).decode())
            assert (out, code) == (expected, 0)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("shown", ["yes", "no"])
def test_pushes_are_shown_if_asked_for(stub, form, shown):
    words = ["-3", "-p", stub.port, form, "--show-pushes", shown, "REPLY",
             wire(b">3\n+message\n+a\n*1\n:1\n+OK\n").decode()]
    assert run(KVCLI, *words)[:2] == run(REDIS_CLI, *words)[:2]


@pytest.mark.parametrize("options", [["-d", ","], ["-d", ""], ["-D", "|"], ["-d", ",", "-D", ""],
                                     ["-D", "|", "--csv"], ["-D", "|", "--no-raw"],
                                     ["-D", "|", "--json", "-d", ";"], ["-d", "\\n"]])
def test_delimiters(stub, options):
    for reply in (b"*2\n:1\n%1\n+a\n*2\n:1\n:2\n", b"+OK\n", b"*0\n", b"~2\n+a\n+b\n"):
        words = ["-3", "-p", stub.port, *options, "REPLY", wire(reply).decode()]
        assert run(KVCLI, *words)[:2] == run(REDIS_CLI, *words)[:2]


# ---- One command ----------------------------------------------------------------------------------

COMMANDS = [
    ["set", "k", "v"], ["get", "none"], ["nosuch", "a"], ["set", "k"], ["ping", "a b\n\"c\""],
    ["eval", "return {1,{2,{3,'a'}},false}", "0"],
    ["eval", "redis.setresp(3); return {{map={a={map={b={1,2}}}}}, {double=3.5}, true, false}", "0"],
    ["eval", "return redis.error_reply('ERR x')", "0"],
    ["hset", "h", "a", "1", "b", "2"], ["hgetall", "none"], ["smembers", "none"],
    ["lrange", "none", "0", "-1"], ["zrange", "none", "0", "-1", "withscores"],
    ["debug", "protocol", "map"], ["debug", "protocol", "set"], ["debug", "protocol", "double"],
    ["debug", "protocol", "verbatim"], ["debug", "protocol", "null"], ["debug", "protocol", "true"],
    ["debug", "protocol", "array"], ["debug", "protocol", "push"], ["debug", "protocol", "string"],
    ["command", "docs", "set", "config"], ["command", "info", "get"], ["acl", "getuser", "default"],
    ["config", "get", "maxmemory*"], ["object", "help"], ["function", "list"], ["quit"], ["subscribe"],
]

# Replies that are one text; redis-cli shows them bare in every form, CSV and JSON too, where we keep
# to the form.
TEXT_COMMANDS = [
    ["cluster", "info"], ["lolwut"], ["latency", "graph", "x"], ["debug", "htstats", "0"],
    ["memory", "malloc-stats", "x"], ["info", "cluster"],
]


@pytest.mark.parametrize("options", [[], ["--no-raw"], ["-3"], ["-3", "--no-raw"], ["--csv"],
                                     ["-3", "--csv"], ["--json"], ["-2", "--json"]])
def test_commands_answer_the_same(both, options):
    for words in COMMANDS:
        results = both(*options, *words)
        if "--json" in options and b"error:" in results[0][0]:
            assert "error" in json.loads(results[1][0])
            continue
        assert_same(results)


@pytest.mark.parametrize("options", [[], ["--no-raw"], ["-3"], ["-3", "--no-raw"]])
def test_text_commands_answer_the_same(both, options):
    for words in TEXT_COMMANDS:
        assert_same(both(*options, *words))


def test_text_is_json_if_asked_for(server):
    out = run(KVCLI, "-p", str(server.port), "--json", "info", "cluster")[0]
    assert json.loads(out) == "# Cluster\r\ncluster_enabled:0\r\n"


def test_unsubscribe_is_answered_in_resp3(server):
    """redis-cli 7.0 waits for ever: the answer is a push."""
    assert run(KVCLI, "-3", "-p", str(server.port), "unsubscribe", "a")[0] == b"unsubscribe\na\n0\n"


def test_each_unsubscribed_channel_is_answered(server):
    """redis-cli reads one reply of the two and gives the other to the next command."""
    out = run(KVCLI, "-p", str(server.port), stdin=b"unsubscribe a b\nping\n")[0]
    assert out == b"unsubscribe\na\n0\nunsubscribe\nb\n0\nPONG\n"


MUTED = [
    (b"set a 1\nclient reply off\nset a 2\nnosuch\nclient reply skip\nclient reply on\nget a\n",
     b"OK\nOK\n2\n"),
    (b"set a 1\nclient reply skip\nset a 2\nget a\n", b"OK\n2\n"),
    (b"client reply skip\nclient reply skip\nping\necho 1\n", b"1\n"),
    (b"client reply skip\nclient reply off\nping\nclient reply on\nping\n", b"OK\nPONG\n"),
    (b"client reply skip\nclient reply on\nping\n", b"OK\nPONG\n"),
    (b"client reply off\nreset\nping\n", b"RESET\nPONG\n"),
    (b"client reply skip\nreset\nping\n", b"PONG\n"),
    (b"client reply off x\nping\n", b"ERR wrong number of arguments for 'client|reply' command\n\n"
                                    b"PONG\n"),
    (b"client reply off\nset a 3\n", b""),
]


@pytest.mark.parametrize("program", ["redis-server", "kvd"])
def test_what_is_not_answered_is_not_waited_for(server, kvd, program):
    """redis-cli waits for ever."""
    port = str((server if program == "redis-server" else kvd).port)
    for script, expected in MUTED:
        assert run(KVCLI, "-p", port, stdin=script)[:2] == (expected, 0), script
    assert run(KVCLI, "-p", port, "client", "reply", "off")[:2] == (b"", 0)
    assert run(KVCLI, "-p", port, "get", "a")[0] == b"3\n"


def test_silence_that_is_refused_is_told(start):
    locked = start(server="redis-server", requirepass="secret")
    script = b"client reply off\nget a\nauth secret\nclient reply skip\nget a\necho 1\n"
    refused = b"NOAUTH Authentication required.\n\n"
    assert run(KVCLI, "-p", str(locked.port), stdin=script)[0] == 2 * refused + b"OK\n1\n"
    assert run(KVCLI, "-p", str(locked.port), "-e", "client", "reply", "off")[1] == 1


def test_text_replies_are_text(server):
    for words in (["info", "server"], ["client", "list"], ["client", "info"], ["cluster", "nodes"]):
        theirs = run(REDIS_CLI, "-p", str(server.port), "--no-raw", *words)[0]
        ours = run(KVCLI, "-p", str(server.port), "--no-raw", *words)[0]
        assert ours.splitlines()[:1][0][:6] == theirs.splitlines()[:1][0][:6]
        assert len(ours.splitlines()) == len(theirs.splitlines())


def test_a_text_without_an_end_of_line_gets_one(server):
    """redis-cli glues the next prompt to it."""
    out = run(KVCLI, "-p", str(server.port), "--no-raw", "memory", "doctor")[0]
    assert out.endswith(b"\n")


@pytest.mark.parametrize("words", [
    ["-e", "nosuch"], ["-e", "--no-raw", "nosuch"], ["-e", "--json", "nosuch"], ["-e", "ping"],
    ["-e", "-r", "3", "nosuch"], ["-r", "3", "incr", "n"], ["-r", "0", "incr", "n"],
    ["-r", "2", "-i", "0.01", "incr", "n"], ["-r", "2", "nosuch"], ["-n", "3", "set", "k", "v"],
    ["-n", "99", "ping"], ["-a", "wrong", "ping"], ["-a", "wrong", "--no-auth-warning", "ping"],
    ["--user", "nobody", "ping"], ["--user", "nobody", "--pass", "x", "ping"],
    ["--quoted-input", "echo", '"a\\x00b"'], ["--nosuch"], ["-p"], ["-u", "http://x", "ping"],
])
def test_options(both, words):
    results = both(*words)
    assert_same(results)


@pytest.mark.parametrize("words", [["-a", "x", "ping"], ["-n", "99", "ping"], ["-e", "nosuch"],
                                   ["-a", "x", "--no-auth-warning", "ping"], ["--nosuch"],
                                   ["-X", "tag", "ping"]])
def test_warnings_read_the_same(both, words):
    (_, _, theirs), (_, _, ours) = both(*words)
    assert ours == theirs


def test_bad_quotes_are_refused(both):
    """On standard error, as nothing of it is a reply; redis-cli uses standard output."""
    for word in ('"a', "a b", '"a"b', ""):
        theirs, ours = both("--quoted-input", "echo", word)
        assert ours == (b"", theirs[1], theirs[0])


def test_input_as_an_argument(both, server):
    for options in (["-x", "set", "k"], ["-X", "tag", "set", "k", "tag"]):
        assert_same(both(*options, stdin=b"a\x00b\r\n"))
        assert server.call("GET", "k") == "a\x00b\r\n"


def test_numbers_out_of_range_are_refused(server):
    """redis-cli takes whatever atoi() makes of them."""
    for words in (["-p", "x"], ["-p", "99999"], ["-r", "x"], ["-n", "-1"], ["-i", "x"],
                  ["--show-pushes", "maybe"]):
        out, code, err = run(KVCLI, *words, "ping")
        assert (out, code) == (b"", 1)
        assert words[0].encode() in err
    del server


def test_uri_and_environment(start):
    server = start(server="redis-server", requirepass="p w")
    uri = f"redis://default:p%20w@127.0.0.1:{server.port}/5"
    script = b"ping\nset k v\nget k\n"
    for program in (REDIS_CLI, KVCLI):
        assert run(program, "-u", uri, stdin=script)[:2] == (b"PONG\nOK\nv\n", 0)
        assert run(program, "-p", str(server.port), "ping", REDISCLI_AUTH="p w")[0] == b"PONG\n"
        assert b"NOAUTH" in run(program, "-p", str(server.port), "ping")[0]
    assert run(KVCLI, "-p", str(server.port), "ping", KVCLI_AUTH="p w")[0] == b"PONG\n"


def test_unix_socket(start, tmp_path):
    path = str(tmp_path / "s")
    start(server="redis-server", unixsocket=path)
    assert run(KVCLI, "-s", path, "ping") == (b"PONG\n", 0, b"")


def test_no_server(free_port):
    """The message differs: it names kvd. So does a script's exit code, which is 0 in redis-cli."""
    for words in (["-p", str(free_port)], ["-s", "/nonexistent"]):
        for command, stdin in ((["ping"], b""), ([], b"ping\nping\n")):
            out, code, err = run(KVCLI, *words, *command, stdin=stdin)
            assert (out, code) == (b"", 1)
            assert err.startswith(b"Could not connect to ") and err.count(b"\n") == 1


# ---- Scripts --------------------------------------------------------------------------------------

SCRIPTS = [
    b"set a b\nget a\n\n   \nset \"x\\x00y\" \"a b\\n\"\nget \"x\\x00y\"\nnosuch\nget 'a\nget \"a\"b\n",
    b"select 3\nset a 1\nselect 0\nget a\n3 incr z\nquit\nget a\n",
    b"multi\nset a b\nselect 4\nexec\nget a\nmulti\nnosuch\nexec\nmulti\ndiscard\n",
    b"hello 3\nhset h a 1\nhgetall h\nhello 2\nhgetall h\nreset\nget a\r\n",
    b"2\n-1 get a\nEXIT\nget a\n",
    b"set k v\nget k\nget k",
    b":set hints\n:set nohints\nping\nexit",
]


@pytest.mark.parametrize("options", [[], ["--no-raw"], ["--csv"], ["--json"]])
def test_scripts_run_the_same(both, options):
    for script in SCRIPTS:
        theirs, ours = both(*options, stdin=script)
        # Told apart on purpose: our own name, valid JSON of errors, the connection's number.
        expected = theirs[0].replace(b"redis-cli repeat", b"kvcli repeat")
        if options == ["--json"]:
            expected = b"\n".join(b"{\"error\":" + line[6:] + b"}" if line.startswith(b"error:")
                                  else line for line in expected.split(b"\n"))
        assert blur(ours[0]) == blur(expected), ours[2]
        assert ours[1] == theirs[1]


def blur(output):
    """Without the connection's number in the reply to HELLO."""
    return re.sub(rb"(?m)^(id |4# \"id\" => \(integer\) | 8\) \(integer\) |)\d{2,}$|(?<=\"id\"[:,])\d+", b"",
                  output)


def test_a_script_may_hold_any_byte(server):
    """redis-cli cuts lines at a NUL."""
    assert run(KVCLI, "-p", str(server.port), stdin=b"echo a\x00b\xff")[0] == b"a\x00b\xff\n"


def test_a_script_with_errors_fails_if_asked_to(server):
    """redis-cli ignores -e there."""
    out, code, _ = run(KVCLI, "-p", str(server.port), "-e", stdin=b"nosuch\nping\n")
    assert code == 1 and out.endswith(b"PONG\n")


def test_a_script_stops_when_the_server_hangs_up(stub):
    """redis-cli goes on with the next line, as if the lost command did not matter."""
    out, code, err = run(KVCLI, "-p", stub.port, stdin=b"a\nHANGUP\nb\n")
    assert (out, code, err) == (b"OK\n", 1, b"Error: Server closed the connection\n")


# ---- Terminals ------------------------------------------------------------------------------------

@pytest.mark.parametrize("words", [["eval", "return {1,'a',{}}", "0"], ["nosuch"], ["-e", "nosuch"],
                                   ["-3", "debug", "protocol", "push"], ["--raw", "echo", "a"]])
def test_a_terminal_gets_the_human_form(server, words):
    shown = [Terminal(program, "-p", str(server.port), *words).finish()
             for program in (REDIS_CLI, KVCLI)]
    assert shown[0] == shown[1]


@pytest.fixture(name="prompt")
def prompt_fixture(server):
    server.call("FLUSHALL")
    terminal = Terminal(KVCLI, "-p", str(server.port))
    terminal.address = f"127.0.0.1:{server.port}".encode()
    terminal.expect(terminal.address + b"> ")
    yield terminal
    terminal.type(b"quit\r")
    assert terminal.finish()[1] == 0


def test_the_prompt_follows_the_connection(prompt):
    for line, state in ((b"select 5", b"[5]"), (b"multi", b"[5](TX)"), (b"select 6", b"[5](TX)"),
                        (b"exec", b"[6]"), (b"reset", b""), (b"select 99", b"")):
        prompt.type(line + b"\r")
        prompt.expect(prompt.address + state + b"> ")


def test_a_lost_connection_is_replaced(prompt, server):
    prompt.type(b"select 5\r")
    prompt.expect(b"[5]> ")
    server.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    prompt.type(b"client info\r")
    assert b" db=5 " in prompt.expect(b"[5]> ")


def test_a_lost_transaction_is_told(prompt, server):
    prompt.type(b"multi\r")
    prompt.expect(b"(TX)> ")
    server.call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    prompt.type(b"set k v\r")
    assert b"Error: Server closed the connection" in prompt.expect(b"not connected> ")
    prompt.type(b"get k\r")
    assert b"(nil)" in prompt.expect(prompt.address + b"> ")


@pytest.mark.parametrize("proto", [b"2", b"3"])
def test_subscriptions_stream_until_ctrl_c(prompt, server, proto):
    prompt.type(b"hello " + proto + b"\r")
    prompt.expect(prompt.address + b"> ")
    prompt.type(b"subscribe a b\r")
    prompt.expect(b"Reading messages... (press Ctrl-C to quit)")
    prompt.expect(b"(integer) 2")
    server.call("PUBLISH", "a", "hello")
    prompt.expect(b'3) "hello"')
    prompt.type(b"\x03")
    prompt.expect(prompt.address + b"> ")
    prompt.type(b"echo done\r")
    prompt.expect(b'"done"')
    prompt.expect(prompt.address + b"> ")


def test_monitor_and_blocking_commands_end_with_ctrl_c(prompt, server):
    for line, sign in ((b"monitor", b"OK"), (b"blpop none 0", b"none 0")):
        prompt.type(line + b"\r")
        prompt.expect(sign)
        server.call("PING")
        if line == b"monitor":
            prompt.expect(b'"PING"')
        else:
            time.sleep(0.1)
        prompt.type(b"\x03")
        prompt.expect(prompt.address + b"> ")


def test_the_prompt_returns_where_nothing_is_answered(prompt):
    for line in (b"client reply off", b"set k v", b"nosuch", b"client reply skip"):
        prompt.type(line + b"\r")
        shown = prompt.expect(prompt.address + b"> ")
        assert b"OK" not in shown and b"error" not in shown
    prompt.type(b"client reply on\r")
    prompt.expect(b"OK")
    prompt.type(b"get k\r")
    prompt.expect(b'"v"')
    prompt.expect(prompt.address + b"> ")


def test_ctrl_d_leaves(server):
    terminal = Terminal(KVCLI, "-p", str(server.port))
    terminal.expect(b"> ")
    time.sleep(0.3)  # the prompt is shown a little before keys, rather than lines, are read
    terminal.type(b"\x04")
    assert terminal.finish()[1] == 0


def test_ctrl_c_drops_the_line(prompt):
    prompt.type(b"set k")
    prompt.expect(b"k")
    time.sleep(0.1)
    prompt.type(b"\x03")
    prompt.expect(b"^C")
    prompt.type(b"echo still here\x08\x08\x08\x08\x08\r")
    prompt.expect(b'"still"')
    prompt.expect(prompt.address + b"> ")


def test_slow_commands_show_their_time(prompt):
    prompt.type(b"debug sleep 0.6\r")
    prompt.expect(b"(0.6")
    prompt.expect(prompt.address + b"> ")


def test_tab_completes_and_help_explains(prompt):
    prompt.type(b"setran\t")
    prompt.expect(b"ge")
    prompt.type(b"k 0 v\r")
    prompt.expect(b"(integer) 1")
    prompt.type(b"help @hyperloglog\r")
    prompt.expect(b"PFCOUNT")
    prompt.type(b"help config get\r")
    prompt.expect(b"CONFIG GET")
    prompt.expect(prompt.address + b"> ")


def test_connect_moves_to_another_server(prompt, stub, free_port):
    prompt.type(b"connect 127.0.0.1 %d\r" % free_port)
    prompt.expect(b"not connected> ")
    prompt.type(b"connect 127.0.0.1 " + stub.port.encode() + b"\r")
    prompt.expect(b"127.0.0.1:" + stub.port.encode() + b"> ")
    prompt.type(b"HANGUP\r")
    prompt.expect(b"Error: Server closed the connection")
    prompt.expect(b"not connected> ")
    prompt.type(b"x\r")
    prompt.expect(b"127.0.0.1:" + stub.port.encode() + b"> ")


def test_history_keeps_lines_but_no_secrets(server, tmp_path):
    path = tmp_path / "history"
    path.write_text("echo earlier\n")
    terminal = Terminal("/usr/bin/env", f"KVCLI_HISTFILE={path}", KVCLI, "-p", str(server.port))
    terminal.expect(b"> ")
    terminal.type(b"\x1b[A\r")
    terminal.expect(b'"earlier"')
    terminal.type(b"auth secret\r")
    terminal.expect(b"ERR")
    terminal.type(b"quit\r")
    assert terminal.finish()[1] == 0
    assert path.read_text() == "echo earlier\necho earlier\nquit\n"
