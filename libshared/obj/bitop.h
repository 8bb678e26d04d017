/*
 * bitop -- strings combined bit by bit, some bytes at a time.
 *
 * The result is as long as the longest source; shorter ones count as if zeros followed them. X is
 * the first source, Y any of the others:
 *
 *     AND OR XOR NOT      of all sources (NOT: of the only one)
 *     DIFF                X and no Y
 *     DIFF1               a Y and not X
 *     ANDOR               X and a Y
 *     ONE                 exactly one source
 *
 * The result is made block by block: of all sources the bytes from one offset, which stay in the
 * cache, then those of the next. A source that has ended is not looked at again, so that the work
 * is the length of all sources together, however many there are.
 */
#ifndef KV_OBJ_BITOP_H
#define KV_OBJ_BITOP_H

#include "base/bits.h"
#include "obj/blob.h"

enum bitop_kind {
    BITOP_AND,
    BITOP_OR,
    BITOP_XOR,
    BITOP_NOT,
    BITOP_DIFF,
    BITOP_DIFF1,
    BITOP_ANDOR,
    BITOP_ONE,
};

struct bitop;

bool bitop_parse(struct bytes text, enum bitop_kind *out); /* ASCII case ignored */
const char *bitop_name(enum bitop_kind kind);              /* "DIFF1" */

/* Copies the array, not the bytes, which stay where they are and as they are. count > 0. No memory
 * for the result is taken before the first step. */
struct bitop *bitop_new(enum bitop_kind kind, const struct bytes *sources, unsigned count);
void bitop_free(struct bitop *b); /* accepts NULL */

/* Bytes of the result, and of all sources. */
size_t bitop_len(const struct bitop *b);
uint64_t bitop_work(const struct bitop *b);

/* Goes on for about so many bytes of sources and result; true when it is done. */
bool bitop_step(struct bitop *b, uint64_t bytes);
/* Hands the result over, once, when it is done. */
struct blob *bitop_take(struct bitop *b);

/* As bits_use(): for tests. */
void bitop_use(enum bits_means most);

#endif
