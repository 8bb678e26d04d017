#include "script/lua_match.h"

#include "script/lua_work.h"

#include <ctype.h>
#include <lauxlib.h>

/* Lengths of captures that have none. */
enum { UNFINISHED = -1, POSITION = -2 };

enum { STEPS_KEPT = 1000 }; /* steps that are told at a time */

static const uint8_t *match(struct lua_match *m, const uint8_t *s, const uint8_t *p);

static void step(struct lua_match *m, size_t n)
{
    m->steps += n;
    if (m->steps >= STEPS_KEPT) {
        size_t steps = m->steps;

        m->steps = 0;
        lua_work(m->L, steps);
    }
}

/* ---- One character ------------------------------------------------------------------------------- */

/* The byte of the pattern at p, 0 at its end. */
static uint8_t peek(const struct lua_match *m, const uint8_t *p)
{
    return p < m->stop ? *p : 0;
}

/* True if c is in the class that a letter behind '%' names; what names none is itself. */
static bool in_class(uint8_t c, uint8_t letter)
{
    bool in;

    switch (tolower(letter)) {
    case 'a':
        in = isalpha(c);
        break;
    case 'c':
        in = iscntrl(c);
        break;
    case 'd':
        in = isdigit(c);
        break;
    case 'l':
        in = islower(c);
        break;
    case 'p':
        in = ispunct(c);
        break;
    case 's':
        in = isspace(c);
        break;
    case 'u':
        in = isupper(c);
        break;
    case 'w':
        in = isalnum(c);
        break;
    case 'x':
        in = isxdigit(c);
        break;
    case 'z':
        in = c == 0;
        break;
    default:
        return c == letter;
    }
    return isupper(letter) ? !in : in;
}

/* True if c is in the set from p, its '[', to last, its ']'. */
static bool in_set(struct lua_match *m, uint8_t c, const uint8_t *p, const uint8_t *last)
{
    bool found = true;

    p++;
    if (*p == '^') {
        found = false;
        p++;
    }
    while (p < last) {
        step(m, 1);
        if (*p == '%') {
            if (in_class(c, p[1]))
                return found;
            p += 2;
        } else if (p[1] == '-' && p + 2 < last) {
            if (p[0] <= c && c <= p[2])
                return found;
            p += 3;
        } else {
            if (*p == c)
                return found;
            p++;
        }
    }
    return !found;
}

/* Behind the set at p; the first character in it is no ']' that ends it. */
static const uint8_t *set_end(struct lua_match *m, const uint8_t *p)
{
    p++;
    if (peek(m, p) == '^')
        p++;
    do {
        if (p >= m->stop)
            luaL_error(m->L, "malformed pattern (missing ']')");
        step(m, 1);
        if (*p++ == '%' && p < m->stop)
            p++;
    } while (peek(m, p) != ']');
    return p + 1;
}

/* Behind the class, set or character at p, which is not the end. */
static const uint8_t *item_end(struct lua_match *m, const uint8_t *p)
{
    if (*p == '[')
        return set_end(m, p);
    if (*p != '%')
        return p + 1;
    if (p + 1 >= m->stop)
        luaL_error(m->L, "malformed pattern (ends with '%%')");
    return p + 2;
}

/* True if there is a character at s that the item in [p, end) takes. */
static bool takes(struct lua_match *m, const uint8_t *s, const uint8_t *p, const uint8_t *end)
{
    if (s >= m->end)
        return false;
    switch (*p) {
    case '.':
        return true;
    case '%':
        return in_class(*s, p[1]);
    case '[':
        return in_set(m, *s, p, end - 1);
    default:
        return *s == *p;
    }
}

/* ---- Items of more than one character ------------------------------------------------------------ */

/* As many as possible first; [p, end) is the item in front of the '*' or '+' at end. */
static const uint8_t *match_most(struct lua_match *m, const uint8_t *s, const uint8_t *p,
                                 const uint8_t *end)
{
    const uint8_t *last = s, *found;

    while (takes(m, last, p, end)) {
        last++;
        step(m, 1);
    }
    for (;; last--) {
        found = match(m, last, end + 1);
        if (found != NULL || last == s)
            return found;
    }
}

/* As few as possible first. */
static const uint8_t *match_least(struct lua_match *m, const uint8_t *s, const uint8_t *p,
                                  const uint8_t *end)
{
    for (;; s++) {
        const uint8_t *found = match(m, s, end + 1);

        if (found != NULL || !takes(m, s, p, end))
            return found;
    }
}

/* Behind the text at s that begins with p[2] and ends where as many p[3] have come. */
static const uint8_t *match_balanced(struct lua_match *m, const uint8_t *s, const uint8_t *p)
{
    size_t open = 0;
    uint8_t first, last;

    if (m->stop - p < 4)
        luaL_error(m->L, "unbalanced pattern");
    first = p[2];
    last = p[3];
    if (s >= m->end || *s != first)
        return NULL;
    for (const uint8_t *at = s; at < m->end; at++) {
        step(m, 1);
        if (at > s && *at == last) {
            if (--open == 0)
                return at + 1;
        } else if (*at == first) {
            open++;
        }
    }
    return NULL;
}

/* The set behind "%f" at p, if s is where it begins: the character before is not in it. NULL if not. */
static const uint8_t *match_frontier(struct lua_match *m, const uint8_t *s, const uint8_t *p)
{
    const uint8_t *end;
    uint8_t before = s == m->start ? 0 : s[-1], here = s < m->end ? *s : 0;

    p += 2;
    if (peek(m, p) != '[')
        luaL_error(m->L, "missing '[' after '%%f' in pattern");
    end = set_end(m, p);
    return !in_set(m, before, p, end - 1) && in_set(m, here, p, end - 1) ? end : NULL;
}

/* ---- Captures ------------------------------------------------------------------------------------ */

static const uint8_t *match_open(struct lua_match *m, const uint8_t *s, const uint8_t *p)
{
    bool position = peek(m, p + 1) == ')';
    const uint8_t *found;

    if (m->level >= MATCH_CAPTURES_MAX)
        luaL_error(m->L, "too many captures");
    m->captures[m->level].start = s;
    m->captures[m->level].len = position ? POSITION : UNFINISHED;
    m->level++;
    found = match(m, s, p + (position ? 2 : 1));
    if (found == NULL)
        m->level--;
    return found;
}

static const uint8_t *match_close(struct lua_match *m, const uint8_t *s, const uint8_t *p)
{
    unsigned i = m->level;
    const uint8_t *found;

    while (i > 0 && m->captures[i - 1].len != UNFINISHED)
        i--;
    if (i == 0)
        luaL_error(m->L, "invalid pattern capture");
    m->captures[i - 1].len = s - m->captures[i - 1].start;
    found = match(m, s, p + 1);
    if (found == NULL)
        m->captures[i - 1].len = UNFINISHED;
    return found;
}

/* Behind the text at s that is the same as the capture of that digit, NULL if it is not there. */
static const uint8_t *match_again(struct lua_match *m, const uint8_t *s, uint8_t digit)
{
    unsigned i = digit - '1'; /* '0' becomes a large number */
    const struct lua_capture *c;

    if (i >= m->level || m->captures[i].len == UNFINISHED)
        luaL_error(m->L, "invalid capture index");
    c = &m->captures[i];
    if (c->len == POSITION || m->end - s < c->len)
        return NULL;
    return lua_work_equal(m->L, c->start, s, (size_t)c->len) ? s + c->len : NULL;
}

/* ---- The pattern --------------------------------------------------------------------------------- */

/* One character and what may stand behind it. True: go on with *s and *p; false: *s is the result. */
static bool match_single(struct lua_match *m, const uint8_t **s, const uint8_t **p)
{
    const uint8_t *end = item_end(m, *p), *found;
    bool taken;

    switch (peek(m, end)) {
    case '*':
        *s = match_most(m, *s, *p, end);
        return false;
    case '+':
        *s = takes(m, *s, *p, end) ? match_most(m, *s + 1, *p, end) : NULL;
        return false;
    case '-':
        *s = match_least(m, *s, *p, end);
        return false;
    case '?':
        if (takes(m, *s, *p, end) && (found = match(m, *s + 1, end + 1)) != NULL) {
            *s = found;
            return false;
        }
        *p = end + 1;
        return true;
    default:
        taken = takes(m, *s, *p, end);
        *s = taken ? *s + 1 : NULL;
        *p = end;
        return taken;
    }
}

/* An item that begins with '%', as match_single(). */
static bool match_escaped(struct lua_match *m, const uint8_t **s, const uint8_t **p)
{
    uint8_t letter = peek(m, *p + 1);

    if (letter == 'b') {
        *s = match_balanced(m, *s, *p);
        *p += 4;
        return *s != NULL;
    }
    if (letter == 'f') {
        *p = match_frontier(m, *s, *p);
        if (*p == NULL)
            *s = NULL;
        return *p != NULL;
    }
    if (isdigit(letter)) {
        *s = match_again(m, *s, letter);
        *p += 2;
        return *s != NULL;
    }
    return match_single(m, s, p);
}

/* Where the text at s that the pattern from p on takes ends; NULL if it does not match. */
static const uint8_t *match(struct lua_match *m, const uint8_t *s, const uint8_t *p)
{
    bool more = true;

    if (++m->depth > MATCH_DEPTH_MAX)
        luaL_error(m->L, "pattern too complex");
    while (more && p < m->stop) {
        step(m, 1);
        if (*p == '(') {
            s = match_open(m, s, p);
            break;
        }
        if (*p == ')') {
            s = match_close(m, s, p);
            break;
        }
        if (*p == '$' && p + 1 == m->stop) {
            s = s == m->end ? s : NULL;
            break;
        }
        more = *p == '%' ? match_escaped(m, &s, &p) : match_single(m, &s, &p);
    }
    m->depth--;
    return s;
}

/* ---- What others call ---------------------------------------------------------------------------- */

void lua_match_init(struct lua_match *m, lua_State *L, struct bytes subject, struct bytes pattern)
{
    m->L = L;
    m->start = subject.ptr;
    m->end = subject.ptr + subject.len;
    m->pattern = pattern.ptr;
    m->stop = pattern.ptr + strlen((const char *)pattern.ptr);
    m->anchored = false;
    m->steps = 0;
}

void lua_match_anchor(struct lua_match *m)
{
    if (peek(m, m->pattern) == '^') {
        m->anchored = true;
        m->pattern++;
    }
}

const uint8_t *lua_match_at(struct lua_match *m, const uint8_t *at)
{
    m->level = 0;
    m->depth = 0;
    step(m, 1);
    return match(m, at, m->pattern);
}

void lua_match_push(struct lua_match *m, unsigned capture, const uint8_t *at, const uint8_t *end)
{
    const struct lua_capture *c = m->captures;

    if (capture >= m->level) {
        if (capture > 0)
            luaL_error(m->L, "invalid capture index");
        lua_pushlstring(m->L, (const char *)at, (size_t)(end - at));
        return;
    }
    c += capture;
    if (c->len == POSITION) {
        lua_pushinteger(m->L, c->start - m->start + 1);
    } else {
        if (c->len == UNFINISHED)
            luaL_error(m->L, "unfinished capture");
        lua_pushlstring(m->L, (const char *)c->start, (size_t)c->len);
    }
}

int lua_match_push_all(struct lua_match *m, const uint8_t *at, const uint8_t *end)
{
    unsigned count = m->level == 0 && at != NULL ? 1 : m->level;

    luaL_checkstack(m->L, (int)count, "too many captures");
    for (unsigned i = 0; i < count; i++)
        lua_match_push(m, i, at, end);
    return (int)count;
}
