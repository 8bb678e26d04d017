/*
 * tracking -- client-side caching: clients are told when what they have read changes (CLIENT TRACKING).
 *
 *     GET k           k: reader 3        SET k        >2 invalidate [k]
 *     reader 3   -->  tracking_table --> whoever -->  reader 3, who no longer reads k
 *
 * Two modes. By default the keys of a tracking client's reads are remembered, whatever the database, until one
 * changes: then its readers are told once, and forgotten. With BCAST nothing is remembered: the client
 * is told of all keys with certain prefixes (tracking_prefix).
 *
 * Changes hang on the hooks of the store, the one door: commands, deadlines and evictions. FLUSHDB, FLUSHALL and
 * SWAPDB, which change what every name means, are one message: everything is invalid.
 *
 * What a client may rely on:
 *
 *   - An invalidation may be late or needless, but none is missing: a reply that was made before a change
 *     stands in front of the message about it, a job's reply too.
 *   - A key that makes room for others (tracking-table-max-keys) is invalidated.
 *   - NOLOOP leaves out what the client's own requests change, but not what expires or is evicted meanwhile.
 *
 * Readers are places in an array. A place is used again when nothing refers to it any more, which a sweep over
 * the table finds out, a slice at a time.
 */
#ifndef KV_SERVER_TRACKING_H
#define KV_SERVER_TRACKING_H

#include "base/metric.h"
#include "base/option.h"
#include "server/client.h"

enum tracking_flag {
    TRACKING_ON = 1 << 0,
    TRACKING_BCAST = 1 << 1,
    TRACKING_OPTIN = 1 << 2,  /* only reads right after CLIENT CACHING YES are remembered */
    TRACKING_OPTOUT = 1 << 3, /* all but those right after CLIENT CACHING NO */
    TRACKING_NOLOOP = 1 << 4,
    TRACKING_CACHING = 1 << 5, /* CLIENT CACHING was just run */
    TRACKING_BROKEN = 1 << 6,  /* the client that messages go to was gone when there was one */
};

struct joined_prefix;

/* Of a client that has ever switched tracking on. */
struct tracking {
    unsigned flags;
    uint32_t reader;   /* its number */
    uint64_t redirect; /* the client that is told in its place, or 0 */
    struct joined_prefix *prefixes;
    unsigned prefix_count, prefix_cap;
    size_t prefix_bytes; /* of their names */
};

extern unsigned tracking_clients; /* that have it on */

void tracking_init(struct store *st); /* takes hold of the store's hooks */
void tracking_fini(void);             /* when the clients are gone */

/* CLIENT TRACKING ON: the modes fit each other and those that are on, the prefixes (with BCAST; none: every key)
 * do not overlap (tracking_prefix_overlap()). A client that is closed, while its transaction still runs, is not
 * tracked. */
void tracking_start(struct client *c, unsigned flags, uint64_t redirect,
                    const struct bytes *prefixes, unsigned count);
/* CLIENT TRACKING OFF, RESET, or the client is being closed. */
void tracking_stop(struct client *c);
/* The client is gone. */
void tracking_drop(struct client *c);

/* CLIENT CACHING: holds for the next request, or transaction. */
static inline void tracking_choose(struct client *c)
{
    c->tracking->flags |= TRACKING_CACHING;
}

static inline unsigned tracking_flags(const struct client *c)
{
    return c->tracking ? c->tracking->flags : 0;
}

/* CLIENT GETREDIR: -1 if it does not track, 0 if it is told itself. */
int64_t tracking_redirect(const struct client *c);

/* ---- Requests ------------------------------------------------------------------------------------ */

void tracking_note_reads(const struct call *c);
void tracking_request_over(const struct call *c);

/* The request has run, be it inside another one. */
static inline void tracking_after(const struct call *c)
{
    if (kv_unlikely(c->client->tracking != NULL) && c->cmd->row->flags & CMD_READONLY)
        tracking_note_reads(c);
}

/* A request, and all inside it, is over. */
static inline void tracking_end(const struct call *c)
{
    if (kv_unlikely(tracking_flags(c->client) & TRACKING_CACHING))
        tracking_request_over(c);
}

void tracking_prefetch_keys(const struct key *keys, unsigned count);

/* Asks for the memory that is touched when these keys change. */
static inline void tracking_prefetch_changes(const struct key *keys, unsigned count)
{
    if (kv_unlikely(tracking_clients > 0))
        tracking_prefetch_keys(keys, count);
}

void tracking_prefetch_key(uint64_t hash, unsigned stage);

/* Asks for the memory that tracking_after() will touch for a request whose key has this hash, in two stages. */
static inline void tracking_prefetch(const struct client *c, uint64_t hash, unsigned stage)
{
    if (kv_unlikely((tracking_flags(c) & (TRACKING_ON | TRACKING_BCAST)) == TRACKING_ON))
        tracking_prefetch_key(hash, stage);
}

/* ---- The turn ------------------------------------------------------------------------------------ */

/* What the turn has gathered, and a share of what is waiting. Before replies are written. */
void tracking_turn(void);
/* True if something is left for the next turn: the loop must not wait. */
bool tracking_has_work(void);
/* A share of the periodic work. */
void tracking_cron(void);

/* Memory held for what has been read. */
size_t tracking_bytes(void);
/* And for one client. */
size_t tracking_mem(const struct client *c);

extern const struct option tracking_options[];
extern const struct metric tracking_metrics[];

/* Asserts every invariant by walking everything; for tests. */
void tracking_check(void);

#endif
