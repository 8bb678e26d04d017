/*
 * lib_struct -- the table struct of scripts: values packed into strings by a format, and taken out again.
 *
 *     struct.pack(">I2 s", 258, "ab")      -> "\1\2ab\0"
 *     struct.unpack(">I2 s", "\1\2ab\0")  -> 258, "ab", 6: where reading ended
 *     struct.size("!4 b i")                -> 8
 *
 * In a format: < and > set the byte order, !n the alignment (a power of two; 8 without a number), blanks
 * are skipped.
 *
 *     b B         char              f d         float, double
 *     h H         short             x           a zero byte
 *     l L T       long, size_t      s           a string up to a zero byte
 *     i In        n bytes (int)     cn          a string of n bytes (1); c0: all of it, or as many as the
 *                 n <= 32                       number unpacked before says
 *
 * Sizes in formats and data are checked before anything is read or any memory is taken.
 */
#ifndef KV_SCRIPT_LIB_STRUCT_H
#define KV_SCRIPT_LIB_STRUCT_H

struct lua_State;

/* Leaves the library's table on the stack. */
void lua_open_struct(struct lua_State *L);

#endif
