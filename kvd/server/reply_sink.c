#include "server/reply_sink.h"

#include "base/assert.h"
#include "base/num.h"

#include <string.h>

/* The line that begins at *at, without its type and end; *at moves behind it. */
static struct bytes take_line(struct bytes from, size_t *at)
{
    const uint8_t *start = from.ptr + *at + 1, *end = memchr(start, '\r', from.len - *at - 1);

    kv_assert(end != NULL);
    *at = (size_t)(end - from.ptr) + 2;
    return bytes_make(start, (size_t)(end - start));
}

/* The bytes that a line has announced; *at moves behind them and their end. */
static struct bytes take_body(struct bytes from, int64_t len, size_t *at)
{
    struct bytes body = bytes_make(from.ptr + *at, (size_t)len);

    *at += (size_t)len + 2;
    kv_assert(*at <= from.len);
    return body;
}

static void give_string(struct reply_sink *s, char type, struct bytes body)
{
    char format[4] = "";

    if (type == '!') {
        s->ops->error(s, body);
    } else if (type == '=') {
        memcpy(format, body.ptr, 3);
        s->ops->verbatim(s, format, bytes_from(body, 4));
    } else {
        s->ops->bulk(s, body);
    }
}

static double to_double(struct bytes text)
{
    double d = 0;

    num_parse_double(text, &d);
    return d;
}

static int64_t to_int(struct bytes line)
{
    int64_t n = 0;
    bool is_int = num_parse_int(line, &n);

    kv_assert(is_int);
    return n;
}

/* A part whose line says how much follows. */
static void give_counted(struct reply_sink *s, char type, struct bytes line, struct bytes from,
                         size_t *at)
{
    int64_t n = to_int(line);

    if (type == ':')
        s->ops->integer(s, n);
    else if (n < 0)
        s->ops->null(s);
    else if (type == '$' || type == '=' || type == '!')
        give_string(s, type, take_body(from, n, at));
    else
        s->ops->aggregate(s, type, (size_t)n);
}

size_t reply_sink_read_part(struct reply_sink *s, struct bytes from, size_t at)
{
    char type = (char)from.ptr[at];
    struct bytes line = take_line(from, &at);

    switch (type) {
    case '+':
        s->ops->simple(s, line);
        break;
    case '-':
        s->ops->error(s, line);
        break;
    case '_':
        s->ops->null(s);
        break;
    case '#':
        s->ops->boolean(s, line.ptr[0] == 't');
        break;
    case ',':
        s->ops->number(s, to_double(line));
        break;
    case '(':
        s->ops->big_number(s, line);
        break;
    default:
        give_counted(s, type, line, from, &at);
    }
    return at;
}

void reply_sink_read(struct reply_sink *s, struct buf *out)
{
    struct bytes from = buf_bytes(out);

    for (size_t at = 0; at < from.len;)
        at = reply_sink_read_part(s, from, at);
    buf_clear(out);
}
