/* What requests and clients feel of maxmemory and maxmemory-clients; clients are on socket pairs, and
 * maxmemory limits what each test says is in use. */
#include "server/memory.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "server/block.h"
#include "server/client.h"
#include "store/access.h"
#include "store/evict.h"

#include <check.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { UNIT = 100 };

static struct loop *loop;
static struct store *st;
static struct option_set *options;

static size_t used_by_keys(void)
{
    return store_count(store_db(st, 0)) * UNIT;
}

static void set_option(const char *name, const char *value)
{
    struct option_pair pair = { bytes_str(name), bytes_str(value) };
    unsigned bad;
    const char *why;

    ck_assert(option_set_live(options, &pair, 1, false, &bad, &why));
}

static void turn(void)
{
    loop_turn(loop, LOOP_ONLY_LOOK);
    clock_update();
    store_advance(st, clock_now_ms());
    block_start_turn();
    clients_run();
    clients_write();
    loop_end_turn(loop);
}

static int peer_new(void)
{
    int ends[2];

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
    client_accept(ends[0]);
    return ends[1];
}

static void say(int peer, const char *text, size_t len)
{
    ck_assert_int_eq(write(peer, text, len), (ssize_t)len);
}

/* What has come, "" if nothing, "closed" at the end. */
static const char *heard(int peer)
{
    static char text[4096];
    ssize_t n = read(peer, text, sizeof text - 1);

    if (n == 0 || (n < 0 && errno != EAGAIN))
        return "closed";
    text[n > 0 ? n : 0] = '\0';
    return text;
}

static const char *ask(int peer, const char *lines)
{
    say(peer, lines, strlen(lines));
    turn();
    return heard(peer);
}

static void fill(unsigned keys)
{
    char name[32];

    for (unsigned i = 0; i < keys; i++) {
        snprintf(name, sizeof name, "key:%u", i);
        store_put_string(store_db(st, 0), key_of(bytes_str(name)), BYTES_LIT("v"), EXPIRE_NEVER);
    }
}

static void setup(void)
{
    clock_update();
    options = option_set_new();
    option_set_add(options, access_options);
    option_set_add(options, evict_options);
    option_set_add(options, client_options);
    option_set_add(options, client_mem_options);
    loop = loop_new();
    st = store_new(4, clock_now_ms());
    clients_init(loop, st);
    block_init(st);
    memory_init(st);
    evict_set_used(used_by_keys);
}

static void teardown(void)
{
    set_option("maxmemory", "0");
    clients_fini();
    ck_assert_uint_eq(clients_mem(), 0);
    block_fini();
    store_check(st);
    store_free(st);
    loop_free(loop);
    option_set_free(options);
}

#define ASKED(peer, lines, replies) ck_assert_str_eq(ask(peer, lines), replies)

static const char oom[] = "-OOM command not allowed when used memory > 'maxmemory'.\r\n";

/* ---- maxmemory ------------------------------------------------------------------------------------- */

START_TEST(who_needs_memory_is_refused_when_there_is_none)
{
    int a = peer_new();

    fill(11);
    set_option("maxmemory", "1000");
    memory_turn();
    ASKED(a, "SET key:1 w\r\n", oom);
    ASKED(a, "GET key:1\r\n", "$1\r\nv\r\n");
    ASKED(a, "DEL key:1\r\n", ":1\r\n");
    ASKED(a, "SET key:2 w\r\n", "+OK\r\n");
    ASKED(a, "SET key:1 w\r\n", "+OK\r\n");
    ASKED(a, "SET key:1 w\r\n", oom);
    ck_assert(!memory_has_work());
    set_option("maxmemory", "0");
    ASKED(a, "SET key:1 w\r\n", "+OK\r\n");
}
END_TEST

START_TEST(a_request_makes_room_for_itself)
{
    int a = peer_new();

    fill(10);
    set_option("maxmemory-policy", "allkeys-lru");
    set_option("maxmemory", "1000");
    for (unsigned i = 0; i < 20; i++) {
        char line[64];

        snprintf(line, sizeof line, "SET more:%u v\r\n", i);
        ASKED(a, line, "+OK\r\n");
        ck_assert_uint_le(used_by_keys(), 11 * UNIT);
    }
    ck_assert(!memory_has_work());
}
END_TEST

/* Evictions that take long go on from turn to turn. What needs no memory runs meanwhile. */
START_TEST(who_needs_memory_waits_for_evictions)
{
    int a = peer_new(), b = peer_new();

    fill(1000);
    set_option("maxmemory-policy", "allkeys-lru");
    set_option("maxmemory-eviction-tenacity", "0");
    set_option("lazyfree-lazy-eviction", "no");
    set_option("maxmemory", "50000");
    ck_assert(memory_has_work());
    ck_assert(memory_is_tight());
    ASKED(a, "SET a 1\r\nGET a\r\n", "");
    ASKED(a, "SET b 1\r\n", "");
    ASKED(b, "GET nosuch\r\n", "$-1\r\n");
    ck_assert(clients_have_work());
    while (memory_has_work())
        memory_turn();
    ck_assert_uint_eq(used_by_keys(), 50000);
    turn();
    ck_assert_str_eq(heard(a), "+OK\r\n$1\r\n1\r\n+OK\r\n");
    ck_assert_uint_le(used_by_keys(), 50000 + 2 * UNIT);
}
END_TEST

START_TEST(a_little_above_nobody_waits)
{
    int a = peer_new();

    fill(1002);
    set_option("maxmemory-policy", "allkeys-lru");
    set_option("maxmemory-eviction-tenacity", "0");
    set_option("lazyfree-lazy-eviction", "no");
    set_option("maxmemory", "100000");
    ck_assert(!memory_is_tight());
    ASKED(a, "SET key:1 w\r\n", "+OK\r\n");
    ck_assert_uint_le(used_by_keys(), 1002 * UNIT);
}
END_TEST

/* ---- maxmemory-clients ------------------------------------------------------------------------------- */

static uint64_t sum_of_clients(bool evictable_only)
{
    uint64_t sum = 0;

    for (const struct client *c = client_first(); c; c = client_next(c))
        if (!evictable_only || !(c->flags & CLIENT_NO_EVICT))
            sum += client_mem(c);
    return sum;
}

/* So much of a request that does not end. */
static void say_unfinished(int peer, size_t len)
{
    static char part[64 * 1024];

    memset(part, 'x', sizeof part);
    while (len > 0) {
        size_t n = len < sizeof part ? len : sizeof part;

        say(peer, part, n);
        turn();
        len -= n;
    }
}

static void begin_set(int peer, size_t len)
{
    static const char start[] = "*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$9000000\r\n";

    say(peer, start, sizeof start - 1);
    turn();
    say_unfinished(peer, len);
}

START_TEST(the_sum_is_that_of_all_clients)
{
    int peers[30];
    struct rng rng;

    rng_seed(&rng, 41);
    for (unsigned i = 0; i < 30; i++) {
        peers[i] = peer_new();
        ck_assert_uint_eq(clients_mem(), sum_of_clients(false));
    }
    for (unsigned n = 0; n < 300; n++) {
        int p = peers[rng_below(&rng, 30)];

        if (rng_below(&rng, 3) == 0)
            begin_set(p, rng_below(&rng, 200 * 1024));
        else if (rng_below(&rng, 2) == 0)
            ask(p, rng_below(&rng, 2) ? "CLIENT NO-EVICT ON\r\n" : "CLIENT NO-EVICT OFF\r\n");
        else
            ask(p, "GET nosuch\r\n");
        ck_assert_uint_eq(clients_mem(), sum_of_clients(false));
    }
    for (unsigned i = 0; i < 30; i++) {
        close(peers[i]);
        turn();
        ck_assert_uint_eq(clients_mem(), sum_of_clients(false));
    }
    ck_assert_uint_eq(client_count(), 0);
}
END_TEST

START_TEST(who_holds_most_is_closed_until_the_rest_fits)
{
    int peers[8];

    for (unsigned i = 0; i < 8; i++) {
        peers[i] = peer_new();
        begin_set(peers[i], (i + 1) * 300 * 1024);
    }
    ck_assert_uint_eq(client_count(), 8);
    set_option("maxmemory-clients", "4mb");
    turn();
    ck_assert_uint_le(sum_of_clients(true), 4 << 20);
    for (unsigned i = 0; i < 3; i++)
        ck_assert_str_eq(heard(peers[i]), "");
    ck_assert_str_eq(heard(peers[7]), "closed");
    ck_assert_str_eq(heard(peers[6]), "closed");
    ck_assert_str_eq(heard(peers[5]), "closed");
}
END_TEST

START_TEST(who_must_not_be_closed_is_not)
{
    int a = peer_new(), b = peer_new();

    ASKED(a, "CLIENT NO-EVICT ON\r\n", "+OK\r\n");
    set_option("maxmemory-clients", "1mb");
    begin_set(a, 3 << 20);
    ASKED(b, "PING\r\n", "+PONG\r\n");
    ck_assert_str_eq(heard(a), "");
    ck_assert_uint_gt(clients_mem(), 3 << 20);
}
END_TEST

START_TEST(a_share_is_of_maxmemory)
{
    int a = peer_new();

    set_option("maxmemory-clients", "10%");
    begin_set(a, 3 << 20);
    ck_assert_uint_eq(client_count(), 1);
    set_option("maxmemory", "20mb");
    turn();
    ck_assert_uint_eq(client_count(), 0);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("memory");
    TCase *keys = tcase_create("maxmemory"), *clients = tcase_create("maxmemory-clients");
    SRunner *sr;
    int failed;

    clock_init();
    mem_thread_start();
    command_register(string_commands);
    command_register(generic_commands);
    command_register(connection_commands);
    command_register(client_commands);
    tcase_add_checked_fixture(keys, setup, teardown);
    tcase_add_test(keys, who_needs_memory_is_refused_when_there_is_none);
    tcase_add_test(keys, a_request_makes_room_for_itself);
    tcase_add_test(keys, who_needs_memory_waits_for_evictions);
    tcase_add_test(keys, a_little_above_nobody_waits);
    suite_add_tcase(s, keys);
    tcase_add_checked_fixture(clients, setup, teardown);
    tcase_add_test(clients, the_sum_is_that_of_all_clients);
    tcase_add_test(clients, who_holds_most_is_closed_until_the_rest_fits);
    tcase_add_test(clients, who_must_not_be_closed_is_not);
    tcase_add_test(clients, a_share_is_of_maxmemory);
    suite_add_tcase(s, clients);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
