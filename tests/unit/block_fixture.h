/*
 * block_fixture -- what the tests of server/block share: clients on socket pairs, and blocking commands of
 * their own.
 *
 *     DRAW key n timeout          takes n from the integer at key, when it has so many
 *     PASS source target timeout  takes 1 from source, adds it to target
 *     ANY timeout key [key ...]   takes 1 from the first that is there, replies with its name
 *     QUEUE key timeout           waits for a list, of which there are none here
 *     FOLLOW key text timeout     waits in the line of this text, for it; whoever sees the key gone is told
 *     SHARE key name timeout      takes 1 from the integer at key, in the line of this name
 *     LATER key ms                replies when so many ms have passed since 0, or the key changed
 */
#ifndef TESTS_BLOCK_FIXTURE_H
#define TESTS_BLOCK_FIXTURE_H

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "peers.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/reply.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned runs; /* of the handlers below */

/* ---- Commands ------------------------------------------------------------------------------------ */

static inline void reply_timeout(struct call *c)
{
    reply_null(c);
}

static inline void wait_for(struct call *c, struct key key, enum obj_type type, int64_t until)
{
    if (c->err == KV_OK)
        block_on_keys(c, &key, 1, type, until, reply_timeout);
    else
        reply_err(c, c->err);
}

static inline void wait_in_line(struct call *c, struct key key, struct bytes name, int64_t wake_ms,
                                int64_t until)
{
    struct block_line line = { key, name, wake_ms };

    if (c->err == KV_OK)
        block_in_lines(c, &line, 1, until, reply_timeout);
    else
        reply_err(c, c->err);
}

/* Takes n from the integer at key; false if it has less. */
static inline bool take(struct call *c, struct key key, int64_t n)
{
    struct entry *e;
    int64_t have;

    if (store_write(c->db, key, OBJ_STRING, &e) != KV_OK || entry_string_int(e, &have) != KV_OK ||
        have < n)
        return false;
    if (have == n)
        store_delete(c->db, key, false);
    else
        store_set_int(c->db, key, e, have - n);
    return true;
}

static inline void cmd_draw(struct call *c)
{
    struct key key = arg_key(c);
    int64_t n = arg_int(c), until = arg_timeout(c);

    runs++;
    if (c->err == KV_OK && take(c, key, n))
        reply_int(c, n);
    else
        wait_for(c, key, OBJ_STRING, until);
}

static inline void cmd_pass(struct call *c)
{
    struct key from = arg_key(c), to = arg_key(c);
    int64_t until = arg_timeout(c), have = 0;
    struct entry *e;

    runs++;
    if (!take(c, from, 1)) {
        wait_for(c, from, OBJ_STRING, until);
        return;
    }
    if (store_write(c->db, to, OBJ_STRING, &e) == KV_OK)
        entry_string_int(e, &have);
    store_put_int(c->db, to, have + 1, EXPIRE_NEVER);
    reply_ok(c);
}

static inline void cmd_any(struct call *c)
{
    int64_t until = arg_timeout(c);
    struct key keys[8];
    unsigned count = 0;

    runs++;
    while (args_left(c) > 0)
        keys[count++] = arg_key(c);
    for (unsigned i = 0; i < count; i++) {
        if (take(c, keys[i], 1)) {
            reply_bulk(c, keys[i].name);
            return;
        }
    }
    block_on_keys(c, keys, count, OBJ_STRING, until, reply_timeout);
}

static inline void cmd_queue(struct call *c)
{
    struct key key = arg_key(c);

    runs++;
    wait_for(c, key, OBJ_LIST, arg_timeout(c));
}

static inline void cmd_follow(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes want = arg_bytes(c);
    const struct entry *e = store_find(c->db, key);
    char scratch[NUM_INT_MAX];

    runs++;
    if (e == NULL)
        reply_error(c, "GONE no such key");
    else if (bytes_eq(entry_string(e, scratch), want))
        reply_ok(c);
    else
        wait_in_line(c, key, want, 0, arg_timeout(c));
}

static inline void cmd_share(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);

    runs++;
    if (take(c, key, 1))
        reply_bulk(c, name);
    else
        wait_in_line(c, key, name, 0, arg_timeout(c));
}

/* The key holds when it is to wake, counted from the time at which the test began. */
static int64_t began_ms;

static inline void cmd_later(struct call *c)
{
    struct key key = arg_key(c);
    const struct entry *e = store_find(c->db, key);
    int64_t after_ms = INT32_MAX;

    runs++;
    if (e != NULL)
        entry_string_int(e, &after_ms);
    if (store_now_ms(c->store) >= began_ms + after_ms)
        reply_ok(c);
    else
        wait_in_line(c, key, bytes_str("later"), began_ms + after_ms, arg_timeout(c));
}

/* Closes its own client in the middle. */
static inline void cmd_leave(struct call *c)
{
    struct key key = arg_key(c);

    runs++;
    if (store_find(c->db, key) != NULL)
        client_close(c->client);
    else
        wait_for(c, key, OBJ_STRING, 0);
}

#define BLOCKING CMD_WRITE | CMD_BLOCKING

static const struct command commands[] = {
    { "draw", 4, BLOCKING, .keys = { KEY(1, KS_RW) }, .handler = cmd_draw },
    { "pass", 4, BLOCKING, .keys = { KEY(1, KS_RW), KEY(2, KS_RW) }, .handler = cmd_pass },
    { "any", -3, BLOCKING, .keys = { KEYS(2, -1, 1, KS_RW) }, .handler = cmd_any },
    { "queue", 3, BLOCKING, .keys = { KEY(1, KS_RW) }, .handler = cmd_queue },
    { "follow", 4, CMD_READONLY | CMD_BLOCKING, .keys = { KEY(1, KS_RO) }, .handler = cmd_follow },
    { "share", 4, BLOCKING, .keys = { KEY(1, KS_RW) }, .handler = cmd_share },
    { "later", 3, BLOCKING, .keys = { KEY(1, KS_RO) }, .handler = cmd_later },
    { "leave", 2, BLOCKING, .keys = { KEY(1, KS_RW) }, .handler = cmd_leave },
    COMMAND_END,
};

/* ---- Clients ------------------------------------------------------------------------------------- */

/* A client that waits in this command. */
static inline int waiting(const char *line)
{
    int peer = peer_new();

    ck_assert_str_eq(ask(peer, line), "");
    return peer;
}

static inline void sleep_ms(unsigned ms)
{
    usleep(ms * 1000);
}

static inline void setup(void)
{
    peers_setup();
    runs = 0;
}

static inline void teardown(void)
{
    while (client_first())
        client_close(client_first());
    ck_assert_uint_eq(block_key_count(), 0);
    ck_assert_uint_eq(block_line_key_count(), 0);
    ck_assert(!block_has_work());
    peers_teardown();
}

/* What a peer hears at last, after turns for up to a second. */
static inline const char *heard_in_time(int peer)
{
    const char *text = "";

    for (int i = 0; i < 200 && text[0] == '\0'; i++) {
        sleep_ms(5);
        turn();
        text = heard(peer);
    }
    return text;
}

#define HEARD_IN_TIME(peer, text) ck_assert_str_eq(heard_in_time(peer), text)

/* ---- The suite ----------------------------------------------------------------------------------- */

static inline TCase *add_case(Suite *s, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(s, tc);
    return tc;
}

static struct option_set *options; /* for as long as the program runs */

static inline void prepare(void)
{
    options = option_set_new();
    mem_thread_start();
    clock_init();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    command_register(commands);
    command_register(string_commands);
    command_register(counter_commands);
    command_register(generic_commands);
    command_register(copy_commands);
    command_register(expire_commands);
    command_register(connection_commands);
    command_register(client_commands);
    command_register(server_commands);
}

/* Runs it; returns what main() does. */
static inline int run_suite(Suite *s)
{
    SRunner *sr = srunner_create(s);
    int failed;

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
