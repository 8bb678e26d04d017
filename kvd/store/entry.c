#include "store/entry.h"

#include "base/mem.h"
#include "store/entry_make.h"

static size_t layout_size(const struct entry_shape *s)
{
    size_t size = sizeof(struct entry) + s->key_len + s->value_len;

    if (s->ttl)
        size += sizeof(struct wheel_node);
    if (s->encoding != ENC_EMBEDDED)
        size += sizeof(uint64_t);
    if (s->key_len >= UINT8_MAX)
        size += sizeof(uint32_t);
    return size;
}

static struct entry_shape shape_of(const struct entry *e)
{
    return (struct entry_shape){ .type = entry_type(e),
                                 .encoding = entry_encoding(e),
                                 .ttl = entry_has_ttl(e),
                                 .key_len = entry_key(e).len,
                                 .value_len = e->value_len };
}

struct entry *entry_new(const struct entry_shape *s, struct bytes key)
{
    struct entry *e;
    uint8_t *p;

    kv_assert(key.len == s->key_len);
    kv_assert(key.len <= ENTRY_KEY_MAX);
    kv_assert(s->encoding == ENC_EMBEDDED ? s->value_len <= ENTRY_EMBED_MAX : s->value_len == 0);
    e = mem_alloc(layout_size(s));
    *e = (struct entry){ .type_encoding = (uint8_t)(s->type | s->encoding << 4),
                         .flags = s->ttl ? ENTRY_TTL : 0,
                         .key_len = (uint8_t)key.len,
                         .value_len = (uint8_t)s->value_len };
    p = entry_word(e) + (s->encoding == ENC_EMBEDDED ? 0 : sizeof(uint64_t));
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

bool entry_fits(const struct entry *e, const struct entry_shape *s)
{
    struct entry_shape old = shape_of(e);

    return old.encoding == s->encoding && old.ttl == s->ttl && old.key_len == s->key_len &&
           (old.value_len == s->value_len ||
            mem_good_size(layout_size(&old)) == mem_good_size(layout_size(s)));
}

void entry_set_word(struct entry *e, const void *word)
{
    memcpy(entry_word(e), word, sizeof(uint64_t));
}

uint8_t *entry_embedded_room(struct entry *e, size_t len)
{
    kv_assert(entry_encoding(e) == ENC_EMBEDDED && len <= ENTRY_EMBED_MAX);
    e->value_len = (uint8_t)len;
    return (uint8_t *)(uintptr_t)entry_embedded(e).ptr;
}

size_t entry_size(const struct entry *e)
{
    struct entry_shape s = shape_of(e);

    return layout_size(&s);
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

const char *entry_encoding_name(const struct entry *e)
{
    if (entry_encoding(e) == ENC_INT)
        return "int";
    return entry_encoding(e) == ENC_EMBEDDED && e->value_len <= ENTRY_EMBSTR_MAX &&
                   !(e->flags & ENTRY_GROWN)
               ? "embstr"
               : "raw";
}

size_t entry_mem(const struct entry *e)
{
    size_t size = mem_good_size(entry_size(e));

    return entry_encoding(e) == ENC_BLOB ? size + mem_usable_size(entry_blob(e)) : size;
}
