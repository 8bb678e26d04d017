/* Unit tests of net/conn, and of the hooks of net/transport. */
#include "net/conn.h"

#include "base/clock.h"
#include "base/mem.h"
#include "net/transport.h"
#include "turn.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static struct loop *loop;

static void setup(void)
{
    loop = loop_new();
}

static void teardown(void)
{
    loop_free(loop);
}

/* A connection of ours, the peer's descriptor, and what happened. */
struct end {
    struct conn *conn;
    int peer;
    unsigned readable, writable; /* calls */
    struct conn *to_close;       /* closed by on_readable */
    bool reads_one;              /* on_readable reads one byte */
};

static void note_readable(void *ctx)
{
    struct end *e = ctx;
    char byte;

    e->readable++;
    if (e->reads_one)
        conn_read(e->conn, &byte, 1);
    conn_close(e->to_close);
}

static void note_writable(void *ctx)
{
    struct end *e = ctx;

    e->writable++;
}

static const struct conn_events events = { note_readable, note_writable };

static void tcp_pair(int fds[2])
{
    struct sockaddr_in in = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t len = sizeof in;
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    ck_assert_int_eq(bind(fd, (struct sockaddr *)&in, len), 0);
    ck_assert_int_eq(listen(fd, 1), 0);
    ck_assert_int_eq(getsockname(fd, (struct sockaddr *)&in, &len), 0);
    fds[1] = socket(AF_INET, SOCK_STREAM, 0);
    ck_assert_int_eq(connect(fds[1], (struct sockaddr *)&in, len), 0);
    fds[0] = accept(fd, NULL, NULL);
    ck_assert_int_ge(fds[0], 0);
    close(fd);
}

static void end_init(struct end *e, bool tcp)
{
    int fds[2];

    memset(e, 0, sizeof *e);
    if (tcp)
        tcp_pair(fds);
    else
        ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    e->conn = conn_new(loop, fds[0], &events, e);
    e->peer = fds[1];
}

static void end_fini(struct end *e)
{
    conn_close(e->conn);
    loop_end_turn(loop);
    close(e->peer);
}

static void peer_says(const struct end *e, const char *text)
{
    ck_assert_int_eq(write(e->peer, text, strlen(text)), (ssize_t)strlen(text));
}

static int option_of(const struct conn *c, int level, int option)
{
    int value = -1;
    socklen_t len = sizeof value;

    ck_assert_int_eq(getsockopt(conn_fd(c), level, option, &value, &len), 0);
    return value;
}

/* ---- Reading and writing ---- */

START_TEST(bytes_arrive_both_ways)
{
    struct end e;
    char buf[16];

    end_init(&e, _i);
    peer_says(&e, "ping");
    turn_for(loop, 1000);
    ck_assert_uint_eq(e.readable, 1);
    ck_assert_int_eq(conn_read(e.conn, buf, sizeof buf), 4);
    ck_assert_mem_eq(buf, "ping", 4);
    ck_assert_int_eq(conn_write(e.conn, "pong", 4), 4);
    ck_assert_int_eq(read(e.peer, buf, sizeof buf), 4);
    ck_assert_mem_eq(buf, "pong", 4);
    ck_assert_uint_eq(e.writable, 0);
    end_fini(&e);
}
END_TEST

START_TEST(reading_never_blocks)
{
    struct end e;
    char buf[16];

    end_init(&e, _i); /* its descriptor is in blocking mode */
    ck_assert_int_eq(conn_read(e.conn, buf, sizeof buf), -1);
    ck_assert_int_eq(errno, EAGAIN);
    shutdown(e.peer, SHUT_WR);
    ck_assert_int_eq(conn_read(e.conn, buf, sizeof buf), 0);
    end_fini(&e);
}
END_TEST

START_TEST(unread_bytes_are_announced_again)
{
    struct end e;

    end_init(&e, false);
    peer_says(&e, "x");
    for (unsigned turn = 1; turn <= 3; turn++) {
        loop_turn(loop, LOOP_ONLY_LOOK);
        ck_assert_uint_eq(e.readable, turn);
    }
    end_fini(&e);
}
END_TEST

START_TEST(a_reset_is_an_error_of_reading_and_writing)
{
    struct linger reset = { .l_onoff = 1, .l_linger = 0 };
    struct end e;
    char buf[16];

    end_init(&e, true);
    setsockopt(e.peer, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    close(e.peer);
    e.peer = -1;
    turn_for(loop, 1000);
    ck_assert_uint_eq(e.readable, 1);
    ck_assert_int_eq(conn_read(e.conn, buf, sizeof buf), -1);
    ck_assert_int_eq(errno, ECONNRESET);
    ck_assert_int_eq(conn_write(e.conn, "x", 1), -1); /* and no SIGPIPE */
    ck_assert_int_eq(errno, EPIPE);
    end_fini(&e);
}
END_TEST

START_TEST(a_full_socket_takes_nothing_until_it_is_drained)
{
    static char block[65536];
    struct iovec iov = { block, sizeof block };
    struct end e;
    ssize_t n;

    end_init(&e, _i);
    do {
        n = conn_write(e.conn, block, sizeof block);
    } while (n > 0);
    ck_assert_int_eq(n, 0);
    ck_assert_int_eq(conn_writev(e.conn, &iov, 1), 0);
    conn_want_write(e.conn, true);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(e.writable, 0);
    do {
        n = recv(e.peer, block, sizeof block, MSG_DONTWAIT);
    } while (n > 0);
    turn_for(loop, 1000);
    ck_assert_uint_eq(e.writable, 1);
    ck_assert_uint_eq(e.readable, 0);
    conn_want_write(e.conn, false);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(e.writable, 1);
    end_fini(&e);
}
END_TEST

START_TEST(pieces_are_gathered_in_order_up_to_what_the_system_takes)
{
    enum { PIECES = IOV_MAX + 5 };
    static struct iovec iov[PIECES];
    static char text[PIECES], buf[PIECES];
    struct end e;

    end_init(&e, false);
    for (int i = 0; i < PIECES; i++) {
        text[i] = (char)('a' + i % 26);
        iov[i] = (struct iovec){ &text[i], 1 };
    }
    ck_assert_int_eq(conn_writev(e.conn, iov, PIECES), IOV_MAX);
    ck_assert_int_eq(conn_writev(e.conn, iov + IOV_MAX, 5), 5);
    ck_assert_int_eq(recv(e.peer, buf, PIECES, MSG_WAITALL), PIECES);
    ck_assert_mem_eq(buf, text, PIECES);
    end_fini(&e);
}
END_TEST

START_TEST(reading_can_be_put_off)
{
    struct end e;

    end_init(&e, false);
    conn_want_read(e.conn, false);
    peer_says(&e, "x");
    close(e.peer);
    e.peer = -1;
    loop_turn(loop, LOOP_ONLY_LOOK); /* not even the end of the peer is announced */
    ck_assert_uint_eq(e.readable, 0);
    conn_want_read(e.conn, true);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(e.readable, 1);
    end_fini(&e);
}
END_TEST

/* ---- Closing ---- */

START_TEST(closing_closes_the_descriptor_at_once)
{
    struct end e;
    char buf[1];
    int fd;

    end_init(&e, false);
    fd = conn_fd(e.conn);
    conn_close(e.conn);
    ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
    ck_assert_int_eq(read(e.peer, buf, 1), 0);
    ck_assert_int_eq(conn_fd(e.conn), -1);
    conn_close(e.conn);
    conn_want_read(e.conn, true);
    conn_want_write(e.conn, true);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(e.readable + e.writable, 0);
    e.conn = NULL;
    end_fini(&e);
}
END_TEST

static unsigned count_closed(const struct end *ends, unsigned count)
{
    unsigned closed = 0;
    char byte;

    for (unsigned i = 0; i < count; i++)
        closed += read(ends[i].peer, &byte, 1) == 0;
    return closed;
}

/* When a crowd hangs up: a share in each turn, none of which waits. */
START_TEST(many_are_closed_over_several_turns)
{
    enum { MANY = 400 };
    struct end ends[MANY];
    unsigned first, turns = 0;

    for (unsigned i = 0; i < MANY; i++) {
        end_init(&ends[i], false);
        ck_assert_int_eq(fcntl(ends[i].peer, F_SETFL, O_NONBLOCK), 0);
    }
    for (unsigned i = 0; i < MANY; i++)
        conn_close(ends[i].conn);
    first = count_closed(ends, MANY);
    ck_assert_uint_ge(first, 100);
    ck_assert_uint_lt(first, MANY);
    for (; count_closed(ends, MANY) < MANY && turns < 10; turns++) {
        loop_turn(loop, LOOP_FOREVER);
        loop_end_turn(loop);
    }
    ck_assert_uint_eq(count_closed(ends, MANY), MANY);
    for (unsigned i = 0; i < MANY; i++) {
        ends[i].conn = NULL;
        end_fini(&ends[i]);
    }
}
END_TEST

START_TEST(on_readable_may_close_its_connection)
{
    struct end e;

    end_init(&e, false);
    conn_want_write(e.conn, true);
    peer_says(&e, "x");
    e.to_close = e.conn;
    loop_turn(loop, LOOP_ONLY_LOOK); /* readable and writable */
    loop_end_turn(loop);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(e.readable, 1);
    ck_assert_uint_eq(e.writable, 0);
    e.conn = NULL;
    end_fini(&e);
}
END_TEST

START_TEST(one_connection_may_close_another_that_is_ready)
{
    struct end a, b;

    end_init(&a, false);
    end_init(&b, false);
    a.to_close = b.conn;
    b.to_close = a.conn;
    peer_says(&a, "x");
    peer_says(&b, "x");
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(a.readable + b.readable, 1);
    end_fini(&a); /* closing again does no harm before the end of the turn */
    b.conn = NULL;
    end_fini(&b);
}
END_TEST

START_TEST(a_descriptor_may_be_used_again_in_the_same_turn)
{
    struct end a, b;
    int fd;

    end_init(&a, false);
    loop_turn(loop, LOOP_ONLY_LOOK);
    fd = conn_fd(a.conn);
    conn_close(a.conn);
    end_init(&b, false);
    ck_assert_int_eq(conn_fd(b.conn), fd);
    loop_turn(loop, LOOP_ONLY_LOOK);
    peer_says(&b, "x");
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(b.readable, 1);
    ck_assert_uint_eq(a.readable, 0);
    a.conn = NULL;
    end_fini(&a);
    end_fini(&b);
}
END_TEST

/* ---- Options ---- */

START_TEST(options_reach_a_tcp_socket)
{
    struct end e;

    end_init(&e, true);
    ck_assert(!conn_is_unix(e.conn));
    conn_set_nodelay(e.conn, true);
    ck_assert_int_eq(option_of(e.conn, IPPROTO_TCP, TCP_NODELAY), 1);
    conn_set_keepalive(e.conn, 300);
    ck_assert_int_eq(option_of(e.conn, SOL_SOCKET, SO_KEEPALIVE), 1);
    ck_assert_int_eq(option_of(e.conn, IPPROTO_TCP, TCP_KEEPIDLE), 300);
    ck_assert_int_eq(option_of(e.conn, IPPROTO_TCP, TCP_KEEPINTVL), 100);
    ck_assert_int_eq(option_of(e.conn, IPPROTO_TCP, TCP_KEEPCNT), 3);
    conn_set_keepalive(e.conn, 0);
    ck_assert_int_eq(option_of(e.conn, SOL_SOCKET, SO_KEEPALIVE), 0);
    end_fini(&e);
}
END_TEST

START_TEST(keepalive_keeps_within_what_the_system_takes)
{
    struct end e;

    end_init(&e, true);
    conn_set_keepalive(e.conn, INT_MAX);
    ck_assert_int_eq(option_of(e.conn, IPPROTO_TCP, TCP_KEEPIDLE), 32767);
    conn_set_keepalive(e.conn, 1);
    ck_assert_int_eq(option_of(e.conn, IPPROTO_TCP, TCP_KEEPIDLE), 1);
    ck_assert_int_eq(option_of(e.conn, IPPROTO_TCP, TCP_KEEPINTVL), 1);
    end_fini(&e);
}
END_TEST

START_TEST(options_do_no_harm_to_a_unix_socket)
{
    struct end e;

    end_init(&e, false);
    ck_assert(conn_is_unix(e.conn));
    conn_set_nodelay(e.conn, true);
    conn_set_keepalive(e.conn, 300);
    ck_assert_int_eq(option_of(e.conn, SOL_SOCKET, SO_KEEPALIVE), 0);
    end_fini(&e);
}
END_TEST

/* ---- Transports ---- */

/* Takes from the socket whatever is there and hands it out bit by bit, as TLS does with records. */
struct hoard {
    char bytes[64];
    size_t start, end;
    unsigned closed;
};

static ssize_t hoard_read(struct conn *c, void *buf, size_t len)
{
    struct hoard *h = conn_state(c);
    ssize_t n;

    if (h->start == h->end) {
        n = recv(conn_fd(c), h->bytes, sizeof h->bytes, MSG_DONTWAIT);
        if (n <= 0)
            return n;
        h->start = 0;
        h->end = (size_t)n;
    }
    len = len < h->end - h->start ? len : h->end - h->start;
    memcpy(buf, h->bytes + h->start, len);
    h->start += len;
    return (ssize_t)len;
}

static ssize_t hoard_write(struct conn *c, const void *data, size_t len)
{
    return send(conn_fd(c), data, len, MSG_DONTWAIT);
}

static ssize_t hoard_writev(struct conn *c, const struct iovec *iov, int count)
{
    return count > 0 ? hoard_write(c, iov[0].iov_base, iov[0].iov_len) : 0;
}

static bool hoard_has_pending(const struct conn *c)
{
    const struct hoard *h = conn_state(c);

    return h->start < h->end;
}

static void hoard_close(struct conn *c)
{
    struct hoard *h = conn_state(c);

    ck_assert_int_ge(fcntl(conn_fd(c), F_GETFD), 0);
    h->closed++;
}

static const struct conn_transport hoard_transport = {
    hoard_read, hoard_write, hoard_writev, hoard_has_pending, hoard_close,
};

static void end_init_hoard(struct end *e, struct hoard *h)
{
    int fds[2];

    memset(e, 0, sizeof *e);
    memset(h, 0, sizeof *h);
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    e->conn = conn_new_over(loop, fds[0], &hoard_transport, h, &events, e);
    e->peer = fds[1];
    e->reads_one = true;
}

START_TEST(pending_bytes_are_announced_once_per_turn_until_they_are_read)
{
    struct hoard h;
    struct end e;

    end_init_hoard(&e, &h);
    peer_says(&e, "abc");
    for (unsigned turn = 1; turn <= 3; turn++) {
        turn_for(loop, 1000);
        ck_assert_uint_eq(e.readable, turn);
    }
    turn_for(loop, 10);
    ck_assert_uint_eq(e.readable, 3);
    peer_says(&e, "d");
    turn_for(loop, 1000);
    ck_assert_uint_eq(e.readable, 4);
    end_fini(&e);
    ck_assert_uint_eq(h.closed, 1);
}
END_TEST

START_TEST(pending_bytes_wait_while_reading_is_put_off)
{
    struct hoard h;
    struct end e;

    end_init_hoard(&e, &h);
    peer_says(&e, "abc");
    turn_for(loop, 1000);
    conn_want_read(e.conn, false);
    turn_for(loop, 10);
    ck_assert_uint_eq(e.readable, 1);
    conn_want_read(e.conn, true);
    turn_for(loop, 1000);
    ck_assert_uint_eq(e.readable, 2);
    end_fini(&e);
}
END_TEST

START_TEST(pending_bytes_do_not_hold_up_writing)
{
    struct hoard h;
    struct end e;

    end_init_hoard(&e, &h);
    peer_says(&e, "abc");
    turn_for(loop, 1000);
    conn_want_write(e.conn, true);
    for (unsigned turn = 1; turn <= 4; turn++) {
        turn_for(loop, 1000);
        ck_assert_uint_eq(e.writable, turn);
    }
    ck_assert_uint_eq(e.readable, 3);
    end_fini(&e);
}
END_TEST

START_TEST(pending_bytes_are_forgotten_when_the_connection_closes)
{
    struct hoard h;
    struct end e;

    end_init_hoard(&e, &h);
    peer_says(&e, "abc");
    turn_for(loop, 1000);
    conn_close(e.conn);
    turn_for(loop, 10);
    ck_assert_uint_eq(e.readable, 1);
    e.conn = NULL;
    end_fini(&e);
    ck_assert_uint_eq(h.closed, 1);
}
END_TEST

static Suite *conn_suite(void)
{
    Suite *s = suite_create("conn");
    TCase *tc = tcase_create("conn");

    tcase_add_checked_fixture(tc, setup, teardown);
    /* Over Unix and TCP sockets. */
    tcase_add_loop_test(tc, bytes_arrive_both_ways, 0, 2);
    tcase_add_loop_test(tc, reading_never_blocks, 0, 2);
    tcase_add_loop_test(tc, a_full_socket_takes_nothing_until_it_is_drained, 0, 2);
    tcase_add_test(tc, unread_bytes_are_announced_again);
    tcase_add_test(tc, a_reset_is_an_error_of_reading_and_writing);
    tcase_add_test(tc, pieces_are_gathered_in_order_up_to_what_the_system_takes);
    tcase_add_test(tc, reading_can_be_put_off);
    tcase_add_test(tc, closing_closes_the_descriptor_at_once);
    tcase_add_test(tc, many_are_closed_over_several_turns);
    tcase_add_test(tc, on_readable_may_close_its_connection);
    tcase_add_test(tc, one_connection_may_close_another_that_is_ready);
    tcase_add_test(tc, a_descriptor_may_be_used_again_in_the_same_turn);
    tcase_add_test(tc, options_reach_a_tcp_socket);
    tcase_add_test(tc, keepalive_keeps_within_what_the_system_takes);
    tcase_add_test(tc, options_do_no_harm_to_a_unix_socket);
    tcase_add_test(tc, pending_bytes_are_announced_once_per_turn_until_they_are_read);
    tcase_add_test(tc, pending_bytes_wait_while_reading_is_put_off);
    tcase_add_test(tc, pending_bytes_do_not_hold_up_writing);
    tcase_add_test(tc, pending_bytes_are_forgotten_when_the_connection_closes);
    suite_add_tcase(s, tc);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    sr = srunner_create(conn_suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
