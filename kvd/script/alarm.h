/*
 * alarm -- tells a script that its time is up, wherever it is.
 *
 * Lua can call a hook after every so many instructions, but one instruction may copy megabytes. So time needs no
 * such hook: a thread watches the time while scripts run, every few milliseconds, and sends a signal to the one
 * that runs them when it is up. Its handler sets a hook for the very next instruction; C functions that work
 * for long look at alarm_is_due.
 */
#ifndef KV_SCRIPT_ALARM_H
#define KV_SCRIPT_ALARM_H

#include <lua.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>

extern volatile sig_atomic_t alarm_is_due;

enum { ALARM_STRIDE = 1000 };

/* From now on L runs, on this thread; hook is called in it (or in the coroutine named since) when
 * clock_mono_ns() is past at_ns; 0: never. stride (NULL: none) is called after every ALARM_STRIDE instructions of
 * each coroutine. */
void alarm_begin(lua_State *L, lua_Hook hook, uint64_t at_ns, lua_Hook stride);
/* The next time, after the last has come; L has no hook from the last then. */
void alarm_again(uint64_t at_ns);
/* True if the alarm that came was still under way to the script before. */
bool alarm_is_early(void);
void alarm_end(void);

/* Another coroutine runs; returns the one before. */
lua_State *alarm_switch(lua_State *L);

/* The hook stays in this state: every instruction calls it. */
void alarm_keep(lua_State *L);
/* It is gone; that of the stride is there. */
void alarm_clear(lua_State *L);

#endif
