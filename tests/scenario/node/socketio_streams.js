// Socket.IO servers that speak through a stream: node socketio_streams.js <port> <client>, with client
// ioredis or redis.
'use strict';

const assert = require('assert');
const { createServer } = require('http');
const { createAdapter } = require('@socket.io/redis-streams-adapter');
const { createClient } = require('redis');
const { Server } = require('socket.io');
const { io: connectSocket } = require('socket.io-client');
const { port, words, connect, until, range, run, start } = require('./common');

const [library] = words;

class Site {
    async open() {
        this.client = library === 'ioredis' ? connect() : await createClient({ socket: { port } }).connect();
        this.http = createServer();
        this.io = new Server(this.http, {
            adapter: createAdapter(this.client, { readCount: 10, blockTimeInMs: 100, maxLen: 1000 }),
            connectionStateRecovery: {},
        });
        this.io.on('connection', socket => socket.on('join', (room, done) => { socket.join(room); done(); }));
        await new Promise(resolve => this.http.listen(0, '127.0.0.1', resolve));
        this.socket = connectSocket(`http://127.0.0.1:${this.http.address().port}`,
                                    { transports: ['websocket'], reconnectionDelay: 10 });
        this.socket.inbox = [];
        this.socket.onAny((...message) => this.socket.inbox.push(message));
        await new Promise(resolve => this.socket.on('connect', resolve));
    }

    async close() {
        this.socket.close();
        await this.io.close();
        if (library === 'ioredis')
            this.client.disconnect();
        else
            await this.client.close();
    }
}

const checks = {
    async 'everybody hears everything, in order'(sites) {
        for (const i of range(200))
            sites[0].io.emit('number', i, Buffer.from([i, 0, 255]));
        for (const { socket } of sites) {
            await until(() => socket.inbox.length === 200, 'all messages');
            assert.deepStrictEqual(socket.inbox.map(([, i, bytes]) => [i, [...bytes]]),
                                   range(200).map(i => [i, [i, 0, 255]]));
            socket.inbox.length = 0;
        }
    },

    async rooms(sites) {
        await sites[1].socket.emitWithAck('join', 'room');
        sites[0].io.to('room').emit('hello');
        await until(() => sites[1].socket.inbox.length === 1, 'the message');
        sites[1].socket.inbox.length = 0;
        assert.deepStrictEqual(sites[0].socket.inbox, []);
        assert.strictEqual((await sites[0].io.in('room').fetchSockets()).length, 1);
        assert.strictEqual((await sites[0].io.fetchSockets()).length, sites.length);
    },

    async 'answers of the others'(sites) {
        sites.slice(1).forEach(({ io }, i) => io.on('question', done => done(i)));
        assert.deepStrictEqual((await sites[0].io.serverSideEmitWithAck('question')).sort(),
                               range(sites.length - 1));
    },

    async 'what was missed comes after a reconnection'(sites) {
        const { socket } = sites[1];
        sites[0].io.emit('before');
        await until(() => socket.inbox.length === 1, 'the first');
        const id = socket.id;
        socket.io.reconnection(false);
        socket.io.engine.close();
        await until(() => !socket.connected, 'the end of the connection');
        range(10).forEach(i => sites[0].io.emit('missed', i));
        await until(() => sites[0].socket.inbox.length === 11, 'the messages');
        socket.io.reconnection(true);
        socket.connect();
        await until(() => socket.inbox.length === 11, 'what was missed');
        assert.ok(socket.recovered);
        assert.strictEqual(socket.id, id);
        assert.deepStrictEqual(socket.inbox.slice(1).map(([event, i]) => [event, i]), range(10).map(i => ['missed', i]));
    },
};

start(async () => {
    const redis = connect();
    await redis.flushall();
    await redis.quit();
    const sites = range(3).map(() => new Site());
    await Promise.all(sites.map(site => site.open()));
    await until(async () => (await Promise.all(sites.map(({ io }) => io.of('/').adapter.serverCount())))
        .every(count => count === sites.length), 'the sites');
    await run(checks, sites);
    await Promise.all(sites.map(site => site.close()));
});
