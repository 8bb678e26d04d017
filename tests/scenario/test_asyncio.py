"""redis-py under asyncio: many coroutines share connections, and give up in the middle."""

import asyncio

import pytest
import redis.asyncio
from redis.exceptions import WatchError


@pytest.fixture
def play(kvd):
    """play(coroutine) runs coroutine(client) in an event loop of its own."""
    def run(coroutine):
        async def whole():
            client = redis.asyncio.Redis(port=kvd.port, decode_responses=True)
            try:
                await asyncio.wait_for(coroutine(client), 60)
            finally:
                await client.close(close_connection_pool=True)
        asyncio.run(whole())
    return run


def test_requests_of_many_coroutines_keep_their_replies(play):
    async def main(client):
        async def one(n):
            async with client.pipeline(transaction=n % 2 == 0) as pipe:
                pipe.set(f"k{n}", n).incrby(f"k{n}", 1000).get(f"k{n}")
                assert await pipe.execute() == [True, n + 1000, str(n + 1000)]
            return await client.echo(f"text {n}")
        assert await asyncio.gather(*map(one, range(200))) == [f"text {n}" for n in range(200)]
    play(main)


def test_watched_counters_lose_nothing(play):
    async def main(client):
        async def one():
            while True:
                async with client.pipeline() as pipe:
                    try:
                        await pipe.watch("n")
                        value = int(await pipe.get("n") or 0)
                        pipe.multi()
                        await pipe.set("n", value + 1).execute()
                        return
                    except WatchError:
                        pass
        await asyncio.gather(*(one() for _ in range(30)))
        assert await client.get("n") == "30"
    play(main)


def test_only_one_holds_a_lock(play):
    async def main(client):
        inside = 0

        async def one():
            nonlocal inside
            async with client.lock("lock", timeout=30, sleep=0.002):
                inside += 1
                assert inside == 1
                await asyncio.sleep(0.001)
                inside -= 1
        await asyncio.gather(*(one() for _ in range(30)))
        assert await client.exists("lock") == 0
    play(main)


def test_every_element_reaches_one_waiting_coroutine(play):
    async def main(client):
        waiting = [asyncio.create_task(client.blpop("queue", 30)) for _ in range(50)]
        for n in range(50):
            await client.rpush("queue", n)
        taken = await asyncio.gather(*waiting)
        assert sorted(int(element) for _, element in taken) == list(range(50))
    play(main)


def test_a_wait_that_is_given_up_takes_nothing(play):
    async def main(client):
        waiting = redis.asyncio.Redis(connection_pool=client.connection_pool, single_connection_client=True)
        await waiting.initialize()
        task = asyncio.create_task(waiting.blpop("queue", 0))
        while int((await client.info("clients"))["blocked_clients"]) == 0:
            await asyncio.sleep(0.005)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await waiting.connection.disconnect()
        while int((await client.info("clients"))["blocked_clients"]) > 0:
            await asyncio.sleep(0.005)
        await client.rpush("queue", "still there")
        assert await client.lrange("queue", 0, -1) == ["still there"]
        await waiting.close()
    play(main)


def test_messages_come_in_order(play):
    async def main(client):
        pubsub = client.pubsub(ignore_subscribe_messages=True)
        await pubsub.subscribe("channel")
        await pubsub.psubscribe("chan*")
        while await client.publish("channel", "hello") != 2:
            await asyncio.sleep(0.005)

        async def listen():
            heard = []
            async for message in pubsub.listen():
                if message["data"] == "end":
                    return heard
                if message["data"].isdigit() and message["type"] == "pmessage":
                    heard.append(int(message["data"]))
        listener = asyncio.create_task(listen())
        for n in range(500):
            await client.publish("channel", n)
        await client.publish("channel", "end")
        assert await listener == list(range(500))
        await pubsub.close()
    play(main)


def test_a_stream_is_shared_by_a_group(play):
    async def main(client):
        await client.xgroup_create("stream", "group", mkstream=True)

        async def work(name):
            done = []
            while True:
                got = await client.xreadgroup("group", name, {"stream": ">"}, count=7, block=200)
                if not got:
                    return done
                for entry, fields in got[0][1]:
                    assert await client.xack("stream", "group", entry) == 1
                    done.append(int(fields["n"]))
        workers = [asyncio.create_task(work(f"worker {n}")) for n in range(5)]
        for n in range(300):
            await client.xadd("stream", {"n": n})
        done = [n for some in await asyncio.gather(*workers) for n in some]
        done += await work("the last")
        assert sorted(done) == list(range(300))
        assert (await client.xpending("stream", "group"))["pending"] == 0
    play(main)
