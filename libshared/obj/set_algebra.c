#include "obj/set_algebra.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"
#include "ds/intset.h"
#include "obj/hll.h"

#include <stdlib.h>

enum {
    BATCH = SET_WALK_MAX,
    ADD_COST = 4,           /* adding a member to a table, in lookups */
    LISTPACK_PER_STEP = 16, /* members of a listpack that are compared in the time of a lookup */
    PREFETCH_MIN = 4096,    /* members of a table that is not in the cache anyway */
    MERGE_RATIO = 8,        /* an intset that is so many times as large is searched, not merged */
    ESTIMATE_MIN = 20000,   /* fewer members are counted exactly in no time */
    ESTIMATE_EVERY = 65536, /* members, then a look whether the estimate has reached the limit */
};

/* What becomes of the members of a set that is walked over. */
enum plan {
    INTER,          /* the smallest set: those that all others have are found */
    UNION_LOOK_UP,  /* each set: those that none of the sets before it has are found */
    UNION_COLLECT,  /* each set: those that are new to the collected set are found */
    UNION_ESTIMATE, /* each set: as a HyperLogLog, nobody is looked up */
    DIFF_LOOK_UP,   /* the first set: those that no other has are found */
    DIFF_COPY, /* the first set is collected, the others are removed from that, what is left is found */
};

/* What is done with members that have passed the lookups. */
enum role {
    SHOW,
    ADD, /* to the collected set, which does not have them */
    ADD_AND_SHOW,
    ADD_OR_DROP, /* show only those that it does not have */
    REMOVE,      /* from it */
};

struct input {
    struct value value;
    size_t count;
    size_t at; /* of an intset that is merged: the first member not below the last one looked up */
};

/* A member on its way. */
struct candidate {
    struct item item;
    struct set_member member;
    char digits[NUM_INT_MAX];
};

struct set_algebra {
    enum plan plan;
    bool keep, done;
    bool need_text; /* of integers as well */
    bool has_collected;
    struct value collected; /* the result, with keep; or what the plan needs */
    uint64_t limit, found;
    set_visit_fn *visit;
    void *ctx;
    double cost;
    struct hll_registers *registers; /* UNION_ESTIMATE */
    uint64_t estimated;              /* members that went into them */

    bool is_walking;
    enum role role;
    unsigned walked, walks; /* the set that is walked over, by its index; and how many will be */
    unsigned from, to;      /* the sets in which its members are looked up */
    unsigned next;          /* of these, for the current batch */
    unsigned left;          /* candidates of the batch that passed so far */
    uint8_t order[BATCH];   /* their indexes */
    struct candidate batch[BATCH];
    struct set_walk walk;

    unsigned count;
    struct input sets[];
};

/* ---- Choosing a plan ----------------------------------------------------------------------------- */

static int by_count_up(const void *a, const void *b)
{
    const struct input *x = a, *y = b;

    return (x->count > y->count) - (x->count < y->count);
}

static int by_count_down(const void *a, const void *b)
{
    return by_count_up(b, a);
}

static unsigned look_up_cost(const struct input *in)
{
    return in->value.encoding == ENC_LISTPACK ? 1 + (unsigned)(in->count / LISTPACK_PER_STEP) : 1;
}

/* Of looking a member up in all sets but the first, and of walking over those. */
static double other_look_ups(const struct set_algebra *a)
{
    double sum = 0;

    for (unsigned i = 1; i < a->count; i++)
        sum += look_up_cost(&a->sets[i]);
    return sum;
}

static double other_members(const struct set_algebra *a)
{
    double sum = 0;

    for (unsigned i = 1; i < a->count; i++)
        sum += (double)a->sets[i].count;
    return sum;
}

static void plan_inter(struct set_algebra *a)
{
    qsort(a->sets, a->count, sizeof a->sets[0], by_count_up);
    a->plan = INTER;
    a->walks = 1;
    a->cost = (double)a->sets[0].count * (1 + other_look_ups(a) + (a->keep ? ADD_COST : 0));
}

static void plan_union(struct set_algebra *a)
{
    double look_up = 0, collect = 0, before = 0;

    qsort(a->sets, a->count, sizeof a->sets[0], by_count_down);
    for (unsigned i = 0; i < a->count; i++) {
        look_up += (double)a->sets[i].count * (1 + before);
        collect += (double)a->sets[i].count * (1 + ADD_COST);
        before += look_up_cost(&a->sets[i]);
    }
    a->plan = a->keep || collect < look_up ? UNION_COLLECT : UNION_LOOK_UP;
    a->walks = a->count;
    a->cost = a->plan == UNION_COLLECT ? collect : look_up;
}

/* The larger of the others are asked first, since they are more likely to have a member. */
static void plan_diff(struct set_algebra *a)
{
    double first = (double)a->sets[0].count;
    double look_up = first * (1 + other_look_ups(a) + (a->keep ? ADD_COST : 0));
    double copy = first * (1 + ADD_COST + (a->keep ? 0 : 1)) + 2 * other_members(a);

    qsort(a->sets + 1, a->count - 1, sizeof a->sets[0], by_count_down);
    a->plan = copy < look_up ? DIFF_COPY : DIFF_LOOK_UP;
    a->walks = copy < look_up ? a->count + 1 : 1;
    a->cost = copy < look_up ? copy : look_up;
}

/* Takes the sets in, but for empty ones, which make no difference. False if there is nothing to do:
 * the result is empty. */
static bool take_sets(struct set_algebra *a, enum set_operation op, const struct value *const *sets,
                      unsigned count)
{
    a->count = 0;
    for (unsigned i = 0; i < count; i++) {
        size_t members = sets[i] ? set_count(sets[i]) : 0;

        if (members > 0)
            a->sets[a->count++] = (struct input){ .value = *sets[i], .count = members };
        else if (op == SET_INTER || (op == SET_DIFF && i == 0))
            return false;
    }
    return a->count > 0;
}

/* ---- Going through ------------------------------------------------------------------------------- */

static enum role role_of_walk(const struct set_algebra *a)
{
    switch (a->plan) {
    case UNION_COLLECT:
        return a->walked == 0 ? ADD_AND_SHOW : ADD_OR_DROP;
    case DIFF_COPY:
        if (a->walked == 0)
            return ADD;
        return a->walked < a->count ? REMOVE : SHOW;
    default:
        return a->keep ? ADD_AND_SHOW : SHOW;
    }
}

static void start_walk(struct set_algebra *a)
{
    bool last = a->walked == a->count; /* of DIFF_COPY: what is left of the copy */

    set_walk_init(&a->walk, last ? &a->collected : &a->sets[a->walked].value);
    a->is_walking = true;
    a->role = role_of_walk(a);
    a->from = a->to = 0;
    if (a->plan == INTER || a->plan == DIFF_LOOK_UP) {
        a->from = 1;
        a->to = a->count;
    } else if (a->plan == UNION_LOOK_UP) {
        a->to = a->walked;
    }
    for (unsigned i = a->from; i < a->to; i++)
        a->sets[i].at = 0;
}

static void end_walk(struct set_algebra *a)
{
    set_walk_fini(&a->walk);
    a->is_walking = false;
    a->walked++;
    if (a->plan == DIFF_COPY && set_count(&a->collected) == 0)
        a->walked = a->walks;
    if (a->plan == DIFF_COPY && a->walked == a->count && a->visit == NULL) {
        a->found = size_min(set_count(&a->collected), a->limit);
        a->walked = a->walks;
    }
    a->done = a->walked == a->walks;
    if (!a->done)
        start_walk(a);
}

static void candidate_init(struct candidate *c, const struct item *it, bool need_text)
{
    struct bytes text = { NULL, 0 };

    c->item = *it;
    if (need_text || !item_is_int(it))
        text = item_text(it, c->digits);
    if (item_is_int(it))
        set_member_init_int(&c->member, it->number, text);
    else
        set_member_init(&c->member, text);
}

/* The next batch of the walk, or the next walk. */
static unsigned load(struct set_algebra *a)
{
    struct item items[BATCH];
    unsigned n = set_walk_next(&a->walk, items);

    if (n == 0) {
        end_walk(a);
        return 1;
    }
    for (unsigned i = 0; i < n; i++) {
        candidate_init(&a->batch[i], &items[i], a->need_text);
        a->order[i] = (uint8_t)i;
    }
    a->left = n;
    a->next = a->from;
    return n;
}

static void prefetch(struct set_algebra *a, const struct value *v)
{
    if (v->encoding != ENC_TABLE || set_count(v) < PREFETCH_MIN)
        return;
    for (unsigned i = 0; i < a->left; i++)
        set_prefetch_bucket(v, &a->batch[a->order[i]].member);
    for (unsigned i = 0; i < a->left; i++)
        set_prefetch_elem(v, &a->batch[a->order[i]].member);
}

/* The numbers looked up come in ascending order. */
static bool merge(struct input *in, int64_t n)
{
    const uint8_t *is = in->value.pack.ptr;

    while (in->at < in->count && intset_get(is, in->at) < n)
        in->at++;
    return in->at < in->count && intset_get(is, in->at) == n;
}

/* Looks the candidates up in one more set; who it has, or has not, stays. */
static unsigned pass(struct set_algebra *a)
{
    struct input *in = &a->sets[a->next++];
    const struct input *walked = &a->sets[a->walked];
    bool merged = in->value.encoding == ENC_INTSET && walked->value.encoding == ENC_INTSET &&
                  in->count / MERGE_RATIO <= walked->count;
    unsigned n = a->left, stay = 0;

    prefetch(a, &in->value);
    for (unsigned i = 0; i < n; i++) {
        struct candidate *c = &a->batch[a->order[i]];
        bool has = merged ? merge(in, c->item.number) : set_has_member(&in->value, &c->member);

        if (has == (a->plan == INTER))
            a->order[stay++] = a->order[i];
    }
    a->left = stay;
    return n * look_up_cost(in);
}

static void show(struct set_algebra *a, const struct candidate *c)
{
    if (a->found == a->limit)
        return;
    a->found++;
    if (a->visit != NULL)
        a->visit(a->ctx, &c->item);
    a->done = a->found == a->limit;
}

/* The batch has passed all lookups. */
static unsigned deliver(struct set_algebra *a)
{
    unsigned n = a->left;

    if (a->role != SHOW) {
        /* Members come in order of their hash, as dense as in the set they come from; few may stay. */
        if (a->collected.encoding == ENC_TABLE)
            set_expect(&a->collected, a->sets[a->walked].count);
        prefetch(a, &a->collected);
    }
    for (unsigned i = 0; i < n; i++) {
        struct candidate *c = &a->batch[a->order[i]];

        switch (a->role) {
        case ADD:
            set_add_new_member(&a->collected, &c->member);
            break;
        case REMOVE:
            set_remove_member(&a->collected, &c->member);
            break;
        case ADD_OR_DROP:
            if (set_add_member(&a->collected, &c->member))
                show(a, c);
            break;
        case ADD_AND_SHOW:
            set_add_new_member(&a->collected, &c->member);
            /* fall through */
        case SHOW:
            show(a, c);
        }
    }
    a->left = 0;
    return a->role == SHOW ? n : n * ADD_COST;
}

/* ---- Estimating ---------------------------------------------------------------------------------- */

static double all_members(const struct set_algebra *a)
{
    return (double)a->sets[0].count + other_members(a);
}

/* An estimate outside what the sets' sizes allow would be seen to be wrong. */
static uint64_t estimate(const struct set_algebra *a)
{
    uint64_t n = hll_registers_count(a->registers), most = (uint64_t)all_members(a);

    if (n > most)
        n = most;
    return n < a->sets[0].count ? a->sets[0].count : n;
}

/* The next batch of the walk goes into the registers. */
static unsigned load_registers(struct set_algebra *a)
{
    struct item items[BATCH];
    unsigned n = set_walk_next(&a->walk, items);
    char scratch[NUM_INT_MAX];

    for (unsigned i = 0; i < n; i++)
        hll_registers_add(a->registers, hll_mark_of(item_text(&items[i], scratch)));
    a->estimated += n;
    if (n == 0)
        end_walk(a);
    if (a->done || (a->limit != UINT64_MAX && a->estimated % ESTIMATE_EVERY < n)) {
        uint64_t found = estimate(a);

        a->done |= found >= a->limit;
        a->found = found < a->limit ? found : a->limit;
    }
    return n;
}

void set_algebra_approximate(struct set_algebra *a)
{
    bool is_union = a->plan == UNION_LOOK_UP || a->plan == UNION_COLLECT;

    if (a->done || !is_union || a->keep || a->visit != NULL)
        return;
    if (all_members(a) < ESTIMATE_MIN || all_members(a) >= a->cost)
        return;
    a->plan = UNION_ESTIMATE;
    a->cost = all_members(a);
    a->registers = mem_alloc_aligned(_Alignof(struct hll_registers), sizeof *a->registers);
    memset(a->registers, 0, sizeof *a->registers);
}

/* ---- All of it ----------------------------------------------------------------------------------- */

bool set_algebra_step(struct set_algebra *a, uint64_t steps)
{
    uint64_t spent = 0;

    while (!a->done && spent < steps) {
        if (a->plan == UNION_ESTIMATE)
            spent += load_registers(a);
        else if (a->left == 0)
            spent += load(a);
        else
            spent += a->next < a->to ? pass(a) : deliver(a);
    }
    return a->done;
}

/* ---- Beginning and end --------------------------------------------------------------------------- */

struct set_algebra *set_algebra_new(enum set_operation op, const struct value *const *sets,
                                    unsigned count, uint64_t limit, bool keep)
{
    struct set_algebra *a = mem_alloc(sizeof *a + count * sizeof a->sets[0]);

    kv_assert(limit == 0 || !keep);
    memset(a, 0, offsetof(struct set_algebra, order));
    a->keep = keep;
    a->limit = limit > 0 ? limit : UINT64_MAX;
    a->done = !take_sets(a, op, sets, count);
    if (a->done)
        return a;
    if (op == SET_INTER)
        plan_inter(a);
    else if (op == SET_UNION)
        plan_union(a);
    else
        plan_diff(a);
    a->has_collected = keep || a->plan == UNION_COLLECT || a->plan == DIFF_COPY;
    if (a->has_collected)
        a->collected = value_empty(OBJ_SET);
    a->need_text = a->has_collected;
    for (unsigned i = 0; i < a->count; i++)
        a->need_text |= a->sets[i].value.encoding != ENC_INTSET;
    start_walk(a);
    return a;
}

void set_algebra_emit(struct set_algebra *a, set_visit_fn *visit, void *ctx)
{
    a->visit = visit;
    a->ctx = ctx;
}

double set_algebra_cost(const struct set_algebra *a)
{
    return a->cost;
}

uint64_t set_algebra_found(const struct set_algebra *a)
{
    return a->found;
}

struct value set_algebra_take(struct set_algebra *a)
{
    if (!a->has_collected)
        return value_empty(OBJ_SET);
    a->has_collected = false;
    /* What a copy has lost may leave it in an encoding for more. */
    if (a->keep && a->plan == DIFF_COPY)
        set_fit(&a->collected);
    return a->collected;
}

void set_algebra_free(struct set_algebra *a)
{
    if (a == NULL)
        return;
    if (a->is_walking)
        set_walk_fini(&a->walk);
    if (a->has_collected)
        value_free(&a->collected);
    mem_free(a->registers);
    mem_free(a);
}
