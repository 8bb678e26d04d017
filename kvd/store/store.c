#include "store/store.h"

#include "base/mem.h"
#include "base/size.h"
#include "store/access.h"
#include "store/content.h"
#include "store/entry_make.h"
#include "store/store_inner.h"

enum {
    ENTRY_BYTES_MIN = 32, /* what an entry takes, its place in the table included, at least */
    PARTS_AT_ONCE = 64,   /* of a new value that are dropped because their deadline has passed */
    CACHE_LINE = 64,
    /* Of a usual key in an entry. */
    KEY_END = sizeof(struct entry) + sizeof(struct wheel_node) + 16,
};

static bool lazy_server_del;
static uint64_t keyspace_hits, keyspace_misses;

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

    st->now_ms = st->judge_ms = now_ms;
    st->touch = true;
    st->active_expire = true;
    st->db_count = databases;
    st->evictor = evict_new();
    for (unsigned i = 0; i < databases; i++)
        st->dbs[i] = (struct db){ .st = st, .index = i, .table = table_new(&entry_table) };
    return st;
}

static void entry_drop(void *ctx, void *elem)
{
    struct entry *e = elem;
    struct content c = content_of_entry(e);

    (void)ctx;
    content_free_unreachable(&c);
    entry_free(e);
}

void store_free(struct store *st)
{
    if (st == NULL)
        return;
    for (unsigned i = 0; i < st->db_count; i++) {
        table_free(st->dbs[i].table, entry_drop, NULL);
        wheel_free(st->dbs[i].wheel);
        wheel_free(st->dbs[i].field_wheel);
    }
    evict_free(st->evictor);
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

static void tell_after(const struct db *db, struct bytes key, struct entry *now,
                       enum store_change what)
{
    if (what == CHANGE_PUT)
        access_modified(now, db->st->now_ms);
    for (unsigned i = 0; i < db->st->hook_count; i++)
        if (db->st->hooks[i].after)
            db->st->hooks[i].after(db->st->hooks[i].ctx, db->index, key, now, what);
}

void store_tell_fields(const struct db *db, struct bytes key, const struct bytes *names,
                       unsigned count)
{
    for (unsigned i = 0; i < db->st->hook_count; i++)
        if (db->st->hooks[i].fields)
            db->st->hooks[i].fields(db->st->hooks[i].ctx, db->index, key, names, count);
}

static void tell_reset(const struct db *db)
{
    for (unsigned i = 0; i < db->st->hook_count; i++)
        if (db->st->hooks[i].reset)
            db->st->hooks[i].reset(db->st->hooks[i].ctx, db->index);
}

static void tell_swap(const struct db *a, const struct db *b)
{
    for (unsigned i = 0; i < a->st->hook_count; i++)
        if (a->st->hooks[i].swap)
            a->st->hooks[i].swap(a->st->hooks[i].ctx, a->index, b->index);
}

static void tell_miss(const struct db *db, struct bytes key)
{
    for (unsigned i = 0; i < db->st->hook_count; i++)
        if (db->st->hooks[i].miss)
            db->st->hooks[i].miss(db->st->hooks[i].ctx, db->index, key);
}

/* ---- Freeing ------------------------------------------------------------------------------------- */

static void free_content(const struct entry *e, bool lazy)
{
    struct content c = content_of_entry(e);

    content_free(&c, lazy);
}

static void table_job(void *arg)
{
    struct table *t = arg;
    size_t count = table_count(t);

    table_free(t, entry_drop, NULL);
    content_deferred_done(count, count * ENTRY_BYTES_MIN);
}

void store_drop(struct db *db, struct entry *e, uint64_t hash, enum store_change what, bool lazy)
{
    struct bytes key = entry_key(e);

    tell_before(db, key, e);
    table_unlink(db->table, hash, e);
    tell_after(db, key, NULL, what);
    free_content(e, lazy);
    entry_free(e);
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* change: for those who are about to change what is at key, if only by putting something there. */
static struct entry *find(struct db *db, struct key key, bool change)
{
    struct entry *e = table_find(db->table, key.hash, key.name);

    if (e != NULL && kv_unlikely(is_expired(db, e))) {
        expire_met(db, e, change);
        return NULL;
    }
    if (e != NULL && kv_unlikely(entry_has_field_ttl(e)))
        return expire_fields_met(db, key, e, change);
    return e;
}

struct entry *store_find(struct db *db, struct key key)
{
    return find(db, key, false);
}

struct entry *store_inspect(struct db *db, struct key key)
{
    struct entry *e = store_find(db, key);

    if (e)
        keyspace_hits++;
    else
        keyspace_misses++;
    return e;
}

struct entry *store_ask(struct db *db, struct key key)
{
    struct entry *e = store_inspect(db, key);

    if (e == NULL)
        tell_miss(db, key.name);
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
    struct entry *e = find(db, key, true);

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

const struct entry *store_peek(const struct db *db, struct key key)
{
    return table_find(db->table, key.hash, key.name);
}

void store_prefetch_bucket(const struct db *db, uint64_t hash)
{
    table_prefetch_bucket(db->table, hash);
}

void store_prefetch_entry(const struct db *db, uint64_t hash)
{
    const uint8_t *e = table_prefetch_elem(db->table, hash);

    /* With a deadline before it, the key may reach into the next line. */
    if (e != NULL && db->wheel != NULL)
        __builtin_prefetch(e + KEY_END);
}

void store_prefetch_string(const struct db *db, struct key key)
{
    const struct entry *e = store_peek(db, key);
    struct bytes s;

    if (e != NULL && entry_encoding(e) == ENC_EMBEDDED)
        s = entry_embedded(e);
    else if (e != NULL && entry_encoding(e) == ENC_BLOB)
        s = bytes_make(entry_pointer(e),
                       ENTRY_EMBED_MAX); /* no shorter, and soon a pattern is seen */
    else
        return;
    for (size_t at = 0; at < s.len; at += CACHE_LINE)
        __builtin_prefetch(s.ptr + at);
}

/* ---- Changing ------------------------------------------------------------------------------------ */

static struct content content_of_embedded(struct bytes data)
{
    return (struct content){
        .type = OBJ_STRING, .encoding = ENC_EMBEDDED, .flags = ENTRY_INLINE, .bytes = data
    };
}

/* A long text has no blob yet: put() finds one. */
static struct content content_of_bytes(struct bytes data)
{
    int64_t n;

    if (data.len < NUM_INT_MAX && num_parse_int(data, &n))
        return content_of_int(n);
    if (data.len > ENTRY_EMBED_MAX)
        return (struct content){ .type = OBJ_STRING, .encoding = ENC_BLOB, .bytes = data };
    return content_of_embedded(data);
}

/* True if the entry (NULL: none) has a blob, and the bytes were written over what it held. */
static bool refill(const struct entry *e, struct bytes data)
{
    return e != NULL && entry_encoding(e) == ENC_BLOB && blob_refill(entry_blob(e), data);
}

/* A blob for the bytes: the one that old has, if that can be written over, with one reference more. */
static struct blob *blob_for(const struct entry *old, struct bytes data)
{
    return refill(old, data) ? blob_ref(entry_blob(old)) : blob_dup(data);
}

/* As content_place, and frees what old held. */
static struct entry *replace(struct db *db, struct key key, struct entry *old,
                             const struct content *c, int64_t at_ms)
{
    bool points = old != NULL && !entry_is_inline(old) && entry_encoding(old) != ENC_INT;
    struct content held = points ? content_of_entry(old) : *c;
    struct entry *e = content_place(db, key, old, c, at_ms);

    if (points)
        content_free(&held, lazy_server_del);
    return e;
}

/* Replaces whatever is at key. */
static struct entry *put(struct db *db, struct key key, struct content v, int64_t at_ms)
{
    struct entry *old = find(db, key, true), *e;
    bool is_new = old == NULL;

    if (at_ms == EXPIRE_KEEP)
        at_ms = old ? entry_expire_at(old) : EXPIRE_NEVER;
    kv_assert(!store_is_past(db->st, at_ms));
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
    if (at_ms == EXPIRE_KEEP || !store_is_past(db->st, at_ms))
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
    if (db->st->touch)
        access_touch(e, db->st->now_ms);
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
        v = content_of_embedded(bytes_make(small, len));
        v.flags |= ENTRY_GROWN;
    }
    return replace(db, key, e, &v, e ? entry_expire_at(e) : EXPIRE_NEVER);
}

struct entry *store_set_range(struct db *db, struct key key, size_t offset, struct bytes part)
{
    struct entry *e = find(db, key, true);

    tell_before(db, key.name, e);
    e = write_string(db, key, e, offset, part);
    tell_after(db, entry_key(e), e, CHANGE_PUT);
    return e;
}

uint8_t *store_edit_string(struct db *db, struct key key, struct entry **e, size_t len)
{
    size_t end = size_max(len, *e ? entry_string_len(*e) : 0);

    kv_assert(end > 0);
    tell_before(db, key.name, *e);
    *e = write_string(db, key, *e, end, BYTES_LIT(""));
    return entry_encoding(*e) == ENC_BLOB ? entry_blob(*e)->data : entry_body(*e);
}

void store_commit_string(struct db *db, struct entry *e)
{
    tell_after(db, entry_key(e), e, CHANGE_PUT);
}

struct entry *store_append(struct db *db, struct key key, struct bytes tail)
{
    struct entry *e = store_find(db, key);

    if (e == NULL)
        return store_put_string(db, key, tail, EXPIRE_NEVER);
    return store_set_range(db, key, entry_string_len(e), tail);
}

/* As replace, by a string that keeps the deadline. */
static struct entry *replace_string(struct db *db, struct key key, struct entry *e,
                                    struct bytes value)
{
    struct content v = content_of_embedded(value);

    v.flags |= ENTRY_GROWN;
    if (value.len > ENTRY_EMBED_MAX)
        v = content_of_blob(blob_dup(value));
    return replace(db, key, e, &v, e ? entry_expire_at(e) : EXPIRE_NEVER);
}

struct entry *store_rewrite(struct db *db, struct key key, struct entry *e, struct bytes value)
{
    tell_before(db, key.name, e);
    if (value.len <= ENTRY_EMBED_MAX || !refill(e, value))
        e = replace_string(db, key, e, value);
    tell_after(db, entry_key(e), e, CHANGE_PUT);
    return e;
}

struct entry *store_set_expire(struct db *db, struct entry *e, int64_t expire_at_ms)
{
    struct content c = content_of_entry(e);

    kv_assert(expire_at_ms == EXPIRE_NEVER || expire_at_ms >= 0);
    tell_before(db, entry_key(e), e);
    e = content_place(db, key_of(entry_key(e)), e, &c, expire_at_ms);
    tell_after(db, entry_key(e), e, CHANGE_TTL);
    return e;
}

/* ---- Collections --------------------------------------------------------------------------------- */

static void free_edited(struct edit *ed, bool lazy)
{
    struct content c = content_of_value(&ed->value);

    if (c.flags & ENTRY_INLINE)
        value_free(&ed->value);
    else
        content_free(&c, lazy);
}

/* The value goes back to its key, or the key goes with its last element. */
/* The structure was changed where it is, and the first deadline of its parts is what the entry says. */
static bool is_in_place(const struct edit *ed)
{
    const struct entry *e = ed->entry;
    int64_t part_at_ms = VALUE_NEVER;

    if (e == NULL || value_is_pack(&ed->value) || entry_encoding(e) != ed->value.encoding ||
        entry_pointer(e) != ed->value.ptr)
        return false;
    if (entry_has_field_ttl(e))
        part_at_ms = entry_field_node(e)->at_ms;
    return value_next_expiry(&ed->value) == part_at_ms;
}

bool edit_commit(struct edit *ed, enum store_change if_empty, enum store_change if_not, bool lazy)
{
    struct db *db = ed->db;
    struct content c;

    if (value_is_void(&ed->value)) {
        free_edited(ed, lazy);
        if (ed->entry == NULL)
            return true;
        deadlines_remove(db, ed->entry);
        table_unlink(db->table, ed->key.hash, ed->entry);
        tell_after(db, ed->key.name, NULL, if_empty);
        entry_free(ed->entry);
        return true;
    }
    if (!is_in_place(ed)) {
        c = content_of_value(&ed->value);
        ed->entry = content_place(db, ed->key, ed->entry, &c,
                                  ed->entry ? entry_expire_at(ed->entry) : EXPIRE_NEVER);
        if (c.flags & ENTRY_INLINE)
            value_free(&ed->value);
    }
    tell_after(db, entry_key(ed->entry), ed->entry, if_not);
    return false;
}

void store_edit_entry(struct db *db, struct key key, enum obj_type type, struct entry *e,
                      struct edit *ed)
{
    if (e == NULL && kv_unlikely(expire_hides(db->st)))
        find(db, key, true);
    *ed = (struct edit){ .db = db, .key = key, .entry = e };
    tell_before(db, key.name, e);
    if (e == NULL) {
        ed->value = value_empty(type);
        return;
    }
    ed->value = entry_value(e);
    if (!value_is_pack(&ed->value))
        return;
    ed->value.pack.borrowed = entry_is_inline(e);
    ed->value.pack.cap =
        entry_is_inline(e) ? entry_pack_cap(e) : mem_usable_size(ed->value.pack.ptr);
}

enum kv_err store_edit(struct db *db, struct key key, enum obj_type type, struct edit *ed)
{
    struct entry *e = NULL;
    enum kv_err err = store_write(db, key, type, &e);

    if (err != KV_WRONG_TYPE)
        store_edit_entry(db, key, type, e, ed);
    return err;
}

bool store_commit(struct edit *ed)
{
    return edit_commit(ed, CHANGE_DELETE, CHANGE_PUT, lazy_server_del);
}

void store_abandon(struct edit *ed)
{
    if (ed->entry == NULL)
        value_free(&ed->value);
}

struct entry *store_put_value(struct db *db, struct key key, struct value *v, int64_t expire_at_ms)
{
    struct content c;
    struct entry *e;

    value_expire(v, db->st->judge_ms, PARTS_AT_ONCE, NULL, NULL);
    if (value_is_void(v)) {
        store_free_value(v, lazy_server_del);
        store_delete(db, key, lazy_server_del);
        return NULL;
    }
    if (is_past(db, key, expire_at_ms)) {
        store_free_value(v, lazy_server_del);
        return NULL;
    }
    c = content_of_value(v);
    e = put(db, key, c, expire_at_ms);
    if (c.flags & ENTRY_INLINE)
        value_free(v);
    return e;
}

bool store_delete(struct db *db, struct key key, bool lazy)
{
    struct entry *e = find(db, key, true);

    if (e == NULL)
        return false;
    deadlines_remove(db, e);
    store_drop(db, e, key.hash, CHANGE_DELETE, lazy);
    return true;
}

/* What e holds once more: a string's bytes are shared, a collection is copied. */
static struct content content_dup(const struct entry *e)
{
    struct content c = content_of_entry(e);
    struct value v, copy;

    if (c.encoding == ENC_BLOB)
        blob_ref(entry_blob(e));
    if (c.type == OBJ_STRING || entry_is_inline(e))
        return c;
    v = entry_value(e);
    copy = value_dup(&v);
    return content_of_value(&copy);
}

struct entry *store_copy(const struct entry *e, struct db *to_db, struct key to)
{
    return put(to_db, to, content_dup(e), entry_expire_at(e));
}

void store_rename(struct db *from_db, struct key from, struct db *to_db, struct key to)
{
    struct entry *e = store_find(from_db, from), *moved;

    kv_assert(e != NULL);
    if (from_db == to_db && bytes_eq(from.name, to.name))
        return;
    moved = put(to_db, to, content_of_entry(e), entry_expire_at(e));
    memcpy(moved->access, e->access, sizeof moved->access);
    tell_before(from_db, from.name, e);
    deadlines_remove(from_db, e);
    table_unlink(from_db->table, from.hash, e);
    tell_after(from_db, from.name, NULL, CHANGE_DELETE);
    entry_free(e);
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
    wheel_free(db->wheel);
    wheel_free(db->field_wheel);
    db->wheel = db->field_wheel = NULL;
    if (!lazy || !content_defer(table_job, t, table_count(t), table_count(t) * ENTRY_BYTES_MIN))
        table_free(t, entry_drop, NULL);
}

void store_swap(struct store *st, unsigned a, unsigned b)
{
    struct db *x = store_db(st, a), *y = store_db(st, b), old = *x;

    if (a == b)
        return;
    tell_swap(x, y);
    tell_reset(x);
    tell_reset(y);
    x->table = y->table;
    x->wheel = y->wheel;
    x->field_wheel = y->field_wheel;
    y->table = old.table;
    y->wheel = old.wheel;
    y->field_wheel = old.field_wheel;
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

void store_set_access(const struct store *st, struct entry *e, int64_t idle_s, int64_t frequency)
{
    access_init(e, st->now_ms);
    if (idle_s >= 0)
        access_set_idle_s(e, st->now_ms, (uint64_t)idle_s);
    if (frequency >= 0)
        access_set_frequency(e, st->now_ms, (unsigned)frequency);
}

/* ---- Tables -------------------------------------------------------------------------------------- */

const struct option store_options[] = {
    OPTION_BOOL("lazyfree-lazy-server-del", &lazy_server_del, "yes", OPT_LIVE,
                "Free big values that a command replaces on the background thread."),
    OPTION_END,
};

const struct metric store_metrics[] = {
    METRIC_COUNTER("stats", "keyspace_hits", &keyspace_hits, "Lookups that found their key."),
    METRIC_COUNTER("stats", "keyspace_misses", &keyspace_misses, "Lookups that found nothing."),
    METRIC_END,
};
