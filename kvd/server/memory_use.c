#include "server/memory_use.h"

#include "base/machine.h"
#include "base/size.h"
#include "server/chunk.h"
#include "server/client.h"
#include "server/client_mem.h"
#include "server/server.h"
#include "server/tracking.h"
#include "store/evict.h"

static size_t peak, startup;

static void note_peak(size_t used)
{
    peak = size_max(peak, used);
}

void memory_use_sample(void)
{
    size_t used = mem_used();

    note_peak(used);
    if (startup == 0)
        startup = used;
}

static void (*read_scripts)(size_t *all, size_t *caches);

void memory_use_on_scripts(void (*read)(size_t *all, size_t *caches))
{
    read_scripts = read;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

void memory_use_read(struct memory_use *out)
{
    struct memory_use f = { .used = mem_used(),
                            .startup = startup,
                            .clients = clients_mem() + chunk_pool_bytes(),
                            .tracking = tracking_bytes() };

    note_peak(f.used);
    f.peak = peak;
    for (unsigned i = 0; i < store_databases(server.store); i++) {
        const struct db *db = store_db(server.store, i);

        f.tables += store_table_bytes(db);
        f.deadlines += store_deadline_bytes(db);
        f.keys += store_count(db);
    }
    if (read_scripts)
        read_scripts(&f.scripts, &f.script_caches);
    f.overhead =
        size_min(f.startup + f.tables + f.deadlines + f.clients + f.tracking + f.scripts, f.used);
    f.dataset = f.used - f.overhead;
    mem_stats_read(&f.allocator);
    *out = f;
}

double memory_use_percent(size_t part, size_t whole)
{
    return 100 * memory_use_ratio(part, whole);
}

double memory_use_ratio(size_t a, size_t b)
{
    return b ? (double)a / (double)b : 0;
}

/* ---- INFO ---------------------------------------------------------------------------------------- */

static void add_human(struct buf *out, size_t bytes)
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

static void line(struct buf *out, const char *name, size_t bytes)
{
    buf_addf(out, "%s:%zu\r\n", name, bytes);
}

void memory_use_human_line(struct buf *out, const char *name, size_t bytes)
{
    line(out, name, bytes);
    buf_addf(out, "%s_human:", name);
    add_human(out, bytes);
    buf_add_str(out, "\r\n");
}

static void percent_line(struct buf *out, const char *name, size_t part, size_t whole)
{
    buf_addf(out, "%s:%.2f%%\r\n", name, memory_use_percent(part, whole));
}

/* How much larger one figure is than another that it contains, as a ratio and in bytes. */
static void excess_lines(struct buf *out, const char *name, size_t outer, size_t inner)
{
    buf_addf(out, "%s_ratio:%.2f\r\n", name, memory_use_ratio(outer, inner));
    buf_addf(out, "%s_bytes:%zd\r\n", name, (ssize_t)(outer - inner));
}

static void limit_lines(struct buf *out)
{
    memory_use_human_line(out, "maxmemory", evict_limit());
    buf_add_str(out, "maxmemory_policy:");
    option_get(option_find(server.options, bytes_str("maxmemory-policy")), out);
    buf_add_str(out, "\r\n");
}

static void use_lines(struct buf *out, const struct memory_use *f)
{
    memory_use_human_line(out, "used_memory", f->used);
    memory_use_human_line(out, "used_memory_rss", f->allocator.rss);
    memory_use_human_line(out, "used_memory_peak", f->peak);
    percent_line(out, "used_memory_peak_perc", f->used, f->peak);
    line(out, "used_memory_overhead", f->overhead);
    line(out, "used_memory_startup", f->startup);
    line(out, "used_memory_dataset", f->dataset);
    percent_line(out, "used_memory_dataset_perc", f->dataset,
                 f->used > f->startup ? f->used - f->startup : 0);
    line(out, "mem_overhead_db_hashtables", f->tables);
    line(out, "mem_overhead_db_deadlines", f->deadlines);
    line(out, "mem_overhead_tracking", f->tracking);
}

/* Of parts that a node without persistence and replicas does not have. */
static void absent_lines(struct buf *out)
{
    static const char *const names[] = { "mem_clients_slaves", "mem_cluster_links",
                                         "mem_aof_buffer", "mem_replication_backlog",
                                         "mem_total_replication_buffers" };

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        line(out, names[i], 0);
}

static void allocator_lines(struct buf *out, const struct memory_use *f)
{
    const struct mem_stats *a = &f->allocator;

    line(out, "allocator_allocated", a->allocated);
    line(out, "allocator_active", a->active);
    line(out, "allocator_resident", a->resident);
    line(out, "allocator_muzzy", a->muzzy);
    excess_lines(out, "allocator_frag", a->active, a->allocated);
    excess_lines(out, "allocator_rss", a->resident, a->active);
    excess_lines(out, "rss_overhead", a->rss, a->resident);
    excess_lines(out, "mem_fragmentation", a->rss, f->used);
    buf_addf(out, "mem_allocator:%s\r\n", mem_allocator_name());
}

static void lines(struct buf *out)
{
    struct memory_use f;

    memory_use_read(&f);
    use_lines(out, &f);
    limit_lines(out);
    memory_use_human_line(out, "total_system_memory", machine_memory());
    allocator_lines(out, &f);
    absent_lines(out);
}

const struct metric memory_use_metrics[] = {
    { .section = "memory", .name = "memory", .kind = METRIC_LINES, .text = lines },
    METRIC_END,
};

/* ---- Advice -------------------------------------------------------------------------------------- */

enum {
    MEGABYTE = 1024 * 1024,
    WORTH_BYTES = 10 * MEGABYTE,    /* less than that is not worth a word */
    CLIENT_BYTES_MANY = 256 * 1024, /* of a client on average */
};

static bool is_excess(size_t outer, size_t inner, double most)
{
    return outer > inner + WORTH_BYTES && memory_use_ratio(outer, inner) > most;
}

/* A piece of advice follows. */
static void begin(struct buf *out)
{
    buf_add_str(out, out->len == 0 ? "This is worth a look:\n\n * " : "\n\n * ");
}

static void advise_on_allocator(struct buf *out, const struct memory_use *f)
{
    const struct mem_stats *a = &f->allocator;

    if (is_excess(a->active, a->allocated, 1.1)) {
        begin(out);
        buf_addf(out,
                 "Fragmentation: pages that hold data are %.2f times as large as the data (%zu MB "
                 "lost). "
                 "Deleted keys leave holes that only values of the same size fill. If this stays, "
                 "activedefrag closes them.",
                 memory_use_ratio(a->active, a->allocated), (a->active - a->allocated) / MEGABYTE);
    }
    if (is_excess(a->resident, a->active, 1.1)) {
        begin(out);
        buf_addf(
            out,
            "Free pages: the allocator keeps %zu MB that hold nothing. They go back to the system "
            "within seconds; MEMORY PURGE does it now.",
            (a->resident - a->active) / MEGABYTE);
    }
    if (is_excess(a->rss, a->resident, 1.1)) {
        begin(out);
        buf_addf(out,
                 "Other memory: the process takes %zu MB beyond what the allocator has. Code and "
                 "libraries need little, so something else in the process has grown.",
                 (a->rss - a->resident) / MEGABYTE);
    }
    if (a->rss + WORTH_BYTES < a->allocated) {
        begin(out);
        buf_addf(
            out,
            "Swap: %zu MB of the data are not in memory. The machine has too little of it, and "
            "every access to what was moved out waits for the disk.",
            (a->allocated - a->rss) / MEGABYTE);
    }
}

static void advise_on_use(struct buf *out, const struct memory_use *f)
{
    unsigned clients = client_count();

    if (is_excess(f->peak, f->used, 1.5)) {
        begin(out);
        buf_addf(out,
                 "Peak: at some time %zu MB were used, %.2f times as much as now. A limit that "
                 "suits the "
                 "present use would not have sufficed then.",
                 f->peak / MEGABYTE, memory_use_ratio(f->peak, f->used));
    }
    if (clients > 0 && f->clients / clients > CLIENT_BYTES_MANY) {
        begin(out);
        buf_addf(out,
                 "Clients: each takes %zu KB on average. Some send faster than they read, or read "
                 "large replies slowly: CLIENT LIST shows tot-mem and omem of each; "
                 "client-output-buffer-limit and maxmemory-clients bound them.",
                 f->clients / clients / 1024);
    }
}

void memory_use_advice(struct buf *out)
{
    struct memory_use f;

    memory_use_read(&f);
    if (f.used < 5 * MEGABYTE) {
        buf_add_str(out, "There is next to nothing in memory (below 5 MB), so its proportions say "
                         "nothing yet.");
        return;
    }
    advise_on_allocator(out, &f);
    advise_on_use(out, &f);
    if (out->len == 0)
        buf_addf(out,
                 "Nothing to complain about: %zu MB are used, %zu MB of the machine's memory are "
                 "taken for it.",
                 f.used / MEGABYTE, f.allocator.rss / MEGABYTE);
}
