/*
 * heap -- deadlines in order: a binary min-heap of nodes that lie in the things that expire.
 *
 *     slot 0                     the earliest
 *     slots 2i + 1 and 2i + 2    not before slot i
 *
 * A node knows its place, so that one in the middle is removed or changed without a search. Every
 * operation is O(log n). Deadlines are kept next to the pointers, too: they are compared, and those that
 * have passed are counted, without looking at the nodes.
 *
 * Slots lie in one array while they are few, in chunks of 16 KB when they are more: to grow or shrink by
 * a chunk takes no longer when there are millions.
 *
 * For the deadlines inside one value, of which there may be few: an empty heap takes nothing, and n
 * nodes take 16 bytes each besides their own 16 when there are thousands, up to 32 when there are few. A
 * wheel is cheaper per operation and takes 32 KB.
 */
#ifndef KV_DS_HEAP_H
#define KV_DS_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap_node {
    int64_t at_ms;  /* the deadline: Unix time, milliseconds; changed by heap_set() only */
    uint64_t index; /* in slots */
};

struct heap_slot {
    int64_t at_ms; /* of the node */
    struct heap_node *node;
};

enum { HEAP_CHUNK = 1024 }; /* slots */

/* All zero is an empty heap. */
struct heap {
    union {
        struct heap_slot *slots;   /* cap <= HEAP_CHUNK */
        struct heap_slot **chunks; /* else */
    };
    size_t count, cap;
};

static inline struct heap_slot *heap_slot(const struct heap *h, size_t i)
{
    return h->cap <= HEAP_CHUNK ? &h->slots[i] : &h->chunks[i / HEAP_CHUNK][i % HEAP_CHUNK];
}

/* Forgets the nodes; h becomes empty. */
void heap_fini(struct heap *h);

/* The node with the earliest deadline, or NULL. */
static inline struct heap_node *heap_first(const struct heap *h)
{
    return h->count > 0 ? heap_slot(h, 0)->node : NULL;
}

/* Its deadline; INT64_MAX if there is none. */
static inline int64_t heap_first_ms(const struct heap *h)
{
    return h->count > 0 ? heap_slot(h, 0)->at_ms : INT64_MAX;
}

/* n->at_ms is set by the caller. */
void heap_add(struct heap *h, struct heap_node *n);
void heap_remove(struct heap *h, struct heap_node *n);
/* Gives n, which is in the heap, another deadline. */
void heap_set(struct heap *h, struct heap_node *n, int64_t at_ms);
/* The node's memory moved: n is where it is now, its content a copy of the old one. */
void heap_moved(struct heap *h, struct heap_node *n);

/* Takes out and returns a node whose deadline is at or before now_ms, in no order; NULL if there is none.
 * When many are due it costs next to nothing. */
struct heap_node *heap_pop_due(struct heap *h, int64_t now_ms);

/* How many nodes are due at now_ms, and the first deadline after that (INT64_MAX if none). Looks at all
 * slots: a millisecond for a million. */
size_t heap_count_due(const struct heap *h, int64_t now_ms, int64_t *next_ms);

/* True if there are nodes that are not due at now_ms. Looks at few slots if they are many. */
bool heap_has_later(const struct heap *h, int64_t now_ms);

/* Moves the heap's memory if that helps (mem_defrag()). */
void heap_defrag(struct heap *h);

/* Bytes of the heap itself, nodes not counted. */
size_t heap_bytes(const struct heap *h);

/* Asserts every invariant by walking all of it; for tests. */
void heap_check(const struct heap *h);

#endif
