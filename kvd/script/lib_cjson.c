#include "script/lib_cjson.h"

#include "script/lib_cjson_inner.h"

#include <lauxlib.h>
#include <limits.h>
#include <math.h>
#include <string.h>

static struct cjson_config *config_of(lua_State *L)
{
    return lua_touserdata(L, lua_upvalueindex(CJSON_CONFIG));
}

/* ---- Settings: each function changes what it is given, nil leaves it, and returns what holds then -- */

/* The upvalue; no more arguments than most. */
static struct cjson_config *begin_setting(lua_State *L, int most)
{
    luaL_argcheck(L, lua_gettop(L) <= most, most + 1, "found too many arguments");
    lua_settop(L, most);
    return config_of(L);
}

static int set_int(lua_State *L, int arg, int *setting, int min, int max)
{
    lua_Integer n;

    if (!lua_isnil(L, arg)) {
        n = luaL_checkinteger(L, arg);
        /* Named the first argument whichever it is, as scripts know it. */
        if (n < min || n > max)
            luaL_argerror(L, 1, lua_pushfstring(L, "expected integer between %d and %d", min, max));
        *setting = (int)n;
    }
    lua_pushinteger(L, *setting);
    return 1;
}

static void invalid_option(lua_State *L, int arg, const char *word)
{
    luaL_argerror(L, arg, lua_pushfstring(L, "invalid option '%s'", word));
}

/* true, false, "on", "off", or the word for 2 if there is one; current if the argument is nil. */
static int check_switch(lua_State *L, int arg, int current, const char *word_of_2)
{
    const char *word;

    if (lua_isnil(L, arg))
        return current;
    if (lua_isboolean(L, arg))
        return lua_toboolean(L, arg);
    word = luaL_checkstring(L, arg);
    if (strcmp(word, "off") == 0)
        return 0;
    if (strcmp(word, "on") == 0)
        return 1;
    if (word_of_2 == NULL || strcmp(word, word_of_2) != 0)
        invalid_option(L, arg, word);
    return 2;
}

static int set_switch(lua_State *L, int arg, bool *setting)
{
    *setting = check_switch(L, arg, *setting, NULL) != 0;
    lua_pushboolean(L, *setting);
    return 1;
}

static int encode_max_depth(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 1);

    return set_int(L, 1, &config->encode_max_depth, 1, INT_MAX);
}

static int decode_max_depth(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 1);

    return set_int(L, 1, &config->decode_max_depth, 1, INT_MAX);
}

static int encode_number_precision(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 1);

    set_int(L, 1, &config->precision, 1, 14);
    config->whole = pow(10, config->precision);
    return 1;
}

static int encode_keep_buffer(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 1);

    return set_switch(L, 1, &config->keep_buffer);
}

static int decode_invalid_numbers(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 1);

    return set_switch(L, 1, &config->decode_invalid);
}

static int decode_array_with_array_mt(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 1);

    return set_switch(L, 1, &config->array_meta);
}

static int encode_invalid_numbers(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 1);

    config->encode_invalid =
        (enum cjson_invalid)check_switch(L, 1, (int)config->encode_invalid, "null");
    if (config->encode_invalid == CJSON_INVALID_NULL)
        lua_pushliteral(L, "null");
    else
        lua_pushboolean(L, config->encode_invalid == CJSON_INVALID_WRITE);
    return 1;
}

/* encode_sparse_array([convert [, ratio [, safe]]]) */
static int encode_sparse_array(lua_State *L)
{
    struct cjson_config *config = begin_setting(L, 3), changed = *config;

    set_switch(L, 1, &changed.sparse_convert);
    set_int(L, 2, &changed.sparse_ratio, 0, INT_MAX);
    set_int(L, 3, &changed.sparse_safe, 0, INT_MAX);
    *config = changed; /* nothing, if one of them was refused */
    return 3;
}

/* ---- The table ----------------------------------------------------------------------------------- */

static int encode(lua_State *L)
{
    luaL_argcheck(L, lua_gettop(L) == 1, 1, "expected 1 argument");
    cjson_encode(L, config_of(L));
    return 1;
}

static int decode(lua_State *L)
{
    luaL_argcheck(L, lua_gettop(L) == 1, 1, "expected 1 argument");
    luaL_checkstring(L, 1);
    cjson_decode(L, config_of(L));
    return 1;
}

static int new_table(lua_State *L)
{
    lua_open_cjson(L);
    return 1;
}

void lua_open_cjson(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "encode", encode },
        { "decode", decode },
        { "encode_max_depth", encode_max_depth },
        { "decode_max_depth", decode_max_depth },
        { "encode_number_precision", encode_number_precision },
        { "encode_keep_buffer", encode_keep_buffer },
        { "encode_invalid_numbers", encode_invalid_numbers },
        { "decode_invalid_numbers", decode_invalid_numbers },
        { "encode_sparse_array", encode_sparse_array },
        { "decode_array_with_array_mt", decode_array_with_array_mt },
        { "new", new_table },
        { NULL, NULL },
    };
    struct cjson_config *config;

    lua_newtable(L);
    config = lua_newuserdata(L, sizeof *config);
    *config = (struct cjson_config){
        .encode_max_depth = 1000,
        .decode_max_depth = 1000,
        .precision = 14,
        .whole = 1e14,
        .encode_invalid = CJSON_INVALID_REFUSE,
        .decode_invalid = true,
        .keep_buffer = true,
        .sparse_ratio = 2,
        .sparse_safe = 10,
    };
    lua_newtable(L);
    lua_pushboolean(L, true);
    lua_setfield(L, -2, CJSON_IS_ARRAY);
    lua_pushboolean(L,
                    false); /* what getmetatable() gives: scripts share it, so none may change it */
    lua_setfield(L, -2, "__metatable");
    for (const luaL_Reg *f = functions; f->name != NULL; f++) {
        lua_pushvalue(L, -2);
        lua_pushvalue(L, -2);
        lua_pushcclosure(L, f->func, 2);
        lua_setfield(L, -4, f->name);
    }
    lua_pop(L, 2);
    lua_pushlightuserdata(L, NULL);
    lua_setfield(L, -2, "null");
    lua_pushliteral(L, "cjson");
    lua_setfield(L, -2, "_NAME");
    lua_pushliteral(L, "2.1.0"); /* of lua-cjson, whose functions these are */
    lua_setfield(L, -2, "_VERSION");
}
