/* COPY; a big collection is copied in slices, while its key is held. */
#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "obj/hash.h"
#include "obj/list.h"
#include "obj/set_algebra.h"
#include "obj/stream_copy.h"
#include "obj/zset_algebra.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

enum {
    AT_ONCE = 5000,    /* elements, or parts of a stream; more may take longer than a millisecond */
    SLICE_STEPS = 500, /* elements between two looks at the clock */
    SLICE_BLOCKS = 50, /* the same for a stream, whose blocks are some KB each */
};

/* Where the copy goes, and when it expires. */
struct target {
    struct db *db;
    struct bytes key;
    bool replace;
    int64_t expire_at_ms;
};

/* ---- In slices ----------------------------------------------------------------------------------- */

struct copy_job {
    struct target target; /* its key is a copy */
    struct hold *hold;
    const struct value *source;
    struct set_algebra *set;    /* OBJ_SET */
    struct zset_algebra *zset;  /* OBJ_ZSET */
    struct stream_copy *stream; /* OBJ_STREAM */
    struct value made;          /* OBJ_HASH, OBJ_LIST; all: the copy, once it is taken */
    uint64_t cursor;            /* OBJ_HASH; OBJ_LIST: the next chunk */
    bool taken;
};

static bool copy_field(void *ctx, const struct value_elem *e)
{
    struct copy_job *j = ctx;
    char field[NUM_INT_MAX], value[NUM_INT_MAX];
    struct hash_ref ref = hash_ref(item_text(&e->item, field));

    hash_find(&j->made, &ref);
    hash_put(&j->made, &ref, item_text(&e->value, value), e->expire_at_ms);
    return true;
}

/* Copies some elements; true when it was the last of them. */
static bool copy_some(struct copy_job *j)
{
    size_t until;

    if (j->set)
        return set_algebra_step(j->set, SLICE_STEPS);
    if (j->zset)
        return zset_algebra_step(j->zset, SLICE_STEPS);
    if (j->made.type == OBJ_LIST)
        return list_copy_step(&j->made, j->source, j->cursor++);
    if (j->stream)
        return stream_copy_step(j->stream, SLICE_BLOCKS);
    until = value_count(&j->made) + SLICE_STEPS;
    do
        j->cursor = hash_scan(j->source, j->cursor, copy_field, j);
    while (j->cursor != 0 && value_count(&j->made) < until);
    return j->cursor == 0;
}

static void take_copy(struct copy_job *j)
{
    if (j->set && !j->taken)
        j->made = set_algebra_take(j->set);
    else if (j->zset && !j->taken)
        j->made = zset_algebra_take(j->zset);
    else if (j->stream && !j->taken)
        j->made = stream_copy_take(j->stream);
    j->taken = true;
}

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct copy_job *j = state;

    (void)gathered;
    do
        if (copy_some(j))
            return true;
    while (clock_mono_ns() < until_ns);
    return false;
}

/* The copy is there, in place of another key or not. */
static void copied(struct call *c, const struct target *t, bool replaced)
{
    if (replaced)
        call_replaced(t->db, t->key);
    call_changed_in(c, t->db, t->key, "copy_to");
    reply_int(c, 1);
}

/* Somebody may have made the target key meanwhile. */
static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct copy_job *j = state;
    struct key to = key_of(j->target.key);
    bool exists = store_find(j->target.db, to) != NULL;

    (void)gathered;
    take_copy(j);
    if (exists && !j->target.replace) {
        reply_int(c, 0);
        return;
    }
    store_put_value(j->target.db, to, &j->made, j->target.expire_at_ms);
    j->made = value_empty(j->made.type);
    copied(c, &j->target, exists);
}

static void job_free(void *state)
{
    struct copy_job *j = state;

    take_copy(j);
    store_free_value(&j->made, true);
    set_algebra_free(j->set);
    zset_algebra_free(j->zset);
    stream_copy_free(j->stream);
    hold_free(j->hold);
    mem_free((void *)(uintptr_t)j->target.key.ptr);
    mem_free_sized(j, sizeof *j);
}

static const struct job_type copy_job = { job_step, job_reply, job_free };

static void copy_as_job(struct call *c, struct key from, const struct target *t)
{
    struct copy_job *j = mem_zalloc(sizeof *j);
    const struct value *v;

    j->target = *t;
    j->target.key = bytes_make(mem_bytesdup(t->key), t->key.len);
    j->hold = hold_new(c->db, &from, 1);
    v = j->source = hold_value(j->hold, 0);
    if (v->type == OBJ_SET) {
        j->set = set_algebra_new(SET_UNION, &v, 1, 0, true);
    } else if (v->type == OBJ_ZSET) {
        j->zset = zset_algebra_copy(v, (struct zset_span){ 0, value_count(v) });
    } else if (v->type == OBJ_LIST) {
        j->made = list_copy_new(v);
    } else if (v->type == OBJ_STREAM) {
        j->stream = stream_copy_new(v);
    } else {
        j->made = value_empty(OBJ_HASH);
        hash_expect(&j->made, value_count(v));
    }
    job_run(c, &copy_job, j);
}

static bool is_long(const struct entry *e)
{
    struct value v;

    if (entry_type(e) == OBJ_STRING)
        return false;
    v = entry_value(e);
    if (v.type == OBJ_STREAM)
        return value_effort(&v) > AT_ONCE;
    return !value_is_pack(&v) && value_count(&v) > AT_ONCE;
}

/* ---- COPY ---------------------------------------------------------------------------------------- */

/* COPY source destination [DB destination-db] [REPLACE] */
static void cmd_copy(struct call *c)
{
    struct key from = arg_key(c), to = arg_key(c);
    struct target t = { .db = c->db, .key = to.name };
    const struct entry *e;
    bool exists;

    while (args_left(c) > 0 && c->err == KV_OK) {
        if (arg_word(c, "replace"))
            t.replace = true;
        else if (args_left(c) >= 2 && arg_word(c, "db"))
            t.db = arg_db(c);
        else
            break;
    }
    if (args_end(c) != KV_OK) {
        reply_err(c, c->err);
        return;
    }
    if (t.db == c->db && bytes_eq(from.name, to.name)) {
        reply_error(c, "ERR source and destination objects are the same");
        return;
    }
    e = store_read_any(c->db, from);
    exists = e != NULL && store_find(t.db, to) != NULL;
    if (e == NULL || (exists && !t.replace)) {
        reply_int(c, 0);
        return;
    }
    t.expire_at_ms = entry_expire_at(e);
    if (is_long(e) && block_is_allowed(c)) {
        copy_as_job(c, from, &t);
        return;
    }
    store_copy(e, t.db, to);
    copied(c, &t, exists);
}

const struct command copy_commands[] = {
    { "copy", -3, CMD_WRITE | CMD_DENYOOM,
      .keys = { KEY(1, KS_RO | KS_ACCESS), KEY(2, KS_OW | KS_UPDATE) }, .acl = ACL_KEYSPACE,
      .handler = cmd_copy, .group = "generic", .since = "6.2.0",
      .complexity = "O(N) for collections of N elements, O(1) for strings.",
      .summary = "Copies the value and expiry of a key to another.",
      .args = "source destination [ DB destination-db:integer ] [ REPLACE ]" },
    COMMAND_END,
};
