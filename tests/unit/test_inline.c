#include "resp/inline.h"

#include <check.h>
#include <stdlib.h>
#include "base/mem.h"

enum { WORDS_MAX = 64 };

/* Splits line and checks the words, given as one text with '|' between them; NULL: refused. */
static void check_split(struct bytes line, const char *expected)
{
    struct bytes words[WORDS_MAX];
    struct buf text, shown;
    unsigned count;

    buf_init(&text, BUF_UNLIMITED);
    buf_init(&shown, BUF_UNLIMITED);
    if (!inline_split(line, &text, words, WORDS_MAX, &count)) {
        ck_assert_msg(expected == NULL, "%.*s", BYTES_ARG(line));
        ck_assert_uint_eq(text.len, 0);
    } else {
        ck_assert_msg(expected != NULL, "%.*s", BYTES_ARG(line));
        for (unsigned i = 0; i < count; i++) {
            if (i > 0)
                buf_add_byte(&shown, '|');
            buf_add_bytes(&shown, words[i]);
        }
        ck_assert_msg(bytes_eq(buf_bytes(&shown), bytes_str(expected)), "%.*s gives %s",
                      BYTES_ARG(line), buf_cstr(&shown));
    }
    buf_fini(&text);
    buf_fini(&shown);
}

#define CHECK_SPLIT(line, expected) check_split(BYTES_LIT(line), expected)

START_TEST(blanks_separate_words)
{
    CHECK_SPLIT("SET key value", "SET|key|value");
    CHECK_SPLIT("  SET\tkey \r\n", "SET|key");
    CHECK_SPLIT("\v\fPING \v", "PING");
    CHECK_SPLIT("", "");
    CHECK_SPLIT(" \t\r\n", "");
}
END_TEST

START_TEST(bytes_outside_quotes_stand_for_themselves)
{
    CHECK_SPLIT("\\x41 \\n a\\b", "\\x41|\\n|a\\b");
    CHECK_SPLIT("a\vb\f", "a\vb\f");
    CHECK_SPLIT("\xa0z \xff", "\xa0z|\xff");
}
END_TEST

START_TEST(double_quotes_know_escapes)
{
    CHECK_SPLIT("\"a b\" \"\"", "a b|");
    CHECK_SPLIT("\"\\n\\r\\t\\a\\b\\\\\\\"\"", "\n\r\t\a\b\\\"");
    CHECK_SPLIT("\"\\x41\\xAf\\xfA\"", "A\xaf\xfa");
    CHECK_SPLIT("\"\\x4\\q\\XAf\"", "x4qXAf");
    CHECK_SPLIT("\"\\xg0\\x4g\\x\"", "xg0x4gx");
    CHECK_SPLIT("\"it's\"", "it's");
}
END_TEST

START_TEST(single_quotes_know_only_their_own)
{
    CHECK_SPLIT("'a b' ''", "a b|");
    CHECK_SPLIT("'it\\'s'", "it's");
    CHECK_SPLIT("'\\x41\\n\\\\ \"'", "\\x41\\n\\\\ \"");
}
END_TEST

START_TEST(quotes_may_open_within_a_word)
{
    CHECK_SPLIT("a\"b c\"", "ab c");
    CHECK_SPLIT("a'b\\'c' d", "ab'c|d");
    CHECK_SPLIT("\"a\"\tb\"c\"\v'd'", "a|bc|d");
}
END_TEST

START_TEST(unbalanced_quotes_are_refused)
{
    static const char *const refused[] = { "\"",      "'",        "\"a",     "a'",
                                           "\"a\"b",  "'a'b",     "'it''s'", "\"\\\"",
                                           "\"a\\",   "'a\\'",    "'a\\",    "a\\\"b",
                                           "\"a\" '", "\"a\"'b'", "\"\\x4",  "ok a\"b c\"d" };

    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        check_split(bytes_str(refused[i]), NULL);
}
END_TEST

START_TEST(nul_is_an_ordinary_byte)
{
    struct bytes words[2];
    struct buf text;
    unsigned count;

    buf_init(&text, BUF_UNLIMITED);
    ck_assert(inline_split(BYTES_LIT("a\0b \"\0\""), &text, words, 2, &count));
    ck_assert_uint_eq(count, 2);
    ck_assert(bytes_eq(words[0], BYTES_LIT("a\0b")));
    ck_assert(bytes_eq(words[1], BYTES_LIT("\0")));
    buf_fini(&text);
}
END_TEST

START_TEST(too_many_words_are_refused)
{
    struct bytes words[2];
    struct buf text;
    unsigned count;

    buf_init(&text, BUF_UNLIMITED);
    ck_assert(inline_split(BYTES_LIT("a b "), &text, words, 2, &count));
    ck_assert_uint_eq(count, 2);
    ck_assert(!inline_split(BYTES_LIT("a b c"), &text, words, 2, &count));
    ck_assert(!inline_split(BYTES_LIT("a"), &text, words, 0, &count));
    ck_assert(inline_split(BYTES_LIT(" "), &text, words, 0, &count));
    buf_fini(&text);
}
END_TEST

START_TEST(words_are_appended_to_the_text)
{
    struct bytes first[1], second[1];
    struct buf text;
    unsigned count;

    buf_init(&text, BUF_UNLIMITED);
    ck_assert_ptr_nonnull(buf_room(&text, 64));
    ck_assert(inline_split(BYTES_LIT("one"), &text, first, 1, &count));
    ck_assert(inline_split(BYTES_LIT("'two'"), &text, second, 1, &count));
    ck_assert(bytes_eq(buf_bytes(&text), BYTES_LIT("onetwo")));
    ck_assert_ptr_eq(first[0].ptr, text.ptr);
    ck_assert_ptr_eq(second[0].ptr, text.ptr + 3);
    buf_fini(&text);
}
END_TEST

START_TEST(text_limit_is_a_refusal)
{
    struct bytes words[1];
    struct buf text;
    unsigned count;

    buf_init(&text, 4);
    ck_assert(!inline_split(BYTES_LIT("five!"), &text, words, 1, &count));
    buf_fini(&text);
}
END_TEST

/* Any words, quoted by buf_add_quoted, are read back. */
START_TEST(quoted_words_are_read_back)
{
    struct buf line, text;
    struct bytes words[WORDS_MAX];
    uint8_t data[WORDS_MAX][40];
    size_t len[WORDS_MAX];
    unsigned count;

    srand(2);
    buf_init(&line, BUF_UNLIMITED);
    buf_init(&text, BUF_UNLIMITED);
    for (int round = 0; round < 500; round++) {
        unsigned n = (unsigned)rand() % WORDS_MAX;

        buf_clear(&line);
        buf_clear(&text);
        for (unsigned i = 0; i < n; i++) {
            len[i] = (size_t)rand() % sizeof data[i];
            for (size_t j = 0; j < len[i]; j++)
                data[i][j] = (uint8_t)rand();
            buf_add_quoted(&line, bytes_make(data[i], len[i]));
            buf_add_byte(&line, ' ');
        }
        ck_assert(inline_split(buf_bytes(&line), &text, words, WORDS_MAX, &count));
        ck_assert_uint_eq(count, n);
        for (unsigned i = 0; i < n; i++)
            ck_assert(bytes_eq(words[i], bytes_make(data[i], len[i])));
    }
    buf_fini(&line);
    buf_fini(&text);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("inline");
    TCase *tc = tcase_create("inline");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_test(tc, blanks_separate_words);
    tcase_add_test(tc, bytes_outside_quotes_stand_for_themselves);
    tcase_add_test(tc, double_quotes_know_escapes);
    tcase_add_test(tc, single_quotes_know_only_their_own);
    tcase_add_test(tc, quotes_may_open_within_a_word);
    tcase_add_test(tc, unbalanced_quotes_are_refused);
    tcase_add_test(tc, nul_is_an_ordinary_byte);
    tcase_add_test(tc, too_many_words_are_refused);
    tcase_add_test(tc, words_are_appended_to_the_text);
    tcase_add_test(tc, text_limit_is_a_refusal);
    tcase_add_test(tc, quoted_words_are_read_back);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
