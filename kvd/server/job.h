/*
 * job -- the work of a command that is too long for one turn, done a slice at a time.
 *
 * KEYS over a million keys would hold up every other client. Its handler starts a job instead: the
 * client waits while the job is given a slice of each turn, and gets its reply at the end. Commands of
 * other clients run in between, so a job sees the data as it changes. When its client goes, the job
 * goes.
 */
#ifndef KV_SERVER_JOB_H
#define KV_SERVER_JOB_H

#include "server/call.h"

struct job;

struct job_type {
    /* Works until clock_mono_ns() reaches until_ns, a little longer at most; true when it is done. */
    bool (*step)(void *state, uint64_t until_ns);
    void (*reply)(struct call *c, void *state);
    void (*free)(void *state);
};

/* The client of c waits for the job; state is taken over. */
void job_start(struct call *c, const struct job_type *type, void *state);

/* The client is gone. Accepts NULL. */
void job_drop(struct job *j);

/* Gives the next job its slice; once per turn. */
void jobs_run(void);
bool jobs_waiting(void);

#endif
