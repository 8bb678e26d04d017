/*
 * tracking_table -- which keys have been read by whom: what client-side caching has to remember.
 *
 *     name of a key  ->  the numbers of those who have read it
 *
 * Readers are small numbers that the caller gives out (their places in an array), so that a set of them is
 * short. It is part of the key's entry, one allocation in all:
 *
 *     few readers     | lengths (12) | number number ... | name |        numbers ascend, 4 bytes each
 *     many readers    | lengths (12) | one bit for each number | name |  where that is shorter
 *
 * A key of 16 bytes with one reader takes 32 bytes, and 9 to 12 in the hash table. Databases play no part:
 * a name is one key in all of them, as clients are told of names alone.
 *
 * An entry leaves as a whole, when its key changes or makes room for others. Single readers leave it only by
 * tracking_table_sweep().
 */
#ifndef KV_SERVER_TRACKING_TABLE_H
#define KV_SERVER_TRACKING_TABLE_H

#include "base/rand.h"
#include "store/entry.h"

struct tracking_table;
struct tracked;

struct tracking_table *tracking_table_new(void);
void tracking_table_free(struct tracking_table *t); /* accepts NULL; on any thread */

/* The reader has read the key; false if that is known already. */
bool tracking_table_add(struct tracking_table *t, struct key key, uint32_t reader);

/* Takes the key's entry out, for the caller to free; NULL if nobody has read the key. */
struct tracked *tracking_table_take(struct tracking_table *t, struct key key);
/* Takes any entry out, each with the same probability; there is one. */
struct tracked *tracking_table_take_any(struct tracking_table *t, struct rng *rng);

/* Takes readers that are gone out of some of the entries, and entries without readers out of the table.
 * Start with cursor 0; goes on from what it returns, until that is 0. Then nothing in the table refers to a
 * reader that was gone from the start on. */
uint64_t tracking_table_sweep(struct tracking_table *t, uint64_t cursor,
                              bool (*is_gone)(uint32_t reader));

/* The two stages of asking for the memory that tracking_table_add() will touch. */
void tracking_table_prefetch(const struct tracking_table *t, uint64_t hash, unsigned stage);

size_t tracking_table_keys(const struct tracking_table *t);
/* Readers of all keys together. */
size_t tracking_table_items(const struct tracking_table *t);
/* Memory of all of it, allocator rounding included; and of the entries alone. */
size_t tracking_table_bytes(const struct tracking_table *t);
size_t tracking_table_entry_bytes(const struct tracking_table *t);

/* Asserts every invariant by walking all of it; for tests. */
void tracking_table_check(const struct tracking_table *t);

/* ---- An entry ------------------------------------------------------------------------------------ */

struct bytes tracked_name(const struct tracked *k);
uint32_t tracked_count(const struct tracked *k); /* readers */
/* The next reader at or above *at, which moves past it; false if there is none. Start with 0; readers
 * ascend. */
bool tracked_next(const struct tracked *k, uint64_t *at, uint32_t *reader);
void tracked_free(struct tracked *k);

#endif
