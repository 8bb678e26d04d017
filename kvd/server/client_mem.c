#include "server/client_mem.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "server/client.h"
#include "store/evict.h"

enum {
    LISTS = 64,
    LOOKED_AT = 64, /* clients of the last list of which the greatest is chosen */
    RECENT_MS = 4000,
};

static int64_t maxmemory_clients; /* negative: percent of maxmemory */
static struct client *lists[LISTS];
static uint64_t used_lists; /* bit i: list i is not empty */
static uint64_t sum, listed_sum, evicted_clients;

/* The greatest buffers of a single client: of the seconds since it began, and of those before. */
static struct recent {
    int64_t since_ms;
    size_t now, before;
} recent_input, recent_output;

static unsigned list_of(size_t bytes)
{
    return bytes > 0 ? 63 - (unsigned)__builtin_clzll(bytes) : 0;
}

static void unlist(struct client *c)
{
    struct client_mem *m = &c->mem;

    if (!m->listed)
        return;
    if (m->prev)
        m->prev->mem.next = m->next;
    else
        lists[m->list] = m->next;
    if (m->next)
        m->next->mem.prev = m->prev;
    if (lists[m->list] == NULL)
        used_lists &= ~(UINT64_C(1) << m->list);
    m->listed = false;
    listed_sum -= m->noted;
}

static void enlist(struct client *c)
{
    struct client_mem *m = &c->mem;

    m->list = (unsigned char)list_of(m->noted);
    m->prev = NULL;
    m->next = lists[m->list];
    if (m->next)
        m->next->mem.prev = c;
    lists[m->list] = c;
    used_lists |= UINT64_C(1) << m->list;
    m->listed = true;
    listed_sum += m->noted;
}

static void pass_on(struct recent *r)
{
    int64_t passed_ms = clock_now_ms() - r->since_ms;

    if (kv_likely(passed_ms >= 0 && passed_ms < RECENT_MS))
        return;
    r->before = passed_ms < 2 * RECENT_MS ? r->now : 0;
    r->now = 0;
    r->since_ms = clock_now_ms();
}

static void recent_note(struct recent *r, size_t bytes)
{
    pass_on(r);
    if (bytes > r->now)
        r->now = bytes;
}

static uint64_t recent_max(struct recent *r)
{
    pass_on(r);
    return r->now > r->before ? r->now : r->before;
}

void client_mem_note(struct client *c)
{
    struct client_mem *m = &c->mem;
    bool listed = !(c->flags & CLIENT_NO_EVICT);
    size_t bytes;

    if (c->state == CLIENT_CLOSED)
        return;
    bytes = client_mem(c);
    recent_note(&recent_input, client_input_mem(c));
    recent_note(&recent_output, outbuf_mem(&c->out));
    if (bytes == m->noted && listed == m->listed)
        return;
    sum += bytes - m->noted;
    if (listed && m->listed && list_of(bytes) == m->list) {
        listed_sum += bytes - m->noted;
        m->noted = bytes;
        return;
    }
    unlist(c);
    m->noted = bytes;
    if (listed)
        enlist(c);
}

void client_mem_forget(struct client *c)
{
    unlist(c);
    sum -= c->mem.noted;
    c->mem.noted = 0;
}

static uint64_t limit(void)
{
    if (maxmemory_clients >= 0)
        return (uint64_t)maxmemory_clients;
    return evict_limit() / 100 * (uint64_t)-maxmemory_clients;
}

static struct client *greatest(void)
{
    struct client *best = lists[63 - __builtin_clzll(used_lists)], *c = best;

    for (unsigned i = 0; i < LOOKED_AT && c != NULL; i++, c = c->mem.next)
        if (c->mem.noted > best->mem.noted)
            best = c;
    return best;
}

void clients_mem_limit(void)
{
    uint64_t most = limit();

    if (most == 0)
        return;
    while (listed_sum > most && used_lists != 0) {
        struct client *c = greatest();

        log_notice("client: id %llu holds %zu bytes, and all clients more than maxmemory-clients: "
                   "closing",
                   (unsigned long long)c->id, c->mem.noted);
        evicted_clients++;
        client_close(c);
    }
}

uint64_t clients_mem(void)
{
    return sum;
}

const struct option client_mem_options[] = {
    OPTION_MEMORY(
        "maxmemory-clients", &maxmemory_clients, "0", 0, INT64_MAX, OPT_LIVE | OPT_PERCENT,
        "Bytes, or share of maxmemory, that all clients together may hold; above it those "
        "that hold most are closed; 0: no limit."),
    OPTION_END,
};

static uint64_t recent_max_input(void)
{
    return recent_max(&recent_input);
}

static uint64_t recent_max_output(void)
{
    return recent_max(&recent_output);
}

const struct metric client_mem_metrics[] = {
    METRIC_GAUGE("clients", "client_recent_max_input_buffer", recent_max_input,
                 "Bytes of the greatest input buffer of a client in the last seconds."),
    METRIC_GAUGE("clients", "client_recent_max_output_buffer", recent_max_output,
                 "Bytes of the greatest replies that waited for a client in the last seconds."),
    METRIC_GAUGE("memory", "mem_clients_normal", clients_mem, "Memory held for clients."),
    METRIC_COUNTER("stats", "evicted_clients", &evicted_clients,
                   "Clients closed because all together held more than maxmemory-clients."),
    METRIC_END,
};
