#include "obj/zset_algebra.h"

#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "obj/set.h"
#include "obj/zset_pack.h"
#include "obj/zset_tree.h"

#include <math.h>

enum { BATCH = SET_WALK_MAX };

/* A source, and the walk over it if it is walked over. */
struct source {
    const struct value *value; /* NULL: empty */
    double weight;
    size_t count;
};

/* A member on its way. */
struct traveller {
    struct bytes member; /* in the source, or in scratch if it is an integer there */
    uint64_t hash;
    double score;
    bool alive;
    char scratch[NUM_INT_MAX];
};

enum phase {
    WALK,  /* over source `at`: its members go through the operation */
    ORDER, /* the table is complete, its elements go into the tree */
    DONE,
};

struct zset_algebra {
    enum zset_operation op;
    enum zset_aggregate aggregate;
    bool by_table; /* the result comes together in the table alone: it is put in order at the end */
    bool count_only;
    uint64_t limit; /* of found; UINT64_MAX: none */
    enum phase phase;
    struct zset_tree *result;
    uint64_t found;
    uint64_t order_cursor; /* ORDER: of the table */
    unsigned at;
    bool walking; /* the walk over source `at` has begun */
    size_t left;  /* members that the walk has still to go over */
    struct zset_cursor zset_walk;
    struct set_walk set_walk;
    unsigned count;
    struct source sources[];
};

/* ---- Making one ----------------------------------------------------------------------------------- */

static size_t size_of(const struct value *v)
{
    return v == NULL ? 0 : value_count(v);
}

static struct zset_algebra *algebra_new(enum zset_operation op, const struct zset_source *sources,
                                        unsigned count)
{
    struct zset_algebra *a = mem_zalloc(sizeof *a + count * sizeof a->sources[0]);

    a->op = op;
    a->limit = UINT64_MAX;
    a->result = zset_tree_new();
    a->count = count;
    for (unsigned i = 0; i < count; i++)
        a->sources[i] =
            (struct source){ sources[i].value, sources[i].weight, size_of(sources[i].value) };
    return a;
}

/* The smallest first; sources of one size stay in their order. */
static void sort_sources(struct source *s, unsigned count)
{
    for (unsigned i = 1; i < count; i++) {
        struct source moved = s[i];
        unsigned at = i;

        for (; at > 0 && s[at - 1].count > moved.count; at--)
            s[at] = s[at - 1];
        s[at] = moved;
    }
}

static double total(const struct zset_algebra *a)
{
    double sum = 0;

    for (unsigned i = 0; i < a->count; i++)
        sum += (double)a->sources[i].count;
    return sum;
}

struct zset_algebra *zset_algebra_new(enum zset_operation op, enum zset_aggregate aggregate,
                                      const struct zset_source *sources, unsigned count)
{
    struct zset_algebra *a = algebra_new(op, sources, count);

    a->aggregate = aggregate;
    if (op != ZSET_DIFF)
        sort_sources(a->sources, count);
    /* Many lookups for each member of the first, or one for each member of all. */
    a->by_table =
        op == ZSET_UNION || (op == ZSET_DIFF && (double)a->sources[0].count * count > 2 * total(a));
    return a;
}

struct zset_algebra *zset_algebra_card(const struct zset_source *sources, unsigned count,
                                       uint64_t limit)
{
    struct zset_algebra *a = zset_algebra_new(ZSET_INTER, ZSET_SUM, sources, count);

    a->count_only = true;
    if (limit > 0)
        a->limit = limit;
    return a;
}

struct zset_algebra *zset_algebra_copy(const struct value *v, struct zset_span span)
{
    struct zset_algebra *a = algebra_new(ZSET_INTER, &(struct zset_source){ v, 1 }, 1);

    a->walking = true;
    a->left = span.count;
    a->zset_walk = zset_seek(v, span.first, false);
    return a;
}

double zset_algebra_cost(const struct zset_algebra *a)
{
    double first = (double)(a->walking ? a->left : a->sources[0].count);

    return a->by_table ? 2 * total(a) : first * (1 + a->count);
}

/* ---- Walking over a source ------------------------------------------------------------------------ */

static void walk_begin(struct zset_algebra *a)
{
    const struct source *s = &a->sources[a->at];

    a->walking = true;
    a->left = s->count;
    if (s->count == 0)
        return;
    if (s->value->type == OBJ_SET)
        set_walk_init(&a->set_walk, s->value);
    else
        a->zset_walk = zset_seek(s->value, 0, false);
}

static void walk_end(struct zset_algebra *a)
{
    const struct source *s = &a->sources[a->at];

    if (a->walking && s->count > 0 && s->value->type == OBJ_SET)
        set_walk_fini(&a->set_walk);
    a->walking = false;
}

static void travel(struct zset_algebra *a, struct traveller *t, const struct item *member,
                   double score)
{
    if (a->aggregate == ZSET_COUNT)
        score = 1;
    score *= a->sources[a->at].weight;
    t->member = item_text(member, t->scratch);
    t->hash = hash_bytes(t->member);
    t->score = isnan(score) ? 0 : score;
    t->alive = true;
}

/* The next members, 0 at the end. */
static unsigned walk_next(struct zset_algebra *a, struct traveller out[BATCH])
{
    const struct source *s = &a->sources[a->at];
    struct item items[SET_WALK_MAX];
    struct zset_elem e;
    unsigned n = 0;

    if (a->left == 0)
        return 0;
    if (s->value->type == OBJ_SET) {
        n = set_walk_next(&a->set_walk, items);
        for (unsigned i = 0; i < n; i++)
            travel(a, &out[i], &items[i], 1);
    } else {
        while (n < BATCH && n < a->left && zset_next(&a->zset_walk, &e))
            travel(a, &out[n++], &e.member, e.score);
    }
    a->left -= n;
    return n;
}

/* ---- Looking members up ---------------------------------------------------------------------------- */

/* The members' lines of the table are asked for together: each is somewhere else in memory. */
static void prefetch_batch(const struct table *t, const struct traveller *batch, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        table_prefetch_bucket(t, batch[i].hash);
    for (unsigned i = 0; i < n; i++)
        table_prefetch_elem(t, batch[i].hash);
}

static void prefetch_source(const struct source *s, const struct traveller *batch, unsigned n)
{
    if (s->count > 0 && s->value->encoding == ENC_TREE)
        prefetch_batch(((const struct zset_tree *)s->value->ptr)->members, batch, n);
}

static bool look_up(const struct source *s, const struct traveller *t, double *score)
{
    const struct scored *e;

    if (s->count == 0)
        return false;
    if (s->value->type == OBJ_SET) {
        *score = 1;
        return set_has(s->value, t->member);
    }
    if (s->value->encoding == ENC_LISTPACK)
        return zset_pack_find(s->value->pack.ptr, t->member, score) != 0;
    e = zset_tree_find(s->value->ptr, t->hash, t->member);
    if (e != NULL)
        *score = e->score;
    return e != NULL;
}

/* Adds one more score of a member. A sum of infinities of both signs is 0. */
static void aggregate(enum zset_aggregate how, double *sum, double score)
{
    switch (how) {
    case ZSET_SUM:
    case ZSET_COUNT:
        *sum += score;
        if (isnan(*sum))
            *sum = 0;
        break;
    case ZSET_MIN:
        if (score < *sum)
            *sum = score;
        break;
    case ZSET_MAX:
        if (score > *sum)
            *sum = score;
        break;
    }
}

/* ---- The operations -------------------------------------------------------------------------------- */

static void keep(struct zset_algebra *a, const struct traveller *t)
{
    if (a->found == a->limit)
        return;
    a->found++;
    if (!a->count_only)
        zset_tree_add(a->result, t->hash, t->member, t->score);
}

/* Members of the first source that are, or are not, in all others. */
static void filter(struct zset_algebra *a, struct traveller *batch, unsigned n)
{
    for (unsigned k = 1; k < a->count; k++) {
        const struct source *s = &a->sources[k];

        prefetch_source(s, batch, n);
        for (unsigned i = 0; i < n; i++) {
            struct traveller *t = &batch[i];
            double score;

            if (!t->alive)
                continue;
            t->alive = look_up(s, t, &score) == (a->op == ZSET_INTER);
            if (t->alive && a->op == ZSET_INTER)
                aggregate(a->aggregate, &t->score,
                          (a->aggregate == ZSET_COUNT ? 1 : score) * s->weight);
        }
    }
    for (unsigned i = 0; i < n; i++)
        if (batch[i].alive)
            keep(a, &batch[i]);
}

static void unite(struct zset_algebra *a, const struct traveller *batch, unsigned n)
{
    struct table *members = a->result->members;

    prefetch_batch(members, batch, n);
    for (unsigned i = 0; i < n; i++) {
        const struct traveller *t = &batch[i];
        struct scored *e = table_find(members, t->hash, t->member);

        if (e != NULL)
            aggregate(a->aggregate, &e->score, t->score);
        else
            table_add(members, t->hash, scored_new(t->score, t->member));
    }
}

/* The members of all sources but the first leave the copy of the first. */
static void subtract(struct zset_algebra *a, const struct traveller *batch, unsigned n)
{
    struct table *members = a->result->members;

    prefetch_batch(members, batch, n);
    for (unsigned i = 0; i < n; i++) {
        struct scored *e = table_remove(members, batch[i].hash, batch[i].member);

        if (e != NULL)
            scored_free(e);
    }
}

/* ---- A step ---------------------------------------------------------------------------------------- */

/* All members of the source have been seen: the next source, or the end. */
static void next_source(struct zset_algebra *a)
{
    walk_end(a);
    if (a->by_table && ++a->at < a->count)
        return;
    a->at = 0;
    a->phase = a->by_table ? ORDER : DONE;
}

/* Returns the steps it took. */
static uint64_t step_walk(struct zset_algebra *a)
{
    struct traveller batch[BATCH];
    unsigned n;

    if (!a->walking)
        walk_begin(a);
    n = walk_next(a, batch);
    if (n == 0 || a->found == a->limit) {
        next_source(a);
        return 1;
    }
    if (!a->by_table)
        filter(a, batch, n);
    else if (a->op == ZSET_UNION || a->at == 0)
        unite(a, batch, n);
    else
        subtract(a, batch, n);
    return (uint64_t)n * (a->by_table ? 1 : a->count);
}

static void order_elem(void *ctx, void *elem)
{
    struct zset_algebra *a = ctx;

    ranktree_add(a->result->order, elem);
    a->found++;
}

static uint64_t step_order(struct zset_algebra *a)
{
    uint64_t before = a->found;

    a->order_cursor = table_scan(a->result->members, a->order_cursor, order_elem, a);
    if (a->order_cursor == 0)
        a->phase = DONE;
    return 1 + a->found - before;
}

bool zset_algebra_step(struct zset_algebra *a, uint64_t steps)
{
    while (a->phase != DONE && steps > 0) {
        uint64_t done = a->phase == WALK ? step_walk(a) : step_order(a);

        steps -= done < steps ? done : steps;
    }
    return a->phase == DONE;
}

/* ---- The result ------------------------------------------------------------------------------------ */

uint64_t zset_algebra_found(const struct zset_algebra *a)
{
    return a->found;
}

struct value zset_algebra_take(struct zset_algebra *a)
{
    struct zset_tree *t = a->result;

    kv_assert(t != NULL);
    a->result = NULL;
    return (struct value){ .type = OBJ_ZSET, .encoding = ENC_TREE, .ptr = t };
}

void zset_algebra_free(struct zset_algebra *a)
{
    if (a == NULL)
        return;
    walk_end(a);
    if (a->result != NULL)
        zset_tree_free(a->result);
    mem_free(a);
}
