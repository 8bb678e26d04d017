/*
 * latency -- spikes by event (LATENCY HISTORY and so on), and durations by command (HISTOGRAM).
 */
#ifndef KV_SERVER_LATENCY_H
#define KV_SERVER_LATENCY_H

#include "base/metric.h"
#include "base/option.h"
#include "server/call.h"

/* latency-monitor-threshold, milliseconds; 0: off. */
extern int64_t latency_threshold_ms;

/* Notes a spike of an event such as "command", "fast-command", "expire-cycle"; call it only when the
 * duration reached the threshold: use latency_note. */
void latency_add(const char *event, uint64_t duration_ms);
/* The same, at a given time: Unix seconds. event lives for ever. */
void latency_add_at(const char *event, uint64_t duration_ms, int64_t now_s);

static inline void latency_note(const char *event, uint64_t duration_us)
{
    if (latency_threshold_ms > 0 && duration_us >= (uint64_t)latency_threshold_ms * 1000)
        latency_add(event, duration_us / 1000);
}

/* One run of a command, for its histogram and for INFO latencystats. */
void latency_count(struct command_state *cmd, uint64_t duration_ns);

extern const struct option latency_options[]; /* latency-monitor-threshold, latency-tracking, ... */
extern const struct metric latency_metrics[]; /* section latencystats */
extern const struct command latency_commands[];

#endif
