#include "server/push.h"

#include "base/assert.h"
#include "base/mem.h"
#include "server/aside.h"

enum { LOOK_AT_OUTPUT = 1024 * 1024 }; /* from so many bytes on each push looks at the limits */

static bool is_open(const struct client *c)
{
    return c->state != CLIENT_CLOSED && c->state != CLIENT_DRAINING && !(c->flags & CLIENT_OVERRUN);
}

/* A job's reply may tell of what was there when it began, and a client that keeps a cache must not hear before
 * that what has changed since. Nor may the client of a script that was left in the middle. */
static bool is_held(const struct client *to)
{
    return to->flags & CLIENT_REPLYING || (to->job != NULL && to->tracking != NULL) ||
           aside_output(to) != NULL;
}

static struct outbuf *output(struct client *to)
{
    if (kv_likely(!is_held(to)))
        return &to->out;
    if (to->held == NULL) {
        to->held = mem_alloc(sizeof *to->held);
        outbuf_init(to->held);
    }
    return to->held;
}

void push_end(struct client *to)
{
    client_touch_output(to);
    if (kv_unlikely(outbuf_pending(&to->out) + push_pending(to) > LOOK_AT_OUTPUT) &&
        client_is_over_output(to))
        to->flags |= CLIENT_OVERRUN;
}

struct buf *push_begin(struct client *to)
{
    struct outbuf *out;

    if (!is_open(to))
        return NULL;
    out = output(to);
    outbuf_prepare(out);
    return outbuf_tail(out);
}

void push_send(struct client *to, struct bytes message)
{
    struct buf *out = push_begin(to);

    if (out == NULL)
        return;
    buf_add_bytes(out, message);
    push_end(to);
}

void push_send_shared(struct client *to, struct blob *message)
{
    if (!is_open(to))
        return;
    outbuf_add_shared(output(to), message);
    push_end(to);
}

void push_gathered(struct client *to, struct outbuf *from)
{
    if (!is_open(to)) {
        outbuf_fini(from);
        return;
    }
    outbuf_move(output(to), from);
    push_end(to);
}

void push_release_held(struct client *c)
{
    struct outbuf *held = c->held;

    if (aside_output(c) != NULL) /* its reply is still to come */
        return;
    c->held = NULL;
    if (c->state != CLIENT_CLOSED && !(c->flags & CLIENT_OVERRUN)) {
        outbuf_move(&c->out, held);
        client_touch_output(c);
    }
    outbuf_fini(held);
    mem_free_sized(held, sizeof *held);
}

void push_drop(struct client *c)
{
    if (c->held == NULL)
        return;
    outbuf_fini(c->held);
    mem_free_sized(c->held, sizeof *c->held);
    c->held = NULL;
}
