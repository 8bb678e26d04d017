#include "obj/rdb_value.h"

#include "base/assert.h"
#include "base/mem.h"
#include "obj/hash.h"
#include "obj/list.h"
#include "obj/rdb_prim.h"
#include "obj/rdb_stream.h"
#include "obj/set.h"
#include "obj/zset.h"

enum {
    BASE_VERSION = 10,     /* Redis 7.0 */
    ACTIVE_VERSION = 11,   /* Redis 7.2 */
    DEADLINE_VERSION = 12, /* Redis 7.4 */

    STEP_BYTES = 64 * 1024, /* a step of the saver ends with the element that reaches so many */
};

enum rdb_type rdb_type_of(const struct value *v)
{
    switch (v->type) {
    case OBJ_LIST:
        return RDB_LIST_NODES;
    case OBJ_SET:
        return v->encoding == ENC_INTSET ? RDB_SET_INTSET : RDB_SET;
    case OBJ_ZSET:
        return v->encoding == ENC_LISTPACK ? RDB_ZSET_LISTPACK : RDB_ZSET;
    case OBJ_STREAM:
        return rdb_stream_type(stream_of(v));
    default:
        kv_assert(v->type == OBJ_HASH);
        if (value_next_expiry(v) != VALUE_NEVER)
            return RDB_HASH_DEADLINES;
        return v->encoding == ENC_LISTPACK ? RDB_HASH_LISTPACK : RDB_HASH;
    }
}

unsigned rdb_version_of(enum rdb_type type)
{
    switch (type) {
    case RDB_HASH_DEADLINES:
        return DEADLINE_VERSION;
    case RDB_STREAM_ACTIVE:
    case RDB_STREAM_OWN:
        return ACTIVE_VERSION;
    default:
        return BASE_VERSION;
    }
}

/* ---- Elements one by one ------------------------------------------------------------------------- */

struct put {
    struct buf *out;
    size_t count;     /* elements put so far */
    int64_t least_ms; /* RDB_HASH_DEADLINES */
    size_t most, end; /* no more when count, or the length of out, is there */
};

static bool wants_more(const struct put *p)
{
    return p->count < p->most && p->out->len < p->end;
}

static bool put_member(void *ctx, const struct value_elem *e)
{
    struct put *p = ctx;

    rdb_put_item(p->out, &e->item);
    p->count++;
    return true;
}

static bool put_field(void *ctx, const struct value_elem *e)
{
    struct put *p = ctx;

    put_member(p, e);
    rdb_put_item(p->out, &e->value);
    return true;
}

static bool put_timed_field(void *ctx, const struct value_elem *e)
{
    struct put *p = ctx;
    bool timed = e->expire_at_ms != VALUE_NEVER;

    rdb_put_len(p->out, timed ? (uint64_t)(e->expire_at_ms - p->least_ms) + 1 : 0);
    return put_field(p, e);
}

/* Part of a set or a hash. */
static void put_scanned(struct rdb_saver *s, struct put *p)
{
    do {
        if (s->type == RDB_SET)
            s->next = set_scan(s->value, s->next, put_member, p);
        else
            s->next =
                hash_scan(s->value, s->next, s->type == RDB_HASH ? put_field : put_timed_field, p);
        s->done = s->next == 0;
    } while (!s->done && wants_more(p));
}

/* Part of a sorted set, in order. */
static void put_scored(struct rdb_saver *s, struct put *p)
{
    struct zset_cursor at = zset_seek(s->value, s->next, false);
    struct zset_elem e;

    while (wants_more(p) && zset_next(&at, &e)) {
        rdb_put_item(p->out, &e.member);
        rdb_put_double(p->out, e.score);
        p->count++;
    }
    s->next += p->count;
    s->done = s->next == s->count;
}

/* A chunk of a list is a node. */
static void put_node(struct rdb_saver *s, struct put *p)
{
    const struct chunklist *l = list_chunks(s->value);
    struct chunklist_figures chunk = chunklist_chunk(l, s->next);
    uint8_t *scratch = NULL;

    rdb_put_len(p->out, chunk.plain ? RDB_NODE_PLAIN : RDB_NODE_PACKED);
    rdb_put_string(p->out, chunklist_look(l, s->next, &scratch));
    mem_free(scratch);
    p->count += chunk.count;
    s->next++;
    s->done = s->next == chunklist_chunks(l);
}

static void put_elements(struct rdb_saver *s, struct buf *out, size_t most)
{
    struct put p = { out, 0, s->least_ms, most, out->len + STEP_BYTES };

    if (s->type == RDB_ZSET)
        put_scored(s, &p);
    else if (s->type != RDB_LIST_NODES)
        put_scanned(s, &p);
    else
        while (!s->done && wants_more(&p))
            put_node(s, &p);
    s->put += p.count;
    if (s->done && !s->head_later)
        kv_assert(s->put == s->count);
}

/* ---- All ----------------------------------------------------------------------------------------- */

/* What stands before the elements, if they are written one by one. */
static void put_head(const struct rdb_saver *s, struct buf *out, size_t count)
{
    if (s->type == RDB_HASH_DEADLINES)
        rdb_put_le64(out, (uint64_t)s->least_ms);
    rdb_put_len(out, s->type == RDB_LIST_NODES ? chunklist_chunks(list_chunks(s->value)) : count);
}

void rdb_put_head(const struct rdb_saver *s, struct buf *out)
{
    put_head(s, out, s->put);
}

static void put_pack(struct buf *out, const struct value *v)
{
    rdb_put_string(out, bytes_make(v->pack.ptr, value_pack_bytes(v->encoding, v->pack.ptr)));
}

/* True if the pack that holds the value is all there is to write, but for the counts before it. */
static bool is_one_pack(const struct rdb_saver *s)
{
    return value_is_pack(s->value) && s->type != RDB_SET;
}

struct rdb_saver rdb_saver(const struct value *v)
{
    return (struct rdb_saver){ .value = v, .type = rdb_type_of(v), .count = value_count(v) };
}

struct rdb_saver rdb_saver_of_fading(const struct value *v)
{
    struct rdb_saver s = rdb_saver(v);

    s.head_later = true;
    return s;
}

static bool stream_step(struct rdb_saver *s, struct buf *out)
{
    if (!s->begun)
        s->stream = rdb_stream_saver(stream_of(s->value), out);
    s->begun = true;
    return rdb_stream_saver_step(&s->stream, out, out->len + STEP_BYTES);
}

bool rdb_saver_step(struct rdb_saver *s, struct buf *out, size_t most)
{
    if (s->value->type == OBJ_STREAM)
        return stream_step(s, out);
    if (is_one_pack(s)) {
        if (s->type == RDB_LIST_NODES) {
            rdb_put_len(out, 1);
            rdb_put_len(out, RDB_NODE_PACKED);
        }
        put_pack(out, s->value);
        return true;
    }
    if (!s->begun) {
        if (s->type == RDB_HASH_DEADLINES)
            s->least_ms = value_next_expiry(s->value);
        if (!s->head_later)
            put_head(s, out, s->count);
    }
    s->begun = true;
    put_elements(s, out, most);
    return s->done;
}

void rdb_put_value(struct buf *out, const struct value *v)
{
    struct rdb_saver s = rdb_saver(v);

    while (!rdb_saver_step(&s, out, SIZE_MAX))
        ;
}
