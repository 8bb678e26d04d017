/*
 * slowlog -- the requests that took longest, newest first, in a ring of bounded entries.
 *
 * An entry keeps at most 32 arguments, each cut to 128 bytes, in Redis's form: the last one says
 * "... (N more arguments)", a cut one ends in "... (N more bytes)".
 */
#ifndef KV_SERVER_SLOWLOG_H
#define KV_SERVER_SLOWLOG_H

#include "base/option.h"
#include "server/call.h"

/* slowlog-log-slower-than, microseconds; negative: off. */
extern int64_t slowlog_threshold_us;

void slowlog_add(const struct call *c, uint64_t duration_us);

/* Called after every request. */
static inline void slowlog_note(const struct call *c, uint64_t duration_us)
{
    if (slowlog_threshold_us >= 0 && duration_us >= (uint64_t)slowlog_threshold_us)
        slowlog_add(c, duration_us);
}

extern const struct option slowlog_options[]; /* slowlog-log-slower-than, slowlog-max-len, ... */
extern const struct command slowlog_commands[];

#endif
