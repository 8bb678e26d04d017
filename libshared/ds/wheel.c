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
};

_Static_assert(SLOTS == 2 << RATIO_BITS, "a level holds two slots of the level above");

struct wheel {
    int64_t base;
    size_t count;
    __int128 sum_ms; /* exact, however many nodes come and go */
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

/* The earliest of a and all nodes of the list; a may be NULL. */
static struct wheel_node *list_earliest(struct wheel_node *head, struct wheel_node *a)
{
    for (struct wheel_node *n = head->next; n != head; n = n->next)
        if (a == NULL || n->at_ms < a->at_ms)
            a = n;
    return a;
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

static void place(struct wheel *w, struct wheel_node *n)
{
    int64_t tick = tick_of(n->at_ms);

    if (tick < w->base) {
        list_append(&w->due, n);
        return;
    }
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t slot = slot_at(tick, level);

        if (slot - slot_at(w->base, level) < SLOTS) {
            list_append(slot_list(w, level, slot), n);
            mark_used(w, level, slot);
            return;
        }
    }
    list_append(&w->far, n);
}

static void unlink_node(struct wheel *w, struct wheel_node *n)
{
    struct wheel_node *prev = n->prev;

    prev->next = n->next;
    n->next->prev = prev;
    if (prev == n->next && prev >= &w->slot[0][0] && prev < &w->slot[0][0] + LEVELS * SLOTS)
        mark_empty(w, prev);
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

/* Moves the base back. Slots would hold what belongs elsewhere, so all nodes are loose at first,
 * those that have been due before the others. */
static void base_back(struct wheel *w, int64_t base)
{
    list_splice(&w->loose, &w->due);
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t slot;

        while (first_used(w, level, &slot)) {
            list_splice(&w->loose, slot_list(w, level, slot));
            mark_empty(w, slot_list(w, level, slot));
        }
    }
    list_splice(&w->loose, &w->review);
    list_splice(&w->loose, &w->far);
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

bool wheel_advance(struct wheel *w, int64_t now_ms, unsigned budget)
{
    int64_t tick = tick_of(now_ms);
    struct wheel_node *head;

    if (tick < w->base)
        base_back(w, tick - LAG);
    else if (tick - LAG > w->base)
        base_forward(w, tick - LAG);

    while ((head = list_to_spread(w)) != NULL && budget > 0) {
        while (!list_empty(head) && budget > 0) {
            struct wheel_node *n = head->next;

            __builtin_prefetch(n->next->next);
            unlink_node(w, n);
            place(w, n);
            budget--;
        }
    }
    return head != NULL;
}

struct wheel_node *wheel_pop_due(struct wheel *w, int64_t now_ms)
{
    struct wheel_node *n = w->due.next;
    int64_t slot;

    if (n == &w->due) {
        if (!first_used(w, 0, &slot) || slot >= tick_of(now_ms))
            return NULL;
        n = slot_list(w, 0, slot)->next;
    }
    if (n->at_ms > now_ms)
        return NULL;
    wheel_remove(w, n);
    return n;
}

struct wheel_node *wheel_first(struct wheel *w)
{
    struct wheel_node *first = list_earliest(&w->loose, NULL);

    first = list_earliest(&w->due, first);
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t slot;

        /* A slot that begins later than the best so far has nothing better. */
        if (first_used(w, level, &slot) &&
            (first == NULL || slot_start(slot, level) <= tick_of(first->at_ms)))
            first = list_earliest(slot_list(w, level, slot), first);
    }
    first = list_earliest(&w->review, first);
    return first != NULL ? first : list_earliest(&w->far, NULL);
}

/* As list_earliest, of the first nodes of the list, which become the last. */
static struct wheel_node *list_soon(struct wheel_node *head, struct wheel_node *a, unsigned most)
{
    struct wheel_node *n = head;

    if (list_empty(head))
        return a;
    for (unsigned i = 0; i < most && n->next != head; i++) {
        n = n->next;
        __builtin_prefetch(n->next->next);
        if (a == NULL || n->at_ms < a->at_ms)
            a = n;
    }
    if (n->next != head)
        list_turn(head, n);
    return a;
}

struct wheel_node *wheel_soon(struct wheel *w, unsigned most)
{
    struct wheel_node *first = NULL;

    if (!list_empty(&w->due)) /* in order, and to stay so */
        return w->due.next;
    first = list_soon(&w->loose, NULL, most);
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t slot;

        if (first_used(w, level, &slot) &&
            (first == NULL || slot_start(slot, level) <= tick_of(first->at_ms)))
            first = list_soon(slot_list(w, level, slot), first, most);
    }
    first = list_soon(&w->review, first, most);
    return first != NULL ? first : list_soon(&w->far, NULL, most);
}

/* A node of the list that was not handed out before, or not for a while; NULL if it is empty. */
static struct wheel_node *list_some(struct wheel_node *head)
{
    struct wheel_node *n = head->next;

    if (n == head)
        return NULL;
    if (n->next != head)
        list_turn(head, n);
    return n;
}

struct wheel_node *wheel_some(struct wheel *w, struct rng *rng)
{
    enum { WORDS = LEVELS * SLOTS / 64 };
    const uint64_t *used = &w->used[0][0];
    unsigned start = (unsigned)rng_below(rng, LEVELS * SLOTS);
    struct wheel_node *n;

    if (!list_empty(&w->due))
        return w->due.next;
    for (unsigned i = 0; i <= WORDS; i++) {
        unsigned word = (start / 64 + i) % WORDS;
        uint64_t bits = used[word] & (i == 0 ? UINT64_MAX << (start % 64) : UINT64_MAX);

        if (bits != 0)
            return list_some(&w->slot[0][0] + word * 64 + __builtin_ctzll(bits));
    }
    n = list_some(&w->loose);
    n = n != NULL ? n : list_some(&w->review);
    return n != NULL ? n : list_some(&w->far);
}

int64_t wheel_next_ms(const struct wheel *w)
{
    int64_t next = INT64_MAX >> TICK_BITS, slot;

    if (w->count == 0)
        return INT64_MAX;
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

void wheel_check(const struct wheel *w)
{
    size_t count = 0;
    __int128 sum_ms = 0;
    int64_t end = slot_start(slot_at(w->base, LEVELS - 1) + SLOTS, LEVELS - 1);

    check_list(&w->due, INT64_MIN, w->base, &count, &sum_ms);
    check_list(&w->loose, INT64_MIN, INT64_MAX, &count, &sum_ms);
    check_list(&w->review, INT64_MIN, INT64_MAX, &count, &sum_ms);
    check_list(&w->far, end, INT64_MAX, &count, &sum_ms);
    for (unsigned level = 0; level < LEVELS; level++) {
        int64_t from = slot_at(w->base, level);

        for (int64_t slot = from; slot < from + SLOTS; slot++) {
            unsigned i = (unsigned)(slot & (SLOTS - 1));
            bool used = (w->used[level][i / 64] >> (i % 64) & 1) != 0;

            kv_assert(used == !list_empty(&w->slot[level][i]));
            check_list(&w->slot[level][i], slot_start(slot, level), slot_start(slot + 1, level),
                       &count, &sum_ms);
        }
    }
    kv_assert(count == w->count);
    kv_assert(sum_ms == w->sum_ms);
}
