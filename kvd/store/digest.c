#include "store/digest.h"

#include "base/load.h"

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

struct digest digest_value(const struct entry *e)
{
    uint8_t block[1 + HASH_LEN];
    char scratch[NUM_INT_MAX];

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

static void digest_join(struct digest *sum, struct digest d)
{
    for (unsigned i = 0; i < DIGEST_LEN; i++)
        sum->bytes[i] ^= d.bytes[i];
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
