#include "ds/heap.h"

#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <stdbool.h>
#include <stdlib.h>

enum { MODEL_OPS = 1000 * 1000, MODEL_NODES = 48, CROWD = 50 * 1000 };

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct heap_node *add(struct heap *h, int64_t at_ms)
{
    struct heap_node *n = mem_alloc(sizeof *n);

    n->at_ms = at_ms;
    heap_add(h, n);
    return n;
}

static int64_t pop(struct heap *h)
{
    struct heap_node *n = heap_first(h);
    int64_t at_ms = n->at_ms;

    heap_remove(h, n);
    mem_free(n);
    return at_ms;
}

START_TEST(an_empty_heap_has_no_first_and_takes_nothing)
{
    struct heap h = { .count = 0 };

    ck_assert_ptr_null(heap_first(&h));
    ck_assert_uint_eq(heap_bytes(&h), 0);
    heap_check(&h);
    heap_fini(&h);
}
END_TEST

START_TEST(the_earliest_is_first)
{
    struct heap h = { .count = 0 };
    static const int64_t times[] = { 500, 100, 300, 100, INT64_MIN, INT64_MAX, 0 };
    static const int64_t sorted[] = { INT64_MIN, 0, 100, 100, 300, 500, INT64_MAX };

    for (int i = 0; i < 7; i++) {
        add(&h, times[i]);
        heap_check(&h);
    }
    for (int i = 0; i < 7; i++) {
        ck_assert(pop(&h) == sorted[i]);
        heap_check(&h);
    }
    ck_assert_uint_eq(heap_bytes(&h), 0);
}
END_TEST

START_TEST(a_node_in_the_middle_can_go)
{
    struct heap h = { .count = 0 };
    struct heap_node *n[7];

    for (int i = 0; i < 7; i++)
        n[i] = add(&h, i);
    heap_remove(&h, n[3]);
    heap_remove(&h, n[6]);
    heap_remove(&h, n[0]);
    heap_check(&h);
    mem_free(n[3]);
    mem_free(n[6]);
    mem_free(n[0]);
    ck_assert(pop(&h) == 1);
    ck_assert(pop(&h) == 2);
    ck_assert(pop(&h) == 4);
    ck_assert(pop(&h) == 5);
    ck_assert_ptr_null(heap_first(&h));
}
END_TEST

START_TEST(a_deadline_can_be_set_earlier_and_later)
{
    struct heap h = { .count = 0 };
    struct heap_node *n[5];

    for (int i = 0; i < 5; i++)
        n[i] = add(&h, 10 * i);
    heap_set(&h, n[4], -1);
    ck_assert_ptr_eq(heap_first(&h), n[4]);
    heap_set(&h, n[4], 100);
    ck_assert_ptr_eq(heap_first(&h), n[0]);
    heap_set(&h, n[0], 15);
    ck_assert_ptr_eq(heap_first(&h), n[1]);
    heap_check(&h);
    for (int i = 0; i < 5; i++)
        pop(&h);
}
END_TEST

START_TEST(a_node_can_move_in_memory)
{
    struct heap h = { .count = 0 };
    struct heap_node *old = add(&h, 1), *n = mem_alloc(sizeof *n);

    add(&h, 2);
    *n = *old;
    heap_moved(&h, n);
    mem_free(old);
    heap_check(&h);
    ck_assert_ptr_eq(heap_first(&h), n);
    pop(&h);
    pop(&h);
}
END_TEST

START_TEST(a_crowd_comes_out_in_order_and_leaves_nothing)
{
    struct heap h = { .count = 0 };
    int64_t last = INT64_MIN;
    struct rng rng;

    rng_seed(&rng, 1);
    for (int i = 0; i < CROWD; i++)
        add(&h, (int64_t)rng_below(&rng, CROWD));
    heap_check(&h);
    ck_assert_uint_ge(heap_bytes(&h), CROWD * sizeof(void *));
    ck_assert_uint_le(heap_bytes(&h), (size_t)CROWD * sizeof(struct heap_slot) * 11 / 10);
    for (int i = 0; i < CROWD; i++) {
        int64_t at_ms = pop(&h);

        HOLDS(at_ms >= last);
        last = at_ms;
    }
    ck_assert_uint_eq(heap_bytes(&h), 0);
}
END_TEST

/* A share of the nodes is due: none, few, half, nearly all, all. */
START_TEST(what_is_due_is_taken_out)
{
    static const int shares[] = { 0, 1, 2500, 4999, 5000 };
    int due = shares[_i];
    struct heap h = { .count = 0 };
    struct heap_node *n;
    int64_t next_ms;

    for (int i = 0; i < 5000; i++)
        add(&h, (i * 7919) % 5000);
    ck_assert_uint_eq(heap_count_due(&h, due - 1, &next_ms), (size_t)due);
    ck_assert(next_ms == (due < 5000 ? due : INT64_MAX));
    for (int taken = 0; taken < due; taken++) {
        n = heap_pop_due(&h, due - 1);
        HOLDS(n->at_ms < due);
        mem_free(n);
        if (taken % 500 == 0)
            heap_check(&h);
        HOLDS(taken % 50 > 0 || heap_count_due(&h, due - 1, &next_ms) == (size_t)(due - taken - 1));
    }
    ck_assert_ptr_null(heap_pop_due(&h, due - 1));
    ck_assert_uint_eq(h.count, 5000 - (size_t)due);
    heap_check(&h);
    for (int i = due; i < 5000; i++)
        HOLDS(pop(&h) == i);
    ck_assert_ptr_null(heap_pop_due(&h, INT64_MAX));
    ck_assert_uint_eq(heap_bytes(&h), 0);
}
END_TEST

/* The nodes that are in the heap, in no order. */
struct model {
    struct heap heap;
    struct heap_node *nodes[MODEL_NODES];
    unsigned count;
    struct rng rng;
};

static int64_t some_time(struct model *m)
{
    return (int64_t)rng_below(&m->rng, 100);
}

static void forget(struct model *m, struct heap_node *n)
{
    unsigned i = 0;

    while (m->nodes[i] != n)
        HOLDS(++i < m->count);
    mem_free(n);
    m->nodes[i] = m->nodes[--m->count];
}

static void take_out(struct model *m, unsigned i)
{
    heap_remove(&m->heap, m->nodes[i]);
    forget(m, m->nodes[i]);
}

/* Some of those that are due go, or all. */
static void expire(struct model *m)
{
    int64_t now_ms = some_time(m) / 4, next_ms, earliest = INT64_MAX;
    uint64_t most = rng_below(&m->rng, 8);
    size_t due = 0;
    struct heap_node *n;

    while (most-- > 0 && (n = heap_pop_due(&m->heap, now_ms)) != NULL) {
        HOLDS(n->at_ms <= now_ms);
        forget(m, n);
    }
    for (unsigned i = 0; i < m->count; i++) {
        due += m->nodes[i]->at_ms <= now_ms;
        if (m->nodes[i]->at_ms > now_ms && m->nodes[i]->at_ms < earliest)
            earliest = m->nodes[i]->at_ms;
    }
    HOLDS(heap_count_due(&m->heap, now_ms, &next_ms) == due);
    HOLDS(next_ms == earliest);
    HOLDS((heap_first_ms(&m->heap) <= now_ms) == (due > 0));
    HOLDS(heap_has_later(&m->heap, now_ms) == (due < m->count));
}

static void move(struct model *m, unsigned i)
{
    struct heap_node *n = mem_alloc(sizeof *n);

    *n = *m->nodes[i];
    heap_moved(&m->heap, n);
    mem_free(m->nodes[i]);
    m->nodes[i] = n;
}

static void change(struct model *m)
{
    unsigned i = m->count > 0 ? (unsigned)rng_below(&m->rng, m->count) : 0;
    unsigned what = (unsigned)rng_below(&m->rng, 8);

    if (what < 3 && m->count < MODEL_NODES)
        m->nodes[m->count++] = add(&m->heap, some_time(m));
    else if (what < 5 && m->count > 0)
        take_out(m, i);
    else if (what < 7 && m->count > 0)
        heap_set(&m->heap, m->nodes[i], some_time(m));
    else if (m->count > 0 && rng_below(&m->rng, 4) > 0)
        move(m, i);
    else
        expire(m);
}

static void compare(const struct model *m)
{
    const struct heap_node *first = heap_first(&m->heap);

    HOLDS(m->heap.count == m->count);
    HOLDS((first == NULL) == (m->count == 0));
    for (unsigned i = 0; i < m->count; i++)
        HOLDS(first->at_ms <= m->nodes[i]->at_ms);
}

START_TEST(it_agrees_with_a_model)
{
    struct model m = { .count = 0 };

    rng_seed(&m.rng, 7);
    for (int i = 0; i < MODEL_OPS; i++) {
        change(&m);
        compare(&m);
        if (i % 1000 == 0)
            heap_check(&m.heap);
    }
    while (m.count > 0)
        take_out(&m, 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("heap");
    TCase *order = tcase_create("order"), *model = tcase_create("model");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(order, an_empty_heap_has_no_first_and_takes_nothing);
    tcase_add_test(order, the_earliest_is_first);
    tcase_add_test(order, a_node_in_the_middle_can_go);
    tcase_add_test(order, a_deadline_can_be_set_earlier_and_later);
    tcase_add_test(order, a_node_can_move_in_memory);
    tcase_add_test(order, a_crowd_comes_out_in_order_and_leaves_nothing);
    tcase_add_loop_test(order, what_is_due_is_taken_out, 0, 5);
    suite_add_tcase(s, order);

    tcase_set_timeout(model, 120);
    tcase_add_test(model, it_agrees_with_a_model);
    suite_add_tcase(s, model);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
