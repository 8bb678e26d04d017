/*
 * num -- numbers from text and to text, strictly and fast.
 *
 * Parsers take all of the slice or refuse it: no leading or trailing blanks, no sign but one '-',
 * no leading zeros (as RESP and Redis's integer encoding need it: a text is an integer exactly when
 * printing the integer gives the same text). Out parameters are written only on success.
 */
#ifndef KV_BASE_NUM_H
#define KV_BASE_NUM_H

#include "base/bytes.h"

enum {
    NUM_INT_MAX = 21,    /* room for any 64-bit integer in decimal, NUL included */
    NUM_DOUBLE_MAX = 40, /* room for any double as num_format_double writes it, NUL included */
    NUM_FIXED_MAX = 352, /* room for num_format_fixed, NUL included */
    NUM_LDOUBLE_MAX = 5 * 1024, /* room for num_format_ldouble, NUL included */
};

bool num_parse_int(struct bytes text, int64_t *out);
bool num_parse_uint(struct bytes text, uint64_t *out);

/* Decimal or exponent form, ".5" and "5." included; "inf", "+inf", "-inf" and "infinity" in any
 * case; an explicit '+' and leading zeros are allowed; NaN, hex floats, blanks and the empty text are
 * refused. A value beyond the double range is refused, as redis-server does for scores, and so is
 * one so small that only 0 is left of it. The text has less than NUM_LDOUBLE_MAX bytes. */
bool num_parse_double(struct bytes text, double *out);

/* The same grammar in extended precision, for INCRBYFLOAT. */
bool num_parse_ldouble(struct bytes text, long double *out);

/* A size in bytes: digits and an optional unit in any case: b, k (1000), kb (1024), m, mb, g, gb,
 * t, tb. Fails on overflow. */
bool num_parse_memory(struct bytes text, uint64_t *out);

/* Writes n in decimal at out, which has room for NUM_INT_MAX; no NUL. Returns the length. */
size_t num_format_int(char *out, int64_t n);
size_t num_format_uint(char *out, uint64_t n);

/* How many characters num_format_uint would write. */
unsigned num_digits(uint64_t n);

/* The text with the fewest digits that reads back as the same double, in %.17g's style of choosing
 * between fixed and exponent form ("0.1", "1e+20", "1e-07"); integers below 10^17 with all of their
 * digits; "inf", "-inf", "nan". No NUL. Returns the length; out has room for NUM_DOUBLE_MAX. */
size_t num_format_double(char *out, double d);

/* The %.17g form, for the places where the protocol shows it: "0.10000000000000001". */
size_t num_format_double17(char *out, double d);

/* Fixed notation with at most 17 decimals and no trailing zeros, as INCRBYFLOAT replies: "10.5",
 * "0.1", "5000", never "-0". d is finite. Returns the length; 0 if it does not fit NUM_LDOUBLE_MAX. */
size_t num_format_ldouble(char *out, long double d);

/* d with so many decimals (at most 9), rounded as printf rounds. d is finite. The length; out has room for
 * NUM_FIXED_MAX. No NUL. */
size_t num_format_fixed(char *out, double d, unsigned decimals);

/* *a += b, false (and no change) when the sum does not fit. */
static inline bool num_add(int64_t *a, int64_t b)
{
    int64_t sum;

    if (__builtin_add_overflow(*a, b, &sum))
        return false;
    *a = sum;
    return true;
}

static inline bool num_mul(int64_t *a, int64_t b)
{
    int64_t product;

    if (__builtin_mul_overflow(*a, b, &product))
        return false;
    *a = product;
    return true;
}

#endif
