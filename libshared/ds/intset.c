#include "ds/intset.h"

#include "base/assert.h"
#include "base/load.h"

enum {
    HEADER = INTSET_EMPTY,
    FIRST_ROOM = 64, /* a new intset takes its first integers without moving */
};

/* ---- Reading --------------------------------------------------------------------------------- */

static inline size_t width_of(const uint8_t *is)
{
    return load_le32(is);
}

static void set_header(uint8_t *is, size_t width, size_t count)
{
    store_le32(is, (uint32_t)width);
    store_le32(is + 4, (uint32_t)count);
}

static inline int64_t read_int(const uint8_t *is, size_t width, size_t index)
{
    const uint8_t *at = is + HEADER + index * width;

    switch (width) {
    case 2:
        return (int16_t)load_le16(at);
    case 4:
        return (int32_t)load_le32(at);
    default:
        return (int64_t)load_le64(at);
    }
}

static inline void write_int(uint8_t *is, size_t width, size_t index, int64_t n)
{
    uint8_t *at = is + HEADER + index * width;

    switch (width) {
    case 2:
        store_le16(at, (uint16_t)n);
        break;
    case 4:
        store_le32(at, (uint32_t)n);
        break;
    default:
        store_le64(at, (uint64_t)n);
    }
}

static size_t width_for(int64_t n)
{
    if (n == (int16_t)n)
        return 2;
    return n == (int32_t)n ? 4 : 8;
}

size_t intset_count(const uint8_t *is)
{
    return load_le32(is + 4);
}

size_t intset_bytes(const uint8_t *is)
{
    return HEADER + intset_count(is) * width_of(is);
}

int64_t intset_get(const uint8_t *is, size_t index)
{
    kv_assert(index < intset_count(is));
    return read_int(is, width_of(is), index);
}

/* How many integers are below n. Inlined per width; the compiler makes the halving free of jumps,
 * which would be mispredicted half of the time. */
static inline size_t count_below(const uint8_t *is, size_t width, size_t count, int64_t n)
{
    size_t first = 0;

    if (count == 0)
        return 0;
    while (count > 1) {
        size_t half = count / 2;

        first += read_int(is, width, first + half - 1) < n ? half : 0;
        count -= half;
    }
    return first + (read_int(is, width, first) < n);
}

bool intset_find(const uint8_t *is, int64_t n, size_t *index)
{
    size_t width = width_of(is), count = intset_count(is), at;

    if (width_for(n) > width)
        at = n < 0 ? 0 : count;
    else if (width == 2)
        at = count_below(is, 2, count, n);
    else if (width == 4)
        at = count_below(is, 4, count, n);
    else
        at = count_below(is, 8, count, n);
    if (index != NULL)
        *index = at;
    return at < count && read_int(is, width, at) == n;
}

/* ---- Changing -------------------------------------------------------------------------------- */

void intset_init(struct pack *p)
{
    set_header(pack_room(p, 0, FIRST_ROOM), 2, 0);
}

/* Rewrites the integers in a larger width, from the last on, so that they do not run over one
 * another. */
static void widen(struct pack *p, size_t width)
{
    size_t old = width_of(p->ptr), count = intset_count(p->ptr);
    uint8_t *is = pack_room(p, intset_bytes(p->ptr), HEADER + count * width);

    for (size_t i = count; i-- > 0;)
        write_int(is, width, i, read_int(is, old, i));
    set_header(is, width, count);
}

bool intset_add(struct pack *p, int64_t n)
{
    size_t index, width, bytes, count = intset_count(p->ptr);
    uint8_t *is;

    if (intset_find(p->ptr, n, &index))
        return false;
    kv_assert(count < UINT32_MAX);
    if (width_for(n) > width_of(p->ptr))
        widen(p, width_for(n));
    width = width_of(p->ptr);
    bytes = intset_bytes(p->ptr);
    is = pack_room(p, bytes, bytes + width);
    memmove(is + HEADER + (index + 1) * width, is + HEADER + index * width,
            (count - index) * width);
    write_int(is, width, index, n);
    set_header(is, width, count + 1);
    return true;
}

void intset_remove_range(struct pack *p, size_t index, size_t count)
{
    size_t width = width_of(p->ptr), old = intset_count(p->ptr);
    uint8_t *at = p->ptr + HEADER + index * width;

    kv_assert(index <= old && count <= old - index);
    memmove(at, at + count * width, (old - index - count) * width);
    set_header(p->ptr, width, old - count);
}

bool intset_remove(struct pack *p, int64_t n)
{
    size_t index;

    if (!intset_find(p->ptr, n, &index))
        return false;
    intset_remove_range(p, index, 1);
    return true;
}

/* ---- From outside ---------------------------------------------------------------------------- */

/* data has at least a header. */
static bool is_well_formed(struct bytes data)
{
    const uint8_t *is = data.ptr;
    size_t width = width_of(is), count = intset_count(is);

    if ((width != 2 && width != 4 && width != 8) || data.len - HEADER != (uint64_t)count * width)
        return false;
    for (size_t i = 1; i < count; i++)
        if (read_int(is, width, i - 1) >= read_int(is, width, i))
            return false;
    return true;
}

bool intset_validate(struct bytes data)
{
    return data.len > HEADER && is_well_formed(data);
}

void intset_check(const uint8_t *is)
{
    kv_assert(is_well_formed(bytes_make(is, intset_bytes(is))));
}
