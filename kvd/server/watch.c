#include "server/watch.h"

#include "base/assert.h"
#include "base/clock.h"
#include "base/mem.h"
#include "ds/table.h"
#include "server/client.h"

#include <limits.h>

/* A key that somebody watches; its name lies behind the struct. */
struct watched {
    struct watch *first;
    struct watch *over; /* this one and those behind it belong to nobody any more */
    uint64_t hash;      /* of the name */
    unsigned db;
    struct bytes name;
};

/* What a watcher watches in a database. The watches are broken as soon as either of the two is not as it was. */
struct part {
    unsigned db;
    bool there;   /* some of the keys exist */
    bool missing; /* some do not */
};

/* All that a client watches. */
struct watcher {
    struct client *client; /* NULL: it watches nothing any more, and this is waiting to be freed */
    struct watch *first;
    struct watcher *prev, *next; /* of those with a client; of those without, next only */
    uint64_t number;             /* never used again */
    int64_t earliest_ms;         /* when the first of the keys, or of their fields, expires */
    struct part *parts;
    unsigned part_count;
};

struct watch {
    struct watcher *watcher;
    struct watched *key;
    struct watch *prev, *next; /* of the same key */
    struct watch *next_of_watcher;
    bool there;
    bool stale; /* it had expired already, and was hidden: that it goes is no change */
};

/* What the two tables are asked for. */
struct target {
    unsigned db;
    struct bytes name;
};

struct pair {
    const struct watcher *watcher;
    const struct watched *key;
};

enum {
    TABLE_BYTES = 12,     /* of a table, for each of its elements */
    FREED_AT_ONCE = 1000, /* watches that are freed when they are dropped */
    FREED_BY_ADDING = 2,  /* and for each that is added: garbage does not outgrow what is watched */
    FREE_SLICE_NS = 500000, /* and in each turn */
    SWAP_LOOKS_MAX = 10000, /* watches that SWAPDB looks at: those of later watchers break unseen */
};

static struct store *store;
static struct table *keys; /* struct watched, by database and name */
static struct table
    *watches; /* struct watch, by watcher and key: who watches twice is known at once */
static struct watcher *watchers;
static struct watcher *garbage, **garbage_end = &garbage;
static unsigned watching_clients;
static uint64_t last_number;

/* ---- Tables -------------------------------------------------------------------------------------- */

static const uint64_t spread = UINT64_C(0x9E3779B97F4A7C15);

static uint64_t target_hash(uint64_t name_hash, unsigned db)
{
    return name_hash + db * spread;
}

static uint64_t key_hash(const void *elem)
{
    const struct watched *k = elem;

    return target_hash(k->hash, k->db);
}

static bool key_match(const void *elem, struct bytes key)
{
    const struct watched *k = elem;
    const struct target *t = (const void *)key.ptr;

    return k->db == t->db && bytes_eq(k->name, t->name);
}

static uint64_t pair_hash(const struct watcher *o, const struct watched *k)
{
    return target_hash(k->hash, k->db) ^ o->number * spread;
}

static uint64_t watch_hash(const void *elem)
{
    const struct watch *w = elem;

    return pair_hash(w->watcher, w->key);
}

static bool watch_match(const void *elem, struct bytes key)
{
    const struct watch *w = elem;
    const struct pair *p = (const void *)key.ptr;

    return w->watcher == p->watcher && w->key == p->key;
}

static const struct table_type key_table = { key_hash, key_match };
static const struct table_type watch_table = { watch_hash, watch_match };

static struct watched *key_find(unsigned db, struct key key)
{
    struct target t = { .db = db, .name = key.name };

    return table_find(keys, target_hash(key.hash, db), bytes_make(&t, sizeof t));
}

static struct watched *key_new(unsigned db, struct key key)
{
    struct watched *k = mem_alloc(sizeof *k + key.name.len);
    uint8_t *name = (uint8_t *)(k + 1);

    if (key.name.len > 0)
        memcpy(name, key.name.ptr, key.name.len);
    *k = (struct watched){ .hash = key.hash, .db = db, .name = { name, key.name.len } };
    table_add(keys, key_hash(k), k);
    return k;
}

static void key_free(struct watched *k)
{
    table_unlink(keys, key_hash(k), k);
    mem_free_sized(k, sizeof *k + k->name.len);
}

static bool is_watched_by(const struct watcher *o, const struct watched *k)
{
    struct pair p = { o, k };

    return table_find(watches, pair_hash(o, k), bytes_make(&p, sizeof p)) != NULL;
}

/* Each client pays for the name as if nobody else watched it. */
static size_t watch_bytes(const struct watched *k)
{
    return sizeof(struct watch) + sizeof *k + k->name.len + 2 * (size_t)TABLE_BYTES;
}

/* ---- Freeing ------------------------------------------------------------------------------------- */

static void watch_free(struct watch *w)
{
    struct watched *k = w->key;

    table_unlink(watches, watch_hash(w), w);
    if (k->over == w)
        k->over = w->next;
    if (w->prev)
        w->prev->next = w->next;
    else
        k->first = w->next;
    if (w->next)
        w->next->prev = w->prev;
    if (k->first == NULL)
        key_free(k);
    mem_free_sized(w, sizeof *w);
}

/* Frees at most so many watches that belong to nobody any more. */
static void collect(unsigned most)
{
    while (garbage != NULL) {
        struct watcher *o = garbage;

        while (o->first != NULL) {
            struct watch *w = o->first;

            if (most-- == 0)
                return;
            o->first = w->next_of_watcher;
            watch_free(w);
        }
        garbage = o->next;
        if (garbage == NULL)
            garbage_end = &garbage;
        mem_free(o->parts);
        mem_free_sized(o, sizeof *o);
    }
}

void watch_turn(void)
{
    uint64_t until_ns;

    if (kv_likely(garbage == NULL))
        return;
    until_ns = clock_mono_ns() + FREE_SLICE_NS;
    while (garbage != NULL && clock_mono_ns() < until_ns)
        collect(64);
}

bool watch_has_work(void)
{
    return garbage != NULL;
}

/* ---- Watching ------------------------------------------------------------------------------------ */

static struct watcher *watcher_new(struct client *c)
{
    struct watcher *o = mem_alloc(sizeof *o);

    *o = (struct watcher){
        .client = c, .next = watchers, .number = ++last_number, .earliest_ms = INT64_MAX
    };
    if (watchers)
        watchers->prev = o;
    watchers = o;
    watching_clients++;
    return o;
}

/* From now on the client watches nothing; what it watched is freed later. */
static void give_up(struct client *c)
{
    struct watcher *o = c->watching.own;

    c->watching = (struct watching){ 0 };
    if (o == NULL)
        return;
    watching_clients--;
    if (o->prev)
        o->prev->next = o->next;
    else
        watchers = o->next;
    if (o->next)
        o->next->prev = o->prev;
    o->client = NULL;
    o->next = NULL;
    *garbage_end = o;
    garbage_end = &o->next;
}

void watch_drop(struct client *c)
{
    give_up(c);
    collect(FREED_AT_ONCE);
}

static void give_up_broken(struct watcher *o)
{
    struct client *c = o->client;

    give_up(c);
    c->watching.broken = true;
}

static struct part *part_find(const struct watcher *o, unsigned db)
{
    for (unsigned i = 0; i < o->part_count; i++)
        if (o->parts[i].db == db)
            return &o->parts[i];
    return NULL;
}

static void note_part(struct watcher *o, unsigned db, bool there)
{
    struct part *p = part_find(o, db);

    if (p == NULL) {
        o->parts = mem_realloc(o->parts, (o->part_count + 1) * sizeof *o->parts);
        p = &o->parts[o->part_count++];
        *p = (struct part){ .db = db };
    }
    p->there |= there;
    p->missing |= !there;
}

/* A deadline that had passed before does not count. */
static void note_deadline(struct watcher *o, int64_t at_ms)
{
    if (at_ms != EXPIRE_NEVER && at_ms < o->earliest_ms && !store_is_past(store, at_ms))
        o->earliest_ms = at_ms;
}

static void note_state(struct watch *w, const struct entry *e)
{
    w->stale = e != NULL && store_is_past(store, entry_expire_at(e));
    w->there = e != NULL && !w->stale;
    note_part(w->watcher, w->key->db, w->there);
    if (!w->there)
        return;
    note_deadline(w->watcher, entry_expire_at(e));
    if (entry_has_field_ttl(e))
        note_deadline(w->watcher, entry_field_node(e)->at_ms);
}

static void link_watch(struct watch *w)
{
    struct watched *k = w->key;
    struct watcher *o = w->watcher;

    w->next = k->first;
    w->next_of_watcher = o->first;
    if (k->first)
        k->first->prev = w;
    k->first = w;
    o->first = w;
    table_add(watches, watch_hash(w), w);
}

void watch_add(struct client *c, struct db *db, struct key key)
{
    struct watching *own = &c->watching;
    unsigned index = store_db_index(db);
    struct watched *k;
    struct watch *w;

    if (own->broken)
        return;
    /* A key whose deadline has passed goes now: that it is missing is no change later. */
    store_find(db, key);
    if (own->own == NULL)
        own->own = watcher_new(c);
    k = key_find(index, key);
    if (k == NULL)
        k = key_new(index, key);
    else if (is_watched_by(own->own, k))
        return;
    w = mem_alloc(sizeof *w);
    *w = (struct watch){ .watcher = own->own, .key = k };
    link_watch(w);
    note_state(w, store_peek(db, key));
    own->count++;
    own->bytes += watch_bytes(k);
    collect(FREED_BY_ADDING);
}

bool watch_is_broken(struct client *c)
{
    struct watcher *o = c->watching.own;

    if (o != NULL && store_is_past(store, o->earliest_ms)) {
        give_up_broken(o);
        collect(FREED_AT_ONCE);
    }
    return c->watching.broken;
}

unsigned watch_client_count(void)
{
    return watching_clients;
}

unsigned watch_key_count(void)
{
    return (unsigned)table_count(keys);
}

/* ---- Changes ------------------------------------------------------------------------------------- */

/* Breaks the watches of all that watch the key; what only hid that it had expired may go. */
static void touch(struct watched *k, bool is_gone)
{
    bool all = true;

    for (struct watch *w = k->first; w != k->over; w = w->next) {
        if (w->watcher->client == NULL)
            continue;
        if (is_gone && w->stale) {
            w->stale = false;
            all = false;
            continue;
        }
        give_up_broken(w->watcher);
    }
    if (all)
        k->over = k->first;
    collect(FREED_AT_ONCE);
}

static void after_change(void *ctx, unsigned db, struct bytes name, const struct entry *now,
                         enum store_change what)
{
    struct watched *k;

    (void)ctx;
    (void)what;
    if (kv_likely(watching_clients == 0))
        return;
    k = key_find(db, key_of(name));
    if (k != NULL)
        touch(k, now == NULL);
}

/* The keys of the database that exist are about to change: which those are was known when they were watched. */
static void on_reset(void *ctx, unsigned db)
{
    struct watcher *next;

    (void)ctx;
    for (struct watcher *o = watchers; o != NULL; o = next) {
        const struct part *p = part_find(o, db);

        next = o->next;
        if (p && p->there)
            give_up_broken(o);
    }
    collect(FREED_AT_ONCE);
}

static bool exists_in(const struct watched *k, unsigned db)
{
    const struct entry *e = store_peek(store_db(store, db), (struct key){ k->name, k->hash });

    return e != NULL && !store_is_past(store, entry_expire_at(e));
}

/* True if one of the keys that are missing in db exists in the other database. */
static bool is_found_in(const struct watcher *o, unsigned db, unsigned other, unsigned *looks)
{
    const struct part *p = part_find(o, db);

    if (p == NULL || !p->missing)
        return false;
    for (const struct watch *w = o->first; w != NULL; w = w->next_of_watcher) {
        if (*looks == 0)
            return true;
        --*looks;
        if (w->key->db == db && !w->there && exists_in(w->key, other))
            return true;
    }
    return false;
}

/* Keys that are missing in one of the two may come from the other; on_reset() sees to those that exist. */
static void on_swap(void *ctx, unsigned a, unsigned b)
{
    unsigned looks = SWAP_LOOKS_MAX;
    struct watcher *next;

    (void)ctx;
    for (struct watcher *o = watchers; o != NULL; o = next) {
        next = o->next;
        if (is_found_in(o, a, b, &looks) || is_found_in(o, b, a, &looks))
            give_up_broken(o);
    }
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void watch_init(struct store *st)
{
    store = st;
    keys = table_new(&key_table);
    watches = table_new(&watch_table);
    store_add_hooks(
        st, &(struct store_hooks){ .after = after_change, .reset = on_reset, .swap = on_swap });
}

void watch_fini(void)
{
    kv_assert(watching_clients == 0);
    collect(UINT_MAX);
    kv_assert(table_count(keys) == 0);
    table_free(keys, NULL, NULL);
    table_free(watches, NULL, NULL);
    keys = watches = NULL;
}
