/*
 * fuzz_lua_pattern -- find, match, gmatch, gsub and format with any pattern. Short ones are compared with those of the
 * stock library, which has no limits.
 *
 * The first byte is the length of the pattern, then the pattern, the rest is the subject.
 */
#include "script/lib_pattern.h"

#include "lua_target.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Where the stock library may be asked: it takes time exponential in the repetitions. */
enum { STOCK_SUBJECT_MAX = 12, STOCK_PATTERN_MAX = 10 };

/* True if the values at the two places are the same text or nil. */
static bool same(lua_State *L, int a, int b)
{
    if (lua_type(L, a) != lua_type(L, b))
        return false;
    return lua_type(L, a) == LUA_TBOOLEAN ? lua_toboolean(L, a) == lua_toboolean(L, b)
                                          : lua_rawequal(L, a, b) != 0;
}

static void push_arguments(lua_State *L, const char *name, const char *pattern, size_t len,
                           const char *subject, size_t left)
{
    if (strcmp(name, "format") == 0) {
        lua_pushlstring(L, pattern, len);
        lua_pushnumber(L, 12.5);
        lua_pushliteral(L, "7");
        return;
    }
    lua_pushlstring(L, subject, left);
    lua_pushlstring(L, pattern, len);
    if (strcmp(name, "gsub") == 0)
        lua_pushliteral(L, "<%0>");
    else
        lua_pushinteger(L, 1);
}

/* The stock function's results, or its message; how many. */
static int call_stock(lua_State *L, const char *name)
{
    int base = lua_gettop(L) - 3;

    lua_getglobal(L, "string");
    lua_getfield(L, -1, name);
    lua_remove(L, -2);
    lua_insert(L, base + 1);
    if (lua_pcall(L, 3, LUA_MULTRET, 0) != 0) {
        lua_settop(L, base);
        return -1;
    }
    return lua_gettop(L) - base;
}

static void try_function(lua_State *L, const char *name, const char *pattern, size_t len,
                         const char *subject, size_t left)
{
    int count, stock;
    bool done;

    target_clear(L);
    push_arguments(L, name, pattern, len, subject, left);
    done = target_call(L, name, 3, &count);
    if (left > STOCK_SUBJECT_MAX || len > STOCK_PATTERN_MAX)
        return;
    push_arguments(L, name, pattern, len, subject, left);
    stock = call_stock(L, name);
    target_demand(done ? stock == count : stock == -1);
    for (int i = 0; i < stock; i++)
        target_demand(same(L, 2 + i, 2 + count + i));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static lua_State *L;
    static const char *const names[] = { "find", "match", "gsub", "format" };
    const char *pattern;
    size_t len;

    if (L == NULL)
        L = target_open(lua_open_pattern);
    if (size == 0)
        return 0;
    len = data[0] < size - 1 ? data[0] : size - 1;
    pattern = (const char *)data + 1;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        try_function(L, names[i], pattern, len, pattern + len, size - 1 - len);
    return 0;
}
