/*
 * notify -- news for the supervisor, by the protocol of systemd's sd_notify(3).
 *
 * A datagram of NAME=value lines to the Unix socket that NOTIFY_SOCKET names; a name that begins
 * with '@' is an abstract one.
 */
#ifndef KV_SERVER_NOTIFY_H
#define KV_SERVER_NOTIFY_H

#include <stdbool.h>

/* True if there is a supervisor that listens. */
bool notify_is_wanted(void);

/* False and errno if the news did not arrive. */
bool notify_send(const char *lines);

#endif
