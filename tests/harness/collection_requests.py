"""Random requests on lists, hashes, sets and sorted sets, as redis-server 7.0 has them.

Few keys, so that wrong types, missing keys and overwrites are frequent; few members, at the borders
where encodings change. Members are also names of keys, which is what SORT BY and GET look for.
A seed gives the same requests again. No key expires later than at once, and nothing blocks for long.
"""

import random

KEYS = [b"a", b"b", b"c", b"d", b"e", b"f"]
INTEGERS = [b"0", b"1", b"-1", b"2", b"3", b"12", b"13", b"127", b"128", b"-128", b"-129", b"4095",
            b"4096", b"-4097", b"32767", b"32768", b"-32769", b"8388607", b"8388608", b"2147483647",
            b"2147483648", b"-2147483649", b"9223372036854775807", b"-9223372036854775808",
            b"9223372036854775808"]
ODD = [b"", b"01", b"+1", b"-0", b" 1", b"1.5", b"1e3", b"\xff\xfe", b"a\x01b", b"\r\n",
       b"nan", b"inf", b"x" * 15, b"x" * 16, b"x" * 17, b"y" * 20, b"z" * 63, b"z" * 64, b"z" * 65,
       b"w" * 100]
# No -0: redis-server 7.0 keeps its sign in one encoding, loses it in the other.
# In names of fields alone, since redis-server's SORT sees an end of the text in a zero byte.
ZEROS = [b"\x00", b"a\x00", b"a\x00b", b"\x001"]
SCORES = [b"0", b"1", b"-1", b"2", b"3", b"1.5", b"-0.25", b"1e3", b"100000000000", b"0.5", b"inf",
          b"-inf", b"+inf", b"9007199254740992", b"-2097152.5"]
BAD_SCORES = [b"nan", b"abc", b"1 ", b"(1"]
LEX = [b"-", b"+", b"[a", b"(a", b"[c", b"(e", b"[", b"(", b"[1", b"(x", b"[zz", b"a", b""]
INDEXES = [b"0", b"1", b"-1", b"2", b"-2", b"3", b"-3", b"5", b"-6", b"8", b"100", b"-100",
           b"9223372036854775807", b"-9223372036854775808"]
BAD_INTEGERS = [b"abc", b"", b"1.5", b"9223372036854775808", b" 1", b"+1", b"01"]
WORDS = [b"NX", b"XX", b"GT", b"LT", b"CH", b"INCR", b"LEFT", b"RIGHT", b"BEFORE", b"AFTER", b"COUNT",
         b"LIMIT", b"WITHSCORES", b"WITHVALUES", b"REV", b"BYSCORE", b"WEIGHTS", b"AGGREGATE", b"MIN",
         b"MAX", b"SUM", b"ALPHA", b"DESC", b"STORE", b"GET", b"RANK", b"MAXLEN", b"REPLACE"]
BLOCK = b"0.01"

MUTATED_SHARE = 0.08
MOST_REPEATED = 100   # members that a random command may be asked for again and again


def as_number(word, kind=int):
    try:
        return kind(word)
    except ValueError:
        return None


class CollectionRequests:
    """next() gives one to three requests that belong together, each a list of words."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.families = [(self.list_words, 10), (self.hash_words, 8), (self.set_words, 9),
                         (self.zset_words, 11), (self.lex_words, 2), (self.sort_words, 3),
                         (self.key_words, 4), (self.block_words, 0.2)]

    # -- arguments ----------------------------------------------------------------------------

    def key(self):
        return self.random.choice(KEYS)

    def keys(self, most=3):
        return [self.key() for _ in range(self.random.randint(1, most))]

    def counted_keys(self, most=3):
        keys = self.keys(most)
        count = len(keys)
        if self.random.random() < 0.04:
            count = self.random.choice([0, -1, count + 1, count - 1, 2**31, 2**63])
        return [b"%d" % count, *keys]

    def member(self):
        r = self.random
        kind = r.random()
        if kind < 0.35:
            return r.choice(KEYS + [b"g", b"h"])
        if kind < 0.75:
            return r.choice(INTEGERS[:9] if r.random() < 0.6 else INTEGERS)
        if kind < 0.95:
            return b"m%d" % r.randrange(12)
        return r.choice(ODD)

    def field(self):
        return self.random.choice(ZEROS) if self.random.random() < 0.03 else self.member()

    def members(self, most=6):
        return [self.member() for _ in range(self.random.randint(1, most))]

    def integers(self):
        return [self.random.choice(INTEGERS) for _ in range(self.random.randint(1, 5))]

    def index(self):
        return self.random.choice(INDEXES if self.random.random() < 0.97 else BAD_INTEGERS)

    def count(self):
        return self.random.choice([b"0", b"1", b"2", b"3", b"5", b"100"]
                                  if self.random.random() < 0.95 else BAD_INTEGERS + [b"-1"])

    def score(self):
        return self.random.choice(SCORES if self.random.random() < 0.97 else BAD_SCORES)

    def bound(self):
        score = self.score()
        return b"(" + score if self.random.random() < 0.3 else score

    def maybe(self, share, *words):
        return list(words) if self.random.random() < share else []

    def end(self):
        return self.random.choice([b"LEFT", b"RIGHT", b"left"])

    def limit(self, share=0.4):
        r = self.random
        return self.maybe(share, b"LIMIT", r.choice([b"0", b"1", b"2", b"-1", b"9"]),
                          r.choice([b"0", b"1", b"3", b"-1", b"100"]))

    # -- families -----------------------------------------------------------------------------

    def list_words(self):
        r, key = self.random, self.key
        name = r.choice("lpush rpush rpush lpushx rpushx lpop rpop llen lindex lset linsert lrem lrange "
                        "ltrim lpos rpoplpush lmove lmove lmpop lpush".split())
        words = {
            "lset": lambda: [key(), self.index(), self.member()],
            "linsert": lambda: [key(), r.choice([b"BEFORE", b"AFTER", b"before"]), self.member(),
                                self.member()],
            "lrem": lambda: [key(), r.choice([b"0", b"1", b"-1", b"2", b"-2"]), self.member()],
            "lpos": lambda: [key(), self.member(), *self.maybe(0.4, b"RANK", self.index()),
                             *self.maybe(0.4, b"COUNT", self.count()),
                             *self.maybe(0.3, b"MAXLEN", self.count())],
            "lmove": lambda: [key(), key(), self.end(), self.end()],
            "lmpop": lambda: [*self.counted_keys(), self.end(),
                              *self.maybe(0.5, b"COUNT", self.count())],
            "rpoplpush": lambda: [key(), key()],
            "lindex": lambda: [key(), self.index()],
            "llen": lambda: [key()],
            "lpop": lambda: [key(), *self.maybe(0.5, self.count())],
            "rpop": lambda: [key(), *self.maybe(0.5, self.count())],
            "lrange": lambda: [key(), self.index(), self.index()],
            "ltrim": lambda: [key(), self.index(), self.index()],
        }.get(name, lambda: [key(), *self.members()])()
        return [[name.encode(), *words]]

    def hash_words(self):
        r, key, field, member = self.random, self.key, self.field, self.member
        name = r.choice("hset hset hset hmset hsetnx hget hmget hdel hdel hlen hexists hstrlen hkeys "
                        "hvals hgetall hincrby hincrbyfloat hrandfield hscan".split())
        words = {
            "hset": lambda: [w for _ in range(r.randint(1, 5)) for w in (field(), member())],
            "hmset": lambda: [w for _ in range(r.randint(1, 3)) for w in (field(), member())],
            "hsetnx": lambda: [field(), member()],
            "hmget": lambda: [field(), *self.members()],
            "hdel": lambda: [field(), *self.members()],
            "hincrby": lambda: [field(), r.choice(INTEGERS)],
            "hincrbyfloat": lambda: [member(), self.score()],
            "hrandfield": lambda: self.maybe(0.8, r.choice([b"1", b"3", b"100", b"-1", b"-5", b"0"]),
                                             *self.maybe(0.5, b"WITHVALUES")),
            "hscan": lambda: [b"0", b"COUNT", b"1000", *self.maybe(0.3, b"MATCH", b"*1*")],
            "hget": lambda: [field()],
            "hexists": lambda: [field()],
            "hstrlen": lambda: [field()],
        }.get(name, lambda: [])()
        return [[name.encode(), key(), *words]]

    def set_words(self):
        r, key = self.random, self.key
        name = r.choice("sadd sadd sadd sadd srem srem smove smove sismember smismember scard smembers "
                        "sunion sinter sdiff sunionstore sinterstore sdiffstore sintercard srandmember "
                        "spop sscan".split())
        if name == "spop":   # what is left is not the same
            popped = key()
            return [[b"spop", popped, *self.maybe(0.7, r.choice([b"1", b"3", b"5", b"100", b"0"]))],
                    [b"scard", popped], [b"del", popped]]
        words = {
            "sadd": lambda: [key(), *(self.members() if r.random() < 0.5 else self.integers())],
            "srem": lambda: [key(), *self.members()],
            "smove": lambda: [key(), key(), self.member()],
            "sismember": lambda: [key(), self.member()],
            "smismember": lambda: [key(), *self.members()],
            "scard": lambda: [key()],
            "smembers": lambda: [key()],
            "sintercard": lambda: [*self.counted_keys(),
                                   *self.maybe(0.5, b"LIMIT", r.choice([b"0", b"1", b"3", b"-1"]))],
            "srandmember": lambda: [key(),
                                    *self.maybe(0.8, r.choice([b"1", b"3", b"100", b"-4", b"0"]))],
            "sscan": lambda: [key(), b"0", b"COUNT", b"1000", *self.maybe(0.3, b"MATCH", b"*1*")],
        }.get(name, lambda: self.keys(4))()
        return [[name.encode(), *words]]

    def zadd_words(self):
        r = self.random
        flags = [w for w in (b"NX", b"XX", b"GT", b"LT", b"CH", b"INCR") if r.random() < 0.1]
        pairs = r.randint(1, 1 if b"INCR" in flags else 5)
        return [*flags, *[w for _ in range(pairs) for w in (self.score(), self.member())]]

    def algebra_options(self, keys, stored):
        r = self.random
        out = self.maybe(0.4, b"WEIGHTS", *[self.score() for _ in keys[1:]])
        out += self.maybe(0.4, b"AGGREGATE", r.choice([b"SUM", b"MIN", b"MAX", b"max"]))
        return out if stored else out + self.maybe(0.5, b"WITHSCORES")

    def zalgebra_words(self, name):
        keys = self.counted_keys()
        stored = name.endswith("store")
        if name.startswith("zdiff"):
            options = [] if stored else self.maybe(0.5, b"WITHSCORES")
        else:
            options = self.algebra_options(keys, stored)
        return [[name.encode(), *([self.key()] if stored else []), *keys, *options]]

    def zrange_words(self, stored):
        r = self.random
        form = r.choice([[], [], [b"BYSCORE"]])
        low, high = (self.bound(), self.bound()) if form else (self.index(), self.index())
        options = form + self.maybe(0.3, b"REV") + (self.limit() if form else self.limit(0.02))
        return [low, high, *options, *([] if stored else self.maybe(0.5, b"WITHSCORES"))]

    def zset_words(self):
        r, key = self.random, self.key
        name = r.choice("zadd zadd zadd zadd zadd zincrby zrem zcard zscore zmscore zrank zrevrank zcount "
                        "zrange zrange zrevrange zrangebyscore zrevrangebyscore zrangestore zpopmin "
                        "zpopmax zmpop zremrangebyrank zremrangebyscore zunion zinter zdiff zunionstore "
                        "zinterstore zdiffstore zintercard zrandmember zscan".split())
        if name in ("zunion", "zinter", "zdiff", "zunionstore", "zinterstore", "zdiffstore"):
            return self.zalgebra_words(name)
        words = {
            "zadd": lambda: [key(), *self.zadd_words()],
            "zincrby": lambda: [key(), self.score(), self.member()],
            "zrem": lambda: [key(), *self.members()],
            "zcard": lambda: [key()],
            "zmscore": lambda: [key(), *self.members()],
            "zcount": lambda: [key(), self.bound(), self.bound()],
            "zrange": lambda: [key(), *self.zrange_words(False)],
            "zrevrange": lambda: [key(), self.index(), self.index(), *self.maybe(0.5, b"WITHSCORES")],
            "zrangebyscore": lambda: [key(), self.bound(), self.bound(), *self.limit(),
                                      *self.maybe(0.5, b"WITHSCORES")],
            "zrevrangebyscore": lambda: [key(), self.bound(), self.bound(),
                                         *self.maybe(0.5, b"WITHSCORES"), *self.limit()],
            "zrangestore": lambda: [key(), key(), *self.zrange_words(True)],
            "zpopmin": lambda: [key(), *self.maybe(0.5, self.count())],
            "zpopmax": lambda: [key(), *self.maybe(0.5, self.count())],
            "zmpop": lambda: [*self.counted_keys(), r.choice([b"MIN", b"MAX"]),
                              *self.maybe(0.5, b"COUNT", self.count())],
            "zremrangebyrank": lambda: [key(), self.index(), self.index()],
            "zremrangebyscore": lambda: [key(), self.bound(), self.bound()],
            "zintercard": lambda: [*self.counted_keys(),
                                   *self.maybe(0.5, b"LIMIT", r.choice([b"0", b"1", b"3"]))],
            "zrandmember": lambda: [key(),
                                    *self.maybe(0.8, r.choice([b"1", b"3", b"100", b"-5", b"0"]),
                                                *self.maybe(0.5, b"WITHSCORES"))],
            "zscan": lambda: [key(), b"0", b"COUNT", b"1000", *self.maybe(0.3, b"MATCH", b"*1*")],
        }.get(name, lambda: [key(), self.member()])()
        return [[name.encode(), *words]]

    def lex_words(self):
        """Ranges by member, which mean something only where all scores are the same."""
        r, key = self.random, self.key()
        low, high = r.choice(LEX), r.choice(LEX)
        rev = self.maybe(0.4, b"REV")
        words = r.choice([
            [b"zrangebylex", key, low, high, *self.limit()],
            [b"zrevrangebylex", key, high, low, *self.limit()], [b"zlexcount", key, low, high],
            [b"zremrangebylex", key, low, high],
            [b"zrange", key, low, high, b"BYLEX", *rev, *self.limit()],
            [b"zrangestore", self.key(), key, low, high, b"BYLEX", *rev, *self.limit()]])
        return [[b"zunionstore", key, b"1", key, b"WEIGHTS", b"0"], words]

    def sort_words(self):
        r = self.random
        by = self.maybe(0.4, b"BY", r.choice([b"*", b"*->a", b"*->1", b"nosort", b"m*", b"x"]))
        alpha = self.maybe(0.6, b"ALPHA")
        words = by + self.limit(0.3)
        for _ in range(r.choice([0, 0, 1, 2])):
            words += [b"GET", r.choice([b"#", b"*", b"*->a", b"*->m1", b"x"])]
        words += self.maybe(0.3, b"DESC") + alpha
        if r.random() < 0.2:
            return [[b"sort_ro", self.key(), *words]]
        if by and alpha:   # members of equal weight have no order: what would be stored differs
            return [[b"sort", self.key(), *words]]
        return [[b"sort", self.key(), *words, *self.maybe(0.5, b"STORE", self.key())]]

    def key_words(self):
        r, key = self.random, self.key
        return [r.choice([
            [b"del", key()], [b"unlink", *self.keys()], [b"set", key(), self.member()], [b"get", key()],
            [b"rename", key(), key()], [b"renamenx", key(), key()], [b"copy", key(), key()],
            [b"copy", key(), key(), b"REPLACE"], [b"copy", key(), key(), b"DB", b"0", b"REPLACE"],
            [b"expire", key(), b"100000"], [b"persist", key()], [b"type", key()],
            [b"pexpire", key(), r.choice([b"-1", b"0", b"100000000"])], [b"ttl", key()],
            [b"exists", *self.keys()], [b"object", b"encoding", key()], [b"append", key(), self.member()],
            [b"touch", *self.keys()]])]

    def block_words(self):
        r, key = self.random, self.key
        return [r.choice([
            [b"blpop", *self.keys(), BLOCK], [b"brpop", *self.keys(), BLOCK],
            [b"bzpopmin", *self.keys(), BLOCK], [b"bzpopmax", *self.keys(), BLOCK],
            [b"brpoplpush", key(), key(), BLOCK], [b"blmove", key(), key(), self.end(), self.end(), BLOCK],
            [b"blmpop", BLOCK, *self.counted_keys(), self.end()],
            [b"bzmpop", BLOCK, *self.counted_keys(), b"MIN"]])]

    # -- all together -------------------------------------------------------------------------

    def mutate(self, words):
        """Drops, adds, replaces or swaps an argument."""
        r = self.random
        junk = r.choice([self.index, self.member, self.score, self.key, lambda: r.choice(WORDS)])()
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

    def is_tame(self, words):
        """False for what would wait or reply without end, or whose reply says nothing."""
        name, rest = words[0], words[1:]
        if name in (b"blmpop", b"bzmpop"):
            return rest[:1] == [BLOCK]
        if name.startswith((b"bl", b"br", b"bz")):
            return rest[-1:] == [BLOCK]
        if name in (b"srandmember", b"hrandfield", b"zrandmember"):
            return all(-MOST_REPEATED <= n for n in map(as_number, rest[1:]) if n is not None)
        if name in (b"expire", b"pexpire"):
            n = as_number(rest[1]) if len(rest) > 1 else None
            return n is None or n <= 0 or n >= 100_000
        if name in (b"hscan", b"sscan", b"zscan"):
            return rest[1:4] == [b"0", b"COUNT", b"1000"]
        if name == b"sort" and b"STORE" in rest:
            return b"BY" not in rest or b"ALPHA" not in rest
        return not (name == b"copy" and b"DB" in rest and rest[3:4] != [b"0"])

    def next(self):
        r = self.random
        makers, weights = zip(*self.families)
        group = r.choices(makers, weights)[0]()
        if len(group) == 1 and len(group[0]) > 1 and r.random() < MUTATED_SHARE:
            changed = self.mutate(group[0][:])
            if self.is_tame(changed):
                group = [changed]
        return group

    def many(self, count):
        """At least so many requests."""
        out = []
        while len(out) < count:
            out += self.next()
        return out
