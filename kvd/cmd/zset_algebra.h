/*
 * zset_algebra -- commands that put a new sorted set together, in slices when it is a long one.
 */
#ifndef KV_CMD_ZSET_ALGEBRA_H
#define KV_CMD_ZSET_ALGEBRA_H

#include "obj/zset.h"
#include "server/call.h"

/* Makes dest a copy of a span of v, the sorted set at source, as store_result() does. */
void zset_store_span(struct call *c, struct key dest, struct key source, const struct value *v,
                     struct zset_span span, const char *event);

#endif
