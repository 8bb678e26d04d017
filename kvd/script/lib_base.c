#include "script/lib_base.h"

#include "script/lua_num_read.h"

#include <lauxlib.h>

enum { LONG_TEXT = 1024 };

int lua_base_tonumber(lua_State *L)
{
    const char *text, *end;
    int base;
    double d;

    if (lua_type(L, 1) != LUA_TSTRING || lua_objlen(L, 1) < LONG_TEXT)
        return lua_tocfunction(L, lua_upvalueindex(1))(L);
    base = luaL_optint(L, 2, 10);
    luaL_argcheck(L, base >= 2 && base <= 36, 2, "base out of range");
    text = lua_tostring(L, 1);
    if (base == 10)
        d = lua_num_read(L, text, &end);
    else
        d = (double)lua_num_read_base(L, text, base, &end);
    if (end == text || *lua_num_blanks(L, end) != '\0')
        lua_pushnil(L);
    else
        lua_pushnumber(L, d);
    return 1;
}
