/* MEMORY */
#include "server/memory_use.h"

#include "cmd/families.h"
#include "script/functions.h"
#include "server/background.h"
#include "server/reply.h"
#include "server/server.h"

#include <stdio.h>

enum {
    SAMPLES_DEFAULT = 256,
    SAMPLES_MOST = 10 * 1000, /* a million elements cannot be looked at in one turn */
};

/* ---- USAGE --------------------------------------------------------------------------------------- */

/* [SAMPLES count]...: as elsewhere 0 means all, here as many as a turn allows. */
static int64_t arg_samples(struct call *c)
{
    int64_t samples = SAMPLES_DEFAULT;

    while (c->err == KV_OK && args_left(c) > 0) {
        if (!arg_word(c, "samples") || args_left(c) == 0) {
            arg_fail(c, KV_SYNTAX, NULL);
            break;
        }
        samples = arg_int(c);
        if (samples < 0)
            arg_fail(c, KV_SYNTAX, NULL);
    }
    return samples == 0 || samples > SAMPLES_MOST ? SAMPLES_MOST : samples;
}

/* MEMORY USAGE key [SAMPLES count]: the entry, its value and its share of the table. */
static void cmd_usage(struct call *c)
{
    struct key key = arg_key(c);
    int64_t samples = arg_samples(c);
    const struct entry *e;

    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    e = store_find(c->db, key);
    if (e == NULL)
        reply_null(c);
    else
        reply_int(c, (int64_t)(entry_mem(e, (size_t)samples) +
                               store_table_bytes(c->db) / store_count(c->db)));
}

/* ---- STATS --------------------------------------------------------------------------------------- */

/* A map whose pairs are counted. */
struct stats {
    struct call *c;
    size_t pairs;
};

static void name(struct stats *s, const char *text)
{
    reply_bulk_str(s->c, text);
    s->pairs++;
}

static void bytes(struct stats *s, const char *text, size_t n)
{
    name(s, text);
    reply_int(s->c, (int64_t)n);
}

static void number(struct stats *s, const char *text, double d)
{
    name(s, text);
    reply_double(s->c, d);
}

static void excess(struct stats *s, const char *ratio, const char *excess, size_t outer,
                   size_t inner)
{
    number(s, ratio, memory_use_ratio(outer, inner));
    name(s, excess);
    reply_int(s->c, (int64_t)(outer - inner));
}

static void databases(struct stats *s)
{
    for (unsigned i = 0; i < store_databases(s->c->store); i++) {
        const struct db *db = store_db(s->c->store, i);
        char text[16];

        if (store_count(db) == 0)
            continue;
        snprintf(text, sizeof text, "db.%u", i);
        name(s, text);
        reply_map(s->c, 2);
        reply_bulk_str(s->c, "overhead.hashtable.main");
        reply_int(s->c, (int64_t)store_table_bytes(db));
        reply_bulk_str(s->c, "overhead.hashtable.expires");
        reply_int(s->c, (int64_t)store_deadline_bytes(db));
    }
}

static void allocator(struct stats *s, const struct memory_use *f)
{
    const struct mem_stats *a = &f->allocator;

    bytes(s, "allocator.allocated", a->allocated);
    bytes(s, "allocator.active", a->active);
    bytes(s, "allocator.resident", a->resident);
    bytes(s, "allocator.muzzy", a->muzzy);
    excess(s, "allocator-fragmentation.ratio", "allocator-fragmentation.bytes", a->active,
           a->allocated);
    excess(s, "allocator-rss.ratio", "allocator-rss.bytes", a->resident, a->active);
    excess(s, "rss-overhead.ratio", "rss-overhead.bytes", a->rss, a->resident);
    excess(s, "fragmentation", "fragmentation.bytes", a->rss, f->used);
}

/* MEMORY STATS */
static void cmd_stats(struct call *c)
{
    struct stats s = { .c = c };
    size_t mark = reply_later(c);
    struct memory_use f;
    size_t beyond_start;

    memory_use_read(&f);
    beyond_start = f.used > f.startup ? f.used - f.startup : 0;
    bytes(&s, "peak.allocated", f.peak);
    bytes(&s, "total.allocated", f.used);
    bytes(&s, "startup.allocated", f.startup);
    bytes(&s, "replication.backlog", 0);
    bytes(&s, "clients.slaves", 0);
    bytes(&s, "clients.normal", f.clients);
    bytes(&s, "cluster.links", 0);
    bytes(&s, "aof.buffer", 0);
    bytes(&s, "lua.caches", f.script_caches);
    bytes(&s, "functions.caches", functions_mem());
    bytes(&s, "scripts", f.scripts);
    databases(&s);
    bytes(&s, "overhead.total", f.overhead);
    bytes(&s, "keys.count", f.keys);
    bytes(&s, "keys.bytes-per-key", f.keys > 0 ? beyond_start / f.keys : 0);
    bytes(&s, "dataset.bytes", f.dataset);
    number(&s, "dataset.percentage", memory_use_percent(f.dataset, beyond_start));
    number(&s, "peak.percentage", memory_use_percent(f.used, f.peak));
    allocator(&s, &f);
    reply_later_set(c, mark, '%', s.pairs);
}

/* ---- The rest ------------------------------------------------------------------------------------ */

/* MEMORY DOCTOR */
static void cmd_doctor(struct call *c)
{
    struct buf text;

    buf_init(&text, BUF_UNLIMITED);
    memory_use_advice(&text);
    reply_verbatim(c, "txt", buf_bytes(&text));
    buf_fini(&text);
}

/* MEMORY MALLOC-STATS */
static void cmd_malloc_stats(struct call *c)
{
    struct buf text;

    buf_init(&text, BUF_UNLIMITED);
    if (!mem_report(&text))
        buf_add_str(&text, "The allocator of this build tells nothing of itself.");
    reply_verbatim(c, "txt", buf_bytes(&text));
    buf_fini(&text);
}

static void purge(void *unused)
{
    (void)unused;
    mem_purge();
}

/* MEMORY PURGE: gigabytes of free pages take a while, which nobody has to wait for. */
static void cmd_purge(struct call *c)
{
    background_run(purge, NULL);
    reply_ok(c);
}

/* MEMORY HELP */
static void cmd_help(struct call *c)
{
    reply_help(c);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

#define TOLD .group = "server", .since = "4.0.0", .complexity = "O(1)"
#define SHARDS(response)                                                                           \
    .tips = "nondeterministic_output request_policy:all_shards response_policy:" response

static const struct command memory_subs[] = {
    { "usage", -3, CMD_READONLY, .keys = { KEY(2, KS_RO) }, .handler = cmd_usage, .group = "server",
      .since = "4.0.0", .complexity = "O(N) for N samples.",
      .summary = "Tells how many bytes a key and its value take; large values are estimated from "
                 "samples, 256 of them unless told otherwise, at most 10000.",
      .args = "key [ SAMPLES count:integer ]" },
    { "stats", 2, 0, TOLD, .handler = cmd_stats, SHARDS("special"),
      .summary = "Tells what the memory is used for." },
    { "doctor", 2, 0, TOLD, .handler = cmd_doctor, SHARDS("special"),
      .summary = "Tells what is unusual about the use of memory, and what helps." },
    { "malloc-stats", 2, 0, TOLD, .handler = cmd_malloc_stats, SHARDS("special"),
      .summary = "Shows the allocator's own statistics." },
    { "purge", 2, 0, TOLD, .handler = cmd_purge,
      .tips = "request_policy:all_shards response_policy:all_succeeded",
      .summary = "Gives free pages back to the system now." },
    { "help", 2, CMD_LOADING | CMD_STALE, TOLD, .handler = cmd_help,
      .summary = "Shows this text." },
    COMMAND_END,
};

const struct command memory_commands[] = {
    { "memory", -2, 0, TOLD, .summary = "Tells about the use of memory.", .subs = memory_subs },
    COMMAND_END,
};
