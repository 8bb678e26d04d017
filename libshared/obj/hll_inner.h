/*
 * hll_inner -- what the files of hll share: registers as bytes, runs as bytes, the estimate.
 *
 * A body is what follows the header.
 */
#ifndef KV_OBJ_HLL_INNER_H
#define KV_OBJ_HLL_INNER_H

#include "obj/hll.h"

enum {
    HLL_RANK_MAX = 51,      /* 50 bits of the hash, none of them set, and 1 */
    HLL_VALUES = 64,        /* what 6 bits can say */
    HLL_RUN_VALUE_MAX = 32, /* what a run can say */
};

/* How many registers have each value. */
struct hll_histogram {
    uint32_t count[HLL_VALUES];
};

uint64_t hll_estimate(const struct hll_histogram *h);

/* Dense bodies: 6 bits each. */
unsigned hll_dense_get(const uint8_t *body, unsigned index);
void hll_dense_set(uint8_t *body, unsigned index, unsigned value);
/* Each register becomes the greater of the two. */
void hll_dense_merge(struct hll_registers *r, const uint8_t *body);
/* Without the instructions that only some machines have. */
void hll_dense_merge_portable(struct hll_registers *r, const uint8_t *body);
void hll_histogram_portable(const struct hll_registers *r, struct hll_histogram *h);

/* Sparse bodies. All but the first ask for one that was validated. */
/* Finds the register as well, if they are valid. */
bool hll_sparse_validate(struct bytes body, unsigned index, struct hll_place *place);
struct hll_place hll_sparse_find(struct bytes body, unsigned index);
void hll_sparse_histogram(struct bytes body, struct hll_histogram *h);
void hll_sparse_merge(struct hll_registers *r, struct bytes body);

/* Raises the register at the place to a value above the one it has, in place; *len is the new length. The
 * body has room for max_len bytes. False, and nothing was done, if it needs more, or another encoding. */
bool hll_sparse_set(uint8_t *body, size_t *len, const struct hll_place *p, struct hll_mark mark,
                    size_t max_len);

#endif
