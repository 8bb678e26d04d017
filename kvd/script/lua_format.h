/*
 * lua_format -- what writes strings in Lua 5.1: format, rep, lower, upper and reverse of the table string. Results are
 * bounded before memory is taken, and long ones are written in pieces (lua_work.h).
 *
 * A directive's width and precision have two digits at most, so that what it writes fits a small block.
 */
#ifndef KV_SCRIPT_LUA_FORMAT_H
#define KV_SCRIPT_LUA_FORMAT_H

struct lua_State;

int lua_string_format(struct lua_State *L);
int lua_string_rep(struct lua_State *L);
int lua_string_lower(struct lua_State *L);
int lua_string_upper(struct lua_State *L);
int lua_string_reverse(struct lua_State *L);

#endif
