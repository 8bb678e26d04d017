// Two Socket.IO servers that speak through the server under test:
// node socketio.js <port> <adapter> <client>, with adapter plain or sharded, client ioredis or redis.
'use strict';

const assert = require('assert');
const { createServer } = require('http');
const { createAdapter, createShardedAdapter } = require('@socket.io/redis-adapter');
const { createClient } = require('redis');
const { Server } = require('socket.io');
const { io: connectSocket } = require('socket.io-client');
const { port, words, connectReady, until, range, run, start } = require('./common');

const [adapter, library] = words;
const SOCKETS = 3;    // of each server

async function redisClient() {
    if (library === 'ioredis')
        return connectReady();
    const client = createClient({ socket: { port } });
    client.on('error', error => { throw error; });
    return client.connect();
}

function close(client) {
    return library === 'ioredis' ? client.quit() : client.close();
}

class Site {
    async open() {
        this.publisher = await redisClient();
        this.subscriber = await redisClient();
        const make = adapter === 'sharded' ? createShardedAdapter : createAdapter;
        this.http = createServer();
        this.io = new Server(this.http, { adapter: make(this.publisher, this.subscriber) });
        this.io.on('connection', socket => {
            socket.on('join', (room, done) => { Promise.resolve(socket.join(room)).then(done); });
            socket.on('say', (room, text) => socket.to(room).emit('heard', text));
        });
        await new Promise(resolve => this.http.listen(0, '127.0.0.1', resolve));
        this.sockets = await Promise.all(range(SOCKETS).map(() => this.socket('/')));
    }

    async socket(namespace) {
        const socket = connectSocket(`http://127.0.0.1:${this.http.address().port}${namespace}`,
                                     { transports: ['websocket'], reconnection: false, forceNew: true });
        socket.inbox = [];
        socket.onAny((event, ...args) => {
            if (typeof args.at(-1) === 'function')
                args.pop()(`${event} of ${socket.id}`);
            socket.inbox.push([event, ...args]);
        });
        await new Promise(resolve => socket.on('connect', resolve));
        return socket;
    }

    async close() {
        this.sockets.forEach(socket => socket.disconnect());
        await this.io.close();
        await close(this.publisher);
        await close(this.subscriber);
    }
}

// Every socket has got exactly these events since the last time, in this order.
async function heard(sockets, events) {
    await until(() => sockets.every(({ inbox }) => inbox.length >= events.length), JSON.stringify(events));
    for (const { inbox } of sockets)
        assert.deepStrictEqual(inbox.splice(0), events);
}

// What was sent to all before this has arrived everywhere.
async function settle(sites) {
    sites[0].io.emit('mark');
    const sockets = sites.flatMap(site => site.sockets);
    await until(() => sockets.every(({ inbox }) => inbox.some(([event]) => event === 'mark')));
    sockets.forEach(socket => { socket.inbox = socket.inbox.filter(([event]) => event !== 'mark'); });
}

const checks = {
    async broadcast(sites, all) {
        sites[0].io.emit('news', { n: 1, text: 'grün 😀' }, [1, null, true, 1.5]);
        await heard(all, [['news', { n: 1, text: 'grün 😀' }, [1, null, true, 1.5]]]);
        sites[1].io.emit('bytes', Buffer.from([0, 255, 13, 10]));
        await until(() => all.every(({ inbox }) => inbox.length === 1));
        for (const { inbox } of all)
            assert.deepStrictEqual([...inbox.pop()[1]], [0, 255, 13, 10]);
        range(200).forEach(n => sites[0].io.emit('many', n));
        await heard(all, range(200).map(n => ['many', n]));
    },

    async rooms(sites, all) {
        const [here, there] = [sites[0].sockets, sites[1].sockets];
        for (const socket of [here[0], there[0], there[1]])
            await socket.emitWithAck('join', 'red');
        await there[1].emitWithAck('join', 'blue');
        sites[0].io.to('red').emit('red', 1);
        await heard([here[0], there[0], there[1]], [['red', 1]]);
        sites[0].io.to('red').to('blue').emit('either');    // once, even to who is in both
        await heard([here[0], there[0], there[1]], [['either']]);
        sites[1].io.to('red').except('blue').emit('but not blue');
        await heard([here[0], there[0]], [['but not blue']]);
        here[0].emit('say', 'red', 'hello');
        await heard([there[0], there[1]], [['heard', 'hello']]);
        sites[0].io.to(there[2].id).emit('private');
        await heard([there[2]], [['private']]);
        sites[0].io.local.emit('local');
        await heard(here, [['local']]);
        await settle(sites);
        assert.ok(all.every(({ inbox }) => inbox.length === 0));
    },

    async sockets(sites, all) {
        const found = await sites[0].io.fetchSockets();
        assert.deepStrictEqual(found.map(({ id }) => id).sort(), all.map(({ id }) => id).sort());
        const red = await sites[1].io.in('red').fetchSockets();
        assert.strictEqual(red.length, 3);
        assert.ok(red.every(({ rooms }) => rooms.has('red')));
        sites[0].io.in('red').socketsJoin('green');
        await until(async () => (await sites[0].io.in('green').fetchSockets()).length === 3);
        sites[1].io.in('blue').socketsLeave('green');
        await until(async () => (await sites[1].io.in('green').fetchSockets()).length === 2);
    },

    async acknowledgements(sites, all) {
        const answers = await sites[0].io.timeout(10000).emitWithAck('question', 1);
        assert.deepStrictEqual(answers.sort(), all.map(({ id }) => `question of ${id}`).sort());
        await heard(all, [['question', 1]]);
        const red = await sites[1].io.to('red').timeout(10000).emitWithAck('question', 2);
        assert.strictEqual(red.length, 3);
        await until(() => all.flatMap(({ inbox }) => inbox.splice(0)).length === 3);
    },

    async 'between the servers'(sites) {
        const got = [];
        sites[1].io.on('hello', (text, reply) => {
            got.push(text);
            reply?.('from 1');
        });
        sites[0].io.serverSideEmit('hello', 'quiet');
        assert.deepStrictEqual(await sites[0].io.serverSideEmitWithAck('hello', 'asked'), ['from 1']);
        assert.deepStrictEqual(got, ['quiet', 'asked']);
        assert.strictEqual(await sites[0].io.of('/').adapter.serverCount(), 2);
    },

    async namespaces(sites, all) {
        sites.forEach(({ io }) => io.of('/other'));
        await until(async () => await sites[0].io.of('/other').adapter.serverCount() === 2);
        const others = await Promise.all(sites.map(site => site.socket('/other')));
        sites[0].io.of('/other').emit('for the other');
        sites[0].io.emit('for all');
        await heard(others, [['for the other']]);
        await heard(all, [['for all']]);
        others.forEach(socket => socket.disconnect());
    },

    async disconnection(sites, all) {
        sites[0].io.in('green').disconnectSockets();
        const green = [sites[0].sockets[0], sites[1].sockets[0]];
        await until(() => green.every(({ connected }) => !connected));
        await until(async () => (await sites[1].io.fetchSockets()).length === all.length - 2);
        assert.deepStrictEqual(await sites[0].io.in('red').fetchSockets().then(found => found.length), 1);
    },
};

start(async () => {
    const sites = [new Site(), new Site()];
    for (const site of sites)
        await site.open();
    await until(async () => await sites[0].io.of('/').adapter.serverCount() === 2);
    await run(checks, sites, sites.flatMap(({ sockets }) => sockets));
    await Promise.all(sites.map(site => site.close()));
    process.exit(0);    // timers of acknowledgements that came are left behind by Socket.IO
});
