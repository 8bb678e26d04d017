/*
 * background -- one thread that does what would hold up the loop: freeing big values, file work.
 *
 * Jobs run in the order they were given.
 */
#ifndef KV_SERVER_BACKGROUND_H
#define KV_SERVER_BACKGROUND_H

#include <stdint.h>

void background_start(void);
/* Runs what is waiting, then ends the thread. */
void background_stop(void);
void background_run(void (*job)(void *arg), void *arg);
uint64_t background_pending(void);

#endif
