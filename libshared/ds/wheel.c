#include "ds/wheel.h"

#include "base/assert.h"
#include "base/mem.h"

/*
 * Time is counted in ticks of 16 ms, and the wheel has a base: a tick a little before the current
 * one. Slot i of level k holds ticks [i * 128^k, (i + 1) * 128^k), and level k holds the 256 slots
 * from the one in which the base lies; i modulo 256 is its place in the array.
 *
 *     base           now                                          base + 256
 *      |  LAG ticks   |  level 0: waiting                           |
 *      |  due,        |                                             |
 *      |  may be      |-- slot i+1 of level 1 --|-- slot i + 2 ...  |
 *
 * A node goes to the lowest level that holds its tick. Therefore only the first two slots of a
 * higher level can be spread, and new nodes never go to those two. What lies before the base waits
 * in the list `due`, in order of arrival; whole slots are moved there when the base passes them.
 *
 * wheel_soon() wants the earliest node though its slot may hold a million of them and be far away. Such a
 * slot is spread over a second wheel, `ahead`, whose base is where the slot begins and goes on to the next
 * nodes there are, whatever the time. What is added goes to the first wheel as ever. Both are looked at for
 * what is due; once time has come to where the base of the second is, it follows the clock as well.
 *
 * The base follows the clock LAG ticks behind it, so that the clock can go back as far with nothing
 * to be done. When it goes back further, all nodes go to the list `loose`, from where they are
 * spread. The list `far` becomes `review` each time the last level has moved by a slot; spreading
 * returns to it what is still too far.
 */
enum {
    LEVELS = 5,
    SLOTS = 256,
    TICK_BITS = 4,  /* a tick is 16 ms */
    RATIO_BITS = 7, /* a slot is 128 slots of the level below */
    LAG = 32,       /* ticks */
    FEW = 4,        /* nodes of a slot that are looked at rather than spread */
    FINE = 3,       /* nodes looked at where all are within a tick */
};

_Static_assert(SLOTS == 2 << RATIO_BITS, "a level holds two slots of the level above");

struct wheel {
    struct wheel *ahead; /* NULL until it is needed, and in a wheel that is one itself */
    int64_t base;
    size_t count;    /* nodes of ahead included: there it stays 0 */
    __int128 sum_ms; /* the same; exact, however many nodes come and go */
    struct wheel_node due, loose, review, far;
    uint64_t used[LEVELS][SLOTS / 64]; /* bit = the slot is not empty */
    struct wheel_node slot[LEVELS][SLOTS];
};

/* ---- Lists: circular, with a head that is not a node ----------------------------------------- */

static void list_init(struct wheel_node *head)
{
    head->prev = head->next = head;
}

static bool list_empty(const struct wheel_node *head)
{
    return head->next == head;
}

static void list_append(struct wheel_node *head, struct wheel_node *n)
{
    n->prev = head->prev;
    n->next = head;
    n->prev->next = n;
    head->prev = n;
}

/* Moves all nodes of from behind those of to. */
static void list_splice(struct wheel_node *to, struct wheel_node *from)
{
    if (list_empty(from))
        return;
    from->next->prev = to->prev;
    to->prev->next = from->next;
    from->prev->next = to;
    to->prev = from->prev;
    list_init(from);
}

/* Makes n the last node of the list: those behind it become the first. */
static void list_turn(struct wheel_node *head, struct wheel_node *n)
{
    head->prev->next = head->next;
    head->next->prev = head->prev;
    head->prev = n;
    head->next = n->next;
    n->next->prev = head;
    n->next = head;
}

/* ---- Slots ----------------------------------------------------------------------------------- */

static int64_t tick_of(int64_t ms)
{
    return ms >> TICK_BITS; /* rounds down, also before 1970 */
}

/* The slot of this level in which the tick lies. */
static int64_t slot_at(int64_t tick, unsigned level)
{
    return tick >> (level * RATIO_BITS);
}

static int64_t slot_start(int64_t slot, unsigned level)
{
    return slot * ((int64_t)1 << (level * RATIO_BITS));
}

static struct wheel_node *slot_list(struct wheel *w, unsigned level, int64_t slot)
{
    return &w->slot[level][slot & (SLOTS - 1)];
}

static void mark_used(struct wheel *w, unsigned level, int64_t slot)
{
    unsigned i = (unsigned)(slot & (SLOTS - 1));

    w->used[level][i / 64] |= UINT64_C(1) << (i % 64);
}

static void mark_empty(struct wheel *w, const struct wheel_node *head)
{
    size_t i = (size_t)(head - &w->slot[0][0]);

    w->used[i / SLOTS][i % SLOTS / 64] &= ~(UINT64_C(1) << (i % 64));
}

/* Among the slots of this wheel. */
static bool is_slot(const struct wheel *w, const struct wheel_node *head)
{
    return head >= &w->slot[0][0] && head < &w->slot[0][0] + LEVELS * SLOTS;
}

/* The first slot of the level that is not empty; false if all are. */
static bool first_used(const struct wheel *w, unsigned level, int64_t *slot)
{
    int64_t from = slot_at(w->base, level);
    unsigned start = (unsigned)(from & (SLOTS - 1));

    /* The word in which the level begins is looked at twice: its end first, its beginning last. */
    for (unsigned i = 0; i <= SLOTS / 64; i++) {
        unsigned word = (start / 64 + i) % (SLOTS / 64);
        uint64_t bits = w->used[level][word];

        if (i == 0)
            bits &= UINT64_MAX << (start % 64);
        if (bits != 0) {
            unsigned place = word * 64 + (unsigned)__builtin_ctzll(bits);

            *slot = from + ((place - start) & (SLOTS - 1));
            return true;
        }
    }
    return false;
}

/* The last slot of a level that can be spread now: the one in which the base lies, and the next. */
static int64_t last_to_spread(const struct wheel *w, unsigned level)
{
    return slot_at(w->base, level) + 1;
}

/* The lowest level that holds the tick, which is not before the base; LEVELS if it is too far. */
static unsigned level_of(const struct wheel *w, int64_t tick)
{
    unsigned level = 0;

    while (level < LEVELS && slot_at(tick, level) - slot_at(w->base, level) >= SLOTS)
        level++;
    return level;
}

static void place(struct wheel *w, struct wheel_node *n)
{
    int64_t tick = tick_of(n->at_ms);
    unsigned level;

    if (tick < w->base) {
        list_append(&w->due, n);
        return;
    }
    level = level_of(w, tick);
    if (level == LEVELS) {
        list_append(&w->far, n);
        return;
    }
    list_append(slot_list(w, level, slot_at(tick, level)), n);
    mark_used(w, level, slot_at(tick, level));
}

static void unlink_node(struct wheel *w, struct wheel_node *n)
{
    struct wheel_node *prev = n->prev;

    prev->next = n->next;
    n->next->prev = prev;
    if (prev == n->next) {
        if (is_slot(w, prev))
            mark_empty(w, prev);
        else if (w->ahead != NULL && is_slot(w->ahead, prev))
            mark_empty(w->ahead, prev);
    }
    n->prev = n->next = NULL;
}

/* ---- Nodes ----------------------------------------------------------------------------------- */

struct wheel *wheel_new(int64_t now_ms)
{
    struct wheel *w = mem_zalloc(sizeof *w);

    w->base = tick_of(now_ms) - LAG;
    list_init(&w->due);
    list_init(&w->loose);
    list_init(&w->review);
    list_init(&w->far);
    for (unsigned level = 0; level < LEVELS; level++)
        for (unsigned i = 0; i < SLOTS; i++)
            list_init(&w->slot[level][i]);
    return w;
}

void wheel_free(struct wheel *w)
{
    if (w != NULL)
        mem_free(w->ahead);
    mem_free(w);
}

void wheel_add(struct wheel *w, struct wheel_node *n)
{
    place(w, n);
    w->count++;
    w->sum_ms += n->at_ms;
}

void wheel_remove(struct wheel *w, struct wheel_node *n)
{
    kv_assert(n->next != NULL);
    unlink_node(w, n);
    w->count--;
    w->sum_ms -= n->at_ms;
}

/* A node is at the level where it would be placed now, or still at a higher one: in the same slot at the
 * former is in the same slot at both. It may also be in the wheel ahead, which has slots of its own. */
static bool stays(const struct wheel *w, int64_t old_tick, int64_t tick)
{
    unsigned level;

    if (old_tick < w->base || w->ahead != NULL)
        return false;
    level = level_of(w, old_tick);
    return level < LEVELS && slot_at(old_tick, level) == slot_at(tick, level);
}

void wheel_set(struct wheel *w, struct wheel_node *n, int64_t at_ms)
{
    if (!stays(w, tick_of(n->at_ms), tick_of(at_ms))) {
        wheel_remove(w, n);
        n->at_ms = at_ms;
        wheel_add(w, n);
        return;
    }
    w->sum_ms += at_ms - n->at_ms;
    n->at_ms = at_ms;
}

void wheel_moved(struct wheel *w, struct wheel_node *n)
{
    (void)w;
    n->prev->next = n;
    n->next->prev = n;
}

size_t wheel_count(const struct wheel *w)
{
    return w->count;
}

size_t wheel_bytes(const struct wheel *w)
{
    return mem_good_size(sizeof *w);
}

double wheel_sum_ms(const struct wheel *w)
{
    return (double)w->sum_ms;
}

/* ---- Time ------------------------------------------------------------------------------------ */

/* Moves the base forward. What it passes is due. */
static void base_forward(struct wheel *w, int64_t base)
{
    int64_t slot;

    for (unsigned level = 0; level < LEVELS; level++) {
        while (first_used(w, level, &slot) && slot < slot_at(base, level)) {
            list_splice(&w->due, slot_list(w, level, slot));
            mark_empty(w, slot_list(w, level, slot));
        }
    }
    if (slot_at(base, LEVELS - 1) != slot_at(w->base, LEVELS - 1))
        list_splice(&w->review, &w->far);
    w->base = base;
}

/* Moves all nodes of the slots of from to the list. */
static void slots_splice(struct wheel_node *to, struct wheel *from)
{
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t slot;

        while (first_used(from, level, &slot)) {
            list_splice(to, slot_list(from, level, slot));
            mark_empty(from, slot_list(from, level, slot));
        }
    }
}

/* Moves the base back. Slots would hold what belongs elsewhere, so all nodes are loose at first,
 * those that have been due before the others. */
static void base_back(struct wheel *w, int64_t base)
{
    struct wheel *const wheels[] = { w, w->ahead };

    for (unsigned i = 0; i < 2 && wheels[i] != NULL; i++) {
        list_splice(&w->loose, &wheels[i]->due);
        slots_splice(&w->loose, wheels[i]);
        list_splice(&w->loose, &wheels[i]->review);
        list_splice(&w->loose, &wheels[i]->far);
    }
    w->base = base;
}

/* The list from which nodes are to be spread, the most urgent first, or NULL. */
static struct wheel_node *list_to_spread(struct wheel *w)
{
    if (!list_empty(&w->loose))
        return &w->loose;
    for (unsigned level = 1; level < LEVELS; level++) {
        int64_t slot;

        if (first_used(w, level, &slot) && slot <= last_to_spread(w, level))
            return slot_list(w, level, slot);
    }
    return list_empty(&w->review) ? NULL : &w->review;
}

/* Moves nodes from a list of w to where they belong in to. */
static void spread(struct wheel *w, struct wheel_node *head, struct wheel *to, unsigned *budget)
{
    while (!list_empty(head) && *budget > 0) {
        struct wheel_node *n = head->next;

        __builtin_prefetch(n->next->next);
        unlink_node(w, n);
        place(to, n);
        --*budget;
    }
}

/* True if more is left to be spread. */
static bool advance(struct wheel *w, int64_t tick, unsigned *budget)
{
    struct wheel_node *head;

    if (tick - LAG > w->base)
        base_forward(w, tick - LAG);
    while ((head = list_to_spread(w)) != NULL && *budget > 0)
        spread(w, head, w, budget);
    return head != NULL;
}

bool wheel_advance(struct wheel *w, int64_t now_ms, unsigned budget)
{
    int64_t tick = tick_of(now_ms);
    bool more;

    if (tick < w->base)
        base_back(w, tick - LAG);
    more = advance(w, tick, &budget);
    if (w->ahead != NULL && w->ahead->base <= tick)
        more = advance(w->ahead, tick, &budget) || more;
    return more;
}

/* The next node to be handed out, or NULL. */
static struct wheel_node *next_due(struct wheel *w, int64_t now_ms)
{
    struct wheel_node *n = w->due.next;
    int64_t slot;

    if (n == &w->due) {
        if (!first_used(w, 0, &slot) || slot >= tick_of(now_ms))
            return NULL;
        n = slot_list(w, 0, slot)->next;
    }
    return n->at_ms <= now_ms ? n : NULL;
}

struct wheel_node *wheel_pop_due(struct wheel *w, int64_t now_ms)
{
    struct wheel_node *n = next_due(w, now_ms);

    if (n == NULL && w->ahead != NULL)
        n = next_due(w->ahead, now_ms);
    if (n != NULL)
        wheel_remove(w, n);
    return n;
}

/* ---- The earliest node ------------------------------------------------------------------------- */

/* The earliest of a and the first nodes of the list, no more than most, which become the last. */
static struct wheel_node *list_earliest(struct wheel_node *head, struct wheel_node *a, size_t most)
{
    struct wheel_node *n = head;

    for (; most > 0 && n->next != head; most--) {
        n = n->next;
        __builtin_prefetch(n->next->next);
        if (a == NULL || n->at_ms < a->at_ms)
            a = n;
    }
    if (n != head && n->next != head)
        list_turn(head, n);
    return a;
}

/* The earliest of a and all nodes of the wheel, of each list no more than most, of a slot of the lowest level
 * no more than fine. */
static struct wheel_node *earliest(struct wheel *w, struct wheel_node *a, size_t most, size_t fine)
{
    a = list_earliest(&w->loose, a, most);
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t slot;

        /* A slot that begins later than the best so far has nothing better. */
        if (first_used(w, level, &slot) &&
            (a == NULL || slot_start(slot, level) <= tick_of(a->at_ms)))
            a = list_earliest(slot_list(w, level, slot), a, level > 0 ? most : fine);
    }
    a = list_earliest(&w->review, a, most);
    return a != NULL ? a : list_earliest(&w->far, NULL, most);
}

struct wheel_node *wheel_first(struct wheel *w)
{
    struct wheel_node *first = list_earliest(&w->due, NULL, SIZE_MAX);

    first = earliest(w, first, SIZE_MAX, SIZE_MAX);
    if (w->ahead == NULL)
        return first;
    first = list_earliest(&w->ahead->due, first, SIZE_MAX);
    return earliest(w->ahead, first, SIZE_MAX, SIZE_MAX);
}

static bool is_long(const struct wheel_node *head)
{
    const struct wheel_node *n = head->next;

    for (unsigned i = 0; i < FEW && n != head; i++)
        n = n->next;
    return n != head;
}

/* The earliest long slot of the levels that can be spread; false if there is none. */
static bool first_long(struct wheel *w, unsigned *level, int64_t *slot)
{
    bool found = false;

    for (unsigned k = 1; k < LEVELS; k++) {
        int64_t s;

        if (first_used(w, k, &s) && is_long(slot_list(w, k, s)) &&
            (!found || slot_start(s, k) < slot_start(*slot, *level))) {
            *level = k;
            *slot = s;
            found = true;
        }
    }
    return found;
}

static bool is_empty(const struct wheel *w)
{
    int64_t slot;

    for (unsigned level = 0; level < LEVELS; level++)
        if (first_used(w, level, &slot))
            return false;
    return list_empty(&w->due) && list_empty(&w->review) && list_empty(&w->far);
}

/* Moves nodes of the slot to the wheel ahead, but those before its base: they are merely looked at. Moving
 * the base back would mean to spread everything anew, and might have to be done again and again. False if
 * nothing was moved. */
static bool move_ahead(struct wheel *w, unsigned level, int64_t slot, unsigned *budget)
{
    struct wheel_node *head = slot_list(w, level, slot);
    bool moved = false;

    if (w->ahead == NULL)
        w->ahead = wheel_new(0);
    if (is_empty(w->ahead))
        w->ahead->base = slot_start(slot, level);
    for (unsigned early = 0; early<FEW && * budget> 0 && !list_empty(head); --*budget) {
        struct wheel_node *n = head->next;

        __builtin_prefetch(n->next->next);
        if (tick_of(n->at_ms) >= w->ahead->base) {
            unlink_node(w, n);
            place(w->ahead, n);
            moved = true;
        } else {
            list_turn(head, n);
            early++;
        }
    }
    return moved;
}

/* Spreads a slot that may have something earlier than `best`, or a part of it; false if there is none. */
static bool spread_ahead(struct wheel *w, const struct wheel_node *best, unsigned *budget)
{
    int64_t tick = tick_of(best->at_ms), slot, slot_ahead, start = INT64_MAX,
            start_ahead = INT64_MAX;
    unsigned level, level_ahead;

    if (first_long(w, &level, &slot))
        start = slot_start(slot, level);
    if (w->ahead != NULL && first_long(w->ahead, &level_ahead, &slot_ahead))
        start_ahead = slot_start(slot_ahead, level_ahead);
    if (start <= tick && start <= start_ahead)
        return move_ahead(w, level, slot, budget);
    if (start_ahead > tick)
        return false;
    /* Nothing ahead is earlier than this slot. */
    if (start_ahead > w->ahead->base)
        base_forward(w->ahead, start_ahead);
    spread(w->ahead, slot_list(w->ahead, level_ahead, slot_ahead), w->ahead, budget);
    return true;
}

static struct wheel_node *soon(struct wheel *w)
{
    struct wheel_node *first;

    if (!list_empty(&w->due)) /* in order, and to stay so */
        return w->due.next;
    if (w->ahead == NULL)
        return earliest(w, NULL, FEW, FINE);
    if (!list_empty(&w->ahead->due))
        return w->ahead->due.next;
    first = earliest(w->ahead, NULL, FEW, FINE);
    return earliest(w, first, FEW, FINE);
}

struct wheel_node *wheel_soon(struct wheel *w, unsigned budget)
{
    struct wheel_node *best = soon(w);

    while (best != NULL && budget > 0 && spread_ahead(w, best, &budget))
        best = soon(w);
    return best;
}

/* ---- Any node ------------------------------------------------------------------------------------
 *
 * A list is drawn, each with the same probability, then a number below MANY: it is that node of the list, and
 * if the list has none both are drawn again. So all nodes are equally likely as long as no list is longer;
 * a longer one counts as if it had MANY, and is turned so that all of it comes up. */

static unsigned used_slots(const struct wheel *w)
{
    const uint64_t *used = &w->used[0][0];
    unsigned count = 0;

    for (unsigned i = 0; i < LEVELS * SLOTS / 64; i++)
        count += (unsigned)__builtin_popcountll(used[i]);
    return count;
}

/* The used slot of this number, counted from the first. */
static struct wheel_node *used_slot(struct wheel *w, unsigned number)
{
    const uint64_t *used = &w->used[0][0];
    unsigned word = 0, here;
    uint64_t bits;

    while ((here = (unsigned)__builtin_popcountll(used[word])) <= number) {
        number -= here;
        word++;
    }
    for (bits = used[word]; number > 0; number--)
        bits &= bits - 1;
    return &w->slot[0][0] + word * 64 + __builtin_ctzll(bits);
}

/* The lists besides the slots. */
enum { OTHERS = 3 };

static struct wheel_node *any_list(struct wheel *w, unsigned slots, unsigned number)
{
    struct wheel_node *others[OTHERS] = { &w->loose, &w->review, &w->far };

    return number < slots ? used_slot(w, number) : others[number - slots];
}

/* The node of this number; NULL if there are not so many. */
static struct wheel_node *list_at(struct wheel_node *head, size_t number)
{
    struct wheel_node *n = head->next;

    for (; n != head && number > 0; number--)
        n = n->next;
    return n != head ? n : NULL;
}

struct wheel_node *wheel_some(struct wheel *w, struct rng *rng)
{
    enum { MANY = 32, TRIES = 4 * MANY };
    unsigned here = used_slots(w), ahead = w->ahead != NULL ? used_slots(w->ahead) : 0;
    unsigned lists = here + OTHERS + (w->ahead != NULL ? ahead + OTHERS : 0);
    struct wheel_node *first = NULL;

    if (!list_empty(&w->due))
        return w->due.next;
    if (w->ahead != NULL && !list_empty(&w->ahead->due))
        return w->ahead->due.next;
    for (unsigned tries = 0; w->count > 0 && (tries < TRIES || first == NULL); tries++) {
        unsigned number = (unsigned)rng_below(rng, lists);
        struct wheel_node *head = number < here + OTHERS
                                      ? any_list(w, here, number)
                                      : any_list(w->ahead, ahead, number - here - OTHERS);
        struct wheel_node *n = list_at(head, rng_below(rng, MANY));

        if (n == NULL) {
            first = first != NULL ? first : list_at(head, 0);
            continue;
        }
        if (n->next != head)
            list_turn(head, n);
        return n;
    }
    return first;
}

/* In ms; INT64_MAX rounded to a tick if there is nothing. */
static int64_t next_ms(const struct wheel *w)
{
    int64_t next = INT64_MAX >> TICK_BITS, slot;

    if (!list_empty(&w->due) || !list_empty(&w->loose) || !list_empty(&w->review))
        return w->base * (1 << TICK_BITS);
    if (first_used(w, 0, &slot))
        next = slot + 1;
    for (unsigned level = 1; level < LEVELS; level++) {
        if (first_used(w, level, &slot)) {
            /* When the base reaches the slot before this one, spreading may begin. */
            int64_t begin = slot_start(slot - 1, level) + LAG;

            if (begin < next)
                next = begin;
        }
    }
    if (!list_empty(&w->far)) {
        int64_t review = slot_start(slot_at(w->base, LEVELS - 1) + 1, LEVELS - 1) + LAG;

        if (review < next)
            next = review;
    }
    return next * (1 << TICK_BITS);
}

int64_t wheel_next_ms(const struct wheel *w)
{
    int64_t next, ahead;

    if (w->count == 0)
        return INT64_MAX;
    next = next_ms(w);
    if (w->ahead == NULL)
        return next;
    ahead = next_ms(w->ahead);
    return ahead < next ? ahead : next;
}

static void list_each(struct wheel_node *head, void (*visit)(void *ctx, struct wheel_node *n),
                      void *ctx)
{
    for (struct wheel_node *n = head->next; n != head; n = n->next)
        visit(ctx, n);
}

void wheel_each(struct wheel *w, void (*visit)(void *ctx, struct wheel_node *n), void *ctx)
{
    list_each(&w->due, visit, ctx);
    list_each(&w->loose, visit, ctx);
    list_each(&w->review, visit, ctx);
    list_each(&w->far, visit, ctx);
    for (unsigned level = 0; level < LEVELS; level++)
        for (unsigned i = 0; i < SLOTS; i++)
            list_each(&w->slot[level][i], visit, ctx);
    if (w->ahead != NULL)
        wheel_each(w->ahead, visit, ctx);
}

/* ---- Checks ---------------------------------------------------------------------------------- */

static void check_list(const struct wheel_node *head, int64_t first_tick, int64_t end_tick,
                       size_t *count, __int128 *sum_ms)
{
    const struct wheel_node *prev = head;

    for (const struct wheel_node *n = head->next; n != head; n = n->next) {
        kv_assert(n->prev == prev);
        kv_assert(tick_of(n->at_ms) >= first_tick);
        kv_assert(tick_of(n->at_ms) < end_tick);
        prev = n;
        ++*count;
        *sum_ms += n->at_ms;
    }
    kv_assert(head->prev == prev);
}

static void check_lists(const struct wheel *w, size_t *count, __int128 *sum_ms)
{
    int64_t end = slot_start(slot_at(w->base, LEVELS - 1) + SLOTS, LEVELS - 1);

    check_list(&w->due, INT64_MIN, w->base, count, sum_ms);
    check_list(&w->loose, INT64_MIN, INT64_MAX, count, sum_ms);
    check_list(&w->review, INT64_MIN, INT64_MAX, count, sum_ms);
    check_list(&w->far, end, INT64_MAX, count, sum_ms);
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t from = slot_at(w->base, level);

        for (int64_t slot = from; slot < from + SLOTS; slot++) {
            unsigned i = (unsigned)(slot & (SLOTS - 1));
            bool used = (w->used[level][i / 64] >> (i % 64) & 1) != 0;

            kv_assert(used == !list_empty(&w->slot[level][i]));
            check_list(&w->slot[level][i], slot_start(slot, level), slot_start(slot + 1, level),
                       count, sum_ms);
        }
    }
}

void wheel_check(const struct wheel *w)
{
    size_t count = 0;
    __int128 sum_ms = 0;

    check_lists(w, &count, &sum_ms);
    if (w->ahead != NULL) {
        check_lists(w->ahead, &count, &sum_ms);
        kv_assert(w->ahead->ahead == NULL);
    }
    kv_assert(count == w->count);
    kv_assert(sum_ms == w->sum_ms);
}
