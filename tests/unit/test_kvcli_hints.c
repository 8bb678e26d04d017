#include "../../kvcli/hints.h"
#include "../../kvcli/history.h"

#include <check.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"

/* COMMAND DOCS of three commands, as RESP3. */
static const char reply_text[] =
    "%3\r\n"
    "$3\r\nset\r\n%4\r\n+summary\r\n+Sets it.\r\n+since\r\n+1.0.0\r\n+group\r\n+string\r\n"
    "+arguments\r\n*4\r\n"
    "%2\r\n+name\r\n+key\r\n+type\r\n+key\r\n"
    "%3\r\n+name\r\n+v\r\n+display_text\r\n+value\r\n+type\r\n+string\r\n"
    "%4\r\n+name\r\n+cond\r\n+type\r\n+oneof\r\n+flags\r\n~1\r\n+optional\r\n+arguments\r\n*2\r\n"
    "%3\r\n+name\r\n+nx\r\n+type\r\n+pure-token\r\n+token\r\n+NX\r\n"
    "%3\r\n+name\r\n+s\r\n+type\r\n+integer\r\n+token\r\n+EX\r\n"
    "%3\r\n+name\r\n+tag\r\n+token\r\n+TAG\r\n+flags\r\n~2\r\n+multiple\r\n+multiple_token\r\n"
    "$6\r\nconfig\r\n%3\r\n+summary\r\n+Settings.\r\n+group\r\n+server\r\n+subcommands\r\n%2\r\n"
    "$10\r\nconfig|get\r\n%1\r\n+group\r\n+server\r\n"
    "$10\r\nconfig|set\r\n%1\r\n+group\r\n+server\r\n"
    "$4\r\nsadd\r\n%1\r\n+group\r\n+set\r\n";

static struct docs *docs;

static struct docs *read_docs(const char *text)
{
    struct resp_reader *r = resp_reader_new(NULL);
    struct resp_value *v;
    struct docs *d;

    resp_reader_feed(r, bytes_str(text));
    ck_assert_int_eq(resp_reader_next(r, &v), RESP_READY);
    d = docs_new(v);
    resp_value_free(v);
    resp_reader_free(r);
    return d;
}

static void setup(void)
{
    docs = read_docs(reply_text);
}

static void teardown(void)
{
    docs_free(docs);
}

static void check_complete(const char *typed, size_t count, const char *tail, const char *list)
{
    struct buf t, l;

    buf_init(&t, BUF_UNLIMITED);
    buf_init(&l, BUF_UNLIMITED);
    ck_assert_uint_eq(hints_complete(docs, bytes_str(typed), &t, &l), count);
    ck_assert_str_eq(buf_cstr(&t), tail);
    ck_assert_str_eq(buf_cstr(&l), list);
    buf_fini(&t);
    buf_fini(&l);
}

static void check_syntax(const char *typed, const char *expected)
{
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    ck_assert(hints_syntax(docs, bytes_str(typed), &out) == (*expected != '\0'));
    ck_assert_str_eq(buf_cstr(&out), expected);
    buf_fini(&out);
}

START_TEST(syntax_comes_from_the_arguments)
{
    check_syntax("set ", "SET key value [NX|EX s] TAG tag [TAG tag ...]");
    check_syntax("  3 SET a", "SET key value [NX|EX s] TAG tag [TAG tag ...]");
    check_syntax("config get x", "CONFIG GET");
    check_syntax("config ", "CONFIG");
    check_syntax("set", "");
    check_syntax("nosuch ", "");
    check_syntax("", "");
}
END_TEST

START_TEST(commands_are_completed_in_the_case_typed)
{
    check_complete("se", 1, "t", "SET");
    check_complete("SA", 1, "DD", "SADD");
    check_complete("5 se", 1, "t", "SET");
    check_complete("s", 2, "", "SADD\nSET");
    check_complete("set x", 0, "", "");
    check_complete("", 0, "", "");
}
END_TEST

START_TEST(subcommands_are_offered_behind_their_command)
{
    check_complete("co", 1, "nfig", "CONFIG");
    check_complete("config ", 2, "", "CONFIG GET\nCONFIG SET");
    check_complete("config g", 1, "et", "CONFIG GET");
}
END_TEST

START_TEST(help_topics_are_completed)
{
    check_complete("help se", 1, "t", "SET");
    check_complete("help @st", 1, "ring", "string");
    check_complete("help @", 3, "s", "server\nset\nstring");
}
END_TEST

static void check_help(const char *topic, const char *expected)
{
    struct bytes word = bytes_str(topic);
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    hints_help(docs, &word, 1, false, &out);
    ck_assert_str_eq(buf_cstr(&out), expected);
    buf_fini(&out);
}

START_TEST(help_shows_commands_and_groups)
{
    check_help("SET", "\n  SET key value [NX|EX s] TAG tag [TAG tag ...]\n  summary: Sets it.\n"
                      "  since: 1.0.0\n  group: string\n\n");
    check_help("@string", "\n  SET key value [NX|EX s] TAG tag [TAG tag ...]\n"
                          "  summary: Sets it.\n  since: 1.0.0\n\n");
    check_help("config", "\n  CONFIG\n  summary: Settings.\n  group: server\n"
                         "\n  CONFIG GET\n  group: server\n\n  CONFIG SET\n  group: server\n\n");
    check_help("nosuch", "Nothing is known about this. Try: help\n");
}
END_TEST

START_TEST(strange_documentation_is_left_out)
{
    struct docs *error = read_docs("-ERR unknown command\r\n");
    struct docs *odd = read_docs("*3\r\n:1\r\n$1\r\na\r\n*1\r\n:1\r\n");
    struct docs *mixed = read_docs("*4\r\n:1\r\n:2\r\n+a\r\n*2\r\n+arguments\r\n:7\r\n");

    ck_assert_uint_eq(docs_count(error), 0);
    ck_assert_uint_eq(docs_count(odd), 0);
    ck_assert_uint_eq(docs_count(mixed), 1);
    ck_assert_str_eq(docs_at(mixed, 0)->syntax, "");
    docs_free(error);
    docs_free(odd);
    docs_free(mixed);
}
END_TEST

START_TEST(secrets_stay_out_of_the_history)
{
    static const char *const secret[] = { "AUTH x",           "  auth u p",
                                          "hello 3 AUTH u p", "config set requirepass x",
                                          "acl setuser u >p", "migrate h 1 k 0 1 AUTH2 u p",
                                          "3 auth x",         "auth \"x" };
    static const char *const plain[] = { "get auth", "hello 3", "config get requirepass",
                                         "acl list", "" };

    for (size_t i = 0; i < sizeof secret / sizeof *secret; i++)
        ck_assert_msg(history_is_secret(bytes_str(secret[i])), "%s", secret[i]);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        ck_assert_msg(!history_is_secret(bytes_str(plain[i])), "%s", plain[i]);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("kvcli_hints");
    TCase *t = tcase_create("hints");
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, syntax_comes_from_the_arguments);
    tcase_add_test(t, commands_are_completed_in_the_case_typed);
    tcase_add_test(t, subcommands_are_offered_behind_their_command);
    tcase_add_test(t, help_topics_are_completed);
    tcase_add_test(t, help_shows_commands_and_groups);
    tcase_add_test(t, strange_documentation_is_left_out);
    tcase_add_test(t, secrets_stay_out_of_the_history);
    suite_add_tcase(s, t);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
