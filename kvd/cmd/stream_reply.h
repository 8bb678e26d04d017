/*
 * stream_reply -- entries of streams in replies, and what several stream commands reply alike.
 *
 *     [ID, [field, value, ...]]        an entry
 *     [ID, null]                       one that was pending and has been deleted
 */
#ifndef KV_CMD_STREAM_REPLY_H
#define KV_CMD_STREAM_REPLY_H

#include "obj/stream.h"
#include "server/call.h"

void reply_stream_id(struct call *c, struct stream_id id);
/* The ID or, if there are no more entries, false. */
bool reply_next_entry(struct call *c, struct stream_cursor *cur);
/* The pairs of the entry that the cursor is at. */
void reply_pairs(struct call *c, struct stream_cursor *cur);

/* "No such key 'k' or consumer group 'g'" and what follows. */
void reply_no_group(struct call *c, struct bytes key, struct bytes group, const char *tail);

/* Looks entries up by their IDs: one right behind the one before it is found at once. Valid until entries
 * are added or deleted. */
struct entry_finder {
    const struct stream *stream;
    struct stream_cursor cursor; /* at the entry that was found */
    bool begun;
};

static inline struct entry_finder entry_finder(const struct stream *s)
{
    return (struct entry_finder){ .stream = s };
}
bool entry_find(struct entry_finder *f, struct stream_id id);

/* How long a pending entry has been idle, in ms; -1 if it is nobody's. */
int64_t pending_idle_ms(const struct pending *p, int64_t now_ms);
/* True if it may be claimed by who asks for this idle time. */
bool pending_is_idle(const struct pending *p, int64_t now_ms, int64_t min_idle_ms);
/* Delivered at this time, once more. */
void pending_deliver_again(struct group *g, struct pending *p, int64_t at_ms);
/* Deliveries as clients see them. */
int64_t pending_deliveries(const struct pending *p);

/* The stream at the key and its group. KV_WRONG_TYPE, or KV_NOT_FOUND without one of the two: then *e
 * (NULL) tells which. For a command that writes. */
enum kv_err find_group(struct call *c, struct key key, struct bytes name, struct entry **e,
                       struct group **g);
/* The same for a command that takes entries from the group, which counts as reading: a hit or a miss. */
enum kv_err read_group(struct call *c, struct key key, struct bytes name, struct entry **e,
                       struct group **g);

#endif
