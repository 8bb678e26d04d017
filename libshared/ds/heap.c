#include "ds/heap.h"

#include "base/assert.h"
#include "base/mem.h"

enum {
    CAP_MIN = 4,
    DOUBLE_MAX = 1024,   /* a larger heap grows by a quarter */
    PREFETCH_AHEAD = 16, /* nodes that are taken out soon */
};

static void resize(struct heap *h, size_t cap)
{
    h->slots = mem_realloc(h->slots, cap * sizeof *h->slots);
    h->cap = cap;
}

static inline void place(struct heap *h, size_t i, struct heap_slot s)
{
    h->slots[i] = s;
    s.node->index = i;
}

/* Puts s at the free place i, or nearer to the top: what is later than s moves down. */
static void sift_up(struct heap *h, size_t i, struct heap_slot s)
{
    while (i > 0 && h->slots[(i - 1) / 2].at_ms > s.at_ms) {
        place(h, i, h->slots[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    place(h, i, s);
}

/* Puts s at the free place i, or further from the top: what is earlier than s moves up. */
static void sift_down(struct heap *h, size_t i, struct heap_slot s)
{
    for (size_t child; (child = 2 * i + 1) < h->count; i = child) {
        if (child + 1 < h->count && h->slots[child + 1].at_ms < h->slots[child].at_ms)
            child++;
        if (s.at_ms <= h->slots[child].at_ms)
            break;
        place(h, i, h->slots[child]);
    }
    place(h, i, s);
}

/* Puts s at the free place i, or where it belongs. */
static void settle(struct heap *h, size_t i, struct heap_slot s)
{
    if (i > 0 && h->slots[(i - 1) / 2].at_ms > s.at_ms)
        sift_up(h, i, s);
    else
        sift_down(h, i, s);
}

static struct heap_slot slot_of(struct heap_node *n)
{
    return (struct heap_slot){ n->at_ms, n };
}

static size_t grown(size_t cap)
{
    return cap < CAP_MIN ? CAP_MIN : cap < DOUBLE_MAX ? 2 * cap : cap + cap / 4;
}

void heap_fini(struct heap *h)
{
    mem_free(h->slots);
    *h = (struct heap){ NULL };
}

void heap_add(struct heap *h, struct heap_node *n)
{
    if (h->count == h->cap)
        resize(h, grown(h->cap));
    h->count++;
    sift_up(h, h->count - 1, slot_of(n));
}

/* Gives back room after nodes have gone, and keeps enough for as many again. */
static void shrink(struct heap *h)
{
    size_t cap = h->cap;

    while (h->count < cap / 4 && cap > CAP_MIN)
        cap /= 2;
    if (h->count == 0)
        heap_fini(h);
    else if (cap != h->cap)
        resize(h, cap);
}

void heap_remove(struct heap *h, struct heap_node *n)
{
    struct heap_slot last = h->slots[h->count - 1];

    kv_assert(n->index < h->count);
    kv_assert(h->slots[n->index].node == n);
    h->count--;
    if (last.node != n)
        settle(h, n->index, last);
    shrink(h);
}

void heap_set(struct heap *h, struct heap_node *n, int64_t at_ms)
{
    kv_assert(h->slots[n->index].node == n);
    n->at_ms = at_ms;
    settle(h, n->index, slot_of(n));
}

void heap_moved(struct heap *h, struct heap_node *n)
{
    kv_assert(n->index < h->count);
    h->slots[n->index].node = n;
}

/* When many are due, the last one mostly is as well: taking that moves nothing else. */
struct heap_node *heap_pop_due(struct heap *h, int64_t now_ms)
{
    struct heap_node *n;

    if (heap_first_ms(h) > now_ms || h->count == 0)
        return NULL;
    n = h->slots[h->count - 1].node;
    if (h->slots[h->count - 1].at_ms > now_ms) {
        n = h->slots[0].node;
        heap_remove(h, n);
        return n;
    }
    h->count--;
    if (h->count >= PREFETCH_AHEAD)
        __builtin_prefetch(h->slots[h->count - PREFETCH_AHEAD].node);
    shrink(h);
    return n;
}

size_t heap_count_due(const struct heap *h, int64_t now_ms, int64_t *next_ms)
{
    int64_t next = INT64_MAX;
    size_t due = 0;

    for (size_t i = 0; i < h->count; i++) {
        int64_t at_ms = h->slots[i].at_ms, later = at_ms > now_ms ? at_ms : INT64_MAX;

        due += at_ms <= now_ms;
        next = later < next ? later : next;
    }
    *next_ms = next;
    return due;
}

void heap_defrag(struct heap *h)
{
    if (h->slots != NULL)
        h->slots = mem_defrag(h->slots, 0);
}

size_t heap_bytes(const struct heap *h)
{
    return h->cap > 0 ? mem_good_size(h->cap * sizeof *h->slots) : 0;
}

void heap_check(const struct heap *h)
{
    kv_assert(h->count <= h->cap);
    kv_assert((h->slots == NULL) == (h->count == 0));
    for (size_t i = 0; i < h->count; i++) {
        kv_assert(h->slots[i].node->index == i);
        kv_assert(h->slots[i].node->at_ms == h->slots[i].at_ms);
        if (i > 0)
            kv_assert(h->slots[(i - 1) / 2].at_ms <= h->slots[i].at_ms);
    }
}
