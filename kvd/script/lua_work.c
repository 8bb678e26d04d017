#include "script/lua_work.h"

#include "base/size.h"

#include <lauxlib.h>
#include <stdint.h>
#include <string.h>

enum { PIECE = 64 * 1024, BYTES_A_STEP = 16 };

size_t lua_work_done;

static lua_work_check_fn check_fn;

void lua_work_set_check(lua_work_check_fn check)
{
    check_fn = check;
}

void lua_work_check(lua_State *L)
{
    lua_work_done = 0;
    if (check_fn != NULL && !check_fn(L))
        luaL_error(L, "the script was stopped");
}

void lua_work_copy(lua_State *L, void *to, const void *from, size_t len)
{
    for (size_t at = 0, n; at < len; at += n) {
        n = size_min(len - at, PIECE);
        memcpy((uint8_t *)to + at, (const uint8_t *)from + at, n);
        lua_work(L, n / BYTES_A_STEP);
    }
}

bool lua_work_equal(lua_State *L, const void *a, const void *b, size_t len)
{
    for (size_t at = 0, n; at < len; at += n) {
        n = size_min(len - at, PIECE);
        if (memcmp((const uint8_t *)a + at, (const uint8_t *)b + at, n) != 0)
            return false;
        lua_work(L, n / BYTES_A_STEP);
    }
    return true;
}
