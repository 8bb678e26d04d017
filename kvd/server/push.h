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
 * A push closes nobody, so that lists of clients may be walked meanwhile. One that does not read, so that more
 * waits for it than its client-output-buffer-limit allows, gets no more and is closed when the turn ends.
 */
#ifndef KV_SERVER_PUSH_H
#define KV_SERVER_PUSH_H

#include "server/client.h"

/* The message as it goes on the wire, in the client's protocol version. It is copied. */
void push_send(struct client *to, struct bytes message);
/* The same for a message that many clients get, without a copy: takes a reference of its own. */
void push_send_shared(struct client *to, struct blob *message);

/* What was written to an outbuf of its own, as it is; from is empty afterwards. */
void push_gathered(struct client *to, struct outbuf *from);

/* A message that is written in place: where it goes, until push_end(). NULL if the client gets
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

/* What is held back is not wanted any more. */
void push_drop(struct client *c);

#endif
