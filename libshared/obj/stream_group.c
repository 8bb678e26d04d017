#include "base/assert.h"
#include "obj/stream.h"

/*
 * How far a group has come is counted in entries ever added: entries_read is the number of the entry
 * last_id. The difference to entries_added is the lag. Deletions by ID leave gaps that only max_deleted_id
 * remembers, so where one may lie between an ID and the end, counting does not tell. Trimming leaves none:
 * what was trimmed is entries_added - length, as long as nothing else was deleted behind it.
 */

/* ---- By name ------------------------------------------------------------------------------------- */

struct group *stream_group(const struct stream *s, struct bytes name)
{
    return roster_find(&s->groups, name);
}

struct group *stream_group_create(struct stream *s, struct bytes name, struct stream_id last_id,
                                  int64_t entries_read)
{
    struct group *g;

    if (roster_find(&s->groups, name) != NULL)
        return NULL;
    g = group_new(last_id, entries_read);
    roster_add(&s->groups, g, name);
    return g;
}

void stream_group_set_id(struct stream *s, struct group *g, struct stream_id last_id,
                         int64_t entries_read)
{
    (void)s;
    g->last_id = last_id;
    g->entries_read = entries_read;
}

void stream_group_detach(struct stream *s, struct group *g)
{
    roster_remove(&s->groups, g);
}

/* ---- Counting ------------------------------------------------------------------------------------ */

/* True if an entry that was not the first may have been deleted at or behind this ID. */
static bool has_gap_from(const struct stream *s, struct stream_id id)
{
    return s->length > 0 && !stream_id_is_zero(s->max_deleted_id) &&
           stream_id_cmp(s->max_deleted_id, s->first_id) >= 0 &&
           stream_id_cmp(s->max_deleted_id, id) >= 0;
}

/* Entries before the first one: those are gone. */
static int64_t gone(const struct stream *s)
{
    return (int64_t)(s->entries_added - s->length);
}

/* The number of the entry that has this ID, or of the last one before it, where the stream alone tells. */
static int64_t number_of(const struct stream *s, struct stream_id id)
{
    int order;

    if (s->length == 0 || stream_id_eq(id, s->last_id))
        return (int64_t)s->entries_added;
    order = stream_id_cmp(id, s->first_id);
    if (order > 0 || has_gap_from(s, s->first_id))
        return GROUP_READ_UNKNOWN;
    return gone(s) + (order == 0);
}

/* entries_read, though entries behind last_id may have been trimmed. */
static int64_t effective_read(const struct stream *s, const struct group *g)
{
    bool is_behind = s->length == 0 ||
                     (stream_id_cmp(g->last_id, s->first_id) < 0 && !has_gap_from(s, s->first_id));

    return is_behind && g->entries_read < gone(s) ? gone(s) : g->entries_read;
}

/* Clients set these counters to what they like. */
static int64_t one_more(int64_t n)
{
    return n < INT64_MAX ? n + 1 : n;
}

void stream_deliver(struct stream *s, struct group *g, struct consumer *c, struct stream_id id,
                    int64_t now_ms)
{
    struct stream_id behind = g->last_id;

    kv_assert(stream_id_cmp(id, g->last_id) > 0);
    if (g->entries_read != GROUP_READ_UNKNOWN && stream_id_next(&behind) &&
        !has_gap_from(s, behind))
        g->entries_read = one_more(effective_read(s, g));
    else
        g->entries_read = number_of(s, id);
    g->last_id = id;
    if (c != NULL)
        group_deliver(g, c, id, now_ms);
}

bool stream_group_lag(const struct stream *s, const struct group *g, int64_t *lag)
{
    int64_t number;

    if (g->entries_read != GROUP_READ_UNKNOWN && !has_gap_from(s, g->last_id))
        number = effective_read(s, g);
    else
        number = number_of(s, g->last_id);
    if (number == GROUP_READ_UNKNOWN)
        return false;
    *lag = (int64_t)s->entries_added - number;
    return true;
}

bool stream_is_referenced(const struct stream *s, struct stream_id id)
{
    for (size_t i = 0; i < stream_groups(s); i++) {
        const struct group *g = stream_group_at(s, i);

        if (stream_id_cmp(id, g->last_id) > 0 || group_pending(g, id) != NULL)
            return true;
    }
    return false;
}
