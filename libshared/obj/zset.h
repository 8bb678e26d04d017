/*
 * zset -- sorted sets: members with scores, in order of score and, where scores are equal, of member.
 *
 *     ENC_LISTPACK   member, score, member, score, ... in order; few and small ones
 *     ENC_TREE       a struct zset_tree: every member once, in a ranktree and in a hash table
 *
 * All functions take a value of type OBJ_ZSET; those that change it choose its encoding. A member's
 * rank is its place in the order, from 0; ranges are given as ranks. Scores are never NaN. The two zeros
 * are equal, and a listpack keeps no sign of a zero.
 */
#ifndef KV_OBJ_ZSET_H
#define KV_OBJ_ZSET_H

#include "base/option.h"
#include "base/rand.h"
#include "ds/ranktree.h"
#include "obj/value.h"

extern const struct option zset_options[];

struct zset_elem {
    struct item member;
    double score;
};

/* ---- One member ----------------------------------------------------------------------------------- */

enum zset_flag {
    ZSET_NX = 1,   /* only a new member */
    ZSET_XX = 2,   /* only a member that is there */
    ZSET_GT = 4,   /* one that is there only to a higher score */
    ZSET_LT = 8,   /* ... to a lower score */
    ZSET_INCR = 16 /* the score is added to the one that is there */
};

enum zset_outcome {
    ZSET_REFUSED, /* a flag was against it */
    ZSET_SAME,    /* it had this score already */
    ZSET_ADDED,
    ZSET_CHANGED,
    ZSET_NAN, /* ZSET_INCR: infinities of both signs; nothing was changed */
};

/* Sets the score of a member. *score is the score that it has then (unset when refused or NaN). */
enum zset_outcome zset_add(struct value *v, struct bytes member, double *score, unsigned flags);

bool zset_remove(struct value *v, struct bytes member); /* false if it was not there */
bool zset_score(const struct value *v, struct bytes member, double *score);
/* score may be NULL. */
bool zset_rank(const struct value *v, struct bytes member, size_t *rank, double *score);

/* The two prefetch stages of a lookup of the member with this hash (see table.h); nothing in a
 * listpack. */
void zset_prefetch_bucket(const struct value *v, uint64_t hash);
void zset_prefetch_elem(const struct value *v, uint64_t hash);

/* ---- Ranges --------------------------------------------------------------------------------------- */

/* Ranks [first, first + count). */
struct zset_span {
    size_t first, count;
};

struct zset_scores {
    double min, max;
    bool min_open, max_open; /* the bound itself is not meant */
};

enum zset_bound_kind { ZSET_LOWEST, ZSET_HIGHEST, ZSET_MEMBER };
struct zset_bound {
    enum zset_bound_kind kind;
    bool open;           /* ZSET_MEMBER: the bound itself is not meant */
    struct bytes member; /* ZSET_MEMBER */
};
struct zset_members {
    struct zset_bound min, max;
};

/* The members with such scores. */
struct zset_span zset_by_score(const struct value *v, const struct zset_scores *range);
/* The members between two, by their bytes; of use only where all scores are equal. */
struct zset_span zset_by_member(const struct value *v, const struct zset_members *range);

/* Walks from a rank on in either direction; valid until the value changes. The elements are too. */
struct zset_cursor {
    const uint8_t *pack; /* NULL: a tree */
    size_t pos;
    struct rank_cursor at;
    bool down;
};
/* down: towards lower ranks. A rank beyond the last is at the end. */
struct zset_cursor zset_seek(const struct value *v, size_t rank, bool down);
/* Upwards from the first member whose score is not lower. */
struct zset_cursor zset_seek_score(const struct value *v, double score);
bool zset_next(struct zset_cursor *c, struct zset_elem *out); /* false at the end */

/* The element at a rank below the count. */
struct zset_elem zset_at(const struct value *v, size_t rank);

/* Removes the members; the span lies within the value. In a large tree this takes microseconds for any
 * number of them: what is left to do is done by later changes, a little each time, or by
 * zset_sweep(). */
void zset_remove_span(struct value *v, struct zset_span span);
/* Works on what removals have left behind, about most elements of it; true if there is more. */
bool zset_sweep(struct value *v, size_t most);

/* ---- All members, and some ------------------------------------------------------------------------ */

/* As table_scan: a part of a tree, all of a listpack. Any cursor is accepted; the visitor's answer does
 * not matter. */
uint64_t zset_scan(const struct value *v, uint64_t cursor, value_visit_fn *visit, void *ctx);

/* Shows count different members, any choice of so many being equally likely, in order. count is not
 * above the number of members. */
typedef void zset_visit_fn(void *ctx, const struct zset_elem *e);
void zset_sample(const struct value *v, size_t count, struct rng *rng, zset_visit_fn *visit,
                 void *ctx);

/* Converts to a listpack if the members would be in one had they been added one by one to a new sorted
 * set: for those that came about in another way. */
void zset_fit(struct value *v);

/* True if the directives allow a listpack of so many members and bytes, the longest of them this long. */
bool zset_fits_pack(size_t members, size_t longest, size_t bytes);

#endif
