/*
 * bit_offset -- which bits a string may have.
 */
#ifndef KV_CMD_BIT_OFFSET_H
#define KV_CMD_BIT_OFFSET_H

#include "base/num.h"
#include "server/call.h"
#include "server/limits.h"

#define BIT_OFFSET_ERROR "bit offset is not an integer or out of range"

/* The first bit that the longest string does not have. */
static inline uint64_t bit_offset_limit(void)
{
    return 8 * proto_max_bulk_len;
}

static inline uint64_t arg_bit_offset(struct call *c)
{
    uint64_t offset = 0;

    if (!num_parse_uint(arg_bytes(c), &offset) || offset >= bit_offset_limit())
        arg_fail(c, KV_RANGE, BIT_OFFSET_ERROR);
    return offset;
}

#endif
