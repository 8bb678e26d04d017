/*
 * bytes -- a borrowed slice: a pointer and a length, never owned. Copy it to keep it.
 *
 * A slice may hold any byte, NUL included, and is not terminated. ptr may be NULL when len is 0.
 */
#ifndef KV_BASE_BYTES_H
#define KV_BASE_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct bytes {
    const uint8_t *ptr;
    size_t len;
};

/* "%.*s" in a printf format takes BYTES_ARG(b). */
#define BYTES_ARG(b) (int)(b).len, (const char *)(b).ptr

#define BYTES_LIT(s) ((struct bytes){ (const uint8_t *)(s), sizeof(s) - 1 })

static inline struct bytes bytes_make(const void *ptr, size_t len)
{
    return (struct bytes){ ptr, len };
}

static inline struct bytes bytes_str(const char *s)
{
    return (struct bytes){ (const uint8_t *)s, strlen(s) };
}

static inline bool bytes_eq(struct bytes a, struct bytes b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

/* Byte order first, then the shorter one; the sign is that of memcmp. */
static inline int bytes_cmp(struct bytes a, struct bytes b)
{
    size_t n = a.len < b.len ? a.len : b.len;
    int d = n ? memcmp(a.ptr, b.ptr, n) : 0;

    return d ? d : (a.len > b.len) - (a.len < b.len);
}

static inline uint8_t ascii_lower(uint8_t c)
{
    return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* True if b spells the word s, ASCII case ignored. */
static inline bool bytes_is_word(struct bytes b, const char *s)
{
    for (size_t i = 0; i < b.len; i++)
        if (s[i] == '\0' || ascii_lower(b.ptr[i]) != ascii_lower((uint8_t)s[i]))
            return false;
    return s[b.len] == '\0';
}

static inline bool bytes_starts(struct bytes b, struct bytes prefix)
{
    return b.len >= prefix.len && (prefix.len == 0 || memcmp(b.ptr, prefix.ptr, prefix.len) == 0);
}

/* The bytes from offset on; offset <= len. */
static inline struct bytes bytes_from(struct bytes b, size_t offset)
{
    return (struct bytes){ b.ptr + offset, b.len - offset };
}

#endif
