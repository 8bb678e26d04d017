/*
 * elements -- the elements of a list, the members of a set or sorted set, one after the other, with
 * other work in between.
 *
 * The value must not change meanwhile, and the struct value must stay where it is.
 */
#ifndef KV_CMD_ELEMENTS_H
#define KV_CMD_ELEMENTS_H

#include "obj/list.h"
#include "obj/set.h"
#include "obj/zset.h"

struct elements {
    enum obj_type type;
    union {
        struct list_iter list;
        struct zset_cursor zset;
        struct {
            struct set_walk walk;
            struct item found[SET_WALK_MAX];
            unsigned at, count;
        } set;
    };
};

/* Begins behind the first skip elements (fewer than there are), or with back behind the last ones and
 * goes backwards; a set has no direction. */
void elements_init(struct elements *e, const struct value *v, size_t skip, bool back);
void elements_fini(struct elements *e);

/* False at the end. The item is valid until the next one is asked for. */
bool elements_next(struct elements *e, struct item *out);

#endif
