#include "obj/bitop.h"

#include "base/mem.h"
#include "base/rand.h"
#include "base/size.h"

#include <check.h>
#include <stdlib.h>

enum { SOURCES = 6, LONGEST = 40 * 1000 };

static size_t in_use;
static struct rng rng;
static uint8_t noise[LONGEST + 64];

static void setup(void)
{
    in_use = mem_used();
    rng_seed(&rng, 1);
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)rng_next(&rng);
}

static void teardown(void)
{
    ck_assert_uint_eq(mem_used(), in_use);
}

static size_t below(size_t n)
{
    return rng_below(&rng, n);
}

/* ---- The model: a byte at a time, of bits that are counted ----------------------------------------- */

static uint8_t model_byte(enum bitop_kind kind, const struct bytes *sources, unsigned count,
                          size_t at)
{
    uint8_t result = 0;

    for (unsigned bit = 0; bit < 8; bit++) {
        unsigned x = 0, y = 0, all = 0;
        bool set = false;

        for (unsigned i = 0; i < count; i++) {
            unsigned b = at < sources[i].len ? sources[i].ptr[at] >> bit & 1 : 0;

            all += b;
            *(i == 0 ? &x : &y) += b;
        }
        switch (kind) {
        case BITOP_AND:
            set = all == count;
            break;
        case BITOP_OR:
            set = all > 0;
            break;
        case BITOP_XOR:
            set = all % 2 == 1;
            break;
        case BITOP_NOT:
            set = x == 0;
            break;
        case BITOP_DIFF:
            set = x && y == 0;
            break;
        case BITOP_DIFF1:
            set = !x && y > 0;
            break;
        case BITOP_ANDOR:
            set = x && y > 0;
            break;
        case BITOP_ONE:
            set = all == 1;
            break;
        }
        result |= (uint8_t)(set << bit);
    }
    return result;
}

static void check(enum bitop_kind kind, const struct bytes *sources, unsigned count, uint64_t step)
{
    struct bitop *b = bitop_new(kind, sources, count);
    struct blob *result;
    size_t len = 0, steps = 0;

    for (unsigned i = 0; i < count; i++)
        len = size_max(len, sources[i].len);
    ck_assert_uint_eq(bitop_len(b), len);
    while (!bitop_step(b, step))
        steps++;
    ck_assert_uint_le(steps, bitop_work(b) / step + 1);
    result = bitop_take(b);
    bitop_free(b);
    ck_assert_uint_eq(result->len, len);
    for (size_t i = 0; i < len; i++)
        if (result->data[i] != model_byte(kind, sources, count, i))
            ck_abort_msg("%s of %u sources differs at byte %zu", bitop_name(kind), count, i);
    blob_unref(result);
}

/* ---- Tests ----------------------------------------------------------------------------------------- */

START_TEST(names_are_read_in_any_case)
{
    enum bitop_kind kind;

    for (unsigned i = BITOP_AND; i <= BITOP_ONE; i++) {
        ck_assert(bitop_parse(bytes_str(bitop_name(i)), &kind));
        ck_assert_uint_eq(kind, i);
    }
    ck_assert(bitop_parse(BYTES_LIT("diFf1"), &kind));
    ck_assert_uint_eq(kind, BITOP_DIFF1);
    ck_assert(!bitop_parse(BYTES_LIT("DIF"), &kind));
    ck_assert(!bitop_parse(BYTES_LIT("DIFF2"), &kind));
    ck_assert(!bitop_parse(BYTES_LIT(""), &kind));
}
END_TEST

START_TEST(every_operation_agrees_with_the_model)
{
    bitop_use(_i ? BITS_AVX2 : BITS_PLAIN);
    for (unsigned round = 0; round < 800; round++) {
        enum bitop_kind kind = (enum bitop_kind)below(BITOP_ONE + 1);
        unsigned count = kind == BITOP_NOT ? 1 : 1 + below(SOURCES);
        size_t longest = below(10) ? 200 : LONGEST;
        struct bytes sources[SOURCES];

        for (unsigned i = 0; i < count; i++)
            sources[i] = bytes_make(noise + below(64), below(5) ? below(longest) : longest);
        check(kind, sources, count, below(3) ? UINT64_MAX : 1 + below(20 * 1000));
    }
}
END_TEST

/* Lengths at and around those of a block and of what a loop takes at a time. */
START_TEST(borders_are_no_exception)
{
    bitop_use(_i ? BITS_AVX2 : BITS_PLAIN);
    static const size_t lengths[] = { 0, 1, 31, 32, 33, 8191, 8192, 8193, 8223, 16384, 16385 };
    enum { LENGTHS = sizeof lengths / sizeof lengths[0] };

    for (unsigned i = 0; i < LENGTHS * LENGTHS * (BITOP_ONE + 1); i++) {
        enum bitop_kind kind = (enum bitop_kind)(i / LENGTHS / LENGTHS);
        struct bytes sources[] = { bytes_make(noise + 1, lengths[i % LENGTHS]),
                                   bytes_make(noise + 3, lengths[i / LENGTHS % LENGTHS]) };

        check(kind, sources, kind == BITOP_NOT ? 1 : 2, 5000);
    }
}
END_TEST

START_TEST(sources_that_have_ended_cost_nothing)
{
    enum { MANY = 20 * 1000 };
    struct bytes *sources = mem_alloc(MANY * sizeof sources[0]);
    struct bitop *b;
    uint64_t steps = 0;

    for (unsigned i = 0; i < MANY; i++)
        sources[i] = bytes_make(noise, i == MANY / 2 ? LONGEST : 1);
    b = bitop_new(BITOP_XOR, sources, MANY);
    ck_assert_uint_lt(bitop_work(b), 300 * MANY + 2 * LONGEST);
    while (!bitop_step(b, 10 * 1000))
        steps++;
    ck_assert_uint_lt(steps, 2 * 300 * MANY / (10 * 1000) + 10);
    bitop_free(b);
    mem_free(sources);
}
END_TEST

START_TEST(one_that_is_given_up_frees_what_it_has)
{
    struct bytes source = bytes_make(noise, LONGEST);
    struct bitop *b = bitop_new(BITOP_ONE, &source, 1);

    bitop_free(b);
    b = bitop_new(BITOP_NOT, &source, 1);
    ck_assert(!bitop_step(b, 1000));
    bitop_free(b);
    bitop_free(NULL);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("bitop");
    TCase *tc = tcase_create("bitop");
    SRunner *sr = srunner_create(s);
    int failed;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, names_are_read_in_any_case);
    tcase_add_loop_test(tc, every_operation_agrees_with_the_model, 0, 2);
    tcase_add_loop_test(tc, borders_are_no_exception, 0, 2);
    tcase_add_test(tc, sources_that_have_ended_cost_nothing);
    tcase_add_test(tc, one_that_is_given_up_frees_what_it_has);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
