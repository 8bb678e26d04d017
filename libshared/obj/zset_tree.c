#include "obj/zset_tree.h"

#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/size.h"

enum {
    CUT_MIN = 32,               /* a shorter span leaves the tree one by one */
    REMOVE_AT_ONCE_MAX = 10000, /* a longer span leaves the table little by little */
    SWEEP_PER_CHANGE = 64,      /* elements that a change takes along */
    BATCH = 16,                 /* elements whose buckets are fetched together */
};

/* ---- The table ------------------------------------------------------------------------------------ */

static uint64_t hash_of(const void *elem)
{
    return hash_bytes(scored_member(elem));
}

static bool is_member(const void *elem, struct bytes member)
{
    return bytes_eq(scored_member(elem), member);
}

static const struct table_type members_type = { hash_of, is_member };

struct zset_tree *zset_tree_new(void)
{
    struct zset_tree *t = mem_zalloc(sizeof *t);

    t->order = ranktree_new();
    t->members = table_new(&members_type);
    return t;
}

static void drop(void *ctx, void *elem)
{
    (void)ctx;
    scored_free(elem);
}

void zset_tree_free(struct zset_tree *t)
{
    table_free(t->members, drop, NULL);
    ranktree_free(t->order, false);
    for (unsigned i = 0; i < t->gone_count; i++)
        ranktree_free(t->gone[i], false);
    mem_free_sized(t, sizeof *t);
}

struct zset_tree *zset_tree_dup(const struct zset_tree *t)
{
    struct zset_tree *copy = zset_tree_new();
    struct rank_cursor at;
    const struct scored *e;

    if (zset_tree_count(t) == 0)
        return copy;
    at = ranktree_at(t->order, 0);
    while ((e = rank_cursor_next(&at)) != NULL)
        zset_tree_add(copy, hash_of(e), scored_member(e), e->score);
    return copy;
}

/* ---- What is gone --------------------------------------------------------------------------------- */

/* An element that the table has found is gone if it is not in the tree. */
static bool is_gone(const struct zset_tree *t, const struct scored *e)
{
    return kv_unlikely(t->gone_count > 0) && !ranktree_has(t->order, e);
}

/* The first elements of a range that is gone leave the table, and memory. */
static void sweep_range(struct zset_tree *t, struct ranktree *gone, size_t count)
{
    struct ranktree *part = ranktree_cut(gone, 0, count);
    struct rank_cursor at = ranktree_at(part, 0);

    while (count > 0) {
        unsigned n = (unsigned)size_min(count, BATCH);
        struct scored *elems[BATCH];
        uint64_t hashes[BATCH];

        for (unsigned i = 0; i < n; i++) {
            elems[i] = rank_cursor_next(&at);
            hashes[i] = hash_of(elems[i]);
            table_prefetch_bucket(t->members, hashes[i]);
        }
        for (unsigned i = 0; i < n; i++)
            table_unlink(t->members, hashes[i], elems[i]);
        count -= n;
    }
    ranktree_free(part, true);
}

bool zset_tree_sweep(struct zset_tree *t, size_t most)
{
    while (t->gone_count > 0 && most > 0) {
        struct ranktree *gone = t->gone[t->gone_count - 1];
        size_t n = size_min(most, ranktree_count(gone));

        if (n > 0)
            sweep_range(t, gone, n);
        most -= n;
        if (ranktree_count(gone) == 0) {
            ranktree_free(gone, true);
            t->gone_count--;
        }
    }
    return t->gone_count > 0;
}

/* A member of this name is about to be added: one that is gone makes way. */
static void drop_gone(struct zset_tree *t, uint64_t hash, struct bytes member)
{
    struct scored *e = table_remove(t->members, hash, member);

    if (e == NULL)
        return;
    for (unsigned i = 0; i < t->gone_count; i++) {
        if (ranktree_has(t->gone[i], e)) {
            ranktree_remove(t->gone[i], e);
            break;
        }
    }
    scored_free(e);
}

/* ---- Single members -------------------------------------------------------------------------------- */

struct scored *zset_tree_find(const struct zset_tree *t, uint64_t hash, struct bytes member)
{
    struct scored *e = table_find(t->members, hash, member);

    return e == NULL || is_gone(t, e) ? NULL : e;
}

void zset_tree_add(struct zset_tree *t, uint64_t hash, struct bytes member, double score)
{
    struct scored *e = scored_new(score, member);

    if (kv_unlikely(t->gone_count > 0)) {
        drop_gone(t, hash, member);
        zset_tree_sweep(t, SWEEP_PER_CHANGE);
    }
    table_add(t->members, hash, e);
    ranktree_add(t->order, e);
}

void zset_tree_remove(struct zset_tree *t, uint64_t hash, struct scored *e)
{
    table_unlink(t->members, hash, e);
    ranktree_remove(t->order, e);
    scored_free(e);
    if (kv_unlikely(t->gone_count > 0))
        zset_tree_sweep(t, SWEEP_PER_CHANGE);
}

/* ---- Ranges ---------------------------------------------------------------------------------------- */

static struct zset_span span_between(size_t from, size_t to)
{
    return (struct zset_span){ from, to > from ? to - from : 0 };
}

struct zset_span zset_tree_by_score(const struct zset_tree *t, const struct zset_scores *range)
{
    return span_between(ranktree_below_score(t->order, range->min, range->min_open),
                        ranktree_below_score(t->order, range->max, !range->max_open));
}

/* The members before the bound; with_bound: one that equals it is before it. */
static size_t below_bound(const struct zset_tree *t, const struct zset_bound *b, bool with_bound)
{
    if (b->kind == ZSET_MEMBER)
        return ranktree_below_member(t->order, b->member, with_bound);
    return b->kind == ZSET_LOWEST ? 0 : zset_tree_count(t);
}

struct zset_span zset_tree_by_member(const struct zset_tree *t, const struct zset_members *range)
{
    return span_between(below_bound(t, &range->min, range->min.open),
                        below_bound(t, &range->max, !range->max.open));
}

static void remove_one_by_one(struct zset_tree *t, struct zset_span span)
{
    for (size_t i = 0; i < span.count; i++) {
        struct scored *e = ranktree_take(t->order, span.first);

        table_unlink(t->members, hash_of(e), e);
        scored_free(e);
    }
    if (kv_unlikely(t->gone_count > 0))
        zset_tree_sweep(t, SWEEP_PER_CHANGE);
}

void zset_tree_remove_span(struct zset_tree *t, struct zset_span span)
{
    struct ranktree *cut;

    if (span.count <= CUT_MIN) {
        remove_one_by_one(t, span);
        return;
    }
    cut = ranktree_cut(t->order, span.first, span.count);
    if (span.count > REMOVE_AT_ONCE_MAX && t->gone_count < ZSET_GONE_MAX) {
        t->gone[t->gone_count++] = cut;
        return;
    }
    sweep_range(t, cut, span.count);
    ranktree_free(cut, true);
}

/* ---- All members ------------------------------------------------------------------------------------ */

struct scan {
    const struct zset_tree *tree;
    value_visit_fn *visit;
    void *ctx;
};

static void scan_elem(void *ctx, void *elem)
{
    const struct scan *s = ctx;
    const struct scored *e = elem;

    if (!is_gone(s->tree, e))
        s->visit(s->ctx, &(struct value_elem){ .item = item_of_bytes(scored_member(e)),
                                               .score = e->score,
                                               .expire_at_ms = VALUE_NEVER });
}

uint64_t zset_tree_scan(const struct zset_tree *t, uint64_t cursor, value_visit_fn *visit,
                        void *ctx)
{
    struct scan s = { t, visit, ctx };

    return table_scan(t->members, cursor, scan_elem, &s);
}

static void *move_elem(void *ctx, void *elem)
{
    struct zset_tree *t = ctx;
    struct scored *now;

    if (is_gone(t, elem))
        return elem;
    now = mem_defrag_copy(elem, 0);
    if (now == NULL)
        return elem;
    ranktree_moved(t->order, elem, now);
    mem_defrag_free(elem);
    return now;
}

/* First the table with the elements, then the leaves. Cursors of tables are below 2^48. */
uint64_t zset_tree_defrag(struct zset_tree **at, uint64_t cursor)
{
    const uint64_t leaves = UINT64_C(1) << 48;
    struct zset_tree *t = *at;

    if (cursor == 0)
        *at = t = mem_defrag(t, 0);
    if (cursor < leaves) {
        cursor = table_defrag(&t->members, cursor, move_elem, t);
        return cursor == 0 ? leaves : cursor;
    }
    cursor = ranktree_defrag(&t->order, cursor - leaves);
    return cursor == 0 ? 0 : leaves + cursor;
}

/* Elements that lie evenly over the order. */
static size_t elements_mem(const struct ranktree *order, size_t samples)
{
    size_t count = ranktree_count(order), sum = 0;

    samples = size_min(count, samples);
    for (size_t i = 0; i < samples; i++)
        sum += scored_mem(scored_member(ranktree_get(order, i * (count / samples))).len);
    return samples > 0 ? (size_t)((double)sum / (double)samples * (double)count) : 0;
}

size_t zset_tree_mem(const struct zset_tree *t, size_t samples)
{
    size_t sum = mem_good_size(sizeof *t) + table_bytes(t->members) + ranktree_bytes(t->order) +
                 elements_mem(t->order, samples);

    for (unsigned i = 0; i < t->gone_count; i++)
        sum += ranktree_bytes(t->gone[i]) + elements_mem(t->gone[i], samples);
    return sum;
}

static size_t check_range(const struct zset_tree *t, const struct ranktree *order)
{
    struct rank_cursor at;
    const struct scored *e;

    ranktree_check(order);
    if (ranktree_count(order) == 0)
        return 0;
    at = ranktree_at(order, 0);
    while ((e = rank_cursor_next(&at)) != NULL)
        kv_assert(table_find(t->members, hash_of(e), scored_member(e)) == e);
    return ranktree_count(order);
}

void zset_tree_check(const struct zset_tree *t)
{
    size_t count = check_range(t, t->order);

    for (unsigned i = 0; i < t->gone_count; i++)
        count += check_range(t, t->gone[i]);
    table_check(t->members);
    kv_assert(table_count(t->members) == count);
}
