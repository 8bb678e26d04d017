/*
 * metric -- counters and gauges: one row per figure, in the module that counts it.
 *
 * INFO and the Prometheus endpoint are both written from the rows. A row names a variable, or a
 * function that formats the value when asked.
 *
 *     static uint64_t keyspace_hits;
 *     const struct metric store_metrics[] = {
 *         METRIC_COUNTER("stats", "keyspace_hits", &keyspace_hits, "Lookups that found a key."),
 *         METRIC_END
 *     };
 */
#ifndef KV_BASE_METRIC_H
#define KV_BASE_METRIC_H

#include "base/buf.h"

enum metric_kind {
    METRIC_COUNT, /* only grows; CONFIG RESETSTAT sets it to zero (variables only) */
    METRIC_LEVEL, /* goes up and down */
    METRIC_TEXT,  /* not a number: INFO only */
    METRIC_LINES, /* text() writes whole "name:value\r\n" lines: INFO only */
};

struct metric {
    const char *section; /* the INFO section, lower case */
    const char *name;    /* the INFO field */
    enum metric_kind kind;
    uint64_t *value;               /* a variable, or */
    uint64_t (*number)(void);      /* a function that gives the number, or */
    void (*text)(struct buf *out); /* a function that writes the value as INFO shows it */
    const char *help;              /* one sentence, for the endpoint */
};

#define METRIC_COUNTER(s, n, var, h)                                                               \
    {                                                                                              \
        .section = (s), .name = (n), .kind = METRIC_COUNT, .value = (var), .help = (h)             \
    }
#define METRIC_GAUGE(s, n, fn, h)                                                                  \
    {                                                                                              \
        .section = (s), .name = (n), .kind = METRIC_LEVEL, .number = (fn), .help = (h)             \
    }
#define METRIC_STRING(s, n, fn, h)                                                                 \
    {                                                                                              \
        .section = (s), .name = (n), .kind = METRIC_TEXT, .text = (fn), .help = (h)                \
    }
#define METRIC_END                                                                                 \
    {                                                                                              \
        .name = NULL                                                                               \
    }

struct metric_set;

struct metric_set *metric_set_new(void);
void metric_set_free(struct metric_set *m);

/* Adds the rows up to METRIC_END; they stay in the order given, section by section. */
void metric_set_add(struct metric_set *m, const struct metric *rows);

/* "# Title\r\nname:value\r\n..." for one section. False, and nothing written, if no row has it. */
bool metric_info(const struct metric_set *m, const char *section, const char *title,
                 struct buf *out);

/* The sections in the order in which they were first added; NULL past the last. */
const char *metric_section(const struct metric_set *m, unsigned index);

/* The Prometheus text format: kvd_<name> with HELP and TYPE lines. */
void metric_prometheus(const struct metric_set *m, struct buf *out);

/* CONFIG RESETSTAT: every METRIC_COUNT variable to zero. */
void metric_reset(struct metric_set *m);

#endif
