/*
 * api -- the tables redis and server of scripts: call, pcall, log, sha1hex, setresp ... and the form of errors.
 */
#ifndef KV_SCRIPT_API_H
#define KV_SCRIPT_API_H

#include "script/vm.h"

/* Adds both (one table, guarded) to the table on top; the registry reference of what is behind the guard. */
int api_open(lua_State *L);

/* Keeps the function that lua_pcall() calls with an error in vm->on_error: it makes any value a table with err,
 * source and line. */
void api_set_error_handler(struct script_vm *vm);

/* Pushes { err = text }. */
void api_push_error(lua_State *L, const char *text);

#endif
