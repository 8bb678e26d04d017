/*
 * obj_hash_fixture -- what the tests of hashes share: one hash, limits that each test sets, and short ways to
 * its fields.
 */
#ifndef TESTS_OBJ_HASH_FIXTURE_H
#define TESTS_OBJ_HASH_FIXTURE_H

#include "base/clock.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ds/listpack.h"
#include "obj/hash.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

static struct option_set *options;
static struct value hash;

static inline void limit(const char *name, int64_t n)
{
    char text[NUM_INT_MAX];
    struct option_pair pair = { bytes_str(name), bytes_make(text, num_format_int(text, n)) };
    unsigned bad;
    const char *why;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static inline void limits(int64_t entries, int64_t value)
{
    limit("hash-max-listpack-entries", entries);
    limit("hash-max-listpack-value", value);
}

/* The tests that run in a loop do so for a table (0) and for a listpack (1). */
static inline void use_encoding(int i)
{
    limits(i == 0 ? 0 : 10 * 1000, 64);
}

static inline void setup(void)
{
    options = option_set_new();
    option_set_add(options, hash_options);
    hash = value_empty(OBJ_HASH);
}

static inline void teardown(void)
{
    value_check(&hash);
    value_free(&hash);
    option_set_free(options);
}

/* ---- Short ways ---------------------------------------------------------------------------------- */

/* True if the field is new. */
static inline bool put(const char *field, const char *value, int64_t at_ms)
{
    struct hash_ref ref = hash_ref(bytes_str(field));
    bool found = hash_find(&hash, &ref);

    hash_put(&hash, &ref, bytes_str(value), at_ms);
    return !found;
}

static inline bool set(const char *field, const char *value)
{
    return put(field, value, VALUE_NEVER);
}

static inline bool drop(const char *field)
{
    struct hash_ref ref = hash_ref(bytes_str(field));
    bool found = hash_find(&hash, &ref);

    if (found)
        hash_drop(&hash, &ref);
    return found;
}

static inline int64_t deadline(const char *field)
{
    struct hash_ref ref = hash_ref(bytes_str(field));

    ck_assert(hash_find(&hash, &ref));
    return hash_deadline(&hash, &ref);
}

static inline void set_deadline(const char *field, int64_t at_ms)
{
    struct hash_ref ref = hash_ref(bytes_str(field));

    ck_assert(hash_find(&hash, &ref));
    hash_set_deadline(&hash, &ref, at_ms);
}

static inline bool holds(const char *field, const char *value)
{
    char scratch[NUM_INT_MAX];
    struct item it;

    return hash_get(&hash, bytes_str(field), &it) &&
           bytes_eq(item_text(&it, scratch), bytes_str(value));
}

/* So many fields f0 = v0, f1 = v1, ... */
static inline void fill(int count)
{
    char field[16], value[16];

    for (int i = 0; i < count; i++) {
        snprintf(field, sizeof field, "f%d", i);
        snprintf(value, sizeof value, "v%d", i);
        set(field, value);
    }
}

static inline const char *encoding(void)
{
    return value_encoding_name(&hash);
}

static size_t gone_count;

/* Those that go are told of while they can still be seen. */
static inline void count_gone(void *ctx, const struct bytes *names, const int64_t *at_ms,
                              unsigned count)
{
    int64_t now_ms = *(int64_t *)ctx;

    for (unsigned i = 0; i < count; i++) {
        HOLDS(names[i].len > 0);
        HOLDS(at_ms[i] <= now_ms);
    }
    gone_count += count;
}

/* How many fields are hidden. */
static inline size_t hidden(void)
{
    size_t count = value_effort(&hash) - value_count(&hash);

    HOLDS((count > 0) == value_hides(&hash));
    HOLDS((value_count(&hash) == 0) == value_is_empty(&hash));
    return count;
}

/* Drops at most max of what is due, and hides the rest. */
static inline size_t expire_some(int64_t now_ms, size_t max)
{
    size_t dropped;

    gone_count = 0;
    dropped = value_expire(&hash, now_ms, max, count_gone, &now_ms);
    HOLDS(dropped <= max);
    HOLDS(gone_count == dropped);
    HOLDS(!value_hides(&hash) || dropped == max);
    return dropped;
}

static inline size_t expire(int64_t now_ms)
{
    return expire_some(now_ms, SIZE_MAX);
}

struct sum {
    size_t count, deadlines;
    int64_t numbers;
    size_t stop_at;
};

static inline bool add_up(void *ctx, const struct value_elem *e)
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

/* Runs the suite; returns what main() does. */
static inline int run_suite(Suite *s)
{
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_set(BYTES_LIT("test"));
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
