#include "listpack_fixture.h"

#include <check.h>
#include <stdlib.h>
#include <sys/mman.h>

enum { HEX_MAX = 256 };

/* The bytes of "82 68 69 03 | 05 01"; returns how many. */
static size_t read_hex(const char *hex, uint8_t out[HEX_MAX])
{
    size_t n = 0;
    unsigned byte;

    for (; *hex != '\0'; hex += strspn(hex, " |")) {
        kv_assert(n < HEX_MAX && sscanf(hex, "%2x", &byte) == 1);
        out[n++] = (uint8_t)byte;
        hex += 2;
    }
    return n;
}

static void expect_hex(const uint8_t *got, size_t len, const char *hex)
{
    uint8_t want[HEX_MAX];

    ck_assert_uint_eq(len, read_hex(hex, want));
    ck_assert_mem_eq(got, want, len);
}

/* ---- The format ------------------------------------------------------------------------------ */

START_TEST(the_example_of_the_header)
{
    struct pack p = { 0 };

    lp_init(&p);
    lp_append(&p, BYTES_LIT("hi"));
    lp_append(&p, BYTES_LIT("5"));
    expect_hex(p.ptr, lp_bytes(p.ptr), "0D 00 00 00 | 02 00 | 82 68 69 03 | 05 01 | FF");
    lp_check(p.ptr);
    pack_fini(&p);
}
END_TEST

START_TEST(an_empty_listpack)
{
    struct pack p = { 0 };

    lp_init(&p);
    expect_hex(p.ptr, lp_bytes(p.ptr), "07 00 00 00 | 00 00 | FF");
    ck_assert_uint_eq(lp_bytes(p.ptr), LP_EMPTY);
    ck_assert_uint_eq(lp_count(p.ptr), 0);
    ck_assert_uint_eq(lp_first(p.ptr), 0);
    ck_assert_uint_eq(lp_last(p.ptr), 0);
    ck_assert_uint_eq(lp_seek(p.ptr, 0), 0);
    ck_assert_uint_eq(lp_seek(p.ptr, -1), 0);
    ck_assert_uint_eq(lp_end(p.ptr), LP_EMPTY - 1);
    lp_check(p.ptr);
    pack_fini(&p);
}
END_TEST

/* The borders of each encoding. */
static const struct {
    int64_t number;
    const char *hex;
} integers[] = {
    { 0, "00 01" },
    { 127, "7F 01" },
    { 128, "C0 80 02" },
    { 4095, "CF FF 02" },
    { -1, "DF FF 02" },
    { -4096, "D0 00 02" },
    { 4096, "F1 00 10 03" },
    { 32767, "F1 FF 7F 03" },
    { -4097, "F1 FF EF 03" },
    { -32768, "F1 00 80 03" },
    { 32768, "F2 00 80 00 04" },
    { 8388607, "F2 FF FF 7F 04" },
    { -32769, "F2 FF 7F FF 04" },
    { -8388608, "F2 00 00 80 04" },
    { 8388608, "F3 00 00 80 00 05" },
    { INT32_MAX, "F3 FF FF FF 7F 05" },
    { -8388609, "F3 FF FF 7F FF 05" },
    { INT32_MIN, "F3 00 00 00 80 05" },
    { INT64_C(2147483648), "F4 00 00 00 80 00 00 00 00 09" },
    { INT64_MAX, "F4 FF FF FF FF FF FF FF 7F 09" },
    { INT64_C(-2147483649), "F4 FF FF FF 7F FF FF FF FF 09" },
    { INT64_MIN, "F4 00 00 00 00 00 00 00 80 09" },
};
enum { INTEGERS = sizeof integers / sizeof integers[0] };

START_TEST(integers_take_the_shortest_form)
{
    int64_t n = integers[_i].number;
    char scratch[NUM_INT_MAX];
    struct bytes text = bytes_make(scratch, num_format_int(scratch, n));
    struct item as_int = item_of_int(n), as_text = item_of_bytes(text), got;
    struct pack p = { 0 };
    size_t pos = 6, size;

    lp_init(&p);
    lp_append(&p, text);
    size = lp_bytes(p.ptr) - LP_EMPTY;
    expect_hex(p.ptr + 6, size, integers[_i].hex);
    ck_assert_uint_eq(lp_size_of(text), size);
    ck_assert_uint_eq(lp_size_of_item(&as_int), size);
    ck_assert_uint_eq(lp_size_of_item(&as_text), size);
    lp_append_item(&p, &as_int);
    lp_append_item(&p, &as_text);
    ck_assert_uint_eq(lp_bytes(p.ptr), LP_EMPTY + 3 * size);
    for (int i = 0; i < 3; i++, pos += size) {
        expect_hex(p.ptr + pos, size, integers[_i].hex);
        got = lp_get(p.ptr, pos);
        ck_assert(item_is_int(&got));
        ck_assert_int_eq(got.number, n);
    }
    lp_check(p.ptr);
    pack_fini(&p);
}
END_TEST

START_TEST(other_texts_are_strings)
{
    static const char *const texts[] = {
        "",    "-",     "-0",   "00",
        "01",  "+1",    " 1",   "1 ",
        "1.0", "1e3",   "0x10", "9223372036854775808",
        "--1", "-01",   "1a",   "-9223372036854775809",
        ":",   "/",     "\xff", "18446744073709551615",
        "١",   "1\r\n", "a",    "100000000000000000000000000000",
    };

    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct bytes text = bytes_str(texts[i]);
        struct lp_needle n = lp_needle(text);
        struct pack p = { 0 };
        struct item got;

        lp_init(&p);
        lp_append(&p, text);
        got = lp_get(p.ptr, lp_first(p.ptr));
        ck_assert(!item_is_int(&got));
        ck_assert(item_is(&got, text));
        ck_assert(!n.is_int);
        ck_assert_uint_eq(lp_find(p.ptr, lp_first(p.ptr), &n, 0), 6);
        pack_fini(&p);
    }
}
END_TEST

/* Strings at the borders of the encodings and of the back lengths. */
static const struct {
    size_t len;
    const char *head, *back;
} strings[] = {
    { 0, "80", "01" },
    { 1, "81", "02" },
    { 63, "BF", "40" },
    { 64, "E0 40", "42" },
    { 125, "E0 7D", "7F" },
    { 126, "E0 7E", "01 80" },
    { 4095, "EF FF", "20 81" },
    { 4096, "F0 00 10 00 00", "20 85" },
    { 16377, "F0 F9 3F 00 00", "7F FE" },
    { 16378, "F0 FA 3F 00 00", "00 FF FF" },
    { 16379, "F0 FB 3F 00 00", "01 80 80" },
    { 2097145, "F0 F9 FF 1F 00", "7F FF FE" },
    { 2097146, "F0 FA FF 1F 00", "00 FF FF FF" },
    { 2097147, "F0 FB FF 1F 00", "01 80 80 80" },
#ifndef KV_SANITIZE /* which takes many seconds for a quarter of a gigabyte */
    { 268435450, "F0 FA FF FF 0F", "00 FF FF FF FF" },
#endif
};
enum { STRINGS = sizeof strings / sizeof strings[0] };

START_TEST(strings_and_back_lengths_at_their_borders)
{
    struct bytes text = text_of(strings[_i].len, 'z');
    uint8_t head[HEX_MAX], back[HEX_MAX];
    size_t head_len = read_hex(strings[_i].head, head), back_len = read_hex(strings[_i].back, back);
    size_t size = head_len + text.len + back_len;
    struct pack p = { 0 };
    struct item got;

    lp_init(&p);
    lp_append(&p, text);
    lp_append(&p, BYTES_LIT("7"));
    ck_assert_mem_eq(p.ptr + 6, head, head_len);
    ck_assert_mem_eq(p.ptr + 6 + head_len + text.len, back, back_len);
    ck_assert_uint_eq(lp_size_of(text), size);
    ck_assert_uint_le(size, text.len + LP_ELEM_EXTRA);
    ck_assert_uint_eq(lp_bytes(p.ptr), LP_EMPTY + size + 2);
    ck_assert_uint_eq(lp_next(p.ptr, 6), 6 + size);
    ck_assert_uint_eq(lp_prev(p.ptr, 6 + size), 6);
    got = lp_get(p.ptr, 6);
    ck_assert(item_is(&got, text));
    lp_check(p.ptr);
    pack_fini(&p);
    text_free(text);
}
END_TEST

/* The first element at or behind element `from` that equals text: its index, -1 if there is none. */
static int64_t find_index(const struct pack *p, int64_t from, const char *text)
{
    struct lp_needle n = lp_needle(bytes_str(text));
    size_t found = lp_find(p->ptr, lp_seek(p->ptr, from), &n, 0);

    for (int64_t i = 0; found != 0; i++)
        if (lp_seek(p->ptr, i) == found)
            return i;
    return -1;
}

static const char *encoding_of(struct bytes text)
{
    struct pack p = { 0 };
    const char *name;

    lp_init(&p);
    lp_append(&p, text);
    name = lp_encoding_name(p.ptr, lp_first(p.ptr));
    pack_fini(&p);
    return name;
}

START_TEST(encodings_have_names)
{
    static const uint8_t zeros[4096];

    ck_assert_str_eq(encoding_of(BYTES_LIT("127")), "uint7");
    ck_assert_str_eq(encoding_of(BYTES_LIT("128")), "int13");
    ck_assert_str_eq(encoding_of(BYTES_LIT("-1")), "int13");
    ck_assert_str_eq(encoding_of(BYTES_LIT("4096")), "int16");
    ck_assert_str_eq(encoding_of(BYTES_LIT("32768")), "int24");
    ck_assert_str_eq(encoding_of(BYTES_LIT("8388608")), "int32");
    ck_assert_str_eq(encoding_of(BYTES_LIT("2147483648")), "int64");
    ck_assert_str_eq(encoding_of(BYTES_LIT("")), "str6");
    ck_assert_str_eq(encoding_of(bytes_make(zeros, 63)), "str6");
    ck_assert_str_eq(encoding_of(bytes_make(zeros, 64)), "str12");
    ck_assert_str_eq(encoding_of(bytes_make(zeros, 4095)), "str12");
    ck_assert_str_eq(encoding_of(bytes_make(zeros, 4096)), "str32");
}
END_TEST

START_TEST(longer_forms_of_others_are_read)
{
    static const char *const texts[] = { "5", "5", "12", "hi", "hi", "", "5" };
    uint8_t bytes[HEX_MAX];
    size_t len = read_hex("2E 00 00 00 | FF FF |" /* count unknown */
                          "C0 05 02 |"            /* 5 in 13 bits */
                          "F4 05 00 00 00 00 00 00 00 09 |"
                          "82 31 32 03 |"             /* "12" as a string */
                          "E0 02 68 69 04 |"          /* a length of 12 bits for "hi" */
                          "F0 02 00 00 00 68 69 07 |" /* and of 32 */
                          "F0 00 00 00 00 05 |"
                          "81 35 02 | FF",
                          bytes);
    struct pack p = pack_of_bytes(bytes_make(bytes, len));

    ck_assert(lp_validate(bytes_make(p.ptr, p.cap)));
    ck_assert_uint_eq(lp_count(p.ptr), 7);
    for (int64_t i = 0; i < 7; i++) {
        struct item got = lp_get(p.ptr, lp_seek(p.ptr, i));

        ck_assert(item_is(&got, bytes_str(texts[i])));
    }
    ck_assert_int_eq(find_index(&p, 0, "5"), 0);
    ck_assert_int_eq(find_index(&p, 1, "5"), 1);
    ck_assert_int_eq(find_index(&p, 2, "5"), 6);
    ck_assert_int_eq(find_index(&p, 0, "12"), 2);
    ck_assert_int_eq(find_index(&p, 0, "hi"), 3);
    ck_assert_int_eq(find_index(&p, 4, "hi"), 4);
    ck_assert_int_eq(find_index(&p, 0, ""), 5);
    ck_assert_int_eq(find_index(&p, 0, "1"), -1);
    /* What is written is the shortest form again. */
    for (int64_t i = 0; i < 7; i++)
        lp_replace(&p, lp_seek(p.ptr, i), bytes_str(texts[i]));
    expect_hex(p.ptr, lp_bytes(p.ptr),
               "19 00 00 00 | FF FF | 05 01 | 05 01 | 0C 01 | 82 68 69 03 | 82 68 69 03 |"
               "80 01 | 05 01 | FF");
    pack_fini(&p);
}
END_TEST

/* ---- Refused input --------------------------------------------------------------------------- */

START_TEST(malformed_listpacks_are_refused)
{
    static const char *const refused[] = {
        "",
        "06 00 00 00 00 00",
        "07 00 00 00 | 00 00 | FE",         /* no end mark */
        "07 00 00 00 | 01 00 | FF",         /* a count of one more */
        "09 00 00 00 | 00 00 | 05 01 | FF", /* of one less */
        "08 00 00 00 | 00 00 | FF",         /* total length too large */
        "06 00 00 00 | 00 00 | FF",         /* too small */
        "08 00 00 00 | 00 00 | FF FF",      /* behind the end mark */
        "09 00 00 00 | 01 00 | 05 02 | FF", /* wrong back length */
        "09 00 00 00 | 01 00 | 05 00 | FF",
        "0A 00 00 00 | 01 00 | 05 80 01 | FF", /* one of two bytes for 1 */
        "08 00 00 00 | 01 00 | 05 | FF",       /* no back length */
        "08 00 00 00 | 01 00 | C0 | FF",       /* cut in the encoding */
        "0A 00 00 00 | 01 00 | F4 00 00 | FF",
        "0A 00 00 00 | 01 00 | F0 00 00 | FF",
        "09 00 00 00 | 01 00 | 82 68 | FF", /* in the string */
        "0B 00 00 00 | 01 00 | 83 68 69 03 | FF",
        "0D 00 00 00 | 01 00 | F0 FF FF FF FF 05 | FF", /* a string of 4 GiB */
        "0D 00 00 00 | 01 00 | F0 FB FF FF FF 00 | FF",
        "09 00 00 00 | 01 00 | F5 01 | FF", /* no such encoding */
        "09 00 00 00 | 01 00 | FE 01 | FF",
        "0B 00 00 00 | 02 00 | 05 01 | FF 01 | FF", /* end mark amidst */
    };

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        uint8_t bytes[HEX_MAX];
        struct bytes copy = text_dup(bytes_make(bytes, read_hex(refused[i], bytes)));

        ck_assert_msg(!lp_validate(copy), "accepted: %s", refused[i]);
        text_free(copy);
    }
}
END_TEST

/* Address space that is hardly touched: a string is accepted without a look at its bytes. */
START_TEST(the_longest_listpack_is_accepted_and_no_longer_one)
{
    uint8_t *lp = mmap(NULL, LP_BYTES_MAX + 1, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);

    ck_assert_ptr_ne(lp, MAP_FAILED);
    for (size_t len = LP_BYTES_MAX; len <= LP_BYTES_MAX + 1; len++) {
        size_t size = len - LP_EMPTY - 5;

        store_le32(lp, (uint32_t)len);
        store_le16(lp + 4, 1);
        lp[6] = 0xf0;
        store_le32(lp + 7, (uint32_t)(size - 5));
        for (int i = 0; i < 5; i++)
            lp[6 + size + 4 - i] = (uint8_t)((size >> 7 * i & 0x7f) | (i < 4 ? 0x80 : 0));
        lp[len - 1] = 0xff;
        ck_assert(lp_validate(bytes_make(lp, len)) == (len == LP_BYTES_MAX));
        ck_assert_uint_eq(lp_last(lp), 6);
    }
    munmap(lp, LP_BYTES_MAX + 1);
}
END_TEST

/* ---- Corrupted bytes ------------------------------------------------------------------------- */

/* Whatever is accepted is read and changed completely. */
static void use(struct bytes data, const struct chooser *c)
{
    struct pack p = pack_of_bytes(data);
    struct model m = model_of(p.ptr);

    model_compare(&m, p.ptr);
    for (int i = 0; i < 12; i++)
        model_step(&m, &p, c, SIZE_MAX);
    model_compare(&m, p.ptr);
    model_fini(&m);
    pack_fini(&p);
}

static struct bytes every_encoding(void)
{
    static const int64_t numbers[] = { 5, -100, 30000, -8000000, 2000000000, INT64_MIN };
    static const char letters[200] = "string";
    struct pack p = { 0 };

    lp_init(&p);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        lp_append_item(&p, &(struct item){ .number = numbers[i] });
    lp_append(&p, bytes_make(letters, 0));
    lp_append(&p, bytes_make(letters, 10));
    lp_append(&p, bytes_make(letters, 70));
    lp_append(&p, bytes_make(letters, 140));
    return bytes_make(p.ptr, lp_bytes(p.ptr));
}

START_TEST(every_corrupted_byte_is_refused_or_harmless)
{
    struct bytes good = every_encoding();
    uint8_t *bad = mem_alloc(good.len);
    struct rng rng;
    struct chooser c = { random_below, &rng };
    unsigned accepted = 0;

    rng_seed(&rng, 7);
    memcpy(bad, good.ptr, good.len);
    for (size_t at = 0; at < good.len; at++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            bad[at] = (uint8_t)byte;
            if (!lp_validate(bytes_make(bad, good.len)))
                continue;
            accepted++;
            if (byte % 4 == 0)
                use(bytes_make(bad, good.len), &c);
        }
        bad[at] = good.ptr[at];
    }
    /* Each byte as it was, and all that is payload. */
    ck_assert_uint_gt(accepted, 255 * 200);
    mem_free(bad);
    text_free(good);
}
END_TEST

START_TEST(a_cut_or_longer_listpack_is_refused)
{
    struct bytes good = every_encoding();

    for (size_t len = 0; len <= good.len + 3; len++) {
        uint8_t *bad = mem_alloc(len + 1);
        struct bytes data = bytes_make(bad + 1, len); /* the sanitizer knows its end */

        memset(bad, 0xff, len + 1);
        memcpy(bad + 1, good.ptr, size_min(len, good.len));
        ck_assert(lp_validate(data) == (len == good.len));
        if (len >= LP_EMPTY && len != good.len) {
            store_le32(bad + 1, (uint32_t)len);
            ck_assert(!lp_validate(data));
        }
        mem_free(bad);
    }
    text_free(good);
}
END_TEST

/* Several bytes at a time, lengths among them. */
START_TEST(random_damage_is_refused_or_harmless)
{
    struct bytes good = every_encoding();
    struct rng rng;
    struct chooser c = { random_below, &rng };

    rng_seed(&rng, 8);
    for (int round = 0; round < 50 * 1000; round++) {
        uint8_t *bad = mem_alloc(good.len);

        memcpy(bad, good.ptr, good.len);
        for (size_t n = 1 + choose(&c, 4); n > 0; n--) {
            size_t at = choose(&c, good.len), from = choose(&c, good.len);

            bad[at] = chance(&c, 2) ? good.ptr[from] : (uint8_t)choose(&c, 256);
        }
        if (lp_validate(bytes_make(bad, good.len)))
            use(bytes_make(bad, good.len), &c);
        mem_free(bad);
    }
    text_free(good);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("listpack_format");
    TCase *format = tcase_create("format"), *damage = tcase_create("damage");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_set_timeout(format, 60);
    tcase_add_test(format, the_example_of_the_header);
    tcase_add_test(format, an_empty_listpack);
    tcase_add_loop_test(format, integers_take_the_shortest_form, 0, INTEGERS);
    tcase_add_test(format, other_texts_are_strings);
    tcase_add_loop_test(format, strings_and_back_lengths_at_their_borders, 0, STRINGS);
    tcase_add_test(format, encodings_have_names);
    tcase_add_test(format, longer_forms_of_others_are_read);
    tcase_add_test(format, malformed_listpacks_are_refused);
    tcase_add_test(format, the_longest_listpack_is_accepted_and_no_longer_one);
    suite_add_tcase(s, format);

    tcase_set_timeout(damage, 120);
    tcase_add_test(damage, every_corrupted_byte_is_refused_or_harmless);
    tcase_add_test(damage, a_cut_or_longer_listpack_is_refused);
    tcase_add_test(damage, random_damage_is_refused_or_harmless);
    suite_add_tcase(s, damage);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
