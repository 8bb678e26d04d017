/*
 * Unit tests of server/tracking and its parts, with clients on socket pairs. Those with many clients, since
 * what they are told then takes several turns. A command of their own:
 *
 *     LOOK key        a job that reads the key now and replies with its value when look_is_done
 */
#include "server/tracking.h"

#include "base/mem.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "peers.h"
#include "server/job.h"
#include "server/reply.h"
#include "server/tracking_prefix.h"
#include "server/tracking_send.h"

#include <stdio.h>
#include <stdlib.h>

static bool look_is_done;
static struct option_set *options;

/* ---- LOOK ---------------------------------------------------------------------------------------- */

static bool look_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    (void)state;
    (void)gathered;
    (void)until_ns;
    return look_is_done;
}

static void look_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)gathered;
    reply_bulk_str(c, state);
}

static const struct job_type look_type = { look_step, look_reply, mem_free };

static void cmd_look(struct call *c)
{
    const struct entry *e = store_read_any(c->db, arg_key(c));
    char scratch[NUM_INT_MAX];

    job_run(c, &look_type, mem_bytesdup(e ? entry_string(e, scratch) : bytes_str("")));
}

static const struct command commands[] = {
    { "look", 2, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .handler = cmd_look },
    COMMAND_END,
};

/* ---- A server ------------------------------------------------------------------------------------ */

static void setup(void)
{
    peers_setup();
    look_is_done = false;
}

static void whole_turn(void)
{
    turn();
    jobs_run();
    tracking_turn();
    clients_write();
    loop_end_turn(loop);
    tracking_check();
}

static void tell(int peer, const char *line)
{
    say(peer, line);
    whole_turn();
}

static void request(int peer, const char *line, const char *reply)
{
    tell(peer, line);
    ck_assert_str_eq(heard(peer), reply);
}

/* A client that speaks RESP3 and tracks. */
static int tracker(const char *modes)
{
    int peer = peer_new();
    char line[300];

    tell(peer, "HELLO 3");
    heard(peer);
    snprintf(line, sizeof line, "CLIENT TRACKING ON %s", modes);
    request(peer, line, "+OK\r\n");
    return peer;
}

static const char *invalid(const char *key)
{
    static char text[300];

    snprintf(text, sizeof text, ">2\r\n$10\r\ninvalidate\r\n*1\r\n$%zu\r\n%s\r\n", strlen(key),
             key);
    return text;
}

static const char everything[] = ">2\r\n$10\r\ninvalidate\r\n_\r\n";

static struct client *client_of_last(void)
{
    return client_find(last_id());
}

static void put(const char *key, int64_t value)
{
    store_put_int(store_db(st, 0), key_of(bytes_str(key)), value, EXPIRE_NEVER);
}

/* ---- Jobs ---------------------------------------------------------------------------------------- */

START_TEST(what_changed_during_a_job_stands_behind_its_reply)
{
    int a = tracker(""), b = peer_new();

    put("k", 1);
    tell(a, "LOOK k");
    request(b, "SET k 2", "+OK\r\n");
    whole_turn();
    HEARD(a, "");
    look_is_done = true;
    whole_turn();
    HEARD(a, "$1\r\n1\r\n>2\r\n$10\r\ninvalidate\r\n*1\r\n$1\r\nk\r\n");
}
END_TEST

/* ---- Many ---------------------------------------------------------------------------------------- */

enum { MANY = 100 };

static int peers[MANY];

static void track_many(const char *modes)
{
    for (unsigned i = 0; i < MANY; i++)
        peers[i] = tracker(modes);
}

static unsigned told(const char *message)
{
    unsigned count = 0;

    for (unsigned i = 0; i < MANY; i++) {
        const char *text = heard(peers[i]);

        if (strcmp(text, "") == 0)
            continue;
        ck_assert_str_eq(text, message);
        count++;
    }
    return count;
}

/* Some at once, all of them by the end of the turn. */
static void assert_told_in_two_parts(const char *message)
{
    unsigned first;

    clients_write();
    first = told(message);
    ck_assert_uint_gt(first, 0);
    ck_assert_uint_lt(first, MANY);
    ck_assert(tracking_has_work());
    whole_turn();
    ck_assert_uint_eq(first + told(message), MANY);
    ck_assert(!tracking_has_work());
    whole_turn();
    ck_assert_uint_eq(told(message), 0);
}

START_TEST(every_key_of_a_long_request_is_remembered)
{
    enum { KEYS = 40 };
    struct buf line = { .limit = BUF_UNLIMITED };
    int a = tracker("");
    char key[16];

    buf_add_str(&line, "MGET");
    for (unsigned i = 0; i < KEYS; i++)
        buf_addf(&line, " k%u k%u", i, i / 2);
    tell(a, buf_cstr(&line));
    heard(a);
    for (unsigned i = 0; i < KEYS; i++) {
        snprintf(key, sizeof key, "k%u", i);
        put(key, 1);
        whole_turn();
        HEARD(a, invalid(key));
    }
    buf_fini(&line);
}
END_TEST

START_TEST(many_readers_of_a_key_are_told_in_parts)
{
    track_many("");
    put("k", 1);
    for (unsigned i = 0; i < MANY; i++)
        request(peers[i], "GET k", "$1\r\n1\r\n");
    put("k", 2);
    assert_told_in_two_parts(invalid("k"));
    put("k", 3);
    whole_turn();
    ck_assert_uint_eq(told(""), 0);
}
END_TEST

START_TEST(many_are_told_of_a_flush_in_parts)
{
    int b = peer_new();

    track_many("");
    say(b, "FLUSHALL");
    turn();
    ck_assert(tracking_has_work());
    assert_told_in_two_parts(everything);
}
END_TEST

START_TEST(many_members_of_a_prefix_are_told_in_parts)
{
    track_many("BCAST PREFIX u: PREFIX v:");
    put("u:1", 1);
    put("w:1", 1);
    ck_assert(!news_waiting());
    tracking_prefix_turn();
    assert_told_in_two_parts(invalid("u:1"));
}
END_TEST

/* However fast it changes: who has not been told yet is told once of all that came meanwhile. */
START_TEST(what_comes_while_many_are_being_told_is_told_together)
{
    int b = peer_new();
    size_t sum = 0;

    track_many("BCAST");
    put("k", 1);
    tracking_prefix_turn();
    for (int64_t i = 0; i < 1000; i++) {
        put(i % 2 ? "a" : "b", i);
        tracking_prefix_turn();
    }
    clients_write();
    ck_assert_uint_lt(told(invalid("k")), MANY);
    whole_turn();
    told(invalid("k"));
    whole_turn();
    whole_turn();
    ck_assert_uint_eq(told(">2\r\n$10\r\ninvalidate\r\n*2\r\n$1\r\nb\r\n$1\r\na\r\n"), MANY);
    for (unsigned i = 0; i < 10; i++) {
        say(b, "FLUSHALL");
        turn();
    }
    for (unsigned i = 0; i < 3; i++)
        whole_turn();
    for (unsigned i = 0; i < MANY; i++) {
        size_t len = strlen(heard(peers[i]));

        ck_assert_uint_ge(len, strlen(everything));
        sum += len / strlen(everything);
    }
    ck_assert_uint_lt(sum, 2 * MANY);
    ck_assert_str_eq(heard(b), "+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n+OK\r\n"
                               "+OK\r\n+OK\r\n");
    ck_assert(!tracking_has_work());
}
END_TEST

START_TEST(clients_may_go_while_news_for_them_is_waiting)
{
    track_many("");
    for (unsigned i = 0; i < MANY; i++)
        request(peers[i], "GET k", "_\r\n");
    put("k", 2);
    for (unsigned i = 0; i < MANY; i += 2)
        client_close(client_first());
    loop_end_turn(loop);
    whole_turn();
    ck_assert(!tracking_has_work());
    for (unsigned i = MANY / 2; i < MANY; i++)
        HEARD(peers[i], invalid("k"));
}
END_TEST

START_TEST(members_may_go_while_news_for_them_is_waiting)
{
    track_many("BCAST");
    put("k", 2);
    tracking_prefix_turn();
    for (unsigned i = 0; i < MANY; i += 2)
        client_close(client_first());
    loop_end_turn(loop);
    whole_turn();
    for (unsigned i = MANY / 2; i < MANY; i++)
        ck_assert_ptr_nonnull(strstr(heard(peers[i]), invalid("k")));
    put("k", 3);
    for (unsigned i = MANY / 2; i < MANY; i++)
        client_close(client_first());
    loop_end_turn(loop);
    whole_turn();
    ck_assert_uint_eq(tracking_prefix_count(), 0);
}
END_TEST

/* ---- Numbers ------------------------------------------------------------------------------------- */

START_TEST(a_number_is_used_again_when_nothing_refers_to_it)
{
    int a = tracker(""), b, keeps = tracker("");
    uint32_t number = client_find(last_id() - 1)->tracking->reader;

    request(keeps, "GET other", "_\r\n");
    request(a, "GET k", "_\r\n");
    client_close(client_find(last_id() - 1));
    b = tracker("");
    ck_assert_uint_ne(client_of_last()->tracking->reader, number);
    put("k", 1);
    whole_turn();
    HEARD(b, "");
    tracking_cron();
    b = tracker("");
    ck_assert_uint_eq(client_of_last()->tracking->reader, number);
    put("other", 1);
    whole_turn();
    HEARD(b, "");
    HEARD(keeps, invalid("other"));
}
END_TEST

static void set_max_keys(const char *number)
{
    struct bytes word = bytes_str(number);
    const char *why;

    ck_assert(option_set_words(options, option_find(options, bytes_str("tracking-table-max-keys")),
                               &word, 1, &why));
}

/* Long names are remembered as long as there is room for what so many keys usually take. */
START_TEST(long_names_count_as_many_keys)
{
    struct buf line = { .limit = BUF_UNLIMITED };
    int a = tracker("");

    set_max_keys("60");
    buf_add_str(&line, "GET ");
    for (unsigned i = 0; i < 5000; i++)
        buf_add_str(&line, "0123456789");
    say(a, buf_cstr(&line));
    for (unsigned i = 0; i < 8; i++)
        whole_turn();
    HEARD(a, "_\r\n");
    buf_add_str(&line, "x");
    say(a, buf_cstr(&line));
    for (unsigned i = 0; i < 8; i++)
        whole_turn();
    ck_assert_ptr_nonnull(strstr(heard(a), "_\r\n>2\r\n$10\r\ninvalidate\r\n*1\r\n$5000"));
    while (heard(a)[0] != '\0')
        ;
    set_max_keys("1");
    whole_turn();
    ck_assert_ptr_nonnull(strstr(heard(a), ">2\r\n$10\r\ninvalidate\r\n*1\r\n$5000"));
    ck_assert(!tracking_has_work());
    buf_fini(&line);
    set_max_keys("1000000");
}
END_TEST

START_TEST(the_last_one_to_go_leaves_nothing)
{
    int a = tracker("");
    size_t before = tracking_bytes();

    request(a, "MGET a b c d e f", "*6\r\n_\r\n_\r\n_\r\n_\r\n_\r\n_\r\n");
    ck_assert_uint_gt(tracking_bytes(), before);
    client_close(client_of_last());
    loop_end_turn(loop);
    ck_assert_uint_eq(tracking_bytes(), before);
}
END_TEST

/* ---- Prefixes ------------------------------------------------------------------------------------ */

START_TEST(own_changes_are_left_out_in_all_prefixes)
{
    int a = tracker("BCAST NOLOOP PREFIX u: PREFIX v:"), b = tracker("BCAST PREFIX u:");

    say(a, "MSET u:1 1 v:1 1 u:2 1");
    turn();
    say(b, "SET u:2 2");
    whole_turn();
    HEARD(a, "+OK\r\n>2\r\n$10\r\ninvalidate\r\n*1\r\n$3\r\nu:2\r\n");
    HEARD(b, "+OK\r\n>2\r\n$10\r\ninvalidate\r\n*2\r\n$3\r\nu:1\r\n$3\r\nu:2\r\n");
    say(b, "SET u:2 2");
    turn();
    say(a, "SET u:2 1");
    whole_turn();
    HEARD(a, "+OK\r\n>2\r\n$10\r\ninvalidate\r\n*1\r\n$3\r\nu:2\r\n");
    heard(b);
    request(a, "SET v:1 1", "+OK\r\n");
    request(b, "SET v:1 1", "+OK\r\n");
    HEARD(a, invalid("v:1"));
}
END_TEST

START_TEST(there_is_a_limit_to_prefixes)
{
    struct buf line = { .limit = BUF_UNLIMITED };
    int a = peer_new();

    buf_add_str(&line, "CLIENT TRACKING ON BCAST");
    for (unsigned i = 0; i <= TRACKING_PREFIXES_MAX; i++)
        buf_addf(&line, " PREFIX %u:", i);
    request(a, buf_cstr(&line), "-ERR too many prefixes: a client may be told of 1000 at most\r\n");
    ck_assert_uint_eq(tracking_prefix_count(), 0);
    buf_fini(&line);
}
END_TEST

/* RESP, for what does not fit into a line. */
static void request_two_prefixes(int peer, size_t first, size_t second, const char *reply)
{
    struct buf line = { .limit = BUF_UNLIMITED };
    char *body = mem_alloc(TRACKING_PREFIX_BYTES_MAX);
    size_t sent = 0;

    memset(body, 'x', TRACKING_PREFIX_BYTES_MAX);
    buf_addf(&line,
             "*8\r\n$6\r\nCLIENT\r\n$8\r\nTRACKING\r\n$2\r\nON\r\n$5\r\nBCAST\r\n"
             "$6\r\nPREFIX\r\n$%zu\r\na",
             first);
    buf_add(&line, body, first - 1);
    buf_addf(&line, "\r\n$6\r\nPREFIX\r\n$%zu\r\nb", second);
    buf_add(&line, body, second - 1);
    buf_add_str(&line, "\r\n");
    while (sent < line.len) {
        ssize_t n = write(peer, line.ptr + sent, line.len - sent);

        ck_assert(n > 0 || errno == EAGAIN);
        sent += n > 0 ? (size_t)n : 0;
        whole_turn();
    }
    for (unsigned i = 0; i < 10; i++)
        whole_turn();
    HEARD(peer, reply);
    buf_fini(&line);
    mem_free(body);
}

START_TEST(there_is_a_limit_to_their_bytes)
{
    const char *why =
        "-ERR too long prefixes: those of a client may take 1048576 bytes together\r\n";
    const size_t half = TRACKING_PREFIX_BYTES_MAX / 2;
    int a = peer_new();
    const struct client *c = client_of_last();

    request_two_prefixes(a, half, half + 1, why);
    ck_assert_uint_eq(tracking_prefix_count(), 0);
    request_two_prefixes(a, half, half, "+OK\r\n");
    ck_assert_uint_gt(tracking_mem(c), TRACKING_PREFIX_BYTES_MAX);
    request(a, "CLIENT TRACKING ON BCAST PREFIX c", why);
    request(a, "CLIENT TRACKING OFF", "+OK\r\n");
    ck_assert_uint_lt(tracking_mem(c), 1000);
    request(a, "CLIENT TRACKING ON BCAST PREFIX c", "+OK\r\n");
}
END_TEST

/* The definition: the first of the list that overlaps with one of the client's (the first in order), or with a later
 * one of the list. */
static const struct bytes *overlap_model(const struct bytes *own, unsigned has,
                                         const struct bytes *list, unsigned count,
                                         struct bytes *with, bool *existing)
{
    for (unsigned i = 0; i < count; i++) {
        *existing = false;
        for (unsigned j = 0; j < has; j++) {
            if ((bytes_starts(own[j], list[i]) || bytes_starts(list[i], own[j])) &&
                (!*existing || bytes_cmp(own[j], *with) < 0)) {
                *with = own[j];
                *existing = true;
            }
        }
        if (*existing)
            return &list[i];
        for (unsigned j = i + 1; j < count; j++) {
            if (bytes_starts(list[j], list[i]) || bytes_starts(list[i], list[j])) {
                *with = list[j];
                return &list[i];
            }
        }
    }
    return NULL;
}

START_TEST(overlaps_are_those_of_the_definition)
{
    enum { MOST = 12 };
    static const char letters[] = "abaaababaabbabababba";
    unsigned found_some = 0;
    struct rng rng;

    rng_seed(&rng, 1);
    for (unsigned round = 0; round < 20000; round++) {
        struct bytes list[MOST], own[MOST], with = BYTES_LIT(""), with_model = BYTES_LIT("");
        unsigned count = 1 + (unsigned)rng_below(&rng, MOST - 1), has = 0;
        bool existing = false, existing_model = false;
        const struct bytes *bad, *bad_model;

        for (unsigned i = 0; i < count; i++)
            list[i] = bytes_make(letters + rng_below(&rng, 12), 2 + rng_below(&rng, 6));
        if (round % 100 == 0) {
            if (peers[0])
                close(peers[0]);
            peers[0] = tracker(round % 200 ? "BCAST PREFIX abb PREFIX babab PREFIX aaaba" : "");
        }
        has = client_of_last()->tracking->prefix_count;
        for (unsigned i = 0; i < has; i++)
            own[i] = tracking_prefix_name(client_of_last(), i);
        bad = tracking_prefix_overlap(client_of_last(), list, count, &with, &existing);
        bad_model = overlap_model(own, has, list, count, &with_model, &existing_model);
        ck_assert_ptr_eq(bad, bad_model);
        if (bad == NULL)
            continue;
        found_some++;
        ck_assert(existing == existing_model);
        ck_assert(bytes_eq(with, with_model));
    }
    ck_assert_uint_gt(found_some, 1000);
    ck_assert_uint_lt(found_some, 19000);
    close(peers[0]);
}
END_TEST

static size_t read_all(int peer)
{
    static uint8_t sink[65536];
    size_t sum = 0;
    ssize_t n;

    while ((n = read(peer, sink, sizeof sink)) > 0)
        sum += (size_t)n;
    ck_assert(errno == EAGAIN);
    return sum;
}

/* However many prefixes it begins with; and those who are told of so much do not all fit in a turn. */
START_TEST(a_long_name_is_held_once)
{
    enum { PREFIXES = 100, LONG = 100000, SOME_TURNS = 100 };
    size_t before, got[PREFIXES] = { 0 };
    char *name = mem_zalloc(LONG + 1), modes[200];

    memset(name, 'a', LONG);
    for (unsigned i = 0; i < PREFIXES; i++) {
        snprintf(modes, sizeof modes, "BCAST PREFIX %.*s", (int)i + 1, name);
        peers[i] = tracker(modes);
    }
    put(name, 1);
    whole_turn();
    before = mem_used();
    put(name, 2);
    ck_assert_uint_lt(mem_used() - before, 4 * LONG);
    whole_turn();
    ck_assert(tracking_has_work());
    for (unsigned n = 0; n < SOME_TURNS; n++) {
        for (unsigned i = 0; i < PREFIXES; i++)
            got[i] += read_all(peers[i]);
        whole_turn();
    }
    for (unsigned i = 0; i < PREFIXES; i++) {
        ck_assert_uint_eq(got[i],
                          2 * (strlen(invalid("")) - strlen("0") + strlen("100000") + LONG));
        close(peers[i]);
    }
    mem_free(name);
}
END_TEST

/* Prefixes of a key share what a turn may tell. */
START_TEST(many_prefixes_of_a_key_are_told_in_parts)
{
    char name[MANY / 2 + 1] = "", modes[250];

    memset(name, 'a', MANY / 2);
    for (unsigned i = 0; i < MANY; i++) {
        snprintf(modes, sizeof modes, "BCAST PREFIX %.*s", (int)i / 2 + 1, name);
        peers[i] = tracker(modes);
    }
    put(name, 1);
    tracking_prefix_turn();
    assert_told_in_two_parts(invalid(name));
}
END_TEST

/* ---- At random ----------------------------------------------------------------------------------- */

enum { CLIENTS = 12, STEPS = 3000 };

static void random_request(struct rng *rng, int peer)
{
    static const char *const lines[] = {
        "GET %u",
        "MGET %u 3 u:1",
        "SET %u 1",
        "SET u:%u 1",
        "DEL %u",
        "APPEND u:1 %u",
        "CLIENT TRACKING ON",
        "CLIENT TRACKING OFF %.0u",
        "CLIENT TRACKING ON NOLOOP",
        "CLIENT TRACKING ON OPTIN",
        "CLIENT CACHING YES",
        "CLIENT TRACKING ON BCAST PREFIX u:%u",
        "CLIENT TRACKING ON BCAST NOLOOP",
        "CLIENT TRACKING ON BCAST PREFIX %u PREFIX u",
        "CLIENT TRACKING ON REDIRECT %u",
        "MULTI\r\nGET %u\r\nSET %u 1\r\nEXEC",
        "RESET",
        "HELLO 3",
        "SUBSCRIBE __redis__:invalidate",
        "UNSUBSCRIBE",
    };
    const char *line = lines[rng_below(rng, sizeof lines / sizeof *lines)];
    char text[128];
    unsigned number = (unsigned)rng_below(rng, 20);

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    snprintf(text, sizeof text, line, number, number);
#pragma GCC diagnostic pop
    say(peer, text);
}

START_TEST(it_holds_together)
{
    int here[CLIENTS];
    struct rng rng;

    rng_seed(&rng, (uint64_t)_i);
    for (unsigned i = 0; i < CLIENTS; i++)
        here[i] = peer_new();
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned i = (unsigned)rng_below(&rng, CLIENTS);

        if (rng_below(&rng, 60) == 0) {
            close(here[i]);
            here[i] = peer_new();
        } else if (rng_below(&rng, 60) == 0) {
            store_flush(store_db(st, 0), false);
        } else {
            random_request(&rng, here[i]);
        }
        if (rng_below(&rng, 3) == 0)
            whole_turn();
        if (rng_below(&rng, 20) == 0)
            tracking_cron();
        while (heard(here[i])[0] != '\0')
            ;
    }
    for (unsigned i = 0; i < CLIENTS; i++)
        close(here[i]);
    whole_turn();
}
END_TEST

/* ---- Running ------------------------------------------------------------------------------------- */

static TCase *add_case(Suite *s, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, setup, peers_teardown);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(s, tc);
    return tc;
}

static void prepare(void)
{
    options = option_set_new();
    clock_init();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    option_set_add(options, tracking_options);
    command_register(commands);
    command_register(string_commands);
    command_register(generic_commands);
    command_register(connection_commands);
    command_register(client_commands);
    command_register(server_commands);
    command_register(transaction_commands);
    command_register(pubsub_commands);
}

int main(void)
{
    Suite *s = suite_create("tracking");
    SRunner *sr;
    TCase *tc;
    int failed;

    prepare();
    tc = add_case(s, "jobs");
    tcase_add_test(tc, what_changed_during_a_job_stands_behind_its_reply);
    tc = add_case(s, "many");
    tcase_add_test(tc, every_key_of_a_long_request_is_remembered);
    tcase_add_test(tc, many_readers_of_a_key_are_told_in_parts);
    tcase_add_test(tc, many_are_told_of_a_flush_in_parts);
    tcase_add_test(tc, many_members_of_a_prefix_are_told_in_parts);
    tcase_add_test(tc, what_comes_while_many_are_being_told_is_told_together);
    tcase_add_test(tc, clients_may_go_while_news_for_them_is_waiting);
    tcase_add_test(tc, members_may_go_while_news_for_them_is_waiting);
    tc = add_case(s, "numbers");
    tcase_add_test(tc, a_number_is_used_again_when_nothing_refers_to_it);
    tcase_add_test(tc, long_names_count_as_many_keys);
    tcase_add_test(tc, the_last_one_to_go_leaves_nothing);
    tc = add_case(s, "prefixes");
    tcase_add_test(tc, own_changes_are_left_out_in_all_prefixes);
    tcase_add_test(tc, there_is_a_limit_to_prefixes);
    tcase_add_test(tc, there_is_a_limit_to_their_bytes);
    tcase_add_test(tc, overlaps_are_those_of_the_definition);
    tcase_add_test(tc, a_long_name_is_held_once);
    tcase_add_test(tc, many_prefixes_of_a_key_are_told_in_parts);
    tc = add_case(s, "random");
    tcase_add_loop_test(tc, it_holds_together, 1, 6);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
