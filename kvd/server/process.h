/*
 * process -- the program's place in the system: background, pid file, supervisor, crash report.
 */
#ifndef KV_SERVER_PROCESS_H
#define KV_SERVER_PROCESS_H

#include <stdbool.h>
#include "base/metric.h"
#include "base/option.h"

/* Applies daemonize, dir, pidfile, logging and limits as configured, before anything is opened.
 * False: a reason was logged. */
bool process_start(void);

/* Follows maxclients after a CONFIG SET; false and *why if there are no descriptors for so many. */
bool process_fit_clients(const char **why);

/* Tells a supervisor (systemd's NOTIFY_SOCKET) that clients can connect, or that the end has begun. */
void process_ready(void);
void process_stopping(void);
/* "no", "systemd", "upstart": who was found to supervise us. */
const char *process_supervisor(void);
/* Removes the pid file. */
void process_fini(void);

/* Installs handlers for SEGV, BUS, FPE, ILL and ABRT: the log gets the signal, the stack, the request
 * being run and INFO's main figures, then the signal takes its course. */
void process_install_crash_report(void);

extern const struct option
    process_options[]; /* daemonize pidfile supervised dir loglevel logfile ... */
extern const struct metric process_metrics[]; /* sections server and cpu; in process_info.c */

#endif
