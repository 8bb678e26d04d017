#include "base/arena.h"

#include "base/clock.h"
#include "base/mem.h"

#include <check.h>
#include <stdlib.h>

START_TEST(pieces_stay_where_they_are)
{
    struct arena a = { 0 };
    struct bytes pieces[1000];
    size_t in_use = mem_used();

    for (unsigned i = 0; i < 1000; i++) {
        uint8_t text[300];

        memset(text, (int)i, sizeof text);
        pieces[i] = arena_dup(&a, bytes_make(text, i % 300));
    }
    for (unsigned i = 0; i < 1000; i++) {
        ck_assert_uint_eq(pieces[i].len, i % 300);
        for (size_t k = 0; k < pieces[i].len; k++)
            if (pieces[i].ptr[k] != (uint8_t)i)
                ck_abort_msg("piece %u has changed", i);
    }
    ck_assert_uint_ge(a.bytes, 150 * 1000);
    arena_fini(&a);
    ck_assert_uint_eq(mem_used(), in_use);
    ck_assert_uint_eq(a.bytes, 0);
}
END_TEST

START_TEST(an_empty_arena_holds_nothing)
{
    struct arena a = { 0 };
    struct bytes none;

    arena_fini(&a);
    none = arena_dup(&a, bytes_make(NULL, 0));
    ck_assert_uint_eq(none.len, 0);
    ck_assert_ptr_nonnull(none.ptr);
    arena_fini(&a);
}
END_TEST

START_TEST(a_piece_longer_than_a_block_has_one_of_its_own)
{
    struct arena a = { 0 };
    uint8_t *big, *small;

    small = arena_alloc(&a, 10);
    memset(small, 1, 10);
    big = arena_alloc(&a, 1024 * 1024);
    memset(big, 2, 1024 * 1024);
    memset(arena_alloc(&a, 10), 3, 10);
    ck_assert_uint_eq(small[9], 1);
    ck_assert_uint_eq(big[1024 * 1024 - 1], 2);
    arena_fini(&a);
}
END_TEST

START_TEST(what_is_undone_is_used_again)
{
    struct arena a = { 0 };
    uint8_t *first = arena_alloc(&a, 100), *second = arena_alloc(&a, 50);
    size_t bytes = a.bytes;

    arena_undo(&a, 50);
    ck_assert_ptr_eq(arena_alloc(&a, 20), second);
    ck_assert_ptr_eq(arena_alloc(&a, 20), second + 20);
    for (int i = 0; i < 100000; i++) {
        arena_alloc(&a, 200);
        arena_undo(&a, 200);
    }
    ck_assert_uint_le(a.bytes, bytes + 2048);
    memset(first, 1, 100);
    arena_fini(&a);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("arena");
    TCase *tc = tcase_create("arena");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_test(tc, pieces_stay_where_they_are);
    tcase_add_test(tc, an_empty_arena_holds_nothing);
    tcase_add_test(tc, a_piece_longer_than_a_block_has_one_of_its_own);
    tcase_add_test(tc, what_is_undone_is_used_again);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
