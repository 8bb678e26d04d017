#include "base/buf.h"
#include "base/mem.h"
#include "base/rand.h"

#include <check.h>

START_TEST(appends_in_order)
{
    struct buf b;

    buf_init(&b, BUF_UNLIMITED);
    buf_add_str(&b, "a=");
    buf_add_int(&b, INT64_MIN);
    buf_add_byte(&b, ' ');
    buf_add_uint(&b, UINT64_MAX);
    buf_add_bytes(&b, BYTES_LIT(" \0 "));
    buf_addf(&b, "%d%%", 7);
    ck_assert(
        bytes_eq(buf_bytes(&b), BYTES_LIT("a=-9223372036854775808 18446744073709551615 \0 7%")));
    ck_assert(!b.failed);
    buf_fini(&b);
    ck_assert_ptr_null(b.ptr);
}
END_TEST

START_TEST(nothing_is_allocated_before_the_first_byte)
{
    struct buf b = { .limit = 100 };

    buf_add(&b, NULL, 0);
    buf_add_str(&b, "");
    buf_addf(&b, "%s", "");
    buf_consume(&b, 0);
    ck_assert_ptr_null(b.ptr);
    ck_assert_str_eq(buf_cstr(&b), "");
    ck_assert_uint_eq(buf_bytes(&b).len, 0);
    buf_fini(&b);
}
END_TEST

START_TEST(the_limit_is_exact_and_latched)
{
    struct buf b;

    buf_init(&b, 10);
    buf_add_str(&b, "0123456789");
    ck_assert(!b.failed);
    ck_assert_uint_le(b.cap, 10);
    ck_assert_str_eq(buf_cstr(&b), "0123456789"); /* the NUL is not part of the limit */
    buf_add_byte(&b, 'x');
    ck_assert(b.failed);
    ck_assert_uint_eq(b.len, 10);

    buf_consume(&b, 5);
    buf_add_byte(&b, 'x'); /* would fit, but one append is missing already */
    ck_assert_ptr_null(buf_room(&b, 1));
    ck_assert_str_eq(buf_cstr(&b), "56789");
    buf_clear(&b);
    buf_add_byte(&b, 'x');
    ck_assert_str_eq(buf_cstr(&b), "x");
    buf_fini(&b);
}
END_TEST

START_TEST(an_append_is_whole_or_not_at_all)
{
    struct buf b;

    buf_init(&b, 10);
    buf_add_str(&b, "01234567");
    buf_addf(&b, "%03d", 5);
    ck_assert(b.failed);
    ck_assert_str_eq(buf_cstr(&b), "01234567");
    buf_clear(&b);
    buf_add_str(&b, "01234567");
    buf_add_quoted(&b, BYTES_LIT("x"));
    ck_assert(b.failed);
    ck_assert_str_eq(buf_cstr(&b), "01234567");
    buf_fini(&b);
}
END_TEST

START_TEST(sizes_that_overflow_are_refused)
{
    struct buf b;

    buf_init(&b, SIZE_MAX);
    buf_add_str(&b, "abc");
    ck_assert_ptr_null(buf_room(&b, SIZE_MAX - 2));
    ck_assert(b.failed);
    ck_assert_str_eq(buf_cstr(&b), "abc");
    buf_clear(&b);
    ck_assert_ptr_null(buf_room(&b, BUF_UNLIMITED + 1));
    buf_fini(&b);
}
END_TEST

START_TEST(growth_doubles)
{
    enum { COUNT = 1000 * 1000 };
    size_t cap = 0, wrong = 0;
    int moves = 0;
    struct buf b;

    buf_init(&b, BUF_UNLIMITED);
    for (int i = 0; i < COUNT; i++) {
        buf_add_byte(&b, (uint8_t)i);
        moves += b.cap != cap;
        cap = b.cap;
    }
    ck_assert_uint_eq(b.len, COUNT);
    ck_assert_int_le(moves, 15); /* from 64 bytes to a million */
    for (int i = 0; i < COUNT; i++)
        wrong += b.ptr[i] != (uint8_t)i;
    ck_assert_uint_eq(wrong, 0);
    buf_fini(&b);
}
END_TEST

START_TEST(room_is_written_by_the_caller)
{
    struct buf b;
    uint8_t *room;

    buf_init(&b, BUF_UNLIMITED);
    room = buf_room(&b, 1000);
    memset(room, 'r', 1000);
    b.len += 600;
    ck_assert_uint_ge(b.cap - b.len, 400);
    ck_assert_ptr_eq(buf_room(&b, 400), room + 600);
    buf_fini(&b);
}
END_TEST

START_TEST(long_formats)
{
    static const int widths[] = { 254, 255, 256, 257, 1000, 100000 };
    struct buf b;

    buf_init(&b, BUF_UNLIMITED);
    for (size_t i = 0; i < sizeof widths / sizeof widths[0]; i++) {
        buf_clear(&b);
        buf_add_byte(&b, '<');
        buf_addf(&b, "%*d", widths[i], 42);
        buf_add_byte(&b, '>');
        ck_assert_uint_eq(b.len, (size_t)widths[i] + 2);
        ck_assert_str_eq(buf_cstr(&b) + b.len - 4, " 42>");
    }
    buf_fini(&b);

    buf_init(&b, 300);
    buf_addf(&b, "%300d", 1);
    ck_assert(!b.failed && b.len == 300);
    buf_clear(&b);
    buf_addf(&b, "%301d", 1);
    ck_assert(b.failed && b.len == 0);
    buf_fini(&b);
}
END_TEST

START_TEST(quoted)
{
    struct buf b;

    buf_init(&b, BUF_UNLIMITED);
    buf_add_quoted(&b, BYTES_LIT("a\"b\\c\n\r\t\a\b\0\x1f\x7f\xff ~"));
    ck_assert_str_eq(buf_cstr(&b), "\"a\\\"b\\\\c\\n\\r\\t\\a\\b\\x00\\x1f\\x7f\\xff ~\"");
    buf_clear(&b);
    buf_add_quoted(&b, (struct bytes){ NULL, 0 });
    ck_assert_str_eq(buf_cstr(&b), "\"\"");
    buf_fini(&b);
}
END_TEST

START_TEST(content_can_be_taken)
{
    struct buf b;
    uint8_t *content;
    size_t len;

    buf_init(&b, 100);
    ck_assert_ptr_null(buf_take(&b, &len));
    ck_assert_uint_eq(len, 0);
    buf_add_str(&b, "hello");
    content = buf_take(&b, &len);
    ck_assert_uint_eq(len, 5);
    ck_assert_mem_eq(content, "hello", 5);
    mem_free(content);
    ck_assert_ptr_null(b.ptr);
    buf_add_str(&b, "again");
    ck_assert_str_eq(buf_cstr(&b), "again");
    buf_fini(&b);
}
END_TEST

/* Appends, consumes and clears at random, against a plain array. */
START_TEST(behaves_as_the_model)
{
    enum { LIMIT = 3000 };
    uint8_t model[LIMIT], data[500];
    size_t len = 0;
    bool failed = false;
    struct rng r;
    struct buf b;

    rng_seed(&r, 11);
    buf_init(&b, LIMIT);
    for (int step = 0; step < 20000; step++) {
        uint64_t what = rng_below(&r, 100);
        size_t n = rng_below(&r, sizeof data);

        if (what < 60) {
            for (size_t i = 0; i < n; i++)
                data[i] = (uint8_t)rng_next(&r);
            buf_add(&b, data, n);
            if (!failed && len + n > LIMIT)
                failed = true;
            if (!failed) {
                memcpy(model + len, data, n);
                len += n;
            }
        } else if (what < 97) {
            n = n < len ? n : len;
            buf_consume(&b, n);
            memmove(model, model + n, len - n);
            len -= n;
        } else if (what < 99) {
            buf_clear(&b);
            len = 0;
            failed = false;
        } else {
            buf_fini(&b);
            buf_init(&b, LIMIT);
            len = 0;
            failed = false;
        }
        ck_assert(b.failed == failed && b.len <= b.cap && b.cap <= LIMIT);
        ck_assert(bytes_eq(buf_bytes(&b), bytes_make(model, len)));
    }
    buf_fini(&b);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("buf");
    TCase *t = tcase_create("buf");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    suite_add_tcase(s, t);
    tcase_add_test(t, appends_in_order);
    tcase_add_test(t, nothing_is_allocated_before_the_first_byte);
    tcase_add_test(t, the_limit_is_exact_and_latched);
    tcase_add_test(t, an_append_is_whole_or_not_at_all);
    tcase_add_test(t, sizes_that_overflow_are_refused);
    tcase_add_test(t, growth_doubles);
    tcase_add_test(t, room_is_written_by_the_caller);
    tcase_add_test(t, long_formats);
    tcase_add_test(t, quoted);
    tcase_add_test(t, content_can_be_taken);
    tcase_add_test(t, behaves_as_the_model);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
