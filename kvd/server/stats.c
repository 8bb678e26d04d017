#include "server/stats.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/rand.h"
#include "server/background.h"
#include "server/chunk.h"
#include "server/client.h"
#include "server/client_list.h"
#include "server/command.h"
#include "server/reply.h"
#include "server/server.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SAMPLES = 16 };

/* ---- Figures per second -------------------------------------------------------------------------- */

struct rate {
    const uint64_t *counter;
    uint64_t last;
    uint64_t per_second[SAMPLES];
};

static struct rate rates[] = { { .counter = &clients_commands },
                               { .counter = &clients_bytes_in },
                               { .counter = &clients_bytes_out } };
static unsigned sample_at;
static uint64_t sampled_us;

void stats_sample(void)
{
    uint64_t now = clock_mono_us(), passed = now - sampled_us;

    if (passed < 100 * 1000)
        return;
    for (unsigned i = 0; i < sizeof rates / sizeof *rates; i++) {
        struct rate *r = &rates[i];
        uint64_t count = *r->counter;

        /* CONFIG RESETSTAT may have set the counter back. */
        r->per_second[sample_at] = count < r->last ? 0 : (count - r->last) * 1000000 / passed;
        r->last = count;
    }
    sampled_us = now;
    sample_at = (sample_at + 1) % SAMPLES;
}

static uint64_t rate_of(unsigned i)
{
    uint64_t sum = 0;

    for (unsigned k = 0; k < SAMPLES; k++)
        sum += rates[i].per_second[k];
    return sum / SAMPLES;
}

static uint64_t ops_per_s(void)
{
    return rate_of(0);
}

static void input_kbps(struct buf *out)
{
    buf_addf(out, "%.2f", (double)rate_of(1) / 1024);
}

static void output_kbps(struct buf *out)
{
    buf_addf(out, "%.2f", (double)rate_of(2) / 1024);
}

/* ---- Commands, errors, keyspace ------------------------------------------------------------------ */

static void command_line(struct buf *out, const struct command_state *s)
{
    if (s->calls || s->rejected)
        buf_addf(out,
                 "cmdstat_%s:calls=%llu,usec=%llu,usec_per_call=%.2f,rejected_calls=%llu,"
                 "failed_calls=%llu\r\n",
                 s->full_name, (unsigned long long)s->calls, (unsigned long long)s->nsec / 1000,
                 s->calls ? (double)s->nsec / 1000 / (double)s->calls : 0,
                 (unsigned long long)s->rejected, (unsigned long long)s->failed);
    for (unsigned i = 0; i < s->sub_count; i++)
        command_line(out, &s->subs[i]);
}

static void command_lines(struct buf *out)
{
    unsigned count;
    struct command_state *const *all = command_all(&count);

    for (unsigned i = 0; i < count; i++)
        command_line(out, all[i]);
}

static void error_lines(struct buf *out)
{
    unsigned count;
    const struct error_stat *s = reply_error_stats(&count);

    for (unsigned i = 0; i < count; i++)
        buf_addf(out, "errorstat_%s:count=%llu\r\n", s[i].code, (unsigned long long)s[i].count);
}

static uint64_t error_total(void)
{
    unsigned count;
    const struct error_stat *s = reply_error_stats(&count);
    uint64_t sum = 0;

    for (unsigned i = 0; i < count; i++)
        sum += s[i].count;
    return sum;
}

static void keyspace_lines(struct buf *out)
{
    for (unsigned i = 0; i < store_databases(server.store); i++) {
        struct db *db = store_db(server.store, i);

        if (store_count(db) > 0)
            buf_addf(out, "db%u:keys=%zu,expires=%zu,avg_ttl=%lld,subexpiry=%zu\r\n", i,
                     store_count(db), store_ttl_count(db), (long long)store_ttl_mean_ms(db),
                     store_field_ttl_count(db));
    }
}

static void stale_percent(struct buf *out)
{
    buf_addf(out, "%.2f", store_stale_percent(server.store));
}

static uint64_t rehash_longest_us(void)
{
    return store_longest_rehash_ns(server.store) / 1000;
}

/* ---- What a node without persistence and replicas says of them ----------------------------------- */

static void persistence_lines(struct buf *out)
{
    buf_addf(out,
             "loading:0\r\nasync_loading:0\r\nrdb_changes_since_last_save:%llu\r\n"
             "rdb_bgsave_in_progress:0\r\nrdb_last_save_time:%lld\r\nrdb_last_bgsave_status:ok\r\n"
             "rdb_last_bgsave_time_sec:-1\r\nrdb_current_bgsave_time_sec:-1\r\nrdb_saves:0\r\n"
             "aof_enabled:0\r\naof_rewrite_in_progress:0\r\naof_rewrite_scheduled:0\r\n"
             "aof_last_rewrite_time_sec:-1\r\naof_current_rewrite_time_sec:-1\r\n"
             "aof_last_bgrewrite_status:ok\r\naof_last_write_status:ok\r\n",
             (unsigned long long)call_dirty, (long long)server.start_ms / 1000);
}

static char replid[41];

void stats_new_replid(void)
{
    rand_hex(replid, sizeof replid - 1);
}

static void replication_lines(struct buf *out)
{
    if (replid[0] == '\0')
        stats_new_replid();
    buf_addf(out,
             "role:master\r\nconnected_slaves:0\r\nmaster_failover_state:no-failover\r\n"
             "master_replid:%s\r\nmaster_replid2:%040d\r\nmaster_repl_offset:0\r\n"
             "second_repl_offset:-1\r\nrepl_backlog_active:0\r\n",
             replid, 0);
}

static void cluster_lines(struct buf *out)
{
    buf_add_str(out, "cluster_enabled:0\r\n");
}

static void no_lines(struct buf *out)
{
    (void)out;
}

#define LINES(sec, nm, fn)                                                                         \
    {                                                                                              \
        .section = (sec), .name = (nm), .kind = METRIC_LINES, .text = (fn)                         \
    }

const struct metric stats_metrics[] = {
    LINES("persistence", "persistence", persistence_lines),
    METRIC_GAUGE("stats", "instantaneous_ops_per_sec", ops_per_s, "Requests per second."),
    METRIC_STRING("stats", "instantaneous_input_kbps", input_kbps, ""),
    METRIC_STRING("stats", "instantaneous_output_kbps", output_kbps, ""),
    METRIC_STRING("stats", "expired_stale_perc", stale_percent, ""),
    METRIC_GAUGE("stats", "total_error_replies", error_total, "Error replies."),
    METRIC_GAUGE("stats", "rehash_longest_us", rehash_longest_us,
                 "Microseconds of the longest rehash step."),
    METRIC_GAUGE("stats", "background_jobs_pending", background_pending,
                 "Jobs waiting for the background thread."),
    LINES("replication", "replication", replication_lines),
    LINES("modules", "modules", no_lines),
    LINES("commandstats", "commandstats", command_lines),
    LINES("errorstats", "errorstats", error_lines),
    LINES("cluster", "cluster", cluster_lines),
    LINES("keyspace", "keyspace", keyspace_lines),
    METRIC_END,
};

/* ---- INFO ---------------------------------------------------------------------------------------- */

/* In the order in which INFO shows them; those that are not shown by default say so. */
static const struct {
    const char *name, *title;
    bool by_default;
} sections[] = {
    { "server", "Server", true },
    { "clients", "Clients", true },
    { "memory", "Memory", true },
    { "persistence", "Persistence", true },
    { "stats", "Stats", true },
    { "replication", "Replication", true },
    { "cpu", "CPU", true },
    { "modules", "Modules", true },
    { "commandstats", "Commandstats", false },
    { "errorstats", "Errorstats", true },
    { "latencystats", "Latencystats", false },
    { "cluster", "Cluster", true },
    { "keyspace", "Keyspace", true },
};

static bool is_wanted(unsigned section, const struct bytes *names, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        if (bytes_is_word(names[i], "everything") || bytes_is_word(names[i], "all") ||
            bytes_is_word(names[i], sections[section].name))
            return true;
        if (bytes_is_word(names[i], "default") && sections[section].by_default)
            return true;
    }
    return count == 0 && sections[section].by_default;
}

void stats_info(const struct bytes *names, unsigned count, struct buf *out)
{
    for (unsigned i = 0; i < sizeof sections / sizeof *sections; i++) {
        size_t before = out->len;

        if (!is_wanted(i, names, count))
            continue;
        if (before > 0)
            buf_add_str(out, "\r\n");
        if (!metric_info(server.metrics, sections[i].name, sections[i].title, out))
            out->len = before;
    }
}

void stats_reset(void)
{
    metric_reset(server.metrics);
    store_lateness_reset();
    command_reset_stats();
    reply_error_stats_reset();
}
