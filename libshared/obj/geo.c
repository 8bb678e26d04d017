#include "obj/geo.h"

#include <math.h>

enum { SIDE = 1 << GEO_SIDE_BITS };

bool geo_is_valid(struct geo_point p)
{
    return fabs(p.lon) <= GEO_LON_MAX && fabs(p.lat) <= GEO_LAT_MAX;
}

/* ---- Cells ---------------------------------------------------------------------------------------- */

/* Bit i moves to bit 2 i. */
static uint64_t spread(uint32_t v)
{
    uint64_t s = v;

    s = (s | s << 16) & UINT64_C(0x0000ffff0000ffff);
    s = (s | s << 8) & UINT64_C(0x00ff00ff00ff00ff);
    s = (s | s << 4) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    s = (s | s << 2) & UINT64_C(0x3333333333333333);
    s = (s | s << 1) & UINT64_C(0x5555555555555555);
    return s;
}

static uint32_t gather(uint64_t s)
{
    s &= UINT64_C(0x5555555555555555);
    s = (s | s >> 1) & UINT64_C(0x3333333333333333);
    s = (s | s >> 2) & UINT64_C(0x0f0f0f0f0f0f0f0f);
    s = (s | s >> 4) & UINT64_C(0x00ff00ff00ff00ff);
    s = (s | s >> 8) & UINT64_C(0x0000ffff0000ffff);
    s = (s | s >> 16) & UINT64_C(0x00000000ffffffff);
    return (uint32_t)s;
}

uint64_t geo_interleave(uint32_t x, uint32_t y)
{
    return spread(x) << 1 | spread(y);
}

void geo_deinterleave(uint64_t cell, uint32_t *x, uint32_t *y)
{
    *x = gather(cell >> 1);
    *y = gather(cell);
}

/* The column or row of a coordinate between -max and max. */
static uint32_t index_of(double coordinate, double max)
{
    double at = (coordinate + max) / (max - -max) * SIDE;

    return at < SIDE ? (uint32_t)at : SIDE - 1;
}

static double middle_of(uint32_t index, double max)
{
    double low = -max + index * 1.0 / SIDE * (max - -max);
    double high = -max + (index + 1.0) / SIDE * (max - -max);

    return fmin((low + high) / 2, max);
}

uint64_t geo_cell(struct geo_point p)
{
    return geo_interleave(index_of(p.lon, GEO_LON_MAX), index_of(p.lat, GEO_LAT_MAX));
}

struct geo_point geo_cell_middle(uint64_t cell)
{
    uint32_t x, y;

    geo_deinterleave(cell, &x, &y);
    return (struct geo_point){ middle_of(x, GEO_LON_MAX), middle_of(y, GEO_LAT_MAX) };
}

struct geo_point geo_of_score(double score)
{
    uint64_t cell = 0;

    if (score >= 0 && score < 0x1p64)
        cell = (uint64_t)score;
    else if (score < 0 && score >= -0x1p63)
        cell = (uint64_t)(int64_t)score;
    return geo_cell_middle(cell);
}

/* ---- Distances ------------------------------------------------------------------------------------ */

double geo_radians(double degrees)
{
    return degrees * (M_PI / 180);
}

double geo_distance(struct geo_point a, struct geo_point b)
{
    double a_lat = geo_radians(a.lat), b_lat = geo_radians(b.lat);
    double v = sin((geo_radians(b.lon) - geo_radians(a.lon)) / 2), u;

    if (v == 0) /* on one meridian; the formula would lose the last digits */
        return GEO_EARTH_RADIUS_M * fabs(b_lat - a_lat);
    u = sin((b_lat - a_lat) / 2);
    return 2 * GEO_EARTH_RADIUS_M * asin(sqrt(u * u + cos(a_lat) * cos(b_lat) * v * v));
}

/* ---- Text ----------------------------------------------------------------------------------------- */

void geo_hash_text(char out[GEO_HASH_LEN], struct geo_point p)
{
    static const char alphabet[] = "0123456789bcdefghjkmnpqrstuvwxyz";
    uint64_t cell = geo_interleave(index_of(p.lon, GEO_LON_MAX), index_of(p.lat, 90));
    int shift = 2 * GEO_SIDE_BITS;

    for (int i = 0; i < GEO_HASH_LEN - 1; i++) {
        shift -= 5;
        out[i] = alphabet[cell >> shift & 31];
    }
    out[GEO_HASH_LEN - 1] = '0'; /* 52 bits fill ten characters; clients know eleven */
}
