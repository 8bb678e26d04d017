/*
 * glob -- the patterns of KEYS, SCAN, CONFIG GET: ? * [abc] [^abc] [a-z] and \ to escape.
 *
 * Iterative, no recursion, and the work is capped: it may be a few steps for each byte of pattern
 * and text, plus GLOB_WORK_MAX (about 5 ms). A match that needs more is given up: no match.
 * Matching is over bytes.
 *
 *     h?llo    hello, hallo            h[ae]llo   hello, hallo, not hillo
 *     h*llo    hllo, heeeello          h[^e]llo   hallo, not hello
 *     h\?llo   h?llo
 *
 * An unclosed [ takes the rest of the pattern as its set; a range may be written either way round.
 * A '\' at the end of the pattern stands for itself.
 */
#ifndef KV_BASE_GLOB_H
#define KV_BASE_GLOB_H

#include "base/bytes.h"

enum { GLOB_WORK_MAX = 1000 * 1000 };

bool glob_match(struct bytes pattern, struct bytes text);
/* The same where a text is matched with many patterns, each of which could take long: what one takes beyond a
 * few steps for each byte is taken from *work, which is GLOB_WORK_MAX before the first, instead. */
bool glob_match_within(struct bytes pattern, struct bytes text, size_t *work);
bool glob_match_nocase(struct bytes pattern, struct bytes text); /* ASCII case ignored */

/* True if the pattern has no special character, so that only itself matches. */
bool glob_is_literal(struct bytes pattern);
/* How many bytes stand before the first of them: what matches begins with these. */
size_t glob_literal_start(struct bytes pattern);

#endif
