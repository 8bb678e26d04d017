#include "obj/bitfield.h"

#include "base/rand.h"
#include "bitfield_model.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct rng rng;

static void setup(void)
{
    rng_seed(&rng, 1);
}

static size_t below(size_t n)
{
    return rng_below(&rng, n);
}

static struct bitfield_type random_type(void)
{
    bool is_signed = below(2);

    return (struct bitfield_type){ is_signed, (uint8_t)(1 + below(is_signed ? 64 : 63)) };
}

/* Any number, those near the ends of a type and of 64 bits more often than others. */
static int64_t random_number(struct bitfield_type type)
{
    int64_t near = (int64_t)below(5) - 2;
    const int64_t ends[] = { 0, model_max(type), model_min(type), INT64_MAX, INT64_MIN };

    if (below(3) == 0)
        return (int64_t)rng_next(&rng);
    return (int64_t)((uint64_t)ends[below(5)] + (uint64_t)near);
}

/* ---- Text ------------------------------------------------------------------------------------------ */

START_TEST(types_are_those_that_fit_64_bits)
{
    struct bitfield_type type;
    char text[8];

    for (unsigned bits = 0; bits < 200; bits++) {
        snprintf(text, sizeof text, "u%u", bits);
        ck_assert_int_eq(bitfield_parse_type(bytes_str(text), &type), bits >= 1 && bits <= 63);
        if (bits >= 1 && bits <= 63)
            ck_assert(!type.is_signed && type.bits == bits);
        text[0] = 'i';
        ck_assert_int_eq(bitfield_parse_type(bytes_str(text), &type), bits >= 1 && bits <= 64);
        if (bits >= 1 && bits <= 64)
            ck_assert(type.is_signed && type.bits == bits);
    }
}
END_TEST

START_TEST(other_types_are_refused)
{
    static const char *const texts[] = {
        "",    "u",   "i",   "8",           "x8",
        "U8",  "I8",  "u08", "u-1",         "u+1",
        "u8 ", "u 8", "ui8", "u4294967297", "i18446744073709551617"
    };
    struct bitfield_type type;

    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_msg(!bitfield_parse_type(bytes_str(texts[i]), &type), "%s", texts[i]);
}
END_TEST

START_TEST(overflows_are_read_in_any_case)
{
    enum bitfield_overflow overflow;

    ck_assert(bitfield_parse_overflow(BYTES_LIT("wrap"), &overflow) && overflow == BITFIELD_WRAP);
    ck_assert(bitfield_parse_overflow(BYTES_LIT("SAT"), &overflow) && overflow == BITFIELD_SAT);
    ck_assert(bitfield_parse_overflow(BYTES_LIT("Fail"), &overflow) && overflow == BITFIELD_FAIL);
    ck_assert(!bitfield_parse_overflow(BYTES_LIT(""), &overflow));
    ck_assert(!bitfield_parse_overflow(BYTES_LIT("wraps"), &overflow));
}
END_TEST

START_TEST(offsets_are_bits_or_fields)
{
    struct bitfield_type u10 = { false, 10 };
    uint64_t offset;

    ck_assert(bitfield_parse_offset(BYTES_LIT("0"), u10, 100, &offset) && offset == 0);
    ck_assert(bitfield_parse_offset(BYTES_LIT("99"), u10, 100, &offset) && offset == 99);
    ck_assert(!bitfield_parse_offset(BYTES_LIT("100"), u10, 100, &offset));
    ck_assert(bitfield_parse_offset(BYTES_LIT("#0"), u10, 100, &offset) && offset == 0);
    ck_assert(bitfield_parse_offset(BYTES_LIT("#9"), u10, 100, &offset) && offset == 90);
    ck_assert(!bitfield_parse_offset(BYTES_LIT("#10"), u10, 100, &offset));
}
END_TEST

START_TEST(other_offsets_are_refused)
{
    static const char *const texts[] = { "",
                                         "#",
                                         "##1",
                                         "-1",
                                         "#-1",
                                         "+1",
                                         "01",
                                         "#01",
                                         "x",
                                         "1x",
                                         "1 ",
                                         " 1",
                                         "1#",
                                         "0x1",
                                         "18446744073709551616",
                                         "#18446744073709551615",
                                         "#1844674407370955162" };
    uint64_t offset;

    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++)
        ck_assert_msg(!bitfield_parse_offset(bytes_str(texts[i]), (struct bitfield_type){ 1, 64 },
                                             UINT64_MAX, &offset),
                      "%s", texts[i]);
}
END_TEST

/* ---- Bytes ----------------------------------------------------------------------------------------- */

/* The example of the header. */
START_TEST(fields_begin_with_their_highest_bit)
{
    struct bytes s = BYTES_LIT("ab");

    ck_assert_int_eq(bitfield_get(s, (struct bitfield_type){ false, 8 }, 0), 97);
    ck_assert_int_eq(bitfield_get(s, (struct bitfield_type){ true, 5 }, 4), 2);
    ck_assert_int_eq(bitfield_get(s, (struct bitfield_type){ false, 4 }, 8), 6);
    ck_assert_int_eq(bitfield_get(s, (struct bitfield_type){ true, 2 }, 1), -1);
    ck_assert_int_eq(bitfield_get(s, (struct bitfield_type){ false, 16 }, 8), 98 * 256);
    ck_assert_int_eq(bitfield_get(s, (struct bitfield_type){ false, 16 }, 16), 0);
    ck_assert_int_eq(bitfield_get(s, (struct bitfield_type){ true, 64 }, UINT32_MAX), 0);
}
END_TEST

START_TEST(the_end_is_the_byte_of_the_last_bit)
{
    ck_assert_uint_eq(bitfield_end((struct bitfield_type){ false, 1 }, 7), 1);
    ck_assert_uint_eq(bitfield_end((struct bitfield_type){ false, 1 }, 8), 2);
    ck_assert_uint_eq(bitfield_end((struct bitfield_type){ false, 8 }, 0), 1);
    ck_assert_uint_eq(bitfield_end((struct bitfield_type){ true, 64 }, 1), 9);
}
END_TEST

/* In memory that ends where the field does, so that a sanitizer sees a byte too much. */
START_TEST(reading_and_writing_agree_with_the_model)
{
    for (unsigned round = 0; round < 50 * 1000; round++) {
        struct bitfield_type type = random_type();
        uint64_t offset = below(100);
        size_t end = bitfield_end(type, offset), len = below(end + 1);
        uint8_t *p = malloc(end), *want = malloc(end);
        int64_t value = model_wrap(type, rng_next(&rng));

        for (size_t i = 0; i < end; i++)
            want[i] = p[i] = (uint8_t)rng_next(&rng);
        HOLDS(bitfield_get(bytes_make(p, len), type, offset) ==
              model_get(bytes_make(p, len), type, offset));
        bitfield_put(p, type, offset, value);
        model_put(want, type, offset, value);
        HOLDS(memcmp(p, want, end) == 0);
        HOLDS(bitfield_get(bytes_make(p, end), type, offset) == value);
        free(p);
        free(want);
    }
}
END_TEST

/* ---- Overflow -------------------------------------------------------------------------------------- */

START_TEST(overflow_agrees_with_the_model)
{
    for (unsigned round = 0; round < 200 * 1000; round++) {
        struct bitfield_type type = random_type();
        enum bitfield_overflow overflow = (enum bitfield_overflow)below(3);
        int64_t value = random_number(type), increment = random_number(type);
        int64_t got = 42, want = 42;

        HOLDS(bitfield_fit(type, value, overflow, &got) == model_fit(type, value, overflow, &want));
        HOLDS(got == want);
        value = model_wrap(type, (uint64_t)value);
        got = want = 42;
        HOLDS(bitfield_add(type, value, increment, overflow, &got) ==
              model_add(type, value, increment, overflow, &want));
        HOLDS(got == want);
    }
}
END_TEST

START_TEST(an_unsigned_field_takes_a_negative_number_as_a_large_one)
{
    int64_t out = 42;

    ck_assert(bitfield_fit((struct bitfield_type){ false, 8 }, -1, BITFIELD_SAT, &out));
    ck_assert_int_eq(out, 255);
    ck_assert(bitfield_fit((struct bitfield_type){ false, 63 }, -1, BITFIELD_SAT, &out));
    ck_assert_int_eq(out, INT64_MAX);
    ck_assert(!bitfield_fit((struct bitfield_type){ false, 8 }, -1, BITFIELD_FAIL, &out));
    ck_assert(bitfield_add((struct bitfield_type){ false, 8 }, 5, -6, BITFIELD_SAT, &out));
    ck_assert_int_eq(out, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("bitfield");
    TCase *tc = tcase_create("bitfield");
    SRunner *sr = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, types_are_those_that_fit_64_bits);
    tcase_add_test(tc, other_types_are_refused);
    tcase_add_test(tc, overflows_are_read_in_any_case);
    tcase_add_test(tc, offsets_are_bits_or_fields);
    tcase_add_test(tc, other_offsets_are_refused);
    tcase_add_test(tc, fields_begin_with_their_highest_bit);
    tcase_add_test(tc, the_end_is_the_byte_of_the_last_bit);
    tcase_add_test(tc, reading_and_writing_agree_with_the_model);
    tcase_add_test(tc, overflow_agrees_with_the_model);
    tcase_add_test(tc, an_unsigned_field_takes_a_negative_number_as_a_large_one);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
