#include "obj/blob.h"

#include "base/clock.h"
#include "base/mem.h"

#include <check.h>
#include <pthread.h>
#include <stdlib.h>

enum { MIB = 1024 * 1024 };

static size_t in_use;

static void setup(void)
{
    in_use = mem_used();
}

/* Every test frees what it made. */
static void teardown(void)
{
    ck_assert_uint_eq(mem_used(), in_use);
}

static void assert_content(const struct blob *b, const char *text)
{
    ck_assert(bytes_eq(blob_bytes(b), bytes_str(text)));
}

/* ---- References ------------------------------------------------------------------------------------ */

START_TEST(a_new_blob_is_empty_and_has_room)
{
    static const size_t caps[] = { 0, 1, 193, 4096, 3 * MIB };

    for (unsigned i = 0; i < sizeof caps / sizeof caps[0]; i++) {
        struct blob *b = blob_new(caps[i]);

        ck_assert_uint_eq(b->len, 0);
        ck_assert_uint_ge(b->cap, caps[i]);
        ck_assert(!blob_is_shared(b));
        memset(b->data, 1, b->cap);
        blob_unref(b);
    }
}
END_TEST

START_TEST(dup_copies)
{
    char text[] = "hello";
    struct blob *b = blob_dup(bytes_str(text));

    text[0] = 'j';
    assert_content(b, "hello");
    blob_unref(b);
    b = blob_dup(bytes_make(NULL, 0));
    assert_content(b, "");
    blob_unref(b);
}
END_TEST

START_TEST(the_last_reference_frees)
{
    struct blob *b = blob_dup(BYTES_LIT("hello"));

    ck_assert_ptr_eq(blob_ref(b), b);
    ck_assert(blob_is_shared(b));
    blob_unref(b);
    ck_assert(!blob_is_shared(b));
    assert_content(b, "hello");
    blob_unref(b);
    blob_unref(NULL);
}
END_TEST

/* ---- Owning ---------------------------------------------------------------------------------------- */

START_TEST(owning_one_that_is_not_shared_keeps_it)
{
    struct blob *b = blob_dup(BYTES_LIT("hello"));

    ck_assert_ptr_eq(blob_own(b, b->cap, true), b);
    ck_assert_ptr_eq(blob_own(b, 0, true), b);
    assert_content(b, "hello");
    blob_unref(b);
}
END_TEST

START_TEST(owning_makes_room)
{
    struct blob *b = blob_own(blob_dup(BYTES_LIT("hello")), 100 * 1000, false);

    ck_assert_uint_ge(b->cap, 100 * 1000);
    assert_content(b, "hello");
    memset(b->data, 1, b->cap);
    blob_unref(b);
}
END_TEST

START_TEST(spare_room_doubles_but_not_beyond_a_mebibyte)
{
    struct blob *b = blob_own(blob_new(0), 1000, true);

    ck_assert_uint_ge(b->cap, 2000);
    b = blob_own(b, 64 * MIB, true);
    ck_assert_uint_ge(b->cap, 65 * MIB);
    ck_assert_uint_le(b->cap, 96 * MIB); /* the size classes are a quarter apart */
    blob_unref(b);
}
END_TEST

START_TEST(owning_a_shared_one_copies_it)
{
    struct blob *shared = blob_dup(BYTES_LIT("hello")),
                *own = blob_own(blob_ref(shared), 10, false);

    ck_assert_ptr_ne(own, shared);
    ck_assert(!blob_is_shared(own));
    ck_assert(!blob_is_shared(shared));
    own->data[0] = 'j';
    assert_content(shared, "hello");
    assert_content(own, "jello");
    blob_unref(own);
    blob_unref(shared);
}
END_TEST

START_TEST(owning_never_cuts_the_content)
{
    struct blob *shared = blob_new(5000), *own;

    memset(shared->data, 'x', 5000);
    shared->len = 5000;
    own = blob_own(blob_ref(shared), 1, false);
    ck_assert(bytes_eq(blob_bytes(own), blob_bytes(shared)));
    blob_unref(own);
    blob_unref(shared);
}
END_TEST

/* ---- Writing --------------------------------------------------------------------------------------- */

START_TEST(a_write_inside_changes_only_that)
{
    struct blob *b = blob_write(blob_dup(BYTES_LIT("hello world")), 6, BYTES_LIT("there"));

    assert_content(b, "hello there");
    b = blob_write(b, 0, BYTES_LIT("J"));
    assert_content(b, "Jello there");
    b = blob_write(b, 3, bytes_make(NULL, 0));
    assert_content(b, "Jello there");
    blob_unref(b);
}
END_TEST

START_TEST(a_write_at_the_end_appends)
{
    struct blob *b = blob_dup(BYTES_LIT(""));
    unsigned moves = 0;

    for (int i = 0; i < 1000; i++) {
        size_t cap = b->cap;

        b = blob_write(b, b->len, BYTES_LIT("abcd"));
        moves += b->cap != cap;
    }
    ck_assert_uint_eq(b->len, 4000);
    ck_assert_uint_le(moves, 12); /* the room doubles */
    for (size_t i = 0; i < b->len; i++)
        ck_assert_int_eq(b->data[i], "abcd"[i % 4]);
    blob_unref(b);
}
END_TEST

/* Small gaps are filled by hand, large ones with pages of zeros. */
START_TEST(the_gap_before_a_write_is_zero)
{
    static const size_t gaps[] = { 1, 100, 100 * 1000, 128 * 1024, 5 * MIB };

    for (unsigned i = 0; i < sizeof gaps / sizeof gaps[0]; i++) {
        /* What lies behind the end is not zero before the write. */
        struct blob *dirty = blob_new(200 * 1024);

        memset(dirty->data, 0xff, dirty->cap);
        dirty->len = 3;
        dirty = blob_write(dirty, 3 + gaps[i], BYTES_LIT("end"));
        ck_assert_uint_eq(dirty->len, gaps[i] + 6);
        for (size_t k = 0; k < 3; k++)
            ck_assert_uint_eq(dirty->data[k], 0xff);
        ck_assert_uint_eq(dirty->data[3], 0);
        ck_assert_int_eq(memcmp(dirty->data + 3, dirty->data + 4, gaps[i] - 1), 0);
        ck_assert_int_eq(memcmp(dirty->data + 3 + gaps[i], "end", 3), 0);
        blob_unref(dirty);
    }
}
END_TEST

START_TEST(a_write_that_fits_does_not_move_the_blob)
{
    struct blob *b = blob_new(MIB);

    memset(b->data, 0xff, b->cap);
    ck_assert_ptr_eq(blob_write(b, MIB - 3, BYTES_LIT("end")), b);
    ck_assert_uint_eq(b->len, MIB);
    for (size_t i = 0; i < MIB - 3; i++)
        if (b->data[i] != 0)
            ck_abort_msg("byte %zu is not zero", i);
    blob_unref(b);
}
END_TEST

START_TEST(a_long_gap_takes_no_memory_but_address_space)
{
#ifndef KV_SANITIZE
    struct mem_stats before, after;
    struct blob *b;

    mem_stats_read(&before);
    b = blob_write(blob_dup(BYTES_LIT("x")), 256 * MIB, BYTES_LIT("y"));
    mem_stats_read(&after);
    ck_assert_uint_lt(after.rss, before.rss + 8 * MIB);
    ck_assert_uint_eq(b->data[128 * MIB], 0);
    blob_unref(b);
#endif
}
END_TEST

START_TEST(a_write_to_a_shared_blob_copies_it)
{
    struct blob *shared = blob_dup(BYTES_LIT("hello"));
    struct blob *small = blob_write(blob_ref(shared), 0, BYTES_LIT("J"));
    struct blob *large = blob_write(blob_ref(shared), MIB, BYTES_LIT("end"));

    ck_assert_uint_eq(small->cap, shared->cap); /* nothing grew, so nothing is spare */
    assert_content(shared, "hello");
    ck_assert(!blob_is_shared(shared));
    assert_content(small, "Jello");
    ck_assert_int_eq(memcmp(large->data, "hello", 6), 0);
    blob_unref(small);
    blob_unref(large);
    blob_unref(shared);
}
END_TEST

START_TEST(appending_to_a_long_value_seldom_moves_it)
{
    struct blob *b = blob_write(blob_new(4 * MIB), 4 * MIB - 1, BYTES_LIT("x"));
    unsigned moves = 0;

    for (int i = 0; i < 100 * 1000; i++) {
        size_t cap = b->cap;

        b = blob_write(b, b->len, BYTES_LIT("0123456789"));
        moves += b->cap != cap;
    }
    ck_assert_uint_le(moves, 2);
    blob_unref(b);
}
END_TEST

/* ---- Refilling ------------------------------------------------------------------------------------- */

START_TEST(a_refill_needs_the_same_size_class)
{
    struct blob *b = blob_dup(BYTES_LIT("hello"));
    uint8_t large[1000] = { 1 };

    ck_assert(blob_refill(b, BYTES_LIT("world")));
    assert_content(b, "world");
    ck_assert(!blob_refill(b, bytes_make(large, sizeof large)));
    assert_content(b, "world");
    blob_unref(b);

    b = blob_dup(bytes_make(large, sizeof large));
    ck_assert(!blob_refill(b, BYTES_LIT("small")));
    ck_assert_uint_eq(b->len, sizeof large);
    blob_unref(b);
}
END_TEST

START_TEST(a_shared_blob_is_not_refilled)
{
    struct blob *b = blob_dup(BYTES_LIT("hello"));

    blob_ref(b);
    ck_assert(!blob_refill(b, BYTES_LIT("world")));
    assert_content(b, "hello");
    blob_unref(b);
    blob_unref(b);
}
END_TEST

START_TEST(a_refill_may_come_from_the_blob_itself)
{
    struct blob *b = blob_dup(BYTES_LIT("hello"));

    ck_assert(blob_refill(b, blob_bytes(b)));
    assert_content(b, "hello");
    blob_unref(b);
}
END_TEST

/* ---- Threads --------------------------------------------------------------------------------------- */

enum { SHARERS = 4, ROUNDS = 20 * 1000 };

static void *share(void *arg)
{
    struct blob *b = arg;

    mem_thread_start();
    for (int i = 0; i < ROUNDS; i++) {
        blob_ref(b);
        blob_unref(b);
    }
    blob_unref(b);
    mem_thread_end();
    return NULL;
}

START_TEST(references_may_be_dropped_on_any_thread)
{
    struct blob *b = blob_dup(BYTES_LIT("hello"));
    pthread_t threads[SHARERS];

    for (int i = 0; i < SHARERS; i++) {
        blob_ref(b);
        ck_assert_int_eq(pthread_create(&threads[i], NULL, share, b), 0);
    }
    blob_unref(b);
    for (int i = 0; i < SHARERS; i++)
        pthread_join(threads[i], NULL);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("blob");
    TCase *refs = tcase_create("references"), *own = tcase_create("owning");
    TCase *writing = tcase_create("writing"), *refill = tcase_create("refilling");
    TCase *threads = tcase_create("threads");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_checked_fixture(refs, setup, teardown);
    tcase_add_test(refs, a_new_blob_is_empty_and_has_room);
    tcase_add_test(refs, dup_copies);
    tcase_add_test(refs, the_last_reference_frees);
    suite_add_tcase(s, refs);

    tcase_add_checked_fixture(own, setup, teardown);
    tcase_add_test(own, owning_one_that_is_not_shared_keeps_it);
    tcase_add_test(own, owning_makes_room);
    tcase_add_test(own, spare_room_doubles_but_not_beyond_a_mebibyte);
    tcase_add_test(own, owning_a_shared_one_copies_it);
    tcase_add_test(own, owning_never_cuts_the_content);
    suite_add_tcase(s, own);

    tcase_add_checked_fixture(writing, setup, teardown);
    tcase_add_test(writing, a_write_inside_changes_only_that);
    tcase_add_test(writing, a_write_at_the_end_appends);
    tcase_add_test(writing, the_gap_before_a_write_is_zero);
    tcase_add_test(writing, a_write_that_fits_does_not_move_the_blob);
    tcase_add_test(writing, a_long_gap_takes_no_memory_but_address_space);
    tcase_add_test(writing, a_write_to_a_shared_blob_copies_it);
    tcase_add_test(writing, appending_to_a_long_value_seldom_moves_it);
    suite_add_tcase(s, writing);

    tcase_add_checked_fixture(refill, setup, teardown);
    tcase_add_test(refill, a_refill_needs_the_same_size_class);
    tcase_add_test(refill, a_shared_blob_is_not_refilled);
    tcase_add_test(refill, a_refill_may_come_from_the_blob_itself);
    suite_add_tcase(s, refill);

    tcase_add_test(threads, references_may_be_dropped_on_any_thread);
    suite_add_tcase(s, threads);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
