/* Whether the loop rests, under made-up traffic. */
#include "server/gather.h"

#include <check.h>
#include <stdlib.h>

enum { CLIENTS = 200 };

static struct option_set *options;
static uint32_t marks[CLIENTS];
static uint64_t now_us;
static unsigned next;

static void set_rest(const char *us)
{
    struct option_pair pair = { BYTES_LIT("gather-rest-us"), bytes_str(us) };
    const char *why;
    unsigned bad;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, gather_options);
    now_us += 10 * 1000 * 1000; /* whatever was seen before says nothing */
    gather_turn(now_us);
}

static void teardown(void)
{
    option_set_free(options);
}

/* Turns of `each` out of `clients` for some milliseconds, one every period_us; how many of them rested. */
static unsigned rests(unsigned clients, unsigned each, unsigned period_us, unsigned turns)
{
    unsigned count = 0;

    for (unsigned t = 0; t < turns; t++) {
        for (unsigned i = 0; i < each; i++)
            gather_saw(&marks[next++ % clients]);
        count += gather_turn(now_us) > 0;
        now_us += period_us;
    }
    return count;
}

START_TEST(many_busy_clients_make_it_rest)
{
    ck_assert_uint_eq(rests(50, 1, 8, 125), 0); /* nothing is known yet */
    ck_assert_uint_gt(rests(50, 1, 8, 1000), 900);
    ck_assert_uint_gt(rests(50, 4, 40, 1000), 900); /* and go on once it gathers */
    ck_assert_uint_gt(rests(200, 2, 20, 1000), 900);
}
END_TEST

START_TEST(few_clients_never_wait)
{
    ck_assert_uint_eq(rests(1, 1, 10, 1000), 0);
    ck_assert_uint_eq(rests(5, 1, 10, 1000), 0);
    ck_assert_uint_eq(rests(15, 1, 10, 1000), 0);
}
END_TEST

START_TEST(seldom_requests_are_answered_at_once)
{
    ck_assert_uint_eq(rests(200, 1, 50, 1000), 0);
}
END_TEST

START_TEST(a_busy_server_does_not_rest)
{
    ck_assert_uint_eq(rests(50, 40, 400, 1000), 0);
}
END_TEST

START_TEST(what_was_long_ago_does_not_count)
{
    ck_assert_uint_gt(rests(50, 1, 8, 1000), 0);
    now_us += 5000;
    ck_assert_uint_eq(rests(50, 1, 8, 100), 0);
}
END_TEST

START_TEST(a_turn_without_requests_does_not_rest)
{
    ck_assert_uint_gt(rests(50, 1, 8, 1000), 0);
    ck_assert_uint_eq(gather_turn(now_us), 0);
}
END_TEST

START_TEST(it_can_be_turned_off)
{
    set_rest("0");
    ck_assert_uint_eq(rests(50, 1, 8, 1000), 0);
    set_rest("20");
    ck_assert_uint_gt(rests(50, 1, 8, 1000), 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("gather");
    TCase *tc = tcase_create("gather");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, many_busy_clients_make_it_rest);
    tcase_add_test(tc, few_clients_never_wait);
    tcase_add_test(tc, seldom_requests_are_answered_at_once);
    tcase_add_test(tc, a_busy_server_does_not_rest);
    tcase_add_test(tc, what_was_long_ago_does_not_count);
    tcase_add_test(tc, a_turn_without_requests_does_not_rest);
    tcase_add_test(tc, it_can_be_turned_off);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
