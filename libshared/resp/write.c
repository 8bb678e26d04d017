#include "resp/write.h"

#include "base/assert.h"
#include "base/num.h"

enum {
    /* A type byte, a number and CRLF. */
    HEADER_MAX = 1 + NUM_INT_MAX + 2,
};

/* ---- Pieces. Each writes at out, where there is room, and returns the byte behind. ---- */

static inline char *put_end(char *out)
{
    out[0] = '\r';
    out[1] = '\n';
    return out + 2;
}

static inline char *put_header(char *out, char type, uint64_t n)
{
    *out++ = type;
    if (n >= 100)
        return put_end(out + num_format_uint(out, n));
    if (n >= 10) /* most lengths are this short */
        *out++ = (char)('0' + n / 10);
    *out++ = (char)('0' + n % 10);
    return put_end(out);
}

/* A short text is copied as two halves that overlap: a call of memcpy would take longer. */
static inline char *put_bytes(char *out, struct bytes data)
{
    const uint8_t *in = data.ptr;
    size_t len = data.len;

    if (len > 32) {
        memcpy(out, in, len);
    } else if (len >= 16) {
        memcpy(out, in, 16);
        memcpy(out + len - 16, in + len - 16, 16);
    } else if (len >= 8) {
        memcpy(out, in, 8);
        memcpy(out + len - 8, in + len - 8, 8);
    } else if (len >= 4) {
        memcpy(out, in, 4);
        memcpy(out + len - 4, in + len - 4, 4);
    } else if (len > 0) {
        out[0] = (char)in[0];
        out[len / 2] = (char)in[len / 2];
        out[len - 1] = (char)in[len - 1];
    }
    return out + len;
}

static inline char *room(struct buf *b, size_t n)
{
    return (char *)buf_room(b, n);
}

/* Takes what was written from the room up to end into the content. */
static inline void commit(struct buf *b, const char *end)
{
    b->len = (size_t)((const uint8_t *)end - b->ptr);
}

/* ---- Lines ---- */

/* type and text with the bytes that would end the line, or a C string, made blank. */
static void add_text_line(struct buf *b, char type, struct bytes text)
{
    char *out = room(b, 1 + text.len + 2);

    if (out == NULL)
        return;
    *out++ = type;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t c = text.ptr[i];

        *out++ = c == '\r' || c == '\n' || c == '\0' ? ' ' : (char)c;
    }
    commit(b, put_end(out));
}

static void add_header(struct buf *b, char type, uint64_t n)
{
    char *out = room(b, HEADER_MAX);

    if (out != NULL)
        commit(b, put_header(out, type, n));
}

void resp_simple(struct buf *b, struct bytes text)
{
    add_text_line(b, '+', text);
}

void resp_error(struct buf *b, struct bytes text)
{
    while (text.len > 0 && (text.ptr[text.len - 1] == '\r' || text.ptr[text.len - 1] == '\n'))
        text.len--;
    add_text_line(b, '-', text);
}

void resp_int(struct buf *b, int64_t n)
{
    char *out = room(b, HEADER_MAX);

    if (out == NULL)
        return;
    *out++ = ':';
    commit(b, put_end(out + num_format_int(out, n)));
}

void resp_bool(struct buf *b, int proto, bool v)
{
    if (proto >= 3)
        buf_add_bytes(b, v ? BYTES_LIT("#t\r\n") : BYTES_LIT("#f\r\n"));
    else
        buf_add_bytes(b, v ? BYTES_LIT(":1\r\n") : BYTES_LIT(":0\r\n"));
}

void resp_null(struct buf *b, int proto)
{
    buf_add_bytes(b, proto >= 3 ? BYTES_LIT("_\r\n") : BYTES_LIT("$-1\r\n"));
}

void resp_null_array(struct buf *b, int proto)
{
    buf_add_bytes(b, proto >= 3 ? BYTES_LIT("_\r\n") : BYTES_LIT("*-1\r\n"));
}

/* ---- Strings ---- */

void resp_bulk(struct buf *b, struct bytes data)
{
    char *out = room(b, HEADER_MAX + data.len + 2);

    if (out == NULL)
        return;
    out = put_header(out, '$', data.len);
    commit(b, put_end(put_bytes(out, data)));
}

void resp_bulk_str(struct buf *b, const char *s)
{
    resp_bulk(b, bytes_str(s));
}

void resp_bulk_int(struct buf *b, int64_t n)
{
    char text[NUM_INT_MAX];

    resp_bulk(b, bytes_make(text, num_format_int(text, n)));
}

static void add_double(struct buf *b, int proto, struct bytes text)
{
    if (proto >= 3)
        add_text_line(b, ',', text);
    else
        resp_bulk(b, text);
}

void resp_double(struct buf *b, int proto, double d)
{
    char text[NUM_DOUBLE_MAX];

    add_double(b, proto, bytes_make(text, num_format_double(text, d)));
}

void resp_decimal(struct buf *b, int proto, double d)
{
    char text[NUM_LDOUBLE_MAX];

    add_double(b, proto, bytes_make(text, num_format_ldouble(text, d)));
}

void resp_big_number(struct buf *b, int proto, struct bytes digits)
{
    if (proto >= 3)
        add_text_line(b, '(', digits);
    else
        resp_bulk(b, digits);
}

void resp_bulk_begin(struct buf *b, size_t len)
{
    add_header(b, '$', len);
}

void resp_verbatim_begin(struct buf *b, int proto, const char *format, size_t len)
{
    if (proto < 3) {
        add_header(b, '$', len);
        return;
    }
    kv_assert(strlen(format) == 3);
    add_header(b, '=', 4 + (uint64_t)len);
    buf_add(b, format, 3);
    buf_add_byte(b, ':');
}

void resp_verbatim(struct buf *b, int proto, const char *format, struct bytes text)
{
    if (room(b, HEADER_MAX + 4 + text.len + 2) == NULL)
        return;
    resp_verbatim_begin(b, proto, format, text.len);
    buf_add_bytes(b, text);
    buf_add(b, "\r\n", 2);
}

/* ---- Aggregates: the header; the elements follow ---- */

void resp_array(struct buf *b, size_t count)
{
    add_header(b, '*', count);
}

void resp_map(struct buf *b, int proto, size_t pairs)
{
    if (proto >= 3)
        add_header(b, '%', pairs);
    else
        add_header(b, '*', 2 * (uint64_t)pairs);
}

void resp_set(struct buf *b, int proto, size_t count)
{
    add_header(b, proto >= 3 ? '~' : '*', count);
}

void resp_push(struct buf *b, int proto, size_t count)
{
    add_header(b, proto >= 3 ? '>' : '*', count);
}

bool resp_attribute(struct buf *b, int proto, size_t pairs)
{
    if (proto < 3)
        return false;
    add_header(b, '|', pairs);
    return true;
}

void resp_request(struct buf *b, const struct bytes *argv, size_t argc)
{
    resp_array(b, argc);
    for (size_t i = 0; i < argc; i++)
        resp_bulk(b, argv[i]);
}

/* ---- A count that is known only later ---- */

/* Clients refuse leading zeros and blanks in a count, so its field cannot be padded: a header with
 * one digit is reserved, and longer counts move the elements. */
size_t resp_array_later(struct buf *b)
{
    size_t at = b->len;

    add_header(b, '*', 0);
    return at;
}

void resp_array_set(struct buf *b, size_t at, size_t count, char type)
{
    enum { RESERVED = sizeof "*0\r\n" - 1 };
    char header[HEADER_MAX];
    size_t len = (size_t)(put_header(header, type, count) - header);

    if (buf_room(b, len - RESERVED) == NULL)
        return;
    kv_assert(at + RESERVED <= b->len);
    memmove(b->ptr + at + len, b->ptr + at + RESERVED, b->len - at - RESERVED);
    memcpy(b->ptr + at, header, len);
    b->len += len - RESERVED;
}
