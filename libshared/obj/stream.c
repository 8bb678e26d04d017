#include "obj/stream.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"
#include "ds/listpack.h"
#include "obj/stream_copy.h"
#include "obj/stream_idmp.h"
#include "obj/stream_inner.h"

static uint64_t max_bytes;
int64_t stream_node_max_entries;

const struct option stream_options[] = {
    OPTION_MEMORY("stream-node-max-bytes", &max_bytes, "4096", 0, INT64_MAX, OPT_LIVE,
                  "Bytes of a stream's block; 0 for no limit."),
    OPTION_INT("stream-node-max-entries", &stream_node_max_entries, "100", 0, INT64_MAX, OPT_LIVE,
               "Entries of such a block; 0 for no limit."),
    OPTION_END,
};

enum {
    BLOCK_BYTES_MAX = 16 << 20, /* without a limit */
    LONG_STREAM = 64,           /* blocks */
    BLOCK_EXTRA = 24,           /* bytes that the tree takes for a block */
    ENTRY_ROOM = 16,            /* what an entry's IDs and lengths take beyond its texts, about */
};

/* ---- Blocks -------------------------------------------------------------------------------------- */

bool stream_block_at(const struct stream *s, struct stream_id id, struct stream_block_ref *out)
{
    struct idtree_cursor at = idtree_at_or_below(&s->blocks, stream_id_key(id));

    if (idtree_is_end(&at))
        return false;
    out->base = stream_id_of_key(idtree_cursor_id(&at));
    out->lp = idtree_cursor_value(&at);
    return true;
}

void stream_drop_block(struct stream *s, const struct stream_block_ref *block)
{
    void *lp = idtree_remove(&s->blocks, stream_id_key(block->base));

    kv_assert(lp == block->lp);
    if (lp == s->open.ptr)
        pack_fini(&s->open);
    else
        mem_free(lp);
}

/* The last block grows no more. */
static void close_block(struct stream *s)
{
    size_t bytes;

    if (s->open.ptr == NULL)
        return;
    bytes = lp_bytes(s->open.ptr);
    if (mem_good_size(bytes) < s->open.cap)
        idtree_set_last(&s->blocks, mem_realloc(s->open.ptr, bytes));
    s->open = (struct pack){ 0 };
}

void stream_take_block(struct stream *s, struct stream_id base, struct pack *block)
{
    bool is_new;

    close_block(s);
    is_new = idtree_add(&s->blocks, stream_id_key(base), block->ptr);
    kv_assert(is_new);
    s->open = *block;
    *block = (struct pack){ 0 };
}

/* What a block of this size class takes in all: a power of two has a slab of its own, see ds/README.md. */
static size_t block_cost(size_t size)
{
    return size + BLOCK_EXTRA + ((size & (size - 1)) == 0 ? size / 32 : 0);
}

/* In a long stream a block that is two thirds full ends where a size class does, if entries take less memory
 * so. Short streams are left as redis-server has them: approximate trimming shows where blocks end. */
static bool ends_well(const struct stream *s, uint64_t most)
{
    size_t bytes = lp_bytes(s->open.ptr), count = stream_block_count(s->open.ptr);
    size_t now = mem_good_size(bytes), full;

    if (s->blocks.count < LONG_STREAM || count < most - most / 3 || bytes + bytes / count <= now)
        return false;
    full = mem_good_size(bytes * most / count);
    return block_cost(now) * most < block_cost(full) * count;
}

/* Blocks end well below a power of two: see ds/README.md on what jemalloc packs into a slab. */
static bool is_full(const struct stream *s, const struct bytes *texts, size_t pairs)
{
    const uint8_t *lp = s->open.ptr;
    uint64_t most = (uint64_t)stream_node_max_entries;
    uint64_t limit = max_bytes > 0 && max_bytes < BLOCK_BYTES_MAX ? max_bytes : BLOCK_BYTES_MAX;
    size_t bytes = lp_bytes(lp) + ENTRY_ROOM;

    if (most > 0 && (stream_block_count(lp) >= most || ends_well(s, most)))
        return true;
    for (size_t i = 0; i < 2 * pairs; i++)
        bytes += texts[i].len;
    return bytes > limit - limit / 8;
}

/* ---- Adding -------------------------------------------------------------------------------------- */

bool stream_next_id(const struct stream *s, int64_t now_ms, struct stream_id *out)
{
    struct stream_id id = { now_ms > 0 ? (uint64_t)now_ms : 0, 0 };

    if (stream_id_cmp(id, s->last_id) <= 0) {
        id = s->last_id;
        if (!stream_id_next(&id))
            return false;
    }
    *out = id;
    return true;
}

bool stream_next_seq(const struct stream *s, uint64_t ms, struct stream_id *out)
{
    struct stream_id id = s->last_id;

    if (ms < id.ms || (ms == id.ms && id.seq == UINT64_MAX))
        return false;
    *out = (struct stream_id){ ms, ms == id.ms ? id.seq + 1 : 0 };
    return true;
}

bool stream_fits(const struct bytes *texts, size_t pairs)
{
    size_t sum = 0;

    if (pairs > LP_BYTES_MAX / (4 * LP_ELEM_EXTRA))
        return false;
    for (size_t i = 0; i < 2 * pairs; i++)
        if (!size_add(sum, texts[i].len, &sum) || sum > LP_BYTES_MAX)
            return false;
    return stream_block_most_bytes(texts, pairs) <= LP_BYTES_MAX;
}

void stream_append(struct stream *s, struct stream_id id, const struct bytes *texts, size_t pairs)
{
    struct stream_id base = id;

    kv_assert(pairs > 0);
    kv_assert(stream_id_cmp(id, s->last_id) > 0);
    if (s->open.ptr == NULL || is_full(s, texts, pairs)) {
        size_t before = s->open.ptr != NULL ? lp_bytes(s->open.ptr) : 0;
        struct pack block = { 0 };

        /* The next block becomes about as long. */
        if (before > 0)
            pack_room(&block, 0, before);
        stream_block_init(&block, texts, pairs);
        stream_take_block(s, id, &block);
    } else {
        struct idtree_cursor last = idtree_last(&s->blocks);

        base = stream_id_of_key(idtree_cursor_id(&last));
    }
    stream_block_append(&s->open, base, id, texts, pairs);
    idtree_set_last(&s->blocks, s->open.ptr);
    if (s->length++ == 0)
        s->first_id = id;
    s->last_id = id;
    if (s->entries_added < INT64_MAX)
        s->entries_added++;
}

void stream_set_id(struct stream *s, struct stream_id last_id)
{
    s->last_id = last_id;
}

void stream_set_entries_added(struct stream *s, uint64_t entries_added)
{
    s->entries_added = entries_added;
}

void stream_set_max_deleted_id(struct stream *s, struct stream_id id)
{
    s->max_deleted_id = id;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* On to the next block; false if there is none. */
static bool open_next(struct stream_cursor *c)
{
    idtree_id base;

    c->open = !idtree_is_end(&c->next);
    if (!c->open)
        return false;
    base = idtree_cursor_id(&c->next);
    if (!c->down && base > c->most)
        return c->open = false;
    stream_block_walk(&c->in, idtree_cursor_value(&c->next), stream_id_of_key(base));
    if (c->down)
        idtree_prev(&c->next);
    else
        idtree_next(&c->next);
    return true;
}

void stream_seek(struct stream_cursor *c, const struct stream *s, struct stream_id from,
                 struct stream_id to, bool down)
{
    idtree_id start = stream_id_key(down ? to : from);

    c->least = stream_id_key(from);
    c->most = stream_id_key(to);
    c->down = down;
    c->pairs = 0;
    c->next = idtree_at_or_below(&s->blocks, start);
    if (idtree_is_end(&c->next) && !down)
        c->next = idtree_first(&s->blocks);
    open_next(c);
}

bool stream_next(struct stream_cursor *c, struct stream_id *id)
{
    while (c->open) {
        idtree_id key;

        if (!(c->down ? stream_block_prev(&c->in) : stream_block_next(&c->in))) {
            open_next(c);
            continue;
        }
        if (c->in.deleted)
            continue;
        key = stream_id_key(c->in.id);
        if (c->down ? key > c->most : key < c->least)
            continue;
        if (c->down ? key < c->least : key > c->most)
            break;
        *id = c->in.id;
        c->pairs = c->in.pairs;
        return true;
    }
    c->open = false;
    return false;
}

bool stream_next_pair(struct stream_cursor *c, struct item *field, struct item *value)
{
    if (c->in.left == 0)
        return false;
    stream_block_pair(&c->in, field, value);
    return true;
}

bool stream_has(const struct stream *s, struct stream_id id)
{
    struct stream_cursor c;
    struct stream_id found;

    if (s->length == 0 || stream_id_cmp(id, s->last_id) > 0 || stream_id_cmp(id, s->first_id) < 0)
        return false;
    stream_seek(&c, s, id, id, false);
    return stream_next(&c, &found);
}

bool stream_first(const struct stream *s, struct stream_id *id)
{
    if (s->length == 0)
        return false;
    *id = s->first_id;
    return true;
}

bool stream_last(const struct stream *s, struct stream_id *id)
{
    struct stream_cursor c;

    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, true);
    return stream_next(&c, id);
}

void stream_find_first(struct stream *s)
{
    struct stream_cursor c;

    s->first_id = STREAM_ID_MIN;
    if (s->length == 0)
        return;
    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, false);
    stream_next(&c, &s->first_id);
}

/* ---- As a value ---------------------------------------------------------------------------------- */

struct stream *stream_new(void)
{
    return mem_zalloc(sizeof(struct stream));
}

struct value stream_value(struct stream *s)
{
    return (struct value){ .type = OBJ_STREAM, .encoding = ENC_STREAM, .ptr = s };
}

static struct value ops_empty(void)
{
    return stream_value(stream_new());
}

static size_t ops_count(const struct value *v)
{
    return stream_of(v)->length;
}

static void free_group(void *group)
{
    group_free(group);
}

static void ops_free(struct value *v)
{
    struct stream *s = stream_of(v);

    idtree_fini_with(&s->blocks, mem_free);
    roster_fini(&s->groups, free_group);
    stream_idmp_free(s->idmp);
    mem_free_sized(s, sizeof *s);
}

static struct value ops_dup(const struct value *v)
{
    struct stream_copy *c = stream_copy_new(v);
    struct value copy;

    while (!stream_copy_step(c, SIZE_MAX))
        ;
    copy = stream_copy_take(c);
    stream_copy_free(c);
    return copy;
}

static size_t blocks_mem(const struct stream *s, size_t samples)
{
    struct idtree_cursor at = idtree_first(&s->blocks);
    size_t sum = 0, seen = 0;

    for (; !idtree_is_end(&at) && seen < samples; idtree_next(&at), seen++) {
        const uint8_t *lp = idtree_cursor_value(&at);

        sum += lp == s->open.ptr ? s->open.cap : mem_good_size(lp_bytes(lp));
    }
    return seen > 0 ? (size_t)((double)sum / (double)seen * (double)s->blocks.count) : 0;
}

static size_t ops_mem(const struct value *v, size_t samples)
{
    const struct stream *s = stream_of(v);
    size_t sum = mem_good_size(sizeof *s) + blocks_mem(s, samples) + idtree_bytes(&s->blocks) +
                 roster_bytes(&s->groups) + stream_idmp_mem(s->idmp);

    for (size_t i = 0; i < stream_groups(s); i++)
        sum += group_mem(stream_group_at(s, i));
    return sum;
}

/* The blocks, which are nearly all of it. The cursor is the first part of the ID of the next one; those that
 * share it are moved together. */
static uint64_t ops_defrag(struct value *v, uint64_t cursor)
{
    enum { STEP = 32 };
    struct stream *s = stream_of(v);
    struct stream_id from = { cursor, 0 };
    struct idtree_cursor at = idtree_at_or_above(&s->blocks, stream_id_key(from));

    for (unsigned moved = 0; !idtree_is_end(&at); idtree_next(&at), moved++) {
        idtree_id id = idtree_cursor_id(&at);
        uint8_t *lp = idtree_cursor_value(&at), *now;

        if (moved >= STEP && stream_id_of_key(id).ms > cursor)
            return stream_id_of_key(id).ms;
        cursor = stream_id_of_key(id).ms;
        if (lp == s->open.ptr)
            continue;
        now = mem_defrag(lp, 0);
        if (now != lp)
            idtree_set(&s->blocks, id, now);
    }
    return 0;
}

static size_t ops_effort(const struct value *v)
{
    const struct stream *s = stream_of(v);
    size_t sum = 1 + s->blocks.count + idtree_effort(&s->blocks) + stream_idmp_effort(s->idmp);

    for (size_t i = 0; i < stream_groups(s); i++)
        sum += group_effort(stream_group_at(s, i));
    return sum;
}

static const char *ops_encoding_name(const struct value *v)
{
    (void)v;
    return "stream";
}

static void ops_check(const struct value *v)
{
    stream_check(stream_of(v));
}

const struct value_ops stream_ops = {
    .empty = ops_empty,
    .count = ops_count,
    .free = ops_free,
    .dup = ops_dup,
    .mem = ops_mem,
    .defrag = ops_defrag,
    .effort = ops_effort,
    .encoding_name = ops_encoding_name,
    .check = ops_check,
    .stays_empty = true,
};

void stream_check(const struct stream *s)
{
    struct idtree_cursor at = idtree_first(&s->blocks);
    struct stream_id last = STREAM_ID_MIN, first = STREAM_ID_MIN;
    struct stream_cursor c;
    uint64_t count = 0;
    bool has_first;

    idtree_check(&s->blocks);
    kv_assert((s->open.ptr == NULL) || s->blocks.count > 0);
    for (; !idtree_is_end(&at); idtree_next(&at)) {
        const uint8_t *lp = idtree_cursor_value(&at);
        struct stream_id base = stream_id_of_key(idtree_cursor_id(&at));

        kv_assert(stream_id_cmp(base, last) > 0);
        kv_assert(stream_block_validate(bytes_make(lp, lp_bytes(lp)), base, &last));
        kv_assert(stream_block_count(lp) > 0);
        count += stream_block_count(lp);
    }
    kv_assert(count == s->length);
    kv_assert(s->length <= s->entries_added);
    kv_assert(stream_id_cmp(last, s->last_id) <= 0);
    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, false);
    has_first = stream_next(&c, &first);
    kv_assert(has_first == (s->length > 0));
    kv_assert(stream_id_eq(first, s->first_id));
    roster_check(&s->groups);
    for (size_t i = 0; i < stream_groups(s); i++)
        group_check(stream_group_at(s, i));
    stream_idmp_check(s->idmp);
}
