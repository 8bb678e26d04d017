/*
 * condition -- the options that make a write depend on what is there: NX XX, and compare-and-set.
 *
 *     NX, XX           the key is absent, is there
 *     IFEQ, IFNE       the value equals the operand, or does not
 *     IFDEQ, IFDNE     the digest of the value equals the operand, or does not
 *
 * A missing key has no value: IFEQ and IFDEQ fail, IFNE and IFDNE hold. The digest is XXH3 with 64
 * bits and seed 0, as 16 hexadecimal digits; DIGEST shows it.
 */
#ifndef KV_CMD_CONDITION_H
#define KV_CMD_CONDITION_H

#include "server/call.h"

enum condition_kind {
    COND_NONE,
    COND_NX,
    COND_XX,
    COND_IFEQ,
    COND_IFNE,
    COND_IFDEQ,
    COND_IFDNE,
};

struct condition {
    enum condition_kind kind;
    struct bytes operand; /* IFEQ, IFNE */
    uint64_t digest;      /* IFDEQ, IFDNE */
};

/* True if the condition looks at the value, which must be a string then. */
static inline bool condition_compares(const struct condition *cond)
{
    return cond->kind >= COND_IFEQ;
}

/* Takes the condition at the cursor, if its kind is in [first, last]; false if there is none. Two
 * different ones, or an operand that is no digest, latch an error. */
bool condition_option(struct call *c, enum condition_kind first, enum condition_kind last,
                      struct condition *cond);

/* True if the condition holds for e (NULL: no such key); a string if condition_compares(). */
bool condition_holds(const struct condition *cond, const struct entry *e);

/* The digest of a string entry. */
uint64_t condition_digest(const struct entry *e);

#endif
