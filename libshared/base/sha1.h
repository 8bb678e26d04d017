/*
 * sha1 -- the names of scripts (FIPS 180-4). A name, not a protection: SHA-1 collisions can be made.
 */
#ifndef KV_BASE_SHA1_H
#define KV_BASE_SHA1_H

#include "base/bytes.h"

enum { SHA1_SIZE = 20, SHA1_HEX = 2 * SHA1_SIZE };

/* In pieces: the sum of all that was added between init and end. */
struct sha1 {
    uint32_t h[5];
    uint64_t len;
    uint8_t rest[64]; /* bytes that do not fill a block yet, len % 64 of them */
};

void sha1_init(struct sha1 *s);
void sha1_add(struct sha1 *s, struct bytes piece);
void sha1_end(struct sha1 *s, uint8_t out[SHA1_SIZE]);
void sha1_end_hex(struct sha1 *s, char out[SHA1_HEX + 1]);

void sha1(struct bytes text, uint8_t out[SHA1_SIZE]);
/* In lower case, NUL-terminated. */
void sha1_hex(struct bytes text, char out[SHA1_HEX + 1]);

#endif
