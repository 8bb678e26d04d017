/*
 * keyspace_events -- what happens to keys, published: notify-keyspace-events.
 *
 *     SET k v in database 0:    __keyspace@0__:k    "set"
 *                               __keyevent@0__:set  "k"
 *
 * An event belongs to a class, by its name: "lpush" to l, "del" to g whatever was deleted. The directive's
 * letters choose classes and channels (K keyspace, E keyevent). Most events come from call_changed();
 * "new", "overwritten", "type_changed" and "keymiss" from the hooks of the store, and are published before
 * the event of the command; "overwritten" and "type_changed" of RENAME and COPY follow it.
 */
#ifndef KV_SERVER_KEYSPACE_EVENTS_H
#define KV_SERVER_KEYSPACE_EVENTS_H

#include "store/store.h"

/* Once, when there is pub/sub. While no class is chosen nothing listens to any change. */
void keyspace_events_init(struct store *st);

/* True if the name is that of an event that is published. */
bool keyspace_event_is_known(const char *name);

extern const struct option keyspace_events_options[];

#endif
