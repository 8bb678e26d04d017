/*
 * lib_cmsgpack -- the table cmsgpack of scripts: values as MessagePack, and back.
 *
 * Numbers that are integers are packed as the shortest integer, others as a float if that is exact, else as
 * a double. A table whose keys are 1 to n is an array, the empty one too; any other is a map. What has no
 * form in MessagePack is packed as nil, and so is a table inside 16 others.
 */
#ifndef KV_SCRIPT_LIB_CMSGPACK_H
#define KV_SCRIPT_LIB_CMSGPACK_H

struct lua_State;

/* Leaves the library's table on the stack. */
void lua_open_cmsgpack(struct lua_State *L);

#endif
