/* Unit tests of net/loop. */
#include "net/loop.h"

#include "base/clock.h"
#include "base/mem.h"
#include "turn.h"

#include <check.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static struct loop *loop;

static void setup(void)
{
    loop = loop_new();
}

static void teardown(void)
{
    loop_free(loop);
}

static void count_call(void *ctx)
{
    ++*(unsigned *)ctx;
}

/* Milliseconds since start. */
static int64_t since_ms(uint64_t start_ns)
{
    return (int64_t)((clock_mono_ns() - start_ns) / 1000000);
}

/* Turns until *count has reached the wanted figure, for a second at most. */
static void turn_until(const unsigned *count, unsigned wanted)
{
    uint64_t start = clock_mono_ns();

    while (*count < wanted && since_ms(start) < 1000) {
        turn_for(loop, 100);
        loop_end_turn(loop);
    }
    ck_assert_uint_eq(*count, wanted);
}

/* ---- Turns ---- */

START_TEST(a_look_does_not_wait)
{
    uint64_t start = clock_mono_ns();

    for (int i = 0; i < 100; i++)
        loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_int_lt(since_ms(start), 100);
}
END_TEST

START_TEST(a_wait_ends_at_its_limit)
{
    uint64_t start = clock_mono_ns();

    turn_for(loop, 30);
    ck_assert_int_ge(since_ms(start), 24);
    ck_assert_int_lt(since_ms(start), 300);
}
END_TEST

START_TEST(a_shorter_limit_replaces_a_longer_one)
{
    uint64_t start = clock_mono_ns();
    unsigned posted = 0;

    loop_post(loop, count_call, &posted);
    turn_for(loop, 5000);
    ck_assert_uint_eq(posted, 1);
    turn_for(loop, 20);
    ck_assert_int_lt(since_ms(start), 1000);
}
END_TEST

/* An old limit may end one turn without a callback, then it is gone. */
START_TEST(an_old_limit_ends_one_turn_at_most)
{
    struct loop_timer *t;
    unsigned posted = 0, fired = 0;

    t = loop_timer_new(loop, count_call, &fired);
    loop_post(loop, count_call, &posted);
    turn_for(loop, 10);
    ck_assert_uint_eq(posted, 1);
    loop_timer_start(t, 50000, 0);
    loop_turn(loop, LOOP_FOREVER);
    if (fired == 0)
        loop_turn(loop, LOOP_FOREVER);
    ck_assert_uint_eq(fired, 1);
    loop_timer_free(t);
}
END_TEST

START_TEST(the_backend_is_named_as_clients_know_it)
{
    ck_assert_str_eq(loop_backend(loop), "epoll");
    ck_assert_ptr_nonnull(loop_base(loop));
}
END_TEST

/* ---- Deferred frees ---- */

static unsigned freed;

static void count_free(void *p)
{
    freed++;
    mem_free(p);
}

static void free_with_child(void *p)
{
    void **parent = p;

    freed++;
    loop_defer_free(loop, *parent, count_free);
    mem_free(parent);
}

START_TEST(memory_is_freed_at_the_end_of_the_turn)
{
    freed = 0;
    for (int i = 0; i < 1000; i++)
        loop_defer_free(loop, mem_alloc(8), count_free);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(freed, 0);
    loop_end_turn(loop);
    ck_assert_uint_eq(freed, 1000);
    loop_end_turn(loop);
    ck_assert_uint_eq(freed, 1000);
}
END_TEST

START_TEST(a_free_may_defer_more)
{
    freed = 0;
    for (int i = 0; i < 100; i++) {
        void **parent = mem_alloc(sizeof *parent);

        *parent = mem_alloc(8);
        loop_defer_free(loop, parent, free_with_child);
    }
    loop_end_turn(loop);
    ck_assert_uint_eq(freed, 200);
}
END_TEST

/* ---- Timers ---- */

START_TEST(a_timer_without_period_fires_once)
{
    unsigned fired = 0;
    struct loop_timer *t = loop_timer_new(loop, count_call, &fired);
    uint64_t start = clock_mono_ns();

    loop_timer_start(t, 20000, 0);
    turn_until(&fired, 1);
    ck_assert_int_ge(since_ms(start), 14);
    turn_for(loop, 40);
    ck_assert_uint_eq(fired, 1);
    loop_timer_start(t, 0, 0);
    turn_until(&fired, 2);
    loop_timer_free(t);
}
END_TEST

START_TEST(a_period_keeps_its_average)
{
    unsigned fired = 0;
    struct loop_timer *t = loop_timer_new(loop, count_call, &fired);
    uint64_t start = clock_mono_ns();

    loop_timer_start(t, 10000, 10000);
    turn_until(&fired, 20);
    ck_assert_int_ge(since_ms(start), 190);
    ck_assert_int_lt(since_ms(start), 400);
    loop_timer_stop(t);
    turn_for(loop, 30);
    ck_assert_uint_eq(fired, 20);
    loop_timer_free(t);
}
END_TEST

START_TEST(the_delay_comes_before_the_periods)
{
    unsigned fired = 0;
    struct loop_timer *t = loop_timer_new(loop, count_call, &fired);
    uint64_t start = clock_mono_ns();

    loop_timer_start(t, 0, 60000);
    turn_until(&fired, 1);
    ck_assert_int_lt(since_ms(start), 50);
    turn_until(&fired, 3);
    ck_assert_int_ge(since_ms(start), 110);
    loop_timer_free(t);
}
END_TEST

START_TEST(starting_again_replaces_the_deadline)
{
    unsigned fired = 0;
    struct loop_timer *t = loop_timer_new(loop, count_call, &fired);

    loop_timer_start(t, 5000, 5000);
    loop_timer_start(t, 60000000, 0);
    turn_for(loop, 30);
    ck_assert_uint_eq(fired, 0);
    loop_timer_free(t);
}
END_TEST

static struct loop_timer *own_timer;

static void free_own_timer(void *ctx)
{
    count_call(ctx);
    loop_timer_free(own_timer);
}

START_TEST(a_timer_may_be_freed_in_its_callback)
{
    unsigned fired = 0;

    own_timer = loop_timer_new(loop, free_own_timer, &fired);
    loop_timer_start(own_timer, 1000, 1000);
    turn_until(&fired, 1);
    turn_for(loop, 20);
    ck_assert_uint_eq(fired, 1);
}
END_TEST

/* ---- Signals ---- */

static int signal_seen;

static void note_signal(void *ctx, int signo)
{
    signal_seen = signo;
    count_call(ctx);
}

START_TEST(a_signal_is_a_callback_of_a_turn)
{
    unsigned count = 0;

    signal_seen = 0;
    loop_on_signal(loop, SIGUSR1, note_signal, &count);
    kill(getpid(), SIGUSR1);
    ck_assert_int_eq(signal_seen, 0);
    turn_until(&count, 1);
    ck_assert_int_eq(signal_seen, SIGUSR1);
    kill(getpid(), SIGUSR1);
    turn_until(&count, 2);
}
END_TEST

/* ---- Posting ---- */

static unsigned trail[8], trail_count;

static void leave_trail(void *ctx)
{
    trail[trail_count++] = *(unsigned *)ctx;
}

START_TEST(posted_functions_run_in_order)
{
    unsigned n[] = { 3, 1, 2 };

    trail_count = 0;
    for (int i = 0; i < 3; i++)
        loop_post(loop, leave_trail, &n[i]);
    ck_assert_uint_eq(trail_count, 0);
    loop_turn(loop, LOOP_FOREVER);
    ck_assert_uint_eq(trail_count, 3);
    for (int i = 0; i < 3; i++)
        ck_assert_uint_eq(trail[i], n[i]);
}
END_TEST

static void post_again(void *ctx)
{
    count_call(ctx);
    loop_post(loop, post_again, ctx);
}

START_TEST(what_a_posted_function_posts_is_for_the_next_turn)
{
    unsigned count = 0;

    loop_post(loop, post_again, &count);
    for (unsigned turn = 1; turn <= 50; turn++) {
        loop_turn(loop, LOOP_FOREVER);
        ck_assert_uint_eq(count, turn);
    }
}
END_TEST

START_TEST(a_loop_may_be_freed_with_functions_still_posted)
{
    struct loop *other = loop_new();
    unsigned count = 0;

    loop_post(other, count_call, &count);
    loop_free(other);
    ck_assert_uint_eq(count, 0);
    loop_free(NULL);
}
END_TEST

enum { THREADS = 4, POSTS = 5000 };

static unsigned received[THREADS];
static unsigned received_total;

/* ctx is the thread's number above the post's number: each thread's posts arrive in its order. */
static void receive(void *ctx)
{
    uintptr_t n = (uintptr_t)ctx;

    ck_assert_uint_eq(received[n / POSTS], n % POSTS);
    received[n / POSTS]++;
    received_total++;
}

static void *post_many(void *arg)
{
    uintptr_t first = (uintptr_t)arg * POSTS;

    for (uintptr_t i = 0; i < POSTS; i++)
        loop_post(loop, receive, (void *)(first + i));
    return NULL;
}

START_TEST(any_thread_may_post)
{
    pthread_t threads[THREADS];

    received_total = 0;
    for (uintptr_t i = 0; i < THREADS; i++) {
        received[i] = 0;
        ck_assert_int_eq(pthread_create(&threads[i], NULL, post_many, (void *)i), 0);
    }
    while (received_total < THREADS * POSTS) /* a lost wake-up would wait until check's timeout */
        loop_turn(loop, LOOP_FOREVER);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}
END_TEST

/* ---- Descriptors ---- */

static unsigned io_events, io_calls;

static void note_io(void *ctx, unsigned events)
{
    (void)ctx;
    io_events = events;
    io_calls++;
}

START_TEST(a_watch_reports_what_was_asked_for)
{
    struct loop_io *io;
    int fds[2];

    ck_assert_int_eq(pipe(fds), 0);
    io_calls = 0;
    io = loop_io_new(loop, fds[0], note_io, NULL);
    ck_assert_int_eq(write(fds[1], "x", 1), 1);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(io_calls, 0);
    loop_io_watch(io, LOOP_READ);
    loop_turn(loop, LOOP_ONLY_LOOK);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(io_calls, 2);
    ck_assert_uint_eq(io_events, LOOP_READ);
    loop_io_watch(io, 0);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(io_calls, 2);
    loop_io_free(io);
    loop_io_free(NULL);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

START_TEST(a_watch_for_writing_reports_room)
{
    struct loop_io *io;
    int fds[2];

    ck_assert_int_eq(pipe(fds), 0);
    io_calls = 0;
    io = loop_io_new(loop, fds[1], note_io, NULL);
    loop_io_watch(io, LOOP_WRITE);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(io_calls, 1);
    ck_assert_uint_eq(io_events, LOOP_WRITE);
    loop_io_watch(io, LOOP_READ | LOOP_WRITE);
    loop_io_watch(io, LOOP_READ);
    loop_turn(loop, LOOP_ONLY_LOOK);
    ck_assert_uint_eq(io_calls, 1);
    loop_io_free(io);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

static void free_own_io(void *ctx, unsigned events)
{
    note_io(ctx, events);
    loop_io_free(*(struct loop_io **)ctx);
}

START_TEST(a_watch_may_be_freed_in_its_callback)
{
    struct loop_io *io;
    int fds[2];

    ck_assert_int_eq(pipe(fds), 0);
    io_calls = 0;
    io = loop_io_new(loop, fds[1], free_own_io, &io);
    loop_io_watch(io, LOOP_WRITE);
    for (int i = 0; i < 3; i++) {
        loop_turn(loop, LOOP_ONLY_LOOK);
        loop_end_turn(loop);
    }
    ck_assert_uint_eq(io_calls, 1);
    close(fds[0]);
    close(fds[1]);
}
END_TEST

static Suite *loop_suite(void)
{
    Suite *s = suite_create("loop");
    TCase *tc = tcase_create("loop");

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_add_test(tc, a_look_does_not_wait);
    tcase_add_test(tc, a_wait_ends_at_its_limit);
    tcase_add_test(tc, a_shorter_limit_replaces_a_longer_one);
    tcase_add_test(tc, an_old_limit_ends_one_turn_at_most);
    tcase_add_test(tc, the_backend_is_named_as_clients_know_it);
    tcase_add_test(tc, memory_is_freed_at_the_end_of_the_turn);
    tcase_add_test(tc, a_free_may_defer_more);
    tcase_add_test(tc, a_timer_without_period_fires_once);
    tcase_add_test(tc, a_period_keeps_its_average);
    tcase_add_test(tc, the_delay_comes_before_the_periods);
    tcase_add_test(tc, starting_again_replaces_the_deadline);
    tcase_add_test(tc, a_timer_may_be_freed_in_its_callback);
    tcase_add_test(tc, a_signal_is_a_callback_of_a_turn);
    tcase_add_test(tc, posted_functions_run_in_order);
    tcase_add_test(tc, what_a_posted_function_posts_is_for_the_next_turn);
    tcase_add_test(tc, a_loop_may_be_freed_with_functions_still_posted);
    tcase_add_test(tc, any_thread_may_post);
    tcase_add_test(tc, a_watch_reports_what_was_asked_for);
    tcase_add_test(tc, a_watch_for_writing_reports_room);
    tcase_add_test(tc, a_watch_may_be_freed_in_its_callback);
    suite_add_tcase(s, tc);
    return s;
}

int main(void)
{
    SRunner *sr;
    int failed;

    mem_thread_start();
    clock_init();
    sr = srunner_create(loop_suite());
    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed != 0;
}
