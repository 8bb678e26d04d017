/*
 * hash_inner -- what hash.c (lookups and changes) and hash_walk.c (walks, random picks, scans) share.
 * Nobody else includes it.
 */
#ifndef KV_OBJ_HASH_INNER_H
#define KV_OBJ_HASH_INNER_H

#include "ds/heap.h"
#include "ds/listpack.h"
#include "ds/table.h"
#include "obj/hash.h"
#include "obj/hash_field.h"

/* ENC_TABLE: what value.ptr points to. */
struct hash_table {
    struct table *table;   /* of struct hash_field */
    struct heap deadlines; /* of those that have one */
};

static inline bool is_listpack(const struct value *v)
{
    return v->encoding == ENC_LISTPACK;
}

static inline struct hash_table *table_of(const struct value *v)
{
    return v->ptr;
}

/* Shows the field at *pos with its value in e, whose deadline is VALUE_NEVER already; *pos moves on to
 * the next field (0 behind the last). */
static inline void show_pair(struct value_elem *e, const uint8_t *lp, size_t *pos)
{
    e->item = lp_take(lp, pos);
    e->value = lp_take(lp, pos);
}

/* Part by part: passing items on by value costs more than all the rest. */
static inline void show_field(struct value_elem *e, const struct hash_field *f)
{
    struct bytes name = hash_field_name(f), value = hash_field_value(f);

    e->item.ptr = name.ptr;
    e->item.len = name.len;
    e->value.ptr = value.ptr;
    e->value.len = value.len;
    e->expire_at_ms = hash_field_deadline(f);
}

size_t hash_count(const struct value *v);
void hash_each(const struct value *v, value_visit_fn *visit, void *ctx);

#endif
