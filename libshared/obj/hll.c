#include "obj/hll.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/rand.h"
#include "obj/hll_inner.h"

#include <math.h>

enum { ENCODING_AT = 4, COUNT_AT = 8, DENSE = 0, SPARSE = 1 };

#define MAGIC "HYLL"
#define STALE (UINT64_C(1) << 63)

#define HASH_SEED  UINT64_C(0xadc83b19)
#define INDEX_BITS 14

static int64_t sparse_max_bytes;

static struct bytes body_of(struct bytes s)
{
    return bytes_from(s, HLL_HEADER);
}

/* ---- Header -------------------------------------------------------------------------------------- */

bool hll_has_header(struct bytes s)
{
    if (s.len < HLL_HEADER || memcmp(s.ptr, MAGIC, ENCODING_AT) != 0)
        return false;
    return s.ptr[ENCODING_AT] == DENSE ? s.len == HLL_DENSE_LEN : s.ptr[ENCODING_AT] == SPARSE;
}

bool hll_validate(struct bytes s)
{
    struct hll_place ignored;

    return hll_is_dense(s) || hll_sparse_validate(body_of(s), 0, &ignored);
}

bool hll_is_dense(struct bytes s)
{
    return s.ptr[ENCODING_AT] == DENSE;
}

bool hll_cached_count(struct bytes s, uint64_t *count)
{
    uint64_t cached = load_le64(s.ptr + COUNT_AT);

    if (cached & STALE)
        return false;
    *count = cached;
    return true;
}

void hll_store_count(uint8_t *s, uint64_t count)
{
    kv_assert(!(count & STALE));
    store_le64(s + COUNT_AT, count);
}

void hll_make_stale(uint8_t *s)
{
    store_le64(s + COUNT_AT, load_le64(s + COUNT_AT) | STALE);
}

/* ---- Elements ------------------------------------------------------------------------------------ */

/* The last len % 8 bytes, little-endian, zeros above; not for a len % 8 of 0. */
static uint64_t load_tail(struct bytes data)
{
    const uint8_t *end = data.ptr + data.len;
    size_t n = data.len % 8;

    if (data.len >= 8)
        return load_le64(end - 8) >> (64 - 8 * n);
    /* Two loads that overlap, or three bytes of which some are the same. */
    if (n >= 4)
        return load_le32(data.ptr) | (uint64_t)load_le32(end - 4) << (8 * n - 32);
    return data.ptr[0] | (uint64_t)data.ptr[n / 2] << (n / 2 * 8) |
           (uint64_t)end[-1] << (8 * n - 8);
}

static uint64_t murmur_hash_64a(struct bytes data, uint64_t seed)
{
    const uint64_t m = UINT64_C(0xc6a4a7935bd1e995);
    const uint8_t *p = data.ptr, *end = p + data.len / 8 * 8;
    uint64_t h = seed ^ data.len * m, k = 0;

    for (; p != end; p += 8) {
        k = load_le64(p) * m;
        h = (h ^ (k ^ k >> 47) * m) * m;
    }
    if (data.len % 8 > 0)
        h = (h ^ load_tail(data)) * m;
    h = (h ^ h >> 47) * m;
    return h ^ h >> 47;
}

struct hll_mark hll_mark_of(struct bytes element)
{
    uint64_t hash = murmur_hash_64a(element, HASH_SEED);
    uint64_t above = hash >> INDEX_BITS | UINT64_C(1) << (HLL_RANK_MAX - 1);

    return (struct hll_mark){ hash & (HLL_REGISTERS - 1), (uint8_t)(__builtin_ctzll(above) + 1) };
}

void hll_look_up(struct bytes s, struct hll_mark mark, struct hll_look *out)
{
    out->mark = mark;
    if (hll_is_dense(s)) {
        out->known = hll_dense_get(body_of(s).ptr, mark.index) >= mark.value;
        return;
    }
    out->place = hll_sparse_find(body_of(s), mark.index);
    out->known = out->place.run.value >= mark.value;
}

bool hll_look_up_valid(struct bytes s, struct hll_mark mark, struct hll_look *out)
{
    if (hll_is_dense(s)) {
        hll_look_up(s, mark, out);
        return true;
    }
    if (!hll_sparse_validate(body_of(s), mark.index, &out->place))
        return false;
    out->mark = mark;
    out->known = out->place.run.value >= mark.value;
    return true;
}

bool hll_add_dense(uint8_t *s, struct hll_mark mark)
{
    if (hll_dense_get(s + HLL_HEADER, mark.index) >= mark.value)
        return false;
    hll_dense_set(s + HLL_HEADER, mark.index, mark.value);
    hll_make_stale(s);
    return true;
}

/* ---- Drafts -------------------------------------------------------------------------------------- */

void hll_draft_empty(struct hll_draft *d)
{
    static const uint8_t empty[HLL_EMPTY_LEN] = {
        'H', 'Y', 'L', 'L', SPARSE, [COUNT_AT + 7] = 0x80, [HLL_HEADER] = 0x7f, 0xff,
    };

    hll_draft_copy(d, bytes_make(empty, sizeof empty));
}

void hll_draft_copy(struct hll_draft *d, struct bytes s)
{
    kv_assert(s.len <= sizeof d->bytes);
    d->len = s.len;
    memcpy(d->bytes, s.ptr, s.len);
}

void hll_draft_make_dense(struct hll_draft *d)
{
    struct hll_registers r = { { 0 } };

    hll_registers_merge(&r, hll_draft_bytes(d));
    d->bytes[ENCODING_AT] = DENSE;
    d->len = HLL_DENSE_LEN;
    hll_registers_store(&r, d->bytes);
}

void hll_draft_add_found(struct hll_draft *d, const struct hll_look *found)
{
    size_t len = d->len - HLL_HEADER, most = sizeof d->bytes - HLL_HEADER;

    if (sparse_max_bytes < (int64_t)sizeof d->bytes)
        most = sparse_max_bytes < HLL_HEADER ? 0 : (size_t)sparse_max_bytes - HLL_HEADER;
    if (!hll_is_dense(hll_draft_bytes(d))) {
        if (hll_sparse_set(d->bytes + HLL_HEADER, &len, &found->place, found->mark, most)) {
            d->len = HLL_HEADER + len;
            hll_make_stale(d->bytes);
            return;
        }
        hll_draft_make_dense(d);
    }
    hll_add_dense(d->bytes, found->mark);
}

bool hll_draft_add(struct hll_draft *d, struct hll_mark mark)
{
    struct hll_look look;

    hll_look_up(hll_draft_bytes(d), mark, &look);
    if (!look.known)
        hll_draft_add_found(d, &look);
    return !look.known;
}

/* ---- Registers ----------------------------------------------------------------------------------- */

void hll_registers_merge(struct hll_registers *r, struct bytes s)
{
    if (hll_is_dense(s))
        hll_dense_merge(r, body_of(s).ptr);
    else
        hll_sparse_merge(r, body_of(s));
}

/* ---- The estimate -------------------------------------------------------------------------------- */

/* Ertl's functions, series that end when a term no longer makes a difference. */
static double sigma(double x)
{
    double power = 1, sum = x, last;

    if (x == 1)
        return INFINITY;
    do {
        x *= x;
        last = sum;
        sum += x * power;
        power += power;
    } while (sum != last);
    return sum;
}

static double tau(double x)
{
    double power = 1, sum = 1 - x, last;

    if (x == 0 || x == 1)
        return 0;
    do {
        x = sqrt(x);
        last = sum;
        power *= 0.5;
        sum -= (1 - x) * (1 - x) * power;
    } while (sum != last);
    return sum / 3;
}

uint64_t hll_estimate(const struct hll_histogram *h)
{
    const double m = HLL_REGISTERS, alpha = 0.721347520444481703680; /* 1 / (2 ln 2) */
    double z = m * tau((m - h->count[HLL_RANK_MAX]) / m), estimate;

    for (int i = HLL_RANK_MAX - 1; i >= 1; i--)
        z = (z + h->count[i]) * 0.5;
    z += m * sigma(h->count[0] / m);
    estimate = alpha * m * m / z;
    /* Only registers that somebody made up count so far. */
    if (!(estimate < 0x1p63))
        return INT64_MAX;
    return (uint64_t)llround(estimate);
}

uint64_t hll_count(struct bytes s)
{
    struct hll_histogram h = { { 0 } };
    struct hll_registers r;

    if (!hll_is_dense(s)) {
        hll_sparse_histogram(body_of(s), &h);
        return hll_estimate(&h);
    }
    memset(&r, 0, sizeof r);
    hll_dense_merge(&r, body_of(s).ptr);
    return hll_registers_count(&r);
}

/* ---- Self-test ----------------------------------------------------------------------------------- */

/* Registers are the same after packing and unpacking, by whichever instructions. */
static bool packing_works(struct rng *rng)
{
    struct hll_registers r, fast = { { 0 } }, portable = { { 0 } };
    struct hll_draft d;

    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        r.value[i] = (uint8_t)rng_below(rng, HLL_VALUES);
    hll_draft_empty(&d);
    hll_draft_make_dense(&d);
    hll_registers_store(&r, d.bytes);
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        if (hll_dense_get(d.bytes + HLL_HEADER, i) != r.value[i])
            return false;
    hll_dense_merge(&fast, d.bytes + HLL_HEADER);
    hll_dense_merge_portable(&portable, d.bytes + HLL_HEADER);
    return memcmp(&r, &fast, sizeof r) == 0 && memcmp(&r, &portable, sizeof r) == 0;
}

/* After every tenfold of elements the estimate is within four standard errors. */
static bool estimates_work(void)
{
    const double error = 4 * 1.04 / sqrt(HLL_REGISTERS);
    struct hll_registers r = { { 0 } };
    uint64_t look_at = 10;

    for (uint64_t n = 1; n <= 100 * 1000; n++) {
        uint8_t element[8];

        store_le64(element, n);
        hll_registers_add(&r, hll_mark_of(bytes_make(element, sizeof element)));
        if (n == look_at) {
            if (fabs((double)hll_registers_count(&r) - (double)n) > ceil(error * (double)n))
                return false;
            look_at *= 10;
        }
    }
    return true;
}

bool hll_self_test(void)
{
    struct rng rng;

    rng_seed_random(&rng);
    return packing_works(&rng) && estimates_work();
}

const struct option hll_options[] = {
    OPTION_MEMORY("hll-sparse-max-bytes", &sparse_max_bytes, "3000", 0, INT64_MAX, OPT_LIVE,
                  "Bytes above which a HyperLogLog becomes dense."),
    OPTION_END,
};
