/*
 * server -- the process: it starts, listens, turns the loop, and shuts down in order.
 */
#ifndef KV_SERVER_SERVER_H
#define KV_SERVER_SERVER_H

#include "base/metric.h"
#include "base/option.h"
#include "net/loop.h"
#include "store/store.h"

/* What the process is and where it came from; set by main() before server_run(). */
struct server_info {
    const char *config_file; /* absolute, or NULL */
    const char *executable;
    struct option_set *options;
    struct metric_set *metrics;
    struct store *store;
    struct loop *loop;
    char run_id[41];
    int64_t start_ms; /* Unix */
    int argc;
    char **argv;
};
extern struct server_info server;

/* Binds, listens, turns the loop until shutdown is asked for; the exit status. */
int server_run(void);

/* DEBUG PAUSE-CRON: the periodic jobs rest (idle timeouts, samples, trimming). */
void server_pause_cron(bool on);

/* Asks for an orderly end (signals, SHUTDOWN). */
void server_shutdown(const char *why);

/* Binds again after CONFIG SET bind or port; false and *why: the old listeners stay. */
bool server_rebind(const char **why);

uint64_t server_uptime_s(void);

/* Figures of the loop that INFO shows. */
extern const struct option server_options[];
extern const struct metric server_metrics[];

/* The longest turn so far, in microseconds (everything between two waits). */
uint64_t server_longest_turn_us(void);

#endif
