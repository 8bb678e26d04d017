/*
 * outbuf -- the replies that wait to be written to one client.
 *
 *     nodes:  [ bytes ] -> [ blob reference ] -> [ bytes ] ...        then tail (still growing)
 *
 * Replies are written to tail. When tail is long, or a big string is to be sent from where it is, tail
 * becomes a node and a fresh one begins. Everything goes out with one writev per turn. A client
 * without pending replies holds no buffer: tails come from a pool and go back to it.
 */
#ifndef KV_SERVER_OUTBUF_H
#define KV_SERVER_OUTBUF_H

#include "base/buf.h"
#include "net/conn.h"
#include "obj/blob.h"

enum {
    OUTBUF_BLOB_MIN = 16 * 1024, /* from this length on a string is sent without a copy */
};

struct out_node;

struct outbuf {
    struct buf tail;
    struct out_node *first, *last;
    size_t sent;       /* bytes of the first node (or of tail) already written */
    size_t node_bytes; /* bytes in nodes, those sent included */
    unsigned node_count;
};

void outbuf_init(struct outbuf *o);
void outbuf_fini(struct outbuf *o);

/* Where the next reply bytes go. */
static inline struct buf *outbuf_tail(struct outbuf *o)
{
    return &o->tail;
}

/* Makes room: called between replies, gives tail a chunk if it has none and turns a long tail into a
 * node. */
void outbuf_prepare(struct outbuf *o);
/* Gives the chunk of an empty tail back: a reply did not come, or not yet. */
void outbuf_release(struct outbuf *o);
/* "$len\r\n" data "\r\n" from the blob without a copy; takes a reference of its own. */
void outbuf_add_blob(struct outbuf *o, struct blob *b);
/* The blob's bytes as they are: a message that many clients are sent. Takes a reference of its own, or copies
 * what is short if there is a tail that it fits in. */
void outbuf_add_shared(struct outbuf *o, struct blob *b);

/* Appends all that waits in from, without a copy of what is long; from is empty afterwards. Nothing of it
 * was sent. */
void outbuf_move(struct outbuf *o, struct outbuf *from);

/* Appends the bytes of all that waits; nothing of it was sent. */
void outbuf_copy(const struct outbuf *o, struct buf *to);

bool outbuf_is_empty(const struct outbuf *o);
/* Bytes still to be written; memory held. */
size_t outbuf_pending(const struct outbuf *o);
size_t outbuf_mem(const struct outbuf *o);

/* Writes at most max bytes. 1: all written; 0: the socket is full or max reached; -1: broken. */
int outbuf_write(struct outbuf *o, struct conn *conn, size_t max, uint64_t *written);

#endif
