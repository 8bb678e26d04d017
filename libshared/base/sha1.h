/*
 * sha1 -- the names of scripts (FIPS 180-4). A name, not a protection: SHA-1 collisions can be made.
 */
#ifndef KV_BASE_SHA1_H
#define KV_BASE_SHA1_H

#include "base/bytes.h"

enum { SHA1_SIZE = 20, SHA1_HEX = 2 * SHA1_SIZE };

void sha1(struct bytes text, uint8_t out[SHA1_SIZE]);
/* In lower case, NUL-terminated. */
void sha1_hex(struct bytes text, char out[SHA1_HEX + 1]);

#endif
