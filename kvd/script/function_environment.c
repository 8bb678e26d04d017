#include "script/function_environment.h"

#include "script/engine.h"
#include "script/function_register.h"

/* Their addresses are keys in the registry. */
static char environment_key, loading_key;

static void put(lua_State *L, char *key)
{
    lua_pushlightuserdata(L, key);
    lua_insert(L, -2);
    lua_rawset(L, LUA_REGISTRYINDEX);
}

static void get(lua_State *L, char *key)
{
    lua_pushlightuserdata(L, key);
    lua_rawget(L, LUA_REGISTRYINDEX);
}

/* Pushes the table that a guard (script_protect) stands for. */
static void push_guarded(lua_State *L, int guard)
{
    lua_getmetatable(L, guard);
    lua_getfield(L, -1, "__index");
    lua_remove(L, -2);
}

/* Protects the table on top; what is not in it is an error, as it is for globals. */
static void protect_all(lua_State *L)
{
    script_protect(L);
    push_guarded(L, -1);
    push_guarded(L, LUA_GLOBALSINDEX);
    lua_getmetatable(L, -1);
    lua_setmetatable(L, -3);
    lua_pop(L, 2);
}

/* Pushes a table redis for loading: what that on top has and loading may use. */
static void push_loading_redis(lua_State *L)
{
    static const char *const shared[] = {
        "log",         "LOG_DEBUG",     "LOG_VERBOSE",       "LOG_NOTICE",
        "LOG_WARNING", "REDIS_VERSION", "REDIS_VERSION_NUM",
    };

    lua_newtable(L);
    for (size_t i = 0; i < sizeof shared / sizeof *shared; i++) {
        lua_getfield(L, -2, shared[i]);
        lua_setfield(L, -2, shared[i]);
    }
    lua_pushcfunction(L, function_register);
    lua_setfield(L, -2, "register_function");
    protect_all(L);
}

static void make_loading(lua_State *L)
{
    static const char *const names[] = { "redis", "server" };

    lua_newtable(L);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lua_getglobal(L, names[i]);
        push_loading_redis(L);
        lua_setfield(L, -3, names[i]);
        lua_pop(L, 1);
    }
    protect_all(L);
    push_guarded(L, -1);
    put(L, &loading_key);
    lua_pop(L, 1);
}

void function_environment_make(lua_State *L)
{
    make_loading(L);
    lua_newtable(L);
    script_protect(L);
    put(L, &environment_key);
    function_environment_set(L, false);
}

void function_environment_give(lua_State *L)
{
    get(L, &environment_key);
    lua_setfenv(L, -2);
}

void function_environment_set(lua_State *L, bool loading)
{
    get(L, &environment_key);
    lua_getmetatable(L, -1);
    if (loading)
        get(L, &loading_key);
    else
        push_guarded(L, LUA_GLOBALSINDEX);
    lua_setfield(L, -2, "__index");
    lua_pop(L, 2);
}
