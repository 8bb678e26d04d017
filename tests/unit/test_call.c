#include "server/call.h"

#include "base/clock.h"
#include "base/mem.h"

#include <check.h>
#include <math.h>
#include <stdlib.h>

static struct store *st;
static struct bytes argv[16];
static struct call call;

static void setup(void)
{
    st = store_new(2, INT64_C(1700000000000));
}

static void teardown(void)
{
    store_free(st);
}

/* A request of these words (NULL ends them), its cursor behind the name. */
static struct call *request(const char *const *words)
{
    unsigned argc = 0;

    for (; words[argc]; argc++)
        argv[argc] = bytes_str(words[argc]);
    call =
        (struct call){ .store = st, .db = store_db(st, 0), .argv = argv, .argc = argc, .next = 1 };
    return &call;
}

#define REQUEST(...) request((const char *const[]){ "cmd", __VA_ARGS__, NULL })

static void assert_is(struct bytes b, const char *text)
{
    ck_assert(bytes_eq(b, bytes_str(text)));
}

/* ---- The cursor ------------------------------------------------------------------------------------ */

START_TEST(arguments_come_in_order)
{
    struct call *c = REQUEST("one", "", "three");

    ck_assert_uint_eq(args_left(c), 3);
    assert_is(arg_peek(c), "one");
    assert_is(arg_bytes(c), "one");
    assert_is(arg_bytes(c), "");
    ck_assert_uint_eq(args_left(c), 1);
    assert_is(arg_bytes(c), "three");
    ck_assert_uint_eq(args_left(c), 0);
    ck_assert_int_eq(args_end(c), KV_OK);
}
END_TEST

START_TEST(what_is_left_over_is_a_syntax_error)
{
    struct call *c = REQUEST("one", "two");

    arg_bytes(c);
    ck_assert_int_eq(args_end(c), KV_SYNTAX);
    ck_assert_int_eq(c->err, KV_SYNTAX);
}
END_TEST

START_TEST(what_is_missing_is_a_syntax_error)
{
    struct call *c = REQUEST("one");

    arg_bytes(c);
    ck_assert_uint_eq(arg_bytes(c).len, 0);
    ck_assert_uint_eq(args_left(c), 0);
    ck_assert_int_eq(args_end(c), KV_SYNTAX);
    ck_assert_int_eq(arg_int(c), 0);
    ck_assert_uint_eq(arg_key(c).name.len, 0);
    ck_assert(!arg_word(c, "one"));
}
END_TEST

START_TEST(a_key_comes_with_its_hash)
{
    struct call *c = REQUEST("one", "two");

    ck_assert_uint_eq(arg_key(c).hash, key_of(BYTES_LIT("one")).hash);
    assert_is(arg_key(c).name, "two");
}
END_TEST

START_TEST(a_hash_that_is_known_is_not_worked_out_again)
{
    struct call *c = REQUEST("one", "two", "three");

    c->key_index = 2;
    c->key_hash = 12345;
    ck_assert_uint_eq(arg_key(c).hash, key_of(BYTES_LIT("one")).hash);
    ck_assert_uint_eq(arg_key(c).hash, 12345);
    ck_assert_uint_eq(arg_key(c).hash, key_of(BYTES_LIT("three")).hash);
}
END_TEST

START_TEST(words_match_in_any_case)
{
    struct call *c = REQUEST("NX", "gEt", "x");

    ck_assert(!arg_word(c, "xx"));
    ck_assert(!arg_word(c, "n"));
    ck_assert(!arg_word(c, "nxx"));
    ck_assert(arg_word(c, "nx"));
    ck_assert(arg_word(c, "get"));
    ck_assert_uint_eq(args_left(c), 1);
    ck_assert_int_eq(c->err, KV_OK);
}
END_TEST

START_TEST(a_big_argument_is_given_once)
{
    struct call *c = REQUEST("key", "value");
    struct blob *big = blob_dup(BYTES_LIT("value"));

    ck_assert_ptr_null(call_take_big(c, 2));
    c->big = big;
    c->big_index = 2;
    ck_assert_ptr_null(call_take_big(c, 1));
    ck_assert_ptr_eq(call_take_big(c, 2), big);
    ck_assert_ptr_null(call_take_big(c, 2));
    ck_assert_ptr_null(c->big);
    blob_unref(big);
}
END_TEST

/* ---- Numbers --------------------------------------------------------------------------------------- */

START_TEST(integers_are_read_strictly)
{
    static const char *const refused[] = { "",    "+1",  "01",
                                           "-0",  " 1",  "1 ",
                                           "1.0", "0x1", "9223372036854775808" };
    struct call *c = REQUEST("0", "-7", "9223372036854775807", "-9223372036854775808");

    ck_assert_int_eq(arg_int(c), 0);
    ck_assert_int_eq(arg_int(c), -7);
    ck_assert_int_eq(arg_int(c), INT64_MAX);
    ck_assert_int_eq(arg_int(c), INT64_MIN);
    ck_assert_int_eq(args_end(c), KV_OK);
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        c = REQUEST(refused[i]);
        ck_assert_int_eq(arg_int(c), 0);
        ck_assert_int_eq(args_end(c), KV_NOT_INT);
    }
}
END_TEST

START_TEST(ranges_include_both_ends)
{
    struct call *c = REQUEST("1", "10", "5");

    ck_assert_int_eq(arg_int_range(c, 1, 10), 1);
    ck_assert_int_eq(arg_int_range(c, 1, 10), 10);
    ck_assert_int_eq(arg_int_range(c, 1, 10), 5);
    ck_assert_int_eq(args_end(c), KV_OK);
}
END_TEST

START_TEST(outside_a_range_is_an_error_and_a_number_inside_it)
{
    static const char *const refused[] = { "0", "11", "-9223372036854775808" };

    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct call *c = REQUEST(refused[i]);
        int64_t n = arg_int_range(c, 1, 10);

        ck_assert_int_ge(n, 1);
        ck_assert_int_le(n, 10);
        ck_assert_int_eq(args_end(c), KV_RANGE);
    }
    REQUEST("ten");
    arg_int_range(&call, 1, 10);
    ck_assert_int_eq(args_end(&call), KV_NOT_INT);
}
END_TEST

START_TEST(doubles_may_be_infinite_but_numbers)
{
    static const char *const refused[] = { "", "nan", "1.5x", "abc", "1e400" };
    struct call *c = REQUEST("1.5", "-2e3", "+inf", "7");

    ck_assert_double_eq(arg_double(c), 1.5);
    ck_assert_double_eq(arg_double(c), -2000);
    ck_assert(isinf(arg_double(c)));
    ck_assert_double_eq(arg_double(c), 7);
    ck_assert_int_eq(args_end(c), KV_OK);
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        c = REQUEST(refused[i]);
        ck_assert_double_eq(arg_double(c), 0);
        ck_assert_int_eq(args_end(c), KV_NOT_FLOAT);
    }
}
END_TEST

START_TEST(databases_are_named_by_number)
{
    static const struct {
        const char *text;
        enum kv_err err;
    } refused[] = { { "2", KV_DB_RANGE },
                    { "-1", KV_DB_RANGE },
                    { "2147483648", KV_NOT_INT },
                    { "one", KV_NOT_INT } };
    struct call *c = REQUEST("1", "0");

    ck_assert_ptr_eq(arg_db(c), store_db(st, 1));
    ck_assert_ptr_eq(arg_db(c), store_db(st, 0));
    ck_assert_int_eq(args_end(c), KV_OK);
    for (unsigned i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        c = REQUEST(refused[i].text);
        ck_assert_ptr_eq(arg_db(c), c->db);
        ck_assert_int_eq(args_end(c), refused[i].err);
    }
}
END_TEST

/* ---- Errors ---------------------------------------------------------------------------------------- */

START_TEST(the_first_error_stays)
{
    struct call *c = REQUEST("one", "two", "3", "4", "5.5");

    ck_assert_int_eq(arg_int(c), 0);
    ck_assert_int_eq(c->err, KV_NOT_INT);
    arg_double(c);
    arg_fail(c, KV_RANGE, "another text");
    ck_assert_int_eq(args_end(c), KV_NOT_INT);
    ck_assert_ptr_null(c->err_text);
}
END_TEST

START_TEST(numbers_after_an_error_are_zero)
{
    struct call *c = REQUEST("one", "2", "3", "4.5");

    arg_int(c);
    ck_assert_int_eq(arg_int(c), 0);
    ck_assert_double_eq(arg_double(c), 0);
    ck_assert_int_eq(args_end(c), KV_NOT_INT);
}
END_TEST

START_TEST(an_error_may_bring_its_own_text)
{
    struct call *c = REQUEST("-5");

    if (arg_int(c) < 0)
        arg_fail(c, KV_RANGE, "offset is out of range");
    ck_assert_int_eq(args_end(c), KV_RANGE);
    ck_assert_str_eq(c->err_text, "offset is out of range");
}
END_TEST

/* ---- Changes --------------------------------------------------------------------------------------- */

static struct {
    void *ctx;
    unsigned db;
    char key[16];
    const char *event;
} heard[8];
static unsigned heard_count;

static void listen_to(void *ctx, unsigned db, struct bytes key, const char *event)
{
    ck_assert_uint_lt(heard_count, 8);
    heard[heard_count].ctx = ctx;
    heard[heard_count].db = db;
    memcpy(heard[heard_count].key, key.ptr, key.len);
    heard[heard_count++].event = event;
}

START_TEST(without_listeners_a_change_is_only_counted)
{
    struct call *c = REQUEST("key");
    uint64_t dirty = call_dirty;

    ck_assert(!c->changed);
    call_changed(c, argv[1], "set");
    ck_assert(c->changed);
    ck_assert_uint_eq(call_dirty, dirty + 1);
}
END_TEST

START_TEST(every_listener_hears_of_every_change_in_order)
{
    struct call *c = REQUEST("key", "other");
    int first, second;

    call_on_changed(listen_to, &first);
    call_on_changed(listen_to, &second);
    call_changed(c, argv[1], "rename_from");
    call_changed_in(c, store_db(st, 1), argv[2], "rename_to");
    ck_assert_uint_eq(heard_count, 4);
    for (unsigned i = 0; i < 4; i++) {
        ck_assert_ptr_eq(heard[i].ctx, i % 2 ? &second : &first);
        ck_assert_uint_eq(heard[i].db, i / 2);
        ck_assert_str_eq(heard[i].key, i / 2 ? "other" : "key");
        ck_assert_str_eq(heard[i].event, i / 2 ? "rename_to" : "rename_from");
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("call");
    TCase *cursor = tcase_create("cursor"), *numbers = tcase_create("numbers");
    TCase *errors = tcase_create("errors"), *changes = tcase_create("changes");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_checked_fixture(cursor, setup, teardown);
    tcase_add_test(cursor, arguments_come_in_order);
    tcase_add_test(cursor, what_is_left_over_is_a_syntax_error);
    tcase_add_test(cursor, what_is_missing_is_a_syntax_error);
    tcase_add_test(cursor, a_key_comes_with_its_hash);
    tcase_add_test(cursor, a_hash_that_is_known_is_not_worked_out_again);
    tcase_add_test(cursor, words_match_in_any_case);
    tcase_add_test(cursor, a_big_argument_is_given_once);
    suite_add_tcase(s, cursor);

    tcase_add_checked_fixture(numbers, setup, teardown);
    tcase_add_test(numbers, integers_are_read_strictly);
    tcase_add_test(numbers, ranges_include_both_ends);
    tcase_add_test(numbers, outside_a_range_is_an_error_and_a_number_inside_it);
    tcase_add_test(numbers, databases_are_named_by_number);
    tcase_add_test(numbers, doubles_may_be_infinite_but_numbers);
    suite_add_tcase(s, numbers);

    tcase_add_checked_fixture(errors, setup, teardown);
    tcase_add_test(errors, the_first_error_stays);
    tcase_add_test(errors, numbers_after_an_error_are_zero);
    tcase_add_test(errors, an_error_may_bring_its_own_text);
    suite_add_tcase(s, errors);

    tcase_add_checked_fixture(changes, setup, teardown);
    tcase_add_test(changes, without_listeners_a_change_is_only_counted);
    tcase_add_test(changes, every_listener_hears_of_every_change_in_order);
    suite_add_tcase(s, changes);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
