/*
 * function_register -- redis.register_function(), which a library calls while it is loaded.
 *
 *     redis.register_function('name', callback)
 *     redis.register_function{ function_name = 'name', callback = callback,
 *                              description = 'what it does', flags = { 'no-writes', ... } }
 */
#ifndef KV_SCRIPT_FUNCTION_REGISTER_H
#define KV_SCRIPT_FUNCTION_REGISTER_H

#include "script/engine.h"
#include "script/library.h"

/* The functions that are registered from now on belong to a library of a set; NULL, NULL: to none. */
void function_register_into(struct library_set *s, struct library *l);

int function_register(lua_State *L);

#endif
