/*
 * gather -- a short rest between turns while many clients are busy, so that one turn serves several.
 *
 * A server that is faster than its clients falls asleep after each request, and the next wakes it:
 * with fifty busy clients that costs more than the requests do. If it rests for a moment instead, more of
 * them have arrived when it looks again:
 *
 *     turn of 1, asleep, turn of 1, asleep, turn of 2, asleep         without
 *     turn of 4, rest ..., turn of 5, rest ..., turn of 4, rest       with
 *
 * The rest is taken only where it brings much and costs little, judged by the last millisecond:
 *
 *     - a client sends so seldom that the rest adds at most a tenth to the time between two of its
 *       requests. So a few clients that wait for each reply are never kept waiting.
 *     - during a rest at least one client is expected to become ready
 *     - the turn served but a small part of the busy clients: if it served most of them the server is
 *       what they wait for
 */
#ifndef KV_SERVER_GATHER_H
#define KV_SERVER_GATHER_H

#include "base/metric.h"
#include "base/option.h"

/* The thread's timers become precise enough for such a rest. Once, by the thread of the loop. */
void gather_init(void);

/* A client has requests in this turn; mark belongs to it, and is 0 at first. */
void gather_saw(uint32_t *mark);

/* At the end of a turn that began at now_us (monotonic): how long to rest, in microseconds; 0: not at all. */
uint64_t gather_turn(uint64_t now_us);

/* Rests. */
void gather_rest(uint64_t us);

extern const struct option gather_options[];
extern const struct metric gather_metrics[];

#endif
