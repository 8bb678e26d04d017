/* LPOS LINSERT LREM; in slices where the list is long. */
#include "base/clock.h"
#include "base/mem.h"
#include "cmd/families.h"
#include "cmd/list_end.h"
#include "cmd/value_work.h"
#include "resp/write.h"
#include "server/block.h"
#include "server/hold.h"
#include "server/job.h"
#include "server/reply.h"

enum { AT_ONCE_CHUNKS = 16 }; /* a list of more is searched by a job */

/* ---- LPOS ---------------------------------------------------------------------------------------- */

struct search {
    int64_t rank;     /* the first match wanted: 1 is the first, -1 the last */
    uint64_t count;   /* matches wanted */
    uint64_t max_len; /* elements to be compared */
    bool many;        /* the reply is an array */
};

/* A number that is not negative; 0 stands for no limit. */
static uint64_t arg_limit(struct call *c, const char *error)
{
    int64_t n = 0;

    if (!num_parse_int(arg_bytes(c), &n) || n < 0)
        arg_fail(c, KV_RANGE, error);
    return n == 0 ? UINT64_MAX : (uint64_t)n;
}

static int64_t arg_rank(struct call *c)
{
    int64_t rank = arg_int(c);

    if (rank == 0)
        arg_fail(
            c, KV_RANGE,
            "RANK can't be zero: use 1 to start from the first match, 2 from the second ... or "
            "use negative to start from the end of the list");
    return rank;
}

/* [RANK rank] [COUNT num-matches] [MAXLEN len] */
static struct search arg_search(struct call *c)
{
    struct search s = { .rank = 1, .count = 1, .max_len = UINT64_MAX };

    while (args_left(c) >= 2 && c->err == KV_OK) {
        if (arg_word(c, "rank")) {
            s.rank = arg_rank(c);
        } else if (arg_word(c, "count")) {
            s.count = arg_limit(c, "COUNT can't be negative");
            s.many = true;
        } else if (arg_word(c, "maxlen")) {
            s.max_len = arg_limit(c, "MAXLEN can't be negative");
        } else {
            break;
        }
    }
    return s;
}

/* The search at work. */
struct finder {
    struct lp_needle needle;
    struct list_iter it;
    int64_t end;
    uint64_t skip, count; /* matches still to be passed over, and still wanted */
    size_t found;
};

static struct finder finder_of(const struct value *v, struct bytes element, const struct search *s)
{
    bool back = s->rank < 0;
    int64_t len = (int64_t)list_count(v), compared = len;
    struct finder f = { .needle = lp_needle(element), .count = s->count };

    if (s->max_len < (uint64_t)len)
        compared = (int64_t)s->max_len;
    f.skip = (back ? -(uint64_t)s->rank : (uint64_t)s->rank) - 1;
    f.end = back ? len - 1 - compared : compared;
    list_iter_init(&f.it, v, back ? (size_t)len - 1 : 0, back);
    return f;
}

/* Goes on for a tenth of a millisecond, and writes the indexes of matches; false when it is done. */
static bool find_some(struct finder *f, struct buf *out)
{
    enum { SOME = 1000 };
    int64_t index;

    for (int i = 0; i < SOME && f->count > 0; i++) {
        enum list_found found = list_iter_find(&f->it, &f->needle, f->end, &index);

        if (found != LIST_FOUND)
            return found == LIST_MORE;
        if (f->skip > 0) {
            f->skip--;
            continue;
        }
        resp_int(out, index);
        f->found++;
        f->count--;
    }
    return f->count > 0;
}

/* A long list is searched over several turns, while its key is held. */
struct find_job {
    struct hold *hold;
    struct bytes element; /* a copy */
    struct finder finder;
    bool many;
};

static bool find_step(void *state, struct outbuf *gathered, uint64_t until_ns)
{
    struct find_job *j = state;
    bool more;

    do {
        outbuf_prepare(gathered);
        more = find_some(&j->finder, outbuf_tail(gathered));
    } while (more && clock_mono_ns() < until_ns);
    return !more;
}

static void find_reply(struct call *c, void *state, struct outbuf *gathered)
{
    const struct find_job *j = state;

    if (j->many)
        reply_array(c, j->finder.found);
    else if (j->finder.found == 0)
        reply_null(c);
    reply_gathered(c, gathered);
}

static void find_free(void *state)
{
    struct find_job *j = state;

    list_iter_fini(&j->finder.it);
    hold_free(j->hold);
    mem_free((void *)(uintptr_t)j->element.ptr);
    mem_free_sized(j, sizeof *j);
}

static const struct job_type find_job = { find_step, find_reply, find_free };

static void find_as_job(struct call *c, struct key key, struct bytes element,
                        const struct search *s)
{
    struct find_job *j = mem_alloc(sizeof *j);

    *j = (struct find_job){ .hold = hold_new(c->db, &key, 1), .many = s->many };
    j->element = bytes_make(mem_bytesdup(element), element.len);
    j->finder = finder_of(hold_value(j->hold, 0), j->element, s);
    job_run(c, &find_job, j);
}

static void find_at_once(struct call *c, const struct value *v, struct bytes element,
                         const struct search *s)
{
    size_t mark = s->many ? reply_later(c) : 0;
    struct finder f = finder_of(v, element, s);

    while (find_some(&f, c->out))
        ;
    list_iter_fini(&f.it);
    if (s->many)
        reply_later_set(c, mark, '*', f.found);
    else if (f.found == 0)
        reply_null(c);
}

static bool is_long(const struct value *v)
{
    const struct chunklist *l = list_chunks(v);

    return l != NULL && chunklist_chunks(l) > AT_ONCE_CHUNKS;
}

/* LPOS key element [RANK rank] [COUNT num-matches] [MAXLEN len] */
static void cmd_lpos(struct call *c)
{
    struct key key = arg_key(c);
    struct bytes element = arg_bytes(c);
    struct search s = arg_search(c);
    struct entry *e;
    struct value v;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_read(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND && s.many) {
        reply_array(c, 0);
    } else if (err == KV_NOT_FOUND) {
        reply_null(c);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        v = entry_value(e);
        if (is_long(&v) && block_is_allowed(c))
            find_as_job(c, key, element, &s);
        else
            find_at_once(c, &v, element, &s);
    }
}

/* ---- LINSERT ------------------------------------------------------------------------------------- */

struct insertion {
    struct bytes pivot, element; /* of the request, or copies */
    bool after, kept, begun;
    struct lp_needle needle;
    struct list_iter it;
    int64_t result; /* the new length; -1: there is no pivot; 0: the list has gone meanwhile */
};

static bool insert_some(struct value *v, void *state)
{
    struct insertion *in = state;
    struct item item = item_of_bytes(in->element);
    enum list_found found;
    int64_t index;

    if (!in->begun)
        list_iter_init(&in->it, v, 0, false);
    in->begun = true;
    found = list_iter_find(&in->it, &in->needle, INT64_MAX, &index);
    if (found == LIST_MORE)
        return true;
    in->result = -1;
    if (found == LIST_FOUND) {
        list_insert(v, (size_t)index + in->after, &item);
        in->result = (int64_t)list_count(v);
    }
    return false;
}

static bool insert_is_change(const void *state)
{
    const struct insertion *in = state;

    return in->result > 0;
}

static void insert_keep(void *state)
{
    struct insertion *in = state;

    in->pivot = bytes_make(mem_bytesdup(in->pivot), in->pivot.len);
    in->element = bytes_make(mem_bytesdup(in->element), in->element.len);
    in->needle = lp_needle(in->pivot);
    in->kept = true;
}

static void insert_changed(struct call *c, struct bytes key, void *state)
{
    struct insertion *in = state;

    if (in->result > 0)
        call_changed(c, key, "linsert");
    list_iter_fini(&in->it);
    if (in->kept) {
        mem_free((void *)(uintptr_t)in->pivot.ptr);
        mem_free((void *)(uintptr_t)in->element.ptr);
    }
}

static void insert_done(struct call *c, struct bytes key, void *state)
{
    const struct insertion *in = state;

    reply_int(c, in->result);
    insert_changed(c, key, state);
}

static const struct value_work insert_work = {
    .type = OBJ_LIST,
    .some = insert_some,
    .is_change = insert_is_change,
    .done = insert_done,
    .given_up = insert_changed,
    .keep = insert_keep,
    .state_size = sizeof(struct insertion),
};

/* LINSERT key BEFORE | AFTER pivot element */
static void cmd_linsert(struct call *c)
{
    struct key key = arg_key(c);
    bool after = arg_word(c, "after");
    struct insertion in = { .after = after };
    struct entry *e;
    struct edit ed;
    enum kv_err err;

    if (!after && !arg_word(c, "before"))
        arg_fail(c, KV_SYNTAX, NULL);
    err = c->err;
    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        in.pivot = arg_bytes(c);
        in.element = arg_bytes(c);
        in.needle = lp_needle(in.pivot);
        store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
        value_work_run(c, &ed, &insert_work, &in);
    }
}

/* ---- LREM ---------------------------------------------------------------------------------------- */

struct removal {
    struct bytes element; /* of the request, or a copy */
    struct lp_needle needle;
    struct chunklist_removal at;
    bool kept, emptied;
};

static bool remove_some(struct value *v, void *state)
{
    struct removal *r = state;
    bool more = list_remove_some(v, &r->at, &r->needle);

    r->emptied = list_count(v) == 0;
    return more;
}

static bool remove_is_change(const void *state)
{
    const struct removal *r = state;

    return r->at.removed > 0;
}

static void remove_keep(void *state)
{
    struct removal *r = state;

    r->element = bytes_make(mem_bytesdup(r->element), r->element.len);
    r->needle = lp_needle(r->element);
    r->kept = true;
}

static void remove_changed(struct call *c, struct bytes key, void *state)
{
    struct removal *r = state;

    if (r->at.removed > 0)
        call_changed(c, key, "lrem");
    if (r->emptied)
        call_changed(c, key, "del");
    if (r->kept)
        mem_free((void *)(uintptr_t)r->element.ptr);
}

static void remove_done(struct call *c, struct bytes key, void *state)
{
    const struct removal *r = state;

    reply_int(c, (int64_t)r->at.removed);
    remove_changed(c, key, state);
}

static const struct value_work remove_work = {
    .type = OBJ_LIST,
    .some = remove_some,
    .is_change = remove_is_change,
    .done = remove_done,
    .given_up = remove_changed,
    .keep = remove_keep,
    .state_size = sizeof(struct removal),
};

/* LREM key count element */
static void cmd_lrem(struct call *c)
{
    struct key key = arg_key(c);
    int64_t count = arg_int(c);
    struct bytes element = arg_bytes(c);
    struct removal r = { .element = element };
    struct entry *e;
    struct edit ed;
    enum kv_err err = args_end(c);

    if (err == KV_OK)
        err = store_write(c->db, key, OBJ_LIST, &e);
    if (err == KV_NOT_FOUND) {
        reply_int(c, 0);
    } else if (err != KV_OK) {
        reply_err(c, err);
    } else {
        r.needle = lp_needle(element);
        r.at.from = count < 0 ? LIST_TAIL : LIST_HEAD;
        r.at.max = count == 0 ? SIZE_MAX : count < 0 ? -(size_t)count : (size_t)count;
        store_edit_entry(c->db, key, OBJ_LIST, e, &ed);
        value_work_run(c, &ed, &remove_work, &r);
    }
}

/* ---- The table ----------------------------------------------------------------------------------- */

const struct command list_find_commands[] = {
    { "lpos", -3, CMD_READONLY, .keys = { KEY(1, KS_RO | KS_ACCESS) }, .acl = ACL_LIST,
      .handler = cmd_lpos, .group = "list", .since = "6.0.6",
      .complexity = "O(N) where N is the number of elements compared.",
      .summary = "Returns the index at which a list has an element, or several indexes.",
      .args = "key element [ RANK rank:integer ] [ COUNT num-matches:integer ]"
              " [ MAXLEN len:integer ]" },
    { "linsert", 5, CMD_WRITE | CMD_DENYOOM, .keys = { KEY(1, KS_RW | KS_INSERT) }, .acl = ACL_LIST,
      .handler = cmd_linsert, .group = "list", .since = "2.2.0",
      .complexity = "O(N) where N is the number of elements before the pivot.",
      .summary = "Inserts an element before or after another one of a list.",
      .args = "key where=( BEFORE | AFTER ) pivot element" },
    { "lrem", 4, CMD_WRITE, .keys = { KEY(1, KS_RW | KS_DELETE) }, .acl = ACL_LIST,
      .handler = cmd_lrem, .group = "list", .since = "1.0.0",
      .complexity = "O(N) where N is the number of elements compared.",
      .summary = "Deletes elements of a list that equal a value.",
      .args = "key count:integer element" },
    COMMAND_END
};
