/*
 * client_list -- the private half of client.h: what client.c (life), client_input.c and client_run.c (work) share.
 */
#ifndef KV_SERVER_CLIENT_LIST_H
#define KV_SERVER_CLIENT_LIST_H

#include "server/client.h"

/* What a client may send ahead while it waits, in bytes, before it is no longer read from. */
enum { CLIENT_WAITING_INPUT = 1024 * 1024 };
/* With so many bytes of replies unread its requests wait. */
enum { CLIENT_HOLD_OUTPUT = 32 * 1024 * 1024 };

/* Starts and ends a client's part in the running of requests. */
extern const struct conn_events client_run_events;
void client_run_init(struct store *store);
void client_run_fini(void);
/* Takes a client that is being closed out of the lists of work. */
void client_run_forget(struct client *c);
/* Frees its buffers, at the end of the turn: the request being run may be in them. */
void client_run_release(struct client *c);

/* Whether it can run a request now. */
static inline bool client_may_run(const struct client *c)
{
    return c->state == CLIENT_OPEN && outbuf_pending(&c->out) < CLIENT_HOLD_OUTPUT;
}

extern struct loop *clients_loop;
extern uint64_t clients_bytes_in, clients_bytes_out;
extern uint64_t clients_reads, clients_writes; /* that moved bytes */
extern uint64_t clients_query_limit_closed;

#endif
