#include "obj/hash_field.h"

#include "base/assert.h"
#include "base/mem.h"

/* The size that hash_field_load() needs for a length of n. */
static inline unsigned length_size(size_t n)
{
    if (kv_likely(n <= UINT8_MAX))
        return 0;
    return n <= UINT16_MAX ? 1 : n <= UINT32_MAX ? 2 : 3;
}

static inline uint8_t form_of(size_t name_len, size_t value_len, bool deadline)
{
    return (uint8_t)(length_size(name_len) | length_size(value_len) << FIELD_VALUE_SHIFT |
                     (deadline ? FIELD_DEADLINE : 0));
}

static uint8_t *store_length(uint8_t *p, unsigned size, size_t n)
{
    uint8_t text[8];

    store_le64(text, n);
    memcpy(p, text, (size_t)1 << size);
    return p + ((size_t)1 << size);
}

static inline size_t part_size(uint8_t form)
{
    return form & FIELD_DEADLINE ? sizeof(struct heap_node) : 0;
}

/* Bytes of the allocation. */
static inline size_t block_size(uint8_t form, size_t name_len, size_t value_len)
{
    size_t lengths =
        ((size_t)1 << (form & FIELD_NAME_SIZE)) + ((size_t)1 << (form >> FIELD_VALUE_SHIFT & 3));

    return part_size(form) + sizeof(struct hash_field) + lengths + name_len + value_len;
}

static size_t own_size(const struct hash_field *f)
{
    return block_size(f->form, hash_field_name(f).len, hash_field_value(f).len);
}

struct hash_field *hash_field_new(struct bytes name, struct bytes value, int64_t at_ms)
{
    uint8_t form = form_of(name.len, value.len, at_ms != VALUE_NEVER);
    uint8_t *block = mem_alloc(block_size(form, name.len, value.len)), *p;
    struct hash_field *f = (struct hash_field *)(block + part_size(form));

    f->form = form;
    if (form & FIELD_DEADLINE)
        *hash_field_node(f) = (struct heap_node){ .at_ms = at_ms };
    p = store_length(f->rest, form & FIELD_NAME_SIZE, name.len);
    p = store_length(p, form >> FIELD_VALUE_SHIFT & 3, value.len);
    if (name.len > 0)
        memcpy(p, name.ptr, name.len);
    if (value.len > 0)
        memcpy(p + name.len, value.ptr, value.len);
    return f;
}

void hash_field_free(struct hash_field *f)
{
    mem_free_sized((uint8_t *)f - part_size(f->form), own_size(f));
}

bool hash_field_refill(struct hash_field *f, struct bytes value)
{
    struct bytes name = hash_field_name(f);
    size_t old_len = hash_field_value(f).len;
    uint8_t form = form_of(name.len, value.len, hash_field_has_deadline(f));

    if (form != f->form)
        return false;
    if (value.len != old_len && mem_good_size(block_size(form, name.len, value.len)) !=
                                    mem_good_size(block_size(form, name.len, old_len)))
        return false;
    store_length(f->rest + ((size_t)1 << (form & FIELD_NAME_SIZE)), form >> FIELD_VALUE_SHIFT & 3,
                 value.len);
    if (value.len > 0)
        memcpy((uint8_t *)(uintptr_t)name.ptr + name.len, value.ptr, value.len);
    return true;
}

struct hash_field *hash_field_defrag(struct hash_field *f)
{
    size_t before = part_size(f->form);
    uint8_t *block = mem_defrag((uint8_t *)f - before, 0);

    return (struct hash_field *)(block + before);
}

size_t hash_field_mem(const struct hash_field *f)
{
    return mem_good_size(own_size(f));
}
