/*
 * stream_work -- a change of one stream that may be too long for one turn.
 *
 * Most are done at once. What is not done after a millisecond goes on in slices of further turns; the client
 * waits for its reply, and others that name the key wait until it is done (server/hold). If the client goes, the change ends where it is; if the key expires, too. Where a client
 * may not wait (transactions, scripts) all of it is done at once.
 */
#ifndef KV_CMD_STREAM_WORK_H
#define KV_CMD_STREAM_WORK_H

#include "obj/stream.h"
#include "server/call.h"

struct stream_work {
    /* Does about a tenth of a millisecond's worth; true if there is more to do. */
    bool (*some)(struct stream *s, void *state);
    /* False if nothing has changed so far. */
    bool (*is_change)(const void *state);
    /* It is over: call_changed() and the reply. */
    void (*done)(struct call *c, struct bytes key, void *state);
    /* It ends without a client, c is nobody's: call_changed() alone. */
    void (*given_up)(struct call *c, struct bytes key, void *state);
    size_t state_size;
};

/* ed is open; it is committed here. state is copied if need be. */
void stream_work_run(struct call *c, struct edit *ed, const struct stream_work *work, void *state);

#endif
