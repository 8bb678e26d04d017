/*
 * value_work -- a change of one collection that may be too long for one turn.
 *
 * Most are done at once. What is not done after a millisecond goes on in slices of further turns; the client
 * waits for its reply, and others that name the key wait until it is done (server/hold). If the client goes,
 * the change ends where it is; if the key expires, too. Where a client may not wait (transactions, scripts)
 * all of it is done at once.
 *
 * From turn to turn the value is known by its address: as long as there is more to do it is no pack, nor
 * becomes one.
 */
#ifndef KV_CMD_VALUE_WORK_H
#define KV_CMD_VALUE_WORK_H

#include "obj/value.h"
#include "server/call.h"

struct value_work {
    enum obj_type type;
    /* Does about a tenth of a millisecond's worth; true if there is more to do. */
    bool (*some)(struct value *v, void *state);
    /* False if nothing has changed so far. */
    bool (*is_change)(const void *state);
    /* It is over: call_changed() and the reply. */
    void (*done)(struct call *c, struct bytes key, void *state);
    /* It ends without a client, c is nobody's: call_changed() alone. */
    void (*given_up)(struct call *c, struct bytes key, void *state);
    /* It will take more turns, and the request is gone then: state copies what it needs. May be NULL. */
    void (*keep)(void *state);
    size_t state_size;
};

/* ed is open; it is committed here. state is copied if need be. */
void value_work_run(struct call *c, struct edit *ed, const struct value_work *work, void *state);

#endif
