/*
 * function_environment -- the global variables of libraries.
 *
 * The code of a library keeps one table of global variables, and so do its functions, wherever they come
 * from. What is found in it changes: while a library is loaded it is what loading needs, later all that
 * functions may use. Nobody can set anything in it.
 *
 *     environment  (empty, read-only)
 *          `-- __index --> while loading: redis and server, with little in them
 *                          else:          the globals of the state
 */
#ifndef KV_SCRIPT_FUNCTION_ENVIRONMENT_H
#define KV_SCRIPT_FUNCTION_ENVIRONMENT_H

#include <lua.h>
#include <stdbool.h>

/* Once for each state. */
void function_environment_make(lua_State *L);
/* Gives it to the function on top of the stack. */
void function_environment_give(lua_State *L);
/* Loading begins or is over. */
void function_environment_set(lua_State *L, bool loading);

#endif
