#include "server/pubsub.h"

#include "base/assert.h"
#include "base/glob.h"
#include "base/mem.h"
#include "resp/write.h"
#include "server/pattern_index.h"
#include "server/push.h"

#include <stdlib.h>

enum {
    /* What is given in a turn: to clients that have to be written to, messages, and bytes to write. While few are
     * written to in a turn publishers go on, and the others get more messages in one write. */
    TURN_CLIENTS = 64,
    TURN_MESSAGES = 32 * 1024,
    TURN_BYTES = 8 * 1024 * 1024,
    /* With so much on its way requests that publish wait. */
    CROWD_TARGETS = 4096,
    CROWD_BYTES = 16 * 1024 * 1024,
    /* With more on its way a client gets one message at a time, as it would take long to find all; unless one in
     * TOGETHER_PART is to the same topic: a write takes as long as looking at some hundred. */
    TOGETHER_TARGETS = 64,
    TOGETHER_PART = 256,
    /* A client gets about so much together, so that one that reads stays within its limit. */
    TOGETHER_BYTES = 1024 * 1024,
    FORM_BYTES = 64, /* what a message takes on the wire besides its texts */
    WANTED_MAX = 16, /* subscriptions that are compared one by one instead of being looked up */
    LOOKS_PER_MESSAGE = 8, /* so many are compared while one message is given */
    /* So much is never on its way: what cannot wait (notifications, scripts) is given to all at once then. */
    MOST_TARGETS = 256 * CROWD_TARGETS,
    MOST_BYTES = 16 * CROWD_BYTES,
    FEW_RECEIVERS = 8, /* so many are given a message when it is published */
    RUN_BYTES =
        16 *
        1024, /* messages that follow one another to the same topic are one up to this length */
    LONG_PAYLOAD = 2048, /* from this length on all forms of a message share its payload */
    SCRATCH_KEPT = 16 * 1024,
};

/* A topic that the message goes to, and the message as its subscribers see it, by protocol version. */
struct target {
    struct topic *topic;
    struct blob *forms[2];
};

/* What was published, or a run of short messages that followed one another to one topic. */
struct message {
    struct message *next;
    uint64_t number;               /* of the last one */
    struct bytes channel, payload; /* of the first one */
    struct buf run;                /* the others: both lengths, both texts, and so on */
    unsigned run_count;
    struct blob *tail; /* a long payload and CRLF, behind every form; or NULL */
    struct target *targets;
    unsigned count, at; /* targets; the one whose subscribers are being given it */
    bool walking;       /* that topic's cursor is this message's */
    bool together;      /* that walk gives each all that is on its way to it */
    uint64_t newest;    /* and when it ends each has had all up to the message with this number */
    uint64_t together_to, as_of; /* what last_together() has found, when this was the last number */
};

static const char *const message_words[TOPIC_KINDS] = { "message", "pmessage", "smessage" };

static unsigned turn_clients = TURN_CLIENTS;
static uint64_t last_number;
static uint64_t sealed;              /* up to this number no message may become part of a run */
static struct message *first, *last; /* on their way */
static size_t queue_targets, queue_bytes;
bool pubsub_is_crowded;
static struct {
    unsigned clients, messages;
    size_t bytes;
    bool unlimited;
} given; /* in this turn */
static struct buf scratch;

/* Where a message goes, while it is being published. */
static struct {
    struct target *v;
    unsigned count, cap;
} found;

/* ---- Forms --------------------------------------------------------------------------------------- */

static struct blob *payload_tail(const struct message *m)
{
    struct blob *b = blob_new(m->payload.len + 2);

    memcpy(b->data, m->payload.ptr, m->payload.len);
    memcpy(b->data + m->payload.len, "\r\n", 2);
    b->len = m->payload.len + 2;
    return b;
}

static void encode_head(struct buf *out, const struct topic *t, int proto, struct bytes channel)
{
    resp_push(out, proto, t->kind == TOPIC_PATTERN ? 4 : 3);
    resp_bulk_str(out, message_words[t->kind]);
    if (t->kind == TOPIC_PATTERN)
        resp_bulk(out, t->name);
    resp_bulk(out, channel);
}

/* All of the message, or what comes before its tail. */
static void encode(struct buf *out, const struct message *m, const struct topic *t, int proto)
{
    encode_head(out, t, proto, m->channel);
    if (m->tail)
        resp_bulk_begin(out, m->payload.len);
    else
        resp_bulk(out, m->payload);
    for (size_t at = 0; at < m->run.len;) {
        uint32_t lengths[2];
        const uint8_t *text = m->run.ptr + at + sizeof lengths;

        memcpy(lengths, m->run.ptr + at, sizeof lengths);
        encode_head(out, t, proto, bytes_make(text, lengths[0]));
        resp_bulk(out, bytes_make(text + lengths[0], lengths[1]));
        at += sizeof lengths + lengths[0] + lengths[1];
    }
}

static struct blob *form(struct message *m, struct target *t, int proto)
{
    struct blob **b = &t->forms[proto == 3];

    if (*b == NULL) {
        buf_clear(&scratch);
        encode(&scratch, m, t->topic, proto);
        *b = blob_dup(buf_bytes(&scratch));
        if (scratch.cap > SCRATCH_KEPT)
            buf_fini(&scratch);
    }
    return *b;
}

static void drop_forms(struct target *t)
{
    blob_unref(t->forms[0]);
    blob_unref(t->forms[1]);
    t->forms[0] = t->forms[1] = NULL;
}

/* ---- Giving -------------------------------------------------------------------------------------- */

static bool may_give(void)
{
    return (given.clients < turn_clients && given.messages < TURN_MESSAGES &&
            given.bytes < TURN_BYTES) ||
           given.unlimited;
}

/* A sole receiver of something short gets it in place: that is less work than a form. */
static bool send_in_place(const struct message *m, const struct topic *t, struct client *to)
{
    struct buf *out;

    if (t->count > 1 || m->tail)
        return false;
    out = push_begin(to);
    if (out == NULL)
        return true;
    encode(out, m, t, to->proto);
    push_end(to);
    return true;
}

static void give(struct subscription *s, struct message *m, struct target *t)
{
    struct client *to = s->subscriber->client;

    s->seen = m->number;
    given.messages += 1 + m->run_count;
    given.clients += !(to->flags & CLIENT_WRITING);
    given.bytes += m->channel.len + m->payload.len + m->run.len;
    if (send_in_place(m, t->topic, to))
        return;
    push_send_shared(to, form(m, t, to->proto));
    if (m->tail)
        push_send_shared(to, m->tail);
}

/* Those of a subscriber's subscriptions that something is on its way to. */
struct wanted {
    struct subscription *v[WANTED_MAX];
    unsigned count;
    bool all; /* false: there are too many, they have to be looked up */
};

static void find_wanted(const struct subscriber *to, struct wanted *w)
{
    unsigned own = 0;

    w->count = 0;
    for (unsigned kind = 0; kind < TOPIC_KINDS; kind++)
        own += to->own[kind].count;
    w->all = own <= WANTED_MAX;
    for (unsigned kind = 0; w->all && kind < TOPIC_KINDS; kind++)
        for (struct subscription *s = to->own[kind].first; s != NULL; s = s->next_own)
            if (s->topic->refs > 0)
                w->v[w->count++] = s;
}

static struct subscription *wanted_to(const struct wanted *w, const struct subscriber *to,
                                      const struct topic *t)
{
    if (!w->all)
        return subscription_find(to, t);
    for (unsigned i = 0; i < w->count; i++)
        if (w->v[i]->topic == t)
            return w->v[i];
    return NULL;
}

/* Gives the subscriber what is on its way to it, up to the message with this number. */
static void give_all(const struct subscriber *to, uint64_t up_to)
{
    struct wanted w;

    find_wanted(to, &w);
    if (w.all && w.count == 0)
        return;
    sealed = last_number;
    for (struct message *m = first; m != NULL && m->number <= up_to; m = m->next) {
        for (unsigned i = m->at; i < m->count; i++) {
            struct target *t = &m->targets[i];
            struct subscription *s = wanted_to(&w, to, t->topic);

            if (s != NULL && s->seen < m->number)
                give(s, m, t);
        }
    }
    given.messages += (unsigned)(queue_targets / (w.all ? LOOKS_PER_MESSAGE : 1));
}

/* True if it is less work to give the topic's subscribers all that is on its way to them. */
static bool is_worth_all(const struct message *m, const struct topic *t)
{
    return m->next != NULL && (queue_targets <= TOGETHER_TARGETS ||
                               (t->refs > 1 && queue_targets / TOGETHER_PART <= t->refs));
}

/* The number of the last message that is given together with m, the first on its way. */
static uint64_t last_together(struct message *m)
{
    size_t bytes = 0;

    if (m->as_of == last_number)
        return m->together_to;
    m->as_of = last_number;
    for (const struct message *n = m; n != NULL && bytes < TOGETHER_BYTES; n = n->next) {
        m->together_to = n->number;
        bytes += n->count * (n->channel.len + n->payload.len + n->run.len +
                             (1 + (size_t)n->run_count) * FORM_BYTES);
    }
    return m->together_to;
}

/* Goes on with the subscribers of the topic; false if this turn has done its share. */
static bool walk_topic(struct message *m, struct target *target)
{
    struct topic *t = target->topic;

    while (t->cursor != NULL) {
        struct subscription *s = t->cursor;

        if (!may_give())
            return false;
        t->cursor = s->next;
        if (s->seen >= m->newest || s->subscriber->client == NULL)
            given.messages++;
        else if (m->together || is_worth_all(m, t))
            give_all(s->subscriber, last_together(m));
        else
            give(s, m, target);
    }
    return true;
}

/* Goes on with the message; false if this turn has done its share. */
static bool walk(struct message *m)
{
    for (; m->at < m->count; m->at++) {
        struct target *target = &m->targets[m->at];
        struct topic *t = target->topic;

        if (!m->walking && t->given < m->number) {
            t->cursor = t->first;
            m->walking = true;
            m->together = is_worth_all(m, t);
            m->newest = m->together ? last_together(m) : m->number;
        }
        if (m->walking) {
            if (!walk_topic(m, target))
                return false;
            t->given = m->newest;
            m->walking = false;
        }
        drop_forms(target);
    }
    return true;
}

/* ---- On their way -------------------------------------------------------------------------------- */

static size_t queued_size(const struct message *m)
{
    return sizeof *m + m->count * sizeof *m->targets + m->channel.len +
           (m->tail ? 0 : m->payload.len);
}

static void count_queue(void)
{
    pubsub_is_crowded = queue_targets >= CROWD_TARGETS || queue_bytes >= CROWD_BYTES;
}

static const uint8_t *keep(uint8_t **at, struct bytes text)
{
    uint8_t *to = *at;

    if (text.len > 0)
        memcpy(to, text.ptr, text.len);
    *at += text.len;
    return to;
}

/* What publish() holds for its own time is copied; the forms move. */
static void queue(const struct message *now)
{
    size_t targets_size = now->count * sizeof *now->targets;
    struct message *m = mem_alloc(queued_size(now));
    uint8_t *at = (uint8_t *)(m + 1);

    *m = *now;
    m->targets = (struct target *)(void *)at;
    memcpy(m->targets, now->targets, targets_size);
    at += targets_size;
    m->channel.ptr = keep(&at, now->channel);
    m->payload.ptr = m->tail ? m->tail->data : keep(&at, now->payload);
    for (unsigned i = 0; i < m->count; i++)
        topic_ref(m->targets[i].topic);
    if (last)
        last->next = m;
    else
        first = m;
    last = m;
    queue_targets += m->count;
    queue_bytes += queued_size(m) + (m->tail ? m->tail->len : 0);
    count_queue();
}

/* True, and the message has become part of the newest on its way, if that goes to the same topic alone and to
 * the same subscribers. */
static bool join_run(const struct message *now)
{
    struct message *m = last;
    uint32_t lengths[2] = { (uint32_t)now->channel.len, (uint32_t)now->payload.len };
    size_t size = sizeof lengths + now->channel.len + now->payload.len;

    if (m == NULL || m->count != 1 || now->count != 1 || m->walking || m->number <= sealed ||
        m->targets[0].topic != now->targets[0].topic || m->tail || size > LONG_PAYLOAD ||
        m->run.len + size > RUN_BYTES)
        return false;
    buf_add(&m->run, lengths, sizeof lengths);
    buf_add_bytes(&m->run, now->channel);
    buf_add_bytes(&m->run, now->payload);
    m->run_count++;
    m->number = now->number;
    queue_bytes += size;
    count_queue();
    return true;
}

static void pop(void)
{
    struct message *m = first;

    first = m->next;
    if (first == NULL)
        last = NULL;
    queue_targets -= m->count;
    queue_bytes -= queued_size(m) + m->run.len + (m->tail ? m->tail->len : 0);
    count_queue();
    for (unsigned i = 0; i < m->count; i++) {
        drop_forms(&m->targets[i]);
        topic_unref(m->targets[i].topic);
    }
    buf_fini(&m->run);
    blob_unref(m->tail);
    mem_free_sized(m, queued_size(m));
}

static void go_on(void)
{
    while (first != NULL && walk(first))
        pop();
}

static void give_everything(void)
{
    given.unlimited = true;
    go_on();
    given.unlimited = false;
}

/* ---- Publishing ---------------------------------------------------------------------------------- */

static size_t find_target(struct topic *t)
{
    if (t == NULL || t->count == 0)
        return 0;
    if (found.count == found.cap) {
        found.cap = found.cap ? found.cap * 2 : 16;
        found.v = mem_realloc(found.v, found.cap * sizeof *found.v);
    }
    found.v[found.count++] = (struct target){ .topic = t };
    return t->count;
}

struct pattern_search {
    struct bytes channel;
    size_t receivers;
    size_t work; /* that is left for all patterns together */
};

static void try_pattern(void *ctx, struct topic *t)
{
    struct pattern_search *s = ctx;

    if (t->count > 0 && glob_match_within(t->name, s->channel, &s->work))
        s->receivers += find_target(t);
}

static int by_age(const void *a, const void *b)
{
    uint64_t x = ((const struct target *)a)->topic->number;
    uint64_t y = ((const struct target *)b)->topic->number;

    return (x > y) - (x < y);
}

/* Adds the patterns that match, oldest first. */
static size_t find_patterns(struct bytes channel)
{
    struct pattern_search s = { .channel = channel, .work = GLOB_WORK_MAX };
    unsigned before = found.count;

    if (topic_count(TOPIC_PATTERN) == 0)
        return 0;
    pattern_index_search(channel, try_pattern, &s);
    if (found.count > before + 1)
        qsort(found.v + before, found.count - before, sizeof *found.v, by_age);
    return s.receivers;
}

/* A few get it at once, if they do not have to wait for others; many when the turn ends, together with what else
 * is published until then. */
static bool give_now(struct message *m, size_t receivers)
{
    return first == NULL && receivers <= FEW_RECEIVERS && walk(m);
}

static void send(struct bytes channel, struct bytes payload, size_t receivers)
{
    struct message m = { .number = ++last_number,
                         .channel = channel,
                         .payload = payload,
                         .run = { .limit = BUF_UNLIMITED },
                         .targets = found.v,
                         .count = found.count };

    if (payload.len >= LONG_PAYLOAD)
        m.tail = payload_tail(&m);
    if (give_now(&m, receivers)) {
        blob_unref(m.tail);
    } else if (!join_run(&m)) {
        queue(&m);
        if (kv_unlikely(queue_targets >= MOST_TARGETS || queue_bytes >= MOST_BYTES))
            give_everything();
    }
}

static size_t publish(enum topic_kind kind, struct bytes channel, struct bytes payload)
{
    size_t receivers;

    found.count = 0;
    receivers = find_target(topic_find(kind, channel));
    if (kind == TOPIC_CHANNEL)
        receivers += find_patterns(channel);
    if (receivers > 0)
        send(channel, payload, receivers);
    return receivers;
}

size_t pubsub_publish(struct bytes channel, struct bytes message)
{
    return publish(TOPIC_CHANNEL, channel, message);
}

size_t pubsub_publish_shard(struct bytes channel, struct bytes message)
{
    return publish(TOPIC_SHARD_CHANNEL, channel, message);
}

/* ---- Clients ------------------------------------------------------------------------------------- */

void pubsub_catch_up(struct client *c)
{
    if (first == NULL || c->subscriber == NULL)
        return;
    give_all(c->subscriber, last_number);
}

bool pubsub_subscribe(struct client *c, enum topic_kind kind, struct bytes name)
{
    sealed = last_number;
    return subscription_add(c, kind, name, last_number);
}

void pubsub_leave(struct client *c)
{
    pubsub_catch_up(c);
    subscriptions_leave(c);
}

unsigned pubsub_count(const struct client *c, enum topic_kind kind)
{
    if (kind == TOPIC_SHARD_CHANNEL)
        return subscription_count(c, TOPIC_SHARD_CHANNEL);
    return subscription_count(c, TOPIC_CHANNEL) + subscription_count(c, TOPIC_PATTERN);
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void pubsub_init(void)
{
    subscriptions_init();
    buf_init(&scratch, BUF_UNLIMITED);
}

void pubsub_fini(void)
{
    given.unlimited = true; /* what is on its way finds nobody */
    go_on();
    given.unlimited = false;
    subscriptions_fini();
    buf_fini(&scratch);
    mem_free(found.v);
    found.v = NULL;
    found.count = found.cap = 0;
}

void pubsub_turn(void)
{
    go_on();
    given.clients = given.messages = 0;
    given.bytes = 0;
    subscriptions_tidy();
}

void pubsub_limit_turn(unsigned clients)
{
    turn_clients = clients > 0 ? clients : TURN_CLIENTS;
}

bool pubsub_has_work(void)
{
    return first != NULL || subscriptions_untidy();
}

/* ---- Metrics ------------------------------------------------------------------------------------- */

static uint64_t metric_clients(void)
{
    return subscriber_count();
}

static uint64_t metric_channels(void)
{
    return topic_count(TOPIC_CHANNEL);
}

static uint64_t metric_patterns(void)
{
    return topic_count(TOPIC_PATTERN);
}

static uint64_t metric_shard_channels(void)
{
    return topic_count(TOPIC_SHARD_CHANNEL);
}

const struct metric pubsub_metrics[] = {
    METRIC_GAUGE("clients", "pubsub_clients", metric_clients, "Clients that are subscribed."),
    METRIC_GAUGE("stats", "pubsub_channels", metric_channels, "Channels with subscribers."),
    METRIC_GAUGE("stats", "pubsub_patterns", metric_patterns, "Patterns with subscribers."),
    METRIC_GAUGE("stats", "pubsubshard_channels", metric_shard_channels,
                 "Shard channels with subscribers."),
    METRIC_END,
};
