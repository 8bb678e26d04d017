#include "base/shortest.h"

#include "base/assert.h"

#include <stdbool.h>
#include <string.h>

/*
 * Source: Raffaello Giulietti, "The Schubfach way to render doubles".
 *
 * A double c * 2^q stands for all reals between the midpoints to its neighbours, ends included when
 * c is even. k is chosen so that this interval is at least 10^k and less than 10^(k + 1) wide: it
 * then holds at least one multiple of 10^k and at most one of 10^(k + 1). The latter is shorter, if
 * it is there; else the one of the two multiples of 10^k next to d that lies inside, or is nearer.
 *
 *     (s/10)*10^(k+1)   s*10^k   low   d   high   (s+1)*10^k
 *     --------|-----------|-------[----|----]--------|------->
 *
 * low, d and high are compared in units of 10^k / 4, as integers whose lowest bit says that a
 * fraction was cut off. They come from multiplying by a 128-bit approximation of 10^-k, which the
 * paper shows to be precise enough.
 */

enum {
    MANTISSA_BITS = 52,
    EXPONENT_MASK = 0x7ff,
    LEAST_Q = -1074, /* the exponent of subnormals and of the smallest normals */

    MIN_POWER = -292,
    MAX_POWER = 324,
    BIG_WORDS = 14, /* 896 bits: 5^324 needs 753, and 2^895 / 5^292 keeps 217 */
};

/* floor(10^e / 2^r) + 1 with r such that it has 128 bits. */
static struct power {
    uint64_t high, low;
} powers[MAX_POWER - MIN_POWER + 1];

/* ---- The table, computed before main() -------------------------------------------------------- */

/* The top 128 bits of a number of little-endian words, plus 1. */
static struct power big_top(const uint64_t *words)
{
    int top = BIG_WORDS - 1, shift;
    unsigned __int128 bits;

    while (words[top] == 0)
        top--;
    shift = __builtin_clzll(words[top]);
    bits = (unsigned __int128)words[top] << 64;
    if (top > 0)
        bits |= words[top - 1];
    bits <<= shift;
    if (top > 1 && shift > 0)
        bits |= words[top - 2] >> (64 - shift);
    bits++;
    return (struct power){ (uint64_t)(bits >> 64), (uint64_t)bits };
}

static void big_times_5(uint64_t *words)
{
    unsigned __int128 carry = 0;

    for (int i = 0; i < BIG_WORDS; i++) {
        carry += (unsigned __int128)words[i] * 5;
        words[i] = (uint64_t)carry;
        carry >>= 64;
    }
}

static void big_over_5(uint64_t *words)
{
    unsigned __int128 rest = 0;

    for (int i = BIG_WORDS - 1; i >= 0; i--) {
        rest = rest << 64 | words[i];
        words[i] = (uint64_t)(rest / 5);
        rest %= 5;
    }
}

/* The factor 2^e of 10^e moves no digit, so powers of 5 will do. Dividing floor by floor gives the
 * floor of the whole division. */
__attribute__((constructor)) static void prepare_powers(void)
{
    uint64_t big[BIG_WORDS] = { 1 };

    for (int e = 0; e <= MAX_POWER; e++) {
        powers[e - MIN_POWER] = big_top(big);
        big_times_5(big);
    }
    memset(big, 0, sizeof big);
    big[BIG_WORDS - 1] = (uint64_t)1 << 63;
    for (int e = -1; e >= MIN_POWER; e--) {
        big_over_5(big);
        powers[e - MIN_POWER] = big_top(big);
    }
}

/* ---- Logarithms, exact for the exponents of doubles ------------------------------------------- */

/* floor(log10(2^e)) */
static int floor_log10_pow2(int e)
{
    return (e * 1262611) >> 22;
}

/* floor(log10(3/4 * 2^e)) */
static int floor_log10_three_quarters_pow2(int e)
{
    return (e * 1262611 - 524031) >> 22;
}

/* floor(log2(10^e)) */
static int floor_log2_pow10(int e)
{
    return (e * 1741647) >> 19;
}

/* ---- The search ------------------------------------------------------------------------------- */

/* factor * power / 2^128, with the lowest bit set if that is not an integer. The power is up to one
 * too great, which the second product may show as 1 where it should be 0. */
static inline uint64_t multiply_to_odd(struct power power, uint64_t factor)
{
    unsigned __int128 low = (unsigned __int128)power.low * factor;
    unsigned __int128 sum = (unsigned __int128)power.high * factor + (uint64_t)(low >> 64);

    return (uint64_t)(sum >> 64) | ((uint64_t)sum > 1);
}

struct decimal shortest_decimal(double d)
{
    uint64_t bits, fraction, c, low, mid, high, s;
    bool below_is_closer;
    int biased, q, k, shift;
    struct power power;

    memcpy(&bits, &d, sizeof bits);
    fraction = bits & (((uint64_t)1 << MANTISSA_BITS) - 1);
    biased = (int)(bits >> MANTISSA_BITS);
    kv_assert(bits != 0 && biased < EXPONENT_MASK); /* the sign bit would be above the mask */

    c = biased != 0 ? fraction | (uint64_t)1 << MANTISSA_BITS : fraction;
    q = biased != 0 ? biased - 1 + LEAST_Q : LEAST_Q;
    /* A power of two is twice as far from its upper neighbour as from the lower one. */
    below_is_closer = fraction == 0 && biased > 1;

    k = below_is_closer ? floor_log10_three_quarters_pow2(q) : floor_log10_pow2(q);
    shift = q + floor_log2_pow10(-k) + 1;
    power = powers[-k - MIN_POWER];
    low = multiply_to_odd(power, (4 * c - 2 + below_is_closer) << shift);
    mid = multiply_to_odd(power, (4 * c) << shift);
    high = multiply_to_odd(power, (4 * c + 2) << shift);
    /* From here on the ends belong to the interval. */
    low += c & 1;
    high -= c & 1;

    s = mid / 4;
    if (s >= 10) {
        uint64_t tens = s / 10;
        bool down_inside = low <= 40 * tens, up_inside = 40 * tens + 40 <= high;

        if (down_inside != up_inside)
            return (struct decimal){ tens + up_inside, k + 1 };
    }

    bool down_inside = low <= 4 * s, up_inside = 4 * s + 4 <= high;
    bool up = mid > 4 * s + 2 || (mid == 4 * s + 2 && (s & 1) != 0);

    return (struct decimal){ s + (down_inside != up_inside ? up_inside : up), k };
}
