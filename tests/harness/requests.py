"""Random requests: most of them sensible, some with arguments lost, added, swapped or out of range.

A seed gives the same requests again. They keep to the generic, string and connection groups as
redis-server 7.0 has them, and leave the server usable: nothing sleeps, pauses or kills, and no key
expires while the test runs.
"""

import random

from . import resp

INTEGERS = [b"0", b"-1", b"1", b"2", b"2147483647", b"2147483648", b"-2147483648", b"4294967295",
            b"4294967296", b"9223372036854775", b"9223372036854776", b"9223372036854775807",
            b"9223372036854775808", b"-9223372036854775808", b"-9223372036854775809",
            b"18446744073709551615", b"18446744073709551616", b"100000000000000000000"]
# 0x10 is left out: redis-server takes hexadecimal floats where we take none.
NOT_INTEGERS = [b"", b" 1", b"1 ", b"01", b"+1", b"-0", b"1e5", b"nan", b"inf", b"-inf", b"1.5",
                b".5", b"5.", b"1e400", b"1e-400", b"1e4932", b"1\x00", b"\x00", b"abc",
                b"3.0000000000000000000001"]
KEYS = [b"a", b"b", b"c", b"d", b"e", b"", b"k\x00y", b"long" * 80, b"{t}x", b"a*"]
PATTERNS = [b"*", b"a", b"?", b"[a-c]", b"[^a]", b"[c-a]", b"\\a", b"a\\*", b"l*g*", b"k?y", b"[",
            b"[a", b"[a-", b"[^", b"", b"\\", b"[\\", b"*\\"]
WORDS = [b"NX", b"XX", b"GET", b"EX", b"PX", b"EXAT", b"PXAT", b"KEEPTTL", b"PERSIST", b"GT", b"LT",
         b"REPLACE", b"DB", b"MATCH", b"COUNT", b"TYPE", b"LEN", b"IDX", b"MINMATCHLEN", b"string"]
VALUE_LENS = [1, 10, 43, 44, 45, 63, 64, 65, 127, 128, 129, 255, 256, 300]

MUTATED_SHARE = 0.15
FAR = 100_000         # seconds or milliseconds that no test lives to see
MOST_OFFSET = 100_000  # of SETRANGE, so that values stay small
LENGTH_LIMIT = 512 * 1024 * 1024

KEY_ONLY = "get getdel strlen incr decr type ttl pttl expiretime pexpiretime persist".split()
KEY_VALUE = "getset setnx append".split()
KEY_LIST = "mget del unlink exists touch".split()
TWO_KEYS = "rename renamenx".split()
EXPIRES = "expire pexpire expireat pexpireat".split()
OTHERS = ("set set set set getex setex psetex getrange substr setrange incrby decrby incrbyfloat mset "
          "msetnx lcs copy move object keys scan select swapdb dbsize echo ping client").split()


def as_int(word):
    """The integer a word says, or None."""
    try:
        return int(word)
    except ValueError:
        return None


class Requests:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def number(self):
        return self.random.choice(INTEGERS + NOT_INTEGERS)

    def small(self):
        return b"%d" % self.random.randint(-12, 40)

    def any_number(self):
        return self.small() if self.random.random() < 0.6 else self.number()

    def key(self):
        return self.random.choice(KEYS[:5] if self.random.random() < 0.8 else KEYS)

    def value(self):
        r = self.random
        kind = r.random()
        if kind < 0.4:
            return self.number()
        if kind < 0.5:
            return b"%d" % r.randint(-2**63, 2**63 - 1)
        if kind < 0.6:
            return b"%.*g" % (r.randint(1, 17), r.uniform(-1e6, 1e6))
        if kind < 0.9:
            return r.choice([b"hello", b"world", b"x"]) * r.randint(0, 20)
        return r.randbytes(r.choice(VALUE_LENS))

    def database(self):
        return b"%d" % self.random.randint(0, 3) if self.random.random() < 0.8 else self.number()

    def time(self, unit):
        """An argument of EX, PX, EXAT or PXAT."""
        low, high = {b"EX": (FAR, 2 * FAR), b"PX": (FAR, 2 * FAR), b"EXAT": (2 * 10**9, 4 * 10**9),
                     b"PXAT": (2 * 10**12, 4 * 10**12)}[unit]
        r = self.random
        return b"%d" % r.randint(low, high) if r.random() < 0.5 else self.number()

    def set_options(self):
        out = []
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 3])):
            word = self.random.choice(WORDS[:8])
            out.append(word)
            if word in (b"EX", b"PX", b"EXAT", b"PXAT"):
                out.append(self.time(word))
        return out

    def getex_options(self):
        word = self.random.choice([b"", b"PERSIST", b"EX", b"PX", b"EXAT", b"PXAT"])
        if word in (b"", b"PERSIST"):
            return [word] if word else []
        return [word, self.time(word)]

    def lcs_options(self):
        out = []
        for _ in range(self.random.choice([0, 1, 1, 2, 3])):
            word = self.random.choice([b"LEN", b"IDX", b"MINMATCHLEN", b"WITHMATCHLEN"])
            out += [word, self.any_number()] if word == b"MINMATCHLEN" else [word]
        return out

    def copy_options(self):
        out = [b"DB", self.database()] if self.random.random() < 0.5 else []
        return out + ([b"REPLACE"] if self.random.random() < 0.5 else [])

    def scan_options(self):
        out = [b"COUNT", self.number() if self.random.random() < 0.2 else b"1000"]
        if self.random.random() < 0.4:
            out += [b"MATCH", self.random.choice(PATTERNS)]
        if self.random.random() < 0.3:
            out += [b"TYPE", self.random.choice([b"string", b"hash", b"STRING", b"nosuch"])]
        return out

    def client_words(self):
        return self.random.choice([
            [b"getname"], [b"setname", self.value()], [b"no-evict", self.random.choice(WORDS)],
            [b"no-evict", b"on"], [b"unblock", self.number()], [b"getredir"], [b"trackinginfo"],
            [b"unpause"], [b"list", b"id", self.number()], [b"reply", b"on"], [b"nosuch"],
            [b"kill", b"id", INTEGERS[-1]]])

    def sensible(self):
        r, key = self.random, self.key
        name = r.choice(KEY_ONLY + KEY_VALUE + KEY_LIST + TWO_KEYS + EXPIRES + OTHERS)
        if name in KEY_ONLY:
            words = [key()]
        elif name in KEY_VALUE:
            words = [key(), self.value()]
        elif name in KEY_LIST:
            words = [key() for _ in range(r.randint(1, 4))]
        elif name in TWO_KEYS:
            words = [key(), key()]
        elif name in EXPIRES:
            unit = {"expire": b"EX", "pexpire": b"PX", "expireat": b"EXAT", "pexpireat": b"PXAT"}[name]
            words = [key(), self.time(unit)]
            words += [r.choice([b"NX", b"XX", b"GT", b"LT"]) for _ in range(r.choice([0, 0, 1, 2]))]
        else:
            words = {
                "set": lambda: [key(), self.value(), *self.set_options()],
                "getex": lambda: [key(), *self.getex_options()],
                "setex": lambda: [key(), self.time(b"EX"), self.value()],
                "psetex": lambda: [key(), self.time(b"PX"), self.value()],
                "getrange": lambda: [key(), self.any_number(), self.any_number()],
                "substr": lambda: [key(), self.any_number(), self.any_number()],
                "setrange": lambda: [key(), self.any_number(), self.value()],
                "incrby": lambda: [key(), self.any_number()],
                "decrby": lambda: [key(), self.any_number()],
                "incrbyfloat": lambda: [key(), self.any_number()],
                "mset": lambda: [w for _ in range(r.randint(1, 3)) for w in (key(), self.value())],
                "msetnx": lambda: [w for _ in range(r.randint(1, 3)) for w in (key(), self.value())],
                "lcs": lambda: [key(), key(), *self.lcs_options()],
                "copy": lambda: [key(), key(), *self.copy_options()],
                "move": lambda: [key(), self.database()],
                "object": lambda: [r.choice([b"encoding", b"nosuch"]), key()],
                "keys": lambda: [r.choice(PATTERNS)],
                "scan": lambda: [b"0", *self.scan_options()],
                "select": lambda: [self.database()],
                "swapdb": lambda: [self.database(), self.database()],
                "dbsize": lambda: [],
                "echo": lambda: [self.value()],
                "ping": lambda: r.choice([[], [self.value()]]),
                "client": self.client_words,
            }[name]()
        return [name.encode(), *words]

    def mutate(self, words):
        """Drops, adds, replaces or swaps an argument."""
        r = self.random
        junk = r.choice([self.number, self.key, self.value, lambda: r.choice(WORDS)])()
        if len(words) == 1:
            return words + [junk]
        at, kind = r.randrange(1, len(words)), r.randrange(4)
        if kind == 0:
            del words[at]
        elif kind == 1:
            words.insert(at, junk)
        elif kind == 2:
            words[at] = junk
        else:
            other = r.randrange(1, len(words))
            words[at], words[other] = words[other], words[at]
        return words

    def tame(self, words):
        """Moves deadlines that are near, and offsets that would make a big value."""
        name = words[0]
        times = []
        if name in (b"setex", b"psetex", b"expire", b"pexpire"):
            times = [2]
        elif name in (b"set", b"getex"):
            times = [i + 1 for i, word in enumerate(words) if word in (b"EX", b"PX")]
        for i in times:
            n = as_int(words[i]) if i < len(words) else None
            if n is not None and 0 < n < FAR:
                words[i] = b"%d" % (n + FAR)
        if name == b"setrange" and len(words) > 2:
            n = as_int(words[2])
            if n is not None and MOST_OFFSET < n < LENGTH_LIMIT:
                words[2] = b"11"
        if name == b"client" and words[1:2] == [b"reply"]:
            words[2:] = [b"on"]
        if name == b"client" and words[1:2] == [b"kill"] and words[2:] != [b"id", INTEGERS[-1]]:
            words[2:] = [b"id", INTEGERS[4]]
        return words

    def next(self):
        words = self.sensible()
        if self.random.random() < MUTATED_SHARE:
            words = self.mutate(words)
        return self.tame(words)

    def many(self, count):
        return [self.next() for _ in range(count)]


def inline(words):
    """The same request as an inline command."""
    return b" ".join(b'"%b"' % b"".join(b"\\x%02x" % c for c in word) for word in words) + b"\r\n"


def garble(rnd, data):
    """Flips, drops, adds and repeats bytes, and announces numbers that make no sense."""
    data = bytearray(data)
    for _ in range(rnd.choice([1, 1, 2, 5, 20])):
        at, kind = rnd.randrange(len(data) + 1), rnd.randrange(6)
        if kind == 0:
            data[at:at + 1] = rnd.randbytes(1)
        elif kind == 1:
            del data[at:at + rnd.choice([1, 2, 10, 1000])]
        elif kind == 2:
            data[at:at] = rnd.choice([b"\r\n", b"\n", b"\r", b"\0", b"*-1\r\n", b"$-1\r\n", b"*0\r\n",
                                      b"$0\r\n", b"'", b'"', b"PING\n", b"  \r\n"])
        elif kind == 3:
            data[at:at] = rnd.choice([b"*", b"$"]) + rnd.choice(INTEGERS + NOT_INTEGERS) + b"\r\n"
        elif kind == 4:
            data[at:at] = rnd.randbytes(rnd.choice([2, 10, 100]))
        else:
            data[at:at] = data[at // 2:at][:5000]
    return bytes(data)


def pipeline(requests):
    return b"".join(resp.encode(*words) for words in requests)
