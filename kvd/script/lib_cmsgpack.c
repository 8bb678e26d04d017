#include "script/lib_cmsgpack.h"

#include "base/bytes.h"
#include "script/lua_buf.h"
#include "script/lua_num.h"
#include "script/lua_work.h"

#include <lauxlib.h>

enum {
    PACK_DEPTH_MAX = 16, /* tables inside tables; what lies deeper is packed as nil */
    UNPACK_DEPTH_MAX = 4000,
};

/* ---- Packing ------------------------------------------------------------------------------------- */

/* A type byte and a big-endian number of size bytes. */
static void put(struct lua_buf *b, uint8_t type, uint64_t n, size_t size)
{
    uint8_t *out = lua_buf_room(b, 1 + size);

    out[0] = type;
    for (size_t i = size; i > 0; i--, n >>= 8)
        out[i] = (uint8_t)n;
    b->len += 1 + size;
}

static void pack_string(struct lua_buf *b, int index)
{
    size_t len;
    const char *s = lua_tolstring(b->L, index, &len);

    if (len < 32)
        put(b, (uint8_t)(0xa0 | len), 0, 0);
    else if (len <= UINT8_MAX)
        put(b, 0xd9, len, 1);
    else if (len <= UINT16_MAX)
        put(b, 0xda, len, 2);
    else if (len <= UINT32_MAX)
        put(b, 0xdb, len, 4);
    else
        luaL_error(b->L, "resulting string too large");
    lua_buf_add(b, s, len);
}

static void pack_int(struct lua_buf *b, int64_t n)
{
    if (n >= 0) {
        if (n < 128)
            put(b, (uint8_t)n, 0, 0);
        else if (n <= UINT8_MAX)
            put(b, 0xcc, (uint64_t)n, 1);
        else if (n <= UINT16_MAX)
            put(b, 0xcd, (uint64_t)n, 2);
        else if (n <= UINT32_MAX)
            put(b, 0xce, (uint64_t)n, 4);
        else
            put(b, 0xcf, (uint64_t)n, 8);
    } else {
        if (n >= -32)
            put(b, (uint8_t)n, 0, 0);
        else if (n >= INT8_MIN)
            put(b, 0xd0, (uint64_t)n, 1);
        else if (n >= INT16_MIN)
            put(b, 0xd1, (uint64_t)n, 2);
        else if (n >= INT32_MIN)
            put(b, 0xd2, (uint64_t)n, 4);
        else
            put(b, 0xd3, (uint64_t)n, 8);
    }
}

static void pack_number(struct lua_buf *b, double d)
{
    float f = (float)d;
    int64_t n;
    uint64_t bits;
    uint32_t narrow;

    if (lua_num_is_int64(d, &n)) {
        pack_int(b, n);
    } else if ((double)f == d) {
        memcpy(&narrow, &f, sizeof narrow);
        put(b, 0xca, narrow, sizeof narrow);
    } else {
        memcpy(&bits, &d, sizeof bits);
        put(b, 0xcb, bits, sizeof bits);
    }
}

/* A count of elements or pairs: the short form up to 15. */
static void pack_count(struct lua_buf *b, uint8_t short_type, uint8_t long_type, size_t n)
{
    if (n < 16)
        put(b, (uint8_t)(short_type | n), 0, 0);
    else if (n <= UINT16_MAX)
        put(b, long_type, n, 2);
    else
        put(b, (uint8_t)(long_type + 1), n, 4); /* the memory for 2^32 of them is not there */
}

/* Counts what is in the table on top of the stack; true if its keys are 1 to that count. */
static bool count_table(lua_State *L, size_t *count)
{
    size_t n = 0;
    int64_t key, last = 0;
    bool array = true;

    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        lua_pop(L, 1); /* the value */
        lua_work(L, 1);
        n++;
        if (lua_type(L, -1) != LUA_TNUMBER || !lua_num_is_int64(lua_tonumber(L, -1), &key) ||
            key < 1)
            array = false;
        else if (key > last)
            last = key;
    }
    *count = n;
    return array && (size_t)last == n;
}

static void pack_value(struct lua_buf *b, unsigned depth);

/* The table on top of the stack. */
static void pack_table(struct lua_buf *b, unsigned depth)
{
    lua_State *L = b->L;
    size_t count;

    luaL_checkstack(L, 4, "too many nested tables");
    if (count_table(L, &count)) {
        pack_count(b, 0x90, 0xdc, count);
        for (size_t i = 1; i <= count; i++) {
            lua_rawgeti(L, -1, (int)i);
            pack_value(b, depth + 1);
            lua_pop(L, 1);
        }
        return;
    }
    pack_count(b, 0x80, 0xde, count);
    lua_pushnil(L);
    while (lua_next(L, -2) != 0) {
        lua_pushvalue(L, -2); /* the key */
        pack_value(b, depth + 1);
        lua_pop(L, 1);
        pack_value(b, depth + 1);
        lua_pop(L, 1);
    }
}

/* The value on top of the stack, which stays there. */
static void pack_value(struct lua_buf *b, unsigned depth)
{
    lua_State *L = b->L;

    lua_work(L, 1);
    switch (lua_type(L, -1)) {
    case LUA_TSTRING:
        pack_string(b, -1);
        break;
    case LUA_TBOOLEAN:
        put(b, lua_toboolean(L, -1) ? 0xc3 : 0xc2, 0, 0);
        break;
    case LUA_TNUMBER:
        pack_number(b, lua_tonumber(L, -1));
        break;
    case LUA_TTABLE:
        if (depth < PACK_DEPTH_MAX) {
            pack_table(b, depth);
            break;
        }
        put(b, 0xc0, 0, 0);
        break;
    default:
        put(b, 0xc0, 0, 0);
    }
}

/* pack(value ...): one behind the other. */
static int msgpack_pack(lua_State *L)
{
    int top = lua_gettop(L);
    struct lua_buf b;

    if (top == 0)
        return luaL_argerror(L, 0, "MessagePack pack needs input.");
    lua_buf_init(&b, L);
    luaL_checkstack(L, 2, "too many arguments");
    for (int i = 1; i <= top; i++) {
        lua_pushvalue(L, i);
        pack_value(&b, 0);
        lua_pop(L, 1);
    }
    lua_buf_push(&b);
    return 1;
}

/* ---- Unpacking ----------------------------------------------------------------------------------- */

struct input {
    lua_State *L;
    const uint8_t *next, *end;
    unsigned depth;
};

/* The next len bytes, which have to be there. */
static const uint8_t *take(struct input *in, size_t len)
{
    const uint8_t *bytes = in->next;

    if ((size_t)(in->end - in->next) < len)
        luaL_error(in->L, "Missing bytes in input.");
    in->next += len;
    return bytes;
}

static uint64_t take_uint(struct input *in, size_t size)
{
    const uint8_t *bytes = take(in, size);
    uint64_t n = 0;

    for (size_t i = 0; i < size; i++)
        n = n << 8 | bytes[i];
    return n;
}

static int64_t take_int(struct input *in, size_t size)
{
    uint64_t n = take_uint(in, size);

    if (size < sizeof n && (n >> (8 * size - 1) & 1) != 0)
        n |= UINT64_MAX << 8 * size;
    return (int64_t)n;
}

static void unpack_float(struct input *in)
{
    uint32_t bits = (uint32_t)take_uint(in, sizeof bits);
    float f;

    memcpy(&f, &bits, sizeof f);
    lua_pushnumber(in->L, (double)f);
}

static void unpack_double(struct input *in)
{
    uint64_t bits = take_uint(in, sizeof bits);
    double d;

    memcpy(&d, &bits, sizeof d);
    lua_pushnumber(in->L, d);
}

static void unpack_string(struct input *in, size_t len)
{
    lua_work(in->L, len / 256);
    lua_pushlstring(in->L, (const char *)take(in, len), len);
}

static void unpack_value(struct input *in);

/* Begins a table. No memory is taken for the number of elements that is announced. */
static void enter(struct input *in)
{
    if (++in->depth > UNPACK_DEPTH_MAX)
        luaL_error(in->L, "stack overflow (too many nested arrays and maps)");
    luaL_checkstack(in->L, 3, "too many nested arrays and maps");
    lua_newtable(in->L);
}

static void unpack_array(struct input *in, uint64_t count)
{
    enter(in);
    if (count > INT32_MAX) /* and more than there are bytes */
        luaL_error(in->L, "Missing bytes in input.");
    for (uint64_t i = 1; i <= count; i++) {
        unpack_value(in);
        lua_rawseti(in->L, -2, (int)i);
    }
    in->depth--;
}

static void unpack_map(struct input *in, uint64_t count)
{
    enter(in);
    for (uint64_t i = 0; i < count; i++) {
        unpack_value(in);
        unpack_value(in);
        lua_rawset(in->L, -3); /* raises an error for a key that is nil or NaN */
    }
    in->depth--;
}

/* A value whose type byte has the length or the number in it; false if it is none of those. */
static bool unpack_short(struct input *in, uint8_t type)
{
    if (type < 0x80 || type >= 0xe0)
        lua_pushinteger(in->L, (int8_t)type);
    else if (type < 0x90)
        unpack_map(in, type & 15);
    else if (type < 0xa0)
        unpack_array(in, type & 15);
    else if (type < 0xc0)
        unpack_string(in, type & 31);
    else
        return false;
    return true;
}

/* Pushes the next value. */
static void unpack_value(struct input *in)
{
    uint8_t type = *take(in, 1);

    lua_work(in->L, 1);
    if (unpack_short(in, type))
        return;
    switch (type) {
    case 0xc0:
        lua_pushnil(in->L);
        break;
    case 0xc2:
    case 0xc3:
        lua_pushboolean(in->L, type & 1);
        break;
    case 0xca:
        unpack_float(in);
        break;
    case 0xcb:
        unpack_double(in);
        break;
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf: /* from 2^63 on a number turns out negative: scripts have always got it so */
        lua_pushinteger(in->L, (lua_Integer)take_uint(in, (size_t)1 << (type & 3)));
        break;
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
        lua_pushinteger(in->L, take_int(in, (size_t)1 << (type & 3)));
        break;
    case 0xd9:
    case 0xda:
    case 0xdb:
        unpack_string(in, take_uint(in, (size_t)1 << (type - 0xd9)));
        break;
    case 0xdc:
    case 0xdd:
        unpack_array(in, take_uint(in, type == 0xdc ? 2 : 4));
        break;
    case 0xde:
    case 0xdf:
        unpack_map(in, take_uint(in, type == 0xde ? 2 : 4));
        break;
    default: /* what is not assigned, and binary and extension types, which have no form in Lua */
        luaL_error(in->L, "Bad data format in input.");
    }
}

/* Pushes at most limit values from offset on, all of them if both are 0; unless it is all, the offset behind
 * them comes first, -1 at the end. Returns how many are pushed. */
static int unpack_values(lua_State *L, lua_Integer limit, lua_Integer offset)
{
    size_t len;
    const char *data = luaL_checklstring(L, 1, &len);
    struct input in = { .L = L, .end = (const uint8_t *)data + len };
    bool all = limit == 0 && offset == 0;
    lua_Integer count = 0;

    if (offset < 0 || limit < 0)
        return luaL_error(L, "Invalid request to unpack with offset of %d and limit of %d.",
                          (int)offset, (int)len);
    if ((size_t)offset > len)
        return luaL_error(L, "Start offset %d greater than input length %d.", (int)offset,
                          (int)len);
    in.next = (const uint8_t *)data + offset;
    lua_settop(L, 1);
    if (!all)
        lua_pushnil(L); /* the place of the offset */
    for (; in.next < in.end && (all || count < limit); count++) {
        luaL_checkstack(L, 2,
                        "too many return values at once; use unpack_one or unpack_limit instead.");
        unpack_value(&in);
    }
    if (all)
        return (int)count;
    lua_pushinteger(L, in.next < in.end ? in.next - (const uint8_t *)data : -1);
    lua_replace(L, 2);
    return (int)count + 1;
}

static int msgpack_unpack(lua_State *L)
{
    return unpack_values(L, 0, 0);
}

/* unpack_one(data [, offset]) */
static int msgpack_unpack_one(lua_State *L)
{
    return unpack_values(L, 1, luaL_optinteger(L, 2, 0));
}

/* unpack_limit(data, limit [, offset]) */
static int msgpack_unpack_limit(lua_State *L)
{
    lua_Integer limit = luaL_checkinteger(L, 2);

    return unpack_values(L, limit, luaL_optinteger(L, 3, 0));
}

void lua_open_cmsgpack(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "pack", msgpack_pack },
        { "unpack", msgpack_unpack },
        { "unpack_one", msgpack_unpack_one },
        { "unpack_limit", msgpack_unpack_limit },
        { NULL, NULL },
    };

    lua_newtable(L);
    luaL_register(L, NULL, functions);
    lua_pushliteral(L, "cmsgpack");
    lua_setfield(L, -2, "_NAME");
    lua_pushliteral(L, "lua-cmsgpack 0.4.0"); /* whose functions these are */
    lua_setfield(L, -2, "_VERSION");
    lua_pushliteral(L, "MessagePack C implementation for Lua");
    lua_setfield(L, -2, "_DESCRIPTION");
}
