/*
 * What happens to a client in a turn: its bytes are read, its requests parsed together with those of
 * all other readable clients, their memory prefetched, run, and the replies written.
 *
 *     parse all  ->  [ window k+2: command, hash, bucket ]  [ window k+1: entry ]  [ window k: run ]
 */
#include "base/assert.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/size.h"
#include "server/aside.h"
#include "server/block.h"
#include "server/client_input.h"
#include "server/gather.h"
#include "server/limits.h"
#include "server/memory.h"
#include "server/multi.h"
#include "server/pubsub.h"
#include "server/push.h"
#include "server/tracking.h"

#include <string.h>

enum {
    CLIENT_SHARE = 256,            /* requests of one client per turn */
    CLIENT_SHARE_NS = 2000 * 1000, /* no further request of a client that took so long */
    TURN_SHARE = 8192,             /* requests of all clients per turn */
    TURN_SHARE_NS = 5000 * 1000,   /* no further request once those of the turn took so long */
    WINDOW = 8,                    /* requests per prefetch stage */
    WRITE_SHARE = 4 * 1024 * 1024, /* bytes written to one client per turn */
    MUTED_KEPT = 64 * 1024,        /* memory kept for replies that nobody wants */
    ARGS_KEPT = 64 * 1024,         /* arguments for which memory is kept from turn to turn */
};

/* A parsed request, waiting for its place in the turn. */
struct pending {
    struct client *client;
    struct command_state *cmd;
    const char *error; /* the stream cannot be understood: reply and close */
    size_t args;       /* index of its arguments */
    uint32_t argc;
    uint64_t hash; /* of the first key */
    bool has_hash;
    uint64_t member_hash; /* of the argument that is looked for in the collection at that key */
    bool has_member;
    size_t used; /* bytes of input */
};

struct client_vec {
    struct client **v;
    unsigned count, cap;
};

uint64_t clients_bytes_out, clients_commands, clients_writes;

struct client *client_running;

static struct store *store;
static struct client_vec queue, writing, turn;
static struct request_args args;
static struct pending *batch;
static unsigned batch_count, batch_cap;
static uint64_t turn_ns;              /* how long the requests of this turn took so far */
static const struct client *left_out; /* the first that this turn had no time for */
static struct buf muted;              /* replies of clients that asked for none */

static unsigned vec_push(struct client_vec *v, struct client *c)
{
    if (v->count == v->cap) {
        v->cap = v->cap ? v->cap * 2 : 64;
        v->v = mem_realloc(v->v, v->cap * sizeof(struct client *));
    }
    v->v[v->count] = c;
    return v->count++;
}

void client_queue(struct client *c)
{
    if (c->flags & CLIENT_QUEUED || c->state == CLIENT_CLOSED)
        return;
    c->flags |= CLIENT_QUEUED;
    c->queue_at = vec_push(&queue, c);
}

void client_touch_output(struct client *c)
{
    if (c->flags & CLIENT_WRITING || c->state == CLIENT_CLOSED)
        return;
    c->flags |= CLIENT_WRITING;
    c->write_at = vec_push(&writing, c);
}

void client_run_init(struct store *st)
{
    store = st;
    buf_init(&muted, BUF_UNLIMITED);
}

void client_run_fini(void)
{
    mem_free(queue.v);
    mem_free(writing.v);
    mem_free(turn.v);
    mem_free(batch);
    request_args_fini(&args);
    buf_fini(&muted);
    queue = writing = turn = (struct client_vec){ 0 };
    batch = NULL;
    batch_count = batch_cap = 0;
}

void client_run_forget(struct client *c)
{
    if (c->flags & CLIENT_QUEUED)
        queue.v[c->queue_at] = NULL;
    if (c->flags & CLIENT_WRITING)
        writing.v[c->write_at] = NULL;
    c->flags &= ~(unsigned)(CLIENT_QUEUED | CLIENT_WRITING);
}

void client_run_release(struct client *c)
{
    client_input_release(&c->in);
    blob_unref(c->in.big);
    outbuf_fini(&c->out);
    push_drop(c);
}

/* ---- Events ------------------------------------------------------------------------------------- */

static void on_readable(void *ctx)
{
    client_input_receive(ctx);
}

static void on_writable(void *ctx)
{
    struct client *c = ctx;

    c->flags &= ~(unsigned)CLIENT_FULL;
    conn_want_write(c->conn, false);
    client_touch_output(c);
}

const struct conn_events client_run_events = { on_readable, on_writable };

/* ---- Parsing ahead ------------------------------------------------------------------------------- */

static struct pending *batch_push(struct client *c)
{
    struct pending *p;

    if (batch_count == batch_cap) {
        batch_cap = batch_cap ? batch_cap * 2 : 1024;
        batch = mem_realloc(batch, batch_cap * sizeof *batch);
    }
    p = &batch[batch_count++];
    *p = (struct pending){ .client = c };
    c->parsed++;
    return p;
}

/* Appends the complete requests of the client's input to the batch. True if there may be more. */
static bool parse(struct client *c)
{
    struct request_limits limits = { .max_args = INT32_MAX,
                                     .max_bulk = proto_max_bulk_len,
                                     .unauthenticated = !client_is_authenticated(c) };
    struct client_input *in = &c->in;
    /* What a client may send changes when it authenticates: until then one at a time. */
    unsigned share = limits.unauthenticated ? 1 : CLIENT_SHARE;
    size_t pos = in->pos, used;
    uint32_t argc;

    c->parsed = 0;
    c->ran_ns = 0;
    if (in->ptr == NULL)
        return false;
    while (c->parsed < share) {
        struct pending *p;

        used = 0;
        switch (request_parse(&c->parser, bytes_make(in->ptr + pos, in->len - pos), &limits, &args,
                              &argc, &used)) {
        case REQUEST_READY:
            p = batch_push(c);
            p->args = args.count - argc;
            p->argc = argc;
            p->used = used;
            break;
        case REQUEST_SKIP:
            if (c->parsed > 0)
                batch[batch_count - 1].used += used;
            else
                in->pos += used;
            break;
        case REQUEST_BAD:
            p = batch_push(c);
            p->error = c->parser.error;
            p->used = in->len - pos;
            return false;
        case REQUEST_MORE:
            return false;
        }
        pos += used;
    }
    return true;
}

/* ---- Running ------------------------------------------------------------------------------------- */

static void prefetch_bucket(struct pending *p)
{
    const struct bytes *argv = args.v + p->args;
    unsigned key;

    if (p->error)
        return;
    p->cmd = command_lookup(argv, p->argc);
    key = p->cmd ? (unsigned)p->cmd->first_key : 0;
    if (key == 0 || key >= p->argc)
        return;
    p->hash = hash_bytes(argv[key]);
    p->has_hash = true;
    store_prefetch_bucket(store_db(store, p->client->db), p->hash);
    tracking_prefetch(p->client, p->hash, 0);
}

static void prefetch_entry(struct pending *p)
{
    if (!p->has_hash)
        return;
    store_prefetch_entry(store_db(store, p->client->db), p->hash);
    tracking_prefetch(p->client, p->hash, 1);
}

static struct key first_key(const struct pending *p)
{
    return (struct key){ args.v[p->args + (unsigned)p->cmd->first_key], p->hash };
}

/* The collection in which the request will look for a member, if memory has to be asked for. */
static bool find_collection(const struct pending *p, struct value *v)
{
    const struct entry *e = store_peek(store_db(store, p->client->db), first_key(p));

    if (e == NULL || entry_type(e) == OBJ_STRING || encoding_is_pack(entry_encoding(e)))
        return false;
    *v = entry_value(e);
    return true;
}

static void prefetch_value(struct pending *p)
{
    const struct command *row;
    struct value v;

    if (!p->has_hash)
        return;
    row = p->cmd->row;
    if (row->flags & CMD_ALL_BYTES) {
        store_prefetch_string(store_db(store, p->client->db), first_key(p));
        return;
    }
    if (row->prefetch == NULL || row->member >= p->argc || !find_collection(p, &v))
        return;
    p->member_hash = hash_bytes(args.v[p->args + row->member]);
    p->has_member = true;
    row->prefetch(&v, p->member_hash, 0);
}

/* Looks the key up once more: requests that ran meanwhile may have changed anything. */
static void prefetch_member(struct pending *p)
{
    struct value v;

    if (p->has_member && find_collection(p, &v))
        p->cmd->row->prefetch(&v, p->member_hash, 1);
}

/* Where the replies go: nowhere if the client asked for none, or is gone. */
static struct buf *reply_buffer(struct client *c)
{
    if (kv_unlikely(c->flags & (CLIENT_REPLY_OFF | CLIENT_REPLY_SKIP) ||
                    c->state == CLIENT_CLOSED)) {
        buf_clear(&muted);
        if (muted.cap > MUTED_KEPT)
            buf_fini(&muted);
        return &muted;
    }
    outbuf_prepare(&c->out);
    return outbuf_tail(&c->out);
}

void client_choose_output(struct call *c)
{
    struct buf *own = aside_output(c->client);

    c->out = reply_buffer(c->client);
    if (own && c->out != &muted)
        c->out = own;
}

/* A request is over: CLIENT REPLY SKIP drops the replies of just the next one. */
static void skip_next_reply(struct client *c)
{
    c->flags &= ~(unsigned)CLIENT_REPLY_SKIP;
    if (c->flags & CLIENT_REPLY_SKIP_NEXT) {
        c->flags |= CLIENT_REPLY_SKIP;
        c->flags &= ~(unsigned)CLIENT_REPLY_SKIP_NEXT;
    }
}

/* Waiting is not idleness: `timeout` counts from here. */
void client_wait_over(struct client *c)
{
    skip_next_reply(c);
    c->active_us = clock_mono_us();
    client_touch_output(c);
    if (c->state == CLIENT_BLOCKED) /* the reply may have been its last */
        client_set_state(c, CLIENT_OPEN);
}

void client_judge_as(const struct client *c)
{
    store_set_touch(store, c == NULL || !(c->flags & CLIENT_NO_TOUCH));
    store_see_expired(store, c != NULL && c->flags & CLIENT_IMPORT_SOURCE);
}

void client_end_wait(struct client *c, client_unblock_fn *reply)
{
    struct call call = { .client = c,
                         .store = store,
                         .db = store_db(store, c->db),
                         .cmd = c->last_cmd,
                         .proto = c->proto };

    client_choose_output(&call);
    client_judge_as(c);
    push_hold(c);
    reply(&call);
    push_release(c);
    client_judge_as(client_running);
    client_wait_over(c);
}

static void reply_to_bad_stream(struct client *c, const char *error)
{
    struct buf *out = reply_buffer(c);

    log_verbose("client: id %llu: protocol error: %s", (unsigned long long)c->id, error);
    buf_add_str(out, "-ERR Protocol error: ");
    buf_add_str(out, error);
    buf_add_str(out, "\r\n");
    client_close_after_reply(c);
}

/* The big argument belongs to this request if one of its arguments points into it. */
static void attach_big(struct client *c, struct call *call)
{
    if (!c->in.big_done)
        return;
    for (unsigned i = 0; i < call->argc; i++) {
        if (call->argv[i].ptr == c->in.big->data) {
            call->big = c->in.big;
            call->big_index = i;
            c->in.big = NULL;
            c->in.big_done = false;
            return;
        }
    }
}

static void run_call(struct call *call, void (*run_it)(struct call *call))
{
    struct client *c = call->client;
    bool sees = c->flags & CLIENT_IMPORT_SOURCE;

    c->argv = call->argv;
    c->argc = call->argc;
    store_set_touch(store, !(c->flags & CLIENT_NO_TOUCH));
    if (kv_unlikely(sees))
        store_see_expired(store, true);
    client_running = c;
    run_it(call);
    if (kv_unlikely(c->subscriber != NULL))
        pubsub_catch_up(c);
    push_release(c);
    if (kv_unlikely(sees))
        store_see_expired(store, false);
    c->ran_ns += call->ns;
    turn_ns += call->ns;
    client_running = NULL;
    c->argv = NULL;
}

static void run_request(struct client *c, const struct pending *p)
{
    struct call call = { .client = c,
                         .store = store,
                         .db = store_db(store, c->db),
                         .cmd = p->cmd,
                         .argv = args.v + p->args,
                         .argc = p->argc,
                         .key_hash = p->hash,
                         .key_index = p->has_hash ? (unsigned)p->cmd->first_key : 0,
                         .member_hash = p->member_hash,
                         .member_index = p->has_member ? p->cmd->row->member : 0,
                         .out = reply_buffer(c),
                         .proto = c->proto };

    attach_big(c, &call);
    run_call(&call, call_run);
    blob_unref(call.big);
    if (c->state != CLIENT_BLOCKED)
        skip_next_reply(c);
}

/* A request was run: what it replied goes out, and if that is nothing the room for it is given back. */
static void settle_output(struct client *c)
{
    if (outbuf_is_empty(&c->out))
        outbuf_release(&c->out);
    else
        client_touch_output(c);
}

bool client_retry(struct client *c, const struct bytes *argv, unsigned argc)
{
    struct call call = { .client = c,
                         .store = store,
                         .db = store_db(store, c->db),
                         .cmd = c->last_cmd,
                         .argv = argv,
                         .argc = argc,
                         .proto = c->proto };

    if (multi_is_stopped(c, c->last_cmd, argv, argc))
        return false;
    client_choose_output(&call);
    run_call(&call, call_retry);
    settle_output(c);
    return true;
}

/* A request whose big argument would have to be put back is run all the same: that is less work. */
static bool time_is_up(const struct client *c)
{
    if (kv_likely(turn_ns <= TURN_SHARE_NS) || c->in.big_done)
        return false;
    if (left_out == NULL && c->ran_ns == 0)
        left_out = c;
    return true;
}

/* Runs the request unless its client cannot run one now; then it stays in the input. Held replies and
 * the time taken are looked at before each: few requests may make many megabytes, or take long. */
static void run(struct pending *p)
{
    struct client *c = p->client;

    if (!client_may_run(c) || c->flags & CLIENT_REWIND || c->ran_ns > CLIENT_SHARE_NS ||
        time_is_up(c)) {
        c->flags |= CLIENT_REWIND;
        return;
    }
    if (kv_unlikely(memory_holds_back(multi_flags(c, p->cmd)) ||
                    pubsub_holds_back(multi_flags(c, p->cmd))) &&
        !c->in.big_done) {
        c->flags |= CLIENT_REWIND;
        return;
    }
    if (kv_unlikely(multi_is_stopped(c, p->cmd, args.v + p->args, p->argc) ||
                    (aside_left && aside_stops(c, p->cmd))) &&
        call_may_run(c, p->cmd, p->argc)) {
        c->last_cmd = p->cmd;
        client_set_state(c, CLIENT_PAUSED);
        c->flags |= CLIENT_REWIND;
        return;
    }
    c->in.pos += p->used;
    if (p->error)
        reply_to_bad_stream(c, p->error);
    else
        run_request(c, p);
    settle_output(c);
    block_serve();
}

/* One window of the batch; first may be before its start or past its end. */
static inline __attribute__((always_inline)) void each_of_window(long first,
                                                                 void (*fn)(struct pending *p))
{
    for (long i = first; first >= 0 && i < first + WINDOW && i < (long)batch_count; i++)
        fn(&batch[i]);
}

static void run_batch(void)
{
    for (long i = 0; i < (long)batch_count + 4 * WINDOW; i += WINDOW) {
        each_of_window(i, prefetch_bucket);
        each_of_window(i - WINDOW, prefetch_entry);
        each_of_window(i - 2 * WINDOW, prefetch_value);
        each_of_window(i - 3 * WINDOW, prefetch_member);
        each_of_window(i - 4 * WINDOW, run);
    }
}

static void parse_all(void)
{
    for (unsigned i = 0; i < turn.count; i++) {
        struct client *c = turn.v[i];

        if (c == NULL)
            continue;
        c->flags &= ~(unsigned)CLIENT_QUEUED;
        if (client_may_run(c) && batch_count < TURN_SHARE) {
            c->unparsed = parse(c);
            if (c->parsed > 0)
                gather_saw(&c->gather_mark);
            continue;
        }
        if (client_may_run(c))
            client_queue(c);
        turn.v[i] = NULL;
    }
}

/* Clients with more to run are queued for the next turn, those first for which there was no time. */
static void settle_all(void)
{
    unsigned at = 0;

    if (kv_unlikely(left_out != NULL))
        while (turn.v[at] != left_out)
            at++;
    for (unsigned i = 0; i < turn.count; i++) {
        struct client *c = turn.v[at];

        if (c && c->state != CLIENT_CLOSED) {
            client_input_settle(c);
            client_mem_note(c);
        }
        at = at + 1 < turn.count ? at + 1 : 0;
    }
}

void clients_run(void)
{
    struct client_vec ready = queue;

    clients_mem_limit();
    if (ready.count == 0)
        return;
    queue = turn;
    turn = ready;
    args.count = 0;
    batch_count = 0;
    turn_ns = 0;
    left_out = NULL;
    parse_all();
    call_start_batch();
    run_batch();
    settle_all();
    turn.count = 0;
    if (args.cap > ARGS_KEPT)
        request_args_fini(&args);
}

bool clients_have_work(void)
{
    for (unsigned i = 0; i < queue.count; i++)
        if (queue.v[i] && client_may_run(queue.v[i]))
            return true;
    return false;
}

/* ---- Writing ------------------------------------------------------------------------------------- */

static void write_to(struct client *c)
{
    uint64_t written = 0;
    bool held = outbuf_pending(&c->out) >= CLIENT_HOLD_OUTPUT;
    int r = outbuf_write(&c->out, c->conn, WRITE_SHARE, &written);

    c->bytes_out += written;
    clients_bytes_out += written;
    clients_writes += written > 0;
    if (r < 0 || (r == 1 && c->state == CLIENT_DRAINING)) {
        client_close(c);
        return;
    }
    if (r == 0) {
        c->flags |= CLIENT_FULL;
        conn_want_write(c->conn, true);
    }
    if (held && client_may_run(c)) {
        conn_want_read(c->conn, !(c->flags & CLIENT_EOF));
        client_queue(c);
    }
}

void clients_write(void)
{
    for (unsigned i = 0; i < writing.count; i++) {
        struct client *c = writing.v[i];

        if (c == NULL)
            continue;
        c->flags &= ~(unsigned)CLIENT_WRITING;
        if (!(c->flags & (CLIENT_FULL | CLIENT_OVERRUN)))
            write_to(c);
        if (c->state != CLIENT_CLOSED)
            client_check_output(c);
    }
    writing.count = 0;
    clients_mem_limit();
}
