/* GEOSEARCH GEOSEARCHSTORE, GEORADIUS GEORADIUSBYMEMBER and their _RO forms: places in an area */
#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/geo_request.h"
#include "cmd/geo_shared.h"
#include "cmd/store_result.h"
#include "cmd/zset_shared.h"
#include "resp/write.h"
#include "server/background.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

enum {
    AT_ONCE_STEPS = 5 * 1000, /* what takes more, some hundred microseconds, becomes a job */
    SLICE_STEPS = 500,        /* between two looks at the clock */
    SLICE_RESULTS = 64,       /* likewise */
};

/* ---- Results -------------------------------------------------------------------------------------- */

static void write_found(struct buf *out, int proto, const struct geo_request *r,
                        const struct geo_found *f)
{
    unsigned more = r->dist + r->hash + r->coord;
    char scratch[NUM_INT_MAX];

    if (more > 0)
        resp_array(out, 1 + more);
    resp_bulk(out, item_text(&f->member, scratch));
    if (r->dist)
        write_distance(out, f->distance_m / r->unit_m);
    if (r->hash)
        resp_int(out, (int64_t)f->score);
    if (r->coord)
        write_place(out, proto, f->at);
}

static void store_found(struct value *result, const struct geo_request *r,
                        const struct geo_found *f)
{
    double score = r->store_dist ? f->distance_m / r->unit_m : f->score;
    char scratch[NUM_INT_MAX];

    zset_add(result, item_text(&f->member, scratch), &score, 0);
}

static void reply_none(struct call *c, const struct geo_request *r)
{
    struct value none;

    if (r->store) {
        none = value_empty(OBJ_ZSET);
        store_result(c, key_of(r->dest), &none, r->event);
    } else {
        reply_array(c, 0);
    }
}

static void store_all(struct call *c, const struct geo_request *r, struct geo_search *s)
{
    struct value result = value_empty(OBJ_ZSET);

    for (size_t left = geo_search_count(s); left > 0; left--)
        store_found(&result, r, geo_search_next(s));
    store_result(c, key_of(r->dest), &result, r->event);
}

static void reply_all(struct call *c, const struct geo_request *r, struct geo_search *s)
{
    size_t left = geo_search_count(s);

    reply_array(c, left);
    for (; left > 0; left--)
        write_found(c->out, c->proto, r, geo_search_next(s));
}

/* ---- In slices ------------------------------------------------------------------------------------ */

struct search_job {
    struct geo_request request; /* dest is a copy */
    struct geo_search *search;
    struct hold *hold;
    int proto;
    bool searched;
    size_t left;         /* results that are not written yet */
    struct value result; /* of a store */
};

/* True when the search is done and its results are counted. */
static bool search_slice(struct search_job *j, struct outbuf *gathered)
{
    if (!j->searched && geo_search_step(j->search, SLICE_STEPS)) {
        j->searched = true;
        j->left = geo_search_count(j->search);
        outbuf_prepare(gathered);
        if (!j->request.store)
            resp_array(outbuf_tail(gathered), j->left);
    }
    return j->searched;
}

static void result_slice(struct search_job *j, struct outbuf *gathered)
{
    for (int i = 0; i < SLICE_RESULTS && j->left > 0; i++, j->left--) {
        if (j->request.store) {
            store_found(&j->result, &j->request, geo_search_next(j->search));
        } else {
            outbuf_prepare(gathered);
            write_found(outbuf_tail(gathered), j->proto, &j->request, geo_search_next(j->search));
        }
    }
}

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct search_job *j = state;

    do {
        if (search_slice(j, gathered))
            result_slice(j, gathered);
        if (j->searched && j->left == 0)
            return true;
    } while (clock_mono_ns() < until_ns);
    return false;
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct search_job *j = state;

    if (!j->request.store) {
        reply_gathered(c, gathered);
        return;
    }
    store_result(c, key_of(j->request.dest), &j->result, j->request.event);
    j->result = value_empty(OBJ_ZSET); /* the key has the other now */
}

static void free_search(void *search)
{
    geo_search_free(search);
}

/* A million results are freed elsewhere. */
static void job_free(void *state)
{
    struct search_job *j = state;

    store_free_value(&j->result, true);
    background_run(free_search, j->search);
    hold_free(j->hold);
    geo_request_fini(&j->request);
    mem_free((void *)(uintptr_t)j->request.dest.ptr);
    mem_free_sized(j, sizeof *j);
}

static const struct job_type search_job = { job_step, job_reply, job_free };

/* Goes on with a search that was begun; it and what the request owns are taken over. */
static void start_job(struct call *c, struct key source, struct geo_request *r,
                      struct geo_search *s)
{
    struct search_job *j = mem_zalloc(sizeof *j);

    j->request = *r;
    j->request.dest.ptr = (const uint8_t *)mem_bytesdup(r->dest);
    j->search = s;
    j->hold = hold_new(c->db, &source, 1);
    kv_assert(hold_value(j->hold, 0)->ptr == r->v->ptr); /* a tree stays where it is */
    j->request.v = NULL;
    j->proto = c->proto;
    j->result = value_empty(OBJ_ZSET);
    r->vertices = NULL;
    job_run(c, &search_job, j);
}

/* ---- The commands ---------------------------------------------------------------------------------- */

static void search(struct call *c, struct key source, struct geo_request *r)
{
    struct geo_shape shape = geo_request_shape(r);
    struct geo_search *s = geo_search_new(r->v, &shape, &r->wish);
    bool done = geo_search_step(s, AT_ONCE_STEPS);

    /* Of a listpack only the sorting can be left, which is short. */
    if (!done && !value_is_pack(r->v) && block_is_allowed(c)) {
        start_job(c, source, r, s);
        return;
    }
    while (!done)
        done = geo_search_step(s, SIZE_MAX);
    if (r->store)
        store_all(c, r, s);
    else
        reply_all(c, r, s);
    geo_search_free(s);
}

/* The sorted set at key is looked up first: a center that is one of its members is read from it. */
static bool find_source(struct call *c, struct key key, struct geo_request *r, struct value *v)
{
    enum kv_err err = read_zset(c, key, v);

    if (err == KV_OK)
        r->v = v;
    else if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    return err != KV_WRONG_TYPE;
}

/* The arguments from the options on. */
static void run(struct call *c, struct key source, struct geo_request *r)
{
    geo_arg_options(c, r);
    if (c->err != KV_OK)
        reply_err(c, c->err);
    else if (r->v == NULL)
        reply_none(c, r);
    else
        search(c, source, r);
    geo_request_fini(r);
}

/* GEOSEARCH key <FROMMEMBER member | FROMLONLAT longitude latitude>
 *     <BYRADIUS radius unit | BYBOX width height unit | BYPOLYGON count longitude latitude ...>
 *     [ASC | DESC] [COUNT count [ANY]] [WITHCOORD] [WITHDIST] [WITHHASH] */
static void cmd_geosearch(struct call *c)
{
    struct geo_request r = GEO_REQUEST(.takes = GEO_TAKES_AREA);
    struct key source = arg_key(c);
    struct value v;

    if (find_source(c, source, &r, &v))
        run(c, source, &r);
}

/* GEOSEARCHSTORE destination source ... [STOREDIST], else as GEOSEARCH */
static void cmd_geosearchstore(struct call *c)
{
    struct geo_request r = GEO_REQUEST(.takes = GEO_TAKES_AREA | GEO_TAKES_STOREDIST, .store = true,
                                       .event = "geosearchstore");
    struct key source;
    struct value v;

    r.dest = arg_bytes(c);
    source = arg_key(c);
    if (find_source(c, source, &r, &v))
        run(c, source, &r);
}

/* key longitude latitude radius unit [options] */
static void radius(struct call *c, unsigned takes)
{
    struct geo_request r = GEO_REQUEST(.takes = takes, .event = "georadiusstore");
    struct key source = arg_key(c);
    struct value v;

    if (!find_source(c, source, &r, &v))
        return;
    geo_arg_center(c, &r);
    geo_arg_radius(c, &r);
    run(c, source, &r);
}

/* GEORADIUS key longitude latitude radius unit [WITHCOORD] [WITHDIST] [WITHHASH]
 *     [COUNT count [ANY]] [ASC | DESC] [STORE key | STOREDIST key] */
static void cmd_georadius(struct call *c)
{
    radius(c, GEO_TAKES_STORE);
}

/* GEORADIUS_RO key longitude latitude radius unit [WITHCOORD] [WITHDIST] [WITHHASH]
 *     [COUNT count [ANY]] [ASC | DESC] */
static void cmd_georadius_ro(struct call *c)
{
    radius(c, 0);
}

/* key member radius unit [options] */
static void radius_of_member(struct call *c, unsigned takes)
{
    struct geo_request r = GEO_REQUEST(.takes = takes, .event = "georadiusstore");
    struct key source = arg_key(c);
    struct value v;

    if (!find_source(c, source, &r, &v))
        return;
    geo_arg_member(c, &r);
    if (r.v != NULL) {
        geo_arg_radius(c, &r);
    } else { /* as redis-server has it: without a sorted set any radius will do */
        r.by = BY_RADIUS;
        c->next += 2;
    }
    run(c, source, &r);
}

/* GEORADIUSBYMEMBER key member radius unit [WITHCOORD] [WITHDIST] [WITHHASH]
 *     [COUNT count [ANY]] [ASC | DESC] [STORE key | STOREDIST key] */
static void cmd_georadiusbymember(struct call *c)
{
    radius_of_member(c, GEO_TAKES_STORE);
}

/* GEORADIUSBYMEMBER_RO key member radius unit [WITHCOORD] [WITHDIST] [WITHHASH]
 *     [COUNT count [ANY]] [ASC | DESC] */
static void cmd_georadiusbymember_ro(struct call *c)
{
    radius_of_member(c, 0);
}

/* ---- The table ------------------------------------------------------------------------------------ */

static unsigned find_key(unsigned spec, const struct bytes *argv, unsigned argc, unsigned first)
{
    bool dist = false;
    unsigned found = geo_find_store(argv, argc, first, &dist);

    return spec == (dist ? 2 : 1) ? found : 0;
}

static unsigned find_key_georadius(unsigned spec, const struct bytes *argv, unsigned argc)
{
    return find_key(spec, argv, argc, 6);
}

static unsigned find_key_georadiusbymember(unsigned spec, const struct bytes *argv, unsigned argc)
{
    return find_key(spec, argv, argc, 5);
}

#define STORE_KEY(word, from)                                                                      \
    {                                                                                              \
        .flags = KS_OW | KS_UPDATE | KS_INCOMPLETE, .begin = BEGIN_KEYWORD, .index = (from),       \
        .keyword = (word), .step = 1                                                               \
    }
#define RADIUS(from)                                                                               \
    CMD_WRITE | CMD_DENYOOM | CMD_MOVABLEKEYS,                                                     \
        .keys = { KEY(1, KS_RO | KS_ACCESS), STORE_KEY("STORE", from),                             \
                  STORE_KEY("STOREDIST", from) },                                                  \
        .acl = ACL_GEO, .group = "geo", .since = "3.2.0", .deprecated = "6.2.0"
#define RADIUS_RO                                                                                  \
    CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_GEO, .group = "geo",           \
                  .since = "3.2.10", .deprecated = "6.2.0"

#define AREA_SYNTAX                                                                                \
    "[ from=( FROMMEMBER member | FROMLONLAT fromlonlat={ longitude:double latitude:double } ) ]"  \
    " by=( circle={ BYRADIUS radius:double " GEO_UNIT_SYNTAX " } |"                                \
    " box={ BYBOX width:double height:double " GEO_UNIT_SYNTAX " } |"                              \
    " polygon={ BYPOLYGON num-vertices:integer"                                                    \
    " vertices={ longitude:double latitude:double } ... } @9.0.0 )"                                \
    " [ order=( ASC | DESC ) ] [ count-block={ COUNT count:integer [ ANY ] } ]"
#define WITH_SYNTAX   " [ WITHCOORD ] [ WITHDIST ] [ WITHHASH ]"
#define RADIUS_SYNTAX "radius:double " GEO_UNIT_SYNTAX WITH_SYNTAX
#define ORDER_SYNTAX  " [ order=( ASC | DESC ) ]"
#define STORE_SYNTAX  " [ store=( STORE storekey:key | STOREDIST storedistkey:key ) ]"
#define ANY_LATER     " [ count-block={ COUNT count:integer [ ANY @6.2.0 ] } ]" ORDER_SYNTAX
#define ANY_NOW       " [ count-block={ COUNT count:integer [ ANY ] } ]" ORDER_SYNTAX

#define COST                                                                                       \
    "O(N+M*log(M)) with N members in and near the rectangle around the area and M in the area, "   \
    "O(N) if they are not to be in order. Much work is spread over several turns."

const struct command geo_search_commands[] = {
    { "geosearch", -7, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_GEO,
      .handler = cmd_geosearch, .group = "geo", .since = "6.2.0", .complexity = COST,
      /* The usual place of FROMMEMBER's. */
      .member = 3, .prefetch = zset_prefetch,
      .summary = "Gives the members in a circle, a box or a polygon.",
      .args = "key " AREA_SYNTAX WITH_SYNTAX, .history = "9.0.0: Added BYPOLYGON, as Valkey." },
    { "geosearchstore", -8, CMD_WRITE | CMD_DENYOOM,
      .keys = { KEY(1, KS_OW | KS_UPDATE), KEY(2, KS_RO | KS_ACCESS) }, .acl = ACL_GEO,
      .handler = cmd_geosearchstore, .group = "geo", .since = "6.2.0", .complexity = COST,
      .summary = "Stores the members in a circle, a box or a polygon.",
      .args = "destination source " AREA_SYNTAX " [ STOREDIST ]",
      .history = "9.0.0: Added BYPOLYGON, as Valkey." },
    { "georadius", -6, RADIUS(6), .find_key = find_key_georadius, .handler = cmd_georadius,
      .complexity = COST, .summary = "Gives or stores the members in a circle around a place.",
      .args = "key longitude:double latitude:double " RADIUS_SYNTAX ANY_LATER STORE_SYNTAX,
      .replaced_by = "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument",
      .history = "6.2.0: Added ANY." },
    { "georadiusbymember", -5, RADIUS(5), .find_key = find_key_georadiusbymember,
      .handler = cmd_georadiusbymember, .complexity = COST, .member = 2, .prefetch = zset_prefetch,
      .summary = "Gives or stores the members in a circle around one of them.",
      .args = "key member " RADIUS_SYNTAX ANY_NOW STORE_SYNTAX,
      .replaced_by =
          "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments",
      .history = "6.2.0: Added ANY." },
    { "georadius_ro", -6, RADIUS_RO, .handler = cmd_georadius_ro, .complexity = COST,
      .summary = "Gives the members in a circle around a place.",
      .args = "key longitude:double latitude:double " RADIUS_SYNTAX ANY_LATER,
      .replaced_by = "`GEOSEARCH` with the `BYRADIUS` argument", .history = "6.2.0: Added ANY." },
    { "georadiusbymember_ro", -5, RADIUS_RO, .handler = cmd_georadiusbymember_ro, .member = 2,
      .prefetch = zset_prefetch, .complexity = COST,
      .summary = "Gives the members in a circle around one of them.",
      .args = "key member " RADIUS_SYNTAX ANY_NOW,
      .replaced_by = "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments",
      .history = "6.2.0: Added ANY." },
    COMMAND_END,
};
