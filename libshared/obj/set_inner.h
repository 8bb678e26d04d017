/*
 * set_inner -- the elements of a set's table, shared by set.c and set_walk.c. Nobody else includes it.
 *
 *     offset  size  field
 *     0       1     length of the member, if below 255; else 255
 *     1       8     the length, only if it is 255 or more
 *     ..      n     the member
 *
 *     "hello":  05 68 65 6C 6C 6F
 */
#ifndef KV_OBJ_SET_INNER_H
#define KV_OBJ_SET_INNER_H

#include "base/assert.h"
#include "base/hash.h"
#include "base/load.h"
#include "base/mem.h"
#include "ds/table.h"
#include "obj/set.h"

enum {
    ELEM_LONG = 255, /* the first byte of an element whose length follows */
};

static inline size_t elem_head_size(size_t len)
{
    return len < ELEM_LONG ? 1 : 1 + sizeof(uint64_t);
}

static inline void *elem_new(struct bytes text)
{
    size_t head = elem_head_size(text.len);
    uint8_t *e = mem_alloc(head + text.len);

    if (kv_likely(text.len < ELEM_LONG)) {
        e[0] = (uint8_t)text.len;
    } else {
        e[0] = ELEM_LONG;
        store_le64(e + 1, text.len);
    }
    if (text.len > 0)
        memcpy(e + head, text.ptr, text.len);
    return e;
}

static inline struct bytes elem_text(const void *elem)
{
    const uint8_t *e = elem;

    if (kv_likely(e[0] != ELEM_LONG))
        return (struct bytes){ e + 1, e[0] };
    return (struct bytes){ e + 1 + sizeof(uint64_t), load_le64(e + 1) };
}

static inline size_t elem_size(const void *elem)
{
    size_t len = elem_text(elem).len;

    return elem_head_size(len) + len;
}

static inline struct item elem_item(const void *elem)
{
    return item_of_bytes(elem_text(elem));
}

static inline uint64_t elem_hash(const void *elem)
{
    return hash_bytes(elem_text(elem));
}

static inline void elem_free(void *elem)
{
    mem_free_sized(elem, elem_size(elem));
}

#endif
