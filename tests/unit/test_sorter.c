#include "ds/sorter.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Keys ---------------------------------------------------------------------------------------- */

START_TEST(keys_keep_the_order_of_doubles)
{
    static const double up[] = { -INFINITY, -1e308, -2,  -1, -1e-300, -5e-324, 0,
                                 5e-324,    1e-300, 0.5, 1,  2,       1e308,   INFINITY };

    for (unsigned i = 1; i < sizeof up / sizeof *up; i++)
        ck_assert_uint_lt(sort_key_of_double(up[i - 1]), sort_key_of_double(up[i]));
    ck_assert_uint_eq(sort_key_of_double(-0.0), sort_key_of_double(0.0));
}
END_TEST

START_TEST(keys_keep_the_order_of_texts)
{
    static const char *const up[] = { "", "\x01", "a", "aaaaaaa", "aaaaaaab", "ab", "b", "\xff" };

    for (unsigned i = 1; i < sizeof up / sizeof *up; i++)
        ck_assert_uint_lt(sort_key_of_text(bytes_str(up[i - 1])),
                          sort_key_of_text(bytes_str(up[i])));
    ck_assert_uint_eq(sort_key_of_text(BYTES_LIT("12345678")),
                      sort_key_of_text(BYTES_LIT("123456789")));
    ck_assert_uint_eq(sort_key_of_text(BYTES_LIT("a")), sort_key_of_text(BYTES_LIT("a\0")));
}
END_TEST

/* ---- Sorting ------------------------------------------------------------------------------------- */

/* An element: what ties are decided by, and where it was. */
struct thing {
    unsigned tie, at;
};

static int compare_ties(const void *ctx, const void *a, const void *b)
{
    const struct thing *x = a, *y = b;

    (*(unsigned *)(uintptr_t)ctx)++;
    return (x->tie > y->tie) - (x->tie < y->tie);
}

/* The order that is expected: key, tie, place. */
static int by_all(const void *a, const void *b)
{
    const struct sort_pair *x = a, *y = b;
    const struct thing *s = x->ref, *t = y->ref;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    if (s->tie != t->tie)
        return s->tie < t->tie ? -1 : 1;
    return (s->at > t->at) - (s->at < t->at);
}

/* Sorts count things with so many different keys and ties in slices of so many moves. */
static void check_sort(struct rng *rng, size_t count, size_t keep, unsigned keys, unsigned ties,
                       size_t moves)
{
    struct thing *things = mem_alloc((count + 1) * sizeof *things);
    struct sort_pair *pairs = mem_alloc((count + 1) * sizeof *pairs);
    const struct sort_pair *result;
    size_t got, slices = 0, expect = rng_below(rng, 2) ? count : rng_below(rng, count + 1);
    unsigned compared = 0;
    struct sorter s;

    sorter_init(&s, (struct sort_order){ compare_ties, &compared }, expect, keep);
    for (size_t i = 0; i < count; i++) {
        things[i] = (struct thing){ (unsigned)rng_below(rng, ties), (unsigned)i };
        pairs[i] = (struct sort_pair){ rng_below(rng, keys), &things[i] };
        sorter_add(&s, pairs[i]);
    }
    while (!sorter_step(&s, moves))
        slices++;
    ck_assert(sorter_step(&s, moves));
    if (count > 1000 && keep >= count)
        ck_assert_uint_ge(slices, count / (moves + 16));
    result = sorter_result(&s, &got);
    ck_assert_uint_eq(got, keep < count ? keep : count);
    qsort(pairs, count, sizeof *pairs, by_all);
    for (size_t i = 0; i < got; i++)
        if (result[i].ref != pairs[i].ref)
            ck_abort_msg("element %zu of %zu differs", i, count);
    sorter_fini(&s);
    mem_free(pairs);
    mem_free(things);
}

START_TEST(everything_is_sorted_and_equals_keep_their_order)
{
    struct rng rng;

    rng_seed(&rng, 1);
    for (size_t count = 0; count < 200; count++)
        check_sort(&rng, count, SIZE_MAX, 20, 3, 7);
    check_sort(&rng, 10000, SIZE_MAX, 1000000, 1, 100);
    check_sort(&rng, 10000, SIZE_MAX, 1, 1, 1);
    check_sort(&rng, 10000, SIZE_MAX, 1, 1000, 1000);
    check_sort(&rng, 50000, 40000, 100, 100, 5000);
}
END_TEST

START_TEST(only_the_first_are_kept)
{
    struct rng rng;

    rng_seed(&rng, 2);
    check_sort(&rng, 100, 10, 50, 5, 10);
    check_sort(&rng, 100000, 10, 1000, 5, 10);
    check_sort(&rng, 100000, 10, 2, 2, 100);
    check_sort(&rng, 100000, 1, 1, 1, 100);
    check_sort(&rng, 100000, 2048, 100000, 5, 100);
    check_sort(&rng, 30000, 2049, 100000, 5, 100);
    check_sort(&rng, 100000, 0, 1000, 5, 100);
    for (size_t count = 8190; count < 8196; count++)
        check_sort(&rng, count, 100, 50, 5, 64);
}
END_TEST

START_TEST(few_wanted_need_little_room)
{
    size_t in_use = mem_used();
    unsigned compared = 0, kept = 0;
    struct thing t = { 0 };
    struct sorter s;

    sorter_init(&s, (struct sort_order){ compare_ties, &compared }, 1000 * 1000, 10);
    for (unsigned i = 0; i < 1000 * 1000; i++)
        kept += sorter_add(&s, (struct sort_pair){ i, &t });
    ck_assert_uint_lt(mem_used() - in_use, 512 * 1024);
    ck_assert_uint_lt(kept, 10000);
    ck_assert_uint_eq(compared, 0);
    sorter_fini(&s);
    ck_assert_uint_eq(mem_used(), in_use);
}
END_TEST

START_TEST(without_a_function_equal_keys_are_equal)
{
    static const struct thing t[3] = { { 2, 0 }, { 1, 1 }, { 0, 2 } };
    const struct sort_pair *result;
    struct sorter s;
    size_t count;

    sorter_init(&s, (struct sort_order){ NULL, NULL }, 3, SIZE_MAX);
    for (int i = 0; i < 3; i++)
        sorter_add(&s, (struct sort_pair){ 5, &t[i] });
    ck_assert(sorter_step(&s, SIZE_MAX));
    result = sorter_result(&s, &count);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(result[i].ref, &t[i]);
    sorter_fini(&s);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sorter");
    TCase *keys = tcase_create("keys"), *sorting = tcase_create("sorting");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_test(keys, keys_keep_the_order_of_doubles);
    tcase_add_test(keys, keys_keep_the_order_of_texts);
    suite_add_tcase(s, keys);
    tcase_set_timeout(sorting, 60);
    tcase_add_test(sorting, everything_is_sorted_and_equals_keep_their_order);
    tcase_add_test(sorting, only_the_first_are_kept);
    tcase_add_test(sorting, few_wanted_need_little_room);
    tcase_add_test(sorting, without_a_function_equal_keys_are_equal);
    suite_add_tcase(s, sorting);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
