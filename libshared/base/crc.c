#include "base/crc.h"

#include "base/load.h"

#if defined(__x86_64__)
#include <nmmintrin.h>
#endif

/*
 * All three work by "slicing": table k says what a byte does to the checksum when k more bytes
 * follow it, so that several bytes are looked up at once, independently of each other. The tables
 * are computed before main() from the polynomials.
 */
enum { SLICES16 = 4, SLICES = 8 };

#define POLY16  0x1021
#define POLY32C 0x82f63b78         /* 0x1edc6f41 reflected */
#define POLY64  0x95ac9329ac4bc9b5 /* 0xad93d23594c935a9 reflected */

static uint16_t table16[SLICES16][256];
static uint32_t table32c[SLICES][256];
static uint64_t table64[SLICES][256];

static uint32_t (*crc32c_update)(uint32_t crc, const uint8_t *p, size_t len);

/* ---- crc16 ------------------------------------------------------------------------------------ */

uint16_t crc16(struct bytes data)
{
    const uint8_t *p = data.ptr;
    size_t len = data.len;
    unsigned crc = 0;

    for (; len >= SLICES16; p += SLICES16, len -= SLICES16)
        crc = table16[3][p[0] ^ crc >> 8] ^ table16[2][p[1] ^ (crc & 0xff)] ^ table16[1][p[2]] ^
              table16[0][p[3]];
    for (; len > 0; p++, len--)
        crc = (crc << 8 & 0xffff) ^ table16[0][crc >> 8 ^ *p];
    return (uint16_t)crc;
}

/* ---- crc32c ----------------------------------------------------------------------------------- */

/* Both updates work on the inverted checksum. */

static uint32_t update_by_table(uint32_t crc, const uint8_t *p, size_t len)
{
    for (; len >= 8; p += 8, len -= 8) {
        uint64_t w = load_le64(p) ^ crc;

        crc = table32c[7][w & 0xff] ^ table32c[6][w >> 8 & 0xff] ^ table32c[5][w >> 16 & 0xff] ^
              table32c[4][w >> 24 & 0xff] ^ table32c[3][w >> 32 & 0xff] ^
              table32c[2][w >> 40 & 0xff] ^ table32c[1][w >> 48 & 0xff] ^ table32c[0][w >> 56];
    }
    for (; len > 0; p++, len--)
        crc = crc >> 8 ^ table32c[0][(crc ^ *p) & 0xff];
    return crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t update_by_sse42(uint32_t crc, const uint8_t *p,
                                                                  size_t len)
{
    for (; len >= 8; p += 8, len -= 8)
        crc = (uint32_t)_mm_crc32_u64(crc, load_le64(p));
    for (; len > 0; p++, len--)
        crc = _mm_crc32_u8(crc, *p);
    return crc;
}
#endif

uint32_t crc32c(uint32_t crc, struct bytes data)
{
    return ~crc32c_update(~crc, data.ptr, data.len);
}

uint32_t crc32c_by_table(uint32_t crc, struct bytes data)
{
    return ~update_by_table(~crc, data.ptr, data.len);
}

/* ---- crc64 ------------------------------------------------------------------------------------ */

uint64_t crc64(uint64_t crc, struct bytes data)
{
    const uint8_t *p = data.ptr;
    size_t len = data.len;

    for (; len >= 8; p += 8, len -= 8) {
        uint64_t w = load_le64(p) ^ crc;

        crc = table64[7][w & 0xff] ^ table64[6][w >> 8 & 0xff] ^ table64[5][w >> 16 & 0xff] ^
              table64[4][w >> 24 & 0xff] ^ table64[3][w >> 32 & 0xff] ^ table64[2][w >> 40 & 0xff] ^
              table64[1][w >> 48 & 0xff] ^ table64[0][w >> 56];
    }
    for (; len > 0; p++, len--)
        crc = crc >> 8 ^ table64[0][(crc ^ *p) & 0xff];
    return crc;
}

/* A linear map of 64 bits: what becomes of each of them. */
static uint64_t map(const uint64_t m[64], uint64_t v)
{
    uint64_t to = 0;

    for (; v != 0; v &= v - 1)
        to ^= m[__builtin_ctzll(v)];
    return to;
}

static void map_twice(uint64_t m[64])
{
    uint64_t once[64];

    memcpy(once, m, sizeof once);
    for (int i = 0; i < 64; i++)
        m[i] = map(once, once[i]);
}

/* Zero bytes behind the head make it what the tail then changes. They are a linear map, that of twice as many
 * is the same map twice. */
uint64_t crc64_join(uint64_t head, uint64_t tail, size_t tail_len)
{
    uint64_t zeros[64];

    for (int i = 0; i < 64; i++)
        zeros[i] = crc64(UINT64_C(1) << i, BYTES_LIT("\0"));
    for (; tail_len > 0; tail_len >>= 1) {
        if (tail_len & 1)
            head = map(zeros, head);
        map_twice(zeros);
    }
    return head ^ tail;
}

/* ---- Tables ----------------------------------------------------------------------------------- */

static void fill_first_tables(unsigned byte)
{
    unsigned c16 = byte << 8;
    uint32_t c32 = byte;
    uint64_t c64 = byte;

    for (int bit = 0; bit < 8; bit++) {
        c16 = (c16 << 1 & 0xffff) ^ (c16 & 0x8000 ? POLY16 : 0);
        c32 = c32 >> 1 ^ (c32 & 1 ? POLY32C : 0);
        c64 = c64 >> 1 ^ (c64 & 1 ? POLY64 : 0);
    }
    table16[0][byte] = (uint16_t)c16;
    table32c[0][byte] = c32;
    table64[0][byte] = c64;
}

/* Table k from table k - 1: the same byte with one zero byte more behind it. */
static void fill_further_tables(unsigned byte)
{
    for (int k = 1; k < SLICES16; k++) {
        unsigned c = table16[k - 1][byte];

        table16[k][byte] = (uint16_t)((c << 8) ^ table16[0][c >> 8]);
    }
    for (int k = 1; k < SLICES; k++) {
        uint32_t c32 = table32c[k - 1][byte];
        uint64_t c64 = table64[k - 1][byte];

        table32c[k][byte] = c32 >> 8 ^ table32c[0][c32 & 0xff];
        table64[k][byte] = c64 >> 8 ^ table64[0][c64 & 0xff];
    }
}

__attribute__((constructor)) static void crc_prepare(void)
{
    for (unsigned byte = 0; byte < 256; byte++)
        fill_first_tables(byte);
    for (unsigned byte = 0; byte < 256; byte++)
        fill_further_tables(byte);

    crc32c_update = update_by_table;
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("sse4.2"))
        crc32c_update = update_by_sse42;
#endif
}
