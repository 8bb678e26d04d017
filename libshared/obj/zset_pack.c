#include "obj/zset_pack.h"

#include "base/assert.h"
#include "ds/listpack.h"
#include "ds/scored.h"

#include <math.h>

/* ---- Scores --------------------------------------------------------------------------------------- */

static double score_of(const struct item *it)
{
    double score = 0;

    if (item_is_int(it))
        return (double)it->number;
    /* Whatever is in a listpack of ours parses; the check says so. */
    num_parse_double(bytes_make(it->ptr, it->len), &score);
    return score;
}

/* A score as an element; text has to live as long as the result. */
static struct item item_of_score(double score, char text[NUM_DOUBLE_MAX])
{
    if (score >= -0x1p63 && score < 0x1p63 && score == (double)(int64_t)score)
        return item_of_int((int64_t)score);
    return item_of_bytes(bytes_make(text, num_format_double(text, score)));
}

/* ---- Reading -------------------------------------------------------------------------------------- */

size_t zset_pack_count(const uint8_t *lp)
{
    return lp_count(lp) / 2;
}

struct zset_elem zset_pack_take(const uint8_t *lp, size_t *pos)
{
    struct zset_elem e = { .member = lp_take(lp, pos) };
    struct item score = lp_take(lp, pos);

    e.score = score_of(&score);
    return e;
}

struct zset_elem zset_pack_take_back(const uint8_t *lp, size_t *pos)
{
    size_t at = *pos;
    struct zset_elem e = zset_pack_take(lp, &at);

    *pos = lp_prev(lp, *pos);
    if (*pos != 0)
        *pos = lp_prev(lp, *pos);
    return e;
}

size_t zset_pack_seek(const uint8_t *lp, size_t rank)
{
    return rank < zset_pack_count(lp) ? lp_seek(lp, (int64_t)rank * 2) : 0;
}

size_t zset_pack_find(const uint8_t *lp, struct bytes member, double *score)
{
    struct lp_needle n = lp_needle(member);
    size_t pos = lp_find(lp, lp_first(lp), &n, 1);
    struct item it;

    if (pos == 0)
        return 0;
    it = lp_get(lp, lp_next(lp, pos));
    *score = score_of(&it);
    return pos;
}

size_t zset_pack_rank(const uint8_t *lp, size_t pos)
{
    size_t rank = 0;

    for (size_t at = lp_first(lp); at != pos; at = lp_next(lp, lp_next(lp, at)))
        rank++;
    return rank;
}

/* ---- Changing ------------------------------------------------------------------------------------- */

/* The score of the member at *pos, which moves on to the next member. Most searches look at no more. */
static double take_score(const uint8_t *lp, size_t *pos)
{
    struct item it;

    *pos = lp_next(lp, *pos);
    it = lp_take(lp, pos);
    return score_of(&it);
}

/* The order of the member at pos and another one. */
static int cmp_member(const uint8_t *lp, size_t pos, struct bytes member)
{
    struct item it = lp_get(lp, pos);
    char scratch[NUM_INT_MAX];

    return bytes_cmp(item_text(&it, scratch), member);
}

/* The position of the first member behind (score, member), or the end. */
static size_t place_of(const uint8_t *lp, double score, struct bytes member)
{
    size_t pos = lp_first(lp), at;

    while ((at = pos) != 0) {
        double s = take_score(lp, &pos);

        if (s > score || (s == score && cmp_member(lp, at, member) > 0))
            return at;
    }
    return lp_end(lp);
}

static void insert_at(struct pack *p, size_t pos, struct bytes member, double score)
{
    char text[NUM_DOUBLE_MAX];
    struct item it = item_of_score(score, text);

    lp_insert(p, pos, member);
    lp_insert_item(p, pos + lp_size_of(member), &it);
}

void zset_pack_add(struct pack *p, struct bytes member, double score)
{
    insert_at(p, place_of(p->ptr, score, member), member, score);
}

void zset_pack_rescore(struct pack *p, size_t pos, struct bytes member, double score)
{
    lp_delete(p, pos, 2);
    zset_pack_add(p, member, score);
}

void zset_pack_remove(struct pack *p, size_t pos, size_t count)
{
    lp_delete(p, pos, count * 2);
}

void zset_pack_append(struct pack *p, const struct zset_elem *e)
{
    char text[NUM_DOUBLE_MAX];
    struct item score = item_of_score(e->score, text);

    lp_append_item(p, &e->member);
    lp_append_item(p, &score);
}

/* ---- Ranges --------------------------------------------------------------------------------------- */

struct zset_span zset_pack_by_score(const uint8_t *lp, const struct zset_scores *range)
{
    struct zset_span span = { 0, 0 };
    size_t pos = lp_first(lp);

    while (pos != 0) {
        double score = take_score(lp, &pos);

        if (score < range->min || (score == range->min && range->min_open))
            span.first++;
        else if (score < range->max || (score == range->max && !range->max_open))
            span.count++;
        else
            break;
    }
    return span;
}

/* True if the member is before what the bound, as a lower one, lets in. */
static bool is_below(struct bytes member, const struct zset_bound *bound)
{
    int d;

    if (bound->kind != ZSET_MEMBER)
        return bound->kind == ZSET_HIGHEST;
    d = bytes_cmp(member, bound->member);
    return d < 0 || (d == 0 && bound->open);
}

/* True if the member is behind what the bound, as an upper one, lets in. */
static bool is_above(struct bytes member, const struct zset_bound *bound)
{
    int d;

    if (bound->kind != ZSET_MEMBER)
        return bound->kind == ZSET_LOWEST;
    d = bytes_cmp(member, bound->member);
    return d > 0 || (d == 0 && bound->open);
}

struct zset_span zset_pack_by_member(const uint8_t *lp, const struct zset_members *range)
{
    struct zset_span span = { 0, 0 };
    size_t pos = lp_first(lp);

    while (pos != 0) {
        struct zset_elem e = zset_pack_take(lp, &pos);
        char scratch[NUM_INT_MAX];
        struct bytes member = item_text(&e.member, scratch);

        if (span.count == 0 && is_below(member, &range->min))
            span.first++;
        else if (is_above(member, &range->max))
            break;
        else
            span.count++;
    }
    return span;
}

/* ---- Checking ------------------------------------------------------------------------------------- */

static void check_score(const struct item *it)
{
    double score;

    if (!item_is_int(it))
        kv_assert(num_parse_double(bytes_make(it->ptr, it->len), &score));
}

void zset_pack_check(const uint8_t *lp)
{
    struct zset_elem prev = { .score = -INFINITY };
    size_t before = 0;

    kv_assert(lp_count(lp) % 2 == 0);
    for (size_t pos = lp_first(lp), at; (at = pos) != 0; before = at) {
        struct item score = lp_get(lp, lp_next(lp, at));
        struct zset_elem e = zset_pack_take(lp, &pos);
        char scratch[NUM_INT_MAX];

        check_score(&score);
        kv_assert(e.score >= prev.score);
        if (before != 0 && e.score == prev.score)
            kv_assert(cmp_member(lp, before, item_text(&e.member, scratch)) < 0);
        prev = e;
    }
}
