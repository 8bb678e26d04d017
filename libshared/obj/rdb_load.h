/*
 * rdb_load -- reads one value back from the form of rdb_value.h, trusting nothing.
 *
 * The one validator for serialized values: RESTORE, snapshots, replication and migration all come
 * through here, and a checksum that fits changes nothing. Refused, as KV_CORRUPT:
 *
 *     - a type that is not in the table of rdb_value.h
 *     - lengths, counts, encodings, end marks that do not add up (see rdb_prim.h for what bounds them)
 *     - an empty collection other than a stream, a field without a value, a member without a score
 *     - a member or field that is there twice
 *     - a score that is no number, or NaN; a deadline that is none
 *     - of a stream: see rdb_stream.h
 *
 * Accepted in any order are the members of a sorted set, since putting them in order loses nothing,
 * and texts that spell integers but are not held as such. A listpack or intset that is small enough by
 * our own limits, in order and in the form in which we write it, is taken over by copying its bytes;
 * everything else is built element by element. So what comes out is no different from a value that
 * commands have made.
 *
 * A loader works in steps, so that a large value may be read over several turns.
 */
#ifndef KV_OBJ_RDB_LOAD_H
#define KV_OBJ_RDB_LOAD_H

#include "base/err.h"
#include "obj/blob.h"
#include "obj/rdb_prim.h"
#include "obj/rdb_value.h"

/* What was read: a string, or a collection of at least one element. */
struct rdb_loaded {
    enum obj_type type;
    struct item text;   /* OBJ_STRING: its bytes are part of the data, or of blob */
    struct blob *blob;  /* OBJ_STRING that was compressed, else NULL */
    struct value value; /* all others */
};

/* Frees what nobody took over. */
void rdb_loaded_free(struct rdb_loaded *l);

/* Reads the value of this type that is next in r. KV_CORRUPT: there is nothing to free, and r has
 * failed. */
enum kv_err rdb_load(struct rdb_reader *r, uint8_t type, struct rdb_loaded *out);

/* The same in steps. r and its data stay in place until the end. */
struct rdb_loader;
struct rdb_loader *rdb_loader_new(struct rdb_reader *r, uint8_t type);
/* Reads about so many elements; true when there is nothing more to read, be it for a failure. */
bool rdb_loader_step(struct rdb_loader *l, size_t elements);
/* After the last step, or earlier to give up: frees the loader. *out is the caller's to free also when
 * the result is KV_CORRUPT: what there was so far may be large, and freeing it take a while. */
enum kv_err rdb_loader_end(struct rdb_loader *l, struct rdb_loaded *out);

#endif
