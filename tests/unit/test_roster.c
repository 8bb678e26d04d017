#include "ds/roster.h"

#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <stdio.h>
#include <stdlib.h>

/* As ck_assert, for inner loops: ck_assert notes its place in a pipe each time, even when it holds. */
#define HOLDS(cond)                                                                                \
    do {                                                                                           \
        if (!(cond))                                                                               \
            ck_abort_msg("%s", #cond);                                                             \
    } while (0)

struct thing {
    struct roster_name *name;
    int number;
};

static struct roster r;

static void free_thing(void *thing)
{
    mem_free(thing);
}

static void teardown(void)
{
    roster_check(&r);
    roster_fini(&r, free_thing);
    ck_assert_uint_eq(roster_bytes(&r), 0);
}

static struct thing *add(const char *name)
{
    struct thing *t = mem_zalloc(sizeof *t);

    roster_add(&r, t, bytes_str(name));
    return t;
}

static void drop(struct thing *t)
{
    roster_remove(&r, t);
    ck_assert_ptr_null(t->name);
    mem_free(t);
}

START_TEST(things_are_in_order_of_their_names)
{
    static const char *const ordered[] = { "", "B", "a", "aa", "ab", "b" };

    add("b");
    add("");
    add("ab");
    add("a");
    add("B");
    add("aa");
    ck_assert_uint_eq(r.count, 6);
    for (size_t i = 0; i < 6; i++) {
        const struct thing *t = r.items[i];

        ck_assert(bytes_eq(roster_text(t->name), bytes_str(ordered[i])));
        ck_assert_ptr_eq(roster_find(&r, bytes_str(ordered[i])), t);
    }
    ck_assert_ptr_null(roster_find(&r, bytes_str("aaa")));
    ck_assert_ptr_null(roster_find(&r, bytes_str("c")));
}
END_TEST

START_TEST(a_name_may_hold_any_byte)
{
    struct thing *t = mem_zalloc(sizeof *t);

    roster_add(&r, t, bytes_make("a\0b", 3));
    ck_assert_ptr_null(roster_find(&r, bytes_str("a")));
    ck_assert_ptr_eq(roster_find(&r, bytes_make("a\0b", 3)), t);
}
END_TEST

START_TEST(what_is_removed_is_gone)
{
    struct thing *a = add("a"), *b = add("b");

    drop(a);
    ck_assert_ptr_null(roster_find(&r, bytes_str("a")));
    ck_assert_ptr_eq(roster_find(&r, bytes_str("b")), b);
    drop(b);
    ck_assert_uint_eq(roster_bytes(&r), 0);
}
END_TEST

START_TEST(rosters_join)
{
    enum { NAMES = 40, ROUNDS = 500 };
    struct rng rng;

    rng_seed(&rng, 7);
    for (int round = 0; round < ROUNDS; round++) {
        size_t both = 0, either = 0;
        struct thing *own[NAMES] = { 0 }, *others[NAMES] = { 0 };
        struct roster other = { 0 };
        char name[16];

        for (int n = 0; n < NAMES; n++) {
            snprintf(name, sizeof name, "%d", n);
            if (rng_below(&rng, (uint64_t)round % 4 + 1) == 0)
                own[n] = add(name);
            if (rng_below(&rng, (uint64_t)round % 7 + 1) == 0) {
                others[n] = mem_zalloc(sizeof *others[n]);
                roster_add(&other, others[n], bytes_str(name));
            }
            both += own[n] != NULL && others[n] != NULL;
            either += own[n] != NULL || others[n] != NULL;
        }
        roster_join(&r, &other);
        roster_check(&r);
        roster_check(&other);
        HOLDS(r.count == either && other.count == both);
        for (int n = 0; n < NAMES; n++) {
            snprintf(name, sizeof name, "%d", n);
            HOLDS(roster_find(&r, bytes_str(name)) == (others[n] ? others[n] : own[n]));
            HOLDS(roster_find(&other, bytes_str(name)) == (others[n] ? own[n] : NULL));
        }
        roster_fini(&r, free_thing);
        roster_fini(&other, free_thing);
        HOLDS(roster_bytes(&other) == 0);
    }
}
END_TEST

/* Against an array of what is there. */
START_TEST(it_agrees_with_a_model)
{
    enum { NAMES = 300, OPS = 100 * 1000 };
    static struct thing *model[NAMES];
    size_t count = 0;
    struct rng rng;

    rng_seed(&rng, 3);
    for (int i = 0; i < OPS; i++) {
        size_t n = rng_below(&rng, NAMES);
        char name[16];

        snprintf(name, sizeof name, "%zx", n * 7919 % 1000);
        HOLDS(roster_find(&r, bytes_str(name)) == model[n]);
        if (model[n] == NULL) {
            model[n] = add(name);
            count++;
        } else if (rng_below(&rng, 2)) {
            drop(model[n]);
            model[n] = NULL;
            count--;
        }
        HOLDS(r.count == count);
        if (i % 1000 == 0)
            roster_check(&r);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("roster");
    TCase *plain = tcase_create("plain");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    tcase_add_checked_fixture(plain, NULL, teardown);
    tcase_add_test(plain, things_are_in_order_of_their_names);
    tcase_add_test(plain, a_name_may_hold_any_byte);
    tcase_add_test(plain, what_is_removed_is_gone);
    tcase_add_test(plain, rosters_join);
    tcase_add_test(plain, it_agrees_with_a_model);
    suite_add_tcase(s, plain);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
