/*
 * Unit tests of server/multi, with clients on socket pairs and commands of their own:
 *
 *     LONG steps           a job of so many steps
 *     LEAVE                closes its own client
 *     INSIDE word ...      runs the words as a request inside it, replies with what that replied
 */
#include "server/multi.h"

#include "base/mem.h"
#include "cmd/families.h"
#include "obj/list.h"
#include "peers.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/limits.h"
#include "server/reply.h"

#include <stdio.h>
#include <stdlib.h>

static struct buf seen; /* what the listeners of changes were told */

static void on_changed(void *ctx, unsigned db, struct bytes key, const char *event)
{
    (void)ctx;
    (void)db;
    buf_addf(&seen, "%.*s:%s ", BYTES_ARG(key), event);
}

static void on_unit(void *ctx, bool begins)
{
    (void)ctx;
    buf_add_str(&seen, begins ? "( " : ") ");
}

static void assert_seen(const char *text)
{
    ck_assert_str_eq(buf_cstr(&seen), text);
    buf_clear(&seen);
}

/* ---- Commands ------------------------------------------------------------------------------------ */

struct work {
    int64_t steps, done;
};

static bool work_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct work *w = state;

    (void)until_ns;
    buf_addf(outbuf_tail(gathered), ":%lld\r\n", (long long)++w->done);
    return w->done >= w->steps;
}

static void work_reply(struct call *c, void *state, struct outbuf *gathered)
{
    const struct work *w = state;

    reply_array(c, (size_t)w->done);
    reply_gathered(c, gathered);
}

static const struct job_type work_type = { work_step, work_reply, mem_free };

static void cmd_long(struct call *c)
{
    struct work *w = mem_zalloc(sizeof *w);

    w->steps = arg_int(c);
    job_run(c, &work_type, w);
}

static void cmd_leave(struct call *c)
{
    client_close(c->client);
    reply_ok(c);
}

static void cmd_inside(struct call *c)
{
    struct buf reply = { .limit = BUF_UNLIMITED };
    const struct bytes *argv = c->argv + 1;
    struct call n = call_nested(c, command_lookup(argv, c->argc - 1), argv, c->argc - 1);

    n.out = &reply;
    call_run_nested(&n);
    reply_bulk(c, buf_bytes(&reply));
    buf_fini(&reply);
}

static const struct command commands[] = {
    { "long", 2, CMD_READONLY, .handler = cmd_long },
    { "leave", 1, CMD_FAST, .handler = cmd_leave },
    { "inside", -2, CMD_WRITE, .handler = cmd_inside },
    COMMAND_END,
};

static void setup(void)
{
    peers_setup();
    buf_init(&seen, 4096);
    buf_add_str(&seen, "");
}

static void teardown(void)
{
    buf_fini(&seen);
    peers_teardown();
}

static struct client *only_client(void)
{
    ck_assert_uint_eq(client_count(), 1);
    return client_first();
}

/* ---- Units --------------------------------------------------------------------------------------- */

START_TEST(changes_of_a_transaction_are_one_unit)
{
    int a = peer_new();

    ASKED(a, "SET before 1", "+OK\r\n");
    assert_seen("before:set ");
    ASKED(a, "MULTI\r\nSET a 1\r\nINCR a\r\nGET a", "+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n");
    assert_seen("");
    ASKED(a, "EXEC", "*3\r\n+OK\r\n:2\r\n$1\r\n2\r\n");
    assert_seen("( a:set a:incrby ) ");
}
END_TEST

START_TEST(what_does_not_run_is_no_unit)
{
    int a = peer_new(), b = peer_new();

    ASKED(a, "EXEC", "-ERR EXEC without MULTI\r\n");
    ask(a, "MULTI\r\nNOSUCH\r\nEXEC");
    ask(a, "MULTI\r\nSET a 1\r\nDISCARD");
    ask(a, "WATCH w");
    ask(b, "SET w 1");
    assert_seen("w:set ");
    ASKED(a, "MULTI\r\nSET a 1\r\nEXEC", "+OK\r\n+QUEUED\r\n*-1\r\n");
    assert_seen("");
}
END_TEST

START_TEST(units_inside_a_unit_are_part_of_it)
{
    call_unit_begin();
    call_unit_begin();
    call_unit_end();
    assert_seen("( ");
    call_unit_end();
    assert_seen(") ");
}
END_TEST

/* ---- Requests inside a request ------------------------------------------------------------------- */

START_TEST(a_reply_goes_where_the_caller_wants_it)
{
    int a = peer_new();

    ASKED(a, "INSIDE SET k v", "$5\r\n+OK\r\n\r\n");
    ASKED(a, "INSIDE GET k", "$7\r\n$1\r\nv\r\n\r\n");
    ASKED(a, "INSIDE INSIDE GET k", "$13\r\n$7\r\n$1\r\nv\r\n\r\n\r\n");
    ASKED(a, "INSIDE LONG 3", "$16\r\n*3\r\n:1\r\n:2\r\n:3\r\n\r\n");
    ASKED(a, "INSIDE BLPOP none 0", "$5\r\n*-1\r\n\r\n");
    ck_assert_uint_eq(client_blocked_count(), 0);
}
END_TEST

START_TEST(a_long_string_is_copied_to_the_callers_reply)
{
    int a = peer_new();

    ask(a, "SETRANGE k 3000 x");
    ask(a, "APPEND k y");
    ck_assert_uint_eq(strlen(ask(a, "INSIDE STRLEN k")), strlen("$7\r\n:3002\r\n\r\n"));
    ask(a, "SETRANGE k 70000 x");
    say(a, "INSIDE GET k");
    turn();
    ck_assert_mem_eq(heard(a), "$70011\r\n$70001\r\n", 17);
}
END_TEST

START_TEST(a_refused_one_does_not_fail_the_transaction_around_it)
{
    int a = peer_new();

    ask(a, "MULTI\r\nINSIDE NOSUCH\r\nINSIDE GET\r\nSET k v\r\nINSIDE GET k");
    ASKED(a, "EXEC",
          "*4\r\n$59\r\n-ERR unknown command 'NOSUCH', with args beginning with: \r\n\r\n"
          "$50\r\n-ERR wrong number of arguments for 'get' command\r\n\r\n+OK\r\n"
          "$7\r\n$1\r\nv\r\n\r\n");
}
END_TEST

START_TEST(what_it_does_to_the_client_holds_for_the_next)
{
    int a = peer_new();

    ask(a, "MULTI\r\nSELECT 2\r\nSET k two\r\nHELLO 3\r\nGET none\r\nHELLO 2");
    ck_assert_ptr_nonnull(strstr(ask(a, "EXEC"), "_\r\n*14\r\n"));
    ASKED(a, "GET k", "$3\r\ntwo\r\n");
    ASKED(a, "SELECT 0\r\nGET k", "+OK\r\n$-1\r\n");
}
END_TEST

/* ---- Waiting ------------------------------------------------------------------------------------- */

START_TEST(a_job_is_done_in_place)
{
    int a = peer_new();

    ask(a, "MULTI\r\nLONG 4\r\nSET k 1\r\nLONG 1");
    ASKED(a, "EXEC", "*3\r\n*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n+OK\r\n*1\r\n:1\r\n");
    ck_assert(!jobs_waiting());
}
END_TEST

START_TEST(exec_waits_for_keys_that_a_job_holds)
{
    int a = peer_new(), b = peer_new();
    struct key key = key_of(BYTES_LIT("held"));
    struct hold *h;

    ask(b, "SET held 1");
    h = hold_new(store_db(st, 0), &key, 1);
    ASKED(a, "MULTI\r\nGET held\r\nSET other 1\r\nEXEC",
          "+OK\r\n+QUEUED\r\n+QUEUED\r\n*2\r\n$1\r\n1\r\n+OK\r\n");
    ASKED(a, "MULTI\r\nSET other 2\r\nSET held 2\r\nEXEC", "+OK\r\n+QUEUED\r\n+QUEUED\r\n");
    ASKED(b, "GET other", "$1\r\n1\r\n");
    hold_free(h);
    turn();
    HEARD(a, "*2\r\n+OK\r\n+OK\r\n");
    ASKED(b, "GET held", "$1\r\n2\r\n");
}
END_TEST

START_TEST(a_failed_transaction_waits_for_nothing)
{
    int a = peer_new();
    struct key key = key_of(BYTES_LIT("held"));
    struct hold *h = hold_new(store_db(st, 0), &key, 1);

    ask(a, "MULTI\r\nSET held 2\r\nNOSUCH");
    ASKED(a, "EXEC", "-EXECABORT Transaction discarded because of previous errors.\r\n");
    hold_free(h);
}
END_TEST

static void finish_jobs(void)
{
    while (jobs_waiting()) {
        turn();
        jobs_run();
    }
    turn();
}

START_TEST(many_keys_are_watched_over_several_turns)
{
    enum { KEYS = 100 * 1000 };
    int a = peer_new(), b = peer_new();

    say_names(a, "WATCH", KEYS);
    ck_assert(jobs_waiting());
    ck_assert_uint_gt(watch_key_count(), 0);
    ck_assert_uint_lt(watch_key_count(), KEYS);
    ASKED(b, "PING", "+PONG\r\n");
    finish_jobs();
    ck_assert_uint_eq(watch_key_count(), KEYS);
    HEARD(a, "+OK\r\n");
    ASKED(a, "MULTI\r\nEXEC", "+OK\r\n*0\r\n");

    say_names(a, "WATCH", KEYS);
    ck_assert(jobs_waiting());
    ASKED(b, "SET c0 1", "+OK\r\n");
    finish_jobs();
    ASKED(a, "MULTI\r\nEXEC", "+OK\r\n+OK\r\n*-1\r\n");
    ASKED(b, "SET c0 1", "+OK\r\n");

    say_names(a, "WATCH", KEYS);
    finish_jobs();
    ASKED(b, "SET c99999 1", "+OK\r\n");
    ASKED(a, "MULTI\r\nEXEC", "+OK\r\n+OK\r\n*-1\r\n");
    buf_clear(&seen);
}
END_TEST

START_TEST(who_waits_is_served_after_the_transaction)
{
    int a = peer_new(), b = peer_new();

    ASKED(b, "BLPOP q 0", "");
    ask(a, "MULTI\r\nRPUSH q 1 2\r\nLPOP q\r\nLLEN q");
    ASKED(a, "EXEC", "*3\r\n:2\r\n$1\r\n1\r\n:1\r\n");
    HEARD(b, "*2\r\n$1\r\nq\r\n$1\r\n2\r\n");
}
END_TEST

/* ---- Clients that go ----------------------------------------------------------------------------- */

START_TEST(a_client_closed_in_the_middle_has_done_all_of_it)
{
    int a = peer_new(), b = peer_new();

    ask(b, "SETRANGE big 50000 x");
    ask(a, "WATCH w");
    ask(a, "MULTI\r\nSET a 1\r\nLEAVE\r\nGET big\r\nLONG 2\r\nCLIENT INFO\r\nSET b 2");
    ASKED(a, "EXEC", "closed");
    ASKED(b, "MGET a b", "*2\r\n$1\r\n1\r\n$1\r\n2\r\n");
    ck_assert_uint_eq(client_count(), 1);
}
END_TEST

START_TEST(a_client_that_goes_takes_its_queue_along)
{
    int a = peer_new(), b = peer_new();

    ask(a, "WATCH w\r\nMULTI\r\nSET a 1");
    close(a);
    turn();
    ck_assert_uint_eq(client_count(), 1);
    ck_assert_uint_eq(watch_client_count(), 0);
    ASKED(b, "EXISTS a", ":0\r\n");
}
END_TEST

/* ---- Memory -------------------------------------------------------------------------------------- */

START_TEST(a_queue_is_charged_to_its_client)
{
    int a = peer_new();
    struct client *c = only_client();
    size_t idle = client_mem(c);
    char line[600];

    ck_assert_int_eq(multi_count(c), -1);
    ck_assert_uint_eq(multi_mem(c), 0);
    ask(a, "MULTI");
    snprintf(line, sizeof line, "SET k %0500d", 1);
    for (int i = 0; i < 100; i++)
        ASKED(a, line, "+QUEUED\r\n");
    ck_assert_int_eq(multi_count(c), 100);
    ck_assert_uint_ge(multi_mem(c), 50000);
    ck_assert_uint_le(multi_mem(c), 150000);
    ck_assert_uint_ge(client_mem(c), idle + 50000);
    ask(a, "NOSUCH");
    ck_assert_int_eq(multi_count(c), 100);
    ck_assert_uint_le(multi_mem(c), 200);
    ask(a, "DISCARD");
    ck_assert_int_eq(multi_count(c), -1);
    ck_assert_uint_eq(client_mem(c), idle);
}
END_TEST

START_TEST(a_queue_that_is_too_large_fails)
{
    int a = peer_new();
    int64_t before = client_query_buffer_limit;
    char line[600];
    unsigned queued = 0;
    const char *reply = "";

    snprintf(line, sizeof line, "SET k %0500d", 1);
    client_query_buffer_limit = 100 * 1000;
    ask(a, "MULTI");
    while (queued < 1000 && strcmp(reply = ask(a, line), "+QUEUED\r\n") == 0)
        queued++;
    ck_assert_str_eq(reply, "-ERR transaction is larger than client-query-buffer-limit allows\r\n");
    ck_assert_uint_ge(queued, 50);
    ck_assert_uint_le(queued, 200);
    ck_assert_uint_le(multi_mem(only_client()), 200);
    ASKED(a, line, "+QUEUED\r\n");
    ASKED(a, "EXEC", "-EXECABORT Transaction discarded because of previous errors.\r\n");
    ASKED(a, "EXISTS k", ":0\r\n");
    client_query_buffer_limit = before;
}
END_TEST

static TCase *add_case(Suite *s, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, setup, teardown);
    suite_add_tcase(s, tc);
    return tc;
}

static struct option_set *options; /* for as long as the program runs */

static void prepare(void)
{
    options = option_set_new();
    clock_init();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    option_set_add(options, list_options);
    command_register(commands);
    command_register(string_commands);
    command_register(counter_commands);
    command_register(generic_commands);
    command_register(list_commands);
    command_register(list_pop_commands);
    command_register(connection_commands);
    command_register(client_commands);
    command_register(transaction_commands);
    call_on_changed(on_changed, NULL);
    call_on_unit(on_unit, NULL);
}

int main(void)
{
    Suite *s = suite_create("multi");
    SRunner *sr;
    TCase *tc;
    int failed;

    prepare();
    tc = add_case(s, "units");
    tcase_add_test(tc, changes_of_a_transaction_are_one_unit);
    tcase_add_test(tc, what_does_not_run_is_no_unit);
    tcase_add_test(tc, units_inside_a_unit_are_part_of_it);
    tc = add_case(s, "nested");
    tcase_add_test(tc, a_reply_goes_where_the_caller_wants_it);
    tcase_add_test(tc, a_long_string_is_copied_to_the_callers_reply);
    tcase_add_test(tc, a_refused_one_does_not_fail_the_transaction_around_it);
    tcase_add_test(tc, what_it_does_to_the_client_holds_for_the_next);
    tc = add_case(s, "waiting");
    tcase_add_test(tc, a_job_is_done_in_place);
    tcase_add_test(tc, exec_waits_for_keys_that_a_job_holds);
    tcase_add_test(tc, a_failed_transaction_waits_for_nothing);
    tcase_add_test(tc, many_keys_are_watched_over_several_turns);
    tcase_add_test(tc, who_waits_is_served_after_the_transaction);
    tc = add_case(s, "going");
    tcase_add_test(tc, a_client_closed_in_the_middle_has_done_all_of_it);
    tcase_add_test(tc, a_client_that_goes_takes_its_queue_along);
    tc = add_case(s, "memory");
    tcase_add_test(tc, a_queue_is_charged_to_its_client);
    tcase_add_test(tc, a_queue_that_is_too_large_fails);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
