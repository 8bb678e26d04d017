/*
 * geo_search -- the members of a sorted set that are in a shape, some members at a time.
 *
 * The sorted set is walked in order of score, which is that of cells, within the frame of the shape. After
 * a few members outside of the frame the walk goes straight to where the frame begins again.
 *
 *     s = geo_search_new(v, &shape, &wish);
 *     while (!geo_search_step(s, 1000)) ...                        other work in between
 *     for (n = geo_search_count(s); n > 0; n--)
 *         found = geo_search_next(s);
 *
 * Neither the sorted set nor the vertices of a polygon change before the results are read: what is found
 * points into the sorted set.
 */
#ifndef KV_OBJ_GEO_SEARCH_H
#define KV_OBJ_GEO_SEARCH_H

#include "obj/geo_shape.h"
#include "obj/zset.h"

enum geo_order { GEO_AS_FOUND, GEO_NEAREST_FIRST, GEO_FARTHEST_FIRST };

struct geo_wish {
    enum geo_order order;
    size_t count; /* SIZE_MAX: all */
    bool any;     /* of those in the shape the first count that are found, not the first in order */
    bool distances; /* are to be worked out, even where the order needs none */
};

struct geo_found {
    struct item member;
    double score;
    struct geo_point at;
    double distance_m; /* from the shape's center */
};

struct geo_search;

/* GEO_AS_FOUND, which is the order of scores, with a count is for any. */
struct geo_search *geo_search_new(const struct value *v, const struct geo_shape *shape,
                                  const struct geo_wish *wish);
void geo_search_free(struct geo_search *s); /* accepts NULL */

/* Looks at about so many members, or moves so many while they are sorted; true when all is done. A
 * listpack is looked at as a whole. */
bool geo_search_step(struct geo_search *s, size_t steps);

/* When all is done: how many were found; and the next of them, there being one. */
size_t geo_search_count(const struct geo_search *s);
const struct geo_found *geo_search_next(struct geo_search *s);

#endif
