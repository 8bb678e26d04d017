#include "store/digest.h"

#include <check.h>
#include <stdio.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "obj/stream.h"

enum { NOW_MS = 1000 * 1000 };

static struct store *st;

static void setup(void)
{
    st = store_new(4, NOW_MS);
}

static void teardown(void)
{
    store_free(st);
}

static void put(unsigned db, const char *key, const char *value, int64_t expire_at_ms)
{
    store_put_string(store_db(st, db), key_of(bytes_str(key)), bytes_str(value), expire_at_ms);
}

static void drop(unsigned db, const char *key)
{
    ck_assert(store_delete(store_db(st, db), key_of(bytes_str(key)), false));
}

static const char *hex(void)
{
    static char text[8][DIGEST_HEX + 1];
    static unsigned next;
    struct digest d = digest_store(st);
    char *out = text[next++ % 8];

    digest_hex(&d, out);
    return out;
}

START_TEST(no_keys_give_zeros)
{
    ck_assert_str_eq(hex(), "0000000000000000000000000000000000000000");
    put(0, "a", "1", EXPIRE_NEVER);
    ck_assert_str_ne(hex(), "0000000000000000000000000000000000000000");
    drop(0, "a");
    ck_assert_str_eq(hex(), "0000000000000000000000000000000000000000");
}
END_TEST

/* A digest must not depend on the machine, the build or the hash seed. */
START_TEST(a_known_data_set_has_a_known_digest)
{
    put(0, "key", "value", EXPIRE_NEVER);
    ck_assert_str_eq(hex(), "ec5c30b6bfe74fc09551d7ab41a47ee4d7f061d0");
}
END_TEST

START_TEST(the_order_of_writing_does_not_matter)
{
    const char *forth, *back;
    char key[16];

    for (int i = 0; i < 1000; i++) {
        snprintf(key, sizeof key, "key:%d", i);
        put(0, key, key, EXPIRE_NEVER);
    }
    forth = hex();
    store_flush(store_db(st, 0), false);
    for (int i = 1000; i-- > 0;) {
        snprintf(key, sizeof key, "key:%d", i);
        put(0, key, key, EXPIRE_NEVER);
    }
    back = hex();
    ck_assert_str_eq(forth, back);
}
END_TEST

START_TEST(every_part_of_an_entry_counts)
{
    const char *base;

    put(0, "a", "1", EXPIRE_NEVER);
    base = hex();
    put(0, "a", "2", EXPIRE_NEVER);
    ck_assert_str_ne(hex(), base);
    put(0, "a", "1", NOW_MS + 5000);
    ck_assert_str_ne(hex(), base);
    drop(0, "a");
    put(0, "b", "1", EXPIRE_NEVER);
    ck_assert_str_ne(hex(), base);
    drop(0, "b");
    put(1, "a", "1", EXPIRE_NEVER);
    ck_assert_str_ne(hex(), base);
    drop(1, "a");
    put(0, "a", "1", EXPIRE_NEVER);
    ck_assert_str_eq(hex(), base);
}
END_TEST

START_TEST(when_a_key_expires_does_not_count_but_that_it_has_does)
{
    const char *soon;

    put(0, "a", "1", NOW_MS + 1000);
    soon = hex();
    put(0, "a", "1", NOW_MS + 9000);
    ck_assert_str_eq(hex(), soon);
    store_set_active_expire(st, false);
    store_advance(st, NOW_MS + 9000);
    ck_assert_str_eq(hex(), "0000000000000000000000000000000000000000");
}
END_TEST

START_TEST(how_a_value_is_held_does_not_count)
{
    struct entry *e;
    struct digest as_int, as_text;

    e = store_put_int(store_db(st, 0), key_of(BYTES_LIT("a")), 12, EXPIRE_NEVER);
    ck_assert_int_eq(entry_encoding(e), ENC_INT);
    as_int = digest_value(e);
    store_put_string(store_db(st, 0), key_of(BYTES_LIT("b")), BYTES_LIT("1"), EXPIRE_NEVER);
    e = store_append(store_db(st, 0), key_of(BYTES_LIT("b")), BYTES_LIT("2"));
    ck_assert_int_ne(entry_encoding(e), ENC_INT);
    as_text = digest_value(e);
    ck_assert_mem_eq(as_int.bytes, as_text.bytes, DIGEST_LEN);
}
END_TEST

static struct stream *edit_stream(struct edit *ed)
{
    store_edit(store_db(st, 0), key_of(BYTES_LIT("s")), OBJ_STREAM, ed);
    return stream_of(&ed->value);
}

/* Hands out the digest after one step more, each of which changes something. */
static const char *stream_after(int step)
{
    struct bytes one[] = { BYTES_LIT("f"), BYTES_LIT("v") },
                 other[] = { BYTES_LIT("f"), BYTES_LIT("w") };
    struct stream_id first = { 1, 0 }, second = { 2, 0 };
    struct edit ed;
    struct stream *s = edit_stream(&ed);
    struct group *g = stream_group(s, BYTES_LIT("g"));

    switch (step) {
    case 0:
        stream_append(s, first, one, 1);
        break;
    case 1:
        stream_append(s, second, other, 1);
        break;
    case 2:
        stream_group_create(s, BYTES_LIT("g"), STREAM_ID_MIN, GROUP_READ_UNKNOWN);
        break;
    case 3:
        group_consumer_create(g, BYTES_LIT("c"), NOW_MS);
        break;
    case 4:
        stream_deliver(s, g, group_consumer_at(g, 0), first, NOW_MS);
        break;
    case 5:
        group_release(g, group_pending(g, first));
        break;
    case 6:
        group_ack(g, first);
        break;
    default:
        stream_delete(s, first, STREAM_KEEPREF);
    }
    store_commit(&ed);
    return hex();
}

START_TEST(every_part_of_a_stream_counts)
{
    enum { STEPS = 8 };
    char seen[STEPS][DIGEST_HEX + 1];

    for (int i = 0; i < STEPS; i++) {
        snprintf(seen[i], sizeof seen[i], "%s", stream_after(i));
        for (int k = 0; k < i; k++)
            ck_assert_str_ne(seen[i], seen[k]);
    }
}
END_TEST

START_TEST(when_a_consumer_was_seen_does_not_count)
{
    struct edit ed;
    const char *before;

    for (int i = 0; i < 4; i++)
        before = stream_after(i);
    group_consumer_at(stream_group_at(edit_stream(&ed), 0), 0)->seen_ms = 5;
    store_commit(&ed);
    ck_assert_str_eq(hex(), before);
}
END_TEST

/* Other collections go with their last element. */
START_TEST(a_stream_without_entries_is_a_key)
{
    struct edit ed;

    edit_stream(&ed);
    ck_assert(!store_commit(&ed));
    ck_assert_uint_eq(store_count(store_db(st, 0)), 1);
    stream_after(0);
    stream_after(7);
    ck_assert_uint_eq(store_count(store_db(st, 0)), 1);
    store_check(st);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("digest");
    TCase *tc = tcase_create("digest");
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_random();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, no_keys_give_zeros);
    tcase_add_test(tc, a_known_data_set_has_a_known_digest);
    tcase_add_test(tc, the_order_of_writing_does_not_matter);
    tcase_add_test(tc, every_part_of_an_entry_counts);
    tcase_add_test(tc, when_a_key_expires_does_not_count_but_that_it_has_does);
    tcase_add_test(tc, how_a_value_is_held_does_not_count);
    tcase_add_test(tc, every_part_of_a_stream_counts);
    tcase_add_test(tc, when_a_consumer_was_seen_does_not_count);
    tcase_add_test(tc, a_stream_without_entries_is_a_key);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
