#include "base/rand.h"
#include "base/shortest.h"

#include <check.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

START_TEST(known_values)
{
    /* The digits that Python's repr() shows. */
    static const struct {
        double value;
        uint64_t digits;
        int exponent;
    } rows[] = {
        { 1, 1, 0 },
        { 0.1, 1, -1 },
        { 123.456, 123456, -3 },
        { 1e23, 1, 23 },
        { 9007199254740993.0, 9007199254740992, 0 },
        { 0x1.fffffffffffffp1023, 17976931348623157, 292 },
        { 0x1p-1022, 22250738585072014, -324 },
        { 0x0.fffffffffffffp-1022, 2225073858507201, -323 },
        { 5e-324, 5, -324 },
        /* Half-way between two decimals of 16 digits: the even one. */
        { 0x1p-24, 5960464477539063, -23 }, /* the even one is too far below: a power of two */
        { 5 * 0x1p-23, 5960464477539062, -22 },
        { 7 * 0x1p-23, 8344650268554688, -22 },
        { 33 * 0x1p-22, 7867813110351562, -21 },
        { 1 * 0x1p-25, 29802322387695312, -24 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct decimal n = shortest_decimal(rows[i].value);

        while (n.digits % 10 == 0) {
            n.digits /= 10;
            n.exponent++;
        }
        ck_assert_uint_eq(n.digits, rows[i].digits);
        ck_assert_int_eq(n.exponent, rows[i].exponent);
    }
}
END_TEST

/* Reads back as d, while the nearest text of one digit less does not. */
static bool is_shortest(double d)
{
    struct decimal n = shortest_decimal(d);
    char text[48];
    int count;

    snprintf(text, sizeof text, "%llue%d", (unsigned long long)n.digits, n.exponent);
    if (strtod(text, NULL) != d)
        return false;
    for (; n.digits % 10 == 0; n.digits /= 10)
        ;
    count = snprintf(text, sizeof text, "%llu", (unsigned long long)n.digits);
    if (count == 1)
        return true;
    snprintf(text, sizeof text, "%.*e", count - 2, d);
    return count <= 17 && strtod(text, NULL) != d;
}

START_TEST(no_shorter_decimal_reads_back)
{
    struct rng r;

    for (int e = -1074; e <= 1023; e++)
        ck_assert_msg(is_shortest(ldexp(1, e)), "2^%d", e);
    rng_seed(&r, 21);
    for (int i = 0; i < 100000; i++) {
        uint64_t bits = rng_next(&r) >> 1;
        double d;

        memcpy(&d, &bits, sizeof d);
        if (isfinite(d) && d > 0 && !is_shortest(d))
            ck_abort_msg("%.17g", d);
        d = ldexp((double)(1 + rng_below(&r, 1000)), (int)rng_below(&r, 200) - 100);
        if (!is_shortest(d)) /* a few bits: texts that are exact, or half-way between two */
            ck_abort_msg("%.17g", d);
    }
}
END_TEST

/* Of equally short decimals the nearest: no other rounding of d to as many digits is closer. */
START_TEST(the_nearest_of_the_shortest)
{
    struct rng r;

    rng_seed(&r, 22);
    for (int i = 0; i < 100000; i++) {
        double d = rng_unit(&r) + 0.001;
        struct decimal n = shortest_decimal(d);
        char digits[48], nearest[48];
        int count = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n.digits);

        snprintf(nearest, sizeof nearest, "%.*e", count - 1, d);
        if (nearest[0] != digits[0] || strncmp(nearest + 2, digits + 1, (size_t)count - 1) != 0)
            ck_abort_msg("%s, nearest is %s", digits, nearest);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("shortest");
    TCase *t = tcase_create("shortest");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, known_values);
    tcase_add_test(t, no_shorter_decimal_reads_back);
    tcase_add_test(t, the_nearest_of_the_shortest);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
