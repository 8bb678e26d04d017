#include "server/outbuf.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"
#include "server/chunk.h"

#include <errno.h>

enum {
    /* A tail that became so long is left alone as a node: what is behind it is room for the next reply, if
     * that is short, and the next chunk comes from the pool. Growing would copy it again and again. */
    TAIL_LONG = CHUNK_SIZE / 2,
    MOVE_COPIED = 2048, /* copying so little is cheaper than another node */
    IOV_MAX_USED = 64,
};

struct out_node {
    struct out_node *next;
    struct blob *blob; /* send these bytes, or */
    uint8_t *bytes;    /* these, which are ours */
    size_t len, cap;
};

void outbuf_init(struct outbuf *o)
{
    *o = (struct outbuf){ .tail = { .limit = BUF_UNLIMITED } };
}

/* A buf keeps one byte more than its capacity. */
static void give_back(uint8_t *ptr, size_t cap)
{
    if (ptr)
        chunk_give(ptr, cap + 1);
}

static void tail_drop(struct outbuf *o)
{
    give_back(o->tail.ptr, o->tail.cap);
    o->tail = (struct buf){ .limit = BUF_UNLIMITED };
}

static void node_pop(struct outbuf *o)
{
    struct out_node *n = o->first;

    o->first = n->next;
    if (o->first == NULL)
        o->last = NULL;
    o->node_bytes -= n->len;
    o->node_count--;
    blob_unref(n->blob);
    give_back(n->bytes, n->cap);
    mem_free_sized(n, sizeof *n);
}

void outbuf_fini(struct outbuf *o)
{
    while (o->first)
        node_pop(o);
    tail_drop(o);
    o->sent = 0;
}

static void node_push(struct outbuf *o, struct out_node n)
{
    struct out_node *node = mem_alloc(sizeof *node);

    *node = n;
    if (o->last)
        o->last->next = node;
    else
        o->first = node;
    o->last = node;
    o->node_bytes += node->len;
    o->node_count++;
}

static void tail_to_node(struct outbuf *o)
{
    if (o->tail.len == 0)
        return;
    node_push(o, (struct out_node){ .bytes = o->tail.ptr, .len = o->tail.len, .cap = o->tail.cap });
    o->tail = (struct buf){ .limit = BUF_UNLIMITED };
}

void outbuf_prepare(struct outbuf *o)
{
    if (o->tail.len >= TAIL_LONG)
        tail_to_node(o);
    if (o->tail.ptr == NULL) {
        o->tail.ptr = chunk_take();
        o->tail.cap = CHUNK_SIZE - 1;
    }
}

void outbuf_release(struct outbuf *o)
{
    if (o->tail.len == 0)
        tail_drop(o);
}

void outbuf_add_blob(struct outbuf *o, struct blob *b)
{
    outbuf_prepare(o);
    buf_add_byte(&o->tail, '$');
    buf_add_uint(&o->tail, b->len);
    buf_add(&o->tail, "\r\n", 2);
    tail_to_node(o);
    node_push(o, (struct out_node){ .blob = blob_ref(b), .len = b->len });
    outbuf_prepare(o);
    buf_add(&o->tail, "\r\n", 2);
}

/* A client that has read everything gets a reference: a chunk of its own, cold in the cache, would cost more
 * than the copy. One that lags behind gets copies side by side, which take less room than nodes. */
void outbuf_add_shared(struct outbuf *o, struct blob *b)
{
    if (b->len <= MOVE_COPIED && (o->tail.len > 0 || o->node_count >= IOV_MAX_USED)) {
        outbuf_prepare(o);
        buf_add_bytes(&o->tail, blob_bytes(b));
        return;
    }
    tail_to_node(o);
    node_push(o, (struct out_node){ .blob = blob_ref(b), .len = b->len });
}

void outbuf_move(struct outbuf *o, struct outbuf *from)
{
    kv_assert(from->sent == 0);
    if (from->first == NULL && from->tail.len <= MOVE_COPIED) {
        outbuf_prepare(o);
        buf_add_bytes(&o->tail, buf_bytes(&from->tail));
        tail_drop(from);
        return;
    }
    tail_to_node(from);
    if (from->first == NULL)
        return;
    tail_to_node(o);
    if (o->last)
        o->last->next = from->first;
    else
        o->first = from->first;
    o->last = from->last;
    o->node_bytes += from->node_bytes;
    o->node_count += from->node_count;
    from->first = from->last = NULL;
    from->node_bytes = 0;
    from->node_count = 0;
}

void outbuf_copy(const struct outbuf *o, struct buf *to)
{
    kv_assert(o->sent == 0);
    for (const struct out_node *n = o->first; n != NULL; n = n->next)
        buf_add(to, n->blob ? n->blob->data : n->bytes, n->len);
    buf_add_bytes(to, buf_bytes(&o->tail));
}

bool outbuf_is_empty(const struct outbuf *o)
{
    return o->first == NULL && o->tail.len == 0;
}

size_t outbuf_pending(const struct outbuf *o)
{
    return o->node_bytes + o->tail.len - o->sent;
}

size_t outbuf_mem(const struct outbuf *o)
{
    return o->node_bytes + o->node_count * sizeof(struct out_node) + o->tail.cap;
}

/* Gathers what is to be sent, at most max bytes of it. */
static int gather(const struct outbuf *o, struct iovec *iov, size_t max)
{
    size_t skip = o->sent;
    int n = 0;

    for (const struct out_node *node = o->first; node && n < IOV_MAX_USED - 1; node = node->next) {
        const uint8_t *data = node->blob ? node->blob->data : node->bytes;
        size_t len = size_min(node->len - skip, max);

        iov[n++] = (struct iovec){ (void *)(uintptr_t)(data + skip), len };
        skip = 0;
        max -= len;
        if (max == 0)
            return n;
        if (node->next == NULL)
            break;
    }
    if (o->tail.len > skip && (o->first == NULL || n == (int)o->node_count))
        iov[n++] = (struct iovec){ o->tail.ptr + skip, size_min(o->tail.len - skip, max) };
    return n;
}

static void mark_sent(struct outbuf *o, size_t n)
{
    o->sent += n;
    while (o->first && o->sent >= o->first->len) {
        o->sent -= o->first->len;
        node_pop(o);
    }
    if (o->first == NULL && o->sent == o->tail.len) {
        o->sent = 0;
        tail_drop(o);
    }
}

int outbuf_write(struct outbuf *o, struct conn *conn, size_t max, uint64_t *written)
{
    while (!outbuf_is_empty(o) && max > 0) {
        struct iovec iov[IOV_MAX_USED];
        size_t want = 0;
        ssize_t n;
        int count;

        if (o->first == NULL) {
            want = size_min(o->tail.len - o->sent, max);
            n = conn_write(conn, o->tail.ptr + o->sent, want);
        } else {
            count = gather(o, iov, max);
            for (int i = 0; i < count; i++)
                want += iov[i].iov_len;
            n = count > 1 ? conn_writev(conn, iov, count)
                          : conn_write(conn, iov[0].iov_base, iov[0].iov_len);
        }
        if (n < 0)
            return -1;
        *written += (uint64_t)n;
        mark_sent(o, (size_t)n);
        if ((size_t)n < want)
            return 0;
        max -= (size_t)n;
    }
    return outbuf_is_empty(o);
}
