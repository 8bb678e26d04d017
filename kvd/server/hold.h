/*
 * hold -- keys whose values a job reads, or changes, over several turns, and which nobody else may change
 * meanwhile.
 *
 * SUNIONSTORE of two sets of a million members is too long for one turn, and still has to be one
 * atomic operation. Its job holds the sources: a command that may write one of them waits (its client is
 * paused, as by CLIENT PAUSE) until they are released; every other command runs, reading the held keys
 * included. A write that names no keys (FLUSHALL, SWAPDB) waits as well. A held key may still expire:
 * its value then lives until the release.
 *
 * A job that changes the value, such as XTRIM of a long stream, holds it to change: then whoever names the
 * key waits, so that nobody sees half of the change, nor begins to read over turns what is being freed.
 */
#ifndef KV_SERVER_HOLD_H
#define KV_SERVER_HOLD_H

#include "server/call.h"

struct hold;

struct hold *hold_new(struct db *db, const struct key *keys, unsigned count);
/* Holds a key whose value the caller will change. */
struct hold *hold_to_change(struct db *db, struct key key);
/* The collection at keys[index], NULL if there is no such key; valid until the release. */
const struct value *hold_value(const struct hold *h, unsigned index);
/* The string at keys[index], empty if there is no such key; valid until the release. */
struct bytes hold_string(const struct hold *h, unsigned index);
/* Releases the keys: those who waited look again. Accepts NULL. */
void hold_free(struct hold *h);

extern unsigned hold_count;

bool hold_stops_some(const struct command_state *cmd, const struct bytes *argv, unsigned argc);

/* True if the request has to wait for a key that is held; cmd may be NULL. Names are compared whatever the database. */
static inline bool hold_stops(const struct command_state *cmd, const struct bytes *argv,
                              unsigned argc)
{
    return hold_count > 0 && hold_stops_some(cmd, argv, argc);
}

#endif
