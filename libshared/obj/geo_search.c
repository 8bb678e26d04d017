#include "obj/geo_search.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"
#include "ds/sorter.h"

enum {
    PATIENCE =
        8, /* members outside of the frame before a search of the tree for the next one inside */
    FIRST_BLOCK = 16,
    MAX_BLOCK = 1024,
    FEW = 1000,  /* when so many are wanted most others are refused as soon as they are found */
    EXPECT = 32, /* of those to be sorted */
};

struct block {
    struct block *next;
    size_t count, cap;
    struct geo_found found[];
};

struct geo_search {
    struct geo_shape shape;
    struct geo_wish wish;
    struct value value;
    enum { WALK, FILL, SORT, DONE } phase;
    struct zset_cursor at;
    unsigned missed; /* members in a row that were outside of the frame */
    struct block *first, *last;
    size_t count;
    struct sorter sorter; /* unless the order is as found: filled at once for few, else by FILL */
    struct block *shown;  /* the place of next_found() */
    size_t shown_pos;
    size_t sorted_pos; /* the place of geo_search_next() in the sorter */
};

/* ---- What was found ------------------------------------------------------------------------------- */

static struct geo_found *room(struct geo_search *s)
{
    size_t cap = s->last ? size_min(2 * s->last->cap, MAX_BLOCK) : FIRST_BLOCK;
    struct block *b = s->last;

    if (b == NULL || b->count == b->cap) {
        b = mem_alloc(sizeof *b + cap * sizeof b->found[0]);
        b->next = NULL;
        b->count = 0;
        b->cap = cap;
        if (s->last)
            s->last->next = b;
        else
            s->first = b;
        s->last = b;
    }
    return &b->found[b->count];
}

static bool sorts(const struct geo_search *s)
{
    return s->wish.order != GEO_AS_FOUND;
}

static bool selects(const struct geo_search *s)
{
    return sorts(s) && s->wish.count <= FEW;
}

/* The next in the order in which they were found; there is one. */
static struct geo_found *next_found(struct geo_search *s)
{
    if (s->shown == NULL)
        s->shown = s->first;
    if (s->shown_pos == s->shown->count) {
        s->shown = s->shown->next;
        s->shown_pos = 0;
    }
    return &s->shown->found[s->shown_pos++];
}

static bool add_to_sorter(struct geo_search *s, const struct geo_found *f)
{
    uint64_t key = sort_key_of_double(f->distance_m);

    if (s->wish.order == GEO_FARTHEST_FIRST)
        key = ~key;
    return sorter_add(&s->sorter, (struct sort_pair){ key, f });
}

static void add(struct geo_search *s, const struct zset_elem *e, struct geo_point at)
{
    struct geo_found *f = room(s);

    f->member = e->member;
    f->score = e->score;
    f->at = at;
    if (s->wish.distances || sorts(s))
        f->distance_m = geo_distance(s->shape.center, at);
    if (selects(s) && !add_to_sorter(s, f))
        return; /* the next one takes its room */
    s->last->count++;
    s->count++;
}

/* ---- Walking -------------------------------------------------------------------------------------- */

/* Goes to the first member that is not before this cell. */
static void go_to(struct geo_search *s, uint64_t cell)
{
    s->at = zset_seek_score(&s->value, (double)cell);
    s->missed = 0;
}

/* The member in this cell is outside of the frame; false if no other can be inside. Most gaps hold a few
 * members, over which walking is cheaper than working out where they end. */
static bool miss(struct geo_search *s, uint64_t cell)
{
    uint64_t target;

    if (++s->missed < PATIENCE || value_is_pack(&s->value))
        return true;
    target = geo_shape_next_cell(&s->shape, cell);
    if (target == GEO_NO_CELL)
        return false;
    go_to(s, target);
    return true;
}

/* False if no further member can be found, or need be. */
static bool look_at(struct geo_search *s, const struct zset_elem *e)
{
    struct geo_point at;
    uint64_t cell;

    if (e->score < 0)
        return true;
    if (e->score >= (double)GEO_CELLS)
        return false;
    cell = (uint64_t)e->score;
    if (!geo_shape_may_have(&s->shape, cell))
        return miss(s, cell);
    s->missed = 0;
    at = geo_cell_middle(cell);
    if (geo_shape_has(&s->shape, at))
        add(s, e, at);
    return !s->wish.any || s->count < s->wish.count;
}

static bool walk(struct geo_search *s, size_t steps)
{
    size_t effort = geo_shape_effort(&s->shape);
    struct zset_elem e;

    if (value_is_pack(&s->value))
        steps = SIZE_MAX;
    for (size_t i = 0; i < steps; i += effort)
        if (!zset_next(&s->at, &e) || !look_at(s, &e))
            return true;
    return false;
}

/* False if there are more to be put into the sorter. */
static bool fill(struct geo_search *s, size_t steps)
{
    for (size_t i = 0; s->sorter.count < s->count; i++) {
        if (i == steps)
            return false;
        add_to_sorter(s, next_found(s));
    }
    return true;
}

/* All are found. */
static void begin_sorting(struct geo_search *s)
{
    if (!sorts(s)) {
        s->phase = DONE;
    } else if (selects(s)) {
        s->phase = SORT;
    } else {
        sorter_init(&s->sorter, (struct sort_order){ 0 }, s->count, SIZE_MAX);
        s->phase = FILL;
    }
}

bool geo_search_step(struct geo_search *s, size_t steps)
{
    if (s->phase == WALK) {
        if (!walk(s, steps))
            return false;
        begin_sorting(s);
    }
    if (s->phase == FILL) {
        if (!fill(s, steps))
            return false;
        s->phase = SORT;
    }
    if (s->phase == SORT && sorter_step(&s->sorter, steps))
        s->phase = DONE;
    return s->phase == DONE;
}

/* ---- Life ----------------------------------------------------------------------------------------- */

struct geo_search *geo_search_new(const struct value *v, const struct geo_shape *shape,
                                  const struct geo_wish *wish)
{
    struct geo_search *s = mem_zalloc(sizeof *s);

    kv_assert(wish->order != GEO_AS_FOUND || wish->any || wish->count == SIZE_MAX);
    s->shape = *shape;
    s->wish = *wish;
    s->value = *v;
    go_to(s, geo_shape_next_cell(shape, 0));
    if (selects(s))
        sorter_init(&s->sorter, (struct sort_order){ 0 }, EXPECT, wish->count);
    return s;
}

void geo_search_free(struct geo_search *s)
{
    if (s == NULL)
        return;
    while (s->first) {
        struct block *b = s->first;

        s->first = b->next;
        mem_free(b);
    }
    sorter_fini(&s->sorter);
    mem_free_sized(s, sizeof *s);
}

/* ---- Results -------------------------------------------------------------------------------------- */

size_t geo_search_count(const struct geo_search *s)
{
    kv_assert(s->phase == DONE);
    return sorts(s) ? size_min(s->count, s->wish.count) : s->count;
}

const struct geo_found *geo_search_next(struct geo_search *s)
{
    size_t count;

    return sorts(s) ? sorter_result(&s->sorter, &count)[s->sorted_pos++].ref : next_found(s);
}
