#include "store/store.h"

#include "base/clock.h"
#include "store_fixture.h"

#ifndef KV_SANITIZE
#include <jemalloc/jemalloc.h>
#endif

/* ---- Plain keys and values ------------------------------------------------------------------------- */

START_TEST(a_new_store_is_empty)
{
    ck_assert_uint_eq(store_databases(st), DATABASES);
    ck_assert_int_eq(store_now_ms(st), start_ms);
    ck_assert_int_eq(store_next_expiry_ms(st), INT64_MAX);
    for (unsigned i = 0; i < DATABASES; i++) {
        struct db *d = store_db(st, i);

        ck_assert_uint_eq(store_db_index(d), i);
        ck_assert_uint_eq(store_count(d), 0);
        ck_assert_uint_eq(store_ttl_count(d), 0);
        ck_assert_int_eq(store_ttl_mean_ms(d), 0);
        ck_assert_ptr_null(store_find(d, k("key")));
        ck_assert_ptr_null(store_random(d));
        ck_assert(!store_delete(d, k("key"), false));
    }
    ck_assert(!store_expire_due(st, UNLIMITED_US));
}
END_TEST

START_TEST(what_was_put_is_found_in_its_database)
{
    struct entry *e = put("key", "value");

    ck_assert_ptr_eq(store_find(db, k("key")), e);
    assert_value(e, BYTES_LIT("value"));
    ck_assert_ptr_null(store_find(other, k("key")));
    ck_assert_ptr_null(store_find(db, k("kez")));
    ck_assert_uint_eq(store_count(db), 1);
}
END_TEST

START_TEST(a_deleted_key_is_gone)
{
    put("key", "value");
    ck_assert(store_delete(db, k("key"), false));
    ck_assert_ptr_null(store_find(db, k("key")));
    ck_assert_uint_eq(store_count(db), 0);
    ck_assert(!store_delete(db, k("key"), false));
}
END_TEST

START_TEST(keys_of_any_length_are_found)
{
    static const size_t lens[] = { 0, 1, 2, 16, 253, 254, 255, 256, 257, 64 * 1024 };
    enum { LENS = sizeof lens / sizeof lens[0] };

    for (unsigned i = 0; i < LENS; i++)
        store_put_int(db, key_of(noise_of(lens[i])), i, i % 2 ? start_ms + 1000 : EXPIRE_NEVER);
    ck_assert_uint_eq(store_count(db), LENS);
    for (unsigned i = 0; i < LENS; i++) {
        struct entry *e = store_find(db, key_of(noise_of(lens[i])));

        ck_assert_ptr_nonnull(e);
        ck_assert(bytes_eq(entry_key(e), noise_of(lens[i])));
        ck_assert_int_eq(entry_int(e), i);
    }
    for (unsigned i = 0; i < LENS; i++)
        ck_assert(store_delete(db, key_of(noise_of(lens[i])), false));
}
END_TEST

START_TEST(keys_may_hold_any_byte)
{
    for (unsigned c = 0; c < 256; c++) {
        uint8_t name[2] = { (uint8_t)c, 0 };

        store_put_int(db, key_of(bytes_make(name, 2)), c, EXPIRE_NEVER);
    }
    for (unsigned c = 0; c < 256; c++) {
        uint8_t name[2] = { (uint8_t)c, 0 };

        ck_assert_int_eq(entry_int(store_find(db, key_of(bytes_make(name, 2)))), (int64_t)c);
    }
}
END_TEST

START_TEST(values_of_any_length_replace_each_other)
{
    static const size_t lens[] = { 0,   1,   20,  21,   43,   44,        45,  191,
                                   192, 193, 250, 1000, 5000, 64 * 1024, MIB, 2 * MIB };
    enum { LENS = sizeof lens / sizeof lens[0] };

    for (unsigned from = 0; from < LENS; from++) {
        for (unsigned to = 0; to < LENS; to++) {
            store_put_string(db, k("key"), noise_of(lens[from]), EXPIRE_NEVER);
            store_put_string(db, k("key"), bytes_make(noise + 1, lens[to] / 2), EXPIRE_NEVER);
            assert_value(store_find(db, k("key")), bytes_make(noise + 1, lens[to] / 2));
        }
    }
    ck_assert_uint_eq(store_count(db), 1);
}
END_TEST

START_TEST(encodings_follow_the_length)
{
    for (size_t len = 0; len < 500; len++) {
        store_put_string(db, k("key"), noise_of(len), EXPIRE_NEVER);
        ck_assert_str_eq(encoding_of("key"), len <= 44 ? "embstr" : "raw");
        ck_assert_int_eq(entry_encoding(store_find(db, k("key"))),
                         len <= ENTRY_EMBED_MAX ? ENC_EMBEDDED : ENC_BLOB);
    }
}
END_TEST

START_TEST(texts_that_are_integers_are_held_as_integers)
{
    static const char *const ints[] = {
        "0", "7", "-1", "1234567890", "9223372036854775807", "-9223372036854775808"
    };

    for (unsigned i = 0; i < sizeof ints / sizeof ints[0]; i++) {
        put("key", ints[i]);
        ck_assert_str_eq(encoding_of("key"), "int");
        assert_text(db, "key", ints[i]);
    }
}
END_TEST

START_TEST(texts_that_only_look_like_integers_are_kept)
{
    static const char *const texts[] = { "",
                                         "007",
                                         "-0",
                                         "+1",
                                         "-",
                                         " 1",
                                         "1 ",
                                         "1.0",
                                         "0x1",
                                         "1e3",
                                         "00",
                                         "--1",
                                         "-01",
                                         "9223372036854775808",
                                         "-9223372036854775809",
                                         "18446744073709551616",
                                         "123456789012345678901",
                                         "-12345678901234567890" };

    for (unsigned i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        put("key", texts[i]);
        ck_assert_str_eq(encoding_of("key"), "embstr");
        assert_text(db, "key", texts[i]);
    }
    store_put_string(db, k("key"), bytes_make("1\0", 2), EXPIRE_NEVER);
    ck_assert_str_eq(encoding_of("key"), "embstr");
}
END_TEST

START_TEST(integers_are_put_without_a_text)
{
    static const int64_t ints[] = { 0, -1, INT64_MIN, INT64_MAX };

    for (unsigned i = 0; i < sizeof ints / sizeof ints[0]; i++) {
        ck_assert_int_eq(entry_int(store_put_int(db, k("key"), ints[i], EXPIRE_NEVER)), ints[i]);
        ck_assert_str_eq(encoding_of("key"), "int");
    }
}
END_TEST

START_TEST(a_blob_is_taken_over_without_a_copy)
{
    struct blob *b = blob_dup(noise_of(1000)), *given = b;
    struct entry *e = store_put_blob(db, k("key"), &b, EXPIRE_NEVER);

    ck_assert_ptr_null(b);
    ck_assert_ptr_eq(entry_blob(e), given);
    b = blob_dup(BYTES_LIT("12"));
    store_put_blob(db, k("short"), &b, EXPIRE_NEVER);
    ck_assert_str_eq(encoding_of("short"), "raw");
    assert_text(db, "short", "12");
}
END_TEST

START_TEST(a_blob_may_replace_itself)
{
    struct blob *b = blob_dup(noise_of(1000)), *again = blob_ref(b);

    store_put_blob(db, k("key"), &b, EXPIRE_NEVER);
    store_put_blob(db, k("key"), &again, EXPIRE_NEVER);
    assert_value(store_find(db, k("key")), noise_of(1000));
    ck_assert(!blob_is_shared(entry_blob(store_find(db, k("key")))));
}
END_TEST

START_TEST(a_reply_on_its_way_keeps_its_blob)
{
    struct entry *e = store_put_string(db, k("key"), noise_of(1000), EXPIRE_NEVER);
    struct blob *reply = blob_ref(entry_blob(e));

    store_put_string(db, k("key"), bytes_make(noise + 1, 1000), EXPIRE_NEVER);
    store_append(db, k("key"), BYTES_LIT("tail"));
    store_set_range(db, k("key"), 0, BYTES_LIT("head"));
    ck_assert(bytes_eq(blob_bytes(reply), noise_of(1000)));
    ck_assert(!blob_is_shared(reply));
    blob_unref(reply);
}
END_TEST

START_TEST(reading_counts_hits_and_misses)
{
    struct entry *e, *out = NULL;
    uint64_t hits = metric("keyspace_hits"), misses = metric("keyspace_misses");

    e = put("key", "value");
    ck_assert_int_eq(store_read(db, k("key"), OBJ_STRING, &out), KV_OK);
    ck_assert_ptr_eq(out, e);
    out = NULL;
    ck_assert_int_eq(store_read(db, k("key"), OBJ_LIST, &out), KV_WRONG_TYPE);
    ck_assert_int_eq(store_read(db, k("none"), OBJ_STRING, &out), KV_NOT_FOUND);
    ck_assert_ptr_null(out);
    ck_assert_ptr_eq(store_read_any(db, k("key")), e);
    ck_assert_ptr_null(store_read_any(db, k("none")));
    ck_assert_uint_eq(metric("keyspace_hits"), hits + 3);
    ck_assert_uint_eq(metric("keyspace_misses"), misses + 2);
}
END_TEST

START_TEST(finding_and_writing_count_nothing)
{
    struct entry *e = put("key", "value"), *out = NULL;
    uint64_t hits = metric("keyspace_hits"), misses = metric("keyspace_misses");

    ck_assert_int_eq(store_write(db, k("key"), OBJ_STRING, &out), KV_OK);
    ck_assert_ptr_eq(out, e);
    out = NULL;
    ck_assert_int_eq(store_write(db, k("key"), OBJ_STREAM, &out), KV_WRONG_TYPE);
    ck_assert_int_eq(store_write(db, k("none"), OBJ_STRING, &out), KV_NOT_FOUND);
    ck_assert_ptr_null(out);
    store_find(db, k("key"));
    store_find(db, k("none"));
    ck_assert_uint_eq(metric("keyspace_hits"), hits);
    ck_assert_uint_eq(metric("keyspace_misses"), misses);
}
END_TEST

START_TEST(prefetching_is_harmless)
{
    put("key", "value");
    for (uint64_t hash = 0; hash < 1000; hash++) {
        store_prefetch_bucket(db, hash << 54);
        store_prefetch_entry(db, hash << 54);
    }
    store_prefetch_bucket(db, k("key").hash);
    store_prefetch_entry(db, k("key").hash);
    assert_text(db, "key", "value");
}
END_TEST

/* ---- Access clock ---------------------------------------------------------------------------------- */

START_TEST(reads_writes_and_puts_are_accesses)
{
    struct entry *e = put("key", "value");

    ck_assert(!store_tracks_frequency());
    pass(5000);
    ck_assert_uint_eq(store_idle_s(st, e), 5);
    store_find(db, k("key"));
    ck_assert_uint_eq(store_idle_s(st, e), 5);
    store_read_any(db, k("key"));
    ck_assert_uint_eq(store_idle_s(st, e), 0);
    pass(5000);
    store_write(db, k("key"), OBJ_STRING, &e);
    ck_assert_uint_eq(store_idle_s(st, e), 0);
    pass(5000);
    e = put("key", "another");
    ck_assert_uint_eq(store_idle_s(st, e), 0);
    pass(5000);
    e = store_set_int(db, k("key"), e, 7);
    ck_assert_uint_eq(store_idle_s(st, e), 0);
}
END_TEST

START_TEST(without_touch_the_clock_stands)
{
    struct entry *e = put("key", "value");

    pass(5000);
    store_set_touch(st, false);
    store_read_any(db, k("key"));
    store_read(db, k("key"), OBJ_STRING, &e);
    store_write(db, k("key"), OBJ_STRING, &e);
    e = put("key", "12");
    e = store_set_int(db, k("key"), e, 13);
    ck_assert_uint_eq(store_idle_s(st, e), 5);
    ck_assert_uint_eq(store_idle_s(st, put("new", "value")), 0);
    store_set_touch(st, true);
    store_read_any(db, k("key"));
    ck_assert_uint_eq(store_idle_s(st, e), 0);
}
END_TEST

START_TEST(under_lfu_the_clock_counts_accesses)
{
    struct entry *e;

    set_option("maxmemory-policy", "allkeys-lfu");
    ck_assert(store_tracks_frequency());
    e = put("key", "value");
    ck_assert_uint_eq(store_frequency(st, e), 5);
    ck_assert_uint_eq(store_frequency(st, put("key", "another")), 6);
    store_append(db, k("new"), BYTES_LIT("x"));
    ck_assert_uint_eq(store_frequency(st, store_find(db, k("new"))), 5);
    store_set_range(db, k("range"), 5, BYTES_LIT("x"));
    ck_assert_uint_eq(store_frequency(st, store_find(db, k("range"))), 5);
    store_copy(store_find(db, k("key")), db, k("copy"));
    ck_assert_uint_eq(store_frequency(st, store_find(db, k("copy"))), 5);
}
END_TEST

START_TEST(the_clock_survives_a_new_shape)
{
    struct entry *e = put("key", "value");

    pass(5000);
    e = store_set_expire(db, e, start_ms + 100 * 1000);
    ck_assert_uint_eq(store_idle_s(st, e), 5);
    e = store_append(db, k("key"), noise_of(300));
    ck_assert_uint_eq(store_idle_s(st, e), 5);
    store_rename(db, k("key"), other, k("moved"));
    ck_assert_uint_eq(store_idle_s(st, store_find(other, k("moved"))), 5);
    e = store_copy(store_find(other, k("moved")), db, k("copy"));
    ck_assert_uint_eq(store_idle_s(st, e), 0);
}
END_TEST

/* ---- Append and set_range -------------------------------------------------------------------------- */

START_TEST(append_makes_a_missing_key_as_put_does)
{
    store_append(db, k("int"), BYTES_LIT("5"));
    ck_assert_str_eq(encoding_of("int"), "int");
    store_append(db, k("text"), BYTES_LIT("hello"));
    ck_assert_str_eq(encoding_of("text"), "embstr");
    store_append(db, k("empty"), BYTES_LIT(""));
    assert_text(db, "empty", "");
    assert_value(store_append(db, k("long"), noise_of(1000)), noise_of(1000));
}
END_TEST

START_TEST(an_appended_string_is_raw)
{
    put("int", "12");
    assert_value(store_append(db, k("int"), BYTES_LIT("34")), BYTES_LIT("1234"));
    ck_assert_str_eq(encoding_of("int"), "raw");
    put("text", "ab");
    assert_value(store_append(db, k("text"), BYTES_LIT("")), BYTES_LIT("ab"));
    ck_assert_str_eq(encoding_of("text"), "raw");
    put("int", "12");
    assert_value(store_append(db, k("int"), BYTES_LIT("")), BYTES_LIT("12"));
    ck_assert_str_eq(encoding_of("int"), "raw");
}
END_TEST

START_TEST(appending_passes_every_limit)
{
    size_t len = 0;

    put_until("key", "", 5000);
    for (size_t step = 0; len < 3000; step = (step + 3) % 17) {
        struct entry *e = store_append(db, k("key"), bytes_make(noise + len, step));

        len += step;
        HOLDS(bytes_eq(entry_string(e, NULL), noise_of(len)));
        HOLDS(entry_encoding(e) == (len <= ENTRY_EMBED_MAX ? ENC_EMBEDDED : ENC_BLOB));
        HOLDS(strcmp(entry_encoding_name(e), "raw") == 0);
    }
    ck_assert_int_eq(ttl_of(db, "key"), 5000);
}
END_TEST

START_TEST(set_range_makes_a_missing_key_raw)
{
    assert_value(store_set_range(db, k("a"), 0, BYTES_LIT("12")), BYTES_LIT("12"));
    ck_assert_str_eq(encoding_of("a"), "raw");
    assert_value(store_set_range(db, k("b"), 3, BYTES_LIT("x")), bytes_make("\0\0\0x", 4));
    ck_assert_str_eq(encoding_of("b"), "raw");
    assert_value(store_set_range(db, k("c"), 0, BYTES_LIT("")), BYTES_LIT(""));
    assert_value(store_set_range(db, k("d"), 0, noise_of(1000)), noise_of(1000));
    ck_assert_int_eq(ttl_of(db, "d"), -1);
}
END_TEST

/* Offsets and lengths around every limit, on values of each encoding, against a plain array. */
START_TEST(set_range_agrees_with_an_array)
{
    static const size_t points[] = { 0, 1, 3, 43, 44, 45, 191, 192, 193, 250, 5000, 200 * 1000 };
    enum { POINTS = sizeof points / sizeof points[0] };
    uint8_t *want = mem_alloc(POINTS * 200 * 1000);
    size_t len, end;

    for (unsigned i = 0; i < SAMPLES * POINTS * POINTS; i++) {
        struct bytes old = sample(i % SAMPLES);
        size_t offset = points[i / SAMPLES % POINTS], size = points[i / SAMPLES / POINTS];

        store_put_string(db, k("key"), old, start_ms + 5000);
        memset(want, 0, offset + size + old.len);
        memcpy(want, old.ptr, old.len);
        memcpy(want + offset, noise + 7, size);
        end = offset + size;
        len = end > old.len ? end : old.len;
        assert_value(store_set_range(db, k("key"), offset, bytes_make(noise + 7, size)),
                     bytes_make(want, len));
        ck_assert_str_eq(encoding_of("key"), "raw");
        ck_assert_int_eq(ttl_of(db, "key"), 5000);
    }
    mem_free(want);
}
END_TEST

START_TEST(zeros_far_beyond_the_end_take_no_time_and_little_memory)
{
#ifndef KV_SANITIZE
    size_t offset = 511 * (size_t)MIB;
    uint64_t start = clock_mono_us();
    struct mem_stats before, after;
    struct entry *e;

    mem_stats_read(&before);
    e = store_set_range(db, k("key"), offset, BYTES_LIT("x"));
    ck_assert_uint_eq(entry_string_len(e), offset + 1);
    put("short", "value");
    e = store_set_range(db, k("short"), offset, BYTES_LIT("x"));
    ck_assert_uint_eq(entry_string_len(e), offset + 1);
    ck_assert_uint_lt(clock_mono_us() - start, 50 * 1000);
    mem_stats_read(&after);
    ck_assert_uint_lt(after.rss, before.rss + 8 * MIB);
#endif
}
END_TEST

/* ---- Rename and copy ------------------------------------------------------------------------------- */

START_TEST(rename_moves_value_and_deadline)
{
    for (unsigned i = 0; i < SAMPLES; i++) {
        struct db *to = i % 2 ? other : db;

        store_put_string(db, k("from"), sample(i), start_ms + 5000);
        store_rename(db, k("from"), to, k("to"));
        ck_assert_ptr_null(store_find(db, k("from")));
        assert_value(store_find(to, k("to")), sample(i));
        ck_assert_int_eq(ttl_of(to, "to"), 5000);
    }
}
END_TEST

/* The target has each encoding, with and without a deadline; so has the source. */
START_TEST(rename_and_copy_replace_what_was_there)
{
    for (unsigned i = 0; i < 2 * 2 * SAMPLES * SAMPLES; i++) {
        struct bytes from = sample(i % SAMPLES), to = sample(i / SAMPLES % SAMPLES);
        bool from_ttl = i / SAMPLES / SAMPLES % 2, to_ttl = i / SAMPLES / SAMPLES / 2 % 2;

        for (unsigned copy = 0; copy < 2; copy++) {
            store_put_string(db, k("from"), from, from_ttl ? start_ms + 5000 : EXPIRE_NEVER);
            store_put_string(other, k("to"), to, to_ttl ? start_ms + 7000 : EXPIRE_NEVER);
            if (copy)
                store_copy(store_find(db, k("from")), other, k("to"));
            else
                store_rename(db, k("from"), other, k("to"));
            assert_value(store_find(other, k("to")), from);
            ck_assert_int_eq(ttl_of(other, "to"), from_ttl ? 5000 : -1);
            ck_assert_int_eq(store_find(db, k("from")) != NULL, copy);
            ck_assert_uint_eq(store_count(other), 1);
            store_check(st);
        }
    }
}
END_TEST

START_TEST(rename_to_the_same_name_elsewhere_moves)
{
    put("key", "value");
    store_rename(db, k("key"), other, k("key"));
    ck_assert_ptr_null(store_find(db, k("key")));
    assert_text(other, "key", "value");
}
END_TEST

START_TEST(rename_onto_an_expired_key)
{
    put("from", "value");
    put_until("to", "old", 10);
    pass(10);
    store_rename(db, k("from"), db, k("to"));
    assert_text(db, "to", "value");
    ck_assert_int_eq(ttl_of(db, "to"), -1);
}
END_TEST

START_TEST(rename_moves_a_long_value_without_a_copy)
{
    struct entry *e = store_put_string(db, k("from"), noise_of(1000), EXPIRE_NEVER);
    const struct blob *b = entry_blob(e);

    store_rename(db, k("from"), other, k("to"));
    ck_assert_ptr_eq(entry_blob(store_find(other, k("to"))), b);
    ck_assert(!blob_is_shared(b));
}
END_TEST

START_TEST(a_copy_keeps_the_encoding_name)
{
    put("key", "ab");
    store_append(db, k("key"), BYTES_LIT("cd"));
    store_copy(store_find(db, k("key")), db, k("copy"));
    ck_assert_str_eq(encoding_of("copy"), "raw");
    store_rename(db, k("copy"), db, k("moved"));
    ck_assert_str_eq(encoding_of("moved"), "raw");
}
END_TEST

/* Copies share a long value until one of them changes. */
START_TEST(copies_do_not_see_each_others_changes)
{
    struct bytes old = noise_of(1000);
    const struct blob *shared;
    uint8_t want[1004];

    memcpy(want, noise, 1000);
    memcpy(want + 1000, "tail", 4);
    for (unsigned i = 0; i < 2; i++) {
        const char *changed = i ? "copy" : "key", *kept = i ? "key" : "copy";

        shared = entry_blob(store_put_string(db, k("key"), old, EXPIRE_NEVER));
        store_copy(store_find(db, k("key")), db, k("copy"));
        ck_assert_ptr_eq(entry_blob(store_find(db, k("copy"))), shared);

        store_append(db, k(changed), BYTES_LIT("tail"));
        assert_value(store_find(db, k(changed)), bytes_make(want, 1004));
        assert_value(store_find(db, k(kept)), old);

        store_copy(store_find(db, k(kept)), db, k(changed));
        store_set_range(db, k(changed), 0, BYTES_LIT("x"));
        assert_value(store_find(db, k(kept)), old);

        store_copy(store_find(db, k(kept)), db, k(changed));
        store_put_string(db, k(changed), bytes_make(noise + 1, 1000), EXPIRE_NEVER);
        assert_value(store_find(db, k(kept)), old);
        ck_assert(!blob_is_shared(entry_blob(store_find(db, k(kept)))));
    }
}
END_TEST

/* ---- Flush and swap -------------------------------------------------------------------------------- */

START_TEST(a_flush_empties_one_database)
{
    for (unsigned i = 0; i < 1000; i++)
        put_many(db, i, 1, i % 2 ? start_ms + 1000 : EXPIRE_NEVER);
    store_put_string(db, k("long"), noise_of(2 * MIB), EXPIRE_NEVER);
    put_many(other, 0, 10, start_ms + 1000);
    store_flush(db, false);
    ck_assert_uint_eq(store_count(db), 0);
    ck_assert_uint_eq(store_ttl_count(db), 0);
    ck_assert_uint_eq(store_count(other), 10);
    put_until("new", "value", 500);
    pass(5000);
    store_expire_due(st, UNLIMITED_US);
    ck_assert_uint_eq(store_count(db) + store_count(other), 0);
    store_flush(db, true);
}
END_TEST

START_TEST(a_swap_exchanges_keys_and_deadlines)
{
    put("a", "value");
    put_many(db, 0, 10, start_ms + 1000);
    put_many(other, 0, 20, start_ms + 2000);
    store_swap(st, 0, 1);
    ck_assert_uint_eq(store_count(db), 20);
    ck_assert_uint_eq(store_count(other), 11);
    assert_text(other, "a", "value");
    ck_assert_uint_eq(store_db_index(db), 0);
    store_check(st);
    pass(1500);
    store_expire_due(st, UNLIMITED_US);
    ck_assert_uint_eq(store_count(db), 20);
    ck_assert_uint_eq(store_count(other), 1);
    store_swap(st, 1, 1);
    store_swap(st, 1, 2);
    ck_assert_uint_eq(store_count(other), 0);
    ck_assert_uint_eq(store_count(store_db(st, 2)), 1);
}
END_TEST

/* ---- Cost ------------------------------------------------------------------------------------------ */

#ifndef KV_SANITIZE

static uint64_t allocated(void)
{
    uint64_t bytes;
    size_t len = sizeof bytes;

    HOLDS(mallctl("thread.allocated", &bytes, &len, NULL, 0) == 0);
    return bytes;
}

START_TEST(an_overwrite_of_the_same_size_allocates_nothing)
{
    static const size_t lens[] = { 5, 32, 44, 100, 192, 193, 1000, 100 * 1000 };

    for (unsigned i = 0; i < sizeof lens / sizeof lens[0]; i++) {
        for (unsigned ttl = 0; ttl < 2; ttl++) {
            int64_t at_ms = ttl ? start_ms + 1000 : EXPIRE_NEVER;
            uint64_t before;

            store_put_string(db, k("key"), noise_of(lens[i]), at_ms);
            before = allocated();
            for (int n = 1; n <= 100; n++) {
                if (ttl)
                    at_ms += n;
                store_put_string(db, k("key"), bytes_make(noise + n, lens[i]), at_ms);
            }
            ck_assert_uint_eq(allocated(), before);
            assert_value(store_find(db, k("key")), bytes_make(noise + 100, lens[i]));
        }
    }
}
END_TEST

START_TEST(an_overwrite_within_the_size_class_allocates_nothing)
{
    uint64_t before;

    store_put_string(db, k("key:0123456789ab"), noise_of(32), EXPIRE_NEVER);
    before = allocated();
    for (size_t len = 25; len <= 40; len++) /* 8 + 16 + 40 = 64 */
        store_put_string(db, k("key:0123456789ab"), noise_of(len), EXPIRE_NEVER);
    ck_assert_uint_eq(allocated(), before);
    store_put_string(db, k("key:0123456789ab"), noise_of(41), EXPIRE_NEVER);
    ck_assert_uint_gt(allocated(), before);
}
END_TEST

START_TEST(counting_and_reading_allocate_nothing)
{
    struct entry *e;
    uint64_t before;

    put_until("key", "1", 1000);
    before = allocated();
    for (int i = 0; i < 1000; i++) {
        store_put_int(db, k("key"), i, EXPIRE_KEEP);
        store_read(db, k("key"), OBJ_STRING, &e);
        store_read_any(db, k("none"));
        e = store_set_expire(db, e, start_ms + 1000 + i);
        store_random(db);
        store_expire_due(st, UNLIMITED_US);
    }
    ck_assert_uint_eq(allocated(), before);
}
END_TEST

START_TEST(appending_allocates_in_proportion)
{
    uint64_t before;

    store_put_string(db, k("key"), noise_of(2 * MIB), EXPIRE_NEVER);
    before = allocated();
    for (int i = 0; i < 100 * 1000; i++)
        store_append(db, k("key"), BYTES_LIT("0123456789"));
    ck_assert_uint_lt(allocated() - before, 10 * MIB);
}
END_TEST

#endif

/* ---- The suite ------------------------------------------------------------------------------------- */

static void add_values(TCase *tc)
{
    tcase_add_test(tc, a_new_store_is_empty);
    tcase_add_test(tc, what_was_put_is_found_in_its_database);
    tcase_add_test(tc, a_deleted_key_is_gone);
    tcase_add_test(tc, keys_of_any_length_are_found);
    tcase_add_test(tc, keys_may_hold_any_byte);
    tcase_add_test(tc, values_of_any_length_replace_each_other);
    tcase_add_test(tc, encodings_follow_the_length);
    tcase_add_test(tc, texts_that_are_integers_are_held_as_integers);
    tcase_add_test(tc, texts_that_only_look_like_integers_are_kept);
    tcase_add_test(tc, integers_are_put_without_a_text);
    tcase_add_test(tc, a_blob_is_taken_over_without_a_copy);
    tcase_add_test(tc, a_blob_may_replace_itself);
    tcase_add_test(tc, a_reply_on_its_way_keeps_its_blob);
    tcase_add_test(tc, reading_counts_hits_and_misses);
    tcase_add_test(tc, finding_and_writing_count_nothing);
    tcase_add_test(tc, prefetching_is_harmless);
    tcase_add_test(tc, reads_writes_and_puts_are_accesses);
    tcase_add_test(tc, without_touch_the_clock_stands);
    tcase_add_test(tc, under_lfu_the_clock_counts_accesses);
    tcase_add_test(tc, the_clock_survives_a_new_shape);
}

static void add_changes(TCase *tc)
{
    tcase_add_test(tc, append_makes_a_missing_key_as_put_does);
    tcase_add_test(tc, an_appended_string_is_raw);
    tcase_add_test(tc, appending_passes_every_limit);
    tcase_add_test(tc, set_range_makes_a_missing_key_raw);
    tcase_add_test(tc, set_range_agrees_with_an_array);
    tcase_add_test(tc, zeros_far_beyond_the_end_take_no_time_and_little_memory);
    tcase_add_test(tc, rename_moves_value_and_deadline);
    tcase_add_test(tc, rename_and_copy_replace_what_was_there);
    tcase_add_test(tc, rename_to_the_same_name_elsewhere_moves);
    tcase_add_test(tc, rename_onto_an_expired_key);
    tcase_add_test(tc, rename_moves_a_long_value_without_a_copy);
    tcase_add_test(tc, a_copy_keeps_the_encoding_name);
    tcase_add_test(tc, copies_do_not_see_each_others_changes);
    tcase_add_test(tc, a_flush_empties_one_database);
    tcase_add_test(tc, a_swap_exchanges_keys_and_deadlines);
}

static void add_cost(TCase *tc)
{
#ifdef KV_SANITIZE
    (void)tc;
#else
    tcase_add_test(tc, an_overwrite_of_the_same_size_allocates_nothing);
    tcase_add_test(tc, an_overwrite_within_the_size_class_allocates_nothing);
    tcase_add_test(tc, counting_and_reading_allocate_nothing);
    tcase_add_test(tc, appending_allocates_in_proportion);
#endif
}

int main(void)
{
    Suite *s = suite_create("store");

    clock_init();
    mem_thread_start();
    add_values(add_case(s, "values"));
    add_changes(add_case(s, "changes"));
    add_cost(add_case(s, "cost"));
    return run_suite(s);
}
