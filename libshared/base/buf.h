/*
 * buf -- a growable byte buffer that latches its first failure.
 *
 *     ptr         ptr + len          ptr + cap
 *      | content   | room             |              len <= cap <= limit
 *
 * The block at ptr has cap + 1 bytes, so that a NUL always fits behind the content.
 *
 * An append that would pass the limit sets failed and leaves the content as it was; every later
 * append does nothing, so that a long sequence is checked once, at its end. Appending zero bytes is
 * allowed. A zeroed struct with a limit is a valid empty buffer: nothing is allocated before the
 * first byte.
 */
#ifndef KV_BASE_BUF_H
#define KV_BASE_BUF_H

#include "base/bytes.h"

struct buf {
    uint8_t *ptr;
    size_t len, cap;
    size_t limit; /* most bytes that the buffer may hold */
    bool failed;
};

#define BUF_UNLIMITED ((size_t)1 << 40)

void buf_init(struct buf *b, size_t limit);
void buf_fini(struct buf *b);  /* frees the content; the struct may be used again after buf_init */
void buf_clear(struct buf *b); /* len = 0 and not failed; keeps the memory */

/* The slow path of buf_room: grows by doubling, at least to len + n. */
bool buf_grow(struct buf *b, size_t n);

/* n bytes of room at ptr + len, not yet part of the content; NULL when that would pass the limit
 * (latched). The caller writes up to n bytes there and adds what it wrote to len. */
static inline uint8_t *buf_room(struct buf *b, size_t n)
{
    if (b->cap - b->len < n && !buf_grow(b, n))
        return NULL;
    return b->failed ? NULL : b->ptr + b->len;
}

static inline void buf_add(struct buf *b, const void *data, size_t len)
{
    uint8_t *room;

    if (len == 0)
        return;
    room = buf_room(b, len);
    if (room == NULL)
        return;
    memcpy(room, data, len);
    b->len += len;
}

static inline void buf_add_bytes(struct buf *b, struct bytes data)
{
    buf_add(b, data.ptr, data.len);
}

static inline void buf_add_byte(struct buf *b, uint8_t c)
{
    buf_add(b, &c, 1);
}

void buf_add_str(struct buf *b, const char *s);
void buf_add_int(struct buf *b, int64_t n);   /* decimal */
void buf_add_uint(struct buf *b, uint64_t n); /* decimal */
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The text in double quotes with the escapes of `kvcli` and CONFIG REWRITE: \\ \" \n \r \t \a \b and
 * \xHH for every other byte that is not printable ASCII. num.h and resp/inline read it back. */
void buf_add_quoted(struct buf *b, struct bytes text);

/* Drops the first n bytes (n <= len) and moves the rest to the front. */
void buf_consume(struct buf *b, size_t n);

static inline struct bytes buf_bytes(const struct buf *b)
{
    return (struct bytes){ b->ptr, b->len };
}

/* The content with a NUL behind it (not counted in len), as a C string, until b next changes. */
const char *buf_cstr(struct buf *b);

/* Ownership of the content moves to the caller, who frees it with mem_free; b becomes empty, and not
 * failed. NULL if nothing was ever added. */
uint8_t *buf_take(struct buf *b, size_t *len);

#endif
