/*
 * lazyfree -- whether commands that delete hand big values to the background thread.
 */
#ifndef KV_SERVER_LAZYFREE_H
#define KV_SERVER_LAZYFREE_H

#include <stdbool.h>

extern bool lazyfree_user_del;   /* DEL does as UNLINK */
extern bool lazyfree_user_flush; /* FLUSHDB and FLUSHALL without SYNC or ASYNC do as with ASYNC */

#endif
