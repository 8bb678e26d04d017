/*
 * bits -- runs of bytes read as bits.
 *
 * Bit 0 is the highest bit of the first byte, bit 7 its lowest, bit 8 the highest of the second, as
 * the bitmap commands number them. Ranges are half open: from belongs to them, to does not, and
 * neither is beyond the last bit.
 */
#ifndef KV_BASE_BITS_H
#define KV_BASE_BITS_H

#include "base/bytes.h"

static inline bool bits_get(const uint8_t *p, uint64_t at)
{
    return p[at / 8] >> (7 - at % 8) & 1;
}

static inline void bits_put(uint8_t *p, uint64_t at, bool bit)
{
    unsigned shift = 7 - at % 8;

    p[at / 8] = (uint8_t)((p[at / 8] & ~(1U << shift)) | (unsigned)bit << shift);
}

/* How many bits from from to to are 1. */
uint64_t bits_count(const uint8_t *p, uint64_t from, uint64_t to);
/* The first bit there that is as asked for; to if there is none. */
uint64_t bits_find(const uint8_t *p, uint64_t from, uint64_t to, bool bit);

/* What a machine brings for this; each includes those before it. */
enum bits_means { BITS_PLAIN, BITS_POPCNT, BITS_AVX2, BITS_AVX512 };
enum bits_means bits_means(void); /* of this machine */
/* Makes do with these, or with those of the machine if it has less: for tests. Before main() those
 * of the machine are chosen. */
void bits_use(enum bits_means most);

#endif
