#include "store/entry.h"

#include "base/clock.h"
#include "base/mem.h"
#include "store/entry_make.h"

#include <check.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const size_t key_lens[] = { 0, 1, 16, 254, 255, 256, 64 * 1024 };

enum { KEY_LENS = sizeof key_lens / sizeof key_lens[0] };

static uint8_t noise[64 * 1024];

static struct bytes noise_of(size_t len)
{
    return bytes_make(noise, len);
}

/* An entry whose deadline, if it has one, is not in a wheel. */
static struct entry *make(enum obj_encoding encoding, bool ttl, struct bytes key, size_t value_len)
{
    struct entry_shape s = {
        OBJ_STRING, encoding, ttl, encoding == ENC_EMBEDDED, key.len, value_len
    };

    return entry_new(&s, key);
}

static struct entry *make_text(const char *text)
{
    struct entry *e = make(ENC_EMBEDDED, false, BYTES_LIT("k"), strlen(text));

    memcpy(entry_body(e), text, strlen(text));
    return e;
}

static struct entry *make_int(int64_t n)
{
    struct entry *e = make(ENC_INT, false, BYTES_LIT("k"), 0);

    entry_set_word(e, &n);
    return e;
}

static struct entry *make_blob(struct bytes data)
{
    struct entry *e = make(ENC_BLOB, false, BYTES_LIT("k"), 0);
    struct blob *b = blob_dup(data);

    entry_set_word(e, &b);
    return e;
}

static void drop(struct entry *e)
{
    if (entry_encoding(e) == ENC_BLOB)
        blob_unref(entry_blob(e));
    mem_free_sized(e, entry_size(e));
}

/* ---- Layout --------------------------------------------------------------------------------------- */

START_TEST(sizes_are_those_of_the_drawing)
{
    static const struct {
        enum obj_encoding encoding;
        bool ttl;
        size_t key_len, value_len, size;
    } rows[] = {
        { ENC_EMBEDDED, false, 16, 32, 56 },   { ENC_EMBEDDED, true, 16, 32, 80 },
        { ENC_INT, false, 16, 0, 32 },         { ENC_INT, true, 16, 0, 56 },
        { ENC_BLOB, false, 16, 0, 32 },        { ENC_BLOB, true, 16, 0, 56 },
        { ENC_EMBEDDED, false, 0, 0, 8 },      { ENC_EMBEDDED, false, 254, 0, 262 },
        { ENC_EMBEDDED, false, 255, 0, 267 },  { ENC_INT, true, 255, 0, 299 },
        { ENC_EMBEDDED, false, 16, 192, 216 },
    };

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct entry *e =
            make(rows[i].encoding, rows[i].ttl, noise_of(rows[i].key_len), rows[i].value_len);

        ck_assert_uint_eq(entry_size(e), rows[i].size);
        ck_assert_uint_ge(mem_usable_size(e), rows[i].size);
        mem_free_sized(e, rows[i].size);
    }
}
END_TEST

START_TEST(a_new_entry_has_its_key_and_nothing_else)
{
    struct bytes key = noise_of(key_lens[_i]);

    for (unsigned ttl = 0; ttl < 2; ttl++) {
        for (enum obj_encoding enc = ENC_INT; enc <= ENC_BLOB; enc++) {
            struct entry *e = make(enc, ttl, key, 0);

            ck_assert(bytes_eq(entry_key(e), key));
            ck_assert_int_eq(entry_type(e), OBJ_STRING);
            ck_assert_int_eq(entry_encoding(e), enc);
            ck_assert_int_eq(entry_has_ttl(e), ttl);
            ck_assert_int_eq(e->flags & ENTRY_GROWN, 0);
            ck_assert_int_eq((e->flags & ENTRY_LONG_KEY) != 0, key.len >= 255);
            ck_assert_int_eq(e->stamp, 0);
            mem_free_sized(e, entry_size(e));
        }
    }
}
END_TEST

START_TEST(key_value_and_deadline_do_not_overlap)
{
    struct bytes key = noise_of(key_lens[_i]);
    struct entry *e = make(ENC_EMBEDDED, true, key, ENTRY_EMBED_MAX);

    memset(entry_body(e), 0xee, ENTRY_EMBED_MAX);
    *entry_node(e) = (struct wheel_node){ .at_ms = INT64_MAX };
    ck_assert(bytes_eq(entry_key(e), key));
    ck_assert_uint_eq(entry_embedded(e).len, ENTRY_EMBED_MAX);
    for (size_t i = 0; i < ENTRY_EMBED_MAX; i++)
        ck_assert_uint_eq(entry_embedded(e).ptr[i], 0xee);
    ck_assert_int_eq(entry_expire_at(e), INT64_MAX);
    ck_assert_ptr_eq(entry_of_node(entry_node(e)), e);
    mem_free_sized(e, entry_size(e));
}
END_TEST

/* A deadline of the key, of a field, of both: each node tells its entry, and none lies in another. */
START_TEST(two_deadlines_do_not_overlap)
{
    struct bytes key = noise_of(key_lens[_i]);
    int64_t word = INT64_C(0x1122334455667788);

    for (unsigned ttl = 0; ttl < 2; ttl++) {
        struct entry_shape s = { OBJ_HASH, ENC_TABLE, ttl, false, key.len, 0, .field_ttl = true };
        struct entry *e = entry_new(&s, key);

        ck_assert_uint_eq(entry_size(e), entry_shape_size(&s));
        ck_assert(entry_fits(e, &s));
        s.field_ttl = false;
        ck_assert(!entry_fits(e, &s));
        ck_assert(entry_has_field_ttl(e));
        ck_assert_int_eq(entry_has_ttl(e), ttl);
        if (ttl)
            *entry_node(e) = (struct wheel_node){ .at_ms = 1 };
        *entry_field_node(e) = (struct wheel_node){ .at_ms = 2 };
        entry_set_word(e, &word);
        ck_assert_int_eq(entry_expire_at(e), ttl ? 1 : -1);
        ck_assert_int_eq(entry_field_node(e)->at_ms, 2);
        ck_assert_int_eq(entry_int(e), word);
        ck_assert(bytes_eq(entry_key(e), key));
        ck_assert_ptr_eq(entry_of_field_node(entry_field_node(e)), e);
        mem_free_sized(e, entry_size(e));
    }
}
END_TEST

START_TEST(the_word_keeps_any_integer)
{
    static const int64_t values[] = { 0, -1, INT64_MIN, INT64_MAX };
    struct bytes key = noise_of(key_lens[_i]);

    for (unsigned ttl = 0; ttl < 2; ttl++) {
        struct entry *e = make(ENC_INT, ttl, key, 0);

        for (unsigned i = 0; i < sizeof values / sizeof values[0]; i++) {
            entry_set_word(e, &values[i]);
            ck_assert_int_eq(entry_int(e), values[i]);
        }
        ck_assert(bytes_eq(entry_key(e), key));
        mem_free_sized(e, entry_size(e));
    }
}
END_TEST

START_TEST(no_deadline_is_minus_one)
{
    struct entry *e = make_int(5);

    ck_assert(!entry_has_ttl(e));
    ck_assert_int_eq(entry_expire_at(e), -1);
    drop(e);
}
END_TEST

START_TEST(an_entry_fits_only_its_own_layout_and_size_class)
{
    struct entry *e = make(ENC_EMBEDDED, false, noise_of(16), 32);
    struct entry_shape same = { OBJ_STRING, ENC_EMBEDDED, false, true, 16, 32 }, s;

    ck_assert(entry_fits(e, &same));
    s = same;
    s.encoding = ENC_INT;
    s.is_inline = false;
    s.body_len = 0;
    ck_assert(!entry_fits(e, &s));
    s = same;
    s.ttl = true;
    ck_assert(!entry_fits(e, &s));
    s = same;
    s.body_len = 0;
    ck_assert(!entry_fits(e, &s)); /* would waste memory */
    s.body_len = ENTRY_EMBED_MAX;
    ck_assert(!entry_fits(e, &s));
    s.body_len = 33;
    ck_assert_int_eq(entry_fits(e, &s), mem_good_size(56) == mem_good_size(57));
    drop(e);
}
END_TEST

/* ---- Strings -------------------------------------------------------------------------------------- */

START_TEST(the_length_of_an_integer_is_that_of_its_text)
{
    uint64_t power = 1;

    for (unsigned digits = 0; digits < 19; digits++, power *= 10) {
        for (int64_t d = -1; d <= 1; d++) {
            for (int sign = -1; sign <= 1; sign += 2) {
                struct entry *e = make_int(sign * ((int64_t)power + d));
                char scratch[NUM_INT_MAX], text[32];
                int len = snprintf(text, sizeof text, "%" PRId64, entry_int(e));

                ck_assert_uint_eq(entry_string_len(e), (size_t)len);
                ck_assert(bytes_eq(entry_string(e, scratch), bytes_str(text)));
                drop(e);
            }
        }
    }
}
END_TEST

START_TEST(the_ends_of_the_integers_are_strings_too)
{
    struct entry *lo = make_int(INT64_MIN), *hi = make_int(INT64_MAX);
    char scratch[NUM_INT_MAX];

    ck_assert(bytes_eq(entry_string(lo, scratch), BYTES_LIT("-9223372036854775808")));
    ck_assert_uint_eq(entry_string_len(lo), 20);
    ck_assert(bytes_eq(entry_string(hi, scratch), BYTES_LIT("9223372036854775807")));
    ck_assert_uint_eq(entry_string_len(hi), 19);
    drop(lo);
    drop(hi);
}
END_TEST

START_TEST(every_encoding_spells_its_string)
{
    struct entry *e = make_text("hello");
    char scratch[NUM_INT_MAX];

    ck_assert(bytes_eq(entry_string(e, scratch), BYTES_LIT("hello")));
    ck_assert_uint_eq(entry_string_len(e), 5);
    drop(e);
    e = make_blob(noise_of(1000));
    ck_assert(bytes_eq(entry_string(e, scratch), noise_of(1000)));
    ck_assert_uint_eq(entry_string_len(e), 1000);
    drop(e);
    e = make_text("");
    ck_assert_uint_eq(entry_string(e, scratch).len, 0);
    ck_assert_uint_eq(entry_string_len(e), 0);
    drop(e);
}
END_TEST

START_TEST(texts_are_read_as_integers_strictly)
{
    static const char *const refused[] = { "",
                                           "-",
                                           "-0",
                                           "+1",
                                           "007",
                                           " 1",
                                           "1 ",
                                           "1.0",
                                           "0x10",
                                           "9223372036854775808",
                                           "-9223372036854775809",
                                           "123456789012345678901" };
    struct entry *e;
    int64_t n = 77;

    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        e = make_text(refused[i]);
        ck_assert_int_eq(entry_string_int(e, &n), KV_NOT_INT);
        ck_assert_int_eq(n, 77);
        drop(e);
    }
    e = make_text("-9223372036854775808");
    ck_assert_int_eq(entry_string_int(e, &n), KV_OK);
    ck_assert_int_eq(n, INT64_MIN);
    drop(e);
    e = make_blob(BYTES_LIT("42"));
    ck_assert_int_eq(entry_string_int(e, &n), KV_OK);
    ck_assert_int_eq(n, 42);
    drop(e);
    e = make_int(-3);
    ck_assert_int_eq(entry_string_int(e, &n), KV_OK);
    ck_assert_int_eq(n, -3);
    drop(e);
}
END_TEST

START_TEST(encoding_names_are_those_clients_know)
{
    struct entry *e = make_int(1);

    ck_assert_str_eq(entry_encoding_name(e), "int");
    drop(e);
    for (size_t len = 0; len <= ENTRY_EMBED_MAX; len++) {
        e = make(ENC_EMBEDDED, false, BYTES_LIT("k"), len);
        ck_assert_str_eq(entry_encoding_name(e), len <= 44 ? "embstr" : "raw");
        e->flags |= ENTRY_GROWN;
        ck_assert_str_eq(entry_encoding_name(e), "raw");
        drop(e);
    }
    e = make_blob(BYTES_LIT("short"));
    ck_assert_str_eq(entry_encoding_name(e), "raw");
    drop(e);
}
END_TEST

START_TEST(memory_counts_the_entry_and_its_blob)
{
    struct entry *e = make(ENC_EMBEDDED, false, noise_of(16), 32);

    ck_assert_uint_eq(entry_mem(e, 1000), mem_good_size(56));
    drop(e);
    e = make_blob(noise_of(10000));
    ck_assert_uint_ge(entry_mem(e, 1000), entry_size(e) + sizeof(struct blob) + 10000);
    drop(e);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("entry");
    TCase *layout = tcase_create("layout"), *strings = tcase_create("strings");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)(i * 7 + i / 251);
    tcase_add_test(layout, sizes_are_those_of_the_drawing);
    tcase_add_loop_test(layout, a_new_entry_has_its_key_and_nothing_else, 0, KEY_LENS);
    tcase_add_loop_test(layout, key_value_and_deadline_do_not_overlap, 0, KEY_LENS);
    tcase_add_loop_test(layout, two_deadlines_do_not_overlap, 0, KEY_LENS);
    tcase_add_loop_test(layout, the_word_keeps_any_integer, 0, KEY_LENS);
    tcase_add_test(layout, no_deadline_is_minus_one);
    tcase_add_test(layout, an_entry_fits_only_its_own_layout_and_size_class);
    suite_add_tcase(s, layout);

    tcase_add_test(strings, the_length_of_an_integer_is_that_of_its_text);
    tcase_add_test(strings, the_ends_of_the_integers_are_strings_too);
    tcase_add_test(strings, every_encoding_spells_its_string);
    tcase_add_test(strings, texts_are_read_as_integers_strictly);
    tcase_add_test(strings, encoding_names_are_those_clients_know);
    tcase_add_test(strings, memory_counts_the_entry_and_its_blob);
    suite_add_tcase(s, strings);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
