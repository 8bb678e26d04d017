/*
 * Unit tests of server/push, with clients on socket pairs and commands of their own:
 *
 *     TELL id word ...      pushes the words to a client, one by one, between the parts of its own reply
 *     WAKE id word          pushes the word in the middle of the reply that ends that client's wait
 *     WAIT                  waits for that
 */
#include "server/push.h"

#include "cmd/families.h"
#include "peers.h"
#include "server/reply.h"

#include <stdlib.h>

static struct client *to;
static struct bytes word;

static void tell(struct client *c, struct bytes text)
{
    struct buf *out = push_begin(c);

    if (out == NULL)
        return;
    buf_add(out, "<", 1);
    buf_add_bytes(out, text);
    buf_add(out, ">", 1);
    push_end(c);
}

static void cmd_tell(struct call *c)
{
    size_t mark = reply_later(c);
    unsigned count = args_left(c) - 1;

    to = client_find((uint64_t)arg_int(c));
    while (args_left(c) > 0) {
        tell(to, arg_bytes(c));
        reply_int(c, (int64_t)args_left(c));
    }
    reply_later_set(c, mark, '*', count);
}

static void reply_in_parts(struct call *c)
{
    reply_array(c, 2);
    reply_int(c, 1);
    tell(c->client, word);
    reply_int(c, 2);
}

static void cmd_wait(struct call *c)
{
    client_block(c, 0, reply_in_parts);
}

static void cmd_wake(struct call *c)
{
    to = client_find((uint64_t)arg_int(c));
    word = arg_bytes(c);
    client_end_wait(to, reply_in_parts);
    reply_ok(c);
}

static const struct command commands[] = {
    { "tell", -3, CMD_FAST, .handler = cmd_tell },
    { "wait", 1, CMD_FAST, .handler = cmd_wait },
    { "wake", 3, CMD_FAST, .handler = cmd_wake },
    COMMAND_END,
};

/* As ask(), with the number of client c in the place of # */
static const char *ask_of(int peer, const char *line, const struct client *c)
{
    struct buf text = { .limit = BUF_UNLIMITED };
    const char *answer;

    for (const char *p = line; *p; p++) {
        if (*p == '#')
            buf_add_uint(&text, c->id);
        else
            buf_add(&text, p, 1);
    }
    answer = ask(peer, buf_cstr(&text));
    buf_fini(&text);
    return answer;
}

static struct client *newest(void)
{
    return client_find(last_id());
}

static int a, b;
static struct client *ca, *cb;

static void setup(void)
{
    peers_setup();
    a = peer_new();
    ca = newest();
    b = peer_new();
    cb = newest();
}

static void teardown(void)
{
    peers_teardown();
    close(a);
    close(b);
}

/* ---- To another client --------------------------------------------------------------------------- */

START_TEST(pushes_arrive_in_order_at_the_end_of_the_turn)
{
    ck_assert_str_eq(ask_of(a, "TELL # one two three", cb), "*3\r\n:2\r\n:1\r\n:0\r\n");
    HEARD(b, "<one><two><three>");
    push_send(cb, BYTES_LIT("copied "));
    tell(cb, BYTES_LIT("in place"));
    HEARD(b, "");
    turn();
    HEARD(b, "copied <in place>");
}
END_TEST

START_TEST(replies_and_pushes_keep_the_order_of_the_turn)
{
    tell(cb, BYTES_LIT("x"));
    say(b, "ECHO y");
    turn();
    HEARD(b, "<x>$1\r\ny\r\n");
}
END_TEST

START_TEST(a_shared_message_is_held_once)
{
    struct blob *m = blob_dup(BYTES_LIT("shared "));

    push_send_shared(ca, m);
    push_send_shared(cb, m);
    tell(cb, BYTES_LIT("after"));
    ck_assert(blob_is_shared(m));
    ck_assert_uint_lt(outbuf_mem(&ca->out), 1024);
    turn();
    ck_assert(!blob_is_shared(m));
    HEARD(a, "shared ");
    HEARD(b, "shared <after>");
    blob_unref(m);
}
END_TEST

START_TEST(client_reply_off_and_skip_stop_no_push)
{
    ASKED(b, "CLIENT REPLY OFF", "");
    ask_of(a, "TELL # x", cb);
    HEARD(b, "<x>");
    ck_assert_str_eq(ask_of(b, "TELL # own", cb), "<own>");
    ASKED(b, "CLIENT REPLY ON", "+OK\r\n");
    ck_assert_str_eq(ask_of(b, "CLIENT REPLY SKIP\r\nTELL # own\r\nPING", cb), "<own>+PONG\r\n");
}
END_TEST

START_TEST(a_waiting_client_gets_pushes_while_it_waits)
{
    ASKED(b, "WAIT", "");
    ask_of(a, "TELL # x", cb);
    HEARD(b, "<x>");
    ck_assert_str_eq(ask_of(a, "WAKE # y", cb), "+OK\r\n");
    HEARD(b, "*2\r\n:1\r\n:2\r\n<y>");
}
END_TEST

START_TEST(a_client_that_is_being_closed_gets_none)
{
    struct blob *m = blob_dup(BYTES_LIT("late"));

    client_close_after_reply(ca);
    client_close(cb);
    for (unsigned i = 0; i < 2; i++) {
        push_send(i ? ca : cb, BYTES_LIT("late"));
        push_send_shared(i ? ca : cb, m);
        ck_assert_ptr_null(push_begin(i ? ca : cb));
    }
    ck_assert(!blob_is_shared(m));
    turn();
    HEARD(a, "closed");
    HEARD(b, "closed");
    blob_unref(m);
}
END_TEST

START_TEST(a_client_that_does_not_read_is_closed)
{
    struct blob *m = blob_new(1 << 20);
    uint64_t id = cb->id;

    m->len = m->cap;
    memset(m->data, 'x', m->len);
    for (unsigned i = 0; i < 1025; i++)
        push_send_shared(cb, m);
    ck_assert_int_eq(cb->state, CLIENT_OPEN);
    ck_assert_ptr_null(push_begin(cb));
    turn();
    ck_assert_ptr_null(client_find(id));
    ck_assert(!blob_is_shared(m));
    blob_unref(m);
}
END_TEST

/* ---- To the client that is being replied to ------------------------------------------------------ */

START_TEST(own_pushes_follow_the_reply)
{
    ck_assert_str_eq(ask_of(a, "TELL # one two\r\nPING", ca),
                     "*2\r\n:1\r\n:0\r\n<one><two>+PONG\r\n");
    ck_assert_ptr_null(ca->held);
}
END_TEST

START_TEST(own_pushes_follow_the_reply_of_the_whole_transaction)
{
    ck_assert_str_eq(
        ask_of(a, "MULTI\r\nTELL # one\r\nPING\r\nTELL # two\r\nEXEC\r\nPING", ca),
        "+OK\r\n+QUEUED\r\n+QUEUED\r\n+QUEUED\r\n*3\r\n*1\r\n:0\r\n+PONG\r\n*1\r\n:0\r\n"
        "<one><two>+PONG\r\n");
}
END_TEST

START_TEST(a_long_own_push_is_no_copy)
{
    struct blob *m = blob_new(100 * 1000);

    m->len = m->cap;
    memset(m->data, 'x', m->len);
    push_hold(ca);
    push_send_shared(ca, m);
    ck_assert_uint_eq(push_pending(ca), m->len);
    ck_assert_uint_gt(client_mem(ca), m->len);
    ck_assert(outbuf_is_empty(&ca->out));
    push_release(ca);
    ck_assert_uint_eq(outbuf_pending(&ca->out), m->len);
    ck_assert(blob_is_shared(m));
    blob_unref(m);
}
END_TEST

START_TEST(what_is_held_goes_with_its_client)
{
    struct blob *m = blob_dup(BYTES_LIT("held"));

    push_hold(ca);
    push_send_shared(ca, m);
    client_close(ca);
    turn();
    ck_assert(!blob_is_shared(m));
    push_hold(cb);
    push_send_shared(cb, m);
    client_close(cb);
    push_release(cb);
    ck_assert(!blob_is_shared(m));
    blob_unref(m);
}
END_TEST

/* ---- All ----------------------------------------------------------------------------------------- */

static struct option_set *options; /* for as long as the program runs */

static void prepare(void)
{
    clock_init();
    options = option_set_new();
    option_set_add(options, client_options);
    option_set_add(options, store_options);
    option_set_add(options, expire_options);
    command_register(commands);
    command_register(connection_commands);
    command_register(client_commands);
    command_register(transaction_commands);
}

int main(void)
{
    Suite *s = suite_create("push");
    TCase *tc = tcase_create("push");
    SRunner *sr;
    int failed;

    prepare();
    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, pushes_arrive_in_order_at_the_end_of_the_turn);
    tcase_add_test(tc, replies_and_pushes_keep_the_order_of_the_turn);
    tcase_add_test(tc, a_shared_message_is_held_once);
    tcase_add_test(tc, client_reply_off_and_skip_stop_no_push);
    tcase_add_test(tc, a_waiting_client_gets_pushes_while_it_waits);
    tcase_add_test(tc, a_client_that_is_being_closed_gets_none);
    tcase_add_test(tc, a_client_that_does_not_read_is_closed);
    tcase_add_test(tc, own_pushes_follow_the_reply);
    tcase_add_test(tc, own_pushes_follow_the_reply_of_the_whole_transaction);
    tcase_add_test(tc, a_long_own_push_is_no_copy);
    tcase_add_test(tc, what_is_held_goes_with_its_client);
    suite_add_tcase(s, tc);
    sr = srunner_create(s);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
