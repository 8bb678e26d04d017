/*
 * monitor -- every request, as it is run, sent to the clients that asked to see them (MONITOR).
 *
 *     +1732293667.123456 [0 127.0.0.1:51320] "SET" "k" "v"
 */
#ifndef KV_SERVER_MONITOR_H
#define KV_SERVER_MONITOR_H

#include <stdbool.h>
#include "server/call.h"

struct client;

/* How many clients watch; nothing is formatted when 0. */
extern unsigned monitor_clients;

void monitor_feed(const struct call *c);
/* The client stops watching (RESET, or it is gone). */
void monitor_leave(struct client *c);

extern const struct command monitor_commands[];

#endif
