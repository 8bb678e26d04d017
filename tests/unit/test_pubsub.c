/* Unit tests of server/pubsub and server/subscription, with clients on socket pairs. */
#include "server/pubsub.h"

#include "base/glob.h"
#include "base/mem.h"
#include "base/rand.h"
#include "cmd/families.h"
#include "peers.h"
#include "resp/write.h"
#include "server/job.h"

#include <stdio.h>
#include <stdlib.h>

enum { CLIENTS = 10, LONG = 5000 };

static int peers[CLIENTS];
static struct client *clients[CLIENTS];

static void connect_one(unsigned i)
{
    peers[i] = peer_new();
    clients[i] = client_find(last_id());
}

static void setup(void)
{
    peers_setup();
    for (unsigned i = 0; i < CLIENTS; i++)
        connect_one(i);
}

static void teardown(void)
{
    pubsub_limit_turn(0);
    peers_teardown();
    for (unsigned i = 0; i < CLIENTS; i++)
        close(peers[i]);
}

static void subscribe(unsigned i, enum topic_kind kind, const char *name)
{
    ck_assert(pubsub_subscribe(clients[i], kind, bytes_str(name)));
}

static size_t publish(const char *channel, const char *message)
{
    return pubsub_publish(bytes_str(channel), bytes_str(message));
}

static void settle(void)
{
    do
        turn();
    while (pubsub_has_work());
}

static void hear(unsigned i, struct buf *text)
{
    ssize_t n;

    do {
        n = read(peers[i], buf_room(text, 65536), 65536);
        text->len += n > 0 ? (size_t)n : 0;
    } while (n > 0);
}

/* ---- Subscriptions ------------------------------------------------------------------------------- */

START_TEST(topics_come_and_go_with_their_subscribers)
{
    subscribe(0, TOPIC_CHANNEL, "a");
    subscribe(1, TOPIC_CHANNEL, "a");
    subscribe(0, TOPIC_CHANNEL, "b");
    subscribe(0, TOPIC_PATTERN, "a");
    subscribe(0, TOPIC_SHARD_CHANNEL, "a");
    ck_assert(!pubsub_subscribe(clients[0], TOPIC_CHANNEL, BYTES_LIT("a")));
    ck_assert_uint_eq(topic_count(TOPIC_CHANNEL), 2);
    ck_assert_uint_eq(topic_count(TOPIC_PATTERN), 1);
    ck_assert_uint_eq(topic_find(TOPIC_CHANNEL, BYTES_LIT("a"))->count, 2);
    ck_assert_uint_eq(pubsub_count(clients[0], TOPIC_CHANNEL), 3);
    ck_assert_uint_eq(pubsub_count(clients[0], TOPIC_SHARD_CHANNEL), 1);
    ck_assert_uint_eq(subscriber_count(), 2);
    ck_assert_uint_gt(subscription_mem(clients[0]), subscription_mem(clients[1]));
    ck_assert(subscription_drop(clients[1], TOPIC_CHANNEL, BYTES_LIT("a")));
    ck_assert(!subscription_drop(clients[1], TOPIC_CHANNEL, BYTES_LIT("a")));
    ck_assert_uint_eq(subscriber_count(), 1);
    ck_assert_uint_eq(subscription_mem(clients[1]), 0);
    pubsub_leave(clients[0]);
    ck_assert_uint_eq(subscriber_count(), 0);
    for (unsigned kind = 0; kind < TOPIC_KINDS; kind++)
        ck_assert_uint_eq(topic_count((enum topic_kind)kind), 0);
    ck_assert(pubsub_is_idle());
}
END_TEST

START_TEST(many_subscriptions_are_freed_in_slices)
{
    char name[32];

    for (unsigned i = 0; i < 10000; i++) {
        snprintf(name, sizeof name, "c%u", i);
        subscribe(0, TOPIC_CHANNEL, name);
    }
    subscribe(1, TOPIC_CHANNEL, "c9999");
    client_close(clients[0]);
    ck_assert_uint_eq(subscriber_count(), 1);
    ck_assert_uint_gt(topic_count(TOPIC_CHANNEL), 9000);
    ck_assert(pubsub_has_work());
    publish("c9999", "m");
    settle();
    ck_assert_uint_eq(topic_count(TOPIC_CHANNEL), 1);
    ck_assert_uint_eq(publish("c9999", "m"), 1);
    connect_one(0);
}
END_TEST

START_TEST(a_closed_client_subscribes_to_nothing)
{
    client_close(clients[0]);
    ck_assert(!pubsub_subscribe(clients[0], TOPIC_CHANNEL, BYTES_LIT("a")));
    ck_assert_uint_eq(subscriber_count(), 0);
    turn();
    connect_one(0);
}
END_TEST

/* ---- Messages ------------------------------------------------------------------------------------ */

START_TEST(a_message_comes_in_the_form_of_each_subscription)
{
    ck_assert_uint_eq(publish("c", "nobody"), 0);
    ask(peers[1], "HELLO 3");
    subscribe(0, TOPIC_CHANNEL, "c");
    subscribe(0, TOPIC_PATTERN, "?");
    subscribe(1, TOPIC_CHANNEL, "c");
    subscribe(2, TOPIC_SHARD_CHANNEL, "c");
    ck_assert_uint_eq(publish("c", "m"), 3);
    ck_assert_uint_eq(pubsub_publish_shard(BYTES_LIT("c"), BYTES_LIT("s")), 1);
    turn();
    HEARD(peers[0], "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n"
                    "*4\r\n$8\r\npmessage\r\n$1\r\n?\r\n$1\r\nc\r\n$1\r\nm\r\n");
    HEARD(peers[1], ">3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\nm\r\n");
    HEARD(peers[2], "*3\r\n$8\r\nsmessage\r\n$1\r\nc\r\n$1\r\ns\r\n");
}
END_TEST

START_TEST(a_long_payload_is_held_once)
{
    struct blob *m = blob_new(1 << 20);
    size_t before, used;

    m->len = m->cap;
    memset(m->data, 'x', m->len);
    for (unsigned i = 0; i < CLIENTS; i++) {
        subscribe(i, TOPIC_CHANNEL, "c");
        subscribe(i, TOPIC_PATTERN, "c");
    }
    before = mem_used();
    ck_assert_uint_eq(pubsub_publish(BYTES_LIT("c"), blob_bytes(m)), 2 * CLIENTS);
    while (pubsub_has_work())
        pubsub_turn();
    used = mem_used() - before;
    ck_assert_uint_gt(used, 1 << 20);
    ck_assert_uint_lt(used, 3 << 20);
    ck_assert_uint_gt(outbuf_pending(&clients[0]->out), 2 << 20);
    blob_unref(m);
}
END_TEST

START_TEST(a_turn_reaches_so_many_clients)
{
    pubsub_limit_turn(4);
    for (unsigned i = 0; i < CLIENTS; i++)
        subscribe(i, TOPIC_CHANNEL, "c");
    ck_assert_uint_eq(publish("c", "1"), CLIENTS);
    turn();
    ck_assert(pubsub_has_work());
    ck_assert_uint_eq(publish("c", "2"), CLIENTS);
    ck_assert_str_eq(heard(peers[0]), "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\n1\r\n");
    settle();
    /* Who is reached later gets both at once. */
    ck_assert_str_eq(heard(peers[9]), "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\n1\r\n"
                                      "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\n2\r\n");
    ck_assert_str_eq(heard(peers[0]), "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\n2\r\n");
    ck_assert(!pubsub_has_work());
}
END_TEST

/* However much is on its way: a client is written to once. */
START_TEST(what_is_on_its_way_to_a_client_is_given_together)
{
    enum { MESSAGES = 200 };
    struct buf want = { .limit = BUF_UNLIMITED };
    unsigned turns = 0;
    char text[32];

    pubsub_limit_turn(1);
    for (unsigned i = 0; i < CLIENTS; i++) {
        subscribe(i, TOPIC_CHANNEL, "c");
        subscribe(i, TOPIC_PATTERN, "c*");
    }
    for (unsigned n = 0; n < MESSAGES; n++) {
        snprintf(text, sizeof text, "%03u", n);
        ck_assert_uint_eq(publish("c", text), 2 * CLIENTS);
        buf_addf(&want, "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$3\r\n%s\r\n", text);
        buf_addf(&want, "*4\r\n$8\r\npmessage\r\n$2\r\nc*\r\n$1\r\nc\r\n$3\r\n%s\r\n", text);
    }
    for (; pubsub_has_work(); turns++)
        turn();
    ck_assert_uint_le(turns, 2 * CLIENTS);
    for (unsigned i = 0; i < CLIENTS; i++) {
        struct buf got = { .limit = BUF_UNLIMITED };

        hear(i, &got);
        ck_assert(bytes_eq(buf_bytes(&got), buf_bytes(&want)));
        buf_fini(&got);
    }
    buf_fini(&want);
}
END_TEST

START_TEST(who_unsubscribes_gets_what_was_published_before)
{
    pubsub_limit_turn(1);
    subscribe(0, TOPIC_CHANNEL, "c");
    subscribe(1, TOPIC_CHANNEL, "c");
    publish("c", "1");
    ASKED(peers[1], "UNSUBSCRIBE c",
          "*3\r\n$7\r\nmessage\r\n$1\r\nc\r\n$1\r\n1\r\n"
          "*3\r\n$11\r\nunsubscribe\r\n$1\r\nc\r\n:0\r\n");
    publish("c", "2");
    /* And who subscribes now gets none of it. */
    subscribe(2, TOPIC_CHANNEL, "c");
    settle();
    HEARD(peers[1], "");
    HEARD(peers[2], "");
}
END_TEST

START_TEST(publishers_wait_while_much_is_on_its_way)
{
    pubsub_limit_turn(1);
    for (unsigned i = 1; i < CLIENTS; i++)
        subscribe(i, TOPIC_CHANNEL, "c");
    while (!pubsub_holds_back(CMD_PUBLISHES))
        ck_assert_uint_eq(publish("c", "m"), CLIENTS - 1);
    ck_assert(!pubsub_holds_back(CMD_FAST));
    ASKED(peers[0], "PUBLISH c last", "");
    ck_assert(clients_have_work());
    for (unsigned i = 0; i < 10000 && clients_have_work(); i++) {
        turn();
        for (unsigned p = 1; p < CLIENTS; p++)
            heard(peers[p]);
    }
    HEARD(peers[0], ":9\r\n");
    ASKED(peers[0], "PING", "+PONG\r\n");
}
END_TEST

START_TEST(what_cannot_wait_does_not_pile_up)
{
    struct blob *m = blob_new(1 << 20);

    pubsub_limit_turn(1);
    for (unsigned i = 0; i < CLIENTS; i++)
        subscribe(i, TOPIC_CHANNEL, "c");
    m->len = m->cap;
    memset(m->data, 'x', m->len);
    for (unsigned i = 0; i < 300; i++)
        pubsub_publish(BYTES_LIT("c"), blob_bytes(m));
    blob_unref(m);
    ck_assert_uint_gt(outbuf_pending(&clients[9]->out), 32 << 20);
    turn();
    ck_assert_uint_eq(client_count(), 0);
    for (unsigned i = 0; i < CLIENTS; i++) {
        close(peers[i]);
        connect_one(i);
    }
}
END_TEST

START_TEST(a_million_subscriptions_end_over_several_turns)
{
    static char text[65536];
    char name[32];
    size_t len = 0;
    unsigned turns = 0;

    for (unsigned i = 0; i < 100 * 1000; i++) {
        snprintf(name, sizeof name, "c%u", i);
        subscribe(0, TOPIC_CHANNEL, name);
    }
    say(peers[0], "UNSUBSCRIBE");
    do {
        turn();
        jobs_run();
        turns++;
    } while (clients[0]->subscriber != NULL && turns < 100000);
    ck_assert_ptr_null(clients[0]->subscriber);
    do {
        ssize_t n = read(peers[0], text, sizeof text);

        len += n > 0 ? (size_t)n : 0;
        turn();
    } while (!outbuf_is_empty(&clients[0]->out) || read(peers[0], text, 1) == 1);
    ck_assert_uint_gt(len, 100 * 1000 * strlen("*3\r\n$11\r\nunsubscribe\r\n"));
    ASKED(peers[0], "PING", "+PONG\r\n");
}
END_TEST

enum { SERIES = 60 * 1000 };

/* Takes the message out of the text, which has it at the end of a confirmation; where it was. */
static size_t take_out(struct buf *text, const char *message)
{
    size_t len = strlen(message);
    uint8_t *at;

    buf_add_byte(text, 0);
    at = (uint8_t *)strstr((char *)text->ptr, message);
    ck_assert_ptr_nonnull(at);
    ck_assert(at == text->ptr || at[-1] == '\n');
    text->len -= len + 1;
    memmove(at, at + len, text->len - (size_t)(at - text->ptr));
    return (size_t)(at - text->ptr);
}

static void assert_confirmed(const struct buf *text, const char *word, bool counts_up)
{
    struct buf want = { .limit = BUF_UNLIMITED };
    char name[32];

    for (unsigned n = 0; n < SERIES; n++) {
        snprintf(name, sizeof name, "c%u", n);
        buf_addf(&want, "*3\r\n$%zu\r\n%s\r\n$%zu\r\n%s\r\n:%u\r\n", strlen(word), word,
                 strlen(name), name, counts_up ? n + 1 : SERIES - n - 1);
    }
    ck_assert_uint_eq(text->len, want.len);
    ck_assert(bytes_eq(buf_bytes(text), buf_bytes(&want)));
    buf_fini(&want);
}

static void finish_series(unsigned i, struct buf *text)
{
    for (unsigned n = 0; jobs_waiting() || !outbuf_is_empty(&clients[i]->out); n++) {
        ck_assert_uint_lt(n, 100000);
        turn();
        jobs_run();
        hear(i, text);
    }
    turn();
    hear(i, text);
}

/* Others are served meanwhile, and what they publish comes between two confirmations. */
START_TEST(many_names_are_subscribed_to_over_several_turns)
{
    struct buf text = { .limit = BUF_UNLIMITED };

    say_names(peers[0], "SUBSCRIBE", SERIES);
    ck_assert(jobs_waiting());
    ck_assert_uint_gt(clients[0]->subscriber->own[TOPIC_CHANNEL].count, 0);
    ck_assert_uint_lt(clients[0]->subscriber->own[TOPIC_CHANNEL].count, SERIES);
    ck_assert_uint_eq(publish("c0", "m"), 1);
    ck_assert_uint_eq(publish("c59999", "m"), 0);
    say(peers[0], "PING");
    finish_series(0, &text);
    ck_assert_uint_gt(take_out(&text, "*3\r\n$7\r\nmessage\r\n$2\r\nc0\r\n$1\r\nm\r\n"), 0);
    take_out(&text, "*2\r\n$4\r\npong\r\n$0\r\n\r\n");
    assert_confirmed(&text, "subscribe", true);

    buf_clear(&text);
    say_names(peers[0], "UNSUBSCRIBE", SERIES);
    ck_assert(jobs_waiting());
    ck_assert_uint_eq(publish("c0", "m"), 0);
    ck_assert_uint_eq(publish("c59999", "m"), 1);
    finish_series(0, &text);
    take_out(&text, "*3\r\n$7\r\nmessage\r\n$6\r\nc59999\r\n$1\r\nm\r\n");
    assert_confirmed(&text, "unsubscribe", false);
    ck_assert_ptr_null(clients[0]->subscriber);
    buf_fini(&text);
}
END_TEST

START_TEST(many_names_are_counted)
{
    struct buf text = { .limit = BUF_UNLIMITED }, want = { .limit = BUF_UNLIMITED };
    char name[32];

    subscribe(1, TOPIC_CHANNEL, "c7");
    subscribe(2, TOPIC_CHANNEL, "c7");
    subscribe(2, TOPIC_CHANNEL, "c59999");
    say_names(peers[0], "PUBSUB NUMSUB", SERIES);
    finish_series(0, &text);
    buf_addf(&want, "*%d\r\n", 2 * SERIES);
    for (unsigned n = 0; n < SERIES; n++) {
        snprintf(name, sizeof name, "c%u", n);
        buf_addf(&want, "$%zu\r\n%s\r\n:%d\r\n", strlen(name), name,
                 n == 7       ? 2
                 : n == 59999 ? 1
                              : 0);
    }
    ck_assert(bytes_eq(buf_bytes(&text), buf_bytes(&want)));
    buf_fini(&want);
    buf_fini(&text);
}
END_TEST

START_TEST(a_client_may_go_in_the_middle_of_a_series)
{
    say_names(peers[0], "PSUBSCRIBE", SERIES);
    ck_assert(jobs_waiting());
    client_close(clients[0]);
    ck_assert(!jobs_waiting());
    settle();
    ck_assert_uint_eq(topic_count(TOPIC_PATTERN), 0);
    close(peers[0]);
    connect_one(0);
}
END_TEST

/* ---- At random, against a naive model ------------------------------------------------------------ */

enum { NAMES = 5 };

static const char *const names[TOPIC_KINDS][NAMES] = {
    { "", "c0", "c1", "c2", "x" },
    { "*", "c?", "c[01]", "x", "none" },
    { "", "c0", "c1", "c2", "x" },
};

/* What each client has and is to hear. */
static struct {
    bool has[TOPIC_KINDS][NAMES];
    struct buf want, got;
    int proto;
} model[CLIENTS];

/* Patterns are told in the order in which they came to be. */
static unsigned pattern_order[NAMES], pattern_count;

static void model_order_patterns(void)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < pattern_count; i++) {
        bool wanted = false;

        for (unsigned c = 0; c < CLIENTS; c++)
            wanted |= model[c].has[TOPIC_PATTERN][pattern_order[i]];
        if (wanted || topic_find(TOPIC_PATTERN, bytes_str(names[TOPIC_PATTERN][pattern_order[i]])))
            pattern_order[kept++] = pattern_order[i];
    }
    pattern_count = kept;
}

static void model_note_pattern(unsigned name)
{
    for (unsigned i = 0; i < pattern_count; i++)
        if (pattern_order[i] == name)
            return;
    pattern_order[pattern_count++] = name;
}

static unsigned model_count(unsigned c, enum topic_kind kind)
{
    unsigned n = 0;

    for (unsigned k = 0; k < TOPIC_KINDS; k++)
        for (unsigned i = 0; i < NAMES; i++)
            if ((k == TOPIC_SHARD_CHANNEL) == (kind == TOPIC_SHARD_CHANNEL))
                n += model[c].has[k][i];
    return n;
}

static void model_confirm(unsigned c, enum topic_kind kind, unsigned name, bool on)
{
    static const char *const words[2][TOPIC_KINDS] = {
        { "unsubscribe", "punsubscribe", "sunsubscribe" },
        { "subscribe", "psubscribe", "ssubscribe" },
    };
    struct buf *want = &model[c].want;

    model[c].has[kind][name] = on;
    if (kind == TOPIC_PATTERN && on)
        model_note_pattern(name);
    resp_push(want, model[c].proto, 3);
    resp_bulk_str(want, words[on][kind]);
    resp_bulk_str(want, names[kind][name]);
    resp_int(want, model_count(c, kind));
}

static size_t model_send(enum topic_kind kind, unsigned name, const char *channel, struct bytes m)
{
    static const char *const words[TOPIC_KINDS] = { "message", "pmessage", "smessage" };
    size_t receivers = 0;

    for (unsigned c = 0; c < CLIENTS; c++) {
        if (!model[c].has[kind][name])
            continue;
        receivers++;
        resp_push(&model[c].want, model[c].proto, kind == TOPIC_PATTERN ? 4 : 3);
        resp_bulk_str(&model[c].want, words[kind]);
        if (kind == TOPIC_PATTERN)
            resp_bulk_str(&model[c].want, names[kind][name]);
        resp_bulk_str(&model[c].want, channel);
        resp_bulk(&model[c].want, m);
    }
    return receivers;
}

static void random_publish(struct rng *rng)
{
    static uint8_t text[LONG];
    unsigned name = (unsigned)rng_below(rng, NAMES);
    bool shard = rng_below(rng, 4) == 0;
    enum topic_kind kind = shard ? TOPIC_SHARD_CHANNEL : TOPIC_CHANNEL;
    const char *channel = names[kind][name];
    struct bytes m = { text, rng_below(rng, 5) ? rng_below(rng, 30) : LONG };
    size_t want, got;

    memset(text, 'a' + (int)rng_below(rng, 26), m.len);
    model_order_patterns();
    want = model_send(kind, name, channel, m);
    for (unsigned i = 0; !shard && i < pattern_count; i++)
        if (glob_match(bytes_str(names[TOPIC_PATTERN][pattern_order[i]]), bytes_str(channel)))
            want += model_send(TOPIC_PATTERN, pattern_order[i], channel, m);
    got =
        shard ? pubsub_publish_shard(bytes_str(channel), m) : pubsub_publish(bytes_str(channel), m);
    ck_assert_uint_eq(got, want);
}

static void random_subscription(struct rng *rng, unsigned c)
{
    static const char *const words[2][TOPIC_KINDS] = {
        { "UNSUBSCRIBE", "PUNSUBSCRIBE", "SUNSUBSCRIBE" },
        { "SUBSCRIBE", "PSUBSCRIBE", "SSUBSCRIBE" },
    };
    enum topic_kind kind = (enum topic_kind)rng_below(rng, TOPIC_KINDS);
    unsigned name = (unsigned)rng_below(rng, NAMES);
    bool on = rng_below(rng, 3) > 0;
    char line[64];

    model_order_patterns();
    snprintf(line, sizeof line, "%s \"%s\"", words[on][kind], names[kind][name]);
    model_confirm(c, kind, name, on);
    say(peers[c], line);
    turn();
}

static void forget(unsigned c)
{
    memset(model[c].has, 0, sizeof model[c].has);
    buf_fini(&model[c].want);
    buf_fini(&model[c].got);
    buf_init(&model[c].want, BUF_UNLIMITED);
    buf_init(&model[c].got, BUF_UNLIMITED);
}

static void begin(struct rng *rng, unsigned c)
{
    model[c].proto = rng_below(rng, 2) ? 3 : 2;
    if (model[c].proto == 3)
        ask(peers[c], "HELLO 3");
}

static void random_end(struct rng *rng, unsigned c)
{
    forget(c);
    if (rng_below(rng, 2))
        client_close(clients[c]);
    close(peers[c]);
    turn();
    turn();
    connect_one(c);
    begin(rng, c);
}

static void take(unsigned c)
{
    static uint8_t text[65536];
    ssize_t n;

    while ((n = read(peers[c], text, sizeof text)) > 0)
        buf_add(&model[c].got, text, (size_t)n);
}

static void check_all(void)
{
    settle();
    for (unsigned i = 0; i < 50; i++) {
        for (unsigned c = 0; c < CLIENTS; c++)
            take(c);
        turn();
    }
    for (unsigned c = 0; c < CLIENTS; c++) {
        ck_assert_uint_eq(model[c].got.len, model[c].want.len);
        ck_assert(bytes_eq(buf_bytes(&model[c].got), buf_bytes(&model[c].want)));
        buf_clear(&model[c].got);
        buf_clear(&model[c].want);
    }
}

START_TEST(random_use_agrees_with_a_model)
{
    struct rng rng;

    rng_seed(&rng, (uint64_t)_i + 1);
    pubsub_limit_turn(1 + (unsigned)_i % 5);
    for (unsigned c = 0; c < CLIENTS; c++) {
        forget(c);
        begin(&rng, c);
    }
    for (unsigned step = 0; step < 4000; step++) {
        unsigned c = (unsigned)rng_below(&rng, CLIENTS), what = (unsigned)rng_below(&rng, 100);

        if (what < 50)
            random_publish(&rng);
        else if (what < 90)
            random_subscription(&rng, c);
        else if (what < 96)
            turn();
        else if (what < 98)
            random_end(&rng, c);
        else
            check_all();
        take(c);
    }
    check_all();
    for (unsigned c = 0; c < CLIENTS; c++)
        forget(c);
}
END_TEST

/* ---- All ----------------------------------------------------------------------------------------- */

static struct option_set *options; /* for as long as the program runs */

static TCase *add_case(Suite *s, const char *name)
{
    TCase *tc = tcase_create(name);

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);
    suite_add_tcase(s, tc);
    return tc;
}

static void prepare(void)
{
    mem_thread_start();
    clock_init();
    options = option_set_new();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    command_register(connection_commands);
    command_register(client_commands);
    command_register(pubsub_commands);
}

int main(void)
{
    Suite *s = suite_create("pubsub");
    SRunner *sr;
    TCase *tc;
    int failed;

    prepare();
    tc = add_case(s, "subscriptions");
    tcase_add_test(tc, topics_come_and_go_with_their_subscribers);
    tcase_add_test(tc, many_subscriptions_are_freed_in_slices);
    tcase_add_test(tc, a_closed_client_subscribes_to_nothing);
    tc = add_case(s, "messages");
    tcase_add_test(tc, a_message_comes_in_the_form_of_each_subscription);
    tcase_add_test(tc, a_long_payload_is_held_once);
    tcase_add_test(tc, a_turn_reaches_so_many_clients);
    tcase_add_test(tc, what_is_on_its_way_to_a_client_is_given_together);
    tcase_add_test(tc, who_unsubscribes_gets_what_was_published_before);
    tcase_add_test(tc, publishers_wait_while_much_is_on_its_way);
    tcase_add_test(tc, what_cannot_wait_does_not_pile_up);
    tcase_add_test(tc, a_million_subscriptions_end_over_several_turns);
    tcase_add_test(tc, many_names_are_subscribed_to_over_several_turns);
    tcase_add_test(tc, many_names_are_counted);
    tcase_add_test(tc, a_client_may_go_in_the_middle_of_a_series);
    tc = add_case(s, "model");
    tcase_add_loop_test(tc, random_use_agrees_with_a_model, 0, 5);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
