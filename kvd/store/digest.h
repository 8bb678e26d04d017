/*
 * digest -- 160 bits that tell whether two data sets, or two values, are the same.
 *
 * The digest of an entry covers the number of its database, its key, its type, its value and whether
 * it has a deadline (not when: replicas may round). The digest of a data set is the exclusive or of
 * its entries' digests, so that the order of the walk does not matter; that of no entries is all
 * zeros. It is made of XXH3 under fixed seeds: the same on every machine, but no match for somebody
 * who constructs collisions on purpose.
 */
#ifndef KV_STORE_DIGEST_H
#define KV_STORE_DIGEST_H

#include "store/store.h"

enum { DIGEST_LEN = 20, DIGEST_HEX = 2 * DIGEST_LEN };

struct digest {
    uint8_t bytes[DIGEST_LEN];
};

/* All databases; walks everything. */
struct digest digest_store(struct store *st);
/* The type and value alone. */
struct digest digest_value(const struct entry *e);

/* DIGEST_HEX hex digits and a NUL. */
void digest_hex(const struct digest *d, char out[DIGEST_HEX + 1]);

#endif
