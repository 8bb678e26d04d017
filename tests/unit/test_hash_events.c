#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "obj/hash.h"
#include "server/call.h"

#include <check.h>
#include <stdlib.h>

/* What the commands on hashes tell those who listen: one event per key and kind of change, "del" last,
 * none if nothing has changed. */

static const int64_t NOW_MS = INT64_C(1700000000000);

static struct store *st;
static struct option_set *options;
static struct buf events, reply;

static void note(void *ctx, unsigned db, struct bytes key, const char *event)
{
    (void)ctx;
    (void)db;
    if (events.len > 0)
        buf_add_byte(&events, ' ');
    buf_add_bytes(&events, key);
    buf_add_byte(&events, ':');
    buf_add_str(&events, event);
}

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, hash_options);
    st = store_new(1, NOW_MS);
    buf_init(&events, 1000);
    buf_init(&reply, 10000);
}

static void teardown(void)
{
    store_check(st);
    store_free(st);
    option_set_free(options);
    buf_fini(&events);
    buf_fini(&reply);
}

static const struct command *row_of(struct bytes name)
{
    static const struct command *const families[] = { hash_commands, hash_ttl_commands };

    for (int i = 0; i < 2; i++)
        for (const struct command *row = families[i]; row->name != NULL; row++)
            if (bytes_is_word(name, row->name))
                return row;
    ck_abort_msg("no such command: %.*s", BYTES_ARG(name));
    return NULL;
}

/* The events of a request, which is words with single blanks between them. */
static const char *events_of(const char *request)
{
    struct bytes argv[32];
    struct command_state cmd = { .full_name = "test" };
    struct call c = { .store = st, .db = store_db(st, 0), .cmd = &cmd, .proto = 2 };

    for (const char *p = request; p != NULL;) {
        const char *end = strchr(p, ' ');

        argv[c.argc++] = bytes_make(p, end ? (size_t)(end - p) : strlen(p));
        p = end ? end + 1 : NULL;
    }
    c.argv = argv;
    c.next = 1;
    c.out = &reply;
    buf_clear(&events);
    buf_clear(&reply);
    row_of(argv[0])->handler(&c);
    return buf_cstr(&events);
}

#define EVENTS(request, expected) ck_assert_str_eq(events_of(request), expected)

START_TEST(setting_fields_is_one_event)
{
    EVENTS("hset h a 1 b 2", "h:hset");
    EVENTS("hset h a 1", "h:hset");
    EVENTS("hmset h a 1 c 2", "h:hset");
    EVENTS("hsetnx h d 1", "h:hset");
    EVENTS("hsetnx h d 1", "");
    EVENTS("hincrby h a 1", "h:hincrby");
    EVENTS("hincrbyfloat h a 1.5", "h:hincrbyfloat");
    EVENTS("hincrby h a 1", "");
    EVENTS("hset h a", "");
}
END_TEST

START_TEST(reading_is_none)
{
    EVENTS("hset h a 1 b 2", "h:hset");
    EVENTS("hgetall h", "");
    EVENTS("hrandfield h 2", "");
    EVENTS("hscan h 0", "");
    EVENTS("httl h fields 1 a", "");
    EVENTS("hgetex h fields 1 a", "");
}
END_TEST

START_TEST(the_key_goes_after_its_last_field)
{
    EVENTS("hset h a 1 b 2 c 3 d 4", "h:hset");
    EVENTS("hdel h none", "");
    EVENTS("hdel h a none", "h:hdel");
    EVENTS("hgetdel h fields 1 none", "");
    EVENTS("hgetdel h fields 1 b", "h:hdel");
    EVENTS("hdel h c d", "h:hdel h:del");
    EVENTS("hdel h c", "");
    EVENTS("hset h a 1", "h:hset");
    EVENTS("hgetdel h fields 1 a", "h:hdel h:del");
}
END_TEST

START_TEST(deadlines_are_set_and_removed)
{
    EVENTS("hset h a 1 b 2", "h:hset");
    EVENTS("hexpire h 10 fields 3 a b none", "h:hexpire");
    EVENTS("hexpire h 10 nx fields 1 a", "");
    EVENTS("hexpire none 10 fields 1 a", "");
    EVENTS("hpersist h fields 2 a none", "h:hpersist");
    EVENTS("hpersist h fields 1 a", "");
    EVENTS("hgetex h ex 10 fields 2 a none", "h:hexpire");
    EVENTS("hgetex h ex 10 fields 1 none", "");
    EVENTS("hgetex h persist fields 1 a", "h:hpersist");
    EVENTS("hgetex h persist fields 1 a", "");
    EVENTS("hsetex h fields 1 a 1", "h:hset");
    EVENTS("hsetex h keepttl fields 1 a 1", "h:hset");
    EVENTS("hsetex h ex 10 fields 1 a 1", "h:hset h:hexpire");
    EVENTS("hsetex h fnx ex 10 fields 1 a 1", "");
}
END_TEST

START_TEST(a_deadline_that_has_passed_deletes)
{
    EVENTS("hset h a 1 b 2 c 3 d 4", "h:hset");
    EVENTS("hexpire h 0 xx fields 1 a", "");
    EVENTS("hexpire h 0 fields 1 a", "h:hdel");
    EVENTS("hgetex h pxat 1 fields 2 a b", "h:hdel");
    EVENTS("hsetex h px 0 fields 2 a 1 c 3", "h:hdel");
    EVENTS("hsetex h px 0 fields 1 a 1", "");
    EVENTS("hpexpireat h 1 fields 1 d", "h:hdel h:del");
    EVENTS("hsetex h px 0 fields 1 a 1", "");
}
END_TEST

int main(void)
{
    Suite *s = suite_create("hash_events");
    TCase *t = tcase_create("events");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    call_on_changed(note, NULL);
    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, setting_fields_is_one_event);
    tcase_add_test(t, reading_is_none);
    tcase_add_test(t, the_key_goes_after_its_last_field);
    tcase_add_test(t, deadlines_are_set_and_removed);
    tcase_add_test(t, a_deadline_that_has_passed_deletes);
    suite_add_tcase(s, t);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
