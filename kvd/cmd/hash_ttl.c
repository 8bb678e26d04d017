/* HEXPIRE HPEXPIRE HEXPIREAT HPEXPIREAT HTTL HPTTL HEXPIRETIME HPEXPIRETIME HPERSIST HGETEX HSETEX
 * HGETDEL: fields and their deadlines.
 *
 * A deadline that is not in the future deletes the field at once. */
#include "cmd/expiry.h"
#include "cmd/families.h"
#include "obj/hash.h"
#include "server/reply.h"
#include "server/subkey_events.h"

/* What is said of one field, as clients know it. */
enum field_code {
    FIELD_MISSING = -2,
    FIELD_FOREVER = -1,
    FIELD_UNCHANGED = 0, /* the condition does not hold */
    FIELD_CHANGED = 1,
    FIELD_DELETED = 2, /* the deadline has passed */
};

/* ---- Arguments ----------------------------------------------------------------------------------- */

/* Takes FIELDS and the number of fields, each of which takes so many arguments; the cursor is then at
 * the first, and nothing but fields is left. */
static void arg_fields(struct call *c, unsigned per_field)
{
    int64_t count;

    if (c->err != KV_OK)
        return;
    if (!arg_word(c, "fields"))
        arg_fail(c, KV_SYNTAX, "Mandatory argument FIELDS is missing or not at the right position");
    else if (!num_parse_int(arg_bytes(c), &count) || count < 1 || count > INT32_MAX)
        arg_fail(c, KV_SYNTAX, "Parameter `numFields` should be greater than 0");
    else if (count * per_field != args_left(c))
        arg_fail(c, KV_SYNTAX, "The `numfields` parameter must match the number of arguments");
}

/* A time in units of unit_ms, counted from base_ms. Latches and returns what is wrong with it. */
static enum kv_err deadline(struct call *c, struct bytes text, int64_t base_ms, int64_t unit_ms,
                            int64_t *at_ms)
{
    int64_t n;

    if (!num_parse_int(text, &n))
        arg_fail(c, KV_NOT_INT, NULL);
    else if (n < 0)
        arg_fail(c, KV_EXPIRE, "invalid expire time, must be >= 0");
    else if (!num_mul(&n, unit_ms) || !num_add(&n, base_ms))
        arg_fail(c, KV_EXPIRE, NULL);
    else if (c->err == KV_OK)
        *at_ms = n;
    return c->err;
}

/* The deadline that the option asks for: Unix ms, VALUE_NEVER (PERSIST), HASH_KEEP (KEEPTTL); *at_ms
 * stays if there was none. */
static enum kv_err option_deadline(struct call *c, const struct expiry *x, int64_t *at_ms)
{
    bool seconds = x->kind == EXPIRY_EX || x->kind == EXPIRY_EXAT;
    bool relative = x->kind == EXPIRY_EX || x->kind == EXPIRY_PX;

    if (expiry_is_time(x))
        return deadline(c, x->time, relative ? store_now_ms(c->store) : 0, seconds ? 1000 : 1,
                        at_ms);
    if (x->kind == EXPIRY_PERSIST)
        *at_ms = VALUE_NEVER;
    else if (x->kind == EXPIRY_KEEPTTL)
        *at_ms = HASH_KEEP;
    return c->err;
}

/* Takes the expiration option at the cursor; false if there is none. */
static bool expiration_option(struct call *c, enum expiry_kind extra, struct expiry *x)
{
    struct expiry given = { EXPIRY_NONE };

    if (!expiry_option(c, extra, &given))
        return false;
    if (x->kind != EXPIRY_NONE)
        arg_fail(c, KV_SYNTAX,
                 extra == EXPIRY_PERSIST
                     ? "Only one of EX, PX, EXAT, PXAT or PERSIST arguments can be specified"
                     : "Only one of EX, PX, EXAT, PXAT or KEEPTTL arguments can be specified");
    *x = given;
    return true;
}

/* ---- Replies and changes ------------------------------------------------------------------------- */

static void reply_missing(struct call *c)
{
    reply_int(c, FIELD_MISSING);
}

/* Ends the reading of arguments and begins a reply with one answer per field. NULL if there is no such
 * hash: all of the reply was written then, be it an error or `missing` for each field. lookup is
 * store_read() or store_write(). */
static struct entry *begin(struct call *c, struct key key, void (*missing)(struct call *c),
                           enum kv_err (*lookup)(struct db *db, struct key key, enum obj_type type,
                                                 struct entry **out))
{
    struct entry *e = NULL;
    enum kv_err err = c->err;

    if (err == KV_OK)
        err = lookup(c->db, key, OBJ_HASH, &e);
    if (err != KV_OK && err != KV_NOT_FOUND) {
        reply_err(c, err);
        return NULL;
    }
    reply_array(c, args_left(c));
    for (unsigned left = args_left(c); err == KV_NOT_FOUND && left > 0; left--)
        missing(c);
    return e;
}

/* The value of the field at the cursor, or null; true if there is such a field. */
static bool reply_field(struct call *c, const struct value *v, struct hash_ref *ref)
{
    struct item value;

    *ref = hash_ref(arg_bytes(c));
    if (!hash_find(v, ref)) {
        reply_null(c);
        return false;
    }
    value = hash_value(v, ref);
    reply_item(c, &value);
    return true;
}

/* What an edit has done so far. */
struct changes {
    const char *event; /* what happened to fields that are still there, or NULL */
    bool deleted;      /* fields are gone */
};

static void finish(struct call *c, struct edit *ed, const struct changes *done)
{
    bool gone;

    if (done->event == NULL && !done->deleted) {
        store_abandon(ed);
        return;
    }
    gone = store_commit(ed);
    if (done->event)
        call_changed(c, ed->key.name, done->event);
    if (done->deleted)
        call_changed(c, ed->key.name, "hdel");
    if (gone)
        call_changed(c, ed->key.name, "del");
}

static void drop(struct value *v, struct hash_ref *ref, struct changes *done)
{
    hash_drop(v, ref);
    subkey_note(ref->field);
    done->deleted = true;
}

/* Gives the field that was found the deadline, or deletes it. */
static enum field_code expire_field(struct call *c, struct value *v, struct hash_ref *ref,
                                    int64_t at_ms, struct changes *done)
{
    if (store_is_past(c->store, at_ms)) {
        drop(v, ref, done);
        return FIELD_DELETED;
    }
    hash_set_deadline(v, ref, at_ms);
    subkey_note(ref->field);
    done->event = "hexpire";
    return FIELD_CHANGED;
}

static enum field_code persist_field(struct value *v, struct hash_ref *ref, struct changes *done)
{
    if (hash_deadline(v, ref) == VALUE_NEVER)
        return FIELD_FOREVER;
    hash_set_deadline(v, ref, VALUE_NEVER);
    subkey_note(ref->field);
    done->event = "hpersist";
    return FIELD_CHANGED;
}

/* ---- HEXPIRE and kin ----------------------------------------------------------------------------- */

static unsigned arg_condition(struct call *c)
{
    if (arg_word(c, "nx"))
        return EXPIRE_IF_NONE;
    if (arg_word(c, "xx"))
        return EXPIRE_IF_SOME;
    if (arg_word(c, "gt"))
        return EXPIRE_IF_LATER;
    return arg_word(c, "lt") ? EXPIRE_IF_EARLIER : 0;
}

static bool condition_holds(unsigned condition, int64_t old_ms, int64_t new_ms)
{
    return expire_if(condition, old_ms == VALUE_NEVER ? EXPIRE_NEVER : old_ms, new_ms);
}

/* Gives the fields at the cursor the deadline, where the condition holds. */
static void expire_fields(struct call *c, struct value *v, unsigned condition, int64_t at_ms,
                          struct changes *done)
{
    while (args_left(c) > 0) {
        struct hash_ref ref = hash_ref(arg_bytes(c));
        enum field_code code = FIELD_MISSING;

        if (hash_find(v, &ref))
            code = condition_holds(condition, hash_deadline(v, &ref), at_ms)
                       ? expire_field(c, v, &ref, at_ms, done)
                       : FIELD_UNCHANGED;
        reply_int(c, code);
    }
}

static void expire(struct call *c, int64_t base_ms, int64_t unit_ms)
{
    struct key key = arg_key(c);
    struct bytes time = arg_bytes(c);
    unsigned condition = arg_condition(c);
    struct changes done = { NULL };
    int64_t at_ms = 0;
    struct entry *e;
    struct edit ed;

    arg_fields(c, 1);
    deadline(c, time, base_ms, unit_ms, &at_ms);
    e = begin(c, key, reply_missing, store_write);
    if (e == NULL)
        return;
    store_edit_entry(c->db, key, OBJ_HASH, e, &ed);
    expire_fields(c, &ed.value, condition, at_ms, &done);
    finish(c, &ed, &done);
}

/* HEXPIRE key seconds [NX | XX | GT | LT] FIELDS numfields field [field ...] */
static void cmd_hexpire(struct call *c)
{
    expire(c, store_now_ms(c->store), 1000);
}

/* HPEXPIRE key milliseconds [NX | XX | GT | LT] FIELDS numfields field [field ...] */
static void cmd_hpexpire(struct call *c)
{
    expire(c, store_now_ms(c->store), 1);
}

/* HEXPIREAT key unix-time-seconds [NX | XX | GT | LT] FIELDS numfields field [field ...] */
static void cmd_hexpireat(struct call *c)
{
    expire(c, 0, 1000);
}

/* HPEXPIREAT key unix-time-milliseconds [NX | XX | GT | LT] FIELDS numfields field [field ...] */
static void cmd_hpexpireat(struct call *c)
{
    expire(c, 0, 1);
}

/* HPERSIST key FIELDS numfields field [field ...] */
static void cmd_hpersist(struct call *c)
{
    struct key key = arg_key(c);
    struct changes done = { NULL };
    struct entry *e;
    struct edit ed;

    arg_fields(c, 1);
    e = begin(c, key, reply_missing, store_write);
    if (e == NULL)
        return;
    store_edit_entry(c->db, key, OBJ_HASH, e, &ed);
    while (args_left(c) > 0) {
        struct hash_ref ref = hash_ref(arg_bytes(c));

        reply_int(c, hash_find(&ed.value, &ref) ? persist_field(&ed.value, &ref, &done)
                                                : FIELD_MISSING);
    }
    finish(c, &ed, &done);
}

/* ---- HTTL and kin -------------------------------------------------------------------------------- */

/* The deadline of the field at the cursor less base_ms, in units rounded up: a field that is there has
 * some time to live. */
static int64_t field_time(struct call *c, const struct value *v, int64_t base_ms, int64_t unit_ms)
{
    struct hash_ref ref = hash_ref(arg_bytes(c));
    int64_t ms;

    if (!hash_find(v, &ref))
        return FIELD_MISSING;
    ms = hash_deadline(v, &ref);
    if (ms == VALUE_NEVER)
        return FIELD_FOREVER;
    ms -= base_ms;
    return ms / unit_ms + (ms % unit_ms > 0);
}

static void reply_times(struct call *c, int64_t base_ms, int64_t unit_ms)
{
    struct key key = arg_key(c);
    struct entry *e;
    struct value v;

    arg_fields(c, 1);
    e = begin(c, key, reply_missing, store_read);
    if (e == NULL)
        return;
    v = entry_value(e);
    while (args_left(c) > 0)
        reply_int(c, field_time(c, &v, base_ms, unit_ms));
}

/* HTTL key FIELDS numfields field [field ...] */
static void cmd_httl(struct call *c)
{
    reply_times(c, store_now_ms(c->store), 1000);
}

/* HPTTL key FIELDS numfields field [field ...] */
static void cmd_hpttl(struct call *c)
{
    reply_times(c, store_now_ms(c->store), 1);
}

/* HEXPIRETIME key FIELDS numfields field [field ...] */
static void cmd_hexpiretime(struct call *c)
{
    reply_times(c, 0, 1000);
}

/* HPEXPIRETIME key FIELDS numfields field [field ...] */
static void cmd_hpexpiretime(struct call *c)
{
    reply_times(c, 0, 1);
}

/* ---- HGETDEL, HGETEX ----------------------------------------------------------------------------- */

/* HGETDEL key FIELDS numfields field [field ...] */
static void cmd_hgetdel(struct call *c)
{
    struct key key = arg_key(c);
    struct changes done = { NULL };
    struct hash_ref ref;
    struct entry *e;
    struct edit ed;

    arg_fields(c, 1);
    e = begin(c, key, reply_null, store_read);
    if (e == NULL)
        return;
    store_edit_entry(c->db, key, OBJ_HASH, e, &ed);
    while (args_left(c) > 0)
        if (reply_field(c, &ed.value, &ref))
            drop(&ed.value, &ref, &done);
    finish(c, &ed, &done);
}

/* Replies the values of the fields at the cursor and gives the fields the deadline (VALUE_NEVER: takes
 * it away). */
static void get_and_expire(struct call *c, struct edit *ed, int64_t at_ms)
{
    struct changes done = { NULL };
    struct hash_ref ref;

    while (args_left(c) > 0) {
        if (!reply_field(c, &ed->value, &ref))
            continue;
        if (at_ms == VALUE_NEVER)
            persist_field(&ed->value, &ref, &done);
        else
            expire_field(c, &ed->value, &ref, at_ms, &done);
    }
    finish(c, ed, &done);
}

/* HGETEX key [EX s | PX ms | EXAT s | PXAT ms | PERSIST] FIELDS numfields field [field ...] */
static void cmd_hgetex(struct call *c)
{
    struct key key = arg_key(c);
    struct expiry expiry = { EXPIRY_NONE };
    int64_t at_ms = HASH_KEEP;
    struct hash_ref ref;
    struct entry *e;
    struct value v;
    struct edit ed;

    while (args_left(c) > 0 && expiration_option(c, EXPIRY_PERSIST, &expiry))
        ;
    arg_fields(c, 1);
    option_deadline(c, &expiry, &at_ms);
    e = begin(c, key, reply_null, store_read);
    if (e == NULL)
        return;
    if (at_ms != HASH_KEEP) {
        store_edit_entry(c->db, key, OBJ_HASH, e, &ed);
        get_and_expire(c, &ed, at_ms);
        return;
    }
    v = entry_value(e);
    while (args_left(c) > 0)
        reply_field(c, &v, &ref);
}

/* ---- HSETEX -------------------------------------------------------------------------------------- */

enum field_condition { FIELDS_ANY, FIELDS_NONE_EXISTS, FIELDS_ALL_EXIST };

struct hsetex {
    enum field_condition condition;
    struct expiry expiry;
    int64_t at_ms; /* Unix ms, VALUE_NEVER or HASH_KEEP */
};

/* Takes FNX or FXX; false if the cursor is at neither. */
static bool condition_option(struct call *c, enum field_condition *condition)
{
    enum field_condition given;

    if (arg_word(c, "fnx"))
        given = FIELDS_NONE_EXISTS;
    else if (arg_word(c, "fxx"))
        given = FIELDS_ALL_EXIST;
    else
        return false;
    if (*condition != FIELDS_ANY)
        arg_fail(c, KV_SYNTAX, "Only one of FXX or FNX arguments can be specified");
    *condition = given;
    return true;
}

static enum kv_err hsetex_options(struct call *c, struct hsetex *x)
{
    while (args_left(c) > 0 &&
           (condition_option(c, &x->condition) || expiration_option(c, EXPIRY_KEEPTTL, &x->expiry)))
        ;
    arg_fields(c, 2);
    return option_deadline(c, &x->expiry, &x->at_ms);
}

/* True if the condition holds for the fields from the cursor on, which stays. v may be NULL. */
static bool fields_meet(const struct call *c, const struct value *v, enum field_condition condition)
{
    bool wanted = condition == FIELDS_ALL_EXIST;

    if (condition == FIELDS_ANY)
        return true;
    for (unsigned i = c->next; i < c->argc; i += 2) {
        struct hash_ref ref = hash_ref(c->argv[i]);

        if ((v != NULL && hash_find(v, &ref)) != wanted)
            return false;
    }
    return true;
}

/* With a deadline in the past nothing is set, and what was there goes. */
static void set_expired(struct call *c, struct key key, struct entry *e)
{
    struct changes done = { NULL };
    struct edit ed;

    if (e == NULL)
        return;
    store_edit_entry(c->db, key, OBJ_HASH, e, &ed);
    while (args_left(c) > 0) {
        struct hash_ref ref = hash_ref(arg_bytes(c));

        arg_bytes(c);
        if (hash_find(&ed.value, &ref))
            drop(&ed.value, &ref, &done);
    }
    finish(c, &ed, &done);
}

static void set_expiring(struct call *c, struct key key, struct entry *e, const struct hsetex *x)
{
    struct edit ed;

    store_edit_entry(c->db, key, OBJ_HASH, e, &ed);
    hash_expect(&ed.value, args_left(c) / 2);
    while (args_left(c) > 0) {
        struct hash_ref ref = hash_ref(arg_bytes(c));

        hash_find(&ed.value, &ref);
        hash_put(&ed.value, &ref, arg_bytes(c), x->at_ms);
        subkey_note(ref.field);
    }
    store_commit(&ed);
    call_changed(c, key.name, "hset");
    if (expiry_is_time(&x->expiry))
        call_changed(c, key.name, "hexpire");
}

/* HSETEX key [FNX | FXX] [EX s | PX ms | EXAT s | PXAT ms | KEEPTTL]
 *     FIELDS numfields field value [field value ...] */
static void cmd_hsetex(struct call *c)
{
    struct key key = arg_key(c);
    struct hsetex x = { .at_ms = VALUE_NEVER };
    struct entry *e = NULL;
    struct value v;
    enum kv_err err = hsetex_options(c, &x);

    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_HASH, &e);
    if (err != KV_OK && err != KV_NOT_FOUND) {
        reply_err(c, err);
        return;
    }
    if (e != NULL)
        v = entry_value(e);
    if (!fields_meet(c, e ? &v : NULL, x.condition)) {
        reply_int(c, 0);
        return;
    }
    if (expiry_is_time(&x.expiry) && store_is_past(c->store, x.at_ms))
        set_expired(c, key, e);
    else
        set_expiring(c, key, e, &x);
    reply_int(c, 1);
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define FIELDS "FIELDS fields={ numfields:integer field ... }"
#define FIELD_TIMES                                                                                \
    "EX seconds:integer | PX milliseconds:integer | EXAT unix-time-seconds:unix-time"              \
    " | PXAT unix-time-milliseconds:unix-time"

/* The rows of one kind differ in name, handler and words only. */
#define ROW(verb, len, fl, spec, fn, version, what)                                                \
    verb, (len), (fl) | CMD_FAST,                                                                  \
        .keys = { KEY(1, spec) }, .acl = ACL_HASH, .handler = fn, .group = "hash",                 \
        .since = version, .complexity = "O(N) where N is the number of fields.", .summary = what
#define SETTER(verb, fn, what, words)                                                              \
    {                                                                                              \
        ROW(verb, -6, CMD_WRITE, KS_RW | KS_UPDATE, fn, "7.4.0", what),                            \
            .args = "key " words " [ condition=( NX | XX | GT | LT ) ] " FIELDS                    \
    }
#define GETTER(verb, fn, what, advice)                                                             \
    {                                                                                              \
        ROW(verb, -5, CMD_READONLY, KS_RO | KS_ACCESS, fn, "7.4.0", what), .args = "key " FIELDS,  \
                                                                           .tips = advice          \
    }

const struct command hash_ttl_commands[] = {
    SETTER("hexpire", cmd_hexpire, "Sets how many seconds fields have to live.", "seconds:integer"),
    SETTER("hpexpire", cmd_hpexpire, "Sets how many milliseconds fields have to live.",
           "milliseconds:integer"),
    SETTER("hexpireat", cmd_hexpireat, "Sets when fields expire, in Unix seconds.",
           "unix-time-seconds:unix-time"),
    SETTER("hpexpireat", cmd_hpexpireat, "Sets when fields expire, in Unix milliseconds.",
           "unix-time-milliseconds:unix-time"),
    GETTER("httl", cmd_httl, "Tells how many seconds fields have to live.",
           "nondeterministic_output"),
    GETTER("hpttl", cmd_hpttl, "Tells how many milliseconds fields have to live.",
           "nondeterministic_output"),
    GETTER("hexpiretime", cmd_hexpiretime, "Tells when fields expire, in Unix seconds.", NULL),
    GETTER("hpexpiretime", cmd_hpexpiretime, "Tells when fields expire, in Unix milliseconds.",
           NULL),
    { ROW("hpersist", -5, CMD_WRITE, KS_RW | KS_UPDATE, cmd_hpersist, "7.4.0",
          "Removes the deadlines of fields."),
      .args = "key " FIELDS },
    { ROW("hgetex", -5, CMD_WRITE, KS_RW | KS_ACCESS | KS_UPDATE, cmd_hgetex, "8.0.0",
          "Returns the values of fields and sets or removes their deadlines."),
      .args = "key [ expiration=( " FIELD_TIMES " | PERSIST ) ] " FIELDS },
    { ROW("hsetex", -6, CMD_WRITE | CMD_DENYOOM, KS_RW | KS_UPDATE, cmd_hsetex, "8.0.0",
          "Sets fields and their deadlines."),
      .args = "key [ condition=( FNX | FXX ) ] [ expiration=( " FIELD_TIMES " | KEEPTTL ) ]"
              " FIELDS fields={ numfields:integer data={ field value } ... }" },
    { ROW("hgetdel", -5, CMD_WRITE, KS_RW | KS_ACCESS | KS_DELETE, cmd_hgetdel, "8.0.0",
          "Returns the values of fields and deletes them."),
      .args = "key " FIELDS },
    COMMAND_END,
};
