/*
 * lib_base -- tonumber, which reads texts of any length in steps (lua_num_read.h) and does what that of Lua 5.1
 * does, to the error texts.
 */
#ifndef KV_SCRIPT_LIB_BASE_H
#define KV_SCRIPT_LIB_BASE_H

struct lua_State;

/* tonumber(value [, base]); its upvalue is Lua's own, for all but long texts. */
int lua_base_tonumber(struct lua_State *L);

#endif
