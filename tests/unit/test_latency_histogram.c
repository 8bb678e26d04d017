#include "server/latency_histogram.h"

#include <check.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "server/latency.h"

START_TEST(a_command_is_counted_while_tracking_is_on)
{
    struct command_state cmd = { 0 };

    latency_tracking = false;
    latency_count(&cmd, 100);
    ck_assert_ptr_null(cmd.histogram);
    latency_tracking = true;
    latency_count(&cmd, 100);
    latency_count(&cmd, 100);
    ck_assert_uint_eq(histogram_total(cmd.histogram), 2);
    ck_assert_uint_eq(cmd.histogram[histogram_bucket(100)], 2);
    mem_free(cmd.histogram);
}
END_TEST

static bool set_percentiles(const char *a, const char *b)
{
    struct bytes words[] = { bytes_str(a), bytes_str(b) };
    const char *why;

    return latency_percentiles_set(words, b[0] ? 2 : 1, &why);
}

START_TEST(percentile_words_are_checked_before_any_is_taken)
{
    struct buf out = { .limit = 64 };

    ck_assert(set_percentiles("50", "99.95"));
    ck_assert(!set_percentiles("10", "100.1"));
    ck_assert(!set_percentiles("10", "x"));
    ck_assert(!set_percentiles("-1", ""));
    latency_percentiles_get(&out);
    ck_assert_str_eq(buf_cstr(&out), "50 99.95");
    buf_clear(&out);
    ck_assert(set_percentiles("", ""));
    latency_percentiles_get(&out);
    ck_assert_uint_eq(out.len, 0);
    buf_fini(&out);
}
END_TEST

START_TEST(more_percentiles_than_there_is_room_for_are_refused)
{
    struct bytes words[33];
    const char *why;

    for (unsigned i = 0; i < 33; i++)
        words[i] = BYTES_LIT("50");
    ck_assert(latency_percentiles_set(words, 32, &why));
    ck_assert(!latency_percentiles_set(words, 33, &why));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("latency_histogram");
    TCase *tc = tcase_create("latency_histogram");
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_test(tc, a_command_is_counted_while_tracking_is_on);
    tcase_add_test(tc, percentile_words_are_checked_before_any_is_taken);
    tcase_add_test(tc, more_percentiles_than_there_is_room_for_are_refused);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
