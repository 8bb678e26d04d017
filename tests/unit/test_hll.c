#include "obj/hll.h"

#include "base/load.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/rand.h"
#include "obj/hll_inner.h"

#include <check.h>
#include <math.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct option_set *options;
static struct rng rng;

static void set_sparse_max(int64_t n)
{
    char text[NUM_INT_MAX];
    struct option_pair pair = { BYTES_LIT("hll-sparse-max-bytes"),
                                bytes_make(text, num_format_int(text, n)) };
    const char *why;
    unsigned bad;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, hll_options);
    set_sparse_max(3000);
    rng_seed(&rng, 1);
}

static void teardown(void)
{
    option_set_free(options);
}

static bool add(struct hll_draft *d, const char *element)
{
    return hll_draft_add(d, hll_mark_of(bytes_str(element)));
}

static bool knows(const struct hll_draft *d, struct hll_mark mark)
{
    struct hll_look look, valid;

    hll_look_up(hll_draft_bytes(d), mark, &look);
    HOLDS(hll_look_up_valid(hll_draft_bytes(d), mark, &valid));
    HOLDS(valid.known == look.known);
    return look.known;
}

/* The header of an encoding, with these bytes behind it. */
static void draft_of_body(struct hll_draft *d, uint8_t encoding, const void *body, size_t len)
{
    ck_assert_uint_le(HLL_HEADER + len, sizeof d->bytes);
    hll_draft_empty(d);
    d->bytes[4] = encoding;
    d->len = HLL_HEADER + len;
    if (len > 0)
        memcpy(d->bytes + HLL_HEADER, body, len);
}

static bool valid_sparse(const void *body, size_t len)
{
    struct hll_draft d;

    draft_of_body(&d, 1, body, len);
    return hll_has_header(hll_draft_bytes(&d)) && hll_validate(hll_draft_bytes(&d));
}

#define VALID(...) valid_sparse((const uint8_t[]){ __VA_ARGS__ }, sizeof(uint8_t[]){ __VA_ARGS__ })

/* ---- Format -------------------------------------------------------------------------------------- */

START_TEST(the_example_of_the_header)
{
    static const uint8_t bytes[] = { 0x48, 0x59, 0x4C, 0x4C, 0x01, 0,    0,    0,    0,
                                     0,    0,    0,    0,    0,    0,    0x80, 0x61, 0x84,
                                     0x80, 0x58, 0xCD, 0x88, 0x45, 0xA0, 0x84, 0x08 };
    struct hll_draft d;

    hll_draft_empty(&d);
    ck_assert(add(&d, "x"));
    ck_assert(add(&d, "y"));
    ck_assert(add(&d, "z"));
    ck_assert_uint_eq(d.len, sizeof bytes);
    ck_assert_mem_eq(d.bytes, bytes, sizeof bytes);
    ck_assert_uint_eq(hll_count(hll_draft_bytes(&d)), 3);
}
END_TEST

START_TEST(elements_hash_as_in_redis)
{
    static const struct {
        const char *element;
        struct hll_mark mark;
    } known[] = {
        { "", { 5938, 2 } },          { "a", { 12711, 2 } },
        { "element", { 9886, 1 } },   { "12345678", { 10579, 3 } },
        { "123456789", { 9293, 2 } }, { "0123456789abcdef", { 5949, 1 } },
        { "394480", { 16170, 18 } },
    };

    for (unsigned i = 0; i < sizeof known / sizeof known[0]; i++) {
        struct hll_mark mark = hll_mark_of(bytes_str(known[i].element));

        ck_assert_uint_eq(mark.index, known[i].mark.index);
        ck_assert_uint_eq(mark.value, known[i].mark.value);
    }
}
END_TEST

START_TEST(every_dense_register_has_its_own_six_bits)
{
    static uint8_t body[HLL_DENSE_LEN - HLL_HEADER];
    static uint8_t model[HLL_REGISTERS];

    memset(body, 0, sizeof body);
    memset(model, 0, sizeof model);
    hll_dense_set(body, 1, 63);
    ck_assert_uint_eq(body[0], 0xc0);
    ck_assert_uint_eq(body[1], 0x0f);
    hll_dense_set(body, 1, 0);
    for (unsigned n = 0; n < 4 * HLL_REGISTERS; n++) {
        unsigned i = n < HLL_REGISTERS ? n : (unsigned)rng_below(&rng, HLL_REGISTERS);

        model[i] = (uint8_t)rng_below(&rng, HLL_VALUES);
        hll_dense_set(body, i, model[i]);
    }
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        HOLDS(hll_dense_get(body, i) == model[i]);
}
END_TEST

START_TEST(headers_that_are_none_are_refused)
{
    struct hll_draft d;
    uint64_t count;

    hll_draft_empty(&d);
    ck_assert(hll_has_header(hll_draft_bytes(&d)));
    ck_assert(!hll_cached_count(hll_draft_bytes(&d), &count));
    for (unsigned i = 0; i < 4; i++) {
        d.bytes[i] ^= 1;
        ck_assert(!hll_has_header(hll_draft_bytes(&d)));
        d.bytes[i] ^= 1;
    }
    d.bytes[4] = 2;
    ck_assert(!hll_has_header(hll_draft_bytes(&d)));
    d.bytes[4] = 0;
    ck_assert(!hll_has_header(hll_draft_bytes(&d)));
    ck_assert(!hll_has_header(bytes_make(d.bytes, HLL_HEADER - 1)));
    ck_assert(!hll_has_header(bytes_make(NULL, 0)));
    d.bytes[4] = 1;
    hll_draft_make_dense(&d);
    ck_assert_uint_eq(d.len, HLL_DENSE_LEN);
    ck_assert(hll_has_header(hll_draft_bytes(&d)));
    ck_assert(!hll_has_header(bytes_make(d.bytes, HLL_DENSE_LEN - 1)));
    ck_assert(!hll_has_header(bytes_make(d.bytes, HLL_DENSE_LEN + 1)));
}
END_TEST

START_TEST(runs_have_to_cover_the_registers_exactly)
{
    static uint8_t many[2 * HLL_REGISTERS + 2];

    ck_assert(VALID(0x7f, 0xff));
    ck_assert(VALID(0x7f, 0xfb, 0x83));
    ck_assert(!valid_sparse(NULL, 0));
    ck_assert(!VALID(0x7f));
    ck_assert(!VALID(0x7f, 0xfe));
    ck_assert(!VALID(0x7f, 0xff, 0x00));
    ck_assert(!VALID(0x7f, 0xff, 0x80));
    ck_assert(!VALID(0x7f, 0xff, 0x7f));
    ck_assert(!VALID(0x7f, 0xff, 0x7f, 0xff));
    ck_assert(!VALID(0x7f, 0xfb, 0x83, 0x40));
    ck_assert(!VALID(0x84));
    /* Short runs fill whole words, and a long run stands across the border of one. */
    memset(many, 0x3f, sizeof many);
    ck_assert(valid_sparse(many, HLL_REGISTERS / 64));
    ck_assert(!valid_sparse(many, HLL_REGISTERS / 64 - 1));
    ck_assert(!valid_sparse(many, HLL_REGISTERS / 64 + 1));
    many[7] = 0x40;
    many[8] = 0x7f;
    ck_assert(valid_sparse(many, HLL_REGISTERS / 64));
    many[HLL_REGISTERS / 64 - 1] = 0x40;
    ck_assert(!valid_sparse(many, HLL_REGISTERS / 64));
    /* The longest one there can be. */
    for (unsigned i = 0; i < HLL_REGISTERS; i++) {
        many[2 * i] = 0x40;
        many[2 * i + 1] = 0;
    }
    ck_assert(valid_sparse(many, HLL_SPARSE_MAX - HLL_HEADER));
    ck_assert(!valid_sparse(many, HLL_SPARSE_MAX - HLL_HEADER - 2));
}
END_TEST

/* Random runs to the last register; as_second: the second bytes of long ones. Returns the length. */
static size_t random_body(uint8_t *body, unsigned longs_of_8, const uint8_t as_second[4])
{
    unsigned left = HLL_REGISTERS, n;
    size_t len = 0;

    while (left > 0) {
        if (rng_below(&rng, 8) < longs_of_8) {
            n = ((unsigned)rng_below(&rng, 2) << 8 | as_second[rng_below(&rng, 4)]) + 1;
            n = n < left ? n : left;
            body[len++] = (uint8_t)(0x40 | (n - 1) >> 8);
            body[len++] = (uint8_t)(n - 1);
        } else if (rng_below(&rng, 2) == 0) {
            n = 1 + (unsigned)rng_below(&rng, left < 64 ? left : 64);
            body[len++] = (uint8_t)(n - 1);
        } else {
            n = 1 + (unsigned)rng_below(&rng, left < 4 ? left : 4);
            body[len++] = (uint8_t)(0x80 | rng_below(&rng, 32) << 2 | (n - 1));
        }
        left -= n;
    }
    return len;
}

/* One run after the other: where the run of a register is, or false if the body is not valid. */
static bool walk_to(struct bytes body, unsigned index, struct hll_place *out)
{
    unsigned covered = 0;
    size_t pos = 0, at, before = SIZE_MAX;
    struct hll_run run;

    while (pos < body.len) {
        if ((body.ptr[pos] & 0xc0) == 0x40 && pos + 1 == body.len)
            return false;
        at = pos;
        run = hll_next_run(body, &pos);
        if (index >= covered && index - covered < run.count)
            *out = (struct hll_place){ at, pos - at, before, covered, run };
        covered += run.count;
        before = at;
    }
    return covered == HLL_REGISTERS;
}

static void expect_place(const struct hll_place *p, const struct hll_place *model)
{
    HOLDS(p->at == model->at && p->size == model->size && p->first == model->first);
    HOLDS(p->run.count == model->run.count && p->run.value == model->run.value);
    HOLDS(p->run.is_long == model->run.is_long);
    HOLDS(p->before == model->before || p->before == SIZE_MAX);
}

/* Second bytes that look like the first of a long run are what makes it hard. */
START_TEST(random_runs_against_a_walk)
{
    static const uint8_t seconds[][4] = { { 0, 63, 128, 255 }, { 64, 64, 100, 127 } };
    static uint8_t bytes[2 * HLL_REGISTERS];

    for (unsigned round = 0; round < 6000; round++) {
        struct hll_place place, model;
        struct bytes body = { bytes, random_body(bytes, round % 9, seconds[round / 9 % 2]) };
        unsigned index = (unsigned)rng_below(&rng, HLL_REGISTERS);

        HOLDS(walk_to(body, index, &model));
        HOLDS(hll_sparse_validate(body, index, &place));
        expect_place(&place, &model);
        place = hll_sparse_find(body, index);
        expect_place(&place, &model);
        bytes[rng_below(&rng, body.len)] ^= (uint8_t)(1 << rng_below(&rng, 8));
        body.len -= rng_below(&rng, 2);
        HOLDS(hll_sparse_validate(body, index, &place) == walk_to(body, index, &model));
    }
}
END_TEST

/* 255 registers in bodies of many lengths, then a long run of 16129, of which 0 is the second byte. */
START_TEST(a_long_run_needs_its_second_byte)
{
    uint8_t body[257];

    for (unsigned n = 128; n <= 255; n++) {
        memset(body, 0, sizeof body);
        memset(body, 1, 255 - n);
        body[n] = 0x7f;
        ck_assert(valid_sparse(body, n + 2));
        ck_assert(!valid_sparse(body, n + 1));
        body[n + 1] = 1;
        ck_assert(!valid_sparse(body, n + 2));
    }
}
END_TEST

/* ---- Adding -------------------------------------------------------------------------------------- */

static void add_at(struct hll_draft *d, unsigned index, unsigned value)
{
    HOLDS(hll_draft_add(d, (struct hll_mark){ (uint16_t)index, (uint8_t)value }));
    HOLDS(hll_validate(hll_draft_bytes(d)));
}

static void expect_body(const struct hll_draft *d, const uint8_t *body, size_t len)
{
    ck_assert_uint_eq(d->len, HLL_HEADER + len);
    ck_assert_mem_eq(d->bytes + HLL_HEADER, body, len);
}

#define EXPECT_BODY(d, ...)                                                                        \
    expect_body(d, (const uint8_t[]){ __VA_ARGS__ }, sizeof(uint8_t[]){ __VA_ARGS__ })

START_TEST(runs_are_split_and_joined)
{
    struct hll_draft d;

    hll_draft_empty(&d);
    add_at(&d, 0, 1);
    EXPECT_BODY(&d, 0x80, 0x7f, 0xfe);
    add_at(&d, HLL_REGISTERS - 1, 32);
    EXPECT_BODY(&d, 0x80, 0x7f, 0xfd, 0xfc);
    add_at(&d, 2, 1);
    EXPECT_BODY(&d, 0x80, 0x00, 0x80, 0x7f, 0xfb, 0xfc);
    add_at(&d, 1, 1); /* three equal ones become one run */
    EXPECT_BODY(&d, 0x82, 0x7f, 0xfb, 0xfc);
    add_at(&d, 3, 1);
    add_at(&d, 4, 1); /* more than four do not fit it */
    EXPECT_BODY(&d, 0x83, 0x80, 0x7f, 0xf9, 0xfc);
    add_at(&d, 1, 2); /* in the middle of a run */
    EXPECT_BODY(&d, 0x80, 0x84, 0x82, 0x7f, 0xf9, 0xfc);
    ck_assert(!hll_draft_add(&d, (struct hll_mark){ 1, 2 }));
    ck_assert(!hll_draft_add(&d, (struct hll_mark){ 2, 1 }));
}
END_TEST

START_TEST(it_becomes_dense_when_a_run_cannot_say_it)
{
    struct hll_draft d;

    hll_draft_empty(&d);
    hll_store_count(d.bytes, 5);
    add_at(&d, 7, 33);
    ck_assert(hll_is_dense(hll_draft_bytes(&d)));
    ck_assert_uint_eq(hll_dense_get(d.bytes + HLL_HEADER, 7), 33);
    ck_assert_uint_eq(load_le64(d.bytes + 8), 5 | UINT64_C(1) << 63);
}
END_TEST

START_TEST(it_becomes_dense_above_the_directive)
{
    struct hll_draft d;

    set_sparse_max(21);
    hll_draft_empty(&d);
    add_at(&d, 1000, 1); /* two long runs and a value: 21 bytes */
    ck_assert(!hll_is_dense(hll_draft_bytes(&d)));
    add_at(&d, 1000, 2);
    ck_assert(!hll_is_dense(hll_draft_bytes(&d)));
    add_at(&d, 3000, 1);
    ck_assert(hll_is_dense(hll_draft_bytes(&d)));
    ck_assert_uint_eq(hll_dense_get(d.bytes + HLL_HEADER, 1000), 2);
    ck_assert_uint_eq(hll_dense_get(d.bytes + HLL_HEADER, 3000), 1);
    set_sparse_max(0);
    hll_draft_empty(&d);
    add_at(&d, 0, 1);
    ck_assert(hll_is_dense(hll_draft_bytes(&d)));
    set_sparse_max(INT64_MAX);
    hll_draft_empty(&d);
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        add_at(&d, i, 1 + i % 32);
    ck_assert_uint_eq(d.len, HLL_HEADER + HLL_REGISTERS);
}
END_TEST

static void expect_model(const struct hll_draft *d, const uint8_t model[HLL_REGISTERS])
{
    struct hll_registers r = { { 0 } };
    struct hll_draft dense = *d;

    HOLDS(hll_has_header(hll_draft_bytes(d)));
    HOLDS(hll_validate(hll_draft_bytes(d)));
    hll_registers_merge(&r, hll_draft_bytes(d));
    HOLDS(memcmp(r.value, model, HLL_REGISTERS) == 0);
    HOLDS(hll_registers_count(&r) == hll_count(hll_draft_bytes(d)));
    hll_draft_make_dense(&dense);
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        HOLDS(hll_dense_get(dense.bytes + HLL_HEADER, i) == model[i]);
}

/* The marks are in the last `spread` registers: in few of them runs meet. */
static void run_against_model(unsigned steps, unsigned spread, unsigned values, int64_t sparse_max)
{
    static uint8_t model[HLL_REGISTERS];
    struct hll_draft d;

    set_sparse_max(sparse_max);
    hll_draft_empty(&d);
    memset(model, 0, sizeof model);
    for (unsigned n = 0; n < steps; n++) {
        struct hll_mark mark = { (uint16_t)(HLL_REGISTERS - 1 - rng_below(&rng, spread)),
                                 (uint8_t)(1 + rng_below(&rng, values)) };
        bool known = model[mark.index] >= mark.value;

        HOLDS(knows(&d, mark) == known);
        HOLDS(hll_draft_add(&d, mark) == !known);
        HOLDS(knows(&d, mark));
        if (!known)
            model[mark.index] = mark.value;
        if (n % 97 == 0)
            expect_model(&d, model);
    }
    expect_model(&d, model);
}

START_TEST(random_marks_against_an_array)
{
    for (unsigned round = 0; round < 20; round++) {
        run_against_model(3000, HLL_REGISTERS, 32, 100 * 1000);
        run_against_model(2000, HLL_REGISTERS, 6, 3000);
        run_against_model(500, 64, 3, 100 * 1000);
        run_against_model(500, 20, 2, 60);
        run_against_model(300, HLL_REGISTERS / 4, HLL_RANK_MAX, 400);
    }
}
END_TEST

/* ---- Unions and counts --------------------------------------------------------------------------- */

START_TEST(a_union_has_the_greater_value_of_each_register)
{
    static struct hll_registers a, b, both, fast, portable;
    static struct hll_draft da, db;

    memset(&fast, 0, sizeof fast);
    memset(&portable, 0, sizeof portable);
    for (unsigned i = 0; i < HLL_REGISTERS; i++) {
        a.value[i] = (uint8_t)rng_below(&rng, HLL_VALUES);
        b.value[i] = (uint8_t)rng_below(&rng, HLL_VALUES);
        both.value[i] = a.value[i] > b.value[i] ? a.value[i] : b.value[i];
    }
    hll_draft_empty(&da);
    hll_draft_make_dense(&da);
    db = da;
    hll_registers_store(&a, da.bytes);
    hll_registers_store(&b, db.bytes);
    hll_registers_merge(&fast, hll_draft_bytes(&da));
    ck_assert_mem_eq(&fast, &a, sizeof a);
    hll_registers_merge(&fast, hll_draft_bytes(&db));
    ck_assert_mem_eq(&fast, &both, sizeof both);
    hll_dense_merge_portable(&portable, db.bytes + HLL_HEADER);
    ck_assert_mem_eq(&portable, &b, sizeof b);
    hll_dense_merge_portable(&portable, da.bytes + HLL_HEADER);
    ck_assert_mem_eq(&portable, &both, sizeof both);
}
END_TEST

/* Whatever instructions count, also where values are few, many, or far apart. */
START_TEST(all_ways_to_count_say_the_same)
{
    static struct hll_registers r;

    for (unsigned low = 0; low < HLL_VALUES; low += 3) {
        for (unsigned high = low; high < HLL_VALUES; high += 5) {
            struct hll_histogram h = { { 0 } }, model = { { 0 } };

            for (unsigned i = 0; i < HLL_REGISTERS; i++) {
                bool far = rng_below(&rng, 400) == 0;

                r.value[i] = (uint8_t)(far ? rng_below(&rng, HLL_VALUES)
                                           : low + rng_below(&rng, high - low + 1));
                model.count[r.value[i]]++;
            }
            hll_histogram_portable(&r, &h);
            HOLDS(memcmp(&h, &model, sizeof h) == 0);
            HOLDS(hll_registers_count(&r) == hll_estimate(&model));
        }
    }
}
END_TEST

START_TEST(estimates_stay_within_their_error)
{
    static struct hll_registers r;
    uint64_t n = 0, look_at = 1;

    memset(&r, 0, sizeof r);
    ck_assert_uint_eq(hll_registers_count(&r), 0);
    while (n < 2 * 1000 * 1000) {
        char text[NUM_INT_MAX];

        hll_registers_add(&r, hll_mark_of(bytes_make(text, num_format_int(text, (int64_t)n))));
        if (++n == look_at) {
            double off = fabs((double)hll_registers_count(&r) / (double)n - 1);

            ck_assert_msg(off < 4 * 0.0081, "%g off at %u", off, (unsigned)n);
            look_at = look_at * 5 / 4 + 1;
        }
    }
}
END_TEST

START_TEST(registers_that_nobody_could_fill_count_as_much_as_can_be_said)
{
    static const uint8_t values[] = { 50, 51, 52, 63 };
    static struct hll_registers r;

    for (unsigned i = 0; i < sizeof values; i++) {
        memset(r.value, values[i], sizeof r.value);
        ck_assert_uint_eq(hll_registers_count(&r), INT64_MAX);
    }
    memset(r.value, 49, sizeof r.value); /* as redis-server says */
    ck_assert_uint_eq(hll_registers_count(&r), UINT64_C(6653256548922161152));
    r.value[0] = 0;
    memset(r.value + 1, 63, sizeof r.value - 1);
    ck_assert_uint_eq(hll_registers_count(&r), 193623433);
}
END_TEST

START_TEST(the_header_keeps_a_count_until_a_register_changes)
{
    struct hll_draft d;
    uint64_t count = 0;

    hll_draft_empty(&d);
    add(&d, "a");
    hll_store_count(d.bytes, 1);
    ck_assert(hll_cached_count(hll_draft_bytes(&d), &count));
    ck_assert_uint_eq(count, 1);
    ck_assert(!add(&d, "a"));
    ck_assert(hll_cached_count(hll_draft_bytes(&d), &count));
    ck_assert(add(&d, "b"));
    ck_assert(!hll_cached_count(hll_draft_bytes(&d), &count));
    hll_draft_make_dense(&d);
    hll_store_count(d.bytes, 2);
    ck_assert(!add(&d, "b"));
    ck_assert(hll_cached_count(hll_draft_bytes(&d), &count));
    ck_assert(add(&d, "c"));
    ck_assert(!hll_cached_count(hll_draft_bytes(&d), &count));
}
END_TEST

START_TEST(the_self_test_passes)
{
    ck_assert(hll_self_test());
}
END_TEST

int main(void)
{
    Suite *s = suite_create("hll");
    TCase *tc = tcase_create("hll");
    SRunner *sr;
    int failed;

    mem_thread_start();
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_example_of_the_header);
    tcase_add_test(tc, elements_hash_as_in_redis);
    tcase_add_test(tc, every_dense_register_has_its_own_six_bits);
    tcase_add_test(tc, headers_that_are_none_are_refused);
    tcase_add_test(tc, runs_have_to_cover_the_registers_exactly);
    tcase_add_test(tc, random_runs_against_a_walk);
    tcase_add_test(tc, a_long_run_needs_its_second_byte);
    tcase_add_test(tc, runs_are_split_and_joined);
    tcase_add_test(tc, it_becomes_dense_when_a_run_cannot_say_it);
    tcase_add_test(tc, it_becomes_dense_above_the_directive);
    tcase_add_test(tc, random_marks_against_an_array);
    tcase_add_test(tc, a_union_has_the_greater_value_of_each_register);
    tcase_add_test(tc, all_ways_to_count_say_the_same);
    tcase_add_test(tc, estimates_stay_within_their_error);
    tcase_add_test(tc, registers_that_nobody_could_fill_count_as_much_as_can_be_said);
    tcase_add_test(tc, the_header_keeps_a_count_until_a_register_changes);
    tcase_add_test(tc, the_self_test_passes);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
