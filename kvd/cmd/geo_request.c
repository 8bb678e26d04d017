#include "cmd/geo_request.h"

#include "base/mem.h"
#include "cmd/geo_shared.h"
#include "server/reply.h"

/* ---- Center and shape ----------------------------------------------------------------------------- */

void geo_arg_center(struct call *c, struct geo_request *r)
{
    r->from = FROM_LONLAT;
    r->center = arg_place(c);
}

void geo_arg_member(struct call *c, struct geo_request *r)
{
    struct bytes member = arg_bytes(c);
    double score;

    r->from = FROM_MEMBER;
    if (r->v == NULL)
        return;
    if (zset_score(r->v, member, &score))
        r->center = geo_of_score(score);
    else
        arg_fail(c, KV_SYNTAX, "could not decode requested zset member");
}

static double arg_length(struct call *c, const char *complaint)
{
    double length = 0;

    if (!num_parse_double(arg_bytes(c), &length))
        arg_fail(c, KV_NOT_FLOAT, complaint);
    return length;
}

void geo_arg_radius(struct call *c, struct geo_request *r)
{
    r->by = BY_RADIUS;
    r->width = arg_length(c, "need numeric radius");
    if (r->width < 0)
        arg_fail(c, KV_RANGE, "radius cannot be negative");
    r->unit_m = arg_unit(c);
}

static void arg_box(struct call *c, struct geo_request *r)
{
    r->by = BY_BOX;
    r->width = arg_length(c, "need numeric width");
    r->height = arg_length(c, "need numeric height");
    if (r->width < 0 || r->height < 0)
        arg_fail(c, KV_RANGE, "height or width cannot be negative");
    r->unit_m = arg_unit(c);
}

static void arg_polygon(struct call *c, struct geo_request *r)
{
    int64_t count = arg_int(c);

    r->by = BY_POLYGON;
    r->unit_m = 1;
    if (c->err == KV_OK && count < GEO_POLYGON_MIN)
        arg_fail(c, KV_RANGE, "a polygon has at least 3 vertices");
    if (c->err == KV_OK && count > args_left(c) / 2)
        arg_fail(c, KV_SYNTAX, NULL);
    if (c->err != KV_OK)
        return;
    mem_free(r->vertices);
    r->vertex_count = (size_t)count;
    r->vertices = mem_alloc(r->vertex_count * sizeof r->vertices[0]);
    for (size_t i = 0; c->err == KV_OK && i < r->vertex_count; i++)
        r->vertices[i] = arg_place(c);
}

/* A kind of center or of shape may be named again, and the last one counts; another kind may not. A
 * polygon has a center of its own. */
static bool takes_from(const struct geo_request *r, enum geo_from from)
{
    return (r->takes & GEO_TAKES_AREA) && r->by != BY_POLYGON &&
           (r->from == FROM_NOWHERE || r->from == from);
}

static bool takes_by(const struct geo_request *r, enum geo_by by)
{
    return (r->takes & GEO_TAKES_AREA) && (r->by == BY_NOTHING || r->by == by) &&
           (by != BY_POLYGON || r->from == FROM_NOWHERE);
}

static bool area_option(struct call *c, struct geo_request *r)
{
    unsigned left = args_left(c);

    if (left >= 2 && takes_from(r, FROM_MEMBER) && arg_word(c, "frommember"))
        geo_arg_member(c, r);
    else if (left >= 3 && takes_from(r, FROM_LONLAT) && arg_word(c, "fromlonlat"))
        geo_arg_center(c, r);
    else if (left >= 3 && takes_by(r, BY_RADIUS) && arg_word(c, "byradius"))
        geo_arg_radius(c, r);
    else if (left >= 4 && takes_by(r, BY_BOX) && arg_word(c, "bybox"))
        arg_box(c, r);
    else if (left >= 2 && takes_by(r, BY_POLYGON) && arg_word(c, "bypolygon"))
        arg_polygon(c, r);
    else
        return false;
    return true;
}

/* ---- Other options -------------------------------------------------------------------------------- */

static void arg_count(struct call *c, struct geo_request *r)
{
    int64_t count = arg_int(c);

    if (c->err == KV_OK && count <= 0)
        arg_fail(c, KV_RANGE, "COUNT must be > 0");
    r->wish.count = (size_t)count;
}

static void arg_order(struct geo_request *r, enum geo_order order)
{
    r->sorted = true;
    r->wish.order = order;
}

static void arg_store(struct call *c, struct geo_request *r, bool dist)
{
    r->store = true;
    r->store_dist = dist;
    r->dest = arg_bytes(c);
}

static bool option(struct call *c, struct geo_request *r)
{
    unsigned left = args_left(c);

    if (arg_word(c, "withdist"))
        r->dist = true;
    else if (arg_word(c, "withhash"))
        r->hash = true;
    else if (arg_word(c, "withcoord"))
        r->coord = true;
    else if (arg_word(c, "any"))
        r->wish.any = true;
    else if (arg_word(c, "asc"))
        arg_order(r, GEO_NEAREST_FIRST);
    else if (arg_word(c, "desc"))
        arg_order(r, GEO_FARTHEST_FIRST);
    else if (left >= 2 && arg_word(c, "count"))
        arg_count(c, r);
    else if (left >= 2 && (r->takes & GEO_TAKES_STORE) && arg_word(c, "store"))
        arg_store(c, r, false);
    else if (left >= 2 && (r->takes & GEO_TAKES_STORE) && arg_word(c, "storedist"))
        arg_store(c, r, true);
    else if ((r->takes & GEO_TAKES_STOREDIST) && arg_word(c, "storedist"))
        r->store_dist = true;
    else
        return area_option(c, r);
    return true;
}

unsigned geo_find_store(const struct bytes *argv, unsigned argc, unsigned first, bool *dist)
{
    unsigned found = 0;

    for (unsigned i = first; i + 1 < argc; i++) {
        bool by_dist = bytes_is_word(argv[i], "storedist");

        if (by_dist || bytes_is_word(argv[i], "store")) {
            found = ++i;
            *dist = by_dist;
        } else if (bytes_is_word(argv[i], "count")) {
            i++;
        }
    }
    return found;
}

/* ---- All of it ------------------------------------------------------------------------------------ */

/* Refuses what is missing or does not go together. */
static void check(struct call *c, const struct geo_request *r)
{
    struct bytes name = c->argv[0]; /* as it was written */
    bool has_area = r->takes & GEO_TAKES_AREA;

    if (r->store && (r->coord || r->dist || r->hash)) {
        reply_errorf(c, "ERR %s is not compatible with WITHDIST, WITHHASH and WITHCOORD options",
                     has_area ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS");
    } else if (r->from == FROM_NOWHERE && r->by != BY_POLYGON) {
        reply_errorf(c, "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for %.*s",
                     BYTES_ARG(name));
    } else if (r->by == BY_NOTHING) {
        reply_errorf(c, "ERR exactly one of BYRADIUS and BYBOX can be specified for %.*s",
                     BYTES_ARG(name));
    } else if (r->wish.any && r->wish.count == SIZE_MAX) {
        arg_fail(c, KV_SYNTAX, "the ANY argument requires COUNT argument");
        return;
    } else {
        return;
    }
    arg_fail(c, KV_DONE, NULL);
}

void geo_arg_options(struct call *c, struct geo_request *r)
{
    while (c->err == KV_OK && args_left(c) > 0 && option(c, r))
        ;
    if (args_end(c) == KV_OK)
        check(c, r);
    /* The first so many are the nearest, unless one says otherwise. */
    if (!r->sorted && r->wish.count != SIZE_MAX && !r->wish.any)
        r->wish.order = GEO_NEAREST_FIRST;
    r->wish.distances = r->dist || r->store_dist;
}

void geo_request_fini(struct geo_request *r)
{
    mem_free(r->vertices);
    r->vertices = NULL;
}

struct geo_shape geo_request_shape(const struct geo_request *r)
{
    if (r->by == BY_RADIUS)
        return geo_circle(r->center, r->width * r->unit_m);
    if (r->by == BY_BOX)
        return geo_box(r->center, r->width * r->unit_m, r->height * r->unit_m);
    return geo_polygon(r->vertices, r->vertex_count);
}
