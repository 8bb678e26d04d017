#include "base/rand.h"

#include <check.h>
#include <string.h>

START_TEST(known_sequences)
{
    struct rng r;

    /* splitmix64 from 1234567, as published with the algorithm's test programs. */
    rng_seed(&r, 1234567);
    ck_assert_uint_eq(r.s[0], 6457827717110365317u);
    ck_assert_uint_eq(r.s[1], 3203168211198807973u);
    ck_assert_uint_eq(r.s[2], 9817491932198370423u);
    ck_assert_uint_eq(r.s[3], 4593380528125082431u);

    /* xoshiro256** from the state 1, 2, 3, 4. */
    r = (struct rng){ { 1, 2, 3, 4 } };
    ck_assert_uint_eq(rng_next(&r), 11520);
    ck_assert_uint_eq(rng_next(&r), 0);
    ck_assert_uint_eq(rng_next(&r), 1509978240);
    ck_assert_uint_eq(rng_next(&r), 1215971899390074240);
}
END_TEST

START_TEST(same_seed_same_sequence)
{
    struct rng a, b, c;

    rng_seed(&a, 42);
    rng_seed(&b, 42);
    rng_seed(&c, 43);
    for (int i = 0; i < 100; i++)
        ck_assert_uint_eq(rng_next(&a), rng_next(&b));
    ck_assert_uint_ne(rng_next(&a), rng_next(&c));

    rng_seed_random(&a);
    rng_seed_random(&b);
    ck_assert_uint_ne(rng_next(&a), rng_next(&b));
}
END_TEST

START_TEST(below_is_even)
{
    enum { SIDES = 7, THROWS = 700000 };
    int count[SIDES] = { 0 };
    struct rng r;

    rng_seed(&r, 1);
    for (int i = 0; i < THROWS; i++) {
        uint64_t n = rng_below(&r, SIDES);

        if (n >= SIDES)
            ck_abort();
        count[n]++;
    }
    for (int i = 0; i < SIDES; i++) { /* 100000, deviation 293; five deviations */
        ck_assert_int_gt(count[i], 98500);
        ck_assert_int_lt(count[i], 101500);
    }
}
END_TEST

/* 3 * 2^62 goes into 2^64 one time and a third. If no draw were made again, every third value would
 * come twice as often as the others. */
START_TEST(below_has_no_modulo_bias)
{
    const uint64_t n = (uint64_t)3 << 62;
    int count[3] = { 0 };
    struct rng r;

    rng_seed(&r, 2);
    for (int i = 0; i < 30000; i++) {
        uint64_t x = rng_below(&r, n);

        if (x >= n)
            ck_abort();
        count[x % 3]++;
    }
    for (int i = 0; i < 3; i++) { /* 10000, deviation 82 */
        ck_assert_int_gt(count[i], 9500);
        ck_assert_int_lt(count[i], 10500);
    }
}
END_TEST

START_TEST(below_at_the_edges)
{
    struct rng r;

    rng_seed(&r, 3);
    for (int i = 0; i < 1000; i++) {
        ck_assert_uint_eq(rng_below(&r, 1), 0);
        ck_assert_uint_lt(rng_below(&r, UINT64_MAX), UINT64_MAX);
    }
}
END_TEST

START_TEST(unit_is_in_range_and_even)
{
    double sum = 0;
    struct rng r;

    rng_seed(&r, 3);
    for (int i = 0; i < 100000; i++) {
        double d = rng_unit(&r);

        if (d < 0 || d >= 1)
            ck_abort();
        sum += d;
    }
    ck_assert(sum > 49500 && sum < 50500); /* deviation 91 */
}
END_TEST

START_TEST(main_generator_is_seeded_once)
{
    uint64_t first = rng_next(rng_main());

    ck_assert_ptr_eq(rng_main(), rng_main());
    ck_assert_uint_ne(first, rng_next(rng_main()));
}
END_TEST

START_TEST(secure_bytes_differ_and_stay_in_bounds)
{
    uint8_t a[700], b[700];

    memset(a, 0, sizeof a);
    memset(b, 0, sizeof b);
    rand_secure(a, sizeof a - 1);
    rand_secure(b, sizeof b - 1);
    ck_assert_int_ne(memcmp(a, b, sizeof a - 1), 0);
    ck_assert_int_ne(memcmp(a, a + 350, 349), 0);
    ck_assert_uint_eq(a[sizeof a - 1], 0);
    rand_secure(a, 0);
}
END_TEST

START_TEST(hex_has_its_length)
{
    for (size_t len = 0; len <= 100; len++) {
        char text[102];

        text[len + 1] = '!';
        rand_hex(text, len);
        ck_assert_uint_eq(strlen(text), len);
        ck_assert_uint_eq(strspn(text, "0123456789abcdef"), len);
        ck_assert_int_eq(text[len + 1], '!');
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rand");
    TCase *t = tcase_create("rand");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_add_test(t, known_sequences);
    tcase_add_test(t, same_seed_same_sequence);
    tcase_add_test(t, below_is_even);
    tcase_add_test(t, below_has_no_modulo_bias);
    tcase_add_test(t, below_at_the_edges);
    tcase_add_test(t, unit_is_in_range_and_even);
    tcase_add_test(t, main_generator_is_seeded_once);
    tcase_add_test(t, secure_bytes_differ_and_stay_in_bounds);
    tcase_add_test(t, hex_has_its_length);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
