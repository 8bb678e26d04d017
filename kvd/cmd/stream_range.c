/* XRANGE XREVRANGE XLEN */
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "server/reply.h"

/* COUNT count, as often as one likes; INT64_MAX without one. */
static int64_t arg_count_option(struct call *c)
{
    int64_t count = INT64_MAX;

    while (c->err == KV_OK && args_left(c) > 0) {
        if (args_left(c) < 2 || !arg_word(c, "count"))
            arg_fail(c, KV_SYNTAX, NULL);
        else
            count = arg_int(c);
    }
    return count;
}

/* Of two bad bounds the start is named, wherever it stands. */
static void parse_bounds(struct call *c, bool down, struct stream_id *from, struct stream_id *to)
{
    unsigned first = c->next;

    c->next = down ? first + 1 : first;
    *from = arg_range_start(c);
    c->next = down ? first : first + 1;
    *to = arg_range_end(c);
    c->next = first + 2;
}

static void range(struct call *c, bool down)
{
    struct key key = arg_key(c);
    struct stream_id from, to;
    struct stream_cursor cur;
    struct entry *e;
    struct value v;
    int64_t most, count = 0;
    enum kv_err err;
    size_t mark;

    parse_bounds(c, down, &from, &to);
    most = arg_count_option(c);
    err = args_end(c);
    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_STREAM, &e);
    if (err == KV_NOT_FOUND) {
        reply_array(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else if (most <= 0) {
        reply_null_array(c);
    } else {
        v = entry_value(e);
        stream_seek(&cur, stream_of(&v), from, to, down);
        mark = reply_later(c);
        while (count < most && reply_next_entry(c, &cur))
            count++;
        reply_later_set(c, mark, '*', (size_t)count);
    }
}

/* XRANGE key start end [COUNT count] */
static void cmd_xrange(struct call *c)
{
    range(c, false);
}

/* XREVRANGE key end start [COUNT count] */
static void cmd_xrevrange(struct call *c)
{
    range(c, true);
}

/* XLEN key */
static void cmd_xlen(struct call *c)
{
    struct key key = arg_key(c);
    struct entry *e;
    struct value v;
    enum kv_err err = store_read(c->db, key, OBJ_STREAM, &e);

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        v = entry_value(e);
        reply_int(c, (int64_t)stream_of(&v)->length);
    }
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define RANGES                                                                                     \
    CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_STREAM, .group = "stream",     \
                  .since = "5.0.0",                                                                \
                  .complexity = "O(log(N)+M) with N blocks in the stream and M entries replied.",  \
                  .history = "6.2.0: A bound may be excluded, with `(` before it."

const struct command stream_range_commands[] = {
    { "xrange", -4, RANGES, .handler = cmd_xrange,
      .summary = "Returns the entries between two IDs.",
      .args = "key start end [ COUNT count:integer ]" },
    { "xrevrange", -4, RANGES, .handler = cmd_xrevrange,
      .summary = "Returns the entries between two IDs, the last first.",
      .args = "key end start [ COUNT count:integer ]" },
    { "xlen", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_STREAM,
      .handler = cmd_xlen, .group = "stream", .since = "5.0.0", .complexity = "O(1)",
      .summary = "Returns the number of entries of a stream.", .args = "key" },
    COMMAND_END,
};
