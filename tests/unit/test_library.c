#include "script/library.h"

#include <check.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include "base/hash.h"
#include "base/mem.h"
#include "base/rand.h"

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

enum { CALLBACKS = 100000 };

static bool held[CALLBACKS]; /* callbacks that a set has */
static size_t held_count;
static int next_callback;
static struct library_set *set, *other;
static struct buf why;

static void drop(void *ctx, int callback)
{
    (void)ctx;
    HOLDS(held[callback]);
    held[callback] = false;
    held_count--;
}

static void setup(void)
{
    hash_seed_set(BYTES_LIT("seed"));
    set = library_set_new(drop, NULL);
    other = library_set_new(drop, NULL);
    buf_init(&why, BUF_UNLIMITED);
}

static void teardown(void)
{
    library_set_check(set);
    library_set_check(other);
    library_set_free(set);
    library_set_free(other);
    buf_fini(&why);
    ck_assert_uint_eq(held_count, 0);
}

static struct library *add(struct library_set *s, const char *name)
{
    return library_add(s, bytes_str(name), bytes_str("code"));
}

static bool define_as(struct library_set *s, struct library *l, struct function f)
{
    f.callback = next_callback++;
    HOLDS(f.callback < CALLBACKS);
    held[f.callback] = library_add_function(s, l, f);
    held_count += held[f.callback];
    return held[f.callback];
}

static bool define(struct library_set *s, struct library *l, const char *name)
{
    return define_as(s, l, (struct function){ .name = bytes_str(name) });
}

/* The name of the library that has the function, "" if there is none. */
static const char *owner(const struct library_set *s, const char *function)
{
    const struct function *f = library_find_function(s, bytes_str(function));
    static char name[64];

    snprintf(name, sizeof name, "%.*s", f ? (int)library_name(f->library).len : 0,
             f ? (const char *)library_name(f->library).ptr : "");
    return name;
}

static const char *refusal(bool replace)
{
    buf_clear(&why);
    return library_set_fits(set, other, replace, &why) ? "" : buf_cstr(&why);
}

START_TEST(a_function_is_found_by_its_name_in_any_case)
{
    struct library *l = add(set, "lib");
    const struct function *f;

    next_callback = 7;
    ck_assert(define_as(set, l,
                        (struct function){ .name = BYTES_LIT("Do_It1"),
                                           .description = BYTES_LIT("a\0b"),
                                           .flags = 5 }));
    f = library_find_function(set, BYTES_LIT("dO_iT1"));
    ck_assert_ptr_nonnull(f);
    ck_assert(bytes_eq(f->name, BYTES_LIT("Do_It1")));
    ck_assert_str_eq((const char *)f->name.ptr, "Do_It1");
    ck_assert(bytes_eq(f->description, BYTES_LIT("a\0b")));
    ck_assert_uint_eq(f->flags, 5);
    ck_assert_int_eq(f->callback, 7);
    ck_assert_ptr_eq(f->library, l);
    ck_assert_ptr_null(library_find_function(set, BYTES_LIT("do_it")));
    ck_assert_ptr_null(library_find_function(set, BYTES_LIT("")));
}
END_TEST

START_TEST(a_description_may_be_empty_or_absent)
{
    struct library *l = add(set, "lib");

    define(set, l, "without");
    define_as(set, l, (struct function){ .name = BYTES_LIT("with"), .description = BYTES_LIT("") });
    ck_assert_ptr_null(library_find_function(set, BYTES_LIT("without"))->description.ptr);
    ck_assert_ptr_nonnull(library_find_function(set, BYTES_LIT("with"))->description.ptr);
    ck_assert_uint_eq(library_find_function(set, BYTES_LIT("with"))->description.len, 0);
}
END_TEST

START_TEST(long_names_that_begin_alike_are_told_apart)
{
    struct library *l = add(set, "lib");
    char a[300], b[300];

    memset(a, 'x', sizeof a);
    memset(b, 'X', sizeof b);
    a[299] = b[299] = '\0';
    a[298] = 'a';
    b[298] = 'b';
    ck_assert(define(set, l, a));
    ck_assert(define(set, l, b));
    b[298] = 'A';
    ck_assert(!define(set, l, b));
}
END_TEST

START_TEST(names_of_libraries_keep_their_case_and_order)
{
    add(set, "b");
    add(set, "a");
    add(set, "A");
    ck_assert_uint_eq(library_set_count(set), 3);
    ck_assert(bytes_eq(library_name(library_at(set, 0)), BYTES_LIT("A")));
    ck_assert(bytes_eq(library_name(library_at(set, 1)), BYTES_LIT("a")));
    ck_assert(bytes_eq(library_name(library_at(set, 2)), BYTES_LIT("b")));
    ck_assert_ptr_null(library_find(set, BYTES_LIT("B")));
}
END_TEST

START_TEST(a_function_name_is_there_once_in_a_set)
{
    struct library *a = add(set, "a"), *b = add(set, "b");

    ck_assert(define(set, a, "f"));
    ck_assert(!define(set, a, "f"));
    ck_assert(!define(set, b, "F"));
    ck_assert_uint_eq(library_function_count(b), 0);
    ck_assert_uint_eq(library_set_function_count(set), 1);
}
END_TEST

START_TEST(a_library_goes_with_its_functions)
{
    struct library *a = add(set, "a"), *b = add(set, "b");
    size_t before;

    define(set, b, "g");
    before = library_set_mem(set);
    define(set, a, "f1");
    define(set, a, "f2");
    ck_assert_uint_gt(library_set_mem(set), before);
    library_remove(set, a);
    ck_assert_ptr_null(library_find(set, BYTES_LIT("a")));
    ck_assert_str_eq(owner(set, "f1"), "");
    ck_assert_str_eq(owner(set, "g"), "b");
    ck_assert_uint_eq(held_count, 1);
}
END_TEST

START_TEST(libraries_of_other_names_join)
{
    define(set, add(set, "a"), "fa");
    define(other, add(other, "b"), "fb");
    ck_assert_str_eq(refusal(false), "");
    library_set_join(set, other);
    ck_assert_str_eq(owner(set, "fa"), "a");
    ck_assert_str_eq(owner(set, "fb"), "b");
    ck_assert_uint_eq(library_set_count(other), 0);
    ck_assert_uint_eq(library_set_function_count(other), 0);
}
END_TEST

START_TEST(a_library_of_the_same_name_stands_in_the_way_or_is_replaced)
{
    struct library *a = add(set, "a");

    define(set, a, "f");
    define(set, a, "old");
    define(other, add(other, "a"), "f");
    ck_assert_str_eq(refusal(false), "Library a already exists");
    ck_assert_str_eq(refusal(true), "");
    library_set_join(set, other);
    ck_assert_uint_eq(library_set_count(set), 1);
    ck_assert_str_eq(owner(set, "f"), "a");
    ck_assert_str_eq(owner(set, "old"), "");
    ck_assert_str_eq(owner(other, "old"), "a");
    library_set_check(other);
    library_remove_last(other);
    ck_assert_uint_eq(library_set_count(other), 0);
    ck_assert_uint_eq(held_count, 1);
}
END_TEST

START_TEST(a_function_of_a_library_that_stays_stands_in_the_way)
{
    define(set, add(set, "a"), "f");
    define(other, add(other, "b"), "F");
    ck_assert_str_eq(refusal(false), "Function F already exists");
    ck_assert_str_eq(refusal(true), "Function F already exists");
}
END_TEST

START_TEST(a_function_may_move_from_a_library_that_is_replaced)
{
    define(set, add(set, "a"), "f");
    define(other, add(other, "a"), "g");
    define(other, add(other, "b"), "f");
    ck_assert_str_eq(refusal(true), "");
    library_set_join(set, other);
    ck_assert_str_eq(owner(set, "f"), "b");
    ck_assert_str_eq(owner(set, "g"), "a");
}
END_TEST

START_TEST(names_are_letters_digits_and_underscores)
{
    ck_assert(library_name_is_valid(BYTES_LIT("a")));
    ck_assert(library_name_is_valid(BYTES_LIT("_09azAZ")));
    ck_assert(!library_name_is_valid(BYTES_LIT("")));
    ck_assert(!library_name_is_valid(BYTES_LIT("a-b")));
    ck_assert(!library_name_is_valid(BYTES_LIT("a\0b")));
    ck_assert(!library_name_is_valid(BYTES_LIT("\xc3\xa4")));
    for (unsigned c = 0; c < 256; c++) {
        uint8_t byte = (uint8_t)c;
        bool ok = c < 128 && (isalnum((int)c) || c == '_');

        HOLDS(library_name_is_valid(bytes_make(&byte, 1)) == ok);
    }
}
END_TEST

/* ---- Random changes against a naive model ---------------------------------------------------------- */

enum { NAMES = 12, FUNCTIONS = 40, STEPS = 3000 };

/* The library that has each function, or -1; and which libraries there are. */
struct model {
    int owner[FUNCTIONS];
    bool there[NAMES];
};

static struct rng rng;

static unsigned below(unsigned n)
{
    return (unsigned)rng_below(&rng, n);
}

static const char *name(const char *prefix, unsigned i)
{
    static char text[32];

    snprintf(text, sizeof text, "%s%u", prefix, i);
    return text;
}

static void check_model(const struct library_set *s, const struct model *m)
{
    size_t libraries = 0, functions = 0;

    library_set_check(s);
    for (unsigned i = 0; i < NAMES; i++) {
        libraries += m->there[i];
        HOLDS((library_find(s, bytes_str(name("lib", i))) != NULL) == m->there[i]);
    }
    for (unsigned f = 0; f < FUNCTIONS; f++) {
        char is[64];

        functions += m->owner[f] >= 0;
        snprintf(is, sizeof is, "%s", owner(s, name("F", f)));
        HOLDS(strcmp(is, m->owner[f] < 0 ? "" : name("lib", (unsigned)m->owner[f])) == 0);
    }
    HOLDS(library_set_count(s) == libraries);
    HOLDS(library_set_function_count(s) == functions);
}

/* A few libraries at random, in other and in the model. */
static struct model make_other(void)
{
    struct model m = { 0 };

    for (unsigned f = 0; f < FUNCTIONS; f++)
        m.owner[f] = -1;
    for (unsigned n = below(3) + 1; n > 0; n--) {
        unsigned at = below(NAMES);
        struct library *l;

        if (m.there[at])
            continue;
        m.there[at] = true;
        l = add(other, name("lib", at));
        for (unsigned i = below(5); i > 0; i--) {
            unsigned f = below(FUNCTIONS);

            HOLDS(define(other, l, name("f", f)) == (m.owner[f] < 0));
            if (m.owner[f] < 0)
                m.owner[f] = (int)at;
        }
    }
    return m;
}

static bool model_fits(const struct model *m, const struct model *from, bool replace)
{
    for (unsigned i = 0; i < NAMES; i++)
        if (!replace && m->there[i] && from->there[i])
            return false;
    for (unsigned f = 0; f < FUNCTIONS; f++)
        if (from->owner[f] >= 0 && m->owner[f] >= 0 && !from->there[m->owner[f]])
            return false;
    return true;
}

static void model_join(struct model *m, const struct model *from)
{
    for (unsigned f = 0; f < FUNCTIONS; f++) {
        if (m->owner[f] >= 0 && from->there[m->owner[f]])
            m->owner[f] = -1;
        if (from->owner[f] >= 0)
            m->owner[f] = from->owner[f];
    }
    for (unsigned i = 0; i < NAMES; i++)
        m->there[i] |= from->there[i];
}

static void model_remove(struct model *m, unsigned at)
{
    m->there[at] = false;
    for (unsigned f = 0; f < FUNCTIONS; f++)
        if (m->owner[f] == (int)at)
            m->owner[f] = -1;
}

START_TEST(it_agrees_with_the_model)
{
    struct model m = { 0 };

    rng_seed(&rng, (uint64_t)_i);
    for (unsigned f = 0; f < FUNCTIONS; f++)
        m.owner[f] = -1;
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned at = below(NAMES);
        bool replace = below(4) > 0, fits;
        struct model from;

        if (below(5) == 0 && m.there[at]) {
            library_remove(set, library_find(set, bytes_str(name("lib", at))));
            model_remove(&m, at);
        }
        from = make_other();
        fits = refusal(replace)[0] == '\0';
        HOLDS(fits == model_fits(&m, &from, replace));
        if (fits) {
            library_set_join(set, other);
            library_set_check(other);
            model_join(&m, &from);
        }
        library_set_free(other);
        other = library_set_new(drop, NULL);
        check_model(set, &m);
        HOLDS(held_count == library_set_function_count(set));
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("library");
    TCase *tc = tcase_create("library");
    SRunner *sr;
    int failed;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, a_function_is_found_by_its_name_in_any_case);
    tcase_add_test(tc, a_description_may_be_empty_or_absent);
    tcase_add_test(tc, long_names_that_begin_alike_are_told_apart);
    tcase_add_test(tc, names_of_libraries_keep_their_case_and_order);
    tcase_add_test(tc, a_function_name_is_there_once_in_a_set);
    tcase_add_test(tc, a_library_goes_with_its_functions);
    tcase_add_test(tc, libraries_of_other_names_join);
    tcase_add_test(tc, a_library_of_the_same_name_stands_in_the_way_or_is_replaced);
    tcase_add_test(tc, a_function_of_a_library_that_stays_stands_in_the_way);
    tcase_add_test(tc, a_function_may_move_from_a_library_that_is_replaced);
    tcase_add_test(tc, names_are_letters_digits_and_underscores);
    tcase_add_loop_test(tc, it_agrees_with_the_model, 1, 3);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
