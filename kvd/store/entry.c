#include "store/entry.h"

#include "base/mem.h"
#include "base/size.h"
#include "store/entry_make.h"

size_t entry_shape_size(const struct entry_shape *s)
{
    size_t size = sizeof(struct entry) + s->key_len + s->body_len;

    size += ((size_t)s->ttl + s->field_ttl) * sizeof(struct wheel_node);
    if (!s->is_inline)
        size += sizeof(uint64_t);
    if (s->key_len >= UINT8_MAX)
        size += sizeof(uint32_t);
    return size;
}

struct entry_shape entry_shape(const struct entry *e)
{
    return (struct entry_shape){ .type = entry_type(e),
                                 .encoding = entry_encoding(e),
                                 .ttl = entry_has_ttl(e),
                                 .is_inline = entry_is_inline(e),
                                 .key_len = entry_key(e).len,
                                 .body_len = entry_body_len(e),
                                 .field_ttl = entry_has_field_ttl(e) };
}

struct entry *entry_new(const struct entry_shape *s, struct bytes key)
{
    struct entry *e;
    uint8_t *p;

    kv_assert(key.len == s->key_len);
    kv_assert(key.len <= ENTRY_KEY_MAX);
    kv_assert(s->is_inline || s->body_len == 0);
    kv_assert(s->body_len <= (s->encoding == ENC_EMBEDDED ? ENTRY_EMBED_MAX : ENTRY_PACK_MAX));
    e = mem_alloc(entry_shape_size(s));
    kv_assert((uintptr_t)e % 16 == 0 || !s->field_ttl);
    *e = (struct entry){ .type_encoding = (uint8_t)(s->type | s->encoding << 4),
                         .flags = (uint8_t)((s->ttl ? ENTRY_TTL : 0) |
                                            (s->field_ttl ? ENTRY_FIELD_TTL : 0) |
                                            (s->is_inline ? ENTRY_INLINE : 0)),
                         .key_len = (uint8_t)key.len,
                         .value_len = s->encoding == ENC_EMBEDDED ? (uint8_t)s->body_len : 0 };
    p = entry_word(e) + (s->is_inline ? 0 : sizeof(uint64_t));
    if (key.len >= UINT8_MAX) {
        uint32_t len = (uint32_t)key.len;

        e->flags |= ENTRY_LONG_KEY;
        memcpy(p, &len, sizeof len);
        p += sizeof len;
    }
    if (key.len > 0)
        memcpy(p, key.ptr, key.len);
    return e;
}

static bool has_inline_pack(const struct entry *e)
{
    return entry_is_inline(e) && encoding_is_pack(entry_encoding(e));
}

/* True if a new entry of that size would get just as much memory. A pack that was changed where it lies
 * says no longer how much that is. */
static bool is_as_large(const struct entry *e, size_t size)
{
    size_t own;

    if (has_inline_pack(e))
        return mem_usable_size(e) == mem_good_size(size);
    own = entry_size(e);
    return own == size || mem_good_size(own) == mem_good_size(size);
}

bool entry_fits(const struct entry *e, const struct entry_shape *s)
{
    return entry_is_inline(e) == s->is_inline && entry_has_ttl(e) == s->ttl &&
           entry_has_field_ttl(e) == s->field_ttl && entry_key(e).len == s->key_len &&
           is_as_large(e, entry_shape_size(s));
}

void entry_set_word(struct entry *e, const void *word)
{
    memcpy(entry_word(e), word, sizeof(uint64_t));
}

uint8_t *entry_body(const struct entry *e)
{
    struct bytes key = entry_key(e);

    kv_assert(entry_is_inline(e));
    return (uint8_t *)(uintptr_t)key.ptr + key.len;
}

size_t entry_body_len(const struct entry *e)
{
    if (!entry_is_inline(e))
        return 0;
    return entry_encoding(e) == ENC_EMBEDDED ? e->value_len
                                             : value_pack_bytes(entry_encoding(e), entry_body(e));
}

void entry_set_embedded_len(struct entry *e, size_t len)
{
    kv_assert(entry_encoding(e) == ENC_EMBEDDED && len <= ENTRY_EMBED_MAX);
    e->value_len = (uint8_t)len;
}

size_t entry_size(const struct entry *e)
{
    struct entry_shape s = entry_shape(e);

    return entry_shape_size(&s);
}

size_t entry_pack_cap(const struct entry *e)
{
    return size_min(ENTRY_PACK_MAX, mem_usable_size(e) - (size_t)(entry_body(e) - (uint8_t *)e));
}

void entry_free(struct entry *e)
{
    if (has_inline_pack(e))
        mem_free(e);
    else
        mem_free_sized(e, entry_size(e));
}

size_t entry_string_len(const struct entry *e)
{
    int64_t n;

    if (entry_encoding(e) == ENC_EMBEDDED)
        return e->value_len;
    if (entry_encoding(e) == ENC_BLOB)
        return entry_blob(e)->len;
    n = entry_int(e);
    return n < 0 ? 1 + num_digits(0 - (uint64_t)n) : num_digits((uint64_t)n);
}

enum kv_err entry_string_int(const struct entry *e, int64_t *out)
{
    if (entry_encoding(e) == ENC_INT) {
        *out = entry_int(e);
        return KV_OK;
    }
    return num_parse_int(entry_string(e, NULL), out) ? KV_OK : KV_NOT_INT;
}

struct value entry_value(const struct entry *e)
{
    struct value v = { .type = entry_type(e), .encoding = entry_encoding(e) };

    kv_assert(v.type != OBJ_STRING);
    if (!value_is_pack(&v)) {
        v.ptr = entry_pointer(e);
        return v;
    }
    v.pack.borrowed = true;
    v.pack.ptr = entry_is_inline(e) ? entry_body(e) : entry_pointer(e);
    v.pack.cap = value_pack_bytes(v.encoding, v.pack.ptr);
    return v;
}

static const char *string_encoding_name(const struct entry *e)
{
    if (entry_encoding(e) == ENC_INT)
        return "int";
    return entry_encoding(e) == ENC_EMBEDDED && e->value_len <= ENTRY_EMBSTR_MAX &&
                   !(e->flags & ENTRY_GROWN)
               ? "embstr"
               : "raw";
}

const char *entry_encoding_name(const struct entry *e)
{
    struct value v;

    if (entry_type(e) == OBJ_STRING)
        return string_encoding_name(e);
    v = entry_value(e);
    return value_encoding_name(&v);
}

size_t entry_mem(const struct entry *e, size_t samples)
{
    size_t size = mem_good_size(entry_size(e));
    struct value v;

    if (entry_encoding(e) == ENC_BLOB)
        return size + mem_usable_size(entry_blob(e));
    if (entry_type(e) == OBJ_STRING || entry_is_inline(e))
        return size;
    v = entry_value(e);
    return size + value_mem(&v, samples);
}
