#include "script/lua_num_read.h"

#include "script/lua_work.h"

#include <ctype.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHORT = 1024,     /* characters that strtod() may read at once */
    DIGITS_MAX = 800, /* what lies between two doubles has 767 digits at most */
    EXPONENT_MAX = 100 * 1000,
};

/* No text is so long that its point could make up for an exponent beyond this. */
#define EXPONENT_END ((int64_t)1 << 60)

static bool is_sign(char c)
{
    return c == '-' || c == '+';
}

const char *lua_num_blanks(lua_State *L, const char *text)
{
    for (; isspace((unsigned char)*text); text++)
        lua_work(L, 1);
    return text;
}

/* ---- Decimal and hexadecimal numbers -------------------------------------------------------------- */

struct number {
    lua_State *L;
    const char *next;
    bool hex;
    bool seen; /* a digit, or more */
    bool rest; /* a digit that was left out is not zero */
    size_t count;
    int64_t
        shift; /* places that the point is behind the digits that were kept; before them if negative */
    char digits[DIGITS_MAX];
};

static bool is_digit(const struct number *n, char c)
{
    return n->hex ? isxdigit((unsigned char)c) : isdigit((unsigned char)c);
}

/* The digits before the point, or those behind it. */
static void take_digits(struct number *n, bool fraction)
{
    for (; is_digit(n, *n->next); n->next++) {
        char c = *n->next;

        lua_work(n->L, 1);
        n->seen = true;
        if (n->count < DIGITS_MAX && (n->count > 0 || c != '0')) {
            n->digits[n->count++] = c;
            n->shift -= fraction;
        } else if (n->count < DIGITS_MAX) {
            n->shift -= fraction; /* a zero in front */
        } else {
            n->rest |= c != '0';
            n->shift += !fraction;
        }
    }
}

/* The exponent at the cursor; 0, and it stays, if there is none. */
static int64_t take_exponent(struct number *n)
{
    const char *p = n->next;
    int64_t e = 0;
    bool minus;

    if (tolower((unsigned char)*p++) != (n->hex ? 'p' : 'e'))
        return 0;
    minus = *p == '-';
    p += is_sign(*p);
    if (!isdigit((unsigned char)*p))
        return 0;
    for (; isdigit((unsigned char)*p); p++) {
        lua_work(n->L, 1);
        if (e < EXPONENT_END / 16)
            e = e * 10 + (*p - '0');
    }
    n->next = p;
    return minus ? -e : e;
}

static double number_value(const struct number *n, bool minus, int64_t exponent)
{
    char text[DIGITS_MAX + 64];

    exponent += n->shift * (n->hex ? 4 : 1);
    if (n->rest)
        exponent -= n->hex ? 4 : 1;
    if (exponent > EXPONENT_MAX)
        exponent = EXPONENT_MAX;
    if (exponent < -EXPONENT_MAX)
        exponent = -EXPONENT_MAX;
    snprintf(text, sizeof text, "%s%s%.*s%s%s%d", minus ? "-" : "", n->hex ? "0x" : "",
             n->count > 0 ? (int)n->count : 1, n->count > 0 ? n->digits : "0", n->rest ? "1" : "",
             n->hex ? "p" : "e", (int)exponent);
    return strtod(text, NULL);
}

/* The number at p, which begins with a digit or a point, behind its sign. */
static double read_number(lua_State *L, const char *p, bool minus, const char **end)
{
    struct number n = { .L = L, .next = p };
    int64_t exponent;

    if (p[0] == '0' && tolower((unsigned char)p[1]) == 'x' &&
        (isxdigit((unsigned char)p[2]) || (p[2] == '.' && isxdigit((unsigned char)p[3])))) {
        n.hex = true;
        n.next += 2;
    }
    take_digits(&n, false);
    if (*n.next == '.' && (n.seen || is_digit(&n, n.next[1]))) {
        n.next++;
        take_digits(&n, true);
    }
    if (!n.seen)
        return 0;
    exponent = take_exponent(&n);
    *end = n.next;
    return number_value(&n, minus, exponent);
}

static bool is_short(const char *p)
{
    size_t len = 0;

    while (len < SHORT && (isalnum((unsigned char)p[len]) || p[len] == '.' || is_sign(p[len])))
        len++;
    return len < SHORT;
}

/* "inf", "infinity", "nan" or "nan(...)", with its sign. */
static double read_word(const char *p, const char **end)
{
    char word[SHORT], *stop;
    size_t len = strnlen(p, sizeof word - 1);
    double d;

    memcpy(word, p, len);
    word[len] = '\0';
    d = strtod(word, &stop);
    if (stop != word)
        *end = p + (stop - word);
    return d;
}

double lua_num_read(lua_State *L, const char *text, const char **end)
{
    const char *p = lua_num_blanks(L, text), *digits = p + is_sign(*p);
    char *stop;
    double d;

    *end = text; /* that there is none */
    if (!isdigit((unsigned char)*digits) && *digits != '.')
        return read_word(p, end);
    if (!is_short(digits))
        return read_number(L, digits, *p == '-', end);
    d = strtod(p, &stop);
    if (stop != p)
        *end = stop;
    return d;
}

/* ---- Other bases ---------------------------------------------------------------------------------- */

/* 36 for what is no digit. */
static int digit_value(char c)
{
    if (isdigit((unsigned char)c))
        return c - '0';
    return isalpha((unsigned char)c) ? tolower((unsigned char)c) - 'a' + 10 : 36;
}

uint64_t lua_num_read_base(lua_State *L, const char *text, int base, const char **end)
{
    const char *p = lua_num_blanks(L, text), *digits;
    bool minus = *p == '-', overflow = false;
    uint64_t n = 0;

    p += is_sign(*p);
    if (base == 16 && p[0] == '0' && tolower((unsigned char)p[1]) == 'x' &&
        isxdigit((unsigned char)p[2]))
        p += 2;
    for (digits = p; digit_value(*p) < base; p++) {
        lua_work(L, 1);
        overflow |= __builtin_mul_overflow(n, (uint64_t)base, &n);
        overflow |= __builtin_add_overflow(n, (uint64_t)digit_value(*p), &n);
    }
    *end = p > digits ? p : text;
    if (overflow)
        return UINT64_MAX;
    return minus ? -n : n;
}
