/* ZPOPMIN ZPOPMAX ZMPOP, and BZPOPMIN BZPOPMAX BZMPOP, which wait */
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/zset_shared.h"
#include "server/block.h"
#include "server/reply.h"

/* ---- Taking members off an end ----------------------------------------------------------------------- */

/* The count members at an end. */
static struct zset_span end_span(const struct value *v, uint64_t count, bool max)
{
    size_t have = value_count(v), n = count < have ? (size_t)count : have;

    return (struct zset_span){ max ? have - n : 0, n };
}

static const char *pop_event(bool max)
{
    return max ? "zpopmax" : "zpopmin";
}

/* The span, which was replied, is removed; whatever that takes: the reply was as long. */
static void pop(struct call *c, struct edit *ed, struct zset_span span, bool max)
{
    zset_remove_span(&ed->value, span);
    if (value_count(&ed->value) > 0)
        while (zset_sweep(&ed->value, SIZE_MAX))
            ;
    zset_removed(c, ed, pop_event(max));
}

/* An array of [member, score], the end first. */
static void reply_pairs(struct call *c, const struct value *v, struct zset_span span, bool max)
{
    struct zset_cursor at = zset_seek(v, max ? span.first + span.count - 1 : span.first, max);
    struct zset_elem e;

    reply_array(c, span.count);
    for (size_t i = 0; i < span.count && zset_next(&at, &e); i++) {
        reply_array(c, 2);
        reply_member(c, &e);
        reply_double(c, e.score);
    }
}

/* ---- ZPOPMIN and ZPOPMAX ------------------------------------------------------------------------------ */

/* With a count RESP3 has an array per member, without one member and score alone. */
static void pop_at_key(struct call *c, struct key key, uint64_t count, bool pairs, bool max)
{
    struct zset_span span;
    struct zset_elem e;
    struct edit ed;
    enum kv_err err = store_edit(c->db, key, OBJ_ZSET, &ed);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    span = end_span(&ed.value, count, max);
    if (span.count == 0) {
        store_abandon(&ed);
        reply_array(c, 0);
        return;
    }
    if (pairs) {
        reply_span(c, &ed.value, span, max, true);
    } else {
        e = zset_at(&ed.value, span.first);
        reply_array(c, 2);
        reply_member(c, &e);
        reply_double(c, e.score);
    }
    pop(c, &ed, span, max);
}

/* key [count] */
static void zpop(struct call *c, bool max)
{
    struct key key = arg_key(c);
    bool counted = args_left(c) > 0;
    int64_t count = 1;

    if (args_left(c) > 1)
        arg_fail(c, KV_SYNTAX, NULL);
    if (counted && (!num_parse_int(arg_bytes(c), &count) || count < 0))
        arg_fail(c, KV_RANGE, "value is out of range, must be positive");
    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else
        pop_at_key(c, key, (uint64_t)count, counted, max);
}

/* ZPOPMIN key [count] */
static void cmd_zpopmin(struct call *c)
{
    zpop(c, false);
}

/* ZPOPMAX key [count] */
static void cmd_zpopmax(struct call *c)
{
    zpop(c, true);
}

/* ---- The first of several keys ------------------------------------------------------------------------- */

/* What is asked of several keys: the keys are arguments that follow one another. */
struct pop_request {
    unsigned first, count;
    bool max;
    uint64_t members;
    bool nested; /* [key, [[member, score] ...]], else [key, member, score] */
};

static void pop_from(struct call *c, const struct pop_request *r, struct key key, struct entry *e)
{
    struct zset_span span;
    struct edit ed;

    store_edit_entry(c->db, key, OBJ_ZSET, e, &ed);
    span = end_span(&ed.value, r->members, r->max);
    if (r->nested) {
        reply_array(c, 2);
        reply_bulk(c, key.name);
        reply_pairs(c, &ed.value, span, r->max);
    } else {
        struct zset_elem elem = zset_at(&ed.value, span.first);

        reply_array(c, 3);
        reply_bulk(c, key.name);
        reply_member(c, &elem);
        reply_double(c, elem.score);
    }
    pop(c, &ed, span, r->max);
}

/* Pops from the first key that holds something, or replies an error; false: there is nothing. */
static bool pop_first(struct call *c, const struct pop_request *r)
{
    for (unsigned i = 0; i < r->count; i++) {
        struct key key = key_of(c->argv[r->first + i]);
        struct entry *e;
        enum kv_err err = store_write(c->db, key, OBJ_ZSET, &e);

        if (err == KV_OK) {
            pop_from(c, r, key, e);
            return true;
        }
        if (err != KV_NOT_FOUND) {
            reply_err(c, err);
            return true;
        }
    }
    return false;
}

static void wait_for_keys(struct call *c, const struct pop_request *r, int64_t deadline_ms)
{
    struct key *keys = mem_alloc(r->count * sizeof keys[0]);

    for (unsigned i = 0; i < r->count; i++)
        keys[i] = key_of(c->argv[r->first + i]);
    block_on_keys(c, keys, r->count, OBJ_ZSET, deadline_ms, reply_null_array);
    mem_free(keys);
}

/* numkeys key [key ...] MIN | MAX [COUNT count] */
static void parse_request(struct call *c, struct pop_request *r)
{
    int64_t n = 0;
    bool counted = false;

    if (!num_parse_int(arg_bytes(c), &n) || n < 1) {
        arg_fail(c, KV_RANGE, "numkeys should be greater than 0");
        return;
    }
    if (n >= args_left(c)) {
        arg_fail(c, KV_SYNTAX, NULL);
        return;
    }
    *r = (struct pop_request){
        .first = c->next, .count = (unsigned)n, .members = 1, .nested = true
    };
    c->next += r->count;
    r->max = arg_word(c, "max");
    if (!r->max && !arg_word(c, "min"))
        arg_fail(c, KV_SYNTAX, NULL);
    while (c->err == KV_OK && !counted && args_left(c) >= 2 && arg_word(c, "count")) {
        counted = true;
        if (!num_parse_int(arg_bytes(c), &n) || n < 1)
            arg_fail(c, KV_RANGE, "count should be greater than 0");
        r->members = (uint64_t)n;
    }
}

/* ZMPOP numkeys key [key ...] MIN | MAX [COUNT count] */
static void cmd_zmpop(struct call *c)
{
    struct pop_request r;

    parse_request(c, &r);
    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else if (!pop_first(c, &r))
        reply_null_array(c);
}

/* BZMPOP timeout numkeys key [key ...] MIN | MAX [COUNT count]: of several bad arguments the timeout is
 * the last to be named. */
static void cmd_bzmpop(struct call *c)
{
    struct pop_request r;
    int64_t deadline_ms;

    c->next = 2;
    parse_request(c, &r);
    args_end(c);
    c->next = 1;
    deadline_ms = arg_timeout(c);
    if (c->err != KV_OK)
        reply_err(c, c->err);
    else if (!pop_first(c, &r))
        wait_for_keys(c, &r, deadline_ms);
}

/* key [key ...] timeout */
static void bzpop(struct call *c, bool max)
{
    struct pop_request r = { .first = 1, .count = c->argc - 2, .max = max, .members = 1 };
    int64_t deadline_ms;

    c->next = c->argc - 1;
    deadline_ms = arg_timeout(c);
    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else if (!pop_first(c, &r))
        wait_for_keys(c, &r, deadline_ms);
}

/* BZPOPMIN key [key ...] timeout */
static void cmd_bzpopmin(struct call *c)
{
    bzpop(c, false);
}

/* BZPOPMAX key [key ...] timeout */
static void cmd_bzpopmax(struct call *c)
{
    bzpop(c, true);
}

/* ---- The table ------------------------------------------------------------------------------------------ */

#define POPS           .acl = ACL_SORTEDSET, .group = "sorted-set"
#define KEY_SPEC       KS_RW | KS_ACCESS | KS_DELETE
#define COMPLEXITY_ONE "O(log(N)*M) with N members in the sorted set, of which M are popped."
#define COMPLEXITY_MANY                                                                            \
    "O(K)+O(M*log(N)) with K keys, N members in the sorted set, of which M are popped."

const struct command zset_pop_commands[] = {
    { "zpopmin", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KEY_SPEC) }, POPS,
      .handler = cmd_zpopmin, .since = "5.0.0", .complexity = COMPLEXITY_ONE,
      .summary = "Removes the members with the lowest scores and gives them.",
      .args = "key [ count:integer ]" },
    { "zpopmax", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KEY_SPEC) }, POPS,
      .handler = cmd_zpopmax, .since = "5.0.0", .complexity = COMPLEXITY_ONE,
      .summary = "Removes the members with the highest scores and gives them.",
      .args = "key [ count:integer ]" },
    { "zmpop", -4, CMD_WRITE | CMD_MOVABLEKEYS, .keys = { KEYNUM(1, 1, KEY_SPEC) }, POPS,
      .handler = cmd_zmpop, .since = "7.0.0", .complexity = COMPLEXITY_MANY,
      .summary = "Removes members from the first sorted set that is there and gives them.",
      .args = "numkeys:integer key ... where=( MIN | MAX ) [ COUNT count:integer ]" },
    { "bzpopmin", -3, CMD_WRITE | CMD_BLOCKING | CMD_FAST, .keys = { KEYS(1, -2, 1, KEY_SPEC) },
      POPS, .handler = cmd_bzpopmin, .since = "5.0.0", .complexity = "O(log(N))",
      .summary = "As ZPOPMIN on the first sorted set that is there; waits until there is one.",
      .args = "key ... timeout:double", .history = "6.0.0: The timeout may have decimals." },
    { "bzpopmax", -3, CMD_WRITE | CMD_BLOCKING | CMD_FAST, .keys = { KEYS(1, -2, 1, KEY_SPEC) },
      POPS, .handler = cmd_bzpopmax, .since = "5.0.0", .complexity = "O(log(N))",
      .summary = "As ZPOPMAX on the first sorted set that is there; waits until there is one.",
      .args = "key ... timeout:double", .history = "6.0.0: The timeout may have decimals." },
    { "bzmpop", -5, CMD_WRITE | CMD_BLOCKING | CMD_MOVABLEKEYS, .keys = { KEYNUM(2, 1, KEY_SPEC) },
      POPS, .handler = cmd_bzmpop, .since = "7.0.0", .complexity = COMPLEXITY_MANY,
      .summary = "As ZMPOP; waits until there is a member.",
      .args =
          "timeout:double numkeys:integer key ... where=( MIN | MAX ) [ COUNT count:integer ]" },
    COMMAND_END,
};
