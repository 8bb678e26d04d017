/*
 * fuzz_glob -- glob_match() against a matcher written another way.
 *
 * The first byte is the length of the pattern, the next bytes are the pattern, the rest is the text.
 * The model takes the pattern apart into sets of bytes first and then recurses; only short inputs go
 * to it, because it may take exponential time.
 */
#include "base/glob.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MODEL_PATTERN_MAX = 12, MODEL_TEXT_MAX = 16 };

struct element {
    bool star, accepts[256];
};

static void set_bytes(struct element *e, uint8_t from, uint8_t to, bool nocase)
{
    for (unsigned c = 0; c < 256; c++) {
        uint8_t byte = nocase ? ascii_lower((uint8_t)c) : (uint8_t)c;

        if (byte >= (nocase ? ascii_lower(from) : from) && byte <= (nocase ? ascii_lower(to) : to))
            e->accepts[c] = true;
    }
}

/* The items of a set from at, which is behind the '['; returns where the next element starts. */
static size_t read_set(struct element *e, struct bytes p, size_t at, bool nocase)
{
    bool negated = at < p.len && p.ptr[at] == '^';

    at += negated;
    for (;;) {
        size_t left = p.len - at;
        uint8_t a = left > 0 ? p.ptr[at] : ']', b = left > 2 ? p.ptr[at + 2] : 0;

        if (a == ']') {
            at += left > 0;
            break;
        }
        if (a == '\\' && left > 1) {
            set_bytes(e, p.ptr[at + 1], p.ptr[at + 1], nocase);
            at += 2;
        } else if (left > 2 && p.ptr[at + 1] == '-') {
            set_bytes(e, a < b ? a : b, a < b ? b : a, nocase);
            at += 3;
        } else {
            set_bytes(e, a, a, nocase);
            at++;
        }
    }
    for (unsigned c = 0; c < 256 && negated; c++)
        e->accepts[c] = !e->accepts[c];
    return at;
}

static size_t read_pattern(struct element *elements, struct bytes p, bool nocase)
{
    size_t count = 0;

    for (size_t at = 0; at < p.len; count++) {
        struct element *e = &elements[count];

        memset(e, 0, sizeof *e);
        if (p.ptr[at] == '*') {
            e->star = true;
            at++;
        } else if (p.ptr[at] == '?') {
            set_bytes(e, 0, 255, false);
            at++;
        } else if (p.ptr[at] == '[') {
            at = read_set(e, p, at + 1, nocase);
        } else {
            if (p.ptr[at] == '\\' && at + 1 < p.len)
                at++;
            set_bytes(e, p.ptr[at], p.ptr[at], nocase);
            at++;
        }
    }
    return count;
}

static bool model_match(const struct element *e, size_t count, struct bytes text)
{
    if (count == 0)
        return text.len == 0;
    if (e->star)
        return model_match(e + 1, count - 1, text) ||
               (text.len > 0 && model_match(e, count, bytes_from(text, 1)));
    return text.len > 0 && e->accepts[text.ptr[0]] &&
           model_match(e + 1, count - 1, bytes_from(text, 1));
}

static void compare(struct bytes pattern, struct bytes text, bool nocase, bool matched)
{
    struct element elements[MODEL_PATTERN_MAX];
    size_t count = read_pattern(elements, pattern, nocase);

    if (model_match(elements, count, text) != matched)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes pattern, text;
    bool matched, matched_nocase;
    size_t len;

    if (size == 0)
        return 0;
    len = data[0] < size - 1 ? data[0] : size - 1;
    pattern = bytes_make(data + 1, len);
    text = bytes_make(data + 1 + len, size - 1 - len);
    matched = glob_match(pattern, text);
    matched_nocase = glob_match_nocase(pattern, text);

    if (pattern.len <= MODEL_PATTERN_MAX && text.len <= MODEL_TEXT_MAX) {
        compare(pattern, text, false, matched);
        compare(pattern, text, true, matched_nocase);
    }
    if (glob_is_literal(pattern) && matched != bytes_eq(pattern, text))
        abort();
    return 0;
}
