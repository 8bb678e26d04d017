/*
 * peers -- what the tests of requests share: a server of one process, driven a turn at a time, whose
 * clients are the ends of socket pairs.
 */
#ifndef KV_TEST_PEERS_H
#define KV_TEST_PEERS_H

#include "base/buf.h"
#include "base/clock.h"
#include "server/block.h"
#include "server/pubsub.h"
#include "server/tracking.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct loop *loop;
static struct store *st;

static inline void peers_setup(void)
{
    clock_update();
    loop = loop_new();
    st = store_new(4, clock_now_ms());
    clients_init(loop, st);
    block_init(st);
    watch_init(st);
    tracking_init(st);
    pubsub_init();
}

static inline void peers_teardown(void)
{
    clients_fini();
    block_fini();
    watch_fini();
    tracking_fini();
    pubsub_fini();
    store_check(st);
    store_free(st);
    loop_free(loop);
}

static inline void turn(void)
{
    loop_turn(loop, LOOP_ONLY_LOOK);
    clock_update();
    store_advance(st, clock_now_ms());
    block_start_turn();
    clients_run();
    if (store_next_expiry_ms(st) <= clock_now_ms())
        store_expire_due(st, 1000);
    clients_check_timeouts(clock_now_ms());
    pubsub_turn();
    clients_write();
    loop_end_turn(loop);
}

static inline int peer_new(void)
{
    int ends[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    client_accept(ends[0]);
    return ends[1];
}

static inline void say(int peer, const char *line)
{
    ck_assert_int_eq(write(peer, line, strlen(line)), (ssize_t)strlen(line));
    ck_assert_int_eq(write(peer, "\r\n", 2), 2);
}

/* What has come, "" if nothing, "closed" at the end. */
static inline const char *heard(int peer)
{
    static char text[4096];
    ssize_t n = read(peer, text, sizeof text - 1);

    ck_assert(n >= 0 || errno == EAGAIN);
    if (n == 0)
        return "closed";
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static inline const char *ask(int peer, const char *line)
{
    say(peer, line);
    turn();
    return heard(peer);
}

/* The number of the client that connected last. */
static inline uint64_t last_id(void)
{
    uint64_t id = 0;

    for (struct client *c = client_first(); c; c = client_next(c))
        id = c->id;
    return id;
}

/* Sends a request of these words and so many names, c0 c1 ..., in the turns that this needs. */
static inline void say_names(int peer, const char *words, unsigned count)
{
    struct buf line = { .limit = BUF_UNLIMITED };
    unsigned word_count = 1;
    size_t sent = 0;
    char name[32];

    for (const char *p = words; *p; p++)
        word_count += *p == ' ';
    buf_addf(&line, "*%u\r\n", word_count + count);
    for (const char *p = words; *p; p += strcspn(p, " "), p += *p == ' ')
        buf_addf(&line, "$%zu\r\n%.*s\r\n", strcspn(p, " "), (int)strcspn(p, " "), p);
    for (unsigned i = 0; i < count; i++) {
        snprintf(name, sizeof name, "c%u", i);
        buf_addf(&line, "$%zu\r\n%s\r\n", strlen(name), name);
    }
    while (sent < line.len) {
        ssize_t n = write(peer, line.ptr + sent, line.len - sent);

        sent += n > 0 ? (size_t)n : 0;
        turn();
    }
    turn();
    buf_fini(&line);
}

#define HEARD(peer, text)     ck_assert_str_eq(heard(peer), text)
#define ASKED(peer, line, re) ck_assert_str_eq(ask(peer, line), re)

#endif
