/*
 * zset_shared -- what the commands on sorted sets share: ranges as clients write them, replies, and the
 * end of a removal.
 */
#ifndef KV_CMD_ZSET_SHARED_H
#define KV_CMD_ZSET_SHARED_H

#include "obj/zset.h"
#include "server/call.h"

/* Two bounds such as "1.5", "(1.5", "-inf". Latches "min or max is not a float". */
void parse_scores(struct call *c, struct bytes min, struct bytes max, struct zset_scores *out);
/* Two bounds such as "[a", "(a", "-", "+". Latches "min or max not valid string range item". */
void parse_members(struct call *c, struct bytes min, struct bytes max, struct zset_members *out);
/* The ranks from start to stop, both included, negative ones counted from the end; what lies outside of
 * a set of count members is left out. */
struct zset_span span_of_ranks(int64_t start, int64_t stop, size_t count);

/* The sorted set at key, to look at: KV_NOT_FOUND, KV_WRONG_TYPE. Counts a hit or a miss. */
enum kv_err read_zset(struct call *c, struct key key, struct value *v);

void reply_member(struct call *c, const struct zset_elem *e);
/* The count of an array of members, each with its score if scores: RESP3 has an array per member then. */
void reply_elem_count(struct call *c, size_t count, bool scores);
void reply_elem(struct call *c, const struct zset_elem *e, bool scores);
/* An array of a span, down: the last one first. */
void reply_span(struct call *c, const struct value *v, struct zset_span span, bool down,
                bool scores);

/* As command_prefetch_fn says. */
void zset_prefetch(const struct value *v, uint64_t hash, unsigned stage);

/* Members to add: every stride-th argument from first on. */
struct zset_additions {
    unsigned flags; /* enum zset_flag */
    unsigned first, stride, count;
    double *scores; /* one for each; becomes the score that the member has then */
    const char *event;
};
struct zset_added {
    size_t added, changed;
    enum zset_outcome last;
};
/* Adds them to the sorted set at key. On failure (KV_WRONG_TYPE) nothing was changed. */
enum kv_err zset_add_members(struct call *c, struct key key, const struct zset_additions *a,
                             struct zset_added *out);

/* Ends an edit that removed members: tells of the event, and of "del" if the key is gone. What is big
 * is freed in the background. True if the table of members has still to be swept. */
bool zset_removed(struct call *c, struct edit *ed, const char *event);

#endif
