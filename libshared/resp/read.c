#include "resp/read.h"

#include "base/assert.h"
#include "base/mem.h"
#include "base/num.h"
#include "base/size.h"

#include <stdio.h>

enum {
    DEFAULT_DEPTH = 32,
    /* The longest line that holds a count, a length, an integer or a boolean. */
    NUMBER_LINE_MAX = 32,
    /* The longest line that holds a double: its fixed notation has up to 309 digits. */
    DOUBLE_LINE_MAX = 512,
    ITEMS_MIN = 4,
    /* An input buffer larger than this is given back once all of it is read. */
    KEEP_MAX = 1 << 20,
};

enum kind { KIND_UNKNOWN, KIND_LINE, KIND_BULK, KIND_AGGREGATE };

/* What the first byte of a value announces. The map of '|' belongs to the value that
 * comes next. */
static const struct form {
    enum kind kind;
    enum resp_type type;
} forms[256] = {
    ['+'] = { KIND_LINE, RESP_SIMPLE },     ['-'] = { KIND_LINE, RESP_ERROR },
    [':'] = { KIND_LINE, RESP_INT },        ['_'] = { KIND_LINE, RESP_NULL },
    ['#'] = { KIND_LINE, RESP_BOOL },       [','] = { KIND_LINE, RESP_DOUBLE },
    ['('] = { KIND_LINE, RESP_BIG_NUMBER }, ['$'] = { KIND_BULK, RESP_BULK },
    ['!'] = { KIND_BULK, RESP_ERROR },      ['='] = { KIND_BULK, RESP_VERBATIM },
    ['*'] = { KIND_AGGREGATE, RESP_ARRAY }, ['%'] = { KIND_AGGREGATE, RESP_MAP },
    ['~'] = { KIND_AGGREGATE, RESP_SET },   ['>'] = { KIND_AGGREGATE, RESP_PUSH },
    ['|'] = { KIND_AGGREGATE, RESP_MAP },
};

/* An aggregate whose items are being read. */
struct frame {
    struct resp_value *v;
    size_t want; /* items announced */
    size_t cap;  /* items that v->items has room for */
    /* For attributes, which hang on the value they precede: that value, which is read next. */
    struct resp_value *owner;
};

/*
 * The value being read is built in its final place, and every unfinished aggregate has a frame:
 *
 *     frames   [ * root ]  [ % items[2] of it ]  [ * items[0] of that ]     depth = 3
 *     target                                       \_ items[1], read next
 *
 * An items array grows only between two items, so the pointers into it hold while an item is read.
 */
struct resp_reader {
    struct resp_limits limits;
    struct buf in;
    size_t pos;     /* bytes of in that are done with */
    size_t scanned; /* bytes behind pos in which the end of the line was not found */
    struct resp_value *root, *target;
    struct frame *frames;
    size_t depth, frames_cap;
    bool is_bad;
    char error[64];
};

struct resp_reader *resp_reader_new(const struct resp_limits *limits)
{
    struct resp_reader *r = mem_zalloc(sizeof *r);

    if (limits != NULL)
        r->limits = *limits;
    else
        r->limits = (struct resp_limits){ DEFAULT_DEPTH, UINT32_MAX, 512U << 20 };
    buf_init(&r->in, BUF_UNLIMITED);
    return r;
}

void resp_reader_free(struct resp_reader *r)
{
    if (r == NULL)
        return;
    resp_value_free(r->root);
    mem_free(r->frames);
    buf_fini(&r->in);
    mem_free(r);
}

const char *resp_reader_error(const struct resp_reader *r)
{
    return r->error;
}

void resp_reader_feed(struct resp_reader *r, struct bytes data)
{
    if (r->is_bad)
        return;
    /* Moving the rest to the front pays when it is the smaller part. */
    if (r->pos > r->in.len / 2) {
        buf_consume(&r->in, r->pos);
        r->pos = 0;
    }
    if (r->in.len == 0 && r->in.cap > KEEP_MAX) {
        buf_fini(&r->in);
        buf_init(&r->in, BUF_UNLIMITED);
    }
    buf_add_bytes(&r->in, data);
}

/* ---- Freeing ---- */

/*
 * A tree is made of blocks: the root, the items of an aggregate, an attribute map. Blocks that wait to
 * be freed form a list, whose link lives in the text of the block's first value: its own text is
 * freed when it joins. So freeing needs neither memory nor recursion, however deep the tree is.
 */
static void free_later(struct resp_value **list, struct resp_value *block, size_t count)
{
    mem_free((void *)(uintptr_t)block->text.ptr);
    block->text = bytes_make(*list, count);
    *list = block;
}

void resp_value_free(struct resp_value *v)
{
    struct resp_value *list = NULL;

    if (v != NULL)
        free_later(&list, v, 1);
    while (list != NULL) {
        struct resp_value *block = list;
        size_t count = block->text.len;

        list = (struct resp_value *)(uintptr_t)block->text.ptr;
        for (size_t i = 0; i < count; i++) {
            if (i > 0)
                mem_free((void *)(uintptr_t)block[i].text.ptr);
            if (block[i].items != NULL)
                free_later(&list, block[i].items, block[i].count);
            if (block[i].attributes != NULL)
                free_later(&list, block[i].attributes, 1);
        }
        mem_free(block);
    }
}

/* ---- Lines and blocks of the input ---- */

static enum resp_status bad(struct resp_reader *r, const char *error)
{
    snprintf(r->error, sizeof r->error, "%s", error);
    r->is_bad = true;
    return RESP_BAD;
}

static enum resp_status bad_type(struct resp_reader *r, uint8_t type)
{
    snprintf(r->error, sizeof r->error, "unknown reply type 0x%02x", type);
    r->is_bad = true;
    return RESP_BAD;
}

/* The most bytes between the type byte and the end of its line. */
static uint64_t line_max(const struct resp_reader *r, uint8_t type)
{
    switch (type) {
    case '+':
    case '-':
    case '(':
        return r->limits.bulk;
    case ',':
        return DOUBLE_LINE_MAX;
    default:
        return NUMBER_LINE_MAX;
    }
}

/* The line at r->pos, without its type byte and its CRLF. */
static enum resp_status find_line(struct resp_reader *r, struct bytes *line)
{
    const uint8_t *s = r->in.ptr + r->pos, *cr;
    size_t avail = r->in.len - r->pos;

    cr = memchr(s + r->scanned, '\r', avail - r->scanned);
    r->scanned = cr != NULL ? (size_t)(cr - s) : avail;
    if (r->scanned > 1 && r->scanned - 1 > line_max(r, s[0]))
        return bad(r, "line too long");
    if (r->scanned + 1 >= avail)
        return RESP_MORE;
    if (cr[1] != '\n')
        return bad(r, "CR without LF in a line");
    *line = bytes_make(s + 1, r->scanned - 1);
    return RESP_READY;
}

/* Done with n bytes of the input. */
static void take(struct resp_reader *r, size_t n)
{
    r->pos += n;
    r->scanned = 0;
}

/* ---- Single values. Each reads what is at r->pos into v. ---- */

static struct bytes copy(struct bytes text)
{
    return bytes_make(mem_bytesdup(text), text.len);
}

/* $ ! = : a length line, the bytes, CRLF. */
static enum resp_status read_bulk(struct resp_reader *r, struct bytes line, struct resp_value *v)
{
    const uint8_t *body = line.ptr + line.len + 2;
    size_t header = line.len + 3, avail = r->in.len - r->pos - header;
    uint64_t len;

    if (!num_parse_uint(line, &len))
        return bad(r, "invalid bulk length");
    if (len > r->limits.bulk)
        return bad(r, "bulk length over the limit");
    if (avail < len || avail - len < 2)
        return RESP_MORE;
    if (body[len] != '\r' || body[len + 1] != '\n')
        return bad(r, "bulk without CRLF behind it");
    if (v->type == RESP_VERBATIM) {
        if (len < 4 || body[3] != ':' || memchr(body, '\0', 3) != NULL)
            return bad(r, "verbatim string without a format");
        memcpy(v->format, body, 3);
        v->text = copy(bytes_make(body + 4, len - 4));
    } else {
        v->text = copy(bytes_make(body, len));
    }
    take(r, header + len + 2);
    return RESP_READY;
}

static bool is_big_number(struct bytes text)
{
    size_t i = text.len > 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');

    if (i == text.len)
        return false;
    for (; i < text.len; i++)
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    return true;
}

/* RESP allows a sign before an integer, also a plus. */
static bool parse_int(struct bytes line, int64_t *n)
{
    if (line.len > 1 && line.ptr[0] == '+' && line.ptr[1] != '-')
        line = bytes_from(line, 1);
    return num_parse_int(line, n);
}

static bool parse_double(struct bytes line, double *d)
{
    if (bytes_is_word(line, "nan") || bytes_is_word(line, "-nan")) {
        *d = __builtin_nan("");
        return true;
    }
    return num_parse_double(line, d);
}

/* A value that is all in its line. */
static enum resp_status read_line_value(struct resp_reader *r, struct bytes line,
                                        struct resp_value *v)
{
    switch (v->type) {
    case RESP_SIMPLE:
    case RESP_ERROR:
        v->text = copy(line);
        break;
    case RESP_INT:
        if (!parse_int(line, &v->integer))
            return bad(r, "invalid integer");
        break;
    case RESP_NULL:
        if (line.len > 0)
            return bad(r, "invalid null");
        break;
    case RESP_BOOL:
        if (line.len != 1 || (line.ptr[0] != 't' && line.ptr[0] != 'f'))
            return bad(r, "invalid boolean");
        v->integer = line.ptr[0] == 't';
        break;
    case RESP_DOUBLE:
        if (!parse_double(line, &v->number))
            return bad(r, "invalid double");
        v->text = copy(line);
        break;
    default:
        kv_assert(v->type == RESP_BIG_NUMBER);
        if (!is_big_number(line))
            return bad(r, "invalid big number");
        v->text = copy(line);
        break;
    }
    take(r, line.len + 3);
    return RESP_READY;
}

/* ---- Aggregates ---- */

/* Zeroed values own nothing, so a tree can be freed at any moment. */
static void open_frame(struct resp_reader *r, struct frame f)
{
    if (r->depth == r->frames_cap) {
        r->frames_cap = size_max(2 * r->frames_cap, 8);
        r->frames = mem_realloc(r->frames, r->frames_cap * sizeof *r->frames);
    }
    r->frames[r->depth++] = f;
}

/* Sets r->target to the place of the next value: a new item of the innermost aggregate, the value that
 * complete attributes belong to, or NULL if the reply is complete. */
static void find_target(struct resp_reader *r)
{
    r->target = NULL;
    while (r->depth > 0 && r->target == NULL) {
        struct frame *f = &r->frames[r->depth - 1];
        struct resp_value *v = f->v;

        if (v->count == f->want) {
            r->target = f->owner;
            r->depth--;
            continue;
        }
        if (v->count == f->cap) {
            f->cap = size_min(size_max(2 * f->cap, ITEMS_MIN), f->want);
            v->items = mem_realloc(v->items, f->cap * sizeof *v->items);
        }
        r->target = &v->items[v->count++];
        memset(r->target, 0, sizeof *r->target);
    }
}

/* The header of an aggregate: its items come next. */
static enum resp_status read_aggregate(struct resp_reader *r, struct bytes line, uint8_t type,
                                       struct resp_value *v)
{
    struct frame f = { .v = v };
    size_t n;

    if (!num_parse_uint(line, &n))
        return bad(r, "invalid count");
    if ((type == '%' || type == '|') && !size_mul(n, 2, &n))
        return bad(r, "count over the limit");
    if (r->depth >= r->limits.depth)
        return bad(r, "nested too deeply");
    if (type == '|') {
        /* Several attributes before one value make one map. */
        if (v->attributes == NULL) {
            v->attributes = mem_zalloc(sizeof *v->attributes);
            v->attributes->type = RESP_MAP;
        }
        f = (struct frame){ .v = v->attributes, .cap = v->attributes->count, .owner = v };
    }
    if (!size_add(f.v->count, n, &f.want) || f.want > r->limits.elements)
        return bad(r, "count over the limit");
    open_frame(r, f);
    take(r, line.len + 3);
    return RESP_READY;
}

/* ---- Replies ---- */

/* $-1 and *-1, as RESP2 writes the null. */
static enum resp_status read_old_null(struct resp_reader *r, struct bytes line,
                                      struct resp_value *v)
{
    v->is_null_array = v->type == RESP_ARRAY;
    v->type = RESP_NULL;
    take(r, line.len + 3);
    return RESP_READY;
}

/* Reads one value, or the header of an aggregate, into r->target. */
static enum resp_status read_one(struct resp_reader *r)
{
    struct resp_value *v = r->target;
    struct bytes line;
    enum resp_status st;
    uint8_t type;

    if (r->pos == r->in.len)
        return RESP_MORE;
    type = r->in.ptr[r->pos];
    if (forms[type].kind == KIND_UNKNOWN)
        return bad_type(r, type);
    st = find_line(r, &line);
    if (st != RESP_READY)
        return st;
    v->type = forms[type].type;
    if ((type == '$' || type == '*') && bytes_eq(line, BYTES_LIT("-1")))
        return read_old_null(r, line, v);
    switch (forms[type].kind) {
    case KIND_LINE:
        return read_line_value(r, line, v);
    case KIND_BULK:
        return read_bulk(r, line, v);
    default:
        return read_aggregate(r, line, type, v);
    }
}

enum resp_status resp_reader_next(struct resp_reader *r, struct resp_value **out)
{
    if (r->is_bad)
        return RESP_BAD;
    if (r->root == NULL) {
        if (r->pos == r->in.len)
            return RESP_MORE;
        r->root = mem_zalloc(sizeof *r->root);
        r->target = r->root;
    }
    while (r->target != NULL) {
        enum resp_status st = read_one(r);

        if (st != RESP_READY)
            return st;
        find_target(r);
    }
    *out = r->root;
    r->root = NULL;
    return RESP_READY;
}
