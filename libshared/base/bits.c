#include "base/bits.h"

#include "base/load.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Bits of whole bytes that are 1. */
static uint64_t (*count_bytes)(const uint8_t *p, size_t len);
/* Bytes at the beginning that all are skip, or a few less. */
static size_t (*skip_run)(const uint8_t *p, size_t len, uint8_t skip);

/* ---- Counting ------------------------------------------------------------------------------------ */

/* The compiler makes of this what the function it is inlined into allows. */
static inline __attribute__((always_inline)) uint64_t count_words(const uint8_t *p, size_t len)
{
    uint64_t count[4] = { 0 };

    for (; len >= 32; p += 32, len -= 32)
        for (unsigned i = 0; i < 4; i++)
            count[i] += (unsigned)__builtin_popcountll(load_le64(p + 8 * i));
    for (; len > 0; p++, len--)
        count[0] += (unsigned)__builtin_popcount(*p);
    return count[0] + count[1] + count[2] + count[3];
}

static uint64_t count_plainly(const uint8_t *p, size_t len)
{
    return count_words(p, len);
}

#if defined(__x86_64__)

__attribute__((target("popcnt"))) static uint64_t count_by_popcnt(const uint8_t *p, size_t len)
{
    return count_words(p, len);
}

/* Looks both halves of each byte up in a table of 16, and adds the bytes of each 8 up. */
__attribute__((target("avx2,popcnt"))) static uint64_t count_by_avx2(const uint8_t *p, size_t len)
{
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                           2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_set1_epi8(15), zero = _mm256_setzero_si256();
    __m256i sums = zero;
    uint64_t sum[4];

    while (len >= 32) {
        __m256i bytes = zero;

        /* A byte of bytes grows by at most 8 each time. */
        for (unsigned i = 0; i < 31 && len >= 32; i++, p += 32, len -= 32) {
            __m256i v = _mm256_loadu_si256((const __m256i_u *)p);
            __m256i high = _mm256_and_si256(_mm256_srli_epi16(v, 4), low);

            bytes = _mm256_add_epi8(bytes, _mm256_shuffle_epi8(table, _mm256_and_si256(v, low)));
            bytes = _mm256_add_epi8(bytes, _mm256_shuffle_epi8(table, high));
        }
        sums = _mm256_add_epi64(sums, _mm256_sad_epu8(bytes, zero));
    }
    _mm256_storeu_si256((__m256i_u *)sum, sums);
    return sum[0] + sum[1] + sum[2] + sum[3] + count_words(p, len);
}

__attribute__((target("avx512f,avx512vpopcntdq,popcnt"))) static uint64_t count_by_avx512(
    const uint8_t *p, size_t len)
{
    __m512i a = _mm512_setzero_si512(), b = a;

    for (; len >= 128; p += 128, len -= 128) {
        a = _mm512_add_epi64(a, _mm512_popcnt_epi64(_mm512_loadu_si512(p)));
        b = _mm512_add_epi64(b, _mm512_popcnt_epi64(_mm512_loadu_si512(p + 64)));
    }
    return (uint64_t)_mm512_reduce_add_epi64(_mm512_add_epi64(a, b)) + count_words(p, len);
}

#endif

/* Bits of one byte; to may be its end. */
static uint64_t count_in_byte(uint8_t byte, unsigned from, unsigned to)
{
    return (unsigned)__builtin_popcount(byte & 0xffU >> from & ~(0xffU >> to));
}

uint64_t bits_count(const uint8_t *p, uint64_t from, uint64_t to)
{
    uint64_t first = (from + 7) / 8, end = to / 8; /* whole bytes */
    uint64_t count = 0;

    if (from >= to)
        return 0;
    if (first > end)
        return count_in_byte(p[end], from % 8, to % 8);
    if (from % 8 != 0)
        count += count_in_byte(p[first - 1], from % 8, 8);
    if (to % 8 != 0)
        count += count_in_byte(p[end], 0, to % 8);
    return count + count_bytes(p + first, (size_t)(end - first));
}

/* ---- Finding ------------------------------------------------------------------------------------- */

static size_t skip_by_words(const uint8_t *p, size_t len, uint8_t skip)
{
    uint64_t word = skip * UINT64_C(0x0101010101010101);
    size_t i = 0;

    for (; len - i >= 32; i += 32)
        if (((load_le64(p + i) ^ word) | (load_le64(p + i + 8) ^ word) |
             (load_le64(p + i + 16) ^ word) | (load_le64(p + i + 24) ^ word)) != 0)
            break;
    return i;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static size_t skip_by_avx2(const uint8_t *p, size_t len,
                                                           uint8_t skip)
{
    const __m256i all = _mm256_set1_epi8((char)skip);
    size_t i = 0;

    for (; len - i >= 128; i += 128) {
        const __m256i_u *v = (const __m256i_u *)(p + i);
        __m256i a = _mm256_or_si256(_mm256_xor_si256(_mm256_loadu_si256(v), all),
                                    _mm256_xor_si256(_mm256_loadu_si256(v + 1), all));
        __m256i b = _mm256_or_si256(_mm256_xor_si256(_mm256_loadu_si256(v + 2), all),
                                    _mm256_xor_si256(_mm256_loadu_si256(v + 3), all));
        __m256i differs = _mm256_or_si256(a, b);

        if (!_mm256_testz_si256(differs, differs))
            break;
    }
    return i;
}
#endif

/* Of the bytes from i to end, the first that is not skip; end if there is none. */
static size_t skip_bytes(const uint8_t *p, size_t i, size_t end, uint8_t skip)
{
    i += skip_run(p + i, end - i, skip);
    while (i < end && p[i] == skip)
        i++;
    return i;
}

uint64_t bits_find(const uint8_t *p, uint64_t from, uint64_t to, bool bit)
{
    uint8_t flip = bit ? 0 : 0xff; /* what is looked for is a 1 then */
    unsigned found;
    size_t i;

    if (from >= to)
        return to;
    i = (size_t)(from / 8);
    found = (p[i] ^ flip) & (0xffU >> from % 8);
    if (found == 0) {
        size_t end = (size_t)((to + 7) / 8);

        i = skip_bytes(p, i + 1, end, flip);
        if (i == end)
            return to;
        found = p[i] ^ flip;
    }
    from = 8 * (uint64_t)i + (unsigned)__builtin_clz(found) - 24;
    return from < to ? from : to;
}

/* ---- What this machine has ----------------------------------------------------------------------- */

enum bits_means bits_means(void)
{
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("popcnt"))
        return BITS_PLAIN;
    if (!__builtin_cpu_supports("avx2"))
        return BITS_POPCNT;
    return __builtin_cpu_supports("avx512vpopcntdq") ? BITS_AVX512 : BITS_AVX2;
#else
    return BITS_PLAIN;
#endif
}

void bits_use(enum bits_means most)
{
    enum bits_means means = most < bits_means() ? most : bits_means();

    count_bytes = count_plainly;
    skip_run = skip_by_words;
#if defined(__x86_64__)
    if (means >= BITS_POPCNT)
        count_bytes = count_by_popcnt;
    if (means >= BITS_AVX2) {
        count_bytes = count_by_avx2;
        skip_run = skip_by_avx2;
    }
    if (means >= BITS_AVX512)
        count_bytes = count_by_avx512;
#endif
}

__attribute__((constructor)) static void bits_prepare(void)
{
    bits_use(bits_means());
}
