#include "cmd/condition.h"

#include <xxhash.h>

enum { DIGEST_DIGITS = 16 };

static const char *const words[] = {
    [COND_NX] = "nx",     [COND_XX] = "xx",       [COND_IFEQ] = "ifeq",
    [COND_IFNE] = "ifne", [COND_IFDEQ] = "ifdeq", [COND_IFDNE] = "ifdne",
};

/* All 16 hexadecimal digits, in any case. */
static bool parse_digest(struct bytes text, uint64_t *out)
{
    uint64_t n = 0;

    if (text.len != DIGEST_DIGITS)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        uint8_t digit = ascii_lower(text.ptr[i]);

        if (digit >= '0' && digit <= '9')
            n = n << 4 | (uint64_t)(digit - '0');
        else if (digit >= 'a' && digit <= 'f')
            n = n << 4 | (uint64_t)(digit - 'a' + 10);
        else
            return false;
    }
    *out = n;
    return true;
}

bool condition_option(struct call *c, enum condition_kind first, enum condition_kind last,
                      struct condition *cond)
{
    struct bytes word = arg_peek(c);
    enum condition_kind kind = first;

    while (kind <= last && !bytes_is_word(word, words[kind]))
        kind++;
    if (kind > last)
        return false;
    arg_bytes(c);
    if (cond->kind != COND_NONE && cond->kind != kind)
        arg_fail(c, KV_SYNTAX, NULL);
    cond->kind = kind;
    if (!condition_compares(cond))
        return true;
    if (args_left(c) == 0) {
        arg_fail(c, KV_SYNTAX, NULL);
        return true;
    }
    cond->operand = arg_bytes(c);
    if (kind >= COND_IFDEQ && !parse_digest(cond->operand, &cond->digest))
        arg_fail(c, KV_SYNTAX, "must be exactly 16 hexadecimal characters");
    return true;
}

bool condition_holds(const struct condition *cond, const struct entry *e)
{
    char scratch[NUM_INT_MAX];

    switch (cond->kind) {
    case COND_NONE:
        break;
    case COND_NX:
        return e == NULL;
    case COND_XX:
        return e != NULL;
    case COND_IFEQ:
        return e != NULL && bytes_eq(entry_string(e, scratch), cond->operand);
    case COND_IFNE:
        return e == NULL || !bytes_eq(entry_string(e, scratch), cond->operand);
    case COND_IFDEQ:
        return e != NULL && condition_digest(e) == cond->digest;
    case COND_IFDNE:
        return e == NULL || condition_digest(e) != cond->digest;
    }
    return true;
}

uint64_t condition_digest(const struct entry *e)
{
    char scratch[NUM_INT_MAX];
    struct bytes s = entry_string(e, scratch);

    return XXH3_64bits(s.ptr, s.len);
}
