#include "obj/zset.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/rand.h"
#include "ds/listpack.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* Operations per encoding: most where the sanitizers watch. */
#ifdef KV_SANITIZE
enum { MODEL_OPS = 1000 * 1000 };
#else
enum { MODEL_OPS = 300 * 1000 };
#endif

enum { BIG = 200 * 1000 };

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct option_set *options;
static struct value v;

static void set_limit(const char *name, const char *value)
{
    struct option_pair pair = { bytes_str(name), bytes_str(value) };
    const char *why;
    unsigned bad;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, zset_options);
    v = value_empty(OBJ_ZSET);
}

static void teardown(void)
{
    value_check(&v);
    value_free(&v);
    option_set_free(options);
}

/* Most tests run in both encodings: _i is 0 for the listpack, 1 for the tree. */
static void setup_encoding(int i)
{
    set_limit("zset-max-listpack-entries", i == 0 ? "100000" : "0");
}

static enum zset_outcome add(const char *member, double score)
{
    return zset_add(&v, bytes_str(member), &score, 0);
}

static double score_of(const char *member)
{
    double score;

    return zset_score(&v, bytes_str(member), &score) ? score : NAN;
}

/* "member:score ..." of a span, in that direction. */
static const char *text_of(struct zset_span span, bool down)
{
    static char text[1000];
    struct zset_cursor c = zset_seek(&v, down ? span.first + span.count - 1 : span.first, down);
    struct zset_elem e;
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < span.count; i++) {
        char scratch[NUM_INT_MAX];
        struct bytes member;

        ck_assert(zset_next(&c, &e));
        member = item_text(&e.member, scratch);
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s:%g", i ? " " : "",
                                BYTES_ARG(member), e.score);
    }
    return text;
}

static const char *all(void)
{
    return text_of((struct zset_span){ 0, value_count(&v) }, false);
}

/* ---- Plain cases ---------------------------------------------------------------------------------- */

START_TEST(members_are_in_order_of_score_then_member)
{
    setup_encoding(_i);
    ck_assert_int_eq(add("b", 2), ZSET_ADDED);
    ck_assert_int_eq(add("c", 1), ZSET_ADDED);
    ck_assert_int_eq(add("a", 2), ZSET_ADDED);
    ck_assert_int_eq(add("10", 1), ZSET_ADDED);
    ck_assert_int_eq(add("9", 1), ZSET_ADDED);
    ck_assert_int_eq(add("", 1), ZSET_ADDED);
    ck_assert_str_eq(value_encoding_name(&v), _i == 0 ? "listpack" : "skiplist");
    ck_assert_str_eq(all(), ":1 10:1 9:1 c:1 a:2 b:2");
    ck_assert_str_eq(text_of((struct zset_span){ 1, 3 }, true), "c:1 9:1 10:1");
}
END_TEST

START_TEST(a_member_has_one_score)
{
    size_t rank;
    double s;

    setup_encoding(_i);
    add("a", 1);
    add("b", 2);
    ck_assert_int_eq(add("a", 3), ZSET_CHANGED);
    ck_assert_int_eq(add("a", 3), ZSET_SAME);
    ck_assert_str_eq(all(), "b:2 a:3");
    ck_assert(zset_rank(&v, bytes_str("a"), &rank, &s));
    ck_assert_uint_eq(rank, 1);
    ck_assert(s == 3);
    ck_assert(!zset_rank(&v, bytes_str("x"), &rank, NULL));
    ck_assert(zset_remove(&v, bytes_str("b")));
    ck_assert(!zset_remove(&v, bytes_str("b")));
    ck_assert_str_eq(all(), "a:3");
    ck_assert(zset_remove(&v, bytes_str("a")));
    ck_assert_uint_eq(value_count(&v), 0);
}
END_TEST

static enum zset_outcome add_flags(const char *member, double score, unsigned flags, double *now)
{
    *now = score;
    return zset_add(&v, bytes_str(member), now, flags);
}

START_TEST(flags_say_when_to_add)
{
    double s;

    setup_encoding(_i);
    ck_assert_int_eq(add_flags("a", 5, ZSET_XX, &s), ZSET_REFUSED);
    ck_assert_int_eq(add_flags("a", 5, ZSET_NX, &s), ZSET_ADDED);
    ck_assert_int_eq(add_flags("a", 6, ZSET_NX, &s), ZSET_REFUSED);
    ck_assert_int_eq(add_flags("a", 6, ZSET_XX, &s), ZSET_CHANGED);
    ck_assert_int_eq(add_flags("a", 6, ZSET_GT, &s), ZSET_REFUSED);
    ck_assert_int_eq(add_flags("a", 7, ZSET_GT, &s), ZSET_CHANGED);
    ck_assert_int_eq(add_flags("a", 7, ZSET_LT, &s), ZSET_REFUSED);
    ck_assert_int_eq(add_flags("a", 4, ZSET_LT | ZSET_XX, &s), ZSET_CHANGED);
    ck_assert_int_eq(add_flags("b", 4, ZSET_LT, &s), ZSET_ADDED);
    ck_assert_int_eq(add_flags("a", 3, ZSET_INCR, &s), ZSET_CHANGED);
    ck_assert(s == 7);
    ck_assert_int_eq(add_flags("a", -1, ZSET_INCR | ZSET_GT, &s), ZSET_REFUSED);
    ck_assert_int_eq(add_flags("a", 0, ZSET_INCR, &s), ZSET_SAME);
    ck_assert(s == 7);
    ck_assert_int_eq(add_flags("i", -INFINITY, ZSET_INCR, &s), ZSET_ADDED);
    ck_assert_int_eq(add_flags("i", INFINITY, ZSET_INCR, &s), ZSET_NAN);
    ck_assert(score_of("i") == -INFINITY);
}
END_TEST

START_TEST(every_score_comes_back)
{
    static const double scores[] = {
        0,          1,        -1,
        127,        128,      4095,
        -4096,      1e15,     9007199254740993.0,
        1e17,       1e18,     0x1p62,
        0x1p63,     -0x1p63,  1e19,
        -1e19,      0.1,      1.0 / 3,
        1e-7,       5e-324,   1.7976931348623157e308,
        1e100,      INFINITY, -INFINITY,
        3.5,        -2.25,    1e21,
        123456.789,
    };
    enum { COUNT = sizeof scores / sizeof scores[0] };
    char name[16];

    setup_encoding(_i);
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "m%d", i);
        ck_assert_int_eq(add(name, scores[i]), ZSET_ADDED);
    }
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof name, "m%d", i);
        ck_assert(score_of(name) == scores[i]);
        ck_assert_int_eq(add(name, scores[i]), ZSET_SAME);
    }
    value_check(&v);
}
END_TEST

START_TEST(the_zeros_are_one_score)
{
    setup_encoding(_i);
    add("b", 0.0);
    add("a", -0.0);
    ck_assert_str_eq(text_of((struct zset_span){ 1, 1 }, false), "b:0");
    ck_assert_int_eq(add("b", -0.0), ZSET_SAME);
    ck_assert(signbit(score_of("a")) == (_i == 1));
}
END_TEST

/* ---- Ranges --------------------------------------------------------------------------------------- */

static const char *by_score(double min, bool min_open, double max, bool max_open)
{
    struct zset_scores range = { min, max, min_open, max_open };

    return text_of(zset_by_score(&v, &range), false);
}

START_TEST(walks_from_a_score)
{
    static const struct {
        double score;
        const char *first;
    } rows[] = { { -INFINITY, "a" }, { 1, "a" }, { 1.5, "b" }, { 2, "b" }, { 2.5, "d" } };
    struct zset_cursor c;
    struct zset_elem e;

    setup_encoding(_i);
    c = zset_seek_score(&v, -INFINITY);
    ck_assert(!zset_next(&c, &e));
    add("a", 1);
    add("b", 2);
    add("c", 2);
    add("d", 3);
    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        c = zset_seek_score(&v, rows[i].score);
        ck_assert(zset_next(&c, &e));
        ck_assert(bytes_eq(bytes_make(e.member.ptr, e.member.len), bytes_str(rows[i].first)));
    }
    ck_assert(!zset_next(&c, &e));
    c = zset_seek_score(&v, 3.5);
    ck_assert(!zset_next(&c, &e));
}
END_TEST

START_TEST(ranges_of_scores)
{
    setup_encoding(_i);
    add("a", 1);
    add("b", 2);
    add("c", 2);
    add("d", 3);
    add("e", INFINITY);
    ck_assert_str_eq(by_score(-INFINITY, false, INFINITY, false), "a:1 b:2 c:2 d:3 e:inf");
    ck_assert_str_eq(by_score(-INFINITY, true, INFINITY, true), "a:1 b:2 c:2 d:3");
    ck_assert_str_eq(by_score(2, false, 3, false), "b:2 c:2 d:3");
    ck_assert_str_eq(by_score(2, true, 3, false), "d:3");
    ck_assert_str_eq(by_score(1, false, 2, true), "a:1");
    ck_assert_str_eq(by_score(2, true, 2, true), "");
    ck_assert_str_eq(by_score(2, false, 2, true), "");
    ck_assert_str_eq(by_score(3, false, 1, false), "");
    ck_assert_str_eq(by_score(4, false, 5, false), "");
    ck_assert_str_eq(by_score(INFINITY, false, INFINITY, false), "e:inf");
}
END_TEST

static struct zset_bound bound(const char *text)
{
    if (text[0] == '-')
        return (struct zset_bound){ .kind = ZSET_LOWEST };
    if (text[0] == '+')
        return (struct zset_bound){ .kind = ZSET_HIGHEST };
    return (struct zset_bound){ ZSET_MEMBER, text[0] == '(', bytes_str(text + 1) };
}

static const char *by_member(const char *min, const char *max)
{
    struct zset_members range = { bound(min), bound(max) };

    return text_of(zset_by_member(&v, &range), false);
}

START_TEST(ranges_of_members)
{
    setup_encoding(_i);
    for (const char *const *m = (const char *const[]){ "a", "b", "c", "d", NULL }; *m; m++)
        add(*m, 0);
    ck_assert_str_eq(by_member("-", "+"), "a:0 b:0 c:0 d:0");
    ck_assert_str_eq(by_member("[b", "[c"), "b:0 c:0");
    ck_assert_str_eq(by_member("(b", "[c"), "c:0");
    ck_assert_str_eq(by_member("(b", "(c"), "");
    ck_assert_str_eq(by_member("[bb", "+"), "c:0 d:0");
    ck_assert_str_eq(by_member("-", "(c"), "a:0 b:0");
    ck_assert_str_eq(by_member("+", "-"), "");
    ck_assert_str_eq(by_member("+", "+"), "");
    ck_assert_str_eq(by_member("-", "-"), "");
    ck_assert_str_eq(by_member("[d", "[a"), "");
    ck_assert_str_eq(by_member("[", "[a"), "a:0");
}
END_TEST

START_TEST(a_span_is_removed)
{
    setup_encoding(_i);
    for (const char *const *m = (const char *const[]){ "a", "b", "c", "d", "e", NULL }; *m; m++)
        add(*m, **m);
    zset_remove_span(&v, (struct zset_span){ 1, 2 });
    ck_assert_str_eq(all(), "a:97 d:100 e:101");
    zset_remove_span(&v, (struct zset_span){ 2, 0 });
    zset_remove_span(&v, (struct zset_span){ 2, 1 });
    ck_assert_str_eq(all(), "a:97 d:100");
    zset_remove_span(&v, (struct zset_span){ 0, 2 });
    ck_assert_uint_eq(value_count(&v), 0);
    ck_assert(!zset_sweep(&v, 100));
}
END_TEST

/* ---- Encodings ------------------------------------------------------------------------------------ */

START_TEST(the_listpack_is_that_of_redis_files)
{
    /* member, score pairs: "a" 1, "b" 2.5, "7" 1000 */
    static const uint8_t expected[] = { 25, 0, 0,    0,    6,    0,    0x81, 'a', 2,
                                        1,  1, 0x81, 'b',  2,    0x83, '2',  '.', '5',
                                        4,  7, 1,    0xc3, 0xe8, 2,    0xff };

    add("7", 1000);
    add("b", 2.5);
    add("a", 1);
    ck_assert_uint_eq(lp_bytes(v.pack.ptr), sizeof expected);
    ck_assert_mem_eq(v.pack.ptr, expected, sizeof expected);
}
END_TEST

START_TEST(it_converts_at_the_limits)
{
    char member[66] = { 0 };

    for (int i = 0; i < 128; i++) {
        snprintf(member, sizeof member, "m%d", i);
        add(member, i);
    }
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    add("m0", 500);
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    add("one more", 1);
    ck_assert_str_eq(value_encoding_name(&v), "skiplist");
    ck_assert_uint_eq(value_count(&v), 129);
    value_check(&v);

    value_free(&v);
    v = value_empty(OBJ_ZSET);
    memset(member, 'x', 64);
    member[64] = '\0';
    add(member, 1);
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    member[64] = 'x';
    add(member, 1);
    ck_assert_str_eq(value_encoding_name(&v), "skiplist");
    ck_assert_uint_eq(value_count(&v), 2);
}
END_TEST

START_TEST(fitting_brings_a_small_one_back)
{
    char member[16];

    for (int i = 0; i < 200; i++) {
        snprintf(member, sizeof member, "m%d", i);
        add(member, i);
    }
    zset_fit(&v);
    ck_assert_str_eq(value_encoding_name(&v), "skiplist");
    zset_remove_span(&v, (struct zset_span){ 2, 196 });
    ck_assert_str_eq(value_encoding_name(&v), "skiplist");
    zset_fit(&v);
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
    ck_assert_str_eq(all(), "m0:0 m1:1 m198:198 m199:199");
    zset_fit(&v);
    ck_assert_str_eq(value_encoding_name(&v), "listpack");
}
END_TEST

START_TEST(a_copy_is_equal_and_apart)
{
    struct value copy;

    setup_encoding(_i);
    add("a", 1);
    add("b", 2);
    copy = value_dup(&v);
    add("a", 9);
    value_check(&copy);
    ck_assert_str_eq(all(), "b:2 a:9");
    value_free(&v);
    v = copy;
    ck_assert_str_eq(all(), "a:1 b:2");
    ck_assert_uint_gt(value_mem(&v, 1000), 10);
}
END_TEST

static void count_member(unsigned *seen, const struct item *it)
{
    char scratch[NUM_INT_MAX];
    uint64_t n;

    HOLDS(num_parse_uint(bytes_from(item_text(it, scratch), 1), &n));
    seen[n]++;
}

static bool count_scanned(void *ctx, const struct value_elem *e)
{
    count_member(ctx, &e->item);
    return false;
}

static void count_sampled(void *ctx, const struct zset_elem *e)
{
    count_member(ctx, &e->member);
}

START_TEST(a_scan_shows_every_member_once)
{
    static unsigned seen[1000];
    uint64_t cursor = 0;
    char member[16];

    setup_encoding(_i);
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < 1000; i++) {
        snprintf(member, sizeof member, "m%d", i);
        add(member, i % 7);
    }
    do
        cursor = zset_scan(&v, cursor, count_scanned, seen);
    while (cursor != 0);
    for (int i = 0; i < 1000; i++)
        ck_assert_uint_eq(seen[i], 1);
}
END_TEST

START_TEST(samples_are_fair_and_have_no_member_twice)
{
    enum { N = 20, ROUNDS = 4000 };
    unsigned seen[N], sum[N];
    char member[16];
    struct rng rng;

    setup_encoding(_i);
    rng_seed(&rng, 11);
    for (int i = 0; i < N; i++) {
        snprintf(member, sizeof member, "m%d", i);
        add(member, i);
    }
    for (size_t count = 0; count <= N; count++) {
        memset(sum, 0, sizeof sum);
        for (int round = 0; round < ROUNDS; round++) {
            size_t shown = 0;

            memset(seen, 0, sizeof seen);
            zset_sample(&v, count, &rng, count_sampled, seen);
            for (int i = 0; i < N; i++) {
                HOLDS(seen[i] <= 1);
                shown += seen[i];
                sum[i] += seen[i];
            }
            HOLDS(shown == count);
        }
        for (int i = 0; i < N; i++)
            ck_assert_double_eq_tol(sum[i], (double)count / N * ROUNDS, ROUNDS * 0.05);
    }
}
END_TEST

/* ---- Removing in bulk ------------------------------------------------------------------------------ */

static void add_many(size_t count)
{
    char member[32];

    for (size_t i = 0; i < count; i++) {
        snprintf(member, sizeof member, "m%zu", i);
        add(member, (double)i);
    }
}

START_TEST(a_long_span_is_gone_at_once)
{
    uint64_t cursor = 0, start;
    static unsigned seen[BIG];
    double s = 1;

    add_many(BIG);
    start = clock_mono_ns();
    zset_remove_span(&v, (struct zset_span){ 100, BIG - 200 });
    ck_assert_uint_lt(clock_mono_ns() - start, 2 * 1000 * 1000);
    ck_assert_uint_eq(value_count(&v), 200);
    value_check(&v);

    ck_assert(!zset_score(&v, bytes_str("m5000"), &s));
    ck_assert(!zset_remove(&v, bytes_str("m5000")));
    memset(seen, 0, sizeof seen);
    do
        cursor = zset_scan(&v, cursor, count_scanned, seen);
    while (cursor != 0);
    for (size_t i = 0; i < BIG; i++)
        HOLDS(seen[i] == (i < 100 || i >= BIG - 100));

    /* What has gone may come back before it is swept. */
    ck_assert_int_eq(add("m5000", 1), ZSET_ADDED);
    ck_assert_int_eq(add("m5000", 2), ZSET_CHANGED);
    ck_assert_uint_eq(value_count(&v), 201);
    value_check(&v);
    while (zset_sweep(&v, 1000))
        ;
    ck_assert(score_of("m5000") == 2);
    ck_assert_uint_eq(value_effort(&v), 201);
}
END_TEST

START_TEST(changes_sweep_along)
{
    char member[32];

    add_many(30000);
    zset_remove_span(&v, (struct zset_span){ 0, 20000 });
    for (int i = 0; i < 400; i++) {
        snprintf(member, sizeof member, "m%d", 29000 + i);
        ck_assert(zset_remove(&v, bytes_str(member)));
    }
    ck_assert_uint_eq(value_effort(&v), value_count(&v));
}
END_TEST

START_TEST(many_long_spans_are_gone_in_any_order)
{
    add_many(250 * 1000);
    for (int i = 0; i < 20; i++) {
        zset_remove_span(&v, (struct zset_span){ (size_t)i * 10, 10001 });
        value_check(&v);
    }
    ck_assert_uint_eq(value_count(&v), 250 * 1000 - 20 * 10001);
    value_free(&v);
    v = value_empty(OBJ_ZSET);
}
END_TEST

/* ---- Against a model ------------------------------------------------------------------------------- */

/* Members are numbers below MEMBERS, as text of two kinds: integers and words. */
enum { MEMBERS = 300 };

static struct {
    struct rng rng;
    bool present[MEMBERS];
    double score[MEMBERS];
    size_t count;
    char names[MEMBERS][24];
} m;

static unsigned below(unsigned n)
{
    return (unsigned)rng_below(&m.rng, n);
}

static struct bytes name_of(unsigned i)
{
    return bytes_str(m.names[i]);
}

/* The rank that a member has, or would have with this score. */
static size_t model_rank(unsigned i, double score)
{
    size_t rank = 0;

    for (unsigned k = 0; k < MEMBERS; k++)
        if (m.present[k] && k != i &&
            (m.score[k] < score || (m.score[k] == score && bytes_cmp(name_of(k), name_of(i)) < 0)))
            rank++;
    return rank;
}

static double some_score(void)
{
    switch (below(4)) {
    case 0:
        return below(10);
    case 1:
        return below(1000) / 8.0;
    case 2:
        return below(50) ? rng_unit(&m.rng) : INFINITY;
    default:
        return below(50) ? -(double)below(100000) : -INFINITY;
    }
}

static void model_add(void)
{
    unsigned i = below(MEMBERS), flags = 0;
    double score = some_score(), now = score;
    enum zset_outcome want, got;

    if (below(4) == 0)
        flags = 1u << below(5);
    got = zset_add(&v, name_of(i), &now, flags);
    if (!m.present[i]) {
        want = flags & ZSET_XX ? ZSET_REFUSED : ZSET_ADDED;
    } else {
        if (flags & ZSET_INCR)
            score += m.score[i];
        if ((flags & ZSET_NX) || (flags & ZSET_GT && score <= m.score[i]) ||
            (flags & ZSET_LT && score >= m.score[i]))
            want = ZSET_REFUSED;
        else
            want = isnan(score) ? ZSET_NAN : score == m.score[i] ? ZSET_SAME : ZSET_CHANGED;
    }
    HOLDS(got == want);
    if (want == ZSET_ADDED || want == ZSET_CHANGED) {
        HOLDS(now == score);
        m.count += !m.present[i];
        m.present[i] = true;
        m.score[i] = score;
    }
}

static void model_remove(void)
{
    unsigned i = below(MEMBERS);

    HOLDS(zset_remove(&v, name_of(i)) == m.present[i]);
    m.count -= m.present[i];
    m.present[i] = false;
}

static void model_read(void)
{
    unsigned i = below(MEMBERS);
    double score, by_rank;
    struct zset_elem e;
    char scratch[NUM_INT_MAX];
    size_t rank;

    HOLDS(value_count(&v) == m.count);
    HOLDS(zset_score(&v, name_of(i), &score) == m.present[i]);
    HOLDS(zset_rank(&v, name_of(i), &rank, &by_rank) == m.present[i]);
    if (!m.present[i])
        return;
    HOLDS(score == m.score[i] && by_rank == score);
    HOLDS(rank == model_rank(i, score));
    e = zset_at(&v, rank);
    HOLDS(e.score == score && bytes_eq(item_text(&e.member, scratch), name_of(i)));
}

static void model_ranges(void)
{
    double a = some_score(), b = some_score();
    struct zset_scores range = { a < b ? a : b, a < b ? b : a, below(2), below(2) };
    struct zset_span span = zset_by_score(&v, &range);
    size_t first = 0, count = 0;

    for (unsigned i = 0; i < MEMBERS; i++) {
        if (!m.present[i])
            continue;
        if (m.score[i] < range.min || (m.score[i] == range.min && range.min_open))
            first++;
        else if (m.score[i] < range.max || (m.score[i] == range.max && !range.max_open))
            count++;
    }
    HOLDS(span.count == count);
    HOLDS(count == 0 || span.first == first);
}

static void model_walk(void)
{
    size_t rank = m.count ? below((unsigned)m.count) : 0, steps = 0;
    bool down = below(2);
    struct zset_cursor c = zset_seek(&v, rank, down);
    double prev = down ? INFINITY : -INFINITY;
    struct zset_elem e;

    while (zset_next(&c, &e)) {
        HOLDS(down ? e.score <= prev : e.score >= prev);
        prev = e.score;
        steps++;
    }
    HOLDS(steps == (m.count == 0 ? 0 : down ? rank + 1 : m.count - rank));
}

static void model_remove_span(void)
{
    size_t first = m.count ? below((unsigned)m.count) : 0;
    size_t count = m.count ? below((unsigned)(m.count - first) + 1) : 0;

    if (below(5) != 0)
        count = count > 3 ? 3 : count;
    for (size_t i = 0; i < count; i++) {
        struct zset_elem e = zset_at(&v, first + i);
        char scratch[NUM_INT_MAX];
        unsigned k = 0;

        while (!bytes_eq(name_of(k), item_text(&e.member, scratch)))
            k++;
        m.present[k] = false;
    }
    m.count -= count;
    zset_remove_span(&v, (struct zset_span){ first, count });
}

/* Grows to some size that may be beyond the limit of the listpack, shrinks, and begins anew. */
static void model_op(unsigned grow)
{
    unsigned dice = below(100);

    if (dice < 15 + 30 * grow)
        model_add();
    else if (dice < 60)
        model_remove();
    else if (dice < 90)
        model_read();
    else if (dice < 97)
        model_ranges();
    else if (dice < 99)
        model_walk();
    else if (below(5) == 0)
        model_remove_span();
}

START_TEST(random_operations_agree_with_a_model)
{
    static const char *const entries[] = { "100000", "0", "128" };

    set_limit("zset-max-listpack-entries", entries[_i]);
    memset(&m, 0, sizeof m);
    rng_seed(&m.rng, (uint64_t)_i + 7);
    for (unsigned i = 0; i < MEMBERS; i++)
        snprintf(m.names[i], sizeof m.names[i], i % 3 ? "%u" : "member-%u", i * 37);
    for (int op = 0; op < MODEL_OPS; op++) {
        model_op(op / 1000 % 2 == 0);
        if (op % 1000 == 0)
            value_check(&v);
        if (m.count == 0 && v.encoding != ENC_LISTPACK) {
            value_free(&v);
            v = value_empty(OBJ_ZSET);
        }
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("zset");
    TCase *plain = tcase_create("plain"), *bulk = tcase_create("bulk");
    TCase *model = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_random();
    tcase_add_checked_fixture(plain, setup, teardown);
    tcase_add_loop_test(plain, members_are_in_order_of_score_then_member, 0, 2);
    tcase_add_loop_test(plain, a_member_has_one_score, 0, 2);
    tcase_add_loop_test(plain, flags_say_when_to_add, 0, 2);
    tcase_add_loop_test(plain, every_score_comes_back, 0, 2);
    tcase_add_loop_test(plain, the_zeros_are_one_score, 0, 2);
    tcase_add_loop_test(plain, ranges_of_scores, 0, 2);
    tcase_add_loop_test(plain, walks_from_a_score, 0, 2);
    tcase_add_loop_test(plain, ranges_of_members, 0, 2);
    tcase_add_loop_test(plain, a_span_is_removed, 0, 2);
    tcase_add_test(plain, the_listpack_is_that_of_redis_files);
    tcase_add_test(plain, it_converts_at_the_limits);
    tcase_add_test(plain, fitting_brings_a_small_one_back);
    tcase_add_loop_test(plain, a_copy_is_equal_and_apart, 0, 2);
    tcase_add_loop_test(plain, a_scan_shows_every_member_once, 0, 2);
    tcase_add_loop_test(plain, samples_are_fair_and_have_no_member_twice, 0, 2);
    suite_add_tcase(s, plain);

    tcase_add_checked_fixture(bulk, setup, teardown);
    tcase_set_timeout(bulk, 120);
    tcase_add_test(bulk, a_long_span_is_gone_at_once);
    tcase_add_test(bulk, changes_sweep_along);
    tcase_add_test(bulk, many_long_spans_are_gone_in_any_order);
    suite_add_tcase(s, bulk);

    tcase_add_checked_fixture(model, setup, teardown);
    tcase_set_timeout(model, 240);
    tcase_add_loop_test(model, random_operations_agree_with_a_model, 0, 3);
    suite_add_tcase(s, model);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
