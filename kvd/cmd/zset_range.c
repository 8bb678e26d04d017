/* ZRANGE and its kin, ZRANGESTORE, ZCOUNT, ZLEXCOUNT, ZREMRANGEBY... */
#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/store_result.h"
#include "cmd/zset_algebra.h"
#include "cmd/zset_shared.h"
#include "server/block.h"
#include "server/job.h"
#include "server/reply.h"

/* ---- What is asked for ---------------------------------------------------------------------------- */

enum by { BY_RANK, BY_SCORE, BY_MEMBER };

/* Bounds are in the order in which they are in the set, whatever the direction. */
struct range {
    enum by by;
    bool down, scores;
    bool limited;
    int64_t offset, limit; /* limit below 0: all */
    int64_t start, stop;   /* BY_RANK: counted in the direction of the range */
    struct zset_scores score;
    struct zset_members member;
};

/* Which options a command takes besides LIMIT. */
enum range_option { TAKES_BY = 1, TAKES_REV = 2, TAKES_SCORES = 4 };

/* BYSCORE and BYLEX, like REV, are not taken twice. */
static bool takes_by(const struct range *r, unsigned takes)
{
    return (takes & TAKES_BY) && r->by == BY_RANK;
}

static void range_options(struct call *c, struct range *r, unsigned takes)
{
    while (args_left(c) > 0 && c->err == KV_OK) {
        if ((takes & TAKES_SCORES) && arg_word(c, "withscores")) {
            r->scores = true;
        } else if (takes_by(r, takes) && arg_word(c, "byscore")) {
            r->by = BY_SCORE;
        } else if (takes_by(r, takes) && arg_word(c, "bylex")) {
            r->by = BY_MEMBER;
        } else if ((takes & TAKES_REV) && !r->down && arg_word(c, "rev")) {
            r->down = true;
        } else if (args_left(c) >= 3 && arg_word(c, "limit")) {
            r->limited = true;
            r->offset = arg_int(c);
            r->limit = arg_int(c);
        } else {
            break;
        }
    }
    args_end(c);
    /* A limit of -1 is none, so that it is taken, and its offset ignored, between ranks too. */
    if (r->limited && r->limit != -1 && r->by == BY_RANK)
        arg_fail(c, KV_SYNTAX,
                 "syntax error, LIMIT is only supported in combination with either BYSCORE or "
                 "BYLEX");
    if (r->scores && r->by == BY_MEMBER)
        arg_fail(c, KV_SYNTAX, "syntax error, WITHSCORES not supported in combination with BYLEX");
}

static void parse_ranks(struct call *c, struct bytes start, struct bytes stop, struct range *r)
{
    if (!num_parse_int(start, &r->start) || !num_parse_int(stop, &r->stop))
        arg_fail(c, KV_NOT_INT, NULL);
}

static void range_bounds(struct call *c, struct range *r, struct bytes first, struct bytes second)
{
    struct bytes min = r->down ? second : first, max = r->down ? first : second;

    if (r->by == BY_RANK)
        parse_ranks(c, first, second, r);
    else if (r->by == BY_SCORE)
        parse_scores(c, min, max, &r->score);
    else
        parse_members(c, min, max, &r->member);
}

/* What LIMIT leaves of a span. */
static struct zset_span limit_span(const struct range *r, struct zset_span span)
{
    uint64_t offset = (uint64_t)r->offset;
    struct zset_span out;

    if (r->offset < 0 || offset >= span.count)
        return (struct zset_span){ 0, 0 };
    out.count = span.count - (size_t)offset;
    if (r->limit >= 0 && (uint64_t)r->limit < out.count)
        out.count = (size_t)r->limit;
    out.first = r->down ? span.first + span.count - (size_t)offset - out.count
                        : span.first + (size_t)offset;
    return out;
}

static struct zset_span range_span(const struct range *r, const struct value *v)
{
    size_t count = value_count(v);
    struct zset_span span;

    if (r->by == BY_RANK) {
        span = span_of_ranks(r->start, r->stop, count);
        if (r->down)
            span.first = count - span.first - span.count;
        return span;
    }
    span = r->by == BY_SCORE ? zset_by_score(v, &r->score) : zset_by_member(v, &r->member);
    return r->limited ? limit_span(r, span) : span;
}

/* ---- Reading --------------------------------------------------------------------------------------- */

/* key first second [options] */
static void range(struct call *c, struct range r, unsigned takes)
{
    struct key key = arg_key(c);
    struct bytes first = arg_bytes(c), second = arg_bytes(c);
    struct value v;
    enum kv_err err;

    range_options(c, &r, takes);
    range_bounds(c, &r, first, second);
    err = c->err;
    if (err == KV_OK)
        err = read_zset(c, key, &v);
    if (err == KV_OK)
        reply_span(c, &v, range_span(&r, &v), r.down, r.scores);
    else if (err == KV_NOT_FOUND)
        reply_array(c, 0);
    else
        reply_err(c, err);
}

/* ZRANGE key start stop [BYSCORE | BYLEX] [REV] [LIMIT offset count] [WITHSCORES] */
static void cmd_zrange(struct call *c)
{
    range(c, (struct range){ .by = BY_RANK }, TAKES_BY | TAKES_REV | TAKES_SCORES);
}

/* ZREVRANGE key start stop [WITHSCORES] */
static void cmd_zrevrange(struct call *c)
{
    range(c, (struct range){ .by = BY_RANK, .down = true }, TAKES_SCORES);
}

/* ZRANGEBYSCORE key min max [WITHSCORES] [LIMIT offset count] */
static void cmd_zrangebyscore(struct call *c)
{
    range(c, (struct range){ .by = BY_SCORE }, TAKES_SCORES);
}

/* ZREVRANGEBYSCORE key max min [WITHSCORES] [LIMIT offset count] */
static void cmd_zrevrangebyscore(struct call *c)
{
    range(c, (struct range){ .by = BY_SCORE, .down = true }, TAKES_SCORES);
}

/* ZRANGEBYLEX key min max [LIMIT offset count] */
static void cmd_zrangebylex(struct call *c)
{
    range(c, (struct range){ .by = BY_MEMBER }, TAKES_SCORES);
}

/* ZREVRANGEBYLEX key max min [LIMIT offset count] */
static void cmd_zrevrangebylex(struct call *c)
{
    range(c, (struct range){ .by = BY_MEMBER, .down = true }, TAKES_SCORES);
}

/* key min max */
static void count(struct call *c, enum by by)
{
    struct key key = arg_key(c);
    struct bytes min = arg_bytes(c), max = arg_bytes(c);
    struct range r = { .by = by };
    struct value v;
    enum kv_err err;

    range_bounds(c, &r, min, max);
    err = c->err;
    if (err == KV_OK)
        err = read_zset(c, key, &v);
    if (err == KV_OK)
        reply_int(c, (int64_t)range_span(&r, &v).count);
    else if (err == KV_NOT_FOUND)
        reply_int(c, 0);
    else
        reply_err(c, err);
}

/* ZCOUNT key min max */
static void cmd_zcount(struct call *c)
{
    count(c, BY_SCORE);
}

/* ZLEXCOUNT key min max */
static void cmd_zlexcount(struct call *c)
{
    count(c, BY_MEMBER);
}

/* ---- ZRANGESTORE ------------------------------------------------------------------------------------ */

static void store_nothing(struct call *c, struct key dest)
{
    struct value none = value_empty(OBJ_ZSET);

    store_result(c, dest, &none, "zrangestore");
}

/* ZRANGESTORE dst src min max [BYSCORE | BYLEX] [REV] [LIMIT offset count] */
static void cmd_zrangestore(struct call *c)
{
    struct key dest = arg_key(c), source = arg_key(c);
    struct bytes first = arg_bytes(c), second = arg_bytes(c);
    struct range r = { .by = BY_RANK };
    struct value v;
    enum kv_err err;

    range_options(c, &r, TAKES_BY | TAKES_REV);
    range_bounds(c, &r, first, second);
    err = c->err;
    if (err == KV_OK)
        err = read_zset(c, source, &v);
    if (err == KV_OK)
        zset_store_span(c, dest, source, &v, range_span(&r, &v), "zrangestore");
    else if (err == KV_NOT_FOUND)
        store_nothing(c, dest);
    else
        reply_err(c, err);
}

/* ---- Removing --------------------------------------------------------------------------------------- */

/* What a long removal has left behind in the table of members is swept in slices; the client that asked
 * for it waits. If it goes, later changes of the sorted set do it on their way. */
struct sweep {
    struct db *db;
    struct bytes name; /* a copy */
    int64_t removed;
};

static bool sweep_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    enum { SWEEP_AT_ONCE = 256 };
    struct sweep *s = state;
    const struct entry *e = store_find(s->db, key_of(s->name));
    struct value v;

    (void)gathered;
    if (e == NULL || entry_type(e) != OBJ_ZSET)
        return true;
    v = entry_value(e);
    while (zset_sweep(&v, SWEEP_AT_ONCE))
        if (clock_mono_ns() >= until_ns)
            return false;
    return true;
}

static void sweep_reply(struct call *c, void *state, struct outbuf *gathered)
{
    const struct sweep *s = state;

    (void)gathered;
    reply_int(c, s->removed);
}

static void sweep_free(void *state)
{
    struct sweep *s = state;

    mem_free((void *)(uintptr_t)s->name.ptr);
    mem_free_sized(s, sizeof *s);
}

static const struct job_type sweep_job = { sweep_step, sweep_reply, sweep_free };

static void start_sweep(struct call *c, struct key key, int64_t removed)
{
    struct sweep *s = mem_alloc(sizeof *s);

    *s = (struct sweep){ .db = c->db,
                         .name = bytes_make(mem_bytesdup(key.name), key.name.len),
                         .removed = removed };
    job_run(c, &sweep_job, s);
}

static void remove_from(struct call *c, struct key key, struct entry *e, const struct range *r,
                        const char *event)
{
    struct value v = entry_value(e);
    struct zset_span span = range_span(r, &v);
    struct edit ed;

    if (span.count == 0) {
        reply_int(c, 0);
        return;
    }
    store_edit_entry(c->db, key, OBJ_ZSET, e, &ed);
    zset_remove_span(&ed.value, span);
    if (zset_removed(c, &ed, event) && block_is_allowed(c))
        start_sweep(c, key, (int64_t)span.count);
    else
        reply_int(c, (int64_t)span.count);
}

/* key min max */
static void remove_range(struct call *c, enum by by, const char *event)
{
    struct key key = arg_key(c);
    struct bytes min = arg_bytes(c), max = arg_bytes(c);
    struct range r = { .by = by };
    struct entry *e;
    enum kv_err err;

    range_bounds(c, &r, min, max);
    err = c->err;
    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_ZSET, &e);
    if (err == KV_OK)
        remove_from(c, key, e, &r, event);
    else if (err == KV_NOT_FOUND)
        reply_int(c, 0);
    else
        reply_err(c, err);
}

/* ZREMRANGEBYRANK key start stop */
static void cmd_zremrangebyrank(struct call *c)
{
    remove_range(c, BY_RANK, "zremrangebyrank");
}

/* ZREMRANGEBYSCORE key min max */
static void cmd_zremrangebyscore(struct call *c)
{
    remove_range(c, BY_SCORE, "zremrangebyscore");
}

/* ZREMRANGEBYLEX key min max */
static void cmd_zremrangebylex(struct call *c)
{
    remove_range(c, BY_MEMBER, "zremrangebylex");
}

/* ---- The table -------------------------------------------------------------------------------------- */

#define READ_RANGE                                                                                 \
    CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SORTEDSET,                     \
                  .group = "sorted-set",                                                           \
                  .complexity = "O(log(N)+M) with N members, of which M are given."
#define COUNT_RANGE                                                                                \
    CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SORTEDSET,          \
                             .group = "sorted-set",                                                \
                             .complexity = "O(log(N)) with N members in the sorted set."
#define REMOVE_RANGE                                                                               \
    CMD_WRITE, .keys = { KEY(1, KS_RW | KS_DELETE) }, .acl = ACL_SORTEDSET, .group = "sorted-set", \
               .complexity = "O(log(N)+M) with N members, of which M are removed."
#define LIMIT_SYNTAX "[ LIMIT limit={ offset:integer count:integer } ]"

const struct command zset_range_commands[] = {
    { "zrange", -4, READ_RANGE, .handler = cmd_zrange, .since = "1.2.0",
      .summary = "Gives the members in a range of ranks, scores or members.",
      .args = "key start stop [ sortby=( BYSCORE | BYLEX ) @6.2.0 ] [ REV @6.2.0 ]"
              " [ LIMIT limit={ offset:integer count:integer } @6.2.0 ] [ WITHSCORES ]",
      .history = "6.2.0: Added REV, BYSCORE, BYLEX and LIMIT." },
    { "zrangestore", -5, CMD_WRITE | CMD_DENYOOM,
      .keys = { KEY(1, KS_OW | KS_UPDATE), KEY(2, KS_RO | KS_ACCESS) }, .acl = ACL_SORTEDSET,
      .handler = cmd_zrangestore, .group = "sorted-set", .since = "6.2.0",
      .complexity = "O(log(N)+M) with N members, of which M are stored.",
      .summary = "Stores the members in a range of ranks, scores or members.",
      .args = "dst:key src:key min max [ sortby=( BYSCORE | BYLEX ) ] [ REV ] " LIMIT_SYNTAX },
    { "zrevrange", -4, READ_RANGE, .handler = cmd_zrevrange, .since = "1.2.0",
      .summary = "Gives the members in a range of ranks, the highest score first.",
      .args = "key start:integer stop:integer [ WITHSCORES ]", .deprecated = "6.2.0",
      .replaced_by = "`ZRANGE` with the `REV` argument" },
    { "zrangebyscore", -4, READ_RANGE, .handler = cmd_zrangebyscore, .since = "1.0.5",
      .summary = "Gives the members in a range of scores.",
      .args = "key min:double max:double [ WITHSCORES @2.0.0 ] " LIMIT_SYNTAX,
      .deprecated = "6.2.0", .replaced_by = "`ZRANGE` with the `BYSCORE` argument",
      .history = "2.0.0: Added WITHSCORES." },
    { "zrevrangebyscore", -4, READ_RANGE, .handler = cmd_zrevrangebyscore, .since = "2.2.0",
      .summary = "Gives the members in a range of scores, the highest first.",
      .args = "key max:double min:double [ WITHSCORES ] " LIMIT_SYNTAX, .deprecated = "6.2.0",
      .replaced_by = "`ZRANGE` with the `REV` and `BYSCORE` arguments" },
    { "zrangebylex", -4, READ_RANGE, .handler = cmd_zrangebylex, .since = "2.8.9",
      .summary = "Gives the members between two, where all scores are equal.",
      .args = "key min max " LIMIT_SYNTAX, .deprecated = "6.2.0",
      .replaced_by = "`ZRANGE` with the `BYLEX` argument" },
    { "zrevrangebylex", -4, READ_RANGE, .handler = cmd_zrevrangebylex, .since = "2.8.9",
      .summary = "Gives the members between two, where all scores are equal, the last first.",
      .args = "key max min " LIMIT_SYNTAX, .deprecated = "6.2.0",
      .replaced_by = "`ZRANGE` with the `REV` and `BYLEX` arguments" },
    { "zcount", 4, COUNT_RANGE, .handler = cmd_zcount, .since = "2.0.0",
      .summary = "Counts the members in a range of scores.", .args = "key min:double max:double" },
    { "zlexcount", 4, COUNT_RANGE, .handler = cmd_zlexcount, .since = "2.8.9",
      .summary = "Counts the members between two, where all scores are equal.",
      .args = "key min max" },
    { "zremrangebyrank", 4, REMOVE_RANGE, .handler = cmd_zremrangebyrank, .since = "2.0.0",
      .summary = "Removes the members in a range of ranks.",
      .args = "key start:integer stop:integer" },
    { "zremrangebyscore", 4, REMOVE_RANGE, .handler = cmd_zremrangebyscore, .since = "1.2.0",
      .summary = "Removes the members in a range of scores.", .args = "key min:double max:double" },
    { "zremrangebylex", 4, REMOVE_RANGE, .handler = cmd_zremrangebylex, .since = "2.8.9",
      .summary = "Removes the members between two, where all scores are equal.",
      .args = "key min max" },
    COMMAND_END,
};
