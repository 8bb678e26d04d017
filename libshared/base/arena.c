#include "base/arena.h"

#include "base/mem.h"
#include "base/size.h"

enum {
    BLOCK_MIN = 1024, /* each block is twice as large as the one before */
    BLOCK_MAX = 64 * 1024,
};

struct arena_block {
    struct arena_block *older;
    uint8_t bytes[];
};

static void add_block(struct arena *a, size_t len)
{
    size_t size =
        size_max(size_min(size_max(a->bytes, BLOCK_MIN), BLOCK_MAX), len + sizeof *a->last);
    struct arena_block *b = mem_alloc(size);

    b->older = a->last;
    a->last = b;
    a->next = b->bytes;
    a->left = size - sizeof *b;
    a->bytes += size;
}

uint8_t *arena_alloc(struct arena *a, size_t len)
{
    uint8_t *piece;

    if (a->left < len || a->last == NULL)
        add_block(a, len);
    piece = a->next;
    a->next += len;
    a->left -= len;
    return piece;
}

struct bytes arena_dup(struct arena *a, struct bytes data)
{
    uint8_t *copy = arena_alloc(a, data.len);

    if (data.len > 0)
        memcpy(copy, data.ptr, data.len);
    return bytes_make(copy, data.len);
}

void arena_fini(struct arena *a)
{
    while (a->last) {
        struct arena_block *b = a->last;

        a->last = b->older;
        mem_free(b);
    }
    *a = (struct arena){ 0 };
}
