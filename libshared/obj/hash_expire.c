/* Deadlines of fields, and the fields that are due. */
#include "base/assert.h"
#include "base/hash.h"
#include "obj/hash_inner.h"

enum { BATCH = 16 }; /* fields taken out together, their memory on its way */

/* ---- The index ----------------------------------------------------------------------------------- */

static void note_added(struct hash_table *h, int64_t at_ms)
{
    if (at_ms <= h->hidden_ms)
        h->hidden++;
    else if (at_ms < h->next_ms)
        h->next_ms = at_ms;
}

/* The heap has let it go. */
static void note_removed(struct hash_table *h, int64_t at_ms)
{
    if (at_ms > h->hidden_ms)
        return;
    h->hidden--;
    if (heap_first_ms(&h->deadlines) > h->hidden_ms)
        h->hidden_ms = VALUE_SHOW_ALL;
}

void hash_deadline_add(struct hash_table *h, struct hash_field *f)
{
    if (!hash_field_has_deadline(f))
        return;
    heap_add(&h->deadlines, hash_field_node(f));
    note_added(h, hash_field_deadline(f));
}

void hash_deadline_remove(struct hash_table *h, struct hash_field *f)
{
    if (!hash_field_has_deadline(f))
        return;
    heap_remove(&h->deadlines, hash_field_node(f));
    note_removed(h, hash_field_deadline(f));
}

void hash_deadline_set(struct hash_table *h, struct hash_field *f, int64_t at_ms)
{
    int64_t old_ms = hash_field_deadline(f);

    heap_set(&h->deadlines, hash_field_node(f), at_ms);
    note_added(h, at_ms);
    note_removed(h, old_ms);
}

int64_t hash_next_expiry(const struct value *v)
{
    return is_listpack(v) ? VALUE_NEVER : heap_first_ms(&table_of(v)->deadlines);
}

/* ---- Hiding -------------------------------------------------------------------------------------- */

bool hash_hides(const struct value *v)
{
    return !is_listpack(v) && table_of(v)->hidden_ms != VALUE_SHOW_ALL;
}

size_t hash_count_hidden(struct hash_table *h)
{
    if (h->hidden_ms == VALUE_SHOW_ALL)
        return 0;
    if (!h->is_counted)
        h->hidden = heap_count_due(&h->deadlines, h->hidden_ms, &h->next_ms);
    h->is_counted = true;
    return h->hidden;
}

bool hash_is_empty(const struct value *v)
{
    const struct hash_table *h = table_of(v);

    if (is_listpack(v))
        return hash_count(v) == 0;
    return table_count(h->table) == h->deadlines.count &&
           !heap_has_later(&h->deadlines, h->hidden_ms);
}

/* The count holds until time passes the next deadline, or goes back. */
static void hide(struct hash_table *h, int64_t now_ms)
{
    if (heap_first_ms(&h->deadlines) > now_ms) {
        h->hidden_ms = VALUE_SHOW_ALL;
        return;
    }
    if (h->hidden_ms == VALUE_SHOW_ALL || now_ms < h->hidden_ms || now_ms >= h->next_ms)
        h->is_counted = false;
    h->hidden_ms = now_ms;
}

void hash_hide(struct value *v, int64_t now_ms)
{
    if (!is_listpack(v) && table_of(v)->deadlines.count > 0)
        hide(table_of(v), now_ms);
}

/* ---- Dropping ------------------------------------------------------------------------------------ */

/* Fields on their way out; the heap has let them go. */
struct leaving {
    struct hash_field *fields[BATCH];
    unsigned count;
};

static void tell(const struct leaving *l, value_gone_fn *gone, void *ctx)
{
    struct bytes names[BATCH];
    int64_t at_ms[BATCH];

    for (unsigned i = 0; i < l->count; i++) {
        names[i] = hash_field_name(l->fields[i]);
        at_ms[i] = hash_field_deadline(l->fields[i]);
    }
    gone(ctx, names, at_ms, l->count);
}

static void drop(struct table *t, const struct leaving *l)
{
    uint64_t hashes[BATCH];

    for (unsigned i = 0; i < l->count; i++) {
        hashes[i] = hash_bytes(hash_field_name(l->fields[i]));
        table_prefetch_bucket(t, hashes[i]);
    }
    for (unsigned i = 0; i < l->count; i++) {
        table_unlink(t, hashes[i], l->fields[i]);
        hash_field_free(l->fields[i]);
    }
}

size_t hash_expire(struct value *v, int64_t now_ms, size_t max, value_gone_fn *gone, void *ctx)
{
    struct hash_table *h = table_of(v);
    size_t dropped = 0;
    struct leaving l;

    if (is_listpack(v) || h->deadlines.count == 0)
        return 0;
    do {
        struct heap_node *n;

        l.count = 0;
        while (l.count < BATCH && dropped < max &&
               (n = heap_pop_due(&h->deadlines, now_ms)) != NULL) {
            note_removed(h, n->at_ms);
            l.fields[l.count++] = hash_field_of_node(n);
            dropped++;
        }
        if (l.count > 0 && gone != NULL)
            tell(&l, gone, ctx);
        drop(h->table, &l);
    } while (l.count == BATCH);
    hide(h, now_ms);
    return dropped;
}
