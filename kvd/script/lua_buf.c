#include "script/lua_buf.h"

#include "base/size.h"
#include "script/lua_work.h"

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

enum { BIG = 64 * 1024, STEP_KB = 64 };

/* Lua's collector does one small step for each allocation, of whatever size, and falls behind big ones: it is
 * told of them, so that a script which writes big strings finds the memory of those that it has dropped. */
static void collect(lua_State *L, size_t bytes)
{
    for (size_t done = 0; done < bytes; done += STEP_KB * 1024) {
        lua_work(L, LUA_WORK_SLICE / 8);
        if (lua_gc(L, LUA_GCSTEP, STEP_KB))
            break;
    }
}

void lua_buf_grow(struct lua_buf *b, size_t more)
{
    size_t need = 0;
    uint8_t *wider;

    if (!size_add(b->len, more, &need) || need > LUA_BUF_MAX)
        luaL_error(b->L, "resulting string too large");
    need = size_min(size_max(need, 2 * b->cap), LUA_BUF_MAX);
    if (need >= BIG)
        collect(b->L, 2 * need); /* the block and the string that it becomes */
    wider = lua_newuserdata(b->L, need);
    lua_work_copy(b->L, wider, b->ptr, b->len);
    lua_replace(b->L, b->slot); /* the old block is garbage from here on */
    b->ptr = wider;
    b->cap = need;
}

void lua_buf_push(struct lua_buf *b)
{
    lua_pushlstring(b->L, (const char *)b->ptr, b->len);
}

void lua_buf_add_long(struct lua_buf *b, const void *bytes, size_t n)
{
    lua_work_copy(b->L, lua_buf_room(b, n), bytes, n);
    b->len += n;
}
