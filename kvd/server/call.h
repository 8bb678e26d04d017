/*
 * call -- one request being run: its arguments, its reply, and the duties of a change.
 *
 * A handler reads its arguments through the cursor, does the operation, writes the reply:
 *
 *     struct key key = arg_key(c);
 *     int64_t delta = arg_int(c);
 *     if (args_end(c) != KV_OK) { reply_err(c, c->err); return; }
 *
 * The cursor starts behind the command's name (and its subcommand's) and remembers the first bad
 * argument; later reads return zero values. Nothing is changed before everything is checked.
 */
#ifndef KV_SERVER_CALL_H
#define KV_SERVER_CALL_H

#include "base/buf.h"
#include "base/err.h"
#include "server/command.h"
#include "store/store.h"

struct client;
struct reply_sink;

struct call {
    struct client *client;
    struct store *store;
    struct db *db;
    struct command_state *cmd;
    const struct bytes *argv;
    unsigned argc;
    unsigned next;        /* argument cursor */
    enum kv_err err;      /* the first bad argument */
    const char *err_text; /* its own text, without "ERR ", or NULL for the usual one */
    uint64_t key_hash;    /* of argv[key_index], worked out while prefetching */
    unsigned key_index;   /* 0: none */
    uint64_t member_hash; /* the same of argv[member_index] */
    unsigned member_index;
    struct buf *out;         /* where the reply goes; use the functions of reply.h */
    struct reply_sink *sink; /* takes the reply as values, or NULL: reply_sink.h */
    int proto;               /* 2 or 3 */
    bool changed;            /* call_changed was called */
    bool failed;             /* an error was replied */
    uint64_t ns;             /* how long the handler took, when it is done */
    unsigned later;          /* aggregates whose count is not set yet */
    struct blob *big;        /* a big argument that was received into a blob of its own, or NULL */
    unsigned big_index;      /* its argument index; argv[big_index] are its bytes */
    bool nested;             /* runs inside another request: it may not wait */
};

/* ---- Arguments ----------------------------------------------------------------------------------- */

struct bytes arg_bytes(struct call *c);
struct key arg_key(struct call *c);
/* Takes up to KEYS_AHEAD keys, step arguments apart, before argument end, and asks for the memory that looking them
 * up will touch; how many. */
enum { KEYS_AHEAD = 16 };
unsigned arg_next_keys(struct call *c, unsigned end, unsigned step, struct key keys[KEYS_AHEAD]);
/* Takes the big argument's blob for the caller if argv[index] is that argument, else NULL: SET stores
 * it without a copy. */
struct blob *call_take_big(struct call *c, unsigned index);
int64_t arg_int(struct call *c);                               /* KV_NOT_INT */
int64_t arg_int_range(struct call *c, int64_t lo, int64_t hi); /* KV_NOT_INT, KV_RANGE */
double arg_double(struct call *c);                             /* KV_NOT_FLOAT */
struct db *arg_db(struct call *c); /* by its number; KV_NOT_INT, KV_DB_RANGE; then it is c->db */

/* True, and the cursor moves on, if the next argument is this word (ASCII case ignored). */
bool arg_word(struct call *c, const char *word);

static inline unsigned args_left(const struct call *c)
{
    return c->argc - c->next;
}

/* The next argument without taking it; there is one. */
static inline struct bytes arg_peek(const struct call *c)
{
    return c->argv[c->next];
}

/* The arguments that are left, for work that goes on over several turns: they lie in the request, and in a copy when
 * that goes. */
struct args_rest {
    const struct bytes *next;
    unsigned left;
    struct bytes *own; /* the copy, or NULL */
};

struct args_rest args_rest(const struct call *c);
void args_rest_fini(struct args_rest *r);
/* The request goes, if it has not gone before. */
void args_rest_keep(struct args_rest *r);

/* There is one. */
static inline struct bytes args_rest_take(struct args_rest *r)
{
    r->left--;
    return *r->next++;
}

/* Latches an error, if none is latched yet. text (static, without "ERR ") replaces the usual one. */
void arg_fail(struct call *c, enum kv_err err, const char *text);

/* The first error, KV_SYNTAX if arguments are left over, else KV_OK. */
enum kv_err args_end(struct call *c);

/* ---- The one door for what follows a change ------------------------------------------------------- */

/* Every handler that changed the value at key calls it once per key and event: keyspace
 * notification, propagation, dirty counter. WATCH and tracking hang on the store's hooks. event: NULL if
 * clients are notified of none, as by XACK. */
void call_changed(struct call *c, struct bytes key, const char *event);
/* As call_changed, for an operation in another database (MOVE, COPY DB). */
void call_changed_in(struct call *c, struct db *db, struct bytes key, const char *event);

/* Before that, for a key that takes the place of another one whole (RENAME, COPY, RESTORE): who is notified of
 * new keys ("new") is told of it. */
void call_replaced(const struct db *db, struct bytes key);

/* Who wants to know: at most 4. What expires or is evicted is told to them as well ("expired", "evicted",
 * "hexpired", and "del" when a hash goes with its last field), whoever found it. */
typedef void call_changed_fn(void *ctx, unsigned db, struct bytes key, const char *event);
void call_on_changed(call_changed_fn *fn, void *ctx);
/* Once: the store whose keys expire. */
void call_init(struct store *st);

/* What EXEC or a script changes is one unit: listeners that keep or pass on changes wrap them, so that
 * whoever reads them has all of it or nothing. fn hears of the begin, before the first change (there may be
 * none), and of the end. Units do not nest: only the outermost is told of. */
typedef void call_unit_fn(void *ctx, bool begins);
void call_on_unit(call_unit_fn *fn, void *ctx);
void call_unit_begin(void);
void call_unit_end(void);

/* Changes since the start (INFO rdb_changes_since_last_save counts from the last save). */
extern uint64_t call_dirty;

/* ---- Running ------------------------------------------------------------------------------------- */

/* True unless call_run() would refuse the request: unknown, of the wrong length, not authenticated. */
bool call_may_run(const struct client *client, const struct command_state *cmd, unsigned argc);

/* Requests follow one another: the time each takes counts from here, or from the end of the one
 * before it. */
void call_start_batch(void);

/* Checks everything that is checked before a handler (unknown command, arity, authentication) and
 * runs it, or queues it if its client is in MULTI; replies in every case. The one path for requests of
 * clients. */
void call_run(struct call *c);

/* ---- Requests inside a request -------------------------------------------------------------------
 *
 * EXEC runs those that were queued, a script those that it calls:
 *
 *     struct call n = call_nested(c, command_lookup(argv, argc), argv, argc);
 *     n.out = &reply;
 *     call_run_nested(&n);
 *     (n.failed: the reply is an error; n.changed: something was changed)
 *
 * They are requests of the same client, counted and shown as such, and what they do to it (SELECT, HELLO)
 * holds for the next. None of them waits: a blocking command replies as if its time were up, a job is
 * done in place. Whether the client may run them now (CLIENT PAUSE, hold, maxmemory) was asked before
 * the first, for all. */

/* The reply goes where parent's goes, in the client's protocol version, until the caller says otherwise
 * by setting out and proto; parent is borrowed for this call only. argv has to outlive the call. */
struct call call_nested(const struct call *parent, struct command_state *cmd,
                        const struct bytes *argv, unsigned argc);
/* Checks that there is such a command and its arity, and runs it. */
void call_run_nested(struct call *c);

/* Runs the handler of a command that waits once more. The call was counted when it began; its time is
 * added to that. */
void call_retry(struct call *c);

#endif
