#include "server/tracking_send.h"

#include "base/mem.h"
#include "resp/write.h"
#include "server/push.h"
#include "server/tracking.h"

enum {
    AT_ONCE = 64, /* clients told at once, of all news of a turn */
    /* Clients told when it ends, besides: writing to each takes up to 10 us, and while few are told changes for the
     * others come together. */
    TURN_SHARE = 64,
    KEPT = 64 * 1024, /* memory kept for the array of one key */
};

static struct buf one_key = { .limit = BUF_UNLIMITED };
static struct news *first, **last = &first;
static unsigned at_once = AT_ONCE; /* left of this turn's */

/* ---- Messages ------------------------------------------------------------------------------------ */

static void add_header(struct buf *out, int proto)
{
    resp_push(out, proto, proto == 3 ? 2 : 3);
    if (proto == 3) {
        resp_bulk_str(out, "invalidate");
    } else {
        resp_bulk_str(out, "message");
        resp_bulk_str(out, "__redis__:invalidate");
    }
}

static void tell_broken(struct client *c)
{
    struct buf *out;

    c->tracking->flags |= TRACKING_BROKEN;
    out = c->proto == 3 ? push_begin(c) : NULL;
    if (out == NULL)
        return;
    resp_push(out, 3, 2);
    resp_bulk_str(out, "tracking-redir-broken");
    resp_int(out, (int64_t)c->tracking->redirect);
    push_end(c);
}

/* Who gets the message of c, or NULL. */
static struct client *receiver(struct client *c)
{
    struct client *to = c;

    if (c->tracking->redirect != 0) {
        to = client_find(c->tracking->redirect);
        if (to == NULL) {
            tell_broken(c);
            return NULL;
        }
        if (to->subscriber != NULL) /* whatever it is subscribed to, as in Redis */
            return to;
    }
    return to->proto == 3 ? to : NULL;
}

/* Begins the message of c; the keys follow. NULL if nobody gets it. */
static struct buf *begin(struct client *c, struct client **to)
{
    struct buf *out;

    *to = receiver(c);
    out = *to ? push_begin(*to) : NULL;
    if (out != NULL)
        add_header(out, (*to)->proto);
    return out;
}

void tracking_tell(struct client *c, struct bytes elements)
{
    struct client *to;
    struct buf *out = begin(c, &to);

    if (out == NULL)
        return;
    buf_add_bytes(out, elements);
    push_end(to);
}

void tracking_tell_shared(struct client *c, struct blob *elements)
{
    struct client *to;

    if (begin(c, &to) != NULL)
        push_send_shared(to, elements);
}

void tracking_tell_all(struct client *c)
{
    struct client *to;
    struct buf *out = begin(c, &to);

    if (out == NULL)
        return;
    resp_null(out, to->proto);
    push_end(to);
}

struct bytes tracking_one_key(struct bytes name)
{
    if (one_key.cap > KEPT)
        buf_fini(&one_key);
    buf_clear(&one_key);
    resp_array(&one_key, 1);
    resp_bulk(&one_key, name);
    return buf_bytes(&one_key);
}

/* ---- News for many ------------------------------------------------------------------------------- */

/* False if all have been told: then n is gone. */
static bool go_on(struct news *n, unsigned *share)
{
    while (*share > 0) {
        unsigned told = n->tell(n, *share);

        if (told == 0) {
            n->free(n);
            return false;
        }
        *share -= told < *share ? told : *share;
    }
    return true;
}

void news_spread(struct news *n)
{
    if (!go_on(n, &at_once))
        return;
    n->next = NULL;
    *last = n;
    last = &n->next;
}

void news_turn(void)
{
    unsigned share = TURN_SHARE;

    at_once = AT_ONCE;
    while (first != NULL && share > 0) {
        struct news *n = first, *next = n->next;

        if (go_on(n, &share))
            return;
        first = next;
        if (first == NULL)
            last = &first;
    }
}

bool news_waiting(void)
{
    return first != NULL;
}

void news_fini(void)
{
    while (first != NULL) {
        struct news *n = first;

        first = n->next;
        n->free(n);
    }
    last = &first;
    at_once = AT_ONCE;
    buf_fini(&one_key);
}
