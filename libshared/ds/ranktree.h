/*
 * ranktree -- scored members in order, with their ranks: a B+ tree that counts.
 *
 *     inner node   +-------------------------------------------------------------+
 *     (up to 63)   | per child: first element and its score, count, child        |
 *                  +-------------------------------------------------------------+
 *                      |                       |                        |
 *                  +--------+              +--------+               +--------+
 *     leaf     <-->| scores |<------------>| scores |<------------->| scores |<-->
 *     (up to 62)   | elems  |              | elems  |               | elems  |
 *                  +--------+              +--------+               +--------+
 *
 * A leaf holds the high 32 bits of each score's order image, one behind the other, and the pointers
 * to the elements behind them. A search reads a few lines of the leaf, and elements themselves only
 * where these bits are equal. The rank of an element is the sum of the counts to the left of its path.
 *
 * A full leaf first passes elements to a neighbour, so that leaves filled at random are about four
 * fifths full; one that is full at either end of the tree leaves nearly all it has behind, so that
 * members added in order fill their leaves. Per element that is 13 to 17 bytes.
 *
 * Ranks count from 0. The tree holds elements (ds/scored.h) and never frees them but where it says
 * so; no two of them are equal in score and member. An element's score is changed by
 * ranktree_rescore() only.
 */
#ifndef KV_DS_RANKTREE_H
#define KV_DS_RANKTREE_H

#include "ds/scored.h"

struct ranktree;

struct ranktree *ranktree_new(void);
/* With elements the elements are freed as well. Accepts NULL. */
void ranktree_free(struct ranktree *t, bool elements);

size_t ranktree_count(const struct ranktree *t);

void ranktree_add(struct ranktree *t, struct scored *e);

/* e is in the tree. */
void ranktree_remove(struct ranktree *t, struct scored *e);
/* Takes the element at a rank (below the count) out. */
struct scored *ranktree_take(struct ranktree *t, size_t rank);
/* Gives e another score: in place if its neighbours allow it. */
void ranktree_rescore(struct ranktree *t, struct scored *e, double score);
size_t ranktree_rank(const struct ranktree *t, const struct scored *e);

/* True if this very element is in the tree. */
bool ranktree_has(const struct ranktree *t, const struct scored *e);

/* How many elements have a lower score; with or_equal also those with this score. */
size_t ranktree_below_score(const struct ranktree *t, double score, bool or_equal);
/* How many elements have a lesser member; with or_equal also that with this member. All scores are
 * equal, else the number is of no meaning (but not above the count). */
size_t ranktree_below_member(const struct ranktree *t, struct bytes member, bool or_equal);

struct scored *ranktree_get(const struct ranktree *t, size_t rank); /* rank < count */

/* A place to read from in either direction: element pos of a leaf with count. Valid until the tree
 * changes. */
struct rank_cursor {
    const void *leaf; /* NULL: past the end */
    struct scored *const *elems;
    unsigned pos, count;
};
struct rank_cursor ranktree_at(const struct ranktree *t, size_t rank); /* rank < count */
/* At the first element whose score is not lower. */
struct rank_cursor ranktree_at_score(const struct ranktree *t, double score);

/* Moves a cursor that is done with its leaf to the next one, or the one before. */
void rank_cursor_next_leaf(struct rank_cursor *at);
void rank_cursor_prev_leaf(struct rank_cursor *at);

enum { RANK_CURSOR_AHEAD = 8 }; /* elements asked for ahead: each is a line of its own somewhere */

/* The element at the cursor, which moves on to the next or to the one before; NULL past the end. */
static inline struct scored *rank_cursor_next(struct rank_cursor *at)
{
    struct scored *e;

    if (at->leaf == NULL)
        return NULL;
    e = at->elems[at->pos++];
    if (at->pos == at->count)
        rank_cursor_next_leaf(at);
    else if (at->pos + RANK_CURSOR_AHEAD < at->count)
        __builtin_prefetch(at->elems[at->pos + RANK_CURSOR_AHEAD]);
    return e;
}

static inline struct scored *rank_cursor_prev(struct rank_cursor *at)
{
    struct scored *e;

    if (at->leaf == NULL)
        return NULL;
    e = at->elems[at->pos];
    if (at->pos == 0)
        rank_cursor_prev_leaf(at);
    else if (--at->pos >= RANK_CURSOR_AHEAD)
        __builtin_prefetch(at->elems[at->pos - RANK_CURSOR_AHEAD]);
    return e;
}

/* Takes count elements from rank first on out, as a tree of their own that the caller frees. Whole
 * branches change hands, so it takes microseconds whatever the count. first + count <= all. */
struct ranktree *ranktree_cut(struct ranktree *t, size_t first, size_t count);

/* Defragmentation. An element moves: now is a copy of it, the old one is freed later. */
void ranktree_moved(struct ranktree *t, const struct scored *old, struct scored *now);
/* Moves the tree's own memory if that helps (mem_defrag()), leaf by leaf: the leaf of the element at a
 * rank. Returns the first rank of the next leaf, 0 at the end. *t is where the tree is. */
size_t ranktree_defrag(struct ranktree **t, size_t rank);

/* Bytes of the tree, elements not counted. Walks the inner nodes. */
size_t ranktree_bytes(const struct ranktree *t);

/* Asserts every invariant by walking all of it; for tests. */
void ranktree_check(const struct ranktree *t);

#endif
