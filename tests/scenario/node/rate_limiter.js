// rate-limiter-flexible, whose limits have to be exact however many ask at once:
// node rate_limiter.js <port>
'use strict';

const assert = require('assert');
const { BurstyRateLimiter, RateLimiterQueue, RateLimiterRedis, RateLimiterRedisNonAtomic,
        RateLimiterRes, RateLimiterUnion } = require('rate-limiter-flexible');
const { createClient } = require('redis');
const { port, connect, until, range, run, start } = require('./common');

// How many of so many calls were allowed; a refusal is a RateLimiterRes, all else is a failure.
async function allowed(count, consume) {
    const results = await Promise.all(range(count).map(i => consume(i).then(() => true, refusal => {
        assert.ok(refusal instanceof RateLimiterRes, String(refusal));
        return false;
    })));
    return results.filter(Boolean).length;
}

const checks = {
    async exact(redis) {
        const clients = range(10).map(() => connect());
        const limiters = clients.map(storeClient => new RateLimiterRedis({ storeClient, keyPrefix: 'exact',
                                                                           points: 37, duration: 600 }));
        assert.strictEqual(await allowed(500, i => limiters[i % 10].consume('user')), 37);
        assert.strictEqual(await redis.get('exact:user'), '500');
        assert.ok(await redis.pttl('exact:user') > 500000);
        assert.strictEqual(await allowed(30, i => limiters[i % 10].consume('another', 4)), 9);
        clients.forEach(client => client.disconnect());
    },

    async answers(redis) {
        const limiter = new RateLimiterRedis({ storeClient: redis, points: 5, duration: 600 });
        const first = await limiter.consume('k', 2);
        assert.deepStrictEqual([first.consumedPoints, first.remainingPoints, first.isFirstInDuration], [2, 3, true]);
        assert.ok(first.msBeforeNext > 590000 && first.msBeforeNext <= 600000);
        assert.strictEqual((await limiter.penalty('k', 2)).consumedPoints, 4);
        assert.strictEqual((await limiter.reward('k', 3)).remainingPoints, 4);
        assert.strictEqual((await limiter.get('k')).consumedPoints, 1);
        const refused = await limiter.consume('k', 5).catch(refusal => refusal);
        assert.deepStrictEqual([refused.consumedPoints, refused.remainingPoints], [6, 0]);
        await limiter.set('k', 3, 100);
        assert.strictEqual((await limiter.get('k')).remainingPoints, 2);
        assert.strictEqual(await limiter.delete('k'), true);
        assert.strictEqual(await limiter.get('k'), null);
        await limiter.consume('for ever', 1, { customDuration: 0 });
        assert.strictEqual(await redis.ttl('rlflx:for ever'), -1);
    },

    async windows(redis) {
        const limiter = new RateLimiterRedis({ storeClient: redis, keyPrefix: 'window', points: 3, duration: 1 });
        assert.strictEqual(await allowed(10, () => limiter.consume('k')), 3);
        const { msBeforeNext } = await limiter.consume('k').catch(refusal => refusal);
        assert.ok(msBeforeNext > 0 && msBeforeNext <= 1000);
        await until(async () => await limiter.get('k') === null, 'the next window');
        assert.strictEqual(await allowed(10, () => limiter.consume('k')), 3);
    },

    async blocking(redis) {
        const limiter = new RateLimiterRedis({ storeClient: redis, keyPrefix: 'block', points: 2, duration: 1,
                                               blockDuration: 600 });
        assert.strictEqual(await allowed(10, () => limiter.consume('k')), 2);
        assert.ok(await redis.ttl('block:k') > 500);
        await limiter.block('other', 300);
        const refused = await limiter.consume('other').catch(refusal => refusal);
        assert.ok(refused.msBeforeNext > 200000);
        const inMemory = new RateLimiterRedis({ storeClient: redis, keyPrefix: 'memory', points: 2, duration: 600,
                                                inMemoryBlockOnConsumed: 3, inMemoryBlockDuration: 600 });
        assert.strictEqual(await allowed(10, () => inMemory.consume('k')), 2);
        const counted = await redis.get('memory:k');
        assert.strictEqual(await allowed(10, () => inMemory.consume('k')), 0);
        assert.strictEqual(await redis.get('memory:k'), counted);    // the server was not asked
    },

    async combinations(redis) {
        const of = (keyPrefix, points, duration) =>
            new RateLimiterRedis({ storeClient: redis, keyPrefix, points, duration });
        const union = new RateLimiterUnion(of('second', 5, 600), of('minute', 8, 6000));
        await union.consume('k');
        const results = await Promise.allSettled(range(10).map(() => union.consume('k')));
        assert.strictEqual(results.filter(({ status }) => status === 'fulfilled').length, 4);
        const bursty = new BurstyRateLimiter(of('steady', 2, 600), of('burst', 5, 600));
        assert.strictEqual(await allowed(20, () => bursty.consume('k')), 7);
        const queue = new RateLimiterQueue(of('queue', 2, 1), { maxQueueSize: 100 });
        const left = await Promise.all(range(4).map(() => queue.removeTokens(1, 'k')));
        assert.strictEqual(left.length, 4);
    },

    async 'without a script'(redis) {
        const limiter = new RateLimiterRedisNonAtomic({ storeClient: redis, keyPrefix: 'plain', points: 4,
                                                        duration: 600 });
        const results = [];
        for (const _ of range(6))
            results.push(await allowed(1, () => limiter.consume('k')));
        assert.deepStrictEqual(results, [1, 1, 1, 1, 0, 0]);
    },

    async 'with node-redis'() {
        const client = createClient({ socket: { port }, disableOfflineQueue: true });
        await client.connect();
        const limiter = new RateLimiterRedis({ storeClient: client, useRedisPackage: true, keyPrefix: 'node',
                                               points: 12, duration: 600 });
        assert.strictEqual(await allowed(100, () => limiter.consume('k')), 12);
        assert.strictEqual((await limiter.get('k')).consumedPoints, 100);
        await limiter.delete('k');
        assert.strictEqual(await limiter.get('k'), null);
        await client.close();
    },

    async 'without insurance'() {
        const gone = connect({ lazyConnect: true, enableOfflineQueue: false });
        const limiter = new RateLimiterRedis({ storeClient: gone, points: 5, duration: 600,
                                               rejectIfRedisNotReady: true });
        await assert.rejects(limiter.consume('k'), /not ready/);
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
