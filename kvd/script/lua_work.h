/*
 * lua_work -- C functions that scripts call can be stopped, and left for others, while they work.
 *
 * Lua's count hook sleeps while a C function runs, so a hostile pattern or a table that contains itself many
 * times over would hold the loop. Such functions say what they do in steps, and after LUA_WORK_SLICE of them
 * the engine is asked. Steps of short calls add up.
 *
 *     lua_work(L, n)   ... 100000 steps ...   lua_work(L, n) -> check(L) -> goes on, or raises an error
 *
 * A step takes some nanoseconds: a byte compared with a class, a value encoded. The check may take any time and
 * may raise an error, so whoever calls lua_work() owns nothing but what Lua frees (lua_buf.h).
 */
#ifndef KV_SCRIPT_LUA_WORK_H
#define KV_SCRIPT_LUA_WORK_H

#include "base/assert.h"

#include <stdbool.h>
#include <stddef.h>

struct lua_State;

enum { LUA_WORK_SLICE = 100 * 1000 };

/* Raises an error to stop the script with a text of its own; false stops it with ours. */
typedef bool (*lua_work_check_fn)(struct lua_State *L);

/* Of all states; NULL, as at the start: nothing is stopped. */
void lua_work_set_check(lua_work_check_fn check);

extern size_t lua_work_done; /* steps since the last check */

/* Asks the engine. */
void lua_work_check(struct lua_State *L);

static inline void lua_work(struct lua_State *L, size_t steps)
{
    /* Neither term comes near SIZE_MAX: steps are bounded by bytes in memory. */
    lua_work_done += steps;
    if (kv_unlikely(lua_work_done >= LUA_WORK_SLICE))
        lua_work_check(L);
}

/* memcpy() and memcmp() == 0 in pieces that are told as steps. */
void lua_work_copy(struct lua_State *L, void *to, const void *from, size_t len);
bool lua_work_equal(struct lua_State *L, const void *a, const void *b, size_t len);

#endif
