// node-redis, by default in RESP3: node node_redis.js <port> <check ...>
'use strict';

const assert = require('assert');
const { BasicClientSideCache, BasicPooledClientSideCache, createClient, createClientPool, defineScript,
        RESP_TYPES, WatchError } = require('redis');
const { port, words, until, range, run, start } = require('./common');

const opened = [];

async function connect(options) {
    const client = createClient({ RESP: 3, socket: { port, reconnectStrategy: false }, ...options });
    client.on('error', error => { throw error; });
    opened.push(client);
    return client.connect();
}

async function closeAll() {
    await Promise.all(opened.splice(0).filter(client => client.isOpen).map(client => client.close()));
}

const COUNTER = `#!lua name=counter
redis.register_function('add', function(keys, args)
    return redis.call('INCRBY', keys[1], args[1])
end)
redis.register_function{function_name='look', callback=function(keys)
    return redis.call('GET', keys[1])
end, flags={'no-writes'}}
`;

const counter = {
    add: {
        NUMBER_OF_KEYS: 1,
        parseCommand(parser, key, by) {
            parser.pushKey(key);
            parser.push(String(by));
        },
        transformReply: undefined,
    },
    look: {
        NUMBER_OF_KEYS: 1,
        IS_READ_ONLY: true,
        parseCommand(parser, key) {
            parser.pushKey(key);
        },
        transformReply: undefined,
    },
};

const checks = {
    async replies() {
        const client = await connect();
        assert.strictEqual(await client.set('k', 'v'), 'OK');
        assert.strictEqual(await client.get('k'), 'v');
        assert.strictEqual(await client.get('none'), null);
        assert.deepStrictEqual(await client.mGet(['k', 'none']), ['v', null]);
        assert.deepStrictEqual({ ...await client.configGet('databases') }, { databases: '16' });
        const hello = await client.hello();
        assert.strictEqual(hello.proto, 3);
        assert.strictEqual(hello.server, 'redis');
        assert.match(await client.info('server'), /redis_version:7\./);
        assert.match(await client.sendCommand(['CLIENT', 'LIST']), /resp=3/);
        const docs = await client.sendCommand(['COMMAND', 'DOCS', 'get']);
        assert.strictEqual(docs.get.group, 'string');
        const info = await client.sendCommand(['COMMAND', 'INFO', 'get']);
        assert.strictEqual(info[0][0], 'get');
        const results = await Promise.all(range(1000).map(i => client.incrBy('n', i)));
        assert.strictEqual(results[999], 499500);
        await assert.rejects(client.sendCommand(['INCR', 'k']), /not an integer/);
        const keys = [];
        for await (const batch of client.scanIterator({ COUNT: 10 }))
            keys.push(...batch);
        assert.deepStrictEqual(keys.sort(), ['k', 'n']);
    },

    async types() {
        const client = await connect();
        await client.hSet('h', { a: '1', b: 'two' });
        assert.deepStrictEqual({ ...await client.hGetAll('h') }, { a: '1', b: 'two' });
        await client.sAdd('s', ['x', 'y']);
        assert.deepStrictEqual(new Set(await client.sMembers('s')), new Set(['x', 'y']));
        await client.zAdd('z', [{ score: 1.5, value: 'a' }, { score: Infinity, value: 'b' }]);
        assert.deepStrictEqual(await client.zRangeWithScores('z', 0, -1),
                               [{ value: 'a', score: 1.5 }, { value: 'b', score: Infinity }]);
        assert.strictEqual(await client.zScore('z', 'a'), 1.5);
        const id = await client.xAdd('x', '*', { f: 'v' });
        const messages = await client.xRange('x', '-', '+');
        assert.deepStrictEqual(messages.map(({ id, message }) => [id, { ...message }]), [[id, { f: 'v' }]]);
        assert.deepStrictEqual(await client.geoPos('none', 'm'), [null]);
    },

    async transactions() {
        const client = await connect(), other = await connect();
        assert.deepStrictEqual(await client.multi().set('t', 1).incr('t').hSet('th', 'f', 'v').exec(), ['OK', 2, 1]);
        await client.watch('t');
        await other.set('t', 5);
        await assert.rejects(client.multi().set('t', 6).exec(), WatchError);
        assert.strictEqual(await client.get('t'), '5');
        const failed = await client.multi().set('t', 'text').incr('t').exec().catch(error => error);
        assert.match(failed.errors().next().value.message, /not an integer/);
        assert.deepStrictEqual(await client.multi().get('t').get('none').execAsPipeline(), ['text', null]);
    },

    async pool() {
        const pool = await createClientPool({ RESP: 3, socket: { port } }, { maximum: 5 }).connect();
        await Promise.all(range(200).map(() => pool.execute(async client => {
            for (;;) {
                await client.watch('pooled');
                const value = Number(await client.get('pooled'));
                try {
                    return await client.multi().set('pooled', value + 1).exec();
                } catch (error) {
                    if (!(error instanceof WatchError))
                        throw error;
                }
            }
        })));
        assert.strictEqual(await pool.get('pooled'), '200');
        const popped = pool.execute(client => client.blPop('list', 5));
        await pool.rPush('list', 'element');
        assert.deepStrictEqual({ ...await popped }, { key: 'list', element: 'element' });
        await pool.close();
    },

    async subscriptions() {
        for (const RESP of [3, 2]) {
            const subscriber = await connect({ RESP }), publisher = await connect();
            const got = [];
            const listener = (message, channel) => got.push([String(channel), String(message)]);
            await subscriber.subscribe(['one', 'two'], listener);
            await subscriber.pSubscribe('t*', listener);
            await subscriber.sSubscribe('shard', listener);
            assert.strictEqual(await publisher.publish('one', '1'), 1);
            assert.strictEqual(await publisher.publish('two', '2'), 2);
            assert.strictEqual(await publisher.sPublish('shard', '3'), 1);
            await until(() => got.length === 4);
            assert.deepStrictEqual(got, [['one', '1'], ['two', '2'], ['two', '2'], ['shard', '3']]);
            assert.deepStrictEqual((await publisher.pubSubChannels('*')).sort(), ['one', 'two']);
            assert.deepStrictEqual({ ...await publisher.pubSubNumSub(['one', 'none']) }, { one: 1, none: 0 });
            assert.strictEqual(await publisher.pubSubNumPat(), 1);
            assert.deepStrictEqual(await publisher.pubSubShardChannels(), ['shard']);
            if (RESP === 3)
                assert.strictEqual(await subscriber.get('none'), null);    // other commands go on
            await subscriber.unsubscribe('one', listener);
            assert.strictEqual(await publisher.publish('one', 'unheard'), 0);
            const bytes = Buffer.from([0, 255, 13, 10]);
            await subscriber.subscribe('bytes', message => got.push(message), true);
            await publisher.publish('bytes', bytes);
            await until(() => got.length === 5);
            assert.deepStrictEqual(got[4], bytes);
            await subscriber.unsubscribe(['two', 'bytes']);
            await subscriber.pUnsubscribe('t*');
            await subscriber.sUnsubscribe('shard');
            if (RESP === 2)
                assert.strictEqual(await subscriber.get('none'), null);
            assert.deepStrictEqual(await publisher.pubSubChannels('*'), []);
            await closeAll();
        }
    },

    async scripts() {
        const addAll = defineScript({
            NUMBER_OF_KEYS: 1,
            SCRIPT: 'for i = 1, #ARGV do redis.call("RPUSH", KEYS[1], ARGV[i]) end return redis.call("LLEN", KEYS[1])',
            parseCommand(parser, key, ...elements) {
                parser.pushKey(key);
                parser.push(...elements.map(String));
            },
            transformReply: undefined,
        });
        const client = await connect({ scripts: { addAll } });
        assert.strictEqual(await client.addAll('list', 1, 2, 3), 3);
        await client.scriptFlush();
        assert.strictEqual(await client.addAll('list', 4), 4);
        assert.deepStrictEqual(await client.multi().addAll('list', 5).lRange('list', 0, -1).exec(),
                               [5, ['1', '2', '3', '4', '5']]);
        const options = { keys: ['k'], arguments: ['v'] };
        assert.deepStrictEqual(await client.eval('return {KEYS[1], ARGV[1], 1, false, {ok="fine"}}', options),
                               ['k', 'v', 1, null, 'fine']);
        const types = 'redis.setresp(3) return {redis.call("HGETALL", KEYS[1]), {double=1.5}, {map={a=1}}, true}';
        await client.hSet('h', 'f', 'v');
        const [hash, double, map, truth] = await client.eval(types, { keys: ['h'] });
        assert.deepStrictEqual([{ ...hash }, double, { ...map }, truth], [{ f: 'v' }, 1.5, { a: 1 }, true]);
        await assert.rejects(client.eval('return redis.call("INCR", KEYS[1])', { keys: ['list'] }), /WRONGTYPE/);
        await assert.rejects(client.evalRo('return redis.call("SET", KEYS[1], 1)', { keys: ['x'] }), /read-only/);
        const sha = await client.scriptLoad('return ARGV[1]');
        assert.deepStrictEqual(await client.scriptExists([sha, 'f'.repeat(40)]), [1, 0]);
        assert.strictEqual(await client.evalSha(sha, { arguments: ['x'] }), 'x');
    },

    async functions() {
        const client = await connect({ functions: { counter } });
        await client.functionFlush();
        assert.strictEqual(await client.functionLoad(COUNTER), 'counter');
        assert.strictEqual(await client.counter.add('c', 5), 5);
        assert.strictEqual(await client.fCall('add', { keys: ['c'], arguments: ['2'] }), 7);
        assert.strictEqual(await client.counter.look('c'), '7');
        assert.strictEqual(await client.fCallRo('look', { keys: ['c'] }), '7');
        await assert.rejects(client.fCallRo('add', { keys: ['c'], arguments: ['1'] }), /write flag using \*_ro/);
        const [library] = await client.functionListWithCode();
        assert.strictEqual(library.library_name, 'counter');
        assert.strictEqual(library.library_code, COUNTER);
        assert.deepStrictEqual(library.functions.map(({ name }) => name).sort(), ['add', 'look']);
        const dump = await client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).functionDump();
        assert.strictEqual(await client.functionDelete('counter'), 'OK');
        await assert.rejects(client.counter.add('c', 1), /Function not found/);
        assert.strictEqual(await client.functionRestore(dump), 'OK');
        assert.strictEqual(await client.counter.add('c', 1), 8);
        assert.deepStrictEqual(await client.multi().counter.add('c', 1).counter.look('c').exec(), [9, '9']);
        const stats = await client.functionStats();
        assert.strictEqual(stats.running_script, null);
        await client.functionFlush();
    },

    async tracking() {
        const cache = new BasicClientSideCache({ ttl: 0, maxEntries: 100 });
        const client = await connect({ clientSideCache: cache }), other = await connect();
        await other.set('cached', 1);
        const hits = () => cache.stats().hitCount;
        assert.strictEqual(await client.get('cached'), '1');
        assert.strictEqual(await client.get('cached'), '1');
        assert.strictEqual(hits(), 1);
        await other.set('cached', 2);
        await until(async () => await client.get('cached') === '2', 'an invalidation');
        await client.hGet('hash', 'f');
        await other.hSet('hash', 'f', 'v');
        await until(async () => await client.hGet('hash', 'f') === 'v', 'an invalidation');
        await other.pExpire('cached', 1);
        await until(async () => await client.get('cached') === null, 'an invalidation by expiry');
        await other.mSet({ a: '1', b: '2' });
        assert.deepStrictEqual(await client.mGet(['a', 'b']), ['1', '2']);
        await other.set('b', 3);
        await until(async () => (await client.mGet(['a', 'b']))[1] === '3', 'an invalidation of two');
        await client.get('a');
        assert.ok(cache.size() > 0);
        await other.flushAll();
        await until(() => cache.size() === 0, 'an invalidation of all');
        assert.strictEqual(await client.get('a'), null);
        await client.set('mine', 1);
        assert.strictEqual(await client.get('mine'), '1');
        await client.set('mine', 2);
        await until(async () => await client.get('mine') === '2', 'an invalidation of its own change');
    },

    async 'tracking by a pool'() {
        const clientSideCache = new BasicPooledClientSideCache({ ttl: 0, maxEntries: 100 });
        const pool = await createClientPool({ RESP: 3, socket: { port } }, { maximum: 3, clientSideCache }).connect();
        const other = await connect();
        for (const round of range(20)) {
            await other.set('pooled', round);
            await until(async () => await pool.get('pooled') === String(round), 'an invalidation');
        }
        await Promise.all(range(50).map(() => pool.get('pooled')));
        assert.ok(clientSideCache.stats().hitCount > 0);
        await pool.close();
    },
};

start(async () => {
    for (const name of words) {
        const client = await connect();
        await client.flushAll();
        await run({ [name]: checks[name] });
        await closeAll();
    }
});
