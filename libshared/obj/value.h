/*
 * value -- a collection without its key: type, encoding, and where it is.
 *
 *     ENC_LISTPACK, ENC_INTSET      pack: one run of bytes, in the entry of the key or on the heap
 *     all others                    ptr: the structure of that encoding
 *
 * The modules list, hash, set and zset operate on a struct value, choose and change its encoding, and
 * know nothing of keys or clients. The store hands one out and takes it back (store_edit,
 * store_commit). An empty collection is a value only while it is being changed: its key goes with the
 * last element. A stream stays a value without entries: value_is_void() tells.
 *
 * Strings are not values in this sense: the entry holds them itself.
 */
#ifndef KV_OBJ_VALUE_H
#define KV_OBJ_VALUE_H

#include "ds/item.h"
#include "ds/pack.h"
#include "obj/object.h"

struct table;

struct value {
    enum obj_type type;
    enum obj_encoding encoding;
    union {
        struct pack pack;
        void *ptr;
    };
};

#define VALUE_NEVER INT64_MAX

/* One element as value_each shows it. */
struct value_elem {
    struct item item;     /* element, member, field */
    struct item value;    /* hash: the field's value */
    double score;         /* sorted set */
    int64_t expire_at_ms; /* hash: the field's deadline, or VALUE_NEVER */
};
/* false ends the walk. The visitor changes nothing. */
typedef bool value_visit_fn(void *ctx, const struct value_elem *e);

/* Parts with these names, which had these deadlines, are about to be freed. */
typedef void value_gone_fn(void *ctx, const struct bytes *names, const int64_t *at_ms,
                           unsigned count);

/* What each type brings: one table per module. Functions for encodings that are packs are not asked
 * to free, copy or measure: value.c does that. */
struct value_ops {
    struct value (*empty)(void); /* in the encoding that new ones start with */
    size_t (*count)(const struct value *v);
    /* NULL: there is no walk of this kind. */
    void (*each)(const struct value *v, value_visit_fn *visit, void *ctx);
    void (*free)(struct value *v);
    struct value (*dup)(const struct value *v);
    size_t (*mem)(const struct value *v, size_t samples); /* as value_mem() */
    size_t (*effort)(const struct value *v); /* allocations that freeing it gives back, about */
    const char *(*encoding_name)(const struct value *v); /* OBJECT ENCODING */
    void (*check)(const struct value *v);                /* asserts every invariant */
    const struct table *(*table)(
        const struct value *v); /* that holds it; NULL: there never is one */
    /* Parts with deadlines, as value_next_expiry() and those below it; NULL: there never are any. */
    int64_t (*next_expiry)(const struct value *v);
    bool (*hides)(const struct value *v);
    bool (*is_empty)(const struct value *v);
    void (*hide)(struct value *v, int64_t now_ms);
    size_t (*expire)(struct value *v, int64_t now_ms, size_t max, value_gone_fn *gone, void *ctx);
    uint64_t (*defrag)(struct value *v, uint64_t cursor); /* as value_defrag() */
    bool stays_empty; /* an empty one is still a value: its key does not go */
};
extern const struct value_ops list_ops, set_ops, zset_ops, hash_ops, stream_ops;

static inline bool encoding_is_pack(enum obj_encoding e)
{
    return e == ENC_LISTPACK || e == ENC_INTSET;
}

static inline bool value_is_pack(const struct value *v)
{
    return encoding_is_pack(v->encoding);
}

/* The bytes of a pack: its format says how many. */
size_t value_pack_bytes(enum obj_encoding encoding, const uint8_t *pack);

struct value value_empty(enum obj_type type);
size_t value_count(const struct value *v); /* elements, fields, members, entries */
bool value_is_empty(const struct value *v);
/* True if its key goes: it is empty, and of a type that asks for elements. */
bool value_is_void(const struct value *v);
/* Not for streams: see stream_seek(). */
void value_each(const struct value *v, value_visit_fn *visit, void *ctx);
void value_free(struct value *v);              /* a borrowed pack is left alone */
struct value value_dup(const struct value *v); /* on the heap, whatever v is */
/* Bytes it takes, allocator rounding included. Of what is many allocations about so many are looked at, and
 * the rest is taken to be like them: exact if there are no more. */
size_t value_mem(const struct value *v, size_t samples);
size_t value_effort(const struct value *v);
const char *value_encoding_name(const struct value *v);
void value_check(const struct value *v);
/* The hash table that holds it or finds its members, for DEBUG; NULL if it has none. */
const struct table *value_table(const struct value *v);

/* ---- Parts with deadlines (fields of a hash) -----------------------------------------------------
 *
 * A part whose deadline has passed is dropped, or hidden until it is: a hidden part is not found, shown
 * or counted. So a million of them that are due at once cost no command more than hiding them. */

/* The first deadline of a part, hidden or not (Unix ms); VALUE_NEVER if none has one. */
int64_t value_next_expiry(const struct value *v);
/* True if any part is hidden. */
bool value_hides(const struct value *v);
/* Hides the parts that are due at now_ms, and shows all others again. */
void value_hide(struct value *v, int64_t now_ms);
#define VALUE_SHOW_ALL INT64_MIN /* a time at which nothing is due */
/* Drops at most max of the parts that are due at now_ms, after telling gone (unless NULL) of them, a few
 * at a time; hides the rest of them. Returns how many were dropped. */
size_t value_expire(struct value *v, int64_t now_ms, size_t max, value_gone_fn *gone, void *ctx);

/* Moves memory of the value if that helps (mem_defrag()), a part of it with each call: starts with cursor
 * 0, is done when 0 comes back. The value may change between the calls, and v->ptr in each. */
uint64_t value_defrag(struct value *v, uint64_t cursor);

/* Gives up the old content of v and makes it hold another structure: for conversions. */
void value_become(struct value *v, enum obj_encoding encoding, void *ptr);

#endif
