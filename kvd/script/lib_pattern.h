/*
 * lib_pattern -- find, match, gmatch, gfind, gsub, rep, format, lower, upper and reverse, for the table string.
 *
 * They take the place of Lua's own and do what those of Lua 5.1 do, to the error texts, but can be stopped
 * while they work (lua_work.h), do not take stack without end, and refuse results of more than LUA_BUF_MAX
 * bytes instead of wrapping around.
 */
#ifndef KV_SCRIPT_LIB_PATTERN_H
#define KV_SCRIPT_LIB_PATTERN_H

struct lua_State;

/* Leaves the library's table on the stack. */
void lua_open_pattern(struct lua_State *L);

#endif
