/*
 * fuzz_cmsgpack -- cmsgpack.unpack of any bytes; values taken one by one are as many as those taken at once, and
 * can be packed.
 */
#include "script/lib_cmsgpack.h"

#include "lua_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* How many values unpack_one finds; -1 if it comes upon an error. */
static int count_one_by_one(lua_State *L, const uint8_t *data, size_t size)
{
    int found = 0, count;

    for (lua_Integer offset = 0; offset >= 0 && (size_t)offset < size; found++) {
        lua_Integer next;

        lua_settop(L, 1);
        lua_pushlstring(L, (const char *)data, size);
        lua_pushinteger(L, offset);
        if (!target_call(L, "unpack_one", 2, &count))
            return -1;
        target_demand(count == 2);
        next = lua_tointeger(L, 2);
        target_demand(next == -1 || next > offset);
        offset = next;
    }
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static lua_State *L;
    int count, packed;

    if (L == NULL)
        L = target_open(lua_open_cmsgpack);
    target_clear(L);
    if (size > 4096) /* each step copies all of it */
        size = 4096;
    lua_pushlstring(L, (const char *)data, size);
    if (!target_call(L, "unpack", 1, &count))
        return 0;
    if (count > 0)
        target_demand(target_call(L, "pack", count, &packed) ? packed == 1
                                                             : target_checks >= TARGET_CHECKS);
    target_checks = 0;
    target_demand(count_one_by_one(L, data, size) == count || target_checks >= TARGET_CHECKS);
    return 0;
}
