#include "ds/heap.h"

#include "base/assert.h"
#include "base/mem.h"

enum {
    CAP_MIN = 4,
    SWEEP_SHARE = 64,    /* when more than one node in so many is due, all are looked at */
    PREFETCH_AHEAD = 16, /* nodes of a sweep */
};

static void resize(struct heap *h, size_t cap)
{
    h->nodes = mem_realloc(h->nodes, cap * sizeof *h->nodes);
    h->cap = cap;
}

static inline void place(struct heap *h, size_t i, struct heap_node *n)
{
    h->nodes[i] = n;
    n->index = i;
}

/* Puts n at the free place i, or nearer to the top: what is later than n moves down. */
static void sift_up(struct heap *h, size_t i, struct heap_node *n)
{
    while (i > 0) {
        struct heap_node *parent = h->nodes[(i - 1) / 2];

        if (parent->at_ms <= n->at_ms)
            break;
        place(h, i, parent);
        i = (i - 1) / 2;
    }
    place(h, i, n);
}

/* Puts n at the free place i, or further from the top: what is earlier than n moves up. */
static void sift_down(struct heap *h, size_t i, struct heap_node *n)
{
    for (size_t child; (child = 2 * i + 1) < h->count; i = child) {
        if (child + 1 < h->count && h->nodes[child + 1]->at_ms < h->nodes[child]->at_ms)
            child++;
        if (n->at_ms <= h->nodes[child]->at_ms)
            break;
        place(h, i, h->nodes[child]);
    }
    place(h, i, n);
}

/* Puts n at the free place i, or where it belongs. */
static void settle(struct heap *h, size_t i, struct heap_node *n)
{
    if (i > 0 && h->nodes[(i - 1) / 2]->at_ms > n->at_ms)
        sift_up(h, i, n);
    else
        sift_down(h, i, n);
}

void heap_fini(struct heap *h)
{
    mem_free(h->nodes);
    *h = (struct heap){ NULL };
}

void heap_add(struct heap *h, struct heap_node *n)
{
    if (h->count == h->cap)
        resize(h, h->cap > 0 ? 2 * h->cap : CAP_MIN);
    h->count++;
    sift_up(h, h->count - 1, n);
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
    struct heap_node *last = h->nodes[h->count - 1];

    kv_assert(n->index < h->count);
    kv_assert(h->nodes[n->index] == n);
    h->count--;
    if (last != n)
        settle(h, n->index, last);
    shrink(h);
}

void heap_set(struct heap *h, struct heap_node *n, int64_t at_ms)
{
    kv_assert(h->nodes[n->index] == n);
    n->at_ms = at_ms;
    settle(h, n->index, n);
}

void heap_moved(struct heap *h, struct heap_node *n)
{
    kv_assert(n->index < h->count);
    h->nodes[n->index] = n;
}

/* Looks at all nodes, takes what is due, and makes a heap of the rest. */
static void sweep(struct heap *h, int64_t now_ms, void (*take)(void *ctx, struct heap_node *n),
                  void *ctx)
{
    size_t left = 0;

    for (size_t i = 0; i < h->count; i++) {
        struct heap_node *n = h->nodes[i];

        if (i + PREFETCH_AHEAD < h->count)
            __builtin_prefetch(h->nodes[i + PREFETCH_AHEAD]);
        if (n->at_ms > now_ms)
            h->nodes[left++] = n;
        else
            take(ctx, n);
    }
    h->count = left;
    for (size_t i = 0; i < left; i++)
        h->nodes[i]->index = i;
    for (size_t i = left / 2; i-- > 0;)
        sift_down(h, i, h->nodes[i]);
    shrink(h);
}

void heap_take_due(struct heap *h, int64_t now_ms, void (*take)(void *ctx, struct heap_node *n),
                   void *ctx)
{
    struct heap_node *n;

    for (size_t few = h->count / SWEEP_SHARE + 1; few > 0; few--) {
        n = heap_first(h);
        if (n == NULL || n->at_ms > now_ms)
            return;
        heap_remove(h, n);
        take(ctx, n);
    }
    if (h->count > 0 && h->nodes[0]->at_ms <= now_ms)
        sweep(h, now_ms, take, ctx);
}

void heap_defrag(struct heap *h)
{
    if (h->nodes != NULL)
        h->nodes = mem_defrag(h->nodes, 0);
}

size_t heap_bytes(const struct heap *h)
{
    return h->cap > 0 ? mem_good_size(h->cap * sizeof *h->nodes) : 0;
}

void heap_check(const struct heap *h)
{
    kv_assert(h->count <= h->cap);
    kv_assert((h->nodes == NULL) == (h->count == 0));
    for (size_t i = 0; i < h->count; i++) {
        kv_assert(h->nodes[i]->index == i);
        if (i > 0)
            kv_assert(h->nodes[(i - 1) / 2]->at_ms <= h->nodes[i]->at_ms);
    }
}
