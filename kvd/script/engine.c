#include "script/engine.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/size.h"
#include "script/alarm.h"
#include "script/answer.h"
#include "script/lua_work.h"
#include "script/run.h"
#include "script/sandbox.h"
#include "server/aside.h"
#include "server/client.h"
#include "server/memory.h"
#include "server/reply.h"

#include <lauxlib.h>
#include <string.h>

enum {
    SLICE_NS = 5 * 1000 * 1000,        /* of a turn, once others are told BUSY */
    SHARED_SLICE_NS = 1 * 1000 * 1000, /* of a turn, while they go on */
    ARGUMENTS_KEPT = 1024 * 1024,
};

struct script_run *script_now;

static struct script_running running;
static bool ending; /* the server: of a transaction, no further script begins */
static const char stopped_at_end[] = "ERR Script stopped: the server is shutting down";
static int64_t busy_threshold_ms;
static uint64_t memory_limit;
static int64_t instruction_limit;

/* ---- Flags --------------------------------------------------------------------------------------- */

static const char *const flag_names[] = { "no-writes", "allow-oom", "allow-stale", "no-cluster",
                                          "allow-cross-slot-keys" };

enum { FLAGS = sizeof flag_names / sizeof *flag_names };

unsigned script_flag_find(struct bytes name)
{
    for (unsigned i = 0; i < FLAGS; i++)
        if (bytes_eq(name, bytes_str(flag_names[i])))
            return 1u << i;
    return 0;
}

const char *script_flag_name(unsigned bit)
{
    return bit < FLAGS ? flag_names[bit] : NULL;
}

/* ---- Time ---------------------------------------------------------------------------------------- */

static void stop(struct script_run *r, const char *text)
{
    r->stopped = true;
    r->stop_text = text;
}

static void stop_at_end(void)
{
    ending = true;
    if (script_now != NULL)
        stop(script_now, stopped_at_end);
}

static const char *busy_text(const struct script_run *r)
{
    if (r->start != NULL && r->start->kind == SCRIPT_FUNCTION)
        return "BUSY Redis is busy running a script. You can only call FUNCTION KILL or SHUTDOWN "
               "NOSAVE.";
    return "BUSY Redis is busy running a script. You can only call SCRIPT KILL or SHUTDOWN NOSAVE.";
}

static void leave(struct script_run *r)
{
    aside_leave(busy_text(r), stop_at_end);
    alarm_again(clock_mono_ns() + SLICE_NS);
}

void script_share(void)
{
    if (aside_shares() && aside_slice_ns() > SHARED_SLICE_NS)
        aside_leave(NULL, stop_at_end);
}

/* When what is loaded is to be looked at again. */
static uint64_t load_alarm_ns(const struct script_run *r)
{
    uint64_t end_ns = r->start_ns + r->load_ns + aside_away_ns();
    uint64_t slice_ns = clock_mono_ns() + SHARED_SLICE_NS;

    return aside_shares() && slice_ns < end_ns ? slice_ns : end_ns;
}

static void go_on_loading(struct script_run *r)
{
    script_share();
    if (clock_mono_ns() >= r->start_ns + r->load_ns + aside_away_ns())
        stop(r, "ERR FUNCTION LOAD timeout");
    else
        alarm_again(load_alarm_ns(r));
}

bool run_may_go_on(void)
{
    struct script_run *r = script_now;

    if (r == NULL)
        return true;
    if (!r->stopped && alarm_is_due) {
        alarm_is_due = 0;
        if (alarm_is_early())
            return true;
        if (r->load_ns > 0)
            go_on_loading(r);
        else if (aside_is_inside())
            leave(r);
    }
    if (r->stopped)
        alarm_is_due = 1; /* for every coroutine that goes on */
    return !r->stopped;
}

void run_check_time(lua_State *L)
{
    alarm_clear(L); /* before the next alarm is set: it may come at once */
    if (run_may_go_on())
        return;
    alarm_keep(L);
    lua_createtable(L, 0, 3);
    lua_pushstring(L, script_now->stop_text);
    lua_setfield(L, -2, "err");
    lua_error(L);
}

static void on_alarm(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    run_check_time(L);
}

void run_count(lua_State *L, uint64_t instructions)
{
    struct script_run *r = script_now;

    if (r == NULL || instruction_limit == 0)
        return;
    r->instructions += instructions;
    if (r->instructions <= (uint64_t)instruction_limit)
        return;
    stop(r, "ERR Script stopped: it has run more than lua-instruction-limit allows");
    run_check_time(L);
}

static void on_stride(lua_State *L, lua_Debug *ar)
{
    (void)ar;
    run_count(L, ALARM_STRIDE);
}

/* Commands that work for long ask. */
static bool may_go_on(void)
{
    return !alarm_is_due || run_may_go_on();
}

/* C functions that have worked for a while ask. */
static bool check_work(lua_State *L)
{
    run_count(L, LUA_WORK_SLICE);
    if (alarm_is_due)
        run_check_time(L);
    return true;
}

/* ---- Running ------------------------------------------------------------------------------------- */

/* The first alarm is rung at alarm_ns; 0: none. */
static void begin(struct script_run *r, uint64_t alarm_ns)
{
    static bool is_set;

    if (!is_set) {
        lua_work_set_check(check_work);
        aside_set_check(may_go_on);
    }
    is_set = true;
    kv_assert(script_now == NULL);
    script_now = r;
    r->bytes.limit = BUF_UNLIMITED;
    r->limit = r->vm->used + memory_limit;
    r->vm->limit = r->limit;
    alarm_begin(r->vm->lua, on_alarm, alarm_ns, instruction_limit > 0 ? on_stride : NULL);
}

/* What follows in Lua cannot fail. */
static void end_lua(struct script_run *r)
{
    r->vm->limit = SIZE_MAX;
}

static void end(struct script_run *r)
{
    alarm_end();
    buf_fini(&r->bytes);
    script_now = NULL;
}

/* Calls the function below its arguments, with the handler that makes errors tables. */
static int call_function(struct script_run *r, int args, int results)
{
    lua_State *L = r->vm->lua;
    int handler = lua_gettop(L) - args, status;

    lua_rawgeti(L, LUA_REGISTRYINDEX, r->vm->on_error);
    lua_insert(L, handler);
    status = lua_pcall(L, args, results, handler);
    lua_remove(L, handler);
    return status;
}

static void push_texts(lua_State *L, const struct bytes *v, unsigned count)
{
    lua_createtable(L, (int)count, 0);
    for (unsigned i = 0; i < count; i++) {
        lua_pushlstring(L, (const char *)v[i].ptr, v[i].len);
        lua_rawseti(L, -2, (int)i + 1);
    }
}

/* KEYS and ARGV are global variables of scripts; functions get them as arguments. Returns how many. */
static int push_arguments(struct script_vm *vm, const struct script_start *s)
{
    lua_State *L = vm->lua;

    if (s->kind == SCRIPT_FUNCTION) {
        push_texts(L, s->keys, s->key_count);
        push_texts(L, s->args, s->arg_count);
        return 2;
    }
    lua_rawgeti(L, LUA_REGISTRYINDEX, vm->globals);
    push_texts(L, s->keys, s->key_count);
    lua_setfield(L, -2, "KEYS");
    push_texts(L, s->args, s->arg_count);
    lua_setfield(L, -2, "ARGV");
    lua_pop(L, 1);
    return 0;
}

/* KEYS and ARGV stay until the next script sets them, unless they are large. */
static void drop_arguments(struct script_vm *vm)
{
    lua_rawgeti(vm->lua, LUA_REGISTRYINDEX, vm->globals);
    lua_pushnil(vm->lua);
    lua_setfield(vm->lua, -2, "KEYS");
    lua_pushnil(vm->lua);
    lua_setfield(vm->lua, -2, "ARGV");
    lua_pop(vm->lua, 1);
}

/* Why it may not run now, or NULL. */
static const char *why_not(const struct script_run *r)
{
    const struct script_start *s = r->start;

    if (ending)
        return stopped_at_end;
    if (s->flags & SCRIPT_SAYS_NOTHING)
        return NULL;
    if (s->read_only && !(s->flags & SCRIPT_NO_WRITES))
        return "ERR Can not execute a script with write flag using *_ro command.";
    if (r->oom && !(s->flags & (SCRIPT_ALLOW_OOM | SCRIPT_NO_WRITES)))
        return "OOM command not allowed when used memory > 'maxmemory'.";
    return NULL;
}

static void run(struct script_run *r)
{
    struct client *client = r->call->client;
    unsigned db = client->db;
    int args = push_arguments(r->vm, r->start), status;

    call_unit_begin();
    r->start_ns = clock_mono_ns();
    begin(r, busy_threshold_ms > 0 ? r->start_ns + (uint64_t)busy_threshold_ms * 1000000 : 0);
    status = call_function(r, args, 1);
    end_lua(r);
    client->db = db; /* SELECT was for the script */
    call_unit_end();
    if (status == 0)
        answer_value(r, r->call);
    else
        answer_error(r, r->call);
    end(r);
}

void script_run(struct script_vm *vm, struct call *c, const struct script_start *start)
{
    size_t before = vm->used;
    const char *why;
    struct script_run r = { .vm = vm,
                            .call = c,
                            .start = start,
                            .no_writes = start->read_only || start->flags & SCRIPT_NO_WRITES,
                            .allow_oom = start->flags & SCRIPT_ALLOW_OOM,
                            .resp = 2 };

    running = (struct script_running){ .kind = start->kind, .name = start->name };
    aside_take_over(stop_at_end);
    r.oom = c->nested ? memory_is_out() : memory_refuses(CMD_DENYOOM);
    why = why_not(&r);
    if (why != NULL) {
        lua_pop(vm->lua, 1);
        reply_error(c, why);
        return;
    }
    run(&r);
    c->changed |= r.written;
    if (vm->used > before + ARGUMENTS_KEPT)
        drop_arguments(vm);
    vm_collect(vm, before);
}

/* ---- What only defines ---------------------------------------------------------------------------- */

bool script_run_load(struct script_vm *vm, struct call *c, uint64_t limit_ms, struct buf *why)
{
    lua_State *L = vm->lua;
    struct script_run r = { .vm = vm, .call = c, .resp = 2, .load_ns = limit_ms * 1000000 };
    bool ok;

    if (ending) {
        buf_add_str(why, stopped_at_end);
        lua_pop(L, 1);
        return false;
    }
    r.start_ns = clock_mono_ns() - aside_away_ns();
    begin(&r, load_alarm_ns(&r));
    ok = call_function(&r, 0, 0) == 0;
    end_lua(&r);
    if (!ok) {
        if (lua_istable(L, -1)) {
            lua_getfield(L, -1, "err");
            lua_replace(L, -2);
        }
        buf_add_str(why, lua_isstring(L, -1) ? lua_tostring(L, -1) : "unknown error");
        lua_pop(L, 1);
    }
    end(&r);
    return ok;
}

bool script_is_loading(void)
{
    return script_now != NULL && script_now->start == NULL;
}

enum { PIECE = 16 * 1024 };

/* Once others have been told BUSY they hear it again soon. */
static uint64_t patience_ns(void)
{
    if (aside_left)
        return SLICE_NS;
    return busy_threshold_ms > 0 ? (uint64_t)busy_threshold_ms * 1000000 : UINT64_MAX;
}

/* Between two pieces of a long text others may run. */
static const char *read_text(lua_State *L, void *ctx, size_t *len)
{
    struct bytes *rest = ctx;
    const char *piece = (const char *)rest->ptr;

    (void)L;
    if (aside_shares())
        script_share();
    else if (rest->len > PIECE && aside_is_inside() && aside_slice_ns() > patience_ns())
        aside_leave("BUSY Redis is busy compiling a script.", stop_at_end);
    *len = size_min(rest->len, PIECE);
    *rest = bytes_from(*rest, *len);
    return *len > 0 ? piece : NULL;
}

bool script_compile(struct script_vm *vm, struct bytes text, const char *chunk)
{
    int status;

    if (text.len > 0 && text.ptr[0] == (uint8_t)LUA_SIGNATURE[0]) {
        lua_pushfstring(vm->lua, "%s: bytecode is not accepted, only source text", chunk + 1);
        return false;
    }
    lua_pushstring(vm->lua, chunk); /* Lua's parser does not keep the name alive itself */
    vm->limit = vm->used + memory_limit;
    status = lua_load(vm->lua, read_text, &text, chunk);
    vm->limit = SIZE_MAX;
    lua_remove(vm->lua, -2);
    return status == 0;
}

/* ---- Others ask ----------------------------------------------------------------------------------- */

bool script_arguments(struct call *c, struct script_start *start)
{
    int64_t count;

    if (!num_parse_int(c->argv[2], &count)) {
        reply_err(c, KV_NOT_INT);
        return false;
    }
    if (count < 0) {
        reply_error(c, "ERR Number of keys can't be negative");
        return false;
    }
    if (count > c->argc - 3) {
        reply_error(c, "ERR Number of keys can't be greater than number of args");
        return false;
    }
    start->keys = c->argv + 3;
    start->key_count = (unsigned)count;
    start->args = c->argv + 3 + count;
    start->arg_count = c->argc - 3 - (unsigned)count;
    return true;
}

const struct script_running *script_running(void)
{
    if (!aside_busy || script_now == NULL || script_now->start == NULL)
        return NULL;
    running.argv = script_now->call->argv;
    running.argc = script_now->call->argc;
    running.ms = (clock_mono_ns() - script_now->start_ns) / 1000000;
    return &running;
}

void script_kill(struct call *c, enum script_kind kind)
{
    const struct script_running *r = script_running();

    if (r == NULL) {
        reply_error(c, "NOTBUSY No scripts in execution right now.");
    } else if (script_now->written) {
        reply_error(c,
                    "UNKILLABLE Sorry the script already executed write commands against the "
                    "dataset. You can either wait the script termination or kill the server in a "
                    "hard way using the SHUTDOWN NOSAVE command.");
    } else if (r->kind != kind) {
        reply_error(c, busy_text(script_now));
    } else {
        stop(script_now, "ERR Script killed by user with SCRIPT KILL...");
        reply_ok(c);
    }
}

/* ---- Options and metrics ------------------------------------------------------------------------- */

const struct option script_options[] = {
    { .name = "busy-reply-threshold",
      .alias = "lua-time-limit",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &busy_threshold_ms,
      .fallback = "5000",
      .max = INT64_MAX / 1000000,
      .summary =
          "Milliseconds after which a script no longer keeps the others waiting: they are told "
          "BUSY, and it can be killed; 0: never." },
    { .name = "lua-instruction-limit",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &instruction_limit,
      .fallback = "0",
      .max = INT64_MAX / 2,
      .summary = "Instructions of Lua after which a script is stopped, whatever it has written; 0: "
                 "none." },
    OPTION_MEMORY("lua-memory-limit", &memory_limit, "256mb", 1024 * 1024, (int64_t)2 << 30,
                  OPT_LIVE, "Most memory that one script may take, garbage included."),
    OPTION_END,
};

static uint64_t eval_mem(void)
{
    return script_mem(SCRIPT_EVAL);
}

static uint64_t function_mem(void)
{
    return script_mem(SCRIPT_FUNCTION);
}

const struct metric script_metrics[] = {
    METRIC_GAUGE("memory", "used_memory_vm_eval", eval_mem, "Memory of the Lua state of scripts."),
    METRIC_GAUGE("memory", "used_memory_vm_functions", function_mem,
                 "Memory of the Lua state of functions."),
    METRIC_END,
};
