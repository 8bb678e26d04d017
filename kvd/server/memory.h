/*
 * memory -- maxmemory as requests feel it: who has to wait, who is refused.
 *
 *     at or below maxmemory          every request runs
 *     above it, keys may go          a request that may need memory first evicts what it can within its
 *                                    time (maxmemory-eviction-tenacity), then runs; each turn evicts
 *                                    some more
 *     above it by a good part        a request that may need memory stays in its client's input, and big
 *                                    arguments are not read on, until evictions, and the freeing of what
 *                                    was evicted, have caught up
 *     above it, nobody may go        a request that may need memory is refused: -OOM
 *
 * Those that may need memory are the commands with the flag denyoom. Others run in any case: reads, and
 * what gives memory back.
 */
#ifndef KV_SERVER_MEMORY_H
#define KV_SERVER_MEMORY_H

#include "base/metric.h"
#include "server/command.h"
#include "store/store.h"

/* Connects store/evict to what memory_counted() says. */
void memory_init(struct store *store);

/* True if a request with these flags of its row is to be refused. Evicts; call it right before the request runs. */
bool memory_refuses(uint32_t flags);
/* What it would say, without evicting: for requests inside others. */
bool memory_is_out(void);
/* True if the request has to stay in the input. */
bool memory_holds_back(uint32_t flags);
/* True if no big argument shall be read on. */
bool memory_is_tight(void);

/* Some evictions, if any are due; once per turn, before requests are run. */
void memory_turn(void);
/* True if there is more for the next turn: the loop must not wait. */
bool memory_has_work(void);

/* Memory that maxmemory does not limit, since evicting keys would not give it back but add to it: buffers
 * of the append-only file and of replication. */
size_t memory_not_counted(void);

extern const struct metric memory_metrics[];

#endif
