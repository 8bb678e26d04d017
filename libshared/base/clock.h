/*
 * clock -- wall and monotonic time, read once per loop turn, and a fine clock for measuring.
 *
 *     clock_update()         the loop calls it when a turn starts to execute
 *     clock_now_ms()         wall clock, Unix milliseconds, as of the last update: deadlines of keys
 *     clock_mono_us()        monotonic microseconds, as of the last update: timeouts, idle times
 *     clock_ticks()          the fine clock: a few nanoseconds per call, to time one command
 *
 * Decisions (expiry, timeouts) take the cached values as arguments, so that all commands of one turn
 * see one time and tests pass any time they like.
 */
#ifndef KV_BASE_CLOCK_H
#define KV_BASE_CLOCK_H

#include <stdint.h>

void clock_init(void); /* once, first thing in main(); calibrates the fine clock */
void clock_update(void);

int64_t clock_now_ms(void);
uint64_t clock_mono_us(void);

/* Uncached readings. */
int64_t clock_wall_us(void);
uint64_t clock_mono_ns(void);
/* What the calling thread has used of a processor: what others take from it does not count. */
uint64_t clock_thread_cpu_ns(void);

/* The time-stamp counter where it is invariant, else the monotonic clock. */
uint64_t clock_ticks(void);
/* A difference of two clock_ticks() in nanoseconds. */
uint64_t clock_ticks_ns(uint64_t ticks);

#endif
