"""Keyspace notifications: the same events as redis-server's, in the same order, after each of many random
requests on few keys of all types, and when clients are served that wait.

EVENT_REQUESTS=100000 sends more of them for each seed; EVENT_SEED=100 begins elsewhere.
"""

import os
import random

import pytest

from harness import requests, resp
from harness.mixed_requests import MixedRequests, is_set_in_the_past, payloads
from harness.server import Server, ServerError, wait_until

REQUESTS = int(os.environ.get("EVENT_REQUESTS", "3000"))
FIRST_SEED = int(os.environ.get("EVENT_SEED", "0"))
BATCH = 100

CLASSES = ["KEAmn", "KEAm", "Ag$lshztnmE", "KEA", "Kg$n", "Elhzt"]
MARK = b"mark"


class Side:
    """A server, a connection that sends requests and one that hears of their events."""

    def __init__(self, server, classes):
        self.server = server
        self.conn, self.listener = server.connect(30), server.connect(30)
        self.waiters = []
        self.conn.call("FLUSHALL")
        self.conn.call("CONFIG", "SET", "notify-keyspace-events", classes)
        self.listener.send(resp.encode("PSUBSCRIBE", "__key*__:*", MARK))
        self.listener.read()
        self.listener.read()

    def send(self, batch):
        marked = [w for i, words in enumerate(batch) for w in (words, [b"publish", MARK, b"%d" % i])]
        self.conn.send(requests.pipeline(marked))

    def replies(self, batch):
        found = []
        for _ in batch:
            found.append(self.conn.read())
            self.conn.read()
        return found

    def events(self, batch):
        """What came before the mark of each request; those of a transaction come with its end."""
        found, last = {}, len(batch) - 1
        events = []
        while last not in found:
            _, _, channel, message = (item.value for item in self.listener.read().items)
            if channel == MARK:
                found[int(message)] = events
                events = []
            else:
                events.append((channel, message))
        return found

    def wait_for(self, at, words):
        """The connection of this number sends a request and waits for what it asks for."""
        while len(self.waiters) <= at:
            conn = self.server.connect(30)
            self.waiters.append((conn, conn.call("CLIENT", "ID").value))
        conn, client = self.waiters[at]
        conn.send(resp.encode(*words))
        assert wait_until(lambda: b"flags=b" in self.conn.call("CLIENT", "LIST", "ID", client).value), words

    def let_go(self, count):
        for conn, client in self.waiters[:count]:
            self.conn.call("CLIENT", "UNBLOCK", client)
            conn.read()

    def close(self):
        for conn in (self.conn, self.listener, *(conn for conn, _ in self.waiters)):
            conn.close()


# ---- Random requests -----------------------------------------------------------------------------

def is_wanted(words):
    """Not what newer servers than redis-server have; no SET whose deadline has passed, which deletes; nor what else
    these two see with other eyes."""
    if words[0] in (b"zrank", b"zrevrank"):
        return len(words) <= 3
    if words[0] == b"xread":
        return b"+" not in words
    if words[0] == b"sort":   # numbers with a zero byte in them, members in the order of a table
        return b"STORE" not in words or not (b"BY" in words or b"GET" in words)
    return not is_set_in_the_past(words)


def comparable(words, reply, events):
    """The events; without misses where they depend on the order of a set's members, or on what is looked at first by
    a request that is refused."""
    if b"sort" in words or b"sort_ro" in words or reply.is_error() or reply.value == b"QUEUED":
        return [event for event in events if b"keymiss" not in event and b":keymiss" not in event[0]]
    return events


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + len(CLASSES)))
def test_events_are_those_of_redis(kvd, oracle, seed):
    source = MixedRequests(seed, payloads(oracle), is_wanted)
    ours, theirs = (Side(server, CLASSES[seed % len(CLASSES)]) for server in (kvd, oracle))
    heard = 0
    for _ in range(max(1, REQUESTS // BATCH)):
        batch = source.many(BATCH)
        ours.send(batch)
        theirs.send(batch)
        replies, _ = ours.replies(batch), theirs.replies(batch)
        mine, wanted = ours.events(batch), theirs.events(batch)
        assert mine.keys() == wanted.keys()
        for i, events in wanted.items():
            heard += len(events)
            assert comparable(batch[i], replies[i], mine[i]) == comparable(batch[i], replies[i], events), \
                batch[i]
    assert heard > REQUESTS // 100
    ours.close()
    theirs.close()


# ---- Clients that wait ---------------------------------------------------------------------------

START = ["RPUSH list a b c", "ZADD zset 1 a 2 b 3 c", "SADD set a", "XADD stream 1-1 f v", "XADD q 1-1 f v",
         "XGROUP CREATE q g $", "XGROUP CREATECONSUMER q g c"]

# Who waits, and what is done then. Of several keys in one transaction redis-server 7.0 takes another first, and
# where a result is stored over a value of another type it serves nobody.
OF_ANOTHER_TYPE = {"list": ["SET q x"], "zset": ["RPUSH q a"], "stream": ["SET q v"]}
WAITING = {
    "list": (
        ["BLPOP q 0", "BRPOP q 0", "BLPOP none q 0", "BLMOVE q to LEFT RIGHT 0", "BRPOPLPUSH q to 0",
         "BRPOPLPUSH q q 0", "BLMOVE q set LEFT LEFT 0", "BLMPOP 0 1 q LEFT COUNT 2", "BLMPOP 0 2 none q RIGHT",
         "BLPOP to 0"],
        ["RPUSH q a", "LPUSH q a b c", "LMOVE list q LEFT LEFT", "SORT list ALPHA STORE q", "RENAME list q",
         "COPY list q", "MULTI|RPUSH q a|LPUSH q b|EXEC", "MULTI|RPUSH q a|DEL q|EXEC", "SET q x",
         "EVAL return{redis.call('rpush','q','1','2'),redis.call('lpop','q')} 0",
         "SELECT 1|RPUSH q a|MOVE q 0|SELECT 0", "SELECT 1|RPUSH q a|SWAPDB 0 1|SELECT 0", "DEL q"]),
    "zset": (
        ["BZPOPMIN q 0", "BZPOPMAX q 0", "BZPOPMAX none q 0", "BZMPOP 0 1 q MIN COUNT 2",
         "BZMPOP 0 2 none q MAX"],
        ["ZADD q 1 a", "ZADD q 1 a 2 b 3 c", "ZINCRBY q 1 a", "ZUNIONSTORE q 1 zset", "ZRANGESTORE q zset 0 -1",
         "RENAME zset q", "COPY zset q", "GEOADD q 1 1 a", "MULTI|ZADD q 1 a|ZADD q 2 b|EXEC", "RPUSH q a",
         "MULTI|ZADD q 1 a|ZREM q a|EXEC"]),
    "stream": (
        ["XREAD BLOCK 0 STREAMS q $", "XREADGROUP GROUP g c BLOCK 0 STREAMS q >",
         "XREADGROUP GROUP g c NOACK BLOCK 0 STREAMS q >"],
        ["XADD q 5-1 f v", "XADD q 5-1 f v|XADD q 6-1 f v", "DEL q", "XGROUP DESTROY q g", "SET q v",
         "RENAME stream q", "MULTI|XADD q 7-1 f v|XADD q 7-2 f v|EXEC", "DEL q|XADD q 9-1 f v", "FLUSHALL",
         "MULTI|XADD q 7-1 f v|XDEL q 7-1|EXEC"]),
}


def round_of(rnd):
    """Requests to begin with, of clients that wait, and of one that serves them."""
    kind = rnd.choice(list(WAITING))
    waiters, doers = WAITING[kind]
    start = ["FLUSHALL", *START, *([] if kind == "stream" else ["DEL q"])]
    done = rnd.choices(doers, k=rnd.randint(1, 2))
    if done[0] in OF_ANOTHER_TYPE[kind]:
        del done[1:]
    return start, rnd.choices(waiters, k=rnd.randint(1, 4)), [words for line in done for words in line.split("|")]


@pytest.mark.parametrize("seed", range(FIRST_SEED, FIRST_SEED + 2))
def test_events_of_clients_that_are_served_are_those_of_redis(kvd, oracle, seed):
    rnd = random.Random(seed)
    sides = ours, theirs = Side(kvd, "KEAn"), Side(oracle, "KEAn")
    for _ in range(max(1, REQUESTS // 20)):
        start, waiting, done = round_of(rnd)
        heard = []
        for side in sides:
            batch = [words.split() for words in start]
            side.send(batch)
            side.replies(batch)
            side.events(batch)
            for at, words in enumerate(waiting):
                side.wait_for(at, words.split())
            batch = [words.split() for words in done]
            side.send(batch)
            side.replies(batch)
            heard.append(side.events(batch))
            side.let_go(len(waiting))
        assert heard[0] == heard[1], (waiting, done)
    ours.close()
    theirs.close()


# ---- The directive -------------------------------------------------------------------------------

@pytest.mark.parametrize("letters", ["KEA", "", "Ex"])
def test_the_classes_are_read_from_file_and_command_line(start, letters):
    for server in start(config=f'notify-keyspace-events "{letters}"\n'), start(notify_keyspace_events=letters):
        shown = server.connect().call("CONFIG", "GET", "notify-keyspace-events").items[1].value
        assert sorted(shown.decode()) == sorted(letters)


@pytest.mark.parametrize("letters", ["KEA ", " KEA", " ", "KEq", "'KEA'"])
def test_a_letter_that_is_none_refuses_to_start(binary, letters):
    for given in {"config": f'notify-keyspace-events "{letters}"\n'}, \
                 {"options": [("notify-keyspace-events", letters)]}:
        server = Server(binary, **given)
        with pytest.raises(ServerError, match="Invalid event class character"):
            server.start()
        server.clean()
