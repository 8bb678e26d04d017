/* MULTI EXEC DISCARD WATCH UNWATCH */
#include "cmd/families.h"
#include "server/multi.h"
#include "server/reply.h"

/* MULTI */
static void cmd_multi(struct call *c)
{
    if (c->client->multi != NULL) {
        reply_error(c, "ERR MULTI calls can not be nested");
        return;
    }
    multi_begin(c->client);
    reply_ok(c);
}

/* DISCARD */
static void cmd_discard(struct call *c)
{
    if (c->client->multi == NULL) {
        reply_error(c, "ERR DISCARD without MULTI");
        return;
    }
    multi_end(c->client);
    reply_ok(c);
}

/* WATCH key [key ...] */
static void cmd_watch(struct call *c)
{
    if (c->client->multi != NULL) {
        reply_error(c, "ERR WATCH inside MULTI is not allowed");
        return;
    }
    while (args_left(c) > 0)
        watch_add(c->client, c->db, arg_key(c));
    reply_ok(c);
}

/* UNWATCH: queued in MULTI, where EXEC has forgotten the watches before it runs. */
static void cmd_unwatch(struct call *c)
{
    watch_drop(c->client);
    reply_ok(c);
}

#define ALWAYS  CMD_NOSCRIPT | CMD_LOADING | CMD_STALE
#define AT_ONCE ALWAYS | CMD_FAST | CMD_ALLOW_BUSY | CMD_AT_ONCE

const struct command transaction_commands[] = {
    { "multi", 1, AT_ONCE, .acl = ACL_TRANSACTION, .handler = cmd_multi, .group = "transactions",
      .since = "1.2.0", .complexity = "O(1)",
      .summary = "Begins a transaction: requests are queued until EXEC runs them as one." },
    { "exec", 1, ALWAYS | CMD_SKIP_SLOWLOG | CMD_AT_ONCE | CMD_RUNS_QUEUE, .acl = ACL_TRANSACTION,
      .handler = multi_exec, .group = "transactions", .since = "1.2.0",
      .complexity = "That of the queued requests, and O(N) for N watched keys.",
      .summary = "Runs the queued requests, unless a watched key has changed." },
    { "discard", 1, AT_ONCE, .acl = ACL_TRANSACTION, .handler = cmd_discard,
      .group = "transactions", .since = "2.0.0",
      .complexity = "O(N) for N queued requests and watched keys.",
      .summary = "Ends a transaction without running its requests." },
    { "watch", -2, AT_ONCE, .keys = { KEYS(1, -1, 1, KS_RO) }, .acl = ACL_TRANSACTION,
      .handler = cmd_watch, .group = "transactions", .since = "2.2.0",
      .complexity = "O(N) for N keys.",
      .summary = "Has the next EXEC do nothing if one of the keys changes before it.",
      .args = "key..." },
    { "unwatch", 1, ALWAYS | CMD_FAST | CMD_ALLOW_BUSY, .acl = ACL_TRANSACTION,
      .handler = cmd_unwatch, .group = "transactions", .since = "2.2.0",
      .complexity = "O(N) for N watched keys.", .summary = "Forgets all watched keys." },
    COMMAND_END,
};
