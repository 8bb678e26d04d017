#include "base/num.h"

#include "base/assert.h"
#include "base/shortest.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- Integers --------------------------------------------------------------------------------- */

static bool is_digit(uint8_t c)
{
    return c >= '0' && c <= '9';
}

bool num_parse_uint(struct bytes text, uint64_t *out)
{
    uint64_t n = 0;

    if (text.len == 0 || text.len > 20 || (text.ptr[0] == '0' && text.len > 1))
        return false;
    for (size_t i = 0; i < text.len; i++) {
        uint64_t digit = (uint64_t)text.ptr[i] - '0';

        if (digit > 9)
            return false;
        /* 19 digits always fit. */
        if (i < 19)
            n = n * 10 + digit;
        else if (__builtin_mul_overflow(n, 10, &n) || __builtin_add_overflow(n, digit, &n))
            return false;
    }
    *out = n;
    return true;
}

bool num_parse_int(struct bytes text, int64_t *out)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';
    uint64_t n;

    if (!num_parse_uint(negative ? bytes_from(text, 1) : text, &n))
        return false;
    if (n > (uint64_t)INT64_MAX + negative || (negative && n == 0))
        return false;
    *out = (int64_t)(negative ? -n : n);
    return true;
}

unsigned num_digits(uint64_t n)
{
    /* All of them are exact as doubles. */
    static const uint64_t powers[20] = {
        0,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,
        1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19
    };
    /* 1233 / 4096 is log10(2): the digits of the power of two below n, then one more at times. */
    unsigned bits = 64 - (unsigned)__builtin_clzll(n | 1), least = bits * 1233 >> 12;

    return least + (n >= powers[least]);
}

static const char digit_pairs[] = "00010203040506070809"
                                  "10111213141516171819"
                                  "20212223242526272829"
                                  "30313233343536373839"
                                  "40414243444546474849"
                                  "50515253545556575859"
                                  "60616263646566676869"
                                  "70717273747576777879"
                                  "80818283848586878889"
                                  "90919293949596979899";

/* Writes the last `count` digits of n at out. */
static void write_digits(char *out, uint64_t n, unsigned count)
{
    for (; count >= 2; n /= 100) {
        count -= 2;
        memcpy(out + count, digit_pairs + 2 * (n % 100), 2);
    }
    if (count == 1)
        *out = (char)('0' + n % 10);
}

size_t num_format_uint(char *out, uint64_t n)
{
    unsigned count;

    if (n < 10) { /* most lengths are this short */
        *out = (char)('0' + n);
        return 1;
    }
    if (n < 100) {
        memcpy(out, digit_pairs + 2 * n, 2);
        return 2;
    }
    count = num_digits(n);
    write_digits(out, n, count);
    return count;
}

size_t num_format_int(char *out, int64_t n)
{
    if (n >= 0)
        return num_format_uint(out, (uint64_t)n);
    *out = '-';
    return 1 + num_format_uint(out + 1, -(uint64_t)n);
}

bool num_parse_memory(struct bytes text, uint64_t *out)
{
    static const struct {
        const char *name;
        uint64_t factor;
    } units[] = {
        { "", 1 },
        { "b", 1 },
        { "k", 1000 },
        { "kb", (uint64_t)1 << 10 },
        { "m", 1000 * 1000 },
        { "mb", (uint64_t)1 << 20 },
        { "g", 1000 * 1000 * 1000 },
        { "gb", (uint64_t)1 << 30 },
        { "t", (uint64_t)1000 * 1000 * 1000 * 1000 },
        { "tb", (uint64_t)1 << 40 },
    };
    size_t digits = 0;
    uint64_t n;

    while (digits < text.len && is_digit(text.ptr[digits]))
        digits++;
    if (!num_parse_uint(bytes_make(text.ptr, digits), &n))
        return false;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (bytes_is_word(bytes_from(text, digits), units[i].name)) {
            if (__builtin_mul_overflow(n, units[i].factor, &n))
                return false;
            *out = n;
            return true;
        }
    }
    return false;
}

/* ---- Floating point, from text ---------------------------------------------------------------- */

/* strtod and printf follow the thread's locale; our texts do not. Returns what uselocale() needs to
 * go back. */
static locale_t c_locale;

static void make_c_locale(void)
{
    c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    kv_assert(c_locale != (locale_t)0);
}

static locale_t enter_c_locale(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, make_c_locale);
    return uselocale(c_locale);
}

/*
 *     number = sign? (digits ('.' digits?)? | '.' digits) (('e' | 'E') sign? digits)?
 *
 * What is read of one: up to 19 digits without leading zeros as an integer, and the power of ten
 * that belongs to it. exact: no digit was left out, so that mantissa * 10^exponent is the number.
 */
struct scan {
    uint64_t mantissa;
    int64_t exponent;
    bool negative, exact;
};

enum { EXPONENT_CAP = 100000 }; /* beyond every type's range, far from overflow */

static size_t scan_digits(struct bytes text, size_t at, struct scan *s, bool fraction)
{
    size_t start = at;

    for (; at < text.len && is_digit(text.ptr[at]); at++) {
        uint64_t digit = (uint64_t)text.ptr[at] - '0';

        if (s->mantissa < 1000000000000000000) {
            s->mantissa = s->mantissa * 10 + digit;
            s->exponent -= fraction;
        } else {
            s->exact = false;
        }
    }
    return at - start;
}

static bool scan_number(struct bytes text, struct scan *s)
{
    size_t at = 0, digits;

    *s = (struct scan){ .exact = true };
    if (at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '+'))
        s->negative = text.ptr[at++] == '-';
    digits = scan_digits(text, at, s, false);
    at += digits;
    if (at < text.len && text.ptr[at] == '.') {
        size_t decimals = scan_digits(text, ++at, s, true);

        digits += decimals;
        at += decimals;
    }
    if (digits == 0)
        return false;
    if (at < text.len && (text.ptr[at] == 'e' || text.ptr[at] == 'E')) {
        bool negative = false;
        int64_t exponent = 0;

        at++;
        if (at < text.len && (text.ptr[at] == '-' || text.ptr[at] == '+'))
            negative = text.ptr[at++] == '-';
        if (at == text.len)
            return false;
        for (; at < text.len && is_digit(text.ptr[at]); at++)
            if (exponent < EXPONENT_CAP)
                exponent = exponent * 10 + (text.ptr[at] - '0');
        s->exponent += negative ? -exponent : exponent;
    }
    return at == text.len;
}

/* "inf" and "infinity" with an optional sign. */
static bool parse_infinity(struct bytes text, double *out)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';

    if (text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+'))
        text = bytes_from(text, 1);
    if (!bytes_is_word(text, "inf") && !bytes_is_word(text, "infinity"))
        return false;
    *out = negative ? -INFINITY : INFINITY;
    return true;
}

/* A NUL-terminated copy for strtod; false if it is longer than any number that we print. */
static bool copy_text(char out[NUM_LDOUBLE_MAX], struct bytes text)
{
    if (text.len >= NUM_LDOUBLE_MAX)
        return false;
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
    return true;
}

static bool parse_double_slowly(struct bytes text, double *out)
{
    char copy[NUM_LDOUBLE_MAX];
    locale_t before;
    bool in_range;
    double d;

    if (!copy_text(copy, text))
        return false;
    before = enter_c_locale();
    errno = 0;
    d = strtod(copy, NULL);
    /* ERANGE with another value is a subnormal: less precise, but a number. */
    in_range = errno != ERANGE || (!isinf(d) && d != 0);
    uselocale(before);
    if (in_range)
        *out = d;
    return in_range;
}

static bool parse_ldouble_slowly(struct bytes text, long double *out)
{
    char copy[NUM_LDOUBLE_MAX];
    locale_t before;
    bool in_range;
    long double d;

    if (!copy_text(copy, text))
        return false;
    before = enter_c_locale();
    errno = 0;
    d = strtold(copy, NULL);
    in_range = errno != ERANGE || (!isinf(d) && d != 0);
    uselocale(before);
    if (in_range)
        *out = d;
    return in_range;
}

bool num_parse_double(struct bytes text, double *out)
{
    static const double powers[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                     1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                     1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    enum { EXACT_POWERS = sizeof powers / sizeof powers[0] };
    struct scan s;
    double d;

    if (!scan_number(text, &s))
        return parse_infinity(text, out);
    /* One operation on two exact doubles is correctly rounded. Source: Clinger, "How to read
     * floating point numbers accurately". */
    if (!s.exact || s.mantissa > (uint64_t)1 << 53 || s.exponent <= -EXACT_POWERS ||
        s.exponent >= EXACT_POWERS)
        return parse_double_slowly(text, out);
    d = (double)s.mantissa;
    d = s.exponent < 0 ? d / powers[-s.exponent] : d * powers[s.exponent];
    *out = s.negative ? -d : d;
    return true;
}

bool num_parse_ldouble(struct bytes text, long double *out)
{
    /* Exact in 64 bits of mantissa, which every long double has at least: 5^27 < 2^64. */
    static const long double powers[] = { 1e0L,  1e1L,  1e2L,  1e3L,  1e4L,  1e5L,  1e6L,
                                          1e7L,  1e8L,  1e9L,  1e10L, 1e11L, 1e12L, 1e13L,
                                          1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L,
                                          1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L };
    enum { EXACT_POWERS = sizeof powers / sizeof powers[0] };
    struct scan s;
    long double d;

    if (!scan_number(text, &s)) {
        double infinity;

        if (!parse_infinity(text, &infinity))
            return false;
        *out = infinity;
        return true;
    }
    if (!s.exact || s.exponent <= -EXACT_POWERS || s.exponent >= EXACT_POWERS)
        return parse_ldouble_slowly(text, out);
    d = (long double)s.mantissa;
    d = s.exponent < 0 ? d / powers[-s.exponent] : d * powers[s.exponent];
    *out = s.negative ? -d : d;
    return true;
}

/* ---- Floating point, to text ------------------------------------------------------------------ */

/* "inf", "-inf", "nan"; the length, or 0 if d is finite. */
static size_t format_special(char *out, double d)
{
    const char *text;

    if (isfinite(d))
        return 0;
    text = isnan(d) ? "nan" : d > 0 ? "inf" : "-inf";
    memcpy(out, text, strlen(text));
    return strlen(text);
}

/* The length, or 0 if d is not an integer that an int64_t holds exactly. -0 is left to others. */
static size_t format_integral(char *out, double d)
{
    if (!(fabs(d) < 1e17) || d != (double)(int64_t)d || (d == 0 && signbit(d)))
        return 0;
    return num_format_int(out, (int64_t)d);
}

/* Inlined, so that the power is a constant and the divisions are multiplications. */
static inline void strip_zeros(struct decimal *n, uint64_t power, int zeros)
{
    while (n->digits % power == 0) {
        n->digits /= power;
        n->exponent += zeros;
    }
}

/* Lays out digits * 10^exponent as printf's %.17g does: the exponent form if the first digit stands
 * for less than 10^-4 or at least 10^17, no trailing zeros. */
static size_t layout(char *out, bool negative, struct decimal n)
{
    char *p = out, digits[NUM_INT_MAX];
    int count, first; /* the first digit stands for 10^first */

    if (n.digits != 0) {
        strip_zeros(&n, 100000000, 8);
        strip_zeros(&n, 10000, 4);
        strip_zeros(&n, 100, 2);
        strip_zeros(&n, 10, 1);
    }
    count = (int)num_format_uint(digits, n.digits);
    first = n.exponent + count - 1;

    if (negative)
        *p++ = '-';
    if (first < -4 || first >= 17) {
        unsigned magnitude = (unsigned)(first < 0 ? -first : first);

        *p++ = digits[0];
        if (count > 1) {
            *p++ = '.';
            memcpy(p, digits + 1, (size_t)count - 1);
            p += count - 1;
        }
        *p++ = 'e';
        *p++ = first < 0 ? '-' : '+';
        if (magnitude < 10)
            *p++ = '0';
        p += num_format_uint(p, magnitude);
    } else if (first < 0) {
        size_t zeros = (size_t)-first - 1;

        memcpy(p, "0.000", 2 + zeros);
        p += 2 + zeros;
        memcpy(p, digits, (size_t)count);
        p += count;
    } else if (n.exponent >= 0) {
        memcpy(p, digits, (size_t)count);
        p += count;
        memset(p, '0', (size_t)n.exponent);
        p += n.exponent;
    } else {
        size_t whole = (size_t)first + 1, decimals = (size_t)count - whole;

        memcpy(p, digits, whole);
        p[whole] = '.';
        memcpy(p + whole + 1, digits + whole, decimals);
        p += whole + 1 + decimals;
    }
    return (size_t)(p - out);
}

size_t num_format_double(char *out, double d)
{
    size_t len = format_special(out, d);

    if (len == 0)
        len = format_integral(out, d);
    if (len == 0 && d == 0)
        len = layout(out, true, (struct decimal){ 0, 0 }); /* "-0" */
    if (len == 0)
        len = layout(out, d < 0, shortest_decimal(fabs(d)));
    return len;
}

size_t num_format_double17(char *out, double d)
{
    size_t len = format_special(out, d);

    if (len == 0)
        len = format_integral(out, d);
    if (len == 0) {
        locale_t before = enter_c_locale();

        len = (size_t)snprintf(out, NUM_DOUBLE_MAX, "%.17g", d);
        uselocale(before);
    }
    return len;
}

enum { LDOUBLE_DECIMALS = 17 };
#define LDOUBLE_SCALE 100000000000000000u /* 10^17 */

/*
 * d as whole + decimals / 10^17, rounded to the nearest as printf rounds, without printf's long
 * arithmetic. d = m / 2^e with m below 2^64: for 0 < e < 128 the 128-bit product m * 10^17 holds every
 * bit that decides. False if d is not of that kind: too large, too small, or with a longer mantissa
 * (where long double has 113 bits).
 */
static bool split_decimals(long double d, uint64_t *whole, uint64_t *decimals)
{
    unsigned __int128 product, half, rest;
    long double scaled;
    uint64_t m;
    int exponent, e;

    scaled = ldexpl(frexpl(d, &exponent), 64);
    m = (uint64_t)scaled;
    e = 64 - exponent;
    if ((long double)m != scaled || e <= 0 || e >= 128)
        return false;

    *whole = e < 64 ? m >> e : 0;
    if (e < 64)
        m &= ((uint64_t)1 << e) - 1;
    product = (unsigned __int128)m * LDOUBLE_SCALE;
    half = (unsigned __int128)1 << (e - 1);
    rest = product & (2 * half - 1);
    *decimals = (uint64_t)(product >> e);
    *decimals += rest > half || (rest == half && (*decimals & 1) != 0);
    if (*decimals == LDOUBLE_SCALE) {
        *decimals = 0;
        ++*whole;
    }
    return true;
}

static size_t print_ldouble(char *out, long double d)
{
    locale_t before = enter_c_locale();
    int n = snprintf(out, NUM_LDOUBLE_MAX, "%.*Lf", LDOUBLE_DECIMALS, d);

    uselocale(before);
    return n < 0 || n >= NUM_LDOUBLE_MAX ? 0 : (size_t)n;
}

size_t num_format_ldouble(char *out, long double d)
{
    uint64_t whole, decimals;
    size_t len = 0;

    if (split_decimals(fabsl(d), &whole, &decimals)) {
        if (d < 0)
            out[len++] = '-';
        len += num_format_uint(out + len, whole);
        out[len++] = '.';
        write_digits(out + len, decimals, LDOUBLE_DECIMALS);
        len += LDOUBLE_DECIMALS;
    } else {
        len = print_ldouble(out, d);
        if (len == 0)
            return 0;
    }
    while (out[len - 1] == '0')
        len--;
    if (out[len - 1] == '.')
        len--;
    if (len == 2 && memcmp(out, "-0", 2) == 0) {
        out[0] = '0';
        len = 1;
    }
    return len;
}

/* scaled is rounded; where its rest is so near to the middle between two results that this could matter,
 * printf decides, which rounds the exact value. */
size_t num_format_fixed(char *out, double d, unsigned decimals)
{
    static const uint64_t powers[] = { 1,      10,      100,      1000,      10000,
                                       100000, 1000000, 10000000, 100000000, 1000000000 };
    const double most = 1e14, margin = 1.0 / 64; /* doubles below most are not further apart */
    double scaled = fabs(d) * (double)powers[decimals], rest = scaled - floor(scaled) - 0.5;
    uint64_t n = (uint64_t)(scaled < most ? scaled + 0.5 : 0);
    size_t len = 0;
    locale_t before;

    if (scaled >= most || fabs(rest) <= margin) {
        before = enter_c_locale();
        len = (size_t)snprintf(out, NUM_FIXED_MAX, "%.*f", (int)decimals, d);
        uselocale(before);
        return len;
    }
    if (signbit(d))
        out[len++] = '-';
    len += num_format_uint(out + len, n / powers[decimals]);
    if (decimals > 0) {
        out[len++] = '.';
        write_digits(out + len, n % powers[decimals], decimals);
    }
    return len + decimals;
}
