// BullMQ as its users know it: node bullmq.js <port> <package>, where the package is one of the
// versions of BullMQ in package.json. Every check has queues of its own.
'use strict';

const assert = require('assert');
const { spawn } = require('child_process');
const path = require('path');
const { port, words, connect, sleep, until, range, start } = require('./common');

const [library] = words;
const { DelayedError, FlowProducer, Queue, QueueEvents, RateLimitError, UnrecoverableError,
        Worker } = require(library);

const connection = { host: '127.0.0.1', port };

// What one check opens.
class Own {
    opened = [];

    open(thing) {
        thing.on('error', error => { throw error; });
        this.opened.push(thing);
        return thing;
    }

    queue(name, options) {
        return this.open(new Queue(name, { connection, ...options }));
    }

    worker(name, work, options) {
        return this.open(new Worker(name, work, { connection, drainDelay: 1, ...options }));
    }

    flows() {
        return this.open(new FlowProducer({ connection }));
    }

    async events(name) {
        const events = this.open(new QueueEvents(name, { connection, lastEventId: '0-0' }));
        await events.waitUntilReady();
        return events;
    }

    async close() {
        await Promise.all(this.opened.splice(0).reverse().map(thing => thing.close()));
    }
}

// Waits until so many jobs of the queue are in this state.
function untilCount(queue, state, count) {
    return until(async () => (await queue.getJobCounts(state))[state] === count,
                 `${count} jobs of ${queue.name} in ${state}`);
}

async function untilState(job, state) {
    await until(async () => await job.getState() === state, `job ${job.id} ${state}`);
}

const checks = {
    async jobs(my) {
        const queue = my.queue('jobs');
        const runs = new Map();
        const work = async job => {
            runs.set(job.id, (runs.get(job.id) ?? 0) + 1);
            await job.updateProgress(50);
            await job.log(`n is ${job.data.n}`);
            return { double: job.data.n * 2 };
        };
        range(3).forEach(() => my.worker('jobs', work, { concurrency: 5 }));
        const one = await queue.add('one', { n: 0, text: 'grün \u0000 😀', list: [] });
        const jobs = await queue.addBulk(range(200).map(n => ({ name: 'many', data: { n } })));
        await untilCount(queue, 'completed', 201);
        assert.deepStrictEqual([...runs.values()], Array(201).fill(1));
        for (const job of jobs) {
            const found = await queue.getJob(job.id);
            assert.deepStrictEqual(found.returnvalue, { double: found.data.n * 2 });
            assert.strictEqual(found.progress, 50);
            assert.ok(found.finishedOn >= found.processedOn);
        }
        assert.deepStrictEqual((await queue.getJob(one.id)).data, { n: 0, text: 'grün \u0000 😀', list: [] });
        assert.deepStrictEqual(await queue.getJobLogs(jobs[7].id), { logs: ['n is 7'], count: 1 });
        const counts = await queue.getJobCounts('wait', 'active', 'completed', 'failed', 'delayed');
        assert.deepStrictEqual(counts, { wait: 0, active: 0, completed: 201, failed: 0, delayed: 0 });
        const page = await queue.getJobs(['completed'], 10, 19);
        assert.strictEqual(new Set(page.map(({ id }) => id)).size, 10);
    },

    async removal(my) {
        const queue = my.queue('removal');
        my.worker('removal', async () => 'x', { removeOnComplete: { count: 5 } });
        await queue.addBulk(range(50).map(n => ({ name: 'kept', data: { n } })));
        const last = await queue.add('last', {});
        await untilState(last, 'completed');
        assert.strictEqual(await queue.getCompletedCount(), 5);
        const passing = await queue.add('passing', {}, { removeOnComplete: true });
        await untilState(passing, 'unknown');
        assert.strictEqual(await queue.getJob(passing.id), undefined);
        await my.close();
        const again = my.queue('removal');
        await again.addBulk(range(30).map(n => ({ name: 'waits', data: { n } })));
        assert.strictEqual(await (await again.add('gone', {})).remove(), undefined);
        assert.strictEqual((await again.clean(0, 100, 'completed')).length, 5);
        assert.strictEqual(await again.getWaitingCount(), 30);
        await again.drain();
        assert.strictEqual(await again.getWaitingCount(), 0);
        await again.obliterate({ force: true });
        const redis = connect();
        assert.deepStrictEqual(await redis.keys('bull:removal:*'), []);
        redis.disconnect();
    },

    async delays(my) {
        const queue = my.queue('delays');
        const order = [];
        const late = await queue.add('late', {}, { delay: 400 });
        const soon = await queue.add('soon', {}, { delay: 200 });
        const never = await queue.add('never', {}, { delay: 3600000 });
        const promoted = await queue.add('promoted', {}, { delay: 3600000 });
        const moved = await queue.add('moved', {}, { delay: 3600000 });
        assert.strictEqual(await queue.getDelayedCount(), 5);
        my.worker('delays', async job => { order.push(job.name); });
        await promoted.promote();
        await untilState(promoted, 'completed');
        const changed = Date.now();
        await moved.changeDelay(600);
        await untilState(moved, 'completed');
        await untilCount(queue, 'completed', 4);
        assert.strictEqual(order[0], 'promoted');
        assert.deepStrictEqual(order.sort(), ['late', 'moved', 'promoted', 'soon']);
        for (const [job, due] of [[late, late.timestamp + 400], [soon, soon.timestamp + 200], [moved, changed + 600]])
            assert.ok((await queue.getJob(job.id)).processedOn >= due, `${job.name} came early`);
        assert.strictEqual(await never.getState(), 'delayed');
    },

    async 'a job that asks for a delay'(my) {
        const queue = my.queue('later');
        const steps = [];
        my.worker('later', async (job, token) => {
            steps.push(job.data.step ?? 'first');
            if (job.data.step)
                return 'done';
            await job.updateData({ step: 'second' });
            await job.moveToDelayed(Date.now() + 100, token);
            throw new DelayedError();
        });
        const job = await queue.add('later', {});
        await untilState(job, 'completed');
        assert.deepStrictEqual(steps, ['first', 'second']);
    },

    async retries(my) {
        const queue = my.queue('retries');
        const attempts = {};
        const worker = my.worker('retries', async job => {
            (attempts[job.name] ??= []).push(Date.now());
            if (job.name === 'hopeless')
                throw new UnrecoverableError('never again');
            if (job.attemptsMade < 2 || job.name === 'bad')
                throw new Error(`no ${job.attemptsMade}`);
            return job.attemptsMade;
        }, { settings: { backoffStrategy: () => 50 } });
        worker.on('failed', () => {});
        const fixed = await queue.add('fixed', {}, { attempts: 3, backoff: { type: 'fixed', delay: 100 } });
        const grows = await queue.add('grows', {}, { attempts: 3, backoff: { type: 'exponential', delay: 100 } });
        const custom = await queue.add('custom', {}, { attempts: 3, backoff: { type: 'custom' } });
        const plain = await queue.add('plain', {}, { attempts: 3 });
        const bad = await queue.add('bad', {}, { attempts: 2 });
        const hopeless = await queue.add('hopeless', {}, { attempts: 5 });
        for (const job of [fixed, grows, custom, plain]) {
            await untilState(job, 'completed');
            const { returnvalue, attemptsMade, stacktrace } = await queue.getJob(job.id);
            assert.deepStrictEqual([returnvalue, attemptsMade, stacktrace.length], [2, 3, 2]);
            assert.strictEqual(attempts[job.name].length, 3);
        }
        const [first, second, third] = attempts.grows;
        assert.ok(second - first >= 95 && third - second >= 195);
        await untilState(bad, 'failed');
        await untilState(hopeless, 'failed');
        assert.strictEqual((await queue.getJob(bad.id)).failedReason, 'no 1');
        assert.strictEqual((await queue.getJob(hopeless.id)).attemptsMade, 1);
        assert.deepStrictEqual((await queue.getFailed()).map(({ id }) => id).sort(), [bad.id, hopeless.id].sort());
        assert.strictEqual(attempts.bad.length, 2);
        await (await queue.getJob(bad.id)).retry();
        await until(() => attempts.bad.length > 2);
        await untilState(bad, 'failed');
        await queue.retryJobs({ state: 'failed' });
        await until(() => attempts.hopeless.length === 2);
    },

    async flows(my) {
        const log = [];
        const work = async job => {
            log.push(job.name);
            const of = Object.values(await job.getChildrenValues());
            return of.length ? of.reduce((sum, value) => sum + value) : job.data.value;
        };
        my.worker('parts', work, { concurrency: 4 });
        my.worker('sums', work);
        const leaf = value => ({ name: `leaf ${value}`, queueName: 'parts', data: { value } });
        const tree = await my.flows().add({
            name: 'root', queueName: 'sums', data: {},
            children: [
                { name: 'branch', queueName: 'sums', data: {}, children: range(20).map(leaf) },
                leaf(1000),
                { ...leaf(2000), opts: { delay: 150 } },
            ] });
        await untilState(tree.job, 'completed');
        const root = await my.queue('sums').getJob(tree.job.id);
        assert.strictEqual(root.returnvalue, 190 + 1000 + 2000);
        assert.strictEqual(log.length, 24);
        assert.strictEqual(log[23], 'root');
        assert.ok(range(20).every(i => log.indexOf(`leaf ${i}`) < log.indexOf('branch')));
        const { processed, unprocessed } = await root.getDependencies();
        assert.strictEqual(Object.keys(processed).length, 3);
        assert.ok(!unprocessed || unprocessed.length === 0);
        const shown = await my.flows().getFlow({ id: root.id, queueName: 'sums', maxChildren: 30 });
        assert.deepStrictEqual(shown.children.map(({ children }) => children?.length ?? 0).sort(), [0, 0, 20]);
    },

    async 'flows that fail'(my) {
        const worker = my.worker('risky', async job => {
            if (job.data.fails)
                throw new Error('a child failed');
            return 'fine';
        });
        worker.on('failed', () => {});
        const child = opts => ({ name: 'child', queueName: 'risky', data: { fails: true }, opts });
        const parent = opts => ({ name: 'parent', queueName: 'risky', data: {}, children: [child(opts)] });
        const failing = await my.flows().add(parent({ failParentOnFailure: true }));
        await untilState(failing.job, 'failed');
        const ignoring = await my.flows().add(parent({ ignoreDependencyOnFailure: true }));
        await untilState(ignoring.job, 'completed');
        const ignored = await ignoring.job.getIgnoredChildrenFailures();
        assert.deepStrictEqual(Object.values(ignored), ['a child failed']);
        const removing = await my.flows().add(parent({ removeDependencyOnFailure: true }));
        await untilState(removing.job, 'completed');
        const waiting = await my.flows().add(parent({}));
        await untilState(waiting.children[0].job, 'failed');
        assert.strictEqual(await waiting.job.getState(), 'waiting-children');
        await waiting.job.remove();
        assert.strictEqual(await waiting.children[0].job.getState(), 'unknown');
    },

    async rates(my) {
        const queue = my.queue('rates');
        const began = [];
        await queue.addBulk(range(20).map(n => ({ name: 'limited', data: { n } })));
        const limiter = { max: 5, duration: 200 }, beginning = Date.now();
        range(2).forEach(() => my.worker('rates', async () => { began.push(Date.now()); },
                                        { limiter, concurrency: 10 }));
        await untilCount(queue, 'completed', 20);
        assert.ok(Math.max(...began) - beginning >= 3 * 200, 'more than 5 in 200 ms');
        await my.close();
        const again = my.queue('rates');
        let tries = 0;
        const worker = my.worker('rates', async () => {
            if (tries++ === 0) {
                await worker.rateLimit(150);
                throw new (RateLimitError ?? Worker.RateLimitError)();
            }
        }, { limiter: { max: 100, duration: 1000 } });
        const job = await again.add('asks for a break', {});
        await until(() => tries > 0);
        await untilState(job, 'completed');
        assert.strictEqual(tries, 2);
        assert.strictEqual((await again.getJob(job.id)).attemptsMade, 1);
        await again.rateLimit(60000);
        assert.ok(await again.getRateLimitTtl() > 30000);
        await again.removeRateLimitKey();
        assert.ok(await again.getRateLimitTtl() <= 0);
    },

    async concurrency(my) {
        const queue = my.queue('concurrency');
        await queue.setGlobalConcurrency(2);
        let running = 0, most = 0;
        const work = async () => {
            most = Math.max(most, ++running);
            await sleep(10);
            running--;
        };
        range(3).forEach(() => my.worker('concurrency', work, { concurrency: 5 }));
        await queue.addBulk(range(30).map(n => ({ name: 'few at once', data: { n } })));
        await untilCount(queue, 'completed', 30);
        assert.ok(most <= 2, `${most} at once`);
        assert.strictEqual(await queue.getGlobalConcurrency(), 2);
        await queue.removeGlobalConcurrency();
    },

    async schedulers(my) {
        const queue = my.queue('schedulers');
        const runs = { tick: [], cron: [] };
        my.worker('schedulers', async job => { runs[job.name].push(job.data.of); });
        await queue.upsertJobScheduler('ticks', { every: 60 }, { name: 'tick', data: { of: 'ticks' } });
        await until(() => runs.tick.length >= 4);
        await queue.upsertJobScheduler('ticks', { every: 50 }, { name: 'tick', data: { of: 'faster' } });
        await until(() => runs.tick.includes('faster'));
        await queue.upsertJobScheduler('seconds', { pattern: '* * * * * *' },
                                       { name: 'cron', data: { of: 'seconds' } });
        assert.strictEqual(await queue.getJobSchedulersCount(), 2);
        const { every } = await queue.getJobScheduler('ticks');
        assert.strictEqual(Number(every), 50);
        assert.strictEqual(await queue.removeJobScheduler('ticks'), true);
        assert.strictEqual(await queue.removeJobScheduler('ticks'), false);
        await until(() => runs.cron.length >= 2);
        assert.strictEqual(await queue.removeJobScheduler('seconds'), true);
        await until(async () => {
            const { active, wait } = await queue.getJobCounts('active', 'wait');
            return active + wait === 0;
        });
        const before = runs.tick.length;
        await sleep(150);
        assert.strictEqual(runs.tick.length, before);
        assert.strictEqual(await queue.getDelayedCount(), 0);
    },

    async pausing(my) {
        const queue = my.queue('pausing');
        const seen = [];
        const worker = my.worker('pausing', async job => { seen.push(job.data.n); });
        await queue.pause();
        assert.strictEqual(await queue.isPaused(), true);
        for (const n of range(10))
            await queue.add('held', { n });
        await sleep(100);
        assert.deepStrictEqual(seen, []);
        const { paused, waiting, wait } = await queue.getJobCounts();
        assert.strictEqual((paused ?? 0) + (waiting ?? wait ?? 0), 10);
        await queue.resume();
        await untilCount(queue, 'completed', 10);
        assert.deepStrictEqual(seen, range(10));
        await worker.pause();
        await queue.add('held', { n: 10 });
        assert.strictEqual(worker.isPaused(), true);
        assert.strictEqual(seen.length, 10);
        worker.resume();
        await untilCount(queue, 'completed', 11);
    },

    async 'a worker that is killed'(my) {
        const queue = my.queue('crash');
        const job = await queue.add('heavy', { n: 7 });
        const child = spawn(process.execPath, [path.join(__dirname, 'bullmq_hangs.js'), String(port), library,
                                               'crash'], { stdio: ['pipe', 'pipe', 'inherit'] });
        const ended = new Promise(resolve => child.on('exit', resolve));
        await new Promise(resolve => child.stdout.once('data', resolve));
        assert.strictEqual(await job.getState(), 'active');
        child.kill('SIGKILL');
        await ended;
        const stalled = [];
        const worker = my.worker('crash', async ({ data }) => data.n, { stalledInterval: 100, lockDuration: 1000 });
        worker.on('stalled', id => stalled.push(id));
        await untilState(job, 'completed');
        assert.deepStrictEqual(stalled, [job.id]);
        assert.strictEqual((await queue.getJob(job.id)).returnvalue, 7);
        assert.strictEqual((await queue.getJob(job.id)).stalledCounter, 1);
    },

    async priorities(my) {
        const queue = my.queue('priorities');
        const seen = [];
        for (const priority of [5, 1, 3, 2, 4, 1])
            await queue.add(`p${priority}`, {}, { priority });
        const raised = await queue.add('raised', {}, { priority: 100 });
        await queue.add('plain', {});
        await queue.add('lifo', {}, { lifo: true });
        await raised.changePriority({ priority: 2 });
        assert.deepStrictEqual(await queue.getCountsPerPriority([0, 1, 2, 3]), { 0: 2, 1: 2, 2: 2, 3: 1 });
        my.worker('priorities', async job => { seen.push(job.name); });
        await untilCount(queue, 'completed', 9);
        assert.deepStrictEqual(seen, ['lifo', 'plain', 'p1', 'p1', 'p2', 'raised', 'p3', 'p4', 'p5']);
    },

    async events(my) {
        const queue = my.queue('events').setMaxListeners(50);
        const events = await my.events('events');
        const seen = {};
        for (const kind of ['added', 'waiting', 'active', 'progress', 'completed', 'failed', 'delayed', 'removed',
                            'drained', 'paused', 'resumed', 'deduplicated', 'retries-exhausted'])
            events.on(kind, value => (seen[kind] ??= []).push(value));
        const worker = my.worker('events', async job => {
            await job.updateProgress({ at: 'half' });
            if (job.name === 'bad')
                throw new Error('bad');
            return { sum: job.data.n + 1 };
        });
        worker.on('failed', () => {});
        const jobs = await Promise.all(range(20).map(n => queue.add('good', { n })));
        const results = await Promise.all(jobs.map(job => job.waitUntilFinished(events)));
        assert.deepStrictEqual(results.map(({ sum }) => sum), range(20).map(n => n + 1));
        const bad = await queue.add('bad', { n: 0 }, { delay: 20, attempts: 2 });
        await assert.rejects(bad.waitUntilFinished(events), /^Error: bad/);
        await until(() => seen.completed?.length === 20 && seen.failed?.length === 1);
        assert.deepStrictEqual(seen.completed.map(({ jobId }) => jobId).sort(), jobs.map(({ id }) => id).sort());
        assert.deepStrictEqual(seen.failed[0].failedReason, 'bad');
        assert.strictEqual(seen['retries-exhausted'][0].jobId, bad.id);
        assert.strictEqual(seen.added.length, 21);
        assert.ok(seen.active.length >= 22 && seen.progress.length >= 22);
        assert.deepStrictEqual(seen.progress[0].data, { at: 'half' });
        assert.strictEqual(seen.delayed[0].jobId, bad.id);
        await queue.pause();
        await queue.resume();
        await bad.remove();
        await until(() => seen.paused && seen.resumed && seen.removed && seen.drained);
        const redis = connect();
        assert.ok(await redis.xlen('bull:events:events') > 100);
        redis.disconnect();
    },

    async deduplication(my) {
        const queue = my.queue('deduplication');
        const events = await my.events('deduplication');
        const told = [];
        events.on('deduplicated', ({ deduplicationId }) => told.push(deduplicationId));
        const first = await queue.add('a', { n: 1 }, { jobId: 'the-one' });
        await queue.add('a', { n: 2 }, { jobId: 'the-one' });
        assert.deepStrictEqual((await queue.getJob(first.id)).data, { n: 1 });
        const options = { deduplication: { id: 'only-one', ttl: 60000 } };
        const one = await queue.add('b', { n: 1 }, options);
        const two = await queue.add('b', { n: 2 }, options);
        assert.strictEqual(one.id, two.id);
        assert.strictEqual(await queue.getWaitingCount(), 2);
        assert.strictEqual(await queue.getDeduplicationJobId('only-one'), one.id);
        await until(() => told.includes('only-one'));
        await queue.removeDeduplicationKey('only-one');
        const three = await queue.add('b', { n: 3 }, options);
        assert.notStrictEqual(three.id, one.id);
        await queue.add('c', { n: 1 }, { deduplication: { id: 'last-wins', ttl: 5000, extend: true, replace: true },
                                         delay: 5000 });
        await queue.add('c', { n: 2 }, { deduplication: { id: 'last-wins', ttl: 5000, extend: true, replace: true },
                                         delay: 5000 });
        assert.deepStrictEqual((await queue.getDelayed()).map(({ data }) => data), [{ n: 2 }]);
    },

    async 'workers and metrics'(my) {
        const queue = my.queue('metrics');
        const worker = my.worker('metrics', async () => {}, { name: 'named', metrics: { maxDataPoints: 60 } });
        await worker.waitUntilReady();
        const [{ name, rawname }] = await until(async () => {
            const found = await queue.getWorkers();
            return found.length === 1 && found;
        });
        assert.strictEqual(name, 'metrics');
        assert.match(rawname, /^bull:.*:w:named$/);
        await queue.addBulk(range(10).map(n => ({ name: 'counted', data: { n } })));
        await untilCount(queue, 'completed', 10);
        assert.strictEqual((await queue.getMetrics('completed')).meta.count, 10);
    },

    async 'jobs taken by hand'(my) {
        const queue = my.queue('manual');
        const worker = my.worker('manual', null);
        await queue.addBulk(range(3).map(n => ({ name: 'manual', data: { n } })));
        const job = await worker.getNextJob('a token');
        assert.deepStrictEqual(job.data, { n: 0 });
        await assert.rejects(job.moveToCompleted('x', 'another token'), /[Ll]ock/);
        await job.extendLock('a token', 30000);
        const [, nextId] = await job.moveToCompleted('x', 'a token');
        assert.strictEqual(await queue.getCompletedCount(), 1);
        const next = await queue.getJob(nextId);
        await next.moveToFailed(new Error('by hand'), 'a token', false);
        assert.strictEqual((await queue.getFailed())[0].failedReason, 'by hand');
        const last = await worker.getNextJob('a token');
        await last.moveToWait?.('a token');
        assert.strictEqual(await last.getState(), 'waiting');
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    redis.disconnect();
    // They wait most of the time, so they do it together.
    await Promise.all(Object.values(checks).map(async check => {
        const my = new Own();
        await check(my);
        await my.close();
    }));
    Object.keys(checks).forEach(name => console.log(`ok ${name}`));
});
