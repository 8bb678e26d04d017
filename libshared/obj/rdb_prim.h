/*
 * rdb_prim -- lengths, strings and scores as RDB files and DUMP payloads hold them.
 *
 * Format: the RDB file format of Redis, as its documentation and that of independent parsers
 * (redis-rdb-tools, redis-replicator) describe it.
 *
 *     length              meaning
 *     00xxxxxx            6 bits
 *     01xxxxxx 1 byte     14 bits, high bits first
 *     10000000 4 bytes    32 bits, big-endian
 *     10000001 8 bytes    64 bits, big-endian
 *     11xxxxxx            no length, but a string of form x
 *
 *     string
 *     length, bytes       as they are
 *     C0 1 byte           the decimal text of a signed integer of 8 bits
 *     C1 2 bytes          16 bits, little-endian
 *     C2 4 bytes          32 bits, little-endian
 *     C3 length a, length b, a bytes
 *                         b bytes compressed by LZF
 *
 *     score
 *     binary (type 5)     an IEEE double, little-endian
 *     text (type 3)       a byte: 253 NaN, 254 +inf, 255 -inf, else the length of the decimal text
 *                         that follows
 *
 *     300:     41 2C          "hi":  02 68 69          -129:  C1 7F FF
 *     "aaaaaaaaaaaaaaaaaaaaa" (21):  C3 06 15 01 61 61 E0 0A 00
 *
 * A reader takes bytes that somebody else made. It latches its first failure: afterwards it has no
 * bytes left, and every function returns 0, an empty string or false. No memory is taken for a
 * length before the bytes that are left could hold it; a compressed string may announce at most
 * RDB_INFLATE_MAX times its bytes, since LZF cannot do better.
 */
#ifndef KV_OBJ_RDB_PRIM_H
#define KV_OBJ_RDB_PRIM_H

#include "base/buf.h"
#include "base/option.h"
#include "ds/item.h"
#include "obj/blob.h"

/* The longest back reference of LZF takes 3 bytes and stands for 264. */
enum { RDB_INFLATE_MAX = 88 };

/* ---- Reading ------------------------------------------------------------------------------------- */

struct rdb_reader {
    struct bytes left;
    size_t string_max; /* the longest string that is accepted, as it is when it is not compressed */
    bool failed;
};

struct rdb_reader rdb_reader(struct bytes data, size_t string_max);
void rdb_fail(struct rdb_reader *r);

uint8_t rdb_get_byte(struct rdb_reader *r);
uint64_t rdb_get_le64(struct rdb_reader *r);
uint64_t rdb_get_len(struct rdb_reader *r);

/* A string. Its bytes lie in the data, or in scratch if they were compressed; they are valid until
 * scratch is used again. */
struct item rdb_get_string(struct rdb_reader *r, struct buf *scratch);
/* The same for a value that will be kept: *blob is NULL unless it was compressed; then it holds the
 * string, and the caller has its reference. */
struct item rdb_get_string_blob(struct rdb_reader *r, struct blob **blob);
/* A string that is no integer: a pack. */
struct bytes rdb_get_bytes(struct rdb_reader *r, struct buf *scratch);

/* Scores; NaN is a failure. */
double rdb_get_double(struct rdb_reader *r);
double rdb_get_double_text(struct rdb_reader *r);

/* ---- Writing ------------------------------------------------------------------------------------- */

void rdb_put_le64(struct buf *out, uint64_t n);
void rdb_put_len(struct buf *out, uint64_t len);
/* A length that is known later: room for one below 2^32 is left, and its place is returned. */
size_t rdb_put_len_later(struct buf *out);
void rdb_set_len(struct buf *out, size_t place, uint32_t len);

/* In its shortest form: an integer where the text is one of 32 bits; LZF from RDB_COMPRESS_MIN bytes
 * on, if that is allowed and makes it shorter. LZF takes a quarter of a megabyte of stack. */
void rdb_put_string(struct buf *out, struct bytes text);
void rdb_put_item(struct buf *out, const struct item *it);
void rdb_put_double(struct buf *out, double score);

enum { RDB_COMPRESS_MIN = 21 };

extern const struct option rdb_options[];

#endif
