#include "obj/rdb_pack.h"

#include "base/hash.h"
#include "base/mem.h"
#include "ds/listpack.h"

struct rdb_pack_facts rdb_pack_facts(const uint8_t *lp)
{
    struct rdb_pack_facts f = { .is_canonical = true };

    for (size_t pos = lp_first(lp); pos != 0; f.count++) {
        struct item it = lp_take(lp, &pos);
        char scratch[NUM_INT_MAX];
        struct bytes text = item_text(&it, scratch);
        int64_t n;

        if (text.len > f.longest)
            f.longest = text.len;
        if (!item_is_int(&it) && num_parse_int(text, &n))
            f.is_canonical = false;
    }
    return f;
}

/* ---- No element twice ---------------------------------------------------------------------------- */

/* Positions by the hash of their elements, with linear probing; 0 is a free slot. */
struct seen {
    uint32_t *slots;
    size_t mask;
};

static bool equal(const struct item *a, const struct item *b)
{
    if (item_is_int(a) || item_is_int(b))
        return item_is_int(a) && item_is_int(b) && a->number == b->number;
    return bytes_eq(bytes_make(a->ptr, a->len), bytes_make(b->ptr, b->len));
}

/* False if an equal element was seen before. */
static bool see(struct seen *s, const uint8_t *lp, size_t pos)
{
    struct item it = lp_get(lp, pos);
    char scratch[NUM_INT_MAX];
    size_t i = hash_bytes(item_text(&it, scratch)) & s->mask;

    for (; s->slots[i] != 0; i = (i + 1) & s->mask) {
        struct item other = lp_get(lp, s->slots[i]);

        if (equal(&it, &other))
            return false;
    }
    s->slots[i] = (uint32_t)pos;
    return true;
}

bool rdb_pack_is_unique(const uint8_t *lp, size_t count, unsigned stride)
{
    enum { SMALL = 256 };
    uint32_t small[SMALL] = { 0 };
    struct seen s = { .slots = small, .mask = SMALL - 1 };
    bool unique = true;

    while (s.mask + 1 < 2 * count / stride)
        s.mask = 2 * s.mask + 1;
    if (s.mask >= SMALL)
        s.slots = mem_zalloc((s.mask + 1) * sizeof *s.slots);
    for (size_t pos = lp_first(lp); pos != 0 && unique;) {
        unique = see(&s, lp, pos);
        for (unsigned i = 0; i < stride && pos != 0; i++)
            pos = lp_next(lp, pos);
    }
    if (s.slots != small)
        mem_free(s.slots);
    return unique;
}

/* ---- Scores -------------------------------------------------------------------------------------- */

bool rdb_pack_score(const struct item *it, double *score)
{
    if (item_is_int(it)) {
        *score = (double)it->number;
        return true;
    }
    return it->len <= NUM_DOUBLE_MAX && num_parse_double(bytes_make(it->ptr, it->len), score);
}

struct scored {
    struct item member;
    double score;
};

static bool is_before(const struct scored *a, const struct scored *b)
{
    char a_scratch[NUM_INT_MAX], b_scratch[NUM_INT_MAX];

    if (a->score != b->score)
        return a->score < b->score;
    return bytes_cmp(item_text(&a->member, a_scratch), item_text(&b->member, b_scratch)) < 0;
}

bool rdb_pack_is_ordered(const uint8_t *lp)
{
    struct scored before, now;
    bool is_first = true;

    for (size_t pos = lp_first(lp); pos != 0; is_first = false, before = now) {
        struct item score;

        now.member = lp_take(lp, &pos);
        score = lp_take(lp, &pos);
        if (!rdb_pack_score(&score, &now.score) || (!is_first && !is_before(&before, &now)))
            return false;
    }
    return true;
}
