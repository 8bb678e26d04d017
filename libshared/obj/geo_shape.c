#include "obj/geo_shape.h"

#include "base/assert.h"

#include <math.h>

/* ---- Frames --------------------------------------------------------------------------------------- */

/* The column or row of a coordinate, as a number that may lie outside of the map. */
static double index_at(double coordinate, double max)
{
    return floor((coordinate + max) / (2 * max) * (1 << GEO_SIDE_BITS));
}

static uint32_t clamp_index(double index)
{
    const double last = (1 << GEO_SIDE_BITS) - 1;

    return (uint32_t)fmin(fmax(index, 0), last);
}

/* A cell more on each side than the degrees say makes good for what rounding has taken. */
static void add_frame(struct geo_shape *s, double west, double east, double south, double north)
{
    uint32_t x0 = clamp_index(index_at(west, GEO_LON_MAX) - 1);
    uint32_t x1 = clamp_index(index_at(east, GEO_LON_MAX) + 1);
    uint32_t y0 = clamp_index(index_at(south, GEO_LAT_MAX) - 1);
    uint32_t y1 = clamp_index(index_at(north, GEO_LAT_MAX) + 1);

    s->frames[s->frame_count++] =
        (struct geo_frame){ geo_interleave(x0, y0), geo_interleave(x1, y1) };
}

/* The frame around the center that reaches so many degrees to each side. */
static void frame_center(struct geo_shape *s, double lon_reach, double lat_reach)
{
    double west = s->center.lon - lon_reach, east = s->center.lon + lon_reach;
    double south = s->center.lat - lat_reach, north = s->center.lat + lat_reach;

    if (lon_reach >= 180) {
        west = -180;
        east = 180;
    } else if (west < -180) {
        add_frame(s, west + 360, 180, south, north);
        west = -180;
    } else if (east > 180) {
        add_frame(s, -180, east - 360, south, north);
        east = 180;
    }
    add_frame(s, west, east, south, north);
}

#define ROWS UINT64_C(0x5555555555555555)

/* With the bit (1 << at) set and all lower bits of its kind, of column or row, clear; or the contrary. */
static uint64_t lowest_above(uint64_t cell, int at)
{
    uint64_t bit = UINT64_C(1) << at, kind = at & 1 ? ~ROWS : ROWS;

    return (cell & ~(kind & (bit - 1))) | bit;
}

static uint64_t highest_below(uint64_t cell, int at)
{
    uint64_t bit = UINT64_C(1) << at, kind = at & 1 ? ~ROWS : ROWS;

    return (cell | (kind & (bit - 1))) & ~bit;
}

/*
 * The first cell of the frame that is not before this one. From the highest bit down the frame is halved:
 * where the bit tells the cell's half, the search goes on there; where the cell is in the lower half,
 * the first cell of the upper half is the answer in case the lower one has none. (H. Tropf, H. Herzog:
 * Multidimensional range search in dynamically balanced trees, 1981.)
 */
static uint64_t next_in_frame(const struct geo_frame *f, uint64_t cell)
{
    uint64_t min = f->min, max = f->max, best = GEO_NO_CELL;
    uint64_t differ = (cell ^ min) | (cell ^ max);

    if (differ == 0)
        return cell;
    for (int at = 63 - __builtin_clzll(differ); at >= 0; at--) {
        bool c = cell >> at & 1, lo = min >> at & 1, hi = max >> at & 1;

        if (lo == hi) {
            if (c < lo)
                return min;
            if (c > lo)
                return best;
        } else if (c) {
            min = lowest_above(min, at);
        } else {
            best = lowest_above(min, at);
            max = highest_below(max, at);
        }
    }
    return cell;
}

uint64_t geo_shape_next_cell(const struct geo_shape *s, uint64_t cell)
{
    uint64_t first = GEO_NO_CELL;

    for (unsigned i = 0; i < s->frame_count; i++) {
        uint64_t next = next_in_frame(&s->frames[i], cell);

        first = next < first ? next : first;
    }
    return first;
}

/* ---- Shapes --------------------------------------------------------------------------------------- */

static double degrees(double radians)
{
    return radians * (180 / M_PI);
}

static struct geo_limit limit_of(double m)
{
    double angle = fmin(m / GEO_EARTH_RADIUS_M, M_PI), half = sin(angle / 2);

    return (struct geo_limit){ m, half * half };
}

static struct geo_shape around(enum geo_shape_kind kind, struct geo_point center)
{
    struct geo_shape s = { .kind = kind, .center = center };

    kv_assert(geo_is_valid(center));
    s.lon = geo_radians(center.lon);
    s.lat = geo_radians(center.lat);
    s.sin_lat = sin(s.lat);
    s.cos_lat = cos(s.lat);
    return s;
}

struct geo_shape geo_circle(struct geo_point center, double radius_m)
{
    struct geo_shape s = around(GEO_CIRCLE, center);
    double angle = radius_m / GEO_EARTH_RADIUS_M, lon_reach = 180;

    s.reach = limit_of(radius_m);
    /* Unless a pole is inside, a meridian touches the circle on either side. */
    if (angle < M_PI / 2 - fabs(s.lat))
        lon_reach = degrees(asin(fmin(sin(angle) / s.cos_lat, 1)));
    frame_center(&s, lon_reach, degrees(fmin(angle, M_PI)));
    return s;
}

struct geo_shape geo_box(struct geo_point center, double width_m, double height_m)
{
    struct geo_shape s = around(GEO_BOX, center);
    double lat_reach = degrees(fmin(height_m / 2 / GEO_EARTH_RADIUS_M, M_PI)), lon_reach = 180;
    double widest =
        fmin(fabs(center.lat) + lat_reach, GEO_LAT_MAX); /* where degrees are shortest */
    double ratio;

    s.reach = limit_of(width_m / 2);
    s.half_height_m = height_m / 2;
    ratio = sqrt(s.reach.haversine) / cos(geo_radians(widest));
    if (ratio < 1)
        lon_reach = degrees(2 * asin(ratio));
    frame_center(&s, lon_reach, lat_reach);
    return s;
}

struct geo_shape geo_polygon(const struct geo_point *vertices, size_t count)
{
    struct geo_point low = vertices[0], high = vertices[0], sum = { 0, 0 };
    struct geo_shape s;

    kv_assert(count >= GEO_POLYGON_MIN);
    for (size_t i = 0; i < count; i++) {
        struct geo_point p = vertices[i];

        low = (struct geo_point){ fmin(low.lon, p.lon), fmin(low.lat, p.lat) };
        high = (struct geo_point){ fmax(high.lon, p.lon), fmax(high.lat, p.lat) };
        sum = (struct geo_point){ sum.lon + p.lon, sum.lat + p.lat };
    }
    s = around(GEO_POLYGON, (struct geo_point){ sum.lon / (double)count, sum.lat / (double)count });
    s.vertices = vertices;
    s.count = count;
    add_frame(&s, low.lon, high.lon, low.lat, high.lat);
    return s;
}

/* ---- Points in shapes ----------------------------------------------------------------------------- */

enum verdict { NEAR_THE_EDGE, INSIDE, OUTSIDE };

/* |x| <= SMALL_ANGLE: what is left out is below 10^-10 of the sine. */
#define SMALL_ANGLE 0.5
#define EDGE                                                                                       \
    1e-8 /* a haversine this close to the limit's, relatively, is left to the exact formula */

static double small_sine(double x)
{
    double q = x * x;

    return x * (1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72))));
}

static enum verdict compare(double haversine, const struct geo_limit *limit)
{
    if (fabs(haversine - limit->haversine) <= EDGE * limit->haversine)
        return NEAR_THE_EDGE;
    return haversine < limit->haversine ? INSIDE : OUTSIDE;
}

/* Decides without trigonometric functions where the edge of a circle or a box's width is not near. */
static enum verdict quick_look(const struct geo_shape *s, struct geo_point p)
{
    double u = (geo_radians(p.lat) - s->lat) / 2, v = (geo_radians(p.lon) - s->lon) / 2;
    double sin_u, cos_u, sin_v, cos_lat;

    if (fabs(u) > SMALL_ANGLE || fabs(v) > SMALL_ANGLE)
        return NEAR_THE_EDGE;
    sin_u = small_sine(u);
    sin_v = small_sine(v);
    cos_u = sqrt(1 - sin_u * sin_u);
    /* Of lat + 2u. */
    cos_lat = s->cos_lat * (1 - 2 * sin_u * sin_u) - s->sin_lat * 2 * sin_u * cos_u;
    if (s->kind == GEO_BOX)
        return compare(cos_lat * cos_lat * sin_v * sin_v, &s->reach);
    return compare(sin_u * sin_u + s->cos_lat * cos_lat * sin_v * sin_v, &s->reach);
}

static bool circle_has(const struct geo_shape *s, struct geo_point p)
{
    enum verdict v = quick_look(s, p);

    return v == NEAR_THE_EDGE ? geo_distance(s->center, p) <= s->reach.m : v == INSIDE;
}

static bool box_has(const struct geo_shape *s, struct geo_point p)
{
    struct geo_point beside = { s->center.lon, p.lat };
    enum verdict v;

    if (GEO_EARTH_RADIUS_M * fabs(geo_radians(p.lat) - s->lat) > s->half_height_m)
        return false;
    v = quick_look(s, p);
    return v == NEAR_THE_EDGE ? geo_distance(beside, p) <= s->reach.m : v == INSIDE;
}

/* Counts the sides that a line to the north passes. */
static bool polygon_has(const struct geo_shape *s, struct geo_point p)
{
    bool inside = false;

    for (size_t i = 0, j = s->count - 1; i < s->count; j = i++) {
        struct geo_point a = s->vertices[i], b = s->vertices[j];

        if ((a.lon > p.lon) != (b.lon > p.lon) &&
            p.lat < a.lat + (b.lat - a.lat) * ((p.lon - a.lon) / (b.lon - a.lon)))
            inside = !inside;
    }
    return inside;
}

bool geo_shape_has(const struct geo_shape *s, struct geo_point p)
{
    switch (s->kind) {
    case GEO_CIRCLE:
        return circle_has(s, p);
    case GEO_BOX:
        return box_has(s, p);
    case GEO_POLYGON:
        return polygon_has(s, p);
    }
    return false;
}

size_t geo_shape_effort(const struct geo_shape *s)
{
    enum { SIDES_LIKE_A_CIRCLE = 4 };

    return 1 + s->count / SIDES_LIKE_A_CIRCLE;
}
