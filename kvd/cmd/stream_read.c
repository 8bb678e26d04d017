/* XREAD XREADGROUP: what is asked for, the reply, waiting. */
#include "cmd/stream_read.h"

#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/stream_args.h"
#include "cmd/stream_reply.h"
#include "server/block.h"
#include "server/reply.h"

/* ---- Arguments ----------------------------------------------------------------------------------- */

/* BLOCK milliseconds: the deadline in Unix ms, 0 for none. */
static int64_t arg_block(struct call *c)
{
    int64_t ms = 0;

    if (!num_parse_int(arg_bytes(c), &ms))
        arg_fail(c, KV_NOT_INT, "timeout is not an integer or out of range");
    if (ms < 0)
        arg_fail(c, KV_RANGE, "timeout is negative");
    if (ms > 0 && !num_add(&ms, store_now_ms(c->store)))
        arg_fail(c, KV_RANGE, "timeout is out of range");
    return ms;
}

static int64_t arg_most(struct call *c, const char *refusal)
{
    int64_t n = arg_int(c);

    if (n < 1)
        arg_fail(c, KV_RANGE, refusal);
    return n;
}

static void arg_max_size(struct call *c, struct stream_read *r)
{
    r->sized = true;
    r->bytes_left = arg_most(c, "MAXSIZE must be > 0");
}

static int64_t arg_min_idle(struct call *c)
{
    int64_t ms = 0;

    if (!num_parse_int(arg_bytes(c), &ms))
        arg_fail(c, KV_NOT_INT, "min-idle-time is not an integer");
    if (ms < 0)
        arg_fail(c, KV_RANGE, "min-idle-time must be a positive integer");
    return ms;
}

/* Takes an option of XREADGROUP; false if there is none. XREAD refuses it. */
static bool arg_group_option(struct call *c, struct stream_read *r)
{
    if (args_left(c) > 2 && arg_word(c, "group")) {
        if (!r->in_group)
            arg_fail(c, KV_SYNTAX,
                     "The GROUP option is only supported by XREADGROUP. You called XREAD instead.");
        r->group = arg_bytes(c);
        r->consumer = arg_bytes(c);
    } else if (arg_word(c, "noack")) {
        if (!r->in_group)
            arg_fail(c, KV_SYNTAX,
                     "The NOACK option is only supported by XREADGROUP. You called XREAD instead.");
        r->noack = true;
    } else if (args_left(c) > 1 && arg_word(c, "claim")) {
        if (!r->in_group)
            arg_fail(c, KV_SYNTAX,
                     "The CLAIM option is only supported by XREADGROUP. You called XREAD instead.");
        r->min_idle_ms = arg_min_idle(c);
    } else {
        return false;
    }
    return true;
}

/* STREAMS key [key ...] id [id ...] */
static void arg_streams(struct call *c, struct stream_read *r)
{
    if (args_left(c) % 2 != 0)
        arg_fail(c, KV_SYNTAX,
                 "Unbalanced XREAD list of streams: for each stream key an ID or '$' must be "
                 "specified.");
    r->first = c->next;
    r->count = args_left(c) / 2;
    c->next = c->argc;
}

/* The first key: behind the word STREAMS, but for one that is the name of a group or consumer. */
static unsigned find_streams(unsigned spec, const struct bytes *argv, unsigned argc)
{
    unsigned i = 1;

    (void)spec;
    while (i + 1 < argc && !bytes_is_word(argv[i], "streams")) {
        if (bytes_is_word(argv[i], "group"))
            i += 3;
        else
            i += bytes_is_word(argv[i], "noack") ? 1 : 2;
    }
    return i + 1 < argc ? i + 1 : 0;
}

static void parse_read(struct call *c, struct stream_read *r)
{
    *r = (struct stream_read){ .in_group = c->cmd->row->flags & CMD_WRITE,
                               .min_idle_ms = NO_CLAIM,
                               .per_stream = INT64_MAX,
                               .entries_left = INT64_MAX,
                               .bytes_left = INT64_MAX,
                               .deadline_ms = NO_BLOCK };
    while (c->err == KV_OK && args_left(c) > 1 && r->count == 0) {
        if (arg_word(c, "streams"))
            arg_streams(c, r);
        else if (arg_word(c, "count"))
            r->per_stream = arg_int(c);
        else if (arg_word(c, "maxcount"))
            r->entries_left = arg_most(c, "MAXCOUNT must be > 0");
        else if (arg_word(c, "maxsize"))
            arg_max_size(c, r);
        else if (arg_word(c, "block"))
            r->deadline_ms = arg_block(c);
        else if (!arg_group_option(c, r))
            break;
    }
    if (r->per_stream <= 0)
        r->per_stream = INT64_MAX;
    if (args_end(c) == KV_OK && r->count == 0)
        arg_fail(c, KV_SYNTAX, NULL);
    if (r->in_group && r->group.ptr == NULL)
        arg_fail(c, KV_SYNTAX, "Missing GROUP option for XREADGROUP");
}

/* ---- The reply ----------------------------------------------------------------------------------- */

void read_begin(struct call *c, struct stream_read *r, struct read_part *part)
{
    if (part->begun)
        return;
    part->begun = true;
    if (r->streams++ == 0)
        r->mark = reply_later(c);
    if (c->proto == 2)
        reply_array(c, 2);
    reply_bulk(c, part->key);
    part->mark = reply_later(c);
}

bool read_has_room(const struct stream_read *r, const struct read_part *part)
{
    return part->count < r->per_stream && r->entries_left > 0;
}

/* Bytes of the fields and values that were not read yet. */
static int64_t entry_bytes(struct stream_cursor cur)
{
    char scratch[NUM_INT_MAX];
    struct item field, value;
    int64_t sum = 0;

    while (stream_next_pair(&cur, &field, &value))
        sum += (int64_t)(item_text(&field, scratch).len + item_text(&value, scratch).len);
    return sum;
}

bool read_fits(struct stream_read *r, const struct stream_cursor *cur)
{
    int64_t bytes;

    if (!r->sized)
        return true;
    bytes = entry_bytes(*cur);
    if (bytes > r->bytes_left && r->replied > 0) {
        r->entries_left = 0;
        return false;
    }
    r->bytes_left -= bytes;
    return true;
}

void read_entry(struct call *c, struct stream_read *r, struct read_part *part, struct stream_id id,
                struct stream_cursor *cur, const struct pending *claimed)
{
    read_begin(c, r, part);
    part->count++;
    r->entries_left--;
    r->replied++;
    reply_array(c, claimed ? 4 : 2);
    reply_stream_id(c, id);
    if (cur)
        reply_pairs(c, cur);
    else
        reply_null_array(c);
    if (claimed) {
        reply_int(c, pending_idle_ms(claimed, store_now_ms(c->store)));
        reply_int(c, pending_deliveries(claimed));
    }
}

void read_end(struct call *c, const struct read_part *part)
{
    if (part->begun)
        reply_later_set(c, part->mark, '*', (size_t)part->count);
}

/* ---- XREAD --------------------------------------------------------------------------------------- */

/* Where reading begins: behind the ID; "$" is the last that was there, "+" the last entry that is. */
static struct stream_id parse_start(struct call *c, struct bytes text, const struct stream *s)
{
    struct stream_id id = STREAM_ID_MIN, last;

    if (bytes_eq(text, BYTES_LIT("$"))) {
        id = s ? s->last_id : id;
    } else if (bytes_eq(text, BYTES_LIT("+"))) {
        if (s && stream_last(s, &last) && stream_id_prev(&last))
            id = last;
    } else if (bytes_eq(text, BYTES_LIT(">"))) {
        arg_fail(c, KV_SYNTAX,
                 "The > ID can be specified only when calling XREADGROUP using the GROUP <group> "
                 "<consumer> option.");
    } else if (!stream_id_parse(text, 0, &id, NULL)) {
        arg_fail(c, KV_SYNTAX, STREAM_INVALID_ID);
    }
    return id;
}

/* KV_OK if all streams may be read. */
static enum kv_err check_streams(struct call *c, const struct stream_read *r)
{
    for (unsigned i = 0; i < r->count && c->err == KV_OK; i++) {
        struct entry *e;

        if (store_read(c->db, read_key(c, r, i), OBJ_STREAM, &e) == KV_WRONG_TYPE)
            return KV_WRONG_TYPE;
        parse_start(c, read_id(c, r, i), NULL);
    }
    return c->err;
}

static void read_stream(struct call *c, struct stream_read *r, unsigned index)
{
    struct read_part part = { .key = c->argv[r->first + index] };
    struct stream_id start, id;
    struct stream_cursor cur;
    struct entry *e;
    struct value v;

    if (store_read(c->db, read_key(c, r, index), OBJ_STREAM, &e) != KV_OK)
        return;
    v = entry_value(e);
    start = parse_start(c, read_id(c, r, index), stream_of(&v));
    if (stream_id_cmp(start, stream_of(&v)->last_id) >= 0)
        return;
    stream_id_next(&start);
    stream_seek(&cur, stream_of(&v), start, STREAM_ID_MAX, false);
    while (read_has_room(r, &part) && stream_next(&cur, &id) && read_fits(r, &cur))
        read_entry(c, r, &part, id, &cur, NULL);
    read_end(c, &part);
}

/* Waits; "$" is from now on the ID that it means. */
static void wait_for_entries(struct call *c, const struct stream_read *r)
{
    const struct bytes *argv = c->argv;
    struct bytes *resolved = mem_alloc(c->argc * sizeof *resolved);
    struct key *keys = mem_alloc(r->count * sizeof *keys);
    char(*texts)[STREAM_ID_TEXT_MAX] = mem_alloc(r->count * sizeof *texts);

    memcpy(resolved, argv, c->argc * sizeof *resolved);
    for (unsigned i = 0; i < r->count; i++) {
        const struct entry *e = store_find(c->db, keys[i] = read_key(c, r, i));
        struct bytes *id = &resolved[r->first + r->count + i];
        struct value v;

        if (!bytes_eq(*id, BYTES_LIT("$")))
            continue;
        if (e)
            v = entry_value(e);
        *id = bytes_make(texts[i],
                         stream_id_format(texts[i], parse_start(c, *id, e ? stream_of(&v) : NULL)));
    }
    c->argv = resolved;
    block_on_keys(c, keys, r->count, OBJ_STREAM, r->deadline_ms, reply_null_array);
    c->argv = argv;
    mem_free(texts);
    mem_free(keys);
    mem_free(resolved);
}

/* ---- Both ---------------------------------------------------------------------------------------- */

static void run_read(struct call *c, struct stream_read *r)
{
    for (unsigned i = 0; i < r->count && r->entries_left > 0; i++) {
        if (r->in_group)
            readgroup_stream(c, r, i);
        else
            read_stream(c, r, i);
    }
    if (r->streams > 0)
        reply_later_set(c, r->mark, c->proto == 2 ? '*' : '%', r->streams);
    else if (r->deadline_ms == NO_BLOCK)
        reply_null_array(c);
    else if (r->in_group)
        readgroup_wait(c, r);
    else
        wait_for_entries(c, r);
}

/* XREAD [COUNT count] [MAXCOUNT count] [MAXSIZE bytes] [BLOCK milliseconds]
 * STREAMS key [key ...] id [id ...] */
static void cmd_xread(struct call *c)
{
    struct stream_read r;
    enum kv_err err;

    parse_read(c, &r);
    err = c->err;
    if (err == KV_OK)
        err = check_streams(c, &r);
    if (err == KV_OK)
        run_read(c, &r);
    else
        reply_err(c, err);
}

/* XREADGROUP GROUP group consumer [COUNT count] [MAXCOUNT count] [MAXSIZE bytes] [BLOCK milliseconds]
 * [CLAIM min-idle-time] [NOACK] STREAMS key [key ...] id [id ...] */
static void cmd_xreadgroup(struct call *c)
{
    struct stream_read r;

    parse_read(c, &r);
    if (c->err != KV_OK)
        reply_err(c, c->err);
    else if (readgroup_check(c, &r))
        run_read(c, &r);
}

/* ---- The table ----------------------------------------------------------------------------------- */

/* clang-format off */
#define READS(from, also)                                                                          \
    .keys = { { .flags = KS_RO | KS_ACCESS | KS_INCOMPLETE | (also), .begin = BEGIN_KEYWORD,       \
                .keyword = "STREAMS", .index = (from), .last = -1, .step = 1, .limit = 2 } },      \
    .find_key = find_streams, .acl = ACL_STREAM, .group = "stream", .since = "5.0.0",              \
    .complexity = "O(M) for each stream, of which M entries are replied."
/* clang-format on */

#define LIMITS                                                                                     \
    "[ COUNT count:integer ] [ MAXCOUNT maxcount:integer @8.10.0 ]"                                \
    " [ MAXSIZE maxsize:integer @8.10.0 ] [ BLOCK milliseconds:integer ]"
#define STREAMS "STREAMS streams={ key ... id ... }"

const struct command stream_read_commands[] = {
    { "xread", -4, CMD_READONLY | CMD_BLOCKING | CMD_MOVABLEKEYS, READS(1, 0), .handler = cmd_xread,
      .summary = "Returns the entries behind the given IDs of streams; may wait for one.",
      .args = LIMITS " " STREAMS, .history = "8.10.0: Added `MAXCOUNT` and `MAXSIZE`." },
    { "xreadgroup", -7, CMD_WRITE | CMD_BLOCKING | CMD_MOVABLEKEYS, READS(4, KS_CHANGES),
      .handler = cmd_xreadgroup,
      .summary = "Returns entries of streams to a consumer of a group; may wait for one.",
      .args = "GROUP group-block={ group consumer } " LIMITS
              " [ CLAIM min-idle-time:integer @8.4.0 ] [ NOACK ] " STREAMS,
      .history = "8.4.0: Added `CLAIM`.; 8.10.0: Added `MAXCOUNT` and `MAXSIZE`." },
    COMMAND_END,
};
