/*
 * tracking_prefix -- the BCAST mode of tracking: clients are told of every change to keys with certain prefixes.
 *
 *     prefix -> its clients, and the keys of this turn that changed        client -> its prefixes
 *
 * Nothing is remembered of what clients have read. At the end of the turn each prefix tells its clients of all
 * keys that changed in it, in one message that is written once for all of them. A client that is told of others'
 * changes only (NOLOOP) gets one of its own if some of the keys are its own doing; a key that somebody else has
 * changed as well is not. While many clients of a prefix are being told, it gathers for the next time.
 *
 * A change looks for the name's beginnings of those lengths that prefixes have, so many prefixes of a few
 * lengths cost no more than one of each, and many lengths no more than a look each: the name is hashed once. A long
 * name is kept once for all prefixes that it begins with.
 */
#ifndef KV_SERVER_TRACKING_PREFIX_H
#define KV_SERVER_TRACKING_PREFIX_H

#include "server/client.h"

/* Of one client: prefixes, and the bytes of all of them. */
enum { TRACKING_PREFIXES_MAX = 1000, TRACKING_PREFIX_BYTES_MAX = 1024 * 1024 };

struct prefix;

/* The part of struct tracking that belongs here: a client's place in a prefix. */
struct joined_prefix {
    struct prefix *prefix;
    unsigned at;
    uint64_t
        owns; /* the last gathering of which it has changed some keys itself, if it has NOLOOP */
};

void tracking_prefix_init(void);
void tracking_prefix_fini(void); /* when the clients are gone */

/* The client is told of changes to keys that begin with name, unless it is already. */
void tracking_prefix_join(struct client *c, struct bytes name);
/* And of no changes any more. */
void tracking_prefix_leave(struct client *c);

struct bytes tracking_prefix_name(const struct client *c, unsigned index); /* in no order */

/* A prefix of the list that is the beginning of another one, or the other way round, or of one that the client
 * has: the first such, with the other in *with, and whether that is the client's. NULL if there is none. */
const struct bytes *tracking_prefix_overlap(const struct client *c, const struct bytes *list,
                                            unsigned count, struct bytes *with, bool *existing);

/* The key has changed, by a request of this client or (NULL) by itself. */
void tracking_prefix_changed(struct bytes key, const struct client *by);

/* The end of the turn: the clients are told, but those of prefixes that have still to tell what was before. */
void tracking_prefix_turn(void);

/* Prefixes that clients are told of, each counted once. */
unsigned tracking_prefix_count(void);

void tracking_prefix_check(void);

#endif
