#include "server/latency.h"

#include <check.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/mem.h"

static struct buf out;

/* Runs LATENCY with the words and gives what was replied, in RESP2. */
static const char *run(const char *sub, const char *event)
{
    const struct command *row = latency_commands[0].subs;
    struct bytes argv[] = { BYTES_LIT("LATENCY"), bytes_str(sub), bytes_str(event) };
    struct call c = { .argv = argv, .argc = event[0] ? 3 : 2, .next = 2, .out = &out, .proto = 2 };

    while (strcmp(row->name, sub) != 0)
        row++;
    buf_clear(&out);
    row->handler(&c);
    return buf_cstr(&out);
}

static void setup(void)
{
    buf_init(&out, BUF_UNLIMITED);
}

static void teardown(void)
{
    run("reset", "");
    buf_fini(&out);
}

START_TEST(an_event_is_there_from_its_first_spike_on)
{
    ck_assert_str_eq(run("latest", ""), "*0\r\n");
    latency_add_at("command", 7, 100);
    ck_assert_str_eq(run("latest", ""), "*1\r\n*4\r\n$7\r\ncommand\r\n:100\r\n:7\r\n:7\r\n");
    ck_assert_str_eq(run("history", "command"), "*1\r\n*2\r\n:100\r\n:7\r\n");
    ck_assert_str_eq(run("history", "fork"), "*0\r\n");
}
END_TEST

START_TEST(a_second_keeps_its_worst)
{
    latency_add_at("command", 7, 100);
    latency_add_at("command", 9, 100);
    latency_add_at("command", 8, 100);
    ck_assert_str_eq(run("history", "command"), "*1\r\n*2\r\n:100\r\n:9\r\n");
}
END_TEST

START_TEST(the_oldest_spike_goes_but_the_worst_is_remembered)
{
    char first[64];

    for (int i = 0; i < 200; i++)
        latency_add_at("command", (uint64_t)(1000 - i), 100 + i);
    run("history", "command");
    snprintf(first, sizeof first, "*160\r\n*2\r\n:%d\r\n:%d\r\n", 100 + 40, 1000 - 40);
    ck_assert(bytes_starts(buf_bytes(&out), bytes_str(first)));
    ck_assert_str_eq(run("latest", ""), "*1\r\n*4\r\n$7\r\ncommand\r\n:299\r\n:801\r\n:1000\r\n");
}
END_TEST

START_TEST(reset_forgets_the_events_it_names)
{
    latency_add_at("command", 7, 100);
    latency_add_at("fork", 8, 100);
    latency_add_at("expire-cycle", 9, 100);
    ck_assert_str_eq(run("reset", "fork"), ":1\r\n");
    ck_assert_str_eq(run("reset", "fork"), ":0\r\n");
    ck_assert_str_eq(run("history", "expire-cycle"), "*1\r\n*2\r\n:100\r\n:9\r\n");
    ck_assert_str_eq(run("reset", ""), ":2\r\n");
}
END_TEST

START_TEST(the_graph_rises_from_the_lowest_to_the_highest)
{
    int64_t now_s = clock_wall_us() / 1000000;

    for (int i = 0; i < 12; i++)
        latency_add_at("command", (uint64_t)(10 + i), now_s - 12 * 60 + i * 60 - 30);
    run("graph", "command");
    ck_assert_ptr_nonnull(strstr(buf_cstr(&out), "command - high 21 ms, low 10 ms (all time high "
                                                 "21 ms)\n"));
    ck_assert_ptr_nonnull(strstr(buf_cstr(&out), "\n         _o#\n"
                                                 "      _o#|||\n"
                                                 "   _o#||||||\n"
                                                 "_o#|||||||||\n"
                                                 "\n"
                                                 "111987654321\n"
                                                 "210mmmmmmmmm\n"
                                                 "mmm         \n"));
}
END_TEST

START_TEST(the_graph_shows_the_newest_80)
{
    const char *line;

    for (int i = 0; i < 100; i++)
        latency_add_at("command", (uint64_t)(1 + i % 2), 100 + i);
    line = strstr(run("graph", "command"), "-\n");
    ck_assert_ptr_nonnull(line);
    ck_assert_uint_eq(strcspn(line + 2, "\n"), 80);
}
END_TEST

START_TEST(equal_spikes_make_a_flat_graph)
{
    latency_add_at("command", 5, 100);
    latency_add_at("command", 5, 101);
    ck_assert_ptr_nonnull(strstr(run("graph", "command"), "-\n  \n  \n  \n__\n"));
}
END_TEST

START_TEST(the_doctor_adds_up_what_he_saw)
{
    latency_add_at("command", 10, clock_wall_us() / 1000000 - 4);
    latency_add_at("command", 30, clock_wall_us() / 1000000);
    ck_assert_ptr_nonnull(strstr(run("doctor", ""), "1. command: 2 latency spikes (average 20ms, "
                                                    "mean deviation 10ms, period 2.00 sec). "
                                                    "Worst all time event 30ms.\n"));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("latency");
    TCase *tc = tcase_create("latency");
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, an_event_is_there_from_its_first_spike_on);
    tcase_add_test(tc, a_second_keeps_its_worst);
    tcase_add_test(tc, the_oldest_spike_goes_but_the_worst_is_remembered);
    tcase_add_test(tc, reset_forgets_the_events_it_names);
    tcase_add_test(tc, the_graph_rises_from_the_lowest_to_the_highest);
    tcase_add_test(tc, the_graph_shows_the_newest_80);
    tcase_add_test(tc, equal_spikes_make_a_flat_graph);
    tcase_add_test(tc, the_doctor_adds_up_what_he_saw);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
