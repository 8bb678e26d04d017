/*
 * heap -- deadlines in order: a binary min-heap of nodes that lie in the things that expire.
 *
 *     nodes[0]                       the earliest
 *     nodes[2i + 1], nodes[2i + 2]   not before nodes[i]
 *
 * A node knows its place, so that one in the middle is removed or changed without a search. Every
 * operation is O(log n). For the deadlines inside one value, of which there may be few: an empty heap
 * takes nothing, and n nodes take 8 to 32 bytes each besides their own 16. A wheel is cheaper per
 * operation and takes 32 KB.
 */
#ifndef KV_DS_HEAP_H
#define KV_DS_HEAP_H

#include <stddef.h>
#include <stdint.h>

struct heap_node {
    int64_t at_ms;  /* the deadline: Unix time, milliseconds; changed by heap_set() only */
    uint64_t index; /* in nodes */
};

/* All zero is an empty heap. */
struct heap {
    struct heap_node **nodes;
    size_t count, cap;
};

/* Forgets the nodes; h becomes empty. */
void heap_fini(struct heap *h);

/* The node with the earliest deadline, or NULL. */
static inline struct heap_node *heap_first(const struct heap *h)
{
    return h->count > 0 ? h->nodes[0] : NULL;
}

/* n->at_ms is set by the caller. */
void heap_add(struct heap *h, struct heap_node *n);
void heap_remove(struct heap *h, struct heap_node *n);
/* Gives n, which is in the heap, another deadline. */
void heap_set(struct heap *h, struct heap_node *n, int64_t at_ms);
/* The node's memory moved: n is where it is now, its content a copy of the old one. */
void heap_moved(struct heap *h, struct heap_node *n);

/* Takes out every node whose deadline is at or before now_ms, and shows it; it may be freed then. A few
 * come out one by one, in order; if many are due the rest comes in no order, for a fraction of the cost. */
void heap_take_due(struct heap *h, int64_t now_ms, void (*take)(void *ctx, struct heap_node *n),
                   void *ctx);

/* Moves the heap's memory if that helps (mem_defrag()). */
void heap_defrag(struct heap *h);

/* Bytes of the heap itself, nodes not counted. */
size_t heap_bytes(const struct heap *h);

/* Asserts every invariant by walking all of it; for tests. */
void heap_check(const struct heap *h);

#endif
