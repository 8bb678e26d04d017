/* XGROUP */
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "cmd/value_work.h"
#include "server/block.h"
#include "server/reply.h"

enum { DROP_SOME = 500 }; /* pending entries, between two looks at the clock */

/* ---- Arguments ----------------------------------------------------------------------------------- */

static void reply_no_key(struct call *c)
{
    reply_error(c, "ERR The XGROUP subcommand requires the key to exist. Note that for CREATE you "
                   "may want to use the MKSTREAM option to create an empty stream automatically.");
}

static void reply_bad_subcommand(struct call *c)
{
    reply_errorf(c,
                 "ERR unknown subcommand or wrong number of arguments for '%.*s'. Try XGROUP HELP.",
                 BYTES_ARG(c->argv[1]));
}

/* The group's stream, to be changed. False, and an error was replied, if there is none. */
static bool edit_group(struct call *c, struct key key, struct bytes name, struct edit *ed,
                       struct group **g)
{
    struct entry *e;
    enum kv_err err = find_group(c, key, name, &e, g);

    if (err == KV_OK)
        store_edit_entry(c->db, key, OBJ_STREAM, e, ed);
    else if (err != KV_NOT_FOUND)
        reply_err(c, err);
    else if (e == NULL)
        reply_no_key(c);
    else
        reply_errorf(c, "NOGROUP No such consumer group '%.*s' for key name '%.*s'",
                     BYTES_ARG(name), BYTES_ARG(key.name));
    return err == KV_OK;
}

struct group_options {
    bool make_stream;     /* MKSTREAM */
    int64_t entries_read; /* ENTRIESREAD */
};

/* [MKSTREAM] [ENTRIESREAD entries-read]; false, and an error was replied, for anything else. */
static bool parse_options(struct call *c, bool may_make, struct group_options *o)
{
    bool counted = false;

    *o = (struct group_options){ .entries_read = GROUP_READ_UNKNOWN };
    while (c->err == KV_OK && args_left(c) > 0) {
        if (may_make && arg_word(c, "mkstream")) {
            o->make_stream = true;
        } else if (!counted && args_left(c) > 1 && arg_word(c, "entriesread")) {
            counted = true;
            o->entries_read = arg_int(c);
            if (o->entries_read < GROUP_READ_UNKNOWN)
                arg_fail(c, KV_RANGE, "value for ENTRIESREAD must be positive or -1");
        } else {
            reply_bad_subcommand(c);
            return false;
        }
    }
    if (c->err != KV_OK)
        reply_err(c, c->err);
    return c->err == KV_OK;
}

static void finish(struct call *c, struct edit *ed, const char *event)
{
    store_commit(ed);
    call_changed(c, ed->key.name, event);
}

/* ---- Groups -------------------------------------------------------------------------------------- */

static struct stream_id parse_group_id(struct call *c, struct bytes text, const struct stream *s)
{
    struct stream_id id = STREAM_ID_MIN;

    if (bytes_eq(text, BYTES_LIT("$")))
        return s ? s->last_id : id;
    if (!stream_id_parse(text, 0, &id, NULL))
        arg_fail(c, KV_SYNTAX, STREAM_INVALID_ID);
    return id;
}

/* XGROUP CREATE key group id | $ [MKSTREAM] [ENTRIESREAD entries-read] */
static void cmd_create(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c), text = arg_bytes(c);
    struct group_options options;
    struct entry *e = NULL;
    struct stream_id id;
    struct value v;
    struct edit ed;
    enum kv_err err;

    if (!parse_options(c, true, &options))
        return;
    err = store_write(c->db, key, OBJ_STREAM, &e);
    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    if (err == KV_NOT_FOUND && !options.make_stream) {
        reply_no_key(c);
        return;
    }
    if (e)
        v = entry_value(e);
    id = parse_group_id(c, text, e ? stream_of(&v) : NULL);
    if (c->err != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
    if (stream_group_create(stream_of(&ed.value), name, id, options.entries_read) == NULL) {
        store_abandon(&ed);
        reply_error(c, "BUSYGROUP Consumer Group name already exists");
        return;
    }
    finish(c, &ed, "xgroup-create");
    reply_ok(c);
}

/* XGROUP SETID key group id | $ [ENTRIESREAD entries-read]: to those who wait, what is there may be new. */
static void cmd_setid(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c), text = arg_bytes(c);
    struct group_options options;
    struct stream_id id;
    struct group *g;
    struct edit ed;

    if (!parse_options(c, false, &options) || !edit_group(c, key, name, &ed, &g))
        return;
    if (bytes_eq(text, BYTES_LIT("-")))
        id = STREAM_ID_MIN;
    else if (bytes_eq(text, BYTES_LIT("+")))
        id = STREAM_ID_MAX;
    else
        id = parse_group_id(c, text, stream_of(&ed.value));
    if (c->err != KV_OK) {
        store_abandon(&ed);
        reply_err(c, c->err);
        return;
    }
    stream_group_set_id(stream_of(&ed.value), g, id, options.entries_read);
    finish(c, &ed, "xgroup-setid");
    block_wake_lines(c->db, key);
    reply_ok(c);
}

static void free_group(void *group)
{
    group_free(group);
}

/* XGROUP DESTROY key group */
static void cmd_destroy(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    struct entry *e;
    struct group *g;
    enum kv_err err = find_group(c, key, name, &e, &g);
    struct edit ed;

    if (err == KV_NOT_FOUND && e != NULL) {
        reply_int(c, 0);
    } else if (err == KV_NOT_FOUND) {
        reply_no_key(c);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        store_edit_entry(c->db, key, OBJ_STREAM, e, &ed);
        stream_group_detach(stream_of(&ed.value), g);
        finish(c, &ed, "xgroup-destroy");
        store_free_part(g, free_group, group_effort(g));
        reply_int(c, 1);
    }
}

/* ---- Consumers ----------------------------------------------------------------------------------- */

/* XGROUP CREATECONSUMER key group consumer */
static void cmd_createconsumer(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c), consumer = arg_bytes(c);
    struct group *g;
    struct edit ed;

    if (!edit_group(c, key, name, &ed, &g))
        return;
    if (group_consumer(g, consumer) != NULL) {
        store_abandon(&ed);
        reply_int(c, 0);
        return;
    }
    group_consumer_create(g, consumer, store_now_ms(c->store));
    finish(c, &ed, "xgroup-createconsumer");
    reply_int(c, 1);
}

/* A consumer that goes; nobody else deletes it or its group meanwhile, since the key is held. */
struct leaving {
    struct group *group;
    struct consumer *consumer;
    int64_t pending; /* when it began */
    bool gone;
};

static bool leave_some(struct value *v, void *state)
{
    struct leaving *l = state;

    (void)v;
    l->gone = group_consumer_delete(l->group, l->consumer, DROP_SOME);
    return !l->gone;
}

static bool leave_is_change(const void *state)
{
    (void)state;
    return true;
}

static void leave_changed(struct call *c, struct bytes key, void *state)
{
    const struct leaving *l = state;

    call_changed(c, key, l->gone ? "xgroup-delconsumer" : NULL);
}

static void leave_done(struct call *c, struct bytes key, void *state)
{
    const struct leaving *l = state;

    leave_changed(c, key, state);
    reply_int(c, l->pending);
}

static const struct value_work leave_work = {
    .type = OBJ_STREAM,
    .some = leave_some,
    .is_change = leave_is_change,
    .done = leave_done,
    .given_up = leave_changed,
    .state_size = sizeof(struct leaving),
};

/* XGROUP DELCONSUMER key group consumer */
static void cmd_delconsumer(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c), consumer = arg_bytes(c);
    struct leaving l = { 0 };
    struct edit ed;

    if (!edit_group(c, key, name, &ed, &l.group))
        return;
    l.consumer = group_consumer(l.group, consumer);
    if (l.consumer == NULL) {
        store_abandon(&ed);
        reply_int(c, 0);
        return;
    }
    l.pending = (int64_t)consumer_pending_count(l.consumer);
    value_work_run(c, &ed, &leave_work, &l);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define GROUPS(fl) .keys = { KEY(2, KS_RW | (fl)) }, .acl = ACL_STREAM, .group = "stream"
#define ID_SPEC    "id-selector=( id | new-id=\"$\" )"

static const struct command xgroup_subs[] = {
    { "create", -5, CMD_WRITE | CMD_DENYOOM, GROUPS(KS_INSERT), .handler = cmd_create,
      .since = "5.0.0", .complexity = "O(1)", .summary = "Makes a consumer group.",
      .args = "key group " ID_SPEC " [ MKSTREAM ] [ ENTRIESREAD entriesread:integer ]",
      .history = "7.0.0: Added `ENTRIESREAD`." },
    { "setid", -5, CMD_WRITE, GROUPS(KS_UPDATE), .handler = cmd_setid, .since = "5.0.0",
      .complexity = "O(1)", .summary = "Sets the last entry that a group was given.",
      .args = "key group " ID_SPEC " [ ENTRIESREAD entriesread:integer ]",
      .history = "7.0.0: Added `ENTRIESREAD`." },
    { "destroy", 4, CMD_WRITE, GROUPS(KS_DELETE), .handler = cmd_destroy, .since = "5.0.0",
      .complexity = "O(N) with N entries that are pending, most of it in the background.",
      .summary = "Deletes a consumer group.", .args = "key group" },
    { "createconsumer", 5, CMD_WRITE | CMD_DENYOOM, GROUPS(KS_INSERT),
      .handler = cmd_createconsumer, .since = "6.2.0", .complexity = "O(1)",
      .summary = "Makes a consumer in a group.", .args = "key group consumer" },
    { "delconsumer", 5, CMD_WRITE, GROUPS(KS_DELETE), .handler = cmd_delconsumer, .since = "5.0.0",
      .complexity = "O(N) with N entries that are pending for it.",
      .summary = "Deletes a consumer of a group, and what was pending for it.",
      .args = "key group consumer" },
    { "help", 2, CMD_LOADING | CMD_STALE, .acl = ACL_STREAM, .group = "stream",
      .handler = reply_help, .since = "5.0.0", .complexity = "O(1)",
      .summary = "Shows this text." },
    COMMAND_END,
};

const struct command stream_group_commands[] = {
    { "xgroup", -2, 0, .group = "stream", .since = "5.0.0", .complexity = "Depends on subcommand.",
      .summary = "Manages the consumer groups of a stream.", .subs = xgroup_subs },
    COMMAND_END,
};
