#include "obj/set.h"

#include "base/size.h"
#include "ds/intset.h"
#include "obj/set_inner.h"

enum {
    PACK_MAX = 4 * 1024 * 1024, /* bytes of the longest pack, whatever the directives allow */
};

static int64_t max_intset_entries, max_listpack_entries;
static uint64_t max_listpack_value;

static uint64_t table_elem_hash(const void *elem)
{
    return elem_hash(elem);
}

static bool table_elem_match(const void *elem, struct bytes text)
{
    return bytes_eq(elem_text(elem), text);
}

static void table_elem_free(void *ctx, void *elem)
{
    (void)ctx;
    elem_free(elem);
}

static const struct table_type member_table = { table_elem_hash, table_elem_match };

/* ---- Members that are looked for ----------------------------------------------------------------- */

static inline const struct lp_needle *needle_of(struct set_member *m)
{
    if (!m->parsed) {
        m->needle = lp_needle(m->needle.text);
        m->parsed = true;
    }
    return &m->needle;
}

static inline uint64_t hash_of(struct set_member *m)
{
    if (!m->hashed) {
        m->hash = hash_bytes(m->needle.text);
        m->hashed = true;
    }
    return m->hash;
}

static bool intset_has(const struct value *v, struct set_member *m)
{
    const struct lp_needle *n = needle_of(m);

    return n->is_int && intset_find(v->pack.ptr, n->number, NULL);
}

/* The position in the listpack, 0 if it is not there. */
static size_t listpack_find(const struct value *v, struct set_member *m)
{
    return lp_find(v->pack.ptr, lp_first(v->pack.ptr), needle_of(m), 0);
}

bool set_has_member(const struct value *v, struct set_member *m)
{
    if (v->encoding == ENC_INTSET)
        return intset_has(v, m);
    if (v->encoding == ENC_LISTPACK)
        return listpack_find(v, m) != 0;
    return table_find(v->ptr, hash_of(m), m->needle.text) != NULL;
}

void set_prefetch_bucket(const struct value *v, struct set_member *m)
{
    if (v->encoding == ENC_TABLE)
        table_prefetch_bucket(v->ptr, hash_of(m));
}

void set_prefetch_elem(const struct value *v, struct set_member *m)
{
    if (v->encoding == ENC_TABLE)
        table_prefetch_elem(v->ptr, hash_of(m));
}

bool set_has(const struct value *v, struct bytes member)
{
    struct set_member m;

    set_member_init(&m, member);
    return set_has_member(v, &m);
}

/* ---- Encodings ----------------------------------------------------------------------------------- */

static struct value set_empty(void)
{
    struct value v = { .type = OBJ_SET, .encoding = ENC_INTSET };

    intset_init(&v.pack);
    return v;
}

size_t set_count(const struct value *v)
{
    if (v->encoding == ENC_INTSET)
        return intset_count(v->pack.ptr);
    if (v->encoding == ENC_LISTPACK)
        return lp_count(v->pack.ptr);
    return table_count(v->ptr);
}

bool set_fits_intset(size_t members)
{
    return members <= (uint64_t)max_intset_entries && members <= PACK_MAX / sizeof(int64_t);
}

bool set_fits_pack(size_t members, size_t longest, size_t bytes)
{
    return members <= (uint64_t)max_listpack_entries && longest <= max_listpack_value &&
           bytes <= PACK_MAX;
}

static size_t int_len(int64_t n)
{
    char text[NUM_INT_MAX];

    return num_format_int(text, n);
}

/* True if the integers fit a listpack with one more member of this length. The longest of them is at
 * one of the ends. */
static bool integers_fit_listpack(const uint8_t *is, size_t member_len)
{
    size_t count = intset_count(is), longest = member_len;

    if (count > 0) {
        longest = size_max(longest, int_len(intset_get(is, 0)));
        longest = size_max(longest, int_len(intset_get(is, count - 1)));
    }
    return longest <= max_listpack_value &&
           set_fits_pack(count + 1, longest, (count + 1) * (longest + LP_ELEM_EXTRA));
}

static void intset_to_listpack(struct value *v)
{
    size_t count = intset_count(v->pack.ptr);
    struct pack lp = { 0 };

    lp_init(&lp);
    for (size_t i = 0; i < count; i++) {
        struct item it = item_of_int(intset_get(v->pack.ptr, i));

        lp_append_item(&lp, &it);
    }
    pack_fini(&v->pack);
    v->encoding = ENC_LISTPACK;
    v->pack = lp;
}

static void add_to_table(void *ctx, const struct item *member)
{
    char scratch[NUM_INT_MAX];
    struct bytes text = item_text(member, scratch);

    table_add(ctx, hash_bytes(text), elem_new(text));
}

static void pack_to_table(struct value *v)
{
    struct table *t = table_new(&member_table);

    set_each(v, add_to_table, t);
    value_become(v, ENC_TABLE, t);
}

/* The set as it would be if its members were added one by one; false if that takes a table. */
struct refill {
    struct value to;
    bool in_pack;
};

static void add_unless_table(void *ctx, const struct item *member)
{
    struct refill *r = ctx;
    char scratch[NUM_INT_MAX];

    if (!r->in_pack)
        return;
    set_add(&r->to, item_text(member, scratch));
    r->in_pack = r->to.encoding != ENC_TABLE;
}

void set_fit(struct value *v)
{
    struct refill r = { .in_pack = true };

    if (v->encoding == ENC_TABLE && !set_fits_intset(set_count(v)) &&
        set_count(v) > (uint64_t)max_listpack_entries)
        return;
    r.to = set_empty();
    set_each(v, add_unless_table, &r);
    if (r.in_pack) {
        value_free(v);
        *v = r.to;
        return;
    }
    value_free(&r.to);
    if (v->encoding != ENC_TABLE)
        pack_to_table(v);
}

/* ---- Changing ------------------------------------------------------------------------------------ */

static void table_set_add(struct table *t, struct set_member *m)
{
    table_add(t, hash_of(m), elem_new(m->needle.text));
}

static void listpack_set_add(struct value *v, struct set_member *m)
{
    const uint8_t *lp = v->pack.ptr;
    struct bytes text = m->needle.text;

    if (set_fits_pack(lp_count(lp) + 1, text.len, lp_bytes(lp) + text.len + LP_ELEM_EXTRA)) {
        lp_append(&v->pack, text);
        return;
    }
    pack_to_table(v);
    table_set_add(v->ptr, m);
}

static void intset_set_add(struct value *v, struct set_member *m)
{
    const struct lp_needle *n = needle_of(m);

    if (n->is_int && set_fits_intset(intset_count(v->pack.ptr) + 1)) {
        intset_add(&v->pack, n->number);
    } else if (integers_fit_listpack(v->pack.ptr, n->text.len)) {
        intset_to_listpack(v);
        lp_append(&v->pack, n->text);
    } else {
        pack_to_table(v);
        table_set_add(v->ptr, m);
    }
}

void set_add_new_member(struct value *v, struct set_member *m)
{
    if (v->encoding == ENC_TABLE)
        table_set_add(v->ptr, m);
    else if (v->encoding == ENC_LISTPACK)
        listpack_set_add(v, m);
    else
        intset_set_add(v, m);
}

void set_expect(struct value *v, size_t count)
{
    if (v->encoding != ENC_TABLE && !set_fits_intset(count) && !set_fits_pack(count, 0, 0))
        pack_to_table(v);
    if (v->encoding == ENC_TABLE)
        table_expect(v->ptr, count);
}

bool set_add_member(struct value *v, struct set_member *m)
{
    /* This looks for itself. */
    if (v->encoding == ENC_INTSET && needle_of(m)->is_int &&
        set_fits_intset(intset_count(v->pack.ptr) + 1))
        return intset_add(&v->pack, m->needle.number);
    if (set_has_member(v, m))
        return false;
    set_add_new_member(v, m);
    return true;
}

bool set_add(struct value *v, struct bytes member)
{
    struct set_member m;

    set_member_init(&m, member);
    return set_add_member(v, &m);
}

bool set_remove_member(struct value *v, struct set_member *m)
{
    size_t pos;
    void *elem;

    switch (v->encoding) {
    case ENC_INTSET:
        return needle_of(m)->is_int && intset_remove(&v->pack, m->needle.number);
    case ENC_LISTPACK:
        pos = listpack_find(v, m);
        if (pos != 0)
            lp_delete(&v->pack, pos, 1);
        return pos != 0;
    default:
        elem = table_remove(v->ptr, hash_of(m), m->needle.text);
        if (elem != NULL)
            elem_free(elem);
        return elem != NULL;
    }
}

bool set_remove(struct value *v, struct bytes member)
{
    struct set_member m;

    set_member_init(&m, member);
    return set_remove_member(v, &m);
}

/* ---- As a value ---------------------------------------------------------------------------------- */

static void set_value_each(const struct value *v, value_visit_fn *visit, void *ctx)
{
    struct item items[SET_WALK_MAX];
    struct set_walk w;
    bool more = true;
    unsigned n;

    set_walk_init(&w, v);
    while (more && (n = set_walk_next(&w, items)) > 0) {
        for (unsigned i = 0; more && i < n; i++) {
            struct value_elem e = { .item = items[i], .expire_at_ms = VALUE_NEVER };

            more = visit(ctx, &e);
        }
    }
    set_walk_fini(&w);
}

static void set_free(struct value *v)
{
    table_free(v->ptr, table_elem_free, NULL);
}

static struct value set_dup(const struct value *v)
{
    struct table *t = table_new(&member_table);

    table_expect(t, set_count(v));
    set_each(v, add_to_table, t);
    return (struct value){ .type = OBJ_SET, .encoding = ENC_TABLE, .ptr = t };
}

struct weighing {
    size_t count, bytes;
};

static void weigh(void *ctx, void *elem)
{
    struct weighing *w = ctx;

    w->count++;
    w->bytes += mem_good_size(elem_size(elem));
}

static size_t set_mem(const struct value *v, size_t samples)
{
    struct weighing w = { 0 };
    uint64_t cursor = 0;

    do
        cursor = table_scan(v->ptr, cursor, weigh, &w);
    while (cursor != 0 && w.count < samples);
    if (w.count == 0)
        return table_bytes(v->ptr);
    return table_bytes(v->ptr) + (size_t)((double)w.bytes / w.count * table_count(v->ptr));
}

static void *move_elem(void *unused, void *elem)
{
    (void)unused;
    return mem_defrag(elem, 0);
}

static uint64_t set_defrag(struct value *v, uint64_t cursor)
{
    struct table *t = v->ptr;

    cursor = table_defrag(&t, cursor, move_elem, NULL);
    v->ptr = t;
    return cursor;
}

static const char *set_encoding_name(const struct value *v)
{
    if (v->encoding == ENC_INTSET)
        return "intset";
    return v->encoding == ENC_LISTPACK ? "listpack" : "hashtable";
}

static void check_different(const uint8_t *lp)
{
    for (size_t pos = lp_first(lp); pos != 0; pos = lp_next(lp, pos)) {
        struct item it = lp_get(lp, pos);
        char scratch[NUM_INT_MAX];
        struct lp_needle n = lp_needle(item_text(&it, scratch));

        kv_assert(lp_find(lp, lp_next(lp, pos), &n, 0) == 0);
    }
}

/* table_check() sees that elements lie where their hash says; that none is there twice, this does. */
static void check_only_one(void *ctx, void *elem)
{
    kv_assert(table_find(ctx, elem_hash(elem), elem_text(elem)) == elem);
}

static void set_check(const struct value *v)
{
    uint64_t cursor = 0;

    kv_assert(v->type == OBJ_SET);
    kv_assert(v->encoding == ENC_INTSET || v->encoding == ENC_LISTPACK || v->encoding == ENC_TABLE);
    if (v->encoding == ENC_LISTPACK)
        check_different(v->pack.ptr);
    if (v->encoding == ENC_TABLE) {
        table_check(v->ptr);
        do
            cursor = table_scan(v->ptr, cursor, check_only_one, v->ptr);
        while (cursor != 0);
    }
}

static const struct table *table(const struct value *v)
{
    return v->ptr;
}

const struct value_ops set_ops = {
    .empty = set_empty,
    .count = set_count,
    .each = set_value_each,
    .free = set_free,
    .dup = set_dup,
    .mem = set_mem,
    .defrag = set_defrag,
    .effort = set_count,
    .encoding_name = set_encoding_name,
    .check = set_check,
    .table = table,
};

const struct option set_options[] = {
    OPTION_INT("set-max-intset-entries", &max_intset_entries, "512", 0, INT64_MAX, OPT_LIVE,
               "Most members of a set of integers held as sorted numbers."),
    OPTION_INT("set-max-listpack-entries", &max_listpack_entries, "128", 0, INT64_MAX, OPT_LIVE,
               "Most members of a set held in one block."),
    OPTION_MEMORY("set-max-listpack-value", &max_listpack_value, "64", 0, INT64_MAX, OPT_LIVE,
                  "Longest member of such a set, in bytes."),
    OPTION_END,
};
