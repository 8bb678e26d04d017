#include "obj/stream_copy.h"

#include "base/mem.h"
#include "ds/listpack.h"
#include "obj/stream_idmp.h"
#include "obj/stream_inner.h"

struct stream_copy {
    const struct stream *from;
    struct stream *to;
    struct idtree_cursor block;
    size_t groups; /* that are begun */
    const struct group *original;
    struct group *group; /* the copy of the last one that is begun */
    size_t consumers;    /* of it that are copied */
    struct idtree_cursor pending;
    const void *record; /* the last one of producers that is copied */
};

struct stream_copy *stream_copy_new(const struct value *v)
{
    struct stream_copy *c = mem_zalloc(sizeof *c);
    const struct stream *s = stream_of(v);
    struct stream_idmp_info info;

    c->from = s;
    c->to = stream_new();
    *c->to = (struct stream){ .last_id = s->last_id,
                              .max_deleted_id = s->max_deleted_id,
                              .entries_added = s->entries_added };
    if (s->idmp != NULL) {
        stream_idmp_info(s, &info);
        stream_idmp_restore(c->to, &info);
    }
    c->block = idtree_first(&s->blocks);
    return c;
}

static bool copy_block(struct stream_copy *c)
{
    const uint8_t *lp;
    struct pack block;

    if (idtree_is_end(&c->block))
        return false;
    lp = idtree_cursor_value(&c->block);
    block = pack_dup(bytes_make(lp, lp_bytes(lp)));
    if (c->to->length == 0)
        c->to->first_id = c->from->first_id;
    c->to->length += stream_block_count(lp);
    stream_take_block(c->to, stream_id_of_key(idtree_cursor_id(&c->block)), &block);
    idtree_next(&c->block);
    return true;
}

static bool copy_consumer(struct stream_copy *c)
{
    const struct consumer *from;
    struct consumer *to;

    if (c->original == NULL || c->consumers == group_consumers(c->original))
        return false;
    from = group_consumer_at(c->original, c->consumers++);
    to = group_consumer_create(c->group, consumer_name(from), from->seen_ms);
    to->active_ms = from->active_ms;
    return true;
}

static bool copy_pending(struct stream_copy *c)
{
    const struct pending *from = c->original != NULL ? pending_next(&c->pending) : NULL;
    struct pending *to;

    if (from == NULL)
        return false;
    to = group_add_pending(c->group, from->id, from->idle.at_ms, from->deliveries);
    if (from->owner != NULL)
        group_claim(c->group, to, group_consumer(c->group, consumer_name(from->owner)));
    return true;
}

static bool begin_group(struct stream_copy *c)
{
    const struct group *g;

    if (c->groups == stream_groups(c->from))
        return false;
    g = c->original = stream_group_at(c->from, c->groups++);
    c->group = stream_group_create(c->to, group_name(g), g->last_id, g->entries_read);
    c->consumers = 0;
    c->pending = pending_from(&g->pending, STREAM_ID_MIN);
    return true;
}

static bool copy_record(struct stream_copy *c)
{
    struct stream_idmp_record r;

    if (c->from->idmp == NULL || !stream_idmp_next(c->from->idmp, &c->record, &r))
        return false;
    stream_idmp_restore_record(c->to, &r);
    return true;
}

bool stream_copy_step(struct stream_copy *c, size_t most)
{
    for (; most > 0; most--)
        if (!copy_block(c) && !copy_consumer(c) && !copy_pending(c) && !begin_group(c) &&
            !copy_record(c))
            return true;
    return false;
}

struct value stream_copy_take(struct stream_copy *c)
{
    struct value v = stream_value(c->to);

    c->to = NULL;
    return v;
}

void stream_copy_free(struct stream_copy *c)
{
    struct value rest;

    if (c == NULL)
        return;
    if (c->to != NULL) {
        rest = stream_copy_take(c);
        value_free(&rest);
    }
    mem_free_sized(c, sizeof *c);
}
