/*
 * lib_table -- concat, insert, remove, maxn, foreach, foreachi and sort, for the table `table`.
 *
 * They take the place of Lua's own and do what those of Lua 5.1 do, to the error texts, but can be stopped while
 * they work (lua_work.h). concat refuses results of more than LUA_BUF_MAX bytes.
 */
#ifndef KV_SCRIPT_LIB_TABLE_H
#define KV_SCRIPT_LIB_TABLE_H

struct lua_State;

/* Leaves all but sort on the stack, in a table. */
void lua_open_table(struct lua_State *L);

/* sort(table [, less]); its upvalue is Lua's own, which does the sorting. */
int lua_table_sort(struct lua_State *L);

#endif
