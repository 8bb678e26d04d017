#include "ds/table.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <stdlib.h>

/* The sanitizer builds are slow: they do the same with less. */
#ifdef KV_SANITIZE
enum { MODEL_OPS = 100 * 1000, BIG = 800 * 1000 };
#else
enum { MODEL_OPS = 700 * 1000, BIG = 2 * 1000 * 1000 };
#endif

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it
 * holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

/* ---- Elements -------------------------------------------------------------------------------- */

struct elem {
    uint64_t id;
    bool present;
    unsigned visits; /* by the walk under test */
};

static struct elem *elems_new(size_t count)
{
    struct elem *e = mem_zalloc(count * sizeof *e);

    for (size_t i = 0; i < count; i++)
        e[i].id = i;
    return e;
}

static struct bytes key_of(const struct elem *e)
{
    return bytes_make(&e->id, sizeof e->id);
}

static bool elem_match(const void *elem, struct bytes key)
{
    return bytes_eq(key_of(elem), key);
}

/* Scrambles all bits (the finalizer of MurmurHash3, public domain). */
static uint64_t scramble(uint64_t x)
{
    x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
    x = (x ^ x >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ x >> 33;
}

static uint64_t hash_good(const void *elem)
{
    return scramble(((const struct elem *)elem)->id + 1);
}

/* 40 different hashes in all. */
static uint64_t hash_few(const void *elem)
{
    return scramble(((const struct elem *)elem)->id % 40);
}

static uint64_t hash_same(const void *elem)
{
    (void)elem;
    return UINT64_C(0xfedcba9876543210);
}

/* All in one narrow range, in which the last bits tell them apart. */
static uint64_t hash_narrow(const void *elem)
{
    return UINT64_C(0x7fffffff00000000) | hash_good(elem) >> 32;
}

/* Half of the elements share one hash. */
static uint64_t hash_lopsided(const void *elem)
{
    return ((const struct elem *)elem)->id % 2 == 0 ? 0 : hash_good(elem);
}

static const struct table_type good = { hash_good, elem_match };
static const struct table_type few = { hash_few, elem_match };
static const struct table_type same = { hash_same, elem_match };
static const struct table_type narrow = { hash_narrow, elem_match };
static const struct table_type lopsided = { hash_lopsided, elem_match };
static const struct table_type *const all_types[] = { &good, &few, &same, &narrow, &lopsided };
enum { TYPES = sizeof all_types / sizeof all_types[0] };

static void add(struct table *t, const struct table_type *type, struct elem *e)
{
    table_add(t, type->hash(e), e);
    e->present = true;
}

static void *find(const struct table *t, const struct table_type *type, const struct elem *e)
{
    return table_find(t, type->hash(e), key_of(e));
}

static void *take(struct table *t, const struct table_type *type, struct elem *e)
{
    e->present = false;
    return table_remove(t, type->hash(e), key_of(e));
}

static size_t fresh_bytes(void)
{
    struct table *t = table_new(&good);
    size_t bytes = table_bytes(t);

    table_free(t, NULL, NULL);
    return bytes;
}

/* ---- One operation at a time ----------------------------------------------------------------- */

START_TEST(what_was_added_is_found)
{
    struct elem *e = elems_new(100);
    struct table *t = table_new(&good);

    for (int i = 0; i < 50; i++)
        add(t, &good, &e[i]);
    ck_assert_uint_eq(table_count(t), 50);
    for (int i = 0; i < 100; i++)
        ck_assert_ptr_eq(find(t, &good, &e[i]), i < 50 ? &e[i] : NULL);
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(removed_elements_are_handed_back_once)
{
    struct elem *e = elems_new(100);
    struct table *t = table_new(&good);

    for (int i = 0; i < 100; i++)
        add(t, &good, &e[i]);
    for (int i = 0; i < 100; i += 2) {
        ck_assert_ptr_eq(take(t, &good, &e[i]), &e[i]);
        ck_assert_ptr_null(take(t, &good, &e[i]));
        ck_assert_ptr_null(find(t, &good, &e[i]));
    }
    for (int i = 1; i < 100; i += 2) {
        ck_assert_ptr_eq(find(t, &good, &e[i]), &e[i]);
        table_unlink(t, hash_good(&e[i]), &e[i]);
        ck_assert_ptr_null(find(t, &good, &e[i]));
    }
    ck_assert_uint_eq(table_count(t), 0);
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(swap_changes_the_address_of_one_element)
{
    struct elem *e = elems_new(200), *moved = elems_new(200);
    struct table *t = table_new(&good);

    for (int i = 0; i < 200; i++)
        add(t, &good, &e[i]);
    for (int i = 0; i < 200; i += 3)
        table_swap(t, hash_good(&e[i]), &e[i], &moved[i]);
    for (int i = 0; i < 200; i++)
        ck_assert_ptr_eq(find(t, &good, &e[i]), i % 3 == 0 ? &moved[i] : &e[i]);
    ck_assert_uint_eq(table_count(t), 200);
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
    mem_free(moved);
}
END_TEST

static void count_visit(void *ctx, void *elem)
{
    ++*(size_t *)ctx;
    ((struct elem *)elem)->visits++;
}

START_TEST(an_empty_table_has_nothing)
{
    struct table *t = table_new(&good);
    struct elem *e = elems_new(1);
    struct table_iter it;
    struct table_stats stats;
    size_t visits = 0;
    void *found[TABLE_SAMPLE_MAX];

    ck_assert_ptr_null(find(t, &good, e));
    ck_assert_ptr_null(take(t, &good, e));
    ck_assert_ptr_null(table_random(t, rng_main()));
    ck_assert_uint_eq(table_sample(t, rng_next(rng_main()), found), 0);
    ck_assert(!table_holds(t, 1, e));
    ck_assert_uint_eq(table_scan(t, 0, count_visit, &visits), 0);
    ck_assert_uint_eq(visits, 0);
    table_prefetch_bucket(t, 1);
    table_prefetch_elem(t, 1);
    table_iter_init(&it, t);
    ck_assert_ptr_null(table_iter_next(&it));
    ck_assert_ptr_null(table_iter_next(&it));
    table_iter_fini(&it);
    table_stats_read(t, &stats);
    ck_assert_uint_eq(stats.count, 0);
    ck_assert_uint_eq(stats.slots, 0);
    table_check(t);
    table_free(t, NULL, NULL);
    table_free(NULL, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(a_tiny_table_is_one_bucket)
{
    struct table *t = table_new(&good);
    struct elem *e = elems_new(9);

    for (int i = 0; i < 8; i++) {
        add(t, &good, &e[i]);
        ck_assert_uint_eq(table_bytes(t), fresh_bytes() + 64);
    }
    ck_assert_uint_le(fresh_bytes(), 128);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(free_drops_each_element_once)
{
    struct elem *e = elems_new(3000);
    struct table *t = table_new(&lopsided);
    size_t dropped = 0;

    for (int i = 0; i < 3000; i++)
        add(t, &lopsided, &e[i]);
    table_free(t, count_visit, &dropped);
    ck_assert_uint_eq(dropped, 3000);
    for (int i = 0; i < 3000; i++)
        ck_assert_uint_eq(e[i].visits, 1);
    mem_free(e);
}
END_TEST

START_TEST(prefetching_is_harmless_anywhere)
{
    struct elem *e = elems_new(5000);
    struct table *t = table_new(all_types[_i]);

    for (int i = 0; i < 5000; i++) {
        uint64_t hash = all_types[_i]->hash(&e[i]);

        table_prefetch_bucket(t, hash);
        table_prefetch_elem(t, hash);
        add(t, all_types[_i], &e[i]);
        table_prefetch_elem(t, hash);
    }
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

/* ---- Against a model ------------------------------------------------------------------------- */

/* Everything present is found at its place, everything else is not, and the walks agree. */
static void compare(struct table *t, const struct table_type *type, struct elem *e, size_t count)
{
    size_t present = 0, visits = 0;
    uint64_t cursor = 0;

    table_check(t);
    for (size_t i = 0; i < count; i++) {
        HOLDS(find(t, type, &e[i]) == (e[i].present ? &e[i] : NULL));
        present += e[i].present;
        e[i].visits = 0;
    }
    ck_assert_uint_eq(table_count(t), present);
    do
        cursor = table_scan(t, cursor, count_visit, &visits);
    while (cursor != 0);
    ck_assert_uint_eq(visits, present);
    for (size_t i = 0; i < count; i++)
        HOLDS(e[i].visits == e[i].present);
}

START_TEST(random_operations_agree_with_a_model)
{
    const struct table_type *type = all_types[_i];
    /* With few different hashes a lookup walks all that are alike. */
    size_t count = type == &good ? 40000 : 1500;
    size_t ops = type == &good ? MODEL_OPS : MODEL_OPS / 5;
    struct elem *e = elems_new(count), *spare = elems_new(count);
    struct table *t = table_new(type);
    struct rng rng;
    unsigned add_percent = 90; /* swings, so that the table grows and shrinks all the time */

    rng_seed(&rng, 42 + (uint64_t)_i);
    for (size_t op = 0; op < ops; op++) {
        size_t i = rng_below(&rng, count);

        if (op % (4 * count) == 0)
            add_percent = 100 - add_percent;
        if (rng_below(&rng, 10) == 0) {
            HOLDS(find(t, type, &e[i]) == (e[i].present ? &e[i] : NULL));
        } else if (rng_below(&rng, 100) < add_percent) {
            if (!e[i].present)
                add(t, type, &e[i]);
        } else if (!e[i].present) {
            HOLDS(take(t, type, &e[i]) == NULL);
        } else if (rng_below(&rng, 2) == 0) {
            HOLDS(take(t, type, &e[i]) == &e[i]);
        } else {
            /* Out by its address, after it has moved away and back. */
            table_swap(t, type->hash(&e[i]), &e[i], &spare[i]);
            table_swap(t, type->hash(&e[i]), &spare[i], &e[i]);
            table_unlink(t, type->hash(&e[i]), &e[i]);
            e[i].present = false;
        }
        if (op % (ops / 20) == 0)
            compare(t, type, e, count);
    }
    for (size_t i = 0; i < count; i++)
        if (e[i].present)
            HOLDS(take(t, type, &e[i]) == &e[i]);
    ck_assert_uint_eq(table_count(t), 0);
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
    mem_free(spare);
}
END_TEST

START_TEST(identical_hashes_break_nothing)
{
    enum { COUNT = 6000 };
    struct elem *e = elems_new(COUNT);
    struct table *t = table_new(&same);
    struct table_stats stats;

    for (int i = 0; i < COUNT; i++)
        add(t, &same, &e[i]);
    compare(t, &same, e, COUNT);
    table_stats_read(t, &stats);
    ck_assert_uint_le(stats.directory_entries, COUNT / 64);
    for (int i = 0; i < COUNT; i++) {
        HOLDS(take(t, &same, &e[i]) == &e[i]);
        if (i % 1000 == 0)
            table_check(t);
    }
    ck_assert_uint_eq(table_bytes(t), fresh_bytes());
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

/* ---- Memory ---------------------------------------------------------------------------------- */

/* True at powers of two and at one and a half times those. */
static bool is_landmark(size_t n)
{
    return (n & (n - 1)) == 0 || (n % 3 == 0 && (n / 3 & (n / 3 - 1)) == 0);
}

START_TEST(overhead_is_small_at_every_size)
{
    struct elem *e = elems_new(BIG);
    struct table *t = table_new(&good);
    struct table_stats stats;
    int look_again = 0;

    for (size_t n = 1; n <= BIG; n++) {
        size_t bytes = table_bytes(t);

        add(t, &good, &e[n - 1]);
        if (n >= 4096)
            HOLDS(table_bytes(t) <= 14 * n);
        /* No segment is so large: a directory of twice the size is being filled, in steps. */
        if (table_bytes(t) > bytes + 16384)
            look_again = 4;
        if (is_landmark(n) || (look_again > 0 && n % 1000 == 0 && look_again-- > 0))
            table_check(t);
    }
    table_stats_read(t, &stats);
    ck_assert_uint_eq(stats.count, BIG);
    ck_assert_uint_eq(stats.bytes, table_bytes(t));
    ck_assert_uint_gt(stats.splits, 0);
    ck_assert_uint_le(stats.overflowed, BIG / 5);
    for (size_t n = BIG; n > 0; n--) {
        if (n >= 4096)
            HOLDS(table_bytes(t) <= 24 * n);
        if (is_landmark(n))
            table_check(t);
        HOLDS(take(t, &good, &e[n - 1]) == &e[n - 1]);
    }
    table_stats_read(t, &stats);
    ck_assert_uint_eq(stats.segments, 1);
    ck_assert_uint_eq(stats.directory_entries, 1);
    ck_assert_uint_gt(stats.merges, 0);
    ck_assert_uint_gt(table_longest_step_ns(t), 0);
    ck_assert_uint_eq(table_bytes(t), fresh_bytes());
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

enum { IN_ORDER = 500 * 1000 };

/* Elements come in the order of their hash. */
static uint64_t hash_in_order(const void *elem)
{
    return ((const struct elem *)elem)->id * (UINT64_MAX / IN_ORDER);
}

static const struct table_type in_order = { hash_in_order, elem_match };

/* A hundredth of all, which lie in a hundredth of the hashes, and then the rest. */
START_TEST(elements_that_come_in_order_find_a_directory_for_all_that_are_expected)
{
    struct elem *e = elems_new(IN_ORDER);
    struct table *t = table_new(&in_order);
    struct table_stats stats;
    size_t i = 0;

    table_expect(t, IN_ORDER);
    for (; i < IN_ORDER / 100; i++)
        add(t, &in_order, &e[i]);
    table_stats_read(t, &stats);
    ck_assert_uint_ge(stats.directory_entries, IN_ORDER / 1024);
    ck_assert_uint_le(table_bytes(t), 14 * (IN_ORDER / 100) + 2 * 12 * IN_ORDER / 64);
    table_check(t);
    for (; i < IN_ORDER; i++)
        add(t, &in_order, &e[i]);
    table_check(t);
    ck_assert_uint_le(table_bytes(t), 14 * IN_ORDER);
    table_stats_read(t, &stats);
    ck_assert_uint_le(stats.splits, stats.segments);
    ck_assert_uint_le(stats.grows, 9 * stats.segments); /* 13 without the word */
    for (i = 0; i < IN_ORDER; i++)
        HOLDS(take(t, &in_order, &e[i]) == &e[i]);
    ck_assert_uint_eq(table_bytes(t), fresh_bytes());
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

/* Removes elements from the end on until the table takes more bytes than before, which means that a
 * directory of half the size is being filled. Returns how many are left. */
static size_t shrink_until_halving(struct table *t, struct elem *e, size_t n)
{
    for (;;) {
        size_t bytes = table_bytes(t);

        HOLDS(take(t, &good, &e[n - 1]) == &e[n - 1]);
        n--;
        if (table_bytes(t) > bytes + 4096)
            return n;
        HOLDS(n > 0);
    }
}

/* It is left alone for a while, given up as the table grows again, or filled to its end. */
START_TEST(a_directory_is_halved_in_steps)
{
    struct elem *e = elems_new(BIG);
    struct table *t = table_new(&good);
    size_t n = 0;

    for (unsigned round = 0; round < 4; round++) {
        size_t end;

        while (n < BIG)
            add(t, &good, &e[n++]);
        table_check(t);
        n = shrink_until_halving(t, e, n);
        end = n - round * 300;
        table_check(t);
        while (n > end) {
            HOLDS(take(t, &good, &e[n - 1]) == &e[n - 1]);
            if (--n % 50 == 0)
                table_check(t);
        }
        for (end = n + n / 4; n < end; n++) {
            add(t, &good, &e[n]);
            if (n % (end / 40) == 0)
                table_check(t);
        }
    }
    compare(t, &good, e, BIG);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

/* ---- Scans ----------------------------------------------------------------------------------- */

/* One whole scan while the table goes from one size to another: the elements below `stays` are
 * there all the time, the others come or go, a few per call. */
static void scan_while_resizing(struct table *t, const struct table_type *type, struct elem *e,
                                size_t stays, size_t from, size_t to, size_t per_call)
{
    size_t visits = 0, n = from;
    uint64_t cursor = 0;

    for (size_t i = 0; i < stays; i++)
        e[i].visits = 0;
    do {
        cursor = table_scan(t, cursor, count_visit, &visits);
        HOLDS(cursor < UINT64_C(1) << 48);
        for (size_t i = 0; i < per_call && n != to; i++) {
            if (n < to)
                add(t, type, &e[n++]);
            else
                take(t, type, &e[--n]);
        }
    } while (cursor != 0);
    for (size_t i = 0; i < stays; i++)
        HOLDS(e[i].visits == 1);
    while (n < to)
        add(t, type, &e[n++]);
    while (n > to)
        take(t, type, &e[--n]);
}

START_TEST(a_scan_misses_nothing_while_the_table_is_resized)
{
    enum { STAYS = 500, MOST = 30000 };
    const struct table_type *type = _i == 0 ? &good : &narrow;
    struct elem *e = elems_new(MOST);
    struct table *t = table_new(type);

    for (int i = 0; i < STAYS; i++)
        add(t, type, &e[i]);
    for (size_t per_call = 1; per_call <= 1024; per_call *= 2) {
        size_t most = type == &good ? MOST : 3000;

        scan_while_resizing(t, type, e, STAYS, STAYS, most, per_call);
        scan_while_resizing(t, type, e, STAYS, most, STAYS, per_call);
        table_check(t);
    }
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

/* The size goes up and down again and again during one scan, so that segments split and merge on
 * both sides of the cursor. */
START_TEST(a_scan_misses_nothing_while_the_size_swings)
{
    enum { STAYS = 3000, MOST = 12000 };
    struct elem *e = elems_new(MOST);
    struct table *t = table_new(&good);
    struct rng rng;

    rng_seed(&rng, 7);
    for (int i = 0; i < STAYS; i++)
        add(t, &good, &e[i]);
    for (int round = 0; round < 10; round++) {
        size_t visits = 0, calls = 0;
        uint64_t cursor = 0, before;
        bool grow = round % 2 == 0;

        for (int i = 0; i < STAYS; i++)
            e[i].visits = 0;
        do {
            before = cursor;
            cursor = table_scan(t, cursor, count_visit, &visits);
            HOLDS(cursor == 0 || cursor > before);
            if (++calls % 40 == 0)
                grow = !grow;
            for (int i = 0; i < 300; i++) {
                struct elem *x = &e[STAYS + rng_below(&rng, MOST - STAYS)];

                if (grow && !x->present)
                    add(t, &good, x);
                else if (!grow && x->present)
                    take(t, &good, x);
            }
        } while (cursor != 0);
        for (int i = 0; i < STAYS; i++)
            HOLDS(e[i].visits == 1);
        table_check(t);
    }
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(any_cursor_is_accepted)
{
    struct elem *e = elems_new(5000);
    struct table *t = table_new(all_types[_i]);
    uint64_t cursors[] = { UINT64_MAX, INT64_MAX, UINT64_C(1) << 48, (UINT64_C(1) << 48) - 1,
                           UINT64_C(1) << 63 };
    size_t visits = 0;
    struct rng rng;

    rng_seed(&rng, 3);
    for (int size = 0; size < 5000; size++) {
        for (size_t i = 0; i < sizeof cursors / sizeof cursors[0]; i++)
            HOLDS(table_scan(t, cursors[i], count_visit, &visits) < UINT64_C(1) << 48);
        for (int i = 0; i < 5; i++)
            table_scan(t, rng_next(&rng), count_visit, &visits);
        if (size % 100 == 0) {
            /* A scan from anywhere ends. */
            uint64_t cursor = rng_next(&rng);

            while ((cursor = table_scan(t, cursor, count_visit, &visits)) != 0)
                ;
        }
        add(t, all_types[_i], &e[size]);
    }
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

/* ---- Iterators ------------------------------------------------------------------------------- */

START_TEST(an_iterator_returns_each_element_once)
{
    struct elem *e = elems_new(20000);
    struct table *t = table_new(all_types[_i]);
    size_t count = all_types[_i] == &good ? 20000 : 2500, returned = 0;
    struct table_iter it;
    struct elem *x;

    for (size_t i = 0; i < count; i++)
        add(t, all_types[_i], &e[i]);
    table_iter_init(&it, t);
    while ((x = table_iter_next(&it)) != NULL) {
        x->visits++;
        returned++;
    }
    ck_assert_ptr_null(table_iter_next(&it));
    table_iter_fini(&it);
    ck_assert_uint_eq(returned, count);
    for (size_t i = 0; i < count; i++)
        HOLDS(e[i].visits == 1);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(an_iterator_may_remove_all_it_sees)
{
    struct elem *e = elems_new(20000);
    struct table *t = table_new(&good);
    struct table_iter it;
    struct elem *x;

    for (int i = 0; i < 20000; i++)
        add(t, &good, &e[i]);
    table_iter_init(&it, t);
    while ((x = table_iter_next(&it)) != NULL) {
        HOLDS(x->present);
        HOLDS(take(t, &good, x) == x);
    }
    table_iter_fini(&it);
    ck_assert_uint_eq(table_count(t), 0);
    ck_assert_uint_eq(table_bytes(t), fresh_bytes());
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

/* Two iterators at different places; between their steps any element is removed, moved or added. */
START_TEST(iterators_follow_every_change)
{
    enum { COUNT = 8000 };
    const struct table_type *type = _i < TYPES ? all_types[_i] : &good;
    size_t count = type == &good ? COUNT : 1200;
    struct elem *e = elems_new(COUNT), *moved = elems_new(COUNT);
    struct table *t = table_new(type);
    struct table_iter it[2];
    struct elem *x;
    struct rng rng;

    rng_seed(&rng, 100 + (uint64_t)_i);
    /* The first half stays; of the other half some come and go. */
    for (size_t i = 0; i < count * 3 / 4; i++)
        add(t, type, &e[i]);
    table_iter_init(&it[0], t);
    table_iter_init(&it[1], t);
    for (int i = 0; i < 100; i++)
        table_iter_next(&it[1]);
    while ((x = table_iter_next(&it[0])) != NULL) {
        HOLDS(e[x->id].present);
        HOLDS(find(t, type, x) == x);
        e[x->id].visits++;
        if ((x = table_iter_next(&it[1])) != NULL) {
            HOLDS(e[x->id].present);
            HOLDS(find(t, type, x) == x);
        }
        for (int i = 0; i < 3; i++) {
            size_t k = rng_below(&rng, count);
            struct elem *now = find(t, type, &e[k]);

            if (k < count / 2) {
                table_swap(t, type->hash(now), now, now == &e[k] ? &moved[k] : &e[k]);
            } else if (now == NULL) {
                add(t, type, &e[k]);
            } else {
                table_unlink(t, type->hash(now), now);
                e[k].present = false;
            }
        }
    }
    table_iter_fini(&it[0]);
    for (size_t i = 0; i < count / 2; i++)
        HOLDS(e[i].visits == 1);
    while ((x = table_iter_next(&it[1])) != NULL)
        HOLDS(e[x->id].present);
    table_iter_fini(&it[1]);
    table_check(t);
    table_free(t, NULL, NULL);
    mem_free(e);
    mem_free(moved);
}
END_TEST

/* ---- Random picks ---------------------------------------------------------------------------- */

/* Pearson's chi-square of picks over the elements present. Its mean is their number - 1 and its
 * variance twice that. */
static double chi_square(const struct elem *e, size_t count, double mean)
{
    double chi = 0;

    for (size_t i = 0; i < count; i++)
        if (e[i].present)
            chi += (e[i].visits - mean) * (e[i].visits - mean) / mean;
    return chi;
}

/* 6 standard deviations are allowed. */
static void check_uniform(struct table *t, struct elem *e, size_t count, struct rng *rng)
{
    size_t present = table_count(t), picks = present * 25;
    double spread;

    for (size_t i = 0; i < count; i++)
        e[i].visits = 0;
    for (size_t i = 0; i < picks; i++) {
        struct elem *x = table_random(t, rng);

        HOLDS(x != NULL);
        HOLDS(x->present);
        x->visits++;
    }
    spread = chi_square(e, count, 25) - (double)(present - 1);
    ck_assert(spread * spread <= 36 * 2 * (double)present);
}

/* The same of samples, whose elements come in groups: the spread may be as many times greater as a group is
 * large. */
static void check_samples(struct table *t, struct elem *e, size_t count, struct rng *rng)
{
    size_t present = table_count(t), picks = 0;
    double spread;
    void *found[TABLE_SAMPLE_MAX];

    for (size_t i = 0; i < count; i++)
        e[i].visits = 0;
    while (picks < present * 50) {
        uint64_t dart = rng_next(rng);
        unsigned n = table_sample(t, dart, found);

        HOLDS(n <= TABLE_SAMPLE_MAX);
        table_sample_prefetch_bucket(t, dart);
        table_sample_prefetch_elems(t, dart);
        for (unsigned i = 0; i < n; i++) {
            struct elem *x = found[i];

            HOLDS(x->present);
            x->visits++;
            picks++;
        }
    }
    spread = chi_square(e, count, (double)picks / (double)present) - (double)present;
    ck_assert(spread < 0 ||
              spread * spread <= 36.0 * TABLE_SAMPLE_MAX * TABLE_SAMPLE_MAX * 2 * (double)present);
}

START_TEST(samples_are_uniform)
{
    static const size_t sizes[] = { 1, 7, 8, 9, 300, 785, 1600, 5000 };
    const struct table_type *type = all_types[_i];
    enum { COUNT = 5000 };
    struct elem *e = elems_new(COUNT);
    struct table *t = table_new(type);
    struct rng rng;
    size_t n = 0;

    rng_seed(&rng, 7 + (uint64_t)_i);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        while (n < sizes[i])
            add(t, type, &e[n++]);
        check_samples(t, e, COUNT, &rng);
    }
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(an_address_is_held_from_adding_to_removing)
{
    const struct table_type *type = all_types[_i];
    enum { COUNT = 3000 };
    struct elem *e = elems_new(COUNT);
    struct table *t = table_new(type);

    for (size_t i = 0; i < COUNT; i++) {
        ck_assert(!table_holds(t, type->hash(&e[i]), &e[i]));
        add(t, type, &e[i]);
    }
    for (size_t i = 0; i < COUNT; i++)
        HOLDS(table_holds(t, type->hash(&e[i]), &e[i]));
    for (size_t i = 0; i < COUNT; i += 2)
        take(t, type, &e[i]);
    for (size_t i = 0; i < COUNT; i++)
        HOLDS(table_holds(t, type->hash(&e[i]), &e[i]) == (i % 2 == 1));
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

START_TEST(random_picks_are_uniform)
{
    static const size_t sizes[] = { 1, 2, 7, 8, 9, 50, 300, 700, 785, 900, 1600, 2500, 5000 };
    const struct table_type *type = all_types[_i];
    enum { COUNT = 5000 };
    struct elem *e = elems_new(COUNT);
    struct table *t = table_new(type);
    struct rng rng;
    size_t n = 0;

    rng_seed(&rng, 5 + (uint64_t)_i);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        while (n < sizes[i])
            add(t, type, &e[n++]);
        check_uniform(t, e, COUNT, &rng);
    }
    /* Thinned out evenly, then at one end of the hash range only. */
    for (size_t i = 0; i < COUNT; i += 2)
        take(t, type, &e[i]);
    check_uniform(t, e, COUNT, &rng);
    for (size_t i = 1; i < COUNT; i += 2)
        if (type->hash(&e[i]) >> 63 == 0 && table_count(t) > 1)
            take(t, type, &e[i]);
    check_uniform(t, e, COUNT, &rng);
    table_free(t, NULL, NULL);
    mem_free(e);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("table");
    TCase *basic = tcase_create("basic"), *model = tcase_create("model");
    TCase *walks = tcase_create("walks");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_test(basic, what_was_added_is_found);
    tcase_add_test(basic, removed_elements_are_handed_back_once);
    tcase_add_test(basic, swap_changes_the_address_of_one_element);
    tcase_add_test(basic, an_empty_table_has_nothing);
    tcase_add_test(basic, a_tiny_table_is_one_bucket);
    tcase_add_test(basic, free_drops_each_element_once);
    tcase_add_loop_test(basic, prefetching_is_harmless_anywhere, 0, TYPES);
    suite_add_tcase(s, basic);

    tcase_set_timeout(model, 120);
    tcase_add_loop_test(model, random_operations_agree_with_a_model, 0, TYPES);
    tcase_add_test(model, identical_hashes_break_nothing);
    tcase_add_test(model, overhead_is_small_at_every_size);
    tcase_add_test(model, elements_that_come_in_order_find_a_directory_for_all_that_are_expected);
    tcase_add_test(model, a_directory_is_halved_in_steps);
    suite_add_tcase(s, model);

    tcase_set_timeout(walks, 120);
    tcase_add_loop_test(walks, a_scan_misses_nothing_while_the_table_is_resized, 0, 2);
    tcase_add_test(walks, a_scan_misses_nothing_while_the_size_swings);
    tcase_add_loop_test(walks, any_cursor_is_accepted, 0, TYPES);
    tcase_add_loop_test(walks, an_iterator_returns_each_element_once, 0, TYPES);
    tcase_add_test(walks, an_iterator_may_remove_all_it_sees);
    tcase_add_loop_test(walks, iterators_follow_every_change, 0, TYPES);
    tcase_add_loop_test(walks, random_picks_are_uniform, 0, TYPES);
    tcase_add_loop_test(walks, samples_are_uniform, 0, TYPES);
    tcase_add_loop_test(walks, an_address_is_held_from_adding_to_removing, 0, TYPES);
    suite_add_tcase(s, walks);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
