#include "base/num.h"
#include "base/rand.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Integers --------------------------------------------------------------------------------- */

START_TEST(integers_from_text)
{
    static const struct {
        const char *text;
        int64_t value;
    } rows[] = {
        { "0", 0 },
        { "7", 7 },
        { "-1", -1 },
        { "1234567890123456789", 1234567890123456789 },
        { "9223372036854775807", INT64_MAX },
        { "-9223372036854775808", INT64_MIN },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t n = 99;

        ck_assert_msg(num_parse_int(bytes_str(rows[i].text), &n), "%s", rows[i].text);
        ck_assert_int_eq(n, rows[i].value);
    }
}
END_TEST

START_TEST(what_is_no_integer)
{
    static const char *const texts[] = { "",
                                         "-",
                                         "+1",
                                         "-0",
                                         "00",
                                         "01",
                                         "-01",
                                         " 1",
                                         "1 ",
                                         "1\n",
                                         "1.0",
                                         "1e3",
                                         "0x10",
                                         "--1",
                                         "a",
                                         "1a",
                                         "9223372036854775808",
                                         "-9223372036854775809",
                                         "18446744073709551616",
                                         "99999999999999999999",
                                         "100000000000000000000",
                                         "-99999999999999999999" };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        int64_t n = 99;

        ck_assert_msg(!num_parse_int(bytes_str(texts[i]), &n), "%s", texts[i]);
        ck_assert_int_eq(n, 99);
    }
    ck_assert(!num_parse_int(BYTES_LIT("1\0"), &(int64_t){ 0 }));
    ck_assert(!num_parse_int((struct bytes){ NULL, 0 }, &(int64_t){ 0 }));
}
END_TEST

START_TEST(unsigned_integers_from_text)
{
    uint64_t n = 99;

    ck_assert(num_parse_uint(BYTES_LIT("18446744073709551615"), &n));
    ck_assert_uint_eq(n, UINT64_MAX);
    ck_assert(num_parse_uint(BYTES_LIT("0"), &n));
    ck_assert_uint_eq(n, 0);
    n = 99;
    ck_assert(!num_parse_uint(BYTES_LIT("18446744073709551616"), &n));
    ck_assert(!num_parse_uint(BYTES_LIT("28446744073709551615"), &n));
    ck_assert(!num_parse_uint(BYTES_LIT("-1"), &n));
    ck_assert(!num_parse_uint(BYTES_LIT("00"), &n));
    ck_assert(!num_parse_uint(BYTES_LIT(""), &n));
    ck_assert_uint_eq(n, 99);
}
END_TEST

/* Both formats as printf has them, nothing written behind them, and back again. */
static void check_integer(uint64_t n)
{
    char text[NUM_INT_MAX + 1], expected[NUM_INT_MAX + 1];
    uint64_t back = 0;
    int64_t signed_back = 0;
    size_t len;

    memset(text, '!', sizeof text);
    len = num_format_uint(text, n);
    snprintf(expected, sizeof expected, "%llu", (unsigned long long)n);
    if (len != strlen(expected) || len != num_digits(n) || memcmp(text, expected, len) != 0 ||
        text[len] != '!' || !num_parse_uint(bytes_make(text, len), &back) || back != n)
        ck_abort_msg("%s", expected);

    len = num_format_int(text, (int64_t)n);
    snprintf(expected, sizeof expected, "%lld", (long long)n);
    if (len != strlen(expected) || memcmp(text, expected, len) != 0 ||
        !num_parse_int(bytes_make(text, len), &signed_back) || signed_back != (int64_t)n)
        ck_abort_msg("%s", expected);
}

START_TEST(integers_to_text_and_back)
{
    struct rng r;

    check_integer(0);
    check_integer(UINT64_MAX);
    for (uint64_t power = 1;; power *= 10) {
        check_integer(power - 1);
        check_integer(power);
        check_integer(-power);
        if (power > UINT64_MAX / 10)
            break;
    }
    for (int bit = 0; bit < 64; bit++) {
        check_integer((uint64_t)1 << bit);
        check_integer(((uint64_t)1 << bit) - 1);
    }
    rng_seed(&r, 1);
    for (int i = 0; i < 100000; i++)
        check_integer(rng_next(&r) >> rng_below(&r, 64));
}
END_TEST

START_TEST(sums_and_products_that_fit)
{
    int64_t n = INT64_MAX - 1;

    ck_assert(num_add(&n, 1));
    ck_assert(!num_add(&n, 1));
    ck_assert_int_eq(n, INT64_MAX);
    ck_assert(!num_mul(&n, 2));
    ck_assert(num_mul(&n, -1));
    ck_assert_int_eq(n, -INT64_MAX);
    ck_assert(num_add(&n, -1));
    ck_assert(!num_mul(&n, -1));
    ck_assert_int_eq(n, INT64_MIN);
}
END_TEST

START_TEST(memory_sizes)
{
    static const struct {
        const char *text;
        uint64_t value;
    } rows[] = {
        { "0", 0 },
        { "100", 100 },
        { "100b", 100 },
        { "1k", 1000 },
        { "1KB", 1024 },
        { "3m", 3000000 },
        { "3Mb", 3 * 1024 * 1024 },
        { "2g", 2000000000 },
        { "2gB", 2147483648 },
        { "1t", 1000000000000 },
        { "1tb", 1099511627776 },
        { "16777215tb", 16777215 * 1099511627776u },
        { "18446744073709551615", UINT64_MAX },
    };
    static const char *const refused[] = { "",
                                           "b",
                                           "kb",
                                           "-1",
                                           "+1",
                                           "1.5gb",
                                           "1 kb",
                                           "1kbb",
                                           "1p",
                                           "01kb",
                                           "1kib",
                                           "16777216tb",
                                           "18446744073709551616" };
    uint64_t n = 99;

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        ck_assert_msg(!num_parse_memory(bytes_str(refused[i]), &n), "%s", refused[i]);
        ck_assert_uint_eq(n, 99);
    }
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        ck_assert_msg(num_parse_memory(bytes_str(rows[i].text), &n), "%s", rows[i].text);
        ck_assert_uint_eq(n, rows[i].value);
    }
}
END_TEST

/* ---- Floating point --------------------------------------------------------------------------- */

START_TEST(doubles_from_text)
{
    static const struct {
        const char *text;
        double value;
    } rows[] = {
        { "0", 0 },
        { "3.14", 3.14 },
        { "-2.5e3", -2500 },
        { "+5", 5 },
        { "007", 7 },
        { ".5", 0.5 },
        { "5.", 5 },
        { "1E5", 1e5 },
        { "1e+05", 1e5 },
        { "1e-7", 1e-7 },
        { "0e99999", 0 },
        { "9007199254740993", 9007199254740992.0 }, /* a tie goes to the even neighbour */
        { "9007199254740992.99999999999999999999", 9007199254740992.0 },
        { "123456789012345678901234567890", 123456789012345678901234567890.0 },
        { "0.000000000000000000000000000000123", 1.23e-31 },
        { "1.7976931348623157e308", 1.7976931348623157e308 },
        { "5e-324", 5e-324 },
        { "2.2250738585072011e-308", 2.2250738585072011e-308 },
        { "1e22", 1e22 },
        { "1e23", 1e23 },
        { "inf", INFINITY },
        { "+Inf", INFINITY },
        { "-INFINITY", -INFINITY },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        long double l = 99;
        double d = 99;

        ck_assert_msg(num_parse_double(bytes_str(rows[i].text), &d), "%s", rows[i].text);
        ck_assert_msg(d == rows[i].value, "%s", rows[i].text);
        ck_assert_msg(num_parse_ldouble(bytes_str(rows[i].text), &l), "%s", rows[i].text);
    }
}
END_TEST

START_TEST(what_is_no_double)
{
    static const char *const texts[] = { "",      "-",   "+",     ".",     "-.",  "e5",
                                         ".e5",   "1e",  "1e+",   "1e-",   " 1",  "1 ",
                                         "1\t",   "++1", "+-1",   "1.2.3", "1,5", "0x10",
                                         "0x1p3", "nan", "-nan",  "infin", "in",  "inf ",
                                         "1_0",   "1f",  "1e5.0", "NaN(1)" };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        long double l = 99;
        double d = 99;

        ck_assert_msg(!num_parse_double(bytes_str(texts[i]), &d), "%s", texts[i]);
        ck_assert_msg(!num_parse_ldouble(bytes_str(texts[i]), &l), "%s", texts[i]);
        ck_assert(d == 99 && l == 99);
    }
    ck_assert(!num_parse_double(BYTES_LIT("1\0"), &(double){ 0 }));
    ck_assert(!num_parse_double(BYTES_LIT("1.00000000000000000000000\0"), &(double){ 0 }));
}
END_TEST

/* Too large and too small are refused; subnormals are numbers. Tried on redis-server 7.0. */
START_TEST(the_range_of_doubles)
{
    long double l;
    double d;

    ck_assert(!num_parse_double(BYTES_LIT("1e309"), &d));
    ck_assert(!num_parse_double(BYTES_LIT("-1e309"), &d));
    ck_assert(!num_parse_double(BYTES_LIT("1e999999999999999999999"), &d));
    ck_assert(!num_parse_double(BYTES_LIT("1e-400"), &d));
    ck_assert(num_parse_double(BYTES_LIT("1e-310"), &d) && d == 1e-310);

    ck_assert(num_parse_ldouble(BYTES_LIT("1e4932"), &l));
    ck_assert(!num_parse_ldouble(BYTES_LIT("1e4933"), &l));
    ck_assert(num_parse_ldouble(BYTES_LIT("1e-4940"), &l));
    ck_assert(!num_parse_ldouble(BYTES_LIT("1e-5000"), &l));
}
END_TEST

START_TEST(long_texts_have_a_limit)
{
    char text[NUM_LDOUBLE_MAX + 1];
    long double l;
    double d;

    memset(text, '0', sizeof text);
    text[NUM_LDOUBLE_MAX - 2] = '7';
    text[0] = '.';
    ck_assert(!num_parse_double(bytes_make(text, NUM_LDOUBLE_MAX - 1), &d)); /* too small */
    text[0] = '0';
    ck_assert(num_parse_ldouble(bytes_make(text, NUM_LDOUBLE_MAX - 1), &l) && l == 7);
    ck_assert(num_parse_double(bytes_make(text, NUM_LDOUBLE_MAX - 1), &d) && d == 7);
    text[0] = '1';
    ck_assert(!num_parse_double(bytes_make(text, NUM_LDOUBLE_MAX), &d));
    ck_assert(!num_parse_ldouble(bytes_make(text, NUM_LDOUBLE_MAX), &l));
}
END_TEST

START_TEST(doubles_to_text)
{
    static const struct {
        double value;
        const char *shortest, *seventeen;
    } rows[] = {
        { 0, "0", "0" },
        { -0.0, "-0", "-0" },
        { 1, "1", "1" },
        { -15, "-15", "-15" },
        { 0.1, "0.1", "0.10000000000000001" },
        { 3.14, "3.14", "3.1400000000000001" },
        { -2.5, "-2.5", "-2.5" },
        { 100.25, "100.25", "100.25" },
        { 1.0 / 3, "0.3333333333333333", "0.33333333333333331" },
        { 0.1 + 0.2, "0.30000000000000004", "0.30000000000000004" },
        { 0.0001, "0.0001", "0.0001" },
        { 0.00012345, "0.00012345", "0.00012344999999999999" },
        { 0.00001, "1e-05", "1.0000000000000001e-05" },
        { 1.5e-7, "1.5e-07", "1.4999999999999999e-07" },
        { 9007199254740993.0, "9007199254740992", "9007199254740992" },
        { 72057594037927936.0, "72057594037927936", "72057594037927936" },
        { 1e16, "10000000000000000", "10000000000000000" },
        { 1e17, "1e+17", "1e+17" },
        { 99999999999999984.0, "99999999999999984", "99999999999999984" },
        { 123456789012345678.0, "1.2345678901234568e+17", "1.2345678901234568e+17" },
        { 1e20, "1e+20", "1e+20" },
        { 1e23, "1e+23", "9.9999999999999992e+22" },
        { 1.7976931348623157e308, "1.7976931348623157e+308", "1.7976931348623157e+308" },
        { 2.2250738585072014e-308, "2.2250738585072014e-308", "2.2250738585072014e-308" },
        { -5e-324, "-5e-324", "-4.9406564584124654e-324" },
        { INFINITY, "inf", "inf" },
        { -INFINITY, "-inf", "-inf" },
        { NAN, "nan", "nan" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[NUM_DOUBLE_MAX + 1];

        text[num_format_double(text, rows[i].value)] = '\0';
        ck_assert_str_eq(text, rows[i].shortest);
        text[num_format_double17(text, rows[i].value)] = '\0';
        ck_assert_str_eq(text, rows[i].seventeen);
    }
}
END_TEST

/* How many digits of the mantissa are not trailing zeros. */
static int significant_digits(const char *text)
{
    int count = 0, zeros = 0;

    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9' || (count == 0 && *text == '0'))
            continue;
        count++;
        zeros = *text == '0' ? zeros + 1 : 0;
    }
    return count - zeros;
}

/* The text reads back as d, here and in the C library; no text with one digit less would; and the
 * form is that of %.17g. (The assertions of check cost a system call, too much for a million.) */
static void check_double(double d)
{
    char text[NUM_DOUBLE_MAX + 1], seventeen[NUM_DOUBLE_MAX + 1], expected[64], fewer[64];
    size_t len = num_format_double(text, d);
    double back = 0;
    int count;

    text[len] = '\0';
    if (len >= NUM_DOUBLE_MAX || strtod(text, NULL) != d ||
        !num_parse_double(bytes_make(text, len), &back) || back != d)
        ck_abort_msg("%s does not read back as %.17g", text, d);

    snprintf(expected, sizeof expected, "%.17g", d);
    seventeen[num_format_double17(seventeen, d)] = '\0';
    if (strcmp(seventeen, expected) != 0 ||
        (strchr(text, 'e') == NULL) != (strchr(expected, 'e') == NULL))
        ck_abort_msg("%s and %s, expected %s", text, seventeen, expected);

    count = significant_digits(text);
    if (count == 1 || (fabs(d) < 1e17 && d == (double)(int64_t)d))
        return; /* integers show all of their digits */
    snprintf(fewer, sizeof fewer, "%.*e", count - 2, d);
    if (strtod(fewer, NULL) == d)
        ck_abort_msg("%s is longer than %s", text, fewer);
}

static double double_of_bits(uint64_t bits)
{
    double d;

    memcpy(&d, &bits, sizeof d);
    return d;
}

START_TEST(doubles_are_shortest_and_read_back)
{
    struct rng r;

    /* Around the powers of two, where the neighbours are not equally far; subnormals among them. */
    for (uint64_t biased = 0; biased < 2047; biased++) {
        check_double(double_of_bits((biased << 52) + 1));
        if (biased > 0) {
            check_double(double_of_bits(biased << 52));
            check_double(double_of_bits((biased << 52) - 1));
        }
    }
    for (int e = -323; e <= 308; e++) {
        char text[16];

        snprintf(text, sizeof text, "1e%d", e);
        check_double(strtod(text, NULL));
    }
    rng_seed(&r, 5);
    for (int i = 0; i < 50000; i++) {
        double any = double_of_bits(rng_next(&r));

        if (isfinite(any))
            check_double(any);
        check_double(rng_unit(&r) * 1000 - 500);
        check_double((double)rng_below(&r, 1000000) / 100);
    }
}
END_TEST

START_TEST(doubles_parse_as_the_c_library_parses)
{
    struct rng r;

    rng_seed(&r, 6);
    for (int i = 0; i < 200000; i++) {
        char text[64];
        double d = 0;
        int len = snprintf(text, sizeof text, "%s%llu.%0*llue%d", i % 2 ? "-" : "",
                           (unsigned long long)(rng_next(&r) >> rng_below(&r, 64)),
                           (int)rng_below(&r, 10), (unsigned long long)rng_below(&r, 1000),
                           (int)rng_below(&r, 80) - 40);

        if (!num_parse_double(bytes_make(text, (size_t)len), &d) || d != strtod(text, NULL))
            ck_abort_msg("%s", text);
    }
}
END_TEST

/* Each row is what INCRBYFLOAT of redis-server 7.0 replied. */
START_TEST(long_doubles_as_incrbyfloat_replies)
{
    static const struct {
        const char *value, *increment, *reply;
    } rows[] = {
        { "3.0e3", "200", "3200" },
        { "0.1", "0.2", "0.3" },
        { "10.50", "0.1", "10.6" },
        { "-1", "1", "0" },
        { "-0.3", "0.3", "0" },
        { "0", "-1e-18", "0" },
        { "-0", "-0", "0" },
        { "1e-17", "0", "0.00000000000000001" },
        { "5000", "0.00", "5000" },
        { "1e19", "0.5", "10000000000000000000" },
        { "-1234.5678", "0", "-1234.56779999999999997" },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[NUM_LDOUBLE_MAX];
        long double a, b;

        ck_assert(num_parse_ldouble(bytes_str(rows[i].value), &a));
        ck_assert(num_parse_ldouble(bytes_str(rows[i].increment), &b));
        text[num_format_ldouble(text, a + b)] = '\0';
        ck_assert_str_eq(text, rows[i].reply);
    }
}
END_TEST

/* Against the C library, over the range where the two ways of formatting and of parsing meet. */
START_TEST(long_doubles_as_the_c_library_has_them)
{
    struct rng r;

    rng_seed(&r, 7);
    for (int i = 0; i < 100000; i++) {
        char text[NUM_LDOUBLE_MAX], expected[NUM_LDOUBLE_MAX];
        long double d = ldexpl((long double)rng_next(&r), (int)rng_below(&r, 160) - 140), back = 0;
        size_t len;

        if (i % 2 == 0) /* few bits: exact ties */
            d = ldexpl((long double)rng_below(&r, 4096), (int)rng_below(&r, 40) - 30);
        if (i % 3 == 0)
            d = -d;
        len = (size_t)snprintf(expected, sizeof expected, "%.17Lf", d);
        if (!num_parse_ldouble(bytes_make(expected, len), &back) || back != strtold(expected, NULL))
            ck_abort_msg("%s was parsed as %Lg", expected, back);
        while (expected[len - 1] == '0')
            len--;
        if (expected[len - 1] == '.')
            len--;
        expected[len] = '\0';
        text[num_format_ldouble(text, d)] = '\0';
        if (strcmp(text, strcmp(expected, "-0") == 0 ? "0" : expected) != 0)
            ck_abort_msg("%s, expected %s", text, expected);
    }
}
END_TEST

START_TEST(huge_long_doubles_read_back)
{
    static const char *const texts[] = { "1e300", "-1.5e308", "1e4932", "-1.1e4932" };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        char text[NUM_LDOUBLE_MAX];
        long double l, back;
        size_t len;

        ck_assert(num_parse_ldouble(bytes_str(texts[i]), &l));
        len = num_format_ldouble(text, l);
        ck_assert_uint_gt(len, 300);
        ck_assert(num_parse_ldouble(bytes_make(text, len), &back) && back == l);
    }
}
END_TEST

static void check_fixed(double d, unsigned decimals)
{
    char ours[NUM_FIXED_MAX], theirs[NUM_FIXED_MAX];
    size_t len = num_format_fixed(ours, d, decimals);

    snprintf(theirs, sizeof theirs, "%.*f", (int)decimals, d);
    if (len != strlen(theirs) || memcmp(ours, theirs, len) != 0)
        ck_abort_msg("%.*s is %s", (int)len, ours, theirs);
}

START_TEST(fixed_decimals_as_the_c_library_has_them)
{
    static const double rows[] = { 0,    -0.0,     0.00005,     0.00015, 0.125,
                                   2.5,  -1.99995, 166274.1516, 99999.5, 1e13,
                                   1e14, 1e22,     1e300,       5e-9,    9.9999999 };
    struct rng rng;

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++)
        for (unsigned decimals = 0; decimals <= 9; decimals++)
            check_fixed(rows[i], decimals);
    rng_seed(&rng, 4);
    for (int i = 0; i < 200 * 1000; i++) {
        double ties = (double)(int64_t)rng_below(&rng, 1 << 20) / 32; /* middles, exactly */

        check_fixed(ties, (unsigned)rng_below(&rng, 10));
        check_fixed(ldexp((double)rng_next(&rng), -(int)rng_below(&rng, 80)),
                    (unsigned)rng_below(&rng, 10));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("num");
    TCase *integers = tcase_create("integers"), *floats = tcase_create("floating point");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, integers);
    tcase_add_test(integers, integers_from_text);
    tcase_add_test(integers, what_is_no_integer);
    tcase_add_test(integers, unsigned_integers_from_text);
    tcase_add_test(integers, integers_to_text_and_back);
    tcase_add_test(integers, sums_and_products_that_fit);
    tcase_add_test(integers, memory_sizes);
    suite_add_tcase(s, floats);
    tcase_set_timeout(floats, 60);
    tcase_add_test(floats, doubles_from_text);
    tcase_add_test(floats, what_is_no_double);
    tcase_add_test(floats, the_range_of_doubles);
    tcase_add_test(floats, long_texts_have_a_limit);
    tcase_add_test(floats, doubles_to_text);
    tcase_add_test(floats, doubles_are_shortest_and_read_back);
    tcase_add_test(floats, doubles_parse_as_the_c_library_parses);
    tcase_add_test(floats, long_doubles_as_incrbyfloat_replies);
    tcase_add_test(floats, long_doubles_as_the_c_library_has_them);
    tcase_add_test(floats, huge_long_doubles_read_back);
    tcase_add_test(floats, fixed_decimals_as_the_c_library_has_them);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
