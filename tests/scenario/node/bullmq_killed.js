// BullMQ while connections are killed all the time: node bullmq_killed.js <port> <package>
'use strict';

const assert = require('assert');
const { port, words, connect, sleep, range, run, start, until } = require('./common');

const { Queue, Worker } = require(words[0]);

const JOBS = 500;
const connection = { host: '127.0.0.1', port, maxRetriesPerRequest: null, retryStrategy: () => 10 };

// The ids of all connections but this client's.
async function others(redis) {
    const me = String(await redis.client('ID'));
    const list = await redis.client('LIST');
    return [...list.matchAll(/^id=(\d+) /mg)].map(([, id]) => id).filter(id => id !== me);
}

// Kills one after the other until it is told to stop; gives how many there were.
async function kill(redis, state) {
    let killed = 0;
    for (; !state.stopped; await sleep(10)) {
        const ids = await others(redis);
        if (ids.length > 0)
            killed += await redis.client('KILL', 'ID', ids[Math.floor(Math.random() * ids.length)]);
    }
    return killed;
}

// Tries until it is answered; the connection may break before or after the server has done it.
async function insist(ask) {
    for (;;) {
        try {
            return await ask();
        } catch {
            await sleep(5);
        }
    }
}

function failure({ data, attemptsMade }) {
    return data.n % 7 === 0 && attemptsMade === 0;
}

const checks = {
    async 'nothing is lost'(redis) {
        const runs = new Map();
        const work = async job => {
            if (failure(job))
                throw new Error('the first time');
            runs.set(job.id, (runs.get(job.id) ?? 0) + 1);
            return job.data.n;
        };
        const queue = new Queue('killed', { connection });
        const workers = range(3).map(() => new Worker('killed', work, {
            connection, concurrency: 10, drainDelay: 1, lockDuration: 1000, stalledInterval: 300,
            maxStalledCount: 100 }));
        for (const thing of [queue, ...workers])
            thing.on('error', () => {}).on('failed', () => {});
        const state = { stopped: false };
        const killing = kill(redis, state);
        for (const first of range(JOBS / 50)) {
            const jobs = range(50).map(i => ({ name: 'job', data: { n: first * 50 + i }, opts: {
                jobId: `job-${first * 50 + i}`, attempts: 5, priority: i % 3 ? 0 : 3, delay: i % 5 ? 0 : 50 } }));
            await insist(() => queue.addBulk(jobs));
        }
        await until(async () => await insist(() => queue.getCompletedCount()) === JOBS, 'the last job');
        state.stopped = true;
        assert.ok(await killing > 0);
        assert.strictEqual(runs.size, JOBS);    // some more than once: who took them was not told
        const completed = await insist(() => queue.getCompleted());
        assert.strictEqual(new Set(completed.map(({ id }) => id)).size, JOBS);
        for (const { data, returnvalue, attemptsMade } of completed) {
            assert.strictEqual(returnvalue, data.n);
            assert.ok(attemptsMade >= (data.n % 7 === 0 ? 2 : 1));
        }
        assert.strictEqual(await insist(() => queue.count()) + await insist(() => queue.getFailedCount()), 0);
        await Promise.all([queue, ...workers].map(thing => thing.close()));
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
