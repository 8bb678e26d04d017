#include "cmd/value_work.h"

#include "base/clock.h"
#include "base/mem.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"

enum { AT_ONCE_NS = 1000 * 1000 };

struct work_job {
    const struct value_work *work;
    struct db *db;
    struct bytes key; /* a copy */
    struct hold *hold;
    bool replied;
    _Alignas(16) uint8_t state[];
};

/* The value, if it is still that which was held: a job that began before may have put another there. */
static bool find(const struct work_job *j, struct entry **e)
{
    struct value v;

    if (store_write(j->db, key_of(j->key), j->work->type, e) != KV_OK)
        return false;
    v = entry_value(*e);
    return v.ptr == hold_value(j->hold, 0)->ptr;
}

static void end_edit(const struct value_work *work, struct edit *ed, const void *state)
{
    if (work->is_change(state))
        store_commit(ed);
    else
        store_abandon(ed);
}

static bool job_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct work_job *j = state;
    bool more = true;
    struct entry *e;
    struct edit ed;

    (void)gathered;
    if (!find(j, &e))
        return true;
    store_edit_entry(j->db, key_of(j->key), j->work->type, e, &ed);
    while (more && clock_mono_ns() < until_ns)
        more = j->work->some(&ed.value, j->state);
    end_edit(j->work, &ed, j->state);
    return !more;
}

static void job_reply(struct call *c, void *state, struct outbuf *gathered)
{
    struct work_job *j = state;

    (void)gathered;
    j->replied = true;
    j->work->done(c, j->key, j->state);
}

static void job_free(void *state)
{
    struct work_job *j = state;
    struct call nobody = { .db = j->db };

    if (!j->replied)
        j->work->given_up(&nobody, j->key, j->state);
    hold_free(j->hold);
    mem_free((void *)(uintptr_t)j->key.ptr);
    mem_free(j);
}

static const struct job_type work_job = { job_step, job_reply, job_free };

void value_work_run(struct call *c, struct edit *ed, const struct value_work *work, void *state)
{
    uint64_t until_ns = clock_mono_ns() + AT_ONCE_NS;
    struct key key = ed->key;
    struct work_job *j;
    bool more;

    do
        more = work->some(&ed->value, state);
    while (more && (!block_is_allowed(c) || clock_mono_ns() < until_ns));
    end_edit(work, ed, state);
    if (!more) {
        work->done(c, key.name, state);
        return;
    }
    j = mem_zalloc(sizeof *j + work->state_size);
    j->work = work;
    j->db = c->db;
    j->key = bytes_make(mem_bytesdup(key.name), key.name.len);
    j->hold = hold_to_change(c->db, key);
    memcpy(j->state, state, work->state_size);
    if (work->keep)
        work->keep(j->state);
    job_run(c, &work_job, j);
}
