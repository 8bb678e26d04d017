/*
 * zset_algebra -- union, intersection and difference of sorted sets and sets, and copies of ranges, some
 * members at a time.
 *
 * The members of a set count as if they had the score 1. Sources are values to look at, which stay as
 * they are and where they are until the end; the result is a new sorted set.
 *
 *     union         puts the members of all into a table, adding up scores, then orders the table
 *     intersection  walks over the smallest, looks each member up in the others
 *     difference    walks over the first, looks each member up in the others; or, if they are many,
 *                   takes their members out of a copy of the first
 *
 * Scores are added up from the smallest source to the largest, as redis-server does: with floating
 * point the order shows.
 *
 *     a = zset_algebra_new(ZSET_UNION, ZSET_SUM, sources, count);
 *     while (!zset_algebra_step(a, 1000))
 *         ;
 *     result = zset_algebra_take(a);
 *     zset_algebra_free(a);
 */
#ifndef KV_OBJ_ZSET_ALGEBRA_H
#define KV_OBJ_ZSET_ALGEBRA_H

#include "obj/zset.h"

enum zset_operation { ZSET_UNION, ZSET_INTER, ZSET_DIFF };
/* How the scores of a member in several sources become one: COUNT takes each for 1. */
enum zset_aggregate { ZSET_SUM, ZSET_MIN, ZSET_MAX, ZSET_COUNT };

struct zset_source {
    const struct value *value; /* a sorted set or a set; NULL: empty */
    double weight;             /* scores are multiplied by it */
};

struct zset_algebra;

/* The array is copied, the values are not. count > 0. */
struct zset_algebra *zset_algebra_new(enum zset_operation op, enum zset_aggregate aggregate,
                                      const struct zset_source *sources, unsigned count);
/* An intersection of which only the size is wanted, up to limit (0: whatever it is). */
struct zset_algebra *zset_algebra_card(const struct zset_source *sources, unsigned count,
                                       uint64_t limit);
/* The members of a span. */
struct zset_algebra *zset_algebra_copy(const struct value *v, struct zset_span span);
void zset_algebra_free(struct zset_algebra *a);

/* About how many steps all of it takes at most: members that are walked over, looked up or added. */
double zset_algebra_cost(const struct zset_algebra *a);

/* Does about so many steps; true when it is done. */
bool zset_algebra_step(struct zset_algebra *a, uint64_t steps);

/* Members of the result, when it is done. */
uint64_t zset_algebra_found(const struct zset_algebra *a);

/* Gives the result away, in the large encoding whatever its size: see zset_fit(). Once. Before the end it
 * is of no use but to be freed, which may take long. */
struct value zset_algebra_take(struct zset_algebra *a);

#endif
