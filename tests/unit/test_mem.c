#include "base/mem.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { MEGABYTE = 1024 * 1024 };

static bool is_all(const uint8_t *p, size_t len, uint8_t byte)
{
    for (size_t i = 0; i < len; i++)
        if (p[i] != byte)
            return false;
    return true;
}

START_TEST(blocks_hold_what_was_asked_for)
{
    for (size_t size = 1; size < 100000; size = size * 3 / 2 + 1) {
        uint8_t *p = mem_alloc(size), *zeroed = mem_zalloc(size);

        ck_assert_uint_ge(mem_usable_size(p), size);
        memset(p, 0xaa, size);
        ck_assert(is_all(zeroed, size, 0));
        p = mem_realloc(p, 2 * size);
        ck_assert(is_all(p, size, 0xaa));
        mem_free(zeroed);
        mem_free_sized(p, 2 * size);
    }
    mem_free(NULL);
}
END_TEST

START_TEST(realloc_of_null_allocates)
{
    void *p = mem_realloc(NULL, 10);

    ck_assert_uint_ge(mem_usable_size(p), 10);
    mem_free(p);
}
END_TEST

START_TEST(copies_end_with_nul)
{
    char *a = mem_strdup("hello"), *b = mem_bytesdup(BYTES_LIT("x\0y"));
    char *none = mem_bytesdup((struct bytes){ NULL, 0 });

    ck_assert_str_eq(a, "hello");
    ck_assert_mem_eq(b, "x\0y", 4);
    ck_assert_str_eq(none, "");
    mem_free(a);
    mem_free(b);
    mem_free(none);
}
END_TEST

START_TEST(good_size_is_what_a_block_takes)
{
    for (size_t size = 1; size < 10 * MEGABYTE; size = size * 5 / 4 + 1) {
        void *p = mem_alloc(size);

        ck_assert_uint_ge(mem_good_size(size), size);
        ck_assert_uint_eq(mem_usable_size(p), mem_good_size(size));
        ck_assert_uint_eq(mem_good_size(mem_good_size(size)), mem_good_size(size));
        mem_free(p);
    }
    ck_assert_uint_ge(mem_good_size(SIZE_MAX), SIZE_MAX);
}
END_TEST

START_TEST(used_follows_every_call)
{
    size_t before = mem_used(), size;
    char *a, *b;
    void *p;

    p = mem_alloc(1000);
    size = mem_usable_size(p);
    ck_assert_uint_eq(mem_used(), before + size);
    p = mem_realloc(p, 300000);
    size = mem_usable_size(p);
    ck_assert_uint_eq(mem_used(), before + size);
    a = mem_strdup("text");
    b = mem_zalloc(500);
    ck_assert_uint_eq(mem_used(), before + size + mem_usable_size(a) + mem_usable_size(b));
    mem_free(a);
    mem_free_sized(b, 500);
    mem_free_sized(p, 300000);
    ck_assert_uint_eq(mem_used(), before);
}
END_TEST

static void *allocate_and_end(void *size)
{
    void *p;

    mem_thread_start();
    p = mem_alloc(*(size_t *)size);
    mem_thread_end();
    return p;
}

static void *free_and_end(void *p)
{
    mem_thread_start();
    mem_free(p);
    mem_thread_end();
    return NULL;
}

/* Starting a thread allocates a little that is kept for the next one. */
static bool is_about(size_t figure, size_t expected)
{
    return figure + 64 * 1024 > expected && figure < expected + 64 * 1024;
}

START_TEST(blocks_may_outlive_their_thread)
{
    size_t before = mem_used(), size = 5 * MEGABYTE;
    pthread_t thread;
    void *p = NULL;

    ck_assert_int_eq(pthread_create(&thread, NULL, allocate_and_end, &size), 0);
    pthread_join(thread, &p);
    ck_assert(is_about(mem_used(), before + mem_usable_size(p)));
    mem_free(p);
    ck_assert(is_about(mem_used(), before));
}
END_TEST

START_TEST(another_thread_may_free)
{
    size_t before = mem_used();
    void *p = mem_alloc(5 * MEGABYTE);
    pthread_t thread;

    ck_assert_int_eq(pthread_create(&thread, NULL, free_and_end, p), 0);
    pthread_join(thread, NULL);
    ck_assert(is_about(mem_used(), before));
}
END_TEST

enum { BUSY_ROUNDS = 2000 };

static void *stay_busy(void *unused)
{
    (void)unused;
    mem_thread_start();
    for (int i = 1; i <= BUSY_ROUNDS; i++)
        mem_free(mem_alloc((size_t)i * 7));
    mem_thread_end();
    return NULL;
}

START_TEST(threads_come_and_go_while_it_is_read)
{
    size_t before = mem_used(), highest = 0;
    pthread_t threads[4];

    for (int round = 0; round < 5; round++) {
        for (int i = 0; i < 4; i++)
            ck_assert_int_eq(pthread_create(&threads[i], NULL, stay_busy, NULL), 0);
        for (int i = 0; i < 10000; i++)
            highest = mem_used() > highest ? mem_used() : highest;
        for (int i = 0; i < 4; i++)
            pthread_join(threads[i], NULL);
    }
    ck_assert_uint_lt(highest, before + 10 * MEGABYTE);
    ck_assert(is_about(mem_used(), before));
}
END_TEST

START_TEST(stats_see_a_large_block)
{
    enum { SIZE = 64 * MEGABYTE };
    struct mem_stats before, with, after;
    uint8_t *p;

    mem_stats_read(&before);
    ck_assert_uint_gt(before.rss, MEGABYTE);
    p = mem_alloc(SIZE);
    memset(p, 1, SIZE);
    mem_stats_read(&with);
    ck_assert_uint_ge(with.allocated, before.allocated + SIZE);
    ck_assert_uint_ge(with.rss, before.rss + SIZE / 2);
    mem_free(p);
    mem_purge();
    mem_stats_read(&after);
    ck_assert_uint_lt(after.allocated, with.allocated);
#ifndef KV_SANITIZE
    ck_assert_uint_ge(with.active, with.allocated);
    ck_assert_uint_ge(with.resident, with.active);
    ck_assert_uint_gt(with.metadata, 0);
    ck_assert_uint_lt(after.rss, with.rss - SIZE / 2);
#endif
}
END_TEST

START_TEST(the_allocator_has_a_name)
{
#ifdef KV_SANITIZE
    ck_assert_str_eq(mem_allocator_name(), "libc");
#else
    ck_assert_int_eq(strncmp(mem_allocator_name(), "jemalloc-5.", 11), 0);
    ck_assert_uint_lt(strlen(mem_allocator_name()), 20);
#endif
}
END_TEST

#ifndef KV_SANITIZE
/* The address sanitizer ends the process in its own way. */
START_TEST(running_out_of_memory_aborts)
{
    volatile size_t impossible = SIZE_MAX / 4;

    mem_free(mem_alloc(impossible));
}
END_TEST
#endif

int main(void)
{
    Suite *s = suite_create("mem");
    TCase *t = tcase_create("mem");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    suite_add_tcase(s, t);
    tcase_add_test(t, blocks_hold_what_was_asked_for);
    tcase_add_test(t, realloc_of_null_allocates);
    tcase_add_test(t, copies_end_with_nul);
    tcase_add_test(t, good_size_is_what_a_block_takes);
    tcase_add_test(t, used_follows_every_call);
    tcase_add_test(t, blocks_may_outlive_their_thread);
    tcase_add_test(t, another_thread_may_free);
    tcase_add_test(t, threads_come_and_go_while_it_is_read);
    tcase_add_test(t, stats_see_a_large_block);
    tcase_add_test(t, the_allocator_has_a_name);
#ifndef KV_SANITIZE
    tcase_add_test_raise_signal(t, running_out_of_memory_aborts, SIGABRT);
#endif
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
