#include "store/defrag.h"

#include "base/clock.h"
#include "base/mem.h"
#include "store/content.h"
#include "store/entry_make.h"
#include "store/store_inner.h"

/* A value that is too large for one go. */
struct large {
    unsigned db;
    char *name;
    size_t name_len;
    uint64_t cursor; /* of value_defrag() */
};

struct defrag {
    struct store *st;
    unsigned db;
    uint64_t cursor; /* of table_defrag() */
    struct large *large;
    unsigned large_count, large_cap;
};

static int64_t max_scan_fields;
static uint64_t key_hits, key_misses;

struct defrag *defrag_new(struct store *st)
{
    struct defrag *d = mem_zalloc(sizeof *d);

    d->st = st;
    return d;
}

void defrag_free(struct defrag *d)
{
    if (d == NULL)
        return;
    for (unsigned i = 0; i < d->large_count; i++)
        mem_free(d->large[i].name);
    mem_free(d->large);
    mem_free(d);
}

static void note_large(struct defrag *d, const struct entry *e)
{
    struct bytes key = entry_key(e);

    if (d->large_count == d->large_cap) {
        d->large_cap = d->large_cap ? d->large_cap * 2 : 16;
        d->large = mem_realloc(d->large, d->large_cap * sizeof d->large[0]);
    }
    d->large[d->large_count++] =
        (struct large){ .db = d->db, .name = mem_bytesdup(key), .name_len = key.len };
}

/* ---- One entry ----------------------------------------------------------------------------------- */

static void set_pointer(struct entry *e, void *p)
{
    entry_set_word(e, &p);
}

/* A part of the collection that is no pack; *cursor becomes 0 at its end. */
static void move_part(struct entry *e, uint64_t *cursor)
{
    struct value v = entry_value(e);

    *cursor = value_defrag(&v, *cursor);
    set_pointer(e, v.ptr);
}

static void move_collection(struct defrag *d, struct entry *e)
{
    struct value v = entry_value(e);
    uint64_t cursor = 0;

    if (value_is_pack(&v))
        set_pointer(e, mem_defrag(v.pack.ptr, 0));
    else if (content_is_pinned(&v))
        return;
    else if (value_count(&v) > (size_t)max_scan_fields)
        note_large(d, e);
    else
        do
            move_part(e, &cursor);
        while (cursor != 0);
}

/* What the entry points to, if it does. A shared blob is being sent to somebody. */
static void move_content(struct defrag *d, struct entry *e)
{
    if (entry_is_inline(e) || entry_encoding(e) == ENC_INT)
        return;
    if (entry_type(e) != OBJ_STRING)
        move_collection(d, e);
    else if (!blob_is_shared(entry_blob(e)))
        set_pointer(e, mem_defrag(entry_blob(e), 0));
}

static void *move_entry(void *ctx, void *elem)
{
    struct defrag *d = ctx;
    uint64_t hits = mem_defrag_hits;
    struct entry *now;

    move_content(d, elem);
    now = mem_defrag(elem, 0);
    if (now != elem)
        deadlines_moved(&d->st->dbs[d->db], now);
    if (mem_defrag_hits != hits)
        key_hits++;
    else
        key_misses++;
    return now;
}

/* ---- Steps --------------------------------------------------------------------------------------- */

/* A part of the last large value that was noted; it may be another by now, or gone. */
static void step_large(struct defrag *d)
{
    struct large *l = &d->large[d->large_count - 1];
    struct key key = key_of(bytes_make(l->name, l->name_len));
    struct entry *e = table_find(d->st->dbs[l->db].table, key.hash, key.name);

    if (e == NULL || entry_type(e) == OBJ_STRING || encoding_is_pack(entry_encoding(e))) {
        l->cursor = 0;
    } else {
        struct value v = entry_value(e);

        if (content_is_pinned(&v))
            l->cursor = 0;
        else
            move_part(e, &l->cursor);
    }
    if (l->cursor == 0) {
        mem_free(l->name);
        d->large_count--;
    }
}

static void step_table(struct defrag *d)
{
    d->cursor = table_defrag(&d->st->dbs[d->db].table, d->cursor, move_entry, d);
    if (d->cursor == 0)
        d->db++;
}

bool defrag_step(struct defrag *d, uint64_t until_ns)
{
    do {
        if (d->large_count > 0)
            step_large(d);
        else if (d->db < d->st->db_count)
            step_table(d);
        else
            break;
    } while (clock_mono_ns() < until_ns);
    if (d->large_count > 0 || d->db < d->st->db_count)
        return false;
    d->db = 0;
    return true;
}

const struct option defrag_options[] = {
    OPTION_INT("active-defrag-max-scan-fields", &max_scan_fields, "1000", 1, INT64_MAX, OPT_LIVE,
               "Elements of a value that is moved in one go; a larger one is moved part by part."),
    OPTION_END,
};

const struct metric defrag_metrics[] = {
    METRIC_COUNTER("stats", "active_defrag_hits", &mem_defrag_hits, "Allocations that were moved."),
    METRIC_COUNTER("stats", "active_defrag_misses", &mem_defrag_misses,
                   "Allocations that were looked at and stayed."),
    METRIC_COUNTER("stats", "active_defrag_key_hits", &key_hits,
                   "Keys of which something was moved."),
    METRIC_COUNTER("stats", "active_defrag_key_misses", &key_misses,
                   "Keys that were looked at and stayed."),
    METRIC_END,
};
