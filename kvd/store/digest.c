#include "store/digest.h"

#include "base/load.h"
#include "obj/stream.h"

#include <xxhash.h>

enum { HASH_LEN = 16 };

static void put_hash(uint8_t *out, struct bytes data)
{
    XXH128_hash_t h = XXH3_128bits(data.ptr, data.len);

    store_le64(out, h.low64);
    store_le64(out + 8, h.high64);
}

/* 128 bits of one hash and 32 of another, over the same block. */
static struct digest digest_block(const uint8_t *block, size_t len)
{
    struct digest d;

    put_hash(d.bytes, bytes_make(block, len));
    store_le32(d.bytes + HASH_LEN, (uint32_t)XXH3_64bits_withSeed(block, len, 1));
    return d;
}

static void digest_join(struct digest *sum, struct digest d)
{
    for (unsigned i = 0; i < DIGEST_LEN; i++)
        sum->bytes[i] ^= d.bytes[i];
}

/* An element's digest covers what belongs to it; in a list also that of all elements before it. */
struct elem_walk {
    bool ordered;
    struct digest sum;
};

static bool digest_elem(void *ctx, const struct value_elem *el)
{
    struct elem_walk *w = ctx;
    uint8_t block[2 * HASH_LEN + 9 + DIGEST_LEN] = { 0 };
    char scratch[NUM_INT_MAX];
    struct digest d;

    put_hash(block, item_text(&el->item, scratch));
    put_hash(block + HASH_LEN, item_text(&el->value, scratch));
    memcpy(block + 2 * (size_t)HASH_LEN, &el->score, 8);
    block[2 * HASH_LEN + 8] = el->expire_at_ms != VALUE_NEVER;
    if (w->ordered)
        memcpy(block + 2 * (size_t)HASH_LEN + 9, w->sum.bytes, DIGEST_LEN);
    d = digest_block(block, sizeof block);
    if (w->ordered)
        w->sum = d;
    else
        digest_join(&w->sum, d);
    return true;
}

static struct digest digest_collection(const struct entry *e)
{
    struct value v = entry_value(e);
    struct elem_walk w = { .ordered = v.type == OBJ_LIST };
    uint8_t block[1 + DIGEST_LEN];

    value_each(&v, digest_elem, &w);
    block[0] = (uint8_t)v.type;
    memcpy(block + 1, w.sum.bytes, DIGEST_LEN);
    return digest_block(block, sizeof block);
}

/* Everything of a stream is in order: each part's digest covers the one before. */
static void fold(struct digest *sum, struct bytes part)
{
    uint8_t block[DIGEST_LEN + HASH_LEN];

    memcpy(block, sum->bytes, DIGEST_LEN);
    put_hash(block + DIGEST_LEN, part);
    *sum = digest_block(block, sizeof block);
}

static void fold_numbers(struct digest *sum, uint64_t a, uint64_t b)
{
    uint8_t part[16];

    store_le64(part, a);
    store_le64(part + 8, b);
    fold(sum, bytes_make(part, sizeof part));
}

static void fold_entries(struct digest *sum, const struct stream *s)
{
    struct stream_cursor c;
    struct stream_id id;
    struct item field, value;
    char scratch[NUM_INT_MAX];

    stream_seek(&c, s, STREAM_ID_MIN, STREAM_ID_MAX, false);
    while (stream_next(&c, &id)) {
        fold_numbers(sum, id.ms, id.seq);
        while (stream_next_pair(&c, &field, &value)) {
            fold(sum, item_text(&field, scratch));
            fold(sum, item_text(&value, scratch));
        }
    }
}

/* When consumers were seen and active is left out: asking for entries in vain changes it. */
static void fold_group(struct digest *sum, const struct group *g)
{
    struct idtree_cursor at = pending_from(&g->pending, STREAM_ID_MIN);
    const struct pending *p;

    fold(sum, group_name(g));
    fold_numbers(sum, g->last_id.ms, g->last_id.seq);
    for (size_t i = 0; i < group_consumers(g); i++)
        fold(sum, consumer_name(group_consumer_at(g, i)));
    while ((p = pending_next(&at)) != NULL) {
        fold_numbers(sum, p->id.ms, p->id.seq);
        fold_numbers(sum, (uint64_t)p->idle.at_ms, p->deliveries);
        fold(sum, p->owner != NULL ? consumer_name(p->owner) : bytes_make(NULL, 0));
    }
}

static struct digest digest_stream(const struct stream *s)
{
    struct digest sum = { { OBJ_STREAM } };

    fold_numbers(&sum, s->last_id.ms, s->last_id.seq);
    fold_numbers(&sum, s->length, stream_groups(s));
    fold_entries(&sum, s);
    for (size_t i = 0; i < stream_groups(s); i++)
        fold_group(&sum, stream_group_at(s, i));
    return sum;
}

struct digest digest_value(const struct entry *e)
{
    uint8_t block[1 + HASH_LEN];
    char scratch[NUM_INT_MAX];

    if (entry_type(e) == OBJ_STREAM) {
        struct value v = entry_value(e);

        return digest_stream(stream_of(&v));
    }
    if (entry_type(e) != OBJ_STRING)
        return digest_collection(e);
    block[0] = (uint8_t)entry_type(e);
    put_hash(block + 1, entry_string(e, scratch));
    return digest_block(block, sizeof block);
}

static struct digest digest_entry(unsigned db, const struct entry *e)
{
    struct digest value = digest_value(e);
    uint8_t block[5 + HASH_LEN + DIGEST_LEN];

    store_le32(block, db);
    block[4] = entry_has_ttl(e);
    put_hash(block + 5, entry_key(e));
    memcpy(block + 5 + HASH_LEN, value.bytes, DIGEST_LEN);
    return digest_block(block, sizeof block);
}

struct digest digest_store(struct store *st)
{
    struct digest sum = { { 0 } };

    for (unsigned i = 0; i < store_databases(st); i++) {
        struct store_iter it;
        const struct entry *e;

        store_iter_init(&it, store_db(st, i));
        while ((e = store_iter_next(&it)) != NULL)
            digest_join(&sum, digest_entry(i, e));
        store_iter_fini(&it);
    }
    return sum;
}

void digest_hex(const struct digest *d, char out[DIGEST_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";

    for (unsigned i = 0; i < DIGEST_LEN; i++) {
        *out++ = digits[d->bytes[i] >> 4];
        *out++ = digits[d->bytes[i] & 15];
    }
    *out = '\0';
}
