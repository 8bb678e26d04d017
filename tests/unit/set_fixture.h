/*
 * set_fixture -- what the tests of sets share: the encodings' limits as options, members of all kinds,
 * and a teardown that finds what leaked.
 */
#ifndef TESTS_SET_FIXTURE_H
#define TESTS_SET_FIXTURE_H

#include "base/mem.h"
#include "obj/set.h"

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
static size_t in_use;
static struct rng rng;

static void set_option(const char *name, int64_t n)
{
    char text[NUM_INT_MAX];
    struct bytes word = bytes_make(text, num_format_int(text, n));
    const char *why;

    HOLDS(option_set_words(options, option_find(options, bytes_str(name)), &word, 1, &why));
}

struct limits {
    int64_t intset_entries, listpack_entries, listpack_value;
};

static void set_limits(struct limits l)
{
    set_option("set-max-intset-entries", l.intset_entries);
    set_option("set-max-listpack-entries", l.listpack_entries);
    set_option("set-max-listpack-value", l.listpack_value);
}

static inline void setup(void)
{
    in_use = mem_used();
    options = option_set_new();
    option_set_add(options, set_options);
    rng_seed(&rng, 20250117);
}

static inline void teardown(void)
{
    option_set_free(options);
    ck_assert_uint_eq(mem_used(), in_use);
}

/* The texts that the tests use as members, told apart by a number: integers, and strings of which some
 * look nearly like integers and some are longer than a listpack takes, or than one byte can say. */
enum { TEXT_MAX = 400 };

struct text {
    uint8_t data[TEXT_MAX];
    size_t len;
};

static inline struct bytes text_bytes(const struct text *t)
{
    return bytes_make(t->data, t->len);
}

static inline struct text text_printf(const char *fmt, long long n)
{
    struct text t;

    t.len = (size_t)snprintf((char *)t.data, sizeof t.data, fmt, n);
    return t;
}

static inline struct text text_padded(unsigned id, size_t len)
{
    struct text t = text_printf("%lld:", id);

    for (; t.len < len; t.len++)
        t.data[t.len] = (uint8_t)(id + t.len);
    return t;
}

/* Of each width. */
static inline struct text int_text(unsigned id)
{
    static const long long from[] = { 0, -1, 32700, -33000, 2147483600, -5000000000, INT64_MAX };
    unsigned kind = id % 7;
    long long n = id / 7;

    return text_printf("%lld", from[kind] + (kind == 1 || kind == 6 ? -n : n));
}

static inline struct text string_text(unsigned id)
{
    static const size_t lens[] = { 15, 64, 65, 254, 255, 300 };

    switch (id % 12) {
    case 0:
        return id == 0 ? (struct text){ .len = 0 } : text_printf("0%lld", id);
    case 1:
        return text_printf("+%lld", id);
    case 2:
        return text_printf("%lld ", id);
    case 3:
        return text_printf("-0%lld", id);
    case 4:
        return text_printf("9223372036854775808%lld", id);
    case 5:
        return text_padded(id, lens[id / 12 % (sizeof lens / sizeof lens[0])]);
    default:
        return text_printf("member:%lld", id);
    }
}

#endif
