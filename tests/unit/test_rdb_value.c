#include "obj/rdb_value.h"

#include <check.h>
#include <stdio.h>
#include "base/clock.h"
#include "base/hash.h"
#include "ds/listpack.h"
#include "rdb_fixture.h"

static struct buf out;
static struct value v;

static void setup(void)
{
    rdb_test_setup();
    buf_init(&out, BUF_UNLIMITED);
}

static void teardown(void)
{
    value_free(&v);
    buf_fini(&out);
    rdb_test_teardown();
}

/* The value is written as these bytes. */
static void assert_written(enum rdb_type type, struct bytes expected)
{
    ck_assert_uint_eq(rdb_type_of(&v), type);
    rdb_put_value(&out, &v);
    ck_assert_uint_eq(out.len, expected.len);
    ck_assert_mem_eq(out.ptr, expected.ptr, expected.len);
}

/* ---- As redis-server 7.0.15 writes them ---------------------------------------------------------- */

START_TEST(a_small_hash)
{
    v = value_empty(OBJ_HASH);
    rdb_test_put(&v, BYTES_LIT("name"), BYTES_LIT("kvd"), VALUE_NEVER);
    rdb_test_put(&v, BYTES_LIT("n"), BYTES_LIT("-129"), VALUE_NEVER);
    rdb_test_put(&v, BYTES_LIT(""), BYTES_LIT("empty"), VALUE_NEVER);
    assert_written(RDB_HASH_LISTPACK,
                   BYTES_LIT("!!\x00\x00\x00\x06\x00\x84name\x05\x83kvd\x04\x81n\x02\xdf\x7f\x02"
                             "\x80\x01\x85"
                             "empty\x06\xff"));
}
END_TEST

START_TEST(a_large_hash)
{
    uint8_t xs[65];

    memset(xs, 'x', sizeof xs);
    v = value_empty(OBJ_HASH);
    rdb_test_put(&v, BYTES_LIT("f"), bytes_make(xs, sizeof xs), VALUE_NEVER);
    assert_written(RDB_HASH, BYTES_LIT("\x01\x01"
                                       "f\xc3\x09@A\x01xx\xe0"
                                       "4\x00\x01xx"));
}
END_TEST

START_TEST(a_small_set)
{
    v = value_empty(OBJ_SET);
    set_add(&v, BYTES_LIT("hello"));
    set_add(&v, BYTES_LIT("a"));
    set_add(&v, BYTES_LIT("1"));
    assert_written(RDB_SET, BYTES_LIT("\x03\x05hello\x01"
                                      "a\xc0\x01"));
}
END_TEST

START_TEST(a_set_of_integers)
{
    v = value_empty(OBJ_SET);
    set_add(&v, BYTES_LIT("1"));
    set_add(&v, BYTES_LIT("-5"));
    set_add(&v, BYTES_LIT("70000"));
    assert_written(RDB_SET_INTSET, BYTES_LIT("\x14\x04\x00\x00\x00\x03\x00\x00\x00\xfb\xff\xff\xff"
                                             "\x01\x00\x00\x00p\x11\x01\x00"));
}
END_TEST

START_TEST(a_small_sorted_set)
{
    v = value_empty(OBJ_ZSET);
    rdb_test_score(&v, BYTES_LIT("b"), 3);
    rdb_test_score(&v, BYTES_LIT("a"), 1.5);
    rdb_test_score(&v, BYTES_LIT("low"), -1.0 / 0.0);
    assert_written(RDB_ZSET_LISTPACK,
                   BYTES_LIT("\x1f\x1f\x00\x00\x00\x06\x00\x83low\x04\x84-inf\x05\x81"
                             "a\x02\x83"
                             "1.5\x04\x81"
                             "b\x02\x03\x01\xff"));
}
END_TEST

START_TEST(a_large_sorted_set)
{
    uint8_t ys[65];

    memset(ys, 'y', sizeof ys);
    v = value_empty(OBJ_ZSET);
    rdb_test_score(&v, bytes_make(ys, sizeof ys), 1.5);
    assert_written(RDB_ZSET, BYTES_LIT("\x01\xc3\x09@A\x01yy\xe0"
                                       "4\x00\x01yy\x00\x00\x00\x00\x00\x00\xf8?"));
}
END_TEST

START_TEST(a_short_list)
{
    v = value_empty(OBJ_LIST);
    rdb_test_push(&v, BYTES_LIT("a"));
    rdb_test_push(&v, BYTES_LIT("12"));
    rdb_test_push(&v, BYTES_LIT(""));
    rdb_test_push(&v, BYTES_LIT("a"));
    rdb_test_push(&v, BYTES_LIT("-70000"));
    assert_written(RDB_LIST_NODES, BYTES_LIT("\x01\x02\x16\x16\x00\x00\x00\x05\x00\x81"
                                             "a\x02\x0c\x01\x80\x01\x81"
                                             "a\x02\xf2\x90\xee\xfe\x04\xff"));
}
END_TEST

/* ---- What 7.0 does not write --------------------------------------------------------------------- */

START_TEST(a_field_with_a_deadline)
{
    v = value_empty(OBJ_HASH);
    rdb_test_put(&v, BYTES_LIT("f"), BYTES_LIT("v"), 1000);
    assert_written(RDB_HASH_DEADLINES, BYTES_LIT("\xe8\x03\x00\x00\x00\x00\x00\x00\x01\x01\x01"
                                                 "f\x01v"));
}
END_TEST

START_TEST(deadlines_count_from_the_least)
{
    struct rdb_reader r;

    v = value_empty(OBJ_HASH);
    rdb_test_put(&v, BYTES_LIT("10"), BYTES_LIT(""), 5010);
    rdb_test_put(&v, BYTES_LIT("0"), BYTES_LIT(""), 5000);
    rdb_test_put(&v, BYTES_LIT("100000"), BYTES_LIT(""), 105000);
    rdb_test_put(&v, BYTES_LIT("never"), BYTES_LIT(""), VALUE_NEVER);
    rdb_put_value(&out, &v);
    r = rdb_reader(buf_bytes(&out), SIZE_MAX);
    ck_assert_uint_eq(rdb_get_le64(&r), 5000);
    ck_assert_uint_eq(rdb_get_len(&r), 4);
    for (int i = 0; i < 4; i++) {
        uint64_t time = rdb_get_len(&r);
        struct item field = rdb_get_string(&r, NULL);

        if (item_is_int(&field))
            ck_assert_int_eq((int64_t)time, field.number + 1);
        else
            ck_assert_uint_eq(time, 0);
        rdb_get_string(&r, NULL);
    }
    ck_assert(!r.failed);
    ck_assert_uint_eq(r.left.len, 0);
}
END_TEST

START_TEST(versions_are_the_oldest_that_will_do)
{
    ck_assert_uint_eq(rdb_version_of(RDB_STRING), 10);
    ck_assert_uint_eq(rdb_version_of(RDB_SET), 10);
    ck_assert_uint_eq(rdb_version_of(RDB_LIST_NODES), 10);
    ck_assert_uint_eq(rdb_version_of(RDB_HASH_DEADLINES), 12);
    v = value_empty(OBJ_HASH);
    rdb_test_put(&v, BYTES_LIT("f"), BYTES_LIT("v"), 1000);
    rdb_test_put(&v, BYTES_LIT("f"), BYTES_LIT("v"), VALUE_NEVER);
    ck_assert_uint_eq(rdb_type_of(&v), RDB_HASH);
}
END_TEST

/* ---- In steps ------------------------------------------------------------------------------------ */

/* In steps of so many elements the same bytes are written; returns how many steps. */
static unsigned steps_of(size_t most)
{
    struct buf whole;
    struct rdb_saver s = rdb_saver(&v);
    unsigned steps = 1;

    buf_init(&whole, BUF_UNLIMITED);
    rdb_put_value(&whole, &v);
    buf_clear(&out);
    while (!rdb_saver_step(&s, &out, most))
        steps++;
    ck_assert(bytes_eq(buf_bytes(&out), buf_bytes(&whole)));
    buf_fini(&whole);
    return steps;
}

START_TEST(steps_write_what_is_written_at_once)
{
    enum { COUNT = 2000 };
    static const enum obj_type types[] = { OBJ_LIST, OBJ_SET, OBJ_ZSET, OBJ_HASH };
    char text[32];

    for (unsigned t = 0; t < sizeof types / sizeof *types; t++) {
        v = value_empty(types[t]);
        for (int i = 0; i < COUNT; i++) {
            struct bytes word = bytes_make(text, (size_t)sprintf(text, "an element %d", i));

            if (types[t] == OBJ_LIST)
                rdb_test_push(&v, word);
            else if (types[t] == OBJ_SET)
                set_add(&v, word);
            else if (types[t] == OBJ_ZSET)
                rdb_test_score(&v, word, i % 10);
            else
                rdb_test_put(&v, word, word, i % 2 ? VALUE_NEVER : 1000 + i);
        }
        ck_assert_uint_ge(steps_of(1), 3);
        ck_assert_uint_ge(steps_of(64), 3);
        ck_assert_uint_le(steps_of(SIZE_MAX), 2);
        value_free(&v);
    }
    v = value_empty(OBJ_LIST);
    rdb_test_push(&v, BYTES_LIT("short"));
    ck_assert_uint_eq(steps_of(1), 1);
}
END_TEST

/* Long elements end a step early: the caller looks at the clock in between. */
START_TEST(a_step_is_bounded_by_its_bytes)
{
    static uint8_t noise[20000];

    v = value_empty(OBJ_LIST);
    for (unsigned i = 0; i < sizeof noise; i++)
        noise[i] = (uint8_t)(i * i >> 7);
    for (int i = 0; i < 50; i++)
        rdb_test_push(&v, bytes_make(noise, sizeof noise - (size_t)i));
    ck_assert_uint_gt(steps_of(SIZE_MAX), 5);
}
END_TEST

/* ---- Nodes --------------------------------------------------------------------------------------- */

START_TEST(a_long_list_is_written_in_nodes)
{
    enum { COUNT = 100000 };
    struct buf scratch;
    struct rdb_reader r;
    int64_t next = 0;

    buf_init(&scratch, BUF_UNLIMITED);
    v = value_empty(OBJ_LIST);
    for (int64_t i = 0; i < COUNT; i++) {
        struct item it = item_of_int(i);

        list_push(&v, LIST_TAIL, &it);
    }
    rdb_put_value(&out, &v);
    r = rdb_reader(buf_bytes(&out), SIZE_MAX);
    for (uint64_t nodes = rdb_get_len(&r); nodes > 0; nodes--) {
        struct bytes lp;

        ck_assert_uint_eq(rdb_get_len(&r), RDB_NODE_PACKED);
        lp = rdb_get_bytes(&r, &scratch);
        ck_assert(lp_validate(lp));
        ck_assert_uint_le(lp.len, 8192);
        if (nodes > 1)
            ck_assert_uint_gt(lp.len, 7000);
        for (size_t pos = lp_first(lp.ptr); pos != 0;)
            ck_assert_int_eq(lp_take(lp.ptr, &pos).number, next++);
    }
    ck_assert_int_eq(next, COUNT);
    ck_assert(!r.failed);
    ck_assert_uint_eq(r.left.len, 0);
    buf_fini(&scratch);
}
END_TEST

START_TEST(a_big_element_is_a_node_of_its_own)
{
    enum { BIG = 10000 };
    uint8_t *zeros = mem_zalloc(BIG);
    struct buf scratch;
    struct rdb_reader r;

    buf_init(&scratch, BUF_UNLIMITED);
    v = value_empty(OBJ_LIST);
    rdb_test_push(&v, BYTES_LIT("before"));
    rdb_test_push(&v, bytes_make(zeros, BIG));
    rdb_test_push(&v, BYTES_LIT("after"));
    rdb_put_value(&out, &v);
    r = rdb_reader(buf_bytes(&out), SIZE_MAX);
    ck_assert_uint_eq(rdb_get_len(&r), 3);
    ck_assert_uint_eq(rdb_get_len(&r), RDB_NODE_PACKED);
    rdb_get_bytes(&r, &scratch);
    ck_assert_uint_eq(rdb_get_len(&r), RDB_NODE_PLAIN);
    ck_assert(bytes_eq(rdb_get_bytes(&r, &scratch), bytes_make(zeros, BIG)));
    ck_assert_uint_eq(rdb_get_len(&r), RDB_NODE_PACKED);
    rdb_get_bytes(&r, &scratch);
    ck_assert(!r.failed);
    ck_assert_uint_eq(r.left.len, 0);
    mem_free(zeros);
    buf_fini(&scratch);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("rdb_value");
    TCase *t = tcase_create("all");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    hash_seed_random();
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, a_small_hash);
    tcase_add_test(t, a_large_hash);
    tcase_add_test(t, a_small_set);
    tcase_add_test(t, a_set_of_integers);
    tcase_add_test(t, a_small_sorted_set);
    tcase_add_test(t, a_large_sorted_set);
    tcase_add_test(t, a_short_list);
    tcase_add_test(t, a_field_with_a_deadline);
    tcase_add_test(t, deadlines_count_from_the_least);
    tcase_add_test(t, versions_are_the_oldest_that_will_do);
    tcase_add_test(t, steps_write_what_is_written_at_once);
    tcase_add_test(t, a_step_is_bounded_by_its_bytes);
    tcase_add_test(t, a_long_list_is_written_in_nodes);
    tcase_add_test(t, a_big_element_is_a_node_of_its_own);
    suite_add_tcase(s, t);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
