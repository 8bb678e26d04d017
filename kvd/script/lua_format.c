#include "script/lua_format.h"

#include "base/size.h"
#include "script/lua_buf.h"
#include "script/lua_num.h"
#include "script/lua_work.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdio.h>

enum {
    FLAGS_MAX = 5,     /* as many as there are: "-+ #0" */
    ITEM_MAX = 512,    /* the longest is "%.99f" of the largest double: 310 characters, a dot, 99 */
    LONG_STRING = 100, /* from here on %s without precision is copied as it is */
    PIECE = 64 * 1024, /* bytes written between two looks at the time */
};

/* '%', flags, width, '.', precision, "ll", the conversion, NUL */
enum { DIRECTIVE_MAX = 1 + FLAGS_MAX + 2 + 1 + 2 + 2 + 1 + 1 };

/* Copies flags, width and precision of the directive at *text, which is behind its '%'. */
static size_t read_directive(lua_State *L, const char **text, char out[DIRECTIVE_MAX])
{
    const char *p = *text, *from = p;

    while (p - from <= FLAGS_MAX && *p != '\0' && strchr("-+ #0", *p) != NULL)
        p++;
    if (p - from > FLAGS_MAX)
        luaL_error(L, "invalid format (repeated flags)");
    for (int i = 0; i < 2 && isdigit((unsigned char)*p); i++)
        p++;
    if (*p == '.') {
        p++;
        for (int i = 0; i < 2 && isdigit((unsigned char)*p); i++)
            p++;
    }
    if (isdigit((unsigned char)*p))
        luaL_error(L, "invalid format (width or precision too long)");
    out[0] = '%';
    memcpy(out + 1, from, (size_t)(p - from));
    *text = p;
    return 1 + (size_t)(p - from);
}

/* The string between quotes, as Lua reads it back. */
static void add_quoted(struct lua_buf *b, const char *s, size_t len)
{
    lua_buf_byte(b, '"');
    for (size_t i = 0; i < len; i++) {
        if (i % PIECE == PIECE - 1)
            lua_work(b->L, PIECE / 2);
        if (s[i] == '\0') {
            lua_buf_add(b, "\\000", 4);
        } else if (s[i] == '\r') {
            lua_buf_add(b, "\\r", 2);
        } else {
            if (s[i] == '"' || s[i] == '\\' || s[i] == '\n')
                lua_buf_byte(b, '\\');
            lua_buf_byte(b, (uint8_t)s[i]);
        }
    }
    lua_buf_byte(b, '"');
}

/* C ends a string at a zero byte, and %s in Lua 5.1 does so too. */
static void add_string(lua_State *L, struct lua_buf *b, int arg, const char *directive)
{
    char item[ITEM_MAX];
    size_t len;
    const char *s = luaL_checklstring(L, arg, &len);

    if (strchr(directive, '.') == NULL && len >= LONG_STRING) {
        lua_buf_add(b, s, len);
        return;
    }
    snprintf(item, sizeof item, directive, s);
    lua_buf_add(b, item, strlen(item));
}

/* A character with its blanks; as in Lua 5.1 a zero byte, and what is behind it, is lost. */
static void add_char(struct lua_buf *b, double d, const char *directive)
{
    char item[ITEM_MAX];
    int64_t n = lua_num_int64(d);

    /* A number beyond an int gives 0, as it does on x86-64. */
    snprintf(item, sizeof item, directive, n < INT32_MIN || n > INT32_MAX ? 0 : (int)n);
    lua_buf_add(b, item, strlen(item));
}

/* Adds what the directive, len characters of which are at its start, makes of the argument. */
static void add_item(lua_State *L, struct lua_buf *b, int arg, char *directive, size_t len,
                     char conversion)
{
    char item[ITEM_MAX];
    size_t written;

    /* Integers are long long for printf. */
    if (conversion != '\0' && strchr("diouxX", conversion) != NULL) {
        directive[len++] = 'l';
        directive[len++] = 'l';
    }
    directive[len] = conversion;
    directive[len + 1] = '\0';
    switch (conversion) {
    case 'c':
        add_char(b, luaL_checknumber(L, arg), directive);
        return;
    case 'd':
    case 'i':
        written = (size_t)snprintf(item, sizeof item, directive,
                                   (long long)lua_num_int64(luaL_checknumber(L, arg)));
        break;
    case 'o':
    case 'u':
    case 'x':
    case 'X':
        written = (size_t)snprintf(item, sizeof item, directive,
                                   (unsigned long long)lua_num_uint64(luaL_checknumber(L, arg)));
        break;
    case 'e':
    case 'E':
    case 'f':
    case 'g':
    case 'G':
        written = (size_t)snprintf(item, sizeof item, directive, luaL_checknumber(L, arg));
        break;
    case 'q': {
        size_t n;
        const char *s = luaL_checklstring(L, arg, &n);

        add_quoted(b, s, n);
        return;
    }
    case 's':
        add_string(L, b, arg, directive);
        return;
    default:
        luaL_error(L, "invalid option '%%%c' to 'format'", conversion);
        return;
    }
    lua_buf_add(b, item, written);
}

int lua_string_format(lua_State *L)
{
    size_t len;
    const char *text = luaL_checklstring(L, 1, &len), *end = text + len;
    int top = lua_gettop(L), arg = 1;
    struct lua_buf b;

    lua_buf_init(&b, L);
    while (text < end) {
        const char *percent = memchr(text, '%', (size_t)(end - text));
        char directive[DIRECTIVE_MAX];
        size_t n;

        n = percent != NULL ? (size_t)(percent - text) : (size_t)(end - text);
        lua_buf_add(&b, text, n);
        lua_work(L, 1 + n / 64);
        text += n;
        if (text == end)
            break;
        text++;
        if (*text == '%') { /* at the end there is a NUL */
            lua_buf_byte(&b, '%');
            text++;
            continue;
        }
        if (++arg > top)
            luaL_argerror(L, arg, "no value");
        n = read_directive(L, &text, directive);
        add_item(L, &b, arg, directive, n, *text++);
    }
    lua_buf_push(&b);
    return 1;
}

int lua_string_rep(lua_State *L)
{
    size_t len, done = 0, total;
    const char *s = luaL_checklstring(L, 1, &len);
    double count = luaL_checknumber(L, 2);
    struct lua_buf b;
    uint8_t *out;

    lua_buf_init(&b, L);
    if (len > 0 && count >= 1) {
        /* Both are exact up to the limit, and their product is a double whatever they are. */
        if (count * (double)len > LUA_BUF_MAX)
            luaL_error(L, "resulting string too large");
        total = (size_t)count * len;
        if (total > LUA_BUF_MAX)
            luaL_error(L, "resulting string too large");
        out = lua_buf_room(&b, total);
        for (size_t n = len; done < total; n = size_min(done, total - done)) {
            lua_work_copy(L, out + done, done == 0 ? (const uint8_t *)s : out, n);
            done += n;
        }
        b.len = total;
    }
    lua_buf_push(&b);
    return 1;
}

/* A new string of len bytes is what fill makes of those of s, in pieces; to and from are the whole strings. */
static int make_string(lua_State *L, void (*fill)(uint8_t *to, const uint8_t *from, size_t at,
                                                  size_t end, size_t len))
{
    size_t len, end;
    const uint8_t *s = (const uint8_t *)luaL_checklstring(L, 1, &len);
    struct lua_buf b;
    uint8_t *to;

    lua_buf_init(&b, L);
    to = lua_buf_room(&b, len);
    for (size_t at = 0; at < len; at = end) {
        end = at + size_min(len - at, PIECE);
        lua_work(L, (end - at) / 4);
        fill(to, s, at, end, len);
    }
    b.len = len;
    lua_buf_push(&b);
    return 1;
}

static void fill_lower(uint8_t *to, const uint8_t *from, size_t at, size_t end, size_t len)
{
    (void)len;
    for (; at < end; at++)
        to[at] = (uint8_t)tolower(from[at]);
}

static void fill_upper(uint8_t *to, const uint8_t *from, size_t at, size_t end, size_t len)
{
    (void)len;
    for (; at < end; at++)
        to[at] = (uint8_t)toupper(from[at]);
}

static void fill_reverse(uint8_t *to, const uint8_t *from, size_t at, size_t end, size_t len)
{
    for (; at < end; at++)
        to[at] = from[len - 1 - at];
}

int lua_string_lower(lua_State *L)
{
    return make_string(L, fill_lower);
}

int lua_string_upper(lua_State *L)
{
    return make_string(L, fill_upper);
}

int lua_string_reverse(lua_State *L)
{
    return make_string(L, fill_reverse);
}
