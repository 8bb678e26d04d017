/* XINFO */
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "obj/stream_idmp.h"
#include "server/reply.h"

enum { FULL_COUNT = 10 }; /* entries and pending entries that FULL shows without COUNT */

static void field_int(struct call *c, const char *name, int64_t n)
{
    reply_bulk_str(c, name);
    reply_int(c, n);
}

static void field_id(struct call *c, const char *name, struct stream_id id)
{
    reply_bulk_str(c, name);
    reply_stream_id(c, id);
}

static void field_text(struct call *c, const char *name, struct bytes text)
{
    reply_bulk_str(c, name);
    reply_bulk(c, text);
}

/* The stream at the key; an error is replied if there is none. */
static const struct stream *read_stream(struct call *c, struct key key)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, key, OBJ_STREAM, &e);
    struct value v;

    if (err != KV_OK) {
        reply_err(c, err);
        return NULL;
    }
    v = entry_value(e);
    return stream_of(&v);
}

/* ---- XINFO STREAM -------------------------------------------------------------------------------- */

/* What is remembered of producers, if anything is: 6 pairs. */
static void reply_idmp(struct call *c, const struct stream *s)
{
    struct stream_idmp_info info;

    stream_idmp_info(s, &info);
    field_int(c, "idmp-duration", (int64_t)info.duration_s);
    field_int(c, "idmp-maxsize", (int64_t)info.maxsize);
    field_int(c, "pids-tracked", (int64_t)info.pids);
    field_int(c, "iids-tracked", (int64_t)info.iids);
    field_int(c, "iids-added", (int64_t)info.iids_added);
    field_int(c, "iids-duplicates", (int64_t)info.iids_duplicates);
}

/* The pairs that both forms begin with; more are to follow. */
static void reply_head(struct call *c, const struct stream *s, size_t more)
{
    reply_map(c, 7 + (s->idmp ? 6 : 0) + more);
    field_int(c, "length", (int64_t)s->length);
    field_int(c, "radix-tree-keys", (int64_t)stream_blocks(s));
    field_int(c, "radix-tree-nodes", (int64_t)stream_blocks(s) + 1);
    field_id(c, "last-generated-id", s->last_id);
    field_id(c, "max-deleted-entry-id", s->max_deleted_id);
    field_int(c, "entries-added", (int64_t)s->entries_added);
    field_id(c, "recorded-first-entry-id", s->first_id);
    if (s->idmp)
        reply_idmp(c, s);
}

static void field_end_entry(struct call *c, const char *name, const struct stream *s, bool last)
{
    struct stream_cursor cur;

    reply_bulk_str(c, name);
    stream_seek(&cur, s, STREAM_ID_MIN, STREAM_ID_MAX, last);
    if (!reply_next_entry(c, &cur))
        reply_null(c);
}

static void reply_stream(struct call *c, const struct stream *s)
{
    reply_head(c, s, 3);
    field_int(c, "groups", (int64_t)stream_groups(s));
    field_end_entry(c, "first-entry", s, false);
    field_end_entry(c, "last-entry", s, true);
}

/* ---- XINFO STREAM FULL --------------------------------------------------------------------------- */

/* [ID, consumer, time, deliveries], without the consumer where it is known. */
static void reply_pending(struct call *c, const struct idtree *pending, size_t most,
                          bool with_owner)
{
    size_t count = most && most < pending->count ? most : pending->count;
    struct idtree_cursor at = pending_from(pending, STREAM_ID_MIN);
    const struct pending *p;

    reply_bulk_str(c, "pending");
    reply_array(c, count);
    for (size_t i = 0; i < count && (p = pending_next(&at)) != NULL; i++) {
        reply_array(c, with_owner ? 4 : 3);
        reply_stream_id(c, p->id);
        if (with_owner)
            reply_bulk(c, p->owner ? consumer_name(p->owner) : bytes_make("", 0));
        reply_int(c, p->idle.at_ms);
        reply_int(c, pending_deliveries(p));
    }
}

static void reply_full_consumer(struct call *c, const struct consumer *who, size_t most)
{
    reply_map(c, 5);
    field_text(c, "name", consumer_name(who));
    field_int(c, "seen-time", who->seen_ms);
    field_int(c, "active-time", who->active_ms);
    field_int(c, "pel-count", (int64_t)consumer_pending_count(who));
    reply_pending(c, &who->pending, most, false);
}

static void reply_progress(struct call *c, const struct stream *s, const struct group *g)
{
    int64_t lag;

    reply_bulk_str(c, "entries-read");
    if (g->entries_read == GROUP_READ_UNKNOWN)
        reply_null(c);
    else
        reply_int(c, g->entries_read);
    reply_bulk_str(c, "lag");
    if (stream_group_lag(s, g, &lag))
        reply_int(c, lag);
    else
        reply_null(c);
}

static void reply_full_group(struct call *c, const struct stream *s, const struct group *g,
                             size_t most)
{
    reply_map(c, 7);
    field_text(c, "name", group_name(g));
    field_id(c, "last-delivered-id", g->last_id);
    reply_progress(c, s, g);
    field_int(c, "pel-count", (int64_t)group_pending_count(g));
    reply_pending(c, &g->pending, most, true);
    reply_bulk_str(c, "consumers");
    reply_array(c, group_consumers(g));
    for (size_t i = 0; i < group_consumers(g); i++)
        reply_full_consumer(c, group_consumer_at(g, i), most);
}

/* most: entries, and pending entries in each place; 0: all. */
static void reply_full(struct call *c, const struct stream *s, size_t most)
{
    struct stream_cursor cur;
    size_t mark, count = 0;

    reply_head(c, s, 2);
    reply_bulk_str(c, "entries");
    mark = reply_later(c);
    stream_seek(&cur, s, STREAM_ID_MIN, STREAM_ID_MAX, false);
    while ((most == 0 || count < most) && reply_next_entry(c, &cur))
        count++;
    reply_later_set(c, mark, '*', count);
    reply_bulk_str(c, "groups");
    reply_array(c, stream_groups(s));
    for (size_t i = 0; i < stream_groups(s); i++)
        reply_full_group(c, s, stream_group_at(s, i), most);
}

/* XINFO STREAM key [FULL [COUNT count]] */
static void cmd_stream(struct call *c)
{
    const struct stream *s = read_stream(c, arg_key(c));
    bool full = arg_word(c, "full");
    int64_t most = FULL_COUNT;

    if (s == NULL)
        return;
    if (full && args_left(c) == 2 && arg_word(c, "count"))
        most = arg_int(c);
    if (c->err != KV_OK)
        reply_err(c, c->err);
    else if (args_left(c) > 0)
        reply_errorf(c,
                     "ERR unknown subcommand or wrong number of arguments for '%.*s'. "
                     "Try XINFO HELP.",
                     BYTES_ARG(c->argv[1]));
    else if (full)
        reply_full(c, s, most < 0 ? FULL_COUNT : (size_t)most);
    else
        reply_stream(c, s);
}

/* ---- XINFO GROUPS and CONSUMERS ------------------------------------------------------------------ */

/* XINFO GROUPS key */
static void cmd_groups(struct call *c)
{
    const struct stream *s = read_stream(c, arg_key(c));

    if (s == NULL)
        return;
    reply_array(c, stream_groups(s));
    for (size_t i = 0; i < stream_groups(s); i++) {
        const struct group *g = stream_group_at(s, i);

        reply_map(c, 6);
        field_text(c, "name", group_name(g));
        field_int(c, "consumers", (int64_t)group_consumers(g));
        field_int(c, "pending", (int64_t)group_pending_count(g));
        field_id(c, "last-delivered-id", g->last_id);
        reply_progress(c, s, g);
    }
}

static int64_t ms_since(int64_t at_ms, int64_t now_ms)
{
    return now_ms > at_ms ? now_ms - at_ms : 0;
}

/* XINFO CONSUMERS key group */
static void cmd_consumers(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes name = arg_bytes(c);
    const struct stream *s = read_stream(c, key);
    int64_t now_ms = store_now_ms(c->store);
    const struct group *g;

    if (s == NULL)
        return;
    g = stream_group(s, name);
    if (g == NULL) {
        reply_errorf(c, "NOGROUP No such consumer group '%.*s' for key name '%.*s'",
                     BYTES_ARG(name), BYTES_ARG(key.name));
        return;
    }
    reply_array(c, group_consumers(g));
    for (size_t i = 0; i < group_consumers(g); i++) {
        const struct consumer *who = group_consumer_at(g, i);

        reply_map(c, 4);
        field_text(c, "name", consumer_name(who));
        field_int(c, "pending", (int64_t)consumer_pending_count(who));
        field_int(c, "idle", ms_since(who->seen_ms, now_ms));
        field_int(c, "inactive",
                  who->active_ms == CONSUMER_NEVER ? -1 : ms_since(who->active_ms, now_ms));
    }
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define ABOUT                                                                                      \
    .keys = { KEY(2, KS_RO | KS_ACCESS) }, .acl = ACL_STREAM, .group = "stream", .since = "5.0.0"

static const struct command xinfo_subs[] = {
    { "stream", -3, CMD_READONLY, ABOUT, .handler = cmd_stream,
      .complexity = "O(1); with FULL O(N) with N entries and pending entries shown.",
      .summary = "Tells about a stream; with FULL about all that is in it.",
      .args = "key [ full-block={ FULL [ COUNT count:integer ] } ]",
      .history =
          "6.0.0: Added `FULL`.; 7.0.0: Added `max-deleted-entry-id`, `entries-added`, "
          "`recorded-first-entry-id`, `entries-read` and `lag`.; 7.2.0: Added `active-time`; "
          "`seen-time` is that of the last attempt.; 8.6.0: Added what is known of producers." },
    { "groups", 3, CMD_READONLY, ABOUT, .handler = cmd_groups, .complexity = "O(N) with N groups.",
      .summary = "Lists the consumer groups of a stream.", .args = "key",
      .history = "7.0.0: Added `entries-read` and `lag`." },
    { "consumers", 4, CMD_READONLY, ABOUT, .handler = cmd_consumers,
      .complexity = "O(N) with N consumers.", .summary = "Lists the consumers of a group.",
      .tips = "nondeterministic_output", .args = "key group",
      .history = "7.2.0: Added `inactive`." },
    { "help", 2, CMD_LOADING | CMD_STALE, .acl = ACL_STREAM, .group = "stream",
      .handler = reply_help, .since = "5.0.0", .complexity = "O(1)",
      .summary = "Shows this text." },
    COMMAND_END,
};

const struct command stream_info_commands[] = {
    { "xinfo", -2, 0, .group = "stream", .since = "5.0.0", .complexity = "Depends on subcommand.",
      .summary = "Tells about streams, their groups and consumers.", .subs = xinfo_subs },
    COMMAND_END,
};
