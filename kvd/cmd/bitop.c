/* BITOP; of long strings in slices. */
#include "obj/bitop.h"

#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

/* Bytes; sources and result together. */
enum {
    AT_ONCE = 4 * 1024 * 1024, /* what takes longer, about a millisecond, becomes a job */
    SLICE = 256 * 1024,        /* between two looks at the clock */
};

enum { DESTINATION = 2, SOURCES = 3 }; /* argument indexes */

/* A long string that was there is freed in the background: half a gigabyte takes some 100 ms. */
static void put_result(struct call *c, struct key dest, struct blob *result)
{
    const struct entry *old = store_find(c->db, dest);
    struct blob *replaced = NULL;

    if (old != NULL && entry_encoding(old) == ENC_BLOB)
        replaced = blob_ref(entry_blob(old));
    store_put_blob(c->db, dest, &result, EXPIRE_NEVER);
    if (replaced)
        store_free_blob(replaced, true);
    call_changed(c, dest.name, "set");
}

/* The destination becomes the result, or goes if that is empty. */
static void finish(struct call *c, struct key dest, struct bitop *op)
{
    size_t len = bitop_len(op);

    if (len > 0) {
        put_result(c, dest, bitop_take(op));
    } else if (store_delete(c->db, dest, true)) {
        call_changed(c, dest.name, "del");
    }
    reply_int(c, (int64_t)len);
}

/* ---- In slices ----------------------------------------------------------------------------------- */

struct bitop_job {
    struct bitop *op;
    struct hold *hold;
    struct bytes dest; /* a copy */
};

/* The one that works. Others wait, so that there is one unfinished result of 512 MB at most,
 * however many clients ask for one. */
static struct bitop_job *working;

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct bitop_job *j = state;

    (void)gathered;
    if (working != NULL && working != j)
        return false;
    working = j;
    do
        if (bitop_step(j->op, SLICE))
            return true;
    while (clock_mono_ns() < until_ns);
    return false;
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct bitop_job *j = state;

    (void)gathered;
    finish(c, key_of(j->dest), j->op);
}

static void job_free(void *state)
{
    struct bitop_job *j = state;

    if (working == j)
        working = NULL;
    bitop_free(j->op);
    hold_free(j->hold);
    mem_free((void *)(uintptr_t)j->dest.ptr);
    mem_free_sized(j, sizeof *j);
}

static const struct job_type bitop_job = { job_step, job_reply, job_free };

static void run_as_job(struct call *c, enum bitop_kind kind, unsigned count)
{
    struct bitop_job *j = mem_zalloc(sizeof *j);
    struct bytes *sources = mem_alloc(count * sizeof sources[0]);
    struct key *keys = mem_alloc(count * sizeof keys[0]);

    for (unsigned i = 0; i < count; i++)
        keys[i] = key_of(c->argv[SOURCES + i]);
    j->hold = hold_new(c->db, keys, count);
    for (unsigned i = 0; i < count; i++)
        sources[i] = hold_string(j->hold, i);
    j->op = bitop_new(kind, sources, count);
    j->dest = bytes_make(mem_bytesdup(c->argv[DESTINATION]), c->argv[DESTINATION].len);
    mem_free(keys);
    mem_free(sources);
    job_run(c, &bitop_job, j);
}

/* ---- Beginning ----------------------------------------------------------------------------------- */

/* All keys are strings or not there; counts hits and misses. */
static enum kv_err check_keys(struct call *c)
{
    struct entry *e;

    for (unsigned i = SOURCES; i < c->argc; i++)
        if (store_read(c->db, key_of(c->argv[i]), OBJ_STRING, &e) == KV_WRONG_TYPE)
            return KV_WRONG_TYPE;
    return KV_OK;
}

/* The strings as they lie in their entries; integers are written to the scratch. check_keys() has
 * found what is expired, so that looking the keys up once more changes nothing. */
static struct bitop *bitop_of_keys(struct call *c, enum bitop_kind kind, unsigned count,
                                   char (*scratch)[NUM_INT_MAX])
{
    struct bytes *sources = mem_alloc(count * sizeof sources[0]);
    struct bitop *op;

    for (unsigned i = 0; i < count; i++) {
        const struct entry *e = store_find(c->db, key_of(c->argv[SOURCES + i]));

        sources[i] = e ? entry_string(e, scratch[i]) : BYTES_LIT("");
    }
    op = bitop_new(kind, sources, count);
    mem_free(sources);
    return op;
}

static void run(struct call *c, enum bitop_kind kind, unsigned count)
{
    char(*scratch)[NUM_INT_MAX] = mem_alloc(count * sizeof scratch[0]);
    struct bitop *op = bitop_of_keys(c, kind, count, scratch);
    bool at_once = bitop_work(op) <= AT_ONCE || !block_is_allowed(c);

    if (at_once) {
        bitop_step(op, UINT64_MAX);
        finish(c, arg_key(c), op);
    }
    bitop_free(op);
    mem_free(scratch);
    if (!at_once)
        run_as_job(c, kind, count);
}

/* BITOP AND | OR | XOR | NOT | DIFF | DIFF1 | ANDOR | ONE destkey key [key ...] */
static void cmd_bitop(struct call *c)
{
    unsigned count = c->argc - SOURCES;
    enum bitop_kind kind;
    enum kv_err err;

    if (!bitop_parse(arg_bytes(c), &kind)) {
        reply_syntax(c);
        return;
    }
    if (kind == BITOP_NOT && count != 1) {
        reply_error(c, "ERR BITOP NOT must be called with a single source key.");
        return;
    }
    if (count < 2 && (kind == BITOP_DIFF || kind == BITOP_DIFF1 || kind == BITOP_ANDOR)) {
        reply_errorf(c, "ERR BITOP %s must be called with at least two source keys.",
                     bitop_name(kind));
        return;
    }
    err = check_keys(c);
    if (err != KV_OK)
        reply_err(c, err);
    else
        run(c, kind, count);
}

const struct command bitop_commands[] = {
    { "bitop", -4, CMD_WRITE | CMD_DENYOOM,
      .keys = { KEY(2, KS_OW | KS_UPDATE), KEYS(3, -1, 1, KS_RO | KS_ACCESS) }, .acl = ACL_BITMAP,
      .handler = cmd_bitop, .group = "bitmap", .since = "2.6.0",
      .complexity = "O(N) for N bytes in all sources together.",
      .summary = "Combines strings bit by bit and stores the result.",
      .args = "operation=( AND | OR | XOR | NOT | DIFF | DIFF1 | ANDOR | ONE ) destkey:key key ...",
      .history = "8.2.0: Added the `DIFF`, `DIFF1`, `ANDOR` and `ONE` operations." },
    COMMAND_END
};
