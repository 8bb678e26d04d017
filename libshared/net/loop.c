#include "net/loop.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"

#include <errno.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

enum { CLOSED_PER_TURN = 256 };

struct deferred {
    void *p;
    void (*free_fn)(void *p);
};

struct posted {
    loop_fn *fn;
    void *ctx;
};

struct posted_list {
    struct posted *items;
    size_t count, room;
};

struct signal_watch {
    struct event ev;
    loop_signal_fn *fn;
    void *ctx;
    struct signal_watch *next;
};

struct loop {
    struct event_base *base;
    struct event limit;   /* ends the wait of a turn */
    uint64_t limit_at_us; /* when it is due; UINT64_MAX: it is not pending */
    char backend[16];

    struct deferred *deferred;
    size_t deferred_count, deferred_room;

    int *closing; /* descriptors that wait to be closed */
    size_t closing_count, closing_room;
    unsigned closed; /* in this turn */

    struct signal_watch *signals;

    /* wake_fd is readable when somebody has added to an empty list of posted functions. */
    int wake_fd;
    struct event wake;
    pthread_mutex_t lock; /* guards posted */
    struct posted_list posted;
    struct posted_list running; /* the list being run; kept so that its memory is used again */
};

struct loop_timer {
    struct loop *loop;
    struct event ev;
    loop_fn *fn;
    void *ctx;
    uint64_t period_us;
    bool first; /* the next expiry ends the delay, not a period */
};

struct loop_io {
    struct loop *loop;
    struct event ev;
    loop_io_fn *fn;
    void *ctx;
    int fd;
    unsigned watched;
};

static struct timeval timeval_of_us(uint64_t us)
{
    return (struct timeval){ .tv_sec = (time_t)(us / 1000000),
                             .tv_usec = (suseconds_t)(us % 1000000) };
}

/* libevent would write to standard error. */
static void on_libevent_log(int severity, const char *msg)
{
    switch (severity) {
    case EVENT_LOG_DEBUG:
        log_debug("loop: libevent: %s", msg);
        break;
    case EVENT_LOG_MSG:
        log_notice("loop: libevent: %s", msg);
        break;
    default:
        log_warning("loop: libevent: %s", msg);
    }
}

/* The owner's thread alone touches the base, hence no locks in it. The change list gathers what one
 * turn changes about a descriptor into one epoll_ctl; it needs that nobody duplicates descriptors
 * that are watched (man event_config_set_flag), and nothing here does. libevent's flag for precise
 * timers would cost a timerfd_settime in every turn. */
static struct event_base *base_new(void)
{
    struct event_config *config = event_config_new();
    struct event_base *base = NULL;

    if (config == NULL)
        return NULL;
    if (event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_IGNORE_ENV |
                                          EVENT_BASE_FLAG_EPOLL_USE_CHANGELIST) == 0)
        base = event_base_new_with_config(config);
    event_config_free(config);
    return base;
}

/* An expiry only ends the wait: EVLOOP_ONCE returns after any callback. */
static void on_limit(evutil_socket_t fd, short what, void *arg)
{
    struct loop *l = arg;

    (void)fd;
    (void)what;
    l->limit_at_us = UINT64_MAX;
}

/* Functions posted while these run are for the next turn, so that a turn always ends. */
static void on_wake(evutil_socket_t fd, short what, void *arg)
{
    struct loop *l = arg;
    struct posted_list list;
    uint64_t wakes;

    (void)what;
    /* Fails only when there is nothing to read, which needs no answer. */
    if (read((int)fd, &wakes, sizeof wakes) < 0)
        kv_assert(errno == EAGAIN || errno == EINTR);
    pthread_mutex_lock(&l->lock);
    list = l->posted;
    l->posted = l->running;
    pthread_mutex_unlock(&l->lock);
    for (size_t i = 0; i < list.count; i++)
        list.items[i].fn(list.items[i].ctx);
    list.count = 0;
    l->running = list;
}

struct loop *loop_new(void)
{
    struct loop *l = mem_zalloc(sizeof *l);
    int rc;

    event_set_log_callback(on_libevent_log);
    l->base = base_new();
    l->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (l->base == NULL || l->wake_fd < 0) {
        log_warning("loop: cannot be created: %s; giving up", strerror(errno));
        exit(1);
    }
    /* "epoll (with changelist)" is "epoll" to our users. */
    snprintf(l->backend, sizeof l->backend, "%.*s",
             (int)strcspn(event_base_get_method(l->base), " "), event_base_get_method(l->base));
    rc = pthread_mutex_init(&l->lock, NULL);
    kv_assert(rc == 0);
    event_assign(&l->limit, l->base, -1, 0, on_limit, l);
    l->limit_at_us = UINT64_MAX;
    event_assign(&l->wake, l->base, l->wake_fd, EV_READ | EV_PERSIST, on_wake, l);
    rc = event_add(&l->wake, NULL);
    kv_assert(rc == 0);
    return l;
}

void loop_free(struct loop *l)
{
    if (l == NULL)
        return;
    do
        loop_end_turn(l);
    while (l->closing_count > 0);
    mem_free(l->deferred);
    mem_free(l->closing);
    while (l->signals != NULL) {
        struct signal_watch *s = l->signals;

        l->signals = s->next;
        event_del(&s->ev);
        mem_free(s);
    }
    event_del(&l->wake);
    event_del(&l->limit);
    event_base_free(l->base);
    close(l->wake_fd);
    pthread_mutex_destroy(&l->lock);
    mem_free(l->posted.items);
    mem_free(l->running.items);
    mem_free(l);
}

/* A limit that is due no later stays, so that turns which end at one deadline arm it once. */
static void limit_arm(struct loop *l, uint64_t until_us)
{
    uint64_t now_us = clock_mono_us();
    struct timeval tv;

    if (l->limit_at_us <= until_us)
        return;
    tv = timeval_of_us(until_us > now_us ? until_us - now_us : 0);
    event_add(&l->limit, &tv);
    l->limit_at_us = until_us;
}

void loop_turn(struct loop *l, uint64_t until_us)
{
    /* EVLOOP_NONBLOCK alone would look again until nothing is ready; with EVLOOP_ONCE it is one
     * epoll_wait. */
    bool only_look = until_us == LOOP_ONLY_LOOK || l->closing_count > 0;
    int flags = only_look ? EVLOOP_ONCE | EVLOOP_NONBLOCK : EVLOOP_ONCE;
    int rc;

    if (!only_look)
        limit_arm(l, until_us);
    rc = event_base_loop(l->base, flags);
    kv_assert(rc == 0);
}

void loop_close(struct loop *l, int fd)
{
    if (l->closed < CLOSED_PER_TURN) {
        l->closed++;
        close(fd);
        return;
    }
    if (l->closing_count == l->closing_room) {
        l->closing_room = l->closing_room ? l->closing_room * 2 : 64;
        l->closing = mem_realloc(l->closing, l->closing_room * sizeof *l->closing);
    }
    l->closing[l->closing_count++] = fd;
}

/* They are part of the next turn's share. */
static void close_some(struct loop *l)
{
    for (l->closed = 0; l->closed < CLOSED_PER_TURN && l->closing_count > 0; l->closed++)
        close(l->closing[--l->closing_count]);
}

/* A free function may defer more, which is freed as well. */
void loop_end_turn(struct loop *l)
{
    for (size_t i = 0; i < l->deferred_count; i++) {
        struct deferred d = l->deferred[i];

        d.free_fn(d.p);
    }
    l->deferred_count = 0;
    close_some(l);
}

void loop_defer_free(struct loop *l, void *p, void (*free_fn)(void *p))
{
    if (l->deferred_count == l->deferred_room) {
        l->deferred_room = l->deferred_room ? l->deferred_room * 2 : 64;
        l->deferred = mem_realloc(l->deferred, l->deferred_room * sizeof *l->deferred);
    }
    l->deferred[l->deferred_count++] = (struct deferred){ p, free_fn };
}

/* libevent keeps the rhythm of a persistent timer by itself: the next expiry counts from the one
 * that was due, not from when its callback ran. */
static void on_timer(evutil_socket_t fd, short what, void *arg)
{
    struct loop_timer *t = arg;

    (void)fd;
    (void)what;
    if (t->first && t->period_us != 0) {
        struct timeval period = timeval_of_us(t->period_us);

        event_add(&t->ev, &period);
    }
    t->first = false;
    t->fn(t->ctx);
}

struct loop_timer *loop_timer_new(struct loop *l, loop_fn *fn, void *ctx)
{
    struct loop_timer *t = mem_zalloc(sizeof *t);

    t->loop = l;
    t->fn = fn;
    t->ctx = ctx;
    event_assign(&t->ev, l->base, -1, 0, on_timer, t);
    return t;
}

void loop_timer_start(struct loop_timer *t, uint64_t delay_us, uint64_t period_us)
{
    struct timeval delay = timeval_of_us(delay_us);
    int rc;

    event_del(&t->ev);
    t->period_us = period_us;
    t->first = delay_us != period_us;
    event_assign(&t->ev, t->loop->base, -1, period_us != 0 ? EV_PERSIST : 0, on_timer, t);
    rc = event_add(&t->ev, &delay);
    kv_assert(rc == 0);
}

void loop_timer_stop(struct loop_timer *t)
{
    event_del(&t->ev);
}

void loop_timer_free(struct loop_timer *t)
{
    if (t == NULL)
        return;
    event_del(&t->ev);
    loop_defer_free(t->loop, t, mem_free);
}

static void on_signal(evutil_socket_t signo, short what, void *arg)
{
    struct signal_watch *s = arg;

    (void)what;
    s->fn(s->ctx, (int)signo);
}

void loop_on_signal(struct loop *l, int signo, loop_signal_fn *fn, void *ctx)
{
    struct signal_watch *s = mem_zalloc(sizeof *s);
    int rc;

    s->fn = fn;
    s->ctx = ctx;
    s->next = l->signals;
    l->signals = s;
    event_assign(&s->ev, l->base, signo, EV_SIGNAL | EV_PERSIST, on_signal, s);
    rc = event_add(&s->ev, NULL);
    kv_assert(rc == 0);
}

void loop_post(struct loop *l, loop_fn *fn, void *ctx)
{
    static const uint64_t one = 1;
    struct posted_list *list = &l->posted;
    bool was_empty;

    pthread_mutex_lock(&l->lock);
    was_empty = list->count == 0;
    if (list->count == list->room) {
        list->room = list->room ? list->room * 2 : 16;
        list->items = mem_realloc(list->items, list->room * sizeof *list->items);
    }
    list->items[list->count++] = (struct posted){ fn, ctx };
    pthread_mutex_unlock(&l->lock);
    /* A list that was not empty has been announced, and on_wake takes it only after it has read
     * the announcement. */
    if (was_empty)
        while (write(l->wake_fd, &one, sizeof one) < 0)
            kv_assert(errno == EINTR);
}

static void on_io(evutil_socket_t fd, short what, void *arg)
{
    struct loop_io *io = arg;

    (void)fd;
    io->fn(io->ctx, (what & EV_READ ? LOOP_READ : 0) | (what & EV_WRITE ? LOOP_WRITE : 0));
}

struct loop_io *loop_io_new(struct loop *l, int fd, loop_io_fn *fn, void *ctx)
{
    struct loop_io *io = mem_zalloc(sizeof *io);

    io->loop = l;
    io->fn = fn;
    io->ctx = ctx;
    io->fd = fd;
    return io;
}

void loop_io_watch(struct loop_io *io, unsigned events)
{
    short flags = EV_PERSIST;
    int rc;

    if (events == io->watched)
        return;
    if (io->watched != 0)
        event_del(&io->ev);
    io->watched = events;
    if (events == 0)
        return;
    flags |= events & LOOP_READ ? EV_READ : 0;
    flags |= events & LOOP_WRITE ? EV_WRITE : 0;
    event_assign(&io->ev, io->loop->base, io->fd, flags, on_io, io);
    rc = event_add(&io->ev, NULL);
    kv_assert(rc == 0);
}

void loop_io_free(struct loop_io *io)
{
    if (io == NULL)
        return;
    loop_io_watch(io, 0);
    loop_defer_free(io->loop, io, mem_free);
}

const char *loop_backend(const struct loop *l)
{
    return l->backend;
}

struct event_base *loop_base(struct loop *l)
{
    return l->base;
}
