#include "cmd/sort_pattern.h"

#include "base/clock.h"
#include "base/mem.h"
#include "obj/hash.h"

#include <check.h>
#include <stdlib.h>

static struct store *st;
static struct db *db;
static struct buf scratch;

static void setup(void)
{
    st = store_new(1, INT64_C(1700000000000));
    db = store_db(st, 0);
    buf_init(&scratch, BUF_UNLIMITED);
}

static void teardown(void)
{
    buf_fini(&scratch);
    store_free(st);
}

static void put(const char *key, const char *value, int64_t ttl_ms)
{
    store_put_string(db, key_of(bytes_str(key)), bytes_str(value),
                     ttl_ms ? store_now_ms(st) + ttl_ms : EXPIRE_NEVER);
}

static void put_field(const char *key, const char *field, const char *value)
{
    struct hash_ref ref = hash_ref(bytes_str(field));
    struct edit ed;

    store_edit(db, key_of(bytes_str(key)), OBJ_HASH, &ed);
    hash_find(&ed.value, &ref);
    hash_put(&ed.value, &ref, bytes_str(value), VALUE_NEVER);
    store_commit(&ed);
}

/* What the pattern finds for the element, or "nothing". */
static const char *find(const char *pattern, const char *element)
{
    static char text[64];
    struct sort_pattern p = sort_pattern_of(bytes_str(pattern));
    char number[NUM_INT_MAX];
    struct sort_found found;
    struct bytes got;

    if (!sort_pattern_find(&p, db, bytes_str(element), &scratch, &found))
        return "nothing";
    got = item_text(&found.item, number);
    ck_assert_uint_lt(got.len, sizeof text);
    memcpy(text, got.ptr, got.len);
    text[got.len] = '\0';
    return text;
}

START_TEST(a_string_at_another_key)
{
    put("w_1", "one", 0);
    put("w_2", "2", 0);
    put("1", "bare", 0);
    put("w_1_x", "both sides", 0);
    put("w_", "of nothing", 0);
    ck_assert_str_eq(find("w_*", "1"), "one");
    ck_assert_str_eq(find("w_*", "2"), "2");
    ck_assert_str_eq(find("w_*", "3"), "nothing");
    ck_assert_str_eq(find("*", "1"), "bare");
    ck_assert_str_eq(find("w_*_x", "1"), "both sides");
    ck_assert_str_eq(find("w_*", ""), "of nothing");
}
END_TEST

START_TEST(a_field_of_a_hash)
{
    put_field("h_1", "f", "field");
    put_field("h_1", "g->f", "arrow");
    put_field("h_1->x", "f", "behind");
    put("s_1", "string", 0);
    ck_assert_str_eq(find("h_*->f", "1"), "field");
    ck_assert_str_eq(find("h_*->g->f", "1"), "arrow");
    ck_assert_str_eq(find("h_*->none", "1"), "nothing");
    ck_assert_str_eq(find("h_*->f", "2"), "nothing");
    ck_assert_str_eq(find("h_*", "1"), "nothing");
    ck_assert_str_eq(find("s_*->f", "1"), "nothing");
}
END_TEST

/* Only the first star stands for the element, only an arrow behind it with a field is one. */
START_TEST(what_looks_like_a_sign_and_is_none)
{
    put("a*1*", "star", 0);
    put("1b*", "second star", 0);
    put("a->1", "before", 0);
    put("h_1->", "no field", 0);
    put_field("h_1", "*", "star");
    ck_assert_str_eq(find("*b*", "1"), "second star");
    ck_assert_str_eq(find("a->*", "1"), "before");
    ck_assert_str_eq(find("h_*->", "1"), "no field");
    ck_assert_str_eq(find("h_*->*", "1"), "star");
    ck_assert_str_eq(find("*->", "1"), "nothing");
}
END_TEST

START_TEST(the_element_itself_and_nothing)
{
    put("plain", "x", 0);
    put("#1", "hash sign", 0);
    ck_assert_str_eq(find("#", "1"), "1");
    ck_assert_str_eq(find("#*", "1"), "hash sign");
    ck_assert_str_eq(find("plain", "1"), "nothing");
    ck_assert_str_eq(find("", "1"), "nothing");
    ck_assert_str_eq(find("##", "1"), "nothing");
}
END_TEST

START_TEST(an_expired_key_is_not_there)
{
    put("w_1", "one", 10);
    ck_assert_str_eq(find("w_*", "1"), "one");
    store_advance(st, store_now_ms(st) + 10);
    ck_assert_str_eq(find("w_*", "1"), "nothing");
}
END_TEST

/* A long string can be sent from where it is. */
START_TEST(the_holder_of_a_long_string_is_told)
{
    struct sort_pattern p = sort_pattern_of(BYTES_LIT("w_*"));
    struct sort_found found;
    char text[1000];

    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    put("w_1", text, 0);
    ck_assert(sort_pattern_find(&p, db, BYTES_LIT("1"), &scratch, &found));
    ck_assert_ptr_nonnull(found.blob);
    ck_assert_ptr_eq(found.item.ptr, found.blob->data);
    put("w_1", "short", 0);
    ck_assert(sort_pattern_find(&p, db, BYTES_LIT("1"), &scratch, &found));
    ck_assert_ptr_null(found.blob);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("sort_pattern");
    TCase *tc = tcase_create("sort_pattern");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_string_at_another_key);
    tcase_add_test(tc, a_field_of_a_hash);
    tcase_add_test(tc, what_looks_like_a_sign_and_is_none);
    tcase_add_test(tc, the_element_itself_and_nothing);
    tcase_add_test(tc, an_expired_key_is_not_there);
    tcase_add_test(tc, the_holder_of_a_long_string_is_told);
    suite_add_tcase(s, tc);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
