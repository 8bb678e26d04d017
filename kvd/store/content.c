#include "store/content.h"

#include "base/mem.h"
#include "store/access.h"
#include "store/entry_make.h"
#include "store/store_inner.h"

/* Freeing less is cheaper than handing it over. */
enum {
    LAZY_BLOB_MIN = 1024 * 1024, /* bytes */
    LAZY_EFFORT_MIN = 64,        /* allocations */
    BYTES_PER_EFFORT = 32, /* of a collection, at least: its allocations are this large or larger */
};

static atomic_uint_fast64_t lazyfree_waiting, lazyfree_waiting_bytes, lazyfreed;
static store_defer_fn *defer_job;
static struct store_pin *pins; /* few, or none */

/* ---- What an entry holds ------------------------------------------------------------------------- */

struct content content_of_int(int64_t n)
{
    struct content c = { .type = OBJ_STRING, .encoding = ENC_INT };

    memcpy(&c.word, &n, sizeof n);
    return c;
}

struct content content_of_blob(struct blob *b)
{
    struct content c = { .type = OBJ_STRING, .encoding = ENC_BLOB };

    memcpy(&c.word, &b, sizeof b);
    return c;
}

struct content content_of_value(const struct value *v)
{
    struct content c = { .type = v->type, .encoding = v->encoding };
    const void *p = value_is_pack(v) ? v->pack.ptr : v->ptr;
    size_t len = value_is_pack(v) ? value_pack_bytes(v->encoding, v->pack.ptr) : SIZE_MAX;

    if (len <= ENTRY_PACK_MAX) {
        c.flags = ENTRY_INLINE;
        c.bytes = bytes_make(p, len);
        return c;
    }
    memcpy(&c.word, &p, sizeof p);
    c.field_at_ms = value_next_expiry(v);
    if (c.field_at_ms != VALUE_NEVER)
        c.flags = ENTRY_FIELD_TTL;
    return c;
}

struct content content_of_entry(const struct entry *e)
{
    struct content c = { .type = entry_type(e),
                         .encoding = entry_encoding(e),
                         .flags = e->flags & (ENTRY_GROWN | ENTRY_INLINE | ENTRY_FIELD_TTL) };

    if (entry_has_field_ttl(e))
        c.field_at_ms = entry_field_node(e)->at_ms;
    if (entry_is_inline(e))
        c.bytes = bytes_make(entry_body(e), entry_body_len(e));
    else
        memcpy(&c.word, entry_word(e), sizeof c.word);
    return c;
}

/* ---- Freeing ------------------------------------------------------------------------------------- */

void store_set_defer(store_defer_fn *defer)
{
    defer_job = defer;
}

bool content_defer(void (*job)(void *arg), void *arg, size_t count, size_t bytes)
{
    if (defer_job == NULL)
        return false;
    atomic_fetch_add(&lazyfree_waiting, count);
    atomic_fetch_add(&lazyfree_waiting_bytes, bytes);
    defer_job(job, arg);
    return true;
}

void content_deferred_done(size_t count, size_t bytes)
{
    atomic_fetch_sub(&lazyfree_waiting, count);
    atomic_fetch_sub(&lazyfree_waiting_bytes, bytes);
    atomic_fetch_add(&lazyfreed, count);
}

uint64_t store_lazyfree_pending(void)
{
    return atomic_load(&lazyfree_waiting);
}

uint64_t store_lazyfree_pending_bytes(void)
{
    return atomic_load(&lazyfree_waiting_bytes);
}

static uint64_t lazyfreed_count(void)
{
    return atomic_load(&lazyfreed);
}

static void blob_job(void *arg)
{
    struct blob *b = arg;
    size_t bytes = b->cap;

    blob_unref(b);
    content_deferred_done(1, bytes);
}

void store_free_blob(struct blob *b, bool lazy)
{
    if (!lazy || b->cap < LAZY_BLOB_MIN || blob_is_shared(b) ||
        !content_defer(blob_job, b, 1, b->cap))
        blob_unref(b);
}

static void value_job(void *arg)
{
    struct value *v = arg;
    size_t bytes = value_effort(v) * BYTES_PER_EFFORT;

    value_free(v);
    mem_free(v);
    content_deferred_done(1, bytes);
}

void store_free_value(struct value *v, bool lazy)
{
    struct value *moved;

    if (!lazy || defer_job == NULL || value_effort(v) < LAZY_EFFORT_MIN) {
        value_free(v);
        return;
    }
    moved = mem_alloc(sizeof *moved);
    *moved = *v;
    content_defer(value_job, moved, 1, value_effort(v) * BYTES_PER_EFFORT);
}

struct part {
    void *part;
    void (*free)(void *part);
    size_t bytes; /* about */
};

static void part_job(void *arg)
{
    struct part *p = arg;
    size_t bytes = p->bytes;

    p->free(p->part);
    mem_free(p);
    content_deferred_done(1, bytes);
}

void store_free_part(void *part, void (*free_part)(void *part), size_t effort)
{
    struct part *p;

    if (defer_job == NULL || effort < LAZY_EFFORT_MIN) {
        free_part(part);
        return;
    }
    p = mem_alloc(sizeof *p);
    *p = (struct part){ part, free_part, effort * BYTES_PER_EFFORT };
    content_defer(part_job, p, 1, p->bytes);
}

static struct store_pin *pin_of(const void *structure)
{
    struct store_pin *pin = pins;

    while (pin != NULL &&
           (pin->string != NULL || value_is_pack(&pin->value) || pin->value.ptr != structure))
        pin = pin->next;
    return pin;
}

bool content_is_pinned(const struct value *v)
{
    return pin_of(v->ptr) != NULL;
}

/* True if somebody still reads the structure: then it is theirs to free. Until they do, its memory counts as
 * on its way: nothing more has to be evicted in its place. */
static bool leave_to_pin(const void *structure)
{
    struct store_pin *pin = pin_of(structure);

    if (pin == NULL)
        return false;
    pin->own = true;
    pin->awaited = value_effort(&pin->value) * BYTES_PER_EFFORT;
    atomic_fetch_add(&lazyfree_waiting_bytes, pin->awaited);
    return true;
}

/* The same for a string, whose references are counted. (COPY lets keys share one: if another has it still, it
 * is not on its way, and too little is evicted until it is unpinned.) */
static void await_string(const struct blob *b)
{
    struct store_pin *pin = pins;

    while (pin != NULL && pin->string != b)
        pin = pin->next;
    if (pin == NULL || pin->awaited > 0)
        return;
    pin->awaited = b->cap;
    atomic_fetch_add(&lazyfree_waiting_bytes, pin->awaited);
}

void store_pin_blob(const struct entry *e, struct store_pin *pin)
{
    *pin = (struct store_pin){ .string = blob_ref(entry_blob(e)), .next = pins };
    pins = pin;
}

static void unpin_blob(const struct store_pin *pin)
{
    if (pin->awaited > 0)
        await_string(pin->string); /* who else reads it */
    store_free_blob(pin->string, true);
}

void store_pin_value(const struct entry *e, struct store_pin *pin)
{
    struct value v = entry_value(e);

    *pin = (struct store_pin){ .value = v, .next = pins };
    if (value_is_pack(&v)) {
        pin->value = value_dup(&v);
        pin->own = true;
    }
    pins = pin;
}

void store_unpin(struct store_pin *pin)
{
    struct store_pin **at = &pins;

    while (*at != pin)
        at = &(*at)->next;
    *at = pin->next;
    atomic_fetch_sub(&lazyfree_waiting_bytes, pin->awaited);
    if (pin->string != NULL)
        unpin_blob(pin);
    else if (pin->own && (value_is_pack(&pin->value) || !leave_to_pin(pin->value.ptr)))
        store_free_value(&pin->value, true);
}

/* The collection that the content points to; false if it points to none. */
static bool pointed_value(const struct content *c, struct value *v)
{
    void *p;

    if (c->type == OBJ_STRING || c->flags & ENTRY_INLINE)
        return false;
    memcpy(&p, &c->word, sizeof p);
    *v = (struct value){ .type = c->type, .encoding = c->encoding };
    if (value_is_pack(v))
        v->pack.ptr = p;
    else
        v->ptr = p;
    return true;
}

static struct blob *pointed_blob(const struct content *c)
{
    struct blob *b = NULL;

    if (c->encoding == ENC_BLOB)
        memcpy(&b, &c->word, sizeof b);
    return b;
}

void content_free(const struct content *c, bool lazy)
{
    struct blob *b = pointed_blob(c);
    struct value v;

    if (b != NULL) {
        await_string(b);
        store_free_blob(b, lazy);
    } else if (pointed_value(c, &v) && (value_is_pack(&v) || !leave_to_pin(v.ptr))) {
        store_free_value(&v, lazy);
    }
}

void content_free_unreachable(const struct content *c)
{
    struct value v;

    blob_unref(pointed_blob(c));
    if (pointed_value(c, &v))
        value_free(&v);
}

/* ---- Placing ------------------------------------------------------------------------------------- */

static void write_content(struct entry *e, const struct content *c)
{
    e->type_encoding = (uint8_t)(c->type | c->encoding << 4);
    e->flags = (uint8_t)((e->flags & ~(ENTRY_GROWN | ENTRY_INLINE | ENTRY_FIELD_TTL)) | c->flags);
    if (!(c->flags & ENTRY_INLINE)) {
        e->value_len = 0;
        entry_set_word(e, &c->word);
        return;
    }
    if (c->bytes.len > 0 && c->bytes.ptr != entry_body(e))
        memmove(entry_body(e), c->bytes.ptr, c->bytes.len);
    if (c->encoding == ENC_EMBEDDED)
        entry_set_embedded_len(e, c->bytes.len);
    else
        e->value_len = 0;
}

struct entry *content_place(struct db *db, struct key key, struct entry *old,
                            const struct content *c, int64_t at_ms)
{
    struct entry_shape shape = { .type = c->type,
                                 .encoding = c->encoding,
                                 .ttl = at_ms != EXPIRE_NEVER,
                                 .is_inline = c->flags & ENTRY_INLINE,
                                 .key_len = key.name.len,
                                 .body_len = c->bytes.len,
                                 .field_ttl = c->flags & ENTRY_FIELD_TTL };
    struct entry *e;

    if (old != NULL && entry_fits(old, &shape)) {
        deadlines_move(db, old, at_ms, c->field_at_ms);
        write_content(old, c);
        return old;
    }
    e = entry_new(&shape, key.name);
    write_content(e, c);
    if (old == NULL) {
        access_init(e, db->st->now_ms);
        table_add(db->table, key.hash, e);
    } else {
        memcpy(e->access, old->access, sizeof e->access);
        e->stamp = old->stamp;
        table_swap(db->table, key.hash, old, e);
        deadlines_remove(db, old);
        entry_free(old);
    }
    deadlines_add(db, e, at_ms, c->field_at_ms);
    return e;
}

const struct metric content_metrics[] = {
    METRIC_GAUGE("memory", "lazyfree_pending_objects", store_lazyfree_pending,
                 "Values waiting to be freed on the background thread."),
    METRIC_GAUGE("memory", "lazyfreed_objects", lazyfreed_count,
                 "Values freed on the background thread."),
    METRIC_END,
};
