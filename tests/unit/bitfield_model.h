/*
 * bitfield_model -- fields read and written a bit at a time, and sums checked by halves: what the
 * tests and the fuzz target of bitfield compare it with.
 */
#ifndef TESTS_BITFIELD_MODEL_H
#define TESTS_BITFIELD_MODEL_H

#include "base/bits.h"
#include "obj/bitfield.h"

static inline int64_t model_get(struct bytes s, struct bitfield_type type, uint64_t offset)
{
    uint64_t value = 0;

    for (unsigned i = 0; i < type.bits; i++) {
        uint64_t at = offset + i;
        bool bit = at / 8 < s.len && bits_get(s.ptr, at);

        /* The highest bit of a signed field stands for all above it. */
        if (i == 0 && bit && type.is_signed)
            value = UINT64_MAX;
        value = value << 1 | bit;
    }
    return (int64_t)value;
}

static inline void model_put(uint8_t *p, struct bitfield_type type, uint64_t offset, int64_t value)
{
    for (unsigned i = 0; i < type.bits; i++)
        bits_put(p, offset + i, (uint64_t)value >> (type.bits - 1 - i) & 1);
}

/* The highest and lowest value. */
static inline int64_t model_max(struct bitfield_type type)
{
    unsigned bits = type.bits - (type.is_signed ? 1 : 0);

    return bits == 63 ? INT64_MAX : (INT64_C(1) << bits) - 1;
}

static inline int64_t model_min(struct bitfield_type type)
{
    return type.is_signed ? -model_max(type) - 1 : 0;
}

/* The low bits of value as the type reads them. */
static inline int64_t model_wrap(struct bitfield_type type, uint64_t value)
{
    uint8_t bytes[8] = { 0 };

    model_put(bytes, type, 0, (int64_t)value);
    return model_get(bytes_make(bytes, sizeof bytes), type, 0);
}

/* What becomes of a value that is over or under. */
static inline bool model_overflow(struct bitfield_type type, uint64_t value, bool over,
                                  enum bitfield_overflow overflow, int64_t *out)
{
    if (overflow == BITFIELD_WRAP)
        *out = model_wrap(type, value);
    else if (overflow == BITFIELD_SAT)
        *out = over ? model_max(type) : model_min(type);
    return overflow != BITFIELD_FAIL;
}

static inline bool model_fit(struct bitfield_type type, int64_t value,
                             enum bitfield_overflow overflow, int64_t *out)
{
    bool over = value > model_max(type) || (!type.is_signed && value < 0);

    if (over || value < model_min(type))
        return model_overflow(type, (uint64_t)value, over, overflow, out);
    *out = value;
    return true;
}

static inline bool model_add(struct bitfield_type type, int64_t value, int64_t increment,
                             enum bitfield_overflow overflow, int64_t *out)
{
    uint64_t sum = (uint64_t)value + (uint64_t)increment;

    /* Neither difference can leave the range: value is a value of the field. */
    if (increment > 0 && (uint64_t)increment > (uint64_t)model_max(type) - (uint64_t)value)
        return model_overflow(type, sum, true, overflow, out);
    if (increment < 0 && -(uint64_t)increment > (uint64_t)value - (uint64_t)model_min(type))
        return model_overflow(type, sum, false, overflow, out);
    *out = (int64_t)sum;
    return true;
}

#endif
