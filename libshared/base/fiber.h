/*
 * fiber -- a function on a stack of its own, which can be left in the middle and gone on with.
 *
 *     main:   fiber_resume() --+            +--> returns false --> fiber_resume() --+            +--> true
 *     fiber:                   +-- fn ... fiber_leave()                             +-- ... fn returns
 *
 * No thread: whoever resumes waits until the fiber leaves or ends. The stack is reserved, not taken; below it
 * lies a page that faults. When fn has returned, the same fiber may be started again.
 */
#ifndef KV_BASE_FIBER_H
#define KV_BASE_FIBER_H

#include <stdbool.h>
#include <stddef.h>

struct fiber;

typedef void fiber_fn(void *arg);

struct fiber *fiber_new(size_t stack_size);
/* Accepts NULL. One that was left in the middle is forgotten there. */
void fiber_free(struct fiber *f);

/* Begins fn(arg); f is not in the middle of something. True if fn has returned. */
bool fiber_start(struct fiber *f, fiber_fn *fn, void *arg);
/* Goes on behind fiber_leave(). True if fn has returned. */
bool fiber_resume(struct fiber *f);
/* Called inside the fiber. */
void fiber_leave(struct fiber *f);

/* Bytes of its stack below the caller, who is inside. */
size_t fiber_stack_left(const struct fiber *f);

/* Gives back what the stack has taken, but for its top; f is not in the middle of something. */
void fiber_trim(struct fiber *f);

#endif
