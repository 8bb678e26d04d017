#include "obj/rdb_ziplist.h"

#include "base/assert.h"
#include "base/load.h"

enum {
    END_MARK = 0xff,
    LONG = 0xfe, /* the length is in the 4 bytes that follow */

    ZL_HEADER = 10,
    ZL_COUNT_UNKNOWN = 65535,

    /* Encodings; the strings' lower bits are part of the length. */
    STR_14 = 0x40,
    STR_32 = 0x80,
    INT_16 = 0xc0,
    INT_32 = 0xd0,
    INT_64 = 0xe0,
    INT_24 = 0xf0,
    INT_0 = 0xf1,
    INT_12 = 0xfd,
    INT_8 = 0xfe,

    ZM_COUNT_UNKNOWN = 254,
};

/* ---- Ziplist ------------------------------------------------------------------------------------- */

/* An entry, taken apart. */
struct entry_parts {
    size_t before;  /* length of the entry before it */
    size_t size;    /* all of it */
    size_t payload; /* offset of the payload in it */
    size_t len;     /* of a string */
    uint8_t encoding;
};

static bool is_string(uint8_t encoding)
{
    return encoding < INT_16;
}

/* Bytes of an integer behind its encoding; false if there is no such encoding. */
static bool int_size(uint8_t encoding, size_t *size)
{
    switch (encoding) {
    case INT_8:
        *size = 1;
        return true;
    case INT_16:
        *size = 2;
        return true;
    case INT_24:
        *size = 3;
        return true;
    case INT_32:
        *size = 4;
        return true;
    case INT_64:
        *size = 8;
        return true;
    default:
        *size = 0;
        return encoding >= INT_0 && encoding <= INT_12;
    }
}

/* The length of a string and how many bytes encoding and length take; false if they are cut off. */
static bool string_size(struct bytes at, size_t *head, size_t *len)
{
    uint8_t first = at.ptr[0];

    *head = first < STR_14 ? 1 : first < STR_32 ? 2 : 5;
    if (at.len < *head || first > STR_32)
        return false;
    if (first < STR_14)
        *len = first;
    else if (first < STR_32)
        *len = (size_t)(first & 0x3f) << 8 | at.ptr[1];
    else
        *len = load_be32(at.ptr + 1);
    return true;
}

/* False if no whole entry is at the front of at. */
static bool parse_entry(struct bytes at, struct entry_parts *e)
{
    size_t before_size, head = 1, payload = 0;

    if (at.len == 0 || at.ptr[0] == END_MARK)
        return false;
    before_size = at.ptr[0] == LONG ? 5 : 1;
    if (at.len <= before_size)
        return false;
    e->before = before_size == 5 ? load_le32(at.ptr + 1) : at.ptr[0];
    at = bytes_from(at, before_size);
    e->encoding = at.ptr[0];
    e->len = 0;
    if (is_string(e->encoding)) {
        if (!string_size(at, &head, &e->len))
            return false;
        payload = e->len;
    } else if (!int_size(e->encoding, &payload)) {
        return false;
    }
    e->payload = before_size + head;
    e->size = e->payload + payload;
    return payload <= at.len - head;
}

bool ziplist_open(struct bytes data, struct bytes *entries, size_t *count)
{
    size_t pos = ZL_HEADER, last = ZL_HEADER, before = 0, n = 0, end;
    struct entry_parts e;

    if (data.len < ZL_HEADER + 1 || load_le32(data.ptr) != data.len)
        return false;
    end = data.len - 1;
    for (; pos < end; pos += e.size, n++) {
        if (!parse_entry(bytes_make(data.ptr + pos, end - pos), &e) || e.before != before)
            return false;
        last = pos;
        before = e.size;
    }
    *entries = bytes_make(data.ptr + ZL_HEADER, end - ZL_HEADER);
    *count = n;
    return data.ptr[end] == END_MARK && load_le32(data.ptr + 4) == last &&
           (load_le16(data.ptr + 8) == n || load_le16(data.ptr + 8) == ZL_COUNT_UNKNOWN);
}

static int64_t load_int(uint8_t encoding, const uint8_t *p)
{
    switch (encoding) {
    case INT_8:
        return (int8_t)*p;
    case INT_16:
        return (int16_t)load_le16(p);
    case INT_24:
        return (int32_t)((uint32_t)load_le16(p) << 8 | (uint32_t)p[2] << 24) >> 8;
    case INT_32:
        return (int32_t)load_le32(p);
    case INT_64:
        return (int64_t)load_le64(p);
    default:
        return encoding - INT_0;
    }
}

struct item ziplist_next(struct bytes *entries)
{
    const uint8_t *at = entries->ptr;
    struct entry_parts e;
    bool whole = parse_entry(*entries, &e);

    kv_assert(whole);
    *entries = bytes_from(*entries, e.size);
    if (is_string(e.encoding))
        return item_of_bytes(bytes_make(at + e.payload, e.len));
    return item_of_int(load_int(e.encoding, at + e.payload));
}

/* ---- Zipmap -------------------------------------------------------------------------------------- */

/* A field, or a value with what is free behind it. */
struct part {
    struct bytes text;
    size_t size;
};

/* False if no whole one is at the front of at. */
static bool parse_part(struct bytes at, bool is_value, struct part *p)
{
    size_t head, len, unused = 0;

    if (at.len == 0 || at.ptr[0] == END_MARK)
        return false;
    head = at.ptr[0] == LONG ? 5 : 1;
    if (at.len < head + is_value)
        return false;
    len = head == 5 ? load_le32(at.ptr + 1) : at.ptr[0];
    if (is_value)
        unused = at.ptr[head++];
    p->text = bytes_make(at.ptr + head, len);
    p->size = head + len + unused;
    return len <= at.len - head && unused <= at.len - head - len;
}

bool zipmap_open(struct bytes data, struct bytes *texts, size_t *count)
{
    size_t pos = 1, n = 0, end;
    struct part p;

    if (data.len < 2)
        return false;
    end = data.len - 1;
    for (; pos < end; pos += p.size, n++)
        if (!parse_part(bytes_make(data.ptr + pos, end - pos), n % 2 == 1, &p))
            return false;
    *texts = bytes_make(data.ptr + 1, end - 1);
    *count = n;
    return data.ptr[end] == END_MARK && n % 2 == 0 &&
           (data.ptr[0] >= ZM_COUNT_UNKNOWN || data.ptr[0] == n / 2);
}

struct item zipmap_next(struct bytes *texts, bool is_value)
{
    struct part p;
    bool whole = parse_part(*texts, is_value, &p);

    kv_assert(whole);
    *texts = bytes_from(*texts, p.size);
    return item_of_bytes(p.text);
}
