/*
 * watch -- keys that clients WATCH, so that EXEC does nothing if one of them changed.
 *
 *     (db, key) -> the clients that watch it         client -> the keys that it watches
 *
 * Watches hang on the hooks of the store, the one door for changes: whatever changes a watched key, be
 * it a command, its deadline, an eviction or FLUSHALL, breaks the watches of those who watch it. A client
 * whose watches are broken watches nothing any more, but remembers that they are, so that each watch is
 * looked at once, however often its key changes.
 *
 * A whole database at a time (FLUSHDB, SWAPDB) changes those keys that exist: of a swap, in either of the
 * two databases.
 */
#ifndef KV_SERVER_WATCH_H
#define KV_SERVER_WATCH_H

#include "store/store.h"

struct client;
struct watch;

/* The part of struct client that belongs here. */
struct watching {
    struct watch *first;
    unsigned count;
    size_t bytes; /* held for these watches */
    bool broken;  /* a watched key has changed */
};

/* Called at the start: takes hold of the store's hooks. */
void watch_init(struct store *st);
void watch_fini(void); /* when the clients are gone */

/* The client watches the key from now on, unless it does already or its watches are broken. */
void watch_add(struct client *c, struct db *db, struct key key);
/* True if a key changed since it was watched; its deadline having passed is a change. */
bool watch_is_broken(struct client *c);
/* The client watches nothing, and nothing is broken. */
void watch_drop(struct client *c);

/* For INFO clients: clients that watch keys, and keys watched, each counted once. */
unsigned watch_client_count(void);
unsigned watch_key_count(void);

#endif
