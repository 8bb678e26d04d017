"""Random requests of several connections: transactions, WATCH, pub/sub, client-side caching, CLIENT REPLY, both
versions of the protocol.

A seed gives the same again. Left out is what kvd does otherwise on purpose, what waits, and what depends on time.
"""

import random

CONNECTIONS = 3
KEYS = ["a", "ab", "abc", "b", "l", "h"]
CHANNELS = ["a", "ab", "[x]", "a\\b", "__redis__:invalidate"]
PATTERNS = ["*", "a*", "?", "[ab]", "[^a]", "a\\*", "a\\", "[", "a?*"]

# K is a key, C a channel, P a pattern; a kind of requests with its weight.
KINDS = [
    (45, """SET K 1|SET K x|GET K|GET K|MGET K K|INCR K|DEL K|DEL K K|LPUSH l 1|RPOP l|LRANGE l 0 -1|
          HSET h f 1|HGET h f|SADD K 1|PEXPIREAT K 1|EXPIRE K -1|EXPIRE K 100|PERSIST K|MOVE K 1|
          COPY K K|COPY K K DB 1|RENAME K K|RESTORE K 0 bad|GETDEL K|GETEX K PXAT 1|SETRANGE K 0 ''|
          APPEND K ''|TYPE K|TTL K|EXISTS K|TOUCH K|STRLEN K|MSET a 1 b 2|SINTERSTORE K none|
          SORT none STORE K|UNLINK K|GETSET K 3|SETNX K 1|FLUSHALL|SET K|GET|NOSUCH"""),
    (20, """MULTI|MULTI|EXEC|EXEC|DISCARD|UNWATCH|WATCH K|WATCH K K|WATCH|SELECT 0|SELECT 0|SELECT 1|
          SELECT 99"""),
    (10, """SUBSCRIBE C|SUBSCRIBE C C|PSUBSCRIBE P|PSUBSCRIBE P P|SSUBSCRIBE C|UNSUBSCRIBE C|
          UNSUBSCRIBE|UNSUBSCRIBE|PUNSUBSCRIBE P|PUNSUBSCRIBE|PUNSUBSCRIBE|SUNSUBSCRIBE C|
          SUNSUBSCRIBE|SUBSCRIBE|PUBLISH C m|PUBLISH C m|PUBLISH C|SPUBLISH C m|PUBSUB NUMPAT|
          PUBSUB NUMSUB C C|PUBSUB SHARDNUMSUB C|PUBSUB NUMSUB|PUBSUB CHANNELS zz*|PUBSUB NOSUCH|
          PUBSUB"""),
    (15, """CLIENT TRACKING OFF|CLIENT TRACKING ON|CLIENT TRACKING ON|CLIENT TRACKING ON OPTIN|
          CLIENT TRACKING ON OPTOUT|CLIENT TRACKING ON NOLOOP|CLIENT TRACKING ON OPTIN OPTOUT|
          CLIENT TRACKING ON BCAST|CLIENT TRACKING ON BCAST PREFIX a|
          CLIENT TRACKING ON BCAST PREFIX a PREFIX ab|CLIENT TRACKING ON BCAST PREFIX b PREFIX l|
          CLIENT TRACKING ON PREFIX a|CLIENT TRACKING ON BCAST OPTIN|
          CLIENT TRACKING ON REDIRECT 999999|CLIENT TRACKING ON REDIRECT x|CLIENT TRACKING x|
          CLIENT CACHING YES|CLIENT CACHING NO|CLIENT TRACKINGINFO|CLIENT GETREDIR"""),
    (10, """RESET|HELLO 2|HELLO 3|HELLO 3|HELLO 3|HELLO 4|HELLO 3 x|AUTH x|PING|PING x|PING x y|
          ECHO y|CLIENT REPLY ON|CLIENT REPLY ON|CLIENT REPLY OFF|CLIENT REPLY SKIP|CLIENT GETNAME|
          CLIENT SETNAME n|CLIENT NOSUCH|CLIENT NO-EVICT ON|CONFIG NOSUCH|CONFIG GET maxmemory|
          SCRIPT EXISTS x|FUNCTION STATS|DEBUG OBJECT"""),
]
KINDS = [(weight, [line.split() for line in lines.replace("\n", "").split("|")]) for weight, lines in KINDS]
START = [(0, [["HELLO", "3"], ["CLIENT", "TRACKING", "ON"]]), (1, [["HELLO", "3"]])]
SCRIPTS = ["return redis.call('get',KEYS[1])", "return redis.call('incr',KEYS[1])", "return redis.call('multi')",
           "redis.call('get',KEYS[1]) redis.call('set',KEYS[1],1) return redis.call('get',KEYS[1])",
           "redis.call('set',KEYS[1],1) redis.call('del',KEYS[1])", "return redis.call('publish',KEYS[1],'e')"]


class Sessions:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.first = list(START)
        self.queues = [False] * CONNECTIONS   # perhaps inside MULTI
        self.silent = [False] * CONNECTIONS   # perhaps CLIENT REPLY OFF

    def words(self):
        r = self.random
        if r.random() < 0.1:
            return ["EVAL", r.choice(SCRIPTS), "1", r.choice(KEYS)]
        lines, = r.choices([lines for _, lines in KINDS], [weight for weight, _ in KINDS])
        named = {"K": KEYS, "C": CHANNELS, "P": PATTERNS, "''": [""]}
        return [r.choice(named[w]) if w in named else w for w in r.choice(lines)]

    def is_left_out(self, i, words, alone):
        """A flush drops what it makes superfluous; replies of EXEC that nobody wants are not the same."""
        if words[0] == "FLUSHALL":
            return self.queues[i] or not alone
        if words[:2] == ["CLIENT", "REPLY"]:
            return self.queues[i]
        return words == ["MULTI"] and self.silent[i]

    def note(self, i, words):
        if words == ["MULTI"]:
            self.queues[i] = True
        elif words[0] in ("EXEC", "DISCARD", "RESET"):
            self.queues[i] = False
        if words[0] == "RESET":
            self.silent[i] = False
        elif words[:2] == ["CLIENT", "REPLY"]:
            self.silent[i] = words[2] != "ON"

    def step(self):
        """Which connection sends what, in one write."""
        if self.first:
            return self.first.pop(0)
        i, count = self.random.randrange(CONNECTIONS), self.random.choice([1, 1, 1, 2, 3])
        batch = []
        while len(batch) < count:
            words = self.words()
            if not self.is_left_out(i, words, count == 1):
                self.note(i, words)
                batch.append(words)
        return i, batch
