/*
 * rdb_value -- one value as RDB files and DUMP payloads hold it: its type, and how it is written.
 *
 * A value is a type byte and what follows from it. In a file the key stands between the two, so they
 * are separate here as well. Strings, lengths and scores are those of rdb_prim.h; a pack is a string
 * whose bytes are a listpack, an intset, ...
 *
 *     type  since  value        what follows the type
 *     0     1      string       string
 *     1     1      list         count, elements
 *     2     1      set          count, members
 *     3     1      sorted set   count, pairs of member and text score
 *     4     1      hash         count, pairs of field and value
 *     5     8      sorted set   count, pairs of member and binary score
 *     9     1      hash         pack: zipmap
 *     10    1      list         pack: ziplist
 *     11    1      set          pack: intset
 *     12    2      sorted set   pack: ziplist of members and scores, in order
 *     13    4      hash         pack: ziplist of fields and values
 *     14    7      list         count, packs: ziplists
 *     15    9      stream       }
 *     16    10     hash         pack: listpack of fields and values
 *     17    10     sorted set   pack: listpack of members and scores, in order
 *     18    10     list         count, nodes: a length 1 and an element, or 2 and a pack (listpack)
 *     19    10     stream       } see rdb_stream.h
 *     20    11     set          pack: listpack of members
 *     21    11     stream       }
 *     24    12     hash         8 bytes least deadline, count, triples of time, field, value
 *     25    12     hash         8 bytes least deadline, pack: listpack of field, value, deadline
 *     224          stream       } our own
 *
 * Since: the first version of the format that has the type. Numbers that are missing are module values,
 * or were never released.
 *
 * Types 24 and 25 (fields with deadlines, Redis 7.4) are not in the written descriptions of the
 * format. What is known comes from the pull requests that introduced them and from independent
 * parsers: deadlines are Unix ms below 2^48; the least one is little-endian; in type 24 a time is a
 * length, 0 for none, else the deadline - the least one + 1; in type 25 it is the deadline itself, or
 * 0. No server that we could run writes or reads them.
 *
 *     {"f": "v"}:  04 | 01 | 01 66 01 76
 *     {"f": "v" until 1000}:  18 | E8 03 00 00 00 00 00 00 | 01 | 01 01 66 01 76
 */
#ifndef KV_OBJ_RDB_VALUE_H
#define KV_OBJ_RDB_VALUE_H

#include "base/buf.h"
#include "ds/idtree.h"
#include "obj/value.h"

enum rdb_type {
    RDB_STRING = 0,
    RDB_LIST = 1,
    RDB_SET = 2,
    RDB_ZSET_TEXT = 3,
    RDB_HASH = 4,
    RDB_ZSET = 5,
    RDB_HASH_ZIPMAP = 9,
    RDB_LIST_ZIPLIST = 10,
    RDB_SET_INTSET = 11,
    RDB_ZSET_ZIPLIST = 12,
    RDB_HASH_ZIPLIST = 13,
    RDB_LIST_ZIPLISTS = 14,
    RDB_STREAM = 15,
    RDB_HASH_LISTPACK = 16,
    RDB_ZSET_LISTPACK = 17,
    RDB_LIST_NODES = 18,
    RDB_STREAM_FIGURES = 19,
    RDB_SET_LISTPACK = 20,
    RDB_STREAM_ACTIVE = 21,
    RDB_HASH_DEADLINES = 24,
    RDB_HASH_LISTPACK_DEADLINES = 25,
    RDB_STREAM_OWN = 224,
};

enum {
    RDB_NODE_PLAIN = 1, /* type 18: the node is one element */
    RDB_NODE_PACKED = 2,
};

/* The type that rdb_put_value() writes for it: one that Redis 7.0 reads, unless the value has what only
 * later ones know. */
enum rdb_type rdb_type_of(const struct value *v);
/* The first version of the format that has a type of rdb_type_of(): 10 at least. */
unsigned rdb_version_of(enum rdb_type type);

/* What follows the type byte. A value of many elements is written element by element, a pack or a chunk of
 * a list as it is; all strings of 21 bytes and more are compressed if that is allowed. For a string of its
 * own use rdb_put_string() or rdb_put_item(). */
void rdb_put_value(struct buf *out, const struct value *v);

/* Where the writing of a stream goes on. */
struct rdb_stream_saver {
    const struct stream *stream;
    enum rdb_type type;
    enum {
        PUT_BLOCKS,
        PUT_GROUP,
        PUT_GROUP_PENDING,
        PUT_CONSUMER,
        PUT_CONSUMER_PENDING,
        PUT_RECORDS,
        PUT_ALL
    } phase;
    struct idtree_cursor
        at; /* the next block, or the next pending entry of the group or consumer */
    size_t group, consumer;
    const void *record; /* the last one of producers */
};

/* The same in steps, during which the value must not change. */
struct rdb_saver {
    const struct value *value;
    enum rdb_type type;
    bool begun, done, head_later;
    uint64_t next;     /* where it goes on: a scan's cursor, a rank, a chunk of a list */
    size_t count, put; /* elements: of the value, and those that are written */
    int64_t least_ms;  /* RDB_HASH_DEADLINES */
    struct rdb_stream_saver stream;
};
struct rdb_saver rdb_saver(const struct value *v);
/* The same for a large hash that may lose fields at their deadlines meanwhile: the steps write elements alone,
 * and rdb_put_head() at the end what stands before them. There may be none. */
struct rdb_saver rdb_saver_of_fading(const struct value *v);
void rdb_put_head(const struct rdb_saver *s, struct buf *out);
/* Writes about most elements, fewer if they are long; true when the last of them is written. A pack is
 * written as one. */
bool rdb_saver_step(struct rdb_saver *s, struct buf *out, size_t most);

#endif
