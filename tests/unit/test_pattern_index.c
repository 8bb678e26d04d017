/* Unit tests of server/pattern_index, with topics that are nobody's. */
#include "server/pattern_index.h"

#include "base/glob.h"
#include "base/mem.h"
#include "base/rand.h"
#include "server/subscription.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

enum { TOPICS = 200, NAME_MAX_LEN = 40 };

static struct topic topics[TOPICS];
static char names[TOPICS][NAME_MAX_LEN + 1];
static bool there[TOPICS];
static unsigned visited[TOPICS], visits;

static void setup(void)
{
    pattern_index_init();
    memset(there, 0, sizeof there);
}

static void teardown(void)
{
    for (unsigned i = 0; i < TOPICS; i++)
        if (there[i])
            pattern_index_remove(&topics[i]);
    pattern_index_fini();
}

static void put(unsigned i, const char *name)
{
    strcpy(names[i], name);
    topics[i] = (struct topic){ .name = bytes_str(names[i]), .kind = TOPIC_PATTERN };
    pattern_index_add(&topics[i]);
    there[i] = true;
}

static void visit(void *ctx, struct topic *t)
{
    (void)ctx;
    visited[t - topics]++;
    visits++;
}

static unsigned search(const char *channel)
{
    memset(visited, 0, sizeof visited);
    visits = 0;
    pattern_index_search(bytes_str(channel), visit, NULL);
    return visits;
}

START_TEST(only_patterns_that_begin_alike_are_visited)
{
    put(0, "*");
    put(1, "user:*");
    put(2, "user:7:*");
    put(3, "user:?:x");
    put(4, "order:*");
    put(5, "user:7:x");
    put(6, "user\\:7");
    ck_assert_uint_eq(search("user:7:x"), 6);
    ck_assert_uint_eq(visited[4], 0);
    ck_assert_uint_eq(search("user"), 2); /* the escaped one begins with it */
    ck_assert_uint_eq(search(""), 1);
}
END_TEST

START_TEST(long_beginnings_are_told_apart_by_the_pattern)
{
    put(0, "a-beginning-of-more-than-32-bytes-1*");
    put(1, "a-beginning-of-more-than-32-bytes-2*");
    ck_assert_uint_eq(search("a-beginning-of-more-than-32-bytes-1"), 2);
    ck_assert_uint_eq(search("a-beginning-of-more-than-32-byt"), 0);
}
END_TEST

static void random_name(struct rng *rng, const char *letters, char *name)
{
    size_t len = rng_below(rng, rng_below(rng, 4) ? 5 : NAME_MAX_LEN), of = strlen(letters);

    for (size_t i = 0; i < len; i++)
        name[i] = letters[rng_below(rng, of)];
    name[len] = '\0';
}

/* Whatever matches is visited, and once. */
START_TEST(no_match_is_missed)
{
    struct rng rng;
    char name[NAME_MAX_LEN + 1];

    rng_seed(&rng, (uint64_t)_i);
    for (unsigned step = 0; step < 4000; step++) {
        unsigned i = (unsigned)rng_below(&rng, TOPICS);

        if (there[i]) {
            pattern_index_remove(&topics[i]);
            there[i] = false;
        } else {
            random_name(&rng, "aaab*?[]\\", name);
            put(i, name);
        }
        random_name(&rng, "aaab", name);
        search(name);
        for (i = 0; i < TOPICS; i++) {
            bool matches = there[i] && glob_match(topics[i].name, bytes_str(name));

            if (visited[i] > there[i] || visited[i] < matches)
                ck_abort_msg("%s visits %s %u times", name, names[i], visited[i]);
        }
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("pattern_index");
    TCase *tc = tcase_create("patterns");
    SRunner *sr;
    int failed;

    mem_thread_start();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, only_patterns_that_begin_alike_are_visited);
    tcase_add_test(tc, long_beginnings_are_told_apart_by_the_pattern);
    tcase_add_loop_test(tc, no_match_is_missed, 1, 4);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
