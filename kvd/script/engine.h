/*
 * engine -- scripts and functions run here.
 *
 *     cmd/script.c    EVAL ...     finds or compiles a script ---+
 *                                                                +--> script_run() -> Lua -> redis.call
 *     cmd/function.c  FCALL ...    finds a registered function --+                     <- values, not RESP
 *
 * A vm is one Lua state with our sandbox around it (sandbox.h): scripts have one, functions another.
 * One script runs at a time, in either. It runs on the stack of its request (server/aside.h: the rows of
 * such commands have CMD_ASIDE), so that one that takes longer than busy-reply-threshold is left while
 * others are told BUSY, and is gone on with every turn until it ends or is killed.
 *
 * What a script may use is limited: memory by lua-memory-limit, counted from its start; instructions by
 * lua-instruction-limit; the depth of its calls; and its time by whoever kills it. Lua's errors, memory included,
 * stay inside script_run(), script_compile() and script_run_load(): use them, or lua_pcall(), for whatever may
 * raise one.
 *
 * Errors are tables inside the scripts, { err = "ERR text", source = "@user_script", line = "1" }, and reach
 * the client as "-ERR text script: <name>, on @user_script:1.".
 */
#ifndef KV_SCRIPT_ENGINE_H
#define KV_SCRIPT_ENGINE_H

#include <lua.h>
#include "base/metric.h"
#include "base/option.h"
#include "server/call.h"

enum script_kind { SCRIPT_EVAL, SCRIPT_FUNCTION };

/* What a script says of itself, behind "#!lua flags=" or to register_function. */
enum script_flag {
    SCRIPT_NO_WRITES = 1 << 0,
    SCRIPT_ALLOW_OOM = 1 << 1,
    SCRIPT_ALLOW_STALE = 1 << 2,
    SCRIPT_NO_CLUSTER = 1 << 3,
    SCRIPT_ALLOW_CROSS_SLOT_KEYS = 1 << 4,
    SCRIPT_SAYS_NOTHING =
        1 << 5, /* a script without "#!": it may do what it did before there were flags */
};

/* The flag of that name ("no-writes"), 0 if there is none; and the name of 1 << bit, NULL past the last. */
unsigned script_flag_find(struct bytes name);
const char *script_flag_name(unsigned bit);

/* ---- Lua states ---------------------------------------------------------------------------------- */

struct script_vm;

struct script_vm *script_vm_new(enum script_kind kind);
void script_vm_free(struct script_vm *vm); /* accepts NULL */
/* The same on the background thread. */
void script_vm_free_later(struct script_vm *vm);

/* Its stack is empty between requests; what is to stay is kept in the registry by luaL_ref(). */
lua_State *script_vm_lua(const struct script_vm *vm);
size_t script_vm_mem(const struct script_vm *vm);

/* Adds a function to the vm's redis and server tables. */
void script_vm_add(struct script_vm *vm, const char *name, lua_CFunction fn);

/* Compiles text and pushes the function; chunk is "@user_script" or "@user_function". On failure pushes Lua's
 * message and returns false. Bytecode is refused. */
bool script_compile(struct script_vm *vm, struct bytes text, const char *chunk);

/* ---- Running ------------------------------------------------------------------------------------- */

struct script_start {
    enum script_kind kind;
    const char
        *name; /* the SHA1 or the function's name: in errors, FUNCTION STATS; outlives the run */
    unsigned flags; /* enum script_flag */
    bool read_only; /* EVAL_RO, FCALL_RO */
    const struct bytes *keys;
    unsigned key_count;
    const struct bytes *args; /* behind the keys */
    unsigned arg_count;
};

/* Checks that it may run now, calls the function on top of the vm's stack (taken off in every case) and replies.
 * A script finds keys and args as KEYS and ARGV, a function is called with them. */
void script_run(struct script_vm *vm, struct call *c, const struct script_start *start);

/* Calls the function on top of the vm's stack, which is taken off, for what it defines: redis.call does not
 * work in it, and it is stopped when it takes longer than limit_ms, others' time not counted. On failure false,
 * and *why, whose bytes the caller frees by buf_fini(), has the message. */
bool script_run_load(struct script_vm *vm, struct call *c, uint64_t limit_ms, struct buf *why);
/* True while that runs: register_function may be called. */
bool script_is_loading(void);
/* To be called between two steps of a request with CMD_SHARES: others go on if it has had its part of the turn. */
void script_share(void);

/* A function of redis.* fails: raises { err = "ERR text" }. */
int script_raise(lua_State *L, const char *text);

/* numkeys, keys and arguments of EVAL and FCALL, from argv[2] on, into start; false: an error was replied. */
bool script_arguments(struct call *c, struct script_start *start);

/* The one that runs for longer than busy-reply-threshold, or NULL. */
struct script_running {
    enum script_kind kind;
    const char *name;
    const struct bytes *argv; /* of its request */
    unsigned argc;
    uint64_t ms; /* so far */
};
const struct script_running *script_running(void);

/* SCRIPT KILL, FUNCTION KILL: replies +OK, NOTBUSY, or UNKILLABLE if it has written. */
void script_kill(struct call *c, enum script_kind kind);

/* Makes the table on top of the stack read-only, for scripts and their library functions. */
void script_protect(lua_State *L);

/* Memory of the vms of a kind, for INFO and FUNCTION STATS. */
size_t script_mem(enum script_kind kind);

extern const struct option script_options[];
extern const struct metric script_metrics[];

#endif
