/*
 * multi -- transactions: requests that a client sends between MULTI and EXEC, and which then run as one.
 *
 *     MULTI   SET a 1   INCR b   EXEC
 *             queued    queued   both run, nobody else's request in between
 *
 * A queued request is copied once, its arguments and what is known of them (the command, the hash of the
 * key) side by side in an arena; a big argument that was received into a blob of its own stays there. The
 * queue is charged to its client, and client-query-buffer-limit limits it.
 *
 * A request that is refused instead of queued (unknown, of the wrong length, out of memory) fails the
 * transaction: EXEC refuses it then, and nothing is kept of it until then. An error while EXEC runs
 * stops nothing and undoes nothing.
 *
 * Whatever could make EXEC wait (CLIENT PAUSE, keys held by a job) is asked for all of its requests
 * before the first runs. Then they run to the end: blocking commands act as if their time were up, jobs
 * are done in place. The client stays in MULTI meanwhile, as CLIENT INFO shows.
 */
#ifndef KV_SERVER_MULTI_H
#define KV_SERVER_MULTI_H

#include "server/client.h"
#include "server/hold.h"

void multi_begin(struct client *c); /* c is not in MULTI */
/* The transaction is over; its watches too. Accepts a client that is in none. */
void multi_end(struct client *c);

/* True if the client's requests of this command (NULL: unknown) are queued. */
static inline bool multi_queues(const struct client *c, const struct command_state *cmd)
{
    return kv_unlikely(c->multi != NULL) && !(cmd && cmd->row->flags & CMD_AT_ONCE);
}

/* Queues the request and says so. */
void multi_queue(struct call *c);
/* A request was refused: EXEC will refuse the transaction, if the client is in one. */
void multi_fail(struct client *c);

/* Runs the queue and ends the transaction: EXEC. */
void multi_exec(struct call *c);

uint32_t multi_flags_inside(const struct client *c, const struct command_state *cmd);
bool multi_is_stopped_inside(const struct client *c, const struct command_state *cmd);
/* True if CLIENT PAUSE stops the command, but not this request of it. */
bool multi_may_pass(const struct command_state *cmd, const struct bytes *argv, unsigned argc);

/* What running the request asks of the server, as flags of its row; EXEC asks all that its queue does, and
 * to be queued takes memory. cmd may be NULL. */
static inline uint32_t multi_flags(const struct client *c, const struct command_state *cmd)
{
    if (kv_unlikely(c->multi != NULL))
        return multi_flags_inside(c, cmd);
    return cmd ? cmd->row->flags : 0;
}

/* True if the request has to wait for the end of CLIENT PAUSE, or of a job that holds keys. */
static inline bool multi_is_stopped(const struct client *c, const struct command_state *cmd,
                                    const struct bytes *argv, unsigned argc)
{
    if (kv_unlikely(c->multi != NULL))
        return multi_is_stopped_inside(c, cmd);
    if (kv_unlikely(clients_is_paused_for(multi_flags(c, cmd))) && !multi_may_pass(cmd, argv, argc))
        return true;
    return hold_stops(cmd, argv, argc);
}

/* Requests queued; -1: the client is not in MULTI. And the memory that they take. */
int64_t multi_count(const struct client *c);
size_t multi_mem(const struct client *c);

#endif
