/*
 * zset_tree -- a large sorted set: every element is in a ranktree, by order, and in a hash table, by
 * member. Member and score are stored once.
 *
 *     order     ranktree ----.
 *                             >  struct scored
 *     members   table   ----'
 *
 * A range of any size leaves the tree at once, but each of its elements has to leave the table on its
 * own. A long range therefore goes to `gone`, and its elements leave the table little by little. Until
 * they have, an element that the table finds counts only if it is in the tree.
 *
 * zset.c and zset_algebra.c are the only users.
 */
#ifndef KV_OBJ_ZSET_TREE_H
#define KV_OBJ_ZSET_TREE_H

#include "ds/table.h"
#include "obj/zset.h"

enum {
    ZSET_GONE_MAX = 16
}; /* ranges; when there are more the elements of the next leave at once */

struct zset_tree {
    struct ranktree *order;
    struct table *members;
    unsigned gone_count;
    struct ranktree *gone[ZSET_GONE_MAX]; /* still in the table, in the tree no more */
};

struct zset_tree *zset_tree_new(void);
/* All that is in the table: it may not be in the tree yet. */
void zset_tree_free(struct zset_tree *t);
struct zset_tree *zset_tree_dup(const struct zset_tree *t);

static inline size_t zset_tree_count(const struct zset_tree *t)
{
    return ranktree_count(t->order);
}

/* The element of a member, NULL if it is not there; hash is that of the member. */
struct scored *zset_tree_find(const struct zset_tree *t, uint64_t hash, struct bytes member);

/* The member is not there. */
void zset_tree_add(struct zset_tree *t, uint64_t hash, struct bytes member, double score);
/* e is there. */
void zset_tree_remove(struct zset_tree *t, uint64_t hash, struct scored *e);

struct zset_span zset_tree_by_score(const struct zset_tree *t, const struct zset_scores *range);
struct zset_span zset_tree_by_member(const struct zset_tree *t, const struct zset_members *range);
void zset_tree_remove_span(struct zset_tree *t, struct zset_span span);

/* Takes about most of the elements that are gone out of the table; true if there are more. */
bool zset_tree_sweep(struct zset_tree *t, size_t most);

uint64_t zset_tree_scan(const struct zset_tree *t, uint64_t cursor, value_visit_fn *visit,
                        void *ctx);

/* Bytes, the elements estimated from a few. */
size_t zset_tree_mem(const struct zset_tree *t, size_t samples); /* as value_mem() */

/* As value_defrag(); *t is where the tree is. */
uint64_t zset_tree_defrag(struct zset_tree **t, uint64_t cursor);

/* Asserts every invariant. */
void zset_tree_check(const struct zset_tree *t);

/* Field by field: a struct that is put together and then copied has to wait for its own stores. */
static inline void zset_elem_set(struct zset_elem *out, const struct scored *e)
{
    struct bytes member = scored_member(e);

    out->member.ptr = member.ptr;
    out->member.len = member.len;
    out->member.number = 0;
    out->score = e->score;
}

#endif
