/*
 * job -- the work of a command that is too long for one turn, done a slice at a time.
 *
 * KEYS over a million keys would hold up every other client. Its handler gives the work to job_run()
 * instead: what is done within a millisecond is replied to at once; for more the client waits while
 * the job gets a slice of each turn, and has its reply at the end. Commands of other clients run in
 * between, so a job sees the data as it changes. When its client goes, the job goes.
 *
 * What a job gathers for its reply counts from the moment it is gathered:
 *
 *   - for its client, like replies that wait to be written: over client-output-buffer-limit the client
 *     is closed.
 *   - for all jobs together, up to JOBS_GATHERED_MAX. Whenever a slice goes over it, the newest job
 *     that has gathered anything ends with an error, and the next newest, until they hold less. So
 *     whoever came first gets done, and no more is held than the limit and what one slice adds.
 */
#ifndef KV_SERVER_JOB_H
#define KV_SERVER_JOB_H

#include "server/call.h"
#include "server/outbuf.h"

#define JOBS_GATHERED_MAX ((size_t)1 << 30)

struct job;

struct job_type {
    /* Works until clock_mono_ns() reaches until_ns, a little longer at most; true when it is done.
     * gathered is the job's own, for parts of the reply. */
    bool (*step)(void *state, struct outbuf *gathered, uint64_t until_ns);
    /* The whole reply; what was gathered goes into it by reply_gathered() or reply_gathered_text(). */
    void (*reply)(struct call *c, void *state, struct outbuf *gathered);
    void (*free)(void *state);
};

/* Does the work and replies, now or later; state is taken over. Inside another request (EXEC, a script) it
 * is all done now. */
void job_run(struct call *c, const struct job_type *type, void *state);

/* The client is gone. Accepts NULL. */
void job_drop(struct job *j);
/* Bytes gathered so far, and the memory they take. Accept NULL. */
size_t job_gathered(const struct job *j);
size_t job_mem(const struct job *j);

/* Gives the next job its slice; once per turn. */
void jobs_run(void);
bool jobs_waiting(void);

#endif
