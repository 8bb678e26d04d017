// Bottleneck, whose limits several processes share through scripts and pub/sub: node bottleneck.js <port>
'use strict';

const assert = require('assert');
const Bottleneck = require('bottleneck');
const Redis = require('ioredis');
const { port, connect, sleep, until, range, run, start } = require('./common');

const place = { datastore: 'ioredis', Redis, clientOptions: { host: '127.0.0.1', port } };

async function limiters(count, options) {
    const all = range(count).map(() => new Bottleneck({ ...place, ...options }));
    all.forEach(limiter => limiter.on('error', error => { throw error; }));
    await Promise.all(all.map(limiter => limiter.ready()));
    return all;
}

function disconnect(all) {
    return Promise.all(all.map(limiter => limiter.disconnect()));
}

const checks = {
    async 'so many at once'() {
        const all = await limiters(4, { id: 'at once', maxConcurrent: 3 });
        let running = 0, most = 0;
        await Promise.all(range(80).map(i => all[i % 4].schedule({ priority: i % 9 }, async () => {
            most = Math.max(most, ++running);
            await sleep(5);
            running--;
        })));
        assert.strictEqual(most, 3);
        assert.deepStrictEqual([await all[0].running(), await all[1].done()], [0, 80]);
        await disconnect(all);
    },

    async 'not sooner than'() {
        const all = await limiters(3, { id: 'spaced', minTime: 20 });
        const begin = Date.now();
        await Promise.all(range(12).map(i => all[i % 3].schedule(async () => {})));
        assert.ok(Date.now() - begin >= 10 * 20);
        await disconnect(all);
    },

    async 'a reservoir'() {
        const all = await limiters(2, { id: 'reservoir', reservoir: 10 });
        let ran = 0;
        const jobs = range(15).map(i => all[i % 2].schedule(async () => { ran++; }));
        await until(() => ran === 10, 'what the reservoir allows');
        assert.strictEqual(await all[1].currentReservoir(), 0);
        assert.strictEqual(await all[0].check(), false);
        assert.strictEqual(await all[0].incrementReservoir(7), 7);    // and the others are told
        await Promise.all(jobs);
        assert.strictEqual(await all[1].currentReservoir(), 2);
        await disconnect(all);
    },

    async 'what does not fit is refused'() {
        const [limiter] = await limiters(1, { id: 'full', maxConcurrent: 1, highWater: 0,
                                              strategy: Bottleneck.strategy.BLOCK, penalty: 60000 });
        let release;
        const first = limiter.schedule(() => new Promise(resolve => { release = resolve; }));
        await until(() => release, 'the first');
        await assert.rejects(limiter.schedule(async () => {}), Bottleneck.BottleneckError);
        release();
        await first;
        await disconnect([limiter]);
    },

    async 'settings and messages reach the others'() {
        const all = await limiters(2, { id: 'settings', maxConcurrent: 5 });
        const heard = [];
        all[1].on('message', text => heard.push(text));
        await all[0].updateSettings({ maxConcurrent: 0 });
        assert.strictEqual(await all[1].check(), false);
        await all[0].publish('hello');
        await until(() => heard.length > 0, 'the message');
        assert.deepStrictEqual(heard, ['hello']);
        await disconnect(all);
    },

    async groups(redis) {
        const group = new Bottleneck.Group({ ...place, id: 'group', maxConcurrent: 1 });
        const result = await Promise.all(range(20).map(i => group.key(`user ${i % 4}`).schedule(async () => i)));
        assert.deepStrictEqual(result, range(20));
        assert.deepStrictEqual((await group.clusterKeys()).sort(), range(4).map(i => `user ${i}`));
        assert.ok(await group.deleteKey('user 0'));
        assert.strictEqual((await group.clusterKeys()).length, 3);
        await group.disconnect();
        assert.ok((await redis.keys('b_*')).length > 0);
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
