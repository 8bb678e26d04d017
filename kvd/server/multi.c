#include "server/multi.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/log.h"
#include "base/mem.h"
#include "server/aside.h"
#include "server/limits.h"
#include "server/reply.h"

enum {
    WINDOW = 8,                   /* requests whose memory is asked for ahead */
    LOOK_AT_OUTPUT = 1024 * 1024, /* with so many bytes of replies the limits are looked at */
};

struct queued {
    struct queued *next;
    struct command_state *cmd;
    struct blob *big; /* as in struct call */
    uint64_t key_hash, member_hash;
    unsigned key_index, member_index, big_index;
    unsigned argc;
    struct bytes argv[]; /* the bytes follow */
};

struct multi {
    struct queued *first, *last;
    unsigned count;
    bool failed;
    uint32_t flags; /* of the rows of all queued commands */
    size_t big_bytes;
    struct arena arena;
};

/* ---- The queue ----------------------------------------------------------------------------------- */

void multi_begin(struct client *c)
{
    kv_assert(c->multi == NULL);
    c->multi = mem_zalloc(sizeof *c->multi);
}

static void queue_free(struct multi *m)
{
    for (const struct queued *q = m->big_bytes > 0 ? m->first : NULL; q != NULL; q = q->next)
        blob_unref(q->big);
    arena_fini(&m->arena);
    m->first = m->last = NULL;
    m->big_bytes = 0;
}

void multi_end(struct client *c)
{
    watch_drop(c);
    if (c->multi == NULL)
        return;
    queue_free(c->multi);
    mem_free_sized(c->multi, sizeof *c->multi);
    c->multi = NULL;
}

void multi_fail(struct client *c)
{
    if (c->multi == NULL)
        return;
    c->multi->failed = true;
    queue_free(c->multi);
}

/* Every piece of the arena has a multiple of this length, so that structs are aligned in it. The sizes
 * cannot overflow: all of the request has been received. */
static size_t piece_size(const struct call *c, const struct blob *big)
{
    const size_t align = sizeof(void *);
    size_t size = sizeof(struct queued) + c->argc * sizeof(struct bytes);

    for (unsigned i = 0; i < c->argc; i++)
        size += big && i == c->big_index ? 0 : c->argv[i].len;
    return (size + align - 1) / align * align;
}

static struct queued *copy(struct multi *m, const struct call *c, size_t size)
{
    struct queued *q = (struct queued *)(void *)arena_alloc(&m->arena, size);
    uint8_t *to = (uint8_t *)(q->argv + c->argc);

    *q = (struct queued){ .cmd = c->cmd,
                          .big = c->big,
                          .big_index = c->big_index,
                          .key_hash = c->key_hash,
                          .key_index = c->key_index,
                          .member_hash = c->member_hash,
                          .member_index = c->member_index,
                          .argc = c->argc };
    for (unsigned i = 0; i < c->argc; i++) {
        struct bytes arg = c->argv[i];

        q->argv[i] = arg;
        if (c->big && i == c->big_index)
            continue;
        if (arg.len > 0)
            memcpy(to, arg.ptr, arg.len);
        q->argv[i].ptr = to;
        to += arg.len;
    }
    return q;
}

static void append(struct multi *m, struct queued *q)
{
    if (m->last)
        m->last->next = q;
    else
        m->first = q;
    m->last = q;
    m->count++;
    m->flags |= q->cmd->row->flags;
    m->big_bytes += q->big ? q->big->cap : 0;
}

static bool has_room(const struct client *c, size_t size, const struct blob *big)
{
    return multi_mem(c) + size + (big ? big->cap : 0) <= (size_t)client_query_buffer_limit;
}

void multi_queue(struct call *c)
{
    struct multi *m = c->client->multi;
    size_t size = piece_size(c, c->big);

    /* EXEC will refuse it: what for should it be kept? */
    if (m->failed) {
        reply_simple(c, "QUEUED");
        return;
    }
    if (!has_room(c->client, size, c->big)) {
        log_verbose("client: id %llu queued more than client-query-buffer-limit allows",
                    (unsigned long long)c->client->id);
        reply_error(c, "ERR transaction is larger than client-query-buffer-limit allows");
        multi_fail(c->client);
        return;
    }
    append(m, copy(m, c, size));
    c->big = NULL;
    reply_simple(c, "QUEUED");
}

int64_t multi_count(const struct client *c)
{
    return c->multi ? (int64_t)c->multi->count : -1;
}

size_t multi_mem(const struct client *c)
{
    const struct multi *m = c->multi;

    return m ? sizeof *m + m->arena.bytes + m->big_bytes : 0;
}

/* ---- Before EXEC --------------------------------------------------------------------------------- */

static bool is_exec(const struct command_state *cmd)
{
    return cmd && cmd->row->flags & CMD_RUNS_QUEUE;
}

uint32_t multi_flags_inside(const struct client *c, const struct command_state *cmd)
{
    uint32_t flags = cmd ? cmd->row->flags : 0;

    if (is_exec(cmd))
        return flags | c->multi->flags;
    return multi_queues(c, cmd) ? flags | CMD_DENYOOM : flags;
}

/* To be queued, a request waits only where every request has to; so does an EXEC that will be refused. */
bool multi_is_stopped_inside(const struct client *c, const struct command_state *cmd)
{
    bool runs = is_exec(cmd) && !c->multi->failed;

    if (clients_is_paused_for(runs ? c->multi->flags : 0))
        return true;
    if (!runs || hold_count == 0)
        return false;
    for (const struct queued *q = c->multi->first; q != NULL; q = q->next)
        if (hold_stops(q->cmd, q->argv, q->argc))
            return true;
    return false;
}

bool multi_may_pass(const struct command_state *cmd, const struct bytes *argv, unsigned argc)
{
    return cmd && cmd->row->only_reads && command_arity_ok(cmd->row, argc) &&
           cmd->row->only_reads(argv, argc) &&
           !clients_is_paused_for(cmd->row->flags & ~(uint32_t)CMD_MAY_REPLICATE);
}

/* ---- EXEC ---------------------------------------------------------------------------------------- */

static void prefetch_bucket(const struct db *db, const struct queued *q)
{
    if (q->key_index > 0)
        store_prefetch_bucket(db, q->key_hash);
}

static void prefetch_entry(const struct db *db, const struct queued *q)
{
    if (q->key_index > 0)
        store_prefetch_entry(db, q->key_hash);
}

/* Calls fn for a window of the queue, returns the request behind it. */
static const struct queued *each_of_window(const struct db *db, const struct queued *q,
                                           void (*fn)(const struct db *db, const struct queued *q))
{
    for (unsigned i = 0; i < WINDOW && q != NULL; i++, q = q->next)
        fn(db, q);
    return q;
}

static void run_one(struct call *exec, struct queued *q)
{
    struct call c = call_nested(exec, q->cmd, q->argv, q->argc);

    c.key_hash = q->key_hash;
    c.key_index = q->key_index;
    c.member_hash = q->member_hash;
    c.member_index = q->member_index;
    c.big = q->big;
    c.big_index = q->big_index;
    client_choose_output(&c);
    call_run_nested(&c);
    q->big = c.big;
    if (outbuf_pending(&c.client->out) + aside_pending(c.client) > LOOK_AT_OUTPUT)
        client_check_output(c.client);
}

/* Buckets are asked for two windows ahead, entries one. The hints are for the database at the start. */
static void run_queue(struct call *exec, struct multi *m)
{
    const struct queued *bucket = m->first, *entry = m->first;
    unsigned at = 0;

    reply_array(exec, m->count);
    call_unit_begin();
    bucket = each_of_window(exec->db, bucket, prefetch_bucket);
    bucket = each_of_window(exec->db, bucket, prefetch_bucket);
    entry = each_of_window(exec->db, entry, prefetch_entry);
    for (struct queued *q = m->first; q != NULL; q = q->next) {
        if (at++ % WINDOW == 0) {
            bucket = each_of_window(exec->db, bucket, prefetch_bucket);
            entry = each_of_window(exec->db, entry, prefetch_entry);
        }
        run_one(exec, q);
    }
    call_unit_end();
}

void multi_exec(struct call *c)
{
    struct client *client = c->client;
    struct multi *m = client->multi;

    if (m == NULL) {
        reply_error(c, "ERR EXEC without MULTI");
        return;
    }
    if (m->failed) {
        reply_error(c, "EXECABORT Transaction discarded because of previous errors.");
    } else if (watch_is_broken(client)) {
        reply_null_array(c);
    } else {
        watch_drop(client); /* its own changes break nothing */
        run_queue(c, m);
    }
    multi_end(client);
}
