/*
 * hash -- the seeded hash of keys, fields and members: SipHash-1-3 with 64-bit output.
 *
 * An outsider who does not know the seed cannot choose keys that collide. The seed is drawn at
 * start, or set by the directive `hash-seed` so that several nodes scan in the same order. Source:
 * Aumasson and Bernstein, "SipHash: a fast short-input PRF", with 1 compression and 3 finalization
 * rounds.
 */
#ifndef KV_BASE_HASH_H
#define KV_BASE_HASH_H

#include "base/bytes.h"

void hash_seed_random(void);
/* Any bytes; the same seed gives the same hashes on every machine. Only before the first hash. */
void hash_seed_set(struct bytes seed);

uint64_t hash_bytes(struct bytes data);

/* The hashes of several beginnings of one text, shorter ones first: together they take as long as the longest, and
 * a constant for each. The text is borrowed until the last. */
struct hash_beginnings {
    const uint8_t *text;
    size_t done; /* whole words of it that are in the state, in bytes */
    uint64_t state[4];
};

void hash_beginnings_init(struct hash_beginnings *h, const uint8_t *text);
/* hash_bytes() of the first len bytes; len is not less than last time. */
uint64_t hash_beginning(struct hash_beginnings *h, size_t len);

/* SipHash-1-3 under an explicit 128-bit key, for tests. */
uint64_t hash_bytes_keyed(struct bytes data, uint64_t k0, uint64_t k1);

#endif
