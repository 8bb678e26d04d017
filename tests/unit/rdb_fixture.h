/*
 * rdb_fixture -- values for the tests of the RDB codec: made at random, and shown as text.
 */
#ifndef KV_TEST_RDB_FIXTURE_H
#define KV_TEST_RDB_FIXTURE_H

#include <stdlib.h>
#include "base/buf.h"
#include "base/mem.h"
#include "base/option.h"
#include "base/rand.h"
#include "obj/hash.h"
#include "obj/list.h"
#include "obj/rdb_prim.h"
#include "obj/rdb_value.h"
#include "obj/set.h"
#include "obj/stream_idmp.h"
#include "obj/zset.h"

static struct option_set *rdb_test_options;

static inline void rdb_test_setup(void)
{
    rdb_test_options = option_set_new();
    option_set_add(rdb_test_options, rdb_options);
    option_set_add(rdb_test_options, list_options);
    option_set_add(rdb_test_options, set_options);
    option_set_add(rdb_test_options, zset_options);
    option_set_add(rdb_test_options, hash_options);
    option_set_add(rdb_test_options, stream_options);
    option_set_add(rdb_test_options, stream_idmp_options);
}

static inline void rdb_test_teardown(void)
{
    option_set_free(rdb_test_options);
}

static inline bool rdb_test_set(const char *name, const char *value)
{
    struct option_pair pair = { bytes_str(name), bytes_str(value) };
    const char *why;
    unsigned bad;

    return option_set_live(rdb_test_options, &pair, 1, false, &bad, &why);
}

/* ---- Making -------------------------------------------------------------------------------------- */

static inline void rdb_test_put(struct value *v, struct bytes field, struct bytes value,
                                int64_t at_ms)
{
    struct hash_ref ref = hash_ref(field);

    hash_find(v, &ref);
    hash_put(v, &ref, value, at_ms);
}

static inline void rdb_test_push(struct value *v, struct bytes text)
{
    struct item it = item_of_bytes(text);

    list_push(v, LIST_TAIL, &it);
}

static inline void rdb_test_score(struct value *v, struct bytes member, double score)
{
    zset_add(v, member, &score, 0);
}

/* An integer of any width, or bytes up to the length most, at times all alike. */
static inline struct bytes rdb_test_text(struct rng *rng, uint8_t *room, size_t most)
{
    size_t len = rng_below(rng, most + 1);

    if (most >= NUM_INT_MAX && rng_below(rng, 3) == 0)
        return bytes_make(
            room, num_format_int((char *)room, (int64_t)rng_next(rng) >> rng_below(rng, 64)));
    memset(room, (int)rng_below(rng, 256), len);
    if (rng_below(rng, 4) > 0)
        for (size_t i = 0; i < len; i++)
            room[i] = (uint8_t)rng_below(rng, 256);
    return bytes_make(room, len);
}

static inline double rdb_test_random_score(struct rng *rng)
{
    switch (rng_below(rng, 6)) {
    case 0:
        return 1.0 / 0.0;
    case 1:
        return -1.0 / 0.0;
    case 2:
        return (double)(int64_t)rng_below(rng, 20) - 10;
    case 3:
        return rng_unit(rng);
    default:
        return (rng_unit(rng) - 0.5) * 1e300 / (double)(1 + (rng_next(rng) >> rng_below(rng, 64)));
    }
}

/* One to count elements (fewer where some are equal), each at most so long. Fields of a hash have
 * deadlines now and then if timed. */
static inline struct value rdb_test_random(struct rng *rng, enum obj_type type, size_t count,
                                           size_t longest, bool timed)
{
    struct value v = value_empty(type);
    uint8_t *a = mem_alloc(longest + NUM_INT_MAX), *b = mem_alloc(longest + NUM_INT_MAX);
    bool integers = rng_below(rng, 3) == 0;

    for (size_t n = 1 + rng_below(rng, count); n > 0; n--) {
        struct bytes text = rdb_test_text(rng, a, longest);

        if (type == OBJ_LIST)
            rdb_test_push(&v, text);
        else if (type == OBJ_SET && integers)
            set_add(&v, bytes_make(a, num_format_int((char *)a, (int64_t)rng_below(rng, 100000))));
        else if (type == OBJ_SET)
            set_add(&v, text);
        else if (type == OBJ_ZSET)
            rdb_test_score(&v, text, rdb_test_random_score(rng));
        else
            rdb_test_put(&v, text, rdb_test_text(rng, b, longest),
                         timed && rng_below(rng, 2) ? 1 + (int64_t)rng_below(rng, 1ull << 47)
                                                    : VALUE_NEVER);
    }
    mem_free(a);
    mem_free(b);
    return v;
}

/* ---- Showing ------------------------------------------------------------------------------------- */

struct rdb_test_lines {
    enum obj_type type;
    char **lines;
    size_t count;
};

static inline bool rdb_test_show_one(void *ctx, const struct value_elem *e)
{
    struct rdb_test_lines *l = ctx;
    char room[NUM_INT_MAX];
    struct buf line;
    size_t len;

    buf_init(&line, BUF_UNLIMITED);
    buf_add_quoted(&line, item_text(&e->item, room));
    if (l->type == OBJ_ZSET)
        buf_addf(&line, " %.17g", e->score == 0 ? 0 : e->score);
    if (l->type == OBJ_HASH) {
        buf_add_str(&line, " ");
        buf_add_quoted(&line, item_text(&e->value, room));
        if (e->expire_at_ms != VALUE_NEVER)
            buf_addf(&line, " until %lld", (long long)e->expire_at_ms);
    }
    buf_add_str(&line, "\n");
    buf_cstr(&line);
    l->lines = mem_realloc(l->lines, (l->count + 1) * sizeof *l->lines);
    l->lines[l->count++] = (char *)buf_take(&line, &len);
    return true;
}

static inline int rdb_test_compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static inline void rdb_test_show_id(struct buf *out, const char *before, struct stream_id id)
{
    buf_addf(out, "%s%llu-%llu", before, (unsigned long long)id.ms, (unsigned long long)id.seq);
}

static inline void rdb_test_show_group(struct buf *out, const struct group *g)
{
    struct idtree_cursor at = pending_from(&g->pending, STREAM_ID_MIN);
    const struct pending *p;

    buf_add_str(out, "group ");
    buf_add_quoted(out, group_name(g));
    rdb_test_show_id(out, " at ", g->last_id);
    buf_addf(out, " read %lld\n", (long long)g->entries_read);
    for (size_t i = 0; i < group_consumers(g); i++) {
        const struct consumer *c = group_consumer_at(g, i);

        buf_add_str(out, "consumer ");
        buf_add_quoted(out, consumer_name(c));
        buf_addf(out, " %lld %lld\n", (long long)c->seen_ms, (long long)c->active_ms);
    }
    while ((p = pending_next(&at)) != NULL) {
        rdb_test_show_id(out, "pending ", p->id);
        buf_addf(out, " %lld %llu ", (long long)p->idle.at_ms, (unsigned long long)p->deliveries);
        if (p->owner != NULL)
            buf_add_quoted(out, consumer_name(p->owner));
        buf_add_str(out, "\n");
    }
}

static inline void rdb_test_show_record(void *ctx, const struct stream_idmp_record *r)
{
    struct buf *out = ctx;

    buf_add_quoted(out, r->pid);
    buf_add_quoted(out, r->iid);
    rdb_test_show_id(out, " ", r->id);
    buf_addf(out, " %lld\n", (long long)r->at_ms);
}

static inline void rdb_test_show_entries(struct buf *out, const struct stream *s)
{
    struct stream_cursor c;
    struct stream_id id;

    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, false);
    while (stream_next(&c, &id)) {
        struct item field, value;
        char room[NUM_INT_MAX];

        rdb_test_show_id(out, "", id);
        while (stream_next_pair(&c, &field, &value)) {
            buf_add_str(out, " ");
            buf_add_quoted(out, item_text(&field, room));
            buf_add_str(out, "=");
            buf_add_quoted(out, item_text(&value, room));
        }
        buf_add_str(out, "\n");
    }
}

/* Entries, figures, groups with all they have, producers. */
static inline struct buf rdb_test_show_stream(const struct stream *s)
{
    struct stream_idmp_info info;
    struct stream_idmp_record r;
    const void *at = NULL;
    struct buf out;

    buf_init(&out, BUF_UNLIMITED);
    rdb_test_show_entries(&out, s);
    buf_addf(&out, "added %llu", (unsigned long long)s->entries_added);
    rdb_test_show_id(&out, " last ", s->last_id);
    rdb_test_show_id(&out, " deleted ", s->max_deleted_id);
    buf_add_str(&out, "\n");
    for (size_t i = 0; i < stream_groups(s); i++)
        rdb_test_show_group(&out, stream_group_at(s, i));
    if (s->idmp != NULL) {
        stream_idmp_info(s, &info);
        buf_addf(&out, "idmp %llu %llu %llu %llu\n", (unsigned long long)info.duration_s,
                 (unsigned long long)info.maxsize, (unsigned long long)info.iids_added,
                 (unsigned long long)info.iids_duplicates);
        while (stream_idmp_next(s->idmp, &at, &r))
            rdb_test_show_record(&out, &r);
    }
    buf_cstr(&out);
    return out;
}

/* All that the value holds, a line for each element: its text, its value and deadline or its score. In
 * order for a list and a sorted set, sorted otherwise. The two zeros are the same score. */
static inline struct buf rdb_test_show(const struct value *v)
{
    struct rdb_test_lines l = { .type = v->type };
    struct buf out;

    if (v->type == OBJ_STREAM)
        return rdb_test_show_stream(stream_of(v));
    buf_init(&out, BUF_UNLIMITED);
    value_each(v, rdb_test_show_one, &l);
    if (v->type == OBJ_SET || v->type == OBJ_HASH)
        qsort(l.lines, l.count, sizeof *l.lines, rdb_test_compare);
    for (size_t i = 0; i < l.count; i++) {
        buf_add_str(&out, l.lines[i]);
        mem_free(l.lines[i]);
    }
    mem_free(l.lines);
    buf_cstr(&out);
    return out;
}

static inline bool rdb_test_same(const struct value *a, const struct value *b)
{
    struct buf sa = rdb_test_show(a), sb = rdb_test_show(b);
    bool same = a->type == b->type && bytes_eq(buf_bytes(&sa), buf_bytes(&sb));

    buf_fini(&sa);
    buf_fini(&sb);
    return same;
}

#endif
