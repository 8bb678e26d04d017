/*
 * item -- an element as the encodings hold it: bytes, or an integer that stands for its decimal text.
 *
 * Listpacks and intsets keep integers in binary. An item passes one on without writing it out; the
 * reply does that once. Borrowed: valid until the container that it came from next changes.
 */
#ifndef KV_DS_ITEM_H
#define KV_DS_ITEM_H

#include "base/bytes.h"
#include "base/num.h"

struct item {
    const uint8_t *ptr; /* NULL: an integer */
    size_t len;
    int64_t number;
};

static inline struct item item_of_bytes(struct bytes text)
{
    return (struct item){ .ptr = text.ptr ? text.ptr : (const uint8_t *)"", .len = text.len };
}

static inline struct item item_of_int(int64_t n)
{
    return (struct item){ .number = n };
}

static inline bool item_is_int(const struct item *it)
{
    return it->ptr == NULL;
}

/* The bytes; an integer is written to scratch. */
static inline struct bytes item_text(const struct item *it, char scratch[NUM_INT_MAX])
{
    if (it->ptr != NULL)
        return bytes_make(it->ptr, it->len);
    return bytes_make(scratch, num_format_int(scratch, it->number));
}

#endif
