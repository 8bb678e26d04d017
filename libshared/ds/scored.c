#include "ds/scored.h"

#include "base/assert.h"
#include "base/mem.h"

static size_t size_of(size_t member_len)
{
    return offsetof(struct scored, rest) + (member_len < SCORED_LONG ? 0 : sizeof(uint32_t)) +
           member_len;
}

struct scored *scored_new(double score, struct bytes member)
{
    struct scored *e;
    uint8_t *at;

    kv_assert(member.len <= SCORED_MEMBER_MAX);
    e = mem_alloc(size_of(member.len));
    e->score = score;
    at = e->rest;
    if (member.len < SCORED_LONG) {
        e->len = (uint8_t)member.len;
    } else {
        uint32_t len = (uint32_t)member.len;

        e->len = SCORED_LONG;
        memcpy(at, &len, sizeof len);
        at += sizeof len;
    }
    if (member.len > 0)
        memcpy(at, member.ptr, member.len);
    return e;
}

void scored_free(struct scored *e)
{
    mem_free_sized(e, size_of(scored_member(e).len));
}

size_t scored_mem(size_t member_len)
{
    return mem_good_size(size_of(member_len));
}
