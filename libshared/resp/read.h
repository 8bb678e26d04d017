/*
 * read -- the reply reader: RESP2 and RESP3 replies as a tree.
 *
 * Used by kvcli, by clusterctl and by links between servers. Bytes are fed as they come; a reply is
 * given out when it is complete. Nesting, element counts and lengths are bounded, and memory follows
 * the bytes received, never the counts announced. Streamed strings and aggregates ($?, *?) are
 * refused: no server sends them.
 */
#ifndef KV_RESP_READ_H
#define KV_RESP_READ_H

#include "base/buf.h"
#include "base/bytes.h"

enum resp_type {
    RESP_SIMPLE,     /* + : text */
    RESP_ERROR,      /* - and ! : text */
    RESP_INT,        /* : integer */
    RESP_BULK,       /* $ : text */
    RESP_NULL,       /* _ and $-1 and *-1 */
    RESP_ARRAY,      /* * : items */
    RESP_MAP,        /* % : items, key and value in turn, 2 * pairs of them */
    RESP_SET,        /* ~ : items */
    RESP_PUSH,       /* > : items */
    RESP_BOOL,       /* # : integer 0 or 1 */
    RESP_DOUBLE,     /* , : number, and text as it was sent */
    RESP_BIG_NUMBER, /* ( : text */
    RESP_VERBATIM,   /* = : text, format */
};

struct resp_value {
    enum resp_type type;
    bool is_null_array; /* RESP_NULL that was *-1 */
    int64_t integer;
    double number;
    char format[4];    /* RESP_VERBATIM: "txt" */
    struct bytes text; /* owned by the tree; a NUL stands behind it */
    size_t count;      /* items */
    struct resp_value *items;
    struct resp_value *attributes; /* a RESP_MAP that preceded the value, or NULL; several merge */
};

struct resp_reader;

struct resp_limits {
    unsigned depth;    /* nesting, default 32 */
    uint64_t elements; /* items of one aggregate, default 2^32 - 1 */
    uint64_t bulk;     /* bytes of one string, default 512 MiB */
};

struct resp_reader *resp_reader_new(const struct resp_limits *limits); /* NULL: the defaults */
void resp_reader_free(struct resp_reader *r);                          /* accepts NULL */

/* Copies the bytes in. */
void resp_reader_feed(struct resp_reader *r, struct bytes data);

enum resp_status { RESP_READY, RESP_MORE, RESP_BAD };

/* The next complete reply: *out is the caller's, to be freed with resp_value_free. After BAD the
 * stream is lost; resp_reader_error says why. */
enum resp_status resp_reader_next(struct resp_reader *r, struct resp_value **out);
const char *resp_reader_error(const struct resp_reader *r);

void resp_value_free(struct resp_value *v); /* accepts NULL */

#endif
