#include "base/glob.h"

#include <check.h>
#include <stdlib.h>

struct row {
    const char *pattern, *text;
    bool matches;
};

static void check_rows(const struct row *rows, size_t count,
                       bool (*match)(struct bytes pattern, struct bytes text))
{
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(match(bytes_str(rows[i].pattern), bytes_str(rows[i].text)) == rows[i].matches,
                      "pattern '%s', text '%s'", rows[i].pattern, rows[i].text);
}

#define CHECK_ROWS(rows, match) check_rows(rows, sizeof(rows) / sizeof((rows)[0]), match)

START_TEST(the_manuals_examples)
{
    static const struct row rows[] = {
        { "h?llo", "hello", true },      { "h?llo", "hallo", true },
        { "h?llo", "hllo", false },      { "h*llo", "hllo", true },
        { "h*llo", "heeeello", true },   { "h*llo", "hell", false },
        { "h[ae]llo", "hello", true },   { "h[ae]llo", "hallo", true },
        { "h[ae]llo", "hillo", false },  { "h[^e]llo", "hallo", true },
        { "h[^e]llo", "hello", false },  { "h[a-b]llo", "hbllo", true },
        { "h[a-b]llo", "hcllo", false }, { "h\\?llo", "h?llo", true },
        { "h\\?llo", "hello", false },
    };

    CHECK_ROWS(rows, glob_match);
}
END_TEST

START_TEST(stars)
{
    static const struct row rows[] = {
        { "*", "", true },
        { "**", "", true },
        { "*", "anything", true },
        { "", "", true },
        { "", "a", false },
        { "?", "", false },
        { "a*", "a", true },
        { "*a", "a", true },
        { "*a", "ab", false },
        { "a**b", "ab", true },
        { "*?", "", false },
        { "*?*", "x", true },
        { "*ab*cd*", "xxabyycdzz", true },
        { "*ab*cd", "abcdcdx", false },
        { "*aab", "aaaab", true },
        { "a*b*c", "abcbc", true },
        { "a*b*c", "abcb", false },
        { "\\*", "*", true },
        { "\\*", "x", false },
    };

    CHECK_ROWS(rows, glob_match);
}
END_TEST

/* Each row was tried with KEYS on redis-server 7.0. */
START_TEST(odd_sets_as_redis_takes_them)
{
    static const struct row rows[] = {
        { "[", "[", false },      { "[", "a", false },       { "[a", "a", true },
        { "[^", "x", true },      { "[^", "", false },       { "[^a", "a", false },
        { "[]", "]", false },     { "[]a]", "a", false },    { "[^]", "]", true },
        { "[^]]", "x]", true },   { "[^]]", "x", false },    { "[a-]", "a", true },
        { "[a-]", "]", true },    { "[a-]", "^", true },     { "[a-]", "-", false },
        { "[a-]]", "^", true },   { "[a-", "a", true },      { "[a-", "-", true },
        { "[a-", "A", false },    { "[\\]]", "]", true },    { "[\\", "\\", true },
        { "[-a]", "-", true },    { "[b-a]", "b", true },    { "[b-a]", "a", true },
        { "[a\\-b]", "-", true }, { "[a\\-b]", "b", true },  { "[^^]", "^", false },
        { "[a^]", "^", true },    { "[a-\\]]", "a]", true }, { "[a-\\]]", "]", false },
        { "[\\a-b]", "-", true }, { "\\", "\\", true },      { "a\\", "a\\", true },
        { "a\\", "a", false },
    };

    CHECK_ROWS(rows, glob_match);
}
END_TEST

START_TEST(case_ignored)
{
    static const struct row rows[] = {
        { "MAX*", "maxmemory", true }, { "max*", "MAXMEMORY", true }, { "[A-C]x", "bX", true },
        { "[a-c]X", "Bx", true },      { "[^A]", "a", false },        { "[\\A]", "a", true },
        { "\\A", "a", true },          { "[z-A]", "m", true },        { "h?", "HZ", true },
        { "h[", "h[", false },         { "@", "`", false },           { "[", "{", false },
    };

    CHECK_ROWS(rows, glob_match_nocase);
    ck_assert(!glob_match(BYTES_LIT("MAX*"), BYTES_LIT("maxmemory")));
}
END_TEST

START_TEST(any_byte_may_appear)
{
    ck_assert(glob_match(BYTES_LIT("a\0?"), BYTES_LIT("a\0b")));
    ck_assert(!glob_match(BYTES_LIT("a\0c"), BYTES_LIT("a\0b")));
    ck_assert(glob_match(BYTES_LIT("[\x80-\xff]*"), BYTES_LIT("\xc3\xa9")));
    ck_assert(!glob_match(BYTES_LIT("[\x80-\xff]"), BYTES_LIT("a")));
    ck_assert(glob_match(BYTES_LIT("*\0*"), BYTES_LIT("xx\0")));
}
END_TEST

START_TEST(literals)
{
    ck_assert(glob_is_literal(BYTES_LIT("")));
    ck_assert(glob_is_literal(BYTES_LIT("user:1000]^-")));
    ck_assert(glob_is_literal(BYTES_LIT("a\0b")));
    ck_assert(!glob_is_literal(BYTES_LIT("a*")));
    ck_assert(!glob_is_literal(BYTES_LIT("?")));
    ck_assert(!glob_is_literal(BYTES_LIT("a[b")));
    ck_assert(!glob_is_literal(BYTES_LIT("a\\b")));
    ck_assert_uint_eq(glob_literal_start(BYTES_LIT("user:[0-9]")), 5);
    ck_assert_uint_eq(glob_literal_start(BYTES_LIT("a\0*")), 2);
    ck_assert_uint_eq(glob_literal_start(BYTES_LIT("*a")), 0);
}
END_TEST

/* Takes longer than the world will last where every star is retried. */
START_TEST(many_stars_are_cheap)
{
    char pattern[201], text[2001];

    for (int i = 0; i < 200; i += 2)
        memcpy(pattern + i, "a*", 2);
    memcpy(pattern + 199, "b", 2);
    memset(text, 'a', 2000);
    text[2000] = '\0';
    ck_assert(!glob_match(bytes_str(pattern), bytes_str(text)));
    text[1999] = 'b';
    ck_assert(glob_match(bytes_str(pattern), bytes_str(text)));
}
END_TEST

/* Without the cap this takes minutes, and the test runs into its time limit. */
START_TEST(work_is_capped)
{
    enum { LEN = 1000 * 1000 };
    uint8_t *text = malloc(LEN), *pattern = malloc(LEN);

    memset(text, 'a', LEN);
    memset(pattern, 'a', LEN);
    /* Half a million comparisons at each of half a million places. */
    pattern[0] = '*';
    pattern[LEN / 2] = 'b';
    ck_assert(!glob_match(bytes_make(pattern, LEN / 2 + 1), bytes_make(text, LEN)));
    /* One huge set, tried at each place. */
    pattern[1] = '[';
    memset(pattern + 2, 'x', LEN - 2);
    ck_assert(!glob_match(bytes_make(pattern, LEN), bytes_make(text, LEN)));
    free(text);
    free(pattern);
}
END_TEST

/* One that takes long has less for the next, but not for one that takes no longer than it should. */
START_TEST(many_patterns_share_the_work)
{
    enum { LEN = 10 * 1000 };
    char *text = malloc(LEN + 1), *hard = malloc(LEN / 2 + 1);
    size_t work = GLOB_WORK_MAX;

    memset(text, 'a', LEN);
    text[LEN] = '\0';
    memset(hard, 'a', LEN / 2);
    memcpy(hard + LEN / 2 - 1, "b", 2);
    hard[0] = '*';
    ck_assert(glob_match_within(BYTES_LIT("*a"), bytes_str(text), &work));
    ck_assert_uint_eq(work, GLOB_WORK_MAX);
    ck_assert(!glob_match_within(bytes_str(hard), bytes_str(text), &work));
    ck_assert_uint_lt(work, GLOB_WORK_MAX / 2);
    for (int i = 0; i < 10 * 1000; i++) /* takes minutes if each has all of it */
        ck_assert(!glob_match_within(bytes_str(hard), bytes_str(text), &work));
    ck_assert_uint_eq(work, 0);
    ck_assert(glob_match_within(BYTES_LIT("a*[a-c]*a"), bytes_str(text), &work));
    free(text);
    free(hard);
}
END_TEST

START_TEST(what_takes_one_pass_is_not_capped)
{
    enum { LEN = 5 * GLOB_WORK_MAX };
    uint8_t *text = malloc(LEN), *pattern = malloc(LEN);

    memset(text, 'a', LEN);
    memset(pattern, '?', LEN);
    ck_assert(glob_match(bytes_make(pattern, LEN), bytes_make(text, LEN)));
    memcpy(text + LEN - 3, "foo", 3);
    ck_assert(glob_match(BYTES_LIT("*foo*"), bytes_make(text, LEN)));
    free(text);
    free(pattern);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("glob");
    TCase *t = tcase_create("glob");
    SRunner *sr = srunner_create(s);
    int failed;

    suite_add_tcase(s, t);
    tcase_set_timeout(t, 20); /* seconds, for the slowest of sanitizers */
    tcase_add_test(t, the_manuals_examples);
    tcase_add_test(t, stars);
    tcase_add_test(t, odd_sets_as_redis_takes_them);
    tcase_add_test(t, case_ignored);
    tcase_add_test(t, any_byte_may_appear);
    tcase_add_test(t, literals);
    tcase_add_test(t, many_stars_are_cheap);
    tcase_add_test(t, work_is_capped);
    tcase_add_test(t, many_patterns_share_the_work);
    tcase_add_test(t, what_takes_one_pass_is_not_capped);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
