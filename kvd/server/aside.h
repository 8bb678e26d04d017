/*
 * aside -- requests that are run on a stack of their own, so that they can be left in the middle.
 *
 *     loop's stack   ... aside_run() ----+              +-- turn: others --+            +-- turn ...
 *     own stack                          +-- handler ---+ aside_leave()    +-- handler -+
 *
 * A script may run for ever. Its request (the row has CMD_ASIDE; EXEC that queued such a one) runs aside:
 * when it takes too long it calls aside_leave(), and the loop goes on as if the request waited. From then
 * on the server is busy: of others' requests only those with CMD_ALLOW_BUSY run, the rest are refused with
 * BUSY; nothing expires, is evicted or changed by jobs, and no blocked client is served, so that the
 * request stays atomic. Every turn gives it its next slice, until it ends and replies.
 *
 * As long as a request touches no keys it shares: FUNCTION LOAD (CMD_ASIDE and CMD_SHARES) to its end, a script
 * until it has been compiled. While it is left then everything goes on, but for requests that run aside
 * themselves or have CMD_SHARES. These wait, until it ends or others are told BUSY.
 *
 * One request runs aside at a time. Its client is not read meanwhile; if it goes away the request goes on
 * to its end, and its reply is dropped.
 */
#ifndef KV_SERVER_ASIDE_H
#define KV_SERVER_ASIDE_H

#include "server/client.h"

/* True while a request that was left in the middle waits for its next slice; busy: and others are told so. */
extern bool aside_left, aside_busy;

/* Runs the handler aside, from its begin to its end or until it leaves. It gets a call of its own, whose arguments
 * stay where they are to the end. */
void aside_run(struct call *c, void (*run)(struct call *c));

/* True inside aside_run(): the caller may leave. */
bool aside_is_inside(void);
/* And others will go on meanwhile. */
bool aside_shares(void);
/* The request no longer shares, because what follows touches keys. If others went on before, it waits here for the
 * end of CLIENT PAUSE and of jobs that hold its keys, as it would have to if it began now; stop as below. */
void aside_take_over(void (*stop)(void));
/* Goes back to the loop until the next turn. why is what others are told meanwhile: "BUSY ...", static; NULL if
 * the request shares. If the server ends, it calls stop before each further slice: the request has to come to
 * its end. */
void aside_leave(const char *why, void (*stop)(void));
/* Since the request began, or came back. */
uint64_t aside_slice_ns(void);
/* For how long the request that the caller is inside of has been left while it shared. */
uint64_t aside_away_ns(void);
/* True if the client's request of this command has to wait for one that shares. */
bool aside_stops(const struct client *c, const struct command_state *cmd);
/* What they are told. */
const char *aside_why(void);

/* Asked inside between slices of long work, in commands that a script calls: it may leave. False: the request is
 * being stopped, and the work is to end. True when not inside. */
bool aside_may_go_on(void);
/* Whoever leaves knows when it is time; NULL, as at the start: never. */
void aside_set_check(bool (*may_go_on)(void));

/* A pause is over, or a job no longer holds its keys: a request that waits in aside_take_over() may look again. */
void aside_look_again(void);
/* The turn's slice. True if the request has ended: those who wait may be served. */
bool aside_turn(void);
/* True if the next slice is not to be waited for. */
bool aside_has_work(void);

/* Bytes of stack left below the caller; SIZE_MAX when not inside. */
size_t aside_stack_left(void);

/* Where replies to the client of a request that runs aside go, and how much is there; NULL and 0 for any
 * other client. */
struct buf *aside_output(const struct client *c);
size_t aside_pending(const struct client *c);

/* The client is gone; false if a request of it runs aside: then that frees it when it ends. */
bool aside_lets_go(struct client *c, void (*free_client)(void *c));

/* The server ends: the request comes to its end, and the stack is given back. */
void aside_fini(void);

#endif
