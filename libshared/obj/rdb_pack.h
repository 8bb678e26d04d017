/*
 * rdb_pack -- what a listpack from outside has to be, beyond well-formed, to be taken over as it is.
 *
 * lp_validate() says that a listpack can be read. A collection asks for more: that no member is in it
 * twice, that members are in order, that every score is a number. The functions take what
 * lp_validate() has accepted, and look at all of it, in time about proportional to its length.
 */
#ifndef KV_OBJ_RDB_PACK_H
#define KV_OBJ_RDB_PACK_H

#include "ds/item.h"

struct rdb_pack_facts {
    size_t count;   /* elements */
    size_t longest; /* bytes of the longest element's text */
    /* No string spells an integer: equal texts are equal elements, as our own listpacks promise. */
    bool is_canonical;
};
struct rdb_pack_facts rdb_pack_facts(const uint8_t *lp);

/* True if no two of the elements 0, stride, 2 * stride, ... are equal; lp is canonical and has count
 * elements. */
bool rdb_pack_is_unique(const uint8_t *lp, size_t count, unsigned stride);

/* True if the pairs of member and score ascend: by score, and by the members' bytes where scores are
 * equal. False as well if a score is none. */
bool rdb_pack_is_ordered(const uint8_t *lp);

/* The score that an element stands for; false if it is none, or NaN. */
bool rdb_pack_score(const struct item *it, double *score);

#endif
