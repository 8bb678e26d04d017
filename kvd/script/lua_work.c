#include "script/lua_work.h"

#include <lauxlib.h>

static lua_work_check_fn check_fn;
static size_t done; /* steps since the last check */

void lua_work_set_check(lua_work_check_fn check)
{
    check_fn = check;
}

void lua_work(lua_State *L, size_t steps)
{
    /* Neither term comes near SIZE_MAX: steps are bounded by bytes in memory. */
    done += steps;
    if (done < LUA_WORK_SLICE)
        return;
    done = 0;
    if (check_fn != NULL && !check_fn(L))
        luaL_error(L, "the script was stopped");
}
