/*
 * group -- a consumer group of a stream: who has been given which entries, and not yet acknowledged them.
 *
 *     group     last_id, entries_read
 *      |-- consumers   by name
 *      |-- pending     by ID ----------+
 *      +-- idle        by time --------+-->  struct pending { ID, delivered, deliveries, owner }
 *     consumer                         |
 *      +-- pending     by ID ----------+
 *
 * A pending entry is one record, found by its ID in the group and in its owner, so it has at most one
 * owner by construction. Without an owner (after XNACK) it is found in the group alone.
 *
 * This module knows nothing of the entries themselves, which may have been deleted; stream.h has what
 * needs both. IDs of pending entries need not be those of entries that exist.
 */
#ifndef KV_OBJ_GROUP_H
#define KV_OBJ_GROUP_H

#include "ds/heap.h"
#include "ds/idtree.h"
#include "ds/roster.h"
#include "obj/stream_id.h"

#define GROUP_READ_UNKNOWN (-1) /* entries_read */
#define CONSUMER_NEVER     (-1) /* active_ms */

struct consumer {
    struct roster_name *name; /* roster_text() */
    int64_t seen_ms;          /* it last tried something: a read, a claim; Unix ms */
    int64_t active_ms;        /* it last got an entry; CONSUMER_NEVER */
    struct idtree pending;    /* of struct pending; change it through this module only */
};

/* Read it; change it through the functions. */
struct pending {
    struct heap_node idle; /* at_ms: when it was delivered, Unix ms; 0 after XNACK */
    struct stream_id id;
    uint64_t deliveries;
    struct consumer *owner; /* NULL: nobody */
};

struct group {
    struct roster_name *name; /* roster_text() */
    struct stream_id last_id; /* the last that was delivered */
    int64_t entries_read;     /* entries up to last_id, ever; GROUP_READ_UNKNOWN */
    struct roster consumers;  /* of struct consumer */
    struct idtree pending;    /* of struct pending */
    struct heap idle;         /* the same, longest idle first */
};

/* Without a name until it is in a stream: see stream_group_create(). */
struct group *group_new(struct stream_id last_id, int64_t entries_read);
void group_free(struct group *g); /* with all it has, but its name; accepts NULL */

static inline struct bytes group_name(const struct group *g)
{
    return roster_text(g->name);
}
static inline struct bytes consumer_name(const struct consumer *c)
{
    return roster_text(c->name);
}

/* ---- Consumers ----------------------------------------------------------------------------------- */

static inline size_t group_consumers(const struct group *g)
{
    return g->consumers.count;
}
/* In order of the names; index < group_consumers(). */
static inline struct consumer *group_consumer_at(const struct group *g, size_t index)
{
    return (struct consumer *)g->consumers.items[index];
}

struct consumer *group_consumer(const struct group *g, struct bytes name); /* NULL: there is none */
/* One that is not there yet: seen now, never active. */
struct consumer *group_consumer_create(struct group *g, struct bytes name, int64_t now_ms);
/* Drops about most of its pending entries, from the group as well; when none are left it drops the
 * consumer and says true. */
bool group_consumer_delete(struct group *g, struct consumer *c, size_t most);

/* ---- Pending entries ----------------------------------------------------------------------------- */

static inline size_t group_pending_count(const struct group *g)
{
    return g->pending.count;
}
static inline size_t consumer_pending_count(const struct consumer *c)
{
    return c->pending.count;
}

/* How many of them nobody owns; looks at every consumer. */
size_t group_unowned_count(const struct group *g);

/* NULL: it is not pending. */
struct pending *group_pending(const struct group *g, struct stream_id id);

/* Makes the entry pending for c: delivered at that time, for the first time. One that is pending
 * already moves to c and counts anew. Does not touch the group's last_id: see stream_deliver(). */
struct pending *group_deliver(struct group *g, struct consumer *c, struct stream_id id,
                              int64_t at_ms);
/* Makes p, which stays as it is otherwise, c's. */
void group_claim(struct group *g, struct pending *p, struct consumer *c);
/* When it was delivered, and how often. */
void group_set_delivery(struct group *g, struct pending *p, int64_t at_ms, uint64_t deliveries);
/* Takes it from its owner, if it has one: it is pending for nobody, as if idle since 1970. */
void group_release(struct group *g, struct pending *p);
/* Makes an ID that is not pending so, for nobody. */
struct pending *group_add_pending(struct group *g, struct stream_id id, int64_t at_ms,
                                  uint64_t deliveries);
/* The same as if it had been released. */
static inline struct pending *group_add_unowned(struct group *g, struct stream_id id,
                                                uint64_t deliveries)
{
    return group_add_pending(g, id, 0, deliveries);
}

bool group_ack(struct group *g, struct stream_id id); /* false if it was not pending */
void group_drop(struct group *g, struct pending *p);

/* The pending entry that is idle longest, or NULL: for XREADGROUP CLAIM. Claiming and setting a new
 * delivery brings the next one to the front. Idle equally long: no order. */
struct pending *group_longest_idle(const struct group *g);

/* Pending entries in order of their IDs, of the group or of one consumer:
 *
 *     for (at = pending_from(&g->pending, start); (p = pending_next(&at)) != NULL;) ...
 *
 * pending_next() moves on before it returns. Claims and new deliveries of p's are allowed in a walk over
 * the group; dropping one needs a new pending_from(). In a walk over a consumer neither is allowed. */
struct idtree_cursor pending_from(const struct idtree *pending, struct stream_id start);
struct pending *pending_next(struct idtree_cursor *at);
/* The least and the greatest; NULL if there is none. */
struct pending *pending_first(const struct idtree *pending);
struct pending *pending_last(const struct idtree *pending);

/* ---- Figures ------------------------------------------------------------------------------------- */

size_t group_mem(const struct group *g);    /* bytes, allocator rounding included; an estimate */
size_t group_effort(const struct group *g); /* allocations that freeing it gives back, about */
void group_check(const struct group *g);    /* asserts every invariant */

#endif
