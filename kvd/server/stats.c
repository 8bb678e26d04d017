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
static uint64_t peak_used, startup_used;

static void note_peak(void)
{
    uint64_t used = mem_used();

    peak_used = used > peak_used ? used : peak_used;
}

void stats_sample(void)
{
    uint64_t now = clock_mono_us(), passed = now - sampled_us;

    note_peak();
    if (startup_used == 0)
        startup_used = mem_used();
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

/* ---- Memory -------------------------------------------------------------------------------------- */

static void add_human(struct buf *out, uint64_t bytes)
{
    static const char units[] = "BKMGTP";
    double n = (double)bytes;
    unsigned unit = 0;

    while (n >= 1024 && units[unit + 1]) {
        n /= 1024;
        unit++;
    }
    buf_addf(out, unit ? "%.2f%c" : "%.0f%c", n, units[unit]);
}

static void human_line(struct buf *out, const char *name, uint64_t bytes)
{
    buf_addf(out, "%s:%llu\r\n%s_human:", name, (unsigned long long)bytes, name);
    add_human(out, bytes);
    buf_add_str(out, "\r\n");
}

static double share(uint64_t part, uint64_t whole)
{
    return whole ? 100.0 * (double)part / (double)whole : 0;
}

static double ratio(uint64_t a, uint64_t b)
{
    return b ? (double)a / (double)b : 0;
}

static uint64_t client_bytes(void)
{
    uint64_t sum = chunk_pool_bytes();

    for (const struct client *c = client_first(); c; c = client_next(c))
        sum += client_mem(c);
    return sum;
}

static void add_option(struct buf *out, const char *name)
{
    option_get(option_find(server.options, bytes_str(name)), out);
}

static void limit_lines(struct buf *out)
{
    struct buf text = { .limit = 64 };
    uint64_t limit = 0;

    add_option(&text, "maxmemory");
    num_parse_uint(buf_bytes(&text), &limit);
    buf_fini(&text);
    human_line(out, "maxmemory", limit);
    buf_add_str(out, "maxmemory_policy:");
    add_option(out, "maxmemory-policy");
    buf_add_str(out, "\r\n");
}

static void memory_lines(struct buf *out)
{
    uint64_t used = mem_used(), overhead;
    struct mem_stats m;

    mem_stats_read(&m);
    note_peak();
    overhead = startup_used + store_table_bytes(server.store) + client_bytes();
    overhead = overhead < used ? overhead : used;
    human_line(out, "used_memory", used);
    human_line(out, "used_memory_rss", m.rss);
    human_line(out, "used_memory_peak", peak_used);
    buf_addf(out, "used_memory_peak_perc:%.2f%%\r\n", share(used, peak_used));
    buf_addf(out, "used_memory_overhead:%llu\r\n", (unsigned long long)overhead);
    buf_addf(out, "used_memory_startup:%llu\r\n", (unsigned long long)startup_used);
    buf_addf(out, "used_memory_dataset:%llu\r\n", (unsigned long long)(used - overhead));
    buf_addf(out, "used_memory_dataset_perc:%.2f%%\r\n",
             share(used - overhead, used > startup_used ? used - startup_used : 0));
    buf_addf(out, "allocator_allocated:%zu\r\nallocator_active:%zu\r\nallocator_resident:%zu\r\n",
             m.allocated, m.active, m.resident);
    limit_lines(out);
    human_line(out, "total_system_memory",
               (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE));
    buf_addf(out, "allocator_frag_ratio:%.2f\r\nallocator_frag_bytes:%zu\r\n",
             ratio(m.active, m.allocated), m.active - m.allocated);
    buf_addf(out, "allocator_rss_ratio:%.2f\r\nallocator_rss_bytes:%zd\r\n",
             ratio(m.resident, m.active), (ssize_t)(m.resident - m.active));
    buf_addf(out, "rss_overhead_ratio:%.2f\r\nrss_overhead_bytes:%zd\r\n", ratio(m.rss, m.resident),
             (ssize_t)(m.rss - m.resident));
    buf_addf(out, "mem_fragmentation_ratio:%.2f\r\nmem_fragmentation_bytes:%zd\r\n",
             ratio(m.rss, used), (ssize_t)(m.rss - used));
    buf_addf(out, "mem_overhead_db_hashtables:%zu\r\n", store_table_bytes(server.store));
    buf_addf(out, "mem_allocator:%s\r\n", mem_allocator_name());
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
            buf_addf(out, "db%u:keys=%zu,expires=%zu,avg_ttl=%lld,subexpiry=0\r\n", i,
                     store_count(db), store_ttl_count(db), (long long)store_ttl_mean_ms(db));
    }
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
    LINES("memory", "memory", memory_lines),
    LINES("persistence", "persistence", persistence_lines),
    METRIC_GAUGE("stats", "instantaneous_ops_per_sec", ops_per_s, "Requests per second."),
    METRIC_STRING("stats", "instantaneous_input_kbps", input_kbps, ""),
    METRIC_STRING("stats", "instantaneous_output_kbps", output_kbps, ""),
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
    command_reset_stats();
    reply_error_stats_reset();
}
