/*
 * store_result -- the end of SINTERSTORE, ZRANGESTORE and their kin.
 */
#ifndef KV_CMD_STORE_RESULT_H
#define KV_CMD_STORE_RESULT_H

#include "server/call.h"

/* The key becomes the collection, which is taken over, or is deleted if that is empty; the event tells of
 * the first. Replies the number of elements. */
void store_result(struct call *c, struct key dest, struct value *result, const char *event);

#endif
