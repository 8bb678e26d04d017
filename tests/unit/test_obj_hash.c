#include "obj/hash.h"

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ds/listpack.h"
#include "obj/hash_field.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* In rounds, each of which begins with an empty hash and limits of its own. */
enum { MODEL_OPS = 1000 * 1000, ROUND_OPS = 4000, MODEL_FIELDS = 700 };

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct option_set *options;
static struct value hash;

static void limit(const char *name, int64_t n)
{
    char text[NUM_INT_MAX];
    struct option_pair pair = { bytes_str(name), bytes_make(text, num_format_int(text, n)) };
    unsigned bad;
    const char *why;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static void limits(int64_t entries, int64_t value)
{
    limit("hash-max-listpack-entries", entries);
    limit("hash-max-listpack-value", value);
}

/* The tests that run in a loop do so for a table (0) and for a listpack (1). */
static void use_encoding(int i)
{
    limits(i == 0 ? 0 : 10 * 1000, 64);
}

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, hash_options);
    hash = value_empty(OBJ_HASH);
}

static void teardown(void)
{
    value_check(&hash);
    value_free(&hash);
    option_set_free(options);
}

/* ---- Short ways ---------------------------------------------------------------------------------- */

/* True if the field is new. */
static bool put(const char *field, const char *value, int64_t at_ms)
{
    struct hash_ref ref = hash_ref(bytes_str(field));
    bool found = hash_find(&hash, &ref);

    hash_put(&hash, &ref, bytes_str(value), at_ms);
    return !found;
}

static bool set(const char *field, const char *value)
{
    return put(field, value, VALUE_NEVER);
}

static bool drop(const char *field)
{
    struct hash_ref ref = hash_ref(bytes_str(field));
    bool found = hash_find(&hash, &ref);

    if (found)
        hash_drop(&hash, &ref);
    return found;
}

static int64_t deadline(const char *field)
{
    struct hash_ref ref = hash_ref(bytes_str(field));

    ck_assert(hash_find(&hash, &ref));
    return hash_deadline(&hash, &ref);
}

static void set_deadline(const char *field, int64_t at_ms)
{
    struct hash_ref ref = hash_ref(bytes_str(field));

    ck_assert(hash_find(&hash, &ref));
    hash_set_deadline(&hash, &ref, at_ms);
}

static bool holds(const char *field, const char *value)
{
    char scratch[NUM_INT_MAX];
    struct item it;

    return hash_get(&hash, bytes_str(field), &it) &&
           bytes_eq(item_text(&it, scratch), bytes_str(value));
}

/* So many fields f0 = v0, f1 = v1, ... */
static void fill(int count)
{
    char field[16], value[16];

    for (int i = 0; i < count; i++) {
        snprintf(field, sizeof field, "f%d", i);
        snprintf(value, sizeof value, "v%d", i);
        set(field, value);
    }
}

static const char *encoding(void)
{
    return value_encoding_name(&hash);
}

static size_t gone_count;

/* Those that go are told of while they can still be seen. */
static void count_gone(void *ctx, const struct bytes *names, const int64_t *at_ms, unsigned count)
{
    int64_t now_ms = *(int64_t *)ctx;

    for (unsigned i = 0; i < count; i++) {
        HOLDS(names[i].len > 0);
        HOLDS(at_ms[i] <= now_ms);
    }
    gone_count += count;
}

/* How many fields are hidden. */
static size_t hidden(void)
{
    size_t count = value_effort(&hash) - value_count(&hash);

    HOLDS((count > 0) == value_hides(&hash));
    HOLDS((value_count(&hash) == 0) == value_is_empty(&hash));
    return count;
}

/* Drops at most max of what is due, and hides the rest. */
static size_t expire_some(int64_t now_ms, size_t max)
{
    size_t dropped;

    gone_count = 0;
    dropped = value_expire(&hash, now_ms, max, count_gone, &now_ms);
    HOLDS(dropped <= max);
    HOLDS(gone_count == dropped);
    HOLDS(!value_hides(&hash) || dropped == max);
    return dropped;
}

static size_t expire(int64_t now_ms)
{
    return expire_some(now_ms, SIZE_MAX);
}

/* ---- One field ----------------------------------------------------------------------------------- */

START_TEST(a_new_hash_is_an_empty_listpack)
{
    ck_assert_uint_eq(value_count(&hash), 0);
    ck_assert_str_eq(encoding(), "listpack");
    ck_assert(!holds("f", ""));
    ck_assert(value_next_expiry(&hash) == VALUE_NEVER);
    expire(1);
}
END_TEST

START_TEST(fields_are_set_changed_and_dropped)
{
    use_encoding(_i);
    ck_assert(set("f", "1"));
    ck_assert(set("g", "two"));
    ck_assert(!set("f", "one and more"));
    ck_assert(holds("f", "one and more"));
    ck_assert(holds("g", "two"));
    ck_assert(!holds("h", "two"));
    ck_assert_uint_eq(value_count(&hash), 2);
    ck_assert_str_eq(encoding(), _i == 0 ? "hashtable" : "listpack");
    ck_assert(drop("f"));
    ck_assert(!drop("f"));
    ck_assert(!holds("f", "1"));
    ck_assert(holds("g", "two"));
    ck_assert(drop("g"));
    ck_assert_uint_eq(value_count(&hash), 0);
}
END_TEST

START_TEST(empty_texts_and_integers_are_texts_like_others)
{
    use_encoding(_i);
    ck_assert(set("", ""));
    ck_assert(set("12", "-5"));
    ck_assert(set("012", "007"));
    ck_assert(!set("12", "9223372036854775807"));
    ck_assert(holds("", ""));
    ck_assert(holds("12", "9223372036854775807"));
    ck_assert(holds("012", "007"));
    ck_assert(drop(""));
    ck_assert_uint_eq(value_count(&hash), 2);
}
END_TEST

START_TEST(a_value_is_not_taken_for_a_field)
{
    use_encoding(_i);
    set("a", "b");
    ck_assert(!holds("b", "a"));
    ck_assert(set("b", "a"));
    ck_assert(drop("a"));
    ck_assert(holds("b", "a"));
}
END_TEST

START_TEST(fields_may_be_prefetched)
{
    struct hash_ref ref = hash_ref(BYTES_LIT("f7")), none = hash_ref(BYTES_LIT("nope"));

    use_encoding(_i);
    fill(20);
    hash_prefetch(&hash, &ref);
    hash_prefetch(&hash, &none);
    hash_prefetch_field(&hash, &ref);
    hash_prefetch_field(&hash, &none);
    ck_assert(hash_find(&hash, &ref));
    ck_assert(!hash_find(&hash, &none));
}
END_TEST

/* ---- Limits -------------------------------------------------------------------------------------- */

START_TEST(one_field_too_many_makes_a_table)
{
    limits(10, 64);
    fill(10);
    ck_assert_str_eq(encoding(), "listpack");
    set("f3", "changed");
    ck_assert_str_eq(encoding(), "listpack");
    set("f10", "v10");
    ck_assert_str_eq(encoding(), "hashtable");
    ck_assert_uint_eq(value_count(&hash), 11);
    ck_assert(holds("f3", "changed"));
    ck_assert(holds("f10", "v10"));
    drop("f10");
    ck_assert_str_eq(encoding(), "hashtable");
}
END_TEST

START_TEST(one_byte_too_long_makes_a_table)
{
    limits(10, 4);
    set("1234", "1234");
    ck_assert_str_eq(encoding(), "listpack");
    if (_i == 0)
        set("12345", "");
    else if (_i == 1)
        set("a", "12345");
    else
        set("1234", "12345");
    ck_assert_str_eq(encoding(), "hashtable");
    ck_assert(holds("1234", _i == 2 ? "12345" : "1234"));
}
END_TEST

START_TEST(a_limit_that_was_lowered_counts_at_the_next_change)
{
    limits(10, 64);
    fill(5);
    limits(3, 64);
    ck_assert(drop("f0"));
    ck_assert_str_eq(encoding(), "listpack");
    set("f1", "v");
    ck_assert_str_eq(encoding(), "hashtable");
    ck_assert_uint_eq(value_count(&hash), 4);
}
END_TEST

START_TEST(a_listpack_never_gets_very_long)
{
    static char value[100 * 1000];

    memset(value, 'x', sizeof value - 1);
    limits(INT64_MAX, INT64_MAX);
    for (int i = 0; i < 11; i++) {
        char field[16];

        snprintf(field, sizeof field, "f%d", i);
        set(field, value);
    }
    ck_assert_str_eq(encoding(), "hashtable");
    ck_assert(holds("f10", value));
}
END_TEST

START_TEST(many_fields_announced_make_a_table_at_once)
{
    limits(10, 64);
    hash_expect(&hash, 10);
    ck_assert_str_eq(encoding(), "listpack");
    set("f", "v");
    hash_expect(&hash, 11);
    ck_assert_str_eq(encoding(), "hashtable");
    ck_assert(holds("f", "v"));
}
END_TEST

/* A borrowed listpack, as the one in an entry, is left alone when the hash becomes a table. */
START_TEST(a_listpack_may_lie_elsewhere)
{
    struct value own = hash;
    uint8_t room[64];

    set("f", "v");
    own = hash;
    memcpy(room, own.pack.ptr, lp_bytes(own.pack.ptr));
    hash.pack = (struct pack){ .ptr = room, .cap = sizeof room, .borrowed = true };
    set("g", "w");
    ck_assert(hash.pack.borrowed);
    limits(1, 64);
    set("h", "x");
    ck_assert_str_eq(encoding(), "hashtable");
    ck_assert(holds("g", "w"));
    value_free(&own);
}
END_TEST

/* ---- Deadlines ----------------------------------------------------------------------------------- */

START_TEST(a_deadline_makes_a_table)
{
    set("f", "v");
    set("g", "w");
    set_deadline("f", VALUE_NEVER);
    ck_assert_str_eq(encoding(), "listpack");
    set_deadline("f", 1000);
    ck_assert_str_eq(encoding(), "hashtable");
    ck_assert(deadline("f") == 1000);
    ck_assert(deadline("g") == VALUE_NEVER);
    ck_assert(value_next_expiry(&hash) == 1000);
    ck_assert(holds("f", "v"));
}
END_TEST

START_TEST(setting_a_field_keeps_or_changes_its_deadline)
{
    ck_assert(put("f", "v", 1000));
    ck_assert(!put("f", "w", HASH_KEEP));
    ck_assert(deadline("f") == 1000);
    put("f", "a much longer value than it was before", HASH_KEEP);
    ck_assert(deadline("f") == 1000);
    put("f", "x", 500);
    ck_assert(deadline("f") == 500);
    ck_assert(value_next_expiry(&hash) == 500);
    put("f", "y", VALUE_NEVER);
    ck_assert(deadline("f") == VALUE_NEVER);
    ck_assert(value_next_expiry(&hash) == VALUE_NEVER);
    put("g", "z", HASH_KEEP);
    ck_assert(deadline("g") == VALUE_NEVER);
    put("f", "y", 700);
    ck_assert(deadline("f") == 700);
    set_deadline("f", VALUE_NEVER);
    ck_assert(value_next_expiry(&hash) == VALUE_NEVER);
    ck_assert(holds("f", "y"));
}
END_TEST

START_TEST(what_is_due_goes)
{
    put("a", "1", 100);
    put("b", "2", 200);
    put("c", "3", 300);
    put("d", "4", VALUE_NEVER);
    expire(99);
    ck_assert_uint_eq(value_count(&hash), 4);
    expire(200);
    ck_assert_uint_eq(value_count(&hash), 2);
    ck_assert(!holds("b", "2"));
    ck_assert(value_next_expiry(&hash) == 300);
    drop("c");
    ck_assert(value_next_expiry(&hash) == VALUE_NEVER);
    expire(INT64_MAX);
    ck_assert(holds("d", "4"));
}
END_TEST

static bool count_shown(void *ctx, const struct value_elem *e)
{
    (*(size_t *)ctx)++;
    HOLDS(e->expire_at_ms == VALUE_NEVER || e->expire_at_ms > 200);
    return true;
}

/* In all ways of looking: 100 fields, those with even numbers until 200 at the latest. */
START_TEST(what_is_hidden_is_not_there)
{
    struct hash_ref ref = hash_ref(BYTES_LIT("f2"));
    size_t seen = 0;
    struct value copy;
    struct rng rng;

    rng_seed(&rng, 5);
    for (int i = 0; i < 100; i++) {
        char name[16];

        snprintf(name, sizeof name, "f%d", i);
        put(name, "v", i % 2 == 0 ? 101 + i : i % 4 == 1 ? 1000 + i : VALUE_NEVER);
    }
    value_hide(&hash, 200);
    value_check(&hash);
    ck_assert_uint_eq(hidden(), 50);
    ck_assert_uint_eq(value_count(&hash), 50);
    ck_assert(!hash_find(&hash, &ref));
    ck_assert(deadline("f1") == 1001);
    ck_assert(value_next_expiry(&hash) == 101);
    value_each(&hash, count_shown, &seen);
    ck_assert_uint_eq(seen, 50);
    hash_scan(&hash, 0, count_shown, &seen);
    hash_pick(&hash, &rng, 1000, count_shown, &seen);
    for (size_t n = 1; n < 60; n++)
        hash_sample(&hash, &rng, n, count_shown, &seen);
    copy = value_dup(&hash);
    ck_assert_uint_eq(value_count(&copy), 50);
    ck_assert_uint_eq(value_hides(&copy), false);
    value_check(&copy);
    value_free(&copy);
}
END_TEST

START_TEST(what_is_hidden_comes_back_with_its_time)
{
    put("a", "1", 100);
    put("b", "2", 200);
    put("c", "3", VALUE_NEVER);
    value_hide(&hash, 200);
    ck_assert_uint_eq(value_count(&hash), 1);
    value_hide(&hash, 150);
    ck_assert_uint_eq(value_count(&hash), 2);
    ck_assert(holds("b", "2"));
    value_hide(&hash, VALUE_SHOW_ALL);
    ck_assert_uint_eq(value_count(&hash), 3);
    ck_assert(holds("a", "1"));
    value_check(&hash);
}
END_TEST

START_TEST(what_is_hidden_gives_way)
{
    put("a", "1", 100);
    put("b", "2", 100);
    put("c", "3", 150);
    put("d", "4", VALUE_NEVER);
    value_hide(&hash, 100);
    ck_assert(put("a", "new", HASH_KEEP));
    ck_assert(deadline("a") == VALUE_NEVER);
    ck_assert_uint_eq(hidden(), 1);
    ck_assert_uint_eq(value_count(&hash), 3);
    value_hide(&hash, 149);
    ck_assert_uint_eq(hidden(), 1);
    put("e", "5", 150);
    value_hide(&hash, 150);
    ck_assert_uint_eq(hidden(), 3);
    ck_assert_uint_eq(expire_some(150, 2), 2);
    ck_assert_uint_eq(hidden(), 1);
    ck_assert(put("b", "2", VALUE_NEVER));
    ck_assert_uint_le(hidden(), 1);
    value_check(&hash);
    expire(150);
    ck_assert_uint_eq(hidden(), 0);
    ck_assert_uint_eq(value_count(&hash), 3);
    ck_assert(value_next_expiry(&hash) == VALUE_NEVER);
}
END_TEST

/* One field that is shown among many that are hidden: it is picked, and at once. */
START_TEST(a_rare_field_is_picked)
{
    size_t seen = 0;
    struct rng rng;

    rng_seed(&rng, 5);
    for (int i = 0; i < 5000; i++) {
        char name[16];

        snprintf(name, sizeof name, "f%d", i);
        put(name, "v", i == 2222 ? VALUE_NEVER : 100);
    }
    value_hide(&hash, 100);
    hash_pick(&hash, &rng, 10, count_shown, &seen);
    ck_assert_uint_eq(seen, 10);
    put("another", "v", VALUE_NEVER);
    hash_sample(&hash, &rng, 1, count_shown, &seen);
    ck_assert_uint_eq(seen, 11);
}
END_TEST

/* ---- As a value ---------------------------------------------------------------------------------- */

struct sum {
    size_t count, deadlines;
    int64_t numbers;
    size_t stop_at;
};

static bool add_up(void *ctx, const struct value_elem *e)
{
    struct sum *sum = ctx;
    char scratch[NUM_INT_MAX];
    int64_t n = 0;

    sum->count++;
    sum->deadlines += e->expire_at_ms != VALUE_NEVER;
    ck_assert(num_parse_int(bytes_from(item_text(&e->item, scratch), 1), &n));
    sum->numbers += n;
    return sum->count != sum->stop_at;
}

START_TEST(a_walk_shows_every_field_once_and_stops_when_asked)
{
    struct sum all = { 0 }, some = { .stop_at = 7 };

    use_encoding(_i);
    fill(100);
    value_each(&hash, add_up, &all);
    ck_assert_uint_eq(all.count, 100);
    ck_assert_int_eq(all.numbers, 4950);
    value_each(&hash, add_up, &some);
    ck_assert_uint_eq(some.count, 7);
}
END_TEST

START_TEST(a_copy_has_fields_and_deadlines)
{
    struct value original = hash;
    struct sum sum = { 0 };

    use_encoding(_i);
    fill(50);
    if (_i == 0) {
        set_deadline("f1", 1000);
        set_deadline("f2", 500);
    }
    original = hash;
    hash = value_dup(&original);
    value_free(&original);
    value_each(&hash, add_up, &sum);
    ck_assert_uint_eq(sum.count, 50);
    ck_assert_int_eq(sum.numbers, 1225);
    ck_assert(holds("f49", "v49"));
    ck_assert_uint_eq(sum.deadlines, _i == 0 ? 2 : 0);
    ck_assert(value_next_expiry(&hash) == (_i == 0 ? 500 : VALUE_NEVER));
}
END_TEST

START_TEST(memory_is_about_what_the_allocator_gave)
{
    size_t before = mem_used(), real;

    use_encoding(_i);
    fill(5000);
    real = mem_used() - before;
    ck_assert_uint_ge(value_mem(&hash, 1000), real - real / 10);
    ck_assert_uint_le(value_mem(&hash, 1000), real + real / 10 + 1024);
    ck_assert_uint_eq(value_effort(&hash), _i == 0 ? 5000 : 1);
}
END_TEST

/* ---- Random picks and scans ---------------------------------------------------------------------- */

enum { CANDIDATES = 40, DRAWS = 40 * 1000 };

struct tally {
    unsigned seen[CANDIDATES];
    unsigned total;
};

static bool tally_one(void *ctx, const struct value_elem *e)
{
    struct tally *t = ctx;
    char scratch[NUM_INT_MAX];
    int64_t n;

    HOLDS(num_parse_int(bytes_from(item_text(&e->item, scratch), 1), &n));
    HOLDS(n >= 0 && n < CANDIDATES);
    t->seen[n]++;
    t->total++;
    return true;
}

/* Each count is within 6 standard deviations of the mean: fails by chance once in 10^7 runs. */
static void check_fair(const struct tally *t)
{
    double mean = (double)t->total / CANDIDATES;

    for (int i = 0; i < CANDIDATES; i++)
        HOLDS((t->seen[i] - mean) * (t->seen[i] - mean) < 36 * mean);
}

START_TEST(picks_are_fair)
{
    struct tally t = { .total = 0 };
    struct rng rng;

    rng_seed(&rng, 3);
    use_encoding(_i);
    fill(CANDIDATES);
    hash_pick(&hash, &rng, DRAWS, tally_one, &t);
    ck_assert_uint_eq(t.total, DRAWS);
    check_fair(&t);
}
END_TEST

START_TEST(samples_are_fair_and_have_no_field_twice)
{
    static const size_t sizes[] = { 1, 2, 13, 39 };
    struct rng rng;

    rng_seed(&rng, 4);
    use_encoding(_i);
    fill(CANDIDATES);
    for (int k = 0; k < 4; k++) {
        struct tally sum = { .total = 0 };

        for (size_t i = 0; i < DRAWS / sizes[k]; i++) {
            struct tally one = { .total = 0 };

            hash_sample(&hash, &rng, sizes[k], tally_one, &one);
            HOLDS(one.total == sizes[k]);
            for (int f = 0; f < CANDIDATES; f++) {
                HOLDS(one.seen[f] <= 1);
                sum.seen[f] += one.seen[f];
            }
            sum.total += one.total;
        }
        check_fair(&sum);
    }
}
END_TEST

START_TEST(a_sample_of_all_is_all)
{
    struct tally t = { .total = 0 }, none = { .total = 0 };
    struct rng rng;

    rng_seed(&rng, 5);
    use_encoding(_i);
    fill(CANDIDATES);
    hash_sample(&hash, &rng, 1000, tally_one, &t);
    ck_assert_uint_eq(t.total, CANDIDATES);
    hash_sample(&hash, &rng, 0, tally_one, &none);
    ck_assert_uint_eq(none.total, 0);
}
END_TEST

static bool see_once(void *ctx, const struct value_elem *e)
{
    bool *seen = ctx;
    char scratch[NUM_INT_MAX];
    int64_t n;

    HOLDS(num_parse_int(bytes_from(item_text(&e->item, scratch), 1), &n));
    HOLDS(!seen[n]);
    seen[n] = true;
    return true;
}

static size_t count_seen(const bool *seen, size_t count)
{
    size_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += seen[i];
    return sum;
}

/* Few out of many are picked, a larger part is chosen in a walk: both give different fields. */
START_TEST(a_sample_of_a_large_hash_has_no_field_twice)
{
    static const size_t sizes[] = { 1, 50, 600, 5000, 9999 };
    struct rng rng;

    rng_seed(&rng, 6);
    fill(10000);
    for (int k = 0; k < 5; k++) {
        bool seen[10000] = { false };

        hash_sample(&hash, &rng, sizes[k], see_once, seen);
        ck_assert_uint_eq(count_seen(seen, 10000), sizes[k]);
    }
}
END_TEST

START_TEST(picks_stop_when_asked)
{
    struct sum a = { .stop_at = 5 }, b = { .stop_at = 20 }, c = { .stop_at = 20 },
               d = { .stop_at = 3 };
    struct rng rng;

    rng_seed(&rng, 8);
    use_encoding(_i);
    fill(1000);
    hash_pick(&hash, &rng, 1000 * 1000, add_up, &a);
    ck_assert_uint_eq(a.count, 5);
    hash_pick(&hash, &rng, 1000 * 1000, add_up, &b);
    ck_assert_uint_eq(b.count, 20);
    hash_sample(&hash, &rng, 900, add_up, &c);
    ck_assert_uint_eq(c.count, 20);
    hash_sample(&hash, &rng, 10, add_up, &d);
    ck_assert_uint_eq(d.count, 3);
}
END_TEST

START_TEST(a_scan_shows_all)
{
    struct tally t = { .total = 0 };
    uint64_t cursor = 0;
    unsigned calls = 0;

    use_encoding(_i);
    fill(CANDIDATES);
    do {
        cursor = hash_scan(&hash, cursor, tally_one, &t);
        calls++;
    } while (cursor != 0);
    ck_assert_uint_eq(t.total, CANDIDATES);
    for (int i = 0; i < CANDIDATES; i++)
        ck_assert_uint_eq(t.seen[i], 1);
    ck_assert(_i == 0 || calls == 1);
}
END_TEST

/* ---- Model --------------------------------------------------------------------------------------- */

/* Field i is known by its number: present or not, what it holds, and until when. */
struct model {
    struct rng rng;
    struct {
        bool present;
        char name[80], value[80];
        int64_t at_ms;
    } fields[MODEL_FIELDS];
    size_t count, names;
    int64_t now_ms;
    unsigned longest; /* values */
    bool deadlines;   /* are used */
};

static unsigned below(struct model *m, unsigned n)
{
    return (unsigned)rng_below(&m->rng, n);
}

/* A text of 0 to m->longest bytes: an integer or letters. */
static void some_text(struct model *m, char out[80])
{
    unsigned len = below(m, m->longest + 1);

    if (below(m, 3) == 0) {
        snprintf(out, 80, "%lld", (long long)(rng_next(&m->rng) >> below(m, 64)));
        return;
    }
    for (unsigned i = 0; i < len; i++)
        out[i] = (char)('a' + below(m, 26));
    out[len] = '\0';
}

/* A hash of few or many fields, with limits near what it will reach. */
static void model_begin(struct model *m)
{
    static const unsigned names[] = { 3, 12, 60, MODEL_FIELDS };

    value_check(&hash);
    value_free(&hash);
    hash = value_empty(OBJ_HASH);
    m->names = names[below(m, 4)];
    m->longest = 1 + below(m, 70);
    m->deadlines = below(m, 2) == 0;
    m->count = 0;
    for (unsigned i = 0; i < MODEL_FIELDS; i++) {
        m->fields[i].present = false;
        snprintf(m->fields[i].name, sizeof m->fields[i].name, "%s%u%.*s",
                 i % 3 == 0 ? "" : "field ", i, i % 50 == 49 ? 70 : 0,
                 "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz");
    }
    if (below(m, 2) == 0)
        limits((int64_t)below(m, (unsigned)m->names + 4), (int64_t)below(m, 80));
    else
        use_encoding(1);
}

static int64_t some_deadline(struct model *m)
{
    return m->now_ms + 1 + below(m, 1000);
}

static void model_put(struct model *m, unsigned i)
{
    int64_t at_ms = VALUE_NEVER;
    unsigned how = below(m, 20);

    some_text(m, m->fields[i].value);
    if (how == 0 && m->deadlines)
        at_ms = some_deadline(m);
    else if (how < 8)
        at_ms = HASH_KEEP;
    HOLDS(put(m->fields[i].name, m->fields[i].value, at_ms) != m->fields[i].present);
    if (at_ms != HASH_KEEP || !m->fields[i].present)
        m->fields[i].at_ms = at_ms == HASH_KEEP ? VALUE_NEVER : at_ms;
    m->count += !m->fields[i].present;
    m->fields[i].present = true;
}

static void model_drop(struct model *m, unsigned i)
{
    HOLDS(drop(m->fields[i].name) == m->fields[i].present);
    m->count -= m->fields[i].present;
    m->fields[i].present = false;
}

static void model_deadline(struct model *m, unsigned i)
{
    if (!m->fields[i].present || !m->deadlines)
        return;
    m->fields[i].at_ms = below(m, 3) == 0 ? VALUE_NEVER : some_deadline(m);
    set_deadline(m->fields[i].name, m->fields[i].at_ms);
}

static void model_expire(struct model *m)
{
    int64_t next = VALUE_NEVER;

    m->now_ms += below(m, 300);
    switch (below(m, 3)) {
    case 0:
        value_hide(&hash, m->now_ms);
        break;
    case 1:
        expire_some(m->now_ms, below(m, 20));
        break;
    default:
        expire(m->now_ms);
    }
    for (unsigned i = 0; i < m->names; i++) {
        if (m->fields[i].present && m->fields[i].at_ms <= m->now_ms) {
            m->fields[i].present = false;
            m->count--;
        }
        if (m->fields[i].present && m->fields[i].at_ms < next)
            next = m->fields[i].at_ms;
    }
    HOLDS(value_hides(&hash) ? value_next_expiry(&hash) <= m->now_ms
                             : value_next_expiry(&hash) == next);
}

static void model_look(struct model *m, unsigned i)
{
    struct hash_ref ref = hash_ref(bytes_str(m->fields[i].name));

    HOLDS(hash_find(&hash, &ref) == m->fields[i].present);
    if (!m->fields[i].present)
        return;
    HOLDS(holds(m->fields[i].name, m->fields[i].value));
    HOLDS(hash_deadline(&hash, &ref) == m->fields[i].at_ms);
}

static void model_copy(void)
{
    struct value copy = value_dup(&hash);

    value_free(&hash);
    hash = copy;
}

static bool is_in_model(void *ctx, const struct value_elem *e)
{
    struct model *m = ctx;
    char scratch[NUM_INT_MAX];
    struct bytes name = item_text(&e->item, scratch), digits = name;
    unsigned i = 0;

    if (bytes_starts(digits, BYTES_LIT("field ")))
        digits = bytes_from(digits, 6);
    for (; digits.len > 0 && digits.ptr[0] <= '9'; digits = bytes_from(digits, 1))
        i = 10 * i + (digits.ptr[0] - '0');
    HOLDS(m->fields[i].present);
    HOLDS(bytes_eq(name, bytes_str(m->fields[i].name)));
    HOLDS(bytes_eq(item_text(&e->value, scratch), bytes_str(m->fields[i].value)));
    HOLDS(e->expire_at_ms == m->fields[i].at_ms);
    return true;
}

/* Everything that walks agrees. */
static void model_walk(struct model *m)
{
    uint64_t cursor = 0;

    value_check(&hash);
    value_each(&hash, is_in_model, m);
    do
        cursor = hash_scan(&hash, cursor, is_in_model, m);
    while (cursor != 0);
    if (m->count == 0)
        return;
    hash_pick(&hash, &m->rng, 5, is_in_model, m);
    hash_sample(&hash, &m->rng, below(m, (unsigned)m->count + 2), is_in_model, m);
}

static void model_step(struct model *m)
{
    unsigned i = below(m, (unsigned)m->names), what = below(m, 100);

    if (what < 45)
        model_put(m, i);
    else if (what < 65)
        model_drop(m, i);
    else if (what < 67)
        model_deadline(m, i);
    else if (what < 68)
        model_expire(m);
    else
        model_look(m, i);
}

START_TEST(it_agrees_with_a_model)
{
    static struct model m = { .now_ms = 1000 };
    unsigned listpacks = 0, tables = 0;

    rng_seed(&m.rng, 11);
    for (int i = 0; i < MODEL_OPS; i++) {
        if (i % ROUND_OPS == 0) {
            hash.encoding == ENC_TABLE ? tables++ : listpacks++;
            model_begin(&m);
        }
        model_step(&m);
        HOLDS(value_count(&hash) == m.count);
        if (i % 500 == 499)
            model_walk(&m);
        if (i % 1000 == 999)
            model_copy();
    }
    ck_assert_uint_gt(tables, 100);
    ck_assert_uint_gt(listpacks, 10);
}
END_TEST

/* ---- hash_field ---------------------------------------------------------------------------------- */

/* A text of len bytes. */
static struct bytes text_of(size_t len)
{
    static char x[70 * 1000];

    memset(x, 'x', sizeof x);
    return bytes_make(x, len);
}

static void check_field(struct bytes name, struct bytes value, int64_t at_ms)
{
    struct hash_field *f = hash_field_new(name, value, at_ms);

    ck_assert(bytes_eq(hash_field_name(f), name));
    ck_assert(bytes_eq(hash_field_value(f), value));
    ck_assert(hash_field_deadline(f) == at_ms);
    ck_assert_uint_eq((uintptr_t)f % 8, 0);
    hash_field_free(f);
}

START_TEST(a_field_has_the_format_of_its_header)
{
    static const uint8_t format[] = { 0, 5, 3, 0x63, 0x6f, 0x6c, 0x6f, 0x72, 0x72, 0x65, 0x64 };
    struct hash_field *f = hash_field_new(BYTES_LIT("color"), BYTES_LIT("red"), VALUE_NEVER);

    ck_assert_mem_eq(f, format, sizeof format);
    hash_field_free(f);
}
END_TEST

START_TEST(lengths_of_every_size_are_held)
{
    static const size_t lens[] = { 0, 1, 255, 256, 65535, 65536 };

    for (int i = 0; i < 6; i++) {
        for (int k = 0; k < 6; k++) {
            check_field(text_of(lens[i]), text_of(lens[k]), VALUE_NEVER);
            check_field(text_of(lens[i]), text_of(lens[k]), 1700000000000);
        }
    }
}
END_TEST

START_TEST(a_field_is_refilled_only_if_nothing_else_would_change)
{
    struct hash_field *f = hash_field_new(text_of(300), text_of(250), 5);

    ck_assert(hash_field_refill(f, BYTES_LIT("")) == (hash_field_mem(f) == 0));
    ck_assert(!hash_field_refill(f, text_of(256)));
    ck_assert(hash_field_refill(f, text_of(250)));
    ck_assert(bytes_eq(hash_field_name(f), text_of(300)));
    ck_assert(bytes_eq(hash_field_value(f), text_of(250)));
    ck_assert(hash_field_deadline(f) == 5);
    hash_field_free(f);
}
END_TEST

START_TEST(a_field_and_value_of_14_bytes_take_32)
{
    struct hash_field *f = hash_field_new(text_of(14), text_of(14), VALUE_NEVER);

    ck_assert_uint_le(hash_field_mem(f), 32);
    hash_field_free(f);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("obj_hash");
    TCase *one = tcase_create("one field"), *limit_cases = tcase_create("limits");
    TCase *deadlines = tcase_create("deadlines"), *value = tcase_create("value");
    TCase *random = tcase_create("random"), *model = tcase_create("model");
    TCase *field = tcase_create("field");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_set(BYTES_LIT("test"));

    tcase_add_checked_fixture(one, setup, teardown);
    tcase_add_test(one, a_new_hash_is_an_empty_listpack);
    tcase_add_loop_test(one, fields_are_set_changed_and_dropped, 0, 2);
    tcase_add_loop_test(one, empty_texts_and_integers_are_texts_like_others, 0, 2);
    tcase_add_loop_test(one, a_value_is_not_taken_for_a_field, 0, 2);
    tcase_add_loop_test(one, fields_may_be_prefetched, 0, 2);
    suite_add_tcase(s, one);

    tcase_add_checked_fixture(limit_cases, setup, teardown);
    tcase_add_test(limit_cases, one_field_too_many_makes_a_table);
    tcase_add_loop_test(limit_cases, one_byte_too_long_makes_a_table, 0, 3);
    tcase_add_test(limit_cases, a_limit_that_was_lowered_counts_at_the_next_change);
    tcase_add_test(limit_cases, a_listpack_never_gets_very_long);
    tcase_add_test(limit_cases, many_fields_announced_make_a_table_at_once);
    tcase_add_test(limit_cases, a_listpack_may_lie_elsewhere);
    suite_add_tcase(s, limit_cases);

    tcase_add_checked_fixture(deadlines, setup, teardown);
    tcase_add_test(deadlines, a_deadline_makes_a_table);
    tcase_add_test(deadlines, setting_a_field_keeps_or_changes_its_deadline);
    tcase_add_test(deadlines, what_is_due_goes);
    tcase_add_test(deadlines, what_is_hidden_is_not_there);
    tcase_add_test(deadlines, what_is_hidden_comes_back_with_its_time);
    tcase_add_test(deadlines, what_is_hidden_gives_way);
    tcase_add_test(deadlines, a_rare_field_is_picked);
    suite_add_tcase(s, deadlines);

    tcase_add_checked_fixture(value, setup, teardown);
    tcase_add_loop_test(value, a_walk_shows_every_field_once_and_stops_when_asked, 0, 2);
    tcase_add_loop_test(value, a_copy_has_fields_and_deadlines, 0, 2);
    tcase_add_loop_test(value, memory_is_about_what_the_allocator_gave, 0, 2);
    suite_add_tcase(s, value);

    tcase_add_checked_fixture(random, setup, teardown);
    tcase_set_timeout(random, 60);
    tcase_add_loop_test(random, picks_are_fair, 0, 2);
    tcase_add_loop_test(random, samples_are_fair_and_have_no_field_twice, 0, 2);
    tcase_add_loop_test(random, a_sample_of_all_is_all, 0, 2);
    tcase_add_test(random, a_sample_of_a_large_hash_has_no_field_twice);
    tcase_add_loop_test(random, picks_stop_when_asked, 0, 2);
    tcase_add_loop_test(random, a_scan_shows_all, 0, 2);
    suite_add_tcase(s, random);

    tcase_add_checked_fixture(model, setup, teardown);
    tcase_set_timeout(model, 200);
    tcase_add_test(model, it_agrees_with_a_model);
    suite_add_tcase(s, model);

    tcase_add_test(field, a_field_has_the_format_of_its_header);
    tcase_add_test(field, lengths_of_every_size_are_held);
    tcase_add_test(field, a_field_is_refilled_only_if_nothing_else_would_change);
    tcase_add_test(field, a_field_and_value_of_14_bytes_take_32);
    suite_add_tcase(s, field);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
