/* SUBSCRIBE PSUBSCRIBE SSUBSCRIBE UNSUBSCRIBE PUNSUBSCRIBE SUNSUBSCRIBE PUBLISH SPUBLISH PUBSUB */
#include "server/pubsub.h"

#include "base/clock.h"
#include "base/glob.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "resp/write.h"
#include "server/job.h"
#include "server/push.h"
#include "server/reply.h"

enum { LOOK_AT_CLOCK = 16 }; /* steps of a job between two looks at the clock */

/* ---- Subscribing --------------------------------------------------------------------------------- */

static const char *const subscribe_words[TOPIC_KINDS] = { "subscribe", "psubscribe", "ssubscribe" };
static const char *const unsubscribe_words[TOPIC_KINDS] = { "unsubscribe", "punsubscribe",
                                                            "sunsubscribe" };

static void add_confirmation(struct buf *out, const struct client *c, const char *word,
                             struct bytes name, enum topic_kind kind)
{
    resp_push(out, c->proto, 3);
    resp_bulk_str(out, word);
    if (name.ptr)
        resp_bulk(out, name);
    else
        resp_null(out, c->proto);
    resp_int(out, pubsub_count(c, kind));
}

/* Confirmations are messages, which CLIENT REPLY stops as little as others; in EXEC they are its elements. */
static void confirm(struct call *c, const char *word, struct bytes name, enum topic_kind kind)
{
    struct buf *out = c->nested ? c->out : push_begin(c->client);

    if (out == NULL)
        return;
    add_confirmation(out, c->client, word, name, kind);
    if (!c->nested)
        push_end(c->client);
}

static void subscribe(struct call *c, enum topic_kind kind)
{
    pubsub_catch_up(c->client);
    while (args_left(c) > 0) {
        struct bytes name = arg_bytes(c);

        pubsub_subscribe(c->client, kind, name);
        confirm(c, subscribe_words[kind], name, kind);
    }
}

/* SUBSCRIBE channel [channel ...] */
static void cmd_subscribe(struct call *c)
{
    subscribe(c, TOPIC_CHANNEL);
}

/* PSUBSCRIBE pattern [pattern ...] */
static void cmd_psubscribe(struct call *c)
{
    subscribe(c, TOPIC_PATTERN);
}

/* SSUBSCRIBE shardchannel [shardchannel ...] */
static void cmd_ssubscribe(struct call *c)
{
    subscribe(c, TOPIC_SHARD_CHANNEL);
}

/* ---- Unsubscribing ------------------------------------------------------------------------------- */

/* UNSUBSCRIBE without names, of a client that may have a million subscriptions. */
struct farewell {
    struct client *client;
    enum topic_kind kind;
};

static void drop_first(struct farewell *f, struct buf *out)
{
    struct topic *t = topic_ref(subscription_first(f->client, f->kind)->topic);

    subscription_drop(f->client, f->kind, t->name);
    add_confirmation(out, f->client, unsubscribe_words[f->kind], t->name, f->kind);
    topic_unref(t);
}

static bool farewell_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct farewell *f = state;

    do {
        pubsub_catch_up(f->client);
        outbuf_prepare(gathered);
        for (unsigned i = 0; i < LOOK_AT_CLOCK; i++) {
            if (subscription_first(f->client, f->kind) == NULL)
                return true;
            drop_first(f, outbuf_tail(gathered));
        }
    } while (clock_mono_ns() < until_ns);
    return false;
}

static void farewell_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)state;
    if (c->nested)
        reply_gathered(c, gathered);
    else
        push_gathered(c->client, gathered);
}

static const struct job_type farewell_job = { farewell_step, farewell_reply, mem_free };

static void unsubscribe_from_all(struct call *c, enum topic_kind kind)
{
    struct farewell *f;

    if (subscription_first(c->client, kind) == NULL) {
        confirm(c, unsubscribe_words[kind], bytes_make(NULL, 0), kind);
        return;
    }
    f = mem_alloc(sizeof *f);
    *f = (struct farewell){ .client = c->client, .kind = kind };
    job_run(c, &farewell_job, f);
}

static void unsubscribe(struct call *c, enum topic_kind kind)
{
    pubsub_catch_up(c->client);
    if (args_left(c) == 0)
        unsubscribe_from_all(c, kind);
    while (args_left(c) > 0) {
        struct bytes name = arg_bytes(c);

        subscription_drop(c->client, kind, name);
        confirm(c, unsubscribe_words[kind], name, kind);
    }
}

/* UNSUBSCRIBE [channel ...] */
static void cmd_unsubscribe(struct call *c)
{
    unsubscribe(c, TOPIC_CHANNEL);
}

/* PUNSUBSCRIBE [pattern ...] */
static void cmd_punsubscribe(struct call *c)
{
    unsubscribe(c, TOPIC_PATTERN);
}

/* SUNSUBSCRIBE [shardchannel ...] */
static void cmd_sunsubscribe(struct call *c)
{
    unsubscribe(c, TOPIC_SHARD_CHANNEL);
}

/* ---- Publishing ---------------------------------------------------------------------------------- */

/* PUBLISH channel message */
static void cmd_publish(struct call *c)
{
    struct bytes channel = arg_bytes(c), message = arg_bytes(c);

    reply_int(c, (int64_t)pubsub_publish(channel, message));
}

/* SPUBLISH shardchannel message */
static void cmd_spublish(struct call *c)
{
    struct bytes channel = arg_bytes(c), message = arg_bytes(c);

    reply_int(c, (int64_t)pubsub_publish_shard(channel, message));
}

/* ---- PUBSUB -------------------------------------------------------------------------------------- */

/* A walk over all channels. The pattern is a copy, since the request is gone after the first turn. */
struct channels_walk {
    struct table_iter it;
    struct bytes pattern; /* ptr NULL: all */
    size_t count;
};

static bool channels_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct channels_walk *w = state;

    do {
        outbuf_prepare(gathered);
        for (unsigned i = 0; i < LOOK_AT_CLOCK; i++) {
            const struct topic *t = table_iter_next(&w->it);

            if (t == NULL)
                return true;
            if (t->count == 0 || (w->pattern.ptr && !glob_match(w->pattern, t->name)))
                continue;
            resp_bulk(outbuf_tail(gathered), t->name);
            w->count++;
        }
    } while (clock_mono_ns() < until_ns);
    return false;
}

static void channels_reply(struct call *c, void *state, struct outbuf *gathered)
{
    const struct channels_walk *w = state;

    reply_array(c, w->count);
    reply_gathered(c, gathered);
}

static void channels_free(void *state)
{
    struct channels_walk *w = state;

    table_iter_fini(&w->it);
    mem_free((void *)(uintptr_t)w->pattern.ptr);
    mem_free_sized(w, sizeof *w);
}

static const struct job_type channels_job = { channels_step, channels_reply, channels_free };

static void reply_channels(struct call *c, enum topic_kind kind)
{
    struct channels_walk *w;

    if (args_left(c) > 1) {
        reply_bad_use(c);
        return;
    }
    w = mem_zalloc(sizeof *w);
    if (args_left(c) == 1) {
        struct bytes pattern = arg_bytes(c);

        w->pattern = bytes_make(mem_bytesdup(pattern), pattern.len);
    }
    table_iter_init(&w->it, topic_table(kind));
    job_run(c, &channels_job, w);
}

static void reply_subscriber_counts(struct call *c, enum topic_kind kind)
{
    reply_array(c, 2 * (size_t)args_left(c)); /* in RESP3 too */
    while (args_left(c) > 0) {
        struct bytes name = arg_bytes(c);
        const struct topic *t = topic_find(kind, name);

        reply_bulk(c, name);
        reply_int(c, t ? (int64_t)t->count : 0);
    }
}

/* PUBSUB CHANNELS [pattern] */
static void cmd_channels(struct call *c)
{
    reply_channels(c, TOPIC_CHANNEL);
}

/* PUBSUB SHARDCHANNELS [pattern] */
static void cmd_shardchannels(struct call *c)
{
    reply_channels(c, TOPIC_SHARD_CHANNEL);
}

/* PUBSUB NUMSUB [channel ...] */
static void cmd_numsub(struct call *c)
{
    reply_subscriber_counts(c, TOPIC_CHANNEL);
}

/* PUBSUB SHARDNUMSUB [shardchannel ...] */
static void cmd_shardnumsub(struct call *c)
{
    reply_subscriber_counts(c, TOPIC_SHARD_CHANNEL);
}

/* PUBSUB NUMPAT */
static void cmd_numpat(struct call *c)
{
    reply_int(c, (int64_t)topic_count(TOPIC_PATTERN));
}

/* PUBSUB HELP */
static void cmd_help(struct call *c)
{
    reply_help(c);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

#define ALWAYS  CMD_PUBSUB | CMD_LOADING | CMD_STALE
#define LISTENS ALWAYS | CMD_NOSCRIPT | CMD_LISTENING
#define SENDS   ALWAYS | CMD_FAST | CMD_MAY_REPLICATE | CMD_PUBLISHES
#define GROUP   .group = "pubsub"

static const struct command pubsub_subs[] = {
    { "channels", -2, ALWAYS, GROUP, .handler = cmd_channels, .since = "2.8.0",
      .complexity = "O(N) for N channels with subscribers.",
      .summary = "Lists the channels that somebody is subscribed to.",
      .args = "[ pattern:pattern ]" },
    { "help", 2, CMD_LOADING | CMD_STALE, GROUP, .handler = cmd_help, .since = "6.2.0",
      .complexity = "O(1)", .summary = "Shows this text." },
    { "numpat", 2, ALWAYS, GROUP, .handler = cmd_numpat, .since = "2.8.0", .complexity = "O(1)",
      .summary = "Counts the patterns that somebody is subscribed to." },
    { "numsub", -2, ALWAYS, GROUP, .handler = cmd_numsub, .since = "2.8.0",
      .complexity = "O(N) for N channels.",
      .summary = "Counts the subscribers of channels; those of patterns are not among them.",
      .args = "[ channel ... ]" },
    { "shardchannels", -2, ALWAYS, GROUP, .handler = cmd_shardchannels, .since = "7.0.0",
      .complexity = "O(N) for N shard channels with subscribers.",
      .summary = "Lists the shard channels that somebody is subscribed to.",
      .args = "[ pattern:pattern ]" },
    { "shardnumsub", -2, ALWAYS, GROUP, .handler = cmd_shardnumsub, .since = "7.0.0",
      .complexity = "O(N) for N shard channels.",
      .summary = "Counts the subscribers of shard channels.", .args = "[ shardchannel ... ]" },
    COMMAND_END,
};

const struct command pubsub_commands[] = {
    { "subscribe", -2, LISTENS | CMD_DENYOOM, GROUP, .handler = cmd_subscribe, .since = "2.0.0",
      .complexity = "O(N) for N channels.",
      .summary = "Has the messages published to channels sent to the connection.",
      .args = "channel ..." },
    { "unsubscribe", -1, LISTENS, GROUP, .handler = cmd_unsubscribe, .since = "2.0.0",
      .complexity = "O(N) for N channels.",
      .summary = "Ends the connection's subscriptions to channels, or to all of them.",
      .args = "[ channel ... ]" },
    { "psubscribe", -2, LISTENS | CMD_DENYOOM, GROUP, .handler = cmd_psubscribe, .since = "2.0.0",
      .complexity = "O(N) for N patterns.",
      .summary =
          "Has the messages published to channels that match patterns sent to the connection.",
      .args = "pattern:pattern ..." },
    { "punsubscribe", -1, LISTENS, GROUP, .handler = cmd_punsubscribe, .since = "2.0.0",
      .complexity = "O(N) for N patterns.",
      .summary = "Ends the connection's subscriptions to patterns, or to all of them.",
      .args = "[ pattern:pattern ... ]" },
    { "ssubscribe",
      -2,
      LISTENS | CMD_DENYOOM,
      { KEYS(1, -1, 1, KS_NOT_KEY) },
      GROUP,
      .handler = cmd_ssubscribe,
      .since = "7.0.0",
      .complexity = "O(N) for N shard channels.",
      .summary = "Has the messages published to shard channels sent to the connection.",
      .args = "shardchannel ..." },
    { "sunsubscribe",
      -1,
      LISTENS,
      { KEYS(1, -1, 1, KS_NOT_KEY) },
      GROUP,
      .handler = cmd_sunsubscribe,
      .since = "7.0.0",
      .complexity = "O(N) for N shard channels.",
      .summary = "Ends the connection's subscriptions to shard channels, or to all of them.",
      .args = "[ shardchannel ... ]" },
    { "publish", 3, SENDS, GROUP, .handler = cmd_publish, .since = "2.0.0",
      .complexity = "O(N+M) for N subscribers of the channel and M patterns.",
      .summary = "Sends a message to the subscribers of a channel; returns how many they are.",
      .args = "channel message" },
    { "spublish",
      3,
      SENDS,
      { KEY(1, KS_NOT_KEY) },
      GROUP,
      .handler = cmd_spublish,
      .since = "7.0.0",
      .complexity = "O(N) for N subscribers of the shard channel.",
      .summary =
          "Sends a message to the subscribers of a shard channel; returns how many they are.",
      .args = "shardchannel message" },
    { "pubsub", -2, 0, GROUP, .since = "2.8.0", .complexity = "Depends on subcommand.",
      .summary = "Tells about channels, patterns and their subscribers.", .subs = pubsub_subs },
    COMMAND_END,
};
