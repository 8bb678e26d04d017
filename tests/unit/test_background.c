#include "server/background.h"

#include "base/clock.h"
#include "base/mem.h"

#include <check.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum { JOBS = 1000 };

static sem_t gate;
static unsigned seen[JOBS], seen_count; /* read after background_stop() */

static void note(void *arg)
{
    seen[seen_count++] = (unsigned)(uintptr_t)arg;
}

static void wait_at_gate(void *arg)
{
    (void)arg;
    sem_wait(&gate);
}

static void setup(void)
{
    sem_init(&gate, 0, 0);
    seen_count = 0;
    background_start();
}

static void teardown(void)
{
    background_stop();
    ck_assert_uint_eq(background_pending(), 0);
    sem_destroy(&gate);
}

START_TEST(jobs_run_in_the_order_given)
{
    for (uintptr_t i = 0; i < JOBS; i++)
        background_run(note, (void *)i);
    background_stop();
    ck_assert_uint_eq(seen_count, JOBS);
    for (unsigned i = 0; i < JOBS; i++)
        ck_assert_uint_eq(seen[i], i);
}
END_TEST

static void note_thread(void *arg)
{
    *(pthread_t *)arg = pthread_self();
}

START_TEST(jobs_run_on_one_other_thread)
{
    pthread_t first = pthread_self(), second = pthread_self();

    background_run(note_thread, &first);
    background_run(note_thread, &second);
    background_stop();
    ck_assert(!pthread_equal(first, pthread_self()));
    ck_assert(pthread_equal(first, second));
}
END_TEST

START_TEST(giving_a_job_does_not_wait_for_it)
{
    background_run(wait_at_gate, NULL);
    background_run(note, NULL);
    ck_assert_uint_eq(background_pending(), 2); /* the one that runs counts too */
    sem_post(&gate);
    background_stop();
    ck_assert_uint_eq(background_pending(), 0);
    ck_assert_uint_eq(seen_count, 1);
}
END_TEST

static void *open_gate_soon(void *arg)
{
    (void)arg;
    for (unsigned i = 0; i < 1000; i++)
        sched_yield();
    sem_post(&gate);
    return NULL;
}

START_TEST(stopping_runs_what_waits)
{
    pthread_t opener;

    background_run(wait_at_gate, NULL);
    for (uintptr_t i = 0; i < 10; i++)
        background_run(note, (void *)i);
    ck_assert_int_eq(pthread_create(&opener, NULL, open_gate_soon, NULL), 0);
    background_stop();
    pthread_join(opener, NULL);
    ck_assert_uint_eq(seen_count, 10);
}
END_TEST

START_TEST(it_can_be_started_again)
{
    for (unsigned i = 1; i <= 5; i++) {
        background_run(note, NULL);
        background_stop();
        ck_assert_uint_eq(seen_count, i);
        background_start();
    }
}
END_TEST

START_TEST(stopping_what_does_not_run_is_harmless)
{
    background_stop();
    background_stop();
    ck_assert_uint_eq(background_pending(), 0);
}
END_TEST

static void free_job(void *arg)
{
    mem_free(arg);
}

START_TEST(memory_freed_there_is_counted_here)
{
    size_t in_use;

    background_stop();
    in_use = mem_used();
    background_start();
    for (unsigned i = 0; i < JOBS; i++)
        background_run(free_job, mem_alloc(1000));
    background_stop();
    ck_assert_uint_eq(mem_used(), in_use);
}
END_TEST

static atomic_uint ran;

static void count(void *arg)
{
    (void)arg;
    atomic_fetch_add(&ran, 1);
}

static void *give_jobs(void *arg)
{
    (void)arg;
    mem_thread_start();
    for (unsigned i = 0; i < JOBS; i++)
        background_run(count, NULL);
    mem_thread_end();
    return NULL;
}

START_TEST(any_thread_may_give_jobs)
{
    enum { GIVERS = 4 };
    pthread_t givers[GIVERS];

    for (unsigned i = 0; i < GIVERS; i++)
        ck_assert_int_eq(pthread_create(&givers[i], NULL, give_jobs, NULL), 0);
    for (unsigned i = 0; i < GIVERS; i++)
        pthread_join(givers[i], NULL);
    background_stop();
    ck_assert_uint_eq(atomic_load(&ran), GIVERS * JOBS);
}
END_TEST

int main(void)
{
    Suite *s = suite_create("background");
    TCase *jobs = tcase_create("jobs");
    SRunner *sr = srunner_create(s);
    int failed;

    clock_init();
    mem_thread_start();
    tcase_add_checked_fixture(jobs, setup, teardown);
    tcase_add_test(jobs, jobs_run_in_the_order_given);
    tcase_add_test(jobs, jobs_run_on_one_other_thread);
    tcase_add_test(jobs, giving_a_job_does_not_wait_for_it);
    tcase_add_test(jobs, stopping_runs_what_waits);
    tcase_add_test(jobs, it_can_be_started_again);
    tcase_add_test(jobs, stopping_what_does_not_run_is_harmless);
    tcase_add_test(jobs, memory_freed_there_is_counted_here);
    tcase_add_test(jobs, any_thread_may_give_jobs);
    suite_add_tcase(s, jobs);

    srunner_run_all(sr, CK_ENV);
    failed = srunner_ntests_failed(sr);
    srunner_free(sr);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
