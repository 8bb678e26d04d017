/*
 * chunklist_inner -- what the files of chunklist share: the array of slots, and one chunk.
 *
 *     block of a listpack         block of a big element      compressed
 *     | gap | listpack | room |   | the bytes |               | raw length, 4 LE | LZF |
 *           ^ ptr                 ^ ptr                       ^ ptr
 *     cap counts all              cap is its length           cap counts all
 *
 * A listpack whose head is pushed to grows down into a gap before it, and one that is popped from leaves
 * a gap: its elements do not move.
 */
#ifndef KV_DS_CHUNKLIST_INNER_H
#define KV_DS_CHUNKLIST_INNER_H

#include "ds/chunklist.h"

struct list_chunk {
    uint8_t *ptr;
    uint64_t cap : 34;       /* of the block, which begins at ptr - gap */
    uint64_t gap : 14;       /* listpacks at the ends of the list only */
    uint64_t count : 13;     /* elements */
    uint64_t plain : 1;      /* one element, its bytes alone */
    uint64_t compressed : 1; /* the block holds LZF */
    uint64_t stubborn : 1;   /* compressing it as it is makes the block no smaller */
};

_Static_assert(sizeof(struct list_chunk) == 16, "a slot is 16 bytes");

enum {
    /* Of a chunk's block. The allocator gives a block of a power of two a slab of its own with 128 bytes
     * to administer it, and one from 16 KB on a page besides; blocks that are an eighth smaller share
     * their slabs. With 16-byte elements that is 18.3 bytes each instead of 18.6 (8 KB), 22.9 (16 KB) or
     * 19.5 (64 KB). */
    BLOCK_MAX = 14 * 1024,
    GAP_MAX = (1 << 14) - 1,

    LZF_MIN = 48,          /* shorter ones are not worth it */
    LZF_MAX = 1024 * 1024, /* longer ones would take milliseconds each time */
    LZF_HEAD = 4,
};

/* An element takes two bytes at least. */
_Static_assert(BLOCK_MAX / 2 < 1 << 13, "a slot counts the elements of its chunk");
_Static_assert(BLOCK_MAX <= GAP_MAX, "all room of a chunk may be before its listpack");

/* Chunk i, from the head, is slots[first + i]. */
struct chunklist {
    struct list_chunk *slots;
    size_t room, first, used; /* slots */
    size_t count;             /* elements */
    struct chunklist_limits limits;
    struct chunklist_limits chunk; /* the same for a single chunk: fewer bytes */
};

static inline struct list_chunk *list_chunk_at(const struct chunklist *l, size_t i)
{
    return &l->slots[l->first + i];
}

/* The least that chunklist_set_plain_from() ever asked for, SIZE_MAX if it did not. */
extern size_t list_plain_lowest;

/* True if the chunk is far enough from both ends to be compressed. */
static inline bool list_chunk_is_deep(const struct chunklist *l, size_t i)
{
    size_t depth = l->limits.depth;

    return depth > 0 && i >= depth && l->used - i > depth;
}

/* Where an element is: its chunk, and its index in it. */
struct chunklist_place {
    size_t chunk, offset;
};
struct chunklist_place chunklist_locate(const struct chunklist *l,
                                        size_t index); /* index < l->count */

/* Bytes of the listpack or of the big element, be it compressed or not. */
size_t list_chunk_raw_len(const struct list_chunk *c);

/* What going through it counts (CHUNKLIST_EFFORT). */
size_t list_chunk_effort(const struct list_chunk *c);

/* These bytes. Of a compressed chunk they are a copy, in *scratch, which the caller frees. */
const uint8_t *list_chunk_look(const struct list_chunk *c, uint8_t **scratch);

/* Asks for the chunk that a walk in this direction (1 or -1) comes to after a few others. */
static inline void list_chunk_prefetch(const struct chunklist *l, size_t i, int direction)
{
    enum { AHEAD = 8 };
    size_t ahead = i + (size_t)(direction * AHEAD);

    if (ahead < l->used)
        __builtin_prefetch(list_chunk_at(l, ahead)->ptr);
}

struct list_chunk list_chunk_of_pack(const struct pack *p);
struct list_chunk list_chunk_of_plain(const struct item *it);
struct list_chunk list_chunk_dup(const struct list_chunk *c);
void list_chunk_free(struct list_chunk *c);

/* The listpack as a pack to be changed, and back. The chunk is not compressed. Behind a gap the pack is
 * borrowed from the block, and leaves it when it outgrows it. */
struct pack list_chunk_pack(const struct list_chunk *c);
void list_chunk_set_pack(struct list_chunk *c, const struct pack *p);

/* Changes at the head of a listpack that is not compressed, which move none of its elements as a rule.
 * Dropping: there are more than count elements. */
void list_chunk_push_front(struct list_chunk *c, const struct item *it);
void list_chunk_drop_front(struct list_chunk *c, size_t count);

void list_chunk_defrag(struct list_chunk *c);     /* mem_defrag() of its block */
void list_chunk_decompress(struct list_chunk *c); /* if it is compressed */
void list_chunk_compress(struct list_chunk *c);   /* if that makes the block smaller */
void list_chunk_trim(struct list_chunk *c);       /* the block gets no room to spare */

#endif
