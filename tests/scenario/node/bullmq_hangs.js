// A worker of BullMQ that takes a job, says so, and hangs until it is killed or its input ends:
// node bullmq_hangs.js <port> <package> <queue>
'use strict';

const { port, words } = require('./common');

const [library, queue] = words;
const { Worker } = require(library);

process.stdin.on('end', () => process.exit(1)).resume();

new Worker(queue, () => {
    console.log('taken');
    return new Promise(() => {});
}, { connection: { host: '127.0.0.1', port }, lockDuration: 500, stalledInterval: 100 });
