#include "obj/set.h"

#include "base/size.h"
#include "ds/intset.h"
#include "obj/set_inner.h"

enum {
    WALK_AHEAD =
        2 * SET_WALK_MAX, /* elements that are asked for from memory before they are used */
    PICKS = 16,           /* the same for random ones */
    DENSE = 10,           /* to walk over so many elements takes as long as to pick one at random */
};

/* ---- Walking ------------------------------------------------------------------------------------- */

void set_walk_init(struct set_walk *w, const struct value *v)
{
    w->set = v;
    w->pos = v->encoding == ENC_LISTPACK ? lp_first(v->pack.ptr) : 0;
    w->cursor = 0;
    w->ended = v->encoding != ENC_TABLE;
    w->first = w->count = 0;
    w->cap = sizeof w->local / sizeof w->local[0];
    w->elems = w->local;
}

static void walk_collect(void *ctx, void *elem)
{
    struct set_walk *w = ctx;

    if (kv_unlikely(w->count == w->cap)) {
        size_t size = w->cap * sizeof w->elems[0];

        if (w->elems == w->local)
            w->elems = memcpy(mem_alloc(2 * size), w->local, size);
        else
            w->elems = mem_realloc(w->elems, 2 * size);
        w->cap *= 2;
    }
    __builtin_prefetch(elem);
    w->elems[w->count++] = elem;
}

/* Elements are looked at a whole batch after they were asked for. */
static unsigned walk_table(struct set_walk *w, struct item *out)
{
    unsigned n;

    if (!w->ended && w->count - w->first < WALK_AHEAD) {
        w->count -= w->first;
        memmove(w->elems, w->elems + w->first, w->count * sizeof w->elems[0]);
        w->first = 0;
        do
            w->cursor = table_scan(w->set->ptr, w->cursor, walk_collect, w);
        while (w->cursor != 0 && w->count < WALK_AHEAD);
        w->ended = w->cursor == 0;
    }
    n = (unsigned)size_min(w->count - w->first, SET_WALK_MAX);
    for (unsigned i = 0; i < n; i++)
        out[i] = elem_item(w->elems[w->first++]);
    return n;
}

unsigned set_walk_next(struct set_walk *w, struct item out[SET_WALK_MAX])
{
    const uint8_t *pack = w->set->pack.ptr;
    unsigned n = 0;
    size_t count;

    switch (w->set->encoding) {
    case ENC_INTSET:
        count = intset_count(pack);
        while (n < SET_WALK_MAX && w->pos < count)
            out[n++] = item_of_int(intset_get(pack, w->pos++));
        return n;
    case ENC_LISTPACK:
        while (n < SET_WALK_MAX && w->pos != 0)
            out[n++] = lp_take(pack, &w->pos);
        return n;
    default:
        return walk_table(w, out);
    }
}

void set_walk_fini(struct set_walk *w)
{
    if (w->elems != w->local)
        mem_free(w->elems);
}

void set_each(const struct value *v, set_visit_fn *visit, void *ctx)
{
    struct item items[SET_WALK_MAX];
    struct set_walk w;
    unsigned n;

    set_walk_init(&w, v);
    while ((n = set_walk_next(&w, items)) > 0)
        for (unsigned i = 0; i < n; i++)
            visit(ctx, &items[i]);
    set_walk_fini(&w);
}

struct scan {
    value_visit_fn *visit;
    void *ctx;
};

static void scan_visit(void *ctx, void *elem)
{
    const struct scan *s = ctx;
    struct value_elem e = { .item = elem_item(elem), .expire_at_ms = VALUE_NEVER };

    s->visit(s->ctx, &e);
}

uint64_t set_scan(const struct value *v, uint64_t cursor, value_visit_fn *visit, void *ctx)
{
    struct scan s = { visit, ctx };

    if (v->encoding == ENC_TABLE)
        return table_scan(v->ptr, cursor, scan_visit, &s);
    value_each(v, visit, ctx);
    return 0;
}

/* ---- Random members ------------------------------------------------------------------------------ */

static void show_elem(const void *elem, set_visit_fn *visit, void *ctx)
{
    struct item it = elem_item(elem);

    visit(ctx, &it);
}

static void random_of_intset(const uint8_t *is, uint64_t count, struct rng *rng,
                             set_visit_fn *visit, void *ctx)
{
    size_t have = intset_count(is);

    while (count-- > 0) {
        struct item it = item_of_int(intset_get(is, rng_below(rng, have)));

        visit(ctx, &it);
    }
}

/* To seek takes time in proportion to the position: for more than a few the positions are listed. */
static void random_of_listpack(const uint8_t *lp, uint64_t count, struct rng *rng,
                               set_visit_fn *visit, void *ctx)
{
    size_t have = lp_count(lp), listed = 0;
    uint32_t *at;

    if (count <= 2) {
        while (count-- > 0) {
            struct item it = lp_get(lp, lp_seek(lp, (int64_t)rng_below(rng, have)));

            visit(ctx, &it);
        }
        return;
    }
    at = mem_alloc(have * sizeof at[0]);
    for (size_t pos = lp_first(lp); pos != 0; pos = lp_next(lp, pos))
        at[listed++] = (uint32_t)pos;
    while (count-- > 0) {
        struct item it = lp_get(lp, at[rng_below(rng, have)]);

        visit(ctx, &it);
    }
    mem_free(at);
}

static void random_of_table(const struct table *t, uint64_t count, struct rng *rng,
                            set_visit_fn *visit, void *ctx)
{
    void *picks[PICKS];

    while (count > 0) {
        size_t n = size_min(count, PICKS);

        for (size_t i = 0; i < n; i++) {
            picks[i] = table_random(t, rng);
            __builtin_prefetch(picks[i]);
        }
        for (size_t i = 0; i < n; i++)
            show_elem(picks[i], visit, ctx);
        count -= n;
    }
}

void set_random(const struct value *v, uint64_t count, struct rng *rng, set_visit_fn *visit,
                void *ctx)
{
    kv_assert(set_count(v) > 0);
    if (v->encoding == ENC_INTSET)
        random_of_intset(v->pack.ptr, count, rng, visit, ctx);
    else if (v->encoding == ENC_LISTPACK)
        random_of_listpack(v->pack.ptr, count, rng, visit, ctx);
    else
        random_of_table(v->ptr, count, rng, visit, ctx);
}

/* Walks over all members and takes each with the probability that makes every choice of `wanted` out of
 * `left` as likely as any other. */
struct selection {
    size_t left, wanted;
    struct rng *rng;
    set_visit_fn *visit;
    void *ctx;
};

static void select_visit(void *ctx, const struct item *member)
{
    struct selection *s = ctx;

    if (rng_below(s->rng, s->left--) < s->wanted) {
        s->wanted--;
        s->visit(s->ctx, member);
    }
}

/* Elements that were picked already: open addressing, at most half full. */
struct picked {
    void **slots;
    size_t mask;
};

/* False if it is there already. */
static bool picked_add(struct picked *p, void *elem)
{
    size_t i = ((uintptr_t)elem * UINT64_C(0x9e3779b97f4a7c15) >> 32) & p->mask;

    while (p->slots[i] != NULL) {
        if (p->slots[i] == elem)
            return false;
        i = (i + 1) & p->mask;
    }
    p->slots[i] = elem;
    return true;
}

/* Picks until count different ones have come. The table has several times as many, so most picks are
 * new. */
static void sample_of_table(const struct table *t, size_t count, struct rng *rng,
                            set_visit_fn *visit, void *ctx)
{
    struct picked p = { .mask = 15 };

    while (p.mask < 2 * count)
        p.mask = 2 * p.mask + 1;
    p.slots = mem_zalloc((p.mask + 1) * sizeof p.slots[0]);
    while (count > 0) {
        void *elem = table_random(t, rng);

        if (picked_add(&p, elem)) {
            show_elem(elem, visit, ctx);
            count--;
        }
    }
    mem_free(p.slots);
}

void set_sample(const struct value *v, size_t count, struct rng *rng, set_visit_fn *visit,
                void *ctx)
{
    struct selection s = { set_count(v), count, rng, visit, ctx };

    kv_assert(count <= s.left);
    if (v->encoding == ENC_TABLE && count < s.left / DENSE)
        sample_of_table(v->ptr, count, rng, visit, ctx);
    else
        set_each(v, select_visit, &s);
}

static void pop_from_intset(struct pack *p, size_t index, set_visit_fn *visit, void *ctx)
{
    struct item it = item_of_int(intset_get(p->ptr, index));

    visit(ctx, &it);
    intset_remove_range(p, index, 1);
}

static void pop_from_listpack(struct pack *p, size_t index, set_visit_fn *visit, void *ctx)
{
    size_t pos = lp_seek(p->ptr, (int64_t)index);
    struct item it = lp_get(p->ptr, pos);

    visit(ctx, &it);
    lp_delete(p, pos, 1);
}

static void pop_elem(struct table *t, void *elem, set_visit_fn *visit, void *ctx)
{
    show_elem(elem, visit, ctx);
    table_unlink(t, elem_hash(elem), elem);
    elem_free(elem);
}

static void pop_from_table(struct table *t, size_t count, struct rng *rng, set_visit_fn *visit,
                           void *ctx)
{
    size_t left = table_count(t);
    struct table_iter it;

    if (count < left / DENSE) {
        for (; count > 0; count--)
            pop_elem(t, table_random(t, rng), visit, ctx);
        return;
    }
    table_iter_init(&it, t);
    for (; count > 0; left--) {
        void *elem = table_iter_next(&it);

        if (rng_below(rng, left) < count) {
            pop_elem(t, elem, visit, ctx);
            count--;
        }
    }
    table_iter_fini(&it);
}

void set_pop(struct value *v, size_t count, struct rng *rng, set_visit_fn *visit, void *ctx)
{
    size_t left = set_count(v);

    kv_assert(count <= left);
    if (v->encoding == ENC_TABLE) {
        pop_from_table(v->ptr, count, rng, visit, ctx);
        return;
    }
    for (; count > 0; count--, left--) {
        if (v->encoding == ENC_INTSET)
            pop_from_intset(&v->pack, rng_below(rng, left), visit, ctx);
        else
            pop_from_listpack(&v->pack, rng_below(rng, left), visit, ctx);
    }
}
