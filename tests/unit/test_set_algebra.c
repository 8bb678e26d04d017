#include "obj/set_algebra.h"

#include "set_fixture.h"

#include "base/clock.h"
#include "obj/hll.h"

enum { IDS = 3000, SETS_MAX = 40 };

/* Members by their number, and the numbers in the order of the texts. */
static struct text texts[IDS];
static unsigned sorted[IDS];

static int by_text(const void *a, const void *b)
{
    return bytes_cmp(text_bytes(&texts[*(const unsigned *)a]),
                     text_bytes(&texts[*(const unsigned *)b]));
}

static void make_texts(void)
{
    for (unsigned id = 0; id < IDS; id++) {
        texts[id] = id % 2 ? string_text(id / 2) : int_text(id / 2);
        sorted[id] = id;
    }
    qsort(sorted, IDS, sizeof sorted[0], by_text);
}

static unsigned id_of(const struct item *member)
{
    char scratch[NUM_INT_MAX];
    struct bytes text = item_text(member, scratch);
    unsigned from = 0, to = IDS;

    while (from < to) {
        unsigned mid = (from + to) / 2;
        int order = bytes_cmp(text_bytes(&texts[sorted[mid]]), text);

        if (order == 0)
            return sorted[mid];
        if (order < 0)
            from = mid + 1;
        else
            to = mid;
    }
    ck_abort_msg("a member of no set");
}

static void algebra_setup(void)
{
    setup();
    make_texts();
}

/* What was shown, by member. */
struct shown {
    uint8_t times[IDS];
    size_t total;
};

static void note(void *ctx, const struct item *member)
{
    struct shown *s = ctx;

    s->times[id_of(member)]++;
    s->total++;
}

/* ---- By hand ------------------------------------------------------------------------------------------ */

static struct value set_of_ids(unsigned from, unsigned to, unsigned step)
{
    struct value v = value_empty(OBJ_SET);

    for (unsigned id = from; id < to; id += step)
        HOLDS(set_add(&v, text_bytes(&texts[id])));
    return v;
}

struct outcome {
    struct shown shown;
    uint64_t found;
    struct value set; /* with keep */
};

static void compute(enum set_operation op, const struct value *const *sets, unsigned count,
                    uint64_t limit, bool keep, uint64_t steps, struct outcome *out)
{
    struct set_algebra *a = set_algebra_new(op, sets, count, limit, keep);

    *out = (struct outcome){ .found = 0 };
    if (!keep)
        set_algebra_emit(a, note, &out->shown);
    while (!set_algebra_step(a, steps))
        ;
    out->found = set_algebra_found(a);
    if (keep)
        out->set = set_algebra_take(a);
    set_algebra_free(a);
}

static uint64_t count_of(enum set_operation op, const struct value *const *sets, unsigned count,
                         uint64_t limit)
{
    struct set_algebra *a = set_algebra_new(op, sets, count, limit, false);
    uint64_t found;

    set_algebra_step(a, UINT64_MAX);
    found = set_algebra_found(a);
    set_algebra_free(a);
    return found;
}

START_TEST(two_sets_have_an_intersection_a_union_and_a_difference)
{
    struct value a = set_of_ids(0, 60, 1), b = set_of_ids(40, 100, 1);
    const struct value *sets[] = { &a, &b };
    struct outcome out;

    compute(SET_INTER, sets, 2, 0, false, UINT64_MAX, &out);
    ck_assert_uint_eq(out.found, 20);
    for (unsigned id = 0; id < 100; id++)
        ck_assert_uint_eq(out.shown.times[id], id >= 40 && id < 60);
    compute(SET_UNION, sets, 2, 0, false, UINT64_MAX, &out);
    ck_assert_uint_eq(out.found, 100);
    for (unsigned id = 0; id < 100; id++)
        ck_assert_uint_eq(out.shown.times[id], 1);
    compute(SET_DIFF, sets, 2, 0, false, UINT64_MAX, &out);
    ck_assert_uint_eq(out.found, 40);
    for (unsigned id = 0; id < 100; id++)
        ck_assert_uint_eq(out.shown.times[id], id < 40);
    value_free(&a);
    value_free(&b);
}
END_TEST

START_TEST(missing_sets_are_empty)
{
    struct value a = set_of_ids(0, 10, 1);
    const struct value *first[] = { &a, NULL }, *second[] = { NULL, &a };
    const struct value *none[] = { NULL, NULL };

    ck_assert_uint_eq(count_of(SET_INTER, first, 2, 0), 0);
    ck_assert_uint_eq(count_of(SET_INTER, second, 2, 0), 0);
    ck_assert_uint_eq(count_of(SET_UNION, first, 2, 0), 10);
    ck_assert_uint_eq(count_of(SET_UNION, second, 2, 0), 10);
    ck_assert_uint_eq(count_of(SET_DIFF, first, 2, 0), 10);
    ck_assert_uint_eq(count_of(SET_DIFF, second, 2, 0), 0);
    for (int op = SET_INTER; op <= SET_DIFF; op++) {
        struct outcome out;

        ck_assert_uint_eq(count_of((enum set_operation)op, none, 2, 0), 0);
        compute((enum set_operation)op, none, 2, 0, true, 1, &out);
        ck_assert_uint_eq(set_count(&out.set), 0);
        value_free(&out.set);
    }
    value_free(&a);
}
END_TEST

START_TEST(the_same_set_may_be_named_twice)
{
    struct value a = set_of_ids(0, 500, 1);
    const struct value *sets[] = { &a, &a, &a };

    ck_assert_uint_eq(count_of(SET_INTER, sets, 3, 0), 500);
    ck_assert_uint_eq(count_of(SET_UNION, sets, 3, 0), 500);
    ck_assert_uint_eq(count_of(SET_DIFF, sets, 3, 0), 0);
    value_free(&a);
}
END_TEST

START_TEST(a_limit_ends_the_count)
{
    struct value a = set_of_ids(0, 500, 1), b = set_of_ids(100, 1000, 1);
    const struct value *sets[] = { &a, &b };

    ck_assert_uint_eq(count_of(SET_INTER, sets, 2, 1), 1);
    ck_assert_uint_eq(count_of(SET_INTER, sets, 2, 400), 400);
    ck_assert_uint_eq(count_of(SET_INTER, sets, 2, 401), 400);
    ck_assert_uint_eq(count_of(SET_UNION, sets, 2, 999), 999);
    ck_assert_uint_eq(count_of(SET_UNION, sets, 2, UINT64_MAX), 1000);
    ck_assert_uint_eq(count_of(SET_DIFF, sets, 2, 99), 99);
    ck_assert_uint_eq(count_of(SET_DIFF, sets, 2, 101), 100);
    value_free(&a);
    value_free(&b);
}
END_TEST

/* However large the sets are, a step ends soon. */
START_TEST(a_step_does_what_it_was_given_and_little_more)
{
    struct value a = set_of_ids(0, 2000, 1), b = set_of_ids(1000, 3000, 1);
    const struct value *sets[] = { &a, &b };

    for (int op = SET_INTER; op <= SET_DIFF; op++) {
        struct set_algebra *g = set_algebra_new((enum set_operation)op, sets, 2, 0, true);
        unsigned steps = 1;

        while (!set_algebra_step(g, 100))
            steps++;
        ck_assert_uint_ge(steps, 10);
        /* A step may go over by a batch. */
        ck_assert(steps <= 2 + set_algebra_cost(g) / 100);
        set_algebra_free(g);
    }
    value_free(&a);
    value_free(&b);
}
END_TEST

START_TEST(it_may_be_given_up_at_any_time)
{
    struct value a = set_of_ids(0, 2000, 1), b = set_of_ids(1000, 3000, 1);
    const struct value *sets[] = { &a, &b };

    for (unsigned steps = 0; steps < 12000; steps += 100) {
        for (int op = SET_INTER; op <= SET_DIFF; op++) {
            struct set_algebra *g =
                set_algebra_new((enum set_operation)op, sets, 2, 0, steps % 200 == 0);

            set_algebra_step(g, steps);
            set_algebra_free(g);
        }
    }
    set_algebra_free(NULL);
    value_free(&a);
    value_free(&b);
}
END_TEST

START_TEST(a_kept_result_has_the_encoding_that_fits)
{
    struct value a = set_of_ids(0, 2000, 1), b = set_of_ids(0, 1995, 1);
    struct value ints = set_of_ids(0, 1000, 2);
    const struct value *sets[] = { &a, &b }, *with_ints[] = { &a, &ints };
    const struct value *most[SETS_MAX];
    struct outcome out;

    compute(SET_DIFF, sets, 2, 0, true, UINT64_MAX, &out);
    ck_assert_str_eq(value_encoding_name(&out.set), "listpack");
    ck_assert_uint_eq(set_count(&out.set), 5);
    value_free(&out.set);
    /* Many others: by taking them out of a copy. */
    most[0] = &a;
    for (unsigned i = 1; i < SETS_MAX; i++)
        most[i] = &b;
    compute(SET_DIFF, most, SETS_MAX, 0, true, UINT64_MAX, &out);
    ck_assert_str_eq(value_encoding_name(&out.set), "listpack");
    ck_assert_uint_eq(set_count(&out.set), 5);
    value_free(&out.set);
    compute(SET_INTER, with_ints, 2, 0, true, UINT64_MAX, &out);
    ck_assert_str_eq(value_encoding_name(&out.set), "intset");
    ck_assert_uint_eq(set_count(&out.set), 500);
    value_free(&out.set);
    compute(SET_UNION, with_ints, 2, 0, true, UINT64_MAX, &out);
    ck_assert_str_eq(value_encoding_name(&out.set), "hashtable");
    ck_assert_uint_eq(set_count(&out.set), 2000);
    value_free(&out.set);
    value_free(&a);
    value_free(&b);
    value_free(&ints);
}
END_TEST

/* Intsets of alike sizes are merged, others searched. */
START_TEST(intsets_of_any_sizes_are_compared)
{
    static const unsigned counts[][2] = { { 100, 120 }, { 3, 250 }, { 250, 3 }, { 1, 1 } };

    for (unsigned i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        struct value a = set_of_ids(0, 2 * counts[i][0], 2);
        struct value b = set_of_ids(0, 4 * counts[i][1], 4);
        const struct value *sets[] = { &a, &b };
        uint64_t both = 0;

        ck_assert_str_eq(value_encoding_name(&a), "intset");
        ck_assert_str_eq(value_encoding_name(&b), "intset");
        for (unsigned id = 0; id < IDS; id++)
            both += set_has(&a, text_bytes(&texts[id])) && set_has(&b, text_bytes(&texts[id]));
        ck_assert_uint_eq(count_of(SET_INTER, sets, 2, 0), both);
        ck_assert_uint_eq(count_of(SET_UNION, sets, 2, 0), counts[i][0] + counts[i][1] - both);
        ck_assert_uint_eq(count_of(SET_DIFF, sets, 2, 0), counts[i][0] - both);
        value_free(&a);
        value_free(&b);
    }
}
END_TEST

static struct value set_of_numbers(struct hll_registers *r, int64_t from, int64_t to)
{
    struct value v = value_empty(OBJ_SET);

    for (int64_t n = from; n < to; n++) {
        struct text t = text_printf("%lld", (long long)n);

        HOLDS(set_add(&v, text_bytes(&t)));
        hll_registers_add(r, hll_mark_of(text_bytes(&t)));
    }
    return v;
}

static uint64_t approximate_count(const struct value *const *sets, unsigned count, uint64_t limit,
                                  double *saved)
{
    struct set_algebra *a = set_algebra_new(SET_UNION, sets, count, limit, false);
    double exact = set_algebra_cost(a);
    uint64_t found;

    set_algebra_approximate(a);
    *saved = exact - set_algebra_cost(a);
    while (!set_algebra_step(a, 1000))
        ;
    found = set_algebra_found(a);
    set_algebra_free(a);
    return found;
}

START_TEST(a_union_of_large_sets_may_be_estimated)
{
    static struct hll_registers r;
    struct value a, b, small;
    const struct value *sets[3] = { &a, &b, &small };
    uint64_t count, none;
    double saved;

    memset(&r, 0, sizeof r);
    a = set_of_numbers(&r, 0, 80000);
    b = set_of_numbers(&r, 40000, 120000);
    small = set_of_numbers(&r, 0, 10);
    count = hll_registers_count(&r);
    ck_assert_uint_ne(count, 120000); /* or an exact count could not be told from it */
    ck_assert_uint_eq(approximate_count(sets, 3, 0, &saved), count);
    ck_assert(saved > 0);
    ck_assert_uint_eq(approximate_count(sets, 3, 500, &saved), 500);
    ck_assert_uint_eq(approximate_count(sets, 3, 80000, &saved), 80000);
    ck_assert_uint_eq(approximate_count(sets, 3, 1000 * 1000, &saved), count);
    /* Two that are equal, of which nobody may think that they have more or fewer than one of them. */
    sets[1] = &a;
    ck_assert_uint_ge(approximate_count(sets, 2, 0, &saved), 80000);
    /* What is small, or one set alone, is counted. */
    sets[0] = sets[1] = &small;
    ck_assert_uint_eq(approximate_count(sets, 3, 0, &saved), 10);
    ck_assert(saved == 0);
    sets[0] = &b;
    ck_assert_uint_eq(approximate_count(sets, 1, 0, &saved), 80000);
    ck_assert(saved == 0);
    none = approximate_count((const struct value *[]){ NULL, NULL }, 2, 0, &saved);
    ck_assert_uint_eq(none, 0);
    value_free(&a);
    value_free(&b);
    value_free(&small);
}
END_TEST

/* ---- Against a model ------------------------------------------------------------------------------------ */

#ifdef KV_SANITIZE
enum { ROUNDS = 900 };
#else
enum { ROUNDS = 3000 };
#endif

/* Sets of all sizes and encodings; has[i] says what is in set i. */
struct world {
    unsigned count;
    struct value values[SETS_MAX];
    const struct value *sets[SETS_MAX]; /* some of them missing */
    bool has[SETS_MAX][IDS];
};

static struct world w;

static void world_set(unsigned i)
{
    static const unsigned sizes[] = { 1, 5, 30, 150, 700, 2500 };
    unsigned wanted = 1 + (unsigned)rng_below(&rng, sizes[rng_below(&rng, 6)]);
    bool ints = rng_below(&rng, 3) == 0;
    /* Some sets have their members from a part of all, so that they overlap in different degrees. */
    unsigned from = (unsigned)rng_below(&rng, IDS / 2), range = 1 + IDS / 2;

    w.values[i] = value_empty(OBJ_SET);
    while (wanted-- > 0) {
        unsigned id = from + (unsigned)rng_below(&rng, range);

        id = (ints ? id & ~1u : id) % IDS;
        HOLDS(set_add(&w.values[i], text_bytes(&texts[id])) == !w.has[i][id]);
        w.has[i][id] = true;
    }
    w.sets[i] = &w.values[i];
}

static void world_make(void)
{
    w.count = 1 + (unsigned)rng_below(&rng, rng_below(&rng, 4) == 0 ? SETS_MAX : 5);
    for (unsigned i = 0; i < w.count; i++) {
        memset(w.has[i], 0, sizeof w.has[i]);
        w.sets[i] = NULL;
        if (rng_below(&rng, 30) > 0)
            world_set(i);
    }
}

static void world_drop(void)
{
    for (unsigned i = 0; i < w.count; i++)
        if (w.sets[i])
            value_free(&w.values[i]);
}

static bool in_result(enum set_operation op, unsigned id)
{
    unsigned n = 0;

    for (unsigned i = 0; i < w.count; i++)
        n += w.has[i][id];
    switch (op) {
    case SET_INTER:
        return n == w.count;
    case SET_UNION:
        return n > 0;
    default:
        return w.has[0][id] && n == 1;
    }
}

static void check_operation(enum set_operation op)
{
    static const uint64_t all_steps[] = { 1, 40, 1000, UINT64_MAX };
    uint64_t steps = all_steps[rng_below(&rng, 4)], expected = 0, limit;
    struct outcome out;
    bool in[IDS];

    for (unsigned id = 0; id < IDS; id++)
        expected += in[id] = in_result(op, id);

    compute(op, w.sets, w.count, 0, false, steps, &out);
    HOLDS(out.found == expected && out.shown.total == expected);
    for (unsigned id = 0; id < IDS; id++)
        HOLDS(out.shown.times[id] == in[id]);

    compute(op, w.sets, w.count, 0, true, steps, &out);
    HOLDS(set_count(&out.set) == expected);
    set_each(&out.set, note, &out.shown);
    for (unsigned id = 0; id < IDS; id++)
        HOLDS(out.shown.times[id] == in[id]);
    value_free(&out.set);

    limit = 1 + rng_below(&rng, expected + 2);
    HOLDS(count_of(op, w.sets, w.count, limit) == (limit < expected ? limit : expected));
    compute(op, w.sets, w.count, limit, false, steps, &out);
    HOLDS(out.shown.total == (limit < expected ? limit : expected));
}

START_TEST(any_sets_agree_with_a_model)
{
    static const struct limits limits[] = { { 512, 128, 64 }, { 20, 0, 0 }, { 0, 300, 400 } };

    set_limits(limits[_i]);
    for (unsigned i = 0; i < ROUNDS / 3; i++) {
        world_make();
        for (int op = SET_INTER; op <= SET_DIFF; op++)
            check_operation((enum set_operation)op);
        world_drop();
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("set_algebra");
    TCase *plain = tcase_create("by hand"), *model = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_set_timeout(plain, 60);
    tcase_add_checked_fixture(plain, algebra_setup, teardown);
    tcase_add_test(plain, two_sets_have_an_intersection_a_union_and_a_difference);
    tcase_add_test(plain, missing_sets_are_empty);
    tcase_add_test(plain, the_same_set_may_be_named_twice);
    tcase_add_test(plain, a_limit_ends_the_count);
    tcase_add_test(plain, a_step_does_what_it_was_given_and_little_more);
    tcase_add_test(plain, it_may_be_given_up_at_any_time);
    tcase_add_test(plain, a_kept_result_has_the_encoding_that_fits);
    tcase_add_test(plain, intsets_of_any_sizes_are_compared);
    tcase_add_test(plain, a_union_of_large_sets_may_be_estimated);
    suite_add_tcase(s, plain);

    tcase_set_timeout(model, 300);
    tcase_add_checked_fixture(model, algebra_setup, teardown);
    tcase_add_loop_test(model, any_sets_agree_with_a_model, 0, 3);
    suite_add_tcase(s, model);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
