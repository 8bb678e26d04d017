/* DEBUG: looks into the server, and makes it misbehave, for operators and test suites. */
#include "base/clock.h"
#include "base/glob.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/size.h"
#include "cmd/debug_value.h"
#include "cmd/families.h"
#include "resp/write.h"
#include "server/config.h"
#include "server/job.h"
#include "server/limits.h"
#include "server/reply.h"
#include "server/server.h"
#include "server/stats.h"
#include "store/defrag.h"
#include "store/digest.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum {
    SLEEP_MAX_S = 3600,
    POPULATE_MAX = 500 * 1000 * 1000, /* keys of one POPULATE */
    POPULATE_BYTES = 512,             /* of names and values between two looks at the clock */
    TEXT_MAX = 1024,                  /* bytes of ERROR's and LOG's argument that are used */
};

/* ---- The data ------------------------------------------------------------------------------------ */

/* DEBUG DIGEST */
static void debug_digest(struct call *c)
{
    struct digest d = digest_store(c->store);
    char hex[DIGEST_HEX + 1];

    digest_hex(&d, hex);
    reply_simple(c, hex);
}

/* Creates keys; the prefix is a copy, since the request is gone after the first turn. */
struct populate {
    struct db *db;
    struct bytes prefix;
    int64_t next, count;
    int64_t size; /* of each value; -1: as long as the text */
    struct buf name, value;
};

/* False: an error was replied. */
static bool populate_args(struct call *c, struct populate *p)
{
    *p = (struct populate){ .db = c->db,
                            .prefix = BYTES_LIT("key"),
                            .size = -1,
                            .name = { .limit = BUF_UNLIMITED },
                            .value = { .limit = BUF_UNLIMITED } };
    p->count = arg_int_range(c, 0, POPULATE_MAX);
    if (args_left(c) > 0)
        p->prefix = arg_bytes(c);
    if (args_left(c) > 0)
        p->size = arg_int_range(c, 0, (int64_t)proto_max_bulk_len);
    if (args_end(c) == KV_OK)
        return true;
    reply_error(c, "ERR value is out of range, must be positive");
    return false;
}

/* Writes prefix, a colon and the number to text. */
static void set_numbered(struct buf *text, struct bytes prefix, int64_t number)
{
    buf_clear(text);
    buf_add_bytes(text, prefix);
    buf_add_byte(text, ':');
    buf_add_int(text, number);
}

/* Brings text to len bytes: cuts it, or fills it up with zeros. */
static void set_len(struct buf *text, size_t len)
{
    if (len > text->len)
        memset(buf_room(text, len - text->len), 0, len - text->len);
    text->len = len;
}

static void populate_one(struct populate *p)
{
    struct key key;

    set_numbered(&p->name, p->prefix, p->next);
    key = key_of(buf_bytes(&p->name));
    if (store_find(p->db, key))
        return;
    set_numbered(&p->value, BYTES_LIT("value"), p->next);
    if (p->size >= 0)
        set_len(&p->value, (size_t)p->size);
    store_put_string(p->db, key, buf_bytes(&p->value), EXPIRE_NEVER);
}

static bool populate_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct populate *p = state;

    (void)gathered;
    do {
        for (size_t bytes = 0; bytes < POPULATE_BYTES; bytes += p->name.len + p->value.len) {
            if (p->next == p->count)
                return true;
            populate_one(p);
            p->next++;
        }
    } while (clock_mono_ns() < until_ns);
    return false;
}

static void populate_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)state;
    (void)gathered;
    reply_ok(c);
}

static void populate_free(void *state)
{
    struct populate *p = state;

    mem_free((void *)(uintptr_t)p->prefix.ptr);
    buf_fini(&p->name);
    buf_fini(&p->value);
    mem_free_sized(p, sizeof *p);
}

static const struct job_type populate_job = { populate_step, populate_reply, populate_free };

/* DEBUG POPULATE count [prefix [size]]: over several turns, if there are many. */
static void debug_populate(struct call *c)
{
    struct populate args, *p;

    if (!populate_args(c, &args))
        return;
    p = mem_alloc(sizeof *p);
    *p = args;
    p->prefix = bytes_make(mem_bytesdup(args.prefix), args.prefix.len);
    job_run(c, &populate_job, p);
}

/* DEBUG KEYSPACE-CHECK */
static void debug_keyspace_check(struct call *c)
{
    store_check(c->store);
    reply_ok(c);
}

static bool defrag_job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    bool at_end;

    (void)gathered;
    mem_defrag_always(true);
    at_end = defrag_step(state, until_ns);
    mem_defrag_always(false);
    return at_end;
}

static void defrag_job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)state;
    (void)gathered;
    reply_ok(c);
}

static void defrag_job_free(void *state)
{
    defrag_free(state);
}

static const struct job_type defrag_job = { defrag_job_step, defrag_job_reply, defrag_job_free };

/* DEBUG DEFRAG: over several turns, if there is much. */
static void debug_defrag(struct call *c)
{
    job_run(c, &defrag_job, defrag_new(c->store));
}

/* ---- Behaviour ----------------------------------------------------------------------------------- */

/* DEBUG SLEEP seconds */
static void debug_sleep(struct call *c)
{
    double seconds = arg_double(c);
    struct timespec left;

    if (args_end(c) == KV_OK && (seconds < 0 || seconds > SLEEP_MAX_S))
        arg_fail(c, KV_RANGE, NULL);
    if (c->err != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    left.tv_sec = (time_t)seconds;
    left.tv_nsec = (long)((seconds - (double)left.tv_sec) * 1e9);
    while (nanosleep(&left, &left) != 0)
        ;
    reply_ok(c);
}

/* An argument 0 or 1; false: an error was replied. */
static bool switch_arg(struct call *c, bool *on)
{
    *on = arg_int_range(c, 0, 1);
    if (args_end(c) == KV_OK)
        return true;
    reply_err(c, c->err);
    return false;
}

/* DEBUG SET-ACTIVE-EXPIRE 0|1 */
static void debug_set_active_expire(struct call *c)
{
    bool on;

    if (!switch_arg(c, &on))
        return;
    store_set_active_expire(c->store, on);
    reply_ok(c);
}

/* DEBUG PAUSE-CRON 0|1 */
static void debug_pause_cron(struct call *c)
{
    bool on;

    if (!switch_arg(c, &on))
        return;
    server_pause_cron(on);
    reply_ok(c);
}

/* DEBUG DICT-RESIZING 0|1: test suites switch it off so that a table stays as it is. Ours changes by
 * a few buckets at a time and has no such switch. */
static void debug_dict_resizing(struct call *c)
{
    bool on;

    if (switch_arg(c, &on))
        reply_ok(c);
}

/* DEBUG CHANGE-REPL-ID */
static void debug_change_repl_id(struct call *c)
{
    stats_new_replid();
    reply_ok(c);
}

/* DEBUG LOG message */
static void debug_log(struct call *c)
{
    struct bytes text = arg_bytes(c);

    log_warning("DEBUG LOG: %.*s", (int)size_min(text.len, TEXT_MAX), (const char *)text.ptr);
    reply_ok(c);
}

/* ---- For clients --------------------------------------------------------------------------------- */

/* DEBUG ERROR text */
static void debug_error(struct call *c)
{
    struct bytes text = arg_bytes(c);

    reply_errorf(c, "%.*s", (int)size_min(text.len, TEXT_MAX), (const char *)text.ptr);
}

/* DEBUG STRINGMATCH-LEN pattern text */
static void debug_stringmatch_len(struct call *c)
{
    struct bytes pattern = arg_bytes(c);

    reply_int(c, glob_match(pattern, arg_bytes(c)));
}

static void protocol_string(struct call *c)
{
    reply_bulk_str(c, "Hello World");
}

static void protocol_integer(struct call *c)
{
    reply_int(c, 12345);
}

static void protocol_double(struct call *c)
{
    reply_double(c, 3.141);
}

static void protocol_bignum(struct call *c)
{
    resp_big_number(c->out, c->proto, BYTES_LIT("1234567999999999999999999999999999999"));
}

static void protocol_array(struct call *c)
{
    reply_array(c, 3);
    for (int i = 0; i < 3; i++)
        reply_int(c, i);
}

static void protocol_set(struct call *c)
{
    reply_set(c, 3);
    for (int i = 0; i < 3; i++)
        reply_int(c, i);
}

static void protocol_map(struct call *c)
{
    reply_map(c, 3);
    for (int i = 0; i < 3; i++) {
        reply_int(c, i);
        reply_bool(c, i == 1);
    }
}

static void protocol_attrib(struct call *c)
{
    if (resp_attribute(c->out, c->proto, 1)) {
        reply_bulk_str(c, "key-popularity");
        reply_array(c, 2);
        reply_bulk_str(c, "key:123");
        reply_int(c, 90);
    }
    reply_bulk_str(c, "Some real reply following the attribute");
}

static void protocol_push(struct call *c)
{
    if (c->proto < 3) {
        reply_error(c, "ERR RESP2 is not supported by this command");
        return;
    }
    reply_push(c, 2);
    reply_bulk_str(c, "server-cpu-usage");
    reply_int(c, 42);
    reply_bulk_str(c, "Some real reply following the push reply");
}

static void protocol_verbatim(struct call *c)
{
    reply_verbatim(c, "txt", BYTES_LIT("This is a verbatim\nstring"));
}

static void protocol_true(struct call *c)
{
    reply_bool(c, true);
}

static void protocol_false(struct call *c)
{
    reply_bool(c, false);
}

/* DEBUG PROTOCOL type: the values are Redis's, which client test suites compare with. */
static void debug_protocol(struct call *c)
{
    static const struct {
        const char *name;
        void (*reply)(struct call *c);
    } types[] = {
        { "string", protocol_string },
        { "integer", protocol_integer },
        { "double", protocol_double },
        { "bignum", protocol_bignum },
        { "null", reply_null },
        { "array", protocol_array },
        { "set", protocol_set },
        { "map", protocol_map },
        { "attrib", protocol_attrib },
        { "push", protocol_push },
        { "verbatim", protocol_verbatim },
        { "true", protocol_true },
        { "false", protocol_false },
    };

    for (unsigned i = 0; i < sizeof types / sizeof *types; i++) {
        if (arg_word(c, types[i].name)) {
            types[i].reply(c);
            return;
        }
    }
    reply_error(c,
                "ERR Wrong protocol type name. Please use one of the following: "
                "string|integer|double|bignum|null|array|set|map|attrib|push|verbatim|true|false");
}

/* ---- The end ------------------------------------------------------------------------------------- */

/* DEBUG SEGFAULT */
static void debug_segfault(struct call *c)
{
    volatile int *volatile nowhere = NULL;

    (void)c;
    *nowhere = 1;
}

/* DEBUG PANIC */
static void debug_panic(struct call *c)
{
    (void)c;
    log_warning("debug: the end was asked for by DEBUG PANIC");
    abort();
}

/* DEBUG ASSERT */
static void debug_assert(struct call *c)
{
    const bool debug_assert_was_called = true;

    (void)c;
    kv_assert(!debug_assert_was_called);
}

/* ---- Subcommands --------------------------------------------------------------------------------- */

static void debug_help(struct call *c);

/* In Redis DEBUG is one command, not a container: COMMAND DOCS and ACL know no subcommands. */
static const struct {
    const char *name;
    unsigned most, least; /* arguments behind the name */
    command_fn *run;
    const char *args, *summary;
} subs[] = {
    { "ASSERT", 0, 0, debug_assert, "", "Ends the server by a failed assertion." },
    { "CHANGE-REPL-ID", 0, 0, debug_change_repl_id, "", "Draws a new replication ID." },
    { "DEFRAG", 0, 0, debug_defrag, "",
      "Moves every block of every key once, whether that helps or not." },
    { "DICT-RESIZING", 1, 1, debug_dict_resizing, " <0|1>",
      "Accepted: tables resize in small steps at any time." },
    { "DIGEST", 0, 0, debug_digest, "",
      "Shows a digest of the data set; zeros if it is empty. Not the one of other servers." },
    { "DIGEST-VALUE", UINT32_MAX, 1, debug_digest_value, " <key> [<key> ...]",
      "Shows a digest of each value; zeros for a missing key." },
    { "ERROR", 1, 1, debug_error, " <text>", "Replies the text as an error." },
    { "HELP", 0, 0, debug_help, "", "Shows this text." },
    { "HTSTATS", 2, 1, debug_htstats, " <db> [FULL]", "Shows figures of a database's table." },
    { "HTSTATS-KEY", 2, 1, debug_htstats_key, " <key> [FULL]",
      "Shows figures of the table that holds a value." },
    { "KEYSPACE-CHECK", 0, 0, debug_keyspace_check, "",
      "Checks every invariant of the keyspace; one that does not hold ends the server." },
    { "LISTPACK", 1, 1, debug_listpack, " <key>", "Shows the elements of a listpack." },
    { "LOG", 1, 1, debug_log, " <message>", "Writes a message to the log." },
    { "OBJECT", 1, 1, debug_object, " <key>", "Shows how the value at a key is held." },
    { "PANIC", 0, 0, debug_panic, "", "Ends the server by abort()." },
    { "PAUSE-CRON", 1, 1, debug_pause_cron, " <0|1>", "Lets the periodic jobs rest, or not." },
    { "POPULATE", 3, 1, debug_populate, " <count> [<prefix>] [<size>]",
      "Creates keys prefix:0, prefix:1 and so on where there are none; nothing is propagated." },
    { "PROTOCOL", 1, 1, debug_protocol, " <type>", "Replies a value of a protocol type." },
    { "QUICKLIST", 2, 1, debug_quicklist, " <key> [<0|1>]",
      "Shows the chunks of a list; 1: and their elements." },
    { "QUICKLIST-PACKED-THRESHOLD", 1, 1, debug_quicklist_packed_threshold, " <size>",
      "Has elements from this size on held alone; 0: only those too big for a chunk." },
    { "SEGFAULT", 0, 0, debug_segfault, "", "Ends the server by an invalid memory access." },
    { "SET-ACTIVE-EXPIRE", 1, 1, debug_set_active_expire, " <0|1>",
      "Leaves expired keys in place (invisible) until they are accessed, or not." },
    { "SLEEP", 1, 1, debug_sleep, " <seconds>", "Stops the server; at most an hour." },
    { "STRINGMATCH-LEN", 2, 2, debug_stringmatch_len, " <pattern> <text>",
      "Tells whether a glob pattern matches." },
};

/* DEBUG HELP */
static void debug_help(struct call *c)
{
    char line[128];

    reply_array(c, 1 + 2 * (sizeof subs / sizeof *subs));
    reply_simple(c, "DEBUG <subcommand> [<arg> [value] [opt] ...]. Subcommands are:");
    for (unsigned i = 0; i < sizeof subs / sizeof *subs; i++) {
        snprintf(line, sizeof line, "%s%s", subs[i].name, subs[i].args);
        reply_simple(c, line);
        snprintf(line, sizeof line, "    %s", subs[i].summary);
        reply_simple(c, line);
    }
}

/* DEBUG subcommand [argument ...] */
static void cmd_debug(struct call *c)
{
    struct bytes name;

    if (!config_grants(config_debug_access, c->client)) {
        reply_error(c, "ERR DEBUG command not allowed. If the enable-debug-command option is set "
                       "to \"local\", you can run it from a local connection, otherwise you need "
                       "to set this option in the configuration file, and then restart the "
                       "server.");
        return;
    }
    name = arg_bytes(c);
    for (unsigned i = 0; i < sizeof subs / sizeof *subs; i++) {
        if (bytes_is_word(name, subs[i].name) && args_left(c) >= subs[i].least &&
            args_left(c) <= subs[i].most) {
            subs[i].run(c);
            return;
        }
    }
    reply_errorf(c,
                 "ERR unknown subcommand or wrong number of arguments for '%.*s'. Try DEBUG HELP.",
                 (int)size_min(name.len, 128), (const char *)name.ptr);
}

const struct command debug_commands[] = {
    { "debug", -2, CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE, .handler = cmd_debug,
      .group = "server", .since = "1.0.0", .complexity = "Depends on the subcommand.",
      .summary = "Looks into the server, and makes it misbehave." },
    COMMAND_END,
};
