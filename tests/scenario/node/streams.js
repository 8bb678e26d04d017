// Streams by ioredis, and a queue worked off with them: node streams.js <port>
'use strict';

const assert = require('assert');
const { connect, fieldsOf, run, sleep, start } = require('./common');

const JOBS = 200;

class Queue {
    constructor(group) {
        this.group = group;
        this.given = [];
        this.done = new Set();
    }

    isDone() {
        return this.done.size === JOBS;
    }

    // Every third consumer crashes with what it has.
    async consume(name, crashes) {
        const redis = connect();
        while (!this.isDone()) {
            const reply = await redis.xreadgroup('GROUP', this.group, name, 'COUNT', 4, 'BLOCK', 20,
                                                 'STREAMS', 'jobs', '>');
            if (reply === null)
                continue;
            const [[stream, entries]] = reply;
            assert.strictEqual(stream, 'jobs');
            this.given.push(...entries.map(([id]) => id));
            if (crashes)
                break;
            await this.finish(redis, entries);
        }
        redis.disconnect();
    }

    async rescue(name) {
        const redis = connect();
        while (!this.isDone()) {
            let cursor = '0-0';
            do {
                const [next, entries, gone] =
                    await redis.xautoclaim('jobs', this.group, name, 30, cursor, 'COUNT', 10);
                assert.deepStrictEqual(gone, []);
                await this.finish(redis, entries);
                cursor = next;
            } while (cursor !== '0-0');
            await sleep(5);
        }
        redis.disconnect();
    }

    async finish(redis, entries) {
        for (const [id, flat] of entries) {
            this.done.add(fieldsOf(flat).job);
            await redis.xack('jobs', this.group, id);
        }
    }
}

const checks = {
    async entries(redis) {
        const first = await redis.xadd('s', 'MAXLEN', '~', 1000, '*', 'f', 'v', 'n', 1);
        assert.match(first, /^\d+-\d+$/);
        assert.deepStrictEqual(await redis.xrange('s', '-', '+'), [[first, ['f', 'v', 'n', '1']]]);
        assert.deepStrictEqual(await redis.xread('STREAMS', 's', 'none', 0, 0),
                               [['s', [[first, ['f', 'v', 'n', '1']]]]]);
        assert.strictEqual(await redis.xread('BLOCK', 5, 'STREAMS', 's', '$'), null);
        assert.strictEqual(await redis.xlen('s'), 1);
        assert.strictEqual(await redis.xdel('s', first), 1);
        await assert.rejects(redis.xadd('s', '0-0', 'f', 'v'), /must be greater than 0-0/);
    },

    async queue(redis) {
        const queues = ['bill', 'ship'].map(group => new Queue(group));
        for (const { group } of queues)
            assert.strictEqual(await redis.xgroup('CREATE', 'jobs', group, '$', 'MKSTREAM'), 'OK');
        await assert.rejects(redis.xgroup('CREATE', 'jobs', 'bill', '$'), /^ReplyError: BUSYGROUP/);
        const work = queues.flatMap(queue => [
            ...[1, 2, 3, 4, 5, 6].map(n => queue.consume(`consumer-${n}`, n % 3 === 0)),
            queue.rescue('rescue') ]);
        for (let i = 0; i < JOBS; i++)
            await redis.xadd('jobs', '*', 'job', `job-${i}`);
        await Promise.all(work);
        for (const { group, given, done } of queues) {
            assert.strictEqual(new Set(given).size, JOBS, `${group}: lost or never given`);
            assert.strictEqual(given.length, JOBS, `${group}: given twice`);
            assert.strictEqual(done.size, JOBS);
            assert.deepStrictEqual(await redis.xpending('jobs', group), [0, null, null, null]);
        }
    },

    async info(redis) {
        const groups = (await redis.xinfo('GROUPS', 'jobs')).map(fieldsOf);
        assert.deepStrictEqual(groups.map(({ name, lag }) => [name, lag]), [['bill', 0], ['ship', 0]]);
        const consumers = (await redis.xinfo('CONSUMERS', 'jobs', 'bill')).map(fieldsOf);
        assert.strictEqual(consumers.length, 7);
    },

    async waiting(redis) {
        const reader = connect();
        const waiting = reader.xread('BLOCK', 0, 'STREAMS', 'news', '$');
        while (!(await redis.client('LIST')).includes('cmd=xread '))
            ;
        const pipeline = await redis.pipeline().xadd('news', '5-1', 'a', 'b').xadd('news', '5-2', 'c', 'd').exec();
        assert.deepStrictEqual(pipeline.map(([error, id]) => [error, id]), [[null, '5-1'], [null, '5-2']]);
        assert.deepStrictEqual((await waiting)[0][1][0], ['5-1', ['a', 'b']]);
        reader.disconnect();
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
