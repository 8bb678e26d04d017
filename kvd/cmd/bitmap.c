/* SETBIT GETBIT BITCOUNT BITPOS: strings as runs of bits. What is long is done in slices. */
#include "base/bits.h"

#include "base/clock.h"
#include "base/mem.h"
#include "cmd/bit_offset.h"
#include "cmd/families.h"
#include "cmd/index_range.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

/* Bits; memory that is in no cache gives some 10 GB/s. */
#define AT_ONCE                                                                                    \
    ((uint64_t)32 * 1024 * 1024)          /* what takes longer, half a millisecond, becomes a job */
#define SLICE ((uint64_t)2 * 1024 * 1024) /* between two looks at the clock */

/* ---- One bit ------------------------------------------------------------------------------------- */

/* A bit beyond the end, and any of a missing key, is 0. */
static bool entry_bit(const struct entry *e, uint64_t offset)
{
    char scratch[NUM_INT_MAX];
    struct bytes s = entry_string(e, scratch);

    return offset / 8 < s.len && bits_get(s.ptr, offset);
}

/* SETBIT key offset value */
static void cmd_setbit(struct call *c)
{
    struct key key = arg_key(c);
    uint64_t offset = arg_bit_offset(c);
    struct bytes value = arg_bytes(c);
    size_t len = (size_t)(offset / 8) + 1;
    struct entry *e = NULL;
    bool bit = bytes_is_word(value, "1"), was = false;
    enum kv_err err;

    if (!bit && !bytes_is_word(value, "0"))
        arg_fail(c, KV_RANGE, "bit is not an integer or out of range");
    err = args_end(c);
    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_STRING, &e);
    if (err != KV_OK && err != KV_NOT_FOUND) {
        reply_err(c, err);
        return;
    }
    if (e != NULL)
        was = entry_bit(e, offset);
    if (was != bit || e == NULL || len > entry_string_len(e)) {
        bits_put(store_edit_string(c->db, key, &e, len), offset, bit);
        store_commit_string(c->db, e);
        call_changed(c, key.name, "setbit");
    }
    reply_int(c, was);
}

/* GETBIT key offset */
static void cmd_getbit(struct call *c)
{
    struct key key = arg_key(c);
    uint64_t offset = arg_bit_offset(c);
    struct entry *e;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_STRING, &e);
    if (err == KV_OK)
        reply_int(c, entry_bit(e, offset));
    else if (err == KV_NOT_FOUND)
        reply_int(c, 0);
    else
        reply_err(c, err);
}

/* ---- Scans --------------------------------------------------------------------------------------- */

/* Counting the bits of a range, or looking for the first of a kind. */
struct scan {
    const uint8_t *p;
    uint64_t at, to; /* bits; none are left when both are the same */
    enum { SCAN_COUNT, SCAN_FIND } what;
    bool bit;       /* SCAN_FIND: that is looked for */
    int64_t answer; /* so far; of SCAN_FIND, what it is if there is none */
    struct hold *hold;
};

/* Goes on for so many bits; true when it is done. */
static bool scan_step(struct scan *s, uint64_t bits)
{
    uint64_t end = s->to - s->at > bits ? s->at + bits : s->to, found;

    if (s->what == SCAN_COUNT) {
        s->answer += (int64_t)bits_count(s->p, s->at, end);
        s->at = end;
    } else {
        found = bits_find(s->p, s->at, end, s->bit);
        if (found < end)
            s->answer = (int64_t)found;
        s->at = found < end ? s->to : end;
    }
    return s->at == s->to;
}

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    (void)gathered;
    do
        if (scan_step(state, SLICE))
            return true;
    while (clock_mono_ns() < until_ns);
    return false;
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct scan *s = state;

    (void)gathered;
    reply_int(c, s->answer);
}

static void job_free(void *state)
{
    struct scan *s = state;

    hold_free(s->hold);
    mem_free_sized(s, sizeof *s);
}

static const struct job_type scan_job = { job_step, job_reply, job_free };

/* Does the work and replies. The key is held while a job reads it: a string that changed meanwhile
 * would have to be copied first. */
static void scan_run(struct call *c, struct key key, const struct scan *s)
{
    struct scan own = *s, *j;

    if (s->to - s->at <= AT_ONCE || !block_is_allowed(c)) {
        scan_step(&own, UINT64_MAX);
        reply_int(c, own.answer);
        return;
    }
    j = mem_alloc(sizeof *j);
    *j = own;
    j->hold = hold_new(c->db, &key, 1);
    j->p = hold_string(j->hold, 0).ptr;
    job_run(c, &scan_job, j);
}

/* The part of a string that is asked for, before its length is known. */
struct part {
    int64_t start, end;
    bool has_end, of_bits;
};

/* [start [end [BYTE | BIT]]] */
static void arg_part(struct call *c, struct part *out)
{
    *out = (struct part){ 0, -1, false, false };
    if (args_left(c) == 0)
        return;
    out->start = arg_int(c);
    if (args_left(c) == 0)
        return;
    out->end = arg_int(c);
    out->has_end = true;
    if (args_left(c) > 0 && !arg_word(c, "byte"))
        out->of_bits = arg_word(c, "bit");
}

/* Makes the bits of s that the part means those of the scan; false if there are none. */
static bool scan_part(struct scan *scan, struct bytes s, const struct part *part)
{
    int64_t start = part->start, end = part->end, unit = part->of_bits ? 1 : 8;

    if (!index_range(&start, &end, (int64_t)s.len * (8 / unit)))
        return false;
    scan->p = s.ptr;
    scan->at = (uint64_t)(start * unit);
    scan->to = (uint64_t)((end + 1) * unit);
    return true;
}

/* BITCOUNT key [start [end [BYTE | BIT]]] */
static void cmd_bitcount(struct call *c)
{
    struct key key = arg_key(c);
    struct scan scan = { .what = SCAN_COUNT };
    char scratch[NUM_INT_MAX];
    struct part part;
    struct entry *e;
    enum kv_err err;

    arg_part(c, &part);
    err = args_end(c);
    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_STRING, &e);
    if (err == KV_NOT_FOUND)
        reply_int(c, 0);
    else if (err != KV_OK)
        reply_err(c, err);
    else if (index_range_is_backwards(part.start, part.end) ||
             !scan_part(&scan, entry_string(e, scratch), &part))
        reply_int(c, 0);
    else
        scan_run(c, key, &scan);
}

/* BITPOS key bit [start [end [BYTE | BIT]]] */
static void cmd_bitpos(struct call *c)
{
    struct key key = arg_key(c);
    int64_t bit = arg_int(c);
    struct scan scan = { .what = SCAN_FIND, .bit = bit == 1, .answer = -1 };
    char scratch[NUM_INT_MAX];
    struct part part;
    struct entry *e;
    enum kv_err err;

    if (bit != 0 && bit != 1)
        arg_fail(c, KV_RANGE, "The bit argument must be 1 or 0.");
    arg_part(c, &part);
    err = args_end(c);
    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_STRING, &e);
    if (err == KV_NOT_FOUND) {
        reply_int(c, scan.bit ? -1 : 0);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    if (!scan_part(&scan, entry_string(e, scratch), &part)) {
        reply_int(c, -1);
        return;
    }
    /* Who names no end looks at a string that zeros follow. */
    if (!scan.bit && !part.has_end)
        scan.answer = (int64_t)scan.to;
    scan_run(c, key, &scan);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define UNIT    "[ unit=( BYTE | BIT ) @7.0.0 ]"
#define HISTORY "7.0.0: Added the `BYTE|BIT` option."

const struct command bitmap_commands[] = {
    { "setbit", 4, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) },
      .acl = ACL_BITMAP, .handler = cmd_setbit, .group = "bitmap", .since = "2.2.0",
      .complexity = "O(1), plus the zero bytes that the string grows by.",
      .summary = "Sets or clears one bit of a string and returns what it was before.",
      .args = "key offset:integer value:integer" },
    { "getbit", 3, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) },
      .acl = ACL_BITMAP, .handler = cmd_getbit, .group = "bitmap", .since = "2.2.0",
      .complexity = "O(1)", .summary = "Returns one bit of a string.",
      .args = "key offset:integer" },
    { "bitcount", -2, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_BITMAP,
      .handler = cmd_bitcount, .group = "bitmap", .since = "2.6.0",
      .complexity = "O(N) for a range of N bytes.",
      .summary = "Counts the bits of a string, or of a range of it, that are 1.",
      .args = "key [ range={ start:integer end:integer " UNIT " } ]", .history = HISTORY },
    { "bitpos", -3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_BITMAP,
      .handler = cmd_bitpos, .group = "bitmap", .since = "2.8.7",
      .complexity = "O(N) for a range of N bytes.",
      .summary = "Finds the first bit of a string, or of a range of it, that is 1 or that is 0.",
      .args = "key bit:integer"
              " [ range={ start:integer [ end-unit-block={ end:integer " UNIT " } ] } ]",
      .history = HISTORY },
    COMMAND_END
};
