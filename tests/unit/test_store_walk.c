#include "store/store.h"

#include "base/clock.h"
#include "store_fixture.h"

static unsigned visited;

static void visit(void *ctx, struct entry *e)
{
    (void)ctx;
    HOLDS(entry_expire_at(e) == -1);
    visited++;
}

static unsigned scan_all(void)
{
    uint64_t cursor = 0;

    visited = 0;
    do
        cursor = store_scan(db, cursor, visit, NULL);
    while (cursor != 0);
    return visited;
}

static unsigned iterate_all(void)
{
    struct store_iter it;
    struct entry *e;
    unsigned count = 0;

    store_iter_init(&it, db);
    while ((e = store_iter_next(&it)) != NULL) {
        HOLDS(entry_expire_at(e) == -1);
        count++;
    }
    store_iter_fini(&it);
    return count;
}

START_TEST(walks_show_what_has_not_expired)
{
    put_many(db, 0, 1000, EXPIRE_NEVER);
    put_many(db, 1000, 1000, start_ms + 10);
    pass(10);
    ck_assert_uint_eq(scan_all(), 1000);
    ck_assert_uint_eq(iterate_all(), 1000);
    ck_assert_uint_eq(store_count(db), 2000); /* walks only look */
    for (int i = 0; i < 3000; i++)
        HOLDS(entry_expire_at(store_random(db)) == -1);
    ck_assert_uint_lt(store_count(db), 2000);
}
END_TEST

START_TEST(walks_over_nothing_end)
{
    ck_assert_uint_eq(scan_all(), 0);
    ck_assert_uint_eq(iterate_all(), 0);
    put_many(db, 0, 100, start_ms + 10);
    pass(10);
    ck_assert_uint_eq(scan_all(), 0);
    ck_assert_uint_eq(iterate_all(), 0);
    ck_assert_ptr_null(store_random(db));
}
END_TEST

START_TEST(keys_may_change_under_an_iterator)
{
    struct store_iter it;
    struct entry *e;
    unsigned count = 0;

    put_many(db, 0, 1000, EXPIRE_NEVER);
    store_iter_init(&it, db);
    while ((e = store_iter_next(&it)) != NULL) {
        if (count % 3 == 0)
            store_delete(db, key_of(entry_key(e)), false);
        else if (count % 3 == 1)
            store_set_expire(db, e, start_ms + 1000);
        else
            store_put_string(db, key_of(entry_key(e)), noise_of(100), EXPIRE_NEVER);
        count++;
    }
    store_iter_fini(&it);
    ck_assert_uint_eq(count, 1000);
    ck_assert_uint_eq(store_count(db), 666);
    ck_assert_uint_eq(store_ttl_count(db), 333);
}
END_TEST

START_TEST(random_picks_reach_every_key)
{
    static unsigned picks[100];

    put_many(db, 0, 100, EXPIRE_NEVER);
    for (int i = 0; i < 100 * 200; i++)
        picks[entry_int(store_random(db))]++;
    for (int i = 0; i < 100; i++)
        ck_assert_uint_gt(picks[i], 100);
}
END_TEST

START_TEST(a_random_pick_does_not_delete_without_end)
{
    put_many(db, 0, 50 * 1000, start_ms + 10);
    pass(10);
    ck_assert_ptr_null(store_random(db));
    ck_assert_uint_gt(store_count(db), 40 * 1000);
}
END_TEST

START_TEST(table_figures_are_told)
{
    struct table_stats stats;
    size_t empty = store_table_bytes(db);

    put_many(db, 0, 10 * 1000, EXPIRE_NEVER);
    store_table_stats(db, &stats);
    ck_assert_uint_eq(stats.count, 10 * 1000);
    ck_assert_uint_gt(store_table_bytes(db), empty + 10 * 1000 * 8);
    ck_assert_uint_gt(store_longest_rehash_ns(st), 0);
    ck_assert_uint_eq(store_longest_rehash_ns(st), stats.longest_step_ns);
    store_flush(db, false);
    ck_assert_uint_eq(store_longest_rehash_ns(st), stats.longest_step_ns);
    ck_assert_uint_eq(store_table_bytes(db), empty);
}
END_TEST

static void add_walks(TCase *tc)
{
    tcase_add_test(tc, walks_show_what_has_not_expired);
    tcase_add_test(tc, walks_over_nothing_end);
    tcase_add_test(tc, keys_may_change_under_an_iterator);
    tcase_add_test(tc, random_picks_reach_every_key);
    tcase_add_test(tc, a_random_pick_does_not_delete_without_end);
    tcase_add_test(tc, table_figures_are_told);
}

int main(void)
{
    Suite *s = suite_create("store_walk");

    clock_init();
    mem_thread_start();
    add_walks(add_case(s, "walks"));
    return run_suite(s);
}
