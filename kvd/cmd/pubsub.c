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

/* ---- Subscribing and unsubscribing --------------------------------------------------------------- */

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

/* One step for each name, and a confirmation with each. Messages that are published between two slices stand between
 * the confirmations. Without names: UNSUBSCRIBE from all, of a client that may have a million subscriptions. */
struct series {
    struct client *client;
    enum topic_kind kind;
    bool subscribes, from_all;
    bool is_nested;
    struct args_rest names;
};

static bool is_over(const struct series *s)
{
    return s->from_all ? subscription_first(s->client, s->kind) == NULL : s->names.left == 0;
}

static void do_next(struct series *s, struct buf *out)
{
    const char *const *words = s->subscribes ? subscribe_words : unsubscribe_words;
    struct bytes name = args_rest_take(&s->names);

    if (s->subscribes)
        pubsub_subscribe(s->client, s->kind, name);
    else
        subscription_drop(s->client, s->kind, name);
    add_confirmation(out, s->client, words[s->kind], name, s->kind);
}

static void unsubscribe_first(struct series *s, struct buf *out)
{
    struct topic *t = topic_ref(subscription_first(s->client, s->kind)->topic);

    subscription_drop(s->client, s->kind, t->name);
    add_confirmation(out, s->client, unsubscribe_words[s->kind], t->name, s->kind);
    topic_unref(t);
}

static void some_steps(struct series *s, struct buf *out)
{
    for (unsigned i = 0; i < LOOK_AT_CLOCK && !is_over(s); i++) {
        if (s->from_all)
            unsubscribe_first(s, out);
        else
            do_next(s, out);
    }
}

/* Confirmations are messages, which CLIENT REPLY stops as little as others; in EXEC they are its elements. */
static struct buf *confirmations(const struct series *s, struct outbuf *gathered)
{
    if (!s->is_nested)
        return push_begin(s->client);
    outbuf_prepare(gathered);
    return outbuf_tail(gathered);
}

static bool series_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct series *s = state;

    pubsub_catch_up(s->client);
    do {
        struct buf *out = confirmations(s, gathered);

        if (out == NULL) /* the client is about to be closed */
            return true;
        some_steps(s, out);
        if (!s->is_nested)
            push_end(s->client);
        if (is_over(s))
            return true;
    } while (clock_mono_ns() < until_ns);
    args_rest_keep(&s->names);
    return false;
}

static void series_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)state;
    if (c->nested)
        reply_gathered(c, gathered);
}

static void series_free(void *state)
{
    struct series *s = state;

    args_rest_fini(&s->names);
    mem_free_sized(s, sizeof *s);
}

static const struct job_type series_job = { series_step, series_reply, series_free };

static void run_series(struct call *c, const struct series *first)
{
    struct series *s = mem_alloc(sizeof *s);

    *s = *first;
    s->client = c->client;
    s->is_nested = c->nested;
    s->names = args_rest(c);
    job_run(c, &series_job, s);
}

static void subscribe(struct call *c, enum topic_kind kind)
{
    run_series(c, &(struct series){ .kind = kind, .subscribes = true });
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
    if (c->nested) /* unlike the other two, as in redis-server */
        reply_error(c, "ERR SSUBSCRIBE isn't allowed for a DENY BLOCKING client");
    else
        subscribe(c, TOPIC_SHARD_CHANNEL);
}

/* The client was subscribed to nothing of the kind. */
static void confirm_nothing(struct call *c, enum topic_kind kind)
{
    struct buf *out;

    pubsub_catch_up(c->client);
    out = c->nested ? c->out : push_begin(c->client);
    if (out == NULL)
        return;
    add_confirmation(out, c->client, unsubscribe_words[kind], bytes_make(NULL, 0), kind);
    if (!c->nested)
        push_end(c->client);
}

static void unsubscribe(struct call *c, enum topic_kind kind)
{
    bool from_all = args_left(c) == 0;

    if (from_all && subscription_first(c->client, kind) == NULL)
        confirm_nothing(c, kind);
    else
        run_series(c, &(struct series){ .kind = kind, .from_all = from_all });
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

struct counting {
    enum topic_kind kind;
    struct args_rest names;
    unsigned count;
};

static void add_count(struct counting *n, struct buf *out)
{
    struct bytes name = args_rest_take(&n->names);
    const struct topic *t = topic_find(n->kind, name);

    resp_bulk(out, name);
    resp_int(out, t ? (int64_t)t->count : 0);
}

static bool counting_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct counting *n = state;

    do {
        outbuf_prepare(gathered);
        for (unsigned i = 0; i < LOOK_AT_CLOCK && n->names.left > 0; i++)
            add_count(n, outbuf_tail(gathered));
        if (n->names.left == 0)
            return true;
    } while (clock_mono_ns() < until_ns);
    args_rest_keep(&n->names);
    return false;
}

static void counting_reply(struct call *c, void *state, struct outbuf *gathered)
{
    const struct counting *n = state;

    reply_array(c, 2 * (size_t)n->count); /* in RESP3 too */
    reply_gathered(c, gathered);
}

static void counting_free(void *state)
{
    struct counting *n = state;

    args_rest_fini(&n->names);
    mem_free_sized(n, sizeof *n);
}

static const struct job_type counting_job = { counting_step, counting_reply, counting_free };

static void reply_subscriber_counts(struct call *c, enum topic_kind kind)
{
    struct counting *n = mem_alloc(sizeof *n);

    *n = (struct counting){ .kind = kind, .names = args_rest(c), .count = args_left(c) };
    job_run(c, &counting_job, n);
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
