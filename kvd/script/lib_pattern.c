#include "script/lib_pattern.h"

#include "script/lua_buf.h"
#include "script/lua_find.h"
#include "script/lua_format.h"
#include "script/lua_match.h"
#include "script/lua_work.h"

#include <ctype.h>
#include <lauxlib.h>

static struct bytes check_bytes(lua_State *L, int arg)
{
    size_t len;
    const char *s = luaL_checklstring(L, arg, &len);

    return bytes_make(s, len);
}

/* ---- find, match --------------------------------------------------------------------------------- */

/* The offset that an argument means: from 1 on, or from the end if negative; within the subject. */
static size_t start_offset(lua_State *L, int arg, size_t len)
{
    ptrdiff_t at = luaL_optinteger(L, arg, 1);

    if (at < 0)
        at = at < -(ptrdiff_t)len ? 0 : at + (ptrdiff_t)len + 1;
    if (at <= 0)
        return 0;
    return (size_t)(at - 1) < len ? (size_t)(at - 1) : len;
}

/* True if nothing in the pattern, up to its first zero byte, has a meaning of its own. */
static bool is_plain(struct bytes pattern)
{
    return strpbrk((const char *)pattern.ptr, "^$*+?.([%-") == NULL;
}

static int find_plain(lua_State *L, struct bytes subject, struct bytes text, size_t from)
{
    const uint8_t *found;

    found = lua_find(L, bytes_from(subject, from), text);
    if (found == NULL) {
        lua_pushnil(L);
        return 1;
    }
    lua_pushinteger(L, found - subject.ptr + 1);
    lua_pushinteger(L, found - subject.ptr + (ptrdiff_t)text.len);
    return 2;
}

/* The first match from the given offset on: where it is and its captures, or the captures alone. */
static int search(lua_State *L, bool find)
{
    struct bytes subject = check_bytes(L, 1), pattern = check_bytes(L, 2);
    size_t from = start_offset(L, 3, subject.len);
    const uint8_t *at = subject.ptr + from, *end;
    struct lua_match m;

    if (find && (lua_toboolean(L, 4) || is_plain(pattern)))
        return find_plain(L, subject, pattern, from);
    lua_match_init(&m, L, subject, pattern);
    lua_match_anchor(&m);
    do {
        end = lua_match_at(&m, at);
        if (end != NULL && !find)
            return lua_match_push_all(&m, at, end);
        if (end != NULL) {
            lua_pushinteger(L, at - m.start + 1);
            lua_pushinteger(L, end - m.start);
            return 2 + lua_match_push_all(&m, NULL, NULL);
        }
    } while (at++ < m.end && !m.anchored);
    lua_pushnil(L);
    return 1;
}

static int string_find(lua_State *L)
{
    return search(L, true);
}

static int string_match(lua_State *L)
{
    return search(L, false);
}

/* ---- gmatch -------------------------------------------------------------------------------------- */

/* The iterator: its upvalues are subject, pattern and the offset where the next match may begin. */
static int next_match(lua_State *L)
{
    size_t len, pattern_len;
    const char *s = lua_tolstring(L, lua_upvalueindex(1), &len);
    const char *p = lua_tolstring(L, lua_upvalueindex(2), &pattern_len);
    struct lua_match m;

    lua_match_init(&m, L, bytes_make(s, len), bytes_make(p, pattern_len));
    for (const uint8_t *at = m.start + lua_tointeger(L, lua_upvalueindex(3)); at <= m.end; at++) {
        const uint8_t *end = lua_match_at(&m, at);

        if (end == NULL)
            continue;
        /* Behind an empty match the search goes on one character further. */
        lua_pushinteger(L, end - m.start + (end == at));
        lua_replace(L, lua_upvalueindex(3));
        return lua_match_push_all(&m, at, end);
    }
    return 0;
}

static int string_gmatch(lua_State *L)
{
    luaL_checkstring(L, 1);
    luaL_checkstring(L, 2);
    lua_settop(L, 2);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, next_match, 3);
    return 1;
}

/* ---- gsub ---------------------------------------------------------------------------------------- */

/* The replacement with its %0 to %9 filled in. '%' before anything else is that character, as in Lua 5.1 also
 * the NUL behind its end. */
static void add_template(struct lua_match *m, struct lua_buf *b, const uint8_t *at,
                         const uint8_t *end)
{
    size_t len;
    const char *text = lua_tolstring(m->L, 3, &len);

    for (size_t i = 0; i < len; i++) {
        const char *percent = memchr(text + i, '%', len - i);
        size_t plain = percent != NULL ? (size_t)(percent - text) - i : len - i;

        lua_buf_add(b, text + i, plain);
        lua_work(m->L, 1 + plain / 64);
        i += plain;
        if (i == len)
            break;
        if (!isdigit((unsigned char)text[++i])) {
            lua_buf_byte(b, (uint8_t)text[i]);
        } else if (text[i] == '0') {
            lua_buf_add(b, at, (size_t)(end - at));
        } else {
            size_t n;
            const char *s;

            lua_match_push(m, (unsigned)(text[i] - '1'), at, end);
            s = lua_tolstring(m->L, -1, &n);
            lua_buf_add(b, s, n);
            lua_pop(m->L, 1);
        }
    }
}

/* What a table or function gives for the match; false and nil leave it as it is. */
static void add_answer(struct lua_match *m, struct lua_buf *b, const uint8_t *at,
                       const uint8_t *end)
{
    lua_State *L = m->L;
    size_t n;
    const char *s;

    if (lua_type(L, 3) == LUA_TTABLE) {
        lua_match_push(m, 0, at, end);
        lua_gettable(L, 3);
    } else {
        lua_pushvalue(L, 3);
        lua_call(L, lua_match_push_all(m, at, end), 1);
    }
    if (!lua_toboolean(L, -1)) {
        lua_buf_add(b, at, (size_t)(end - at));
    } else {
        if (!lua_isstring(L, -1))
            luaL_error(L, "invalid replacement value (a %s)", luaL_typename(L, -1));
        s = lua_tolstring(L, -1, &n);
        lua_buf_add(b, s, n);
    }
    lua_pop(L, 1);
}

static int string_gsub(lua_State *L)
{
    struct bytes subject = check_bytes(L, 1), pattern = check_bytes(L, 2);
    lua_Integer count = 0, most = luaL_optinteger(L, 4, (lua_Integer)subject.len + 1);
    int type = lua_type(L, 3);
    const uint8_t *at = subject.ptr, *end;
    struct lua_match m;
    struct lua_buf b;

    luaL_argcheck(L,
                  type == LUA_TNUMBER || type == LUA_TSTRING || type == LUA_TTABLE ||
                      type == LUA_TFUNCTION,
                  3, "string/function/table expected");
    lua_match_init(&m, L, subject, pattern);
    lua_match_anchor(&m);
    lua_buf_init(&b, L);
    while (count < most) {
        end = lua_match_at(&m, at);
        if (end != NULL) {
            count++;
            if (type == LUA_TTABLE || type == LUA_TFUNCTION)
                add_answer(&m, &b, at, end);
            else
                add_template(&m, &b, at, end);
        }
        if (end != NULL && end > at)
            at = end;
        else if (at < m.end)
            lua_buf_byte(&b, *at++);
        else
            break;
        if (m.anchored)
            break;
    }
    lua_buf_add(&b, at, (size_t)(m.end - at));
    lua_buf_push(&b);
    lua_pushinteger(L, count);
    return 2;
}

/* ---- Table --------------------------------------------------------------------------------------- */

void lua_open_pattern(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "find", string_find },
        { "match", string_match },
        { "gmatch", string_gmatch },
        { "gfind", string_gmatch },
        { "gsub", string_gsub },
        { "format", lua_string_format },
        { "rep", lua_string_rep },
        { "lower", lua_string_lower },
        { "upper", lua_string_upper },
        { "reverse", lua_string_reverse },
        { NULL, NULL },
    };

    lua_newtable(L);
    luaL_register(L, NULL, functions);
}
