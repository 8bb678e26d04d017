/*
 * shortest -- the shortest decimal number that reads back as a given double.
 *
 * num_format_double() lays the digits out as text. No allocation, no locale, no printf.
 */
#ifndef KV_BASE_SHORTEST_H
#define KV_BASE_SHORTEST_H

#include <stdint.h>

/* digits * 10^exponent, with at most 17 digits. */
struct decimal {
    uint64_t digits;
    int exponent;
};

/* d is finite and above 0. Of the decimals with the fewest digits that round to d the nearest to d
 * is chosen. The last digits may be zeros. */
struct decimal shortest_decimal(double d);

#endif
