#include "server/watch.h"

#include "base/assert.h"
#include "base/mem.h"
#include "ds/table.h"
#include "server/client.h"

/* A key that somebody watches; its name lies behind the struct. */
struct watched {
    struct watch *first;
    uint64_t hash; /* of the name */
    unsigned db;
    struct bytes name;
};

struct watch {
    struct client *client;
    struct watched *key;
    struct watch *prev, *next; /* of the same key */
    struct watch *next_of_client;
};

/* What the two tables are asked for. */
struct target {
    unsigned db;
    struct bytes name;
};

struct pair {
    const struct client *client;
    const struct watched *key;
};

enum { TABLE_BYTES = 12 }; /* of a table, for each of its elements */

static struct store *store;
static struct table *keys; /* struct watched, by database and name */
static struct table
    *watches; /* struct watch, by client and key: who watches twice is known at once */
static unsigned watching_clients;

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

static uint64_t pair_hash(const struct client *c, const struct watched *k)
{
    return target_hash(k->hash, k->db) ^ c->id * spread;
}

static uint64_t watch_hash(const void *elem)
{
    const struct watch *w = elem;

    return pair_hash(w->client, w->key);
}

static bool watch_match(const void *elem, struct bytes key)
{
    const struct watch *w = elem;
    const struct pair *p = (const void *)key.ptr;

    return w->client == p->client && w->key == p->key;
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

static bool is_watched_by(const struct client *c, const struct watched *k)
{
    struct pair p = { c, k };

    return table_find(watches, pair_hash(c, k), bytes_make(&p, sizeof p)) != NULL;
}

/* Each client pays for the name as if nobody else watched it. */
static size_t watch_bytes(const struct watched *k)
{
    return sizeof(struct watch) + sizeof *k + k->name.len + 2 * (size_t)TABLE_BYTES;
}

/* ---- Watching ------------------------------------------------------------------------------------ */

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
    k = key_find(index, key);
    if (k == NULL)
        k = key_new(index, key);
    else if (is_watched_by(c, k))
        return;
    w = mem_alloc(sizeof *w);
    *w = (struct watch){ .client = c, .key = k, .next = k->first, .next_of_client = own->first };
    if (k->first)
        k->first->prev = w;
    k->first = w;
    own->first = w;
    table_add(watches, watch_hash(w), w);
    watching_clients += own->count == 0;
    own->count++;
    own->bytes += watch_bytes(k);
}

static void watch_free(struct watch *w)
{
    struct watched *k = w->key;

    table_unlink(watches, watch_hash(w), w);
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

void watch_drop(struct client *c)
{
    struct watching *own = &c->watching;

    watching_clients -= own->count > 0;
    while (own->first) {
        struct watch *w = own->first;

        own->first = w->next_of_client;
        watch_free(w);
    }
    *own = (struct watching){ 0 };
}

/* Looking a key up deletes it if its deadline has passed, and that breaks the watches. */
bool watch_is_broken(struct client *c)
{
    const struct watch *w = c->watching.first;

    while (w != NULL && !c->watching.broken) {
        const struct watch *next = w->next_of_client;

        store_find(store_db(store, w->key->db), (struct key){ w->key->name, w->key->hash });
        w = next;
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

/* Breaks the watches of all that watch the key, which nobody watches then. */
static void touch(struct watched *k)
{
    struct watch *next;

    for (struct watch *w = k->first; w != NULL; w = next) {
        struct client *c = w->client;

        next = w->next; /* another client's, so it stays when this one's watches go */
        watch_drop(c);
        c->watching.broken = true;
    }
}

static void after_change(void *ctx, unsigned db, struct bytes name, const struct entry *now,
                         enum store_change what)
{
    struct watched *k;

    (void)ctx;
    (void)now;
    (void)what;
    if (kv_likely(watching_clients == 0))
        return;
    k = key_find(db, key_of(name));
    if (k != NULL)
        touch(k);
}

static bool exists_in(const struct watched *k, unsigned db)
{
    return store_peek(store_db(store, db), (struct key){ k->name, k->hash }) != NULL;
}

/* All keys of databases a and b that exist in one of them. */
static void touch_all(unsigned a, unsigned b)
{
    struct table_iter it;
    struct watched *k;

    if (watching_clients == 0)
        return;
    table_iter_init(&it, keys);
    while ((k = table_iter_next(&it)) != NULL)
        if ((k->db == a || k->db == b) && (exists_in(k, a) || exists_in(k, b)))
            touch(k);
    table_iter_fini(&it);
}

static void on_reset(void *ctx, unsigned db)
{
    (void)ctx;
    touch_all(db, db);
}

static void on_swap(void *ctx, unsigned a, unsigned b)
{
    (void)ctx;
    touch_all(a, b);
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
    kv_assert(table_count(keys) == 0);
    table_free(keys, NULL, NULL);
    table_free(watches, NULL, NULL);
    keys = watches = NULL;
}
