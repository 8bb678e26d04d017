/*
 * tracking_send -- invalidation messages, and how they reach many clients.
 *
 *     RESP3       >2  invalidate  keys                             keys: an array, or null for all of them
 *     RESP2       *3  message  __redis__:invalidate  keys          to a subscriber they are redirected to
 *
 * If the client that messages are redirected to is gone, the tracking client is told so instead, by
 * ">2 tracking-redir-broken id" in RESP3. One that speaks RESP2 and redirects to nobody is told nothing.
 *
 * News for many clients goes to some at once and to the others a share per turn, so that no turn is
 * long.
 */
#ifndef KV_SERVER_TRACKING_SEND_H
#define KV_SERVER_TRACKING_SEND_H

#include "server/client.h"

/* Tells the tracking client that the keys are invalid: elements is the array, as on the wire. */
void tracking_tell(struct client *c, struct bytes elements);
/* The same for an array that many are told, without a copy. */
void tracking_tell_shared(struct client *c, struct blob *elements);
/* Tells it that all keys are. */
void tracking_tell_all(struct client *c);

/* The array of one key, until the next call. */
struct bytes tracking_one_key(struct bytes name);

/* ---- News for many ------------------------------------------------------------------------------- */

/* The first member of a struct that knows who is to be told. */
struct news {
    struct news *next;
    /* Tells some more clients and returns about how many, up to the given number or a little more; 0 if nobody
     * is left. */
    unsigned (*tell)(struct news *n, unsigned most);
    void (*free)(struct news *n);
};

/* Takes n over, and begins with it if this turn's news has not told many yet. */
void news_spread(struct news *n);
/* Gives what is waiting its share of the turn; once in each. */
void news_turn(void);
bool news_waiting(void);
/* Drops what is waiting. */
void news_fini(void);

#endif
