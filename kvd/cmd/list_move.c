/* LMOVE RPOPLPUSH LMOVEM BLMOVE BRPOPLPUSH BLMOVEM */
#include "base/size.h"
#include "cmd/families.h"
#include "cmd/list_end.h"
#include "server/block.h"
#include "server/reply.h"

struct move {
    struct key source, destination;
    enum list_end from, to;
    size_t count;
    bool exactly; /* count elements or none */
    bool bulk;    /* they keep their order, whichever end they are pushed to */
    bool many;    /* the reply is an array */
};

/* The elements to be moved, and the direction in which they are pushed one after the other. */
struct block {
    size_t first, count;
    bool back;
};

static struct block block_of(const struct move *m, const struct value *source)
{
    size_t len = list_count(source), count = size_min(m->count, len);

    return (struct block){ .first = m->from == LIST_HEAD ? 0 : len - count,
                           .count = count,
                           .back = m->bulk ? m->to == LIST_HEAD : m->from == LIST_TAIL };
}

static size_t block_start(const struct block *b, bool back)
{
    return back ? b->first + b->count - 1 : b->first;
}

/* The elements in the order in which they will stand in the destination. */
static void reply_moved(struct call *c, const struct move *m, const struct value *source,
                        const struct block *b)
{
    bool back = b->back != (m->to == LIST_HEAD);

    if (m->many)
        reply_array(c, b->count);
    reply_elements(c, source, block_start(b, back), b->count, back);
}

static void push_elements(struct value *to, enum list_end end, const struct value *from,
                          const struct block *b)
{
    struct list_iter it;

    list_iter_init(&it, from, block_start(b, b->back), b->back);
    for (size_t left = b->count; left > 0 && list_iter_more(&it); left--) {
        struct item item = list_iter_take(&it);

        list_push(to, end, &item);
    }
    list_iter_fini(&it);
}

/* Within one list: the elements are set aside, so that none is copied from the list being changed. */
static void move_within(struct value *v, const struct move *m, const struct block *b)
{
    struct value aside = value_empty(OBJ_LIST);
    struct block all = { .count = b->count };

    push_elements(&aside, LIST_TAIL, v, b);
    list_cut(v, m->from, b->count);
    push_elements(v, m->to, &aside, &all);
    value_free(&aside);
}

/* Pushes the elements to the destination's list. KV_WRONG_TYPE: there is something else. */
static enum kv_err push_to(struct call *c, const struct move *m, const struct value *source,
                           const struct block *b)
{
    struct edit ed;
    enum kv_err err = store_edit(c->db, m->destination, OBJ_LIST, &ed);

    if (err == KV_WRONG_TYPE)
        return err;
    push_elements(&ed.value, m->to, source, b);
    store_commit(&ed);
    return KV_OK;
}

/* Moves and replies. KV_NOT_FOUND: the source does not have the elements. */
static enum kv_err move_elements(struct call *c, const struct move *m)
{
    bool same = bytes_eq(m->source.name, m->destination.name);
    struct edit ed;
    struct entry *e;
    struct block b;
    enum kv_err err = store_write(c->db, m->source, OBJ_LIST, &e);

    if (err != KV_OK)
        return err;
    store_edit_entry(c->db, m->source, OBJ_LIST, e, &ed);
    b = block_of(m, &ed.value);
    if (m->exactly && b.count < m->count)
        err = KV_NOT_FOUND;
    else if (!same)
        err = push_to(c, m, &ed.value, &b);
    if (err != KV_OK) {
        store_abandon(&ed);
        return err;
    }
    reply_moved(c, m, &ed.value, &b);
    if (same)
        move_within(&ed.value, m, &b);
    else
        list_cut(&ed.value, m->from, b.count);
    call_changed(c, m->destination.name, list_push_event(m->to));
    list_commit_pop(c, &ed, m->from);
    return KV_OK;
}

static void reply_nothing(struct call *c, const struct move *m)
{
    if (m->many)
        reply_null_array(c);
    else
        reply_null(c);
}

static void move_now(struct call *c, const struct move *m)
{
    enum kv_err err = c->err == KV_OK ? move_elements(c, m) : c->err;

    if (err == KV_NOT_FOUND)
        reply_nothing(c, m);
    else if (err != KV_OK)
        reply_err(c, err);
}

/* Where it may not wait, the reply is that of move_now(); that to a wait in vain is an array in any
 * case: so it is in redis-server. */
static void move_or_wait(struct call *c, const struct move *m, int64_t deadline_ms)
{
    enum kv_err err = c->err == KV_OK ? move_elements(c, m) : c->err;

    if (err == KV_NOT_FOUND && block_is_allowed(c))
        block_on_keys(c, &m->source, 1, OBJ_LIST, deadline_ms, reply_null_array);
    else if (err == KV_NOT_FOUND)
        reply_nothing(c, m);
    else if (err != KV_OK)
        reply_err(c, err);
}

/* ---- One element --------------------------------------------------------------------------------- */

static struct move arg_keys(struct call *c)
{
    struct move m = { .count = 1 };

    m.source = arg_key(c);
    m.destination = arg_key(c);
    return m;
}

static struct move arg_move(struct call *c)
{
    struct move m = arg_keys(c);

    m.from = arg_list_end(c);
    m.to = arg_list_end(c);
    return m;
}

static struct move arg_right_to_left(struct call *c)
{
    struct move m = arg_keys(c);

    m.from = LIST_TAIL;
    m.to = LIST_HEAD;
    return m;
}

/* LMOVE source destination LEFT | RIGHT LEFT | RIGHT */
static void cmd_lmove(struct call *c)
{
    struct move m = arg_move(c);

    move_now(c, &m);
}

/* RPOPLPUSH source destination */
static void cmd_rpoplpush(struct call *c)
{
    struct move m = arg_right_to_left(c);

    move_now(c, &m);
}

/* BLMOVE source destination LEFT | RIGHT LEFT | RIGHT timeout */
static void cmd_blmove(struct call *c)
{
    struct move m = arg_move(c);
    int64_t deadline_ms = arg_timeout(c);

    move_or_wait(c, &m, deadline_ms);
}

/* BRPOPLPUSH source destination timeout */
static void cmd_brpoplpush(struct call *c)
{
    struct move m = arg_right_to_left(c);
    int64_t deadline_ms = arg_timeout(c);

    move_or_wait(c, &m, deadline_ms);
}

/* ---- Several elements ---------------------------------------------------------------------------- */

/* [COUNT count | EXACTLY count OBO | BULK], the last arguments. */
static void arg_how_many(struct call *c, struct move *m)
{
    m->many = true;
    if (args_left(c) > 0) {
        if (arg_word(c, "exactly"))
            m->exactly = true;
        else if (!arg_word(c, "count"))
            arg_fail(c, KV_SYNTAX, NULL);
        m->count = arg_list_count(c);
        if (arg_word(c, "bulk"))
            m->bulk = true;
        else if (!arg_word(c, "obo"))
            arg_fail(c, KV_SYNTAX, NULL);
    }
    args_end(c);
}

/* LMOVEM source destination LEFT | RIGHT LEFT | RIGHT [COUNT count | EXACTLY count OBO | BULK] */
static void cmd_lmovem(struct call *c)
{
    struct move m = arg_move(c);

    arg_how_many(c, &m);
    move_now(c, &m);
}

/* BLMOVEM source destination LEFT | RIGHT LEFT | RIGHT timeout
 *     [COUNT count | EXACTLY count OBO | BULK] */
static void cmd_blmovem(struct call *c)
{
    struct move m = arg_move(c);
    int64_t deadline_ms = arg_timeout(c);

    arg_how_many(c, &m);
    move_or_wait(c, &m, deadline_ms);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define MOVE_KEYS                                                                                  \
    {                                                                                              \
        KEY(1, KS_RW | KS_ACCESS | KS_DELETE), KEY(2, KS_RW | KS_INSERT)                           \
    }
#define MOVE_ARGS "source destination wherefrom=( LEFT | RIGHT ) whereto=( LEFT | RIGHT )"
#define HOW_MANY                                                                                   \
    " [ how-many={ selector=( COUNT count:integer | EXACTLY exactly:integer )"                     \
    " ordering=( OBO | BULK ) } ]"

const struct command list_move_commands[] = {
    { "lmove", 5, CMD_WRITE | CMD_DENYOOM, .keys = MOVE_KEYS, .acl = ACL_LIST, .handler = cmd_lmove,
      .group = "list", .since = "6.2.0", .complexity = "O(1)",
      .summary = "Moves an element from an end of one list to an end of another and returns it.",
      .args = MOVE_ARGS },
    { "rpoplpush", 3, CMD_WRITE | CMD_DENYOOM, .keys = MOVE_KEYS, .acl = ACL_LIST,
      .handler = cmd_rpoplpush, .group = "list", .since = "1.2.0", .complexity = "O(1)",
      .summary = "Moves the last element of one list to the head of another and returns it.",
      .args = "source destination", .deprecated = "6.2.0",
      .replaced_by = "`LMOVE` with the `RIGHT` and `LEFT` arguments" },
    { "lmovem", -5, CMD_WRITE | CMD_DENYOOM, .keys = MOVE_KEYS, .acl = ACL_LIST,
      .handler = cmd_lmovem, .group = "list", .since = "8.10.0",
      .complexity = "O(N) where N is the number of elements moved.",
      .summary = "Moves several elements from an end of one list to an end of another and returns "
                 "them.",
      .args = MOVE_ARGS HOW_MANY },
    { "blmove", 6, CMD_WRITE | CMD_DENYOOM | CMD_BLOCKING, .keys = MOVE_KEYS, .acl = ACL_LIST,
      .handler = cmd_blmove, .group = "list", .since = "6.2.0", .complexity = "O(1)",
      .summary =
          "Moves an element from an end of one list to an end of another and returns it, and "
          "waits for one if there is none.",
      .args = MOVE_ARGS " timeout:double" },
    { "brpoplpush", 4, CMD_WRITE | CMD_DENYOOM | CMD_BLOCKING, .keys = MOVE_KEYS, .acl = ACL_LIST,
      .handler = cmd_brpoplpush, .group = "list", .since = "2.2.0", .complexity = "O(1)",
      .summary = "Moves the last element of one list to the head of another and returns it, and "
                 "waits for one if there is none.",
      .args = "source destination timeout:double", .deprecated = "6.2.0",
      .replaced_by = "`BLMOVE` with the `RIGHT` and `LEFT` arguments",
      .history = "6.0.0: `timeout` may have decimals." },
    { "blmovem", -6, CMD_WRITE | CMD_DENYOOM | CMD_BLOCKING, .keys = MOVE_KEYS, .acl = ACL_LIST,
      .handler = cmd_blmovem, .group = "list", .since = "8.10.0",
      .complexity = "O(N) where N is the number of elements moved.",
      .summary = "Moves several elements from an end of one list to an end of another and returns "
                 "them, and waits until there are enough.",
      .args = MOVE_ARGS " timeout:double" HOW_MANY },
    COMMAND_END
};
