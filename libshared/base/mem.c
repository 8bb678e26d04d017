#include "base/mem.h"

#include "base/assert.h"
#include "base/buf.h"
#include "base/log.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#ifdef KV_SANITIZE
#include <malloc.h>
#else
#include <jemalloc/jemalloc.h>
#include <pthread.h>

#define STRINGIFY(x) #x
#define EXPAND(x)    STRINGIFY(x)
#define ALL_ARENAS   EXPAND(MALLCTL_ARENAS_ALL)
#endif

static _Noreturn void out_of_memory(size_t size)
{
    log_warning("mem: out of memory allocating %zu bytes, aborting", size);
    abort();
}

/* ---- Accounting: how the two allocators count ------------------------------------------------- */

#ifdef KV_SANITIZE

static _Atomic size_t used;

static void count_alloc(void *p)
{
    atomic_fetch_add_explicit(&used, malloc_usable_size(p), memory_order_relaxed);
}

static void count_free(void *p)
{
    if (p != NULL)
        atomic_fetch_sub_explicit(&used, malloc_usable_size(p), memory_order_relaxed);
}

void mem_thread_start(void)
{
}

void mem_thread_end(void)
{
}

size_t mem_used(void)
{
    return atomic_load_explicit(&used, memory_order_relaxed);
}

#else

/* What jemalloc starts with; the environment's MALLOC_CONF comes after it. By itself it gives blocks of 256
 * bytes, which a small hash or a sorted set often takes, slabs of one page, and every slab another 128 bytes
 * to administer it: 3 %. Slabs of eight pages make that 0.4 %, as it is for most other sizes. */
const char *malloc_conf = "slab_sizes:256-256:8";

static void count_alloc(void *p)
{
    (void)p;
}

static void count_free(void *p)
{
    (void)p;
}

/* Where jemalloc counts what a thread allocated and freed; only that thread writes there. A block
 * freed by another thread than the one that allocated it makes single differences negative, not
 * their sum, so all arithmetic is modulo 2^64. */
struct account {
    uint64_t *allocated, *freed;
    struct account *next;
};

static pthread_mutex_t accounts_lock = PTHREAD_MUTEX_INITIALIZER;
static struct account *accounts; /* the registered threads, under accounts_lock */
static uint64_t ended_used;      /* what the threads that ended left in use, under accounts_lock */
static _Thread_local struct account own;

static uint64_t account_used(const struct account *a)
{
    uint64_t freed = __atomic_load_n(a->freed, __ATOMIC_RELAXED);

    return __atomic_load_n(a->allocated, __ATOMIC_RELAXED) - freed;
}

void mem_thread_start(void)
{
    size_t len = sizeof own.allocated;

    kv_assert(own.allocated == NULL);
    /* Both names exist in every jemalloc that was built with statistics, as Debian's is. */
    kv_assert(mallctl("thread.allocatedp", &own.allocated, &len, NULL, 0) == 0);
    kv_assert(mallctl("thread.deallocatedp", &own.freed, &len, NULL, 0) == 0);

    pthread_mutex_lock(&accounts_lock);
    own.next = accounts;
    accounts = &own;
    pthread_mutex_unlock(&accounts_lock);
}

void mem_thread_end(void)
{
    struct account **at = &accounts;

    pthread_mutex_lock(&accounts_lock);
    while (*at != NULL && *at != &own)
        at = &(*at)->next;
    kv_assert(*at == &own);
    *at = own.next;
    ended_used += account_used(&own);
    pthread_mutex_unlock(&accounts_lock);
    own = (struct account){ NULL };
}

size_t mem_used(void)
{
    uint64_t sum;

    pthread_mutex_lock(&accounts_lock);
    sum = ended_used;
    for (const struct account *a = accounts; a != NULL; a = a->next)
        sum += account_used(a);
    pthread_mutex_unlock(&accounts_lock);
    /* Counters of other threads move while they are read, and threads that never registered may
     * free what was counted: a small negative sum is possible for a moment. */
    return (int64_t)sum < 0 ? 0 : (size_t)sum;
}

#endif

/* ---- Allocation ------------------------------------------------------------------------------- */

void *mem_alloc(size_t size)
{
    void *p = malloc(size);

    if (kv_unlikely(p == NULL))
        out_of_memory(size);
    count_alloc(p);
    return p;
}

void *mem_zalloc(size_t size)
{
    void *p = calloc(1, size);

    if (kv_unlikely(p == NULL))
        out_of_memory(size);
    count_alloc(p);
    return p;
}

void *mem_alloc_aligned(size_t align, size_t size)
{
    void *p = aligned_alloc(align, size);

    if (kv_unlikely(p == NULL))
        out_of_memory(size);
    count_alloc(p);
    return p;
}

void *mem_realloc(void *p, size_t size)
{
    void *q;

    kv_assert(size > 0); /* realloc(p, 0) may free p and return NULL */
    count_free(p);
    q = realloc(p, size);
    if (kv_unlikely(q == NULL))
        out_of_memory(size);
    count_alloc(q);
    return q;
}

void mem_free(void *p)
{
    count_free(p);
    free(p);
}

void mem_free_sized(void *p, size_t size)
{
#ifdef KV_SANITIZE
    (void)size;
    mem_free(p);
#else
    sdallocx(p, size, 0);
#endif
}

char *mem_bytesdup(struct bytes b)
{
    char *s = mem_alloc(b.len + 1);

    if (b.len > 0)
        memcpy(s, b.ptr, b.len);
    s[b.len] = '\0';
    return s;
}

char *mem_strdup(const char *s)
{
    return mem_bytesdup(bytes_str(s));
}

size_t mem_good_size(size_t size)
{
#ifdef KV_SANITIZE
    return size;
#else
    size_t good = nallocx(size, 0);

    /* 0: larger than any size class. The allocation itself reports that. */
    return good != 0 ? good : size;
#endif
}

size_t mem_usable_size(const void *p)
{
    return malloc_usable_size((void *)p);
}

/* ---- Fragmentation ---------------------------------------------------------------------------- */

uint64_t mem_defrag_hits, mem_defrag_misses;
static bool always;

void mem_defrag_always(bool on)
{
    always = on;
}

#ifdef KV_SANITIZE

bool mem_can_defrag(void)
{
    return always;
}

static bool is_worth_moving(void *p)
{
    (void)p;
    return always;
}

static void *allocate_apart(size_t size, size_t align)
{
    return align ? mem_alloc_aligned(align, size) : mem_alloc(size);
}

void mem_defrag_free(void *p)
{
    mem_free(p);
}

void mem_small_blocks(size_t *free_bytes, size_t *all_bytes)
{
    *free_bytes = *all_bytes = 0;
}

#else

/* What "experimental.utilization.query" tells of a block; of one without a slab all but size is 0. */
struct utilization {
    void *current; /* the slab from which blocks of this size come now */
    size_t slab_free, slab_all, slab_size;
    size_t class_free, class_all; /* in all slabs for this size */
};

static struct {
    size_t path[4], len;
    bool known;
} query;

bool mem_can_defrag(void)
{
    if (query.len == 0) {
        query.len = sizeof query.path / sizeof *query.path;
        query.known =
            mallctlnametomib("experimental.utilization.query", query.path, &query.len) == 0;
    }
    return query.known;
}

/* An eighth of a slab is left to those that come, or a pass would never end. */
static bool is_worth_moving(void *p)
{
    struct utilization u;
    size_t len = sizeof u;

    if (always)
        return true;
    if (!mem_can_defrag() || mallctlbymib(query.path, query.len, &u, &len, &p, sizeof p) != 0)
        return false;
    return u.slab_free > 0 && (uintptr_t)p - (uintptr_t)u.current >= u.slab_size &&
           u.slab_free * 8 > u.slab_all &&
           (double)u.slab_free * (double)u.class_all >= (double)u.class_free * (double)u.slab_all;
}

/* The thread's cache would hand out places of the slab that is to become empty. */
static void *allocate_apart(size_t size, size_t align)
{
    void *p = mallocx(size, MALLOCX_TCACHE_NONE | (align ? MALLOCX_ALIGN(align) : 0));

    if (kv_unlikely(p == NULL))
        out_of_memory(size);
    return p;
}

void mem_defrag_free(void *p)
{
    dallocx(p, MALLOCX_TCACHE_NONE);
}

static size_t bin_stat(unsigned bin, const char *format)
{
    size_t value = 0, len = sizeof value;
    char name[64];

    snprintf(name, sizeof name, format, bin);
    return mallctl(name, &value, &len, NULL, 0) == 0 ? value : 0;
}

void mem_small_blocks(size_t *free_bytes, size_t *all_bytes)
{
    uint64_t epoch = 1;
    unsigned bins = 0;
    size_t len = sizeof bins;

    *free_bytes = *all_bytes = 0;
    mallctl("epoch", NULL, NULL, &epoch, sizeof epoch);
    mallctl("arenas.nbins", &bins, &len, NULL, 0);
    for (unsigned i = 0; i < bins; i++) {
        size_t slabs = bin_stat(i, "stats.arenas." ALL_ARENAS ".bins.%u.curslabs");
        size_t used = bin_stat(i, "stats.arenas." ALL_ARENAS ".bins.%u.curregs");
        size_t all = slabs * bin_stat(i, "arenas.bin.%u.slab_size");

        used *= bin_stat(i, "arenas.bin.%u.size");
        *all_bytes += all;
        *free_bytes += all > used ? all - used : 0;
    }
}

#endif

void *mem_defrag_copy(void *p, size_t align)
{
    size_t size;
    void *copy;

    if (!is_worth_moving(p)) {
        mem_defrag_misses++;
        return NULL;
    }
    mem_defrag_hits++;
    size = malloc_usable_size(p);
    copy = allocate_apart(size, align);
    memcpy(copy, p, size);
    return copy;
}

void *mem_defrag(void *p, size_t align)
{
    void *copy = mem_defrag_copy(p, align);

    if (copy == NULL)
        return p;
    mem_defrag_free(p);
    return copy;
}

/* ---- Figures ---------------------------------------------------------------------------------- */

/* The second number of /proc/self/statm is the resident set in pages; 0 if it cannot be read. */
static size_t read_rss(void)
{
    char text[128];
    unsigned long pages = 0;
    ssize_t n = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);

    if (fd >= 0) {
        n = read(fd, text, sizeof text - 1);
        close(fd);
    }
    if (n > 0) {
        char *second;

        text[n] = '\0';
        second = strchr(text, ' ');
        if (second != NULL)
            pages = strtoul(second, NULL, 10);
    }
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

#ifdef KV_SANITIZE

void mem_stats_read(struct mem_stats *out)
{
    *out = (struct mem_stats){ .allocated = mem_used(), .rss = read_rss() };
}

void mem_purge(void)
{
    malloc_trim(0);
}

void mem_purge_in_background(void)
{
}

bool mem_report(struct buf *out)
{
    (void)out;
    return false;
}

const char *mem_allocator_name(void)
{
    return "libc";
}

#else

static size_t read_stat(const char *name)
{
    size_t value = 0, len = sizeof value;

    return mallctl(name, &value, &len, NULL, 0) == 0 ? value : 0;
}

void mem_stats_read(struct mem_stats *out)
{
    uint64_t epoch = 1; /* writing any value makes jemalloc refresh its statistics */

    mallctl("epoch", NULL, NULL, &epoch, sizeof epoch);
    *out = (struct mem_stats){
        .allocated = read_stat("stats.allocated"),
        .active = read_stat("stats.active"),
        .resident = read_stat("stats.resident"),
        .retained = read_stat("stats.retained"),
        .metadata = read_stat("stats.metadata"),
        .muzzy = read_stat("stats.arenas." ALL_ARENAS ".pmuzzy") * (size_t)sysconf(_SC_PAGESIZE),
        .rss = read_rss(),
    };
}

void mem_purge(void)
{
    /* Pages that only this thread's cache keeps in use become free first. */
    mallctl("thread.tcache.flush", NULL, NULL, NULL, 0);
    mallctl("arena." ALL_ARENAS ".purge", NULL, NULL, NULL, 0);
}

void mem_purge_in_background(void)
{
    ssize_t decay_ms = 2000;
    unsigned arenas = 0;
    size_t size = sizeof arenas;
    bool on = true;

    mallctl("arenas.narenas", &arenas, &size, NULL, 0);
    for (unsigned i = 0; i < arenas; i++) {
        char name[48];

        snprintf(name, sizeof name, "arena.%u.dirty_decay_ms", i);
        mallctl(name, NULL, NULL, &decay_ms, sizeof decay_ms);
    }
    mallctl("arenas.dirty_decay_ms", NULL, NULL, &decay_ms, sizeof decay_ms);
    if (mallctl("background_thread", NULL, NULL, &on, sizeof on) != 0)
        log_notice("mem: the allocator has no background thread; free pages are kept for longer");
}

static void add_report(void *out, const char *text)
{
    buf_add_str(out, text);
}

bool mem_report(struct buf *out)
{
    malloc_stats_print(add_report, out, NULL);
    return true;
}

const char *mem_allocator_name(void)
{
    return "jemalloc-" EXPAND(JEMALLOC_VERSION_MAJOR) "." EXPAND(JEMALLOC_VERSION_MINOR) "." EXPAND(
        JEMALLOC_VERSION_BUGFIX);
}

#endif
