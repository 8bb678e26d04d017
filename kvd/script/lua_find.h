/*
 * lua_find -- a text inside another, found in steps (lua_work.h).
 */
#ifndef KV_SCRIPT_LUA_FIND_H
#define KV_SCRIPT_LUA_FIND_H

#include "base/bytes.h"

struct lua_State;

/* As memmem(): where text begins in subject for the first time, NULL if nowhere. The time is that of their lengths
 * together, whatever is in them. */
const uint8_t *lua_find(struct lua_State *L, struct bytes subject, struct bytes text);

#endif
