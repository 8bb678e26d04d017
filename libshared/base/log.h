/*
 * log -- what the program tells its operator, a line at a time.
 *
 *     debug    for those who work on kvd
 *     verbose  single clients and requests
 *     notice   changes of state (the default threshold)
 *     warning  what needs attention
 *
 * A line goes to standard output, or to a file, and to syslog as well when that is on. Formats:
 *
 *     legacy   4711:M 22 Nov 2026 16:41:07.123 * repl: replica 10.0.0.7:6379 is online
 *     logfmt   pid=4711 role=primary timestamp="2026-11-22T16:41:07.123Z" level=notice message="..."
 *     json     {"pid":4711,"role":"primary","timestamp":"...","level":"notice","message":"..."}
 *
 * In the legacy format the level is one of . - * # and the role one of M (primary), S (replica),
 * C (starting), X (sentinel). Control characters in a line are written as \xHH. Thread-safe; a line
 * is at most LOG_LINE_MAX bytes, longer ones are cut.
 */
#ifndef KV_BASE_LOG_H
#define KV_BASE_LOG_H

#include <stdbool.h>
#include "base/bytes.h"

enum log_level {
    LOG_LEVEL_DEBUG,
    LOG_LEVEL_VERBOSE,
    LOG_LEVEL_NOTICE,
    LOG_LEVEL_WARNING,
    LOG_LEVEL_NOTHING
};
enum log_format { LOG_FORMAT_LEGACY, LOG_FORMAT_LOGFMT, LOG_FORMAT_JSON };
enum log_timestamp { LOG_TIME_LEGACY, LOG_TIME_ISO8601, LOG_TIME_MILLISECONDS };

enum { LOG_LINE_MAX = 4096 };

#define log_debug(...)   log_line(LOG_LEVEL_DEBUG, __VA_ARGS__)
#define log_verbose(...) log_line(LOG_LEVEL_VERBOSE, __VA_ARGS__)
#define log_notice(...)  log_line(LOG_LEVEL_NOTICE, __VA_ARGS__)
#define log_warning(...) log_line(LOG_LEVEL_WARNING, __VA_ARGS__)

void log_line(enum log_level level, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void log_set_level(enum log_level level);
void log_set_format(enum log_format format, enum log_timestamp timestamp);
void log_set_role(char role); /* 'M', 'S', 'C' or 'X' */
/* "" is standard output. The file is appended to, opened once and kept open. False (errno set, the
 * old target kept) if it cannot be opened. */
bool log_set_file(const char *path);
/* Opens the same path again, after a log rotation moved the file (SIGHUP). */
bool log_reopen(void);
/* facility: "user", "local0" ... "local7". */
void log_set_syslog(bool on, const char *ident, const char *facility);
/* The descriptor that lines go to, for the crash report. */
int log_fd(void);

/* kvd's crash report: called once by a failed assertion before the program aborts. */
void log_set_crash_hook(void (*hook)(const char *cond, const char *file, int line));

#endif
