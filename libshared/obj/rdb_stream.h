/*
 * rdb_stream -- a stream with its groups, as RDB files and DUMP payloads hold it.
 *
 * Format: types 15, 19 and 21 of Redis RDB files, as independent parsers describe them; what a type adds
 * is marked with its number. Lengths and strings are those of rdb_prim.h. An ID is written in 16 bytes (two
 * big-endian numbers of 64 bits), or as two lengths: ms, seq. Times are Unix ms in 8 bytes, little-endian.
 *
 *     blocks    count; of each: a string, its ID in 16 bytes; a string, the listpack of stream_block.h
 *     figures   length; last ID (lengths)
 *               19: first ID, highest deleted ID (lengths); entries added
 *     groups    count; of each:
 *                 name; last ID (lengths); 19: entries read, 2^64 - 1 if not known
 *                 pending    count; of each: ID (16 bytes), time of delivery, deliveries
 *                 consumers  count; of each: name; time seen; 21: time active, -1 for never;
 *                            count, and the IDs (16 bytes) of what is pending for it
 *     idmp      224: 0, or 1 and: duration (s), maxsize, added, duplicates;
 *               count; of each: producer, idempotent ID (strings), ID (lengths), time
 *
 * Type 224 is our own, since what Redis writes for these is not described anywhere: it adds to 21 the
 * remembered producers, and allows entries that are pending for nobody. A stream that has neither is
 * written in a type that Redis reads: 19, or 21 if some consumer was active at another time than it was
 * seen (Redis 7.0 does not read 21).
 *
 * Refused, as nothing of it can come from a stream that works:
 *
 *     - a block that is no block, or whose entries are not above those before it
 *     - a length that is not the number of entries; a last ID below that of an entry
 *     - names that are there twice; pending entries that do not ascend
 *     - an entry of a consumer that is not pending in the group, or belongs to another consumer as well
 *     - in types other than 224, a pending entry without an owner
 *     - times and counts out of range
 *
 * A block without entries, all of them deleted, is left out. The first ID is not believed but looked up.
 */
#ifndef KV_OBJ_RDB_STREAM_H
#define KV_OBJ_RDB_STREAM_H

#include "obj/rdb_prim.h"
#include "obj/rdb_value.h"
#include "obj/stream.h"

enum rdb_type rdb_stream_type(const struct stream *s);
/* Writing one in parts, each of which ends when out is until bytes long; true: all is written. Meanwhile the
 * stream does not change. */
struct rdb_stream_saver rdb_stream_saver(const struct stream *s, struct buf *out);
bool rdb_stream_saver_step(struct rdb_stream_saver *w, struct buf *out, size_t until);

/* Reading one into s, which is new, in steps. What there is of s when it fails is the caller's to free. */
struct rdb_stream_load;
struct rdb_stream_load *rdb_stream_load_new(struct rdb_reader *r, uint8_t type, struct stream *s);
/* About so many blocks, pending entries, ...; true when there is nothing more to read, or it failed. */
bool rdb_stream_load_step(struct rdb_stream_load *l, size_t steps);
bool rdb_stream_load_is_done(const struct rdb_stream_load *l);
void rdb_stream_load_free(struct rdb_stream_load *l); /* accepts NULL */

#endif
