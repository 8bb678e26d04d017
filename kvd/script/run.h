/*
 * run -- the script that runs now: what redis.call, the reply's values and the alarm know of it. Private to the
 * engine.
 */
#ifndef KV_SCRIPT_RUN_H
#define KV_SCRIPT_RUN_H

#include "script/sink.h"
#include "script/vm.h"

struct script_run {
    struct script_vm *vm;
    struct call *call;
    const struct script_start *start; /* NULL while a library is loaded */
    bool no_writes, allow_oom;
    bool oom;     /* memory was short when it began */
    bool written; /* it has called a command that writes */
    bool stopped; /* killed, or its time to load is up: every instruction fails */
    const char *stop_text;
    int resp;     /* of the values that redis.call gives */
    size_t limit; /* vm->limit while Lua runs */
    uint64_t start_ns;
    uint64_t load_ns;      /* so long may a library take that is loaded; 0: it is a script */
    uint64_t instructions; /* of Lua, or as much work in C functions */
    struct script_sink sink;
    struct buf bytes; /* replies that handlers write as bytes */
};

extern struct script_run *script_now; /* NULL: none */

static inline bool run_is_stopped(void)
{
    return script_now != NULL && script_now->stopped;
}

/* The script has done so much more: raises the error that stops it if that is too much. */
void run_count(lua_State *L, uint64_t instructions);

/* The alarm has rung: goes back to the loop until the next turn, or raises the error that stops the script. */
void run_check_time(lua_State *L);
/* As that, but where no error may be raised: false if the script is stopped. */
bool run_may_go_on(void);

#endif
