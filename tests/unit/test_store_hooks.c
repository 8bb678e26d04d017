/* What hooks are told of each change; test_store.c has the changes themselves. */
#include "store/store.h"

#include "base/buf.h"
#include "base/clock.h"
#include "store_fixture.h"

#include <inttypes.h>

static struct buf hook_log = { .limit = BUF_UNLIMITED };

/* ---- Hooks into text ------------------------------------------------------------------------------- */

/*
 * The recorder writes a line for each change:
 *
 *     0 key: old value+ttl -> new value+ttl PUT
 */
static void describe(const struct entry *e)
{
    char scratch[NUM_INT_MAX];
    struct bytes value;

    if (e == NULL) {
        buf_addf(&hook_log, "none");
        return;
    }
    value = entry_string(e, scratch);
    if (value.len < 32)
        buf_add_bytes(&hook_log, value);
    else
        buf_addf(&hook_log, "<%zu>", value.len);
    if (entry_has_ttl(e))
        buf_addf(&hook_log, "+%" PRId64, entry_expire_at(e) - start_ms);
}

static void record_before(void *ctx, unsigned index, struct bytes key, const struct entry *old)
{
    ck_assert_ptr_eq(ctx, &hook_log);
    buf_addf(&hook_log, "%u %.*s: ", index, BYTES_ARG(key));
    if (old)
        ck_assert(bytes_eq(entry_key(old), key));
    describe(old);
}

static void record_after(void *ctx, unsigned index, struct bytes key, const struct entry *now,
                         enum store_change what)
{
    static const char *const names[] = { "PUT", "TTL", "DELETE", "EXPIRE", "EVICT" };

    (void)ctx;
    (void)index;
    if (now)
        ck_assert(bytes_eq(entry_key(now), key));
    buf_addf(&hook_log, " -> ");
    describe(now);
    buf_addf(&hook_log, " %s\n", names[what]);
}

static void record_reset(void *ctx, unsigned index)
{
    (void)ctx;
    buf_addf(&hook_log, "%u reset of %zu\n", index, store_count(store_db(st, index)));
}

static void record_swap(void *ctx, unsigned a, unsigned b)
{
    (void)ctx;
    buf_addf(&hook_log, "%u and %u of %zu and %zu\n", a, b, store_count(store_db(st, a)),
             store_count(store_db(st, b)));
}

static void record_start(void)
{
    store_add_hooks(st, &(struct store_hooks){ .ctx = &hook_log,
                                               .before = record_before,
                                               .after = record_after,
                                               .reset = record_reset,
                                               .swap = record_swap });
}

static void assert_recorded(const char *lines)
{
    ck_assert_str_eq(buf_cstr(&hook_log), lines);
    buf_clear(&hook_log);
}

/* ---- Hooks ----------------------------------------------------------------------------------------- */

START_TEST(each_put_is_one_change)
{
    struct blob *b = blob_dup(noise_of(300));

    record_start();
    put("k", "one");
    put("k", "two");
    put("k", "15");
    store_put_int(db, k("k"), 16, EXPIRE_NEVER);
    put_until("k", "three", 500);
    store_set_int(db, k("k"), store_find(db, k("k")), 17);
    store_set_int(db, k("k"), store_find(db, k("k")), 18);
    put_until("k", "three", 500);
    store_put_string(db, k("k"), BYTES_LIT("four"), EXPIRE_KEEP);
    store_put_blob(db, k("k"), &b, EXPIRE_NEVER);
    store_put_string(db, k("k"), noise_of(301), EXPIRE_NEVER);
    store_put_string(db, k("k"), noise_of(301), EXPIRE_NEVER);
    assert_recorded("0 k: none -> one PUT\n"
                    "0 k: one -> two PUT\n"
                    "0 k: two -> 15 PUT\n"
                    "0 k: 15 -> 16 PUT\n"
                    "0 k: 16 -> three+500 PUT\n"
                    "0 k: three+500 -> 17+500 PUT\n"
                    "0 k: 17+500 -> 18+500 PUT\n"
                    "0 k: 18+500 -> three+500 PUT\n"
                    "0 k: three+500 -> four+500 PUT\n"
                    "0 k: four+500 -> <300> PUT\n"
                    "0 k: <300> -> <301> PUT\n"
                    "0 k: <301> -> <301> PUT\n");
}
END_TEST

/* Sets the first byte, and makes the string len bytes long. */
static void edit(const char *name, size_t len, char first)
{
    struct entry *e = store_find(db, k(name));

    *store_edit_string(db, k(name), &e, len) = (uint8_t)first;
    store_commit_string(db, e);
}

START_TEST(each_edit_of_a_string_is_one_change)
{
    record_start();
    edit("a", 1, 'x');
    edit("a", 1, 'y');
    store_append(db, k("a"), BYTES_LIT("1"));
    edit("a", 300, 'z');
    edit("a", 2, 'u');
    store_put_int(db, k("b"), 12, EXPIRE_NEVER);
    edit("b", 2, '3');
    edit("c", 300, 'x');
    assert_recorded("0 a: none -> x PUT\n"
                    "0 a: x -> y PUT\n"
                    "0 a: y -> y1 PUT\n"
                    "0 a: y1 -> <300> PUT\n"
                    "0 a: <300> -> <300> PUT\n"
                    "0 b: none -> 12 PUT\n"
                    "0 b: 12 -> 32 PUT\n"
                    "0 c: none -> <300> PUT\n");
}
END_TEST

START_TEST(each_modification_is_one_change)
{
    record_start();
    store_append(db, k("a"), BYTES_LIT("x"));
    store_append(db, k("a"), BYTES_LIT("y"));
    store_append(db, k("a"), noise_of(300));
    store_append(db, k("a"), noise_of(300));
    store_set_range(db, k("b"), 0, BYTES_LIT("hello"));
    store_set_range(db, k("b"), 1, BYTES_LIT("u"));
    store_set_range(db, k("b"), 499, BYTES_LIT("z"));
    store_set_range(db, k("b"), 0, BYTES_LIT("z"));
    store_set_range(db, k("c"), 499, BYTES_LIT("z"));
    store_rewrite(db, k("d"), store_find(db, k("d")), BYTES_LIT("first"));
    store_rewrite(db, k("d"), store_find(db, k("d")), BYTES_LIT("less"));
    store_rewrite(db, k("d"), store_find(db, k("d")), noise_of(300));
    assert_recorded("0 a: none -> x PUT\n"
                    "0 a: x -> xy PUT\n"
                    "0 a: xy -> <302> PUT\n"
                    "0 a: <302> -> <602> PUT\n"
                    "0 b: none -> hello PUT\n"
                    "0 b: hello -> hullo PUT\n"
                    "0 b: hullo -> <500> PUT\n"
                    "0 b: <500> -> <500> PUT\n"
                    "0 c: none -> <500> PUT\n"
                    "0 d: none -> first PUT\n"
                    "0 d: first -> less PUT\n"
                    "0 d: less -> <300> PUT\n");
}
END_TEST

START_TEST(each_deadline_is_one_change)
{
    struct entry *e = put("k", "v");

    record_start();
    e = store_set_expire(db, e, start_ms + 10);
    e = store_set_expire(db, e, start_ms + 20);
    store_set_expire(db, e, EXPIRE_NEVER);
    assert_recorded("0 k: v -> v+10 TTL\n"
                    "0 k: v+10 -> v+20 TTL\n"
                    "0 k: v+20 -> v TTL\n");
}
END_TEST

START_TEST(each_deletion_is_one_change)
{
    put("a", "1");
    put("b", "text");
    store_put_string(db, k("c"), noise_of(300), start_ms + 10);
    put("d", "x");
    record_start();
    store_delete(db, k("a"), false);
    store_delete(db, k("a"), false);
    store_delete(db, k("b"), true);
    store_delete(db, k("c"), false);
    store_put_int(db, k("d"), 1, start_ms);
    store_put_int(db, k("d"), 1, start_ms);
    assert_recorded("0 a: 1 -> none DELETE\n"
                    "0 b: text -> none DELETE\n"
                    "0 c: <300>+10 -> none DELETE\n"
                    "0 d: x -> none DELETE\n");
}
END_TEST

START_TEST(an_expired_key_is_told_before_what_replaces_it)
{
    put_until("a", "1", 10);
    put_until("b", "2", 10);
    put_until("c", "3", 10);
    put_until("d", "4", 10);
    record_start();
    pass(10 + SLOT_MS);
    store_find(db, k("a"));
    put("b", "new");
    store_append(db, k("c"), BYTES_LIT("x"));
    assert_recorded("0 a: 1+10 -> none EXPIRE\n"
                    "0 b: 2+10 -> none EXPIRE\n"
                    "0 b: none -> new PUT\n"
                    "0 c: 3+10 -> none EXPIRE\n"
                    "0 c: none -> x PUT\n");
    store_expire_due(st, UNLIMITED_US);
    assert_recorded("0 d: 4+10 -> none EXPIRE\n");
}
END_TEST

START_TEST(a_random_pick_tells_what_expired)
{
    put_until("a", "1", 10);
    record_start();
    pass(10);
    ck_assert_ptr_null(store_random(db));
    assert_recorded("0 a: 1+10 -> none EXPIRE\n");
}
END_TEST

START_TEST(rename_is_a_put_and_a_deletion)
{
    put_until("a", "1", 10);
    put("b", "2");
    record_start();
    store_rename(db, k("a"), db, k("b"));
    store_rename(db, k("b"), other, k("b"));
    store_copy(store_find(other, k("b")), db, k("c"));
    assert_recorded("0 b: 2 -> 1+10 PUT\n"
                    "0 a: 1+10 -> none DELETE\n"
                    "1 b: none -> 1+10 PUT\n"
                    "0 b: 1+10 -> none DELETE\n"
                    "0 c: none -> 1+10 PUT\n");
}
END_TEST

START_TEST(flush_and_swap_reset_while_the_old_content_is_there)
{
    put("a", "1");
    put_many(other, 0, 5, EXPIRE_NEVER);
    record_start();
    store_swap(st, 0, 1);
    store_swap(st, 2, 2);
    store_flush(db, false);
    assert_recorded("0 and 1 of 1 and 5\n"
                    "0 reset of 1\n"
                    "1 reset of 5\n"
                    "0 reset of 5\n");
}
END_TEST

START_TEST(all_hooks_are_called_in_order)
{
    for (int i = 0; i < 8; i++)
        record_start();
    put("a", "1");
    ck_assert_str_eq(buf_cstr(&hook_log),
                     "0 a: none0 a: none0 a: none0 a: none0 a: none0 a: none"
                     "0 a: none0 a: none -> 1 PUT\n -> 1 PUT\n -> 1 PUT\n"
                     " -> 1 PUT\n -> 1 PUT\n -> 1 PUT\n -> 1 PUT\n -> 1 PUT\n");
}
END_TEST

START_TEST(hooks_may_be_left_out)
{
    store_add_hooks(st, &(struct store_hooks){ NULL });
    put("a", "1");
    store_set_expire(db, put("a", "2"), start_ms + 10);
    store_delete(db, k("a"), false);
    store_flush(db, false);
}
END_TEST

/* What a snapshot does: it takes a reference before the change and reads it later. */
static struct blob *held;

static void hold_before(void *ctx, unsigned index, struct bytes key, const struct entry *old)
{
    (void)ctx;
    (void)index;
    (void)key;
    held = blob_ref(entry_blob(old));
}

START_TEST(a_blob_held_in_before_is_not_changed)
{
    store_put_string(db, k("key"), noise_of(1000), EXPIRE_NEVER);
    store_add_hooks(st, &(struct store_hooks){ .before = hold_before });
    for (unsigned i = 0; i < 5; i++) {
        if (i == 0)
            store_append(db, k("key"), BYTES_LIT("tail"));
        else if (i == 1)
            store_set_range(db, k("key"), 0, BYTES_LIT("\xff\xff"));
        else if (i == 2)
            edit("key", 1, '!');
        else if (i == 3)
            store_rewrite(db, k("key"), store_find(db, k("key")), bytes_make(noise + 1, 1000));
        else
            store_put_string(db, k("key"), bytes_make(noise + 1, 1000), EXPIRE_NEVER);
        ck_assert(bytes_eq(blob_bytes(held), noise_of(1000)));
        blob_unref(held);
        store_put_string(db, k("key"), noise_of(1000), EXPIRE_NEVER);
        blob_unref(held);
    }
}
END_TEST

START_TEST(name_and_value_may_lie_in_the_entry)
{
    static const size_t lens[] = { 5, 40, 192, 193, 5000 };

    for (unsigned i = 0; i < sizeof lens / sizeof lens[0]; i++) {
        for (size_t cut = 0; cut <= 4; cut += 2) {
            struct entry *e = store_put_string(db, k("key"), noise_of(lens[i]), EXPIRE_NEVER);
            struct bytes value = bytes_from(entry_string(e, NULL), cut);

            record_start();
            e = store_put_string(db, key_of(entry_key(e)), value, start_ms + 1);
            assert_value(e, bytes_make(noise + cut, lens[i] - cut));
            store_delete(db, key_of(entry_key(e)), false);
            store_free(st);
            st = store_new(DATABASES, start_ms);
            db = store_db(st, 0);
        }
    }
}
END_TEST

START_TEST(rename_to_the_same_key_changes_nothing)
{
    record_start();
    put_until("key", "value", 5000);
    buf_clear(&hook_log);
    store_rename(db, k("key"), db, k("key"));
    assert_recorded("");
    assert_text(db, "key", "value");
    ck_assert_int_eq(ttl_of(db, "key"), 5000);
}
END_TEST

static void free_log(void)
{
    buf_fini(&hook_log);
}

int main(void)
{
    Suite *s = suite_create("store_hooks");
    TCase *tc = tcase_create("hooks");

    clock_init();
    mem_thread_start();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_checked_fixture(tc, NULL, free_log); /* torn down first */
    suite_add_tcase(s, tc);
    tcase_add_test(tc, each_put_is_one_change);
    tcase_add_test(tc, each_edit_of_a_string_is_one_change);
    tcase_add_test(tc, each_modification_is_one_change);
    tcase_add_test(tc, each_deadline_is_one_change);
    tcase_add_test(tc, each_deletion_is_one_change);
    tcase_add_test(tc, an_expired_key_is_told_before_what_replaces_it);
    tcase_add_test(tc, a_random_pick_tells_what_expired);
    tcase_add_test(tc, rename_is_a_put_and_a_deletion);
    tcase_add_test(tc, flush_and_swap_reset_while_the_old_content_is_there);
    tcase_add_test(tc, all_hooks_are_called_in_order);
    tcase_add_test(tc, hooks_may_be_left_out);
    tcase_add_test(tc, a_blob_held_in_before_is_not_changed);
    tcase_add_test(tc, name_and_value_may_lie_in_the_entry);
    tcase_add_test(tc, rename_to_the_same_key_changes_nothing);

    return run_suite(s);
}
