// Runs node-redis in RESP3 against the server at 127.0.0.1:<port>: a client whose own parser reads
// maps, sets, doubles, nulls and verbatim strings as such.
'use strict';

const assert = require('assert');
const { createClient } = require('@redis/client');

async function main() {
    const client = createClient({ RESP: 3, socket: { port: Number(process.argv[2]) } });
    client.on('error', error => { throw error; });
    await client.connect();

    assert.strictEqual(await client.flushAll(), 'OK');
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
    const results = await Promise.all([...Array(1000).keys()].map(i => client.incrBy('n', i)));
    assert.strictEqual(results[999], 499500);
    await assert.rejects(client.sendCommand(['INCR', 'k']), /not an integer/);
    const keys = [];
    for await (const batch of client.scanIterator({ COUNT: 10 }))
        keys.push(...batch);
    assert.deepStrictEqual(keys.sort(), ['k', 'n']);
    await client.close();
    console.log('ok resp3');
}

main().catch(error => {
    console.error(error);
    process.exit(1);
});
