/*
 * sorter -- sorts many elements, a slice at a time.
 *
 *     runs of 16, sorted in place  ->  runs of 32  ->  runs of 64  ->  ...  ->  one run
 *
 * An element is a pair of a key, which decides most comparisons without a look at the element, and a
 * reference to it. Keys are compared as unsigned integers; the functions below turn doubles and texts
 * into keys that keep their order. What has equal keys is compared by the caller's function, and what
 * is equal there as well stays in the order in which it was: the sort is stable.
 *
 * Merging from below takes n log n comparisons whatever the order was, needs no recursion, and can
 * stop after any element and go on later.
 *
 *     sorter_init(&s, order, count, SIZE_MAX);
 *     sorter_add(&s, pair);                                     for each
 *     while (!sorter_step(&s, 1000)) ...                        other work in between
 *     pairs = sorter_result(&s, &count);
 */
#ifndef KV_DS_SORTER_H
#define KV_DS_SORTER_H

#include "base/bytes.h"

struct sort_pair {
    uint64_t key;
    const void *ref;
};

/* Of elements whose keys are equal: below zero if a comes first, above if b does. */
typedef int sort_tie_fn(const void *ctx, const void *a, const void *b);

struct sort_order {
    sort_tie_fn *tie; /* NULL: what has equal keys is equal */
    const void *ctx;
};

static inline bool sort_precedes(const struct sort_order *o, const struct sort_pair *a,
                                 const struct sort_pair *b)
{
    if (a->key != b->key)
        return a->key < b->key;
    return o->tie != NULL && o->tie(o->ctx, a->ref, b->ref) < 0;
}

/* Keys in the order of doubles, -0 and 0 being equal; d is not NaN. */
uint64_t sort_key_of_double(double d);
/* Of the first 8 bytes: texts with equal keys are still to be compared. */
uint64_t sort_key_of_text(struct bytes text);

struct sorter {
    struct sort_order order;
    struct sort_pair *from, *to; /* the elements, and as much room again; they change places */
    size_t count, cap;
    size_t keep;        /* only so many of the first are wanted */
    bool is_cut;        /* from[keep - 1] bounds what is still of interest */
    size_t width;       /* of the sorted runs; 0: there are none yet */
    size_t begin, a, b; /* the two runs being merged, and where in each */
    size_t out;         /* where the next element goes */
};

/* Of all elements the first keep are wanted. If those are few, room is needed for few, and most of the
 * others are refused at once; else there is room for as many as one expects, and it grows. */
void sorter_init(struct sorter *s, struct sort_order order, size_t expect, size_t keep);
void sorter_fini(struct sorter *s);

/* False if the element is not wanted: its reference will not be used. */
bool sorter_add(struct sorter *s, struct sort_pair p);

/* All elements are added. Moves about so many on their way; true when all are sorted. */
bool sorter_step(struct sorter *s, size_t moves);

/* The elements in order, at most keep of them, when all are sorted; they belong to the sorter. */
const struct sort_pair *sorter_result(const struct sorter *s, size_t *count);

#endif
