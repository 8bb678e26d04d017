#include "obj/rdb_signed.h"

#include "base/assert.h"
#include "base/crc.h"
#include "base/load.h"
#include "base/size.h"
#include "obj/rdb_prim.h"

enum {
    FOOTER = 10, /* bytes from the version to the end */
    FOOTER_CRC = 8,
    NEWEST_VERSION = 12,
};

void rdb_sign(struct buf *out, unsigned version, uint64_t crc)
{
    uint8_t word[2];

    store_le16(word, (uint16_t)version);
    buf_add(out, word, sizeof word);
    rdb_put_le64(out, crc64(crc, bytes_make(word, sizeof word)));
}

struct rdb_signed rdb_signed(struct bytes payload)
{
    struct rdb_signed s = { .payload = payload };

    s.wrong =
        payload.len < FOOTER || load_le16(payload.ptr + payload.len - FOOTER) > NEWEST_VERSION;
    return s;
}

bool rdb_signed_step(struct rdb_signed *s, size_t most)
{
    size_t end, len;

    if (s->wrong)
        return true;
    end = s->payload.len - FOOTER_CRC;
    len = size_min(end - s->checked, most);
    s->crc = crc64(s->crc, bytes_make(s->payload.ptr + s->checked, len));
    s->checked += len;
    if (s->checked < end)
        return false;
    s->wrong = load_le64(s->payload.ptr + end) != s->crc;
    return true;
}

struct bytes rdb_signed_content(const struct rdb_signed *s)
{
    kv_assert(!s->wrong);
    return bytes_make(s->payload.ptr, s->payload.len - FOOTER);
}
