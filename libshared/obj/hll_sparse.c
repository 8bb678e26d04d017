/* The sparse encoding: runs of equal registers. */
#include "obj/hll_inner.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/size.h"

enum {
    LONG_RUN = 0x40, /* of zeros, in two bytes */
    VALUE_RUN = 0x80,
    SHORT_ZEROS_MAX = 64, /* registers in a run of one byte */
    VALUE_RUN_MAX = 4,
    MERGE_STEPS = 5, /* runs that are looked at behind a change; redis-server does the same */
    WORD = 8,
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

INLINE struct word word_at(const uint8_t *p)
{
    uint64_t w = load_le64(p), candidates = long_runs(w), second = 0, next, firsts, low;
    struct word out = { .size = WORD, .last = WORD - 1 };

    /* Most words of a long body; a branch, so that the next can begin before this one is done. */
    if (candidates == 0) {
        low = w & EACH_BYTE(0x3f) & ~spread(w & EACH_BYTE(0x80), 0x3c);
        out.covers = WORD + sum_of_bytes(low);
        return out;
    }
    /* A byte is the second one of a long run if the byte before it begins one, which it does unless it is
     * a second one itself. */
    while ((next = (candidates & ~second) << 8) != second)
        second = next;
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
                 (unsigned)__builtin_popcountll(second);
    return out;
}

bool hll_sparse_validate(struct bytes body)
{
    size_t pos = 0, size;
    unsigned covered = 0;

    while (body.len - pos >= WORD && covered < HLL_REGISTERS) {
        struct word w = word_at(body.ptr + pos);

        covered += w.covers;
        pos += w.size;
    }
    for (; pos < body.len && covered < HLL_REGISTERS; pos += size) {
        if ((body.ptr[pos] & (VALUE_RUN | LONG_RUN)) == LONG_RUN && pos + 1 == body.len)
            return false;
        covered += run_at(body.ptr + pos, &size).count;
    }
    return pos == body.len && covered == HLL_REGISTERS;
}

/* ---- Reading ------------------------------------------------------------------------------------- */

/* The run that holds a register. */
struct place {
    size_t at, size;
    size_t before; /* where the run before it is, or NO_RUN */
    unsigned first;
    struct hll_run run;
};

static struct place find(struct bytes body, unsigned index)
{
    struct place p = { .before = NO_RUN };

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

unsigned hll_sparse_get(struct bytes body, unsigned index)
{
    return find(body, index).run.value;
}

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

enum hll_sparse_result hll_sparse_set(uint8_t *body, size_t *len, struct hll_mark mark,
                                      size_t max_len)
{
    struct place p = find(bytes_make(body, *len), mark.index);
    unsigned left = mark.index - p.first, right = p.run.count - 1 - left;
    uint8_t runs[5], *end = runs;
    size_t new_size;

    if (p.run.value >= mark.value)
        return HLL_SAME;
    if (mark.value > HLL_RUN_VALUE_MAX)
        return HLL_NO_ROOM;
    end = write_run(end, p.run.value, left);
    end = write_run(end, mark.value, 1);
    end = write_run(end, p.run.value, right);
    new_size = (size_t)(end - runs);
    if (new_size > p.size && *len + new_size - p.size > max_len)
        return HLL_NO_ROOM;
    memmove(body + p.at + new_size, body + p.at + p.size, *len - p.at - p.size);
    memcpy(body + p.at, runs, new_size);
    *len = *len + new_size - p.size;
    merge_runs(body, len, p.before != NO_RUN ? p.before : 0);
    return HLL_CHANGED;
}
