#include "script/lib_struct.h"

#include "base/bytes.h"
#include "base/size.h"
#include "script/lua_buf.h"
#include "script/lua_num.h"
#include "script/lua_work.h"

#include <ctype.h>
#include <lauxlib.h>

enum {
    INT_SIZE_MAX = 32,
    ALIGN_DEFAULT = 8, /* of "!" without a number: what the machine's doubles and pointers have */
};

/* Where reading a format has come to. */
struct format {
    const char *next;
    bool little;
    unsigned align; /* nothing is aligned more than that */
};

/* One letter of it that stands for a value. */
struct field {
    char letter;
    size_t size;    /* bytes; of s and c0 none is fixed */
    size_t padding; /* zero bytes in front, given where it begins */
};

static void format_init(struct format *f, lua_State *L)
{
    static const uint16_t one = 1;

    f->next = luaL_checkstring(L, 1);
    f->little = *(const uint8_t *)&one == 1;
    f->align = 1;
}

/* The number at the cursor, or the given one if there is none. */
static size_t read_number(lua_State *L, struct format *f, size_t otherwise)
{
    size_t n = 0;

    if (!isdigit((unsigned char)*f->next))
        return otherwise;
    for (; isdigit((unsigned char)*f->next); f->next++) {
        lua_work(L, 1);
        n = n * 10 + (size_t)(*f->next - '0');
        if (n > INT32_MAX)
            luaL_error(L, "integral size overflow");
    }
    return n;
}

static size_t read_int_size(lua_State *L, struct format *f)
{
    size_t size = read_number(L, f, sizeof(int));

    if (size > INT_SIZE_MAX)
        luaL_error(L, "integral size %d is larger than limit of %d", (int)size, INT_SIZE_MAX);
    return size;
}

/* What the letter takes; 0 for those without a size. */
static size_t read_size(lua_State *L, struct format *f, char letter)
{
    switch (letter) {
    case 'b':
    case 'B':
    case 'x':
        return 1;
    case 'h':
    case 'H':
        return sizeof(short);
    case 'l':
    case 'L':
        return sizeof(long);
    case 'T':
        return sizeof(size_t);
    case 'f':
        return sizeof(float);
    case 'd':
        return sizeof(double);
    case 'i':
    case 'I':
        return read_int_size(L, f);
    case 'c':
        return read_number(L, f, 1);
    default:
        return 0;
    }
}

/* True if the letter, behind which the cursor is, sets how others are read. */
static bool read_setting(lua_State *L, struct format *f, char letter)
{
    size_t align;

    switch (letter) {
    case ' ':
        return true;
    case '<':
        f->little = true;
        return true;
    case '>':
        f->little = false;
        return true;
    case '!':
        align = read_number(L, f, ALIGN_DEFAULT);
        if (align == 0 || (align & (align - 1)) != 0)
            luaL_error(L, "alignment %d is not a power of 2", (int)align);
        f->align = (unsigned)align;
        return true;
    default:
        return false;
    }
}

/* The next field, for a value that begins at offset; false at the end of the format. */
static bool read_field(lua_State *L, struct format *f, size_t offset, struct field *out)
{
    size_t align;

    do {
        out->letter = *f->next;
        if (out->letter == '\0')
            return false;
        lua_work(L, 1);
        f->next++;
    } while (read_setting(L, f, out->letter));
    out->size = read_size(L, f, out->letter);
    align = out->letter == 'c' ? 0 : size_min(out->size, f->align);
    /* For sizes that are no power of two this is what scripts have always got, whatever it is. */
    out->padding = align == 0 ? 0 : (align - (offset & (align - 1))) & (align - 1);
    return true;
}

static void invalid_letter(lua_State *L, char letter)
{
    luaL_argerror(L, 1, lua_pushfstring(L, "invalid format option '%c'", letter));
}

/* ---- pack ---------------------------------------------------------------------------------------- */

/* An integer of any size: bytes beyond the first 8 are zero, for negative ones as well. */
static void put_int(uint8_t *out, uint64_t n, size_t size, bool little)
{
    for (size_t i = 0; i < size; i++, n >>= 8)
        out[little ? i : size - 1 - i] = (uint8_t)n; /* 0 once all of n is shifted out */
}

static void put_float(uint8_t *out, double d, size_t size, bool little)
{
    float f = (float)d;
    uint32_t narrow;
    uint64_t bits;

    if (size == sizeof f) {
        memcpy(&narrow, &f, sizeof narrow);
        bits = narrow;
    } else {
        memcpy(&bits, &d, sizeof bits);
    }
    put_int(out, bits, size, little);
}

static void pack_string(lua_State *L, struct lua_buf *b, int arg, const struct field *field)
{
    size_t len, size = field->size;
    const char *s = luaL_checklstring(L, arg, &len);

    if (field->letter == 's' || size == 0)
        size = len;
    if (size > len) /* one too many in the number of the argument, as scripts know it */
        luaL_argerror(L, arg + 1, "string too short");
    lua_buf_add(b, s, size);
    if (field->letter == 's')
        lua_buf_byte(b, 0);
}

/* A number; those that the field cannot hold lose their high bits. */
static void pack_number(lua_State *L, struct lua_buf *b, int arg, const struct field *field,
                        bool little)
{
    double d = luaL_checknumber(L, arg);
    uint8_t *out = lua_buf_room(b, field->size);

    if (field->letter == 'f' || field->letter == 'd')
        put_float(out, d, field->size, little);
    else
        put_int(out, lua_num_uint64(d), field->size, little);
    b->len += field->size;
}

static int struct_pack(lua_State *L)
{
    struct format f;
    struct field field;
    struct lua_buf b;
    int arg = 2;

    format_init(&f, L);
    lua_pushnil(L); /* behind the last argument: what is missing is said to be nil */
    lua_buf_init(&b, L);
    while (read_field(L, &f, b.len, &field)) {
        memset(lua_buf_room(&b, field.padding), 0, field.padding);
        b.len += field.padding;
        if (field.letter == 'x') {
            lua_buf_byte(&b, 0);
        } else if (strchr("sc", field.letter) != NULL) {
            pack_string(L, &b, arg++, &field);
        } else if (strchr("bBhHlLTiIfd", field.letter) != NULL) {
            pack_number(L, &b, arg++, &field, f.little);
        } else {
            invalid_letter(L, field.letter);
        }
    }
    lua_buf_push(&b);
    return 1;
}

/* ---- unpack -------------------------------------------------------------------------------------- */

static double get_int(const uint8_t *in, size_t size, bool little, bool is_signed)
{
    uint64_t n = 0;
    size_t used = size_min(size, sizeof n); /* what lies beyond 64 bits is not looked at */

    for (size_t i = 0; i < used; i++)
        n |= (uint64_t)in[little ? i : size - 1 - i] << 8 * i;
    if (!is_signed)
        return (double)n;
    if (used > 0 && used < sizeof n && (n >> (8 * used - 1) & 1) != 0)
        n |= UINT64_MAX << 8 * used;
    return (double)(int64_t)n;
}

static double get_float(const uint8_t *in, size_t size, bool little)
{
    uint64_t bits = 0;
    uint32_t narrow;
    float f;
    double d;

    for (size_t i = 0; i < size; i++)
        bits |= (uint64_t)in[little ? i : size - 1 - i] << 8 * i;
    if (size == sizeof f) {
        narrow = (uint32_t)bits;
        memcpy(&f, &narrow, sizeof f);
        return (double)f;
    }
    memcpy(&d, &bits, sizeof d);
    return d;
}

/* The bytes of the string, and behind them for s its zero byte; pushes it and returns what it took. */
static size_t unpack_string(lua_State *L, const struct field *field, struct bytes rest)
{
    const uint8_t *end;
    size_t size = field->size;

    if (field->letter == 's') {
        end = rest.len > 0 ? memchr(rest.ptr, 0, rest.len) : NULL;
        if (end == NULL)
            luaL_error(L, "unfinished string in data");
        size = (size_t)(end - rest.ptr);
    }
    lua_work(L, size / 256);
    lua_pushlstring(L, (const char *)rest.ptr, size);
    return size + (field->letter == 's');
}

/* The size that c0 has: the value before it, of which there are count, is taken off. */
static size_t previous_size(lua_State *L, unsigned *count, size_t left)
{
    double size;

    if (*count == 0 || !lua_isnumber(L, -1))
        luaL_error(L, "format 'c0' needs a previous size");
    size = lua_tonumber(L, -1);
    if (!(size >= 0 && size <= (double)left)) /* NaN included */
        luaL_argerror(L, 2, "data string too short");
    lua_pop(L, 1);
    --*count;
    return (size_t)size;
}

/* Pushes the value of the field, which fits into rest; returns how many bytes it took. */
static size_t unpack_field(lua_State *L, const struct format *f, struct field *field,
                           struct bytes rest, unsigned *count)
{
    luaL_checkstack(L, 2, "too many results");
    switch (field->letter) {
    case 'x':
        return 1;
    case 'c':
        if (field->size == 0)
            field->size = previous_size(L, count, rest.len);
        ++*count;
        return unpack_string(L, field, rest);
    case 's':
        ++*count;
        return unpack_string(L, field, rest);
    case 'f':
    case 'd':
        lua_pushnumber(L, get_float(rest.ptr, field->size, f->little));
        break;
    default:
        if (strchr("bBhHlLTiI", field->letter) == NULL)
            invalid_letter(L, field->letter);
        lua_pushnumber(L, get_int(rest.ptr, field->size, f->little, islower(field->letter) != 0));
    }
    ++*count;
    return field->size;
}

/* unpack(format, data [, position]): the values, and the position behind them. */
static int struct_unpack(lua_State *L)
{
    struct format f;
    struct field field;
    size_t len, offset;
    unsigned count = 0;
    const char *data;

    format_init(&f, L);
    data = luaL_checklstring(L, 2, &len);
    offset = (size_t)luaL_optinteger(L, 3, 1); /* a negative one is beyond any data */
    if (offset == 0)
        luaL_argerror(L, 3, "offset must be 1 or greater");
    offset--;
    while (read_field(L, &f, offset, &field)) {
        size_t from = offset;

        if (!size_add(offset, field.padding, &from) || from > len || field.size > len - from)
            luaL_argerror(L, 2, "data string too short");
        offset = from + unpack_field(L, &f, &field, bytes_make(data + from, len - from), &count);
    }
    luaL_checkstack(L, 1, "too many results");
    lua_pushinteger(L, (lua_Integer)(offset + 1));
    return (int)count + 1;
}

/* ---- size ---------------------------------------------------------------------------------------- */

static int struct_size(lua_State *L)
{
    struct format f;
    struct field field;
    size_t total = 0;

    format_init(&f, L);
    while (read_field(L, &f, total, &field)) {
        if (field.letter == 's')
            luaL_argerror(L, 1, "option 's' has no fixed size");
        if (field.letter == 'c' && field.size == 0)
            luaL_argerror(L, 1, "option 'c0' has no fixed size");
        if (!isalnum((unsigned char)field.letter)) /* unknown letters and digits take nothing */
            invalid_letter(L, field.letter);
        if (!size_add(total, field.padding, &total) || !size_add(total, field.size, &total))
            luaL_error(L, "integral size overflow");
    }
    lua_pushnumber(L, (double)total);
    return 1;
}

void lua_open_struct(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "pack", struct_pack },
        { "unpack", struct_unpack },
        { "size", struct_size },
        { NULL, NULL },
    };

    lua_newtable(L);
    luaL_register(L, NULL, functions);
}
