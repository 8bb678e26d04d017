#include "server/latency.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/mem.h"
#include "server/latency_histogram.h"
#include "server/reply.h"
#include "server/slowlog.h"

#include <stdio.h>
#include <string.h>

enum {
    SAMPLES = 160, /* per event: the newest */
    EVENTS_MAX = 64,
    GRAPH_COLUMNS = 80,
    GRAPH_ROWS = 4,
};

struct sample {
    int64_t time_s; /* Unix */
    uint64_t ms;    /* the worst of its second */
};

/* Samples are a ring: the oldest is at next once all are used. */
struct event {
    const char *name;
    unsigned next, count;
    uint64_t worst_ms; /* since the last reset */
    struct sample samples[SAMPLES];
};

int64_t latency_threshold_ms;
static struct event *events[EVENTS_MAX];
static unsigned event_count;

/* ---- Samples ------------------------------------------------------------------------------------- */

static struct event *event_find(struct bytes name)
{
    for (unsigned i = 0; i < event_count; i++)
        if (bytes_eq(name, bytes_str(events[i]->name)))
            return events[i];
    return NULL;
}

static struct event *event_add(const char *name)
{
    struct event *ev = mem_zalloc(sizeof *ev);

    kv_assert(event_count < EVENTS_MAX);
    ev->name = name;
    events[event_count++] = ev;
    return ev;
}

/* The i-th oldest sample, i < ev->count. */
static const struct sample *sample_at(const struct event *ev, unsigned i)
{
    return &ev->samples[(ev->next + SAMPLES - ev->count + i) % SAMPLES];
}

static const struct sample *newest(const struct event *ev)
{
    return sample_at(ev, ev->count - 1);
}

void latency_add(const char *name, uint64_t duration_ms)
{
    latency_add_at(name, duration_ms, clock_wall_us() / 1000000);
}

void latency_add_at(const char *name, uint64_t duration_ms, int64_t now_s)
{
    struct event *ev = event_find(bytes_str(name));
    struct sample *last;

    if (ev == NULL)
        ev = event_add(name);
    if (duration_ms > ev->worst_ms)
        ev->worst_ms = duration_ms;
    last = &ev->samples[(ev->next + SAMPLES - 1) % SAMPLES];
    if (ev->count > 0 && last->time_s == now_s) {
        if (duration_ms > last->ms)
            last->ms = duration_ms;
        return;
    }
    ev->samples[ev->next] = (struct sample){ now_s, duration_ms };
    ev->next = (ev->next + 1) % SAMPLES;
    if (ev->count < SAMPLES)
        ev->count++;
}

static void event_forget(struct event *ev)
{
    unsigned i = 0;

    while (events[i] != ev)
        i++;
    mem_free(ev);
    memmove(&events[i], &events[i + 1], (--event_count - i) * sizeof *events);
}

/* ---- LATEST, HISTORY, RESET ---------------------------------------------------------------------- */

/* LATENCY LATEST */
static void cmd_latest(struct call *c)
{
    reply_array(c, event_count);
    for (unsigned i = 0; i < event_count; i++) {
        reply_array(c, 4);
        reply_bulk_str(c, events[i]->name);
        reply_int(c, newest(events[i])->time_s);
        reply_int(c, (int64_t)newest(events[i])->ms);
        reply_int(c, (int64_t)events[i]->worst_ms);
    }
}

/* LATENCY HISTORY event */
static void cmd_history(struct call *c)
{
    const struct event *ev = event_find(arg_bytes(c));
    unsigned count = ev ? ev->count : 0;

    reply_array(c, count);
    for (unsigned i = 0; i < count; i++) {
        reply_array(c, 2);
        reply_int(c, sample_at(ev, i)->time_s);
        reply_int(c, (int64_t)sample_at(ev, i)->ms);
    }
}

/* LATENCY RESET [event ...] */
static void cmd_reset(struct call *c)
{
    unsigned before = event_count;

    if (args_left(c) == 0)
        while (event_count > 0)
            event_forget(events[event_count - 1]);
    while (args_left(c) > 0) {
        struct event *ev = event_find(arg_bytes(c));

        if (ev)
            event_forget(ev);
    }
    reply_int(c, before - event_count);
}

/* ---- Figures of an event ------------------------------------------------------------------------- */

struct figures {
    uint64_t low_ms, high_ms, mean_ms;
    uint64_t deviation_ms; /* mean distance from the mean */
    double period_s;       /* mean time between samples, up to now */
};

static struct figures figures_of(const struct event *ev)
{
    struct figures f = { .low_ms = UINT64_MAX };
    uint64_t sum = 0, off = 0;

    for (unsigned i = 0; i < ev->count; i++) {
        uint64_t ms = sample_at(ev, i)->ms;

        f.low_ms = ms < f.low_ms ? ms : f.low_ms;
        f.high_ms = ms > f.high_ms ? ms : f.high_ms;
        sum += ms;
    }
    f.mean_ms = sum / ev->count;
    for (unsigned i = 0; i < ev->count; i++) {
        uint64_t ms = sample_at(ev, i)->ms;

        off += ms > f.mean_ms ? ms - f.mean_ms : f.mean_ms - ms;
    }
    f.deviation_ms = off / ev->count;
    f.period_s = (double)(clock_wall_us() / 1000000 - sample_at(ev, 0)->time_s) / ev->count;
    return f;
}

/* ---- GRAPH --------------------------------------------------------------------------------------- */

/* What a column shows in a row, counted from the bottom: nothing above the value, a bar below, and
 * at its end one of three heights. */
static char graph_cell(uint64_t ms, const struct figures *f, unsigned row)
{
    static const char heights[] = "_o#";
    uint64_t span = f->high_ms - f->low_ms, steps = GRAPH_ROWS * 3;
    uint64_t level = span ? (uint64_t)((double)(ms - f->low_ms) / (double)span * (double)steps) : 0;

    if (level >= steps)
        level = steps - 1;
    if (row == level / 3)
        return heights[level % 3];
    return row < level / 3 ? '|' : ' ';
}

static void age_label(char *out, size_t room, int64_t seconds)
{
    static const struct {
        int64_t seconds;
        char unit;
    } units[] = { { 86400, 'd' }, { 3600, 'h' }, { 60, 'm' }, { 1, 's' } };
    unsigned i = 0;

    while (seconds < units[i].seconds && units[i].seconds > 1)
        i++;
    snprintf(out, room, "%lld%c", (long long)(seconds / units[i].seconds), units[i].unit);
}

/* The ages of the samples under their columns, written downwards. */
static void add_ages(struct buf *out, const struct event *ev, unsigned first)
{
    char labels[GRAPH_COLUMNS][24];
    int64_t now_s = clock_wall_us() / 1000000;
    unsigned columns = ev->count - first, longest = 0;

    for (unsigned i = 0; i < columns; i++) {
        unsigned len;

        age_label(labels[i], sizeof labels[i], now_s - sample_at(ev, first + i)->time_s);
        len = (unsigned)strlen(labels[i]);
        memset(labels[i] + len, ' ', sizeof labels[i] - len);
        longest = len > longest ? len : longest;
    }
    for (unsigned row = 0; row < longest; row++) {
        for (unsigned i = 0; i < columns; i++)
            buf_add_byte(out, (uint8_t)labels[i][row]);
        buf_add_byte(out, '\n');
    }
}

static void add_graph(struct buf *out, const struct event *ev)
{
    struct figures f = figures_of(ev);
    unsigned first = ev->count > GRAPH_COLUMNS ? ev->count - GRAPH_COLUMNS : 0;

    buf_addf(out, "%s - high %llu ms, low %llu ms (all time high %llu ms)\n", ev->name,
             (unsigned long long)f.high_ms, (unsigned long long)f.low_ms,
             (unsigned long long)ev->worst_ms);
    for (unsigned i = 0; i < GRAPH_COLUMNS; i++)
        buf_add_byte(out, '-');
    buf_add_byte(out, '\n');
    for (unsigned row = GRAPH_ROWS; row-- > 0;) {
        for (unsigned i = first; i < ev->count; i++)
            buf_add_byte(out, (uint8_t)graph_cell(sample_at(ev, i)->ms, &f, row));
        buf_add_byte(out, '\n');
    }
    buf_add_byte(out, '\n');
    add_ages(out, ev, first);
}

/* LATENCY GRAPH event */
static void cmd_graph(struct call *c)
{
    struct bytes name = arg_bytes(c);
    const struct event *ev = event_find(name);
    struct buf text = { .limit = BUF_UNLIMITED };

    if (ev == NULL) {
        reply_errorf(c, "ERR No samples available for event '%.*s'",
                     (int)(name.len < 128 ? name.len : 128), (const char *)name.ptr);
        return;
    }
    add_graph(&text, ev);
    reply_verbatim(c, "txt", buf_bytes(&text));
    buf_fini(&text);
}

/* ---- DOCTOR -------------------------------------------------------------------------------------- */

/* What helps against which event; an event may have several lines. */
static const struct {
    const char *event, *advice;
} advices[] = {
    { "command", "Some commands take long. SLOWLOG GET names them: look for those whose cost grows "
                 "with the size of what they touch (KEYS, big ranges, big unions) and ask for less "
                 "at a time (SCAN, LIMIT, COUNT)." },
    { "command", "Deleting big values may be part of it: use UNLINK, or lazyfree-lazy-user-del." },
    { "fast-command", "Commands that should take constant time did not. The machine is likely "
                      "short of CPU or swapping: compare used_cpu_* and used_memory_rss in INFO "
                      "with what the host has to give." },
    { "expire-cycle",
      "Many keys reach their deadline at one moment. Spread the deadlines by adding "
      "a random part to each." },
};

static void add_advices(struct buf *out)
{
    int64_t slow_us = slowlog_threshold_us, threshold_us = latency_threshold_ms * 1000;

    buf_add_str(out, "\nWhat may help:\n\n");
    for (unsigned i = 0; i < sizeof advices / sizeof *advices; i++)
        if (event_find(bytes_str(advices[i].event)))
            buf_addf(out, "- %s: %s\n", advices[i].event, advices[i].advice);
    if (event_find(BYTES_LIT("command")) && (slow_us < 0 || slow_us > threshold_us))
        buf_addf(out,
                 "- The slow log misses some of what the latency monitor sees. To catch it all: "
                 "CONFIG SET slowlog-log-slower-than %lld\n",
                 (long long)threshold_us);
}

static void add_report(struct buf *out)
{
    if (event_count == 0 && latency_threshold_ms == 0) {
        buf_add_str(out, "Latency monitoring is disabled. To have spikes noted: CONFIG SET "
                         "latency-monitor-threshold <milliseconds>.\n");
        return;
    }
    if (event_count == 0) {
        buf_addf(out, "No latency spike of %lld ms or more was observed.\n",
                 (long long)latency_threshold_ms);
        return;
    }
    buf_add_str(out, "Latency spikes were observed:\n\n");
    for (unsigned i = 0; i < event_count; i++) {
        struct figures f = figures_of(events[i]);

        buf_addf(out,
                 "%u. %s: %u latency spikes (average %llums, mean deviation %llums, period %.2f "
                 "sec). Worst all time event %llums.\n",
                 i + 1, events[i]->name, events[i]->count, (unsigned long long)f.mean_ms,
                 (unsigned long long)f.deviation_ms, f.period_s,
                 (unsigned long long)events[i]->worst_ms);
    }
    add_advices(out);
}

/* LATENCY DOCTOR */
static void cmd_doctor(struct call *c)
{
    struct buf text = { .limit = BUF_UNLIMITED };

    add_report(&text);
    reply_verbatim(c, "txt", buf_bytes(&text));
    buf_fini(&text);
}

/* LATENCY HELP */
static void cmd_help(struct call *c)
{
    reply_help(c);
}

/* ---- Options, metrics, rows ---------------------------------------------------------------------- */

const struct option latency_options[] = {
    OPTION_INT("latency-monitor-threshold", &latency_threshold_ms, "0", 0, INT32_MAX, OPT_LIVE,
               "Milliseconds from which an event counts as a latency spike; 0: off."),
    OPTION_BOOL("latency-tracking", &latency_tracking, "yes", OPT_LIVE,
                "Whether the durations of commands are counted for LATENCY HISTOGRAM."),
    { .name = "latency-tracking-info-percentiles",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE,
      .fallback = "50 99 99.9",
      .summary = "Percentiles that INFO latencystats shows.",
      .set = latency_percentiles_set,
      .get = latency_percentiles_get },
    OPTION_END,
};

const struct metric latency_metrics[] = {
    { .section = "latencystats",
      .name = "latency_percentiles_usec",
      .kind = METRIC_LINES,
      .text = latency_percentile_lines },
    METRIC_END,
};

#define LATENCY_FLAGS (CMD_ADMIN | CMD_NOSCRIPT | CMD_LOADING | CMD_STALE)
#define LATENCY_TIPS                                                                               \
    .group = "server", .tips = "nondeterministic_output request_policy:all_nodes "                 \
                               "response_policy:special"

static const struct command latency_subs[] = {
    { "doctor", 2, LATENCY_FLAGS, LATENCY_TIPS, .handler = cmd_doctor, .since = "2.8.13",
      .complexity = "O(1)", .summary = "Reports the spikes of all events, and what may help." },
    { "graph", 3, LATENCY_FLAGS, LATENCY_TIPS, .handler = cmd_graph, .since = "2.8.13",
      .complexity = "O(1)", .summary = "Draws the spikes of an event.", .args = "event" },
    { "help", 2, CMD_LOADING | CMD_STALE, .handler = cmd_help, .group = "server", .since = "2.8.13",
      .complexity = "O(1)", .summary = "Shows this text." },
    { "histogram", -2, LATENCY_FLAGS, LATENCY_TIPS, .handler = latency_histogram_reply,
      .since = "7.0.0", .complexity = "O(N) for N commands that were called.",
      .summary = "Counts the calls of commands by their duration, cumulatively.",
      .args = "[ command... ]" },
    { "history", 3, LATENCY_FLAGS, LATENCY_TIPS, .handler = cmd_history, .since = "2.8.13",
      .complexity = "O(1)", .summary = "Lists the spikes of an event, oldest first.",
      .args = "event" },
    { "latest", 2, LATENCY_FLAGS, LATENCY_TIPS, .handler = cmd_latest, .since = "2.8.13",
      .complexity = "O(1)", .summary = "Shows the newest and the worst spike of each event." },
    { "reset", -2, LATENCY_FLAGS, .group = "server", .handler = cmd_reset, .since = "2.8.13",
      .complexity = "O(1)", .summary = "Forgets the spikes of some events, or of all.",
      .args = "[ event... ]", .tips = "request_policy:all_nodes response_policy:agg_sum" },
    COMMAND_END,
};

const struct command latency_commands[] = {
    { "latency", -2, 0, .group = "server", .since = "2.8.13", .complexity = "O(1)",
      .summary = "Tells about latency spikes, and how long commands take.", .subs = latency_subs },
    COMMAND_END,
};
