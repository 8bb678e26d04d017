#include "obj/stream_block.h"

#include "base/assert.h"
#include "ds/listpack.h"

enum {
    HEAD_ITEMS = 4,  /* count, deleted, fields; 0 */
    ENTRY_ITEMS = 5, /* flags, ms, seq, pairs; back */
    FLAGS_ALL = STREAM_BLOCK_DELETED | STREAM_BLOCK_SAME,
};

/* ---- Writing ------------------------------------------------------------------------------------- */

/* Bytes that elements take at most: near enough that a short block has no room to spare. */
static inline size_t text_most(struct bytes text)
{
    return text.len + (text.len < 64 ? 2 : LP_ELEM_EXTRA);
}

static inline size_t number_most(uint64_t n)
{
    return n < 128 ? 2 : LP_ELEM_EXTRA;
}

static size_t texts_most(const struct bytes *texts, size_t count, size_t step)
{
    size_t sum = 0;

    for (size_t i = 0; i < count; i += step)
        sum += text_most(texts[i]);
    return sum;
}

size_t stream_block_most_bytes(const struct bytes *texts, size_t pairs)
{
    return LP_EMPTY + (HEAD_ITEMS + ENTRY_ITEMS) * LP_ELEM_EXTRA + texts_most(texts, 2 * pairs, 1);
}

void stream_block_init(struct pack *p, const struct bytes *texts, size_t pairs)
{
    uint8_t *at;

    lp_init(p);
    at = lp_append_begin(p,
                         3 * number_most(0) + number_most(pairs) + texts_most(texts, 2 * pairs, 2));
    at = lp_write_int(at, 0);
    at = lp_write_int(at, 0);
    at = lp_write_int(at, (int64_t)pairs);
    for (size_t i = 0; i < pairs; i++)
        at = lp_write_text(at, texts[2 * i]);
    at = lp_write_int(at, 0);
    lp_append_end(p, at, HEAD_ITEMS + pairs);
}

static bool has_fields(const struct stream_block_walk *w, const struct bytes *texts, size_t pairs)
{
    size_t pos = w->fields_pos;

    if (pairs != w->fields)
        return false;
    for (size_t i = 0; i < pairs; i++, pos = lp_next(w->lp, pos)) {
        struct lp_needle n = lp_needle(texts[2 * i]);

        if (!lp_equals(w->lp, pos, &n))
            return false;
    }
    return true;
}

static void set_number(struct pack *p, size_t pos, int64_t n)
{
    struct item it = item_of_int(n);

    lp_replace_item(p, pos, &it);
}

void stream_block_append(struct pack *p, struct stream_id base, struct stream_id id,
                         const struct bytes *texts, size_t pairs)
{
    uint64_t ms = id.ms - base.ms, seq = id.seq - base.seq;
    size_t step, items, most;
    struct stream_block_walk w;
    uint8_t *at;

    stream_block_walk(&w, p->ptr, base);
    step = has_fields(&w, texts, pairs) ? 2 : 1;
    items = step == 2 ? 3 + pairs : 4 + 2 * pairs;
    most = number_most(0) + number_most(ms) + number_most(seq) + number_most(pairs) +
           number_most(items) + texts_most(texts + step - 1, 2 * pairs + 1 - step, step);
    at = lp_append_begin(p, most);
    at = lp_write_int(at, step == 2 ? STREAM_BLOCK_SAME : 0);
    at = lp_write_int(at, (int64_t)ms);
    at = lp_write_int(at, (int64_t)seq);
    if (step == 1)
        at = lp_write_int(at, (int64_t)pairs);
    for (size_t i = step - 1; i < 2 * pairs; i += step)
        at = lp_write_text(at, texts[i]);
    at = lp_write_int(at, (int64_t)items);
    lp_append_end(p, at, items + 1);
    set_number(p, lp_first(p->ptr), (int64_t)stream_block_count(p->ptr) + 1);
}

/* ---- Reading ------------------------------------------------------------------------------------- */

size_t stream_block_count(const uint8_t *lp)
{
    return (size_t)lp_get(lp, lp_first(lp)).number;
}

size_t stream_block_total(const uint8_t *lp)
{
    size_t pos = lp_first(lp);
    struct item count = lp_take(lp, &pos);

    return (size_t)(count.number + lp_get(lp, pos).number);
}

static size_t skip(const uint8_t *lp, size_t pos, size_t count)
{
    for (; count > 0; count--)
        pos = lp_next(lp, pos);
    return pos;
}

void stream_block_walk(struct stream_block_walk *w, const uint8_t *lp, struct stream_id base)
{
    size_t pos = skip(lp, lp_first(lp), 2);

    w->lp = lp;
    w->base = base;
    w->fields = (size_t)lp_take(lp, &pos).number;
    w->fields_pos = pos;
    w->first_pos = skip(lp, pos, w->fields + 1);
    w->pos = w->first_pos;
    w->entry_pos = 0;
    w->left = 0;
}

/* Reads the beginning of the entry at pos. */
static void enter(struct stream_block_walk *w, size_t pos)
{
    const uint8_t *lp = w->lp;
    int64_t flags;

    w->entry_pos = pos;
    flags = lp_take(lp, &pos).number;
    w->id.ms = w->base.ms + (uint64_t)lp_take(lp, &pos).number;
    w->id.seq = w->base.seq + (uint64_t)lp_take(lp, &pos).number;
    w->deleted = flags & STREAM_BLOCK_DELETED;
    w->same = flags & STREAM_BLOCK_SAME;
    w->pairs = w->same ? w->fields : (size_t)lp_take(lp, &pos).number;
    w->left = w->pairs;
    w->field_pos = w->fields_pos;
    w->pos = pos;
}

bool stream_block_next(struct stream_block_walk *w)
{
    size_t pos = w->pos;

    if (w->entry_pos != 0)
        pos = skip(w->lp, pos, (w->same ? w->left : 2 * w->left) + 1);
    if (pos == 0)
        return false;
    enter(w, pos);
    return true;
}

bool stream_block_prev(struct stream_block_walk *w)
{
    size_t pos = w->entry_pos != 0 ? w->entry_pos : lp_end(w->lp);

    if (pos == w->first_pos || w->first_pos == 0)
        return false;
    pos = lp_prev(w->lp, pos);
    for (int64_t n = lp_get(w->lp, pos).number; n > 0; n--)
        pos = lp_prev(w->lp, pos);
    enter(w, pos);
    return true;
}

void stream_block_pair(struct stream_block_walk *w, struct item *field, struct item *value)
{
    w->left--;
    *field = lp_take(w->lp, w->same ? &w->field_pos : &w->pos);
    *value = lp_take(w->lp, &w->pos);
}

struct stream_id stream_block_last_id(const uint8_t *lp, struct stream_id base)
{
    struct stream_block_walk w;

    stream_block_walk(&w, lp, base);
    return stream_block_prev(&w) ? w.id : base;
}

/* ---- Deleting ------------------------------------------------------------------------------------ */

bool stream_block_delete(struct pack *p, const struct stream_block_walk *w, bool *resized)
{
    size_t bytes = lp_bytes(p->ptr), count = stream_block_count(p->ptr),
           total = stream_block_total(p->ptr);

    kv_assert(!w->deleted && w->lp == p->ptr);
    if (count == 1)
        return false;
    set_number(p, w->entry_pos, w->same ? FLAGS_ALL : STREAM_BLOCK_DELETED);
    set_number(p, lp_next(p->ptr, lp_first(p->ptr)), (int64_t)(total - count + 1));
    set_number(p, lp_first(p->ptr), (int64_t)count - 1);
    *resized = p->ptr != w->lp || lp_bytes(p->ptr) != bytes;
    return true;
}

/* ---- From outside -------------------------------------------------------------------------------- */

/* Elements of a listpack that are read with doubt. */
struct doubt {
    const uint8_t *lp;
    size_t pos;  /* 0: the end */
    size_t left; /* elements */
    bool failed;
};

static int64_t take_number(struct doubt *d, int64_t least, int64_t most)
{
    struct item it;

    if (d->failed || d->pos == 0) {
        d->failed = true;
        return least;
    }
    it = lp_take(d->lp, &d->pos);
    d->left--;
    if (item_is_int(&it) && it.number >= least && it.number <= most)
        return it.number;
    d->failed = true;
    return least;
}

static void take_any(struct doubt *d, size_t count)
{
    if (d->failed || count > d->left) {
        d->failed = true;
        return;
    }
    d->pos = skip(d->lp, d->pos, count);
    d->left -= count;
}

/* One entry; its ID is above `last`, or at least base if it is the first. */
static bool take_entry(struct doubt *d, struct stream_id base, size_t fields, bool first,
                       struct stream_id *last, bool *deleted)
{
    int64_t flags = take_number(d, 0, FLAGS_ALL), items, back;
    struct stream_id id;

    id.ms = base.ms + (uint64_t)take_number(d, INT64_MIN, INT64_MAX);
    id.seq = base.seq + (uint64_t)take_number(d, INT64_MIN, INT64_MAX);
    if (flags & STREAM_BLOCK_SAME) {
        items = (int64_t)fields;
        take_any(d, fields);
        back = 3 + items;
    } else {
        items = take_number(d, 1, (int64_t)(d->left / 2));
        take_any(d, 2 * (size_t)items);
        back = 4 + 2 * items;
    }
    take_number(d, back, back);
    if (d->failed || stream_id_cmp(id, *last) < (first ? 0 : 1) || stream_id_is_zero(id))
        return false;
    *last = id;
    *deleted = flags & STREAM_BLOCK_DELETED;
    return true;
}

bool stream_block_validate(struct bytes data, struct stream_id base, struct stream_id *last)
{
    struct doubt d = { .lp = data.ptr };
    int64_t count, deleted, fields;
    bool first = true, gone;

    if (!lp_validate(data))
        return false;
    d.pos = lp_first(d.lp);
    d.left = lp_count(d.lp);
    count = take_number(&d, 0, (int64_t)d.left);
    deleted = take_number(&d, 0, (int64_t)d.left);
    fields = take_number(&d, 1, (int64_t)d.left);
    take_any(&d, (size_t)fields);
    take_number(&d, 0, 0);
    *last = base;
    for (; d.left > 0 && !d.failed; first = false) {
        if (!take_entry(&d, base, (size_t)fields, first, last, &gone))
            return false;
        count -= !gone;
        deleted -= gone;
    }
    return !d.failed && !first && count == 0 && deleted == 0;
}
