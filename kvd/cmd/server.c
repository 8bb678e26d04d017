/* INFO FLUSHDB FLUSHALL TIME SWAPDB SHUTDOWN LASTSAVE ROLE LOLWUT */
#include "base/clock.h"
#include "base/log.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "cmd/flush_wait.h"
#include "server/aside.h"
#include "server/background.h"
#include "server/block.h"
#include "server/client.h"
#include "server/lazyfree.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/stats.h"
#include "server/version.h"

enum { FLUSH_AT_ONCE = 10000 }; /* so many keys are freed in less than a millisecond */
enum { LOLWUT_COLUMNS = 64, LOLWUT_ROWS = 24 };

/* INFO [section ...] */
static void cmd_info(struct call *c)
{
    struct buf text = { .limit = BUF_UNLIMITED };

    stats_info(c->argv + 1, c->argc - 1, &text);
    reply_verbatim(c, "txt", buf_bytes(&text));
    buf_fini(&text);
}

/* Reads the rest of FLUSHDB and FLUSHALL; false: an error was replied. */
static bool flush_mode(struct call *c, bool *lazy)
{
    *lazy = lazyfree_user_flush;
    if (arg_word(c, "async"))
        *lazy = true;
    else if (arg_word(c, "sync"))
        *lazy = false;
    if (args_end(c) == KV_OK)
        return true;
    reply_err(c, c->err);
    return false;
}

/* Empties databases first to last. SYNC replies when the memory is free: for many keys the
 * background thread frees it all the same and only this client waits, unless it may not. */
static void flush(struct call *c, unsigned first, unsigned last, const char *event)
{
    size_t keys = 0;
    bool lazy, wait;

    if (!flush_mode(c, &lazy))
        return;
    for (unsigned i = first; i <= last; i++)
        keys += store_count(store_db(c->store, i));
    wait = !lazy && keys > FLUSH_AT_ONCE;
    for (unsigned i = first; i <= last; i++)
        store_flush(store_db(c->store, i), lazy || wait);
    call_changed(c, BYTES_LIT(""), event);
    if (wait)
        flush_wait(c);
    else
        reply_ok(c);
}

/* FLUSHDB [ASYNC | SYNC] */
static void cmd_flushdb(struct call *c)
{
    unsigned index = store_db_index(c->db);

    flush(c, index, index, "flushdb");
}

/* FLUSHALL [ASYNC | SYNC] */
static void cmd_flushall(struct call *c)
{
    flush(c, 0, store_databases(c->store) - 1, "flushall");
}

/* TIME */
static void cmd_time(struct call *c)
{
    int64_t us = clock_wall_us();
    char text[NUM_INT_MAX];

    reply_array(c, 2);
    reply_bulk(c, bytes_make(text, num_format_int(text, us / 1000000)));
    reply_bulk(c, bytes_make(text, num_format_int(text, us % 1000000)));
}

/* SWAPDB index1 index2: as in redis-server, what is no 32-bit number is no index at all. */
static void cmd_swapdb(struct call *c)
{
    int64_t a = arg_int_range(c, INT32_MIN, INT32_MAX), b, last = store_databases(c->store) - 1;

    if (c->err != KV_OK) {
        reply_error(c, "ERR invalid first DB index");
        return;
    }
    b = arg_int_range(c, INT32_MIN, INT32_MAX);
    if (c->err != KV_OK) {
        reply_error(c, "ERR invalid second DB index");
        return;
    }
    if (a < 0 || a > last || b < 0 || b > last) {
        reply_err(c, KV_DB_RANGE);
        return;
    }
    store_swap(c->store, (unsigned)a, (unsigned)b);
    call_changed(c, BYTES_LIT(""), "swapdb");
    reply_ok(c);
}

struct shutdown {
    bool save, nosave, now, force, abort;
};

/* False if the arguments contradict each other or are not understood. */
static bool shutdown_args(struct call *c, struct shutdown *s)
{
    while (args_left(c) > 0) {
        if (arg_word(c, "save"))
            s->save = true;
        else if (arg_word(c, "nosave"))
            s->nosave = true;
        else if (arg_word(c, "now"))
            s->now = true;
        else if (arg_word(c, "force"))
            s->force = true;
        else if (arg_word(c, "abort"))
            s->abort = true;
        else
            return false;
    }
    return !(s->save && s->nosave) && !(s->abort && (s->save || s->nosave || s->now || s->force));
}

/* SHUTDOWN [NOSAVE | SAVE] [NOW] [FORCE] [ABORT]: on success the connection just closes. There are no
 * replicas to wait for, so NOW changes nothing and there is never anything to abort. */
static void cmd_shutdown(struct call *c)
{
    struct shutdown s = { 0 };

    if (!shutdown_args(c, &s)) {
        reply_syntax(c);
    } else if (s.abort) {
        reply_error(c, "ERR No shutdown in progress.");
    } else if (aside_busy && !s.nosave) {
        reply_error(c, aside_why());
    } else if (s.save && !s.force) {
        reply_error(c, "ERR Errors trying to SHUTDOWN. Nothing can be saved yet: use SHUTDOWN "
                       "NOSAVE, or FORCE.");
    } else {
        server_shutdown("User requested shutdown");
        client_close_after_reply(c->client);
    }
}

/* LASTSAVE */
static void cmd_lastsave(struct call *c)
{
    reply_int(c, server.start_ms / 1000);
}

/* ROLE */
static void cmd_role(struct call *c)
{
    reply_array(c, 3);
    reply_bulk_str(c, "master");
    reply_int(c, 0);
    reply_array(c, 0);
}

/* MODULE LIST: clients ask what a server was extended by, and this one cannot be. */
static void cmd_module_list(struct call *c)
{
    reply_array(c, 0);
}

/* MODULE HELP */
static void cmd_module_help(struct call *c)
{
    reply_help(c);
}

/* ---- LOLWUT -------------------------------------------------------------------------------------- */

/* Rules whose rows look like something: the first three chaotic, the last a nest of triangles. */
static const uint8_t lolwut_rules[] = { 30, 45, 110, 90 };

/* An elementary cellular automaton on a ring: a cell's next state is the bit of the rule that the
 * cell and its two neighbours number. */
static void automaton_step(uint8_t *cells, unsigned count, unsigned rule)
{
    unsigned first = cells[0], left = cells[count - 1];

    for (unsigned x = 0; x < count; x++) {
        unsigned self = cells[x], right = x + 1 < count ? cells[x + 1] : first;

        cells[x] = rule >> (left << 2 | self << 1 | right) & 1;
        left = self;
    }
}

/* A line of text shows two generations, by half blocks. */
static void automaton_draw(struct buf *out, unsigned rule)
{
    static const char *const blocks[] = { " ", "\u2580", "\u2584", "\u2588" };
    uint8_t upper[LOLWUT_COLUMNS], lower[LOLWUT_COLUMNS];

    for (unsigned x = 0; x < LOLWUT_COLUMNS; x++)
        lower[x] = rng_next(rng_main()) & 1;
    for (unsigned row = 0; row < LOLWUT_ROWS; row++) {
        memcpy(upper, lower, sizeof upper);
        automaton_step(lower, LOLWUT_COLUMNS, rule);
        for (unsigned x = 0; x < LOLWUT_COLUMNS; x++)
            buf_add_str(out, blocks[upper[x] | lower[x] << 1]);
        buf_add_byte(out, '\n');
        automaton_step(lower, LOLWUT_COLUMNS, rule);
    }
}

/* LOLWUT [VERSION version]: further arguments were sizes in some versions, and are ignored. */
static void cmd_lolwut(struct call *c)
{
    struct buf text = { .limit = BUF_UNLIMITED };
    int64_t version = 0;
    unsigned rule;

    if (args_left(c) >= 2 && arg_word(c, "version")) {
        version = arg_int(c);
        if (c->err != KV_OK) {
            reply_err(c, c->err);
            return;
        }
    }
    rule = lolwut_rules[(uint64_t)version % sizeof lolwut_rules];
    automaton_draw(&text, rule);
    buf_addf(&text, "\nRule %u, from a random row. kvd ver. %s\n", rule, KVD_VERSION);
    reply_verbatim(c, "txt", buf_bytes(&text));
    buf_fini(&text);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

#define FLUSH_ARGS "[ flush-type=( ASYNC@4.0.0 | SYNC@6.2.0 ) ]"
#define FLUSH_TIPS "request_policy:all_shards response_policy:all_succeeded"

#define MODULE_FACTS .group = "server", .complexity = "O(1)"

static const struct command module_subs[] = {
    { "list", 2, CMD_ADMIN | CMD_NOSCRIPT, MODULE_FACTS, .handler = cmd_module_list,
      .since = "4.0.0", .summary = "Lists the modules that are loaded: none.",
      .tips = "nondeterministic_output_order" },
    { "help", 2, CMD_LOADING | CMD_STALE, MODULE_FACTS, .handler = cmd_module_help,
      .since = "5.0.0", .summary = "Shows this text." },
    COMMAND_END,
};

const struct command server_commands[] = {
    { "info", -1, CMD_LOADING | CMD_STALE, .acl = ACL_DANGEROUS, .handler = cmd_info,
      .group = "server", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Shows figures and state of the server, by section.", .args = "[ section... ]",
      .tips = "nondeterministic_output request_policy:all_shards response_policy:special",
      .history = "7.0.0: Takes several sections." },
    { "flushdb", -1, CMD_WRITE, .acl = ACL_KEYSPACE | ACL_DANGEROUS, .handler = cmd_flushdb,
      .group = "server", .since = "1.0.0",
      .complexity = "O(N) for N keys of the database; O(1) for the caller with ASYNC.",
      .summary = "Deletes all keys of the current database.", .args = FLUSH_ARGS,
      .tips = FLUSH_TIPS,
      .history = "4.0.0: Added the ASYNC option.; 6.2.0: Added the SYNC option." },
    { "flushall", -1, CMD_WRITE, .acl = ACL_KEYSPACE | ACL_DANGEROUS, .handler = cmd_flushall,
      .group = "server", .since = "1.0.0",
      .complexity = "O(N) for N keys of all databases; O(1) for the caller with ASYNC.",
      .summary = "Deletes all keys of all databases.", .args = FLUSH_ARGS, .tips = FLUSH_TIPS,
      .history = "4.0.0: Added the ASYNC option.; 6.2.0: Added the SYNC option." },
    { "time", 1, CMD_LOADING | CMD_STALE | CMD_FAST, .handler = cmd_time, .group = "server",
      .since = "2.6.0", .complexity = "O(1)",
      .summary = "Tells the server's time: Unix seconds, and microseconds in the second.",
      .tips = "nondeterministic_output" },
    { "swapdb", 3, CMD_WRITE | CMD_FAST, .acl = ACL_KEYSPACE | ACL_DANGEROUS, .handler = cmd_swapdb,
      .group = "server", .since = "4.0.0",
      .complexity = "O(N) for N clients that watch or wait for keys of the two.",
      .summary = "Exchanges the contents of two databases.",
      .args = "index1:integer index2:integer" },
    { "shutdown", -1,
      CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_NO_MULTI | CMD_ALLOW_BUSY,
      .handler = cmd_shutdown, .group = "server", .since = "1.0.0",
      .complexity = "O(N) for N keys when saving, else O(1).",
      .summary = "Ends the server in order.",
      .args = "[ save-selector=( NOSAVE | SAVE ) ] [ NOW@7.0.0 ] [ FORCE@7.0.0 ] [ ABORT@7.0.0 ]",
      .history = "7.0.0: Added the NOW, FORCE and ABORT options." },
    { "lastsave", 1, CMD_LOADING | CMD_STALE | CMD_FAST, .acl = ACL_ADMIN | ACL_DANGEROUS,
      .handler = cmd_lastsave, .group = "server", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Tells the Unix time of the last successful save.",
      .tips = "nondeterministic_output" },
    { "role", 1, CMD_NOSCRIPT | CMD_LOADING | CMD_STALE | CMD_FAST,
      .acl = ACL_ADMIN | ACL_DANGEROUS, .handler = cmd_role, .group = "server", .since = "2.8.12",
      .complexity = "O(1)", .summary = "Tells the server's part in replication." },
    { "lolwut", -1, CMD_READONLY | CMD_FAST, .handler = cmd_lolwut, .group = "server",
      .since = "5.0.0", .complexity = "O(1)", .summary = "Draws something, and tells the version.",
      .args = "[ VERSION version:integer ]" },
    { "module", -2, 0, MODULE_FACTS, .since = "4.0.0",
      .summary = "Tells about modules, of which there are none.", .subs = module_subs },
    COMMAND_END,
};
