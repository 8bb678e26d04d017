/*
 * lua_format -- string.format and string.rep of Lua 5.1, with results that are bounded before memory is taken.
 *
 * A directive's width and precision have two digits at most, so that what it writes fits a small block.
 */
#ifndef KV_SCRIPT_LUA_FORMAT_H
#define KV_SCRIPT_LUA_FORMAT_H

struct lua_State;

int lua_string_format(struct lua_State *L);
int lua_string_rep(struct lua_State *L);

#endif
