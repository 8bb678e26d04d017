"""Random requests of all families, for whoever looks at what they do and not at their replies.

Strings, collections and streams from their own files; bitmaps, HyperLogLogs, places and RESTORE from here. Some
are sent by a script, some in a transaction. All types meet on few keys. A seed gives the same requests again.
"""

import random

from .collection_requests import KEYS, CollectionRequests
from .requests import Requests
from .stream_requests import StreamRequests

HYPERLOGLOGS = [b"p", b"q"]   # which nothing else writes bits into: what is broken is not refused by all alike
PLACES = [b"u", b"v"]         # nor are all scores places
FAR_MS = 4_000_000_000_000

SAMPLES = [["SET", "s", "text"], ["SET", "i", "10"], ["RPUSH", "l", "a", "b"], ["SADD", "t", "a", "b", "1"],
           ["HSET", "h", "a", "1", "b", "2"], ["ZADD", "z", "1", "a", "2", "b"], ["XADD", "x", "1-1", "f", "v"]]


def payloads(server):
    """What the server dumps of a value of each type; its keys are lost."""
    conn = server.connect()
    for words in SAMPLES:
        conn.call(*words)
    found = [conn.call("DUMP", words[1]).value for words in SAMPLES]
    conn.call("FLUSHALL")
    conn.close()
    return found


class OtherRequests:
    def __init__(self, rnd, samples):
        self.random = rnd
        self.samples = samples

    def key(self):
        return self.random.choice(KEYS)

    def bit_words(self):
        r, key = self.random, self.key
        return r.choice([
            [b"setbit", key(), b"%d" % r.randrange(40), r.choice([b"0", b"1"])],
            [b"getbit", key(), b"3"], [b"bitcount", key()], [b"bitpos", key(), b"1"],
            [b"bitop", b"not", key(), key()],
            [b"bitop", r.choice([b"and", b"or", b"xor"]), key(), key(), key()],
            [b"bitfield", key(), b"set", b"u8", b"8", b"%d" % r.randrange(256)],
            [b"bitfield", key(), b"get", b"u4", b"0", b"incrby", b"i5", b"0", b"1"],
            [b"bitfield", key(), b"overflow", b"fail", b"incrby", b"u2", b"0", b"3"],
            [b"bitfield_ro", key(), b"get", b"u8", b"0"]])

    def hyperloglog_words(self):
        r, key = self.random, lambda: self.random.choice(HYPERLOGLOGS)
        return r.choice([
            [b"pfadd", key()], [b"pfadd", key(), b"%d" % r.randrange(20)], [b"pfcount", key(), key()],
            [b"pfmerge", key()], [b"pfmerge", key(), key(), key()], [b"pfmerge", b"r", key()],
            [b"del", key()]])

    def geo_words(self):
        r, key = self.random, lambda: self.random.choice(PLACES)
        place = [b"%d" % r.randrange(20), b"%d" % r.randrange(20)]
        member, circle = b"%d" % r.randrange(9), [b"500", b"km"]
        start = r.choice([[b"frommember", member], [b"fromlonlat", *place]])
        to = r.choice([*KEYS, *PLACES])
        return r.choice([
            [b"geoadd", key(), *place, member], [b"geoadd", self.key(), *place, member],
            [b"geoadd", key(), r.choice([b"nx", b"xx", b"ch"]), *place, member],
            [b"geopos", key(), member], [b"geodist", key(), b"1", b"2"], [b"zrem", key(), member],
            [b"geosearch", key(), *start, b"byradius", *circle],
            [b"geosearchstore", to, key(), *start, b"byradius", *circle],
            [b"georadius", key(), *place, *circle, *r.choice([[], [b"store", to], [b"storedist", self.key()]])],
            [b"georadiusbymember", key(), member, *circle, b"store", to]])

    def restore_words(self):
        r, key = self.random, self.key()
        ttl = r.choice([b"0", b"0", b"100000000", b"-1"])
        payload = r.choice([*self.samples, b"no payload"])
        return r.choice([
            [b"restore", key, ttl, payload], [b"restore", key, ttl, payload, b"replace"],
            [b"restore", key, b"%d" % r.choice([1, FAR_MS]), payload, b"absttl", b"replace"],
            [b"dump", key]])

    def next(self):
        return self.random.choice([self.bit_words, self.hyperloglog_words, self.geo_words,
                                   self.restore_words])()


def as_int(word):
    return int(word) if word.strip(b"-").isdigit() else 0


def is_set_in_the_past(words):
    times = [as_int(at) * unit for name, unit in ((b"EXAT", 1000), (b"PXAT", 1))
             for word, at in zip(words, words[1:]) if word.upper() == name]
    return words[0] == b"set" and any(at < FAR_MS / 2 for at in times)


def may_block(words):
    return b"BLOCK" in words or words[0].startswith((b"bl", b"br", b"bz"))


class MixedRequests:
    """is_wanted(words) tells which requests may be among them; no script asks for what may block."""

    def __init__(self, seed, samples, is_wanted):
        self.random = random.Random(seed)
        self.is_wanted = is_wanted
        strings, collections, streams = Requests(seed), CollectionRequests(seed), StreamRequests(seed)
        others = OtherRequests(self.random, samples)
        self.sources = [(lambda: [strings.next()], 4), (collections.next, 4), (streams.next, 2),
                        (lambda: [others.next()], 2)]

    def group(self):
        makers, weights = zip(*self.sources)
        made = self.random.choices(makers, weights)[0]()
        group = [words for words in made if self.is_wanted(words)]
        kind = self.random.random()
        if kind < 0.1 and not any(map(may_block, group)):
            return [[b"eval", b"return redis.pcall(unpack(ARGV))", b"0", *words] for words in group]
        if kind > 0.9:
            return [[b"multi"], *group, [b"exec"]]
        return group

    def many(self, count):
        """At least so many requests."""
        out = []
        while len(out) < count:
            out += self.group()
        return out
