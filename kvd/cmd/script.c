/* EVAL EVALSHA EVAL_RO EVALSHA_RO, SCRIPT */
#include "cmd/families.h"
#include "script/cache.h"
#include "script/shebang.h"
#include "server/lazyfree.h"
#include "server/monitor.h"
#include "server/reply.h"

static const char no_script[] = "NOSCRIPT No matching script. Please use EVAL.";

/* ---- Running ------------------------------------------------------------------------------------- */

/* The text of a script, or its SHA1, as the first argument. */
static struct script *find_script(struct call *c, bool by_sha)
{
    struct buf why = { .limit = 64 * 1024 };
    struct script *s;

    if (by_sha) {
        s = script_cache_find(c->argv[1]);
        if (s == NULL)
            reply_error(c, no_script);
        return s;
    }
    s = script_cache_get(c->argv[1], false, &why);
    if (s == NULL)
        reply_error(c, buf_cstr(&why));
    buf_fini(&why);
    return s;
}

static void run(struct call *c, bool by_sha, bool read_only)
{
    struct script_start start = { .kind = SCRIPT_EVAL, .read_only = read_only };
    struct script *s;

    if (monitor_clients > 0) /* before what it calls; the row hides it from being shown otherwise */
        monitor_feed(c);
    if (!script_arguments(c, &start))
        return;
    s = find_script(c, by_sha);
    if (s == NULL)
        return;
    start.name = s->sha;
    start.flags = s->flags;
    script_run(script_cache_push(s), c, &start);
}

/* CLIENT PAUSE WRITE lets those pass that say that they do not write. */
static bool eval_only_reads(const struct bytes *argv, unsigned argc)
{
    struct buf why = { .limit = 64 * 1024 };
    struct bytes body;
    unsigned flags = 0;
    bool understood = shebang_read(argv[1], &flags, &body, &why);

    (void)argc;
    buf_fini(&why);
    return understood && flags & SCRIPT_NO_WRITES;
}

static bool evalsha_only_reads(const struct bytes *argv, unsigned argc)
{
    const struct script *s = script_cache_find(argv[1]);

    (void)argc;
    return s != NULL && s->flags & SCRIPT_NO_WRITES;
}

/* EVAL script numkeys [key ...] [arg ...] */
static void cmd_eval(struct call *c)
{
    run(c, false, false);
}

/* EVAL_RO script numkeys [key ...] [arg ...] */
static void cmd_eval_ro(struct call *c)
{
    run(c, false, true);
}

/* EVALSHA sha1 numkeys [key ...] [arg ...] */
static void cmd_evalsha(struct call *c)
{
    run(c, true, false);
}

/* EVALSHA_RO sha1 numkeys [key ...] [arg ...] */
static void cmd_evalsha_ro(struct call *c)
{
    run(c, true, true);
}

/* ---- SCRIPT -------------------------------------------------------------------------------------- */

/* SCRIPT LOAD script */
static void cmd_load(struct call *c)
{
    struct buf why = { .limit = 64 * 1024 };
    struct script *s = script_cache_get(arg_bytes(c), true, &why);

    if (s != NULL)
        reply_bulk_str(c, s->sha);
    else
        reply_error(c, buf_cstr(&why));
    buf_fini(&why);
}

/* SCRIPT EXISTS sha1 [sha1 ...] */
static void cmd_exists(struct call *c)
{
    reply_array(c, args_left(c));
    while (args_left(c) > 0)
        reply_int(c, script_cache_find(arg_bytes(c)) != NULL);
}

/* SCRIPT SHOW sha1 */
static void cmd_show(struct call *c)
{
    const struct script *s = script_cache_find(arg_bytes(c));

    if (s != NULL)
        reply_bulk(c, bytes_make(s->text, s->len));
    else
        reply_error(c, "NOSCRIPT No matching script.");
}

/* SCRIPT FLUSH [ASYNC|SYNC] */
static void cmd_flush(struct call *c)
{
    bool later = lazyfree_user_flush;

    if (arg_word(c, "async"))
        later = true;
    else if (arg_word(c, "sync"))
        later = false;
    if (args_left(c) > 0) {
        reply_error(c, "ERR SCRIPT FLUSH only support SYNC|ASYNC option");
        return;
    }
    script_cache_flush(later);
    reply_ok(c);
}

/* SCRIPT KILL */
static void cmd_kill(struct call *c)
{
    script_kill(c, SCRIPT_EVAL);
}

/* SCRIPT DEBUG YES|SYNC|NO */
static void cmd_debug(struct call *c)
{
    if (arg_word(c, "no"))
        reply_ok(c);
    else if (arg_word(c, "yes") || arg_word(c, "sync"))
        reply_error(c,
                    "ERR scripts cannot be debugged on this server: run them on one that has the "
                    "debugger, or use redis.log()");
    else
        reply_error(c, "ERR Use SCRIPT DEBUG YES/SYNC/NO");
}

/* SCRIPT HELP */
static void cmd_help(struct call *c)
{
    reply_help(c);
}

#define RUNS                                                                                       \
    CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_NO_MANDATORY_KEYS | CMD_MOVABLEKEYS |        \
        CMD_SCRIPT_RUNNER | CMD_ASIDE
#define RUN_ROW .acl = ACL_SCRIPTING, .group = "scripting", .complexity = "Depends on the script."
#define SUB     .group = "scripting", .acl = ACL_SCRIPTING

static const struct command script_subs[] = {
    { "debug", 3, CMD_NOSCRIPT, SUB, .handler = cmd_debug, .since = "3.2.0", .complexity = "O(1)",
      .summary = "Switches the debugger of scripts, which this server does not have.",
      .args = "mode=( YES | SYNC | NO )" },
    { "exists", -3, CMD_NOSCRIPT, SUB, .handler = cmd_exists, .since = "2.6.0",
      .complexity = "O(N) for N scripts.", .summary = "Tells which scripts are in the cache.",
      .args = "sha1 ...", .tips = "request_policy:all_shards response_policy:agg_logical_and" },
    { "flush", -2, CMD_NOSCRIPT | CMD_SHARES, SUB, .handler = cmd_flush, .since = "2.6.0",
      .complexity = "O(N) for N cached scripts.", .summary = "Forgets all scripts.",
      .args = "[ flush-type=( ASYNC | SYNC ) @6.2.0 ]",
      .tips = "request_policy:all_nodes response_policy:all_succeeded",
      .history = "6.2.0: Added ASYNC and SYNC." },
    { "kill", 2, CMD_NOSCRIPT | CMD_ALLOW_BUSY, SUB, .handler = cmd_kill, .since = "2.6.0",
      .complexity = "O(1)", .summary = "Stops the script that runs, unless it has written.",
      .tips = "request_policy:all_shards response_policy:one_succeeded" },
    { "load", 3, CMD_NOSCRIPT | CMD_STALE | CMD_ASIDE | CMD_SHARES, SUB, .handler = cmd_load,
      .since = "2.6.0", .complexity = "O(N) for a script of N bytes.",
      .summary = "Keeps a script until SCRIPT FLUSH, and tells its SHA1.", .args = "script",
      .tips = "request_policy:all_nodes response_policy:all_succeeded" },
    { "show", 3, CMD_NOSCRIPT, SUB, .handler = cmd_show, .since = "8.0.0", .complexity = "O(1)",
      .summary = "Shows the text of a cached script.", .args = "sha1" },
    { "help", 2, CMD_LOADING | CMD_STALE, SUB, .handler = cmd_help, .since = "5.0.0",
      .complexity = "O(1)", .summary = "Shows this text." },
    COMMAND_END,
};

const struct command script_commands[] = {
    { "eval", -3, RUNS | CMD_MAY_REPLICATE, .keys = { KEYNUM(2, 1, KS_RW | KS_ACCESS | KS_UPDATE) },
      RUN_ROW, .handler = cmd_eval, .only_reads = eval_only_reads, .since = "2.6.0",
      .summary = "Runs a script.", .args = "script numkeys:integer [ key ... ] [ arg ... ]" },
    { "evalsha", -3, RUNS | CMD_MAY_REPLICATE,
      .keys = { KEYNUM(2, 1, KS_RW | KS_ACCESS | KS_UPDATE) }, RUN_ROW, .handler = cmd_evalsha,
      .only_reads = evalsha_only_reads, .since = "2.6.0",
      .summary = "Runs a cached script, named by its SHA1.",
      .args = "sha1 numkeys:integer [ key ... ] [ arg ... ]" },
    { "eval_ro", -3, RUNS | CMD_READONLY, .keys = { KEYNUM(2, 1, KS_RO | KS_ACCESS) }, RUN_ROW,
      .handler = cmd_eval_ro, .since = "7.0.0", .summary = "Runs a script that may not write.",
      .args = "script numkeys:integer [ key ... ] [ arg ... ]" },
    { "evalsha_ro", -3, RUNS | CMD_READONLY, .keys = { KEYNUM(2, 1, KS_RO | KS_ACCESS) }, RUN_ROW,
      .handler = cmd_evalsha_ro, .since = "7.0.0",
      .summary = "Runs a cached script that may not write, named by its SHA1.",
      .args = "sha1 numkeys:integer [ key ... ] [ arg ... ]" },
    { "script", -2, 0, .group = "scripting", .since = "2.6.0",
      .complexity = "Depends on the subcommand.", .summary = "The cache of scripts.",
      .subs = script_subs },
    COMMAND_END,
};
