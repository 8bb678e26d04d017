// redis-semaphore: locks that several may hold, and that renew themselves: node semaphore.js <port>
'use strict';

const assert = require('assert');
const { LostLockError, Mutex, MultiSemaphore, RedlockMutex, Semaphore } = require('redis-semaphore');
const { connect, sleep, until, range, run, start } = require('./common');

const patient = { lockTimeout: 5000, acquireTimeout: 20000, retryInterval: 2 };
const hasty = { acquireTimeout: 0 };

// The most that were inside at once, of so many that wanted in.
async function mostInside(count, lockOf) {
    let inside = 0, most = 0;
    await Promise.all(range(count).map(async () => {
        const lock = lockOf();
        await lock.acquire();
        most = Math.max(most, ++inside);
        await sleep(3);
        inside--;
        await lock.release();
    }));
    return most;
}

const checks = {
    async contention(redis) {
        assert.strictEqual(await mostInside(20, () => new Mutex(redis, 'one', patient)), 1);
        assert.ok(await mostInside(20, () => new Semaphore(redis, 'four', 4, patient)) <= 4);
        assert.ok(await mostInside(20, () => new MultiSemaphore(redis, 'six', 6, 2, patient)) <= 3);
        assert.deepStrictEqual(await redis.keys('*'), []);
    },

    async 'in several databases'(redis) {
        const clients = [redis, connect({ db: 1 }), connect({ db: 2 })];
        assert.strictEqual(await mostInside(8, () => new RedlockMutex(clients, 'one', patient)), 1);
        clients.slice(1).forEach(client => client.disconnect());
    },

    async renewal(redis) {
        const mutex = new Mutex(redis, 'kept', { lockTimeout: 1000, refreshInterval: 50 });
        await mutex.acquire();
        await sleep(1500);
        assert.strictEqual(await new Mutex(redis, 'kept', hasty).tryAcquire(), false);
        await mutex.release();
        assert.strictEqual(await redis.exists('mutex:kept'), 0);
    },

    async 'a lock that is lost'(redis) {
        let lost;
        const mutex = new Mutex(redis, 'lost', { lockTimeout: 5000, refreshInterval: 20,
                                                 onLockLost: error => { lost = error; } });
        await mutex.acquire();
        await redis.set('mutex:lost', 'taken by another');
        await until(() => lost, 'the news');
        assert.ok(lost instanceof LostLockError);
        assert.strictEqual(await redis.get('mutex:lost'), 'taken by another');
    },

    async 'a holder that died'(redis) {
        const dead = new Semaphore(redis, 'dead', 1, { lockTimeout: 1500, refreshInterval: 0 });
        await dead.acquire();
        assert.strictEqual(await new Semaphore(redis, 'dead', 1, hasty).tryAcquire(), false);
        const next = new Semaphore(redis, 'dead', 1, patient);
        await next.acquire();
        await next.release();
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
