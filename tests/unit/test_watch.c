/* Unit tests of server/watch: the store is changed directly, the clients are the ends of socket pairs. */
#include "server/watch.h"

#include "base/mem.h"
#include "base/rand.h"
#include "peers.h"

#include <stdio.h>
#include <stdlib.h>

enum { CLIENTS = 6, KEYS = 5, DBS = 2 };

static struct client *clients[CLIENTS];

static void connect_one(unsigned i)
{
    peer_new();
    clients[i] = client_find(last_id());
}

static void setup(void)
{
    peers_setup();
    for (unsigned i = 0; i < CLIENTS; i++)
        connect_one(i);
}

static struct key key_at(unsigned i)
{
    static const char names[KEYS][8] = { "", "a", "b", "c", "longer" };

    return key_of(bytes_str(names[i]));
}

static void put(unsigned db, unsigned key)
{
    store_put_int(store_db(st, db), key_at(key), 1, EXPIRE_NEVER);
}

static void watch(unsigned client, unsigned db, unsigned key)
{
    watch_add(clients[client], store_db(st, db), key_at(key));
}

/* ---- One at a time ------------------------------------------------------------------------------- */

START_TEST(a_change_breaks_the_watches_of_all_who_watch_the_key)
{
    watch(0, 0, 1);
    watch(1, 0, 1);
    watch(2, 0, 2);
    watch(3, 1, 1);
    ck_assert_uint_eq(watch_client_count(), 4);
    ck_assert_uint_eq(watch_key_count(), 3);
    put(0, 1);
    ck_assert(watch_is_broken(clients[0]));
    ck_assert(watch_is_broken(clients[1]));
    ck_assert(!watch_is_broken(clients[2]));
    ck_assert(!watch_is_broken(clients[3]));
    ck_assert_uint_eq(watch_client_count(), 2);
    ck_assert_uint_eq(watch_key_count(), 2);
}
END_TEST

START_TEST(broken_watches_are_looked_at_no_more)
{
    watch(0, 0, 1);
    watch(0, 0, 2);
    put(0, 1);
    watch(0, 0, 3);
    ck_assert_uint_eq(clients[0]->watching.count, 0);
    ck_assert_uint_eq(clients[0]->watching.bytes, 0);
    ck_assert_uint_eq(watch_key_count(), 0);
    ck_assert(watch_is_broken(clients[0]));
    watch_drop(clients[0]);
    ck_assert(!watch_is_broken(clients[0]));
}
END_TEST

START_TEST(a_key_named_twice_is_watched_once)
{
    watch(0, 0, 1);
    watch(0, 0, 1);
    watch(1, 0, 1);
    watch(0, 0, 1);
    watch(0, 1, 1);
    ck_assert_uint_eq(clients[0]->watching.count, 2);
    ck_assert_uint_eq(clients[1]->watching.count, 1);
    ck_assert_uint_eq(watch_key_count(), 2);
}
END_TEST

START_TEST(who_leaves_leaves_nothing)
{
    for (unsigned i = 0; i < KEYS; i++)
        watch(0, 0, i);
    ck_assert_uint_ge(client_mem(clients[0]), client_mem(clients[1]) + KEYS * 80);
    client_close(clients[0]);
    ck_assert_uint_eq(watch_key_count(), 0);
    ck_assert_uint_eq(watch_client_count(), 0);
    loop_end_turn(loop);
    put(0, 1);
}
END_TEST

START_TEST(a_deadline_that_passes_breaks_watches)
{
    int64_t now_ms = store_now_ms(st);

    store_put_int(store_db(st, 0), key_at(1), 1, now_ms + 10);
    watch(0, 0, 1);
    ck_assert(!watch_is_broken(clients[0]));
    store_advance(st, now_ms + 20);
    ck_assert(watch_is_broken(clients[0]));
}
END_TEST

START_TEST(a_deadline_that_had_passed_before_does_not)
{
    int64_t now_ms = store_now_ms(st);

    store_put_int(store_db(st, 0), key_at(1), 1, now_ms + 10);
    store_advance(st, now_ms + 20);
    watch(0, 0, 1);
    store_expire_due(st, 100000);
    ck_assert(!watch_is_broken(clients[0]));
}
END_TEST

static void free_all(void)
{
    while (watch_has_work())
        watch_turn();
}

/* What is hidden counts as gone, from the start or not. */
START_TEST(a_deadline_that_passes_while_it_is_hidden_breaks_watches)
{
    int64_t now_ms = store_now_ms(st);

    store_put_int(store_db(st, 0), key_at(1), 1, now_ms + 10);
    watch(0, 0, 1);
    store_set_paused(st, true);
    store_advance(st, now_ms + 20);
    watch(1, 0, 1);
    watch(2, 0, 1);
    ck_assert(watch_is_broken(clients[0]));
    ck_assert(!watch_is_broken(clients[1]));
    ck_assert_uint_eq(store_count(store_db(st, 0)), 1);
    store_set_paused(st, false);
    store_advance(st, now_ms + 100); /* the index may be late by some milliseconds */
    store_expire_due(st, 100000);
    ck_assert_uint_eq(store_count(store_db(st, 0)), 0);
    ck_assert(!watch_is_broken(clients[1]));
    watch_drop(clients[2]);
    put(0, 1);
    ck_assert(watch_is_broken(clients[1]));
}
END_TEST

START_TEST(a_swap_that_would_have_to_look_for_too_long_breaks_watches)
{
    char name[16];

    for (unsigned i = 0; i < 16000; i++) {
        snprintf(name, sizeof name, "k%u", i);
        watch_add(clients[i % 2], store_db(st, i % 2), key_of(bytes_str(name)));
    }
    watch(2, 2, 1);
    store_swap(st, 0, 2);
    ck_assert(!watch_is_broken(clients[0]));
    ck_assert(!watch_is_broken(clients[2]));
    put(3, 1);
    store_swap(st, 2, 3);
    ck_assert(watch_is_broken(clients[2]));
    store_swap(st, 0, 1);
    ck_assert(watch_is_broken(clients[0]) || watch_is_broken(clients[1]));
    free_all();
}
END_TEST

START_TEST(many_watches_are_forgotten_together)
{
    char name[16];

    for (unsigned i = 0; i < 20000; i++) {
        snprintf(name, sizeof name, "k%u", i);
        watch_add(clients[i % 2], store_db(st, 0), key_of(bytes_str(name)));
    }
    ck_assert_uint_eq(watch_key_count(), 20000);
    store_put_int(store_db(st, 0), key_of(BYTES_LIT("k0")), 1, EXPIRE_NEVER);
    ck_assert(watch_is_broken(clients[0]));
    ck_assert_uint_eq(clients[0]->watching.bytes, 0);
    free_all();
    ck_assert_uint_eq(watch_key_count(), 10000);
    store_flush(store_db(st, 0), false);
    ck_assert(!watch_is_broken(clients[1]));
    watch_drop(clients[1]);
    ck_assert_uint_gt(watch_key_count(), 0);
    ck_assert_uint_eq(watch_client_count(), 0);
    put(0, 1);
    free_all();
    ck_assert_uint_eq(watch_key_count(), 0);
}
END_TEST

/* ---- At random ----------------------------------------------------------------------------------- */

/* What is known of clients and keys, worked out naively. */
static struct {
    bool watches[CLIENTS][DBS][KEYS], broken[CLIENTS], exists[DBS][KEYS];
} model;

static void model_touch(unsigned db, unsigned key)
{
    for (unsigned c = 0; c < CLIENTS; c++) {
        if (!model.watches[c][db][key])
            continue;
        memset(model.watches[c], 0, sizeof model.watches[c]);
        model.broken[c] = true;
    }
}

static void model_forget(unsigned c)
{
    memset(model.watches[c], 0, sizeof model.watches[c]);
    model.broken[c] = false;
}

static void random_change(struct rng *r)
{
    unsigned db = (unsigned)rng_below(r, DBS), key = (unsigned)rng_below(r, KEYS);

    if (rng_below(r, 2) == 0) {
        put(db, key);
        model.exists[db][key] = true;
        model_touch(db, key);
    } else if (store_delete(store_db(st, db), key_at(key), false)) {
        model.exists[db][key] = false;
        model_touch(db, key);
    }
}

static void random_flush(struct rng *r)
{
    unsigned db = (unsigned)rng_below(r, DBS);

    for (unsigned k = 0; k < KEYS; k++) {
        if (model.exists[db][k])
            model_touch(db, k);
        model.exists[db][k] = false;
    }
    store_flush(store_db(st, db), false);
}

static void random_swap(void)
{
    for (unsigned k = 0; k < KEYS; k++) {
        bool was = model.exists[0][k];

        if (was || model.exists[1][k]) {
            model_touch(0, k);
            model_touch(1, k);
        }
        model.exists[0][k] = model.exists[1][k];
        model.exists[1][k] = was;
    }
    store_swap(st, 0, 1);
}

static void random_watch(struct rng *r)
{
    unsigned c = (unsigned)rng_below(r, CLIENTS), db = (unsigned)rng_below(r, DBS);
    unsigned key = (unsigned)rng_below(r, KEYS);

    watch(c, db, key);
    if (!model.broken[c])
        model.watches[c][db][key] = true;
}

static void random_leave(struct rng *r)
{
    unsigned c = (unsigned)rng_below(r, CLIENTS);

    model_forget(c);
    if (rng_below(r, 4) > 0) {
        watch_drop(clients[c]);
        return;
    }
    client_close(clients[c]);
    loop_end_turn(loop);
    connect_one(c);
}

static void assert_as_the_model(void)
{
    unsigned keys = 0, watching = 0;

    for (unsigned db = 0; db < DBS; db++) {
        for (unsigned k = 0; k < KEYS; k++) {
            bool any = false;

            for (unsigned c = 0; c < CLIENTS; c++)
                any |= model.watches[c][db][k];
            keys += any;
        }
    }
    for (unsigned c = 0; c < CLIENTS; c++) {
        unsigned count = 0;

        for (unsigned i = 0; i < DBS * KEYS; i++)
            count += model.watches[c][i / KEYS][i % KEYS];
        watching += count > 0;
        ck_assert_uint_eq(clients[c]->watching.count, count);
        ck_assert_int_eq(watch_is_broken(clients[c]), model.broken[c]);
    }
    ck_assert_uint_eq(watch_key_count(), keys);
    ck_assert_uint_eq(watch_client_count(), watching);
}

START_TEST(it_agrees_with_the_model)
{
    struct rng r;

    rng_seed(&r, (uint64_t)_i);
    memset(&model, 0, sizeof model);
    for (unsigned i = 0; i < 4000; i++) {
        uint64_t dice = rng_below(&r, 20);

        if (dice < 10)
            random_watch(&r);
        else if (dice < 15)
            random_change(&r);
        else if (dice < 18)
            random_leave(&r);
        else if (dice < 19)
            random_flush(&r);
        else
            random_swap();
        assert_as_the_model();
    }
}
END_TEST

int main(void)
{
    struct option_set *options = option_set_new();
    Suite *s = suite_create("watch");
    TCase *tc = tcase_create("watch");
    SRunner *sr;
    int failed;

    clock_init();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    tcase_add_checked_fixture(tc, setup, peers_teardown);
    tcase_add_test(tc, a_change_breaks_the_watches_of_all_who_watch_the_key);
    tcase_add_test(tc, broken_watches_are_looked_at_no_more);
    tcase_add_test(tc, a_key_named_twice_is_watched_once);
    tcase_add_test(tc, who_leaves_leaves_nothing);
    tcase_add_test(tc, a_deadline_that_passes_breaks_watches);
    tcase_add_test(tc, a_deadline_that_had_passed_before_does_not);
    tcase_add_test(tc, a_deadline_that_passes_while_it_is_hidden_breaks_watches);
    tcase_add_test(tc, a_swap_that_would_have_to_look_for_too_long_breaks_watches);
    tcase_add_test(tc, many_watches_are_forgotten_together);
    tcase_add_loop_test(tc, it_agrees_with_the_model, 1, 6);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
