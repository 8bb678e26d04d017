/* block: lines of clients, and how a wait ends or pauses. */
#include "server/block.h"

#include "block_fixture.h"

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

int main(void)
{
    Suite *s = suite_create("block_waits");
    TCase *tc;

    prepare();
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
    tc = add_case(s, "timeout");
    tcase_add_test(tc, timeouts_are_seconds_with_decimals);
    tcase_add_test(tc, other_timeouts_are_refused);
    return run_suite(s);
}
