/*
 * The reply reader must read the same values however its input is cut, and what it read, written back
 * with resp/write, must be read as the same values again.
 */
#include "resp/read.h"

#include <math.h>
#include "base/assert.h"
#include "base/mem.h"
#include "base/size.h"
#include "resp/write.h"

enum { DEPTH_MAX = 24 };

static const struct resp_limits limits = { DEPTH_MAX, UINT32_MAX, 1 << 20 };

struct replies {
    struct resp_value **v;
    size_t count;
    enum resp_status end; /* RESP_MORE or RESP_BAD */
};

static void free_replies(struct replies *all)
{
    for (size_t i = 0; i < all->count; i++)
        resp_value_free(all->v[i]);
    mem_free(all->v);
}

/* Feeds in by pieces of random length, or all at once when random is 0. */
static struct replies read_all(struct bytes in, uint32_t random)
{
    struct resp_reader *r = resp_reader_new(&limits);
    struct replies all = { .end = RESP_MORE };
    size_t fed = 0;

    while (fed < in.len && all.end == RESP_MORE) {
        struct resp_value *v;
        size_t n = in.len - fed;

        if (random != 0) {
            random = random * 1664525 + 1013904223;
            n = size_min(n, 1 + (random >> 16) % (24 + in.len / 64));
        }
        resp_reader_feed(r, bytes_make(in.ptr + fed, n));
        fed += n;
        while ((all.end = resp_reader_next(r, &v)) == RESP_READY) {
            all.v = mem_realloc(all.v, (all.count + 1) * sizeof *all.v);
            all.v[all.count++] = v;
        }
    }
    if (all.end == RESP_BAD)
        kv_assert(resp_reader_error(r)[0] != '\0');
    resp_reader_free(r);
    return all;
}

/* Recursion is bounded by DEPTH_MAX here and below. */
static void check_equal(const struct resp_value *a, const struct resp_value *b)
{
    kv_assert(a->type == b->type);
    kv_assert(a->is_null_array == b->is_null_array);
    kv_assert(a->integer == b->integer);
    kv_assert(a->count == b->count);
    kv_assert((a->attributes != NULL) == (b->attributes != NULL));
    kv_assert(memcmp(a->format, b->format, sizeof a->format) == 0);
    /* The text of a double is shortened when it is written. */
    if (a->type == RESP_DOUBLE)
        kv_assert(a->number == b->number || (isnan(a->number) && isnan(b->number)));
    else
        kv_assert(bytes_eq(a->text, b->text));
    if (a->attributes != NULL)
        check_equal(a->attributes, b->attributes);
    for (size_t i = 0; i < a->count; i++)
        check_equal(&a->items[i], &b->items[i]);
}

static void check_all_equal(const struct replies *a, const struct replies *b)
{
    kv_assert(a->count == b->count);
    for (size_t i = 0; i < a->count; i++)
        check_equal(a->v[i], b->v[i]);
}

/* The writer blanks such bytes in a line. */
static bool fits_line(struct bytes text)
{
    return text.len == 0 ||
           (memchr(text.ptr, '\n', text.len) == NULL && memchr(text.ptr, '\r', text.len) == NULL &&
            memchr(text.ptr, '\0', text.len) == NULL);
}

static void write_by_hand(struct buf *b, const char *start, struct bytes text)
{
    buf_add_str(b, start);
    buf_add_bytes(b, text);
    buf_add_str(b, "\r\n");
}

static void write_value(struct buf *b, const struct resp_value *v);

static void write_items(struct buf *b, const struct resp_value *v)
{
    for (size_t i = 0; i < v->count; i++)
        write_value(b, &v->items[i]);
}

static void write_value(struct buf *b, const struct resp_value *v)
{
    if (v->attributes != NULL) {
        resp_attribute(b, 3, v->attributes->count / 2);
        write_items(b, v->attributes);
    }
    switch (v->type) {
    case RESP_SIMPLE:
        if (fits_line(v->text))
            resp_simple(b, v->text);
        else
            write_by_hand(b, "+", v->text);
        break;
    case RESP_ERROR:
        if (fits_line(v->text)) {
            resp_error(b, v->text);
        } else {
            buf_addf(b, "!%zu\r\n", v->text.len);
            write_by_hand(b, "", v->text);
        }
        break;
    case RESP_INT:
        resp_int(b, v->integer);
        break;
    case RESP_BULK:
        resp_bulk(b, v->text);
        break;
    case RESP_NULL:
        if (v->is_null_array)
            resp_null_array(b, 2);
        else
            resp_null(b, 3);
        break;
    case RESP_ARRAY:
        resp_array(b, v->count);
        break;
    case RESP_MAP: {
        size_t at = resp_array_later(b);

        write_items(b, v);
        resp_array_set(b, at, v->count / 2, '%');
        return;
    }
    case RESP_SET:
        resp_set(b, 3, v->count);
        break;
    case RESP_PUSH:
        resp_push(b, 3, v->count);
        break;
    case RESP_BOOL:
        resp_bool(b, 3, v->integer != 0);
        break;
    case RESP_DOUBLE:
        resp_double(b, 3, v->number);
        break;
    case RESP_BIG_NUMBER:
        resp_big_number(b, 3, v->text);
        break;
    case RESP_VERBATIM:
        resp_verbatim(b, 3, v->format, v->text);
        break;
    }
    write_items(b, v);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
    struct bytes in = bytes_make(data, len);
    struct replies whole = read_all(in, 0), again;
    struct buf written;

    for (uint32_t i = 1; i <= 3; i++) {
        again = read_all(in, i);
        kv_assert(again.end == whole.end);
        check_all_equal(&whole, &again);
        free_replies(&again);
    }
    buf_init(&written, BUF_UNLIMITED);
    for (size_t i = 0; i < whole.count; i++)
        write_value(&written, whole.v[i]);
    again = read_all(buf_bytes(&written), 0);
    kv_assert(again.end == RESP_MORE);
    check_all_equal(&whole, &again);
    free_replies(&again);
    free_replies(&whole);
    buf_fini(&written);
    return 0;
}
