/*
 * inline -- a line of words, as typed at a prompt, in a script, or in a config file.
 *
 *     SET key "a value\r\n" 'it\'s' \x00
 *
 * Words are separated by blanks; within a bare word, \v and \f are none. In "..." the escapes \n \r
 * \t \a \b \\ \" and \xHH stand for their bytes, any other \c for c; in '...' only \' is special. A
 * closing quote must be followed by a blank or the end. Outside quotes every byte stands for itself.
 */
#ifndef KV_RESP_INLINE_H
#define KV_RESP_INLINE_H

#include "base/buf.h"
#include "base/bytes.h"

/* Splits line into words. The words' bytes are appended to text (which must not move while they are
 * used: reserve line.len first) and the slices written to words. False if the quotes are unbalanced
 * or there are more than max words. A word is never longer than its spelling. */
bool inline_split(struct bytes line, struct buf *text, struct bytes *words, unsigned max,
                  unsigned *count);

#endif
