/*
 * hash_inner -- what hash.c (lookups and changes), hash_expire.c (fields that are due) and hash_walk.c
 * (walks, random picks, scans) share.
 * Nobody else includes it.
 */
#ifndef KV_OBJ_HASH_INNER_H
#define KV_OBJ_HASH_INNER_H

#include "ds/heap.h"
#include "ds/listpack.h"
#include "ds/table.h"
#include "obj/hash.h"
#include "obj/hash_field.h"

/* ENC_TABLE: what value.ptr points to. Fields with a deadline up to hidden_ms are hidden: they are in the
 * table and in the heap, and nobody is shown them. How many they are is worked out when it is asked for. */
struct hash_table {
    struct table *table;   /* of struct hash_field */
    struct heap deadlines; /* of those that have one */
    int64_t hidden_ms;     /* VALUE_SHOW_ALL exactly if none is hidden */
    bool is_counted;       /* while some are hidden: the rest is known */
    size_t hidden;         /* how many */
    int64_t next_ms;       /* no deadline lies between hidden_ms and this */
};

static inline bool is_listpack(const struct value *v)
{
    return v->encoding == ENC_LISTPACK;
}

static inline struct hash_table *table_of(const struct value *v)
{
    return v->ptr;
}

static inline bool is_hidden(const struct hash_table *h, const struct hash_field *f)
{
    return hash_field_deadline(f) <= h->hidden_ms;
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

/* f comes into the table, or into the heap alone because it has got a deadline; or it goes. */
void hash_deadline_add(struct hash_table *h, struct hash_field *f);
void hash_deadline_remove(struct hash_table *h, struct hash_field *f);
/* f, which has a deadline, gets another. */
void hash_deadline_set(struct hash_table *h, struct hash_field *f, int64_t at_ms);

/* How many fields are hidden. */
size_t hash_count_hidden(struct hash_table *h);

/* Those of value_ops that are about deadlines. */
int64_t hash_next_expiry(const struct value *v);
bool hash_hides(const struct value *v);
bool hash_is_empty(const struct value *v);
void hash_hide(struct value *v, int64_t now_ms);
size_t hash_expire(struct value *v, int64_t now_ms, size_t max, value_gone_fn *gone, void *ctx);

size_t hash_count(const struct value *v);
void hash_each(const struct value *v, value_visit_fn *visit, void *ctx);

#endif
