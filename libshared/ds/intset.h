/*
 * intset -- a set of integers, sorted, in one run of bytes.
 *
 * Format: the intset of Redis RDB files; all little-endian.
 *
 *     offset  size      field
 *     0       4         bytes per integer: 2, 4 or 8
 *     4       4         number of integers
 *     8       ...       the integers, signed, ascending, no two equal
 *
 * {-1, 5, 300}:  02 00 00 00 | 03 00 00 00 | FF FF | 05 00 | 2C 01
 *
 * An integer that needs more bytes widens all; they never narrow again.
 */
#ifndef KV_DS_INTSET_H
#define KV_DS_INTSET_H

#include "base/bytes.h"
#include "ds/pack.h"

enum { INTSET_EMPTY = 8 }; /* bytes of an empty one */

/* Makes p, which is empty, an empty intset. */
void intset_init(struct pack *p);

size_t intset_bytes(const uint8_t *is);
size_t intset_count(const uint8_t *is);
int64_t intset_get(const uint8_t *is, size_t index); /* index < intset_count() */

/* True if n is present; *index (may be NULL) is where it is, or where it would be inserted. */
bool intset_find(const uint8_t *is, int64_t n, size_t *index);

bool intset_add(struct pack *p, int64_t n);    /* false if it was there already */
bool intset_remove(struct pack *p, int64_t n); /* false if it was not there */
void intset_remove_range(struct pack *p, size_t index, size_t count);

/* True if data is exactly one well-formed intset with at least one integer. */
bool intset_validate(struct bytes data);

/* Asserts the same of one of our own (which may be empty). */
void intset_check(const uint8_t *is);

#endif
