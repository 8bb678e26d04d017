/*
 * reply -- a handler's answer, in the protocol version of its client.
 *
 * The texts of all enum kv_err are one table here. A reply of several parts is an aggregate's count
 * followed by its parts.
 */
#ifndef KV_SERVER_REPLY_H
#define KV_SERVER_REPLY_H

#include "server/call.h"
#include "server/outbuf.h"

void reply_ok(struct call *c);
void reply_simple(struct call *c, const char *text);
void reply_int(struct call *c, int64_t n);
void reply_bool(struct call *c, bool v); /* RESP3 boolean; 1 or 0 in RESP2 */
void reply_double(struct call *c, double d);
void reply_bulk(struct call *c, struct bytes data);
void reply_bulk_str(struct call *c, const char *text);
void reply_item(struct call *c, const struct item *it); /* a bulk string, as reply_bulk */
void reply_null(struct call *c);
void reply_null_array(struct call *c);
void reply_array(struct call *c, size_t count);
void reply_map(struct call *c, size_t pairs);
void reply_set(struct call *c, size_t count);
void reply_push(struct call *c, size_t count);
void reply_verbatim(struct call *c, const char *format, struct bytes text);
/* A string value; a long one goes out from where it is, without a copy. */
void reply_entry(struct call *c, const struct entry *e);

/* What was written to an outbuf of its own, as it is; from is empty afterwards. */
void reply_gathered(struct call *c, struct outbuf *from);
/* The same as a bulk string, behind a head, or as the text of reply_verbatim(). */
void reply_gathered_bulk(struct call *c, struct bytes head, struct outbuf *from);
void reply_gathered_text(struct call *c, const char *format, struct outbuf *from);

/* An array whose count is known only at its end; type is '*', '%', '~' or '>'. For '%' count pairs. */
size_t reply_later(struct call *c);
void reply_later_set(struct call *c, size_t mark, char type, size_t count);

/* The error's usual text; KV_DONE writes nothing. If arg_fail latched a text, that one. */
void reply_err(struct call *c, enum kv_err err);
/* text starts with its code: "ERR no such key", "WRONGTYPE ...". */
void reply_error(struct call *c, const char *text);
void reply_errorf(struct call *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* An error that was counted already, when a script met it. */
void reply_error_again(struct call *c, struct bytes text);
/* "ERR syntax error". */
void reply_syntax(struct call *c);
/* "ERR wrong number of arguments for 'get' command". */
void reply_arity(struct call *c);
/* "ERR unknown subcommand or wrong number of arguments for 'kill'. Try CLIENT HELP." */
void reply_bad_use(struct call *c);

/* HELP of a container: syntax and summary of each row. The lines of reply_help_lines are given
 * whole, with a NULL behind the last. */
void reply_help(struct call *c);
void reply_help_lines(struct call *c, const char *const *lines);

/* Count of error replies by code, for INFO errorstats: in the order of the codes. */
enum { ERROR_CODE_MAX = 30 };
struct error_stat {
    char code[ERROR_CODE_MAX + 1];
    uint64_t count;
};
const struct error_stat *reply_error_stats(unsigned *count);
void reply_error_stats_reset(void);

#endif
