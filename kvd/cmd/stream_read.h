/*
 * stream_read -- one XREAD or XREADGROUP: what is asked for, and how much of the reply is still allowed.
 *
 *     RESP2 [[key, [entry, ...]], ...]     RESP3 {key: [entry, ...], ...}
 *
 * A stream of which nothing is read is left out; if all are, the reply is null. MAXCOUNT and MAXSIZE are
 * about all streams together, and the first entry is always replied, whatever its size.
 */
#ifndef KV_CMD_STREAM_READ_H
#define KV_CMD_STREAM_READ_H

#include "obj/stream.h"
#include "server/call.h"

enum { NO_CLAIM = -1, NO_BLOCK = -1 };

struct stream_read {
    bool in_group; /* XREADGROUP */
    bool noack, sized;
    struct bytes group, consumer;
    int64_t min_idle_ms;  /* CLAIM, or NO_CLAIM */
    int64_t deadline_ms;  /* BLOCK (0: for ever), or NO_BLOCK */
    int64_t per_stream;   /* COUNT */
    int64_t entries_left; /* of MAXCOUNT */
    int64_t bytes_left;   /* of MAXSIZE, if sized */
    unsigned first;       /* argument index of the first key; the IDs follow the keys */
    unsigned count;       /* streams */

    size_t streams, replied; /* streams and entries in the reply so far */
    size_t mark;             /* of the reply, if there are any */
};

static inline struct key read_key(const struct call *c, const struct stream_read *r, unsigned i)
{
    return key_of(c->argv[r->first + i]);
}
static inline struct bytes read_id(const struct call *c, const struct stream_read *r, unsigned i)
{
    return c->argv[r->first + r->count + i];
}

/* The entries of one stream in the reply. */
struct read_part {
    struct bytes key;
    int64_t count; /* replied so far */
    size_t mark;
    bool begun;
};

/* The key and the beginning of its entries, if that is not done yet. */
void read_begin(struct call *c, struct stream_read *r, struct read_part *part);
/* There may be one more entry, of any size. */
bool read_has_room(const struct stream_read *r, const struct read_part *part);
/* The entry that the cursor is at is not too large for MAXSIZE; if it is, there is no room any more. */
bool read_fits(struct stream_read *r, const struct stream_cursor *cur);
/* The entry that the cursor is at; NULL: it is gone. claimed: how it was pending, which is replied too. */
void read_entry(struct call *c, struct stream_read *r, struct read_part *part, struct stream_id id,
                struct stream_cursor *cur, const struct pending *claimed);
void read_end(struct call *c, const struct read_part *part);

/* ---- XREADGROUP (stream_readgroup.c) -------------------------------------------------------------- */

/* False, and an error was replied, if one of the streams has no such group, or an ID is none. */
bool readgroup_check(struct call *c, const struct stream_read *r);
/* Reads from the index-th stream. */
void readgroup_stream(struct call *c, struct stream_read *r, unsigned index);
/* There was nothing: waits. */
void readgroup_wait(struct call *c, const struct stream_read *r);

#endif
