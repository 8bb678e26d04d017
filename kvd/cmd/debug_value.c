#include "cmd/debug_value.h"

#include "base/size.h"
#include "ds/listpack.h"
#include "ds/table.h"
#include "obj/list.h"
#include "obj/rdb_prim.h"
#include "obj/rdb_value.h"
#include "server/reply.h"
#include "store/digest.h"

enum {
    ELEMENTS_SHOWN = 1000, /* of a listing */
    CHUNKS_SHOWN = 1000,
    TEXT_SHOWN = 64, /* bytes of an element */
};

/* The entry that the command asks about; an error is replied if there is none. */
static const struct entry *entry_arg(struct call *c)
{
    const struct entry *e = store_find(c->db, arg_key(c));

    if (e == NULL)
        reply_err(c, KV_NOT_FOUND);
    return e;
}

static void add_figure(struct buf *out, const char *name, uint64_t n)
{
    buf_addf(out, " %s: %llu\n", name, (unsigned long long)n);
}

static void reply_text(struct call *c, struct buf *out)
{
    reply_verbatim(c, "txt", buf_bytes(out));
    buf_fini(out);
}

/* ---- Any value ----------------------------------------------------------------------------------- */

/* Bytes that the value takes in an RDB file, its type not included. */
static size_t serialized_len(const struct entry *e)
{
    struct buf out = { .limit = BUF_UNLIMITED };
    size_t len;

    if (entry_type(e) == OBJ_STRING) {
        char scratch[NUM_INT_MAX];

        rdb_put_string(&out, entry_string(e, scratch));
    } else {
        struct value v = entry_value(e);

        rdb_put_value(&out, &v);
    }
    len = out.len;
    buf_fini(&out);
    return len;
}

/* The 24 bits of an entry's access clock. */
static unsigned lru_clock(const struct entry *e)
{
    return e->access[0] | (unsigned)e->access[1] << 8 | (unsigned)e->access[2] << 16;
}

static void add_chunks(struct buf *out, const struct chunklist *l)
{
    size_t chunks = chunklist_chunks(l), bytes = 0;

    for (size_t i = 0; i < chunks; i++)
        bytes += chunklist_chunk(l, i).bytes;
    buf_addf(out,
             " ql_nodes:%zu ql_avg_node:%.2f ql_listpack_max:%lld ql_compressed:%d"
             " ql_uncompressed_size:%zu",
             chunks, (double)chunklist_count(l) / (double)chunks, (long long)list_pack_size(l),
             chunklist_limits(l).depth > 0, bytes);
}

/* The chunks of the list that e is, or NULL. */
static const struct chunklist *entry_chunks(const struct entry *e)
{
    struct value v;

    if (entry_type(e) != OBJ_LIST)
        return NULL;
    v = entry_value(e);
    return list_chunks(&v);
}

void debug_object(struct call *c)
{
    const struct entry *e = entry_arg(c);
    struct buf line = { .limit = BUF_UNLIMITED };

    if (e == NULL)
        return;
    buf_addf(&line, "Value at:%p refcount:1 encoding:%s serializedlength:%zu lru:%u",
             (const void *)e, entry_encoding_name(e), serialized_len(e), lru_clock(e));
    if (store_tracks_frequency())
        buf_addf(&line, " lfu_freq:%u", store_frequency(c->store, e));
    else
        buf_addf(&line, " lru_seconds_idle:%llu", (unsigned long long)store_idle_s(c->store, e));
    if (entry_chunks(e))
        add_chunks(&line, entry_chunks(e));
    reply_simple(c, buf_cstr(&line));
    buf_fini(&line);
}

void debug_digest_value(struct call *c)
{
    reply_array(c, args_left(c));
    while (args_left(c) > 0) {
        const struct entry *e = store_find(c->db, arg_key(c));
        struct digest d = { { 0 } };
        char hex[DIGEST_HEX + 1];

        if (e)
            d = digest_value(e);
        digest_hex(&d, hex);
        reply_simple(c, hex);
    }
}

/* ---- Listpacks and chunked lists ----------------------------------------------------------------- */

static void add_text(struct buf *out, const struct item *it)
{
    char scratch[NUM_INT_MAX];
    struct bytes text = item_text(it, scratch);

    buf_add_byte(out, ' ');
    buf_add_quoted(out, bytes_make(text.ptr, size_min(text.len, TEXT_SHOWN)));
    if (text.len > TEXT_SHOWN)
        buf_addf(out, "... (%zu bytes)", text.len);
    buf_add_byte(out, '\n');
}

/* An element of a listpack: its index, where it is, and what it is. */
static void add_element(struct buf *out, uint64_t index, const uint8_t *lp, size_t pos)
{
    struct item it = lp_get(lp, pos);
    size_t next = lp_next(lp, pos);

    buf_addf(out, " %llu: offset %zu, %zu bytes, %s", (unsigned long long)index, pos,
             (next ? next : lp_end(lp)) - pos, lp_encoding_name(lp, pos));
    add_text(out, &it);
}

static void add_rest(struct buf *out, const char *what, size_t count, size_t shown)
{
    if (count > shown)
        buf_addf(out, " and %zu more %s\n", count - shown, what);
}

void debug_listpack(struct call *c)
{
    const struct entry *e = entry_arg(c);
    struct buf out = { .limit = BUF_UNLIMITED };
    const uint8_t *lp;
    size_t pos;

    if (e == NULL)
        return;
    if (entry_encoding(e) != ENC_LISTPACK) {
        reply_error(c, "ERR Not a listpack encoded object.");
        return;
    }
    lp = entry_value(e).pack.ptr;
    buf_add_str(&out, "[Listpack]\n");
    add_figure(&out, "bytes", lp_bytes(lp));
    add_figure(&out, "elements", lp_count(lp));
    pos = lp_first(lp);
    for (unsigned i = 0; pos != 0 && i < ELEMENTS_SHOWN; i++, pos = lp_next(lp, pos))
        add_element(&out, i, lp, pos);
    add_rest(&out, "elements", lp_count(lp), ELEMENTS_SHOWN);
    reply_text(c, &out);
}

static void add_chunk(struct buf *out, const struct chunklist *l, size_t i)
{
    struct chunklist_figures f = chunklist_chunk(l, i);

    buf_addf(out, "[Chunk %zu] %s, %zu elements, %zu bytes in a block of %zu%s\n", i,
             f.plain ? "plain" : "listpack", f.count, f.bytes, f.held,
             f.compressed ? ", compressed" : "");
}

/* The elements, as many as are shown, each chunk of them behind a line about it. */
static void add_elements(struct buf *out, const struct chunklist *l)
{
    size_t shown = 0, chunk = SIZE_MAX;
    struct chunklist_iter it;

    chunklist_iter_init(&it, l, 0, false);
    for (; shown < ELEMENTS_SHOWN && chunklist_iter_more(&it); shown++) {
        if (it.chunk != chunk)
            add_chunk(out, l, chunk = it.chunk);
        if (it.lp != NULL) {
            add_element(out, shown, it.lp, it.pos);
            chunklist_iter_take(&it);
        } else {
            struct item item = chunklist_iter_take(&it);

            buf_addf(out, " %zu:", shown);
            add_text(out, &item);
        }
    }
    chunklist_iter_fini(&it);
    add_rest(out, "elements", chunklist_count(l), shown);
}

void debug_quicklist(struct call *c)
{
    const struct entry *e = entry_arg(c);
    bool elements = args_left(c) > 0 && arg_int_range(c, 0, 1) == 1;
    struct buf out = { .limit = BUF_UNLIMITED };
    const struct chunklist *l;

    if (e == NULL)
        return;
    l = entry_chunks(e);
    if (l == NULL) {
        reply_error(c, "ERR Not a quicklist encoded object.");
        return;
    }
    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    buf_add_str(&out, "[Quicklist]\n");
    add_figure(&out, "elements", chunklist_count(l));
    add_figure(&out, "chunks", chunklist_chunks(l));
    buf_addf(&out, " list-max-listpack-size: %lld\n", (long long)list_pack_size(l));
    add_figure(&out, "list-compress-depth", chunklist_limits(l).depth);
    add_figure(&out, "bytes of memory", chunklist_mem(l, SIZE_MAX));
    if (elements) {
        add_elements(&out, l);
    } else {
        for (size_t i = 0; i < size_min(chunklist_chunks(l), CHUNKS_SHOWN); i++)
            add_chunk(&out, l, i);
        add_rest(&out, "chunks", chunklist_chunks(l), CHUNKS_SHOWN);
    }
    reply_text(c, &out);
}

#define PLAIN_FROM_MAX ((uint64_t)4095 << 20) /* as redis-server: 4 GB - 1 MB */

void debug_quicklist_packed_threshold(struct call *c)
{
    uint64_t bytes;

    if (!num_parse_memory(arg_bytes(c), &bytes) || bytes > PLAIN_FROM_MAX) {
        reply_error(c, "ERR argument must be a memory value bigger than 1 and smaller than 4gb");
        return;
    }
    chunklist_set_plain_from(bytes);
    reply_ok(c);
}

/* ---- Hash tables --------------------------------------------------------------------------------- */

static void add_table(struct buf *out, const struct table_stats *t)
{
    add_figure(out, "table size", t->slots);
    add_figure(out, "number of elements", t->count);
    add_figure(out, "segments", t->segments);
    add_figure(out, "directory entries", t->directory_entries);
    add_figure(out, "bytes", t->bytes);
    buf_addf(out, " bytes per element: %.2f\n", t->count ? (double)t->bytes / (double)t->count : 0);
    add_figure(out, "elements outside their home bucket", t->overflowed);
    add_figure(out, "most buckets visited by a lookup", t->max_probe);
    add_figure(out, "grow steps", t->grows);
    add_figure(out, "shrink steps", t->shrinks);
    add_figure(out, "splits", t->splits);
    add_figure(out, "merges", t->merges);
    add_figure(out, "longest rehash step, ns", t->longest_step_ns);
}

/* The last argument, FULL or nothing: all figures are shown in any case. */
static void arg_full(struct call *c)
{
    if (c->err == KV_OK && args_left(c) > 0 && !arg_word(c, "full"))
        arg_fail(c, KV_SYNTAX, NULL);
}

void debug_htstats(struct call *c)
{
    int64_t index = arg_int(c);
    struct buf out = { .limit = BUF_UNLIMITED };
    struct table_stats t;
    const struct db *db;

    arg_full(c);
    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    if (index < 0 || index >= store_databases(c->store)) {
        reply_error(c, "ERR Out of range database");
        return;
    }
    db = store_db(c->store, (unsigned)index);
    store_table_stats(db, &t);
    buf_add_str(&out, "[Dictionary HT]\n");
    add_table(&out, &t);
    buf_add_str(&out, "[Expires]\n");
    add_figure(&out, "number of elements", store_ttl_count(db));
    reply_text(c, &out);
}

/* The table that holds the value of an entry, or NULL. */
static const struct table *entry_table(const struct entry *e)
{
    struct value v;

    if (entry_type(e) == OBJ_STRING)
        return NULL;
    v = entry_value(e);
    return value_table(&v);
}

void debug_htstats_key(struct call *c)
{
    const struct entry *e = entry_arg(c);
    struct buf out = { .limit = BUF_UNLIMITED };
    struct table_stats t;

    if (e == NULL)
        return;
    if (entry_table(e) == NULL) {
        reply_error(c, "ERR The value stored at the specified key is not represented using an hash "
                       "table");
        return;
    }
    arg_full(c);
    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    table_stats_read(entry_table(e), &t);
    buf_add_str(&out, "[Dictionary HT]\n");
    add_table(&out, &t);
    reply_text(c, &out);
}
