/* XDEL XDELEX XACK XACKDEL */
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "server/reply.h"

/* Ends an edit that may have changed something, and deleted entries. */
static void finish(struct call *c, struct edit *ed, bool changed, bool deleted)
{
    if (!changed) {
        store_abandon(ed);
        return;
    }
    store_commit(ed);
    call_changed(c, ed->key.name, deleted ? "xdel" : NULL);
}

/* ---- XDEL and XACK ------------------------------------------------------------------------------- */

/* XDEL key id [id ...] */
static void cmd_xdel(struct call *c)
{
    struct key key = arg_key(c);
    struct entry *e;
    enum kv_err err = store_write(c->db, key, OBJ_STREAM, &e);
    struct id_list ids;
    int64_t deleted = 0;
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
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    for (unsigned i = 0; i < ids.count; i++)
        deleted += stream_delete(stream_of(&ed.value), id_list_at(c, &ids, i), STREAM_KEEPREF) ==
                   STREAM_DELETED;
    finish(c, &ed, deleted > 0, true);
    reply_int(c, deleted);
}

/* XACK key group id [id ...] */
static void cmd_xack(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    struct entry *e;
    struct group *g;
    enum kv_err err = find_group(c, key, name, &e, &g);
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
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    for (unsigned i = 0; i < ids.count; i++)
        acked += group_ack(g, id_list_at(c, &ids, i));
    finish(c, &ed, acked > 0, false);
    reply_int(c, acked);
}

/* ---- XDELEX and XACKDEL -------------------------------------------------------------------------- */

/* [KEEPREF | DELREF | ACKED] IDS numids id [id ...], in any order; KV_OK or the first error. */
static enum kv_err parse_rule_and_ids(struct call *c, struct refs_option *refs, struct id_list *ids)
{
    while (c->err == KV_OK && args_left(c) > 0)
        if (!arg_refs(c, refs) && !arg_ids(c, ids))
            break;
    if (args_end(c) == KV_OK && ids->count == 0)
        arg_fail(c, KV_SYNTAX, NULL);
    return c->err;
}

static void reply_absent(struct call *c, const struct id_list *ids)
{
    reply_array(c, ids->count);
    for (unsigned i = 0; i < ids->count; i++)
        reply_int(c, STREAM_ABSENT);
}

/* Without groups nobody has acknowledged anything: by ACKED nothing is deleted. */
static enum stream_delete delete_by_rule(struct stream *s, struct stream_id id,
                                         enum stream_refs rule)
{
    if (rule == STREAM_ACKED && stream_groups(s) == 0)
        return stream_has(s, id) ? STREAM_REFERENCED : STREAM_ABSENT;
    return stream_delete(s, id, rule);
}

/* XDELEX key [KEEPREF | DELREF | ACKED] IDS numids id [id ...] */
static void cmd_xdelex(struct call *c)
{
    struct key key = arg_key(c);
    struct refs_option refs = { 0 };
    struct id_list ids = { 0 };
    enum kv_err err = parse_rule_and_ids(c, &refs, &ids);
    bool deleted = false;
    struct entry *e;
    struct edit ed;

    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_STREAM, &e);
    if (err == KV_NOT_FOUND) {
        reply_absent(c, &ids);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    reply_array(c, ids.count);
    for (unsigned i = 0; i < ids.count; i++) {
        enum stream_delete did =
            delete_by_rule(stream_of(&ed.value), id_list_at(c, &ids, i), refs.rule);

        deleted |= did == STREAM_DELETED;
        reply_int(c, did);
    }
    finish(c, &ed, deleted || refs.rule == STREAM_DELREF, deleted);
}

/* Acknowledges the entry and deletes it, unless others need it; STREAM_ABSENT if it is not pending. One
 * that was deleted before is as good as deleted now. */
static enum stream_delete ack_and_delete(struct stream *s, struct group *g, struct stream_id id,
                                         enum stream_refs rule)
{
    if (!group_ack(g, id))
        return STREAM_ABSENT;
    return stream_delete(s, id, rule) == STREAM_REFERENCED ? STREAM_REFERENCED : STREAM_DELETED;
}

/* XACKDEL key group [KEEPREF | DELREF | ACKED] IDS numids id [id ...] */
static void cmd_xackdel(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    struct refs_option refs = { 0 };
    struct id_list ids = { 0 };
    enum kv_err err = parse_rule_and_ids(c, &refs, &ids);
    bool acked = false;
    uint64_t before;
    struct entry *e;
    struct group *g;
    struct stream *s;
    struct edit ed;

    if (err == KV_OK)
        err = find_group(c, key, name, &e, &g);
    if (err == KV_NOT_FOUND) {
        reply_absent(c, &ids);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    s = stream_of(&ed.value);
    before = s->length;
    reply_array(c, ids.count);
    for (unsigned i = 0; i < ids.count; i++) {
        enum stream_delete did = ack_and_delete(s, g, id_list_at(c, &ids, i), refs.rule);

        acked |= did != STREAM_ABSENT;
        reply_int(c, did);
    }
    finish(c, &ed, acked, s->length < before);
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
