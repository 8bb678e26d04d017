#include "server/tracking_prefix.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ds/table.h"
#include "resp/write.h"
#include "server/tracking.h"
#include "server/tracking_send.h"

#include <limits.h>
#include <stdlib.h>

/* A key that changed in this turn. A short name lies behind the struct, in an arena. */
struct changed {
    struct changed *next;
    uint64_t by; /* the client that made all of the changes, 0: there is none such */
    uint64_t hash;
    struct blob *shared; /* a long name, or NULL */
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
    bool shares;           /* some of the names */
    uint64_t noted;        /* the client that note_owner() was last called for */
    struct blob *elements; /* all of the keys, as on the wire; NULL: nobody has been told yet */
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

enum {
    SHARED_NAME = 1024, /* from this length on prefixes share a name */
    /* Looking through so many keys, or sending so many bytes, takes as long as telling a client. */
    KEYS_PER_CLIENT = 32,
    BYTES_PER_CLIENT = 8 * 1024,
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
    unsigned low = 0, high = length_count;

    while (low < high) {
        unsigned middle = low + (high - low) / 2;

        if (lengths[middle].len < len)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
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

static bool has_joined(const struct client *c, const struct prefix *p)
{
    for (unsigned i = 0; i < c->tracking->prefix_count; i++)
        if (c->tracking->prefixes[i].prefix == p)
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
    own->prefix_bytes += p->len;
}

void tracking_prefix_join(struct client *c, struct bytes name)
{
    struct prefix *p = prefix_find(name);

    if (p == NULL)
        add_member(prefix_new(name), c);
    else if (!has_joined(c, p))
        add_member(p, c);
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
    own->prefix_bytes = 0;
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

/* A prefix among all of a list and those the client has. */
struct placed {
    struct bytes name;
    unsigned at; /* in the list; UINT_MAX: the client has it */
};

static int by_name(const void *a, const void *b)
{
    return bytes_cmp(((const struct placed *)a)->name, ((const struct placed *)b)->name);
}

/* The first place in the list of one that overlaps with any other; UINT_MAX if there is none. What begins with a name
 * follows it in the order of names, up to all of that. */
static unsigned first_overlap(struct placed *v, unsigned count)
{
    const struct placed *begin = v;
    unsigned at = UINT_MAX;

    qsort(v, count, sizeof *v, by_name);
    for (unsigned i = 1; i < count; i++) {
        if (!bytes_starts(v[i].name, begin->name)) {
            begin = &v[i];
            continue;
        }
        at = v[i].at < at ? v[i].at : at;
        at = begin->at < at ? begin->at : at;
    }
    return at;
}

static unsigned find_overlap(const struct tracking *own, const struct bytes *list, unsigned count)
{
    unsigned has = own ? own->prefix_count : 0, n = 0, at;
    struct placed *v = mem_alloc((has + count + 1) * sizeof *v);

    for (unsigned i = 0; i < has; i++)
        v[n++] = (struct placed){ name_of(own->prefixes[i].prefix), UINT_MAX };
    for (unsigned i = 0; i < count; i++)
        v[n++] = (struct placed){ list[i], i };
    at = first_overlap(v, n);
    mem_free(v);
    return at;
}

const struct bytes *tracking_prefix_overlap(const struct client *c, const struct bytes *list,
                                            unsigned count, struct bytes *with, bool *existing)
{
    unsigned at = find_overlap(c->tracking, list, count);

    if (at == UINT_MAX)
        return NULL;
    *existing = overlaps_own(c->tracking, list[at], with);
    for (unsigned i = at + 1; !*existing && i < count; i++) {
        if (overlap(list[at], list[i])) {
            *with = list[i];
            break;
        }
    }
    return &list[at];
}

/* ---- Changes ------------------------------------------------------------------------------------- */

static struct bytes changed_name(const struct changed *k)
{
    return bytes_make(k->shared ? k->shared->data : (const uint8_t *)(k + 1), k->len);
}

static uint64_t changed_hash(const void *elem)
{
    return ((const struct changed *)elem)->hash;
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

/* A change, while the prefixes of its key gather it. */
struct change {
    struct key key; /* the hash: when there is a prefix */
    const struct client *by;
    uint64_t by_id;      /* 0 unless it has NOLOOP */
    struct blob *shared; /* a long name, when a prefix keeps it */
};

/* Pieces of an arena are not aligned: the lengths keep to it. */
static void gather_new(struct gathered *g, struct change *c)
{
    const size_t align = sizeof(void *);
    struct bytes name = c->key.name;
    bool is_long = name.len >= SHARED_NAME;
    size_t size = (sizeof(struct changed) + (is_long ? 0 : name.len) + align - 1) / align * align;
    struct changed *k = (struct changed *)(void *)arena_alloc(&g->arena, size);

    *k = (struct changed){ .by = c->by_id, .hash = c->key.hash, .len = name.len };
    if (is_long) {
        if (c->shared == NULL)
            c->shared = blob_dup(name);
        k->shared = blob_ref(c->shared);
        g->shares = true;
    } else if (name.len > 0) {
        memcpy(k + 1, name.ptr, name.len);
    }
    table_add(g->keys, k->hash, k);
    *g->last = k;
    g->last = &k->next;
}

/* The client has changed some of what p has gathered. */
static void note_owner(const struct client *c, const struct prefix *p)
{
    struct tracking *own = c->tracking;

    if (p->gathered->noted == c->id)
        return;
    p->gathered->noted = c->id;
    for (unsigned i = 0; i < own->prefix_count; i++)
        if (own->prefixes[i].prefix == p)
            own->prefixes[i].owns = p->gathered->number;
}

static void gather(struct prefix *p, struct change *c)
{
    struct changed *k;

    if (p->gathered == NULL)
        p->gathered = gathered_new(p);
    k = table_find(p->gathered->keys, c->key.hash, c->key.name);
    if (k == NULL)
        gather_new(p->gathered, c);
    else if (k->by != c->by_id)
        k->by = 0;
    if (c->by_id != 0)
        note_owner(c->by, p);
}

void tracking_prefix_changed(struct bytes name, const struct client *by)
{
    bool is_own = by && tracking_flags(by) & TRACKING_NOLOOP;
    struct change c = { .key.name = name, .by = by, .by_id = is_own ? by->id : 0 };
    struct hash_beginnings beginnings;
    bool found = false;

    hash_beginnings_init(&beginnings, name.ptr);
    for (unsigned i = 0; i < length_count && lengths[i].len <= name.len; i++) {
        size_t len = lengths[i].len;
        struct prefix *p =
            table_find(prefixes, hash_beginning(&beginnings, len), bytes_make(name.ptr, len));

        if (p == NULL)
            continue;
        if (!found)
            c.key.hash = hash_bytes(name);
        found = true;
        gather(p, &c);
    }
    blob_unref(c.shared);
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

/* Returns about how many clients could have been told meanwhile. */
static unsigned tell_member(const struct gathered *g, const struct member *m)
{
    struct client *c = m->client;
    size_t cost = 1 + g->elements->len / BYTES_PER_CLIENT;

    if (c->tracking->prefixes[m->at].owns < g->number) {
        tracking_tell_shared(c, g->elements);
        return (unsigned)cost;
    }
    tell_others_changes(g, c);
    return (unsigned)(cost + table_count(g->keys) / KEYS_PER_CLIENT);
}

static unsigned gathered_tell(struct news *n, unsigned most)
{
    struct gathered *g = (struct gathered *)n;
    const struct prefix *p = g->prefix;
    unsigned told = 0;

    if (g->elements == NULL)
        g->elements = elements_of(g);
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

    for (const struct changed *k = g->shares ? g->first : NULL; k != NULL; k = k->next)
        blob_unref(k->shared);
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
