/* Unit tests of server/tracking_table, some at random against an array of booleans. */
#include "server/tracking_table.h"

#include "base/mem.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

static struct tracking_table *t;

static void setup(void)
{
    t = tracking_table_new();
}

static void teardown(void)
{
    tracking_table_check(t);
    tracking_table_free(t);
}

static struct key key_at(unsigned i)
{
    static char text[16];

    snprintf(text, sizeof text, "key:%u", i);
    return key_of(bytes_str(text));
}

static bool add(unsigned key, uint32_t reader)
{
    return tracking_table_add(t, key_at(key), reader);
}

/* The readers of a key, which leaves the table. */
static const char *taken(unsigned key)
{
    static char text[256];
    struct tracked *k = tracking_table_take(t, key_at(key));
    uint64_t at = 0;
    uint32_t reader;
    size_t len = 0;

    text[0] = '\0';
    if (k == NULL)
        return "nobody";
    ck_assert(bytes_eq(tracked_name(k), key_at(key).name));
    while (tracked_next(k, &at, &reader))
        len += (size_t)snprintf(text + len, sizeof text - len, "%u ", reader);
    tracked_free(k);
    return text;
}

START_TEST(a_key_knows_its_readers_once_each)
{
    ck_assert(add(1, 7));
    ck_assert(!add(1, 7));
    ck_assert(add(1, 3));
    ck_assert(add(1, 100000));
    ck_assert(add(2, 7));
    ck_assert_uint_eq(tracking_table_keys(t), 2);
    ck_assert_uint_eq(tracking_table_items(t), 4);
    ck_assert_str_eq(taken(1), "3 7 100000 ");
    ck_assert_str_eq(taken(1), "nobody");
    ck_assert_uint_eq(tracking_table_items(t), 1);
    ck_assert_str_eq(taken(2), "7 ");
    ck_assert_uint_eq(tracking_table_keys(t), 0);
}
END_TEST

START_TEST(names_may_be_empty_and_long)
{
    struct bytes name = bytes_make(mem_zalloc(100000), 100000);
    struct tracked *k;

    tracking_table_add(t, key_of(bytes_str("")), 1);
    tracking_table_add(t, key_of(name), 2);
    tracking_table_add(t, key_of(name), 3);
    k = tracking_table_take(t, key_of(name));
    ck_assert_uint_eq(tracked_count(k), 2);
    ck_assert(bytes_eq(tracked_name(k), name));
    tracked_free(k);
    k = tracking_table_take(t, key_of(bytes_str("")));
    ck_assert_uint_eq(tracked_name(k).len, 0);
    tracked_free(k);
    mem_free((void *)(uintptr_t)name.ptr);
}
END_TEST

START_TEST(the_highest_number_is_a_number)
{
    ck_assert(add(1, UINT32_MAX));
    ck_assert(!add(1, UINT32_MAX));
    ck_assert(add(1, 0));
    ck_assert_str_eq(taken(1), "0 4294967295 ");
}
END_TEST

START_TEST(many_readers_take_a_bit_each_and_few_far_apart_a_number)
{
    size_t one, empty = tracking_table_bytes(t);

    for (uint32_t reader = 0; reader < 8000; reader++)
        ck_assert(add(1, reader));
    one = tracking_table_bytes(t) - empty;
    ck_assert_uint_le(one, 8000 / 8 * 5 / 4 + 64);
    ck_assert(!add(1, 4711));
    for (uint32_t reader = 0; reader < 4; reader++)
        ck_assert(add(2, reader * 1000000));
    ck_assert_uint_le(tracking_table_bytes(t) - empty - one, 256);
    ck_assert_str_eq(taken(2), "0 1000000 2000000 3000000 ");
}
END_TEST

/* Two neighbours are bits; one that is far away makes numbers of them again. */
START_TEST(a_reader_far_away_makes_numbers_of_bits)
{
    add(1, 3);
    for (uint32_t reader = 4; reader < 12; reader++)
        add(1, reader);
    add(1, 3000000);
    ck_assert_uint_le(tracking_table_bytes(t), 2048);
    ck_assert_str_eq(taken(1), "3 4 5 6 7 8 9 10 11 3000000 ");
}
END_TEST

static bool is_odd(uint32_t reader)
{
    return reader % 2;
}

START_TEST(a_sweep_takes_out_who_is_gone)
{
    uint64_t cursor = 0;

    for (unsigned key = 0; key < 1000; key++)
        for (uint32_t reader = 0; reader < key % 4; reader++)
            add(key, reader * 9 + 1);
    do
        cursor = tracking_table_sweep(t, cursor, is_odd);
    while (cursor != 0);
    ck_assert_str_eq(taken(1), "nobody");
    ck_assert_str_eq(taken(2), "10 ");
    ck_assert_str_eq(taken(3), "10 ");
    ck_assert_uint_eq(tracking_table_keys(t), 498);
    ck_assert_uint_eq(tracking_table_items(t), 498);
}
END_TEST

static bool is_anybody(uint32_t reader)
{
    (void)reader;
    return true;
}

/* What is left lies close together in the end, where the table has grown small. */
START_TEST(a_sweep_takes_out_all_of_a_large_table)
{
    uint64_t cursor = 0;

    for (unsigned key = 0; key < 200000; key++)
        add(key, key % 50);
    do
        cursor = tracking_table_sweep(t, cursor, is_anybody);
    while (cursor != 0);
    ck_assert_uint_eq(tracking_table_keys(t), 0);
    ck_assert_uint_eq(tracking_table_items(t), 0);
}
END_TEST

START_TEST(any_entry_is_taken_in_the_end)
{
    struct rng rng;

    rng_seed(&rng, 1);
    for (unsigned key = 0; key < 100; key++)
        add(key, key);
    for (unsigned n = 100; n > 0; n--) {
        ck_assert_uint_eq(tracking_table_keys(t), n);
        tracked_free(tracking_table_take_any(t, &rng));
    }
    ck_assert_uint_eq(tracking_table_items(t), 0);
}
END_TEST

/* ---- At random ----------------------------------------------------------------------------------- */

enum { KEYS = 40, READERS = 300 };

static bool model[KEYS][READERS];
static uint32_t numbers[READERS]; /* what the readers of the model are called, in ascending order */
static uint32_t gone;

static bool is_the_gone_one(uint32_t reader)
{
    return reader == gone;
}

static void compare(unsigned key)
{
    struct tracked *k = tracking_table_take(t, key_at(key));
    uint64_t at = 0;
    uint32_t reader;

    for (unsigned r = 0; r < READERS; r++) {
        if (!model[key][r])
            continue;
        ck_assert_ptr_nonnull(k);
        ck_assert(tracked_next(k, &at, &reader));
        ck_assert_uint_eq(reader, numbers[r]);
        model[key][r] = false;
    }
    if (k == NULL)
        return;
    ck_assert_uint_ne(tracked_count(k), 0);
    ck_assert(!tracked_next(k, &at, &reader));
    tracked_free(k);
}

static void remove_one(struct rng *rng)
{
    unsigned r = (unsigned)rng_below(rng, READERS);
    uint64_t cursor = 0;

    gone = numbers[r];
    do
        cursor = tracking_table_sweep(t, cursor, is_the_gone_one);
    while (cursor != 0);
    for (unsigned key = 0; key < KEYS; key++)
        model[key][r] = false;
}

static void run_model(uint64_t seed, uint32_t step)
{
    struct rng rng;

    rng_seed(&rng, seed);
    memset(model, 0, sizeof model);
    for (unsigned r = 0; r < READERS; r++)
        numbers[r] = r * step + (uint32_t)rng_below(&rng, step);
    for (unsigned i = 0; i < 40000; i++) {
        unsigned key = (unsigned)rng_below(&rng, KEYS), r = (unsigned)rng_below(&rng, READERS);

        /* Few keys have most of the readers. */
        if (rng_below(&rng, 3) == 0)
            key = key % 3;
        ck_assert_int_eq(tracking_table_add(t, key_at(key), numbers[r]), !model[key][r]);
        model[key][r] = true;
        if (rng_below(&rng, 200) == 0)
            compare(key);
        if (rng_below(&rng, 500) == 0)
            remove_one(&rng);
        if (i % 1000 == 0)
            tracking_table_check(t);
    }
    for (unsigned key = 0; key < KEYS; key++)
        compare(key);
    ck_assert_uint_eq(tracking_table_keys(t), 0);
}

START_TEST(it_is_an_array_of_booleans)
{
    run_model(1, 1);
    run_model(2, 40);
    run_model(3, 10000000);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("tracking_table");
    TCase *tc = tcase_create("tracking_table");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_key_knows_its_readers_once_each);
    tcase_add_test(tc, names_may_be_empty_and_long);
    tcase_add_test(tc, the_highest_number_is_a_number);
    tcase_add_test(tc, many_readers_take_a_bit_each_and_few_far_apart_a_number);
    tcase_add_test(tc, a_reader_far_away_makes_numbers_of_bits);
    tcase_add_test(tc, a_sweep_takes_out_who_is_gone);
    tcase_add_test(tc, a_sweep_takes_out_all_of_a_large_table);
    tcase_add_test(tc, any_entry_is_taken_in_the_end);
    tcase_add_test(tc, it_is_an_array_of_booleans);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
