#include "server/background.h"

#include "base/assert.h"
#include "base/log.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

struct job {
    struct job *next;
    void (*run)(void *arg);
    void *arg;
};

static pthread_t thread;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t wake = PTHREAD_COND_INITIALIZER;
static struct job *first, *last;
static uint64_t pending; /* waiting or running */
static bool running, stopping;

static struct job *next_job(void)
{
    struct job *j;

    pthread_mutex_lock(&lock);
    while (first == NULL && !stopping)
        pthread_cond_wait(&wake, &lock);
    j = first;
    if (j)
        first = j->next;
    if (first == NULL)
        last = NULL;
    pthread_mutex_unlock(&lock);
    return j;
}

static void *work(void *arg)
{
    struct job *j;

    (void)arg;
    mem_thread_start();
    while ((j = next_job()) != NULL) {
        j->run(j->arg);
        mem_free_sized(j, sizeof *j);
        pthread_mutex_lock(&lock);
        pending--;
        pthread_mutex_unlock(&lock);
    }
    mem_thread_end();
    return NULL;
}

void background_start(void)
{
    kv_assert(!running);
    stopping = false;
    if (pthread_create(&thread, NULL, work, NULL) != 0) {
        log_warning("background: the system gives no thread, giving up");
        exit(1);
    }
    running = true;
}

void background_stop(void)
{
    if (!running)
        return;
    pthread_mutex_lock(&lock);
    stopping = true;
    pthread_cond_signal(&wake);
    pthread_mutex_unlock(&lock);
    pthread_join(thread, NULL);
    running = false;
}

void background_run(void (*run)(void *arg), void *arg)
{
    struct job *j = mem_alloc(sizeof *j);

    kv_assert(running);
    *j = (struct job){ .run = run, .arg = arg };
    pthread_mutex_lock(&lock);
    if (last)
        last->next = j;
    else
        first = j;
    last = j;
    pending++;
    pthread_cond_signal(&wake);
    pthread_mutex_unlock(&lock);
}

uint64_t background_pending(void)
{
    uint64_t n;

    pthread_mutex_lock(&lock);
    n = pending;
    pthread_mutex_unlock(&lock);
    return n;
}
