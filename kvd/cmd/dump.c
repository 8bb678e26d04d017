/* DUMP RESTORE RESTORE-ASKING
 *
 * The payload of both is a value as RDB files have it, a type byte and what follows it (obj/rdb_value.h), signed
 * (obj/rdb_signed.h) with version 10, or 12 where a type needs it. What protects the data is that rdb_load
 * trusts nothing.
 */
#include "base/clock.h"
#include "base/crc.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "obj/rdb_load.h"
#include "obj/rdb_signed.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/limits.h"
#include "server/reply.h"

enum {
    DUMP_AT_ONCE = 1000, /* elements; more may take long, depending on their lengths */
    DUMP_ELEMENTS = 64,  /* between two looks at the clock */

    SMALL_PAYLOAD = 1024,  /* loaded on the spot, any other as a job */
    CRC_BYTES = 64 * 1024, /* between two looks at the clock */
    LOAD_ELEMENTS = 64,    /* the same */
};

/* ---- DUMP ---------------------------------------------------------------------------------------- */

static unsigned put_entry(struct buf *out, const struct entry *e)
{
    enum rdb_type type = RDB_STRING;

    if (entry_type(e) == OBJ_STRING) {
        char scratch[NUM_INT_MAX];

        buf_add_byte(out, (uint8_t)type);
        rdb_put_string(out, entry_string(e, scratch));
    } else {
        struct value v = entry_value(e);

        type = rdb_type_of(&v);
        buf_add_byte(out, (uint8_t)type);
        rdb_put_value(out, &v);
    }
    return rdb_version_of(type);
}

static void dump_at_once(struct call *c, const struct entry *e)
{
    struct buf payload;
    unsigned version;

    buf_init(&payload, BUF_UNLIMITED);
    version = put_entry(&payload, e);
    rdb_sign(&payload, version, crc64(0, buf_bytes(&payload)));
    reply_bulk(c, buf_bytes(&payload));
    buf_fini(&payload);
}

/* A large collection is written in slices, while its key is held. A hash loses fields at their deadlines, held
 * or not, and how many there are is written before them: of one that has deadlines all that stands before the
 * fields is made at the end. */
struct dump {
    struct hold *hold;
    struct rdb_saver saver;
    uint64_t crc;    /* of the payload so far */
    struct buf head; /* of a hash with deadlines */
    size_t len;      /* behind it */
};

static void put_late_head(struct dump *d)
{
    buf_add_byte(&d->head, (uint8_t)d->saver.type);
    rdb_put_head(&d->saver, &d->head);
    d->crc = crc64_join(crc64(0, buf_bytes(&d->head)), d->crc, d->len);
}

static bool dump_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct dump *d = state;
    bool done;

    do {
        struct buf *out;
        size_t start;

        outbuf_prepare(gathered);
        out = outbuf_tail(gathered);
        start = out->len;
        if (!d->saver.begun && !d->saver.head_later)
            buf_add_byte(out, (uint8_t)d->saver.type);
        done = rdb_saver_step(&d->saver, out, DUMP_ELEMENTS);
        d->crc = crc64(d->crc, bytes_from(buf_bytes(out), start));
        d->len += out->len - start;
        if (done && d->saver.head_later)
            put_late_head(d);
        if (done)
            rdb_sign(out, rdb_version_of(d->saver.type), d->crc);
    } while (!done && clock_mono_ns() < until_ns);
    return done;
}

static void dump_reply(struct call *c, void *state, struct outbuf *gathered)
{
    const struct dump *d = state;

    if (d->saver.head_later && d->saver.put == 0) /* all its fields have expired meanwhile */
        reply_null(c);
    else
        reply_gathered_bulk(c, buf_bytes(&d->head), gathered);
}

static void dump_free(void *state)
{
    struct dump *d = state;

    buf_fini(&d->head);
    hold_free(d->hold);
    mem_free_sized(d, sizeof *d);
}

static const struct job_type dump_job = { dump_step, dump_reply, dump_free };

static void dump_as_job(struct call *c, struct key key)
{
    struct dump *d = mem_alloc(sizeof *d);
    const struct value *v;

    *d = (struct dump){ .hold = hold_new(c->db, &key, 1) };
    buf_init(&d->head, BUF_UNLIMITED);
    v = hold_value(d->hold, 0);
    d->saver = value_next_expiry(v) == VALUE_NEVER ? rdb_saver(v) : rdb_saver_of_fading(v);
    job_run(c, &dump_job, d);
}

static bool is_long(const struct entry *e)
{
    struct value v;

    if (entry_type(e) == OBJ_STRING)
        return false;
    v = entry_value(e);
    return !value_is_pack(&v) && value_count(&v) > DUMP_AT_ONCE;
}

/* DUMP key */
static void cmd_dump(struct call *c)
{
    struct key key = arg_key(c);
    const struct entry *e = store_read_any(c->db, key);

    if (e == NULL)
        reply_null(c);
    else if (is_long(e) && block_is_allowed(c))
        dump_as_job(c, key);
    else
        dump_at_once(c, e);
}

/* ---- RESTORE: the payload ------------------------------------------------------------------------ */

/* A payload that is checked and loaded. */
struct payload {
    struct rdb_signed sealed;
    struct rdb_reader reader;
    struct rdb_loader *loader; /* NULL until the checksum was found right */
    const char *error;
};

static const char wrong_footer[] = "ERR DUMP payload version or checksum are wrong";
static const char bad_format[] = "ERR Bad data format";

static struct payload payload_of(struct bytes data)
{
    return (struct payload){ .sealed = rdb_signed(data) };
}

/* Goes on with the checksum; when it is known to be right, loading begins. */
static void check(struct payload *p)
{
    if (!rdb_signed_step(&p->sealed, CRC_BYTES))
        return;
    if (p->sealed.wrong) {
        p->error = wrong_footer;
        return;
    }
    p->reader = rdb_reader(rdb_signed_content(&p->sealed), proto_max_bulk_len);
    p->loader = rdb_loader_new(&p->reader, rdb_get_byte(&p->reader));
}

/* Works until the clock reaches until_ns; true when there is nothing more to do, be it for an error. */
static bool payload_step(struct payload *p, uint64_t until_ns)
{
    while (p->error == NULL) {
        if (p->loader != NULL) {
            if (rdb_loader_step(p->loader, LOAD_ELEMENTS))
                return true;
        } else {
            check(p);
        }
        if (clock_mono_ns() >= until_ns)
            return p->error != NULL;
    }
    return true;
}

static void loaded_drop(struct rdb_loaded *l)
{
    if (l->type == OBJ_STRING)
        blob_unref(l->blob);
    else
        store_free_value(&l->value, true);
}

/* What was loaded, after the last step. False: p->error says why there is nothing. */
static bool payload_take(struct payload *p, struct rdb_loaded *out)
{
    enum kv_err err;

    if (p->error != NULL)
        return false;
    err = rdb_loader_end(p->loader, out);
    p->loader = NULL;
    if (err == KV_OK && p->reader.left.len == 0)
        return true;
    loaded_drop(out);
    p->error = bad_format;
    return false;
}

static void payload_fini(struct payload *p)
{
    struct rdb_loaded rest;

    if (p->loader == NULL)
        return;
    rdb_loader_end(p->loader, &rest);
    loaded_drop(&rest);
}

/* ---- RESTORE: the key ---------------------------------------------------------------------------- */

struct restore {
    struct bytes name; /* of the key */
    struct payload payload;
    struct blob *own; /* a job's copy of the payload */
    bool replace;
    int64_t expire_at_ms; /* or EXPIRE_NEVER */
    int64_t idle_s;       /* -1: not given */
    int64_t frequency;    /* -1: not given */
};

/* Takes the value over. NULL: its deadline has passed, or that of all its fields, and the key is gone. */
static struct entry *put(struct call *c, struct key key, struct rdb_loaded *l, int64_t at_ms)
{
    struct entry *e;

    if (l->type != OBJ_STRING)
        return store_put_value(c->db, key, &l->value, at_ms);
    if (item_is_int(&l->text))
        return store_put_int(c->db, key, l->text.number, at_ms);
    if (l->blob != NULL && l->blob->len > ENTRY_EMBED_MAX)
        return store_put_blob(c->db, key, &l->blob, at_ms);
    e = store_put_string(c->db, key, bytes_make(l->text.ptr, l->text.len), at_ms);
    blob_unref(l->blob);
    return e;
}

/* The payload is loaded: replies and, if all is well, sets the key. */
static void restore_end(struct call *c, struct restore *r)
{
    struct key key = key_of(r->name);
    struct rdb_loaded loaded;
    struct entry *e;
    bool existed;

    if (!payload_take(&r->payload, &loaded)) {
        reply_error(c, r->payload.error);
        return;
    }
    existed = store_find(c->db, key) != NULL;
    if (existed && !r->replace) { /* it came while this was a job */
        loaded_drop(&loaded);
        reply_err(c, KV_EXISTS);
        return;
    }
    e = put(c, key, &loaded, r->expire_at_ms);
    if (e != NULL) {
        store_set_access(c->store, e, r->idle_s, r->frequency);
        if (existed)
            call_replaced(c->db, key.name);
        call_changed(c, key.name, "restore");
    } else if (existed) {
        call_changed(c, key.name, "del");
    }
    reply_ok(c);
}

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct restore *r = state;

    (void)gathered;
    return payload_step(&r->payload, until_ns);
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    (void)gathered;
    restore_end(c, state);
}

static void job_free(void *state)
{
    struct restore *r = state;

    payload_fini(&r->payload);
    blob_unref(r->own);
    mem_free((void *)(uintptr_t)r->name.ptr);
    mem_free_sized(r, sizeof *r);
}

static const struct job_type restore_job = { job_step, job_reply, job_free };

/* The request does not outlive this turn, so the job has a copy of what it needs, or takes it. */
static void restore_as_job(struct call *c, const struct restore *asked, unsigned payload_index)
{
    struct restore *r = mem_alloc(sizeof *r);

    *r = *asked;
    r->name = bytes_make(mem_bytesdup(asked->name), asked->name.len);
    r->own = call_take_big(c, payload_index);
    if (r->own == NULL)
        r->own = blob_dup(c->argv[payload_index]);
    r->payload = payload_of(blob_bytes(r->own));
    job_run(c, &restore_job, r);
}

/* The value of an option, in [0, most]; false: an error was replied. */
static bool option_value(struct call *c, int64_t *out, int64_t most, const char *range_error)
{
    *out = arg_int(c);
    if (c->err != KV_OK)
        reply_err(c, c->err);
    else if (*out < 0 || *out > most)
        reply_error(c, range_error);
    else
        return true;
    return false;
}

/* False: an error was replied. */
static bool restore_options(struct call *c, struct restore *r, bool *absolute)
{
    while (args_left(c) > 0) {
        if (arg_word(c, "replace")) {
            r->replace = true;
        } else if (arg_word(c, "absttl")) {
            *absolute = true;
        } else if (args_left(c) > 1 && r->frequency < 0 && arg_word(c, "idletime")) {
            if (!option_value(c, &r->idle_s, INT64_MAX, "ERR Invalid IDLETIME value, must be >= 0"))
                return false;
        } else if (args_left(c) > 1 && r->idle_s < 0 && arg_word(c, "freq")) {
            if (!option_value(c, &r->frequency, UINT8_MAX,
                              "ERR Invalid FREQ value, must be >= 0 and <= 255"))
                return false;
        } else {
            reply_syntax(c);
            return false;
        }
    }
    return true;
}

/* The deadline; false: an error was replied. */
static bool restore_deadline(struct call *c, struct bytes ttl, bool absolute, int64_t *at_ms)
{
    if (!num_parse_int(ttl, at_ms))
        reply_err(c, KV_NOT_INT);
    else if (*at_ms < 0)
        reply_error(c, "ERR Invalid TTL value, must be >= 0");
    else if (*at_ms > 0 && !absolute && !num_add(at_ms, store_now_ms(c->store)))
        reply_err(c, KV_EXPIRE);
    else
        return true;
    return false;
}

/* RESTORE key ttl serialized-value [REPLACE] [ABSTTL] [IDLETIME seconds | FREQ frequency] */
static void cmd_restore(struct call *c)
{
    struct restore r = { .idle_s = -1, .frequency = -1 };
    struct key key = arg_key(c);
    struct bytes ttl = arg_bytes(c), data = arg_bytes(c);
    unsigned payload_index = c->next - 1;
    bool absolute = false;

    r.name = key.name;
    if (!restore_options(c, &r, &absolute))
        return;
    if (!r.replace && store_find(c->db, key) != NULL) {
        reply_err(c, KV_EXISTS);
        return;
    }
    if (!restore_deadline(c, ttl, absolute, &r.expire_at_ms))
        return;
    if (r.expire_at_ms == 0)
        r.expire_at_ms = EXPIRE_NEVER;
    if (data.len > SMALL_PAYLOAD && block_is_allowed(c)) {
        restore_as_job(c, &r, payload_index);
        return;
    }
    r.payload = payload_of(data);
    payload_step(&r.payload, UINT64_MAX);
    restore_end(c, &r);
}

/* ---- Rows ---------------------------------------------------------------------------------------- */

#define RESTORE_ARGS                                                                               \
    "key ttl:integer serialized-value [ REPLACE @3.0.0 ] [ ABSTTL @5.0.0 ] "                       \
    "[ IDLETIME seconds:integer @5.0.0 ] [ FREQ frequency:integer @5.0.0 ]"
#define RESTORE_COMPLEXITY                                                                         \
    "O(N) for collections of N elements; O(N log N) for sorted sets. Large ones in slices."

const struct command dump_commands[] = {
    { "dump", 2, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_KEYSPACE,
      .handler = cmd_dump, .group = "generic", .since = "2.6.0",
      .complexity =
          "O(N) for collections of N elements, O(1) for short strings. Large ones in slices.",
      .summary = "Gives the value of a key in a form that RESTORE takes.", .args = "key",
      .tips = "nondeterministic_output" },
    { "restore", -4, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_OW | KS_UPDATE) },
      .acl = ACL_KEYSPACE | ACL_DANGEROUS, .handler = cmd_restore, .group = "generic",
      .since = "2.6.0", .complexity = RESTORE_COMPLEXITY,
      .summary = "Makes a key from what DUMP gave.", .args = RESTORE_ARGS },
    { "restore-asking", -4, CMD_WRITE | CMD_DENYOOM | CMD_ASKING,
      .keys = { KEY(1, KS_OW | KS_UPDATE) }, .acl = ACL_KEYSPACE | ACL_DANGEROUS,
      .handler = cmd_restore, .group = "server", .since = "3.0.0", .complexity = RESTORE_COMPLEXITY,
      .summary = "Does what RESTORE does in a slot that is being imported.", .args = RESTORE_ARGS },
    COMMAND_END,
};
