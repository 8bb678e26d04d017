/*
 * evict -- making room: keys go when memory is above maxmemory, as maxmemory-policy says.
 *
 *     policy            who may go        who goes first                            found by
 *     allkeys-lru       any key           used longest ago                          samples and a pool
 *     allkeys-lfu       any key           used least often                          the same
 *     allkeys-lrm       any key           changed longest ago                       the same
 *     allkeys-random    any key           any                                       a random pick
 *     volatile-...      key with a TTL    the same four                             the same
 *     volatile-ttl      key with a TTL    whose deadline comes first                the deadline index
 *     noeviction        nobody
 *
 * Samples and a pool: for each eviction maxmemory-samples random keys are looked at. The best
 * candidates seen so far, over all evictions, wait in a small sorted pool, and the first of them goes,
 * if it is still what it was when it was seen; else it takes the place that is now its own. Of
 * candidates that are equally good the one goes that has waited longest: it had the most time to be used.
 *
 * Which memory counts is not known here: main.c connects evict_set_used(). Memory that the
 * background thread is about to free does not count, so that nothing is evicted in its stead.
 */
#ifndef KV_STORE_EVICT_H
#define KV_STORE_EVICT_H

#include "base/metric.h"
#include "base/option.h"
#include "store/store.h"

/* Bytes in use that maxmemory limits; without one it is mem_used(). */
typedef size_t evict_used_fn(void);
void evict_set_used(evict_used_fn *used);

/* maxmemory in bytes, a percentage worked out; 0: no limit. */
uint64_t evict_limit(void);
/* Bytes above it; and those of them that only evictions would give back. */
uint64_t evict_above(void);
uint64_t evict_excess(void);

enum evict_state {
    EVICT_FITS,    /* memory is at or below the limit, or there is none */
    EVICT_GOES_ON, /* the time was over first */
    EVICT_STUCK,   /* above the limit, and the policy finds nobody who may go */
};

/* Evicts until memory fits, or for about budget_us; at least one key, if one is needed. */
enum evict_state evict_run(struct store *st, uint64_t budget_us);
/* What it said last. */
enum evict_state evict_state(void);

/* maxmemory-eviction-tenacity: how long a request may be held up. */
uint64_t evict_budget_us(void);

extern const struct option evict_options[];
extern const struct metric evict_metrics[];

#endif
