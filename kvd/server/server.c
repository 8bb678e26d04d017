#include "server/server.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/listen.h"
#include "server/aside.h"
#include "server/background.h"
#include "server/block.h"
#include "server/chunk.h"
#include "server/client.h"
#include "server/client_list.h"
#include "server/defrag_pace.h"
#include "server/gather.h"
#include "server/job.h"
#include "server/keyspace_events.h"
#include "server/latency.h"
#include "server/memory_use.h"
#include "server/memory.h"
#include "server/process.h"
#include "server/pubsub.h"
#include "server/stats.h"
#include "server/tracking.h"

#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

enum { LISTENERS_MAX = 17 }; /* 16 addresses and a Unix socket */

struct server_info server;

static struct {
    struct listener *v[LISTENERS_MAX];
    unsigned count;
} listeners;

static char *bind_addresses, *bind_source, *unix_path, *unix_group;
static int64_t port, backlog, unix_mode, hz, accept_max, mark_id;
static bool cron_paused;
static const char *stop_reason;
static uint64_t turns, turn_us_sum, longest_turn_us;

/* ---- Listening ----------------------------------------------------------------------------------- */

/* Connections accepted in this turn: they become clients at its end, when those that left are gone. */
static struct {
    int *fds;
    unsigned count, cap;
} accepted;

static void on_accept(void *ctx, int fd)
{
    (void)ctx;
    if (accepted.count == accepted.cap) {
        accepted.cap = accepted.cap ? accepted.cap * 2 : 64;
        accepted.fds = mem_realloc(accepted.fds, accepted.cap * sizeof(int));
    }
    accepted.fds[accepted.count++] = fd;
}

static void admit(void)
{
    for (unsigned i = 0; i < accepted.count; i++)
        client_accept(accepted.fds[i]);
    accepted.count = 0;
}

static bool listen_one(const struct listen_config *lc, bool optional, unsigned *count,
                       struct listener **out)
{
    static char text[256];
    struct listener *li;

    if (*count == LISTENERS_MAX) {
        log_warning("server: more than %d addresses to listen on", LISTENERS_MAX);
        return false;
    }
    if (listener_new(server.loop, lc, on_accept, NULL, &li, text) != KV_OK) {
        if (optional) {
            log_verbose("server: %s: not available, skipped", text);
            return true;
        }
        log_warning("server: %s", text);
        return false;
    }
    out[(*count)++] = li;
    return true;
}

/* Opens a listener for each address of bind; a leading '-' makes one optional. */
static bool listen_tcp(unsigned *count, struct listener **out)
{
    struct listen_config lc = { .port = (uint16_t)port,
                                .backlog = (int)backlog,
                                .accept_max = (unsigned)accept_max,
                                .mark = (uint32_t)mark_id };
    char *list, *save = NULL;
    bool ok = true;

    if (port == 0)
        return true;
    list = mem_strdup(bind_addresses);
    for (char *a = strtok_r(list, " ", &save); a && ok; a = strtok_r(NULL, " ", &save)) {
        bool optional = *a == '-';

        lc.address = optional ? a + 1 : a;
        ok = listen_one(&lc, optional, count, out);
    }
    mem_free(list);
    if (ok && *count == 0) {
        log_warning("server: none of the addresses of bind is available");
        ok = false;
    }
    return ok;
}

static bool listen_unix(unsigned *count, struct listener **out)
{
    /* A path is told from a host name by its slash. */
    char path[PATH_MAX];
    struct listen_config lc = { .address = path,
                                .backlog = (int)backlog,
                                .accept_max = (unsigned)accept_max,
                                .unix_mode = (unsigned)unix_mode,
                                .unix_group = unix_group[0] ? unix_group : NULL };

    snprintf(path, sizeof path, "%s%s", strchr(unix_path, '/') ? "" : "./", unix_path);
    return unix_path[0] == '\0' || listen_one(&lc, false, count, out);
}

static bool listen_all(void)
{
    if (!listen_tcp(&listeners.count, listeners.v) || !listen_unix(&listeners.count, listeners.v))
        return false;
    if (listeners.count == 0)
        log_warning("server: neither port nor unixsocket is set: nobody can connect");
    return listeners.count > 0;
}

static bool is_tcp(const struct listener *li)
{
    return listener_port(li) != 0;
}

bool server_rebind(const char **why)
{
    struct listener *fresh[LISTENERS_MAX], *old[LISTENERS_MAX];
    unsigned fresh_count = 0, old_count = 0, kept = 0;

    if (listeners.count == 0)
        return true; /* not started yet */
    if (!listen_tcp(&fresh_count, fresh)) {
        for (unsigned i = 0; i < fresh_count; i++)
            listener_free(fresh[i]);
        *why = "Unable to listen on the new address or port; the old one stays. The log says why.";
        return false;
    }
    for (unsigned i = 0; i < listeners.count; i++) {
        if (is_tcp(listeners.v[i]))
            old[old_count++] = listeners.v[i];
        else
            listeners.v[kept++] = listeners.v[i];
    }
    for (unsigned i = 0; i < old_count; i++)
        listener_free(old[i]);
    memcpy(listeners.v + kept, fresh, fresh_count * sizeof *fresh);
    listeners.count = kept + fresh_count;
    return true;
}

/* ---- The loop ------------------------------------------------------------------------------------ */

void server_shutdown(const char *why)
{
    stop_reason = why;
}

static void on_term(void *ctx, int signo)
{
    (void)ctx;
    server_shutdown(signo == SIGINT ? "Received SIGINT" : "Received SIGTERM");
}

static void on_hup(void *ctx, int signo)
{
    (void)ctx;
    (void)signo;
    if (log_reopen())
        log_notice("server: log file opened again after SIGHUP");
    else
        log_warning("server: SIGHUP: the log file cannot be opened again, the old one stays");
}

/* Somebody has more to do than fitted into this turn. */
static bool has_work(void)
{
    return clients_have_work() || aside_has_work() || jobs_waiting() || block_has_work() ||
           memory_has_work() || pubsub_has_work() || tracking_has_work() || watch_has_work();
}

/* Until when the loop may wait: something is due then. */
static uint64_t wait_until_us(uint64_t cron_at_us)
{
    int64_t due = store_next_expiry_ms(server.store), timeout = clients_next_timeout_ms();
    int64_t wake = block_next_wake_ms();
    uint64_t now_us = clock_mono_us(), at_us = cron_at_us;

    if (has_work() || stop_reason)
        return LOOP_ONLY_LOOK;
    at_us = defrag_next_us() < at_us ? defrag_next_us() : at_us;
    if (at_us <= now_us)
        return LOOP_ONLY_LOOK;
    due = timeout < due ? timeout : due;
    due = wake < due ? wake : due;
    if (due <= clock_now_ms())
        return LOOP_ONLY_LOOK;
    if (due != INT64_MAX && (uint64_t)(due - clock_now_ms()) < (at_us - now_us) / 1000)
        at_us = now_us + (uint64_t)(due - clock_now_ms()) * 1000;
    return at_us;
}

void server_pause_cron(bool on)
{
    cron_paused = on;
}

static void cron(void)
{
    if (cron_paused)
        return;
    clients_cron();
    chunk_trim();
    tracking_cron();
    defrag_look();
    memory_use_sample();
    stats_sample();
}

/* Clients that had requests in this turn are likely to have more in the next. */
static void expire(void)
{
    static uint64_t last_end_us, last_commands;
    uint64_t start = clock_mono_ns() / 1000, end;
    bool busy = clients_commands != last_commands || clients_have_work() || jobs_waiting();

    store_expire_due(server.store, store_expire_budget_us(server.store, start - last_end_us, busy));
    end = clock_mono_ns() / 1000;
    latency_note("expire-cycle", end - start);
    last_end_us = end;
    last_commands = clients_commands;
}

static void note_turn(uint64_t start_ticks)
{
    uint64_t us = clock_ticks_ns(clock_ticks() - start_ticks) / 1000;

    turns++;
    turn_us_sum += us;
    if (us > longest_turn_us)
        longest_turn_us = us;
}

/* While a request that was left in the middle is gone on with, its time stands still and the data is its own. */
static void begin_turn(void)
{
    if (kv_unlikely(aside_busy))
        return;
    store_advance(server.store, clock_now_ms());
    block_start_turn();
    memory_turn();
}

/* What goes on besides the requests of clients. */
static void work_on(void)
{
    if (kv_unlikely(aside_left)) {
        if (aside_turn())
            block_serve();
        if (aside_busy)
            return;
    }
    jobs_run();
    if (store_next_expiry_ms(server.store) <= clock_now_ms())
        expire();
    defrag_turn();
}

static void turn_loop(void)
{
    uint64_t cron_at_us = clock_mono_us(), rest_us = 0;

    gather_init();
    while (!stop_reason) {
        uint64_t start;

        if (rest_us > 0 && wait_until_us(cron_at_us) != LOOP_ONLY_LOOK)
            gather_rest(rest_us);
        loop_turn(server.loop, wait_until_us(cron_at_us));
        start = clock_ticks();
        clock_update();
        begin_turn();
        clients_run();
        work_on();
        clients_check_timeouts(clock_now_ms());
        if (clock_mono_us() >= cron_at_us) {
            cron();
            cron_at_us = clock_mono_us() + 1000000 / (uint64_t)hz;
        }
        tracking_turn();
        watch_turn();
        pubsub_turn();
        clients_write();
        admit();
        loop_end_turn(server.loop);
        note_turn(start);
        rest_us = gather_turn(clock_mono_us());
    }
}

int server_run(void)
{
    if (!listen_all())
        return 1;
    background_start();
    mem_purge_in_background();
    store_set_defer(background_run);
    clients_init(server.loop, server.store);
    call_init(server.store);
    block_init(server.store);
    watch_init(server.store);
    pubsub_init();
    keyspace_events_init(server.store);
    tracking_init(server.store);
    memory_init(server.store);
    loop_on_signal(server.loop, SIGTERM, on_term, NULL);
    loop_on_signal(server.loop, SIGINT, on_term, NULL);
    loop_on_signal(server.loop, SIGHUP, on_hup, NULL);
    signal(SIGPIPE, SIG_IGN);
    log_notice("Server initialized");
    log_notice("Ready to accept connections tcp");
    process_ready();
    turn_loop();
    log_warning("server: %s, shutting down", stop_reason);
    process_stopping();
    for (unsigned i = 0; i < listeners.count; i++)
        listener_free(listeners.v[i]);
    aside_fini();
    pubsub_turn();
    clients_write();
    clients_fini();
    block_fini();
    watch_fini();
    pubsub_fini();
    tracking_fini();
    defrag_stop();
    background_stop();
    mem_free(accepted.fds);
    log_warning("server: kvd is now ready to exit, bye bye...");
    return 0;
}

uint64_t server_uptime_s(void)
{
    return (uint64_t)(clock_now_ms() - server.start_ms) / 1000;
}

uint64_t server_longest_turn_us(void)
{
    return longest_turn_us;
}

/* ---- Options and metrics ------------------------------------------------------------------------- */

static bool check_bind(struct bytes value, const char **why)
{
    unsigned words = 1;

    for (size_t i = 0; i < value.len; i++)
        words += value.ptr[i] == ' ';
    if (words < LISTENERS_MAX)
        return true;
    *why = "Too many bind addresses specified.";
    return false;
}

const struct option server_options[] = {
    { .name = "bind",
      .type = OPT_STRING,
      .flags = OPT_LIVE | OPT_WORDS,
      .value = &bind_addresses,
      .fallback = "* -::*",
      .max = 4096,
      .summary = "Addresses to listen on, separated by blanks; '-' before one makes it optional.",
      .check = check_bind,
      .apply = server_rebind },
    { .name = "port",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &port,
      .fallback = "6379",
      .max = 65535,
      .summary = "TCP port to listen on; 0: none.",
      .apply = server_rebind },
    OPTION_STRING("bind-source-addr", &bind_source, "", OPT_LIVE | OPT_LATER,
                  "Address from which outgoing connections come."),
    OPTION_INT("tcp-backlog", &backlog, "511", 0, INT32_MAX, OPT_FIXED,
               "Connections that the kernel holds until they are accepted."),
    OPTION_INT("socket-mark-id", &mark_id, "0", 0, UINT32_MAX, OPT_FIXED,
               "Mark of the listening sockets, for firewalls and routing."),
    OPTION_INT("max-new-connections-per-cycle", &accept_max, "64", 1, 1000, OPT_FIXED,
               "Connections accepted per turn of the loop."),
    OPTION_STRING("unixsocket", &unix_path, "", OPT_FIXED, "Path of a Unix socket to listen on."),
    { .name = "unixsocketperm",
      .type = OPT_OCTAL,
      .value = &unix_mode,
      .fallback = "0",
      .max = 0777,
      .summary = "Permissions of the Unix socket, in octal." },
    OPTION_STRING("unixsocketgroup", &unix_group, "", OPT_FIXED, "Group of the Unix socket."),
    OPTION_INT("hz", &hz, "10", 1, 500, OPT_LIVE, "Turns of the periodic jobs per second."),
    OPTION_END,
};

static uint64_t metric_hz(void)
{
    return (uint64_t)hz;
}

static uint64_t metric_port(void)
{
    return (uint64_t)port;
}

static void listener_lines(struct buf *out)
{
    for (unsigned i = 0; i < listeners.count; i++) {
        if (is_tcp(listeners.v[i]))
            buf_addf(out, "listener%u:name=tcp,bind=%s,port=%u\r\n", i, bind_addresses,
                     listener_port(listeners.v[i]));
        else
            buf_addf(out, "listener%u:name=unix,bind=%s\r\n", i, unix_path);
    }
}

const struct metric server_metrics[] = {
    METRIC_GAUGE("server", "tcp_port", metric_port, "TCP port."),
    METRIC_GAUGE("server", "uptime_in_seconds", server_uptime_s, "Seconds since the start."),
    METRIC_GAUGE("server", "hz", metric_hz, "Periodic jobs per second."),
    METRIC_GAUGE("server", "configured_hz", metric_hz, "The hz directive."),
    { .section = "server", .name = "listeners", .kind = METRIC_LINES, .text = listener_lines },
    METRIC_COUNTER("stats", "eventloop_cycles", &turns, "Turns of the loop."),
    METRIC_COUNTER("stats", "eventloop_duration_sum", &turn_us_sum,
                   "Microseconds spent in turns, waiting not counted."),
    METRIC_COUNTER("stats", "eventloop_longest_turn_us", &longest_turn_us,
                   "Microseconds of the longest turn."),
    METRIC_END,
};
