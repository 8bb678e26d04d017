#include "base/histogram.h"

uint64_t histogram_bucket_top(unsigned bucket)
{
    unsigned shift;

    if (bucket < 2u << HISTOGRAM_SUB_BITS)
        return bucket;
    shift = (bucket >> HISTOGRAM_SUB_BITS) - 1;
    return ((uint64_t)(bucket - (shift << HISTOGRAM_SUB_BITS) + 1) << shift) - 1;
}

uint64_t histogram_total(const uint64_t *h)
{
    uint64_t sum = 0;

    for (unsigned i = 0; i < HISTOGRAM_BUCKETS; i++)
        sum += h[i];
    return sum;
}

uint64_t histogram_percentile(const uint64_t *h, double percent)
{
    uint64_t want = (uint64_t)(percent / 100 * (double)histogram_total(h) + 0.5), seen = 0;
    unsigned i = 0;

    want = want ? want : 1;
    for (; i < HISTOGRAM_BUCKETS - 1; i++) {
        seen += h[i];
        if (seen >= want)
            break;
    }
    return histogram_bucket_top(i);
}
