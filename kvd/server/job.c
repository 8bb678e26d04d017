#include "server/job.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "server/aside.h"
#include "server/client.h"
#include "server/reply.h"

enum {
    AT_ONCE_NS = 1000 * 1000, /* the part that is done before the client has to wait */
    SLICE_NS = 500 * 1000,
};

struct job {
    struct job *prev, *next; /* in the order in which they began */
    const struct job_type *type;
    void *state;
    struct client *client;
    struct outbuf gathered;
    size_t counted; /* its part of held, as of its last slice */
};

static struct job *first, *last;
static struct job *turn; /* the one that gets the next slice */
static size_t held;      /* memory of what all jobs have gathered */

static void count_gathered(struct job *j)
{
    size_t now = outbuf_mem(&j->gathered);

    held += now - j->counted;
    j->counted = now;
}

static void append(struct job *j)
{
    j->prev = last;
    if (last)
        last->next = j;
    else
        first = j;
    last = j;
    if (turn == NULL)
        turn = j;
}

static struct job *after(const struct job *j)
{
    return j->next ? j->next : first;
}

static void unlink_job(struct job *j)
{
    if (turn == j)
        turn = after(j) == j ? NULL : after(j);
    if (j->prev)
        j->prev->next = j->next;
    else
        first = j->next;
    if (j->next)
        j->next->prev = j->prev;
    else
        last = j->prev;
}

static void job_free(struct job *j)
{
    outbuf_fini(&j->gathered);
    j->type->free(j->state);
    mem_free_sized(j, sizeof *j);
}

static void reply_too_much(struct call *c)
{
    reply_error(c, "ERR too much is being gathered for the replies of commands that run for long: "
                   "try again when there are fewer of them, or ask for less");
}

/* Nobody else may change data in between. */
static void run_in_place(struct call *c, struct job *j)
{
    while (!j->type->step(j->state, &j->gathered, clock_mono_ns() + SLICE_NS)) {
        if (!aside_may_go_on()) {
            reply_error(c, "ERR the command was stopped together with the script that called it");
            return;
        }
        if (held + outbuf_mem(&j->gathered) > JOBS_GATHERED_MAX) {
            reply_too_much(c);
            return;
        }
    }
    j->type->reply(c, j->state, &j->gathered);
}

void job_run(struct call *c, const struct job_type *type, void *state)
{
    struct job *j = mem_alloc(sizeof *j);

    *j = (struct job){ .type = type, .state = state, .client = c->client };
    outbuf_init(&j->gathered);
    if (c->nested) {
        run_in_place(c, j);
        job_free(j);
        return;
    }
    if (type->step(state, &j->gathered, clock_mono_ns() + AT_ONCE_NS)) {
        type->reply(c, state, &j->gathered);
        job_free(j);
        return;
    }
    count_gathered(j);
    append(j);
    c->client->job = j;
    client_hold(c);
}

void job_drop(struct job *j)
{
    if (j == NULL)
        return;
    unlink_job(j);
    held -= j->counted;
    job_free(j);
}

size_t job_gathered(const struct job *j)
{
    return j ? outbuf_pending(&j->gathered) : 0;
}

size_t job_mem(const struct job *j)
{
    return j ? outbuf_mem(&j->gathered) : 0;
}

/* Ends the job and its client's wait. */
static void finish(struct job *j, client_unblock_fn *reply)
{
    struct client *c = j->client;

    client_end_wait(c, reply);
    job_drop(c->job);
    c->job = NULL;
}

static void reply_done(struct call *c)
{
    struct job *j = c->client->job;

    j->type->reply(c, j->state, &j->gathered);
}

static void end_newest(void)
{
    struct job *j = last;

    while (j->counted == 0)
        j = j->prev;
    log_warning(
        "job: replies being gathered take %zu bytes: the %zu of client id %llu are given up", held,
        j->counted, (unsigned long long)j->client->id);
    finish(j, reply_too_much);
}

void jobs_run(void)
{
    struct job *j = turn;
    bool done;

    if (j == NULL)
        return;
    turn = after(j);
    client_judge_as(j->client);
    done = j->type->step(j->state, &j->gathered, clock_mono_ns() + SLICE_NS);
    client_judge_as(NULL);
    if (done) {
        finish(j, reply_done);
    } else {
        count_gathered(j);
        client_check_output(j->client);
    }
    while (held > JOBS_GATHERED_MAX)
        end_newest();
}

bool jobs_waiting(void)
{
    return first != NULL;
}
