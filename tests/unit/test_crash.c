#include "server/crash.h"

#include <check.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/assert.h"
#include "base/log.h"
#include "base/mem.h"
#include "server/client.h"
#include "server/command.h"

static char path[] = "/tmp/test_crash.XXXXXX";

static void break_promise(void)
{
    kv_assert(client_running == NULL && "a mistake of ours");
}

/* The log of a child that runs this request, or none, and dies of fn; *signo is what it died of. */
static const char *log_of(void (*fn)(void), const struct bytes *argv, unsigned argc, int *signo)
{
    static char text[256 * 1024];
    struct client c = { .id = 7, .name = NULL, .proto = 2, .argv = argv, .argc = argc };
    int status;
    pid_t child;
    FILE *f;

    ck_assert_int_eq(truncate(path, 0), 0);
    child = fork();
    if (child == 0) {
        struct rlimit no_core = { 0, 0 };

        setrlimit(RLIMIT_CORE, &no_core);
        log_set_file(path);
        crash_install(true);
        if (argc > 0)
            client_running = &c;
        fn();
        _exit(0);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    *signo = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    f = fopen(path, "r");
    ck_assert_ptr_nonnull(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

#define assert_has(log, part)                                                                      \
    ck_assert_msg(strstr(log, part) != NULL, "'%s' is not in: %s", part, log)
#define assert_lacks(log, part)                                                                    \
    ck_assert_msg(strstr(log, part) == NULL, "'%s' is in: %s", part, log)

#ifndef KV_SANITIZE /* signals are the sanitizer's */

static void fault(void)
{
    static volatile uintptr_t nowhere = 0x10; /* volatile: the compiler must not know better */

    *(volatile int *)nowhere = 1;
}

static void abort_at_once(void)
{
    abort();
}

static unsigned overflow(volatile unsigned depth)
{
    volatile char frame[64 * 1024];

    frame[0] = (char)depth;
    return depth == UINT32_MAX ? 0 : overflow(depth + 1) + (unsigned)frame[0];
}

static void exhaust_stack(void)
{
    overflow(0);
}

START_TEST(a_fault_is_reported_and_takes_its_course)
{
    int signo;
    const char *log = log_of(fault, NULL, 0, &signo);

    ck_assert_int_eq(signo, SIGSEGV);
    assert_has(log, "=== KVD CRASH REPORT: kvd ");
    assert_has(log, "signal 11 (SIGSEGV), address 0x0000000000000010, at instruction 0x");
    assert_has(log, "--- stack\n");
    assert_has(log, "(main+0x");
    assert_has(log, "used_memory:");
    assert_has(log, "=== END OF CRASH REPORT\n");
    assert_lacks(log, "--- request");
}
END_TEST

START_TEST(a_full_stack_is_reported)
{
    int signo;
    const char *log = log_of(exhaust_stack, NULL, 0, &signo);

    ck_assert_int_eq(signo, SIGSEGV);
    assert_has(log, "=== END OF CRASH REPORT\n");
}
END_TEST

START_TEST(an_abort_is_reported)
{
    int signo;
    const char *log = log_of(abort_at_once, NULL, 0, &signo);

    ck_assert_int_eq(signo, SIGABRT);
    assert_has(log, "signal 6 (SIGABRT)");
    assert_has(log, "=== END OF CRASH REPORT\n");
}
END_TEST

#endif

START_TEST(a_failed_assertion_is_reported_once)
{
    const struct bytes get[] = { BYTES_LIT("GET"), BYTES_LIT("k") };
    const char *log, *first;
    int signo;

    log = log_of(break_promise, get, 2, &signo);
    ck_assert_int_eq(signo, SIGABRT);
    assert_has(log, "a mistake of ours");
    first = strstr(log, "=== KVD CRASH REPORT");
    ck_assert_ptr_nonnull(first);
    ck_assert_ptr_null(strstr(first + 1, "=== KVD CRASH REPORT"));
}
END_TEST

START_TEST(the_request_is_shown_cut_and_on_lines)
{
    static char big[1000];
    struct bytes set[20] = { BYTES_LIT("SET"), BYTES_LIT("a\r\n\"b\\"),
                             bytes_make(big, sizeof big) };
    const char *log;
    int signo;

    memset(big, 'x', sizeof big);
    for (unsigned i = 3; i < 20; i++)
        set[i] = bytes_str("y");
    log = log_of(break_promise, set, 20, &signo);
    assert_has(log, "--- request of client id=7 db=0 resp=2\n");
    assert_has(log, "command \"SET\" with 19 arguments\n");
    assert_has(log, "argument 1: \"a\\x0d\\x0a\\\"b\\\\\"\n");
    assert_has(log, "x\"... (872 more bytes)\n");
    assert_has(log, "argument 15: \"y\"\n... and 4 more\n");
}
END_TEST

START_TEST(secrets_and_user_data_are_not_shown)
{
    static const struct command rows[] = { { "auth", -2 }, { "get", 2 }, COMMAND_END };
    const struct bytes auth[] = { BYTES_LIT("sesame"), BYTES_LIT("pa55word") };
    const struct bytes get[] = { BYTES_LIT("GET"), BYTES_LIT("pers0nal") };
    const char *log, *why;
    int signo;

    command_register(rows);
    ck_assert(command_rename(BYTES_LIT("auth"), auth[0], &why));
    log = log_of(break_promise, auth, 2, &signo);
    assert_has(log, "command \"sesame\" with 1 arguments\nargument 1: \"(redacted)\"\n");
    assert_lacks(log, "pa55word");
    log = log_of(break_promise, get, 2, &signo);
    assert_has(log, "pers0nal");
    crash_hide_data = true;
    log = log_of(break_promise, get, 2, &signo);
    assert_has(log, "(arguments are not shown)\n");
    assert_lacks(log, "pers0nal");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crash");
    TCase *tc = tcase_create("crash");
    SRunner *sr;
    int failed, fd;

    mem_thread_start();
    fd = mkstemp(path);
    if (fd < 0)
        return 1;
    close(fd);
#ifndef KV_SANITIZE
    tcase_add_test(tc, a_fault_is_reported_and_takes_its_course);
    tcase_add_test(tc, a_full_stack_is_reported);
    tcase_add_test(tc, an_abort_is_reported);
#endif
    tcase_add_test(tc, a_failed_assertion_is_reported_once);
    tcase_add_test(tc, the_request_is_shown_cut_and_on_lines);
    tcase_add_test(tc, secrets_and_user_data_are_not_shown);
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    unlink(path);
    return failed != 0;
}
