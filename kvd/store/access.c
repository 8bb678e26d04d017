#include "store/access.h"

#include "base/rand.h"

enum {
    LFU_START = 5,
    CLOCK_MASK = 0xffffff,
};

static int maxmemory_policy;
static int64_t lfu_log_factor, lfu_decay_time;

enum evict_policy access_policy(void)
{
    return (enum evict_policy)maxmemory_policy;
}

static bool is_modification(void)
{
    return maxmemory_policy == POLICY_ALLKEYS_LRM || maxmemory_policy == POLICY_VOLATILE_LRM;
}

bool access_is_frequency(void)
{
    return maxmemory_policy == POLICY_ALLKEYS_LFU || maxmemory_policy == POLICY_VOLATILE_LFU;
}

static uint32_t clock_of(const struct entry *e)
{
    return e->access[0] | (uint32_t)e->access[1] << 8 | (uint32_t)e->access[2] << 16;
}

static void clock_set(struct entry *e, uint32_t clock)
{
    e->access[0] = (uint8_t)clock;
    e->access[1] = (uint8_t)(clock >> 8);
    e->access[2] = (uint8_t)(clock >> 16);
}

static uint32_t minutes_of(int64_t now_ms)
{
    return (uint32_t)(now_ms / 60000) & 0xffff;
}

void access_init(struct entry *e, int64_t now_ms)
{
    if (access_is_frequency())
        clock_set(e, minutes_of(now_ms) << 8 | LFU_START);
    else
        clock_set(e, (uint32_t)(now_ms / 1000) & CLOCK_MASK);
}

static unsigned raised(unsigned counter)
{
    double base = counter > LFU_START ? counter - LFU_START : 0;

    if (counter == UINT8_MAX)
        return counter;
    return rng_unit(rng_main()) < 1.0 / (base * (double)lfu_log_factor + 1) ? counter + 1 : counter;
}

void access_touch(struct entry *e, int64_t now_ms)
{
    if (access_is_frequency())
        clock_set(e, minutes_of(now_ms) << 8 | raised(access_frequency(e, now_ms)));
    else if (!is_modification())
        clock_set(e, (uint32_t)(now_ms / 1000) & CLOCK_MASK);
}

void access_modified(struct entry *e, int64_t now_ms)
{
    if (kv_unlikely(is_modification()))
        clock_set(e, (uint32_t)(now_ms / 1000) & CLOCK_MASK);
}

uint64_t access_idle_s(const struct entry *e, int64_t now_ms)
{
    return ((uint32_t)(now_ms / 1000) - clock_of(e)) & CLOCK_MASK;
}

unsigned access_frequency(const struct entry *e, int64_t now_ms)
{
    uint32_t clock = clock_of(e), counter = clock & UINT8_MAX, periods;

    if (lfu_decay_time == 0)
        return counter;
    periods = ((minutes_of(now_ms) - (clock >> 8)) & 0xffff) / (uint32_t)lfu_decay_time;
    return periods > counter ? 0 : counter - periods;
}

void access_set_idle_s(struct entry *e, int64_t now_ms, uint64_t idle_s)
{
    uint32_t age = idle_s < CLOCK_MASK ? (uint32_t)idle_s : CLOCK_MASK;

    if (!access_is_frequency())
        clock_set(e, ((uint32_t)(now_ms / 1000) - age) & CLOCK_MASK);
}

void access_set_frequency(struct entry *e, int64_t now_ms, unsigned frequency)
{
    if (access_is_frequency())
        clock_set(e, minutes_of(now_ms) << 8 | frequency);
}

/* Errors list them in this order, which is redis-server's. */
static const struct option_name policy_names[] = {
    { "volatile-lru", POLICY_VOLATILE_LRU },
    { "volatile-lfu", POLICY_VOLATILE_LFU },
    { "volatile-random", POLICY_VOLATILE_RANDOM },
    { "volatile-ttl", POLICY_VOLATILE_TTL },
    { "volatile-lrm", POLICY_VOLATILE_LRM },
    { "allkeys-lru", POLICY_ALLKEYS_LRU },
    { "allkeys-lfu", POLICY_ALLKEYS_LFU },
    { "allkeys-random", POLICY_ALLKEYS_RANDOM },
    { "allkeys-lrm", POLICY_ALLKEYS_LRM },
    { "noeviction", POLICY_NOEVICTION },
    { NULL, 0 },
};

const struct option access_options[] = {
    OPTION_ENUM("maxmemory-policy", &maxmemory_policy, "noeviction", policy_names, OPT_LIVE,
                "Which keys make room at maxmemory; LFU policies make OBJECT FREQ count."),
    OPTION_INT("lfu-log-factor", &lfu_log_factor, "10", 0, INT32_MAX, OPT_LIVE,
               "How slowly the access counter of LFU policies saturates."),
    OPTION_INT("lfu-decay-time", &lfu_decay_time, "1", 0, INT32_MAX, OPT_LIVE,
               "Minutes after which the access counter of LFU policies loses one; 0: never."),
    OPTION_END,
};
