#include "base/bits.h"

#include "base/rand.h"

#include <check.h>
#include <stdlib.h>

enum { BYTES = 20 * 1000 };

static struct rng rng;
static uint8_t data[BYTES + 64];

static void setup(void)
{
    rng_seed(&rng, 1);
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)rng_next(&rng);
}

static size_t below(size_t n)
{
    return rng_below(&rng, n);
}

/* ---- The model: a bit at a time -------------------------------------------------------------------- */

static bool model_get(const uint8_t *p, uint64_t at)
{
    return (p[at / 8] & (0x80 >> at % 8)) != 0;
}

static uint64_t model_count(const uint8_t *p, uint64_t from, uint64_t to)
{
    uint64_t count = 0;

    for (; from < to; from++)
        count += model_get(p, from);
    return count;
}

static uint64_t model_find(const uint8_t *p, uint64_t from, uint64_t to, bool bit)
{
    while (from < to && model_get(p, from) != bit)
        from++;
    return from;
}

/* ---- Tests ----------------------------------------------------------------------------------------- */

START_TEST(the_first_bit_is_the_highest_of_the_first_byte)
{
    uint8_t bytes[2] = { 0x80, 0x01 };

    ck_assert(bits_get(bytes, 0));
    ck_assert(!bits_get(bytes, 7));
    ck_assert(bits_get(bytes, 15));
    bits_put(bytes, 0, false);
    bits_put(bytes, 1, true);
    bits_put(bytes, 15, true);
    bits_put(bytes, 8, true);
    ck_assert_uint_eq(bytes[0], 0x40);
    ck_assert_uint_eq(bytes[1], 0x81);
}
END_TEST

START_TEST(every_short_range_is_counted_and_searched)
{
    bits_use((enum bits_means)_i);
    for (uint64_t from = 0; from <= 72; from++) {
        for (uint64_t to = from; to <= 72; to++) {
            ck_assert_uint_eq(bits_count(data, from, to), model_count(data, from, to));
            for (unsigned bit = 0; bit < 2; bit++)
                ck_assert_uint_eq(bits_find(data, from, to, bit), model_find(data, from, to, bit));
        }
    }
}
END_TEST

/* At any alignment, and so long that sums of bytes could overflow. */
START_TEST(long_ranges_are_counted_as_bit_by_bit)
{
    bits_use((enum bits_means)_i);
    for (unsigned round = 0; round < 200; round++) {
        const uint8_t *p = data + below(64);
        uint64_t from = below(300), to = from + below(8 * (size_t)BYTES - 300);

        ck_assert_uint_eq(bits_count(p, from, to), model_count(p, from, to));
    }
    memset(data, 0xff, sizeof data);
    for (unsigned round = 0; round < 200; round++) {
        uint64_t from = below(300), to = from + below(8 * (size_t)BYTES - 300);

        ck_assert_uint_eq(bits_count(data + 1, from, to), to - from);
    }
}
END_TEST

START_TEST(every_length_is_counted_as_bit_by_bit)
{
    bits_use((enum bits_means)_i);
    for (size_t len = 0; len < 600; len++)
        ck_assert_uint_eq(bits_count(data + len % 64, 0, 8 * len),
                          model_count(data + len % 64, 0, 8 * len));
}
END_TEST

/* One bit that differs from all others, anywhere: inside the range, before it or behind it. */
START_TEST(the_only_bit_of_a_kind_is_found)
{
    bits_use((enum bits_means)_i);
    for (unsigned round = 0; round < 20 * 1000; round++) {
        unsigned bit = below(2);
        size_t bits = 1 + below(below(4) ? 700 : 8 * (size_t)BYTES), odd = below(bits);
        uint64_t from = below(bits + 1), to = from + below(bits - from + 1);

        memset(data, bit ? 0 : 0xff, bits / 8 + 1);
        bits_put(data, odd, bit);
        ck_assert_uint_eq(bits_find(data, from, to, bit), odd >= from && odd < to ? odd : to);
        ck_assert_uint_eq(bits_count(data, from, to),
                          bit ? odd >= from && odd < to : to - from - (odd >= from && odd < to));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("bits");
    TCase *tc = tcase_create("bits");
    SRunner *sr = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, the_first_bit_is_the_highest_of_the_first_byte);
    tcase_add_loop_test(tc, every_short_range_is_counted_and_searched, BITS_PLAIN, BITS_AVX512 + 1);
    tcase_add_loop_test(tc, long_ranges_are_counted_as_bit_by_bit, BITS_PLAIN, BITS_AVX512 + 1);
    tcase_add_loop_test(tc, every_length_is_counted_as_bit_by_bit, BITS_PLAIN, BITS_AVX512 + 1);
    tcase_add_loop_test(tc, the_only_bit_of_a_kind_is_found, BITS_PLAIN, BITS_AVX512 + 1);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
