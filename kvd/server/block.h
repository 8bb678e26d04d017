/*
 * block -- clients that wait for keys: BLPOP, XREAD and their kin.
 *
 *     (db, key, type) -> waiters in the order in which they came; each waiter belongs to one client,
 *                        which may wait for several keys
 *     (db, key)       -> lines of waiters: the consumers of a group each
 *
 * A handler that finds nothing calls block_on_keys() and returns without a reply. The command's
 * arguments are kept. When one of the keys gets a value of the type waited for, whoever made the change
 * and by whatever command, the handler runs again with the same arguments, as soon as the command that
 * made the change is over. It either replies, and the wait is over, or calls block_on_keys() again and
 * keeps its place. So a blocking command is the plain one plus "if there was nothing: block".
 *
 * Clients are served in the order in which they began to wait; for each key only as many are woken as
 * find something, so a change costs nothing per waiting client. One that wants more than there is keeps
 * its place, and those behind it get their chance. Waiting ends by itself when the time is up, by CLIENT
 * UNBLOCK, or with the connection.
 *
 * A stream is there all the time: its readers are woken when it has got entries, and each finds them. The
 * consumers of a group share what is new: once one of a line finds nothing, neither would those behind.
 * Lines of the same key take turns. What changes nothing for those who wait, such as XACK, wakes nobody.
 *
 * Serving hundreds takes more than one turn: a request that comes in between may find, and take, what a
 * waiting client would have got.
 */
#ifndef KV_SERVER_BLOCK_H
#define KV_SERVER_BLOCK_H

#include "server/client.h"

/* Called at the start: takes hold of the store's hooks. */
void block_init(struct store *st);
void block_fini(void); /* when the clients are gone */

/* The client of c waits until one of the keys holds a value of this type (if it is a stream: one with
 * entries added since), at most until deadline_ms (Unix; 0: for ever), when on_timeout replies. Where a
 * client may not wait (block_is_allowed) on_timeout replies at once. */
void block_on_keys(struct call *c, const struct key *keys, unsigned count, enum obj_type type,
                   int64_t deadline_ms, client_unblock_fn *on_timeout);

/* A line at a key: of clients that would all find the same there, or all nothing. */
struct block_line {
    struct key key;
    struct bytes name;
    /* Not 0: the line is run after any change of the key, and at this time (Unix ms; INT64_MAX: never). */
    int64_t wake_ms;
};

/* The same for lines. They are run also when the key is deleted, holds another type, or its stream loses
 * a group: the handler says so. One that blocks again names the same lines; wake_ms may have changed. */
void block_in_lines(struct call *c, const struct block_line *lines, unsigned count,
                    int64_t deadline_ms, client_unblock_fn *on_timeout);

/* False inside MULTI and scripts, and for a call that has no client. */
bool block_is_allowed(const struct call *c);

/* The timeout argument of blocking commands: seconds with decimals, 0 = for ever. Returns the deadline
 * in Unix ms (0: none). Latches "timeout is not a float or out of range", "timeout is negative" or
 * "timeout is out of range". */
int64_t arg_timeout(struct call *c);

/* Those who stand in lines at the key look again, though it may not have changed for them. */
void block_wake_lines(struct db *db, struct key key);

/* The client waits no longer: it was closed or its wait ended. Called by client_set_state(). Accepts
 * NULL. */
void block_drop(struct block_wait *w);
/* Bytes held for the wait; accepts NULL. */
size_t block_mem(const struct block_wait *w);

/* A command is over: runs those that wait for keys it made ready, and those that these make ready, for
 * at most about 2 ms per turn. Not called from a handler. */
void block_serve(void);
/* A turn begins: goes on with what the last one left. */
void block_start_turn(void);
/* True if something is left to do: the loop must not wait. */
bool block_has_work(void);
/* When the next line is to be run, Unix ms; INT64_MAX if never. */
int64_t block_next_wake_ms(void);
/* Those that could not be served, because of CLIENT PAUSE or a job that holds keys, may be now. */
void block_look_again(void);

/* For INFO clients: keys that are waited for, and those of them whose waiters are told when the key goes. */
unsigned block_key_count(void);
unsigned block_line_key_count(void);

#endif
