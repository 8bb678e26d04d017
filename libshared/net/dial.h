/*
 * dial -- connecting, the blocking way: for tools that talk to one server at a time.
 */
#ifndef KV_NET_DIAL_H
#define KV_NET_DIAL_H

#include <stdint.h>
#include "base/err.h"

enum dial_family { DIAL_ANY, DIAL_IPV4, DIAL_IPV6 };

/* Connects to host:port, trying each address it resolves to. timeout_ms bounds each attempt, 0
 * waits as the system does. On success *fd is a blocking socket with TCP_NODELAY; on failure
 * err_text (room for 256 bytes) says why, in redis-cli's words: "Could not connect to kvd at
 * 10.0.0.1:6379: Connection refused". KV_NOT_FOUND: no such host; KV_IO: errno tells, the last
 * address's. DIAL_IPV4 and DIAL_IPV6 leave the other family's addresses out. */
enum kv_err dial_tcp(const char *host, uint16_t port, enum dial_family family, int timeout_ms,
                     int *fd, char *err_text);
enum kv_err dial_unix(const char *path, int timeout_ms, int *fd, char *err_text);

#endif
