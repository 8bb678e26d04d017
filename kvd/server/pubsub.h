/*
 * pubsub -- messages from publishers to all who are subscribed when they are published.
 *
 * A message is encoded once for each form that anybody gets (channel or pattern, RESP2 or RESP3), and its
 * receivers' outputs refer to that. A few receivers are given it at once. For many it is on its way until the
 * turn ends, when what was published one after the other to the same topic is given as one:
 *
 *     messages on their way:   oldest -> ... -> newest          (none, as a rule)
 *                                |
 *                                topic -> subscription, subscription, | subscription ...
 *                                         have it                     cursor
 *
 * Receivers that do not fit in the turn follow in later ones. Every client gets its messages in the order in
 * which they were published; who is subscribed and makes a request is given what is on its way to it by the end
 * of that, and who subscribes or unsubscribes before. Requests that publish wait when too much is on its way.
 */
#ifndef KV_SERVER_PUBSUB_H
#define KV_SERVER_PUBSUB_H

#include "server/subscription.h"

void pubsub_init(void);
void pubsub_fini(void); /* when the clients are gone */

/* Sends the message to all who are subscribed to the channel, or to a pattern that matches it; returns how
 * many that are, a client with several subscriptions counted for each. Safe at any moment; the
 * bytes are borrowed. */
size_t pubsub_publish(struct bytes channel, struct bytes message);
/* The same to those who are subscribed to the shard channel. */
size_t pubsub_publish_shard(struct bytes channel, struct bytes message);

/* True if a message on this channel would reach nobody now: then it need not be made. */
static inline bool pubsub_is_idle(void)
{
    return topic_count(TOPIC_CHANNEL) == 0 && topic_count(TOPIC_PATTERN) == 0;
}

/* True if a request with these flags of its row has to wait until less is on its way. */
extern bool pubsub_is_crowded;
static inline bool pubsub_holds_back(uint32_t flags)
{
    return kv_unlikely(pubsub_is_crowded) && flags & CMD_PUBLISHES;
}

/* Gives the client what is on its way to it. */
void pubsub_catch_up(struct client *c);
/* As subscription_add(); the client gets what is published from now on. */
bool pubsub_subscribe(struct client *c, enum topic_kind kind, struct bytes name);
/* RESET, or the client is gone: it is subscribed to nothing any more. */
void pubsub_leave(struct client *c);

/* What an unsubscribing client's confirmations count: its channels and patterns together, or its shard channels. */
unsigned pubsub_count(const struct client *c, enum topic_kind kind);

/* True while replies of RESP2 could not be told from messages, so that few commands are allowed. */
static inline bool pubsub_is_listening(const struct client *c)
{
    return kv_unlikely(c->subscriber != NULL) && c->proto == 2;
}

/* Goes on with what is on its way; once per turn, before output is written. */
void pubsub_turn(void);
bool pubsub_has_work(void);
/* For tests: how many clients are reached in a turn; 0: as many as usual. */
void pubsub_limit_turn(unsigned clients);

extern const struct metric pubsub_metrics[];

#endif
