#include "script/lib_table.h"

#include "base/size.h"
#include "script/lua_buf.h"
#include "script/lua_work.h"

#include <lauxlib.h>
#include <limits.h>
#include <stdio.h>

/* The length of the table that is the first argument. */
static int check_length(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    return (int)size_min(lua_objlen(L, 1), INT_MAX - 1);
}

enum {
    CALL = 20,   /* steps that a call of a function takes */
    NUMBER = 20, /* and a number that is written */
};

/* ---- Elements ------------------------------------------------------------------------------------ */

struct joined {
    struct lua_buf text;
    const char *separator;
    size_t separator_len;
    int64_t next, last;
    bool has_room;
};

/* Makes room for what is still to come, the numbers apart: a buffer that grows by itself takes more memory. */
static void make_room(struct joined *j)
{
    lua_State *L = j->text.L;
    size_t total = 0;
    bool valid = true;

    for (int64_t i = j->next; i <= j->last && valid && total <= LUA_BUF_MAX; i++) {
        lua_work(L, 1);
        lua_rawgeti(L, 1, (int)i);
        valid = lua_isstring(L, -1);
        if (lua_type(L, -1) == LUA_TSTRING)
            total += lua_objlen(L, -1);
        total += i < j->last ? j->separator_len : 0;
        lua_pop(L, 1);
    }
    lua_buf_room(&j->text, total);
    j->has_room = true;
}

/* The element on top, a string or a number, as Lua writes it. */
static void add_element(struct joined *j)
{
    lua_State *L = j->text.L;
    size_t len;
    const char *s;

    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        s = lua_tolstring(L, -1, &len);
        if (!j->has_room && j->text.len + len > LUA_BUF_LONG)
            make_room(j);
        lua_buf_add(&j->text, s, len);
        break;
    case LUA_TNUMBER:
        lua_work(L, NUMBER);
        j->text.len += (size_t)snprintf((char *)lua_buf_room(&j->text, LUAI_MAXNUMBER2STR),
                                        LUAI_MAXNUMBER2STR, LUA_NUMBER_FMT, lua_tonumber(L, -1));
        break;
    default:
        luaL_error(L, "invalid value (%s) at index %d in table for 'concat'", luaL_typename(L, -1),
                   (int)j->next);
    }
}

/* concat(table [, separator [, first [, last]]]) */
static int table_concat(lua_State *L)
{
    struct joined j;

    j.separator = luaL_optlstring(L, 2, "", &j.separator_len);
    luaL_checktype(L, 1, LUA_TTABLE);
    j.next = luaL_optint(L, 3, 1);
    j.last = lua_isnoneornil(L, 4) ? check_length(L) : luaL_checkint(L, 4);
    j.has_room = false;
    lua_buf_init(&j.text, L);
    for (; j.next <= j.last; j.next++) {
        lua_work(L, 1);
        lua_rawgeti(L, 1, (int)j.next);
        add_element(&j);
        lua_pop(L, 1);
        if (j.next < j.last)
            lua_buf_add(&j.text, j.separator, j.separator_len);
    }
    lua_buf_push(&j.text);
    return 1;
}

/* table[to] = table[from] */
static void move_element(lua_State *L, int to, int from)
{
    lua_work(L, 1);
    lua_rawgeti(L, 1, from);
    lua_rawseti(L, 1, to);
}

/* insert(table, [at,] value) */
static int table_insert(lua_State *L)
{
    int end = check_length(L) + 1, at = end;

    if (lua_gettop(L) != 2 && lua_gettop(L) != 3)
        return luaL_error(L, "wrong number of arguments to 'insert'");
    if (lua_gettop(L) == 3) {
        at = luaL_checkint(L, 2);
        for (int i = end; i > at; i--)
            move_element(L, i, i - 1);
    }
    lua_rawseti(L, 1, at);
    return 0;
}

/* remove(table [, at]) */
static int table_remove(lua_State *L)
{
    int last = check_length(L), at = luaL_optint(L, 2, last);

    if (at < 1 || at > last)
        return 0;
    lua_rawgeti(L, 1, at);
    for (; at < last; at++)
        move_element(L, at, at + 1);
    lua_pushnil(L);
    lua_rawseti(L, 1, last);
    return 1;
}

/* ---- All keys ------------------------------------------------------------------------------------ */

static int table_maxn(lua_State *L)
{
    double most = 0;

    luaL_checktype(L, 1, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        lua_work(L, 1);
        if (lua_type(L, -2) == LUA_TNUMBER && lua_tonumber(L, -2) > most)
            most = lua_tonumber(L, -2);
    }
    lua_pushnumber(L, most);
    return 1;
}

/* Calls the function with the key and the value on top, which stay. True if it gives a result, which is on top: a
 * function of C may give none for ever. */
static bool ends_at(lua_State *L)
{
    lua_work(L, CALL);
    lua_pushvalue(L, 2);
    lua_pushvalue(L, -3);
    lua_pushvalue(L, -3);
    lua_call(L, 2, 1);
    if (!lua_isnil(L, -1))
        return true;
    lua_pop(L, 1);
    return false;
}

/* foreach(table, function) */
static int table_foreach(lua_State *L)
{
    luaL_checktype(L, 1, LUA_TTABLE);
    luaL_checktype(L, 2, LUA_TFUNCTION);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1))
        if (ends_at(L))
            return 1;
    return 0;
}

/* foreachi(table, function) */
static int table_foreachi(lua_State *L)
{
    int last = check_length(L);

    luaL_checktype(L, 2, LUA_TFUNCTION);
    for (int i = 1; i <= last; i++) {
        lua_pushinteger(L, i);
        lua_rawgeti(L, 1, i);
        if (ends_at(L))
            return 1;
        lua_pop(L, 2);
    }
    return 0;
}

/* ---- sort ---------------------------------------------------------------------------------------- */

/* What is sorted without looking at the time: so many elements, with so many bytes in strings. */
enum { AT_ONCE = 20 * 1000, BYTES_AT_ONCE = 512 * 1024, BYTES_A_STEP = 16 };

static void tell_length(lua_State *L, int index)
{
    if (lua_type(L, index) == LUA_TSTRING)
        lua_work(L, lua_objlen(L, index) / BYTES_A_STEP);
}

static int is_less(lua_State *L)
{
    lua_work(L, CALL);
    tell_length(L, 1);
    lua_pushboolean(L, lua_lessthan(L, 1, 2));
    return 1;
}

/* What a function of C says, the upvalue: no alarm is heard in those. */
static int is_less_by_function(lua_State *L)
{
    lua_work(L, CALL);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, lua_gettop(L) - 1, 1);
    return 1;
}

static bool takes_long(lua_State *L)
{
    int count = check_length(L);
    size_t bytes = 0;

    if (count > AT_ONCE)
        return true;
    for (int i = 1; i <= count; i++) {
        lua_rawgeti(L, 1, i);
        if (lua_type(L, -1) == LUA_TSTRING)
            bytes += lua_objlen(L, -1);
        lua_pop(L, 1);
    }
    return bytes > BYTES_AT_ONCE;
}

int lua_table_sort(lua_State *L)
{
    if (lua_istable(L, 1) && lua_isnoneornil(L, 2) && takes_long(L)) {
        lua_settop(L, 1);
        lua_pushcfunction(L, is_less);
    } else if (lua_iscfunction(L, 2)) {
        lua_settop(L, 2);
        lua_pushcclosure(L, is_less_by_function, 1);
    }
    return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

/* ---- Table --------------------------------------------------------------------------------------- */

void lua_open_table(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "concat", table_concat },
        { "insert", table_insert },
        { "remove", table_remove },
        { "maxn", table_maxn },
        { "foreach", table_foreach },
        { "foreachi", table_foreachi },
        { NULL, NULL },
    };

    lua_newtable(L);
    luaL_register(L, NULL, functions);
}
