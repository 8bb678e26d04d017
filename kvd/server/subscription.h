/*
 * subscription -- who is told of what is published: clients, topics, and which client wants which topic.
 *
 *     topic (kind, name) -> its subscriptions, oldest first
 *     client -> subscriber -> its subscriptions of each kind, oldest first
 *
 * A client that is subscribed to nothing has no subscriber. One that leaves (it disconnects, RESET) loses its
 * subscriber at once; what it was subscribed to is freed a little per turn if it is much, and is counted by
 * its topics until then, while its messages go nowhere.
 *
 * A topic without subscriptions goes, unless a message on its way refers to it.
 */
#ifndef KV_SERVER_SUBSCRIPTION_H
#define KV_SERVER_SUBSCRIPTION_H

#include "ds/table.h"
#include "server/client.h"

enum topic_kind { TOPIC_CHANNEL, TOPIC_PATTERN, TOPIC_SHARD_CHANNEL, TOPIC_KINDS };

struct subscription;

struct topic {
    uint64_t hash; /* of the name */
    struct subscription *first, *last;
    struct subscription
        *cursor;               /* the next of a walk over them, which others may remove; or NULL */
    struct topic *prev, *next; /* of a pattern: in the pattern_index */
    uint64_t number;           /* of a pattern: later ones have higher numbers */
    uint64_t given;            /* messages up to this number have been given to all of them */
    size_t count;              /* of subscriptions */
    unsigned refs;             /* of messages on their way */
    enum topic_kind kind;
    struct bytes name; /* behind the struct */
};

struct subscription {
    struct topic *topic;
    struct subscriber *subscriber;
    uint64_t seen; /* the number of the last message that it got, or that it came too late for */
    struct subscription *prev, *next;
    struct subscription *prev_own, *next_own; /* of the same subscriber and kind */
};

struct subscriber {
    struct client *client; /* NULL: it has left */
    struct {
        struct subscription *first, *last;
        unsigned count;
    } own[TOPIC_KINDS];
    size_t bytes;            /* held for these subscriptions */
    struct subscriber *next; /* of those that have left */
};

void subscriptions_init(void);
void subscriptions_fini(void); /* when the clients are gone */

/* NULL if nobody is subscribed to it. */
struct topic *topic_find(enum topic_kind kind, struct bytes name);
/* How many of this kind somebody is subscribed to. */
size_t topic_count(enum topic_kind kind);
/* All of a kind; those with count 0 are only waited for. */
struct table *topic_table(enum topic_kind kind);
struct topic *topic_ref(struct topic *t);
void topic_unref(struct topic *t);

/* The client wants what is published from now on, after the message with the number seen; false if it does
 * already, or is closed. */
bool subscription_add(struct client *c, enum topic_kind kind, struct bytes name, uint64_t seen);
/* False if there is no such subscription. */
bool subscription_drop(struct client *c, enum topic_kind kind, struct bytes name);
/* NULL if there is none. */
struct subscription *subscription_find(const struct subscriber *s, const struct topic *t);
/* The oldest of this kind, or NULL. */
struct subscription *subscription_first(const struct client *c, enum topic_kind kind);

/* The client leaves. */
void subscriptions_leave(struct client *c);
/* Frees some of what those that have left were subscribed to; true if there is more. */
bool subscriptions_tidy(void);
bool subscriptions_untidy(void);

unsigned subscription_count(const struct client *c, enum topic_kind kind);
/* Memory held for the client's subscriptions. */
size_t subscription_mem(const struct client *c);
/* Clients that are subscribed to anything. */
unsigned subscriber_count(void);

#endif
