#include "script/coroutine.h"

#include "script/alarm.h"
#include "script/run.h"
#include "server/aside.h"

#include <lauxlib.h>

/* Lua allows 200 calls of C functions in each coroutine, whose frames have up to some 10 KB. */
enum {
    STACK_NEEDED = 3 * 1024 * 1024,
    NESTED_MAX = 200,       /* coroutines that resume each other */
    NESTED_MAX_OUTSIDE = 8, /* on the loop's own stack */
    SLOT_SIZE = 2 * 16,     /* bytes of a value on a stack that may grow twofold */
};

static unsigned nested;

static bool may_nest(void)
{
    return nested < (aside_is_inside() ? NESTED_MAX : NESTED_MAX_OUTSIDE) &&
           aside_stack_left() >= STACK_NEEDED;
}

static const char *status_of(lua_State *L, lua_State *co)
{
    lua_Debug ar;

    if (co == L)
        return "running";
    if (lua_status(co) == LUA_YIELD)
        return "suspended";
    if (lua_status(co) != 0)
        return "dead";
    if (lua_getstack(co, 0, &ar))
        return "normal";
    return lua_gettop(co) == 0 ? "dead" : "suspended";
}

/* Makes room for the arguments on the coroutine's stack. There is nobody yet who catches an error in it: that it
 * has the memory is asked here, and the stack, which at most doubles, grows without being asked. */
static bool make_room(lua_State *L, lua_State *co, int args)
{
    struct script_vm *vm = script_now->vm;
    size_t limit = vm->limit, need = (size_t)args * SLOT_SIZE;
    bool fits;

    if (vm->used > limit || need > limit - vm->used)
        luaL_error(L, "not enough memory");
    vm->limit = SIZE_MAX;
    fits = lua_checkstack(co, args);
    vm->limit = limit;
    return fits;
}

/* The results or, when it is -1, the error are on L's stack. */
static int resume(lua_State *L, lua_State *co, int args)
{
    const char *status = status_of(L, co);
    lua_State *before;
    int result, count;

    if (status[0] != 's') {
        lua_pushfstring(L, "cannot resume %s coroutine", status);
        return -1;
    }
    if (!may_nest()) {
        lua_pushliteral(L, "C stack overflow");
        return -1;
    }
    if (!make_room(L, co, args))
        return luaL_error(L, "too many arguments to resume");
    lua_xmove(L, co, args);
    before = alarm_switch(co);
    nested++;
    result = lua_resume(co, args);
    nested--;
    alarm_switch(before);
    if (result != 0 && result != LUA_YIELD) {
        lua_xmove(co, L, 1);
        return -1;
    }
    count = lua_gettop(co);
    if (!lua_checkstack(L, count + 1))
        return luaL_error(L, "too many results to resume");
    lua_xmove(co, L, count);
    return count;
}

static int co_resume(lua_State *L)
{
    lua_State *co = lua_tothread(L, 1);
    int count;

    luaL_argcheck(L, co != NULL, 1, "coroutine expected");
    count = resume(L, co, lua_gettop(L) - 1);
    lua_pushboolean(L, count >= 0);
    count = count < 0 ? 1 : count;
    lua_insert(L, -count - 1);
    return count + 1;
}

static int call_wrapped(lua_State *L)
{
    int count = resume(L, lua_tothread(L, lua_upvalueindex(1)), lua_gettop(L));

    if (count >= 0)
        return count;
    if (lua_isstring(L, -1)) {
        luaL_where(L, 1);
        lua_insert(L, -2);
        lua_concat(L, 2);
    }
    return lua_error(L);
}

/* A coroutine may come to its end before its first stride: it counts as one. */
static int co_create(lua_State *L)
{
    lua_State *co = lua_newthread(L);

    run_count(L, ALARM_STRIDE);
    luaL_argcheck(L, lua_isfunction(L, 1) && !lua_iscfunction(L, 1), 1, "Lua function expected");
    lua_pushvalue(L, 1);
    lua_xmove(L, co, 1);
    return 1;
}

static int co_wrap(lua_State *L)
{
    co_create(L);
    lua_pushcclosure(L, call_wrapped, 1);
    return 1;
}

static int co_yield (lua_State *L)
{
    return lua_yield(L, lua_gettop(L));
}

static int co_status(lua_State *L)
{
    lua_State *co = lua_tothread(L, 1);

    luaL_argcheck(L, co != NULL, 1, "coroutine expected");
    lua_pushstring(L, status_of(L, co));
    return 1;
}

/* nil outside of coroutines. */
static int co_running(lua_State *L)
{
    if (lua_pushthread(L))
        lua_pushnil(L);
    return 1;
}

void coroutine_open(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "create", co_create }, { "wrap", co_wrap },     { "resume", co_resume },
        { "yield", co_yield },   { "status", co_status }, { "running", co_running },
        { NULL, NULL },
    };

    lua_newtable(L);
    luaL_register(L, NULL, functions);
}
