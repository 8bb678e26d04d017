/* GEOADD GEOPOS GEODIST GEOHASH: places by their names */
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/geo_shared.h"
#include "cmd/zset_shared.h"
#include "server/reply.h"

/* ---- GEOADD --------------------------------------------------------------------------------------- */

enum { CELLS_LOCAL = 8 }; /* places of one command that need no allocation */

/* The scores of the places: longitude, latitude and member each. */
static void arg_cells(struct call *c, unsigned count, double *scores)
{
    for (unsigned i = 0; c->err == KV_OK && i < count; i++) {
        struct geo_point p = arg_place(c);

        arg_bytes(c);
        if (c->err == KV_OK)
            scores[i] = (double)geo_cell(p);
    }
}

static void add_places(struct call *c, struct key key, struct zset_additions *a, bool count_changed)
{
    struct zset_added r;
    enum kv_err err;

    arg_cells(c, a->count, a->scores);
    err = c->err;
    if (err == KV_OK)
        err = zset_add_members(c, key, a, &r);
    if (err == KV_OK)
        reply_int(c, (int64_t)(r.added + (count_changed ? r.changed : 0)));
    else
        reply_err(c, err);
}

/* GEOADD key [NX | XX] [CH] longitude latitude member [longitude latitude member ...] */
static void cmd_geoadd(struct call *c)
{
    struct key key = arg_key(c);
    struct zset_additions a = { .stride = 3, .event = "zadd" };
    bool count_changed = false;
    double local[CELLS_LOCAL];

    for (;;) {
        if (arg_word(c, "nx"))
            a.flags |= ZSET_NX;
        else if (arg_word(c, "xx"))
            a.flags |= ZSET_XX;
        else if (arg_word(c, "ch"))
            count_changed = true;
        else
            break;
    }
    a.first = c->next + 2;
    a.count = args_left(c) / 3;
    if (args_left(c) % 3 != 0 || a.count == 0 || ((a.flags & ZSET_NX) && (a.flags & ZSET_XX))) {
        reply_syntax(c);
        return;
    }
    a.scores = a.count <= CELLS_LOCAL ? local : mem_alloc(a.count * sizeof a.scores[0]);
    add_places(c, key, &a, count_changed);
    if (a.scores != local)
        mem_free(a.scores);
}

/* ---- Reading -------------------------------------------------------------------------------------- */

/* p NULL: there is no such member. */
typedef void reply_place_fn(struct call *c, const struct geo_point *p);

/* key [member ...] */
static void reply_places(struct call *c, reply_place_fn *reply)
{
    struct value v;
    struct geo_point p;
    double score;
    enum kv_err err = read_zset(c, arg_key(c), &v);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    reply_array(c, args_left(c));
    while (args_left(c) > 0) {
        struct bytes member = arg_bytes(c);
        bool found = err == KV_OK && zset_score(&v, member, &score);

        if (found)
            p = geo_of_score(score);
        reply(c, found ? &p : NULL);
    }
}

static void reply_position(struct call *c, const struct geo_point *p)
{
    if (p)
        write_place(c->out, c->proto, *p);
    else
        reply_null_array(c);
}

/* GEOPOS key [member ...] */
static void cmd_geopos(struct call *c)
{
    reply_places(c, reply_position);
}

static void reply_hash(struct call *c, const struct geo_point *p)
{
    char text[GEO_HASH_LEN];

    if (p) {
        geo_hash_text(text, *p);
        reply_bulk(c, bytes_make(text, sizeof text));
    } else {
        reply_null(c);
    }
}

/* GEOHASH key [member ...] */
static void cmd_geohash(struct call *c)
{
    reply_places(c, reply_hash);
}

/* GEODIST key member1 member2 [M | KM | FT | MI] */
static void cmd_geodist(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes from = arg_bytes(c), to = arg_bytes(c);
    double unit = args_left(c) == 1 ? arg_unit(c) : 1, a, b;
    struct value v;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = read_zset(c, key, &v);
    if (err == KV_OK && !(zset_score(&v, from, &a) && zset_score(&v, to, &b)))
        err = KV_NOT_FOUND;
    if (err == KV_OK)
        write_distance(c->out, geo_distance(geo_of_score(a), geo_of_score(b)) / unit);
    else if (err == KV_NOT_FOUND)
        reply_null(c);
    else
        reply_err(c, err);
}

/* ---- The table ------------------------------------------------------------------------------------ */

#define READ_MEMBER                                                                                \
    CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_GEO, .group = "geo",           \
                  .since = "3.2.0", .member = 2, .prefetch = zset_prefetch

const struct command geo_commands[] = {
    { "geoadd", -5, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_RW | KS_UPDATE) }, .acl = ACL_GEO,
      .handler = cmd_geoadd, .group = "geo", .since = "3.2.0", .member = 4,
      .prefetch = zset_prefetch,
      .complexity = "O(log(N)) per member, with N members in the sorted set.",
      .summary = "Adds members with their places to a sorted set, or moves them.",
      .args = "key [ condition=( NX | XX ) @6.2.0 ] [ change=CH @6.2.0 ]"
              " data={ longitude:double latitude:double member } ...",
      .history = "6.2.0: Added CH, NX and XX." },
    { "geopos", -2, READ_MEMBER, .handler = cmd_geopos, .complexity = "O(1) per member.",
      .summary = "Gives the longitudes and latitudes of members.", .args = "key [ member ... ]" },
    { "geodist", -4, READ_MEMBER, .handler = cmd_geodist, .complexity = "O(1)",
      .summary = "Gives the distance between two members.",
      .args = "key member1 member2 [ " GEO_UNIT_SYNTAX " ]" },
    { "geohash", -2, READ_MEMBER, .handler = cmd_geohash, .complexity = "O(1) per member.",
      .summary = "Gives the places of members as geohashes.", .args = "key [ member ... ]" },
    COMMAND_END,
};
