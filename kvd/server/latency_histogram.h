/*
 * latency_histogram -- the half of latency.h that is about commands: how long their calls took, counted
 * in a base/histogram for each.
 */
#ifndef KV_SERVER_LATENCY_HISTOGRAM_H
#define KV_SERVER_LATENCY_HISTOGRAM_H

#include "base/buf.h"
#include "base/histogram.h"
#include "server/call.h"

/* LATENCY HISTOGRAM [command ...] */
void latency_histogram_reply(struct call *c);

/* latency-tracking, and the words of latency-tracking-info-percentiles. */
extern bool latency_tracking;
bool latency_percentiles_set(const struct bytes *words, unsigned count, const char **why);
void latency_percentiles_get(struct buf *out);
/* The lines of INFO latencystats. */
void latency_percentile_lines(struct buf *out);

#endif
