#include "base/num.h"
#include "script/lib_cjson_inner.h"
#include "script/lua_buf.h"
#include "script/lua_num.h"
#include "script/lua_work.h"

#include <lauxlib.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>

struct writer {
    lua_State *L;
    const struct cjson_config *config;
    struct lua_buf text;
};

enum {
    NUMBER_MAX = 32,   /* room for 14 digits, sign, dot and exponent */
    PIECE = 64 * 1024, /* bytes of a string between two looks at the time */
};

static void add_literal(struct writer *w, const char *text)
{
    lua_buf_add(&w->text, text, strlen(text));
}

static void fail(struct writer *w, int index, const char *why)
{
    luaL_error(w->L, "Cannot serialise %s: %s", luaL_typename(w->L, index), why);
}

/* ---- Strings and numbers ------------------------------------------------------------------------- */

/* The letter behind a backslash, 'u' for four hexadecimal digits, 0 for those that stand for themselves. */
static const char escapes[256] = {
    [0 ... 7] = 'u', ['\b'] = 'b', ['\t'] = 't',      ['\n'] = 'n', [11] = 'u',    ['\f'] = 'f',
    ['\r'] = 'r',    ['"'] = '"',  [14 ... 31] = 'u', ['/'] = '/',  ['\\'] = '\\', [127] = 'u',
};

static void add_escape(struct writer *w, uint8_t c)
{
    static const char hex[] = "0123456789abcdef";
    char text[] = { '\\', escapes[c], '0', '0', hex[c >> 4], hex[c & 15] };

    lua_buf_add(&w->text, text, escapes[c] == 'u' ? sizeof text : 2);
}

/* The string at index, between quotes. */
static void add_string(struct writer *w, int index)
{
    size_t len, plain = 0;
    const uint8_t *s = (const uint8_t *)lua_tolstring(w->L, index, &len);

    lua_buf_byte(&w->text, '"');
    for (size_t i = 0; i < len; i++) {
        if (i % PIECE == PIECE - 1)
            lua_work(w->L, PIECE / 16);
        if (escapes[s[i]] == 0)
            continue;
        lua_buf_add(&w->text, s + plain, i - plain);
        add_escape(w, s[i]);
        plain = i + 1;
    }
    lua_work(w->L, len % PIECE / 16);
    lua_buf_add(&w->text, s + plain, len - plain);
    lua_buf_byte(&w->text, '"');
}

/* The number at index. */
static void add_number(struct writer *w, int index)
{
    double d = lua_tonumber(w->L, index);
    uint8_t *out = lua_buf_room(&w->text, NUMBER_MAX);
    int64_t n;

    if (lua_num_is_int64(d, &n) && fabs(d) < w->config->whole && !(n == 0 && signbit(d))) {
        w->text.len += num_format_int((char *)out, n);
    } else if (isfinite(d)) {
        w->text.len += (size_t)snprintf((char *)out, NUMBER_MAX, "%.*g", w->config->precision, d);
    } else if (w->config->encode_invalid == CJSON_INVALID_NULL) {
        add_literal(w, "null");
    } else if (w->config->encode_invalid == CJSON_INVALID_WRITE) {
        add_literal(w, isnan(d) ? "nan" : d < 0 ? "-inf" : "inf");
    } else {
        fail(w, index, "must not be NaN or Inf");
    }
}

/* ---- Tables -------------------------------------------------------------------------------------- */

static void add_value(struct writer *w, int depth);

/* The last index of the table on top of the stack if its keys are positive integers only, else 0. */
static int last_index(struct writer *w)
{
    lua_State *L = w->L;
    const struct cjson_config *config = w->config;
    double last = 0, count = 0;

    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        double key = lua_type(L, -2) == LUA_TNUMBER ? lua_tonumber(L, -2) : 0;

        lua_pop(L, 1);
        lua_work(L, 1);
        if (!(key >= 1 && key <= INT_MAX) || floor(key) != key) {
            lua_pop(L, 1);
            return 0;
        }
        count++;
        if (key > last)
            last = key;
    }
    if (config->sparse_ratio > 0 && last > config->sparse_safe &&
        last > count * config->sparse_ratio) {
        if (!config->sparse_convert)
            fail(w, -1, "excessively sparse array");
        return 0;
    }
    return (int)last;
}

static void add_array(struct writer *w, int last, int depth)
{
    lua_buf_byte(&w->text, '[');
    for (int64_t i = 1; i <= last; i++) {
        if (i > 1)
            lua_buf_byte(&w->text, ',');
        lua_rawgeti(w->L, -1, (int)i);
        add_value(w, depth);
        lua_pop(w->L, 1);
    }
    lua_buf_byte(&w->text, ']');
}

static void add_object(struct writer *w, int depth)
{
    lua_State *L = w->L;
    bool first = true;

    lua_buf_byte(&w->text, '{');
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        if (!first)
            lua_buf_byte(&w->text, ',');
        first = false;
        if (lua_type(L, -2) == LUA_TNUMBER) {
            lua_buf_byte(&w->text, '"');
            add_number(w, -2);
            lua_buf_byte(&w->text, '"');
        } else if (lua_type(L, -2) == LUA_TSTRING) {
            add_string(w, -2);
        } else {
            fail(w, -2, "table key must be a number or string");
        }
        lua_buf_byte(&w->text, ':');
        add_value(w, depth);
        lua_pop(L, 1);
    }
    lua_buf_byte(&w->text, '}');
}

/* True if the table on top of the stack is an empty array by its metatable. */
static bool is_empty_array(lua_State *L)
{
    if (!luaL_getmetafield(L, -1, CJSON_IS_ARRAY))
        return false;
    lua_pop(L, 1);
    lua_pushnil(L);
    if (lua_next(L, -2) == 0)
        return true;
    lua_pop(L, 2);
    return false;
}

static void add_table(struct writer *w, int depth)
{
    int last;

    /* A key, a value, and what a longer buffer or an error takes. */
    if (depth > w->config->encode_max_depth || depth > CJSON_DEPTH_MAX || !lua_checkstack(w->L, 6))
        luaL_error(w->L, "Cannot serialise, excessive nesting (%d)", depth);
    last = last_index(w);
    if (last > 0 || is_empty_array(w->L))
        add_array(w, last, depth);
    else
        add_object(w, depth);
}

/* The value on top of the stack, inside so many tables; it stays there. */
static void add_value(struct writer *w, int depth)
{
    lua_work(w->L, 1);
    switch (lua_type(w->L, -1)) {
    case LUA_TSTRING:
        add_string(w, -1);
        return;
    case LUA_TNUMBER:
        add_number(w, -1);
        return;
    case LUA_TBOOLEAN:
        add_literal(w, lua_toboolean(w->L, -1) ? "true" : "false");
        return;
    case LUA_TTABLE:
        add_table(w, depth + 1);
        return;
    case LUA_TNIL:
        add_literal(w, "null");
        return;
    case LUA_TLIGHTUSERDATA:
        if (lua_touserdata(w->L, -1) == NULL) {
            add_literal(w, "null");
            return;
        }
    }
    fail(w, -1, "type not supported");
}

void cjson_encode(lua_State *L, const struct cjson_config *config)
{
    struct writer w;
    int value = lua_gettop(L);

    w.L = L;
    w.config = config;
    lua_buf_init(&w.text, L);
    lua_pushvalue(L, value);
    add_value(&w, 0);
    lua_buf_push(&w.text);
    lua_replace(L, value);
    lua_settop(L, value);
}
