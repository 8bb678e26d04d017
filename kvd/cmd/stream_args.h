/*
 * stream_args -- arguments of the stream commands: IDs, bounds of ranges, lists of IDs, how to trim.
 *
 * What is wrong is latched in the call, as by the functions of call.h.
 */
#ifndef KV_CMD_STREAM_ARGS_H
#define KV_CMD_STREAM_ARGS_H

#include "obj/stream.h"
#include "server/call.h"

/* The text of the error. */
#define STREAM_INVALID_ID "Invalid stream ID specified as stream command argument"

/* "ms-seq", or "ms" alone, which gets missing_seq. */
struct stream_id arg_stream_id(struct call *c, uint64_t missing_seq);

/* The ends of a range, which belong to it: an ID, "(" and an ID that does not belong to it, "-" and "+". */
struct stream_id arg_range_start(struct call *c);
struct stream_id arg_range_end(struct call *c);

/* ---- KEEPREF, DELREF, ACKED ---------------------------------------------------------------------- */

struct refs_option {
    enum stream_refs rule;
    bool given;
};

/* Takes the rule at the cursor; false if there is none. A second one is latched as a syntax error. */
bool arg_refs(struct call *c, struct refs_option *refs);

/* ---- Lists of IDs -------------------------------------------------------------------------------- */

/* Arguments that follow one another. */
struct id_list {
    unsigned first, count;
};

/* All that are left. Each is an ID, or an error is latched. */
struct id_list args_ids(struct call *c);
/* IDS numids id [id ...], if the cursor is at IDS; false if not. A second one (ids->count is not 0) is
 * latched as a syntax error. */
bool arg_ids(struct call *c, struct id_list *ids);
/* The index-th of the list, which was checked. */
struct stream_id id_list_at(const struct call *c, const struct id_list *ids, unsigned index);

/* ---- Trimming ------------------------------------------------------------------------------------ */

/* MAXLEN or MINID [= or ~] threshold, LIMIT count, and a rule for references, in any order. */
struct trim_option {
    bool given, limited;
    struct refs_option refs;
    struct stream_trim trim;
};

/* Takes the option at the cursor; false if there is none. */
bool arg_trim(struct call *c, struct trim_option *t);
/* There are no more: checks that they go together, and completes t->trim. */
void arg_trim_end(struct call *c, struct trim_option *t);

#endif
