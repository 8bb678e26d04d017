#include "obj/hash.h"

#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/size.h"
#include "obj/hash_inner.h"

enum {
    PACK_BYTES_MAX = 1024 * 1024
}; /* a longer listpack would be slow, whatever the limits say */

static int64_t max_entries;
static uint64_t max_value_len;

static uint64_t field_hash(const void *elem)
{
    return hash_bytes(hash_field_name(elem));
}

static bool field_match(const void *elem, struct bytes key)
{
    return bytes_eq(hash_field_name(elem), key);
}

static const struct table_type field_table = { field_hash, field_match };

/* ---- The table ----------------------------------------------------------------------------------- */

static struct hash_table *hash_table_new(void)
{
    struct hash_table *h = mem_zalloc(sizeof *h);

    h->table = table_new(&field_table);
    h->hidden_ms = VALUE_SHOW_ALL;
    return h;
}

static void add_field(struct hash_table *h, uint64_t hash, struct bytes name, struct bytes value,
                      int64_t at_ms)
{
    struct hash_field *f = hash_field_new(name, value, at_ms);

    table_add(h->table, hash, f);
    hash_deadline_add(h, f);
}

static void drop_field(struct hash_table *h, uint64_t hash, struct hash_field *f)
{
    table_unlink(h->table, hash, f);
    hash_deadline_remove(h, f);
    hash_field_free(f);
}

/* Puts a new field of the same name in the place of old. value may lie in old. */
static void replace_field(struct hash_table *h, uint64_t hash, struct hash_field *old,
                          struct bytes value, int64_t at_ms)
{
    struct hash_field *f = hash_field_new(hash_field_name(old), value, at_ms);

    table_swap(h->table, hash, old, f);
    hash_deadline_remove(h, old);
    hash_deadline_add(h, f);
    hash_field_free(old);
}

/* True if f has a deadline as at_ms wants it, or neither has one. */
static bool set_deadline(struct hash_table *h, struct hash_field *f, int64_t at_ms)
{
    if (hash_field_has_deadline(f) != (at_ms != VALUE_NEVER))
        return false;
    if (at_ms != hash_field_deadline(f))
        hash_deadline_set(h, f, at_ms);
    return true;
}

/* ---- Encodings ----------------------------------------------------------------------------------- */

static void become_table(struct value *v)
{
    struct hash_table *h = hash_table_new();
    const uint8_t *lp = v->pack.ptr;
    struct value_elem e;

    for (size_t pos = lp_first(lp); pos != 0;) {
        char name_scratch[NUM_INT_MAX], value_scratch[NUM_INT_MAX];
        struct bytes name;

        show_pair(&e, lp, &pos);
        name = item_text(&e.item, name_scratch);
        add_field(h, hash_bytes(name), name, item_text(&e.value, value_scratch), VALUE_NEVER);
    }
    value_become(v, ENC_TABLE, h);
}

bool hash_fits_pack(size_t fields, size_t longest, size_t bytes)
{
    return fields <= (uint64_t)max_entries && longest <= max_value_len && bytes <= PACK_BYTES_MAX;
}

/* True if the field can be set to value in the listpack. */
static bool fits_listpack(const struct value *v, const struct hash_ref *ref, struct bytes value)
{
    size_t more = ref->field.len + value.len + 2 * (size_t)LP_ELEM_EXTRA;

    return hash_fits_pack(hash_count(v) + (ref->pos == 0), size_max(ref->field.len, value.len),
                          lp_bytes(v->pack.ptr) + more);
}

void hash_expect(struct value *v, size_t fields)
{
    if (is_listpack(v) && !hash_fits_pack(fields, 0, 0))
        become_table(v);
    if (!is_listpack(v))
        table_expect(table_of(v)->table, hash_count(v) + fields);
}

/* ---- Lookup -------------------------------------------------------------------------------------- */

static uint64_t ref_hash(struct hash_ref *ref)
{
    if (!ref->is_hashed) {
        ref->hash = hash_bytes(ref->field);
        ref->is_hashed = true;
    }
    return ref->hash;
}

bool hash_find(const struct value *v, struct hash_ref *ref)
{
    if (is_listpack(v)) {
        struct lp_needle needle = lp_needle(ref->field);

        ref->pos = lp_find(v->pack.ptr, lp_first(v->pack.ptr), &needle, 1);
        return ref->pos != 0;
    }
    ref->found = table_find(table_of(v)->table, ref_hash(ref), ref->field);
    if (ref->found != NULL && is_hidden(table_of(v), ref->found))
        ref->found = NULL;
    return ref->found != NULL;
}

void hash_prefetch(const struct value *v, struct hash_ref *ref)
{
    if (!is_listpack(v))
        table_prefetch_bucket(table_of(v)->table, ref_hash(ref));
}

void hash_prefetch_field(const struct value *v, const struct hash_ref *ref)
{
    if (!is_listpack(v))
        table_prefetch_elem(table_of(v)->table, ref->hash);
}

struct item hash_value(const struct value *v, const struct hash_ref *ref)
{
    const uint8_t *lp = v->pack.ptr;

    if (!is_listpack(v))
        return item_of_bytes(hash_field_value(ref->found));
    return lp_get(lp, lp_next(lp, ref->pos));
}

int64_t hash_deadline(const struct value *v, const struct hash_ref *ref)
{
    return is_listpack(v) ? VALUE_NEVER : hash_field_deadline(ref->found);
}

bool hash_get(const struct value *v, struct bytes field, struct item *value)
{
    struct hash_ref ref = hash_ref(field);
    bool found = hash_find(v, &ref);

    if (found)
        *value = hash_value(v, &ref);
    return found;
}

/* ---- Changes ------------------------------------------------------------------------------------- */

/* The field that was not found may be there, hidden. */
static void make_way(struct hash_table *h, struct hash_ref *ref)
{
    struct hash_field *f = table_find(h->table, ref_hash(ref), ref->field);

    if (f != NULL)
        drop_field(h, ref->hash, f);
}

static void put_in_table(struct hash_table *h, struct hash_ref *ref, struct bytes value,
                         int64_t at_ms)
{
    struct hash_field *f = ref->found;

    if (f == NULL && kv_unlikely(h->hidden_ms != VALUE_SHOW_ALL))
        make_way(h, ref);

    if (at_ms == HASH_KEEP)
        at_ms = f ? hash_field_deadline(f) : VALUE_NEVER;
    if (f == NULL)
        add_field(h, ref_hash(ref), ref->field, value, at_ms);
    else if (!set_deadline(h, f, at_ms) || !hash_field_refill(f, value))
        replace_field(h, ref_hash(ref), f, value, at_ms);
}

static void put_in_listpack(struct pack *p, const struct hash_ref *ref, struct bytes value)
{
    if (ref->pos != 0) {
        lp_replace(p, lp_next(p->ptr, ref->pos), value);
        return;
    }
    lp_append(p, ref->field);
    lp_append(p, value);
}

void hash_put(struct value *v, struct hash_ref *ref, struct bytes value, int64_t at_ms)
{
    if (is_listpack(v) && (at_ms == VALUE_NEVER || at_ms == HASH_KEEP) &&
        fits_listpack(v, ref, value)) {
        put_in_listpack(&v->pack, ref, value);
        return;
    }
    if (is_listpack(v)) {
        become_table(v);
        hash_find(v, ref);
    }
    put_in_table(table_of(v), ref, value, at_ms);
}

void hash_set_deadline(struct value *v, struct hash_ref *ref, int64_t at_ms)
{
    if (is_listpack(v)) {
        if (at_ms == VALUE_NEVER)
            return;
        become_table(v);
        hash_find(v, ref);
    }
    if (!set_deadline(table_of(v), ref->found, at_ms))
        replace_field(table_of(v), ref_hash(ref), ref->found, hash_field_value(ref->found), at_ms);
}

void hash_drop(struct value *v, struct hash_ref *ref)
{
    if (is_listpack(v))
        lp_delete(&v->pack, ref->pos, 2);
    else
        drop_field(table_of(v), ref_hash(ref), ref->found);
}

/* ---- A value like others ------------------------------------------------------------------------- */

static struct value hash_empty(void)
{
    struct value v = { .type = OBJ_HASH, .encoding = ENC_LISTPACK };

    lp_init(&v.pack);
    return v;
}

size_t hash_count(const struct value *v)
{
    if (is_listpack(v))
        return lp_count(v->pack.ptr) / 2;
    return table_count(table_of(v)->table) - hash_count_hidden(table_of(v));
}

static void free_one(void *ctx, void *elem)
{
    (void)ctx;
    hash_field_free(elem);
}

static void hash_free(struct value *v)
{
    struct hash_table *h = table_of(v);

    table_free(h->table, free_one, NULL);
    heap_fini(&h->deadlines);
    mem_free_sized(h, sizeof *h);
}

static struct value hash_dup(const struct value *v)
{
    struct value copy = { .type = OBJ_HASH, .encoding = ENC_TABLE, .ptr = hash_table_new() };
    struct table_iter it;

    table_expect(((struct hash_table *)copy.ptr)->table, hash_count(v));
    table_iter_init(&it, table_of(v)->table);
    for (const struct hash_field *f; (f = table_iter_next(&it)) != NULL;)
        if (!is_hidden(table_of(v), f))
            add_field(copy.ptr, field_hash(f), hash_field_name(f), hash_field_value(f),
                      hash_field_deadline(f));
    table_iter_fini(&it);
    return copy;
}

/* What the fields of some buckets take. */
struct mem_sample {
    size_t count, bytes;
};

static void sample_one(void *ctx, void *elem)
{
    struct mem_sample *s = ctx;

    s->count++;
    s->bytes += hash_field_mem(elem);
}

/* A large table is estimated from its first fields, which are a random choice: hashes order them. */
static size_t hash_mem(const struct value *v, size_t samples)
{
    const struct hash_table *h = table_of(v);
    struct mem_sample s = { 0 };
    size_t count = table_count(h->table);
    uint64_t cursor = 0;

    do
        cursor = table_scan(h->table, cursor, sample_one, &s);
    while (cursor != 0 && s.count < samples);
    if (s.count > 0 && s.count < count)
        s.bytes = (size_t)((double)s.bytes / (double)s.count * (double)count);
    return mem_good_size(sizeof *h) + table_bytes(h->table) + heap_bytes(&h->deadlines) + s.bytes;
}

static size_t hash_effort(const struct value *v)
{
    return table_count(table_of(v)->table);
}

static const char *hash_encoding_name(const struct value *v)
{
    return is_listpack(v) ? "listpack" : "hashtable";
}

static void check_listpack(const uint8_t *lp)
{
    size_t pos = lp_first(lp);
    struct value_elem e;

    kv_assert(lp_count(lp) % 2 == 0);
    while (pos != 0) {
        char scratch[NUM_INT_MAX];
        struct lp_needle name;

        show_pair(&e, lp, &pos);
        name = lp_needle(item_text(&e.item, scratch));
        kv_assert(lp_find(lp, pos, &name, 1) == 0);
    }
}

static void hash_check(const struct value *v)
{
    struct hash_table *h;
    size_t deadlines = 0, hidden = 0;
    struct table_iter it;

    if (is_listpack(v)) {
        check_listpack(v->pack.ptr);
        return;
    }
    h = table_of(v);
    table_check(h->table);
    heap_check(&h->deadlines);
    table_iter_init(&it, h->table);
    for (const struct hash_field *f; (f = table_iter_next(&it)) != NULL;) {
        if (!hash_field_has_deadline(f))
            continue;
        deadlines++;
        hidden += is_hidden(h, f);
        kv_assert(is_hidden(h, f) || !h->is_counted || h->hidden_ms == VALUE_SHOW_ALL ||
                  hash_field_deadline(f) >= h->next_ms);
        kv_assert(hash_field_node(f)->index < h->deadlines.count);
        kv_assert(heap_slot(&h->deadlines, hash_field_node(f)->index)->node == hash_field_node(f));
    }
    table_iter_fini(&it);
    kv_assert(deadlines == h->deadlines.count);
    kv_assert(hidden == hash_count_hidden(h));
    kv_assert((hidden == 0) == (h->hidden_ms == VALUE_SHOW_ALL));
}

static void *move_field(void *ctx, void *elem)
{
    struct hash_table *h = ctx;
    struct hash_field *f = hash_field_defrag(elem);

    if (f != elem && hash_field_has_deadline(f))
        heap_moved(&h->deadlines, hash_field_node(f));
    return f;
}

static uint64_t hash_defrag(struct value *v, uint64_t cursor)
{
    struct hash_table *h = table_of(v);

    if (cursor == 0) {
        v->ptr = h = mem_defrag(h, 0);
        heap_defrag(&h->deadlines);
    }
    return table_defrag(&h->table, cursor, move_field, h);
}

static const struct table *hash_table_of(const struct value *v)
{
    return table_of(v)->table;
}

const struct value_ops hash_ops = {
    .empty = hash_empty,
    .count = hash_count,
    .each = hash_each,
    .free = hash_free,
    .dup = hash_dup,
    .mem = hash_mem,
    .effort = hash_effort,
    .encoding_name = hash_encoding_name,
    .check = hash_check,
    .table = hash_table_of,
    .next_expiry = hash_next_expiry,
    .hides = hash_hides,
    .is_empty = hash_is_empty,
    .hide = hash_hide,
    .expire = hash_expire,
    .defrag = hash_defrag,
};

const struct option hash_options[] = {
    { .name = "hash-max-listpack-entries",
      .alias = "hash-max-ziplist-entries",
      .type = OPT_INT,
      .flags = OPT_LIVE,
      .value = &max_entries,
      .fallback = "512",
      .max = INT64_MAX,
      .summary = "Most fields of a hash held in one block; never more than 1 megabyte." },
    { .name = "hash-max-listpack-value",
      .alias = "hash-max-ziplist-value",
      .type = OPT_MEMORY,
      .flags = OPT_LIVE,
      .value = &max_value_len,
      .fallback = "64",
      .max = INT64_MAX,
      .summary = "Longest field or value of such a hash." },
    OPTION_END,
};
