/*
 * pack -- the memory of a value held as one run of bytes: a listpack or an intset.
 *
 *     ptr                            ptr + cap
 *      | bytes of the format  | room |
 *
 * The format itself says how many bytes it uses. A run may start in memory that belongs to somebody
 * else (the entry of a small key): it is changed there as long as it fits, and moves to the heap when
 * it does not.
 */
#ifndef KV_DS_PACK_H
#define KV_DS_PACK_H

#include "base/bytes.h"

struct pack {
    uint8_t *ptr; /* NULL: nothing yet */
    size_t cap;
    bool borrowed; /* ptr is not ours to resize or free */
};

/* Makes room for len bytes; the first used bytes are kept. Returns p->ptr. */
uint8_t *pack_room(struct pack *p, size_t used, size_t len);

/* A copy of the first len bytes on the heap, with no room to spare. */
struct pack pack_dup(struct bytes content);

/* Frees what is ours; p becomes empty. */
void pack_fini(struct pack *p);

#endif
