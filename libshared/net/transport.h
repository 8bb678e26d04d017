/*
 * transport -- what lies between a conn and its descriptor: plain sockets, later TLS.
 *
 * For those who write a transport; whoever uses connections needs conn.h only. A transport that
 * holds bytes back (TLS decrypts whole records) says so through has_pending: the descriptor does
 * not become readable for them, so conn calls on_readable again in the next turn.
 */
#ifndef KV_NET_TRANSPORT_H
#define KV_NET_TRANSPORT_H

#include "net/conn.h"

struct conn_transport {
    /* Results as those of conn_read, conn_write and conn_writev. */
    ssize_t (*read)(struct conn *c, void *buf, size_t len);
    ssize_t (*write)(struct conn *c, const void *data, size_t len);
    ssize_t (*writev)(struct conn *c, const struct iovec *iov, int count);
    /* True if read would give bytes without touching the descriptor. NULL: never. */
    bool (*has_pending)(const struct conn *c);
    /* Says farewell and frees the state, while the descriptor is still open. NULL: nothing. */
    void (*close)(struct conn *c);
};

/* As conn_new, over a transport; state is the transport's own. */
struct conn *conn_new_over(struct loop *l, int fd, const struct conn_transport *transport,
                           void *state, const struct conn_events *events, void *ctx);
void *conn_state(const struct conn *c);

#endif
