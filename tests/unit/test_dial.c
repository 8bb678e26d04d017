/* Unit tests of net/dial. */
#include "net/dial.h"

#include "base/clock.h"
#include "base/mem.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static char text[256];
static char dir[] = "/tmp/kvd-dial-XXXXXX";
static char path[64];

static void setup(void)
{
    strcpy(dir + sizeof dir - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/s", dir);
    memset(text, 0, sizeof text);
}

static void teardown(void)
{
    unlink(path);
    rmdir(dir);
}

/* A socket bound to a free port of 127.0.0.1. */
static int bound_tcp(uint16_t *port)
{
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof in;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_eq(bind(fd, (struct sockaddr *)&in, len), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&in, &len), 0);
    *port = ntohs(in.sin_port);
    return fd;
}

static int listening_unix(void)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    strcpy(un.sun_path, path);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&un, sizeof un), 0);
    ck_assert_int_eq(listen(fd, 0), 0);
    return fd;
}

static void check_carries_bytes(int server, int fd)
{
    int peer = accept(server, NULL, NULL);
    char buf[4];

    ck_assert_int_eq(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
    ck_assert_int_eq(fcntl(fd, F_GETFD), FD_CLOEXEC);
    ck_assert_int_eq(write(fd, "ping", 4), 4);
    ck_assert_int_eq(read(peer, buf, 4), 4);
    close(peer);
    close(fd);
}

START_TEST(a_server_is_reached)
{
    int on = 0, timeout_ms = _i * 1000, server, fd = -1;
    socklen_t len = sizeof on;
    uint16_t port;

    server = bound_tcp(&port);
    ck_assert_int_eq(listen(server, 1), 0);
    ck_assert_int_eq(dial_tcp("127.0.0.1", port, DIAL_ANY, timeout_ms, &fd, text), KV_OK);
    ck_assert_int_eq(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &len), 0);
    ck_assert_int_eq(on, 1);
    check_carries_bytes(server, fd);
    close(server);
}
END_TEST

START_TEST(every_address_of_a_name_is_tried)
{
    int server, fd = -1;
    uint16_t port;

    server = bound_tcp(&port);
    ck_assert_int_eq(listen(server, 1), 0);
    ck_assert_int_eq(dial_tcp("localhost", port, DIAL_ANY, 1000, &fd, text), KV_OK);
    close(fd);
    ck_assert_int_eq(dial_tcp("localhost", port, DIAL_IPV4, 1000, &fd, text), KV_OK);
    close(fd);
    ck_assert_int_ne(dial_tcp("localhost", port, DIAL_IPV6, 1000, &fd, text), KV_OK);
    close(server);
}
END_TEST

START_TEST(a_refusal_is_told_in_redis_cli_s_words)
{
    char expected[256];
    int server, fd = -1;
    uint16_t port;

    server = bound_tcp(&port); /* and not listening */
    snprintf(expected, sizeof expected,
             "Could not connect to kvd at 127.0.0.1:%u: Connection refused", (unsigned)port);
    ck_assert_int_eq(dial_tcp("127.0.0.1", port, DIAL_ANY, 1000, &fd, text), KV_IO);
    ck_assert_int_eq(errno, ECONNREFUSED);
    ck_assert_str_eq(text, expected);
    ck_assert_int_eq(fd, -1);
    close(server);
}
END_TEST

START_TEST(a_host_that_does_not_resolve_is_told)
{
    char host[1000];
    int fd = -1;

    /* An address of the other family: no name server is asked. */
    ck_assert_int_eq(dial_tcp("127.0.0.1", 6379, DIAL_IPV6, 1000, &fd, text), KV_NOT_FOUND);
    ck_assert_str_eq(text, "Could not connect to kvd at 127.0.0.1:6379: "
                           "Address family for hostname not supported");
    memset(host, 'h', sizeof host);
    host[sizeof host - 1] = '\0';
    ck_assert_int_eq(dial_tcp(host, 6379, DIAL_ANY, 1000, &fd, text), KV_NOT_FOUND);
    ck_assert_ptr_nonnull(strstr(text, "hhh:6379: "));
}
END_TEST

START_TEST(a_server_that_does_not_answer_is_given_up)
{
    uint64_t start = clock_mono_ns();
    int server, fd = -1, fillers[4];
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    uint16_t port;

    /* Once the backlog is full, Linux drops further attempts. */
    server = bound_tcp(&port);
    in.sin_port = htons(port);
    ck_assert_int_eq(listen(server, 0), 0);
    for (int i = 0; i < 4; i++) {
        fillers[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        connect(fillers[i], (struct sockaddr *)&in, sizeof in);
    }
    ck_assert_int_eq(dial_tcp("127.0.0.1", port, DIAL_ANY, 100, &fd, text), KV_IO);
    ck_assert_int_eq(errno, ETIMEDOUT);
    ck_assert_ptr_nonnull(strstr(text, ": Connection timed out"));
    ck_assert_uint_ge(clock_mono_ns() - start, 99000000);
    ck_assert_uint_lt(clock_mono_ns() - start, 900000000);
    for (int i = 0; i < 4; i++)
        close(fillers[i]);
    close(server);
}
END_TEST

START_TEST(a_unix_server_is_reached)
{
    int server = listening_unix(), fd = -1;

    ck_assert_int_eq(dial_unix(path, _i * 1000, &fd, text), KV_OK);
    check_carries_bytes(server, fd);
    close(server);
}
END_TEST

START_TEST(a_unix_path_without_server_is_told)
{
    char expected[256], longest[300];
    int fd = -1;

    snprintf(expected, sizeof expected, "Could not connect to kvd at %s: No such file or directory",
             path);
    ck_assert_int_eq(dial_unix(path, 1000, &fd, text), KV_IO);
    ck_assert_str_eq(text, expected);
    close(listening_unix());
    ck_assert_int_eq(dial_unix(path, 1000, &fd, text), KV_IO);
    ck_assert_int_eq(errno, ECONNREFUSED);
    memset(longest, 'p', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    ck_assert_int_eq(dial_unix(longest, 1000, &fd, text), KV_IO);
    ck_assert_ptr_nonnull(strstr(text, "ppp: File name too long"));
    ck_assert_int_eq(fd, -1);
}
END_TEST

START_TEST(a_unix_server_that_does_not_accept_is_given_up)
{
    int server = listening_unix(), fds[8], n = 0;

    while (n < 8 && dial_unix(path, 50, &fds[n], text) == KV_OK)
        n++;
    ck_assert_int_lt(n, 8);
    ck_assert_int_eq(errno, ETIMEDOUT);
    while (n > 0)
        close(fds[--n]);
    close(server);
}
END_TEST

static Suite *dial_suite(void)
{
    Suite *s = suite_create("dial");
    TCase *tc = tcase_create("dial");

    tcase_add_checked_fixture(tc, setup, teardown);
    /* Without and with a timeout. */
    tcase_add_loop_test(tc, a_server_is_reached, 0, 2);
    tcase_add_loop_test(tc, a_unix_server_is_reached, 0, 2);
    tcase_add_test(tc, every_address_of_a_name_is_tried);
    tcase_add_test(tc, a_refusal_is_told_in_redis_cli_s_words);
    tcase_add_test(tc, a_host_that_does_not_resolve_is_told);
    tcase_add_test(tc, a_server_that_does_not_answer_is_given_up);
    tcase_add_test(tc, a_unix_path_without_server_is_told);
    tcase_add_test(tc, a_unix_server_that_does_not_accept_is_given_up);
    suite_add_tcase(s, tc);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    sr = srunner_create(dial_suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
