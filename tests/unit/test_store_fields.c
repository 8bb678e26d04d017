/* Fields with deadlines in the store: when they go, who is told, what waits; then random operations on keys and
 * fields against a naive model. */
#include "store/store.h"

#include "base/clock.h"
#include "base/histogram.h"
#include "obj/hash.h"
#include "store_fixture.h"

#include <inttypes.h>

#ifdef KV_SANITIZE
enum { MODEL_OPS = 60 * 1000 };
#else
enum { MODEL_OPS = 300 * 1000 };
#endif

enum { MODEL_KEYS = 10, MODEL_FIELDS = 12, MODEL_CHECK_EVERY = 500 };

/* ---- Fields ---------------------------------------------------------------------------------------- */

static void set_field(struct db *in, struct key key, struct bytes field, int64_t at_ms)
{
    struct hash_ref ref = hash_ref(field);
    struct edit ed;

    HOLDS(store_edit(in, key, OBJ_HASH, &ed) != KV_WRONG_TYPE);
    hash_find(&ed.value, &ref);
    hash_put(&ed.value, &ref, BYTES_LIT("value"), at_ms);
    HOLDS(!store_commit(&ed));
}

static void set(const char *key, const char *field, int64_t ttl_ms)
{
    set_field(db, k(key), bytes_str(field),
              ttl_ms == EXPIRE_NEVER ? VALUE_NEVER : store_now_ms(st) + ttl_ms);
}

/* f0, f1 ... with the same deadline. */
static void set_many(const char *key, unsigned count, int64_t ttl_ms)
{
    struct edit ed;

    store_edit(db, k(key), OBJ_HASH, &ed);
    for (unsigned i = 0; i < count; i++) {
        char name[16];
        struct hash_ref ref =
            hash_ref(bytes_make(name, (size_t)snprintf(name, sizeof name, "f%u", i)));

        hash_find(&ed.value, &ref);
        hash_put(&ed.value, &ref, BYTES_LIT("value"), store_now_ms(st) + ttl_ms);
    }
    store_commit(&ed);
}

static bool has(const char *key, const char *field)
{
    const struct entry *e = store_find(db, k(key));
    struct hash_ref ref = hash_ref(bytes_str(field));
    struct value v;

    if (e == NULL)
        return false;
    v = entry_value(e);
    return hash_find(&v, &ref);
}

/* How many fields are shown. */
static size_t shown(const char *key)
{
    const struct entry *e = store_find(db, k(key));
    struct value v;

    if (e == NULL)
        return 0;
    v = entry_value(e);
    return value_count(&v);
}

/* How many fields there are in memory; the entry is not looked up. */
static size_t stored(const char *key)
{
    const struct entry *e = store_peek(db, k(key));
    struct value v;

    if (e == NULL)
        return 0;
    v = entry_value(e);
    return value_is_pack(&v) ? value_count(&v) : value_effort(&v);
}

static void expire_all(void)
{
    while (store_expire_due(st, UNLIMITED_US))
        continue;
}

/* ---- On time --------------------------------------------------------------------------------------- */

START_TEST(a_field_goes_on_time_without_being_looked_at)
{
    uint64_t before = metric("expired_subkeys");

    set("h", "a", 1000);
    set("h", "b", 2000);
    set("h", "c", EXPIRE_NEVER);
    ck_assert_uint_eq(store_field_ttl_count(db), 1);
    ck_assert_uint_eq(store_ttl_count(db), 0);
    ck_assert_int_le(store_next_expiry_ms(st), start_ms + 1000 + SLOT_MS);
    pass(1000 + SLOT_MS);
    expire_all();
    ck_assert_uint_eq(stored("h"), 2);
    ck_assert_uint_eq(metric("expired_subkeys"), before + 1);
    ck_assert_int_le(store_next_expiry_ms(st), start_ms + 2000 + SLOT_MS);
    pass(1000);
    expire_all();
    ck_assert_uint_eq(stored("h"), 1);
    ck_assert_uint_eq(store_field_ttl_count(db), 0);
    ck_assert_int_eq(store_next_expiry_ms(st), INT64_MAX);
}
END_TEST

START_TEST(a_key_goes_with_its_last_field)
{
    uint64_t keys = metric("expired_keys");

    set("h", "a", 1000);
    set("h", "b", 1000);
    pass(1000 + SLOT_MS);
    expire_all();
    ck_assert_uint_eq(store_count(db), 0);
    ck_assert_uint_eq(metric("expired_keys"), keys);
    set("h", "a", 1000);
    pass(1000);
    ck_assert_ptr_null(store_find(db, k("h")));
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

START_TEST(the_sooner_of_key_and_field_goes_first)
{
    for (int key_first = 0; key_first < 2; key_first++) {
        set("h", "a", 1000);
        set("h", "b", EXPIRE_NEVER);
        store_set_expire(db, store_find(db, k("h")), store_now_ms(st) + (key_first ? 500 : 2000));
        ck_assert_uint_eq(store_ttl_count(db), 1);
        ck_assert_uint_eq(store_field_ttl_count(db), 1);
        store_check(st);
        pass(1000 + SLOT_MS);
        expire_all();
        ck_assert_uint_eq(stored("h"), key_first ? 0 : 1);
        pass(1000);
        expire_all();
        ck_assert_uint_eq(store_count(db), 0);
    }
}
END_TEST

START_TEST(the_index_follows_every_change)
{
    struct edit ed;
    struct hash_ref ref = hash_ref(BYTES_LIT("a"));

    set("h", "a", 5000);
    set("h", "b", 3000);
    set("h", "b", 9000);
    store_check(st);
    store_edit(db, k("h"), OBJ_HASH, &ed);
    hash_find(&ed.value, &ref);
    hash_set_deadline(&ed.value, &ref, VALUE_NEVER);
    store_commit(&ed);
    store_check(st);
    pass(8000);
    expire_all();
    ck_assert_uint_eq(stored("h"), 2);
    store_rename(db, k("h"), other, k("g"));
    store_copy(store_find(other, k("g")), db, k("h"));
    store_swap(st, 0, 2);
    store_check(st);
    ck_assert_uint_eq(store_field_ttl_count(db), 0);
    ck_assert_uint_eq(store_field_ttl_count(other), 1);
    ck_assert_uint_eq(store_field_ttl_count(store_db(st, 2)), 1);
    pass(1000 + SLOT_MS);
    expire_all();
    ck_assert_uint_eq(store_field_ttl_count(other), 0);
    ck_assert_uint_eq(store_field_ttl_count(store_db(st, 2)), 0);
    set("h", "a", 1000);
    store_flush(db, false);
    pass(5000);
    expire_all();
}
END_TEST

START_TEST(a_value_with_fields_of_the_past_shows_none_of_them)
{
    struct value v = value_empty(OBJ_HASH);

    for (unsigned i = 0; i < 500; i++) {
        char name[16];
        struct hash_ref ref =
            hash_ref(bytes_make(name, (size_t)snprintf(name, sizeof name, "f%u", i)));

        hash_find(&v, &ref);
        hash_put(&v, &ref, BYTES_LIT("value"), i == 7 ? start_ms + 1000 : start_ms - i);
    }
    store_put_value(db, k("h"), &v, EXPIRE_NEVER);
    ck_assert_uint_eq(shown("h"), 1);
    ck_assert(has("h", "f7"));
    store_check(st);
    expire_all();
    ck_assert_uint_eq(stored("h"), 1);
}
END_TEST

/* ---- A part at a time ------------------------------------------------------------------------------ */

START_TEST(many_due_fields_are_hidden_at_once_and_dropped_by_and_by)
{
    unsigned turns = 0;

    set_many("h", 20000, 1000);
    set("h", "last", EXPIRE_NEVER);
    pass(999);
    ck_assert_uint_eq(shown("h"), 20001);
    pass(1);
    ck_assert_uint_eq(shown("h"), 1);
    ck_assert(!has("h", "f5"));
    ck_assert_uint_gt(stored("h"), 15000);
    set("h", "f5", EXPIRE_NEVER);
    ck_assert(has("h", "f5"));
    ck_assert_uint_eq(shown("h"), 2);
    store_check(st);
    pass(SLOT_MS);
    while (store_expire_due(st, 0)) {
        HOLDS(shown("h") == 2);
        turns++;
    }
    ck_assert_uint_gt(turns, 10);
    ck_assert_uint_eq(stored("h"), 2);
}
END_TEST

START_TEST(few_fields_are_dropped_between_two_looks_at_the_clock)
{
    set_many("one", 5000, 1000);
    set_many("two", 5000, 1000);
    set("one", "stays", EXPIRE_NEVER);
    set("two", "stays", EXPIRE_NEVER);
    pass(2000);
    for (bool more = true; more;) {
        uint64_t before = metric("expired_subkeys");

        more = store_expire_due(st, 0);
        HOLDS(metric("expired_subkeys") - before <= 2 * 64);
    }
    ck_assert_uint_eq(shown("one"), 1);
    ck_assert_uint_eq(shown("two"), 1);
}
END_TEST

/* A hash with nothing but fields that are due goes whole, to the background. */
START_TEST(a_hash_that_is_due_as_a_whole_goes_at_once)
{
    uint64_t before = metric("expired_subkeys");

    store_set_defer(defer);
    set_many("h", 20000, 1000);
    set_many("g", 20000, 1000);
    pass(1000 + SLOT_MS);
    ck_assert_ptr_null(store_find(db, k("h")));
    ck_assert_uint_eq(store_count(db), 1);
    store_expire_due(st, 0);
    ck_assert_uint_eq(store_count(db), 0);
    ck_assert_uint_eq(metric("expired_subkeys"), before + 40000);
    ck_assert_uint_eq(store_lazyfree_pending(), 2);
    run_jobs();
    store_set_defer(NULL);
}
END_TEST

/* Several hashes with much to drop are dropped from in turn. */
START_TEST(no_hash_waits_for_another_one)
{
    set_many("a", 5000, 1000);
    set_many("b", 5000, 1000);
    set("a", "last", EXPIRE_NEVER);
    set("b", "last", EXPIRE_NEVER);
    pass(1000 + SLOT_MS);
    for (int i = 0; i < 6; i++)
        ck_assert(store_expire_due(st, 0));
    ck_assert_uint_lt(stored("a"), 5000);
    ck_assert_uint_lt(stored("b"), 5000);
}
END_TEST

START_TEST(lookups_alone_drop_all_in_the_end)
{
    store_set_active_expire(st, false);
    set_many("h", 1000, 1000);
    set("h", "last", EXPIRE_NEVER);
    pass(5000);
    for (int i = 0; i < 30; i++)
        ck_assert_uint_eq(shown("h"), 1);
    ck_assert_uint_eq(stored("h"), 1);
}
END_TEST

START_TEST(no_walk_shows_a_hash_without_fields)
{
    struct store_iter it;

    set_many("h", 1000, 1000);
    pass(1000);
    store_iter_init(&it, db);
    ck_assert_ptr_null(store_iter_next(&it));
    store_iter_fini(&it);
    ck_assert_uint_eq(store_count(db), 1);
    ck_assert_ptr_null(store_random(db));
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

/* What a job reads stays, though all its fields expire. */
START_TEST(a_pinned_hash_outlives_its_fields)
{
    struct store_pin pin;

    set_many("h", 1000, 1000);
    store_pin_value(store_find(db, k("h")), &pin);
    pass(1000 + SLOT_MS);
    expire_all();
    ck_assert_uint_eq(store_count(db), 0);
    value_check(&pin.value);
    store_unpin(&pin);
}
END_TEST

START_TEST(hidden_fields_are_back_when_the_clock_goes_back)
{
    set_many("h", 1000, 1000);
    set("h", "last", EXPIRE_NEVER);
    pass(1000);
    ck_assert_uint_eq(shown("h"), 1);
    pass(-10);
    ck_assert_uint_eq(shown("h"), stored("h"));
    set("h", "new", 5);
    ck_assert(has("h", "new"));
    pass(5);
    ck_assert(!has("h", "new"));
    pass(5 + SLOT_MS);
    expire_all();
    ck_assert_uint_eq(stored("h"), 1);
}
END_TEST

/* ---- Who is told ----------------------------------------------------------------------------------- */

static struct buf told = { .limit = BUF_UNLIMITED };

static void tell_fields(void *ctx, unsigned index, struct bytes key, const struct bytes *names,
                        unsigned count)
{
    (void)ctx;
    (void)index;
    buf_addf(&told, "%.*s without", BYTES_ARG(key));
    for (unsigned i = 0; i < count; i++)
        buf_addf(&told, " %.*s", BYTES_ARG(names[i]));
    buf_addf(&told, "; ");
}

static void tell_after(void *ctx, unsigned index, struct bytes key, const struct entry *now,
                       enum store_change what)
{
    static const char *const names[] = { "PUT", "TTL", "DELETE", "EXPIRE", "FIELDS", "EVICT" };

    (void)ctx;
    (void)index;
    buf_addf(&told, "%.*s %s%s\n", BYTES_ARG(key), names[what], now ? "" : " gone");
}

static void assert_told(const char *lines)
{
    ck_assert_str_eq(buf_cstr(&told), lines);
    buf_clear(&told);
}

START_TEST(a_lookup_tells_the_same_as_the_index)
{
    store_add_hooks(st, &(struct store_hooks){ .after = tell_after, .fields = tell_fields });
    for (int by_index = 0; by_index < 2; by_index++) {
        set("h", "a", 1000);
        set("h", "b", 2000);
        set("h", "c", 3000);
        store_set_expire(db, put("s", "v"), store_now_ms(st) + 3000);
        buf_clear(&told);
        pass(1000 + SLOT_MS);
        by_index ? expire_all() : (void)shown("h");
        assert_told("h without a; h FIELDS\n");
        pass(1000);
        by_index ? expire_all() : (void)shown("h");
        assert_told("h without b; h FIELDS\n");
        pass(1000);
        if (by_index) {
            expire_all();
        } else {
            store_find(db, k("s"));
            shown("h");
        }
        assert_told("s EXPIRE gone\nh without c; h FIELDS gone\n");
    }
    buf_fini(&told);
}
END_TEST

START_TEST(lateness_is_counted)
{
    uint64_t keys, fields;

    store_lateness_reset();
    put_until("s", "v", 1000);
    set("h", "a", 1000);
    set("h", "b", EXPIRE_NEVER);
    pass(1500);
    expire_all();
    keys = histogram_percentile(store_lateness(false), 50);
    fields = histogram_percentile(store_lateness(true), 50);
    ck_assert_uint_eq(histogram_total(store_lateness(false)), 1);
    ck_assert_uint_eq(histogram_total(store_lateness(true)), 1);
    ck_assert_uint_ge(keys, UINT64_C(500) * 1000 * 1000);
    ck_assert_uint_le(keys, UINT64_C(520) * 1000 * 1000);
    ck_assert_uint_eq(fields, keys);
    store_lateness_reset();
    ck_assert_uint_eq(histogram_total(store_lateness(false)), 0);
}
END_TEST

START_TEST(the_stale_share_is_told)
{
    ck_assert(store_stale_percent(st) == 0);
    put_many(db, 0, 3000, start_ms + 1000);
    put_many(db, 3000, 1000, start_ms + 100 * 1000);
    ck_assert(store_stale_percent(st) == 0);
    pass(5000);
    ck_assert(store_stale_percent(st) > 50);
    ck_assert(store_stale_percent(st) < 95);
    expire_all();
    ck_assert(store_stale_percent(st) == 0);
}
END_TEST

START_TEST(busy_times_get_a_share_and_late_work_a_greater_one)
{
    uint64_t share = store_expire_budget_us(st, 400, true), late;

    ck_assert_uint_eq(store_expire_budget_us(st, 1000, false), 200);
    ck_assert_uint_ge(share, 100);
    ck_assert_uint_le(share, 145);
    ck_assert_uint_ge(store_expire_budget_us(st, 1, true), 50);
    ck_assert_uint_le(store_expire_budget_us(st, 50 * 1000, true), 200);
    put_many(db, 0, 5000, start_ms + 1000);
    pass(2000);
    ck_assert(store_expire_due(st, 0));
    late = store_expire_budget_us(st, 400, true);
    ck_assert_uint_gt(late, share);
    ck_assert_uint_le(late, 200);
    expire_all();
    ck_assert_uint_eq(store_expire_budget_us(st, 400, true), share);
}
END_TEST

/* ---- A store that waits ---------------------------------------------------------------------------- */

START_TEST(a_store_that_waits_hides_and_deletes_nothing)
{
    store_set_waiting(st, true);
    put_until("s", "v", 1000);
    set("h", "a", 1000);
    set("h", "b", EXPIRE_NEVER);
    set("g", "a", 1000);
    pass(5000);
    ck_assert_int_eq(store_next_expiry_ms(st), INT64_MAX);
    ck_assert(!store_expire_due(st, UNLIMITED_US));
    ck_assert_ptr_null(store_find(db, k("s")));
    ck_assert_ptr_null(store_find(db, k("g")));
    ck_assert(!has("h", "a"));
    ck_assert(has("h", "b"));
    ck_assert_uint_eq(store_count(db), 3);
    ck_assert_uint_eq(stored("h"), 2);
    store_check(st);
    store_set_waiting(st, false);
    expire_all();
    ck_assert_uint_eq(store_count(db), 1);
    ck_assert_uint_eq(stored("h"), 1);
}
END_TEST

START_TEST(the_primary_sees_what_has_expired_and_deletes_it)
{
    struct hash_ref ref = hash_ref(BYTES_LIT("a"));
    struct edit ed;

    store_set_waiting(st, true);
    put_until("s", "v", 1000);
    set("h", "a", 1000);
    set("h", "b", EXPIRE_NEVER);
    pass(5000);
    ck_assert_uint_eq(shown("h"), 1);
    store_see_expired(st, true);
    assert_text(db, "s", "v");
    ck_assert_uint_eq(shown("h"), 2);
    ck_assert(!store_is_past(st, start_ms));
    store_append(db, k("s"), BYTES_LIT("w"));
    assert_text(db, "s", "vw");
    put_until("t", "v", -10);
    store_put_string(db, k("s"), BYTES_LIT("x"), EXPIRE_KEEP);
    store_edit(db, k("h"), OBJ_HASH, &ed);
    ck_assert(hash_find(&ed.value, &ref));
    hash_drop(&ed.value, &ref);
    store_commit(&ed);
    ck_assert(store_delete(db, k("t"), false));
    store_see_expired(st, false);
    ck_assert_uint_eq(stored("h"), 1);
    ck_assert_ptr_null(store_find(db, k("s")));
    store_see_expired(st, true);
    ck_assert(store_delete(db, k("s"), false));
    store_see_expired(st, false);
    ck_assert_uint_eq(store_count(db), 1);
}
END_TEST

START_TEST(a_change_by_anybody_else_takes_the_place_of_what_is_hidden)
{
    struct edit ed;

    store_set_waiting(st, true);
    for (int i = 0; i < 5; i++) {
        put_until("s", "v", 1000);
        set("h", "a", 1000);
        pass(5000);
        switch (i) {
        case 0:
            put("s", "new");
            put("h", "new");
            break;
        case 1:
            store_append(db, k("s"), BYTES_LIT("new"));
            store_set_range(db, k("h"), 0, BYTES_LIT("new"));
            break;
        case 2:
            set("s", "b", EXPIRE_NEVER);
            set("h", "b", EXPIRE_NEVER);
            break;
        case 3:
            store_edit_entry(db, k("s"), OBJ_LIST, NULL, &ed);
            store_abandon(&ed);
            store_edit_entry(db, k("h"), OBJ_LIST, NULL, &ed);
            store_abandon(&ed);
            break;
        default:
            ck_assert(!store_delete(db, k("s"), false));
            ck_assert(!store_delete(db, k("h"), false));
        }
        store_check(st);
        ck_assert_uint_eq(store_count(db), i < 3 ? 2 : 0);
        store_delete(db, k("s"), false);
        store_delete(db, k("h"), false);
    }
}
END_TEST

START_TEST(import_mode_waits)
{
    ck_assert(!store_is_importing());
    set_option("import-mode", "yes");
    ck_assert(store_is_importing());
    put_until("s", "v", 1000);
    pass(5000);
    ck_assert(!store_expire_due(st, UNLIMITED_US));
    ck_assert_ptr_null(store_find(db, k("s")));
    store_see_expired(st, true);
    ck_assert_ptr_nonnull(store_find(db, k("s")));
    store_see_expired(st, false);
    set_option("import-mode", "no");
    expire_all();
    ck_assert_uint_eq(store_count(db), 0);
}
END_TEST

/* ---- Model ----------------------------------------------------------------------------------------- */

/* A key is a hash. What the store says that it dropped is taken out here, and has to be due. */
struct cell {
    bool present;
    int64_t at_ms; /* INT64_MAX: none */
    struct {
        bool present;
        int64_t at_ms;
    } fields[MODEL_FIELDS];
};

static struct {
    struct cell cells[DATABASES][MODEL_KEYS];
    struct rng rng;
    bool sees;
} m;

static unsigned below(unsigned n)
{
    return (unsigned)rng_below(&m.rng, n);
}

static int64_t judge_ms(void)
{
    return m.sees ? INT64_MIN : store_now_ms(st);
}

static struct bytes field_name(unsigned i)
{
    static char names[MODEL_FIELDS][8];

    return bytes_make(names[i], (size_t)snprintf(names[i], sizeof names[i], "f%u", i));
}

static struct key key_name(unsigned i)
{
    static char names[MODEL_KEYS][8];

    return key_of(bytes_make(names[i], (size_t)snprintf(names[i], sizeof names[i], "k%u", i)));
}

static unsigned index_of(struct bytes name)
{
    return (unsigned)strtoul((const char *)name.ptr + 1, NULL, 10);
}

static unsigned live_fields(const struct cell *c)
{
    unsigned n = 0;

    for (unsigned i = 0; i < MODEL_FIELDS; i++)
        n += c->present && c->fields[i].present && c->fields[i].at_ms > judge_ms();
    return n;
}

static bool is_live(const struct cell *c)
{
    return c->present && c->at_ms > judge_ms() && live_fields(c) > 0;
}

static void model_after(void *ctx, unsigned index, struct bytes key, const struct entry *now,
                        enum store_change what)
{
    struct cell *c = &m.cells[index][index_of(key)];

    (void)ctx;
    if (what == CHANGE_EXPIRE) {
        HOLDS(c->present && c->at_ms <= store_now_ms(st));
        *c = (struct cell){ .present = false };
    } else if (what == CHANGE_EXPIRE_FIELDS && now == NULL) {
        for (unsigned i = 0; i < MODEL_FIELDS; i++)
            HOLDS(!c->fields[i].present || c->fields[i].at_ms <= store_now_ms(st));
        *c = (struct cell){ .present = false };
    }
}

static void model_fields(void *ctx, unsigned index, struct bytes key, const struct bytes *names,
                         unsigned count)
{
    struct cell *c = &m.cells[index][index_of(key)];

    (void)ctx;
    for (unsigned i = 0; i < count; i++) {
        unsigned f = index_of(names[i]);

        HOLDS(c->fields[f].present && c->fields[f].at_ms <= store_now_ms(st));
        c->fields[f].present = false;
    }
}

static void compare(unsigned d, unsigned i)
{
    const struct entry *e = store_find(store_db(st, d), key_name(i));
    const struct cell *c = &m.cells[d][i];
    struct value v;

    HOLDS((e != NULL) == is_live(c));
    if (e == NULL)
        return;
    HOLDS(entry_expire_at(e) == (c->at_ms == INT64_MAX ? -1 : c->at_ms));
    v = entry_value(e);
    HOLDS(below(3) > 0 || value_count(&v) == live_fields(c));
    for (unsigned f = 0; f < MODEL_FIELDS; f++) {
        struct hash_ref ref = hash_ref(field_name(f));
        bool live = c->fields[f].present && c->fields[f].at_ms > judge_ms();

        HOLDS(hash_find(&v, &ref) == live);
        HOLDS(!live || hash_deadline(&v, &ref) == c->fields[f].at_ms);
    }
}

static int64_t some_deadline(void)
{
    static const unsigned spans[] = { 10, 100, 3000, 3600 * 1000 };

    return below(3) == 0 ? INT64_MAX : store_now_ms(st) + 1 + below(spans[below(4)]);
}

/* A new cell for a key that is not shown: who changes it deletes what was hidden there. */
static struct cell *changing(unsigned d, unsigned i)
{
    struct cell *c = &m.cells[d][i];

    if (!is_live(c))
        *c = (struct cell){ .present = false, .at_ms = INT64_MAX };
    return c;
}

static void step_set(unsigned d, unsigned i)
{
    unsigned f = below(MODEL_FIELDS);
    int64_t at_ms = some_deadline();
    struct cell *c;

    set_field(store_db(st, d), key_name(i), field_name(f), at_ms);
    c = changing(d, i);
    c->present = true;
    c->fields[f].present = true;
    c->fields[f].at_ms = at_ms;
}

/* Drops a field, or gives it another deadline. */
static void step_field(unsigned d, unsigned i)
{
    struct cell *c = &m.cells[d][i];
    unsigned f = below(MODEL_FIELDS);
    struct hash_ref ref = hash_ref(field_name(f));
    int64_t at_ms = some_deadline();
    bool drops = below(2);
    struct edit ed;

    if (store_edit(store_db(st, d), key_name(i), OBJ_HASH, &ed) != KV_OK) {
        HOLDS(!is_live(c));
        store_abandon(&ed);
        changing(d, i);
        return;
    }
    if (!hash_find(&ed.value, &ref)) {
        store_abandon(&ed);
        return;
    }
    if (drops)
        hash_drop(&ed.value, &ref);
    else
        hash_set_deadline(&ed.value, &ref, at_ms);
    c->fields[f].present = !drops;
    c->fields[f].at_ms = at_ms;
    HOLDS(store_commit(&ed) == (live_fields(c) == 0));
    if (live_fields(c) == 0)
        *c = (struct cell){ .present = false };
}

static void step_key(unsigned d, unsigned i)
{
    struct entry *e = store_write_any(store_db(st, d), key_name(i));
    int64_t at_ms = some_deadline();

    if (e == NULL) {
        HOLDS(!is_live(&m.cells[d][i]));
        changing(d, i);
    } else if (below(4) == 0) {
        store_delete(store_db(st, d), key_name(i), below(2));
        m.cells[d][i] = (struct cell){ .present = false };
    } else {
        store_set_expire(store_db(st, d), e, at_ms == INT64_MAX ? EXPIRE_NEVER : at_ms);
        m.cells[d][i].at_ms = at_ms;
    }
}

/* A copy has the fields that are shown; what is renamed keeps all. */
static void step_move(unsigned d, unsigned i, bool copy)
{
    unsigned to_d = below(DATABASES), to_i = below(MODEL_KEYS);
    struct cell *from = &m.cells[d][i], *to = &m.cells[to_d][to_i];
    struct entry *e = store_find(store_db(st, d), key_name(i));

    if (e == NULL || from == to)
        return;
    if (!copy) {
        store_rename(store_db(st, d), key_name(i), store_db(st, to_d), key_name(to_i));
        *to = *from;
        *from = (struct cell){ .present = false };
        return;
    }
    store_copy(e, store_db(st, to_d), key_name(to_i));
    *to = *from;
    for (unsigned f = 0; f < MODEL_FIELDS; f++)
        to->fields[f].present &= to->fields[f].at_ms > judge_ms();
}

static void step_time(void)
{
    static const unsigned spans[] = { 2, 30, 300, 5000 };
    int64_t ms = below(spans[below(4)]);

    pass(below(10) ? ms : -ms);
    if (below(2))
        store_expire_due(st, below(3) ? UNLIMITED_US : 0);
}

/* Who deletes changes now and then; the time does not matter to those who see all. */
static void step_mode(void)
{
    bool waits = below(4) == 0;

    store_set_active_expire(st, below(4) > 0);
    store_set_waiting(st, waits);
    m.sees = waits && below(3) == 0;
    store_see_expired(st, m.sees);
}

static void step_database(unsigned d)
{
    unsigned to = below(DATABASES);

    if (below(2)) {
        store_flush(store_db(st, d), below(2));
        memset(m.cells[d], 0, sizeof m.cells[d]);
        return;
    }
    store_swap(st, d, to);
    for (unsigned i = 0; i < MODEL_KEYS; i++) {
        struct cell c = m.cells[d][i];

        m.cells[d][i] = m.cells[to][i];
        m.cells[to][i] = c;
    }
}

static void model_step(void)
{
    unsigned d = below(DATABASES), i = below(MODEL_KEYS), what = below(100);

    if (what < 40)
        step_set(d, i);
    else if (what < 55)
        step_field(d, i);
    else if (what < 63)
        step_key(d, i);
    else if (what < 69)
        step_move(d, i, what < 66);
    else if (what < 90)
        step_time();
    else if (what < 91)
        step_mode();
    else if (below(10) == 0)
        step_database(d);
    else
        run_jobs();
    compare(d, i);
}

START_TEST(random_operations_agree_with_a_model)
{
    store_set_defer(defer);
    rng_seed(&m.rng, 20261126);
    store_add_hooks(st, &(struct store_hooks){ .after = model_after, .fields = model_fields });
    for (unsigned i = 1; i <= MODEL_OPS; i++) {
        model_step();
        if (i % MODEL_CHECK_EVERY == 0) {
            store_check(st);
            for (unsigned c = 0; c < DATABASES * MODEL_KEYS; c++)
                compare(c % DATABASES, c / DATABASES);
        }
    }
    store_set_defer(NULL);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("store_fields");
    TCase *time = add_case(s, "on time"), *parts = add_case(s, "a part at a time"),
          *news = add_case(s, "who is told"), *waiting = add_case(s, "waiting"),
          *model = add_case(s, "model");

    clock_init();
    mem_thread_start();
    tcase_add_test(time, a_field_goes_on_time_without_being_looked_at);
    tcase_add_test(time, a_key_goes_with_its_last_field);
    tcase_add_test(time, the_sooner_of_key_and_field_goes_first);
    tcase_add_test(time, the_index_follows_every_change);
    tcase_add_test(time, a_value_with_fields_of_the_past_shows_none_of_them);

    tcase_add_test(parts, few_fields_are_dropped_between_two_looks_at_the_clock);
    tcase_add_test(parts, many_due_fields_are_hidden_at_once_and_dropped_by_and_by);
    tcase_add_test(parts, a_hash_that_is_due_as_a_whole_goes_at_once);
    tcase_add_test(parts, no_hash_waits_for_another_one);
    tcase_add_test(parts, lookups_alone_drop_all_in_the_end);
    tcase_add_test(parts, no_walk_shows_a_hash_without_fields);
    tcase_add_test(parts, a_pinned_hash_outlives_its_fields);
    tcase_add_test(parts, hidden_fields_are_back_when_the_clock_goes_back);

    tcase_add_test(news, a_lookup_tells_the_same_as_the_index);
    tcase_add_test(news, lateness_is_counted);
    tcase_add_test(news, the_stale_share_is_told);
    tcase_add_test(news, busy_times_get_a_share_and_late_work_a_greater_one);

    tcase_add_test(waiting, a_store_that_waits_hides_and_deletes_nothing);
    tcase_add_test(waiting, the_primary_sees_what_has_expired_and_deletes_it);
    tcase_add_test(waiting, a_change_by_anybody_else_takes_the_place_of_what_is_hidden);
    tcase_add_test(waiting, import_mode_waits);

    tcase_add_test(model, random_operations_agree_with_a_model);

    return run_suite(s);
}
