/*
 * lua_target -- a Lua state for fuzz targets of what scripts call: each input gets an empty stack, a collected
 * heap, limited memory, and a limit on the work of C functions.
 */
#ifndef KV_TESTS_FUZZ_LUA_TARGET_H
#define KV_TESTS_FUZZ_LUA_TARGET_H

#include "script/lua_work.h"

#include <lauxlib.h>
#include <lualib.h>
#include <stdint.h>
#include <stdlib.h>

enum { TARGET_MEMORY = 64 * 1024 * 1024, TARGET_CHECKS = 20 };

static size_t target_left = TARGET_MEMORY;
static unsigned target_checks;

static inline void *target_alloc(void *ud, void *ptr, size_t old_size, size_t size)
{
    (void)ud;
    if (size > old_size && size - old_size > target_left)
        return NULL;
    target_left = target_left + old_size - size;
    if (size > 0)
        return realloc(ptr, size);
    free(ptr);
    return NULL;
}

static inline bool target_check(lua_State *L)
{
    (void)L;
    return ++target_checks < TARGET_CHECKS;
}

/* The library is at index 1 of the stack. */
static inline lua_State *target_open(void (*open)(lua_State *L))
{
    lua_State *L = lua_newstate(target_alloc, NULL);

    luaL_openlibs(L);
    open(L);
    lua_work_set_check(target_check);
    return L;
}

static inline void target_clear(lua_State *L)
{
    lua_settop(L, 1);
    lua_gc(L, LUA_GCCOLLECT, 0);
    target_checks = 0;
}

static inline void target_demand(bool holds)
{
    if (!holds)
        abort();
}

/* Calls a function of the library with the arguments on top. True: count results are on the stack;
 * false: an error was raised, which has a message. */
static inline bool target_call(lua_State *L, const char *name, int args, int *count)
{
    int base = lua_gettop(L) - args;

    lua_getfield(L, 1, name);
    lua_insert(L, base + 1);
    if (lua_pcall(L, args, LUA_MULTRET, 0) != 0) {
        target_demand(lua_isstring(L, -1));
        lua_settop(L, base);
        return false;
    }
    *count = lua_gettop(L) - base;
    return true;
}

#endif
