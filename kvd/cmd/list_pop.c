/* LPOP RPOP LMPOP BLPOP BRPOP BLMPOP */
#include "base/mem.h"
#include "base/size.h"
#include "cmd/families.h"
#include "cmd/list_end.h"
#include "server/block.h"
#include "server/reply.h"

/* ---- One key ------------------------------------------------------------------------------------- */

/* Optional, at least 0, and the last argument. */
static size_t arg_pop_count(struct call *c)
{
    int64_t count = 1;

    if (args_left(c) > 0 && (!num_parse_int(arg_bytes(c), &count) || count < 0))
        arg_fail(c, KV_RANGE, "value is out of range, must be positive");
    return (size_t)count;
}

static void pop(struct call *c, enum list_end end)
{
    struct key key = arg_key(c);
    bool single = args_left(c) == 0;
    size_t count = arg_pop_count(c);
    struct entry *e;
    struct edit ed;
    enum kv_err err;

    if (args_left(c) > 0) {
        reply_arity(c);
        return;
    }
    err = args_end(c);
    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND && single) {
        reply_null(c);
    } else if (err == KV_NOT_FOUND) {
        reply_null_array(c);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else if (count == 0) {
        reply_array(c, 0);
    } else {
        store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
        count = size_min(count, list_count(&ed.value));
        if (!single)
            reply_array(c, count);
        reply_popped(c, &ed.value, end, count);
        list_cut(&ed.value, end, count);
        list_commit_pop(c, &ed, end);
    }
}

/* LPOP key [count] */
static void cmd_lpop(struct call *c)
{
    pop(c, LIST_HEAD);
}

/* RPOP key [count] */
static void cmd_rpop(struct call *c)
{
    pop(c, LIST_TAIL);
}

/* ---- The first of several keys ------------------------------------------------------------------- */

/* What is to be popped, and from where: the keys are arguments from first on. */
struct pop {
    unsigned first, keys;
    enum list_end end;
    size_t count;
    bool single; /* the element itself is replied, not an array */
};

/* Pops from the first key that has a list: replies its name and the elements. KV_NOT_FOUND: there is no
 * list. */
static enum kv_err pop_first(struct call *c, const struct pop *p)
{
    enum kv_err err = KV_NOT_FOUND;
    struct entry *e;
    struct edit ed;
    size_t count;
    struct key key;

    c->next = p->first;
    for (unsigned i = 0; err == KV_NOT_FOUND && i < p->keys; i++) {
        key = arg_key(c);
        err = store_write(c->db, key, OBJ_LIST, &e);
    }
    if (err != KV_OK)
        return err;
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    count = size_min(p->count, list_count(&ed.value));
    reply_array(c, 2);
    reply_bulk(c, key.name);
    if (!p->single)
        reply_array(c, count);
    reply_popped(c, &ed.value, p->end, count);
    list_cut(&ed.value, p->end, count);
    list_commit_pop(c, &ed, p->end);
    return KV_OK;
}

static void wait_for_keys(struct call *c, const struct pop *p, int64_t deadline_ms)
{
    struct key *keys = mem_alloc(p->keys * sizeof *keys);

    c->next = p->first;
    for (unsigned i = 0; i < p->keys; i++)
        keys[i] = arg_key(c);
    block_on_keys(c, keys, p->keys, OBJ_LIST, deadline_ms, reply_null_array);
    mem_free(keys);
}

static void pop_or_wait(struct call *c, const struct pop *p, int64_t deadline_ms)
{
    enum kv_err err = pop_first(c, p);

    if (err == KV_NOT_FOUND)
        wait_for_keys(c, p, deadline_ms);
    else if (err != KV_OK)
        reply_err(c, err);
}

/* numkeys key [key ...] LEFT | RIGHT [COUNT count]; the cursor is behind them then. */
static struct pop arg_pop(struct call *c)
{
    struct pop p = { .count = 1 };
    int64_t numkeys = 0;

    if (!num_parse_int(arg_bytes(c), &numkeys) || numkeys <= 0)
        arg_fail(c, KV_RANGE, "numkeys should be greater than 0");
    else if (numkeys >= args_left(c))
        arg_fail(c, KV_SYNTAX, NULL);
    if (c->err != KV_OK)
        return p;
    p.first = c->next;
    p.keys = (unsigned)numkeys;
    c->next += p.keys;
    p.end = arg_list_end(c);
    if (arg_word(c, "count"))
        p.count = arg_list_count(c);
    args_end(c);
    return p;
}

/* LMPOP numkeys key [key ...] LEFT | RIGHT [COUNT count] */
static void cmd_lmpop(struct call *c)
{
    struct pop p = arg_pop(c);
    enum kv_err err = c->err;

    if (err == KV_OK)
        err = pop_first(c, &p);
    if (err == KV_NOT_FOUND)
        reply_null_array(c);
    else if (err != KV_OK)
        reply_err(c, err);
}

/* BLMPOP timeout numkeys key [key ...] LEFT | RIGHT [COUNT count] */
static void cmd_blmpop(struct call *c)
{
    unsigned timeout_at = c->next++;
    struct pop p = arg_pop(c);
    int64_t deadline_ms;

    c->next = timeout_at;
    deadline_ms = arg_timeout(c);
    if (c->err != KV_OK)
        reply_err(c, c->err);
    else
        pop_or_wait(c, &p, deadline_ms);
}

static void blocking_pop(struct call *c, enum list_end end)
{
    struct pop p = {
        .first = c->next, .keys = args_left(c) - 1, .end = end, .count = 1, .single = true
    };
    int64_t deadline_ms;

    c->next = c->argc - 1;
    deadline_ms = arg_timeout(c);
    if (c->err != KV_OK)
        reply_err(c, c->err);
    else
        pop_or_wait(c, &p, deadline_ms);
}

/* BLPOP key [key ...] timeout */
static void cmd_blpop(struct call *c)
{
    blocking_pop(c, LIST_HEAD);
}

/* BRPOP key [key ...] timeout */
static void cmd_brpop(struct call *c)
{
    blocking_pop(c, LIST_TAIL);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define POPPED KS_RW | KS_ACCESS | KS_DELETE

const struct command list_pop_commands[] = {
    { "lpop", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, POPPED) }, .acl = ACL_LIST,
      .handler = cmd_lpop, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of elements returned.",
      .summary = "Returns and deletes the first element of a list, or the first few.",
      .args = "key [ count:integer @6.2.0 ]", .history = "6.2.0: Added the `count` argument." },
    { "rpop", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, POPPED) }, .acl = ACL_LIST,
      .handler = cmd_rpop, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of elements returned.",
      .summary = "Returns and deletes the last element of a list, or the last few.",
      .args = "key [ count:integer @6.2.0 ]", .history = "6.2.0: Added the `count` argument." },
    { "lmpop", -4, CMD_WRITE | CMD_MOVABLEKEYS, .keys = { KEYNUM(1, 1, POPPED) }, .acl = ACL_LIST,
      .handler = cmd_lmpop, .group = "list", .since = "7.0.0",
      .complexity = "O(N+M) where N is the number of keys and M the number of elements returned.",
      .summary =
          "Returns and deletes elements at an end of the first list there is of several keys.",
      .args = "numkeys:integer key ... where=( LEFT | RIGHT ) [ COUNT count:integer ]" },
    { "blpop", -3, CMD_WRITE | CMD_BLOCKING, .keys = { KEYS(1, -2, 1, POPPED) }, .acl = ACL_LIST,
      .handler = cmd_blpop, .group = "list", .since = "2.0.0",
      .complexity = "O(N) where N is the number of keys.",
      .summary =
          "Returns and deletes the first element of the first list there is of several keys, "
          "and waits for one if there is none.",
      .args = "key ... timeout:double", .history = "6.0.0: `timeout` may have decimals." },
    { "brpop", -3, CMD_WRITE | CMD_BLOCKING, .keys = { KEYS(1, -2, 1, POPPED) }, .acl = ACL_LIST,
      .handler = cmd_brpop, .group = "list", .since = "2.0.0",
      .complexity = "O(N) where N is the number of keys.",
      .summary = "Returns and deletes the last element of the first list there is of several keys, "
                 "and waits for one if there is none.",
      .args = "key ... timeout:double", .history = "6.0.0: `timeout` may have decimals." },
    { "blmpop", -5, CMD_WRITE | CMD_BLOCKING | CMD_MOVABLEKEYS, .keys = { KEYNUM(2, 1, POPPED) },
      .acl = ACL_LIST, .handler = cmd_blmpop, .group = "list", .since = "7.0.0",
      .complexity = "O(N+M) where N is the number of keys and M the number of elements returned.",
      .summary =
          "Returns and deletes elements at an end of the first list there is of several keys, "
          "and waits for one if there is none.",
      .args = "timeout:double numkeys:integer key ... where=( LEFT | RIGHT )"
              " [ COUNT count:integer ]" },
    COMMAND_END
};
