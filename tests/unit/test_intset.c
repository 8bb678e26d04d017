#include "ds/intset.h"

#include "base/load.h"
#include "base/mem.h"
#include "base/rand.h"
#include "base/size.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

enum { HEX_MAX = 256, HEADER = INTSET_EMPTY };

/* The bytes of "02 00 00 00 | FF FF"; returns how many. */
static size_t read_hex(const char *hex, uint8_t out[HEX_MAX])
{
    size_t n = 0;
    unsigned byte;

    for (; *hex != '\0'; hex += strspn(hex, " |")) {
        HOLDS(n < HEX_MAX && sscanf(hex, "%2x", &byte) == 1);
        out[n++] = (uint8_t)byte;
        hex += 2;
    }
    return n;
}

static void expect_hex(const struct pack *p, const char *hex)
{
    uint8_t want[HEX_MAX];

    ck_assert_uint_eq(intset_bytes(p->ptr), read_hex(hex, want));
    ck_assert_mem_eq(p->ptr, want, intset_bytes(p->ptr));
}

static struct pack set_of(const int64_t *numbers, size_t count)
{
    struct pack p = { 0 };

    intset_init(&p);
    for (size_t i = 0; i < count; i++)
        ck_assert(intset_add(&p, numbers[i]));
    intset_check(p.ptr);
    return p;
}

#define SET_OF(...)                                                                                \
    set_of((const int64_t[]){ __VA_ARGS__ }, sizeof(int64_t[]){ __VA_ARGS__ } / sizeof(int64_t))

static size_t width_of(const struct pack *p)
{
    return load_le32(p->ptr);
}

/* ---- The format ------------------------------------------------------------------------------ */

START_TEST(the_example_of_the_header)
{
    struct pack p = SET_OF(300, -1, 5);

    expect_hex(&p, "02 00 00 00 | 03 00 00 00 | FF FF | 05 00 | 2C 01");
    pack_fini(&p);
}
END_TEST

START_TEST(an_empty_intset)
{
    struct pack p = { 0 };
    size_t index = 99;

    intset_init(&p);
    expect_hex(&p, "02 00 00 00 | 00 00 00 00");
    ck_assert_uint_eq(intset_bytes(p.ptr), INTSET_EMPTY);
    ck_assert(!intset_find(p.ptr, 5, &index));
    ck_assert_uint_eq(index, 0);
    ck_assert(!intset_find(p.ptr, INT64_MAX, &index));
    ck_assert_uint_eq(index, 0);
    ck_assert(!intset_remove(&p, 5));
    intset_remove_range(&p, 0, 0);
    intset_check(p.ptr);
    /* Ours may be empty; a key from outside may not. */
    ck_assert(!intset_validate(bytes_make(p.ptr, INTSET_EMPTY)));
    pack_fini(&p);
}
END_TEST

START_TEST(an_integer_that_needs_more_bytes_widens_all)
{
    static const struct {
        int64_t number;
        size_t width;
    } rows[] = {
        { 0, 2 },
        { INT16_MAX, 2 },
        { INT16_MIN, 2 },
        { INT16_MAX + 1, 4 },
        { INT16_MIN - 1, 4 },
        { INT32_MAX, 4 },
        { INT32_MIN, 4 },
        { INT64_C(1) + INT32_MAX, 8 },
        { INT64_C(-1) + INT32_MIN, 8 },
        { INT64_MAX, 8 },
        { INT64_MIN, 8 },
    };

    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct pack p = SET_OF(7, -7);
        bool is_new = intset_add(&p, rows[i].number);

        ck_assert(is_new);
        ck_assert_uint_eq(width_of(&p), rows[i].width);
        ck_assert_uint_eq(intset_bytes(p.ptr), HEADER + 3 * rows[i].width);
        intset_check(p.ptr);
        ck_assert(intset_find(p.ptr, 7, NULL));
        ck_assert(intset_find(p.ptr, -7, NULL));
        ck_assert(intset_find(p.ptr, rows[i].number, NULL));
        ck_assert(intset_remove(&p, rows[i].number));
        ck_assert_uint_eq(width_of(&p), rows[i].width); /* never back */
        ck_assert_int_eq(intset_get(p.ptr, 0), -7);
        ck_assert_int_eq(intset_get(p.ptr, 1), 7);
        pack_fini(&p);
    }
}
END_TEST

START_TEST(widened_bytes)
{
    struct pack p = SET_OF(-1, 5);

    intset_add(&p, 65536);
    expect_hex(&p, "04 00 00 00 | 03 00 00 00 | FF FF FF FF | 05 00 00 00 | 00 00 01 00");
    intset_add(&p, INT64_MIN);
    expect_hex(&p, "08 00 00 00 | 04 00 00 00 | 00 00 00 00 00 00 00 80 | FF FF FF FF FF FF FF FF |"
                   "05 00 00 00 00 00 00 00 | 00 00 01 00 00 00 00 00");
    pack_fini(&p);
}
END_TEST

/* ---- Finding and changing -------------------------------------------------------------------- */

START_TEST(find_says_where_an_integer_is_or_would_be)
{
    for (int64_t count = 0; count < 70; count++) {
        struct pack p = { 0 };
        size_t index;

        intset_init(&p);
        for (int64_t i = 0; i < count; i++)
            HOLDS(intset_add(&p, 10 * i));
        for (int64_t n = -10; n < 10 * count + 10; n++) {
            bool is_there = n >= 0 && n < 10 * count && n % 10 == 0;

            HOLDS(intset_find(p.ptr, n, &index) == is_there);
            HOLDS(index == (n < 0 ? 0 : size_min((size_t)(n + 9) / 10, (size_t)count)));
            HOLDS(intset_find(p.ptr, n, NULL) == is_there);
        }
        /* Wider than all. */
        HOLDS(!intset_find(p.ptr, INT64_MIN, &index) && index == 0);
        HOLDS(!intset_find(p.ptr, INT64_MAX, &index) && index == (size_t)count);
        pack_fini(&p);
    }
}
END_TEST

START_TEST(each_integer_is_there_once)
{
    struct pack p = SET_OF(3, 1, 2);

    ck_assert(!intset_add(&p, 3));
    ck_assert(!intset_add(&p, 1));
    ck_assert_uint_eq(intset_count(p.ptr), 3);
    ck_assert(intset_remove(&p, 2));
    ck_assert(!intset_remove(&p, 2));
    ck_assert(!intset_remove(&p, 100000));
    expect_hex(&p, "02 00 00 00 | 02 00 00 00 | 01 00 | 03 00");
    pack_fini(&p);
}
END_TEST

START_TEST(remove_range_takes_neighbours)
{
    for (size_t from = 0; from <= 5; from++) {
        for (size_t count = 0; count <= 5 - from; count++) {
            struct pack p = SET_OF(0, 10, 20, 30, 40);

            intset_remove_range(&p, from, count);
            intset_check(p.ptr);
            ck_assert_uint_eq(intset_count(p.ptr), 5 - count);
            for (size_t i = 0; i < 5 - count; i++)
                ck_assert_int_eq(intset_get(p.ptr, i), (int64_t)(i < from ? i : i + count) * 10);
            pack_fini(&p);
        }
    }
}
END_TEST

START_TEST(a_borrowed_intset_moves_when_it_outgrows)
{
    uint8_t lent[16] = { 2, 0, 0, 0, 1, 0, 0, 0, 5, 0, 0xee, 0xee, 0xee, 0xee, 0xee, 0xee };
    struct pack p = { lent, 14, true };

    ck_assert(intset_add(&p, 1));
    ck_assert(intset_add(&p, 9));
    ck_assert_ptr_eq(p.ptr, lent);
    ck_assert(intset_add(&p, 7));
    ck_assert_ptr_ne(p.ptr, lent);
    ck_assert(!p.borrowed);
    expect_hex(&p, "02 00 00 00 | 04 00 00 00 | 01 00 | 05 00 | 07 00 | 09 00");
    ck_assert_uint_eq(lent[14], 0xee);
    pack_fini(&p);

    /* Widening asks for more room, too. */
    memcpy(lent, "\2\0\0\0\1\0\0\0\5\0", 10);
    p = (struct pack){ lent, 14, true };
    ck_assert(intset_add(&p, 70000));
    ck_assert_ptr_ne(p.ptr, lent);
    expect_hex(&p, "04 00 00 00 | 02 00 00 00 | 05 00 00 00 | 70 11 01 00");
    pack_fini(&p);
}
END_TEST

/* ---- Against a sorted array ------------------------------------------------------------------ */

enum { RUNS = 8, MODEL_OPS = 125 * 1000, MODEL_COUNT = 300 };

struct model {
    int64_t numbers[MODEL_COUNT];
    size_t count;
};

static size_t model_index(const struct model *m, int64_t n)
{
    size_t i = 0;

    while (i < m->count && m->numbers[i] < n)
        i++;
    return i;
}

static void model_remove(struct model *m, size_t index, size_t count)
{
    memmove(m->numbers + index, m->numbers + index + count,
            (m->count - index - count) * sizeof m->numbers[0]);
    m->count -= count;
}

static void compare(const struct model *m, const struct pack *p)
{
    intset_check(p->ptr);
    HOLDS(intset_count(p->ptr) == m->count);
    for (size_t i = 0; i < m->count; i++)
        HOLDS(intset_get(p->ptr, i) == m->numbers[i]);
}

/* Of up to `bits` bits, one of the array's or next to one half of the time. */
static int64_t any_number(const struct model *m, struct rng *rng, unsigned bits)
{
    if (m->count > 0 && rng_below(rng, 2) == 0)
        return (int64_t)((uint64_t)m->numbers[rng_below(rng, m->count)] + rng_below(rng, 3) - 1);
    return (int64_t)rng_next(rng) >> (64 - bits + rng_below(rng, bits));
}

static void step_add(struct model *m, struct pack *p, int64_t n)
{
    size_t at = model_index(m, n);
    bool is_new = at == m->count || m->numbers[at] != n;

    HOLDS(intset_add(p, n) == is_new);
    if (!is_new)
        return;
    memmove(m->numbers + at + 1, m->numbers + at, (m->count - at) * sizeof n);
    m->numbers[at] = n;
    m->count++;
}

static void step_remove(struct model *m, struct pack *p, int64_t n)
{
    size_t at = model_index(m, n);
    bool is_there = at < m->count && m->numbers[at] == n;

    HOLDS(intset_remove(p, n) == is_there);
    if (is_there)
        model_remove(m, at, 1);
}

static void step_find(const struct model *m, const struct pack *p, int64_t n)
{
    size_t at = model_index(m, n), index;

    HOLDS(intset_find(p->ptr, n, &index) == (at < m->count && m->numbers[at] == n));
    HOLDS(index == at);
}

static void step_remove_range(struct model *m, struct pack *p, struct rng *rng)
{
    size_t at = rng_below(rng, m->count + 1), count = rng_below(rng, m->count - at + 1);

    intset_remove_range(p, at, count);
    model_remove(m, at, count);
}

START_TEST(random_operations_agree_with_a_sorted_array)
{
    static const unsigned bits[] = { 8, 15, 16, 17, 31, 33, 63, 64 };
    static struct model m;
    struct pack p = { 0 };
    struct rng rng;

    rng_seed(&rng, (uint64_t)_i);
    for (int op = 0; op < MODEL_OPS; op++) {
        size_t what;

        if (op % 5000 == 0) { /* narrow again */
            pack_fini(&p);
            intset_init(&p);
            m.count = 0;
        }
        what = rng_below(&rng, 20);
        if (what < 10 && m.count < MODEL_COUNT)
            step_add(&m, &p, any_number(&m, &rng, bits[_i]));
        else if (what < 14)
            step_remove(&m, &p, any_number(&m, &rng, bits[_i]));
        else if (rng_below(&rng, 100) == 0)
            step_remove_range(&m, &p, &rng);
        else
            step_find(&m, &p, any_number(&m, &rng, bits[_i]));
        if (op % 16 == 0)
            compare(&m, &p);
    }
    pack_fini(&p);
}
END_TEST

/* ---- Refused input --------------------------------------------------------------------------- */

START_TEST(malformed_intsets_are_refused)
{
    static const char *const refused[] = {
        "",
        "02 00 00 00",
        "02 00 00 00 | 01 00 00",
        "02 00 00 00 | 00 00 00 00", /* empty */
        "02 00 00 00 | 01 00 00 00", /* cut */
        "02 00 00 00 | 01 00 00 00 | 05",
        "02 00 00 00 | 01 00 00 00 | 05 00 00", /* too long */
        "02 00 00 00 | 02 00 00 00 | 05 00",
        "00 00 00 00 | 01 00 00 00 | 05 00", /* no such width */
        "01 00 00 00 | 01 00 00 00 | 05",
        "03 00 00 00 | 01 00 00 00 | 05 00 00",
        "10 00 00 00 | 01 00 00 00 | 05 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00",
        "02 00 00 01 | 01 00 00 00 | 05 00",
        "02 00 00 00 | 02 00 00 00 | 05 00 | 05 00", /* twice */
        "02 00 00 00 | 02 00 00 00 | 05 00 | FF FF", /* not ascending as signed numbers */
        "04 00 00 00 | 02 00 00 00 | 00 00 01 00 | 00 00 00 80",
        "08 00 00 00 | 00 00 00 20 | 05 00 00 00 00 00 00 00", /* 2^29 * 8 is 2^32 */
        "08 00 00 00 | 01 00 00 20 | 05 00 00 00 00 00 00 00",
    };

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        uint8_t bytes[HEX_MAX], *copy;
        size_t len = read_hex(refused[i], bytes);

        copy = mem_alloc(len + 1); /* the sanitizer knows its end */
        memcpy(copy + 1, bytes, len);
        ck_assert_msg(!intset_validate(bytes_make(copy + 1, len)), "accepted: %s", refused[i]);
        mem_free(copy);
    }
}
END_TEST

START_TEST(wider_than_needed_is_accepted)
{
    uint8_t bytes[HEX_MAX];
    size_t len = read_hex("08 00 00 00 | 02 00 00 00 | FF FF FF FF FF FF FF FF |"
                          "01 00 00 00 00 00 00 00",
                          bytes);

    ck_assert(intset_validate(bytes_make(bytes, len)));
    ck_assert(intset_find(bytes, -1, NULL));
    ck_assert(intset_find(bytes, 1, NULL));
    ck_assert(!intset_find(bytes, 0, NULL));
}
END_TEST

/* Whatever is accepted is read and changed completely. */
static void use(struct bytes data)
{
    struct pack p = { mem_alloc(data.len), data.len, false };

    memcpy(p.ptr, data.ptr, data.len);
    for (size_t i = 0, index; i < intset_count(p.ptr); i++)
        HOLDS(intset_find(p.ptr, intset_get(p.ptr, i), &index) && index == i);
    intset_add(&p, 12345);
    intset_add(&p, INT64_MIN);
    HOLDS(intset_remove(&p, 12345));
    intset_check(p.ptr);
    while (intset_count(p.ptr) > 0)
        HOLDS(intset_remove(&p, intset_get(p.ptr, intset_count(p.ptr) / 2)));
    intset_check(p.ptr);
    pack_fini(&p);
}

START_TEST(every_corrupted_byte_is_refused_or_harmless)
{
    static const int64_t widest[] = { 100, 100000, INT64_MAX };

    for (size_t w = 0; w < 3; w++) {
        struct pack p = SET_OF(-300, -5, 0, 7, 99);
        size_t len;

        intset_add(&p, widest[w]);
        len = intset_bytes(p.ptr);
        for (size_t at = 0; at < len; at++) {
            uint8_t good = p.ptr[at];

            for (unsigned byte = 0; byte < 256; byte++) {
                p.ptr[at] = (uint8_t)byte;
                if (intset_validate(bytes_make(p.ptr, len)))
                    use(bytes_make(p.ptr, len));
            }
            p.ptr[at] = good;
        }
        pack_fini(&p);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("intset");
    TCase *basic = tcase_create("basic"), *model = tcase_create("model");
    TCase *refused = tcase_create("refused");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(basic, the_example_of_the_header);
    tcase_add_test(basic, an_empty_intset);
    tcase_add_test(basic, an_integer_that_needs_more_bytes_widens_all);
    tcase_add_test(basic, widened_bytes);
    tcase_add_test(basic, find_says_where_an_integer_is_or_would_be);
    tcase_add_test(basic, each_integer_is_there_once);
    tcase_add_test(basic, remove_range_takes_neighbours);
    tcase_add_test(basic, a_borrowed_intset_moves_when_it_outgrows);
    suite_add_tcase(s, basic);

    tcase_set_timeout(model, 120);
    tcase_add_loop_test(model, random_operations_agree_with_a_sorted_array, 0, RUNS);
    suite_add_tcase(s, model);

    tcase_add_test(refused, malformed_intsets_are_refused);
    tcase_add_test(refused, wider_than_needed_is_accepted);
    tcase_add_test(refused, every_corrupted_byte_is_refused_or_harmless);
    suite_add_tcase(s, refused);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
