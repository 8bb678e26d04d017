#include "obj/rdb_ziplist.h"

#include <check.h>
#include "base/buf.h"
#include "base/clock.h"
#include "base/load.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/rand.h"

static struct bytes entries;
static size_t count;

static void assert_next(struct bytes expected)
{
    struct item it = ziplist_next(&entries);
    char room[NUM_INT_MAX];

    ck_assert(bytes_eq(item_text(&it, room), expected));
}

/* ---- A ziplist as old servers made it ------------------------------------------------------------ */

struct maker {
    struct buf b;
    size_t last, before, count;
};

static void maker_init(struct maker *m)
{
    *m = (struct maker){ .last = 10 };
    buf_init(&m->b, BUF_UNLIMITED);
    buf_add(&m->b, (uint8_t[10]){ 0 }, 10);
}

/* An entry whose encoding, length and payload are given; wide: the length before in 5 bytes anyhow. */
static void maker_add(struct maker *m, struct bytes head, struct bytes payload, bool wide)
{
    size_t start = m->b.len;

    if (m->before < 254 && !wide) {
        buf_add_byte(&m->b, (uint8_t)m->before);
    } else {
        uint8_t word[4];

        store_le32(word, (uint32_t)m->before);
        buf_add_byte(&m->b, 0xfe);
        buf_add(&m->b, word, 4);
    }
    buf_add_bytes(&m->b, head);
    buf_add_bytes(&m->b, payload);
    m->last = start;
    m->before = m->b.len - start;
    m->count++;
}

static void maker_add_string(struct maker *m, struct bytes text, bool wide)
{
    uint8_t head[5] = { 0 };
    size_t len = 1;

    if (text.len < 64) {
        head[0] = (uint8_t)text.len;
    } else if (text.len < 16384) {
        head[0] = (uint8_t)(0x40 | text.len >> 8);
        head[1] = (uint8_t)text.len;
        len = 2;
    } else {
        head[0] = 0x80;
        store_be32(head + 1, (uint32_t)text.len);
        len = 5;
    }
    maker_add(m, bytes_make(head, len), text, wide);
}

static void maker_add_int(struct maker *m, int64_t n, bool wide)
{
    uint8_t word[8], head;
    size_t len;

    store_le64(word, (uint64_t)n);
    if (n >= 0 && n <= 12) {
        head = (uint8_t)(0xf1 + n);
        len = 0;
    } else if (n == (int8_t)n) {
        head = 0xfe;
        len = 1;
    } else if (n == (int16_t)n) {
        head = 0xc0;
        len = 2;
    } else if (n >= -(1 << 23) && n < 1 << 23) {
        head = 0xf0;
        len = 3;
    } else if (n == (int32_t)n) {
        head = 0xd0;
        len = 4;
    } else {
        head = 0xe0;
        len = 8;
    }
    maker_add(m, bytes_make(&head, 1), bytes_make(word, len), wide);
}

static struct bytes maker_end(struct maker *m)
{
    buf_add_byte(&m->b, 0xff);
    store_le32(m->b.ptr, (uint32_t)m->b.len);
    store_le32(m->b.ptr + 4, (uint32_t)m->last);
    store_le16(m->b.ptr + 8, (uint16_t)(m->count < 65535 ? m->count : 65535));
    return buf_bytes(&m->b);
}

/* ---- Ziplist ------------------------------------------------------------------------------------- */

static const struct bytes example =
    BYTES_LIT("\x11\x00\x00\x00\x0e\x00\x00\x00\x02\x00\x00\x02hi\x04\xf6\xff");

START_TEST(the_example_of_the_header)
{
    ck_assert(ziplist_open(example, &entries, &count));
    ck_assert_uint_eq(count, 2);
    assert_next(BYTES_LIT("hi"));
    assert_next(BYTES_LIT("5"));
    ck_assert_uint_eq(entries.len, 0);
}
END_TEST

START_TEST(an_empty_one)
{
    ck_assert(
        ziplist_open(BYTES_LIT("\x0b\x00\x00\x00\x0a\x00\x00\x00\x00\x00\xff"), &entries, &count));
    ck_assert_uint_eq(count, 0);
    ck_assert_uint_eq(entries.len, 0);
}
END_TEST

static const int64_t numbers[] = { 0,        12,          13,        -1,       127,       -128,
                                   128,      -129,        32767,     -32768,   32768,     -32769,
                                   8388607,  -8388608,    8388608,   -8388609, INT32_MAX, INT32_MIN,
                                   1l << 31, -(3l << 31), INT64_MAX, INT64_MIN };

START_TEST(integers_of_all_widths)
{
    struct maker m;

    maker_init(&m);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        maker_add_int(&m, numbers[i], false);
    ck_assert(ziplist_open(maker_end(&m), &entries, &count));
    ck_assert_uint_eq(count, sizeof numbers / sizeof *numbers);
    for (size_t i = 0; i < count; i++) {
        struct item it = ziplist_next(&entries);

        ck_assert(item_is_int(&it));
        ck_assert_int_eq(it.number, numbers[i]);
    }
    buf_fini(&m.b);
}
END_TEST

START_TEST(strings_of_all_widths)
{
    static const size_t lens[] = { 0, 1, 63, 64, 253, 254, 16383, 16384, 70000 };
    static uint8_t text[70000];
    struct maker m;

    maker_init(&m);
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++)
        maker_add_string(&m, bytes_make(text, lens[i]), i % 2 == 1);
    ck_assert(ziplist_open(maker_end(&m), &entries, &count));
    for (size_t i = 0; i < sizeof lens / sizeof *lens; i++)
        assert_next(bytes_make(text, lens[i]));
    buf_fini(&m.b);
}
END_TEST

START_TEST(more_entries_than_the_count_can_say)
{
    enum { MANY = 70000 };
    struct maker m;

    maker_init(&m);
    for (int i = 0; i < MANY; i++)
        maker_add_int(&m, i, false);
    ck_assert(ziplist_open(maker_end(&m), &entries, &count));
    ck_assert_uint_eq(count, MANY);
    for (int i = 0; i < MANY; i++)
        ck_assert_int_eq(ziplist_next(&entries).number, i);
    ck_assert_uint_eq(entries.len, 0);
    buf_fini(&m.b);
}
END_TEST

START_TEST(random_ones_are_read_back)
{
    enum { ROUNDS = 300, MOST = 60 };
    struct rng rng;

    rng_seed(&rng, 11);
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t seed = rng_next(&rng);
        size_t n = rng_below(&rng, MOST);
        uint8_t text[400];
        struct maker m;
        struct rng r;

        maker_init(&m);
        for (int pass = 0; pass < 2; pass++) {
            rng_seed(&r, seed);
            for (size_t i = 0; i < n; i++) {
                bool wide = rng_below(&r, 4) == 0;
                int64_t number = (int64_t)(rng_next(&r) >> rng_below(&r, 64));
                size_t len = rng_below(&r, sizeof text);

                memset(text, (int)number, len);
                if (len % 2 == 0 && pass == 0)
                    maker_add_int(&m, number, wide);
                else if (pass == 0)
                    maker_add_string(&m, bytes_make(text, len), wide);
                else if (len % 2 == 0)
                    ck_assert_int_eq(ziplist_next(&entries).number, number);
                else
                    assert_next(bytes_make(text, len));
            }
            if (pass == 0)
                ck_assert(ziplist_open(maker_end(&m), &entries, &count));
            ck_assert_uint_eq(count, n);
        }
        buf_fini(&m.b);
    }
}
END_TEST

START_TEST(a_ziplist_that_is_cut_off_is_refused)
{
    for (size_t len = 0; len < example.len; len++)
        ck_assert(!ziplist_open(bytes_make(example.ptr, len), &entries, &count));
}
END_TEST

/* Of the two entries the texts may be anything, and some other encodings take as many bytes. */
static bool may_be(size_t at, uint8_t byte)
{
    if (at == 12 || at == 13)
        return true;
    return (at == 11 && byte == 0xc0) ||
           (at == 15 && (byte == 0 || (byte >= 0xf1 && byte <= 0xfd)));
}

START_TEST(a_ziplist_with_a_wrong_byte_is_refused)
{
    for (size_t at = 0; at < example.len; at++) {
        uint8_t bad[32];

        memcpy(bad, example.ptr, example.len);
        for (unsigned byte = 0; byte < 256; byte++) {
            bad[at] = (uint8_t)byte;
            ck_assert_msg(ziplist_open(bytes_make(bad, example.len), &entries, &count) ==
                              (byte == example.ptr[at] || may_be(at, (uint8_t)byte)),
                          "byte %zu is %02x", at, byte);
        }
    }
}
END_TEST

START_TEST(random_changes_are_read_or_refused)
{
    enum { ROUNDS = 100000 };
    struct maker m;
    struct rng rng;
    uint8_t *bad;
    struct bytes whole;

    rng_seed(&rng, 12);
    maker_init(&m);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        maker_add_int(&m, numbers[i], i % 5 == 0);
    maker_add_string(&m, BYTES_LIT("some text that is in no way special, but longer than 63 bytes"),
                     false);
    maker_add_string(&m, BYTES_LIT("short"), true);
    whole = maker_end(&m);
    bad = mem_alloc(whole.len);
    for (int i = 0; i < ROUNDS; i++) {
        memcpy(bad, whole.ptr, whole.len);
        for (uint64_t changes = 1 + rng_below(&rng, 4); changes > 0; changes--)
            bad[rng_below(&rng, whole.len)] = (uint8_t)rng_next(&rng);
        if (!ziplist_open(bytes_make(bad, whole.len), &entries, &count))
            continue;
        for (; count > 0; count--)
            ziplist_next(&entries);
        ck_assert_uint_eq(entries.len, 0);
    }
    mem_free(bad);
    buf_fini(&m.b);
}
END_TEST

/* ---- Zipmap -------------------------------------------------------------------------------------- */

static void assert_text(bool is_value, struct bytes expected)
{
    struct item it = zipmap_next(&entries, is_value);

    ck_assert(!item_is_int(&it));
    ck_assert(bytes_eq(bytes_make(it.ptr, it.len), expected));
}

START_TEST(the_zipmap_of_the_header)
{
    ck_assert(zipmap_open(BYTES_LIT("\x01\x01"
                                    "a\x02\x00"
                                    "bc\xff"),
                          &entries, &count));
    ck_assert_uint_eq(count, 2);
    assert_text(false, BYTES_LIT("a"));
    assert_text(true, BYTES_LIT("bc"));
    ck_assert_uint_eq(entries.len, 0);
}
END_TEST

START_TEST(free_bytes_mean_nothing_and_the_count_may_be_unknown)
{
    ck_assert(zipmap_open(BYTES_LIT("\xfe\x01"
                                    "a\x02\x03"
                                    "bc...\xfe\x01\x00\x00\x00"
                                    "d\x00\x00\xff"),
                          &entries, &count));
    ck_assert_uint_eq(count, 4);
    assert_text(false, BYTES_LIT("a"));
    assert_text(true, BYTES_LIT("bc"));
    assert_text(false, BYTES_LIT("d"));
    assert_text(true, BYTES_LIT(""));
    ck_assert_uint_eq(entries.len, 0);
}
END_TEST

START_TEST(forged_zipmaps_are_refused)
{
    static const struct bytes bad[] = {
        BYTES_LIT(""),
        BYTES_LIT("\xff"),
        BYTES_LIT("\x01\xff"), /* one pair announced */
        BYTES_LIT("\x00\x01"
                  "a\x01\x00"
                  "b\xff"), /* none announced */
        BYTES_LIT("\x01\x01"
                  "a\xff"), /* no value */
        BYTES_LIT("\x01\x01"
                  "a\x01\x00"
                  "b"), /* no end */
        BYTES_LIT("\x01\x01"
                  "a\x01\x00"
                  "b\xff\xff"), /* two ends */
        BYTES_LIT("\x01\x05"
                  "a\x01\x00"
                  "b\xff"), /* a field that is too long */
        BYTES_LIT("\x01\x01"
                  "a\x01\x09"
                  "b\xff"), /* too much that is free */
        BYTES_LIT("\x01\x01"
                  "a\xfe\xff\xff\xff\xff\x00"
                  "b\xff"),            /* a value that is far too long */
        BYTES_LIT("\x01\xfe\x01\x00"), /* a length cut off */
        BYTES_LIT("\x01\x01"
                  "a\xfe\x01\x00\x00\x00\xff"), /* no byte for what is free */
    };

    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        ck_assert_msg(!zipmap_open(bad[i], &entries, &count), "number %zu", i);
}
END_TEST

START_TEST(random_zipmaps_are_read_or_refused)
{
    enum { ROUNDS = 200000, ROOM = 24 };
    struct rng rng;

    rng_seed(&rng, 13);
    for (int i = 0; i < ROUNDS; i++) {
        size_t len = 2 + rng_below(&rng, ROOM - 1);
        uint8_t *data = mem_alloc(len);

        for (size_t k = 0; k < len; k++)
            data[k] = (uint8_t)rng_below(&rng, 6);
        data[0] = 0xfe;
        data[len - 1] = 0xff;
        if (zipmap_open(bytes_make(data, len), &entries, &count)) {
            for (size_t k = 0; k < count; k++)
                zipmap_next(&entries, k % 2 == 1);
            ck_assert_uint_eq(entries.len, 0);
        }
        mem_free(data);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("rdb_ziplist");
    TCase *ziplist = tcase_create("ziplist"), *zipmap = tcase_create("zipmap");

    tcase_set_timeout(ziplist, 60);
    tcase_add_test(ziplist, the_example_of_the_header);
    tcase_add_test(ziplist, an_empty_one);
    tcase_add_test(ziplist, integers_of_all_widths);
    tcase_add_test(ziplist, strings_of_all_widths);
    tcase_add_test(ziplist, more_entries_than_the_count_can_say);
    tcase_add_test(ziplist, random_ones_are_read_back);
    tcase_add_test(ziplist, a_ziplist_that_is_cut_off_is_refused);
    tcase_add_test(ziplist, a_ziplist_with_a_wrong_byte_is_refused);
    tcase_add_test(ziplist, random_changes_are_read_or_refused);
    suite_add_tcase(s, ziplist);
    tcase_set_timeout(zipmap, 60);
    tcase_add_test(zipmap, the_zipmap_of_the_header);
    tcase_add_test(zipmap, free_bytes_mean_nothing_and_the_count_may_be_unknown);
    tcase_add_test(zipmap, forged_zipmaps_are_refused);
    tcase_add_test(zipmap, random_zipmaps_are_read_or_refused);
    suite_add_tcase(s, zipmap);
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
