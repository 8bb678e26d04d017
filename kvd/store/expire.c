/* Deadlines: each key that has one is in its database's timing wheel, so nothing is sampled. */
#include "base/clock.h"
#include "store/store_inner.h"

enum {
    EXPIRE_BATCH = 64,  /* deletions between two looks at the clock */
    SPREAD_BATCH = 256, /* deadlines spread in the wheel per look */
};

static bool lazy_expire;
static uint64_t expired_keys, expire_cycle_us, expire_capped;

void deadline_add(struct db *db, struct entry *e, int64_t at_ms)
{
    if (db->wheel == NULL)
        db->wheel = wheel_new(db->st->now_ms);
    entry_node(e)->at_ms = at_ms;
    wheel_add(db->wheel, entry_node(e));
}

void deadline_remove(struct db *db, struct entry *e)
{
    if (entry_has_ttl(e))
        wheel_remove(db->wheel, entry_node(e));
}

void store_advance(struct store *st, int64_t now_ms)
{
    bool back = now_ms < st->now_ms;

    st->now_ms = now_ms;
    /* A wheel that is not told would wait for its old time, deadlines before that included. */
    for (unsigned i = 0; back && i < st->db_count; i++)
        if (st->dbs[i].wheel)
            wheel_advance(st->dbs[i].wheel, now_ms, 0);
}

int64_t store_now_ms(const struct store *st)
{
    return st->now_ms;
}

void store_set_active_expire(struct store *st, bool on)
{
    st->active_expire = on;
}

int64_t store_next_expiry_ms(const struct store *st)
{
    int64_t next = INT64_MAX;

    for (unsigned i = 0; st->active_expire && i < st->db_count; i++) {
        if (st->dbs[i].wheel) {
            int64_t ms = wheel_next_ms(st->dbs[i].wheel);

            next = ms < next ? ms : next;
        }
    }
    return next;
}

static void drop_expired(struct db *db, struct entry *e)
{
    expired_keys++;
    store_drop(db, e, hash_bytes(entry_key(e)), CHANGE_EXPIRE, lazy_expire);
}

void expire_entry(struct db *db, struct entry *e)
{
    deadline_remove(db, e);
    drop_expired(db, e);
}

static bool expire_db(struct db *db, uint64_t until_us)
{
    for (;;) {
        bool more = wheel_advance(db->wheel, db->st->now_ms, SPREAD_BATCH);

        for (int i = 0; i < EXPIRE_BATCH; i++) {
            struct wheel_node *n = wheel_pop_due(db->wheel, db->st->now_ms);

            if (n == NULL) {
                if (!more)
                    return false;
                break;
            }
            drop_expired(db, entry_of_node(n));
        }
        if (clock_mono_ns() / 1000 >= until_us)
            return true;
    }
}

bool store_expire_due(struct store *st, uint64_t budget_us)
{
    uint64_t start = 0, now;
    bool more = false;

    if (!st->active_expire)
        return false;
    for (unsigned i = 0; i < st->db_count && !more; i++) {
        struct db *db = &st->dbs[(st->expire_first + i) % st->db_count];

        if (db->wheel == NULL || wheel_next_ms(db->wheel) > st->now_ms)
            continue;
        if (start == 0)
            start = clock_mono_ns() / 1000;
        more = expire_db(db, start + budget_us);
        if (more)
            st->expire_first = db->index + 1; /* the others come before it next time */
    }
    if (start != 0) {
        now = clock_mono_ns() / 1000;
        expire_cycle_us += now - start;
        expire_capped += more;
    }
    return more;
}

static uint64_t expire_cycle_ms(void)
{
    return expire_cycle_us / 1000;
}

const struct option expire_options[] = {
    OPTION_BOOL("lazyfree-lazy-expire", &lazy_expire, "yes", OPT_LIVE,
                "Free big expired values on the background thread."),
    OPTION_END,
};

const struct metric expire_metrics[] = {
    METRIC_COUNTER("stats", "expired_keys", &expired_keys, "Keys deleted at their deadline."),
    METRIC_COUNTER("stats", "expired_time_cap_reached_count", &expire_capped,
                   "Turns whose expiry work did not end within its share of time."),
    METRIC_GAUGE("stats", "expire_cycle_cpu_milliseconds", expire_cycle_ms,
                 "Time spent deleting expired keys."),
    METRIC_END,
};
