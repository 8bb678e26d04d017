/*
 * hash_field -- one field of a large hash with its value, in one allocation.
 *
 *     offset  size        content
 *     -16     16          the deadline as a heap_node, only with FIELD_DEADLINE
 *     0       1           form: bits 0-1 size of the field's length, bits 2-3 size of the value's
 *                         (0 to 3: 1, 2, 4, 8 bytes), bit 4 FIELD_DEADLINE
 *     1       1, 2, 4, 8  length of the field, little-endian
 *     ..      1, 2, 4, 8  length of the value, little-endian
 *     ..      n           field
 *     ..      n           value
 *
 *     "color" = "red":    00 | 05 | 03 | 63 6F 6C 6F 72 | 72 65 64
 *
 * A pointer to it points at offset 0 and is 8-byte aligned, as a table wants its elements. A 14-byte
 * field with a 14-byte value takes 31 bytes, so it fits jemalloc's class of 32.
 */
#ifndef KV_OBJ_HASH_FIELD_H
#define KV_OBJ_HASH_FIELD_H

#include "base/bytes.h"
#include "base/load.h"
#include "ds/heap.h"
#include "obj/value.h"

struct hash_field {
    uint8_t form;
    uint8_t rest[];
};

enum {
    FIELD_NAME_SIZE = 3,
    FIELD_VALUE_SHIFT = 2,
    FIELD_DEADLINE = 16,
};

_Static_assert(sizeof(struct heap_node) == 16, "the part before a field with a deadline");

static inline bool hash_field_has_deadline(const struct hash_field *f)
{
    return f->form & FIELD_DEADLINE;
}

/* The deadline of a field that has one. */
static inline struct heap_node *hash_field_node(const struct hash_field *f)
{
    return (struct heap_node *)(uintptr_t)f - 1;
}

static inline struct hash_field *hash_field_of_node(struct heap_node *n)
{
    return (struct hash_field *)(n + 1);
}

/* Unix ms, or VALUE_NEVER. */
static inline int64_t hash_field_deadline(const struct hash_field *f)
{
    return hash_field_has_deadline(f) ? hash_field_node(f)->at_ms : VALUE_NEVER;
}

/* A length of 1 << size bytes. */
static inline size_t hash_field_load(const uint8_t *p, unsigned size)
{
    switch (size) {
    case 0:
        return *p;
    case 1:
        return load_le16(p);
    case 2:
        return load_le32(p);
    default:
        return load_le64(p);
    }
}

static inline struct bytes hash_field_name(const struct hash_field *f)
{
    unsigned name = f->form & FIELD_NAME_SIZE, value = f->form >> FIELD_VALUE_SHIFT & 3;

    return bytes_make(f->rest + (1u << name) + (1u << value), hash_field_load(f->rest, name));
}

static inline struct bytes hash_field_value(const struct hash_field *f)
{
    unsigned name = f->form & FIELD_NAME_SIZE, value = f->form >> FIELD_VALUE_SHIFT & 3;
    const uint8_t *lengths = f->rest, *after = f->rest + (1u << name) + (1u << value);

    return bytes_make(after + hash_field_load(lengths, name),
                      hash_field_load(lengths + (1u << name), value));
}

/* With a deadline unless at_ms is VALUE_NEVER; the node is in no heap yet. The texts are copied. */
struct hash_field *hash_field_new(struct bytes name, struct bytes value, int64_t at_ms);
void hash_field_free(struct hash_field *f);

/* Writes the value into f, if one made for it would be of the same form and take as much memory; else
 * nothing happens and the answer is false. value does not lie in f. */
bool hash_field_refill(struct hash_field *f, struct bytes value);

/* Moves it if that helps (mem_defrag()): where it is now. Its heap has to be told. */
struct hash_field *hash_field_defrag(struct hash_field *f);

/* Bytes it takes, allocator rounding included. */
size_t hash_field_mem(const struct hash_field *f);

#endif
