/* SINTER SUNION SDIFF, each also with STORE and with CARD */
#include "obj/set_algebra.h"

#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/store_result.h"
#include "resp/write.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

enum {
    AT_ONCE_STEPS = 20 * 1000, /* what takes more, about a millisecond, becomes a job */
    SLICE_STEPS = 1000,        /* between two looks at the clock */
};

/* What is asked for: the keys are arguments that follow one another. */
struct request {
    enum set_operation op;
    enum { MEMBERS, CARD, STORE } form;
    unsigned first, count; /* argument indexes of the keys */
    uint64_t limit;        /* CARD; 0: none */
    bool approx;           /* CARD of a union: an estimate will do */
    const char *event;     /* STORE; the destination is argument 1 */
};

static struct set_algebra *algebra_of(const struct request *r, const struct value *const *sets)
{
    struct set_algebra *a = set_algebra_new(r->op, sets, r->count, r->limit, r->form == STORE);

    if (r->approx)
        set_algebra_approximate(a);
    return a;
}

/* Replies for all forms but MEMBERS, after storing what is to be stored. */
static void finish(struct call *c, const struct request *r, struct set_algebra *a, struct key dest)
{
    struct value result;

    if (r->form == CARD) {
        reply_int(c, (int64_t)set_algebra_found(a));
        return;
    }
    result = set_algebra_take(a);
    store_result(c, dest, &result, r->event);
}

/* What the plan collected on its way, and nobody wants. */
static void drop(struct set_algebra *a)
{
    struct value rest = set_algebra_take(a);

    store_free_value(&rest, true);
    set_algebra_free(a);
}

/* ---- In one turn --------------------------------------------------------------------------------- */

static void reply_member(void *ctx, const struct item *member)
{
    reply_item(ctx, member);
}

static void run_at_once(struct call *c, const struct request *r, struct set_algebra *a)
{
    size_t mark = 0;

    if (r->form == MEMBERS) {
        mark = reply_later(c);
        set_algebra_emit(a, reply_member, c);
    }
    set_algebra_step(a, UINT64_MAX);
    if (r->form == MEMBERS)
        reply_later_set(c, mark, '~', set_algebra_found(a));
    else
        finish(c, r, a, r->form == STORE ? key_of(c->argv[1]) : (struct key){ 0 });
    drop(a);
}

/* ---- In slices ----------------------------------------------------------------------------------- */

struct algebra_job {
    struct request request;
    struct set_algebra *algebra;
    struct hold *hold;
    struct outbuf *gathered; /* MEMBERS: where they go during a step */
    struct bytes dest;       /* STORE: a copy */
};

static void job_member(void *ctx, const struct item *member)
{
    struct algebra_job *j = ctx;
    struct buf *out = outbuf_tail(j->gathered);

    if (item_is_int(member))
        resp_bulk_int(out, member->number);
    else
        resp_bulk(out, bytes_make(member->ptr, member->len));
}

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct algebra_job *j = state;

    j->gathered = gathered;
    do {
        if (j->request.form == MEMBERS)
            outbuf_prepare(gathered);
        if (set_algebra_step(j->algebra, SLICE_STEPS))
            return true;
    } while (clock_mono_ns() < until_ns);
    return false;
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct algebra_job *j = state;

    if (j->request.form == MEMBERS) {
        reply_set(c, set_algebra_found(j->algebra));
        reply_gathered(c, gathered);
    } else {
        finish(c, &j->request, j->algebra, key_of(j->dest));
    }
}

static void job_free(void *state)
{
    struct algebra_job *j = state;

    drop(j->algebra);
    hold_free(j->hold);
    mem_free((void *)(uintptr_t)j->dest.ptr);
    mem_free_sized(j, sizeof *j);
}

static const struct job_type algebra_job = { job_step, job_reply, job_free };

static void run_as_job(struct call *c, const struct request *r)
{
    struct algebra_job *j = mem_zalloc(sizeof *j);
    struct key *keys = mem_alloc(r->count * sizeof keys[0]);
    const struct value **sets = mem_alloc(r->count * sizeof sets[0]);

    for (unsigned i = 0; i < r->count; i++)
        keys[i] = key_of(c->argv[r->first + i]);
    j->request = *r;
    j->hold = hold_new(c->db, keys, r->count);
    for (unsigned i = 0; i < r->count; i++)
        sets[i] = hold_value(j->hold, i);
    j->algebra = algebra_of(r, sets);
    if (r->form == MEMBERS)
        set_algebra_emit(j->algebra, job_member, j);
    if (r->form == STORE)
        j->dest = bytes_make(mem_bytesdup(c->argv[1]), c->argv[1].len);
    mem_free(keys);
    mem_free(sets);
    job_run(c, &algebra_job, j);
}

/* ---- Beginning ----------------------------------------------------------------------------------- */

/* All keys are sets or not there; counts hits and misses. */
static enum kv_err check_keys(struct call *c, const struct request *r)
{
    struct entry *e;

    for (unsigned i = 0; i < r->count; i++)
        if (store_read(c->db, key_of(c->argv[r->first + i]), OBJ_SET, &e) == KV_WRONG_TYPE)
            return KV_WRONG_TYPE;
    return KV_OK;
}

/* check_keys() has found what is expired, so that looking the keys up once more changes nothing. */
static struct set_algebra *algebra_of_keys(struct call *c, const struct request *r)
{
    struct value *values = mem_alloc(r->count * (sizeof values[0] + sizeof(struct value *)));
    const struct value **sets = (const struct value **)(values + r->count);
    struct set_algebra *a;

    for (unsigned i = 0; i < r->count; i++) {
        const struct entry *e = store_find(c->db, key_of(c->argv[r->first + i]));

        sets[i] = NULL;
        if (e != NULL) {
            values[i] = entry_value(e);
            sets[i] = &values[i];
        }
    }
    a = algebra_of(r, sets);
    mem_free(values);
    return a;
}

static void run(struct call *c, const struct request *r)
{
    struct set_algebra *a;
    enum kv_err err = check_keys(c, r);

    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    a = algebra_of_keys(c, r);
    if (set_algebra_cost(a) <= AT_ONCE_STEPS || c->client == NULL) {
        run_at_once(c, r, a);
    } else {
        set_algebra_free(a);
        run_as_job(c, r);
    }
}

/* ---- Handlers ------------------------------------------------------------------------------------ */

static void members(struct call *c, enum set_operation op)
{
    run(c, &(struct request){ .op = op, .form = MEMBERS, .first = 1, .count = c->argc - 1 });
}

static void store(struct call *c, enum set_operation op, const char *event)
{
    run(c, &(struct request){
               .op = op, .form = STORE, .first = 2, .count = c->argc - 2, .event = event });
}

/* numkeys key [key ...] [APPROX] [LIMIT limit] */
static void card(struct call *c, enum set_operation op)
{
    struct request r = { .op = op, .form = CARD, .first = 2 };
    int64_t n = 0;

    if (!num_parse_int(arg_bytes(c), &n) || n < 1)
        arg_fail(c, KV_RANGE, "numkeys should be greater than 0");
    else if (n > args_left(c))
        arg_fail(c, KV_RANGE, "Number of keys can't be greater than number of args");
    else
        c->next += r.count = (unsigned)n;
    while (c->err == KV_OK && args_left(c) > 0) {
        if (op == SET_UNION && arg_word(c, "approx")) {
            r.approx = true;
            continue;
        }
        if (args_left(c) < 2 || !arg_word(c, "limit"))
            break;
        if (!num_parse_int(arg_bytes(c), &n) || n < 0)
            arg_fail(c, KV_RANGE, "LIMIT can't be negative");
        r.limit = (uint64_t)n;
    }
    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else
        run(c, &r);
}

/* SINTER key [key ...] */
static void cmd_sinter(struct call *c)
{
    members(c, SET_INTER);
}

/* SUNION key [key ...] */
static void cmd_sunion(struct call *c)
{
    members(c, SET_UNION);
}

/* SDIFF key [key ...] */
static void cmd_sdiff(struct call *c)
{
    members(c, SET_DIFF);
}

/* SINTERSTORE destination key [key ...] */
static void cmd_sinterstore(struct call *c)
{
    store(c, SET_INTER, "sinterstore");
}

/* SUNIONSTORE destination key [key ...] */
static void cmd_sunionstore(struct call *c)
{
    store(c, SET_UNION, "sunionstore");
}

/* SDIFFSTORE destination key [key ...] */
static void cmd_sdiffstore(struct call *c)
{
    store(c, SET_DIFF, "sdiffstore");
}

/* SINTERCARD numkeys key [key ...] [LIMIT limit] */
static void cmd_sintercard(struct call *c)
{
    card(c, SET_INTER);
}

/* SUNIONCARD numkeys key [key ...] [APPROX] [LIMIT limit] */
static void cmd_sunioncard(struct call *c)
{
    card(c, SET_UNION);
}

/* SDIFFCARD numkeys key [key ...] [LIMIT limit] */
static void cmd_sdiffcard(struct call *c)
{
    card(c, SET_DIFF);
}

#define OF_KEYS                                                                                    \
    .keys = { KEYS(1, -1, 1, KS_RO | KS_ACCESS) }, .acl = ACL_SET, .group = "set",                 \
    .args = "key ...", .tips = "nondeterministic_output_order"
#define OF_COUNTED_KEYS .keys = { KEYNUM(1, 1, KS_RO | KS_ACCESS) }, .acl = ACL_SET, .group = "set"
#define TO_DESTINATION                                                                             \
    .keys = { KEY(1, KS_OW | KS_UPDATE), KEYS(2, -1, 1, KS_RO | KS_ACCESS) }, .acl = ACL_SET,      \
    .group = "set", .args = "destination key ..."
#define COMPLEXITY_INTER "O(N*M) at worst, for M sets of which the smallest has N members."
#define COMPLEXITY_ALL   "O(N) for N members in all sets together."

const struct command set_algebra_commands[] = {
    { "sinter", -2, CMD_READONLY, OF_KEYS, .handler = cmd_sinter, .since = "1.0.0",
      .complexity = COMPLEXITY_INTER, .summary = "Gives the members that all sets have." },
    { "sintercard", -3, CMD_READONLY | CMD_MOVABLEKEYS, OF_COUNTED_KEYS, .handler = cmd_sintercard,
      .since = "7.0.0", .complexity = COMPLEXITY_INTER,
      .summary = "Counts the members that all sets have.",
      .args = "numkeys:integer key ... [ LIMIT limit:integer ]" },
    { "sinterstore", -3, CMD_WRITE | CMD_DENYOOM, TO_DESTINATION, .handler = cmd_sinterstore,
      .since = "1.0.0", .complexity = COMPLEXITY_INTER,
      .summary = "Stores the members that all sets have." },
    { "sunion", -2, CMD_READONLY, OF_KEYS, .handler = cmd_sunion, .since = "1.0.0",
      .complexity = COMPLEXITY_ALL, .summary = "Gives the members that any of the sets has." },
    { "sunioncard", -3, CMD_READONLY | CMD_MOVABLEKEYS, OF_COUNTED_KEYS, .handler = cmd_sunioncard,
      .since = "8.10.0", .complexity = COMPLEXITY_ALL,
      .summary = "Counts the members that any of the sets has.",
      .args = "numkeys:integer key ... [ APPROX ] [ LIMIT limit:integer ]" },
    { "sunionstore", -3, CMD_WRITE | CMD_DENYOOM, TO_DESTINATION, .handler = cmd_sunionstore,
      .since = "1.0.0", .complexity = COMPLEXITY_ALL,
      .summary = "Stores the members that any of the sets has." },
    { "sdiff", -2, CMD_READONLY, OF_KEYS, .handler = cmd_sdiff, .since = "1.0.0",
      .complexity = COMPLEXITY_ALL,
      .summary = "Gives the members of the first set that no other has." },
    { "sdiffcard", -3, CMD_READONLY | CMD_MOVABLEKEYS, OF_COUNTED_KEYS, .handler = cmd_sdiffcard,
      .since = "8.10.0", .complexity = COMPLEXITY_ALL,
      .summary = "Counts the members of the first set that no other has.",
      .args = "numkeys:integer key ... [ LIMIT limit:integer ]" },
    { "sdiffstore", -3, CMD_WRITE | CMD_DENYOOM, TO_DESTINATION, .handler = cmd_sdiffstore,
      .since = "1.0.0", .complexity = COMPLEXITY_ALL,
      .summary = "Stores the members of the first set that no other has." },
    COMMAND_END,
};
