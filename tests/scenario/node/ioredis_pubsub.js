// ioredis as a subscriber, and when its connection breaks: node ioredis_pubsub.js <port>
'use strict';

const assert = require('assert');
const { connect, connectReady, until, range, run, start } = require('./common');

// A client that connects again, as applications have it.
async function lasting(options) {
    const client = await connectReady({ retryStrategy: () => 20, maxRetriesPerRequest: null, ...options });
    client.on('error', () => {});
    return client;
}

function listen(subscriber) {
    const got = [];
    subscriber.on('message', (channel, message) => got.push([channel, message]));
    subscriber.on('pmessage', (pattern, channel, message) => got.push([pattern, channel, message]));
    subscriber.on('smessage', (channel, message) => got.push(['shard', channel, message]));
    return got;
}

// Takes what has come once it is as many.
async function take(got, count) {
    await until(() => got.length >= count, `${count} messages`);
    return got.splice(0);
}

// What happens to keys, told as 'event key' in the order it came.
async function watchKeys(redis, flags) {
    await redis.config('SET', 'notify-keyspace-events', flags);
    const subscriber = await connectReady();
    const got = [];
    subscriber.on('pmessage', (pattern, channel, key) => got.push(`${channel.split(':')[1]} ${key}`));
    await subscriber.psubscribe('__keyevent@*__:*');
    return { got, stop: () => subscriber.quit() };
}

const checks = {
    async subscriber(redis) {
        const subscriber = await connectReady(), got = listen(subscriber);
        assert.strictEqual(await subscriber.subscribe('a', 'b'), 2);
        assert.strictEqual(await subscriber.psubscribe('[bc]*'), 3);
        assert.strictEqual(await redis.publish('a', '1'), 1);
        assert.strictEqual(await redis.publish('b', '2'), 2);
        assert.strictEqual(await redis.publish('c', '3'), 1);
        assert.strictEqual(await redis.publish('d', '4'), 0);
        assert.deepStrictEqual(await take(got, 4), [['a', '1'], ['b', '2'], ['[bc]*', 'b', '2'], ['[bc]*', 'c', '3']]);
        await assert.rejects(subscriber.get('k'), /subscriber mode/);
        assert.deepStrictEqual(await subscriber.ping('hello'), ['pong', 'hello']);
        assert.deepStrictEqual((await redis.pubsub('CHANNELS')).sort(), ['a', 'b']);
        assert.deepStrictEqual(await redis.pubsub('NUMSUB', 'a', 'x'), ['a', 1, 'x', 0]);
        assert.strictEqual(await redis.pubsub('NUMPAT'), 1);
        assert.strictEqual(await subscriber.unsubscribe('a'), 2);
        assert.strictEqual(await subscriber.unsubscribe('b'), 1);
        assert.strictEqual(await subscriber.punsubscribe(), 0);
        assert.strictEqual(await subscriber.get('k'), null);
        assert.strictEqual(await subscriber.ssubscribe('s1', 's2'), 2);
        assert.strictEqual(await redis.spublish('s1', 'x'), 1);
        assert.strictEqual(await redis.publish('s1', 'x'), 0);
        assert.deepStrictEqual(await take(got, 1), [['shard', 's1', 'x']]);
        assert.deepStrictEqual(await redis.pubsub('SHARDNUMSUB', 's1', 's2'), ['s1', 1, 's2', 1]);
        await subscriber.quit();
        assert.deepStrictEqual(await redis.pubsub('SHARDCHANNELS'), []);
    },

    async order(redis) {
        const subscribers = await Promise.all(range(20).map(() => connectReady()));
        const counts = subscribers.map(() => []);
        await Promise.all(subscribers.map((subscriber, i) => {
            subscriber.on('message', (channel, message) => counts[i].push(Number(message)));
            return subscriber.subscribe('ticks');
        }));
        const pipeline = redis.pipeline();
        range(2000).forEach(n => pipeline.publish('ticks', n));
        const replies = await pipeline.exec();
        assert.ok(replies.every(([error, receivers]) => error === null && receivers === 20));
        await until(() => counts.every(({ length }) => length === 2000), 'all messages');
        counts.forEach(count => assert.deepStrictEqual(count, range(2000)));
        await Promise.all(subscribers.map(subscriber => subscriber.quit()));
    },

    async bytes(redis) {
        const subscriber = await connectReady(), got = [], big = Buffer.alloc(1000000, 'x\r\n\0');
        subscriber.on('messageBuffer', (channel, message) => got.push(channel, message));
        await subscriber.subscribe(Buffer.from([0, 255]));
        await redis.publish(Buffer.from([0, 255]), big);
        assert.deepStrictEqual(await take(got, 2), [Buffer.from([0, 255]), big]);
        await subscriber.quit();
    },

    async 'in transactions and scripts'(redis) {
        const subscriber = await connectReady(), got = listen(subscriber);
        await subscriber.subscribe('a');
        await redis.multi().set('k', 1).publish('a', 'from MULTI').exec();
        await redis.eval('redis.call("PUBLISH", "a", "from a script") return 1', 0);
        assert.deepStrictEqual(await take(got, 2), [['a', 'from MULTI'], ['a', 'from a script']]);
        await subscriber.quit();
    },

    async notifications(redis) {
        await redis.flushall();
        const { got, stop } = await watchKeys(redis, 'KEA');
        await redis.set('k', 1, 'EX', 100);
        await redis.incr('k');
        await redis.hset('h', 'f', 'v');
        await redis.multi().lpush('l', 'a').rename('l', 'm').exec();
        await redis.eval('redis.call("SADD", KEYS[1], "x") redis.call("DEL", KEYS[1])', 1, 's');
        await redis.pexpire('k', 1);
        await until(() => got.includes('expired k'), 'expiry');
        assert.deepStrictEqual(got, ['set k', 'expire k', 'incrby k', 'hset h', 'lpush l', 'rename_from l',
                                     'rename_to m', 'sadd s', 'del s', 'expire k', 'expired k']);
        await stop();
        const some = await watchKeys(redis, 'Ex');
        await redis.set('other', 1);
        await redis.set('short', 1, 'PX', 20);
        await until(() => some.got.length > 0, 'expiry');
        assert.deepStrictEqual(some.got, ['expired short']);
        await some.stop();
        const space = await connectReady(), events = listen(space);
        await redis.config('SET', 'notify-keyspace-events', 'K$g');
        await space.subscribe('__keyspace@0__:key');
        await redis.multi().set('key', 1).append('key', 2).del('key').lpush('key', 1).exec();
        await redis.expire('key', 100);
        assert.deepStrictEqual((await take(events, 4)).map(([, event]) => event), ['set', 'append', 'del', 'expire']);
        await redis.config('SET', 'notify-keyspace-events', '');
        await space.quit();
    },

    async 'reconnected subscribers'(redis) {
        const subscriber = await lasting(), got = listen(subscriber);
        await subscriber.subscribe('a');
        await subscriber.psubscribe('p*');
        await subscriber.ssubscribe('s');
        assert.ok(await redis.client('KILL', 'TYPE', 'pubsub') >= 1);
        await until(async () => {
            const [, receivers] = await redis.pubsub('NUMSUB', 'a');
            const [, shards] = await redis.pubsub('SHARDNUMSUB', 's');
            return receivers === 1 && shards === 1 && await redis.pubsub('NUMPAT') === 1;
        });
        await redis.publish('a', '1');
        await redis.publish('p1', '2');
        await redis.spublish('s', '3');
        assert.deepStrictEqual(await take(got, 3), [['a', '1'], ['p*', 'p1', '2'], ['shard', 's', '3']]);
        await subscriber.quit();
    },

    async 'reconnected clients'(redis) {
        const client = await lasting({ db: 2, connectionName: 'lasting' });
        client.defineCommand('put', { numberOfKeys: 1, lua: 'return redis.call("SET", KEYS[1], ARGV[1])' });
        const id = await client.client('ID');
        const waiting = client.blpop('queue', 0);
        await until(async () => /cmd=blpop/.test(await redis.client('LIST', 'ID', id)));
        assert.strictEqual(await redis.client('KILL', 'ID', id), 1);
        await until(async () => /name=lasting .*db=2 .*cmd=blpop/.test(await redis.client('LIST')), 'a second try');
        await redis.select(2);
        await redis.lpush('queue', 'element');
        assert.deepStrictEqual(await waiting, ['queue', 'element']);
        await redis.script('FLUSH');
        assert.strictEqual(await client.put('k', 'v'), 'OK');
        assert.strictEqual(await redis.get('k'), 'v');
        await redis.select(0);
        await client.quit();
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
