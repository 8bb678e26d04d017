/* XPENDING */
#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "resp/write.h"
#include "server/job.h"
#include "server/reply.h"

enum {
    SCAN_SOME = 500,         /* pending entries, between two looks at the clock */
    SCAN_BYTES = 256 * 1024, /* of the reply; the same */
};

/* ---- All of a group ------------------------------------------------------------------------------ */

static void reply_consumers(struct call *c, const struct group *g)
{
    size_t mark = reply_later(c), count = 0;

    for (size_t i = 0; i < group_consumers(g); i++) {
        const struct consumer *who = group_consumer_at(g, i);
        char text[NUM_INT_MAX];

        if (consumer_pending_count(who) == 0)
            continue;
        count++;
        reply_array(c, 2);
        reply_bulk(c, consumer_name(who));
        reply_bulk(c, bytes_make(text, num_format_uint(text, consumer_pending_count(who))));
    }
    reply_later_set(c, mark, '*', count);
}

static void reply_summary(struct call *c, const struct group *g)
{
    reply_array(c, 4);
    reply_int(c, (int64_t)group_pending_count(g));
    if (group_pending_count(g) == 0) {
        reply_null(c);
        reply_null(c);
        reply_null_array(c);
    } else {
        reply_stream_id(c, pending_first(&g->pending)->id);
        reply_stream_id(c, pending_last(&g->pending)->id);
        reply_consumers(c, g);
    }
}

/* ---- One by one ---------------------------------------------------------------------------------- */

/* A walk over pending entries. The request is gone after the first turn: the names are copies. */
struct pending_walk {
    struct db *db;
    struct store *store;
    struct bytes key, group, consumer;
    bool of_consumer;
    int64_t min_idle_ms;
    struct stream_id from, to; /* not yet looked at */
    int64_t most, count;       /* to reply, and found so far */
};

static void add_pending(struct buf *out, const struct pending *p, int64_t now_ms)
{
    char text[STREAM_ID_TEXT_MAX];

    resp_array(out, 4);
    resp_bulk(out, bytes_make(text, stream_id_format(text, p->id)));
    resp_bulk(out, p->owner ? consumer_name(p->owner) : bytes_make("", 0));
    resp_int(out, pending_idle_ms(p, now_ms));
    resp_int(out, pending_deliveries(p));
}

/* Where what is left of the walk begins; NULL if the group, or the consumer, is not there any more. */
static const struct idtree *pending_of_walk(const struct pending_walk *w)
{
    const struct entry *e = store_find(w->db, key_of(w->key));
    struct consumer *consumer;
    struct group *g;
    struct value v;

    if (e == NULL || entry_type(e) != OBJ_STREAM)
        return NULL;
    v = entry_value(e);
    g = stream_group(stream_of(&v), w->group);
    if (g == NULL || !w->of_consumer)
        return g ? &g->pending : NULL;
    consumer = group_consumer(g, w->consumer);
    return consumer ? &consumer->pending : NULL;
}

/* Looks at some entries; true if there are more. */
static bool walk_some(struct pending_walk *w, const struct idtree *pending, struct buf *out)
{
    struct idtree_cursor at = pending_from(pending, w->from);
    int64_t now_ms = store_now_ms(w->store);
    size_t full = out->len + SCAN_BYTES;
    const struct pending *p;

    for (int i = 0; i < SCAN_SOME && out->len < full; i++) {
        p = w->count < w->most ? pending_next(&at) : NULL;
        if (p == NULL || stream_id_cmp(p->id, w->to) > 0)
            return false;
        w->from = p->id;
        if (pending_is_idle(p, now_ms, w->min_idle_ms)) {
            add_pending(out, p, now_ms);
            w->count++;
        }
        if (!stream_id_next(&w->from))
            return false;
    }
    return true;
}

static bool walk_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct pending_walk *w = state;
    const struct idtree *pending = pending_of_walk(w);
    bool more = pending != NULL;

    while (more && clock_mono_ns() < until_ns) {
        more = walk_some(w, pending, outbuf_tail(gathered));
        outbuf_prepare(gathered);
    }
    return !more;
}

static void walk_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct pending_walk *w = state;

    reply_array(c, (size_t)w->count);
    reply_gathered(c, gathered);
}

static void walk_free(void *state)
{
    struct pending_walk *w = state;

    mem_free((void *)(uintptr_t)w->key.ptr);
    mem_free((void *)(uintptr_t)w->group.ptr);
    mem_free((void *)(uintptr_t)w->consumer.ptr);
    mem_free_sized(w, sizeof *w);
}

static const struct job_type walk_job = { walk_step, walk_reply, walk_free };

static struct bytes copied(struct bytes text)
{
    return bytes_make(mem_bytesdup(text), text.len);
}

/* Few of many may have been idle for long enough: that is a job. */
static void walk_as_job(struct call *c, const struct pending_walk *w)
{
    struct pending_walk *state = mem_alloc(sizeof *state);

    *state = *w;
    state->key = copied(w->key);
    state->group = copied(w->group);
    state->consumer = copied(w->consumer);
    job_run(c, &walk_job, state);
}

static void reply_walk(struct call *c, struct pending_walk *w)
{
    const struct idtree *pending = pending_of_walk(w);
    size_t mark = reply_later(c);

    while (pending && walk_some(w, pending, c->out))
        ;
    reply_later_set(c, mark, '*', (size_t)w->count);
}

/* [IDLE min-idle-time] start end count [consumer] */
static void parse_walk(struct call *c, struct pending_walk *w)
{
    if (arg_word(c, "idle"))
        w->min_idle_ms = arg_int(c);
    if (args_left(c) < 3)
        arg_fail(c, KV_SYNTAX, NULL);
    else if (!num_parse_int(c->argv[c->next + 2], &w->most))
        arg_fail(c, KV_NOT_INT, NULL);
    w->from = arg_range_start(c);
    w->to = arg_range_end(c);
    arg_bytes(c);
    w->of_consumer = args_left(c) > 0;
    if (w->of_consumer)
        w->consumer = arg_bytes(c);
    args_end(c);
}

/* ---- The command --------------------------------------------------------------------------------- */

/* XPENDING key group [[IDLE min-idle-time] start end count [consumer]] */
static void cmd_xpending(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    bool summary = args_left(c) == 0;
    struct pending_walk w = { .db = c->db, .store = c->store, .key = key.name, .group = name };
    struct group *g = NULL;
    struct entry *e;
    enum kv_err err;
    struct value v;

    if (!summary)
        parse_walk(c, &w);
    err = c->err;
    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_STREAM, &e);
    if (err == KV_OK) {
        v = entry_value(e);
        g = stream_group(stream_of(&v), name);
    }
    if (err == KV_NOT_FOUND || (err == KV_OK && g == NULL))
        reply_no_group(c, key.name, name, "");
    else if (err != KV_OK)
        reply_err(c, err);
    else if (summary)
        reply_summary(c, g);
    else if (w.min_idle_ms > 0)
        walk_as_job(c, &w);
    else
        reply_walk(c, &w);
}

const struct command stream_pending_commands[] = {
    { "xpending", -3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_STREAM,
      .handler = cmd_xpending, .group = "stream", .since = "5.0.0",
      .complexity = "O(M) with M consumers of the group; with a range O(log(N)+M) with N pending "
                    "entries, of which M are looked at.",
      .summary = "Tells what has been delivered to the consumers of a group and not acknowledged.",
      .args = "key group [ filters={ [ IDLE min-idle-time:integer @6.2.0 ] start end count:integer "
              "[ consumer ] } ]",
      .tips = "nondeterministic_output",
      .history = "6.2.0: Added `IDLE`, and `(` before a bound." },
    COMMAND_END,
};
