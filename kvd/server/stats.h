/*
 * stats -- figures sampled over time (instantaneous_ops_per_sec), and INFO's text.
 */
#ifndef KV_SERVER_STATS_H
#define KV_SERVER_STATS_H

#include "base/buf.h"
#include "base/metric.h"

/* Takes a sample of the counters that INFO shows per second; called hz times a second. */
void stats_sample(void);

/* The INFO text of the sections asked for: none means the default ones; "all", "default",
 * "everything", or names; unknown ones give nothing. */
void stats_info(const struct bytes *sections, unsigned count, struct buf *out);

/* CONFIG RESETSTAT: all counters of all modules. */
void stats_reset(void);

/* DEBUG CHANGE-REPL-ID: a new ID for this history of the data set. */
void stats_new_replid(void);

extern const struct metric stats_metrics[];

#endif
