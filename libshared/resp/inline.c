#include "resp/inline.h"

/* What separates words: the blanks of the C locale. redis-server ends a bare word only at the first
 * four, so "a\vb" is one word; we read lines as it does. */
static bool is_blank(uint8_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool ends_bare_word(uint8_t c)
{
    return is_blank(c) && c != '\v' && c != '\f';
}

/* The value of a hexadecimal digit, or -1. */
static int hex_value(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static uint8_t escaped_byte(uint8_t c)
{
    switch (c) {
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    case 'a':
        return '\a';
    case 'b':
        return '\b';
    default:
        return c;
    }
}

/* Reads a backslash and what it escapes, between double quotes, from [s, end): a byte to *out. An
 * \x without two hexadecimal digits is an x. The result is behind it; NULL if the line ends first. */
static const uint8_t *read_escape(const uint8_t *s, const uint8_t *end, uint8_t *out)
{
    if (end - s < 2)
        return NULL;
    if (s[1] == 'x' && end - s >= 4 && hex_value(s[2]) >= 0 && hex_value(s[3]) >= 0) {
        *out = (uint8_t)(hex_value(s[2]) << 4 | hex_value(s[3]));
        return s + 4;
    }
    *out = escaped_byte(s[1]);
    return s + 2;
}

/* Appends what stands between the quote at s and its partner to *out. The result is behind the closing
 * quote; NULL if there is none, or if the word goes on behind it. */
static const uint8_t *read_quoted(const uint8_t *s, const uint8_t *end, uint8_t **out)
{
    uint8_t quote = *s++;

    while (s < end && *s != quote) {
        if (*s == '\\' && quote == '"') {
            s = read_escape(s, end, (*out)++);
            if (s == NULL)
                return NULL;
        } else if (*s == '\\' && end - s >= 2 && s[1] == '\'') {
            *(*out)++ = '\'';
            s += 2;
        } else {
            *(*out)++ = *s++;
        }
    }
    if (s == end)
        return NULL;
    s++;
    return s == end || is_blank(*s) ? s : NULL;
}

/* One word, which begins at s < end, appended to *out. A quote may open in its middle (a"b c") and
 * then closes it. The result is behind the word; NULL if its quotes are unbalanced. */
static const uint8_t *read_word(const uint8_t *s, const uint8_t *end, uint8_t **out)
{
    while (s < end && !ends_bare_word(*s)) {
        if (*s == '"' || *s == '\'')
            return read_quoted(s, end, out);
        *(*out)++ = *s++;
    }
    return s;
}

bool inline_split(struct bytes line, struct buf *text, struct bytes *words, unsigned max,
                  unsigned *count)
{
    const uint8_t *s = line.ptr, *end;
    uint8_t *start, *out;
    unsigned n = 0;

    if (line.len == 0) {
        *count = 0;
        return true;
    }
    end = s + line.len;
    /* No word is longer than its spelling, so this is all the room that the words need. */
    start = out = buf_room(text, line.len);
    if (start == NULL)
        return false;
    for (;;) {
        uint8_t *word = out;

        while (s < end && is_blank(*s))
            s++;
        if (s == end)
            break;
        if (n == max)
            return false;
        s = read_word(s, end, &out);
        if (s == NULL)
            return false;
        words[n++] = bytes_make(word, (size_t)(out - word));
    }
    text->len += (size_t)(out - start);
    *count = n;
    return true;
}
