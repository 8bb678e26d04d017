/*
 * lua_num -- Lua's numbers as integers, defined for every double.
 *
 * C leaves a cast of a double that does not fit undefined. redis-server's libraries have such casts and show what
 * an x86-64 does; scripts see the same here, on every machine.
 */
#ifndef KV_SCRIPT_LUA_NUM_H
#define KV_SCRIPT_LUA_NUM_H

#include <stdbool.h>
#include <stdint.h>

#define LUA_NUM_2_63 9223372036854775808.0

/* Towards zero; INT64_MIN for what does not fit, NaN included. */
static inline int64_t lua_num_int64(double d)
{
    return d >= -LUA_NUM_2_63 && d < LUA_NUM_2_63 ? (int64_t)d : INT64_MIN;
}

/* Towards zero; negative ones modulo 2^64; 0 for what is too large, 2^63 for NaN and what is too small. */
static inline uint64_t lua_num_uint64(double d)
{
    if (d >= LUA_NUM_2_63)
        return (uint64_t)lua_num_int64(d - LUA_NUM_2_63) ^ (uint64_t)INT64_MIN;
    return (uint64_t)lua_num_int64(d);
}

/* True if d is an integer that 64 bits with a sign hold. */
static inline bool lua_num_is_int64(double d, int64_t *out)
{
    if (!(d >= -LUA_NUM_2_63 && d < LUA_NUM_2_63) || (double)(int64_t)d != d)
        return false;
    *out = (int64_t)d;
    return true;
}

#endif
