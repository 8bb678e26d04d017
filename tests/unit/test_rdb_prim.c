#include "obj/rdb_prim.h"

#include <check.h>
#include <math.h>
#include "base/clock.h"
#include "base/mem.h"
#include "base/option.h"
#include "base/rand.h"

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

static void set_compression(const char *value)
{
    struct option_pair pair = { BYTES_LIT("rdbcompression"), bytes_str(value) };
    const char *why;
    unsigned bad;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static struct rdb_reader reader_of_out(void)
{
    return rdb_reader(buf_bytes(&out), SIZE_MAX);
}

static void assert_out(struct bytes expected)
{
    ck_assert_uint_eq(out.len, expected.len);
    ck_assert_mem_eq(out.ptr, expected.ptr, expected.len);
    buf_clear(&out);
}

static void assert_item(struct item it, struct bytes expected)
{
    char room[NUM_INT_MAX];

    ck_assert(bytes_eq(item_text(&it, room), expected));
}

/* ---- Lengths ------------------------------------------------------------------------------------- */

static const struct {
    uint64_t len;
    struct bytes bytes;
} lengths[] = {
    { 0, BYTES_LIT("\x00") },
    { 63, BYTES_LIT("\x3f") },
    { 64, BYTES_LIT("\x40\x40") },
    { 300, BYTES_LIT("\x41\x2c") },
    { 16383, BYTES_LIT("\x7f\xff") },
    { 16384, BYTES_LIT("\x80\x00\x00\x40\x00") },
    { UINT32_MAX, BYTES_LIT("\x80\xff\xff\xff\xff") },
    { (uint64_t)1 << 32, BYTES_LIT("\x81\x00\x00\x00\x01\x00\x00\x00\x00") },
    { UINT64_MAX, BYTES_LIT("\x81\xff\xff\xff\xff\xff\xff\xff\xff") },
};

START_TEST(lengths_are_written_in_the_shortest_form)
{
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        rdb_put_len(&out, lengths[i].len);
        assert_out(lengths[i].bytes);
    }
}
END_TEST

START_TEST(lengths_are_read_back)
{
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        struct rdb_reader r = rdb_reader(lengths[i].bytes, 0);

        ck_assert_uint_eq(rdb_get_len(&r), lengths[i].len);
        ck_assert(!r.failed);
        ck_assert_uint_eq(r.left.len, 0);
    }
}
END_TEST

START_TEST(lengths_that_are_cut_off_are_refused)
{
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        for (size_t len = 0; len < lengths[i].bytes.len; len++) {
            struct rdb_reader r = rdb_reader(bytes_make(lengths[i].bytes.ptr, len), 0);

            ck_assert_uint_eq(rdb_get_len(&r), 0);
            ck_assert(r.failed);
        }
    }
}
END_TEST

START_TEST(first_bytes_that_are_no_length_are_refused)
{
    for (unsigned first = 0x82; first <= 0xff; first++) {
        uint8_t data[16] = { (uint8_t)first };
        struct rdb_reader r = rdb_reader(bytes_make(data, sizeof data), 0);

        rdb_get_len(&r);
        ck_assert(r.failed);
    }
}
END_TEST

START_TEST(a_length_may_be_set_later)
{
    size_t place;
    struct rdb_reader r;

    rdb_put_len(&out, 7);
    place = rdb_put_len_later(&out);
    rdb_put_len(&out, 9);
    rdb_set_len(&out, place, 123456789);
    r = reader_of_out();
    ck_assert_uint_eq(rdb_get_len(&r), 7);
    ck_assert_uint_eq(rdb_get_len(&r), 123456789);
    ck_assert_uint_eq(rdb_get_len(&r), 9);
    ck_assert(!r.failed);
}
END_TEST

/* ---- Strings ------------------------------------------------------------------------------------- */

/* As redis-server 7.0.15 writes them. */
static const struct {
    struct bytes text, bytes;
} strings[] = {
    { BYTES_LIT(""), BYTES_LIT("\x00") },
    { BYTES_LIT("hello"), BYTES_LIT("\x05hello") },
    { BYTES_LIT("0"), BYTES_LIT("\xc0\x00") },
    { BYTES_LIT("127"), BYTES_LIT("\xc0\x7f") },
    { BYTES_LIT("128"), BYTES_LIT("\xc1\x80\x00") },
    { BYTES_LIT("-128"), BYTES_LIT("\xc0\x80") },
    { BYTES_LIT("-129"), BYTES_LIT("\xc1\x7f\xff") },
    { BYTES_LIT("32767"), BYTES_LIT("\xc1\xff\x7f") },
    { BYTES_LIT("32768"), BYTES_LIT("\xc2\x00\x80\x00\x00") },
    { BYTES_LIT("-32768"), BYTES_LIT("\xc1\x00\x80") },
    { BYTES_LIT("-32769"), BYTES_LIT("\xc2\xff\x7f\xff\xff") },
    { BYTES_LIT("2147483647"), BYTES_LIT("\xc2\xff\xff\xff\x7f") },
    { BYTES_LIT("2147483648"), BYTES_LIT("\x0a"
                                         "2147483648") },
    { BYTES_LIT("-2147483648"), BYTES_LIT("\xc2\x00\x00\x00\x80") },
    { BYTES_LIT("-2147483649"), BYTES_LIT("\x0b-2147483649") },
    { BYTES_LIT("-0"), BYTES_LIT("\x02-0") },
    { BYTES_LIT("00"), BYTES_LIT("\x02"
                                 "00") },
    { BYTES_LIT("+1"), BYTES_LIT("\x02+1") },
    { BYTES_LIT("aaaaaaaaaaaaaaaaaaaa"), BYTES_LIT("\x14"
                                                   "aaaaaaaaaaaaaaaaaaaa") },
    { BYTES_LIT("aaaaaaaaaaaaaaaaaaaaa"), BYTES_LIT("\xc3\x06\x15\x01"
                                                    "aa\xe0\x0a\x00") },
};

START_TEST(strings_are_written_as_redis_does)
{
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        rdb_put_string(&out, strings[i].text);
        assert_out(strings[i].bytes);
    }
}
END_TEST

START_TEST(strings_are_read_back)
{
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        struct rdb_reader r = rdb_reader(strings[i].bytes, 32);

        assert_item(rdb_get_string(&r, &scratch), strings[i].text);
        ck_assert(!r.failed);
        ck_assert_uint_eq(r.left.len, 0);
    }
}
END_TEST

START_TEST(strings_that_are_cut_off_are_refused)
{
    for (size_t i = 0; i < sizeof strings / sizeof *strings; i++) {
        for (size_t len = 0; len < strings[i].bytes.len; len++) {
            struct rdb_reader r = rdb_reader(bytes_make(strings[i].bytes.ptr, len), 32);

            assert_item(rdb_get_string(&r, &scratch), BYTES_LIT(""));
            ck_assert(r.failed);
        }
    }
}
END_TEST

START_TEST(integers_are_written_as_their_texts_are)
{
    static const int64_t numbers[] = { 0,         127,       -128,      128,       -32768, 32768,
                                       INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN, -1 };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct item it = item_of_int(numbers[i]);
        char text[NUM_INT_MAX];
        struct buf expected;

        buf_init(&expected, BUF_UNLIMITED);
        rdb_put_string(&expected, bytes_make(text, num_format_int(text, numbers[i])));
        rdb_put_item(&out, &it);
        assert_out(buf_bytes(&expected));
        buf_fini(&expected);
    }
}
END_TEST

START_TEST(nothing_is_compressed_when_told_so)
{
    set_compression("no");
    rdb_put_string(&out, BYTES_LIT("aaaaaaaaaaaaaaaaaaaaaaaa"));
    assert_out(BYTES_LIT("\x18"
                         "aaaaaaaaaaaaaaaaaaaaaaaa"));
}
END_TEST

START_TEST(what_does_not_shrink_is_written_plain)
{
    rdb_put_string(&out, BYTES_LIT("the quick brown fox jumps"));
    assert_out(BYTES_LIT("\x19the quick brown fox jumps"));
}
END_TEST

START_TEST(a_compressed_string_may_come_as_a_blob)
{
    struct rdb_reader r;
    struct blob *b;
    struct item it;
    uint8_t zeros[4096] = { 0 };

    rdb_put_string(&out, bytes_make(zeros, sizeof zeros));
    rdb_put_string(&out, BYTES_LIT("plain"));
    ck_assert_uint_lt(out.len, 200);
    r = reader_of_out();
    it = rdb_get_string_blob(&r, &b);
    ck_assert_ptr_nonnull(b);
    ck_assert_ptr_eq(it.ptr, b->data);
    ck_assert_uint_eq(b->len, sizeof zeros);
    ck_assert_mem_eq(b->data, zeros, sizeof zeros);
    blob_unref(b);
    it = rdb_get_string_blob(&r, &b);
    ck_assert_ptr_null(b);
    assert_item(it, BYTES_LIT("plain"));
}
END_TEST

static const struct {
    struct bytes bytes;
    const char *why;
} refused[] = {
    { BYTES_LIT("\xc4\x00"), "no such form" },
    { BYTES_LIT("\xff\x00"), "no such form" },
    { BYTES_LIT("\x06hello"), "longer than the data" },
    { BYTES_LIT("\x81\xff\xff\xff\xff\xff\xff\xff\xff"), "far longer than the data" },
    { BYTES_LIT("\x21"
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
      "longer than allowed" },
    { BYTES_LIT("\xc3\x06\x21\x01"
                "aa\xe0\x0a\x00"),
      "longer than allowed once inflated" },
    { BYTES_LIT("\xc3\x07\x15\x01"
                "aa\xe0\x0a\x00"),
      "packed bytes cut off" },
    { BYTES_LIT("\xc3\x06\x14\x01"
                "aa\xe0\x0a\x00"),
      "inflates to more than announced" },
    { BYTES_LIT("\xc3\x06\x16\x01"
                "aa\xe0\x0a\x00"),
      "inflates to less than announced" },
    { BYTES_LIT("\xc3\x06\x15\x01"
                "aa\xe0\x0a\x05"),
      "a reference to before the start" },
    { BYTES_LIT("\xc3\x00\x00"), "nothing, compressed" },
    { BYTES_LIT("\xc3\x01\x00\x00"), "something that inflates to nothing" },
    { BYTES_LIT("\xc3\xc0\x05\x15\x00\x00\x00\x00\x00"), "a length that is none" },
};

START_TEST(forged_strings_are_refused)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct rdb_reader r = rdb_reader(refused[i].bytes, 32);
        struct blob *b;

        assert_item(rdb_get_string(&r, &scratch), BYTES_LIT(""));
        ck_assert_msg(r.failed, "%s", refused[i].why);
        r = rdb_reader(refused[i].bytes, 32);
        assert_item(rdb_get_string_blob(&r, &b), BYTES_LIT(""));
        ck_assert_ptr_null(b);
        ck_assert_msg(r.failed, "%s", refused[i].why);
    }
}
END_TEST

START_TEST(announced_lengths_take_no_memory)
{
    struct bytes packed = BYTES_LIT("\xc3\x06\x80\x10\x00\x00\x00\x01"
                                    "aa\xe0\x0a\x00");
    struct rdb_reader r = rdb_reader(packed, SIZE_MAX);

    rdb_get_string(&r, &scratch);
    ck_assert(r.failed);
    ck_assert_uint_lt(scratch.cap, 1024);
}
END_TEST

START_TEST(a_pack_is_no_integer)
{
    struct rdb_reader r = rdb_reader(BYTES_LIT("\xc0\x05"), 32);

    ck_assert_uint_eq(rdb_get_bytes(&r, &scratch).len, 0);
    ck_assert(r.failed);
    r = rdb_reader(BYTES_LIT("\x01"
                             "5"),
                   32);
    ck_assert(bytes_eq(rdb_get_bytes(&r, &scratch), BYTES_LIT("5")));
    ck_assert(!r.failed);
}
END_TEST

START_TEST(a_failure_lasts)
{
    struct rdb_reader r = rdb_reader(BYTES_LIT("\x05hello\x05world"), 32);
    struct blob *b;

    assert_item(rdb_get_string(&r, &scratch), BYTES_LIT("hello"));
    rdb_fail(&r);
    assert_item(rdb_get_string(&r, &scratch), BYTES_LIT(""));
    assert_item(rdb_get_string_blob(&r, &b), BYTES_LIT(""));
    ck_assert_ptr_null(b);
    ck_assert_uint_eq(rdb_get_len(&r), 0);
    ck_assert_uint_eq(rdb_get_byte(&r), 0);
    ck_assert_uint_eq(rdb_get_le64(&r), 0);
    ck_assert_double_eq(rdb_get_double(&r), 0);
    ck_assert_double_eq(rdb_get_double_text(&r), 0);
    ck_assert(r.failed);
}
END_TEST

/* Long and short, with runs that LZF likes and without. */
static size_t random_text(struct rng *rng, uint8_t *text, size_t room)
{
    size_t len = rng_below(rng, 1 + rng_below(rng, room)), at = 0;
    unsigned run_max = 1 + (unsigned)rng_below(rng, 40);

    while (at < len) {
        size_t run = 1 + rng_below(rng, run_max);

        if (run > len - at)
            run = len - at;
        memset(text + at, (int)rng_below(rng, 256), run);
        at += run;
    }
    return len;
}

START_TEST(random_strings_come_back)
{
    enum { ROUNDS = 20000, ROOM = 3000 };
    struct rng rng;
    uint8_t text[ROOM];

    rng_seed(&rng, 7);
    for (int i = 0; i < ROUNDS; i++) {
        struct bytes t = bytes_make(text, random_text(&rng, text, ROOM));
        struct rdb_reader r;

        rdb_put_string(&out, t);
        ck_assert_uint_le(out.len, t.len + 2);
        r = reader_of_out();
        assert_item(rdb_get_string(&r, &scratch), t);
        ck_assert(!r.failed);
        ck_assert_uint_eq(r.left.len, 0);
        buf_clear(&out);
    }
}
END_TEST

START_TEST(random_bytes_are_read_or_refused)
{
    enum { ROUNDS = 200000, ROOM = 40 };
    struct rng rng;
    uint8_t data[ROOM];

    rng_seed(&rng, 8);
    for (int i = 0; i < ROUNDS; i++) {
        size_t len = rng_below(&rng, ROOM);
        struct rdb_reader r;

        for (size_t k = 0; k < len; k++)
            data[k] = (uint8_t)rng_below(&rng, 256);
        if (len > 0 && rng_below(&rng, 2) == 0)
            data[0] = 0xc3;
        r = rdb_reader(bytes_make(data, len), 4096);
        while (!r.failed && r.left.len > 0)
            rdb_get_string(&r, &scratch);
    }
}
END_TEST

/* ---- Scores -------------------------------------------------------------------------------------- */

START_TEST(scores_come_back_bit_by_bit)
{
    static const double scores[] = { 0.0, -0.0, 1.5, -1e300, 5e-324, INFINITY, -INFINITY };

    for (size_t i = 0; i < sizeof scores / sizeof *scores; i++) {
        struct rdb_reader r;
        double d;

        rdb_put_double(&out, scores[i]);
        r = reader_of_out();
        d = rdb_get_double(&r);
        ck_assert_mem_eq(&d, &scores[i], sizeof d);
        buf_clear(&out);
    }
    rdb_put_double(&out, 1.5);
    assert_out(BYTES_LIT("\x00\x00\x00\x00\x00\x00\xf8\x3f"));
}
END_TEST

START_TEST(scores_as_text)
{
    struct bytes data = BYTES_LIT("\x03"
                                  "1.5\xfe\xff\x04-1e3");
    struct rdb_reader r = rdb_reader(data, 0);

    ck_assert_double_eq(rdb_get_double_text(&r), 1.5);
    ck_assert(isinf(rdb_get_double_text(&r)));
    ck_assert_double_eq(rdb_get_double_text(&r), -INFINITY);
    ck_assert_double_eq(rdb_get_double_text(&r), -1000);
    ck_assert(!r.failed);
}
END_TEST

START_TEST(scores_that_are_none_are_refused)
{
    static const struct bytes bad[] = { BYTES_LIT(""),
                                        BYTES_LIT("\xfd"),
                                        BYTES_LIT("\x03nan"),
                                        BYTES_LIT("\x00"),
                                        BYTES_LIT("\x02"
                                                  "1"),
                                        BYTES_LIT("\x01 ") };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct rdb_reader r = rdb_reader(bad[i], 0);

        rdb_get_double_text(&r);
        ck_assert(r.failed);
    }
    rdb_put_double(&out, NAN);
    struct rdb_reader r = reader_of_out();
    rdb_get_double(&r);
    ck_assert(r.failed);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("rdb_prim");
    TCase *t = tcase_create("all");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_set_timeout(t, 60);
    tcase_add_test(t, lengths_are_written_in_the_shortest_form);
    tcase_add_test(t, lengths_are_read_back);
    tcase_add_test(t, lengths_that_are_cut_off_are_refused);
    tcase_add_test(t, first_bytes_that_are_no_length_are_refused);
    tcase_add_test(t, a_length_may_be_set_later);
    tcase_add_test(t, strings_are_written_as_redis_does);
    tcase_add_test(t, strings_are_read_back);
    tcase_add_test(t, strings_that_are_cut_off_are_refused);
    tcase_add_test(t, integers_are_written_as_their_texts_are);
    tcase_add_test(t, nothing_is_compressed_when_told_so);
    tcase_add_test(t, what_does_not_shrink_is_written_plain);
    tcase_add_test(t, a_compressed_string_may_come_as_a_blob);
    tcase_add_test(t, forged_strings_are_refused);
    tcase_add_test(t, announced_lengths_take_no_memory);
    tcase_add_test(t, a_pack_is_no_integer);
    tcase_add_test(t, a_failure_lasts);
    tcase_add_test(t, random_strings_come_back);
    tcase_add_test(t, random_bytes_are_read_or_refused);
    tcase_add_test(t, scores_come_back_bit_by_bit);
    tcase_add_test(t, scores_as_text);
    tcase_add_test(t, scores_that_are_none_are_refused);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    sr = srunner_create(suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
