/*
 * geo_shared -- places, units and distances as the commands of the geo family read and show them.
 */
#ifndef KV_CMD_GEO_SHARED_H
#define KV_CMD_GEO_SHARED_H

#include "obj/geo.h"
#include "server/call.h"

#define GEO_UNIT_SYNTAX "unit=( M | KM | FT | MI )"

/* Longitude and latitude. Latches "invalid longitude,latitude pair ...". */
struct geo_point arg_place(struct call *c);
/* M, KM, FT or MI as metres. Latches "unsupported unit provided ...". */
double arg_unit(struct call *c);

/* An array of longitude and latitude. */
void write_place(struct buf *out, int proto, struct geo_point p);
/* A bulk string with four decimals. */
void write_distance(struct buf *out, double distance);

#endif
