/*
 * blob -- a long string, counted, so that a reply can be sent from it without a copy.
 *
 * An entry holds one reference, each reply still on its way another. A blob with more than one
 * reference is never changed in place: who wants to change it makes its own copy first. The count
 * is atomic, since the last reference may be dropped on the background thread.
 */
#ifndef KV_OBJ_BLOB_H
#define KV_OBJ_BLOB_H

#include <stdatomic.h>
#include "base/bytes.h"

struct blob {
    atomic_uint refs;
    size_t len, cap; /* bytes used and there */
    uint8_t data[];
};

/* A blob with room for cap bytes, len 0, one reference. */
struct blob *blob_new(size_t cap);
struct blob *blob_dup(struct bytes data);
struct blob *blob_ref(struct blob *b);
void blob_unref(struct blob *b); /* accepts NULL */

/* A blob with the same content, one reference, and room for at least cap bytes: the same one, grown
 * if need be, when nobody shares it, else a copy. The caller's reference moves into the result.
 * spare adds room for later growth. */
struct blob *blob_own(struct blob *b, size_t cap, bool spare);

/* Writes part at offset, zero bytes between the old end and offset; the result is as that of
 * blob_own. Zeros far beyond the end cost address space only. part does not lie in b. */
struct blob *blob_write(struct blob *b, size_t offset, struct bytes part);

/* Replaces the content by data, unless b is shared or a new blob for data would have another size:
 * then nothing happens and the answer is false. data may lie in b. */
bool blob_refill(struct blob *b, struct bytes data);

static inline struct bytes blob_bytes(const struct blob *b)
{
    return (struct bytes){ b->data, b->len };
}

static inline bool blob_is_shared(const struct blob *b)
{
    return atomic_load_explicit(&b->refs, memory_order_acquire) > 1;
}

#endif
