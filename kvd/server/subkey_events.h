/*
 * subkey_events -- which fields of a hash an event is about, published (Redis 8.8). For "hset" of f and g:
 *
 *     S   __subkeyspace@0__:key            hset|1:f,1:g
 *     T   __subkeyevent@0__:hset           3:key|1:f,1:g
 *     I   __subkeyspaceitem@0__:key\nf     hset            (a message for each field)
 *     V   __subkeyspaceevent@0__:hset|key  1:f,1:g
 *
 * Between the begin of a change and its events commands note the fields that they change. Fields that expire
 * together with their key are not known.
 */
#ifndef KV_SERVER_SUBKEY_EVENTS_H
#define KV_SERVER_SUBKEY_EVENTS_H

#include "base/assert.h"
#include "base/bytes.h"

enum subkey_channel {
    SUBKEY_SPACE = 1 << 0,
    SUBKEY_EVENT = 1 << 1,
    SUBKEY_ITEM = 1 << 2,
    SUBKEY_SPACE_EVENT = 1 << 3,
};

/* The channels that notify-keyspace-events names; fields need not be noted when 0. */
extern unsigned subkey_channels;

void subkey_note_wanted(struct bytes field);

static inline void subkey_note(struct bytes field)
{
    if (kv_unlikely(subkey_channels != 0))
        subkey_note_wanted(field);
}

/* A change begins: no field of it is noted yet. */
void subkey_forget(void);

/* An event happened to the noted fields of the key. */
void subkey_tell(unsigned db, struct bytes key, const char *event);

#endif
