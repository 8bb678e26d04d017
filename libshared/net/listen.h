/*
 * listen -- listening sockets: TCP over IPv4 and IPv6, Unix.
 *
 * At most accept_max connections are accepted per turn, so that a storm of connects does not hold
 * up established clients. When the process runs out of descriptors the listener pauses for 100 ms
 * instead of spinning, and says so in the log once. Errors of one connection are skipped.
 */
#ifndef KV_NET_LISTEN_H
#define KV_NET_LISTEN_H

#include <stdint.h>
#include "base/err.h"
#include "net/loop.h"

struct listener;

/* fd is non-blocking and close-on-exec; the callback owns it. */
typedef void listen_fn(void *ctx, int fd);

struct listen_config {
    /* "127.0.0.1", "::1", "*" (all IPv4), "::*" (all IPv6), or a name, of which the first address
     * that can be bound is taken. What contains a '/' is the path of a Unix socket. */
    const char *address;
    uint16_t port; /* 0 for a Unix socket */
    int backlog;
    unsigned accept_max; /* per turn, > 0 */
    unsigned unix_mode;  /* permission bits, set before the socket listens; 0: the umask decides */
    const char *unix_group; /* a group's name; NULL or "": the process's own */
    uint32_t mark;          /* SO_MARK, 0 for none */
};

/* On failure *err_text (room for 256 bytes) says what was refused: "127.0.0.1:6379: bind: Address
 * already in use". A Unix socket file that nobody listens on is replaced; one that answers, or a
 * file of another kind, is KV_EXISTS. KV_NOT_FOUND: no such host or group. KV_IO: errno tells, so
 * that the caller can pass over an address that this host does not have (EADDRNOTAVAIL,
 * EAFNOSUPPORT). The strings of config are not needed afterwards. */
enum kv_err listener_new(struct loop *l, const struct listen_config *config, listen_fn *fn,
                         void *ctx, struct listener **out, char *err_text);
/* Closes; removes the Unix socket file that it made, unless another has taken its place. May be
 * called by the callback. Accepts NULL. */
void listener_free(struct listener *li);
/* Stops and resumes accepting, the socket stays bound. */
void listener_pause(struct listener *li, bool paused);
uint16_t listener_port(const struct listener *li); /* the real one when 0 was asked for */
int listener_fd(const struct listener *li);

#endif
