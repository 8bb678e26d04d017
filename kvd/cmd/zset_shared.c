#include "cmd/zset_shared.h"

#include "server/reply.h"

#include <math.h>

/* ---- Ranges --------------------------------------------------------------------------------------- */

static bool parse_score_bound(struct bytes text, double *score, bool *open)
{
    *open = text.len > 0 && text.ptr[0] == '(';
    return num_parse_double(bytes_from(text, *open), score);
}

void parse_scores(struct call *c, struct bytes min, struct bytes max, struct zset_scores *out)
{
    if (!parse_score_bound(min, &out->min, &out->min_open) ||
        !parse_score_bound(max, &out->max, &out->max_open))
        arg_fail(c, KV_NOT_FLOAT, "min or max is not a float");
}

static bool parse_member_bound(struct bytes text, struct zset_bound *out)
{
    if (text.len == 0)
        return false;
    switch (text.ptr[0]) {
    case '-':
        out->kind = ZSET_LOWEST;
        return text.len == 1;
    case '+':
        out->kind = ZSET_HIGHEST;
        return text.len == 1;
    case '(':
    case '[':
        *out = (struct zset_bound){ ZSET_MEMBER, text.ptr[0] == '(', bytes_from(text, 1) };
        return true;
    default:
        return false;
    }
}

void parse_members(struct call *c, struct bytes min, struct bytes max, struct zset_members *out)
{
    if (!parse_member_bound(min, &out->min) || !parse_member_bound(max, &out->max))
        arg_fail(c, KV_SYNTAX, "min or max not valid string range item");
}

struct zset_span span_of_ranks(int64_t start, int64_t stop, size_t count)
{
    int64_t n = (int64_t)count;

    start = start < 0 ? start + n : start;
    stop = stop < 0 ? stop + n : stop;
    if (start < 0)
        start = 0;
    if (stop >= n)
        stop = n - 1;
    if (start > stop)
        return (struct zset_span){ 0, 0 };
    return (struct zset_span){ (size_t)start, (size_t)(stop - start) + 1 };
}

enum kv_err read_zset(struct call *c, struct key key, struct value *v)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, key, OBJ_ZSET, &e);

    if (err == KV_OK)
        *v = entry_value(e);
    return err;
}

/* ---- Replies -------------------------------------------------------------------------------------- */

void reply_member(struct call *c, const struct zset_elem *e)
{
    reply_item(c, &e->member);
}

void reply_elem_count(struct call *c, size_t count, bool scores)
{
    reply_array(c, scores && c->proto == 2 ? 2 * count : count);
}

void reply_elem(struct call *c, const struct zset_elem *e, bool scores)
{
    if (scores && c->proto == 3)
        reply_array(c, 2);
    reply_member(c, e);
    if (scores)
        reply_double(c, e->score);
}

void reply_span(struct call *c, const struct value *v, struct zset_span span, bool down,
                bool scores)
{
    size_t from = down ? span.first + span.count - 1 : span.first;
    struct zset_cursor at;
    struct zset_elem e;

    reply_elem_count(c, span.count, scores);
    if (span.count == 0)
        return;
    at = zset_seek(v, from, down);
    for (size_t i = 0; i < span.count && zset_next(&at, &e); i++)
        reply_elem(c, &e, scores);
}

/* ---- Additions ------------------------------------------------------------------------------------ */

void zset_prefetch(const struct value *v, uint64_t hash, unsigned stage)
{
    if (v->type != OBJ_ZSET)
        return;
    if (stage == 0)
        zset_prefetch_bucket(v, hash);
    else
        zset_prefetch_elem(v, hash);
}

enum kv_err zset_add_members(struct call *c, struct key key, const struct zset_additions *a,
                             struct zset_added *out)
{
    struct zset_added r = { .last = ZSET_REFUSED };
    struct edit ed;
    enum kv_err err = store_edit(c->db, key, OBJ_ZSET, &ed);

    if (err != KV_OK && err != KV_NOT_FOUND)
        return err;
    for (unsigned i = 0; i < a->count; i++) {
        r.last = zset_add(&ed.value, c->argv[a->first + a->stride * i], &a->scores[i], a->flags);
        r.added += r.last == ZSET_ADDED;
        r.changed += r.last == ZSET_CHANGED;
    }
    if (r.added + r.changed > 0) {
        store_commit(&ed);
        call_changed(c, key.name, a->event);
    } else {
        store_abandon(&ed);
    }
    *out = r;
    return KV_OK;
}

/* ---- Removals ------------------------------------------------------------------------------------- */

bool zset_removed(struct call *c, struct edit *ed, const char *event)
{
    bool more = zset_sweep(&ed->value, 0);
    struct value old;

    if (value_count(&ed->value) == 0 && !value_is_pack(&ed->value)) {
        old = ed->value;
        ed->value = value_empty(OBJ_ZSET);
        store_free_value(&old, true);
    }
    if (store_commit(ed)) {
        call_changed(c, ed->key.name, event);
        call_changed(c, ed->key.name, "del");
        return false;
    }
    call_changed(c, ed->key.name, event);
    return more;
}
