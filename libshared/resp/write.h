/*
 * write -- RESP2 and RESP3 written into a buffer.
 *
 * Functions that take proto (2 or 3) write the RESP3 form, or what RESP2 clients expect in its place.
 * Sources: the RESP specification. Text that goes into a line (+ - , ( forms) has its CR, LF and NUL
 * bytes replaced by blanks, so that no data can forge a reply.
 */
#ifndef KV_RESP_WRITE_H
#define KV_RESP_WRITE_H

#include "base/buf.h"
#include "base/bytes.h"

void resp_simple(struct buf *b, struct bytes text); /* +text */
void resp_error(struct buf *b, struct bytes text);  /* -text: its code first, no line ends last */
void resp_int(struct buf *b, int64_t n);            /* :n */
void resp_bulk(struct buf *b, struct bytes data);   /* $len data */
void resp_bulk_begin(struct buf *b, size_t len);    /* its start; so many bytes and CRLF follow */
void resp_bulk_str(struct buf *b, const char *s);
void resp_bulk_int(struct buf *b, int64_t n);   /* the decimal text as a bulk string */
void resp_null(struct buf *b, int proto);       /* $-1 or _ */
void resp_null_array(struct buf *b, int proto); /* *-1 or _ */
void resp_array(struct buf *b, size_t count);
void resp_map(struct buf *b, int proto, size_t pairs);  /* %pairs, or *2*pairs */
void resp_set(struct buf *b, int proto, size_t count);  /* ~count or *count */
void resp_push(struct buf *b, int proto, size_t count); /* >count or *count */
void resp_bool(struct buf *b, int proto, bool v);       /* #t #f, or :1 :0 */
void resp_double(struct buf *b, int proto, double d);   /* ,d or a bulk string: shortest form */
/* The same in fixed notation with up to 17 decimals, as num_format_ldouble writes it. d is finite. */
void resp_decimal(struct buf *b, int proto, double d);
void resp_big_number(struct buf *b, int proto, struct bytes digits);
/* format: three letters, "txt" or "mkd"; a bulk string in RESP2. */
void resp_verbatim(struct buf *b, int proto, const char *format, struct bytes text);
/* Its start; the text, of len bytes, and CRLF follow. */
void resp_verbatim_begin(struct buf *b, int proto, const char *format, size_t len);
/* An attribute of pairs precedes the reply; RESP3 only (writes nothing in RESP2, returns false). */
bool resp_attribute(struct buf *b, int proto, size_t pairs);

/* A request: what clients and links send. */
void resp_request(struct buf *b, const struct bytes *argv, size_t argc);

/* A count that is known only later: reserve before the elements, set after them, inner ones first.
 * A count of two digits or more moves the elements by its further digits. type is one of * % ~ > and
 * count is that of its header: pairs for %. */
size_t resp_array_later(struct buf *b);
void resp_array_set(struct buf *b, size_t at, size_t count, char type);

#endif
