/* ZUNION ZINTER ZDIFF, each also with STORE, and ZINTERCARD */
#include "cmd/zset_algebra.h"

#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/store_result.h"
#include "cmd/zset_shared.h"
#include "obj/zset_algebra.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

enum {
    AT_ONCE_STEPS = 5 * 1000, /* what takes more, about a millisecond, becomes a job */
    SLICE_STEPS = 500,        /* between two looks at the clock */
};

enum form { MEMBERS, CARD, STORE };

/* What becomes of the result. */
struct outcome {
    enum form form;
    bool scores;       /* MEMBERS */
    struct bytes dest; /* STORE */
    const char *event; /* STORE */
};

/* ---- The result ------------------------------------------------------------------------------------ */

static void finish(struct call *c, const struct outcome *o, struct zset_algebra *a)
{
    struct value result;

    if (o->form == CARD) {
        reply_int(c, (int64_t)zset_algebra_found(a));
        return;
    }
    result = zset_algebra_take(a);
    if (o->form == STORE) {
        zset_fit(&result);
        store_result(c, key_of(o->dest), &result, o->event);
    } else {
        reply_span(c, &result, (struct zset_span){ 0, value_count(&result) }, false, o->scores);
        store_free_value(&result, true);
    }
}

/* ---- In slices -------------------------------------------------------------------------------------- */

struct algebra_job {
    struct outcome outcome; /* dest is a copy */
    struct zset_algebra *algebra;
    struct hold *hold;
    bool finished;
};

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct algebra_job *j = state;

    (void)gathered;
    do
        if (zset_algebra_step(j->algebra, SLICE_STEPS))
            return true;
    while (clock_mono_ns() < until_ns);
    return false;
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct algebra_job *j = state;

    (void)gathered;
    finish(c, &j->outcome, j->algebra);
    j->finished = true;
}

static void job_free(void *state)
{
    struct algebra_job *j = state;
    struct value rest;

    if (!j->finished) {
        rest = zset_algebra_take(j->algebra);
        store_free_value(&rest, true);
    }
    zset_algebra_free(j->algebra);
    hold_free(j->hold);
    mem_free((void *)(uintptr_t)j->outcome.dest.ptr);
    mem_free_sized(j, sizeof *j);
}

static const struct job_type algebra_job = { job_step, job_reply, job_free };

/* The job takes the algebra, whose sources are held values, and the hold over. */
static void start_job(struct call *c, const struct outcome *o, struct zset_algebra *a,
                      struct hold *h)
{
    struct algebra_job *j = mem_zalloc(sizeof *j);

    j->outcome = *o;
    j->outcome.dest.ptr = (const uint8_t *)mem_bytesdup(o->dest);
    j->algebra = a;
    j->hold = h;
    job_run(c, &algebra_job, j);
}

/* ---- A span ----------------------------------------------------------------------------------------- */

void zset_store_span(struct call *c, struct key dest, struct key source, const struct value *v,
                     struct zset_span span, const char *event)
{
    struct outcome o = { .form = STORE, .dest = dest.name, .event = event };
    struct zset_algebra *a;
    struct hold *h;

    if (span.count > AT_ONCE_STEPS && block_is_allowed(c)) {
        h = hold_new(c->db, &source, 1);
        start_job(c, &o, zset_algebra_copy(hold_value(h, 0), span), h);
        return;
    }
    a = zset_algebra_copy(v, span);
    zset_algebra_step(a, UINT64_MAX);
    finish(c, &o, a);
    zset_algebra_free(a);
}

/* ---- What is asked for ------------------------------------------------------------------------------- */

struct request {
    enum zset_operation op;
    enum zset_aggregate aggregate;
    struct outcome outcome;
    unsigned first, count; /* argument indexes of the keys */
    double *weights;       /* NULL: all 1 */
    uint64_t limit;        /* CARD; 0: none */
};

static void parse_keys(struct call *c, struct request *r)
{
    int64_t n = arg_int(c);

    if (c->err != KV_OK)
        return;
    if (n < 1) {
        reply_errorf(c, "ERR at least 1 input key is needed for '%s' command", c->cmd->full_name);
        arg_fail(c, KV_DONE, NULL);
    } else if (n > args_left(c)) {
        arg_fail(c, KV_SYNTAX, NULL);
    } else {
        r->first = c->next;
        r->count = (unsigned)n;
        c->next += r->count;
    }
}

/* All keys are sorted sets, sets, or not there; counts hits and misses. */
static void check_keys(struct call *c, const struct request *r)
{
    for (unsigned i = 0; c->err == KV_OK && i < r->count; i++) {
        const struct entry *e = store_read_any(c->db, key_of(c->argv[r->first + i]));

        if (e != NULL && entry_type(e) != OBJ_ZSET && entry_type(e) != OBJ_SET)
            arg_fail(c, KV_WRONG_TYPE, NULL);
    }
}

static void parse_weights(struct call *c, struct request *r)
{
    if (r->weights == NULL)
        r->weights = mem_alloc(r->count * sizeof r->weights[0]);
    for (unsigned i = 0; i < r->count; i++)
        if (!num_parse_double(arg_bytes(c), &r->weights[i]))
            arg_fail(c, KV_NOT_FLOAT, "weight value is not a float");
}

static void parse_aggregate(struct call *c, struct request *r)
{
    if (arg_word(c, "sum"))
        r->aggregate = ZSET_SUM;
    else if (arg_word(c, "min"))
        r->aggregate = ZSET_MIN;
    else if (arg_word(c, "max"))
        r->aggregate = ZSET_MAX;
    else if (arg_word(c, "count"))
        r->aggregate = ZSET_COUNT;
    else
        arg_fail(c, KV_SYNTAX, NULL);
}

static void parse_limit(struct call *c, struct request *r)
{
    int64_t limit = 0;

    if (!num_parse_int(arg_bytes(c), &limit) || limit < 0)
        arg_fail(c, KV_RANGE, "LIMIT can't be negative");
    r->limit = (uint64_t)limit;
}

static void parse_options(struct call *c, struct request *r)
{
    bool scored = r->op != ZSET_DIFF && r->outcome.form != CARD;

    while (c->err == KV_OK && args_left(c) > 0) {
        if (scored && args_left(c) > r->count && arg_word(c, "weights"))
            parse_weights(c, r);
        else if (scored && args_left(c) >= 2 && arg_word(c, "aggregate"))
            parse_aggregate(c, r);
        else if (r->outcome.form == MEMBERS && arg_word(c, "withscores"))
            r->outcome.scores = true;
        else if (r->outcome.form == CARD && args_left(c) >= 2 && arg_word(c, "limit"))
            parse_limit(c, r);
        else
            break;
    }
    args_end(c);
}

/* ---- Running ----------------------------------------------------------------------------------------- */

static struct zset_algebra *algebra_of(const struct request *r, const struct value *const *values)
{
    struct zset_source *sources = mem_alloc(r->count * sizeof sources[0]);
    struct zset_algebra *a;

    for (unsigned i = 0; i < r->count; i++)
        sources[i] = (struct zset_source){ values[i], r->weights ? r->weights[i] : 1 };
    a = r->outcome.form == CARD ? zset_algebra_card(sources, r->count, r->limit)
                                : zset_algebra_new(r->op, r->aggregate, sources, r->count);
    mem_free(sources);
    return a;
}

static void run_as_job(struct call *c, const struct request *r)
{
    struct key *keys = mem_alloc(r->count * sizeof keys[0]);
    const struct value **values = mem_alloc(r->count * sizeof values[0]);
    struct hold *h;

    for (unsigned i = 0; i < r->count; i++)
        keys[i] = key_of(c->argv[r->first + i]);
    h = hold_new(c->db, keys, r->count);
    for (unsigned i = 0; i < r->count; i++)
        values[i] = hold_value(h, i);
    start_job(c, &r->outcome, algebra_of(r, values), h);
    mem_free(keys);
    mem_free(values);
}

/* check_keys() has found what is expired, so that looking the keys up once more changes nothing. */
static void run(struct call *c, const struct request *r)
{
    struct value *values = mem_alloc(r->count * sizeof values[0]);
    const struct value **there = mem_alloc(r->count * sizeof there[0]);
    struct zset_algebra *a;

    for (unsigned i = 0; i < r->count; i++) {
        const struct entry *e = store_find(c->db, key_of(c->argv[r->first + i]));

        there[i] = NULL;
        if (e != NULL) {
            values[i] = entry_value(e);
            there[i] = &values[i];
        }
    }
    a = algebra_of(r, there);
    if (zset_algebra_cost(a) <= AT_ONCE_STEPS || !block_is_allowed(c)) {
        zset_algebra_step(a, UINT64_MAX);
        finish(c, &r->outcome, a);
    } else {
        run_as_job(c, r);
    }
    zset_algebra_free(a);
    mem_free(values);
    mem_free(there);
}

/* numkeys key [key ...] [options], the cursor being at numkeys */
static void algebra(struct call *c, struct request r)
{
    parse_keys(c, &r);
    check_keys(c, &r);
    parse_options(c, &r);
    if (c->err == KV_OK)
        run(c, &r);
    else
        reply_err(c, c->err);
    mem_free(r.weights);
}

static void members(struct call *c, enum zset_operation op)
{
    algebra(c, (struct request){ .op = op, .outcome = { .form = MEMBERS } });
}

static void store(struct call *c, enum zset_operation op, const char *event)
{
    struct bytes dest = arg_bytes(c);

    algebra(c, (struct request){ .op = op,
                                 .outcome = { .form = STORE, .dest = dest, .event = event } });
}

/* ZUNION numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX | COUNT]
 *     [WITHSCORES] */
static void cmd_zunion(struct call *c)
{
    members(c, ZSET_UNION);
}

/* ZINTER numkeys key [key ...] [WEIGHTS weight ...] [AGGREGATE SUM | MIN | MAX | COUNT]
 *     [WITHSCORES] */
static void cmd_zinter(struct call *c)
{
    members(c, ZSET_INTER);
}

/* ZDIFF numkeys key [key ...] [WITHSCORES] */
static void cmd_zdiff(struct call *c)
{
    members(c, ZSET_DIFF);
}

/* ZUNIONSTORE destination numkeys key [key ...] [WEIGHTS weight ...]
 *     [AGGREGATE SUM | MIN | MAX | COUNT] */
static void cmd_zunionstore(struct call *c)
{
    store(c, ZSET_UNION, "zunionstore");
}

/* ZINTERSTORE destination numkeys key [key ...] [WEIGHTS weight ...]
 *     [AGGREGATE SUM | MIN | MAX | COUNT] */
static void cmd_zinterstore(struct call *c)
{
    store(c, ZSET_INTER, "zinterstore");
}

/* ZDIFFSTORE destination numkeys key [key ...] */
static void cmd_zdiffstore(struct call *c)
{
    store(c, ZSET_DIFF, "zdiffstore");
}

/* ZINTERCARD numkeys key [key ...] [LIMIT limit] */
static void cmd_zintercard(struct call *c)
{
    algebra(c, (struct request){ .op = ZSET_INTER, .outcome = { .form = CARD } });
}

/* ---- The table ---------------------------------------------------------------------------------------- */

#define TO_CLIENT                                                                                  \
    CMD_READONLY | CMD_MOVABLEKEYS, .keys = { KEYNUM(1, 1, KS_RO | KS_ACCESS) },                   \
                                    .acl = ACL_SORTEDSET, .group = "sorted-set"
#define TO_DESTINATION                                                                             \
    CMD_WRITE | CMD_DENYOOM | CMD_MOVABLEKEYS,                                                     \
        .keys = { KEY(1, KS_OW | KS_UPDATE), KEYNUM(2, 1, KS_RO | KS_ACCESS) },                    \
        .acl = ACL_SORTEDSET, .group = "sorted-set"
#define SCORES_SYNTAX                                                                              \
    "numkeys:integer key ... [ WEIGHTS weight:integer ... ]"                                       \
    " [ AGGREGATE aggregate=( SUM | MIN | MAX | COUNT @8.8.0 ) ]"
#define COMPLEXITY_UNION "O(N)+O(M*log(M)) with N members in all sources and M in the result."
#define COMPLEXITY_INTER                                                                           \
    "O(N*K)+O(M*log(M)) at worst, with K sources of which the smallest has N members, and M in "   \
    "the result."
#define COMPLEXITY_DIFF                                                                            \
    "O(L+(N-K)*log(N)) at worst, with L members in all sources, N in the first, K in the result."

const struct command zset_algebra_commands[] = {
    { "zunion", -3, TO_CLIENT, .handler = cmd_zunion, .since = "6.2.0",
      .complexity = COMPLEXITY_UNION,
      .summary = "Gives the members that any of the sorted sets has.",
      .args = SCORES_SYNTAX " [ WITHSCORES ]" },
    { "zinter", -3, TO_CLIENT, .handler = cmd_zinter, .since = "6.2.0",
      .complexity = COMPLEXITY_INTER, .summary = "Gives the members that all sorted sets have.",
      .args = SCORES_SYNTAX " [ WITHSCORES ]" },
    { "zdiff", -3, TO_CLIENT, .handler = cmd_zdiff, .since = "6.2.0", .complexity = COMPLEXITY_DIFF,
      .summary = "Gives the members of the first sorted set that no other has.",
      .args = "numkeys:integer key ... [ WITHSCORES ]" },
    { "zunionstore", -4, TO_DESTINATION, .handler = cmd_zunionstore, .since = "2.0.0",
      .complexity = COMPLEXITY_UNION,
      .summary = "Stores the members that any of the sorted sets has.",
      .args = "destination " SCORES_SYNTAX },
    { "zinterstore", -4, TO_DESTINATION, .handler = cmd_zinterstore, .since = "2.0.0",
      .complexity = COMPLEXITY_INTER, .summary = "Stores the members that all sorted sets have.",
      .args = "destination " SCORES_SYNTAX },
    { "zdiffstore", -4, TO_DESTINATION, .handler = cmd_zdiffstore, .since = "6.2.0",
      .complexity = COMPLEXITY_DIFF,
      .summary = "Stores the members of the first sorted set that no other has.",
      .args = "destination numkeys:integer key ..." },
    { "zintercard", -3, TO_CLIENT, .handler = cmd_zintercard, .since = "7.0.0",
      .complexity = COMPLEXITY_INTER, .summary = "Counts the members that all sorted sets have.",
      .args = "numkeys:integer key ... [ LIMIT limit:integer ]" },
    COMMAND_END,
};
