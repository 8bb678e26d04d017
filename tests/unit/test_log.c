#include "base/log.h"
#include "base/assert.h"
#include "base/mem.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <jansson.h>
#include <pthread.h>
#include <regex.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static char root[] = "/tmp/test_log_XXXXXX";
static char path[64], moved[64];

static void setup(void)
{
    snprintf(path, sizeof path, "%s/a.log", root);
    snprintf(moved, sizeof moved, "%s/a.log.1", root);
    unlink(path);
    unlink(moved);
    log_set_level(LOG_LEVEL_NOTICE);
    log_set_format(LOG_FORMAT_LEGACY, LOG_TIME_LEGACY);
    log_set_role('M');
    ck_assert(log_set_file(path));
}

static void teardown(void)
{
    ck_assert(log_set_file(""));
}

static const char *content(const char *file)
{
    static char text[256 * 1024];
    FILE *f = fopen(file, "r");

    ck_assert_ptr_nonnull(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

static void assert_matches(const char *text, const char *pattern)
{
    regex_t re;

    ck_assert_int_eq(regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB), 0);
    ck_assert_msg(regexec(&re, text, 0, NULL, 0) == 0, "%s does not match %s", text, pattern);
    regfree(&re);
}

/* The message of the only line, which must be valid JSON; the caller frees it. */
static char *json_message(void)
{
    json_error_t error;
    json_t *line = json_loads(content(path), 0, &error);
    char *message;

    ck_assert_msg(line != NULL, "%s", error.text);
    message = mem_strdup(json_string_value(json_object_get(line, "message")));
    json_decref(line);
    return message;
}

START_TEST(legacy_lines_look_as_tools_expect)
{
    log_notice("repl: replica %s is online", "10.0.0.7:6379");
    assert_matches(content(path), "^[0-9]+:M [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:"
                                  "[0-9]{2}\\.[0-9]{3} \\* repl: replica 10.0.0.7:6379 is "
                                  "online\n$");
    ck_assert_int_eq(atoi(content(path)), getpid());
}
END_TEST

START_TEST(legacy_time_is_local_time)
{
    char expected[64];
    time_t now;
    struct tm tm;

    setenv("TZ", "UTC-5:30", 1);
    tzset();
    do {
        ck_assert_int_eq(truncate(path, 0), 0);
        now = time(NULL);
        log_notice("x");
    } while (time(NULL) != now);
    localtime_r(&now, &tm);
    strftime(expected, sizeof expected, ":M %d %b %Y %H:%M:%S.", &tm);
    ck_assert_msg(strstr(content(path), expected) != NULL, "%s in %s", expected, content(path));
}
END_TEST

START_TEST(lines_below_the_level_are_not_written)
{
    log_debug("one");
    log_verbose("two");
    log_warning("three");
    assert_matches(content(path), "^[^\n]* # three\n$");
    log_set_level(LOG_LEVEL_DEBUG);
    log_debug("four");
    log_verbose("five");
    assert_matches(content(path), " # three\n[^\n]* \\. four\n[^\n]* - five\n$");
    log_set_level(LOG_LEVEL_NOTHING);
    log_warning("six");
    ck_assert_ptr_null(strstr(content(path), "six"));
}
END_TEST

START_TEST(logfmt_lines_have_named_fields)
{
    log_set_format(LOG_FORMAT_LOGFMT, LOG_TIME_ISO8601);
    log_set_role('S');
    log_warning("a \"b\" c\\d");
    assert_matches(content(path), "^pid=[0-9]+ role=replica timestamp=\"[0-9]{4}-[0-9]{2}-[0-9]{2}T"
                                  "[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}Z\" level=warning "
                                  "message=\"a \\\\\"b\\\\\" c\\\\\\\\d\"\n$");
}
END_TEST

START_TEST(json_lines_can_be_parsed)
{
    static const char text[] = "quote \" back \\ tab \t bell \a line \n del \x7f \xc3\xa9";
    char *message;

    log_set_format(LOG_FORMAT_JSON, LOG_TIME_MILLISECONDS);
    log_set_role('X');
    log_notice("%s", text);
    assert_matches(content(path), "^\\{\"pid\":[0-9]+,\"role\":\"sentinel\",\"timestamp\":\""
                                  "[0-9]{13}\",\"level\":\"notice\",\"message\":\"");
    message = json_message();
    ck_assert_str_eq(message, text);
    mem_free(message);
}
END_TEST

START_TEST(json_is_utf8_whatever_the_message_holds)
{
    char *message;

    log_set_format(LOG_FORMAT_JSON, LOG_TIME_ISO8601);
    log_notice("%s", "\xff \xc3 \xe2\x82\xac \xed\xa0\x80 \xf0\x9f\x98\x80 \xc0\x80 \xf4\x90\x80");
    message = json_message();
    ck_assert_str_eq(message, "? ? \xe2\x82\xac ??? \xf0\x9f\x98\x80 ?? ???");
    mem_free(message);
}
END_TEST

START_TEST(control_characters_are_escaped)
{
    log_notice("one\nline\r\x01\x7f \"as is\" \\ \xc3\xa9");
    assert_matches(content(path), " \\* one\\\\x0aline\\\\x0d\\\\x01\\\\x7f \"as is\" \\\\ \xc3\xa9"
                                  "\n$");
}
END_TEST

START_TEST(long_lines_are_cut_and_stay_whole)
{
    static const enum log_format formats[] = { LOG_FORMAT_LEGACY, LOG_FORMAT_LOGFMT,
                                               LOG_FORMAT_JSON };
    char *long_text = mem_alloc(3 * LOG_LINE_MAX), *message;

    for (unsigned i = 0; i < 3; i++) {
        size_t len;

        ck_assert_int_eq(truncate(path, 0), 0);
        memset(long_text, i == 1 ? '\n' : 'a', 3 * LOG_LINE_MAX - 1);
        long_text[3 * LOG_LINE_MAX - 1] = '\0';
        log_set_format(formats[i], LOG_TIME_ISO8601);
        log_notice("%s", long_text);
        len = strlen(content(path));
        ck_assert_uint_gt(len, LOG_LINE_MAX - 8);
        ck_assert_uint_le(len, LOG_LINE_MAX);
        ck_assert_int_eq(content(path)[len - 1], '\n');
    }
    message = json_message();
    mem_free(message);
    mem_free(long_text);
}
END_TEST

START_TEST(a_line_leaves_errno_alone)
{
    errno = ENOTTY;
    log_notice("x %s", "y");
    ck_assert_int_eq(errno, ENOTTY);
}
END_TEST

START_TEST(a_file_that_cannot_be_opened_keeps_the_old_one)
{
    ck_assert(!log_set_file("/nonexistent/dir/a.log"));
    ck_assert_int_eq(errno, ENOENT);
    log_notice("still here");
    assert_matches(content(path), "still here\n$");
}
END_TEST

START_TEST(files_are_appended_to)
{
    log_notice("one");
    ck_assert(log_set_file(path));
    log_notice("two");
    assert_matches(content(path), "one\n[^\n]*two\n$");
}
END_TEST

START_TEST(reopening_follows_a_rotation)
{
    log_notice("one");
    ck_assert_int_eq(rename(path, moved), 0);
    log_notice("two");
    ck_assert(log_reopen());
    log_notice("three");
    assert_matches(content(moved), "one\n[^\n]*two\n$");
    assert_matches(content(path), "^[^\n]*three\n$");
    ck_assert(log_set_file(""));
    ck_assert(log_reopen());
}
END_TEST

enum { WRITERS = 3, LINES_EACH = 500 };

static void *write_lines(void *arg)
{
    for (unsigned i = 0; i < LINES_EACH; i++)
        log_notice("writer %d line %u", *(int *)arg, i);
    return NULL;
}

static unsigned count_lines(const char *file)
{
    FILE *f = fopen(file, "r");
    char line[256];
    unsigned n = 0, day, id, number;

    while (f != NULL && fgets(line, sizeof line, f) != NULL) {
        int fields = sscanf(line, "%*d:M %u %*s %*d %*s * writer %u line %u\n", &day, &id, &number);

        ck_assert_msg(fields == 3, "%s", line);
        n++;
    }
    if (f != NULL)
        fclose(f);
    return n;
}

START_TEST(threads_write_whole_lines_through_rotations)
{
    pthread_t threads[WRITERS];
    int ids[WRITERS] = { 0, 1, 2 };
    unsigned lines = 0;
    char name[80];

    for (unsigned i = 0; i < WRITERS; i++)
        ck_assert_int_eq(pthread_create(&threads[i], NULL, write_lines, &ids[i]), 0);
    for (unsigned i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "%s/rotated.%u", root, i);
        ck_assert_int_eq(rename(path, name), 0);
        ck_assert(log_reopen());
    }
    for (unsigned i = 0; i < WRITERS; i++)
        pthread_join(threads[i], NULL);
    for (unsigned i = 0; i < 20; i++) {
        snprintf(name, sizeof name, "%s/rotated.%u", root, i);
        lines += count_lines(name);
    }
    lines += count_lines(path);
    ck_assert_uint_eq(lines, WRITERS * LINES_EACH);
}
END_TEST

START_TEST(syslog_can_be_switched)
{
    log_set_syslog(true, "kvd-test", "local3");
    log_notice("to syslog as well");
    log_set_syslog(false, "kvd-test", "local3");
    assert_matches(content(path), "to syslog as well\n$");
}
END_TEST

static void on_crash(const char *cond, const char *file, int line)
{
    dprintf(log_fd(), "hook %s %s %s\n", cond, strrchr(file, '/') + 1, line > 0 ? "line" : "");
    kv_assert(line < 0); /* a report that fails itself ends at once */
}

START_TEST(a_failed_assertion_is_logged_and_reported_once)
{
    pid_t child = fork();
    int status;

    if (child == 0) {
        /* The sanitizers would report the signal. */
        signal(SIGABRT, SIG_DFL);
        log_set_crash_hook(on_crash);
        kv_assert(path[0] == '\0');
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
    assert_matches(content(path), "^[^\n]* # assert: [^\n]*test_log.c:[0-9]+: 'path\\[0\\] == "
                                  "'\\\\0'' does not hold, aborting\n"
                                  "hook path\\[0\\] == '\\\\0' test_log.c line\n$");
}
END_TEST

static int remove_one(const char *name, const struct stat *st, int type, struct FTW *at)
{
    (void)st, (void)type, (void)at;
    return remove(name);
}

int main(void)
{
    Suite *suite = suite_create("log");
    TCase *tc = tcase_create("log");
    SRunner *sr;
    int failed;

    mem_thread_start();
    if (mkdtemp(root) == NULL)
        return 1;
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, legacy_lines_look_as_tools_expect);
    tcase_add_test(tc, legacy_time_is_local_time);
    tcase_add_test(tc, lines_below_the_level_are_not_written);
    tcase_add_test(tc, logfmt_lines_have_named_fields);
    tcase_add_test(tc, json_lines_can_be_parsed);
    tcase_add_test(tc, json_is_utf8_whatever_the_message_holds);
    tcase_add_test(tc, control_characters_are_escaped);
    tcase_add_test(tc, long_lines_are_cut_and_stay_whole);
    tcase_add_test(tc, a_line_leaves_errno_alone);
    tcase_add_test(tc, a_file_that_cannot_be_opened_keeps_the_old_one);
    tcase_add_test(tc, files_are_appended_to);
    tcase_add_test(tc, reopening_follows_a_rotation);
    tcase_add_test(tc, threads_write_whole_lines_through_rotations);
    tcase_add_test(tc, syslog_can_be_switched);
    tcase_add_test(tc, a_failed_assertion_is_logged_and_reported_once);
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return failed != 0;
}
