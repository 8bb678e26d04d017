#include "server/latency_histogram.h"

#include "base/mem.h"
#include "server/latency.h"
#include "server/reply.h"

enum { PERCENTILES_MAX = 32 };

bool latency_tracking;
static double percentiles[PERCENTILES_MAX];
static unsigned percentile_count;

/* ---- Counting ------------------------------------------------------------------------------------ */

void latency_count(struct command_state *cmd, uint64_t duration_ns)
{
    if (!latency_tracking)
        return;
    if (kv_unlikely(cmd->histogram == NULL))
        cmd->histogram = mem_zalloc(HISTOGRAM_BUCKETS * sizeof *cmd->histogram);
    cmd->histogram[histogram_bucket(duration_ns)]++;
}

/* ---- Commands with calls ------------------------------------------------------------------------- */

typedef void counted_fn(void *ctx, const struct command_state *cmd);

/* Calls fn for cmd and its subcommands, those that were ever called. */
static void each_counted(const struct command_state *cmd, counted_fn *fn, void *ctx)
{
    if (cmd->histogram)
        fn(ctx, cmd);
    for (unsigned i = 0; i < cmd->sub_count; i++)
        each_counted(&cmd->subs[i], fn, ctx);
}

static void each_counted_of_all(counted_fn *fn, void *ctx)
{
    unsigned count;
    struct command_state *const *all = command_all(&count);

    for (unsigned i = 0; i < count; i++)
        each_counted(all[i], fn, ctx);
}

/* ---- LATENCY HISTOGRAM --------------------------------------------------------------------------- */

/* Redis shows the calls below powers of two of nanoseconds, and calls such a bound by the highest value
 * that its own histogram cannot tell from it: 32768 ns is shown as 33 us, since 33023 is. */
static int64_t level_us(uint64_t level_ns)
{
    return (int64_t)((level_ns + level_ns / 128 - 1) / 1000);
}

static void reply_levels(struct call *c, const uint64_t *h)
{
    uint64_t seen = 0, shown = 0;
    size_t mark = reply_later(c), pairs = 0;
    unsigned i = 0;

    for (unsigned bits = 10; bits <= HISTOGRAM_MAX_BITS; bits++) {
        unsigned end = bits < HISTOGRAM_MAX_BITS ? histogram_bucket((uint64_t)1 << bits)
                                                 : (unsigned)HISTOGRAM_BUCKETS;

        for (; i < end; i++)
            seen += h[i];
        if (seen == shown)
            continue;
        reply_int(c, level_us((uint64_t)1 << bits));
        reply_int(c, (int64_t)seen);
        shown = seen;
        pairs++;
    }
    reply_later_set(c, mark, '%', pairs);
}

struct histogram_reply {
    struct call *call;
    size_t count;
};

static void reply_histogram(struct histogram_reply *r, const char *name, const uint64_t *h)
{
    r->count++;
    reply_bulk_str(r->call, name);
    reply_map(r->call, 2);
    reply_bulk_str(r->call, "calls");
    reply_int(r->call, (int64_t)histogram_total(h));
    reply_bulk_str(r->call, "histogram_usec");
    reply_levels(r->call, h);
}

static void reply_one(void *ctx, const struct command_state *cmd)
{
    reply_histogram(ctx, cmd->full_name, cmd->histogram);
}

/* Ours, and shown to those who name them only: how late keys and fields were deleted. */
static void reply_lateness(struct histogram_reply *r, struct bytes name)
{
    bool fields = bytes_is_word(name, "expire-field-lateness");

    if (!fields && !bytes_is_word(name, "expire-lateness"))
        return;
    reply_histogram(r, fields ? "expire-field-lateness" : "expire-lateness",
                    store_lateness(fields));
}

void latency_histogram_reply(struct call *c)
{
    struct histogram_reply r = { .call = c };
    size_t mark = reply_later(c);

    if (args_left(c) == 0)
        each_counted_of_all(reply_one, &r);
    while (args_left(c) > 0) {
        struct bytes name = arg_bytes(c);
        const struct command_state *cmd = command_find(name);

        if (cmd)
            each_counted(cmd, reply_one, &r);
        else
            reply_lateness(&r, name);
    }
    reply_later_set(c, mark, '%', r.count);
}

/* ---- INFO latencystats --------------------------------------------------------------------------- */

static void add_percent(struct buf *out, double percent)
{
    char text[NUM_DOUBLE_MAX];

    buf_add(out, text, num_format_double(text, percent));
}

static void percentile_line(void *ctx, const struct command_state *cmd)
{
    struct buf *out = ctx;

    buf_addf(out, "latency_percentiles_usec_%s:", cmd->full_name);
    for (unsigned i = 0; i < percentile_count; i++) {
        buf_add_str(out, i ? ",p" : "p");
        add_percent(out, percentiles[i]);
        buf_addf(out, "=%.3f", (double)histogram_percentile(cmd->histogram, percentiles[i]) / 1000);
    }
    buf_add_str(out, "\r\n");
}

void latency_percentile_lines(struct buf *out)
{
    if (latency_tracking)
        each_counted_of_all(percentile_line, out);
}

bool latency_percentiles_set(const struct bytes *words, unsigned count, const char **why)
{
    double fresh[PERCENTILES_MAX];

    if (count == 1 && words[0].len == 0)
        count = 0;
    if (count > PERCENTILES_MAX) {
        *why = "latency-tracking-info-percentiles takes at most 32 parameters";
        return false;
    }
    for (unsigned i = 0; i < count; i++) {
        if (!num_parse_double(words[i], &fresh[i])) {
            *why = "Invalid latency-tracking-info-percentiles parameters";
            return false;
        }
        if (fresh[i] < 0 || fresh[i] > 100) {
            *why = "latency-tracking-info-percentiles parameters should sit between [0.0,100.0]";
            return false;
        }
    }
    if (count > 0)
        memcpy(percentiles, fresh, count * sizeof *fresh);
    percentile_count = count;
    return true;
}

void latency_percentiles_get(struct buf *out)
{
    for (unsigned i = 0; i < percentile_count; i++) {
        if (i > 0)
            buf_add_byte(out, ' ');
        add_percent(out, percentiles[i]);
    }
}
