/*
 * The reader of JSON text. A scanner takes tokens off the front; what is no token is one as well, whose name
 * says what is wrong, so that errors read alike: "Expected value but found invalid token at character 3".
 */
#include "script/lib_cjson_inner.h"
#include "base/bytes.h"
#include "script/lua_buf.h"
#include "script/lua_num_read.h"
#include "script/lua_work.h"

#include <ctype.h>
#include <lauxlib.h>

enum { PIECE = 64 * 1024 }; /* bytes read between two looks at the time */

enum token_type {
    T_OBJ_BEGIN,
    T_OBJ_END,
    T_ARR_BEGIN,
    T_ARR_END,
    T_STRING,
    T_NUMBER,
    T_BOOLEAN,
    T_NULL,
    T_COLON,
    T_COMMA,
    T_END,
    T_WRONG,
};

struct token {
    enum token_type type;
    bool truth;
    const uint8_t *at;
    double number;
    struct bytes string; /* in the text, or in the reader's buffer until the next token */
    const char *wrong;   /* what is wrong */
};

struct reader {
    lua_State *L;
    const struct cjson_config *config;
    const uint8_t *start, *next; /* a NUL is behind the text */
    struct lua_buf string;       /* of the last token, if it had escapes */
    int depth;
};

/* ---- Strings ------------------------------------------------------------------------------------- */

/* Four hexadecimal digits at p, or -1; a NUL is none. */
static int hex4(const uint8_t *p)
{
    int n = 0;

    for (int i = 0; i < 4; i++) {
        int c = p[i];

        if (!isxdigit(c))
            return -1;
        n = n << 4 | (isdigit(c) ? c - '0' : (c | 32) - 'a' + 10);
    }
    return n;
}

static void add_utf8(struct lua_buf *b, uint32_t c)
{
    uint8_t *out = lua_buf_room(b, 4);
    size_t len = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const uint8_t lead[] = { 0, 0, 0xc0, 0xe0, 0xf0 };

    for (size_t i = len - 1; i > 0; i--, c >>= 6)
        out[i] = (uint8_t)(0x80 | (c & 0x3f));
    out[0] = (uint8_t)(lead[len] | c);
    b->len += len;
}

/* The character of the \u at *p, which may be half of a pair; moves behind it. False if it is none. */
static bool add_unicode(struct reader *r, const uint8_t **p)
{
    int c = hex4(*p + 2), low;

    *p += 6;
    if (c < 0 || (c >= 0xdc00 && c <= 0xdfff))
        return false;
    if (c >= 0xd800 && c <= 0xdbff) {
        if ((*p)[0] != '\\' || (*p)[1] != 'u')
            return false;
        low = hex4(*p + 2);
        if (low < 0xdc00 || low > 0xdfff)
            return false;
        *p += 6;
        c = 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
    }
    add_utf8(&r->string, (uint32_t)c);
    return true;
}

/* The byte that a letter behind a backslash stands for, 0 if none. */
static uint8_t unescape(uint8_t letter)
{
    switch (letter) {
    case '"':
    case '\\':
    case '/':
        return letter;
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return 0;
    }
}

/* The token is what is wrong at p. */
static void scan_failed(struct token *t, const uint8_t *p, const char *what)
{
    t->type = T_WRONG;
    t->at = p;
    t->wrong = what;
}

/* Behind the characters from p on that stand for themselves. */
static const uint8_t *skip_plain(const struct reader *r, const uint8_t *p)
{
    size_t len = 0;

    for (; *p != '"' && *p != '\\' && *p != '\0'; p++)
        if (++len % PIECE == 0)
            lua_work(r->L, PIECE / 16);
    lua_work(r->L, len % PIECE / 16);
    return p;
}

/* The rest of a string that has an escape at p; what is before it, from the quote on, is taken over first. */
static void scan_escaped(struct reader *r, struct token *t, const uint8_t *p)
{
    const uint8_t *plain = r->next + 1;

    r->string.len = 0;
    for (;;) {
        lua_work(r->L, 1);
        p = skip_plain(r, p);
        lua_buf_add(&r->string, plain, (size_t)(p - plain));
        if (*p == '"') {
            break;
        } else if (*p == '\0') {
            scan_failed(t, p, "unexpected end of string");
            return;
        } else if (p[1] == 'u') {
            const uint8_t *at = p;

            if (!add_unicode(r, &p)) {
                scan_failed(t, at, "invalid unicode escape code");
                return;
            }
        } else {
            uint8_t c = unescape(p[1]);

            if (c == 0) {
                scan_failed(t, p, "invalid escape code");
                return;
            }
            lua_buf_byte(&r->string, c);
            p += 2;
        }
        plain = p;
    }
    t->type = T_STRING;
    t->string = bytes_make(r->string.ptr, r->string.len);
    r->next = p + 1;
}

/* A string, whose quote is at r->next. A NUL is its end whether the text goes on or not. */
static void scan_string(struct reader *r, struct token *t)
{
    const uint8_t *from = r->next + 1, *p = skip_plain(r, from);

    if (*p == '"') {
        t->type = T_STRING;
        t->string = bytes_make(from, (size_t)(p - from));
        r->next = p + 1;
    } else if (*p == '\0') {
        scan_failed(t, p, "unexpected end of string");
    } else {
        scan_escaped(r, t, p);
    }
}

/* ---- Numbers ------------------------------------------------------------------------------------- */

static bool starts_word(const uint8_t *p, const char *word)
{
    for (; *word != '\0'; word++, p++)
        if (ascii_lower(*p) != (uint8_t)*word)
            return false;
    return true;
}

/* A number that JSON has: no leading zeros, no hexadecimals, no words. */
static bool is_valid_number(const uint8_t *p)
{
    if (*p == '-')
        p++;
    if (*p == '0')
        return !isdigit(p[1]) && ascii_lower(p[1]) != 'x';
    return isdigit(*p) || *p == '.';
}

/* What strtod() would take from blanks on is no number. */
static bool is_any_number(const uint8_t *p)
{
    if (*p == '-' || *p == '+')
        p++;
    return isdigit(*p) || *p == '.' || starts_word(p, "nan") || starts_word(p, "inf");
}

/* Integers of so many digits need no strtod(): they are exact. */
enum { EXACT_DIGITS = 15 };

static void scan_number(struct reader *r, struct token *t)
{
    const uint8_t *p = r->next, *digits;
    bool minus = *p == '-';
    int64_t n = 0;
    const char *end;

    t->type = T_NUMBER;
    p += minus;
    for (digits = p; isdigit(*p) && p - digits < EXACT_DIGITS; p++)
        n = n * 10 + (*p - '0');
    if (p > digits && *digits != '0' && !isdigit(*p) && *p != '.' && ascii_lower(*p) != 'e') {
        t->number = (double)(minus ? -n : n);
        r->next = p;
        return;
    }
    if (!(r->config->decode_invalid ? is_any_number(r->next) : is_valid_number(r->next))) {
        scan_failed(t, r->next, "invalid number");
        return;
    }
    t->number = lua_num_read(r->L, (const char *)r->next, &end);
    if ((const uint8_t *)end == r->next) {
        scan_failed(t, r->next, "invalid number");
        return;
    }
    r->next = (const uint8_t *)end;
}

/* ---- Tokens -------------------------------------------------------------------------------------- */

static void scan_word(struct reader *r, struct token *t)
{
    const char *p = (const char *)r->next;

    if (strncmp(p, "true", 4) == 0) {
        t->type = T_BOOLEAN;
        t->truth = true;
        r->next += 4;
    } else if (strncmp(p, "false", 5) == 0) {
        t->type = T_BOOLEAN;
        t->truth = false;
        r->next += 5;
    } else if (strncmp(p, "null", 4) == 0) {
        t->type = T_NULL;
        r->next += 4;
    } else if (r->config->decode_invalid &&
               (*p == '+' || starts_word(r->next, "nan") || starts_word(r->next, "inf"))) {
        scan_number(r, t);
    } else {
        scan_failed(t, r->next, "invalid token");
    }
}

static void scan_sign(struct reader *r, struct token *t, enum token_type type)
{
    t->type = type;
    r->next++;
}

/* Takes the next token. Behind one that is wrong nothing is read any more. */
static void scan(struct reader *r, struct token *t)
{
    size_t blanks = 0;

    while (*r->next == ' ' || *r->next == '\n' || *r->next == '\t' || *r->next == '\r') {
        if (++blanks % PIECE == 0)
            lua_work(r->L, PIECE / 4);
        r->next++;
    }
    t->at = r->next;
    switch (*r->next) {
    case '{':
        scan_sign(r, t, T_OBJ_BEGIN);
        break;
    case '}':
        scan_sign(r, t, T_OBJ_END);
        break;
    case '[':
        scan_sign(r, t, T_ARR_BEGIN);
        break;
    case ']':
        scan_sign(r, t, T_ARR_END);
        break;
    case ':':
        scan_sign(r, t, T_COLON);
        break;
    case ',':
        scan_sign(r, t, T_COMMA);
        break;
    case '"':
        scan_string(r, t);
        break;
    case '\0':
        t->type = T_END;
        break;
    default:
        if (isdigit(*r->next) || *r->next == '-')
            scan_number(r, t);
        else
            scan_word(r, t);
    }
}

/* ---- Values -------------------------------------------------------------------------------------- */

static void read_value(struct reader *r, const struct token *t);

static void unexpected(struct reader *r, const struct token *t, const char *expected)
{
    static const char *const names[] = {
        [T_OBJ_BEGIN] = "T_OBJ_BEGIN", [T_OBJ_END] = "T_OBJ_END", [T_ARR_BEGIN] = "T_ARR_BEGIN",
        [T_ARR_END] = "T_ARR_END",     [T_STRING] = "T_STRING",   [T_NUMBER] = "T_NUMBER",
        [T_BOOLEAN] = "T_BOOLEAN",     [T_NULL] = "T_NULL",       [T_COLON] = "T_COLON",
        [T_COMMA] = "T_COMMA",         [T_END] = "T_END",
    };

    luaL_error(r->L, "Expected %s but found %s at character %d", expected,
               t->type == T_WRONG ? t->wrong : names[t->type], (int)(t->at - r->start) + 1);
}

/* Begins an array or object, whose sign has just been taken. */
static void enter(struct reader *r)
{
    r->depth++;
    /* A key, a value, and what a longer buffer or an error takes. */
    if (r->depth > r->config->decode_max_depth || r->depth > CJSON_DEPTH_MAX ||
        !lua_checkstack(r->L, 6))
        luaL_error(r->L, "Found too many nested data structures (%d) at character %d", r->depth,
                   (int)(r->next - r->start));
    lua_newtable(r->L);
}

static void read_array(struct reader *r)
{
    struct token t;

    enter(r);
    scan(r, &t);
    if (t.type == T_ARR_END && r->config->array_meta) {
        lua_pushvalue(r->L, lua_upvalueindex(CJSON_ARRAY_META));
        lua_setmetatable(r->L, -2);
    }
    for (int i = 1; t.type != T_ARR_END; i++) {
        read_value(r, &t);
        lua_rawseti(r->L, -2, i);
        scan(r, &t);
        if (t.type == T_COMMA) {
            scan(r, &t);
            if (t.type == T_ARR_END)
                unexpected(r, &t, "value");
        } else if (t.type != T_ARR_END) {
            unexpected(r, &t, "comma or array end");
        }
    }
    r->depth--;
}

static void read_object(struct reader *r)
{
    struct token t;

    enter(r);
    scan(r, &t);
    while (t.type != T_OBJ_END) {
        if (t.type != T_STRING)
            unexpected(r, &t, "object key string");
        lua_pushlstring(r->L, (const char *)t.string.ptr, t.string.len);
        scan(r, &t);
        if (t.type != T_COLON)
            unexpected(r, &t, "colon");
        scan(r, &t);
        read_value(r, &t);
        lua_rawset(r->L, -3);
        scan(r, &t);
        if (t.type == T_COMMA) {
            scan(r, &t);
            if (t.type == T_OBJ_END)
                unexpected(r, &t, "object key string");
        } else if (t.type != T_OBJ_END) {
            unexpected(r, &t, "comma or object end");
        }
    }
    r->depth--;
}

/* Pushes the value that begins with the token, and takes the rest of it. */
static void read_value(struct reader *r, const struct token *t)
{
    lua_work(r->L, 1);
    switch (t->type) {
    case T_STRING:
        lua_pushlstring(r->L, (const char *)t->string.ptr, t->string.len);
        break;
    case T_NUMBER:
        lua_pushnumber(r->L, t->number);
        break;
    case T_BOOLEAN:
        lua_pushboolean(r->L, t->truth);
        break;
    case T_NULL:
        lua_pushlightuserdata(r->L, NULL);
        break;
    case T_ARR_BEGIN:
        read_array(r);
        break;
    case T_OBJ_BEGIN:
        read_object(r);
        break;
    default:
        unexpected(r, t, "value");
    }
}

void cjson_decode(lua_State *L, const struct cjson_config *config)
{
    size_t len;
    const char *text = lua_tolstring(L, 1, &len);
    struct reader r;
    struct token t;

    /* One of the first two bytes of what begins with ASCII is a zero in those encodings. */
    if (len >= 2 && (text[0] == '\0' || text[1] == '\0'))
        luaL_error(L, "JSON parser does not support UTF-16 or UTF-32");
    /* Field by field: the room in the buffer need not be cleared. */
    r.L = L;
    r.config = config;
    r.start = r.next = (const uint8_t *)text;
    r.depth = 0;
    lua_buf_init(&r.string, L);
    scan(&r, &t);
    read_value(&r, &t);
    scan(&r, &t);
    if (t.type != T_END)
        unexpected(&r, &t, "the end");
}
