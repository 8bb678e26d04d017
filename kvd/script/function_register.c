#include "script/function_register.h"

#include "script/functions.h"

#include <lauxlib.h>

static struct library_set *set;
static struct library *library;

void function_register_into(struct library_set *s, struct library *l)
{
    set = s;
    library = l;
}

/* Where the parts of what is registered stand on the stack, behind the arguments of either form. */
enum { ARGS = 2, NAME, CALLBACK, DESCRIPTION, PARTS };

static struct bytes text_at(lua_State *L, int index)
{
    size_t len;
    const char *text = lua_tolstring(L, index, &len);

    return bytes_make(text, text ? len : 0);
}

/* ---- The table form -------------------------------------------------------------------------------- */

/* 0 if there is no such flag; case does not matter. */
static unsigned flag_of(struct bytes name)
{
    for (unsigned bit = 0; script_flag_name(bit) != NULL; bit++)
        if (bytes_is_word(name, script_flag_name(bit)))
            return 1u << bit;
    return 0;
}

/* The flags in the array on top. */
static unsigned read_flags(lua_State *L)
{
    unsigned flags = 0, flag;

    if (!lua_istable(L, -1))
        script_raise(L, "flags argument to redis.register_function must be a table representing "
                        "function flags");
    for (int i = 1;; i++) {
        lua_rawgeti(L, -1, i);
        if (lua_isnil(L, -1))
            break;
        flag = lua_type(L, -1) == LUA_TSTRING ? flag_of(text_at(L, -1)) : 0;
        if (flag == 0)
            script_raise(L, "unknown flag given");
        flags |= flag;
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return flags;
}

static void read_text(lua_State *L, int part, const char *error)
{
    if (!lua_isstring(L, -1))
        script_raise(L, error);
    lua_pushvalue(L, -1);
    lua_replace(L, part);
}

/* The pair on top: a key and its value. */
static void read_named(lua_State *L, unsigned *flags)
{
    struct bytes key;

    if (lua_type(L, -2) == LUA_TNUMBER)
        script_raise(L, "unknown argument given to redis.register_function");
    if (lua_type(L, -2) != LUA_TSTRING)
        script_raise(L, "named argument key given to redis.register_function is not a string");
    key = text_at(L, -2);
    if (bytes_is_word(key, "function_name")) {
        read_text(L, NAME,
                  "function_name argument given to redis.register_function must be a string");
    } else if (bytes_is_word(key, "description")) {
        read_text(L, DESCRIPTION,
                  "description argument given to redis.register_function must be a string");
    } else if (bytes_is_word(key, "callback")) {
        if (!lua_isfunction(L, -1))
            script_raise(L,
                         "callback argument given to redis.register_function must be a function");
        lua_pushvalue(L, -1);
        lua_replace(L, CALLBACK);
    } else if (bytes_is_word(key, "flags")) {
        *flags = read_flags(L);
    } else {
        script_raise(L, "unknown argument given to redis.register_function");
    }
}

static unsigned read_table(lua_State *L)
{
    unsigned flags = 0;

    if (!lua_istable(L, 1))
        script_raise(L, "calling redis.register_function with a single argument is only applicable "
                        "to Lua table (representing named arguments).");
    lua_pushnil(L);
    while (lua_next(L, 1) != 0) {
        read_named(L, &flags);
        lua_pop(L, 1);
    }
    if (lua_isnil(L, NAME))
        script_raise(L, "redis.register_function must get a function name argument");
    if (lua_isnil(L, CALLBACK))
        script_raise(L, "redis.register_function must get a callback argument");
    return flags;
}

/* ---- Both forms ------------------------------------------------------------------------------------ */

static void read_pair(lua_State *L)
{
    if (!lua_isstring(L, 1))
        script_raise(L, "first argument to redis.register_function must be a string");
    if (!lua_isfunction(L, 2))
        script_raise(L, "second argument to redis.register_function must be a function");
    lua_pushvalue(L, 1);
    lua_replace(L, NAME);
    lua_pushvalue(L, 2);
    lua_replace(L, CALLBACK);
}

static void add(lua_State *L, unsigned flags)
{
    struct function f = { .name = text_at(L, NAME), .flags = flags };

    if (!lua_isnil(L, DESCRIPTION))
        f.description = text_at(L, DESCRIPTION);
    if (!library_name_is_valid(f.name))
        script_raise(L, library_name_rule);
    if (library_find_function(set, f.name) != NULL)
        script_raise(L, "Function already exists in the library");
    if (library_set_mem(set) + f.name.len + f.description.len > FUNCTION_LIBRARY_MAX)
        script_raise(L, "The functions of the library take too much memory");
    lua_pushvalue(L, CALLBACK); /* the others stay where they are, and so do their texts */
    f.callback = luaL_ref(L, LUA_REGISTRYINDEX);
    library_add_function(set, library, f);
}

int function_register(lua_State *L)
{
    int given = lua_gettop(L);
    unsigned flags = 0;

    if (library == NULL)
        return script_raise(L,
                            "redis.register_function can only be called on FUNCTION LOAD command");
    if (given < 1 || given > 2)
        return script_raise(L, "wrong number of arguments to redis.register_function");
    lua_settop(L, PARTS - 1);
    if (given == 1)
        flags = read_table(L);
    else
        read_pair(L);
    add(L, flags);
    return 0;
}
