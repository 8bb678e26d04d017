/*
 * store_fixture -- what the tests of the store share: a store of three databases at a time of their
 * own, values, a background that runs when it is told to, and a teardown that finds what leaked.
 */
#ifndef TESTS_STORE_FIXTURE_H
#define TESTS_STORE_FIXTURE_H

#include "base/mem.h"
#include "store/access.h"
#include "store/evict.h"
#include "store/store.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

enum {
    DATABASES = 3,
    MIB = 1024 * 1024,
    UNLIMITED_US = 60 * 1000 * 1000,
    SLOT_MS = 16, /* a key is deleted at most this long after its deadline */
};

static const int64_t start_ms = INT64_C(1700000000000);

static struct store *st;
static struct db *db, *other; /* 0 and 1 */
static struct option_set *options;
static size_t in_use;
static uint8_t noise[2 * MIB];

/* Jobs for the background that wait until a test runs them. */
static struct {
    void (*run)(void *arg);
    void *arg;
} jobs[64];
static unsigned job_count;

static inline void run_jobs(void)
{
    for (unsigned i = 0; i < job_count; i++)
        jobs[i].run(jobs[i].arg);
    job_count = 0;
}

static inline void defer(void (*job)(void *arg), void *arg)
{
    if (job_count == sizeof jobs / sizeof jobs[0])
        run_jobs();
    jobs[job_count].run = job;
    jobs[job_count++].arg = arg;
}

static inline void setup(void)
{
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)(i * 7 + i / 251 + 130);
    options = option_set_new();
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    option_set_add(options, access_options);
    option_set_add(options, evict_options);
    in_use = mem_used();
    st = store_new(DATABASES, start_ms);
    db = store_db(st, 0);
    other = store_db(st, 1);
}

/* Nothing leaks, whatever the test did. */
static inline void teardown(void)
{
    store_check(st);
    store_free(st);
    run_jobs();
    ck_assert_uint_eq(store_lazyfree_pending(), 0);
    ck_assert_uint_eq(mem_used(), in_use);
    option_set_free(options);
}

/* ---- Values and keys ------------------------------------------------------------------------------- */

static inline struct bytes noise_of(size_t len)
{
    return bytes_make(noise, len);
}

static inline struct key k(const char *name)
{
    return key_of(bytes_str(name));
}

static inline struct entry *put(const char *name, const char *value)
{
    return store_put_string(db, k(name), bytes_str(value), EXPIRE_NEVER);
}

static inline struct entry *put_until(const char *name, const char *value, int64_t ttl_ms)
{
    return store_put_string(db, k(name), bytes_str(value), store_now_ms(st) + ttl_ms);
}

static inline void pass(int64_t ms)
{
    store_advance(st, store_now_ms(st) + ms);
}

static inline void assert_value(const struct entry *e, struct bytes value)
{
    char scratch[NUM_INT_MAX];

    ck_assert_ptr_nonnull(e);
    ck_assert(bytes_eq(entry_string(e, scratch), value));
    ck_assert_uint_eq(entry_string_len(e), value.len);
}

static inline void assert_text(struct db *in, const char *name, const char *value)
{
    assert_value(store_find(in, k(name)), bytes_str(value));
}

/* -1: none. */
static inline int64_t ttl_of(struct db *in, const char *name)
{
    const struct entry *e = store_find(in, k(name));

    ck_assert_ptr_nonnull(e);
    return entry_has_ttl(e) ? entry_expire_at(e) - store_now_ms(st) : -1;
}

static inline const char *encoding_of(const char *name)
{
    return entry_encoding_name(store_find(db, k(name)));
}

static inline void set_option(const char *name, const char *value)
{
    struct bytes word = bytes_str(value);
    const char *why;

    ck_assert(option_set_words(options, option_find(options, bytes_str(name)), &word, 1, &why));
}

static inline uint64_t metric(const char *name)
{
    const struct metric *const tables[] = { store_metrics, expire_metrics, content_metrics,
                                            evict_metrics };

    for (unsigned i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct metric *m = tables[i]; m->name; m++)
            if (strcmp(m->name, name) == 0)
                return m->value ? *m->value : m->number();
    ck_abort_msg("no metric %s", name);
}

/* One value of each encoding. */
static inline struct bytes sample(unsigned i)
{
    return i == 0 ? BYTES_LIT("123") : i == 1 ? BYTES_LIT("text") : noise_of(300);
}

enum { SAMPLES = 3 };

static inline void put_many(struct db *in, unsigned first, unsigned count, int64_t at_ms)
{
    for (unsigned i = first; i < first + count; i++) {
        char name[32];

        snprintf(name, sizeof name, "many:%u", i);
        store_put_int(in, k(name), i, at_ms);
    }
}

static inline TCase *add_case(Suite *s, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 120);
    suite_add_tcase(s, tc);
    return tc;
}

/* Frees the suite; the exit code of the test program. */
static inline int run_suite(Suite *s)
{
    SRunner *sr = srunner_create(s);
    int failed;

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
