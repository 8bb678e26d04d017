// redlock with several holders that want the same things: node redlock.js <port>
'use strict';

const assert = require('assert');
const { default: Redlock, ExecutionError, ResourceLockedError } = require('redlock');
const Redlock4 = require('redlock-4');
const { connect, sleep, range, run, start } = require('./common');

const patient = { retryCount: 2000, retryDelay: 5, retryJitter: 5 };

// Adds one in three steps that another would disturb.
async function addOne(redis, key) {
    const before = Number(await redis.get(key));
    await sleep(1);
    await redis.set(key, before + 1);
}

const checks = {
    async contention(redis) {
        const clients = range(8).map(() => connect());
        let holders = 0;
        await Promise.all(clients.map(async client => {
            const redlock = new Redlock([client], patient);
            for (const _ of range(10)) {
                const lock = await redlock.acquire(['lock:counter'], 5000);
                assert.strictEqual(++holders, 1);
                await addOne(client, 'counter');
                holders--;
                await lock.release();
            }
        }));
        assert.strictEqual(await redis.get('counter'), '80');
        assert.strictEqual(await redis.exists('lock:counter'), 0);
        clients.forEach(client => client.disconnect());
    },

    async refusal(redis) {
        const redlock = new Redlock([redis], { retryCount: 0 });
        const lock = await redlock.acquire(['a', 'b'], 5000);
        assert.ok(await redis.pttl('a') > 4000 && await redis.pttl('b') > 4000);
        const refused = await redlock.acquire(['b', 'c'], 5000).catch(error => error);
        assert.ok(refused instanceof ExecutionError);
        const [{ votesAgainst }] = await Promise.all(refused.attempts);
        assert.ok([...votesAgainst.values()][0] instanceof ResourceLockedError);
        assert.strictEqual(await redis.exists('c'), 0);    // all or nothing
        await lock.release();
        assert.strictEqual(await redis.exists('a', 'b'), 0);
        await (await redlock.acquire(['b', 'c'], 5000)).release();
    },

    async extension(redis) {
        const redlock = new Redlock([redis], { retryCount: 0 });
        let lock = await redlock.acquire(['long'], 1000);
        lock = await lock.extend(60000);
        assert.ok(await redis.pttl('long') > 50000);
        assert.ok(lock.expiration - Date.now() > 50000);
        await redis.set('long', 'taken by another');
        await assert.rejects(lock.extend(1000), ExecutionError);
        await assert.rejects(lock.release(), ExecutionError);
        assert.strictEqual(await redis.get('long'), 'taken by another');
    },

    async expiry(redis) {
        const redlock = new Redlock([redis], { retryCount: 0 });
        const lost = await redlock.acquire(['short'], 100);
        await sleep(200);
        await assert.rejects(lost.extend(1000));
        const next = await redlock.acquire(['short'], 5000);
        await assert.rejects(lost.release(), ExecutionError);
        assert.strictEqual(await redis.get('short'), next.value);
        await next.release();
    },

    async 'extended while in use'(redis) {
        const redlock = new Redlock([redis], { ...patient, automaticExtensionThreshold: 9800 });
        const result = await redlock.using(['using'], 10000, async signal => {
            for (let extensions = 0, before = await redis.pttl('using'); extensions < 3;) {
                await sleep(20);
                assert.ok(!signal.aborted);
                const left = await redis.pttl('using');
                if (left > before)
                    extensions++;
                before = left;
            }
            return 'done';
        });
        assert.strictEqual(result, 'done');
        assert.strictEqual(await redis.exists('using'), 0);
    },

    async 'scripts that were forgotten'(redis) {
        const redlock = new Redlock([redis], { retryCount: 0 });
        const lock = await redlock.acquire(['forgotten'], 5000);
        await redis.script('FLUSH');
        const extended = await lock.extend(6000);
        await redis.script('FLUSH');
        await extended.release();
    },

    async 'the version before'(redis) {
        const redlock = new Redlock4([redis], { ...patient });
        await redis.set('counter', 0);
        await Promise.all(range(20).map(async () => {
            const lock = await redlock.lock('lock:counter', 5000);
            await addOne(redis, 'counter');
            await (await lock.extend(5000)).unlock();
        }));
        assert.strictEqual(await redis.get('counter'), '20');
        const both = await redlock.lock(['a', 'b'], 5000);
        const hasty = new Redlock4([redis], { retryCount: 0 });
        await assert.rejects(hasty.lock(['b', 'c'], 1000), { name: 'LockError' });
        await both.unlock();
        const lost = await redlock.lock('short', 100);
        await sleep(200);
        await assert.rejects(lost.unlock(), { name: 'LockError' });
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
