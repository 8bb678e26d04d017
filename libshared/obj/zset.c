#include "obj/zset.h"

#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ds/listpack.h"
#include "obj/zset_pack.h"
#include "obj/zset_tree.h"

#include <math.h>
#include <stdlib.h>

/* However large the limits are set, a listpack ends here. */
#define PACK_BYTES_MAX (LP_BYTES_MAX / 4)

static int64_t pack_entries;
static uint64_t pack_value;

const struct option zset_options[] = {
    { .name = "zset-max-listpack-entries",
      .alias = "zset-max-ziplist-entries",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &pack_entries,
      .fallback = "128",
      .max = INT64_MAX,
      .summary = "Most members of a sorted set held in one block." },
    { .name = "zset-max-listpack-value",
      .alias = "zset-max-ziplist-value",
      .type = OPT_MEMORY,
      .flags = OPT_LIVE,
      .value = &pack_value,
      .fallback = "64",
      .max = INT64_MAX,
      .summary = "Longest member of such a sorted set, in bytes." },
    OPTION_END,
};

static bool is_pack(const struct value *v)
{
    return v->encoding == ENC_LISTPACK;
}

static struct zset_tree *tree_of(const struct value *v)
{
    return v->ptr;
}

bool zset_fits_pack(size_t members, size_t longest, size_t bytes)
{
    return members <= (uint64_t)pack_entries && longest <= pack_value && bytes <= PACK_BYTES_MAX;
}

/* True if the listpack takes one more member of this length. */
static bool has_room(const struct value *v, size_t len)
{
    return zset_fits_pack(zset_pack_count(v->pack.ptr) + 1, len, lp_bytes(v->pack.ptr) + len);
}

static void convert_to_tree(struct value *v)
{
    struct zset_tree *t = zset_tree_new();
    size_t pos = lp_first(v->pack.ptr);

    while (pos != 0) {
        struct zset_elem e = zset_pack_take(v->pack.ptr, &pos);
        char scratch[NUM_INT_MAX];
        struct bytes member = item_text(&e.member, scratch);

        zset_tree_add(t, hash_bytes(member), member, e.score);
    }
    value_become(v, ENC_TREE, t);
}

/* True if all members fit a listpack. */
static bool is_small(const struct zset_tree *t)
{
    size_t n = zset_tree_count(t), bytes = 0;
    struct rank_cursor at;

    if (!zset_fits_pack(n, 0, 0))
        return false;
    if (n == 0)
        return true;
    at = ranktree_at(t->order, 0);
    for (size_t i = 0; i < n; i++) {
        size_t len = scored_member(rank_cursor_next(&at)).len;

        bytes += len + NUM_DOUBLE_MAX;
        if (!zset_fits_pack(n, len, bytes))
            return false;
    }
    return true;
}

void zset_fit(struct value *v)
{
    struct value small;
    struct zset_cursor c;
    struct zset_elem e;

    if (is_pack(v) || !is_small(tree_of(v)))
        return;
    small = value_empty(OBJ_ZSET);
    c = zset_seek(v, 0, false);
    while (zset_next(&c, &e))
        zset_pack_append(&small.pack, &e);
    value_free(v);
    *v = small;
}

/* ---- One member ----------------------------------------------------------------------------------- */

/* What the flags make of a member that is there with score old. ZSET_CHANGED: *score is the new one. */
static enum zset_outcome judge(double old, double *score, unsigned flags)
{
    double to = *score;

    if (flags & ZSET_NX)
        return ZSET_REFUSED;
    if (flags & ZSET_INCR) {
        to += old;
        if (isnan(to))
            return ZSET_NAN;
    }
    if (((flags & ZSET_GT) && to <= old) || ((flags & ZSET_LT) && to >= old))
        return ZSET_REFUSED;
    *score = to;
    return to == old ? ZSET_SAME : ZSET_CHANGED;
}

static enum zset_outcome add_to_tree(struct zset_tree *t, struct bytes member, double *score,
                                     unsigned flags)
{
    uint64_t hash = hash_bytes(member);
    struct scored *e = zset_tree_find(t, hash, member);
    enum zset_outcome outcome;

    if (e != NULL) {
        outcome = judge(e->score, score, flags);
        if (outcome == ZSET_CHANGED)
            ranktree_rescore(t->order, e, *score);
        return outcome;
    }
    if (flags & ZSET_XX)
        return ZSET_REFUSED;
    zset_tree_add(t, hash, member, *score);
    return ZSET_ADDED;
}

enum zset_outcome zset_add(struct value *v, struct bytes member, double *score, unsigned flags)
{
    enum zset_outcome outcome;
    double old;
    size_t pos;

    kv_assert(!isnan(*score));
    if (!is_pack(v))
        return add_to_tree(tree_of(v), member, score, flags);
    pos = zset_pack_find(v->pack.ptr, member, &old);
    if (pos != 0) {
        outcome = judge(old, score, flags);
        if (outcome == ZSET_CHANGED)
            zset_pack_rescore(&v->pack, pos, member, *score);
        return outcome;
    }
    if (flags & ZSET_XX)
        return ZSET_REFUSED;
    if (has_room(v, member.len)) {
        zset_pack_add(&v->pack, member, *score);
    } else {
        convert_to_tree(v);
        zset_tree_add(tree_of(v), hash_bytes(member), member, *score);
    }
    return ZSET_ADDED;
}

bool zset_remove(struct value *v, struct bytes member)
{
    uint64_t hash;
    struct scored *e;
    double score;
    size_t pos;

    if (is_pack(v)) {
        pos = zset_pack_find(v->pack.ptr, member, &score);
        if (pos != 0)
            zset_pack_remove(&v->pack, pos, 1);
        return pos != 0;
    }
    hash = hash_bytes(member);
    e = zset_tree_find(tree_of(v), hash, member);
    if (e != NULL)
        zset_tree_remove(tree_of(v), hash, e);
    return e != NULL;
}

bool zset_score(const struct value *v, struct bytes member, double *score)
{
    const struct scored *e;

    if (is_pack(v))
        return zset_pack_find(v->pack.ptr, member, score) != 0;
    e = zset_tree_find(tree_of(v), hash_bytes(member), member);
    if (e != NULL)
        *score = e->score;
    return e != NULL;
}

bool zset_rank(const struct value *v, struct bytes member, size_t *rank, double *score)
{
    const struct scored *e;
    double found;
    size_t pos;

    if (is_pack(v)) {
        pos = zset_pack_find(v->pack.ptr, member, &found);
        if (pos == 0)
            return false;
        *rank = zset_pack_rank(v->pack.ptr, pos);
    } else {
        e = zset_tree_find(tree_of(v), hash_bytes(member), member);
        if (e == NULL)
            return false;
        found = e->score;
        *rank = ranktree_rank(tree_of(v)->order, e);
    }
    if (score != NULL)
        *score = found;
    return true;
}

void zset_prefetch_bucket(const struct value *v, uint64_t hash)
{
    if (!is_pack(v))
        table_prefetch_bucket(tree_of(v)->members, hash);
}

void zset_prefetch_elem(const struct value *v, uint64_t hash)
{
    if (!is_pack(v))
        table_prefetch_elem(tree_of(v)->members, hash);
}

/* ---- Ranges --------------------------------------------------------------------------------------- */

struct zset_span zset_by_score(const struct value *v, const struct zset_scores *range)
{
    return is_pack(v) ? zset_pack_by_score(v->pack.ptr, range)
                      : zset_tree_by_score(tree_of(v), range);
}

struct zset_span zset_by_member(const struct value *v, const struct zset_members *range)
{
    return is_pack(v) ? zset_pack_by_member(v->pack.ptr, range)
                      : zset_tree_by_member(tree_of(v), range);
}

struct zset_cursor zset_seek(const struct value *v, size_t rank, bool down)
{
    struct zset_cursor c = { .down = down };

    if (is_pack(v)) {
        c.pack = v->pack.ptr;
        c.pos = zset_pack_seek(c.pack, rank);
    } else if (rank < zset_tree_count(tree_of(v))) {
        c.at = ranktree_at(tree_of(v)->order, rank);
    }
    return c;
}

struct zset_cursor zset_seek_score(const struct value *v, double score)
{
    const struct zset_scores from = { .min = score, .max = INFINITY };

    if (is_pack(v))
        return zset_seek(v, zset_pack_by_score(v->pack.ptr, &from).first, false);
    return (struct zset_cursor){ .at = ranktree_at_score(tree_of(v)->order, score) };
}

static __attribute__((noinline)) bool next_in_pack(struct zset_cursor *c, struct zset_elem *out)
{
    if (c->pos == 0)
        return false;
    *out = c->down ? zset_pack_take_back(c->pack, &c->pos) : zset_pack_take(c->pack, &c->pos);
    return true;
}

bool zset_next(struct zset_cursor *c, struct zset_elem *out)
{
    const struct scored *e;

    if (c->pack != NULL)
        return next_in_pack(c, out);
    e = c->down ? rank_cursor_prev(&c->at) : rank_cursor_next(&c->at);
    if (e == NULL)
        return false;
    zset_elem_set(out, e);
    return true;
}

struct zset_elem zset_at(const struct value *v, size_t rank)
{
    struct zset_cursor c = zset_seek(v, rank, false);
    struct zset_elem e = { .score = 0 };

    kv_assert(zset_next(&c, &e));
    return e;
}

void zset_remove_span(struct value *v, struct zset_span span)
{
    if (span.count == 0)
        return;
    if (is_pack(v))
        zset_pack_remove(&v->pack, zset_pack_seek(v->pack.ptr, span.first), span.count);
    else
        zset_tree_remove_span(tree_of(v), span);
}

bool zset_sweep(struct value *v, size_t most)
{
    return !is_pack(v) && zset_tree_sweep(tree_of(v), most);
}

/* ---- All members, and some ------------------------------------------------------------------------ */

static void each(const struct value *v, value_visit_fn *visit, void *ctx)
{
    struct zset_cursor c = zset_seek(v, 0, false);
    struct value_elem shown = { .expire_at_ms = VALUE_NEVER };
    struct zset_elem e;

    while (zset_next(&c, &e)) {
        shown.item = e.member;
        shown.score = e.score;
        if (!visit(ctx, &shown))
            return;
    }
}

/* The answer of a scan's visitor does not matter. */
struct all {
    value_visit_fn *visit;
    void *ctx;
};

static bool visit_all(void *ctx, const struct value_elem *e)
{
    const struct all *a = ctx;

    a->visit(a->ctx, e);
    return true;
}

uint64_t zset_scan(const struct value *v, uint64_t cursor, value_visit_fn *visit, void *ctx)
{
    if (!is_pack(v))
        return zset_tree_scan(tree_of(v), cursor, visit, ctx);
    each(v, visit_all, &(struct all){ visit, ctx });
    return 0;
}

static int cmp_ranks(const void *a, const void *b)
{
    const size_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* Fills ranks with count different ones below n, ascending. Draws as many as are missing, drops those
 * that came twice, and so on; count is at most n / 2, so that few rounds do. */
static void draw_ranks(size_t *ranks, size_t count, size_t n, struct rng *rng)
{
    size_t have = 0;

    while (have < count) {
        size_t kept = 0;

        while (have < count)
            ranks[have++] = rng_below(rng, n);
        qsort(ranks, have, sizeof ranks[0], cmp_ranks);
        for (size_t i = 0; i < have; i++)
            if (kept == 0 || ranks[i] != ranks[kept - 1])
                ranks[kept++] = ranks[i];
        have = kept;
    }
}

/* Shows all members but those of count ranks, ascending. */
static void show_others(const struct value *v, const size_t *ranks, size_t count,
                        zset_visit_fn *visit, void *ctx)
{
    struct zset_cursor c = zset_seek(v, 0, false);
    struct zset_elem e;
    size_t next = 0;

    for (size_t rank = 0; zset_next(&c, &e); rank++) {
        if (next < count && ranks[next] == rank)
            next++;
        else
            visit(ctx, &e);
    }
}

void zset_sample(const struct value *v, size_t count, struct rng *rng, zset_visit_fn *visit,
                 void *ctx)
{
    size_t n = value_count(v), drawn = count <= n / 2 ? count : n - count;
    size_t *ranks = mem_alloc((drawn + 1) * sizeof ranks[0]);

    kv_assert(count <= n);
    draw_ranks(ranks, drawn, n, rng);
    if (drawn < count) {
        show_others(v, ranks, drawn, visit, ctx);
    } else {
        for (size_t i = 0; i < count; i++) {
            struct zset_elem e = zset_at(v, ranks[i]);

            visit(ctx, &e);
        }
    }
    mem_free(ranks);
}

/* ---- As a value ------------------------------------------------------------------------------------ */

static struct value empty(void)
{
    struct value v = { .type = OBJ_ZSET, .encoding = ENC_LISTPACK };

    lp_init(&v.pack);
    return v;
}

static size_t count(const struct value *v)
{
    return is_pack(v) ? zset_pack_count(v->pack.ptr) : zset_tree_count(tree_of(v));
}

static void free_tree(struct value *v)
{
    zset_tree_free(tree_of(v));
}

static struct value dup(const struct value *v)
{
    return (
        struct value){ .type = OBJ_ZSET, .encoding = ENC_TREE, .ptr = zset_tree_dup(tree_of(v)) };
}

static size_t mem(const struct value *v, size_t samples)
{
    return zset_tree_mem(tree_of(v), samples);
}

static uint64_t defrag(struct value *v, uint64_t cursor)
{
    struct zset_tree *t = tree_of(v);

    cursor = zset_tree_defrag(&t, cursor);
    v->ptr = t;
    return cursor;
}

static size_t effort(const struct value *v)
{
    return table_count(tree_of(v)->members);
}

static const char *encoding_name(const struct value *v)
{
    return is_pack(v) ? "listpack" : "skiplist";
}

static void check(const struct value *v)
{
    if (is_pack(v))
        zset_pack_check(v->pack.ptr);
    else
        zset_tree_check(tree_of(v));
}

static const struct table *table(const struct value *v)
{
    return tree_of(v)->members;
}

const struct value_ops zset_ops = {
    .empty = empty,
    .count = count,
    .each = each,
    .free = free_tree,
    .dup = dup,
    .mem = mem,
    .defrag = defrag,
    .effort = effort,
    .encoding_name = encoding_name,
    .check = check,
    .table = table,
};
