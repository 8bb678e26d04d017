/* KEYS SCAN RANDOMKEY DBSIZE */
#include "base/clock.h"
#include "base/glob.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/scan_options.h"
#include "resp/write.h"
#include "server/job.h"
#include "server/reply.h"

enum {
    KEYS_BUCKETS = 4,        /* between two looks at the clock */
    KEYS_BYTES = 256 * 1024, /* of found keys; the same */
};

/* A walk over all keys. The pattern is a copy, since the request is gone after the first turn. */
struct keys_walk {
    struct db *db;
    struct bytes pattern; /* ptr NULL: all */
    uint64_t cursor;
    size_t count;
    struct buf *found;
};

static void keys_visit(void *ctx, struct entry *e)
{
    struct keys_walk *w = ctx;
    struct bytes key = entry_key(e);

    if (w->pattern.ptr && !glob_match(w->pattern, key))
        return;
    resp_bulk(w->found, key);
    w->count++;
}

static bool keys_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct keys_walk *w = state;

    w->found = outbuf_tail(gathered);
    do {
        outbuf_prepare(gathered);
        for (int i = 0; i < KEYS_BUCKETS && w->found->len < KEYS_BYTES; i++) {
            w->cursor = store_scan(w->db, w->cursor, keys_visit, w);
            if (w->cursor == 0)
                return true;
        }
    } while (clock_mono_ns() < until_ns);
    return false;
}

static void keys_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct keys_walk *w = state;

    reply_array(c, w->count);
    reply_gathered(c, gathered);
}

static void keys_free(void *state)
{
    struct keys_walk *w = state;

    mem_free((void *)(uintptr_t)w->pattern.ptr);
    mem_free_sized(w, sizeof *w);
}

static const struct job_type keys_job = { keys_step, keys_reply, keys_free };

/* KEYS pattern: a large database is walked over several turns, so that other clients do not wait. A
 * key that is there from first to last is listed once; one that comes or goes meanwhile may be. */
static void cmd_keys(struct call *c)
{
    struct bytes pattern = arg_bytes(c);
    struct keys_walk *w;

    if (glob_is_literal(pattern)) {
        bool found = store_find(c->db, key_of(pattern)) != NULL;

        reply_array(c, found);
        if (found)
            reply_bulk(c, pattern);
        return;
    }
    w = mem_zalloc(sizeof *w);
    w->db = c->db;
    if (!bytes_eq(pattern, BYTES_LIT("*")))
        w->pattern = bytes_make(mem_bytesdup(pattern), pattern.len);
    job_run(c, &keys_job, w);
}

struct scan {
    struct scan_options options;
    struct bytes type; /* ptr NULL: all */
    struct buf found;  /* as bulk strings */
    size_t count, visited;
};

static void scan_visit(void *ctx, struct entry *e)
{
    struct scan *s = ctx;
    struct bytes key = entry_key(e);

    s->visited++;
    if (s->type.ptr && !bytes_is_word(s->type, obj_type_name(entry_type(e))))
        return;
    if (!scan_matches(&s->options, key))
        return;
    resp_bulk(&s->found, key);
    s->count++;
}

/* False: an error was replied. */
static bool scan_args(struct call *c, struct scan *s, uint64_t *cursor)
{
    if (!num_parse_uint(arg_bytes(c), cursor)) {
        reply_error(c, "ERR invalid cursor");
        return false;
    }
    scan_options_init(&s->options);
    while (args_left(c) >= 2 && c->err == KV_OK) {
        if (arg_word(c, "type"))
            s->type = arg_bytes(c);
        else if (!scan_option(c, &s->options))
            break;
    }
    if (args_end(c) == KV_OK)
        return true;
    reply_err(c, c->err);
    return false;
}

/* SCAN cursor [MATCH pattern] [COUNT count] [TYPE type] */
static void cmd_scan(struct call *c)
{
    struct scan s = { .found = { .limit = BUF_UNLIMITED } };
    char text[NUM_INT_MAX];
    struct scan_budget budget;
    uint64_t cursor;

    if (!scan_args(c, &s, &cursor))
        return;
    scan_budget_init(&budget, s.options.count);
    do
        cursor = store_scan(c->db, cursor, scan_visit, &s);
    while (cursor != 0 && scan_goes_on(&budget, s.visited));
    reply_array(c, 2);
    reply_bulk(c, bytes_make(text, num_format_uint(text, cursor)));
    reply_array(c, s.count);
    buf_add_bytes(c->out, buf_bytes(&s.found));
    buf_fini(&s.found);
}

/* RANDOMKEY */
static void cmd_randomkey(struct call *c)
{
    const struct entry *e = store_random(c->db);

    if (e)
        reply_bulk(c, entry_key(e));
    else
        reply_null(c);
}

/* DBSIZE */
static void cmd_dbsize(struct call *c)
{
    reply_int(c, (int64_t)store_count(c->db));
}

const struct command scan_commands[] = {
    { "keys", 2, CMD_READONLY, .acl = ACL_KEYSPACE | ACL_DANGEROUS, .handler = cmd_keys,
      .group = "generic", .since = "1.0.0",
      .complexity = "O(N) for N keys in the database: prefer SCAN.",
      .summary = "Lists all keys that match a pattern.", .args = "pattern:pattern",
      .tips = "request_policy:all_shards nondeterministic_output_order" },
    { "scan", -2, CMD_READONLY, .acl = ACL_KEYSPACE, .handler = cmd_scan, .group = "generic",
      .since = "2.8.0", .complexity = "O(1) per call, O(N) for a whole walk over N keys.",
      .summary = "Lists keys a part at a time.",
      .args =
          "cursor:integer [ MATCH pattern:pattern ] [ COUNT count:integer ] [ TYPE type@6.0.0 ]",
      .tips = "nondeterministic_output request_policy:special response_policy:special",
      .history = "6.0.0: Added TYPE." },
    { "randomkey", 1, CMD_READONLY, .acl = ACL_KEYSPACE, .handler = cmd_randomkey,
      .group = "generic", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Gives a key, each with the same probability.",
      .tips = "request_policy:all_shards response_policy:special nondeterministic_output" },
    { "dbsize", 1, CMD_READONLY | CMD_FAST, .acl = ACL_KEYSPACE, .handler = cmd_dbsize,
      .group = "server", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Counts the keys of the database.",
      .tips = "request_policy:all_shards response_policy:agg_sum" },
    COMMAND_END,
};
