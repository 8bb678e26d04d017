/*
 * sandbox -- what scripts find in their Lua state, and what they may do to it.
 *
 *     _G, string, redis ...      an empty table  -- metatable: __index ----> the real table
 *                                                              __newindex -> "Attempt to modify a readonly table"
 *
 * Every table that scripts share is such a guard: reading goes through, writing is refused, by
 * assignment as by rawset, table.insert or setmetatable. Nothing reaches files, processes, bytecode, the debug
 * library or the state of another script. A global that does not exist is an error.
 */
#ifndef KV_SCRIPT_SANDBOX_H
#define KV_SCRIPT_SANDBOX_H

#include "script/vm.h"

/* Fills a new state. */
void sandbox_open(struct script_vm *vm);

/* True for a table that scripts share: nothing may be written into it, not by us either. */
bool sandbox_is_guard(lua_State *L, int index);

#endif
