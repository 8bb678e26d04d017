/*
 * table -- the hash table of the keyspace, of large hashes and sets, and of member indexes.
 *
 * It maps a 64-bit hash to elements that carry their own key. It grows and shrinks a segment at a
 * time, so that no operation does more than some tens of microseconds of rehash work, no second
 * table ever exists, and the overhead per element is between 9 and 12 bytes at every size past a
 * few hundred while it grows, at most 14 while it shrinks.
 *
 *     hash   [ directory index | position in the segment ............................ ]
 *              depth bits        16-bit tag: home bucket = tag * buckets >> 16
 *
 *     directory        segment: 64 to 112 buckets, in order of hash
 *     +---------+      +--------+--------+--------+--------+
 *     | word  ----->   | bucket | bucket | bucket |  ...   |     bucket: one cache line, 8 slots
 *     | word    |      +--------+--------+--------+--------+
 *     | ...     |
 *     +---------+      slot:  tag (16) | element pointer (45) | counter (3)
 *
 * A directory word packs the segment's address, its bucket count and its own depth, so that a
 * lookup touches the directory, one bucket and one element. Since buckets are ranges of the hash,
 * in order:
 *
 *   - a segment that is full gets one step (16 buckets) more: elements move by their tags alone. At
 *     112 buckets it splits into two of 64 and the tags take in one more bit of the hash. Shrinking
 *     goes the same way back, down to merging two segments. A table of one segment starts at one
 *     bucket, in smaller steps.
 *   - a scan cursor is simply a hash position: everything below it has been returned. Growing,
 *     splitting, shrinking and merging keep the order, so an element that is there from the start
 *     of a scan to its end is returned exactly once.
 *
 * An element whose home bucket is full goes to another one of the segment; counters of such
 * elements in the spare low bits of the slots tell a lookup when to stop. table_inner.h has the
 * layout.
 *
 * Elements are pointers, 8-byte aligned, below 2^48. The table never looks into them but through
 * its type's functions, and never frees them.
 */
#ifndef KV_DS_TABLE_H
#define KV_DS_TABLE_H

#include "base/bytes.h"
#include "base/rand.h"

struct table;

struct table_type {
    uint64_t (*hash)(const void *elem); /* the hash that it was added with */
    bool (*match)(const void *elem, struct bytes key);
};

struct table *table_new(const struct table_type *type);
/* drop (may be NULL) is called for each element. Accepts t == NULL. */
void table_free(struct table *t, void (*drop)(void *ctx, void *elem), void *ctx);

size_t table_count(const struct table *t);

/* About so many elements will be there in the end. To be said before many are added, above all in order of
 * their hash, as a walk over another table shows them: those that come first are all neighbours, and the
 * directory must become as fine for them as it will be for all, or their segments grow very long. Segments
 * split before they are full then, and grow in fewer steps, so that elements are moved about twice instead
 * of eight times. */
void table_expect(struct table *t, size_t count);

void *table_find(const struct table *t, uint64_t hash, struct bytes key);

/* True if elem is there under this hash. Only the address counts: elem may have been freed. */
bool table_holds(const struct table *t, uint64_t hash, const void *elem);

/* No element with this key may be present. */
void table_add(struct table *t, uint64_t hash, void *elem);

/* Takes the element with this key out; NULL if there is none. */
void *table_remove(struct table *t, uint64_t hash, struct bytes key);

/* As table_remove, for an element known to be present. */
void table_unlink(struct table *t, uint64_t hash, void *elem);

/* Puts new where old was: same key, another address. */
void table_swap(struct table *t, uint64_t hash, void *old, void *new_elem);

/* The two prefetch stages of a lookup: the bucket's line, and later, when it has arrived, the line
 * of the element that the tag points to. Between them do other work. */
void table_prefetch_bucket(const struct table *t, uint64_t hash);
/* Returns the address asked for, of what is likely to be the element, or NULL. */
const void *table_prefetch_elem(const struct table *t, uint64_t hash);

/* Visits all elements of one bucket and returns the cursor for the next; start with 0, finished
 * when 0 comes back. A cursor is below 2^48; any value is accepted. The visitor must not change the
 * table. An element present during the whole scan is visited exactly once, however the table is
 * resized meanwhile. */
typedef void table_visit_fn(void *ctx, void *elem);
uint64_t table_scan(const struct table *t, uint64_t cursor, table_visit_fn *visit, void *ctx);

/* Walks all elements; the table may be changed meanwhile in any way but freed. An element present
 * during the whole walk is returned exactly once; one that was removed is not returned any more (so
 * freeing it is safe); one that was added may be. table_iter_fini() is required. */
struct table_iter {
    struct table *table;
    struct table_iter *next; /* the open iterators of this table */
    uint64_t cursor;
    bool started;
    unsigned pos, count, cap; /* the elements of the current bucket */
    void **batch;
    void *local[16];
};
void table_iter_init(struct table_iter *it, struct table *t);
void *table_iter_next(struct table_iter *it); /* NULL at the end */
void table_iter_fini(struct table_iter *it);

/* An element, each with the same probability; NULL if the table is empty. */
void *table_random(const struct table *t, struct rng *rng);

/* Defragmentation: as table_scan() goes on from cursor to cursor, but the elements are given to move(),
 * which returns where they are now, with the same key; and the table's own memory is moved if that helps
 * (mem_defrag()). *t is where the table is; nobody else may know it. */
typedef void *table_move_fn(void *ctx, void *elem);
uint64_t table_defrag(struct table **t, uint64_t cursor, table_move_fn *move, void *ctx);

/* All elements of the bucket that a dart hits: their number, at most TABLE_SAMPLE_MAX; 0 if it hits nothing.
 * A dart is a random number. Each element is as likely as any other to be hit, and those that are hit
 * together have nothing to do with each other. */
enum { TABLE_SAMPLE_MAX = 8 };
unsigned table_sample(const struct table *t, uint64_t dart, void *out[TABLE_SAMPLE_MAX]);
/* The two prefetch stages of it: the bucket, and later the elements. */
void table_sample_prefetch_bucket(const struct table *t, uint64_t dart);
void table_sample_prefetch_elems(const struct table *t, uint64_t dart);

/* Bytes of the table itself, elements not counted. */
size_t table_bytes(const struct table *t);

struct table_stats {
    size_t count, slots, segments, directory_entries, bytes;
    size_t overflowed;  /* elements that are not in their home bucket */
    unsigned max_probe; /* most buckets that a lookup of a present element visits */
    uint64_t grows, shrinks, splits, merges;
    uint64_t longest_step_ns; /* the longest single rehash step so far */
};
void table_stats_read(const struct table *t, struct table_stats *out); /* walks the table */

/* The longest rehash step so far in nanoseconds, without walking. */
uint64_t table_longest_step_ns(const struct table *t);

/* Asserts every invariant by walking all of it; for tests. */
void table_check(const struct table *t);

#endif
