/*
 * list_model -- what the tests of lists share: a pool of texts of every kind, and a list so plain that
 * it cannot be wrong: an array of their numbers.
 */
#ifndef TESTS_LIST_MODEL_H
#define TESTS_LIST_MODEL_H

#include "base/assert.h"
#include "base/mem.h"
#include "base/rand.h"
#include "base/size.h"
#include "ds/item.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

enum { TEXTS = 64, SHORT_TEXTS = 48, MODEL_MAX = 3000 };

static struct bytes texts[TEXTS]; /* all different; those from SHORT_TEXTS on are long */

static void text_set(unsigned id, const void *bytes, size_t len)
{
    uint8_t *copy = mem_alloc(len + 1);

    memcpy(copy, bytes, len);
    texts[id] = bytes_make(copy, len);
}

/* Integers of every width, short strings, long ones that compress well and such that do not. */
static void texts_init(void)
{
    static uint8_t scratch[70 * 1000];
    struct rng rng;

    rng_seed(&rng, 7);
    for (unsigned id = 0; id < 24; id++) {
        int64_t n = (int64_t)(UINT64_C(0x123456789abcdef1) >> (2 * id + 2));

        text_set(id, scratch, num_format_int((char *)scratch, id % 2 ? n : -n));
    }
    text_set(24, "", 0);
    for (unsigned id = 25; id < TEXTS; id++) {
        size_t len = id < SHORT_TEXTS ? (size_t)(id - 24) * (id - 24) / 3 + 1 : 0;

        if (len == 0)
            len = 900 * (id - SHORT_TEXTS + 1) + (id == TEXTS - 1 ? 50 * 1000 : 0);
        for (size_t i = 0; i < len; i++)
            scratch[i] = (uint8_t)(id % 3 == 0 ? rng_below(&rng, 256) : 'a' + i / 7 % 4);
        scratch[0] = (uint8_t)('A' + id);
        text_set(id, scratch, len);
    }
}

static void texts_fini(void)
{
    for (unsigned id = 0; id < TEXTS; id++)
        mem_free((void *)(uintptr_t)texts[id].ptr);
}

static struct item text_item(unsigned id)
{
    return item_of_bytes(texts[id]);
}

/* One in share is long. */
static unsigned any_text(struct rng *rng, unsigned share)
{
    if (rng_below(rng, share) == 0)
        return SHORT_TEXTS + (unsigned)rng_below(rng, TEXTS - SHORT_TEXTS);
    return (unsigned)rng_below(rng, SHORT_TEXTS);
}

static bool is_text(const struct item *it, unsigned id)
{
    char digits[NUM_INT_MAX];

    return bytes_eq(item_text(it, digits), texts[id]);
}

struct model {
    unsigned ids[MODEL_MAX];
    size_t count;
};

static void model_insert(struct model *m, size_t at, unsigned id)
{
    kv_assert(m->count < MODEL_MAX);
    memmove(m->ids + at + 1, m->ids + at, (m->count - at) * sizeof *m->ids);
    m->ids[at] = id;
    m->count++;
}

static void model_delete(struct model *m, size_t at, size_t count)
{
    memmove(m->ids + at, m->ids + at + count, (m->count - at - count) * sizeof *m->ids);
    m->count -= count;
}

/* The first index in [from, end) (back: the last in (end, from]) that holds the text; -1: none. */
static int64_t model_find(const struct model *m, int64_t from, int64_t end, bool back, unsigned id)
{
    for (; back ? from > end : from < end; from += back ? -1 : 1)
        if (m->ids[from] == id)
            return from;
    return -1;
}

static size_t model_remove(struct model *m, bool back, unsigned id, size_t max)
{
    size_t removed = 0;
    int64_t at;

    for (; removed < max; removed++) {
        at = model_find(m, back ? (int64_t)m->count - 1 : 0, back ? -1 : (int64_t)m->count, back,
                        id);
        if (at < 0)
            break;
        model_delete(m, (size_t)at, 1);
    }
    return removed;
}

#endif
