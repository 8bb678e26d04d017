#include "obj/hash.h"

#include "base/mem.h"
#include "base/size.h"
#include "obj/hash_inner.h"

enum {
    BATCH = 16,        /* fields fetched from memory together */
    LOCAL_PAIRS = 128, /* places of a listpack noted without an allocation */
    PICK_COST = 8,     /* picking one field takes as long as passing by so many in a walk */
    RARE = 16,         /* among so many hidden fields a shown one is not looked for at random */
};

/* ---- All fields ---------------------------------------------------------------------------------- */

static void each_pair(const uint8_t *lp, value_visit_fn *visit, void *ctx)
{
    struct value_elem e = { .expire_at_ms = VALUE_NEVER };

    for (size_t pos = lp_first(lp); pos != 0;) {
        show_pair(&e, lp, &pos);
        if (!visit(ctx, &e))
            return;
    }
}

void hash_each(const struct value *v, value_visit_fn *visit, void *ctx)
{
    struct value_elem e = { .score = 0 };
    struct table_iter it;
    bool more = true;

    if (is_listpack(v)) {
        each_pair(v->pack.ptr, visit, ctx);
        return;
    }
    table_iter_init(&it, table_of(v)->table);
    for (const struct hash_field *f; more && (f = table_iter_next(&it)) != NULL;) {
        if (is_hidden(table_of(v), f))
            continue;
        show_field(&e, f);
        more = visit(ctx, &e);
    }
    table_iter_fini(&it);
}

/* ---- Batches ------------------------------------------------------------------------------------- */

/* Fields on their way to a visitor: they are fetched while more are looked for. */
struct batch {
    const struct hash_field *fields[BATCH];
    unsigned count;
    value_visit_fn *visit;
    void *ctx;
    bool stopped; /* the visitor wants no more */
};

static void batch_show(struct batch *b)
{
    struct value_elem e = { .score = 0 };

    for (unsigned i = 0; i < b->count && !b->stopped; i++) {
        show_field(&e, b->fields[i]);
        b->stopped = !b->visit(b->ctx, &e);
    }
    b->count = 0;
}

static void batch_add(struct batch *b, const struct hash_field *f)
{
    __builtin_prefetch(f);
    b->fields[b->count++] = f;
    if (b->count == BATCH)
        batch_show(b);
}

/* ---- Picks with repetition ----------------------------------------------------------------------- */

static void pick_pairs(const uint8_t *lp, struct rng *rng, size_t count, value_visit_fn *visit,
                       void *ctx)
{
    size_t pairs = lp_count(lp) / 2, local[LOCAL_PAIRS];
    size_t *places = pairs <= LOCAL_PAIRS ? local : mem_alloc(pairs * sizeof *places);
    struct value_elem e = { .expire_at_ms = VALUE_NEVER };
    bool more = true;

    for (size_t i = 0, pos = lp_first(lp); pos != 0; i++) {
        places[i] = pos;
        pos = lp_next(lp, lp_next(lp, pos));
    }
    for (; more && count > 0; count--) {
        size_t pos = places[rng_below(rng, pairs)];

        show_pair(&e, lp, &pos);
        more = visit(ctx, &e);
    }
    if (places != local)
        mem_free(places);
}

static bool is_rare(const struct value *v)
{
    return hash_hides(v) && table_count(table_of(v)->table) / RARE > hash_count(v);
}

/* A field that is shown, which is not rare. */
static const struct hash_field *pick(const struct hash_table *h, struct rng *rng)
{
    const struct hash_field *f;

    do
        f = table_random(h->table, rng);
    while (is_hidden(h, f));
    return f;
}

/* Gathers the few fields that are shown, then picks. */
static void pick_rare(const struct value *v, struct rng *rng, size_t count, struct batch *b)
{
    const struct hash_table *h = table_of(v);
    size_t shown = hash_count(v), n = 0;
    const struct hash_field **fields = mem_alloc(shown * sizeof *fields);
    struct table_iter it;

    table_iter_init(&it, h->table);
    for (const struct hash_field *f; n < shown && (f = table_iter_next(&it)) != NULL;)
        if (!is_hidden(h, f))
            fields[n++] = f;
    table_iter_fini(&it);
    for (; count > 0 && !b->stopped; count--)
        batch_add(b, fields[rng_below(rng, shown)]);
    mem_free(fields);
}

void hash_pick(const struct value *v, struct rng *rng, size_t count, value_visit_fn *visit,
               void *ctx)
{
    struct batch b = { .visit = visit, .ctx = ctx };

    if (is_listpack(v)) {
        pick_pairs(v->pack.ptr, rng, count, visit, ctx);
        return;
    }
    if (is_rare(v))
        pick_rare(v, rng, count, &b);
    else
        for (; count > 0 && !b.stopped; count--)
            batch_add(&b, pick(table_of(v), rng));
    batch_show(&b);
}

/* ---- Different fields ---------------------------------------------------------------------------- */

/* A choice of `wanted` out of `left` things that come by one at a time: each is taken with the
 * probability that makes every outcome equally likely (Knuth, The Art of Computer Programming 2,
 * algorithm 3.4.2 S). */
struct choice {
    size_t wanted, left;
    struct rng *rng;
};

static bool choose(struct choice *c)
{
    bool taken = rng_below(c->rng, c->left) < c->wanted;

    c->left--;
    c->wanted -= taken;
    return taken;
}

static void sample_pairs(const uint8_t *lp, struct choice *c, value_visit_fn *visit, void *ctx)
{
    struct value_elem e = { .expire_at_ms = VALUE_NEVER };

    for (size_t pos = lp_first(lp); pos != 0 && c->wanted > 0;) {
        show_pair(&e, lp, &pos);
        if (choose(c) && !visit(ctx, &e))
            return;
    }
}

struct sampled_walk {
    const struct hash_table *hash;
    struct choice choice;
    struct batch batch;
};

static void sample_field(void *ctx, void *elem)
{
    struct sampled_walk *w = ctx;

    if (!is_hidden(w->hash, elem) && w->choice.wanted > 0 && choose(&w->choice))
        batch_add(&w->batch, elem);
}

/* Walks the table. */
static void sample_by_walk(const struct hash_table *h, struct choice *c, struct batch *b)
{
    struct sampled_walk w = { h, *c, *b };
    uint64_t cursor = 0;

    do
        cursor = table_scan(h->table, cursor, sample_field, &w);
    while (cursor != 0 && w.choice.wanted > 0 && !w.batch.stopped);
    batch_show(&w.batch);
}

/* Notes a field; false if it was there. seen has a power of two of places, most of them free. */
static bool note(const struct hash_field **seen, size_t places, const struct hash_field *f)
{
    size_t i = (size_t)((uintptr_t)f * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (places - 1);

    while (seen[i] != NULL && seen[i] != f)
        i = (i + 1) & (places - 1);
    if (seen[i] == f)
        return false;
    seen[i] = f;
    return true;
}

/* Picks at random and passes over what was picked before: for few out of many. */
static void sample_by_picks(const struct hash_table *h, struct choice *c, struct batch *b)
{
    size_t places = 16;
    const struct hash_field **seen;

    while (places < 2 * c->wanted)
        places *= 2;
    seen = mem_zalloc(places * sizeof *seen);
    while (c->wanted > 0 && !b->stopped) {
        const struct hash_field *f = pick(h, c->rng);

        if (note(seen, places, f)) {
            batch_add(b, f);
            c->wanted--;
        }
    }
    batch_show(b);
    mem_free(seen);
}

void hash_sample(const struct value *v, struct rng *rng, size_t count, value_visit_fn *visit,
                 void *ctx)
{
    struct choice c = { .wanted = count, .left = hash_count(v), .rng = rng };
    struct batch b = { .visit = visit, .ctx = ctx };

    if (count >= c.left)
        hash_each(v, visit, ctx);
    else if (is_listpack(v))
        sample_pairs(v->pack.ptr, &c, visit, ctx);
    else if (count >= c.left / PICK_COST || is_rare(v))
        sample_by_walk(table_of(v), &c, &b);
    else
        sample_by_picks(table_of(v), &c, &b);
}

/* ---- Scans --------------------------------------------------------------------------------------- */

struct scan {
    const struct hash_table *hash;
    value_visit_fn *visit;
    void *ctx;
};

static void scan_field(void *ctx, void *elem)
{
    struct scan *s = ctx;
    struct value_elem e = { .score = 0 };

    if (is_hidden(s->hash, elem))
        return;
    show_field(&e, elem);
    s->visit(s->ctx, &e);
}

uint64_t hash_scan(const struct value *v, uint64_t cursor, value_visit_fn *visit, void *ctx)
{
    struct scan s = { table_of(v), visit, ctx };

    if (!is_listpack(v))
        return table_scan(s.hash->table, cursor, scan_field, &s);
    each_pair(v->pack.ptr, visit, ctx);
    return 0;
}
