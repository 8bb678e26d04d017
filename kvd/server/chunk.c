#include "server/chunk.h"

#include "base/mem.h"

enum { POOL_MAX = 256 };

static uint8_t *pool[POOL_MAX];
static unsigned count, low; /* low: fewest free since the last trim */

uint8_t *chunk_take(void)
{
    if (count == 0)
        return mem_alloc(CHUNK_SIZE);
    count--;
    if (count < low)
        low = count;
    return pool[count];
}

void chunk_give(uint8_t *ptr, size_t cap)
{
    if (cap == CHUNK_SIZE && count < POOL_MAX)
        pool[count++] = ptr;
    else
        mem_free(ptr);
}

void chunk_trim(void)
{
    for (; low > 0; low--)
        mem_free_sized(pool[--count], CHUNK_SIZE);
    low = count;
}

size_t chunk_pool_bytes(void)
{
    return (size_t)count * CHUNK_SIZE;
}
