/*
 * Unit tests of server/block, with clients on socket pairs and blocking commands of their own:
 *
 *     DRAW key n timeout          takes n from the integer at key, when it has so many
 *     PASS source target timeout  takes 1 from source, adds it to target
 *     ANY timeout key [key ...]   takes 1 from the first that is there, replies with its name
 *     QUEUE key timeout           waits for a list, of which there are none here
 *     FOLLOW key text timeout     waits in the line of this text, for it; whoever sees the key gone is told
 *     SHARE key name timeout      takes 1 from the integer at key, in the line of this name
 *     LATER key ms                replies when so many ms have passed since 0, or the key changed
 */
#include "server/block.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "server/hold.h"
#include "server/reply.h"
#include "peers.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static unsigned runs; /* of the handlers below */

/* ---- Commands ------------------------------------------------------------------------------------ */

static void reply_timeout(struct call *c)
{
    reply_null(c);
}

static void wait_for(struct call *c, struct key key, enum obj_type type, int64_t until)
{
    if (c->err == KV_OK)
        block_on_keys(c, &key, 1, type, until, reply_timeout);
    else
        reply_err(c, c->err);
}

static void wait_in_line(struct call *c, struct key key, struct bytes name, int64_t wake_ms,
                         int64_t until)
{
    struct block_line line = { key, name, wake_ms };

    if (c->err == KV_OK)
        block_in_lines(c, &line, 1, until, reply_timeout);
    else
        reply_err(c, c->err);
}

/* Takes n from the integer at key; false if it has less. */
static bool take(struct call *c, struct key key, int64_t n)
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

static void cmd_draw(struct call *c)
{
    struct key key = arg_key(c);
    int64_t n = arg_int(c), until = arg_timeout(c);

    runs++;
    if (c->err == KV_OK && take(c, key, n))
        reply_int(c, n);
    else
        wait_for(c, key, OBJ_STRING, until);
}

static void cmd_pass(struct call *c)
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

static void cmd_any(struct call *c)
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

static void cmd_queue(struct call *c)
{
    struct key key = arg_key(c);

    runs++;
    wait_for(c, key, OBJ_LIST, arg_timeout(c));
}

static void cmd_follow(struct call *c)
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

static void cmd_share(struct call *c)
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

static void cmd_later(struct call *c)
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
static void cmd_leave(struct call *c)
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
static int waiting(const char *line)
{
    int peer = peer_new();

    ck_assert_str_eq(ask(peer, line), "");
    return peer;
}

static void sleep_ms(unsigned ms)
{
    usleep(ms * 1000);
}

static void setup(void)
{
    peers_setup();
    runs = 0;
}

static void teardown(void)
{
    while (client_first())
        client_close(client_first());
    ck_assert_uint_eq(block_key_count(), 0);
    ck_assert_uint_eq(block_line_key_count(), 0);
    ck_assert(!block_has_work());
    peers_teardown();
}

/* What a peer hears at last, after turns for up to a second. */
static const char *heard_in_time(int peer)
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

/* ---- Being served -------------------------------------------------------------------------------- */

START_TEST(who_finds_something_does_not_wait)
{
    int a = peer_new();

    ASKED(a, "SET k 3", "+OK\r\n");
    ASKED(a, "DRAW k 2 0", ":2\r\n");
    ck_assert_uint_eq(client_blocked_count(), 0);
    ck_assert_uint_eq(block_key_count(), 0);
}
END_TEST

START_TEST(who_finds_nothing_is_served_when_something_comes)
{
    int a = waiting("DRAW k 2 0"), b = peer_new();

    ck_assert_uint_eq(client_blocked_count(), 1);
    ck_assert_uint_eq(block_key_count(), 1);
    ASKED(b, "SET k 3", "+OK\r\n");
    HEARD(a, ":2\r\n");
    ck_assert_uint_eq(client_blocked_count(), 0);
    ck_assert_uint_eq(block_key_count(), 0);
    ASKED(b, "GET k", "$1\r\n1\r\n");
    ASKED(a, "PING", "+PONG\r\n");
}
END_TEST

START_TEST(those_who_came_first_are_served_first)
{
    int a = waiting("DRAW k 1 0"), b = waiting("DRAW k 1 0"), c = waiting("DRAW k 1 0");
    int p = peer_new();

    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(a, ":1\r\n");
    HEARD(b, "");
    ASKED(p, "SET k 2", "+OK\r\n");
    HEARD(b, ":1\r\n");
    HEARD(c, ":1\r\n");
    ASKED(p, "EXISTS k", ":0\r\n");
}
END_TEST

/* Only as many are run as find something. */
START_TEST(a_change_costs_nothing_per_waiting_client)
{
    int p = peer_new();

    for (int i = 0; i < 100; i++)
        waiting("DRAW k 1 0");
    runs = 0;
    ASKED(p, "SET k 3", "+OK\r\n");
    ck_assert_uint_eq(runs, 3);
    ck_assert_uint_eq(client_blocked_count(), 97);
}
END_TEST

START_TEST(other_keys_types_and_databases_wake_nobody)
{
    int a = waiting("QUEUE k 0"), p = peer_new();

    say(a, "");
    runs = 0;
    ASKED(p, "SET k 1", "+OK\r\n");
    ASKED(p, "SET k2 1", "+OK\r\n");
    ASKED(p, "DEL k", ":1\r\n");
    ck_assert_uint_eq(runs, 0);
    waiting("DRAW k 1 0");
    ck_assert_uint_eq(block_key_count(), 2);
    runs = 0;
    ASKED(p, "SELECT 1", "+OK\r\n");
    ASKED(p, "SET k 1", "+OK\r\n");
    ck_assert_uint_eq(runs, 0);
    HEARD(a, "");
}
END_TEST

START_TEST(a_key_gone_before_the_command_is_over_serves_nobody)
{
    int a = waiting("DRAW k 1 0"), p = peer_new();

    runs = 0;
    ASKED(p, "SET k 1 PXAT 1", "+OK\r\n");
    ck_assert_uint_eq(runs, 0);
    HEARD(a, "");
}
END_TEST

START_TEST(who_waits_for_several_keys_is_served_once)
{
    int a = waiting("ANY 0 x y x z"), p = peer_new();

    ck_assert_uint_eq(block_key_count(), 3);
    ASKED(p, "MSET z 1 y 1", "+OK\r\n");
    HEARD(a, "$1\r\ny\r\n");
    ck_assert_uint_eq(block_key_count(), 0);
    ASKED(p, "EXISTS z", ":1\r\n");
}
END_TEST

START_TEST(each_key_has_a_queue_of_its_own)
{
    int a = waiting("ANY 0 x y"), b = waiting("ANY 0 y x"), p = peer_new();

    ASKED(p, "SET y 1", "+OK\r\n");
    HEARD(a, "$1\r\ny\r\n");
    HEARD(b, "");
    ASKED(p, "SET x 1", "+OK\r\n");
    HEARD(b, "$1\r\nx\r\n");
}
END_TEST

/* A handler run for one client makes the key of another ready. */
START_TEST(a_chain_is_followed_to_its_end)
{
    int chain[20], p = peer_new();

    for (int i = 0; i < 20; i++) {
        char line[64];

        snprintf(line, sizeof line, "PASS k%d k%d 0", i, i + 1);
        chain[i] = waiting(line);
    }
    ASKED(p, "SET k0 1", "+OK\r\n");
    for (int i = 0; i < 20; i++)
        HEARD(chain[i], "+OK\r\n");
    ASKED(p, "GET k20", "$1\r\n1\r\n");
}
END_TEST

/* Each of two gives to the other: all are served, and it ends. */
START_TEST(a_circle_ends)
{
    int a = waiting("PASS x y 0"), b = waiting("PASS y x 0"), p = peer_new();

    ASKED(p, "SET x 1", "+OK\r\n");
    HEARD(a, "+OK\r\n");
    HEARD(b, "+OK\r\n");
    ASKED(p, "GET x", "$1\r\n1\r\n");
}
END_TEST

START_TEST(a_key_passed_to_itself_ends)
{
    int a = waiting("PASS x x 0"), b = waiting("PASS x x 0"), p = peer_new();

    ASKED(p, "SET x 1", "+OK\r\n");
    HEARD(a, "+OK\r\n");
    HEARD(b, "+OK\r\n");
    ASKED(p, "GET x", "$1\r\n1\r\n");
}
END_TEST

/* Who wants more than there is keeps the place, and those behind are served. */
START_TEST(who_is_not_content_holds_up_nobody)
{
    int a = waiting("DRAW k 5 0"), b = waiting("DRAW k 1 0"), c = waiting("DRAW k 5 0");
    int p = peer_new();

    ASKED(p, "SET k 4", "+OK\r\n");
    HEARD(a, "");
    HEARD(b, ":1\r\n");
    ASKED(p, "INCRBY k 3", ":6\r\n");
    HEARD(a, ":5\r\n");
    HEARD(c, "");
    ASKED(p, "INCRBY k 4", ":5\r\n");
    HEARD(c, ":5\r\n");
}
END_TEST

/* ---- Ways in which a key comes to be ------------------------------------------------------------- */

START_TEST(renaming_copying_and_moving_wake)
{
    int a = waiting("DRAW k 1 0"), p = peer_new();

    ASKED(p, "SET j 1", "+OK\r\n");
    ASKED(p, "RENAME j k", "+OK\r\n");
    HEARD(a, ":1\r\n");
    ASKED(p, "SET j 1", "+OK\r\n");
    say(a, "DRAW k 1 0");
    turn();
    ASKED(p, "COPY j k", ":1\r\n");
    HEARD(a, ":1\r\n");
    say(a, "DRAW k 1 0");
    turn();
    ASKED(p, "SELECT 1", "+OK\r\n");
    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(a, "");
    ASKED(p, "MOVE k 0", ":1\r\n");
    HEARD(a, ":1\r\n");
}
END_TEST

START_TEST(swapping_databases_wakes)
{
    int a = waiting("DRAW k 1 0"), b = waiting("DRAW none 1 0"), p = peer_new();

    ASKED(p, "SELECT 1", "+OK\r\n");
    ASKED(p, "SET k 1", "+OK\r\n");
    ASKED(p, "SWAPDB 1 2", "+OK\r\n");
    HEARD(a, "");
    ASKED(p, "SWAPDB 2 0", "+OK\r\n");
    HEARD(a, ":1\r\n");
    HEARD(b, "");
    ASKED(p, "FLUSHALL", "+OK\r\n");
    HEARD(b, "");
}
END_TEST

/* ---- Lines --------------------------------------------------------------------------------------- */

START_TEST(all_who_follow_a_key_see_each_change)
{
    int p = peer_new(), a, b, c;

    ASKED(p, "SET k zero", "+OK\r\n");
    a = waiting("FOLLOW k one 0");
    b = waiting("FOLLOW k two 0");
    c = waiting("FOLLOW k one 0");
    ck_assert_uint_eq(block_line_key_count(), 1);
    runs = 0;
    ASKED(p, "SET k one", "+OK\r\n");
    ck_assert_uint_eq(runs, 3);
    HEARD(a, "+OK\r\n");
    HEARD(c, "+OK\r\n");
    HEARD(b, "");
    ASKED(p, "SET k two", "+OK\r\n");
    HEARD(b, "+OK\r\n");
    ck_assert_uint_eq(block_line_key_count(), 0);
}
END_TEST

START_TEST(all_who_follow_a_key_see_it_go)
{
    static const char *const ends[] = { "DEL k", "RENAME k j", "FLUSHDB", "SWAPDB 0 3",
                                        "SET k x PXAT 1" };
    int p = peer_new();

    for (unsigned i = 0; i < sizeof ends / sizeof *ends; i++) {
        int a, b;

        ASKED(p, "SET k zero", "+OK\r\n");
        a = waiting("FOLLOW k one 0");
        b = waiting("FOLLOW k two 0");
        ask(p, ends[i]);
        HEARD(a, "-GONE no such key\r\n");
        HEARD(b, "-GONE no such key\r\n");
        close(a);
        close(b);
    }
}
END_TEST

START_TEST(a_line_ends_at_the_first_who_finds_nothing)
{
    enum { MANY = 50 };
    int peers[MANY], p = peer_new();

    for (int i = 0; i < MANY; i++)
        peers[i] = waiting("SHARE k x 0");
    runs = 0;
    ASKED(p, "SET k 2", "+OK\r\n");
    ck_assert_uint_le(runs, 5);
    HEARD(peers[0], "$1\r\nx\r\n");
    HEARD(peers[1], "$1\r\nx\r\n");
    HEARD(peers[2], "");
    ck_assert_uint_eq(block_key_count(), 1);
    ck_assert_uint_eq(block_line_key_count(), 1);
    runs = 0;
    ASKED(p, "SET j 2", "+OK\r\n");
    ck_assert_uint_eq(runs, 0);
}
END_TEST

START_TEST(lines_of_a_key_take_turns)
{
    int x1 = waiting("SHARE k x 0"), x2 = waiting("SHARE k x 0"), x3 = waiting("SHARE k x 0");
    int y1 = waiting("SHARE k y 0"), y2 = waiting("SHARE k y 0"), p = peer_new();

    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(x1, "$1\r\nx\r\n");
    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(y1, "$1\r\ny\r\n");
    HEARD(x2, "");
    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(x2, "$1\r\nx\r\n");
    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(y2, "$1\r\ny\r\n");
    HEARD(x3, "");
}
END_TEST

START_TEST(a_line_is_run_when_its_time_has_come)
{
    int p = peer_new(), a, b;

    began_ms = store_now_ms(st);
    a = waiting("LATER k 0");
    b = waiting("LATER k 0.001");
    ck_assert_int_gt(block_next_wake_ms(), began_ms + 1000);
    HEARD_IN_TIME(b, "$-1\r\n");
    ASKED(p, "SET k 300", "+OK\r\n");
    HEARD(a, "");
    ck_assert_int_eq(block_next_wake_ms(), began_ms + 300);
    for (int i = 0; i < 400 && block_next_wake_ms() != INT64_MAX; i++) {
        sleep_ms(5);
        turn();
    }
    HEARD(a, "+OK\r\n");
    ck_assert_int_ge(store_now_ms(st), began_ms + 300);
    ck_assert_int_eq(block_next_wake_ms(), INT64_MAX);
}
END_TEST

START_TEST(all_who_follow_a_key_see_it_expire)
{
    int p = peer_new(), a;

    ASKED(p, "SET k zero PX 20", "+OK\r\n");
    a = waiting("FOLLOW k one 0");
    ASKED(p, "PEXPIRE k 30", ":1\r\n");
    HEARD(a, "");
    ck_assert(!block_has_work());
    for (int i = 0; i < 20; i++) {
        sleep_ms(5);
        turn();
    }
    HEARD(a, "-GONE no such key\r\n");
}
END_TEST

/* ---- Ends of waiting ----------------------------------------------------------------------------- */

START_TEST(waiting_ends_in_time)
{
    int a = waiting("DRAW k 1 0.02"), b = waiting("DRAW k 1 0.5"), p = peer_new();

    for (int i = 0; i < 20; i++) {
        sleep_ms(3);
        turn();
    }
    HEARD(a, "$-1\r\n");
    HEARD(b, "");
    ck_assert_uint_eq(client_blocked_count(), 1);
    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(b, ":1\r\n");
}
END_TEST

/* A handler that is run again does not start a new time limit. */
START_TEST(looking_again_does_not_make_the_wait_longer)
{
    int a = waiting("DRAW k 100 0.03"), p = peer_new();

    for (int i = 0; i < 20; i++) {
        sleep_ms(3);
        say(p, "INCR k");
        turn();
    }
    ck_assert_uint_gt(runs, 5);
    HEARD(a, "$-1\r\n");
}
END_TEST

START_TEST(unblock_ends_a_wait)
{
    int a = waiting("DRAW k 1 0"), b, p;
    uint64_t first = last_id();
    char line[64];

    b = waiting("DRAW k 1 0");
    p = peer_new();
    snprintf(line, sizeof line, "CLIENT UNBLOCK %llu", (unsigned long long)first);
    ASKED(p, line, ":1\r\n");
    HEARD(a, "$-1\r\n");
    ASKED(p, line, ":0\r\n");
    snprintf(line, sizeof line, "CLIENT UNBLOCK %llu ERROR", (unsigned long long)first + 1);
    ASKED(p, line, ":1\r\n");
    HEARD(b, "-UNBLOCKED client unblocked via CLIENT UNBLOCK\r\n");
    ASKED(a, "PING", "+PONG\r\n");
    ck_assert_uint_eq(block_key_count(), 0);
}
END_TEST

START_TEST(who_leaves_is_not_served)
{
    int a = waiting("DRAW k 1 0"), b = waiting("DRAW k 1 0"), c = waiting("DRAW k 1 0");
    int p = peer_new();
    char line[64];

    close(a);
    turn();
    snprintf(line, sizeof line, "CLIENT KILL ID %llu", (unsigned long long)last_id() - 2);
    ASKED(p, line, ":1\r\n");
    HEARD(b, "closed");
    ASKED(p, "SET k 2", "+OK\r\n");
    HEARD(c, ":1\r\n");
    ASKED(p, "GET k", "$1\r\n1\r\n");
}
END_TEST

START_TEST(a_client_may_be_closed_by_its_own_handler)
{
    int a = waiting("LEAVE k"), b = waiting("DRAW k 1 0"), p = peer_new();

    ASKED(p, "SET k 1", "+OK\r\n");
    HEARD(a, "closed");
    HEARD(b, ":1\r\n");
}
END_TEST

START_TEST(requests_sent_ahead_run_after_the_wait)
{
    int a = peer_new(), p = peer_new();

    say(a, "DRAW k 1 0");
    say(a, "PING");
    ASKED(a, "DRAW k 1 0", "");
    ASKED(p, "SET k 2", "+OK\r\n");
    HEARD(a, ":1\r\n");
    turn();
    HEARD(a, "+PONG\r\n:1\r\n");
}
END_TEST

START_TEST(muted_clients_are_served_without_a_reply)
{
    int a = peer_new(), p = peer_new();

    say(a, "CLIENT REPLY SKIP");
    ASKED(a, "DRAW k 1 0", "");
    ASKED(p, "SET k 2", "+OK\r\n");
    HEARD(a, "");
    ASKED(a, "DRAW k 1 0", ":1\r\n");
}
END_TEST

/* ---- CLIENT PAUSE -------------------------------------------------------------------------------- */

START_TEST(nobody_is_served_during_a_pause_and_nobody_is_lost)
{
    int a = waiting("DRAW k 1 0"), b = waiting("DRAW k 1 0"), p = peer_new();

    ASKED(p, "CLIENT PAUSE 50", "+OK\r\n");
    runs = 0;
    store_put_int(store_db(st, 0), key_of(BYTES_LIT("k")), 2, EXPIRE_NEVER);
    turn();
    turn();
    HEARD(a, "");
    ck_assert_uint_eq(runs, 0);
    ck_assert(!block_has_work());
    for (int i = 0; i < 10; i++) {
        sleep_ms(10);
        turn();
    }
    HEARD(a, ":1\r\n");
    HEARD(b, ":1\r\n");
}
END_TEST

START_TEST(a_pause_of_writes_holds_back_only_those)
{
    int p = peer_new(), a, b;

    ASKED(p, "SET k zero", "+OK\r\n");
    a = waiting("FOLLOW k 1 0");
    b = waiting("DRAW k 1 0");
    ASKED(p, "CLIENT PAUSE 1000 WRITE", "+OK\r\n");
    store_put_int(store_db(st, 0), key_of(BYTES_LIT("k")), 1, EXPIRE_NEVER);
    turn();
    HEARD(a, "+OK\r\n");
    HEARD(b, "");
    ASKED(p, "CLIENT UNPAUSE", "+OK\r\n");
    turn();
    HEARD(b, ":1\r\n");
}
END_TEST

START_TEST(a_job_that_holds_the_key_holds_back_who_waits_for_it)
{
    struct key key = key_of(BYTES_LIT("k"));
    int a = waiting("DRAW k 1 0");
    struct hold *h = hold_new(store_db(st, 0), &key, 1);

    store_put_int(store_db(st, 0), key, 1, EXPIRE_NEVER);
    turn();
    HEARD(a, "");
    ck_assert(!block_has_work());
    hold_free(h);
    turn();
    HEARD(a, ":1\r\n");
}
END_TEST

/* ---- Many ---------------------------------------------------------------------------------------- */

/* Serving thousands takes several turns; all are served, in order. */
START_TEST(many_are_served_over_several_turns)
{
    enum { MANY = 300 };
    int peers[MANY], p = peer_new();
    unsigned turns = 0;

    ASKED(p, "SET k zero", "+OK\r\n");
    for (int i = 0; i < MANY; i++)
        peers[i] = waiting("FOLLOW k one 0");
    say(p, "SET k one");
    do {
        turn();
        turns++;
    } while (block_has_work());
    ck_assert_uint_lt(turns, MANY);
    for (int i = 0; i < MANY; i++)
        HEARD(peers[i], "+OK\r\n");
}
END_TEST

/* At random, with a model: what was given equals what is left and what was drawn. */
START_TEST(nothing_is_lost_at_random)
{
    enum { PEERS = 24, KEYS = 3, STEPS = 4000 };
    int peers[PEERS], p = peer_new();
    bool waits[PEERS] = { false };
    int64_t given = 0, drawn = 0;
    struct rng rng;

    rng_seed(&rng, 7);
    for (int i = 0; i < PEERS; i++)
        peers[i] = peer_new();
    for (int step = 0; step < STEPS; step++) {
        unsigned i = (unsigned)rng_below(&rng, PEERS), k = (unsigned)rng_below(&rng, KEYS);
        char line[64];

        if (rng_below(&rng, 3) == 0) {
            unsigned n = (unsigned)rng_below(&rng, 3) + 1;

            snprintf(line, sizeof line, "INCRBY k%u %u", k, n);
            ask(p, line);
            given += n;
        } else if (rng_below(&rng, 20) == 0) {
            close(peers[i]);
            peers[i] = peer_new();
            waits[i] = false;
        } else if (!waits[i]) {
            snprintf(line, sizeof line, "ANY 0.0%u k%u k%u", (unsigned)rng_below(&rng, 9) + 1, k,
                     (k + 1) % KEYS);
            say(peers[i], line);
            waits[i] = true;
        }
        turn();
        for (i = 0; i < PEERS; i++) {
            const char *text = heard(peers[i]);

            drawn += text[0] == '$' && text[1] == '2';
            waits[i] &= text[0] == '\0';
        }
    }
    for (unsigned k = 0; k < KEYS; k++) {
        char name[8];
        const struct entry *e;
        int64_t left = 0;

        snprintf(name, sizeof name, "k%u", k);
        e = store_find(store_db(st, 0), key_of(bytes_str(name)));
        if (e)
            entry_string_int(e, &left);
        given -= left;
    }
    ck_assert_int_eq(given, drawn);
    ck_assert_int_gt(drawn, STEPS / 8);
}
END_TEST

/* ---- Figures ------------------------------------------------------------------------------------- */

START_TEST(a_call_is_counted_once)
{
    struct command_state *draw = command_find(BYTES_LIT("draw"));
    uint64_t calls = draw->calls, nsec = draw->nsec;
    int a = waiting("DRAW k 5 0"), p = peer_new();

    ASKED(p, "SET k 4", "+OK\r\n");
    ck_assert_uint_eq(draw->calls, calls + 1);
    ASKED(p, "SET k 5", "+OK\r\n");
    HEARD(a, ":5\r\n");
    ck_assert_uint_eq(draw->calls, calls + 1);
    ck_assert_uint_gt(draw->nsec, nsec);
}
END_TEST

/* The copy of the request is charged to its client; buffers are not kept while it waits. */
START_TEST(a_waiting_client_is_charged_for_what_it_holds)
{
    int a = peer_new(), b = peer_new();
    struct client *c;
    size_t idle, small;

    ASKED(a, "PING", "+PONG\r\n");
    c = client_find(last_id() - 1);
    idle = client_mem(c);
    ASKED(a, "ANY 0 k", "");
    small = client_mem(c);
    ck_assert_uint_gt(small, idle);
    ck_assert_uint_lt(small, idle + 512);
    c = client_find(last_id());
    ASKED(b,
          "ANY 0 kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
          "");
    ck_assert_uint_gt(client_mem(c), small + 64);
}
END_TEST

/* ---- The timeout argument ------------------------------------------------------------------------ */

static int64_t timeout_of(const char *text, const char **error)
{
    struct bytes argv[] = { BYTES_LIT("cmd"), bytes_str(text) };
    struct call c = { .store = st, .argv = argv, .argc = 2, .next = 1 };
    int64_t at = arg_timeout(&c);

    *error = c.err_text;
    ck_assert((c.err == KV_OK) == (c.err_text == NULL));
    return at == 0 ? 0 : at - store_now_ms(st);
}

START_TEST(timeouts_are_seconds_with_decimals)
{
    static const struct {
        const char *text;
        int64_t ms;
    } good[] = { { "0", 0 },      { "0.0", 0 },    { "-0", 0 },        { "1", 1000 },
                 { "0.5", 500 },  { "0.0001", 1 }, { "1e3", 1000000 }, { "2.0001", 2001 },
                 { "+.25", 250 }, { "1e-300", 1 } };
    const char *error;

    for (unsigned i = 0; i < sizeof good / sizeof *good; i++) {
        ck_assert_int_eq(timeout_of(good[i].text, &error), good[i].ms);
        ck_assert_ptr_null(error);
    }
}
END_TEST

START_TEST(other_timeouts_are_refused)
{
    static const struct {
        const char *text, *error;
    } bad[] = { { "x", "timeout is not a float or out of range" },
                { "", "timeout is not a float or out of range" },
                { " 1", "timeout is not a float or out of range" },
                { "1.5.2", "timeout is not a float or out of range" },
                { "nan", "timeout is not a float or out of range" },
                { "-1", "timeout is negative" },
                { "-0.0001", "timeout is negative" },
                { "-inf", "timeout is negative" },
                { "inf", "timeout is out of range" },
                { "1e400", "timeout is out of range" },
                { "9223372036854775807", "timeout is out of range" },
                { "9223372036854775", "timeout is out of range" } };
    const char *error;

    for (unsigned i = 0; i < sizeof bad / sizeof *bad; i++) {
        timeout_of(bad[i].text, &error);
        ck_assert_str_eq(error, bad[i].error);
    }
}
END_TEST

/* ---------------------------------------------------------------------------------------------------- */

static TCase *add_case(Suite *s, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(s, tc);
    return tc;
}

static struct option_set *options; /* for as long as the program runs */

static void prepare(void)
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

int main(void)
{
    Suite *s = suite_create("block");
    SRunner *sr;
    TCase *tc;
    int failed;

    prepare();
    tc = add_case(s, "served");
    tcase_add_test(tc, who_finds_something_does_not_wait);
    tcase_add_test(tc, who_finds_nothing_is_served_when_something_comes);
    tcase_add_test(tc, those_who_came_first_are_served_first);
    tcase_add_test(tc, a_change_costs_nothing_per_waiting_client);
    tcase_add_test(tc, other_keys_types_and_databases_wake_nobody);
    tcase_add_test(tc, a_key_gone_before_the_command_is_over_serves_nobody);
    tcase_add_test(tc, who_waits_for_several_keys_is_served_once);
    tcase_add_test(tc, each_key_has_a_queue_of_its_own);
    tcase_add_test(tc, a_chain_is_followed_to_its_end);
    tcase_add_test(tc, a_circle_ends);
    tcase_add_test(tc, a_key_passed_to_itself_ends);
    tcase_add_test(tc, who_is_not_content_holds_up_nobody);
    tc = add_case(s, "ways");
    tcase_add_test(tc, renaming_copying_and_moving_wake);
    tcase_add_test(tc, swapping_databases_wakes);
    tc = add_case(s, "lines");
    tcase_add_test(tc, a_line_ends_at_the_first_who_finds_nothing);
    tcase_add_test(tc, lines_of_a_key_take_turns);
    tcase_add_test(tc, a_line_is_run_when_its_time_has_come);
    tcase_add_test(tc, all_who_follow_a_key_see_each_change);
    tcase_add_test(tc, all_who_follow_a_key_see_it_go);
    tcase_add_test(tc, all_who_follow_a_key_see_it_expire);
    tc = add_case(s, "ends");
    tcase_add_test(tc, waiting_ends_in_time);
    tcase_add_test(tc, looking_again_does_not_make_the_wait_longer);
    tcase_add_test(tc, unblock_ends_a_wait);
    tcase_add_test(tc, who_leaves_is_not_served);
    tcase_add_test(tc, a_client_may_be_closed_by_its_own_handler);
    tcase_add_test(tc, requests_sent_ahead_run_after_the_wait);
    tcase_add_test(tc, muted_clients_are_served_without_a_reply);
    tc = add_case(s, "pause");
    tcase_add_test(tc, nobody_is_served_during_a_pause_and_nobody_is_lost);
    tcase_add_test(tc, a_pause_of_writes_holds_back_only_those);
    tcase_add_test(tc, a_job_that_holds_the_key_holds_back_who_waits_for_it);
    tc = add_case(s, "many");
    tcase_add_test(tc, many_are_served_over_several_turns);
    tcase_add_test(tc, nothing_is_lost_at_random);
    tc = add_case(s, "figures");
    tcase_add_test(tc, a_call_is_counted_once);
    tcase_add_test(tc, a_waiting_client_is_charged_for_what_it_holds);
    tc = add_case(s, "timeout");
    tcase_add_test(tc, timeouts_are_seconds_with_decimals);
    tcase_add_test(tc, other_timeouts_are_refused);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
