#include "ds/listpack.h"

#include "base/assert.h"
#include "base/load.h"
#include "base/size.h"

enum {
    HEADER = 6,
    END_MARK = 0xff,
    COUNT_UNKNOWN = 65535,
    FIRST_ROOM = 64, /* a new listpack takes its first few elements without moving */

    /* Encoding bytes; the lower ones of INT13 and STR12 are part of the number or length. */
    STR6 = 0x80,
    INT13 = 0xc0,
    STR12 = 0xe0,
    STR32 = 0xf0,
    INT16 = 0xf1,
    INT24 = 0xf2,
    INT32 = 0xf3,
    INT64 = 0xf4,
};

/* ---- Sizes ----------------------------------------------------------------------------------- */

/* Bytes before the payload of a string, or of all of an integer; 0: no encoding starts like this. */
static inline size_t head_size(uint8_t first)
{
    if (first < INT13)
        return 1;
    if (first < STR32)
        return 2;
    switch (first) {
    case STR32:
    case INT32:
        return 5;
    case INT16:
        return 3;
    case INT24:
        return 4;
    case INT64:
        return 9;
    default:
        return 0;
    }
}

/* Bytes of the string that starts at e; 0 for an integer. Reads head_size() bytes. */
static inline size_t payload_len(const uint8_t *e)
{
    if (e[0] < STR6)
        return 0;
    if (e[0] < INT13)
        return e[0] & 0x3f;
    if (e[0] >= STR12 && e[0] < STR32)
        return (size_t)(e[0] & 0x0f) << 8 | e[1];
    return e[0] == STR32 ? load_le32(e + 1) : 0;
}

/* Encoding and payload: what the back length says. */
static inline size_t elem_size(const uint8_t *e)
{
    return head_size(e[0]) + payload_len(e);
}

/* Bytes of the back length of a size: the borders are those of the format, see the header. */
static inline size_t back_size(size_t size)
{
    if (size < 1 << 7)
        return 1;
    if (size < (1 << 14) - 1)
        return 2;
    if (size < (1 << 21) - 1)
        return 3;
    return size < (1 << 28) - 1 ? 4 : 5;
}

/* Out of line, so that the loops over short elements stay small. */
static __attribute__((noinline)) size_t long_whole_size(const uint8_t *e)
{
    size_t size = elem_size(e);

    return size + back_size(size);
}

/* All of the element at e. Almost all elements are small integers and short strings. */
static inline size_t whole_size(const uint8_t *e)
{
    uint8_t first = e[0];

    if (first < STR6)
        return 2;
    if (first < INT13)
        return 2 + (size_t)(first & 0x3f);
    return long_whole_size(e);
}

static inline void write_back(uint8_t *at, size_t size)
{
    for (size_t i = back_size(size) - 1; i > 0; i--, size >>= 7)
        at[i] = (uint8_t)(size | 0x80);
    at[0] = (uint8_t)size;
}

/* The back length that ends before at, and in *n its bytes. */
static size_t read_back(const uint8_t *at, size_t *n)
{
    size_t size = 0;
    unsigned shift = 0;

    for (*n = 1;; ++*n, shift += 7) {
        uint8_t byte = *--at;

        size |= (size_t)(byte & 0x7f) << shift;
        if (byte < 0x80)
            return size;
    }
}

/* ---- Header ---------------------------------------------------------------------------------- */

size_t lp_bytes(const uint8_t *lp)
{
    return load_le32(lp);
}

size_t lp_end(const uint8_t *lp)
{
    return lp_bytes(lp) - 1;
}

static inline size_t known_count(const uint8_t *lp)
{
    return load_le16(lp + 4);
}

static void set_count(uint8_t *lp, size_t count)
{
    store_le16(lp + 4, (uint16_t)size_min(count, COUNT_UNKNOWN));
}

/* The elements in [from, to). */
static size_t count_between(const uint8_t *lp, size_t from, size_t to)
{
    size_t count = 0;

    for (; from < to; count++)
        from += whole_size(lp + from);
    return count;
}

size_t lp_count(const uint8_t *lp)
{
    size_t count = known_count(lp);

    return kv_likely(count != COUNT_UNKNOWN) ? count : count_between(lp, HEADER, lp_end(lp));
}

/* ---- Positions ------------------------------------------------------------------------------- */

/* pos, or 0 if it is that of the end mark. */
static inline size_t unless_end(const uint8_t *lp, size_t pos)
{
    return lp[pos] == END_MARK ? 0 : pos;
}

size_t lp_first(const uint8_t *lp)
{
    return unless_end(lp, HEADER);
}

size_t lp_last(const uint8_t *lp)
{
    return lp_prev(lp, lp_end(lp));
}

size_t lp_next(const uint8_t *lp, size_t pos)
{
    return unless_end(lp, pos + whole_size(lp + pos));
}

size_t lp_prev(const uint8_t *lp, size_t pos)
{
    size_t size, back;

    if (pos == HEADER)
        return 0;
    size = read_back(lp + pos, &back);
    return pos - back - size;
}

size_t lp_seek(const uint8_t *lp, int64_t index)
{
    int64_t count = (int64_t)known_count(lp);
    size_t pos;

    if (count != COUNT_UNKNOWN) {
        if (index >= count || index < -count)
            return 0;
        if (index >= 0 && index > count / 2)
            index -= count;
        else if (index < 0 && index < -count / 2)
            index += count;
    }
    if (index >= 0) {
        for (pos = lp_first(lp); pos != 0 && index > 0; index--)
            pos = lp_next(lp, pos);
    } else {
        for (pos = lp_last(lp); pos != 0 && index < -1; index++)
            pos = lp_prev(lp, pos);
    }
    return pos;
}

/* ---- Reading --------------------------------------------------------------------------------- */

static int64_t read_int(const uint8_t *e)
{
    if (e[0] < STR6)
        return e[0];
    if (e[0] < STR12) /* the sign bit is moved to the top and back */
        return (int16_t)((e[0] & 0x1f) << 11 | e[1] << 3) >> 3;
    switch (e[0]) {
    case INT16:
        return (int16_t)load_le16(e + 1);
    case INT24:
        return (int32_t)((uint32_t)load_le16(e + 1) << 8 | (uint32_t)e[3] << 24) >> 8;
    case INT32:
        return (int32_t)load_le32(e + 1);
    default:
        return (int64_t)load_le64(e + 1);
    }
}

static inline bool is_string(uint8_t first)
{
    return first >= STR6 && (first < INT13 || (first >= STR12 && first <= STR32));
}

static inline struct item read_elem(const uint8_t *e)
{
    if (is_string(e[0]))
        return item_of_bytes(bytes_make(e + head_size(e[0]), payload_len(e)));
    return item_of_int(read_int(e));
}

struct item lp_get(const uint8_t *lp, size_t pos)
{
    return read_elem(lp + pos);
}

struct item lp_take_long(const uint8_t *lp, size_t *pos)
{
    const uint8_t *e = lp + *pos;
    size_t len = e[0] & 0x3f;

    if (kv_likely(e[0] >= STR6 && e[0] < INT13)) {
        *pos = unless_end(lp, *pos + len + 2);
        return item_of_bytes(bytes_make(e + 1, len));
    }
    *pos = lp_next(lp, *pos);
    return read_elem(e);
}

const char *lp_encoding_name(const uint8_t *lp, size_t pos)
{
    uint8_t first = lp[pos];

    if (first < STR6)
        return "uint7";
    if (first < INT13)
        return "str6";
    if (first < STR12)
        return "int13";
    if (first < STR32)
        return "str12";
    switch (first) {
    case STR32:
        return "str32";
    case INT16:
        return "int16";
    case INT24:
        return "int24";
    case INT32:
        return "int32";
    default:
        return "int64";
    }
}

/* num_parse_int for texts most of which are no integers. */
static inline bool parse_int(struct bytes text, int64_t *n)
{
    if (text.len == 0 || text.len >= NUM_INT_MAX || text.ptr[0] > '9')
        return false;
    return num_parse_int(text, n);
}

struct lp_needle lp_needle(struct bytes text)
{
    struct lp_needle n = { .text = text };

    n.is_int = parse_int(text, &n.number);
    return n;
}

/* A string may spell an integer, if somebody else wrote the listpack. */
static __attribute__((noinline)) bool long_equals(const uint8_t *e, const struct lp_needle *n)
{
    if (is_string(e[0]))
        return bytes_eq(bytes_make(e + head_size(e[0]), payload_len(e)), n->text);
    return n->is_int && read_int(e) == n->number;
}

/* Names that are looked for among others of their length differ at their end most of the time, so
 * the last bytes are compared first. */
static inline bool same_bytes(const uint8_t *a, const uint8_t *b, size_t len)
{
    if (len >= 8)
        return load_le64(a + len - 8) == load_le64(b + len - 8) && memcmp(a, b, len - 8) == 0;
    while (len > 0 && a[len - 1] == b[len - 1])
        len--;
    return len == 0;
}

static inline bool elem_equals(const uint8_t *e, const struct lp_needle *n)
{
    uint8_t first = e[0];

    if (first < STR6)
        return n->is_int && n->number == first;
    if (first < INT13)
        return (size_t)(first & 0x3f) == n->text.len && same_bytes(e + 1, n->text.ptr, n->text.len);
    return long_equals(e, n);
}

bool lp_equals(const uint8_t *lp, size_t pos, const struct lp_needle *n)
{
    return elem_equals(lp + pos, n);
}

size_t lp_find(const uint8_t *lp, size_t from, const struct lp_needle *n, unsigned skip)
{
    const uint8_t *e = lp + from;

    if (from == 0)
        return 0;
    while (*e != END_MARK) {
        if (elem_equals(e, n))
            return (size_t)(e - lp);
        e += whole_size(e);
        for (unsigned i = 0; i < skip && *e != END_MARK; i++)
            e += whole_size(e);
    }
    return 0;
}

/* ---- Writing elements ------------------------------------------------------------------------ */

/* An element before it is written. Numbers, not bytes, so that it stays in registers. */
struct code {
    uint8_t first;
    uint8_t head_len; /* the first byte included */
    uint64_t rest;    /* of the head, little-endian */
    struct bytes payload;
};

static inline struct code code_of_int(int64_t n)
{
    uint8_t first;

    if (n >= 0 && n <= 127)
        return (struct code){ (uint8_t)n, 1 };
    if (n >= -4096 && n <= 4095)
        return (struct code){ (uint8_t)(INT13 | (n >> 8 & 0x1f)), 2, (uint8_t)n };
    if (n == (int16_t)n)
        first = INT16;
    else if (n >= -(1 << 23) && n < 1 << 23)
        first = INT24;
    else
        first = n == (int32_t)n ? INT32 : INT64;
    return (struct code){ first, (uint8_t)head_size(first), (uint64_t)n };
}

static inline struct code code_of_string(struct bytes text)
{
    if (text.len < 64)
        return (struct code){ (uint8_t)(STR6 | text.len), 1, 0, text };
    if (text.len < 4096)
        return (struct code){ (uint8_t)(STR12 | text.len >> 8), 2, (uint8_t)text.len, text };
    return (struct code){ STR32, 5, text.len, text };
}

static inline struct code code_of_text(struct bytes text)
{
    int64_t n;

    return parse_int(text, &n) ? code_of_int(n) : code_of_string(text);
}

static struct code code_of_item(const struct item *it)
{
    return item_is_int(it) ? code_of_int(it->number) : code_of_text(bytes_make(it->ptr, it->len));
}

static inline size_t code_size(const struct code *c)
{
    size_t size = c->head_len + c->payload.len;

    return size + back_size(size);
}

static void write_code(uint8_t *at, const struct code *c)
{
    uint64_t rest = c->rest;

    at[0] = c->first;
    for (unsigned i = 1; i < c->head_len; i++, rest >>= 8)
        at[i] = (uint8_t)rest;
    at += c->head_len;
    if (c->payload.len > 0)
        memcpy(at, c->payload.ptr, c->payload.len);
    write_back(at + c->payload.len, c->head_len + c->payload.len);
}

size_t lp_size_of(struct bytes text)
{
    struct code c = code_of_text(text);

    return code_size(&c);
}

size_t lp_size_of_item(const struct item *it)
{
    struct code c = code_of_item(it);

    return code_size(&c);
}

/* ---- Changing -------------------------------------------------------------------------------- */

void lp_init(struct pack *p)
{
    uint8_t *lp = pack_room(p, 0, FIRST_ROOM);

    store_le32(lp, LP_EMPTY);
    set_count(lp, 0);
    lp[HEADER] = END_MARK;
}

/* Gives the old bytes at pos the new size and moves what follows them; returns the listpack. */
static uint8_t *resize(struct pack *p, size_t pos, size_t old, size_t new)
{
    size_t bytes = lp_bytes(p->ptr), tail = pos + old, changed = bytes - old + new;
    uint8_t *lp;

    kv_assert(pos >= HEADER && tail < bytes);
    kv_assert(changed <= LP_BYTES_MAX);
    if (new == old)
        return p->ptr;
    lp = kv_likely(changed <= p->cap) ? p->ptr : pack_room(p, bytes, changed);
    memmove(lp + pos + new, lp + tail, bytes - tail);
    store_le32(lp, (uint32_t)changed);
    return lp;
}

static size_t insert_code(struct pack *p, size_t pos, const struct code *c)
{
    uint8_t *lp = resize(p, pos, 0, code_size(c));

    write_code(lp + pos, c);
    set_count(lp, known_count(lp) + 1);
    return pos;
}

size_t lp_insert(struct pack *p, size_t pos, struct bytes text)
{
    struct code c = code_of_text(text);

    return insert_code(p, pos, &c);
}

size_t lp_insert_item(struct pack *p, size_t pos, const struct item *it)
{
    struct code c = code_of_item(it);

    return insert_code(p, pos, &c);
}

void lp_append(struct pack *p, struct bytes text)
{
    lp_insert(p, lp_end(p->ptr), text);
}

void lp_append_item(struct pack *p, const struct item *it)
{
    lp_insert_item(p, lp_end(p->ptr), it);
}

uint8_t *lp_append_begin(struct pack *p, size_t most)
{
    size_t bytes = lp_bytes(p->ptr);

    kv_assert(most <= LP_BYTES_MAX - bytes);
    return pack_room(p, bytes, bytes + most) + bytes - 1;
}

uint8_t *lp_write_int(uint8_t *at, int64_t n)
{
    struct code c = code_of_int(n);

    write_code(at, &c);
    return at + code_size(&c);
}

uint8_t *lp_write_text(uint8_t *at, struct bytes text)
{
    struct code c = code_of_text(text);

    write_code(at, &c);
    return at + code_size(&c);
}

void lp_append_end(struct pack *p, const uint8_t *end, size_t count)
{
    size_t bytes = (size_t)(end - p->ptr) + 1;

    kv_assert(bytes <= p->cap);
    p->ptr[bytes - 1] = END_MARK;
    store_le32(p->ptr, (uint32_t)bytes);
    set_count(p->ptr, known_count(p->ptr) + count);
}

void lp_prepend(struct pack *p, struct bytes text)
{
    lp_insert(p, HEADER, text);
}

static void replace_code(struct pack *p, size_t pos, const struct code *c)
{
    write_code(resize(p, pos, whole_size(p->ptr + pos), code_size(c)) + pos, c);
}

void lp_replace(struct pack *p, size_t pos, struct bytes text)
{
    struct code c = code_of_text(text);

    replace_code(p, pos, &c);
}

void lp_replace_item(struct pack *p, size_t pos, const struct item *it)
{
    struct code c = code_of_item(it);

    replace_code(p, pos, &c);
}

size_t lp_delete(struct pack *p, size_t pos, size_t count)
{
    size_t end = pos, deleted = 0;
    uint8_t *lp = p->ptr;

    for (; deleted < count && lp[end] != END_MARK; deleted++)
        end += whole_size(lp + end);
    resize(p, pos, end - pos, 0);
    if (lp_bytes(lp) == LP_EMPTY)
        set_count(lp, 0);
    else if (known_count(lp) != COUNT_UNKNOWN)
        set_count(lp, known_count(lp) - deleted);
    return unless_end(lp, pos);
}

uint8_t *lp_prepend_below(uint8_t *lp, size_t room, const struct item *it)
{
    struct code c = code_of_item(it);
    size_t size = code_size(&c), bytes = lp_bytes(lp) + size, count = known_count(lp) + 1;

    if (size > room)
        return NULL;
    kv_assert(bytes <= LP_BYTES_MAX);
    lp -= size;
    store_le32(lp, (uint32_t)bytes);
    set_count(lp, count);
    write_code(lp + HEADER, &c);
    return lp;
}

uint8_t *lp_drop_front(uint8_t *lp, size_t count)
{
    size_t bytes = lp_bytes(lp), known = known_count(lp), size = 0;

    for (size_t i = 0; i < count; i++)
        size += whole_size(lp + HEADER + size);
    kv_assert(size + LP_EMPTY < bytes);
    lp += size;
    store_le32(lp, (uint32_t)(bytes - size));
    set_count(lp, known == COUNT_UNKNOWN ? known : known - count);
    return lp;
}

/* Bytes that deleting has left free. */
struct gap {
    size_t from, to;
    size_t removed; /* elements */
};

/* From the element at pos on: what is kept moves towards the head. */
static struct gap squeeze_left(uint8_t *lp, size_t pos, const struct lp_needle n, size_t max)
{
    size_t to = pos, keep = pos; /* the bytes from keep to pos are to be kept, at to */
    size_t removed = 0;

    while (removed < max && lp[pos] != END_MARK) {
        size_t next = pos + whole_size(lp + pos);

        if (elem_equals(lp + pos, &n)) {
            memmove(lp + to, lp + keep, pos - keep);
            to += pos - keep;
            keep = next;
            removed++;
        }
        pos = next;
    }
    return (struct gap){ to, keep, removed };
}

/* From the end: what is kept moves towards the end. */
static struct gap squeeze_right(uint8_t *lp, const struct lp_needle n, size_t max)
{
    size_t pos = lp_end(lp), to = pos, keep = pos; /* from pos to keep, and shall end at to */
    size_t removed = 0;

    while (removed < max && pos > HEADER) {
        size_t prev = lp_prev(lp, pos);

        if (elem_equals(lp + prev, &n)) {
            to -= keep - pos;
            memmove(lp + to, lp + pos, keep - pos);
            keep = prev;
            removed++;
        }
        pos = prev;
    }
    return (struct gap){ keep, to, removed };
}

size_t lp_remove(struct pack *p, const struct lp_needle *n, size_t max, bool from_end)
{
    size_t first = lp_find(p->ptr, lp_first(p->ptr), n, 0), count;
    struct gap gap;

    if (first == 0)
        return 0;
    count = lp_count(p->ptr);
    gap = from_end ? squeeze_right(p->ptr, *n, max) : squeeze_left(p->ptr, first, *n, max);
    resize(p, gap.from, gap.to - gap.from, 0);
    set_count(p->ptr, count - gap.removed);
    return gap.removed;
}

void lp_join(struct pack *p, const uint8_t *other)
{
    size_t at = lp_end(p->ptr), len = lp_end(other) - HEADER;
    uint8_t *lp = resize(p, at, 0, len);

    memcpy(lp + at, other + HEADER, len);
    /* A sum with an unknown count is unknown as well. */
    set_count(lp, known_count(lp) + known_count(other));
}

void lp_split(struct pack *p, size_t pos, struct pack *out)
{
    size_t end = lp_end(p->ptr), len = end - pos;
    size_t moved = count_between(p->ptr, pos, end), left = lp_count(p->ptr) - moved;
    uint8_t *lp;

    lp_init(out);
    lp = resize(out, HEADER, 0, len);
    memcpy(lp + HEADER, p->ptr + pos, len);
    set_count(lp, moved);
    lp = resize(p, pos, len, 0);
    set_count(lp, left);
}

/* ---- From outside ---------------------------------------------------------------------------- */

/* True if a well-formed element starts at e; *size is all of it. */
static bool elem_is_valid(const uint8_t *e, size_t room, size_t *size)
{
    uint8_t back[5];
    size_t head = head_size(e[0]), inner, n;

    if (head == 0 || head > room || payload_len(e) > room - head)
        return false;
    inner = head + payload_len(e);
    n = back_size(inner);
    write_back(back, inner);
    *size = inner + n;
    return n <= room - inner && memcmp(e + inner, back, n) == 0;
}

bool lp_validate(struct bytes data)
{
    size_t pos = HEADER, count = 0, end, size;

    if (data.len < LP_EMPTY || data.len > LP_BYTES_MAX || lp_bytes(data.ptr) != data.len)
        return false;
    end = data.len - 1;
    for (; pos < end; pos += size, count++)
        if (!elem_is_valid(data.ptr + pos, end - pos, &size))
            return false;
    return data.ptr[end] == END_MARK &&
           (known_count(data.ptr) == count || known_count(data.ptr) == COUNT_UNKNOWN);
}

void lp_check(const uint8_t *lp)
{
    kv_assert(lp_validate(bytes_make(lp, lp_bytes(lp))));
}
