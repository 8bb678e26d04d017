/*
 * hll -- HyperLogLog: about how many different elements were added, in at most 12 KB.
 *
 * An element's hash says which of 16384 registers it belongs to and a rank, 1 to 51, of which every one is
 * half as likely as the one before. A register keeps the greatest rank that it saw. The count is estimated
 * from how many registers have which value, with a standard error of 0.81 %. The union of two
 * HyperLogLogs is the greater value of each register.
 *
 * They live in strings, in the format of Redis, so that values move between servers:
 *
 *     offset  size  field
 *     0       4     "HYLL"
 *     4       1     encoding of the registers: 0 dense, 1 sparse
 *     5       3     not used, 0
 *     8       8     the count when it was last estimated, little-endian; the top bit: it is stale
 *     16      ...   registers
 *
 * dense: 12288 bytes. Register i is bits 6i to 6i+5 of the body, bit 0 being the lowest of the first byte.
 *
 * sparse: runs of equal registers, from register 0 to the last one:
 *
 *     00nnnnnn             zero    n+1 registers of value 0
 *     01nnnnnn nnnnnnnn    xzero   the same, the high bits of n first
 *     1vvvvvnn             value   n+1 registers of value v+1, at most 4 of at most 32
 *
 * After PFADD k x y z (8581 zeros, 1, 6350 zeros, 3, 1441 zeros, 2, 9 zeros):
 *
 *     48 59 4C 4C | 01 | 00 00 00 | 00 00 00 00 00 00 00 80 |
 *     61 84  80  58 CD  88  45 A0  84  08
 *
 * The hash is MurmurHash64A (Appleby, public domain) with the seed 0xadc83b19: the low 14 bits are the
 * register, the number of zeros under the lowest bit set above them, and 1, is the rank. The estimate is
 * Ertl's, "New cardinality estimation algorithms for HyperLogLog sketches", algorithm 6.
 *
 * Clients can write any bytes into a string. Nothing but hll_has_header() may be asked about bytes that
 * were not accepted by it, nothing that reads registers before hll_validate() has accepted them too.
 */
#ifndef KV_OBJ_HLL_H
#define KV_OBJ_HLL_H

#include "base/bytes.h"
#include "base/option.h"

enum {
    HLL_REGISTERS = 16384,
    HLL_HEADER = 16,
    HLL_DENSE_LEN = HLL_HEADER + HLL_REGISTERS * 6 / 8,
    HLL_SPARSE_MAX = HLL_HEADER + HLL_REGISTERS * 2, /* the longest: each register an xzero */
    HLL_EMPTY_LEN = HLL_HEADER + 2,
};

/* ---- Looking at one ------------------------------------------------------------------------------ */

/* True if it looks like a HyperLogLog: the magic, a known encoding, the length that this has. */
bool hll_has_header(struct bytes s);
/* True if there are 16384 registers behind the header. */
bool hll_validate(struct bytes s);

bool hll_is_dense(struct bytes s);

/* The count that the header holds; false if it is stale. */
bool hll_cached_count(struct bytes s, uint64_t *count);
/* Estimates the count, whatever the header says; at most INT64_MAX. */
uint64_t hll_count(struct bytes s);

/* A register and a value that it is to have at least. */
struct hll_mark {
    uint16_t index;
    uint8_t value; /* 1 to 51 */
};
struct hll_mark hll_mark_of(struct bytes element);

/* A run of a sparse one: body[*pos] belongs to it, *pos moves behind it. */
struct hll_run {
    unsigned count; /* of registers */
    uint8_t value;
    bool is_long; /* written as xzero */
};
struct hll_run hll_next_run(struct bytes body, size_t *pos);

/* Where a register of a sparse one is. */
struct hll_place {
    size_t at, size; /* of the run that holds it */
    size_t before;   /* where the run before that one begins, or SIZE_MAX: not known */
    unsigned first;  /* register of the run */
    struct hll_run run;
};

/* What adding a mark would come to. */
struct hll_look {
    struct hll_mark mark;
    bool known;             /* adding it would change nothing */
    struct hll_place place; /* if it is sparse */
};
void hll_look_up(struct bytes s, struct hll_mark mark, struct hll_look *out);
/* The same and hll_validate() in one pass; false: the registers are not valid. */
bool hll_look_up_valid(struct bytes s, struct hll_mark mark, struct hll_look *out);

/* ---- Changing one -------------------------------------------------------------------------------- */

/* Puts a count into the header, or says that the one there is stale. */
void hll_store_count(uint8_t *s, uint64_t count);
void hll_make_stale(uint8_t *s);

/* In place; true, and the count is stale, if a register changed. */
bool hll_add_dense(uint8_t *s, struct hll_mark mark);

/* A HyperLogLog in memory of its own that is put together to be stored: sparse while it can be, which is
 * while no register is over 32 and it takes at most hll-sparse-max-bytes. */
struct hll_draft {
    size_t len;
    uint8_t bytes[HLL_SPARSE_MAX];
};
void hll_draft_empty(struct hll_draft *d);
void hll_draft_copy(struct hll_draft *d, struct bytes s);
bool hll_draft_add(struct hll_draft *d, struct hll_mark mark); /* as hll_add_dense */
/* The same for what was not known when it was looked up in the very same bytes. */
void hll_draft_add_found(struct hll_draft *d, const struct hll_look *found);
void hll_draft_make_dense(struct hll_draft *d);

static inline struct bytes hll_draft_bytes(const struct hll_draft *d)
{
    return bytes_make(d->bytes, d->len);
}

/* ---- Registers as bytes --------------------------------------------------------------------------
 *
 * A union is made here, a byte for each register. Begin with zeros. */

struct hll_registers {
    _Alignas(32) uint8_t value[HLL_REGISTERS];
};

static inline void hll_registers_add(struct hll_registers *r, struct hll_mark mark)
{
    if (r->value[mark.index] < mark.value)
        r->value[mark.index] = mark.value;
}

void hll_registers_merge(struct hll_registers *r, struct bytes s);
uint64_t hll_registers_count(const struct hll_registers *r); /* as hll_count */
/* Writes them into a dense one; the header stays. */
void hll_registers_store(const struct hll_registers *r, uint8_t *s);

/* ---- Rest ---------------------------------------------------------------------------------------- */

/* True if packing, unpacking and estimates are right on this machine: some milliseconds. */
bool hll_self_test(void);

extern const struct option hll_options[];

#endif
