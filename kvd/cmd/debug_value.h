/*
 * debug_value -- the subcommands of DEBUG that look into the memory of a value or a database.
 *
 * Texts and listings are for people to read: they are bounded, and their layout may change.
 */
#ifndef KV_CMD_DEBUG_VALUE_H
#define KV_CMD_DEBUG_VALUE_H

#include "server/call.h"

void debug_object(struct call *c);       /* OBJECT key */
void debug_digest_value(struct call *c); /* DIGEST-VALUE key [key ...] */
void debug_listpack(struct call *c);     /* LISTPACK key */
void debug_quicklist(struct call *c);    /* QUICKLIST key [0|1]: 1 shows the elements as well */
void debug_quicklist_packed_threshold(struct call *c); /* QUICKLIST-PACKED-THRESHOLD size */
void debug_htstats(struct call *c);                    /* HTSTATS db [FULL] */
void debug_htstats_key(struct call *c);                /* HTSTATS-KEY key [FULL] */

#endif
