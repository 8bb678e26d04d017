#include "obj/blob.h"

#include "base/mem.h"
#include "base/size.h"

enum {
    SPARE_MAX = 1024 * 1024,    /* growth doubles up to this many spare bytes */
    ZERO_PAGES_MIN = 128 * 1024 /* from here on the system's zero pages are cheaper than memset */
};

static size_t block_size(size_t cap)
{
    return mem_good_size(sizeof(struct blob) + cap);
}

static struct blob *blob_init(struct blob *b, size_t size)
{
    atomic_init(&b->refs, 1);
    b->len = 0;
    b->cap = size - sizeof *b;
    return b;
}

struct blob *blob_new(size_t cap)
{
    size_t size = block_size(cap);

    return blob_init(mem_alloc(size), size);
}

struct blob *blob_dup(struct bytes data)
{
    struct blob *b = blob_new(data.len);

    if (data.len > 0)
        memcpy(b->data, data.ptr, data.len);
    b->len = data.len;
    return b;
}

struct blob *blob_ref(struct blob *b)
{
    atomic_fetch_add_explicit(&b->refs, 1, memory_order_relaxed);
    return b;
}

void blob_unref(struct blob *b)
{
    if (b != NULL && atomic_fetch_sub_explicit(&b->refs, 1, memory_order_acq_rel) == 1)
        mem_free_sized(b, sizeof *b + b->cap);
}

/* The content of b goes to the new blob to, and the caller's reference of b with it. */
static struct blob *blob_move(struct blob *b, struct blob *to)
{
    memcpy(to->data, b->data, b->len);
    to->len = b->len;
    blob_unref(b);
    return to;
}

struct blob *blob_own(struct blob *b, size_t cap, bool spare)
{
    bool shared = blob_is_shared(b);
    size_t want = size_max(cap, b->len);

    if (!shared && b->cap >= cap)
        return b;
    if (spare)
        want += size_min(want, SPARE_MAX);
    if (shared)
        return blob_move(b, blob_new(want));
    b = mem_realloc(b, block_size(want));
    b->cap = block_size(want) - sizeof *b;
    return b;
}

struct blob *blob_write(struct blob *b, size_t offset, struct bytes part)
{
    size_t gap = offset > b->len ? offset - b->len : 0;
    size_t len = size_max(offset + part.len, b->len);

    if (gap >= ZERO_PAGES_MIN && gap > b->len && b->cap < len) {
        size_t size = block_size(len);

        b = blob_move(b, blob_init(mem_zalloc(size), size));
    } else {
        /* A string that grows at its end will do so again; one made long by an offset may not. */
        b = blob_own(b, len, gap == 0 && b->len > 0 && len > b->len);
        memset(b->data + b->len, 0, gap);
    }
    if (part.len > 0)
        memcpy(b->data + offset, part.ptr, part.len);
    b->len = len;
    return b;
}

bool blob_refill(struct blob *b, struct bytes data)
{
    if (blob_is_shared(b) || block_size(data.len) != sizeof *b + b->cap)
        return false;
    if (data.len > 0)
        memmove(b->data, data.ptr, data.len);
    b->len = data.len;
    return true;
}
