#include "base/hash.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/rand.h"

/*
 * The state is four words. A key enters it as v = constant ^ key half, so the start state is
 * computed once per seed; each 8 bytes of data (little-endian) cost one round, the end three more.
 * The last word holds the 0 to 7 bytes that are left and, in its top byte, the length modulo 256.
 */
struct sip {
    uint64_t v0, v1, v2, v3;
};

/* "somepseudorandomlygeneratedbytes", as the paper has it. */
#define SIP_INIT(k0, k1)                                                                           \
    {                                                                                              \
        0x736f6d6570736575 ^ (k0), 0x646f72616e646f6d ^ (k1), 0x6c7967656e657261 ^ (k0),           \
            0x7465646279746573 ^ (k1)                                                              \
    }

/* Until a seed is set, that of the zero key. */
static struct sip start = SIP_INIT(0, 0);

static inline uint64_t rotate_left(uint64_t x, int n)
{
    return x << n | x >> (64 - n);
}

static inline void sip_round(struct sip *s)
{
    s->v0 += s->v1;
    s->v2 += s->v3;
    s->v1 = rotate_left(s->v1, 13) ^ s->v0;
    s->v3 = rotate_left(s->v3, 16) ^ s->v2;
    s->v0 = rotate_left(s->v0, 32);
    s->v2 += s->v1;
    s->v0 += s->v3;
    s->v1 = rotate_left(s->v1, 17) ^ s->v2;
    s->v3 = rotate_left(s->v3, 21) ^ s->v0;
    s->v2 = rotate_left(s->v2, 32);
}

static inline void sip_word(struct sip *s, uint64_t word)
{
    s->v3 ^= word;
    sip_round(s);
    s->v0 ^= word;
}

/* The last len % 8 bytes as a little-endian number. Loads that overlap stand in for a loop: they
 * put the same byte in the same place twice. */
static inline uint64_t load_tail(const uint8_t *data, size_t len)
{
    size_t left = len % 8;
    const uint8_t *p;

    if (left == 0)
        return 0;
    p = data + len - left;
    if (len >= 8)
        return load_le64(data + len - 8) >> (64 - 8 * left);
    if (left >= 4)
        return load_le32(p) | (uint64_t)load_le32(p + left - 4) << (8 * (left - 4));
    return p[0] | (uint64_t)p[left / 2] << (8 * (left / 2)) |
           (uint64_t)p[left - 1] << (8 * (left - 1));
}

/* The words of text from one offset up to another, which differ by a multiple of 8. */
static inline void sip_words(struct sip *s, const uint8_t *text, size_t from, size_t to)
{
    for (; from < to; from += 8)
        sip_word(s, load_le64(text + from));
}

/* All whole words of data are in the state. */
static inline uint64_t sip_end(struct sip s, struct bytes data)
{
    sip_word(&s, load_tail(data.ptr, data.len) | (uint64_t)data.len << 56);

    s.v2 ^= 0xff;
    sip_round(&s);
    sip_round(&s);
    sip_round(&s);
    return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

static inline uint64_t sip_hash(struct sip s, struct bytes data)
{
    sip_words(&s, data.ptr, 0, data.len / 8 * 8);
    return sip_end(s, data);
}

uint64_t hash_bytes(struct bytes data)
{
    return sip_hash(start, data);
}

uint64_t hash_bytes_keyed(struct bytes data, uint64_t k0, uint64_t k1)
{
    return sip_hash((struct sip)SIP_INIT(k0, k1), data);
}

void hash_beginnings_init(struct hash_beginnings *h, const uint8_t *text)
{
    *h = (struct hash_beginnings){ text, 0, { start.v0, start.v1, start.v2, start.v3 } };
}

uint64_t hash_beginning(struct hash_beginnings *h, size_t len)
{
    struct sip s = { h->state[0], h->state[1], h->state[2], h->state[3] };
    size_t words = len / 8 * 8;

    kv_assert(words >= h->done);
    sip_words(&s, h->text, h->done, words);
    *h = (struct hash_beginnings){ h->text, words, { s.v0, s.v1, s.v2, s.v3 } };
    return sip_end(s, bytes_make(h->text, len));
}

void hash_seed_random(void)
{
    uint64_t key[2];

    rand_secure(key, sizeof key);
    start = (struct sip)SIP_INIT(key[0], key[1]);
}

/* Two hashes of the text under different fixed keys are the halves of the key. */
void hash_seed_set(struct bytes seed)
{
    uint64_t k0 = hash_bytes_keyed(seed, 0, 0), k1 = hash_bytes_keyed(seed, 0, 1);

    start = (struct sip)SIP_INIT(k0, k1);
}
