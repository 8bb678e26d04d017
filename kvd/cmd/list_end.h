/*
 * list_end -- what the list commands share: the words LEFT and RIGHT, and taking elements off an end.
 */
#ifndef KV_CMD_LIST_END_H
#define KV_CMD_LIST_END_H

#include "obj/list.h"
#include "server/call.h"

/* LEFT or RIGHT; latches KV_SYNTAX. */
enum list_end arg_list_end(struct call *c);

/* A number of elements, at least 1; latches "count should be greater than 0". */
size_t arg_list_count(struct call *c);

/* "lpush" or "rpush". */
const char *list_push_event(enum list_end end);

/* Replies count elements from index on (back: towards the head), no array around them. */
void reply_elements(struct call *c, const struct value *v, size_t index, size_t count, bool back);

/* Replies the count elements nearest to an end, in the order in which they would be popped. */
void reply_popped(struct call *c, const struct value *v, enum list_end end, size_t count);

/* Deletes count elements at an end. What is big is freed in the background. */
void list_cut(struct value *v, enum list_end end, size_t count);

/* Ends an edit that deleted elements: commits it and tells of the event, and of "del" if the key is
 * gone. */
void list_commit_deletion(struct call *c, struct edit *ed, const char *event);
/* The same with the event "lpop" or "rpop". */
void list_commit_pop(struct call *c, struct edit *ed, enum list_end end);

#endif
