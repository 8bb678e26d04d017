#include "obj/geo_search.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "geo_fixture.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 20 * 1000, MODEL_ROUNDS = 400, NAME_MAX_LEN = 16 };

static struct option_set *options;
static struct rng rng;
static struct value v;

/* The same members in the order of the sorted set. */
struct place {
    char name[NAME_MAX_LEN];
    double score;
    struct geo_point at;
    double distance;
};
static struct place places[MOST], expected[MOST];
static size_t place_count, expected_count;

static int by_score(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->score != y->score)
        return x->score < y->score ? -1 : 1;
    return strcmp(x->name, y->name);
}

static int by_distance(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return by_score(a, b);
}

static int by_distance_down(const void *a, const void *b)
{
    const struct place *x = a, *y = b;

    return x->distance != y->distance ? by_distance(b, a) : by_score(a, b);
}

static void set_limit(const char *entries)
{
    struct option_pair pair = { BYTES_LIT("zset-max-listpack-entries"), bytes_str(entries) };
    const char *why;
    unsigned bad;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, zset_options);
    v = value_empty(OBJ_ZSET);
    place_count = 0;
}

static void teardown(void)
{
    value_free(&v);
    option_set_free(options);
}

static void add_score(double score)
{
    struct place *p = &places[place_count];

    snprintf(p->name, sizeof p->name, "m%zu", place_count++);
    p->score = score;
    p->at = geo_of_score(score);
    zset_add(&v, bytes_str(p->name), &score, 0);
}

/* Members around the shape, some of them at one place, and some whose scores are no cells. */
static void fill(const struct random_shape *r, size_t count)
{
    static const double odd[] = { -1, -INFINITY, INFINITY, 0x1p52, 1e300 };

    for (size_t i = 0; i < count; i++)
        add_score(i > 0 && rng_below(&rng, 10) == 0 ? places[rng_below(&rng, i)].score
                                                    : (double)geo_cell(place_near(&rng, r)));
    for (unsigned i = 0; i < sizeof odd / sizeof odd[0]; i++)
        add_score(odd[i]);
    qsort(places, place_count, sizeof places[0], by_score);
}

static void expect(const struct random_shape *r, const struct geo_wish *w)
{
    static int (*const orders[])(const void *, const void *) = { by_score, by_distance,
                                                                 by_distance_down };

    expected_count = 0;
    for (size_t i = 0; i < place_count; i++) {
        struct place *p = &expected[expected_count];

        *p = places[i];
        p->distance = geo_distance(r->shape.center, p->at);
        if (p->score < 0 || p->score >= (double)GEO_CELLS || !is_in_shape(r, p->at))
            continue;
        if (++expected_count == w->count && w->any)
            break;
    }
    qsort(expected, expected_count, sizeof expected[0], orders[w->order]);
    if (expected_count > w->count)
        expected_count = w->count;
}

static void search(const struct random_shape *r, const struct geo_wish *w, size_t steps)
{
    struct geo_search *s = geo_search_new(&v, &r->shape, w);

    while (!geo_search_step(s, steps))
        ;
    HOLDS(geo_search_count(s) == expected_count);
    for (size_t i = 0; i < expected_count; i++) {
        const struct geo_found *f = geo_search_next(s);
        const struct place *p = &expected[i];
        char scratch[NUM_INT_MAX];

        HOLDS(bytes_eq(item_text(&f->member, scratch), bytes_str(p->name)));
        HOLDS(f->score == p->score && f->at.lon == p->at.lon && f->at.lat == p->at.lat);
        HOLDS(f->distance_m == p->distance || !(w->distances || w->order != GEO_AS_FOUND));
    }
    geo_search_free(s);
}

static struct geo_wish random_wish(void)
{
    struct geo_wish w = { .order = (enum geo_order)rng_below(&rng, 3),
                          .count = SIZE_MAX,
                          .distances = rng_below(&rng, 2) };

    if (rng_below(&rng, 2)) {
        w.count = 1 + rng_below(&rng, rng_below(&rng, 2) ? 10 : MOST);
        w.any = w.order == GEO_AS_FOUND || rng_below(&rng, 2);
    }
    return w;
}

/* _i: 0 for the listpack, 1 for the tree. */
START_TEST(all_that_is_inside_is_found_and_nothing_else)
{
    size_t found = 0;

    set_limit(_i == 0 ? "100000" : "0");
    for (int i = 0; i < MODEL_ROUNDS; i++) {
        struct random_shape r;

        random_shape(&rng, &r);
        fill(&r, rng_below(&rng, _i == 0 ? 200 : 3000));
        for (int k = 0; k < 8; k++) {
            struct geo_wish w = random_wish();

            expect(&r, &w);
            search(&r, &w, 1 + rng_below(&rng, 500));
            found += expected_count;
        }
        value_free(&v);
        v = value_empty(OBJ_ZSET);
        place_count = 0;
    }
    ck_assert_uint_gt(found, MODEL_ROUNDS);
}
END_TEST

START_TEST(many_results_in_any_order)
{
    struct random_shape r = { .width_m = INFINITY };

    r.shape = geo_circle((struct geo_point){ 2, 3 }, INFINITY);
    fill(&r, MOST - 10);
    for (int order = 0; order < 3; order++) {
        struct geo_wish w = { .order = (enum geo_order)order, .count = SIZE_MAX };

        expect(&r, &w);
        ck_assert_uint_eq(expected_count, MOST - 10);
        search(&r, &w, 1000);
    }
    for (size_t count = 1; count < MOST; count *= 5) {
        struct geo_wish w = { .order = GEO_FARTHEST_FIRST, .count = count };

        expect(&r, &w);
        search(&r, &w, 1000);
    }
}
END_TEST

/* How many steps a search takes if each looks at one member. */
static size_t steps_of(const struct geo_shape *shape, const struct geo_wish *w)
{
    struct geo_search *s = geo_search_new(&v, shape, w);
    size_t steps = 1;

    while (!geo_search_step(s, 1))
        steps++;
    geo_search_free(s);
    return steps;
}

/* The scores within a rectangle around the middle of the map begin near the lowest and end near the
 * highest of all. */
START_TEST(what_is_far_away_is_passed_over)
{
    struct geo_shape s = geo_circle((struct geo_point){ 0, 0 }, 100e3);
    struct geo_wish all = { .count = SIZE_MAX };

    set_limit("0");
    for (int i = 0; i < MOST; i++)
        add_score((double)geo_cell(
            (struct geo_point){ between(&rng, -180, 180), between(&rng, -85, 85) }));
    ck_assert_uint_lt(steps_of(&s, &all), 200);
}
END_TEST

START_TEST(any_ends_with_the_first_that_suffice)
{
    struct geo_shape s = geo_circle((struct geo_point){ 0, 0 }, INFINITY);
    struct geo_wish any = { .count = 10, .any = true };

    set_limit("0");
    for (int i = 0; i < MOST; i++)
        add_score((double)geo_cell(random_place(&rng)));
    ck_assert_uint_le(steps_of(&s, &any), 11);
}
END_TEST

START_TEST(a_search_that_is_given_up_leaves_nothing)
{
    struct geo_shape s = geo_circle((struct geo_point){ 0, 0 }, INFINITY);
    struct geo_wish w = { .order = GEO_NEAREST_FIRST, .count = SIZE_MAX };
    size_t before;

    for (int i = 0; i < 5000; i++)
        add_score((double)geo_cell(random_place(&rng)));
    before = mem_used();
    for (size_t steps = 0; steps < 20000; steps += 1000) {
        struct geo_search *search = geo_search_new(&v, &s, &w);

        geo_search_step(search, steps);
        geo_search_free(search);
    }
    geo_search_free(NULL);
    ck_assert_uint_eq(mem_used(), before);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("geo_search");
    TCase *t = tcase_create("geo_search");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    hash_seed_set(BYTES_LIT("geo"));
    rng_seed(&rng, 1);
    tcase_set_timeout(t, 60);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_loop_test(t, all_that_is_inside_is_found_and_nothing_else, 0, 2);
    tcase_add_test(t, many_results_in_any_order);
    tcase_add_test(t, what_is_far_away_is_passed_over);
    tcase_add_test(t, any_ends_with_the_first_that_suffice);
    tcase_add_test(t, a_search_that_is_given_up_leaves_nothing);
    suite_add_tcase(s, t);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
