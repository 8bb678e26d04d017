"""The Redis protocol as the tests see it: requests to bytes, replies to a tree that keeps its types.

The client is deliberately plain: it never interprets a reply, so a test can tell a bulk string from
a simple one and a null array from an empty one.
"""

import select
import socket
import time

AGGREGATES = b"*%~>|"
LINES = b"+-:,#(_"
BULKS = b"$=!"


class Closed(Exception):
    """The peer closed the connection."""


class Timeout(Exception):
    """The peer did not send what was expected in time."""


class ProtocolError(Exception):
    """The peer sent something that is not the protocol."""


class Element:
    """One protocol element: its type byte as a string, its value, or the elements inside it.

    A null bulk string or null array has None for both.
    """

    __slots__ = ("kind", "value", "items")

    def __init__(self, kind, value=None, items=None):
        self.kind = kind
        self.value = value
        self.items = items

    def is_error(self):
        return self.kind in "-!"

    def __eq__(self, other):
        return (self.kind, self.value, self.items) == (other.kind, other.value, other.items)

    def __repr__(self):
        return f"Element({self.kind!r}, {self.value!r}, {self.items!r})"


def encode(*words):
    """One request: an array of bulk strings. Words are bytes, str or anything str() shows."""
    out = [b"*%d\r\n" % len(words)]
    for word in words:
        if not isinstance(word, (bytes, bytearray)):
            word = str(word).encode()
        out.append(b"$%d\r\n%b\r\n" % (len(word), word))
    return b"".join(out)


class Connection:
    """A blocking connection with a deadline on everything it waits for."""

    def __init__(self, address, timeout=5.0):
        self.timeout = timeout
        if isinstance(address, str):
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(timeout)
            self.sock.connect(address)
        else:
            self.sock = socket.create_connection(address, timeout)
            self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock.setblocking(False)
        self.buffer = bytearray()

    def close(self):
        self.sock.close()

    def half_close(self):
        self.sock.shutdown(socket.SHUT_WR)

    def send(self, data):
        """Sends everything, and gathers what arrives meanwhile so that neither side gets stuck."""
        deadline = time.monotonic() + self.timeout
        view = memoryview(data)
        while view:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Timeout(f"{len(view)} bytes could not be sent")
            ready = self._poll(select.POLLIN | select.POLLOUT, left)
            if ready & ~select.POLLOUT:
                try:
                    self._receive()
                except Closed:
                    raise Closed("closed while sending") from None
            if ready & select.POLLOUT:
                try:
                    view = view[self.sock.send(view):]
                except (BrokenPipeError, ConnectionResetError):
                    raise Closed("closed while sending") from None

    def _poll(self, events, seconds):
        """What is ready within the time: poll bits, 0 if nothing is."""
        poll = select.poll()
        poll.register(self.sock, events)
        found = poll.poll(max(0, seconds) * 1000)
        return found[0][1] if found else 0

    def _receive(self):
        try:
            data = self.sock.recv(1 << 20)
        except BlockingIOError:
            return
        except ConnectionResetError:
            raise Closed("connection reset") from None
        if not data:
            raise Closed("end of stream")
        self.buffer += data

    def _wait(self, deadline):
        left = deadline - time.monotonic()
        if left <= 0 or not self._poll(select.POLLIN, left):
            raise Timeout("no reply in time")
        self._receive()

    def read_exact(self, count, timeout=None):
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        while len(self.buffer) < count:
            self._wait(deadline)
        data = bytes(self.buffer[:count])
        del self.buffer[:count]
        return data

    def _read_line(self, deadline):
        start = 0
        while True:
            end = self.buffer.find(b"\r\n", start)
            if end >= 0:
                line = bytes(self.buffer[:end])
                del self.buffer[:end + 2]
                return line
            start = max(0, len(self.buffer) - 1)
            self._wait(deadline)

    def read(self, timeout=None):
        """The next whole element."""
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        return self._read_element(deadline)

    def _read_element(self, deadline):
        line = self._read_line(deadline)
        kind, rest = line[:1], line[1:]
        if not kind or kind not in AGGREGATES + LINES + BULKS:
            raise ProtocolError(f"not a reply: {line[:80]!r}")
        if kind in LINES:
            return Element(kind.decode(), rest)
        try:
            count = int(rest)
        except ValueError:
            raise ProtocolError(f"not a length: {line[:80]!r}") from None
        if count < 0:
            return Element(kind.decode())
        if kind in BULKS:
            data = self.read_exact(count + 2, max(0, deadline - time.monotonic()))
            if data[-2:] != b"\r\n":
                raise ProtocolError("a bulk string without its CRLF")
            return Element(kind.decode(), data[:-2])
        if kind in b"%|":
            count *= 2
        return Element(kind.decode(), None, [self._read_element(deadline) for _ in range(count)])

    def call(self, *words, timeout=None):
        """Sends one request and reads one reply."""
        self.send(encode(*words))
        return self.read(timeout)

    def at_end(self, timeout=None):
        """True if the peer closed and nothing is left to read. Waits for it until the timeout."""
        deadline = time.monotonic() + (self.timeout if timeout is None else timeout)
        try:
            while not self.buffer:
                self._wait(deadline)
        except Closed:
            return True
        except Timeout:
            return False
        return False

    def is_silent(self, grace):
        """True if nothing, not even the end of the stream, arrives within grace seconds."""
        return not self.buffer and not self._poll(select.POLLIN, grace)
