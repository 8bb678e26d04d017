// Bull, the older of the two queues that many still run: node bull.js <port>. Every check has a queue of
// its own.
'use strict';

const assert = require('assert');
const Queue = require('bull');
const { port, connect, until, range, run, start } = require('./common');

function open(name, options) {
    const queue = new Queue(name, { redis: { host: '127.0.0.1', port }, ...options });
    queue.on('error', error => { throw error; });
    return queue;
}

const checks = {
    async jobs() {
        const queue = open('jobs');
        queue.setMaxListeners(0);
        const told = [];
        queue.on('global:completed', id => told.push(id));
        queue.process(5, async job => {
            await job.progress(50);
            await job.log(`attempt ${job.attemptsMade}`);
            if (job.data.fails && job.attemptsMade === 0)
                throw new Error('not yet');
            return job.data.i * 2;
        });
        await queue.isReady();
        const jobs = await Promise.all(range(50).map(i => queue.add(
            { i, fails: i % 10 === 0 },
            { attempts: 2, backoff: 20, priority: i % 3, delay: i % 7 === 0 ? 100 : 0 })));
        assert.deepStrictEqual(await Promise.all(jobs.map(job => job.finished())), range(50).map(i => i * 2));
        await until(() => told.length === 50, 'the events');
        assert.deepStrictEqual((await queue.getJobLogs(jobs[0].id)).logs, ['attempt 0', 'attempt 1']);
        assert.deepStrictEqual(await queue.getJobCounts(),
                               { waiting: 0, active: 0, completed: 50, failed: 0, delayed: 0, paused: 0 });
        assert.ok((await queue.getWorkers()).length > 0);    // of CLIENT LIST
        await queue.close();
    },

    async 'failures and retries'() {
        const queue = open('failures');
        let works = false;
        queue.process(async () => {
            if (!works)
                throw new Error('broken');
        });
        const job = await queue.add({});
        await assert.rejects(job.finished(), /broken/);
        assert.ok(await job.isFailed());
        works = true;
        await job.retry();
        await job.finished();
        assert.strictEqual(await queue.getFailedCount(), 0);
        await queue.close();
    },

    async pauses() {
        const queue = open('pauses');
        const seen = [];
        queue.process(async job => { seen.push(job.data.i); });
        await queue.pause();
        await queue.addBulk(range(10).map(i => ({ data: { i } })));
        assert.strictEqual(await queue.getPausedCount(), 10);
        assert.deepStrictEqual((await queue.getJobs(['paused'])).map(job => job.data.i).sort(), range(10));
        await queue.resume();
        await until(() => seen.length === 10, 'the jobs');
        assert.deepStrictEqual(seen, range(10));
        await queue.close();
    },

    async 'a limit of jobs in a time'() {
        const queue = open('limited', { limiter: { max: 5, duration: 200 } });
        const begin = Date.now();
        let done = 0;
        queue.process(async () => { done++; });
        await queue.addBulk(range(11).map(i => ({ data: { i } })));
        await until(() => done === 11, 'the jobs');
        assert.ok(Date.now() - begin >= 300);
        await queue.close();
    },

    async 'a job that nobody renews'() {
        const queue = open('stalled', { settings: { lockDuration: 1000, lockRenewTime: 1e6, stalledInterval: 100 } });
        const stalled = [];
        let runs = 0, release;
        queue.on('stalled', job => stalled.push(job.id));
        queue.process(2, async () => {
            if (++runs === 1)
                await new Promise(resolve => { release = resolve; });
        });
        const job = await queue.add({});
        await until(() => runs === 2, 'the second run');
        await job.finished();
        assert.deepStrictEqual(stalled, [job.id]);
        release();
        await queue.close();
    },

    async repetition() {
        const queue = open('repeated');
        const seen = [];
        queue.process(async job => { seen.push(job.data.i); });
        await queue.add({ i: 1 }, { repeat: { every: 50, limit: 3 } });
        await until(() => seen.length === 3, 'three times');
        for (const { key } of await queue.getRepeatableJobs())
            await queue.removeRepeatableByKey(key);
        await queue.close();
    },

    async 'nothing is left'(redis) {
        const queue = open('removed');
        const jobs = await queue.addBulk(range(2000).map(i => ({ data: { i }, opts: { delay: i % 2 ? 1e6 : 0 } })));
        await jobs[0].remove();
        await queue.removeJobs('1*');
        assert.strictEqual(await queue.count(), 889);
        assert.strictEqual((await queue.clean(0, 'delayed')).length, 445);
        await queue.obliterate({ force: true });
        assert.deepStrictEqual(await redis.keys('bull:removed:*'), []);
        await queue.close();
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
