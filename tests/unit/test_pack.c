#include "ds/pack.h"

#include "base/mem.h"

#include <check.h>
#include <stdlib.h>

static void expect(const struct pack *p, const char *content)
{
    ck_assert_mem_eq(p->ptr, content, strlen(content));
}

START_TEST(an_empty_pack_gets_room)
{
    struct pack p = { 0 };

    ck_assert_ptr_eq(pack_room(&p, 0, 40), p.ptr);
    ck_assert_uint_ge(p.cap, 40);
    ck_assert(!p.borrowed);
    memset(p.ptr, 0xaa, p.cap); /* all of it is ours */
    pack_fini(&p);
}
END_TEST

START_TEST(growing_keeps_what_is_used)
{
    struct pack p = pack_dup(BYTES_LIT("0123456789"));

    for (size_t len = 11; len < 5000; len += 7) {
        ck_assert_ptr_eq(pack_room(&p, 10, len), p.ptr);
        ck_assert_uint_ge(p.cap, len);
        expect(&p, "0123456789");
    }
    pack_fini(&p);
}
END_TEST

/* As much as the allocator sets aside anyway, so that the next few changes need no call. */
START_TEST(room_is_a_whole_size_class)
{
    for (size_t len = 1; len < 100 * 1000; len += 1 + len / 3) {
        struct pack p = { 0 };

        pack_room(&p, 0, len);
        ck_assert_uint_eq(p.cap, mem_good_size(len));
        pack_fini(&p);
    }
}
END_TEST

START_TEST(room_that_is_there_is_not_moved)
{
    struct pack p = pack_dup(BYTES_LIT("abc"));
    uint8_t *ptr = p.ptr;
    size_t cap = p.cap;

    ck_assert_ptr_eq(pack_room(&p, 3, cap), ptr);
    ck_assert_ptr_eq(pack_room(&p, 3, 0), ptr);
    ck_assert_uint_eq(p.cap, cap);
    pack_fini(&p);
}
END_TEST

START_TEST(a_copy_is_independent)
{
    char content[] = "abc";
    struct pack p = pack_dup(bytes_str(content));

    content[0] = 'x';
    expect(&p, "abc");
    ck_assert(!p.borrowed);
    pack_fini(&p);
    ck_assert_ptr_null(p.ptr);
    ck_assert_uint_eq(p.cap, 0);
    pack_fini(&p);
}
END_TEST

START_TEST(borrowed_memory_is_left_when_it_is_too_small)
{
    uint8_t lent[8] = "abcdefgh";
    struct pack p = { lent, sizeof lent, true };

    ck_assert_ptr_eq(pack_room(&p, 3, 8), lent);
    ck_assert(p.borrowed);
    pack_room(&p, 3, 9);
    ck_assert(!p.borrowed);
    ck_assert_ptr_ne(p.ptr, lent);
    expect(&p, "abc");
    memset(p.ptr, 0, p.cap);
    ck_assert_mem_eq(lent, "abcdefgh", 8);
    pack_fini(&p);
}
END_TEST

START_TEST(borrowed_memory_is_not_freed)
{
    uint8_t lent[8] = "abcdefgh";
    struct pack p = { lent, sizeof lent, true };

    pack_fini(&p);
    ck_assert_ptr_null(p.ptr);
    ck_assert(!p.borrowed);
    ck_assert_mem_eq(lent, "abcdefgh", 8);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("pack");
    TCase *t = tcase_create("pack");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(t, an_empty_pack_gets_room);
    tcase_add_test(t, growing_keeps_what_is_used);
    tcase_add_test(t, room_is_a_whole_size_class);
    tcase_add_test(t, room_that_is_there_is_not_moved);
    tcase_add_test(t, a_copy_is_independent);
    tcase_add_test(t, borrowed_memory_is_left_when_it_is_too_small);
    tcase_add_test(t, borrowed_memory_is_not_freed);
    suite_add_tcase(s, t);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
