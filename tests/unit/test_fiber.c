/* Unit tests of base/fiber. */
#include "base/fiber.h"

#include <check.h>
#include <math.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>

enum { STACK = 256 * 1024 };

static struct fiber *fiber;
static int steps;

static void count_to(void *arg)
{
    for (int i = 0; i < *(int *)arg; i++) {
        steps++;
        fiber_leave(fiber);
    }
}

START_TEST(it_is_left_and_gone_on_with)
{
    int n = 3;

    fiber = fiber_new(STACK);
    steps = 0;
    ck_assert(!fiber_start(fiber, count_to, &n));
    ck_assert_int_eq(steps, 1);
    ck_assert(!fiber_resume(fiber));
    ck_assert(!fiber_resume(fiber));
    ck_assert_int_eq(steps, 3);
    ck_assert(fiber_resume(fiber));
    fiber_free(fiber);
}
END_TEST

START_TEST(it_can_be_started_again)
{
    int none = 0;

    fiber = fiber_new(STACK);
    for (int i = 0; i < 1000; i++) {
        ck_assert(fiber_start(fiber, count_to, &none));
        fiber_trim(fiber);
    }
    fiber_free(fiber);
}
END_TEST

START_TEST(one_in_the_middle_can_be_freed)
{
    int n = 2;

    fiber = fiber_new(STACK);
    ck_assert(!fiber_start(fiber, count_to, &n));
    fiber_free(fiber);
    fiber_free(NULL);
}
END_TEST

static uint64_t mixed(uint64_t seed, unsigned depth)
{
    volatile double d = (double)seed;
    uint64_t mine = seed * 0x9e3779b97f4a7c15u + depth, below;

    if (depth == 0)
        return mine;
    fiber_leave(fiber);
    below = mixed(mine, depth - 1);
    ck_assert(sqrt(d) * sqrt(d) - d < 1e-3 * d + 1);
    return mine ^ below;
}

static void mix(void *arg)
{
    *(uint64_t *)arg = mixed(7, 50);
}

/* What a function keeps in registers and on its stack is there when it goes on. */
START_TEST(what_it_was_doing_is_kept)
{
    uint64_t first = 0, again = 0;
    volatile uint64_t noise = 1;

    fiber = fiber_new(STACK);
    for (bool done = fiber_start(fiber, mix, &first); !done; done = fiber_resume(fiber))
        noise = noise * 31 + (uint64_t)sqrt((double)noise);
    for (bool done = fiber_start(fiber, mix, &again); !done; done = fiber_resume(fiber))
        ;
    ck_assert_uint_eq(first, again);
    ck_assert_uint_ne(first, 0);
    fiber_free(fiber);
}
END_TEST

static void jump(void *arg)
{
    jmp_buf out;

    if (setjmp(out) == 0) {
        fiber_leave(fiber);
        longjmp(out, 1);
    }
    *(int *)arg = 1;
}

/* Lua's errors do. */
START_TEST(it_may_jump_within_its_stack)
{
    int arrived = 0;

    fiber = fiber_new(STACK);
    ck_assert(!fiber_start(fiber, jump, &arrived));
    ck_assert(fiber_resume(fiber));
    ck_assert_int_eq(arrived, 1);
    fiber_free(fiber);
}
END_TEST

static void measure(void *arg)
{
    *(size_t *)arg = fiber_stack_left(fiber);
}

START_TEST(it_knows_how_much_stack_is_left)
{
    size_t left = 0;

    fiber = fiber_new(STACK);
    ck_assert(fiber_start(fiber, measure, &left));
    ck_assert_uint_gt(left, STACK / 2);
    ck_assert_uint_lt(left, STACK);
    fiber_free(fiber);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("fiber");
    SRunner *sr = srunner_create(s);
    TCase *tc = tcase_create("fibers");
    int failed;

    suite_add_tcase(s, tc);
    tcase_add_test(tc, it_is_left_and_gone_on_with);
    tcase_add_test(tc, it_can_be_started_again);
    tcase_add_test(tc, one_in_the_middle_can_be_freed);
    tcase_add_test(tc, what_it_was_doing_is_kept);
    tcase_add_test(tc, it_may_jump_within_its_stack);
    tcase_add_test(tc, it_knows_how_much_stack_is_left);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
