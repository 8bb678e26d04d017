#include "resp/request.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/size.h"
#include "resp/inline.h"

#include <stdio.h>

/* What the byte at p->pos begins. */
enum {
    AT_START, /* a request */
    IN_INLINE,
    IN_COUNT,  /* a line "*count" */
    IN_LENGTH, /* a line "$length", or behind the request when no arguments are left */
    IN_BODY,   /* bulk_len bytes and a CRLF */
};

enum {
    /* A line, its end included, is at most this long. */
    LINE_MAX_LEN = REQUEST_INLINE_MAX + 1,
    UNAUTHENTICATED_MAX_ARGS = 10,
    UNAUTHENTICATED_MAX_BULK = 16384,
    ARGS_MIN = 16,
    WORDS_MIN = 256,
};

/* ---- Gathering arguments ---- */

void request_args_fini(struct request_args *a)
{
    mem_free(a->v);
    *a = (struct request_args){ 0 };
}

/* Makes room for n more. The growth is bounded by what was received: n counts arguments that are in
 * the input, or that a line in the input has room for. */
static __attribute__((noinline)) void args_grow(struct request_args *a, size_t n)
{
    a->cap = size_max(size_max(2 * a->cap, ARGS_MIN), a->count + n);
    a->v = mem_realloc(a->v, a->cap * sizeof *a->v);
}

static inline void args_reserve(struct request_args *a, size_t n)
{
    if (kv_unlikely(a->cap - a->count < n))
        args_grow(a, n);
}

/* ---- Life ---- */

void request_init(struct request_parser *p)
{
    memset(p, 0, sizeof *p);
    buf_init(&p->words, BUF_UNLIMITED);
}

void request_fini(struct request_parser *p)
{
    request_reset(p);
    request_words_clear(p);
}

void request_reset(struct request_parser *p)
{
    p->state = AT_START;
    p->pos = 0;
    p->scanned = 0;
    p->argc = 0;
    p->big = NULL;
    if (kv_unlikely(p->saved != NULL)) {
        mem_free(p->saved);
        p->saved = NULL;
        p->saved_cap = 0;
    }
}

bool request_is_idle(const struct request_parser *p)
{
    return p->state == AT_START;
}

void request_words_clear(struct request_parser *p)
{
    if (p->words.cap == 0)
        return;
    for (uint32_t i = 0; i < p->full_count; i++)
        buf_fini(&p->full[i]);
    mem_free(p->full);
    p->full = NULL;
    p->full_count = 0;
    buf_fini(&p->words);
    buf_init(&p->words, BUF_UNLIMITED);
}

size_t request_mem(const struct request_parser *p)
{
    size_t sum = p->saved_cap * sizeof *p->saved + p->words.cap;

    for (uint32_t i = 0; i < p->full_count; i++)
        sum += p->full[i].cap;
    return sum;
}

/* ---- The rules of the protocol, with the texts that clients know ---- */

static enum request_result bad(struct request_parser *p, const char *text)
{
    p->error = text;
    return REQUEST_BAD;
}

/* p->error_text says which byte stands where a '$' should. Bytes that would break the line (or end
 * our string) are shown as a blank. */
static enum request_result bad_type(struct request_parser *p, uint8_t got)
{
    if (got == '\r' || got == '\n' || got == '\0')
        got = ' ';
    snprintf(p->error_text, sizeof p->error_text, "expected '$', got '%c'", got);
    return bad(p, p->error_text);
}

static enum request_result check_count(struct request_parser *p, int64_t n,
                                       const struct request_limits *limits)
{
    if (n > INT32_MAX || (n > 0 && (uint64_t)n > limits->max_args))
        return bad(p, "invalid multibulk length");
    if (limits->unauthenticated && n > UNAUTHENTICATED_MAX_ARGS)
        return bad(p, "unauthenticated multibulk length");
    return n > 0 ? REQUEST_READY : REQUEST_SKIP;
}

static inline enum request_result check_length(struct request_parser *p, int64_t n,
                                               const struct request_limits *limits)
{
    if (n < 0 || (uint64_t)n > limits->max_bulk)
        return bad(p, "invalid bulk length");
    if (limits->unauthenticated && n > UNAUTHENTICATED_MAX_BULK)
        return bad(p, "unauthenticated bulk length");
    return REQUEST_READY;
}

static enum request_result bad_number(struct request_parser *p)
{
    return bad(p, p->state == IN_COUNT ? "invalid multibulk length" : "invalid bulk length");
}

static enum request_result too_long(struct request_parser *p)
{
    switch (p->state) {
    case IN_INLINE:
        return bad(p, "too big inline request");
    case IN_COUNT:
        return bad(p, "too big mbulk count string");
    default:
        return bad(p, "too big bulk count string");
    }
}

/* ---- Lines ---- */

/* Looks for the end of the line that begins at pos: the byte end and tail bytes behind it. READY:
 * *len bytes stand before the end. The verdict does not depend on how the bytes were cut into
 * calls, as all of the line must fit LINE_MAX_LEN. */
static enum request_result find_line(struct request_parser *p, struct bytes in, size_t pos,
                                     char end, size_t tail, size_t *len)
{
    const uint8_t *line = in.ptr + pos, *found;
    size_t window = size_min(in.len - pos, LINE_MAX_LEN);

    found = memchr(line + p->scanned, end, window - p->scanned);
    if (found == NULL || (size_t)(found - line) + tail >= window) {
        p->scanned = found != NULL ? (size_t)(found - line) : window;
        return window == LINE_MAX_LEN ? too_long(p) : REQUEST_MORE;
    }
    p->scanned = 0;
    *len = (size_t)(found - line);
    return REQUEST_READY;
}

/* Any line of type and number, with every check. As redis-server does, we take CR for the end and do
 * not look at the byte behind it, which should be LF. */
static __attribute__((noinline)) enum request_result take_any_number(struct request_parser *p,
                                                                     struct bytes in, size_t *pos,
                                                                     char type, int64_t *n)
{
    const uint8_t *line = in.ptr + *pos;
    size_t len;
    enum request_result r = find_line(p, in, *pos, '\r', 1, &len);

    if (r != REQUEST_READY)
        return r;
    if (line[0] != (uint8_t)type)
        return bad_type(p, line[0]);
    if (!num_parse_int(bytes_make(line + 1, len - 1), n))
        return bad_number(p);
    *pos += len + 2;
    return REQUEST_READY;
}

/* The same for what nearly every line looks like: complete, up to nine digits, no sign, no leading zero. */
static __attribute__((noinline)) enum request_result take_plain_number(struct request_parser *p,
                                                                       struct bytes in, size_t *pos,
                                                                       char type, int64_t *n)
{
    const uint8_t *line = in.ptr + *pos;
    size_t avail = in.len - *pos, i;
    uint32_t sum, digit;

    if (avail < 4 || line[0] != (uint8_t)type)
        return take_any_number(p, in, pos, type, n);
    sum = line[1] - (uint32_t)'0';
    if (sum > 9 || (sum == 0 && line[2] != '\r'))
        return take_any_number(p, in, pos, type, n);
    for (i = 2; i <= 9 && i + 1 < avail; i++) {
        digit = line[i] - (uint32_t)'0';
        if (digit > 9)
            break;
        sum = sum * 10 + digit;
    }
    if (line[i] != '\r' || i + 1 >= avail)
        return take_any_number(p, in, pos, type, n);
    p->scanned = 0;
    *pos += i + 2;
    *n = sum;
    return REQUEST_READY;
}

/* The number in the line at *pos; READY moves *pos behind the line. One or two digits are read here. */
static inline enum request_result take_number(struct request_parser *p, struct bytes in,
                                              size_t *pos, char type, int64_t *n)
{
    const uint8_t *line = in.ptr + *pos;
    uint32_t first, second;

    if (kv_unlikely(in.len - *pos < 5 || line[0] != (uint8_t)type))
        return take_plain_number(p, in, pos, type, n);
    first = line[1] - (uint32_t)'0';
    second = line[2] - (uint32_t)'0';
    if (line[2] == '\r' && first <= 9) {
        *n = first;
        *pos += 4;
    } else if (line[3] == '\r' && first - 1 < 9 && second <= 9) {
        *n = first * 10 + second;
        *pos += 5;
    } else {
        return take_plain_number(p, in, pos, type, n);
    }
    p->scanned = 0;
    return REQUEST_READY;
}

/* ---- Arrays ---- */

/* Room for n more saved arguments. */
static void saved_reserve(struct request_parser *p, size_t n)
{
    size_t need = p->argc + n;

    if (need <= p->saved_cap)
        return;
    p->saved_cap = (uint32_t)size_max(2 * (size_t)p->saved_cap, need);
    p->saved = mem_realloc(p->saved, p->saved_cap * sizeof *p->saved);
}

/* The request goes on in a later call: its arguments found in this call, from args->v[first] on, move
 * to p->saved, as offsets because the input may move. */
static void save_args(struct request_parser *p, struct bytes in, struct request_args *args,
                      size_t first)
{
    size_t n = args->count - first;

    if (n == 0)
        return;
    saved_reserve(p, n);
    for (size_t i = 0; i < n; i++) {
        struct bytes arg = args->v[first + i];

        p->saved[p->argc + i] = bytes_make((void *)(uintptr_t)(arg.ptr - in.ptr), arg.len);
    }
    p->argc += (uint32_t)n;
    args->count = first;
}

/* Puts the arguments saved by earlier calls before those of this call. */
static void restore_args(struct request_parser *p, struct bytes in, struct request_args *args,
                         size_t first)
{
    args_reserve(args, p->argc);
    memmove(args->v + first + p->argc, args->v + first, (args->count - first) * sizeof *args->v);
    for (size_t i = 0; i < p->argc; i++)
        args->v[first + i] = bytes_make(in.ptr + (uintptr_t)p->saved[i].ptr, p->saved[i].len);
    if (p->big != NULL)
        args->v[first + p->big_index].ptr = p->big;
    args->count += p->argc;
}

/* Reads "$length" lines and bodies until no argument is left or the input ends. */
static inline enum request_result parse_bulks(struct request_parser *p, struct bytes in,
                                              const struct request_limits *limits,
                                              struct request_args *args, size_t *used)
{
    size_t pos = p->pos;
    uint32_t left = p->args_left;
    uint64_t len = p->bulk_len;
    bool in_body = p->state == IN_BODY;
    enum request_result r = REQUEST_READY;

    p->state = IN_LENGTH;
    while (left > 0) {
        if (!in_body) {
            int64_t n;

            r = take_number(p, in, &pos, '$', &n);
            if (r == REQUEST_READY)
                r = check_length(p, n, limits);
            if (r != REQUEST_READY)
                break;
            len = (uint64_t)n;
        }
        /* The two bytes behind the body should be CRLF. redis-server does not look at them, and there
         * are clients that get them wrong, so we skip them as well: the length says where we are. */
        in_body = in.len - pos < len || in.len - pos - len < 2;
        if (in_body) {
            r = REQUEST_MORE;
            break;
        }
        args_reserve(args, 1);
        args->v[args->count++] = bytes_make(in.ptr + pos, len);
        pos += len + 2;
        left--;
    }
    if (r == REQUEST_MORE) {
        p->state = in_body ? IN_BODY : IN_LENGTH;
        p->bulk_len = len;
        p->args_left = left;
        p->pos = pos;
    }
    *used = pos;
    return r;
}

static enum request_result parse_array(struct request_parser *p, struct bytes in,
                                       const struct request_limits *limits,
                                       struct request_args *args, uint32_t *argc, size_t *used)
{
    size_t first = args->count;
    enum request_result r;

    if (p->state == IN_COUNT) {
        size_t pos = 0;
        int64_t n;

        r = take_number(p, in, &pos, '*', &n);
        if (r == REQUEST_READY)
            r = check_count(p, n, limits);
        *used = pos;
        if (r != REQUEST_READY)
            return r;
        p->args_left = (uint32_t)n;
        p->pos = pos;
        p->state = IN_LENGTH;
    }
    r = parse_bulks(p, in, limits, args, used);
    if (r == REQUEST_MORE) {
        save_args(p, in, args, first);
    } else if (r == REQUEST_BAD) {
        args->count = first;
    } else {
        if (p->argc > 0)
            restore_args(p, in, args, first);
        *argc = (uint32_t)(args->count - first);
    }
    return r;
}

/* ---- Inline requests ---- */

/* Makes room for the words of a line. The words of earlier lines of this turn must not move, so a
 * full buffer is put aside, and the next one is twice as large. */
static void words_reserve(struct request_parser *p, size_t n)
{
    size_t cap = p->words.cap;

    if (cap - p->words.len >= n)
        return;
    if (cap > 0) {
        p->full = mem_realloc(p->full, (p->full_count + 1) * sizeof *p->full);
        p->full[p->full_count++] = p->words;
        buf_init(&p->words, BUF_UNLIMITED);
    }
    buf_room(&p->words, size_max(size_max(2 * cap, WORDS_MIN), n));
}

static enum request_result parse_inline(struct request_parser *p, struct bytes in,
                                        const struct request_limits *limits,
                                        struct request_args *args, uint32_t *argc, size_t *used)
{
    struct bytes line, *words;
    unsigned count, most;
    enum request_result r = find_line(p, in, 0, '\n', 0, &line.len);

    if (r != REQUEST_READY)
        return r;
    *used = line.len + 1;
    line.ptr = in.ptr;
    most = (unsigned)line.len / 2 + 1; /* words, with a blank between any two */
    words_reserve(p, line.len);
    args_reserve(args, most);
    words = args->v + args->count;
    /* A CR before the LF is a blank like any other. */
    if (!inline_split(line, &p->words, words, most, &count))
        return bad(p, "unbalanced quotes in request");
    r = check_count(p, count, limits);
    for (unsigned i = 0; i < count && r == REQUEST_READY; i++)
        r = check_length(p, (int64_t)words[i].len, limits);
    if (r != REQUEST_READY)
        return r;
    args->count += count;
    *argc = count;
    return REQUEST_READY;
}

enum request_result request_parse(struct request_parser *p, struct bytes in,
                                  const struct request_limits *limits, struct request_args *args,
                                  uint32_t *argc, size_t *used)
{
    enum request_result r;

    kv_assert(in.len >= p->pos + p->scanned);
    if (p->state == AT_START) {
        if (in.len == 0)
            return REQUEST_MORE;
        p->state = in.ptr[0] == '*' ? IN_COUNT : IN_INLINE;
    }
    if (p->state == IN_INLINE)
        r = parse_inline(p, in, limits, args, argc, used);
    else
        r = parse_array(p, in, limits, args, argc, used);
    if (r != REQUEST_MORE)
        request_reset(p);
    return r;
}

/* ---- A big argument received elsewhere ---- */

uint64_t request_big_missing(const struct request_parser *p, size_t in_len, size_t *have)
{
    size_t here = in_len - p->pos;

    if (p->state != IN_BODY || p->bulk_len < REQUEST_BIG || p->big != NULL || here >= p->bulk_len)
        return 0;
    *have = here;
    return p->bulk_len;
}

void request_big_done(struct request_parser *p, uint8_t *big)
{
    kv_assert(p->state == IN_BODY);
    kv_assert(p->big == NULL);
    saved_reserve(p, 1);
    p->saved[p->argc] = bytes_make(NULL, p->bulk_len);
    p->big = big;
    p->big_index = p->argc++;
    p->args_left--;
    p->state = IN_LENGTH;
}
