/*
 * shebang -- the first line of a script, if it begins with "#!": "#!lua flags=no-writes,allow-oom".
 *
 * A script with such a line has the flags that it names and no others; one without may do what scripts could
 * before there were flags (SCRIPT_SAYS_NOTHING).
 */
#ifndef KV_SCRIPT_SHEBANG_H
#define KV_SCRIPT_SHEBANG_H

#include "base/buf.h"

/* *body is the text that Lua reads, with the line's end, so that lines keep their numbers. False, and the error's
 * text goes to why, if the line is not understood. */
bool shebang_read(struct bytes text, unsigned *flags, struct bytes *body, struct buf *why);

#endif
