/* Walking the keyspace, its figures, and the check of all of it. */
#include "base/mem.h"
#include "store/entry_make.h"
#include "store/store_inner.h"

enum {
    RANDOM_DROPS_MAX = 4096, /* expired keys that one random pick deletes: some 2 ms */
    STALE_SAMPLES = 256,
};

size_t store_count(const struct db *db)
{
    return table_count(db->table);
}

size_t store_ttl_count(const struct db *db)
{
    return db->wheel ? wheel_count(db->wheel) : 0;
}

size_t store_field_ttl_count(const struct db *db)
{
    return db->field_wheel ? wheel_count(db->field_wheel) : 0;
}

int64_t store_ttl_mean_ms(const struct db *db)
{
    size_t count = store_ttl_count(db);
    double mean;

    if (count == 0)
        return 0;
    mean = wheel_sum_ms(db->wheel) / (double)count - (double)db->st->now_ms;
    return mean > 0 ? (int64_t)mean : 0;
}

struct scan {
    struct db *db;
    store_visit_fn *visit;
    void *ctx;
};

static void scan_visit(void *ctx, void *elem)
{
    struct scan *s = ctx;

    if (!expire_is_hidden(s->db, elem))
        s->visit(s->ctx, elem);
}

uint64_t store_scan(struct db *db, uint64_t cursor, store_visit_fn *visit, void *ctx)
{
    struct scan s = { db, visit, ctx };

    return table_scan(db->table, cursor, scan_visit, &s);
}

void store_iter_init(struct store_iter *it, struct db *db)
{
    it->db = db;
    table_iter_init(&it->it, db->table);
}

struct entry *store_iter_next(struct store_iter *it)
{
    struct entry *e;

    do
        e = table_iter_next(&it->it);
    while (e != NULL && expire_is_hidden(it->db, e));
    return e;
}

void store_iter_fini(struct store_iter *it)
{
    table_iter_fini(&it->it);
}

struct entry *store_random(struct db *db)
{
    for (unsigned i = 0; i < RANDOM_DROPS_MAX; i++) {
        struct entry *e = table_random(db->table, rng_main());

        if (e == NULL || !expire_is_hidden(db, e))
            return e;
        store_find(db, key_of(entry_key(e)));
    }
    return NULL;
}

/* The part of a database's keys with a deadline that is past it, from a sample. */
static double stale_share(const struct db *db)
{
    unsigned stale = 0, seen = 0;

    for (unsigned i = 0; i < STALE_SAMPLES; i++) {
        const struct entry *e = table_random(db->table, rng_main());

        seen += entry_has_ttl(e);
        stale += entry_has_ttl(e) && entry_node(e)->at_ms <= db->st->now_ms;
    }
    return seen > 0 ? (double)stale / seen : 0;
}

double store_stale_percent(const struct store *st)
{
    double stale = 0, count = 0;

    for (unsigned i = 0; i < st->db_count; i++) {
        const struct db *db = &st->dbs[i];
        double own = (double)store_ttl_count(db);

        count += own;
        if (own > 0 && wheel_next_ms(db->wheel) <= st->now_ms)
            stale += own * stale_share(db);
    }
    return count > 0 ? 100 * stale / count : 0;
}

void store_table_stats(const struct db *db, struct table_stats *out)
{
    table_stats_read(db->table, out);
}

uint64_t store_longest_rehash_ns(const struct store *st)
{
    uint64_t longest = st->longest_rehash_ns;

    for (unsigned i = 0; i < st->db_count; i++) {
        uint64_t ns = table_longest_step_ns(st->dbs[i].table);

        longest = ns > longest ? ns : longest;
    }
    return longest;
}

size_t store_table_bytes(const struct db *db)
{
    return table_bytes(db->table);
}

size_t store_deadline_bytes(const struct db *db)
{
    return (db->wheel ? wheel_bytes(db->wheel) : 0) +
           (db->field_wheel ? wheel_bytes(db->field_wheel) : 0);
}

/* ---- Checking ------------------------------------------------------------------------------------ */

static void check_value(const struct entry *e)
{
    struct value v = entry_value(e);

    value_check(&v);
    kv_assert(value_hides(&v) || !value_is_void(&v));
    kv_assert(value_is_empty(&v) == (value_count(&v) == 0));
    kv_assert((value_next_expiry(&v) != VALUE_NEVER) == entry_has_field_ttl(e));
    if (entry_has_field_ttl(e))
        kv_assert(entry_field_node(e)->at_ms == value_next_expiry(&v));
}

static void check_entry(const struct db *db, const struct entry *e)
{
    struct bytes key = entry_key(e);

    kv_assert(table_find(db->table, hash_bytes(key), key) == e);
    kv_assert(mem_usable_size(e) >= entry_size(e));
    kv_assert(entry_type(e) < OBJ_TYPES);
    kv_assert(entry_encoding(e) == ENC_EMBEDDED || e->value_len == 0);
    kv_assert(e->value_len <= ENTRY_EMBED_MAX);
    kv_assert(!(e->flags & ENTRY_LONG_KEY) == (key.len < UINT8_MAX));
    kv_assert(entry_encoding(e) != ENC_EMBEDDED || entry_is_inline(e));
    if (entry_type(e) != OBJ_STRING)
        check_value(e);
    if (entry_encoding(e) == ENC_BLOB) {
        kv_assert(entry_blob(e)->refs > 0);
        kv_assert(entry_blob(e)->len <= entry_blob(e)->cap);
    }
}

/* A node lies in an entry that is in the table and says that the node is there. With as many nodes as
 * entries that say so, the index is what it has to be. */
static void check_node(void *ctx, struct wheel_node *n)
{
    const struct entry *e = entry_of_node(n);
    const struct db *db = ctx;

    kv_assert(entry_has_ttl(e));
    kv_assert(table_find(db->table, hash_bytes(entry_key(e)), entry_key(e)) == e);
}

static void check_field_node(void *ctx, struct wheel_node *n)
{
    const struct entry *e = entry_of_field_node(n);
    const struct db *db = ctx;

    kv_assert(entry_has_field_ttl(e));
    kv_assert(entry_field_node(e) == n);
    kv_assert(table_find(db->table, hash_bytes(entry_key(e)), entry_key(e)) == e);
}

static void check_wheel(struct db *db, struct wheel *w,
                        void (*check)(void *ctx, struct wheel_node *n))
{
    if (w == NULL)
        return;
    wheel_check(w);
    wheel_each(w, check, db);
}

static void check_db(struct db *db)
{
    size_t ttl = 0, field_ttl = 0;
    struct table_iter it;
    struct entry *e;

    table_check(db->table);
    check_wheel(db, db->wheel, check_node);
    check_wheel(db, db->field_wheel, check_field_node);
    table_iter_init(&it, db->table);
    while ((e = table_iter_next(&it)) != NULL) {
        ttl += entry_has_ttl(e);
        field_ttl += entry_has_field_ttl(e);
        check_entry(db, e);
    }
    table_iter_fini(&it);
    kv_assert(ttl == store_ttl_count(db));
    kv_assert(field_ttl == store_field_ttl_count(db));
}

void store_check(struct store *st)
{
    for (unsigned i = 0; i < st->db_count; i++)
        check_db(&st->dbs[i]);
}
