#include "ds/idtree.h"

#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <stdlib.h>

#ifdef KV_SANITIZE
enum { MODEL_OPS = 300 * 1000 };
#else
enum { MODEL_OPS = 1000 * 1000 };
#endif
enum { MANY = 100 * 1000 };

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct idtree t;
static char things[4096];

static void setup(void)
{
    t = (struct idtree){ 0 };
}

static void teardown(void)
{
    idtree_check(&t);
    idtree_fini(&t);
    ck_assert_uint_eq(idtree_bytes(&t), 0);
}

static idtree_id id_of(uint64_t high, uint64_t low)
{
    return (idtree_id)high << 64 | low;
}

static void *thing(idtree_id id)
{
    return &things[(uint64_t)(id ^ id >> 64) % sizeof things];
}

static void add_range(uint64_t from, uint64_t to)
{
    for (uint64_t i = from; i < to; i++)
        HOLDS(idtree_add(&t, id_of(i, 0), thing(id_of(i, 0))));
}

START_TEST(an_empty_tree_has_nothing)
{
    struct idtree_cursor c = idtree_first(&t);

    ck_assert_ptr_null(idtree_get(&t, 0));
    ck_assert_ptr_null(idtree_remove(&t, 7));
    ck_assert(idtree_is_end(&c));
    c = idtree_last(&t);
    ck_assert(idtree_is_end(&c));
    c = idtree_at_or_above(&t, 0);
    ck_assert(idtree_is_end(&c));
    c = idtree_at_or_below(&t, ~(idtree_id)0);
    ck_assert(idtree_is_end(&c));
}
END_TEST

START_TEST(an_id_is_there_once)
{
    int a, b;

    ck_assert(idtree_add(&t, id_of(5, 3), &a));
    ck_assert(!idtree_add(&t, id_of(5, 3), &b));
    ck_assert_ptr_eq(idtree_get(&t, id_of(5, 3)), &a);
    idtree_set(&t, id_of(5, 3), &b);
    ck_assert_ptr_eq(idtree_get(&t, id_of(5, 3)), &b);
    idtree_set_last(&t, &a);
    ck_assert_ptr_eq(idtree_remove(&t, id_of(5, 3)), &a);
    ck_assert_ptr_null(idtree_get(&t, id_of(5, 3)));
}
END_TEST

START_TEST(both_halves_of_an_id_count)
{
    static const uint64_t ends[] = { 0, 1, UINT64_MAX };

    for (int i = 0; i < 9; i++)
        ck_assert(idtree_add(&t, id_of(ends[i / 3], ends[i % 3]), &things[i]));
    for (int i = 0; i < 9; i++)
        ck_assert_ptr_eq(idtree_get(&t, id_of(ends[i / 3], ends[i % 3])), &things[i]);
    struct idtree_cursor c = idtree_at_or_above(&t, id_of(1, 2));
    ck_assert(idtree_cursor_id(&c) == id_of(1, UINT64_MAX));
    c = idtree_at_or_below(&t, id_of(1, UINT64_MAX - 1));
    ck_assert(idtree_cursor_id(&c) == id_of(1, 1));
}
END_TEST

START_TEST(ids_in_order_take_little_memory)
{
    add_range(0, MANY);
    ck_assert_uint_le(idtree_bytes(&t), 26 * MANY);
    idtree_check(&t);
}
END_TEST

START_TEST(a_queue_gives_its_memory_back)
{
    size_t most = 0;

    add_range(0, 1000);
    for (uint64_t i = 1000; i < MANY; i++) {
        add_range(i, i + 1);
        HOLDS(idtree_remove(&t, id_of(i - 1000, 0)) == thing(id_of(i - 1000, 0)));
        if (i % 997 == 0) {
            idtree_check(&t);
            if (idtree_bytes(&t) > most)
                most = idtree_bytes(&t);
        }
    }
    ck_assert_uint_eq(t.count, 1000);
    ck_assert_uint_le(most, 40 * 1000);
}
END_TEST

START_TEST(what_is_left_after_many_removals_is_packed)
{
    add_range(0, MANY);
    for (uint64_t i = 0; i < MANY; i++)
        if (i % 50 != 0)
            HOLDS(idtree_remove(&t, id_of(i, 0)) != NULL);
    idtree_check(&t);
    ck_assert_uint_eq(t.count, MANY / 50);
    ck_assert_uint_le(idtree_bytes(&t), 110 * MANY / 50);
}
END_TEST

START_TEST(a_small_tree_is_small)
{
    add_range(0, 2);
    ck_assert_uint_le(idtree_bytes(&t), 96);
    add_range(2, 6);
    ck_assert_uint_le(idtree_bytes(&t), 192);
}
END_TEST

START_TEST(walks_meet_every_id_in_either_direction)
{
    struct idtree_cursor c;
    uint64_t n = 0;

    add_range(0, 10000);
    for (c = idtree_first(&t); !idtree_is_end(&c); idtree_next(&c), n++)
        HOLDS(idtree_cursor_id(&c) == id_of(n, 0) && idtree_cursor_value(&c) == thing(id_of(n, 0)));
    ck_assert_uint_eq(n, 10000);
    for (c = idtree_last(&t); !idtree_is_end(&c); idtree_prev(&c))
        HOLDS(idtree_cursor_id(&c) == id_of(--n, 0));
    ck_assert_uint_eq(n, 0);
}
END_TEST

static size_t freed;

static void count_freed(void *value)
{
    freed += value != NULL;
}

START_TEST(freeing_shows_every_value)
{
    add_range(0, 5000);
    freed = 0;
    idtree_fini_with(&t, count_freed);
    ck_assert_uint_eq(freed, 5000);
}
END_TEST

/* ---- Against a naive model: a sorted array ------------------------------------------------------- */

enum { MODEL_MAX = 8000 };

static idtree_id model[MODEL_MAX];
static size_t model_count;

/* How many of the model's IDs are below. */
static size_t model_place(idtree_id id)
{
    size_t lo = 0, hi = model_count;

    while (lo < hi) {
        size_t mid = (lo + hi) / 2;

        if (model[mid] < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

static bool model_has(size_t at, idtree_id id)
{
    return at < model_count && model[at] == id;
}

static void op_add(idtree_id id)
{
    size_t at = model_place(id);
    bool is_new = !model_has(at, id);

    if (model_count == MODEL_MAX)
        return;
    HOLDS(idtree_add(&t, id, thing(id)) == is_new);
    if (!is_new)
        return;
    memmove(model + at + 1, model + at, (model_count - at) * sizeof *model);
    model[at] = id;
    model_count++;
}

static void op_remove(idtree_id id)
{
    size_t at = model_place(id);
    bool is_there = model_has(at, id);

    HOLDS(idtree_remove(&t, id) == (is_there ? thing(id) : NULL));
    if (!is_there)
        return;
    memmove(model + at, model + at + 1, (model_count - at - 1) * sizeof *model);
    model_count--;
}

static void op_look(idtree_id id)
{
    size_t at = model_place(id);
    struct idtree_cursor c = idtree_at_or_above(&t, id);

    HOLDS(idtree_get(&t, id) == (model_has(at, id) ? thing(id) : NULL));
    for (size_t i = at; i < at + 70 && i < model_count; i++, idtree_next(&c))
        HOLDS(idtree_cursor_id(&c) == model[i]);
    HOLDS(at + 70 < model_count || idtree_is_end(&c));
    c = idtree_at_or_below(&t, id);
    for (size_t i = at + model_has(at, id); i-- > 0; idtree_prev(&c)) {
        HOLDS(idtree_cursor_id(&c) == model[i]);
        if (i + 70 < at)
            return;
    }
    HOLDS(idtree_is_end(&c));
}

/* Times of growing and of shrinking; IDs at random, in order, or from the low end. */
START_TEST(it_does_what_a_sorted_array_does)
{
    struct rng rng;
    uint64_t next = 1000;
    int tide = 3;

    rng_seed(&rng, (uint64_t)_i + 1);
    model_count = 0;
    for (int i = 0; i < MODEL_OPS / 4; i++) {
        idtree_id id = id_of(rng_below(&rng, MODEL_MAX), rng_below(&rng, 4));
        int kind = (int)rng_below(&rng, 10);

        if (i % 5000 == 0) {
            tide = (int)rng_below(&rng, 9);
            idtree_check(&t);
            HOLDS(t.count == model_count);
        }
        if (kind < tide && _i % 2 == 0)
            op_add(id_of(next += rng_below(&rng, 200), 0));
        else if (kind < tide)
            op_add(id);
        else if (kind < 8 && model_count > 0 && _i < 2)
            op_remove(model[rng_below(&rng, _i == 0 ? 1 : model_count)]);
        else if (kind < 8)
            op_remove(model_count > 0 ? model[rng_below(&rng, model_count)] : id);
        else
            op_look(id);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("idtree");
    TCase *plain = tcase_create("plain"), *random = tcase_create("model");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(plain, setup, teardown);
    tcase_add_test(plain, an_empty_tree_has_nothing);
    tcase_add_test(plain, an_id_is_there_once);
    tcase_add_test(plain, both_halves_of_an_id_count);
    tcase_add_test(plain, ids_in_order_take_little_memory);
    tcase_add_test(plain, a_queue_gives_its_memory_back);
    tcase_add_test(plain, what_is_left_after_many_removals_is_packed);
    tcase_add_test(plain, a_small_tree_is_small);
    tcase_add_test(plain, walks_meet_every_id_in_either_direction);
    tcase_add_test(plain, freeing_shows_every_value);
    suite_add_tcase(suite, plain);
    tcase_add_checked_fixture(random, setup, teardown);
    tcase_add_loop_test(random, it_does_what_a_sorted_array_does, 0, 4);
    tcase_set_timeout(random, 120);
    suite_add_tcase(suite, random);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
