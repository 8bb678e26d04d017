/*
 * defrag_pace -- when memory is moved together (store/defrag), and how much time that may take.
 *
 * It starts when the slabs of small blocks have at least active-defrag-ignore-bytes of free places and these
 * are at least active-defrag-threshold-lower percent of what is in use, and goes on, pass by pass, until they
 * are not. Its share of the time grows from active-defrag-cycle-min percent at the lower threshold to
 * active-defrag-cycle-max at the upper one. Steps of active-defrag-cycle-us alternate with turns of the
 * loop.
 */
#ifndef KV_SERVER_DEFRAG_PACE_H
#define KV_SERVER_DEFRAG_PACE_H

#include "base/metric.h"
#include "base/option.h"

struct defrag_limits {
    uint64_t ignore_bytes;
    int64_t lower, upper;         /* percent */
    int64_t share_min, share_max; /* percent */
};

/* The share of the time in percent for free bytes among used ones in slabs; 0: leave it. */
unsigned defrag_share(const struct defrag_limits *l, size_t free_bytes, size_t used_bytes);

/* Looks whether there is reason to start, or to change the share; called hz times a second. */
void defrag_look(void);
/* A step, if it is time for one. */
void defrag_turn(void);
/* When that will be, in monotonic us; UINT64_MAX: not at all. */
uint64_t defrag_next_us(void);
void defrag_stop(void);

extern const struct option defrag_pace_options[];
extern const struct metric defrag_pace_metrics[];

#endif
