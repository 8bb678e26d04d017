/*
 * geo -- places on the earth as members of a sorted set.
 *
 * The map is cut into 2^26 columns of longitude (-180 to 180 degrees) and 2^26 rows of latitude (the
 * limits of web maps). A place is held as the number of its cell, in which the bits of column and row
 * take turns; the number is the score:
 *
 *     bit      51   50   49   48        1    0
 *              x25  y25  x24  y24  ...  x0   y0
 *
 * Cells that are close to one another often have numbers that are. A cell is less than a metre wide, and
 * what is read back is its middle. Example: 13.361389, 38.115556 is in cell 3479099956230698.
 *
 * Distances are those of the haversine formula on a sphere, computed step by step as redis-server's
 * results show it, to the last bit.
 */
#ifndef KV_OBJ_GEO_H
#define KV_OBJ_GEO_H

#include <stdbool.h>
#include <stdint.h>

#define GEO_LON_MAX        180.0
#define GEO_LAT_MAX        85.05112878
#define GEO_EARTH_RADIUS_M 6372797.560856
#define GEO_CELLS          (UINT64_C(1) << 52) /* cells are numbered below this */
#define GEO_NO_CELL        UINT64_MAX

enum {
    GEO_SIDE_BITS = 26,
    GEO_HASH_LEN = 11,
};

/* In degrees. */
struct geo_point {
    double lon, lat;
};

bool geo_is_valid(struct geo_point p); /* on the map, its edges included */

/* The cell of a valid point. The eastern and northern edges belong to the last cells. */
uint64_t geo_cell(struct geo_point p);
/* The middle of a cell. What no cell has as its number (a score may be anything) is still a valid point. */
struct geo_point geo_cell_middle(uint64_t cell);
struct geo_point geo_of_score(double score);

/* The number of the cell in column x and row y, and back. */
uint64_t geo_interleave(uint32_t x, uint32_t y);
void geo_deinterleave(uint64_t cell, uint32_t *x, uint32_t *y);

double geo_radians(double degrees);
/* In metres. */
double geo_distance(struct geo_point a, struct geo_point b);

/* The geohash that the rest of the world uses, with rows from pole to pole: 52 bits in its alphabet,
 * and a 0. No NUL. */
void geo_hash_text(char out[GEO_HASH_LEN], struct geo_point p);

#endif
