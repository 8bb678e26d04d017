/* Unit tests of net/addr. */
#include "net/addr.h"

#include <arpa/inet.h>
#include <check.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

static void check_ip(const char *ip, const char *expected)
{
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(6379) };
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(6379) };
    char text[ADDR_TEXT_MAX];

    if (inet_pton(AF_INET, ip, &in.sin_addr) == 1) {
        addr_format((struct sockaddr *)&in, sizeof in, text);
    } else {
        ck_assert_int_eq(inet_pton(AF_INET6, ip, &in6.sin6_addr), 1);
        addr_format((struct sockaddr *)&in6, sizeof in6, text);
    }
    ck_assert_str_eq(text, expected);
}

static void check_unix(const char *path, size_t len, const char *expected)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    char text[ADDR_TEXT_MAX];

    memcpy(un.sun_path, path, len);
    addr_format((struct sockaddr *)&un, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len),
                text);
    ck_assert_str_eq(text, expected);
}

START_TEST(ip_addresses_are_shown_with_their_port)
{
    check_ip("127.0.0.1", "127.0.0.1:6379");
    check_ip("255.255.255.255", "255.255.255.255:6379");
    check_ip("::1", "[::1]:6379");
    check_ip("2001:db8:1111:2222:3333:4444:5555:6666",
             "[2001:db8:1111:2222:3333:4444:5555:6666]:6379");
}
END_TEST

START_TEST(mapped_addresses_are_shown_as_ipv4)
{
    check_ip("::ffff:10.0.0.7", "10.0.0.7:6379");
}
END_TEST

START_TEST(unix_paths_have_port_0)
{
    struct sockaddr_un un;
    char path[sizeof un.sun_path], expected[ADDR_TEXT_MAX];

    check_unix("/tmp/kvd.sock", 14, "/tmp/kvd.sock:0");
    check_unix("\0kvd", 4, "@kvd:0");
    memset(path, 'p', sizeof path); /* the longest: no NUL at its end */
    check_unix(path, sizeof path,
               strcat(memset(memset(expected, 0, sizeof expected), 'p', sizeof path), ":0"));
}
END_TEST

START_TEST(control_characters_do_not_get_into_lines)
{
    check_unix("/tmp/a\nb\x7f", 10, "/tmp/a?b?:0");
}
END_TEST

START_TEST(what_has_no_name_is_a_question_mark)
{
    struct sockaddr_in in = { .sin_family = AF_INET };
    char text[ADDR_TEXT_MAX];

    check_unix("", 0, "?:0");
    addr_format((struct sockaddr *)&in, sizeof in - 1, text);
    ck_assert_str_eq(text, "?:0");
    addr_peer(-1, text);
    ck_assert_str_eq(text, "?:0");
    ck_assert(!addr_peer_is_local(-1));
}
END_TEST

/* A listening socket bound to addr, one connection to it and the accepted end. */
static void connect_pair(struct sockaddr *addr, socklen_t len, int *client, int *server)
{
    int fd = socket(addr->sa_family, SOCK_STREAM, 0);

    ck_assert_int_eq(bind(fd, addr, len), 0);
    ck_assert_int_eq(listen(fd, 1), 0);
    ck_assert_int_eq(getsockname(fd, addr, &len), 0);
    *client = socket(addr->sa_family, SOCK_STREAM, 0);
    ck_assert_int_eq(connect(*client, addr, len), 0);
    *server = accept(fd, NULL, NULL);
    ck_assert_int_ge(*server, 0);
    close(fd);
}

static void check_ends(int client, int server)
{
    char theirs[ADDR_TEXT_MAX], ours[ADDR_TEXT_MAX];

    addr_peer(client, theirs);
    addr_local(server, ours);
    ck_assert_str_eq(theirs, ours);
    addr_peer(server, theirs);
    addr_local(client, ours);
    ck_assert_str_eq(theirs, ours);
    ck_assert(addr_peer_is_local(server));
    close(client);
    close(server);
}

START_TEST(both_ends_of_a_tcp_connection_agree)
{
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    int client, server;

    connect_pair((struct sockaddr *)&in, sizeof in, &client, &server);
    check_ends(client, server);
}
END_TEST

START_TEST(a_mapped_peer_on_this_host_is_local)
{
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
    char text[ADDR_TEXT_MAX];
    int client, server;

    ck_assert_int_eq(inet_pton(AF_INET6, "::ffff:127.0.0.1", &in6.sin6_addr), 1);
    connect_pair((struct sockaddr *)&in6, sizeof in6, &client, &server);
    addr_local(server, text);
    ck_assert_int_eq(strncmp(text, "127.0.0.1:", 10), 0);
    check_ends(client, server);
}
END_TEST

START_TEST(a_unix_connection_shows_the_server_s_path_at_both_ends)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX, .sun_path = "/tmp/kvd-addr-XXXXXX" };
    char text[ADDR_TEXT_MAX], expected[ADDR_TEXT_MAX];
    int client, server;

    close(mkstemp(un.sun_path));
    unlink(un.sun_path);
    connect_pair((struct sockaddr *)&un, sizeof un, &client, &server);
    unlink(un.sun_path);
    strcat(strcpy(expected, un.sun_path), ":0");
    addr_peer(server, text);
    ck_assert_str_eq(text, expected);
    addr_local(client, text);
    ck_assert_str_eq(text, expected);
    check_ends(client, server);
}
END_TEST

static Suite *addr_suite(void)
{
    Suite *s = suite_create("addr");
    TCase *tc = tcase_create("addr");

    tcase_add_test(tc, ip_addresses_are_shown_with_their_port);
    tcase_add_test(tc, mapped_addresses_are_shown_as_ipv4);
    tcase_add_test(tc, unix_paths_have_port_0);
    tcase_add_test(tc, control_characters_do_not_get_into_lines);
    tcase_add_test(tc, what_has_no_name_is_a_question_mark);
    tcase_add_test(tc, both_ends_of_a_tcp_connection_agree);
    tcase_add_test(tc, a_mapped_peer_on_this_host_is_local);
    tcase_add_test(tc, a_unix_connection_shows_the_server_s_path_at_both_ends);
    suite_add_tcase(s, tc);
    return s;
}

int main(void)
{
    SRunner *sr = srunner_create(addr_suite());
    int failed;

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
