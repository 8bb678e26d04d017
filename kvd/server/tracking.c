#include "server/tracking.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "server/tracking_prefix.h"
#include "server/tracking_send.h"
#include "server/tracking_table.h"

enum {
    TOLD_AT_ONCE = 64,        /* readers of a key that are told where it changes */
    EVICT_SLICE_NS = 500000,  /* making room, per turn */
    SWEEP_SLICE_NS = 1000000, /* sweeping, per turn of the periodic jobs: a hundredth of the time */
    KEY_BYTES_MAX =
        1024, /* what a key may take on average: no key is longer than a client can send */
};

/* The numbers of readers: free ones, those in use, and those of clients that are gone but which the table may
 * still refer to. */
struct numbers {
    uint32_t *v;
    uint32_t count, cap;
};

unsigned tracking_clients;

static struct tracking_table *table;
static struct client **readers; /* NULL where there is none (any more) */
static uint32_t reader_count, reader_cap;
static struct numbers free_numbers, gone;
static int64_t max_keys;

static struct {
    uint64_t cursor; /* 0: none is under way */
    uint32_t gone;   /* so many of the gone were so from its start on */
} sweep;

/* ---- Readers ------------------------------------------------------------------------------------- */

static void push_number(struct numbers *n, uint32_t number)
{
    if (n->count == n->cap) {
        n->cap = n->cap ? n->cap * 2 : 64;
        n->v = mem_realloc(n->v, n->cap * sizeof *n->v);
    }
    n->v[n->count++] = number;
}

static void numbers_fini(struct numbers *n)
{
    mem_free(n->v);
    *n = (struct numbers){ 0 };
}

static uint32_t reader_new(struct client *c)
{
    uint32_t reader;

    if (free_numbers.count > 0) {
        reader = free_numbers.v[--free_numbers.count];
    } else {
        if (reader_count == reader_cap) {
            reader_cap = reader_cap ? reader_cap * 2 : 64;
            readers = mem_realloc(readers, reader_cap * sizeof *readers);
        }
        reader = reader_count++;
    }
    readers[reader] = c;
    return reader;
}

/* The first so many of the gone may be used again. */
static void reuse_gone(uint32_t count)
{
    if (count == 0)
        return;
    for (uint32_t i = 0; i < count; i++)
        push_number(&free_numbers, gone.v[i]);
    gone.count -= count;
    memmove(gone.v, gone.v + count, gone.count * sizeof *gone.v);
}

static void free_table(void *arg)
{
    tracking_table_free(arg);
}

/* Nobody has read anything. */
static void forget_all(void)
{
    if (tracking_table_keys(table) > 0) {
        store_free_part(table, free_table, tracking_table_keys(table));
        table = tracking_table_new();
    }
    sweep.cursor = 0;
    reuse_gone(gone.count);
}

static void reader_drop(uint32_t reader)
{
    readers[reader] = NULL;
    push_number(&gone, reader);
    if (gone.count + free_numbers.count == reader_count)
        forget_all();
}

static bool is_gone(uint32_t reader)
{
    return readers[reader] == NULL;
}

void tracking_cron(void)
{
    uint64_t until_ns = clock_mono_ns() + SWEEP_SLICE_NS;

    while (gone.count > 0 && clock_mono_ns() < until_ns) {
        if (sweep.cursor == 0)
            sweep.gone = gone.count;
        sweep.cursor = tracking_table_sweep(table, sweep.cursor, is_gone);
        if (sweep.cursor == 0)
            reuse_gone(sweep.gone);
    }
}

/* ---- Clients ------------------------------------------------------------------------------------- */

void tracking_start(struct client *c, unsigned flags, uint64_t redirect,
                    const struct bytes *prefixes, unsigned count)
{
    static const struct bytes every_key = BYTES_LIT("");
    struct tracking *own = c->tracking;

    if (c->state == CLIENT_CLOSED)
        return;
    if (own == NULL) {
        own = c->tracking = mem_zalloc(sizeof *own);
        own->reader = reader_new(c);
    }
    tracking_clients += !(own->flags & TRACKING_ON);
    own->flags = TRACKING_ON | flags | (own->flags & TRACKING_CACHING);
    own->redirect = redirect;
    if (!(flags & TRACKING_BCAST))
        return;
    if (count == 0)
        tracking_prefix_join(c, every_key);
    for (unsigned i = 0; i < count; i++)
        tracking_prefix_join(c, prefixes[i]);
}

void tracking_stop(struct client *c)
{
    struct tracking *own = c->tracking;

    if (own == NULL || !(own->flags & TRACKING_ON))
        return;
    tracking_clients--;
    tracking_prefix_leave(c);
    own->flags = 0;
    own->redirect = 0;
}

void tracking_drop(struct client *c)
{
    if (c->tracking == NULL)
        return;
    tracking_stop(c);
    reader_drop(c->tracking->reader);
    mem_free(c->tracking->prefixes);
    mem_free_sized(c->tracking, sizeof *c->tracking);
    c->tracking = NULL;
}

int64_t tracking_redirect(const struct client *c)
{
    return tracking_flags(c) & TRACKING_ON ? (int64_t)c->tracking->redirect : -1;
}

size_t tracking_mem(const struct client *c)
{
    const struct tracking *own = c->tracking;

    return own ? sizeof *own + own->prefix_cap * sizeof *own->prefixes + own->prefix_bytes : 0;
}

/* ---- Keys that became invalid -------------------------------------------------------------------- */

/* Tells a reader unless it no longer tracks keys, or has made the change itself and wants to hear of others'
 * only. by may be NULL. */
static void tell_reader(uint32_t reader, struct bytes elements, const struct client *by)
{
    struct client *c = readers[reader];
    unsigned flags = c ? tracking_flags(c) : 0;

    if ((flags & (TRACKING_ON | TRACKING_BCAST)) != TRACKING_ON ||
        (c == by && flags & TRACKING_NOLOOP))
        return;
    tracking_tell(c, elements);
}

struct key_news {
    struct news news;
    struct tracked *key;
    uint64_t at;
    uint64_t by_id;
};

static unsigned key_news_tell(struct news *n, unsigned most)
{
    struct key_news *k = (struct key_news *)n;
    struct bytes elements = tracking_one_key(tracked_name(k->key));
    const struct client *by = client_find(k->by_id);
    unsigned told = 0;
    uint32_t reader;

    while (told < most && tracked_next(k->key, &k->at, &reader)) {
        tell_reader(reader, elements, by);
        told++;
    }
    return told;
}

static void key_news_free(struct news *n)
{
    struct key_news *k = (struct key_news *)n;

    tracked_free(k->key);
    mem_free_sized(k, sizeof *k);
}

static void spread(struct tracked *key, const struct client *by)
{
    struct key_news *k = mem_alloc(sizeof *k);

    *k = (struct key_news){ .news = { .tell = key_news_tell, .free = key_news_free },
                            .key = key,
                            .by_id = by ? by->id : 0 };
    news_spread(&k->news);
}

/* Tells the readers of a key that has left the table. */
static void invalidate(struct tracked *key, const struct client *by)
{
    struct bytes elements;
    uint64_t at = 0;
    uint32_t reader;

    if (tracked_count(key) > TOLD_AT_ONCE) {
        spread(key, by);
        return;
    }
    elements = tracking_one_key(tracked_name(key));
    while (tracked_next(key, &at, &reader))
        tell_reader(reader, elements, by);
    tracked_free(key);
}

static struct flush_news {
    struct news news;
    uint32_t left; /* readers below it have still to be told */
} * flushing;

static unsigned flush_news_tell(struct news *n, unsigned most)
{
    struct flush_news *f = (struct flush_news *)n;
    unsigned told = 0;

    while (told < most && f->left > 0) {
        struct client *c = readers[--f->left];

        if (c != NULL && tracking_flags(c) & TRACKING_ON)
            tracking_tell_all(c);
        told++;
    }
    return told;
}

static void flush_news_free(struct news *n)
{
    flushing = NULL;
    mem_free_sized(n, sizeof(struct flush_news));
}

/* Those who have not been told of the last time yet are told once of both. */
static void invalidate_all(void)
{
    forget_all();
    if (flushing != NULL) {
        flushing->left = reader_count;
        return;
    }
    flushing = mem_alloc(sizeof *flushing);
    *flushing = (struct flush_news){ .news = { .tell = flush_news_tell, .free = flush_news_free },
                                     .left = reader_count };
    news_spread(&flushing->news);
}

/* ---- Changes ------------------------------------------------------------------------------------- */

static bool is_request(enum store_change what)
{
    return what == CHANGE_PUT || what == CHANGE_TTL || what == CHANGE_DELETE;
}

static void after_change(void *ctx, unsigned db, struct bytes name, const struct entry *now,
                         enum store_change what)
{
    const struct client *by = is_request(what) ? client_running : NULL;
    struct tracked *key;

    (void)ctx;
    (void)db;
    (void)now;
    if (tracking_prefix_count() > 0)
        tracking_prefix_changed(name, by);
    if (kv_likely(tracking_table_keys(table) == 0))
        return;
    key = tracking_table_take(table, key_of(name));
    if (key != NULL)
        invalidate(key, by);
}

/* FLUSHALL and SWAPDB reset several databases; clients are told once. */
static void on_reset(void *ctx, unsigned db)
{
    static uint64_t told_at;

    (void)ctx;
    (void)db;
    if (reader_count == 0 || told_at == clients_commands)
        return;
    told_at = clients_commands;
    invalidate_all();
}

/* ---- Reads --------------------------------------------------------------------------------------- */

static bool is_over_limit(void)
{
    return max_keys > 0 && (tracking_table_keys(table) > (uint64_t)max_keys ||
                            tracking_table_entry_bytes(table) / KEY_BYTES_MAX > (uint64_t)max_keys);
}

static void evict_one(void)
{
    invalidate(tracking_table_take_any(table, rng_main()), NULL);
}

enum { READS_AHEAD = 16 }; /* keys whose memory is asked for before the first is noted */

struct reads {
    const struct call *c;
    struct key keys[READS_AHEAD];
    unsigned count;
    unsigned added;
};

static void note_keys(struct reads *r)
{
    if (r->count > 1)
        tracking_prefetch_keys(r->keys, r->count);
    for (unsigned i = 0; i < r->count; i++)
        r->added += tracking_table_add(table, r->keys[i], r->c->client->tracking->reader);
    r->count = 0;
}

static void note_key(void *ctx, unsigned index, unsigned flags)
{
    struct reads *r = ctx;
    const struct call *c = r->c;
    struct bytes name = c->argv[index];
    uint64_t hash = index == c->key_index ? c->key_hash : hash_bytes(name);

    (void)flags;
    r->keys[r->count++] = (struct key){ name, hash };
    if (r->count == READS_AHEAD)
        note_keys(r);
}

/* OPTIN: only what was asked for. OPTOUT: all but that. */
static bool is_remembered(unsigned flags)
{
    if ((flags & (TRACKING_ON | TRACKING_BCAST)) != TRACKING_ON)
        return false;
    if (flags & TRACKING_OPTIN)
        return flags & TRACKING_CACHING;
    return !(flags & TRACKING_OPTOUT && flags & TRACKING_CACHING);
}

void tracking_note_reads(const struct call *c)
{
    struct reads r;

    if (!is_remembered(c->client->tracking->flags))
        return;
    r.c = c;
    r.count = r.added = 0;
    command_keys(c->cmd->row, c->argv, c->argc, note_key, &r);
    note_keys(&r);
    while (r.added > 0 && kv_unlikely(is_over_limit())) {
        evict_one();
        r.added--;
    }
}

/* In MULTI the choice holds until EXEC, and CLIENT CACHING itself does not end it, nor its kin. */
void tracking_request_over(const struct call *c)
{
    const struct command_state *container = c->cmd ? c->cmd->parent : NULL;

    if (c->client->multi != NULL ||
        (container && bytes_is_word(bytes_str(container->full_name), "client")))
        return;
    c->client->tracking->flags &= ~(unsigned)TRACKING_CACHING;
}

void tracking_prefetch_key(uint64_t hash, unsigned stage)
{
    tracking_table_prefetch(table, hash, stage);
}

void tracking_prefetch_keys(const struct key *keys, unsigned count)
{
    for (unsigned stage = 0; stage < 2; stage++)
        for (unsigned i = 0; i < count; i++)
            tracking_table_prefetch(table, keys[i].hash, stage);
}

/* ---- The turn ------------------------------------------------------------------------------------ */

void tracking_turn(void)
{
    uint64_t until_ns;

    tracking_prefix_turn();
    news_turn();
    if (kv_likely(!is_over_limit()))
        return;
    until_ns = clock_mono_ns() + EVICT_SLICE_NS;
    while (is_over_limit() && clock_mono_ns() < until_ns)
        evict_one();
}

bool tracking_has_work(void)
{
    return news_waiting() || is_over_limit();
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void tracking_init(struct store *st)
{
    table = tracking_table_new();
    tracking_prefix_init();
    store_add_hooks(st, &(struct store_hooks){ .after = after_change, .reset = on_reset });
}

void tracking_fini(void)
{
    kv_assert(tracking_clients == 0);
    news_fini();
    tracking_prefix_fini();
    tracking_table_free(table);
    table = NULL;
    mem_free(readers);
    readers = NULL;
    reader_count = reader_cap = 0;
    numbers_fini(&free_numbers);
    numbers_fini(&gone);
    sweep.cursor = 0;
}

void tracking_check(void)
{
    unsigned on = 0;

    tracking_table_check(table);
    tracking_prefix_check();
    for (uint32_t i = 0; i < reader_count; i++) {
        const struct client *c = readers[i];

        if (c == NULL)
            continue;
        kv_assert(c->tracking->reader == i);
        on += c->tracking->flags & TRACKING_ON;
    }
    kv_assert(on == tracking_clients);
}

/* ---- Options and metrics ------------------------------------------------------------------------- */

const struct option tracking_options[] = {
    OPTION_INT("tracking-table-max-keys", &max_keys, "1000000", 0, INT64_MAX, OPT_LIVE,
               "Keys remembered for client-side caching, and as many KB; others make room by being "
               "invalidated; 0: no limit."),
    OPTION_END,
};

size_t tracking_bytes(void)
{
    return tracking_table_bytes(table);
}

static uint64_t metric_clients(void)
{
    return tracking_clients;
}

static uint64_t metric_keys(void)
{
    return tracking_table_keys(table);
}

static uint64_t metric_items(void)
{
    return tracking_table_items(table);
}

static uint64_t metric_prefixes(void)
{
    return tracking_prefix_count();
}

static uint64_t metric_bytes_per_key(void)
{
    size_t keys = tracking_table_keys(table);

    return keys ? tracking_bytes() / keys : 0;
}

const struct metric tracking_metrics[] = {
    METRIC_GAUGE("clients", "tracking_clients", metric_clients,
                 "Clients that are told what becomes invalid."),
    METRIC_GAUGE("stats", "tracking_total_keys", metric_keys, "Keys that such clients have read."),
    METRIC_GAUGE("stats", "tracking_total_items", metric_items,
                 "Clients that have read them, of all keys together."),
    METRIC_GAUGE("stats", "tracking_total_prefixes", metric_prefixes,
                 "Prefixes of keys that clients are told of."),
    METRIC_GAUGE("stats", "tracking_bytes_per_key", metric_bytes_per_key,
                 "Memory for each key that was read."),
    METRIC_END,
};
