/* CONFIG: the directives, as clients see them. */
#include "server/config.h"

#include "base/mem.h"
#include "base/size.h"
#include "cmd/families.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/stats.h"

#include <errno.h>
#include <string.h>

/* ---- GET ----------------------------------------------------------------------------------------- */

/* Directives that clients do not see at all: a renamed command's new name is a secret. */
enum { FILE_ONLY = OPT_HIDDEN | OPT_SENSITIVE };

/* The names that the patterns match, each once, in the order in which they were found. */
struct found {
    struct found_name {
        const char *name; /* of the row, or its alias */
        struct bytes shown;
        const struct option *option;
    } * at;
    unsigned count, room;
    struct bytes pattern; /* the one being matched */
};

static void note(void *ctx, const char *name, const struct option *o)
{
    struct found *f = ctx;
    struct bytes shown = bytes_str(name);

    if ((o->flags & FILE_ONLY) == FILE_ONLY)
        return;
    for (unsigned i = 0; i < f->count; i++)
        if (f->at[i].name == name)
            return;
    /* A client that asks for one name finds it in the reply as it spelled it. */
    if (bytes_is_word(f->pattern, name))
        shown = f->pattern;
    if (f->count == f->room) {
        f->room = f->room ? f->room * 2 : 16;
        f->at = mem_realloc(f->at, f->room * sizeof *f->at);
    }
    f->at[f->count++] = (struct found_name){ name, shown, o };
}

/* CONFIG GET pattern [pattern ...] */
static void config_get(struct call *c)
{
    struct found f = { 0 };
    struct buf value;

    while (args_left(c) > 0) {
        f.pattern = arg_bytes(c);
        option_each(server.options, f.pattern, note, &f);
    }
    buf_init(&value, BUF_UNLIMITED);
    reply_map(c, f.count);
    for (unsigned i = 0; i < f.count; i++) {
        buf_clear(&value);
        option_get(f.at[i].option, &value);
        reply_bulk(c, f.at[i].shown);
        reply_bulk(c, buf_bytes(&value));
    }
    buf_fini(&value);
    mem_free(f.at);
}

/* ---- SET ----------------------------------------------------------------------------------------- */

/* why is NULL for an unknown name; a known one is shown in lower case, as redis-server does. */
static void reply_not_set(struct call *c, struct bytes name, const char *why)
{
    char shown[256];
    size_t len = size_min(name.len, sizeof shown);

    for (size_t i = 0; i < len; i++)
        shown[i] = (char)(why != NULL ? ascii_lower(name.ptr[i]) : name.ptr[i]);
    if (why == NULL)
        reply_errorf(c, "ERR Unknown option or number of arguments for CONFIG SET - '%.*s'",
                     (int)len, shown);
    else
        reply_errorf(c, "ERR CONFIG SET failed (possibly related to argument '%.*s') - %s",
                     (int)len, shown, why);
}

/* CONFIG SET name value [name value ...] */
static void config_set(struct call *c)
{
    bool allow_protected = config_grants(config_protected_access, c->client);
    unsigned count = args_left(c) / 2, bad = 0;
    struct option_pair *pairs;
    const char *why = NULL;

    if (args_left(c) % 2 != 0) {
        reply_syntax(c);
        return;
    }
    pairs = mem_alloc(count * sizeof *pairs);
    for (unsigned i = 0; i < count; i++) {
        pairs[i].name = arg_bytes(c);
        pairs[i].value = arg_bytes(c);
    }
    if (option_set_live(server.options, pairs, count, allow_protected, &bad, &why))
        reply_ok(c);
    else
        reply_not_set(c, pairs[bad].name, why);
    mem_free(pairs);
}

/* ---- REWRITE, RESETSTAT -------------------------------------------------------------------------- */

/* CONFIG REWRITE */
static void config_rewrite_file(struct call *c)
{
    switch (config_rewrite(server.options)) {
    case KV_OK:
        reply_ok(c);
        break;
    case KV_NOT_FOUND:
        reply_error(c, "ERR The server is running without a config file");
        break;
    default:
        reply_errorf(c, "ERR Rewriting config file: %s", strerror(errno));
    }
}

/* CONFIG RESETSTAT */
static void config_resetstat(struct call *c)
{
    stats_reset();
    reply_ok(c);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

enum { ADMIN = CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE };

static const char to_all[] = "request_policy:all_nodes response_policy:all_succeeded";

static const struct command subs[] = {
    { "get", -3, ADMIN, .handler = config_get, .group = "server", .since = "2.0.0",
      .complexity = "O(N) where N is the number of directives.",
      .summary = "Returns the directives that match a pattern, and their values.",
      .args = "parameter...", .history = "7.0.0: Added several patterns in one call." },
    { "set", -4, ADMIN, .handler = config_set, .group = "server", .since = "2.0.0",
      .complexity = "O(N) where N is the number of directives given.",
      .summary = "Changes directives while the server runs: all of those given, or none.",
      .args = "data={ parameter value }...", .tips = to_all,
      .history = "7.0.0: Added several directives in one call." },
    { "rewrite", 2, ADMIN, .handler = config_rewrite_file, .group = "server", .since = "2.8.0",
      .complexity = "O(1)", .summary = "Writes the current values to the config file.",
      .tips = to_all },
    { "resetstat", 2, ADMIN, .handler = config_resetstat, .group = "server", .since = "2.0.0",
      .complexity = "O(1)", .summary = "Sets the counters that INFO shows to zero.",
      .tips = to_all },
    { "help", 2, CMD_LOADING | CMD_STALE, .handler = reply_help, .group = "server",
      .since = "5.0.0", .complexity = "O(1)", .summary = "Lists the subcommands of CONFIG." },
    COMMAND_END,
};

const struct command config_commands[] = {
    { "config", -2, .group = "server", .since = "2.0.0", .complexity = "Depends on the subcommand.",
      .summary = "Reads, changes and saves the directives.", .subs = subs },
    COMMAND_END,
};
