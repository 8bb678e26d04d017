#include "cmd/elements.h"

#include "base/assert.h"

void elements_init(struct elements *e, const struct value *v, size_t skip, bool back)
{
    size_t first = back ? value_count(v) - 1 - skip : skip;
    struct item it;

    kv_assert(skip < value_count(v));
    e->type = v->type;
    switch (e->type) {
    case OBJ_LIST:
        list_iter_init(&e->list, v, first, back);
        return;
    case OBJ_ZSET:
        e->zset = zset_seek(v, first, back);
        return;
    default:
        set_walk_init(&e->set.walk, v);
        e->set.at = e->set.count = 0;
        while (skip-- > 0)
            elements_next(e, &it);
    }
}

void elements_fini(struct elements *e)
{
    if (e->type == OBJ_LIST)
        list_iter_fini(&e->list);
    else if (e->type == OBJ_SET)
        set_walk_fini(&e->set.walk);
}

static bool next_member(struct elements *e, struct item *out)
{
    if (e->set.at == e->set.count) {
        e->set.count = set_walk_next(&e->set.walk, e->set.found);
        e->set.at = 0;
    }
    if (e->set.at == e->set.count)
        return false;
    *out = e->set.found[e->set.at++];
    return true;
}

bool elements_next(struct elements *e, struct item *out)
{
    struct zset_elem elem;

    if (e->type == OBJ_LIST) {
        if (!list_iter_more(&e->list))
            return false;
        *out = list_iter_take(&e->list);
        return true;
    }
    if (e->type == OBJ_SET)
        return next_member(e, out);
    if (!zset_next(&e->zset, &elem))
        return false;
    *out = elem.member;
    return true;
}
