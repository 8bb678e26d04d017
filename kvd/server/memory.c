#include "server/memory.h"

#include "base/clock.h"
#include "base/mem.h"
#include "server/latency.h"
#include "store/evict.h"

enum {
    TURN_US = 1000,    /* evictions per turn, besides those of requests */
    SLACK_SHARE = 256, /* part of maxmemory that may be exceeded before requests wait */
};

static struct store *memory_store;

/* Neither the append-only file nor replication keeps buffers yet. */
size_t memory_not_counted(void)
{
    return 0;
}

static size_t counted(void)
{
    size_t used = mem_used(), other = memory_not_counted();

    return used > other ? used - other : 0;
}

void memory_init(struct store *store)
{
    memory_store = store;
    evict_set_used(counted);
}

static enum evict_state evict(uint64_t budget_us)
{
    uint64_t start_ns;
    enum evict_state state;

    if (kv_likely(latency_threshold_ms == 0))
        return evict_run(memory_store, budget_us);
    start_ns = clock_mono_ns();
    state = evict_run(memory_store, budget_us);
    latency_note("eviction-cycle", (clock_mono_ns() - start_ns) / 1000);
    return state;
}

bool memory_refuses(uint32_t flags)
{
    return evict_limit() > 0 && flags & CMD_DENYOOM && evict(evict_budget_us()) == EVICT_STUCK;
}

bool memory_is_out(void)
{
    return evict_limit() > 0 && evict_state() == EVICT_STUCK;
}

/* Evictions, or the background thread, will bring memory down. */
static bool will_fit(void)
{
    return evict_state() == EVICT_GOES_ON || store_lazyfree_pending_bytes() > 0;
}

bool memory_is_tight(void)
{
    return evict_limit() > 0 && evict_state() != EVICT_STUCK &&
           evict_above() > evict_limit() / SLACK_SHARE;
}

/* Requests evict for themselves: that this was not enough is known before the next one. */
bool memory_holds_back(uint32_t flags)
{
    return evict_limit() > 0 && flags & CMD_DENYOOM && will_fit() && memory_is_tight();
}

void memory_turn(void)
{
    if (evict_limit() > 0)
        evict(TURN_US);
}

bool memory_has_work(void)
{
    return evict_limit() > 0 && will_fit() && (evict_state() == EVICT_GOES_ON || memory_is_tight());
}

static uint64_t not_counted(void)
{
    return memory_not_counted();
}

const struct metric memory_metrics[] = {
    METRIC_GAUGE("memory", "mem_not_counted_for_evict", not_counted,
                 "Memory that maxmemory does not limit: buffers of the log and of replication."),
    METRIC_END,
};
