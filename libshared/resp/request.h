/*
 * request -- the incremental parser of what clients send: RESP arrays and inline commands.
 *
 *     *2\r\n$3\r\nGET\r\n$1\r\nk\r\n      an array of bulk strings
 *     GET k\r\n                           inline: words, with quotes as in inline.h
 *
 * A pure function over bytes and state: nothing is copied, arguments are slices into the input. The
 * caller keeps all bytes from the start of the unfinished request and passes them again, with more
 * behind them, until the request is complete; the parser remembers how far it came, so no byte is
 * looked at twice. The input may move in memory between calls.
 *
 * A big bulk string (REQUEST_BIG bytes or more, not all here yet) can be received elsewhere: see
 * request_big_missing. An empty array, a null array and an empty line are no request: they are
 * skipped (REQUEST_SKIP).
 */
#ifndef KV_RESP_REQUEST_H
#define KV_RESP_REQUEST_H

#include "base/buf.h"
#include "base/bytes.h"

enum {
    REQUEST_INLINE_MAX = 64 * 1024, /* longest inline command or length line without its end */
    REQUEST_BIG = 32 * 1024,
};

struct request_limits {
    uint64_t max_args;    /* arguments of one request */
    uint64_t max_bulk;    /* bytes of one argument (proto-max-bulk-len) */
    bool unauthenticated; /* at most 10 arguments of 16384 bytes, with texts of their own */
};

enum request_result {
    REQUEST_READY, /* complete: args hold it, *used bytes belong to it */
    REQUEST_SKIP,  /* *used bytes were no request */
    REQUEST_MORE,  /* keep the bytes, come back with more */
    REQUEST_BAD,   /* the stream cannot be understood any more: reply p->error and close */
};

/* The arguments of requests, gathered for one turn: the vectors of many requests in one block.
 * Grows by doubling; earlier vectors are addressed by their index, not by pointer. */
struct request_args {
    struct bytes *v;
    size_t count, cap;
};

void request_args_fini(struct request_args *a);

struct request_parser {
    uint8_t state;      /* what the next byte is part of */
    uint32_t args_left; /* arguments still to come */
    uint32_t argc;      /* arguments complete so far, saved here across calls */
    uint32_t saved_cap;
    size_t pos;          /* bytes of this request that are done with */
    size_t scanned;      /* bytes behind pos in which the end of the line was not found */
    uint64_t bulk_len;   /* announced length of the argument being read */
    struct bytes *saved; /* finished arguments of an incomplete request: ptr is an offset */
    struct buf words;    /* inline arguments with escapes removed */
    struct buf *full;    /* words of earlier requests of this turn: they must not move */
    uint32_t full_count;
    uint32_t big_index; /* the argument that is at big */
    uint8_t *big;       /* a big argument received elsewhere, or NULL; not owned */
    const char *error;  /* after REQUEST_BAD: a text for "-ERR Protocol error: ..." */
    char error_text[32];
};

void request_init(struct request_parser *p);
void request_fini(struct request_parser *p);
/* Forgets an unfinished request. The single reset point: request_parse calls it on READY, SKIP and
 * BAD. p->error and the words of this turn stay. */
void request_reset(struct request_parser *p);
/* True between requests: no byte of one has been seen. */
bool request_is_idle(const struct request_parser *p);

/* Parses in, which starts at the first byte of the request. On READY the request's arguments have
 * been appended to args: (*argc) of them from index args->count - *argc on, valid while the input and
 * the parser's words are (inline words live in p->words, which is kept until the caller calls
 * request_words_clear() at the end of the turn). *used has a meaning on READY and SKIP only. */
enum request_result request_parse(struct request_parser *p, struct bytes in,
                                  const struct request_limits *limits, struct request_args *args,
                                  uint32_t *argc, size_t *used);
void request_words_clear(struct request_parser *p);

/* After MORE: if a big argument is awaited, its announced length in bytes, else 0; *have tells how
 * many of its bytes (not all of them) are at the end of the input already. The caller may then
 * receive the argument and its closing CRLF into memory of its own and hand the body over. One
 * argument of a request can take this way; for the others the answer is 0. */
uint64_t request_big_missing(const struct request_parser *p, size_t in_len, size_t *have);
/* The body (exactly the announced length; CRLF read and dropped by the caller) was received at big.
 * From now on the input ends where the body would begin and goes on behind its CRLF; call
 * request_parse again even if nothing is there yet, as this may have been the last argument. Its
 * slice will point to big, which the caller owns: it frees it after the request has run, or when it
 * drops the unfinished request. */
void request_big_done(struct request_parser *p, uint8_t *big);

/* Memory held by the parser, for CLIENT LIST (argv-mem). */
size_t request_mem(const struct request_parser *p);

#endif
