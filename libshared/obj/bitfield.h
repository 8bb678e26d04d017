/*
 * bitfield -- integers of 1 to 64 bits anywhere in a string, as BITFIELD reads and writes them.
 *
 * A field of n bits at offset takes the bits offset to offset + n - 1, the first of them its
 * highest; what lies beyond the string's end is 0. Signed fields are two's complement. There are u1
 * to u63 and i1 to i64, so that every value fits an int64_t.
 *
 *     bits    0 1 1 0 0 0 0 1 | 0 1 1 0 0 0 1 0       "ab"
 *     u8 0    \____ 97 _____/
 *     i5 4            \__ 2 ____/                      0 0 0 1 0
 *     u4 #2                     \_ 6 _/                #n: n fields of this type further on
 */
#ifndef KV_OBJ_BITFIELD_H
#define KV_OBJ_BITFIELD_H

#include "base/bytes.h"

struct bitfield_type {
    bool is_signed;
    uint8_t bits;
};

/* What becomes of a value that does not fit its field. */
enum bitfield_overflow {
    BITFIELD_WRAP, /* its low bits are kept */
    BITFIELD_SAT,  /* the nearest value that fits */
    BITFIELD_FAIL, /* nothing */
};

bool bitfield_parse_type(struct bytes text, struct bitfield_type *out); /* "u8", "i64" */
bool bitfield_parse_overflow(struct bytes text,
                             enum bitfield_overflow *out); /* ASCII case ignored */
/* "100" or "#12"; the first bit of the field is before limit. */
bool bitfield_parse_offset(struct bytes text, struct bitfield_type type, uint64_t limit,
                           uint64_t *out);

/* Bytes that a string needs to hold the field. */
size_t bitfield_end(struct bitfield_type type, uint64_t offset);

int64_t bitfield_get(struct bytes s, struct bitfield_type type, uint64_t offset);
/* p has bitfield_end() bytes; value fits the field. */
void bitfield_put(uint8_t *p, struct bitfield_type type, uint64_t offset, int64_t value);

/* Both are false, and write nothing, if the result does not fit and overflow is BITFIELD_FAIL. */

/* What SET stores for value. An unsigned field takes it as a number of 64 bits without sign, so
 * that -1 is too large for it and not too small. */
bool bitfield_fit(struct bitfield_type type, int64_t value, enum bitfield_overflow overflow,
                  int64_t *out);
/* What INCRBY stores for a field that holds value. */
bool bitfield_add(struct bitfield_type type, int64_t value, int64_t increment,
                  enum bitfield_overflow overflow, int64_t *out);

#endif
