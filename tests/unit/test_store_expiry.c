/* Deadlines and what happens at them; test_store.c has the rest of the store. */
#include "store/store.h"

#include "base/clock.h"
#include "store_fixture.h"

/* ---- Deadlines ------------------------------------------------------------------------------------- */

/* From every encoding to every other, with and without a deadline before. */
START_TEST(a_put_clears_keeps_or_changes_the_deadline)
{
    for (unsigned i = 0; i < SAMPLES * SAMPLES * 2; i++) {
        struct bytes from = sample(i % SAMPLES), to = sample(i / SAMPLES % SAMPLES);
        bool had = i >= SAMPLES * SAMPLES;
        int64_t before = had ? start_ms + 5000 : EXPIRE_NEVER;

        store_put_string(db, k("key"), from, before);
        ck_assert_int_eq(ttl_of(db, "key"), had ? 5000 : -1);
        assert_value(store_put_string(db, k("key"), to, EXPIRE_KEEP), to);
        ck_assert_int_eq(ttl_of(db, "key"), had ? 5000 : -1);
        assert_value(store_put_string(db, k("key"), from, start_ms + 7000), from);
        ck_assert_int_eq(ttl_of(db, "key"), 7000);
        assert_value(store_put_string(db, k("key"), to, start_ms + 8000), to);
        ck_assert_int_eq(ttl_of(db, "key"), 8000);
        assert_value(store_put_string(db, k("key"), from, EXPIRE_NEVER), from);
        ck_assert_int_eq(ttl_of(db, "key"), -1);
        ck_assert_uint_eq(store_ttl_count(db), 0);
        store_check(st);
        store_delete(db, k("key"), false);
    }
}
END_TEST

START_TEST(keep_on_a_missing_key_is_never)
{
    store_put_string(db, k("key"), BYTES_LIT("value"), EXPIRE_KEEP);
    ck_assert_int_eq(ttl_of(db, "key"), -1);
    put_until("late", "value", 10);
    pass(10);
    store_put_int(db, k("late"), 5, EXPIRE_KEEP);
    ck_assert_int_eq(ttl_of(db, "late"), -1);
}
END_TEST

START_TEST(a_put_with_a_deadline_in_the_past_deletes)
{
    static const int64_t ages[] = { 0, 1, 1000, INT64_C(1700000000000) };

    for (unsigned i = 0; i < sizeof ages / sizeof ages[0]; i++) {
        struct blob *b = blob_dup(noise_of(1000));

        put("a", "value");
        put("b", "value");
        put("c", "value");
        ck_assert_ptr_null(store_put_string(db, k("a"), noise_of(1000), start_ms - ages[i]));
        ck_assert_ptr_null(store_put_int(db, k("b"), 1, start_ms - ages[i]));
        ck_assert_ptr_null(store_put_blob(db, k("c"), &b, start_ms - ages[i]));
        ck_assert_ptr_null(b);
        ck_assert_ptr_null(store_put_int(db, k("none"), 1, start_ms - ages[i]));
        ck_assert_uint_eq(store_count(db), 0);
    }
}
END_TEST

START_TEST(set_expire_adds_moves_and_removes)
{
    for (unsigned i = 0; i < SAMPLES; i++) {
        struct entry *e = store_put_string(db, k("key"), sample(i), EXPIRE_NEVER);

        e = store_set_expire(db, e, start_ms + 1000);
        ck_assert_ptr_eq(store_find(db, k("key")), e);
        ck_assert_int_eq(ttl_of(db, "key"), 1000);
        ck_assert_uint_eq(store_ttl_count(db), 1);
        e = store_set_expire(db, e, start_ms + 2000);
        ck_assert_int_eq(ttl_of(db, "key"), 2000);
        ck_assert_uint_eq(store_ttl_count(db), 1);
        store_check(st);
        e = store_set_expire(db, e, EXPIRE_NEVER);
        ck_assert_int_eq(ttl_of(db, "key"), -1);
        ck_assert_uint_eq(store_ttl_count(db), 0);
        assert_value(e, sample(i));
        ck_assert_ptr_eq(store_set_expire(db, e, EXPIRE_NEVER), e);
    }
}
END_TEST

START_TEST(set_expire_keeps_the_encoding_name)
{
    struct entry *e;

    put("key", "abc");
    e = store_append(db, k("key"), BYTES_LIT("d"));
    ck_assert_str_eq(entry_encoding_name(e), "raw");
    e = store_set_expire(db, e, start_ms + 1000);
    ck_assert_str_eq(entry_encoding_name(e), "raw");
    ck_assert_str_eq(entry_encoding_name(store_set_expire(db, e, EXPIRE_NEVER)), "raw");
    put("key", "abc");
    ck_assert_str_eq(encoding_of("key"), "embstr");
}
END_TEST

START_TEST(set_expire_takes_a_long_key_along)
{
    static const size_t lens[] = { 0, 254, 255, 256, 64 * 1024 };

    for (unsigned i = 0; i < sizeof lens / sizeof lens[0]; i++) {
        struct key key = key_of(noise_of(lens[i]));
        struct entry *e = store_put_string(db, key, BYTES_LIT("value"), EXPIRE_NEVER);

        e = store_set_expire(db, e, start_ms + 1000);
        ck_assert_ptr_eq(store_find(db, key), e);
        ck_assert(bytes_eq(entry_key(e), key.name));
        assert_value(e, BYTES_LIT("value"));
    }
}
END_TEST

START_TEST(set_expire_keeps_a_deadline_in_the_past)
{
    store_set_expire(db, put("key", "value"), 0);
    ck_assert_uint_eq(store_count(db), 1);
    ck_assert_ptr_null(store_find(db, k("key")));
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

START_TEST(the_furthest_deadline_is_kept)
{
    put_until("key", "value", INT64_MAX - start_ms);
    ck_assert_int_eq(entry_expire_at(store_find(db, k("key"))), INT64_MAX);
    pass(INT64_C(1000) * 365 * 24 * 3600 * 1000);
    ck_assert(!store_expire_due(st, UNLIMITED_US));
    assert_text(db, "key", "value");
}
END_TEST

START_TEST(a_key_lives_until_its_deadline)
{
    uint64_t expired = metric("expired_keys");

    put_until("key", "value", 1000);
    pass(999);
    assert_text(db, "key", "value");
    pass(1);
    ck_assert_uint_eq(store_count(db), 1);
    ck_assert_ptr_null(store_find(db, k("key")));
    ck_assert_uint_eq(store_count(db), 0);
    ck_assert_uint_eq(store_ttl_count(db), 0);
    ck_assert_uint_eq(metric("expired_keys"), expired + 1);
}
END_TEST

START_TEST(no_lookup_shows_an_expired_key)
{
    static const char *const names[] = { "a", "b", "c", "d", "e", "f", "g" };
    struct entry *e;

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++)
        put_until(names[i], "value", 10);
    pass(10);
    ck_assert_ptr_null(store_find(db, k("a")));
    ck_assert_ptr_null(store_read_any(db, k("b")));
    ck_assert_int_eq(store_read(db, k("c"), OBJ_LIST, &e), KV_NOT_FOUND);
    ck_assert_int_eq(store_write(db, k("d"), OBJ_STRING, &e), KV_NOT_FOUND);
    ck_assert(!store_delete(db, k("e"), false));
    assert_value(store_append(db, k("f"), BYTES_LIT("new")), BYTES_LIT("new"));
    ck_assert_int_eq(ttl_of(db, "f"), -1);
    assert_value(store_set_range(db, k("g"), 1, BYTES_LIT("x")), bytes_make("\0x", 2));
    ck_assert_int_eq(ttl_of(db, "g"), -1);
}
END_TEST

START_TEST(what_was_not_deleted_is_back_when_the_clock_goes_back)
{
    put_until("key", "value", 1000);
    pass(2000);
    pass(-1500);
    assert_text(db, "key", "value");
    ck_assert_int_eq(ttl_of(db, "key"), 500);
}
END_TEST

START_TEST(the_mean_time_to_live_is_told)
{
    put("none", "value");
    put_until("a", "value", 1000);
    put_until("b", "value", 3000);
    ck_assert_uint_eq(store_ttl_count(db), 2);
    ck_assert_int_eq(store_ttl_mean_ms(db), 2000);
    pass(10000);
    ck_assert_int_eq(store_ttl_mean_ms(db), 0);
}
END_TEST

/* ---- Active expiry --------------------------------------------------------------------------------- */

START_TEST(due_keys_are_deleted_within_a_slot)
{
    put("none", "value");
    put_many(db, 0, 100, start_ms + 1000);
    put_many(other, 100, 100, start_ms + 2000);
    pass(999);
    ck_assert(!store_expire_due(st, UNLIMITED_US));
    ck_assert_uint_eq(store_count(db), 101);
    pass(1 + SLOT_MS);
    ck_assert(!store_expire_due(st, UNLIMITED_US));
    ck_assert_uint_eq(store_count(db), 1);
    ck_assert_uint_eq(store_count(other), 100);
    pass(1000);
    ck_assert(!store_expire_due(st, UNLIMITED_US));
    ck_assert_uint_eq(store_count(other), 0);
    ck_assert_int_eq(store_next_expiry_ms(st), INT64_MAX);
}
END_TEST

/* As the server's loop does: sleep until the time told, delete what is due. */
START_TEST(the_next_expiry_is_never_late)
{
    static const int64_t ttls[] = {
        1, 15, 16, 500, 5000, 60 * 1000, 3600 * 1000, 100 * 86400000LL
    };

    for (unsigned i = 0; i < sizeof ttls / sizeof ttls[0]; i++) {
        int64_t at_ms = store_now_ms(st) + ttls[i], last = store_now_ms(st);
        unsigned turns = 0;

        put_until("key", "value", ttls[i]);
        while (store_count(db) > 0) {
            int64_t next = store_next_expiry_ms(st);

            last = next > last ? next : last + 1;
            HOLDS(last <= at_ms + SLOT_MS);
            HOLDS(++turns < 1000);
            store_advance(st, last);
            while (store_expire_due(st, UNLIMITED_US))
                continue;
        }
        ck_assert_int_ge(last, at_ms);
    }
}
END_TEST

START_TEST(a_small_budget_leaves_the_rest_for_later)
{
    uint64_t capped = metric("expired_time_cap_reached_count");
    unsigned turns = 1;

    put_many(db, 0, 5000, start_ms + 1000);
    pass(2000);
    ck_assert(store_expire_due(st, 0));
    ck_assert_uint_lt(store_count(db), 5000);
    ck_assert_uint_gt(store_count(db), 4000);
    ck_assert_uint_eq(metric("expired_time_cap_reached_count"), capped + 1);
    while (store_expire_due(st, 0))
        HOLDS(++turns < 1000);
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

/* With no time at all the clock is looked at once, so this is what is done between two looks. */
START_TEST(few_keys_are_deleted_between_two_looks_at_the_clock)
{
    put_many(db, 0, 5000, start_ms + 1000);
    pass(2000);
    for (bool more = true; more;) {
        size_t before = store_count(db);

        more = store_expire_due(st, 0);
        HOLDS(before - store_count(db) <= 16);
    }
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

START_TEST(no_database_waits_for_another_one)
{
    put_many(db, 0, 5000, start_ms + 1000);
    put_many(other, 0, 5000, start_ms + 1000);
    pass(2000);
    for (unsigned i = 0; i < 10; i++)
        ck_assert(store_expire_due(st, 0));
    ck_assert_uint_lt(store_count(db), 5000);
    ck_assert_uint_lt(store_count(other), 5000);
}
END_TEST

START_TEST(active_expiry_can_be_off)
{
    put_until("a", "value", 1000);
    put_until("b", "value", 1000);
    store_set_active_expire(st, false);
    ck_assert_int_eq(store_next_expiry_ms(st), INT64_MAX);
    pass(5000);
    ck_assert(!store_expire_due(st, UNLIMITED_US));
    ck_assert_uint_eq(store_count(db), 2);
    ck_assert_ptr_null(store_find(db, k("a")));
    ck_assert_uint_eq(store_count(db), 1);
    store_set_active_expire(st, true);
    ck_assert_int_le(store_next_expiry_ms(st), store_now_ms(st));
    store_expire_due(st, UNLIMITED_US);
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

/* An hour that was lived once already does not delay what expires in it now. */
START_TEST(expiry_goes_on_after_the_clock_went_back)
{
    put_until("early", "value", 1800 * 1000);
    put_until("late", "value", 2 * 3600 * 1000);
    pass(3600 * 1000);
    while (store_expire_due(st, UNLIMITED_US))
        continue;
    pass(-3600 * 1000);
    put_until("key", "value", 1000);
    ck_assert_int_le(store_next_expiry_ms(st), store_now_ms(st) + 1000 + SLOT_MS);
    pass(1000 + SLOT_MS);
    while (store_expire_due(st, UNLIMITED_US))
        continue;
    ck_assert_uint_eq(store_count(db), 1);
    pass(2 * 3600 * 1000);
    while (store_expire_due(st, UNLIMITED_US))
        continue;
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("store_expiry");
    TCase *deadlines = add_case(s, "deadlines"), *active = add_case(s, "active expiry");

    clock_init();
    mem_thread_start();
    tcase_add_test(deadlines, a_put_clears_keeps_or_changes_the_deadline);
    tcase_add_test(deadlines, keep_on_a_missing_key_is_never);
    tcase_add_test(deadlines, a_put_with_a_deadline_in_the_past_deletes);
    tcase_add_test(deadlines, set_expire_adds_moves_and_removes);
    tcase_add_test(deadlines, set_expire_keeps_the_encoding_name);
    tcase_add_test(deadlines, set_expire_takes_a_long_key_along);
    tcase_add_test(deadlines, set_expire_keeps_a_deadline_in_the_past);
    tcase_add_test(deadlines, the_furthest_deadline_is_kept);
    tcase_add_test(deadlines, a_key_lives_until_its_deadline);
    tcase_add_test(deadlines, no_lookup_shows_an_expired_key);
    tcase_add_test(deadlines, what_was_not_deleted_is_back_when_the_clock_goes_back);
    tcase_add_test(deadlines, the_mean_time_to_live_is_told);

    tcase_add_test(active, due_keys_are_deleted_within_a_slot);
    tcase_add_test(active, the_next_expiry_is_never_late);
    tcase_add_test(active, a_small_budget_leaves_the_rest_for_later);
    tcase_add_test(active, few_keys_are_deleted_between_two_looks_at_the_clock);
    tcase_add_test(active, no_database_waits_for_another_one);
    tcase_add_test(active, active_expiry_can_be_off);
    tcase_add_test(active, expiry_goes_on_after_the_clock_went_back);

    return run_suite(s);
}
