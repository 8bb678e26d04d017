#include "resp/request.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/mem.h"

static const struct request_limits open_limits = { 1024 * 1024, 512 << 20, false };
static const struct request_limits strict_limits = { 1024 * 1024, 512 << 20, true };

static const char *show_request(struct buf *out, const struct bytes *argv, uint32_t argc)
{
    buf_add_byte(out, '[');
    for (uint32_t i = 0; i < argc; i++) {
        if (i > 0)
            buf_add_byte(out, '|');
        buf_add_bytes(out, argv[i]);
    }
    buf_add_byte(out, ']');
    return buf_cstr(out);
}

/* Parses all of in, of which step more bytes are there at each call (0: all of them at once), and
 * tells in one line what was found: "[GET|k] skip [PING] more". The input is copied to another place
 * before each call, and everything behind it is out of reach. */
static void parse(struct buf *out, struct bytes in, size_t step,
                  const struct request_limits *limits)
{
    struct request_parser p;
    struct request_args args = { 0 };
    size_t start = 0, end = step == 0 ? in.len : 0;
    enum request_result r;

    buf_clear(out);
    request_init(&p);
    do {
        uint8_t *copy = mem_alloc(end > start ? end - start : 1);
        uint32_t argc;
        size_t used;

        if (end > start)
            memcpy(copy, in.ptr + start, end - start);
        r = request_parse(&p, bytes_make(copy, end - start), limits, &args, &argc, &used);
        if (r == REQUEST_READY)
            show_request(out, args.v + args.count - argc, argc);
        else if (r == REQUEST_SKIP)
            buf_add_str(out, "skip");
        else if (r == REQUEST_BAD)
            buf_addf(out, "bad: %s", p.error);
        if (r == REQUEST_READY || r == REQUEST_SKIP) {
            ck_assert(request_is_idle(&p));
            ck_assert_uint_le(used, end - start);
            start += used;
            if (start < in.len)
                buf_add_byte(out, ' ');
        } else if (r == REQUEST_MORE && end < in.len) {
            end = end + step < in.len ? end + step : in.len;
            r = REQUEST_READY;
        }
        mem_free(copy);
    } while ((r == REQUEST_READY || r == REQUEST_SKIP) && start < in.len);
    if (r == REQUEST_MORE)
        buf_add_str(out, "more");
    request_args_fini(&args);
    request_fini(&p);
}

/* The input means the same whether it comes at once or in pieces of 1, 2, 3 or 7 bytes. */
static void check_parse(struct bytes in, const char *expected, const struct request_limits *limits)
{
    static const size_t steps[] = { 0, 1, 2, 3, 7 };
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        parse(&out, in, steps[i], limits);
        ck_assert_str_eq(buf_cstr(&out), expected);
    }
    buf_fini(&out);
}

#define CHECK_PARSE(in, expected)    check_parse(BYTES_LIT(in), expected, &open_limits)
#define CHECK_STRANGER(in, expected) check_parse(BYTES_LIT(in), expected, &strict_limits)

START_TEST(array_gives_its_arguments)
{
    CHECK_PARSE("*1\r\n$4\r\nPING\r\n", "[PING]");
    CHECK_PARSE("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$5\r\nvalue\r\n", "[SET|k|value]");
    CHECK_PARSE("*2\r\n$0\r\n\r\n$12\r\n\r\n$3\r\n*1\r\nab\r\n", "[|\r\n$3\r\n*1\r\nab]");
}
END_TEST

START_TEST(pipeline_gives_one_request_after_the_other)
{
    CHECK_PARSE("*1\r\n$4\r\nPING\r\nECHO a\r\n*2\r\n$3\r\nGET\r\n$1\r\nk\r\n",
                "[PING] [ECHO|a] [GET|k]");
}
END_TEST

START_TEST(unfinished_request_is_awaited)
{
    CHECK_PARSE("*", "more");
    CHECK_PARSE("*1\r\n$4\r\nPING", "more");
    CHECK_PARSE("*1\r\n$4\r\nPING\r", "more");
    CHECK_PARSE("*1\r\n$4\r\nPING\r\n*2\r\n$1\r\na\r\n", "[PING] more");
    CHECK_PARSE("*1\r\nx", "more");
    CHECK_PARSE("*2147483647\r\n", "bad: invalid multibulk length");
    CHECK_PARSE("*1048576\r\n", "more");
}
END_TEST

START_TEST(inline_line_gives_its_words)
{
    CHECK_PARSE("PING\r\n", "[PING]");
    CHECK_PARSE("PING\n", "[PING]");
    CHECK_PARSE("  SET k \"a b\\x21\"  \r\n", "[SET|k|a b!]");
    CHECK_PARSE("ECHO a\r\r\n", "[ECHO|a]");
    CHECK_PARSE("ECHO $1\r\n", "[ECHO|$1]");
    CHECK_PARSE("\"\"\r\n", "[]");
    CHECK_PARSE("ECHO \"a\r\nb\"\r\n", "bad: unbalanced quotes in request");
}
END_TEST

START_TEST(empty_requests_are_skipped)
{
    CHECK_PARSE("\r\nPING\r\n", "skip [PING]");
    CHECK_PARSE("\n\nPING\r\n", "skip skip [PING]");
    CHECK_PARSE(" \t \r\n*1\r\n$4\r\nPING\r\n", "skip [PING]");
    CHECK_PARSE("*0\r\nPING\r\n", "skip [PING]");
    CHECK_PARSE("*-1\r\nPING\r\n", "skip [PING]");
    CHECK_PARSE("*-9223372036854775808\r\nPING\r\n", "skip [PING]");
}
END_TEST

START_TEST(counts_are_strict)
{
    static const char *const refused[] = { "",   "-",  "x",  "-0", "00", "01",
                                           "+1", " 1", "1 ", "1x", "-01" };
    char in[64];

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        snprintf(in, sizeof in, "*%s\r\n$4\r\nPING\r\n", refused[i]);
        check_parse(bytes_str(in), "bad: invalid multibulk length", &open_limits);
        snprintf(in, sizeof in, "*1\r\n$%s\r\nPING\r\n", refused[i]);
        check_parse(bytes_str(in), "bad: invalid bulk length", &open_limits);
    }
    CHECK_PARSE("*1\n$4\nPING\r\n", "bad: invalid multibulk length");
    CHECK_PARSE("*9223372036854775807\r\n", "bad: invalid multibulk length");
    CHECK_PARSE("*9223372036854775808\r\n", "bad: invalid multibulk length");
    CHECK_PARSE("*18446744073709551617\r\n", "bad: invalid multibulk length");
    CHECK_PARSE("*-9223372036854775809\r\n", "bad: invalid multibulk length");
    CHECK_PARSE("*1\r\n$-1\r\n", "bad: invalid bulk length");
    CHECK_PARSE("*1\r\n$9223372036854775807\r\n", "bad: invalid bulk length");
    CHECK_PARSE("*1\r\n$9223372036854775808\r\n", "bad: invalid bulk length");
    CHECK_PARSE("*1\r\n$18446744073709551620\r\n", "bad: invalid bulk length");
}
END_TEST

START_TEST(type_other_than_bulk_is_named)
{
    CHECK_PARSE("*1\r\nx4\r\n", "bad: expected '$', got 'x'");
    CHECK_PARSE("*1\r\n:4\r\n", "bad: expected '$', got ':'");
    CHECK_PARSE("*2\r\n$1\r\na\r\n*1\r\n", "bad: expected '$', got '*'");
    CHECK_PARSE("*1\r\n\xff\r\n", "bad: expected '$', got '\xff'");
    /* Bytes that would break the error's line are shown as a blank. */
    CHECK_PARSE("*1\r\n\r\n", "bad: expected '$', got ' '");
    CHECK_PARSE("*1\r\n\n4\r\n", "bad: expected '$', got ' '");
    CHECK_PARSE("*1\r\n\0004\r\n", "bad: expected '$', got ' '");
}
END_TEST

START_TEST(second_byte_of_a_line_end_is_not_looked_at)
{
    CHECK_PARSE("*1\rx$4\rxPINGab*1\r\n$1\r\na\r\n", "[PING] [a]");
}
END_TEST

START_TEST(limits_hold_at_and_beyond)
{
    static const struct request_limits small = { 2, 3, false };

    check_parse(BYTES_LIT("*2\r\n$3\r\nabc\r\n$0\r\n\r\n"), "[abc|]", &small);
    check_parse(BYTES_LIT("*3\r\n"), "bad: invalid multibulk length", &small);
    check_parse(BYTES_LIT("*1\r\n$4\r\n"), "bad: invalid bulk length", &small);
    check_parse(BYTES_LIT("a b\r\n"), "[a|b]", &small);
    check_parse(BYTES_LIT("a b c\r\n"), "bad: invalid multibulk length", &small);
    check_parse(BYTES_LIT("abcd\r\n"), "bad: invalid bulk length", &small);
    CHECK_PARSE("*1\r\n$536870912\r\n", "more");
    CHECK_PARSE("*1\r\n$536870913\r\n", "bad: invalid bulk length");

    /* No setting allows more than 2^31 - 1 arguments. */
    static const struct request_limits huge = { UINT64_MAX, UINT64_MAX, false };

    check_parse(BYTES_LIT("*2147483647\r\n"), "more", &huge);
    check_parse(BYTES_LIT("*2147483648\r\n"), "bad: invalid multibulk length", &huge);
    check_parse(BYTES_LIT("*1\r\n$9223372036854775807\r\nabc"), "more", &huge);
    check_parse(BYTES_LIT("*1\r\n$-1\r\n"), "bad: invalid bulk length", &huge);
}
END_TEST

START_TEST(strangers_get_little)
{
    CHECK_STRANGER("*10\r\n", "more");
    CHECK_STRANGER("*11\r\n", "bad: unauthenticated multibulk length");
    CHECK_STRANGER("*2147483648\r\n", "bad: invalid multibulk length");
    CHECK_STRANGER("*1\r\n$16384\r\n", "more");
    CHECK_STRANGER("*1\r\n$16385\r\n", "bad: unauthenticated bulk length");
    CHECK_STRANGER("*1\r\n$-1\r\n", "bad: invalid bulk length");
    CHECK_STRANGER("*-20\r\nPING\r\n", "skip [PING]");
    CHECK_STRANGER("0 1 2 3 4 5 6 7 8 9\n", "[0|1|2|3|4|5|6|7|8|9]");
    CHECK_STRANGER("0 1 2 3 4 5 6 7 8 9 10\n", "bad: unauthenticated multibulk length");
}
END_TEST

/* Behind prefix, whose last typed bytes begin a line, digits that do not end: so many as a line may
 * have are awaited, one more is an error. */
static void check_long_line(const char *prefix, size_t typed, const char *error)
{
    struct buf in, out;
    size_t longest = REQUEST_INLINE_MAX - typed;

    buf_init(&in, BUF_UNLIMITED);
    buf_init(&out, BUF_UNLIMITED);
    for (size_t n = longest - 1; n <= longest + 2; n++) {
        buf_clear(&in);
        buf_add_str(&in, prefix);
        for (size_t i = 0; i < n; i++)
            buf_add_byte(&in, '1');
        for (size_t step = 0; step < 2 * n; step += n - 1) {
            parse(&out, buf_bytes(&in), step, &open_limits);
            ck_assert_str_eq(buf_cstr(&out), n <= longest ? "more" : error);
        }
    }
    buf_fini(&in);
    buf_fini(&out);
}

START_TEST(lines_without_an_end_are_refused)
{
    check_long_line("", 0, "bad: too big inline request");
    check_long_line("*", 1, "bad: too big mbulk count string");
    check_long_line("*1\r\n$", 1, "bad: too big bulk count string");
    check_long_line("*1\r\n", 0, "bad: too big bulk count string");
}
END_TEST

START_TEST(longest_line_is_the_same_in_any_pieces)
{
    struct buf in, out;

    buf_init(&in, BUF_UNLIMITED);
    buf_init(&out, BUF_UNLIMITED);
    for (size_t n = REQUEST_INLINE_MAX - 2; n <= REQUEST_INLINE_MAX + 2; n++) {
        buf_clear(&in);
        for (size_t i = 0; i < n; i++)
            buf_add_byte(&in, 'x');
        buf_add_byte(&in, '\n');
        for (size_t step = 0; step < 2 * n; step += n / 2) {
            parse(&out, buf_bytes(&in), step, &open_limits);
            ck_assert_int_eq(out.ptr[0], n <= REQUEST_INLINE_MAX ? '[' : 'b');
        }
    }
    buf_fini(&in);
    buf_fini(&out);
}
END_TEST

START_TEST(words_of_one_turn_stay_in_place)
{
    enum { LINES = 500 };
    struct request_parser p;
    struct request_args args = { 0 };
    char line[64];

    request_init(&p);
    for (unsigned i = 0; i < LINES; i++) {
        uint32_t argc;
        size_t used;
        int len = snprintf(line, sizeof line, "SET key:%u \"a value of %u\"\r\n", i, i);

        ck_assert_int_eq(
            request_parse(&p, bytes_make(line, (size_t)len), &open_limits, &args, &argc, &used),
            REQUEST_READY);
        ck_assert_uint_eq(used, len);
        ck_assert_uint_eq(argc, 3);
    }
    ck_assert_uint_eq(args.count, 3 * LINES);
    for (unsigned i = 0; i < LINES; i++) {
        snprintf(line, sizeof line, "a value of %u", i);
        ck_assert(bytes_eq(args.v[3 * i + 2], bytes_str(line)));
    }
    ck_assert_uint_gt(request_mem(&p), 0);
    request_words_clear(&p);
    ck_assert_uint_eq(request_mem(&p), 0);
    request_args_fini(&args);
    request_fini(&p);
}
END_TEST

START_TEST(announced_counts_cost_nothing)
{
    struct request_parser p;
    struct request_args args = { 0 };
    struct bytes in = BYTES_LIT("*1000000\r\n$3\r\nDEL\r\n$536870912\r\nabc");
    uint32_t argc;
    size_t used;

    request_init(&p);
    ck_assert_int_eq(request_parse(&p, bytes_make(in.ptr, 10), &open_limits, &args, &argc, &used),
                     REQUEST_MORE);
    ck_assert_uint_eq(request_mem(&p) + args.cap, 0);
    ck_assert(!request_is_idle(&p));
    ck_assert_int_eq(request_parse(&p, in, &open_limits, &args, &argc, &used), REQUEST_MORE);
    ck_assert_uint_le(request_mem(&p) + args.cap * sizeof *args.v, 1024);
    ck_assert_uint_eq(args.count, 0);
    request_reset(&p);
    ck_assert(request_is_idle(&p));
    ck_assert_uint_eq(request_mem(&p), 0);
    request_args_fini(&args);
    request_fini(&p);
}
END_TEST

START_TEST(bad_request_leaves_earlier_arguments_alone)
{
    struct request_parser p;
    struct request_args args = { 0 };
    uint32_t argc;
    size_t used;

    request_init(&p);
    ck_assert_int_eq(
        request_parse(&p, BYTES_LIT("*1\r\n$1\r\na\r\n"), &open_limits, &args, &argc, &used),
        REQUEST_READY);
    ck_assert_int_eq(
        request_parse(&p, BYTES_LIT("*2\r\n$1\r\nb\r\n$x\r\n"), &open_limits, &args, &argc, &used),
        REQUEST_BAD);
    ck_assert_uint_eq(args.count, 1);
    ck_assert_str_eq(p.error, "invalid bulk length");
    ck_assert(request_is_idle(&p));
    request_args_fini(&args);
    request_fini(&p);
}
END_TEST

/* SET k BODY [NX], whose body is received apart, of which have bytes came with the input. */
static void receive_apart(size_t have, bool is_last)
{
    struct request_parser p;
    struct request_args args = { 0 };
    struct buf in, out;
    uint8_t *body = mem_alloc(REQUEST_BIG + 2);
    uint32_t argc;
    size_t used, here = SIZE_MAX;

    memset(body, 'b', REQUEST_BIG);
    memcpy(body + REQUEST_BIG, "\r\n", 2);
    buf_init(&in, BUF_UNLIMITED);
    buf_init(&out, BUF_UNLIMITED);
    request_init(&p);
    buf_addf(&in, "*%d\r\n$3\r\nSET\r\n$1\r\nk\r\n$%d\r\n", is_last ? 3 : 4, REQUEST_BIG);
    buf_add(&in, body, have);
    ck_assert_int_eq(request_parse(&p, buf_bytes(&in), &open_limits, &args, &argc, &used),
                     REQUEST_MORE);
    if (have >= REQUEST_BIG) {
        ck_assert_uint_eq(request_big_missing(&p, in.len, &here), 0);
    } else {
        ck_assert_uint_eq(request_big_missing(&p, in.len, &here), REQUEST_BIG);
        ck_assert_uint_eq(here, have);
        request_big_done(&p, body);
        in.len -= have;
        if (!is_last) {
            ck_assert_int_eq(request_parse(&p, buf_bytes(&in), &open_limits, &args, &argc, &used),
                             REQUEST_MORE);
            buf_add_str(&in, "$2\r\nNX\r\n");
        }
        ck_assert_int_eq(request_parse(&p, buf_bytes(&in), &open_limits, &args, &argc, &used),
                         REQUEST_READY);
        ck_assert_uint_eq(used, in.len);
        ck_assert_uint_eq(argc, is_last ? 3 : 4);
        ck_assert_ptr_eq(args.v[2].ptr, body);
        ck_assert_uint_eq(args.v[2].len, REQUEST_BIG);
        args.v[2] = BYTES_LIT("BODY");
        ck_assert_str_eq(show_request(&out, args.v, argc),
                         is_last ? "[SET|k|BODY]" : "[SET|k|BODY|NX]");
    }
    buf_fini(&in);
    buf_fini(&out);
    mem_free(body);
    request_args_fini(&args);
    request_fini(&p);
}

START_TEST(big_argument_may_be_received_elsewhere)
{
    static const size_t have[] = { 0, 1, 1000, REQUEST_BIG - 1, REQUEST_BIG, REQUEST_BIG + 1 };

    for (size_t i = 0; i < sizeof have / sizeof have[0]; i++) {
        receive_apart(have[i], true);
        receive_apart(have[i], false);
    }
}
END_TEST

START_TEST(small_arguments_are_not_big)
{
    struct request_parser p;
    struct request_args args = { 0 };
    struct bytes in = BYTES_LIT("*1\r\n$32767\r\nabc");
    uint32_t argc;
    size_t used, have;

    request_init(&p);
    ck_assert_uint_eq(request_big_missing(&p, 0, &have), 0);
    ck_assert_int_eq(request_parse(&p, in, &open_limits, &args, &argc, &used), REQUEST_MORE);
    ck_assert_uint_eq(request_big_missing(&p, in.len, &have), 0);
    request_args_fini(&args);
    request_fini(&p);
}
END_TEST

/* Pipelines of random requests, cut at random: the same arguments come out. */
START_TEST(random_pipelines_survive_any_cut)
{
    struct buf in, expected, out;

    srand(1);
    buf_init(&in, BUF_UNLIMITED);
    buf_init(&expected, BUF_UNLIMITED);
    buf_init(&out, BUF_UNLIMITED);
    for (int round = 0; round < 300; round++) {
        int requests = 1 + rand() % 5;

        buf_clear(&in);
        buf_clear(&expected);
        for (int i = 0; i < requests; i++) {
            int argc = 1 + rand() % (rand() % 8 == 0 ? 200 : 6);

            buf_addf(&in, "*%d\r\n", argc);
            buf_add_byte(&expected, '[');
            for (int k = 0; k < argc; k++) {
                int len = rand() % (rand() % 16 == 0 ? 3000 : 12);

                buf_addf(&in, "$%d\r\n", len);
                if (k > 0)
                    buf_add_byte(&expected, '|');
                for (int j = 0; j < len; j++) {
                    uint8_t c = (uint8_t) "\r\n$*1abc"[rand() % 8];

                    buf_add_byte(&in, c);
                    buf_add_byte(&expected, c);
                }
                buf_add_str(&in, "\r\n");
            }
            buf_add_str(&expected, i + 1 < requests ? "] " : "]");
        }
        parse(&out, buf_bytes(&in), round % 4 == 0 ? 0 : 1 + (size_t)rand() % 100, &open_limits);
        ck_assert(bytes_eq(buf_bytes(&out), buf_bytes(&expected)));
    }
    buf_fini(&in);
    buf_fini(&expected);
    buf_fini(&out);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("request");
    TCase *tc = tcase_create("request");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(tc, array_gives_its_arguments);
    tcase_add_test(tc, pipeline_gives_one_request_after_the_other);
    tcase_add_test(tc, unfinished_request_is_awaited);
    tcase_add_test(tc, inline_line_gives_its_words);
    tcase_add_test(tc, empty_requests_are_skipped);
    tcase_add_test(tc, counts_are_strict);
    tcase_add_test(tc, type_other_than_bulk_is_named);
    tcase_add_test(tc, second_byte_of_a_line_end_is_not_looked_at);
    tcase_add_test(tc, limits_hold_at_and_beyond);
    tcase_add_test(tc, strangers_get_little);
    tcase_add_test(tc, lines_without_an_end_are_refused);
    tcase_add_test(tc, longest_line_is_the_same_in_any_pieces);
    tcase_add_test(tc, words_of_one_turn_stay_in_place);
    tcase_add_test(tc, announced_counts_cost_nothing);
    tcase_add_test(tc, bad_request_leaves_earlier_arguments_alone);
    tcase_add_test(tc, big_argument_may_be_received_elsewhere);
    tcase_add_test(tc, small_arguments_are_not_big);
    tcase_add_test(tc, random_pipelines_survive_any_cut);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
