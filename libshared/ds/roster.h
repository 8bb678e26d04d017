/*
 * roster -- things by name, in the order of their names: a sorted array of pointers.
 *
 * For things of which there are few, up to some hundred thousand: consumer groups, their consumers,
 * producers. A lookup is a binary search; adding a name moves the pointers behind it, 8 bytes each.
 *
 * A thing is the caller's struct, whose first member is a struct roster_name *. The roster owns the name
 * and the caller owns the rest.
 */
#ifndef KV_DS_ROSTER_H
#define KV_DS_ROSTER_H

#include "base/bytes.h"

struct roster_name {
    size_t len;
    uint8_t text[];
};

static inline struct bytes roster_text(const struct roster_name *name)
{
    return bytes_make(name->text, name->len);
}

/* All zero is an empty roster. items are things, in order of their names. */
struct roster {
    void **items;
    size_t count, cap;
};

/* Frees the names and the array; free_thing (may be NULL) is called for each thing. */
void roster_fini(struct roster *r, void (*free_thing)(void *thing));

/* The thing, or NULL. */
void *roster_find(const struct roster *r, struct bytes name);
/* Adds the thing under a copy of name, which is not there yet, and sets its name. */
void roster_add(struct roster *r, void *thing, struct bytes name);
/* Takes it out, and frees its name. */
void roster_remove(struct roster *r, void *thing);

/* Moves all things of other here; each thing here moves once at most. Things here whose names some of other have
 * change places with them: they are all that other has in the end. */
void roster_join(struct roster *r, struct roster *other);

/* Bytes of the array and the names. */
size_t roster_bytes(const struct roster *r);
void roster_check(const struct roster *r);

#endif
