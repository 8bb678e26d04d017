/*
 * entry_make -- making and filling entries: the store's own half of entry.h.
 */
#ifndef KV_STORE_ENTRY_MAKE_H
#define KV_STORE_ENTRY_MAKE_H

#include "store/entry.h"

/* What decides an entry's layout and size. */
struct entry_shape {
    enum obj_type type;
    enum obj_encoding encoding;
    bool ttl;
    bool is_inline;
    size_t key_len;  /* at most ENTRY_KEY_MAX */
    size_t body_len; /* inline: at most ENTRY_EMBED_MAX (string) or ENTRY_PACK_MAX; else 0 */
    bool field_ttl;
};

struct entry_shape entry_shape(const struct entry *e);
size_t entry_shape_size(const struct entry_shape *s);

/* Header and key are set; deadlines, word and value are left to the caller. */
struct entry *entry_new(const struct entry_shape *s, struct bytes key);

/* True if an entry of this shape and key can be written over e, wasting no more than a new one. */
bool entry_fits(const struct entry *e, const struct entry_shape *s);

/* The 8 bytes at word are the integer or the pointer. */
void entry_set_word(struct entry *e, const void *word);

/* The inline value: where it is, or where it is to be written. */
uint8_t *entry_body(const struct entry *e);
size_t entry_body_len(const struct entry *e);
/* Says how long the string written to entry_body() is. */
void entry_set_embedded_len(struct entry *e, size_t len);

/* Bytes that it needs. */
size_t entry_size(const struct entry *e);
/* Bytes that an inline pack could grow to without the entry growing. */
size_t entry_pack_cap(const struct entry *e);

/* Frees the entry alone, not what it points to. */
void entry_free(struct entry *e);

#endif
