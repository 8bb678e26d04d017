/*
 * limits -- sizes that clients may ask for.
 */
#ifndef KV_SERVER_LIMITS_H
#define KV_SERVER_LIMITS_H

#include <stdint.h>

/* proto-max-bulk-len: bytes of one argument, and of any string value. */
extern uint64_t proto_max_bulk_len;

/* client-query-buffer-limit: bytes of one client's requests that are unfinished, or wait for EXEC. */
extern int64_t client_query_buffer_limit;

#endif
