#include "cmd/scan_options.h"

#include "base/clock.h"
#include "base/glob.h"

enum {
    COUNT_USUAL = 10,         /* without COUNT */
    BUCKETS_PER_ELEMENT = 10, /* looked at, when many are empty */
    CALL_NS = 5 * 1000 * 1000,
    BUCKETS_PER_LOOK = 32, /* at the clock */
};

void scan_options_init(struct scan_options *o)
{
    *o = (struct scan_options){ .count = COUNT_USUAL };
}

bool scan_option(struct call *c, struct scan_options *o)
{
    if (args_left(c) < 2)
        return false;
    if (arg_word(c, "match")) {
        o->pattern = arg_bytes(c);
        if (bytes_eq(o->pattern, BYTES_LIT("*")))
            o->pattern.ptr = NULL;
        return true;
    }
    if (!arg_word(c, "count"))
        return false;
    o->count = arg_int(c);
    if (c->err == KV_OK && o->count < 1)
        arg_fail(c, KV_SYNTAX, NULL);
    return true;
}

bool scan_matches(const struct scan_options *o, struct bytes text)
{
    return o->pattern.ptr == NULL || glob_match(o->pattern, text);
}

void scan_budget_init(struct scan_budget *b, int64_t count)
{
    b->count = (uint64_t)count;
    if (__builtin_mul_overflow(b->count, BUCKETS_PER_ELEMENT, &b->buckets))
        b->buckets = UINT64_MAX;
    b->until_ns = clock_mono_ns() + CALL_NS;
}

bool scan_goes_on(struct scan_budget *b, size_t visited)
{
    return --b->buckets > 0 && visited < b->count &&
           (b->buckets % BUCKETS_PER_LOOK != 0 || clock_mono_ns() < b->until_ns);
}
