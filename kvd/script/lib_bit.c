#include "script/lib_bit.h"

#include <lauxlib.h>
#include <stdint.h>
#include <string.h>

/* Adding this leaves an integer in the low bits of a double: rounded to even, modulo 2^32 in the last 32. */
#define BIAS 6755399441055744.0 /* 2^52 + 2^51 */

static uint32_t check_bits(lua_State *L, int arg)
{
    double d = luaL_checknumber(L, arg) + BIAS;
    uint64_t bits;

    memcpy(&bits, &d, sizeof bits);
    return (uint32_t)bits;
}

static int push_bits(lua_State *L, uint32_t bits)
{
    lua_pushnumber(L, (int32_t)bits);
    return 1;
}

static uint32_t rotate_left(uint32_t bits, uint32_t n)
{
    n &= 31;
    return bits << n | bits >> (-n & 31);
}

static int bit_tobit(lua_State *L)
{
    return push_bits(L, check_bits(L, 1));
}

static int bit_bnot(lua_State *L)
{
    return push_bits(L, ~check_bits(L, 1));
}

static int bit_band(lua_State *L)
{
    uint32_t bits = check_bits(L, 1);

    for (int i = lua_gettop(L); i > 1; i--)
        bits &= check_bits(L, i);
    return push_bits(L, bits);
}

static int bit_bor(lua_State *L)
{
    uint32_t bits = check_bits(L, 1);

    for (int i = lua_gettop(L); i > 1; i--)
        bits |= check_bits(L, i);
    return push_bits(L, bits);
}

static int bit_bxor(lua_State *L)
{
    uint32_t bits = check_bits(L, 1);

    for (int i = lua_gettop(L); i > 1; i--)
        bits ^= check_bits(L, i);
    return push_bits(L, bits);
}

/* Of the number of places only the low 5 bits count. */
static int bit_lshift(lua_State *L)
{
    uint32_t bits = check_bits(L, 1), n = check_bits(L, 2) & 31;

    return push_bits(L, bits << n);
}

static int bit_rshift(lua_State *L)
{
    uint32_t bits = check_bits(L, 1), n = check_bits(L, 2) & 31;

    return push_bits(L, bits >> n);
}

static int bit_arshift(lua_State *L)
{
    uint32_t bits = check_bits(L, 1), n = check_bits(L, 2) & 31;

    return push_bits(L, (uint32_t)((int32_t)bits >> n));
}

static int bit_rol(lua_State *L)
{
    uint32_t bits = check_bits(L, 1);

    return push_bits(L, rotate_left(bits, check_bits(L, 2)));
}

static int bit_ror(lua_State *L)
{
    uint32_t bits = check_bits(L, 1);

    return push_bits(L, rotate_left(bits, -check_bits(L, 2)));
}

static int bit_bswap(lua_State *L)
{
    return push_bits(L, __builtin_bswap32(check_bits(L, 1)));
}

/* tohex(x [, n]): the n last digits, 8 at most; in upper case if n is negative. */
static int bit_tohex(lua_State *L)
{
    uint32_t bits = check_bits(L, 1);
    int32_t n = lua_isnone(L, 2) ? 8 : (int32_t)check_bits(L, 2);
    const char *digits = n < 0 ? "0123456789ABCDEF" : "0123456789abcdef";
    char hex[8];

    n = n < -8 || n > 8 ? 8 : n < 0 ? -n : n;
    for (int i = n - 1; i >= 0; i--, bits >>= 4)
        hex[i] = digits[bits & 15];
    lua_pushlstring(L, hex, (size_t)n);
    return 1;
}

void lua_open_bit(lua_State *L)
{
    static const luaL_Reg functions[] = {
        { "tobit", bit_tobit },   { "bnot", bit_bnot },       { "band", bit_band },
        { "bor", bit_bor },       { "bxor", bit_bxor },       { "lshift", bit_lshift },
        { "rshift", bit_rshift }, { "arshift", bit_arshift }, { "rol", bit_rol },
        { "ror", bit_ror },       { "bswap", bit_bswap },     { "tohex", bit_tohex },
        { NULL, NULL },
    };

    lua_newtable(L);
    luaL_register(L, NULL, functions);
}
