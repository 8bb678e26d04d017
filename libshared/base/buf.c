#include "base/buf.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/size.h"

#include <stdarg.h>
#include <stdio.h>

enum { BUF_MIN_BLOCK = 64 };

void buf_init(struct buf *b, size_t limit)
{
    *b = (struct buf){ .limit = limit };
}

void buf_fini(struct buf *b)
{
    if (b->ptr != NULL)
        mem_free_sized(b->ptr, b->cap + 1);
    *b = (struct buf){ .limit = b->limit };
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
}

bool buf_grow(struct buf *b, size_t n)
{
    size_t limit = size_min(b->limit, BUF_UNLIMITED), need, block;

    if (b->failed)
        return false;
    if (!size_add(b->len, n, &need) || need > limit) {
        b->failed = true;
        return false;
    }
    /* One byte more than cap: the NUL of buf_cstr always has its place. */
    block = size_max(need + 1, size_max(2 * (b->cap + 1), BUF_MIN_BLOCK));
    block = mem_good_size(size_min(block, limit + 1));
    block = size_min(block, limit + 1);
    b->ptr = mem_realloc(b->ptr, block);
    b->cap = block - 1;
    return true;
}

void buf_add_str(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_add_int(struct buf *b, int64_t n)
{
    char text[NUM_INT_MAX];

    buf_add(b, text, num_format_int(text, n));
}

void buf_add_uint(struct buf *b, uint64_t n)
{
    char text[NUM_INT_MAX];

    buf_add(b, text, num_format_uint(text, n));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    char small[256];
    va_list args;
    int len;

    va_start(args, fmt);
    len = vsnprintf(small, sizeof small, fmt, args);
    va_end(args);
    kv_assert(len >= 0); /* our formats have no wide characters, the one thing that fails */

    if ((size_t)len < sizeof small) {
        buf_add(b, small, (size_t)len);
    } else if (buf_room(b, (size_t)len) != NULL) {
        va_start(args, fmt);
        vsnprintf((char *)b->ptr + b->len, (size_t)len + 1, fmt, args); /* the NUL fits, see grow */
        va_end(args);
        b->len += (size_t)len;
    }
}

/* The letter of c's two-character escape, or 0 if it has none. */
static uint8_t escape_letter(uint8_t c)
{
    switch (c) {
    case '\\':
    case '"':
        return c;
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '\a':
        return 'a';
    case '\b':
        return 'b';
    }
    return 0;
}

static bool is_printable(uint8_t c)
{
    return c >= 0x20 && c < 0x7f;
}

void buf_add_quoted(struct buf *b, struct bytes text)
{
    static const char hex[] = "0123456789abcdef";
    size_t len = 2;
    uint8_t *out;

    for (size_t i = 0; i < text.len; i++)
        len += escape_letter(text.ptr[i]) != 0 ? 2 : is_printable(text.ptr[i]) ? 1 : 4;
    out = buf_room(b, len);
    if (out == NULL)
        return;

    *out++ = '"';
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i], letter = escape_letter(c);

        if (letter != 0) {
            *out++ = '\\';
            *out++ = letter;
        } else if (is_printable(c)) {
            *out++ = c;
        } else {
            *out++ = '\\';
            *out++ = 'x';
            *out++ = (uint8_t)hex[c >> 4];
            *out++ = (uint8_t)hex[c & 15];
        }
    }
    *out = '"';
    b->len += len;
}

void buf_consume(struct buf *b, size_t n)
{
    kv_assert(n <= b->len);
    if (n == 0)
        return;
    b->len -= n;
    memmove(b->ptr, b->ptr + n, b->len);
}

const char *buf_cstr(struct buf *b)
{
    if (b->ptr == NULL)
        return "";
    b->ptr[b->len] = '\0';
    return (const char *)b->ptr;
}

uint8_t *buf_take(struct buf *b, size_t *len)
{
    uint8_t *content = b->ptr;

    *len = b->len;
    *b = (struct buf){ .limit = b->limit };
    return content;
}
