#include "cmd/expiry.h"
#include "cmd/families.h"
#include "server/reply.h"

#include <float.h>
#include <math.h>

/* The string at key, NULL if there is no such key. Putting the sum in its place is the access. */
static enum kv_err find_string(struct db *db, struct key key, struct entry **e)
{
    *e = store_find(db, key);
    return *e == NULL || entry_type(*e) == OBJ_STRING ? KV_OK : KV_WRONG_TYPE;
}

/* The entry at key and its integer; NULL and 0 if there is no such key. */
static enum kv_err read_int(struct db *db, struct key key, struct entry **e, int64_t *out)
{
    enum kv_err err = find_string(db, key, e);

    *out = 0;
    return err == KV_OK && *e ? entry_string_int(*e, out) : err;
}

/* The finite or infinite number at key, 0 if there is no such key. */
static enum kv_err read_float(struct db *db, struct key key, long double *out)
{
    char scratch[NUM_INT_MAX];
    struct entry *e;
    enum kv_err err = find_string(db, key, &e);

    *out = 0;
    if (err != KV_OK || e == NULL)
        return err;
    return num_parse_ldouble(entry_string(e, scratch), out) ? KV_OK : KV_NOT_FLOAT;
}

/* ---- INCR and kin -------------------------------------------------------------------------------- */

/* Adds delta to the integer at key, TTL kept. */
static void incr_by(struct call *c, struct key key, int64_t delta)
{
    struct entry *e;
    int64_t n;
    enum kv_err err = read_int(c->db, key, &e, &n);

    if (err == KV_OK && !num_add(&n, delta))
        err = KV_OVERFLOW;
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    if (e != NULL)
        store_set_int(c->db, key, e, n);
    else
        store_put_int(c->db, key, n, EXPIRE_NEVER);
    call_changed(c, key.name, "incrby");
    reply_int(c, n);
}

/* INCR key */
static void cmd_incr(struct call *c)
{
    incr_by(c, arg_key(c), 1);
}

/* DECR key */
static void cmd_decr(struct call *c)
{
    incr_by(c, arg_key(c), -1);
}

/* INCRBY key increment */
static void cmd_incrby(struct call *c)
{
    struct key key = arg_key(c);
    int64_t delta = arg_int(c);

    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else
        incr_by(c, key, delta);
}

/* DECRBY key decrement */
static void cmd_decrby(struct call *c)
{
    struct key key = arg_key(c);
    int64_t delta = arg_int(c);

    if (delta == INT64_MIN)
        arg_fail(c, KV_OVERFLOW, "decrement would overflow");
    if (args_end(c) != KV_OK)
        reply_err(c, c->err);
    else
        incr_by(c, key, -delta);
}

/* INCRBYFLOAT key increment */
static void cmd_incrbyfloat(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes increment = arg_bytes(c);
    char text[NUM_LDOUBLE_MAX];
    long double sum, delta;
    enum kv_err err = read_float(c->db, key, &sum);
    struct bytes value;

    if (err == KV_OK && !num_parse_ldouble(increment, &delta))
        err = KV_NOT_FLOAT;
    if (err == KV_OK) {
        sum += delta;
        if (!isfinite(sum))
            err = KV_NAN;
    }
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    value = bytes_make(text, num_format_ldouble(text, sum));
    store_put_string(c->db, key, value, EXPIRE_KEEP);
    call_changed(c, key.name, "incrbyfloat");
    reply_bulk(c, value);
}

/* ---- INCREX -------------------------------------------------------------------------------------- */

/* What INCREX was asked for. Numbers are argument indexes (0: not given) until all options are read,
 * since BYFLOAT, which says what the bounds are, may come last. */
struct increx {
    unsigned by_int, by_float, lower, upper;
    bool saturate;
    bool if_no_ttl; /* ENX: a deadline is set only where there is none */
    struct expiry expiry;
    int64_t at_ms; /* the deadline the options ask for, EXPIRE_NEVER for PERSIST, or EXPIRE_KEEP */
};

/* Takes an option with a value, if the cursor is at this one. */
static bool valued_option(struct call *c, const char *word, unsigned *index)
{
    if (!arg_word(c, word))
        return false;
    if (*index != 0 || args_left(c) == 0) {
        arg_fail(c, KV_SYNTAX, NULL);
        return true;
    }
    *index = c->next;
    arg_bytes(c);
    return true;
}

static enum kv_err increx_options(struct call *c, struct increx *x)
{
    while (args_left(c) > 0) {
        if (arg_word(c, "saturate"))
            x->saturate = true;
        else if (arg_word(c, "enx"))
            x->if_no_ttl = true;
        else if (!valued_option(c, "byint", &x->by_int) &&
                 !valued_option(c, "byfloat", &x->by_float) &&
                 !valued_option(c, "lbound", &x->lower) && !valued_option(c, "ubound", &x->upper) &&
                 !expiry_option(c, EXPIRY_PERSIST, &x->expiry))
            break;
    }
    if ((x->by_int != 0 && x->by_float != 0) || (x->if_no_ttl && !expiry_is_time(&x->expiry)))
        arg_fail(c, KV_SYNTAX, NULL);
    if (args_end(c) != KV_OK)
        return c->err;
    return expiry_resolve(c, &x->expiry, &x->at_ms);
}

/* The number at an argument index; *out stays if it was not given. */
static void number_int(struct call *c, unsigned index, int64_t *out)
{
    if (index != 0 && !num_parse_int(c->argv[index], out))
        arg_fail(c, KV_NOT_INT, NULL);
}

static void number_float(struct call *c, unsigned index, long double *out)
{
    if (index != 0 && !num_parse_ldouble(c->argv[index], out))
        arg_fail(c, KV_NOT_FLOAT, NULL);
}

/* What to do with the deadline of the key as it is now. */
static int64_t increx_deadline(struct call *c, const struct increx *x, struct key key)
{
    const struct entry *e = store_find(c->db, key);
    bool has_ttl = e != NULL && entry_has_ttl(e);

    if (x->if_no_ttl && has_ttl)
        return EXPIRE_KEEP;
    if (x->at_ms == EXPIRE_NEVER && !has_ttl)
        return EXPIRE_KEEP;
    return x->at_ms;
}

static void increx_changed(struct call *c, struct key key, const char *event, int64_t at_ms)
{
    call_changed(c, key.name, event);
    if (at_ms == EXPIRE_NEVER)
        call_changed(c, key.name, "persist");
    else if (at_ms != EXPIRE_KEEP)
        call_changed(c, key.name, "expire");
}

/* Adds *delta to *n within the bounds. A sum outside is refused (KV_RANGE), or with saturate moved to
 * the bound; then *delta becomes what was really added. An n that is outside already may jump. */
static enum kv_err add_int(int64_t *n, int64_t *delta, int64_t lower, int64_t upper, bool saturate)
{
    __int128 sum = (__int128)*n + *delta, added;

    if (sum < lower || sum > upper) {
        if (!saturate)
            return KV_RANGE;
        sum = sum < lower ? lower : upper;
    }
    added = sum - *n;
    if (added < INT64_MIN || added > INT64_MAX)
        return KV_OVERFLOW;
    *n = (int64_t)sum;
    *delta = (int64_t)added;
    return KV_OK;
}

/* The same; the bounds are finite, and a sum that overflows to infinity is outside of them. */
static enum kv_err add_float(long double *n, long double *delta, long double lower,
                             long double upper, bool saturate)
{
    long double sum = *n + *delta, added = *delta;

    if (sum < lower || sum > upper) {
        if (!saturate)
            return KV_RANGE;
        sum = sum < lower ? lower : upper;
        added = sum - *n;
    }
    if (!isfinite(added))
        return KV_NAN;
    *n = sum;
    *delta = added;
    return KV_OK;
}

static void increx_int(struct call *c, struct key key, const struct increx *x)
{
    int64_t n = 0, delta = 1, lower = INT64_MIN, upper = INT64_MAX, at_ms;
    struct entry *e;
    enum kv_err err;

    number_int(c, x->by_int, &delta);
    number_int(c, x->lower, &lower);
    number_int(c, x->upper, &upper);
    if (lower > upper)
        arg_fail(c, KV_RANGE, "LBOUND can't be greater than UBOUND");
    err = c->err;
    if (err == KV_OK)
        err = read_int(c->db, key, &e, &n);
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    err = add_int(&n, &delta, lower, upper, x->saturate);
    if (err == KV_OVERFLOW) {
        reply_err(c, err);
        return;
    }
    if (err == KV_RANGE) {
        delta = 0;
    } else {
        at_ms = increx_deadline(c, x, key);
        if (!expiry_delete_past(c, key, at_ms)) {
            store_put_int(c->db, key, n, at_ms);
            increx_changed(c, key, "incrby", at_ms);
        }
    }
    reply_array(c, 2);
    reply_int(c, n);
    reply_int(c, delta);
}

static void reply_float(struct call *c, long double d, char text[NUM_LDOUBLE_MAX])
{
    if (c->proto == 3)
        reply_double(c, (double)d);
    else
        reply_bulk(c, bytes_make(text, num_format_ldouble(text, d)));
}

static void increx_float(struct call *c, struct key key, const struct increx *x)
{
    long double n = 0, delta = 0, lower = -LDBL_MAX, upper = LDBL_MAX;
    char text[NUM_LDOUBLE_MAX];
    enum kv_err err;
    int64_t at_ms;

    number_float(c, x->by_float, &delta);
    number_float(c, x->lower, &lower);
    number_float(c, x->upper, &upper);
    if (lower > upper)
        arg_fail(c, KV_RANGE, "LBOUND can't be greater than UBOUND");
    if (!isfinite(delta) || !isfinite(lower) || !isfinite(upper))
        arg_fail(c, KV_NAN, NULL);
    err = c->err;
    if (err == KV_OK)
        err = read_float(c->db, key, &n);
    if (err == KV_OK && !isfinite(n))
        err = KV_NAN;
    if (err != KV_OK) {
        reply_err(c, err);
        return;
    }
    err = add_float(&n, &delta, lower, upper, x->saturate);
    if (err == KV_NAN) {
        reply_err(c, err);
        return;
    }
    if (err == KV_RANGE) {
        delta = 0;
    } else {
        at_ms = increx_deadline(c, x, key);
        if (!expiry_delete_past(c, key, at_ms)) {
            store_put_string(c->db, key, bytes_make(text, num_format_ldouble(text, n)), at_ms);
            increx_changed(c, key, "incrbyfloat", at_ms);
        }
    }
    reply_array(c, 2);
    reply_float(c, n, text);
    reply_float(c, delta, text);
}

/* INCREX key [BYFLOAT increment | BYINT increment] [LBOUND n] [UBOUND n] [SATURATE]
 *     [EX s | PX ms | EXAT s | PXAT ms | PERSIST] [ENX] */
static void cmd_increx(struct call *c)
{
    struct key key = arg_key(c);
    struct increx x = { .at_ms = EXPIRE_KEEP };

    if (increx_options(c, &x) != KV_OK)
        reply_err(c, c->err);
    else if (x.by_float != 0)
        increx_float(c, key, &x);
    else
        increx_int(c, key, &x);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define COUNTER                                                                                    \
    CMD_WRITE | CMD_DENYOOM | CMD_FAST, .keys = { KEY(1, KS_RW | KS_ACCESS | KS_UPDATE) },         \
                                        .acl = ACL_STRING, .group = "string", .complexity = "O(1)"

const struct command counter_commands[] = {
    { "incr", 2, COUNTER, .handler = cmd_incr, .since = "1.0.0",
      .summary = "Adds one to the integer value of a key, which counts from 0 if it is new.",
      .args = "key" },
    { "decr", 2, COUNTER, .handler = cmd_decr, .since = "1.0.0",
      .summary = "Subtracts one from the integer value of a key, which counts from 0 if it is new.",
      .args = "key" },
    { "incrby", 3, COUNTER, .handler = cmd_incrby, .since = "1.0.0",
      .summary = "Adds an integer to the integer value of a key.",
      .args = "key increment:integer" },
    { "decrby", 3, COUNTER, .handler = cmd_decrby, .since = "1.0.0",
      .summary = "Subtracts an integer from the integer value of a key.",
      .args = "key decrement:integer" },
    { "incrbyfloat", 3, COUNTER, .handler = cmd_incrbyfloat, .since = "2.6.0",
      .summary = "Adds a floating point number to the numeric value of a key.",
      .args = "key increment:double" },
    { "increx", -2, COUNTER, .handler = cmd_increx, .since = "8.8.0",
      .summary = "Adds to the numeric value of a key within bounds, and sets its expiration.",
      .args = "key [ increment=( BYFLOAT float:double | BYINT integer:integer ) ] [ SATURATE ]"
              " [ LBOUND lowerbound ] [ UBOUND upperbound ]"
              " [ expiration=( EX seconds:integer | PX milliseconds:integer"
              " | EXAT unix-time-seconds:unix-time | PXAT unix-time-milliseconds:unix-time"
              " | PERSIST ) ] [ ENX ]" },
    COMMAND_END
};
