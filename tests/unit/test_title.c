#include "server/title.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "server/server.h"

/* check runs each test in a child, so each has the arguments of main() as they were. */
static int own_argc;
static char **own_argv;

/* What the kernel shows for the process, up to the first NUL. */
static const char *shown(void)
{
    static char text[64 * 1024];
    FILE *f = fopen("/proc/self/cmdline", "r");

    ck_assert_ptr_nonnull(f);
    text[fread(text, 1, sizeof text - 1, f)] = '\0';
    fclose(f);
    return text;
}

START_TEST(the_kernel_shows_the_title)
{
    title_init(own_argc, own_argv);
    title_set("kvd 127.0.0.1:6379");
    ck_assert_str_eq(shown(), "kvd 127.0.0.1:6379");
    title_set("kvd");
    ck_assert_str_eq(shown(), "kvd");
}
END_TEST

START_TEST(arguments_and_environment_stay_readable)
{
    char *name, **argv;

    setenv("TITLE_TEST", "here", 1);
    name = mem_strdup(own_argv[0]);
    argv = title_init(own_argc, own_argv);
    title_set("a title that is much longer than the name of the program, to reach the environment");
    ck_assert_str_eq(argv[0], name);
    ck_assert_ptr_null(argv[own_argc]);
    ck_assert_str_eq(getenv("TITLE_TEST"), "here");
    ck_assert_ptr_nonnull(getenv("PATH"));
    mem_free(name);
}
END_TEST

START_TEST(a_long_title_is_cut)
{
    char *text = mem_alloc(4 << 20);

    memset(text, 'x', (4 << 20) - 1);
    text[(4 << 20) - 1] = '\0';
    title_init(own_argc, own_argv);
    title_set(text);
    ck_assert_int_eq(shown()[0], 'x');
    mem_free(text);
}
END_TEST

START_TEST(without_room_nothing_happens)
{
    title_set("kvd");
    ck_assert_str_eq(shown(), own_argv[0]);
}
END_TEST

/* ---- Templates ----------------------------------------------------------------------------------- */

static int64_t port, tls_port;
static char *addresses, *unix_socket;

static const struct option options[] = {
    OPTION_INT("port", &port, "6379", 0, 65535, OPT_FIXED, "The port."),
    OPTION_INT("tls-port", &tls_port, "0", 0, 65535, OPT_FIXED, "The port for TLS."),
    OPTION_STRING("bind", &addresses, "127.0.0.1 -::1", OPT_FIXED, "Where to listen."),
    OPTION_STRING("unixsocket", &unix_socket, "/run/kvd.sock", OPT_FIXED, "A socket."),
    OPTION_END,
};

static void prepare(void)
{
    server.options = option_set_new();
    option_set_add(server.options, options);
    server.argv = title_init(own_argc, own_argv);
    mem_free(server.argv[0]);
    server.argv[0] = mem_strdup("kvd");
}

START_TEST(a_template_is_filled_in)
{
    const char *why;

    prepare();
    ck_assert(title_show("{title} {listen-addr} {server-mode}", &why));
    ck_assert_str_eq(shown(), "kvd 127.0.0.1:6379");
    ck_assert(title_show("[{port}] {TLS-port}{config-file} }{unixsocket}", &why));
    ck_assert_str_eq(shown(), "[6379] 0 }/run/kvd.sock");
    server.config_file = "/etc/kvd.conf";
    port = 0;
    ck_assert(title_show("{title} {config-file} {listen-addr}", &why));
    ck_assert_str_eq(shown(), "kvd /etc/kvd.conf /run/kvd.sock");
}
END_TEST

START_TEST(a_bad_template_is_refused_and_the_old_title_stays)
{
    const char *why = "";

    prepare();
    title_set("kvd");
    ck_assert(!title_show("{title} {nosuch}", &why));
    ck_assert_str_eq(why, "template format is invalid or contains unknown variables");
    ck_assert(!title_show("{title", &why));
    ck_assert(!title_show("{}", &why));
    ck_assert_str_eq(shown(), "kvd");
}
END_TEST

int main(int argc, char **argv)
{
    Suite *suite = suite_create("title");
    TCase *tc = tcase_create("title");
    SRunner *sr;
    int failed;

    mem_thread_start();
    own_argc = argc;
    own_argv = argv;
    tcase_add_test(tc, the_kernel_shows_the_title);
    tcase_add_test(tc, arguments_and_environment_stay_readable);
    tcase_add_test(tc, a_long_title_is_cut);
    tcase_add_test(tc, without_room_nothing_happens);
    tcase_add_test(tc, a_template_is_filled_in);
    tcase_add_test(tc, a_bad_template_is_refused_and_the_old_title_stays);
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
