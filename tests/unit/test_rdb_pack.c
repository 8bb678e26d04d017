#include "obj/rdb_pack.h"

#include <check.h>
#include <math.h>
#include <stdarg.h>
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/rand.h"
#include "ds/listpack.h"

static struct pack p;

static void setup(void)
{
    p = (struct pack){ 0 };
    lp_init(&p);
}

static void teardown(void)
{
    pack_fini(&p);
}

static void append(const char *first, ...)
{
    va_list more;

    va_start(more, first);
    for (const char *text = first; text != NULL; text = va_arg(more, const char *))
        lp_append(&p, bytes_str(text));
    va_end(more);
}

START_TEST(facts_of_a_listpack)
{
    struct rdb_pack_facts f;

    append("hi", "-9223372036854775808", "", "17", NULL);
    f = rdb_pack_facts(p.ptr);
    ck_assert_uint_eq(f.count, 4);
    ck_assert_uint_eq(f.longest, 20);
    ck_assert(f.is_canonical);
}
END_TEST

START_TEST(an_integer_held_as_a_string_is_not_canonical)
{
    static const uint8_t five[] = { 10, 0, 0, 0, 1, 0, 0x81, '5', 2, 0xff };

    ck_assert(lp_validate(bytes_make(five, sizeof five)));
    ck_assert(!rdb_pack_facts(five).is_canonical);
    append("05", "5.0", " 5", "-0", "9223372036854775808", NULL);
    ck_assert(rdb_pack_facts(p.ptr).is_canonical);
}
END_TEST

START_TEST(equal_elements_are_found)
{
    append("a", "1", "b", "1", "c", "2", NULL);
    ck_assert(rdb_pack_is_unique(p.ptr, 6, 2));
    ck_assert(!rdb_pack_is_unique(p.ptr, 6, 1));
    append("a", "x", NULL);
    ck_assert(!rdb_pack_is_unique(p.ptr, 8, 2));
}
END_TEST

START_TEST(equal_integers_are_found_whatever_their_form)
{
    /* 5 in one byte and in nine. */
    static const uint8_t fives[] = {
        19, 0, 0, 0, 2, 0, 5, 1, 0xf4, 5, 0, 0, 0, 0, 0, 0, 0, 9, 0xff
    };

    ck_assert(lp_validate(bytes_make(fives, sizeof fives)));
    ck_assert(!rdb_pack_is_unique(fives, 2, 1));
}
END_TEST

START_TEST(an_integer_is_not_its_bytes)
{
    append("5", "\x05", NULL);
    ck_assert(rdb_pack_is_unique(p.ptr, 2, 1));
}
END_TEST

/* Few different elements make a listpack with one twice likely. */
START_TEST(uniqueness_agrees_with_a_search)
{
    enum { ROUNDS = 2000 };
    struct rng rng;

    rng_seed(&rng, 21);
    for (int i = 0; i < ROUNDS; i++) {
        unsigned stride = 1 + (unsigned)rng_below(&rng, 3);
        size_t count = rng_below(&rng, 400) * stride;
        uint64_t range = 1 + rng_below(&rng, 200000);
        bool unique = true;

        for (size_t k = 0; k < count; k++) {
            char text[NUM_INT_MAX];
            size_t len = num_format_uint(text, rng_below(&rng, range));
            struct lp_needle needle;

            text[0] = rng_below(&rng, 2) ? text[0] : 'x';
            needle = lp_needle(bytes_make(text, len));
            if (k % stride == 0 && lp_find(p.ptr, lp_first(p.ptr), &needle, stride - 1) != 0)
                unique = false;
            lp_append(&p, needle.text);
        }
        ck_assert(rdb_pack_is_unique(p.ptr, count, stride) == unique);
        teardown();
        setup();
    }
}
END_TEST

START_TEST(ordered_by_score_then_by_bytes)
{
    ck_assert(rdb_pack_is_ordered(p.ptr));
    append("c", "-inf", "b", "-1", "ba", "-1", "bb", "-1", "5", "0.5", "a", "1e3", "aa", "inf",
           NULL);
    ck_assert(rdb_pack_is_ordered(p.ptr));
}
END_TEST

START_TEST(not_ordered)
{
    append("a", "1", "b", "0.5", NULL);
    ck_assert(!rdb_pack_is_ordered(p.ptr));
    teardown();
    setup();
    append("b", "1", "a", "1", NULL);
    ck_assert(!rdb_pack_is_ordered(p.ptr));
    teardown();
    setup();
    append("a", "0", "a", "-0", NULL); /* the same score */
    ck_assert(!rdb_pack_is_ordered(p.ptr));
    teardown();
    setup();
    append("10", "1", "9", "1", NULL); /* as bytes, not as numbers */
    ck_assert(rdb_pack_is_ordered(p.ptr));
}
END_TEST

START_TEST(scores_have_to_be_numbers)
{
    append("a", "1", "b", "nan", NULL);
    ck_assert(!rdb_pack_is_ordered(p.ptr));
    teardown();
    setup();
    append("a", "one", NULL);
    ck_assert(!rdb_pack_is_ordered(p.ptr));
}
END_TEST

static bool score_of(struct bytes text, double *score)
{
    struct item it = item_of_bytes(text);

    return rdb_pack_score(&it, score);
}

START_TEST(scores)
{
    char zeros[100];
    struct item big = item_of_int(INT64_MAX);
    double d;

    ck_assert(rdb_pack_score(&big, &d));
    ck_assert_double_eq(d, 0x1p63);
    ck_assert(score_of(BYTES_LIT("0.10000000000000001"), &d));
    ck_assert_double_eq(d, 0.1);
    ck_assert(score_of(BYTES_LIT("4.9406564584124654e-324"), &d));
    ck_assert_double_eq(d, 5e-324);
    ck_assert(score_of(BYTES_LIT("-inf"), &d));
    ck_assert_double_eq(d, -INFINITY);
    ck_assert(!score_of(BYTES_LIT(""), &d));
    ck_assert(!score_of(BYTES_LIT("nan"), &d));
    ck_assert(!score_of(BYTES_LIT("1 "), &d));
    memset(zeros, '0', sizeof zeros);
    ck_assert(!score_of(bytes_make(zeros, sizeof zeros), &d));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rdb_pack");
    TCase *t = tcase_create("all");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_random();
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, facts_of_a_listpack);
    tcase_add_test(t, an_integer_held_as_a_string_is_not_canonical);
    tcase_add_test(t, equal_elements_are_found);
    tcase_add_test(t, equal_integers_are_found_whatever_their_form);
    tcase_add_test(t, an_integer_is_not_its_bytes);
    tcase_add_test(t, uniqueness_agrees_with_a_search);
    tcase_add_test(t, ordered_by_score_then_by_bytes);
    tcase_add_test(t, not_ordered);
    tcase_add_test(t, scores_have_to_be_numbers);
    tcase_add_test(t, scores);
    suite_add_tcase(s, t);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
