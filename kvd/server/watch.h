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
 * two databases. Which of the watched keys exist is known without a look at each: it is as it was when they
 * were watched, or the watches are broken.
 *
 * However many keys a client watches, it is done with them at once. Their memory is given back in slices.
 */
#ifndef KV_SERVER_WATCH_H
#define KV_SERVER_WATCH_H

#include "store/store.h"

struct client;
struct watcher;

/* The part of struct client that belongs here. */
struct watching {
    struct watcher *own;
    unsigned count;
    size_t bytes; /* held for these watches */
    bool broken;  /* a watched key has changed */
};

/* Called at the start: takes hold of the store's hooks. */
void watch_init(struct store *st);
void watch_fini(void); /* when the clients are gone */

/* The client watches the key from now on, unless it does already or its watches are broken. */
void watch_add(struct client *c, struct db *db, struct key key);
/* True if a key changed since it was watched; its deadline having passed is a change, be it hidden (CLIENT
 * PAUSE) or not. */
bool watch_is_broken(struct client *c);
/* The client watches nothing, and nothing is broken. */
void watch_drop(struct client *c);

/* Frees some of what is watched no more, in each turn; true if there is more of it. */
void watch_turn(void);
bool watch_has_work(void);

/* For INFO clients: clients that watch keys, and keys watched, each counted once; those of many watches that
 * were just dropped are counted until they are freed. */
unsigned watch_client_count(void);
unsigned watch_key_count(void);

#endif
