/* Unit tests of server/outbuf: what is put in comes out at the other end of a socket, in order. */
#include "server/outbuf.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/rand.h"

#include <check.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ALL = 1 << 30 };

static struct loop *loop;
static struct conn *conn;
static int peer;
static struct outbuf out;
static uint64_t written;

/* What the peer has received. */
static struct buf seen;

static void ignore(void *ctx)
{
    (void)ctx;
}

static const struct conn_events events = { ignore, ignore };

static void setup(void)
{
    int fds[2], size = 32 * 1024;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    ck_assert_int_eq(setsockopt(fds[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof size), 0);
    loop = loop_new();
    conn = conn_new(loop, fds[0], &events, NULL);
    peer = fds[1];
    ck_assert_int_eq(fcntl(peer, F_SETFL, O_NONBLOCK), 0);
    outbuf_init(&out);
    buf_init(&seen, BUF_UNLIMITED);
    written = 0;
}

static void teardown(void)
{
    outbuf_fini(&out);
    buf_fini(&seen);
    conn_close(conn);
    loop_end_turn(loop);
    loop_free(loop);
    close(peer);
}

static void add(const char *text)
{
    outbuf_prepare(&out);
    buf_add_str(outbuf_tail(&out), text);
}

static struct blob *letters(size_t len, char letter)
{
    struct blob *b = blob_new(len);

    memset(b->data, letter, len);
    b->len = len;
    return b;
}

/* The peer takes at most max bytes. */
static void take(size_t max)
{
    char bytes[4096];

    while (max > 0) {
        ssize_t n = read(peer, bytes, max < sizeof bytes ? max : sizeof bytes);

        if (n <= 0)
            return;
        buf_add(&seen, bytes, (size_t)n);
        max -= (size_t)n;
    }
}

static void write_all(void)
{
    while (outbuf_write(&out, conn, ALL, &written) == 0)
        take(ALL);
    take(ALL);
}

static void expect_seen(struct bytes want)
{
    ck_assert_uint_eq(seen.len, want.len);
    ck_assert(bytes_eq(buf_bytes(&seen), want));
}

START_TEST(bytes_arrive)
{
    ck_assert(outbuf_is_empty(&out));
    add("+OK\r\n");
    add(":1\r\n");
    ck_assert(!outbuf_is_empty(&out));
    ck_assert_uint_eq(outbuf_pending(&out), 9);
    ck_assert_int_eq(outbuf_write(&out, conn, ALL, &written), 1);
    ck_assert_uint_eq(written, 9);
    take(ALL);
    expect_seen(BYTES_LIT("+OK\r\n:1\r\n"));
}
END_TEST

START_TEST(nothing_is_written_of_nothing)
{
    ck_assert_int_eq(outbuf_write(&out, conn, ALL, &written), 1);
    ck_assert_uint_eq(written, 0);
}
END_TEST

START_TEST(an_empty_one_holds_no_memory)
{
    struct blob *b = letters(100 * 1000, 'x');

    ck_assert_uint_eq(outbuf_mem(&out), 0);
    add("before");
    outbuf_add_blob(&out, b);
    ck_assert_uint_ge(outbuf_mem(&out), 100 * 1000);
    ck_assert(blob_is_shared(b));
    write_all();
    ck_assert_uint_eq(outbuf_mem(&out), 0);
    ck_assert_uint_eq(outbuf_pending(&out), 0);
    ck_assert_uint_eq(out.node_count, 0);
    ck_assert(!blob_is_shared(b));
    blob_unref(b);
}
END_TEST

START_TEST(a_blob_keeps_its_place)
{
    struct blob *b = letters(20000, 'b');
    struct buf want = { .limit = BUF_UNLIMITED };

    add("+1\r\n");
    outbuf_add_blob(&out, b);
    outbuf_add_blob(&out, b);
    add("+2\r\n");
    for (const char *part = "1bb2"; *part; part++) {
        if (*part != 'b') {
            buf_addf(&want, "+%c\r\n", *part);
            continue;
        }
        buf_add_str(&want, "$20000\r\n");
        buf_add_bytes(&want, blob_bytes(b));
        buf_add_str(&want, "\r\n");
    }
    ck_assert_uint_eq(outbuf_pending(&out), want.len);
    blob_unref(b);
    write_all();
    expect_seen(buf_bytes(&want));
    buf_fini(&want);
}
END_TEST

START_TEST(the_blob_lives_as_long_as_it_is_needed)
{
    struct blob *b = letters(200 * 1000, 'b');

    outbuf_add_blob(&out, b);
    blob_unref(b);
    write_all();
    ck_assert_uint_eq(seen.len, 9 + 200 * 1000 + 2);
    ck_assert_int_eq(seen.ptr[seen.len - 3], 'b');
}
END_TEST

START_TEST(at_most_max_is_written)
{
    add("0123456789");
    ck_assert_int_eq(outbuf_write(&out, conn, 4, &written), 0);
    ck_assert_uint_eq(written, 4);
    ck_assert_uint_eq(outbuf_pending(&out), 6);
    ck_assert_int_eq(outbuf_write(&out, conn, 0, &written), 0);
    ck_assert_int_eq(outbuf_write(&out, conn, 6, &written), 1);
    take(ALL);
    expect_seen(BYTES_LIT("0123456789"));
}
END_TEST

START_TEST(max_ends_within_nodes_too)
{
    struct blob *b = letters(20000, 'b');

    add("ab");
    outbuf_add_blob(&out, b);
    add("cd");
    for (size_t n = 1; outbuf_write(&out, conn, n, &written) == 0; n = n % 4999 + 7)
        take(ALL);
    take(ALL);
    ck_assert_uint_eq(seen.len, 2 + 8 + 20000 + 2 + 2);
    ck_assert_mem_eq(seen.ptr, "ab$20000\r\nbbb", 13);
    ck_assert_mem_eq(seen.ptr + seen.len - 5, "b\r\ncd", 5);
    blob_unref(b);
}
END_TEST

START_TEST(a_full_socket_is_no_failure)
{
    struct blob *b = letters(1000 * 1000, 'b');

    outbuf_add_blob(&out, b);
    ck_assert_int_eq(outbuf_write(&out, conn, ALL, &written), 0);
    ck_assert_uint_gt(written, 0);
    ck_assert_uint_lt(written, 1000 * 1000);
    ck_assert_uint_eq(outbuf_pending(&out) + written, 9 + 1000 * 1000 + 2 + 1);
    ck_assert_int_eq(outbuf_write(&out, conn, ALL, &written), 0);
    add("more");
    write_all();
    ck_assert_uint_eq(written, 10 + 1000 * 1000 + 2 + 4);
    ck_assert_uint_eq(seen.len, written);
    blob_unref(b);
}
END_TEST

START_TEST(a_broken_connection_is_told)
{
    close(peer);
    add("x");
    ck_assert_int_eq(outbuf_write(&out, conn, ALL, &written), -1);
    ck_assert_uint_eq(written, 0);
    ck_assert(!outbuf_is_empty(&out));
    peer = dup(0);
}
END_TEST

START_TEST(long_tails_become_nodes)
{
    char line[1001];
    size_t total = 0;

    memset(line, 'l', sizeof line - 1);
    line[sizeof line - 1] = '\0';
    for (; total < 1000 * 1000; total += sizeof line - 1)
        add(line);
    ck_assert_uint_gt(out.node_count, 2);
    ck_assert_uint_eq(outbuf_pending(&out), total);
    write_all();
    ck_assert_uint_eq(seen.len, total);
}
END_TEST

START_TEST(more_nodes_than_one_writev_takes)
{
    struct blob *b = letters(OUTBUF_BLOB_MIN, 'b');
    struct buf want = { .limit = BUF_UNLIMITED };

    for (int i = 0; i < 100; i++) {
        outbuf_add_blob(&out, b);
        buf_addf(&want, "$%u\r\n", (unsigned)OUTBUF_BLOB_MIN);
        buf_add_bytes(&want, blob_bytes(b));
        buf_add_str(&want, "\r\n");
    }
    write_all();
    expect_seen(buf_bytes(&want));
    buf_fini(&want);
    blob_unref(b);
}
END_TEST

START_TEST(fini_drops_what_was_not_sent)
{
    struct blob *b = letters(100 * 1000, 'b');

    add("x");
    outbuf_add_blob(&out, b);
    ck_assert_int_eq(outbuf_write(&out, conn, 10, &written), 0);
    outbuf_fini(&out);
    ck_assert(outbuf_is_empty(&out));
    ck_assert_uint_eq(outbuf_pending(&out), 0);
    ck_assert(!blob_is_shared(b));
    blob_unref(b);
}
END_TEST

/* The model is the plain text of everything that was put in. */
START_TEST(random_use_agrees_with_a_model)
{
    struct rng rng;
    struct buf want = { .limit = BUF_UNLIMITED };
    struct blob *blobs[3];

    rng_seed(&rng, (uint64_t)_i + 1);
    for (int i = 0; i < 3; i++)
        blobs[i] = letters(OUTBUF_BLOB_MIN + rng_below(&rng, 60 * 1000), (char)('A' + i));
    for (int step = 0; step < 3000; step++) {
        unsigned what = (unsigned)rng_below(&rng, 10);

        if (what < 5) {
            char text[200];
            size_t len = rng_below(&rng, sizeof text) + 1;

            memset(text, 'a' + step % 26, len);
            outbuf_prepare(&out);
            for (unsigned repeat = what == 0 ? 300 : 1; repeat > 0; repeat--) {
                buf_add(outbuf_tail(&out), text, len);
                buf_add(&want, text, len);
            }
        } else if (what == 5) {
            struct blob *b = blobs[rng_below(&rng, 3)];

            outbuf_add_blob(&out, b);
            buf_addf(&want, "$%zu\r\n", b->len);
            buf_add_bytes(&want, blob_bytes(b));
            buf_add_str(&want, "\r\n");
        } else if (what == 6) {
            struct blob *b = letters(rng_below(&rng, 2) ? 30 : 5000, '0' + (char)(step % 10));

            for (uint64_t repeat = rng_below(&rng, 100); repeat > 0; repeat--) {
                outbuf_add_shared(&out, b);
                buf_add_bytes(&want, blob_bytes(b));
            }
            blob_unref(b);
        } else if (what < 9) {
            uint64_t before = written;
            size_t max = rng_below(&rng, 100 * 1000);
            int r = outbuf_write(&out, conn, max, &written);

            ck_assert_int_ge(r, 0);
            ck_assert_uint_le(written - before, max);
            ck_assert_int_eq(r, outbuf_is_empty(&out));
        } else {
            take(rng_below(&rng, 100 * 1000));
        }
        ck_assert_uint_eq(written + outbuf_pending(&out), want.len);
        ck_assert_int_eq(outbuf_is_empty(&out), outbuf_pending(&out) == 0);
    }
    write_all();
    expect_seen(buf_bytes(&want));
    buf_fini(&want);
    for (int i = 0; i < 3; i++) {
        ck_assert(!blob_is_shared(blobs[i]));
        blob_unref(blobs[i]);
    }
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("outbuf");
    TCase *t = tcase_create("outbuf");

    tcase_add_checked_fixture(t, setup, teardown);
    tcase_add_test(t, bytes_arrive);
    tcase_add_test(t, nothing_is_written_of_nothing);
    tcase_add_test(t, an_empty_one_holds_no_memory);
    tcase_add_test(t, a_blob_keeps_its_place);
    tcase_add_test(t, the_blob_lives_as_long_as_it_is_needed);
    tcase_add_test(t, at_most_max_is_written);
    tcase_add_test(t, max_ends_within_nodes_too);
    tcase_add_test(t, a_full_socket_is_no_failure);
    tcase_add_test(t, a_broken_connection_is_told);
    tcase_add_test(t, long_tails_become_nodes);
    tcase_add_test(t, more_nodes_than_one_writev_takes);
    tcase_add_test(t, fini_drops_what_was_not_sent);
    tcase_add_loop_test(t, random_use_agrees_with_a_model, 0, 8);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    signal(SIGPIPE, SIG_IGN);
    sr = srunner_create(suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
