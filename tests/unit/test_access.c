#include "store/access.h"

#include "base/clock.h"
#include "base/mem.h"
#include "store/entry_make.h"

#include <check.h>
#include <stdlib.h>

enum { MINUTE_MS = 60 * 1000, HOUR_MS = 60 * MINUTE_MS };

static const int64_t start_ms = INT64_C(1700000000000);

static struct option_set *options;
static struct entry *e;

static void set_option(const char *name, const char *value)
{
    struct bytes word = bytes_str(value);
    const char *why;

    ck_assert(option_set_words(options, option_find(options, bytes_str(name)), &word, 1, &why));
}

static void setup(void)
{
    struct entry_shape shape = { OBJ_STRING, ENC_INT, .key_len = 1 };

    options = option_set_new();
    option_set_add(options, access_options);
    e = entry_new(&shape, BYTES_LIT("k"));
}

static void teardown(void)
{
    mem_free(e);
    option_set_free(options);
}

/* ---- Age ------------------------------------------------------------------------------------------- */

START_TEST(age_is_tracked_unless_the_policy_is_lfu)
{
    static const struct {
        const char *policy;
        bool frequency;
    } rows[] = { { "noeviction", false },      { "allkeys-lru", false },
                 { "volatile-lru", false },    { "allkeys-random", false },
                 { "volatile-random", false }, { "volatile-ttl", false },
                 { "allkeys-lrm", false },     { "volatile-lrm", false },
                 { "allkeys-lfu", true },      { "volatile-lfu", true } };

    ck_assert(!access_is_frequency());
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set_option("maxmemory-policy", rows[i].policy);
        ck_assert_int_eq(access_is_frequency(), rows[i].frequency);
    }
}
END_TEST

START_TEST(idle_time_counts_from_the_last_touch)
{
    access_init(e, start_ms);
    ck_assert_uint_eq(access_idle_s(e, start_ms), 0);
    ck_assert_uint_eq(access_idle_s(e, start_ms + HOUR_MS), 3600);
    access_touch(e, start_ms + HOUR_MS);
    ck_assert_uint_eq(access_idle_s(e, start_ms + HOUR_MS + 5000), 5);
}
END_TEST

START_TEST(the_clock_of_seconds_wraps_without_harm)
{
    int64_t wrap_ms = (INT64_C(1) << 24) * 1000 * 102; /* in 2024 */

    access_init(e, wrap_ms - 3000);
    ck_assert_uint_eq(access_idle_s(e, wrap_ms + 4000), 7);
}
END_TEST

START_TEST(an_age_can_be_given)
{
    access_set_idle_s(e, start_ms, 3600);
    ck_assert_uint_eq(access_idle_s(e, start_ms), 3600);
    ck_assert_uint_eq(access_idle_s(e, start_ms + 5000), 3605);
    access_set_idle_s(e, start_ms, INT64_MAX);
    ck_assert_uint_eq(access_idle_s(e, start_ms), 0xffffff);
    access_set_frequency(e, start_ms, 77); /* not what is tracked */
    ck_assert_uint_eq(access_idle_s(e, start_ms), 0xffffff);
}
END_TEST

/* ---- Frequency ------------------------------------------------------------------------------------- */

START_TEST(a_new_key_has_frequency_five)
{
    set_option("maxmemory-policy", "allkeys-lfu");
    access_init(e, start_ms);
    ck_assert_uint_eq(access_frequency(e, start_ms), 5);
}
END_TEST

START_TEST(a_frequency_can_be_given)
{
    set_option("maxmemory-policy", "allkeys-lfu");
    access_set_frequency(e, start_ms, 77);
    ck_assert_uint_eq(access_frequency(e, start_ms), 77);
    ck_assert_uint_eq(access_frequency(e, start_ms + 3 * MINUTE_MS), 74);
    access_set_idle_s(e, start_ms, 5); /* not what is tracked */
    ck_assert_uint_eq(access_frequency(e, start_ms), 77);
}
END_TEST

START_TEST(up_to_six_each_touch_counts)
{
    set_option("maxmemory-policy", "allkeys-lfu");
    access_init(e, start_ms);
    access_touch(e, start_ms);
    ck_assert_uint_eq(access_frequency(e, start_ms), 6);
}
END_TEST

START_TEST(the_counter_grows_logarithmically_and_ends_at_255)
{
    set_option("maxmemory-policy", "allkeys-lfu");
    access_init(e, start_ms);
    for (int i = 0; i < 1000; i++)
        access_touch(e, start_ms);
    /* About sqrt(2 * 1000 / 10) above the start. */
    ck_assert_uint_ge(access_frequency(e, start_ms), 12);
    ck_assert_uint_le(access_frequency(e, start_ms), 30);
    for (int i = 0; i < 2 * 1000 * 1000; i++)
        access_touch(e, start_ms);
    ck_assert_uint_eq(access_frequency(e, start_ms), 255);
}
END_TEST

START_TEST(a_log_factor_of_zero_counts_every_touch)
{
    set_option("maxmemory-policy", "allkeys-lfu");
    set_option("lfu-log-factor", "0");
    access_init(e, start_ms);
    for (unsigned i = 1; i <= 250; i++) {
        access_touch(e, start_ms);
        ck_assert_uint_eq(access_frequency(e, start_ms), 5 + i);
    }
    access_touch(e, start_ms);
    ck_assert_uint_eq(access_frequency(e, start_ms), 255);
}
END_TEST

START_TEST(the_counter_decays_by_one_per_period_down_to_zero)
{
    set_option("maxmemory-policy", "volatile-lfu");
    access_init(e, start_ms);
    ck_assert_uint_eq(access_frequency(e, start_ms + 3 * MINUTE_MS), 2);
    ck_assert_uint_eq(access_frequency(e, start_ms + HOUR_MS), 0);
    set_option("lfu-decay-time", "10");
    ck_assert_uint_eq(access_frequency(e, start_ms + HOUR_MS / 2), 2);
    set_option("lfu-decay-time", "0");
    ck_assert_uint_eq(access_frequency(e, start_ms + 24 * HOUR_MS), 5);
}
END_TEST

START_TEST(a_touch_starts_from_the_decayed_counter)
{
    set_option("maxmemory-policy", "volatile-lfu");
    access_init(e, start_ms);
    access_touch(e, start_ms + 3 * MINUTE_MS);
    ck_assert_uint_eq(access_frequency(e, start_ms + 3 * MINUTE_MS), 3);
    ck_assert_uint_eq(access_frequency(e, start_ms + 4 * MINUTE_MS), 2);
}
END_TEST

START_TEST(the_clock_of_minutes_wraps_without_harm)
{
    int64_t wrap_ms = (INT64_C(1) << 16) * MINUTE_MS * 432;

    set_option("maxmemory-policy", "allkeys-lfu");
    access_init(e, wrap_ms - MINUTE_MS);
    ck_assert_uint_eq(access_frequency(e, wrap_ms + MINUTE_MS), 3);
}
END_TEST

/* ---- Modification ---------------------------------------------------------------------------------- */

START_TEST(under_lrm_only_a_change_counts)
{
    static const char *const policies[] = { "allkeys-lrm", "volatile-lrm" };

    set_option("maxmemory-policy", policies[_i]);
    ck_assert(!access_is_frequency());
    access_init(e, start_ms);
    access_touch(e, start_ms + HOUR_MS);
    ck_assert_uint_eq(access_idle_s(e, start_ms + HOUR_MS), 3600);
    access_modified(e, start_ms + HOUR_MS);
    ck_assert_uint_eq(access_idle_s(e, start_ms + HOUR_MS), 0);
}
END_TEST

START_TEST(under_other_policies_a_change_is_no_use_of_its_own)
{
    set_option("maxmemory-policy", "allkeys-lru");
    access_init(e, start_ms);
    access_modified(e, start_ms + HOUR_MS);
    ck_assert_uint_eq(access_idle_s(e, start_ms + HOUR_MS), 3600);

    set_option("maxmemory-policy", "allkeys-lfu");
    access_init(e, start_ms);
    access_modified(e, start_ms);
    ck_assert_uint_eq(access_frequency(e, start_ms), 5);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("access");
    TCase *age = tcase_create("age"), *frequency = tcase_create("frequency");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_checked_fixture(age, setup, teardown);
    tcase_add_test(age, age_is_tracked_unless_the_policy_is_lfu);
    tcase_add_test(age, idle_time_counts_from_the_last_touch);
    tcase_add_test(age, the_clock_of_seconds_wraps_without_harm);
    tcase_add_test(age, an_age_can_be_given);
    tcase_add_loop_test(age, under_lrm_only_a_change_counts, 0, 2);
    tcase_add_test(age, under_other_policies_a_change_is_no_use_of_its_own);
    suite_add_tcase(s, age);

    tcase_add_checked_fixture(frequency, setup, teardown);
    tcase_add_test(frequency, a_new_key_has_frequency_five);
    tcase_add_test(frequency, a_frequency_can_be_given);
    tcase_add_test(frequency, up_to_six_each_touch_counts);
    tcase_add_test(frequency, the_counter_grows_logarithmically_and_ends_at_255);
    tcase_add_test(frequency, a_log_factor_of_zero_counts_every_touch);
    tcase_add_test(frequency, the_counter_decays_by_one_per_period_down_to_zero);
    tcase_add_test(frequency, a_touch_starts_from_the_decayed_counter);
    tcase_add_test(frequency, the_clock_of_minutes_wraps_without_harm);
    suite_add_tcase(s, frequency);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
