/*
 * rdb_signed -- what DUMP and FUNCTION DUMP give: bytes in the RDB format, a version and a checksum.
 *
 *     offset  size  field
 *     0       ...   content
 *     len-10  2     version of the RDB format, little-endian
 *     len-8   8     crc64 of all before it, little-endian
 *
 *     no content, version 10:  0A 00 | 5D 9B 5C 40 0F 7F A2 DA
 *
 * The checksum is against accidents: whoever reads the content trusts nothing in it.
 */
#ifndef KV_OBJ_RDB_SIGNED_H
#define KV_OBJ_RDB_SIGNED_H

#include "base/buf.h"

/* Ends the payload; crc is that of the content. */
void rdb_sign(struct buf *out, unsigned version, uint64_t crc);

/* A payload from outside, borrowed, that is checked some bytes at a time. */
struct rdb_signed {
    struct bytes payload;
    size_t checked; /* bytes that are in crc */
    uint64_t crc;
    bool wrong; /* too short, of a newer version, or the checksum does not fit */
};

struct rdb_signed rdb_signed(struct bytes payload);
/* Goes on with the checksum for at most so many bytes; true when it is known, or the payload is wrong. */
bool rdb_signed_step(struct rdb_signed *s, size_t most);
/* Requires !wrong. */
struct bytes rdb_signed_content(const struct rdb_signed *s);

#endif
