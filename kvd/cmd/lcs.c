/*
 * LCS -- a longest common subsequence of two strings, with bit vectors.
 *
 * Of the classic matrix L, where L[i][j] is the answer for the first i bytes of a and the first j of
 * b, neighbours in a row differ by 0 or 1. A row is therefore a bit per column: bit j is 0 where
 * L[i][j + 1] = L[i][j] + 1. The next row follows from the one before in a few operations per 64
 * columns, and the zero bits of the last row are the length of the answer. Source: Crochemore,
 * Iliopoulos, Pinzon and Reid, "A fast and practical bit-vector algorithm for the longest common
 * subsequence problem", 2001.
 *
 * That is an eighth of a byte per cell where redis-server takes four bytes, and all rows can be kept
 * to walk back from the last cell to the first: over a match diagonally, else up if the cell above is
 * greater than the one to the left, else left. Of several answers this picks the one that redis-server
 * picks. Unless the bytes match, the greater neighbour equals the cell, so the cell's own bit decides:
 * 0 says that the left one is smaller.
 *
 * Work is bounded so that a call stays below 10 ms: see LCS_WORK_MAX.
 */
#include "base/mem.h"
#include "base/size.h"
#include "cmd/families.h"
#include "server/reply.h"

enum {
    /* Words of all rows, plus the bytes of both strings: each about 2.5 ns of work, and at most 24 MB
     * of rows. Two strings of 14000 bytes fit; redis-server by default takes up to 11584. */
    LCS_WORK_MAX = 3 << 20,
    WORD_BITS = 64,
};

struct lcs {
    struct bytes a, b;
    size_t words;   /* per row */
    uint64_t *rows; /* of every byte of a, or the last one only */
    size_t len;     /* of the answer */
    size_t i, j;    /* the walk back: bytes of a and b not yet passed */
};

/* A part of the answer that is contiguous in both strings. */
struct run {
    size_t a, b, len;
};

static bool is_too_much(struct bytes a, struct bytes b)
{
    size_t words = (b.len + WORD_BITS - 1) / WORD_BITS, work;

    return !size_mul(a.len, words, &work) || !size_add(work, a.len, &work) ||
           !size_add(work, b.len, &work) || work > LCS_WORK_MAX;
}

/* Rows with a 1 where b has a byte: slot says which row is of which byte value. Those that a does not
 * have share one that nobody reads. */
static uint64_t *match_masks(const struct lcs *l, uint16_t slot[256])
{
    size_t count = 1;
    uint64_t *masks;

    memset(slot, 0, 256 * sizeof *slot);
    for (size_t i = 0; i < l->a.len; i++)
        if (slot[l->a.ptr[i]] == 0)
            slot[l->a.ptr[i]] = (uint16_t)count++;
    masks = mem_zalloc(count * l->words * sizeof *masks);
    for (size_t j = 0; j < l->b.len; j++)
        masks[slot[l->b.ptr[j]] * l->words + j / WORD_BITS] |= (uint64_t)1 << j % WORD_BITS;
    return masks;
}

/* The row below row, for a byte with this mask. next may be row. */
static void next_row(const uint64_t *row, const uint64_t *mask, uint64_t *next, size_t words)
{
    unsigned __int128 sum = 0;

    for (size_t w = 0; w < words; w++) {
        uint64_t v = row[w], matches = v & mask[w];

        sum = (unsigned __int128)v + matches + (uint64_t)(sum >> 64);
        next[w] = (uint64_t)sum | (v ^ matches);
    }
}

/* Works out the length, and keeps the rows for the walk back if keep. The strings are not too much. */
static void lcs_init(struct lcs *l, struct bytes a, struct bytes b, bool keep)
{
    uint16_t slot[256];
    uint64_t *masks, *row;

    *l = (struct lcs){ .a = a, .b = b, .i = a.len, .j = b.len };
    if (a.len == 0 || b.len == 0)
        return;
    l->words = (b.len + WORD_BITS - 1) / WORD_BITS;
    l->rows = mem_alloc((keep ? a.len : 1) * l->words * sizeof *l->rows);
    masks = match_masks(l, slot);
    row = l->rows;
    memset(row, 0xff, l->words * sizeof *row);
    next_row(row, masks + slot[a.ptr[0]] * l->words, row, l->words);
    for (size_t i = 1; i < a.len; i++) {
        uint64_t *next = keep ? row + l->words : row;

        next_row(row, masks + slot[a.ptr[i]] * l->words, next, l->words);
        row = next;
    }
    mem_free(masks);
    /* Bits behind the last column have no match and stay 1. */
    for (size_t w = 0; w < l->words; w++)
        l->len += (size_t)__builtin_popcountll(~row[w]);
}

static void lcs_fini(struct lcs *l)
{
    mem_free(l->rows);
}

/* The next contiguous part of the answer, from its end to its start; false if there is none. */
static bool lcs_next_run(struct lcs *l, struct run *run)
{
    const uint8_t *a = l->a.ptr, *b = l->b.ptr;
    size_t i = l->i, j = l->j, len = 0;

    while (i > 0 && j > 0 && a[i - 1] != b[j - 1]) {
        uint64_t word = l->rows[(i - 1) * l->words + (j - 1) / WORD_BITS];

        if (word >> (j - 1) % WORD_BITS & 1)
            j--;
        else
            i--;
    }
    while (i > 0 && j > 0 && a[i - 1] == b[j - 1]) {
        i--;
        j--;
        len++;
    }
    l->i = i;
    l->j = j;
    *run = (struct run){ i, j, len };
    return len > 0;
}

/* ---- LCS ----------------------------------------------------------------------------------------- */

struct lcs_options {
    bool len, idx, with_match_len;
    int64_t min_match_len;
};

static void reply_range(struct call *c, size_t start, size_t len)
{
    reply_array(c, 2);
    reply_int(c, (int64_t)start);
    reply_int(c, (int64_t)(start + len - 1));
}

static void reply_matches(struct call *c, struct lcs *l, const struct lcs_options *opt)
{
    size_t mark, count = 0;
    struct run run;

    reply_map(c, 2);
    reply_bulk_str(c, "matches");
    mark = reply_later(c);
    while (lcs_next_run(l, &run)) {
        if ((int64_t)run.len < opt->min_match_len)
            continue;
        reply_array(c, opt->with_match_len ? 3 : 2);
        reply_range(c, run.a, run.len);
        reply_range(c, run.b, run.len);
        if (opt->with_match_len)
            reply_int(c, (int64_t)run.len);
        count++;
    }
    reply_later_set(c, mark, '*', count);
    reply_bulk_str(c, "len");
    reply_int(c, (int64_t)l->len);
}

static void reply_subsequence(struct call *c, struct lcs *l)
{
    uint8_t *text = mem_alloc(l->len + 1);
    size_t at = l->len;
    struct run run;

    while (lcs_next_run(l, &run)) {
        at -= run.len;
        memcpy(text + at, l->a.ptr + run.a, run.len);
    }
    kv_assert(at == 0);
    reply_bulk(c, bytes_make(text, l->len));
    mem_free(text);
}

/* The string at the next key, empty if there is none; false if there is another type. */
static bool read_string(struct call *c, char scratch[NUM_INT_MAX], struct bytes *out)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_STRING, &e);

    *out = err == KV_OK ? entry_string(e, scratch) : BYTES_LIT("");
    return err != KV_WRONG_TYPE;
}

static enum kv_err lcs_options(struct call *c, struct lcs_options *opt)
{
    while (args_left(c) > 0) {
        if (arg_word(c, "len"))
            opt->len = true;
        else if (arg_word(c, "idx"))
            opt->idx = true;
        else if (arg_word(c, "withmatchlen"))
            opt->with_match_len = true;
        else if (arg_word(c, "minmatchlen"))
            opt->min_match_len = arg_int(c);
        else
            break;
    }
    return args_end(c);
}

/* LCS key1 key2 [LEN] [IDX] [MINMATCHLEN n] [WITHMATCHLEN] */
static void cmd_lcs(struct call *c)
{
    char scratch[2][NUM_INT_MAX];
    struct lcs_options opt = { .len = false };
    struct bytes a, b;
    struct lcs l;
    bool strings = read_string(c, scratch[0], &a);

    strings = read_string(c, scratch[1], &b) && strings;
    if (!strings) {
        reply_error(c, "ERR The specified keys must contain string values");
        return;
    }
    if (lcs_options(c, &opt) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    if (opt.len && opt.idx) {
        reply_error(c, "ERR If you want both the length and indexes, please just use IDX.");
        return;
    }
    if (is_too_much(a, b)) {
        reply_error(c, "ERR String too long for LCS");
        return;
    }
    lcs_init(&l, a, b, !opt.len);
    if (opt.len)
        reply_int(c, (int64_t)l.len);
    else if (opt.idx)
        reply_matches(c, &l, &opt);
    else
        reply_subsequence(c, &l);
    lcs_fini(&l);
}

const struct command lcs_commands[] = {
    { "lcs", -3, CMD_READONLY, .keys = { KEYS(1, 1, 1, KS_RO | KS_ACCESS) }, .acl = ACL_STRING,
      .handler = cmd_lcs, .group = "string", .since = "7.0.0",
      .complexity =
          "O(N*M) where N and M are the lengths of the two strings, in steps of 64 bytes.",
      .summary = "Finds a longest common subsequence of two string values.",
      .args = "key1 key2 [ LEN ] [ IDX ] [ MINMATCHLEN min-match-len:integer ] [ WITHMATCHLEN ]" },
    COMMAND_END
};
