#include "obj/zset_algebra.h"

#include "base/hash.h"
#include "base/mem.h"
#include "base/rand.h"
#include "obj/set.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The sanitizer builds are slow: they do the same with less. */
#ifdef KV_SANITIZE
enum { ROUNDS = 4000 };
#else
enum { ROUNDS = 12000 };
#endif

#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct option_set *options;
static struct rng rng;

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, zset_options);
    option_set_add(options, set_options);
    rng_seed(&rng, 3);
}

static void teardown(void)
{
    option_set_free(options);
}

static void put(struct value *v, const char *member, double score)
{
    if (v->type == OBJ_SET)
        set_add(v, bytes_str(member));
    else
        zset_add(v, bytes_str(member), &score, 0);
}

/* A sorted set or set of "member score ..." pairs. */
static struct value make(enum obj_type type, const char *text)
{
    struct value v = value_empty(type);
    char member[32];
    double score;
    int used;

    for (; sscanf(text, "%31s %lf%n", member, &score, &used) == 2; text += used)
        put(&v, member, score);
    return v;
}

static const char *text_of(const struct value *v)
{
    static char text[1000];
    struct zset_cursor c = zset_seek(v, 0, false);
    struct zset_elem e;
    size_t len = 0;

    text[0] = '\0';
    while (zset_next(&c, &e)) {
        char scratch[NUM_INT_MAX];
        struct bytes member = item_text(&e.member, scratch);

        len += (size_t)snprintf(text + len, sizeof text - len, "%s%.*s %g", len ? " " : "",
                                BYTES_ARG(member), e.score);
    }
    return text;
}

/* Runs it in steps of this size, checks the result and returns it. */
static struct value finish(struct zset_algebra *a, uint64_t steps)
{
    struct value result;

    while (!zset_algebra_step(a, steps))
        ;
    result = zset_algebra_take(a);
    value_check(&result);
    zset_fit(&result);
    HOLDS(zset_algebra_found(a) == value_count(&result));
    value_check(&result);
    zset_algebra_free(a);
    return result;
}

static const char *run(enum zset_operation op, enum zset_aggregate aggregate,
                       const struct zset_source *sources, unsigned count)
{
    struct value result = finish(zset_algebra_new(op, aggregate, sources, count), 1);
    const char *text = text_of(&result);

    value_free(&result);
    return text;
}

/* ---- Plain cases ---------------------------------------------------------------------------------- */

START_TEST(operations_on_two_and_a_set)
{
    struct value x = make(OBJ_ZSET, "a 1 b 2 c 3"), y = make(OBJ_ZSET, "b 10 c 20 d 30");
    struct value t = make(OBJ_SET, "a 0 c 0 e 0");
    struct zset_source s[] = { { &x, 1 }, { &y, 1 }, { &t, 1 } };

    ck_assert_str_eq(run(ZSET_UNION, ZSET_SUM, s, 2), "a 1 b 12 c 23 d 30");
    ck_assert_str_eq(run(ZSET_UNION, ZSET_MIN, s, 2), "a 1 b 2 c 3 d 30");
    ck_assert_str_eq(run(ZSET_UNION, ZSET_MAX, s, 3), "a 1 e 1 b 10 c 20 d 30");
    ck_assert_str_eq(run(ZSET_UNION, ZSET_COUNT, s, 3), "d 1 e 1 a 2 b 2 c 3");
    ck_assert_str_eq(run(ZSET_INTER, ZSET_SUM, s, 2), "b 12 c 23");
    ck_assert_str_eq(run(ZSET_INTER, ZSET_SUM, s, 3), "c 24");
    ck_assert_str_eq(run(ZSET_INTER, ZSET_COUNT, s, 3), "c 3");
    ck_assert_str_eq(run(ZSET_INTER, ZSET_SUM, s, 1), "a 1 b 2 c 3");
    ck_assert_str_eq(run(ZSET_DIFF, ZSET_SUM, s, 2), "a 1");
    ck_assert_str_eq(run(ZSET_DIFF, ZSET_SUM, s, 3), "");
    s[1].weight = -2;
    ck_assert_str_eq(run(ZSET_UNION, ZSET_SUM, s, 2), "d -60 c -37 b -18 a 1");
    ck_assert_str_eq(run(ZSET_UNION, ZSET_COUNT, s, 3), "d -2 b -1 c 0 e 1 a 2");
    value_free(&x);
    value_free(&y);
    value_free(&t);
}
END_TEST

START_TEST(a_missing_source_is_empty)
{
    struct value x = make(OBJ_ZSET, "a 1 b 2");
    struct zset_source s[] = { { &x, 1 }, { NULL, 1 } }, none[] = { { NULL, 1 }, { &x, 1 } };

    ck_assert_str_eq(run(ZSET_UNION, ZSET_SUM, s, 2), "a 1 b 2");
    ck_assert_str_eq(run(ZSET_INTER, ZSET_SUM, s, 2), "");
    ck_assert_str_eq(run(ZSET_DIFF, ZSET_SUM, s, 2), "a 1 b 2");
    ck_assert_str_eq(run(ZSET_DIFF, ZSET_SUM, none, 2), "");
    ck_assert_str_eq(run(ZSET_UNION, ZSET_SUM, none, 1), "");
    value_free(&x);
}
END_TEST

START_TEST(opposite_infinities_add_up_to_zero)
{
    struct value x = make(OBJ_ZSET, "a inf b -inf"), y = make(OBJ_ZSET, "a -inf b -inf");
    struct zset_source s[] = { { &x, 1 }, { &y, 1 } };

    ck_assert_str_eq(run(ZSET_UNION, ZSET_SUM, s, 2), "b -inf a 0");
    ck_assert_str_eq(run(ZSET_INTER, ZSET_SUM, s, 2), "b -inf a 0");
    s[0].weight = 0; /* a product that is no number counts as 0 */
    ck_assert_str_eq(run(ZSET_UNION, ZSET_MAX, s, 2), "a 0 b 0");
    value_free(&x);
    value_free(&y);
}
END_TEST

START_TEST(a_span_is_copied)
{
    struct value x = make(OBJ_ZSET, "a 1 b 2 c 3 d 4");
    struct value part = finish(zset_algebra_copy(&x, (struct zset_span){ 1, 2 }), 1);
    struct value none = finish(zset_algebra_copy(&x, (struct zset_span){ 4, 0 }), 1);

    ck_assert_str_eq(text_of(&part), "b 2 c 3");
    ck_assert_uint_eq(value_count(&none), 0);
    value_free(&part);
    value_free(&none);
    value_free(&x);
}
END_TEST

START_TEST(counting_ends_at_the_limit)
{
    struct value x = make(OBJ_ZSET, "a 1 b 2 c 3 d 4"), y = make(OBJ_SET, "a 1 b 2 c 3 e 4");
    struct zset_source s[] = { { &x, 1 }, { &y, 1 } };

    for (uint64_t limit = 0; limit < 6; limit++) {
        struct zset_algebra *a = zset_algebra_card(s, 2, limit);

        while (!zset_algebra_step(a, 1))
            ;
        ck_assert_uint_eq(zset_algebra_found(a), limit == 0 || limit > 3 ? 3 : limit);
        zset_algebra_free(a);
    }
    value_free(&x);
    value_free(&y);
}
END_TEST

/* ---- Against a model ------------------------------------------------------------------------------- */

enum { MEMBERS = 400, SOURCES = 5 };

static struct {
    struct value value;
    enum obj_type type;
    double weight;
    size_t count;
    bool has[MEMBERS];
    double score[MEMBERS];
} model[SOURCES];

static unsigned below(unsigned n)
{
    return (unsigned)rng_below(&rng, n);
}

static const char *name_of(unsigned i)
{
    static char name[32];

    snprintf(name, sizeof name, i % 2 ? "%u" : "member:%u", i);
    return name;
}

static void make_source(unsigned k)
{
    /* Sizes on both sides of the limits of the encodings, and none at all. */
    static const unsigned sizes[] = { 0, 1, 5, 127, 128, 129, 300, 512 };
    unsigned size = sizes[below(sizeof sizes / sizeof sizes[0])];

    memset(&model[k], 0, sizeof model[k]);
    model[k].type = below(3) ? OBJ_ZSET : OBJ_SET;
    model[k].weight = below(2) ? 1 : (double)below(7) - 3;
    model[k].value = value_empty(model[k].type);
    for (unsigned n = 0; n < size; n++) {
        unsigned i = below(MEMBERS);
        double score = model[k].type == OBJ_SET ? 1 : (double)below(100);

        if (below(100) == 0 && model[k].type == OBJ_ZSET)
            score = below(2) ? INFINITY : -INFINITY;
        model[k].count += !model[k].has[i];
        model[k].has[i] = true;
        model[k].score[i] = score;
        put(&model[k].value, name_of(i), score);
    }
}

static double weighted(unsigned k, unsigned i, enum zset_aggregate aggregate)
{
    return (aggregate == ZSET_COUNT ? 1 : model[k].score[i]) * model[k].weight;
}

/* The score of a member in the result, NAN if it is not there. All numbers are whole, so that the order
 * of additions does not matter but for infinities: these appear in MIN and MAX only. */
static double expected(enum zset_operation op, enum zset_aggregate aggregate, unsigned count,
                       unsigned i)
{
    double result = NAN;
    unsigned found = 0;

    for (unsigned k = 0; k < count; k++) {
        double score;

        if (!model[k].has[i])
            continue;
        if (op == ZSET_DIFF && k > 0)
            return NAN;
        score = weighted(k, i, aggregate);
        if (found++ == 0)
            result = score;
        else if (aggregate == ZSET_MIN)
            result = score < result ? score : result;
        else if (aggregate == ZSET_MAX)
            result = score > result ? score : result;
        else
            result += score;
    }
    if (found == 0 || (op == ZSET_INTER && found < count) || (op == ZSET_DIFF && !model[0].has[i]))
        return NAN;
    return result;
}

static bool has_infinity(unsigned count)
{
    for (unsigned k = 0; k < count; k++)
        for (unsigned i = 0; i < MEMBERS; i++)
            if (model[k].has[i] && isinf(model[k].score[i]))
                return true;
    return false;
}

static void compare(const struct value *result, enum zset_operation op,
                    enum zset_aggregate aggregate, unsigned count)
{
    size_t n = 0;

    for (unsigned i = 0; i < MEMBERS; i++) {
        double want = expected(op, aggregate, count, i), got = NAN;
        bool there = zset_score(result, bytes_str(name_of(i)), &got);

        HOLDS(there == !isnan(want));
        HOLDS(!there || got == want);
        n += there;
    }
    HOLDS(value_count(result) == n);
    HOLDS((result->encoding == ENC_LISTPACK) == (n <= 128));
}

START_TEST(random_sources_agree_with_a_model)
{
    for (int round = 0; round < ROUNDS; round++) {
        unsigned count = 1 + below(SOURCES);
        enum zset_operation op = (enum zset_operation)below(3);
        enum zset_aggregate aggregate = op == ZSET_DIFF ? ZSET_SUM : (enum zset_aggregate)below(4);
        struct zset_source sources[SOURCES];
        struct zset_algebra *a;
        struct value result;

        for (unsigned k = 0; k < count; k++) {
            make_source(k);
            if (op == ZSET_DIFF)
                model[k].weight = 1;
            sources[k] = (struct zset_source){ below(9) || model[k].count ? &model[k].value : NULL,
                                               model[k].weight };
        }
        a = zset_algebra_new(op, aggregate, sources, count);
        if (below(20) == 0) { /* the client goes before the end */
            zset_algebra_step(a, below(500));
            zset_algebra_free(a);
        } else {
            result = finish(a, below(3) ? UINT64_MAX : 1 + below(200));
            if (!has_infinity(count))
                compare(&result, op, aggregate, count);
            value_free(&result);
        }
        for (unsigned k = 0; k < count; k++)
            value_free(&model[k].value);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("zset_algebra");
    TCase *plain = tcase_create("plain"), *random = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    hash_seed_random();
    tcase_add_checked_fixture(plain, setup, teardown);
    tcase_add_test(plain, operations_on_two_and_a_set);
    tcase_add_test(plain, a_missing_source_is_empty);
    tcase_add_test(plain, opposite_infinities_add_up_to_zero);
    tcase_add_test(plain, a_span_is_copied);
    tcase_add_test(plain, counting_ends_at_the_limit);
    suite_add_tcase(s, plain);

    tcase_add_checked_fixture(random, setup, teardown);
    tcase_set_timeout(random, 120);
    tcase_add_test(random, random_sources_agree_with_a_model);
    suite_add_tcase(s, random);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
