#include "base/sha1.h"

#include "base/size.h"

#include <string.h>

enum { BLOCK = 64 };

static uint32_t rotate(uint32_t x, unsigned n)
{
    return x << n | x >> (32 - n);
}

static uint32_t load_be32(const uint8_t *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static void expand(const uint8_t *block, uint32_t w[80])
{
    for (int i = 0; i < 16; i++)
        w[i] = load_be32(block + 4 * i);
    for (int i = 16; i < 80; i++)
        w[i] = rotate(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
}

static void add_block(uint32_t h[5], const uint8_t *block)
{
    uint32_t w[80], a = h[0], b = h[1], c = h[2], d = h[3], e = h[4];

    expand(block, w);
    for (int i = 0; i < 80; i++) {
        uint32_t f, k, t;

        if (i < 20) {
            f = (b & c) | (~b & d);
            k = 0x5A827999;
        } else if (i < 40) {
            f = b ^ c ^ d;
            k = 0x6ED9EBA1;
        } else if (i < 60) {
            f = (b & c) | (b & d) | (c & d);
            k = 0x8F1BBCDC;
        } else {
            f = b ^ c ^ d;
            k = 0xCA62C1D6;
        }
        t = rotate(a, 5) + f + e + k + w[i];
        e = d;
        d = c;
        c = rotate(b, 30);
        b = a;
        a = t;
    }
    h[0] += a;
    h[1] += b;
    h[2] += c;
    h[3] += d;
    h[4] += e;
}

void sha1_init(struct sha1 *s)
{
    *s = (struct sha1){ .h = { 0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0 } };
}

void sha1_add(struct sha1 *s, struct bytes piece)
{
    size_t kept = s->len % BLOCK, fill = size_min(BLOCK - kept, piece.len);

    s->len += piece.len;
    if (kept > 0) {
        memcpy(s->rest + kept, piece.ptr, fill);
        if (kept + fill < BLOCK)
            return;
        add_block(s->h, s->rest);
        piece = bytes_from(piece, fill);
    }
    for (; piece.len >= BLOCK; piece = bytes_from(piece, BLOCK))
        add_block(s->h, piece.ptr);
    if (piece.len > 0)
        memcpy(s->rest, piece.ptr, piece.len);
}

void sha1_end(struct sha1 *s, uint8_t out[SHA1_SIZE])
{
    uint8_t last[2 * BLOCK] = { 0 };
    size_t rest = s->len % BLOCK, end = rest + 9 <= BLOCK ? BLOCK : 2 * BLOCK;

    memcpy(last, s->rest, rest);
    last[rest] = 0x80;
    for (unsigned i = 0; i < 8; i++) /* the length in bits, big-endian */
        last[end - 1 - i] = (uint8_t)(s->len * 8 >> 8 * i);
    for (size_t at = 0; at < end; at += BLOCK)
        add_block(s->h, last + at);
    for (unsigned i = 0; i < SHA1_SIZE; i++)
        out[i] = (uint8_t)(s->h[i / 4] >> (24 - 8 * (i % 4)));
}

void sha1_end_hex(struct sha1 *s, char out[SHA1_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";
    uint8_t sum[SHA1_SIZE];

    sha1_end(s, sum);
    for (unsigned i = 0; i < SHA1_SIZE; i++) {
        out[2 * i] = digits[sum[i] >> 4];
        out[2 * i + 1] = digits[sum[i] & 15];
    }
    out[SHA1_HEX] = '\0';
}

void sha1(struct bytes text, uint8_t out[SHA1_SIZE])
{
    struct sha1 s;

    sha1_init(&s);
    sha1_add(&s, text);
    sha1_end(&s, out);
}

void sha1_hex(struct bytes text, char out[SHA1_HEX + 1])
{
    struct sha1 s;

    sha1_init(&s);
    sha1_add(&s, text);
    sha1_end_hex(&s, out);
}
