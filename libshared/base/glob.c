#include "base/glob.h"

/*
 * One pass with one point to go back to. A '*' first matches nothing; each time what follows it
 * fails, it takes one more byte of the text. Only the last '*' ever needs that: what an earlier one
 * would gain by taking more, the last one can take instead. So the work, counted in pattern bytes
 * looked at, is at most the product of the lengths.
 *
 * The grammar of a set, as redis-server 7.0 treats the odd cases:
 *
 *     set   = '[' '^'? item* ']'      the first ']' not escaped ends it, even as the first item;
 *                                     so does the end of the pattern
 *     item  = '\' any                 that byte
 *           | any '-' any             a range; neither end is an escape, and the last may be ']'
 *           | any
 *
 * Two cases differ from it on purpose: "**" matches the empty text as "*" does, and an escaped letter
 * in a set is folded like any other when case is ignored.
 */

struct element {
    bool matches;
    const uint8_t *next; /* where the next element starts */
};

static inline uint8_t fold(uint8_t c, bool nocase)
{
    return nocase ? ascii_lower(c) : c;
}

/* p is behind the '['. */
static inline struct element match_set(const uint8_t *p, const uint8_t *end, uint8_t c, bool nocase)
{
    bool negated = p < end && *p == '^', found = false;

    p += negated;
    c = fold(c, nocase);
    while (p < end && *p != ']') {
        if (*p == '\\' && end - p >= 2) {
            found |= fold(p[1], nocase) == c;
            p += 2;
        } else if (end - p >= 3 && p[1] == '-') {
            uint8_t low = p[0] < p[2] ? p[0] : p[2], high = p[0] < p[2] ? p[2] : p[0];

            found |= fold(low, nocase) <= c && c <= fold(high, nocase);
            p += 3;
        } else {
            found |= fold(*p, nocase) == c;
            p++;
        }
    }
    return (struct element){ found != negated, p < end ? p + 1 : end };
}

/* Does the element of the pattern at p, which is not a '*', match the byte c? */
static inline struct element match_element(const uint8_t *p, const uint8_t *end, uint8_t c,
                                           bool nocase)
{
    if (*p == '?')
        return (struct element){ true, p + 1 };
    if (*p == '[')
        return match_set(p + 1, end, c, nocase);
    if (*p == '\\' && end - p >= 2)
        p++;
    return (struct element){ fold(*p, nocase) == fold(c, nocase), p + 1 };
}

static inline __attribute__((always_inline)) bool match(struct bytes pattern, struct bytes text,
                                                        bool nocase, size_t *more)
{
    const uint8_t *p = pattern.ptr, *p_end = p + pattern.len;
    const uint8_t *t = text.ptr, *t_end = t + text.len;
    const uint8_t *after_star = NULL; /* the pattern behind the last '*' */
    const uint8_t *retry = NULL;      /* the first byte of the text that this '*' does not take */
    size_t work = 0, own = 4 * (pattern.len + text.len); /* the rest is from *more */

    while (t < t_end) {
        if (p < p_end && *p == '*') {
            after_star = ++p;
            retry = t;
            if (p == p_end)
                t = t_end;
            continue;
        }
        if (p < p_end) {
            struct element e = match_element(p, p_end, *t, nocase);

            work += (size_t)(e.next - p);
            if (e.matches) {
                p = e.next;
                t++;
                continue;
            }
        }
        if (after_star == NULL || ++work > own + *more)
            break;
        p = after_star;
        t = ++retry;
    }
    if (work > own)
        *more -= work - own < *more ? work - own : *more;
    while (p < p_end && *p == '*')
        p++;
    return t == t_end && p == p_end;
}

bool glob_match(struct bytes pattern, struct bytes text)
{
    size_t work = GLOB_WORK_MAX;

    return match(pattern, text, false, &work);
}

bool glob_match_within(struct bytes pattern, struct bytes text, size_t *work)
{
    return match(pattern, text, false, work);
}

bool glob_match_nocase(struct bytes pattern, struct bytes text)
{
    size_t work = GLOB_WORK_MAX;

    return match(pattern, text, true, &work);
}

size_t glob_literal_start(struct bytes pattern)
{
    size_t i = 0;

    while (i < pattern.len && (pattern.ptr[i] == '\0' || strchr("*?[\\", pattern.ptr[i]) == NULL))
        i++;
    return i;
}

bool glob_is_literal(struct bytes pattern)
{
    return glob_literal_start(pattern) == pattern.len;
}
