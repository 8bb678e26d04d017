#include "server/notify.h"

#include <check.h>
#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int listener;
static char path[64];

/* A supervisor at name; '@' begins an abstract one. */
static void listen_at(const char *name)
{
    struct sockaddr_un at = { .sun_family = AF_UNIX };
    size_t len = strlen(name);

    memcpy(at.sun_path, name, len);
    if (name[0] == '@')
        at.sun_path[0] = '\0';
    listener = socket(AF_UNIX, SOCK_DGRAM, 0);
    ck_assert_int_ge(listener, 0);
    ck_assert_int_eq(bind(listener, (struct sockaddr *)&at,
                          (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)),
                     0);
    setenv("NOTIFY_SOCKET", name, 1);
}

static const char *heard(void)
{
    static char text[256];
    ssize_t n = recv(listener, text, sizeof text - 1, MSG_DONTWAIT);

    text[n > 0 ? n : 0] = '\0';
    return text;
}

static void setup(void)
{
    snprintf(path, sizeof path, "/tmp/test_notify.%d", (int)getpid());
}

static void teardown(void)
{
    close(listener);
    unlink(path);
}

START_TEST(a_socket_in_the_file_system_hears)
{
    listen_at(path);
    ck_assert(notify_is_wanted());
    ck_assert(notify_send("READY=1\n"));
    ck_assert_str_eq(heard(), "READY=1\n");
}
END_TEST

START_TEST(an_abstract_socket_hears)
{
    char name[80];

    snprintf(name, sizeof name, "@kvd/test_notify.%d", (int)getpid());
    listen_at(name);
    ck_assert(notify_is_wanted());
    ck_assert(notify_send("STOPPING=1\n"));
    ck_assert_str_eq(heard(), "STOPPING=1\n");
}
END_TEST

START_TEST(without_a_supervisor_nothing_is_sent)
{
    unsetenv("NOTIFY_SOCKET");
    ck_assert(!notify_is_wanted());
    ck_assert(!notify_send("READY=1\n"));
    ck_assert_int_eq(errno, ENOENT);
    setenv("NOTIFY_SOCKET", "", 1);
    ck_assert(!notify_is_wanted());
    ck_assert(!notify_send("READY=1\n"));
}
END_TEST

START_TEST(a_dead_or_bad_socket_is_an_error)
{
    char name[512];

    setenv("NOTIFY_SOCKET", path, 1);
    ck_assert(!notify_send("READY=1\n"));
    ck_assert_int_eq(errno, ENOENT);
    memset(name, 'a', sizeof name);
    name[0] = '/';
    name[sizeof name - 1] = '\0';
    setenv("NOTIFY_SOCKET", name, 1);
    ck_assert(!notify_send("READY=1\n"));
    ck_assert_int_eq(errno, ENAMETOOLONG);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("notify");
    TCase *tc = tcase_create("notify");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_socket_in_the_file_system_hears);
    tcase_add_test(tc, an_abstract_socket_hears);
    tcase_add_test(tc, without_a_supervisor_nothing_is_sent);
    tcase_add_test(tc, a_dead_or_bad_socket_is_an_error);
    suite_add_tcase(suite, tc);
    sr = srunner_create(suite);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
