#include "script/lua_find.h"

#include "base/rand.h"
#include "base/size.h"
#include "script/lua_work.h"

#include <lua.h>
#include <string.h>

enum {
    SHORT = 1024,      /* a text that memmem() may look for */
    PIECE = 64 * 1024, /* where it looks between two looks at the time */
};

/* ---- Long texts ---------------------------------------------------------------------------------- */

/* memmem() would read a long text from end to end before the first comparison. So a sum over as many bytes moves along
 * the subject (Karp and Rabin), and where it is that of the text the bytes are compared. The sums are polynomials
 * modulo a prime, at a point that nobody knows: texts with equal sums cannot be made on purpose. */
#define PRIME (((uint64_t)1 << 61) - 1)

static uint64_t point;

static uint64_t mod_mul(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    uint64_t sum = (uint64_t)(product & PRIME) + (uint64_t)(product >> 61);

    return sum >= PRIME ? sum - PRIME : sum;
}

static uint64_t mod_add(uint64_t a, uint64_t b)
{
    return a + b >= PRIME ? a + b - PRIME : a + b;
}

static uint64_t sum_of(lua_State *L, struct bytes b)
{
    uint64_t sum = 0;

    for (size_t i = 0; i < b.len; i++) {
        lua_work(L, 1);
        sum = mod_add(mod_mul(sum, point), b.ptr[i]);
    }
    return sum;
}

/* What a byte counts in the sum after len more. */
static uint64_t weight_after(size_t len)
{
    uint64_t weight = 1, factor = point;

    for (; len > 0; len >>= 1) {
        if (len & 1)
            weight = mod_mul(weight, factor);
        factor = mod_mul(factor, factor);
    }
    return weight;
}

static const uint8_t *find_long(lua_State *L, struct bytes subject, struct bytes text)
{
    uint64_t wanted, sum, weight;

    if (text.len > subject.len)
        return NULL;
    while (point < 256) {
        rand_secure(&point, sizeof point);
        point %= PRIME;
    }
    wanted = sum_of(L, text);
    sum = sum_of(L, bytes_make(subject.ptr, text.len));
    weight = weight_after(text.len);
    for (size_t i = 0;; i++) {
        if (sum == wanted && lua_work_equal(L, subject.ptr + i, text.ptr, text.len))
            return subject.ptr + i;
        if (i + text.len == subject.len)
            return NULL;
        lua_work(L, 1);
        sum = mod_add(mod_mul(sum, point), subject.ptr[i + text.len]);
        sum = mod_add(sum, PRIME - mod_mul(subject.ptr[i], weight));
    }
}

/* ---- Both ---------------------------------------------------------------------------------------- */

const uint8_t *lua_find(lua_State *L, struct bytes subject, struct bytes text)
{
    if (text.len > SHORT)
        return find_long(L, subject, text);
    for (;;) {
        size_t len = size_min(subject.len, PIECE + text.len);
        const uint8_t *found = memmem(subject.ptr, len, text.ptr, text.len);

        if (found != NULL || len == subject.len)
            return found;
        lua_work(L, PIECE / 4);
        subject = bytes_from(subject, len - text.len + 1);
    }
}
