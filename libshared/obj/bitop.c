#include "obj/bitop.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"

enum {
    BLOCK =
        8 * 1024, /* of it, of one source and of the result together fit the first-level cache */
    SOURCE_WORK = 256, /* bytes that could be combined in the time that turning to a source takes */
};

struct bitop {
    enum bitop_kind kind;
    struct bytes x;
    struct bytes *y; /* those that have not ended */
    unsigned y_count;
    size_t len;
    size_t zero_from; /* nothing but zeros from here on */
    uint64_t work;
    struct blob *result;
    size_t at;             /* where the block begins that is worked on */
    unsigned next;         /* the y that goes into it next */
    const uint8_t *so_far; /* the block as it is: in the result, or x itself; NULL: not begun */
    uint8_t *twice;        /* ONE: the bits of the block that more than one source has */
};

/* ---- Runs of bytes ------------------------------------------------------------------------------- */

/* What a loop takes at a time; the compiler splits it up for machines with smaller registers. */
typedef uint64_t lane __attribute__((vector_size(32), aligned(1), may_alias));

/* d may be a. */
typedef void combine_fn(uint8_t *d, const uint8_t *a, const uint8_t *b, size_t n);

#define EACH(type, statement)                                                                      \
    for (; n >= sizeof(type); n -= sizeof(type)) {                                                 \
        type *d = (type *)to;                                                                      \
        const type *a = (const type *)one, *b = (const type *)two;                                 \
        statement;                                                                                 \
        to += sizeof(type);                                                                        \
        one += sizeof(type);                                                                       \
        two += sizeof(type);                                                                       \
    }

#define COMBINE(name, target, statement)                                                           \
    target static void name(uint8_t *to, const uint8_t *one, const uint8_t *two, size_t n)         \
    {                                                                                              \
        EACH(lane, statement)                                                                      \
        EACH(uint8_t, statement)                                                                   \
    }

enum kernel { AND, OR, XOR, AND_NOT, OR_BOTH, KERNELS, NONE = KERNELS };

/* The functions for one sort of machine, and the table of them. */
#define COMBINE_ALL(sort, target)                                                                  \
    COMBINE(and_##sort, target, *d = *a & *b)                                                      \
    COMBINE(or_##sort, target, *d = *a | *b)                                                       \
    COMBINE(xor_##sort, target, *d = *a ^ *b)                                                      \
    COMBINE(and_not_##sort, target, *d = *a & ~*b)                                                 \
    COMBINE(or_both_##sort, target, *d |= *a & *b)                                                 \
    static combine_fn *const sort[KERNELS] = { and_##sort, or_##sort, xor_##sort, and_not_##sort,  \
                                               or_both_##sort };

COMBINE_ALL(plain, )
#if defined(__x86_64__)
COMBINE_ALL(by_avx2, __attribute__((target("avx2"))))
#endif

static combine_fn *const *combine = plain;

void bitop_use(enum bits_means most)
{
    combine = plain;
#if defined(__x86_64__)
    if (most >= BITS_AVX2 && bits_means() >= BITS_AVX2)
        combine = by_avx2;
#endif
}

__attribute__((constructor)) static void bitop_prepare(void)
{
    bitop_use(bits_means());
}

/* ---- Kinds --------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    enum { X, ZEROS, ONES } begin; /* what a block begins as */
    enum kernel each;              /* takes a y in */
    enum kernel finish;            /* takes x in after the others; NONE: x is in */
} kinds[] = {
    [BITOP_AND] = { "AND", X, AND, NONE },       [BITOP_OR] = { "OR", X, OR, NONE },
    [BITOP_XOR] = { "XOR", X, XOR, NONE },       [BITOP_NOT] = { "NOT", ONES, NONE, AND_NOT },
    [BITOP_DIFF] = { "DIFF", X, AND_NOT, NONE }, [BITOP_DIFF1] = { "DIFF1", ZEROS, OR, AND_NOT },
    [BITOP_ANDOR] = { "ANDOR", ZEROS, OR, AND }, [BITOP_ONE] = { "ONE", X, OR, NONE },
};

bool bitop_parse(struct bytes text, enum bitop_kind *out)
{
    for (unsigned i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (bytes_is_word(text, kinds[i].name)) {
            *out = (enum bitop_kind)i;
            return true;
        }
    }
    return false;
}

const char *bitop_name(enum bitop_kind kind)
{
    return kinds[kind].name;
}

/* ---- Beginning and end --------------------------------------------------------------------------- */

struct bitop *bitop_new(enum bitop_kind kind, const struct bytes *sources, unsigned count)
{
    struct bitop *b = mem_zalloc(sizeof *b);
    size_t shortest = SIZE_MAX;

    kv_assert(count > 0 && (kind != BITOP_NOT || count == 1));
    b->kind = kind;
    b->x = sources[0];
    b->y_count = count - 1;
    b->y = mem_alloc(count * sizeof b->y[0]);
    memcpy(b->y, sources + 1, b->y_count * sizeof b->y[0]);
    for (unsigned i = 0; i < count; i++) {
        b->len = size_max(b->len, sources[i].len);
        shortest = size_min(shortest, sources[i].len);
        b->work += sources[i].len + SOURCE_WORK;
    }
    b->work += b->len;
    b->zero_from = b->len;
    if (kind == BITOP_AND)
        b->zero_from = shortest;
    else if (kind == BITOP_DIFF || kind == BITOP_ANDOR)
        b->zero_from = b->x.len;
    if (kind == BITOP_ONE)
        b->twice = mem_alloc(BLOCK);
    return b;
}

void bitop_free(struct bitop *b)
{
    if (b == NULL)
        return;
    blob_unref(b->result);
    mem_free(b->y);
    mem_free(b->twice);
    mem_free_sized(b, sizeof *b);
}

size_t bitop_len(const struct bitop *b)
{
    return b->len;
}

uint64_t bitop_work(const struct bitop *b)
{
    return b->work;
}

struct blob *bitop_take(struct bitop *b)
{
    struct blob *result = b->result;

    kv_assert(result != NULL && b->at == b->len);
    b->result = NULL;
    return result;
}

/* ---- Steps --------------------------------------------------------------------------------------- */

/* What a source has of the bytes from at to at + n. */
static struct bytes part_of(struct bytes source, size_t at, size_t n)
{
    if (source.len <= at)
        return BYTES_LIT("");
    return bytes_make(source.ptr + at, size_min(source.len - at, n));
}

/* x is not copied if it fills the block: the first y is combined with it where it lies. */
static void begin_block(struct bitop *b, uint8_t *out, size_t n)
{
    struct bytes x = part_of(b->x, b->at, n);

    b->so_far = out;
    if (kinds[b->kind].begin != X) {
        memset(out, kinds[b->kind].begin == ONES ? 0xff : 0, n);
    } else if (x.len == n) {
        b->so_far = x.ptr;
    } else {
        memcpy(out, x.ptr, x.len);
        memset(out + x.len, 0, n - x.len);
    }
    if (b->kind == BITOP_ONE)
        memset(b->twice, 0, n);
    b->next = 0;
}

static void take_in(struct bitop *b, uint8_t *out, size_t n, struct bytes y)
{
    if (b->kind == BITOP_ONE)
        combine[OR_BOTH](b->twice, b->so_far, y.ptr, y.len);
    combine[kinds[b->kind].each](out, b->so_far, y.ptr, y.len);
    if (b->kind == BITOP_AND)
        memset(out + y.len, 0, n - y.len);
    else if (b->so_far != out)
        memcpy(out + y.len, b->so_far + y.len, n - y.len);
    b->so_far = out;
}

static void finish_block(struct bitop *b, uint8_t *out, size_t n)
{
    struct bytes x = part_of(b->x, b->at, n);

    if (b->so_far != out)
        memcpy(out, b->so_far, n);
    if (kinds[b->kind].finish != NONE)
        combine[kinds[b->kind].finish](out, out, x.ptr, x.len);
    if (b->kind == BITOP_ANDOR)
        memset(out + x.len, 0, n - x.len);
    if (b->kind == BITOP_ONE)
        combine[AND_NOT](out, out, b->twice, n);
    b->so_far = NULL;
    b->at += n;
}

/* Goes on with a block of n bytes, and counts down what may be done; true when the block is done.
 * */
static bool step_block(struct bitop *b, size_t n, uint64_t *left)
{
    uint8_t *out = b->result->data + b->at;

    if (b->at >= b->zero_from) {
        memset(out, 0, n);
        b->at += n;
        return true;
    }
    if (b->so_far == NULL)
        begin_block(b, out, n);
    while (b->next < b->y_count) {
        struct bytes y = part_of(b->y[b->next], b->at, n);

        if (*left == 0)
            return false;
        *left -= size_min(*left, y.len + SOURCE_WORK);
        if (y.len == 0) {
            b->y[b->next] = b->y[--b->y_count];
        } else {
            take_in(b, out, n, y);
            b->next++;
        }
    }
    finish_block(b, out, n);
    return true;
}

bool bitop_step(struct bitop *b, uint64_t bytes)
{
    if (b->result == NULL) {
        b->result = blob_new(b->len);
        b->result->len = b->len;
    }
    while (b->at < b->len && bytes > 0) {
        size_t n = size_min(BLOCK, b->len - b->at);

        if (!step_block(b, n, &bytes))
            return false;
        bytes -= size_min(bytes, n);
    }
    return b->at == b->len;
}
