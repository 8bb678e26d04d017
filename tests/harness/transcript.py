"""Transcripts: requests and the exact replies, in text files that read like a session.

tests/cmd/README.md is the description of the format. This module has three parts:

    notation   bytes <-> text of one element, words of a request
    parse()    the file as a list of nodes (Send, Expect, Command, Block)
    Player     plays nodes against one server and collects what did not match
"""

import itertools
import re
import time

from . import resp

GRACE_S = 0.05          # `< nothing`: how long silence has to last
SETTLE_S = 0.01         # between requests of two connections whose replies were not read in between
SPLIT_PAUSE_S = 0.0005  # between two parts of a split request, so that the server reads them apart
SCALARS = ":,#("
AGGREGATES = "*%~>|"


class SyntaxProblem(Exception):
    def __init__(self, line, text):
        super().__init__(text)
        self.line = line


# ---- Notation ----------------------------------------------------------------------------------

ESCAPES = {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", ord("\\"): "\\\\"}
UNESCAPES = {"n": 10, "r": 13, "t": 9, "b": 8, "a": 7}
HEX = re.compile(r"\\x([0-9a-fA-F]{2})")


def show_bytes(data, quote=True):
    out = []
    for byte in data:
        if quote and byte == ord('"'):
            out.append('\\"')
        elif byte in ESCAPES:
            out.append(ESCAPES[byte])
        elif 32 <= byte < 127:
            out.append(chr(byte))
        else:
            out.append(f"\\x{byte:02x}")
    text = "".join(out)
    if quote:
        return f'"{text}"'
    return text[:-1] + "\\x20" if text.endswith(" ") else text    # ends of lines are not read


def show_scalar(element):
    """The notation of an element; for an aggregate only its header."""
    kind, value = element.kind, element.value
    if kind in AGGREGATES:
        if element.items is None:
            return f"{kind}-1"
        return f"{kind}{len(element.items) // (2 if kind in '%|' else 1)}"
    if kind == "_":
        return "_"
    if kind == "$":
        return "nil" if value is None else show_bytes(value)
    if kind in "=!":
        return kind + show_bytes(value)
    return kind + show_bytes(value, quote=False)


def show_line(element):
    """The whole element on one line. Not always readable back: see show_lines()."""
    parts = [show_scalar(element)] + [show_line(item) for item in element.items or ()]
    return " ".join(parts)


def show_lines(element, width=92):
    """Lines that parse back to the element: one if it is flat and short, else one per element."""
    def run_to_line_end(e):
        return e.kind in "+-" or any(run_to_line_end(i) for i in e.items or ())

    flat = not any(item.items for item in element.items or ())
    line = show_line(element)
    if not element.items or (flat and len(line) <= width and not run_to_line_end(element)):
        return [line]
    lines = [show_scalar(element)]
    if element.kind in "%|":
        for key, value in groups(element.items, 2):
            inner = show_lines(value, width - 4 - len(show_line(key)))
            lines.append(f"  {show_line(key)} {inner[0]}")
            lines += ["    " + line for line in inner[1:]]
    else:
        for item in element.items:
            lines += ["  " + line for line in show_lines(item, width - 2)]
    return lines


def read_quoted(text, at, line):
    """Reads "..." or '...' at text[at], with an optional repetition *N. Returns bytes and the end."""
    quote = text[at]
    out = bytearray()
    at += 1
    while at < len(text) and text[at] != quote:
        if quote == '"' and text[at] == "\\" and at + 1 < len(text):
            hexadecimal = HEX.match(text, at)
            if hexadecimal:
                out.append(int(hexadecimal.group(1), 16))
                at = hexadecimal.end()
                continue
            following = text[at + 1]
            out += bytes([UNESCAPES[following]]) if following in UNESCAPES else following.encode()
            at += 2
        elif quote == "'" and text.startswith("\\'", at):
            out += b"'"
            at += 2
        else:
            out += text[at].encode()
            at += 1
    if at >= len(text):
        raise SyntaxProblem(line, f"the quote is not closed: {text}")
    at += 1
    times = re.compile(r"\*(\d+)").match(text, at)
    if times:
        out *= int(times.group(1))
        at = times.end()
    if at < len(text) and not text[at].isspace():
        raise SyntaxProblem(line, f"a space has to follow the closing quote: {text}")
    return bytes(out), at


def read_words(text, line):
    """Words of a request, with the quoting of an inline command."""
    words = []
    at = 0
    while True:
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text):
            return words
        if text[at] in "\"'":
            word, at = read_quoted(text, at, line)
        else:
            start = at
            while at < len(text) and not text[at].isspace():
                at += 1
            word = text[start:at].encode()
        words.append(word)


def unescape(text):
    """The text of a simple string or error: escapes as in double quotes, but no quotes around."""
    return read_quoted('"' + text.replace('"', '\\"') + '"', 0, 0)[0]


# ---- What a reply should be ----------------------------------------------------------------------

class Pattern:
    """An expected element.

    mode: exact, unordered and unordered-pairs compare with kind, value and items; any, regex and
    save accept elements of any kind ("?"), value being the regular expression or the name.
    """

    def __init__(self, kind, value=None, count=0, mode="exact"):
        self.kind = kind
        self.value = value
        self.mode = mode
        self.wanted = count
        self.items = [] if kind in AGGREGATES and value is None else None

    def is_complete(self):
        return self.items is None or (len(self.items) == self.wanted
                                      and all(item.is_complete() for item in self.items))

    def add(self, pattern):
        """Appends to the innermost aggregate that still lacks elements."""
        if self.items and not self.items[-1].is_complete():
            self.items[-1].add(pattern)
        else:
            self.items.append(pattern)

    def lines(self):
        if self.mode == "regex":
            return ["~ " + self.value]
        if self.mode == "any":
            return ["any"]
        if self.mode == "save":
            return ["save " + self.value]
        if self.items is None:
            header = show_scalar(resp.Element(self.kind, self.value)) if self.value != -1 \
                else f"{self.kind}-1"
            return [header]
        count = self.wanted // (2 if self.kind in "%|" else 1)
        word = "" if self.mode == "exact" else self.mode + " "
        return [f"{word}{self.kind}{count}"] + ["  " + line for i in self.items
                                               for line in i.lines()]


def fill(data, saved):
    """Replaces ${name} in bytes by the saved value."""
    def value(match):
        name = match.group(1).decode()
        if name not in saved:
            raise KeyError(f"${{{name}}} is used before it is saved")
        return saved[name]
    return re.sub(rb"\$\{(\w+)\}", value, data)


def matches(pattern, element, saved):
    """Compares, and saves what the pattern says is to be saved."""
    if pattern.mode == "any":
        return True
    if pattern.mode == "save":
        saved[pattern.value] = element.value if element.value is not None \
            else show_line(element).encode()
        return True
    if pattern.mode == "regex":
        found = re.fullmatch(fill(pattern.value.encode(), saved).decode(), show_line(element))
        if found:
            saved.update((name, unescape(text)) for name, text in found.groupdict().items()
                         if text is not None)
        return found is not None
    if pattern.kind != element.kind:
        return False
    if pattern.items is None:
        if pattern.value == -1:
            return element.value is None and element.items is None
        if pattern.value is None or element.value is None:
            return pattern.value is element.value and element.items is None
        return fill(pattern.value, saved) == element.value
    if element.items is None or len(element.items) != len(pattern.items):
        return False
    if pattern.mode == "exact":
        return all(matches(p, e, saved) for p, e in zip(pattern.items, element.items))
    step = 2 if pattern.mode == "unordered-pairs" or pattern.kind in "%|" else 1
    return match_unordered(groups(pattern.items, step), groups(element.items, step), saved)


def groups(items, size):
    return [items[i:i + size] for i in range(0, len(items), size)]


def match_unordered(patterns, elements, saved):
    """Every pattern takes the first element left that it matches; the exact ones choose first."""
    left = list(elements)
    for pattern in sorted(patterns, key=lambda p: p[0].mode != "exact"):
        for candidate in left:
            if all(matches(p, e, saved) for p, e in zip(pattern, candidate)):
                left.remove(candidate)
                break
        else:
            return False
    return not left


TOKEN = re.compile(r"nil|_(?=\s|$)|\*-1|[*%~>|]\d+|[:,#(]\S*")


def read_patterns(text, line):
    """The elements on a `<` line."""
    patterns = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
        elif text[at] in "+-":
            patterns.append(Pattern(text[at], unescape(text[at + 1:])))
            break
        elif text[at] == '"' or text[at:at + 2] in ('="', '!"'):
            kind = "$" if text[at] == '"' else text[at]
            value, at = read_quoted(text, at if kind == "$" else at + 1, line)
            patterns.append(Pattern(kind, value))
        else:
            token = TOKEN.match(text, at)
            if not token or (token.end() < len(text) and not text[token.end()].isspace()):
                raise SyntaxProblem(line, f"not an element: {text[at:]}")
            patterns.append(pattern_of(token.group()))
            at = token.end()
    if not patterns:
        raise SyntaxProblem(line, "an element has to follow '<'")
    return patterns


def pattern_of(token):
    kind = token[0]
    if token == "nil":
        return Pattern("$", None)
    if token == "*-1":
        return Pattern("*", -1)
    if kind == "_":
        return Pattern("_", b"")
    if kind in AGGREGATES:
        return Pattern(kind, None, int(token[1:]) * (2 if kind in "%|" else 1))
    return Pattern(kind, unescape(token[1:]))


# ---- The file ----------------------------------------------------------------------------------

class Node:
    def __init__(self, line, conn=""):
        self.line = line        # first source line, counted from 1
        self.end = line         # last source line
        self.conn = conn


class Send(Node):
    """words is None for raw bytes."""

    def __init__(self, line, conn, text, words, raw):
        super().__init__(line, conn)
        self.text = text
        self.words = words
        self.raw = raw


class Expect(Node):
    """what: reply, raw, closed or nothing."""

    def __init__(self, line, conn, what, pattern=None, raw=b""):
        super().__init__(line, conn)
        self.what = what
        self.pattern = pattern
        self.raw = raw

    def lines(self):
        if self.what == "reply":
            return self.pattern.lines()
        return [show_bytes(self.raw)] if self.what == "raw" else [self.what]


class Command(Node):
    """A directive that acts when it is reached."""

    def __init__(self, line, conn, name, words):
        super().__init__(line, conn)
        self.name = name
        self.words = words


class Block(Node):
    """nodes played under a condition. kind: only, since, differs, repeat."""

    def __init__(self, line, kind, argument, reason):
        super().__init__(line)
        self.kind = kind
        self.argument = argument
        self.reason = reason
        self.nodes = []
        self.variants = {}      # differs: the server's kind -> nodes


class Transcript:
    def __init__(self, path, source, nodes, config, kvd_only, split):
        self.path = path
        self.source = source        # lines
        self.nodes = nodes
        self.config = config        # [(block or None, [words])]: directives of an own server
        self.kvd_only = kvd_only    # the reason, or None
        self.split = split          # also to be played with its raw requests cut in two


LINE = re.compile(r"(?:@(\w+)\s+)?(>>|>|<<|<|!)(.*)$")
COMMANDS = ("resp2", "resp3", "sleep", "close", "half-close")
KINDS = ("kvd", "redis")


class Parser:
    def __init__(self, path, text):
        self.path = path
        self.source = text.splitlines()
        self.top = []
        self.blocks = []        # open ones, innermost last
        self.target = self.top  # where nodes go
        self.partial = None     # an aggregate whose elements are still coming
        self.requests = 0
        self.config = []
        self.kvd_only = None
        self.split = False

    def parse(self):
        for number, text in enumerate(self.source, 1):
            stripped = text.strip()
            if not stripped or stripped.startswith("#"):
                continue
            found = LINE.match(stripped)
            if not found:
                raise SyntaxProblem(number, f"no such line: {stripped}")
            self.line(number, found.group(1) or "", found.group(2), found.group(3))
        self.require_complete(len(self.source))
        while self.blocks:
            block = self.blocks.pop()
            if block.kind != "since" or not block.at_head:
                raise SyntaxProblem(block.line, f"'! {block.kind}' has no '! end'")
        return Transcript(self.path, self.source, self.top, self.config, self.kvd_only, self.split)

    def require_complete(self, number):
        if self.partial is not None:
            raise SyntaxProblem(number, f"the reply of line {self.partial.line} lacks elements")

    def line(self, number, conn, sign, rest):
        if sign == "<" and self.partial is not None:
            if conn != self.partial.conn:
                raise SyntaxProblem(number, "elements of one reply are of one connection")
            self.continue_reply(number, rest)
            return
        self.require_complete(number)
        if sign == ">":
            words = read_words(rest, number)
            if not words:
                raise SyntaxProblem(number, "a request needs a word; raw bytes are sent by '>>'")
            self.send(Send(number, conn, rest.strip(), words, None))
        elif sign == ">>":
            self.send(Send(number, conn, rest.strip(), None, b"".join(read_words(rest, number))))
        elif sign == "<<":
            raw = b"".join(read_words(rest, number))
            self.target.append(Expect(number, conn, "raw", raw=raw))
        elif sign == "<":
            self.reply(number, conn, rest)
        else:
            self.directive(number, conn, rest.strip())

    def send(self, node):
        self.requests += 1
        self.target.append(node)

    def reply(self, number, conn, rest):
        if rest.strip() in ("closed", "nothing") and rest[0] == " ":
            self.target.append(Expect(number, conn, rest.strip()))
            return
        first, *others = self.patterns(number, rest)
        self.partial = Expect(number, conn, "reply", first)
        self.target.append(self.partial)
        self.add(number, others)

    def continue_reply(self, number, rest):
        self.add(number, self.patterns(number, rest))

    def add(self, number, patterns):
        for pattern in patterns:
            if self.partial.pattern.is_complete():
                raise SyntaxProblem(number, "more elements than the header announces")
            self.partial.pattern.add(pattern)
        self.partial.end = number
        if self.partial.pattern.is_complete():
            self.partial = None

    def patterns(self, number, rest):
        """Elements of one line. '< x' is exact; '<any', '<~ x', '<save x' and '<unordered x' are
        looser."""
        if not rest or rest[0].isspace():
            return read_patterns(rest, number)
        word, _, argument = rest.partition(" ")
        argument = argument.strip()
        if word == "any" and not argument:
            return [Pattern("?", mode="any")]
        if word == "~" and argument:
            return [Pattern("?", argument, mode="regex")]
        if word == "save" and re.fullmatch(r"\w+", argument):
            return [Pattern("?", argument, mode="save")]
        if word in ("unordered", "unordered-pairs") and argument:
            first, *others = read_patterns(argument, number)
            if first.items is None:
                raise SyntaxProblem(number, f"'<{word}' is for aggregates")
            first.mode = word
            return [first, *others]
        raise SyntaxProblem(number, f"no such expectation: <{rest}")

    def directive(self, number, conn, text):
        name, _, rest = text.partition(" ")
        name, colon, _ = name.partition(":")
        rest = rest.strip()
        if name in COMMANDS:
            self.target.append(Command(number, conn, name, rest.split()))
        elif name == "config":
            self.head_only(number, name)
            words = [w.decode() for w in read_words(rest, number)]
            self.config.append((self.blocks[-1] if self.blocks else None, words))
        elif name == "split" and not rest:
            self.head_only(number, name)
            self.split = True
        elif name == "kvd-only" and colon:
            self.head_only(number, name)
            self.kvd_only = self.need_reason(number, rest)
        elif name == "only":
            kind, _, reason = rest.partition(":")
            if kind not in KINDS:
                raise SyntaxProblem(number, f"'! only' is for {' or '.join(KINDS)}")
            self.open(Block(number, "only", kind, self.need_reason(number, reason.strip())))
        elif name == "since":
            version, _, reason = rest.partition(":")
            if not re.fullmatch(r"V?\d+(\.\d+)*", version):
                raise SyntaxProblem(number, f"not a version: {version}")
            self.open(Block(number, "since", version, reason.strip() or f"new in {version}"))
        elif name == "differs" and colon:
            self.open(Block(number, "differs", None, self.need_reason(number, rest)))
        elif name == "repeat" and rest.isdigit():
            self.open(Block(number, "repeat", int(rest), None))
        elif name in KINDS and not rest and self.blocks and self.blocks[-1].kind == "differs":
            self.target = self.blocks[-1].variants.setdefault(name, [])
        elif name == "end" and not rest and self.blocks:
            self.close(number)
        else:
            raise SyntaxProblem(number, f"no such directive: ! {text}")

    def head_only(self, number, name):
        if self.requests:
            raise SyntaxProblem(number, f"'! {name}' stands before the first request")

    def need_reason(self, number, reason):
        if not reason:
            raise SyntaxProblem(number, "the reason is missing")
        return reason

    def open(self, block):
        if self.blocks and self.blocks[-1].kind == "differs":
            raise SyntaxProblem(block.line, "no blocks inside '! differs'")
        block.at_head = self.requests == 0
        self.target.append(block)
        self.blocks.append(block)
        self.target = block.nodes

    def close(self, number):
        block = self.blocks.pop()
        block.end = number
        if block.kind == "differs" and (block.nodes or set(block.variants) != set(KINDS)):
            raise SyntaxProblem(block.line, "'! differs' has a part '! kvd' and a part '! redis'")
        self.target = self.blocks[-1].nodes if self.blocks else self.top


def parse(path):
    with open(path, encoding="utf-8") as f:
        return Parser(path, f.read()).parse()


# ---- Playing -------------------------------------------------------------------------------------

class Failure:
    def __init__(self, path, line, request, expected, got):
        self.path = path
        self.line = line
        self.request = request
        self.expected = expected
        self.got = got

    def __str__(self):
        def indent(lines):
            return "\n".join("      " + line for line in lines)
        return (f"{self.path}:{self.line}\n    request\n{indent([self.request])}\n"
                f"    expected\n{indent(self.expected)}\n    got\n{indent(self.got)}")


class Stop(Exception):
    """Nothing after this point of the file can be compared."""


class Splitter:
    """Says where a request is cut in two before it is sent, or None to send it whole."""

    def cut(self, index, data, is_raw):
        del index, data, is_raw


class SplitRaw(Splitter):
    """Raw requests are cut at one position, the same for all of the file."""

    def __init__(self, position):
        self.position = position

    def __str__(self):
        return f"raw requests cut after {self.position} bytes"

    def cut(self, index, data, is_raw):
        return self.position if is_raw and self.position < len(data) else None


class SplitAll(Splitter):
    """Every request is cut at a position that depends on its index in the file."""

    def __str__(self):
        return "every request cut somewhere"

    def cut(self, index, data, is_raw):
        return 1 + index * 7919 % (len(data) - 1) if len(data) > 1 else None


class Player:
    """Plays one transcript against one server.

    kind and version describe the server: "kvd" or "redis", and its version as a tuple. `connect`
    opens a new connection; `default` is the one of requests without a name.
    """

    def __init__(self, transcript, kind, version, connect, default, splitter=None, recorder=None):
        self.transcript = transcript
        self.kind = kind
        self.version = version
        self.connect = connect
        self.conns = {"": default}
        self.splitter = splitter or Splitter()
        self.recorder = recorder
        self.saved = {}
        self.matched = set()        # Expect nodes; in a repeated block each counts once
        self.failures = []
        self.skipped = {}           # reason -> number of replies not compared
        self.pending = []           # Send nodes of one connection, not sent yet
        self.request = {}           # connection -> text of the last request
        self.unread = None          # the connection that was sent to and not read from since
        self.sent = 0

    @property
    def passed(self):
        failed = {failure.line for failure in self.failures}
        return sum(node.line not in failed for node in self.matched)

    def play(self):
        if self.transcript.kvd_only and self.kind != "kvd":
            self.skip(self.transcript.nodes, self.transcript.kvd_only)
            return
        try:
            self.play_nodes(self.transcript.nodes)
            self.flush()
            self.check_leftovers()
        except Stop:
            pass
        finally:
            for conn in self.conns.values():
                conn.close()

    def play_nodes(self, nodes):
        for at, node in enumerate(nodes):
            if isinstance(node, Send):
                if self.pending and self.pending[0].conn != node.conn:
                    self.flush()
                self.pending.append(node)
                continue
            self.flush(followed_by=nodes[at:])
            if isinstance(node, Expect):
                self.expect(node)
            elif isinstance(node, Command):
                self.command(node)
            else:
                self.block(node)

    def block(self, node):
        if node.kind == "repeat":
            for i in range(node.argument):
                self.saved["i"] = b"%d" % i
                self.play_nodes(node.nodes)
                self.flush()
        elif node.kind == "differs":
            self.play_nodes(node.variants[self.kind])
        elif self.applies(node):
            self.play_nodes(node.nodes)
        else:
            self.skip(node.nodes, node.reason)
        self.flush()

    def applies(self, node):
        if node.kind == "only":
            return node.argument == self.kind
        if self.kind == "kvd":
            return True
        if node.argument.startswith("V"):       # a version of Valkey: no Redis has it
            return False
        return self.version >= tuple(int(part) for part in node.argument.split("."))

    def skip(self, nodes, reason):
        for node in nodes:
            if isinstance(node, Expect):
                self.skipped[reason] = self.skipped.get(reason, 0) + 1
            elif isinstance(node, Block):
                self.skip(node.variants.get(self.kind, node.nodes), reason)

    # -- sending ------------------------------------------------------------------------------

    def conn(self, name, line):
        if name not in self.conns:
            try:
                self.conns[name] = self.connect()
            except OSError as problem:
                self.fail(line, name, ["a connection"], [str(problem)])
                raise Stop from None
        return self.conns[name]

    def flush(self, followed_by=()):
        """Sends the gathered requests of one connection in one write. followed_by: the nodes after
        them."""
        if not self.pending:
            return
        nodes, self.pending = self.pending, []
        name, line = nodes[0].conn, nodes[0].line
        conn = self.conn(name, line)
        if self.unread not in (None, name):
            time.sleep(SETTLE_S)
        self.unread = name
        self.request[name] = nodes[-1].text if len(nodes) == 1 else \
            f"{nodes[0].text}   (and {len(nodes) - 1} more in the same write)"
        try:
            data = b"".join(self.bytes_of(node) for node in nodes)
        except KeyError as problem:
            raise SyntaxProblem(line, problem.args[0]) from None
        cut = self.splitter.cut(self.sent, data, nodes[0].words is None)
        self.sent += 1
        try:
            if cut:
                conn.send(data[:cut])
                time.sleep(SPLIT_PAUSE_S)
            conn.send(data[cut or 0:])
        except resp.Closed:
            pass                                # what the peer said before closing is still read
        except resp.Timeout as problem:
            self.fail(line, name, ["the request to be taken"], [str(problem)])
            raise Stop from None
        if self.recorder:
            self.recorder.sent(self, nodes, followed_by)

    def bytes_of(self, node):
        if node.words is None:
            return fill(node.raw, self.saved)
        return resp.encode(*(fill(word, self.saved) for word in node.words))

    # -- comparing ----------------------------------------------------------------------------

    def fail(self, line, name, expected, got):
        if any(failure.line == line for failure in self.failures):
            return                              # in a repeated block the first one tells
        self.failures.append(Failure(self.transcript.path, line,
                                     self.request.get(name, "(none yet)"), expected, got))

    def expect(self, node):
        conn = self.conn(node.conn, node.line)
        if self.unread == node.conn:
            self.unread = None
        got = getattr(self, "expect_" + node.what)(node, conn)
        if got is None:
            self.matched.add(node)
        elif self.recorder:
            self.recorder.replaced(self, node, got)
        else:
            self.fail(node.line, node.conn, node.lines(), got)

    def expect_reply(self, node, conn):
        """None if the reply is as expected, else the lines of what came."""
        try:
            reply = conn.read()
        except (resp.Closed, resp.Timeout, resp.ProtocolError) as problem:
            self.stop(node, conn, problem)
        try:
            return None if matches(node.pattern, reply, self.saved) else show_lines(reply)
        except KeyError as problem:
            raise SyntaxProblem(node.line, problem.args[0]) from None

    def expect_raw(self, node, conn):
        raw = fill(node.raw, self.saved)
        try:
            got = conn.read_exact(len(raw))
        except (resp.Closed, resp.Timeout) as problem:
            self.stop(node, conn, problem)
        return None if got == raw else [show_bytes(got)]

    def expect_closed(self, node, conn):
        if conn.at_end():
            conn.close()
            del self.conns[node.conn]
            return None
        return self.unwanted(node, conn) if conn.buffer else ["open and silent"]

    def expect_nothing(self, node, conn):
        return None if conn.is_silent(GRACE_S) else self.unwanted(node, conn)

    def unwanted(self, node, conn):
        try:
            return show_lines(conn.read(0.5))
        except (resp.Closed, resp.Timeout, resp.ProtocolError) as problem:
            self.stop(node, conn, problem)

    def stop(self, node, conn, problem):
        got = [str(problem)]
        if conn.buffer:
            got.append("bytes so far: " + rest_of(conn))
        if self.recorder:
            self.recorder.replaced(self, node, ["closed"] if isinstance(problem, resp.Closed)
                                   else ["nothing"])
        else:
            self.fail(node.line, node.conn, node.lines(), got + ["the rest of the file is not run"])
        raise Stop from None

    def check_leftovers(self):
        """A transcript accounts for every byte: one that nobody expected is a failure."""
        if self.recorder:
            self.recorder.left_over(self)
            return
        time.sleep(SETTLE_S / 2)
        for name, conn in self.conns.items():
            if not conn.is_silent(0):
                try:
                    got = show_lines(conn.read(0.5))
                except resp.Closed:
                    continue
                except (resp.Timeout, resp.ProtocolError) as problem:
                    got = [str(problem), rest_of(conn)]
                self.fail(len(self.transcript.source) + 1, name, ["no more replies"], got)

    # -- directives ---------------------------------------------------------------------------

    def command(self, node):
        if node.name == "sleep":
            time.sleep(seconds(node))
            return
        conn = self.conn(node.conn, node.line)
        if node.name == "close":
            conn.close()
            del self.conns[node.conn]
        elif node.name == "half-close":
            conn.half_close()
        else:
            reply = conn.call("HELLO", node.name[-1])
            if reply.is_error():
                self.fail(node.line, node.conn, ["HELLO to succeed"], show_lines(reply))
                raise Stop


def rest_of(conn):
    return show_bytes(bytes(conn.buffer[:200]))


def seconds(node):
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s)", "".join(node.words))
    if not found:
        raise SyntaxProblem(node.line, "a time is written 30ms or 1.5s")
    return float(found.group(1)) * (0.001 if found.group(2) == "ms" else 1)


def positions(transcript, most=600):
    """At how many positions raw requests of this file can be split (one run of the file for each)."""
    def raws(nodes):
        for node in nodes:
            if isinstance(node, Send) and node.words is None:
                yield len(node.raw)
            elif isinstance(node, Block):
                yield from raws(node.nodes)
                yield from itertools.chain.from_iterable(map(raws, node.variants.values()))
    lengths = [n for n in raws(transcript.nodes) if n <= most]
    return range(1, max(lengths, default=0))


# ---- Recording -----------------------------------------------------------------------------------

class Recorder:
    """Rewrites the expectations of a file to what the server says.

    Expectations that match are kept as they are written, so patterns survive. A request without an
    expectation gets the replies that come, one for each request of the write.
    """

    WAIT_S = 0.2

    def __init__(self, transcript):
        self.lines = dict(enumerate(transcript.source, 1))
        self.added = {}         # line number -> lines that go after it

    def sent(self, player, nodes, followed_by):
        """Reads the replies to requests that have no expectation: of several requests in one write
        the first ones, the expectations below belonging to the last."""
        expected = sum(1 for _ in itertools.takewhile(
            lambda node: (isinstance(node, Expect) and node.conn == nodes[0].conn)
            or (isinstance(node, Block) and node.kind == "differs"), followed_by))
        for node in nodes[:max(0, len(nodes) - expected)]:
            if not self.read_one(player.conns[node.conn], node.conn, node.line):
                return

    def left_over(self, player):
        for name, conn in player.conns.items():
            while self.read_one(conn, name, len(self.lines)):
                pass

    def read_one(self, conn, name, line):
        """Adds the next reply after a line. False if there is none."""
        try:
            lines = show_lines(conn.read(self.WAIT_S))
        except (resp.Closed, resp.Timeout):
            return False
        except resp.ProtocolError as problem:
            lines = [str(problem)]
        self.added.setdefault(line, []).extend(prefixed(name, lines))
        return True

    def replaced(self, player, node, got):
        del player
        for number in range(node.line, node.end + 1):
            if LINE.match((self.lines.get(number) or "").strip()):
                self.lines[number] = None
        self.added.setdefault(node.line, []).extend(prefixed(node.conn, got))

    def text(self):
        out = []
        for number, line in self.lines.items():
            if line is not None:
                out.append(line)
            out += self.added.get(number, [])
        return "\n".join(out) + "\n"


def prefixed(name, lines):
    at = f"@{name} " if name else ""
    return [f"{at}< {line}" for line in lines]
