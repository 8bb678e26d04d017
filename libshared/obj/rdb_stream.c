#include "obj/rdb_stream.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/mem.h"
#include "ds/listpack.h"
#include "obj/stream_idmp.h"
#include "obj/stream_inner.h"

enum { ID_BYTES = 16 };

/* ---- Writing ------------------------------------------------------------------------------------- */

static bool has_own(const struct stream *s)
{
    if (s->idmp != NULL)
        return true;
    for (size_t i = 0; i < stream_groups(s); i++)
        if (group_unowned_count(stream_group_at(s, i)) > 0)
            return true;
    return false;
}

static bool has_active_times(const struct stream *s)
{
    for (size_t i = 0; i < stream_groups(s); i++) {
        const struct group *g = stream_group_at(s, i);

        for (size_t k = 0; k < group_consumers(g); k++) {
            const struct consumer *c = group_consumer_at(g, k);

            if (c->active_ms != c->seen_ms)
                return true;
        }
    }
    return false;
}

enum rdb_type rdb_stream_type(const struct stream *s)
{
    if (has_own(s))
        return RDB_STREAM_OWN;
    return has_active_times(s) ? RDB_STREAM_ACTIVE : RDB_STREAM_FIGURES;
}

static void id_bytes(struct stream_id id, uint8_t out[ID_BYTES])
{
    store_le64(out, __builtin_bswap64(id.ms));
    store_le64(out + 8, __builtin_bswap64(id.seq));
}

static void put_raw_id(struct buf *out, struct stream_id id)
{
    uint8_t bytes[ID_BYTES];

    id_bytes(id, bytes);
    buf_add(out, bytes, sizeof bytes);
}

static void put_id(struct buf *out, struct stream_id id)
{
    rdb_put_len(out, id.ms);
    rdb_put_len(out, id.seq);
}

struct rdb_stream_saver rdb_stream_saver(const struct stream *s, struct buf *out)
{
    rdb_put_len(out, s->blocks.count);
    return (struct rdb_stream_saver){ .stream = s,
                                      .type = rdb_stream_type(s),
                                      .at = idtree_first(&s->blocks) };
}

static void put_block(struct buf *out, const struct idtree_cursor *block)
{
    const uint8_t *lp = idtree_cursor_value(block);
    uint8_t base[ID_BYTES];

    id_bytes(stream_id_of_key(idtree_cursor_id(block)), base);
    rdb_put_string(out, bytes_make(base, sizeof base));
    rdb_put_string(out, bytes_make(lp, lp_bytes(lp)));
}

/* What stands between the blocks and the groups. */
static void put_figures(struct buf *out, const struct stream *s)
{
    rdb_put_len(out, s->length);
    put_id(out, s->last_id);
    put_id(out, s->first_id);
    put_id(out, s->max_deleted_id);
    rdb_put_len(out, s->entries_added);
    rdb_put_len(out, stream_groups(s));
}

static void put_group_head(struct buf *out, const struct group *g)
{
    rdb_put_string(out, group_name(g));
    put_id(out, g->last_id);
    rdb_put_len(out, (uint64_t)g->entries_read);
    rdb_put_len(out, group_pending_count(g));
}

static void put_pending(struct buf *out, const struct pending *p)
{
    put_raw_id(out, p->id);
    rdb_put_le64(out, (uint64_t)p->idle.at_ms);
    rdb_put_len(out, p->deliveries);
}

static void put_consumer_head(struct buf *out, const struct consumer *c, enum rdb_type type)
{
    rdb_put_string(out, consumer_name(c));
    rdb_put_le64(out, (uint64_t)c->seen_ms);
    if (type != RDB_STREAM_FIGURES)
        rdb_put_le64(out, (uint64_t)c->active_ms);
    rdb_put_len(out, consumer_pending_count(c));
}

static void put_idmp_head(struct buf *out, const struct stream *s)
{
    struct stream_idmp_info info;

    rdb_put_len(out, s->idmp != NULL);
    if (s->idmp == NULL)
        return;
    stream_idmp_info(s, &info);
    rdb_put_len(out, info.duration_s);
    rdb_put_len(out, info.maxsize);
    rdb_put_len(out, info.iids_added);
    rdb_put_len(out, info.iids_duplicates);
    rdb_put_len(out, info.iids);
}

/* The next record; false if there is none. */
static bool put_record(struct rdb_stream_saver *w, struct buf *out)
{
    struct stream_idmp_record r;

    if (w->stream->idmp == NULL || !stream_idmp_next(w->stream->idmp, &w->record, &r))
        return false;
    rdb_put_string(out, r.pid);
    rdb_put_string(out, r.iid);
    put_id(out, r.id);
    rdb_put_le64(out, (uint64_t)r.at_ms);
    return true;
}

/* The head of the next group, or what follows the last one. */
static void put_next_group(struct rdb_stream_saver *w, struct buf *out)
{
    const struct group *g;

    if (w->group < stream_groups(w->stream)) {
        g = stream_group_at(w->stream, w->group);
        put_group_head(out, g);
        w->at = pending_from(&g->pending, STREAM_ID_MIN);
        w->phase = PUT_GROUP_PENDING;
    } else if (w->type == RDB_STREAM_OWN) {
        put_idmp_head(out, w->stream);
        w->phase = PUT_RECORDS;
    } else {
        w->phase = PUT_ALL;
    }
}

static void put_next_consumer(struct rdb_stream_saver *w, struct buf *out)
{
    const struct group *g = stream_group_at(w->stream, w->group);
    const struct consumer *c;

    if (w->consumer < group_consumers(g)) {
        c = group_consumer_at(g, w->consumer++);
        put_consumer_head(out, c, w->type);
        w->at = pending_from(&c->pending, STREAM_ID_MIN);
        w->phase = PUT_CONSUMER_PENDING;
    } else {
        w->group++;
        w->phase = PUT_GROUP;
    }
}

static void put_next(struct rdb_stream_saver *w, struct buf *out)
{
    const struct pending *p;

    switch (w->phase) {
    case PUT_BLOCKS:
        if (!idtree_is_end(&w->at)) {
            put_block(out, &w->at);
            idtree_next(&w->at);
        } else {
            put_figures(out, w->stream);
            w->phase = PUT_GROUP;
        }
        break;
    case PUT_GROUP:
        put_next_group(w, out);
        break;
    case PUT_GROUP_PENDING:
        p = pending_next(&w->at);
        if (p != NULL) {
            put_pending(out, p);
        } else {
            rdb_put_len(out, group_consumers(stream_group_at(w->stream, w->group)));
            w->consumer = 0;
            w->phase = PUT_CONSUMER;
        }
        break;
    case PUT_CONSUMER:
        put_next_consumer(w, out);
        break;
    case PUT_CONSUMER_PENDING:
        p = pending_next(&w->at);
        if (p != NULL)
            put_raw_id(out, p->id);
        else
            w->phase = PUT_CONSUMER;
        break;
    case PUT_RECORDS:
        if (!put_record(w, out))
            w->phase = PUT_ALL;
        break;
    case PUT_ALL:
        break;
    }
}

bool rdb_stream_saver_step(struct rdb_stream_saver *w, struct buf *out, size_t until)
{
    while (w->phase != PUT_ALL && out->len < until)
        put_next(w, out);
    return w->phase == PUT_ALL;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* What is read next. */
enum stage {
    AT_BLOCK,
    AT_FIGURES,
    AT_GROUP,
    AT_PENDING,
    AT_CONSUMER,
    AT_CONSUMER_PENDING,
    AT_IDMP,
    AT_RECORD,
    AT_END,
};

struct rdb_stream_load {
    struct rdb_reader *r;
    uint8_t type;
    struct stream *s;
    enum stage stage;
    uint64_t blocks, groups, pending, consumers, owned, records; /* that are still to come */
    struct stream_id last;                                       /* of the blocks so far */
    struct group *group;
    struct consumer *consumer;
    struct buf scratch, second;
};

struct rdb_stream_load *rdb_stream_load_new(struct rdb_reader *r, uint8_t type, struct stream *s)
{
    struct rdb_stream_load *l = mem_zalloc(sizeof *l);

    l->r = r;
    l->type = type;
    l->s = s;
    buf_init(&l->scratch, BUF_UNLIMITED);
    buf_init(&l->second, BUF_UNLIMITED);
    l->blocks = rdb_get_len(r);
    return l;
}

void rdb_stream_load_free(struct rdb_stream_load *l)
{
    if (l == NULL)
        return;
    buf_fini(&l->scratch);
    buf_fini(&l->second);
    mem_free_sized(l, sizeof *l);
}

bool rdb_stream_load_is_done(const struct rdb_stream_load *l)
{
    return l->stage == AT_END;
}

static void fail_unless(struct rdb_stream_load *l, bool holds)
{
    if (!holds)
        rdb_fail(l->r);
}

static struct stream_id get_raw_id(struct rdb_reader *r)
{
    uint64_t ms = rdb_get_le64(r), seq = rdb_get_le64(r);

    return (struct stream_id){ __builtin_bswap64(ms), __builtin_bswap64(seq) };
}

static struct stream_id get_id(struct rdb_reader *r)
{
    uint64_t ms = rdb_get_len(r), seq = rdb_get_len(r);

    return (struct stream_id){ ms, seq };
}

/* A time, or -1 where that is allowed. */
static int64_t get_time(struct rdb_stream_load *l, int64_t least)
{
    int64_t at_ms = (int64_t)rdb_get_le64(l->r);

    fail_unless(l, at_ms >= least);
    return at_ms;
}

/* A string; an integer is written to room. */
static struct bytes get_text(struct rdb_stream_load *l, struct buf *scratch, char room[NUM_INT_MAX])
{
    struct item it = rdb_get_string(l->r, scratch);

    return item_text(&it, room);
}

static void load_block(struct rdb_stream_load *l)
{
    struct bytes key = rdb_get_bytes(l->r, &l->scratch), data;
    struct stream_id base, last;
    struct pack block;

    if (key.len != ID_BYTES) {
        rdb_fail(l->r);
        return;
    }
    base.ms = __builtin_bswap64(load_le64(key.ptr));
    base.seq = __builtin_bswap64(load_le64(key.ptr + 8));
    data = rdb_get_bytes(l->r, &l->scratch);
    if (l->r->failed || stream_id_cmp(base, l->last) <= 0 ||
        !stream_block_validate(data, base, &last)) {
        rdb_fail(l->r);
        return;
    }
    l->last = last;
    if (stream_block_count(data.ptr) == 0)
        return;
    l->s->length += stream_block_count(data.ptr);
    block = pack_dup(data);
    stream_take_block(l->s, base, &block);
}

static void load_figures(struct rdb_stream_load *l)
{
    struct stream *s = l->s;

    fail_unless(l, rdb_get_len(l->r) == s->length);
    s->last_id = get_id(l->r);
    s->entries_added = s->length;
    if (l->type != RDB_STREAM) {
        get_id(l->r);
        s->max_deleted_id = get_id(l->r);
        s->entries_added = rdb_get_len(l->r);
    }
    fail_unless(l, stream_id_cmp(s->last_id, l->last) >= 0);
    fail_unless(l, s->entries_added >= s->length && s->entries_added <= INT64_MAX);
    stream_find_first(s);
    l->groups = rdb_get_len(l->r);
}

static void load_group(struct rdb_stream_load *l)
{
    char room[NUM_INT_MAX];
    struct bytes name = get_text(l, &l->scratch, room);
    struct stream_id last_id = get_id(l->r);
    uint64_t read = l->type != RDB_STREAM ? rdb_get_len(l->r) : UINT64_MAX;

    fail_unless(l, read == UINT64_MAX || read <= INT64_MAX);
    l->pending = rdb_get_len(l->r);
    if (l->r->failed)
        return;
    l->group = stream_group_create(l->s, name, last_id, (int64_t)read);
    fail_unless(l, l->group != NULL);
}

static void load_pending(struct rdb_stream_load *l)
{
    struct stream_id id = get_raw_id(l->r);
    int64_t at_ms = get_time(l, 0);
    uint64_t deliveries = rdb_get_len(l->r);
    const struct pending *before = pending_last(&l->group->pending);

    fail_unless(l, stream_id_cmp(id, before != NULL ? before->id : STREAM_ID_MIN) > 0);
    if (!l->r->failed)
        group_add_pending(l->group, id, at_ms, deliveries);
}

static void load_consumer(struct rdb_stream_load *l)
{
    char room[NUM_INT_MAX];
    struct bytes name = get_text(l, &l->scratch, room);
    int64_t seen_ms = get_time(l, 0), active_ms = seen_ms;

    if (l->type == RDB_STREAM_ACTIVE || l->type == RDB_STREAM_OWN)
        active_ms = get_time(l, CONSUMER_NEVER);
    l->owned = rdb_get_len(l->r);
    fail_unless(l, !l->r->failed && group_consumer(l->group, name) == NULL);
    if (l->r->failed)
        return;
    l->consumer = group_consumer_create(l->group, name, seen_ms);
    l->consumer->active_ms = active_ms;
}

static void load_consumer_pending(struct rdb_stream_load *l)
{
    struct pending *p = group_pending(l->group, get_raw_id(l->r));

    fail_unless(l, p != NULL && p->owner == NULL);
    if (!l->r->failed)
        group_claim(l->group, p, l->consumer);
}

static void load_idmp(struct rdb_stream_load *l)
{
    uint64_t has = rdb_get_len(l->r);
    struct stream_idmp_info info = { 0 };

    fail_unless(l, has <= 1);
    if (has != 1)
        return;
    info.duration_s = rdb_get_len(l->r);
    info.maxsize = rdb_get_len(l->r);
    info.iids_added = rdb_get_len(l->r);
    info.iids_duplicates = rdb_get_len(l->r);
    fail_unless(l, info.duration_s >= IDMP_DURATION_MIN && info.duration_s <= IDMP_DURATION_MAX);
    fail_unless(l, info.maxsize >= IDMP_MAXSIZE_MIN && info.maxsize <= IDMP_MAXSIZE_MAX);
    l->records = rdb_get_len(l->r);
    if (!l->r->failed)
        stream_idmp_restore(l->s, &info);
}

static void load_record(struct rdb_stream_load *l)
{
    char pid_room[NUM_INT_MAX], iid_room[NUM_INT_MAX];
    struct stream_idmp_record r;

    r.pid = get_text(l, &l->scratch, pid_room);
    r.iid = get_text(l, &l->second, iid_room);
    r.id = get_id(l->r);
    r.at_ms = get_time(l, 0);
    if (!l->r->failed)
        fail_unless(l, stream_idmp_restore_record(l->s, &r));
}

/* How many things of this stage are still to come. */
static uint64_t *left_of(struct rdb_stream_load *l)
{
    switch (l->stage) {
    case AT_BLOCK:
        return &l->blocks;
    case AT_GROUP:
        return &l->groups;
    case AT_PENDING:
        return &l->pending;
    case AT_CONSUMER:
        return &l->consumers;
    case AT_CONSUMER_PENDING:
        return &l->owned;
    default:
        return &l->records;
    }
}

/* One thing of this stage; false if there is none left. */
static bool load_one(struct rdb_stream_load *l)
{
    static void (*const loads[AT_END])(struct rdb_stream_load *) = {
        [AT_BLOCK] = load_block,
        [AT_GROUP] = load_group,
        [AT_PENDING] = load_pending,
        [AT_CONSUMER] = load_consumer,
        [AT_CONSUMER_PENDING] = load_consumer_pending,
        [AT_RECORD] = load_record,
    };
    uint64_t *left = left_of(l);

    if (*left == 0)
        return false;
    --*left;
    loads[l->stage](l);
    return true;
}

/* The stage after one that has nothing left, or after its thing where the parts of that follow. */
static enum stage next_stage(struct rdb_stream_load *l, bool loaded)
{
    switch (l->stage) {
    case AT_GROUP:
        if (loaded)
            return AT_PENDING;
        if (l->type == RDB_STREAM_OWN)
            return AT_IDMP;
        return AT_END;
    case AT_PENDING:
        if (loaded)
            return AT_PENDING;
        l->consumers = rdb_get_len(l->r);
        return AT_CONSUMER;
    case AT_CONSUMER:
        if (loaded)
            return AT_CONSUMER_PENDING;
        fail_unless(l, l->type == RDB_STREAM_OWN || group_unowned_count(l->group) == 0);
        return AT_GROUP;
    case AT_CONSUMER_PENDING:
        return loaded ? AT_CONSUMER_PENDING : AT_CONSUMER;
    case AT_RECORD:
        return loaded ? AT_RECORD : AT_END;
    default:
        return loaded ? AT_BLOCK : AT_FIGURES;
    }
}

bool rdb_stream_load_step(struct rdb_stream_load *l, size_t steps)
{
    for (; l->stage != AT_END && !l->r->failed; steps--) {
        if (steps == 0)
            return false;
        if (l->stage == AT_FIGURES) {
            load_figures(l);
            l->stage = AT_GROUP;
        } else if (l->stage == AT_IDMP) {
            load_idmp(l);
            l->stage = AT_RECORD;
        } else {
            l->stage = next_stage(l, load_one(l));
        }
    }
    return true;
}
