#include "obj/list.h"

#include "base/size.h"

static int64_t max_listpack_size, compress_depth;

const struct option list_options[] = {
    { .name = "list-max-listpack-size",
      .alias = "list-max-ziplist-size",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &max_listpack_size,
      .fallback = "-2",
      .min = INT32_MIN,
      .max = INT32_MAX,
      .summary =
          "Elements in one block of a list; -1 to -5: blocks of 4, 8, 16, 32 or 64 kilobytes." },
    OPTION_INT("list-compress-depth", &compress_depth, "0", 0, INT32_MAX, OPT_LIVE,
               "Blocks at each end of a list that are not compressed; 0: compress none."),
    OPTION_END
};

/* What the directives ask for now; a chunked list keeps what was asked for when it became one. */
static struct chunklist_limits limits(void)
{
    enum { COUNTED_BYTES = 8192, CLASSES = 5 };
    struct chunklist_limits lim = { .depth = (size_t)compress_depth };
    int64_t size = max_listpack_size;

    if (size < 0) {
        lim.bytes = (size_t)CHUNKLIST_BYTES_MIN << (size < -CLASSES ? CLASSES - 1 : -size - 1);
        lim.count = UINT32_MAX;
    } else {
        lim.bytes = COUNTED_BYTES;
        lim.count = size > 0 ? (unsigned)size : 1;
    }
    return lim;
}

bool list_fits_pack(size_t count, size_t bytes)
{
    struct chunklist_limits lim = limits();

    return chunklist_fits(&lim, bytes, count);
}

int64_t list_pack_size(const struct chunklist *l)
{
    struct chunklist_limits lim = chunklist_limits(l);
    int64_t size = -1;

    if (lim.count != UINT32_MAX)
        return lim.count;
    for (; lim.bytes > CHUNKLIST_BYTES_MIN; lim.bytes /= 2)
        size--;
    return size;
}

static bool is_chunked(const struct value *v)
{
    return v->encoding == ENC_CHUNKS;
}

const struct chunklist *list_chunks(const struct value *v)
{
    return is_chunked(v) ? v->ptr : NULL;
}

/* ---- Conversion ---------------------------------------------------------------------------------- */

static struct chunklist *to_chunks(struct value *v)
{
    struct chunklist *l = chunklist_new(limits());

    chunklist_push_pack(l, &v->pack);
    value_become(v, ENC_CHUNKS, l);
    return l;
}

static void shrink(struct value *v)
{
    struct pack p;

    if (!chunklist_shrink(v->ptr, &p))
        return;
    chunklist_free(v->ptr);
    v->encoding = ENC_LISTPACK;
    v->pack = p;
}

static bool has_room(const struct value *v, const struct item *it)
{
    struct chunklist_limits lim = limits();

    return chunklist_fits_item(&lim, lp_bytes(v->pack.ptr), lp_count(v->pack.ptr), it);
}

/* ---- Changing ------------------------------------------------------------------------------------ */

void list_push(struct value *v, enum list_end end, const struct item *it)
{
    size_t first;

    if (kv_likely(is_chunked(v))) {
        chunklist_push(v->ptr, end, it);
    } else if (has_room(v, it)) {
        first = lp_first(v->pack.ptr);
        lp_insert_item(&v->pack, end == LIST_HEAD && first ? first : lp_end(v->pack.ptr), it);
    } else {
        chunklist_push(to_chunks(v), end, it);
    }
}

bool list_push_node(struct value *v, struct bytes lp, size_t count)
{
    if (is_chunked(v))
        return chunklist_push_node(v->ptr, lp, count);
    if (list_fits_pack(list_count(v) + count, lp_bytes(v->pack.ptr) + lp.len - LP_EMPTY))
        return false;
    return chunklist_push_node(to_chunks(v), lp, count);
}

static struct chunklist *drop_in_pack(struct value *v, enum list_end end, size_t count)
{
    size_t index = end == LIST_HEAD ? 0 : lp_count(v->pack.ptr) - count;

    lp_delete(&v->pack, lp_seek(v->pack.ptr, (int64_t)index), count);
    return NULL;
}

bool list_drop(struct value *v, enum list_end end, size_t count, struct value *rest)
{
    struct chunklist *l;

    if (count == 0)
        return false;
    if (is_chunked(v)) {
        l = chunklist_drop(v->ptr, end, count);
        shrink(v);
    } else {
        l = drop_in_pack(v, end, count);
    }
    *rest = (struct value){ .type = OBJ_LIST, .encoding = ENC_CHUNKS, .ptr = l };
    return l != NULL;
}

static bool set_in_pack(struct value *v, size_t index, const struct item *it)
{
    size_t pos = lp_seek(v->pack.ptr, (int64_t)index), next = lp_next(v->pack.ptr, pos);
    size_t bytes = lp_bytes(v->pack.ptr) - ((next ? next : lp_end(v->pack.ptr)) - pos);
    struct chunklist_limits lim = limits();

    if (!chunklist_fits_item(&lim, bytes, lp_count(v->pack.ptr) - 1, it))
        return false;
    lp_replace_item(&v->pack, pos, it);
    return true;
}

void list_set(struct value *v, size_t index, const struct item *it)
{
    if (is_chunked(v))
        chunklist_replace(v->ptr, index, it);
    else if (!set_in_pack(v, index, it))
        chunklist_replace(to_chunks(v), index, it);
}

void list_insert(struct value *v, size_t index, const struct item *it)
{
    size_t pos;

    if (is_chunked(v)) {
        chunklist_insert(v->ptr, index, it);
    } else if (has_room(v, it)) {
        pos = lp_seek(v->pack.ptr, (int64_t)index);
        lp_insert_item(&v->pack, pos ? pos : lp_end(v->pack.ptr), it);
    } else {
        chunklist_insert(to_chunks(v), index, it);
    }
}

bool list_remove_some(struct value *v, struct chunklist_removal *r, const struct lp_needle *n)
{
    if (!is_chunked(v)) {
        r->removed = lp_remove(&v->pack, n, r->max, r->from == LIST_TAIL);
        return false;
    }
    if (chunklist_remove_some(v->ptr, r, n, CHUNKLIST_EFFORT))
        return true;
    if (r->removed > 0)
        shrink(v);
    return false;
}

struct value list_copy_new(const struct value *from)
{
    return (struct value){ .type = OBJ_LIST,
                           .encoding = ENC_CHUNKS,
                           .ptr = chunklist_new(chunklist_limits(from->ptr)) };
}

bool list_copy_step(struct value *to, const struct value *from, size_t i)
{
    chunklist_copy_chunk(to->ptr, from->ptr, i);
    return i + 1 == chunklist_chunks(from->ptr);
}

/* ---- Walking ------------------------------------------------------------------------------------- */

int64_t list_index(const struct value *v, int64_t index)
{
    int64_t count = (int64_t)list_count(v);

    if (index < 0)
        index += count;
    return index >= 0 && index < count ? index : -1;
}

void list_iter_init(struct list_iter *it, const struct value *v, size_t index, bool back)
{
    if (is_chunked(v))
        chunklist_iter_init(&it->chunks, v->ptr, index, back);
    else
        chunklist_iter_init_pack(&it->chunks, v->pack.ptr, index, back);
}

void list_iter_fini(struct list_iter *it)
{
    chunklist_iter_fini(&it->chunks);
}

enum list_found list_iter_find(struct list_iter *it, const struct lp_needle *n, int64_t end,
                               int64_t *index)
{
    enum list_found found = chunklist_iter_find(&it->chunks, n, end, CHUNKLIST_EFFORT);

    if (found == LIST_FOUND) {
        *index = it->chunks.index;
        chunklist_iter_take(&it->chunks);
    }
    return found;
}

/* ---- What every type brings ---------------------------------------------------------------------- */

static struct value list_empty(void)
{
    struct value v = { .type = OBJ_LIST, .encoding = ENC_LISTPACK };

    lp_init(&v.pack);
    return v;
}

size_t list_count(const struct value *v)
{
    return is_chunked(v) ? chunklist_count(v->ptr) : lp_count(v->pack.ptr);
}

static void list_each(const struct value *v, value_visit_fn *visit, void *ctx)
{
    struct value_elem e = { .expire_at_ms = VALUE_NEVER };
    struct list_iter it;
    bool go_on = true;

    if (list_count(v) == 0)
        return;
    list_iter_init(&it, v, 0, false);
    while (go_on && list_iter_more(&it)) {
        e.item = list_iter_take(&it);
        go_on = visit(ctx, &e);
    }
    list_iter_fini(&it);
}

static void list_free(struct value *v)
{
    chunklist_free(v->ptr);
}

static struct value list_dup(const struct value *v)
{
    return (struct value){ .type = OBJ_LIST, .encoding = ENC_CHUNKS, .ptr = chunklist_dup(v->ptr) };
}

static size_t list_mem(const struct value *v, size_t samples)
{
    return chunklist_mem(v->ptr, samples);
}

static size_t list_effort(const struct value *v)
{
    return chunklist_effort(v->ptr);
}

static uint64_t list_defrag(struct value *v, uint64_t cursor)
{
    struct chunklist *l = v->ptr;

    cursor = chunklist_defrag(&l, (size_t)cursor);
    v->ptr = l;
    return cursor;
}

static const char *list_encoding_name(const struct value *v)
{
    return is_chunked(v) ? "quicklist" : "listpack";
}

static void list_check(const struct value *v)
{
    kv_assert(v->encoding == ENC_LISTPACK || v->encoding == ENC_CHUNKS);
    if (is_chunked(v))
        chunklist_check(v->ptr);
}

const struct value_ops list_ops = {
    .empty = list_empty,
    .count = list_count,
    .each = list_each,
    .free = list_free,
    .dup = list_dup,
    .mem = list_mem,
    .defrag = list_defrag,
    .effort = list_effort,
    .encoding_name = list_encoding_name,
    .check = list_check,
};
