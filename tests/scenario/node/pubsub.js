// Publishes and subscribes with ioredis (RESP2) and node-redis (RESP3) at the server at 127.0.0.1:<port>.
// Ends with exit code 1 at the first thing that is not as users of Redis know it.
'use strict';

const assert = require('assert');
const Redis = require('ioredis');
const { createClient } = require('@redis/client');

const port = Number(process.argv[2]);
const options = { host: '127.0.0.1', port, maxRetriesPerRequest: 0, retryStrategy: null };

async function until(condition) {
    for (let i = 0; i < 1000 && !condition(); i++)
        await new Promise(resolve => setTimeout(resolve, 5));
    assert.ok(condition());
}

const checks = {
    async ioredis() {
        const subscriber = new Redis(options), publisher = new Redis(options), got = [];
        subscriber.on('message', (channel, message) => got.push([channel, message]));
        subscriber.on('pmessage', (pattern, channel, message) => got.push([pattern, channel, message]));
        assert.strictEqual(await subscriber.subscribe('news', 'music'), 2);
        assert.strictEqual(await subscriber.psubscribe('n?ws'), 3);
        assert.strictEqual(await publisher.publish('news', 'one'), 2);
        assert.strictEqual(await publisher.publish('nobody', 'two'), 0);
        for (let i = 0; i < 1000; i++)
            publisher.publish('music', String(i));
        await until(() => got.length === 1002);
        assert.deepStrictEqual(got.slice(0, 2), [['news', 'one'], ['n?ws', 'news', 'one']]);
        assert.deepStrictEqual(got.slice(2).map(m => m[1]), [...Array(1000).keys()].map(String));
        await assert.rejects(subscriber.get('key'), /subscriber mode|only \(P\|S\)SUBSCRIBE/);
        assert.strictEqual(await subscriber.unsubscribe('news', 'music'), 1);
        assert.strictEqual(await subscriber.punsubscribe(), 0);
        assert.strictEqual(await subscriber.get('key'), null);
        assert.deepStrictEqual(await publisher.pubsub('CHANNELS'), []);
        subscriber.disconnect();
        publisher.disconnect();
    },

    async ioredisShardsAndBytes() {
        const subscriber = new Redis(options), publisher = new Redis(options), got = [];
        subscriber.on('smessageBuffer', (channel, message) => got.push(message));
        assert.strictEqual(await subscriber.ssubscribe('shard'), 1);
        const bytes = Buffer.from([0, 13, 10, 255]);
        assert.strictEqual(await publisher.spublish('shard', bytes), 1);
        await until(() => got.length === 1);
        assert.deepStrictEqual(got[0], bytes);
        assert.strictEqual(await subscriber.sunsubscribe('shard'), 0);
        subscriber.disconnect();
        publisher.disconnect();
    },

    async nodeRedis() {
        const client = createClient({ socket: { host: '127.0.0.1', port }, RESP: 3 }), got = [];
        await client.connect();
        await client.subscribe('news', message => got.push(message));
        await client.pSubscribe('n*', (message, channel) => got.push(channel + ':' + message));
        await client.sSubscribe('shard', message => got.push('shard ' + message));
        // In RESP3 a subscriber goes on with its requests, and may publish to itself.
        assert.strictEqual(await client.set('key', 'value'), 'OK');
        assert.strictEqual(await client.publish('news', 'hello'), 2);
        assert.strictEqual(await client.sPublish('shard', 'hello'), 1);
        assert.strictEqual(await client.get('key'), 'value');
        const replies = await client.multi().publish('news', 'in').get('key').exec();
        assert.deepStrictEqual(replies, [2, 'value']);
        await until(() => got.length === 5);
        assert.deepStrictEqual(got, ['hello', 'news:hello', 'shard hello', 'in', 'news:in']);
        await client.unsubscribe('news');
        await client.pUnsubscribe();
        await client.sUnsubscribe();
        assert.strictEqual(await client.publish('news', 'nobody'), 0);
        client.destroy();
    },

    async keyspaceEvents() {
        const client = createClient({ socket: { host: '127.0.0.1', port }, RESP: 3 }), got = [];
        await client.connect();
        await client.configSet('notify-keyspace-events', 'KEA');
        await client.pSubscribe('__keyevent@0__:*', (key, channel) => got.push([channel.slice(15), key]));
        await client.set('temporary', 'x', { PX: 20 });
        await until(() => got.length === 3);
        assert.deepStrictEqual(got, [['set', 'temporary'], ['expire', 'temporary'], ['expired', 'temporary']]);
        await client.configSet('notify-keyspace-events', '');
        client.destroy();
    },
};

async function main() {
    for (const [name, check] of Object.entries(checks)) {
        await check();
        console.log('ok ' + name);
    }
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
