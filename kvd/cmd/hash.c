/* HSET HMSET HSETNX HGET HMGET HGETALL HKEYS HVALS HDEL HEXISTS HLEN HSTRLEN HINCRBY HINCRBYFLOAT
 * HRANDFIELD HSCAN */
#include "obj/hash.h"

#include "cmd/collection_scan.h"
#include "cmd/families.h"
#include "server/limits.h"
#include "server/reply.h"
#include "server/reply_sink.h"
#include "server/subkey_events.h"

#include <math.h>

enum {
    BATCH = 16,                   /* fields of one request looked up together */
    PICKS_MAX = 10 * 1000 * 1000, /* most fields that HRANDFIELD picks with repetition */
};

/* The hash to read; KV_NOT_FOUND or KV_WRONG_TYPE. */
static enum kv_err read_hash(struct call *c, struct key key, struct value *v)
{
    struct entry *e;
    enum kv_err err = store_read(c->db, key, OBJ_HASH, &e);

    if (err == KV_OK)
        *v = entry_value(e);
    return err;
}

/* As command_prefetch_fn says. */
static void prefetch(const struct value *v, uint64_t hash, unsigned stage)
{
    struct hash_ref ref = { .hash = hash, .is_hashed = true };

    if (v->type != OBJ_HASH)
        return;
    if (stage == 0)
        hash_prefetch(v, &ref);
    else
        hash_prefetch_field(v, &ref);
}

static struct hash_ref arg_field(struct call *c)
{
    bool is_hashed = c->next == c->member_index;

    return (struct hash_ref){ .field = arg_bytes(c),
                              .hash = is_hashed ? c->member_hash : 0,
                              .is_hashed = is_hashed };
}

/* Takes up to BATCH fields from the cursor on, step arguments apart, their memory on its way; returns
 * how many. */
static unsigned next_fields(struct call *c, const struct value *v, unsigned step,
                            struct hash_ref refs[BATCH])
{
    unsigned n = 0;

    while (n < BATCH && args_left(c) > 0) {
        refs[n++] = arg_field(c);
        c->next += step - 1;
    }
    if (n == 1)
        return n;
    for (unsigned i = 0; i < n; i++)
        hash_prefetch(v, &refs[i]);
    for (unsigned i = 0; i < n; i++)
        hash_prefetch_field(v, &refs[i]);
    return n;
}

/* ---- Setting ------------------------------------------------------------------------------------- */

/* Sets the pairs from the cursor on; returns how many fields are new. */
static int64_t set_pairs(struct call *c, struct value *v)
{
    struct hash_ref refs[BATCH];
    unsigned value = c->next + 1, n;
    int64_t added = 0;

    hash_expect(v, args_left(c) / 2);
    while ((n = next_fields(c, v, 2, refs)) > 0) {
        for (unsigned i = 0; i < n; i++, value += 2) {
            added += !hash_find(v, &refs[i]);
            subkey_note(refs[i].field);
            hash_put(v, &refs[i], c->argv[value], VALUE_NEVER);
        }
    }
    return added;
}

/* False: an error was replied. */
static bool set_fields(struct call *c, int64_t *added)
{
    struct key key = arg_key(c);
    struct edit ed;

    if (args_left(c) % 2 != 0) {
        reply_arity(c);
        return false;
    }
    if (store_edit(c->db, key, OBJ_HASH, &ed) == KV_WRONG_TYPE) {
        reply_err(c, KV_WRONG_TYPE);
        return false;
    }
    *added = set_pairs(c, &ed.value);
    store_commit(&ed);
    call_changed(c, key.name, "hset");
    return true;
}

/* HSET key field value [field value ...] */
static void cmd_hset(struct call *c)
{
    int64_t added;

    if (set_fields(c, &added))
        reply_int(c, added);
}

/* HMSET key field value [field value ...] */
static void cmd_hmset(struct call *c)
{
    int64_t added;

    if (set_fields(c, &added))
        reply_ok(c);
}

/* What a command that changes one field knows before it begins: the entry (NULL: no such key), and
 * where the field is in it. */
struct target {
    struct key key;
    struct entry *e;
    struct value v;
    struct hash_ref ref;
    bool found;
};

/* KV_WRONG_TYPE, or KV_OK whether there is such a field or not. */
static enum kv_err find_target(struct call *c, struct key key, struct hash_ref field,
                               struct target *t)
{
    enum kv_err err;

    *t = (struct target){ .key = key, .ref = field };
    err = store_write(c->db, key, OBJ_HASH, &t->e);
    if (err == KV_OK) {
        t->v = entry_value(t->e);
        t->found = hash_find(&t->v, &t->ref);
    }
    return err == KV_NOT_FOUND ? KV_OK : err;
}

/* Sets the field; its deadline stays. */
static void put_target(struct call *c, struct target *t, struct bytes value, const char *event)
{
    struct edit ed;

    store_edit_entry(c->db, t->key, OBJ_HASH, t->e, &ed);
    hash_put(&ed.value, &t->ref, value, HASH_KEEP);
    subkey_note(t->ref.field);
    store_commit(&ed);
    call_changed(c, t->key.name, event);
}

/* HSETNX key field value */
static void cmd_hsetnx(struct call *c)
{
    struct key key = arg_key(c);
    struct hash_ref field = arg_field(c);
    struct bytes value = arg_bytes(c);
    struct target t;
    enum kv_err err = find_target(c, key, field, &t);

    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    if (!t.found)
        put_target(c, &t, value, "hset");
    reply_int(c, !t.found);
}

/* ---- Counting ------------------------------------------------------------------------------------ */

/* The integer in the field, 0 if there is none. */
static bool target_int(const struct target *t, int64_t *n)
{
    struct item it;

    *n = 0;
    if (!t->found)
        return true;
    it = hash_value(&t->v, &t->ref);
    if (!item_is_int(&it))
        return num_parse_int(bytes_make(it.ptr, it.len), n);
    *n = it.number;
    return true;
}

/* HINCRBY key field increment */
static void cmd_hincrby(struct call *c)
{
    struct key key = arg_key(c);
    struct hash_ref field = arg_field(c);
    int64_t delta = arg_int(c), n;
    char text[NUM_INT_MAX];
    struct target t;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = find_target(c, key, field, &t);
    if (err == KV_OK && !target_int(&t, &n)) {
        reply_error(c, "ERR hash value is not an integer");
        return;
    }
    if (err == KV_OK && !num_add(&n, delta))
        err = KV_OVERFLOW;
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    put_target(c, &t, bytes_make(text, num_format_int(text, n)), "hincrby");
    reply_int(c, n);
}

static bool target_float(const struct target *t, long double *n)
{
    char scratch[NUM_INT_MAX];
    struct item it;

    *n = 0;
    if (!t->found)
        return true;
    it = hash_value(&t->v, &t->ref);
    return num_parse_ldouble(item_text(&it, scratch), n);
}

/* HINCRBYFLOAT key field increment */
static void cmd_hincrbyfloat(struct call *c)
{
    struct key key = arg_key(c);
    struct hash_ref field = arg_field(c);
    struct bytes value;
    long double delta, sum;
    char text[NUM_LDOUBLE_MAX];
    struct target t;
    enum kv_err err;

    if (!num_parse_ldouble(arg_bytes(c), &delta))
        arg_fail(c, KV_NOT_FLOAT, NULL);
    else if (!isfinite(delta))
        arg_fail(c, KV_NAN, "value is NaN or Infinity");
    err = args_end(c);
    if (err == KV_OK)
        err = find_target(c, key, field, &t);
    if (err == KV_OK && !target_float(&t, &sum)) {
        reply_error(c, "ERR hash value is not a float");
        return;
    }
    if (err == KV_OK) {
        sum += delta;
        err = isfinite(sum) ? KV_OK : KV_NAN;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    value = bytes_make(text, num_format_ldouble(text, sum));
    put_target(c, &t, value, "hincrbyfloat");
    reply_bulk(c, value);
}

/* ---- Reading fields ------------------------------------------------------------------------------ */

/* Looks the field up that the arguments name: KV_NOT_FOUND if there is no such key or field. */
static enum kv_err read_field(struct call *c, struct item *value)
{
    struct key key = arg_key(c);
    struct hash_ref field = arg_field(c);
    struct value v;
    enum kv_err err = read_hash(c, key, &v);

    if (err != KV_OK)
        return err;
    if (!hash_find(&v, &field))
        return KV_NOT_FOUND;
    *value = hash_value(&v, &field);
    return KV_OK;
}

/* HGET key field */
static void cmd_hget(struct call *c)
{
    struct item value;
    enum kv_err err = read_field(c, &value);

    if (err == KV_OK)
        reply_item(c, &value);
    else if (err == KV_NOT_FOUND)
        reply_null(c);
    else
        reply_err(c, err);
}

/* HEXISTS key field */
static void cmd_hexists(struct call *c)
{
    struct item value;
    enum kv_err err = read_field(c, &value);

    if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    else
        reply_int(c, err == KV_OK);
}

/* HSTRLEN key field */
static void cmd_hstrlen(struct call *c)
{
    struct item value = item_of_bytes(BYTES_LIT(""));
    enum kv_err err = read_field(c, &value);
    char scratch[NUM_INT_MAX];

    if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    else
        reply_int(c, (int64_t)item_text(&value, scratch).len);
}

/* HMGET key field [field ...] */
static void cmd_hmget(struct call *c)
{
    struct hash_ref refs[BATCH];
    struct value v;
    enum kv_err err = read_hash(c, arg_key(c), &v);
    unsigned n;

    if (err == KV_WRONG_TYPE) {
        reply_err(c, err);
        return;
    }
    reply_array(c, args_left(c));
    if (err == KV_NOT_FOUND) {
        for (unsigned left = args_left(c); left > 0; left--)
            reply_null(c);
        return;
    }
    while ((n = next_fields(c, &v, 1, refs)) > 0) {
        for (unsigned i = 0; i < n; i++) {
            if (hash_find(&v, &refs[i])) {
                struct item value = hash_value(&v, &refs[i]);

                reply_item(c, &value);
            } else {
                reply_null(c);
            }
        }
    }
}

/* HLEN key */
static void cmd_hlen(struct call *c)
{
    struct value v;
    enum kv_err err = read_hash(c, arg_key(c), &v);

    if (err == KV_WRONG_TYPE)
        reply_err(c, err);
    else
        reply_int(c, err == KV_OK ? (int64_t)value_count(&v) : 0);
}

/* HDEL key field [field ...] */
static void cmd_hdel(struct call *c)
{
    struct key key = arg_key(c);
    struct hash_ref refs[BATCH];
    int64_t deleted = 0;
    struct entry *e;
    struct edit ed;
    enum kv_err err = store_write(c->db, key, OBJ_HASH, &e);
    unsigned n;

    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
        return;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    store_edit_entry(c->db, key, OBJ_HASH, e, &ed);
    while ((n = next_fields(c, &ed.value, 1, refs)) > 0) {
        for (unsigned i = 0; i < n; i++) {
            if (hash_find(&ed.value, &refs[i])) {
                hash_drop(&ed.value, &refs[i]);
                subkey_note(refs[i].field);
                deleted++;
            }
        }
    }
    if (deleted == 0) {
        store_abandon(&ed);
    } else {
        bool gone = store_commit(&ed);

        call_changed(c, key.name, "hdel");
        if (gone)
            call_changed(c, key.name, "del");
    }
    reply_int(c, deleted);
}

/* ---- All fields ---------------------------------------------------------------------------------- */

static bool show_field(void *ctx, const struct value_elem *e)
{
    reply_item(ctx, &e->item);
    return true;
}

static bool show_value(void *ctx, const struct value_elem *e)
{
    reply_item(ctx, &e->value);
    return true;
}

static bool show_both(void *ctx, const struct value_elem *e)
{
    reply_item(ctx, &e->item);
    reply_item(ctx, &e->value);
    return true;
}

static void reply_all(struct call *c, void (*header)(struct call *c, size_t count),
                      value_visit_fn *show)
{
    struct value v;
    enum kv_err err = read_hash(c, arg_key(c), &v);

    if (err == KV_OK) {
        header(c, value_count(&v));
        value_each(&v, show, c);
    } else if (err == KV_NOT_FOUND) {
        header(c, 0);
    } else {
        reply_err(c, err);
    }
}

/* HGETALL key */
static void cmd_hgetall(struct call *c)
{
    reply_all(c, reply_map, show_both);
}

/* HKEYS key */
static void cmd_hkeys(struct call *c)
{
    reply_all(c, reply_array, show_field);
}

/* HVALS key */
static void cmd_hvals(struct call *c)
{
    reply_all(c, reply_array, show_value);
}

/* ---- Fields at random ---------------------------------------------------------------------------- */

/* The reply of HRANDFIELD with a count. */
struct random_reply {
    struct call *c;
    bool with_values;
    size_t end; /* where it must not go on */
};

static bool show_random(void *ctx, const struct value_elem *e)
{
    struct random_reply *r = ctx;

    if (r->with_values && r->c->proto == 3) /* field and value are an array of their own */
        reply_array(r->c, 2);
    reply_item(r->c, &e->item);
    if (r->with_values)
        reply_item(r->c, &e->value);
    return r->c->out->len < r->end;
}

static void random_header(const struct random_reply *r, size_t count)
{
    reply_array(r->c, r->with_values && r->c->proto == 2 ? 2 * count : count);
}

/* count fields, the same one as often as it comes. What is sent so often may be long: the reply is
 * limited like any string, and taken back if it gets longer. */
static void reply_picks(struct random_reply *r, const struct value *v, size_t count)
{
    struct buf *out = r->c->out;
    size_t start = out->len;

    reply_as_bytes(r->c);
    r->end = start + proto_max_bulk_len;
    random_header(r, count);
    hash_pick(v, rng_main(), count, show_random, r);
    if (out->len >= r->end) {
        out->len = start;
        reply_error(r->c, "ERR reply exceeds maximum allowed size (proto-max-bulk-len)");
    }
}

/* count different fields, or all if there are not so many. */
static void reply_sample(struct random_reply *r, const struct value *v, size_t count)
{
    if (count > value_count(v))
        count = value_count(v);
    r->end = SIZE_MAX;
    random_header(r, count);
    if (count > 0)
        hash_sample(v, rng_main(), count, show_random, r);
}

/* The count of HRANDFIELD, in the range that redis-server allows; PICKS_MAX is ours. */
static enum kv_err count_arg(struct call *c, bool *with_values, int64_t *count)
{
    *count = arg_int(c);
    if (*count == INT64_MIN)
        arg_fail(c, KV_RANGE,
                 "value is out of range, value must between -9223372036854775807 and "
                 "9223372036854775807");
    if (args_left(c) > 0)
        *with_values = arg_word(c, "withvalues");
    if (args_end(c) != KV_OK)
        return c->err;
    if (*count < -PICKS_MAX || (*with_values && *count > INT64_MAX / 2))
        arg_fail(c, KV_RANGE, NULL);
    return c->err;
}

static void random_fields(struct call *c, struct key key)
{
    struct random_reply r = { .c = c };
    int64_t count;
    struct value v;
    enum kv_err err = count_arg(c, &r.with_values, &count);

    if (err == KV_OK)
        err = read_hash(c, key, &v);
    if (err == KV_NOT_FOUND)
        reply_array(c, 0);
    else if (err != KV_OK)
        reply_err(c, err);
    else if (count >= 0)
        reply_sample(&r, &v, (size_t)count);
    else
        reply_picks(&r, &v, (size_t)-count);
}

/* HRANDFIELD key [count [WITHVALUES]] */
static void cmd_hrandfield(struct call *c)
{
    struct key key = arg_key(c);
    struct value v;
    enum kv_err err;

    if (args_left(c) > 0) {
        random_fields(c, key);
        return;
    }
    err = read_hash(c, key, &v);
    if (err == KV_OK)
        hash_pick(&v, rng_main(), 1, show_field, c);
    else if (err == KV_NOT_FOUND)
        reply_null(c);
    else
        reply_err(c, err);
}

/* ---- HSCAN --------------------------------------------------------------------------------------- */

static void scan_value(struct call *c, const struct value_elem *e)
{
    reply_item(c, &e->value);
}

/* HSCAN key cursor [MATCH pattern] [COUNT count] [NOVALUES] */
static void cmd_hscan(struct call *c)
{
    static const struct collection_scan how = { OBJ_HASH, hash_scan, scan_value, "novalues" };

    collection_scan(c, &how);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define WRITES(fl) CMD_WRITE | CMD_FAST | (fl), .acl = ACL_HASH, .group = "hash"
#define READS(fl)                                                                                  \
    CMD_READONLY | (fl), .acl = ACL_HASH, .group = "hash", .keys = { KEY(1, KS_RO | KS_ACCESS) }
#define OF_FIELD .member = 2, .prefetch = prefetch
#define ASKS     CMD_READONLY | CMD_FAST, .acl = ACL_HASH, .group = "hash", .keys = { KEY(1, KS_RO) }
#define O_FIELDS "O(N) where N is the number of fields in the hash."

const struct command hash_commands[] = {
    { "hset", -4, WRITES(CMD_DENYOOM), .keys = { KEY(1, KS_RW | KS_UPDATE) }, .handler = cmd_hset,
      OF_FIELD, .since = "2.0.0", .complexity = "O(N) where N is the number of fields to set.",
      .summary = "Sets fields of a hash, which is created if there is none.",
      .args = "key data={ field value } ...",
      .history = "4.0.0: Accepts multiple `field` and `value` arguments." },
    { "hmset", -4, WRITES(CMD_DENYOOM), .keys = { KEY(1, KS_RW | KS_UPDATE) }, .handler = cmd_hmset,
      OF_FIELD, .since = "2.0.0", .complexity = "O(N) where N is the number of fields to set.",
      .summary = "Sets fields of a hash.", .args = "key data={ field value } ...",
      .deprecated = "4.0.0", .replaced_by = "`HSET` with multiple field-value pairs" },
    { "hsetnx", 4, WRITES(CMD_DENYOOM), .keys = { KEY(1, KS_RW | KS_INSERT) },
      .handler = cmd_hsetnx, OF_FIELD, .since = "2.0.0", .complexity = "O(1)",
      .summary = "Sets a field of a hash that does not exist yet.", .args = "key field value" },
    { "hincrby", 4, WRITES(CMD_DENYOOM), .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) },
      .handler = cmd_hincrby, OF_FIELD, .since = "2.0.0", .complexity = "O(1)",
      .summary = "Adds an integer to the integer value of a field.",
      .args = "key field increment:integer" },
    { "hincrbyfloat", 4, WRITES(CMD_DENYOOM), .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) },
      .handler = cmd_hincrbyfloat, OF_FIELD, .since = "2.6.0", .complexity = "O(1)",
      .summary = "Adds a floating point number to the value of a field.",
      .args = "key field increment:double" },
    { "hget", 3, READS(CMD_FAST), .handler = cmd_hget, OF_FIELD, .since = "2.0.0",
      .complexity = "O(1)", .summary = "Returns the value of a field.", .args = "key field" },
    { "hmget", -3, READS(CMD_FAST), .handler = cmd_hmget, OF_FIELD, .since = "2.0.0",
      .complexity = "O(N) where N is the number of fields to return.",
      .summary = "Returns the values of several fields.", .args = "key field ..." },
    { "hdel", -3, WRITES(0), .keys = { KEY(1, KS_RW | KS_DELETE) }, .handler = cmd_hdel, OF_FIELD,
      .since = "2.0.0", .complexity = "O(N) where N is the number of fields to delete.",
      .summary = "Deletes fields of a hash, and the hash with its last field.",
      .args = "key field ...", .history = "2.4.0: Accepts multiple `field` arguments." },
    { "hexists", 3, ASKS, .handler = cmd_hexists, OF_FIELD, .since = "2.0.0", .complexity = "O(1)",
      .summary = "Tells whether a hash has a field.", .args = "key field" },
    { "hlen", 2, ASKS, .handler = cmd_hlen, .since = "2.0.0", .complexity = "O(1)",
      .summary = "Counts the fields of a hash.", .args = "key" },
    { "hstrlen", 3, ASKS, .handler = cmd_hstrlen, OF_FIELD, .since = "3.2.0", .complexity = "O(1)",
      .summary = "Returns the length of the value of a field.", .args = "key field" },
    { "hgetall", 2, READS(0), .handler = cmd_hgetall, .since = "2.0.0", .complexity = O_FIELDS,
      .summary = "Returns all fields and their values.", .args = "key",
      .tips = "nondeterministic_output_order" },
    { "hkeys", 2, READS(0), .handler = cmd_hkeys, .since = "2.0.0", .complexity = O_FIELDS,
      .summary = "Returns all fields.", .args = "key", .tips = "nondeterministic_output_order" },
    { "hvals", 2, READS(0), .handler = cmd_hvals, .since = "2.0.0", .complexity = O_FIELDS,
      .summary = "Returns the values of all fields.", .args = "key",
      .tips = "nondeterministic_output_order" },
    { "hrandfield", -2, READS(0), .handler = cmd_hrandfield, .since = "6.2.0",
      .complexity = "O(N) where N is the number of fields returned.",
      .summary = "Returns fields picked at random.",
      .args = "key [ options={ count:integer [ WITHVALUES ] } ]",
      .tips = "nondeterministic_output" },
    { "hscan", -3, READS(0), .handler = cmd_hscan, .since = "2.8.0",
      .complexity = "O(1) per call, O(N) for a whole walk over N fields.",
      .summary = "Returns fields and values a part at a time.",
      .args = "key cursor:integer [ MATCH pattern:pattern ] [ COUNT count:integer ] [ NOVALUES ]",
      .tips = "nondeterministic_output" },
    COMMAND_END,
};
