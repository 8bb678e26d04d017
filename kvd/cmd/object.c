/* OBJECT */
#include "cmd/families.h"
#include "server/reply.h"

/* The entry that the command asks about; a null is replied if there is none. */
static const struct entry *object_arg(struct call *c)
{
    const struct entry *e = store_inspect(c->db, arg_key(c));

    if (e == NULL)
        reply_null(c);
    return e;
}

/* OBJECT ENCODING key */
static void cmd_encoding(struct call *c)
{
    const struct entry *e = object_arg(c);

    if (e)
        reply_bulk_str(c, entry_encoding_name(e));
}

/* OBJECT FREQ key */
static void cmd_freq(struct call *c)
{
    const struct entry *e = object_arg(c);

    if (e == NULL)
        return;
    if (store_tracks_frequency())
        reply_int(c, store_frequency(c->store, e));
    else
        reply_error(c,
                    "ERR An LFU maxmemory policy is not selected, access frequency not tracked. "
                    "Please note that when switching between policies at runtime LRU and LFU data "
                    "will take some time to adjust.");
}

/* OBJECT IDLETIME key */
static void cmd_idletime(struct call *c)
{
    const struct entry *e = object_arg(c);

    if (e == NULL)
        return;
    if (store_tracks_frequency())
        reply_error(c,
                    "ERR An LFU maxmemory policy is selected, idle time not tracked. Please note "
                    "that when switching between policies at runtime LRU and LFU data will take "
                    "some time to adjust.");
    else
        reply_int(c, (int64_t)store_idle_s(c->store, e));
}

/* OBJECT REFCOUNT key: values are not shared between keys, but a reply may still hold one. */
static void cmd_refcount(struct call *c)
{
    if (object_arg(c))
        reply_int(c, 1);
}

/* OBJECT HELP */
static void cmd_help(struct call *c)
{
    reply_help(c);
}

#define ABOUT_KEY                                                                                  \
    .keys = { KEY(2, KS_RO) }, .acl = ACL_KEYSPACE, .group = "generic", .complexity = "O(1)",      \
    .args = "key", .tips = "nondeterministic_output"

static const struct command object_subs[] = {
    { "encoding", 3, CMD_READONLY, ABOUT_KEY, .handler = cmd_encoding, .since = "2.2.3",
      .summary = "Tells how the value at a key is held." },
    { "freq", 3, CMD_READONLY, ABOUT_KEY, .handler = cmd_freq, .since = "4.0.0",
      .summary = "Tells the logarithmic access counter of a key (LFU policies)." },
    { "idletime", 3, CMD_READONLY, ABOUT_KEY, .handler = cmd_idletime, .since = "2.2.3",
      .summary = "Tells how many seconds ago a key was last used." },
    { "refcount", 3, CMD_READONLY, ABOUT_KEY, .handler = cmd_refcount, .since = "2.2.3",
      .summary = "Tells how many references the value at a key has." },
    { "help", 2, CMD_LOADING | CMD_STALE, .acl = ACL_KEYSPACE, .handler = cmd_help,
      .group = "generic", .since = "6.2.0", .complexity = "O(1)", .summary = "Shows this text." },
    COMMAND_END,
};

const struct command object_commands[] = {
    { "object", -2, 0, .acl = 0, .group = "generic", .since = "2.2.3", .complexity = "O(1)",
      .summary = "Tells about the value at a key.", .subs = object_subs },
    COMMAND_END,
};
