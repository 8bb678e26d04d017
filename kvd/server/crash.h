/*
 * crash -- the last words: what the log gets when a signal or a failed assertion ends the process.
 *
 * Everything runs in a signal handler, on a stack of its own and without memory of its own, so it
 * uses nothing but write(2).
 */
#ifndef KV_SERVER_CRASH_H
#define KV_SERVER_CRASH_H

#include <stdbool.h>

/* Reports for SEGV, BUS, FPE, ILL, ABRT and failed assertions, or no more. */
void crash_install(bool on);

/* hide-user-data-from-log: the report then shows no arguments. */
extern bool crash_hide_data;

#endif
