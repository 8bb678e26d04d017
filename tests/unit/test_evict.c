/* Who is evicted and when. Memory is what each test says it is: mostly UNIT bytes per key. */
#include "store/evict.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/machine.h"
#include "base/rand.h"
#include "obj/set.h"
#include "store_fixture.h"

enum { UNIT = 100, KEYS = 2000, PLENTY_US = 60 * 1000 * 1000 };

static size_t used_by_keys(void)
{
    size_t count = 0;

    for (unsigned i = 0; i < DATABASES; i++)
        count += store_count(store_db(st, i));
    return count * UNIT;
}

static void evict_setup(void)
{
    evict_set_used(used_by_keys);
}

static void evict_teardown(void)
{
    evict_set_used(NULL);
}

/* Room for so many keys. */
static void set_room(size_t keys)
{
    char text[32];

    snprintf(text, sizeof text, "%zu", keys * UNIT);
    set_option("maxmemory", text);
}

static struct key numbered(char name[32], unsigned i)
{
    snprintf(name, 32, "key:%u", i);
    return k(name);
}

static bool has(struct db *in, unsigned i)
{
    char name[32];

    return store_peek(in, numbered(name, i)) != NULL;
}

static void put_numbered(struct db *in, unsigned i, int64_t ttl_ms)
{
    char name[32];

    store_put_string(in, numbered(name, i), BYTES_LIT("value"),
                     ttl_ms < 0 ? EXPIRE_NEVER : store_now_ms(st) + ttl_ms);
}

static void read_numbered(unsigned i)
{
    char name[32];

    ck_assert_ptr_nonnull(store_read_any(db, numbered(name, i)));
}

/* ---- The limit ------------------------------------------------------------------------------------- */

START_TEST(without_a_limit_nobody_goes)
{
    set_option("maxmemory-policy", "allkeys-lru");
    put_many(db, 0, 100, EXPIRE_NEVER);
    ck_assert_uint_eq(evict_limit(), 0);
    ck_assert_uint_eq(evict_excess(), 0);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(store_count(db), 100);
}
END_TEST

static const char *const all_policies[] = {
    "allkeys-lru",  "allkeys-lfu",  "allkeys-lrm",  "allkeys-random",  "volatile-lru",
    "volatile-lfu", "volatile-lrm", "volatile-ttl", "volatile-random",
};
enum { POLICIES = sizeof all_policies / sizeof all_policies[0], ALLKEYS = 4 };

START_TEST(as_many_go_as_needed)
{
    uint64_t evicted = metric("evicted_keys");

    set_option("maxmemory-policy", all_policies[_i]);
    for (unsigned i = 0; i < 300; i++)
        put_numbered(store_db(st, i % DATABASES), i, 1000 * 1000);
    set_room(120);
    ck_assert_uint_eq(evict_excess(), 180 * UNIT);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(used_by_keys(), 120 * UNIT);
    ck_assert_uint_eq(metric("evicted_keys") - evicted, 180);
    for (unsigned i = 0; i < DATABASES; i++)
        ck_assert_uint_lt(store_count(store_db(st, i)), 100);
    set_option("maxmemory", "1");
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(used_by_keys(), 0);
}
END_TEST

START_TEST(noeviction_evicts_nobody)
{
    put_many(db, 0, 100, EXPIRE_NEVER);
    put_many(other, 0, 100, start_ms + 1000);
    set_room(50);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_STUCK);
    ck_assert_int_eq(evict_state(), EVICT_STUCK);
    ck_assert_uint_eq(used_by_keys(), 200 * UNIT);
    set_option("maxmemory", "0");
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
}
END_TEST

START_TEST(volatile_policies_leave_keys_without_a_deadline)
{
    set_option("maxmemory-policy", all_policies[_i]);
    put_many(db, 0, 150, EXPIRE_NEVER);
    for (unsigned i = 0; i < 50; i++)
        put_numbered(i % 2 ? db : other, i, 1000 * 1000);
    set_room(160);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(store_ttl_count(db) + store_ttl_count(other), 10);
    set_room(120);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_STUCK);
    ck_assert_uint_eq(store_count(db), 150);
    ck_assert_uint_eq(store_count(other), 0);
}
END_TEST

START_TEST(a_few_with_a_deadline_among_many_are_found)
{
    set_option("maxmemory-policy", all_policies[_i]);
    put_many(db, 0, 20000, EXPIRE_NEVER);
    for (unsigned i = 0; i < 100; i++)
        put_numbered(db, i, 1000 * (i + 1000));
    set_room(20040);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(store_ttl_count(db), 40);
    set_room(20000);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(store_ttl_count(db), 0);
    ck_assert_uint_eq(store_count(db), 20000);
}
END_TEST

START_TEST(a_percentage_is_of_the_memory_there_is)
{
    set_option("maxmemory", "50%");
    ck_assert_uint_eq(evict_limit(), machine_memory_limit() / 100 * 50);
    set_option("maxmemory", "4096");
    ck_assert_uint_eq(evict_limit(), 4096);
}
END_TEST

START_TEST(without_time_one_goes_at_a_call)
{
    set_option("maxmemory-policy", "allkeys-random");
    set_option("lazyfree-lazy-eviction", "no");
    put_many(db, 0, 100, EXPIRE_NEVER);
    set_room(97);
    ck_assert_int_eq(evict_run(st, 0), EVICT_GOES_ON);
    ck_assert_uint_eq(store_count(db), 99);
    ck_assert_int_eq(evict_run(st, 0), EVICT_GOES_ON);
    ck_assert_int_eq(evict_run(st, 0), EVICT_FITS);
    ck_assert_uint_eq(store_count(db), 97);
}
END_TEST

START_TEST(tenacity_is_time)
{
    static const struct {
        const char *tenacity;
        uint64_t us;
    } rows[] = { { "0", 0 }, { "1", 50 }, { "10", 500 }, { "11", 1500 }, { "99", 89500 } };

    for (unsigned i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        set_option("maxmemory-eviction-tenacity", rows[i].tenacity);
        ck_assert_uint_eq(evict_budget_us(), rows[i].us);
    }
    set_option("maxmemory-eviction-tenacity", "100");
    ck_assert_uint_eq(evict_budget_us(), UINT64_MAX);
}
END_TEST

/* ---- Memory that is about to be free ----------------------------------------------------------------- */

static size_t base_used;

static size_t really_used(void)
{
    return mem_used() - base_used;
}

START_TEST(what_is_being_freed_does_not_count)
{
    char limit[32];

    store_set_defer(defer);
    base_used = mem_used();
    evict_set_used(really_used);
    set_option("maxmemory-policy", "allkeys-lru");
    for (unsigned i = 0; i < 10; i++) {
        char name[32];

        store_put_string(db, numbered(name, i), noise_of(2 * MIB), EXPIRE_NEVER);
    }
    snprintf(limit, sizeof limit, "%zu", really_used() / 10 * 8 + MIB / 2);
    set_option("maxmemory", limit);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(store_count(db), 8);
    ck_assert_uint_ge(store_lazyfree_pending_bytes(), 4 * MIB);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(store_count(db), 8);
    run_jobs();
    ck_assert_uint_eq(store_lazyfree_pending_bytes(), 0);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(store_count(db), 8);
    store_set_defer(NULL);
}
END_TEST

/* Nobody else goes in place of a value that lives on until a job has read it. */
START_TEST(what_is_still_read_is_about_to_be_free)
{
    struct store_pin pin, second;
    struct edit ed;

    ck_assert_int_eq(store_edit(db, k("set"), OBJ_SET, &ed), KV_NOT_FOUND);
    for (unsigned i = 0; i < 1000; i++) {
        char name[32];

        set_add(&ed.value, numbered(name, i).name);
    }
    store_commit(&ed);
    store_pin_value(store_find(db, k("set")), &pin);
    store_pin_value(store_find(db, k("set")), &second);
    ck_assert_uint_eq(store_lazyfree_pending_bytes(), 0);
    store_delete(db, k("set"), true);
    ck_assert_uint_gt(store_lazyfree_pending_bytes(), 16000);
    store_unpin(&second);
    ck_assert_uint_gt(store_lazyfree_pending_bytes(), 16000);
    store_unpin(&pin);
    ck_assert_uint_eq(store_lazyfree_pending_bytes(), 0);
}
END_TEST

/* The same of a long string. */
START_TEST(a_deleted_string_that_is_read_counts_as_on_its_way)
{
    struct store_pin pin, second;
    struct blob *b = blob_new(MIB);

    memset(b->data, 'x', MIB);
    b->len = MIB;
    store_put_blob(db, k("long"), &b, EXPIRE_NEVER);
    store_pin_blob(store_find(db, k("long")), &pin);
    store_pin_blob(store_find(db, k("long")), &second);
    ck_assert_uint_eq(store_lazyfree_pending_bytes(), 0);
    store_delete(db, k("long"), true);
    ck_assert_uint_ge(store_lazyfree_pending_bytes(), MIB);
    ck_assert_uint_lt(store_lazyfree_pending_bytes(), 2 * MIB);
    store_unpin(&second);
    ck_assert_uint_ge(store_lazyfree_pending_bytes(), MIB);
    ck_assert_uint_eq(pin.string->len, MIB);
    store_unpin(&pin);
    ck_assert_uint_eq(store_lazyfree_pending_bytes(), 0);
}
END_TEST

/* ---- Who goes first ---------------------------------------------------------------------------------- */

/* How many of the first and of the last half of the numbers are left. */
static void count_halves(size_t *first, size_t *last)
{
    *first = *last = 0;
    for (unsigned i = 0; i < KEYS; i++) {
        *first += i < KEYS / 2 && has(db, i);
        *last += i >= KEYS / 2 && has(db, i);
    }
}

/* Half of the keys go. An exact choice would leave none of the first half; with five samples and a pool
 * a few of the choices are wrong. */
static void assert_first_half_goes(void)
{
    size_t first, last;

    set_room(KEYS / 2);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    count_halves(&first, &last);
    ck_assert_uint_eq(first + last, KEYS / 2);
    ck_assert_uint_lt(first, KEYS / 2 / 10);
}

static void fill(int64_t step_ms, int64_t ttl_ms)
{
    for (unsigned i = 0; i < KEYS; i++) {
        put_numbered(db, i, ttl_ms);
        pass(step_ms);
    }
}

START_TEST(lru_takes_what_was_used_longest_ago)
{
    set_option("maxmemory-policy", _i ? "volatile-lru" : "allkeys-lru");
    fill(0, _i ? 100 * 1000 * 1000 : -1);
    pass(1000 * 1000);
    for (unsigned i = 0; i < KEYS; i++) {
        read_numbered(i);
        pass(1000);
    }
    assert_first_half_goes();
}
END_TEST

START_TEST(lfu_takes_what_was_used_least)
{
    set_option("maxmemory-policy", _i ? "volatile-lfu" : "allkeys-lfu");
    fill(0, _i ? 100 * 1000 * 1000 : -1);
    for (unsigned i = KEYS / 2; i < KEYS; i++)
        for (unsigned n = 0; n < 20; n++)
            read_numbered(i);
    assert_first_half_goes();
}
END_TEST

START_TEST(lrm_takes_what_was_changed_longest_ago)
{
    set_option("maxmemory-policy", _i ? "volatile-lrm" : "allkeys-lrm");
    fill(1000, _i ? 100 * 1000 * 1000 : -1);
    for (unsigned i = 0; i < KEYS / 2; i++)
        read_numbered(i);
    assert_first_half_goes();
}
END_TEST

START_TEST(a_candidate_that_is_used_meanwhile_stays)
{
    set_option("maxmemory-policy", "allkeys-lru");
    fill(1000, -1);
    /* The pool is full of old keys when one has gone. All of them are used then. */
    set_room(KEYS - 1);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    for (unsigned i = 0; i < KEYS / 2; i++)
        if (has(db, i))
            read_numbered(i);
    for (unsigned n = 2; n < KEYS / 4; n++) {
        set_room(KEYS - n);
        ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    }
    for (unsigned i = 0, gone = 0; i < KEYS / 2; i++) {
        gone += !has(db, i);
        ck_assert_uint_le(gone, 1 + KEYS / 100);
    }
}
END_TEST

START_TEST(of_equals_those_go_that_were_not_used_since)
{
    size_t first, last;

    /* All within one second, so that the clock tells nothing. */
    set_option("maxmemory-policy", "allkeys-lru");
    fill(0, -1);
    set_room(KEYS / 2);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    count_halves(&first, &last);
    ck_assert_uint_gt(first, KEYS / 8);
    ck_assert_uint_gt(last, KEYS / 8);
}
END_TEST

START_TEST(the_earliest_deadline_goes_first)
{
    enum { COUNT = 400 };
    int64_t ttls[COUNT];
    struct rng rng;

    rng_seed(&rng, 21);
    set_option("maxmemory-policy", "volatile-ttl");
    for (unsigned i = 0; i < COUNT; i++) {
        /* Few enough for a slot of the index that each of them is looked at. */
        ttls[i] = 1000 + (int64_t)rng_below(&rng, 1000 * 1000 * 1000);
        put_numbered(i % 2 ? db : other, i, ttls[i]);
    }
    for (unsigned left = COUNT - 1; left > 0; left--) {
        int64_t gone_max = 0, left_min = INT64_MAX;

        set_room(left);
        ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
        for (unsigned i = 0; i < COUNT; i++) {
            bool there = has(i % 2 ? db : other, i);

            if (!there && ttls[i] > gone_max)
                gone_max = ttls[i];
            if (there && ttls[i] < left_min)
                left_min = ttls[i];
        }
        HOLDS(gone_max <= left_min);
    }
}
END_TEST

START_TEST(random_takes_any)
{
    size_t first, last;

    set_option("maxmemory-policy", _i ? "volatile-random" : "allkeys-random");
    fill(1000, _i ? 100 * 1000 * 1000 : -1);
    set_room(KEYS / 2);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    count_halves(&first, &last);
    ck_assert_uint_gt(first, KEYS / 2 * 4 / 10);
    ck_assert_uint_gt(last, KEYS / 2 * 4 / 10);
}
END_TEST

/* ---- What others see --------------------------------------------------------------------------------- */

static unsigned told_before, told_evicted, told_expired;

static void note_before(void *ctx, unsigned index, struct bytes key, const struct entry *old)
{
    (void)ctx;
    (void)index;
    ck_assert(old != NULL && bytes_eq(entry_key(old), key));
    told_before++;
}

static void note_after(void *ctx, unsigned index, struct bytes key, const struct entry *now,
                       enum store_change what)
{
    (void)ctx;
    (void)index;
    (void)key;
    ck_assert_ptr_null(now);
    told_evicted += what == CHANGE_EVICT;
    told_expired += what == CHANGE_EXPIRE;
}

START_TEST(hooks_are_told_of_each_key)
{
    struct store_hooks hooks = { .before = note_before, .after = note_after };

    set_option("maxmemory-policy", "allkeys-lru");
    put_many(db, 0, 100, EXPIRE_NEVER);
    store_add_hooks(st, &hooks);
    set_room(40);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(told_before, 60);
    ck_assert_uint_eq(told_evicted, 60);
}
END_TEST

START_TEST(what_has_expired_is_not_evicted_but_expires)
{
    struct store_hooks hooks = { .after = note_after };
    uint64_t evicted = metric("evicted_keys");

    set_option("maxmemory-policy", "volatile-lru");
    for (unsigned i = 0; i < 100; i++)
        put_numbered(db, i, 10);
    pass(1000);
    store_add_hooks(st, &hooks);
    set_room(40);
    ck_assert_int_eq(evict_run(st, PLENTY_US), EVICT_FITS);
    ck_assert_uint_eq(told_expired, 60);
    ck_assert_uint_eq(told_evicted, 0);
    ck_assert_uint_eq(metric("evicted_keys"), evicted);
}
END_TEST

/* ---- Everything at random ---------------------------------------------------------------------------- */

/* Candidates move, go and come back in every way there is. */
static void change_something(struct rng *rng)
{
    struct db *in = store_db(st, (unsigned)rng_below(rng, DATABASES));
    char name[32], to[32];
    struct key key = numbered(name, (unsigned)rng_below(rng, 300));
    struct entry *e;

    switch (rng_below(rng, 12)) {
    case 0:
        store_delete(in, key, false);
        break;
    case 1:
        e = store_find(in, key);
        if (e != NULL)
            store_set_expire(in, e, store_now_ms(st) + (int64_t)rng_below(rng, 100 * 1000));
        break;
    case 2:
        e = store_find(in, key);
        if (e != NULL)
            store_set_expire(in, e, EXPIRE_NEVER);
        break;
    case 3:
        if (store_find(in, key) != NULL)
            store_rename(in, key, store_db(st, (unsigned)rng_below(rng, DATABASES)),
                         numbered(to, (unsigned)rng_below(rng, 300)));
        break;
    case 4:
        if (rng_below(rng, 50) == 0)
            store_flush(in, false);
        break;
    case 5:
        if (rng_below(rng, 20) == 0)
            store_swap(st, 0, 1);
        break;
    case 6:
        pass((int64_t)rng_below(rng, 2000));
        break;
    case 7:
        store_read_any(in, key);
        break;
    default:
        store_put_string(in, key, noise_of(rng_below(rng, 400)),
                         rng_below(rng, 2) ? EXPIRE_NEVER : store_now_ms(st) + 30 * 1000);
        break;
    }
}

START_TEST(evictions_among_all_other_changes)
{
    struct rng rng;

    rng_seed(&rng, 31 + (uint64_t)_i);
    for (unsigned n = 0; n < 30 * 1000; n++) {
        if (n % 1000 == 0) {
            set_option("maxmemory-policy", all_policies[rng_below(&rng, POLICIES)]);
            set_room(1 + rng_below(&rng, 400));
            store_check(st);
        }
        change_something(&rng);
        if (rng_below(&rng, 2) == 0) {
            size_t ttl = 0, before = used_by_keys();
            enum evict_state state = evict_run(st, rng_below(&rng, 2) ? PLENTY_US : 0);

            for (unsigned i = 0; i < DATABASES; i++)
                ttl += store_ttl_count(store_db(st, i));
            HOLDS((state == EVICT_FITS) == (used_by_keys() <= evict_limit()));
            HOLDS(state != EVICT_STUCK || ttl == 0);
            HOLDS(used_by_keys() <= before);
            HOLDS(before <= evict_limit() || state == EVICT_STUCK || used_by_keys() < before);
            HOLDS(used_by_keys() == before || used_by_keys() + 4 * UNIT > evict_limit());
        }
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("evict");
    TCase *limit = tcase_create("limit"), *choice = tcase_create("choice"),
          *seen = tcase_create("seen"), *model = tcase_create("model");
    TCase *const cases[] = { limit, choice, seen, model };

    clock_init();
    mem_thread_start();
    log_notice("evict: the first line, for which memory is kept that is no leak");
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tcase_add_checked_fixture(cases[i], setup, teardown);
        tcase_add_checked_fixture(cases[i], evict_setup, evict_teardown);
        suite_add_tcase(s, cases[i]);
    }
    tcase_add_test(limit, without_a_limit_nobody_goes);
    tcase_add_loop_test(limit, as_many_go_as_needed, 0, POLICIES);
    tcase_add_test(limit, noeviction_evicts_nobody);
    tcase_add_loop_test(limit, volatile_policies_leave_keys_without_a_deadline, ALLKEYS, POLICIES);
    tcase_add_loop_test(limit, a_few_with_a_deadline_among_many_are_found, ALLKEYS, POLICIES);
    tcase_add_test(limit, a_percentage_is_of_the_memory_there_is);
    tcase_add_test(limit, without_time_one_goes_at_a_call);
    tcase_add_test(limit, tenacity_is_time);
    tcase_add_test(limit, what_is_being_freed_does_not_count);
    tcase_add_test(limit, what_is_still_read_is_about_to_be_free);
    tcase_add_test(limit, a_deleted_string_that_is_read_counts_as_on_its_way);

    tcase_add_loop_test(choice, lru_takes_what_was_used_longest_ago, 0, 2);
    tcase_add_loop_test(choice, lfu_takes_what_was_used_least, 0, 2);
    tcase_add_loop_test(choice, lrm_takes_what_was_changed_longest_ago, 0, 2);
    tcase_add_test(choice, a_candidate_that_is_used_meanwhile_stays);
    tcase_add_test(choice, of_equals_those_go_that_were_not_used_since);
    tcase_add_test(choice, the_earliest_deadline_goes_first);
    tcase_add_loop_test(choice, random_takes_any, 0, 2);

    tcase_add_test(seen, hooks_are_told_of_each_key);
    tcase_add_test(seen, what_has_expired_is_not_evicted_but_expires);

    tcase_add_loop_test(model, evictions_among_all_other_changes, 0, 4);
    return run_suite(s);
}
