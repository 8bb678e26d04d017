/*
 * entry -- one key and its value, in one allocation when the value is small.
 *
 *     offset  size  field
 *     0       1     type (low 4 bits), encoding (high 4 bits)
 *     1       1     flags
 *     2       1     key length, if below 255; else ENTRY_LONG_KEY is set
 *     3       1     length of an embedded string
 *     4       3     access clock: seconds (LRU), or minutes and a counter (LFU)
 *     7       1     snapshot stamp
 *     8       24    deadline: a wheel_node, only with ENTRY_TTL
 *     ..      24    first deadline of a field: a wheel_node, only with ENTRY_FIELD_TTL
 *     ..      8     the integer (ENC_INT) or the pointer to the value; none with ENTRY_INLINE
 *     ..      4     key length, only with ENTRY_LONG_KEY
 *     ..      n     key
 *     ..      n     value (ENTRY_INLINE): a string's bytes, a listpack, an intset
 *
 * A 16-byte key with a 32-byte value takes 56 bytes (80 with a TTL), with an integer 32 (56). The
 * size classes of jemalloc that hold them are 64 (80) and 32 (64).
 *
 * Only the store makes, changes and frees entries; others read them through the functions below.
 */
#ifndef KV_STORE_ENTRY_H
#define KV_STORE_ENTRY_H

#include "base/assert.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/num.h"
#include "ds/wheel.h"
#include "obj/blob.h"
#include "obj/object.h"
#include "obj/value.h"

struct entry {
    uint8_t type_encoding;
    uint8_t flags;
    uint8_t key_len;
    uint8_t value_len;
    uint8_t access[3];
    uint8_t stamp;
    uint8_t rest[];
};

_Static_assert(sizeof(struct entry) == 8, "the entry header is 8 bytes");

enum entry_flag {
    ENTRY_TTL = 1,
    ENTRY_LONG_KEY = 2,
    ENTRY_GROWN = 4, /* built by APPEND or SETRANGE: OBJECT ENCODING says raw whatever its length */
    ENTRY_INLINE = 8,     /* the value lies behind the key: a short string, a small pack */
    ENTRY_FIELD_TTL = 16, /* a hash with fields that have deadlines, hidden ones included */
};

enum {
    ENTRY_EMBED_MAX = 192, /* longest embedded string; a longer one gets a blob */
    ENTRY_PACK_MAX = 448,  /* longest pack inside an entry; a longer one has memory of its own */
    ENTRY_EMBSTR_MAX = 44, /* longest string that OBJECT ENCODING calls embstr */
};

#define ENTRY_KEY_MAX UINT32_MAX /* longest key */

/* A key and its hash, computed once per request. */
struct key {
    struct bytes name;
    uint64_t hash;
};

static inline struct key key_of(struct bytes name)
{
    return (struct key){ name, hash_bytes(name) };
}

static inline enum obj_type entry_type(const struct entry *e)
{
    return (enum obj_type)(e->type_encoding & 15);
}

static inline enum obj_encoding entry_encoding(const struct entry *e)
{
    return (enum obj_encoding)(e->type_encoding >> 4);
}

static inline bool entry_has_ttl(const struct entry *e)
{
    return e->flags & ENTRY_TTL;
}

/* The deadline; the entry has one. */
static inline struct wheel_node *entry_node(const struct entry *e)
{
    return (struct wheel_node *)(uintptr_t)e->rest;
}

static inline bool entry_has_field_ttl(const struct entry *e)
{
    return e->flags & ENTRY_FIELD_TTL;
}

/* The first deadline of a field; there is one. */
static inline struct wheel_node *entry_field_node(const struct entry *e)
{
    return entry_node(e) + entry_has_ttl(e);
}

static inline struct entry *entry_of_node(struct wheel_node *n)
{
    return (struct entry *)((uint8_t *)n - offsetof(struct entry, rest));
}

/* Entries begin at multiples of 16, so that the address of the second node tells whether it has another
 * node before it. */
static inline struct entry *entry_of_field_node(struct wheel_node *n)
{
    return entry_of_node((uintptr_t)n % 16 == offsetof(struct entry, rest) ? n : n - 1);
}

_Static_assert(sizeof(struct wheel_node) % 16 == 8, "entry_of_field_node() relies on it");

/* The deadline in Unix milliseconds, or -1. */
static inline int64_t entry_expire_at(const struct entry *e)
{
    return entry_has_ttl(e) ? entry_node(e)->at_ms : -1;
}

static inline bool entry_is_inline(const struct entry *e)
{
    return e->flags & ENTRY_INLINE;
}

/* Where the integer or the pointer is; none if the value is inline. */
static inline uint8_t *entry_word(const struct entry *e)
{
    return (uint8_t *)(entry_field_node(e) + entry_has_field_ttl(e));
}

static inline int64_t entry_int(const struct entry *e)
{
    int64_t n;

    memcpy(&n, entry_word(e), sizeof n);
    return n;
}

static inline void *entry_pointer(const struct entry *e)
{
    void *p;

    memcpy(&p, entry_word(e), sizeof p);
    return p;
}

static inline struct blob *entry_blob(const struct entry *e)
{
    return entry_pointer(e);
}

static inline struct bytes entry_key(const struct entry *e)
{
    const uint8_t *p = entry_word(e) + (entry_is_inline(e) ? 0 : 8);
    uint32_t len = e->key_len;

    if (kv_unlikely(e->flags & ENTRY_LONG_KEY)) {
        memcpy(&len, p, sizeof len);
        p += sizeof len;
    }
    return (struct bytes){ p, len };
}

/* The embedded value of an ENC_EMBEDDED entry. */
static inline struct bytes entry_embedded(const struct entry *e)
{
    struct bytes key = entry_key(e);

    return (struct bytes){ key.ptr + key.len, e->value_len };
}

/* The bytes of a string, whatever its encoding; an integer is written to scratch. */
static inline struct bytes entry_string(const struct entry *e, char scratch[NUM_INT_MAX])
{
    if (entry_encoding(e) == ENC_EMBEDDED)
        return entry_embedded(e);
    if (entry_encoding(e) == ENC_BLOB)
        return blob_bytes(entry_blob(e));
    return bytes_make(scratch, num_format_int(scratch, entry_int(e)));
}

/* The length of a string without writing it out. */
size_t entry_string_len(const struct entry *e);

/* The integer that a string spells, or KV_NOT_INT. */
enum kv_err entry_string_int(const struct entry *e, int64_t *out);

/* The collection that the entry holds, to look at: value.pack is borrowed. Not for strings. */
struct value entry_value(const struct entry *e);

/* OBJECT ENCODING: "int", "embstr", "raw", "listpack", ... */
const char *entry_encoding_name(const struct entry *e);

/* Bytes the entry takes, its value included; samples as for value_mem(). */
size_t entry_mem(const struct entry *e, size_t samples);

#endif
