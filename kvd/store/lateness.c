/* How late what expires is deleted, and how much of it is still there. */
#include "base/histogram.h"
#include "base/rand.h"
#include "store/store_inner.h"

#include <string.h>

static struct {
    uint64_t histogram[HISTOGRAM_BUCKETS]; /* nanoseconds */
    uint64_t max_ms;
} of_keys, of_fields;

void lateness_note(bool fields, int64_t late_ms, size_t count)
{
    uint64_t ms = late_ms > 0 ? (uint64_t)late_ms : 0;
    uint64_t *h = fields ? of_fields.histogram : of_keys.histogram;
    uint64_t *max_ms = fields ? &of_fields.max_ms : &of_keys.max_ms;

    h[histogram_bucket(ms < UINT64_MAX / 1000000 ? ms * 1000000 : UINT64_MAX)] += count;
    *max_ms = ms > *max_ms ? ms : *max_ms;
}

const uint64_t *store_lateness(bool fields)
{
    return fields ? of_fields.histogram : of_keys.histogram;
}

void store_lateness_reset(void)
{
    memset(&of_keys, 0, sizeof of_keys);
    memset(&of_fields, 0, sizeof of_fields);
}

/* "p50=...,p99=...,max=..." in microseconds; zeros if nothing has expired. */
static void add_figures(struct buf *out, const uint64_t *h, uint64_t max_ms)
{
    static const double percents[] = { 50, 99, 99.9 };
    bool any = histogram_total(h) > 0;

    for (unsigned i = 0; i < sizeof percents / sizeof *percents; i++)
        buf_addf(out, "p%g=%llu,", percents[i],
                 any ? (unsigned long long)histogram_percentile(h, percents[i]) / 1000 : 0);
    buf_addf(out, "max=%llu", (unsigned long long)max_ms * 1000);
}

static void key_lateness(struct buf *out)
{
    add_figures(out, of_keys.histogram, of_keys.max_ms);
}

static void field_lateness(struct buf *out)
{
    add_figures(out, of_fields.histogram, of_fields.max_ms);
}

const struct metric lateness_metrics[] = {
    METRIC_STRING("stats", "expire_lateness_usec", key_lateness, ""),
    METRIC_STRING("stats", "expire_field_lateness_usec", field_lateness, ""),
    METRIC_END,
};
