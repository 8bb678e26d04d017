/* chunklist: iterators, figures, checks. */
#include "ds/chunklist_inner.h"

#include "base/mem.h"
#include "base/size.h"

/* ---- Iterators ----------------------------------------------------------------------------------- */

/* Takes the chunk at hand, whose first element has this index in the list. */
static void enter(struct chunklist_iter *it, int64_t first)
{
    const struct list_chunk *c = list_chunk_at(it->list, it->chunk);
    const uint8_t *raw;

    list_chunk_prefetch(it->list, it->chunk, it->back ? -1 : 1);
    if (it->scratch != NULL)
        mem_free(it->scratch);
    it->scratch = NULL;
    raw = list_chunk_look(c, &it->scratch);
    it->lp = c->plain ? NULL : raw;
    if (c->plain)
        it->plain = bytes_make(raw, list_chunk_raw_len(c));
    it->stop = it->back ? first - 1 : first + (int64_t)c->count;
}

/* The first element (back: the last) of the chunk at hand. */
static size_t near_end(const struct chunklist_iter *it)
{
    if (it->lp == NULL)
        return 1;
    return it->back ? lp_last(it->lp) : lp_first(it->lp);
}

bool chunklist_iter_turn(struct chunklist_iter *it)
{
    int64_t next = it->stop;

    if (it->list == NULL || next < 0 || next >= (int64_t)it->list->count)
        return false;
    it->chunk = it->back ? it->chunk - 1 : it->chunk + 1;
    enter(it, it->back ? next + 1 - (int64_t)list_chunk_at(it->list, it->chunk)->count : next);
    it->pos = near_end(it);
    return true;
}

void chunklist_iter_init(struct chunklist_iter *it, const struct chunklist *l, size_t index,
                         bool back)
{
    struct chunklist_place at;

    kv_assert(index < l->count);
    at = chunklist_locate(l, index);
    *it = (struct chunklist_iter){
        .list = l, .back = back, .index = (int64_t)index, .chunk = at.chunk
    };
    enter(it, (int64_t)(index - at.offset));
    it->pos = it->lp == NULL ? 1 : lp_seek(it->lp, (int64_t)at.offset);
}

void chunklist_iter_init_pack(struct chunklist_iter *it, const uint8_t *lp, size_t index, bool back)
{
    kv_assert(index < lp_count(lp));
    *it = (struct chunklist_iter){ .lp = lp,
                                   .back = back,
                                   .index = (int64_t)index,
                                   .stop = back ? -1 : (int64_t)lp_count(lp),
                                   .pos = lp_seek(lp, (int64_t)index) };
}

void chunklist_iter_fini(struct chunklist_iter *it)
{
    mem_free(it->scratch);
    it->scratch = NULL;
}

/* Goes to the nearest equal element of the chunk at hand; false, and the chunk is finished, if there
 * is none. */
static bool find_here(struct chunklist_iter *it, const struct lp_needle *n)
{
    size_t pos = it->pos;

    if (it->lp == NULL) {
        if (bytes_eq(it->plain, n->text))
            return true;
    } else if (it->back) {
        for (; pos != 0; pos = lp_prev(it->lp, pos), it->index--) {
            it->pos = pos;
            if (lp_equals(it->lp, pos, n))
                return true;
        }
    } else {
        pos = lp_find(it->lp, pos, n, 0);
        if (pos != 0) {
            for (; it->pos != pos; it->pos = lp_next(it->lp, it->pos))
                it->index++;
            return true;
        }
    }
    it->pos = 0;
    it->index = it->stop;
    return false;
}

enum list_found chunklist_iter_find(struct chunklist_iter *it, const struct lp_needle *n,
                                    int64_t end, size_t effort)
{
    size_t spent = 0;

    while (it->back ? it->index > end : it->index < end) {
        if (it->pos == 0) {
            if (spent >= effort)
                return LIST_MORE;
            if (!chunklist_iter_turn(it))
                return LIST_ABSENT;
            spent += list_chunk_effort(list_chunk_at(it->list, it->chunk));
            /* Walking back costs more than looking ahead whether there is anything to find. */
            if (it->back && it->lp != NULL && lp_find(it->lp, lp_first(it->lp), n, 0) == 0) {
                it->pos = 0;
                it->index = it->stop;
                continue;
            }
        }
        if (find_here(it, n))
            return (it->back ? it->index > end : it->index < end) ? LIST_FOUND : LIST_ABSENT;
    }
    return LIST_ABSENT;
}

/* ---- Figures ------------------------------------------------------------------------------------- */

size_t chunklist_mem(const struct chunklist *l, size_t samples)
{
    size_t step = size_max(1, l->used / size_max(1, samples));
    size_t bytes = mem_good_size(sizeof *l), chunks = 0, seen = 0;

    if (l->room > 0)
        bytes += mem_good_size(l->room * sizeof *l->slots);
    for (size_t i = 0; i < l->used; i += step, seen++)
        chunks += mem_good_size(list_chunk_at(l, i)->cap);
    return bytes + (seen > 0 ? (size_t)((double)chunks / (double)seen * (double)l->used) : 0);
}

size_t chunklist_effort(const struct chunklist *l)
{
    enum {
        HUGE_SHIFT = 20, /* giving back a megabyte takes as long as a small block */
        FEW = 64,        /* of more the number says enough */
    };
    size_t effort = l->used;

    for (size_t i = 0; i < size_min(l->used, FEW); i++)
        effort += list_chunk_at(l, i)->cap >> HUGE_SHIFT;
    return effort;
}

struct chunklist_figures chunklist_chunk(const struct chunklist *l, size_t i)
{
    const struct list_chunk *c;

    kv_assert(i < l->used);
    c = list_chunk_at(l, i);
    return (struct chunklist_figures){ .count = c->count,
                                       .bytes = list_chunk_raw_len(c),
                                       .held = c->cap,
                                       .plain = c->plain,
                                       .compressed = c->compressed };
}

struct bytes chunklist_look(const struct chunklist *l, size_t i, uint8_t **scratch)
{
    const struct list_chunk *c;
    size_t len;

    kv_assert(i < l->used);
    c = list_chunk_at(l, i);
    len = list_chunk_raw_len(c);
    return bytes_make(list_chunk_look(c, scratch), len);
}

struct chunklist_limits chunklist_limits(const struct chunklist *l)
{
    return l->limits;
}

/* ---- Defragmentation ----------------------------------------------------------------------------- */

size_t chunklist_defrag(struct chunklist **at, size_t chunk)
{
    enum { STEP = 64 };
    struct chunklist *l = *at = chunk == 0 ? mem_defrag(*at, 0) : *at;
    size_t end = size_min(chunk + STEP, l->used);

    if (chunk == 0 && l->slots != NULL)
        l->slots = mem_defrag(l->slots, 0);
    for (; chunk < end; chunk++)
        list_chunk_defrag(list_chunk_at(l, chunk));
    return end < l->used ? end : 0;
}

/* ---- Checks -------------------------------------------------------------------------------------- */

static void check_chunk(const struct chunklist *l, size_t i)
{
    const struct list_chunk *c = list_chunk_at(l, i);
    bool inner = i > 0 && i < l->used - 1;
    uint8_t *scratch = NULL;
    const uint8_t *raw;
    size_t len;

    kv_assert(c->count > 0);
    kv_assert(!c->compressed || list_chunk_is_deep(l, i));
    len = list_chunk_raw_len(c);
    raw = list_chunk_look(c, &scratch);
    if (c->plain) {
        kv_assert(c->count == 1);
        kv_assert(len >= list_plain_lowest ||
                  LP_EMPTY + lp_size_of(bytes_make(raw, len)) > l->chunk.bytes);
    } else {
        lp_check(raw);
        kv_assert(lp_bytes(raw) == len);
        kv_assert(lp_count(raw) == c->count);
        kv_assert(chunklist_fits(&l->chunk, len, c->count));
    }
    if (c->compressed)
        kv_assert(mem_good_size(c->cap) < mem_good_size(len));
    else if (!c->plain)
        kv_assert(inner ? c->cap == mem_good_size(len) : c->cap >= c->gap + len);
    if (inner || c->plain || c->compressed)
        kv_assert(c->gap == 0);
    if (list_chunk_is_deep(l, i) && len >= LZF_MIN && len <= LZF_MAX)
        kv_assert(c->compressed || c->stubborn);
    mem_free(scratch);
}

void chunklist_check(const struct chunklist *l)
{
    size_t count = 0;

    kv_assert(l->first + l->used <= l->room);
    for (size_t i = 0; i < l->used; i++) {
        check_chunk(l, i);
        count += list_chunk_at(l, i)->count;
    }
    kv_assert(count == l->count);
}
