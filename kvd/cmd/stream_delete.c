/* XDEL XDELEX XACK XACKDEL */
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "cmd/value_work.h"
#include "server/reply.h"

enum {
    DELETE_SOME = 100, /* entries, between two looks at the clock */
    ACK_AT_ONCE = 1000,
};

/* ---- Deleting ------------------------------------------------------------------------------------ */

struct deleted_id {
    struct stream_id id;
    enum stream_delete did; /* what became of it */
};

/* The deletion or acknowledgement of some entries: of thousands it takes several turns. */
struct deletion {
    struct deleted_id *ids;
    unsigned count, at; /* those before at are done */
    enum stream_refs rule;
    struct group *group; /* XACK, XACKDEL: it acknowledges them */
    bool only_acks;      /* XACK */
    bool counted;        /* XDEL, XACK: how many it was is replied, not each */
    int64_t deleted, changed;
};

/* Acknowledges the entry and deletes it, unless others need it; STREAM_ABSENT if it is not pending. One
 * that was deleted before is as good as deleted now. */
static enum stream_delete ack_and_delete(struct stream *s, struct group *g, struct stream_id id,
                                         enum stream_refs rule)
{
    if (!group_ack(g, id))
        return STREAM_ABSENT;
    return stream_delete(s, id, rule) == STREAM_REFERENCED ? STREAM_REFERENCED : STREAM_DELETED;
}

/* Without groups nobody has acknowledged anything: by ACKED nothing is deleted. */
static enum stream_delete delete_by_rule(struct stream *s, struct stream_id id,
                                         enum stream_refs rule)
{
    if (rule == STREAM_ACKED && stream_groups(s) == 0)
        return stream_has(s, id) ? STREAM_REFERENCED : STREAM_ABSENT;
    return stream_delete(s, id, rule);
}

static bool delete_some(struct value *v, void *state)
{
    struct deletion *d = state;
    struct stream *s = stream_of(v);
    uint64_t length = s->length;

    for (int i = 0; i < DELETE_SOME && d->at < d->count; i++) {
        struct deleted_id *e = &d->ids[d->at++];

        if (d->only_acks) {
            d->changed += group_ack(d->group, e->id);
            continue;
        }
        if (d->group)
            e->did = ack_and_delete(s, d->group, e->id, d->rule);
        else
            e->did = delete_by_rule(s, e->id, d->rule);
        /* DELREF drops references to entries that are absent, too. */
        d->changed += d->rule == STREAM_DELREF || e->did == STREAM_DELETED ||
                      (d->group && e->did != STREAM_ABSENT);
    }
    d->deleted += (int64_t)(length - s->length);
    return d->at < d->count;
}

static bool delete_is_change(const void *state)
{
    const struct deletion *d = state;

    return d->changed > 0;
}

static void delete_changed(struct call *c, struct bytes key, void *state)
{
    struct deletion *d = state;

    if (d->changed > 0)
        call_changed(c, key, d->deleted > 0 ? "xdel" : NULL);
    mem_free(d->ids);
}

/* What was not come to, since the key has expired, is absent. */
static void delete_done(struct call *c, struct bytes key, void *state)
{
    const struct deletion *d = state;

    if (d->counted) {
        reply_int(c, d->only_acks ? d->changed : d->deleted);
    } else {
        reply_array(c, d->count);
        for (unsigned i = 0; i < d->count; i++)
            reply_int(c, d->ids[i].did);
    }
    delete_changed(c, key, state);
}

static const struct value_work delete_work = {
    .type = OBJ_STREAM,
    .some = delete_some,
    .is_change = delete_is_change,
    .done = delete_done,
    .given_up = delete_changed,
    .state_size = sizeof(struct deletion),
};

/* e: the stream; the IDs were checked. */
static void run_deletion(struct call *c, struct key key, struct entry *e, struct deletion *d,
                         const struct id_list *ids)
{
    struct edit ed;

    d->count = ids->count;
    d->ids = mem_alloc(ids->count * sizeof *d->ids);
    for (unsigned i = 0; i < ids->count; i++)
        d->ids[i] = (struct deleted_id){ id_list_at(c, ids, i), STREAM_ABSENT };
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    value_work_run(c, &ed, &delete_work, d);
}

/* ---- XDEL and XACK ------------------------------------------------------------------------------- */

/* XDEL key id [id ...] */
static void cmd_xdel(struct call *c)
{
    struct key key = arg_key(c);
    struct deletion d = { .rule = STREAM_KEEPREF, .counted = true };
    struct entry *e;
    enum kv_err err = store_write(c->db, key, OBJ_STREAM, &e);
    struct id_list ids;

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
        return;
    }
    ids = args_ids(c);
    if (err == KV_OK)
        err = c->err;
    if (err == KV_OK)
        run_deletion(c, key, e, &d, &ids);
    else
        reply_err(c, err);
}

/* XACK key group id [id ...] */
static void cmd_xack(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    struct entry *e;
    struct group *g;
    enum kv_err err = read_group(c, key, name, &e, &g);
    struct id_list ids;
    int64_t acked = 0;
    struct edit ed;

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
        return;
    }
    ids = args_ids(c);
    if (err == KV_OK)
        err = c->err;
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    if (ids.count > ACK_AT_ONCE) {
        struct deletion d = { .group = g, .only_acks = true, .counted = true };

        run_deletion(c, key, e, &d, &ids);
        return;
    }
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    for (unsigned i = 0; i < ids.count; i++)
        acked += group_ack(g, id_list_at(c, &ids, i));
    if (acked > 0) {
        store_commit(&ed);
        call_changed(c, key.name, NULL);
    } else {
        store_abandon(&ed);
    }
    reply_int(c, acked);
}

/* ---- XDELEX and XACKDEL -------------------------------------------------------------------------- */

/* [KEEPREF | DELREF | ACKED] IDS numids id [id ...], in any order; KV_OK or the first error. */
static enum kv_err parse_rule_and_ids(struct call *c, struct deletion *d, struct id_list *ids)
{
    struct refs_option refs = { 0 };

    *ids = (struct id_list){ 0 };
    while (c->err == KV_OK && args_left(c) > 0)
        if (!arg_refs(c, &refs) && !arg_ids(c, ids))
            break;
    if (args_end(c) == KV_OK && ids->count == 0)
        arg_fail(c, KV_SYNTAX, NULL);
    d->rule = refs.rule;
    return c->err;
}

/* err: whether the stream, and the group if one is asked for, is there. */
static void delete_or_refuse(struct call *c, struct key key, enum kv_err err, struct entry *e,
                             struct deletion *d, const struct id_list *ids)
{
    if (err == KV_OK) {
        run_deletion(c, key, e, d, ids);
    } else if (err == KV_NOT_FOUND) {
        reply_array(c, ids->count);
        for (unsigned i = 0; i < ids->count; i++)
            reply_int(c, STREAM_ABSENT);
    } else {
        reply_err(c, err);
    }
}

/* XDELEX key [KEEPREF | DELREF | ACKED] IDS numids id [id ...] */
static void cmd_xdelex(struct call *c)
{
    struct key key = arg_key(c);
    struct deletion d = { 0 };
    struct entry *e = NULL;
    struct id_list ids;
    enum kv_err err = parse_rule_and_ids(c, &d, &ids);

    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_STREAM, &e);
    delete_or_refuse(c, key, err, e, &d, &ids);
}

/* XACKDEL key group [KEEPREF | DELREF | ACKED] IDS numids id [id ...] */
static void cmd_xackdel(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    struct deletion d = { 0 };
    struct entry *e = NULL;
    struct id_list ids;
    enum kv_err err = parse_rule_and_ids(c, &d, &ids);

    if (err == KV_OK)
        err = read_group(c, key, name, &e, &d.group);
    delete_or_refuse(c, key, err, e, &d, &ids);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define DELETES  .acl = ACL_STREAM, .group = "stream"
#define PER_ID   "O(1) for each ID."
#define RULE_IDS "[ condition=( KEEPREF | DELREF | ACKED ) ] IDS ids={ numids:integer id ... }"

const struct command stream_delete_commands[] = {
    { "xdel", -3, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_DELETE) }, DELETES,
      .handler = cmd_xdel, .since = "5.0.0", .complexity = PER_ID,
      .summary = "Deletes entries of a stream, and returns how many were there.",
      .args = "key id ..." },
    { "xdelex", -5, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_DELETE) }, DELETES,
      .handler = cmd_xdelex, .since = "8.2.0", .complexity = PER_ID,
      .summary = "Deletes entries of a stream, as their references in groups allow.",
      .args = "key " RULE_IDS },
    { "xack", -4, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE) }, DELETES,
      .handler = cmd_xack, .since = "5.0.0", .complexity = PER_ID,
      .summary = "Acknowledges entries: they are no longer pending in the group.",
      .args = "key group id ..." },
    { "xackdel", -6, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_UPDATE | KS_DELETE) },
      DELETES, .handler = cmd_xackdel, .since = "8.2.0", .complexity = PER_ID,
      .summary = "Acknowledges entries and deletes them, as their references in groups allow.",
      .args = "key group " RULE_IDS },
    COMMAND_END,
};
