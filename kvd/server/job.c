#include "server/job.h"

#include "base/clock.h"
#include "base/mem.h"
#include "server/client.h"

enum { SLICE_NS = 500 * 1000 };

struct job {
    struct job *prev, *next; /* in the order in which they get their slices */
    const struct job_type *type;
    void *state;
    struct client *client;
};

static struct job *first, *last;

static void append(struct job *j)
{
    j->prev = last;
    j->next = NULL;
    if (last)
        last->next = j;
    else
        first = j;
    last = j;
}

static void unlink_job(struct job *j)
{
    if (j->prev)
        j->prev->next = j->next;
    else
        first = j->next;
    if (j->next)
        j->next->prev = j->prev;
    else
        last = j->prev;
}

void job_start(struct call *c, const struct job_type *type, void *state)
{
    struct job *j = mem_alloc(sizeof *j);

    *j = (struct job){ .type = type, .state = state, .client = c->client };
    append(j);
    c->client->job = j;
    client_hold(c);
}

void job_drop(struct job *j)
{
    if (j == NULL)
        return;
    unlink_job(j);
    j->type->free(j->state);
    mem_free_sized(j, sizeof *j);
}

static void reply(struct call *c)
{
    struct job *j = c->client->job;

    j->type->reply(c, j->state);
}

void jobs_run(void)
{
    struct job *j = first;

    if (j == NULL)
        return;
    if (j->type->step(j->state, clock_mono_ns() + SLICE_NS)) {
        client_end_wait(j->client, reply);
        j->client->job = NULL;
        job_drop(j);
    } else {
        unlink_job(j);
        append(j);
    }
}

bool jobs_waiting(void)
{
    return first != NULL;
}
