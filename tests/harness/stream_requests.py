"""Random requests on streams and their groups, as redis-server 7.0 has them.

Few keys, groups and consumers, and IDs that are close to each other, so that most requests meet
something. A seed gives the same requests again. Nothing waits for long, and no ID is the time of the
day. A consumer is made before it reads or claims: since Redis 7.2 that happens even if it gets nothing.
"""

import random

KEYS = [b"a", b"b", b"c"]
GROUPS = [b"g", b"h", b"i"]
CONSUMERS = [b"x", b"y", b"z"]
FIELDS = [b"f", b"g", b"name", b"", b"1", b"\x00\xff"]
VALUES = [b"", b"v", b"1", b"-1", b"127", b"128", b"4096", b"-32769", b"2147483648",
          b"9223372036854775807", b"9223372036854775808", b"01", b"1.5", b"\r\n", b"x" * 20, b"y" * 63,
          b"z" * 64, b"w" * 300]
ODD_IDS = [b"-", b"+", b"$", b">", b"*", b"", b"x", b"1-", b"-1", b"1-x", b"1-1-1", b"0", b"0-0",
           b"18446744073709551615", b"18446744073709551615-18446744073709551614",
           b"18446744073709551616", b"5-18446744073709551616"]
LAST_ID = b"18446744073709551615-18446744073709551615"   # in XREADGROUP redis-server takes it for >
ODD_NUMBERS = [b"0", b"-1", b"x", b"", b"1.5", b"9223372036854775807", b"9223372036854775808"]
JUNK = [b"MAXLEN", b"MINID", b"=", b"LIMIT", b"COUNT", b"GROUP", b"STREAMS", b"NOACK", b"JUSTID",
        b"FORCE", b"IDLE", b"RETRYCOUNT", b"LASTID", b"NOMKSTREAM", b"MKSTREAM", b"ENTRIESREAD", b"FULL"]

MUTATED_SHARE = 0.06
LAST_MS = 40   # IDs are taken from 0 to here, and from there slowly on


class StreamRequests:
    """many(count) gives requests, each a list of words."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.top = LAST_MS
        self.makers = [(self.add, 30), (self.range, 8), (self.delete, 6), (self.trim, 4),
                       (self.set_id, 1), (self.read, 5), (self.read_group, 22), (self.ack, 10),
                       (self.pending, 8), (self.claim, 8), (self.auto_claim, 5), (self.group, 7),
                       (self.info, 6), (self.key_words, 1)]

    # -- arguments ----------------------------------------------------------------------------

    def key(self):
        return self.random.choice(KEYS)

    def group_name(self):
        return self.random.choice(GROUPS if self.random.random() < 0.97 else [b"none"])

    def consumer(self):
        return self.random.choice(CONSUMERS)

    def id(self):
        r = self.random
        if r.random() < 0.03:
            return r.choice(ODD_IDS)
        ms = r.randint(0, self.top)
        return b"%d" % ms if r.random() < 0.2 else b"%d-%d" % (ms, r.randint(0, 3))

    def ids(self, most=4):
        return [self.id() for _ in range(self.random.randint(1, most))]

    def new_id(self):
        """Mostly above all that were used before, whatever the key."""
        r = self.random
        if r.random() < 0.1:
            return self.id()
        self.top += r.random() < 0.7
        return b"%d-*" % self.top if r.random() < 0.5 else b"%d-%d" % (self.top, r.randint(0, 3))

    def bound(self):
        r = self.random
        kind = r.random()
        if kind < 0.02:
            return r.choice([LAST_ID, b"(" + LAST_ID])
        if kind < 0.4:
            return r.choice([b"-", b"+"])
        return b"(" + self.id() if kind < 0.6 else self.id()

    def range_bounds(self):
        r = self.random
        low, high = (b"-", b"+") if r.random() < 0.3 else (self.bound(), self.bound())
        return [low, high]

    def number(self, most):
        r = self.random
        return r.choice(ODD_NUMBERS) if r.random() < 0.04 else b"%d" % r.randint(1, most)

    def maybe(self, share, *words):
        return list(words) if self.random.random() < share else []

    def threshold(self):
        """Exact: what ~ deletes depends on where blocks begin."""
        how = [b"MAXLEN", self.number(30)] if self.random.random() < 0.5 else [b"MINID", self.id()]
        return [*how[:1], *self.maybe(0.5, b"="), *how[1:], *self.maybe(0.02, b"LIMIT", b"5")]

    # -- commands -----------------------------------------------------------------------------

    def add(self):
        r = self.random
        same = [b"f", b"g"] if r.random() < 0.6 else [r.choice(FIELDS) for _ in range(r.randint(1, 4))]
        pairs = [w for field in same for w in (field, r.choice(VALUES))]
        return [[b"xadd", self.key(), *self.maybe(0.05, b"NOMKSTREAM"),
                 *(self.threshold() if r.random() < 0.1 else []), self.new_id(), *pairs]]

    def range(self):
        r = self.random
        bounds, name = self.range_bounds(), b"xrange"
        if r.random() < 0.4:
            bounds, name = bounds[::-1], b"xrevrange"
        return [[name, self.key(), *bounds, *self.maybe(0.4, b"COUNT", self.number(10))]]

    def delete(self):
        return [[b"xdel", self.key(), *self.ids()]]

    def trim(self):
        return [[b"xtrim", self.key(), *self.threshold()]]

    def set_id(self):
        return [[b"xsetid", self.key(), self.id(), *self.maybe(0.4, b"ENTRIESADDED", self.number(200)),
                 *self.maybe(0.3, b"MAXDELETEDID", self.id())]]

    def streams(self, ids):
        count = self.random.choice([1, 1, 1, 2, 3])
        return [b"STREAMS", *[self.key() for _ in range(count)], *[ids() for _ in range(count)]]

    def read(self):
        return [[b"xread", *self.maybe(0.6, b"COUNT", self.number(5)), *self.maybe(0.1, b"BLOCK", b"1"),
                 *self.streams(lambda: self.random.choice([b"$", self.id(), self.id()]))]]

    def read_group(self):
        streams = self.streams(lambda: b">" if self.random.random() < 0.75 else self.id())
        return [[b"xreadgroup", b"GROUP", self.group_name(), self.consumer(),
                 *self.maybe(0.8, b"COUNT", self.number(4)), *self.maybe(0.15, b"NOACK"),
                 *self.maybe(0.05, b"BLOCK", b"1"), *streams]]

    def ack(self):
        return [[b"xack", self.key(), self.group_name(), *self.ids(6)]]

    def pending(self):
        words = [b"xpending", self.key(), self.group_name()]
        if self.random.random() < 0.3:
            return [words]
        return [[*words, *self.maybe(0.3, b"IDLE", self.random.choice([b"0", b"3600000"])),
                 *self.range_bounds(), self.number(20), *self.maybe(0.4, self.consumer())]]

    def claim(self):
        r = self.random
        options = [*self.maybe(0.1, b"IDLE", b"7200000"), *self.maybe(0.2, b"RETRYCOUNT", self.number(9)),
                   *self.maybe(0.3, b"FORCE"), *self.maybe(0.4, b"JUSTID"),
                   *self.maybe(0.1, b"LASTID", self.id())]
        return [[b"xclaim", self.key(), self.group_name(), self.consumer(),
                 r.choice([b"0", b"0", b"3600000"]), *self.ids(), *options]]

    def auto_claim(self):
        r = self.random
        return [[b"xautoclaim", self.key(), self.group_name(), self.consumer(),
                 r.choice([b"0", b"0", b"3600000"]), self.bound(),
                 *self.maybe(0.6, b"COUNT", self.number(4)), *self.maybe(0.4, b"JUSTID")]]

    def group(self):
        r = self.random
        key, group = self.key(), self.group_name()
        at = r.choice([b"$", b"0", self.id()])
        return [[b"xgroup", *r.choice([
            [b"create", key, group, at, *self.maybe(0.3, b"MKSTREAM"),
             *self.maybe(0.2, b"ENTRIESREAD", self.number(50))],
            [b"create", key, group, at], [b"setid", key, group, at],
            [b"setid", key, group, at, b"ENTRIESREAD", self.number(50)],
            [b"createconsumer", key, group, self.consumer()],
            [b"delconsumer", key, group, self.consumer()],
            [b"destroy", key, group] if r.random() < 0.4 else [b"create", key, group, b"0", b"MKSTREAM"]])]]

    def info(self):
        key = self.key()
        return [[b"xinfo", *self.random.choice([
            [b"stream", key], [b"stream", key, b"FULL"], [b"stream", key, b"FULL", b"COUNT", self.number(5)],
            [b"groups", key], [b"consumers", key, self.group_name()]])], [b"xlen", key]]

    def key_words(self):
        r, key = self.random, self.key
        return [r.choice([[b"del", key()], [b"rename", key(), key()], [b"copy", key(), key(), b"REPLACE"],
                          [b"set", key(), b"v"], [b"type", key()], [b"exists", key()],
                          [b"object", b"encoding", key()], [b"del", key()]])]

    # -- all together -------------------------------------------------------------------------

    def mutated(self, words):
        """Drops, adds, replaces or swaps an argument."""
        r = self.random
        junk = r.choice([self.id, self.key, self.consumer, lambda: r.choice(JUNK),
                         lambda: r.choice(ODD_NUMBERS)])()
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

    def next(self):
        r = self.random
        makers, weights = zip(*self.makers)
        group = r.choices(makers, weights)[0]()
        if r.random() < MUTATED_SHARE and b"BLOCK" not in group[-1] and b"*" not in group[-1]:
            changed = self.mutated(group[-1][:])
            if b"*" not in changed:
                group[-1] = changed
        return [*self.makes_consumers(group[-1]), *group]

    @staticmethod
    def makes_consumers(words):
        """What has to be sent before a request that may make a consumer."""
        at = words.index(b"GROUP") + 1 if words[0] == b"xreadgroup" and b"GROUP" in words else 2
        if words[0] not in (b"xreadgroup", b"xclaim", b"xautoclaim") or len(words) < at + 2:
            return []
        return [[b"xgroup", b"createconsumer", key, words[at], words[at + 1]] for key in KEYS]

    def many(self, count):
        """At least so many requests."""
        out = []
        while len(out) < count:
            out += self.next()
        return out
