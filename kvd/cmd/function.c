/* FUNCTION FCALL FCALL_RO */
#include "base/clock.h"
#include "base/crc.h"
#include "base/glob.h"
#include "cmd/families.h"
#include "cmd/flush_wait.h"
#include "obj/rdb_function.h"
#include "obj/rdb_signed.h"
#include "script/functions.h"
#include "script/library_header.h"
#include "server/aside.h"
#include "server/lazyfree.h"
#include "server/limits.h"
#include "server/monitor.h"
#include "server/reply.h"

enum {
    DUMP_VERSION = 10,
    RESTORE_MS = 5000,      /* so long may loading all libraries of a payload take */
    CRC_STEP = 1024 * 1024, /* bytes of a payload that are checked in some 0.5 ms */
};

static const char engine_name[] = "LUA";

/* Libraries belong to no key, and nobody is notified of their changes. */
static void changed(struct call *c)
{
    call_changed(c, BYTES_LIT(""), NULL);
}

static void reply_why(struct call *c, struct buf *why)
{
    reply_errorf(c, "ERR %s", buf_cstr(why));
}

/* Of a subcommand with too many arguments. */
static void reply_arguments(struct call *c)
{
    reply_errorf(
        c, "ERR unknown subcommand or wrong number of arguments for '%.*s'. Try FUNCTION HELP.",
        BYTES_ARG(c->argv[1]));
}

/* ---- FCALL ----------------------------------------------------------------------------------------- */

static void call_function(struct call *c, bool read_only)
{
    struct functions *f = functions_now();
    const struct function *fn = library_find_function(f->libraries, c->argv[1]);
    struct script_start start = { .kind = SCRIPT_FUNCTION, .read_only = read_only };
    int64_t count;

    /* Before what it calls; the row keeps it from being shown behind that. */
    if (monitor_clients > 0)
        monitor_feed(c);
    if (fn == NULL) {
        reply_error(c, "ERR Function not found");
        return;
    }
    if (!num_parse_int(c->argv[2], &count)) {
        reply_error(c, "ERR Bad number of keys provided");
        return;
    }
    if (!script_arguments(c, &start))
        return;
    start.name = (const char *)fn->name.ptr;
    start.flags = fn->flags;
    functions_push(f, fn);
    script_run(f->vm, c, &start);
}

static bool fcall_only_reads(const struct bytes *argv, unsigned argc)
{
    const struct function *fn = library_find_function(functions_now()->libraries, argv[1]);

    (void)argc;
    return fn != NULL && fn->flags & SCRIPT_NO_WRITES;
}

/* FCALL function numkeys [key ...] [arg ...] */
static void cmd_fcall(struct call *c)
{
    call_function(c, false);
}

/* FCALL_RO function numkeys [key ...] [arg ...] */
static void cmd_fcall_ro(struct call *c)
{
    call_function(c, true);
}

/* ---- LOAD, DELETE, FLUSH --------------------------------------------------------------------------- */

/* False, and why, if the code is of a library that is there already. */
static bool is_new(const struct library_set *s, struct bytes code, struct buf *why)
{
    struct buf name;
    struct bytes body;
    bool ok;

    buf_init(&name, LIBRARY_HEADER_MAX);
    ok = library_read_header(code, &name, &body, why);
    if (ok && library_find(s, buf_bytes(&name)) != NULL) {
        buf_addf(why, "Library '%s' already exists", buf_cstr(&name));
        ok = false;
    }
    buf_fini(&name);
    return ok;
}

static void load(struct call *c, struct bytes code, bool replace)
{
    struct functions *f = functions_now();
    struct library_set *loaded = NULL;
    struct buf why;

    buf_init(&why, BUF_UNLIMITED);
    if (replace || is_new(f->libraries, code, &why))
        loaded = functions_load(f, c, code, &why);
    if (loaded != NULL && library_set_fits(f->libraries, loaded, replace, &why)) {
        reply_bulk(c, library_name(library_at(loaded, 0)));
        library_set_join(f->libraries, loaded);
        changed(c);
    } else {
        reply_why(c, &why);
    }
    library_set_free(loaded);
    buf_fini(&why);
}

/* FUNCTION LOAD [REPLACE] function-code */
static void cmd_load(struct call *c)
{
    bool replace = false;

    while (args_left(c) > 1) {
        struct bytes option = arg_peek(c);

        if (!arg_word(c, "replace")) {
            reply_errorf(c, "ERR Unknown option given: %.*s", BYTES_ARG(option));
            return;
        }
        replace = true;
    }
    load(c, arg_bytes(c), replace);
}

/* FUNCTION DELETE library-name */
static void cmd_delete(struct call *c)
{
    struct library_set *s = functions_now()->libraries;
    struct library *l = library_find(s, arg_bytes(c));

    if (l == NULL) {
        reply_error(c, "ERR Library not found");
        return;
    }
    library_remove(s, l);
    changed(c);
    reply_ok(c);
}

/* Frees it, on the background thread if that is asked for or it may take long; true if so. */
static bool let_go(struct functions *f, bool later)
{
    if (later || functions_are_many(f)) {
        functions_free_later(f);
        return true;
    }
    functions_free(f);
    return false;
}

static void flush(struct call *c, bool lazy)
{
    bool later = let_go(functions_replace(NULL), lazy);

    changed(c);
    if (later && !lazy)
        flush_wait(c);
    else
        reply_ok(c);
}

/* FUNCTION FLUSH [ASYNC | SYNC] */
static void cmd_flush(struct call *c)
{
    bool lazy = lazyfree_user_flush;

    if (args_left(c) > 1) {
        reply_arguments(c);
        return;
    }
    if (arg_word(c, "async"))
        lazy = true;
    else if (arg_word(c, "sync"))
        lazy = false;
    if (args_left(c) > 0) {
        reply_error(c, "ERR FUNCTION FLUSH only supports SYNC|ASYNC option");
        return;
    }
    flush(c, lazy);
}

/* ---- LIST, STATS ----------------------------------------------------------------------------------- */

static void reply_flags(struct call *c, unsigned flags)
{
    reply_set(c, (size_t)__builtin_popcount(flags));
    for (unsigned bit = 0; script_flag_name(bit) != NULL; bit++)
        if (flags & 1u << bit)
            reply_simple(c, script_flag_name(bit));
}

static void reply_function(struct call *c, const struct function *f)
{
    reply_map(c, 3);
    reply_bulk_str(c, "name");
    reply_bulk(c, f->name);
    reply_bulk_str(c, "description");
    if (f->description.ptr != NULL)
        reply_bulk(c, f->description);
    else
        reply_null(c);
    reply_bulk_str(c, "flags");
    reply_flags(c, f->flags);
}

static void reply_library(struct call *c, const struct library *l, bool with_code)
{
    size_t count = library_function_count(l);

    reply_map(c, with_code ? 4 : 3);
    reply_bulk_str(c, "library_name");
    reply_bulk(c, library_name(l));
    reply_bulk_str(c, "engine");
    reply_bulk_str(c, engine_name);
    reply_bulk_str(c, "functions");
    reply_array(c, count);
    for (size_t i = 0; i < count; i++)
        reply_function(c, library_function_at(l, i));
    if (with_code) {
        reply_bulk_str(c, "library_code");
        reply_bulk(c, library_code(l));
    }
}

/* False: an error was replied. pattern->ptr is NULL if there is none. */
static bool list_options(struct call *c, struct bytes *pattern, bool *with_code)
{
    while (args_left(c) > 0) {
        struct bytes word = arg_peek(c);

        if (!*with_code && arg_word(c, "withcode")) {
            *with_code = true;
        } else if (pattern->ptr == NULL && arg_word(c, "libraryname")) {
            if (args_left(c) == 0) {
                reply_error(c, "ERR library name argument was not given");
                return false;
            }
            *pattern = arg_bytes(c);
        } else {
            reply_errorf(c, "ERR Unknown argument %.*s", BYTES_ARG(word));
            return false;
        }
    }
    return true;
}

/* FUNCTION LIST [LIBRARYNAME pattern] [WITHCODE] */
static void cmd_list(struct call *c)
{
    const struct library_set *s = functions_now()->libraries;
    struct bytes pattern = { 0 };
    bool with_code = false;
    size_t mark, count = 0;

    if (!list_options(c, &pattern, &with_code))
        return;
    mark = reply_later(c);
    for (size_t i = 0; i < library_set_count(s); i++) {
        const struct library *l = library_at(s, i);

        if (pattern.ptr != NULL && !glob_match_nocase(pattern, library_name(l)))
            continue;
        reply_library(c, l, with_code);
        count++;
    }
    reply_later_set(c, mark, '*', count);
}

static void reply_running(struct call *c, const struct script_running *r)
{
    reply_map(c, 3);
    reply_bulk_str(c, "name");
    reply_bulk_str(c, r->name);
    reply_bulk_str(c, "command");
    reply_array(c, r->argc);
    for (unsigned i = 0; i < r->argc; i++)
        reply_bulk(c, r->argv[i]);
    reply_bulk_str(c, "duration_ms");
    reply_int(c, (int64_t)r->ms);
}

/* FUNCTION STATS */
static void cmd_stats(struct call *c)
{
    const struct library_set *s = functions_now()->libraries;
    const struct script_running *r = script_running();

    if (r != NULL && r->kind != SCRIPT_FUNCTION) {
        reply_error(c, aside_why());
        return;
    }
    reply_map(c, 2);
    reply_bulk_str(c, "running_script");
    if (r != NULL)
        reply_running(c, r);
    else
        reply_null(c);
    reply_bulk_str(c, "engines");
    reply_map(c, 1);
    reply_bulk_str(c, engine_name);
    reply_map(c, 2);
    reply_bulk_str(c, "libraries_count");
    reply_int(c, (int64_t)library_set_count(s));
    reply_bulk_str(c, "functions_count");
    reply_int(c, (int64_t)library_set_function_count(s));
}

/* FUNCTION KILL */
static void cmd_kill(struct call *c)
{
    script_kill(c, SCRIPT_FUNCTION);
}

/* ---- DUMP, RESTORE --------------------------------------------------------------------------------- */

/* FUNCTION DUMP */
static void cmd_dump(struct call *c)
{
    const struct library_set *s = functions_now()->libraries;
    struct buf payload;

    buf_init(&payload, BUF_UNLIMITED);
    for (size_t i = 0; i < library_set_count(s); i++)
        rdb_put_function(&payload, library_code(library_at(s, i)));
    rdb_sign(&payload, DUMP_VERSION, crc64(0, buf_bytes(&payload)));
    reply_bulk(c, buf_bytes(&payload));
    buf_fini(&payload);
}

enum policy { POLICY_APPEND, POLICY_REPLACE, POLICY_FLUSH };

/* False: an error was replied. */
static bool read_policy(struct call *c, enum policy *policy)
{
    *policy = POLICY_APPEND;
    if (args_left(c) > 1) {
        reply_arguments(c);
        return false;
    }
    if (args_left(c) == 0 || arg_word(c, "append"))
        return true;
    if (arg_word(c, "replace"))
        *policy = POLICY_REPLACE;
    else if (arg_word(c, "flush"))
        *policy = POLICY_FLUSH;
    else
        reply_error(c, "ERR Wrong restore policy given, value should be either FLUSH, APPEND or "
                       "REPLACE.");
    return *policy != POLICY_APPEND;
}

/* Loads one library into the set, which is of f. */
static bool restore_library(struct call *c, struct functions *f, struct library_set *into,
                            struct bytes code, struct buf *why)
{
    struct library_set *one;
    bool ok;

    if (!is_new(into, code, why))
        return false;
    one = functions_load(f, c, code, why);
    ok = one != NULL && library_set_fits(into, one, false, why);
    if (ok)
        library_set_join(into, one);
    library_set_free(one);
    return ok;
}

/* For how long the request has run; others' time does not count. */
static uint64_t own_time_ns(void)
{
    return clock_mono_ns() - aside_away_ns();
}

/* All libraries of the payload. */
static bool restore_libraries(struct call *c, struct functions *f, struct library_set *into,
                              struct bytes payload, struct buf *why)
{
    uint64_t until_ns = own_time_ns() + (uint64_t)RESTORE_MS * 1000000;
    struct rdb_reader r = rdb_reader(payload, proto_max_bulk_len);
    struct buf scratch;
    struct bytes code;
    enum kv_err err;

    buf_init(&scratch, BUF_UNLIMITED);
    while ((err = rdb_next_function(&r, &scratch, &code)) == KV_OK) {
        script_share();
        if (own_time_ns() > until_ns) {
            buf_add_str(why, "FUNCTION RESTORE timeout");
            break;
        }
        if (!restore_library(c, f, into, code, why))
            break;
    }
    if (err == KV_WRONG_TYPE)
        buf_add_str(why, "given type is not a function");
    else if (err == KV_CORRUPT)
        buf_add_str(why, "Failed loading library payload");
    buf_fini(&scratch);
    return err == KV_NOT_FOUND;
}

/* Frees a set, which may take long. */
static void give_up(struct library_set *s)
{
    while (library_set_count(s) > 0) {
        library_remove_last(s);
        script_share();
    }
    library_set_free(s);
}

/* In the place of all libraries that are there. */
static bool restore_afresh(struct call *c, struct bytes payload, struct buf *why)
{
    struct functions *f = functions_new();

    if (!restore_libraries(c, f, f->libraries, payload, why)) {
        let_go(f, false);
        return false;
    }
    let_go(functions_replace(f), false);
    return true;
}

static bool restore_beside(struct call *c, struct bytes payload, bool replace, struct buf *why)
{
    struct functions *f = functions_now();
    struct library_set *aside = functions_aside(f);
    bool ok = restore_libraries(c, f, aside, payload, why) &&
              library_set_fits(f->libraries, aside, replace, why);

    if (ok)
        library_set_join(f->libraries, aside);
    give_up(aside);
    return ok;
}

/* FUNCTION RESTORE serialized-value [FLUSH | APPEND | REPLACE] */
static void cmd_restore(struct call *c)
{
    struct rdb_signed payload = rdb_signed(arg_bytes(c));
    enum policy policy;
    struct buf why;
    bool ok;

    if (!read_policy(c, &policy))
        return;
    while (!rdb_signed_step(&payload, CRC_STEP))
        script_share();
    if (payload.wrong) {
        reply_error(c, "ERR DUMP payload version or checksum are wrong");
        return;
    }
    buf_init(&why, BUF_UNLIMITED);
    if (policy == POLICY_FLUSH)
        ok = restore_afresh(c, rdb_signed_content(&payload), &why);
    else
        ok = restore_beside(c, rdb_signed_content(&payload), policy == POLICY_REPLACE, &why);
    if (ok) {
        changed(c);
        reply_ok(c);
    } else {
        reply_why(c, &why);
    }
    buf_fini(&why);
}

/* ---- Rows ------------------------------------------------------------------------------------------ */

#define ABOUT            .acl = ACL_SCRIPTING, .group = "scripting", .since = "7.0.0"
#define SHARDS(response) .tips = "request_policy:all_shards response_policy:" response
#define CHANGES(more)    CMD_WRITE | CMD_NOSCRIPT | CMD_SHARES | (more)

static const struct command function_subs[] = {
    { "load", -3, CHANGES(CMD_DENYOOM | CMD_ASIDE), ABOUT, SHARDS("all_succeeded"),
      .handler = cmd_load,
      .complexity = "O(1), and what loading the code takes, half a second at most.",
      .summary = "Loads a library; its name is in the first line of the code.",
      .args = "[ REPLACE ] function-code" },
    { "delete", 3, CHANGES(0), ABOUT, SHARDS("all_succeeded"), .handler = cmd_delete,
      .complexity = "O(N) for N functions of the library.",
      .summary = "Deletes a library and its functions.", .args = "library-name" },
    { "list", -2, CMD_NOSCRIPT | CMD_SHARES, ABOUT, .tips = "nondeterministic_output_order",
      .handler = cmd_list, .complexity = "O(N) for N functions.",
      .summary = "Tells about all libraries, or those whose name matches a pattern.",
      .args = "[ LIBRARYNAME library-name-pattern ] [ WITHCODE ]" },
    { "dump", 2, CMD_NOSCRIPT | CMD_SHARES, ABOUT, .handler = cmd_dump,
      .complexity = "O(N) for N bytes of code.",
      .summary = "Gives all libraries in a form that FUNCTION RESTORE takes." },
    { "restore", -3, CHANGES(CMD_DENYOOM | CMD_ASIDE), ABOUT, SHARDS("all_succeeded"),
      .handler = cmd_restore, .complexity = "O(N) for N libraries, and what loading them takes.",
      .summary =
          "Loads the libraries that FUNCTION DUMP gave: beside those that are there (APPEND, "
          "the default), in the place of those of the same name, or of all. All of them or "
          "none.",
      .args = "serialized-value [ policy=( FLUSH | APPEND | REPLACE ) ]" },
    { "flush", -2, CHANGES(0), ABOUT, SHARDS("all_succeeded"), .handler = cmd_flush,
      .complexity = "O(N) for N functions; in the background if ASYNC.",
      .summary = "Deletes all libraries.", .args = "[ flush-type=( ASYNC | SYNC ) ]" },
    { "kill", 2, CMD_NOSCRIPT | CMD_ALLOW_BUSY, ABOUT, SHARDS("one_succeeded"), .handler = cmd_kill,
      .complexity = "O(1)",
      .summary = "Ends the function that is running, unless it has written." },
    { "stats", 2, CMD_NOSCRIPT | CMD_ALLOW_BUSY, ABOUT,
      .tips = "nondeterministic_output request_policy:all_shards response_policy:special",
      .handler = cmd_stats, .complexity = "O(1)",
      .summary = "Tells about the function that is running, and the number of functions." },
    { "help", 2, CMD_LOADING | CMD_STALE, ABOUT, .handler = reply_help, .complexity = "O(1)",
      .summary = "Shows this text." },
    COMMAND_END,
};

#define CALL_FLAGS                                                                                 \
    CMD_NOSCRIPT | CMD_STALE | CMD_SKIP_MONITOR | CMD_NO_MANDATORY_KEYS | CMD_MOVABLEKEYS |        \
        CMD_SCRIPT_RUNNER | CMD_ASIDE
#define CALL_ARGS "function numkeys:integer [ key ... ] [ arg ... ]"

const struct command function_commands[] = {
    { "function", -2, 0, .group = "scripting", .since = "7.0.0", .complexity = "O(1)",
      .summary = "Manages libraries of functions.", .subs = function_subs },
    { "fcall", -3, CALL_FLAGS | CMD_MAY_REPLICATE,
      .keys = { KEYNUM(2, 1, KS_RW | KS_ACCESS | KS_UPDATE) }, ABOUT, .handler = cmd_fcall,
      .only_reads = fcall_only_reads, .complexity = "That of the function.",
      .summary = "Calls a function.", .args = CALL_ARGS },
    { "fcall_ro", -3, CALL_FLAGS | CMD_READONLY, .keys = { KEYNUM(2, 1, KS_RO | KS_ACCESS) }, ABOUT,
      .handler = cmd_fcall_ro, .complexity = "That of the function.",
      .summary = "Calls a function that does not write.", .args = CALL_ARGS },
    COMMAND_END,
};
