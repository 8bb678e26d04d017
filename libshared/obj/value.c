#include "obj/value.h"

#include "base/assert.h"
#include "base/mem.h"
#include "ds/intset.h"
#include "ds/listpack.h"

static const struct value_ops *ops_of(const struct value *v)
{
    static const struct value_ops *const ops[OBJ_TYPES] = {
        [OBJ_LIST] = &list_ops, [OBJ_SET] = &set_ops,       [OBJ_ZSET] = &zset_ops,
        [OBJ_HASH] = &hash_ops, [OBJ_STREAM] = &stream_ops,
    };

    kv_assert(ops[v->type] != NULL);
    return ops[v->type];
}

size_t value_pack_bytes(enum obj_encoding encoding, const uint8_t *pack)
{
    return encoding == ENC_INTSET ? intset_bytes(pack) : lp_bytes(pack);
}

static struct bytes pack_content(const struct value *v)
{
    return bytes_make(v->pack.ptr, value_pack_bytes(v->encoding, v->pack.ptr));
}

struct value value_empty(enum obj_type type)
{
    return ops_of(&(struct value){ .type = type })->empty();
}

size_t value_count(const struct value *v)
{
    return ops_of(v)->count(v);
}

bool value_is_void(const struct value *v)
{
    return !ops_of(v)->stays_empty && value_is_empty(v);
}

void value_each(const struct value *v, value_visit_fn *visit, void *ctx)
{
    kv_assert(ops_of(v)->each != NULL);
    ops_of(v)->each(v, visit, ctx);
}

void value_free(struct value *v)
{
    if (value_is_pack(v))
        pack_fini(&v->pack);
    else
        ops_of(v)->free(v);
}

struct value value_dup(const struct value *v)
{
    if (!value_is_pack(v))
        return ops_of(v)->dup(v);
    return (struct value){ .type = v->type,
                           .encoding = v->encoding,
                           .pack = pack_dup(pack_content(v)) };
}

size_t value_mem(const struct value *v, size_t samples)
{
    return value_is_pack(v) ? mem_good_size(pack_content(v).len) : ops_of(v)->mem(v, samples);
}

size_t value_effort(const struct value *v)
{
    return value_is_pack(v) ? 1 : ops_of(v)->effort(v);
}

const char *value_encoding_name(const struct value *v)
{
    return ops_of(v)->encoding_name(v);
}

void value_check(const struct value *v)
{
    if (v->encoding == ENC_LISTPACK)
        lp_check(v->pack.ptr);
    else if (v->encoding == ENC_INTSET)
        intset_check(v->pack.ptr);
    ops_of(v)->check(v);
}

const struct table *value_table(const struct value *v)
{
    return value_is_pack(v) || ops_of(v)->table == NULL ? NULL : ops_of(v)->table(v);
}

int64_t value_next_expiry(const struct value *v)
{
    return ops_of(v)->next_expiry ? ops_of(v)->next_expiry(v) : VALUE_NEVER;
}

bool value_hides(const struct value *v)
{
    return ops_of(v)->hides && ops_of(v)->hides(v);
}

bool value_is_empty(const struct value *v)
{
    return ops_of(v)->is_empty ? ops_of(v)->is_empty(v) : value_count(v) == 0;
}

void value_hide(struct value *v, int64_t now_ms)
{
    if (ops_of(v)->hide)
        ops_of(v)->hide(v, now_ms);
}

size_t value_expire(struct value *v, int64_t now_ms, size_t max, value_gone_fn *gone, void *ctx)
{
    return ops_of(v)->expire ? ops_of(v)->expire(v, now_ms, max, gone, ctx) : 0;
}

uint64_t value_defrag(struct value *v, uint64_t cursor)
{
    if (!value_is_pack(v))
        return ops_of(v)->defrag(v, cursor);
    if (!v->pack.borrowed)
        v->pack.ptr = mem_defrag(v->pack.ptr, 0);
    return 0;
}

void value_become(struct value *v, enum obj_encoding encoding, void *ptr)
{
    value_free(v);
    v->encoding = encoding;
    v->ptr = ptr;
}
