/* chunklist: one chunk and its block. */
#include "ds/chunklist_inner.h"

#include "base/load.h"
#include "base/mem.h"
#include "base/size.h"

#include <liblzf/lzf.h>

/* ---- Raw and compressed -------------------------------------------------------------------------- */

size_t list_chunk_raw_len(const struct list_chunk *c)
{
    if (c->compressed)
        return load_le32(c->ptr);
    return c->plain ? c->cap : lp_bytes(c->ptr);
}

size_t list_chunk_effort(const struct list_chunk *c)
{
    enum { EACH = 64 };
    size_t len = list_chunk_raw_len(c);

    return EACH + (c->compressed ? 4 * len : len);
}

/* What the block of so many raw bytes takes, with no room to spare. */
static size_t block_size(const struct list_chunk *c, size_t raw_len)
{
    return c->plain ? raw_len : mem_good_size(raw_len);
}

/* The raw bytes of a compressed chunk, in a block of block_size(). */
static uint8_t *inflate(const struct list_chunk *c)
{
    size_t len = list_chunk_raw_len(c), got;
    uint8_t *raw = mem_alloc(block_size(c, len));

    got = lzf_decompress(c->ptr + LZF_HEAD, (unsigned)c->cap - LZF_HEAD, raw, (unsigned)len);
    kv_assert(got == len);
    return raw;
}

const uint8_t *list_chunk_look(const struct list_chunk *c, uint8_t **scratch)
{
    if (!c->compressed)
        return c->ptr;
    *scratch = inflate(c);
    return *scratch;
}

static void free_block(const struct list_chunk *c)
{
    mem_free_sized(c->ptr - c->gap, c->cap);
}

static void replace_block(struct list_chunk *c, uint8_t *block, size_t cap)
{
    free_block(c);
    c->ptr = block;
    c->cap = cap;
    c->gap = 0;
}

void list_chunk_decompress(struct list_chunk *c)
{
    if (!c->compressed)
        return;
    replace_block(c, inflate(c), block_size(c, list_chunk_raw_len(c)));
    c->compressed = false;
}

void list_chunk_compress(struct list_chunk *c)
{
    size_t len, cap;
    uint8_t *block;

    if (c->compressed || c->stubborn)
        return;
    len = list_chunk_raw_len(c);
    if (len < LZF_MIN || len > LZF_MAX)
        return;
    block = mem_alloc(len);
    cap = lzf_compress(c->ptr, (unsigned)len, block + LZF_HEAD, (unsigned)len - LZF_HEAD);
    if (cap == 0 || mem_good_size(cap + LZF_HEAD) >= mem_good_size(len)) {
        mem_free_sized(block, len);
        c->stubborn = true;
        return;
    }
    cap += LZF_HEAD;
    store_le32(block, (uint32_t)len);
    replace_block(c, mem_realloc(block, cap), cap);
    c->compressed = true;
}

/* ---- Making, changing, freeing ------------------------------------------------------------------- */

struct list_chunk list_chunk_of_pack(const struct pack *p)
{
    struct list_chunk c = { .count = lp_count(p->ptr) };

    list_chunk_set_pack(&c, p);
    if (c.cap > GAP_MAX) /* it was longer once */
        list_chunk_trim(&c);
    return c;
}

struct list_chunk list_chunk_of_plain(const struct item *it)
{
    struct list_chunk c = { .ptr = mem_alloc(it->len), .cap = it->len, .count = 1, .plain = true };

    memcpy(c.ptr, it->ptr, it->len);
    return c;
}

struct list_chunk list_chunk_dup(const struct list_chunk *c)
{
    size_t len = c->compressed ? c->cap : list_chunk_raw_len(c);
    struct list_chunk copy = *c;

    copy.gap = 0;
    copy.cap = c->compressed ? len : block_size(c, len);
    copy.ptr = mem_alloc(copy.cap);
    memcpy(copy.ptr, c->ptr, len);
    return copy;
}

void list_chunk_free(struct list_chunk *c)
{
    free_block(c);
    c->ptr = NULL;
    c->gap = 0;
}

struct pack list_chunk_pack(const struct list_chunk *c)
{
    return (struct pack){ .ptr = c->ptr, .cap = c->cap - c->gap, .borrowed = c->gap > 0 };
}

void list_chunk_set_pack(struct list_chunk *c, const struct pack *p)
{
    c->stubborn = false;
    if (p->borrowed) {
        kv_assert(p->ptr == c->ptr);
        return;
    }
    if (c->gap > 0) /* the pack has left the block */
        free_block(c);
    c->ptr = p->ptr;
    c->cap = p->cap;
    c->gap = 0;
}

/* Leaves that much of the block's room before the listpack, the rest behind it. */
static void slide(struct list_chunk *c, size_t gap)
{
    memmove(c->ptr - c->gap + gap, c->ptr, lp_bytes(c->ptr));
    c->ptr += (ptrdiff_t)gap - (ptrdiff_t)c->gap;
    c->gap = gap;
}

void list_chunk_trim(struct list_chunk *c)
{
    size_t cap;

    if (c->compressed || c->plain)
        return;
    if (c->gap > 0)
        slide(c, 0);
    cap = mem_good_size(lp_bytes(c->ptr));
    if (cap >= c->cap)
        return;
    c->ptr = mem_realloc(c->ptr, cap);
    c->cap = cap;
}

void list_chunk_defrag(struct list_chunk *c)
{
    c->ptr = (uint8_t *)mem_defrag(c->ptr - c->gap, 0) + c->gap;
}

/* ---- The head ------------------------------------------------------------------------------------ */

/* A block with room for size more bytes, if this one has not; all of it before the listpack. */
static void make_gap(struct list_chunk *c, size_t size)
{
    size_t bytes = lp_bytes(c->ptr), cap = mem_good_size(bytes + size);
    uint8_t *block;

    if (c->cap - bytes < size) {
        block = mem_alloc(cap);
        memcpy(block, c->ptr, bytes);
        replace_block(c, block, cap);
    }
    slide(c, c->cap - bytes);
}

void list_chunk_push_front(struct list_chunk *c, const struct item *it)
{
    uint8_t *lp = lp_prepend_below(c->ptr, c->gap, it);

    if (lp == NULL) {
        make_gap(c, lp_size_of_item(it));
        lp = lp_prepend_below(c->ptr, c->gap, it);
    }
    c->gap -= (size_t)(c->ptr - lp);
    c->ptr = lp;
    c->count++;
    c->stubborn = false;
}

void list_chunk_drop_front(struct list_chunk *c, size_t count)
{
    uint8_t *lp = lp_drop_front(c->ptr, count);

    c->gap += (size_t)(lp - c->ptr);
    c->ptr = lp;
    c->count -= count;
    c->stubborn = false;
}
