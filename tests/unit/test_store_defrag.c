/* Moving everything that can be moved, while the store changes: nothing may be lost, and nobody may
 * remember an old place (the address sanitizer sees to that). */
#include "store/defrag.h"

#include "base/clock.h"
#include "obj/hash.h"
#include "obj/list.h"
#include "obj/set.h"
#include "obj/zset.h"
#include "store/digest.h"
#include "store_fixture.h"

static struct defrag *d;

static void setup_all(void)
{
    size_t before;

    setup();
    before = mem_used();
    option_set_add(options, defrag_options);
    option_set_add(options, hash_options);
    option_set_add(options, set_options);
    option_set_add(options, zset_options);
    option_set_add(options, list_options);
    in_use += mem_used() - before;
    mem_defrag_always(true);
    d = defrag_new(st);
}

static void teardown_all(void)
{
    defrag_free(d);
    mem_defrag_always(false);
    teardown();
}

static struct key key_no(char room[32], const char *kind, unsigned i)
{
    return key_of(bytes_make(room, (size_t)snprintf(room, 32, "%s:%u", kind, i)));
}

static struct bytes text_no(char room[32], unsigned i)
{
    return bytes_make(room, (size_t)snprintf(room, 32, "text-%u", i));
}

/* ---- Values of every encoding -------------------------------------------------------------------- */

static void put_strings(unsigned i)
{
    char room[32];
    int64_t at_ms = i % 2 ? start_ms + 100000 + i : EXPIRE_NEVER;

    store_put_string(db, key_no(room, "embedded", i), bytes_make(noise, i % 150), at_ms);
    store_put_string(db, key_no(room, "blob", i), bytes_make(noise, 200 + i % 3000), at_ms);
    store_put_int(db, key_no(room, "int", i), i, at_ms);
}

static void put_hash(unsigned i, unsigned fields, int64_t field_at_ms)
{
    char room[32], text[32];
    struct edit ed;

    store_edit(db, key_no(room, "hash", i), OBJ_HASH, &ed);
    for (unsigned f = 0; f < fields; f++) {
        struct hash_ref ref = hash_ref(text_no(text, f));

        hash_put(&ed.value, &ref, bytes_make(noise, 20 + f % 40),
                 f % 3 ? VALUE_NEVER : field_at_ms);
    }
    store_commit(&ed);
}

static void put_set(unsigned i, unsigned members)
{
    char room[32], text[32];
    struct edit ed;

    store_edit(db, key_no(room, "set", i), OBJ_SET, &ed);
    for (unsigned m = 0; m < members; m++)
        set_add(&ed.value, text_no(text, m));
    store_commit(&ed);
}

static void put_zset(unsigned i, unsigned members)
{
    char room[32], text[32];
    struct edit ed;

    store_edit(db, key_no(room, "zset", i), OBJ_ZSET, &ed);
    for (unsigned m = 0; m < members; m++) {
        double score = m % 100; /* many are equal */

        zset_add(&ed.value, text_no(text, m), &score, 0);
    }
    store_commit(&ed);
}

static void put_list(unsigned i, unsigned elements)
{
    char room[32], text[32];
    struct edit ed;

    store_edit(db, key_no(room, "list", i), OBJ_LIST, &ed);
    for (unsigned k = 0; k < elements; k++) {
        struct item it = item_of_bytes(k % 100 ? text_no(text, k) : bytes_make(noise, 10000));

        list_push(&ed.value, LIST_TAIL, &it);
    }
    store_commit(&ed);
}

static void fill(void)
{
    for (unsigned i = 0; i < 200; i++)
        put_strings(i);
    for (unsigned i = 0; i < 4; i++) {
        unsigned count = i == 0 ? 5 : i == 1 ? 60 : i == 2 ? 700 : 5000;

        put_hash(i, count, start_ms + 50000);
        put_set(i, count);
        put_zset(i, count);
        put_list(i, count);
    }
}

static void whole_pass(void)
{
    while (!defrag_step(d, 0))
        ;
}

static void same(const struct digest *before)
{
    struct digest now = digest_store(st);

    ck_assert_mem_eq(now.bytes, before->bytes, DIGEST_LEN);
    store_check(st);
}

START_TEST(everything_moves_and_stays_the_same)
{
    struct digest before;
    uint64_t hits;

    fill();
    before = digest_store(st);
    hits = mem_defrag_hits;
    whole_pass();
    same(&before);
    /* Entries, elements, and what holds them. */
    ck_assert_uint_gt(mem_defrag_hits - hits, 600 + 3 * 5000);
    whole_pass();
    same(&before);
}
END_TEST

START_TEST(compressed_lists_move)
{
    struct digest before;

    set_option("list-compress-depth", "1");
    set_option("list-max-listpack-size", "8");
    put_list(0, 3000);
    before = digest_store(st);
    whole_pass();
    same(&before);
}
END_TEST

START_TEST(large_values_move_in_parts)
{
    struct digest before;
    unsigned steps = 0;

    set_option("active-defrag-max-scan-fields", "10");
    put_hash(0, 5000, start_ms + 50000);
    put_zset(0, 5000);
    before = digest_store(st);
    while (!defrag_step(d, 0)) {
        steps++;
        store_check(st);
    }
    same(&before);
    ck_assert_uint_gt(steps, 500);
}
END_TEST

/* What is being read elsewhere. */
START_TEST(pinned_values_and_shared_blobs_stay)
{
    char room[32];
    struct store_pin pin;
    struct entry *e;
    struct blob *b;
    void *structure;

    put_set(0, 1000);
    e = store_find(db, key_no(room, "set", 0));
    store_pin_value(e, &pin);
    structure = pin.value.ptr;
    e = store_put_string(db, key_no(room, "blob", 0), bytes_make(noise, 1000), EXPIRE_NEVER);
    b = blob_ref(entry_blob(e));

    whole_pass();
    ck_assert_ptr_eq(entry_value(store_find(db, key_no(room, "set", 0))).ptr, structure);
    ck_assert_ptr_eq(entry_blob(store_find(db, key_no(room, "blob", 0))), b);
    ck_assert_uint_eq(value_count(&pin.value), 1000);
    store_unpin(&pin);
    blob_unref(b);
    whole_pass();
    ck_assert_ptr_ne(entry_value(store_find(db, key_no(room, "set", 0))).ptr, structure);
}
END_TEST

START_TEST(open_iterators_go_on)
{
    struct store_iter it;
    unsigned count = 0;

    for (unsigned i = 0; i < 500; i++)
        put_strings(i);
    store_iter_init(&it, db);
    while (store_iter_next(&it) != NULL) {
        count++;
        defrag_step(d, 0);
    }
    store_iter_fini(&it);
    ck_assert_uint_eq(count, 1500);
}
END_TEST

/* A set of ranks that left a large sorted set are still in its table for a while. */
START_TEST(removed_ranges_are_left_alone)
{
    char room[32];
    struct edit ed;

    put_zset(0, 30000);
    store_edit(db, key_no(room, "zset", 0), OBJ_ZSET, &ed);
    zset_remove_span(&ed.value, (struct zset_span){ 1000, 25000 });
    store_commit(&ed);
    whole_pass();
    store_check(st);
    store_edit(db, key_no(room, "zset", 0), OBJ_ZSET, &ed);
    ck_assert_uint_eq(value_count(&ed.value), 5000);
    while (zset_sweep(&ed.value, 1000))
        ;
    store_commit(&ed);
}
END_TEST

static void change(struct rng *rng)
{
    unsigned i = (unsigned)rng_below(rng, 6), count = (unsigned)rng_below(rng, 300);
    char room[32];

    switch (rng_below(rng, 9)) {
    case 0:
        put_strings((unsigned)rng_below(rng, 300));
        break;
    case 1:
        put_hash(i, count, start_ms + (int64_t)rng_below(rng, 5000));
        break;
    case 2:
        put_set(i, count);
        break;
    case 3:
        put_zset(i, count);
        break;
    case 4:
        put_list(i, count / 10);
        break;
    case 5:
        store_delete(db, key_no(room, "hash", i), false);
        break;
    case 6:
        store_delete(db, key_no(room, "zset", i), false);
        break;
    case 7:
        if (store_find(db, key_no(room, "int", i)) != NULL)
            store_rename(db, key_no(room, "int", i), other, key_no(room, "int", i));
        break;
    default:
        store_advance(st, store_now_ms(st) + 20);
        store_expire_due(st, UNLIMITED_US);
    }
}

START_TEST(steps_and_changes_in_any_order)
{
    struct rng rng;

    rng_seed(&rng, (uint64_t)_i);
    set_option("active-defrag-max-scan-fields", "100");
    for (unsigned i = 0; i < 6; i++)
        put_strings(i);
    for (unsigned n = 0; n < 2000; n++) {
        for (uint64_t k = rng_below(&rng, 20); k > 0; k--)
            defrag_step(d, 0);
        change(&rng);
        if (n % 50 == 0)
            store_check(st);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("store_defrag");
    TCase *tc = tcase_create("all");

    clock_init();
    mem_thread_start();
    tcase_set_timeout(tc, 120);
    tcase_add_checked_fixture(tc, setup_all, teardown_all);
    tcase_add_test(tc, everything_moves_and_stays_the_same);
    tcase_add_test(tc, compressed_lists_move);
    tcase_add_test(tc, large_values_move_in_parts);
    tcase_add_test(tc, pinned_values_and_shared_blobs_stay);
    tcase_add_test(tc, open_iterators_go_on);
    tcase_add_test(tc, removed_ranges_are_left_alone);
    tcase_add_loop_test(tc, steps_and_changes_in_any_order, 0, 4);
    suite_add_tcase(s, tc);
    return run_suite(s);
}
