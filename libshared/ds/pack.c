#include "ds/pack.h"

#include "base/assert.h"
#include "base/mem.h"

uint8_t *pack_room(struct pack *p, size_t used, size_t len)
{
    uint8_t *old = p->ptr;

    kv_assert(used <= p->cap);
    if (len <= p->cap)
        return p->ptr;
    p->cap = mem_good_size(len);
    if (p->borrowed) {
        p->ptr = mem_alloc(p->cap);
        memcpy(p->ptr, old, used);
        p->borrowed = false;
    } else {
        p->ptr = mem_realloc(old, p->cap);
    }
    return p->ptr;
}

struct pack pack_dup(struct bytes content)
{
    struct pack p = { .cap = mem_good_size(content.len) };

    p.ptr = mem_alloc(p.cap);
    memcpy(p.ptr, content.ptr, content.len);
    return p;
}

void pack_fini(struct pack *p)
{
    if (!p->borrowed)
        mem_free(p->ptr);
    *p = (struct pack){ 0 };
}
