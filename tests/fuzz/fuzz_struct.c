/*
 * fuzz_struct -- struct.unpack with any format and data; where the format has a fixed size, that is what it took.
 *
 * The first byte is the length of the format, then the format, then the position, the rest is data.
 */
#include "script/lib_struct.h"

#include "lua_target.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Packs small numbers, or the data where a string is asked for. */
static void try_pack(lua_State *L, const char *format, size_t len, const char *data, size_t size)
{
    int count, args = 1;

    lua_settop(L, 1);
    luaL_checkstack(L, 110, NULL);
    lua_pushlstring(L, format, len);
    for (size_t i = 0; i < len && args < 100; i++) {
        if (strchr("sc", format[i]) != NULL)
            lua_pushlstring(L, data, size);
        else if (strchr("bBhHlLTiIfd", format[i]) != NULL)
            lua_pushnumber(L, (double)i - 2);
        else
            continue;
        args++;
    }
    target_call(L, "pack", args, &count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static lua_State *L;
    const char *format, *rest;
    size_t len, left;
    int count;

    if (L == NULL)
        L = target_open(lua_open_struct);
    if (size < 2)
        return 0;
    target_clear(L);
    len = data[0] < size - 2 ? data[0] : size - 2;
    format = (const char *)data + 1;
    rest = format + len + 1;
    left = size - 2 - len;
    lua_pushlstring(L, format, len);
    lua_pushlstring(L, rest, left);
    lua_pushinteger(L, (int8_t)format[len]);
    if (target_call(L, "unpack", 3, &count)) {
        lua_Integer end = lua_tointeger(L, -1);

        target_demand(count >= 1);
        lua_settop(L, 1);
        lua_pushlstring(L, format, len);
        if (format[len] == 1 && target_call(L, "size", 1, &count))
            target_demand(lua_tointeger(L, -1) == end - 1);
    }
    try_pack(L, format, len, rest, left);
    return 0;
}
