/*
 * geo_request -- what GEOSEARCH, GEORADIUS and their kin are asked for, read from their arguments.
 *
 * The older commands have the center and the radius in front, the newer ones as options among others. A
 * center that is a member is looked up while the arguments are read; where there is no sorted set, nothing
 * is found there.
 */
#ifndef KV_CMD_GEO_REQUEST_H
#define KV_CMD_GEO_REQUEST_H

#include "obj/geo_search.h"
#include "server/call.h"

enum geo_takes {
    GEO_TAKES_AREA = 1,      /* FROMMEMBER FROMLONLAT BYRADIUS BYBOX BYPOLYGON */
    GEO_TAKES_STORE = 2,     /* STORE key, STOREDIST key */
    GEO_TAKES_STOREDIST = 4, /* STOREDIST */
};

enum geo_from { FROM_NOWHERE, FROM_MEMBER, FROM_LONLAT };
enum geo_by { BY_NOTHING, BY_RADIUS, BY_BOX, BY_POLYGON };

struct geo_request {
    const struct value *v; /* NULL: there is no sorted set */
    unsigned takes;        /* enum geo_takes */
    enum geo_from from;
    struct geo_point center;
    enum geo_by by;
    double unit_m;
    double width, height;       /* in units; the radius is a width */
    struct geo_point *vertices; /* owned */
    size_t vertex_count;
    bool sorted; /* ASC or DESC was said; which of them is wish.order */
    struct geo_wish wish;
    bool coord, dist, hash; /* what the reply has besides members */
    bool store, store_dist; /* instead of a reply; distances instead of cells */
    struct bytes dest;
    const char *event; /* of a store */
};

#define GEO_REQUEST(...)                                                                           \
    {                                                                                              \
        .unit_m = 1, .wish = { .count = SIZE_MAX }, __VA_ARGS__                                    \
    }

/* The center and radius of the older commands. */
void geo_arg_center(struct call *c, struct geo_request *r);
void geo_arg_member(struct call *c, struct geo_request *r);
void geo_arg_radius(struct call *c, struct geo_request *r);

/* The rest of the arguments. Afterwards c->err tells whether all is well. */
void geo_arg_options(struct call *c, struct geo_request *r);
void geo_request_fini(struct geo_request *r);

struct geo_shape geo_request_shape(const struct geo_request *r);

/* The argument index of the key that the request stores to, options beginning at first; 0 if it stores
 * nothing. *dist: by STOREDIST. */
unsigned geo_find_store(const struct bytes *argv, unsigned argc, unsigned first, bool *dist);

#endif
