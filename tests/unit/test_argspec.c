#include "server/argspec.h"

#include "base/mem.h"
#include "cmd/families.h"
#include "server/latency.h"
#include "server/monitor.h"
#include "server/slowlog.h"

#include <check.h>
#include <stdlib.h>

static struct argspec *spec;
static const struct argspec_arg *first;

/* Reads a text that is right; the last one read is freed. */
static void read_text(const char *text, unsigned key_specs)
{
    const char *why = NULL;
    size_t at = 0;

    argspec_free(spec);
    spec = argspec_parse(text, key_specs, &why, &at);
    ck_assert_msg(spec != NULL, "%s: %s at %zu", text, why, at);
    first = argspec_first(spec);
}

static void ck_printed(const char *text, const char *shown)
{
    struct buf out = { .limit = BUF_UNLIMITED };

    read_text(text, 1);
    argspec_print(first, &out);
    ck_assert_str_eq(buf_cstr(&out), shown);
    buf_fini(&out);
}

static void ck_wrong(const char *text, const char *why, size_t at)
{
    const char *said = NULL;
    size_t where = 0;

    ck_assert_msg(argspec_parse(text, 1, &said, &where) == NULL, "%s", text);
    ck_assert_str_eq(said, why);
    ck_assert_uint_eq(where, at);
}

START_TEST(plain_arguments)
{
    read_text("key increment:integer", 1);
    ck_assert_str_eq(first->name, "key");
    ck_assert_int_eq(first->type, ARGSPEC_KEY);
    ck_assert_int_eq(first->key_spec, 0);
    ck_assert(!first->optional && !first->multiple && first->token == NULL && first->since == NULL);
    ck_assert_str_eq(first->next->name, "increment");
    ck_assert_int_eq(first->next->type, ARGSPEC_INTEGER);
    ck_assert_int_eq(first->next->key_spec, -1);
    ck_assert_ptr_null(first->next->next);
}
END_TEST

START_TEST(no_arguments)
{
    read_text(NULL, 0);
    ck_assert_ptr_null(first);
    read_text("  ", 0);
    ck_assert_ptr_null(first);
}
END_TEST

START_TEST(every_type)
{
    const enum argspec_type types[] = { ARGSPEC_STRING, ARGSPEC_INTEGER, ARGSPEC_DOUBLE,
                                        ARGSPEC_KEY,    ARGSPEC_PATTERN, ARGSPEC_UNIX_TIME };

    read_text("a:string b:integer c:double d:key e:pattern f:unix-time", 1);
    for (size_t i = 0; i < sizeof types / sizeof *types; i++, first = first->next)
        ck_assert_int_eq(first->type, types[i]);
    ck_assert_ptr_null(first);
    ck_assert_str_eq(argspec_type_name(ARGSPEC_UNIX_TIME), "unix-time");
    ck_assert_str_eq(argspec_type_name(ARGSPEC_BLOCK), "block");
}
END_TEST

START_TEST(keys_find_their_spec)
{
    read_text("source destination key", 2);
    ck_assert_int_eq(first->key_spec, 0);
    ck_assert_int_eq(first->next->key_spec, 1);
    ck_assert_int_eq(first->next->next->key_spec, 1);
    read_text("key [ BY by-pattern:pattern#1 ] [ STORE destination#2 ]", 3);
    ck_assert_int_eq(first->next->type, ARGSPEC_PATTERN);
    ck_assert_int_eq(first->next->key_spec, 1);
    ck_assert_int_eq(first->next->next->key_spec, 2);
    read_text("key", 0);
    ck_assert_int_eq(first->key_spec, -1);
}
END_TEST

START_TEST(tokens)
{
    read_text("KEEPTTL", 0);
    ck_assert_str_eq(first->name, "keepttl");
    ck_assert_str_eq(first->token, "KEEPTTL");
    ck_assert_int_eq(first->type, ARGSPEC_PURE_TOKEN);
    read_text("sorting=ALPHA", 0);
    ck_assert_str_eq(first->name, "sorting");
    ck_assert_str_eq(first->token, "ALPHA");
    read_text("EX seconds:integer", 0);
    ck_assert_str_eq(first->name, "seconds");
    ck_assert_str_eq(first->token, "EX");
    ck_assert_int_eq(first->type, ARGSPEC_INTEGER);
    read_text("equal=\"=\" nothing=\"\" \"~\"", 0);
    ck_assert_str_eq(first->token, "=");
    ck_assert_str_eq(first->next->token, "");
    ck_assert_str_eq(first->next->next->name, "~");
}
END_TEST

START_TEST(a_token_before_another_stands_alone)
{
    read_text("NO ONE", 0);
    ck_assert_str_eq(first->name, "no");
    ck_assert_str_eq(first->next->name, "one");
    read_text("NO one=ONE", 0);
    ck_assert_int_eq(first->type, ARGSPEC_PURE_TOKEN);
    ck_assert_str_eq(first->next->name, "one");
    read_text("exact=EXACT string", 0);
    ck_assert_int_eq(first->type, ARGSPEC_PURE_TOKEN);
    ck_assert_str_eq(first->next->name, "string");
    ck_assert_ptr_null(first->next->token);
    read_text("FULL [ COUNT count:integer ]", 0);
    ck_assert_str_eq(first->name, "full");
    ck_assert_str_eq(first->next->token, "COUNT");
}
END_TEST

START_TEST(choices_and_blocks)
{
    read_text("[ FILTERBY filterby=( ACLCAT category | PATTERN pattern:pattern ) ]", 0);
    ck_assert_int_eq(first->type, ARGSPEC_ONEOF);
    ck_assert(first->optional);
    ck_assert_str_eq(first->name, "filterby");
    ck_assert_str_eq(first->token, "FILTERBY");
    ck_assert_str_eq(first->inner->token, "ACLCAT");
    ck_assert_str_eq(first->inner->next->name, "pattern");
    ck_assert_ptr_null(first->inner->next->next);
    read_text("data={ field value } ...", 0);
    ck_assert_int_eq(first->type, ARGSPEC_BLOCK);
    ck_assert(first->multiple && !first->multiple_token && !first->optional);
    ck_assert_str_eq(first->inner->next->name, "value");
}
END_TEST

START_TEST(marks)
{
    read_text("[ GET pattern:pattern *... @2.2.0 ] a... @1.0.0 b !2.8.12 c@3.0.0", 0);
    ck_assert(first->optional && first->multiple && first->multiple_token);
    ck_assert_str_eq(first->since, "2.2.0");
    first = first->next;
    ck_assert(first->multiple && !first->multiple_token);
    ck_assert_str_eq(first->since, "1.0.0");
    ck_assert_str_eq(first->next->deprecated, "2.8.12");
    ck_assert_str_eq(first->next->next->since, "3.0.0");
}
END_TEST

START_TEST(mistakes_are_found)
{
    ck_wrong("a ]", "a name or a token is missing", 2);
    ck_wrong("[ a b ]", "a ] is missing: brackets hold one argument", 4);
    ck_wrong("[ a", "a ] is missing: brackets hold one argument", 3);
    ck_wrong("x=( a | b", "a bracket is not closed", 9);
    ck_wrong("x=( a b )", "a | is missing", 6);
    ck_wrong("x={ }", "empty brackets", 5);
    ck_wrong("( a | b )", "a name or a token is missing", 0);
    ck_wrong("x=", "a token is missing", 2);
    ck_wrong("\"open", "a quote is not closed", 0);
    ck_wrong("a:float", "there is no such type", 7);
    ck_wrong("a:oneof", "there is no such type", 7);
    ck_wrong("key#1", "there is no such key spec", 5);
    ck_wrong("a @x", "a version is missing", 3);
    ck_wrong("a={b={c={d={e={f={g={h={i={j}}}}}}}}}", "nested too deep", 27);
}
END_TEST

START_TEST(printed_as_people_read_it)
{
    ck_printed(NULL, "");
    ck_printed("key increment:integer", "<key> <increment>");
    ck_printed("[ count:integer ]", "[<count>]");
    ck_printed("key ...", "<key> [<key> ...]");
    ck_printed("[ command-name ... ]", "[<command-name> ...]");
    ck_printed("data={ key value } ...", "<key> <value> [<key> <value> ...]");
    ck_printed("mode=( YES | NO )", "(YES|NO)");
    ck_printed("timeout [ mode=( WRITE | ALL ) ]", "<timeout> [WRITE|ALL]");
    ck_printed("[ TYPE type=( NORMAL | PUBSUB ) ]", "[TYPE (NORMAL|PUBSUB)]");
    ck_printed("filter=( ID id | ADDR addr ) ...", "(ID <id>|ADDR <addr>) [...]");
    ck_printed("[ GET pattern *... ] [ LIMIT limit={ offset count } ]",
               "[GET <pattern> ...] [LIMIT <offset> <count>]");
    ck_printed("GET pattern *...", "GET <pattern> [GET <pattern> ...]");
    ck_printed("WEIGHTS weight ...", "WEIGHTS <weight> [<weight> ...]");
    ck_printed("selector=( key | none=\"\" )", "(<key>|\"\")");
}
END_TEST

static unsigned read_rows(const struct command *rows)
{
    unsigned count = 0;

    for (; rows->name; rows++, count++) {
        read_text(rows->args, command_key_spec_count(rows));
        ck_assert_msg(rows->summary && rows->group && rows->since && rows->complexity, "%s",
                      rows->name);
        if (rows->subs)
            count += read_rows(rows->subs);
    }
    return count;
}

START_TEST(all_rows_can_be_read)
{
    const struct command *const families[] = {
        string_commands,  counter_commands, lcs_commands,     generic_commands,
        expire_commands,  scan_commands,    object_commands,  connection_commands,
        client_commands,  command_commands, config_commands,  server_commands,
        slowlog_commands, latency_commands, monitor_commands, debug_commands,
    };
    unsigned count = 0;

    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        count += read_rows(families[i]);
    ck_assert_uint_gt(count, 100);
}
END_TEST

static void forget(void)
{
    argspec_free(spec);
    spec = NULL;
}

int main(void)
{
    Suite *s = suite_create("argspec");
    TCase *t = tcase_create("argspec");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    suite_add_tcase(s, t);
    tcase_add_checked_fixture(t, NULL, forget);
    tcase_add_test(t, plain_arguments);
    tcase_add_test(t, no_arguments);
    tcase_add_test(t, every_type);
    tcase_add_test(t, keys_find_their_spec);
    tcase_add_test(t, tokens);
    tcase_add_test(t, a_token_before_another_stands_alone);
    tcase_add_test(t, choices_and_blocks);
    tcase_add_test(t, marks);
    tcase_add_test(t, mistakes_are_found);
    tcase_add_test(t, printed_as_people_read_it);
    tcase_add_test(t, all_rows_can_be_read);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
