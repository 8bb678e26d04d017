#include "cmd/sort_work.h"

#include "base/clock.h"
#include "base/mem.h"
#include "base/size.h"
#include "cmd/elements.h"
#include "cmd/store_result.h"
#include "ds/sorter.h"
#include "resp/write.h"
#include "server/reply.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

enum {
    BATCH = 64,        /* elements between two looks at the clock */
    SORT_MOVES = 1024, /* moves of the sorter likewise */
    NUMBER_TEXT_MAX = 64,
};

struct sort_work {
    struct sort_request req;
    struct db *db;
    struct hold *hold;
    struct value value;
    enum { GATHER, SORT, EMIT, DONE } phase;
    size_t first, count; /* of the elements within LIMIT */
    bool walking;
    struct elements elements;
    struct sorter sorter;
    struct arena records;
    struct buf scratch;
    size_t emitted;
    bool begun; /* to emit */
    bool bad_number;
    struct outbuf *found; /* the reply, during a step */
    int proto;
    struct value list; /* STORE */
};

/* ---- Records -------------------------------------------------------------------------------------
 *
 *     8 bytes  length of the element
 *     ...      its bytes
 *     8 bytes  length of the weight, or NO_WEIGHT; only with ALPHA and BY
 *     ...      its bytes
 */

#define NO_WEIGHT UINT64_MAX

static size_t put_text(uint8_t *to, struct bytes text)
{
    uint64_t len = text.len;

    memcpy(to, &len, sizeof len);
    if (text.len > 0)
        memcpy(to + sizeof len, text.ptr, text.len);
    return sizeof len + text.len;
}

/* ptr is NULL for NO_WEIGHT. */
static struct bytes get_text(const uint8_t *from)
{
    uint64_t len;

    memcpy(&len, from, sizeof len);
    if (len == NO_WEIGHT)
        return bytes_make(NULL, 0);
    return bytes_make(from + sizeof len, len);
}

static struct bytes weight_text(const uint8_t *record)
{
    struct bytes element = get_text(record);

    return get_text(element.ptr + element.len);
}

/* ---- Order --------------------------------------------------------------------------------------- */

/* Elements by their bytes: ALPHA, and where numbers are equal. */
static int compare_elements(const void *ctx, const void *a, const void *b)
{
    const struct sort_request *r = ctx;
    int d = bytes_cmp(get_text(a), get_text(b));

    return r->desc ? -d : d;
}

/* By weights that are texts; none comes before any. Where they are equal the order stays. */
static int compare_weights(const void *ctx, const void *a, const void *b)
{
    const struct sort_request *r = ctx;
    struct bytes x = weight_text(a), y = weight_text(b);
    int d = (x.ptr != NULL) - (y.ptr != NULL);

    if (d == 0)
        d = bytes_cmp(x, y);
    return r->desc ? -d : d;
}

/* As strtod reads it, like redis-server: leading blanks, hexadecimal numbers and "" (0) included. */
static bool parse_weight(struct bytes text, double *out)
{
    char copy[NUMBER_TEXT_MAX], *end;
    double d;

    if (num_parse_double(text, out))
        return true;
    if (text.len >= sizeof copy)
        return false;
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    errno = 0;
    d = strtod(copy, &end);
    if (end != copy + text.len || errno == ERANGE || isnan(d))
        return false;
    *out = d;
    return true;
}

static bool item_number(const struct item *it, double *out)
{
    if (item_is_int(it)) {
        *out = (double)it->number;
        return true;
    }
    return parse_weight(bytes_make(it->ptr, it->len), out);
}

/* ---- Gathering ----------------------------------------------------------------------------------- */

static void add_record(struct sort_work *w, uint64_t key, struct bytes element)
{
    size_t size = sizeof(uint64_t) + element.len;
    uint8_t *record = arena_alloc(&w->records, size);
    struct sort_pair p = { w->req.desc ? ~key : key, record };

    put_text(record, element);
    if (!sorter_add(&w->sorter, p))
        arena_undo(&w->records, size);
}

/* ALPHA BY: the record holds the weight, too. */
static void add_weighted(struct sort_work *w, struct bytes element, const struct bytes *weight)
{
    const uint64_t none = NO_WEIGHT;
    size_t size = 2 * sizeof(uint64_t) + element.len + (weight ? weight->len : 0);
    uint8_t *record = arena_alloc(&w->records, size);
    uint64_t key = weight ? sort_key_of_text(*weight) : 0;
    struct sort_pair p = { w->req.desc ? ~key : key, record };
    size_t at = put_text(record, element);

    if (weight)
        put_text(record + at, *weight);
    else
        memcpy(record + at, &none, sizeof none);
    if (!sorter_add(&w->sorter, p))
        arena_undo(&w->records, size);
}

/* False if the weight is no number. */
static bool gather_element(struct sort_work *w, const struct item *it)
{
    char scratch[NUM_INT_MAX], weight_scratch[NUM_INT_MAX];
    struct bytes element = item_text(it, scratch), weight;
    struct sort_found found = { .item = *it };
    bool has_weight = true;
    double number = 0;

    if (w->req.has_by)
        has_weight = sort_pattern_find(&w->req.by, w->db, element, &w->scratch, &found);
    if (!w->req.alpha) {
        if (has_weight && !item_number(&found.item, &number))
            return false;
        add_record(w, sort_key_of_double(number), element);
    } else if (w->req.has_by) {
        weight = has_weight ? item_text(&found.item, weight_scratch) : BYTES_LIT("");
        add_weighted(w, element, has_weight ? &weight : NULL);
    } else {
        add_record(w, sort_key_of_text(element), element);
    }
    return true;
}

/* The value is no longer needed. A list that will be stored is to be that of a moment in which the value
 * was what it is now, so then it is held to the end. */
static void stop_walking(struct sort_work *w)
{
    if (w->walking)
        elements_fini(&w->elements);
    w->walking = false;
    if (!w->req.store) {
        hold_free(w->hold);
        w->hold = NULL;
    }
}

static bool gather(struct sort_work *w, uint64_t until_ns)
{
    struct item it;

    do {
        for (int i = 0; i < BATCH; i++) {
            if (!elements_next(&w->elements, &it)) {
                stop_walking(w);
                w->phase = SORT;
                return true;
            }
            if (!gather_element(w, &it)) {
                w->bad_number = true;
                w->phase = DONE;
                return true;
            }
        }
    } while (clock_mono_ns() < until_ns);
    return false;
}

/* ---- Emitting ------------------------------------------------------------------------------------ */

/* found NULL: there is nothing. */
static void emit(struct sort_work *w, const struct sort_found *found)
{
    static const struct item empty = { .ptr = (const uint8_t *)"" };
    struct buf *out = outbuf_tail(w->found);
    char scratch[NUM_INT_MAX];

    if (w->req.store)
        list_push(&w->list, LIST_TAIL, found ? &found->item : &empty);
    else if (found == NULL)
        resp_null(out, w->proto);
    else if (found->blob != NULL && found->blob->len >= OUTBUF_BLOB_MIN)
        outbuf_add_blob(w->found, found->blob);
    else
        resp_bulk(out, item_text(&found->item, scratch));
}

static void emit_element(struct sort_work *w, struct bytes element)
{
    struct sort_found found = { .item = item_of_bytes(element) };

    outbuf_prepare(w->found);
    if (w->req.get_count == 0)
        emit(w, &found);
    for (unsigned i = 0; i < w->req.get_count; i++) {
        bool is_there = sort_pattern_find(&w->req.gets[i], w->db, element, &w->scratch, &found);

        emit(w, is_there ? &found : NULL);
    }
    w->emitted++;
}

/* The next element within LIMIT; there is one. */
static struct bytes next_element(struct sort_work *w, char scratch[NUM_INT_MAX])
{
    const struct sort_pair *sorted;
    struct item it;
    size_t count;

    if (w->req.unsorted) {
        elements_next(&w->elements, &it);
        return item_text(&it, scratch);
    }
    sorted = sorter_result(&w->sorter, &count);
    kv_assert(w->first + w->emitted < count);
    return get_text(sorted[w->first + w->emitted].ref);
}

static void begin_emitting(struct sort_work *w)
{
    size_t parts = w->req.get_count > 0 ? w->req.get_count : 1;

    w->begun = true;
    outbuf_prepare(w->found);
    if (!w->req.store)
        resp_array(outbuf_tail(w->found), w->count * parts);
}

static bool emit_some(struct sort_work *w, uint64_t until_ns)
{
    char scratch[NUM_INT_MAX];

    if (!w->begun)
        begin_emitting(w);
    do {
        for (int i = 0; i < BATCH; i++) {
            if (w->emitted == w->count) {
                stop_walking(w);
                w->phase = DONE;
                return true;
            }
            emit_element(w, next_element(w, scratch));
        }
    } while (clock_mono_ns() < until_ns);
    return false;
}

/* ---- Life ---------------------------------------------------------------------------------------- */

void sort_request_fini(struct sort_request *r)
{
    arena_fini(&r->texts);
    mem_free(r->gets);
    r->gets = NULL;
}

/* The elements within LIMIT, of count. */
static void limit(const struct sort_request *r, size_t count, size_t *first, size_t *out)
{
    *first = r->offset > 0 ? size_min((size_t)r->offset, count) : 0;
    *out = count - *first;
    if (r->limit >= 0)
        *out = size_min(*out, (size_t)r->limit);
}

size_t sort_work_size(const struct sort_request *r, size_t count)
{
    size_t first, wanted, size = 0;

    limit(r, count, &first, &wanted);
    if (!r->unsorted)
        size = r->has_by ? 2 * count : count;
    return size + wanted * (1 + (size_t)r->get_count);
}

static void begin_gathering(struct sort_work *w, size_t count)
{
    bool by_text = w->req.alpha && w->req.has_by;
    struct sort_order order = { by_text ? compare_weights : compare_elements, &w->req };

    w->phase = GATHER;
    sorter_init(&w->sorter, order, count, w->count > 0 ? w->first + w->count : 0);
}

struct sort_work *sort_work_new(const struct call *c, struct sort_request *r, const struct value *v,
                                struct hold *hold)
{
    struct sort_work *w = mem_zalloc(sizeof *w);
    size_t count = value_count(v);

    w->req = *r;
    *r = (struct sort_request){ 0 };
    w->db = c->db;
    w->hold = hold;
    w->value = *v;
    w->proto = c->proto;
    w->list = value_empty(OBJ_LIST);
    buf_init(&w->scratch, BUF_UNLIMITED);
    limit(&w->req, count, &w->first, &w->count);
    w->walking = !w->req.unsorted || w->count > 0;
    if (w->walking)
        elements_init(&w->elements, &w->value, w->req.unsorted ? w->first : 0,
                      w->req.unsorted && w->req.desc);
    if (w->req.unsorted)
        w->phase = EMIT;
    else
        begin_gathering(w, count);
    return w;
}

/* What was sorted. */
struct sorted_records {
    struct sorter sorter;
    struct arena records;
};

static void free_records(void *part)
{
    struct sorted_records *h = part;

    sorter_fini(&h->sorter);
    arena_fini(&h->records);
    mem_free_sized(h, sizeof *h);
}

/* Of a million elements there are some ten megabytes, which are given back in the background. */
static void give_up_records(struct sort_work *w)
{
    enum { PAGE = 4096 };
    struct sorted_records *h = mem_alloc(sizeof *h);
    size_t bytes = w->records.bytes + 2 * w->sorter.cap * sizeof *w->sorter.from;

    *h = (struct sorted_records){ w->sorter, w->records };
    store_free_part(h, free_records, bytes / PAGE);
}

void sort_work_free(struct sort_work *w)
{
    stop_walking(w);
    hold_free(w->hold);
    give_up_records(w);
    sort_request_fini(&w->req);
    buf_fini(&w->scratch);
    store_free_value(&w->list, true);
    mem_free_sized(w, sizeof *w);
}

bool sort_work_step(struct sort_work *w, struct outbuf *found, uint64_t until_ns)
{
    w->found = found;
    if (w->phase == GATHER && !gather(w, until_ns))
        return false;
    while (w->phase == SORT) {
        if (sorter_step(&w->sorter, SORT_MOVES))
            w->phase = EMIT;
        else if (clock_mono_ns() >= until_ns)
            return false;
    }
    return w->phase == DONE || emit_some(w, until_ns);
}

/* ---- The end ------------------------------------------------------------------------------------- */

void sort_work_finish(struct sort_work *w, struct call *c, struct outbuf *found)
{
    if (w->bad_number) {
        reply_error(c, "ERR One or more scores can't be converted into double");
    } else if (w->req.store) {
        store_result(c, key_of(w->req.target), &w->list, "sortstore");
        w->list = value_empty(OBJ_LIST); /* the key has the other now */
    } else {
        reply_gathered(c, found);
    }
}
