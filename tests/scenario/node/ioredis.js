// What users of ioredis do every day: node ioredis.js <port> [password]
'use strict';

const assert = require('assert');
const { words, connect: connectAs, range, run, start } = require('./common');

const [password] = words;
const connect = options => connectAs({ password, lazyConnect: true, ...options });

const checks = {
    async strings(redis) {
        assert.strictEqual(await redis.set('greeting', 'hello'), 'OK');
        assert.strictEqual(await redis.get('greeting'), 'hello');
        assert.strictEqual(await redis.get('none'), null);
        assert.strictEqual(await redis.set('greeting', 'x', 'NX'), null);
        assert.strictEqual(await redis.set('greeting', 'x', 'EX', 100, 'GET'), 'hello');
        assert.ok(await redis.ttl('greeting') > 90);
        assert.strictEqual(await redis.incrby('counter', 5), 5);
        assert.deepStrictEqual(await redis.mget('greeting', 'counter', 'none'), ['x', '5', null]);
        assert.strictEqual(await redis.mset(new Map([['a', '1'], ['b', '2']])), 'OK');
        const bytes = Buffer.from([0, 255, 13, 10, 36]);
        await redis.set('bytes', bytes);
        assert.deepStrictEqual(await redis.getBuffer('bytes'), bytes);
    },

    async pipelines(redis) {
        const pipeline = redis.pipeline();
        for (let i = 0; i < 1000; i++)
            pipeline.set(`p:${i}`, i).get(`p:${i}`);
        const results = await pipeline.exec();
        assert.strictEqual(results.length, 2000);
        assert.ok(results.every(([error], i) => error === null));
        assert.strictEqual(results[1999][1], '999');
        const mixed = await redis.pipeline().set('s', 'text').incr('s').get('s').exec();
        assert.match(mixed[1][0].message, /^ERR value is not an integer/);
        assert.strictEqual(mixed[2][1], 'text');
        const many = await Promise.all(range(500).map(i => redis.get(`p:${i}`)));
        assert.strictEqual(many[499], '499');
    },

    async transactions(redis) {
        const results = await redis.multi().set('t', 1).incr('t').get('t').exec();
        assert.deepStrictEqual(results, [[null, 'OK'], [null, 2], [null, '2']]);
        await redis.multi({ pipeline: false });
        assert.strictEqual(await redis.set('t', 5), 'QUEUED');
        assert.deepStrictEqual(await redis.exec(), [[null, 'OK']]);
        const broken = await redis.multi().set('s', 'text').incr('s').set('t', 6).exec();
        assert.match(broken[1][0].message, /^ERR value is not an integer/);
        assert.strictEqual(await redis.get('t'), '6');
        await assert.rejects(redis.multi().set('t', 7).call('NOSUCH').exec(), /EXECABORT/);
        assert.strictEqual(await redis.get('t'), '6');
        await redis.watch('t');
        const other = redis.duplicate();
        await other.set('t', 8);
        other.disconnect();
        assert.strictEqual(await redis.multi().set('t', 9).exec(), null);
        assert.strictEqual(await redis.get('t'), '8');
        await redis.multi({ pipeline: false });
        await redis.set('t', 10);
        assert.strictEqual(await redis.discard(), 'OK');
        assert.strictEqual(await redis.get('t'), '8');
    },

    async scanStream(redis) {
        const seen = new Set();
        for await (const keys of redis.scanStream({ match: 'p:*', count: 100 }))
            keys.forEach(key => seen.add(key));
        assert.strictEqual(seen.size, 1000);
    },

    async info(redis) {
        const info = await redis.info();
        assert.match(info, /redis_version:7\./);
        assert.match(info, /role:master/);
        assert.match(await redis.info('keyspace'), /db0:keys=\d+/);
    },

    async errors(redis) {
        await assert.rejects(redis.call('NOSUCH', 'a'), /unknown command/);
        await assert.rejects(redis.call('GET'), /wrong number of arguments/);
        await assert.rejects(redis.set('k', 'v', 'EX', 0), /invalid expire time/);
    },

    async clients(redis) {
        assert.strictEqual(await redis.client('SETNAME', 'from-ioredis'), 'OK');
        assert.match(await redis.client('LIST'), /name=from-ioredis/);
        assert.ok(await redis.client('ID') > 0);
        const other = connect({ db: 3, connectionName: 'third' });
        await other.connect();
        await other.set('only-here', '1');
        assert.strictEqual(await redis.exists('only-here'), 0);
        assert.strictEqual(await other.client('GETNAME'), 'third');
        await other.quit();
    },

    async auth(redis) {
        if (!password)
            return;
        const stranger = connect({ password: 'wrong', enableReadyCheck: false });
        stranger.on('error', () => {});
        await assert.rejects(stranger.get('greeting'));
        stranger.disconnect();
        assert.strictEqual(await redis.get('greeting'), 'x');
    },
};

start(async () => {
    const redis = connect();
    await redis.connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
