/* Deadlines: each key that has one is in a timing wheel of its database, each hash whose fields have some in
 * another, so nothing is sampled. */
#include "base/clock.h"
#include "store/store_inner.h"

enum {
    /* Between two looks at the clock: some tens of microseconds. */
    KEYS_AT_ONCE = 16,   /* taken out together, their memory on its way */
    FIELDS_AT_ONCE = 64, /* before it is the next hash's turn */
    SPREAD_BATCH = 64,   /* deadlines spread in a wheel */

    FIELDS_OF_LOOKUP = 64, /* that a lookup drops, before it hides the rest */
    SLICE_US = 200,        /* at most, and what is done between two looks */
    SLICE_LEAST_US = 50,
    LATE_MS = 50, /* work that is later gets a greater share */
};

static bool lazy_expire, import_mode;
static int64_t effort;
static uint64_t expired_keys, expired_fields, expire_cycle_us, expire_capped, longest_slice_us;

/* ---- The index ----------------------------------------------------------------------------------- */

static void wheel_put(struct db *db, struct wheel **wheel, struct wheel_node *n, int64_t at_ms)
{
    if (*wheel == NULL)
        *wheel = wheel_new(db->st->now_ms);
    n->at_ms = at_ms;
    wheel_add(*wheel, n);
}

void deadlines_add(struct db *db, struct entry *e, int64_t at_ms, int64_t field_at_ms)
{
    if (entry_has_ttl(e))
        wheel_put(db, &db->wheel, entry_node(e), at_ms);
    if (entry_has_field_ttl(e))
        wheel_put(db, &db->field_wheel, entry_field_node(e), field_at_ms);
}

void deadlines_remove(struct db *db, struct entry *e)
{
    if (entry_has_ttl(e))
        wheel_remove(db->wheel, entry_node(e));
    if (entry_has_field_ttl(e))
        wheel_remove(db->field_wheel, entry_field_node(e));
}

void deadlines_moved(struct db *db, struct entry *e)
{
    if (entry_has_ttl(e))
        wheel_moved(db->wheel, entry_node(e));
    if (entry_has_field_ttl(e))
        wheel_moved(db->field_wheel, entry_field_node(e));
}

void deadlines_move(struct db *db, struct entry *e, int64_t at_ms, int64_t field_at_ms)
{
    if (entry_has_ttl(e))
        wheel_set(db->wheel, entry_node(e), at_ms);
    if (entry_has_field_ttl(e))
        wheel_set(db->field_wheel, entry_field_node(e), field_at_ms);
}

/* ---- Time, and who sees what --------------------------------------------------------------------- */

bool store_is_importing(void)
{
    return import_mode;
}

bool expire_hides(const struct store *st)
{
    return st->waits || st->paused || import_mode;
}

static void set_judge(struct store *st)
{
    st->judge_ms = st->sees && expire_hides(st) ? VALUE_SHOW_ALL : st->now_ms;
}

/* A wheel that is not told would wait for its old time, deadlines before that included. */
static void tell_back(struct wheel *w, int64_t now_ms)
{
    if (w != NULL)
        wheel_advance(w, now_ms, 0);
}

void store_advance(struct store *st, int64_t now_ms)
{
    bool back = now_ms < st->now_ms;

    st->now_ms = now_ms;
    set_judge(st);
    for (unsigned i = 0; back && i < st->db_count; i++) {
        tell_back(st->dbs[i].wheel, now_ms);
        tell_back(st->dbs[i].field_wheel, now_ms);
    }
}

int64_t store_now_ms(const struct store *st)
{
    return st->now_ms;
}

bool store_is_past(const struct store *st, int64_t at_ms)
{
    return at_ms != EXPIRE_NEVER && at_ms <= st->judge_ms;
}

void store_set_active_expire(struct store *st, bool on)
{
    st->active_expire = on;
}

void store_set_waiting(struct store *st, bool on)
{
    st->waits = on;
    set_judge(st);
}

void store_set_paused(struct store *st, bool on)
{
    st->paused = on;
    set_judge(st);
}

void store_see_expired(struct store *st, bool on)
{
    st->sees = on;
    set_judge(st);
}

static int64_t earlier(const struct wheel *w, int64_t at_ms)
{
    int64_t next = w ? wheel_next_ms(w) : INT64_MAX;

    return next < at_ms ? next : at_ms;
}

int64_t store_next_expiry_ms(const struct store *st)
{
    int64_t next = INT64_MAX;

    if (!st->active_expire || expire_hides(st))
        return INT64_MAX;
    for (unsigned i = 0; i < st->db_count; i++)
        next = earlier(st->dbs[i].wheel, earlier(st->dbs[i].field_wheel, next));
    return next;
}

/* ---- Keys ---------------------------------------------------------------------------------------- */

static void note_late(struct store *st, bool fields, int64_t at_ms, size_t count)
{
    st->late_ms = st->now_ms - at_ms;
    lateness_note(fields, st->late_ms, count);
}

/* Drops an entry that is in neither wheel any more. */
static void drop_expired(struct db *db, struct entry *e, uint64_t hash)
{
    expired_keys++;
    note_late(db->st, false, entry_expire_at(e), 1);
    store_drop(db, e, hash, CHANGE_EXPIRE, lazy_expire);
}

void expire_met(struct db *db, struct entry *e, bool change)
{
    if (expire_hides(db->st) && !change)
        return;
    deadlines_remove(db, e);
    drop_expired(db, e, hash_bytes(entry_key(e)));
}

/* Drops some keys that are due; false if there are no more. */
static bool drop_due_keys(struct db *db)
{
    struct entry *due[KEYS_AT_ONCE];
    uint64_t hashes[KEYS_AT_ONCE];
    struct wheel_node *n = NULL;
    unsigned count = 0;

    if (db->wheel == NULL)
        return false;
    while (count < KEYS_AT_ONCE && (n = wheel_pop_due(db->wheel, db->st->now_ms)) != NULL) {
        due[count] = entry_of_node(n);
        hashes[count] = hash_bytes(entry_key(due[count]));
        table_prefetch_bucket(db->table, hashes[count]);
        count++;
    }
    for (unsigned i = 0; i < count; i++) {
        if (entry_has_field_ttl(due[i]))
            wheel_remove(db->field_wheel, entry_field_node(due[i]));
        drop_expired(db, due[i], hashes[i]);
    }
    return n != NULL;
}

/* ---- Fields -------------------------------------------------------------------------------------- */

struct going {
    struct db *db;
    struct bytes key;
};

static void fields_go(void *ctx, const struct bytes *names, const int64_t *at_ms, unsigned count)
{
    const struct going *g = ctx;

    for (unsigned i = 0; i < count; i++)
        note_late(g->db->st, true, at_ms[i], 1);
    expired_fields += count;
    store_tell_fields(g->db, g->key, names, count);
}

/* Where all fields are due, the rest goes with the key, whatever its number: it is counted as late as the
 * latest of it. */
static void rest_goes(const struct db *db, const struct value *v)
{
    size_t count = value_effort(v);

    note_late(db->st, true, value_next_expiry(v), count);
    expired_fields += count;
}

/* Drops at most max of the fields that are due and hides the others. Returns as expire_fields_met(). */
static struct entry *drop_fields(struct db *db, struct key key, struct entry *e, size_t max)
{
    struct going g = { db, key.name };
    struct edit ed;

    store_edit_entry(db, key, entry_type(e), e, &ed);
    value_expire(&ed.value, db->st->now_ms, max, fields_go, &g);
    if (value_hides(&ed.value) && value_is_empty(&ed.value))
        rest_goes(db, &ed.value);
    return edit_commit(&ed, CHANGE_EXPIRE_FIELDS, CHANGE_EXPIRE_FIELDS, lazy_expire) ? NULL
                                                                                     : ed.entry;
}

struct entry *expire_fields_met(struct db *db, struct key key, struct entry *e, bool change)
{
    const struct store *st = db->st;
    struct value v = entry_value(e);
    bool hides = value_hides(&v);

    if (!hides && entry_field_node(e)->at_ms > st->judge_ms)
        return e;
    /* What is hidden already is on its way out, but when lookups alone see to that. */
    if (!expire_hides(st) && (!hides || !st->active_expire))
        return drop_fields(db, key, e, FIELDS_OF_LOOKUP);
    value_hide(&v, st->judge_ms);
    if (!value_is_empty(&v))
        return e;
    return change || !expire_hides(st) ? drop_fields(db, key, e, 0) : NULL;
}

bool expire_is_hidden(const struct db *db, const struct entry *e)
{
    struct value v;

    if (is_expired(db, e))
        return true;
    if (kv_likely(!entry_has_field_ttl(e)))
        return false;
    v = entry_value(e);
    value_hide(&v, db->st->judge_ms);
    return value_is_empty(&v);
}

/* Drops some fields that are due; false if there are no more. Hashes take turns. */
static bool drop_due_fields(struct db *db)
{
    uint64_t before = expired_fields;
    struct wheel_node *n = NULL;

    while (expired_fields - before < FIELDS_AT_ONCE && db->field_wheel != NULL &&
           (n = wheel_pop_due(db->field_wheel, db->st->now_ms)) != NULL) {
        struct entry *e = entry_of_field_node(n);

        wheel_add(db->field_wheel, n);
        drop_fields(db, key_of(entry_key(e)), e, FIELDS_AT_ONCE);
    }
    return n != NULL;
}

/* ---- Slices -------------------------------------------------------------------------------------- */

static bool spread(const struct db *db, struct wheel *w)
{
    return w != NULL && wheel_advance(w, db->st->now_ms, SPREAD_BATCH);
}

static bool expire_db(struct db *db, uint64_t until_us)
{
    bool more;

    do {
        more = spread(db, db->wheel);
        more |= spread(db, db->field_wheel);
        more |= drop_due_keys(db);
        more |= drop_due_fields(db);
    } while (more && clock_mono_ns() / 1000 < until_us);
    return more;
}

static void note_slice(struct store *st, uint64_t us, bool more)
{
    expire_cycle_us += us;
    expire_capped += more;
    longest_slice_us = us > longest_slice_us ? us : longest_slice_us;
    if (!more)
        st->late_ms = 0;
}

bool store_expire_due(struct store *st, uint64_t budget_us)
{
    uint64_t start_us = 0, cpu_us = 0;
    bool more = false;

    if (!st->active_expire || expire_hides(st))
        return false;
    for (unsigned i = 0; i < st->db_count && !more; i++) {
        struct db *db = &st->dbs[(st->expire_first + i) % st->db_count];

        if (earlier(db->wheel, earlier(db->field_wheel, INT64_MAX)) > st->now_ms)
            continue;
        if (start_us == 0) {
            start_us = clock_mono_ns() / 1000;
            cpu_us = clock_thread_cpu_ns() / 1000;
        }
        more = expire_db(db, start_us + budget_us);
        if (more)
            st->expire_first = db->index + 1; /* the others come before it next time */
    }
    if (start_us != 0)
        note_slice(st, clock_thread_cpu_ns() / 1000 - cpu_us, more);
    return more;
}

uint64_t store_expire_budget_us(const struct store *st, uint64_t passed_us, bool busy)
{
    uint64_t percent = 22 + 3 * (uint64_t)effort + (st->late_ms > LATE_MS ? 25 : 0), us;

    if (!busy || passed_us > SLICE_US * 100)
        return SLICE_US;
    us = passed_us * percent / (100 - percent);
    return us < SLICE_LEAST_US ? SLICE_LEAST_US : us > SLICE_US ? SLICE_US : us;
}

/* ---- Tables -------------------------------------------------------------------------------------- */

static uint64_t expire_cycle_ms(void)
{
    return expire_cycle_us / 1000;
}

const struct option expire_options[] = {
    OPTION_BOOL("lazyfree-lazy-expire", &lazy_expire, "yes", OPT_LIVE,
                "Free big expired values on the background thread."),
    OPTION_INT("active-expire-effort", &effort, "1", 1, 10, OPT_LIVE,
               "How large a share of busy times is spent on deleting what expires."),
    OPTION_BOOL("import-mode", &import_mode, "no", OPT_LIVE,
                "Hide what expires, and leave its deletion to CLIENT IMPORT-SOURCE (Valkey 8.1)."),
    OPTION_END,
};

const struct metric expire_metrics[] = {
    METRIC_COUNTER("stats", "expired_keys", &expired_keys, "Keys deleted at their deadline."),
    METRIC_COUNTER("stats", "expired_subkeys", &expired_fields,
                   "Fields of hashes deleted at their deadline."),
    METRIC_COUNTER("stats", "expired_time_cap_reached_count", &expire_capped,
                   "Turns whose expiry work did not end within its share of time."),
    METRIC_GAUGE("stats", "expire_cycle_cpu_milliseconds", expire_cycle_ms,
                 "Processor time spent deleting expired keys and fields."),
    METRIC_COUNTER("stats", "expire_longest_slice_us", &longest_slice_us,
                   "Microseconds of processor time of the longest slice of expiry work."),
    METRIC_END,
};
