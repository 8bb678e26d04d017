/* hash: random picks and scans. */
#include "obj/hash.h"

#include "obj_hash_fixture.h"

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

int main(void)
{
    Suite *s = suite_create("obj_hash_picks");
    TCase *random = tcase_create("random");

    tcase_add_checked_fixture(random, setup, teardown);
    tcase_set_timeout(random, 60);
    tcase_add_loop_test(random, picks_are_fair, 0, 2);
    tcase_add_loop_test(random, samples_are_fair_and_have_no_field_twice, 0, 2);
    tcase_add_loop_test(random, a_sample_of_all_is_all, 0, 2);
    tcase_add_test(random, a_sample_of_a_large_hash_has_no_field_twice);
    tcase_add_loop_test(random, picks_stop_when_asked, 0, 2);
    tcase_add_loop_test(random, a_scan_shows_all, 0, 2);
    suite_add_tcase(s, random);

    return run_suite(s);
}
