#include "obj/rdb_function.h"

#include <check.h>
#include <stdlib.h>
#include "base/crc.h"
#include "base/mem.h"
#include "obj/rdb_signed.h"

static struct option_set *options;
static struct buf out, scratch;

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, rdb_options);
    buf_init(&out, BUF_UNLIMITED);
    buf_init(&scratch, BUF_UNLIMITED);
}

static void teardown(void)
{
    option_set_free(options);
    buf_fini(&out);
    buf_fini(&scratch);
}

/* ---- Records --------------------------------------------------------------------------------------- */

static enum kv_err next(struct rdb_reader *r, struct bytes *code)
{
    return rdb_next_function(r, &scratch, code);
}

static enum kv_err first_of(struct bytes data)
{
    struct rdb_reader r = rdb_reader(data, 1000);
    struct bytes code;

    return next(&r, &code);
}

START_TEST(a_record_is_the_opcode_and_the_code)
{
    rdb_put_function(&out, BYTES_LIT("#!lua name=a\n"));
    ck_assert(bytes_eq(buf_bytes(&out), BYTES_LIT("\xF5\x0D#!lua name=a\n")));
}
END_TEST

START_TEST(records_are_read_back_in_order)
{
    char longer[500];
    struct rdb_reader r;
    struct bytes code;

    memset(longer, 'x', sizeof longer);
    rdb_put_function(&out, BYTES_LIT("one"));
    rdb_put_function(&out, bytes_make(longer, sizeof longer));
    ck_assert_uint_lt(out.len, sizeof longer); /* it is compressed */
    r = rdb_reader(buf_bytes(&out), 1000);
    ck_assert(next(&r, &code) == KV_OK);
    ck_assert(bytes_eq(code, BYTES_LIT("one")));
    ck_assert(next(&r, &code) == KV_OK);
    ck_assert(bytes_eq(code, bytes_make(longer, sizeof longer)));
    ck_assert(next(&r, &code) == KV_NOT_FOUND);
    ck_assert(next(&r, &code) == KV_NOT_FOUND);
}
END_TEST

START_TEST(other_bytes_are_refused)
{
    ck_assert(first_of(BYTES_LIT("")) == KV_NOT_FOUND);
    ck_assert(first_of(BYTES_LIT("\x00\x01x")) == KV_WRONG_TYPE);
    ck_assert(first_of(BYTES_LIT("\xF6")) == KV_WRONG_TYPE);
    ck_assert(first_of(BYTES_LIT("\xFF")) == KV_WRONG_TYPE);
    ck_assert(first_of(BYTES_LIT("\xF5")) == KV_CORRUPT);
    ck_assert(first_of(BYTES_LIT("\xF5\x05one")) == KV_CORRUPT);
    ck_assert(first_of(BYTES_LIT("\xF5\xC0\x01")) == KV_CORRUPT);
    ck_assert(first_of(BYTES_LIT("\xF5\xC4")) == KV_CORRUPT);
    ck_assert(first_of(BYTES_LIT("\xF5\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF")) == KV_CORRUPT);
    ck_assert(first_of(BYTES_LIT("\xF5\xC3\x01\x02\x00")) == KV_CORRUPT);
}
END_TEST

START_TEST(after_a_failure_nothing_is_read)
{
    struct rdb_reader r = rdb_reader(BYTES_LIT("\xF5\x05one"), 1000);
    struct bytes code;

    ck_assert(next(&r, &code) == KV_CORRUPT);
    ck_assert(next(&r, &code) == KV_CORRUPT);
}
END_TEST

/* ---- Payloads -------------------------------------------------------------------------------------- */

static bool is_right(struct bytes payload, size_t most)
{
    struct rdb_signed s = rdb_signed(payload);
    size_t steps = 1;

    while (!rdb_signed_step(&s, most))
        steps++;
    ck_assert_uint_le(steps, payload.len / most + 1);
    return !s.wrong;
}

START_TEST(no_content_is_the_example_of_the_header)
{
    struct rdb_signed s;

    rdb_sign(&out, 10, 0);
    ck_assert(bytes_eq(buf_bytes(&out), BYTES_LIT("\x0A\x00\x5D\x9B\x5C\x40\x0F\x7F\xA2\xDA")));
    s = rdb_signed(buf_bytes(&out));
    ck_assert(rdb_signed_step(&s, 100));
    ck_assert(!s.wrong);
    ck_assert_uint_eq(rdb_signed_content(&s).len, 0);
}
END_TEST

START_TEST(every_changed_bit_is_noticed)
{
    rdb_put_function(&out, BYTES_LIT("#!lua name=a\n"));
    rdb_sign(&out, 12, crc64(0, buf_bytes(&out)));
    ck_assert(is_right(buf_bytes(&out), 1000));
    ck_assert(is_right(buf_bytes(&out), 1));
    ck_assert(is_right(buf_bytes(&out), 7));
    for (size_t i = 0; i < out.len * 8; i++) {
        out.ptr[i / 8] ^= (uint8_t)(1 << i % 8);
        ck_assert(!is_right(buf_bytes(&out), 1000));
        out.ptr[i / 8] ^= (uint8_t)(1 << i % 8);
    }
    for (size_t len = 0; len < out.len; len++)
        ck_assert(!is_right(bytes_make(out.ptr, len), 1000));
}
END_TEST

START_TEST(a_newer_version_is_refused)
{
    rdb_sign(&out, 13, 0);
    ck_assert(!is_right(buf_bytes(&out), 1000));
    buf_clear(&out);
    rdb_sign(&out, 1, 0);
    ck_assert(is_right(buf_bytes(&out), 1000));
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rdb_function");
    TCase *tc = tcase_create("rdb_function");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_record_is_the_opcode_and_the_code);
    tcase_add_test(tc, records_are_read_back_in_order);
    tcase_add_test(tc, other_bytes_are_refused);
    tcase_add_test(tc, after_a_failure_nothing_is_read);
    tcase_add_test(tc, no_content_is_the_example_of_the_header);
    tcase_add_test(tc, every_changed_bit_is_noticed);
    tcase_add_test(tc, a_newer_version_is_refused);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
