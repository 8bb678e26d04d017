#include "store/store.h"

#include "base/clock.h"
#include "server/background.h"
#include "store_fixture.h"

START_TEST(big_values_are_handed_over_if_lazy)
{
    uint64_t freed = metric("lazyfreed_objects");

    store_set_defer(defer);
    store_put_string(db, k("a"), noise_of(2 * MIB), EXPIRE_NEVER);
    store_put_string(db, k("b"), noise_of(2 * MIB), EXPIRE_NEVER);
    store_put_string(db, k("c"), noise_of(MIB / 2), EXPIRE_NEVER);
    put("d", "value");
    store_delete(db, k("a"), true);
    ck_assert_uint_eq(job_count, 1);
    ck_assert_uint_eq(store_lazyfree_pending(), 1);
    store_delete(db, k("b"), false);
    store_delete(db, k("c"), true);
    store_delete(db, k("d"), true);
    ck_assert_uint_eq(job_count, 1);
    run_jobs();
    ck_assert_uint_eq(store_lazyfree_pending(), 0);
    ck_assert_uint_eq(metric("lazyfreed_objects"), freed + 1);
}
END_TEST

START_TEST(without_a_background_all_is_freed_at_once)
{
    store_set_defer(NULL);
    store_put_string(db, k("a"), noise_of(2 * MIB), EXPIRE_NEVER);
    store_delete(db, k("a"), true);
    put_many(db, 0, 100, EXPIRE_NEVER);
    store_flush(db, true);
    ck_assert_uint_eq(store_lazyfree_pending(), 0);
}
END_TEST

START_TEST(a_value_that_others_hold_is_not_handed_over)
{
    store_set_defer(defer);
    store_put_string(db, k("a"), noise_of(2 * MIB), EXPIRE_NEVER);
    store_copy(store_find(db, k("a")), db, k("b"));
    store_delete(db, k("a"), true);
    ck_assert_uint_eq(job_count, 0);
    store_delete(db, k("b"), true);
    ck_assert_uint_eq(job_count, 1);
}
END_TEST

START_TEST(options_decide_for_replaced_and_expired_values)
{
    store_set_defer(defer);
    for (unsigned lazy = 0; lazy < 2; lazy++) {
        set_option("lazyfree-lazy-server-del", lazy ? "yes" : "no");
        set_option("lazyfree-lazy-expire", lazy ? "yes" : "no");
        store_put_string(db, k("a"), noise_of(2 * MIB), EXPIRE_NEVER);
        put("a", "small");
        ck_assert_uint_eq(job_count, lazy);
        store_put_string(db, k("a"), noise_of(2 * MIB), EXPIRE_NEVER);
        store_put_int(db, k("a"), 1, start_ms);
        ck_assert_uint_eq(job_count, 2 * lazy);
        store_put_string(db, k("a"), noise_of(2 * MIB), start_ms + 10);
        pass(10);
        ck_assert_ptr_null(store_find(db, k("a")));
        ck_assert_uint_eq(job_count, 3 * lazy);
        pass(-10);
    }
}
END_TEST

START_TEST(a_lazy_flush_hands_over_all_at_once)
{
    uint64_t freed = metric("lazyfreed_objects");

    store_set_defer(defer);
    put_many(db, 0, 1000, start_ms + 1000);
    store_flush(db, false);
    ck_assert_uint_eq(store_lazyfree_pending(), 0);
    put_many(db, 0, 1000, start_ms + 1000);
    store_flush(db, true);
    ck_assert_uint_eq(store_lazyfree_pending(), 1000);
    ck_assert_uint_eq(store_count(db), 0);
    put_many(db, 0, 10, start_ms + 1000);
    run_jobs();
    ck_assert_uint_eq(metric("lazyfreed_objects"), freed + 1000);
    ck_assert_uint_eq(store_count(db), 10);
}
END_TEST

START_TEST(a_real_thread_frees_while_the_store_goes_on)
{
    /* The C library keeps some memory of the first thread for the next one. */
    in_use -= mem_used();
    background_start();
    background_stop();
    in_use += mem_used();

    background_start();
    store_set_defer(background_run);
    for (unsigned round = 0; round < 20; round++) {
        struct blob *reply;

        put_many(db, 0, 500, start_ms + 1000);
        store_put_string(db, k("a"), noise_of(2 * MIB), EXPIRE_NEVER);
        store_put_string(db, k("b"), noise_of(2 * MIB), EXPIRE_NEVER);
        reply = blob_ref(entry_blob(store_find(db, k("b"))));
        store_delete(db, k("a"), true);
        store_flush(db, true); /* b's last but one reference is dropped there */
        put_many(db, 0, 500, EXPIRE_NEVER);
        HOLDS(bytes_eq(blob_bytes(reply), noise_of(2 * MIB)));
        blob_unref(reply);
        store_flush(db, true);
    }
    background_stop();
    store_set_defer(NULL);
    ck_assert_uint_eq(store_lazyfree_pending(), 0);
}
END_TEST

static void add_freeing(TCase *tc)
{
    tcase_add_test(tc, big_values_are_handed_over_if_lazy);
    tcase_add_test(tc, without_a_background_all_is_freed_at_once);
    tcase_add_test(tc, a_value_that_others_hold_is_not_handed_over);
    tcase_add_test(tc, options_decide_for_replaced_and_expired_values);
    tcase_add_test(tc, a_lazy_flush_hands_over_all_at_once);
    tcase_add_test(tc, a_real_thread_frees_while_the_store_goes_on);
}

int main(void)
{
    Suite *s = suite_create("store_freeing");

    clock_init();
    mem_thread_start();
    add_freeing(add_case(s, "freeing"));
    return run_suite(s);
}
