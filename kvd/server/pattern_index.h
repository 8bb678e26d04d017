/*
 * pattern_index -- which of many patterns may match a channel: those that begin as it does.
 *
 *     stem       patterns, oldest first              channel user:7:x
 *     ""         *, [ab]*                            "" "user:" "user:7:" are stems and begin it:
 *     "user:"    user:*, user:?:y                    five patterns to look at, however many there are
 *     "user:7:"  user:7:*
 *
 * A stem is what stands before a pattern's first special character, or its first 32 bytes. A search
 * looks up the channel's beginnings of those lengths that stems have.
 */
#ifndef KV_SERVER_PATTERN_INDEX_H
#define KV_SERVER_PATTERN_INDEX_H

#include "base/bytes.h"

struct topic;

void pattern_index_init(void);
void pattern_index_fini(void); /* when it is empty */

/* The topic is a pattern; its prev and next belong to the index while it is there. */
void pattern_index_add(struct topic *t);
void pattern_index_remove(struct topic *t);

/* Calls visit for all that may match the channel, those of one stem after those of another. visit adds and
 * removes none. */
void pattern_index_search(struct bytes channel, void (*visit)(void *ctx, struct topic *t),
                          void *ctx);

#endif
