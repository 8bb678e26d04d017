/* Unit tests of script/alarm: it rings, and goes on to ring. */
#include "script/alarm.h"

#include "base/clock.h"

#include <check.h>
#include <lauxlib.h>
#include <stdlib.h>
#include <time.h>

enum { SOON_NS = 5 * 1000 * 1000, PATIENCE_NS = 2000 * 1000 * 1000 };

static lua_State *state;
static unsigned calls;

static void on_alarm(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    calls++;
    alarm_clear(L);
}

static void setup(void)
{
    state = luaL_newstate();
    calls = 0;
}

static void teardown(void)
{
    lua_close(state);
}

static void sleep_ms(unsigned ms)
{
    struct timespec left = { ms / 1000, (long)(ms % 1000) * 1000 * 1000 };

    while (nanosleep(&left, &left) != 0)
        ;
}

/* As in a C function that takes its time. */
static bool rings(void)
{
    uint64_t until = clock_mono_ns() + PATIENCE_NS;

    while (!alarm_is_due && clock_mono_ns() < until)
        sleep_ms(1);
    return alarm_is_due;
}

START_TEST(it_rings_when_its_time_has_come)
{
    alarm_begin(state, on_alarm, clock_mono_ns() + SOON_NS, NULL);
    ck_assert(rings());
    ck_assert(!alarm_is_early());
    ck_assert_int_eq(luaL_dostring(state, "local n = 1 return n"), 0);
    ck_assert_uint_eq(calls, 1);
    alarm_end();
    ck_assert(!alarm_is_due);
}
END_TEST

START_TEST(one_that_was_not_asked_for_is_early)
{
    alarm_begin(state, on_alarm, 0, NULL);
    ck_assert(alarm_is_early());
    alarm_again(clock_mono_ns() + (uint64_t)60 * 1000 * 1000 * 1000);
    ck_assert(alarm_is_early());
    alarm_end();
}
END_TEST

/* One call of a C function may take so long that the thread which watches the time has gone to sleep. */
START_TEST(it_rings_again_after_a_long_silence)
{
    alarm_begin(state, on_alarm, clock_mono_ns() + SOON_NS, NULL);
    ck_assert(rings());
    sleep_ms(2500);
    alarm_again(clock_mono_ns() + SOON_NS);
    ck_assert(rings());
    alarm_end();
    sleep_ms(2500);
    alarm_begin(state, on_alarm, clock_mono_ns() + SOON_NS, NULL);
    ck_assert(rings());
    alarm_end();
}
END_TEST

static unsigned strides;

static void on_stride(lua_State *L, lua_Debug *ar)
{
    (void)L;
    (void)ar;
    strides++;
}

/* Also behind an alarm, which takes the place of the hook for a while. */
START_TEST(strides_are_counted)
{
    const char *loop = "for i = 1, 100000 do end";

    strides = 0;
    alarm_begin(state, on_alarm, clock_mono_ns() + SOON_NS, on_stride);
    ck_assert_int_eq(luaL_dostring(state, loop), 0);
    ck_assert_uint_ge(strides, 100000 / ALARM_STRIDE);
    ck_assert(rings());
    ck_assert_int_eq(luaL_dostring(state, "local n = 1 return n"), 0);
    alarm_clear(state);
    strides = 0;
    ck_assert_int_eq(luaL_dostring(state, loop), 0);
    ck_assert_uint_ge(strides, 100000 / ALARM_STRIDE);
    alarm_end();
    strides = 0;
    ck_assert_int_eq(luaL_dostring(state, loop), 0);
    ck_assert_uint_eq(strides, 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("alarm");
    TCase *cases = tcase_create("alarm");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(cases, setup, teardown);
    tcase_set_timeout(cases, 60);
    tcase_add_test(cases, it_rings_when_its_time_has_come);
    tcase_add_test(cases, strides_are_counted);
    tcase_add_test(cases, one_that_was_not_asked_for_is_early);
    tcase_add_test(cases, it_rings_again_after_a_long_silence);
    suite_add_tcase(suite, cases);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
