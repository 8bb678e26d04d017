"""What redis-py builds on scripts, pub/sub, functions and tracking, used as applications use it."""

import threading
import time

import pytest
import redis
from redis.lock import Lock

from harness.server import wait_until


@pytest.fixture
def client(kvd):
    with redis.Redis(port=kvd.port, decode_responses=True) as r:
        yield r


def in_threads(count, target, *args):
    """Runs target(n, ...) in so many threads; a failure in one is raised here."""
    failures = []

    def guarded(n):
        try:
            target(n, *args)
        except BaseException as problem:   # pylint: disable=broad-except
            failures.append(problem)

    threads = [threading.Thread(target=guarded, args=(n,), daemon=True) for n in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive()
    if failures:
        raise failures[0]


# ---- Locks ---------------------------------------------------------------------------------------

def test_only_one_holds_a_lock(client):
    holders = []

    def add(n):
        for _ in range(10):
            with client.lock("lock", timeout=30, sleep=0.001):
                holders.append(n)
                assert len(holders) == 1
                value = int(client.get("n") or 0)
                time.sleep(0.0005)
                client.set("n", value + 1)
                holders.remove(n)

    in_threads(8, add)
    assert client.get("n") == "80"
    assert client.exists("lock") == 0


def test_a_lock_is_refused_and_waited_for(client):
    first, second = client.lock("lock", timeout=30), client.lock("lock", timeout=30, sleep=0.005)
    assert first.acquire()
    assert first.owned() and not second.owned() and second.locked()
    assert not second.acquire(blocking=False)
    assert not second.acquire(blocking_timeout=0.03)
    threading.Timer(0.03, first.do_release, [first.local.token]).start()
    assert second.acquire()
    assert not first.owned() and second.owned()
    second.release()
    with pytest.raises(redis.exceptions.LockError):
        second.release()


def test_a_lock_is_extended(client):
    lock = client.lock("lock", timeout=10)
    assert lock.acquire()
    assert lock.extend(20)
    assert 20_000 < client.pttl("lock") <= 30_000
    assert lock.extend(5, replace_ttl=True)
    assert 0 < client.pttl("lock") <= 5_000
    assert lock.reacquire()
    assert 5_000 < client.pttl("lock") <= 10_000
    lock.release()


def test_a_lock_that_is_lost_is_known_to_be(client):
    lock = client.lock("lock", timeout=0.05)
    assert lock.acquire()
    assert wait_until(lambda: client.exists("lock") == 0)
    other = client.lock("lock", timeout=30)
    assert other.acquire(blocking=False)
    for use in (lock.release, lock.reacquire, lambda: lock.extend(10)):
        if not lock.local.token:
            lock.local.token = "what it had"
        with pytest.raises(redis.exceptions.LockNotOwnedError):
            use()
    assert other.owned() and client.pttl("lock") > 20_000
    other.release()


def test_locks_outlive_forgotten_scripts(client):
    lock = Lock(client, "lock", timeout=30)
    assert lock.acquire()
    client.script_flush()
    assert lock.extend(10)
    client.script_flush()
    lock.release()
    assert client.exists("lock") == 0


# ---- Publish and subscribe -----------------------------------------------------------------------

def test_handlers_run_in_a_thread(client):
    got, lock = [], threading.Lock()

    def note(message):
        with lock:
            got.append((message["type"], message["channel"], message["data"]))

    pubsub = client.pubsub(ignore_subscribe_messages=True)
    pubsub.subscribe(news=note)
    pubsub.psubscribe(**{"n*": note})
    thread = pubsub.run_in_thread(sleep_time=0.01)
    try:
        assert wait_until(lambda: client.pubsub_numsub("news") == [("news", 1)] and client.pubsub_numpat() == 1)
        for n in range(500):
            assert client.publish("news", n) == 2
        assert client.publish("nothing", "x") == 1
        assert wait_until(lambda: len(got) == 1001)
    finally:
        thread.stop()
        thread.join(10)
    assert [data for kind, _, data in got if kind == "message"] == [str(n) for n in range(500)]
    assert got[-1] == ("pmessage", "nothing", "x")
    assert wait_until(lambda: client.pubsub_channels() == [])


def test_messages_come_in_order_with_replies(client):
    pubsub = client.pubsub()
    pubsub.subscribe("a", "b")
    pubsub.ping("hello")
    client.publish("b", "x" * 100_000)
    pubsub.unsubscribe("a")
    messages = []
    while len(messages) < 5:
        message = pubsub.get_message(timeout=5)
        assert message is not None
        messages.append((message["type"], message["channel"], message["data"]))
    assert messages == [("subscribe", "a", 1), ("subscribe", "b", 2), ("pong", None, "hello"),
                        ("message", "b", "x" * 100_000), ("unsubscribe", "a", 1)]
    assert client.publish("a", "x") == 0
    pubsub.close()


def test_a_killed_subscriber_subscribes_again(client):
    pubsub = client.pubsub(ignore_subscribe_messages=True)
    pubsub.subscribe("a")
    pubsub.psubscribe("p*")
    assert wait_until(lambda: pubsub.get_message() is None and client.pubsub_numpat() == 1)
    assert client.client_kill_filter(_type="pubsub") == 1
    with pytest.raises(redis.ConnectionError):
        while True:
            pubsub.get_message(timeout=5)
    assert wait_until(lambda: (pubsub.get_message(timeout=0.01), client.pubsub_numpat() == 1)[1])
    assert client.publish("a", "back") == 1
    assert wait_until(lambda: (pubsub.get_message(timeout=0.01) or {}).get("data") == "back")
    pubsub.close()


def test_keyspace_events_drive_a_cache(client):
    """Dropping what expires or changes, as applications do without tracking."""
    client.config_set("notify-keyspace-events", "KEA")
    pubsub = client.pubsub(ignore_subscribe_messages=True)
    pubsub.psubscribe("__keyspace@0__:cache:*")
    pubsub.get_message(timeout=5)
    client.set("cache:a", 1)
    client.set("cache:b", 1, px=30)
    client.hset("cache:h", "f", "v")
    client.delete("cache:a")
    events = []
    assert wait_until(lambda: (events.append(pubsub.get_message(timeout=0.05)),
                               events[-1] and events[-1]["data"] == "expired")[1])
    seen = [(e["channel"].split(":", 1)[1], e["data"]) for e in events if e]
    assert seen == [("cache:a", "set"), ("cache:b", "set"), ("cache:b", "expire"), ("cache:h", "hset"),
                    ("cache:a", "del"), ("cache:b", "expired")]
    client.config_set("notify-keyspace-events", "")
    pubsub.close()


# ---- Transactions and scripts --------------------------------------------------------------------

def test_watching_pipelines_try_again(client):
    tries = []

    def add(pipe):
        tries.append(1)
        value = int(pipe.get("n") or 0)
        pipe.multi()
        pipe.set("n", value + 1)

    in_threads(6, lambda _: [client.transaction(add, "n") for _ in range(30)])
    assert client.get("n") == "180"
    assert len(tries) >= 180


def test_a_watched_key_that_expires_is_a_change(client):
    client.set("n", 1, px=20)
    with client.pipeline() as pipe:
        pipe.watch("n")
        assert wait_until(lambda: client.exists("n") == 0)
        pipe.multi()
        pipe.set("n", 2)
        with pytest.raises(redis.WatchError):
            pipe.execute()
    assert client.get("n") is None


def test_registered_scripts(client):
    push = client.register_script("""
        for i = 1, #ARGV do redis.call('RPUSH', KEYS[1], ARGV[i]) end
        return {redis.call('LLEN', KEYS[1]), KEYS[1]}""")
    assert push(keys=["l"], args=["a", 2]) == [2, "l"]
    client.script_flush()
    assert push(keys=["l"], args=["b"]) == [3, "l"]
    client.script_flush()
    with client.pipeline() as pipe:
        push(keys=["l"], args=["c"], client=pipe)
        pipe.lrange("l", 0, -1)
        push(keys=["m"], args=["d"], client=pipe)
        assert pipe.execute() == [[4, "l"], ["a", "2", "b", "c"], [1, "m"]]
    assert client.script_exists(push.sha, "f" * 40) == [True, False]
    assert client.eval("return {1, 'a', {2, false}}", 0) == [1, "a", [2, None]]
    with pytest.raises(redis.exceptions.NoScriptError):
        client.evalsha("f" * 40, 0)
    with pytest.raises(redis.ResponseError, match="WRONGTYPE"):
        client.eval("return redis.call('INCR', KEYS[1])", 1, "l")
    with pytest.raises(redis.ResponseError, match="my own words"):
        client.eval("return redis.error_reply('my own words')", 0)


def test_a_script_is_all_or_nothing_for_others(client):
    move = client.register_script("""
        redis.call('DECRBY', KEYS[1], ARGV[1])
        redis.call('INCRBY', KEYS[2], ARGV[1])""")
    client.mset({"a": 1000, "b": 0})
    sums = []

    def work(n):
        for _ in range(100):
            if n % 2:
                move(keys=["a", "b"], args=[1])
            else:
                sums.append(sum(int(value) for value in client.mget("a", "b")))

    in_threads(6, work)
    assert client.mget("a", "b") == ["700", "300"]
    assert set(sums) == {1000}


def test_functions(client):
    code = """#!lua name=shop
        redis.register_function('buy', function(keys, args)
            return redis.call('RPUSH', keys[1], unpack(args))
        end)
        redis.register_function{function_name='basket', flags={'no-writes'}, callback=function(keys)
            return redis.call('LRANGE', keys[1], 0, -1)
        end}
    """
    assert client.function_flush()
    assert client.function_load(code) == "shop"
    with pytest.raises(redis.ResponseError, match="already exists"):
        client.function_load(code)
    assert client.function_load(code, replace=True) == "shop"
    assert client.fcall("buy", 1, "b", "bread", "milk") == 2
    assert client.fcall_ro("basket", 1, "b") == ["bread", "milk"]
    with pytest.raises(redis.ResponseError, match=r"write flag using \*_ro"):
        client.fcall_ro("buy", 1, "b", "x")
    assert client.function_list("sh*")[0][1] == "shop"
    assert client.function_list("none") == []
    with redis.Redis(connection_pool=redis.ConnectionPool(**{**client.connection_pool.connection_kwargs,
                                                             "decode_responses": False})) as raw:
        payload = raw.function_dump()
        assert raw.function_delete("shop")
        with pytest.raises(redis.ResponseError, match="Function not found"):
            raw.fcall("buy", 1, "b", "x")
        assert raw.function_restore(payload)
    assert client.fcall_ro("basket", 1, "b") == ["bread", "milk"]
    client.function_flush()


# ---- Tracking ------------------------------------------------------------------------------------

class Cache:
    """A cache of one connection, kept true by invalidations that another connection is sent (RESP2)."""

    def __init__(self, port):
        self.pubsub = redis.Redis(port=port, decode_responses=True).pubsub()
        self.pubsub.execute_command("CLIENT", "ID")
        self.client_id = self.pubsub.parse_response()
        self.pubsub.subscribe("__redis__:invalidate")
        assert self.pubsub.get_message(timeout=5)["type"] == "subscribe"
        self.client = redis.Redis(port=port, decode_responses=True, single_connection_client=True)
        self.held = {}
        self.asked = 0

    def track(self, **options):
        assert self.client.client_tracking_on(clientid=self.client_id, **options) == "OK"

    def hear(self):
        """Takes in what has come. True if something had."""
        message = self.pubsub.get_message(timeout=0.005)
        if message is None:
            return False
        if message["data"] is None:
            self.held.clear()
        for key in message["data"] or []:
            self.held.pop(key, None)
        return True

    def get(self, key):
        while self.hear():
            pass
        if key not in self.held:
            self.asked += 1
            self.held[key] = self.client.get(key)
        return self.held[key]

    def close(self):
        self.pubsub.close()
        self.client.close()


@pytest.fixture
def cache(kvd):
    made = Cache(kvd.port)
    yield made
    made.close()


def test_a_cache_is_told_of_changes(client, cache):
    cache.track()
    client.mset({"a": 1, "b": 1})
    assert [cache.get("a") for _ in range(5)] == ["1"] * 5
    assert cache.asked == 1
    client.set("a", 2)
    assert wait_until(lambda: cache.get("a") == "2")
    assert cache.asked == 2
    cache.get("b")
    client.pexpire("b", 1)
    assert wait_until(lambda: cache.get("b") is None)
    client.flushall()
    assert wait_until(lambda: cache.get("a") is None)
    assert cache.client.client_getredir() == cache.client_id
    info = cache.client.client_trackinginfo()
    assert info[info.index("redirect") + 1] == cache.client_id and info[info.index("flags") + 1] == ["on"]
    assert cache.client.client_tracking_off() == "OK"


def test_a_cache_is_told_of_prefixes(client, cache):
    cache.track(bcast=True, prefix=["user:", "item:"])
    client.set("user:1", "x")
    client.set("other", "x")
    client.set("item:1", "x")
    keys = []

    def listen():
        message = cache.pubsub.get_message(timeout=0.01)
        keys.extend(message["data"] if message else [])
        return len(keys) >= 2

    assert wait_until(listen)
    assert keys == ["user:1", "item:1"]


def test_a_cache_chooses_what_is_tracked(client, cache):
    cache.track(optin=True, noloop=True)
    client.mset({"a": 1, "b": 1})
    cache.client.get("b")
    cache.client.execute_command("CLIENT", "CACHING", "YES")
    cache.client.get("a")
    client.set("b", 2)                   # was not asked for
    cache.client.set("a", 2)             # is its own change
    cache.client.execute_command("CLIENT", "CACHING", "YES")
    cache.client.get("a")
    client.set("a", 3)
    message = cache.pubsub.get_message(timeout=5)
    assert message["data"] == ["a"]
    assert not cache.hear()


def test_changes_are_pushed_between_replies(kvd):
    """RESP3: one connection does both."""
    conn, other = kvd.connect(), kvd.connect()
    conn.call("HELLO", 3)
    assert conn.call("CLIENT", "TRACKING", "ON").value == b"OK"
    conn.call("MGET", "a", "b")
    other.call("MSET", "b", 1, "c", 1)
    push = conn.read()
    assert push.kind == ">" and push.items[0].value == b"invalidate"
    assert [item.value for item in push.items[1].items] == [b"b"]
    assert conn.call("PING").value == b"PONG"
    other.call("FLUSHALL")
    push = conn.read()
    assert push.items[0].value == b"invalidate" and push.items[1].kind == "_"
    conn.close()
    other.close()
