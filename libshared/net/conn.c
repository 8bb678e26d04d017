#include "net/conn.h"

#include "base/assert.h"
#include "base/mem.h"
#include "net/transport.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

/* Idle connections are many: one event serves both directions, and is assigned anew when the
 * directions change, which is rare (a full socket). */
struct conn {
    struct event ev;
    const struct conn_transport *transport;
    void *state;
    const struct conn_events *events;
    void *ctx;
    struct loop *loop;
    int fd; /* -1: closed, waiting for the end of the turn */
    uint16_t family;
    uint8_t watched; /* EV_READ and EV_WRITE: what the event watches */
    bool again;      /* a call of on_readable for pending bytes is due in the next turn */
};

_Static_assert(sizeof(struct conn) <= 192, "an idle connection is cheap");

/* ---- Plain sockets ------------------------------------------------------------------------------
 *
 * MSG_DONTWAIT: never blocks, whatever mode the descriptor is in. MSG_NOSIGNAL: a peer that is gone
 * is an error, not a SIGPIPE. */

static ssize_t socket_read(struct conn *c, void *buf, size_t len)
{
    ssize_t n;

    do {
        n = recv(c->fd, buf, len, MSG_DONTWAIT);
    } while (kv_unlikely(n < 0 && errno == EINTR));
    return n;
}

static ssize_t socket_write(struct conn *c, const void *data, size_t len)
{
    ssize_t n;

    do {
        n = send(c->fd, data, len, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (kv_unlikely(n < 0 && errno == EINTR));
    return n < 0 && errno == EAGAIN ? 0 : n;
}

static ssize_t socket_writev(struct conn *c, const struct iovec *iov, int count)
{
    struct msghdr msg = { .msg_iov = (struct iovec *)iov,
                          .msg_iovlen = (size_t)(count < IOV_MAX ? count : IOV_MAX) };
    ssize_t n;

    do {
        n = sendmsg(c->fd, &msg, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (kv_unlikely(n < 0 && errno == EINTR));
    return n < 0 && errno == EAGAIN ? 0 : n;
}

static const struct conn_transport socket_transport = {
    .read = socket_read,
    .write = socket_write,
    .writev = socket_writev,
};

/* ---- Events ---------------------------------------------------------------------------------- */

static void on_ready(evutil_socket_t fd, short what, void *arg);

static void watch(struct conn *c, unsigned events)
{
    int rc;

    if (events == c->watched)
        return;
    if (c->watched != 0)
        event_del(&c->ev);
    c->watched = (uint8_t)events;
    c->again = false;
    if (events == 0)
        return;
    event_assign(&c->ev, loop_base(c->loop), c->fd, (short)(events | EV_PERSIST), on_ready, c);
    rc = event_add(&c->ev, NULL);
    kv_assert(rc == 0);
}

/* Bytes that the transport holds are announced by an expiry of the event at once, that is, in the
 * next turn: making the event active would run it again in this one. */
static void call_again_if_pending(struct conn *c)
{
    static const struct timeval now = { 0, 0 };

    if (c->again || !(c->watched & EV_READ) || !c->transport->has_pending(c))
        return;
    c->again = true;
    event_add(&c->ev, &now);
}

static void on_ready(evutil_socket_t fd, short what, void *arg)
{
    struct conn *c = arg;

    (void)fd;
    /* An expiry takes the event out of the watch, and with it a readiness seen in the same turn: so
     * both callbacks are called, and one that finds nothing to do tries in vain. */
    if (kv_unlikely(what & EV_TIMEOUT)) {
        c->again = false;
        event_add(&c->ev, NULL);
        what = EV_READ | EV_WRITE;
    }
    if (what & EV_READ & c->watched)
        c->events->on_readable(c->ctx);
    /* on_readable may have closed the connection, or stopped the watch for writing. */
    if (what & EV_WRITE & c->watched)
        c->events->on_writable(c->ctx);
}

/* ---- The connection -------------------------------------------------------------------------- */

struct conn *conn_new_over(struct loop *l, int fd, const struct conn_transport *transport,
                           void *state, const struct conn_events *events, void *ctx)
{
    struct conn *c = mem_zalloc(sizeof *c);
    int family = AF_UNSPEC;
    socklen_t len = sizeof family;

    kv_assert(fd >= 0);
    getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &len);
    c->transport = transport;
    c->state = state;
    c->events = events;
    c->ctx = ctx;
    c->loop = l;
    c->fd = fd;
    c->family = (uint16_t)family;
    watch(c, EV_READ);
    return c;
}

struct conn *conn_new(struct loop *l, int fd, const struct conn_events *events, void *ctx)
{
    return conn_new_over(l, fd, &socket_transport, NULL, events, ctx);
}

void conn_close(struct conn *c)
{
    if (c == NULL || c->fd < 0)
        return;
    watch(c, 0);
    if (c->transport->close != NULL)
        c->transport->close(c);
    loop_close(c->loop, c->fd);
    c->fd = -1;
    loop_defer_free(c->loop, c, mem_free);
}

ssize_t conn_read(struct conn *c, void *buf, size_t len)
{
    ssize_t n;

    kv_assert(len > 0); /* the 0 of an empty read would look like a closed peer */
    n = c->transport->read(c, buf, len);
    if (kv_unlikely(c->transport->has_pending != NULL))
        call_again_if_pending(c);
    return n;
}

ssize_t conn_write(struct conn *c, const void *data, size_t len)
{
    return c->transport->write(c, data, len);
}

ssize_t conn_writev(struct conn *c, const struct iovec *iov, int count)
{
    return c->transport->writev(c, iov, count);
}

void conn_want_read(struct conn *c, bool on)
{
    if (c->fd < 0)
        return;
    watch(c, on ? c->watched | EV_READ : c->watched & ~EV_READ);
    if (c->transport->has_pending != NULL)
        call_again_if_pending(c);
}

void conn_want_write(struct conn *c, bool on)
{
    if (c->fd < 0)
        return;
    watch(c, on ? c->watched | EV_WRITE : c->watched & ~EV_WRITE);
    if (c->transport->has_pending != NULL)
        call_again_if_pending(c);
}

/* A failure to set an option of a live socket leaves it usable, so it is ignored. */
static void set_option(const struct conn *c, int level, int option, int value)
{
    (void)setsockopt(c->fd, level, option, &value, sizeof value);
}

void conn_set_keepalive(struct conn *c, int seconds)
{
    enum { KEEP_MAX_S = 32767 }; /* Linux refuses more for idle time and interval */
    int idle = seconds < KEEP_MAX_S ? seconds : KEEP_MAX_S;

    if (c->family == AF_UNIX)
        return;
    set_option(c, SOL_SOCKET, SO_KEEPALIVE, seconds > 0);
    if (seconds <= 0)
        return;
    set_option(c, IPPROTO_TCP, TCP_KEEPIDLE, idle);
    set_option(c, IPPROTO_TCP, TCP_KEEPINTVL, idle >= 3 ? idle / 3 : 1);
    set_option(c, IPPROTO_TCP, TCP_KEEPCNT, 3);
}

void conn_set_nodelay(struct conn *c, bool on)
{
    if (c->family != AF_UNIX)
        set_option(c, IPPROTO_TCP, TCP_NODELAY, on);
}

int conn_fd(const struct conn *c)
{
    return c->fd;
}

bool conn_is_unix(const struct conn *c)
{
    return c->family == AF_UNIX;
}

void *conn_state(const struct conn *c)
{
    return c->state;
}
