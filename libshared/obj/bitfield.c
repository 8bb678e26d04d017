#include "obj/bitfield.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/num.h"
#include "base/size.h"

/* Room for every number that is worked with here. */
__extension__ typedef __int128 wide;

/* A field touches at most 9 bytes; they are read as the first of 16. */
enum { WINDOW = 16 };

/* ---- Text ---------------------------------------------------------------------------------------- */

bool bitfield_parse_type(struct bytes text, struct bitfield_type *out)
{
    uint64_t bits;
    bool is_signed;

    if (text.len < 2 || (text.ptr[0] != 'u' && text.ptr[0] != 'i'))
        return false;
    is_signed = text.ptr[0] == 'i';
    if (!num_parse_uint(bytes_from(text, 1), &bits) || bits < 1 || bits > (is_signed ? 64 : 63))
        return false;
    *out = (struct bitfield_type){ is_signed, (uint8_t)bits };
    return true;
}

bool bitfield_parse_overflow(struct bytes text, enum bitfield_overflow *out)
{
    static const char *const names[] = { "wrap", "sat", "fail" };

    for (unsigned i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (bytes_is_word(text, names[i])) {
            *out = (enum bitfield_overflow)i;
            return true;
        }
    }
    return false;
}

bool bitfield_parse_offset(struct bytes text, struct bitfield_type type, uint64_t limit,
                           uint64_t *out)
{
    bool of_fields = text.len > 0 && text.ptr[0] == '#';
    uint64_t n;

    if (!num_parse_uint(bytes_from(text, of_fields), &n))
        return false;
    if (of_fields && __builtin_mul_overflow(n, type.bits, &n))
        return false;
    if (n >= limit)
        return false;
    *out = n;
    return true;
}

/* ---- Bytes --------------------------------------------------------------------------------------- */

size_t bitfield_end(struct bitfield_type type, uint64_t offset)
{
    return (size_t)((offset + type.bits + 7) / 8);
}

/* How far the field's lowest bit is from the lowest of the window. */
static unsigned shift_of(struct bitfield_type type, uint64_t offset)
{
    return 8 * WINDOW - offset % 8 - type.bits;
}

static unsigned __int128 load_window(const uint8_t window[WINDOW])
{
    return (unsigned __int128)load_be64(window) << 64 | load_be64(window + 8);
}

/* The low bits of value, as the type reads them. */
static int64_t narrow(struct bitfield_type type, uint64_t value)
{
    unsigned unused = 64 - type.bits;

    value <<= unused;
    return type.is_signed ? (int64_t)value >> unused : (int64_t)(value >> unused);
}

int64_t bitfield_get(struct bytes s, struct bitfield_type type, uint64_t offset)
{
    uint8_t window[WINDOW] = { 0 };
    size_t first = (size_t)(offset / 8), end = size_min(bitfield_end(type, offset), s.len);

    if (first < end)
        memcpy(window, s.ptr + first, end - first);
    return narrow(type, (uint64_t)(load_window(window) >> shift_of(type, offset)));
}

void bitfield_put(uint8_t *p, struct bitfield_type type, uint64_t offset, int64_t value)
{
    uint8_t window[WINDOW] = { 0 };
    size_t first = (size_t)(offset / 8), len = bitfield_end(type, offset) - first;
    unsigned shift = shift_of(type, offset);
    unsigned __int128 mask = (unsigned __int128)(UINT64_MAX >> (64 - type.bits)) << shift, bits;

    kv_assert(narrow(type, (uint64_t)value) == value);
    memcpy(window, p + first, len);
    bits = (load_window(window) & ~mask) | ((unsigned __int128)(uint64_t)value << shift & mask);
    store_be64(window, (uint64_t)(bits >> 64));
    store_be64(window + 8, (uint64_t)bits);
    memcpy(p + first, window, len);
}

/* ---- Overflow ------------------------------------------------------------------------------------ */

static bool fit(struct bitfield_type type, wide value, enum bitfield_overflow overflow,
                int64_t *out)
{
    wide max = ((wide)1 << (type.bits - type.is_signed)) - 1;
    wide min = type.is_signed ? -max - 1 : 0;

    if (value >= min && value <= max)
        *out = (int64_t)value;
    else if (overflow == BITFIELD_WRAP)
        *out = narrow(type, (uint64_t)value);
    else if (overflow == BITFIELD_SAT)
        *out = (int64_t)(value > max ? max : min);
    else
        return false;
    return true;
}

bool bitfield_fit(struct bitfield_type type, int64_t value, enum bitfield_overflow overflow,
                  int64_t *out)
{
    return fit(type, type.is_signed ? value : (wide)(uint64_t)value, overflow, out);
}

bool bitfield_add(struct bitfield_type type, int64_t value, int64_t increment,
                  enum bitfield_overflow overflow, int64_t *out)
{
    return fit(type, (wide)value + increment, overflow, out);
}
