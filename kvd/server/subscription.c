#include "server/subscription.h"

#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "server/pattern_index.h"

enum {
    TABLE_BYTES = 12, /* of a table, for each of its elements */
    TIDY_AT_ONCE = 256,
    TIDY_SHARE = 2048, /* subscriptions freed per turn */
};

/* What the table of subscriptions is asked for. */
struct pair {
    const struct subscriber *subscriber;
    const struct topic *topic;
};

static struct table *topics[TOPIC_KINDS];
static size_t live[TOPIC_KINDS];    /* topics with subscriptions */
static uint64_t last_pattern;       /* its number */
static struct table *subscriptions; /* by subscriber and topic */
static struct subscriber *leaving;
static unsigned subscribers;

/* ---- Tables -------------------------------------------------------------------------------------- */

static uint64_t topic_hash(const void *elem)
{
    return ((const struct topic *)elem)->hash;
}

static bool topic_match(const void *elem, struct bytes name)
{
    return bytes_eq(((const struct topic *)elem)->name, name);
}

static uint64_t pair_hash(const struct subscriber *s, const struct topic *t)
{
    const struct pair p = { s, t };

    return hash_bytes(bytes_make(&p, sizeof p));
}

static uint64_t subscription_hash(const void *elem)
{
    const struct subscription *s = elem;

    return pair_hash(s->subscriber, s->topic);
}

static bool subscription_match(const void *elem, struct bytes key)
{
    const struct subscription *s = elem;
    const struct pair *p = (const void *)key.ptr;

    return s->subscriber == p->subscriber && s->topic == p->topic;
}

static const struct table_type topic_type = { topic_hash, topic_match };
static const struct table_type subscription_type = { subscription_hash, subscription_match };

/* ---- Topics -------------------------------------------------------------------------------------- */

static struct topic *topic_new(enum topic_kind kind, struct bytes name, uint64_t hash)
{
    struct topic *t = mem_alloc(sizeof *t + name.len);
    uint8_t *copy = (uint8_t *)(t + 1);

    if (name.len > 0)
        memcpy(copy, name.ptr, name.len);
    *t = (struct topic){ .hash = hash, .kind = kind, .name = { copy, name.len } };
    table_add(topics[kind], hash, t);
    if (kind == TOPIC_PATTERN) {
        t->number = ++last_pattern;
        pattern_index_add(t);
    }
    return t;
}

static void topic_free_unused(struct topic *t)
{
    if (t->count > 0 || t->refs > 0)
        return;
    table_unlink(topics[t->kind], t->hash, t);
    if (t->kind == TOPIC_PATTERN)
        pattern_index_remove(t);
    mem_free_sized(t, sizeof *t + t->name.len);
}

struct topic *topic_find(enum topic_kind kind, struct bytes name)
{
    if (live[kind] == 0)
        return NULL;
    return table_find(topics[kind], hash_bytes(name), name);
}

size_t topic_count(enum topic_kind kind)
{
    return live[kind];
}

struct table *topic_table(enum topic_kind kind)
{
    return topics[kind];
}

struct topic *topic_ref(struct topic *t)
{
    t->refs++;
    return t;
}

void topic_unref(struct topic *t)
{
    kv_assert(t->refs > 0);
    t->refs--;
    topic_free_unused(t);
}

/* ---- Subscriptions ------------------------------------------------------------------------------- */

/* Each client pays for the topic as if nobody else wanted it. */
static size_t bytes_of(const struct topic *t)
{
    return sizeof(struct subscription) + sizeof *t + t->name.len + 2 * (size_t)TABLE_BYTES;
}

static struct subscriber *subscriber_of(struct client *c)
{
    if (c->subscriber == NULL) {
        c->subscriber = mem_zalloc(sizeof *c->subscriber);
        c->subscriber->client = c;
        subscribers++;
    }
    return c->subscriber;
}

static void link_to_topic(struct topic *t, struct subscription *s)
{
    s->prev = t->last;
    if (t->last)
        t->last->next = s;
    else
        t->first = s;
    t->last = s;
    live[t->kind] += t->count++ == 0;
}

static void unlink_from_topic(struct topic *t, struct subscription *s)
{
    if (t->cursor == s)
        t->cursor = s->next;
    if (s->prev)
        s->prev->next = s->next;
    else
        t->first = s->next;
    if (s->next)
        s->next->prev = s->prev;
    else
        t->last = s->prev;
    live[t->kind] -= --t->count == 0;
}

static void link_to_owner(struct subscriber *owner, struct subscription *s)
{
    enum topic_kind kind = s->topic->kind;

    s->prev_own = owner->own[kind].last;
    if (s->prev_own)
        s->prev_own->next_own = s;
    else
        owner->own[kind].first = s;
    owner->own[kind].last = s;
    owner->own[kind].count++;
    owner->bytes += bytes_of(s->topic);
}

static void unlink_from_owner(struct subscriber *owner, struct subscription *s)
{
    enum topic_kind kind = s->topic->kind;

    if (s->prev_own)
        s->prev_own->next_own = s->next_own;
    else
        owner->own[kind].first = s->next_own;
    if (s->next_own)
        s->next_own->prev_own = s->prev_own;
    else
        owner->own[kind].last = s->prev_own;
    owner->own[kind].count--;
    owner->bytes -= bytes_of(s->topic);
}

bool subscription_add(struct client *c, enum topic_kind kind, struct bytes name, uint64_t seen)
{
    uint64_t hash = hash_bytes(name);
    struct topic *t = table_find(topics[kind], hash, name);
    struct subscriber *owner;
    struct subscription *s;

    if (c->state == CLIENT_CLOSED)
        return false;
    owner = subscriber_of(c);
    if (t == NULL)
        t = topic_new(kind, name, hash);
    else if (subscription_find(owner, t) != NULL)
        return false;
    s = mem_alloc(sizeof *s);
    *s = (struct subscription){ .topic = t, .subscriber = owner, .seen = seen };
    link_to_topic(t, s);
    link_to_owner(owner, s);
    table_add(subscriptions, subscription_hash(s), s);
    return true;
}

static void subscription_free(struct subscription *s)
{
    struct topic *t = s->topic;

    table_unlink(subscriptions, subscription_hash(s), s);
    unlink_from_owner(s->subscriber, s);
    unlink_from_topic(t, s);
    topic_free_unused(t);
    mem_free_sized(s, sizeof *s);
}

static bool is_empty(const struct subscriber *s)
{
    for (unsigned kind = 0; kind < TOPIC_KINDS; kind++)
        if (s->own[kind].count > 0)
            return false;
    return true;
}

bool subscription_drop(struct client *c, enum topic_kind kind, struct bytes name)
{
    struct subscriber *owner = c->subscriber;
    const struct topic *t = owner ? topic_find(kind, name) : NULL;
    struct subscription *s = t ? subscription_find(owner, t) : NULL;

    if (s == NULL)
        return false;
    subscription_free(s);
    if (is_empty(owner)) {
        c->subscriber = NULL;
        subscribers--;
        mem_free_sized(owner, sizeof *owner);
    }
    return true;
}

struct subscription *subscription_find(const struct subscriber *s, const struct topic *t)
{
    struct pair p = { s, t };

    return table_find(subscriptions, pair_hash(s, t), bytes_make(&p, sizeof p));
}

struct subscription *subscription_first(const struct client *c, enum topic_kind kind)
{
    return c->subscriber ? c->subscriber->own[kind].first : NULL;
}

unsigned subscription_count(const struct client *c, enum topic_kind kind)
{
    return c->subscriber ? c->subscriber->own[kind].count : 0;
}

size_t subscription_mem(const struct client *c)
{
    return c->subscriber ? sizeof *c->subscriber + c->subscriber->bytes : 0;
}

unsigned subscriber_count(void)
{
    return subscribers;
}

/* ---- Leaving ------------------------------------------------------------------------------------- */

/* Frees up to share subscriptions of the first that has left, and that one when it has none any more; how
 * many are left of share. */
static unsigned tidy_first(unsigned share)
{
    struct subscriber *s = leaving;

    for (unsigned kind = 0; kind < TOPIC_KINDS; kind++)
        for (; share > 0 && s->own[kind].first != NULL; share--)
            subscription_free(s->own[kind].first);
    if (is_empty(s)) {
        leaving = s->next;
        mem_free_sized(s, sizeof *s);
    }
    return share;
}

void subscriptions_leave(struct client *c)
{
    struct subscriber *s = c->subscriber;

    if (s == NULL)
        return;
    c->subscriber = NULL;
    subscribers--;
    s->client = NULL;
    s->next = leaving;
    leaving = s;
    tidy_first(TIDY_AT_ONCE);
}

bool subscriptions_tidy(void)
{
    unsigned share = TIDY_SHARE;

    while (leaving != NULL && share > 0)
        share = tidy_first(share);
    return leaving != NULL;
}

bool subscriptions_untidy(void)
{
    return leaving != NULL;
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void subscriptions_init(void)
{
    for (unsigned kind = 0; kind < TOPIC_KINDS; kind++)
        topics[kind] = table_new(&topic_type);
    subscriptions = table_new(&subscription_type);
    pattern_index_init();
}

void subscriptions_fini(void)
{
    kv_assert(subscribers == 0);
    while (subscriptions_tidy())
        ;
    for (unsigned kind = 0; kind < TOPIC_KINDS; kind++) {
        kv_assert(table_count(topics[kind]) == 0);
        table_free(topics[kind], NULL, NULL);
        topics[kind] = NULL;
    }
    pattern_index_fini();
    table_free(subscriptions, NULL, NULL);
    subscriptions = NULL;
}
