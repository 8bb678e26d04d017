/* Unit tests of server/keyspace_events: the directive, and changes of the store that no request makes. */
#include "server/keyspace_events.h"

#include "base/mem.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "obj/set.h"
#include "peers.h"

#include <stdio.h>
#include <stdlib.h>

static const char name[] = "notify-keyspace-events";
static struct option_set *options; /* for as long as the program runs */
static int listener, other;

static bool choose(struct bytes letters)
{
    const char *why;

    return option_set_words(options, option_find(options, bytes_str(name)), &letters, 1, &why);
}

static const char *chosen(void)
{
    static struct buf text = { .limit = 4096 };

    buf_clear(&text);
    option_get(option_find(options, bytes_str(name)), &text);
    return buf_cstr(&text);
}

static void setup(void)
{
    peers_setup();
    call_init(st);
    keyspace_events_init(st);
    listener = peer_new();
    other = peer_new();
    ask(listener, "HELLO 3");
    ask(listener, "PSUBSCRIBE __key*");
}

static void teardown(void)
{
    choose(BYTES_LIT(""));
    peers_teardown();
    close(listener);
    close(other);
}

/* What the listener has heard of the channels __keyevent@, as "event:key " each. */
static const char *told(void)
{
    static struct buf text = { .limit = BUF_UNLIMITED };
    char *save = NULL, *lines;

    turn();
    buf_clear(&text);
    buf_add_str(&text, "");
    lines = (char *)(uintptr_t)heard(listener);
    for (char *l = strtok_r(lines, "\r\n", &save); l != NULL; l = strtok_r(NULL, "\r\n", &save)) {
        if (strncmp(l, "__keyevent@", 11) != 0)
            continue;
        buf_add_str(&text, strchr(l, ':') + 1);
        buf_add_str(&text, ":");
        strtok_r(NULL, "\r\n", &save);
        buf_add_str(&text, strtok_r(NULL, "\r\n", &save));
        buf_add_str(&text, " ");
    }
    return buf_cstr(&text);
}

#define TOLD(what) ck_assert_str_eq(told(), what)

/* ---- Changes ------------------------------------------------------------------------------------- */

static struct key key(const char *text)
{
    return key_of(bytes_str(text));
}

START_TEST(nothing_is_told_until_a_class_is_chosen)
{
    ask(other, "SET k v");
    TOLD("");
    choose(BYTES_LIT("EA"));
    ask(other, "SET k v");
    TOLD("set:k ");
    choose(BYTES_LIT(""));
    ask(other, "SET k v");
    TOLD("");
}
END_TEST

START_TEST(two_keys_that_change_together_are_told_apart)
{
    struct db *db = store_db(st, 0);
    struct edit a, b;

    choose(BYTES_LIT("En"));
    ask(other, "SADD old m");
    TOLD("new:old ");
    ck_assert_int_eq(store_edit(db, key("old"), OBJ_SET, &a), KV_OK);
    ck_assert_int_eq(store_edit(db, key("young"), OBJ_SET, &b), KV_NOT_FOUND);
    set_add(&b.value, BYTES_LIT("m"));
    store_commit(&b);
    set_add(&a.value, BYTES_LIT("n"));
    store_commit(&a);
    TOLD("new:young ");
}
END_TEST

START_TEST(a_key_that_never_came_to_be_is_not_new)
{
    struct edit ed;

    choose(BYTES_LIT("En"));
    ck_assert_int_eq(store_edit(store_db(st, 0), key("k"), OBJ_SET, &ed), KV_NOT_FOUND);
    ck_assert(store_commit(&ed));
    TOLD("");
}
END_TEST

START_TEST(what_goes_by_itself_is_told_of)
{
    choose(BYTES_LIT("EA"));
    store_put_int(store_db(st, 1), key("k"), 1, store_now_ms(st) + 1);
    while (store_count(store_db(st, 1)) > 0) {
        usleep(1000);
        turn();
    }
    TOLD("expired:k ");
}
END_TEST

START_TEST(a_listener_that_makes_the_change_hears_of_it_behind_the_reply)
{
    choose(BYTES_LIT("Eg"));
    ask(listener, "SET k v");
    ck_assert_str_eq(ask(listener, "DEL k"), ":1\r\n>4\r\n$8\r\npmessage\r\n$6\r\n__key*\r\n"
                                             "$18\r\n__keyevent@0__:del\r\n$1\r\nk\r\n");
}
END_TEST

START_TEST(all_names_are_found)
{
    static const char *const names[] = {
        "append",
        "copy_to",
        "del",
        "evicted",
        "expire",
        "expired",
        "georadiusstore",
        "geosearchstore",
        "hdel",
        "hset",
        "hexpire",
        "hexpired",
        "hpersist",
        "incrby",
        "lpush",
        "ltrim",
        "move_from",
        "new",
        "persist",
        "pfadd",
        "rename_to",
        "restore",
        "rpush",
        "sadd",
        "set",
        "setrange",
        "sortstore",
        "spop",
        "sunionstore",
        "xadd",
        "xgroup-create",
        "xgroup-createconsumer",
        "xtrim",
        "zadd",
        "zincr",
        "zrangestore",
        "zunionstore",
    };

    for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
        ck_assert_msg(keyspace_event_is_known(names[i]), "%s", names[i]);
    ck_assert(!keyspace_event_is_known("flushall"));
    ck_assert(!keyspace_event_is_known(""));
    ck_assert(!keyspace_event_is_known("zzz"));
}
END_TEST

/* ---- The directive ------------------------------------------------------------------------------- */

START_TEST(what_is_shown_can_be_given_again)
{
    static const char all[] = "Ag$lshzxetdnKEmocSTIV";
    struct rng rng;

    rng_seed(&rng, 1);
    for (unsigned i = 0; i < 20000; i++) {
        char letters[24], first[24];
        size_t len = rng_below(&rng, 20);
        bool ok = true;

        for (size_t k = 0; k < len; k++) {
            letters[k] = all[rng_below(&rng, sizeof all - 1)];
            if (rng_below(&rng, 50) == 0)
                letters[k] = (char)('a' + rng_below(&rng, 26));
            ok &= strchr(all, letters[k]) != NULL;
        }
        snprintf(first, sizeof first, "%s", chosen());
        ck_assert_int_eq(choose(bytes_make(letters, len)), ok);
        if (!ok) {
            ck_assert_str_eq(chosen(), first);
            continue;
        }
        snprintf(first, sizeof first, "%s", chosen());
        for (size_t k = 0; k < len; k++)
            ck_assert(strchr(first, letters[k]) != NULL || strchr(first, 'A') != NULL);
        ck_assert(choose(bytes_str(first)));
        ck_assert_str_eq(chosen(), first);
    }
}
END_TEST

/* ---- All ----------------------------------------------------------------------------------------- */

static void prepare(void)
{
    mem_thread_start();
    clock_init();
    options = option_set_new();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    option_set_add(options, set_options);
    option_set_add(options, keyspace_events_options);
    command_register(connection_commands);
    command_register(string_commands);
    command_register(generic_commands);
    command_register(set_commands);
    command_register(pubsub_commands);
}

int main(void)
{
    Suite *s = suite_create("keyspace_events");
    TCase *tc = tcase_create("keyspace_events");
    SRunner *sr;
    int failed;

    prepare();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, nothing_is_told_until_a_class_is_chosen);
    tcase_add_test(tc, two_keys_that_change_together_are_told_apart);
    tcase_add_test(tc, a_key_that_never_came_to_be_is_not_new);
    tcase_add_test(tc, what_goes_by_itself_is_told_of);
    tcase_add_test(tc, a_listener_that_makes_the_change_hears_of_it_behind_the_reply);
    tcase_add_test(tc, all_names_are_found);
    tcase_add_test(tc, what_is_shown_can_be_given_again);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
