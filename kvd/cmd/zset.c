/* ZADD ZINCRBY ZREM ZCARD ZSCORE ZMSCORE ZRANK ZREVRANK ZRANDMEMBER ZSCAN */
#include "base/mem.h"
#include "cmd/collection_scan.h"
#include "cmd/families.h"
#include "cmd/zset_shared.h"
#include "server/reply.h"

enum {
    SCORES_LOCAL = 16,            /* scores of one command that need no allocation */
    PICKS_MAX = 10 * 1000 * 1000, /* members with repetition in one reply */
};

/* ---- ZADD and ZINCRBY ----------------------------------------------------------------------------- */

/* What ZADD was asked for. */
struct zadd {
    unsigned flags; /* enum zset_flag */
    bool count_changed;
    unsigned first, count; /* the pairs: argument index of the first score, how many */
    double *scores;
    double local[SCORES_LOCAL];
};

static void zadd_options(struct call *c, struct zadd *z)
{
    for (;;) {
        if (arg_word(c, "nx"))
            z->flags |= ZSET_NX;
        else if (arg_word(c, "xx"))
            z->flags |= ZSET_XX;
        else if (arg_word(c, "gt"))
            z->flags |= ZSET_GT;
        else if (arg_word(c, "lt"))
            z->flags |= ZSET_LT;
        else if (arg_word(c, "incr"))
            z->flags |= ZSET_INCR;
        else if (arg_word(c, "ch"))
            z->count_changed = true;
        else
            break;
    }
    z->first = c->next;
    z->count = args_left(c) / 2;
}

/* Options that exclude one another. */
static void zadd_check(struct call *c, const struct zadd *z)
{
    unsigned compare = z->flags & (ZSET_GT | ZSET_LT);

    if (args_left(c) % 2 != 0 || z->count == 0)
        arg_fail(c, KV_SYNTAX, NULL);
    else if ((z->flags & ZSET_NX) && (z->flags & ZSET_XX))
        arg_fail(c, KV_SYNTAX, "XX and NX options at the same time are not compatible");
    else if (compare == (ZSET_GT | ZSET_LT) || (compare && (z->flags & ZSET_NX)))
        arg_fail(c, KV_SYNTAX, "GT, LT, and/or NX options at the same time are not compatible");
    else if ((z->flags & ZSET_INCR) && z->count > 1)
        arg_fail(c, KV_SYNTAX, "INCR option supports a single increment-element pair");
}

static void zadd_scores(struct call *c, struct zadd *z)
{
    z->scores = z->count <= SCORES_LOCAL ? z->local : mem_alloc(z->count * sizeof z->scores[0]);
    for (unsigned i = 0; i < z->count; i++) {
        z->scores[i] = arg_double(c);
        arg_bytes(c);
    }
}

static void zadd_fini(struct zadd *z)
{
    if (z->scores != NULL && z->scores != z->local)
        mem_free(z->scores);
}

static void zadd_reply(struct call *c, const struct zadd *z, const struct zset_added *r)
{
    if (r->last == ZSET_NAN)
        reply_error(c, "ERR resulting score is not a number (NaN)");
    else if (!(z->flags & ZSET_INCR))
        reply_int(c, (int64_t)(r->added + (z->count_changed ? r->changed : 0)));
    else if (r->last == ZSET_REFUSED)
        reply_null(c);
    else
        reply_double(c, z->scores[0]);
}

static void zadd_run(struct call *c, struct key key, struct zadd *z)
{
    struct zset_additions a = { .flags = z->flags,
                                .first = z->first + 1,
                                .stride = 2,
                                .count = z->count,
                                .scores = z->scores,
                                .event = z->flags & ZSET_INCR ? "zincr" : "zadd" };
    struct zset_added r;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = zset_add_members(c, key, &a, &r);
    if (err == KV_OK)
        zadd_reply(c, z, &r);
    else
        reply_err(c, err);
}

/* ZADD key [NX | XX] [GT | LT] [CH] [INCR] score member [score member ...] */
static void cmd_zadd(struct call *c)
{
    struct key key = arg_key(c);
    struct zadd z;

    z.flags = 0;
    z.count_changed = false;
    z.scores = NULL;
    zadd_options(c, &z);
    zadd_check(c, &z);
    if (c->err == KV_OK)
        zadd_scores(c, &z);
    zadd_run(c, key, &z);
    zadd_fini(&z);
}

/* ZINCRBY key increment member */
static void cmd_zincrby(struct call *c)
{
    struct key key = arg_key(c);
    struct zadd z;

    z.flags = ZSET_INCR;
    z.count_changed = false;
    z.first = c->next;
    z.count = 1;
    zadd_scores(c, &z);
    zadd_run(c, key, &z);
}

/* ---- Other changes -------------------------------------------------------------------------------- */

/* ZREM key member [member ...] */
static void cmd_zrem(struct call *c)
{
    struct key key = arg_key(c);
    int64_t removed = 0;
    struct edit ed;
    struct entry *e;
    enum kv_err err = store_write(c->db, key, OBJ_ZSET, &e);

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_ZSET, e, &ed);
    while (args_left(c) > 0 && value_count(&ed.value) > 0)
        removed += zset_remove(&ed.value, arg_bytes(c));
    if (removed > 0)
        zset_removed(c, &ed, "zrem");
    else
        store_abandon(&ed);
    reply_int(c, removed);
}

/* ---- Reading -------------------------------------------------------------------------------------- */

/* ZCARD key */
static void cmd_zcard(struct call *c)
{
    struct value v;
    enum kv_err err = read_zset(c, arg_key(c), &v);

    if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    else
        reply_int(c, err == KV_OK ? (int64_t)value_count(&v) : 0);
}

static void reply_score_of(struct call *c, const struct value *v, struct bytes member)
{
    double score;

    if (v != NULL && zset_score(v, member, &score))
        reply_double(c, score);
    else
        reply_null(c);
}

/* ZSCORE key member */
static void cmd_zscore(struct call *c)
{
    struct value v;
    enum kv_err err = read_zset(c, arg_key(c), &v);

    if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    else
        reply_score_of(c, err == KV_OK ? &v : NULL, arg_bytes(c));
}

/* ZMSCORE key member [member ...] */
static void cmd_zmscore(struct call *c)
{
    struct value v;
    enum kv_err err = read_zset(c, arg_key(c), &v);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    reply_array(c, args_left(c));
    while (args_left(c) > 0)
        reply_score_of(c, err == KV_OK ? &v : NULL, arg_bytes(c));
}

/* key member [WITHSCORE] */
static void reply_rank(struct call *c, bool reverse)
{
    struct key key = arg_key(c);
    struct bytes member = arg_bytes(c);
    bool with_score = arg_word(c, "withscore"), found = false;
    struct value v;
    double score;
    size_t rank;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = read_zset(c, key, &v);
    if (err == KV_OK)
        found = zset_rank(&v, member, &rank, &score);
    else if (err != KV_NOT_FOUND) {
        reply_err(c, err);
        return;
    }
    if (!found) {
        if (with_score)
            reply_null_array(c);
        else
            reply_null(c);
        return;
    }
    if (with_score)
        reply_array(c, 2);
    reply_int(c, (int64_t)(reverse ? value_count(&v) - 1 - rank : rank));
    if (with_score)
        reply_double(c, score);
}

/* ZRANK key member [WITHSCORE] */
static void cmd_zrank(struct call *c)
{
    reply_rank(c, false);
}

/* ZREVRANK key member [WITHSCORE] */
static void cmd_zrevrank(struct call *c)
{
    reply_rank(c, true);
}

/* ---- Members at random ---------------------------------------------------------------------------- */

static struct zset_elem pick(const struct value *v)
{
    return zset_at(v, rng_below(rng_main(), value_count(v)));
}

static void random_one(struct call *c, struct key key)
{
    struct zset_elem e;
    struct value v;
    enum kv_err err = read_zset(c, key, &v);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
    } else if (err == KV_NOT_FOUND) {
        reply_null(c);
    } else {
        e = pick(&v);
        reply_member(c, &e);
    }
}

struct sampler {
    struct call *c;
    bool scores;
};

static void reply_sampled(void *ctx, const struct zset_elem *e)
{
    struct sampler *s = ctx;

    reply_elem(s->c, e, s->scores);
}

/* Below 0 so many picks with repetition, else so many different members, as far as there are. */
static void random_many(struct call *c, struct key key, int64_t count, bool scores)
{
    struct sampler s = { c, scores };
    struct value v;
    enum kv_err err = read_zset(c, key, &v);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
    } else if (err == KV_NOT_FOUND) {
        reply_array(c, 0);
    } else if (count < 0) {
        reply_elem_count(c, (size_t)-count, scores);
        for (; count < 0; count++) {
            struct zset_elem e = pick(&v);

            reply_elem(c, &e, scores);
        }
    } else {
        size_t have = value_count(&v), n = (uint64_t)count < have ? (size_t)count : have;

        reply_elem_count(c, n, scores);
        zset_sample(&v, n, rng_main(), reply_sampled, &s);
    }
}

/* ZRANDMEMBER key [count [WITHSCORES]] */
static void cmd_zrandmember(struct call *c)
{
    struct key key = arg_key(c);
    int64_t count;
    bool scores;

    if (args_left(c) == 0) {
        random_one(c, key);
        return;
    }
    count = arg_int(c);
    scores = arg_word(c, "withscores");
    if (count == INT64_MIN)
        arg_fail(c, KV_RANGE,
                 "value is out of range, value must between -9223372036854775807 and "
                 "9223372036854775807");
    if (count < -PICKS_MAX || (scores && count > INT64_MAX / 2))
        arg_fail(c, KV_RANGE, NULL);
    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else
        random_many(c, key, count, scores);
}

/* ---- ZSCAN ---------------------------------------------------------------------------------------- */

static void reply_scanned_score(struct call *c, const struct value_elem *e)
{
    char text[NUM_DOUBLE_MAX];

    reply_bulk(c, bytes_make(text, num_format_double(text, e->score)));
}

/* ZSCAN key cursor [MATCH pattern] [COUNT count] [NOSCORES] */
static void cmd_zscan(struct call *c)
{
    collection_scan(c, &(struct collection_scan){ .type = OBJ_ZSET,
                                                  .scan = zset_scan,
                                                  .second = reply_scanned_score,
                                                  .bare = "noscores" });
}

/* ---- The table ------------------------------------------------------------------------------------ */

/* member: the argument index of the first member, as a rule. */
#define READ_MEMBER                                                                                \
    CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SORTEDSET,          \
                             .group = "sorted-set", .member = 2, .prefetch = zset_prefetch
#define WRITE_MEMBER(at)                                                                           \
    CMD_WRITE | CMD_FAST, .acl = ACL_SORTEDSET, .group = "sorted-set", .member = (at),             \
                          .prefetch = zset_prefetch

const struct command zset_commands[] = {
    { "zadd", -4, CMD_DENYOOM | WRITE_MEMBER(3), .keys = { KEY(1, KS_RW | KS_UPDATE) },
      .handler = cmd_zadd, .since = "1.2.0",
      .complexity = "O(log(N)) per member, with N members in the sorted set.",
      .summary = "Adds members to a sorted set or gives them other scores.",
      .args = "key [ condition=( NX | XX ) @3.0.2 ] [ comparison=( GT | LT ) @6.2.0 ]"
              " [ change=CH @3.0.2 ] [ increment=INCR @3.0.2 ] data={ score:double member } ...",
      .history = "2.4.0: Takes several members.; 3.0.2: Added XX, NX, CH and INCR.; "
                 "6.2.0: Added GT and LT." },
    { "zincrby", 4, CMD_DENYOOM | WRITE_MEMBER(3),
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) }, .handler = cmd_zincrby, .since = "1.2.0",
      .complexity = "O(log(N)) with N members in the sorted set.",
      .summary = "Adds to the score of a member, which counts from 0 if it is new.",
      .args = "key increment:integer member" },
    { "zrem", -3, WRITE_MEMBER(2), .keys = { KEY(1, KS_RW | KS_DELETE) }, .handler = cmd_zrem,
      .since = "1.2.0", .complexity = "O(log(N)) per member, with N members in the sorted set.",
      .summary = "Removes members from a sorted set; the key goes with the last one.",
      .args = "key member ...", .history = "2.4.0: Takes several members." },
    { "zcard", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_SORTEDSET,
      .handler = cmd_zcard, .group = "sorted-set", .since = "1.2.0", .complexity = "O(1)",
      .summary = "Counts the members of a sorted set.", .args = "key" },
    { "zscore", 3, READ_MEMBER, .handler = cmd_zscore, .since = "1.2.0", .complexity = "O(1)",
      .summary = "Gives the score of a member.", .args = "key member" },
    { "zmscore", -3, READ_MEMBER, .handler = cmd_zmscore, .since = "6.2.0",
      .complexity = "O(1) per member.", .summary = "Gives the scores of several members.",
      .args = "key member ..." },
    { "zrank", -3, READ_MEMBER, .handler = cmd_zrank, .since = "2.0.0", .complexity = "O(log(N))",
      .summary = "Gives the rank of a member, counted from the lowest score.",
      .args = "key member [ WITHSCORE ]", .history = "7.2.0: Added WITHSCORE." },
    { "zrevrank", -3, READ_MEMBER, .handler = cmd_zrevrank, .since = "2.0.0",
      .complexity = "O(log(N))",
      .summary = "Gives the rank of a member, counted from the highest score.",
      .args = "key member [ WITHSCORE ]", .history = "7.2.0: Added WITHSCORE." },
    { "zrandmember", -2, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SORTEDSET,
      .handler = cmd_zrandmember, .group = "sorted-set", .since = "6.2.0",
      .complexity = "O(M*log(N)) for M members of N.", .summary = "Gives members at random.",
      .args = "key [ options={ count:integer [ WITHSCORES ] } ]",
      .tips = "nondeterministic_output" },
    { "zscan", -3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_SORTEDSET,
      .handler = cmd_zscan, .group = "sorted-set", .since = "2.8.0",
      .complexity = "O(1) per call, O(N) for a whole walk over N members.",
      .summary = "Lists the members of a sorted set a part at a time, with their scores.",
      .args = "key cursor:integer [ MATCH pattern:pattern ] [ COUNT count:integer ]",
      .tips = "nondeterministic_output" },
    COMMAND_END,
};
