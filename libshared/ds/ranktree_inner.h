/*
 * ranktree_inner -- the nodes of a ranktree, shared by ranktree.c (lookups, single elements),
 * ranktree_cut.c (whole trees: cutting, freeing, checking). Nobody else includes it.
 *
 * Levels count from the leaves, which are level 0. A node is at an edge if it is the first or the last
 * of its level. Nodes at an edge may hold any number from 1 on, so that taking from either end does not
 * move what lies behind it; all others hold at least NODE_MIN; a root that is no leaf has two children
 * or more.
 */
#ifndef KV_DS_RANKTREE_INNER_H
#define KV_DS_RANKTREE_INNER_H

#include "ds/ranktree.h"

enum {
    LEAF_MAX = 62,  /* elements of a leaf: 768 bytes, a size class of jemalloc */
    INNER_MAX = 63, /* children of an inner node: 2048 bytes */
    NODE_FEW = 20,  /* with fewer a node is joined with its neighbour */
    NODE_MIN = 19,  /* one may be lost between a node and its neighbours without anyone looking */
    LEVELS_MAX = 16,
};

struct leaf {
    uint32_t count;
    struct leaf *prev, *next;
    uint32_t prefix[LEAF_MAX]; /* the high halves of the scores' order images */
    struct scored *elem[LEAF_MAX];
};

/* What is first in each child is kept here, so that finding the way touches no child but the right
 * one. */
struct inner {
    uint32_t count;
    uint64_t order[INNER_MAX];       /* of the first element's score */
    struct scored *first[INNER_MAX]; /* the first element */
    void *child[INNER_MAX];
    size_t size[INNER_MAX]; /* elements below the child */
};

_Static_assert(sizeof(struct leaf) == 768, "a leaf fills its size class");
_Static_assert(sizeof(struct inner) <= 2048, "an inner node fills its size class");

struct ranktree {
    void *root; /* NULL: no elements */
    unsigned level;
    size_t count;
};

/* The way from the root to a leaf: node[l] at level l, which is child index[l] of the one above. */
struct path {
    void *node[LEVELS_MAX];
    unsigned index[LEVELS_MAX];
};

static inline uint32_t prefix_of(double score)
{
    return (uint32_t)(score_order(score) >> 32);
}

static inline unsigned node_count(const void *node, unsigned level)
{
    return level == 0 ? ((const struct leaf *)node)->count : ((const struct inner *)node)->count;
}

static inline unsigned node_max(unsigned level)
{
    return level == 0 ? LEAF_MAX : INNER_MAX;
}

static inline struct scored *node_first(const void *node, unsigned level)
{
    return level == 0 ? ((const struct leaf *)node)->elem[0]
                      : ((const struct inner *)node)->first[0];
}

enum side { LEFT, RIGHT };

static inline unsigned edge_index(const struct inner *n, enum side side)
{
    return side == LEFT ? 0 : n->count - 1;
}

static inline struct leaf *edge_leaf(const struct ranktree *t, enum side side)
{
    void *node = t->root;

    for (unsigned level = t->level; level > 0; level--) {
        struct inner *n = node;

        node = n->child[edge_index(n, side)];
    }
    return node;
}

/* ---- Changes of the shape, made by ranktree.c ---------------------------------------------------- */

void *ranktree_node_new(unsigned level);
void ranktree_node_free(void *node, unsigned level);

/* Moves what is in from at index at, count of it, to index to of dst, making room there and closing
 * the gap. Counts of elements and separators above are the caller's. */
void ranktree_move(unsigned level, void *from, unsigned at, unsigned count, void *dst, unsigned to);

/* Puts child, with size elements, at index i of n, which has room. */
void ranktree_put_child(struct inner *n, unsigned i, void *child, unsigned child_level,
                        size_t size);

/* Makes a step towards room in the full node of the path at this level, because something is to be put
 * at index pos; the path is void afterwards. */
void ranktree_make_room(struct ranktree *t, struct path *p, unsigned level, unsigned pos);

/* Evens out child i of n, at child_level, with a neighbour, or makes one of both. n has two children or
 * more. */
void ranktree_balance(struct inner *n, unsigned i, unsigned child_level);

/* A new root whose only child is the old one. */
void ranktree_raise_root(struct ranktree *t);
/* A root with a single child gives way to it. */
void ranktree_lower_root(struct ranktree *t);

#endif
