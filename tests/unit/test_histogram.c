#include "base/histogram.h"

#include "base/rand.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

static uint64_t h[HISTOGRAM_BUCKETS];

static void setup(void)
{
    memset(h, 0, sizeof h);
}

static void note(uint64_t ns, uint64_t times)
{
    h[histogram_bucket(ns)] += times;
}

START_TEST(small_values_have_their_own_bucket)
{
    for (unsigned ns = 0; ns < 64; ns++) {
        ck_assert_uint_eq(histogram_bucket(ns), ns);
        ck_assert_uint_eq(histogram_bucket_top(ns), ns);
    }
    ck_assert_uint_eq(histogram_bucket(64), histogram_bucket(65));
    ck_assert_uint_ne(histogram_bucket(65), histogram_bucket(66));
}
END_TEST

START_TEST(buckets_follow_each_other_without_gaps)
{
    uint64_t from = 0;

    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++) {
        uint64_t top = histogram_bucket_top(i);

        ck_assert_uint_eq(histogram_bucket(from), i);
        ck_assert_uint_eq(histogram_bucket(top), i);
        ck_assert_uint_le((top - from) * 32, from);
        from = top + 1;
    }
    ck_assert_uint_eq(from, (uint64_t)1 << HISTOGRAM_MAX_BITS);
}
END_TEST

START_TEST(longer_durations_count_in_the_last_bucket)
{
    ck_assert_uint_eq(histogram_bucket((uint64_t)1 << HISTOGRAM_MAX_BITS), HISTOGRAM_BUCKETS - 1);
    ck_assert_uint_eq(histogram_bucket(UINT64_MAX), HISTOGRAM_BUCKETS - 1);
}
END_TEST

START_TEST(a_percentile_is_the_top_of_its_bucket)
{
    note(10, 98);
    note(1000, 1);
    note(1000000, 1);
    ck_assert_uint_eq(histogram_total(h), 100);
    ck_assert_uint_eq(histogram_percentile(h, 0), 10);
    ck_assert_uint_eq(histogram_percentile(h, 50), 10);
    ck_assert_uint_eq(histogram_percentile(h, 98), 10);
    ck_assert_uint_eq(histogram_percentile(h, 99), histogram_bucket_top(histogram_bucket(1000)));
    ck_assert_uint_eq(histogram_percentile(h, 100),
                      histogram_bucket_top(histogram_bucket(1000000)));
}
END_TEST

START_TEST(one_call_is_every_percentile)
{
    note(5000, 1);
    for (double p = 0; p <= 100; p += 12.5)
        ck_assert_uint_eq(histogram_percentile(h, p), histogram_bucket_top(histogram_bucket(5000)));
}
END_TEST

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return (x > y) - (x < y);
}

START_TEST(percentiles_of_random_values_are_close_from_above)
{
    enum { COUNT = 10000 };
    static uint64_t values[COUNT];
    struct rng rng;

    rng_seed(&rng, 7);
    for (unsigned i = 0; i < COUNT; i++) {
        values[i] = rng_next(&rng) >> (28 + rng_below(&rng, 36));
        note(values[i], 1);
    }
    qsort(values, COUNT, sizeof *values, by_value);
    for (unsigned p = 1; p <= 100; p++) {
        uint64_t exact = values[COUNT / 100 * p - 1], found = histogram_percentile(h, p);

        ck_assert_uint_ge(found, exact);
        ck_assert_uint_le(found - exact, exact / 32);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("histogram");
    TCase *tc = tcase_create("histogram");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, small_values_have_their_own_bucket);
    tcase_add_test(tc, buckets_follow_each_other_without_gaps);
    tcase_add_test(tc, longer_durations_count_in_the_last_bucket);
    tcase_add_test(tc, a_percentile_is_the_top_of_its_bucket);
    tcase_add_test(tc, one_call_is_every_percentile);
    tcase_add_test(tc, percentiles_of_random_values_are_close_from_above);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
