/* XCLAIM XAUTOCLAIM XNACK */
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "server/reply.h"

enum {
    TRIES = 10,         /* of XAUTOCLAIM, for each entry that is asked for */
    EFFORT_MAX = 50000, /* of one call, whatever is asked for: a few milliseconds */
    EFFORT_TAKEN = 10,  /* for an entry that is claimed, or gone; 1 for another */
};

/* ---- Claiming ------------------------------------------------------------------------------------ */

/* What XCLAIM and XAUTOCLAIM do with an entry. */
struct claim {
    struct call *c;
    struct stream *stream;
    struct group *group;
    struct consumer *consumer;
    struct entry_finder finder;
    int64_t now_ms, min_idle_ms;
    int64_t delivered_ms;     /* as which time claimed entries count as delivered */
    int64_t deliveries;       /* RETRYCOUNT, or -1 */
    struct stream_id last_id; /* LASTID */
    bool force, just_id;
    bool made, changed; /* the consumer; anything else */
};

/* False, and an error was replied, if there is no such group; else the edit is open. */
static bool begin_claim(struct claim *cl, struct key key, struct bytes group, struct edit *ed)
{
    struct entry *e;
    enum kv_err err = read_group(cl->c, key, group, &e, &cl->group);

    if (err == KV_NOT_FOUND)
        reply_no_group(cl->c, key.name, group, "");
    else if (err != KV_OK)
        reply_err(cl->c, err);
    if (err != KV_OK)
        return false;
    store_edit_entry(cl->c->db, key, OBJ_STREAM, e, ed);
    cl->stream = stream_of(&ed->value);
    cl->finder = entry_finder(cl->stream);
    return true;
}

/* The consumer is made if it is not there, even if it gets nothing. */
static void set_consumer(struct claim *cl, struct bytes name)
{
    cl->consumer = group_consumer(cl->group, name);
    if (cl->consumer == NULL) {
        cl->consumer = group_consumer_create(cl->group, name, cl->now_ms);
        cl->made = true;
    }
    cl->consumer->seen_ms = cl->now_ms;
}

static void end_claim(struct claim *cl, struct edit *ed)
{
    if (!cl->made && !cl->changed) {
        store_abandon(ed);
        return;
    }
    store_commit(ed);
    if (cl->made)
        call_changed(cl->c, ed->key.name, "xgroup-createconsumer");
    if (cl->changed)
        call_changed(cl->c, ed->key.name, NULL);
}

/* p: NULL if the entry is not pending yet. */
static void take(struct claim *cl, struct pending *p, struct stream_id id)
{
    if (p == NULL)
        p = group_deliver(cl->group, cl->consumer, id, cl->delivered_ms);
    else
        group_claim(cl->group, p, cl->consumer);
    if (cl->deliveries >= 0)
        group_set_delivery(cl->group, p, cl->delivered_ms, (uint64_t)cl->deliveries);
    else if (cl->just_id)
        group_set_delivery(cl->group, p, cl->delivered_ms, p->deliveries);
    else
        pending_deliver_again(cl->group, p, cl->delivered_ms);
    cl->consumer->active_ms = cl->now_ms;
    cl->changed = true;
}

enum claimed { NOT_CLAIMED, CLAIMED, GONE };

/* p: how it is pending, or NULL. An entry that has been deleted is pending no longer then. */
static enum claimed claim(struct claim *cl, struct pending *p, struct stream_id id)
{
    if (p == NULL && !cl->force)
        return NOT_CLAIMED;
    if (!entry_find(&cl->finder, id)) {
        if (p == NULL)
            return NOT_CLAIMED;
        group_drop(cl->group, p);
        cl->changed = true;
        return GONE;
    }
    if (p != NULL && !pending_is_idle(p, cl->now_ms, cl->min_idle_ms))
        return NOT_CLAIMED;
    take(cl, p, id);
    return CLAIMED;
}

/* The entry that was found last, or its ID alone. */
static void reply_claimed(struct claim *cl, struct stream_id id)
{
    if (!cl->just_id)
        reply_array(cl->c, 2);
    reply_stream_id(cl->c, id);
    if (!cl->just_id)
        reply_pairs(cl->c, &cl->finder.cursor);
}

static int64_t arg_number(struct call *c, const char *refusal)
{
    int64_t n = 0;

    if (!num_parse_int(arg_bytes(c), &n))
        arg_fail(c, KV_NOT_INT, refusal);
    return n;
}

/* ---- XCLAIM -------------------------------------------------------------------------------------- */

/* IDs, as far as there are any; what follows are options. */
static struct id_list arg_leading_ids(struct call *c)
{
    struct id_list ids = { .first = c->next };
    struct stream_id id;

    while (args_left(c) > 0 && stream_id_parse(arg_peek(c), 0, &id, NULL))
        c->next++;
    ids.count = c->next - ids.first;
    return ids;
}

/* Takes an option; false if there is none. */
static bool arg_claim_option(struct call *c, struct claim *cl)
{
    bool more = args_left(c) > 1;

    if (arg_word(c, "force")) {
        cl->force = true;
    } else if (arg_word(c, "justid")) {
        cl->just_id = true;
    } else if (more && arg_word(c, "idle")) {
        int64_t idle_ms = arg_number(c, "Invalid IDLE option argument for XCLAIM");

        cl->delivered_ms = idle_ms >= 0 ? cl->now_ms - idle_ms : cl->now_ms;
    } else if (more && arg_word(c, "time")) {
        cl->delivered_ms = arg_number(c, "Invalid TIME option argument for XCLAIM");
    } else if (more && arg_word(c, "retrycount")) {
        cl->deliveries = arg_number(c, "Invalid RETRYCOUNT option argument for XCLAIM");
    } else if (more && arg_word(c, "lastid")) {
        cl->last_id = arg_stream_id(c, 0);
    } else {
        return false;
    }
    return true;
}

/* min-idle-time id [id ...] [options]. False, and an error was replied, if they make no sense. */
static bool parse_claim(struct call *c, struct claim *cl, struct id_list *ids)
{
    cl->min_idle_ms = arg_number(c, "Invalid min-idle-time argument for XCLAIM");
    *ids = arg_leading_ids(c);
    while (c->err == KV_OK && args_left(c) > 0) {
        if (!arg_claim_option(c, cl)) {
            reply_errorf(c, "ERR Unrecognized XCLAIM option '%.*s'", BYTES_ARG(arg_peek(c)));
            return false;
        }
    }
    if (cl->delivered_ms < 0 || cl->delivered_ms > cl->now_ms)
        cl->delivered_ms = cl->now_ms;
    if (c->err != KV_OK)
        reply_err(c, c->err);
    return c->err == KV_OK;
}

static void claim_all(struct claim *cl, const struct id_list *ids)
{
    size_t mark = reply_later(cl->c), count = 0;

    for (unsigned i = 0; i < ids->count; i++) {
        struct stream_id id = id_list_at(cl->c, ids, i);

        if (claim(cl, group_pending(cl->group, id), id) != CLAIMED)
            continue;
        reply_claimed(cl, id);
        count++;
    }
    reply_later_set(cl->c, mark, '*', count);
}

/* XCLAIM key group consumer min-idle-time id [id ...] [IDLE ms] [TIME unix-time-milliseconds]
 * [RETRYCOUNT count] [FORCE] [JUSTID] [LASTID last-id] */
static void cmd_xclaim(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes group = arg_bytes(c), consumer = arg_bytes(c);
    struct claim cl = { .c = c,
                        .now_ms = store_now_ms(c->store),
                        .delivered_ms = store_now_ms(c->store),
                        .deliveries = -1 };
    struct id_list ids;
    struct edit ed;

    if (!begin_claim(&cl, key, group, &ed))
        return;
    if (!parse_claim(c, &cl, &ids)) {
        store_abandon(&ed);
        return;
    }
    set_consumer(&cl, consumer);
    if (stream_id_cmp(cl.last_id, cl.group->last_id) > 0) {
        stream_group_set_id(cl.stream, cl.group, cl.last_id, cl.group->entries_read);
        cl.changed = true;
    }
    claim_all(&cl, &ids);
    end_claim(&cl, &ed);
}

/* ---- XAUTOCLAIM ---------------------------------------------------------------------------------- */

/* IDs that were found on the way. */
struct found {
    struct stream_id *ids;
    size_t count, cap;
};

static void found_add(struct found *f, struct stream_id id)
{
    if (f->count == f->cap) {
        f->cap = f->cap ? 2 * f->cap : 16;
        f->ids = mem_realloc(f->ids, f->cap * sizeof *f->ids);
    }
    f->ids[f->count++] = id;
}

/* Walks over the pending entries from *next on and claims up to most, those that are gone counted; *next is
 * where the next walk goes on, 0-0 if there is nothing left. */
static void claim_idle(struct claim *cl, struct stream_id *next, int64_t most,
                       struct found *claimed, struct found *gone)
{
    int64_t tries = most < EFFORT_MAX ? most * TRIES : EFFORT_MAX, effort = 0;
    struct idtree_cursor at = pending_from(&cl->group->pending, *next);
    struct pending *p;

    while ((p = pending_next(&at)) != NULL) {
        *next = p->id;
        if (most == 0 || tries-- == 0 || effort >= EFFORT_MAX)
            return;
        switch (claim(cl, p, *next)) {
        case CLAIMED:
            found_add(claimed, *next);
            most--;
            effort += EFFORT_TAKEN;
            break;
        case GONE:
            found_add(gone, *next);
            most--;
            effort += EFFORT_TAKEN;
            at = pending_from(&cl->group->pending, *next);
            break;
        case NOT_CLAIMED:
            effort++;
            break;
        }
    }
    *next = STREAM_ID_MIN;
}

static void reply_found(struct claim *cl, const struct found *f, bool with_pairs)
{
    struct entry_finder finder = entry_finder(cl->stream);

    reply_array(cl->c, f->count);
    for (size_t i = 0; i < f->count; i++) {
        if (with_pairs) {
            entry_find(&finder, f->ids[i]);
            reply_array(cl->c, 2);
        }
        reply_stream_id(cl->c, f->ids[i]);
        if (with_pairs)
            reply_pairs(cl->c, &finder.cursor);
    }
}

/* min-idle-time start [COUNT count] [JUSTID]; returns the count. */
static int64_t parse_autoclaim(struct call *c, struct claim *cl, struct stream_id *start)
{
    int64_t most = 100;

    cl->min_idle_ms = arg_number(c, "Invalid min-idle-time argument for XAUTOCLAIM");
    *start = arg_range_start(c);
    while (c->err == KV_OK && args_left(c) > 0) {
        if (arg_word(c, "justid"))
            cl->just_id = true;
        else if (args_left(c) < 2 || !arg_word(c, "count"))
            break;
        else if (!num_parse_int(arg_bytes(c), &most) || most < 1 || most > INT64_MAX / 16)
            arg_fail(c, KV_RANGE, "COUNT must be > 0");
    }
    args_end(c);
    return most;
}

/* XAUTOCLAIM key group consumer min-idle-time start [COUNT count] [JUSTID] */
static void cmd_xautoclaim(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes group = arg_bytes(c), consumer = arg_bytes(c);
    struct claim cl = { .c = c,
                        .now_ms = store_now_ms(c->store),
                        .delivered_ms = store_now_ms(c->store),
                        .deliveries = -1 };
    struct found claimed = { 0 }, gone = { 0 };
    struct stream_id next;
    int64_t most = parse_autoclaim(c, &cl, &next);
    struct edit ed;

    if (c->err != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    if (!begin_claim(&cl, key, group, &ed))
        return;
    set_consumer(&cl, consumer);
    claim_idle(&cl, &next, most, &claimed, &gone);
    reply_array(c, 3);
    reply_stream_id(c, next);
    reply_found(&cl, &claimed, !cl.just_id);
    reply_found(&cl, &gone, false);
    end_claim(&cl, &ed);
    mem_free(claimed.ids);
    mem_free(gone.ids);
}

/* ---- XNACK --------------------------------------------------------------------------------------- */

struct release {
    enum { SILENT, FAIL, FATAL } mode;
    int64_t deliveries; /* RETRYCOUNT, or -1 */
    bool force;
    struct id_list ids;
};

/* SILENT | FAIL | FATAL, then IDS numids id [id ...] [RETRYCOUNT count] [FORCE] in any order. */
static void parse_release(struct call *c, struct release *r)
{
    *r = (struct release){ .mode = FAIL, .deliveries = -1 };
    if (arg_word(c, "silent"))
        r->mode = SILENT;
    else if (arg_word(c, "fatal"))
        r->mode = FATAL;
    else if (!arg_word(c, "fail"))
        arg_fail(c, KV_SYNTAX, NULL);
    while (c->err == KV_OK && args_left(c) > 0) {
        if (arg_word(c, "force")) {
            r->force = true;
        } else if (args_left(c) > 1 && arg_word(c, "retrycount")) {
            r->deliveries = arg_int(c);
            if (r->deliveries < 0)
                arg_fail(c, KV_RANGE, "value is out of range, must be positive");
        } else if (!arg_ids(c, &r->ids)) {
            break;
        }
    }
    if (args_end(c) == KV_OK && r->ids.count == 0)
        arg_fail(c, KV_SYNTAX, NULL);
}

static uint64_t deliveries_after(const struct release *r, uint64_t before)
{
    if (r->deliveries >= 0)
        return (uint64_t)r->deliveries;
    if (r->mode == FATAL)
        return INT64_MAX;
    return r->mode == SILENT && before > 0 ? before - 1 : before;
}

/* Gives the entry back to the group; false if there is nothing to give. */
static bool release(struct stream *s, struct group *g, const struct release *r, struct stream_id id)
{
    struct pending *p = group_pending(g, id);

    if (p != NULL) {
        group_set_delivery(g, p, p->idle.at_ms, deliveries_after(r, p->deliveries));
        group_release(g, p);
    } else if (r->force && stream_has(s, id)) {
        group_add_unowned(g, id, deliveries_after(r, 0));
    } else {
        return false;
    }
    return true;
}

/* XNACK key group SILENT | FAIL | FATAL IDS numids id [id ...] [RETRYCOUNT count] [FORCE] */
static void cmd_xnack(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    struct entry *e = NULL;
    struct group *g = NULL;
    int64_t released = 0;
    struct release r;
    struct edit ed;
    enum kv_err err;

    parse_release(c, &r);
    err = c->err;
    if (err == KV_OK)
        err = read_group(c, key, name, &e, &g);
    if (err == KV_NOT_FOUND) {
        reply_no_group(c, key.name, name, "");
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    for (unsigned i = 0; i < r.ids.count; i++)
        released += release(stream_of(&ed.value), g, &r, id_list_at(c, &r.ids, i));
    if (released > 0) {
        store_commit(&ed);
        call_changed(c, key.name, NULL);
    } else {
        store_abandon(&ed);
    }
    reply_int(c, released);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define CLAIMS CMD_WRITE | CMD_FAST, .acl = ACL_STREAM, .group = "stream"

const struct command stream_claim_commands[] = {
    { "xclaim", -6, CLAIMS, .keys = { KEY(1, KS_RW | KS_UPDATE) }, .handler = cmd_xclaim,
      .since = "5.0.0", .complexity = "O(log(N)) for each ID, with N pending entries of the group.",
      .summary = "Makes pending entries those of another consumer.",
      .args = "key group consumer min-idle-time id ... [ IDLE ms:integer ]"
              " [ TIME unix-time-milliseconds:unix-time ] [ RETRYCOUNT count:integer ]"
              " [ FORCE ] [ JUSTID ] [ LASTID lastid ]",
      .tips = "nondeterministic_output" },
    { "xautoclaim", -6, CLAIMS, .keys = { KEY(1, KS_RW | KS_DELETE) }, .handler = cmd_xautoclaim,
      .since = "6.2.0", .complexity = "O(1) if COUNT is small.",
      .summary = "Makes what has been pending for long, from an ID on, another consumer's.",
      .args = "key group consumer min-idle-time start [ COUNT count:integer ] [ JUSTID ]",
      .tips = "nondeterministic_output",
      .history = "7.0.0: Entries that were deleted are named, and pending no longer." },
    { "xnack", -7, CLAIMS, .keys = { KEY(1, KS_RW | KS_UPDATE) }, .handler = cmd_xnack,
      .since = "8.8.0", .complexity = "O(1) for each ID.",
      .summary = "Gives pending entries back to the group, for whoever claims next.",
      .args = "key group mode=( SILENT | FAIL | FATAL ) IDS ids={ numids:integer id ... }"
              " [ RETRYCOUNT count:integer ] [ FORCE ]" },
    COMMAND_END,
};
