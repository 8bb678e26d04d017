/*
 * lua_fixture -- a Lua state for tests of what scripts call: stock libraries, and one of ours as a global.
 */
#ifndef KV_TESTS_UNIT_LUA_FIXTURE_H
#define KV_TESTS_UNIT_LUA_FIXTURE_H

#include "script/lua_work.h"

#include <check.h>
#include <lauxlib.h>
#include <limits.h>
#include <lualib.h>
#include <stdlib.h>
#include <string.h>

/* Globals of every state: eq(a, b), for tables that what is in them is equal; hex(string). */
static const char lua_fixture_helpers[] =
    "function eq(a, b)\n"
    "  if type(a) ~= 'table' or type(b) ~= 'table' then return a == b end\n"
    "  for k, v in pairs(a) do if not eq(v, b[k]) then return false end end\n"
    "  for k in pairs(b) do if a[k] == nil then return false end end\n"
    "  return true end\n"
    "function hex(s) local t = {} for i = 1, #s do t[i] = ('%02x'):format(s:byte(i)) end\n"
    "  return table.concat(t) end\n";

/* Runs a chunk that asserts things by itself. */
static inline void lua_fixture_run(lua_State *L, const char *chunk)
{
    if (luaL_dostring(L, chunk) != 0)
        ck_abort_msg("%s", lua_tostring(L, -1));
    lua_settop(L, 0);
}

/* open leaves the library on the stack; it becomes the global of that name. */
static inline lua_State *lua_fixture_new(const char *name, void (*open)(lua_State *L))
{
    lua_State *L = luaL_newstate();

    luaL_openlibs(L);
    open(L);
    ck_assert_int_eq(lua_gettop(L), 1);
    lua_setglobal(L, name);
    lua_fixture_run(L, lua_fixture_helpers);
    return L;
}

/* The results of an expression as one text: tostring() of each, joined by '|'; of an error its message. */
static inline void lua_fixture_expect(lua_State *L, const char *expression, const char *want)
{
    lua_pushstring(L, "local function join(ok, ...) local t = {} "
                      "for i = 1, select('#', ...) do t[i] = tostring((select(i, ...))) end "
                      "return (ok and '' or 'error: ') .. table.concat(t, '|') end "
                      "return join(pcall(function() return ");
    lua_pushstring(L, expression);
    lua_pushstring(L, " end))");
    lua_concat(L, 3);
    if (luaL_loadbuffer(L, lua_tostring(L, -1), lua_objlen(L, -1), "=test") != 0 ||
        lua_pcall(L, 0, 1, 0) != 0)
        ck_abort_msg("%s: %s", expression, lua_tostring(L, -1));
    ck_assert_msg(strlen(want) == lua_objlen(L, -1) &&
                      memcmp(lua_tostring(L, -1), want, strlen(want)) == 0,
                  "%s: '%s', expected '%s'", expression, lua_tostring(L, -1), want);
    lua_settop(L, 0);
}

struct lua_row {
    const char *expression, *want;
};

static inline void lua_fixture_rows(lua_State *L, const struct lua_row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        lua_fixture_expect(L, rows[i].expression, rows[i].want);
}

#define LUA_ROWS(L, rows) lua_fixture_rows(L, rows, sizeof(rows) / sizeof((rows)[0]))

/* Looks at the time that are still allowed; then the script is stopped. */
static unsigned lua_fixture_looks;

static inline bool lua_fixture_look(lua_State *L)
{
    (void)L;
    return lua_fixture_looks-- > 0;
}

/* The expression looks at the time more than three times, and the fourth look ends it. */
static inline void lua_fixture_expect_stop(lua_State *L, const char *expression, const char *error)
{
    lua_fixture_looks = 3;
    lua_work_set_check(lua_fixture_look);
    lua_fixture_expect(L, expression, error);
    lua_work_set_check(NULL);
    ck_assert_uint_eq(lua_fixture_looks, UINT_MAX);
}

static inline void lua_fixture_stops(lua_State *L, const char *const *expressions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        lua_fixture_expect_stop(L, expressions[i], "error: test:1: the script was stopped");
}

#define LUA_STOPS(L, expressions)                                                                  \
    lua_fixture_stops(L, expressions, sizeof(expressions) / sizeof((expressions)[0]))

#endif
