/*
 * geo_fixture -- random places and shapes, and what is in a shape by its definition alone.
 */
#ifndef KV_TESTS_GEO_FIXTURE_H
#define KV_TESTS_GEO_FIXTURE_H

#include "base/rand.h"
#include "obj/geo_shape.h"

#include <math.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

enum { FIXTURE_VERTICES = 12 };

/* A shape with the numbers that it was made from. */
struct random_shape {
    struct geo_shape shape;
    double width_m, height_m; /* of a circle: the radius */
    struct geo_point vertices[FIXTURE_VERTICES];
};

static inline double between(struct rng *rng, double low, double high)
{
    return low + (high - low) * rng_unit(rng);
}

static inline double clamp(double d, double most)
{
    return fmin(fmax(d, -most), most);
}

/* Often near the poles, the date line or the equator. */
static inline struct geo_point random_place(struct rng *rng)
{
    struct geo_point p = { between(rng, -GEO_LON_MAX, GEO_LON_MAX),
                           between(rng, -GEO_LAT_MAX, GEO_LAT_MAX) };

    if (rng_below(rng, 4) == 0)
        p.lon = clamp(copysign(GEO_LON_MAX, p.lon) + between(rng, -0.5, 0.5), GEO_LON_MAX);
    if (rng_below(rng, 4) == 0)
        p.lat = clamp(copysign(GEO_LAT_MAX, p.lat) + between(rng, -0.5, 0.5), GEO_LAT_MAX);
    if (rng_below(rng, 8) == 0)
        p.lat = between(rng, -0.01, 0.01);
    return p;
}

/* From nothing over centimetres to more than the earth. */
static inline double random_length(struct rng *rng)
{
    switch (rng_below(rng, 20)) {
    case 0:
        return 0;
    case 1:
        return INFINITY;
    default:
        return pow(10, between(rng, -2, 8));
    }
}

static inline void random_shape(struct rng *rng, struct random_shape *r)
{
    struct geo_point center = random_place(rng);
    double spread = pow(10, between(rng, -5, 2));
    size_t count = GEO_POLYGON_MIN + rng_below(rng, FIXTURE_VERTICES - GEO_POLYGON_MIN + 1);

    r->width_m = random_length(rng);
    r->height_m = random_length(rng);
    for (size_t i = 0; i < count; i++) {
        r->vertices[i].lon = clamp(center.lon + between(rng, -spread, spread), GEO_LON_MAX);
        r->vertices[i].lat = clamp(center.lat + between(rng, -spread, spread), GEO_LAT_MAX);
    }
    switch (rng_below(rng, 3)) {
    case 0:
        r->shape = geo_circle(center, r->width_m);
        break;
    case 1:
        r->shape = geo_box(center, r->width_m, r->height_m);
        break;
    default:
        r->shape = geo_polygon(r->vertices, count);
    }
}

/* Passing an odd number of sides on the way to the north. */
static inline bool is_in_polygon(const struct geo_shape *s, struct geo_point p)
{
    bool inside = false;

    for (size_t i = 0; i < s->count; i++) {
        struct geo_point a = s->vertices[i], b = s->vertices[(i + 1) % s->count];
        double west = fmin(a.lon, b.lon), east = fmax(a.lon, b.lon), slope;

        if (p.lon < west || p.lon >= east)
            continue;
        slope = (b.lat - a.lat) / (b.lon - a.lon);
        inside ^= a.lat + slope * (p.lon - a.lon) > p.lat;
    }
    return inside;
}

/* By the definition, with distances alone. */
static inline bool is_in_shape(const struct random_shape *r, struct geo_point p)
{
    struct geo_point center = r->shape.center, up = { p.lon, center.lat },
                     beside = { center.lon, p.lat };

    if (r->shape.kind == GEO_CIRCLE)
        return geo_distance(center, p) <= r->width_m;
    if (r->shape.kind == GEO_BOX)
        return geo_distance(beside, p) <= r->width_m / 2 && geo_distance(up, p) <= r->height_m / 2;
    return is_in_polygon(&r->shape, p);
}

/* In and around the shape more often than anywhere. */
static inline struct geo_point place_near(struct rng *rng, const struct random_shape *r)
{
    double lengths = fmin(fmax(r->width_m, r->height_m), 3e7) / 111e3;
    double reach = fmax(r->shape.kind == GEO_POLYGON ? 1 : lengths, 1e-6) * between(rng, 0, 1.5);
    struct geo_point p = r->shape.center;

    if (rng_below(rng, 8) == 0)
        return random_place(rng);
    if (r->shape.kind == GEO_POLYGON) {
        struct geo_point v = r->vertices[rng_below(rng, r->shape.count)];

        p.lon += (v.lon - p.lon) * between(rng, 0, 2.5);
        p.lat += (v.lat - p.lat) * between(rng, 0, 2.5);
    } else {
        p.lon += between(rng, -reach, reach) / fmax(cos(geo_radians(p.lat)), 0.01);
        p.lat += between(rng, -reach, reach);
    }
    p.lon = remainder(p.lon, 360);
    p.lat = clamp(p.lat, GEO_LAT_MAX);
    return p;
}

#endif
