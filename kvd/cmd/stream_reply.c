#include "cmd/stream_reply.h"

#include "server/reply.h"

void reply_stream_id(struct call *c, struct stream_id id)
{
    char text[STREAM_ID_TEXT_MAX];

    reply_bulk(c, bytes_make(text, stream_id_format(text, id)));
}

void reply_pairs(struct call *c, struct stream_cursor *cur)
{
    struct item field, value;

    reply_array(c, cur->pairs * 2);
    while (stream_next_pair(cur, &field, &value)) {
        reply_item(c, &field);
        reply_item(c, &value);
    }
}

bool reply_next_entry(struct call *c, struct stream_cursor *cur)
{
    struct stream_id id;

    if (!stream_next(cur, &id))
        return false;
    reply_array(c, 2);
    reply_stream_id(c, id);
    reply_pairs(c, cur);
    return true;
}

void reply_no_group(struct call *c, struct bytes key, struct bytes group, const char *tail)
{
    reply_errorf(c, "NOGROUP No such key '%.*s' or consumer group '%.*s'%s", BYTES_ARG(key),
                 BYTES_ARG(group), tail);
}

bool entry_find(struct entry_finder *f, struct stream_id id)
{
    struct stream_id at;

    if (f->begun && stream_next(&f->cursor, &at) && stream_id_eq(at, id))
        return true;
    stream_seek(&f->cursor, f->stream, id, STREAM_ID_MAX, false);
    f->begun = true;
    return stream_next(&f->cursor, &at) && stream_id_eq(at, id);
}

int64_t pending_idle_ms(const struct pending *p, int64_t now_ms)
{
    if (p->owner == NULL)
        return -1;
    return now_ms > p->idle.at_ms ? now_ms - p->idle.at_ms : 0;
}

bool pending_is_idle(const struct pending *p, int64_t now_ms, int64_t min_idle_ms)
{
    return p->owner == NULL || pending_idle_ms(p, now_ms) >= min_idle_ms;
}

void pending_deliver_again(struct group *g, struct pending *p, int64_t at_ms)
{
    group_set_delivery(g, p, at_ms, p->deliveries < INT64_MAX ? p->deliveries + 1 : INT64_MAX);
}

int64_t pending_deliveries(const struct pending *p)
{
    return p->deliveries < INT64_MAX ? (int64_t)p->deliveries : INT64_MAX;
}

/* err: what the lookup of the stream *e gave. */
static enum kv_err group_in(enum kv_err err, struct entry *const *e, struct bytes name,
                            struct group **g)
{
    struct value v;

    if (err != KV_OK)
        return err;
    v = entry_value(*e);
    *g = stream_group(stream_of(&v), name);
    return *g ? KV_OK : KV_NOT_FOUND;
}

enum kv_err find_group(struct call *c, struct key key, struct bytes name, struct entry **e,
                       struct group **g)
{
    *e = NULL;
    return group_in(store_write(c->db, key, OBJ_STREAM, e), e, name, g);
}

enum kv_err read_group(struct call *c, struct key key, struct bytes name, struct entry **e,
                       struct group **g)
{
    *e = NULL;
    return group_in(store_read(c->db, key, OBJ_STREAM, e), e, name, g);
}
