/*
 * histogram -- how often a duration was met, so that percentiles can be told.
 *
 * Durations are counted in nanoseconds. Below 64 ns each value has its bucket; above, every octave (a
 * range from 2^n to 2^(n+1)) has 32 buckets of equal width, so that a value read back is at most 3.2%
 * too high:
 *
 *     0 1 2 ... 63 | 64-65 66-67 ... 126-127 | 128-131 ... 252-255 | ... up to 2^37 ns (137 s)
 *
 * Durations above count in the last bucket. A histogram is an array of HISTOGRAM_BUCKETS counters.
 */
#ifndef KV_BASE_HISTOGRAM_H
#define KV_BASE_HISTOGRAM_H

#include <stdint.h>

enum {
    HISTOGRAM_SUB_BITS = 5, /* 2^5 buckets an octave */
    HISTOGRAM_MAX_BITS = 37,
    HISTOGRAM_BUCKETS = (HISTOGRAM_MAX_BITS - HISTOGRAM_SUB_BITS + 1) << HISTOGRAM_SUB_BITS,
};

static inline unsigned histogram_bucket(uint64_t ns)
{
    unsigned shift;

    if (ns >> HISTOGRAM_MAX_BITS)
        return HISTOGRAM_BUCKETS - 1;
    if (ns < 2 << HISTOGRAM_SUB_BITS)
        return (unsigned)ns;
    shift = 63 - HISTOGRAM_SUB_BITS - (unsigned)__builtin_clzll(ns);
    return (shift << HISTOGRAM_SUB_BITS) + (unsigned)(ns >> shift);
}

/* The highest value that a bucket counts. */
uint64_t histogram_bucket_top(unsigned bucket);

uint64_t histogram_total(const uint64_t *h);
/* The value that percent (0 to 100) of what was counted did not pass, as the top of its bucket.
 * Something was counted. */
uint64_t histogram_percentile(const uint64_t *h, double percent);

#endif
