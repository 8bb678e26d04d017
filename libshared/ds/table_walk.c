#include "ds/table_inner.h"

#include "base/assert.h"

enum {
    CURSOR_BITS = 48,
    RANDOM_TRIES = 64, /* before table_random() walks the counts */
};

#define CURSOR_MASK ((UINT64_C(1) << CURSOR_BITS) - 1)

/* The i-th slot of a segment, counted through its buckets. */
static inline uint64_t segment_slot(const struct bucket *seg, size_t i)
{
    return seg[i / SLOTS].slot[i % SLOTS];
}

/* ---- Scans ----------------------------------------------------------------------------------- */

/*
 * A cursor is the first 48 bits of a hash: all elements before it have been visited. One call
 * visits those from the cursor to the end of its home bucket, wherever in the segment they are.
 *
 * A cursor that was made when the segment was deeper may say more about the hash than the tags do
 * now. Elements whose tag is the cursor's may then lie before it or behind, and only their own hash
 * tells.
 */
struct scan {
    const struct table *table;
    struct place at;
    uint64_t from; /* the cursor, as a hash */
    bool finer;    /* the cursor says more than a tag */
    table_visit_fn *visit;
    void *ctx;
};

/* Visits what bucket b holds of the scan's home bucket, in the lanes whose bit is set. */
static void scan_bucket(const struct scan *s, unsigned b, unsigned lanes)
{
    for (unsigned mask = used_mask(&s->at.seg[b]); mask != 0;) {
        uint64_t slot = s->at.seg[b].slot[mask_take(&mask)], tag = slot_tag(slot);
        void *elem = slot_elem(slot);

        if ((lanes >> lane_of(tag) & 1) == 0 || tag < s->at.tag)
            continue;
        if (home_bucket(tag, s->at.buckets) != s->at.home)
            continue;
        if (s->finer && tag == s->at.tag && s->table->type->hash(elem) < s->from)
            continue;
        s->visit(s->ctx, elem);
    }
}

uint64_t table_scan(const struct table *t, uint64_t cursor, table_visit_fn *visit, void *ctx)
{
    uint64_t position = cursor & CURSOR_MASK, hash = position << (64 - CURSOR_BITS);
    struct place p = place_of(t, hash);
    /* A position is the segment's prefix and `rest` more bits: a tag and `last` bits behind it. */
    unsigned rest = CURSOR_BITS - word_depth(t->words[word_index(t, hash)]), last = rest - 16;
    uint64_t prefix = position >> rest;
    struct scan s = {
        .table = t,
        .at = p,
        .from = hash,
        .finer = (position & ((UINT64_C(1) << last) - 1)) != 0,
        .visit = visit,
        .ctx = ctx,
    };

    scan_bucket(&s, p.home, 0xff);
    for (unsigned lane = 0; lane < SLOTS; lane++) {
        unsigned b = p.home;

        while (passed(&p.seg[b], lane) != 0) {
            b = next_bucket(b, lane, p.buckets);
            if (b == p.home)
                break;
            scan_bucket(&s, b, 1u << lane);
        }
    }

    if (p.home + 1 < p.buckets) {
        /* The first tag of the next bucket. */
        uint64_t tag = (((uint64_t)p.home + 1) * 65536 + p.buckets - 1) / p.buckets;

        return prefix << rest | tag << last;
    }
    return ((prefix + 1) << rest) & CURSOR_MASK;
}

/* ---- Iterators ------------------------------------------------------------------------------- */

void table_iter_init(struct table_iter *it, struct table *t)
{
    *it = (struct table_iter){
        .table = t,
        .next = t->iters,
        .cap = sizeof it->local / sizeof it->local[0],
    };
    it->batch = it->local;
    t->iters = it;
}

static void collect(void *ctx, void *elem)
{
    struct table_iter *it = ctx;

    if (it->count == it->cap) {
        size_t size = it->cap * sizeof it->batch[0];

        if (it->batch == it->local)
            it->batch = memcpy(mem_alloc(2 * size), it->local, size);
        else
            it->batch = mem_realloc(it->batch, 2 * size);
        it->cap *= 2;
    }
    prefetch(elem);
    it->batch[it->count++] = elem;
}

void *table_iter_next(struct table_iter *it)
{
    for (;;) {
        while (it->pos < it->count) {
            void *elem = it->batch[it->pos++];

            if (elem != NULL)
                return elem;
        }
        if (it->started && it->cursor == 0)
            return NULL;
        it->started = true;
        it->pos = it->count = 0;
        it->cursor = table_scan(it->table, it->cursor, collect, it);
    }
}

void table_iter_fini(struct table_iter *it)
{
    struct table_iter **at = &it->table->iters;

    while (*at != it) {
        kv_assert(*at != NULL);
        at = &(*at)->next;
    }
    *at = it->next;
    if (it->batch != it->local)
        mem_free(it->batch);
}

/* ---- Random picks ---------------------------------------------------------------------------- */

/* The element with this rank, in the order of the slots; rank < count. */
static void *elem_at_rank(const struct table *t, size_t rank)
{
    const uint32_t *counts = block_counts(t->words, t->depth);
    size_t w = 0;
    struct segment s;

    while (rank >= counts[w])
        rank -= counts[w++];
    s = segment_at(t, w);
    for (size_t i = 0;; i++) {
        void *elem = slot_elem(segment_slot(s.seg, i));

        kv_assert(i < (size_t)s.buckets * SLOTS);
        if (elem != NULL && rank-- == 0)
            return elem;
    }
}

/* Throws darts at slots: at a word of the directory, all equally likely, and at a slot of the
 * widest segment there may be. A hit is a slot that exists, seen through its segment's first word,
 * and not empty; so each element is as likely as any other. Where misses are frequent (a lopsided
 * directory) the rest is decided by rank, which is as fair but walks the counts. */
void *table_random(const struct table *t, struct rng *rng)
{
    size_t range = SLOTS * (size_t)(t->depth == 0 ? word_buckets(t->words[0]) : t->widest);

    if (t->count == 0)
        return NULL;
    for (unsigned i = 0; i < RANDOM_TRIES; i++) {
        size_t index = word_index(t, rng_next(rng));
        size_t pick = rng_below(rng, range);
        uint64_t word = t->words[index];
        void *elem;

        if (pick / SLOTS >= word_buckets(word))
            continue;
        if ((index & (words_of(t, word_depth(word)) - 1)) != 0)
            continue;
        elem = slot_elem(segment_slot(word_seg(word), pick));
        if (elem != NULL)
            return elem;
    }
    return elem_at_rank(t, rng_below(rng, t->count));
}

/* As a dart of table_random(), but at a bucket. NULL: it missed. */
static const struct bucket *bucket_hit(const struct table *t, uint64_t dart)
{
    uint64_t range = t->depth == 0 ? word_buckets(t->words[0]) : t->widest;
    size_t index = word_index(t, dart), pick = (dart & UINT32_MAX) * range >> 32;
    uint64_t word = t->words[index];

    if (pick >= word_buckets(word) || (index & (words_of(t, word_depth(word)) - 1)) != 0)
        return NULL;
    return &word_seg(word)[pick];
}

unsigned table_sample(const struct table *t, uint64_t dart, void *out[TABLE_SAMPLE_MAX])
{
    const struct bucket *b = bucket_hit(t, dart);
    unsigned found = 0;

    for (unsigned i = 0; b != NULL && i < SLOTS; i++) {
        out[found] = slot_elem(b->slot[i]);
        found += out[found] != NULL;
    }
    return found;
}

void table_sample_prefetch_bucket(const struct table *t, uint64_t dart)
{
    const struct bucket *b = bucket_hit(t, dart);

    if (b != NULL)
        prefetch(b);
}

void table_sample_prefetch_elems(const struct table *t, uint64_t dart)
{
    void *found[TABLE_SAMPLE_MAX];
    unsigned count = table_sample(t, dart, found);

    for (unsigned i = 0; i < count; i++)
        prefetch(found[i]);
}

_Static_assert((int)TABLE_SAMPLE_MAX == (int)SLOTS, "a sample is a bucket");

/* ---- Figures and checks ---------------------------------------------------------------------- */

/* Buckets that a lookup of the element in bucket b visits before it gets there. */
static unsigned probe_distance(const struct segment *s, unsigned b, uint64_t slot)
{
    unsigned lane = lane_of(slot_tag(slot)), distance = 0;

    for (unsigned at = home_bucket(slot_tag(slot), s->buckets); at != b; distance++)
        at = next_bucket(at, lane, s->buckets);
    return distance;
}

void table_stats_read(const struct table *t, struct table_stats *out)
{
    size_t words = (size_t)1 << t->depth;

    *out = (struct table_stats){
        .count = t->count,
        .directory_entries = words,
        .bytes = t->bytes,
        .max_probe = 1,
        .grows = t->grows,
        .shrinks = t->shrinks,
        .splits = t->splits,
        .merges = t->merges,
        .longest_step_ns = table_longest_step_ns(t),
    };
    for (size_t w = 0; w < words;) {
        struct segment s = segment_at(t, w);

        for (size_t i = 0; i < (size_t)s.buckets * SLOTS; i++) {
            uint64_t slot = segment_slot(s.seg, i);
            unsigned distance;

            if (slot_elem(slot) == NULL)
                continue;
            distance = probe_distance(&s, (unsigned)(i / SLOTS), slot);
            out->overflowed += distance > 0;
            if (out->max_probe < distance + 1)
                out->max_probe = distance + 1;
        }
        out->slots += (size_t)s.buckets * SLOTS;
        out->segments++;
        w += words_of(t, s.depth);
    }
}

static void check_segment(const struct table *t, const struct segment *s)
{
    size_t slots = (size_t)s->buckets * SLOTS, count = 0;
    uint32_t *passes = mem_zalloc((slots + 1) * sizeof *passes); /* by bucket and lane */

    for (size_t i = 0; i < slots; i++) {
        uint64_t slot = segment_slot(s->seg, i), tag = slot_tag(slot), hash;

        if (slot_elem(slot) == NULL) {
            kv_assert(tag == 0);
            continue;
        }
        count++;
        hash = t->type->hash(slot_elem(slot));
        kv_assert(tag == tag_at(hash, s->depth));
        kv_assert(segment_at(t, word_index(t, hash)).first == s->first);
        for (unsigned b = home_bucket(tag, s->buckets); b != i / SLOTS;) {
            passes[b * SLOTS + lane_of(tag)]++;
            b = next_bucket(b, lane_of(tag), s->buckets);
        }
    }
    kv_assert(count == s->count);
    kv_assert(count <= full_count(s->buckets));
    for (size_t i = 0; i < slots; i++) {
        unsigned counter = passed(&s->seg[i / SLOTS], i % SLOTS);

        kv_assert(counter == COUNTER_BITS || counter == passes[i]);
    }
    mem_free(passes);
}

/* The next directory says what the one in use does, as far as it goes. */
static void check_next(const struct table *t)
{
    const uint32_t *counts = block_counts(t->words, t->depth), *next_counts;
    unsigned deepest = 0;

    kv_assert(t->depth == 0 || t->deepest > 0 || t->next != NULL);
    kv_assert(t->next != NULL || t->copied == 0);
    if (t->next == NULL)
        return;
    next_counts = block_counts(t->next, t->next_depth);
    if (t->next_depth == t->depth + 1) {
        for (size_t i = 0; i < t->copied; i++) {
            kv_assert(t->next[2 * i] == t->words[i]);
            kv_assert(t->next[2 * i + 1] == t->words[i]);
            kv_assert(next_counts[2 * i] == counts[i]);
            kv_assert(next_counts[2 * i + 1] == 0);
        }
        return;
    }
    kv_assert(t->next_depth == t->depth - 1);
    kv_assert(t->deepest == 0);
    for (size_t i = 0; i < t->copied; i += 2) {
        kv_assert(t->next[i / 2] == t->words[i]);
        kv_assert(next_counts[i / 2] == counts[i]);
        deepest += word_depth(t->words[i]) == t->next_depth;
    }
    kv_assert(deepest == t->next_deepest);
}

void table_check(const struct table *t)
{
    size_t words = (size_t)1 << t->depth, count = 0, bytes = mem_good_size(sizeof *t);
    const uint32_t *counts = block_counts(t->words, t->depth);
    unsigned deepest = 0, oversized = 0;

    kv_assert(t->depth <= MAX_DEPTH);
    kv_assert((t->depth == 0) == (t->words == &t->only.word));
    for (size_t w = 0; w < words;) {
        struct segment s = segment_at(t, w);
        size_t end = w + words_of(t, s.depth);

        kv_assert(s.depth <= t->depth);
        kv_assert(s.first == w);
        kv_assert(s.buckets > 0 || used_mask(s.seg) == 0);
        check_segment(t, &s);
        for (size_t i = w + 1; i < end; i++) {
            kv_assert(t->words[i] == t->words[w]);
            kv_assert(counts[i] == 0);
        }
        count += s.count;
        deepest += s.depth == t->depth;
        oversized += s.buckets > SPLIT_BUCKETS;
        kv_assert(s.buckets <= t->widest);
        if (s.buckets > 0)
            bytes += mem_good_size(segment_size(s.buckets));
        w = end;
    }
    if (t->depth > 0)
        bytes += mem_good_size(block_size(t->depth));
    if (t->next != NULL)
        bytes += mem_good_size(block_size(t->next_depth));
    kv_assert(count == t->count);
    kv_assert(bytes == t->bytes);
    kv_assert(deepest == t->deepest);
    kv_assert(oversized == t->oversized);
    check_next(t);
}
