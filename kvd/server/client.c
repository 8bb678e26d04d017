#include "server/client.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/log.h"
#include "base/mem.h"
#include "ds/table.h"
#include "net/addr.h"
#include "server/aside.h"
#include "server/block.h"
#include "server/chunk.h"
#include "server/client_list.h"
#include "server/job.h"
#include "server/limits.h"
#include "server/monitor.h"
#include "server/multi.h"
#include "server/process.h"
#include "server/pubsub.h"
#include "server/push.h"
#include "server/reply.h"
#include "server/tracking.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    CRON_SHARE = 10, /* each cron looks at a tenth of the clients, but at least at CRON_MIN */
    CRON_MIN = 50,
};

uint64_t proto_max_bulk_len;
int64_t client_query_buffer_limit;
struct loop *clients_loop;

static int64_t maxclients, timeout_s, unauthenticated_s, keepalive_s;
static bool protected_mode;
static char *requirepass;

static struct client *first, *last, *cron_next;
static struct table *by_id;
static unsigned count, blocked;
static uint64_t next_id = 1;
static struct wheel *timeouts;
static struct store *clients_store;

static struct {
    bool on, writes_only;
    int64_t until_ms;
} pause_state;

static uint64_t connections_received, connections_rejected, output_limit_closed;

/* ---- Life ---------------------------------------------------------------------------------------- */

static struct bytes id_key(const uint64_t *id)
{
    return bytes_make(id, sizeof *id);
}

static uint64_t id_hash(const void *elem)
{
    return hash_bytes(id_key(&((const struct client *)elem)->id));
}

static bool id_match(const void *elem, struct bytes key)
{
    return bytes_eq(id_key(&((const struct client *)elem)->id), key);
}

static const struct table_type id_table = { id_hash, id_match };

void clients_init(struct loop *loop, struct store *store)
{
    by_id = table_new(&id_table);
    clients_loop = loop;
    clients_store = store;
    timeouts = wheel_new(store_now_ms(store));
    client_run_init(store);
}

void clients_fini(void)
{
    while (first)
        client_close(first);
    loop_end_turn(clients_loop);
    client_run_fini();
    wheel_free(timeouts);
    table_free(by_id, NULL, NULL);
}

static void refuse(int fd, const char *text)
{
    ssize_t n = write(fd, text, strlen(text));

    (void)n;
    close(fd);
    connections_rejected++;
}

static bool may_connect(int fd)
{
    if (count >= (unsigned)maxclients) {
        refuse(fd, "-ERR max number of clients reached\r\n");
        return false;
    }
    if (protected_mode && !client_password_set() && !addr_peer_is_local(fd)) {
        refuse(fd, "-DENIED kvd is running in protected mode: no password is set for the default "
                   "user, so only connections from this host are accepted. To be reached from "
                   "other hosts, set a password (requirepass) or turn protected-mode off.\r\n");
        return false;
    }
    return true;
}

void client_accept(int fd)
{
    struct client *c;

    connections_received++;
    if (!may_connect(fd))
        return;
    c = mem_zalloc(sizeof *c);
    c->id = next_id++;
    c->proto = 2;
    c->flags = client_password_set() ? 0 : CLIENT_AUTHENTICATED;
    c->created_us = c->active_us = c->stranger_us = clock_mono_us();
    request_init(&c->parser);
    outbuf_init(&c->out);
    c->conn = conn_new(clients_loop, fd, &client_run_events, c);
    if (conn_is_unix(c->conn))
        c->flags |= CLIENT_UNIX;
    conn_set_nodelay(c->conn, true);
    if (keepalive_s > 0)
        conn_set_keepalive(c->conn, (int)keepalive_s);
    c->prev = last;
    if (last)
        last->next = c;
    else
        first = c;
    last = c;
    count++;
    table_add(by_id, id_hash(c), c);
    client_mem_note(c);
    log_verbose("client: accepted %s as id %llu", client_addr(c), (unsigned long long)c->id);
}

static void client_free(void *p)
{
    struct client *c = p;

    client_run_release(c);
    multi_end(c);
    request_fini(&c->parser);
    mem_free(c->name);
    mem_free(c->lib_name);
    mem_free(c->lib_ver);
    mem_free(c->addr);
    mem_free(c->laddr);
    mem_free_sized(c, sizeof *c);
}

static void disconnect(struct client *c)
{
    log_verbose("client: closed %s, id %llu", client_addr(c), (unsigned long long)c->id);
    if (c->flags & CLIENT_MONITOR)
        monitor_leave(c);
    job_drop(c->job);
    c->job = NULL;
    watch_drop(c);
    subscriptions_leave(c);
    tracking_drop(c);
    client_run_forget(c);
    client_mem_forget(c);
    conn_close(c->conn);
    if (cron_next == c)
        cron_next = c->next;
    if (c->prev)
        c->prev->next = c->next;
    else
        first = c->next;
    if (c->next)
        c->next->prev = c->prev;
    else
        last = c->prev;
    count--;
    table_unlink(by_id, id_hash(c), c);
    if (aside_lets_go(c, client_free))
        loop_defer_free(clients_loop, c, client_free);
}

void client_set_state(struct client *c, enum client_state state)
{
    static const char *const names[] = { "open", "blocked", "paused", "draining", "closed" };

    if (c->state == state || c->state == CLIENT_CLOSED)
        return;
    if (state != CLIENT_CLOSED)
        log_debug("client: id %llu goes from %s to %s", (unsigned long long)c->id, names[c->state],
                  names[state]);
    if (c->state == CLIENT_BLOCKED) {
        blocked--;
        if (c->timeout.at_ms != 0)
            wheel_remove(timeouts, &c->timeout);
        c->timeout.at_ms = 0;
        block_drop(c->block);
    }
    c->state = state;
    if (state == CLIENT_BLOCKED) {
        blocked++;
        if (c->timeout.at_ms != 0)
            wheel_add(timeouts, &c->timeout);
    } else if (state == CLIENT_OPEN) {
        if (!(c->flags & CLIENT_EOF))
            conn_want_read(c->conn, true);
        client_queue(c);
    } else if (state == CLIENT_DRAINING) {
        conn_want_read(c->conn, false);
        client_touch_output(c);
    } else if (state == CLIENT_CLOSED) {
        disconnect(c);
    }
}

void client_close(struct client *c)
{
    client_set_state(c, CLIENT_CLOSED);
}

void client_close_after_reply(struct client *c)
{
    client_set_state(c, CLIENT_DRAINING);
}

struct client *client_first(void)
{
    return first;
}

struct client *client_next(const struct client *c)
{
    return c->next;
}

struct client *client_find(uint64_t id)
{
    return table_find(by_id, hash_bytes(id_key(&id)), id_key(&id));
}

unsigned client_count(void)
{
    return count;
}

unsigned client_blocked_count(void)
{
    return blocked;
}

unsigned client_limit(void)
{
    return (unsigned)maxclients;
}

void client_limit_to(unsigned most)
{
    if (maxclients > most)
        maxclients = most;
}

bool client_is_printable(struct bytes text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] < '!' || text.ptr[i] > '~')
            return false;
    return true;
}

enum kv_err client_set_name(struct client *c, struct bytes name)
{
    if (!client_is_printable(name))
        return KV_SYNTAX;
    mem_free(c->name);
    c->name = name.len > 0 ? mem_bytesdup(name) : NULL;
    return KV_OK;
}

void client_reset(struct client *c)
{
    const unsigned kept = CLIENT_UNIX | CLIENT_EOF | CLIENT_QUEUED | CLIENT_WRITING | CLIENT_FULL |
                          CLIENT_REWIND | CLIENT_REPLY_SKIP | CLIENT_REPLYING | CLIENT_OVERRUN;

    if (c->flags & CLIENT_MONITOR)
        monitor_leave(c);
    c->flags = (c->flags & kept) | (client_password_set() ? 0 : CLIENT_AUTHENTICATED);
    c->stranger_us = clock_mono_us();
    multi_end(c);
    pubsub_leave(c);
    tracking_stop(c);
    c->proto = 2;
    c->db = 0;
    client_set_name(c, bytes_str(""));
}

/* ---- Passwords ----------------------------------------------------------------------------------- */

bool client_password_set(void)
{
    return requirepass != NULL && requirepass[0] != '\0';
}

bool client_is_authenticated(const struct client *c)
{
    return c->flags & CLIENT_AUTHENTICATED || !client_password_set();
}

bool client_password_ok(struct bytes password)
{
    struct bytes want = bytes_str(requirepass ? requirepass : "");
    size_t differ = password.len ^ want.len;

    /* Every byte of the offered password is looked at, whatever the first difference. */
    for (size_t i = 0; i < password.len; i++)
        differ |= (size_t)(password.ptr[i] ^ (want.len ? want.ptr[i % want.len] : 1));
    return differ == 0;
}

/* ---- Blocking ------------------------------------------------------------------------------------ */

void client_block(struct call *c, int64_t deadline_ms, client_unblock_fn *on_timeout)
{
    struct client *cl = c->client;

    if (c->nested) {
        on_timeout(c);
        return;
    }
    cl->on_unblock = on_timeout;
    cl->timeout.at_ms = deadline_ms;
    client_set_state(cl, CLIENT_BLOCKED);
}

void client_hold(struct call *c)
{
    kv_assert(!c->nested);
    client_block(c, 0, NULL);
}

bool client_is_unblockable(const struct client *c)
{
    return c->state == CLIENT_BLOCKED && c->on_unblock != NULL;
}

static void reply_unblocked(struct call *c)
{
    reply_error(c, "UNBLOCKED client unblocked via CLIENT UNBLOCK");
}

void client_unblock(struct client *c, bool with_error)
{
    kv_assert(client_is_unblockable(c));
    client_end_wait(c, with_error ? reply_unblocked : c->on_unblock);
}

static void end_pause_in_time(int64_t now_ms)
{
    if (pause_state.on && now_ms >= pause_state.until_ms)
        clients_unpause();
}

void clients_check_timeouts(int64_t now_ms)
{
    struct wheel_node *n;

    end_pause_in_time(now_ms);
    if (wheel_count(timeouts) == 0)
        return;
    while (wheel_advance(timeouts, now_ms, 1024))
        ;
    while ((n = wheel_pop_due(timeouts, now_ms)) != NULL) {
        struct client *c = (struct client *)((char *)n - offsetof(struct client, timeout));

        c->timeout.at_ms = 0;
        client_end_wait(c, c->on_unblock);
    }
}

int64_t clients_next_timeout_ms(void)
{
    int64_t next = wheel_next_ms(timeouts);

    return pause_state.on && pause_state.until_ms < next ? pause_state.until_ms : next;
}

/* ---- CLIENT PAUSE -------------------------------------------------------------------------------- */

void clients_pause(int64_t until_ms, bool writes_only)
{
    if (!pause_state.on || until_ms > pause_state.until_ms)
        pause_state.until_ms = until_ms;
    pause_state.writes_only = writes_only && (!pause_state.on || pause_state.writes_only);
    pause_state.on = true;
    store_set_paused(clients_store, true);
}

void clients_unpause(void)
{
    pause_state.on = false;
    store_set_paused(clients_store, false);
    clients_look_again();
}

void clients_look_again(void)
{
    block_look_again();
    aside_look_again();
    for (struct client *c = first; c; c = c->next)
        if (c->state == CLIENT_PAUSED)
            client_set_state(c, CLIENT_OPEN);
}

bool clients_paused(bool *writes_only, int64_t *until_ms)
{
    *writes_only = pause_state.writes_only;
    *until_ms = pause_state.until_ms;
    return pause_state.on;
}

bool clients_is_paused_for(uint32_t flags)
{
    if (kv_likely(!pause_state.on))
        return false;
    return !pause_state.writes_only || flags & (CMD_WRITE | CMD_MAY_REPLICATE);
}

/* ---- Periodic ------------------------------------------------------------------------------------ */

/* A waiting client that has sent ahead all it may is not read from, so that the end of its connection
 * has to be looked for. */
static bool is_deserted(const struct client *c)
{
    struct pollfd peer = { .fd = conn_fd(c->conn), .events = POLLRDHUP };

    return (c->state == CLIENT_BLOCKED || c->state == CLIENT_PAUSED) &&
           c->in.len - c->in.pos >= CLIENT_WAITING_INPUT && poll(&peer, 1, 0) > 0;
}

static bool has_passed(int64_t limit_s, uint64_t since_us, uint64_t now_us)
{
    return limit_s > 0 && now_us - since_us > (uint64_t)limit_s * 1000000;
}

static bool is_waiting_for_news(const struct client *c)
{
    return c->flags & CLIENT_MONITOR || c->subscriber != NULL;
}

/* Limits of time are for peers that let us wait; a client that waits for us has none. */
static void look_at(struct client *c, uint64_t now_us)
{
    bool is_served = c->state == CLIENT_OPEN || c->state == CLIENT_DRAINING;

    client_check_output(c);
    if (c->state == CLIENT_CLOSED)
        return;
    if (is_deserted(c)) {
        client_close(c);
    } else if (is_served && !client_is_authenticated(c) &&
               has_passed(unauthenticated_s, c->stranger_us, now_us)) {
        log_verbose("client: id %llu did not authenticate within %lld s, closing",
                    (unsigned long long)c->id, (long long)unauthenticated_s);
        client_close(c);
    } else if (is_served && !is_waiting_for_news(c) &&
               has_passed(timeout_s, c->active_us, now_us)) {
        log_verbose("client: id %llu was idle for %lld s, closing", (unsigned long long)c->id,
                    (long long)timeout_s);
        client_close(c);
    }
}

void clients_cron(void)
{
    uint64_t now_us = clock_mono_us();
    unsigned share = count / CRON_SHARE > CRON_MIN ? count / CRON_SHARE : CRON_MIN;

    for (; share > 0; share--) {
        struct client *c = cron_next ? cron_next : first;

        if (c == NULL)
            break;
        cron_next = c->next;
        look_at(c, now_us);
        if (cron_next == NULL)
            break;
    }
}

/* ---- client-output-buffer-limit ------------------------------------------------------------------ */

struct output_limit {
    const char *class_name;
    uint64_t hard, soft;
    int64_t soft_s;
};

static struct output_limit output_limits[] = { { "normal", 0, 0, 0 },
                                               { "replica", 0, 0, 0 },
                                               { "pubsub", 0, 0, 0 } };

/* A client that watches every request is as busy a reader as a replica. */
static const struct output_limit *output_limit(const struct client *c)
{
    return &output_limits[c->flags & CLIENT_MONITOR ? 1 : c->subscriber ? 2 : 0];
}

/* True if so many bytes have been waiting for longer than the soft limit allows. */
static bool is_over_soft(struct client *c, const struct output_limit *limit, size_t waiting)
{
    uint64_t now_us;

    if (kv_likely(limit->soft == 0 || waiting <= limit->soft)) {
        c->output_soft_us = 0;
        return false;
    }
    now_us = clock_mono_us();
    if (c->output_soft_us == 0)
        c->output_soft_us = now_us;
    return now_us - c->output_soft_us > (uint64_t)limit->soft_s * 1000000;
}

static size_t output_waiting(const struct client *c)
{
    return outbuf_pending(&c->out) + push_pending(c) + job_gathered(c->job) + aside_pending(c);
}

/* Which limit the client is over, or NULL. */
static const char *over_limit(struct client *c)
{
    const struct output_limit *limit = output_limit(c);
    size_t waiting = output_waiting(c);

    if (is_over_soft(c, limit, waiting))
        return "soft";
    return c->flags & CLIENT_OVERRUN || (limit->hard > 0 && waiting > limit->hard) ? "hard" : NULL;
}

bool client_is_over_output(struct client *c)
{
    return over_limit(c) != NULL;
}

void client_check_output(struct client *c)
{
    const char *over = over_limit(c);

    client_mem_note(c);
    if (kv_unlikely(over != NULL)) {
        log_warning("client: id %llu has %zu bytes of replies waiting, over the %s limit of "
                    "client-output-buffer-limit: closing",
                    (unsigned long long)c->id, output_waiting(c), over);
        output_limit_closed++;
        client_close(c);
    }
}

static struct output_limit *limit_find(struct output_limit *limits, struct bytes name)
{
    if (bytes_is_word(name, "slave"))
        name = BYTES_LIT("replica");
    for (unsigned i = 0; i < 3; i++)
        if (bytes_is_word(name, limits[i].class_name))
            return &limits[i];
    return NULL;
}

static bool output_limit_set(const struct bytes *words, unsigned n, const char **why)
{
    struct output_limit next[3];

    memcpy(next, output_limits, sizeof next);
    if (n == 0 || n % 4 != 0) {
        *why = "Wrong number of arguments in buffer limit configuration.";
        return false;
    }
    for (unsigned i = 0; i < n; i += 4) {
        struct output_limit *l = limit_find(next, words[i]);

        if (l == NULL) {
            *why = "Invalid client class specified in buffer limit configuration.";
            return false;
        }
        if (!num_parse_memory(words[i + 1], &l->hard) ||
            !num_parse_memory(words[i + 2], &l->soft) || !num_parse_int(words[i + 3], &l->soft_s) ||
            l->soft_s < 0) {
            *why = "Error in hard, soft or soft_seconds setting in buffer limit configuration.";
            return false;
        }
    }
    memcpy(output_limits, next, sizeof next);
    return true;
}

static void output_limit_get(struct buf *out)
{
    for (unsigned i = 0; i < 3; i++)
        buf_addf(out, "%s%s %llu %llu %lld", i ? " " : "",
                 i == 1 ? "slave" : output_limits[i].class_name,
                 (unsigned long long)output_limits[i].hard,
                 (unsigned long long)output_limits[i].soft, (long long)output_limits[i].soft_s);
}

static void output_limit_reset(void)
{
    output_limits[0].hard = (uint64_t)1 << 30;
    output_limits[1] = (struct output_limit){ "replica", 256 << 20, 64 << 20, 60 };
    output_limits[2] = (struct output_limit){ "pubsub", 32 << 20, 8 << 20, 60 };
    output_limits[0].soft = 0;
    output_limits[0].soft_s = 0;
}

/* ---- Options and metrics ------------------------------------------------------------------------- */

const struct option client_options[] = {
    { .name = "maxclients",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &maxclients,
      .fallback = "10000",
      .min = 1,
      .max = UINT32_MAX,
      .summary = "Most clients connected at a time.",
      .apply = process_fit_clients },
    OPTION_INT("timeout", &timeout_s, "0", 0, INT32_MAX, OPT_LIVE,
               "Seconds after which an idle client is closed; 0: never."),
    OPTION_INT(
        "unauthenticated-timeout", &unauthenticated_s, "60", 0, INT32_MAX, OPT_LIVE,
        "Seconds within which a client has to give the password, if there is one; 0: no limit."),
    OPTION_INT(
        "tcp-keepalive", &keepalive_s, "300", 0, INT32_MAX, OPT_LIVE,
        "Seconds of silence before a peer is probed; a dead one is closed after twice that, or "
        "15 minutes if replies are on their way; 0: no probes."),
    OPTION_BOOL("protected-mode", &protected_mode, "yes", OPT_LIVE,
                "Without a password, refuse clients from other hosts."),
    OPTION_STRING("requirepass", &requirepass, "", OPT_LIVE | OPT_SENSITIVE,
                  "Password of the default user; empty: none."),
    OPTION_MEMORY("proto-max-bulk-len", &proto_max_bulk_len, "512mb", 1024 * 1024, UINT32_MAX,
                  OPT_LIVE, "Most bytes of one argument or string value."),
    OPTION_MEMORY("client-query-buffer-limit", &client_query_buffer_limit, "1gb", 1024 * 1024,
                  INT64_MAX, OPT_LIVE,
                  "Most bytes of one client's requests that are unfinished, or wait for EXEC."),
    { .name = "client-output-buffer-limit",
      .type = OPT_CUSTOM,
      .flags = OPT_LIVE,
      .fallback = "normal 1gb 0 0 replica 256mb 64mb 60 pubsub 32mb 8mb 60",
      .summary =
          "Class, hard limit, soft limit and its seconds, for replies a client does not read.",
      .set = output_limit_set,
      .get = output_limit_get,
      .reset = output_limit_reset },
    OPTION_END,
};

static uint64_t metric_connected(void)
{
    return count;
}

static uint64_t metric_blocked(void)
{
    return blocked;
}

static uint64_t metric_maxclients(void)
{
    return (uint64_t)maxclients;
}

static uint64_t metric_in_timeouts(void)
{
    return wheel_count(timeouts);
}

static uint64_t metric_blocking_keys(void)
{
    return block_key_count();
}

static uint64_t metric_every_keys(void)
{
    return block_line_key_count();
}

static uint64_t metric_watching(void)
{
    return watch_client_count();
}

static uint64_t metric_watched_keys(void)
{
    return watch_key_count();
}

static uint64_t metric_zero(void)
{
    return 0;
}

static void pause_reason(struct buf *out)
{
    buf_add_str(out, pause_state.on ? "client_pause" : "none");
}

static void pause_actions(struct buf *out)
{
    buf_add_str(out, !pause_state.on ? "none" : pause_state.writes_only ? "write" : "all");
}

static uint64_t pause_left_ms(void)
{
    int64_t left = pause_state.until_ms - store_now_ms(clients_store);

    return pause_state.on && left > 0 ? (uint64_t)left : 0;
}

const struct metric client_metrics[] = {
    METRIC_GAUGE("clients", "connected_clients", metric_connected, "Clients connected."),
    METRIC_GAUGE("clients", "cluster_connections", metric_zero, "Links of the cluster bus."),
    METRIC_GAUGE("clients", "maxclients", metric_maxclients, "Most clients allowed."),
    METRIC_GAUGE("clients", "blocked_clients", metric_blocked, "Clients waiting in a command."),
    METRIC_GAUGE("clients", "watching_clients", metric_watching, "Clients that watch keys."),
    METRIC_GAUGE("clients", "clients_in_timeout_table", metric_in_timeouts,
                 "Waiting clients with a time limit."),
    METRIC_GAUGE("clients", "total_watched_keys", metric_watched_keys, "Keys that clients watch."),
    METRIC_GAUGE("clients", "total_blocking_keys", metric_blocking_keys,
                 "Keys that clients wait for."),
    METRIC_GAUGE("clients", "total_blocking_keys_on_nokey", metric_every_keys,
                 "Keys whose deletion clients wait for, too."),
    METRIC_STRING("clients", "paused_reason", pause_reason, ""),
    METRIC_STRING("clients", "paused_actions", pause_actions, ""),
    METRIC_GAUGE("clients", "paused_timeout_milliseconds", pause_left_ms,
                 "Time left of CLIENT PAUSE."),
    METRIC_COUNTER("stats", "total_connections_received", &connections_received,
                   "Connections accepted."),
    METRIC_COUNTER("stats", "total_commands_processed", &clients_commands, "Requests run."),
    METRIC_COUNTER("stats", "total_net_input_bytes", &clients_bytes_in, "Bytes read."),
    METRIC_COUNTER("stats", "total_net_output_bytes", &clients_bytes_out, "Bytes written."),
    METRIC_COUNTER("stats", "total_reads_processed", &clients_reads, "Reads that brought bytes."),
    METRIC_COUNTER("stats", "total_writes_processed", &clients_writes, "Writes that took bytes."),
    METRIC_COUNTER("stats", "rejected_connections", &connections_rejected,
                   "Connections refused: too many, or protected mode."),
    METRIC_COUNTER("stats", "client_query_buffer_limit_disconnections", &clients_query_limit_closed,
                   "Clients closed for an oversized request."),
    METRIC_COUNTER("stats", "client_output_buffer_limit_disconnections", &output_limit_closed,
                   "Clients closed for replies they did not read."),
    METRIC_END,
};
