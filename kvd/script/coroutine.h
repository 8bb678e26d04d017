/*
 * coroutine -- the table coroutine of scripts: Lua's, but the alarm knows which coroutine runs, and they are not
 * nested deeper than the stack allows.
 */
#ifndef KV_SCRIPT_COROUTINE_H
#define KV_SCRIPT_COROUTINE_H

#include <lua.h>

/* Leaves the table on the stack. */
void coroutine_open(lua_State *L);

#endif
