/*
 * client_mem -- how much memory clients hold, each and together, and what happens above maxmemory-clients.
 *
 * Whoever changes what a client holds calls client_mem_note(). The figure it noted before tells by how much
 * the sum changes, and to which of these lists the client belongs:
 *
 *     list i: the clients that hold 2^i bytes or more, but less than 2^(i + 1)
 *
 * So the client that holds most is in the last list that is not empty, and nobody walks over all clients.
 * Clients with CLIENT NO-EVICT are in no list and count only in clients_mem().
 */
#ifndef KV_SERVER_CLIENT_MEM_H
#define KV_SERVER_CLIENT_MEM_H

#include "base/metric.h"
#include "base/option.h"

struct client;

/* The part of struct client that belongs here. */
struct client_mem {
    size_t noted;
    struct client *prev, *next;
    bool listed;
    unsigned char list;
};

/* What the client holds, or whether it may be closed for it, may have changed. */
void client_mem_note(struct client *c);
/* The client is being closed. */
void client_mem_forget(struct client *c);

/* Closes the clients that hold most while all together hold more than maxmemory-clients. */
void clients_mem_limit(void);

/* What all clients hold. */
uint64_t clients_mem(void);

extern const struct option client_mem_options[];
extern const struct metric client_mem_metrics[];

#endif
