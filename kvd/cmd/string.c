#include "cmd/condition.h"
#include "cmd/expiry.h"
#include "cmd/families.h"
#include "cmd/index_range.h"
#include "server/limits.h"
#include "server/reply.h"
#include "server/tracking.h"

#include <inttypes.h>
#include <stdio.h>

/* Stores argument index as the value of key; one that was received into a blob is not copied. The
 * deadline is not in the past. */
static void store_argument(struct call *c, struct key key, unsigned index, int64_t expire_at_ms)
{
    struct blob *big = call_take_big(c, index);

    if (big != NULL)
        store_put_blob(c->db, key, &big, expire_at_ms);
    else
        store_put_string(c->db, key, c->argv[index], expire_at_ms);
}

/* What SET does when its conditions hold: with a deadline in the past it deletes the key. */
static void set_key(struct call *c, struct key key, unsigned index, int64_t expire_at_ms)
{
    if (expire_at_ms > 0 && expiry_delete_past(c, key, expire_at_ms))
        return;
    store_argument(c, key, index, expire_at_ms);
    call_changed(c, key.name, "set");
    if (expire_at_ms > 0)
        call_changed(c, key.name, "expire");
}

static void reply_entry_or_null(struct call *c, const struct entry *e)
{
    if (e != NULL)
        reply_entry(c, e);
    else
        reply_null(c);
}

/* ---- One key, whole value ------------------------------------------------------------------------ */

/* GET key */
static void cmd_get(struct call *c)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_STRING, &e);

    if (kv_likely(err == KV_OK))
        reply_entry(c, e);
    else if (err == KV_NOT_FOUND)
        reply_null(c);
    else
        reply_err(c, err);
}

static void set_with_options(struct call *c, struct key key)
{
    struct condition cond = { COND_NONE };
    struct expiry expiry = { EXPIRY_NONE };
    int64_t at_ms = EXPIRE_NEVER;
    struct entry *old = NULL;
    bool get = false, holds;

    arg_bytes(c);
    while (args_left(c) > 0) {
        if (arg_word(c, "get"))
            get = true;
        else if (!condition_option(c, COND_NX, COND_IFDNE, &cond) &&
                 !expiry_option(c, EXPIRY_KEEPTTL, &expiry))
            break;
    }
    if (args_end(c) != KV_OK || expiry_resolve(c, &expiry, &at_ms) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    if (get)
        old = store_read_any(c->db, key);
    else if (cond.kind != COND_NONE)
        old = store_find(c->db, key);
    if ((get || condition_compares(&cond)) && old != NULL && entry_type(old) != OBJ_STRING) {
        reply_err(c, KV_WRONG_TYPE);
        return;
    }
    holds = condition_holds(&cond, old);
    if (get)
        reply_entry_or_null(c, old);
    else if (holds)
        reply_ok(c);
    else
        reply_null(c);
    if (holds)
        set_key(c, key, 2, at_ms);
}

/* Without GET, SET reads nothing. */
static unsigned set_key_flags(const struct bytes *argv, unsigned argc)
{
    for (unsigned i = 3; i < argc; i++)
        if (bytes_is_word(argv[i], "get"))
            return KS_RW | KS_ACCESS | KS_UPDATE;
    return KS_OW | KS_UPDATE;
}

/* SET key value [NX | XX | IFEQ v | IFNE v | IFDEQ d | IFDNE d] [GET]
 *     [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL] */
static void cmd_set(struct call *c)
{
    struct key key = arg_key(c);

    if (kv_unlikely(c->argc > 3)) {
        set_with_options(c, key);
        return;
    }
    set_key(c, key, 2, EXPIRE_NEVER);
    reply_ok(c);
}

/* SETNX key value */
static void cmd_setnx(struct call *c)
{
    struct key key = arg_key(c);
    bool absent = store_find(c->db, key) == NULL;

    if (absent)
        set_key(c, key, 2, EXPIRE_NEVER);
    reply_int(c, absent);
}

static void set_expiring(struct call *c, enum expiry_kind unit)
{
    struct key key = arg_key(c);
    struct expiry expiry = { unit, arg_bytes(c) };
    int64_t at_ms;

    if (expiry_resolve(c, &expiry, &at_ms) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    set_key(c, key, 3, at_ms);
    reply_ok(c);
}

/* SETEX key seconds value */
static void cmd_setex(struct call *c)
{
    set_expiring(c, EXPIRY_EX);
}

/* PSETEX key milliseconds value */
static void cmd_psetex(struct call *c)
{
    set_expiring(c, EXPIRY_PX);
}

/* GETSET key value */
static void cmd_getset(struct call *c)
{
    struct key key = arg_key(c);
    struct entry *old = store_read_any(c->db, key);

    if (old != NULL && entry_type(old) != OBJ_STRING) {
        reply_err(c, KV_WRONG_TYPE);
        return;
    }
    reply_entry_or_null(c, old);
    set_key(c, key, 2, EXPIRE_NEVER);
}

/* GETEX key [EX s | PX ms | EXAT s | PXAT ms | PERSIST] */
static void cmd_getex(struct call *c)
{
    struct key key = arg_key(c);
    struct expiry expiry = { EXPIRY_NONE };
    int64_t at_ms = EXPIRE_KEEP;
    struct entry *e;
    enum kv_err err;

    while (args_left(c) > 0 && expiry_option(c, EXPIRY_PERSIST, &expiry))
        ;
    err = args_end(c);
    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_STRING, &e);
    if (err == KV_NOT_FOUND) {
        reply_null(c);
        return;
    }
    if (err == KV_OK)
        err = expiry_resolve(c, &expiry, &at_ms);
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    reply_entry(c, e);
    if (at_ms == EXPIRE_NEVER) {
        if (!entry_has_ttl(e))
            return;
        store_set_expire(c->db, e, EXPIRE_NEVER);
        call_changed(c, key.name, "persist");
    } else if (at_ms != EXPIRE_KEEP && !expiry_delete_past(c, key, at_ms)) {
        store_set_expire(c->db, e, at_ms);
        call_changed(c, key.name, "expire");
    }
}

/* ---- Deleting ------------------------------------------------------------------------------------ */

/* A big value goes to the background thread: nobody waits for the memory. */
static void delete_key(struct call *c, struct key key)
{
    store_delete(c->db, key, true);
    call_changed(c, key.name, "del");
}

/* GETDEL key */
static void cmd_getdel(struct call *c)
{
    struct key key = arg_key(c);
    struct entry *e;
    enum kv_err err = store_read(c->db, key, OBJ_STRING, &e);

    if (err == KV_NOT_FOUND) {
        reply_null(c);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        reply_entry(c, e);
        delete_key(c, key);
    }
}

static void delete_if(struct call *c, struct key key, const struct condition *cond)
{
    const struct entry *e = store_find(c->db, key);
    bool holds;

    if (e != NULL && condition_compares(cond) && entry_type(e) != OBJ_STRING) {
        reply_err(c, KV_WRONG_TYPE);
        return;
    }
    holds = e != NULL && condition_holds(cond, e);
    if (holds)
        delete_key(c, key);
    reply_int(c, holds);
}

/* DELEX key [IFEQ value | IFNE value | IFDEQ digest | IFDNE digest] */
static void cmd_delex(struct call *c)
{
    struct key key = arg_key(c);
    struct condition cond = { COND_NONE };

    if (args_left(c) > 0)
        condition_option(c, COND_IFEQ, COND_IFDNE, &cond);
    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    delete_if(c, key, &cond);
}

/* DELIFEQ key value */
static void cmd_delifeq(struct call *c)
{
    struct key key = arg_key(c);
    struct condition cond = { COND_IFEQ, .operand = arg_bytes(c) };

    delete_if(c, key, &cond);
}

/* ---- Many keys ----------------------------------------------------------------------------------- */

/* MGET key [key ...] */
static void cmd_mget(struct call *c)
{
    struct key keys[KEYS_AHEAD];
    unsigned n;

    reply_array(c, args_left(c));
    while ((n = arg_next_keys(c, c->argc, 1, keys)) > 0) {
        for (unsigned i = 0; i < n; i++) {
            const struct entry *e = store_read_any(c->db, keys[i]);

            reply_entry_or_null(c, e != NULL && entry_type(e) == OBJ_STRING ? e : NULL);
        }
    }
}

/* Sets the pairs from the cursor up to argument end. */
static void set_pairs(struct call *c, unsigned end, int64_t expire_at_ms)
{
    struct key keys[KEYS_AHEAD];
    unsigned value = c->next + 1, n;

    while ((n = arg_next_keys(c, end, 2, keys)) > 0) {
        tracking_prefetch_changes(keys, n);
        for (unsigned i = 0; i < n; i++, value += 2)
            set_key(c, keys[i], value, expire_at_ms);
    }
}

/* True if the condition, NX, XX or none, holds for every key of these pairs. The cursor stays. */
static bool pairs_meet(struct call *c, unsigned end, const struct condition *cond)
{
    unsigned start = c->next, n;
    struct key keys[KEYS_AHEAD];
    bool meet = true;

    while (cond->kind != COND_NONE && meet && (n = arg_next_keys(c, end, 2, keys)) > 0)
        for (unsigned i = 0; i < n && meet; i++)
            meet = condition_holds(cond, store_find(c->db, keys[i]));
    c->next = start;
    return meet;
}

/* MSET key value [key value ...] */
static void cmd_mset(struct call *c)
{
    if (args_left(c) % 2 != 0) {
        reply_arity(c);
        return;
    }
    set_pairs(c, c->argc, EXPIRE_NEVER);
    reply_ok(c);
}

/* MSETNX key value [key value ...] */
static void cmd_msetnx(struct call *c)
{
    struct condition absent = { COND_NX };
    bool meet;

    if (args_left(c) % 2 != 0) {
        reply_arity(c);
        return;
    }
    meet = pairs_meet(c, c->argc, &absent);
    if (meet)
        set_pairs(c, c->argc, EXPIRE_NEVER);
    reply_int(c, meet);
}

/* MSETEX numkeys key value [key value ...] [NX | XX] [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL] */
static void cmd_msetex(struct call *c)
{
    struct condition cond = { COND_NONE };
    struct expiry expiry = { EXPIRY_NONE };
    int64_t numkeys, at_ms = EXPIRE_NEVER;
    unsigned start, end;
    bool meet;

    if (!num_parse_int(arg_bytes(c), &numkeys) || numkeys < 1 || numkeys > INT32_MAX) {
        reply_error(c, "ERR invalid numkeys value");
        return;
    }
    if (numkeys > args_left(c) / 2) {
        reply_error(c, "ERR wrong number of key-value pairs");
        return;
    }
    start = c->next;
    end = start + 2 * (unsigned)numkeys;
    c->next = end;
    while (args_left(c) > 0 && (condition_option(c, COND_NX, COND_XX, &cond) ||
                                expiry_option(c, EXPIRY_KEEPTTL, &expiry)))
        ;
    if (args_end(c) != KV_OK || expiry_resolve(c, &expiry, &at_ms) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    c->next = start;
    meet = pairs_meet(c, end, &cond);
    if (meet)
        set_pairs(c, end, at_ms);
    reply_int(c, meet);
}

/* ---- Parts of a value ---------------------------------------------------------------------------- */

/* True if a string of len bytes may get more bytes behind it. */
static bool fits(uint64_t len, size_t more)
{
    return more <= proto_max_bulk_len && len <= proto_max_bulk_len - more;
}

/* APPEND key value */
static void cmd_append(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes tail = arg_bytes(c);
    size_t len = tail.len;
    struct entry *e;
    enum kv_err err = store_write(c->db, key, OBJ_STRING, &e);

    if (err == KV_NOT_FOUND) {
        store_argument(c, key, 2, EXPIRE_NEVER);
    } else if (err != KV_OK) {
        reply_err(c, err);
        return;
    } else {
        len = entry_string_len(e);
        if (!fits(len, tail.len)) {
            reply_err(c, KV_TOO_BIG);
            return;
        }
        store_append(c->db, key, tail);
        len += tail.len;
    }
    call_changed(c, key.name, "append");
    reply_int(c, (int64_t)len);
}

/* STRLEN key */
static void cmd_strlen(struct call *c)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_STRING, &e);

    if (err == KV_OK)
        reply_int(c, (int64_t)entry_string_len(e));
    else if (err == KV_NOT_FOUND)
        reply_int(c, 0);
    else
        reply_err(c, err);
}

static struct bytes slice(struct bytes s, int64_t start, int64_t end)
{
    if (index_range_is_backwards(start, end) || !index_range(&start, &end, (int64_t)s.len))
        return BYTES_LIT("");
    return bytes_make(s.ptr + start, (size_t)(end - start + 1));
}

/* GETRANGE key start end, SUBSTR key start end */
static void cmd_getrange(struct call *c)
{
    struct key key = arg_key(c);
    int64_t start = arg_int(c), end = arg_int(c);
    char scratch[NUM_INT_MAX];
    struct entry *e;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_STRING, &e);
    if (err == KV_OK)
        reply_bulk(c, slice(entry_string(e, scratch), start, end));
    else if (err == KV_NOT_FOUND)
        reply_bulk(c, BYTES_LIT(""));
    else
        reply_err(c, err);
}

/* SETRANGE key offset value */
static void cmd_setrange(struct call *c)
{
    struct key key = arg_key(c);
    int64_t offset = arg_int(c);
    struct bytes part = arg_bytes(c);
    struct entry *e;
    enum kv_err err;
    size_t len = 0;

    if (offset < 0)
        arg_fail(c, KV_RANGE, "offset is out of range");
    err = args_end(c);
    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_STRING, &e);
    if (err == KV_OK)
        len = entry_string_len(e);
    else if (err == KV_NOT_FOUND)
        err = KV_OK;
    if (err == KV_OK && part.len > 0 && !fits((uint64_t)offset, part.len))
        err = KV_TOO_BIG;
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    if (part.len > 0) {
        len = entry_string_len(store_set_range(c->db, key, (size_t)offset, part));
        call_changed(c, key.name, "setrange");
    }
    reply_int(c, (int64_t)len);
}

/* DIGEST key */
static void cmd_digest(struct call *c)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, arg_key(c), OBJ_STRING, &e);
    char hex[17];

    if (err == KV_NOT_FOUND) {
        reply_null(c);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        snprintf(hex, sizeof hex, "%016" PRIx64, condition_digest(e));
        reply_bulk_str(c, hex);
    }
}

/* ---- The table ----------------------------------------------------------------------------------- */

/* The time options as a syntax line, without the extra one. */
#define TIMES                                                                                      \
    "EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time"              \
    " | PXAT unix-time-milliseconds:unix-time"

const struct command string_commands[] = {
    { "get", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_STRING,
      .handler = cmd_get, .group = "string", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Returns the string value of a key.", .args = "key" },
    { "set", -3, CMD_WRITE | CMD_DENYOOM,
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE | KS_VARIABLE_FLAGS) }, .acl = ACL_STRING,
      .handler = cmd_set, .key_flags = set_key_flags, .group = "string", .since = "1.0.0",
      .complexity = "O(1)", .summary = "Stores a string under a key, in place of any value it had.",
      .args = "key value"
              " [ condition=( NX | XX | IFEQ ifeq-value @8.4.0 | IFNE ifne-value @8.4.0"
              " | IFDEQ ifdeq-digest @8.4.0 | IFDNE ifdne-digest @8.4.0 ) @2.6.12 ]"
              " [ GET @6.2.0 ]"
              " [ expiration=( EX seconds:integer @2.6.12 | PX milliseconds:integer @2.6.12"
              " | EXAT unix-time-seconds:unix-time @6.2.0"
              " | PXAT unix-time-milliseconds:unix-time @6.2.0 | KEEPTTL @6.0.0 ) ]",
      .history = "2.6.12: Added the `EX`, `PX`, `NX` and `XX` options.; "
                 "6.0.0: Added the `KEEPTTL` option.; "
                 "6.2.0: Added the `GET`, `EXAT` and `PXAT` option.; "
                 "7.0.0: Allowed the `NX` and `GET` options to be used together.; "
                 "8.4.0: Added the `IFEQ`, `IFNE`, `IFDEQ` and `IFDNE` options." },
    { "setnx", 3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_OW | KS_INSERT) },
      .acl = ACL_STRING, .handler = cmd_setnx, .group = "string", .since = "1.0.0",
      .complexity = "O(1)", .summary = "Stores a string under a key that does not exist yet.",
      .args = "key value", .deprecated = "2.6.12", .replaced_by = "`SET` with the `NX` argument" },
    { "setex", 4, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_OW | KS_UPDATE) }, .acl = ACL_STRING,
      .handler = cmd_setex, .group = "string", .since = "2.0.0", .complexity = "O(1)",
      .summary = "Stores a string under a key that expires after so many seconds.",
      .args = "key seconds:integer value", .deprecated = "2.6.12",
      .replaced_by = "`SET` with the `EX` argument" },
    { "psetex", 4, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_OW | KS_UPDATE) },
      .acl = ACL_STRING, .handler = cmd_psetex, .group = "string", .since = "2.6.0",
      .complexity = "O(1)",
      .summary = "Stores a string under a key that expires after so many milliseconds.",
      .args = "key milliseconds:integer value", .deprecated = "2.6.12",
      .replaced_by = "`SET` with the `PX` argument" },
    { "getset", 3, CMD_WRITE | CMD_DENYOOM | CMD_FAST,
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) }, .acl = ACL_STRING, .handler = cmd_getset,
      .group = "string", .since = "1.0.0", .complexity = "O(1)",
      .summary = "Stores a string under a key and returns the one it replaces.",
      .args = "key value", .deprecated = "6.2.0", .replaced_by = "`SET` with the `!GET` argument" },
    { "getex", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) },
      .acl = ACL_STRING, .handler = cmd_getex, .group = "string", .since = "6.2.0",
      .complexity = "O(1)",
      .summary = "Returns the string value of a key and sets or removes its expiration.",
      .args = "key [ expiration=( " TIMES " | PERSIST ) ]" },
    { "getdel", 2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_ACCESS | KS_DELETE) },
      .acl = ACL_STRING, .handler = cmd_getdel, .group = "string", .since = "6.2.0",
      .complexity = "O(1)", .summary = "Returns the string value of a key and deletes the key.",
      .args = "key" },
    { "delex", -2, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_DELETE | KS_VARIABLE_FLAGS) },
      .acl = ACL_STRING, .handler = cmd_delex, .group = "string", .since = "8.4.0",
      .complexity = "O(1) for IFEQ/IFNE, O(N) for IFDEQ/IFDNE where N is the length of the "
                    "string value.",
      .summary = "Deletes a key if its value, or the digest of it, meets a condition.",
      .args = "key [ condition=( IFEQ ifeq-value | IFNE ifne-value | IFDEQ ifdeq-digest"
              " | IFDNE ifdne-digest ) ]" },
    { "delifeq", 3, CMD_WRITE | CMD_FAST, .keys = { KEY(1, KS_RW | KS_DELETE) }, .acl = ACL_STRING,
      .handler = cmd_delifeq, .group = "string", .since = "9.0.0", .complexity = "O(1)",
      .summary = "Deletes a key if its value equals the given string.", .args = "key value" },
    { "mget", -2, CMD_READONLY | CMD_FAST, .keys = { KEYS(1, -1, 1, KS_RO | KS_ACCESS) },
      .acl = ACL_STRING, .handler = cmd_mget, .group = "string", .since = "1.0.0",
      .complexity = "O(N) where N is the number of keys to retrieve.",
      .summary = "Returns the string values of several keys.", .args = "key ...",
      .tips = "request_policy:multi_shard" },
    { "mset", -3, CMD_WRITE | CMD_DENYOOM, .keys = { KEYS(1, -1, 2, KS_OW | KS_UPDATE) },
      .acl = ACL_STRING, .handler = cmd_mset, .group = "string", .since = "1.0.1",
      .complexity = "O(N) where N is the number of keys to set.",
      .summary = "Stores a string under each of several keys, all at once.",
      .args = "data={ key value } ...",
      .tips = "request_policy:multi_shard response_policy:all_succeeded" },
    { "msetnx", -3, CMD_WRITE | CMD_DENYOOM, .keys = { KEYS(1, -1, 2, KS_OW | KS_INSERT) },
      .acl = ACL_STRING, .handler = cmd_msetnx, .group = "string", .since = "1.0.1",
      .complexity = "O(N) where N is the number of keys to set.",
      .summary = "Stores a string under each of several keys if none of them exists.",
      .args = "data={ key value } ..." },
    { "msetex", -4, CMD_WRITE | CMD_DENYOOM | CMD_MOVABLEKEYS,
      .keys = { KEYNUM(1, 2, KS_OW | KS_UPDATE) }, .acl = ACL_STRING, .handler = cmd_msetex,
      .group = "string", .since = "8.4.0",
      .complexity = "O(N) where N is the number of keys to set.",
      .summary = "Stores a string under each of several keys, with one expiration for all.",
      .args = "numkeys:integer data={ key value } ... [ condition=( NX | XX ) ]"
              " [ expiration=( " TIMES " | KEEPTTL ) ]",
      .tips = "request_policy:multi_shard response_policy:all_succeeded" },
    { "append", 3, CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_INSERT) },
      .acl = ACL_STRING, .handler = cmd_append, .group = "string", .since = "2.0.0",
      .complexity = "O(1). Amortized: the string is given room to grow, so it is seldom copied.",
      .summary = "Appends a string to the value of a key, or creates the key.",
      .args = "key value" },
    { "strlen", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO) }, .acl = ACL_STRING,
      .handler = cmd_strlen, .group = "string", .since = "2.2.0", .complexity = "O(1)",
      .summary = "Returns the length of a string value in bytes.", .args = "key" },
    { "getrange", 4, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_STRING,
      .handler = cmd_getrange, .group = "string", .since = "2.4.0",
      .complexity = "O(N) where N is the length of the returned string.",
      .summary = "Returns a part of the string value of a key.",
      .args = "key start:integer end:integer" },
    { "substr", 4, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_STRING,
      .handler = cmd_getrange, .group = "string", .since = "1.0.0",
      .complexity = "O(N) where N is the length of the returned string.",
      .summary = "Returns a part of the string value of a key.",
      .args = "key start:integer end:integer", .deprecated = "2.0.0", .replaced_by = "`GETRANGE`" },
    { "setrange", 4, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_RW | KS_UPDATE) },
      .acl = ACL_STRING, .handler = cmd_setrange, .group = "string", .since = "2.2.0",
      .complexity = "O(M) where M is the length of the value, plus the zero bytes before it.",
      .summary = "Overwrites a part of a string value from an offset on, or creates the key.",
      .args = "key offset:integer value" },
    { "digest", 2, CMD_READONLY | CMD_FAST, .keys = { KEY(1, KS_RO | KS_ACCESS) },
      .acl = ACL_STRING, .handler = cmd_digest, .group = "string", .since = "8.4.0",
      .complexity = "O(N) where N is the length of the string value.",
      .summary = "Returns the XXH3 digest of a string value as 16 hexadecimal digits.",
      .args = "key" },
    COMMAND_END
};
