// Scripts and functions by ioredis: node ioredis_scripts.js <port>
'use strict';

const assert = require('assert');
const { connect, range, run, start } = require('./common');

const TAKE = `
local stock = tonumber(redis.call('GET', KEYS[1]) or '0')
local wanted = tonumber(ARGV[1])
if stock < wanted then
    return redis.error_reply('SOLDOUT only ' .. stock .. ' left')
end
redis.call('DECRBY', KEYS[1], wanted)
redis.call('RPUSH', KEYS[2], ARGV[2])
return {stock - wanted, redis.call('LLEN', KEYS[2])}
`;

const checks = {
    async defineCommand(redis) {
        redis.defineCommand('take', { numberOfKeys: 2, lua: TAKE });
        await redis.set('stock', 10);
        assert.deepStrictEqual(await redis.take('stock', 'buyers', 3, 'ann'), [7, 1]);
        await assert.rejects(redis.take('stock', 'buyers', 8, 'bob'), /SOLDOUT only 7 left/);
        assert.strictEqual(await redis.get('stock'), '7');
        redis.defineCommand('echoAll', { lua: 'return {#KEYS, #ARGV, KEYS[1], ARGV[1]}' });
        assert.deepStrictEqual(await redis.echoAll(1, 'k', 'a', 'b'), [1, 2, 'k', 'a']);
        redis.defineCommand('bytes', { numberOfKeys: 0, lua: 'return ARGV[1] .. string.char(0, 255)' });
        assert.deepStrictEqual(await redis.bytesBuffer(Buffer.from([1, 13, 10])), Buffer.from([1, 13, 10, 0, 255]));
    },

    async 'as options'() {
        const redis = connect({ scripts: { twice: { numberOfKeys: 1, lua: 'return redis.call("GET", KEYS[1]) * 2',
                                                    readOnly: true } }, keyPrefix: 'shop:' });
        await redis.set('n', 21);
        assert.strictEqual(await redis.twice('n'), 42);
        redis.disconnect();
    },

    async 'many who want few'(redis) {
        await redis.set('stock', 100);
        await redis.del('buyers');
        const clients = range(10).map(() => connect({ scripts: { take: { numberOfKeys: 2, lua: TAKE } } }));
        const results = await Promise.allSettled(range(300).map(i => clients[i % 10].take('stock', 'buyers', 1, i)));
        assert.strictEqual(results.filter(({ status }) => status === 'fulfilled').length, 100);
        assert.strictEqual(await redis.get('stock'), '0');
        assert.strictEqual(new Set(await redis.lrange('buyers', 0, -1)).size, 100);
        clients.forEach(client => client.disconnect());
    },

    async 'forgotten scripts'(redis) {
        await redis.set('stock', 10);
        await redis.script('FLUSH');
        assert.strictEqual((await redis.take('stock', 'buyers', 1, 'x'))[0], 9);
        await redis.script('FLUSH');
        const piped = await redis.pipeline().take('stock', 'buyers', 1, 'x').echoAll(0, 'a').exec();
        assert.deepStrictEqual(piped.map(([error]) => error), [null, null]);
        assert.strictEqual(await redis.get('stock'), '8');
        const results = await redis.multi().take('stock', 'buyers', 1, 'x').get('stock').exec();
        assert.strictEqual(results[1][1], '7');
    },

    async replies(redis) {
        assert.deepStrictEqual(await redis.eval('return {1, 2.9, "s", false, true, {ok="fine"}, {{}}, nil, 5}', 0),
                               [1, 2, 's', null, 1, 'fine', [[]]]);
        assert.strictEqual(await redis.eval('return nil', 0), null);
        assert.deepStrictEqual(await redis.eval('return redis.pcall("INCR")', 0).catch(error => error.message),
                               'ERR Wrong number of args calling Redis command from script');
        assert.strictEqual(await redis.eval('return redis.sha1hex("")', 0), 'da39a3ee5e6b4b0d3255bfef95601890afd80709');
        const json = 'return cjson.encode({1, "a", {b = cjson.null}})';
        assert.strictEqual(await redis.eval(json, 0), '[1,"a",{"b":null}]');
        assert.strictEqual(await redis.eval('return #cmsgpack.pack({1, 2, {a = "b"}})', 0), 8);
        await assert.rejects(redis.eval('return redis.call("GET")', 0), /Wrong number of args/);
        await assert.rejects(redis.eval('return nope(1)', 0), /nope/);
        await assert.rejects(redis.eval('syntax error here', 0), /Error compiling script/);
        await assert.rejects(redis.eval('return 1', 2, 'k'), /Number of keys can't be greater than number of args/);
        await assert.rejects(redis.evalsha('f'.repeat(40), 0), /NOSCRIPT/);
        await assert.rejects(redis.eval_ro('return redis.call("SET", KEYS[1], 1)', 1, 'k'),
                             /Write commands are not allowed/);
        const sha = await redis.script('LOAD', 'return KEYS[1]');
        assert.deepStrictEqual(await redis.script('EXISTS', sha, 'f'.repeat(40)), [1, 0]);
        assert.strictEqual(await redis.evalsha(sha, 1, 'k'), 'k');
        assert.strictEqual(await redis.evalsha_ro(sha, 1, 'k'), 'k');
    },

    async functions(redis) {
        await redis.function('FLUSH');
        const code = `#!lua name=lib
            redis.register_function('put', function(keys, args) return redis.call('SET', keys[1], args[1]) end)
            redis.register_function{function_name='look', flags={'no-writes'},
                                    callback=function(keys) return redis.call('GET', keys[1]) end}`;
        assert.strictEqual(await redis.function('LOAD', code), 'lib');
        await assert.rejects(redis.function('LOAD', code), /already exists/);
        assert.strictEqual(await redis.function('LOAD', 'REPLACE', code), 'lib');
        assert.strictEqual(await redis.fcall('put', 1, 'f', 'x'), 'OK');
        assert.strictEqual(await redis.fcall_ro('look', 1, 'f'), 'x');
        const dump = await redis.functionBuffer('DUMP');
        await redis.function('FLUSH');
        await assert.rejects(redis.fcall('put', 1, 'f', 'x'), /Function not found/);
        assert.strictEqual(await redis.function('RESTORE', dump), 'OK');
        assert.strictEqual(await redis.fcall_ro('look', 1, 'f'), 'x');
        await redis.function('FLUSH');
    },

    async 'a script that does not end'(redis) {
        await redis.config('SET', 'busy-reply-threshold', 50);
        const stuck = connect();
        const ended = stuck.eval('while true do end', 0).catch(error => error.message);
        const busy = await (async () => {
            for (;;) {
                const reply = await redis.get('k').catch(error => error.message);
                if (/^BUSY/.test(reply))
                    return reply;
            }
        })();
        assert.match(busy, /SCRIPT KILL/);
        assert.strictEqual(await redis.script('KILL'), 'OK');
        assert.match(await ended, /Script killed by user with SCRIPT KILL/);
        assert.strictEqual(await redis.get('k'), null);
        await redis.config('SET', 'busy-reply-threshold', 5000);
        stuck.disconnect();
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await run(checks, redis);
    await redis.quit();
});
