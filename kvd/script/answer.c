#include "script/answer.h"

#include "base/assert.h"
#include "resp/write.h"
#include "script/alarm.h"
#include "server/limits.h"
#include "server/reply.h"

#include <math.h>
#include <string.h>

enum { SLOTS = 8 }; /* of Lua's stack, for each nested table */

struct answer {
    struct script_run *r;
    struct call *c;
    lua_State *L;
    size_t start; /* of the reply, in c->out */
    bool failed;  /* it is given up */
};

static void answer_top(struct answer *a);

static struct bytes text_of(lua_State *L, int index)
{
    size_t len;
    const char *text = lua_tolstring(L, index, &len);

    return bytes_make(text, len);
}

/* Pushes the field, and is true, if it is of this type. */
static bool push_field(lua_State *L, const char *name, int type)
{
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    if (lua_type(L, -1) == type)
        return true;
    lua_pop(L, 1);
    return false;
}

/* As C casts on the machines we know; what no integer holds becomes the least. */
static int64_t to_int(lua_Number d)
{
    return d >= -0x1p63 && d < 0x1p63 ? (int64_t)d : INT64_MIN;
}

static void answer_error_text(struct answer *a)
{
    bool counted = push_field(a->L, "ignore_error_stats_update", LUA_TBOOLEAN);

    lua_pop(a->L, counted ? 1 : 0);
    push_field(a->L, "err", LUA_TSTRING);
    if (counted)
        reply_error_again(a->c, text_of(a->L, -1));
    else
        reply_error(a->c, lua_tostring(a->L, -1));
    lua_pop(a->L, 1);
}

static size_t count_pairs(lua_State *L)
{
    size_t count = 0;

    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        count++;
    return count;
}

/* The table of keys and values on top. */
static void answer_map(struct answer *a)
{
    reply_map(a->c, count_pairs(a->L));
    for (lua_pushnil(a->L); !a->failed && lua_next(a->L, -2);) {
        lua_pushvalue(a->L, -2);
        answer_top(a);
        answer_top(a);
    }
}

static void answer_set(struct answer *a)
{
    reply_set(a->c, count_pairs(a->L));
    for (lua_pushnil(a->L); !a->failed && lua_next(a->L, -2);) {
        lua_pop(a->L, 1);
        lua_pushvalue(a->L, -1);
        answer_top(a);
    }
}

static void answer_array(struct answer *a)
{
    size_t count = 0;

    for (;; count++) {
        lua_rawgeti(a->L, -1, (int)count + 1);
        if (lua_isnil(a->L, -1))
            break;
        lua_pop(a->L, 1);
    }
    lua_pop(a->L, 1);
    reply_array(a->c, count);
    for (size_t i = 1; i <= count && !a->failed; i++) {
        lua_rawgeti(a->L, -1, (int)i);
        answer_top(a);
    }
}

static bool answer_verbatim(struct answer *a)
{
    bool done = false;

    if (push_field(a->L, "format", LUA_TSTRING)) {
        char format[4] = "txt";
        struct bytes given = text_of(a->L, -1);

        if (given.len >= 3)
            memcpy(format, given.ptr, 3);
        lua_pop(a->L, 1);
        if (push_field(a->L, "string", LUA_TSTRING)) {
            reply_verbatim(a->c, format, text_of(a->L, -1));
            lua_pop(a->L, 1);
            done = true;
        }
    }
    return done;
}

/* The table on top says by a field what it is. */
static bool answer_typed(struct answer *a)
{
    lua_State *L = a->L;
    int top = lua_gettop(L);

    if (push_field(L, "err", LUA_TSTRING)) {
        lua_pop(L, 1);
        answer_error_text(a);
    } else if (push_field(L, "ok", LUA_TSTRING)) {
        reply_simple(a->c, lua_tostring(L, -1));
    } else if (push_field(L, "double", LUA_TNUMBER)) {
        reply_double(a->c, lua_tonumber(L, -1));
    } else if (push_field(L, "map", LUA_TTABLE)) {
        answer_map(a);
    } else if (push_field(L, "set", LUA_TTABLE)) {
        answer_set(a);
    } else if (push_field(L, "big_number", LUA_TSTRING)) {
        resp_big_number(a->c->out, a->c->proto, text_of(L, -1));
    } else if (!push_field(L, "verbatim_string", LUA_TTABLE) || !answer_verbatim(a)) {
        lua_settop(L, top);
        return false;
    }
    lua_settop(L, top);
    return true;
}

/* A table may contain itself many times over: the reply ends somewhere. */
static bool goes_on(struct answer *a)
{
    const char *why = NULL;

    if (a->failed)
        return false;
    if (alarm_is_due && !run_may_go_on())
        why = a->r->stop_text;
    else if (!lua_checkstack(a->L, SLOTS))
        why = "ERR reached lua stack limit";
    else if (a->c->out->len - a->start > proto_max_bulk_len)
        why = "ERR reply exceeds maximum allowed size (proto-max-bulk-len)";
    if (why == NULL)
        return true;
    a->failed = true;
    a->c->out->len = a->start;
    reply_error(a->c, why);
    return false;
}

/* Takes the value on top of the stack. */
static void answer_top(struct answer *a)
{
    lua_State *L = a->L;
    int top = lua_gettop(L);

    if (!goes_on(a)) {
        lua_settop(L, top - 1);
        return;
    }
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        reply_bulk(a->c, text_of(L, -1));
        break;
    case LUA_TNUMBER:
        reply_int(a->c, to_int(lua_tonumber(L, -1)));
        break;
    case LUA_TBOOLEAN:
        if (a->r->resp == 3)
            reply_bool(a->c, lua_toboolean(L, -1));
        else if (lua_toboolean(L, -1))
            reply_int(a->c, 1);
        else
            reply_null(a->c);
        break;
    case LUA_TTABLE:
        if (!answer_typed(a))
            answer_array(a);
        break;
    default:
        reply_null(a->c);
    }
    lua_settop(L, top - 1);
}

void answer_value(struct script_run *r, struct call *c)
{
    struct answer a = { .r = r, .c = c, .L = r->vm->lua, .start = c->out->len };

    kv_assert(c->sink == NULL);
    answer_top(&a);
}

/* ---- Errors -------------------------------------------------------------------------------------- */

/* What an error without a table of ours says: Lua's own, when there was no memory or no stack to make one. */
static void add_text(const struct script_run *r, lua_State *L, struct buf *text)
{
    size_t len;
    const char *message = lua_tolstring(L, -1, &len);

    if (r->stopped)
        buf_add_str(text, r->stop_text);
    else if (message == NULL)
        buf_add_str(text, "ERR unknown error");
    else if (strcmp(message, "not enough memory") == 0)
        buf_add_str(text, "ERR the script needs more memory than lua-memory-limit allows");
    else
        buf_addf(text, "ERR %s", message);
}

/* " script: name, on @user_script:1."; nothing if no line of Lua was there, as in a function that is one of ours. */
static void add_place(const struct script_run *r, lua_State *L, struct buf *text)
{
    bool has_source = lua_istable(L, -1) && push_field(L, "source", LUA_TSTRING);

    if (!has_source && lua_istable(L, -1))
        return;
    buf_addf(text, " script: %s", r->start->name);
    if (has_source) {
        buf_addf(text, ", on %s", lua_tostring(L, -1));
        lua_pop(L, 1);
        if (push_field(L, "line", LUA_TSTRING)) {
            buf_addf(text, ":%s", lua_tostring(L, -1));
            lua_pop(L, 1);
        }
    }
    buf_add_byte(text, '.');
}

void answer_error(struct script_run *r, struct call *c)
{
    lua_State *L = r->vm->lua;
    struct buf text = { .limit = 64 * 1024 };
    bool counted = false;

    if (lua_istable(L, -1)) {
        counted = push_field(L, "ignore_error_stats_update", LUA_TBOOLEAN);
        lua_pop(L, counted ? 1 : 0);
    }
    if (lua_istable(L, -1) && push_field(L, "err", LUA_TSTRING)) {
        buf_add_bytes(&text, text_of(L, -1));
        lua_pop(L, 1);
    } else {
        add_text(r, L, &text);
    }
    add_place(r, L, &text);
    if (text.failed) { /* the text is the script's own */
        buf_clear(&text);
        buf_addf(&text, "ERR an error with a text too long to show script: %s.", r->start->name);
    }
    if (counted)
        reply_error_again(c, buf_bytes(&text));
    else
        reply_error(c, buf_cstr(&text));
    buf_fini(&text);
    lua_pop(L, 1);
}
