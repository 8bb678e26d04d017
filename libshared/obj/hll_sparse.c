/* The sparse encoding: runs of equal registers. */
#include "obj/hll_inner.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/size.h"

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

enum {
    LONG_RUN = 0x40, /* of zeros, in two bytes */
    VALUE_RUN = 0x80,
    SHORT_ZEROS_MAX = 64, /* registers in a run of one byte */
    VALUE_RUN_MAX = 4,
    MERGE_STEPS = 5, /* runs that are looked at behind a change; redis-server does the same */
    WORD = 8,
    BLOCK = 32,
    BODY_MAX = HLL_SPARSE_MAX - HLL_HEADER, /* a longer one covers too many registers */
};

#define EACH_BYTE(b) ((b)*UINT64_C(0x0101010101010101))

static const size_t NO_RUN = SIZE_MAX;

/* The inner loops below are what a command on a sparse one costs. */
#define INLINE static inline __attribute__((always_inline))

INLINE struct hll_run run_at(const uint8_t *p, size_t *size)
{
    uint8_t b = p[0];

    *size = 1;
    if (b & VALUE_RUN)
        return (struct hll_run){ (b & 3u) + 1, (uint8_t)((b >> 2 & 31) + 1), false };
    if (!(b & LONG_RUN))
        return (struct hll_run){ (b & 63u) + 1, 0, false };
    *size = 2;
    return (struct hll_run){ ((b & 63u) << 8 | p[1]) + 1, 0, true };
}

struct hll_run hll_next_run(struct bytes body, size_t *pos)
{
    size_t size;
    struct hll_run run = run_at(body.ptr + *pos, &size);

    *pos += size;
    return run;
}

/* 8 bytes that begin with a run, looked at together: a step for each run would wait for the one before, and
 * which kind comes next cannot be guessed. */
struct word {
    unsigned covers; /* registers of its runs */
    unsigned size;   /* bytes of them: 8, or 7 if a long run begins in the last */
    unsigned last;   /* where the last of them begins */
};

/* The high bits of bytes that would begin a long run, if none of them is the second byte of one. */
INLINE uint64_t long_runs(uint64_t w)
{
    return (w << 1) & ~w & EACH_BYTE(0x80);
}

INLINE unsigned sum_of_bytes(uint64_t w)
{
    w = (w & UINT64_C(0x00ff00ff00ff00ff)) + (w >> 8 & UINT64_C(0x00ff00ff00ff00ff));
    return (unsigned)(w * UINT64_C(0x0001000100010001) >> 48);
}

/* From flags in high bits to bits in all those bytes. */
INLINE uint64_t spread(uint64_t flags, unsigned bits)
{
    return (flags >> 7) * bits;
}

/* Which of these bytes, given in high bits, follow one that begins a long run: every other one of those that
 * stand together. One is added where such a group begins at an odd place, so the carry clears the group:
 * what is left are the groups from even places. */
INLINE uint64_t second_bytes(uint64_t candidates)
{
    const uint64_t even = UINT64_C(0x0080008000800080), odd = UINT64_C(0x0100010001000100);
    uint64_t groups = spread(candidates, 0xff), next = groups << 8;
    uint64_t from_even = groups + (groups & ~next & odd);

    return (even ^ (from_even << 8)) & next & EACH_BYTE(0x80);
}

INLINE struct word word_at(const uint8_t *p)
{
    uint64_t w = load_le64(p), candidates = long_runs(w), second, firsts, low;
    struct word out = { .size = WORD, .last = WORD - 1 };

    /* Most words of a long body; a branch, so that the next can begin before this one is done. */
    if (candidates == 0) {
        low = w & EACH_BYTE(0x3f) & ~spread(w & EACH_BYTE(0x80), 0x3c);
        out.covers = WORD + sum_of_bytes(low);
        return out;
    }
    second = second_bytes(candidates);
    firsts = candidates & ~second;
    if (firsts >> 63) {
        w &= UINT64_MAX >> 8; /* not that one */
        firsts &= UINT64_MAX >> 8;
        out.size = WORD - 1;
        out.last = WORD - 2;
    }
    out.last -= second >> (8 * out.last + 7) & 1;
    /* 6 bits of zeros, 2 of values, all 8 of second bytes, and 6 of first bytes 256 times. */
    low = w & (EACH_BYTE(0x3f) | spread(second, 0xff)) & ~spread(firsts, 0xff);
    low &= ~spread(w & EACH_BYTE(0x80) & ~second, 0x3c);
    out.covers = sum_of_bytes(low) + 256 * sum_of_bytes(w & spread(firsts, 0x3f)) + out.size -
                 sum_of_bytes(second >> 7);
    return out;
}

/* ---- Walking over all of it ---------------------------------------------------------------------- */

/* Where a run begins, and its first register. */
struct bound {
    size_t at;
    unsigned first;
};

INLINE void note_bound(struct bound *near, struct bound b, unsigned index)
{
    if (b.first <= index)
        *near = b;
}

#if defined(__x86_64__)

/* A word as above, for 32 bytes: masks have a bit for each. Bit 32 of the result: the next block begins with
 * a second byte, as this one did with carry. */
INLINE uint64_t second_bits(uint64_t candidates, uint64_t carry)
{
    const uint64_t even = UINT64_C(0x5555555555555555);
    uint64_t groups = candidates & ~carry, next = groups << 1 | carry;
    uint64_t from_even = groups + (groups & ~next & ~even);

    return (even ^ (from_even << 1)) & next;
}

/* Bytes of all ones for the low 16 bits. */
INLINE __m128i bytes_of_bits(uint64_t bits)
{
    const __m128i each = _mm_set1_epi64x((int64_t)UINT64_C(0x8040201008040201));
    __m128i v = _mm_cvtsi32_si128((int)(bits & 0xffff));

    v = _mm_shufflelo_epi16(_mm_unpacklo_epi8(v, v), _MM_SHUFFLE(1, 1, 0, 0));
    return _mm_cmpeq_epi8(_mm_and_si128(_mm_shuffle_epi32(v, _MM_SHUFFLE(1, 1, 0, 0)), each), each);
}

/* And back. */
INLINE uint64_t bits_of_bytes(__m128i v)
{
    return (unsigned)_mm_movemask_epi8(v);
}

INLINE __m128i long_candidates(__m128i b)
{
    return _mm_cmpeq_epi8(_mm_and_si128(b, _mm_set1_epi8((char)(VALUE_RUN | LONG_RUN))),
                          _mm_set1_epi8(LONG_RUN));
}

/* Registers that 16 bytes stand for, in two halves. */
INLINE __m128i covered_by(__m128i b, __m128i candidates, __m128i second)
{
    const __m128i zero = _mm_setzero_si128();
    __m128i value = _mm_and_si128(_mm_cmpgt_epi8(zero, b), _mm_set1_epi8(0x3c));
    __m128i low = _mm_andnot_si128(value, _mm_and_si128(b, _mm_set1_epi8(0x3f)));
    __m128i high = _mm_and_si128(_mm_andnot_si128(second, candidates), low);
    __m128i is_long = _mm_or_si128(second, candidates);
    __m128i plain = _mm_or_si128(_mm_and_si128(second, b), _mm_andnot_si128(is_long, low));

    plain = _mm_add_epi8(plain, _mm_andnot_si128(second, _mm_set1_epi8(1)));
    return _mm_add_epi64(_mm_sad_epu8(plain, zero), _mm_slli_epi64(_mm_sad_epu8(high, zero), 8));
}

INLINE unsigned sum_of_halves(__m128i v)
{
    return (unsigned)_mm_cvtsi128_si32(v) + (unsigned)_mm_cvtsi128_si32(_mm_srli_si128(v, 8));
}

/* Registers that 32 bytes stand for. *carry: the first one is a second byte; then whether the next one is. */
INLINE unsigned covered_by_block(const uint8_t *p, uint64_t *carry)
{
    const __m128i none = _mm_setzero_si128();
    __m128i a = _mm_loadu_si128((const __m128i *)(const void *)p);
    __m128i b = _mm_loadu_si128((const __m128i *)(const void *)(p + BLOCK / 2));
    __m128i long_a = long_candidates(a), long_b = long_candidates(b);
    uint64_t bits = bits_of_bytes(long_a) | bits_of_bytes(long_b) << BLOCK / 2, second;

    if ((bits | *carry) == 0)
        return sum_of_halves(_mm_add_epi64(covered_by(a, none, none), covered_by(b, none, none)));
    second = second_bits(bits, *carry);
    *carry = second >> BLOCK & 1;
    return sum_of_halves(_mm_add_epi64(covered_by(a, long_a, bytes_of_bits(second)),
                                       covered_by(b, long_b, bytes_of_bits(second >> BLOCK / 2))));
}

/* Goes over whole blocks: all, or as far as the register. Blocks do not wait for each other, save for the one
 * bit. Returns where the next run begins, which is one too far if a long run has no second byte. */
INLINE struct bound skip_blocks(struct bytes body, unsigned index, bool all, struct bound *near)
{
    unsigned covered = 0;
    uint64_t carry = 0;

    for (size_t pos = 0;; pos += BLOCK) {
        struct bound b = { pos + carry, covered };

        if (carry && pos < body.len)
            b.first += body.ptr[pos];
        note_bound(near, b, index);
        if (body.len - pos < BLOCK || (!all && b.first > index))
            return b;
        covered += covered_by_block(body.ptr + pos, &carry);
    }
}

#else

INLINE struct bound skip_blocks(struct bytes body, unsigned index, bool all, struct bound *near)
{
    (void)body, (void)index, (void)all;
    return *near = (struct bound){ 0 };
}

#endif

/* The run that holds the register, looked for from a bound before it or at it. */
static struct hll_place find_from(struct bytes body, unsigned index, struct bound b)
{
    struct hll_place p = { .at = b.at, .before = NO_RUN, .first = b.first };

    while (body.len - p.at >= WORD) {
        struct word w = word_at(body.ptr + p.at);

        if (p.first + w.covers > index)
            break;
        p.first += w.covers;
        p.before = p.at + w.last;
        p.at += w.size;
    }
    for (;;) {
        kv_assert(p.at < body.len);
        p.run = run_at(body.ptr + p.at, &p.size);
        if (index - p.first < p.run.count)
            return p;
        p.first += p.run.count;
        p.before = p.at;
        p.at += p.size;
    }
}

bool hll_sparse_validate(struct bytes body, unsigned index, struct hll_place *place)
{
    struct bound near = { 0 }, b;
    size_t size;

    if (body.len > BODY_MAX)
        return false;
    b = skip_blocks(body, index, true, &near);
    while (b.at + WORD <= body.len) {
        struct word w = word_at(body.ptr + b.at);

        note_bound(&near, b, index);
        b.first += w.covers;
        b.at += w.size;
    }
    for (; b.at < body.len; b.at += size) {
        if ((body.ptr[b.at] & (VALUE_RUN | LONG_RUN)) == LONG_RUN && b.at + 1 == body.len)
            return false;
        note_bound(&near, b, index);
        b.first += run_at(body.ptr + b.at, &size).count;
    }
    if (b.at != body.len || b.first != HLL_REGISTERS)
        return false;
    *place = find_from(body, index, near);
    return true;
}

struct hll_place hll_sparse_find(struct bytes body, unsigned index)
{
    struct bound near = { 0 };

    skip_blocks(body, index, false, &near);
    return find_from(body, index, near);
}

/* ---- Reading ------------------------------------------------------------------------------------- */

typedef void run_fn(void *ctx, unsigned first, struct hll_run run);

/* Shows every run. Of a word that holds no long one, none waits to know how long the one before is. */
INLINE void each_run(struct bytes body, run_fn *fn, void *ctx)
{
    unsigned first = 0;
    struct hll_run run;
    size_t size, stop;

    for (size_t pos = 0; pos < body.len;) {
        stop = size_min(pos + WORD, body.len);
        if (stop - pos == WORD && long_runs(load_le64(body.ptr + pos)) == 0) {
            for (; pos < stop; pos++) {
                run = run_at(body.ptr + pos, &size);
                fn(ctx, first, run);
                first += run.count;
            }
            continue;
        }
        for (; pos < stop; pos += size) {
            run = run_at(body.ptr + pos, &size);
            fn(ctx, first, run);
            first += run.count;
        }
    }
}

INLINE void count_run(void *ctx, unsigned first, struct hll_run run)
{
    struct hll_histogram *h = ctx;

    (void)first;
    h->count[run.value] += run.count;
}

void hll_sparse_histogram(struct bytes body, struct hll_histogram *h)
{
    each_run(body, count_run, h);
}

INLINE void merge_run(void *ctx, unsigned first, struct hll_run run)
{
    if (run.value > 0)
        for (unsigned i = first; i < first + run.count; i++)
            hll_registers_add(ctx, (struct hll_mark){ (uint16_t)i, run.value });
}

void hll_sparse_merge(struct hll_registers *r, struct bytes body)
{
    each_run(body, merge_run, r);
}

/* ---- Changing ------------------------------------------------------------------------------------ */

/* Writes a run of count registers, if that is not 0, and returns where the next goes. */
static uint8_t *write_run(uint8_t *p, unsigned value, unsigned count)
{
    if (count == 0)
        return p;
    if (value > 0) {
        *p++ = (uint8_t)(VALUE_RUN | (value - 1) << 2 | (count - 1));
    } else if (count <= SHORT_ZEROS_MAX) {
        *p++ = (uint8_t)(count - 1);
    } else {
        *p++ = (uint8_t)(LONG_RUN | (count - 1) >> 8);
        *p++ = (uint8_t)(count - 1);
    }
    return p;
}

/* Joins neighbours of the same value, from a run on, within some steps. */
static void merge_runs(uint8_t *body, size_t *len, size_t at)
{
    for (unsigned i = 0; i < MERGE_STEPS && at < *len; i++) {
        size_t size, ignored;
        struct hll_run run = run_at(body + at, &size), next;

        if (run.value > 0 && at + 1 < *len) {
            next = run_at(body + at + 1, &ignored);
            if (next.value == run.value && run.count + next.count <= VALUE_RUN_MAX) {
                write_run(body + at, run.value, run.count + next.count);
                memmove(body + at + 1, body + at + 2, *len - at - 2);
                --*len;
                continue;
            }
        }
        at += size;
    }
}

/* Where the run before a place begins, from where neighbours may be joined. */
static size_t run_before(struct bytes body, const struct hll_place *p)
{
    if (p->at == 0)
        return 0;
    /* The search began right here. */
    if (p->before == NO_RUN)
        return find_from(body, p->first, (struct bound){ 0 }).before;
    return p->before;
}

bool hll_sparse_set(uint8_t *body, size_t *len, const struct hll_place *p, struct hll_mark mark,
                    size_t max_len)
{
    unsigned left = mark.index - p->first, right = p->run.count - 1 - left;
    uint8_t runs[5], *end = runs;
    size_t new_size, before;

    if (mark.value > HLL_RUN_VALUE_MAX)
        return false;
    end = write_run(end, p->run.value, left);
    end = write_run(end, mark.value, 1);
    end = write_run(end, p->run.value, right);
    new_size = (size_t)(end - runs);
    if (new_size > p->size && *len + new_size - p->size > max_len)
        return false;
    before = run_before(bytes_make(body, *len), p);
    memmove(body + p->at + new_size, body + p->at + p->size, *len - p->at - p->size);
    memcpy(body + p->at, runs, new_size);
    *len = *len + new_size - p->size;
    merge_runs(body, len, before);
    return true;
}
