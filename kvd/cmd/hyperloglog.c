/* PFADD PFCOUNT PFMERGE, and PFDEBUG and PFSELFTEST for those who look inside */
#include "obj/hll.h"

#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

/* ---- Values -------------------------------------------------------------------------------------- */

/* What is at a key: a string that looks like a HyperLogLog, or nothing. */
struct sketch {
    struct entry *e; /* NULL: there is none */
    struct bytes s;
};

/* KV_NOT_FOUND leaves out without an entry. KV_CORRUPT: a string, but no HyperLogLog. */
static enum kv_err as_sketch(enum kv_err found, struct entry *e, struct sketch *out)
{
    char scratch[NUM_INT_MAX];
    struct bytes s;

    *out = (struct sketch){ NULL };
    if (found != KV_OK)
        return found;
    s = entry_string(e, scratch);
    if (!hll_has_header(s))
        return KV_CORRUPT;
    *out = (struct sketch){ e, s };
    return KV_OK;
}

/* Replies unless there is a HyperLogLog or nothing at all. */
static bool is_usable(struct call *c, enum kv_err err)
{
    if (err == KV_CORRUPT)
        reply_error(c, "WRONGTYPE Key is not a valid HyperLogLog string value.");
    else if (err != KV_OK && err != KV_NOT_FOUND)
        reply_err(c, err);
    return !c->failed;
}

static void reply_invalid(struct call *c)
{
    reply_error(c, "INVALIDOBJ Corrupted HLL object detected");
}

/* Any bytes may stand behind the header: replies unless they are registers. */
static bool is_valid(struct call *c, const struct sketch *k)
{
    if (k->e != NULL && !hll_validate(k->s))
        reply_invalid(c);
    return !c->failed;
}

static bool read_sketch(struct call *c, struct key key, struct sketch *out)
{
    struct entry *e = NULL;
    enum kv_err err = store_read(c->db, key, OBJ_STRING, &e);

    return is_usable(c, as_sketch(err, e, out));
}

/* One that will be changed. */
static bool find_sketch(struct call *c, struct key key, struct sketch *out)
{
    struct entry *e = NULL;
    enum kv_err err = store_write(c->db, key, OBJ_STRING, &e);

    return is_usable(c, as_sketch(err, e, out));
}

/* The same with valid registers. */
static bool write_sketch(struct call *c, struct key key, struct sketch *out)
{
    return find_sketch(c, key, out) && is_valid(c, out);
}

/* True if its registers can be changed where they lie. */
static bool is_in_place(const struct sketch *k)
{
    return k->e != NULL && entry_encoding(k->e) == ENC_BLOB && hll_is_dense(k->s);
}

static void draft_of(const struct sketch *k, struct hll_draft *d)
{
    if (k->e != NULL)
        hll_draft_copy(d, k->s);
    else
        hll_draft_empty(d);
}

/* ---- PFADD --------------------------------------------------------------------------------------- */

/* Moves the cursor behind the first element that would change a register; false if there is none, or if the
 * registers are not valid, to which it replies. */
static bool find_unknown(struct call *c, const struct sketch *k, struct hll_look *found)
{
    if (args_left(c) == 0) {
        is_valid(c, k);
        return false;
    }
    if (!hll_look_up_valid(k->s, hll_mark_of(arg_bytes(c)), found)) {
        reply_invalid(c);
        return false;
    }
    while (found->known && args_left(c) > 0)
        hll_look_up(k->s, hll_mark_of(arg_bytes(c)), found);
    return !found->known;
}

static void add_in_place(struct call *c, struct key key, struct entry *e,
                         const struct hll_look *found)
{
    uint8_t *s = store_edit_string(c->db, key, &e, HLL_DENSE_LEN);

    hll_add_dense(s, found->mark);
    while (args_left(c) > 0)
        hll_add_dense(s, hll_mark_of(arg_bytes(c)));
    store_commit_string(c->db, e);
}

/* found: NULL if the HyperLogLog is a new one. */
static void add_to_draft(struct call *c, struct key key, const struct sketch *k,
                         const struct hll_look *found)
{
    struct hll_draft d;

    draft_of(k, &d);
    if (found != NULL)
        hll_draft_add_found(&d, found);
    while (args_left(c) > 0)
        hll_draft_add(&d, hll_mark_of(arg_bytes(c)));
    store_rewrite(c->db, key, k->e, hll_draft_bytes(&d));
}

/* PFADD key [element ...] */
static void cmd_pfadd(struct call *c)
{
    struct key key = arg_key(c);
    struct hll_look found;
    struct sketch k;

    if (!find_sketch(c, key, &k))
        return;
    if (k.e == NULL) {
        add_to_draft(c, key, &k, NULL);
    } else if (!find_unknown(c, &k, &found)) {
        if (!c->failed)
            reply_int(c, 0);
        return;
    } else if (is_in_place(&k)) {
        add_in_place(c, key, k.e, &found);
    } else {
        add_to_draft(c, key, &k, &found);
    }
    call_changed(c, key.name, "pfadd");
    reply_int(c, 1);
}

/* ---- The union of many --------------------------------------------------------------------------- */

enum {
    UNION_AT_ONCE = 500, /* keys; of dense ones, of which each takes some two microseconds */
    UNION_SOME = 16,     /* between two looks at the clock */
};

/* What is done with a union. */
typedef void union_done_fn(struct call *c, struct key dest, const struct hll_registers *r,
                           bool dense);

struct union_work {
    struct hll_registers r;
    bool dense; /* one of them is */
};

static void unite(struct union_work *u, struct bytes s)
{
    u->dense |= hll_is_dense(s);
    hll_registers_merge(&u->r, s);
}

static void unite_at_once(struct call *c, struct key dest, union_done_fn *done)
{
    struct union_work u = { .dense = false };
    struct sketch k;

    while (args_left(c) > 0) {
        if (!read_sketch(c, arg_key(c), &k) || !is_valid(c, &k))
            return;
        if (k.e != NULL)
            unite(&u, k.s);
    }
    done(c, dest, &u.r, u.dense);
}

/* The union of more is made over several turns, while the keys are held. */
struct union_job {
    struct union_work u;
    struct hold *hold;
    unsigned count, at; /* keys of the hold, and those that are in the union */
    bool is_invalid;
    struct bytes dest; /* a copy */
    union_done_fn *done;
};

static bool union_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct union_job *j = state;

    (void)gathered;
    do {
        for (int i = 0; i < UNION_SOME && j->at < j->count; i++) {
            struct bytes s = hold_string(j->hold, j->at++);

            if (s.len == 0)
                continue;
            j->is_invalid = !hll_validate(s);
            if (j->is_invalid)
                return true;
            unite(&j->u, s);
        }
        if (j->at == j->count)
            return true;
    } while (clock_mono_ns() < until_ns);
    return false;
}

static void union_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct union_job *j = state;

    (void)gathered;
    if (j->is_invalid)
        reply_invalid(c);
    else
        j->done(c, key_of(j->dest), &j->u.r, j->u.dense);
}

static void union_free(void *state)
{
    struct union_job *j = state;

    hold_free(j->hold);
    mem_free((void *)(uintptr_t)j->dest.ptr);
    mem_free_sized(j, sizeof *j);
}

static const struct job_type union_job = { union_step, union_reply, union_free };

/* Those that are no HyperLogLogs are found at once. */
static void unite_as_job(struct call *c, struct key dest, union_done_fn *done)
{
    unsigned count = args_left(c);
    struct key *keys = mem_alloc(count * sizeof keys[0]);
    struct union_job *j;
    struct sketch k;

    for (unsigned i = 0; i < count && !c->failed; i++) {
        keys[i] = arg_key(c);
        read_sketch(c, keys[i], &k);
    }
    if (!c->failed) {
        j = mem_zalloc(sizeof *j);
        j->hold = hold_new(c->db, keys, count);
        j->count = count;
        j->dest = bytes_make(mem_bytesdup(dest.name), dest.name.len);
        j->done = done;
        job_run(c, &union_job, j);
    }
    mem_free(keys);
}

/* The HyperLogLogs at all keys that are left. */
static void unite_keys(struct call *c, struct key dest, union_done_fn *done)
{
    if (args_left(c) > UNION_AT_ONCE && block_is_allowed(c))
        unite_as_job(c, dest, done);
    else
        unite_at_once(c, dest, done);
}

/* ---- PFCOUNT ------------------------------------------------------------------------------------- */

/* Estimates if the header's count is stale, and notes it there. */
static void count_one(struct call *c, struct key key)
{
    uint8_t header[HLL_HEADER];
    struct sketch k;
    uint64_t count = 0;

    if (!read_sketch(c, key, &k))
        return;
    if (k.e != NULL && !hll_cached_count(k.s, &count)) {
        if (!is_valid(c, &k))
            return;
        count = hll_count(k.s);
        memcpy(header, k.s.ptr, sizeof header);
        hll_store_count(header, count);
        store_set_range(c->db, key, 0, bytes_make(header, sizeof header));
    }
    reply_int(c, (int64_t)count);
}

static void reply_union(struct call *c, struct key dest, const struct hll_registers *r, bool dense)
{
    (void)dest, (void)dense;
    reply_int(c, (int64_t)hll_registers_count(r));
}

/* PFCOUNT key [key ...] */
static void cmd_pfcount(struct call *c)
{
    if (args_left(c) == 1)
        count_one(c, arg_key(c));
    else
        unite_keys(c, key_of(BYTES_LIT("")), reply_union);
}

/* ---- PFMERGE ------------------------------------------------------------------------------------- */

/* As PFADD of what the union has: in the order of the registers, so that the runs are those that
 * redis-server would make. */
static void store_sparse_union(struct call *c, struct key key, const struct sketch *dest,
                               const struct hll_registers *r)
{
    struct hll_draft d;

    draft_of(dest, &d);
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        if (r->value[i] > 0)
            hll_draft_add(&d, (struct hll_mark){ (uint16_t)i, r->value[i] });
    hll_make_stale(d.bytes);
    store_rewrite(c->db, key, dest->e, hll_draft_bytes(&d));
}

static void store_dense_union(struct call *c, struct key key, const struct sketch *dest,
                              const struct hll_registers *r)
{
    struct entry *e = dest->e;
    struct hll_draft d;

    if (is_in_place(dest)) {
        uint8_t *s = store_edit_string(c->db, key, &e, HLL_DENSE_LEN);

        hll_registers_store(r, s);
        hll_make_stale(s);
        store_commit_string(c->db, e);
        return;
    }
    draft_of(dest, &d);
    hll_draft_make_dense(&d);
    hll_registers_store(r, d.bytes);
    hll_make_stale(d.bytes);
    store_rewrite(c->db, key, dest->e, hll_draft_bytes(&d));
}

static void store_union(struct call *c, struct key dest, const struct hll_registers *r, bool dense)
{
    struct sketch k;

    if (!write_sketch(c, dest, &k))
        return;
    if (dense)
        store_dense_union(c, dest, &k, r);
    else
        store_sparse_union(c, dest, &k, r);
    call_changed(c, dest.name, "pfadd");
    reply_ok(c);
}

/* PFMERGE destkey [sourcekey ...] */
static void cmd_pfmerge(struct call *c)
{
    struct key dest = arg_key(c);

    c->next = 1; /* it is one of the sources */
    unite_keys(c, dest, store_union);
}

/* ---- PFDEBUG, PFSELFTEST ------------------------------------------------------------------------- */

/* The runs as text: z:3 are three registers of 0, Z:3 the same in two bytes, v:2,3 three of value 2. */
static void reply_runs(struct call *c, struct bytes s)
{
    struct bytes body = bytes_from(s, HLL_HEADER);
    struct buf text;

    buf_init(&text, SIZE_MAX);
    for (size_t pos = 0; pos < body.len;) {
        struct hll_run run = hll_next_run(body, &pos);

        if (text.len > 0)
            buf_add_byte(&text, ' ');
        if (run.value > 0)
            buf_addf(&text, "v:%u,%u", run.value, run.count);
        else
            buf_addf(&text, "%c:%u", run.is_long ? 'Z' : 'z', run.count);
    }
    reply_bulk(c, buf_bytes(&text));
    buf_fini(&text);
}

static void make_dense(struct call *c, struct key key, const struct sketch *k)
{
    struct hll_draft d;

    hll_draft_copy(&d, k->s);
    hll_draft_make_dense(&d);
    store_rewrite(c->db, key, k->e, hll_draft_bytes(&d));
    call_changed(c, key.name, "pfdebug");
}

static void reply_registers(struct call *c, struct bytes s)
{
    struct hll_registers r = { { 0 } };

    hll_registers_merge(&r, s);
    reply_array(c, HLL_REGISTERS);
    for (unsigned i = 0; i < HLL_REGISTERS; i++)
        reply_int(c, r.value[i]);
}

/* PFDEBUG (GETREG | DECODE | ENCODING | TODENSE) key */
static void cmd_pfdebug(struct call *c)
{
    struct bytes what = arg_bytes(c);
    struct key key = arg_key(c);
    struct sketch k;

    if (!write_sketch(c, key, &k))
        return;
    if (k.e == NULL) {
        reply_error(c, "ERR The specified key does not exist");
    } else if (bytes_is_word(what, "getreg")) {
        reply_registers(c, k.s);
        if (!hll_is_dense(k.s))
            make_dense(c, key, &k);
    } else if (bytes_is_word(what, "decode")) {
        if (hll_is_dense(k.s))
            reply_error(c, "ERR HLL encoding is not sparse");
        else
            reply_runs(c, k.s);
    } else if (bytes_is_word(what, "encoding")) {
        reply_simple(c, hll_is_dense(k.s) ? "dense" : "sparse");
    } else if (bytes_is_word(what, "todense")) {
        reply_int(c, !hll_is_dense(k.s));
        if (!hll_is_dense(k.s))
            make_dense(c, key, &k);
    } else {
        reply_errorf(c, "ERR Unknown PFDEBUG subcommand '%.*s'", BYTES_ARG(what));
    }
}

/* PFSELFTEST */
static void cmd_pfselftest(struct call *c)
{
    if (hll_self_test())
        reply_ok(c);
    else
        reply_error(c, "TESTFAILED HyperLogLog registers or estimates are wrong on this machine");
}

/* ---- The table ----------------------------------------------------------------------------------- */

#define FAMILY .acl = ACL_HYPERLOGLOG, .group = "hyperloglog", .since = "2.8.9"

const struct command hyperloglog_commands[] = {
    { "pfadd", -2, CMD_WRITE | CMD_DENYOOM | CMD_FAST | CMD_ALL_BYTES,
      .keys = { KEY(1, KS_RW | KS_INSERT) }, .handler = cmd_pfadd, FAMILY,
      .complexity = "O(1) for each element.",
      .summary = "Adds elements to a HyperLogLog, which is created if need be.",
      .args = "key [ element ... ]" },
    { "pfcount", -2, CMD_READONLY | CMD_MAY_REPLICATE | CMD_ALL_BYTES,
      .keys = { KEYS(1, -1, 1, KS_RW | KS_ACCESS) }, .handler = cmd_pfcount, FAMILY,
      .complexity = "O(1) for one key, whose count is kept with it; O(N) for N keys.",
      .summary = "Estimates how many different elements were added to HyperLogLogs.",
      .args = "key ..." },
    { "pfmerge", -2, CMD_WRITE | CMD_DENYOOM,
      .keys = { KEY(1, KS_RW | KS_ACCESS | KS_INSERT), KEYS(2, -1, 1, KS_RO | KS_ACCESS) },
      .handler = cmd_pfmerge, FAMILY, .complexity = "O(N) for N keys. Many in slices.",
      .summary = "Adds HyperLogLogs to one, which then is their union.",
      .args = "destkey:key [ sourcekey:key ... ]" },
    { "pfdebug", 3, CMD_WRITE | CMD_DENYOOM | CMD_ADMIN, .keys = { KEY(2, KS_RW | KS_ACCESS) },
      .handler = cmd_pfdebug, FAMILY, .complexity = "O(1)",
      .summary = "Shows registers and runs of a HyperLogLog, or makes it dense.",
      .args = "subcommand key" },
    { "pfselftest", 1, CMD_ADMIN, .handler = cmd_pfselftest, FAMILY, .complexity = "O(1)",
      .summary = "Checks registers and estimates of HyperLogLogs on this machine." },
    COMMAND_END,
};
