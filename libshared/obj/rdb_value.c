#include "obj/rdb_value.h"

#include "base/assert.h"
#include "ds/listpack.h"
#include "obj/rdb_prim.h"

enum {
    BASE_VERSION = 10,     /* Redis 7.0 */
    DEADLINE_VERSION = 12, /* Redis 7.4 */
    NODE_BYTES = 8 * 1024, /* packed nodes of a list end before they get longer */
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
    default:
        kv_assert(v->type == OBJ_HASH);
        if (value_next_expiry(v) != VALUE_NEVER)
            return RDB_HASH_DEADLINES;
        return v->encoding == ENC_LISTPACK ? RDB_HASH_LISTPACK : RDB_HASH;
    }
}

unsigned rdb_version_of(enum rdb_type type)
{
    return type == RDB_HASH_DEADLINES ? DEADLINE_VERSION : BASE_VERSION;
}

static void put_pack(struct buf *out, const struct value *v)
{
    rdb_put_string(out, bytes_make(v->pack.ptr, value_pack_bytes(v->encoding, v->pack.ptr)));
}

/* ---- Elements one by one ------------------------------------------------------------------------- */

struct put {
    struct buf *out;
    size_t count; /* elements shown so far */
};

static bool put_member(void *ctx, const struct value_elem *e)
{
    struct put *p = ctx;

    rdb_put_item(p->out, &e->item);
    p->count++;
    return true;
}

static bool put_scored_member(void *ctx, const struct value_elem *e)
{
    struct put *p = ctx;

    put_member(p, e);
    rdb_put_double(p->out, e->score);
    return true;
}

static bool put_field(void *ctx, const struct value_elem *e)
{
    struct put *p = ctx;

    put_member(p, e);
    rdb_put_item(p->out, &e->value);
    return true;
}

static void put_elements(struct buf *out, const struct value *v, value_visit_fn *put_one)
{
    struct put p = { .out = out };
    size_t count = value_count(v);

    rdb_put_len(out, count);
    value_each(v, put_one, &p);
    kv_assert(p.count == count);
}

/* ---- Fields with deadlines ----------------------------------------------------------------------- */

struct put_deadlines {
    struct put put;
    int64_t least_ms;
};

static bool put_timed_field(void *ctx, const struct value_elem *e)
{
    struct put_deadlines *p = ctx;
    bool timed = e->expire_at_ms != VALUE_NEVER;

    rdb_put_len(p->put.out, timed ? (uint64_t)(e->expire_at_ms - p->least_ms) + 1 : 0);
    return put_field(&p->put, e);
}

static void put_timed_fields(struct buf *out, const struct value *v)
{
    struct put_deadlines p = { .put = { .out = out }, .least_ms = value_next_expiry(v) };
    size_t count = value_count(v);

    rdb_put_le64(out, (uint64_t)p.least_ms);
    rdb_put_len(out, count);
    value_each(v, put_timed_field, &p);
    kv_assert(p.put.count == count);
}

/* ---- Nodes of a list ----------------------------------------------------------------------------- */

struct put_nodes {
    struct buf *out;
    struct pack node; /* elements that wait */
    uint32_t count;   /* nodes written */
};

static void put_node(struct put_nodes *p)
{
    const uint8_t *lp = p->node.ptr;

    if (lp_first(lp) == 0)
        return;
    rdb_put_len(p->out, RDB_NODE_PACKED);
    rdb_put_string(p->out, bytes_make(lp, lp_bytes(lp)));
    p->count++;
    lp_delete(&p->node, lp_first(lp), lp_count(lp));
}

/* An element that fills a node is one. */
static bool put_element(void *ctx, const struct value_elem *e)
{
    struct put_nodes *p = ctx;
    size_t size = lp_size_of_item(&e->item);

    if (lp_bytes(p->node.ptr) + size > NODE_BYTES)
        put_node(p);
    if (LP_EMPTY + size <= NODE_BYTES) {
        lp_append_item(&p->node, &e->item);
    } else {
        rdb_put_len(p->out, RDB_NODE_PLAIN);
        rdb_put_item(p->out, &e->item);
        p->count++;
    }
    return true;
}

static void put_nodes(struct buf *out, const struct value *v)
{
    struct put_nodes p = { .out = out };
    size_t place = rdb_put_len_later(out);

    lp_init(&p.node);
    value_each(v, put_element, &p);
    put_node(&p);
    pack_fini(&p.node);
    rdb_set_len(out, place, p.count);
}

/* ---- All ----------------------------------------------------------------------------------------- */

void rdb_put_value(struct buf *out, const struct value *v)
{
    switch (rdb_type_of(v)) {
    case RDB_SET:
        put_elements(out, v, put_member);
        break;
    case RDB_ZSET:
        put_elements(out, v, put_scored_member);
        break;
    case RDB_HASH:
        put_elements(out, v, put_field);
        break;
    case RDB_HASH_DEADLINES:
        put_timed_fields(out, v);
        break;
    case RDB_LIST_NODES:
        if (v->encoding == ENC_LISTPACK) {
            rdb_put_len(out, 1);
            rdb_put_len(out, RDB_NODE_PACKED);
            put_pack(out, v);
        } else {
            put_nodes(out, v);
        }
        break;
    default:
        put_pack(out, v);
    }
}
