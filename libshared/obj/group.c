#include "obj/group.h"

#include "base/assert.h"
#include "base/mem.h"

/* ---- Making, freeing ----------------------------------------------------------------------------- */

struct group *group_new(struct stream_id last_id, int64_t entries_read)
{
    struct group *g = mem_zalloc(sizeof *g);

    g->last_id = last_id;
    g->entries_read = entries_read;
    return g;
}

static void free_consumer(void *thing)
{
    struct consumer *c = thing;

    idtree_fini(&c->pending);
    mem_free_sized(c, sizeof *c);
}

static void free_pending(void *value)
{
    mem_free_sized(value, sizeof(struct pending));
}

void group_free(struct group *g)
{
    if (g == NULL)
        return;
    roster_fini(&g->consumers, free_consumer);
    heap_fini(&g->idle);
    idtree_fini_with(&g->pending, free_pending);
    mem_free_sized(g, sizeof *g);
}

/* ---- Consumers ----------------------------------------------------------------------------------- */

struct consumer *group_consumer(const struct group *g, struct bytes name)
{
    return roster_find(&g->consumers, name);
}

struct consumer *group_consumer_create(struct group *g, struct bytes name, int64_t now_ms)
{
    struct consumer *c = mem_zalloc(sizeof *c);

    c->seen_ms = now_ms;
    c->active_ms = CONSUMER_NEVER;
    roster_add(&g->consumers, c, name);
    return c;
}

bool group_consumer_delete(struct group *g, struct consumer *c, size_t most)
{
    struct pending *p;

    for (; most > 0 && (p = pending_first(&c->pending)) != NULL; most--)
        group_drop(g, p);
    if (c->pending.count > 0)
        return false;
    roster_remove(&g->consumers, c);
    free_consumer(c);
    return true;
}

/* ---- Pending entries ----------------------------------------------------------------------------- */

struct pending *group_pending(const struct group *g, struct stream_id id)
{
    return idtree_get(&g->pending, stream_id_key(id));
}

struct pending *group_add_pending(struct group *g, struct stream_id id, int64_t at_ms,
                                  uint64_t deliveries)
{
    struct pending *p = mem_alloc(sizeof *p);
    bool is_new = idtree_add(&g->pending, stream_id_key(id), p);

    kv_assert(is_new);
    p->id = id;
    p->deliveries = deliveries;
    p->owner = NULL;
    p->idle.at_ms = at_ms;
    heap_add(&g->idle, &p->idle);
    return p;
}

static void set_owner(struct pending *p, struct consumer *owner)
{
    if (p->owner == owner)
        return;
    if (p->owner != NULL) {
        void *taken = idtree_remove(&p->owner->pending, stream_id_key(p->id));

        kv_assert(taken == p);
    }
    if (owner != NULL) {
        bool is_new = idtree_add(&owner->pending, stream_id_key(p->id), p);

        kv_assert(is_new);
    }
    p->owner = owner;
}

struct pending *group_deliver(struct group *g, struct consumer *c, struct stream_id id,
                              int64_t at_ms)
{
    struct pending *p = NULL;

    /* Most are above all that are pending: then nothing is looked for. */
    if (g->pending.count > 0 && stream_id_cmp(id, pending_last(&g->pending)->id) <= 0)
        p = group_pending(g, id);
    if (p == NULL)
        p = group_add_pending(g, id, at_ms, 1);
    else
        group_set_delivery(g, p, at_ms, 1);
    set_owner(p, c);
    return p;
}

void group_claim(struct group *g, struct pending *p, struct consumer *c)
{
    (void)g;
    set_owner(p, c);
}

void group_set_delivery(struct group *g, struct pending *p, int64_t at_ms, uint64_t deliveries)
{
    p->deliveries = deliveries;
    if (p->idle.at_ms != at_ms)
        heap_set(&g->idle, &p->idle, at_ms);
}

void group_release(struct group *g, struct pending *p)
{
    set_owner(p, NULL);
    group_set_delivery(g, p, 0, p->deliveries);
}

void group_drop(struct group *g, struct pending *p)
{
    void *taken;

    set_owner(p, NULL);
    heap_remove(&g->idle, &p->idle);
    taken = idtree_remove(&g->pending, stream_id_key(p->id));
    kv_assert(taken == p);
    free_pending(p);
}

bool group_ack(struct group *g, struct stream_id id)
{
    struct pending *p = group_pending(g, id);

    if (p == NULL)
        return false;
    group_drop(g, p);
    return true;
}

struct pending *group_longest_idle(const struct group *g)
{
    return (struct pending *)heap_first(&g->idle);
}

struct idtree_cursor pending_from(const struct idtree *pending, struct stream_id start)
{
    return idtree_at_or_above(pending, stream_id_key(start));
}

struct pending *pending_next(struct idtree_cursor *at)
{
    struct pending *p;

    if (idtree_is_end(at))
        return NULL;
    p = idtree_cursor_value(at);
    idtree_next(at);
    return p;
}

static struct pending *pending_at(struct idtree_cursor at)
{
    return idtree_is_end(&at) ? NULL : idtree_cursor_value(&at);
}

struct pending *pending_first(const struct idtree *pending)
{
    return pending_at(idtree_first(pending));
}

struct pending *pending_last(const struct idtree *pending)
{
    return pending_at(idtree_last(pending));
}

size_t group_unowned_count(const struct group *g)
{
    size_t count = g->pending.count;

    for (size_t i = 0; i < group_consumers(g); i++)
        count -= group_consumer_at(g, i)->pending.count;
    return count;
}

/* ---- Figures, checks ------------------------------------------------------------------------------- */

size_t group_mem(const struct group *g)
{
    size_t sum = mem_good_size(sizeof *g) + roster_bytes(&g->consumers) +
                 idtree_bytes(&g->pending) + heap_bytes(&g->idle) +
                 g->pending.count * mem_good_size(sizeof(struct pending));

    for (size_t i = 0; i < group_consumers(g); i++) {
        const struct consumer *c = group_consumer_at(g, i);

        sum += mem_good_size(sizeof *c) + idtree_bytes(&c->pending);
    }
    return sum;
}

size_t group_effort(const struct group *g)
{
    return 2 + 3 * group_consumers(g) + g->pending.count + 2 * idtree_effort(&g->pending);
}

void group_check(const struct group *g)
{
    struct idtree_cursor at = pending_from(&g->pending, STREAM_ID_MIN);
    size_t owned = 0, pending = 0;
    const struct pending *p;

    roster_check(&g->consumers);
    idtree_check(&g->pending);
    heap_check(&g->idle);
    kv_assert(g->entries_read >= GROUP_READ_UNKNOWN);
    kv_assert(g->idle.count == g->pending.count);
    while ((p = pending_next(&at)) != NULL) {
        kv_assert(group_pending(g, p->id) == p);
        kv_assert(heap_slot(&g->idle, p->idle.index)->node == &p->idle);
        if (p->owner != NULL) {
            kv_assert(idtree_get(&p->owner->pending, stream_id_key(p->id)) == p);
            owned++;
        }
    }
    for (size_t i = 0; i < group_consumers(g); i++) {
        const struct consumer *c = group_consumer_at(g, i);

        kv_assert(roster_find(&g->consumers, consumer_name(c)) == c);
        idtree_check(&c->pending);
        pending += c->pending.count;
    }
    kv_assert(owned == pending);
}
