/*
 * stream_block -- some consecutive entries of a stream in one listpack.
 *
 * Format: the stream nodes of Redis RDB files, as independent parsers describe them, so that saving a
 * block is a copy. The elements of the listpack (ds/listpack.h) are
 *
 *     head    count, deleted, fields, field 1, ... field n, 0
 *     entry   flags, ms, seq,              value 1, ... value n,     back      STREAM_BLOCK_SAME
 *             flags, ms, seq, pairs, field, value, ... field, value, back      other fields
 *
 *     count     entries that are there          ms, seq   the ID less that of the block, which is the
 *     deleted   those that are only flagged               ID of its first entry; modulo 2^64, signed
 *     fields    n, and the fields of the        back      elements of the entry before this one, so
 *               first entry                               that a block can be walked backwards
 *
 *     5-3 {a: 1, b: 2} and 6-0 {c: 1}:
 *     2 0 2 a b 0 | 2 0 0 1 2 5 | 0 1 -3 1 c 1 6
 *
 * Deleting an entry sets a flag. Whoever owns a block drops it when none of its entries is left.
 */
#ifndef KV_OBJ_STREAM_BLOCK_H
#define KV_OBJ_STREAM_BLOCK_H

#include "ds/item.h"
#include "ds/pack.h"
#include "obj/stream_id.h"

enum stream_block_flag {
    STREAM_BLOCK_DELETED = 1,
    STREAM_BLOCK_SAME = 2, /* the fields are those of the block */
};

/* The bytes that an entry may take at most, as the first of a block. */
size_t stream_block_most_bytes(const struct bytes *texts, size_t pairs);

/* Makes p, which is empty but may have room, a block without entries and with the fields of texts: field,
 * value, field, ... */
void stream_block_init(struct pack *p, const struct bytes *texts, size_t pairs);
/* base is the block's ID, id that of the entry, which is above all that are there. */
void stream_block_append(struct pack *p, struct stream_id base, struct stream_id id,
                         const struct bytes *texts, size_t pairs);

size_t stream_block_count(const uint8_t *lp); /* entries that are there */
size_t stream_block_total(const uint8_t *lp); /* deleted ones included */

/* A walk over all entries, deleted ones included, in either direction; the members are those of the
 * entry that it is at. */
struct stream_block_walk {
    struct stream_id id;
    size_t pairs;
    size_t left; /* pairs that were not read yet */
    bool deleted;

    bool same; /* internal from here on */
    const uint8_t *lp;
    struct stream_id base;
    size_t fields, fields_pos; /* of the block */
    size_t first_pos;          /* of its first entry */
    size_t entry_pos;          /* of this one; 0: before the first, or behind the last */
    size_t pos, field_pos;     /* of the next pair, or its value, and its field among the block's */
};
void stream_block_walk(struct stream_block_walk *w, const uint8_t *lp, struct stream_id base);
bool stream_block_next(
    struct stream_block_walk *w); /* false behind the last; from the beginning at first */
bool stream_block_prev(
    struct stream_block_walk *w); /* false before the first; from the end at first */
void stream_block_pair(struct stream_block_walk *w, struct item *field,
                       struct item *value); /* left > 0 */

/* Deletes the entry that the walk is at, which is not deleted yet. False if it was the last one: the
 * block is to be dropped, and may say anything. The walk stays valid: the bytes stay in place, unless
 * true is *resized. Then the walk is over. */
bool stream_block_delete(struct pack *p, const struct stream_block_walk *w, bool *resized);

/* The ID of the last entry that is there, or may once have been. */
struct stream_id stream_block_last_id(const uint8_t *lp, struct stream_id base);

/* From outside: true if data is a block whose entries ascend from base on, or above it. *last is the
 * highest ID, deleted ones included. */
bool stream_block_validate(struct bytes data, struct stream_id base, struct stream_id *last);

#endif
