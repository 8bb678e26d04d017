/*
 * lua_num_read -- numbers in texts of any length, read in steps (lua_work.h).
 *
 * strtod() reads a megabyte of digits in one go. Of a longer number all that counts is its first digits, whether any
 * of the others is not zero, and where the point is; so a short text is made that means the same double:
 *
 *     000123.4500...001e7  ->  123451e3, where the last digit stands for all that were left out
 */
#ifndef KV_SCRIPT_LUA_NUM_READ_H
#define KV_SCRIPT_LUA_NUM_READ_H

#include <stdint.h>

struct lua_State;

/* Behind the blanks at text, which ends with a NUL. */
const char *lua_num_blanks(struct lua_State *L, const char *text);

/* As strtod(), but that "nan(...)" with more than 1000 characters is "nan". */
double lua_num_read(struct lua_State *L, const char *text, const char **end);

/* As strtoul(), for 64 bits and a base from 2 to 36. */
uint64_t lua_num_read_base(struct lua_State *L, const char *text, int base, const char **end);

#endif
