#include "server/tracking_table.h"

#include "base/assert.h"
#include "base/bits.h"
#include "base/hash.h"
#include "base/mem.h"
#include "ds/table.h"

struct tracked {
    uint32_t name_len;
    uint32_t count;
    uint32_t words : 31; /* of which the set consists: numbers, some of them free, or bits */
    uint32_t is_bits : 1;
    uint32_t set[]; /* the name follows */
};

struct tracking_table {
    struct table *table;
    size_t items;
    size_t bytes; /* of the entries */
};

enum { WORD_BITS = 32 };

/* ---- An entry ------------------------------------------------------------------------------------ */

static size_t size_of(size_t words, size_t name_len)
{
    return sizeof(struct tracked) + words * sizeof(uint32_t) + name_len;
}

/* The set takes what the allocator would give away anyway. */
static uint32_t words_that_fit(size_t words, size_t name_len)
{
    size_t size = mem_good_size(size_of(words, name_len));

    return (uint32_t)((size - size_of(0, name_len)) / sizeof(uint32_t));
}

static size_t entry_bytes(const struct tracked *k)
{
    return mem_good_size(size_of(k->words, k->name_len));
}

static uint8_t *name_of(const struct tracked *k)
{
    return (uint8_t *)(uintptr_t)(k->set + k->words);
}

struct bytes tracked_name(const struct tracked *k)
{
    return bytes_make(name_of(k), k->name_len);
}

uint32_t tracked_count(const struct tracked *k)
{
    return k->count;
}

void tracked_free(struct tracked *k)
{
    mem_free_sized(k, size_of(k->words, k->name_len));
}

static struct tracked *entry_new(struct bytes name, size_t words)
{
    struct tracked *k;

    words = words_that_fit(words, name.len);
    k = mem_alloc(size_of(words, name.len));
    *k = (struct tracked){ .name_len = (uint32_t)name.len, .words = (uint32_t)words };
    if (name.len > 0)
        memcpy(name_of(k), name.ptr, name.len);
    return k;
}

static uint8_t *bits_of(const struct tracked *k)
{
    return (uint8_t *)(uintptr_t)k->set;
}

/* Where the number is among those of k, or would be. */
static uint32_t place_of(const struct tracked *k, uint64_t reader)
{
    uint32_t low = 0, high = k->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (k->set[middle] < reader)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool has(const struct tracked *k, uint32_t reader)
{
    uint32_t at;

    if (k->is_bits)
        return reader / WORD_BITS < k->words && bits_get(bits_of(k), reader);
    at = place_of(k, reader);
    return at < k->count && k->set[at] == reader;
}

/* There is room for it. */
static void insert(struct tracked *k, uint32_t reader)
{
    uint32_t at;

    if (k->is_bits) {
        bits_put(bits_of(k), reader, true);
    } else {
        at = place_of(k, reader);
        memmove(k->set + at + 1, k->set + at, (k->count - at) * sizeof *k->set);
        k->set[at] = reader;
    }
    k->count++;
}

bool tracked_next(const struct tracked *k, uint64_t *at, uint32_t *reader)
{
    uint64_t end = k->is_bits ? (uint64_t)k->words * WORD_BITS : k->count, found;

    if (k->is_bits)
        found = *at < end ? bits_find(bits_of(k), *at, end, true) : end;
    else
        found = place_of(k, *at);
    if (found == end)
        return false;
    *reader = k->is_bits ? (uint32_t)found : k->set[found];
    *at = (uint64_t)*reader + 1;
    return true;
}

/* ---- The table ----------------------------------------------------------------------------------- */

static uint64_t entry_hash(const void *elem)
{
    return hash_bytes(tracked_name(elem));
}

static bool entry_match(const void *elem, struct bytes name)
{
    return bytes_eq(tracked_name(elem), name);
}

static const struct table_type type = { entry_hash, entry_match };

struct tracking_table *tracking_table_new(void)
{
    struct tracking_table *t = mem_zalloc(sizeof *t);

    t->table = table_new(&type);
    return t;
}

static void drop(void *ctx, void *elem)
{
    (void)ctx;
    tracked_free(elem);
}

void tracking_table_free(struct tracking_table *t)
{
    if (t == NULL)
        return;
    table_free(t->table, drop, NULL);
    mem_free_sized(t, sizeof *t);
}

static uint32_t highest_of(const struct tracked *k)
{
    uint32_t reader = 0;

    if (!k->is_bits)
        return k->count > 0 ? k->set[k->count - 1] : 0;
    for (uint64_t at = 0; tracked_next(k, &at, &reader);)
        ;
    return reader;
}

/* The same name and readers, with room for another one, in the shorter form. */
static struct tracked *grown(const struct tracked *k, uint32_t reader)
{
    uint32_t highest = highest_of(k), bit_words, other;
    struct tracked *now;
    uint64_t at = 0;

    bit_words = (reader > highest ? reader : highest) / WORD_BITS + 1;
    if (k->count < bit_words) {
        now = entry_new(tracked_name(k), k->count + 1 + k->count / 4);
    } else {
        now = entry_new(tracked_name(k), bit_words);
        now->is_bits = true;
        memset(now->set, 0, now->words * sizeof *now->set);
    }
    while (tracked_next(k, &at, &other))
        insert(now, other);
    return now;
}

static bool has_room(const struct tracked *k, uint32_t reader)
{
    return k->is_bits ? reader / WORD_BITS < k->words : k->count < k->words;
}

/* Puts the entry's successor, which has the same name, in its place. */
static struct tracked *replace(struct tracking_table *t, uint64_t hash, struct tracked *k,
                               struct tracked *now)
{
    table_swap(t->table, hash, k, now);
    t->bytes += entry_bytes(now);
    t->bytes -= entry_bytes(k);
    tracked_free(k);
    return now;
}

bool tracking_table_add(struct tracking_table *t, struct key key, uint32_t reader)
{
    struct tracked *k = table_find(t->table, key.hash, key.name);

    if (k != NULL && has(k, reader))
        return false;
    if (k == NULL) {
        k = entry_new(key.name, 1);
        table_add(t->table, key.hash, k);
        t->bytes += entry_bytes(k);
    } else if (!has_room(k, reader)) {
        k = replace(t, key.hash, k, grown(k, reader));
    }
    insert(k, reader);
    t->items++;
    return true;
}

/* The entry has left the table. */
static struct tracked *forget(struct tracking_table *t, struct tracked *k)
{
    if (k != NULL) {
        t->bytes -= entry_bytes(k);
        t->items -= k->count;
    }
    return k;
}

struct tracked *tracking_table_take(struct tracking_table *t, struct key key)
{
    return forget(t, table_remove(t->table, key.hash, key.name));
}

struct tracked *tracking_table_take_any(struct tracking_table *t, struct rng *rng)
{
    struct tracked *k = table_random(t->table, rng);

    kv_assert(k != NULL);
    table_unlink(t->table, entry_hash(k), k);
    return forget(t, k);
}

/* ---- Sweeping ------------------------------------------------------------------------------------ */

struct sweep {
    bool (*is_gone)(uint32_t reader);
    struct tracked **empty; /* without readers now: they leave when the bucket has been visited */
    unsigned empty_count, empty_cap;
    size_t removed;
};

static uint32_t remove_gone_bits(struct tracked *k, bool (*is_gone)(uint32_t reader))
{
    uint32_t removed = 0, reader;
    uint64_t at = 0;

    while (tracked_next(k, &at, &reader)) {
        if (is_gone(reader)) {
            bits_put(bits_of(k), reader, false);
            removed++;
        }
    }
    return removed;
}

static uint32_t remove_gone_numbers(struct tracked *k, bool (*is_gone)(uint32_t reader))
{
    uint32_t kept = 0;

    for (uint32_t i = 0; i < k->count; i++)
        if (!is_gone(k->set[i]))
            k->set[kept++] = k->set[i];
    return k->count - kept;
}

static void visit(void *ctx, void *elem)
{
    struct sweep *s = ctx;
    struct tracked *k = elem;
    uint32_t removed =
        k->is_bits ? remove_gone_bits(k, s->is_gone) : remove_gone_numbers(k, s->is_gone);

    k->count -= removed;
    s->removed += removed;
    if (k->count > 0)
        return;
    if (s->empty_count == s->empty_cap) {
        s->empty_cap = s->empty_cap ? s->empty_cap * 2 : 16;
        s->empty = mem_realloc(s->empty, s->empty_cap * sizeof(struct tracked *));
    }
    s->empty[s->empty_count++] = k;
}

uint64_t tracking_table_sweep(struct tracking_table *t, uint64_t cursor,
                              bool (*is_gone)(uint32_t reader))
{
    struct sweep s = { .is_gone = is_gone };

    cursor = table_scan(t->table, cursor, visit, &s);
    t->items -= s.removed;
    for (unsigned i = 0; i < s.empty_count; i++) {
        table_unlink(t->table, entry_hash(s.empty[i]), s.empty[i]);
        tracked_free(forget(t, s.empty[i]));
    }
    mem_free(s.empty);
    return cursor;
}

/* ---- The rest ------------------------------------------------------------------------------------ */

void tracking_table_prefetch(const struct tracking_table *t, uint64_t hash, unsigned stage)
{
    if (stage == 0)
        table_prefetch_bucket(t->table, hash);
    else
        table_prefetch_elem(t->table, hash);
}

size_t tracking_table_keys(const struct tracking_table *t)
{
    return table_count(t->table);
}

size_t tracking_table_items(const struct tracking_table *t)
{
    return t->items;
}

size_t tracking_table_bytes(const struct tracking_table *t)
{
    return t->bytes + table_bytes(t->table);
}

size_t tracking_table_entry_bytes(const struct tracking_table *t)
{
    return t->bytes;
}

static void check_entry(const struct tracked *k)
{
    uint32_t reader, last = 0, count = 0;
    uint64_t at = 0;

    kv_assert(k->count > 0);
    kv_assert(k->is_bits || k->count <= k->words);
    while (tracked_next(k, &at, &reader)) {
        kv_assert(count == 0 || reader > last);
        kv_assert(has(k, reader));
        last = reader;
        count++;
    }
    kv_assert(count == k->count);
}

void tracking_table_check(const struct tracking_table *t)
{
    struct table_iter it;
    const struct tracked *k;
    size_t items = 0, bytes = 0;

    table_check(t->table);
    table_iter_init(&it, t->table);
    while ((k = table_iter_next(&it)) != NULL) {
        check_entry(k);
        items += k->count;
        bytes += entry_bytes(k);
    }
    table_iter_fini(&it);
    kv_assert(items == t->items);
    kv_assert(bytes == t->bytes);
}
