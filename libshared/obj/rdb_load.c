#include "obj/rdb_load.h"

#include "base/mem.h"
#include "base/size.h"
#include "ds/intset.h"
#include "ds/listpack.h"
#include "obj/hash.h"
#include "obj/list.h"
#include "obj/rdb_pack.h"
#include "obj/rdb_stream.h"
#include "obj/rdb_ziplist.h"
#include "obj/set.h"
#include "obj/zset.h"

/* What a type's elements are read from. */
enum source {
    SRC_NONE, /* no such type */
    SRC_STRINGS,
    SRC_LISTPACK,
    SRC_ZIPLIST,
    SRC_ZIPMAP,
    SRC_INTSET,
    SRC_STREAM,
};

/* How a type is read. */
struct form {
    enum obj_type type;
    enum source source;
    unsigned stride; /* items in a pack that make an element */
    bool many;       /* any number of packs */
};

static const struct form forms[] = {
    [RDB_STRING] = { OBJ_STRING, SRC_STRINGS },
    [RDB_LIST] = { OBJ_LIST, SRC_STRINGS },
    [RDB_SET] = { OBJ_SET, SRC_STRINGS },
    [RDB_ZSET_TEXT] = { OBJ_ZSET, SRC_STRINGS },
    [RDB_HASH] = { OBJ_HASH, SRC_STRINGS },
    [RDB_ZSET] = { OBJ_ZSET, SRC_STRINGS },
    [RDB_HASH_ZIPMAP] = { OBJ_HASH, SRC_ZIPMAP, 2 },
    [RDB_LIST_ZIPLIST] = { OBJ_LIST, SRC_ZIPLIST, 1 },
    [RDB_SET_INTSET] = { OBJ_SET, SRC_INTSET, 1 },
    [RDB_ZSET_ZIPLIST] = { OBJ_ZSET, SRC_ZIPLIST, 2 },
    [RDB_HASH_ZIPLIST] = { OBJ_HASH, SRC_ZIPLIST, 2 },
    [RDB_LIST_ZIPLISTS] = { OBJ_LIST, SRC_ZIPLIST, 1, .many = true },
    [RDB_STREAM] = { OBJ_STREAM, SRC_STREAM },
    [RDB_HASH_LISTPACK] = { OBJ_HASH, SRC_LISTPACK, 2 },
    [RDB_ZSET_LISTPACK] = { OBJ_ZSET, SRC_LISTPACK, 2 },
    [RDB_LIST_NODES] = { OBJ_LIST, SRC_LISTPACK, 1, .many = true },
    [RDB_STREAM_FIGURES] = { OBJ_STREAM, SRC_STREAM },
    [RDB_SET_LISTPACK] = { OBJ_SET, SRC_LISTPACK, 1 },
    [RDB_STREAM_ACTIVE] = { OBJ_STREAM, SRC_STREAM },
    [RDB_HASH_DEADLINES] = { OBJ_HASH, SRC_STRINGS },
    [RDB_HASH_LISTPACK_DEADLINES] = { OBJ_HASH, SRC_LISTPACK, 3 },
    [RDB_STREAM_OWN] = { OBJ_STREAM, SRC_STREAM },
};
enum { FORMS = sizeof forms / sizeof *forms };

struct rdb_loader {
    struct rdb_reader *r;
    uint8_t type;
    struct form form;
    struct rdb_loaded out;
    struct rdb_stream_load *stream; /* SRC_STREAM */
    int64_t least_ms;               /* RDB_HASH_DEADLINES */

    uint64_t units; /* packs and nodes that are still to be read */
    uint64_t left;  /* elements of the open pack, or strings of r, that are still to be read */
    struct bytes pack;
    size_t pos;          /* listpack: of the next item; intset: its index */
    struct bytes inside; /* ziplist, zipmap: what was not read yet */

    struct buf pack_scratch, scratch[2]; /* what was compressed */
};

static void fail(struct rdb_loader *l)
{
    rdb_fail(l->r);
}

/* ---- Items --------------------------------------------------------------------------------------- */

/* The next item; the first and the second of an element (index 0 and 1) are borrowed until the next
 * element. */
static struct item next_item(struct rdb_loader *l, unsigned index)
{
    switch (l->form.source) {
    case SRC_LISTPACK:
        return lp_take(l->pack.ptr, &l->pos);
    case SRC_ZIPLIST:
        return ziplist_next(&l->inside);
    case SRC_ZIPMAP:
        return zipmap_next(&l->inside, index == 1);
    case SRC_INTSET:
        return item_of_int(intset_get(l->pack.ptr, l->pos++));
    default:
        return rdb_get_string(l->r, &l->scratch[index]);
    }
}

/* The same as a text; an integer is written to room. */
static struct bytes next_text(struct rdb_loader *l, unsigned index, char room[NUM_INT_MAX])
{
    struct item it = next_item(l, index);

    return item_text(&it, room);
}

static double next_score(struct rdb_loader *l)
{
    struct item it;
    double score = 0;

    if (l->type == RDB_ZSET)
        return rdb_get_double(l->r);
    if (l->type == RDB_ZSET_TEXT)
        return rdb_get_double_text(l->r);
    it = next_item(l, 1);
    if (!rdb_pack_score(&it, &score))
        fail(l);
    return score;
}

/* The time before a field of RDB_HASH_DEADLINES. */
static int64_t next_relative_deadline(struct rdb_loader *l)
{
    uint64_t time = rdb_get_len(l->r);
    int64_t at_ms = l->least_ms;

    if (time == 0)
        return VALUE_NEVER;
    if (time > INT64_MAX || !num_add(&at_ms, (int64_t)time - 1) || at_ms == VALUE_NEVER)
        fail(l);
    return at_ms;
}

/* The one behind a value of RDB_HASH_LISTPACK_DEADLINES. */
static int64_t next_deadline(struct rdb_loader *l)
{
    struct item it = next_item(l, 0);

    if (!item_is_int(&it) || it.number < 0 || it.number == VALUE_NEVER)
        fail(l);
    return it.number == 0 ? VALUE_NEVER : it.number;
}

/* ---- Elements ------------------------------------------------------------------------------------ */

/* Fields and members go into a table whose buckets are anywhere in memory: some of them are read first, and
 * their buckets are asked for together. */
enum { BATCH = 16 };

/* Of a compressed string there is but one at a time. */
static bool is_in_scratch(const struct rdb_loader *l)
{
    return l->scratch[0].len > 0 || l->scratch[1].len > 0;
}

static size_t load_fields(struct rdb_loader *l, size_t most)
{
    struct {
        struct hash_ref ref;
        struct item value;
        int64_t at_ms;
        char room[NUM_INT_MAX];
    } fields[BATCH];
    size_t count = 0;

    buf_clear(&l->scratch[0]);
    buf_clear(&l->scratch[1]);
    while (count < most && !l->r->failed && !is_in_scratch(l)) {
        int64_t at_ms = VALUE_NEVER;

        if (l->type == RDB_HASH_DEADLINES)
            at_ms = next_relative_deadline(l);
        fields[count].ref = hash_ref(next_text(l, 0, fields[count].room));
        fields[count].value = next_item(l, 1);
        if (l->type == RDB_HASH_LISTPACK_DEADLINES)
            at_ms = next_deadline(l);
        fields[count].at_ms = at_ms;
        hash_prefetch(&l->out.value, &fields[count++].ref);
    }
    for (size_t i = 0; i < count && !l->r->failed; i++) {
        char room[NUM_INT_MAX];

        if (hash_find(&l->out.value, &fields[i].ref))
            fail(l);
        else
            hash_put(&l->out.value, &fields[i].ref, item_text(&fields[i].value, room),
                     fields[i].at_ms);
    }
    return count;
}

static size_t load_members(struct rdb_loader *l, size_t most)
{
    struct {
        struct set_member member;
        char room[NUM_INT_MAX];
    } members[BATCH];
    size_t count = 0;

    buf_clear(&l->scratch[0]);
    while (count < most && !l->r->failed && !is_in_scratch(l)) {
        set_member_init(&members[count].member, next_text(l, 0, members[count].room));
        set_prefetch_bucket(&l->out.value, &members[count++].member);
    }
    for (size_t i = 0; i < count && !l->r->failed; i++)
        if (!set_add_member(&l->out.value, &members[i].member))
            fail(l);
    return count;
}

static void load_scored(struct rdb_loader *l)
{
    char room[NUM_INT_MAX];
    struct bytes member = next_text(l, 0, room);
    double score = next_score(l);

    if (!l->r->failed && zset_add(&l->out.value, member, &score, ZSET_NX) != ZSET_ADDED)
        fail(l);
}

static void load_list_element(struct rdb_loader *l)
{
    struct item it = next_item(l, 0);

    if (!l->r->failed)
        list_push(&l->out.value, LIST_TAIL, &it);
}

/* So many elements are next. The number is not to be trusted: nothing is made ready for them. */
static void expect(struct rdb_loader *l, uint64_t elements)
{
    l->left = elements;
    if (l->form.type == OBJ_HASH)
        hash_expect(&l->out.value, elements);
    else if (l->form.type == OBJ_SET)
        set_expect(&l->out.value, elements);
}

/* Loads one element at least, most at most; returns how many. */
static size_t load_elements(struct rdb_loader *l, size_t most)
{
    switch (l->form.type) {
    case OBJ_HASH:
        return load_fields(l, size_min(most, BATCH));
    case OBJ_SET:
        return load_members(l, size_min(most, BATCH));
    case OBJ_ZSET:
        load_scored(l);
        return 1;
    default:
        load_list_element(l);
        return 1;
    }
}

/* ---- Packs --------------------------------------------------------------------------------------- */

/* The open pack becomes the value as it is. */
static void take_over(struct rdb_loader *l, enum obj_encoding encoding)
{
    struct value *v = &l->out.value;

    value_free(v);
    *v = (struct value){ .type = l->form.type, .encoding = encoding, .pack = pack_dup(l->pack) };
    l->left = 0;
}

/* True if the open listpack is what commands would have made, but for elements that are in it twice. */
static bool is_ours(const struct rdb_loader *l, const struct rdb_pack_facts *f)
{
    switch (l->type) {
    case RDB_LIST_NODES:
        return l->units == 0 && value_count(&l->out.value) == 0 &&
               list_fits_pack(f->count, l->pack.len);
    case RDB_HASH_LISTPACK:
        return hash_fits_pack(f->count / 2, f->longest, l->pack.len);
    case RDB_SET_LISTPACK:
        return set_fits_pack(f->count, f->longest, l->pack.len);
    case RDB_ZSET_LISTPACK:
        return zset_fits_pack(f->count / 2, f->longest, l->pack.len) &&
               rdb_pack_is_ordered(l->pack.ptr);
    default:
        return false;
    }
}

/* Takes the open listpack over if it may be, as the value or as a chunk of a list; otherwise its elements
 * are loaded one by one. */
static void consider_listpack(struct rdb_loader *l)
{
    struct rdb_pack_facts f = rdb_pack_facts(l->pack.ptr);

    if (!f.is_canonical)
        return;
    if (!is_ours(l, &f)) {
        if (l->form.type == OBJ_LIST && list_push_node(&l->out.value, l->pack, f.count))
            l->left = 0;
    } else if (l->form.type == OBJ_LIST ||
               rdb_pack_is_unique(l->pack.ptr, l->left * l->form.stride, l->form.stride)) {
        take_over(l, ENC_LISTPACK);
    } else {
        fail(l);
    }
}

static void consider_intset(struct rdb_loader *l)
{
    if (set_fits_intset(intset_count(l->pack.ptr)))
        take_over(l, ENC_INTSET);
}

/* Opens the pack: *items is how many it has. False if it is not well-formed. */
static bool open_pack(struct rdb_loader *l, size_t *items)
{
    switch (l->form.source) {
    case SRC_LISTPACK:
        if (!lp_validate(l->pack))
            return false;
        l->pos = lp_first(l->pack.ptr);
        *items = lp_count(l->pack.ptr);
        return true;
    case SRC_ZIPLIST:
        return ziplist_open(l->pack, &l->inside, items);
    case SRC_ZIPMAP:
        return zipmap_open(l->pack, &l->inside, items);
    default:
        if (!intset_validate(l->pack))
            return false;
        l->pos = 0;
        *items = intset_count(l->pack.ptr);
        return true;
    }
}

static void load_pack(struct rdb_loader *l)
{
    size_t items;

    l->pack = rdb_get_bytes(l->r, &l->pack_scratch);
    if (l->r->failed || !open_pack(l, &items) || items % l->form.stride != 0) {
        fail(l);
        return;
    }
    expect(l, items / l->form.stride);
    if (l->form.source == SRC_LISTPACK)
        consider_listpack(l);
    else if (l->form.source == SRC_INTSET)
        consider_intset(l);
}

/* A pack, or a node of RDB_LIST_NODES. */
static void load_unit(struct rdb_loader *l)
{
    uint64_t kind = l->type == RDB_LIST_NODES ? rdb_get_len(l->r) : RDB_NODE_PACKED;

    l->units--;
    if (kind == RDB_NODE_PACKED) {
        load_pack(l);
    } else if (kind == RDB_NODE_PLAIN) {
        struct item it = rdb_get_string(l->r, &l->scratch[0]);

        if (!l->r->failed)
            list_push(&l->out.value, LIST_TAIL, &it);
    } else {
        fail(l);
    }
}

/* ---- Steps --------------------------------------------------------------------------------------- */

static void begin(struct rdb_loader *l)
{
    if (l->form.type == OBJ_STRING) {
        l->out.text = rdb_get_string_blob(l->r, &l->out.blob);
        return;
    }
    l->out.value = value_empty(l->form.type);
    if (l->type == RDB_HASH_DEADLINES || l->type == RDB_HASH_LISTPACK_DEADLINES) {
        uint64_t least = rdb_get_le64(l->r);

        if (least >= VALUE_NEVER)
            fail(l);
        l->least_ms = (int64_t)least;
    }
    if (l->form.source == SRC_STREAM)
        l->stream = rdb_stream_load_new(l->r, l->type, stream_of(&l->out.value));
    else if (l->form.source == SRC_STRINGS)
        expect(l, rdb_get_len(l->r));
    else
        l->units = l->form.many ? rdb_get_len(l->r) : 1;
}

static void init(struct rdb_loader *l, struct rdb_reader *r, uint8_t type)
{
    *l = (struct rdb_loader){ .r = r, .type = type };
    if (type < FORMS)
        l->form = forms[type];
    buf_init(&l->pack_scratch, BUF_UNLIMITED);
    buf_init(&l->scratch[0], BUF_UNLIMITED);
    buf_init(&l->scratch[1], BUF_UNLIMITED);
    l->out.type = l->form.type;
    if (l->form.source == SRC_NONE)
        fail(l);
    else
        begin(l);
}

static bool step(struct rdb_loader *l, size_t elements)
{
    if (l->stream != NULL)
        return rdb_stream_load_step(l->stream, elements);
    while (!l->r->failed && (l->left > 0 || l->units > 0)) {
        size_t loaded;

        if (elements == 0)
            return false;
        if (l->left > 0) {
            loaded = load_elements(l, size_min(l->left, elements));
            l->left -= loaded;
            elements -= loaded;
        } else {
            load_unit(l);
            elements--;
        }
    }
    return true;
}

static enum kv_err end(struct rdb_loader *l, struct rdb_loaded *out)
{
    bool is_complete =
        l->left == 0 && l->units == 0 && (l->stream == NULL || rdb_stream_load_is_done(l->stream));

    buf_fini(&l->pack_scratch);
    buf_fini(&l->scratch[0]);
    buf_fini(&l->scratch[1]);
    rdb_stream_load_free(l->stream);
    if (l->form.type != OBJ_STRING && value_is_void(&l->out.value))
        fail(l);
    *out = l->out;
    return is_complete && !l->r->failed ? KV_OK : KV_CORRUPT;
}

void rdb_loaded_free(struct rdb_loaded *l)
{
    if (l->type == OBJ_STRING)
        blob_unref(l->blob);
    else
        value_free(&l->value);
}

enum kv_err rdb_load(struct rdb_reader *r, uint8_t type, struct rdb_loaded *out)
{
    struct rdb_loader l;
    enum kv_err err;

    init(&l, r, type);
    step(&l, SIZE_MAX);
    err = end(&l, out);
    if (err != KV_OK)
        rdb_loaded_free(out);
    return err;
}

struct rdb_loader *rdb_loader_new(struct rdb_reader *r, uint8_t type)
{
    struct rdb_loader *l = mem_alloc(sizeof *l);

    init(l, r, type);
    return l;
}

bool rdb_loader_step(struct rdb_loader *l, size_t elements)
{
    return step(l, elements);
}

enum kv_err rdb_loader_end(struct rdb_loader *l, struct rdb_loaded *out)
{
    enum kv_err err = end(l, out);

    mem_free_sized(l, sizeof *l);
    return err;
}
