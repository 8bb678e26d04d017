/*
 * size -- the one place where lengths that come from outside are added and multiplied.
 *
 * Each helper returns false, and writes nothing, when the result would not fit.
 */
#ifndef KV_BASE_SIZE_H
#define KV_BASE_SIZE_H

#include <stdbool.h>
#include <stddef.h>

static inline bool size_add(size_t a, size_t b, size_t *sum)
{
    size_t s;

    if (__builtin_add_overflow(a, b, &s))
        return false;
    *sum = s;
    return true;
}

static inline bool size_mul(size_t a, size_t b, size_t *product)
{
    size_t p;

    if (__builtin_mul_overflow(a, b, &p))
        return false;
    *product = p;
    return true;
}

static inline size_t size_min(size_t a, size_t b)
{
    return a < b ? a : b;
}

static inline size_t size_max(size_t a, size_t b)
{
    return a > b ? a : b;
}

#endif
