/*
 * geo_shape -- what a search looks for on the map: a circle, a box, a polygon.
 *
 *     +---------------------+     A shape knows a frame: one or two rectangles of cells (two where it
 *     |      .-------.      |     crosses the date line) outside of which none of its points is. The
 *     |    .'         '.    |     cells of a frame are not one range of numbers, but many, with gaps
 *     |   (   shape     )   |     between them. Who walks the cells in order asks geo_shape_next_cell()
 *     |    '.         .'    |     where the next range begins.
 *     |      '-------'      |
 *     +---------------- frame
 *
 * A point in a circle is not further from the center than the radius. A point in a box is not further from
 * the parallel of the center than half the height, along its own meridian, and not further from the
 * meridian of the center than half the width, along its own parallel. A polygon is one on the map,
 * whose axes are longitude and latitude: its sides are straight there, cross no date line, and
 * may cross one another (then a point is inside if a line from it to the outside passes an odd number of sides).
 */
#ifndef KV_OBJ_GEO_SHAPE_H
#define KV_OBJ_GEO_SHAPE_H

#include "obj/geo.h"

#include <stddef.h>

enum geo_shape_kind { GEO_CIRCLE, GEO_BOX, GEO_POLYGON };

enum { GEO_POLYGON_MIN = 3 }; /* vertices */

/* The corners of a rectangle of cells, both in it. */
struct geo_frame {
    uint64_t min, max;
};

/* A greatest distance, and the haversine of its angle at the middle of the earth. */
struct geo_limit {
    double m;
    double haversine;
};

struct geo_shape {
    enum geo_shape_kind kind;
    struct geo_point center;
    struct geo_limit reach;           /* circle: the radius; box: half the width */
    double half_height_m;             /* box */
    const struct geo_point *vertices; /* polygon: the caller's */
    size_t count;
    double lon, lat, sin_lat, cos_lat; /* of the center, in radians */
    struct geo_frame frames[2];
    unsigned frame_count;
};

/* center is valid, lengths are not negative; they may be infinite. */
struct geo_shape geo_circle(struct geo_point center, double radius_m);
struct geo_shape geo_box(struct geo_point center, double width_m, double height_m);
/* At least GEO_POLYGON_MIN valid points, which are borrowed. The mean of them is the center. */
struct geo_shape geo_polygon(const struct geo_point *vertices, size_t count);

/* True if the point is in the shape; it is the middle of a cell for which geo_shape_may_have() is true. */
bool geo_shape_has(const struct geo_shape *s, struct geo_point p);

/* True if the cell (below GEO_CELLS) is in a frame. */
static inline bool geo_shape_may_have(const struct geo_shape *s, uint64_t cell)
{
    const uint64_t rows = UINT64_C(0x5555555555555555), columns = ~rows;

    for (unsigned i = 0; i < s->frame_count; i++) {
        const struct geo_frame *f = &s->frames[i];

        if ((cell & rows) >= (f->min & rows) && (cell & rows) <= (f->max & rows) &&
            (cell & columns) >= (f->min & columns) && (cell & columns) <= (f->max & columns))
            return true;
    }
    return false;
}

/* The first cell in a frame that is not before this one; GEO_NO_CELL if there is none. */
uint64_t geo_shape_next_cell(const struct geo_shape *s, uint64_t cell);

/* What testing one point costs, in units of the cost with a circle. */
size_t geo_shape_effort(const struct geo_shape *s);

#endif
