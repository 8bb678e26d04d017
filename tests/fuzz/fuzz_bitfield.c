/*
 * fuzz_bitfield -- what BITFIELD is told, and what it does, against fields handled a bit at a time.
 *
 * The input is operations: the first byte says how an offset and a type, both texts, follow, and
 * what is done when they are accepted; numbers follow as 8 bytes. The string is LEN bytes at the
 * end of a block, so that a byte too much is seen.
 */
#include "obj/bitfield.h"

#include "../unit/bitfield_model.h"
#include "base/load.h"
#include "base/num.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LEN = 64, LIMIT = 8 * LEN };

static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* Takes up to n bytes off the front. */
static struct bytes take(struct bytes *in, size_t n)
{
    struct bytes piece = bytes_make(in->ptr, n < in->len ? n : in->len);

    *in = bytes_from(*in, piece.len);
    return piece;
}

static int64_t take_number(struct bytes *in)
{
    uint8_t bytes[8] = { 0 };
    struct bytes piece = take(in, sizeof bytes);

    memcpy(bytes, piece.ptr, piece.len);
    return (int64_t)load_le64(bytes);
}

/* A type that is accepted is spelled in one way only. */
static void check_type(struct bytes text, struct bitfield_type type)
{
    char want[1 + NUM_INT_MAX];

    want[0] = type.is_signed ? 'i' : 'u';
    demand(bytes_eq(text, bytes_make(want, 1 + num_format_uint(want + 1, type.bits))));
    demand(type.bits >= 1 && type.bits <= (type.is_signed ? 64 : 63));
}

static void check_offset(struct bytes text, struct bitfield_type type, uint64_t offset)
{
    char want[1 + NUM_INT_MAX] = { '#' };
    bool of_fields = text.ptr[0] == '#';
    size_t len = num_format_uint(want + 1, of_fields ? offset / type.bits : offset);

    demand(offset < LIMIT && (!of_fields || offset % type.bits == 0));
    demand(bytes_eq(text, bytes_make(want + !of_fields, len + of_fields)));
}

/* Sets or adds in the string and its twin. */
static void operate(uint8_t *s, uint8_t *twin, struct bitfield_type type, uint64_t offset,
                    unsigned what, int64_t number)
{
    enum bitfield_overflow overflow = (enum bitfield_overflow)(what / 2 % 3);
    int64_t old = bitfield_get(bytes_make(s, LEN), type, offset), got = 0, want = 0;
    bool fits, should;

    demand(old == model_get(bytes_make(twin, LEN), type, offset));
    if (what % 2 == 0) {
        fits = bitfield_fit(type, number, overflow, &got);
        should = model_fit(type, number, overflow, &want);
    } else {
        fits = bitfield_add(type, old, number, overflow, &got);
        should = model_add(type, old, number, overflow, &want);
    }
    demand(fits == should && got == want);
    if (!fits || bitfield_end(type, offset) > LEN)
        return;
    bitfield_put(s, type, offset, got);
    model_put(twin, type, offset, want);
    demand(memcmp(s, twin, LEN) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes in = bytes_make(data, size);
    uint8_t *s = calloc(1, LEN), twin[LEN] = { 0 };

    while (in.len > 0) {
        unsigned what = take(&in, 1).ptr[0];
        struct bytes text = take(&in, 2 + what % 2), at = take(&in, 1 + what / 2 % 4);
        struct bitfield_type type;
        uint64_t offset;

        if (!bitfield_parse_type(text, &type))
            continue;
        check_type(text, type);
        if (!bitfield_parse_offset(at, type, LIMIT, &offset))
            continue;
        check_offset(at, type, offset);
        operate(s, twin, type, offset, what / 8, take_number(&in));
    }
    free(s);
    return 0;
}
