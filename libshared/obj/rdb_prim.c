#include "obj/rdb_prim.h"

#include "base/load.h"
#include "base/num.h"
#include "base/size.h"

#include <liblzf/lzf.h>
#include <math.h>

enum {
    /* First bytes of lengths: smaller ones are 6 bits, those from LEN_14 on 14 bits. */
    LEN_14 = 0x40,
    LEN_32 = 0x80,
    LEN_64 = 0x81,

    /* First bytes of strings that begin with no length. */
    STR_INT8 = 0xc0,
    STR_INT16 = 0xc1,
    STR_INT32 = 0xc2,
    STR_LZF = 0xc3,

    SCORE_NAN = 253,
    SCORE_INF = 254,
    SCORE_NEGATIVE_INF = 255,

    LEN_SIZE_MAX = 9,
    INT32_TEXT_MAX = 11, /* "-2147483648" */
};

static bool rdb_compression;

/* ---- Reading ------------------------------------------------------------------------------------- */

struct rdb_reader rdb_reader(struct bytes data, size_t string_max)
{
    return (struct rdb_reader){ .left = data, .string_max = string_max };
}

void rdb_fail(struct rdb_reader *r)
{
    r->failed = true;
    r->left.len = 0;
}

/* The next len bytes; NULL and a failure if there are fewer. */
static const uint8_t *take(struct rdb_reader *r, size_t len)
{
    const uint8_t *at = r->left.ptr;

    if (r->left.len < len) {
        rdb_fail(r);
        return NULL;
    }
    r->left = bytes_from(r->left, len);
    return at;
}

uint8_t rdb_get_byte(struct rdb_reader *r)
{
    const uint8_t *p = take(r, 1);

    return p ? *p : 0;
}

static uint16_t get_le16(struct rdb_reader *r)
{
    const uint8_t *p = take(r, 2);

    return p ? load_le16(p) : 0;
}

static uint32_t get_le32(struct rdb_reader *r)
{
    const uint8_t *p = take(r, 4);

    return p ? load_le32(p) : 0;
}

uint64_t rdb_get_le64(struct rdb_reader *r)
{
    const uint8_t *p = take(r, 8);

    return p ? load_le64(p) : 0;
}

static uint32_t get_be32(struct rdb_reader *r)
{
    const uint8_t *p = take(r, 4);

    return p ? load_be32(p) : 0;
}

static uint64_t get_be64(struct rdb_reader *r)
{
    const uint8_t *p = take(r, 8);

    return p ? load_be64(p) : 0;
}

/* The length that begins with this byte. */
static uint64_t len_of(struct rdb_reader *r, uint8_t first)
{
    if (first < LEN_14)
        return first;
    if (first < LEN_32)
        return (uint64_t)(first & 0x3f) << 8 | rdb_get_byte(r);
    if (first == LEN_32)
        return get_be32(r);
    if (first == LEN_64)
        return get_be64(r);
    rdb_fail(r);
    return 0;
}

uint64_t rdb_get_len(struct rdb_reader *r)
{
    uint8_t first = rdb_get_byte(r);
    uint64_t len = len_of(r, first);

    return r->failed ? 0 : len;
}

/* A string as it lies in the data: packed bytes that become len bytes, or the item itself. */
struct raw {
    struct item item;
    struct bytes packed;
    size_t len;
    bool is_packed;
};

static const struct raw no_string = { .item = { .ptr = (const uint8_t *)"" } };

static struct raw get_packed(struct rdb_reader *r)
{
    uint64_t packed = rdb_get_len(r), len = rdb_get_len(r);
    size_t most = size_min(r->string_max, UINT32_MAX); /* liblzf counts in 32 bits */

    if (packed == 0 || packed > r->left.len || packed > UINT32_MAX || len == 0 || len > most ||
        len > packed * RDB_INFLATE_MAX) {
        rdb_fail(r);
        return no_string;
    }
    return (
        struct raw){ .packed = bytes_make(take(r, packed), packed), .len = len, .is_packed = true };
}

static struct item get_plain(struct rdb_reader *r, uint8_t first)
{
    uint64_t len = len_of(r, first);
    const uint8_t *p;

    if (len > r->string_max)
        rdb_fail(r);
    p = take(r, len);
    return item_of_bytes(bytes_make(p, len));
}

static struct raw get_raw(struct rdb_reader *r)
{
    uint8_t first = rdb_get_byte(r);
    struct raw raw = { 0 };

    switch (first) {
    case STR_INT8:
        raw.item = item_of_int((int8_t)rdb_get_byte(r));
        break;
    case STR_INT16:
        raw.item = item_of_int((int16_t)get_le16(r));
        break;
    case STR_INT32:
        raw.item = item_of_int((int32_t)get_le32(r));
        break;
    case STR_LZF:
        raw = get_packed(r);
        break;
    default:
        raw.item = get_plain(r, first);
    }
    return r->failed ? no_string : raw;
}

/* False, and the reader fails, unless the packed bytes become exactly len bytes at out. */
static bool inflate(struct rdb_reader *r, const struct raw *raw, uint8_t *out)
{
    if (lzf_decompress(raw->packed.ptr, (unsigned)raw->packed.len, out, (unsigned)raw->len) ==
        raw->len)
        return true;
    rdb_fail(r);
    return false;
}

struct item rdb_get_string(struct rdb_reader *r, struct buf *scratch)
{
    struct raw raw = get_raw(r);
    uint8_t *room;

    if (!raw.is_packed)
        return raw.item;
    buf_clear(scratch);
    room = buf_room(scratch, raw.len);
    if (room == NULL) {
        rdb_fail(r);
        return item_of_bytes(BYTES_LIT(""));
    }
    if (inflate(r, &raw, room))
        scratch->len = raw.len;
    return item_of_bytes(buf_bytes(scratch));
}

struct item rdb_get_string_blob(struct rdb_reader *r, struct blob **blob)
{
    struct raw raw = get_raw(r);
    struct blob *b;

    *blob = NULL;
    if (!raw.is_packed)
        return raw.item;
    b = blob_new(raw.len);
    if (!inflate(r, &raw, b->data)) {
        blob_unref(b);
        return item_of_bytes(BYTES_LIT(""));
    }
    b->len = raw.len;
    *blob = b;
    return item_of_bytes(blob_bytes(b));
}

struct bytes rdb_get_bytes(struct rdb_reader *r, struct buf *scratch)
{
    struct item it = rdb_get_string(r, scratch);

    if (item_is_int(&it)) {
        rdb_fail(r);
        return BYTES_LIT("");
    }
    return bytes_make(it.ptr, it.len);
}

double rdb_get_double(struct rdb_reader *r)
{
    uint64_t word = rdb_get_le64(r);
    double score;

    memcpy(&score, &word, sizeof score);
    if (!isnan(score))
        return score;
    rdb_fail(r);
    return 0;
}

double rdb_get_double_text(struct rdb_reader *r)
{
    uint8_t len = rdb_get_byte(r);
    const uint8_t *text;
    double score;

    if (len == SCORE_INF || len == SCORE_NEGATIVE_INF)
        return len == SCORE_INF ? INFINITY : -INFINITY;
    text = len == SCORE_NAN ? NULL : take(r, len);
    if (text != NULL && num_parse_double(bytes_make(text, len), &score))
        return score;
    rdb_fail(r);
    return 0;
}

/* ---- Writing ------------------------------------------------------------------------------------- */

void rdb_put_le64(struct buf *out, uint64_t n)
{
    uint8_t word[8];

    store_le64(word, n);
    buf_add(out, word, sizeof word);
}

/* Writes len at room, which has LEN_SIZE_MAX bytes; returns the bytes it takes. */
static size_t write_len(uint8_t *room, uint64_t len)
{
    if (len < 1 << 6) {
        room[0] = (uint8_t)len;
        return 1;
    }
    if (len < 1 << 14) {
        room[0] = (uint8_t)(LEN_14 | len >> 8);
        room[1] = (uint8_t)len;
        return 2;
    }
    if (len <= UINT32_MAX) {
        room[0] = LEN_32;
        store_be32(room + 1, (uint32_t)len);
        return 5;
    }
    room[0] = LEN_64;
    store_be64(room + 1, len);
    return 9;
}

void rdb_put_len(struct buf *out, uint64_t len)
{
    uint8_t room[LEN_SIZE_MAX];

    buf_add(out, room, write_len(room, len));
}

size_t rdb_put_len_later(struct buf *out)
{
    size_t place = out->len;

    buf_add(out, (uint8_t[]){ LEN_32, 0, 0, 0, 0 }, 5);
    return place;
}

void rdb_set_len(struct buf *out, size_t place, uint32_t len)
{
    if (!out->failed)
        store_be32(out->ptr + place + 1, len);
}

/* False if n has more than 32 bits. */
static bool put_int(struct buf *out, int64_t n)
{
    uint8_t room[5];
    size_t size;

    if (n == (int8_t)n) {
        room[0] = STR_INT8;
        size = 1;
    } else if (n == (int16_t)n) {
        room[0] = STR_INT16;
        size = 2;
    } else if (n == (int32_t)n) {
        room[0] = STR_INT32;
        size = 4;
    } else {
        return false;
    }
    store_le32(room + 1, (uint32_t)n);
    buf_add(out, room, 1 + size);
    return true;
}

/* Writes text compressed if that takes fewer bytes than plain; false, and nothing written, if not. */
static bool put_packed(struct buf *out, struct bytes text)
{
    uint8_t head[1 + 2 * LEN_SIZE_MAX], *room;
    size_t head_len = 1, most, packed;

    if (text.len > UINT32_MAX)
        return false;
    most = text.len - 1 - write_len(head, text.len) - 1;
    room = buf_room(out, sizeof head + most);
    if (room == NULL)
        return false;
    packed = lzf_compress(text.ptr, (unsigned)text.len, room + sizeof head, (unsigned)most);
    if (packed == 0)
        return false;
    head[0] = STR_LZF;
    head_len += write_len(head + head_len, packed);
    head_len += write_len(head + head_len, text.len);
    memcpy(room, head, head_len);
    memmove(room + head_len, room + sizeof head, packed);
    out->len += head_len + packed;
    return true;
}

void rdb_put_string(struct buf *out, struct bytes text)
{
    int64_t n;

    if (text.len <= INT32_TEXT_MAX && num_parse_int(text, &n) && put_int(out, n))
        return;
    if (text.len >= RDB_COMPRESS_MIN && rdb_compression && put_packed(out, text))
        return;
    rdb_put_len(out, text.len);
    buf_add_bytes(out, text);
}

void rdb_put_item(struct buf *out, const struct item *it)
{
    char scratch[NUM_INT_MAX];

    if (!item_is_int(it) || !put_int(out, it->number))
        rdb_put_string(out, item_text(it, scratch));
}

void rdb_put_double(struct buf *out, double score)
{
    uint64_t word;

    memcpy(&word, &score, sizeof word);
    rdb_put_le64(out, word);
}

const struct option rdb_options[] = {
    OPTION_BOOL("rdbcompression", &rdb_compression, "yes", OPT_LIVE,
                "Compress long strings in snapshots and DUMP payloads."),
    OPTION_END,
};
