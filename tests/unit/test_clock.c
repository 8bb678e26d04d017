#include "base/clock.h"

#include <check.h>
#include <stdbool.h>
#include <time.h>

static void sleep_ms(long ms)
{
    nanosleep(&(struct timespec){ .tv_nsec = ms * 1000 * 1000 }, NULL);
}

START_TEST(wall_clock_is_the_systems)
{
    int64_t before = (int64_t)time(NULL), after;

    clock_update();
    after = (int64_t)time(NULL);
    ck_assert_int_ge(clock_now_ms() / 1000, before - 1); /* time() may lag by a tick */
    ck_assert_int_le(clock_now_ms() / 1000, after + 1);
    ck_assert_int_ge(clock_wall_us() / 1000, clock_now_ms());
}
END_TEST

START_TEST(cached_values_change_only_on_update)
{
    int64_t now_ms = clock_now_ms();
    uint64_t mono_us = clock_mono_us();

    sleep_ms(5);
    ck_assert_int_eq(clock_now_ms(), now_ms);
    ck_assert_uint_eq(clock_mono_us(), mono_us);
    clock_update();
    ck_assert_int_ge(clock_now_ms(), now_ms + 4);
    ck_assert_uint_ge(clock_mono_us(), mono_us + 5000);
}
END_TEST

START_TEST(monotonic_clocks_never_go_back)
{
    uint64_t ns = clock_mono_ns(), ticks = clock_ticks();
    int back = 0;

    for (int i = 0; i < 100000; i++) {
        uint64_t ns_next = clock_mono_ns(), ticks_next = clock_ticks();

        back += ns_next < ns || ticks_next < ticks;
        ns = ns_next;
        ticks = ticks_next;
    }
    ck_assert_int_eq(back, 0);
}
END_TEST

/* Does the fine clock agree with the monotonic one to a thousandth over 20 ms? */
static bool ticks_agree(void)
{
    uint64_t ticks = clock_ticks(), ns = clock_mono_ns(), error;

    sleep_ms(20);
    ticks = clock_ticks_ns(clock_ticks() - ticks);
    ns = clock_mono_ns() - ns;
    error = ticks > ns ? ticks - ns : ns - ticks;
    return error <= ns / 1000;
}

/* The process may lose its processor between two readings, so a few tries are allowed. */
START_TEST(ticks_measure_time)
{
    bool agree = false;

    for (int i = 0; i < 10 && !agree; i++)
        agree = ticks_agree();
    ck_assert(agree);
}
END_TEST

START_TEST(ticks_measure_time_after_later_calibration)
{
    bool agree = false;

    for (int i = 0; i < 12; i++) { /* past the points at 10 and 100 ms */
        sleep_ms(10);
        clock_update();
    }
    for (int i = 0; i < 10 && !agree; i++)
        agree = ticks_agree();
    ck_assert(agree);
}
END_TEST

START_TEST(long_differences_do_not_overflow)
{
    uint64_t second = (uint64_t)1 << 32; /* about one, in ticks of a usual rate */
    uint64_t once = clock_ticks_ns(second), many = clock_ticks_ns(second * 1000000);

    ck_assert_uint_eq(clock_ticks_ns(0), 0);
    ck_assert_uint_eq(clock_ticks_ns((uint64_t)-5), 0);
    ck_assert_uint_ge(many, once * 1000000);
    ck_assert_uint_le(many, (once + 1) * 1000000);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("clock");
    TCase *t = tcase_create("clock");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    suite_add_tcase(s, t);
    tcase_add_test(t, wall_clock_is_the_systems);
    tcase_add_test(t, cached_values_change_only_on_update);
    tcase_add_test(t, monotonic_clocks_never_go_back);
    tcase_add_test(t, ticks_measure_time);
    tcase_add_test(t, ticks_measure_time_after_later_calibration);
    tcase_add_test(t, long_differences_do_not_overflow);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
