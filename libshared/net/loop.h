/*
 * loop -- the event loop, driven a turn at a time. The only module family that sees libevent.
 *
 *     for (;;) {
 *         loop_turn(l, until_us);    callbacks run: they read, note what became ready, no more
 *         ...                        execute, write, tidy: the owner's work between turns
 *     }
 *
 * Everything runs on the thread that owns the loop, except loop_post, which any thread may call.
 * Memory that callbacks may still refer to is freed with loop_defer_free, at the end of the turn.
 */
#ifndef KV_NET_LOOP_H
#define KV_NET_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct loop;
struct event_base;

/* Never NULL: without descriptors for a loop the process cannot work, so it logs that and exits. */
struct loop *loop_new(void);
/* After everything that uses the loop. What was posted and has not run is dropped. Accepts NULL. */
void loop_free(struct loop *l);

/* Waits for events, at most until until_us of the cached monotonic clock (LOOP_ONLY_LOOK: not at all;
 * LOOP_FOREVER: without limit), and runs their callbacks. May end earlier without any. One epoll_wait
 * as a rule; a second, shorter one when the first ended just before a deadline. What does not fit into
 * one (32 events at first, growing up to 4096) comes in the next turn. */
#define LOOP_ONLY_LOOK ((uint64_t)0)
#define LOOP_FOREVER   UINT64_MAX
void loop_turn(struct loop *l, uint64_t until_us);

/* Frees what was deferred. The owner calls it once per turn, when nothing points there any more. */
void loop_end_turn(struct loop *l);
void loop_defer_free(struct loop *l, void *p, void (*free_fn)(void *p));

/* Closes the descriptor of a connection: at once, or in one of the next turns if this one has closed many. When all
 * of a crowd hang up together, a turn is over before the last is closed: each takes up to 20 us. */
void loop_close(struct loop *l, int fd);

typedef void loop_fn(void *ctx);

/* Periodic or one-shot timers. A period of 0 fires once. Accurate to about 5 ms, because libevent
 * reads the coarse monotonic clock; a period keeps its average. Starting a timer that runs starts
 * it anew. Timers and watches of descriptors may be freed in their own callbacks. */
struct loop_timer;
struct loop_timer *loop_timer_new(struct loop *l, loop_fn *fn, void *ctx);
void loop_timer_start(struct loop_timer *t, uint64_t delay_us, uint64_t period_us);
void loop_timer_stop(struct loop_timer *t);
void loop_timer_free(struct loop_timer *t);

typedef void loop_signal_fn(void *ctx, int signo);
void loop_on_signal(struct loop *l, int signo, loop_signal_fn *fn, void *ctx);

/* Runs fn on the loop's thread in its next turn, waking it if it waits. From any thread. */
void loop_post(struct loop *l, loop_fn *fn, void *ctx);

/* Readiness of a descriptor. Callbacks get LOOP_READ and/or LOOP_WRITE. */
enum { LOOP_READ = 1, LOOP_WRITE = 2 };
struct loop_io;
typedef void loop_io_fn(void *ctx, unsigned events);
struct loop_io *loop_io_new(struct loop *l, int fd, loop_io_fn *fn, void *ctx);
void loop_io_watch(struct loop_io *io, unsigned events); /* replaces what was watched */
void loop_io_free(struct loop_io *io);                   /* the descriptor stays open */

/* "epoll" and so on, for INFO multiplexing_api. */
const char *loop_backend(const struct loop *l);
/* For parts that need libevent itself (HTTP, DNS). */
struct event_base *loop_base(struct loop *l);

#endif
