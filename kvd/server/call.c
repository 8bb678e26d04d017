#include "server/call.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/size.h"
#include "server/aside.h"
#include "server/client.h"
#include "server/latency.h"
#include "server/memory.h"
#include "server/monitor.h"
#include "server/multi.h"
#include "server/pubsub.h"
#include "server/push.h"
#include "server/reply.h"
#include "server/slowlog.h"
#include "server/tracking.h"

#include <stdio.h>

enum { CHANGED_MAX = 4 };

struct listener_row {
    call_changed_fn *fn;
    void *ctx;
};

struct unit_row {
    call_unit_fn *fn;
    void *ctx;
};

uint64_t call_dirty;
static struct listener_row changed_fns[CHANGED_MAX];
static struct unit_row unit_fns[CHANGED_MAX];
static unsigned changed_count, unit_count, unit_depth;

/* ---- Arguments ----------------------------------------------------------------------------------- */

void arg_fail(struct call *c, enum kv_err err, const char *text)
{
    if (c->err != KV_OK)
        return;
    c->err = err;
    c->err_text = text;
}

struct bytes arg_bytes(struct call *c)
{
    if (c->next >= c->argc) {
        arg_fail(c, KV_SYNTAX, NULL);
        return bytes_make("", 0);
    }
    return c->argv[c->next++];
}

struct key arg_key(struct call *c)
{
    unsigned index = c->next;
    struct bytes name = arg_bytes(c);

    if (index == c->key_index && index > 0)
        return (struct key){ name, c->key_hash };
    return key_of(name);
}

unsigned arg_next_keys(struct call *c, unsigned end, unsigned step, struct key keys[KEYS_AHEAD])
{
    unsigned n = 0;

    while (n < KEYS_AHEAD && c->next < end) {
        keys[n] = arg_key(c);
        store_prefetch_bucket(c->db, keys[n].hash);
        c->next += step - 1;
        n++;
    }
    for (unsigned i = 0; i < n; i++)
        store_prefetch_entry(c->db, keys[i].hash);
    return n;
}

struct blob *call_take_big(struct call *c, unsigned index)
{
    struct blob *big = c->big;

    if (big == NULL || c->big_index != index)
        return NULL;
    c->big = NULL;
    return big;
}

int64_t arg_int(struct call *c)
{
    struct bytes text = arg_bytes(c);
    int64_t n = 0;

    if (c->err == KV_OK && !num_parse_int(text, &n))
        arg_fail(c, KV_NOT_INT, NULL);
    return n;
}

int64_t arg_int_range(struct call *c, int64_t lo, int64_t hi)
{
    int64_t n = arg_int(c);

    if (c->err == KV_OK && (n < lo || n > hi)) {
        arg_fail(c, KV_RANGE, NULL);
        return lo;
    }
    return n;
}

double arg_double(struct call *c)
{
    struct bytes text = arg_bytes(c);
    double d = 0;

    if (c->err == KV_OK && !num_parse_double(text, &d))
        arg_fail(c, KV_NOT_FLOAT, NULL);
    return d;
}

bool arg_word(struct call *c, const char *word)
{
    if (c->next >= c->argc || !bytes_is_word(c->argv[c->next], word))
        return false;
    c->next++;
    return true;
}

enum kv_err args_end(struct call *c)
{
    if (c->next < c->argc)
        arg_fail(c, KV_SYNTAX, NULL);
    return c->err;
}

struct args_rest args_rest(const struct call *c)
{
    return (struct args_rest){ .next = c->argv + c->next, .left = args_left(c) };
}

void args_rest_fini(struct args_rest *r)
{
    mem_free(r->own);
}

/* One block, its size cannot overflow: all of the arguments have been received. */
void args_rest_keep(struct args_rest *r)
{
    size_t size = r->left * sizeof *r->own;
    uint8_t *to;

    if (r->own != NULL || r->left == 0)
        return;
    for (unsigned i = 0; i < r->left; i++)
        size += r->next[i].len;
    r->own = mem_alloc(size);
    to = (uint8_t *)(r->own + r->left);
    for (unsigned i = 0; i < r->left; i++) {
        struct bytes arg = r->next[i];

        if (arg.len > 0)
            memcpy(to, arg.ptr, arg.len);
        r->own[i] = bytes_make(to, arg.len);
        to += arg.len;
    }
    r->next = r->own;
}

struct db *arg_db(struct call *c)
{
    int64_t index = arg_int(c);

    if (c->err == KV_OK && (index < INT32_MIN || index > INT32_MAX))
        arg_fail(c, KV_NOT_INT,
                 "value is out of range, value must between -2147483648 and 2147483647");
    if (c->err == KV_OK && (index < 0 || index >= store_databases(c->store)))
        arg_fail(c, KV_DB_RANGE, NULL);
    return c->err == KV_OK ? store_db(c->store, (unsigned)index) : c->db;
}

/* ---- Changes ------------------------------------------------------------------------------------- */

void call_on_changed(call_changed_fn *fn, void *ctx)
{
    kv_assert(changed_count < CHANGED_MAX);
    changed_fns[changed_count++] = (struct listener_row){ fn, ctx };
}

static void tell(unsigned db, struct bytes key, const char *event)
{
    for (unsigned i = 0; i < changed_count; i++)
        changed_fns[i].fn(changed_fns[i].ctx, db, key, event);
}

void call_changed_in(struct call *c, struct db *db, struct bytes key, const char *event)
{
    c->changed = true;
    call_dirty++;
    tell(store_db_index(db), key, event);
}

void call_changed(struct call *c, struct bytes key, const char *event)
{
    call_changed_in(c, c->db, key, event);
}

void call_replaced(const struct db *db, struct bytes key)
{
    tell(store_db_index(db), key, "new");
}

static void after_loss(void *ctx, unsigned db, struct bytes key, const struct entry *now,
                       enum store_change what)
{
    (void)ctx;
    if (what == CHANGE_EXPIRE)
        tell(db, key, "expired");
    if (what == CHANGE_EVICT)
        tell(db, key, "evicted");
    if (what == CHANGE_EXPIRE_FIELDS)
        tell(db, key, "hexpired");
    if (what == CHANGE_EXPIRE_FIELDS && now == NULL)
        tell(db, key, "del");
}

void call_init(struct store *st)
{
    store_add_hooks(st, &(struct store_hooks){ .after = after_loss });
}

void call_on_unit(call_unit_fn *fn, void *ctx)
{
    kv_assert(unit_count < CHANGED_MAX);
    unit_fns[unit_count++] = (struct unit_row){ fn, ctx };
}

static void tell_unit(bool begins)
{
    for (unsigned i = 0; i < unit_count; i++)
        unit_fns[i].fn(unit_fns[i].ctx, begins);
}

void call_unit_begin(void)
{
    if (unit_depth++ == 0)
        tell_unit(true);
}

void call_unit_end(void)
{
    kv_assert(unit_depth > 0);
    if (--unit_depth == 0)
        tell_unit(false);
}

/* ---- Running ------------------------------------------------------------------------------------- */

enum { EXCERPT_MAX = 128 }; /* bytes of the name, and of the arguments, that an error repeats */

static void add_unknown(const struct call *c, struct buf *text)
{
    size_t used = 0;

    buf_addf(text, "ERR unknown command '%.*s', with args beginning with: ",
             (int)size_min(c->argv[0].len, EXCERPT_MAX), (const char *)c->argv[0].ptr);
    for (unsigned i = 1; i < c->argc && used < EXCERPT_MAX; i++) {
        size_t len = size_min(c->argv[i].len, EXCERPT_MAX - used);

        buf_addf(text, "'%.*s' ", (int)len, (const char *)c->argv[i].ptr);
        used += len + 3;
    }
}

static void add_unknown_sub(const struct call *c, struct buf *text)
{
    buf_addf(text, "ERR unknown subcommand '%.*s'. Try ",
             (int)size_min(c->argv[1].len, EXCERPT_MAX), (const char *)c->argv[1].ptr);
    for (const char *p = c->cmd->row->name; *p; p++)
        buf_add_byte(text, (uint8_t)(*p >= 'a' && *p <= 'z' ? *p - 32 : *p));
    buf_add_str(text, " HELP.");
}

static bool is_unknown_sub(const struct command_state *cmd, unsigned argc)
{
    return cmd->row->subs && argc > 1;
}

bool call_may_run(const struct client *client, const struct command_state *cmd, unsigned argc)
{
    return cmd && !is_unknown_sub(cmd, argc) && command_arity_ok(cmd->row, argc) &&
           (client_is_authenticated(client) || cmd->row->flags & CMD_NO_AUTH);
}

/* Why call_may_run() said no. */
static void add_reason(const struct call *c, struct buf *text)
{
    if (c->cmd == NULL)
        add_unknown(c, text);
    else if (is_unknown_sub(c->cmd, c->argc))
        add_unknown_sub(c, text);
    else if (!command_arity_ok(c->cmd->row, c->argc))
        buf_addf(text, "ERR wrong number of arguments for '%s' command", c->cmd->full_name);
    else
        buf_add_str(text, "NOAUTH Authentication required.");
}

/* The request is not run: a transaction that it belongs to will not be either, and if it is EXEC that
 * is the end of it. */
static void refuse(struct call *c, const char *why)
{
    if (c->cmd && !is_unknown_sub(c->cmd, c->argc))
        c->cmd->rejected++;
    if (c->nested) {
        reply_error(c, why);
    } else if (c->cmd && c->cmd->row->flags & CMD_RUNS_QUEUE) {
        reply_errorf(c, "EXECABORT Transaction discarded because of: %s",
                     why + (strncmp(why, "ERR ", 4) == 0 ? 4 : 0));
        multi_end(c->client);
    } else {
        reply_error(c, why);
        multi_fail(c->client);
    }
}

static void refuse_to_listener(struct call *c)
{
    char why[256];

    snprintf(why, sizeof why,
             "ERR Can't execute '%s': only (P|S)SUBSCRIBE / (P|S)UNSUBSCRIBE / PING / QUIT / RESET "
             "are allowed in this context",
             c->cmd->full_name);
    refuse(c, why);
}

static void refuse_with_reason(struct call *c)
{
    struct buf text = { .limit = 4096 };

    add_reason(c, &text);
    refuse(c, buf_cstr(&text));
    buf_fini(&text);
}

/* When the last request of the batch ended, or the batch began: a reading of the clock takes as long
 * as a good part of GET, so the end of one request is the start of the next. */
static uint64_t mark;

void call_start_batch(void)
{
    mark = clock_ticks();
}

/* Takes the time since start, when the request began: one that ran others began before mark. */
static void stop(struct call *c, uint64_t start)
{
    mark = clock_ticks();
    c->ns = clock_ticks_ns(mark - start);
    if (kv_unlikely(aside_left) && !c->nested) /* a script calls nothing while it shares */
        c->ns -= size_min(c->ns, aside_away_ns());
}

static void account(struct call *c, uint64_t start, const char *event)
{
    struct command_state *cmd = c->cmd;

    stop(c, start);
    cmd->nsec += c->ns;
    cmd->failed += c->failed;
    latency_note(event, c->ns / 1000);
    if (!(cmd->row->flags & CMD_SKIP_SLOWLOG))
        slowlog_note(c, c->ns / 1000);
}

static void rewind_args(struct call *c)
{
    c->next = c->cmd && c->cmd->parent ? 2 : 1;
}

/* EXEC is shown behind what it runs. */
static bool is_shown(const struct call *c, bool before)
{
    uint32_t flags = c->cmd->row->flags;

    return monitor_clients > 0 && !(flags & (CMD_SKIP_MONITOR | CMD_ADMIN)) &&
           before == !(flags & CMD_RUNS_QUEUE);
}

static void run_handler(struct call *c)
{
    uint64_t start = mark;

    c->client->commands++;
    clients_commands++;
    if (is_shown(c, true))
        monitor_feed(c);
    push_hold(c->client); /* until here its reply has not begun */
    c->cmd->row->handler(c);
    tracking_after(c);
    if (is_shown(c, false))
        monitor_feed(c);
    account(c, start, c->cmd->row->flags & CMD_FAST ? "fast-command" : "command");
    c->cmd->calls++;
    latency_count(c->cmd, c->ns);
}

static void queue(struct call *c)
{
    uint64_t start = mark;

    multi_queue(c);
    stop(c, start);
}

void call_run(struct call *c)
{
    uint32_t flags = multi_flags(c->client, c->cmd);

    rewind_args(c);
    c->client->last_cmd = c->cmd; /* refused or not */
    if (!call_may_run(c->client, c->cmd, c->argc)) {
        refuse_with_reason(c);
    } else if (kv_unlikely(aside_busy) && !(c->cmd->row->flags & CMD_ALLOW_BUSY)) {
        refuse(c, aside_why());
    } else if (memory_refuses(flags)) {
        refuse(c, "OOM command not allowed when used memory > 'maxmemory'.");
    } else if (pubsub_is_listening(c->client) && !(c->cmd->row->flags & CMD_LISTENING)) {
        refuse_to_listener(c);
    } else if (kv_likely(!multi_queues(c->client, c->cmd))) {
        if (kv_unlikely(flags & CMD_ASIDE))
            aside_run(c, run_handler);
        else
            run_handler(c);
    } else if (c->cmd->row->flags & CMD_NO_MULTI) {
        refuse(c, "ERR Command not allowed inside a transaction");
    } else {
        queue(c);
    }
    tracking_end(c);
}

struct call call_nested(const struct call *parent, struct command_state *cmd,
                        const struct bytes *argv, unsigned argc)
{
    struct client *client = parent->client;

    return (struct call){ .client = client,
                          .store = parent->store,
                          .db = store_db(parent->store, client->db),
                          .cmd = cmd,
                          .argv = argv,
                          .argc = argc,
                          .out = parent->out,
                          .proto = client->proto,
                          .nested = true };
}

void call_run_nested(struct call *c)
{
    struct client *client = c->client;
    const struct bytes *outer = client->argv;
    unsigned outer_argc = client->argc;

    client->argv = c->argv; /* for the crash report */
    client->argc = c->argc;
    rewind_args(c);
    if (call_may_run(client, c->cmd, c->argc))
        run_handler(c);
    else
        refuse_with_reason(c);
    client->argv = outer;
    client->argc = outer_argc;
}

void call_retry(struct call *c)
{
    uint64_t start = mark;

    rewind_args(c);
    push_hold(c->client);
    c->cmd->row->handler(c);
    tracking_after(c);
    account(c, start, "command-unblocking");
}
