/*
 * lib_bit -- the table bit of scripts: operations on the bits of 32-bit integers, as Lua BitOp documents them.
 *
 * Numbers are taken modulo 2^32, fractions rounded to even; results are signed. Beyond 2^51 a number has no
 * bits to speak of, and gives what BitOp gives.
 */
#ifndef KV_SCRIPT_LIB_BIT_H
#define KV_SCRIPT_LIB_BIT_H

struct lua_State;

/* Leaves the library's table on the stack. */
void lua_open_bit(struct lua_State *L);

#endif
