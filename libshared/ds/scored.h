/*
 * scored -- a member of a sorted set with its score, in one allocation.
 *
 *     offset  size  field
 *     0       8     score; never NaN
 *     8       1     length of the member, if below 255
 *     9       4     length, only if the byte before is 255
 *     ..      n     the member's bytes
 *
 * A member of 15 bytes takes 24 bytes, in jemalloc's class of 32.
 *
 * Sorted sets are in order of score, equal scores in order of member (byte by byte, a prefix first).
 * The two zeros are the same score.
 */
#ifndef KV_DS_SCORED_H
#define KV_DS_SCORED_H

#include "base/bytes.h"

struct scored {
    double score;
    uint8_t len;
    uint8_t rest[];
};

enum { SCORED_LONG = 255 };          /* len of members that need the long form */
#define SCORED_MEMBER_MAX UINT32_MAX /* longest member */

/* Copies the member. */
struct scored *scored_new(double score, struct bytes member);
void scored_free(struct scored *e);
/* Bytes that an element with a member of this length takes, allocator rounding included. */
size_t scored_mem(size_t member_len);

static inline struct bytes scored_member(const struct scored *e)
{
    uint32_t len = e->len;

    if (__builtin_expect(len != SCORED_LONG, 1))
        return bytes_make(e->rest, len);
    memcpy(&len, e->rest, sizeof len);
    return bytes_make(e->rest + sizeof len, len);
}

/* An integer image of a score that keeps the order: a < b exactly if its image is less. */
static inline uint64_t score_order(double score)
{
    double one_zero = score + 0.0; /* -0 + 0 is 0 */
    uint64_t bits;

    memcpy(&bits, &one_zero, sizeof bits);
    return bits ^ ((uint64_t)((int64_t)bits >> 63) | UINT64_C(1) << 63);
}

/* The order of (order, member) and e; the sign is that of memcmp. */
static inline int scored_cmp(uint64_t order, struct bytes member, const struct scored *e)
{
    uint64_t other = score_order(e->score);

    if (order != other)
        return order < other ? -1 : 1;
    return bytes_cmp(member, scored_member(e));
}

#endif
