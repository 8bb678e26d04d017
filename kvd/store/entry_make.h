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
    size_t key_len;   /* at most ENTRY_KEY_MAX */
    size_t value_len; /* ENC_EMBEDDED: at most ENTRY_EMBED_MAX; else 0 */
};

/* Header and key are set; deadline, word and value are left to the caller. */
struct entry *entry_new(const struct entry_shape *s, struct bytes key);

/* True if an entry of this shape and key can be written over e, wasting no more than a new one. */
bool entry_fits(const struct entry *e, const struct entry_shape *s);

/* The 8 bytes at word are the integer or the pointer. */
void entry_set_word(struct entry *e, const void *word);

/* Sets the length of the embedded value, gives the room to write it to. */
uint8_t *entry_embedded_room(struct entry *e, size_t len);

/* Bytes asked for when it was allocated. */
size_t entry_size(const struct entry *e);

#endif
