#include "store/evict.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/machine.h"
#include "base/mem.h"
#include "base/rand.h"
#include "store/access.h"
#include "store/entry_make.h"
#include "store/store_inner.h"

#include <string.h>

enum {
    POOL_MAX = 128,     /* candidates that wait */
    SAMPLES_MAX = 1024, /* a greater maxmemory-samples has no further effect */
    SPARSE = 64,        /* if fewer than one key in so many may go, the deadline index is asked */
    TRIES = 64,         /* darts and picks in vain before a choice by other means */
    DARTS = 3, /* thrown before they are needed, so that the memory they hit is there in time */
    SOON_BUDGET = 64,    /* nodes of the deadline index moved or looked at for the earliest */
    SOON_DBS = 16,       /* databases asked for their earliest deadline, at a time */
    CLOCK_EVERY = 4,     /* evictions between two looks at the clock */
    STUCK_LOG_S = 60,    /* between two lines that say so */
    EASY_TENACITY = 10,  /* up to which maxmemory-eviction-tenacity counts in 50 us, then in 1 ms */
    FULL_TENACITY = 100, /* no limit of time */
};

/* The lower the rank, the earlier it goes. e is an address to be compared with: whether the entry is
 * still there, table_holds() tells. */
struct candidate {
    int64_t rank;
    uint64_t hash;
    struct entry *e;
    unsigned db;
};

/* A database that has keys which may go, and how many those before it and itself have. */
struct share {
    unsigned db;
    size_t upto;
};

struct evictor {
    enum evict_policy policy; /* under which the pool was filled */
    unsigned count;
    struct candidate pool[POOL_MAX];
    uint64_t darts[DARTS]; /* of table_sample(): the oldest is at next_dart */
    unsigned next_dart;
    int samples_due; /* carried over: a dart hits some keys more or fewer than are wanted */
    struct share *shares;
    unsigned share_count, next_soon;
    int64_t shares_ms; /* when they were counted */
};

static int64_t maxmemory, maxmemory_samples, tenacity; /* maxmemory: negative, a percentage */
static uint64_t limit_bytes;                           /* of a percentage; 0: to be worked out */
static bool lazy_eviction;
static evict_used_fn *used_fn = mem_used;
static enum evict_state state;
static uint64_t evicted_keys;
static uint64_t exceeded_since_ns, exceeded_noted_ns; /* 0 while memory fits; counted until then */
static uint64_t exceeded_ms;
static uint64_t stuck_logged_ns;

/* ---- The limit ----------------------------------------------------------------------------------- */

void evict_set_used(evict_used_fn *used)
{
    used_fn = used != NULL ? used : mem_used;
}

uint64_t evict_limit(void)
{
    if (kv_likely(maxmemory >= 0))
        return (uint64_t)maxmemory;
    if (limit_bytes == 0)
        limit_bytes = machine_memory_limit() / 100 * (uint64_t)-maxmemory;
    return limit_bytes;
}

uint64_t evict_above(void)
{
    uint64_t limit = evict_limit(), used;

    if (limit == 0)
        return 0;
    used = used_fn();
    return used > limit ? used - limit : 0;
}

uint64_t evict_excess(void)
{
    uint64_t above = evict_above(), pending;

    if (kv_likely(above == 0))
        return 0;
    pending = store_lazyfree_pending_bytes();
    return above > pending ? above - pending : 0;
}

uint64_t evict_budget_us(void)
{
    if (tenacity >= FULL_TENACITY)
        return UINT64_MAX;
    if (tenacity <= EASY_TENACITY)
        return (uint64_t)tenacity * 50;
    return 500 + (uint64_t)(tenacity - EASY_TENACITY) * 1000;
}

enum evict_state evict_state(void)
{
    return state;
}

/* ---- Who may go ---------------------------------------------------------------------------------- */

static bool is_volatile(enum evict_policy policy)
{
    return policy >= POLICY_VOLATILE_LRU;
}

static bool is_random(enum evict_policy policy)
{
    return policy == POLICY_ALLKEYS_RANDOM || policy == POLICY_VOLATILE_RANDOM;
}

struct evictor *evict_new(void)
{
    return mem_zalloc(sizeof(struct evictor));
}

void evict_free(struct evictor *ev)
{
    mem_free(ev->shares);
    mem_free(ev);
}

static size_t eligible(const struct db *db, enum evict_policy policy)
{
    return is_volatile(policy) ? store_ttl_count(db) : store_count(db);
}

static void count_shares(struct store *st)
{
    struct evictor *ev = st->evictor;
    size_t sum = 0;

    if (ev->shares == NULL)
        ev->shares = mem_alloc(st->db_count * sizeof *ev->shares);
    ev->share_count = 0;
    for (unsigned i = 0; i < st->db_count; i++) {
        size_t count = eligible(&st->dbs[i], ev->policy);

        sum += count;
        if (count > 0)
            ev->shares[ev->share_count++] = (struct share){ i, sum };
    }
    ev->shares_ms = st->now_ms;
}

/* A database, as likely as it has keys that may go; NULL if none has. The figures may be of the start
 * of the turn. */
static struct db *random_db(struct store *st)
{
    struct evictor *ev = st->evictor;

    for (int tries = 0; tries < 2; tries++) {
        unsigned lo = 0, hi = ev->share_count;
        size_t at;

        if (tries > 0 || ev->shares_ms != st->now_ms || hi == 0) {
            count_shares(st);
            hi = ev->share_count;
        }
        if (hi == 0)
            return NULL;
        at = rng_below(rng_main(), ev->shares[hi - 1].upto);
        while (lo + 1 < hi) {
            unsigned mid = (lo + hi) / 2;

            if (ev->shares[mid - 1].upto <= at)
                lo = mid;
            else
                hi = mid;
        }
        if (eligible(&st->dbs[ev->shares[lo].db], ev->policy) > 0)
            return &st->dbs[ev->shares[lo].db];
    }
    return NULL;
}

/* ---- Candidates ---------------------------------------------------------------------------------- */

static int64_t rank_of(const struct db *db, const struct entry *e, enum evict_policy policy)
{
    int64_t now_ms = db->st->now_ms;

    switch (policy) {
    case POLICY_ALLKEYS_LFU:
    case POLICY_VOLATILE_LFU:
        return access_frequency(e, now_ms);
    case POLICY_VOLATILE_TTL:
        return entry_expire_at(e);
    default:
        return now_ms / 1000 - (int64_t)access_idle_s(e, now_ms);
    }
}

static void pool_remove(struct evictor *ev, unsigned i)
{
    ev->count--;
    memmove(&ev->pool[i], &ev->pool[i + 1], (ev->count - i) * sizeof ev->pool[0]);
}

/* Behind those of the same rank, which have waited longer. */
static void pool_insert(struct evictor *ev, struct candidate c)
{
    unsigned i = ev->count < POOL_MAX ? ev->count++ : POOL_MAX - 1;

    for (; i > 0 && ev->pool[i - 1].rank > c.rank; i--)
        ev->pool[i] = ev->pool[i - 1];
    ev->pool[i] = c;
}

static bool pool_has(const struct evictor *ev, const struct entry *e)
{
    for (unsigned i = 0; i < ev->count; i++)
        if (ev->pool[i].e == e)
            return true;
    return false;
}

/* Takes the entry into the pool, if it is better than somebody there. */
static void offer(struct evictor *ev, struct db *db, struct entry *e)
{
    int64_t rank = rank_of(db, e, ev->policy);

    if (ev->count == POOL_MAX && rank >= ev->pool[POOL_MAX - 1].rank)
        return;
    if (!pool_has(ev, e))
        pool_insert(ev, (struct candidate){ rank, hash_bytes(entry_key(e)), e, db->index });
}

/* The first one will be looked at in the next eviction. */
static void prefetch_candidate(const struct store *st)
{
    const struct candidate *c = &st->evictor->pool[0];

    if (st->evictor->count == 0)
        return;
    table_prefetch_bucket(st->dbs[c->db].table, c->hash);
    __builtin_prefetch(c->e);
}

/* The first candidate that is still there and as good as it was; NULL if there is none. */
static struct entry *pool_first(struct store *st, struct db **db)
{
    struct evictor *ev = st->evictor;

    while (ev->count > 0) {
        struct candidate c = ev->pool[0];
        int64_t rank;

        *db = &st->dbs[c.db];
        pool_remove(ev, 0);
        if (!table_holds((*db)->table, c.hash, c.e) ||
            (is_volatile(ev->policy) && !entry_has_ttl(c.e)))
            continue;
        rank = rank_of(*db, c.e, ev->policy);
        if (rank <= c.rank || ev->count == 0 || rank < ev->pool[0].rank) {
            prefetch_candidate(st);
            return c.e;
        }
        c.rank = rank;
        pool_insert(ev, c);
    }
    return NULL;
}

/* ---- Samples ------------------------------------------------------------------------------------- */

static bool is_sparse(const struct db *db)
{
    return store_ttl_count(db) < store_count(db) / SPARSE;
}

/* The oldest dart; the one after it hits by now in the database what the cache has, or soon will. */
static unsigned hit(struct evictor *ev, struct db *db, void *found[TABLE_SAMPLE_MAX])
{
    uint64_t dart = ev->darts[ev->next_dart], fresh = rng_next(rng_main());

    ev->darts[ev->next_dart] = fresh;
    ev->next_dart = (ev->next_dart + 1) % DARTS;
    table_sample_prefetch_elems(db->table, ev->darts[ev->next_dart]);
    table_sample_prefetch_bucket(db->table, fresh);
    return table_sample(db->table, dart, found);
}

/* Offers random keys of the database that may go: so many a call on the average, fewer if they are hard
 * to find. */
static void sample_table(struct evictor *ev, struct db *db, unsigned wanted)
{
    bool ttl_only = is_volatile(ev->policy);

    ev->samples_due += (int)wanted;
    for (unsigned tries = 0; ev->samples_due > 0 && tries < TRIES + wanted; tries++) {
        void *found[TABLE_SAMPLE_MAX];
        unsigned count = hit(ev, db, found);

        for (unsigned i = 0; i < count; i++) {
            if (ttl_only && !entry_has_ttl(found[i]))
                continue;
            offer(ev, db, found[i]);
            ev->samples_due--;
        }
    }
    if (ev->samples_due > 0)
        ev->samples_due = 0;
}

static void sample_deadlines(struct evictor *ev, struct db *db, unsigned wanted)
{
    for (unsigned i = 0; i < wanted; i++) {
        struct wheel_node *n = wheel_some(db->wheel, rng_main());

        if (n != NULL)
            offer(ev, db, entry_of_node(n));
    }
}

static void sample(struct store *st)
{
    struct evictor *ev = st->evictor;
    unsigned wanted = (unsigned)(maxmemory_samples < SAMPLES_MAX ? maxmemory_samples : SAMPLES_MAX);
    struct db *db = random_db(st);

    if (db == NULL)
        return;
    if (is_volatile(ev->policy) && is_sparse(db))
        sample_deadlines(ev, db, wanted);
    else
        sample_table(ev, db, wanted);
}

/* Offers the earliest deadlines of the databases, of some of them at a time if there are many. */
static void find_soon(struct store *st)
{
    struct evictor *ev = st->evictor;

    if (ev->shares_ms != st->now_ms || ev->share_count == 0)
        count_shares(st);
    for (unsigned i = 0; i < ev->share_count && i < SOON_DBS; i++) {
        struct db *db = &st->dbs[ev->shares[ev->next_soon++ % ev->share_count].db];
        struct wheel_node *n = db->wheel ? wheel_soon(db->wheel, SOON_BUDGET) : NULL;

        if (n != NULL)
            offer(ev, db, entry_of_node(n));
    }
}

static struct entry *pick_random(struct store *st, struct db **db)
{
    *db = random_db(st);
    if (*db == NULL)
        return NULL;
    if (!is_volatile(st->evictor->policy))
        return table_random((*db)->table, rng_main());
    for (unsigned i = 0; i < TRIES && !is_sparse(*db); i++) {
        struct entry *e = table_random((*db)->table, rng_main());

        if (entry_has_ttl(e))
            return e;
    }
    return entry_of_node(wheel_some((*db)->wheel, rng_main()));
}

/* ---- Evicting ------------------------------------------------------------------------------------ */

/* Who goes next; NULL if nobody may. */
static struct entry *victim(struct store *st, struct db **db)
{
    struct evictor *ev = st->evictor;
    struct entry *e;

    if (ev->policy != access_policy()) {
        ev->policy = access_policy();
        ev->count = 0;
        ev->share_count = 0;
    }
    if (ev->policy == POLICY_NOEVICTION)
        return NULL;
    if (is_random(ev->policy))
        return pick_random(st, db);
    if (ev->policy == POLICY_VOLATILE_TTL)
        find_soon(st);
    else
        sample(st);
    e = pool_first(st, db);
    /* Nobody was found, though there may be some. */
    return e != NULL ? e : pick_random(st, db);
}

static bool evict_one(struct store *st)
{
    struct db *db;
    struct entry *e = victim(st, &db);

    if (e == NULL)
        return false;
    if (is_expired(db, e)) {
        expire_met(db, e, true);
        return true;
    }
    deadlines_remove(db, e);
    store_drop(db, e, hash_bytes(entry_key(e)), CHANGE_EVICT, lazy_eviction);
    evicted_keys++;
    return true;
}

static void log_stuck(uint64_t now_ns)
{
    if (stuck_logged_ns != 0 && now_ns - stuck_logged_ns < (uint64_t)STUCK_LOG_S * 1000000000)
        return;
    stuck_logged_ns = now_ns;
    log_warning("evict: memory is %llu bytes above maxmemory and no key may be evicted under the "
                "policy in force: commands that need memory are refused",
                (unsigned long long)evict_excess());
}

/* Notes the outcome, and for how long memory has been above the limit. */
static enum evict_state enter(enum evict_state next)
{
    uint64_t now_ns, ms;

    if (kv_likely(next == EVICT_FITS && exceeded_since_ns == 0))
        return state = next;
    now_ns = clock_mono_ns();
    if (next == EVICT_STUCK && state != EVICT_STUCK)
        log_stuck(now_ns);
    if (exceeded_since_ns == 0)
        exceeded_since_ns = exceeded_noted_ns = now_ns;
    ms = (now_ns - exceeded_noted_ns) / 1000000;
    exceeded_ms += ms;
    exceeded_noted_ns += ms * 1000000;
    if (next == EVICT_FITS)
        exceeded_since_ns = 0;
    return state = next;
}

enum evict_state evict_run(struct store *st, uint64_t budget_us)
{
    uint64_t start_ns = 0;

    /* What is evicted while a tool imports would be missing from the copy. */
    if (store_is_importing() || st->paused)
        return enter(EVICT_FITS);
    for (unsigned i = 1; evict_excess() > 0; i++) {
        if (!evict_one(st))
            return enter(EVICT_STUCK);
        if (lazy_eviction && i % CLOCK_EVERY != 0)
            continue;
        if (start_ns == 0)
            start_ns = clock_mono_ns();
        if ((clock_mono_ns() - start_ns) / 1000 >= budget_us && evict_excess() > 0)
            return enter(EVICT_GOES_ON);
    }
    return enter(EVICT_FITS);
}

/* ---- Options and metrics ------------------------------------------------------------------------- */

static bool apply_limit(const char **why)
{
    (void)why;
    limit_bytes = 0;
    /* What is too much goes from the next turn on, not with the next request. */
    if (enter(evict_excess() == 0 ? EVICT_FITS : EVICT_GOES_ON) == EVICT_GOES_ON)
        log_warning("evict: maxmemory was set to %llu bytes, %llu fewer than are in use: keys are "
                    "evicted, or commands that need memory refused, as maxmemory-policy says",
                    (unsigned long long)evict_limit(), (unsigned long long)evict_excess());
    return true;
}

const struct option evict_options[] = {
    { .name = "maxmemory",
      .type = OPT_MEMORY,
      .flags = OPT_LIVE | OPT_PERCENT,
      .value = &maxmemory,
      .fallback = "0",
      .max = INT64_MAX,
      .summary = "Bytes, or share of the memory of the machine or container, at which keys are "
                 "evicted; 0: no limit.",
      .apply = apply_limit },
    OPTION_INT("maxmemory-samples", &maxmemory_samples, "5", 1, INT32_MAX, OPT_LIVE,
               "Keys looked at for an eviction, at most 1024."),
    OPTION_INT(
        "maxmemory-eviction-tenacity", &tenacity, "10", 0, 100, OPT_LIVE,
        "How long evictions may hold up a request: up to 10 in 50 microseconds, above that in "
        "milliseconds, 100: until memory fits."),
    OPTION_BOOL("lazyfree-lazy-eviction", &lazy_eviction, "yes", OPT_LIVE,
                "Free big evicted values on the background thread."),
    OPTION_END,
};

static uint64_t current_exceeded_ms(void)
{
    return exceeded_since_ns ? (clock_mono_ns() - exceeded_since_ns) / 1000000 : 0;
}

const struct metric evict_metrics[] = {
    METRIC_COUNTER("stats", "evicted_keys", &evicted_keys, "Keys evicted to make room."),
    METRIC_COUNTER("stats", "total_eviction_exceeded_time", &exceeded_ms,
                   "Milliseconds that memory was above maxmemory, in all."),
    METRIC_GAUGE("stats", "current_eviction_exceeded_time", current_exceeded_ms,
                 "Milliseconds that memory has been above maxmemory; 0: it is not."),
    METRIC_END,
};
