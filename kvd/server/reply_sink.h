/*
 * reply_sink -- a reply as values instead of bytes: what a script gets for redis.call.
 *
 *     handler -> reply_int(c, 5) -+- c->sink == NULL -> ":5\r\n" into c->out
 *                                 +- else            -> sink->ops->integer(sink, 5)
 *
 * A sink hears of the parts in their order: an aggregate by its header, then its elements. What RESP2 does
 * not have (c->proto) arrives as what RESP2 clients get in its place. Parts that were written to c->out as
 * bytes, by handlers that gather replies ahead, are read back from there before the next part and at the end.
 */
#ifndef KV_SERVER_REPLY_SINK_H
#define KV_SERVER_REPLY_SINK_H

#include "server/call.h"

struct reply_sink_ops {
    void (*simple)(struct reply_sink *s, struct bytes text);
    void (*error)(struct reply_sink *s, struct bytes text); /* begins with its code */
    void (*integer)(struct reply_sink *s, int64_t n);
    void (*boolean)(struct reply_sink *s, bool v);
    void (*number)(struct reply_sink *s, double d);
    void (*big_number)(struct reply_sink *s, struct bytes digits);
    void (*bulk)(struct reply_sink *s, struct bytes data);
    void (*verbatim)(struct reply_sink *s, const char *format, struct bytes text);
    void (*null)(struct reply_sink *s);
    /* type is one of * % ~ > and count that of its header; or the count comes behind the elements, in later_set(). */
    void (*aggregate)(struct reply_sink *s, char type, size_t count);
    void (*later)(struct reply_sink *s);
    void (*later_set)(struct reply_sink *s, char type, size_t count);
};

/* The first member of whatever takes the values. */
struct reply_sink {
    const struct reply_sink_ops *ops;
};

/* From here on the reply is bytes in c->out, for a handler that looks at what it has written. */
static inline void reply_as_bytes(struct call *c)
{
    c->sink = NULL;
}

/* Gives the sink what c->out holds, and empties it. The bytes are ours: complete parts of a reply. */
void reply_sink_read(struct reply_sink *s, struct buf *out);
/* Gives it the part, a header or a value, that begins at the offset; returns where the next one begins. */
size_t reply_sink_read_part(struct reply_sink *s, struct bytes from, size_t at);

#endif
