#include "resp/read.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>
#include "base/mem.h"

/* A tree as one line of text: *[ ... ] %[ ... ] and so on, attributes in front as |[ ... ]. */
static void show(struct buf *out, const struct resp_value *v)
{
    static const char marks[] = "+-:$_*%~>#,(=";

    if (v->attributes != NULL) {
        buf_add_byte(out, '|');
        show(out, v->attributes);
    }
    buf_add_byte(out, (uint8_t)marks[v->type]);
    switch (v->type) {
    case RESP_INT:
    case RESP_BOOL:
        buf_add_int(out, v->integer);
        break;
    case RESP_NULL:
        buf_add_str(out, v->is_null_array ? "*" : "");
        break;
    case RESP_ARRAY:
    case RESP_MAP:
    case RESP_SET:
    case RESP_PUSH:
        buf_add_byte(out, '[');
        for (size_t i = 0; i < v->count; i++) {
            if (i > 0)
                buf_add_byte(out, ' ');
            show(out, &v->items[i]);
        }
        buf_add_byte(out, ']');
        break;
    case RESP_VERBATIM:
        buf_addf(out, "%s:", v->format);
        buf_add_bytes(out, v->text);
        break;
    default:
        buf_add_bytes(out, v->text);
        break;
    }
}

/* Feeds in by step bytes and tells all that comes out, in one line: "+OK :1 more" or "bad: why". */
static void read_all(struct buf *out, struct bytes in, size_t step,
                     const struct resp_limits *limits)
{
    struct resp_reader *r = resp_reader_new(limits);
    struct resp_value *v;
    enum resp_status st = RESP_MORE;

    buf_clear(out);
    for (size_t i = 0; i < in.len && st != RESP_BAD; i += step) {
        resp_reader_feed(r, bytes_make(in.ptr + i, in.len - i < step ? in.len - i : step));
        while ((st = resp_reader_next(r, &v)) == RESP_READY) {
            show(out, v);
            buf_add_byte(out, ' ');
            resp_value_free(v);
        }
    }
    if (st == RESP_BAD)
        buf_addf(out, "bad: %s", resp_reader_error(r));
    resp_reader_free(r);
}

static void check_read(struct bytes in, const char *expected, const struct resp_limits *limits)
{
    static const size_t steps[] = { 1 << 20, 1, 2, 5 };
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        read_all(&out, in, steps[i], limits);
        ck_assert_str_eq(buf_cstr(&out), expected);
    }
    buf_fini(&out);
}

#define CHECK_READ(in, expected) check_read(BYTES_LIT(in), expected, NULL)

START_TEST(resp2_replies)
{
    CHECK_READ("+OK\r\n", "+OK ");
    CHECK_READ("+\r\n", "+ ");
    CHECK_READ("-ERR no\r\n", "-ERR no ");
    CHECK_READ(":42\r\n:-9223372036854775808\r\n:+7\r\n", ":42 :-9223372036854775808 :7 ");
    CHECK_READ("$2\r\n\r\n\r\n$0\r\n\r\n", "$\r\n $ ");
    CHECK_READ("$-1\r\n*-1\r\n", "_ _* ");
    CHECK_READ("*0\r\n*2\r\n$1\r\na\r\n*1\r\n*-1\r\n", "*[] *[$a *[_*]] ");
}
END_TEST

START_TEST(resp3_replies)
{
    CHECK_READ("_\r\n#t\r\n#f\r\n", "_ #1 #0 ");
    CHECK_READ(",1.50\r\n,inf\r\n,-inf\r\n,nan\r\n", ",1.50 ,inf ,-inf ,nan ");
    CHECK_READ("(-123456789012345678901234567890\r\n", "(-123456789012345678901234567890 ");
    CHECK_READ("=8\r\ntxt:a\r\nb\r\n=4\r\nmkd:\r\n", "=txt:a\r\nb =mkd: ");
    CHECK_READ("!6\r\nERR\r\nx\r\n", "-ERR\r\nx ");
    CHECK_READ("%2\r\n+a\r\n:1\r\n+b\r\n_\r\n", "%[+a :1 +b _] ");
    CHECK_READ("~1\r\n#t\r\n>2\r\n+message\r\n*0\r\n", "~[#1] >[+message *[]] ");
}
END_TEST

START_TEST(numbers_have_their_value)
{
    struct resp_reader *r = resp_reader_new(NULL);
    struct resp_value *v;

    resp_reader_feed(r, BYTES_LIT(",-2.5e3\r\n,nan\r\n,-inf\r\n"));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_READY);
    ck_assert(v->number == -2500.0);
    resp_value_free(v);
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_READY);
    ck_assert(isnan(v->number));
    resp_value_free(v);
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_READY);
    ck_assert(isinf(v->number) && v->number < 0);
    resp_value_free(v);
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_MORE);
    resp_reader_free(r);
}
END_TEST

START_TEST(attributes_belong_to_the_next_value)
{
    CHECK_READ("|1\r\n+ttl\r\n:5\r\n$1\r\nv\r\n", "|%[+ttl :5]$v ");
    CHECK_READ("*2\r\n|1\r\n+a\r\n+b\r\n:1\r\n:2\r\n", "*[|%[+a +b]:1 :2] ");
    CHECK_READ("|1\r\n+a\r\n*1\r\n+b\r\n*1\r\n+c\r\n", "|%[+a *[+b]]*[+c] ");
    CHECK_READ("|0\r\n_\r\n", "|%[]_ ");
    CHECK_READ("|1\r\n+a\r\n:1\r\n|2\r\n+b\r\n:2\r\n+c\r\n:3\r\n*0\r\n",
               "|%[+a :1 +b :2 +c :3]*[] ");
    CHECK_READ("|1\r\n|1\r\n+k\r\n+v\r\n+a\r\n+b\r\n:1\r\n", "|%[|%[+k +v]+a +b]:1 ");
}
END_TEST

START_TEST(unfinished_replies_are_awaited)
{
    CHECK_READ("+OK", "");
    CHECK_READ("+OK\r", "");
    CHECK_READ("$3\r\nab", "");
    CHECK_READ("$3\r\nabc\r", "");
    CHECK_READ(":1\r\n*2\r\n:1\r\n", ":1 ");
    CHECK_READ("|1\r\n+a\r\n+b\r\n", "");
}
END_TEST

START_TEST(malformed_replies_are_refused)
{
    CHECK_READ("x", "bad: unknown reply type 0x78");
    CHECK_READ(":1\r\nHTTP/1.1 200 OK", ":1 bad: unknown reply type 0x48");
    CHECK_READ(":\r\n", "bad: invalid integer");
    CHECK_READ(":1x\r\n", "bad: invalid integer");
    CHECK_READ(":+-1\r\n", "bad: invalid integer");
    CHECK_READ(":9223372036854775808\r\n", "bad: invalid integer");
    CHECK_READ("$-2\r\n", "bad: invalid bulk length");
    CHECK_READ("$\r\n", "bad: invalid bulk length");
    CHECK_READ("$?\r\n", "bad: invalid bulk length");
    CHECK_READ("$18446744073709551616\r\n", "bad: invalid bulk length");
    CHECK_READ("!-1\r\n", "bad: invalid bulk length");
    CHECK_READ("=-1\r\n", "bad: invalid bulk length");
    CHECK_READ("$1\r\nabcd", "bad: bulk without CRLF behind it");
    CHECK_READ("=3\r\ntxt\r\n", "bad: verbatim string without a format");
    CHECK_READ("=5\r\nt\0t:a\r\n", "bad: verbatim string without a format");
    CHECK_READ("=5\r\nabcde\r\n", "bad: verbatim string without a format");
    CHECK_READ("*?\r\n", "bad: invalid count");
    CHECK_READ("*-2\r\n", "bad: invalid count");
    CHECK_READ("%-1\r\n", "bad: invalid count");
    CHECK_READ("_x\r\n", "bad: invalid null");
    CHECK_READ("_-1\r\n", "bad: invalid null");
    CHECK_READ("#x\r\n", "bad: invalid boolean");
    CHECK_READ("#tt\r\n", "bad: invalid boolean");
    CHECK_READ(",1.5x\r\n", "bad: invalid double");
    CHECK_READ("(12a\r\n", "bad: invalid big number");
    CHECK_READ("(-\r\n", "bad: invalid big number");
    CHECK_READ("(\r\n", "bad: invalid big number");
    CHECK_READ("+a\rb\r\n", "bad: CR without LF in a line");
    CHECK_READ(":1111111111111111111111111111111111", "bad: line too long");
}
END_TEST

START_TEST(error_stays)
{
    struct resp_reader *r = resp_reader_new(NULL);
    struct resp_value *v;

    resp_reader_feed(r, BYTES_LIT("*2\r\n+a\r\n?"));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_BAD);
    resp_reader_feed(r, BYTES_LIT("+OK\r\n"));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_BAD);
    ck_assert_str_eq(resp_reader_error(r), "unknown reply type 0x3f");
    resp_reader_free(r);
    resp_reader_free(NULL);
    resp_value_free(NULL);
}
END_TEST

START_TEST(limits_hold_at_and_beyond)
{
    static const struct resp_limits small = { .depth = 2, .elements = 4, .bulk = 3 };

    check_read(BYTES_LIT("$3\r\nabc\r\n"), "$abc ", &small);
    check_read(BYTES_LIT("$4\r\n"), "bad: bulk length over the limit", &small);
    check_read(BYTES_LIT("+abc\r\n"), "+abc ", &small);
    check_read(BYTES_LIT("+abcd\r\n"), "bad: line too long", &small);
    check_read(BYTES_LIT("*4\r\n:1\r\n:2\r\n:3\r\n:4\r\n"), "*[:1 :2 :3 :4] ", &small);
    check_read(BYTES_LIT("*5\r\n"), "bad: count over the limit", &small);
    check_read(BYTES_LIT("%2\r\n:1\r\n:2\r\n:3\r\n:4\r\n"), "%[:1 :2 :3 :4] ", &small);
    check_read(BYTES_LIT("%3\r\n"), "bad: count over the limit", &small);
    check_read(BYTES_LIT("|1\r\n:1\r\n:2\r\n|2\r\n"), "bad: count over the limit", &small);
    check_read(BYTES_LIT("*1\r\n*1\r\n:1\r\n"), "*[*[:1]] ", &small);
    check_read(BYTES_LIT("*1\r\n*1\r\n*0\r\n"), "bad: nested too deeply", &small);
    check_read(BYTES_LIT("*1\r\n*1\r\n|1\r\n"), "bad: nested too deeply", &small);

    static const struct resp_limits huge = { 8, UINT64_MAX, UINT64_MAX };

    check_read(BYTES_LIT("%9223372036854775808\r\n"), "bad: count over the limit", &huge);
    check_read(BYTES_LIT("|1\r\n:1\r\n:2\r\n|9223372036854775807\r\n"), "bad: count over the limit",
               &huge);
    check_read(BYTES_LIT("$18446744073709551615\r\nabc"), "", &huge);
    check_read(BYTES_LIT("*18446744073709551615\r\n:1\r\n"), "", &huge);
}
END_TEST

START_TEST(announced_counts_cost_nothing)
{
    size_t before = mem_used();
    struct resp_reader *r = resp_reader_new(NULL);
    struct resp_value *v;

    for (int i = 0; i < 32; i++)
        resp_reader_feed(r, BYTES_LIT("*4294967295\r\n"));
    resp_reader_feed(r, BYTES_LIT("$536870912\r\nabc"));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_MORE);
    ck_assert_uint_le(mem_used() - before, 64 * 1024);
    resp_reader_free(r);
}
END_TEST

START_TEST(any_depth_is_freed_without_recursion)
{
    enum { DEEP = 500 * 1000 };
    static const struct resp_limits deep = { DEEP, 4, 10 };
    struct resp_reader *r = resp_reader_new(&deep);
    struct resp_value *v = NULL;

    for (int i = 0; i < DEEP; i++)
        resp_reader_feed(r, i % 2 ? BYTES_LIT("*1\r\n") : BYTES_LIT("|1\r\n+k\r\n"));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_MORE);
    resp_reader_free(r);

    r = resp_reader_new(&deep);
    for (int i = 0; i < DEEP; i++)
        resp_reader_feed(r, BYTES_LIT("*1\r\n"));
    resp_reader_feed(r, BYTES_LIT("+x\r\n"));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_READY);
    resp_value_free(v);
    resp_reader_free(r);
}
END_TEST

START_TEST(long_arrays_grow)
{
    enum { COUNT = 10000 };
    struct resp_reader *r = resp_reader_new(NULL);
    struct resp_value *v;
    struct buf in;

    buf_init(&in, BUF_UNLIMITED);
    buf_addf(&in, "*%d\r\n", COUNT);
    for (int i = 0; i < COUNT; i++)
        buf_addf(&in, ":%d\r\n", i);
    resp_reader_feed(r, buf_bytes(&in));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_READY);
    ck_assert_uint_eq(v->count, COUNT);
    for (int i = 0; i < COUNT; i++)
        ck_assert_int_eq(v->items[i].integer, i);
    resp_value_free(v);
    resp_reader_free(r);
    buf_fini(&in);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("resp_read");
    TCase *tc = tcase_create("resp_read");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(tc, resp2_replies);
    tcase_add_test(tc, resp3_replies);
    tcase_add_test(tc, numbers_have_their_value);
    tcase_add_test(tc, attributes_belong_to_the_next_value);
    tcase_add_test(tc, unfinished_replies_are_awaited);
    tcase_add_test(tc, malformed_replies_are_refused);
    tcase_add_test(tc, error_stays);
    tcase_add_test(tc, limits_hold_at_and_beyond);
    tcase_add_test(tc, announced_counts_cost_nothing);
    tcase_add_test(tc, any_depth_is_freed_without_recursion);
    tcase_add_test(tc, long_arrays_grow);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
