/*
 * index_range -- start and end of a part of a string, as GETRANGE, BITCOUNT and BITPOS take them.
 *
 * Both belong to the part and may count from the end: -1 is the last byte or bit.
 */
#ifndef KV_CMD_INDEX_RANGE_H
#define KV_CMD_INDEX_RANGE_H

#include <stdbool.h>
#include <stdint.h>

static inline int64_t index_from_start(int64_t i, int64_t len)
{
    if (i >= 0)
        return i;
    return i < -len ? 0 : i + len;
}

/* Counts both from the start, and cuts off what is outside; false if nothing is left. */
static inline bool index_range(int64_t *start, int64_t *end, int64_t len)
{
    *start = index_from_start(*start, len);
    *end = index_from_start(*end, len);
    if (*end >= len)
        *end = len - 1;
    return *start <= *end;
}

/* Two indexes before the start both become the first, unless they are in the wrong order: then
 * there is nothing between them for GETRANGE and BITCOUNT. So says redis-server. */
static inline bool index_range_is_backwards(int64_t start, int64_t end)
{
    return start < 0 && end < 0 && start > end;
}

#endif
