/* Unit tests of net/listen. */
#include "net/listen.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "turn.h"

#include <arpa/inet.h>
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static struct loop *loop;
static struct listener *listener;
static char err_text[256];
static char dir[] = "/tmp/kvd-listen-XXXXXX";
static char path[64];

static int accepted[16];
static unsigned accepted_count;

static void setup(void)
{
    loop = loop_new();
    listener = NULL;
    accepted_count = 0;
    memset(err_text, 0, sizeof err_text);
    strcpy(dir + sizeof dir - 7, "XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(dir));
    snprintf(path, sizeof path, "%s/s", dir);
}

static void teardown(void)
{
    listener_free(listener);
    loop_free(loop);
    while (accepted_count > 0)
        close(accepted[--accepted_count]);
    unlink(path);
    rmdir(dir);
}

static void keep(void *ctx, int fd)
{
    (void)ctx;
    ck_assert_uint_lt(accepted_count, 16);
    accepted[accepted_count++] = fd;
}

static struct listen_config config_for(const char *address)
{
    return (struct listen_config){ .address = address, .backlog = 16, .accept_max = 8 };
}

static enum kv_err listen_with(const struct listen_config *config)
{
    return listener_new(loop, config, keep, NULL, &listener, err_text);
}

static enum kv_err listen_on(const char *address)
{
    struct listen_config config = config_for(address);

    return listen_with(&config);
}

static int connect_tcp(const char *ip, uint16_t port)
{
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = htons(port) };
    struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_port = htons(port) };
    bool v4 = inet_pton(AF_INET, ip, &in.sin_addr) == 1;
    int fd = socket(v4 ? AF_INET : AF_INET6, SOCK_STREAM, 0);

    if (!v4)
        ck_assert_int_eq(inet_pton(AF_INET6, ip, &in6.sin6_addr), 1);
    if (connect(fd, v4 ? (struct sockaddr *)&in : (struct sockaddr *)&in6,
                v4 ? sizeof in : sizeof in6) == 0)
        return fd;
    close(fd);
    return -1;
}

static int connect_unix(const char *to)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    strcpy(un.sun_path, to);
    if (connect(fd, (struct sockaddr *)&un, sizeof un) == 0)
        return fd;
    close(fd);
    return -1;
}

/* A socket file of a server that is gone. */
static void leave_stale_socket(void)
{
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    strcpy(un.sun_path, path);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&un, sizeof un), 0);
    ck_assert_int_eq(listen(fd, 1), 0);
    close(fd);
}

static void check_accepts(int client)
{
    ck_assert_int_ge(client, 0);
    turn_for(loop, 1000);
    ck_assert_uint_eq(accepted_count, 1);
    close(client);
}

static bool has_ipv6(void)
{
    int fd = connect_tcp("::1", 1);

    if (fd >= 0)
        close(fd);
    return fd >= 0 || errno == ECONNREFUSED;
}

/* ---- TCP ---- */

START_TEST(connections_are_handed_over)
{
    ck_assert_int_eq(listen_on("127.0.0.1"), KV_OK);
    ck_assert_uint_ne(listener_port(listener), 0);
    ck_assert_int_ge(listener_fd(listener), 0);
    check_accepts(connect_tcp("127.0.0.1", listener_port(listener)));
    ck_assert_int_ne(fcntl(accepted[0], F_GETFL) & O_NONBLOCK, 0);
    ck_assert_int_eq(fcntl(accepted[0], F_GETFD), FD_CLOEXEC);
}
END_TEST

START_TEST(a_star_is_every_ipv4_address)
{
    ck_assert_int_eq(listen_on("*"), KV_OK);
    check_accepts(connect_tcp("127.0.0.2", listener_port(listener)));
}
END_TEST

START_TEST(ipv6_has_its_own_socket_on_the_same_port)
{
    struct listen_config config = config_for("::*");
    struct listener *v4;

    if (!has_ipv6())
        return;
    ck_assert_int_eq(listen_on("*"), KV_OK);
    v4 = listener;
    config.port = listener_port(v4);
    ck_assert_int_eq(listen_with(&config), KV_OK);
    ck_assert_uint_eq(listener_port(listener), config.port);
    check_accepts(connect_tcp("::1", config.port));
    listener_free(v4);
}
END_TEST

START_TEST(a_port_in_use_is_refused)
{
    struct listen_config config = config_for("127.0.0.1");
    struct listener *other = NULL;
    char expected[256];

    ck_assert_int_eq(listen_with(&config), KV_OK);
    config.port = listener_port(listener);
    snprintf(expected, sizeof expected, "127.0.0.1:%u: bind: Address already in use",
             (unsigned)config.port);
    ck_assert_int_eq(listener_new(loop, &config, keep, NULL, &other, err_text), KV_IO);
    ck_assert_int_eq(errno, EADDRINUSE);
    ck_assert_str_eq(err_text, expected);
    ck_assert_ptr_null(other);
}
END_TEST

START_TEST(an_address_of_another_host_is_refused)
{
    ck_assert_int_eq(listen_on("192.0.2.1"), KV_IO);
    ck_assert_int_eq(errno, EADDRNOTAVAIL);
    ck_assert_str_eq(err_text, "192.0.2.1:0: bind: Cannot assign requested address");
}
END_TEST

START_TEST(a_mark_is_set_or_refused)
{
    struct listen_config config = config_for("127.0.0.1");
    int mark = 0;
    socklen_t len = sizeof mark;

    config.mark = 77;
    if (listen_with(&config) == KV_OK) {
        ck_assert_int_eq(getsockopt(listener_fd(listener), SOL_SOCKET, SO_MARK, &mark, &len), 0);
        ck_assert_int_eq(mark, 77);
    } else {
        ck_assert_int_eq(errno, EPERM);
        ck_assert_ptr_nonnull(strstr(err_text, "setting the socket mark"));
    }
}
END_TEST

/* ---- Accepting ---- */

START_TEST(a_turn_accepts_no_more_than_its_share)
{
    static const unsigned after_turn[] = { 2, 4, 5, 5 };
    struct listen_config config = config_for("127.0.0.1");
    int clients[5];

    config.accept_max = 2;
    ck_assert_int_eq(listen_with(&config), KV_OK);
    for (int i = 0; i < 5; i++)
        clients[i] = connect_tcp("127.0.0.1", listener_port(listener));
    for (int i = 0; i < 4; i++) {
        turn_for(loop, 10);
        ck_assert_uint_eq(accepted_count, after_turn[i]);
    }
    for (int i = 0; i < 5; i++)
        close(clients[i]);
}
END_TEST

START_TEST(a_paused_listener_accepts_later)
{
    int client;

    ck_assert_int_eq(listen_on("127.0.0.1"), KV_OK);
    listener_pause(listener, true);
    client = connect_tcp("127.0.0.1", listener_port(listener));
    turn_for(loop, 20);
    ck_assert_uint_eq(accepted_count, 0);
    listener_pause(listener, false);
    check_accepts(client);
}
END_TEST

static void keep_and_pause(void *ctx, int fd)
{
    keep(ctx, fd);
    listener_pause(listener, true);
}

static void keep_and_free(void *ctx, int fd)
{
    keep(ctx, fd);
    listener_free(listener);
    listener = NULL;
}

START_TEST(the_callback_may_pause_or_free_the_listener)
{
    struct listen_config config = config_for("127.0.0.1");
    int first, second;

    ck_assert_int_eq(listener_new(loop, &config, _i == 0 ? keep_and_pause : keep_and_free, NULL,
                                  &listener, err_text),
                     KV_OK);
    first = connect_tcp("127.0.0.1", listener_port(listener));
    second = connect_tcp("127.0.0.1", listener_port(listener));
    turn_for(loop, 1000);
    ck_assert_uint_eq(accepted_count, 1);
    loop_end_turn(loop);
    turn_for(loop, 10);
    ck_assert_uint_eq(accepted_count, 1);
    close(first);
    close(second);
}
END_TEST

static unsigned lines_in(const char *file)
{
    FILE *f = fopen(file, "r");
    unsigned lines = 0;
    int ch;

    ck_assert_ptr_nonnull(f);
    while ((ch = getc(f)) != EOF)
        lines += ch == '\n';
    fclose(f);
    return lines;
}

/* Uses up every descriptor below limit, and returns how many that were. */
static int take_all(int *fds, int limit)
{
    int n = 0;

    while (n < limit && (fds[n] = dup(STDERR_FILENO)) >= 0)
        n++;
    ck_assert_int_eq(errno, EMFILE);
    return n;
}

START_TEST(without_descriptors_the_listener_pauses_and_says_so_once)
{
    enum { LIMIT = 64 };
    struct rlimit old, low;
    int fds[LIMIT], n, client;
    uint64_t start;
    unsigned turns = 0;

    ck_assert(log_set_file(path));
    ck_assert_int_eq(listen_on("127.0.0.1"), KV_OK);
    client = connect_tcp("127.0.0.1", listener_port(listener));
    getrlimit(RLIMIT_NOFILE, &old);
    low = (struct rlimit){ .rlim_cur = LIMIT, .rlim_max = old.rlim_max };
    setrlimit(RLIMIT_NOFILE, &low);
    n = take_all(fds, LIMIT);

    start = clock_mono_ns();
    while (clock_mono_ns() - start < 250000000) {
        turn_for(loop, 50);
        turns++;
    }
    ck_assert_uint_eq(accepted_count, 0);
    ck_assert_uint_lt(turns, 20);

    while (n > 0)
        close(fds[--n]);
    setrlimit(RLIMIT_NOFILE, &old);
    ck_assert_uint_eq(lines_in(path), 1);
    start = clock_mono_ns();
    while (accepted_count == 0 && clock_mono_ns() - start < 1000000000)
        turn_for(loop, 50);
    ck_assert_uint_eq(accepted_count, 1);
    ck_assert(log_set_file(""));
    close(client);
}
END_TEST

/* ---- Unix ---- */

static unsigned mode_of(const char *file)
{
    struct stat st;

    ck_assert_int_eq(lstat(file, &st), 0);
    ck_assert(S_ISSOCK(st.st_mode));
    return st.st_mode & 07777;
}

START_TEST(a_unix_socket_accepts_and_goes_with_its_listener)
{
    ck_assert_int_eq(listen_on(path), KV_OK);
    ck_assert_uint_eq(listener_port(listener), 0);
    check_accepts(connect_unix(path));
    listener_free(listener);
    listener = NULL;
    ck_assert_int_eq(access(path, F_OK), -1);
}
END_TEST

START_TEST(a_unix_socket_has_the_mode_asked_for)
{
    static const unsigned modes[] = { 0700, 0777, 0600, 0001 };
    struct listen_config config = config_for(path);
    mode_t old = umask(027);

    for (int i = 0; i < 4; i++) {
        config.unix_mode = modes[i];
        ck_assert_int_eq(listen_with(&config), KV_OK);
        ck_assert_uint_eq(mode_of(path), modes[i]);
        listener_free(listener);
    }
    config.unix_mode = 0;
    ck_assert_int_eq(listen_with(&config), KV_OK);
    ck_assert_uint_eq(mode_of(path), 0750);
    umask(old);
}
END_TEST

START_TEST(a_unix_socket_has_the_group_asked_for)
{
    struct listen_config config = config_for(path);
    const struct group *own = getgrgid(getgid());
    struct stat st;

    if (own == NULL)
        return;
    config.unix_group = own->gr_name;
    ck_assert_int_eq(listen_with(&config), KV_OK);
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_uint_eq(st.st_gid, getgid());
}
END_TEST

START_TEST(an_unknown_group_is_refused_and_nothing_is_left)
{
    struct listen_config config = config_for(path);

    config.unix_group = "no such group";
    ck_assert_int_eq(listen_with(&config), KV_NOT_FOUND);
    ck_assert_str_eq(err_text, "no group is called no such group");
    ck_assert_int_eq(access(path, F_OK), -1);
}
END_TEST

START_TEST(a_stale_socket_is_replaced)
{
    leave_stale_socket();
    ck_assert_int_eq(listen_on(path), KV_OK);
    check_accepts(connect_unix(path));
}
END_TEST

START_TEST(a_socket_in_use_is_refused)
{
    struct listen_config config = config_for(path);
    struct listener *other = NULL;
    struct sockaddr_un un = { .sun_family = AF_UNIX };
    int clients[16], n = 0;

    config.backlog = 1;
    ck_assert_int_eq(listen_with(&config), KV_OK);
    ck_assert_int_eq(listener_new(loop, &config, keep, NULL, &other, err_text), KV_EXISTS);
    ck_assert_ptr_nonnull(strstr(err_text, "another process listens there"));

    /* A server whose backlog is full is not one that is gone. */
    strcpy(un.sun_path, path);
    do {
        clients[n] = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
    } while (connect(clients[n++], (struct sockaddr *)&un, sizeof un) == 0);
    ck_assert_int_eq(errno, EAGAIN);
    ck_assert_int_eq(listener_new(loop, &config, keep, NULL, &other, err_text), KV_EXISTS);
    ck_assert_ptr_null(other);
    while (n > 0)
        close(clients[--n]);
}
END_TEST

START_TEST(a_file_of_another_kind_is_refused_and_kept)
{
    int fd = open(path, O_CREAT | O_WRONLY, 0600);

    ck_assert_int_ge(fd, 0);
    close(fd);
    ck_assert_int_eq(listen_on(path), KV_EXISTS);
    ck_assert_ptr_nonnull(strstr(err_text, "exists and is not a socket"));
    ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

START_TEST(the_file_of_a_successor_is_kept)
{
    ck_assert_int_eq(listen_on(path), KV_OK);
    unlink(path);
    leave_stale_socket();
    listener_free(listener);
    listener = NULL;
    ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

START_TEST(the_file_is_removed_wherever_the_process_has_moved)
{
    char cwd[4096];

    ck_assert_ptr_nonnull(getcwd(cwd, sizeof cwd));
    ck_assert_int_eq(chdir(dir), 0);
    ck_assert_int_eq(listen_on("./s"), KV_OK);
    ck_assert_int_eq(chdir("/"), 0);
    listener_free(listener);
    listener = NULL;
    ck_assert_int_eq(access(path, F_OK), -1);
    ck_assert_int_eq(chdir(cwd), 0);
}
END_TEST

START_TEST(an_impossible_path_is_refused)
{
    char longest[300];

    memset(longest, 'p', sizeof longest);
    longest[0] = '/';
    longest[sizeof longest - 1] = '\0';
    ck_assert_int_eq(listen_on(longest), KV_IO);
    ck_assert_int_eq(errno, ENAMETOOLONG);
    ck_assert_int_eq(listen_on("/nowhere/at/all"), KV_IO);
    ck_assert_int_eq(errno, ENOENT);
    ck_assert_str_eq(err_text, "/nowhere/at/all: bind: No such file or directory");
}
END_TEST

static Suite *listen_suite(void)
{
    Suite *s = suite_create("listen");
    TCase *tc = tcase_create("listen");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, connections_are_handed_over);
    tcase_add_test(tc, a_star_is_every_ipv4_address);
    tcase_add_test(tc, ipv6_has_its_own_socket_on_the_same_port);
    tcase_add_test(tc, a_port_in_use_is_refused);
    tcase_add_test(tc, an_address_of_another_host_is_refused);
    tcase_add_test(tc, a_mark_is_set_or_refused);
    tcase_add_test(tc, a_turn_accepts_no_more_than_its_share);
    tcase_add_test(tc, a_paused_listener_accepts_later);
    tcase_add_loop_test(tc, the_callback_may_pause_or_free_the_listener, 0, 2);
    tcase_add_test(tc, without_descriptors_the_listener_pauses_and_says_so_once);
    tcase_add_test(tc, a_unix_socket_accepts_and_goes_with_its_listener);
    tcase_add_test(tc, a_unix_socket_has_the_mode_asked_for);
    tcase_add_test(tc, a_unix_socket_has_the_group_asked_for);
    tcase_add_test(tc, an_unknown_group_is_refused_and_nothing_is_left);
    tcase_add_test(tc, a_stale_socket_is_replaced);
    tcase_add_test(tc, a_socket_in_use_is_refused);
    tcase_add_test(tc, a_file_of_another_kind_is_refused_and_kept);
    tcase_add_test(tc, the_file_of_a_successor_is_kept);
    tcase_add_test(tc, the_file_is_removed_wherever_the_process_has_moved);
    tcase_add_test(tc, an_impossible_path_is_refused);
    suite_add_tcase(s, tc);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    sr = srunner_create(listen_suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
