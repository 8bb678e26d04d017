/*
 * library_header -- the first line of a library's code, which names the engine and the library.
 *
 *     #!lua name=mylib
 *     redis.register_function(...)
 *
 * The line is read as words, quotes and escapes as in resp/inline.h. A pure function of the code.
 */
#ifndef KV_SCRIPT_LIBRARY_HEADER_H
#define KV_SCRIPT_LIBRARY_HEADER_H

#include "base/buf.h"
#include "script/shebang.h"

enum { LIBRARY_HEADER_MAX = SHEBANG_MAX }; /* bytes of a name */

/* Appends the name to name; *body is what follows the line, its end included, so that line numbers stay
 * right. False: why says what is wrong, without "ERR ". */
bool library_read_header(struct bytes code, struct buf *name, struct bytes *body, struct buf *why);

#endif
