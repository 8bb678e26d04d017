"""Publishing and subscribing with real clients, many of them, slow ones, and ones that are killed meanwhile."""

import random
import threading

import pytest
import redis

from harness import load, resp
from harness.server import wait_until


@pytest.fixture
def client(kvd):
    with redis.Redis(port=kvd.port, decode_responses=True) as r:
        yield r


def messages_of(pubsub, count):
    found = []
    while len(found) < count:
        message = pubsub.get_message(timeout=10)
        assert message is not None
        found.append(message)
    return found


# ---- Clients -------------------------------------------------------------------------------------

def test_python(client):
    with client.pubsub() as pubsub:
        pubsub.subscribe("news", "music")
        pubsub.psubscribe("n*")
        assert [m["data"] for m in messages_of(pubsub, 3)] == [1, 2, 3]
        assert client.publish("news", "one") == 2
        assert client.publish("other", "two") == 0
        assert [(m["type"], m["pattern"], m["channel"], m["data"]) for m in messages_of(pubsub, 2)] == [
            ("message", None, "news", "one"), ("pmessage", "n*", "news", "one")]
        pubsub.ping()
        assert messages_of(pubsub, 1)[0]["type"] == "pong"
        assert client.pubsub_numsub("news", "music", "none") == [("news", 1), ("music", 1), ("none", 0)]
        assert client.pubsub_numpat() == 1
        pubsub.unsubscribe()
        pubsub.punsubscribe()
        assert sorted(m["data"] for m in messages_of(pubsub, 3)) == [0, 1, 2]
        assert client.publish("news", "nobody") == 0
    assert client.pubsub_channels() == []


def test_python_handlers_in_a_thread(client):
    got = []
    with client.pubsub(ignore_subscribe_messages=True) as pubsub:
        pubsub.subscribe(queue=lambda message: got.append(int(message["data"])))
        thread = pubsub.run_in_thread(sleep_time=0.01)
        wait_until(lambda: client.pubsub_numsub("queue")[0][1] == 1)
        with client.pipeline(transaction=False) as pipe:
            for i in range(2000):
                pipe.publish("queue", i)
            assert pipe.execute() == [1] * 2000
        wait_until(lambda: len(got) == 2000)
        thread.stop()
        thread.join()
    assert got == list(range(2000))


def test_python_keyspace_events(client):
    client.config_set("notify-keyspace-events", "KEA")
    try:
        with client.pubsub(ignore_subscribe_messages=True) as pubsub:
            pubsub.psubscribe("__keyspace@0__:job:*")
            pubsub.get_message(timeout=10)
            client.set("job:1", "x", px=20)
            client.lpush("job:2", "x")
            client.set("other", "x")
            got = [(m["channel"][15:], m["data"]) for m in messages_of(pubsub, 4)]
            assert got == [("job:1", "set"), ("job:1", "expire"), ("job:2", "lpush"), ("job:1", "expired")]
    finally:
        client.config_set("notify-keyspace-events", "")


# ---- Many ----------------------------------------------------------------------------------------

def subscribers(kvd, count, *channels):
    """Connections that are subscribed to the channels."""
    load.allow_open_files(count + 200)
    found = [kvd.connect(timeout=60) for _ in range(count)]
    for conn in found:
        conn.send(resp.encode("SUBSCRIBE", *channels))
    for conn in found:
        for _ in channels:
            conn.read()
    return found


def test_more_than_fit_in_a_turn_hear_all_in_order(kvd):
    audience = subscribers(kvd, 3000, "a", "b")
    publisher = kvd.connect(timeout=60)
    sent = [(random.choice("ab"), str(i)) for i in range(200)]
    publisher.send(b"".join(resp.encode("PUBLISH", *message) for message in sent))
    for _ in sent:
        assert int(publisher.read().value) == len(audience)
    want = b"".join(resp.encode("message", *message) for message in sent)
    for conn in audience:
        assert conn.read_exact(len(want)) == want
        conn.close()
    publisher.close()


def test_a_client_with_very_many_subscriptions_leaves(kvd):
    conn = kvd.connect(timeout=60)
    for first in range(0, 200_000, 10_000):
        conn.send(resp.encode("SUBSCRIBE", *(f"channel:{first + i}" for i in range(10_000))))
        for _ in range(10_000):
            conn.read()
    assert kvd.info()["pubsub_channels"] == "200000"
    conn.send(resp.encode("UNSUBSCRIBE"))
    for left in reversed(range(200_000)):
        assert int(conn.read().items[2].value) == left
    assert kvd.info()["pubsub_channels"] == "0"
    conn.send(resp.encode("SUBSCRIBE", *(f"channel:{i}" for i in range(100_000))))
    wait_until(lambda: kvd.info()["pubsub_channels"] == "100000")
    conn.close()
    wait_until(lambda: kvd.info()["pubsub_channels"] == "0")


# ---- Slow ----------------------------------------------------------------------------------------

@pytest.fixture
def limits(kvd):
    """Sets the limit of the class pubsub; what it was comes back."""
    yield lambda hard, soft, seconds: kvd.call(
        "CONFIG", "SET", "client-output-buffer-limit", f"pubsub {hard} {soft} {seconds}")
    kvd.call("CONFIG", "SET", "client-output-buffer-limit", "pubsub 32mb 8mb 60")


def named_subscriber(kvd, name):
    conn = kvd.connect(timeout=60)
    conn.call("CLIENT", "SETNAME", name)
    conn.call("SUBSCRIBE", "channel")
    return conn


def is_connected(kvd, name):
    return f"name={name} " in kvd.call("CLIENT", "LIST")


def publish_until(kvd, is_over, size=100_000):
    for _ in range(1000):
        if is_over():
            return
        kvd.call("PUBLISH", "channel", "x" * size)
    assert is_over()


def test_who_does_not_read_is_closed(kvd, limits):
    limits("4mb", "0", "0")
    slow, fast = named_subscriber(kvd, "slow"), named_subscriber(kvd, "fast")
    got = []
    message = resp.encode("message", "channel", "x" * 100_000)

    def read_on():
        try:
            while True:
                assert fast.read_exact(len(message)) == message
                got.append(1)
        except (resp.Closed, OSError):
            pass

    reader = threading.Thread(target=read_on)
    reader.start()
    before = int(kvd.info()["client_output_buffer_limit_disconnections"])
    publish_until(kvd, lambda: not is_connected(kvd, "slow"))
    assert is_connected(kvd, "fast")
    assert int(kvd.info()["client_output_buffer_limit_disconnections"]) == before + 1
    kvd.call("CLIENT", "KILL", "TYPE", "pubsub")
    reader.join()
    assert got
    slow.close()


def test_the_soft_limit_gives_time(kvd, limits):
    limits("0", "1mb", "1")
    slow = named_subscriber(kvd, "slow")
    for _ in range(100):
        kvd.call("PUBLISH", "channel", "x" * 100_000)
    assert is_connected(kvd, "slow")
    wait_until(lambda: not is_connected(kvd, "slow"))
    slow.close()


# ---- A storm -------------------------------------------------------------------------------------

def storm(kvd, seed, rounds):
    """One client after the other subscribes, publishes and goes in some way, at random."""
    rng = random.Random(seed)
    for _ in range(rounds):
        conn = kvd.connect(timeout=60)
        requests = [resp.encode("HELLO", 3)] if rng.random() < 0.5 else []
        for _ in range(rng.randrange(30)):
            names = [f"c{rng.randrange(20)}" for _ in range(rng.randrange(1, 20))]
            requests.append(rng.choice([
                resp.encode("SUBSCRIBE", *names), resp.encode("UNSUBSCRIBE", *names),
                resp.encode("SSUBSCRIBE", *names), resp.encode("SUNSUBSCRIBE"),
                resp.encode("PSUBSCRIBE", "c*", f"c{rng.randrange(20)}"), resp.encode("PUNSUBSCRIBE"),
                resp.encode("UNSUBSCRIBE"), resp.encode("RESET"), resp.encode("PING"),
                resp.encode("PUBLISH", names[0], "m" * rng.choice([1, 10, 3000])),
                resp.encode("SPUBLISH", names[0], "m"), resp.encode("MULTI"), resp.encode("EXEC"),
                resp.encode("CLIENT", "REPLY", rng.choice(["ON", "OFF", "SKIP"])),
                resp.encode("SET", names[0], "v", "PX", rng.randrange(1, 30)),
                resp.encode("BLPOP", "none", "0.01"), resp.encode("DEL", names[0]),
            ]))
        conn.send(b"".join(requests))
        how = rng.randrange(3)
        if how == 0:
            kvd.call("CLIENT", "KILL", "TYPE", rng.choice(["pubsub", "normal"]))
        elif how == 1:
            conn.send(resp.encode("QUIT"))
        conn.close()


def test_a_storm_of_subscribers_leaves_nothing_behind(start):
    kvd = start(notify_keyspace_events="KEA")
    load.allow_open_files(1000)
    crowd = subscribers(kvd, 50, *(f"c{i}" for i in range(10)))

    def run(seed):
        for _ in range(3):
            try:
                storm(kvd, seed, 60)
                return
            except (OSError, resp.Closed):      # its own connection was killed
                pass

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    for conn in crowd:
        conn.close()
    kvd.call("CONFIG", "SET", "notify-keyspace-events", "")
    for field in ("pubsub_channels", "pubsub_patterns", "pubsubshard_channels", "pubsub_clients"):
        wait_until(lambda f=field: kvd.info()[f] == "0")
