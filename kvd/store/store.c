#include "store/store.h"

#include "base/mem.h"
#include "base/size.h"
#include "store/access.h"
#include "store/entry_make.h"
#include "store/store_inner.h"

enum {
    LAZY_BLOB_MIN = 1024 * 1024, /* freeing less is cheaper than handing it over */
};

static bool lazy_server_del;
static uint64_t keyspace_hits, keyspace_misses, evicted_keys;
static atomic_uint_fast64_t lazyfree_waiting, lazyfreed;
static store_defer_fn *defer_job;

static uint64_t elem_hash(const void *elem)
{
    return hash_bytes(entry_key(elem));
}

static bool elem_match(const void *elem, struct bytes key)
{
    return bytes_eq(entry_key(elem), key);
}

static const struct table_type entry_table = { elem_hash, elem_match };

/* ---- Databases ----------------------------------------------------------------------------------- */

struct store *store_new(unsigned databases, int64_t now_ms)
{
    struct store *st = mem_zalloc(sizeof *st + databases * sizeof st->dbs[0]);

    st->now_ms = now_ms;
    st->touch = true;
    st->active_expire = true;
    st->db_count = databases;
    for (unsigned i = 0; i < databases; i++)
        st->dbs[i] = (struct db){ .st = st, .index = i, .table = table_new(&entry_table) };
    return st;
}

static void entry_drop(void *ctx, void *elem)
{
    struct entry *e = elem;

    (void)ctx;
    if (entry_encoding(e) == ENC_BLOB)
        blob_unref(entry_blob(e));
    mem_free_sized(e, entry_size(e));
}

void store_free(struct store *st)
{
    if (st == NULL)
        return;
    for (unsigned i = 0; i < st->db_count; i++) {
        table_free(st->dbs[i].table, entry_drop, NULL);
        if (st->dbs[i].wheel)
            wheel_free(st->dbs[i].wheel);
    }
    mem_free(st);
}

unsigned store_databases(const struct store *st)
{
    return st->db_count;
}

struct db *store_db(struct store *st, unsigned index)
{
    kv_assert(index < st->db_count);
    return &st->dbs[index];
}

unsigned store_db_index(const struct db *db)
{
    return db->index;
}

/* ---- Hooks --------------------------------------------------------------------------------------- */

void store_add_hooks(struct store *st, const struct store_hooks *hooks)
{
    kv_assert(st->hook_count < HOOKS_MAX);
    st->hooks[st->hook_count++] = *hooks;
}

static void tell_before(const struct db *db, struct bytes key, const struct entry *old)
{
    for (unsigned i = 0; i < db->st->hook_count; i++)
        if (db->st->hooks[i].before)
            db->st->hooks[i].before(db->st->hooks[i].ctx, db->index, key, old);
}

static void tell_after(const struct db *db, struct bytes key, const struct entry *now,
                       enum store_change what)
{
    for (unsigned i = 0; i < db->st->hook_count; i++)
        if (db->st->hooks[i].after)
            db->st->hooks[i].after(db->st->hooks[i].ctx, db->index, key, now, what);
}

static void tell_reset(const struct db *db)
{
    for (unsigned i = 0; i < db->st->hook_count; i++)
        if (db->st->hooks[i].reset)
            db->st->hooks[i].reset(db->st->hooks[i].ctx, db->index);
}

/* ---- Freeing ------------------------------------------------------------------------------------- */

void store_set_defer(store_defer_fn *defer)
{
    defer_job = defer;
}

uint64_t store_lazyfree_pending(void)
{
    return atomic_load(&lazyfree_waiting);
}

static uint64_t lazyfreed_count(void)
{
    return atomic_load(&lazyfreed);
}

static void blob_job(void *arg)
{
    blob_unref(arg);
    atomic_fetch_sub(&lazyfree_waiting, 1);
    atomic_fetch_add(&lazyfreed, 1);
}

static void table_job(void *arg)
{
    struct table *t = arg;
    size_t count = table_count(t);

    table_free(t, entry_drop, NULL);
    atomic_fetch_sub(&lazyfree_waiting, count);
    atomic_fetch_add(&lazyfreed, count);
}

/* Frees what the entry points to. */
static void content_free(struct entry *e, bool lazy)
{
    struct blob *b;

    if (entry_encoding(e) != ENC_BLOB)
        return;
    b = entry_blob(e);
    if (lazy && defer_job && b->cap >= LAZY_BLOB_MIN && !blob_is_shared(b)) {
        atomic_fetch_add(&lazyfree_waiting, 1);
        defer_job(blob_job, b);
    } else {
        blob_unref(b);
    }
}

void store_drop(struct db *db, struct entry *e, uint64_t hash, enum store_change what, bool lazy)
{
    struct bytes key = entry_key(e);

    tell_before(db, key, e);
    table_unlink(db->table, hash, e);
    tell_after(db, key, NULL, what);
    content_free(e, lazy);
    mem_free_sized(e, entry_size(e));
}

/* ---- Reading ------------------------------------------------------------------------------------- */

struct entry *store_find(struct db *db, struct key key)
{
    struct entry *e = table_find(db->table, key.hash, key.name);

    if (e != NULL && kv_unlikely(is_expired(db, e))) {
        expire_entry(db, e);
        return NULL;
    }
    return e;
}

struct entry *store_ask(struct db *db, struct key key)
{
    struct entry *e = store_find(db, key);

    if (e)
        keyspace_hits++;
    else
        keyspace_misses++;
    return e;
}

struct entry *store_read_any(struct db *db, struct key key)
{
    struct entry *e = store_ask(db, key);

    if (e && db->st->touch)
        access_touch(e, db->st->now_ms);
    return e;
}

enum kv_err store_read(struct db *db, struct key key, enum obj_type type, struct entry **out)
{
    struct entry *e = store_read_any(db, key);

    if (e == NULL)
        return KV_NOT_FOUND;
    if (entry_type(e) != type)
        return KV_WRONG_TYPE;
    *out = e;
    return KV_OK;
}

struct entry *store_write_any(struct db *db, struct key key)
{
    struct entry *e = store_find(db, key);

    if (e && db->st->touch)
        access_touch(e, db->st->now_ms);
    return e;
}

enum kv_err store_write(struct db *db, struct key key, enum obj_type type, struct entry **out)
{
    struct entry *e = store_write_any(db, key);

    if (e == NULL)
        return KV_NOT_FOUND;
    if (entry_type(e) != type)
        return KV_WRONG_TYPE;
    *out = e;
    return KV_OK;
}

void store_set_touch(struct store *st, bool on)
{
    st->touch = on;
}

void store_prefetch_bucket(const struct db *db, uint64_t hash)
{
    table_prefetch_bucket(db->table, hash);
}

void store_prefetch_entry(const struct db *db, uint64_t hash)
{
    table_prefetch_elem(db->table, hash);
}

/* ---- Changing ------------------------------------------------------------------------------------ */

/* What an entry is to hold: an integer, a pointer (taken over), bytes to embed, or (ENC_BLOB without a
 * word) bytes for which put() finds a blob. */
struct content {
    enum obj_type type;
    enum obj_encoding encoding;
    uint8_t flags;
    uint64_t word;      /* all but ENC_EMBEDDED */
    struct bytes bytes; /* ENC_EMBEDDED, and ENC_BLOB without a word */
};

static struct content content_of_int(int64_t n)
{
    struct content v = { .type = OBJ_STRING, .encoding = ENC_INT };

    memcpy(&v.word, &n, sizeof n);
    return v;
}

static struct content content_of_blob(struct blob *b)
{
    struct content v = { .type = OBJ_STRING, .encoding = ENC_BLOB };

    memcpy(&v.word, &b, sizeof b);
    return v;
}

static struct content content_of_bytes(struct bytes data)
{
    int64_t n;

    if (data.len < NUM_INT_MAX && num_parse_int(data, &n))
        return content_of_int(n);
    return (struct content){ .type = OBJ_STRING,
                             .encoding = data.len > ENTRY_EMBED_MAX ? ENC_BLOB : ENC_EMBEDDED,
                             .bytes = data };
}

/* A blob for the bytes: the one that old has, if that can be written over, with one reference more. */
static struct blob *blob_for(const struct entry *old, struct bytes data)
{
    if (old != NULL && entry_encoding(old) == ENC_BLOB && blob_refill(entry_blob(old), data))
        return blob_ref(entry_blob(old));
    return blob_dup(data);
}

static void content_write(struct entry *e, const struct content *v)
{
    e->type_encoding = (uint8_t)(v->type | v->encoding << 4);
    e->flags = (uint8_t)((e->flags & ~ENTRY_GROWN) | v->flags);
    if (v->encoding != ENC_EMBEDDED)
        entry_set_word(e, &v->word);
    else if (v->bytes.len == 0)
        entry_embedded_room(e, 0);
    else
        memmove(entry_embedded_room(e, v->bytes.len), v->bytes.ptr, v->bytes.len);
}

/* The value goes to key, in place of old (NULL: none); the deadline becomes at_ms (EXPIRE_NEVER for
 * none). Old's value is freed. v->bytes may lie in old. */
static struct entry *replace(struct db *db, struct key key, struct entry *old,
                             const struct content *v, int64_t at_ms)
{
    struct entry_shape shape = { .type = v->type,
                                 .encoding = v->encoding,
                                 .ttl = at_ms != EXPIRE_NEVER,
                                 .key_len = key.name.len,
                                 .value_len = v->bytes.len };
    struct entry *e;

    if (old != NULL && entry_fits(old, &shape)) {
        content_free(old, lazy_server_del);
        if (shape.ttl && entry_node(old)->at_ms != at_ms) {
            wheel_remove(db->wheel, entry_node(old));
            deadline_add(db, old, at_ms);
        }
        content_write(old, v);
        return old;
    }
    e = entry_new(&shape, key.name);
    content_write(e, v);
    if (old == NULL) {
        access_init(e, db->st->now_ms);
        table_add(db->table, key.hash, e);
    } else {
        memcpy(e->access, old->access, sizeof e->access);
        e->stamp = old->stamp;
        table_swap(db->table, key.hash, old, e);
        deadline_remove(db, old);
        content_free(old, lazy_server_del);
        mem_free_sized(old, entry_size(old));
    }
    if (shape.ttl)
        deadline_add(db, e, at_ms);
    return e;
}

/* Replaces whatever is at key. */
static struct entry *put(struct db *db, struct key key, struct content v, int64_t at_ms)
{
    struct entry *old = store_find(db, key), *e;
    bool is_new = old == NULL;

    if (at_ms == EXPIRE_KEEP)
        at_ms = old ? entry_expire_at(old) : EXPIRE_NEVER;
    kv_assert(at_ms == EXPIRE_NEVER || at_ms > db->st->now_ms);
    tell_before(db, key.name, old);
    if (v.encoding == ENC_BLOB && v.word == 0)
        v = content_of_blob(blob_for(old, v.bytes));
    e = replace(db, key, old, &v, at_ms);
    if (!is_new && db->st->touch)
        access_touch(e, db->st->now_ms);
    tell_after(db, entry_key(e), e, CHANGE_PUT);
    return e;
}

/* True, and the key is gone, if the deadline for its new value has passed already. */
static bool is_past(struct db *db, struct key key, int64_t at_ms)
{
    if (at_ms == EXPIRE_NEVER || at_ms == EXPIRE_KEEP || at_ms > db->st->now_ms)
        return false;
    store_delete(db, key, lazy_server_del);
    return true;
}

struct entry *store_put_string(struct db *db, struct key key, struct bytes value,
                               int64_t expire_at_ms)
{
    return is_past(db, key, expire_at_ms) ? NULL
                                          : put(db, key, content_of_bytes(value), expire_at_ms);
}

struct entry *store_set_int(struct db *db, struct key key, struct entry *e, int64_t value)
{
    struct content v = content_of_int(value);

    tell_before(db, key.name, e);
    e = replace(db, key, e, &v, entry_expire_at(e));
    tell_after(db, entry_key(e), e, CHANGE_PUT);
    return e;
}

struct entry *store_put_int(struct db *db, struct key key, int64_t value, int64_t expire_at_ms)
{
    return is_past(db, key, expire_at_ms) ? NULL
                                          : put(db, key, content_of_int(value), expire_at_ms);
}

struct entry *store_put_blob(struct db *db, struct key key, struct blob **value,
                             int64_t expire_at_ms)
{
    struct blob *b = *value;

    *value = NULL;
    if (is_past(db, key, expire_at_ms)) {
        blob_unref(b);
        return NULL;
    }
    return put(db, key, content_of_blob(b), expire_at_ms);
}

/* Writes part into the string e (NULL: none yet, so it is made), zero bytes between its end and
 * offset. */
static struct entry *write_string(struct db *db, struct key key, struct entry *e, size_t offset,
                                  struct bytes part)
{
    char scratch[NUM_INT_MAX];
    uint8_t small[ENTRY_EMBED_MAX] = { 0 };
    struct bytes old = e ? entry_string(e, scratch) : BYTES_LIT("");
    size_t len = size_max(offset + part.len, old.len);
    struct content v;

    if (e != NULL && entry_encoding(e) == ENC_BLOB) {
        struct blob *b = blob_write(entry_blob(e), offset, part);

        entry_set_word(e, &b);
        return e;
    }
    if (len > ENTRY_EMBED_MAX) {
        v = content_of_blob(blob_write(blob_dup(old), offset, part));
    } else {
        memcpy(small, old.ptr, old.len);
        if (part.len > 0)
            memcpy(small + offset, part.ptr, part.len);
        v = (struct content){ .type = OBJ_STRING,
                              .encoding = ENC_EMBEDDED,
                              .flags = ENTRY_GROWN,
                              .bytes = bytes_make(small, len) };
    }
    return replace(db, key, e, &v, e ? entry_expire_at(e) : EXPIRE_NEVER);
}

struct entry *store_set_range(struct db *db, struct key key, size_t offset, struct bytes part)
{
    struct entry *e = store_find(db, key);

    tell_before(db, key.name, e);
    e = write_string(db, key, e, offset, part);
    tell_after(db, entry_key(e), e, CHANGE_PUT);
    return e;
}

struct entry *store_append(struct db *db, struct key key, struct bytes tail)
{
    struct entry *e = store_find(db, key);

    if (e == NULL)
        return store_put_string(db, key, tail, EXPIRE_NEVER);
    return store_set_range(db, key, entry_string_len(e), tail);
}

/* The same key and value with or without room for a deadline; the deadline itself is not set. */
static struct entry *reshape(struct db *db, struct entry *e, bool ttl)
{
    struct bytes key = entry_key(e);
    struct entry_shape shape = { .type = entry_type(e),
                                 .encoding = entry_encoding(e),
                                 .ttl = ttl,
                                 .key_len = key.len,
                                 .value_len = e->value_len };
    struct entry *moved = entry_new(&shape, key);

    if (shape.encoding == ENC_EMBEDDED)
        memcpy(entry_embedded_room(moved, e->value_len), entry_embedded(e).ptr, e->value_len);
    else
        entry_set_word(moved, entry_word(e));
    moved->flags |= e->flags & ENTRY_GROWN;
    memcpy(moved->access, e->access, sizeof moved->access);
    moved->stamp = e->stamp;
    table_swap(db->table, hash_bytes(key), e, moved);
    mem_free_sized(e, entry_size(e));
    return moved;
}

struct entry *store_set_expire(struct db *db, struct entry *e, int64_t expire_at_ms)
{
    kv_assert(expire_at_ms == EXPIRE_NEVER || expire_at_ms >= 0);
    tell_before(db, entry_key(e), e);
    deadline_remove(db, e);
    if (entry_has_ttl(e) != (expire_at_ms != EXPIRE_NEVER))
        e = reshape(db, e, expire_at_ms != EXPIRE_NEVER);
    if (expire_at_ms != EXPIRE_NEVER)
        deadline_add(db, e, expire_at_ms);
    tell_after(db, entry_key(e), e, CHANGE_TTL);
    return e;
}

bool store_delete(struct db *db, struct key key, bool lazy)
{
    struct entry *e = store_find(db, key);

    if (e == NULL)
        return false;
    deadline_remove(db, e);
    store_drop(db, e, key.hash, CHANGE_DELETE, lazy);
    return true;
}

/* The value of e, with a reference of its own to what is shared. */
static struct content value_share(const struct entry *e)
{
    struct content v = { .type = entry_type(e),
                         .encoding = entry_encoding(e),
                         .flags = e->flags & ENTRY_GROWN };

    if (v.encoding == ENC_EMBEDDED)
        v.bytes = entry_embedded(e);
    else
        memcpy(&v.word, entry_word(e), sizeof v.word);
    if (v.encoding == ENC_BLOB)
        blob_ref(entry_blob(e));
    return v;
}

struct entry *store_copy(const struct entry *e, struct db *to_db, struct key to)
{
    return put(to_db, to, value_share(e), entry_expire_at(e));
}

void store_rename(struct db *from_db, struct key from, struct db *to_db, struct key to)
{
    struct entry *e = store_find(from_db, from), *moved;

    kv_assert(e != NULL);
    if (from_db == to_db && bytes_eq(from.name, to.name))
        return;
    moved = store_copy(e, to_db, to);
    memcpy(moved->access, e->access, sizeof moved->access);
    store_delete(from_db, from, false);
}

static void forget_table(struct store *st, struct table *t)
{
    uint64_t ns = table_longest_step_ns(t);

    if (ns > st->longest_rehash_ns)
        st->longest_rehash_ns = ns;
}

void store_flush(struct db *db, bool lazy)
{
    struct table *t = db->table;

    tell_reset(db);
    forget_table(db->st, t);
    db->table = table_new(&entry_table);
    if (db->wheel)
        wheel_free(db->wheel);
    db->wheel = NULL;
    if (lazy && defer_job) {
        atomic_fetch_add(&lazyfree_waiting, table_count(t));
        defer_job(table_job, t);
    } else {
        table_free(t, entry_drop, NULL);
    }
}

void store_swap(struct store *st, unsigned a, unsigned b)
{
    struct db *x = store_db(st, a), *y = store_db(st, b), old = *x;

    if (a == b)
        return;
    tell_reset(x);
    tell_reset(y);
    x->table = y->table;
    x->wheel = y->wheel;
    y->table = old.table;
    y->wheel = old.wheel;
}

/* ---- Access clock -------------------------------------------------------------------------------- */

bool store_tracks_frequency(void)
{
    return access_is_frequency();
}

uint64_t store_idle_s(const struct store *st, const struct entry *e)
{
    return access_idle_s(e, st->now_ms);
}

unsigned store_frequency(const struct store *st, const struct entry *e)
{
    return access_frequency(e, st->now_ms);
}

/* ---- Tables -------------------------------------------------------------------------------------- */

const struct option store_options[] = {
    OPTION_BOOL("lazyfree-lazy-server-del", &lazy_server_del, "yes", OPT_LIVE,
                "Free big values that a command replaces on the background thread."),
    OPTION_END,
};

const struct metric store_metrics[] = {
    METRIC_COUNTER("stats", "evicted_keys", &evicted_keys, "Keys evicted to make room."),
    METRIC_COUNTER("stats", "keyspace_hits", &keyspace_hits, "Lookups that found their key."),
    METRIC_COUNTER("stats", "keyspace_misses", &keyspace_misses, "Lookups that found nothing."),
    METRIC_GAUGE("memory", "lazyfree_pending_objects", store_lazyfree_pending,
                 "Objects waiting to be freed in the background."),
    METRIC_GAUGE("memory", "lazyfreed_objects", lazyfreed_count,
                 "Objects freed in the background."),
    METRIC_END,
};
