/*
 * object -- the types a value can have, and the names clients see for types and encodings.
 */
#ifndef KV_OBJ_OBJECT_H
#define KV_OBJ_OBJECT_H

#include <stdbool.h>
#include "base/bytes.h"

/* Kept in memory only, in 4 bits of an entry: files have numbers of their own. */
enum obj_type {
    OBJ_STRING,
    OBJ_LIST,
    OBJ_SET,
    OBJ_ZSET,
    OBJ_HASH,
    OBJ_STREAM,
    OBJ_TYPES,
};

/* How a value is held; fits 4 bits. */
enum obj_encoding {
    ENC_INT,      /* string: a 64-bit integer inside the entry */
    ENC_EMBEDDED, /* string: the bytes inside the entry */
    ENC_BLOB,     /* string: a struct blob of its own */
    ENC_LISTPACK, /* list, hash, set, sorted set: few small elements */
    ENC_INTSET,   /* set: integers */
    ENC_CHUNKS,   /* list: a chunked list of listpacks */
    ENC_TABLE,    /* hash, set: a hash table */
    ENC_TREE,     /* sorted set: a B+ tree with a member table */
    ENC_STREAM,   /* stream: listpacks in a tree, with consumer groups */
};

/* "string", "list", "set", "zset", "hash", "stream". */
const char *obj_type_name(enum obj_type type);
bool obj_type_parse(struct bytes name, enum obj_type *out); /* ASCII case ignored */

#endif
