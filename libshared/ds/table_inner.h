/*
 * table_inner -- the layout of a table, shared by table.c (lookups and changes) and table_walk.c
 * (scans, iterators, random picks, checks). Nobody else includes it.
 *
 * A slot is one word; all zero but for the counter when it is empty:
 *
 *     63            48 47                                     3 2       0
 *     +---------------+----------------------------------------+---------+
 *     |      tag      |  element pointer (its low 3 bits are 0) | counter |
 *     +---------------+----------------------------------------+---------+
 *
 * An element that finds its home bucket full goes on in its lane: the low 3 bits of its tag choose
 * one of 8 strides, and it takes the first bucket with room, a stride further each time. Every
 * stride is coprime to every number of buckets, so a lane comes by all buckets.
 *
 * Slot i of a bucket counts in its low 3 bits the elements of lane i that passed the bucket on
 * their way to a later one. A lookup goes on only if an element of its own lane did; with one
 * counter per bucket, and the neighbour as the next choice, a miss in a full segment would visit 3
 * buckets instead of 1.2. A counter that has reached 7 stays there until the segment is rebuilt.
 *
 * A directory word describes a segment. One of depth d fills 2^(depth - d) words that follow each
 * other; the first of them owns its count:
 *
 *     63            48 47                                   6 5       0
 *     +---------------+--------------------------------------+---------+
 *     |    buckets    |   segment, aligned to a cache line   |  depth  |
 *     +---------------+--------------------------------------+---------+
 *
 * The block of a directory holds 2^depth words and behind them 2^depth counts of 32 bits; lookups
 * read only the words. A segment has no header: it is all buckets, in steps that are jemalloc's
 * size classes (4 per doubling), so no byte is lost. A segment without elements has no buckets; its
 * word points to one shared bucket that stays empty.
 */
#ifndef KV_DS_TABLE_INNER_H
#define KV_DS_TABLE_INNER_H

#include "base/mem.h"
#include "ds/table.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

enum {
    SLOTS = 8,           /* in a bucket; also the number of lanes */
    SPLIT_BUCKETS = 112, /* a full segment of this size splits, into about 64 + 64 */
    MAX_DEPTH = 32,      /* 32 bits of depth + 16 of tag = the 48 bits of a cursor */
};

#define ELEM_BITS    UINT64_C(0x0000fffffffffff8)
#define COUNTER_BITS UINT64_C(7)
#define SEG_BITS     UINT64_C(0x0000ffffffffffc0)
#define DEPTH_BITS   UINT64_C(0x3f)

struct bucket {
    uint64_t slot[SLOTS];
} __attribute__((aligned(64)));

_Static_assert(sizeof(struct bucket) == 64, "a bucket is a cache line");

struct table {
    const struct table_type *type;
    uint64_t *words; /* the directory; &only.word at depth 0 */
    uint8_t depth, next_depth;
    uint8_t expected_depth; /* for the elements expected: the directory need not wait for them */
    uint32_t deepest;       /* segments as deep as the directory */
    size_t count;
    struct table_iter *iters;
    struct {
        uint64_t word;
        uint32_t count;
        /* No part of the block, but there is room: how many elements there will be, until there are so many
         * or a segment gets smaller; 0: not known. */
        uint32_t expected;
    } only; /* laid out as any directory block, so that a small table needs none */

    /* A directory is replaced by one of twice or half the size a few words at a time, while it is in
     * use. The first `copied` words are in next as well, and are kept up to date there. */
    uint32_t copied;
    uint32_t next_deepest; /* segments of next_depth among them */
    uint64_t *next;

    size_t bytes;
    uint32_t oversized; /* segments of more than SPLIT_BUCKETS */
    uint32_t widest;    /* no segment has more buckets; at least SPLIT_BUCKETS */
    uint64_t longest_ticks;
    uint64_t grows, shrinks, splits, merges;
};

/* gcc takes a function that only prefetches for one without effects and drops the calls of it,
 * above all with link-time optimization; a volatile asm counts as an effect, though it is
 * nothing. */
static inline void prefetch(const void *p)
{
    __builtin_prefetch(p);
    __asm__ volatile("");
}

/* ---- Slots and buckets ----------------------------------------------------------------------- */

static inline uint64_t slot_make(uint64_t tag, const void *elem)
{
    return tag << 48 | (uintptr_t)elem;
}

static inline uint64_t slot_tag(uint64_t slot)
{
    return slot >> 48;
}

static inline void *slot_elem(uint64_t slot)
{
    return (void *)(uintptr_t)(slot & ELEM_BITS);
}

static inline uint64_t tag_at(uint64_t hash, unsigned depth)
{
    return hash << depth >> 48;
}

/* The bucket where elements with this tag belong. */
static inline unsigned home_bucket(uint64_t tag, unsigned buckets)
{
    return (unsigned)(tag * buckets >> 16);
}

static inline unsigned lane_of(uint64_t tag)
{
    return (unsigned)(tag % SLOTS);
}

static inline unsigned next_bucket(unsigned b, unsigned lane, unsigned buckets)
{
    /* The numbers of buckets have no prime factors but 2, 3, 5 and 7. */
    static const uint8_t strides[SLOTS] = { 1, 11, 13, 17, 19, 23, 29, 31 };

    return (b + strides[lane]) % buckets;
}

/* The elements of the lane that passed this bucket. */
static inline unsigned passed(const struct bucket *b, unsigned lane)
{
    return (unsigned)(b->slot[lane] & COUNTER_BITS);
}

/* One more or less of them: delta is 1 or -1. */
static inline void passed_change(struct bucket *b, unsigned lane, int delta)
{
    if (passed(b, lane) != COUNTER_BITS)
        b->slot[lane] += (uint64_t)(int64_t)delta;
}

/* Both masks have bit i set for slot i. Free slots have tag 0. */
#if defined(__SSE2__)

/* The low (odd = 0) or high (odd = 1) halves of four words. */
#define HALVES(a, b, odd)                                                                          \
    _mm_castps_si128(_mm_shuffle_ps(_mm_castsi128_ps(a), _mm_castsi128_ps(b),                      \
                                    _MM_SHUFFLE(2 + (odd), (odd), 2 + (odd), (odd))))

static inline unsigned tag_mask(const struct bucket *b, uint64_t tag)
{
    const __m128i *v = (const __m128i *)b->slot;
    __m128i lower = _mm_srai_epi32(HALVES(_mm_load_si128(v), _mm_load_si128(v + 1), 1), 16);
    __m128i upper = _mm_srai_epi32(HALVES(_mm_load_si128(v + 2), _mm_load_si128(v + 3), 1), 16);
    __m128i tags = _mm_packs_epi32(lower, upper);
    __m128i hits = _mm_cmpeq_epi16(tags, _mm_set1_epi16((short)tag));

    return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(hits, _mm_setzero_si128()));
}

static inline unsigned free_mask(const struct bucket *b)
{
    const __m128i *v = (const __m128i *)b->slot;
    __m128i elem = _mm_set1_epi64x((long long)ELEM_BITS);
    __m128i v0 = _mm_and_si128(_mm_load_si128(v), elem);
    __m128i v1 = _mm_and_si128(_mm_load_si128(v + 1), elem);
    __m128i v2 = _mm_and_si128(_mm_load_si128(v + 2), elem);
    __m128i v3 = _mm_and_si128(_mm_load_si128(v + 3), elem);
    __m128i lower = _mm_or_si128(HALVES(v0, v1, 0), HALVES(v0, v1, 1));
    __m128i upper = _mm_or_si128(HALVES(v2, v3, 0), HALVES(v2, v3, 1));
    __m128i zero = _mm_setzero_si128();
    __m128i hits = _mm_packs_epi32(_mm_cmpeq_epi32(lower, zero), _mm_cmpeq_epi32(upper, zero));

    return (unsigned)_mm_movemask_epi8(_mm_packs_epi16(hits, zero));
}

#else

static inline unsigned tag_mask(const struct bucket *b, uint64_t tag)
{
    unsigned mask = 0;

    for (unsigned i = 0; i < SLOTS; i++)
        mask |= (unsigned)(slot_tag(b->slot[i]) == tag) << i;
    return mask;
}

static inline unsigned free_mask(const struct bucket *b)
{
    unsigned mask = 0;

    for (unsigned i = 0; i < SLOTS; i++)
        mask |= (unsigned)(slot_elem(b->slot[i]) == NULL) << i;
    return mask;
}

#endif

/* The slots that hold an element. */
static inline unsigned used_mask(const struct bucket *b)
{
    return free_mask(b) ^ 0xff;
}

/* Takes the lowest bit out of a mask and returns its number. */
static inline unsigned mask_take(unsigned *mask)
{
    unsigned i = (unsigned)__builtin_ctz(*mask);

    *mask &= *mask - 1;
    return i;
}

/* ---- Segments and the directory -------------------------------------------------------------- */

static inline uint64_t word_make(const struct bucket *seg, unsigned buckets, unsigned depth)
{
    return (uint64_t)buckets << 48 | (uintptr_t)seg | depth;
}

static inline unsigned word_buckets(uint64_t word)
{
    return (unsigned)(word >> 48);
}

static inline struct bucket *word_seg(uint64_t word)
{
    return (struct bucket *)(uintptr_t)(word & SEG_BITS);
}

static inline unsigned word_depth(uint64_t word)
{
    return (unsigned)(word & DEPTH_BITS);
}

static inline size_t word_index(const struct table *t, uint64_t hash)
{
    return hash >> 1 >> (63 - t->depth); /* in two shifts, because one by 64 is undefined */
}

static inline uint32_t *block_counts(uint64_t *words, unsigned depth)
{
    return (uint32_t *)(words + ((size_t)1 << depth));
}

static inline size_t block_size(unsigned depth)
{
    return (sizeof(uint64_t) + sizeof(uint32_t)) << depth;
}

static inline size_t segment_size(unsigned buckets)
{
    return buckets * sizeof(struct bucket);
}

/* A segment with this many elements is full: seven eighths, or all of a single bucket. */
static inline size_t full_count(unsigned buckets)
{
    return (size_t)buckets * (buckets > 1 ? SLOTS - 1 : SLOTS);
}

/* A segment, as its directory word and its count describe it. */
struct segment {
    size_t first; /* of its words */
    size_t count;
    struct bucket *seg;
    unsigned buckets, depth;
};

static inline struct segment segment_at(const struct table *t, size_t index)
{
    uint64_t word = t->words[index];
    unsigned above = t->depth - word_depth(word);
    size_t first = index >> above << above;

    return (struct segment){
        .first = first,
        .count = block_counts(t->words, t->depth)[first],
        .seg = word_seg(word),
        .buckets = word_buckets(word),
        .depth = word_depth(word),
    };
}

/* How many words a segment of this depth has; also how far apart two are that are halves of one. */
static inline size_t words_of(const struct table *t, unsigned depth)
{
    return (size_t)1 << (t->depth - depth);
}

/* Where elements with a certain hash belong. */
struct place {
    struct bucket *seg;
    unsigned buckets, home;
    uint64_t tag;
};

static inline struct place place_of(const struct table *t, uint64_t hash)
{
    uint64_t word = t->words[word_index(t, hash)];
    uint64_t tag = tag_at(hash, word_depth(word));
    unsigned buckets = word_buckets(word);

    return (struct place){ word_seg(word), buckets, home_bucket(tag, buckets), tag };
}

#endif
