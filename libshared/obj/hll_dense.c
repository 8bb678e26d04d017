/* The dense encoding, 6 bits a register, and registers as bytes. */
#include "obj/hll_inner.h"

#include "base/load.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* 8 registers are 6 bytes of a body. */
enum { WORD_REGISTERS = 8, WORD_BYTES = 6 };

#define EACH_BYTE(b) ((b)*UINT64_C(0x0101010101010101))

/* ---- One register -------------------------------------------------------------------------------- */

unsigned hll_dense_get(const uint8_t *body, unsigned index)
{
    const uint8_t *p = body + index * 6 / 8;
    unsigned shift = index * 6 % 8;

    /* A register that ends with its byte is all in it, and the last one has no byte behind it. */
    return shift <= 2 ? p[0] >> shift & 63u : (p[0] | (unsigned)p[1] << 8) >> shift & 63u;
}

void hll_dense_set(uint8_t *body, unsigned index, unsigned value)
{
    uint8_t *p = body + index * 6 / 8;
    unsigned shift = index * 6 % 8;

    p[0] = (uint8_t)((p[0] & ~(63u << shift)) | value << shift);
    if (shift > 2)
        p[1] = (uint8_t)((p[1] & ~(63u >> (8 - shift))) | value >> (8 - shift));
}

/* ---- All registers ------------------------------------------------------------------------------- */

/* 6 bits each in the low 48 bits to a byte each: halves, quarters and eighths move apart. */
static uint64_t unpack(uint64_t w)
{
    w = (w & UINT64_C(0x0000000000ffffff)) | (w & UINT64_C(0x0000ffffff000000)) << 8;
    w = (w & UINT64_C(0x00000fff00000fff)) | (w & UINT64_C(0x00fff00000fff000)) << 4;
    return (w & UINT64_C(0x003f003f003f003f)) | (w & UINT64_C(0x0fc00fc00fc00fc0)) << 2;
}

/* And back. */
static uint64_t pack(uint64_t w)
{
    w = (w & UINT64_C(0x003f003f003f003f)) | (w & UINT64_C(0x3f003f003f003f00)) >> 2;
    w = (w & UINT64_C(0x00000fff00000fff)) | (w & UINT64_C(0x0fff00000fff0000)) >> 4;
    return (w & UINT64_C(0x0000000000ffffff)) | (w & UINT64_C(0x00ffffff00000000)) >> 8;
}

/* The greater of each two bytes, which are below 128. */
static uint64_t greater(uint64_t a, uint64_t b)
{
    uint64_t is_a = ((a | EACH_BYTE(0x80)) - b) & EACH_BYTE(0x80), mask = (is_a >> 7) * 0xff;

    return (a & mask) | (b & ~mask);
}

void hll_dense_merge_portable(struct hll_registers *r, const uint8_t *body)
{
    for (unsigned i = 0; i < HLL_REGISTERS; i += WORD_REGISTERS, body += WORD_BYTES) {
        uint64_t w = load_le32(body) | (uint64_t)load_le16(body + 4) << 32;

        store_le64(r->value + i, greater(load_le64(r->value + i), unpack(w)));
    }
}

#if defined(__x86_64__)
/* 32 registers at a time: 3 bytes with 4 of them go to each lane of 32 bits, and apart there. */
__attribute__((target("avx2"))) static void merge_by_avx2(struct hll_registers *r,
                                                          const uint8_t *body)
{
    /* The upper half is loaded from 4 bytes too low, so that nothing behind the body is read. */
    const __m256i spread = _mm256_setr_epi8(0, 1, 2, -1, 3, 4, 5, -1, 6, 7, 8, -1, 9, 10, 11, -1, 4,
                                            5, 6, -1, 7, 8, 9, -1, 10, 11, 12, -1, 13, 14, 15, -1);

    for (unsigned i = 0; i < HLL_REGISTERS; i += 32, body += 24) {
        __m128i low = _mm_loadu_si128((const void *)body);
        __m128i high = _mm_loadu_si128((const void *)(body + 8));
        __m256i w = _mm256_shuffle_epi8(_mm256_set_m128i(high, low), spread);
        __m256i a = _mm256_and_si256(w, _mm256_set1_epi32(0x3f));
        __m256i b = _mm256_and_si256(_mm256_slli_epi32(w, 2), _mm256_set1_epi32(0x3f00));
        __m256i c = _mm256_and_si256(_mm256_slli_epi32(w, 4), _mm256_set1_epi32(0x3f0000));
        __m256i d = _mm256_and_si256(_mm256_slli_epi32(w, 6), _mm256_set1_epi32(0x3f000000));
        __m256i all = _mm256_or_si256(_mm256_or_si256(a, b), _mm256_or_si256(c, d));
        __m256i *to = (__m256i *)(r->value + i);

        _mm256_store_si256(to, _mm256_max_epu8(_mm256_load_si256(to), all));
    }
}
#endif

void hll_dense_merge(struct hll_registers *r, const uint8_t *body)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        merge_by_avx2(r, body);
        return;
    }
#endif
    hll_dense_merge_portable(r, body);
}

void hll_registers_store(const struct hll_registers *r, uint8_t *s)
{
    uint8_t *body = s + HLL_HEADER;

    for (unsigned i = 0; i < HLL_REGISTERS; i += WORD_REGISTERS, body += WORD_BYTES) {
        uint64_t w = pack(load_le64(r->value + i));

        store_le32(body, (uint32_t)w);
        store_le16(body + 4, (uint16_t)(w >> 32));
    }
}

/* ---- Histograms ---------------------------------------------------------------------------------- */

void hll_histogram_portable(const struct hll_registers *r, struct hll_histogram *h)
{
    /* Neighbours are often equal: counting them in different places, none waits for the other. */
    struct hll_histogram part[4] = { { { 0 } } };

    for (unsigned i = 0; i < HLL_REGISTERS; i += WORD_REGISTERS) {
        uint64_t w = load_le64(r->value + i);

        for (unsigned k = 0; k < WORD_REGISTERS; k++)
            part[k % 4].count[w >> 8 * k & (HLL_VALUES - 1)]++;
    }
    for (unsigned v = 0; v < HLL_VALUES; v++)
        for (unsigned k = 0; k < 4; k++)
            h->count[v] += part[k].count[v];
}

#if defined(__x86_64__)
enum {
    VECTORS = HLL_REGISTERS / 32,
    BLOCK = 128, /* vectors whose hits a byte can count */
    FEW = 64,    /* registers that are counted one by one */
};

/* How many registers have the value from, how many the three that follow; returns the sum. */
__attribute__((target("avx2"))) static unsigned count_four(const struct hll_registers *r,
                                                           unsigned from, uint32_t count[4])
{
    const __m256i *v = (const __m256i *)r->value;
    __m256i sum[4], hits[4], value[4];
    uint64_t lanes[4];

    for (unsigned k = 0; k < 4; k++) {
        value[k] = _mm256_set1_epi8((char)(from + k));
        sum[k] = _mm256_setzero_si256();
    }
    for (unsigned block = 0; block < VECTORS; block += BLOCK) {
        for (unsigned k = 0; k < 4; k++)
            hits[k] = _mm256_setzero_si256();
        for (unsigned i = block; i < block + BLOCK; i++)
            for (unsigned k = 0; k < 4; k++)
                hits[k] = _mm256_sub_epi8(hits[k], _mm256_cmpeq_epi8(v[i], value[k]));
        for (unsigned k = 0; k < 4; k++)
            sum[k] = _mm256_add_epi64(sum[k], _mm256_sad_epu8(hits[k], _mm256_setzero_si256()));
    }
    for (unsigned k = 0; k < 4; k++) {
        _mm256_storeu_si256((__m256i *)lanes, sum[k]);
        count[k] = (uint32_t)(lanes[0] + lanes[1] + lanes[2] + lanes[3]);
    }
    return count[0] + count[1] + count[2] + count[3];
}

/* Nearly all registers are within a dozen values: those are compared with all, the rest is counted one by
 * one. */
__attribute__((target("avx2"))) static void histogram_by_avx2(const struct hll_registers *r,
                                                              struct hll_histogram *h)
{
    const __m256i *v = (const __m256i *)r->value;
    unsigned left = HLL_REGISTERS, from = 0;
    uint32_t above;

    for (; from < HLL_VALUES && left > FEW; from += 4)
        left -= count_four(r, from, h->count + from);
    for (unsigned i = 0; i < VECTORS && left > 0; i++) {
        above = (uint32_t)_mm256_movemask_epi8(
            _mm256_cmpgt_epi8(v[i], _mm256_set1_epi8((char)(from - 1))));
        for (; above != 0; above &= above - 1, left--)
            h->count[r->value[32 * i + (unsigned)__builtin_ctz(above)]]++;
    }
}
#endif

uint64_t hll_registers_count(const struct hll_registers *r)
{
    struct hll_histogram h = { { 0 } };

#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) {
        histogram_by_avx2(r, &h);
        return hll_estimate(&h);
    }
#endif
    hll_histogram_portable(r, &h);
    return hll_estimate(&h);
}
