#include "ds/sorter.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"

enum {
    RUN = 16,
    SELECT_MAX = 2048,  /* up to so many first ones are selected instead of sorting all */
    SELECT_ROOM = 8192, /* elements gathered before all but those are dropped */
};

/* ---- Keys ---------------------------------------------------------------------------------------- */

uint64_t sort_key_of_double(double d)
{
    const uint64_t sign = UINT64_C(1) << 63;
    uint64_t bits;

    d += 0.0; /* -0 becomes 0 */
    memcpy(&bits, &d, sizeof bits);
    /* Negative numbers have the sign bit and grow in the wrong direction. */
    return bits & sign ? ~bits : bits | sign;
}

uint64_t sort_key_of_text(struct bytes text)
{
    uint8_t head[8] = { 0 };
    uint64_t key = 0;

    if (text.len > 0)
        memcpy(head, text.ptr, size_min(text.len, sizeof head));
    for (unsigned i = 0; i < sizeof head; i++)
        key = key << 8 | head[i];
    return key;
}

/* ---- Runs ---------------------------------------------------------------------------------------- */

static void insertion_sort(struct sort_pair *v, size_t count, const struct sort_order *o)
{
    for (size_t i = 1; i < count; i++) {
        struct sort_pair p = v[i];
        size_t k = i;

        for (; k > 0 && sort_precedes(o, &p, &v[k - 1]); k--)
            v[k] = v[k - 1];
        v[k] = p;
    }
}

/* A pass over the array begins. */
static void rewind_to_start(struct sorter *s, size_t width)
{
    s->width = width;
    s->out = s->begin = s->a = 0;
    s->b = size_min(width, s->count);
}

/* Sorts the next runs of 16; returns how many elements that were. */
static size_t sort_runs(struct sorter *s, size_t moves)
{
    size_t start = s->out;

    while (s->out < s->count && s->out - start < moves) {
        size_t n = size_min(RUN, s->count - s->out);

        insertion_sort(s->from + s->out, n, &s->order);
        s->out += n;
    }
    return s->out - start;
}

/* Merges a part of the two runs that begin at s->begin; returns how many elements. */
static size_t merge_runs(struct sorter *s, size_t moves)
{
    size_t mid = size_min(s->begin + s->width, s->count), end = size_min(mid + s->width, s->count);
    size_t start = s->out, stop = start + size_min(end - start, moves);
    size_t a = s->a, b = s->b, out = start;
    const struct sort_pair *from = s->from;

    while (out < stop && a < mid && b < end)
        s->to[out++] = sort_precedes(&s->order, &from[b], &from[a]) ? from[b++] : from[a++];
    while (out < stop && a < mid)
        s->to[out++] = from[a++];
    while (out < stop && b < end)
        s->to[out++] = from[b++];
    s->a = a;
    s->b = b;
    s->out = out;
    if (out == end) {
        s->begin = s->a = end;
        s->b = size_min(end + s->width, s->count);
    }
    return out - start;
}

static void change_places(struct sorter *s)
{
    struct sort_pair *v = s->from;

    s->from = s->to;
    s->to = v;
}

/* ---- Sorting ------------------------------------------------------------------------------------- */

static bool selects(const struct sorter *s)
{
    return s->keep <= SELECT_MAX;
}

void sorter_init(struct sorter *s, struct sort_order order, size_t expect, size_t keep)
{
    *s = (struct sorter){ .order = order, .keep = keep };
    s->cap = selects(s) ? size_min(expect, SELECT_ROOM) : expect;
    if (s->cap > 0)
        s->from = mem_alloc(s->cap * sizeof *s->from);
}

void sorter_fini(struct sorter *s)
{
    mem_free(s->from);
    mem_free(s->to);
    s->from = s->to = NULL;
}

/* Drops all but the first keep. */
static void cut(struct sorter *s)
{
    sorter_step(s, SIZE_MAX);
    s->width = s->out = 0;
    s->count = s->keep;
    s->is_cut = true;
}

static void make_room(struct sorter *s)
{
    if (selects(s) && s->cap == SELECT_ROOM) {
        cut(s);
        return;
    }
    kv_assert(s->to == NULL);
    s->cap = size_max(2 * s->cap, RUN);
    if (selects(s))
        s->cap = size_min(s->cap, SELECT_ROOM);
    s->from = mem_realloc(s->from, s->cap * sizeof *s->from);
}

bool sorter_add(struct sorter *s, struct sort_pair p)
{
    if (s->keep == 0)
        return false;
    if (s->count == s->cap)
        make_room(s);
    if (s->is_cut && !sort_precedes(&s->order, &p, &s->from[s->keep - 1]))
        return false;
    s->from[s->count++] = p;
    return true;
}

bool sorter_step(struct sorter *s, size_t moves)
{
    size_t done = 0;

    if (s->width == 0) {
        done = sort_runs(s, moves);
        if (s->out < s->count)
            return false;
        rewind_to_start(s, RUN);
    }
    if (s->width < s->count && s->to == NULL)
        s->to = mem_alloc(s->cap * sizeof *s->to);
    while (s->width < s->count) {
        if (done >= moves)
            return false;
        done += merge_runs(s, moves - done);
        if (s->out == s->count) {
            change_places(s);
            rewind_to_start(s, s->width * 2);
        }
    }
    return true;
}

const struct sort_pair *sorter_result(const struct sorter *s, size_t *count)
{
    *count = size_min(s->count, s->keep);
    return s->from;
}
