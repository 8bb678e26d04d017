#include "script/sandbox.h"

#include "base/rand.h"
#include "script/alarm.h"
#include "script/api.h"
#include "script/coroutine.h"
#include "script/lib_base.h"
#include "script/lib_bit.h"
#include "script/lib_cjson.h"
#include "script/lib_cmsgpack.h"
#include "script/lib_pattern.h"
#include "script/lib_struct.h"
#include "script/lib_table.h"
#include "script/lua_work.h"
#include "script/run.h"

#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <string.h>
#include <time.h>

static const char readonly_text[] = "Attempt to modify a readonly table";
static char guard_key; /* its address marks a guard's metatable */

/* ---- Guards -------------------------------------------------------------------------------------- */

/* True, and the metatable is pushed, if the value is a guard. */
static bool push_guard(lua_State *L, int index)
{
    bool is_guard;

    if (!lua_istable(L, index) || !lua_getmetatable(L, index))
        return false;
    lua_pushlightuserdata(L, &guard_key);
    lua_rawget(L, -2);
    is_guard = lua_toboolean(L, -1);
    lua_pop(L, is_guard ? 1 : 2);
    return is_guard;
}

bool sandbox_is_guard(lua_State *L, int index)
{
    bool yes = push_guard(L, index);

    if (yes)
        lua_pop(L, 1);
    return yes;
}

/* Puts the real table in the place of a guard, among a function's arguments. */
static void see_through(lua_State *L, int index)
{
    if (!push_guard(L, index))
        return;
    lua_pushliteral(L, "__index");
    lua_rawget(L, -2);
    lua_remove(L, -2);
    if (lua_istable(L, -1))
        lua_replace(L, index);
    else
        lua_pop(L, 1);
}

static int refuse_assignment(lua_State *L)
{
    return luaL_error(L, readonly_text);
}

static int refuse(lua_State *L)
{
    lua_pushstring(L, readonly_text);
    return lua_error(L);
}

/* The table at index (an empty one) becomes the guard of the table on top, which is taken. What getmetatable()
 * gives for it is a guard as well, of nothing. */
static void make_guard(lua_State *L, int index)
{
    index = index < 0 ? lua_gettop(L) + index + 1 : index;
    lua_createtable(L, 0, 4);
    lua_pushlightuserdata(L, &guard_key);
    lua_pushboolean(L, true);
    lua_rawset(L, -3);
    lua_pushcfunction(L, refuse_assignment);
    lua_setfield(L, -2, "__newindex");
    lua_getfield(L, LUA_REGISTRYINDEX, "kvd.nothing");
    lua_setfield(L, -2, "__metatable");
    lua_insert(L, -2);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, index);
}

/* Moves what is in the table on top to a new one, and makes it the guard of that. */
void script_protect(lua_State *L)
{
    int guard = lua_gettop(L);

    lua_newtable(L);
    lua_pushnil(L);
    while (lua_next(L, guard)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, guard + 1);
    }
    lua_pushnil(L);
    while (lua_next(L, guard + 1)) {
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_pushnil(L);
        lua_rawset(L, guard);
    }
    make_guard(L, guard);
}

/* ---- Functions of Lua that reach around metatables ------------------------------------------------ */

/* For those that change a table: the upvalue is Lua's own function. */
static int change_table(lua_State *L)
{
    if (sandbox_is_guard(L, 1))
        return refuse(L);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* For those that read a table. */
static int read_table(lua_State *L)
{
    see_through(L, 1);
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

static int sort_table(lua_State *L)
{
    return sandbox_is_guard(L, 1) ? refuse(L) : lua_table_sort(L);
}

static int next_of(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    see_through(L, 1);
    lua_settop(L, 2);
    if (lua_next(L, 1))
        return 2;
    lua_pushnil(L);
    return 1;
}

/* unpack(table [, first [, last]]): Lua's own subtracts where it may wrap around. */
static int unpack_range(lua_State *L)
{
    int64_t first, last;

    luaL_checktype(L, 1, LUA_TTABLE);
    first = luaL_optint(L, 2, 1);
    last = lua_isnoneornil(L, 3) ? (int64_t)lua_objlen(L, 1) : luaL_checkint(L, 3);
    if (first > last)
        return 0;
    if (last - first >= LUAI_MAXCSTACK || !lua_checkstack(L, (int)(last - first + 1)))
        return luaL_error(L, "too many results to unpack");
    for (int64_t i = first; i <= last; i++)
        lua_rawgeti(L, 1, (int)i);
    return (int)(last - first + 1);
}

static int pairs_of(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_pushvalue(L, lua_upvalueindex(1)); /* next */
    lua_pushvalue(L, 1);
    lua_pushnil(L);
    return 3;
}

/* As Lua's own, but an error that is a table of ours arrives as its text. */
static int protected_call(lua_State *L)
{
    luaL_checkany(L, 1);
    if (lua_pcall(L, lua_gettop(L) - 1, LUA_MULTRET, 0) == 0) {
        lua_pushboolean(L, true);
        lua_insert(L, 1);
        return lua_gettop(L);
    }
    if (lua_istable(L, -1)) {
        lua_pushliteral(L, "err");
        lua_rawget(L, -2);
        lua_settop(L, lua_isstring(L, -1) ? lua_gettop(L) : lua_gettop(L) - 1);
    }
    lua_pushboolean(L, false);
    lua_insert(L, -2);
    return 2;
}

/* The alarm stops a script from a hook, and Lua calls no hooks in a handler that is called from one: a handler
 * of the script's would run for ever. */
static int handle_error(lua_State *L)
{
    if (run_is_stopped())
        return 1;
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 1, 1);
    return 1;
}

/* xpcall(function, handler) */
static int protected_call_with(lua_State *L)
{
    luaL_checkany(L, 2);
    lua_settop(L, 2);
    lua_pushcclosure(L, handle_error, 1);
    lua_insert(L, 1);
    lua_pushboolean(L, lua_pcall(L, 0, LUA_MULTRET, 1) == 0);
    lua_replace(L, 1);
    return lua_gettop(L);
}

/* What is garbage now is gone when the cycle after this one ends. */
static void collect_all(lua_State *L)
{
    enum { STEP_KB = 128, CYCLES = 2 };

    for (int done = 0; done < CYCLES; lua_work(L, LUA_WORK_SLICE))
        done += lua_gc(L, LUA_GCSTEP, STEP_KB);
}

/* Only what gives memory back: the pace of the collector is ours. */
static int collect(lua_State *L)
{
    const char *what = luaL_optstring(L, 1, "collect");

    if (strcmp(what, "count") == 0) {
        lua_pushnumber(L, lua_gc(L, LUA_GCCOUNT, 0) + lua_gc(L, LUA_GCCOUNTB, 0) / 1024.0);
        return 1;
    }
    if (strcmp(what, "collect") == 0)
        collect_all(L);
    else if (strcmp(what, "step") == 0)
        lua_gc(L, LUA_GCSTEP, 0);
    lua_pushnumber(L, 0);
    return 1;
}

/* ---- Text that is compiled ------------------------------------------------------------------------ */

enum { PIECE = 16 * 1024 }; /* bytes parsed between two looks at the time */

struct source {
    const char *ptr;
    size_t len;
};

static const char *read_source(lua_State *L, void *ctx, size_t *len)
{
    struct source *s = ctx;
    const char *piece = s->ptr;

    lua_work(L, PIECE);
    *len = s->len < PIECE ? s->len : PIECE;
    s->ptr += *len;
    s->len -= *len;
    return *len > 0 ? piece : NULL;
}

/* nil and why, as loadstring() answers; bytecode looks like a chunk that does not begin well. */
static int load_source(lua_State *L, const char *text, size_t len, const char *chunk)
{
    struct source s = { text, len };

    if (len > 0 && text[0] == LUA_SIGNATURE[0]) {
        lua_pushnil(L);
        lua_pushliteral(L, "attempt to load bytecode: only source text is accepted");
        return 2;
    }
    lua_pushstring(L, chunk); /* Lua's parser does not keep the name alive itself */
    if (lua_load(L, read_source, &s, chunk) == 0)
        return 1;
    lua_pushnil(L);
    lua_insert(L, -2);
    return 2;
}

/* loadstring(text [, chunk]) */
static int load_string(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len);

    return load_source(L, text, len, luaL_optstring(L, 2, text));
}

/* load(function [, chunk]): the pieces are put together first. */
static int load_pieces(lua_State *L)
{
    const char *chunk = luaL_optstring(L, 2, "=(load)"), *text;
    size_t len, count = 0;

    luaL_checktype(L, 1, LUA_TFUNCTION);
    lua_settop(L, 2);
    lua_newtable(L);
    for (;;) {
        lua_work(L, 20); /* a function of C hears no alarm */
        lua_pushvalue(L, 1);
        lua_call(L, 0, 1);
        if (lua_isnil(L, -1) || (lua_isstring(L, -1) && lua_objlen(L, -1) == 0))
            break;
        if (!lua_isstring(L, -1))
            return luaL_error(L, "reader function must return a string");
        lua_rawseti(L, 3, (int)++count);
    }
    lua_settop(L, 3);
    lua_getfield(L, LUA_REGISTRYINDEX, "kvd.concat");
    lua_insert(L, 3);
    lua_call(L, 1, 1);
    text = lua_tolstring(L, -1, &len);
    return load_source(L, text, len, chunk);
}

/* ---- Numbers -------------------------------------------------------------------------------------- */

/* The generator of POSIX, lrand48(), with a state of our own. */
static uint64_t random_state;

static void seed(uint32_t n)
{
    random_state = (uint64_t)n << 16 | 0x330E;
}

static void seed_anyhow(void)
{
    uint32_t n;

    rand_secure(&n, sizeof n);
    seed(n);
}

static double random_unit(void)
{
    random_state = (random_state * 0x5DEECE66Du + 0xB) & (((uint64_t)1 << 48) - 1);
    return (double)(random_state >> 17) / ((double)((uint32_t)1 << 31));
}

/* math.random([m [, n]]) */
static int random_number(lua_State *L)
{
    double r = random_unit();
    lua_Integer lo = 1, hi;

    if (lua_gettop(L) == 0) {
        lua_pushnumber(L, r);
        return 1;
    }
    if (lua_gettop(L) > 2)
        return luaL_error(L, "wrong number of arguments");
    hi = luaL_checkinteger(L, lua_gettop(L));
    if (lua_gettop(L) == 2)
        lo = luaL_checkinteger(L, 1);
    luaL_argcheck(L, lo <= hi, lua_gettop(L), "interval is empty");
    lua_pushnumber(L, floor(r * ((double)hi - (double)lo + 1)) + (double)lo);
    return 1;
}

static int random_seed(lua_State *L)
{
    double n = luaL_checknumber(L, 1);

    seed(n >= -9e18 && n <= 9e18 ? (uint32_t)(int64_t)n : 0);
    return 0;
}

static int os_clock(lua_State *L)
{
    lua_pushnumber(L, (double)clock() / CLOCKS_PER_SEC);
    return 1;
}

/* ---- Opening --------------------------------------------------------------------------------------- */

static int refuse_unknown(lua_State *L)
{
    const char *name = lua_isstring(L, 2) ? lua_tostring(L, 2) : luaL_typename(L, 2);

    return luaL_error(L, "Script attempted to access nonexistent global variable '%s'", name);
}

static const char *const base_names[] = {
    "assert", "error",    "getmetatable", "ipairs", "rawequal",
    "select", "tostring", "type",         "gcinfo", "_VERSION",
};

/* Copies the field from the table at from to the one on top. */
static void copy_field(lua_State *L, int from, const char *name)
{
    lua_getfield(L, from, name);
    lua_setfield(L, -2, name);
}

/* field = wrapper(its old value), in the table on top; from is where the old value is. */
static void wrap(lua_State *L, int from, const char *name, lua_CFunction wrapper)
{
    lua_getfield(L, from, name);
    lua_pushcclosure(L, wrapper, 1);
    lua_setfield(L, -2, name);
}

static void set_function(lua_State *L, const char *name, lua_CFunction fn)
{
    lua_pushcfunction(L, fn);
    lua_setfield(L, -2, name);
}

/* The table on top gets what scripts may call of Lua's base functions. */
static void fill_base(lua_State *L)
{
    for (size_t i = 0; i < sizeof base_names / sizeof *base_names; i++)
        copy_field(L, LUA_GLOBALSINDEX, base_names[i]);
    wrap(L, LUA_GLOBALSINDEX, "setmetatable", change_table);
    wrap(L, LUA_GLOBALSINDEX, "rawset", change_table);
    wrap(L, LUA_GLOBALSINDEX, "rawget", read_table);
    wrap(L, LUA_GLOBALSINDEX, "tonumber", lua_base_tonumber);
    set_function(L, "unpack", unpack_range);
    set_function(L, "next", next_of);
    lua_getfield(L, -1, "next");
    lua_pushcclosure(L, pairs_of, 1);
    lua_setfield(L, -2, "pairs");
    set_function(L, "pcall", protected_call);
    set_function(L, "xpcall", protected_call_with);
    set_function(L, "collectgarbage", collect);
    set_function(L, "loadstring", load_string);
    set_function(L, "load", load_pieces);
}

/* The library, which is left on the stack, gets what open leaves there. */
static void overlay(lua_State *L, const char *library, void (*open)(lua_State *L))
{
    int into = lua_gettop(L) + 1;

    lua_getglobal(L, library);
    open(L);
    lua_pushnil(L);
    while (lua_next(L, into + 1)) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, into);
    }
    lua_settop(L, into);
}

static void change_string(lua_State *L)
{
    overlay(L, LUA_STRLIBNAME, lua_open_pattern);
    lua_pushnil(L);
    lua_setfield(L, -2, "dump");
    lua_pop(L, 1);
}

static void change_table_library(lua_State *L)
{
    static const char *const changing[] = { "insert", "remove", "setn" };

    overlay(L, LUA_TABLIBNAME, lua_open_table);
    lua_getfield(L, -1, "concat");
    lua_setfield(L, LUA_REGISTRYINDEX, "kvd.concat");
    for (size_t i = 0; i < sizeof changing / sizeof *changing; i++)
        wrap(L, -1, changing[i], change_table);
    wrap(L, -1, "sort", sort_table);
    wrap(L, -1, "foreach", read_table);
    lua_pop(L, 1);
}

static void change_math(lua_State *L)
{
    lua_getglobal(L, LUA_MATHLIBNAME);
    set_function(L, "random", random_number);
    set_function(L, "randomseed", random_seed);
    lua_pop(L, 1);
}

/* Sets the global that stands on top in the table at into, protected. */
static void publish(lua_State *L, int into, const char *name)
{
    script_protect(L);
    lua_setfield(L, into, name);
}

static void publish_libraries(lua_State *L, int into)
{
    static const char *const names[] = { LUA_STRLIBNAME, LUA_TABLIBNAME, LUA_MATHLIBNAME };
    static const struct {
        const char *name;
        void (*open)(lua_State *L);
    } ours[] = { { "cjson", lua_open_cjson },
                 { "cmsgpack", lua_open_cmsgpack },
                 { "struct", lua_open_struct },
                 { "bit", lua_open_bit },
                 { "coroutine", coroutine_open } };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        lua_getglobal(L, names[i]);
        publish(L, into, names[i]);
    }
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        ours[i].open(L);
        publish(L, into, ours[i].name);
    }
    lua_newtable(L);
    set_function(L, "clock", os_clock);
    publish(L, into, "os");
}

/* Methods of strings are found in the real table; what getmetatable("") gives can be read only. */
static void protect_string_methods(lua_State *L, int globals)
{
    int top = lua_gettop(L);

    lua_pushliteral(L, "");
    lua_getmetatable(L, -1);
    lua_getfield(L, globals, LUA_STRLIBNAME);
    lua_getmetatable(L, -1);
    lua_getfield(L, -1, "__index");
    lua_setfield(L, top + 2, "__index");
    lua_getfield(L, LUA_REGISTRYINDEX, "kvd.nothing");
    lua_setfield(L, top + 2, "__metatable");
    lua_settop(L, top);
}

/* A guard of nothing, which its own metatable names as what may be seen of it. */
static void make_nothing(lua_State *L)
{
    lua_newtable(L);
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, "kvd.nothing");
    script_protect(L);
    lua_pop(L, 1);
}

/* Texts of errors that Lua makes where nobody would catch that it has no memory for them. */
static void keep_texts(lua_State *L)
{
    lua_pushliteral(L, "error in error handling");
    luaL_ref(L, LUA_REGISTRYINDEX);
}

static void open_libraries(lua_State *L)
{
    static const lua_CFunction open[] = { luaopen_base, luaopen_table, luaopen_string,
                                          luaopen_math };

    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        lua_pushcfunction(L, open[i]);
        lua_call(L, 0, 0);
    }
}

void sandbox_open(struct script_vm *vm)
{
    lua_State *L = vm->lua;

    seed_anyhow();
    keep_texts(L);
    open_libraries(L);
    make_nothing(L);
    change_string(L);
    change_table_library(L);
    change_math(L);
    lua_newtable(L); /* what _G guards */
    lua_pushvalue(L, -1);
    vm->globals = luaL_ref(L, LUA_REGISTRYINDEX);
    fill_base(L);
    publish_libraries(L, lua_gettop(L));
    protect_string_methods(L, lua_gettop(L));
    vm->api = api_open(L);
    lua_newtable(L);
    set_function(L, "__index", refuse_unknown);
    lua_setmetatable(L, -2);
    lua_newtable(L); /* _G */
    lua_pushvalue(L, -1);
    lua_setfield(L, -3, "_G");
    lua_insert(L, -2);
    make_guard(L, -2);
    lua_replace(L, LUA_GLOBALSINDEX);
    api_set_error_handler(vm);
}
