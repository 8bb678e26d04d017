/* DEL UNLINK EXISTS TOUCH TYPE RENAME RENAMENX COPY MOVE WAIT */
#include "cmd/families.h"
#include "server/client.h"
#include "server/lazyfree.h"
#include "server/reply.h"
#include "server/tracking.h"

static void delete_all(struct call *c, bool lazy)
{
    struct key keys[KEYS_AHEAD];
    int64_t deleted = 0;
    unsigned n;

    while ((n = arg_next_keys(c, c->argc, 1, keys)) > 0) {
        tracking_prefetch_changes(keys, n);
        for (unsigned i = 0; i < n; i++) {
            if (store_delete(c->db, keys[i], lazy)) {
                call_changed(c, keys[i].name, "del");
                deleted++;
            }
        }
    }
    reply_int(c, deleted);
}

/* DEL key [key ...] */
static void cmd_del(struct call *c)
{
    delete_all(c, lazyfree_user_del);
}

/* UNLINK key [key ...] */
static void cmd_unlink(struct call *c)
{
    delete_all(c, true);
}

/* EXISTS key [key ...]: a key named twice counts twice. */
static void cmd_exists(struct call *c)
{
    struct key keys[KEYS_AHEAD];
    int64_t present = 0;
    unsigned n;

    while ((n = arg_next_keys(c, c->argc, 1, keys)) > 0)
        for (unsigned i = 0; i < n; i++)
            present += store_ask(c->db, keys[i]) != NULL;
    reply_int(c, present);
}

/* TOUCH key [key ...]: as EXISTS, but an access. */
static void cmd_touch(struct call *c)
{
    struct key keys[KEYS_AHEAD];
    int64_t present = 0;
    unsigned n;

    while ((n = arg_next_keys(c, c->argc, 1, keys)) > 0)
        for (unsigned i = 0; i < n; i++)
            present += store_read_any(c->db, keys[i]) != NULL;
    reply_int(c, present);
}

/* TYPE key */
static void cmd_type(struct call *c)
{
    const struct entry *e = store_ask(c->db, arg_key(c));

    reply_simple(c, e ? obj_type_name(entry_type(e)) : "none");
}

static void rename_key(struct call *c, bool only_new)
{
    struct key from = arg_key(c), to = arg_key(c);
    bool replaces;

    if (store_write_any(c->db, from) == NULL) {
        reply_err(c, KV_NOT_FOUND);
        return;
    }
    replaces = store_find(c->db, to) != NULL;
    if (only_new && replaces) {
        reply_int(c, 0);
        return;
    }
    if (!bytes_eq(from.name, to.name)) {
        store_rename(c->db, from, c->db, to);
        if (replaces)
            call_replaced(c->db, to.name);
        call_changed(c, from.name, "rename_from");
        call_changed(c, to.name, "rename_to");
    }
    if (only_new)
        reply_int(c, 1);
    else
        reply_ok(c);
}

/* RENAME key newkey */
static void cmd_rename(struct call *c)
{
    rename_key(c, false);
}

/* RENAMENX key newkey */
static void cmd_renamenx(struct call *c)
{
    rename_key(c, true);
}

/* MOVE key db */
static void cmd_move(struct call *c)
{
    struct key key = arg_key(c);
    struct db *to = arg_db(c);

    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    if (to == c->db) {
        reply_error(c, "ERR source and destination objects are the same");
        return;
    }
    if (store_write_any(c->db, key) == NULL || store_find(to, key) != NULL) {
        reply_int(c, 0);
        return;
    }
    store_rename(c->db, key, to, key);
    call_changed(c, key.name, "move_from");
    call_changed_in(c, to, key.name, "move_to");
    reply_int(c, 1);
}

static void wait_over(struct call *c)
{
    reply_int(c, 0);
}

/* WAIT numreplicas timeout: no replica can be attached yet, so the answer is 0, at once or in time. */
static void cmd_wait(struct call *c)
{
    int64_t replicas = arg_int(c), timeout_ms;

    if (c->err != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    timeout_ms = arg_int(c);
    if (c->err != KV_OK) {
        reply_error(c, "ERR timeout is not an integer or out of range");
        return;
    }
    if (timeout_ms < 0) {
        reply_error(c, "ERR timeout is negative");
        return;
    }
    if (timeout_ms > 0 && !num_add(&timeout_ms, store_now_ms(c->store))) {
        reply_error(c, "ERR timeout is out of range");
        return;
    }
    if (replicas <= 0)
        reply_int(c, 0);
    else
        client_block(c, timeout_ms, wait_over);
}

const struct command generic_commands[] = {
    { "del", -2, CMD_WRITE, .keys = { KEYS(1, -1, 1, KS_RM | KS_DELETE) }, .acl = ACL_KEYSPACE,
      .handler = cmd_del, .group = "generic", .since = "1.0.0",
      .complexity =
          "O(N) for N keys; freeing a big value costs its size, in the background by default.",
      .summary = "Deletes keys.", .args = "key...",
      .tips = "request_policy:multi_shard response_policy:agg_sum" },
    { "unlink", -2, CMD_WRITE | CMD_FAST, .keys = { KEYS(1, -1, 1, KS_RM | KS_DELETE) },
      .acl = ACL_KEYSPACE, .handler = cmd_unlink, .group = "generic", .since = "4.0.0",
      .complexity = "O(N) for N keys; values are freed in the background.",
      .summary = "Deletes keys, freeing their values in the background.", .args = "key...",
      .tips = "request_policy:multi_shard response_policy:agg_sum" },
    { "exists", -2, CMD_READONLY | CMD_FAST, .keys = { KEYS(1, -1, 1, KS_RO) }, .acl = ACL_KEYSPACE,
      .handler = cmd_exists, .group = "generic", .since = "1.0.0", .complexity = "O(N) for N keys.",
      .summary = "Counts which of the keys exist.", .args = "key...",
      .tips = "request_policy:multi_shard response_policy:agg_sum",
      .history = "3.0.3: Accepts several keys." },
    { "touch", -2, CMD_READONLY | CMD_FAST, .keys = { KEYS(1, -1, 1, KS_RO) }, .acl = ACL_KEYSPACE,
      .handler = cmd_touch, .group = "generic", .since = "3.2.1", .complexity = "O(N) for N keys.",
      .summary = "Notes an access to keys, and counts which exist.", .args = "key...",
      .tips = "request_policy:multi_shard response_policy:agg_sum" },
    { "type", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_KEYSPACE,
      .handler = cmd_type, .group = "generic", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Tells the type of the value at a key.", .args = "key" },
    { "rename", 3, CMD_WRITE,
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_DELETE), KEY(2, KS_OW | KS_UPDATE) },
      .acl = ACL_KEYSPACE, .handler = cmd_rename, .group = "generic", .since = "1.0.0",
      .complexity = "O(1); the value that was at the new name is freed.",
      .summary = "Gives a key another name, replacing what was there.", .args = "key newkey" },
    { "renamenx", 3, CMD_WRITE | CMD_FAST,
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_DELETE), KEY(2, KS_OW | KS_INSERT) },
      .acl = ACL_KEYSPACE, .handler = cmd_renamenx, .group = "generic", .since = "1.0.0",
      .complexity = "O(1)", .summary = "Gives a key another name, unless that is taken.",
      .args = "key newkey", .history = "3.2.0: No error any more when both names are the same." },
    { "move", 3, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) },
      .acl = ACL_KEYSPACE, .handler = cmd_move, .group = "generic", .since = "1.0.0",
      .complexity = "O(1)",
      .summary = "Moves a key to another database, unless it is there already.",
      .args = "key db:integer" },
    { "wait", 3, CMD_BLOCKING, .acl = ACL_CONNECTION, .handler = cmd_wait, .group = "generic",
      .since = "3.0.0", .complexity = "O(1)",
      .summary = "Waits until replicas have received the writes of this connection.",
      .args = "numreplicas:integer timeout:integer",
      .tips = "request_policy:all_shards response_policy:agg_min" },
    COMMAND_END,
};
