#include "script/lua_buf.h"

#include "base/size.h"

#include <lauxlib.h>

void lua_buf_init(struct lua_buf *b, lua_State *L)
{
    luaL_checkstack(L, 2, "no room for a string");
    lua_pushnil(L);
    b->L = L;
    b->ptr = b->first;
    b->len = 0;
    b->cap = sizeof b->first;
    b->slot = lua_gettop(L);
}

void lua_buf_grow(struct lua_buf *b, size_t more)
{
    size_t need = 0;
    uint8_t *wider;

    if (!size_add(b->len, more, &need) || need > LUA_BUF_MAX)
        luaL_error(b->L, "resulting string too large");
    need = size_min(size_max(need, 2 * b->cap), LUA_BUF_MAX);
    wider = lua_newuserdata(b->L, need);
    memcpy(wider, b->ptr, b->len);
    lua_replace(b->L, b->slot); /* the old block is garbage from here on */
    b->ptr = wider;
    b->cap = need;
}

void lua_buf_push(struct lua_buf *b)
{
    lua_pushlstring(b->L, (const char *)b->ptr, b->len);
}
