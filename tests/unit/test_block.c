/* block: who is served, and when. */
#include "server/block.h"

#include "block_fixture.h"

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

int main(void)
{
    Suite *s = suite_create("block");
    TCase *tc;

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
    tc = add_case(s, "many");
    tcase_add_test(tc, many_are_served_over_several_turns);
    tcase_add_test(tc, nothing_is_lost_at_random);
    tc = add_case(s, "figures");
    tcase_add_test(tc, a_call_is_counted_once);
    tcase_add_test(tc, a_waiting_client_is_charged_for_what_it_holds);
    return run_suite(s);
}
