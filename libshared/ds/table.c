#include "ds/table.h"

#include "base/assert.h"
#include "base/clock.h"
#include "ds/table_inner.h"

enum {
    MAX_BUCKETS = 57344, /* the last step below 2^16 */
    ELEMS_PER_WORD = 64, /* a directory grows only while there are more elements per word */
    COPY_WORDS = 512,    /* directory words that are copied in one step */
    PREFETCH_AHEAD = 2,  /* buckets between asking for elements and touching them */
};

static const struct bucket empty_bucket;

/* ---- Sizes ----------------------------------------------------------------------------------- */

static unsigned floor_pow2(unsigned n)
{
    return 1u << (31 - (unsigned)__builtin_clz(n));
}

/* The numbers of buckets that a segment may have: 0 1 2 3 4 5 6 7 8 10 12 14 16 20 ... 112 ... */
static unsigned step_up(unsigned buckets)
{
    return buckets < 4 ? buckets + 1 : buckets + floor_pow2(buckets) / 4;
}

static unsigned step_down(unsigned buckets)
{
    return buckets <= 4 ? buckets - 1 : buckets - floor_pow2(buckets - 1) / 4;
}

/* Three loads: a segment grows when it is full and shrinks when the next smaller step would be no
 * fuller than this; one that is built for a known number of elements gets a size in between. */
static size_t roomy_count(unsigned buckets)
{
    return (size_t)buckets * (SLOTS - 2);
}

static unsigned fitting_buckets(size_t count)
{
    unsigned n = 0;

    while ((roomy_count(n) + full_count(n)) / 2 < count)
        n = step_up(n);
    return n;
}

/* ---- Segments -------------------------------------------------------------------------------- */

static struct bucket *segment_new(struct table *t, unsigned buckets)
{
    struct bucket *seg;

    if (buckets == 0)
        return (struct bucket *)&empty_bucket;
    /* With 400000 elements of one hash the hash function is broken. */
    kv_assert(buckets <= MAX_BUCKETS);
    seg = mem_alloc_aligned(sizeof *seg, segment_size(buckets));
    memset(seg, 0, segment_size(buckets));
    t->bytes += mem_good_size(segment_size(buckets));
    if (buckets > SPLIT_BUCKETS) {
        t->oversized++;
        if (t->widest < buckets)
            t->widest = buckets;
    }
    return seg;
}

static void segment_free(struct table *t, const struct segment *s)
{
    if (s->buckets == 0)
        return;
    t->bytes -= mem_good_size(segment_size(s->buckets));
    if (s->buckets > SPLIT_BUCKETS && --t->oversized == 0)
        t->widest = SPLIT_BUCKETS;
    mem_free(s->seg);
}

static void prefetch_elems(const struct segment *s, unsigned bucket)
{
    if (bucket < s->buckets)
        for (unsigned mask = used_mask(&s->seg[bucket]); mask != 0;)
            prefetch(slot_elem(s->seg[bucket].slot[mask_take(&mask)]));
}

/* Fills a new segment. Each bucket is filled from its first slot on, so it is enough to know how
 * many slots are taken. */
struct builder {
    struct bucket *seg;
    unsigned buckets;
    uint8_t *taken; /* by bucket */
    uint8_t local[2 * SPLIT_BUCKETS];
};

static void builder_init(struct builder *b, struct table *t, unsigned buckets)
{
    b->seg = segment_new(t, buckets);
    b->buckets = buckets;
    b->taken = buckets <= sizeof b->local ? b->local : mem_alloc(buckets);
    memset(b->taken, 0, buckets);
}

static void builder_fini(struct builder *b)
{
    if (b->taken != b->local)
        mem_free(b->taken);
}

static inline void builder_put(struct builder *b, uint64_t tag, const void *elem)
{
    unsigned bucket = home_bucket(tag, b->buckets);

    while (kv_unlikely(b->taken[bucket] == SLOTS)) {
        passed_change(&b->seg[bucket], lane_of(tag), +1);
        bucket = next_bucket(bucket, lane_of(tag), b->buckets);
    }
    b->seg[bucket].slot[b->taken[bucket]++] |= slot_make(tag, elem);
}

/* ---- The directory --------------------------------------------------------------------------- */

/* Where a word, or the first of several, is in the next directory. */
static size_t next_index(const struct table *t, size_t index)
{
    return t->next_depth > t->depth ? 2 * index : index / 2;
}

static inline void directory_set_count(struct table *t, size_t first, size_t count)
{
    block_counts(t->words, t->depth)[first] = (uint32_t)count;
    if (kv_unlikely(first < t->copied))
        block_counts(t->next, t->next_depth)[next_index(t, first)] = (uint32_t)count;
}

static void directory_set(struct table *t, size_t first, unsigned depth, const struct builder *b,
                          size_t count)
{
    uint64_t word = word_make(b->seg, b->buckets, depth);
    size_t end = first + words_of(t, depth), copied = end < t->copied ? end : t->copied;

    for (size_t i = first; i < end; i++)
        t->words[i] = word;
    if (first < copied)
        for (size_t i = next_index(t, first); i < next_index(t, copied); i++)
            t->next[i] = word;
    directory_set_count(t, first, count);
}

/* Two segments of this depth, the first at this word, came (change is 2) or went (-2). What is copied
 * ends between such pairs: COPY_WORDS is a multiple of their words where it matters. */
static void note_depth(struct table *t, size_t first, unsigned depth, int change)
{
    if (depth == t->depth)
        t->deepest += (uint32_t)change;
    if (first < t->copied && depth == t->next_depth)
        t->next_deepest += (uint32_t)change;
}

static void directory_drop(struct table *t, uint64_t *words, unsigned depth)
{
    if (words == NULL || words == &t->only.word)
        return;
    t->bytes -= mem_good_size(block_size(depth));
    mem_free(words);
}

/* Gives up the next directory. */
static void directory_stay(struct table *t)
{
    directory_drop(t, t->next, t->next_depth);
    t->next = NULL;
    t->copied = 0;
}

static void directory_begin(struct table *t, unsigned depth)
{
    directory_stay(t);
    t->next = mem_alloc(block_size(depth));
    t->next_depth = (uint8_t)depth;
    t->next_deepest = 0;
    t->bytes += mem_good_size(block_size(depth));
}

/* Copies some words to the next directory, of this depth; true once it is in use. */
static bool directory_change(struct table *t, unsigned depth)
{
    size_t size = (size_t)1 << t->depth, end;
    const uint32_t *counts = block_counts(t->words, t->depth);
    uint32_t *next_counts;

    if (t->next == NULL || t->next_depth != depth)
        directory_begin(t, depth);
    next_counts = block_counts(t->next, depth);
    end = t->copied + (size_t)COPY_WORDS < size ? t->copied + (size_t)COPY_WORDS : size;
    if (depth > t->depth) {
        for (size_t i = t->copied; i < end; i++) {
            t->next[2 * i] = t->next[2 * i + 1] = t->words[i];
            next_counts[2 * i] = counts[i];
            next_counts[2 * i + 1] = 0;
        }
    } else {
        for (size_t i = t->copied; i < end; i += 2) {
            t->next[i / 2] = t->words[i];
            next_counts[i / 2] = counts[i];
            t->next_deepest += word_depth(t->words[i]) == depth;
        }
    }
    t->copied = (uint32_t)end;
    if (end < size)
        return false;

    directory_drop(t, t->words, t->depth);
    t->words = t->next;
    t->depth = t->next_depth;
    t->deepest = t->next_deepest;
    t->next = NULL;
    t->copied = 0;
    return true;
}

/* Works on doubling the directory; true once it is done. A segment that wants to split earlier
 * grows past its normal size instead, and so does one that lies too deep: a directory must not
 * become large because some hashes are alike. */
static bool directory_double(struct table *t)
{
    if (t->depth == MAX_DEPTH ||
        (t->depth >= t->expected_depth && ((size_t)2 << t->depth) * ELEMS_PER_WORD > t->count))
        return false;
    return directory_change(t, t->depth + 1);
}

/* All words are copies of one. */
static void directory_collapse(struct table *t)
{
    uint64_t *words = t->words;

    directory_stay(t);
    t->only.word = words[0];
    t->only.count = block_counts(words, t->depth)[0];
    t->words = &t->only.word;
    directory_drop(t, words, t->depth);
    t->depth = 0;
    t->deepest = 1;
}

/* Works on making the directory smaller if no segment is as deep, so that every second word is a
 * copy. What fits into one step is done in one. */
static void directory_shrink(struct table *t)
{
    while (t->deepest == 0) {
        if (word_depth(t->words[0]) == 0)
            directory_collapse(t);
        else if (!directory_change(t, t->depth - 1))
            return;
    }
}

/* ---- Rehash steps ---------------------------------------------------------------------------- */

static void note_step(struct table *t, uint64_t started_ticks)
{
    uint64_t ticks = clock_ticks() - started_ticks;

    if (t->longest_ticks < ticks)
        t->longest_ticks = ticks;
}

static void segment_resize(struct table *t, const struct segment *s, unsigned buckets)
{
    struct builder built;

    builder_init(&built, t, buckets);
    for (unsigned b = 0; b < s->buckets; b++) {
        for (unsigned mask = used_mask(&s->seg[b]); mask != 0;) {
            uint64_t slot = s->seg[b].slot[mask_take(&mask)];

            builder_put(&built, slot_tag(slot), slot_elem(slot));
        }
    }
    directory_set(t, s->first, s->depth, &built, s->count);
    builder_fini(&built);
    segment_free(t, s);
}

/* The tags give up their first bit, which tells the half, and need one more bit of the hash at
 * their end. Asking for the hash touches the element, so this is the one step that waits for
 * memory. */
static void segment_split(struct table *t, const struct segment *s)
{
    size_t count[2] = { 0, 0 };
    unsigned depth = s->depth + 1;
    struct builder half[2];

    kv_assert(depth <= t->depth);
    if (depth == t->depth && t->next_depth < depth)
        directory_stay(t); /* half of it would not be enough any more */
    for (unsigned b = 0; b < s->buckets; b++)
        for (unsigned i = 0; i < SLOTS; i++)
            count[1] += s->seg[b].slot[i] >> 63;
    count[0] = s->count - count[1];
    for (unsigned k = 0; k < 2; k++)
        builder_init(&half[k], t, fitting_buckets(count[k]));

    for (unsigned b = 0; b < PREFETCH_AHEAD; b++)
        prefetch_elems(s, b);
    for (unsigned b = 0; b < s->buckets; b++) {
        prefetch_elems(s, b + PREFETCH_AHEAD);
        for (unsigned mask = used_mask(&s->seg[b]); mask != 0;) {
            uint64_t slot = s->seg[b].slot[mask_take(&mask)];
            uint64_t tag = tag_at(t->type->hash(slot_elem(slot)), depth);

            /* The hash must be the one that the element was added with. */
            kv_assert(tag >> 1 == (slot_tag(slot) & 0x7fff));
            builder_put(&half[slot >> 63], tag, slot_elem(slot));
        }
    }

    for (unsigned k = 0; k < 2; k++) {
        directory_set(t, s->first + k * words_of(t, depth), depth, &half[k], count[k]);
        builder_fini(&half[k]);
    }
    note_depth(t, s->first, depth, 2);
    segment_free(t, s);
}

/* Makes one segment of s and the other half of its range, if that is one segment too and both
 * together are small. The tags get their first bit back. */
static bool segment_merge(struct table *t, const struct segment *s)
{
    size_t distance = words_of(t, s->depth), left = s->first & ~distance;
    struct segment half[2] = { segment_at(t, left), segment_at(t, left | distance) };
    size_t count = half[0].count + half[1].count;
    struct builder built;

    if (half[0].depth != half[1].depth || count > roomy_count(SPLIT_BUCKETS))
        return false;
    builder_init(&built, t, fitting_buckets(count));
    for (uint64_t k = 0; k < 2; k++) {
        for (unsigned b = 0; b < half[k].buckets; b++) {
            for (unsigned mask = used_mask(&half[k].seg[b]); mask != 0;) {
                uint64_t slot = half[k].seg[b].slot[mask_take(&mask)];

                builder_put(&built, k << 15 | slot_tag(slot) >> 1, slot_elem(slot));
            }
        }
        directory_set_count(t, half[k].first, 0);
        segment_free(t, &half[k]);
    }
    directory_set(t, left, s->depth - 1, &built, count);
    builder_fini(&built);
    note_depth(t, left, s->depth, -2);
    return true;
}

/* Elements that a segment of this depth will have, as far as is known. */
static uint64_t expected_in(const struct table *t, const struct segment *s)
{
    return t->count < t->only.expected ? (uint64_t)t->only.expected >> s->depth : 0;
}

/* A segment this full of a table that will have many more elements will split in any case: it does it
 * while there are few to move. */
static bool splits_early(const struct table *t, const struct segment *s)
{
    enum { FEW_BUCKETS = 8 };

    return s->buckets >= FEW_BUCKETS && expected_in(t, s) > full_count(SPLIT_BUCKETS);
}

/* Up to twice as many buckets where so many elements are expected. */
static unsigned more_buckets(const struct table *t, const struct segment *s)
{
    unsigned next = step_up(s->buckets);

    while (next < 2 * s->buckets && full_count(next) < expected_in(t, s))
        next = step_up(next);
    return next;
}

/* One step towards room for an element with this hash. */
static void make_room(struct table *t, uint64_t hash)
{
    struct segment s = segment_at(t, word_index(t, hash));
    uint64_t ticks = clock_ticks();

    if ((s.buckets >= SPLIT_BUCKETS || splits_early(t, &s)) &&
        (s.depth < t->depth || directory_double(t))) {
        s = segment_at(t, word_index(t, hash)); /* the directory may be another one now */
        segment_split(t, &s);
        t->splits++;
    } else {
        segment_resize(t, &s, more_buckets(t, &s));
        t->grows++;
    }
    note_step(t, ticks);
}

static bool is_sparse(const struct segment *s)
{
    return s->buckets == 0 || s->count <= roomy_count(step_down(s->buckets));
}

/* Makes the segment smaller where an element with this hash was removed. What has been merged may
 * be sparse enough to merge again, after lopsided removals. */
static void give_back(struct table *t, uint64_t hash)
{
    struct segment s = segment_at(t, word_index(t, hash));
    bool merged = true;

    while (merged && is_sparse(&s)) {
        uint64_t ticks = clock_ticks();

        t->only.expected = 0;
        merged = s.depth > 0 && segment_merge(t, &s);
        if (merged) {
            t->merges++;
        } else if (s.buckets > 0) {
            segment_resize(t, &s, step_down(s.buckets));
            t->shrinks++;
        }
        directory_shrink(t);
        note_step(t, ticks);
        s = segment_at(t, word_index(t, hash));
    }
}

/* ---- Lookup ---------------------------------------------------------------------------------- */

/* Finds the element with this key or, if elem is given, that element. *at is its slot, *bucket
 * where that is. Compiled into each caller, so that elem is known to be NULL or known not to be. */
static inline __attribute__((always_inline)) void *seek(const struct table *t,
                                                        const struct place *p, struct bytes key,
                                                        const void *elem, uint64_t **at,
                                                        unsigned *bucket)
{
    unsigned b = p->home, lane = lane_of(p->tag);

    do {
        struct bucket *line = &p->seg[b];

        for (unsigned mask = tag_mask(line, p->tag); mask != 0;) {
            unsigned i = mask_take(&mask);
            void *found = slot_elem(line->slot[i]);

            if (elem != NULL ? found == elem : found != NULL && t->type->match(found, key)) {
                *at = &line->slot[i];
                *bucket = b;
                return found;
            }
        }
        if (kv_likely(passed(line, lane) == 0))
            return NULL;
        b = next_bucket(b, lane, p->buckets);
    } while (b != p->home);
    return NULL;
}

void *table_find(const struct table *t, uint64_t hash, struct bytes key)
{
    struct place p = place_of(t, hash);
    uint64_t *at;
    unsigned bucket;

    return seek(t, &p, key, NULL, &at, &bucket);
}

bool table_holds(const struct table *t, uint64_t hash, const void *elem)
{
    struct place p = place_of(t, hash);
    uint64_t *at;
    unsigned bucket;

    return seek(t, &p, (struct bytes){ NULL, 0 }, elem, &at, &bucket) != NULL;
}

void table_prefetch_bucket(const struct table *t, uint64_t hash)
{
    struct place p = place_of(t, hash);

    prefetch(&p.seg[p.home]);
}

const void *table_prefetch_elem(const struct table *t, uint64_t hash)
{
    struct place p = place_of(t, hash);
    const void *elem = NULL;
    const struct bucket *line = &p.seg[p.home];
    unsigned mask = tag_mask(line, p.tag), lane = lane_of(p.tag);

    /* Where nothing matches an element may be added soon; if the bucket is full, in the next
     * one. */
    if (kv_likely(mask != 0)) {
        elem = slot_elem(line->slot[mask_take(&mask)]);
        prefetch(elem);
    } else if (p.buckets > 0 && (passed(line, lane) != 0 || free_mask(line) == 0)) {
        prefetch(&p.seg[next_bucket(p.home, lane, p.buckets)]);
    }
    return elem;
}

/* ---- Changes --------------------------------------------------------------------------------- */

struct table *table_new(const struct table_type *type)
{
    struct table *t = mem_zalloc(sizeof *t);

    t->type = type;
    t->words = &t->only.word;
    t->only.word = word_make(&empty_bucket, 0, 0);
    t->deepest = 1;
    t->bytes = mem_good_size(sizeof *t);
    t->widest = SPLIT_BUCKETS;
    return t;
}

static void segment_drop(const struct segment *s, void (*drop)(void *ctx, void *elem), void *ctx)
{
    for (unsigned b = 0; b < s->buckets; b++) {
        prefetch_elems(s, b + PREFETCH_AHEAD);
        for (unsigned mask = used_mask(&s->seg[b]); mask != 0;)
            drop(ctx, slot_elem(s->seg[b].slot[mask_take(&mask)]));
    }
}

void table_free(struct table *t, void (*drop)(void *ctx, void *elem), void *ctx)
{
    if (t == NULL)
        return;
    kv_assert(t->iters == NULL);
    for (size_t w = 0; w < (size_t)1 << t->depth;) {
        struct segment s = segment_at(t, w);

        if (drop != NULL)
            segment_drop(&s, drop, ctx);
        segment_free(t, &s);
        w += words_of(t, s.depth);
    }
    directory_stay(t);
    directory_drop(t, t->words, t->depth);
    mem_free(t);
}

size_t table_count(const struct table *t)
{
    return t->count;
}

void table_expect(struct table *t, size_t count)
{
    t->only.expected = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
    t->expected_depth = 0;
    while (t->expected_depth < MAX_DEPTH &&
           ((size_t)2 << t->expected_depth) * ELEMS_PER_WORD <= count)
        t->expected_depth++;
}

size_t table_bytes(const struct table *t)
{
    return t->bytes;
}

uint64_t table_longest_step_ns(const struct table *t)
{
    return clock_ticks_ns(t->longest_ticks);
}

static inline bool fits_slot(const void *elem)
{
    return elem != NULL && ((uintptr_t)elem & ~ELEM_BITS) == 0;
}

void table_add(struct table *t, uint64_t hash, void *elem)
{
    struct segment s = segment_at(t, word_index(t, hash));
    unsigned b, lane, room;
    uint64_t tag;

    kv_assert(fits_slot(elem));
    while (kv_unlikely(s.count >= full_count(s.buckets))) {
        make_room(t, hash);
        s = segment_at(t, word_index(t, hash));
    }
    tag = tag_at(hash, s.depth);
    lane = lane_of(tag);
    b = home_bucket(tag, s.buckets);
    while (kv_unlikely((room = free_mask(&s.seg[b])) == 0)) {
        passed_change(&s.seg[b], lane, +1);
        b = next_bucket(b, lane, s.buckets);
    }
    s.seg[b].slot[mask_take(&room)] |= slot_make(tag, elem);
    directory_set_count(t, s.first, s.count + 1);
    t->count++;
}

/* Open iterators see old no more: with_elem takes its place, or nothing if that is NULL. */
static void patch_iters(struct table *t, const void *old, void *with_elem)
{
    for (struct table_iter *it = t->iters; it != NULL; it = it->next)
        for (unsigned i = it->pos; i < it->count; i++)
            if (it->batch[i] == old)
                it->batch[i] = with_elem;
}

/* Empties the slot at, which is in this bucket and holds elem. */
static void take_out(struct table *t, uint64_t hash, const struct place *p, uint64_t *at,
                     unsigned bucket, const void *elem)
{
    struct segment s = segment_at(t, word_index(t, hash));
    unsigned lane = lane_of(p->tag);

    *at &= COUNTER_BITS;
    for (unsigned b = p->home; kv_unlikely(b != bucket); b = next_bucket(b, lane, p->buckets))
        passed_change(&p->seg[b], lane, -1);
    s.count--;
    directory_set_count(t, s.first, s.count);
    t->count--;
    if (kv_unlikely(t->iters != NULL))
        patch_iters(t, elem, NULL);
    if (kv_unlikely(is_sparse(&s)))
        give_back(t, hash);
}

void *table_remove(struct table *t, uint64_t hash, struct bytes key)
{
    struct place p = place_of(t, hash);
    uint64_t *at;
    unsigned bucket;
    void *elem = seek(t, &p, key, NULL, &at, &bucket);

    if (elem != NULL)
        take_out(t, hash, &p, at, bucket, elem);
    return elem;
}

void table_unlink(struct table *t, uint64_t hash, void *elem)
{
    struct place p = place_of(t, hash);
    uint64_t *at;
    unsigned bucket;
    const void *found;

    kv_assert(elem != NULL);
    found = seek(t, &p, (struct bytes){ NULL, 0 }, elem, &at, &bucket);
    kv_assert(found == elem);
    take_out(t, hash, &p, at, bucket, elem);
}

void table_swap(struct table *t, uint64_t hash, void *old, void *new_elem)
{
    struct place p = place_of(t, hash);
    uint64_t *at;
    unsigned bucket;
    const void *found;

    kv_assert(old != NULL);
    kv_assert(fits_slot(new_elem));
    found = seek(t, &p, (struct bytes){ NULL, 0 }, old, &at, &bucket);
    kv_assert(found == old);
    *at = slot_make(p.tag, new_elem) | (*at & COUNTER_BITS);
    if (kv_unlikely(t->iters != NULL))
        patch_iters(t, old, new_elem);
}

/* ---- Defragmentation ------------------------------------------------------------------------- */

/* An open iterator knows where the table is. */
static struct table *move_table(struct table *t)
{
    bool is_small = t->words == &t->only.word;

    if (t->iters != NULL)
        return t;
    t = mem_defrag(t, 0);
    if (is_small)
        t->words = &t->only.word;
    else
        t->words = mem_defrag(t->words, 0);
    return t;
}

static void move_segment(struct table *t, const struct segment *s)
{
    struct builder moved = { .buckets = s->buckets };

    if (s->buckets == 0)
        return;
    moved.seg = mem_defrag(s->seg, sizeof *s->seg);
    if (moved.seg != s->seg)
        directory_set(t, s->first, s->depth, &moved, s->count);
}

/* The elements that one step of a scan shows. More than fit are met in a later pass. */
struct crowd {
    void *elems[8 * SLOTS];
    unsigned count;
};

static void gather(void *ctx, void *elem)
{
    struct crowd *c = ctx;

    if (c->count < sizeof c->elems / sizeof c->elems[0])
        c->elems[c->count++] = elem;
}

uint64_t table_defrag(struct table **at, uint64_t cursor, table_move_fn *move, void *ctx)
{
    struct table *t = *at = cursor == 0 ? move_table(*at) : *at;
    uint64_t hash = cursor << 16;
    struct segment s = segment_at(t, word_index(t, hash));
    struct crowd crowd = { .count = 0 };

    /* Its first bucket: tags begin anew there. */
    if (home_bucket(tag_at(hash, s.depth), s.buckets) == 0)
        move_segment(t, &s);
    cursor = table_scan(t, cursor, gather, &crowd);
    for (unsigned i = 0; i < crowd.count; i++) {
        void *old = crowd.elems[i], *now = move(ctx, old);

        if (now != old)
            table_swap(t, t->type->hash(now), old, now);
    }
    return cursor;
}
