/* MULTI EXEC DISCARD WATCH UNWATCH */
#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "server/client.h"
#include "server/job.h"
#include "server/multi.h"
#include "server/reply.h"

enum { LOOK_AT_CLOCK = 32 }; /* keys watched between two looks at the clock */

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

/* Keys of a WATCH that is too long for one turn. Those that it has not come to yet may change: its client cannot have
 * read them. */
struct watch_rest {
    struct client *client;
    struct store *store;
    struct args_rest names;
};

static bool watch_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct watch_rest *r = state;
    struct db *db = store_db(r->store, r->client->db);

    (void)gathered;
    do {
        for (unsigned i = 0; i < LOOK_AT_CLOCK && r->names.left > 0; i++)
            watch_add(r->client, db, key_of(args_rest_take(&r->names)));
        if (r->names.left == 0)
            return true;
    } while (clock_mono_ns() < until_ns);
    args_rest_keep(&r->names);
    return false;
}

static void watch_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)state;
    (void)gathered;
    reply_ok(c);
}

static void watch_free(void *state)
{
    struct watch_rest *r = state;

    args_rest_fini(&r->names);
    mem_free_sized(r, sizeof *r);
}

static const struct job_type watch_job = { watch_step, watch_reply, watch_free };

/* WATCH key [key ...] */
static void cmd_watch(struct call *c)
{
    struct watch_rest *r;

    if (c->client->multi != NULL) {
        reply_error(c, "ERR WATCH inside MULTI is not allowed");
        return;
    }
    for (unsigned i = 0; i < LOOK_AT_CLOCK && args_left(c) > 0; i++)
        watch_add(c->client, c->db, arg_key(c));
    if (args_left(c) == 0) {
        reply_ok(c);
        return;
    }
    r = mem_alloc(sizeof *r);
    *r = (struct watch_rest){ .client = c->client, .store = c->store, .names = args_rest(c) };
    job_run(c, &watch_job, r);
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
