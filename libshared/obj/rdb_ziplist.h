/*
 * rdb_ziplist -- ziplist and zipmap: the packed forms that servers before 7.0 and 2.6 wrote. We read
 * them, and never write them.
 *
 * Format: as the documentation of RDB files describes them (redis-rdb-tools).
 *
 *     ziplist: offset  size  field, little-endian
 *              0       4     total length, header and end mark included
 *              4       4     offset of the last entry (of the end mark if there is none)
 *              8       2     number of entries; 65535 = unknown, count by walking
 *              10      ...   entries: length of the entry before, encoding, payload
 *              last    1     end mark, 0xFF
 *
 *     length before          1 byte up to 253, or FE and 4 bytes little-endian
 *     encoding byte(s)       entry
 *     00xxxxxx               string of x bytes
 *     01xxxxxx xxxxxxxx      string of x bytes, high bits first
 *     10000000 4 bytes       string of so many bytes, big-endian
 *     C0, D0, E0, F0, FE     integer of 16, 32, 64, 24, 8 bits, little-endian
 *     F1 to FD               the integers 0 to 12
 *
 *     ["hi", 5]:  11 00 00 00 | 0E 00 00 00 | 02 00 | 00 02 68 69 | 04 F6 | FF
 *
 *     zipmap:  offset  size  field
 *              0       1     number of pairs; 254 and above = count by walking
 *              1       ...   pairs: length, field, length, free, value, free bytes that mean nothing
 *              last    1     end mark, 0xFF
 *
 *     length                 1 byte up to 253, or FE and 4 bytes little-endian
 *     free                   1 byte: how many bytes behind the value are unused
 *
 *     {"a": "bc"}:  01 | 01 61 | 02 00 62 63 | FF
 *
 * What an open function accepts is well-formed to its last byte, so that walking it cannot fail.
 */
#ifndef KV_OBJ_RDB_ZIPLIST_H
#define KV_OBJ_RDB_ZIPLIST_H

#include "ds/item.h"

/* True if data is exactly one well-formed ziplist: *entries is its inner part, *count their number. */
bool ziplist_open(struct bytes data, struct bytes *entries, size_t *count);
/* The first of the entries (there is one), which is taken off. */
struct item ziplist_next(struct bytes *entries);

/* The same for a zipmap: fields and values in turn, *count is the number of both. */
bool zipmap_open(struct bytes data, struct bytes *texts, size_t *count);
struct item zipmap_next(struct bytes *texts, bool is_value);

#endif
