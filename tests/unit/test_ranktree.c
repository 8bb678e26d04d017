#include "ds/ranktree.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* The sanitizer builds are slow: they do the same with less. */
#ifdef KV_SANITIZE
enum { MODEL_OPS = 250 * 1000, BIG = 100 * 1000 };
#else
enum { MODEL_OPS = 500 * 1000, BIG = 1000 * 1000 };
#endif

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct rng rng;

static struct scored *elem(double score, const char *member)
{
    return scored_new(score, bytes_str(member));
}

static struct scored *numbered(double score, size_t n)
{
    char text[32];

    return scored_new(score,
                      bytes_make(text, (size_t)snprintf(text, sizeof text, "element:%07zu", n)));
}

static bool is(const struct scored *e, const char *member)
{
    return bytes_eq(scored_member(e), bytes_str(member));
}

/* ---- Elements ------------------------------------------------------------------------------------ */

START_TEST(an_element_keeps_score_and_member)
{
    static const size_t lens[] = { 0, 1, 15, 253, 254, 255, 256, 70000 };
    uint8_t *text = mem_alloc(70000);

    for (size_t i = 0; i < 70000; i++)
        text[i] = (uint8_t)(i * 7);
    for (size_t i = 0; i < sizeof lens / sizeof lens[0]; i++) {
        struct scored *e = scored_new(1.5, bytes_make(text, lens[i]));

        ck_assert(bytes_eq(scored_member(e), bytes_make(text, lens[i])));
        ck_assert(e->score == 1.5);
        scored_free(e);
    }
    ck_assert_uint_le(scored_mem(15), 32);
    mem_free(text);
}
END_TEST

START_TEST(the_order_image_orders_as_scores_do)
{
    static const double scores[] = {
        -INFINITY, -1e300, -1, -1e-300, 0, 1e-300, 0.5, 1, 2, INFINITY
    };

    for (size_t i = 0; i + 1 < sizeof scores / sizeof scores[0]; i++)
        ck_assert(score_order(scores[i]) < score_order(scores[i + 1]));
    ck_assert(score_order(-0.0) == score_order(0.0));
}
END_TEST

/* ---- Single operations --------------------------------------------------------------------------- */

START_TEST(elements_are_in_order_of_score_then_member)
{
    static const char *const order[] = { "z", "a", "aa", "b", "c" };
    struct ranktree *t = ranktree_new();
    struct rank_cursor at;

    ranktree_add(t, elem(2, "c"));
    ranktree_add(t, elem(1, "b"));
    ranktree_add(t, elem(1, "aa"));
    ranktree_add(t, elem(1, "a"));
    ranktree_add(t, elem(-INFINITY, "z"));
    ck_assert_uint_eq(ranktree_count(t), 5);
    at = ranktree_at(t, 0);
    for (int i = 0; i < 5; i++)
        ck_assert(is(rank_cursor_next(&at), order[i]));
    ck_assert_ptr_null(rank_cursor_next(&at));
    at = ranktree_at(t, 4);
    for (int i = 4; i >= 0; i--)
        ck_assert(is(rank_cursor_prev(&at), order[i]));
    ck_assert_ptr_null(rank_cursor_prev(&at));
    ranktree_check(t);
    ranktree_free(t, true);
}
END_TEST

START_TEST(an_empty_tree_has_nothing)
{
    struct ranktree *t = ranktree_new(), *cut;
    struct scored *e = elem(1, "a");

    ck_assert_uint_eq(ranktree_count(t), 0);
    ck_assert_uint_eq(ranktree_below_score(t, INFINITY, true), 0);
    ck_assert_ptr_null(ranktree_at_score(t, -INFINITY).leaf);
    ck_assert_uint_eq(ranktree_below_member(t, bytes_str("z"), true), 0);
    ck_assert(!ranktree_has(t, e));
    cut = ranktree_cut(t, 0, 0);
    ck_assert_uint_eq(ranktree_count(cut), 0);
    ranktree_free(cut, true);
    ranktree_add(t, e);
    ck_assert(ranktree_has(t, e));
    ranktree_remove(t, e);
    ck_assert_uint_eq(ranktree_count(t), 0);
    ranktree_check(t);
    scored_free(e);
    ranktree_free(t, true);
    ranktree_free(NULL, true);
}
END_TEST

START_TEST(has_tells_an_element_from_its_twin)
{
    struct ranktree *t = ranktree_new();
    struct scored *e = elem(1, "a"), *twin = elem(1, "a");

    ranktree_add(t, e);
    ck_assert(ranktree_has(t, e));
    ck_assert(!ranktree_has(t, twin));
    scored_free(twin);
    ranktree_free(t, true);
}
END_TEST

START_TEST(the_zeros_are_one_score)
{
    struct ranktree *t = ranktree_new();

    ranktree_add(t, elem(0.0, "b"));
    ranktree_add(t, elem(-0.0, "c"));
    ranktree_add(t, elem(-0.0, "a"));
    ck_assert(is(ranktree_get(t, 0), "a"));
    ck_assert(is(ranktree_get(t, 1), "b"));
    ck_assert(is(ranktree_get(t, 2), "c"));
    ck_assert_uint_eq(ranktree_below_score(t, -0.0, false), 0);
    ck_assert_uint_eq(ranktree_below_score(t, -0.0, true), 3);
    ranktree_free(t, true);
}
END_TEST

START_TEST(ranks_by_score_and_by_member)
{
    struct ranktree *t = ranktree_new(), *lex = ranktree_new();
    struct rank_cursor at;

    for (size_t i = 0; i < 1000; i++) {
        ranktree_add(t, numbered((double)(i / 10), i));
        ranktree_add(lex, numbered(0, i));
    }
    ck_assert_uint_eq(ranktree_below_score(t, -1, true), 0);
    ck_assert_uint_eq(ranktree_below_score(t, 0, false), 0);
    ck_assert_uint_eq(ranktree_below_score(t, 0, true), 10);
    ck_assert_uint_eq(ranktree_below_score(t, 50, false), 500);
    ck_assert_uint_eq(ranktree_below_score(t, 50.5, false), 510);
    ck_assert_uint_eq(ranktree_below_score(t, INFINITY, false), 1000);
    at = ranktree_at_score(t, 50.5);
    ck_assert_ptr_eq(rank_cursor_next(&at), ranktree_get(t, 510));
    at = ranktree_at_score(t, -INFINITY);
    ck_assert_ptr_eq(rank_cursor_next(&at), ranktree_get(t, 0));
    ck_assert_ptr_null(ranktree_at_score(t, 100).leaf);
    ck_assert_uint_eq(ranktree_below_member(lex, bytes_str("element:0000500"), false), 500);
    ck_assert_uint_eq(ranktree_below_member(lex, bytes_str("element:0000500"), true), 501);
    ck_assert_uint_eq(ranktree_below_member(lex, bytes_str("a"), true), 0);
    ck_assert_uint_eq(ranktree_below_member(lex, bytes_str("f"), true), 1000);
    ranktree_free(t, true);
    ranktree_free(lex, true);
}
END_TEST

/* ---- Against a model ------------------------------------------------------------------------------ */

/* All elements in order, in one array. */
enum { MODEL_MAX = 20000 };
static struct scored *model[MODEL_MAX];
static size_t model_count;

static int cmp(const struct scored *a, const struct scored *b)
{
    if (a->score != b->score)
        return a->score < b->score ? -1 : 1;
    return bytes_cmp(scored_member(a), scored_member(b));
}

static size_t model_find(const struct scored *e)
{
    size_t from = 0, to = model_count;

    while (from < to) {
        size_t middle = (from + to) / 2;

        if (cmp(model[middle], e) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static void model_add(struct scored *e)
{
    size_t at = model_find(e);

    memmove(model + at + 1, model + at, (model_count - at) * sizeof model[0]);
    model[at] = e;
    model_count++;
}

static void model_drop(size_t at, size_t count)
{
    memmove(model + at, model + at + count, (model_count - at - count) * sizeof model[0]);
    model_count -= count;
}

/* Scores by kind of test: few, many, all in one prefix, ascending. */
enum { KINDS = 4 };

static double some_score(int kind)
{
    static double next;

    switch (kind) {
    case 0:
        return (double)rng_below(&rng, 5);
    case 1:
        return rng_unit(&rng) * 2e6 - 1e6;
    case 2:
        return 1e9 + rng_unit(&rng);
    default:
        return next++;
    }
}

static void try_add(struct ranktree *t, int kind)
{
    static size_t serial;
    struct scored *e;

    if (model_count == MODEL_MAX)
        return;
    e = numbered(some_score(kind), (serial++ * 7919) % 10000000);
    model_add(e);
    ranktree_add(t, e);
}

static void try_remove(struct ranktree *t, size_t at)
{
    struct scored *e = model[at];

    model_drop(at, 1);
    if (rng_below(&rng, 2))
        ranktree_remove(t, e);
    else
        HOLDS(ranktree_take(t, at) == e);
    HOLDS(!ranktree_has(t, e));
    scored_free(e);
}

static void try_rescore(struct ranktree *t, int kind)
{
    size_t at = rng_below(&rng, model_count);
    struct scored *e = model[at];
    double score = rng_below(&rng, 2) ? some_score(kind) : e->score + rng_unit(&rng) * 2 - 1;
    struct scored *copy = scored_new(score, scored_member(e));

    model_drop(at, 1);
    ranktree_rescore(t, e, score);
    HOLDS(e->score == score);
    at = model_find(copy);
    memmove(model + at + 1, model + at, (model_count - at) * sizeof model[0]);
    model[at] = e;
    model_count++;
    scored_free(copy);
}

static void try_reading(const struct ranktree *t)
{
    size_t rank = rng_below(&rng, model_count), below = rank, upto = rank + 1;
    struct rank_cursor forth = ranktree_at(t, rank), back = forth, at;

    HOLDS(ranktree_get(t, rank) == model[rank]);
    HOLDS(ranktree_rank(t, model[rank]) == rank);
    while (below > 0 && model[below - 1]->score == model[rank]->score)
        below--;
    while (upto < model_count && model[upto]->score == model[rank]->score)
        upto++;
    HOLDS(ranktree_below_score(t, model[rank]->score, false) == below);
    HOLDS(ranktree_below_score(t, model[rank]->score, true) == upto);
    at = ranktree_at_score(t, model[rank]->score);
    HOLDS(rank_cursor_next(&at) == model[below]);
    at = ranktree_at_score(t, nextafter(model[rank]->score, INFINITY));
    HOLDS(rank_cursor_next(&at) == (upto < model_count ? model[upto] : NULL));
    for (size_t i = rank; i < rank + 100; i++)
        HOLDS(rank_cursor_next(&forth) == (i < model_count ? model[i] : NULL) || i > model_count);
    for (size_t i = 0; i < 100; i++)
        HOLDS(rank_cursor_prev(&back) == (i <= rank ? model[rank - i] : NULL));
}

static void try_cut(struct ranktree *t, size_t most)
{
    size_t first = rng_below(&rng, model_count + 1), room = model_count - first;
    size_t count = rng_below(&rng, (room < most ? room : most) + 1);
    struct ranktree *cut = ranktree_cut(t, first, count);

    HOLDS(ranktree_count(cut) == count);
    for (size_t i = 0; i < count; i += 1 + i / 8)
        HOLDS(ranktree_get(cut, i) == model[first + i]);
    if (rng_below(&rng, 4) == 0)
        ranktree_check(cut);
    ranktree_free(cut, true);
    model_drop(first, count);
}

static void all_agree(const struct ranktree *t)
{
    struct rank_cursor at;

    ranktree_check(t);
    HOLDS(ranktree_count(t) == model_count);
    if (model_count == 0)
        return;
    at = ranktree_at(t, 0);
    for (size_t i = 0; i < model_count; i++)
        HOLDS(rank_cursor_next(&at) == model[i]);
    HOLDS(rank_cursor_next(&at) == NULL);
}

/* Grows and shrinks in phases, so that every size is passed in both directions. */
static void one_op(struct ranktree *t, int kind, int phase)
{
    unsigned dice = (unsigned)rng_below(&rng, 1000);

    if (model_count == 0 || dice < (phase ? 300 : 550))
        try_add(t, kind);
    else if (dice < 750)
        try_remove(t, rng_below(&rng, model_count));
    else if (dice < 780)
        try_remove(t, phase ? 0 : model_count - 1);
    else if (dice < 880)
        try_rescore(t, kind);
    else if (dice < 998)
        try_reading(t);
    else
        try_cut(t, phase ? model_count : 100);
}

START_TEST(random_operations_agree_with_a_model)
{
    struct ranktree *t = ranktree_new();

    rng_seed(&rng, (uint64_t)_i + 1);
    model_count = 0;
    for (int op = 0; op < MODEL_OPS; op++) {
        one_op(t, _i, op / 60000 % 2);
        if (op % 5000 == 0 || (model_count < 300 && op % 50 == 0))
            all_agree(t);
    }
    all_agree(t);
    ranktree_free(t, true);
}
END_TEST

START_TEST(any_cut_leaves_two_sound_trees)
{
    static const size_t sizes[] = { 1, 2, 61, 62, 63, 124, 1000, 5000 };

    rng_seed(&rng, 99);
    for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++) {
        for (int round = 0; round < 60; round++) {
            struct ranktree *t = ranktree_new();

            model_count = 0;
            for (size_t i = 0; i < sizes[s]; i++)
                try_add(t, round % KINDS);
            while (model_count > 0) {
                try_cut(t, model_count);
                all_agree(t);
                if (rng_below(&rng, 3) == 0)
                    try_add(t, round % KINDS);
                if (model_count > 0 && rng_below(&rng, 10) == 0)
                    try_cut(t, 0);
                if (model_count > 0 && rng_below(&rng, 10) == 0)
                    try_remove(t, 0);
                if (rng_below(&rng, 50) == 0)
                    break;
            }
            ranktree_check(t);
            ranktree_free(t, true);
        }
    }
}
END_TEST

/* ---- Size and time --------------------------------------------------------------------------------- */

static double bytes_per_element(const struct ranktree *t)
{
    return (double)ranktree_bytes(t) / (double)ranktree_count(t);
}

START_TEST(members_added_in_order_fill_their_leaves)
{
    struct ranktree *up = ranktree_new(), *down = ranktree_new();

    for (size_t i = 0; i < BIG / 4; i++) {
        ranktree_add(up, numbered((double)i, i));
        ranktree_add(down, numbered(-(double)i, i));
    }
    ck_assert(bytes_per_element(up) < 14);
    ck_assert(bytes_per_element(down) < 14);
    ranktree_check(up);
    ranktree_check(down);
    ranktree_free(up, true);
    ranktree_free(down, true);
}
END_TEST

START_TEST(members_added_at_random_take_little_more)
{
    struct ranktree *t = ranktree_new();

    rng_seed(&rng, 5);
    for (size_t i = 0; i < BIG; i++) {
        ranktree_add(t, numbered(rng_unit(&rng), i));
        if (i > 2000 && (i & (i - 1)) == 0)
            ck_assert(bytes_per_element(t) < 18);
    }
    ck_assert(bytes_per_element(t) < 17.5);
    ranktree_check(t);
    ranktree_free(t, true);
}
END_TEST

START_TEST(a_queue_keeps_its_leaves_full)
{
    struct ranktree *t = ranktree_new();

    for (size_t i = 0; i < BIG / 2; i++) {
        struct scored *e = numbered((double)i, i);

        ranktree_add(t, e);
        if (i >= 10000) {
            e = ranktree_get(t, 0);
            ranktree_remove(t, e);
            scored_free(e);
        }
    }
    ck_assert_uint_eq(ranktree_count(t), 10000);
    ck_assert(bytes_per_element(t) < 15);
    ranktree_check(t);
    ranktree_free(t, true);
}
END_TEST

START_TEST(a_cut_takes_no_time_for_what_it_takes_out)
{
    struct ranktree *t = ranktree_new(), *cut;
    uint64_t start;

    for (size_t i = 0; i < BIG; i++)
        ranktree_add(t, numbered((double)i, i));
    start = clock_mono_ns();
    cut = ranktree_cut(t, 1000, BIG - 2000);
    ck_assert_uint_lt(clock_mono_ns() - start, 2 * 1000 * 1000);
    ck_assert_uint_eq(ranktree_count(t), 2000);
    ranktree_check(t);
    ranktree_check(cut);
    ranktree_free(t, true);
    ranktree_free(cut, true);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("ranktree");
    TCase *basic = tcase_create("basic"), *random = tcase_create("model");
    TCase *sizes = tcase_create("sizes");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_test(basic, an_element_keeps_score_and_member);
    tcase_add_test(basic, the_order_image_orders_as_scores_do);
    tcase_add_test(basic, elements_are_in_order_of_score_then_member);
    tcase_add_test(basic, an_empty_tree_has_nothing);
    tcase_add_test(basic, has_tells_an_element_from_its_twin);
    tcase_add_test(basic, the_zeros_are_one_score);
    tcase_add_test(basic, ranks_by_score_and_by_member);
    suite_add_tcase(s, basic);

    tcase_set_timeout(random, 120);
    tcase_add_loop_test(random, random_operations_agree_with_a_model, 0, KINDS);
    tcase_add_test(random, any_cut_leaves_two_sound_trees);
    suite_add_tcase(s, random);

    tcase_set_timeout(sizes, 120);
    tcase_add_test(sizes, members_added_in_order_fill_their_leaves);
    tcase_add_test(sizes, members_added_at_random_take_little_more);
    tcase_add_test(sizes, a_queue_keeps_its_leaves_full);
    tcase_add_test(sizes, a_cut_takes_no_time_for_what_it_takes_out);
    suite_add_tcase(s, sizes);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
