#include "script/library_header.h"

#include <check.h>
#include <stdlib.h>
#include "base/mem.h"

static struct buf name, why;

static void setup(void)
{
    buf_init(&name, BUF_UNLIMITED);
    buf_init(&why, BUF_UNLIMITED);
}

static void teardown(void)
{
    buf_fini(&name);
    buf_fini(&why);
}

static void accepted(struct bytes code, const char *expected, const char *rest)
{
    struct bytes body;

    buf_clear(&name);
    ck_assert(library_read_header(code, &name, &body, &why));
    ck_assert_str_eq(buf_cstr(&name), expected);
    ck_assert(bytes_eq(body, bytes_str(rest)));
    ck_assert_uint_eq(why.len, 0);
}

static void refused_bytes(struct bytes code, const char *expected)
{
    struct bytes body;

    buf_clear(&name);
    ck_assert(!library_read_header(code, &name, &body, &why));
    ck_assert_str_eq(buf_cstr(&why), expected);
    ck_assert_uint_eq(name.len, 0);
    buf_clear(&why);
}

static void refused(const char *code, const char *expected)
{
    refused_bytes(bytes_str(code), expected);
}

START_TEST(the_line_names_engine_and_library)
{
    accepted(BYTES_LIT("#!lua name=mylib\nreturn"), "mylib", "\nreturn");
    accepted(BYTES_LIT("#!LUA NAME=My_1\n"), "My_1", "\n");
    accepted(BYTES_LIT("#!lua\t name=a \r\n\n"), "a", "\n\n");
}
END_TEST

START_TEST(words_may_be_quoted)
{
    accepted(BYTES_LIT("#!lua \"name=a\"\n"), "a", "\n");
    accepted(BYTES_LIT("#!lua name='a'\n"), "a", "\n");
    accepted(BYTES_LIT("#!lua name=\"\\x61\"\n"), "a", "\n");
    refused("#!lua name=\"a\n", "Invalid library metadata");
}
END_TEST

START_TEST(the_body_may_hold_any_byte)
{
    struct bytes body;

    ck_assert(library_read_header(BYTES_LIT("#!lua name=a\n\0x"), &name, &body, &why));
    ck_assert(bytes_eq(body, BYTES_LIT("\n\0x")));
}
END_TEST

START_TEST(what_is_missing_or_unknown_is_refused)
{
    refused("", "Missing library metadata");
    refused("return 1", "Missing library metadata");
    refused(" #!lua name=a\n", "Missing library metadata");
    refused("#!", "Invalid library metadata");
    refused("#!lua name=a", "Invalid library metadata");
    refused_bytes(BYTES_LIT("#!lua name=a\0\n"), "Invalid library metadata");
    refused("#!lua\n", "Library name was not given");
    refused("#!\n", "Library name was not given");
    refused("#!lua nam=a\n", "Invalid metadata value given: nam=a");
    refused("#!lua name\n", "Invalid metadata value given: name");
    refused("#! lua name=a\n", "Invalid metadata value given: lua");
    refused("#!lua name=a name=a\n",
            "Invalid metadata value, name argument was given multiple times");
    refused("#!js name=a\n", "Engine 'js' not found");
    refused("#! name=a\n", "Engine '' not found");
    refused("#!js name=-\n",
            "Library names can only contain letters, numbers, or underscores(_) and must "
            "be at least one character long");
}
END_TEST

START_TEST(a_line_too_long_is_refused)
{
    char code[LIBRARY_HEADER_MAX + 16];

    memset(code, 'a', sizeof code);
    memcpy(code, "#!lua name=", 11);
    code[LIBRARY_HEADER_MAX] = '\n';
    ck_assert(
        library_read_header(bytes_make(code, sizeof code), &name, &(struct bytes){ 0 }, &why));
    ck_assert_uint_eq(name.len, LIBRARY_HEADER_MAX - 11);
    buf_clear(&name);
    code[LIBRARY_HEADER_MAX] = 'a';
    code[LIBRARY_HEADER_MAX + 1] = '\n';
    refused_bytes(bytes_make(code, sizeof code), "Invalid library metadata");
    memset(code, ' ', sizeof code);
    memcpy(code, "#!lua", 5);
    for (unsigned i = 6; i < LIBRARY_HEADER_MAX; i += 2)
        code[i] = 'x';
    code[LIBRARY_HEADER_MAX] = '\n';
    refused_bytes(bytes_make(code, sizeof code), "Invalid library metadata");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("library_header");
    TCase *tc = tcase_create("library_header");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, the_line_names_engine_and_library);
    tcase_add_test(tc, words_may_be_quoted);
    tcase_add_test(tc, the_body_may_hold_any_byte);
    tcase_add_test(tc, what_is_missing_or_unknown_is_refused);
    tcase_add_test(tc, a_line_too_long_is_refused);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
