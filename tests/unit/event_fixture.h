/*
 * event_fixture -- what the tests of commands' events share: handlers run without a client, the events
 * that they tell of, and their replies.
 */
#ifndef TESTS_EVENT_FIXTURE_H
#define TESTS_EVENT_FIXTURE_H

#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "server/call.h"

#include <check.h>
#include <stdlib.h>

static const int64_t NOW_MS = INT64_C(1700000000000);

static struct store *st;
static struct option_set *options;
static struct buf events, reply;
static const struct command *const *families; /* up to NULL */

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

/* For the setup of a test: the commands under test, and their options. */
static void begin(const struct command *const *rows, const struct option *option_rows)
{
    families = rows;
    options = option_set_new();
    option_set_add(options, option_rows);
    st = store_new(1, NOW_MS);
    call_init(st);
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
    for (unsigned i = 0; families[i] != NULL; i++)
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

/* Runs the tests of the case; returns what main() does. */
static int run(Suite *s, TCase *t, void (*setup)(void))
{
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    call_on_changed(note, NULL);
    tcase_add_checked_fixture(t, setup, teardown);
    suite_add_tcase(s, t);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#endif
