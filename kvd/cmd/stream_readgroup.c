/* XREADGROUP on one stream: what is new, what others left, what the consumer has already. */
#include "base/mem.h"
#include "cmd/stream_args.h"
#include "cmd/stream_read.h"
#include "cmd/stream_reply.h"
#include "server/block.h"
#include "server/reply.h"

enum { DROP_MOST = 1000 }; /* pending entries that are gone and found in one go */

static bool is_new(struct bytes id)
{
    return bytes_eq(id, BYTES_LIT(">"));
}

static void check_id(struct call *c, struct bytes text)
{
    struct stream_id id;

    if (bytes_eq(text, BYTES_LIT("$")))
        arg_fail(c, KV_SYNTAX,
                 "The $ ID is meaningless in the context of XREADGROUP: you want to read the "
                 "history of this consumer by specifying a proper ID, or use the > ID to get new "
                 "messages. The $ ID would just return an empty result set.");
    else if (!is_new(text) && !stream_id_parse(text, 0, &id, NULL))
        arg_fail(c, KV_SYNTAX, STREAM_INVALID_ID);
}

bool readgroup_check(struct call *c, const struct stream_read *r)
{
    for (unsigned i = 0; i < r->count; i++) {
        struct key key = read_key(c, r, i);
        struct entry *e;
        struct group *g;
        enum kv_err err = read_group(c, key, r->group, &e, &g);

        if (err == KV_NOT_FOUND) {
            reply_no_group(c, key.name, r->group, " in XREADGROUP with GROUP option");
            return false;
        }
        if (err == KV_OK) {
            check_id(c, read_id(c, r, i));
            err = c->err;
        }
        if (err != KV_OK) {
            reply_err(c, err);
            return false;
        }
    }
    return true;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* A stream that is read for a consumer. */
struct reading {
    struct call *c;
    struct stream_read *r;
    struct read_part part;
    struct stream *stream;
    struct group *group;
    struct consumer *consumer;
    int64_t now_ms;
    unsigned dropped; /* pending entries that are gone */
};

/* Entries that nobody of the group was given. */
static void read_new(struct reading *d)
{
    struct stream_id id = d->group->last_id;
    struct stream_cursor cur;

    if (stream_id_cmp(id, d->stream->last_id) >= 0)
        return;
    stream_id_next(&id);
    stream_seek(&cur, d->stream, id, STREAM_ID_MAX, false);
    while (read_has_room(d->r, &d->part) && stream_next(&cur, &id) && read_fits(d->r, &cur)) {
        read_entry(d->c, d->r, &d->part, id, &cur, NULL);
        stream_deliver(d->stream, d->group, d->r->noack ? NULL : d->consumer, id, d->now_ms);
    }
}

/* Pending entries that have been idle long enough, longest first. Those claimed here count as delivered
 * a moment from now if no time has to pass, so that none comes twice. */
static void read_idle(struct reading *d)
{
    int64_t at_ms = d->now_ms + (d->r->min_idle_ms == 0);
    struct entry_finder finder = entry_finder(d->stream);
    struct pending *p;

    while (read_has_room(d->r, &d->part) && d->dropped < DROP_MOST) {
        p = group_longest_idle(d->group);
        if (p == NULL || p->idle.at_ms >= at_ms ||
            !pending_is_idle(p, d->now_ms, d->r->min_idle_ms))
            break;
        if (!entry_find(&finder, p->id)) {
            group_drop(d->group, p);
            d->dropped++;
            continue;
        }
        if (!read_fits(d->r, &finder.cursor))
            break;
        read_entry(d->c, d->r, &d->part, p->id, &finder.cursor, p);
        group_claim(d->group, p, d->consumer);
        pending_deliver_again(d->group, p, at_ms);
    }
}

/* What is pending for the consumer behind an ID. What is gone comes without its pairs, which is no
 * delivery. */
static void read_history(struct reading *d, struct stream_id after)
{
    struct entry_finder finder = entry_finder(d->stream);
    struct idtree_cursor at;
    struct pending *p;

    read_begin(d->c, d->r, &d->part);
    if (!stream_id_next(&after))
        return;
    at = pending_from(&d->consumer->pending, after);
    while (read_has_room(d->r, &d->part) && (p = pending_next(&at)) != NULL) {
        bool there = entry_find(&finder, p->id);

        if (there && !read_fits(d->r, &finder.cursor))
            break;
        read_entry(d->c, d->r, &d->part, p->id, there ? &finder.cursor : NULL, NULL);
        if (there)
            pending_deliver_again(d->group, p, d->now_ms);
    }
}

static void read_by_id(struct reading *d, struct bytes text)
{
    struct stream_id id = STREAM_ID_MIN;

    if (!is_new(text)) {
        stream_id_parse(text, 0, &id, NULL);
        read_history(d, id);
        return;
    }
    if (d->r->min_idle_ms != NO_CLAIM)
        read_idle(d);
    read_new(d);
    if (d->part.count > 0)
        d->consumer->active_ms = d->now_ms;
}

void readgroup_stream(struct call *c, struct stream_read *r, unsigned index)
{
    struct key key = read_key(c, r, index);
    struct reading d = {
        .c = c, .r = r, .part = { .key = key.name }, .now_ms = store_now_ms(c->store)
    };
    bool made = false;
    struct entry *e;
    struct edit ed;

    if (read_group(c, key, r->group, &e, &d.group) != KV_OK)
        return;
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    d.stream = stream_of(&ed.value);
    d.consumer = group_consumer(d.group, r->consumer);
    if (d.consumer == NULL) {
        d.consumer = group_consumer_create(d.group, r->consumer, d.now_ms);
        made = true;
    }
    d.consumer->seen_ms = d.now_ms;
    read_by_id(&d, read_id(c, r, index));
    read_end(c, &d.part);
    if (!made && d.part.count == 0 && d.dropped == 0) {
        store_abandon(&ed);
        return;
    }
    store_commit(&ed);
    if (made)
        call_changed(c, key.name, "xgroup-createconsumer");
    if (d.part.count > 0 || d.dropped > 0)
        call_changed(c, key.name, NULL);
}

/* ---- Waiting ------------------------------------------------------------------------------------- */

/* When some entry will have been idle for so long; as soon as may be if there is one already. */
static int64_t next_idle_ms(struct call *c, struct key key, const struct stream_read *r)
{
    enum { NOW = 1 };
    const struct pending *p;
    struct entry *e;
    struct group *g;
    int64_t at_ms;

    if (find_group(c, key, r->group, &e, &g) != KV_OK || (p = group_longest_idle(g)) == NULL)
        return INT64_MAX;
    if (p->owner == NULL)
        return NOW;
    at_ms = p->idle.at_ms;
    if (!num_add(&at_ms, r->min_idle_ms))
        return INT64_MAX;
    return at_ms > NOW ? at_ms : NOW;
}

/* The consumers of a group stand in one line, those that claim in one for each idle time. */
void readgroup_wait(struct call *c, const struct stream_read *r)
{
    struct block_line *lines = mem_alloc(r->count * sizeof *lines);
    bool claims = r->min_idle_ms != NO_CLAIM;
    size_t len = r->group.len + (claims ? sizeof r->min_idle_ms : 0);
    uint8_t *name = mem_alloc(len + 1);

    memcpy(name, r->group.ptr, r->group.len);
    if (claims)
        memcpy(name + r->group.len, &r->min_idle_ms, sizeof r->min_idle_ms);
    name[len] = claims;
    for (unsigned i = 0; i < r->count; i++) {
        struct key key = read_key(c, r, i);

        lines[i] = (struct block_line){ key, bytes_make(name, len + 1),
                                        claims ? next_idle_ms(c, key, r) : 0 };
    }
    block_in_lines(c, lines, r->count, r->deadline_ms, reply_null_array);
    mem_free(name);
    mem_free(lines);
}
