/*
 * set_algebra -- intersection, union and difference of sets, some members at a time.
 *
 * The sets are given as values to look at and stay as they are until the end; where a set is wanted of
 * the result, it is a new one. The order in which the sets are looked at is chosen by what it costs:
 *
 *     intersection  walks over the smallest, looks each member up in the others, smallest first
 *     union         walks over all, the largest first, and looks each member up in those before; or,
 *                   if that takes too many lookups, puts all into a new set; or, if an estimate will
 *                   do, walks over all and looks nobody up
 *     difference    walks over the first, looks each member up in the others; or, if they are many,
 *                   takes the members of the others out of a copy of the first
 *
 * Members go through in batches: each is hashed once, whatever the number of tables it is looked for
 * in, and a batch asks for all its buckets and elements before it looks at the first. Intsets are
 * merged.
 *
 *     a = set_algebra_new(SET_INTER, sets, count, limit, false);
 *     set_algebra_emit(a, visit, ctx);
 *     while (!set_algebra_step(a, 1000))
 *         ;
 *     n = set_algebra_found(a);
 *     set_algebra_free(a);
 */
#ifndef KV_OBJ_SET_ALGEBRA_H
#define KV_OBJ_SET_ALGEBRA_H

#include "obj/set.h"

enum set_operation { SET_INTER, SET_UNION, SET_DIFF };

struct set_algebra;

/* NULL among the sets is an empty one; count > 0. The array is copied, the values are not. The result
 * ends with `limit` members (0: no limit). keep: it is also put together as a set. */
struct set_algebra *set_algebra_new(enum set_operation op, const struct value *const *sets,
                                    unsigned count, uint64_t limit, bool keep);
void set_algebra_free(struct set_algebra *a);

/* Each member is shown as it is found; before the first step. */
void set_algebra_emit(struct set_algebra *a, set_visit_fn *visit, void *ctx);

/* Before the first step: how many members a union has may be estimated, with a standard error of 0.81 %,
 * where that takes fewer steps than to count them. Not if members are kept or shown. */
void set_algebra_approximate(struct set_algebra *a);

/* About how many steps all of it takes at most: members that are walked over, looked up or added. */
double set_algebra_cost(const struct set_algebra *a);

/* Does about so many steps, a batch at least; true when it is done. */
bool set_algebra_step(struct set_algebra *a, uint64_t steps);

/* Members found so far. */
uint64_t set_algebra_found(const struct set_algebra *a);

/* Gives away the set that was put together: the result if it was to be kept, else a means to an end or
 * an empty set. To free a big one may take long. Once. */
struct value set_algebra_take(struct set_algebra *a);

#endif
