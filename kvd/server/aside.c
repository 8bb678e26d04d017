#include "server/aside.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/fiber.h"
#include "base/mem.h"
#include "base/size.h"
#include "server/client_list.h"
#include "server/multi.h"

enum {
    STACK_SIZE = 8 * 1024 * 1024,
    KEPT = 64 * 1024, /* memory kept for the next request's arguments and reply */
    ARGS_MIN = 1024,
};

/* The request that runs aside. */
static struct {
    struct fiber *fiber;
    void (*run)(struct call *c);
    struct call call; /* its own: the caller's is gone once it has left */
    struct buf reply;
    bool running, inside;
    bool shares, waits; /* see aside_take_over() */
    bool looks;         /* it may be that what it waits for is over */
    uint64_t slice_at, left_at,
        away;           /* clock_ticks(): when the slice began, it was left; how long it was */
    struct bytes *args; /* its arguments and their bytes, copied */
    size_t room;
    void (*free_client)(void *c); /* its client is gone, and is freed so */
    void (*stop)(void);
} aside;

bool aside_left, aside_busy;
static const char *busy_why;
static bool (*check_fn)(void);

/* ---- On its stack -------------------------------------------------------------------------------- */

static void enter(void *arg)
{
    (void)arg;
    aside.run(&aside.call);
}

bool aside_is_inside(void)
{
    return aside.inside;
}

bool aside_shares(void)
{
    return aside.inside && aside.shares;
}

uint64_t aside_slice_ns(void)
{
    return clock_ticks_ns(clock_ticks() - aside.slice_at);
}

uint64_t aside_away_ns(void)
{
    return aside.inside ? clock_ticks_ns(aside.away) : 0;
}

size_t aside_stack_left(void)
{
    return aside.inside ? fiber_stack_left(aside.fiber) : SIZE_MAX;
}

void aside_leave(const char *why, void (*stop)(void))
{
    kv_assert(aside.inside && aside.shares == (why == NULL));
    aside_left = true;
    aside_busy = !aside.shares;
    busy_why = why;
    aside.stop = stop;
    aside.inside = false;
    aside.left_at = clock_ticks();
    client_running = NULL;
    client_judge_as(NULL);
    fiber_leave(aside.fiber);
    client_judge_as(aside.call.client);
    client_running = aside.call.client;
    aside.slice_at = clock_ticks();
    if (aside.shares)
        aside.away += aside.slice_at - aside.left_at;
    aside.inside = true;
}

static bool is_stopped(void)
{
    const struct call *c = &aside.call;

    return multi_is_stopped(c->client, c->cmd, c->argv, c->argc);
}

void aside_take_over(void (*stop)(void))
{
    if (!aside_shares())
        return;
    if (aside_left && is_stopped()) {
        aside.waits = true;
        aside.looks = false;
        aside_leave(NULL, stop);
        aside.waits = false;
    }
    aside.shares = false;
}

bool aside_stops(const struct client *c, const struct command_state *cmd)
{
    return !aside_busy && !multi_queues(c, cmd) && multi_flags(c, cmd) & (CMD_ASIDE | CMD_SHARES);
}

const char *aside_why(void)
{
    return busy_why;
}

void aside_set_check(bool (*may_go_on)(void))
{
    check_fn = may_go_on;
}

bool aside_may_go_on(void)
{
    return !aside.inside || check_fn == NULL || check_fn();
}

struct buf *aside_output(const struct client *c)
{
    return aside.running && c == aside.call.client ? &aside.reply : NULL;
}

/* ---- On the loop's stack ------------------------------------------------------------------------- */

/* The arguments are in its client's input, where others' bytes may take their place once it has left; a big one
 * stays in its blob. */
static void keep_arguments(void)
{
    struct call *c = &aside.call;
    size_t size = c->argc * sizeof(struct bytes);
    struct bytes *argv;
    uint8_t *to;

    for (unsigned i = 0; i < c->argc; i++)
        size += c->big && i == c->big_index ? 0 : c->argv[i].len;
    if (size > aside.room) {
        mem_free(aside.args);
        aside.room = size_max(size, ARGS_MIN);
        aside.args = mem_alloc(aside.room);
    }
    argv = aside.args;
    to = (uint8_t *)(argv + c->argc);
    for (unsigned i = 0; i < c->argc; i++) {
        argv[i] = c->argv[i];
        if (c->big && i == c->big_index)
            continue;
        if (argv[i].len > 0)
            memcpy(to, argv[i].ptr, argv[i].len);
        argv[i].ptr = to;
        to += argv[i].len;
    }
    c->argv = argv;
}

static void drop_arguments(size_t keep)
{
    if (aside.room <= keep)
        return;
    mem_free(aside.args);
    aside.args = NULL;
    aside.room = 0;
}

static void reply_what_came(struct call *c)
{
    buf_add_bytes(c->out, buf_bytes(&aside.reply));
    buf_clear(&aside.reply);
    if (aside.reply.cap > KEPT)
        buf_fini(&aside.reply);
}

/* The request is over; what it leaves behind. */
static void let_go(void)
{
    aside.running = aside.inside = aside_left = aside_busy = false;
    drop_arguments(KEPT);
    if (aside.free_client)
        loop_defer_free(clients_loop, aside.call.client, aside.free_client);
    aside.free_client = NULL;
}

void aside_run(struct call *c, void (*run)(struct call *c))
{
    uint64_t start = clock_ticks();

    kv_assert(!aside.running);
    if (aside.fiber == NULL)
        aside.fiber = fiber_new(STACK_SIZE);
    aside.reply.limit = BUF_UNLIMITED;
    aside.run = run;
    aside.call = *c;
    aside.call.out = &aside.reply;
    keep_arguments();
    aside.running = aside.inside = true;
    aside.shares = c->cmd->row->flags & (CMD_SHARES | CMD_SCRIPT_RUNNER);
    aside.slice_at = start;
    aside.away = 0;
    if (kv_likely(fiber_start(aside.fiber, enter, NULL))) {
        let_go();
        c->ns = aside.call.ns;
        c->big = aside.call.big;
        reply_what_came(c);
        return;
    }
    c->big = NULL;
    c->ns = clock_ticks_ns(clock_ticks() - start);
    client_hold(c);
}

static bool go_on(void)
{
    struct client *client = aside.call.client;
    bool shared = aside.shares, gone;

    client->argv = aside.call.argv;
    client->argc = aside.call.argc;
    client_running = client;
    client_judge_as(client);
    aside.inside = true;
    if (!fiber_resume(aside.fiber)) {
        client->argv = NULL;
        if (shared && aside_busy) /* who has waited is to be told */
            clients_look_again();
        return false;
    }
    client_running = NULL;
    client_judge_as(NULL);
    client->argv = NULL;
    blob_unref(aside.call.big);
    gone = client->state == CLIENT_CLOSED;
    let_go();
    fiber_trim(aside.fiber);
    if (gone)
        buf_clear(&aside.reply);
    else
        client_end_wait(client, reply_what_came);
    clients_look_again();
    return true;
}

/* To look for its keys among those that jobs hold takes long if they are many. */
static bool still_waits(void)
{
    if (!aside.waits || !aside.looks)
        return aside.waits;
    aside.looks = false;
    return is_stopped();
}

void aside_look_again(void)
{
    aside.looks = true;
}

bool aside_turn(void)
{
    return aside_left && !still_waits() && go_on();
}

bool aside_has_work(void)
{
    return aside_left && (!aside.waits || aside.looks);
}

bool aside_lets_go(struct client *c, void (*free_client)(void *c))
{
    if (!aside.running || c != aside.call.client)
        return true;
    aside.free_client = free_client;
    return false;
}

size_t aside_pending(const struct client *c)
{
    return aside.running && c == aside.call.client ? aside.reply.len : 0;
}

void aside_fini(void)
{
    while (aside_left) {
        aside.stop();
        go_on();
    }
    drop_arguments(0);
    fiber_free(aside.fiber);
    aside.fiber = NULL;
    buf_fini(&aside.reply);
}
