#include "obj/hash.h"

#include "obj_hash_fixture.h"

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

int main(void)
{
    Suite *s = suite_create("obj_hash");
    TCase *one = tcase_create("one field");
    TCase *limit_cases = tcase_create("limits");
    TCase *deadlines = tcase_create("deadlines");
    TCase *value = tcase_create("value");

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

    return run_suite(s);
}
