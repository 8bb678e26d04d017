/*
 * listpack_fixture -- what the tests of the listpack and its fuzz target share: a listpack next to a
 * plain array of texts, changed alike and compared.
 *
 * A test and a fuzz target differ in who chooses. A choice is a number below n, from a generator or
 * from the bytes of an input.
 */
#ifndef TESTS_LISTPACK_FIXTURE_H
#define TESTS_LISTPACK_FIXTURE_H

#include "ds/listpack.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/mem.h"
#include "base/rand.h"
#include "base/size.h"

#include <stdio.h>

struct chooser {
    uint64_t (*below)(void *source, uint64_t n);
    void *source;
};

static inline size_t choose(const struct chooser *c, size_t n)
{
    return (size_t)c->below(c->source, n);
}

static inline bool chance(const struct chooser *c, size_t one_in)
{
    return choose(c, one_in) == 0;
}

static inline uint64_t random_below(void *rng, uint64_t n)
{
    return rng_below(rng, n);
}

/* ---- Memory ---------------------------------------------------------------------------------- */

static inline struct bytes text_dup(struct bytes text)
{
    uint8_t *copy = mem_alloc(text.len + 1); /* not 0 */

    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    return bytes_make(copy, text.len);
}

static inline void text_free(struct bytes text)
{
    mem_free((void *)text.ptr);
}

/* len bytes, the last one of which is last. */
static inline struct bytes text_of(size_t len, char last)
{
    uint8_t *text = mem_alloc(len + 1);

    memset(text, 'x', len);
    if (len > 0)
        text[len - 1] = (uint8_t)last;
    return bytes_make(text, len);
}

/* A heap block of just this size, so that a sanitizer sees every byte read beyond it. */
static inline struct pack pack_of_bytes(struct bytes content)
{
    struct pack p = { mem_alloc(content.len), content.len, false };

    memcpy(p.ptr, content.ptr, content.len);
    return p;
}

/* ---- The array ------------------------------------------------------------------------------- */

struct model {
    struct bytes *texts; /* each one on the heap */
    size_t count, room;
};

static inline void model_insert(struct model *m, size_t index, struct bytes text)
{
    kv_assert(index <= m->count);
    if (m->count == m->room) {
        m->room = m->room * 2 + 16;
        m->texts = mem_realloc(m->texts, m->room * sizeof *m->texts);
    }
    memmove(m->texts + index + 1, m->texts + index, (m->count - index) * sizeof *m->texts);
    m->texts[index] = text_dup(text);
    m->count++;
}

static inline void model_delete(struct model *m, size_t index, size_t count)
{
    if (count == 0)
        return;
    for (size_t i = index; i < index + count; i++)
        text_free(m->texts[i]);
    memmove(m->texts + index, m->texts + index + count,
            (m->count - index - count) * sizeof *m->texts);
    m->count -= count;
}

static inline void model_fini(struct model *m)
{
    model_delete(m, 0, m->count);
    mem_free(m->texts);
    *m = (struct model){ 0 };
}

/* ---- Comparing ------------------------------------------------------------------------------- */

static inline bool item_is(const struct item *it, struct bytes text)
{
    char scratch[NUM_INT_MAX];

    return bytes_eq(item_text(it, scratch), text);
}

static inline struct model model_of(const uint8_t *lp)
{
    struct model m = { 0 };

    for (size_t pos = lp_first(lp); pos != 0;) {
        char scratch[NUM_INT_MAX];
        struct item it = lp_take(lp, &pos);

        model_insert(&m, m.count, item_text(&it, scratch));
    }
    return m;
}

/* Reads all of lp in both directions. */
static inline void model_compare(const struct model *m, const uint8_t *lp)
{
    size_t i = 0;

    lp_check(lp);
    kv_assert(lp_count(lp) == m->count);
    for (size_t pos = lp_first(lp), next; pos != 0; pos = next, i++) {
        struct item got = lp_get(lp, pos), taken;

        next = pos;
        taken = lp_take(lp, &next);
        kv_assert(i < m->count && item_is(&got, m->texts[i]) && item_is(&taken, m->texts[i]));
        kv_assert(next == lp_next(lp, pos));
        if (next != 0)
            kv_assert(lp_prev(lp, next) == pos);
    }
    kv_assert(i == m->count);
    for (size_t pos = lp_last(lp); pos != 0; pos = lp_prev(lp, pos)) {
        struct item got = lp_get(lp, pos);

        kv_assert(i > 0 && item_is(&got, m->texts[--i]));
    }
    kv_assert(i == 0);
}

/* ---- Texts ----------------------------------------------------------------------------------- */

enum { TEXT_MAX = 20 * 1000 };

/* Lengths at which an encoding or a back length changes are as likely as all others. */
static inline size_t any_len(const struct chooser *c)
{
    static const size_t borders[] = { 64, 64, 64, 126, 4096, 16379 };

    if (!chance(c, 16))
        return choose(c, 20);
    if (chance(c, 2))
        return choose(c, 300);
    return borders[choose(c, sizeof borders / sizeof borders[0])] - 3 + choose(c, 6);
}

/* Few letters, so that texts meet again and differ at few places; digits and '-' make integers and
 * what only looks like one. */
static inline struct bytes any_text(const struct chooser *c, uint8_t room[TEXT_MAX])
{
    size_t len;

    if (chance(c, 2)) {
        int64_t n = (int64_t)(uint64_t)choose(c, SIZE_MAX) >> choose(c, 64);

        if (chance(c, 2)) /* a border of an encoding, or next to it */
            n = (int64_t)((UINT64_C(1) << choose(c, 64)) * (chance(c, 2) ? 1 : -1) - 1 +
                          choose(c, 3));
        return bytes_make(room, num_format_int((char *)room, n));
    }
    len = any_len(c);
    memset(room, "a1-0"[choose(c, 4)], len);
    for (size_t i = 0; i < len && i < 4; i++)
        room[chance(c, 2) ? i : len - 1 - i] = (uint8_t) "ab01-"[choose(c, 5)];
    return bytes_make(room, len);
}

/* One of the array's, or any. */
static inline struct bytes some_text(const struct model *m, const struct chooser *c,
                                     uint8_t room[TEXT_MAX])
{
    return m->count > 0 && chance(c, 2) ? m->texts[choose(c, m->count)] : any_text(c, room);
}

static inline struct item as_item(const struct chooser *c, struct bytes text)
{
    struct lp_needle n = lp_needle(text);

    return n.is_int && chance(c, 2) ? item_of_int(n.number) : item_of_bytes(text);
}

/* ---- One step -------------------------------------------------------------------------------- */

static inline void step_insert(struct model *m, struct pack *p, const struct chooser *c)
{
    static uint8_t room[TEXT_MAX];
    struct bytes text = any_text(c, room);
    struct item it = as_item(c, text);
    size_t at = m->count, pos = lp_end(p->ptr), size = lp_bytes(p->ptr) + lp_size_of(text);

    kv_assert(lp_size_of_item(&it) == lp_size_of(text));
    switch (choose(c, 5)) {
    case 0:
        at = 0;
        lp_prepend(p, text);
        break;
    case 1:
        lp_append(p, text);
        break;
    case 2:
        lp_append_item(p, &it);
        break;
    default:
        if (m->count > 0) {
            at = choose(c, m->count);
            pos = lp_seek(p->ptr, (int64_t)at);
        }
        kv_assert((chance(c, 2) ? lp_insert(p, pos, text) : lp_insert_item(p, pos, &it)) == pos);
    }
    model_insert(m, at, text);
    kv_assert(lp_bytes(p->ptr) == size);
}

static inline void step_replace(struct model *m, struct pack *p, const struct chooser *c)
{
    static uint8_t room[TEXT_MAX];
    struct bytes text = any_text(c, room);
    struct item it = as_item(c, text);
    size_t at = choose(c, m->count), pos = lp_seek(p->ptr, (int64_t)at);

    if (chance(c, 2))
        lp_replace(p, pos, text);
    else
        lp_replace_item(p, pos, &it);
    model_delete(m, at, 1);
    model_insert(m, at, text);
}

static inline void step_delete(struct model *m, struct pack *p, const struct chooser *c)
{
    size_t at = choose(c, m->count), pos = lp_seek(p->ptr, (int64_t)at);
    size_t count = chance(c, 8) ? choose(c, m->count + 2) : 1, left = lp_delete(p, pos, count);

    count = size_min(count, m->count - at);
    model_delete(m, at, count);
    kv_assert(left == (at < m->count ? pos : 0));
}

static inline void step_remove(struct model *m, struct pack *p, const struct chooser *c)
{
    static uint8_t room[TEXT_MAX];
    struct bytes text = text_dup(some_text(m, c, room));
    struct lp_needle n = lp_needle(text);
    size_t max = chance(c, 2) ? SIZE_MAX : choose(c, 4), gone = 0, kept = m->count;
    bool from_end = chance(c, 2);

    for (size_t i = 0; i < kept && gone < max; i++) {
        size_t at = from_end ? kept - 1 - i : i - gone;

        if (bytes_eq(m->texts[at], text)) {
            model_delete(m, at, 1);
            gone++;
        }
    }
    kv_assert(lp_remove(p, &n, max, from_end) == gone);
    text_free(text);
}

static inline void step_find(struct model *m, struct pack *p, const struct chooser *c)
{
    static uint8_t room[TEXT_MAX];
    struct lp_needle n = lp_needle(some_text(m, c, room));
    unsigned skip = chance(c, 2) ? 0 : (unsigned)choose(c, 4);
    size_t at = choose(c, m->count + 1);
    size_t found = lp_find(p->ptr, lp_seek(p->ptr, (int64_t)at), &n, skip);

    while (at < m->count && !bytes_eq(m->texts[at], n.text))
        at += skip + 1;
    kv_assert(found == lp_seek(p->ptr, (int64_t)at));
    if (found != 0)
        kv_assert(lp_equals(p->ptr, found, &n));
}

static inline void step_seek(struct model *m, struct pack *p, const struct chooser *c)
{
    int64_t count = (int64_t)m->count, index = (int64_t)choose(c, 2 * m->count + 4) - count - 2;
    size_t pos = lp_seek(p->ptr, index);

    kv_assert((pos != 0) == (index < count && index >= -count));
    if (pos != 0) {
        struct item got = lp_get(p->ptr, pos);

        kv_assert(item_is(&got, m->texts[index < 0 ? index + count : index]));
        kv_assert(lp_seek(p->ptr, index < 0 ? index + count : index - count) == pos);
    }
}

/* Both parts are looked at; then they are put together, in either order, or one is dropped. */
static inline void step_split(struct model *m, struct pack *p, const struct chooser *c)
{
    size_t at = choose(c, m->count);
    struct pack tail = { 0 };
    struct model first = { 0 }, second = { 0 };

    lp_split(p, lp_seek(p->ptr, (int64_t)at), &tail);
    for (size_t i = 0; i < m->count; i++)
        model_insert(i < at ? &first : &second, i < at ? i : i - at, m->texts[i]);
    model_compare(&first, p->ptr);
    model_compare(&second, tail.ptr);
    switch (choose(c, 8)) {
    case 0:
        model_delete(m, at, m->count - at);
        break;
    case 1:
        lp_join(&tail, p->ptr);
        model_delete(m, 0, m->count);
        for (size_t i = 0; i < second.count; i++)
            model_insert(m, m->count, second.texts[i]);
        for (size_t i = 0; i < first.count; i++)
            model_insert(m, m->count, first.texts[i]);
        pack_fini(p);
        *p = tail;
        tail = (struct pack){ 0 };
        break;
    default:
        lp_join(p, tail.ptr);
    }
    model_fini(&first);
    model_fini(&second);
    pack_fini(&tail);
}

/* Changes both, or compares what they answer. max is about how many elements there may be. */
static inline void model_step(struct model *m, struct pack *p, const struct chooser *c, size_t max)
{
    size_t what = choose(c, 34);

    if (m->count == 0 || (what < 12 && m->count < max))
        step_insert(m, p, c);
    else if (what < 18)
        step_delete(m, p, c);
    else if (what < 22)
        step_replace(m, p, c);
    else if (what < 28)
        step_find(m, p, c);
    else if (what < 31)
        step_seek(m, p, c);
    else if (what < 33)
        step_remove(m, p, c);
    else
        step_split(m, p, c);
}

#endif
