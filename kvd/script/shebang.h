/*
 * shebang -- the first line of a script, if it begins with "#!": "#!lua flags=no-writes,allow-oom".
 *
 * A script with such a line has the flags that it names and no others; one without may do what scripts could
 * before there were flags (SCRIPT_SAYS_NOTHING). Words are separated and quoted as in inline commands.
 */
#ifndef KV_SCRIPT_SHEBANG_H
#define KV_SCRIPT_SHEBANG_H

#include "base/buf.h"

enum {
    SHEBANG_MAX = 16 * 1024, /* bytes of the line */
    SHEBANG_WORDS_MAX = 64
};

/* The first line, without its end. False if it has none, is too long, or a zero byte is in it. */
bool shebang_line(struct bytes text, struct bytes *line);

/* *body is the text that Lua reads, with the line's end, so that lines keep their numbers. False, and the error's
 * text goes to why, if the line is not understood. */
bool shebang_read(struct bytes text, unsigned *flags, struct bytes *body, struct buf *why);

#endif
