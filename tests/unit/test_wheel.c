#include "ds/wheel.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <stdlib.h>

/* The sanitizer builds are slow: they do the same with less. */
#ifdef KV_SANITIZE
enum { MODEL_OPS = 60 * 1000, CROWD = 40 * 1000 };
#else
enum { MODEL_OPS = 1000 * 1000, CROWD = 180 * 1000 };
#endif

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it
 * holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static const int64_t START_MS = INT64_C(1700000000123);

enum { SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR };
#define YEAR (INT64_C(365) * DAY)

struct item {
    struct wheel_node node; /* first, so that a node is its item */
    bool present;
};

static struct item *items_new(size_t count)
{
    return mem_zalloc(count * sizeof(struct item));
}

static void add(struct wheel *w, struct item *it, int64_t at_ms)
{
    it->node.at_ms = at_ms;
    it->present = true;
    wheel_add(w, &it->node);
}

static struct item *pop(struct wheel *w, int64_t now_ms)
{
    struct item *it = (struct item *)wheel_pop_due(w, now_ms);

    if (it != NULL) {
        HOLDS(it->present);
        HOLDS(it->node.at_ms <= now_ms);
        it->present = false;
    }
    return it;
}

static void advance_fully(struct wheel *w, int64_t now_ms)
{
    while (wheel_advance(w, now_ms, 1000))
        ;
}

START_TEST(an_empty_wheel_has_nothing_to_do)
{
    struct wheel *w = wheel_new(START_MS);

    ck_assert_uint_eq(wheel_count(w), 0);
    ck_assert(!wheel_advance(w, START_MS + YEAR, 1));
    ck_assert_ptr_null(wheel_pop_due(w, START_MS + YEAR));
    ck_assert_ptr_null(wheel_first(w));
    ck_assert(wheel_next_ms(w) == INT64_MAX);
    ck_assert(wheel_sum_ms(w) == 0);
    wheel_check(w);
    wheel_free(w);
    wheel_free(NULL);
}
END_TEST

START_TEST(a_node_is_due_after_its_deadline_only)
{
    struct item *it = items_new(1);
    static const int64_t delays[] = { 1,    15,      16,   100,       3500,      5 * SECOND,
                                      HOUR, 5 * DAY, YEAR, 30 * YEAR, 300 * YEAR };

    for (size_t i = 0; i < sizeof delays / sizeof delays[0]; i++) {
        struct wheel *w = wheel_new(START_MS);
        int64_t at_ms = START_MS + delays[i];

        add(w, it, at_ms);
        wheel_check(w);
        advance_fully(w, at_ms - 1);
        ck_assert_ptr_null(pop(w, at_ms - 1));
        ck_assert_ptr_eq(wheel_first(w), &it->node);
        advance_fully(w, at_ms + 16);
        ck_assert_ptr_eq(pop(w, at_ms + 16), it);
        ck_assert_ptr_null(pop(w, at_ms + 16));
        ck_assert_uint_eq(wheel_count(w), 0);
        wheel_check(w);
        wheel_free(w);
    }
    mem_free(it);
}
END_TEST

START_TEST(a_deadline_in_the_past_is_due_at_once)
{
    struct item *it = items_new(3);
    struct wheel *w = wheel_new(START_MS);

    add(w, &it[0], START_MS - SECOND);
    add(w, &it[1], 0);
    add(w, &it[2], -5 * YEAR);
    ck_assert_ptr_eq(wheel_first(w), &it[2].node);
    ck_assert(wheel_next_ms(w) <= START_MS);
    for (int i = 0; i < 3; i++)
        ck_assert_ptr_eq(pop(w, START_MS), &it[i]); /* in order of arrival */
    wheel_check(w);
    wheel_free(w);
    mem_free(it);
}
END_TEST

START_TEST(earlier_slots_go_first)
{
    struct item *it = items_new(1000);
    struct wheel *w = wheel_new(START_MS);
    int64_t last = 0;
    struct rng rng;

    rng_seed(&rng, 1);
    for (int i = 0; i < 1000; i++)
        add(w, &it[i], START_MS + (int64_t)rng_below(&rng, 3000));
    advance_fully(w, START_MS + 3000);
    for (struct item *p; (p = pop(w, START_MS + 3000)) != NULL; last = p->node.at_ms / 16)
        HOLDS(p->node.at_ms / 16 >= last);
    wheel_free(w);
    mem_free(it);
}
END_TEST

START_TEST(count_and_sum_follow_the_nodes)
{
    struct item *it = items_new(3);
    struct wheel *w = wheel_new(START_MS);

    for (int i = 0; i < 3; i++)
        add(w, &it[i], START_MS + i * HOUR);
    ck_assert_uint_eq(wheel_count(w), 3);
    ck_assert(wheel_sum_ms(w) == (double)(3 * START_MS + 3 * HOUR));
    wheel_remove(w, &it[1].node);
    ck_assert_uint_eq(wheel_count(w), 2);
    ck_assert(wheel_sum_ms(w) == (double)(2 * START_MS + 2 * HOUR));
    wheel_remove(w, &it[0].node);
    wheel_remove(w, &it[2].node);
    ck_assert(wheel_sum_ms(w) == 0);
    ck_assert(wheel_next_ms(w) == INT64_MAX);
    wheel_check(w);
    wheel_free(w);
    mem_free(it);
}
END_TEST

START_TEST(a_node_may_move_in_memory)
{
    struct wheel *w = wheel_new(START_MS);
    struct item *it = items_new(3), *elsewhere = items_new(3);

    for (int i = 0; i < 3; i++)
        add(w, &it[i], START_MS + 100);
    for (int i = 0; i < 3; i++) {
        elsewhere[i] = it[i];
        memset(&it[i], 0xff, sizeof it[i]);
        wheel_moved(w, &elsewhere[i].node);
        wheel_check(w);
    }
    wheel_remove(w, &elsewhere[1].node);
    advance_fully(w, START_MS + 200);
    ck_assert_ptr_eq(pop(w, START_MS + 200), &elsewhere[0]);
    ck_assert_ptr_eq(pop(w, START_MS + 200), &elsewhere[2]);
    ck_assert_uint_eq(wheel_count(w), 0);
    wheel_free(w);
    mem_free(it);
    mem_free(elsewhere);
}
END_TEST

/* A loop that sleeps until wheel_next_ms() each time hands every node out in time. */
START_TEST(waking_at_the_next_time_is_enough)
{
    enum { COUNT = 3000 };
    static const int64_t spans[] = { 2 * SECOND, MINUTE, HOUR, 20 * DAY, YEAR, 50 * YEAR };
    struct item *it = items_new(COUNT);
    struct wheel *w = wheel_new(START_MS);
    int64_t now_ms = START_MS, next_ms;
    unsigned popped = 0;
    struct rng rng;

    rng_seed(&rng, 9);
    for (size_t i = 0; i < COUNT; i++)
        add(w, &it[i], START_MS + (int64_t)rng_below(&rng, (uint64_t)spans[i % 6]));
    while ((next_ms = wheel_next_ms(w)) != INT64_MAX) {
        struct item *p;

        HOLDS(next_ms > now_ms || now_ms == START_MS);
        if (now_ms < next_ms)
            now_ms = next_ms;
        advance_fully(w, now_ms);
        while ((p = pop(w, now_ms)) != NULL) {
            HOLDS(now_ms - p->node.at_ms <= 16);
            popped++;
        }
    }
    ck_assert_uint_eq(popped, COUNT);
    wheel_check(w);
    wheel_free(w);
    mem_free(it);
}
END_TEST

/* So many deadlines in one slot of level 1 that spreading them when their time comes would be
 * late. */
START_TEST(a_crowded_slot_is_spread_in_time)
{
    enum { BUDGET = CROWD / 90 };
    struct item *it = items_new(CROWD);
    struct wheel *w = wheel_new(START_MS);
    unsigned popped = 0;
    struct rng rng;

    rng_seed(&rng, 11);
    for (size_t i = 0; i < CROWD; i++) {
        int64_t slot_ms = (START_MS + 5 * MINUTE) / 2048 * 2048;

        add(w, &it[i], slot_ms + (int64_t)rng_below(&rng, 2048));
    }
    for (int64_t now_ms = START_MS; popped < CROWD; now_ms += 16) {
        struct item *p;

        wheel_advance(w, now_ms, BUDGET);
        while ((p = pop(w, now_ms)) != NULL) {
            HOLDS(now_ms - p->node.at_ms <= 32); /* 16 of the slot, 16 of our own steps */
            popped++;
        }
    }
    wheel_check(w);
    wheel_free(w);
    mem_free(it);
}
END_TEST

START_TEST(a_clock_that_goes_back_loses_nothing)
{
    enum { COUNT = 500 };
    static const int64_t steps[] = { 1, 100, 500, 5 * SECOND, HOUR, 3 * DAY, 60 * YEAR };
    struct item *it = items_new(COUNT);

    for (size_t s = 0; s < sizeof steps / sizeof steps[0]; s++) {
        struct wheel *w = wheel_new(START_MS);
        int64_t back_ms = START_MS - steps[s];
        struct item *p;
        int popped = 0;

        for (int i = 0; i < COUNT; i++)
            add(w, &it[i], START_MS + i * steps[s] / 100);
        advance_fully(w, back_ms);
        HOLDS(pop(w, back_ms) == NULL);
        wheel_check(w);
        wheel_remove(w, &it[7].node);
        add(w, &it[7], back_ms + 1); /* due long before the others */
        advance_fully(w, back_ms + 32);
        if (steps[s] > 32)
            HOLDS(pop(w, back_ms + 32) == &it[7]);
        advance_fully(w, START_MS + 6 * steps[s] + 16);
        while ((p = pop(w, START_MS + 6 * steps[s] + 16)) != NULL)
            popped++;
        ck_assert_int_eq(popped, steps[s] > 32 ? COUNT - 1 : COUNT);
        wheel_free(w);
    }
    mem_free(it);
}
END_TEST

/* ---- Against a model: an array that is searched ---------------------------------------------- */

enum { MODEL_NODES = 400 };

static int64_t model_earliest(const struct item *it)
{
    int64_t earliest = INT64_MAX;

    for (int i = 0; i < MODEL_NODES; i++)
        if (it[i].present && it[i].node.at_ms < earliest)
            earliest = it[i].node.at_ms;
    return earliest;
}

/* Any distance: as often milliseconds as years. */
static int64_t any_span(struct rng *rng)
{
    return (int64_t)(rng_next(rng) >> (22 + rng_below(rng, 40)));
}

/* Far from now a small change of the deadline touches no other node; near it stays exact. */
START_TEST(a_deadline_can_be_set_anew)
{
    struct item *it = items_new(3);
    struct wheel *w = wheel_new(START_MS);
    struct wheel_node *prev;

    for (int i = 0; i < 3; i++)
        add(w, &it[i], START_MS + 3600 * 1000);
    prev = it[1].node.prev;
    wheel_set(w, &it[1].node, START_MS + 3600 * 1000 + 5);
    ck_assert_ptr_eq(it[1].node.prev, prev);
    ck_assert(it[1].node.at_ms == START_MS + 3600 * 1000 + 5);
    wheel_set(w, &it[1].node, START_MS + 50);
    ck_assert_ptr_eq(wheel_first(w), &it[1].node);
    wheel_set(w, &it[1].node, START_MS + 100 * 86400000LL);
    ck_assert_ptr_ne(wheel_first(w), &it[1].node);
    wheel_check(w);
    wheel_free(w);
    mem_free(it);
}
END_TEST

START_TEST(random_operations_agree_with_a_model)
{
    struct item *it = items_new(MODEL_NODES);
    struct wheel *w = wheel_new(START_MS);
    int64_t now_ms = START_MS;
    struct rng rng;

    rng_seed(&rng, 77 + (uint64_t)_i);
    for (int op = 0; op < MODEL_OPS / 4; op++) {
        struct item *x = &it[rng_below(&rng, MODEL_NODES)], *p;
        unsigned what = (unsigned)rng_below(&rng, 100);

        if (what < 20 && x->present) {
            int64_t near = any_span(&rng) >> (20 + rng_below(&rng, 20));

            wheel_set(w, &x->node,
                      rng_below(&rng, 4) == 0 ? now_ms + any_span(&rng) : x->node.at_ms + near);
        } else if (what < 50) {
            if (x->present)
                wheel_remove(w, &x->node);
            add(w, x, now_ms + any_span(&rng) * (rng_below(&rng, 8) == 0 ? -1 : 1));
        } else if (what < 60) {
            if (x->present)
                wheel_remove(w, &x->node);
            x->present = false;
        } else if (what < 70) {
            const struct wheel_node *first = wheel_first(w);

            /* Some are spread ahead of their time, or all. */
            HOLDS((wheel_soon(w, (unsigned)rng_below(&rng, 40)) != NULL) == (first != NULL));
            if (rng_below(&rng, 4) == 0)
                HOLDS(wheel_soon(w, UINT32_MAX) != NULL || first == NULL);
            HOLDS(wheel_first(w) == first || wheel_first(w)->at_ms == first->at_ms);
            HOLDS((first != NULL ? first->at_ms : INT64_MAX) == model_earliest(it));
        } else if (what < 80) {
            /* Part of the work, and perhaps a part of what is due. */
            wheel_advance(w, now_ms, (unsigned)rng_below(&rng, 20));
            if (rng_below(&rng, 2) == 0)
                pop(w, now_ms);
        } else {
            if (rng_below(&rng, 4) == 0)
                now_ms -= any_span(&rng) >> 4;
            else
                now_ms += any_span(&rng) >> 3;
            advance_fully(w, now_ms);
            while ((p = pop(w, now_ms)) != NULL)
                ;
            HOLDS(model_earliest(it) > now_ms - 16);
            HOLDS(wheel_next_ms(w) > now_ms);
            if (wheel_count(w) > 0)
                HOLDS(wheel_next_ms(w) <= (model_earliest(it) / 16 + 1) * 16);
        }
        if (op % 1000 == 0)
            wheel_check(w);
    }
    wheel_check(w);
    wheel_free(w);
    mem_free(it);
}
END_TEST

/* ---- For evictions --------------------------------------------------------------------------- */

START_TEST(the_soonest_of_few_is_the_earliest)
{
    struct wheel *w = wheel_new(START_MS);
    struct item *it = items_new(300);
    struct rng rng;

    rng_seed(&rng, 11);
    for (int i = 0; i < 300; i++)
        add(w, &it[i], START_MS + (int64_t)rng_below(&rng, 10 * YEAR));
    for (int i = 0; i < 300; i++) {
        struct wheel_node *n = wheel_soon(w, 300);

        ck_assert_int_eq(n->at_ms, wheel_first(w)->at_ms);
        wheel_remove(w, n);
    }
    ck_assert_ptr_null(wheel_soon(w, 300));
    wheel_free(w);
    mem_free(it);
}
END_TEST

/* A crowd is spread while the soonest is asked for: once that is done, which takes a part of the calls, what
 * comes back is at most a slot of the lowest level later than the earliest. */
START_TEST(the_soonest_of_a_crowd_is_the_earliest)
{
    const int64_t spans[] = { 3 * SECOND, 5 * MINUTE, 12 * HOUR, INT64_C(50) * DAY, 10 * YEAR };
    enum { COUNT = 20000, BUDGET = 64 };

    for (unsigned i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        struct wheel *w = wheel_new(START_MS);
        struct item *it = items_new(COUNT);
        struct rng rng;
        unsigned late = 0;

        rng_seed(&rng, 12 + i);
        for (int n = 0; n < COUNT; n++)
            add(w, &it[n], START_MS + spans[i] + (int64_t)rng_below(&rng, (uint64_t)spans[i]));
        for (int n = 0; n < COUNT; n++) {
            struct wheel_node *soon = wheel_soon(w, BUDGET);

            if (n % 10 == 0) {
                int64_t first_ms = wheel_first(w)->at_ms;

                HOLDS(soon->at_ms - first_ms <= first_ms - START_MS);
                late += soon->at_ms - first_ms > 16;
            }
            wheel_remove(w, soon);
            if (n % 1000 == 0)
                wheel_check(w);
        }
        ck_assert_uint_lt(late, COUNT / 10 / 8);
        ck_assert_uint_eq(wheel_count(w), 0);
        wheel_free(w);
        mem_free(it);
    }
}
END_TEST

/* What was spread ahead of its time is due in time. */
START_TEST(what_was_spread_ahead_is_due_in_time)
{
    enum { COUNT = 5000 };
    struct wheel *w = wheel_new(START_MS);
    struct item *it = items_new(COUNT);
    int64_t now_ms = START_MS;
    struct rng rng;
    size_t popped = 0;

    rng_seed(&rng, 14);
    for (int n = 0; n < COUNT; n++)
        add(w, &it[n], START_MS + HOUR + (int64_t)rng_below(&rng, HOUR));
    for (int n = 0; n < COUNT / 2; n++)
        wheel_remove(w, wheel_soon(w, 1000));
    wheel_check(w);
    while (wheel_count(w) > 0) {
        const struct wheel_node *first = wheel_first(w);
        int64_t next_ms = wheel_next_ms(w), first_ms = first->at_ms;
        struct wheel_node *n;

        HOLDS(next_ms <= first_ms + 16);
        now_ms = next_ms > now_ms ? next_ms : now_ms + 1;
        while (wheel_advance(w, now_ms, 100))
            ;
        while ((n = wheel_pop_due(w, now_ms)) != NULL) {
            HOLDS(n->at_ms <= now_ms && n->at_ms > now_ms - 32);
            popped++;
        }
    }
    ck_assert_uint_eq(popped, COUNT / 2);
    wheel_free(w);
    mem_free(it);
}
END_TEST

/* A few nodes far from all others, in slots of their own, come up as often as those that share one. */
START_TEST(each_node_comes_up_as_often_as_any_other)
{
    enum { COUNT = 500, ALONE = 20, PICKS = 1000 * COUNT };
    struct wheel *w = wheel_new(START_MS);
    struct item *it = items_new(COUNT);
    unsigned *times = mem_zalloc(COUNT * sizeof *times);
    struct rng rng;

    rng_seed(&rng, 14);
    for (int i = 0; i < COUNT; i++)
        add(w, &it[i],
            START_MS + (i < ALONE ? (int64_t)(i + 1) * 40 * 24 * 60 * MINUTE : 1000 + i / 24 * 16));
    for (int i = 0; i < PICKS; i++)
        times[(struct item *)wheel_some(w, &rng) - it]++;
    for (int i = 0; i < COUNT; i++) {
        HOLDS(times[i] > PICKS / COUNT * 8 / 10);
        HOLDS(times[i] < PICKS / COUNT * 12 / 10);
    }
    wheel_free(w);
    mem_free(times);
    mem_free(it);
}
END_TEST

START_TEST(some_node_comes_up_until_none_is_left)
{
    enum { COUNT = 4000 };
    struct wheel *w = wheel_new(START_MS);
    struct item *it = items_new(COUNT);
    struct rng rng;
    size_t seen = 0;

    rng_seed(&rng, 13);
    ck_assert_ptr_null(wheel_some(w, &rng));
    for (int i = 0; i < COUNT; i++)
        add(w, &it[i], START_MS + (int64_t)rng_below(&rng, i % 2 ? MINUTE : 60 * (uint64_t)YEAR));
    /* Picks without removing come by most of them. */
    for (int i = 0; i < 20 * COUNT; i++) {
        if (i == 10 * COUNT)
            wheel_soon(w, 1000);
        struct item *x = (struct item *)wheel_some(w, &rng);

        seen += x->present;
        x->present = false;
    }
    ck_assert_uint_gt(seen, COUNT / 2);
    wheel_check(w);
    for (int i = 0; i < COUNT; i++)
        wheel_remove(w, wheel_some(w, &rng));
    ck_assert_ptr_null(wheel_some(w, &rng));
    wheel_check(w);
    wheel_free(w);
    mem_free(it);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("wheel");
    TCase *basic = tcase_create("basic"), *model = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_test(basic, an_empty_wheel_has_nothing_to_do);
    tcase_add_test(basic, a_node_is_due_after_its_deadline_only);
    tcase_add_test(basic, a_deadline_in_the_past_is_due_at_once);
    tcase_add_test(basic, earlier_slots_go_first);
    tcase_add_test(basic, count_and_sum_follow_the_nodes);
    tcase_add_test(basic, a_node_may_move_in_memory);
    tcase_add_test(basic, the_soonest_of_few_is_the_earliest);
    tcase_add_test(basic, the_soonest_of_a_crowd_is_the_earliest);
    tcase_add_test(basic, what_was_spread_ahead_is_due_in_time);
    tcase_add_test(basic, each_node_comes_up_as_often_as_any_other);
    tcase_add_test(basic, some_node_comes_up_until_none_is_left);
    suite_add_tcase(s, basic);

    tcase_set_timeout(model, 120);
    tcase_add_test(model, a_deadline_can_be_set_anew);
    tcase_add_test(model, waking_at_the_next_time_is_enough);
    tcase_add_test(model, a_crowded_slot_is_spread_in_time);
    tcase_add_test(model, a_clock_that_goes_back_loses_nothing);
    tcase_add_loop_test(model, random_operations_agree_with_a_model, 0, 4);
    suite_add_tcase(s, model);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
