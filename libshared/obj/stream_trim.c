#include "base/assert.h"
#include "base/mem.h"
#include "ds/listpack.h"
#include "obj/stream_inner.h"

/* ---- Single entries ------------------------------------------------------------------------------ */

bool stream_delete_at(struct stream *s, const struct stream_block_ref *block,
                      const struct stream_block_walk *w)
{
    bool is_open = block->lp == s->open.ptr, resized;
    struct pack closed = { .ptr = (uint8_t *)(uintptr_t)block->lp, .cap = lp_bytes(block->lp) };
    struct pack *p = is_open ? &s->open : &closed;

    s->length--;
    if (!stream_block_delete(p, w, &resized)) {
        stream_drop_block(s, block);
        return false;
    }
    if (p->ptr != block->lp)
        idtree_set(&s->blocks, stream_id_key(block->base), p->ptr);
    return !resized;
}

/* To the entry with this ID; false if it is not there, or deleted. */
static bool find(const struct stream *s, struct stream_id id, struct stream_block_ref *block,
                 struct stream_block_walk *w)
{
    if (!stream_block_at(s, id, block))
        return false;
    stream_block_walk(w, block->lp, block->base);
    while (stream_block_next(w)) {
        int order = stream_id_cmp(w->id, id);

        if (order >= 0)
            return order == 0 && !w->deleted;
    }
    return false;
}

static void drop_references(struct stream *s, struct stream_id id)
{
    for (size_t i = 0; i < stream_groups(s); i++)
        group_ack(stream_group_at(s, i), id);
}

enum stream_delete stream_delete(struct stream *s, struct stream_id id, enum stream_refs refs)
{
    struct stream_block_ref block;
    struct stream_block_walk w;
    bool is_there = find(s, id, &block, &w);

    if (refs == STREAM_DELREF)
        drop_references(s, id);
    if (!is_there)
        return STREAM_ABSENT;
    if (refs == STREAM_ACKED && stream_is_referenced(s, id))
        return STREAM_REFERENCED;
    stream_delete_at(s, &block, &w);
    if (stream_id_cmp(id, s->max_deleted_id) > 0)
        s->max_deleted_id = id;
    if (stream_id_eq(id, s->first_id))
        stream_find_first(s);
    return STREAM_DELETED;
}

/* ---- Trimming ------------------------------------------------------------------------------------ */

enum { DEFAULT_BLOCKS = 100, LIMIT_WITHOUT_ENTRIES = 10000 };

uint64_t stream_trim_default_limit(void)
{
    if (stream_node_max_entries == 0)
        return LIMIT_WITHOUT_ENTRIES;
    if (stream_node_max_entries > INT64_MAX / DEFAULT_BLOCKS)
        return INT64_MAX;
    return (uint64_t)stream_node_max_entries * DEFAULT_BLOCKS;
}

/* The entry may go, as far as the threshold is concerned. */
static bool is_beyond(const struct stream *s, const struct stream_trim *t, struct stream_id id)
{
    if (t->by == STREAM_TRIM_MAXLEN)
        return s->length > t->max_len;
    return stream_id_cmp(id, t->min_id) < 0;
}

/* The same for all entries of a block. */
static bool is_block_beyond(const struct stream *s, const struct stream_trim *t,
                            const struct stream_block_ref *block, size_t count)
{
    if (t->by == STREAM_TRIM_MAXLEN)
        return s->length - t->max_len >= count && s->length > t->max_len;
    return stream_id_cmp(stream_block_last_id(block->lp, block->base), t->min_id) < 0;
}

/* Past all entries up to this one; false if there can be none behind it. */
static bool move_on(struct stream_trim *t, struct stream_id id)
{
    t->at = id;
    return stream_id_next(&t->at);
}

/* What the references of a block's entries say about dropping all of it. */
static bool may_drop_block(struct stream *s, const struct stream_trim *t,
                           const struct stream_block_ref *block)
{
    struct stream_block_walk w;

    if (t->refs == STREAM_KEEPREF || stream_groups(s) == 0)
        return true;
    stream_block_walk(&w, block->lp, block->base);
    while (stream_block_next(&w)) {
        if (w.deleted)
            continue;
        if (t->refs == STREAM_DELREF)
            drop_references(s, w.id);
        else if (stream_is_referenced(s, w.id))
            return false;
    }
    return true;
}

static void drop_block(struct stream *s, struct stream_trim *t,
                       const struct stream_block_ref *block, size_t count)
{
    stream_drop_block(s, block);
    s->length -= count;
    t->deleted += count;
}

/* Entries of one block that is not dropped as a whole; false if no more are to be deleted. */
static bool trim_entries(struct stream *s, struct stream_trim *t,
                         const struct stream_block_ref *block)
{
    struct stream_block_walk w;

    stream_block_walk(&w, block->lp, block->base);
    while (stream_block_next(&w)) {
        bool may_go = !w.deleted && stream_id_cmp(w.id, t->at) >= 0;

        if (may_go && !is_beyond(s, t, w.id))
            return false;
        if (may_go && t->refs == STREAM_ACKED)
            may_go = !stream_is_referenced(s, w.id);
        if (!may_go)
            continue;
        if (t->refs == STREAM_DELREF)
            drop_references(s, w.id);
        t->deleted++;
        if (!stream_delete_at(s, block, &w))
            return move_on(t, w.id);
    }
    return move_on(t, w.id);
}

/* The first block with an entry at or behind this ID; false if there is none. */
static bool block_from(const struct stream *s, struct stream_id id, struct stream_block_ref *out)
{
    struct idtree_cursor at;

    if (stream_block_at(s, id, out) &&
        stream_id_cmp(stream_block_last_id(out->lp, out->base), id) >= 0)
        return true;
    at = idtree_at_or_above(&s->blocks, stream_id_key(id));
    if (idtree_is_end(&at))
        return false;
    out->base = stream_id_of_key(idtree_cursor_id(&at));
    out->lp = idtree_cursor_value(&at);
    return true;
}

/* Entries behind this ID are referenced by some group at least. */
static struct stream_id least_read(const struct stream *s)
{
    struct stream_id least = STREAM_ID_MAX;

    for (size_t i = 0; i < stream_groups(s); i++)
        if (stream_id_cmp(stream_group_at(s, i)->last_id, least) < 0)
            least = stream_group_at(s, i)->last_id;
    return least;
}

/* One block; false if nothing is left to do. */
static bool trim_block(struct stream *s, struct stream_trim *t,
                       const struct stream_block_ref *block, size_t count)
{
    /* The part of a block that has been looked at stays. */
    if (stream_id_cmp(t->at, block->base) <= 0 && is_block_beyond(s, t, block, count)) {
        if (t->approximate && t->limit > 0 && count > t->limit - t->deleted)
            return false;
        if (may_drop_block(s, t, block)) {
            drop_block(s, t, block, count);
            return move_on(t, block->base);
        }
        if (t->approximate)
            return move_on(t, stream_block_last_id(block->lp, block->base));
    } else if (t->approximate) {
        return false;
    }
    return trim_entries(s, t, block);
}

bool stream_trim_step(struct stream *s, struct stream_trim *t, size_t most)
{
    bool looks = t->refs != STREAM_KEEPREF && stream_groups(s) > 0, more = true;
    uint64_t before = t->deleted;
    struct stream_block_ref block;
    size_t done = 0;

    while (more && done < most) {
        size_t count;

        more = is_beyond(s, t, s->first_id) && block_from(s, t->at, &block) &&
               (t->refs != STREAM_ACKED || stream_id_cmp(t->at, least_read(s)) <= 0);
        if (!more)
            break;
        count = stream_block_count(block.lp);
        done += looks ? 1 + count * stream_groups(s) : 1;
        more = trim_block(s, t, &block, count);
    }
    if (t->deleted != before)
        stream_find_first(s);
    return more;
}

uint64_t stream_trim(struct stream *s, struct stream_trim *t)
{
    while (stream_trim_step(s, t, SIZE_MAX))
        ;
    return t->deleted;
}
