#include "server/defrag_pace.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "server/latency.h"
#include "server/server.h"
#include "store/defrag.h"

static bool wanted;
static struct defrag_limits limits;
static int64_t step_us;

static struct defrag *pass; /* NULL: not running */
static unsigned share;
static uint64_t next_us, started_us, total_us;

unsigned defrag_share(const struct defrag_limits *l, size_t free_bytes, size_t used_bytes)
{
    double percent = used_bytes ? 100.0 * (double)free_bytes / (double)used_bytes : 0;
    double range = (double)(l->upper - l->lower), part;

    if (free_bytes < l->ignore_bytes || percent < (double)l->lower)
        return 0;
    part = range > 0 ? (percent - (double)l->lower) / range : 1;
    if (part > 1)
        part = 1;
    if (l->share_max <= l->share_min)
        return (unsigned)l->share_min;
    return (unsigned)((double)l->share_min + part * (double)(l->share_max - l->share_min));
}

static unsigned share_now(size_t *free_bytes)
{
    size_t all;

    mem_small_blocks(free_bytes, &all);
    return defrag_share(&limits, *free_bytes, all - *free_bytes);
}

static void start(size_t free_bytes)
{
    log_verbose("defrag: %zu MB of small blocks' memory are free places, moving values together",
                free_bytes >> 20);
    pass = defrag_new(server.store);
    started_us = next_us = clock_mono_us();
}

void defrag_stop(void)
{
    if (pass == NULL)
        return;
    log_verbose("defrag: done after %llu ms",
                (unsigned long long)(clock_mono_us() - started_us) / 1000);
    defrag_free(pass);
    pass = NULL;
    share = 0;
}

void defrag_look(void)
{
    size_t free_bytes;
    unsigned now;

    if (!wanted)
        return;
    now = share_now(&free_bytes);
    if (pass == NULL && now > 0)
        start(free_bytes);
    /* A pass that has begun goes on to its end. */
    if (pass != NULL)
        share = now > 0 ? now : (unsigned)limits.share_min;
}

void defrag_turn(void)
{
    uint64_t begin, took;
    size_t free_bytes;
    bool at_end;

    if (pass == NULL || clock_mono_us() < next_us)
        return;
    begin = clock_mono_ns();
    at_end = defrag_step(pass, begin + (uint64_t)step_us * 1000);
    took = (clock_mono_ns() - begin) / 1000;
    total_us += took;
    next_us = begin / 1000 + took + took * (100 - share) / share;
    latency_note("active-defrag-cycle", took);
    if (at_end && share_now(&free_bytes) == 0)
        defrag_stop();
}

uint64_t defrag_next_us(void)
{
    return pass ? next_us : UINT64_MAX;
}

/* ---- Options and metrics ------------------------------------------------------------------------- */

static bool apply_wanted(const char **why)
{
    if (wanted && !mem_can_defrag()) {
        *why =
            "Active defragmentation cannot be enabled: the allocator does not tell how its memory "
            "is used";
        return false;
    }
    if (!wanted)
        defrag_stop();
    return true;
}

const struct option defrag_pace_options[] = {
    { .name = "activedefrag",
      .type = OPT_BOOL,
      .flags = OPT_LIVE,
      .value = &wanted,
      .fallback = "no",
      .summary = "Move values together where memory is used sparsely.",
      .apply = apply_wanted },
    OPTION_MEMORY("active-defrag-ignore-bytes", &limits.ignore_bytes, "100mb", 1, INT64_MAX,
                  OPT_LIVE, "Free bytes between values below which nothing is moved."),
    OPTION_INT("active-defrag-threshold-lower", &limits.lower, "10", 0, 1000, OPT_LIVE,
               "Such bytes in percent of the used ones at which moving starts."),
    OPTION_INT("active-defrag-threshold-upper", &limits.upper, "100", 0, 1000, OPT_LIVE,
               "Percent at which it takes its greatest share of time."),
    OPTION_INT("active-defrag-cycle-min", &limits.share_min, "1", 1, 99, OPT_LIVE,
               "Least share of the time, in percent."),
    OPTION_INT("active-defrag-cycle-max", &limits.share_max, "25", 1, 99, OPT_LIVE,
               "Greatest share of the time, in percent."),
    OPTION_INT("active-defrag-cycle-us", &step_us, "500", 0, 100000, OPT_LIVE,
               "Microseconds of one step."),
    OPTION_END,
};

static uint64_t running_share(void)
{
    return share;
}

static uint64_t total_ms(void)
{
    return total_us / 1000;
}

static uint64_t current_ms(void)
{
    return pass ? (clock_mono_us() - started_us) / 1000 : 0;
}

const struct metric defrag_pace_metrics[] = {
    METRIC_GAUGE("memory", "active_defrag_running", running_share,
                 "Percent of the time that moving values together takes now; 0: it rests."),
    METRIC_GAUGE("stats", "total_active_defrag_time", total_ms,
                 "Milliseconds spent moving values together."),
    METRIC_GAUGE("stats", "current_active_defrag_time", current_ms,
                 "Milliseconds since it began, while it runs."),
    METRIC_END,
};
