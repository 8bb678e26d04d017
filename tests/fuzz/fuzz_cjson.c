/*
 * fuzz_cjson -- cjson.decode of any text; what it reads is written as a text that reads and writes the same.
 *
 * The first byte is the settings, the rest the text.
 */
#include "script/lib_cjson.h"

#include "lua_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void set(lua_State *L, const char *name, bool value)
{
    int count;

    lua_pushboolean(L, value);
    target_demand(target_call(L, name, 1, &count));
    lua_settop(L, 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static lua_State *L;
    int count;

    if (L == NULL)
        L = target_open(lua_open_cjson);
    if (size == 0)
        return 0;
    target_clear(L);
    set(L, "decode_invalid_numbers", data[0] & 1);
    set(L, "encode_invalid_numbers", true);
    lua_pushlstring(L, (const char *)data + 1, size - 1);
    if (!target_call(L, "decode", 1, &count))
        return 0;
    target_demand(count == 1);
    if (!target_call(L, "encode", 1, &count))
        return 0;
    target_demand(count == 1);
    set(L, "decode_invalid_numbers", true);
    return 0;
}
