#include "server/client_input.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/size.h"
#include "server/chunk.h"
#include "server/limits.h"
#include "server/memory.h"

#include <errno.h>
#include <string.h>

enum {
    BIG_READ = 1024 * 1024, /* bytes of a big argument read per turn */
    BIG_START = 64 * 1024,  /* first room for a big argument; it doubles as bytes arrive */
    SMALL_REST = 1024,      /* an unfinished request up to this size leaves the chunk */
    READ_AHEAD = 64 * 1024, /* with so much left of its share of the turn nothing is read */
};

uint64_t clients_bytes_in, clients_reads;
uint64_t clients_query_limit_closed;

void client_input_release(struct client_input *in)
{
    if (in->ptr)
        chunk_give(in->ptr, in->cap);
    in->ptr = NULL;
    in->pos = in->len = in->cap = 0;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

static void note_input(struct client *c, size_t n)
{
    c->bytes_in += n;
    clients_bytes_in += n;
    clients_reads++;
    c->active_us = clock_mono_us();
}

/* For something that may never come; the work of a job ends by itself. */
static bool is_waiting(const struct client *c)
{
    return client_is_unblockable(c) || c->state == CLIENT_PAUSED;
}

/* The peer is gone, or has sent all it will: what is complete is still run and replied to, but nobody
 * waits for a peer that may be gone. */
static void on_end_of_input(struct client *c)
{
    c->flags |= CLIENT_EOF;
    conn_want_read(c->conn, false);
    if (is_waiting(c))
        client_close_after_reply(c);
    else
        client_queue(c);
}

static void on_read_result(struct client *c, ssize_t n)
{
    if (n > 0)
        note_input(c, (size_t)n);
    else if (n == 0)
        on_end_of_input(c);
    else if (errno != EAGAIN && errno != EINTR)
        client_close(c);
}

/* Moves the rest of the input to a buffer of size cap. */
static void input_move(struct client_input *in, uint8_t *ptr, size_t cap)
{
    size_t rest = in->len - in->pos;

    if (rest > 0)
        memcpy(ptr, in->ptr + in->pos, rest);
    if (in->ptr)
        chunk_give(in->ptr, in->cap);
    in->ptr = ptr;
    in->pos = 0;
    in->len = rest;
    in->cap = cap;
}

/* False, and the client is closed, if it holds so many bytes of unfinished requests that it may send no
 * more. */
static bool may_hold(struct client *c, size_t bytes)
{
    if (kv_likely(bytes < (size_t)client_query_buffer_limit))
        return true;
    log_warning("client: id %llu sent an unfinished request of %zu bytes, over "
                "client-query-buffer-limit: closing",
                (unsigned long long)c->id, bytes);
    clients_query_limit_closed++;
    client_close(c);
    return false;
}

/* Makes room to read into; false if the limit is reached. */
static bool input_room(struct client *c)
{
    struct client_input *in = &c->in;
    size_t rest = in->len - in->pos;

    if (in->cap - in->len >= CHUNK_SIZE / 2)
        return true;
    if (rest < CHUNK_SIZE / 2) {
        input_move(in, chunk_take(), CHUNK_SIZE);
        return true;
    }
    if (!may_hold(c, rest))
        return false;
    input_move(in, mem_alloc(rest * 2), rest * 2);
    return true;
}

static void receive(struct client *c)
{
    ssize_t n;

    if (!input_room(c))
        return;
    n = conn_read(c->conn, c->in.ptr + c->in.len, c->in.cap - c->in.len);
    if (n > 0) {
        c->in.len += (size_t)n;
        client_queue(c);
    }
    on_read_result(c, n);
    if (c->state != CLIENT_CLOSED && c->in.len == c->in.pos && request_is_idle(&c->parser))
        client_input_release(&c->in);
}

/* From here on the argument's bytes go straight into the blob that may become its value. */
static void big_begin(struct client *c, uint64_t len, size_t have)
{
    struct client_input *in = &c->in;

    in->big_len = len;
    in->big_done = false;
    in->big_at = in->len - have - in->pos;
    in->big = blob_new(size_min((size_t)len + 2, size_max(BIG_START, have * 2)));
    in->len -= have;
    memcpy(in->big->data, in->ptr + in->len, have);
    in->big->len = have;
}

static void big_receive(struct client *c)
{
    struct client_input *in = &c->in;
    size_t total = (size_t)in->big_len + 2;
    ssize_t n;

    if (memory_is_tight() || !may_hold(c, in->len - in->pos + in->big->len))
        return;
    if (in->big->cap == in->big->len)
        in->big = blob_own(in->big, size_min(total, in->big->cap * 2), false);
    n = conn_read(c->conn, in->big->data + in->big->len,
                  size_min(size_min(in->big->cap, total) - in->big->len, BIG_READ));
    if (n > 0)
        in->big->len += (size_t)n;
    on_read_result(c, n);
    client_mem_note(c);
    if (c->state == CLIENT_CLOSED || in->big->len < total)
        return;
    in->big->len = (size_t)in->big_len;
    in->big_done = true;
    request_big_done(&c->parser, in->big->data);
    client_queue(c);
}

void client_input_receive(struct client *c)
{
    uint64_t len;
    size_t have;

    if (c->in.big && !c->in.big_done) {
        big_receive(c);
        return;
    }
    if (c->state == CLIENT_OPEN && c->in.big == NULL) {
        len = request_big_missing(&c->parser, c->in.len - c->in.pos, &have);
        if (len > 0) {
            if (memory_is_tight())
                return;
            big_begin(c, len, have);
            big_receive(c);
            return;
        }
    }
    if (!client_may_run(c) && c->in.len - c->in.pos >= CLIENT_WAITING_INPUT) {
        conn_want_read(c->conn, false);
        return;
    }
    /* The socket stays readable, and the loop does not wait while there are requests. */
    if (client_may_run(c) && c->unparsed && c->in.len - c->in.pos >= READ_AHEAD)
        return;
    receive(c);
}

/* ---- After the turn -------------------------------------------------------------------------------- */

/* A big argument whose request has to wait goes back to where it would have been in the input. */
static void big_put_back(struct client_input *in)
{
    size_t body = in->big->len + 2, rest = in->len - in->pos, cap = rest + body;
    uint8_t *ptr = mem_alloc(cap), *from = in->ptr + in->pos;

    memcpy(ptr, from, in->big_at);
    memcpy(ptr + in->big_at, in->big->data, in->big->len);
    memcpy(ptr + in->big_at + in->big->len, "\r\n", 2);
    memcpy(ptr + in->big_at + body, from + in->big_at, rest - in->big_at);
    chunk_give(in->ptr, in->cap);
    blob_unref(in->big);
    *in = (struct client_input){ .ptr = ptr, .len = cap, .cap = cap };
}

void client_input_settle(struct client *c)
{
    bool more = c->unparsed;
    struct client_input *in = &c->in;
    size_t rest = in->len - in->pos;

    request_words_clear(&c->parser);
    if (c->flags & CLIENT_REWIND) {
        c->flags &= ~(unsigned)CLIENT_REWIND;
        request_reset(&c->parser);
        if (in->big_done)
            big_put_back(in);
        more = true;
    }
    if (more && c->state == CLIENT_OPEN)
        client_queue(c);
    else if (c->flags & CLIENT_EOF && (is_waiting(c) || c->state == CLIENT_OPEN))
        client_close_after_reply(c);
    if (more || in->ptr == NULL)
        return;
    if (rest == 0 && in->big == NULL)
        client_input_release(in);
    else if (rest <= SMALL_REST && in->cap == CHUNK_SIZE)
        input_move(in, mem_alloc(SMALL_REST), SMALL_REST);
}
