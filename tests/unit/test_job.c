#include "server/job.h"

#include "base/clock.h"
#include "base/mem.h"
#include "server/client.h"
#include "server/reply.h"

#include <check.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { PEERS = 3, PART = 64 * 1024 * 1024 };

static struct option_set *options;
static struct loop *loop;
static struct store *st;
static struct client *clients[PEERS];
static int peers[PEERS];
static struct blob *part; /* counts as so many bytes each time it is gathered, and is held once */

/* The work of one client: so many steps, each of which gathers the part. */
struct work {
    unsigned steps, done;
    bool gathers;
    unsigned *freed;
};

static bool work_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct work *w = state;

    (void)until_ns;
    w->done++;
    if (w->gathers)
        outbuf_add_blob(gathered, part);
    return w->done == w->steps;
}

static void work_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct work *w = state;

    reply_int(c, w->done);
    reply_gathered(c, gathered);
}

static void work_free(void *state)
{
    struct work *w = state;

    ++*w->freed;
    mem_free(w);
}

static const struct job_type work_type = { work_step, work_reply, work_free };
static unsigned freed;

static void setup(void)
{
    options = option_set_new();
    option_set_add(options, client_options);
    loop = loop_new();
    st = store_new(1, INT64_C(1700000000000));
    clients_init(loop, st);
    for (unsigned i = 0; i < PEERS; i++) {
        int fds[2];

        ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
        peers[i] = fds[1];
        client_accept(fds[0]);
        clients[i] = i == 0 ? client_first() : client_next(clients[i - 1]);
    }
    part = blob_new(PART);
    part->len = PART;
    freed = 0;
}

static void teardown(void)
{
    clients_fini();
    store_free(st);
    loop_free(loop);
    option_set_free(options);
    blob_unref(part);
    for (unsigned i = 0; i < PEERS; i++)
        close(peers[i]);
}

static void begin(unsigned client, unsigned steps, bool gathers)
{
    struct client *c = clients[client];
    struct work *w = mem_zalloc(sizeof *w);
    struct call call = { .client = c, .store = st, .proto = 2 };

    *w = (struct work){ .steps = steps, .gathers = gathers, .freed = &freed };
    outbuf_prepare(&c->out);
    call.out = outbuf_tail(&c->out);
    job_run(&call, &work_type, w);
    client_touch_output(c);
}

/* What the client is sent next begins with this text. */
static bool is_told(unsigned client, const char *text)
{
    char have[256];
    ssize_t n;

    clients_write();
    n = recv(peers[client], have, sizeof have, MSG_DONTWAIT);
    return n >= (ssize_t)strlen(text) && memcmp(have, text, strlen(text)) == 0;
}

static void set_limit(const char *bytes)
{
    const struct bytes words[] = { BYTES_LIT("normal"), bytes_str(bytes), BYTES_LIT("0"),
                                   BYTES_LIT("0") };
    const struct option *o = option_find(options, BYTES_LIT("client-output-buffer-limit"));
    const char *why;

    ck_assert(option_set_words(options, o, words, 4, &why));
}

/* ---- Slices -------------------------------------------------------------------------------------- */

START_TEST(short_work_is_replied_to_at_once)
{
    begin(0, 1, false);
    ck_assert(is_told(0, ":1\r\n"));
    ck_assert_int_eq(clients[0]->state, CLIENT_OPEN);
    ck_assert(!jobs_waiting());
    ck_assert_uint_eq(freed, 1);
}
END_TEST

START_TEST(clients_of_longer_work_wait_and_take_turns)
{
    begin(0, 3, false);
    begin(1, 2, false);
    begin(2, 4, false);
    ck_assert_int_eq(clients[0]->state, CLIENT_BLOCKED);
    jobs_run();
    ck_assert_uint_eq(freed, 0);
    jobs_run();
    ck_assert(is_told(1, ":2\r\n"));
    jobs_run();
    ck_assert_uint_eq(freed, 1);
    jobs_run();
    ck_assert(is_told(0, ":3\r\n"));
    ck_assert_int_eq(clients[0]->state, CLIENT_OPEN);
    jobs_run();
    jobs_run();
    ck_assert(is_told(2, ":4\r\n"));
    ck_assert(!jobs_waiting());
    ck_assert_uint_eq(freed, 3);
}
END_TEST

START_TEST(work_ends_with_its_client)
{
    begin(0, 10, true);
    begin(1, 3, false);
    client_close(clients[0]);
    ck_assert_uint_eq(freed, 1);
    jobs_run();
    jobs_run();
    ck_assert(is_told(1, ":3\r\n"));
    ck_assert(!jobs_waiting());
    jobs_run();
}
END_TEST

/* ---- What is gathered ---------------------------------------------------------------------------- */

START_TEST(what_is_gathered_becomes_part_of_the_reply)
{
    begin(0, 2, true);
    ck_assert_uint_gt(job_gathered(clients[0]->job), PART);
    ck_assert_uint_gt(client_mem(clients[0]), PART);
    jobs_run();
    ck_assert_ptr_null(clients[0]->job);
    ck_assert_uint_gt(outbuf_pending(&clients[0]->out), 2 * (size_t)PART);
}
END_TEST

START_TEST(what_is_gathered_counts_for_its_client)
{
    set_limit("200mb");
    begin(0, 10, true);
    jobs_run();
    jobs_run();
    ck_assert_int_eq(clients[0]->state, CLIENT_BLOCKED);
    jobs_run();
    ck_assert_int_eq(clients[0]->state, CLIENT_CLOSED);
    ck_assert_uint_eq(freed, 1);
    ck_assert(!jobs_waiting());
}
END_TEST

/* 16 parts and their headers are more than all may gather. */
START_TEST(the_newest_that_gathers_makes_room_for_older_ones)
{
    set_limit("0");
    begin(0, 12, true);
    begin(1, 100, true);
    begin(2, 1000, false);
    while (clients[1]->state == CLIENT_BLOCKED) {
        ck_assert_uint_lt(job_gathered(clients[0]->job) + job_gathered(clients[1]->job),
                          JOBS_GATHERED_MAX);
        jobs_run();
    }
    ck_assert(is_told(1, "-ERR too much is being gathered"));
    ck_assert_int_eq(clients[0]->state, CLIENT_BLOCKED);
    ck_assert_int_eq(clients[2]->state, CLIENT_BLOCKED);
    while (clients[0]->state == CLIENT_BLOCKED)
        jobs_run();
    ck_assert_uint_gt(outbuf_pending(&clients[0]->out), 12 * (size_t)PART);
    ck_assert(is_told(0, ":12\r\n$67108864\r\n"));
    ck_assert_int_eq(clients[2]->state, CLIENT_BLOCKED);
}
END_TEST

START_TEST(one_alone_cannot_gather_without_end)
{
    set_limit("0");
    for (unsigned round = 0; round < 2; round++) {
        outbuf_fini(&clients[0]->out);
        begin(0, 100, true);
        while (jobs_waiting())
            jobs_run();
        ck_assert(is_told(0, "-ERR too much is being gathered"));
        ck_assert_uint_eq(freed, round + 1);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("job");
    TCase *slices = tcase_create("slices"), *gathered = tcase_create("gathered");
    SRunner *sr = srunner_create(s);
    int failed;

    mem_thread_start();
    clock_init();
    tcase_add_checked_fixture(slices, setup, teardown);
    tcase_add_test(slices, short_work_is_replied_to_at_once);
    tcase_add_test(slices, clients_of_longer_work_wait_and_take_turns);
    tcase_add_test(slices, work_ends_with_its_client);
    suite_add_tcase(s, slices);
    tcase_add_checked_fixture(gathered, setup, teardown);
    tcase_add_test(gathered, what_is_gathered_becomes_part_of_the_reply);
    tcase_add_test(gathered, what_is_gathered_counts_for_its_client);
    tcase_add_test(gathered, the_newest_that_gathers_makes_room_for_older_ones);
    tcase_add_test(gathered, one_alone_cannot_gather_without_end);
    suite_add_tcase(s, gathered);
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
