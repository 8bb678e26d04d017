#include "resp/write.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include "base/mem.h"

/* Checks what the calls wrote to b, and empties it. */
static void check_wrote(struct buf *b, struct bytes expected)
{
    ck_assert(!b->failed);
    ck_assert_msg(bytes_eq(buf_bytes(b), expected), "wrote \"%s\"", buf_cstr(b));
    buf_clear(b);
}

#define CHECK_WROTE(b, expected) check_wrote(b, BYTES_LIT(expected))

static struct buf out;

static void setup(void)
{
    buf_init(&out, BUF_UNLIMITED);
}

static void teardown(void)
{
    buf_fini(&out);
}

START_TEST(lines)
{
    resp_simple(&out, BYTES_LIT("OK"));
    CHECK_WROTE(&out, "+OK\r\n");
    resp_error(&out, BYTES_LIT("ERR no"));
    CHECK_WROTE(&out, "-ERR no\r\n");
    resp_int(&out, 0);
    resp_int(&out, -1);
    resp_int(&out, INT64_MAX);
    resp_int(&out, INT64_MIN);
    CHECK_WROTE(&out, ":0\r\n:-1\r\n:9223372036854775807\r\n:-9223372036854775808\r\n");
}
END_TEST

START_TEST(bytes_that_forge_a_reply_become_blanks)
{
    resp_simple(&out, BYTES_LIT("a\r\n+b"));
    CHECK_WROTE(&out, "+a  +b\r\n");
    resp_error(&out, BYTES_LIT("ERR a\0b\nc\r\n\n"));
    CHECK_WROTE(&out, "-ERR a b c\r\n");
    resp_big_number(&out, 3, BYTES_LIT("1\r\n2"));
    CHECK_WROTE(&out, "(1  2\r\n");
    resp_bulk(&out, BYTES_LIT("a\r\n\0b"));
    CHECK_WROTE(&out, "$5\r\na\r\n\0b\r\n");
}
END_TEST

START_TEST(bulk_strings)
{
    resp_bulk(&out, bytes_make(NULL, 0));
    CHECK_WROTE(&out, "$0\r\n\r\n");
    resp_bulk_str(&out, "twelve bytes");
    CHECK_WROTE(&out, "$12\r\ntwelve bytes\r\n");
    resp_bulk_int(&out, INT64_MIN);
    CHECK_WROTE(&out, "$20\r\n-9223372036854775808\r\n");
}
END_TEST

START_TEST(nulls_and_booleans_by_protocol)
{
    resp_null(&out, 2);
    resp_null_array(&out, 2);
    resp_bool(&out, 2, true);
    resp_bool(&out, 2, false);
    CHECK_WROTE(&out, "$-1\r\n*-1\r\n:1\r\n:0\r\n");
    resp_null(&out, 3);
    resp_null_array(&out, 3);
    resp_bool(&out, 3, true);
    resp_bool(&out, 3, false);
    CHECK_WROTE(&out, "_\r\n_\r\n#t\r\n#f\r\n");
}
END_TEST

START_TEST(aggregates_by_protocol)
{
    resp_array(&out, 12);
    resp_map(&out, 2, 3);
    resp_set(&out, 2, 4);
    resp_push(&out, 2, 5);
    CHECK_WROTE(&out, "*12\r\n*6\r\n*4\r\n*5\r\n");
    resp_array(&out, 0);
    resp_map(&out, 3, 3);
    resp_set(&out, 3, 4);
    resp_push(&out, 3, 5);
    CHECK_WROTE(&out, "*0\r\n%3\r\n~4\r\n>5\r\n");
    ck_assert(!resp_attribute(&out, 2, 1));
    ck_assert_uint_eq(out.len, 0);
    ck_assert(resp_attribute(&out, 3, 1));
    CHECK_WROTE(&out, "|1\r\n");
}
END_TEST

/* Counts below 100 have a way of their own. */
START_TEST(counts_of_each_length)
{
    static const uint64_t counts[] = {
        0, 1, 9, 10, 11, 19, 90, 99, 100, 101, 999, 1000, UINT64_MAX
    };
    struct buf expected;

    buf_init(&expected, BUF_UNLIMITED);
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        resp_array(&out, counts[i]);
        resp_bulk_begin(&out, counts[i]);
        buf_clear(&expected);
        buf_addf(&expected, "*%llu\r\n$%llu\r\n", (unsigned long long)counts[i],
                 (unsigned long long)counts[i]);
        check_wrote(&out, buf_bytes(&expected));
    }
    buf_fini(&expected);
}
END_TEST

START_TEST(doubles_are_shortest)
{
    resp_double(&out, 3, 0.1);
    resp_double(&out, 3, -3);
    resp_double(&out, 3, INFINITY);
    resp_double(&out, 3, -INFINITY);
    resp_double(&out, 3, NAN);
    CHECK_WROTE(&out, ",0.1\r\n,-3\r\n,inf\r\n,-inf\r\n,nan\r\n");
    resp_double(&out, 2, 3.25);
    resp_double(&out, 2, INFINITY);
    CHECK_WROTE(&out, "$4\r\n3.25\r\n$3\r\ninf\r\n");
}
END_TEST

START_TEST(decimals_are_fixed)
{
    resp_decimal(&out, 3, 13.361389338970184);
    resp_decimal(&out, 3, -1e-7);
    CHECK_WROTE(&out, ",13.36138933897018433\r\n,-0.0000001\r\n");
    resp_decimal(&out, 2, 180);
    CHECK_WROTE(&out, "$3\r\n180\r\n");
}
END_TEST

START_TEST(big_numbers_and_verbatim_by_protocol)
{
    resp_big_number(&out, 3, BYTES_LIT("123456789012345678901234567890"));
    resp_verbatim(&out, 3, "txt", BYTES_LIT("a\r\nb"));
    resp_verbatim(&out, 3, "mkd", BYTES_LIT(""));
    CHECK_WROTE(&out, "(123456789012345678901234567890\r\n=8\r\ntxt:a\r\nb\r\n=4\r\nmkd:\r\n");
    resp_big_number(&out, 2, BYTES_LIT("-12"));
    resp_verbatim(&out, 2, "txt", BYTES_LIT("ab"));
    CHECK_WROTE(&out, "$3\r\n-12\r\n$2\r\nab\r\n");
}
END_TEST

START_TEST(request_is_an_array_of_bulks)
{
    struct bytes argv[] = { BYTES_LIT("SET"), BYTES_LIT("k"), BYTES_LIT("") };

    resp_request(&out, argv, 3);
    CHECK_WROTE(&out, "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$0\r\n\r\n");
}
END_TEST

START_TEST(count_may_come_after_the_elements)
{
    static const struct {
        size_t count;
        const char *header;
    } cases[] = {
        { 0, "*0\r\n" },       { 1, "*1\r\n" },
        { 9, "*9\r\n" },       { 10, "*10\r\n" },
        { 99, "*99\r\n" },     { 100, "*100\r\n" },
        { 1000, "*1000\r\n" }, { SIZE_MAX, "*18446744073709551615\r\n" },
    };
    struct buf expected;

    buf_init(&expected, BUF_UNLIMITED);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t at;

        resp_simple(&out, BYTES_LIT("before"));
        at = resp_array_later(&out);
        resp_bulk_str(&out, "element");
        resp_array_set(&out, at, cases[i].count, '*');
        buf_clear(&expected);
        buf_addf(&expected, "+before\r\n%s$7\r\nelement\r\n", cases[i].header);
        check_wrote(&out, buf_bytes(&expected));
    }
    buf_fini(&expected);
}
END_TEST

START_TEST(later_counts_nest)
{
    size_t outer = resp_array_later(&out), inner = resp_array_later(&out);

    resp_int(&out, 1);
    resp_array_set(&out, inner, 12, '%');
    resp_int(&out, 2);
    resp_array_set(&out, outer, 345, '>');
    CHECK_WROTE(&out, ">345\r\n%12\r\n:1\r\n:2\r\n");
}
END_TEST

START_TEST(full_buffer_latches)
{
    struct buf small;
    size_t at;

    buf_init(&small, 40);
    resp_bulk_str(&small, "0123456789");
    at = resp_array_later(&small);
    resp_bulk_str(&small, "a string that does not fit any more");
    ck_assert(small.failed);
    resp_array_set(&small, at, 1000, '*');
    resp_int(&small, 1);
    resp_verbatim(&small, 3, "txt", BYTES_LIT("a"));
    ck_assert(small.failed);
    ck_assert_uint_le(small.len, 40);
    buf_fini(&small);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("resp_write");
    TCase *tc = tcase_create("resp_write");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, lines);
    tcase_add_test(tc, bytes_that_forge_a_reply_become_blanks);
    tcase_add_test(tc, bulk_strings);
    tcase_add_test(tc, nulls_and_booleans_by_protocol);
    tcase_add_test(tc, aggregates_by_protocol);
    tcase_add_test(tc, counts_of_each_length);
    tcase_add_test(tc, doubles_are_shortest);
    tcase_add_test(tc, decimals_are_fixed);
    tcase_add_test(tc, big_numbers_and_verbatim_by_protocol);
    tcase_add_test(tc, request_is_an_array_of_bulks);
    tcase_add_test(tc, count_may_come_after_the_elements);
    tcase_add_test(tc, later_counts_nest);
    tcase_add_test(tc, full_buffer_latches);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
