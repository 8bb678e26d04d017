#include "script/api.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/sha1.h"
#include "base/size.h"
#include "script/alarm.h"
#include "script/lua_work.h"
#include "script/run.h"
#include "script/sandbox.h"
#include "server/aside.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/memory.h"
#include "server/reply.h"
#include "server/version.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

enum { REPL_NONE = 0, REPL_AOF = 1, REPL_REPLICA = 2, REPL_ALL = 3 };

/* ---- Errors -------------------------------------------------------------------------------------- */

void api_push_error(lua_State *L, const char *text)
{
    lua_createtable(L, 0, 3);
    lua_pushstring(L, text);
    lua_setfield(L, -2, "err");
}

int script_raise(lua_State *L, const char *text)
{
    lua_pushfstring(L, "ERR %s", text);
    api_push_error(L, lua_tostring(L, -1));
    return lua_error(L);
}

/* The innermost Lua function, as seen from a function that was called with an error, or from one of ours. */
static bool find_place(lua_State *L, lua_Debug *ar)
{
    for (int level = 1; level <= 2; level++) {
        if (!lua_getstack(L, level, ar))
            return false;
        lua_getinfo(L, "Sl", ar);
        if (ar->currentline > 0)
            return true;
    }
    return false;
}

static void set_raw(lua_State *L, int table, const char *name)
{
    lua_pushstring(L, name);
    lua_insert(L, -2);
    lua_rawset(L, table);
}

/* What is no table becomes the text of one. */
static void wrap_error(lua_State *L)
{
    if (lua_isstring(L, 1))
        lua_pushfstring(L, "ERR %s", lua_tostring(L, 1));
    else if (lua_isboolean(L, 1))
        lua_pushfstring(L, "ERR %s", lua_toboolean(L, 1) ? "true" : "false");
    else
        lua_pushfstring(L, "ERR %s", luaL_typename(L, 1));
    lua_createtable(L, 0, 3);
    lua_insert(L, -2);
    lua_setfield(L, -2, "err");
    lua_replace(L, 1);
}

/* The error's text is a string, whatever the script has put there. */
static void set_text(lua_State *L)
{
    lua_pushliteral(L, "err");
    lua_rawget(L, 1);
    if (lua_tostring(L, -1) == NULL) {
        lua_pop(L, 1);
        lua_pushliteral(L, "ERR unknown error");
    }
    set_raw(L, 1, "err");
}

static int on_error(lua_State *L)
{
    lua_Debug ar;

    if (!lua_istable(L, 1) || sandbox_is_guard(L, 1))
        wrap_error(L);
    set_text(L);
    if (find_place(L, &ar)) {
        lua_pushstring(L, ar.source);
        set_raw(L, 1, "source");
        lua_pushinteger(L, ar.currentline);
        lua_tostring(L, -1);
        set_raw(L, 1, "line");
    }
    lua_settop(L, 1);
    return 1;
}

void api_set_error_handler(struct script_vm *vm)
{
    lua_pushcfunction(vm->lua, on_error);
    vm->on_error = luaL_ref(vm->lua, LUA_REGISTRYINDEX);
}

/* ---- redis.call ---------------------------------------------------------------------------------- */

/* The arguments of the call being made. */
static struct {
    struct bytes *v;
    unsigned cap;
    struct buf numbers; /* the texts of those that are numbers */
} args;

enum { NUMBER_MAX = 32, ARGS_KEPT = 1024 };

/* As "%.17g" writes it. */
static struct bytes number_text(double d, char *text)
{
    if (d == floor(d) && fabs(d) < 1e15 && !(d == 0 && signbit(d)))
        return bytes_make(text, num_format_int(text, (int64_t)d));
    return bytes_make(text, (size_t)snprintf(text, NUMBER_MAX, "%.17g", d));
}

static void args_room(unsigned count)
{
    if (count <= args.cap)
        return;
    args.cap = count > 64 ? count : 64;
    args.v = mem_realloc(args.v, args.cap * sizeof *args.v);
}

/* False if one is neither a string nor a number. */
static bool take_arguments(lua_State *L, unsigned count)
{
    char *text = NULL;

    args_room(count);
    for (unsigned i = 0; i < count; i++) {
        int type = lua_type(L, (int)i + 1);
        size_t len;

        if (kv_likely(type == LUA_TSTRING)) {
            const char *s = lua_tolstring(L, (int)i + 1, &len);

            args.v[i] = bytes_make(s, len);
        } else if (type == LUA_TNUMBER) {
            if (text == NULL) {
                args.numbers.limit = BUF_UNLIMITED;
                buf_clear(&args.numbers);
                text = (char *)buf_room(&args.numbers, (size_t)NUMBER_MAX * count);
            }
            args.v[i] = number_text(lua_tonumber(L, (int)i + 1), text);
            text += NUMBER_MAX;
        } else {
            return false;
        }
    }
    return true;
}

static bool is_unknown(const struct call *c)
{
    return c->cmd == NULL || (c->cmd->row->subs && c->argc > 1);
}

/* Why a script may not call it, or NULL. */
static const char *why_not(struct script_run *r, const struct call *c)
{
    uint32_t flags;

    if (is_unknown(c))
        return "ERR Unknown Redis command called from script";
    flags = c->cmd->row->flags;
    if (!command_arity_ok(c->cmd->row, c->argc))
        return "ERR Wrong number of args calling Redis command from script";
    if (flags & CMD_NOSCRIPT)
        return "ERR This Redis command is not allowed from script";
    if (flags & (CMD_WRITE | CMD_MAY_REPLICATE) && r->no_writes)
        return "ERR Write commands are not allowed from read-only scripts.";
    if (flags & CMD_DENYOOM && r->oom && !r->allow_oom && !r->written)
        return "OOM command not allowed when used memory > 'maxmemory'.";
    return NULL;
}

/* A job holds a key of the request: it is done first. Keys that the script has declared are not held. False if
 * the script is stopped meanwhile. */
static bool wait_for_jobs(const struct call *c)
{
    while (kv_unlikely(hold_stops(c->cmd, c->argv, c->argc)) && jobs_waiting()) {
        jobs_run();
        if (!aside_may_go_on())
            return false;
    }
    return true;
}

static void run_command(struct script_run *r, struct call *n)
{
    const char *why = why_not(r, n);

    if (why != NULL) {
        if (!is_unknown(n))
            n->cmd->rejected++;
        reply_error(n, why);
        return;
    }
    if (!wait_for_jobs(n)) {
        reply_error(n, r->stop_text);
        return;
    }
    call_start_batch(); /* what Lua did before is no part of it */
    r->written |= n->cmd->row->flags & CMD_WRITE;
    call_run_nested(n);
}

/* The reply is one value on the stack; of an error, a table. */
static void call_into_values(struct script_run *r, lua_State *L, unsigned argc)
{
    struct call n = call_nested(r->call, command_lookup(args.v, argc), args.v, argc);
    int top = lua_gettop(L);

    r->vm->limit = SIZE_MAX;
    n.out = &r->bytes;
    n.proto = r->resp;
    sink_begin(&r->sink, r->vm, L, &n, r->limit);
    run_command(r, &n);
    sink_end(&r->sink);
    if (r->sink.overflow) {
        lua_settop(L, top);
        api_push_error(L, "ERR the reply takes the script beyond lua-memory-limit");
        r->sink.failed = true;
        r->vm->limit = r->limit;
        return;
    }
    lua_settop(L, top + 1); /* nil, if there was no reply at all */
    if (r->sink.failed) {
        lua_pushboolean(L, true);
        lua_setfield(L, -2, "ignore_error_stats_update");
    }
    r->vm->limit = r->limit;
}

static const char bad_arguments[] = "Lua redis lib command arguments must be strings or integers";

/* The arguments are not those of a command. */
static int fail(lua_State *L, bool raises, const char *text)
{
    if (raises)
        return script_raise(L, text);
    lua_pushfstring(L, "ERR %s", text);
    api_push_error(L, lua_tostring(L, -1));
    return 1;
}

static int call_command(lua_State *L, bool raises)
{
    struct script_run *r = script_now;
    unsigned argc = (unsigned)lua_gettop(L);

    if (r == NULL || r->start == NULL)
        return script_raise(L, "redis.call/pcall can only be called inside a script invocation");
    if (argc == 0)
        return fail(L, raises, "Please specify at least one argument for this redis lib call");
    if (!take_arguments(L, argc))
        return fail(L, raises, bad_arguments);
    call_into_values(r, L, argc);
    if (argc > ARGS_KEPT) {
        mem_free(args.v);
        args.v = NULL;
        args.cap = 0;
        buf_fini(&args.numbers);
    }
    if (alarm_is_due)
        run_check_time(L);
    return raises && r->sink.failed ? lua_error(L) : 1;
}

/* redis.call(command, ...) */
static int api_call(lua_State *L)
{
    return call_command(L, true);
}

/* redis.pcall(command, ...): an error is returned. */
static int api_pcall(lua_State *L)
{
    return call_command(L, false);
}

/* ---- The others ---------------------------------------------------------------------------------- */

/* redis.log(level, text ...) */
static int api_log(lua_State *L)
{
    int count = lua_gettop(L);
    lua_Number level;

    if (count < 2)
        return script_raise(L, "redis.log() requires two arguments or more.");
    if (!lua_isnumber(L, 1))
        return script_raise(L, "First argument must be a number (log level).");
    level = lua_tonumber(L, 1);
    if (!(level >= LOG_LEVEL_DEBUG && level <= LOG_LEVEL_WARNING))
        return script_raise(L, "Invalid debug level.");
    luaL_checkstack(L, count, "too many arguments");
    for (int i = 2; i <= count; i++) {
        if (lua_isstring(L, i))
            continue;
        lua_pushstring(L, "");
        lua_replace(L, i);
    }
    for (int i = count; i > 2; i--) { /* text " " text ... */
        lua_pushliteral(L, " ");
        lua_insert(L, i);
    }
    lua_concat(L, lua_gettop(L) - 1);
    log_line((enum log_level)level, "script: %s", lua_tostring(L, -1));
    return 0;
}

/* redis.sha1hex(text) */
static int api_sha1hex(lua_State *L)
{
    enum { PIECE = 256 * 1024, BYTES_A_STEP = 4 };
    char hex[SHA1_HEX + 1];
    struct bytes rest = BYTES_LIT("");
    struct sha1 sum;
    size_t len;
    const char *text;

    if (lua_gettop(L) != 1)
        return script_raise(L, "wrong number of arguments");
    text = lua_tolstring(L, 1, &len);
    if (text != NULL)
        rest = bytes_make(text, len);
    sha1_init(&sum);
    while (rest.len > 0) {
        struct bytes piece = bytes_make(rest.ptr, size_min(rest.len, PIECE));

        lua_work(L, piece.len / BYTES_A_STEP);
        sha1_add(&sum, piece);
        rest = bytes_from(rest, piece.len);
    }
    sha1_end_hex(&sum, hex);
    lua_pushlstring(L, hex, SHA1_HEX);
    return 1;
}

static int reply_table(lua_State *L, const char *field)
{
    if (lua_gettop(L) != 1 || lua_type(L, 1) != LUA_TSTRING) {
        api_push_error(L, "ERR wrong number or type of arguments");
        return 1;
    }
    lua_createtable(L, 0, 1);
    lua_insert(L, 1);
    lua_setfield(L, 1, field);
    return 1;
}

/* redis.status_reply(text) */
static int api_status_reply(lua_State *L)
{
    return reply_table(L, "ok");
}

/* redis.error_reply(text): a '-' before it is allowed, and the end of a line behind it. */
static int api_error_reply(lua_State *L)
{
    if (lua_gettop(L) == 1 && lua_type(L, 1) == LUA_TSTRING) {
        const char *text = lua_tostring(L, 1);
        size_t len;

        text += text[0] == '-';
        len = strlen(text);
        while (len > 0 && (text[len - 1] == '\r' || text[len - 1] == '\n'))
            len--;
        lua_pushstring(L, memchr(text, ' ', len) ? "" : "ERR ");
        lua_pushlstring(L, text, len);
        lua_concat(L, 2);
        lua_replace(L, 1);
    }
    return reply_table(L, "err");
}

/* redis.setresp(version) */
static int api_setresp(lua_State *L)
{
    lua_Number n;

    if (lua_gettop(L) != 1)
        return script_raise(L, "redis.setresp() requires one argument.");
    n = lua_tonumber(L, 1);
    if (n != 2 && n != 3)
        return script_raise(L, "RESP version must be 2 or 3.");
    if (script_now != NULL)
        script_now->resp = (int)n;
    return 0;
}

/* redis.replicate_commands(): effects are always what is passed on. */
static int api_replicate_commands(lua_State *L)
{
    lua_pushboolean(L, true);
    return 1;
}

/* redis.set_repl(what): checked; there is nothing yet that could be left out. */
static int api_set_repl(lua_State *L)
{
    lua_Number n;

    if (lua_gettop(L) != 1)
        return script_raise(L, "redis.set_repl() requires two arguments.");
    n = lua_tonumber(L, 1);
    if (n != REPL_NONE && n != REPL_AOF && n != REPL_REPLICA && n != REPL_ALL)
        return script_raise(L, "Invalid replication flags. Use REPL_AOF, REPL_REPLICA, REPL_ALL "
                               "or REPL_NONE.");
    return 0;
}

/* redis.acl_check_cmd(command, ...): every client may run every command. */
static int api_acl_check_cmd(lua_State *L)
{
    unsigned argc = (unsigned)lua_gettop(L);
    struct call c = { .argc = argc };

    if (argc == 0)
        return script_raise(L, "Please specify at least one argument for this redis lib call");
    if (!take_arguments(L, argc))
        return script_raise(L, bad_arguments);
    c.cmd = command_lookup(args.v, argc);
    if (is_unknown(&c))
        return script_raise(L, "Invalid command passed to redis.acl_check_cmd()");
    lua_pushboolean(L, true);
    return 1;
}

/* redis.breakpoint(): there is no debugger. */
static int api_breakpoint(lua_State *L)
{
    lua_pushboolean(L, false);
    return 1;
}

static int api_debug(lua_State *L)
{
    (void)L;
    return 0;
}

static void set_numbers(lua_State *L)
{
    static const struct {
        const char *name;
        int value;
    } numbers[] = {
        { "LOG_DEBUG", LOG_LEVEL_DEBUG },   { "LOG_VERBOSE", LOG_LEVEL_VERBOSE },
        { "LOG_NOTICE", LOG_LEVEL_NOTICE }, { "LOG_WARNING", LOG_LEVEL_WARNING },
        { "REPL_NONE", REPL_NONE },         { "REPL_AOF", REPL_AOF },
        { "REPL_SLAVE", REPL_REPLICA },     { "REPL_REPLICA", REPL_REPLICA },
        { "REPL_ALL", REPL_ALL },
    };
    unsigned version[3] = { 0 };

    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        lua_pushinteger(L, numbers[i].value);
        lua_setfield(L, -2, numbers[i].name);
    }
    sscanf(REDIS_VERSION, "%u.%u.%u", &version[0], &version[1], &version[2]);
    lua_pushliteral(L, REDIS_VERSION);
    lua_setfield(L, -2, "REDIS_VERSION");
    lua_pushinteger(L, (lua_Integer)(version[0] << 16 | version[1] << 8 | version[2]));
    lua_setfield(L, -2, "REDIS_VERSION_NUM");
}

int api_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "call", api_call },
        { "pcall", api_pcall },
        { "log", api_log },
        { "sha1hex", api_sha1hex },
        { "status_reply", api_status_reply },
        { "error_reply", api_error_reply },
        { "setresp", api_setresp },
        { "replicate_commands", api_replicate_commands },
        { "set_repl", api_set_repl },
        { "acl_check_cmd", api_acl_check_cmd },
        { "breakpoint", api_breakpoint },
        { "debug", api_debug },
        { NULL, NULL },
    };
    int globals = lua_gettop(L), ref;

    lua_newtable(L);
    luaL_register(L, NULL, functions);
    set_numbers(L);
    script_protect(L);
    lua_getmetatable(L, -1);
    lua_getfield(L, -1, "__index");
    ref = luaL_ref(L, LUA_REGISTRYINDEX);
    lua_pop(L, 1);
    lua_pushvalue(L, -1);
    lua_setfield(L, globals, "redis");
    lua_setfield(L, globals, "server");
    return ref;
}
