/*
 * conn -- one stream connection, whatever its transport: TCP, Unix, later TLS.
 *
 * The transport is a table of operations, so that nothing above knows which it is. Reads and writes
 * never block.
 */
#ifndef KV_NET_CONN_H
#define KV_NET_CONN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>
#include "net/loop.h"

struct conn;

/* Borrowed for the life of the connection: a constant of the owner's module. A callback may close
 * the connection. */
struct conn_events {
    void (*on_readable)(void *ctx);
    void (*on_writable)(void *ctx);
};

/* Takes over the descriptor of an accepted or connected socket and watches for reading. */
struct conn *conn_new(struct loop *l, int fd, const struct conn_events *events, void *ctx);
/* Closes the descriptor, now as a rule (loop_close()); no callback is called any more. The struct is freed at
 * the end of the turn; until then closing it again does nothing. Accepts NULL. */
void conn_close(struct conn *c);

/* len is not 0. > 0: bytes read; 0: the peer has closed its side; -1 with errno EAGAIN: nothing
 * now; -1: broken. */
ssize_t conn_read(struct conn *c, void *buf, size_t len);
/* >= 0: bytes taken (0 when the socket is full); -1: broken, errno says how. */
ssize_t conn_write(struct conn *c, const void *data, size_t len);
ssize_t conn_writev(struct conn *c, const struct iovec *iov, int count);

/* Whether on_readable / on_writable should be called. Reading is on at first, writing off. */
void conn_want_read(struct conn *c, bool on);
void conn_want_write(struct conn *c, bool on);

/* Options of TCP sockets; harmless on others. A peer that has been silent for seconds is asked
 * three times, seconds / 3 apart, before the connection breaks: twice the time in all. 0 turns
 * keepalive off.
 *
 * While bytes for the peer are on their way the kernel does not ask, but sends them again until it
 * gives up (net.ipv4.tcp_retries2: some 15 minutes). TCP_USER_TIMEOUT would shorten that, but it
 * also breaks the connection of a peer that lives and just does not read for so long: a replica that
 * loads a snapshot, a person who has stopped a pager. So it is not set. */
void conn_set_keepalive(struct conn *c, int seconds);
void conn_set_nodelay(struct conn *c, bool on);

int conn_fd(const struct conn *c); /* -1 once closed */
bool conn_is_unix(const struct conn *c);

#endif
