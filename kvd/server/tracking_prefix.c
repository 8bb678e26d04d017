#include "server/tracking_prefix.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ds/table.h"
#include "resp/write.h"
#include "server/tracking.h"
#include "server/tracking_send.h"

/* A key that changed in this turn; its name lies behind the struct, in an arena. */
struct changed {
    struct changed *next;
    uint64_t by; /* the client that made all of the changes, 0: there is none such */
    size_t len;
};

/* What a prefix will tell its clients at the end of the turn. */
struct gathered {
    struct news news;
    struct prefix *prefix;
    uint64_t number; /* they ascend */
    struct table *keys;
    struct changed *first, **last;
    struct arena arena;
    struct blob *elements; /* all of the keys, as on the wire */
    unsigned left;         /* clients below it have still to be told */
};

struct member {
    struct client *client;
    unsigned at; /* in the client's prefixes */
};

/* Lives while it has members or something to tell; its name lies behind it. */
struct prefix {
    struct member *members;
    unsigned count, cap;
    bool telling; /* what was gathered in a former turn is still being told */
    struct gathered *gathered;
    struct prefix *next_changed; /* of those that have gathered something */
    size_t len;
};

/* How many prefixes have a length. */
struct length {
    size_t len;
    unsigned count;
};

static struct table *prefixes;
static struct length *lengths; /* in ascending order */
static unsigned length_count, length_cap;
static struct prefix *first_changed, **last_changed = &first_changed;
static uint64_t last_number;

/* ---- Prefixes ------------------------------------------------------------------------------------ */

static struct bytes name_of(const struct prefix *p)
{
    return bytes_make(p + 1, p->len);
}

static uint64_t prefix_hash(const void *elem)
{
    return hash_bytes(name_of(elem));
}

static bool prefix_match(const void *elem, struct bytes name)
{
    return bytes_eq(name_of(elem), name);
}

static const struct table_type prefix_table = { prefix_hash, prefix_match };

static struct prefix *prefix_find(struct bytes name)
{
    return table_find(prefixes, hash_bytes(name), name);
}

/* Where the length is among the lengths, or would be. */
static unsigned length_place(size_t len)
{
    unsigned i = 0;

    while (i < length_count && lengths[i].len < len)
        i++;
    return i;
}

static void length_add(size_t len)
{
    unsigned i = length_place(len);

    if (i == length_count || lengths[i].len != len) {
        if (length_count == length_cap) {
            length_cap = length_cap ? length_cap * 2 : 16;
            lengths = mem_realloc(lengths, length_cap * sizeof *lengths);
        }
        memmove(lengths + i + 1, lengths + i, (length_count - i) * sizeof *lengths);
        lengths[i] = (struct length){ .len = len };
        length_count++;
    }
    lengths[i].count++;
}

static void length_remove(size_t len)
{
    unsigned i = length_place(len);

    if (--lengths[i].count > 0)
        return;
    length_count--;
    memmove(lengths + i, lengths + i + 1, (length_count - i) * sizeof *lengths);
}

static struct prefix *prefix_new(struct bytes name)
{
    struct prefix *p = mem_alloc(sizeof *p + name.len);

    *p = (struct prefix){ .len = name.len };
    if (name.len > 0)
        memcpy(p + 1, name.ptr, name.len);
    table_add(prefixes, prefix_hash(p), p);
    length_add(name.len);
    return p;
}

/* Frees the prefix if nobody needs it any more. */
static void settle(struct prefix *p)
{
    if (p->count > 0 || p->telling || p->gathered != NULL)
        return;
    table_unlink(prefixes, prefix_hash(p), p);
    length_remove(p->len);
    mem_free(p->members);
    mem_free_sized(p, sizeof *p + p->len);
}

unsigned tracking_prefix_count(void)
{
    return (unsigned)table_count(prefixes);
}

/* ---- Clients ------------------------------------------------------------------------------------- */

static bool has_joined(const struct client *c, struct bytes name)
{
    for (unsigned i = 0; i < c->tracking->prefix_count; i++)
        if (bytes_eq(name_of(c->tracking->prefixes[i].prefix), name))
            return true;
    return false;
}

static void add_member(struct prefix *p, struct client *c)
{
    struct tracking *own = c->tracking;

    if (p->count == p->cap) {
        p->cap = p->cap ? p->cap * 2 : 4;
        p->members = mem_realloc(p->members, p->cap * sizeof *p->members);
    }
    if (own->prefix_count == own->prefix_cap) {
        own->prefix_cap = own->prefix_cap ? own->prefix_cap * 2 : 4;
        own->prefixes = mem_realloc(own->prefixes, own->prefix_cap * sizeof *own->prefixes);
    }
    p->members[p->count] = (struct member){ c, own->prefix_count };
    own->prefixes[own->prefix_count++] = (struct joined_prefix){ p, p->count++, 0 };
}

void tracking_prefix_join(struct client *c, struct bytes name)
{
    struct prefix *p;

    if (has_joined(c, name))
        return;
    p = prefix_find(name);
    add_member(p ? p : prefix_new(name), c);
}

/* The last member takes the place of the one that leaves. */
static void remove_member(struct prefix *p, unsigned at)
{
    struct member *last = &p->members[--p->count];

    if (at == p->count)
        return;
    p->members[at] = *last;
    last->client->tracking->prefixes[last->at].at = at;
}

void tracking_prefix_leave(struct client *c)
{
    struct tracking *own = c->tracking;

    for (unsigned i = 0; i < own->prefix_count; i++) {
        remove_member(own->prefixes[i].prefix, own->prefixes[i].at);
        settle(own->prefixes[i].prefix);
    }
    mem_free(own->prefixes);
    own->prefixes = NULL;
    own->prefix_count = own->prefix_cap = 0;
}

struct bytes tracking_prefix_name(const struct client *c, unsigned index)
{
    return name_of(c->tracking->prefixes[index].prefix);
}

/* True if one is the beginning of the other. */
static bool overlap(struct bytes a, struct bytes b)
{
    size_t len = a.len < b.len ? a.len : b.len;

    return memcmp(a.ptr, b.ptr, len) == 0;
}

/* Of the client's prefixes, the first in order that overlaps with name. */
static bool overlaps_own(const struct tracking *own, struct bytes name, struct bytes *with)
{
    bool found = false;

    for (unsigned i = 0; own != NULL && i < own->prefix_count; i++) {
        struct bytes other = name_of(own->prefixes[i].prefix);

        if (overlap(name, other) && (!found || bytes_cmp(other, *with) < 0)) {
            *with = other;
            found = true;
        }
    }
    return found;
}

const struct bytes *tracking_prefix_overlap(const struct client *c, const struct bytes *list,
                                            unsigned count, struct bytes *with, bool *existing)
{
    for (unsigned i = 0; i < count; i++) {
        *existing = overlaps_own(c->tracking, list[i], with);
        if (*existing)
            return &list[i];
        for (unsigned j = i + 1; j < count; j++) {
            if (overlap(list[i], list[j])) {
                *with = list[j];
                return &list[i];
            }
        }
    }
    return NULL;
}

/* ---- Changes ------------------------------------------------------------------------------------- */

static struct bytes changed_name(const struct changed *k)
{
    return bytes_make(k + 1, k->len);
}

static uint64_t changed_hash(const void *elem)
{
    return hash_bytes(changed_name(elem));
}

static bool changed_match(const void *elem, struct bytes name)
{
    return bytes_eq(changed_name(elem), name);
}

static const struct table_type changed_table = { changed_hash, changed_match };

static void append_changed(struct prefix *p)
{
    p->next_changed = NULL;
    *last_changed = p;
    last_changed = &p->next_changed;
}

static struct gathered *gathered_new(struct prefix *p)
{
    struct gathered *g = mem_alloc(sizeof *g);

    *g = (struct gathered){ .prefix = p,
                            .number = ++last_number,
                            .keys = table_new(&changed_table) };
    g->last = &g->first;
    append_changed(p);
    return g;
}

/* Pieces of an arena are not aligned: the lengths keep to it. */
static void gather_new(struct gathered *g, struct key key, uint64_t by)
{
    const size_t align = sizeof(void *);
    size_t size = (sizeof(struct changed) + key.name.len + align - 1) / align * align;
    struct changed *k = (struct changed *)(void *)arena_alloc(&g->arena, size);

    *k = (struct changed){ .by = by, .len = key.name.len };
    if (key.name.len > 0)
        memcpy(k + 1, key.name.ptr, key.name.len);
    table_add(g->keys, key.hash, k);
    *g->last = k;
    g->last = &k->next;
}

/* The client has changed some of what p has gathered. */
static void note_owner(const struct client *c, const struct prefix *p)
{
    struct tracking *own = c->tracking;

    for (unsigned i = 0; i < own->prefix_count; i++)
        if (own->prefixes[i].prefix == p)
            own->prefixes[i].owns = p->gathered->number;
}

static void gather(struct prefix *p, struct key key, const struct client *by)
{
    uint64_t by_id = by && tracking_flags(by) & TRACKING_NOLOOP ? by->id : 0;
    struct changed *k;

    if (p->gathered == NULL)
        p->gathered = gathered_new(p);
    k = table_find(p->gathered->keys, key.hash, key.name);
    if (k == NULL)
        gather_new(p->gathered, key, by_id);
    else if (k->by != by_id)
        k->by = 0;
    if (by_id != 0)
        note_owner(by, p);
}

void tracking_prefix_changed(struct bytes name, const struct client *by)
{
    struct key key = { .hash = hash_bytes(name), .name = name };

    for (unsigned i = 0; i < length_count && lengths[i].len <= name.len; i++) {
        struct prefix *p = prefix_find(bytes_make(name.ptr, lengths[i].len));

        if (p != NULL)
            gather(p, key, by);
    }
}

/* ---- Telling ------------------------------------------------------------------------------------- */

/* An array of all keys but those that this client (0: none) has changed; out stays empty if there are none
 * left. */
static void add_elements(const struct gathered *g, uint64_t but_by, struct buf *out)
{
    size_t count = 0;

    for (const struct changed *k = g->first; k != NULL; k = k->next)
        count += but_by == 0 || k->by != but_by;
    if (count == 0)
        return;
    resp_array(out, count);
    for (const struct changed *k = g->first; k != NULL; k = k->next)
        if (but_by == 0 || k->by != but_by)
            resp_bulk(out, changed_name(k));
}

static struct blob *elements_of(const struct gathered *g)
{
    struct buf out = { .limit = BUF_UNLIMITED };
    struct blob *b;

    add_elements(g, 0, &out);
    b = blob_dup(buf_bytes(&out));
    buf_fini(&out);
    return b;
}

/* A message of the client's own. */
static void tell_others_changes(const struct gathered *g, struct client *c)
{
    struct buf out = { .limit = BUF_UNLIMITED };

    add_elements(g, c->id, &out);
    if (out.len > 0)
        tracking_tell(c, buf_bytes(&out));
    buf_fini(&out);
}

enum { KEYS_PER_CLIENT = 32 }; /* looking through so many keys takes as long as telling a client */

/* Returns about how many clients could have been told meanwhile. */
static unsigned tell_member(const struct gathered *g, const struct member *m)
{
    struct client *c = m->client;

    if (c->tracking->prefixes[m->at].owns < g->number) {
        tracking_tell_shared(c, g->elements);
        return 1;
    }
    tell_others_changes(g, c);
    return 1 + (unsigned)(table_count(g->keys) / KEYS_PER_CLIENT);
}

static unsigned gathered_tell(struct news *n, unsigned most)
{
    struct gathered *g = (struct gathered *)n;
    const struct prefix *p = g->prefix;
    unsigned told = 0;

    while (told < most && g->left > 0) {
        /* Those who have left may have made it fewer. */
        if (g->left > p->count)
            g->left = p->count;
        else
            told += tell_member(g, &p->members[--g->left]);
    }
    return told;
}

static void gathered_free(struct news *n)
{
    struct gathered *g = (struct gathered *)n;
    struct prefix *p = g->prefix;

    table_free(g->keys, NULL, NULL);
    arena_fini(&g->arena);
    blob_unref(g->elements);
    mem_free_sized(g, sizeof *g);
    p->telling = false;
    settle(p);
}

static void begin_telling(struct prefix *p)
{
    struct gathered *g = p->gathered;

    p->gathered = NULL;
    p->telling = true;
    g->news = (struct news){ .tell = gathered_tell, .free = gathered_free };
    g->elements = elements_of(g);
    g->left = p->count;
    news_spread(&g->news);
}

/* A prefix with so many clients that they are told over several turns goes on gathering meanwhile. */
void tracking_prefix_turn(void)
{
    struct prefix *p = first_changed, *next;

    first_changed = NULL;
    last_changed = &first_changed;
    for (; p != NULL; p = next) {
        next = p->next_changed;
        if (p->telling)
            append_changed(p);
        else
            begin_telling(p);
    }
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void tracking_prefix_init(void)
{
    prefixes = table_new(&prefix_table);
}

void tracking_prefix_fini(void)
{
    tracking_prefix_turn();
    news_fini();
    kv_assert(table_count(prefixes) == 0);
    table_free(prefixes, NULL, NULL);
    mem_free(lengths);
    prefixes = NULL;
    lengths = NULL;
    length_count = length_cap = 0;
}

static void check_prefix(const struct prefix *p)
{
    unsigned at = length_place(p->len);

    kv_assert(at < length_count && lengths[at].len == p->len);
    kv_assert(p->count > 0 || p->telling || p->gathered != NULL);
    for (unsigned i = 0; i < p->count; i++) {
        const struct member *m = &p->members[i];

        kv_assert(m->client->tracking->prefixes[m->at].prefix == p);
        kv_assert(m->client->tracking->prefixes[m->at].at == i);
    }
}

void tracking_prefix_check(void)
{
    struct table_iter it;
    const struct prefix *p;
    unsigned count = 0;

    table_iter_init(&it, prefixes);
    while ((p = table_iter_next(&it)) != NULL)
        check_prefix(p);
    table_iter_fini(&it);
    for (unsigned i = 0; i < length_count; i++) {
        kv_assert(i == 0 || lengths[i - 1].len < lengths[i].len);
        count += lengths[i].count;
    }
    kv_assert(count == tracking_prefix_count());
}
