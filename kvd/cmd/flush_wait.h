/*
 * flush_wait -- SYNC of commands that flush what is too large to be freed in a turn.
 *
 * The background thread frees it as with ASYNC, the other clients go on, and only the one that asked waits.
 */
#ifndef KV_CMD_FLUSH_WAIT_H
#define KV_CMD_FLUSH_WAIT_H

#include "server/call.h"

/* Replies +OK when the background thread has done what it was given so far; at once if the client may not
 * wait. */
void flush_wait(struct call *c);

#endif
