/*
 * push -- messages that a client gets without having asked just now: what is published, what has become
 * invalid, what MONITOR shows.
 *
 *     out:   ... replies and pushes, in the order in which they were made
 *     held:  pushes made while a reply was being written; they go behind it
 *
 * A message may be pushed at any moment of the turn and to any client, the one whose request is being run
 * too: it never comes in the middle of a reply. Messages to a client keep their order. CLIENT REPLY OFF
 * and SKIP are about replies and stop none. A client that is being closed gets none any more. It is written
 * to at the end of the turn.
 *
 * One that does not read is closed when what waits for it is over its client-output-buffer-limit, which a push
 * may find out: so it may close the client.
 */
#ifndef KV_SERVER_PUSH_H
#define KV_SERVER_PUSH_H

#include "server/client.h"

/* The message as it goes on the wire, in the client's protocol version. It is copied. */
void push_send(struct client *to, struct bytes message);
/* The same for a message that many clients get, without a copy: takes a reference of its own. */
void push_send_shared(struct client *to, struct blob *message);

/* The same for a message that is written in place: where it goes, until push_end(). NULL if the client gets
 * none. */
struct buf *push_begin(struct client *to);
void push_end(struct client *to);

/* A reply to the client begins: pushes are held back. And it is over: they follow it. */
static inline void push_hold(struct client *c)
{
    c->flags |= CLIENT_REPLYING;
}

void push_release_held(struct client *c);

static inline void push_release(struct client *c)
{
    c->flags &= ~(unsigned)CLIENT_REPLYING;
    if (kv_unlikely(c->held != NULL))
        push_release_held(c);
}

/* Bytes held back. */
static inline size_t push_pending(const struct client *c)
{
    return kv_unlikely(c->held != NULL) ? outbuf_pending(c->held) : 0;
}

/* The client is being freed. */
void push_drop(struct client *c);

#endif
