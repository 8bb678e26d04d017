/*
 * stream -- entries in order of their IDs, each a list of field-value pairs; and consumer groups on them.
 *
 *     blocks       ID of the first entry -> listpack of up to stream-node-max-entries entries
 *     groups       by name (group.h)
 *     idmp         producers and what they sent lately (stream_idmp.h), if there are any
 *
 * ENC_STREAM, the value's ptr is a struct stream. Unlike other collections a stream without entries is
 * still a value: its last ID and its groups count. Entries are added at the end only, with an ID above
 * all that ever were there, and are never changed.
 *
 * The figures below are as of Redis 7 (XINFO STREAM). Deleted entries count in entries_added.
 */
#ifndef KV_OBJ_STREAM_H
#define KV_OBJ_STREAM_H

#include "base/option.h"
#include "ds/item.h"
#include "ds/pack.h"
#include "obj/group.h"
#include "obj/stream_block.h"
#include "obj/value.h"

struct stream_idmp;

/* Read it; change it through the functions. */
struct stream {
    struct idtree blocks; /* of listpacks; see stream_block.h */
    struct pack open;     /* the last block while it grows, which the tree points to as well */
    uint64_t length;      /* entries */
    struct stream_id last_id, first_id; /* the highest ever, the first that is there (0-0: none) */
    struct stream_id max_deleted_id;
    uint64_t entries_added; /* ever; INT64_MAX at most */
    struct roster groups;   /* of struct group */
    struct stream_idmp *idmp;
};

static inline struct stream *stream_of(const struct value *v)
{
    return (struct stream *)v->ptr;
}

extern const struct option stream_options[];

/* ---- Adding -------------------------------------------------------------------------------------- */

/* The ID that "*" means: now, or right behind the last one if that is later; false if there is none. */
bool stream_next_id(const struct stream *s, int64_t now_ms, struct stream_id *out);
/* The ID that "ms-*" means: the lowest one of this ms above the last; false if there is none. */
bool stream_next_seq(const struct stream *s, uint64_t ms, struct stream_id *out);

/* The most bytes that the texts of an entry may have together, and the most pairs: about 1 GB. A caller
 * refuses longer ones. */
bool stream_fits(const struct bytes *texts, size_t pairs);

/* texts are field, value, field, value, ...; id is above last_id, pairs is not 0, and stream_fits(). */
void stream_append(struct stream *s, struct stream_id id, const struct bytes *texts, size_t pairs);

/* ---- Reading ------------------------------------------------------------------------------------- */

bool stream_has(const struct stream *s, struct stream_id id);

/* A walk over the entries from one ID to another, both included, in either direction:
 *
 *     stream_seek(&c, s, from, to, false);
 *     while (stream_next(&c, &id))
 *         while (stream_next_pair(&c, &field, &value)) ...
 *
 * Pairs that are not asked for are skipped. Valid until the stream changes (groups do not matter). What is
 * read points into the stream, and to integers that nobody wrote out (item.h). */
struct stream_cursor {
    size_t pairs;                /* of this entry */
    struct stream_block_walk in; /* internal from here on: the block */
    struct idtree_cursor next;   /* the block after it, in this direction */
    idtree_id least, most;       /* the bounds */
    bool down, open;
};

/* down: from `to` to `from`. */
void stream_seek(struct stream_cursor *c, const struct stream *s, struct stream_id from,
                 struct stream_id to, bool down);
bool stream_next(struct stream_cursor *c, struct stream_id *id); /* false: no more */
bool stream_next_pair(struct stream_cursor *c, struct item *field, struct item *value);

/* The first and the last entry; false if there are none. */
bool stream_first(const struct stream *s, struct stream_id *id);
bool stream_last(const struct stream *s, struct stream_id *id);

/* Blocks, as XINFO STREAM shows them: radix-tree-keys. */
static inline size_t stream_blocks(const struct stream *s)
{
    return s->blocks.count;
}

/* ---- Deleting ------------------------------------------------------------------------------------ */

/* What becomes of references: pending entries in groups (Redis 8.2). */
enum stream_refs {
    STREAM_KEEPREF, /* they stay */
    STREAM_DELREF,  /* they go, in all groups */
    STREAM_ACKED, /* an entry is only deleted if every group was given it, and it is pending in none */
};

/* The numbers are those that XDELEX replies. */
enum stream_delete {
    STREAM_ABSENT = -1,
    STREAM_DELETED = 1,
    STREAM_REFERENCED = 2, /* STREAM_ACKED: not deleted */
};

/* Under STREAM_DELREF references go even if the entry is STREAM_ABSENT. */
enum stream_delete stream_delete(struct stream *s, struct stream_id id, enum stream_refs refs);

/* How to trim, and how far one has come: make it with its first members only. */
struct stream_trim {
    enum { STREAM_TRIM_MAXLEN, STREAM_TRIM_MINID } by;
    bool approximate;        /* whole blocks only */
    uint64_t max_len;        /* MAXLEN: so many entries stay */
    struct stream_id min_id; /* MINID: entries from here on stay */
    uint64_t limit;          /* approximate: delete at most so many; 0: no limit */
    enum stream_refs refs;

    uint64_t deleted;    /* so far */
    struct stream_id at; /* entries before it were looked at (and stayed, under STREAM_ACKED) */
};
/* What "approximate" without LIMIT means: 100 blocks full. */
uint64_t stream_trim_default_limit(void);

/* Goes on trimming, and looks at about `most` blocks and entries; true if there is more to do. Without
 * references to look at, whole blocks are dropped without looking at entries. Between two steps nobody
 * else changes the stream. */
bool stream_trim_step(struct stream *s, struct stream_trim *t, size_t most);
/* All of it at once; returns how many entries were deleted. */
uint64_t stream_trim(struct stream *s, struct stream_trim *t);

/* XSETID. The caller has checked that last_id is not below that of any entry, and what else it asks. */
void stream_set_id(struct stream *s, struct stream_id last_id);
void stream_set_entries_added(struct stream *s, uint64_t entries_added);
void stream_set_max_deleted_id(struct stream *s, struct stream_id id);

/* ---- Groups -------------------------------------------------------------------------------------- */

static inline size_t stream_groups(const struct stream *s)
{
    return s->groups.count;
}
/* In order of the names; index < stream_groups(). */
static inline struct group *stream_group_at(const struct stream *s, size_t index)
{
    return (struct group *)s->groups.items[index];
}

struct group *stream_group(const struct stream *s, struct bytes name); /* NULL: there is none */
/* NULL if there is one of this name. entries_read: GROUP_READ_UNKNOWN, or what ENTRIESREAD says. */
struct group *stream_group_create(struct stream *s, struct bytes name, struct stream_id last_id,
                                  int64_t entries_read);
void stream_group_set_id(struct stream *s, struct group *g, struct stream_id last_id,
                         int64_t entries_read);
/* Takes it out of the stream; the caller frees it with group_free(): a large one as
 * store_free_part() does. */
void stream_group_detach(struct stream *s, struct group *g);

/* The group's next entry was read (XREADGROUP `>`): id, which is above its last ID, is its last now, and
 * entries_read follows. Unless c is NULL (NOACK) it becomes pending for c. */
void stream_deliver(struct stream *s, struct group *g, struct consumer *c, struct stream_id id,
                    int64_t now_ms);

/* Entries that the group has not been given yet; false if that is not known. Below 0 where somebody said
 * that it has read more than there ever was (ENTRIESREAD). */
bool stream_group_lag(const struct stream *s, const struct group *g, int64_t *lag);

/* True if some group still needs the entry: was not given it yet, or has it pending. */
bool stream_is_referenced(const struct stream *s, struct stream_id id);

/* ---- All of it ----------------------------------------------------------------------------------- */

/* Asserts every invariant by walking all of it; for tests and DEBUG. */
void stream_check(const struct stream *s);

#endif
