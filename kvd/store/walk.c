/* Walking the keyspace, its figures, and the check of all of it. */
#include "base/mem.h"
#include "store/entry_make.h"
#include "store/store_inner.h"

enum { RANDOM_DROPS_MAX = 4096 }; /* expired keys that one random pick deletes: some 2 ms */

size_t store_count(const struct db *db)
{
    return table_count(db->table);
}

size_t store_ttl_count(const struct db *db)
{
    return db->wheel ? wheel_count(db->wheel) : 0;
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

    if (!is_expired(s->db, elem))
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
    while (e != NULL && is_expired(it->db, e));
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

        if (e == NULL || !is_expired(db, e))
            return e;
        expire_entry(db, e);
    }
    return NULL;
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
    return db->wheel ? wheel_bytes(db->wheel) : 0;
}

/* ---- Checking ------------------------------------------------------------------------------------ */

static void check_db(struct db *db)
{
    struct table_iter it;
    struct entry *e;
    size_t ttl = 0;

    table_check(db->table);
    if (db->wheel)
        wheel_check(db->wheel);
    table_iter_init(&it, db->table);
    while ((e = table_iter_next(&it)) != NULL) {
        struct bytes key = entry_key(e);

        ttl += entry_has_ttl(e);
        kv_assert(table_find(db->table, hash_bytes(key), key) == e);
        kv_assert(mem_usable_size(e) >= entry_size(e));
        kv_assert(entry_type(e) < OBJ_TYPES);
        kv_assert(entry_encoding(e) == ENC_EMBEDDED || e->value_len == 0);
        kv_assert(e->value_len <= ENTRY_EMBED_MAX);
        kv_assert(!(e->flags & ENTRY_LONG_KEY) == (key.len < UINT8_MAX));
        kv_assert(entry_encoding(e) != ENC_EMBEDDED || entry_is_inline(e));
        if (entry_type(e) != OBJ_STRING) {
            struct value v = entry_value(e);

            value_check(&v);
            kv_assert(!value_is_void(&v));
            kv_assert((value_next_expiry(&v) != VALUE_NEVER) == !!(e->flags & ENTRY_FIELD_TTL));
        }
        if (entry_encoding(e) == ENC_BLOB) {
            kv_assert(entry_blob(e)->refs > 0);
            kv_assert(entry_blob(e)->len <= entry_blob(e)->cap);
        }
    }
    table_iter_fini(&it);
    kv_assert(ttl == store_ttl_count(db));
}

void store_check(struct store *st)
{
    for (unsigned i = 0; i < st->db_count; i++)
        check_db(&st->dbs[i]);
}
