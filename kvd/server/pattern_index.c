#include "server/pattern_index.h"

#include "base/assert.h"
#include "base/glob.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ds/table.h"
#include "server/subscription.h"

enum { STEM_MAX = 32 };

struct stem {
    struct topic *first, *last;
    size_t len; /* of the name, which is behind the struct */
};

static struct table *stems;
static size_t with_len[STEM_MAX + 1]; /* stems of each length */

/* ---- Stems --------------------------------------------------------------------------------------- */

static struct bytes stem_name(const void *elem)
{
    const struct stem *s = elem;

    return bytes_make(s + 1, s->len);
}

static uint64_t stem_hash(const void *elem)
{
    return hash_bytes(stem_name(elem));
}

static bool stem_match(const void *elem, struct bytes name)
{
    return bytes_eq(stem_name(elem), name);
}

static const struct table_type type = { stem_hash, stem_match };

static struct stem *stem_find(struct bytes name)
{
    return table_find(stems, hash_bytes(name), name);
}

static struct stem *stem_new(struct bytes name)
{
    struct stem *s = mem_alloc(sizeof *s + name.len);

    *s = (struct stem){ .len = name.len };
    if (name.len > 0)
        memcpy(s + 1, name.ptr, name.len);
    table_add(stems, stem_hash(s), s);
    with_len[s->len]++;
    return s;
}

static void stem_free(struct stem *s)
{
    table_unlink(stems, stem_hash(s), s);
    with_len[s->len]--;
    mem_free_sized(s, sizeof *s + s->len);
}

static struct bytes stem_of(struct bytes pattern)
{
    size_t len = glob_literal_start(pattern);

    return bytes_make(pattern.ptr, len < STEM_MAX ? len : STEM_MAX);
}

/* ---- Patterns ------------------------------------------------------------------------------------ */

void pattern_index_add(struct topic *t)
{
    struct bytes name = stem_of(t->name);
    struct stem *s = stem_find(name);

    if (s == NULL)
        s = stem_new(name);
    t->prev = s->last;
    if (s->last)
        s->last->next = t;
    else
        s->first = t;
    s->last = t;
}

void pattern_index_remove(struct topic *t)
{
    struct stem *s = stem_find(stem_of(t->name));

    if (t->prev)
        t->prev->next = t->next;
    else
        s->first = t->next;
    if (t->next)
        t->next->prev = t->prev;
    else
        s->last = t->prev;
    if (s->first == NULL)
        stem_free(s);
}

void pattern_index_search(struct bytes channel, void (*visit)(void *ctx, struct topic *t),
                          void *ctx)
{
    for (size_t len = 0; len <= STEM_MAX && len <= channel.len; len++) {
        struct stem *s = with_len[len] > 0 ? stem_find(bytes_make(channel.ptr, len)) : NULL;

        for (struct topic *t = s ? s->first : NULL; t != NULL; t = t->next)
            visit(ctx, t);
    }
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void pattern_index_init(void)
{
    stems = table_new(&type);
}

void pattern_index_fini(void)
{
    kv_assert(table_count(stems) == 0);
    table_free(stems, NULL, NULL);
    stems = NULL;
}
