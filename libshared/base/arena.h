/*
 * arena -- many small pieces of memory that are freed together.
 *
 *     block        [ piece | piece | piece | room ]  ->  [ older block, full ]  ->  ...
 *
 * Pieces stay where they are and are not aligned: bytes, lengths read with memcpy. A piece too long for
 * a block gets one of its own. A zeroed struct is a valid empty arena.
 */
#ifndef KV_BASE_ARENA_H
#define KV_BASE_ARENA_H

#include "base/bytes.h"

struct arena_block;

struct arena {
    struct arena_block *last;
    uint8_t *next; /* where the next piece goes */
    size_t left;   /* room behind it */
    size_t bytes;  /* of all blocks */
};

uint8_t *arena_alloc(struct arena *a, size_t len);

/* Takes the piece that was allocated last back, or its end: it is shorter by len. */
static inline void arena_undo(struct arena *a, size_t len)
{
    a->next -= len;
    a->left += len;
}

struct bytes arena_dup(struct arena *a, struct bytes data);

/* Frees all pieces. */
void arena_fini(struct arena *a);

#endif
