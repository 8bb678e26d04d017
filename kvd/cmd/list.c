/* LPUSH RPUSH LPUSHX RPUSHX LLEN LINDEX LRANGE LSET LTRIM */
#include "cmd/families.h"
#include "cmd/list_end.h"
#include "server/reply.h"

/* ---- Pushing ------------------------------------------------------------------------------------- */

static void push(struct call *c, enum list_end end, bool only_existing)
{
    struct key key = arg_key(c);
    struct entry *e = NULL;
    struct edit ed;
    size_t count;
    enum kv_err err = store_write(c->db, key, OBJ_LIST, &e);

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    if (err == KV_NOT_FOUND && only_existing) {
        reply_int(c, 0);
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    while (args_left(c) > 0) {
        struct item it = item_of_bytes(arg_bytes(c));

        list_push(&ed.value, end, &it);
    }
    count = list_count(&ed.value);
    store_commit(&ed);
    call_changed(c, key.name, list_push_event(end));
    reply_int(c, (int64_t)count);
}

/* LPUSH key element [element ...] */
static void cmd_lpush(struct call *c)
{
    push(c, LIST_HEAD, false);
}

/* RPUSH key element [element ...] */
static void cmd_rpush(struct call *c)
{
    push(c, LIST_TAIL, false);
}

/* LPUSHX key element [element ...] */
static void cmd_lpushx(struct call *c)
{
    push(c, LIST_HEAD, true);
}

/* RPUSHX key element [element ...] */
static void cmd_rpushx(struct call *c)
{
    push(c, LIST_TAIL, true);
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* LLEN key */
static void cmd_llen(struct call *c)
{
    struct entry *e;
    struct value v;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_LIST, &e);

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        v = entry_value(e);
        reply_int(c, (int64_t)list_count(&v));
    }
}

/* LINDEX key index */
static void cmd_lindex(struct call *c)
{
    struct entry *e;
    struct value v;
    int64_t index;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_LIST, &e);

    if (err == KV_NOT_FOUND) {
        reply_null(c);
        return;
    }
    index = arg_int(c);
    if (err == KV_OK)
        err = args_end(c);
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    v = entry_value(e);
    index = list_index(&v, index);
    if (index >= 0)
        reply_elements(c, &v, (size_t)index, 1, false);
    else
        reply_null(c);
}

/* The elements from start to stop, both included; negative ones count from the end. */
struct range {
    size_t first, count;
};

static struct range range_of(const struct value *v, int64_t start, int64_t stop)
{
    int64_t len = (int64_t)list_count(v);

    if (start < 0)
        start = start < -len ? 0 : start + len;
    if (stop < 0)
        stop += len;
    if (stop >= len)
        stop = len - 1;
    if (start > stop)
        return (struct range){ 0 };
    return (struct range){ (size_t)start, (size_t)(stop - start + 1) };
}

/* LRANGE key start stop */
static void cmd_lrange(struct call *c)
{
    struct key key = arg_key(c);
    int64_t start = arg_int(c), stop = arg_int(c);
    struct range r;
    struct entry *e;
    struct value v;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND) {
        reply_array(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        v = entry_value(e);
        r = range_of(&v, start, stop);
        reply_array(c, r.count);
        reply_elements(c, &v, r.first, r.count, false);
    }
}

/* ---- Changing ------------------------------------------------------------------------------------ */

/* LSET key index element */
static void cmd_lset(struct call *c)
{
    struct key key = arg_key(c);
    struct entry *e;
    struct edit ed;
    struct value v;
    struct item it;
    int64_t index;
    enum kv_err err = store_write(c->db, key, OBJ_LIST, &e);

    index = arg_int(c);
    it = item_of_bytes(arg_bytes(c));
    if (err == KV_OK)
        err = args_end(c);
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    v = entry_value(e);
    index = list_index(&v, index);
    if (index < 0) {
        reply_error(c, "ERR index out of range");
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    list_set(&ed.value, (size_t)index, &it);
    store_commit(&ed);
    call_changed(c, key.name, "lset");
    reply_ok(c);
}

/* LTRIM key start stop */
static void cmd_ltrim(struct call *c)
{
    struct key key = arg_key(c);
    int64_t start = arg_int(c), stop = arg_int(c);
    struct range keep;
    struct entry *e;
    struct edit ed;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND) {
        reply_ok(c);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
    keep = range_of(&ed.value, start, stop);
    list_cut(&ed.value, LIST_HEAD, keep.first);
    list_cut(&ed.value, LIST_TAIL, list_count(&ed.value) - keep.count);
    list_commit_deletion(c, &ed, "ltrim");
    reply_ok(c);
}

/* ---- The table ----------------------------------------------------------------------------------- */

const struct command list_commands[] = {
    { "lpush", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_lpush, .group = "list", .since = "1.0.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the head of a list, one before the other, and creates the key.",
      .args = "key element ...", .history = "2.4.0: Takes several elements." },
    { "rpush", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_rpush, .group = "list", .since = "1.0.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the end of a list, and creates the key.",
      .args = "key element ...", .history = "2.4.0: Takes several elements." },
    { "lpushx", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_lpushx, .group = "list", .since = "2.2.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the head of a list that exists, one before the other.",
      .args = "key element ...", .history = "4.0.0: Takes several elements." },
    { "rpushx", -3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_LIST, .handler = cmd_rpushx, .group = "list", .since = "2.2.0",
      .complexity = "O(1) per element.",
      .summary = "Puts elements at the end of a list that exists.", .args = "key element ...",
      .history = "4.0.0: Takes several elements." },
    { "llen", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_LIST,
      .handler = cmd_llen, .group = "list", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Returns the number of elements of a list.", .args = "key" },
    { "lindex", 3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_LIST,
      .handler = cmd_lindex, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of blocks of the list, each of which has hundreds "
                    "of elements.",
      .summary = "Returns the element of a list at an index.", .args = "key index:integer" },
    { "lrange", 4, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_LIST,
      .handler = cmd_lrange, .group = "list", .since = "1.0.0",
      .complexity = "O(S+N) where S is the number of blocks before the first element and N the "
                    "number of elements returned.",
      .summary = "Returns the elements of a list from one index to another.",
      .args = "key start:integer stop:integer" },
    { "lset", 4, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_RW | KS_UPDATE) }, .acl = ACL_LIST,
      .handler = cmd_lset, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of blocks of the list.",
      .summary = "Replaces the element of a list at an index.",
      .args = "key index:integer element" },
    { "ltrim", 4, CMD_WRITE, .keys = { KEY(1, KS_RW | KS_DELETE) }, .acl = ACL_LIST,
      .handler = cmd_ltrim, .group = "list", .since = "1.0.0",
      .complexity =
          "O(N) where N is the number of blocks deleted; they are freed in the background.",
      .summary = "Deletes all elements of a list but those from one index to another.",
      .args = "key start:integer stop:integer" },
    COMMAND_END
};
