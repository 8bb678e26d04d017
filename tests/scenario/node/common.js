// What the scripts of this folder share: where the server is, how to reach it, how to run checks.
//
//     node <script> <port> [word ...]
//
// A script gives run() its checks by name. They run one after the other; each that holds is said on a
// line of its own, "ok <name>", and the first that does not ends the process with exit code 1. A
// script ends by itself once every connection is closed: a library that cannot let go fails its test.
'use strict';

const assert = require('assert');
const Redis = require('ioredis');

const port = Number(process.argv[2]);
const words = process.argv.slice(3);

// An ioredis client for which every failure is the end, unless the options say otherwise.
function connect(options) {
    return new Redis({ host: '127.0.0.1', port, maxRetriesPerRequest: 0, retryStrategy: null, ...options });
}

// A client that may subscribe. (ioredis sends a SUBSCRIBE as soon as it is connected, perhaps before the
// INFO that tells it that the server is ready, and is then refused its INFO by itself.)
async function connectReady(options) {
    const client = connect({ lazyConnect: true, ...options });
    await client.connect();
    return client;
}

function sleep(ms) {
    return new Promise(resolve => setTimeout(resolve, ms));
}

// Waits until condition() gives something true, and gives that.
async function until(condition, what = 'what was waited for') {
    for (const end = Date.now() + 20000; Date.now() < end; await sleep(5)) {
        const value = await condition();
        if (value)
            return value;
    }
    assert.fail(`${what} did not come`);
}

// ['f', 'v', 'g', 'w'] as an object
function fieldsOf(flat) {
    return Object.fromEntries(Array.from({ length: flat.length / 2 },
                                         (_, i) => [flat[2 * i], flat[2 * i + 1]]));
}

function range(count) {
    return [...Array(count).keys()];
}

async function run(checks, ...args) {
    for (const [name, check] of Object.entries(checks)) {
        await check(...args);
        console.log(`ok ${name}`);
    }
}

// Runs main(). The exit code is 1 where it fails, and where it waits for what nothing can bring any more.
function start(main) {
    process.exitCode = 1;
    main().then(() => { process.exitCode = 0; }, error => {
        console.error(error);
        process.exit(1);
    });
}

module.exports = { port, words, connect, connectReady, sleep, until, fieldsOf, range, run, start };
