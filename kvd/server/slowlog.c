#include "server/slowlog.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/size.h"
#include "server/client.h"
#include "server/redact.h"
#include "server/reply.h"

enum { COUNT_DEFAULT = 10 }; /* entries of SLOWLOG GET without a count */

struct slow_arg {
    char *text;
    size_t len;
};

struct slow_entry {
    struct slow_entry *newer, *older;
    uint64_t id, duration_us;
    int64_t time_s; /* Unix */
    char *addr, *name;
    unsigned argc; /* arguments kept */
    struct slow_arg argv[];
};

int64_t slowlog_threshold_us;
static int64_t max_len, max_argc, max_string;
static struct slow_entry *newest, *oldest;
static uint64_t count, next_id;

static void entry_free(struct slow_entry *e)
{
    for (unsigned i = 0; i < e->argc; i++)
        mem_free(e->argv[i].text);
    mem_free(e->addr);
    mem_free(e->name);
    mem_free(e);
}

static void trim(uint64_t len)
{
    while (count > len) {
        struct slow_entry *e = oldest;

        oldest = e->newer;
        if (oldest)
            oldest->older = NULL;
        else
            newest = NULL;
        entry_free(e);
        count--;
    }
}

static struct slow_arg keep_text(struct buf *text)
{
    struct slow_arg a = { .len = text->len };

    a.text = mem_bytesdup(buf_bytes(text));
    buf_clear(text);
    return a;
}

static void keep_args(struct slow_entry *e, const struct call *c)
{
    struct buf text = { .limit = BUF_UNLIMITED };

    for (unsigned i = 0; i < e->argc; i++) {
        struct bytes arg = redact_arg(c->cmd, c->argv, i);

        if (e->argc < c->argc && i == e->argc - 1) {
            buf_addf(&text, "... (%u more arguments)", c->argc - e->argc + 1);
        } else {
            buf_add(&text, arg.ptr, size_min(arg.len, (size_t)max_string));
            if (arg.len > (size_t)max_string)
                buf_addf(&text, "... (%zu more bytes)", arg.len - (size_t)max_string);
        }
        e->argv[i] = keep_text(&text);
    }
    buf_fini(&text);
}

void slowlog_add(const struct call *c, uint64_t duration_us)
{
    unsigned argc = c->argc < (unsigned)max_argc ? c->argc : (unsigned)max_argc;
    struct slow_entry *e;

    if (max_len == 0)
        return;
    e = mem_zalloc(sizeof *e + argc * sizeof e->argv[0]);
    e->id = next_id++;
    e->duration_us = duration_us;
    e->time_s = clock_now_ms() / 1000;
    e->addr = mem_strdup(client_addr(c->client));
    e->name = mem_strdup(c->client->name ? c->client->name : "");
    e->argc = argc;
    keep_args(e, c);
    e->older = newest;
    if (newest)
        newest->newer = e;
    else
        oldest = e;
    newest = e;
    count++;
    trim((uint64_t)max_len);
}

/* Six fields: clients that read them one by one lose step if there are more. */
static void reply_slow(struct call *c, const struct slow_entry *e)
{
    reply_array(c, 6);
    reply_int(c, (int64_t)e->id);
    reply_int(c, e->time_s);
    reply_int(c, (int64_t)e->duration_us);
    reply_array(c, e->argc);
    for (unsigned i = 0; i < e->argc; i++)
        reply_bulk(c, bytes_make(e->argv[i].text, e->argv[i].len));
    reply_bulk_str(c, e->addr);
    reply_bulk_str(c, e->name);
}

/* SLOWLOG GET [count]: -1 means all. */
static void cmd_get(struct call *c)
{
    int64_t want = COUNT_DEFAULT;

    if (args_left(c) > 0)
        want = arg_int(c);
    if (args_left(c) > 0) {
        reply_errorf(c,
                     "ERR unknown subcommand or wrong number of arguments for '%.*s'. Try SLOWLOG "
                     "HELP.",
                     (int)c->argv[1].len, (const char *)c->argv[1].ptr);
        return;
    }
    if (c->err != KV_OK || want < -1) {
        reply_error(c, "ERR count should be greater than or equal to -1");
        return;
    }
    if (want == -1 || (uint64_t)want > count)
        want = (int64_t)count;
    reply_array(c, (size_t)want);
    for (const struct slow_entry *e = newest; want > 0; e = e->older, want--)
        reply_slow(c, e);
}

/* SLOWLOG LEN */
static void cmd_len(struct call *c)
{
    reply_int(c, (int64_t)count);
}

/* SLOWLOG RESET */
static void cmd_reset(struct call *c)
{
    trim(0);
    reply_ok(c);
}

/* SLOWLOG HELP */
static void cmd_help(struct call *c)
{
    reply_help(c);
}

static bool apply_len(const char **why)
{
    (void)why;
    trim((uint64_t)max_len);
    return true;
}

const struct option slowlog_options[] = {
    OPTION_INT("slowlog-log-slower-than", &slowlog_threshold_us, "10000", -1, INT64_MAX, OPT_LIVE,
               "Microseconds from which a request is logged; 0: all; -1: none."),
    { .name = "slowlog-max-len",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &max_len,
      .fallback = "128",
      .max = INT64_MAX,
      .summary = "Entries kept in the slow log.",
      .apply = apply_len },
    OPTION_INT("slowlog-entry-max-argc", &max_argc, "32", 2, INT32_MAX, OPT_LIVE,
               "Arguments kept of a request in the slow log."),
    OPTION_INT("slowlog-entry-max-string-len", &max_string, "128", 1, INT32_MAX, OPT_LIVE,
               "Bytes kept of an argument in the slow log."),
    OPTION_END,
};

#define SLOWLOG_SUB .group = "server", .acl = 0

static const struct command slowlog_subs[] = {
    { "get", -2, CMD_ADMIN | CMD_LOADING | CMD_STALE, SLOWLOG_SUB, .handler = cmd_get,
      .since = "2.2.12", .complexity = "O(N) for N entries.",
      .summary = "Lists the newest entries of the slow log.", .args = "[ count:integer ]",
      .tips = "request_policy:all_nodes nondeterministic_output",
      .history = "4.0.0: Added the client's address and name." },
    { "len", 2, CMD_ADMIN | CMD_LOADING | CMD_STALE, SLOWLOG_SUB, .handler = cmd_len,
      .since = "2.2.12", .complexity = "O(1)", .summary = "Counts the entries of the slow log.",
      .tips = "request_policy:all_nodes response_policy:agg_sum nondeterministic_output" },
    { "reset", 2, CMD_ADMIN | CMD_LOADING | CMD_STALE, SLOWLOG_SUB, .handler = cmd_reset,
      .since = "2.2.12", .complexity = "O(N) for N entries.", .summary = "Empties the slow log.",
      .tips = "request_policy:all_nodes response_policy:all_succeeded" },
    { "help", 2, CMD_LOADING | CMD_STALE, SLOWLOG_SUB, .handler = cmd_help, .since = "6.2.0",
      .complexity = "O(1)", .summary = "Shows this text." },
    COMMAND_END,
};

const struct command slowlog_commands[] = {
    { "slowlog", -2, 0, .group = "server", .since = "2.2.12", .complexity = "O(1)",
      .summary = "Reads the log of slow requests.", .subs = slowlog_subs },
    COMMAND_END,
};
