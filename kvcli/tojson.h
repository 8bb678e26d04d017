/*
 * tojson -- a reply as one line of JSON that every parser accepts.
 *
 *     array, set, push   [...]                 null, boolean   null, true, false
 *     map                {...} in its order    error           {"error":"ERR ..."}
 *     integer, double    a number, the digits as they were sent
 *     inf, nan           a string: JSON has no such numbers
 *
 * A key that is not text (a number, an array) becomes the string of its JSON. Strings are UTF-8; one
 * that is not is shown with the escapes of the human form ("\xff"), as all strings are when quoted
 * is asked for. The structure is written here rather than through a tree of the library's, because a
 * tree would lose the digits of doubles and repeated keys; strings are escaped by jansson.
 */
#ifndef KVCLI_TOJSON_H
#define KVCLI_TOJSON_H

#include "base/buf.h"
#include "resp/read.h"

void tojson_value(struct buf *out, const struct resp_value *v, bool quoted);

#endif
